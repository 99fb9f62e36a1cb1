"""ROUGE-1, ROUGE-2 and ROUGE-Lsum, as Google's rouge-score computes them with its stemmer.

Lin, "ROUGE: a package for automatic evaluation of summaries", 2004. Words are runs of a–z and 0–9; those longer than
three letters are stemmed by Porter's rules (nltk's, which sumy brings).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import fmean

from nltk.stem.porter import PorterStemmer  # type: ignore[import-untyped]  # ships no types

_STEMMER = PorterStemmer()
METRICS = ("rouge1", "rouge2", "rougeLsum")


@lru_cache(maxsize=1 << 18)
def _stem(word: str) -> str:
    return str(_STEMMER.stem(word)) if len(word) > 3 else word


@lru_cache(maxsize=1 << 14)
def split_words(text: str) -> tuple[str, ...]:
    return tuple(_stem(word) for word in re.sub(r"[^a-z0-9]+", " ", text.lower()).split())


@dataclass(frozen=True, slots=True)
class Score:
    """How much of what is given is in the reference, how much of the reference is given, and their harmonic mean."""

    precision: float
    recall: float
    f1: float


def _score(shared: int, given: int, true: int) -> Score:
    if not shared:
        return Score(0.0, 0.0, 0.0)
    return Score(shared / given, shared / true, 2 * shared / (given + true))


def _n_gram(given: Sequence[str], true: Sequence[str], n: int) -> Score:
    ours, theirs = (Counter(zip(*(words[at:] for at in range(n)), strict=False)) for words in (given, true))
    return _score((ours & theirs).total(), ours.total(), theirs.total())


def _common_subsequence(true: Sequence[str], given: Sequence[str]) -> set[int]:
    """The places in `true` of a longest common subsequence."""
    table = [[0] * (len(given) + 1) for _ in range(len(true) + 1)]
    for i, word in enumerate(true):
        row, above = table[i + 1], table[i]
        for j, other in enumerate(given):
            row[j + 1] = above[j] + 1 if word == other else max(above[j + 1], row[j])
    i, j, places = len(true), len(given), set()
    while i and j:
        if true[i - 1] == given[j - 1]:
            places.add(i - 1)
            i, j = i - 1, j - 1
        elif table[i][j - 1] > table[i - 1][j]:
            j -= 1
        else:
            i -= 1
    return places


def _union_lcs(given: Sequence[Sequence[str]], true: Sequence[Sequence[str]]) -> Score:
    left_given, left_true = (Counter(word for words in text for word in words) for text in (given, true))
    sizes = left_given.total(), left_true.total()
    hits = 0
    for words in true:
        places = set().union(*(_common_subsequence(words, others) for others in given)) if given else set()
        for place in sorted(places):
            word = words[place]
            if left_given[word] > 0 and left_true[word] > 0:
                hits += 1
                left_given[word] -= 1
                left_true[word] -= 1
    return _score(hits, *sizes)


def rouge(given: Sequence[str], references: Sequence[Sequence[str]]) -> dict[str, float]:
    """F1 of the summary's sentences against each reference's, the mean over references."""
    return {metric: score.f1 for metric, score in score_rouge(given, references).items()}


def score_rouge(given: Sequence[str], references: Sequence[Sequence[str]]) -> dict[str, Score]:
    """Precision, recall and F1 of the summary's sentences against each reference's, each the mean over references."""
    ours = [split_words(sentence) for sentence in given]
    mine = [word for words in ours for word in words]
    scores: dict[str, list[Score]] = {metric: [] for metric in METRICS}
    for reference in references:
        theirs = [split_words(sentence) for sentence in reference]
        true = [word for words in theirs for word in words]
        scores["rouge1"].append(_n_gram(mine, true, 1))
        scores["rouge2"].append(_n_gram(mine, true, 2))
        scores["rougeLsum"].append(_union_lcs(ours, theirs))
    return {
        metric: Score(
            fmean(score.precision for score in of), fmean(score.recall for score in of), fmean(score.f1 for score in of)
        )
        for metric, of in scores.items()
    }
