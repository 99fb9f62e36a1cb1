"""Which sentences stand for an article? Ours, sumy's methods by name, and ours as a sumy summarizer.

News puts first what matters, so the lead is hard to beat: ours takes sentences by their place and by how much of the
article's terms they hold, among those that can be read alone (`ranking`). Sentences are verbatim; none is ever changed.
"""

from __future__ import annotations

from functools import lru_cache
from math import sqrt
from typing import Any

from briefing.analysis.frequencies import is_common
from briefing.analysis.passages import Candidate, choose_passages, make_candidate
from briefing.analysis.ranking import centrality, find_usable, weigh_terms
from briefing.analysis.text import find_words, lemma
from briefing.model import Document, Mention, Quote

__all__ = ["METHODS", "Candidate", "choose_passages", "choose_sentences", "choose_sentences_by", "make_candidate"]

SHORT, LONG = 150, 500  # words of body: two sentences below the first, four above the second, else three

PLACE_SHARE = 1.0  # of the first sentence; the nth has 1/(1 + n/PLACE_HALVES)
PLACE_HALVES = 4.0
CENTRAL_SHARE = 1.0
REPEATED = 0.6  # share of a sentence's terms that a chosen one has already: then it repeats it

METHODS = ("briefing", "lead", "lexrank", "textrank", "luhn", "edmundson", "sumbasic", "reduction")


def choose_sentences(
    document: Document,
    mentions: tuple[Mention, ...] = (),  # noqa: ARG001  one shape for all parts of the recipe
    quotes: tuple[Quote, ...] = (),
    limit: int | None = None,
) -> tuple[int, ...]:
    """Return the indexes of the sentences that stand for the article, in text order: 2–4 by length, or `limit`.

    Empty only for an article without sentences: where none can be read alone, the first is taken.
    """
    if not document.sentences:
        return ()
    count = _count_for(document) if limit is None else limit
    usable = find_usable(document, quotes)
    if not usable:
        usable = [0]
    weights, terms = weigh_terms(document)
    length = sqrt(sum(weight * weight for weight in weights.values()))
    scores = {
        index: PLACE_SHARE / (1 + index / PLACE_HALVES) + CENTRAL_SHARE * centrality(terms[index], weights, length)
        for index in usable
    }
    chosen: list[int] = []
    for index in sorted(usable, key=lambda index: (-scores[index], index)):
        if len(chosen) == count:
            break
        if not any(_repeats(terms[index], terms[other]) for other in chosen):
            chosen.append(index)
    return tuple(sorted(chosen))


def _count_for(document: Document) -> int:
    words = 0
    for paragraph in document.paragraphs:
        if paragraph.kind == "body":
            words += sum(1 for _ in find_words(document.text, paragraph.start, paragraph.end))
            if words > LONG:
                return 4
    return 2 if words < SHORT else 3


def _repeats(words: frozenset[str], others: frozenset[str]) -> bool:
    smaller = min(len(words), len(others))
    return smaller > 0 and len(words & others) >= REPEATED * smaller


# -- sumy -------------------------------------------------------------------------------------------------------------

MOST_FOR_SUMY = 300  # sentences: LexRank and TextRank compare each with each, 10 s at 1,000


def choose_sentences_by(method: str, document: Document, limit: int | None = None) -> tuple[int, ...]:
    """Return the indexes that the named method chooses, in text order: one of METHODS.

    Raises ValueError for another name. sumy's methods see the first MOST_FOR_SUMY sentences, and are not told which can
    stand alone.
    """
    if method == "briefing":
        return choose_sentences(document, limit=limit)
    if method not in METHODS:
        raise ValueError(f"no method of summarizing is called {method!r}; there are {', '.join(METHODS)}")
    count = min(_count_for(document) if limit is None else limit, len(document.sentences))
    if method == "lead":
        return tuple(range(count))
    sentences = document.sentences[:MOST_FOR_SUMY]
    texts = [document.text[sentence.start : sentence.end] for sentence in sentences]
    if not any(find_words(text) for text in texts):
        return tuple(range(count))
    return tuple(sorted(_rate(method, texts, document.title, document.lang, count)))


def _rate(method: str, texts: list[str], title: str, lang: str, count: int) -> list[int]:
    """Return the indexes that a method of sumy rates highest. Equal sentences are rated once, for the first of them."""
    from sumy.models.dom._document import ObjectDocumentModel  # noqa: PLC0415  costs 0.2 s, for those who ask
    from sumy.models.dom._paragraph import Paragraph  # noqa: PLC0415
    from sumy.models.dom._sentence import Sentence  # noqa: PLC0415

    words = _Words(lang)
    parsed: Any = ObjectDocumentModel([Paragraph([Sentence(text, words) for text in texts])])  # type: ignore[no-untyped-call]  # sumy has no types
    summarizer = _sumy(method)
    if method == "edmundson":
        summarizer.bonus_words = [word for word in words.to_words(title) if not is_common(word, lang)] or ["—"]
    place: dict[str, int] = {}
    for index, sentence in enumerate(parsed.sentences):
        place.setdefault(str(sentence), index)
    chosen = summarizer(parsed, count)
    return sorted({place[str(sentence)] for sentence in chosen})


class _Words:
    """A tokenizer for sumy: its own needs a download of nltk's data and drops "30-day", "G7" and "2024"."""

    def __init__(self, lang: str) -> None:
        self.lang = lang

    def to_words(self, text: str) -> tuple[str, ...]:
        return tuple(lemma(text[start:end], self.lang) for start, end in find_words(text))

    def to_sentences(self, text: str) -> tuple[str, ...]:
        return (text,)


@lru_cache(maxsize=32)
def _sumy(method: str) -> Any:
    from importlib import import_module  # noqa: PLC0415

    module, name = {
        "lexrank": ("lex_rank", "LexRankSummarizer"),
        "textrank": ("text_rank", "TextRankSummarizer"),
        "luhn": ("luhn", "LuhnSummarizer"),
        "edmundson": ("edmundson", "EdmundsonSummarizer"),
        "sumbasic": ("sum_basic", "SumBasicSummarizer"),
        "reduction": ("reduction", "ReductionSummarizer"),
    }[method]
    return getattr(import_module(f"sumy.summarizers.{module}"), name)()
