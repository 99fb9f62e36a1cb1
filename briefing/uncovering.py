"""What does a file of a site say, in each way in which it may be read? Its letters, so that no markup hides any.

It is read as it is, without its tags, without what was put into a sentence, without addresses, and again with what
stands for letters resolved: entities, escapes, “%20”, as often as they were wrapped. What is packed is unpacked.
"""

from __future__ import annotations

import binascii
import bz2
import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator
from functools import cache
from html import unescape
from io import BytesIO
from unicodedata import category
from urllib.parse import unquote_to_bytes

from briefing.accents import join_marks
from briefing.fetching.model import WireError
from briefing.fetching.unpacking import Unpacking
from briefing.mime import parse_mail

_MOST_UNPACKED = 200_000_000  # bytes of one packed file
_DEEP = 3  # a file packed in one that is packed; entities in a text of JSON in an attribute
_ZEROS = 32  # in UTF-16, where each blank has one, more than one byte of so many is zero; of packed ones, one of 256

_MARKUP = (".html", ".xml", ".svg")  # in which “&” always begins an entity
_VALUES = (".json", ".csv", ".js", ".css")  # with many addresses, and none within a sentence
_MAILS = (".eml", ".mht", ".mhtml")  # the last two: pages as a browser saves them
_ZLIB = (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda")
# zstd, 7z, rar; and PDF, whose text is numbers of glyphs
_CLOSED = (b"\x28\xb5\x2f\xfd", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"%PDF-")
_BROKEN = (  # all that Python's reader of ZIP raises over a damaged file, or one that has a password
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, OSError, EOFError, ValueError, RuntimeError, OverflowError,
    IndexError, KeyError,
)  # fmt: skip

_TAG = re.compile(rb"<[^<>]*>")
# The same with all that may stand in it: a “>” in an attribute, tags in a comment.
_WHOLE_TAG = re.compile(rb"""<[a-z/!?](?:[^<>"']++|"[^"<]*+"|'[^'<]*+')*+>""")
# What is put into a text: comments, elements beside it with all that is in them, and innermost ones, but for those in
# which its own words stand. Of these only what nobody sees, an advertisement, or the mark of a note that it leads to.
_PHRASING = rb"p|[abiqsu]|abbr|acronym|bd[io]|big|cite|code|dfn|em|font|kbd|mark|samp|small|span|strong|time|tt|var"
_BESIDE = rb"""(?:hidden|display:\s*none|sr-only|foot|note|advert|\bad\b|href=["']?#)"""
_PUT_IN = re.compile(
    rb"<(?:!--.{0,9999}?-->|(aside|button|figure|ins|nav|noscript|script|style|su[bp]|svg|template)\b[^<>]*+>.{0,9999}?</\1\s*>"
    rb"|(?!(?:" + _PHRASING + rb")(?:>|\s(?![^<>]*" + _BESIDE + rb")))"
    rb"([a-z][\w:-]*+)[^<>]*+>[^<>]*+</\2\s*>)",
    re.DOTALL,
)
# What Markdown has behind the words of a link, a note or a picture; an address behind words in a plain text.
_REFERENCE = re.compile(
    rb"""!\[[^\[\]]*\](?:\([^()]*\)|\[[^\[\]]*\])|\]\((?:<[^<>]*>|(?:[^()\s]|\([^()\s]*\))*)(?:\s+(?:"[^"]*"|'[^']*'))?\s*\)"""
    rb"""|\]\[[^\[\]]*\]|\[(?:\w{1,3}|\^[^\[\]]*)\]|\{[:.#][^{}\n]*\}|https?://[^\s<>"\])]+"""
)
# What stands for a character in HTML, XML and JSON; of marks nothing need be known but that they are none of the words.
_ENTITY = re.compile(rb"&#?\w{1,30};")
# In JSON and JavaScript; in CSS up to six digits and a blank, of which JSON’s \b and \f are none.
_ESCAPED = re.compile(
    rb"\\(?:u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]{1,6})\}|x([0-9a-fA-F]{2})|([0-9][0-9a-fA-F]{1,5})\s?|(\W)|.)", re.DOTALL
)
_WRAPPED = re.compile(  # markup within markup, letters written as numbers or by name
    rb"&(?:lt|amp;#?\w{1,30}|#(?!34;|39;)\w+|szlig|[ao]elig|[AO]Elig|eth|ETH|thorn|THORN"
    rb"|[A-Za-z](?:acute|grave|uml|circ|tilde|cedil|ring|slash|caron|strok|ogon|macr|breve|dot|dblac));"
)
_PERCENT = re.compile(rb"%[0-9a-fA-F]{2}")
_AROUND = re.compile(rb'["<>]')  # an address, where nothing else of the text is to be read again
_DATA = re.compile(rb"data:(?!image/(?!svg)|font/|audio/|video/)[^,\"'<>()\s]*;base64,([A-Za-z0-9+/]{20,}=*)")

# White space, marks and what nobody sees: what prints a sentence may have put others in their place.
_NO_LETTERS = frozenset("Cc Cf Lm Pc Pd Pe Pf Pi Po Ps Sc Sk Sm So Zl Zp Zs".split())  # Lm: ʼ is an apostrophe, too
_KEPT = bytes(code for code in range(256) if code > 127 or chr(code).isalnum())
_DROPPED = bytes(code for code in range(256) if code not in _KEPT)
_SMALL = bytes(range(256)).lower()


def read_words(path: str, raw: bytes) -> Iterator[bytes]:
    """The letters of all that a file of a site says, in each way in which it may be read. Any bytes will do."""
    yield from _read(path, raw, _DEEP)


def is_closed(raw: bytes) -> bool:
    """Whether a file is packed in a way that nothing here can unpack."""
    return raw.startswith(_CLOSED)


def _read(path: str, raw: bytes, deep: int) -> Iterator[bytes]:
    for name, part in _unpack(path, raw, deep):
        for text in _decode(part):
            yield from _read_text(text, deep, name)


def _read_text(text: bytes, deep: int, name: str) -> Iterator[bytes]:
    markup, plain = name.endswith(_MARKUP), not name.endswith((*_MARKUP, *_VALUES))
    whole = _ENTITY.sub(b"", text)
    tagless = _TAG.sub(b"", whole)  # a sentence goes on behind a tag
    yield letters(tagless)
    yield letters(whole)  # attributes, comments, CDATA
    if not markup and len(whole) < len(text):
        yield letters(text)
    if b"</" in whole or b"<!--" in whole:
        yield letters(_WHOLE_TAG.sub(b"", _PUT_IN.sub(b"", whole.lower())))
    if b"](" in tagless or plain:
        without = _REFERENCE.sub(b"", tagless)
        if len(without) < len(tagless):
            yield letters(without)
    if deep:
        for packed in _DATA.findall(text) if b";base64," in text else ():
            yield from _read("data", _from_base64(packed), deep - 1)
        for resolved in _resolve(text):
            yield from _read_text(resolved, deep - 1, "resolved.json")  # which may be no markup


def _resolve(text: bytes) -> Iterator[bytes]:
    """A text with what stands for its letters resolved once, in each way; of one that has “%20” only the addresses."""
    if _WRAPPED.search(text):
        yield unescape(text.decode(errors="replace")).encode(errors="replace")
    if b"\\" in text:
        yield _ESCAPED.sub(_unescape, text)
    if _PERCENT.search(text):
        yield unquote_to_bytes(b"\n".join(part for part in _AROUND.split(text) if b"%" in part))


def _unescape(match: re.Match[bytes]) -> bytes:
    """The character that is written as a number, or a mark; nothing in place of a line break."""
    if match[5]:
        return match[5]
    code = int(match[1] or match[2] or match[3] or match[4] or b"0", 16)
    return chr(code).encode(errors="ignore") if 0 < code < 0x110000 else b""


def _from_base64(packed: bytes) -> bytes:
    try:
        return binascii.a2b_base64(packed + b"==")
    except binascii.Error:
        return b""


def letters(raw: bytes) -> bytes:
    """Only the letters and digits of a text in UTF-8, small where they are ASCII; what is no UTF-8, and emoji, too."""
    said = raw.translate(_SMALL, _DROPPED)
    return said if said.isascii() else _marks().sub(b"", said)


@cache
def _marks() -> re.Pattern[bytes]:
    """What is no letter beyond ASCII, by the first byte, since to try them all in a row takes five times as long."""
    ends: dict[bytes, dict[bytes, bytearray]] = {}
    for code in range(0x80, 0x10000):
        if category(chr(code)) in _NO_LETTERS:
            raw = chr(code).encode()
            ends.setdefault(raw[:1], {}).setdefault(raw[1:-1], bytearray()).append(raw[-1])
    return re.compile(
        b"|".join(
            first + b"(?:" + b"|".join(between + b"[" + bytes(last) + b"]" for between, last in those.items()) + b")"
            for first, those in ends.items()
        )
    )


# -- what is packed, and in which characters --------------------------------------------------------------------------


def _decode(part: bytes) -> Iterator[bytes]:
    """It as it is, and in UTF-8 what may well be UTF-16 or Windows-1252; accents together with their letters."""
    yield part
    if part.isascii() and b"\0" not in part:
        return
    if part.startswith((b"\xff\xfe", b"\xfe\xff")):
        yield part.decode("utf-16", "replace").encode()
    elif (zeros := part.count(b"\0")) * _ZEROS > len(part):  # each is the first of two bytes, or the second
        yield part.decode("utf-16-le" if part.index(b"\0") % 2 else "utf-16-be", "replace").encode()
    elif not zeros:
        try:
            text = part.decode()
        except UnicodeDecodeError:
            yield part.decode("cp1252", "replace").encode()
        else:
            if (joined := join_marks(text)) != text:
                yield joined.encode()


def _unpack(path: str, raw: bytes, deep: int) -> Iterator[tuple[str, bytes]]:
    """The name and the bytes of what a file holds; those of the file itself, where it is not packed or is damaged."""
    parts: list[tuple[str, bytes]] = []
    if path.endswith(_MAILS):
        for letter in parse_mail(raw).walk():
            held = letter.get_payload(decode=True)
            if isinstance(held, bytes):
                yield path, held
        return
    if deep and raw.startswith(b"PK\x03\x04"):  # also EPUB, DOCX, ODT
        parts = _open_zip(raw)
    elif deep and (unpacked := _inflate(path, raw)) is not None:
        parts = [(path.rpartition(".")[0], unpacked)]
    for name, part in parts:
        yield from _unpack(name, part, deep - 1)
    if not parts:
        yield path, raw


def _inflate(path: str, raw: bytes) -> bytes | None:
    """What gzip (as the search index is), zlib, bzip2, xz or Brotli packed; None: none of them did."""
    if path.endswith(".br"):
        unpacking = Unpacking("br", _MOST_UNPACKED, cut=True)
        try:
            unpacking.add(raw)
            return unpacking.end()
        except WireError:
            return None
    taken: list[bytes] = []
    left = _MOST_UNPACKED
    while left > 0 and (codec := _find_codec(raw)) is not None:  # one may follow another
        try:
            taken.append(codec.decompress(raw, left))
        except (zlib.error, OSError, lzma.LZMAError):
            break
        left -= len(taken[-1])
        raw = codec.unused_data
    return b"".join([*taken, raw]) if any(taken) else None


def _find_codec(raw: bytes) -> zlib._Decompress | bz2.BZ2Decompressor | lzma.LZMADecompressor | None:
    if raw.startswith(b"\x1f\x8b"):
        return zlib.decompressobj(wbits=31)
    if raw.startswith(_ZLIB):
        return zlib.decompressobj()
    if raw.startswith(b"BZh"):
        return bz2.BZ2Decompressor()
    return lzma.LZMADecompressor() if raw.startswith(b"\xfd7zXZ\0") else None


def _open_zip(raw: bytes) -> list[tuple[str, bytes]]:
    members: list[tuple[str, bytes]] = []
    left = _MOST_UNPACKED
    try:
        with zipfile.ZipFile(BytesIO(raw)) as packed:
            for info in packed.infolist():
                with packed.open(info) as member:
                    members.append((info.filename, member.read(max(left, 1))))
                left -= len(members[-1][1])
    except _BROKEN:
        members.append(("", raw))  # what was read until then, and all of it as it is
    return members
