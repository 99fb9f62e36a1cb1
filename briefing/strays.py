"""Which files in output folders may the archive not know of? They are noted beside it, and go where nobody wants them.

The archive knows the pages of one output folder, as its builds have left them. It does not know those that a build was
writing when it was killed, those that an archive before it had made, nor those that it had made in another folder.

A note is a path from the archive's folder, so that both may move together, behind its checksum: what is removed by it
shall be what was noted. Notes are appended, by several processes.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from briefing.whole import write_whole

_SUM = 8  # hexadecimal digits
_BETWEEN = "//"  # folder and page: one output folder may lie in another, whose pages these are not


def place_folder(folder: str, archive: Path) -> str:
    """Return where a folder is, seen from the archive's; whole where no way leads from one to the other."""
    try:
        return os.path.relpath(os.path.realpath(folder), os.path.realpath(archive.parent)).replace(os.sep, "/")
    except ValueError:  # another drive
        return os.path.realpath(folder)


def find_alike(paths: Iterable[str], known: Iterable[str]) -> list[str]:
    """Return those of the paths that may well be pages of an older build, sorted; they may be anybody's, too.

    They are none of the pages that are `known`, lie where such lie, and have an ending as these have there.
    """
    ours = set(known)
    kinds = {(path.partition("/")[0], _ending_of(path)) for path in ours if "/" in path}
    return sorted({path for path in paths if (path.partition("/")[0], _ending_of(path)) in kinds} - ours)


def _ending_of(path: str) -> str:
    return path[path.rfind(".") :] if "." in path.rpartition("/")[2] else ""


class Strays:
    """The notes in one file. Folders are named as by `place_folder`, pages by their paths below them."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def add(self, folder: str, pages: Iterable[str]) -> None:
        """Note pages. Raises OSError."""
        notes = b"".join(_seal(f"{folder}{_BETWEEN}{page}") for page in pages)
        if notes:
            descriptor = os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            try:
                rest = b"\0" + notes  # what stands before it may have been cut
                while rest := rest[os.write(descriptor, rest) :]:
                    pass
            finally:
                os.close(descriptor)

    def _read(self) -> list[str]:
        with suppress(FileNotFoundError):
            *notes, _ = self._file.read_bytes().split(b"\0")
            return [os.fsdecode(note[_SUM:]) for note in notes if note and _seal_of(note[_SUM:]) == note[:_SUM]]
        return []

    def find(self, folder: str) -> list[str]:
        """The pages that were noted of this folder, sorted. Raises OSError."""
        above = f"{folder}{_BETWEEN}"
        return sorted({place.removeprefix(above) for place in self._read() if place.startswith(above)})

    def forget(self, folder: str) -> None:
        """Everything in that folder is in order. Raises OSError."""
        others = [place for place in self._read() if not place.startswith(f"{folder}{_BETWEEN}")]
        if others:
            write_whole(str(self._file), b"".join(map(_seal, others)), 0o600)
        else:
            self._file.unlink(missing_ok=True)


def _seal(place: str) -> bytes:
    raw = os.fsencode(place)
    return _seal_of(raw) + raw + b"\0"


def _seal_of(raw: bytes) -> bytes:
    return b"%08x" % zlib.crc32(raw)
