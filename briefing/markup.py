"""How does the editor's Markdown or HTML become HTML that is safe to publish?

What comes out holds a short list of tags, no ids, classes or styles, no image and no address that leads nowhere. Which
character of the text is where in it: `visible.py`.
"""

from __future__ import annotations

import re
from collections import Counter
from html import escape, unescape
from posixpath import dirname, join, normpath
from urllib.parse import unquote

import nh3
import pyromark

from briefing.accents import join_marks, join_marks_between_tags
from briefing.hosts import TOUCHING, leads_elsewhere
from briefing.links import article_href, relative
from briefing.unseen import leave_out_unseen

DEEPEST = 200  # open elements; browsers stop at 512, nh3 takes 11 s for 50,000 and 2 ms for 200
MOST_ELEMENTS = 10_000  # that could hold each other, whatever their end tags say: nh3 takes 0.6 s at worst
MOST_REOPENED = 200_000  # emphases that do not end, times blocks: each is opened anew in each; 1 s, 5 MB
MOST_OPEN_BRACKETS = 1_000  # Python-Markdown is quadratic in open brackets: 1,000 take 0.1 s, 10,000 take 12
MOST_NOTES = (
    1_000  # Python-Markdown is quadratic in footnotes and abbreviations: 1,000 take 0.5 s, 20,000 three minutes
)
LONGEST_ADDRESS = 2_000  # characters, as in Url; longer ones are no link
LONGEST_DEFINITION = 2_000  # characters; a link or abbreviation is repeated at each use, 500 KB of it fill the memory

# Pelican's own Markdown knows these, CommonMark does not: footnotes, tables, attributes, definitions, abbreviations.
_BEYOND_COMMONMARK = re.compile(
    r"^ {0,3}\[\^[^\]\n]+\]:"
    r"|^[ \t]*+(?:\|[ \t]*+)?:?-++:?[ \t]*+\|[-:| \t]*$"  # possessive: 64 KB of tabs took 20 s
    r"|\{:? ?[.#][\w-]+[^{}\n]{0,200}\}[ \t]*$"
    r"|^:[ \t]{1,3}\S"
    r"|^\*\[[^\]\n]+\]:",
    re.MULTILINE,
)
_EXTENSIONS = (  # Pelican's "extra" without md_in_html and fenced_code, which CommonMark has
    "markdown.extensions.footnotes",
    "markdown.extensions.tables",
    "markdown.extensions.attr_list",
    "markdown.extensions.def_list",
    "markdown.extensions.abbr",
    "markdown.extensions.fenced_code",
)
_FOOTNOTES = {"markdown.extensions.footnotes": {"BACKLINK_TEXT": ""}}  # the way back would lead to an id that we drop
_LONG_DEFINITION = re.compile(rf"^ {{0,3}}\*?\[[^\]\n]{{1,200}}\]:[^\n]{{{LONGEST_DEFINITION}}}", re.MULTILINE)

_KEPT = frozenset(
    "p h2 h3 h4 h5 h6 ul ol li blockquote pre code em strong b i a s del ins sup sub abbr cite br hr div "
    "table caption thead tbody tfoot tr th td figure figcaption".split()
)
# A page has one h1, its title; landmarks and foldable parts are the page's as well, and become plain divisions.
_RENAMED = {"h1": "h2"} | dict.fromkeys(
    "section article main header footer aside address center details summary dl dt dd hgroup fieldset form".split(),
    "div",
)
_QUOTE_MARKS = ("“", "”")  # what a browser shows for <q>, so it has to stand in the text
_LEFT_OUT = frozenset(  # with all they hold: none of it is the article's text
    "script style title noscript template textarea select button svg math iframe object nav".split()
)
_VOID = frozenset("br hr img input meta link wbr col source area base".split())  # hold nothing
_NO_END = _VOID | frozenset("p li td th tr tbody thead tfoot dt dd option".split())  # say nothing about depth
_EMPHASES = frozenset("a b big code em font i nobr s small strike strong tt u".split())  # HTML's formatting elements
_ATTRIBUTES_OF: dict[str, set[str]] = {
    "*": {"lang"},  # else nh3 lets every element have a title, too: words that stand in no text
    "a": {"href", "title"},
    "abbr": {"title"},
    "img": {"src", "alt"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
_CLEANER = nh3.Cleaner(
    tags=_KEPT | set(_RENAMED) | {"q", "img"},
    clean_content_tags=_LEFT_OUT,
    attributes=_ATTRIBUTES_OF,
    link_rel=None,
    url_schemes={"http", "https", "mailto"},
)
_ANY_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)")
_ATTRIBUTES = r"(?:\s++[\w:-]++(?:=(?:\"[^<>\"]*+\"|'[^<>']*+'|[\w./:#-]++))?)*+\s*+/?"  # in the plainest writing
# An element that holds no other: no parser leaves it open. And tags around which an emphasis is closed all the same.
_LEAF = re.compile(rf"<([a-z][a-z0-9]*+){_ATTRIBUTES}>[^<>]*+</\1\s*+>", re.IGNORECASE)
_PLAIN_TAG = re.compile(rf"</?(?:{'|'.join(sorted(_NO_END))})(?![a-z0-9]){_ATTRIBUTES}>", re.IGNORECASE)
# Of what nh3 writes: an opening tag as far as its attributes go, and one of which a value holds “<” or “>”.
_OPENING = re.compile(r'<[a-z][a-z0-9]*(?: [a-z-]+="[^"]*")+')
_BARE = re.compile(r'="[^"<>]*[<>]')
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)([^<>]*)>")  # … where “<” and “>” in attributes are escaped
_ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')
_LONE_IMAGE = re.compile(r"<p>\s*((?:<a [^<>]*>)?<img [^<>]*>(?:</a>)?)\s*</p>")
_WEB = re.compile(r"(https?://)([^/?#]+)(.*)", re.IGNORECASE | re.DOTALL)
# A host, and nothing that a reader takes for one and a browser does not: no user before an @, no backslash, which
# browsers take for a slash, no letter that looks like a full stop or a slash.
_HOST = re.compile(
    r"(?:\[[\da-f:.]+\]|[^\s/?#@\\<>\"'`^|%{}\[\]:;&()!$*+,=~\u2024\u2044\u2215\u29f8\u3002\uff0e\uff0f\uff61\ufffd]+)"
    r"(?::\d{0,5})?",
    re.IGNORECASE,
)
_MAIL = re.compile(r"(mailto:[^\s@?%&,;:\"'<>]{1,100}@[\w.-]{1,200})(?:\?.*)?", re.IGNORECASE | re.DOTALL)
_ANY_HTML = re.compile(r"<[^<>]*>")
_PARTING = re.compile(  # what stands on both sides of it is not read as one word
    rf"</?(?:{'|'.join(sorted(_KEPT - _EMPHASES - {'abbr', 'cite', 'del', 'em', 'ins'}))})(?![a-z0-9])[^<>]*>"
)
_LEADING_TO = re.compile(r'href="([^"]*)"')  # of a link as it is written here
_LEVELS = 8  # of emphases in one another; more than anybody writes
_NO_LINK = -1
_OUTSIDE = ' rel="noopener noreferrer"'
_PASSAGE = re.compile(r"#[ps]\d+")  # as `links.paragraph_fragment` and `links.sentence_fragment` write them


class MarkupError(ValueError):
    """Markup that cannot be read within bounds. `what` and `remedy` are sentences; `line` of the HTML, from 1."""

    def __init__(self, what: str, remedy: str, line: int = 1) -> None:
        super().__init__(what)
        self.what, self.remedy, self.line = what, remedy, line


def render_markdown(text: str, extensions: tuple[str, ...] = ()) -> str:
    """Return the HTML of `text`, not yet safe.

    CommonMark by default, 300 times as fast as Python-Markdown, which is used where the settings name `extensions`
    besides Pelican's usual ones, or where the text holds signs of those. Raises MarkupError where it would take
    Python-Markdown more than about a second.
    """
    if not extensions and not _BEYOND_COMMONMARK.search(text):
        return pyromark.html(text)
    if text.count("[") - text.count("]") > MOST_OPEN_BRACKETS or text.count("](") > 10 * MOST_OPEN_BRACKETS:
        raise MarkupError("The text holds thousands of square brackets.", "Remove them; they are no links.")
    if text.count("[^") > MOST_NOTES or text.count("*[") > MOST_NOTES:
        what = f"The text holds more than {MOST_NOTES:,} footnotes or abbreviations."
        raise MarkupError(what, "Leave those that matter.")
    if found := _LONG_DEFINITION.search(text):
        what = f"The definition “{found.group()[:20]}…” is longer than {LONGEST_DEFINITION:,} characters."
        raise MarkupError(what, "Shorten it.")
    from markdown import Markdown  # noqa: PLC0415 - it takes 8 ms to load, and few articles need it

    named = list(dict.fromkeys((*_EXTENSIONS, *extensions)))
    try:
        return Markdown(extensions=named, extension_configs=_FOOTNOTES).convert(text)
    except RecursionError:
        raise _too_deep(1) from None


def sanitise(html: str, article: str = "") -> str:
    """Return `html` as it may be published, from the article with the id `article`. Raises MarkupError.

    Links lead to the web, to a passage of the same page or to another article's page (written as a path to its file);
    any other link becomes plain text, as does one whose words hold the address of another host than it leads to. Images
    become links to them, or their description where they are files beside the article. h1 becomes h2, q its marks.
    """
    _check_depth(html)
    clean = join_marks_between_tags(leave_out_unseen(_escape_values(_CLEANER.clean(html))))
    clean = _LONE_IMAGE.sub(r"<figure>\1</figure>", clean)
    pieces: list[str] = []
    open_links: list[int] = []  # where in `pieces` each <a> around begins; _NO_LINK: it was left out, as within another
    end = depth = 0
    for found in _TAG.finditer(clean):
        pieces.append(_escape_angles(clean[end : found.start()]))
        end = found.end()
        closing, name, rest = found.groups()
        if name not in _NO_END:
            depth += -1 if closing else 1
            if depth > DEEPEST:
                raise _too_deep(1)
        if name == "a":
            if closing:
                if (begin := open_links.pop() if open_links else _NO_LINK) == _NO_LINK:
                    continue
                if _leads_elsewhere(pieces[begin], "".join(pieces[begin + 1 :])):
                    pieces[begin] = ""
                else:
                    pieces.append("</a>")
            else:
                opening = "" if _is_inside(open_links) else _link(_attributes(rest), article)
                open_links.append(len(pieces) if opening else _NO_LINK)
                pieces.append(opening)
        elif name == "img":
            pieces.append(_image(_attributes(rest), linked=_is_inside(open_links)))
        elif name == "abbr" and leads_elsewhere(_attributes(rest).get("title", ""), ""):
            pieces.append("<abbr>")  # shown over a link in it, or around it, it would say that it leads there
        elif name == "q":
            pieces.append(_QUOTE_MARKS[bool(closing)])
        else:
            pieces.append(_tag(name, closing, rest))
    pieces.append(_escape_angles(clean[end:]))
    written = _unlink_parts("".join(pieces))
    return leave_out_unseen(written) if "<img" in clean else written  # what was in its description stands in the text


def _escape_values(clean: str) -> str:
    """Return what nh3 wrote with “<” and “>” in attributes escaped, which it does by itself from 0.3.7 on."""
    return _OPENING.sub(lambda tag: f"<{_escape_angles(tag[0][1:])}", clean) if _BARE.search(clean) else clean


def _escape_angles(words: str) -> str:
    """In words between tags nh3 has escaped them: should one be left, it begins or ends no tag of ours."""
    return words.replace("<", "&lt;").replace(">", "&gt;") if "<" in words or ">" in words else words


def _tag(name: str, closing: str, rest: str) -> str:
    """A tag that no rule is about, written anew with what is kept of its attributes; empty: it is none of ours."""
    if name in _RENAMED:
        return f"<{closing}{_RENAMED[name]}>"
    if name not in _KEPT:
        return ""
    if closing or not rest:
        return f"<{closing}{name}>"
    kept = _ATTRIBUTES_OF["*"] | _ATTRIBUTES_OF.get(name, set())
    values = (f' {each}="{escape(value)}"' for each, value in _attributes(rest).items() if each in kept)
    return f"<{name}{''.join(values)}>"


def _attributes(written: str) -> dict[str, str]:
    return {name: unescape(value) for name, value in _ATTRIBUTE.findall(written)}


def _is_inside(open_links: list[int]) -> bool:
    return any(begin != _NO_LINK for begin in open_links)


def _link(attributes: dict[str, str], article: str) -> str:
    href = _target(attributes.get("href", ""), article)
    if not href:
        return ""
    said = attributes.get("title", "")
    title = f' title="{escape(said)}"' if said and not leads_elsewhere(said, href) else ""
    return f'<a href="{escape(href)}"{title}{_OUTSIDE if ":" in href else ""}>'


def _target(href: str, article: str) -> str:
    """Where a link of an article leads, as seen from its page; empty: nowhere."""
    href = href.strip()
    if len(href) > LONGEST_ADDRESS:
        return ""
    if address := _web(href):
        return address
    if _PASSAGE.fullmatch(href):
        return href
    if mail := _MAIL.fullmatch(href):
        return mail[1]  # what a reader writes, and to whom else, is the reader's own
    path, hash_sign, fragment = unquote(href).partition("#")
    path = re.sub(r"^[{|](?:filename|attach|static)[}|]", "", path)
    if not article or ":" in path or "\\" in path or not path.endswith((".md", ".markdown")):
        return ""
    target = normpath(path.lstrip("/") if path.startswith("/") else join(dirname(article), path))
    if target.startswith(".."):
        return ""
    passage = hash_sign + fragment if _PASSAGE.fullmatch(hash_sign + fragment) else ""
    return relative(article_href(target), article_href(article)) + passage


def _web(href: str) -> str:
    """An address of the web with its host as readers would write it; empty: it is none."""
    found = _WEB.fullmatch(href) if len(href) <= LONGEST_ADDRESS else None
    if found is None:
        return ""
    scheme, host, rest = found.groups()
    host = unquote(host) if "%" in host else host  # CommonMark writes all that is not ASCII so
    return f"{scheme}{host}{rest}" if _HOST.fullmatch(host) else ""


def _leads_elsewhere(opening: str, inner: str) -> bool:
    """Whether the words of a link are the address of another host than the one that it leads to."""
    found = _LEADING_TO.search(opening)
    if found is None:
        return False
    words, href = unescape(_ANY_HTML.sub("", inner)), unescape(found[1])
    if leads_elsewhere(words, href):
        return True
    if "<" not in inner:
        return False
    apart = unescape(_ANY_HTML.sub("", _PARTING.sub(" ", inner)))  # a note's number, the words below: bank.com<br>
    return apart != words and leads_elsewhere(apart, href)


def _unlink_parts(html: str) -> str:
    """Return `html` without links whose words are part of an address that goes on beside them, of another host.

    That part may be a link of its own, as where an emphasis ends in the middle of one: a parser makes two of it.
    """
    if "<a " not in html:
        return html
    tags = list(_ANY_HTML.finditer(html))
    words: list[str] = []  # before each tag
    ends: list[int] = []  # of these, in the text
    end = length = 0
    for tag in tags:
        words.append(unescape(html[end : tag.start()]) + (" " if _PARTING.match(tag.group()) else ""))
        length += len(words[-1])
        ends.append(length)
        end = tag.end()
    text = "".join((*words, unescape(html[end:])))
    dropped: set[int] = set()  # tags, by number
    opened = 0
    for number, tag in enumerate(tags):
        if tag.group().startswith("<a "):
            opened = number
        elif tag.group() == "</a>":
            begin, close = ends[opened], ends[number]
            if not text[begin - 1 : begin].strip() and not text[close : close + 1].strip():
                continue
            before = re.split(r"\s", text[max(0, begin - TOUCHING) : begin])[-1]
            after = re.split(r"\s", text[close : close + TOUCHING], maxsplit=1)[0]
            href = _LEADING_TO.search(tags[opened].group())
            if href and leads_elsewhere(text[begin:close], unescape(href[1]), before, after):
                dropped |= {opened, number}
    places = {tags[number].start() for number in dropped}
    return _ANY_HTML.sub(lambda tag: "" if tag.start() in places else tag.group(), html) if places else html


def _image(attributes: dict[str, str], *, linked: bool) -> str:
    words = escape(" ".join(join_marks(attributes.get("alt", "")).split()), quote=False)
    address = _web(attributes.get("src", "").strip())
    if linked or not words or not address:
        return words
    opening = f'<a href="{escape(address)}"{_OUTSIDE}>'
    return words if _leads_elsewhere(opening, words) else f"{opening}{words}</a>"


def _check_depth(html: str) -> None:
    """Raise MarkupError if too many elements are open at once. Counted by tag, so that wrong nesting hides nothing.

    End tags can be hidden from a parser (in attributes, comments, behind tables), so that more are open than are
    counted here: what could be open at most is bounded as well, and `sanitise` counts what is open in nh3's result.
    """
    open_tags: Counter[str] = Counter()
    depth = elements = emphases = blocks = 0
    for found in _ANY_TAG.finditer(html):
        closing, name = found.group(1), found.group(2).lower()
        if not closing:
            if name in _EMPHASES:
                emphases += 1
            elif name not in _VOID:
                blocks += 1
            elements += name != "a" and name not in _NO_END  # a link within a link ends the one around it
        if name in _NO_END:
            continue
        if not closing:
            open_tags[name] += 1
            depth += 1
            if depth > DEEPEST:
                raise _too_deep(html.count("\n", 0, found.start()) + 1)
        elif open_tags[name]:
            open_tags[name] -= 1
            depth -= 1
    if elements > MOST_ELEMENTS:
        closed = (found.group(1).lower() for found in _LEAF.finditer(html))
        elements -= sum(name != "a" and name not in _NO_END for name in closed)
    reopened = emphases * blocks
    if reopened > MOST_REOPENED:
        reopened = _count_unclosed(html) * blocks
    if elements > MOST_ELEMENTS or reopened > MOST_REOPENED:
        raise MarkupError("The text holds tens of thousands of elements.", "Take most of its markup away.")


def _count_unclosed(html: str) -> int:
    """How many emphases may not be closed: those left when what holds no other element is taken out, level by level."""
    left = _PLAIN_TAG.sub("", html)
    for _ in range(_LEVELS):
        left = _LEAF.sub("", left)
    return sum(found.group(2).lower() in _EMPHASES for found in _ANY_TAG.finditer(left) if not found.group(1))


def _too_deep(line: int) -> MarkupError:
    return MarkupError(f"More than {DEEPEST} elements are nested.", "Take away quote marks, lists or tags.", line)
