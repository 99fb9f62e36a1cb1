"""What does a saved web page say: which article, with which title, date, source, address and language?

The article's text is found by trafilatura. What the page says of itself is read from where publishers put it for
machines: schema.org's JSON-LD, then <meta>, then <link> and <html>. A date is taken from there or not at all.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit

import trafilatura
from lxml import etree
from lxml import html as lxml_html
from msgspec import Struct

from briefing.analysis.text.document import split_text

MOST_JSON = 500_000  # characters of JSON-LD that are read
MOST_NODES = 5_000  # of one JSON-LD tree
LEAST_WORDS = 25  # in the article; with fewer trafilatura has missed it
MOST_IMAGES = 20
_ARTICLE_TYPES = re.compile(r"(?:\w*Article|\w*NewsArticle|Report|BlogPosting|LiveBlogPosting)$")
_SPACE = re.compile(r"[ \t\r\f\v]+")


class Piece(Struct, frozen=True):
    """A stretch of the article as its markup sets it apart."""

    tag: str  # as `model.Block.tag`; "img": a picture, `text` says what it shows
    text: str
    href: str = ""  # of a picture


class WebPage(Struct, frozen=True):
    pieces: tuple[Piece, ...]
    words: int  # in the whole page, the article included
    title: str = ""
    date: str = ""  # as the page writes it
    modified: str = ""
    source: str = ""
    url: str = ""
    lang: str = ""
    authors: tuple[str, ...] = ()


def read_web_page(text: str) -> WebPage:
    """Return what the HTML page `text` says; a page without an article has no pieces."""
    tree = _parse(text)
    if tree is None:
        return WebPage((), 0)
    facts = _read_facts(tree)
    words = sum(len(bit.split()) for bit in _visible(tree))
    pieces = _find_article(text, facts.get("url", ""))
    if sum(len(piece.text.split()) for piece in pieces) < LEAST_WORDS:
        simple = _read_plainly(tree)
        pieces = max(pieces, simple, key=lambda found: sum(len(piece.text) for piece in found))
    return WebPage(
        pieces=pieces,
        words=words,
        title=_without_site(facts.get("title", ""), facts.get("source", "")),
        date=facts.get("date", ""),
        modified=facts.get("modified", ""),
        source=facts.get("source", "") or _host(facts.get("url", "")).removeprefix("www."),
        url=facts.get("url", ""),
        lang=facts.get("lang", "").replace("_", "-").split("-")[0].lower(),
        authors=tuple(re.sub(r"^[Bb]y ", "", name) for name in facts.get("authors", "").split("\n") if name),
    )


def _parse(text: str) -> Any:
    parser: Any = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        return lxml_html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def _visible(tree: Any) -> Iterator[str]:
    for element in tree.iter():
        if isinstance(element.tag, str) and element.tag not in ("script", "style", "noscript", "template", "title"):
            yield element.text or ""
        yield element.tail or ""


def _host(url: str) -> str:
    """Return the host of a web address; empty for anything else."""
    try:
        return (urlsplit(url).hostname or "") if url.startswith(("http://", "https://")) else ""
    except ValueError:
        return ""


def _address(page: str, link: str) -> str:
    try:
        return urljoin(page, link)
    except ValueError:
        return ""


# -- the article ------------------------------------------------------------------------------------------------------


def _find_article(text: str, url: str) -> tuple[Piece, ...]:
    try:
        found = trafilatura.bare_extraction(
            text,
            include_comments=False,
            include_formatting=True,
            include_images=True,
            with_metadata=False,
        )
    except (ValueError, RecursionError, etree.LxmlError):
        return ()
    body = getattr(found, "body", None)
    return tuple(_read_pieces(body, url)) if body is not None else ()


def _read_pieces(body: Any, url: str) -> Iterator[Piece]:
    """Walk trafilatura's tree, whose names are TEI's."""
    images = 0
    for element in body.iter("p", "head", "item", "quote", "graphic", "cell", "code", "ab"):
        tag = element.tag
        if tag == "graphic":
            href = _address(url, element.get("src") or "")
            if _host(href) and images < MOST_IMAGES:
                images += 1
                yield Piece("img", _join(element.get("alt") or element.get("title") or ""), href)
            continue
        if next(element.iterancestors("p", "head", "item", "cell"), None) is not None:
            continue  # its text is its parent's
        if tag in ("quote", "cell") and element.find(".//p") is not None:
            continue  # its paragraphs come by themselves
        text = _text_of(element)
        if not text.strip():
            continue
        if tag == "head":
            level = (element.get("rend") or "h2")[-1]
            yield Piece(f"h{level if level.isdigit() else 2}", _join(text))
        elif tag == "item":
            yield Piece("li", _join(text))
        else:
            quoted = tag == "quote" or next(element.iterancestors("quote"), None) is not None
            for block in split_text(text):
                yield Piece("blockquote" if quoted else "p", _join(text[block.start : block.end]))


def _text_of(element: Any) -> str:
    parts: list[str] = []
    for event, node in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            parts.append("\n" if node.tag == "lb" else _flat(node.text))
        elif node is not element:
            parts.append(_flat(node.tail))
    return "".join(parts)


def _flat(text: str | None) -> str:
    return (text or "").replace("\n", " ")


def _join(text: str) -> str:
    return _SPACE.sub(" ", text.replace("\n", " ")).strip(" \u00a0")


def _read_plainly(tree: Any) -> tuple[Piece, ...]:
    """Take headings, paragraphs and list items as they stand: for pages too short or too plain for trafilatura."""
    for name in ("article", "main", "body"):
        root = next(tree.iter(name), None)
        if root is None:
            continue
        pieces = []
        for element in root.iter("h1", "h2", "h3", "h4", "h5", "h6", "p", "li", "blockquote"):
            outside = next(element.iterancestors("nav", "header", "footer", "aside", "form", "p", "li"), None)
            if outside is None and not (element.tag == "blockquote" and element.find(".//p") is not None):
                text = _join("".join(element.itertext()))
                pieces.append(Piece(element.tag, text))
        pieces = [piece for piece in pieces if piece.text]
        if pieces:
            return tuple(pieces)
    return ()


# -- what the page says of itself -------------------------------------------------------------------------------------

_META = {
    "og:title": "title",
    "twitter:title": "title",
    "article:published_time": "date",
    "datepublished": "date",
    "dc.date.issued": "date",
    "dcterms.issued": "date",
    "dc.date": "date",
    "parsely-pub-date": "date",
    "pubdate": "date",
    "article:modified_time": "modified",
    "og:site_name": "source",
    "application-name": "source",
    "og:url": "url",
    "og:locale": "locale",
    "author": "authors",
}


def _read_facts(tree: Any) -> dict[str, str]:
    """Return each fact from the first place that has it."""
    facts: dict[str, str] = {}
    for source in (_read_json(tree), _read_meta(tree), _read_markup(tree)):
        for key, value in source:
            if value.strip():
                facts.setdefault(key, value.strip())
    facts.setdefault("lang", facts.get("locale", ""))
    if not _host(facts.get("url", "")):
        facts.pop("url", None)
    return facts


def _read_json(tree: Any) -> Iterator[tuple[str, str]]:
    for script in tree.iter("script"):
        if (script.get("type") or "").strip().lower() != "application/ld+json" or len(script.text or "") > MOST_JSON:
            continue
        try:
            known = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        nodes = list(_nodes(known))
        names = {node["@id"]: node["name"] for node in nodes if _is_named(node)}
        for node in nodes:
            kinds = node.get("@type")
            if not any(isinstance(kind, str) and _ARTICLE_TYPES.match(kind) for kind in _listed(kinds)):
                continue
            yield "title", _name(node.get("headline"), names)
            yield "date", _name(node.get("datePublished"), names)
            yield "modified", _name(node.get("dateModified"), names)
            yield "source", _name(node.get("publisher"), names)
            yield "lang", _name(node.get("inLanguage"), names)
            yield "authors", "\n".join(_name(author, names) for author in _listed(node.get("author")))


def _nodes(known: Any) -> Iterator[dict[str, Any]]:
    waiting = [known]
    for _ in range(MOST_NODES):
        if not waiting:
            return
        node = waiting.pop(0)
        if isinstance(node, dict):
            yield node
            waiting.extend(value for value in node.values() if isinstance(value, dict | list))
        elif isinstance(node, list):
            waiting.extend(node)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _is_named(node: dict[str, Any]) -> bool:
    return isinstance(node.get("@id"), str) and isinstance(node.get("name"), str)


def _name(value: Any, names: dict[str, str]) -> str:
    """Return a string, or the name of a node that is given or referred to; a bare reference names nobody."""
    if isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, dict):
        value = value.get("name") or names.get(str(value.get("@id")), "")
    words = _join(unescape(value)) if isinstance(value, str) else ""
    return names.get(words, "" if words.startswith(("http://", "https://")) else words)


def _read_meta(tree: Any) -> Iterator[tuple[str, str]]:
    for meta in tree.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").strip().lower()
        if name in _META:
            yield _META[name], _join(meta.get("content") or "")


def _read_markup(tree: Any) -> Iterator[tuple[str, str]]:
    for link in tree.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split():
            yield "url", link.get("href") or ""
    for stamp in tree.iter("time"):
        if stamp.get("itemprop") == "datePublished" or stamp.get("pubdate") is not None:
            yield "date", stamp.get("datetime") or ""
    stamps = {stamp.get("datetime") or "" for article in tree.iter("article") for stamp in article.iter("time")}
    if len(stamps) == 1:  # several: one of them may be a comment's or a related article's
        yield "date", stamps.pop()
    headings = [_join("".join(heading.itertext())) for heading in tree.iter("h1")]
    if len(headings) == 1:
        yield "title", headings[0]
    for title in tree.iter("title"):
        yield "title", _join("".join(title.itertext()))
    for root in tree.iter("html"):
        yield "lang", root.get("lang") or ""


def _without_site(title: str, site: str) -> str:
    """Return "Harbour reopens" for "Harbour reopens | Harbour Post"."""
    for mark in (" | ", " – ", " — ", " - ", " · "):
        head, found, tail = title.rpartition(mark)
        if found and site and tail.strip().lower() == site.lower():
            return head.strip()
    return title
