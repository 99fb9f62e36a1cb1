"""The nouns of mail, and what they are called: readers, mailings, letters and what became of them. Values only.

A *mailing* is an edition, or a week of them, on its way to its readers; a *letter* is the message for one of them. A
reader is named by a *key* wherever an address is not needed: HMAC-SHA256 of the address under the outbox's secret, in
hexadecimal digits, so that whoever was erased is not written to again though nobody knows who it was.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Frequency = Literal["", "daily", "weekly"]  # "": whatever is sent to the list the reader stands in
State = Literal["queued", "sending", "sent", "failed", "unknown"]
# Why a reader is not written to any more: their own word, their mailbox provider's, their server's, or the publisher's.
Reason = Literal["unsubscribed", "complained", "bounced", "forgotten", "by the editor"]


class Recipient(Struct, frozen=True):
    """A reader, as the list of recipients names them."""

    address: str  # checked and normalised, its domain in ASCII
    name: str = ""
    language: str = ""  # "de"; empty: the site's
    events: tuple[str, ...] = ()  # ids of the events and stories they follow
    actors: tuple[str, ...] = ()  # ids of the actors they follow
    frequency: Frequency = ""
    place: str = ""  # where they are listed: "readers.yml:14", or that they subscribed by themselves

    @property
    def follows_all(self) -> bool:
        return not self.events and not self.actors


class Mailing(Struct, frozen=True):
    """One edition, or the week that ends with it, as it was frozen before the first letter went out."""

    id: str  # "2025-03-14", "2025-03-14-weekly"
    day: str  # of the edition; of the last one of a week
    weekly: bool
    edition_sha256: str  # of the bytes of edition.json; of a week: of its editions' digests, one after the other
    articles: tuple[str, ...]  # what its letters print from and tell: the lines that `message.corrected` remembers
    frozen_at: str  # a moment, ISO 8601 in UTC, as all moments here

    @property
    def arguments(self) -> str:
        """What commands are given to mean it: "2025-03-14", "2025-03-14 --weekly"."""
        return f"{self.day} --weekly" if self.weekly else self.day


def mailing_id(day: str, *, weekly: bool) -> str:
    """Return the `Mailing.id` of what goes out as the edition of `day`."""
    return f"{day}-weekly" if weekly else day


class Letter(Struct, frozen=True):
    """The finished message for one reader."""

    reader: str  # key
    address: str  # of the envelope
    message_id: str  # with its angle brackets
    data: bytes  # the message, signed where a key is set: CRLF, seven bits


class Excluded(Struct, frozen=True):
    """A recipient to whom nothing is sent, and why."""

    reader: str  # key
    address: str
    reason: str  # "unsubscribed", "nothing moved that they follow"


class Delivery(Struct, frozen=True):
    """A letter in the outbox, claimed for being handed over."""

    id: int
    mailing: str
    reader: str
    address: str
    message_id: str
    data: bytes
    attempts: int  # how often it was tried before


class Outcome(Struct, frozen=True):
    """What the hand-over of one letter came to.

    `accepted`: the server took it. `refused`: it never will (5xx), nor for another try. `deferred`: not now (4xx), and
    this letter alone. `unreachable`: the server was lost before the end of the message was sent, so it cannot have
    taken it. `unclear`: the server was lost after the end of the message was sent and before it answered.
    """

    kind: Literal["accepted", "refused", "deferred", "unreachable", "unclear"]
    reply: str  # the server's words on one line, or what happened


class Tally(Struct, frozen=True):
    """What became of a mailing. `recipients` is the sum of all others."""

    recipients: int
    sent: int
    excluded: int
    failed: int
    unknown: int
    queued: int  # not handed over yet
