"""Does a page publish anything that does not stand at its place in its article? The law that Briefing is built on.

Every published passage carries `data-place="ARTICLE:START-END"` in HTML, on pages and in feeds, and its offsets in JSON
and in tables. Here the words of the finished file are held against the article's text: equal after white space is
collapsed, or the build ends.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from contextlib import suppress
from html import unescape
from io import StringIO
from typing import Any

import msgspec
from lxml import etree, html

from briefing.errors import VerbatimError
from briefing.published import Edition, Passage
from briefing.site.exports.tables import BETWEEN, bare

TextOf = Callable[[str], str | None]  # an article's id → its text; None: there is no such article


def check_file(data: bytes, path: str, text_of: TextOf) -> int:
    """Hold every passage of a published file against its article, as its path says what it is; return how many.

    Files of other kinds publish none. Raises VerbatimError.
    """
    for pattern, check in _KINDS:
        if pattern.fullmatch(path):
            return check(data, path, text_of)
    return 0


def check_html(page: bytes, path: str, text_of: TextOf) -> int:
    """Hold every passage of an HTML page against its article; return how many there are.

    Raises VerbatimError at the first whose words differ, naming page, passage and place.
    """
    if _NAME not in page and not _may_hold(page.lower()):
        return 0
    with suppress(VerbatimError, UnicodeDecodeError):  # it is the parser that has the last word
        if (written := _find_written(page)) is not None:
            return _hold_all(*written, path, text_of)
    return _hold_all(*_find_parsed(page), path, text_of)


def _may_hold(lower: bytes) -> bool:
    """Whether a parser could see a passage or linked data in a page, given in lower case.

    The letters of "ld+json" need not stand there: "ld&#43;json" is the same.
    """
    return _NAME in lower or (b"<script" in lower and (b"json" in lower or b"&#" in lower))


Found = tuple[list[tuple[str, str]], list[str]]  # each passage as (place, words), and what is linked data

# How our templates write what is to be held: an element with nothing but text and marks in it, linked data without "<".
_NAME = b"data-place"
_CLOSING = ord(">")
_ATTRIBUTES = rb'(?: [a-z-]+="[^"<>]*+")*'
_WORDS = rb"(?:[^<&]++|&(?:amp|lt|gt|quot|\#34|\#39);)*+"
_PASSAGE = re.compile(
    rb'<(span|p|bdi)%(attributes)b? data-place="([^"<>]*+)"%(attributes)b>'
    rb'(%(words)b(?:<mark(?: class="[a-z -]*+")?>%(words)b</mark>%(words)b)*+)</\1>'
    % {b"attributes": _ATTRIBUTES, b"words": _WORDS}
)
_MARK = re.compile(rb"</?mark[^>]*>")
_TAG_IN_VALUE = re.compile(rb"""=(?:"[^"<>]*+[<>]|\s+["'<]|['<])""")  # what looks like a tag there would be none
_SCRIPT = re.compile(rb"<script\b([^<>]*+)>([^<]*+)</script>")
_LINKED = b' type="application/ld+json"'


def _find_written(page: bytes) -> Found | None:
    """Return the passages and the linked data of a page, or None where any of it is not as our templates write it.

    A parser reads all of a page, and this only what is to be held, in a quarter of the time. Wherever a parser could
    see the name of our attribute there has to be such an element, so nothing that a parser finds is passed over.
    """
    if _TAG_IN_VALUE.search(page):
        return None
    lower = page.lower()  # a parser sees our names in any case
    find, open_, match = lower.find, page.rfind, _PASSAGE.match
    passages, linked = [], []
    end = 0
    name = find(_NAME)
    while name >= 0:
        start = open_(b"<", end, name)
        found = match(page, start) if start >= 0 else None
        if found is None:
            return None
        # A tag before it that is not closed would go on here.
        if page[start - 1] != _CLOSING and open_(b">", 0, start) < open_(b"<", 0, start):
            return None
        end = found.end()
        name = find(_NAME, name + 1)
        if 0 <= name < end:
            return None
        place, words = found.group(2, 3)
        passages.append(
            (unescape(place.decode()), unescape((_MARK.sub(b"", words) if b"<" in words else words).decode()))
        )
    script = find(b"<script")
    while script >= 0:
        found = _SCRIPT.match(page, script)
        if found is None:
            return None
        attributes, content = found.groups()
        if attributes == _LINKED:
            linked.append(content.decode())
        elif b"&" in attributes or b"json" in attributes.lower():
            return None
        script = find(b"<script", script + 1)
    return passages, linked


def _find_parsed(page: bytes) -> Found:
    """Return the passages and the linked data of a page as a parser sees it."""
    tree = html.document_fromstring(page, parser=html.HTMLParser(encoding="utf-8", huge_tree=True))
    passages, linked = [], []
    for element in tree.iter(etree.Element):
        place = element.get("data-place")
        if place is not None:
            passages.append((place, "".join(element.itertext())))
        elif element.tag == "script" and element.get("type") == "application/ld+json":
            linked.append(element.text or "")
    return passages, linked


def _hold_all(passages: list[tuple[str, str]], linked: list[str], path: str, text_of: TextOf) -> int:
    for place, words in passages:
        _hold_at(place, words, path, text_of)
    return len(passages) + sum(_check_linked_data(_read_linked_data(each, path), path, text_of) for each in linked)


def _read_linked_data(text: str, path: str) -> Any:
    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError) as error:  # passed on, it would be taken for damage of the archive
        raise VerbatimError(
            f"{path}: the linked data “{_shorten(text)}” is no JSON: {error}.", remedy=_REMEDY
        ) from error


def _check_linked_data(value: Any, path: str, text_of: TextOf) -> int:
    """Hold every schema.org Quotation, whose identifier is its place, wherever in the JSON-LD it stands."""
    if isinstance(value, list):
        return sum(_check_linked_data(each, path, text_of) for each in value)
    if not isinstance(value, dict):
        return 0
    count = sum(_check_linked_data(each, path, text_of) for each in value.values())
    if value.get("@type") == "Quotation":
        _hold_at(str(value.get("identifier", "")), str(value.get("text", "")), path, text_of)
        count += 1
    return count


def check_atom(feed: bytes, path: str, text_of: TextOf) -> int:
    """Hold every passage in the entries of an Atom feed against its article; return how many there are."""
    tree = etree.fromstring(feed, parser=etree.XMLParser(resolve_entities=False, huge_tree=True))
    contents = tree.iterfind(".//{http://www.w3.org/2005/Atom}content[@type='html']")
    return sum(check_html((content.text or "").encode(), path, text_of) for content in contents)


def check_json_feed(feed: bytes, path: str, text_of: TextOf) -> int:
    """Hold every passage in the items of a JSON Feed, in their HTML and in our extension; return how many there are."""
    count = 0
    for item in msgspec.json.decode(feed)["items"]:
        count += check_html(item["content_html"].encode(), path, text_of)
        for passage in item["_briefing"]["passages"]:
            _hold(passage["text"], passage["article"], passage["start"], passage["end"], path, text_of)
            count += 1
    return count


def check_table(table: bytes, path: str, text_of: TextOf) -> int:
    """Hold the passage of every row of a table, and the words cut out of it, against its article; return how many."""
    usual = csv.field_size_limit(len(table) + 1)  # else an article of one sentence of 131,073 characters ends the build
    try:
        rows = list(csv.reader(StringIO(table.decode("utf-8-sig"), newline="")))
    finally:
        csv.field_size_limit(usual)
    columns = {name: number for number, name in enumerate(rows[0] if rows else ())}
    cut = columns["words"] if "words" in columns else columns["as_written"]
    passage, article, start, end, spans = (columns[name] for name in ("passage", "article", "start", "end", "spans"))
    count = 0
    for row in filter(None, rows[1:]):
        id_, first, last = bare(row[article]), int(row[start]), int(row[end])
        _hold(bare(row[passage]), id_, first, last, path, text_of)
        text = text_of(id_) or ""
        here, there = bare(row[cut]), []
        inside = True
        for span in row[spans].split():
            begin, stop = map(int, span.split("-"))
            there.append(text[begin:stop])
            inside = inside and first <= begin <= stop <= last
        words = BETWEEN.join(there)
        if not inside or (here != words and here.split() != words.split()):
            raise VerbatimError(
                f"{path}: the words “{_shorten(here)}” are not what {id_} says at characters {row[spans]}: "
                f"“{_shorten(words)}” stands there.",
                remedy=_REMEDY,
            )
        count += 1
    return count


def check_edition(data: bytes, path: str, text_of: TextOf) -> int:
    """Hold every passage, quote and figure of an edition.json against its article; return how many there are."""
    edition = msgspec.json.decode(data, type=Edition)
    count = 0
    for passage in edition.printed:
        _hold(passage.text, passage.article, passage.start, passage.end, path, text_of)
        count += 1
    for item in edition.items:
        for said in item.quotes:
            for start, end in said.spans:
                _lie_inside(said.passage, start, end, path)
        for disagreement in item.disagreements:
            for claim in disagreement.claims:
                _lie_inside(claim.passage, claim.figure.start, claim.figure.end, path)
    return count


_REMEDY = "Nothing was published in its place: this is a fault of the theme or of Briefing; please report it."


def _lie_inside(passage: Passage, start: int, end: int, path: str) -> None:
    if not passage.start <= start <= end <= passage.end:
        raise VerbatimError(
            f"{path}: characters {start} to {end} of {passage.article} lie outside the passage that shall hold them, "
            f"“{_shorten(passage.text)}”.",
            remedy=_REMEDY,
        )


def _hold_at(place: str, words: str, path: str, text_of: TextOf) -> None:
    article, _, span = place.rpartition(":")
    first, _, last = span.partition("-")
    if not (article and first.isdecimal() and last.isdecimal()):
        raise VerbatimError(f"{path}: {place!r} is no place in an article.", remedy=_REMEDY)
    _hold(words, article, int(first), int(last), path, text_of)


def _hold(words: str, article: str, start: int, end: int, path: str, text_of: TextOf) -> None:
    text = text_of(article)
    inside = text is not None and 0 <= start <= end <= len(text)
    if text is not None and inside and words == text[start:end] and words and not words.isspace():
        return
    there = " ".join(text[start:end].split()) if text is not None else None
    here = " ".join(words.split())
    if not inside or there != here or not here:
        stands = f"“{_shorten(there)}” stands there" if there else "nothing stands there"
        raise VerbatimError(
            f"{path}: the passage “{_shorten(here)}” is not what {article} says at characters {start} to {end}: "
            f"{stands}.",
            remedy=_REMEDY,
        )


def _shorten(words: str) -> str:
    return words if len(words) <= 200 else f"{words[:199]}…"


_KINDS: tuple[tuple[re.Pattern[str], Callable[[bytes, str, TextOf], int]], ...] = (
    (re.compile(r".+\.html"), check_html),
    (re.compile(r"editions/.+\.json"), check_edition),
    (re.compile(r"feeds/.+\.xml"), check_atom),
    (re.compile(r"feeds/.+\.json"), check_json_feed),
    (re.compile(r".+\.csv"), check_table),
)
