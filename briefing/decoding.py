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
_AS_BROWSERS = {  # charsets that are named for others which hold them
    "iso8859-1": "windows-1252",
    "ascii": "windows-1252",
    "cp1252": "windows-1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}
_ESCAPE = b"\x1b"
FEWEST_SOUND = 10  # letters in UTF-8 for each byte that is not, in a text that is UTF-8 all the same
_SOUND = re.compile(r"[^\x00-\x7f\ud800-\udfff]")
_STRAY = re.compile(r"[\udc80-\udcff]")
_CUT_LETTER = re.compile(r"[\udcc2-\udcf4][\udc80-\udcbf]{0,2}\Z")
MOST_CONTROLS = 0.01  # of the characters; text has none but a stray few
FEW_NULS, MOST_NULS = 10, 0.001  # of the bytes; broken exports leave a few, formats for machines many
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


def decode(raw: bytes, name: str, told: str = "") -> tuple[str, tuple[str, ...]]:
    """Return the text with line feeds as line ends and without control characters, and notes on what was done to it.

    A byte order mark counts, then UTF-8, then what the text declares, then what is `told` (by the server that it comes
    from), then windows-1252 with a note. Raises ContentError for what is no text.
    """
    for start, what in _FORMATS:
        if raw.startswith(start):
            raise ContentError(f"This is {what}, not text.", remedy="Save it as text or HTML and add that.", path=name)
    marked = raw.startswith(tuple(mark for mark, _ in _MARKS)) or _find_utf16(raw)
    if not marked and raw.count(0) > max(FEW_NULS, MOST_NULS * len(raw)):
        raise _no_text(name)
    text, note = _decode(raw, name, told)
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


def _decode(raw: bytes, name: str, told: str) -> tuple[str, str]:
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
    given = find_charsets(raw, told)
    for charset in given if _ESCAPE in raw else ():
        if charset.startswith("iso2022"):  # which is written in ASCII, and so is UTF-8 as well
            with contextlib.suppress(UnicodeDecodeError):
                return raw.decode(charset), ""
    try:
        return raw.decode("utf-8"), ""
    except UnicodeDecodeError as error:
        not_utf8 = error
    nearly = _decode_nearly(raw)
    if nearly:
        return nearly, "Some bytes of the file are not UTF-8; they were read as windows-1252 or left out."
    for charset in given:
        with contextlib.suppress(UnicodeDecodeError):
            return raw.decode(charset), ""
    try:
        return raw.decode("windows-1252"), "The file is not UTF-8; it was read as windows-1252. Check its accents."
    except UnicodeDecodeError:
        raise _undecodable(raw, not_utf8, name) from None


def _decode_nearly(raw: bytes) -> str:
    """The text of what is UTF-8 but for stray bytes (a name put in from elsewhere) or a cut end; else empty."""
    text = _CUT_LETTER.sub("", raw.decode("utf-8", "surrogateescape"))
    sound = len(_SOUND.findall(text))
    if not sound or sound < FEWEST_SOUND * len(_STRAY.findall(text)):
        return ""
    return _STRAY.sub(lambda byte: bytes((ord(byte.group()) - 0xDC00,)).decode("windows-1252", "replace"), text)


def find_charsets(raw: bytes, told: str) -> tuple[str, ...]:
    """Return the codecs that the text and the server name, but UTF-8. Servers mostly say the same of every file."""
    found = _DECLARED.search(raw[:DECLARED_WITHIN])
    declared = _look_up(found[1].decode("ascii", "replace")) if found else ""
    by_server = _look_up(told)
    return tuple(filter(None, (by_server, declared) if declared == "windows-1252" else (declared, by_server)))


def _look_up(written: str) -> str:
    """The codec of a charset, as browsers take it (WHATWG Encoding, 4.2); empty for none, and for what would show."""
    try:
        charset = codecs.lookup(written.strip(" \"'"))
    except (LookupError, ValueError):  # the second: a NUL in it
        return ""
    is_text = charset._is_text_encoding  # noqa: SLF001  the only way to tell base64 from a charset
    if not is_text or charset.name.startswith(("utf", "unicode", "raw", "punycode", "idna")):
        return ""
    return _AS_BROWSERS.get(charset.name, charset.name)


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
