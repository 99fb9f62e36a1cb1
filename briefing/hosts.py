"""Which hosts do the words of a link name, and does it lead there?

Words are judged as readers take them: in normal form (NFKC), whatever their capitals, with what looks like a full stop,
a colon or a slash taken for one. What may as well be no host (Node.js, report.pdf, ended.It) counts as none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from unicodedata import normalize

LONGEST = 300  # characters of a host; the DNS knows none of more than 253, and punycode takes long for long ones

# Ends of hosts that are one in any capitals and anywhere: hardly a word or a file ends so.
_COMMON = frozenset("biz com edu example gov info int mil net news org".split())
_COUNTRIES = frozenset(  # ISO 3166 as the DNS has it
    "ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs bt bw by bz ca cc cd "
    "cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg er es et eu fi fj fk fm fo fr ga gd ge "
    "gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im in io iq ir is it je jm jo jp ke kg kh "
    "ki km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw "
    "mx my mz na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw sa sb "
    "sc sd se sg sh si sk sl sm sn so sr ss st su sv sx sy sz tc td tf tg th tj tk tl tm tn to tr tt tv tw tz ua ug uk "
    "us uy uz va vc ve vg vi vn vu wf ws ye yt za zm zw".split()
)
_OTHERS = frozenset(  # of the many more those that are met in the news, or sound as if they could be trusted
    "africa agency app arpa asia bank berlin blog brussels cat center club cloud company coop dev digital email "
    "finance foundation global group hamburg insurance international koeln life live london media mobi museum "
    "network nyc online onion paris post press pro scot shop site space store swiss tech tel tokyo top travel wales "
    "website wien world xyz".split()
)
# Ends of files, which the one who writes “report.pdf” means; some are countries too, those count in whole addresses.
_FILES = frozenset(
    "asp aspx avi bmp css csv doc docx epub exe gif htm html ico ini jpeg jpg js json jsp log mkv mp3 mp4 odp ods "
    "odt ogg pdf php png ppt pptx ps psd py rar rs rtf sh sql svg tar tex tgz ts txt wav webp xls xlsx xml yaml "
    "yml".split()
)
_LIKE = str.maketrans({"\u2236": ":", "\ua789": ":", "\u2044": "/", "\u2215": "/", "\u29f8": "/", "\u2026": " "})
_FULL_STOP = re.compile("(?<=[a-z0-9])\u3002(?=[a-z0-9])", re.IGNORECASE)  # elsewhere it ends a sentence
_ZERO_WIDTH = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f\ufeff]")
# An address with its scheme, or with what a browser takes for the web's, or of a mail; and the rest of it.
_ADDRESS = re.compile(
    r"(?:https?:[/\\]*|\b[a-z][a-z\d+-]{1,20}:[/\\]{2,}|\bwww(?=\.)|(?<![/\\])[/\\]{2,}+(?=[^\s/\\?#]+\.))([^\s/\\?#]+)\S*",
    re.IGNORECASE,
)
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@((?:[^\W_]|[.-])+)")
_DOTTED = re.compile(r"(?<![\w.-])([^\W_](?:\w|-)*+(?:\.(?:\w|-)++)++)\.?+(?::\d++)?(/\S*+)?")
_NUMBERS = re.compile(r"(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$|/|:)|(?=$|/|:))){4}(?::\d+)?(?:/\S*)?")
_SIGN = re.compile(r"[.:\\]|//|[^\x00-\x7f]")  # without one of these words hold no address
_AROUND = " \t\n\u00a0“”‘’«»\"'()<>[]{},;:!?"


def leads_elsewhere(words: str, href: str) -> bool:
    """Whether `words` name another host than the one that `href` leads to; its subdomains and parents are the same."""
    said = {_plain(host) for host in {*_find_hosts(words)}} if _SIGN.search(words) else None
    if not said:
        return False
    host = _plain(_host_of(href))
    return any(
        each != host and not host.endswith(f".{each}") and not (host and each.endswith(f".{host}")) for each in said
    )


def _find_hosts(words: str) -> Iterator[str]:
    words = normalize("NFKC", _ZERO_WIDTH.sub("", words).translate(_LIKE))
    words = _FULL_STOP.sub(".", words).strip(_AROUND)
    if "." not in words and ":" not in words and "//" not in words and "\\" not in words:
        return
    for found in _ADDRESS.finditer(words):
        yield found[1]
    words = _ADDRESS.sub(" ", words)
    yield from _MAIL.findall(words)
    words = _MAIL.sub(" ", words).strip(_AROUND)
    if _NUMBERS.fullmatch(words):
        yield re.split("[:/]", words)[0]
    for found in _DOTTED.finditer(words):
        is_whole = (found.start(), found.end()) == (0, len(words))
        if _is_host(found[1], is_whole=is_whole, has_path=bool(found[2])):
            yield found[1]


def _is_host(written: str, *, is_whole: bool, has_path: bool) -> bool:
    """Whether a word with full stops in it is a host: alone, before a path, or in a sentence."""
    before, _, end = written.rpartition(".")
    low = end.lower()
    if low.startswith("xn--") or (low in _COMMON and low not in _FILES):
        return True
    if len(end) < 2 or not end.isalpha() or before.replace(".", "").isdecimal():
        return False
    if is_whole and written == written.lower():
        return low not in _FILES or low in _COUNTRIES
    if low in _FILES:
        return False
    if low in _COUNTRIES or low in _OTHERS:
        return is_whole or has_path or end == low or written == written.upper()
    return False


def _host_of(href: str) -> str:
    found = re.match(r"(?:https?://|mailto:[^@]*@)([^/?#]+)", href, re.IGNORECASE)
    return found[1] if found else ""


def _plain(host: str) -> str:
    """A host as others are compared with it: in ASCII, without port and www."""
    host = normalize("NFKC", normalize("NFKC", host[:LONGEST]).lower())
    host = host.partition(":")[0].strip(f".{_AROUND}").removeprefix("www.")
    return ".".join(
        label if label.isascii() else f"xn--{label.encode('punycode').decode()}" for label in host.split(".")
    )
