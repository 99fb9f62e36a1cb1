"""A mail server's replies: each is a code and words on one safe line, or the connection is given up; whatever comes."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.mail.delivery.replies import MAX_LINE, MAX_LINES, MAX_SHOWN, Dialogue, LostError, one_line
from fuzzing.material import INVALID, ODD, encode

PARSES = ("briefing.mail.delivery.replies.Dialogue.hear", "briefing.mail.delivery.replies.one_line")
PIECES = (
    *encode(
        "220 ", "250-", "250 ", "250", "354 ", "421 ", "450 4.2.1 ", "550-5.1.1 ", "550 5.1.1 no such user", "199 ",
        "600 ", "25", "\r\n", "\n", "\r", "-", " ", "PIPELINING", "SIZE 10240000", "AUTH PLAIN LOGIN", "STARTTLS",
        "<mara@far.example>", "x" * 300, "HTTP/1.1 200 OK",
    ),
    *ODD,
    *INVALID,
)  # fmt: skip


class Wire:
    """A socket that says what it was given, in pieces, and then has gone."""

    def __init__(self, data: bytes) -> None:
        self.left = data
        self.closed = False

    def settimeout(self, _: float) -> None: ...

    def recv(self, most: int) -> bytes:
        size = min(most, 1 + len(self.left) % 97)
        piece, self.left = self.left[:size], self.left[size:]
        return piece

    def close(self) -> None:
        self.closed = True


def seeds() -> Iterator[bytes]:
    yield (
        b"220 mail.example ESMTP\r\n250-mail.example\r\n250-PIPELINING\r\n250 SIZE 1024\r\n250 2.1.0 Ok\r\n"
        b"550 5.1.1 <a@b.example>: no\r\n"
    )
    yield b"220 a\n250\r\n354 go\r\n250 2.0.0 Ok: queued as 28E082AA134\r\n221 bye\r\n"
    yield b"450-4.2.1 later\r\n450 4.2.1 much later\r\n"


def check(data: bytes) -> None:
    dialogue = Dialogue()
    dialogue.timeout = 5
    wire = Wire(data)
    dialogue.sock = wire  # type: ignore[assignment]
    lines = data.split(b"\n")
    heard = 0
    while True:
        try:
            code, text = dialogue.hear(5)
        except LostError as lost:
            assert lost.why in ("closed", "nonsense")
            assert str(lost).isprintable() and len(str(lost)) <= MAX_SHOWN + 60
            break
        assert 200 <= code <= 599
        count = text.count(b"\n") + 1
        assert count <= MAX_LINES
        for line in lines[heard : heard + count]:
            assert line.startswith(str(code).encode())
        heard += count
        assert len(dialogue.unread) <= MAX_LINES * MAX_LINE
        shown = one_line(text, code)
        assert shown.isprintable() and shown.startswith(str(code)) and len(shown) <= MAX_SHOWN + 5
    assert heard < len(lines) + 1
    assert dialogue.sock is None or wire.left or not wire.closed
    dialogue.sock = None
