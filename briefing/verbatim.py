"""Does a page publish anything that does not stand at its place in its article? The law that Briefing is built on.

Every published passage carries `data-place="ARTICLE:START-END"` in HTML and its offsets in JSON. Here the words of the
finished page are held against the article's text: equal after white space is collapsed, or the build ends.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import msgspec
from lxml import etree, html

from briefing.errors import VerbatimError
from briefing.published import Claim, Edition, Passage, Said

TextOf = Callable[[str], str | None]  # an article's id → its text; None: there is no such article

_PLACE = re.compile(r"(?P<article>.+):(?P<start>\d+)-(?P<end>\d+)", re.DOTALL)


def check_html(page: bytes, path: str, text_of: TextOf) -> int:
    """Hold every passage of an HTML page against its article; return how many there are.

    Raises VerbatimError at the first whose words differ, naming page, passage and place.
    """
    if b"data-place" not in page:
        return 0
    tree = html.document_fromstring(page, parser=html.HTMLParser(encoding="utf-8", huge_tree=True))
    count = 0
    for element in tree.iter(etree.Element):
        place = element.get("data-place")
        if place is not None:
            found = _PLACE.fullmatch(place)
            if found is None:
                raise VerbatimError(f"{path}: {place!r} is no place in an article.", remedy=_REMEDY)
            words = "".join(element.itertext())
            _hold(words, found["article"], int(found["start"]), int(found["end"]), path, text_of)
            count += 1
    return count


def check_edition(data: bytes, path: str, text_of: TextOf) -> int:
    """Hold every passage, quote and figure of an edition.json against its article; return how many there are."""
    edition = msgspec.json.decode(data, type=Edition)
    count = 0
    for passage in _passages(edition):
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


def _passages(edition: Edition) -> Iterator[Passage]:
    yield from edition.noted
    for item in edition.items:
        yield from item.summary
        yield from item.passages
        parts: list[Said | Claim] = [*item.quotes, *(claim for each in item.disagreements for claim in each.claims)]
        yield from (part.passage for part in parts)


def _lie_inside(passage: Passage, start: int, end: int, path: str) -> None:
    if not passage.start <= start <= end <= passage.end:
        raise VerbatimError(
            f"{path}: characters {start} to {end} of {passage.article} lie outside the passage that shall hold them, "
            f"“{_shorten(passage.text)}”.",
            remedy=_REMEDY,
        )


def _hold(words: str, article: str, start: int, end: int, path: str, text_of: TextOf) -> None:
    text = text_of(article)
    there = " ".join(text[start:end].split()) if text is not None else None
    here = " ".join(words.split())
    if there != here or not here or end > len(text or ""):
        stands = f"“{_shorten(there)}” stands there" if there else "nothing stands there"
        raise VerbatimError(
            f"{path}: the passage “{_shorten(here)}” is not what {article} says at characters {start} to {end}: "
            f"{stands}.",
            remedy=_REMEDY,
        )


def _shorten(words: str) -> str:
    return words if len(words) <= 200 else f"{words[:199]}…"
