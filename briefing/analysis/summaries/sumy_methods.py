"""How do sumy's methods read an article of ours, and ours a document of sumy's?

sumy's own tokenizer needs a download of nltk's data and drops "30-day", "G7" and "2024", so its documents are built
from our sentences and words. Left out are LSA, whose result changes with Python's hash seed, and KL, which takes 13 s
for 3,000 words (sumy 0.13).
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

import numpy as np
from sumy.models.dom import _document, _paragraph, _sentence
from sumy.summarizers._summarizer import AbstractSummarizer

from briefing.analysis.summaries.ranking import rank_sentences
from briefing.analysis.text.frequencies import is_common
from briefing.analysis.text.words import find_words, lemma
from briefing.model import Document, Paragraph, Sentence

_make_document: Any = _document.ObjectDocumentModel  # Any, since sumy has no types
_make_paragraph: Any = _paragraph.Paragraph
_make_sentence: Any = _sentence.Sentence

MOST_SENTENCES = 300  # that sumy's methods see: LexRank and TextRank compare each with each, 10 s at 1,000
LONGEST_SENTENCE = 2000  # characters of it that they see: TextRank compares each word with each

_CLASSES = {
    "edmundson": ("edmundson", "EdmundsonSummarizer"),
    "lexrank": ("lex_rank", "LexRankSummarizer"),
    "luhn": ("luhn", "LuhnSummarizer"),
    "reduction": ("reduction", "ReductionSummarizer"),
    "sumbasic": ("sum_basic", "SumBasicSummarizer"),
    "textrank": ("text_rank", "TextRankSummarizer"),
}
_STIGMA = frozenset({"hardly", "impossible", "perhaps", "maybe", "example"})  # Edmundson's words that speak against


class Words:
    """A tokenizer for sumy that gives our lemmas without the common ones; a text is one sentence."""

    def __init__(self, lang: str = "en") -> None:
        self.lang = lang

    def to_words(self, text: str) -> tuple[str, ...]:
        words = (lemma(text[start:end], self.lang) for start, end in find_words(text))
        return tuple(word for word in words if not is_common(word, self.lang))

    def to_sentences(self, text: str) -> tuple[str, ...]:
        return (text,)


def choose_by_sumy(method: str, document: Document, count: int) -> tuple[int, ...]:
    """Return the indexes of the sentences that sumy's method chooses, in text order.

    `method` is one of edmundson, lexrank, luhn, reduction, sumbasic, textrank. Of equal sentences the first is taken.
    """
    words = Words(document.lang)
    texts = [
        document.text[sentence.start : min(sentence.end, sentence.start + LONGEST_SENTENCE)]
        for sentence in document.sentences[:MOST_SENTENCES]
    ]
    title = words.to_words(document.title)
    content = [word for text in texts for word in words.to_words(text)]
    if not content:
        return tuple(range(min(count, len(texts))))
    sentences = [_make_sentence(text, words) for text in texts]
    heading = [_make_sentence(document.title, words, is_heading=True)] if title else []
    module, name = _CLASSES[method]
    summarizer: Any = getattr(import_module(f"sumy.summarizers.{module}"), name)()
    if method == "edmundson":
        summarizer.bonus_words = title or content[:1]
        summarizer.stigma_words = _STIGMA
        summarizer.null_words = ("the",)
    place: dict[str, int] = {}
    for index, text in enumerate(texts):
        place.setdefault(" ".join(text.split()), index)
    with np.errstate(invalid="ignore"):  # LexRank divides by zero where no two sentences share a word
        chosen = summarizer(_make_document([_make_paragraph([*heading, *sentences])]), count)
    return tuple(sorted({place[" ".join(str(sentence).split())] for sentence in chosen}))


class BriefingSummarizer(AbstractSummarizer):  # type: ignore[misc,unused-ignore]  # sumy has no types
    """Briefing's choice of sentences as a sumy summarizer: `BriefingSummarizer()(document, 3)`.

    A sentence's rating is its rank among all of the document, the best highest; those that cannot stand alone come
    last.
    """

    def __init__(self, lang: str = "en") -> None:
        super().__init__()  # type: ignore[no-untyped-call,unused-ignore]  # sumy has no types
        self.lang = lang

    def __call__(self, document: Any, sentences_count: Any) -> tuple[Any, ...]:
        """Return that many sentences ("20%" and callables work as everywhere in sumy) in text order."""
        text = ""
        paragraphs: list[Paragraph] = []
        spans: list[Sentence] = []
        sentences: list[Any] = []
        for paragraph in document.paragraphs:
            begin = len(text)
            for sentence in paragraph.sentences:
                start = len(text)
                text += str(sentence)
                spans.append(Sentence(len(paragraphs), start, len(text)))
                sentences.append(sentence)
                text += " "
            paragraphs.append(Paragraph("body", begin, max(begin, len(text) - 1)))
        title = " ".join(str(heading) for heading in document.headings[:1])
        ours = Document("", title, text, self.lang, tuple(paragraphs), tuple(spans))
        ratings = dict.fromkeys(range(len(sentences)), 0)
        for rank, index in enumerate(rank_sentences(ours)):
            ratings[index] = len(sentences) - rank
        by_identity = {id(sentence): ratings[index] for index, sentence in enumerate(sentences)}
        choose: Any = self._get_best_sentences
        return tuple(choose(sentences, sentences_count, lambda sentence: by_identity[id(sentence)]))
