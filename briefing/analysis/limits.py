"""How much may one article show on the pages of others? What is beyond that is left out of the analysis, and told.

An article of the largest size could name a country 250,000 times, or be one sentence: the pages of that country, of
events and editions would be as large, or could not be made. All numbers are far above what real articles have: of 7,400
(news of seven public data sets, and the sample) the longest has 34,000 characters, and the most that any has is said
with each. The article's own page has its whole text in any case.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import islice

from briefing.analysis.text.sentences import LONGEST_SENTENCE, find_sentences
from briefing.model import Document, Figure, Mention, Note, Quote

MOST_MENTIONS = 5_000  # 542
MOST_ACTORS = 1_000  # whom it names: 239, a list of people asked
MOST_QUOTES = 1_000  # 137
MOST_FIGURES = 1_000  # 79
# Characters of the sentences around its quotes, or its figures, each counted anew: 19,000. In small letters alone, in
# which sentences cannot be told from one another, 250,000.
MOST_AROUND = 500_000
MOST_SHOWN = 200_000  # characters of its passages on one event or story: all 34,000
MOST_PASSAGES = 1_000  # on one event or story: 309, all its paragraphs
LONGEST_PASSAGE = 20_000  # characters; a longer paragraph is several passages: 12,577


def limit_mentions(document: Document, mentions: tuple[Mention, ...], notes: list[Note]) -> tuple[Mention, ...]:
    """Return the first of the mentions, those that are within bounds; a note goes to `notes` if there are others."""
    kept = mentions[:MOST_MENTIONS]
    if len(kept) > MOST_ACTORS:
        kept = tuple(_of_first_actors(kept))
    _tell(document, len(mentions), len(kept), "names", notes)
    return kept


def _of_first_actors(mentions: Iterable[Mention]) -> Iterator[Mention]:
    actors: set[str] = set()
    for mention in mentions:
        if mention.actor and mention.actor not in actors:
            if len(actors) == MOST_ACTORS:
                continue
            actors.add(mention.actor)
        yield mention


def limit_quotes(document: Document, quotes: tuple[Quote, ...], notes: list[Note]) -> tuple[Quote, ...]:
    """The same for quotes."""
    places = ((quote.spans[0][0], quote.spans[-1][1]) for quote in quotes)
    kept = quotes[: _count_shown(document, places, min(len(quotes), MOST_QUOTES))]
    _tell(document, len(quotes), len(kept), "quotes", notes)
    return kept


def limit_figures(document: Document, figures: tuple[Figure, ...], notes: list[Note]) -> tuple[Figure, ...]:
    """The same for figures."""
    places = ((figure.start, figure.end) for figure in figures)
    kept = figures[: _count_shown(document, places, min(len(figures), MOST_FIGURES))]
    _tell(document, len(figures), len(kept), "figures", notes)
    return kept


def _count_shown(document: Document, places: Iterable[tuple[int, int]], most: int) -> int:
    """How many of the first `most` can be shown, each in the sentences around it."""
    if most * len(document.text) <= MOST_AROUND:
        return most
    sentences = document.sentences
    starts = [sentence.start for sentence in sentences]
    left = MOST_AROUND
    for number, (start, end) in enumerate(islice(places, most)):
        first, last = (max(0, bisect_right(starts, place) - 1) for place in (start, end - 1))
        left -= sentences[last].end - sentences[first].start
        if left < 0:
            return number
    return most


def _tell(document: Document, found: int, kept: int, things: str, notes: list[Note]) -> None:
    if kept < found:
        what = f"The article has {found:,} {things}, of which the first {kept:,} are kept."
        notes.append(Note(document.id, 0, what, "Shorten it, or split it."))


def tell_lengths(document: Document, notes: list[Note]) -> None:
    """Tell of a sentence that was taken apart, and of more text than pages of an event or story show."""
    long = tuple(each for each in document.paragraphs if each.end - each.start > LONGEST_SENTENCE)
    whole = find_sentences(document.text, long, document.lang, longest=len(document.text)) if long else ()
    longest = max((sentence.end - sentence.start for sentence in whole), default=0)
    if longest > LONGEST_SENTENCE:
        what = f"A sentence has {longest:,} characters and was taken apart; the longest may have {LONGEST_SENTENCE:,}."
        notes.append(Note(document.id, 0, what, "Put a full stop where a sentence ends."))
    body = [paragraph.end - paragraph.start for paragraph in document.paragraphs if paragraph.kind == "body"]
    for has, most, of in ((sum(body), MOST_SHOWN, "characters"), (len(body), MOST_PASSAGES, "paragraphs")):
        if has > most:
            what = f"The article has {has:,} {of}; the page of an event or story shows no more than {most:,} of them."
            notes.append(Note(document.id, 0, what, "Shorten it, or split it."))
