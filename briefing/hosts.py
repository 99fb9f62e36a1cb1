"""Which hosts do the words of a link name, and does it lead there?

Words are judged as readers take them: in normal form (NFKC), whatever their capitals, with what looks like a full stop,
a colon or a slash taken for one. What may as well be no host (Node.js, report.pdf, ended.It) counts as none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from unicodedata import normalize

TOUCHING = 100  # characters that are looked at on each side of a link: the end of a host says whose it is
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
_IN_LETTERS = frozenset(  # of them those in other alphabets, as IANA's list of domains has them, behind its “xn--”
    code.encode().decode("punycode")
    for code in (
        "2scrj9c 3e0b707e 3hcrj9c 45br5cyl 45brj9c 4dbrk0ce 54b7fta0cc 80ao21a 90a3ac 90ae 90ais clchc0ea0b2g2a9gcd "
        "d1alf e1a4c fiqs8s fiqz9s fpcrj9c3d fzc2c9e2c gecrj9c h2breg3eve h2brj9c h2brj9c8c j1amh j6w193g kprw13d "
        "kpry57d l1acc lgbbat1ad8j mgb9awbf mgba3a4f16a mgbaam7a8h mgbah1a3hjkrd mgbai9azgqp6j mgbayh7gpa mgbbh1a "
        "mgbbh1a71e mgbc0a9azcg mgbcpq6gpa1a mgberp4a5d4ar mgbgu82a mgbpl2fh mgbtx2b mgbx4cd0ab mix891f node o3cw4h "
        "ogbpf8fl p1ai pgbs0dh q7ce6a qxa6a qxam rvc1e0am3e s9brj9c wgbh1c wgbl6a xkc2al3hye2a xkc2dl3a5ee0h y9a3aq "
        "yfro4i67o ygbi2ammx".split()
    )
)
_OTHERS = frozenset(  # of the many more those that are met in the news, or sound as if they could be trusted
    "africa agency app arpa asia bank berlin blog brussels cat center club cloud company coop dev digital email "
    "finance foundation global group hamburg insurance international koeln life live london media mobi museum "
    "network nyc online onion paris post press pro scot shop site space store swiss tech tel tokyo top travel wales "
    "website wien world xyz ком москва онлайн орг рус сайт 公司 网络 中文网".split()
)
_KNOWN = _COUNTRIES | _IN_LETTERS | _OTHERS
# Ends of files, which the one who writes “report.pdf” means; some are countries too, those count in whole addresses.
_FILES = frozenset(
    "asp aspx avi bmp css csv doc docx epub exe gif htm html ico ini jpeg jpg js json jsp log mkv mp3 mp4 odp ods "
    "odt ogg pdf php png ppt pptx ps psd py rar rs rtf sh sql svg tar tex tgz ts txt wav webp xls xlsx xml yaml "
    "yml".split()
)
_LIKE = str.maketrans({"\u2236": ":", "\ua789": ":", "\u2044": "/", "\u2215": "/", "\u29f8": "/", "\u2026": " "})
_FULL_STOP = re.compile("(?<=[a-z0-9])[\u06d4\u3002\ua78f](?=[a-z0-9])", re.IGNORECASE)  # elsewhere it ends a sentence
_ZERO_WIDTH = re.compile("[\u200a\u2800\u00ad\u034f\u061c\u180e\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f\ufeff]")
# An address with its scheme, or with what a browser takes for the web's, or of a mail; and the rest of it.
_ADDRESS = re.compile(
    r"(?:https?:[/\\]*|\b[a-z][a-z\d+-]{1,20}:[/\\]{2,}|\bwww(?=\.)|(?<![/\\])[/\\]{2,}+(?=[^\s/\\?#]+\.))([^\s/\\?#]+)\S*",
    re.IGNORECASE,
)
_LETTER = r"\w\u0900-\u0963\u0966-\u0dff\u0e31-\u0e4e\u0eb1-\u0ecd"  # India's and Thai vowels are no \w
_MAIL = re.compile(rf"(?<![\w.+-])[\w.+-]{{1,64}}@((?:[^\W_]|[{_LETTER}.-])+)")
_DOTTED = re.compile(rf"(?<![{_LETTER}.-])[._-]*+([^\W_][{_LETTER}-]*+(?:\.[{_LETTER}-]++)++)\.?+(?::\d++)?(/\S*+)?")
_NUMBERS = re.compile(r"(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$|/|:)|(?=$|/|:))){4}(?::\d+)?(?:/\S*)?")
_NUMBER = r"(?:25[0-5]|2[0-4]\d|1?\d?\d)"
_FOUR_NUMBERS = re.compile(rf"(?<![\w.])(?:{_NUMBER}\.){{3}}{_NUMBER}(?!\.?\w)")
_FEW = 7  # digits: what has fewer, and no number of three, may be a version
_GROUPS = re.compile(  # IPv6
    r"(?<![\w:.])(?=[a-f:]*\d)((?:[\da-f]{1,4}:){7}[\da-f]{1,4}|(?:[\da-f]{1,4}:){1,6}(?::[\da-f]{1,4}){1,6})(?![\w:])",
    re.IGNORECASE,
)
_OWN = re.compile(r"(?<![\w.-])(localhost):\d", re.IGNORECASE)
_RAISED = re.compile(
    "[\u00aa\u00b2\u00b3\u00b9\u00ba\u02b0-\u02e4\u1d2c-\u1d6a\u1d78\u1d9b-\u1dbf\u2070-\u209c\u2120\u2122]"
)
_MARKS = re.compile("[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]")  # on any letter
_SIGN = re.compile(r"[.:\\]|//|[^\x00-\x7f]")  # without one of these words hold no address
_AROUND = " \t\n\u00a0“”‘’«»\"'()<>[]{},;:!?"


def leads_elsewhere(words: str, href: str, before: str = "", after: str = "") -> bool:
    """Whether `words` name another host than the one that `href` leads to; its subdomains and parents are the same.

    `before` and `after`: what touches the words. A host that stands in one of these alone is none that the words name.
    """
    host = _plain(_host_of(href))
    if _SIGN.search(words) and any(_differ(said, host) for said in _find_plain(words)):
        return True
    if not (before or after) or not _SIGN.search(around := f"{before}{words}{after}"):
        return False
    others = {said for said in _find_plain(around, within=True) if _differ(said, host)}
    return bool(others and others.difference(_find_plain(before), _find_plain(after)))


def _differ(said: str, host: str) -> bool:
    return said != host and not host.endswith(f".{said}") and not (host and said.endswith(f".{host}"))


def _find_plain(words: str, *, within: bool = False) -> set[str]:
    return {_plain(host) for host in {*_find_hosts(words, within=within)}}


def _find_hosts(words: str, *, within: bool = False) -> Iterator[str]:
    """Raised letters are letters, as ᵇᵃⁿᵏ.ᶜᵒᵐ, or signs behind a word, as bank.com™. `within`: more stands around."""
    yield from _find_written(words, within=within)
    if _RAISED.search(words):
        yield from _find_written(_RAISED.sub(" ", words), within=within)


def _find_written(words: str, *, within: bool) -> Iterator[str]:
    words = _MARKS.sub("", normalize("NFKC", _ZERO_WIDTH.sub("", words).translate(_LIKE)))
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
    for found in _FOUR_NUMBERS.finditer(words):
        numbers = found[0].split(".")
        if max(map(len, numbers)) > 2 or len(found[0]) >= _FEW + 3:
            yield found[0]
    yield from _GROUPS.findall(words)
    yield from _OWN.findall(words)
    for found in _DOTTED.finditer(words):
        end = found[1].rpartition(".")[2]
        if within and end != end.lower() and found[1] != found[1].upper():
            continue  # the first word of a sentence, with no blank before it
        is_whole = (found.start(), found.end()) == (0, len(words)) and not within
        if _is_host(found[1], is_whole=is_whole, has_path=bool(found[2])):
            yield found[1]
        elif (cut := _cut(found[1])) and _is_host(cut, is_whole=is_whole, is_cut=True):
            yield cut


def _cut(written: str) -> str:
    """A host without what is joined to its end, as bank.com-login and bank.com_; empty: nothing is, or it is none."""
    labels = written.split(".")
    count = next((number for number, label in enumerate(labels) if label[0] in "-_"), len(labels))
    end = re.split("[-_]", labels[count - 1], maxsplit=1)[0]
    return ".".join((*labels[: count - 1], end)) if count > 1 and (count < len(labels) or end != labels[-1]) else ""


def _is_host(written: str, *, is_whole: bool, has_path: bool = False, is_cut: bool = False) -> bool:
    """Whether a word with full stops in it is a host: alone, before a path, in a sentence, or where more is joined."""
    before, _, end = written.rpartition(".")
    low = end.lower()
    if low.startswith("xn--") or (low in _COMMON and low not in _FILES):
        return True
    if low not in _IN_LETTERS and (len(end) < 2 or not end.isalpha() or before.replace(".", "").isdecimal()):
        return False
    if is_cut:
        return is_whole and low in _KNOWN - _FILES
    if is_whole and written == written.lower():
        return low not in _FILES or low in _COUNTRIES
    if low in _FILES:
        return False
    if low in _KNOWN:
        return is_whole or has_path or end == low or written == written.upper()
    return False


def _host_of(href: str) -> str:
    found = re.match(r"(?:https?://|mailto:[^@]*@)([^/?#]+)", href, re.IGNORECASE)
    return found[1] if found else ""


def _plain(host: str) -> str:
    """A host as others are compared with it: in ASCII, without port and www."""
    host = _MARKS.sub("", normalize("NFKC", normalize("NFKC", host[:LONGEST]).lower()))
    if host.count(":") > 1:  # IPv6
        return host.partition("]")[0].strip("[")
    host = host.partition(":")[0].strip(f".{_AROUND}").removeprefix("www.")
    return ".".join(
        label if label.isascii() else f"xn--{label.encode('punycode').decode()}" for label in host.split(".")
    )
