"""May this run send? One sender at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from briefing.errors import MailError
from briefing.locking import LocklessError, TakenError, hold_lock

LOCK = "sender.lock"
HOLDER = "sender.pid"  # the number of the process that holds the lock or held it last, since the file was written


@contextmanager
def one_sender(folder: Path) -> Iterator[None]:
    """Be the only sender from the outbox in `folder` while the block runs. Raises MailError if there is one, at once.

    No lock is taken away for its age: a letter may take ten minutes.
    """
    if not folder.is_dir():
        raise MailError("There is no outbox.", remedy="Make one with `briefing mail init`.", path=str(folder))
    with ExitStack() as stack:
        _take(folder, stack)
        yield


def _take(folder: Path, stack: ExitStack) -> None:
    try:
        stack.enter_context(hold_lock(folder / LOCK, folder / HOLDER))
    except TakenError as error:
        raise MailError(
            f"Mail is being sent already{error}.",
            remedy="Wait until that is done, or end it: what it leaves is said by `briefing mail status`.",
            path=str(folder),
        ) from error
    except LocklessError as error:
        raise MailError(
            "The file system of this folder knows no locks.",
            remedy="Move the outbox to a local disk and name its folder in BRIEFING_MAIL_FOLDER.",
            path=str(folder),
        ) from error
    except OSError as error:
        raise MailError(
            f"The lock of the outbox cannot be taken ({error}).",
            remedy="Let the user who runs Briefing write the folder and its files.",
            path=str(folder / LOCK),
        ) from error
