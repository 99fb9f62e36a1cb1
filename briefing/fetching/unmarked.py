"""What do a feed's title, its summary, a name in it say, without markup? Plain text in one line, of bounded length.

Feeds write markup where none belongs and escape what is escaped already, so what is left after one reading may be
markup again. What looks like a tag and is none of HTML's, or is never closed, stays as it stands.
"""

from __future__ import annotations

import re
from html import escape, unescape

from briefing.fields import LONGEST_NAME, REARRANGING, shorten
from briefing.unseen import leave_out_unseen

ROUNDS = 3  # escaped twice is common, and a summary that quotes such a title is escaped three times
WITH_MARKUP = 20  # characters that are read for one that may come out

_HIDDEN = re.compile(r"<!--.*?(?:-->|\Z)|<![a-z][^<>]*>|<(script|style)\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_INLINE = (
    "a abbr acronym b bdi bdo big blink cite code data del dfn em font i ins kbd label mark nobr q s samp small span "
    "strike strong sub sup time tt u var"
)
_APART = (
    "address applet article aside audio blockquote body button caption center dd details div dl dt figcaption figure "
    "footer form frameset h1 h2 h3 h4 h5 h6 head header html iframe li main marquee nav noscript object ol option p "
    "picture pre section select summary svg table tbody td template tfoot th thead title tr ul video"
)
_ALONE = "base br col embed frame hr img input link meta param source track wbr"
_SHOWN_AS = dict.fromkeys(_INLINE.split(), "") | dict.fromkeys(f"{_APART} {_ALONE}".split(), " ")
_NEVER_CLOSED = frozenset((*_ALONE.split(), "p", "li", "td", "tr", "th", "dt", "dd"))
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]{0,15})(?:[\s/][^<>]*)?>")
_CUT_TAG = re.compile(r"<[/!A-Za-z][^<>]*\Z")
_CODED = re.compile(r"&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")  # closed: “AT&T” is none
_MAIL = re.compile(r"(?:mailto:)?[^\s@<>()]{1,64}@[^\s@<>()]{1,255}")
_SURROGATES = re.compile("[\ud800-\udfff]")


def read_line(written: str, longest: int, *, html: bool = False) -> str:
    """Return what `written` says in one line of at most `longest` characters and “ …”.

    `html`: it is HTML for certain, so that a tag of HTML is one though nobody closes it.
    """
    words = _SURROGATES.sub("", written)
    if len(words) > WITH_MARKUP * longest:
        words = _CUT_TAG.sub("", words[: WITH_MARKUP * longest])
    for _ in range(ROUNDS):
        plain = _CODED.sub(lambda found: unescape(found.group()), _leave_out_tags(words, html=html))
        if plain == words:
            break
        words = plain
    return read_plain(words, longest)


def read_plain(written: str, longest: int) -> str:
    """Return what is plain text, as it stands, in one line, without what nobody sees."""
    line = " ".join(_SURROGATES.sub("", written[: WITH_MARKUP * longest]).split())
    return shorten(" ".join(REARRANGING.sub("", leave_out_unseen(line)).split()), longest)


def _leave_out_tags(words: str, *, html: bool) -> str:
    if "<" not in words:
        return words
    words = _HIDDEN.sub(" ", words)
    closed = {found[2].lower() for found in _TAG.finditer(words) if found[1]} | _NEVER_CLOSED

    def replace(found: re.Match[str]) -> str:
        name = found[2].lower()
        return _SHOWN_AS[name] if name in _SHOWN_AS and (html or name in closed) else found.group()

    return _TAG.sub(replace, words)


def leave_out_mail(written: str) -> str:
    """Return “Ada Finch” of “ada@x.example (Ada Finch)”, as RSS has it; empty where there is no name."""
    name = _MAIL.sub(" ", written[: WITH_MARKUP * LONGEST_NAME])
    return " ".join(name.split()).strip(" ()<>[],;") if name != written else written


def write_html(plain: str) -> str:
    """Return plain text as HTML: a paragraph for each of its own."""
    paragraphs = re.split(r"\n[ \t]*\n", plain.replace("\r\n", "\n").strip())
    return "\n".join(
        f"<p>{escape(paragraph.strip(), quote=False)}</p>" for paragraph in paragraphs if paragraph.strip()
    )
