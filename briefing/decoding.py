"""Which text do the bytes of a file that came from anywhere hold? The charset is told, declared or, last, supposed."""

from __future__ import annotations

import codecs
import contextlib
import re

from briefing.charsets import find_codec, guess
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
_ESCAPE = b"\x1b"
FEWEST_SOUND = 10  # letters in UTF-8 for each byte that is not, in a text that is UTF-8 all the same
FEWEST_READ = 50  # letters that are read as declared for each that cannot be, as where an answer was cut off
_SOUND = re.compile(r"[^\x00-\x7f\ud800-\udfff]")
_STRAY = re.compile(r"[\udc80-\udcff]")
_CUT_LETTER = re.compile(r"[\udcc2-\udcf4][\udc80-\udcbf]{0,2}\Z")
MOST_CONTROLS = 0.01  # of the characters; text has none but a stray few
FEW_NULS, MOST_NULS = 10, 0.001  # of the bytes; broken exports leave a few, formats for machines many
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_GUESSED = re.compile(r"The file is not UTF-8; it was read as [\w.-]+\. Check its (?:accents|letters)\.")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


def decode(raw: bytes, name: str, told: str = "", lang: str = "") -> tuple[str, tuple[str, ...]]:
    """Return the text with line feeds as line ends and without control characters, and notes on what was done to it.

    A byte order mark counts, then UTF-8, then what the text declares, then what is `told` (by the server that it comes
    from), then how it looks, then windows-1252; the last two with a note. `lang`: what it is probably written in, two
    letters, for the looks. Raises ContentError for what is no text.
    """
    for start, what in _FORMATS:
        if raw.startswith(start):
            raise ContentError(f"This is {what}, not text.", remedy="Save it as text or HTML and add that.", path=name)
    marked = raw.startswith(tuple(mark for mark, _ in _MARKS)) or _find_utf16(raw)
    if not marked and raw.count(0) > max(FEW_NULS, MOST_NULS * len(raw)):
        raise _no_text(name)
    text, note = _decode(raw, name, told, lang)
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


def _decode(raw: bytes, name: str, told: str, lang: str) -> tuple[str, str]:
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
    if "windows-1252" in given and guess(raw, lang, far=True):  # servers say that of all files unless they are told
        given = tuple(charset for charset in given if charset != "windows-1252")
    for charset in given:
        with contextlib.suppress(UnicodeDecodeError):
            return raw.decode(charset), ""
    for charset in given:
        text = raw.decode(charset, "replace")
        if text.count("\ufffd") * FEWEST_READ < len(_SOUND.findall(text)):
            return text, f"Some bytes of the file are not {charset}; they stand as “\ufffd” in it."
    for charset, what in ((guess(raw, lang), "letters"), ("windows-1252", "accents")):
        with contextlib.suppress(UnicodeDecodeError, LookupError):
            shown = charset.replace("cp125", "windows-125")
            return raw.decode(charset), f"The file is not UTF-8; it was read as {shown}. Check its {what}."
    raise _undecodable(raw, not_utf8, name)


def find_guess(notes: str) -> str:
    """Return the one of `decode`'s notes that asks an editor to look at the text; empty for none."""
    found = _GUESSED.search(notes)
    return found.group() if found else ""


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
    declared = find_codec(found[1].decode("ascii", "replace")) if found else ""
    by_server = find_codec(told)
    return tuple(filter(None, (by_server, declared) if declared == "windows-1252" else (declared, by_server)))


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
