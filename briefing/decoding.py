"""Which text do the bytes of a file that came from anywhere hold? The charset is told, declared or, last, supposed."""

from __future__ import annotations

import codecs
import contextlib
import re

from briefing.errors import ContentError

_MARKS = (  # byte order marks; the longer first, as UTF-32's begins with UTF-16's
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE
)
DECLARED_WITHIN = 4096  # bytes; HTML asks for the first 1,024, pages are late
_FORMATS = (  # first bytes of what people drop in by mistake
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a Word, OpenDocument or zip file"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file"),
    (b"{\\rtf", "an RTF file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a compressed file"),
)
MOST_CONTROLS = 0.01  # of the characters; text has none but a stray few
FEW_NULS, MOST_NULS = 10, 0.001  # of the bytes; broken exports leave a few, formats for machines many
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


def decode(raw: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """Return the text with line feeds as line ends and without control characters, and notes on what was done to it.

    A byte order mark counts, then what the page declares, then UTF-8, then windows-1252 with a note. Raises
    ContentError for what is no text.
    """
    for start, what in _FORMATS:
        if raw.startswith(start):
            raise ContentError(f"This is {what}, not text.", remedy="Save it as text or HTML and add that.", path=name)
    marked = raw.startswith(tuple(mark for mark, _ in _MARKS)) or _find_utf16(raw)
    if not marked and raw.count(0) > max(FEW_NULS, MOST_NULS * len(raw)):
        raise _no_text(name)
    text, note = _decode(raw, name)
    notes = [note] if note else []
    controls = len(_CONTROLS.findall(text))
    if controls > MOST_CONTROLS * len(text):
        raise _no_text(name)
    if controls:
        notes.append(f"{controls} control characters were left out.")
    text = _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff"))
    return text, tuple(notes)


def _no_text(name: str) -> ContentError:
    return ContentError("This is not a text file.", remedy="Add the article as text, HTML or Markdown.", path=name)


def _decode(raw: bytes, name: str) -> tuple[str, str]:
    for mark, charset in _MARKS:
        if raw.startswith(mark):
            try:
                return raw.decode(charset), ""
            except UnicodeDecodeError as error:
                raise _undecodable(raw, error, name) from None
    utf16 = _find_utf16(raw)  # before UTF-8, which NULs do not trouble
    if utf16:
        try:
            return raw.decode(utf16), ""
        except UnicodeDecodeError as error:
            raise _undecodable(raw, error, name) from None
    try:
        return raw.decode("utf-8"), ""
    except UnicodeDecodeError as error:
        not_utf8 = error
    declared = _find_declared(raw)
    if declared:
        with contextlib.suppress(UnicodeDecodeError):
            return raw.decode(declared), ""
    try:
        return raw.decode("windows-1252"), "The file is not UTF-8; it was read as windows-1252. Check its accents."
    except UnicodeDecodeError:
        raise _undecodable(raw, not_utf8, name) from None


def _find_declared(raw: bytes) -> str:
    found = _DECLARED.search(raw[:DECLARED_WITHIN])
    if not found:
        return ""
    try:
        charset = codecs.lookup(found[1].decode("ascii"))
    except (LookupError, UnicodeDecodeError):
        return ""
    if not charset._is_text_encoding:  # noqa: SLF001  the only way to tell base64 from a charset
        return ""
    return "windows-1252" if charset.name in ("iso8859-1", "ascii") else charset.name  # as browsers do


def _find_utf16(raw: bytes) -> str:
    """UTF-16 without its mark has a NUL in every second byte of Latin text."""
    head = raw[:1000]
    for charset, nul in (("utf-16-le", head[1::2]), ("utf-16-be", head[::2])):
        if len(nul) > 2 and nul.count(0) > 0.7 * len(nul):
            return charset
    return ""


def _undecodable(raw: bytes, error: UnicodeDecodeError, name: str) -> ContentError:
    line = raw.count(b"\n", 0, error.start) + 1
    what = f"Byte {error.start + 1:,} of the file cannot be decoded."
    return ContentError(what, remedy="Save the file as UTF-8.", path=name, line=line)
