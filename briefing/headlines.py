"""Which article's title may head an event or story in print? One that is itself evidence for it, or none.

An article may be in an event with two paragraphs and be about another one; its title then announces that one. So a
title heads an event where its own words speak for the event more than for any other, or where they speak for none and
most of the article is in the event. None is better than a wrong one: the event's own title can stand alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Container, Iterable, Sequence
from functools import lru_cache

from briefing import clippings
from briefing.analysis.events import Rules, compile_rules, place_paragraphs
from briefing.analysis.figures.finding import find_figures
from briefing.analysis.figures.things import HARMS
from briefing.analysis.stories import choose_title
from briefing.analysis.summaries.passages import Toll, find_outdated
from briefing.model import Document, EventRule, Fingerprint, Paragraph, Record, Sentence

LOOKED_AT = 300  # characters of a title
ABOUT = 0.5  # of an article's body: one whose title names no event heads the one that so much of it is in

# What explains, looks back or asks, in the languages whose headlines we read: it is no news of the day.
_BACKGROUND = re.compile(
    r"(?i)\W*(?:explainers?|explained|analysis|opinion|comment|editorial|timeline|q ?& ?a|fact ?box|fact check"
    r"|profile|obituary|in pictures|erklärt|hintergrund|analyse|kommentar|décryptage|chronologie|analisi|análisis)"
    r"\b\W*[:|–—]"
    r"|(?:.*[:|–—]\s*|\W*)(?:how|why|what|(?-i:[Ww]ho)|where|when|which|pourquoi|comment|ce que|ce qu[’']|qui est"
    r"|warum|wieso|wie|was|wer|perché|cosa|por qué|cómo|qué)\b"
    r"|.*\b(?:what|all) (?:we|you) (?:need to )?know\b|.*\?\W*$"
)


def choose_headline(
    members: Sequence[Record],
    id_: str,
    kind: str,
    language: str,
    used: Container[str] = (),
    events: tuple[EventRule, ...] = (),
    *,
    fingerprints: Callable[[Iterable[str]], Sequence[Fingerprint]],
) -> Record | None:
    """The article whose title says best what moved, in the site's language if any is; None: no title is evidence.

    `used` are articles whose titles head other events of the edition, `events` the rules of all events, and
    `fingerprints` gives those of articles by id. News goes before background. An article whose toll a later one
    corrects heads nothing.
    """
    told = [record for record in members if record.article.id not in used]
    if kind == "event":
        told = [record for record in told if _speaks_for(record, id_, events)]
    told = [record for record in told if not is_background(record)] or told
    told = [record for record in told if record.analysis.lang == language] or told
    outdated = find_outdated([(written(record), all_tolls(record)) for record in told])
    told = [record for at, record in enumerate(told) if at not in outdated]
    if len(told) < 2:
        return told[0] if told else None
    titles = [record.article.title for record in told]
    return told[choose_title(titles, fingerprints(record.article.id for record in told), told[0].analysis.lang)]


def _speaks_for(record: Record, id_: str, events: tuple[EventRule, ...]) -> bool:
    """Whether the article's title is evidence for the event."""
    named = name_event(record.article.title[:LOOKED_AT], record.analysis.lang, events)
    if named:
        return named == id_
    body = sum(paragraph.kind == "body" for paragraph in record.analysis.paragraphs)
    inside = sum(placement.event == id_ for placement in clippings.placements(record))
    return foremost_events(record) == (id_,) and inside >= ABOUT * body


def name_event(title: str, lang: str, events: tuple[EventRule, ...]) -> str:
    """The event that the words of a title speak for most, of equals the one that they name first; "" for none."""
    scores = place_words(title, lang, events)
    best = [event for event, score in scores.items() if score == max(scores.values())]
    if len(best) > 1:
        for space in re.finditer(r"\s", title):
            named = [event for event in best if event in place_words(title[: space.start()], lang, events)]
            if named:
                return min(named)
    return min(best, default="")


def place_words(words: str, lang: str, events: tuple[EventRule, ...]) -> dict[str, float]:
    """The events that words speak for by themselves, with nothing around them, and how much."""
    alone = Document("", "", words, lang, (Paragraph("body", 0, len(words)),), ())
    return {placement.event: placement.score for placement in place_paragraphs(alone, _compiled(events))}


@lru_cache(maxsize=256)  # each event by itself, and all of them together
def _compiled(events: tuple[EventRule, ...]) -> Rules:
    return compile_rules(events)


def find_dead_titles(titles: Sequence[tuple[str, str, bool]]) -> set[int]:
    """Return the indexes of titles with a toll that a later title of the same story puts otherwise.

    A title is its words, their language, and whether its article is dated: what is not may be older than it stands.
    """
    tolls = [_count_harm(words, lang) for words, lang, _ in titles]
    newest: dict[str, tuple[int, float]] = {}
    for at, (_, _, dated) in enumerate(titles):
        if dated:
            newest.update((harm, (at, count)) for harm, count in tolls[at].items())
    return {
        at
        for at, told in enumerate(tolls)
        for harm, count in told.items()
        if harm in newest and newest[harm][0] > at and newest[harm][1] != count
    }


def _count_harm(title: str, lang: str) -> dict[str, float]:
    """The largest number of killed, injured or missing that a title gives."""
    words = title[:LOOKED_AT]
    alone = Document("", "", words, lang, (Paragraph("body", 0, len(words)),), (Sentence(0, 0, len(words)),))
    found: dict[str, float] = {}
    for figure in find_figures(alone, (), ()):
        if figure.thing in HARMS and figure.value is not None:
            found[figure.thing] = max(found.get(figure.thing, 0.0), figure.value)
    return found


def is_background(record: Record) -> bool:
    """Whether an article explains or looks back: it has no date, or its title says so."""
    return not record.article.date or _BACKGROUND.match(record.article.title[:LOOKED_AT]) is not None


@clippings.found_once
def foremost_events(record: Record) -> tuple[str, ...]:
    """The events that most of the article's placed paragraphs are in."""
    counts = Counter(placement.event for placement in clippings.placements(record))
    most = max(counts.values(), default=0)
    return tuple(event for event, count in counts.items() if count == most)


def written(record: Record) -> str:
    """When an article was written, as exactly as is known."""
    return record.article.date or record.article.added


def all_tolls(record: Record) -> tuple[Toll, ...]:
    return tuple(toll for tolls in tolls_by_sentence(record).values() for toll in tolls)


@clippings.found_once
def tolls_by_sentence(record: Record) -> dict[int, list[Toll]]:
    """What the article's sentences say of people killed, injured or missing at a named place."""
    found: dict[int, list[Toll]] = {}
    for figure in record.analysis.figures:
        if figure.thing in HARMS and figure.place and figure.value is not None:
            toll = (figure.thing, figure.place, figure.value)
            found.setdefault(clippings.sentence_at(record, figure.start), []).append(toll)
    return found
