"""How does what calls itself a feed become proper XML, with nothing in it but what is read of a feed?

Most feeds are proper XML; others have references that XML does not know, stray signs, prefixes that nobody declared,
or break off. There is no document type in what comes out, so there are no entities: none that grows, none from outside.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape
from html.entities import html5
from typing import Any

from lxml import etree
from msgspec import Struct

from briefing.fetching.canonical import canonical
from briefing.fetching.model import FeedError
from briefing.fetching.unmarked import leave_out_mail

MOST_ENTRIES = 2_000  # of one feed; large outlets list 50 to 300, archives thousands
OPENING = 100_000  # characters in which the first element of a feed has to begin
HEAD = 500_000  # characters of a web page in which links to its feeds are looked for
MOST_PARTS = 200  # elements of one entry; feedparser compares some of them with all before
LONGEST_REFERENCE = 12  # characters of “&#1114111;” and the like; one with more is written to be misread
MOST_LINKED = 5  # of them are named

_ROOTS = frozenset(("rss", "rdf", "feed"))
_PAGE = frozenset("html head body title meta link div script".split())
_OPENING = re.compile(
    r"<!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z)"
    r"|<!(?P<type>DOCTYPE)\s+(?P<of>[\w:.-]+)[^\[<>]*(?:\[[^\]]{0,5000}\]\s*)?>?"
    r"|<(?:[A-Za-z_][\w.-]*:)?(?P<name>[A-Za-z_][\w.-]*)(?=[\s/>])",
    re.IGNORECASE | re.DOTALL,
)
_ODD = re.compile(
    r"(?P<said><!\[CDATA\[.*?(?P<end>\]\]>|\Z))|<!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z)"
    r"|&(?:(?P<code>#(?:\d{1,9}|[xX][\da-fA-F]{1,8}));|(?P<name>[A-Za-z][A-Za-z0-9]{0,31});)?"
    r"|<(?![A-Za-z_/])",
    re.DOTALL,
)
_REFERENCE = re.compile(r"&#[xX]?[\da-fA-F]++;")
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffd-\uffff]")  # U+FFFD: what HTML makes of others
_XMLS_OWN = frozenset(("amp", "lt", "gt", "quot", "apos"))
_ENTRY_TAG = re.compile(r"<(?P<end>/?)(?:[\w.-]+:)?(?:item|entry)[\s>]", re.IGNORECASE)
_TEXT_TAG = re.compile(r"<(?P<end>/?)(?P<name>title|description|summary|content|content:encoded)(?:\s[^<>]*)?/?>")
_END = re.compile(r"</(?:[\w.-]+:)?(?:rss|rdf|feed)\s*>", re.IGNORECASE)
# Parsers compare each attribute of an element with all before, in C, which no limit of time ends.
_MANY_ATTRIBUTES = re.compile(r"""<[A-Za-z](?:[^<>=]*+=(?:\s*+(?:"[^"<]*+"|'[^'<]*+'))?+){300}""")
_LINK = re.compile(r"<link\b[^<>]{0,2000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([a-z]{2,8})\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)'|([^\s"'=<>]+))""", re.IGNORECASE)
_NOTHING_TO_MEND = "Tell the outlet, or take another of its feeds."
_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/json")

_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_DC = "http://purl.org/dc/elements/1.1/"
_TERMS = "http://purl.org/dc/terms/"
_FEEDBURNER = "http://rssnamespace.org/feedburner/ext/1.0"
_MEDIA = "http://search.yahoo.com/mrss/"
_ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
_XHTML = "http://www.w3.org/1999/xhtml"
_USUAL = {  # what prefixes mean that a feed does not declare
    "content": _CONTENT,
    "dc": _DC,
    "dcterms": _TERMS,
    "feedburner": _FEEDBURNER,
    "media": _MEDIA,
    "itunes": _ITUNES,
    "xhtml": _XHTML,
}
_PLAIN = frozenset(("http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#", "http://purl.org/rss/1.0/"))
# What is read of an entry; all else is taken out before feedparser looks, for which each element it does not know is a
# field, and a picture's caption a second text. Names in lower case.
_OWN = frozenset(
    "title link description summary content author category guid id pubdate published updated issued modified created "
    "abstract fullitem body keywords language".split()
)
_OTHERS = {
    _CONTENT: frozenset(("encoded",)),
    _DC: frozenset("creator author date subject language title description".split()),
    _TERMS: frozenset("created issued modified".split()),
    _FEEDBURNER: frozenset(("origlink",)),
    _MEDIA: frozenset(("category", "keywords")),
    _MEDIA.rstrip("/"): frozenset(("category", "keywords")),
    _ITUNES: frozenset(("author",)),
    _XHTML: frozenset(("body",)),
}
_INSTEAD = ("title", "description")  # Dublin Core's, where the entry has none of its own
_ABOUT_FEED = frozenset(("title", "language"))


class Mended(Struct, frozen=True):
    """A feed as proper XML."""

    xml: bytes  # UTF-8, without a declaration, a document type, comments
    base: str  # what its relative addresses are relative to
    notes: tuple[str, ...] = ()
    whole: bool = True  # False: it breaks off


def mend(text: str, url: str) -> Mended:
    """Return the feed that `text` holds, which came from `url`. Raises FeedError where it holds none."""
    start, notes = _find_root(text, url)
    whole = True
    body = text[start:]
    if _MANY_ATTRIBUTES.search(body):
        raise FeedError("One of its elements has hundreds of attributes.", _NOTHING_TO_MEND)
    line = text.count("\n", 0, start)
    root, wrong = _parse(body)
    if root is None:
        notes.append(f"It is no proper XML (line {line + wrong}); it was mended.")
        body = _ODD.sub(_write, body)
        root, _ = _parse(body)
    if root is None:
        body = _set_apart(body)
        root, _ = _parse(body)
    if root is None:
        root, _ = _parse(_REFERENCE.sub(_leave_out_letter, body), recover=True)
        if root is None:
            raise FeedError("It is no XML that can be read.", _NOTHING_TO_MEND)
        _declare(root)
        _part(root)
        whole = _END.search(body) is not None
        if not whole:
            notes.append(_leave_out_half(root, body))
    entries = list(_list_entries(root))
    if len(entries) > MOST_ENTRIES:
        notes.append(f"It has {len(entries):,} entries; those after the first {MOST_ENTRIES:,} are not read.")
        for entry in entries[MOST_ENTRIES:]:
            entry.getparent().remove(entry)
    base = _find_base(root, url)
    for entry in entries[:MOST_ENTRIES]:
        _settle_entry(entry)
    _settle_feed(root)
    return Mended(etree.tostring(root, encoding="utf-8"), base, tuple(notes), whole)


# -- is it one? -------------------------------------------------------------------------------------------------------


def _find_root(text: str, url: str) -> tuple[int, list[str]]:
    """Where the feed's first element begins, and a note where something stands before it."""
    first, end, junk, page = "", 0, False, False
    for found in _OPENING.finditer(text, 0, OPENING):
        junk = junk or bool(text[end : found.start()].strip("\ufeff \t\n"))
        name, end = (found["name"] or "").lower(), found.end()
        page = page or (found["of"] or "").lower() == "html"  # some feeds say so as well
        if name in _ROOTS and not (page and first):
            return found.start(), ["Something stands before the feed, which was left out."] if junk or first else []
        if name == "html":
            raise _is_page(text, url)
        first = first or name
    if page or first in _PAGE:
        raise _is_page(text, url)
    if first:
        raise FeedError(f"It is no feed: it begins with <{first[:40]}>.", "Name the address of an RSS or Atom feed.")
    raise FeedError("It is no feed, neither in XML nor in JSON.", "Name the address of an RSS, Atom or JSON feed.")


def _is_page(text: str, url: str) -> FeedError:
    linked = tuple(dict.fromkeys(_find_linked(text, url)))[:MOST_LINKED]
    what = "It is a web page, no feed."
    if not linked:
        return FeedError(what, "Look on the outlet's site for the address of its feed.")
    named = f"the feed {linked[0]}" if len(linked) == 1 else f"the feeds {', '.join(linked)}"
    return FeedError(what, f"The page names {named}: write that into sources.yml.", linked)


def _find_linked(page: str, url: str) -> Iterator[str]:
    for found in _LINK.finditer(page, 0, HEAD):
        values = {key.lower(): unescape(a or b or c).strip() for key, a, b, c in _ATTRIBUTE.findall(found.group())}
        if "alternate" in values.get("rel", "").lower().split() and values.get("type", "").lower() in _FEED_TYPES:
            address = canonical(values.get("href", ""), url)
            if address:
                yield address


# -- as XML -----------------------------------------------------------------------------------------------------------


def _parse(body: str, *, recover: bool = False) -> tuple[Any, int]:
    """The root element, and on which line it cannot be read where there is none."""
    parser = etree.XMLParser(
        recover=recover,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        encoding="utf-8",
    )
    try:
        return etree.fromstring(body.encode("utf-8", "replace"), parser), 0
    except etree.XMLSyntaxError as error:
        return None, max(error.lineno or 1, 1)


def _write(found: re.Match[str]) -> str:
    """What XML cannot hold, as it can: it knows five entities, and no HTML's."""
    if found["said"]:
        return found["said"] if found["end"] else f"{found['said']}]]>"
    if found["code"]:
        letter = unescape(f"&{found['code']};")  # as in HTML, where 146 is windows-1252's
        return _escape(_NO_XML.sub("", letter))
    if found["name"]:
        name = found["name"]
        return f"&{name};" if name in _XMLS_OWN else _escape(html5.get(f"{name};", f"&{name};"))
    return {"&": "&amp;", "<": "&lt;"}.get(found.group(), "")


def _leave_out_letter(found: re.Match[str]) -> str:
    """A reference, if it is to a letter: for half a surrogate pair libxml2, where it mends, gives what is no UTF-8."""
    said = found.group()
    letter = unescape(said) if len(said) <= LONGEST_REFERENCE else ""
    return said if letter and not _NO_XML.search(letter) else ""


def _set_apart(body: str) -> str:
    """Put HTML that stands unescaped in a text, with its tags that nobody closes, where XML does not read it."""
    pieces: list[str] = []
    end = 0
    before: re.Match[str] | None = None
    for found in _TEXT_TAG.finditer(body):
        if before is not None and found["end"] and found["name"] == before["name"]:
            inner = body[before.end() : found.start()]
            if "<" in inner and "<![CDATA[" not in inner and "xhtml" not in before.group():
                pieces += (body[end : before.end()], "<![CDATA[", inner, "]]>")
                end = found.start()
        before = None if found["end"] or found.group().endswith("/>") else found
    return "".join((*pieces, body[end:]))


def _escape(letters: str) -> str:
    return letters.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _local(element: Any) -> str:
    """An element's name without its namespace, in lower case."""
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def _space(element: Any) -> str:
    return element.tag[1:].partition("}")[0] if element.tag.startswith("{") else ""


def _declare(root: Any) -> None:
    """Give elements whose prefix nobody declared what it usually means, or none."""
    for element in root.iter(etree.Element):
        if ":" in element.tag and not element.tag.startswith("{"):
            prefix, name = element.tag.lower().partition(":")[0], element.tag.rpartition(":")[2]
            try:
                element.tag = f"{{{_USUAL[prefix]}}}{name}" if prefix in _USUAL else name
            except ValueError:  # “a:1”
                element.tag = "span"
        for key in [key for key in element.attrib if ":" in key and not key.startswith("{")]:
            del element.attrib[key]


def _part(root: Any) -> None:
    """Put entries beside one another that lie within one another, since an element before them is not closed."""
    entries = [element for element in root.iter(etree.Element) if _local(element) in ("item", "entry")]
    if not entries:
        return
    home = entries[0].getparent()
    if home is None:
        return
    for entry in entries[1:]:
        if any(_local(above) in ("item", "entry") for above in entry.iterancestors()):
            entry.tail = None
            home.append(entry)


def _leave_out_half(root: Any, body: str) -> str:
    """Take out the entry within which the feed breaks off, and say so. Raises FeedError where there is no other."""
    last = None
    for last in _ENTRY_TAG.finditer(body):  # noqa: B007 - the last one is wanted
        pass
    entries = list(_list_entries(root))
    said = "It breaks off."
    if entries and last is not None and not last["end"]:
        half = entries.pop()
        half.getparent().remove(half)
        said = "It breaks off within its last entry, which was left out."
    if not entries:
        raise FeedError("It breaks off before the end of its first entry.", _NOTHING_TO_MEND)
    return said


def _list_entries(root: Any) -> Iterator[Any]:
    for child in root.iterchildren(etree.Element):
        if _local(child) in ("item", "entry"):
            yield child
        elif _local(child) == "channel":
            yield from (each for each in child.iterchildren(etree.Element) if _local(each) in ("item", "entry"))


def _find_base(root: Any, url: str) -> str:
    """RSS does not say what its addresses are relative to; its site is right where another host has the feed."""
    if _local(root) == "feed":
        return url
    for link in root.iterfind("./{*}channel/{*}link"):
        if address := canonical(link.text or "", url):
            return address
    return url


# -- what is read of it -----------------------------------------------------------------------------------------------


def _settle_entry(entry: Any) -> None:
    """Leave what is read of an entry. No guid is made an address here: it stays as it stands."""
    _keep(entry, _is_read)
    for child in list(entry)[MOST_PARTS:]:
        entry.remove(child)
    names = {_local(child) for child in entry if _space(child) != _DC}
    for child in list(entry):
        name = _local(child)
        if _space(child) == _DC and name in _INSTEAD and name in names:
            entry.remove(child)
        elif name in ("author", "creator"):
            child.text = leave_out_mail(child.text or "")  # else feedparser cuts the address out, and names with it
        elif name == "source":
            _keep(child, lambda part: _local(part) == "author")
        elif name in ("guid", "id"):
            for key in [key for key in child.attrib if key.lower() == "ispermalink"]:
                del child.attrib[key]
            child.set("isPermaLink", "false")
        if len(child) == 0 and child.text and "]]>" not in child.text:
            child.text = etree.CDATA(child.text)  # escaped, each of its signs would be handed on alone: 4 times as long


def _is_read(child: Any) -> bool:
    space, name = _space(child), _local(child)
    if space in _OTHERS:
        return name in _OTHERS[space]
    if name == "source":  # Atom's: the feed that it was taken from; that of RSS has no parts
        return space in _PLAIN and len(child) > 0
    return name in _OWN and (child.prefix is None or space in _PLAIN)


def _settle_feed(root: Any) -> None:
    """Leave the feed's title, its language and its entries; of Atom its authors as well: RSS names an editor there."""
    about = (*_ABOUT_FEED, "author") if _local(root) == "feed" else _ABOUT_FEED
    keep: Callable[[Any], bool] = lambda child: _local(child) in ("item", "entry", "channel", *about)  # noqa: E731
    for element in (root, *root.iterfind("./{*}channel")):
        _keep(element, keep)
    for author in root.findall("{*}author")[MOST_PARTS:]:
        root.remove(author)


def _keep(element: Any, is_kept: Callable[[Any], bool]) -> None:
    for child in list(element):
        if not isinstance(child.tag, str) or not is_kept(child):
            element.remove(child)
