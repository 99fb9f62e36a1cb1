"""How is one letter handed to the mail server, and what did the server say?"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from briefing.errors import MailError
from briefing.mail.model import Delivery, Outcome

Security = Literal["starttls", "tls", "none"]


@dataclass(frozen=True, slots=True)
class Server:
    """Where letters are handed over, and how."""

    host: str
    port: int
    security: Security = "starttls"  # "tls": encrypted from the first byte; "none": not at all
    user: str = ""  # empty: no login
    password: str = field(default="", repr=False)
    timeout: float = 30.0  # seconds that connecting, or one command and its reply, may take
    ca: str = ""  # a file with the certificates (PEM) that are trusted; empty: the system's
    helo: str = ""  # how we introduce ourselves; empty: as the address of our end of the connection


class Unreachable(MailError):
    """The server cannot be talked to now. It may pass: a later try may succeed."""


class Connection:
    """A session with the server, logged in, good for many letters."""

    past_the_dot: bool  # the end of the letter under way was sent, or may have been: only the server knows its fate
    usable: bool  # another letter can be handed over on this connection

    def hand_over(self, sender: str, delivery: Delivery) -> Outcome:
        """Hand one letter over; `sender` is the envelope's. Raises MailError where the server refuses the sender.

        Never raises for a broken connection: that is an Outcome. Look at `usable` before the next letter.
        """
        raise NotImplementedError

    def close(self) -> None:
        """Say goodbye, if the server still listens. Raises nothing."""
        raise NotImplementedError


def connect(server: Server) -> Connection:
    """A session with `server`. Raises Unreachable where it may pass, MailError where a setting has to be changed."""
    raise NotImplementedError
