"""How does an outbox come into its folder, whole or not at all?"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from tempfile import mkstemp

from briefing.errors import MailError
from briefing.mail.delivery.store import TABLES, UNFINISHED, connect, told


def create_outbox(path: Path) -> None:
    """Make an empty outbox at `path`, and a secret for it.

    Its folder is made or taken over: readable by nobody else (0700) and ignored by git. Raises MailError where there is
    an outbox, the folder is used for other things, or nothing can be written.
    """
    make_folder(path)
    with told(path), new_file(path) as temporary:
        with closing(connect(temporary)) as db:
            db.executescript(TABLES)
            db.execute("insert into fact values ('secret', ?)", (os.urandom(32),))
        put_in_place(temporary, path)


def make_folder(path: Path) -> None:
    """Make ready the folder for an outbox at `path`, where there is none. Raises MailError."""
    if path.exists():
        raise _there_is_one(path)
    folder = path.parent
    with told(path):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if any(entry.is_dir() for entry in folder.iterdir()):
            # Its files are about to be hidden from git and from other users: not those of a whole project.
            raise MailError(
                "The folder for the outbox holds other folders.",
                remedy="Name a folder of its own in BRIEFING_MAIL_FOLDER.",
                path=str(folder),
            )
        folder.chmod(0o700)
        ignored = folder / ".gitignore"
        if not ignored.exists():
            ignored.write_text("*\n", encoding="ascii")
            ignored.chmod(0o600)


@contextmanager
def new_file(path: Path) -> Iterator[Path]:
    """A file in the folder of `path` that only its owner can read (0600); at the end of the block it is gone."""
    descriptor, name = mkstemp(prefix=UNFINISHED, dir=path.parent)
    os.close(descriptor)
    try:
        yield Path(name)
    finally:
        for ending in ("", "-wal", "-shm", "-journal"):
            with suppress(FileNotFoundError):
                os.unlink(name + ending)


def put_in_place(made: Path, path: Path) -> None:
    """Give `made` the name `path`, for good. Raises MailError if something was put there meanwhile."""
    sync(made)
    try:
        os.link(made, path)
    except FileExistsError as error:
        raise _there_is_one(path) from error
    sync(path.parent)


def sync(path: Path) -> None:
    """See to it that a file's bytes, or the names in a folder, survive a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _there_is_one(path: Path) -> MailError:
    return MailError(
        "There is an outbox already.",
        remedy="Use it: a new one would not know who was written to and who must not be.",
        path=str(path),
    )
