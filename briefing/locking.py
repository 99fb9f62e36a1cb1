"""Who works here? One process at a time, and the system knows when it is over."""

from __future__ import annotations

import os
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, SoftFileLock, Timeout


class TakenError(Exception):
    """Another process, or another thread of this one, holds the lock. Its text is by whom and since when, if known."""


class LocklessError(Exception):
    """The file system knows no locks."""


@contextmanager
def hold_lock(lock: Path, holder: Path, *, reentrant: bool = False) -> Iterator[None]:
    """Hold the lock `lock` while the block runs; `holder` is a file beside it that says which process does.

    Raises TakenError at once where it is held, LocklessError, and OSError where the files cannot be written.
    `reentrant`: the thread that holds it may take it again. The system releases the lock (flock) when its process
    ends, however it ends, so an old one need never be removed, and is never taken away for its age.
    """
    taken = FileLock(lock, timeout=0, mode=0o600, is_singleton=reentrant)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of the soft lock, which is refused below
            taken.acquire()
    except Timeout as error:
        raise TakenError(_read_holder(holder)) from error
    except NotImplementedError as error:  # filelock before 3.21 says it so
        raise LocklessError from error
    try:
        if isinstance(taken, SoftFileLock):  # a file that stands for a lock would outlive its process
            raise LocklessError
        _write_holder(holder)
        yield
    finally:
        taken.release()


@contextmanager
def hold_folder(folder: Path) -> Iterator[None]:
    """Hold a folder while the block runs, by a lock on the folder itself: nothing is put into it.

    Raises TakenError at once where another process or thread holds it; a thread may take it again. Raises OSError where
    it cannot be read, LocklessError where the system has no such locks (Windows; some network file systems).
    """
    try:
        import fcntl  # noqa: PLC0415 - not on Windows
    except ImportError as error:
        raise LocklessError from error
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        status = os.fstat(descriptor)
        key = status.st_dev, status.st_ino
        with _guard:
            holder, times = _folders.get(key, (0, 0))
            if holder not in {0, threading.get_ident()}:
                raise TakenError
            if not times:
                try:
                    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError as error:
                    raise TakenError from error
                except OSError as error:
                    raise LocklessError from error
            _folders[key] = threading.get_ident(), times + 1
        try:
            yield
        finally:
            with _guard:
                if times:
                    _folders[key] = threading.get_ident(), times
                else:
                    del _folders[key]
    finally:
        os.close(descriptor)  # which lets go of the lock


_guard = threading.Lock()
_folders: dict[tuple[int, int], tuple[int, int]] = {}  # held by this process: by which thread, how often


def _write_holder(holder: Path) -> None:
    with suppress(OSError):  # a full disk: the lock holds without it
        descriptor = os.open(holder, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(f"{os.getpid()}\n")


def _read_holder(holder: Path) -> str:
    """Words that say by whom and since when, as far as that is known."""
    try:
        number = holder.read_text(encoding="ascii").strip()
        since = datetime.fromtimestamp(holder.stat().st_mtime, UTC)
    except (OSError, ValueError):
        return ""
    return f" by process {number} since {since:%Y-%m-%d %H:%M:%S} UTC" if number.isdigit() else ""
