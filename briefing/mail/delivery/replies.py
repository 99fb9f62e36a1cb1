"""How is a mail server's reply read: in bounded time and length, and shown on one safe line?

smtplib's own reading bounds one line, but neither how many there are nor how long they take, and it cannot tell
whether the server has something to say before it is asked. This is smtplib with that one part exchanged.
"""

from __future__ import annotations

import re
import smtplib
import ssl
import time
from typing import Literal

from briefing.mail.lines import flatten

MAX_LINE = 8192  # bytes; RFC 5321, section 4.5.3.1.5, allows 512, and smtplib this much
MAX_LINES = 100  # of one reply; the longest EHLO seen in the wild has about twenty
MAX_SHOWN = 300  # characters of a reply that are shown and kept: some three lines of a terminal
_REPLY_LINE = re.compile(rb"([2-5][0-9][0-9])(?:([ -])(.*))?", re.DOTALL)  # RFC 5321, section 4.2


class LostError(smtplib.SMTPServerDisconnected):
    """The connection is of no use any more."""

    def __init__(self, words: str, why: Literal["closed", "silent", "nonsense"]) -> None:
        super().__init__(words)
        self.why = why


class Dialogue(smtplib.SMTP):
    """smtplib's connection with bounded replies. Every OSError it raises leaves it closed."""

    unread = b""  # what the server said that was not asked for yet

    def getreply(self) -> tuple[int, bytes]:
        """As smtplib's, for its own commands."""
        return self.hear(float(self.timeout))

    def hear(self, seconds: float) -> tuple[int, bytes]:
        """Code and text of the next reply, whose last byte has to arrive within `seconds`. Raises LostError."""
        deadline = time.monotonic() + seconds
        codes: set[bytes] = set()
        texts: list[bytes] = []
        try:
            while True:
                line = self._line(deadline)
                read = _REPLY_LINE.fullmatch(line)
                codes.add(read[1] if read else b"")
                if not read or len(codes) > 1 or len(texts) == MAX_LINES:
                    raise LostError(f"it answered what is no reply in SMTP: {one_line(line)}", "nonsense")
                texts.append((read[3] or b"").strip())
                if read[2] != b"-":
                    return int(read[1]), b"\n".join(texts)
        except TimeoutError:
            self.close()
            raise LostError(f"it said nothing for {seconds:g} seconds", "silent") from None
        except OSError as error:
            self.close()
            raise error if isinstance(error, LostError) else LostError(explain(error), "closed") from None
        finally:
            if self.sock:
                self.sock.settimeout(float(self.timeout))

    def is_quiet(self) -> bool:
        """Whether the server is there and says nothing unasked. Waits for nothing."""
        if self.sock is None or self.unread:
            return False
        self.sock.settimeout(0)
        try:
            self.unread = self.sock.recv(MAX_LINE)
        except (BlockingIOError, ssl.SSLWantReadError):
            self.sock.settimeout(float(self.timeout))
            return True
        except OSError:
            self.close()
            return False
        self.sock.settimeout(float(self.timeout))
        if not self.unread:
            self.close()
        return False

    def _line(self, deadline: float) -> bytes:
        while b"\n" not in self.unread:
            left = deadline - time.monotonic()
            if self.sock is None or left <= 0:
                raise TimeoutError
            self.sock.settimeout(left)
            more = self.sock.recv(MAX_LINE)
            if not more:
                raise LostError("it closed the connection", "closed")
            self.unread += more
            if len(self.unread) > MAX_LINES * MAX_LINE:
                raise LostError("it answers without end", "nonsense")
        line, _, self.unread = self.unread.partition(b"\n")
        return line.removesuffix(b"\r")


def explain(error: OSError) -> str:
    """Why a connection was lost, in words that continue "the server was lost: "."""
    if type(error) is smtplib.SMTPServerDisconnected and isinstance(error.__context__, OSError):
        error = error.__context__  # smtplib says "Server not connected" and keeps to itself why
    if isinstance(error, TimeoutError):
        return "it took too long"
    if isinstance(error, ssl.SSLError):
        return f"TLS failed ({one_line((error.reason or 'no reason given').encode())})"
    if isinstance(error, ConnectionRefusedError):
        return "nothing listens there"
    if isinstance(error, ConnectionError):
        return "it closed the connection"
    return one_line(str(error.strerror or error).encode())


def one_line(text: bytes, code: int = 0) -> str:
    """A reply as one line without control characters, cut where it is long: between words.

    Half an address would be recognised by people, but not by what takes addresses out of replies.
    """
    words = flatten(text.decode("utf-8", "replace"))
    shown = words if len(words) <= MAX_SHOWN else (words[: MAX_SHOWN + 1].rpartition(" ")[0] or words[:MAX_SHOWN]) + "…"
    return f"{code} {shown}".strip() if code else shown
