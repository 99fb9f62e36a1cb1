"""How is a file written whole or not at all, also when the program is killed?"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from typing import IO

PREFIX = ".briefing-"  # a file that is being written; what a killed program left of one may be removed

_numbers = count()


def write_whole(
    target: str, data: bytes, mode: int = 0o644, sync: Callable[[int], None] | None = None
) -> os.stat_result:
    """Put `data` at `target`, whose folder is there: readers see the old file or the new one. Raises OSError.

    `mode`: who may read it, then and before. `sync` has the disk keep what was written, by its descriptor, before it
    takes its place (`durable`). Returns the stat of the file as it was written.
    """
    temporary, descriptor = _begin(os.path.dirname(target), mode)
    try:
        stat = _fill(descriptor, data, mode, sync)
        os.replace(temporary, target)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise
    return stat


def write_new(target: str, data: bytes, mode: int = 0o666) -> None:
    """Put `data` at `target`, where nothing is yet: all of it or nothing. Raises FileExistsError, OSError.

    `mode`: who may read and write it, but for what the umask takes away: what is new is the editor's, not the server's.
    """
    temporary, descriptor = _begin(os.path.dirname(target), mode)
    try:
        _fill(descriptor, data)
        try:
            os.link(temporary, target)
        except FileExistsError:
            raise
        except OSError:  # a file system without links
            os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode))
            os.replace(temporary, target)
    finally:
        with suppress(OSError):
            os.unlink(temporary)


def copy_whole(target: str, source: IO[bytes]) -> None:
    """Put at `target` what `source` gives, be it much. Raises OSError, and what reading does."""
    temporary, descriptor = _begin(os.path.dirname(target), 0o644)
    try:
        with open(descriptor, "wb") as file:
            shutil.copyfileobj(source, file, 1 << 20)
        os.replace(temporary, target)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise


def sweep_orphans(folder: str) -> None:
    """Remove the files in `folder` that programs were writing when they were killed. Raises OSError."""
    for name in os.listdir(folder):
        writer = name.removeprefix(PREFIX).partition("-")[0]
        if name.startswith(PREFIX) and writer.isdecimal() and not _is_running(int(writer)):
            with suppress(FileNotFoundError):
                os.unlink(os.path.join(folder, name))


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)  # signal 0 only asks
    except (ProcessLookupError, OverflowError):  # the latter: no process has a number that large
        return False
    except OSError:  # somebody else's
        return True
    return True


def _fill(
    descriptor: int, data: bytes, mode: int | None = None, sync: Callable[[int], None] | None = None
) -> os.stat_result:
    """Write all of `data` and close the file, of that mode whatever the umask; return its stat as it was written."""
    try:
        rest = data
        while rest := rest[os.write(descriptor, rest) :]:
            pass
        stat = os.fstat(descriptor)
        if mode is not None and stat.st_mode & 0o7777 != mode:  # the umask has taken something away
            with suppress(OSError):  # a share of another system's, on which nobody may say who may read
                os.fchmod(descriptor, mode)
        if sync is not None:
            sync(descriptor)
    finally:
        os.close(descriptor)
    return stat


def _begin(folder: str, mode: int) -> tuple[str, int]:
    """Open a file of our own in `folder`. Its name need not be a secret: it is made anew, or the next one is tried."""
    while True:
        temporary = os.path.join(folder, f"{PREFIX}{os.getpid()}-{next(_numbers)}")
        with suppress(FileExistsError):
            return temporary, os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
