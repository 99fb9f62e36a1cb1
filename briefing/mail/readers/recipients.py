"""Who is to get the mail, as a file lists them?"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from briefing.mail.model import Recipient


class Problem(NamedTuple):
    """Something in a readers' file that was not taken as it stands."""

    place: str  # "readers.yml:14"
    what: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Listed:
    """What a readers' file lists. `rows` is the number of recipients, refused and folded rows together."""

    recipients: tuple[Recipient, ...]  # in the order of the file
    problems: tuple[Problem, ...] = ()  # in the order of the file; of rows that were refused, and of fields passed over
    folded: tuple[Problem, ...] = ()  # rows of an address that stands in the file before; what they say was united
    rows: int = 0
    refused: int = 0  # rows that name nobody who can be written to


def read_recipients(path: Path) -> Listed:
    """Return the readers that the file lists, each address once. Raises MailError if it cannot be read at all."""
    raise NotImplementedError


def check_place(path: Path, content: Path, output: Path) -> None:
    """Raise MailError if the readers' file lies where it could be published: in the content or the output folder."""
    raise NotImplementedError


def unknown_follows(
    recipients: Iterable[Recipient], known_events: Collection[str], known_actors: Collection[str]
) -> tuple[Problem, ...]:
    """Return what readers follow that no edition holds; the ids of all editions are the known ones."""
    raise NotImplementedError


def remove_recipient(path: Path, address: str) -> int:
    """Take all rows of `address` out of the file, leave all other bytes as they are; return how many rows it was."""
    raise NotImplementedError
