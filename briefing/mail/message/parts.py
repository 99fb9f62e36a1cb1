"""How is a text written as a part of a message, in seven bits, so that no server on the way has a reason to rewrite it?

A mailing writes each part once for every reader, so this is done by `binascii`, in C: it is five times as fast as
`EmailMessage.set_content` and keeps to the same rules (RFC 2045 § 6.7, 6.8).
"""

from __future__ import annotations

import re
from binascii import b2a_base64, b2a_qp
from typing import Literal

Encoding = Literal["quoted-printable", "base64"]

BYTES_IN_LINE = 57  # base64 makes 76 characters of them, the most that a line may have (RFC 2045 § 6.8)

# Cannot occur in a part: "=" begins two hexadecimal digits in quoted-printable and does not occur inside base64.
BOUNDARY = "=_briefing"

_ASCII = bytes(range(128))
_LONG = re.compile(rb"^(.{74,})(=20|=09)$", re.MULTILINE)
_FROM = re.compile(rb"^From ", re.MULTILINE)


def choose_encoding(text: str) -> Encoding:
    """Return the shorter encoding of `text`."""
    data = text.encode()
    beyond = len(data.translate(None, _ASCII))
    # Quoted-printable makes three bytes of one beyond ASCII, base64 four of any three.
    return "base64" if 6 * beyond > len(data) else "quoted-printable"


def encode_part(text: str, subtype: str, encoding: Encoding) -> bytes:
    """Return `text` as a part with its headers: ASCII, CRLF, lines of at most 76 characters."""
    data = text.encode().replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    head = f'Content-Type: text/{subtype}; charset="utf-8"\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n'
    return head.encode("ascii") + (_encode_base64(data) if encoding == "base64" else _encode_quoted(data))


def write_message(head: bytes, parts: tuple[bytes, ...]) -> bytes:
    """Return the message of `head` and `parts`: alternatives, the least wanted first (RFC 2046 § 5.1.4)."""
    line = f"--{BOUNDARY}".encode("ascii")
    mime = f'MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary="{BOUNDARY}"\r\n\r\n'.encode("ascii")
    return head + mime + b"".join(line + b"\r\n" + part + b"\r\n" for part in parts) + line + b"--\r\n"


def _encode_quoted(data: bytes) -> bytes:
    # b2a_qp ends lines as the first one of its text does, and where there is none not as mail does: so all with LF.
    written = b2a_qp(data, istext=True)
    if b"From " in written:
        # A line that begins so would get a ">" before it in some mailboxes, and break the signature. The rest of the
        # line goes to the next one, so that neither is too long.
        written = _FROM.sub(b"=46rom=\n ", written)
    if b"=20" in written or b"=09" in written:
        # b2a_qp writes white space at the end of a line as three characters without asking whether they fit.
        written = _LONG.sub(rb"\1=\n\2", written)
    return written.replace(b"\n", b"\r\n")


def _encode_base64(data: bytes) -> bytes:
    data = data.replace(b"\n", b"\r\n")
    lines = (data[start : start + BYTES_IN_LINE] for start in range(0, len(data), BYTES_IN_LINE))
    return b"\r\n".join(b2a_base64(line, newline=False) for line in lines) + b"\r\n"
