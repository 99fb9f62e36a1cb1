"""The text of an article whose HTML is a row of paragraphs, as that of most is: marked in one pass, without a parser.

What comes out is what `visible.annotate` and the parser in `body` make of it, byte for byte, in a third of the time
(tests/test_body.py holds them against each other). Where that is not sure nothing comes out: where anything stands
between or inside the paragraphs, where marks cross, where a letter is none that a parser leaves as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from html import unescape

from briefing.visible import BETWEEN, Mark, escape_words, start_tag

# Letters that a parser of HTML changes or drops, beside those that make markup. Hardly an article has one.
_ODD = "\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff"
_WORDS = rf"[^<>&{_ODD}]*+(?:&(?:amp|lt|gt|quot|nbsp|\#34|\#39);[^<>&{_ODD}]*+)*+"
_BLOCK = re.compile(rf"<(p|h[2-6])>({_WORDS})</\1>(\n*+)")
_ADDRESS = r'href="[\w./#:-]*+"'  # as a parser writes it as well
_NOTES = re.compile(rf'(?:</?(?:span|a|b)(?: class="[a-z ]*+"| {_ADDRESS})*+>|(?=[^<>]){_WORDS})*+', re.ASCII)
_VALUE = re.compile(r"[\w./#:-]*+", re.ASCII)


def mark_row(
    html: str,
    marks: Sequence[Mark],
    left_out: set[tuple[int, int]],
    headings: set[str],
    notes: Mapping[str, str],
) -> str | None:
    """Return sanitised `html` with its `marks`, as `body` wants it; None where that takes a parser.

    The stretches `left_out` are gone, the paragraphs with the fragments `headings` are headings, and before those with
    a fragment in `notes` stands their note.
    """
    if not all(map(_is_plain_note, notes.values())):
        return None
    ordered = sorted((mark for mark in marks if mark.end > mark.start), key=lambda mark: (mark.start, -mark.end))
    written: list[str] = []
    done = offset = first = gone = 0  # in the HTML, in its text, in the marks; how many stretches are left out
    for block in _BLOCK.finditer(html):
        if block.start() != done:
            return None
        done = block.end()
        tag, raw, after = block.groups()
        text = unescape(raw) if "&" in raw else raw
        if not text or text != text.strip():
            return None
        at = offset + len(BETWEEN) if offset else 0
        offset = at + len(text)
        last = first
        while last < len(ordered) and ordered[last].start < offset:
            last += 1
        own = ordered[first:last]
        first = last
        if own and (own[0].start < at or max(mark.end for mark in own) > offset):
            return None
        paragraphs = [mark.attributes[0][1] for mark in own if mark.first]
        if (at, offset) in left_out:
            if paragraphs:
                return None
            gone += 1
            written.append(after)
            continue
        marked = _mark_words(text, at, own)
        if marked is None:
            return None
        written += [_clean(note) for fragment, note in notes.items() if fragment in paragraphs]
        if tag == "p" and not headings.isdisjoint(paragraphs):
            tag = "h3"
        written += (f"<{tag}>", marked, f"</{tag}>", after)
    complete = done == len(html) and first == len(ordered) and gone == len(left_out)
    return "".join(written) if complete else None


def _mark_words(text: str, at: int, marks: Sequence[Mark]) -> str | None:
    """Return a paragraph's words, which begin `at` this offset, with its marks; None where they cross."""
    written: list[str] = []
    around: list[tuple[int, str]] = []  # open marks: where each ends, and how
    position = 0  # up to which the words are written
    inside_link = False
    for start, end, tag, attributes, before, behind in marks:
        while around and around[-1][0] <= start:
            stop, closing = around.pop()
            written += (escape_words(text[position : stop - at]), closing)
            position = stop - at
            inside_link = False
        tags = _tags(tag, attributes, before, behind)
        if tags is None or inside_link or (around and end > around[-1][0]):
            return None
        written += (escape_words(text[position : start - at]), tags[0])
        position = start - at
        around.append((end, tags[1]))
        inside_link = tag == "a"
    while around:
        stop, closing = around.pop()
        written += (escape_words(text[position : stop - at]), closing)
        position = stop - at
    written.append(escape_words(text[position:]))
    return "".join(written)


@lru_cache(maxsize=8192)  # sentences and paragraphs have the same in every article
def _tags(tag: str, attributes: tuple[tuple[str, str], ...], first: str, last: str) -> tuple[str, str] | None:
    """Return how a mark begins and ends; None where a parser could write it in another way."""
    if "&" in first or "&" in last or not all(_VALUE.fullmatch(value) for _, value in attributes):
        return None
    return start_tag(tag, attributes, False) + first, f"{last}</{tag}>"


def _is_plain_note(note: str) -> bool:
    return _NOTES.fullmatch(note) is not None


def _clean(note: str) -> str:
    """Return a note as a parser writes it."""
    return f'<p class="notes">{note}</p>'.replace("&#34;", '"').replace("&#39;", "'")
