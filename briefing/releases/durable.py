"""How does what was written outlast a power failure? By being kept by the disk before anything refers to it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from contextlib import suppress

from briefing.whole import write_whole


def sync(path: str) -> None:
    """Have the disk keep a file, or the names in a folder. Raises OSError."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        if sys.platform == "darwin":  # fsync leaves it in the disk's own memory there
            import fcntl  # noqa: PLC0415 - for macOS alone

            with suppress(OSError):  # a file system that does not know it
                fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
                return
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_tree(root: str, paths: Iterable[str]) -> None:
    """Have the disk keep these files and folders, all of them below the folder `root`. Raises OSError.

    Linux is asked to sync the file system: 0.01 s where 525 folders one by one took a second, and a hundred files
    another. It waits for what other programs have written as well.
    """
    if not _sync_file_system(root):
        for path in paths:
            sync(path)


def write_durably(path: str, data: bytes) -> None:
    """Put a file at `path`, whole or not at all, and kept by the disk. Raises OSError."""
    write_whole(path, data)
    sync(path)
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
