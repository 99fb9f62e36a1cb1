"""In which order, how fast and how often are a mailing's letters handed over?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

from briefing.mail.delivery.smtp import Connection, Server, connect
from briefing.mail.model import Delivery, Outcome, Tally


class Queue(Protocol):
    """What is asked of the outbox here."""

    def claim(self, mailing: str, now: str) -> Delivery | None: ...
    def next_pause(self, mailing: str, now: str) -> float | None: ...
    def settle(self, delivery: Delivery, outcome: Outcome, now: str, retry_at: str = "") -> None: ...
    def fail(self, delivery: Delivery, reply: str, now: str) -> None: ...
    def tally(self, mailing: str) -> Tally: ...


@dataclass(frozen=True, slots=True)
class Step:
    """What was just done, for whoever shows how far things are."""

    kind: Literal["sent", "failed", "unknown", "again", "waiting"]  # "again": the letter is queued again
    words: str  # the server's reply, or why there is a pause
    address: str = ""  # of the letter; empty: "waiting", which is about no letter
    pause: float = 0.0  # seconds: until the letter is tried again, or that the run waits


def send_letters(
    outbox: Queue,
    mailing: str,
    server: Server,
    sender: str,
    *,
    now: Callable[[], str],
    sleep: Callable[[float], None],
    monotonic: Callable[[], float],
    per_minute: int = 0,
    progress: Callable[[Step], None] = lambda _: None,
    connect: Callable[[Server], Connection] = connect,
) -> Tally:
    """Hand over all queued letters of `mailing` and say what became of it.

    Where the tally still counts queued letters, the run was interrupted (Ctrl-C, SIGTERM): the letter under way was
    finished first. Raises MailError where going on is of no use; what is not handed over stays queued then.
    `per_minute` 0: as fast as the server takes them.
    """
    raise NotImplementedError
