"""Which charset does a name mean, and which speaks for itself where nobody names one, or names a wrong one?

Names are taken as browsers take them (https://encoding.spec.whatwg.org/#names-and-labels). What is guessed is told by
chardet from the bytes, among the charsets of the language that the text says to be in, or is known to be.
"""

from __future__ import annotations

import codecs
import re

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
# What Python does not call so: by family, and one by one.
_ISO = re.compile(r"(?:cs)?iso[-_]?8859[-_]?(\d{1,2})(?:-?[ei])?")  # ISO-8859-8-I: which way it is written says HTML
_WINDOWS = re.compile(r"(?:cp|win(?:dows)?|dos|ibm|ms)[-_]?(\d{3,4})")
_LABELS = {
    label: name
    for name, labels in {
        "iso8859-7": "sun_eu_greek",
        "iso8859-8": "visual logical",
        "iso8859-15": "csisolatin9",
        "koi8-r": "koi koi8",
        "koi8-u": "koi8-ru",
        "mac-roman": "mac csmacintosh",
        "mac-cyrillic": "mac-ukrainian",
        "gb18030": "csgb2312 gb_2312 gb_2312-80",
        "big5": "cn-big5",
        "euc_jp": "cseucpkdfmtjapanese",
        "cp932": "windows-31j",
        "cp949": "cseuckr csksc56011987 iso-ir-149 ks_c_5601-1989 ksc_5601",
    }.items()
    for label in labels.split()
}
_NO_CHARSETS = ("utf", "unicode", "raw", "punycode", "idna")  # beginnings: UTF is tried first, the others would show

# What languages were written in before Unicode, the most common first
# (https://html.spec.whatwg.org/multipage/parsing.html#determining-the-character-encoding, step 9, and what else was).
_CYRILLIC = "cp1251 koi8-r koi8-u iso8859-5 cp866 mac-cyrillic"
_FAR = {  # where next to all letters are others than those of ASCII
    **dict.fromkeys("ba be bg ce cv kk ky mk mn os ru sr tg tt uk".split(), _CYRILLIC),
    **dict.fromkeys("ar fa ku ps ur".split(), "cp1256 iso8859-6"),
    **dict.fromkeys("he iw yi".split(), "cp1255 iso8859-8"),
    "el": "cp1253 iso8859-7",
    "th": "cp874",
    "ja": "cp932 euc-jp",
    "ko": "cp949",
    "zh": "gb18030 big5hkscs",
}
_NEAR = {  # where some are, and not those of windows-1252
    **dict.fromkeys("bs cs hr hu pl ro sk sl sq".split(), "cp1250 iso8859-2"),
    **dict.fromkeys("et lt lv".split(), "cp1257 iso8859-13"),
    **dict.fromkeys("az tr".split(), "cp1254"),
    "vi": "cp1258",
}
_WESTERN = "windows-1252"
_ALL_FAR = tuple(dict.fromkeys(" ".join(_FAR.values()).split()))
_SAID = re.compile(
    rb"<html\b[^>]{0,400}?\slang\s*=\s*[\"']?([a-z]{2})\b|\bxml:lang\s*=\s*[\"']?([a-z]{2})\b|<language>\s*([a-z]{2})\b",
    re.IGNORECASE,
)
_SAID_WITHIN = 4096  # bytes
_BETWEEN_TAGS = re.compile(rb"[<>]")  # bytes that no charset has in a letter of two
_HIGH = re.compile(rb"[\x80-\xff]")
_RUN = re.compile(rb"[\x80-\xff]{3,}")
ENOUGH = 100_000  # bytes by which a charset is told; a long article has as many
FEWEST_HIGH = 20  # bytes that are not ASCII: three or four words of such a script
IN_RUNS = 0.4  # of them. In Cyrillic 0.9 stand beside two others at least, in Shift JIS 0.6, in French 0.05
FEWEST_KINDS = 10  # that differ; rows of dashes, stars and quotation marks have a few


def find_codec(written: str) -> str:
    """Return the codec of a charset's name; empty for none, for UTF, and for what would show."""
    label = re.sub(r"^(?:x-)+", "", written.strip(" \"'").lower())
    label = _LABELS.get(label, label)
    for family, name in ((_ISO, "iso8859-"), (_WINDOWS, "cp")):
        if found := family.fullmatch(label):
            label = name + found[1]
    try:
        charset = codecs.lookup(label)
    except (LookupError, ValueError):  # the second: a NUL in it
        return ""
    is_text = charset._is_text_encoding  # noqa: SLF001  the only way to tell base64 from a charset
    if not is_text or charset.name.startswith(_NO_CHARSETS):
        return ""
    return _AS_BROWSERS.get(charset.name, charset.name)


def guess(raw: bytes, lang: str = "", *, far: bool = False) -> str:
    """Return the codec that `raw`, which is no UTF-8, is in by its looks; empty where nothing speaks against
    windows-1252.

    `lang`: what it is probably in, two letters; what it says itself goes before that, but for English, which programs
    write unless they are told. `far`: look for scripts other than Latin only.
    """
    text = b"\n".join(part for part in _BETWEEN_TAGS.split(raw) if not part.isascii())[:ENOUGH]
    said = _find_language(raw)
    lang = said if said not in ("", "en") else lang.lower()
    high = _HIGH.findall(text)
    in_runs = sum(map(len, _RUN.findall(text)))
    if len(high) >= FEWEST_HIGH and len(set(high)) >= FEWEST_KINDS and in_runs >= IN_RUNS * len(high):
        own = tuple(_FAR.get(lang, "").split())
        return (_detect(text, own) if own else "") or _detect(text, _ALL_FAR)
    own = () if far else tuple(_NEAR.get(lang, "").split())
    return (_detect(text, own) or own[0]) if own else ""


def _find_language(raw: bytes) -> str:
    found = _SAID.search(raw[:_SAID_WITHIN])
    return next(filter(None, found.groups())).decode("ascii").lower() if found else ""


def _detect(text: bytes, among: tuple[str, ...]) -> str:
    import chardet  # noqa: PLC0415 - loads its tables, 0.15 s, which hardly a file needs

    told = chardet.detect(text, include_encodings=(*among, _WESTERN), no_match_encoding="utf-8")["encoding"]
    name = find_codec(told or "")
    return name if name != _WESTERN else ""
