"""Which messages lie in a file or folder? It may be one message, an mbox, a Maildir or a folder of messages."""

from __future__ import annotations

import mailbox
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from briefing.errors import MailError

LONGEST = 2_000_000  # bytes of a message that are read: what a report says stands before the message it returns


class Stored(NamedTuple):
    """A message as it lies there."""

    place: str  # "bounces.mbox: message 3", "cur/1742.eml"
    raw: bytes  # its first LONGEST bytes
    cut: bool  # whether it goes on after them


def read_messages(path: Path) -> Iterator[Stored]:
    """Yield each message of a file or folder, in the order of the file, or of the names. Nothing is changed.

    A file that begins with “From ” is an mbox (RFC 4155). Of a folder all files are read but hidden ones; of a Maildir
    those in new/ and cur/. Raises MailError if there is nothing of the name, or it cannot be read.
    """
    try:
        if not path.exists():
            what = "There is no such file or folder."
            raise MailError(what, remedy="Name the mailbox in which bounces arrive.", path=str(path))
        folders = [path / name for name in ("cur", "new")]
        if all(folder.is_dir() for folder in folders):
            for folder in folders:
                yield from _read_folder(folder, f"{folder.name}/")
        elif path.is_dir():
            yield from _read_folder(path, "")
        else:
            yield from _read_file(path, path.name)
    except OSError as error:
        what = f"The mailbox cannot be read ({error.strerror})."
        remedy = "Give yourself permission to read it."
        raise MailError(what, remedy=remedy, path=str(error.filename or path)) from error


def _read_folder(folder: Path, before: str) -> Iterator[Stored]:
    for path in sorted(folder.iterdir()):
        if path.is_file() and not path.name.startswith("."):
            yield from _read_file(path, f"{before}{path.name}")


def _read_file(path: Path, place: str) -> Iterator[Stored]:
    with path.open("rb") as file:
        raw = file.read(LONGEST)
        more = bool(file.read(1))
    if not raw.startswith(b"From "):
        yield Stored(place, raw, more)
        return
    box = mailbox.mbox(path, create=False)
    try:
        for number, key in enumerate(box.keys(), 1):
            part = box.get_file(key)
            yield Stored(f"{place}: message {number}", part.read(LONGEST), bool(part.read(1)))
    finally:
        box.close()
