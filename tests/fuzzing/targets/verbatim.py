"""The verbatim law: no page passes that holds a passage which does not stand at its place, however it came about."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from html import escape

import fakes
import msgspec
from lxml import etree
from lxml import html as lxml_html
from test_verbatim import PIECES as MARKS
from test_verbatim import SCRIPTS

import fuzzing
from briefing.errors import VerbatimError
from briefing.published import Edition
from briefing.verbatim import check_edition, check_html
from fuzzing.material import INVALID, ODD, encode

PARSES = ("briefing.verbatim.check_html", "briefing.verbatim.check_edition")
TEXTS = {id_: record.article.text for id_, record in fakes.RECORDS.items()} | {"a.md": "Ships"}
LONGEST = 6_000
PIECES = (
    *(each.encode("utf-8", "surrogatepass") for each in (*MARKS, *SCRIPTS)),
    *encode(
        ' data-place="', ":0-5", "data-place=", "</script>", "<script type=application/ld+json>", "&lt;", "&amp;",
        "&#115;", "&shy;", "<wbr>", "<mark>", "</mark>", "<q>", "<template>", "<noscript>", "<plaintext>",
        "<textarea>", "<style>", "<svg>", "<title>", '"@type":"Quotation"', "not ", "s", "0", "9", "-", "<br>",
        "<p hidden>", "<input value='", "<!", "<a/b=c>", "=", "/", "\u00ad", "\u200b",
    ),
    *ODD,
    *INVALID,
)  # fmt: skip


@cache
def good_pages() -> tuple[bytes, ...]:
    """Pages of our templates, each with passages in it, and pieces of them."""
    pages = [page.encode() for page in fakes.render_site().values() if "data-place" in page]
    return tuple(sorted(pages, key=lambda page: (len(page), page)))


def seeds() -> Iterator[bytes]:
    for number, page in enumerate(good_pages()):
        start = page.find(b"data-place")
        yield b"\0" + page[max(0, start - 600) : start + LONGEST - 700]
        yield bytes((1, number, 0, 5)) + b"not "
    yield b"\0" + b'<p data-place="a.md:0-5">Ships</p>'
    yield bytes((2, 0, 0, 1)) + b"x"
    quotation = b'{"@type": "Quotation", "identifier": "a.md:0-5", "text": "Sails"}'
    for kind in (b"application/ld+json", b"application/ld&#43;json", b"application/LD+json"):
        yield b'\0<p>x</p><script type="' + kind + b'">' + quotation + b"</script>"


def check(data: bytes) -> None:
    (kind, page, passage, at), rest = fuzzing.take(data, 4)
    if kind % 3 == 0:
        check_page(data[1:])
    elif kind % 3 == 1:
        check_change(page, passage, at, rest)
    else:
        check_edition_change(passage, at, rest)


def check_page(page: bytes) -> None:
    """If it passes, all that a parser finds in it is at its place."""
    try:
        count = check_html(page, "p.html", TEXTS.get)
    except VerbatimError as error:
        assert error.what
        return
    except (etree.ParserError, UnicodeDecodeError, ValueError):
        return  # nothing that a parser could read: no page of ours
    found = list(_passages(page))
    assert count >= len(found)
    for place, words in found:
        _check_place(place, words)


def check_change(number: int, passage: int, at: int, rest: bytes) -> None:
    """A good page in which the words of one passage were changed is refused, unless only white space changed."""
    pages = good_pages()
    page = pages[number % len(pages)].decode()
    places = [index for index in range(len(page)) if page.startswith("data-place=", index)]
    opening = page.index(">", places[passage % len(places)]) + 1
    closing = page.index("</", opening)
    words = page[opening:closing]
    cut = at % (len(words) + 1)
    instead = escape(rest[:40].decode("utf-8", "replace"), quote=False)
    changed = words[:cut] + instead + words[cut + (at % 3) :]
    broken = (page[:opening] + changed + page[closing:]).encode()
    same = all(_at_place(place, seen) for place, seen in _passages(broken))
    try:
        check_html(broken, "p.html", TEXTS.get)
    except VerbatimError:
        assert not same, (words, changed)
        return
    assert same, (words, changed)


def check_edition_change(passage: int, at: int, rest: bytes) -> None:
    """An edition.json in which one passage says something else is refused."""
    edition = msgspec.to_builtins(fakes.EDITION)
    passages = [each for each in _mappings(edition) if {"text", "article", "start", "end"} <= each.keys()]
    chosen = passages[passage % len(passages)]
    words = chosen["text"]
    if at % 4 == 3:
        chosen["start"] += 1
    else:
        cut = at % (len(words) + 1)
        chosen["text"] = words[:cut] + rest[:40].decode("utf-8", "replace") + words[cut + at % 3 :]
    raw = json.dumps(edition, ensure_ascii=False).encode("utf-8", "replace")
    fit = all(
        " ".join(each.text.split()) == " ".join(TEXTS[each.article][each.start : each.end].split())
        for each in msgspec.json.decode(raw, type=Edition).printed
    )
    try:
        check_edition(raw, "editions/x.json", TEXTS.get)
    except VerbatimError:
        return
    assert fit, (words, chosen)


def _mappings(value: object) -> Iterator[dict]:
    if isinstance(value, dict):
        yield value
        for each in value.values():
            yield from _mappings(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _mappings(each)


def _passages(page: bytes) -> Iterator[tuple[str, str]]:
    try:
        tree = lxml_html.document_fromstring(page, parser=lxml_html.HTMLParser(encoding="utf-8", huge_tree=True))
    except etree.ParserError:  # nothing stands in it
        return
    for element in tree.iter(etree.Element):
        if element.get("data-place") is not None:
            yield element.get("data-place"), "".join(element.itertext())
        elif element.tag == "script" and element.get("type") == "application/ld+json":
            try:
                linked = json.loads(element.text or "")
            except ValueError:
                raise AssertionError("linked data that is no JSON has passed") from None
            for each in _mappings(linked):
                if each.get("@type") == "Quotation":
                    yield str(each.get("identifier", "")), str(each.get("text", ""))


def _at_place(place: str, words: str) -> bool:
    article, _, span = place.rpartition(":")
    first, _, last = span.partition("-")
    text = TEXTS.get(article)
    if text is None or not (first.isdecimal() and last.isdecimal()) or int(last) > len(text):
        return False
    return bool(words.split()) and words.split() == text[int(first) : int(last)].split()


def _check_place(place: str, words: str) -> None:
    assert _at_place(place, words), (place, words)
