"""What lies where the editor points? A file, or the messages of a mailbox."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import IO

from briefing.adding.mailboxes import is_mailbox, split_mailbox
from briefing.adding.message import LARGEST_MESSAGE
from briefing.adding.model import Came
from briefing.errors import ContentError


def read_raw(path: Path) -> bytes:
    """Return the bytes of a file that is to be added. Raises ContentError for what is no file that can be read."""
    _check_file(path)
    try:
        with path.open("rb") as file:
            return file.read(LARGEST_MESSAGE + 1)  # one more than is taken, so that it can be told
    except OSError as error:
        raise _refused(path, error) from None


def open_file(path: Path) -> Iterator[Came]:
    """Yield what a file holds: itself, or one after another the messages of an mbox, which may be of any size.

    Raises ContentError for what is no file that can be read.
    """
    _check_file(path)
    try:
        with path.open("rb") as file:
            head = file.read(1_000)
            file.seek(0)
            if not is_mailbox(head):
                yield Came(str(path), file.read(LARGEST_MESSAGE + 1))
                return
            for number, message in enumerate(split_mailbox(file, str(path)), 1):
                yield Came(f"{path}: message {number}", message, kind="message/rfc822")
    except OSError as error:
        raise _refused(path, error) from None


def _check_file(path: Path) -> None:
    try:
        if path.is_file():
            return
        what = "This is not a file." if path.exists() else "There is no such file."
    except OSError as error:
        raise _refused(path, error) from None
    raise ContentError(what, remedy="Name a text, HTML or Markdown file, a mail, or a web address.", path=str(path))


def _refused(path: Path, error: OSError) -> ContentError:
    return ContentError(
        f"The file cannot be read ({error.strerror}).", remedy="Give permission to read it.", path=str(path)
    )


def read_all(stream: IO[bytes]) -> bytes:
    """Return what comes in, one byte more than is taken at most."""
    return stream.read(LARGEST_MESSAGE + 1)


def is_address(name: str) -> bool:
    """Whether the editor means a page of the web rather than a file."""
    return name.lower().startswith(("http://", "https://"))
