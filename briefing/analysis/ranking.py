"""How much does each sentence tell of its article?"""

from __future__ import annotations

from math import log, sqrt

from briefing.analysis.frequencies import find_terms, weigh_word
from briefing.model import Document

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
