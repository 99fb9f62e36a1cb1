"""Which items does a NewsML-G2 document hold? A newsItem, or a newsMessage with several; their text inline, as XHTML,
NITF or plain. Elements are those of the IPTC's NewsML-G2 2.x (https://iptc.org/std/NewsML-G2/specification/).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree
from msgspec import Struct

from briefing.adding.agency import MOST_NAMES, Item, read_byline
from briefing.adding.aside import say_aside
from briefing.adding.lines import read_lines
from briefing.adding.stretches import Seen, read_html, read_tree, read_xhtml
from briefing.adding.values import one_line
from briefing.analysis.text.notices import count_words
from briefing.errors import ContentError
from briefing.extracting import Piece, bare

NAR = "http://iptc.org/std/nar/2006-10-01/"  # the namespace of all G2 items
MOST_ITEMS = 1_000  # of one message
LONGEST_VALUE = 10_000  # characters of one value
AS_FULL = 0.9  # of the words of the fullest rendition: plain text has those of a list's marks besides
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,200}\?>")
_PROLOGUE = re.compile(r"(?:\s+|<\?(?:[^?]|\?(?!>)){0,2000}+\?>|<!--(?:[^-]|-(?!->)){0,20000}+-->)*+")
_ITEMS = ("newsItem", "packageItem", "conceptItem", "knowledgeItem", "planningItem", "catalogItem")


def is_newsml(text: str) -> bool:
    """Whether `text` begins as a G2 document does."""
    head = text[:5_000]
    return NAR in head and re.search(r"<(?:[\w.-]{1,50}:)?(?:newsMessage|\w{1,20}Item)\b", head) is not None


def read_newsml(text: str, name: str) -> tuple[Item | ContentError, ...]:
    """Return the items of a document, and why others are none. Raises ContentError for what cannot be read at all."""
    root = _parse(text, name)
    kind = _local(root)
    items = [root] if kind in _ITEMS else list(root.iter(*(f"{{{NAR}}}{item}" for item in _ITEMS)))
    if kind not in _ITEMS and kind != "newsMessage":
        what = f"This is NewsML-G2, but a <{kind[:40]}>, which holds no articles."
        raise ContentError(what, remedy="Add its newsItems.", path=name, line=root.sourceline or 0)
    found: list[Item | ContentError] = [_read_item(item) for item in items[:MOST_ITEMS] if _local(item) == "newsItem"]
    if len(items) > MOST_ITEMS:
        what = f"The message has more than {MOST_ITEMS:,} items; those after them were not read."
        found.append(ContentError(what, remedy="Split it.", path=name))
    if not found:
        what = "There is no newsItem in this document" + (f", only a <{_local(items[0])}>." if items else ".")
        raise ContentError(what, remedy="Add the newsItems that it names.", path=name)
    return tuple(found)


def _parse(text: str, name: str) -> Any:
    """Parse XML without its entities: a document that declares any is refused (billion laughs, XXE)."""
    text = _DECLARATION.sub("", text, count=1)  # it is text by now, whatever charset it declares
    prologue = _PROLOGUE.match(text)
    if prologue and text.startswith("<!DOCTYPE", prologue.end()):
        what = "The document has a DOCTYPE, which could declare entities; NewsML-G2 has none."
        raise ContentError(what, remedy="Remove it.", path=name, line=text.count("\n", 0, prologue.end()) + 1)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser=parser)
    except etree.XMLSyntaxError as error:
        what = f"The XML is broken here ({one_line(str(error.msg))[:200]})."
        remedy = "Ask its provider for a whole document."
        raise ContentError(what, remedy=remedy, path=name, line=error.lineno or 0) from None
    if root is None:
        raise ContentError("The document is empty.", remedy="Ask its provider for a whole one.", path=name)
    return root


# -- one item ---------------------------------------------------------------------------------------------------------


def _read_item(item: Any) -> Item:
    meta, content, rights = (_child(item, part) for part in ("itemMeta", "contentMeta", "rightsInfo"))
    pieces, nitf, left = _read_content(_child(item, "contentSet"))
    created = _said(content, "contentCreated") or _said(meta, "firstCreated") or _said(meta, "versionCreated")
    lang = _child(content, "language")
    return Item(
        pieces=pieces,
        kind="NewsML-G2",
        holds=_code(_child(meta, "itemClass")).removeprefix("text"),
        guid=(item.get("guid") or "")[:LONGEST_VALUE],
        version=(item.get("version") or "")[:LONGEST_VALUE],
        status=_code(_child(meta, "pubStatus")),
        embargo=_said(meta, "embargoed"),
        title=_said(content, "headline") or nitf.get("hl1", "") or _said(meta, "title"),
        date=created,
        modified=_said(content, "contentModified") or _said(meta, "versionCreated"),
        source=next(filter(None, map(_name, _parties(meta, content, rights))), ""),
        url=next((link for link in _links(meta)), ""),
        authors=_authors(content, nitf),
        lang=((lang.get("tag") if lang is not None else "") or item.get(_LANG) or "")[:2].lower(),
        copyright=_said(rights, "copyrightNotice") or _name(_child(rights, "copyrightHolder")),
        usage=" ".join(filter(None, (_text(each) for each in _children(rights, "usageTerms")))),
        credit=_said(content, "creditline"),
        dateline=_said(content, "dateline") or nitf.get("dateline", "") or _name(_child(content, "located")),
        slugline=_said(content, "slugline"),
        advice=" ".join(filter(None, (_text(each) for each in _children(meta, "edNote")))),
        left=left,
    )


class _Nitf(Struct):
    """What a document of NITF holds."""

    body: Any
    said: dict[str, str] = {}  # in its head
    noted: int = 0  # words of notes beside its body
    headed: int = 0  # words of headlines below the first and of the summary, in its head


class _Rendition(Struct):
    """One form of an item's text."""

    pieces: tuple[Piece, ...]
    name: str = ""  # the last part of its code
    said: dict[str, str] = {}  # what NITF says in its head
    left: tuple[str, ...] = ()  # what of it is not among the pieces

    @property
    def words(self) -> int:
        return sum(count_words(piece.text) for piece in self.pieces)


def _read_content(content: Any) -> tuple[tuple[Piece, ...], dict[str, str], tuple[str, ...]]:
    """Return the fullest text, what NITF says of it in its head, and what was left out.

    Of those that are nearly as full the first is taken. What it has not of another rendition is counted.
    """
    read = [_read_rendition(part) for part in (content if content is not None else ())]
    found = [each for each in read if each.pieces]
    if not found:
        return (), {}, ()
    most = max(each.words for each in found)
    taken = next(each for each in found if each.words >= AS_FULL * most)
    said = bare("".join(piece.text for piece in taken.pieces))
    others: list[str] = []
    for each in found:
        if words := sum(count_words(piece.text) for piece in each.pieces if bare(piece.text) not in said):
            which = f"the rendition “{one_line(each.name)[:40]}”" if each.name else "another rendition"
            others.append(f"{words:,} word{'s' if words > 1 else ''} in {which}")
    return taken.pieces, taken.said, (*others, *taken.left)


def _read_rendition(part: Any) -> _Rendition:
    """One without a text has no pieces: a picture, an address."""
    name = _local(part)
    nitf, seen = _Nitf(None), Seen(())
    if name == "inlineXML":
        root = next(iter(part), None)
        if root is None:
            return _Rendition(())
        nitf = _open_nitf(root)
        seen = read_tree(nitf.body) if _local(root) == "nitf" else read_xhtml(root)
        pieces = _as_pieces(seen)
    elif name == "inlineData":
        text = "".join(part.itertext())
        if "html" in (part.get("contenttype") or "").lower():
            seen = read_html(text)
            pieces = _as_pieces(seen)
        else:
            pieces = read_lines(text)
    else:
        return _Rendition(())
    headed = f"{nitf.headed:,} words of its head" if nitf.headed else ""
    left = tuple(filter(None, (headed, say_aside(seen.aside + nitf.noted))))
    return _Rendition(pieces, re.split(r"[:/]", part.get("rendition") or "")[-1], nitf.said, left)


def _as_pieces(seen: Seen) -> tuple[Piece, ...]:
    return tuple(Piece(each.kind, each.line) for each in seen.stretches)


def _open_nitf(root: Any) -> _Nitf:
    """Tell what NITF says in its head from its body; XHTML is all body.

    A note holds a body as well, and perhaps a headline: they are its own.
    """
    nitf = _Nitf(root)
    if _local(root) != "nitf":
        return nitf
    walk = etree.iterwalk(root, events=("start",))
    for _, element in walk:
        name = _local(element)
        if name == "note":
            nitf.noted += count_words(" ".join(element.itertext()))
        elif name in ("hl2", "abstract"):
            nitf.headed += count_words(" ".join(element.itertext()))
        elif name in ("hl1", "byline", "dateline"):
            for title in [each for each in element.iter() if _local(each) in ("byttl", "bytag")]:
                title.text = ""  # "Staff Reporter"
            nitf.said.setdefault(name, _text(element).rstrip(", "))
        elif name == "body.content" and nitf.body is root:
            nitf.body = element
        else:
            continue
        walk.skip_subtree()
    return nitf if nitf.body is not root else _Nitf(root, nitf.said)  # without a body the head is read as well


def _authors(content: Any, nitf: dict[str, str]) -> tuple[str, ...]:
    """Who wrote it: creators by name, and whom the byline has besides."""
    named = [name for each in _children(content, "creator") if (name := _name(each))]
    known = [*map(_know, named)]
    byline = read_byline(_said(content, "by") or nitf.get("byline", ""))
    named += [name for name in byline if not any(_is_same(_know(name), each) for each in known)]
    return tuple(named[:MOST_NAMES])


def _know(name: str) -> list[str]:
    return name.casefold().replace(".", " ").split()


def _is_same(one: list[str], other: list[str]) -> bool:
    """Whether two names may be one person's: "A. Bell" or "Anna Bell in Norvik", and Anna Bell."""
    if not one or not other:
        return one == other
    return f" {' '.join(other)} " in f" {' '.join(one)} " or (one[-1] == other[-1] and one[0][0] == other[0][0])


def _parties(meta: Any, content: Any, rights: Any) -> Iterator[Any]:
    """Whose item it is, the surest first: a source of information is often somebody else."""
    yield _child(meta, "provider")
    yield _child(rights, "copyrightHolder")
    yield _child(content, "infoSource")


def _links(meta: Any) -> Iterator[str]:
    """Where the item is published, if it says so (rel “rnews:…” varies; an address with text/html is a page)."""
    for link in _children(meta, "link"):
        href = link.get("href") or ""
        if href.startswith(("http://", "https://")) and "html" in (link.get("contenttype") or ""):
            yield href[:2_000]


# -- values -----------------------------------------------------------------------------------------------------------


def _local(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _children(element: Any, name: str) -> list[Any]:
    return list(element.iterchildren(f"{{{NAR}}}{name}")) if element is not None else []


def _child(element: Any, name: str) -> Any:
    return next(iter(_children(element, name)), None)


def _text(element: Any) -> str:
    """The words of an element in one line. Entities are not among them: they were not resolved."""
    return " ".join("".join(element.itertext()).split())[:LONGEST_VALUE] if element is not None else ""


def _said(element: Any, name: str) -> str:
    return next(filter(None, (_text(each) for each in _children(element, name))), "")


def _name(element: Any) -> str:
    """The name of a party or a place; without one what it is called by, if that is meant for people."""
    if element is None:
        return ""
    return _said(element, "name") or (element.get("literal") or "")[:LONGEST_VALUE]


def _code(element: Any) -> str:
    """The last part of a code or its address: "usable" of stat:usable."""
    if element is None:
        return ""
    written = element.get("qcode") or element.get("uri") or element.get("literal") or ""
    return str(re.split(r"[:/]", written)[-1].strip().lower()[:100])
