"""Which lines does a page show, one below the other, and what is each: paragraph, heading, item, caption, a button?

By the page's own marks, for pages that are too short or too plain for whoever looks for an article, and for what came
out of one in a single piece: where a browser begins a line, another stretch of text begins.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree
from msgspec import Struct, field

from briefing.analysis.text.notices import count_words
from briefing.boxes import name_words
from briefing.marking import is_bold
from briefing.phrasing import HEADINGS, LEAST_PROSE, LINES, ends_sentence

_ASIDE = frozenset(("nav", "header", "footer", "aside", "form", "button", "select", "textarea", "figcaption"))
_PICTURES = ("img", "picture", "video", "audio", "iframe")
_CAPTIONS = frozenset(("caption", "captions", "figcaption", "credit", "credits"))  # words of names
_MARKED = HEADINGS | {"h1", "p", "li", "blockquote", "dt", "dd", "pre"}
_ITEMS = ("li", "dt", "dd")


class Line(Struct, frozen=True):
    """A stretch of text without a block in it."""

    tag: str  # as `extracting.Piece.tag`; empty: none of the text
    text: str


class _Run(Struct):
    block: Any  # in which it stands
    words: list[str] = field(default_factory=list)
    linked: bool = True  # all of it is a link


def read_lines(box: Any) -> Iterator[Line]:
    """Yield the lines of a box, those that are none of its text as well."""
    run = _Run(box)
    open_blocks = [box]
    links = 0
    for event, element in etree.iterwalk(box, events=("start", "end")):
        tag, begins = element.tag, event == "start"
        if tag in LINES and tag != "br":
            yield from _close(run)
            if begins:
                open_blocks.append(element)
            else:
                open_blocks.pop()
            run = _Run(open_blocks[-1])
        if begins and tag == "a":
            links += 1
        said = element.text if begins else element.tail if element is not box else ""
        if not begins and tag == "a":
            links -= 1
        if tag == "br" and begins:
            run.words.append(" ")
        if said:
            run.words.append(said)
            run.linked &= links > 0 or not said.strip()
    yield from _close(run)


def _close(run: _Run) -> Iterator[Line]:
    text = " ".join("".join(run.words).split()).strip()
    if text:
        yield Line(_tell(run, text), text)


def _tell(run: _Run, text: str) -> str:
    """Tell what a line is, by the elements around it."""
    block = run.block
    around = [block, *block.iterancestors()]
    tags = [each.tag for each in around]
    if not _ASIDE.isdisjoint(tags) or any(map(_is_caption, around)):
        return ""
    if block.tag in HEADINGS or block.tag == "h1":
        return str(block.tag)
    item = next((each for each in around if each.tag in _ITEMS), None)
    if item is not None:
        return "" if run.linked else "li"
    if "blockquote" in tags:
        return "blockquote"
    if block.tag in _MARKED:
        return "line" if is_bold(block) else "p"
    return "p" if not run.linked and count_words(text) >= LEAST_PROSE and ends_sentence(text) else ""


def _is_caption(element: Any) -> bool:
    """Tell whether a box is called a caption, and stands beside a picture or in a box with one."""
    if element.tag not in ("div", "p", "span", "small") or not any(
        not _CAPTIONS.isdisjoint(name) for name in name_words(element)
    ):
        return False
    around = element.getparent()
    return around is not None and next(around.iterdescendants(*_PICTURES), None) is not None
