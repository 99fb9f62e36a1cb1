"""Which sentences of an article can be read without those before them?"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from msgspec.structs import replace

from briefing.analysis.summaries.standalone import find_usable
from briefing.model import Document, Mention, Quote

_PRONOUNS = frozenset(("he", "she", "they", "it"))


def find_alone(document: Document, mentions: Sequence[Mention], quotes: Sequence[Quote]) -> tuple[int, ...]:
    """Return the indexes of the sentences that tell something by themselves, in text order.

    A sentence that repeats the title tells nothing new; one that the title was taken from does.
    """
    borrowed = document.text.startswith(document.title.rstrip(" …"))
    told = find_usable(replace(document, title="") if borrowed else document, quotes)
    spoken = _said_by_pronoun(document, mentions, quotes)
    return tuple(index for index in told if index not in spoken)


def _said_by_pronoun(document: Document, mentions: Sequence[Mention], quotes: Sequence[Quote]) -> set[int]:
    """The sentences with "he said" in which he is not named: who it was stands elsewhere."""
    starts = [sentence.start for sentence in document.sentences]
    found = set()
    for quote in quotes:
        if quote.speaker_text.casefold() not in _PRONOUNS:
            continue
        index = bisect_right(starts, quote.spans[0][0]) - 1
        sentence = document.sentences[index] if index >= 0 else None
        if sentence is None or quote.spans[0][0] >= sentence.end:
            continue
        named = any(
            mention.actor and mention.actor == quote.speaker and sentence.start <= mention.start < sentence.end
            for mention in mentions
        )
        if not named and quote.speaker_text in document.text[sentence.start : sentence.end]:
            found.add(index)
    return found
