"""How does what was written outlast a power failure? By being kept by the disk before anything refers to it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from briefing.whole import write_whole


def sync(path: str) -> None:
    """Have the disk keep a file, or the names in a folder. Raises OSError."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        _sync(descriptor)
    finally:
        os.close(descriptor)


def _sync(descriptor: int) -> None:
    if sys.platform == "darwin":  # fsync leaves it in the disk's own memory there
        import fcntl  # noqa: PLC0415 - for macOS alone

        with suppress(OSError):  # a file system that does not know it
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
            return
    os.fsync(descriptor)


def sync_tree(root: str, paths: Iterable[str]) -> None:
    """Have the disk keep these files and folders, all of them below the folder `root`. Raises OSError.

    Linux is asked to sync the file system: 0.01 s where 525 folders one by one took a second, and a hundred files
    another. It waits for what other programs have written as well.
    """
    if not _sync_file_system(root):
        for path in paths:
            sync(path)


def sync_files(files: Iterable[Path]) -> None:
    """Have the disk keep these files and their names, wherever they lie, as `sync_tree` does. Raises OSError.

    One that has gone meanwhile is left out.
    """
    disks: dict[int, list[str]] = {}
    for path in sorted({path for file in files for path in (file.parent.parent, file.parent, file)}):
        with suppress(FileNotFoundError):
            disks.setdefault(os.stat(path).st_dev, []).append(str(path))
    for paths in disks.values():
        if not _sync_file_system(paths[0]):
            for each in paths:
                with suppress(FileNotFoundError):
                    sync(each)


def write_durably(path: str, data: bytes, mode: int = 0o644) -> None:
    """Put a file at `path`, whole or not at all, and kept by the disk. Raises OSError."""
    write_whole(path, data, mode, _sync)
    sync(os.path.dirname(path))


def _sync_file_system(folder: str) -> bool:
    """Have the disk keep all that was written to the file system of `folder`; False where that cannot be asked."""
    if not sys.platform.startswith("linux"):
        return False
    import ctypes  # noqa: PLC0415 - Python itself has no door to syncfs(2)

    syncfs = getattr(ctypes.CDLL(None, use_errno=True), "syncfs", None)
    if syncfs is None:
        return False
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        if syncfs(descriptor):
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number), folder)
    finally:
        os.close(descriptor)
    return True
