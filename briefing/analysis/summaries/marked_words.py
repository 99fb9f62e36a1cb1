"""Are there somebody's words in a sentence, and not the name of who said them?

By the quotes that were found; where nobody has looked, by the marks alone.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from briefing.analysis.summaries.openings import PERSONAL
from briefing.analysis.text.patterns import compile_late
from briefing.model import Document, Quote

SHORTEST_SPEECH = 4  # words in marks; fewer are scare quotes, titles and terms, which need no speaker
LONGEST_TERM = 5  # words in marks after "a" or "the" that are still a term

_SPEECH_IN_MARKS = compile_late(r"[“„«]([^“”„«»]*)(?:[”»]|$)|\"([^\"]*)(?:\"|$)|(?<!\w)[‘']([^‘’']{12,}?)[’'](?!\w)")
_ANY_MARK = compile_late("[“„«\"‘']")
_OF_A_TERM = compile_late(r"\b(?:an?|the|so-called|called|termed|known as) $", re.IGNORECASE)
_INCHES = compile_late(r'(?<=\d)"(?!\w)')
_LEFT_OPEN = compile_late(r"(?:^|[:,] )[‘'](?=[A-Z])(?!.*[’'](?:\W|$))", re.DOTALL)  # and nothing closes it
_SPOKEN = compile_late(
    r"\b(?:sa(?:id|ys?|ying)|told|tells?|add(?:ed|s|ing)|according to|wr(?:ote|ites?)|warn(?:ed|s|ing)|ask(?:ed|s)"
    r"|call(?:ed|s|ing)|describ\w+|insist\w*|announc\w+|argu\w+|claim\w*|stat(?:ed|es|ing)|declar\w+|explain\w*"
    r"|accus\w+|urg\w+|tweet\w*|repl(?:ied|ies)|comment\w*|declin\w+|den(?:ied|ies)|vow\w*|dubbed|termed|known as"
    r"|dit|déclar\w+|affirm\w+|sagte|erklärte|dijo|ha detto|zei)\b",
    re.IGNORECASE,
)
_NAME = compile_late(r"(?<![.!?:“\"‘'«] )(?<!^)\b[A-ZÀ-ÖØ-Þ][\w’'-]+")


def has_its_speaker(text: str) -> bool:
    """Tell from a sentence alone whether words in marks have a speaker beside them; scare quotes and titles need none.

    It also has to close what it opens.
    """
    if not _ANY_MARK.search(text):
        return True
    if _LEFT_OPEN.search(text) or text.count("“") > text.count("”") or _count_straight(text) % 2:
        return False
    if text.count('"') % 2:
        text = _INCHES.sub(" ", text)
    if not any(_is_speech(text, found.start(), found.end()) for found in _SPEECH_IN_MARKS.finditer(text)):
        return True
    outside = _SPEECH_IN_MARKS.sub(" ", text)
    return bool(_SPOKEN.search(outside)) and (text.islower() or bool(_NAME.search(" " + outside[1:])))


def names_speakers(text: str, start: int, quotes: Sequence[Quote]) -> bool:
    """Tell whether each of the quotes in the sentence that begins at `start` has its speaker in it, by name."""
    end = start + len(text)
    for quote in quotes:
        if any(start <= a < end < b - 2 for a, b in quote.spans):
            return False  # the words go on after the sentence
        outside = text
        for a, b in sorted(quote.spans, reverse=True):
            if a < end and b > start:
                outside = outside[: max(0, a - start)] + " " + outside[b - start :]
        if not quote.speaker_text or quote.speaker_text not in outside or quote.speaker_text.lower() in PERSONAL:
            return False
    return True


def group_by_sentence(document: Document, quotes: Sequence[Quote]) -> dict[int, list[Quote]]:
    """Return for each sentence the direct and partial quotes in it."""
    starts = [sentence.start for sentence in document.sentences]
    found: dict[int, list[Quote]] = {}
    for quote in quotes:
        if quote.kind == "reported":
            continue
        inside: set[int] = set()
        for a, b in quote.spans:
            inside.update(range(max(0, bisect_right(starts, a) - 1), bisect_left(starts, b)))
        for index in sorted(inside):
            if any(a < document.sentences[index].end and b > starts[index] for a, b in quote.spans):
                found.setdefault(index, []).append(quote)
    return found


def find_inside_quotes(document: Document, quotes: Sequence[Quote]) -> set[int]:
    """Return the sentences that lie wholly inside somebody's words, which may have opened sentences before."""
    spans = sorted(span for quote in quotes if quote.kind != "reported" for span in quote.spans)
    inside: set[int] = set()
    at = 0
    for index, sentence in enumerate(document.sentences):
        while at < len(spans) and spans[at][1] < sentence.end - 2:
            at += 1
        if at < len(spans) and spans[at][0] <= sentence.start + 1:
            inside.add(index)
    if "“" in document.text or '"' in document.text:
        inside |= _find_after_open_marks(document)
    return inside


def _find_after_open_marks(document: Document) -> set[int]:
    """Return the sentences before which a mark of their paragraph has been opened and not closed."""
    text = document.text
    inside: set[int] = set()
    paragraph, depth = -1, 0
    for index, sentence in enumerate(document.sentences):
        if sentence.paragraph != paragraph:
            paragraph, depth = sentence.paragraph, 0
        if depth > 0:
            inside.add(index)
        depth += text.count("“", sentence.start, sentence.end) - text.count("”", sentence.start, sentence.end)
        depth = max(0, depth)
        if text.count('"', sentence.start, sentence.end) and _count_straight(text[sentence.start : sentence.end]) % 2:
            depth = 0 if depth else 1
    return inside


def _is_speech(text: str, start: int, end: int) -> bool:
    """Tell speech from terms ("a 'coalition of the willing'") and from titles of works, set in capitals."""
    words = text[start:end].strip(" “”„«»\"'‘’").split()
    if len(words) < SHORTEST_SPEECH or (len(words) <= LONGEST_TERM and _OF_A_TERM.search(text[:start])):
        return False
    return not all(word[0].isupper() for word in words if len(word) > 3)


def _count_straight(text: str) -> int:
    """The straight double marks in a text, without that of inches: 6ft 2"."""
    count = text.count('"')
    return count - len(_INCHES.findall(text)) % 2 if count % 2 else count
