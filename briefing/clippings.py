"""What may be cut out of an article: passages, quotes and claims, each with its place and within the article's rights.

Every passage that is published anywhere comes from here, so this is where "verbatim" is made: a passage is a slice of
its article's text and nothing else.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial, wraps
from typing import TypeVar, cast
from weakref import ref

from msgspec.structs import replace

from briefing import links
from briefing.analysis.limits import LONGEST_PASSAGE
from briefing.analysis.summaries.alone import find_alone
from briefing.analysis.summaries.standalone import find_dateline
from briefing.model import Document, Figure, Placement, Quote, Record
from briefing.published import ArticleRef, Claim, Passage, Said

T = TypeVar("T")

_WORDS = re.compile(r"[^\W_]+")
EDITOR = 1.0  # the score of a placement that the editor made


def cite(record: Record) -> ArticleRef:
    article, standing = record.article, record.standing
    return ArticleRef(
        id=article.id,
        title=article.title,
        source=article.source,
        source_name=article.source_name,
        date=article.date,
        added=article.added,
        href=links.article_href(article.id),
        url=article.url,
        lang=record.analysis.lang,
        rights=article.rights,
        origin=standing.origin,
        modified=article.modified,
        was=cut_was(record),
        sample=article.sample,
    )


def cut_was(record: Record) -> str:
    """What stood there before a correction: of a text that may not be printed as a whole, none of its former words."""
    return record.article.was if record.article.rights == "full" else ""


class _Clips:
    """What is cut from one record again and again, made once. It lives as long as the record, and does not hold it."""

    __slots__ = ("forgotten", "kept", "paragraph_starts", "quotable", "sentence_paragraphs", "sentence_starts")

    def __init__(self, record: Record) -> None:
        analysis, place = record.analysis, id(record)
        self.forgotten = ref(record, lambda _: _clips.pop(place, None))
        self.sentence_starts = [sentence.start for sentence in analysis.sentences]
        self.sentence_paragraphs = [sentence.paragraph for sentence in analysis.sentences]
        self.paragraph_starts = [paragraph.start for paragraph in analysis.paragraphs]
        if record.article.rights == "full":
            self.quotable = frozenset(range(len(analysis.sentences)))
        else:
            self.quotable = frozenset(analysis.summary) if record.article.rights == "passages" else frozenset()
        self.kept: dict[object, object] = {}


_clips: dict[int, _Clips] = {}  # by the record's identity: to compare what it holds takes long


def _clips_of(record: Record) -> _Clips:
    found = _clips.get(id(record))
    if found is None:
        found = _clips[id(record)] = _Clips(record)
    return found


def once(record: Record, key: object, make: Callable[[], T]) -> T:
    """What `make` makes of a record, kept under `key`, which names all else that it depends on.

    An article's sentences stand in its edition, its story, its events: what is found out of them is the same in each.
    """
    kept = _clips_of(record).kept
    if key not in kept:
        kept[key] = make()
    return cast("T", kept[key])


def found_once(find: Callable[[Record], T]) -> Callable[[Record], T]:
    """The function, made to find what it finds of a record once."""

    @wraps(find)
    def look_up(record: Record) -> T:
        kept = _clips_of(record).kept
        if find not in kept:
            kept[find] = find(record)
        return cast("T", kept[find])

    return look_up


def quotable_sentences(record: Record) -> frozenset[int]:
    """The sentences that the article's rights let us print: all, those of its summary, or none."""
    return _clips_of(record).quotable


@found_once
def usable_sentences(record: Record) -> frozenset[int]:
    """The sentences that can be read without those before them."""
    article, analysis = record.article, record.analysis
    if analysis.alone is not None:
        return frozenset(analysis.alone)
    document = Document(article.id, article.title, article.text, analysis.lang, analysis.paragraphs, analysis.sentences)
    return frozenset(find_alone(document, analysis.mentions, analysis.quotes))


def cut(record: Record, first: int, last: int | None = None, why: str = "") -> Passage:
    """The passage from sentence `first` to sentence `last`, which belong to one paragraph or follow one another."""
    sentences = record.analysis.sentences
    start, end = sentences[first].start, sentences[first if last is None else last].end
    return Passage(
        record.article.id, sentences[first].paragraph, first, start, end, record.article.text[start:end], why
    )


def cut_sentence(record: Record, index: int, why: str = "") -> Passage:
    """The sentence as a passage, without the dateline that opens the article: who and where a report is from."""
    return _without_dateline(cut(record, index, why=why))


def _without_dateline(passage: Passage, keep: int | None = None) -> Passage:
    """`keep`: the offset of what the passage is there for, which stays."""
    left = find_dateline(passage.text)
    if not left or (keep is not None and keep < passage.start + left):
        return passage
    return replace(passage, start=passage.start + left, text=passage.text[left:])


def cut_summary(record: Record) -> tuple[Passage, ...]:
    """The article's own summary; empty where its rights allow no more than a link."""
    quotable = quotable_sentences(record)
    return tuple(cut_sentence(record, index) for index in record.analysis.summary if index in quotable)


def cut_paragraph(record: Record, paragraph: int, why: str = "") -> Iterator[Passage]:
    """What may be printed of a paragraph: the whole of it, or runs of its printable sentences; no run is too long."""
    quotable = quotable_sentences(record)
    sentences = record.analysis.sentences
    run: list[int] = []
    for index in sentences_of(record, paragraph):
        fits = not run or sentences[index].end - sentences[run[0]].start <= LONGEST_PASSAGE
        if run and not (fits and index in quotable):
            yield cut(record, run[0], run[-1], why)
            run = []
        if index in quotable:
            run.append(index)
    if run:
        yield cut(record, run[0], run[-1], why)


def sentences_of(record: Record, paragraph: int) -> range:
    """The indexes of a paragraph's sentences."""
    places = _clips_of(record).sentence_paragraphs
    return range(bisect_right(places, paragraph - 1), bisect_right(places, paragraph))


def sentence_at(record: Record, offset: int) -> int:
    """The index of the sentence that holds the character at `offset`; -1: none does."""
    index = bisect_right(_clips_of(record).sentence_starts, offset) - 1
    return index if index >= 0 and offset < record.analysis.sentences[index].end else -1


def paragraph_at(record: Record, offset: int) -> int:
    """The index of the paragraph that holds the character at `offset`; -1: none does."""
    index = bisect_right(_clips_of(record).paragraph_starts, offset) - 1
    return index if index >= 0 and offset < record.analysis.paragraphs[index].end else -1


def cut_quotes(
    record: Record, wanted: Callable[[Quote, frozenset[str]], bool] | None = None
) -> tuple[tuple[Said, str], ...]:
    """The article's quotes that its rights let us print, each inside its sentences and with its `plain_words`.

    `wanted` says which, by the quote and the actors that are named in it; the others are not cut.
    """
    if wanted is None:
        return _cut_all_quotes(record)
    return _cut_quotes(record, wanted)


@found_once
def _cut_all_quotes(record: Record) -> tuple[tuple[Said, str], ...]:
    return _cut_quotes(record, lambda _, __: True)


def _cut_quotes(record: Record, wanted: Callable[[Quote, frozenset[str]], bool]) -> tuple[tuple[Said, str], ...]:
    cuts = (
        once(record, ("quote", index), partial(_cut_with_words, record, quote, about))
        for index, (quote, about) in enumerate(zip(record.analysis.quotes, named_in_quotes(record), strict=True))
        if wanted(quote, about)
    )
    return tuple(cut for cut in cuts if cut is not None)


def _cut_with_words(record: Record, quote: Quote, about: frozenset[str]) -> tuple[Said, str] | None:
    said = _cut_quote(record, quote, about)
    return (said, plain_words(record, quote)) if said is not None else None


def cut_quote(record: Record, quote: Quote) -> Said | None:
    """The quote inside its sentences; None where the rights forbid it or it stands outside every sentence."""
    return _cut_quote(record, quote, _named_in(record, quote, _mention_starts(record)))


def _cut_quote(record: Record, quote: Quote, about: frozenset[str]) -> Said | None:
    around = _sentences_around(record, quote)
    if around is None:
        return None
    first, last = around
    return Said(
        _without_dateline(cut(record, first, last, quote.why), quote.spans[0][0]),
        quote.spans,
        quote.kind,
        quote.speaker,
        quote.speaker_text,
        quote.verb,
        tuple(sorted(about)),
    )


def _sentences_around(record: Record, quote: Quote) -> tuple[int, int] | None:
    """The first and last sentence of the quote; None where they may not be printed, or it stands in none."""
    first = sentence_at(record, quote.spans[0][0])
    last = sentence_at(record, max(quote.spans[-1][1] - 1, quote.spans[-1][0]))
    if first < 0 or last < first or not quotable_sentences(record).issuperset(range(first, last + 1)):
        return None
    return first, last


@found_once
def printable_quotes(record: Record) -> tuple[Quote, ...]:
    """The quotes that can be cut. What counts quotes counts these: a reader looks for as many as a page names."""
    return tuple(quote for quote in record.analysis.quotes if _sentences_around(record, quote) is not None)


@found_once
def named_in_quotes(record: Record) -> tuple[frozenset[str], ...]:
    """For each of the article's quotes, the actors other than its speaker that are named in the quoted words."""
    starts = _mention_starts(record)
    return tuple(_named_in(record, quote, starts) for quote in record.analysis.quotes)


def _named_in(record: Record, quote: Quote, starts: Sequence[int]) -> frozenset[str]:
    return frozenset(
        mention.actor
        for low, high in quote.spans
        for mention in record.analysis.mentions[bisect_left(starts, low) : bisect_left(starts, high)]
        if mention.end <= high and mention.actor and mention.actor != quote.speaker
    )


def _mention_starts(record: Record) -> list[int]:
    return [mention.start for mention in record.analysis.mentions]  # which are in text order


def plain_words(record: Record, quote: Quote) -> str:
    """The quoted words without case, marks and white space, to tell whether two outlets carry the same quote."""
    quoted = " ".join(record.article.text[start:end] for start, end in quote.spans)
    return " ".join(_WORDS.findall(quoted.casefold()))


@found_once
def cut_figures(record: Record) -> tuple[Claim, ...]:
    """The article's figures that its rights let us print, each inside its sentence."""
    found = (cut_figure(record, figure) for figure in record.analysis.figures)
    return tuple(claim for claim in found if claim is not None)


def cut_figure(record: Record, figure: Figure) -> Claim | None:
    """The figure inside its sentence; None where the rights forbid it."""
    index = sentence_at(record, figure.start)
    if index not in quotable_sentences(record):
        return None
    return Claim(_without_dateline(cut(record, index), figure.start), figure)


@found_once
def named_in_sentences(record: Record) -> Mapping[str, tuple[int, ...]]:
    """The sentence of each mention of each actor, in text order; -1: it stands in none."""
    found: dict[str, list[int]] = {}
    for mention in record.analysis.mentions:
        if mention.actor:
            found.setdefault(mention.actor, []).append(sentence_at(record, mention.start))
    return {actor: tuple(sentences) for actor, sentences in found.items()}


@found_once
def named_in_paragraphs(record: Record) -> Mapping[int, frozenset[str]]:
    """The actors that each paragraph names; -1: outside all."""
    found: dict[int, set[str]] = {}
    for mention in record.analysis.mentions:
        if mention.actor:
            found.setdefault(paragraph_at(record, mention.start), set()).add(mention.actor)
    return {paragraph: frozenset(actors) for paragraph, actors in found.items()}


@found_once
def placements(record: Record) -> tuple[Placement, ...]:
    """The article's placements as they count: what the analysis found, corrected by the editor's `Events:`."""
    override = record.article.override
    found = [placement for placement in record.analysis.placements if placement.event not in override.out_of]
    for event in override.into:
        if any(placement.event == event for placement in found):
            continue
        taken = {placement.paragraph for placement in found}
        body = [i for i, paragraph in enumerate(record.analysis.paragraphs) if paragraph.kind == "body"]
        free = [index for index in body if index not in taken] or body[:1]
        found += [Placement(index, event, EDITOR, "The editor placed it here.") for index in free]
    return tuple(sorted(found, key=lambda placement: (placement.paragraph, placement.event)))


def events_of(record: Record) -> tuple[str, ...]:
    """The configured events that the article has a passage in, by id."""
    return tuple(sorted({placement.event for placement in placements(record)}))
