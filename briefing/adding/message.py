"""What does an e-mail hold that could be an article? Its text in each of its forms, what is attached, who sent it when.

MIME as it comes (RFC 2045 to 2049, 5322): wrong charsets, broken encodings and missing boundaries are read as far as
they go. Nothing here is believed, and no address of a reader is looked at.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from contextlib import suppress
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses

from msgspec import Struct

from briefing.adding.values import one_line
from briefing.decoding import decode
from briefing.errors import ContentError
from briefing.mime import parse_mail

LARGEST_MESSAGE = 10_000_000  # bytes; with pictures inside newsletters have one or two million
LARGEST_PART = 2_000_000  # bytes of text in one part; mail programs cut letters of more than 100 KB
MOST_PARTS = 500  # lines that could begin a part, or say of which kind it is; a letter with pictures has some dozens
MOST_DASHES = 5_000  # lines that begin with two dashes: every boundary does, and rules in plain text do
DEEPEST = 12  # parts within parts; a forwarded letter with a signature has six
LONGEST_HEADER = 4_000  # characters that are looked at: four of the longest lines (RFC 5322 § 2.1.1)
MOST_HEAD = 200_000  # bytes of all headers; long ways through many servers make 30 KB
MOST_NAMED = 5  # attachments that are named among those that were left out

_KIND = re.compile(rb"^[ \t]*content-(?:type|disposition)[ \t]*:", re.IGNORECASE | re.MULTILINE)
_DASHES = re.compile(rb"(?:^|[\r\n])--")
_BLANK = re.compile(rb"\r?\n\r?\n|\r\r")
_WEB_ADDRESS = re.compile(r"<(https?://[^<>\s]{4,})>", re.IGNORECASE)
_TEXT_NAMES = (".txt", ".text", ".html", ".htm", ".xhtml", ".md", ".markdown")


class Body(Struct, frozen=True):
    """A part of the text that is seen when the mail is opened, in the forms that it comes in."""

    html: str = ""
    text: str = ""  # unwrapped where it says how (format=flowed)


class Attached(Struct, frozen=True):
    """A file that is text of some kind."""

    name: str
    raw: bytes
    charset: str = ""


class Letter(Struct, frozen=True):
    subject: str = ""
    sender: str = ""  # the name, or the domain of the address
    address: str = ""  # of the sender
    date: str = ""  # as it is written
    id: str = ""  # Message-ID, without its brackets
    post: str = ""  # List-Post (RFC 2369), where it is an address of the web: of the article, as Substack has it
    bodies: tuple[Body, ...] = ()
    attached: tuple[Attached, ...] = ()
    letters: tuple[Letter, ...] = ()  # mails that it has attached
    left: tuple[str, ...] = ()  # attachments that are no text, by name
    notes: tuple[str, ...] = ()


def is_message(raw: bytes) -> bool:
    """Whether `raw` begins as a mail does: with headers, the sender's among them and one that only mails have."""
    head = _BLANK.split(raw[:50_000], maxsplit=1)[0]
    lines = re.split(rb"\r\n|\n|\r", head)
    names = {line.partition(b":")[0].lower() for line in lines if re.match(rb"[!-9;-~]+:", line)}
    return b"from" in names and bool(names & {b"message-id", b"mime-version", b"received", b"return-path", b"to"})


def read_letter(raw: bytes, name: str) -> Letter:
    """Return what the message holds. Raises ContentError for what is none, or is made to hurt who reads it."""
    if len(raw) > LARGEST_MESSAGE:
        what = f"The message has more than the {LARGEST_MESSAGE:,} bytes that are read."
        raise ContentError(what, remedy="Save its text alone, without its attachments.", path=name)
    message = _parse(raw.removeprefix(codecs.BOM_UTF8).lstrip(b"\r\n"), name)
    if not message.keys():
        raise ContentError("This is no e-mail: it has no headers.", remedy="Save the message as .eml.", path=name)
    return _Reader(name).read(message, 0)


def _parse(raw: bytes, name: str) -> Message:
    head = _BLANK.split(raw, maxsplit=1)[0]
    if len(head) > MOST_HEAD or len(_KIND.findall(raw)) > MOST_PARTS or len(_DASHES.findall(raw)) > MOST_DASHES:
        what = "The message has more headers or parts than letters have."
        raise ContentError(what, remedy="Save its text alone and add that.", path=name)
    return parse_mail(raw)


class _Reader:
    """Walks through the parts of a message and takes what is text."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.bodies: list[Body] = []
        self.attached: list[Attached] = []
        self.letters: list[Letter] = []
        self.left: list[str] = []
        self.notes: list[str] = []

    def read(self, message: Message, depth: int) -> Letter:
        self._walk(message, depth)
        sender, address = _read_sender(message)
        return Letter(
            subject=one_line(_header(message, "subject")),
            sender=sender,
            address=address,
            date=_header(message, "date"),
            id=one_line(_header(message, "message-id").strip("<> ")),
            post=next(iter(_WEB_ADDRESS.findall(_header(message, "list-post"))), ""),
            bodies=tuple(body for body in self.bodies if body.html.strip() or body.text.strip()),
            attached=tuple(self.attached),
            letters=tuple(self.letters),
            left=tuple(self.left),
            notes=tuple(dict.fromkeys(self.notes)),
        )

    def _walk(self, part: Message, depth: int) -> None:
        if depth > DEEPEST:
            what = f"Its parts lie more than {DEEPEST} deep in one another."
            raise ContentError(what, remedy="Save its text alone and add that.", path=self.name)
        kind, inner = part.get_content_type(), _parts(part)
        if kind == "message/rfc822" or (kind.startswith("message/") and inner):
            self._read_letter(part, inner, depth)
        elif kind == "multipart/alternative":
            self._choose(inner, depth)
        elif kind in ("multipart/related", "multipart/signed"):  # RFC 2387, 1847: the first is what is shown
            for each in inner[:1]:
                self._walk(each, depth + 1)
            self.left += [_file_name(each) or each.get_content_type() for each in inner[1:] if _is_file(each)]
        elif inner:
            for each in inner:
                self._walk(each, depth + 1)
        else:
            self._take(part, kind, depth)

    def _choose(self, inner: list[Message], depth: int) -> None:
        """Put the forms of one text together (RFC 2046 § 5.1.4); what is attached beside them is no form of it."""
        before, self.bodies = self.bodies, []
        for each in inner:
            self._walk(each, depth + 1)
        html = next((body.html for body in reversed(self.bodies) if body.html.strip()), "")
        text = next((body.text for body in self.bodies if body.text.strip()), "")
        self.bodies = [*before, Body(html, text)]

    def _read_letter(self, part: Message, inner: list[Message], depth: int) -> None:
        if not inner:  # it is encoded, which RFC 2046 § 5.2.1 forbids and programs do
            raw = _bytes_of(part)
            if not is_message(raw):
                self.left.append(_file_name(part) or "a message")
                return
            inner = [_parse(raw, self.name)]
        self.letters += [_Reader(self.name).read(each, depth + 1) for each in inner]

    def _take(self, part: Message, kind: str, depth: int) -> None:
        name = _file_name(part)
        raw = _bytes_of(part)
        ending = f".{name.lower().rpartition('.')[2]}"
        if ending == ".eml" and is_message(raw):
            self.letters.append(_Reader(self.name).read(_parse(raw, self.name), depth + 1))
            return
        is_text = kind in ("text/plain", "text/html", "application/xhtml+xml", "text/markdown")
        if name or part.get_content_disposition() == "attachment":
            if ending in _TEXT_NAMES or (is_text and not name):
                shown = name or ("attachment.html" if "html" in kind else "attachment.txt")
                self.attached.append(Attached(shown, raw, _charset(part)))
            else:
                self.left.append(name or kind)
        elif is_text:
            text = self._decode(part, raw)
            self.bodies.append(Body(html=text) if "html" in kind else Body(text=_unflow(part, text)))
        elif raw and not kind.startswith(("image/", "text/")):  # text of another kind is a form of what is there
            self.left.append(kind)

    def _decode(self, part: Message, raw: bytes) -> str:
        if len(raw) > LARGEST_PART:
            self.notes.append(f"Of a part with {len(raw):,} bytes the first {LARGEST_PART:,} were read.")
            raw = raw[:LARGEST_PART]
        try:
            text, notes = decode(raw, self.name, _charset(part))
        except ContentError as error:
            self.notes.append(f"A part of the message cannot be read: {error.what}")
            return ""
        self.notes += notes
        return text


def _parts(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [each for each in payload if isinstance(each, Message)] if isinstance(payload, list) else []


def _bytes_of(part: Message) -> bytes:
    with suppress(ValueError, LookupError, AssertionError):  # of a broken encoding: nothing
        raw = part.get_payload(decode=True)
        if isinstance(raw, bytes):
            return raw
    return b""


def _charset(part: Message) -> str:
    with suppress(LookupError, ValueError, UnicodeError):
        found = part.get_content_charset()
        return found if isinstance(found, str) else ""
    return ""


def _is_file(part: Message) -> bool:
    return bool(_file_name(part)) and not part.get_content_type().startswith("image/")


def _file_name(part: Message) -> str:
    """The last part of the name that a part gives itself; empty: none."""
    found = None
    with suppress(LookupError, ValueError, UnicodeError, TypeError):
        found = part.get_filename()
    if not isinstance(found, str):
        return ""
    return one_line(re.split(r"[/\\]", _decode_words(found[:LONGEST_HEADER]))[-1])[:120]


def _unflow(part: Message, text: str) -> str:
    """Join the lines of format=flowed (RFC 3676): one that ends in a space goes on in the next of the same depth."""
    says = {}
    with suppress(LookupError, ValueError, UnicodeError):
        says = {str(key).lower(): str(value).lower() for key, value in part.get_params() or ()}
    if says.get("format") != "flowed":
        return text
    drop = says.get("delsp") == "yes"
    lines: list[list[str]] = []  # each of what it was put together from
    above = -1  # the depth of the line above, if it goes on
    for line in text.split("\n"):
        content = line.lstrip(">")
        depth = len(line) - len(content)
        content = content.removeprefix(" ")
        flows = content.endswith(" ") and content != "-- "
        if flows and drop:
            content = content[:-1]
        if above == depth and content != "-- ":
            lines[-1].append(content)
        else:
            lines.append([f"{'>' * depth}{' ' if depth else ''}{content}"])
        above = depth if flows else -1
    joined = ("".join(parts) for parts in lines)
    return "\n".join(line.rstrip(" ") if line != "-- " else line for line in joined)


# -- headers ----------------------------------------------------------------------------------------------------------


def _header(message: Message, name: str) -> str:
    """Return a header's words on one line, encoded ones (RFC 2047) decoded; "" if it is not there."""
    return _decode_words(_unfold(message, name))


def _unfold(message: Message, name: str) -> str:
    """A header as it stands, on one line; what is beyond ASCII as UTF-8 (RFC 6532), else as windows-1252."""
    written = next((str(value) for key, value in message.raw_items() if key.lower() == name), "")[:LONGEST_HEADER]
    raw = written.encode("utf-8", "surrogateescape")
    try:
        return " ".join(raw.decode("utf-8").split())
    except UnicodeDecodeError:
        return " ".join(raw.decode("windows-1252", "replace").split())


def _decode_words(words: str) -> str:
    if "=?" in words:
        with suppress(HeaderParseError, LookupError, ValueError):  # of an unknown alphabet or broken: as it stands
            return " ".join(str(make_header(decode_header(words))).split())
    return words


def _read_sender(message: Message) -> tuple[str, str]:
    """Return the name of the first sender, or the domain, and the address. What encoded words hold is a name only."""
    for name, address in _addresses(message):
        plain = one_line(address)
        domain = plain.rpartition("@")[2]
        if re.fullmatch(r"[^\s@<>\"]+@[^\s@<>\"]+", plain):
            return one_line(_decode_words(name)).strip("\"' ")[:200] or domain, plain
        return one_line(_decode_words(name))[:200], ""
    return "", ""


def _addresses(message: Message) -> Iterator[tuple[str, str]]:
    with suppress(ValueError, IndexError):
        yield from getaddresses([_unfold(message, "from")])
