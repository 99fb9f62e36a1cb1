"""May this build begin? One at a time in one archive and into one folder: two would take away each other's pages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from briefing.errors import BriefingError, OutputError, find_remedy
from briefing.locking import LocklessError, TakenError, hold_folder, hold_lock


class BusyError(BriefingError):
    """Another process builds here; nothing is wrong but the moment."""


@contextmanager
def one_build(archive: Path, output: Path | None = None) -> Iterator[None]:
    """Be the only one who works with the archive at that path, and writes into `output`, while the block runs.

    A thread may do so in itself again. Raises BusyError at once if another process does, OutputError if that cannot be
    known. The archive's lock lies beside it and ends with its process; the archive may be deleted, the lock beside it
    need never be. That of the folder is on the folder itself, for builds with other archives.
    """
    with ExitStack() as stack:
        _take(archive, stack)
        if output is not None:
            _take_folder(output, stack)
        yield


def _take_folder(output: Path, stack: ExitStack) -> None:
    try:
        made = not output.is_dir()
        output.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(
            f"{output} cannot be made: {error.strerror}.", remedy="Choose another with --output."
        ) from error
    try:
        with suppress(LocklessError, OSError):  # builds of one archive are kept apart without it
            stack.enter_context(hold_folder(output))
    except TakenError as error:
        raise BusyError(
            "Another build, of another archive, is writing into this folder.",
            remedy="Wait until it is done, or give each site an output folder of its own.",
            path=str(output),
        ) from error
    if made:
        stack.callback(_remove_empty, output)  # where the build ends before it has written anything; still locked


def _remove_empty(folder: Path) -> None:
    with suppress(OSError):  # there is something in it
        folder.rmdir()


def _take(archive: Path, stack: ExitStack) -> None:
    lock, holder = (archive.with_name(f"{archive.name}.{ending}") for ending in ("lock", "pid"))
    try:
        archive.parent.mkdir(parents=True, exist_ok=True)
        stack.enter_context(hold_lock(lock, holder, reentrant=True))
    except TakenError as error:
        raise BusyError(
            f"This site is being built already{error}.",
            remedy="Wait until that is done, or end it: the next build finishes what it began.",
            path=str(archive.parent),
        ) from error
    except LocklessError as error:
        raise OutputError(
            f"The archive {archive} lies on a file system that knows no locks, so two builds could spoil each other.",
            remedy="Name a place on a local disk in BRIEFING_ARCHIVE.",
        ) from error
    except OSError as error:
        raise OutputError(
            f"The archive {archive} cannot be opened: {error}.",
            remedy=f"{find_remedy(error)} Or name another place in BRIEFING_ARCHIVE.",
        ) from error
