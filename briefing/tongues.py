"""Where is the model kept by which languages are told, once it has been unpacked? Beside the archive, as one file.

py3langid ships it packed so well that to load it takes 0.5 s and 80 MB in every process. The same arrays in a file that
is mapped into memory are there in 0.05 s, and hold 15 MB; what texts ask for in it all processes share. The file
is made when the first text comes that is not plainly English, and may be deleted at any time.
"""

from __future__ import annotations

import lzma
import mmap
import struct
import sys
import zlib
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_STORED, BadZipFile, ZipFile

from briefing.whole import copy_whole, sweep_orphans

if TYPE_CHECKING:
    from numpy.typing import NDArray

MODEL = "tongues-"  # how its file is called, before its version
_HEADER = 30  # bytes of a member's own header in a zip file, up to its name; last are the lengths of name and extras
# What is raised where a file is damaged; RuntimeError: its directory says that it is encrypted, or of a newer kind.
_DAMAGED = (BadZipFile, EOFError, RuntimeError, ValueError, lzma.LZMAError, struct.error, zlib.error)


class KeptModel:
    """Gives the arrays of the model that stands packed in a file: an npz file, as numpy writes it, in xz."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, packed: str, version: str) -> Mapping[str, NDArray[Any]] | None:
        """Return its arrays, by their names; None: it is of another kind, or there is no room for it."""
        path = self.folder / f"{MODEL}{version}"
        with suppress(OSError, *_DAMAGED):
            return _map(path)
        with suppress(OSError, *_DAMAGED):
            self.folder.mkdir(parents=True, exist_ok=True)
            sweep_orphans(str(self.folder))  # half a file is up to 68 MB
            for other in self.folder.glob(f"{MODEL}*"):
                if other != path:  # of another version
                    other.unlink(missing_ok=True)
        make_apart(__name__, packed, str(path))
        with suppress(OSError, *_DAMAGED):
            return _map(path)
        with suppress(OSError, *_DAMAGED):
            _unpack(packed, str(path))
            return _map(path)
        return None


def make_apart(module: str, *given: str) -> None:
    """Have a module make its file in a process that ends: what that takes, 10 to 20 MB, would stay with this one.

    Where the file is not there then, it is for the caller to make.
    """
    import subprocess  # noqa: PLC0415 - asked for once in the life of an archive

    if sys.executable:
        with suppress(OSError, ValueError):
            silent = subprocess.DEVNULL
            command = [sys.executable, "-P", "-m", module, *given]
            subprocess.run(command, stdin=silent, stdout=silent, stderr=silent, check=False)  # noqa: S603 - our own


def _unpack(packed: str, path: str) -> None:
    with lzma.open(packed) as unpacked:
        copy_whole(path, unpacked)


def _map(path: Path) -> dict[str, NDArray[Any]]:
    """Return the arrays of a npz file that is not packed. Raises ValueError where it is, and _DAMAGED."""
    import numpy as np  # noqa: PLC0415 - takes .1 s to load, and most builds ask about no text

    with path.open("rb") as file, ZipFile(file) as members:
        if members.testzip() is not None:
            raise ValueError(path)
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        found = {}
        for member in members.infolist():
            if member.compress_type != ZIP_STORED:
                raise ValueError(path)
            begin = member.header_offset
            begin += _HEADER + sum(struct.unpack_from("<HH", mapped, begin + _HEADER - 4))
            with members.open(member) as array:
                if np.lib.format.read_magic(array) != (1, 0):
                    raise ValueError(path)
                shape, _, kind = np.lib.format.read_array_header_1_0(array)
                begin += array.tell()
            flat = np.frombuffer(mapped, kind, int(np.prod(shape)), begin)
            found[member.filename.removesuffix(".npy")] = flat.reshape(shape)
    return found


if __name__ == "__main__":
    _unpack(*sys.argv[1:])
