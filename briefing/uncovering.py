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
from string import ascii_letters, digits
from unicodedata import category, combining, is_normalized, normalize
from urllib.parse import unquote_to_bytes

from briefing.decoding import find_charsets
from briefing.fetching.model import WireError
from briefing.fetching.unpacking import Unpacking
from briefing.mime import parse_mail
from briefing.unseen import MOST_STACKED

_MOST_UNPACKED = 200_000_000  # bytes of one packed file
_DEEP = 3  # a file packed in one that is packed; entities in a text of JSON in an attribute
_ZEROS = 32  # in UTF-16, where each blank has one, more than one byte of so many is zero; of packed ones, one of 256

_MARKUP = (".html", ".xml", ".svg")  # in which “&” always begins an entity
_VALUES = (".json", ".csv", ".js", ".css")  # with many addresses, and none within a sentence
_MAILS = (".eml", ".mbox", ".mht", ".mhtml")  # the last two: pages as a browser saves them
_SUBTITLES = (".srt", ".vtt")
_ZLIB = (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda")
_LZMA = (b"\xfd7zXZ\0", b"\x5d\0\0")  # xz and what was before it
# zstd, 7z, rar; PDF, whose text is numbers of glyphs; and RTF, which has commands within its words
_CLOSED = (b"\x28\xb5\x2f\xfd", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"%PDF-", b"{\\rtf")
# In which what is not UTF-8 and names none may be written, besides Windows-1252.
_CHARSETS = ("cp1251", "koi8-r", "cp1250", "cp932", "euc-jp", "gb18030", "big5", "cp949")
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\f\r\x1b")  # of which a text has none
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

# Base64 that does not say so: in the lines of a mail, also as JSON writes them, or one long one.
_BASE64 = frozenset(ascii_letters + digits + "+/")
_LINE = rb"[A-Za-z0-9+/]{56,}+"
_BETWEEN = rb"(?:\s|\\[nr]){1,4}"
_RUN = re.compile(rb"%b(?:%b%b)*+(?:%b[A-Za-z0-9+/]+)?" % (_LINE, _BETWEEN, _LINE, _BETWEEN))
_RUN_OF_LETTERS = b"a" * 56
_AS_LETTERS = bytes(97 if chr(code) in _BASE64 else 32 for code in range(256))  # which takes a tenth of looking for it
_NO_BASE64 = re.compile(rb"\\[nr]|\s+")
_FROM = re.compile(rb"(?:\A|\n\r?\n)From [^\n]*\n")  # between the mails of a mailbox, which begins so
_HEADER = re.compile(rb"(?:From |[A-Za-z][\w-]*:)")
_CODED = re.compile(rb"^content-transfer-encoding:", re.IGNORECASE | re.MULTILINE)
_CUE = re.compile(rb"^(?:\d+\s*?\n)?[\d:.,]+ +--> [^\n]*", re.MULTILINE)  # when the words of a film are shown

# White space, marks and what nobody sees: what prints a sentence may have put others in their place.
_NO_LETTERS = frozenset("Cc Cf Lm Pc Pd Pe Pf Pi Po Ps Sc Sk Sm So Zl Zp Zs".split())  # Lm: ʼ is an apostrophe, too
_KEPT = bytes(code for code in range(256) if code > 127 or chr(code).isalnum())
_DROPPED = bytes(code for code in range(256) if code not in _KEPT)
_SMALL = bytes(range(256)).lower()
_DOT = "\u0307"  # beside an i: what a Turkish İ becomes, when it is made small; and I is the large ı as well as i


def read_words(path: str, raw: bytes) -> Iterator[bytes]:
    """The letters of all that a file of a site says, in each way in which it may be read. Any bytes will do."""
    yield from _read(path.lower(), raw, _DEEP)


def is_closed(raw: bytes) -> bool:
    """Whether a file is packed in a way that nothing here can unpack."""
    return raw.startswith(_CLOSED)


def _read(path: str, raw: bytes, deep: int) -> Iterator[bytes]:
    for name, part in _unpack(path, raw, deep):
        for text in _decode(part):
            yield from _read_text(text, deep, name)


def _read_text(text: bytes, deep: int, name: str) -> Iterator[bytes]:
    raw = text
    if b"<![CDATA[" in text:
        text = text.replace(b"<![CDATA[", b"").replace(b"]]>", b"")
    if name.endswith(_SUBTITLES):
        text = _CUE.sub(b"", text)
    markup, plain = name.endswith(_MARKUP), not name.endswith((*_MARKUP, *_VALUES))
    whole = _ENTITY.sub(b"", text)
    tagless = _TAG.sub(b"", whole)  # a sentence goes on behind a tag
    yield letters(tagless)
    yield letters(whole)  # attributes, comments, CDATA
    if not markup and len(whole) < len(raw):
        yield letters(raw)
    if b"</" in whole or b"<!--" in whole:
        yield letters(_WHOLE_TAG.sub(b"", _PUT_IN.sub(b"", whole.lower())))
    if b"](" in tagless or plain:
        without = _REFERENCE.sub(b"", tagless)
        if len(without) < len(tagless):
            yield letters(without)
    if deep:
        for packed in _DATA.findall(raw) if b";base64," in raw else ():
            yield from _read("data", _from_base64(packed), deep - 1)
        for packed in _RUN.findall(raw) if _RUN_OF_LETTERS in raw.translate(_AS_LETTERS) else ():
            yield from _read("data", _from_base64(_NO_BASE64.sub(b"", packed)), deep - 1)
        for resolved in _resolve(raw):
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
    whole = packed[:-1] if len(packed) % 4 == 1 else packed  # a letter of what follows
    try:
        return binascii.a2b_base64(whole + b"==")
    except binascii.Error:
        return b""


def letters(raw: bytes) -> bytes:
    """Only the letters and digits of a text in UTF-8, in one writing of each; what is no UTF-8, and emoji, too.

    Of capitals the small letters, “ss” for “ß”, of what else has several forms the usual one (UAX 15: NFKC).
    """
    said = raw.translate(_SMALL, _DROPPED)
    if said.isascii():
        return said
    said = _marks().sub(b"", said)
    try:
        text = said.decode()
    except UnicodeDecodeError:  # a picture; to put it together takes twenty times as long
        return said
    usual = _join(text)
    small = _join(usual.casefold().replace("ı", "i").replace(_DOT, ""))
    if small == text:
        return said
    said = small.encode()
    return said if usual == text else letters(said)  # which may have new marks in it: “1⁄2” for “½”


def _join(text: str) -> str:
    """The usual form of each letter; not of more marks than any has: to bring thousands in order takes minutes."""
    return text if is_normalized("NFKC", text) else normalize("NFKC", _stacked().sub(r"\1", text))


@cache
def _stacked() -> re.Pattern[str]:
    marks = "".join(chr(code) for code in range(0x300, 0x10000) if combining(chr(code)))
    return re.compile(f"([{marks}]{{{MOST_STACKED}}})[{marks}]+")


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
    """It as it is, and in UTF-8 what may well be written otherwise."""
    yield part
    for text in _find_texts(part):
        if (raw := text.encode(errors="replace")) != part:
            yield raw


def _find_texts(part: bytes) -> Iterator[str]:
    """What bytes may say that are not ASCII: in UTF-8, UTF-16, or as they declare, else in all that is common."""
    if part.isascii() and b"\0" not in part:
        if b"\x1b$" in part:
            yield part.decode("iso2022_jp", "replace")
    elif part.startswith((b"\xff\xfe", b"\xfe\xff")):
        yield part.decode("utf-16", "replace")
    elif (zeros := part.count(b"\0")) * _ZEROS > len(part):  # each is the first of two bytes, or the second
        yield part.decode("utf-16-le" if part.index(b"\0") % 2 else "utf-16-be", "replace")
    elif not zeros:
        try:
            yield part.decode()
        except UnicodeDecodeError:
            usual = _CHARSETS if len(part.translate(None, _CONTROLS)) == len(part) else ()
            for charset in ("cp1252", *(find_charsets(part, "") or usual)):
                yield part.decode(charset, "replace")


def _unpack(path: str, raw: bytes, deep: int) -> Iterator[tuple[str, bytes]]:
    """The name and the bytes of what a file holds; those of the file itself, where it is not packed or is damaged."""
    parts: list[tuple[str, bytes]] = []
    if deep and (path.endswith(_MAILS) or (_HEADER.match(raw) and _CODED.search(raw))):
        parts = [("", held) for held in _open_mails(raw)]
        if parts and not path.endswith(_MAILS):
            yield path, raw  # which may be no mail
    elif deep and raw.startswith(b"PK\x03\x04"):  # also EPUB, DOCX, ODT
        parts = _open_zip(raw)
    elif deep and (unpacked := _inflate(path, raw)) is not None:
        parts = [(path.rpartition(".")[0], unpacked)]
    for name, part in parts:
        yield from _unpack(name.lower(), part, deep - 1)
    if not parts:
        yield path, raw


def _open_mails(raw: bytes) -> Iterator[bytes]:
    """What the parts of a mail say, or of those of a mailbox; in UTF-8 where they name another charset."""
    for mail in _FROM.split(raw) if raw.startswith(b"From ") else (raw,):
        try:
            parts = [*parse_mail(mail).walk()]
        except RecursionError:  # hundreds in one another
            continue
        for part in parts:
            held = part.get_payload(decode=True)
            if isinstance(held, bytes):
                yield held
                if charsets := find_charsets(b"", str(part.get_param("charset", ""))):
                    yield held.decode(charsets[0], "replace").encode()


def _inflate(path: str, raw: bytes) -> bytes | None:
    """What gzip (as the search index is), zlib, bzip2, xz, LZMA or Brotli packed; None: none of them did."""
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
    return lzma.LZMADecompressor() if raw.startswith(_LZMA) else None


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
