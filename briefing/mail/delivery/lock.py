"""Who is sending? One process at a time, and the system knows when it is over."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, SoftFileLock, Timeout

from briefing.errors import MailError

LOCK = "sender.lock"
HOLDER = "sender.pid"  # the number of the process that holds the lock or held it last, since the file was written


@contextmanager
def one_sender(folder: Path) -> Iterator[None]:
    """Be the only sender from the outbox in `folder` while the block runs. Raises MailError if there is one, at once.

    The system releases the lock (flock) when its process ends, however it ends, so an old one need never be removed,
    and is never taken away for its age: a letter may take ten minutes.
    """
    if not folder.is_dir():
        raise MailError("There is no outbox.", remedy="Make one with `briefing mail init`.", path=str(folder))
    lock = FileLock(folder / LOCK, timeout=0, mode=0o600)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of the soft lock, which is refused below
            lock.acquire()
    except Timeout as error:
        raise MailError(
            f"Mail is being sent already{_holder(folder)}.",
            remedy="Wait until that is done, or end it: what it leaves is said by `briefing mail status`.",
            path=str(folder),
        ) from error
    except OSError as error:
        raise MailError(
            f"The lock of the outbox cannot be taken ({error}).",
            remedy="Let the user who runs Briefing write the folder and its files.",
            path=str(folder / LOCK),
        ) from error
    try:
        if isinstance(lock, SoftFileLock):  # a file that stands for a lock would outlive its process
            raise MailError(
                "The file system of this folder knows no locks.",
                remedy="Move the outbox to a local disk and name its folder in BRIEFING_MAIL_FOLDER.",
                path=str(folder),
            )
        _write_holder(folder)
        yield
    finally:
        lock.release()


def _write_holder(folder: Path) -> None:
    with suppress(OSError):  # a full disk: the lock holds without it
        descriptor = os.open(folder / HOLDER, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(f"{os.getpid()}\n")


def _holder(folder: Path) -> str:
    """Words that say by whom and since when, as far as that is known."""
    try:
        number = (folder / HOLDER).read_text(encoding="ascii").strip()
        since = datetime.fromtimestamp((folder / HOLDER).stat().st_mtime, UTC)
    except (OSError, ValueError):
        return ""
    return f" by process {number} since {since:%Y-%m-%d %H:%M:%S} UTC" if number.isdigit() else ""
