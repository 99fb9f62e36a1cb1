"""What does a saved web page say: which article, with which title, date, source, address and language?

The article's text is found by `extracting`. What the page says of itself is read from where publishers put it for
machines: schema.org's JSON-LD, then <meta>, then <link> and <html>. A date is taken from there or not at all.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from datetime import UTC
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit

from msgspec import Struct

from briefing.analysis.text.document import tell_language
from briefing.analysis.text.notices import count_words
from briefing.dates import DateError, read_moment
from briefing.extracting import LEAST_WORDS, Piece, find_article, join_text, parse_page

LEAST_TOLD, MOST_TOLD = 50, 300  # words by which the language is told
MOST_JSON = 500_000  # characters of JSON-LD that are read
LEAST_NAME = 4  # words before a mark in a title that name the page by themselves
MOST_NODES = 5_000  # of one JSON-LD tree
_PAGE_QUERY = re.compile(
    r"(?:^|&)(?:page|pagenum|paged|pg?|seite|pagina|side|sida|strona|s)=0*(?:[2-9]|[1-9]\d)(?:&|$)", re.IGNORECASE
)
_PAGE_PATH = re.compile(
    r"[/_,-](?:page|seite|pagina|side|sida|p)?[/_-]?0*(?:[2-9]|[1-9]\d)(?:\.\w{2,5})?/?$", re.IGNORECASE
)
_MARKUP = re.compile(r"<[a-zA-Z/][^<>]{0,500}>")
_KINDS = r"(?:\w*Article|\w*NewsArticle|Report|BlogPosting|LiveBlogPosting)"
_ARTICLE_TYPES = re.compile(rf"{_KINDS}$")
_ONE_ARTICLE = re.compile(rf'"@type"\s*:\s*"{_KINDS}"')
_PLAIN_FACTS = {"headline": "title", "datePublished": "date", "dateModified": "modified", "inLanguage": "lang"}
_PLAIN_FACT = re.compile(rf'"(?P<key>{"|".join(_PLAIN_FACTS)})"\s*:\s*(?P<value>"(?:[^"\\]|\\.){{1,500}}")')
_STAMPS = {"datePublished": "date", "dateModified": "modified"}
_AGENCY = re.compile(
    r"(?i:\b(?:Associated Press|Agence France-Presse|Press Association|(?:news|press) (?:agency|service)|newswire)\b)"
    r"|^(?:AP|AFP|Reuters|Thomson Reuters|dpa|PA Media|PTI|IANS|ANSA|EFE|APA|UPI)$"
)
# Languages that are never taken for one another in 50 words.
_TOLD_APART = frozenset("ar de el en es fi fr hu it ja nl pl pt ru tr".split())
_NOT_FREE = frozenset(("false", "http://schema.org/false", "https://schema.org/false", "locked"))
_NOBODY = frozenset("admin administrator author editor root staff unknown user webmaster wordpress".split())


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
    free: bool = True  # to read, as the page says: https://schema.org/isAccessibleForFree
    told: bool = False  # the text is what the page says to machines, as its markup has none
    following: str = ""  # the address of its next page, where the article goes on


def read_web_page(text: str) -> WebPage:
    """Return what the HTML page `text` says; a page without an article has no pieces."""
    tree = parse_page(text)
    if tree is None:
        return WebPage((), 0)
    facts, titles = _read_facts(tree)
    words = sum(count_words(bit) for bit in _visible(tree))
    title = _without_site(facts.get("title", ""), facts.get("source", ""))
    pieces = find_article(text, facts.get("url", ""), (title, *titles))
    free = facts.get("free", "") not in _NOT_FREE
    told = _read_told(facts.get("body", ""), pieces) if free else ()
    pieces = told or pieces
    return WebPage(
        pieces=pieces,
        words=words,
        title=title,
        date=facts.get("date", ""),
        modified=_after(facts.get("date", ""), facts.get("modified", "")),
        source=_host_name(facts.get("source", "")) or _host_name(facts.get("url", "")),
        url=facts.get("url", ""),
        lang=_language(facts.get("lang", ""), pieces),
        authors=tuple(
            re.sub(r"^[Bb]y ", "", name)
            for name in facts.get("authors", "").split("\n")
            if name and name.lower() not in _NOBODY
        ),
        free=free,
        told=bool(told),
        following=_find_following(tree, facts.get("url", "")),
    )


def _read_told(body: str, pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return the paragraphs of a text that a page says to machines alone: scripts show it, which are not run.

    Nothing where it is markup, or where the page's own markup has a text.
    """
    shown = sum(count_words(piece.text) for piece in pieces if piece.tag != "img")
    if shown >= LEAST_WORDS or count_words(body) < max(LEAST_WORDS, 2 * shown) or _MARKUP.search(body):
        return ()
    return tuple(Piece("p", said) for line in unescape(body).split("\n") if (said := join_text(line)))


def _find_following(tree: Any, url: str) -> str:
    """Return the address of the next page of the same article; the next article, as blogs name it, is none."""
    for link in tree.iter("link", "a"):
        href = (link.get("href") or "").strip()
        if "next" not in (link.get("rel") or "").lower().split() or not href:
            continue
        try:
            following, own = urlsplit(urljoin(url, href)), urlsplit(url)
        except ValueError:
            continue
        path, query = following.path, _PAGE_QUERY.search(following.query)
        if own.netloc:
            stem = re.sub(r"(?:\.\w{2,5}|/)$", "", own.path)
            numbered = _PAGE_PATH.search(path) and stem and path.startswith(_PAGE_PATH.sub("", stem))
            goes_on = following.netloc == own.netloc and (numbered or (query and path == own.path))
        else:
            goes_on = query or "page" in path.rstrip("/").split("/")[-2:-1]
        if goes_on:
            return str(following.geturl())
    return ""


def _after(date: str, modified: str) -> str:
    """Return `modified` if it is a moment, and none before `date`, as a clock in another zone writes it."""
    change = _read_moment(modified)
    return modified if change and change >= _read_moment(date) else ""


def _read_moment(written: str) -> str:
    """Return the day or moment that `written` names; empty: none."""
    try:
        return read_moment(re.sub(r"(\d)\.\d+", r"\1", written), UTC)
    except DateError:
        return ""


def _language(said: str, pieces: Iterable[Piece]) -> str:
    """Return the language that a page says it has; empty where its text is plainly in another."""
    lang = re.split(r"[-_]", said)[0].lower()
    words = " ".join(piece.text for piece in pieces if piece.tag != "img").split()[:MOST_TOLD]
    if lang not in _TOLD_APART or len(words) < LEAST_TOLD:
        return lang
    told = tell_language(" ".join(words), lang)
    return "" if told != lang and told in _TOLD_APART else lang


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


def _host_name(said: str) -> str:
    """Return a name as it is, and of a web address its host."""
    return _host(said).removeprefix("www.") if said.startswith(("http://", "https://")) else said


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
    "citation_publication_date": "date",
    "og:article:published_time": "date",
    "sailthru.date": "date",
    "date": "date",
    "article:modified_time": "modified",
    "og:article:modified_time": "modified",
    "datemodified": "modified",
    "og:site_name": "source",
    "application-name": "source",
    "og:url": "url",
    "og:locale": "locale",
    "author": "authors",
    "article:content_tier": "free",
}


def _read_facts(tree: Any) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return each fact from the first place that has it, and all that the page is called anywhere.

    Of dates the first that is one counts. An agency that a page names as its publisher wrote the text; whose page it is
    says og:site_name.
    """
    facts: dict[str, str] = {}
    titles: list[str] = []
    for source in (_read_json(tree), _read_links(tree), _read_meta(tree), _read_markup(tree)):
        for key, value in source:
            said = value.strip()
            if key == "title" and said:
                titles.append(said)
            if said and (key not in facts or _is_better(key, said, facts[key])):
                facts[key] = said
    facts.setdefault("lang", facts.get("locale", ""))
    if not _host(facts.get("url", "")):
        facts.pop("url", None)
    without = (_without_site(title, facts.get("source", "")) for title in titles)
    return facts, tuple(dict.fromkeys((*titles, *without, *(_before_mark(title) for title in titles))))


def _is_better(key: str, value: str, before: str) -> bool:
    """Tell whether what a later place says of `key` goes before what an earlier one says."""
    if key in ("date", "modified"):
        return not _read_moment(before) and _read_moment(value) != ""
    return key == "source" and _AGENCY.search(before) is not None and not (_AGENCY.search(value) or _host(value))


def _before_mark(title: str) -> str:
    """Return "Harbour reopens after war" for "Harbour reopens after war | World | The Post"."""
    head = re.split(r" [|–—·-] ", title, maxsplit=1)[0]
    return head if len(head.split()) >= LEAST_NAME else ""


def _read_json(tree: Any) -> Iterator[tuple[str, str]]:
    for script in tree.iter("script"):
        if (script.get("type") or "").strip().lower() != "application/ld+json" or len(script.text or "") > MOST_JSON:
            continue
        try:
            known = json.loads(script.text or "", strict=False)  # with line breaks in strings, as they are written
        except (ValueError, RecursionError):
            yield from _read_broken_json(script.text or "")
            continue
        nodes = list(_nodes(known))
        names = {node["@id"]: node["name"] for node in nodes if _is_named(node)}
        for node in nodes:
            kinds = node.get("@type")
            if not any(isinstance(kind, str) and _ARTICLE_TYPES.match(kind) for kind in _listed(kinds)):
                continue
            yield "free", str(node.get("isAccessibleForFree", "")).lower()
            yield "body", _say(node.get("articleBody"))
            yield "title", _name(node.get("headline"), names)
            yield "date", _name(node.get("datePublished"), names)
            yield "modified", _name(node.get("dateModified"), names)
            yield "source", _name(node.get("publisher"), names)
            yield "lang", _name(node.get("inLanguage"), names)
            yield "authors", "\n".join(_name(author, names) for author in _listed(node.get("author")))


def _read_broken_json(written: str) -> Iterator[tuple[str, str]]:
    """Take plain facts out of what was to be JSON of one article: a comma too many, a value that was not filled in."""
    if _ONE_ARTICLE.search(written) is None:
        return
    for match in _PLAIN_FACT.finditer(written):
        try:
            yield _PLAIN_FACTS[match["key"]], _name(json.loads(match["value"], strict=False), {})
        except ValueError:
            continue


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


def _say(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _name(value: Any, names: dict[str, str]) -> str:
    """Return a string, or the name of a node that is given or referred to; a bare reference names nobody."""
    if isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, dict):
        value = value.get("name") or names.get(str(value.get("@id")), "")
    words = join_text(unescape(value)) if isinstance(value, str) else ""
    return names.get(words, "" if words.startswith(("http://", "https://")) else words)


def _read_meta(tree: Any) -> Iterator[tuple[str, str]]:
    for meta in tree.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").strip().lower()
        if name in _META:
            yield _META[name], join_text(meta.get("content") or "")


def _read_links(tree: Any) -> Iterator[tuple[str, str]]:
    for link in tree.iter("link"):
        href = link.get("href") or ""
        if "canonical" in (link.get("rel") or "").lower().split() and _host(href):
            parts = urlsplit(href)
            if parts.path.strip("/") or parts.query:  # one that names the front page says nothing of this one
                yield "url", href


def _read_markup(tree: Any) -> Iterator[tuple[str, str]]:
    for stamp in tree.iter("time"):
        if stamp.get("itemprop") == "datePublished" or stamp.get("pubdate") is not None:
            yield "date", stamp.get("datetime") or ""
    for stamp in tree.iter("span", "div", "p", "time", "abbr"):
        if stamp.get("itemprop") in _STAMPS:
            yield _STAMPS[stamp.get("itemprop")], join_text(stamp.get("content") or stamp.text or "")
    stamps = {stamp.get("datetime") or "" for article in tree.iter("article") for stamp in article.iter("time")}
    if len(stamps) == 1:  # several: one of them may be a comment's or a related article's
        yield "date", stamps.pop()
    headings = [join_text("".join(heading.itertext())) for heading in tree.iter("h1")]
    if len(headings) == 1:
        yield "title", headings[0]
    for title in tree.iter("title"):
        yield "title", join_text("".join(title.itertext()))
    for root in tree.iter("html"):
        yield "lang", root.get("lang") or ""


def _without_site(title: str, site: str) -> str:
    """Return "Harbour reopens" for "Harbour reopens | Harbour Post"."""
    for mark in (" | ", " – ", " — ", " - ", " · "):
        head, found, tail = title.rpartition(mark)
        if found and site and tail.strip().lower() == site.lower():
            return head.strip()
    return title
