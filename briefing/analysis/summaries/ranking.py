"""How much does each sentence tell of its article, and which tell most without repeating one another?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import log, sqrt

from briefing.analysis.summaries.standalone import find_usable
from briefing.analysis.text.frequencies import find_terms, weigh_word
from briefing.model import Document, Quote

PLACE_HALVES = 4.0  # the nth sentence's place is worth 1/(1 + n/PLACE_HALVES): the fifth half of what the first is
MOST_DISTINCT = 12  # sentences of a ranking that do not repeat one another; no summary is longer
REPEATED = 0.6  # share of a sentence's terms that a chosen one has already: then it repeats it
TITLE_SHARE = 2.0  # a word of the title counts as two of the text when the article's words are weighed


def weigh_terms(document: Document) -> tuple[dict[str, float], list[frozenset[str]]]:
    """Return the weight of every term of the article, and the terms of each sentence."""
    counts: dict[str, float] = {}
    for term in find_terms(document.title, 0, None, document.lang):
        counts[term] = counts.get(term, 0.0) + TITLE_SHARE
    sentences: list[frozenset[str]] = []
    for sentence in document.sentences:
        words = find_terms(document.text, sentence.start, sentence.end, document.lang)
        for word in words:
            counts[word] = counts.get(word, 0.0) + 1.0
        sentences.append(frozenset(words))
    weights = {word: log(1 + count) * weigh_word(word, document.lang) for word, count in counts.items() if count > 1}
    return weights, sentences


def centrality(words: frozenset[str], weights: dict[str, float], length: float) -> float:
    """Return how much of what the article is about a sentence holds, 0 … 1: the cosine of the two."""
    if not words or not length:
        return 0.0
    return sum(weights.get(word, 0.0) for word in sorted(words)) / (sqrt(len(words)) * length)


def rank_sentences(document: Document, quotes: Sequence[Quote] = ()) -> tuple[int, ...]:
    """Return the indexes of all sentences, those that should stand in a summary first."""
    order, terms = order_sentences(document)
    first = take_distinct(find_usable(document, quotes, order), terms, MOST_DISTINCT)
    known = set(first)
    return (*first, *(index for index in order if index not in known))


def order_sentences(document: Document) -> tuple[list[int], list[frozenset[str]]]:
    """Return the sentences by what they are worth, best first, and the terms of each."""
    weights, terms = weigh_terms(document)
    length = sqrt(sum(weight * weight for weight in weights.values()))
    worth = [1 / (1 + index / PLACE_HALVES) + centrality(words, weights, length) for index, words in enumerate(terms)]
    return sorted(range(len(terms)), key=lambda index: (-worth[index], index)), terms


def take_distinct(indexes: Iterable[int], terms: Sequence[frozenset[str]], count: int) -> list[int]:
    """The first `count` of the sentences that repeat none before them."""
    taken: list[int] = []
    for index in indexes:
        if not any(_repeats(terms[index], terms[other]) for other in taken):
            taken.append(index)
            if len(taken) == count:
                break
    return taken


def _repeats(words: frozenset[str], others: frozenset[str]) -> bool:
    smaller = min(len(words), len(others))
    return smaller > 0 and len(words & others) >= REPEATED * smaller
