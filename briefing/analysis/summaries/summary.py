"""Which sentences stand for an article, by our choice or by that of a named method?

Ours takes sentences by their place, by how much they hold of what the article speaks of and by what they add to each
other (`ranking`), among those that can be read alone (`standalone`). Sentences are verbatim; none is ever changed.
"""

from __future__ import annotations

from collections.abc import Sequence

from briefing.analysis.summaries.passages import Candidate, choose_passages, make_candidate
from briefing.analysis.summaries.ranking import choose_best, rank_sentences
from briefing.analysis.summaries.standalone import find_usable, is_usable
from briefing.model import Document, Mention, Quote

__all__ = [
    "METHODS",
    "Candidate",
    "choose_passages",
    "choose_sentences",
    "choose_sentences_by",
    "find_usable",
    "make_candidate",
    "rank_sentences",
]

SHORT, LONG = 900, 3000  # characters of body, about 150 and 500 words: two sentences, three, from the second on four

METHODS = ("briefing", "lead", "lexrank", "textrank", "luhn", "edmundson", "sumbasic", "reduction")


def choose_sentences(
    document: Document,
    mentions: Sequence[Mention] = (),
    quotes: Sequence[Quote] = (),
    limit: int | None = None,
) -> tuple[int, ...]:
    """Return the indexes of the sentences that stand for the article, in text order: 2–4 by length, or `limit`.

    Empty only for an article without sentences: where none can be read alone, the first is taken.
    """
    count = _count_for(document) if limit is None else limit
    if not document.sentences or count <= 0:
        return ()
    chosen = choose_best(document, quotes, count, mentions)
    return tuple(sorted(chosen)) or (_least_bad(document),)


def _least_bad(document: Document) -> int:
    """The first sentence that is no caption or credit, where none can stand alone."""
    texts = (document.text[sentence.start : sentence.end] for sentence in document.sentences)
    return next((index for index, text in enumerate(texts) if is_usable(text)), 0)


def _count_for(document: Document) -> int:
    length = sum(paragraph.end - paragraph.start for paragraph in document.paragraphs if paragraph.kind == "body")
    return 2 if length < SHORT else 3 if length < LONG else 4


def choose_sentences_by(method: str, document: Document, limit: int | None = None) -> tuple[int, ...]:
    """Return the indexes that the named method chooses, in text order: one of METHODS.

    Raises ValueError for another name. "lead" takes the first sentences. sumy's methods are not told which sentences
    can stand alone.
    """
    if method not in METHODS:
        raise ValueError(f"no method of summarizing is called {method!r}; there are {', '.join(METHODS)}")
    if method == "briefing":
        return choose_sentences(document, limit=limit)
    count = min(_count_for(document) if limit is None else limit, len(document.sentences))
    if method == "lead":
        return tuple(range(count))
    from briefing.analysis.summaries.sumy_methods import choose_by_sumy  # noqa: PLC0415  0.2 s, paid by those who ask for it

    return choose_by_sumy(method, document, count)
