"""What do the machine-read parts of a report say: which message came back, whose address, with which status?

Delivery status notifications (RFC 3464, 6533) and abuse reports (RFC 5965) are multipart/report (RFC 6522): words for
people, fields for machines, and the message it is about or its headers. Nothing is believed here; `bounces` judges.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses

from msgspec import Struct

from briefing.mime import parse_mail

MOST_PARTS = 60  # of one message; a report has three. Python's parser takes its time for parts inside parts
MOST_RECIPIENTS = 50  # of one report; each of our letters has one
LONGEST_HEADER = 4_000  # characters that are looked at: four of the longest lines (RFC 5322 § 2.1.1)
LONGEST_TEXT = 100_000  # bytes of a part: what a server says fits into few, what it returns may have any number

_PART = re.compile(rb"^[ \t]*content-type[ \t]*:", re.IGNORECASE | re.MULTILINE)
_BLANK = re.compile(r"\n[ \t\r]*\n")
_ENDED = re.compile(r"(delivery-status|feedback-report)$")
_RETURNED = frozenset(("text/rfc822-headers", "message/rfc822", "message/global", "message/global-headers"))


class Report(Struct, frozen=True):
    """A report's parts, as they are written."""

    subtype: str  # "delivery-status" or "feedback-report"
    blocks: tuple[Message, ...]  # fields: of the report, then of each recipient
    returned: Message | None  # headers of the message it is about
    left: int = 0  # blocks beyond MOST_RECIPIENTS, which are not read


def read_message(raw: bytes) -> Message | None:
    """Return the message; None if it has more parts than any report, which only somebody who means ill would send."""
    if len(_PART.findall(raw)) > MOST_PARTS:
        return None
    return parse_mail(raw)


def find_report(message: Message) -> Report | None:
    """Return what a message reports, if it has a part for machines, whatever it calls itself."""
    subtype = ""
    blocks: list[Message] = []
    returned: Message | None = None
    for part in message.walk():
        kind = part.get_content_type()
        ended = _ENDED.search(kind)
        if ended and not subtype:
            subtype, blocks = ended[1], _read_blocks(part)
        elif kind in _RETURNED and returned is None:
            returned = _read_returned(part)
    kept = tuple(blocks[: MOST_RECIPIENTS + 1])
    return Report(subtype, kept, returned, len(blocks) - len(kept)) if subtype else None


def find_attached(message: Message) -> Message | None:
    """Return the message that a mail has attached, as bounces without fields for machines do."""
    found = (part for part in message.walk() if part.get_content_type() == "message/rfc822")
    return next((inner for part in found for inner in _inside(part)), None)


def _inside(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [inner for inner in payload if isinstance(inner, Message)] if isinstance(payload, list) else []


def _read_blocks(part: Message) -> list[Message]:
    """The groups of fields of a part. Python splits those of message/delivery-status only, and only if not encoded."""
    blocks: list[Message] = []
    for block in _inside(part):
        body = _body(block, str(part.get("content-transfer-encoding", "")))
        blocks += [
            block,
            *(parse_mail(f"{chunk.strip()}\n\n") for chunk in _BLANK.split(body) if chunk.strip()),
        ]
    return blocks


def _read_returned(part: Message) -> Message | None:
    return parse_mail(_body(part)) if not part.is_multipart() else next(iter(_inside(part)), None)


def _body(part: Message, encoding: str = "") -> str:
    if part.is_multipart():
        return ""
    if encoding and "content-transfer-encoding" not in part:
        part["Content-Transfer-Encoding"] = encoding  # of the part around it
    raw = part.get_payload(decode=True)
    return raw[:LONGEST_TEXT].decode("utf-8", "replace").replace("\r\n", "\n") if isinstance(raw, bytes) else ""


def read_text(message: Message) -> str:
    """Return the words for people: the first plain text, or HTML if there is none. What is attached has no say."""
    parts = [part for part in _outer(message) if part.get_content_maintype() == "text"]
    plain = [part for part in parts if part.get_content_subtype() == "plain"]
    return next((text for part in (*plain, *parts) if (text := _body(part))), "")


def _outer(message: Message) -> Iterator[Message]:
    if message.get_content_maintype() == "multipart":
        for part in _inside(message):
            yield from _outer(part)
    else:
        yield message


def address_in(message: Message, name: str) -> str:
    """Return the address in a header, undecoded: what its encoded words hold is a name; "" for none or several."""
    found = getaddresses([_unfolded(message, name)])
    return found[0][1] if len(found) == 1 else ""


def header(message: Message, name: str) -> str:
    """Return a header's words on one line, encoded ones (RFC 2047) decoded; "" if it is not there."""
    words = _unfolded(message, name)
    if "=?" in words:
        with suppress(HeaderParseError, LookupError, ValueError):  # of an unknown alphabet or broken: as it stands
            words = " ".join(str(make_header(decode_header(words))).split())
    return words


def _unfolded(message: Message, name: str) -> str:
    """A header as it stands, on one line; what is beyond ASCII as UTF-8 (RFC 6532)."""
    raw = next((str(value) for key, value in message.raw_items() if key.lower() == name), "")[:LONGEST_HEADER]
    return " ".join(raw.encode("utf-8", "surrogateescape").decode("utf-8", "replace").split())


def headers(message: Message, *names: str) -> Iterator[str]:
    """Yield the words of those of the headers that are there."""
    return (words for name in names if (words := header(message, name)))
