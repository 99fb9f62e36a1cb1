"""Which configured events does each passage belong to, and why?

A passage's own words speak first: the weighted phrases of the event's entry that stand in it (`phrases`). A phrase of
weight 1 is a hint that needs company, 2 gives a weak placement, 3 a strong one. What stands around it speaks for a
part: the heading above, the paragraphs beside it, the article's title and first paragraph, and how much of the article
is on the event. The score is evidence / (evidence + HALF): 2 → .50, 3 → .60, 6 → .75. Context without words of the
passage's own never gives more than a weak placement, and none beside the words of another event; nor does it make more
of a mere hint, unless title or heading are on the event, or of an aside.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from msgspec import Struct

from briefing.analysis.phrases import NOTHING, Evidence, Rules, compile_rules, weigh_phrases
from briefing.analysis.text.frequencies import find_terms
from briefing.analysis.text.words import find_words, lemma, list_words
from briefing.model import Document, EventRule, Paragraph, Placement

__all__ = ["PLACED", "STRONG", "Rules", "compile_rules", "place_paragraphs"]

HALF = 2.0  # evidence that gives a score of one half
PLACED = 0.5  # below it a passage is not placed
STRONG = 0.6  # evidence of 3; below it the page marks a placement as weak

# Shares of the evidence that stands around a passage. Weighed on the tuned half of `benchmarks events` with all phrases
# and with only 80, 60 and 50 % of them, as a list of phrases is never complete; each may be half or double at a loss
# of a point at most, but for TITLE and LEAD together, which carry the articles whose paragraphs use few of the phrases.
TITLE_SHARE = 1.0
LEAD_SHARE = 0.4  # of the first paragraph; the title's share on top where no event has words in the title
ABOUT = 2.0  # times the part of the other paragraphs that have the event's words
HEADING_SHARE = 0.4  # for each paragraph below it
BESIDE_SHARE = 0.4  # of the paragraphs before and after, under the same heading
GOES_ON_SHARE = 0.5  # of the one before, where this one goes on with it: "He …", "The talks …", “…
COLON_SHARE = 1.0  # … where the one before ends in a colon, so that both are one sentence
MOST = 3.0  # evidence of a title or paragraph that speaks for others; and of all context together
HAS_WORDS = 1.0  # evidence in the passage itself: a hint at least
ON_EVENT = 2.0  # evidence with which a paragraph counts as being on the event
ALONE = 2.5  # the most that context can make of a passage without words of its own, or with a hint: a weak placement
ELSEWHERE = 0.4  # of all evidence but the event's title, in an article that has none of the names of the event's entry
LEAST_LENGTH = 4  # paragraphs; the whole of a shorter article says little of its parts
ENOUGH_TEXT = 500  # characters of an article that would name its scene

_GOES_ON = frozenset(
    """
    he she it they this that these those his her its their both neither such there another others one
    il elle ils elles ce cela ces er sie es diese dieser
    """.split()
)
_THE = frozenset({"the", "both", "le", "la", "les", "der", "die", "das"})
# What news calls again by a bare noun: "The talks …" go on with the paragraph before.
_CALLED_AGAIN = frozenset(
    """
    agreement announcement answer attack blast call coalition comment condition conversation damage deal decision demand
    discussion document draft effort explosion fire force group idea initiative list meeting message missile mission
    move negotiation offer plan pledge process proposal question raid remark reply response statement step strike summit
    talk term text toll victim visit
    """.split()
)
_WEATHER = frozenset({"rain", "snow", "drizzle", "pour", "hail", "freeze", "thaw"})  # in "It rained" It is nothing
_OPENING_MARKS = "\"'“‘„«–—-…"


class _Passage(Struct, frozen=True):
    place: int  # among the passages
    paragraph: Paragraph
    index: int  # of the paragraph
    own: dict[int, Evidence]  # by event
    heading: dict[int, Evidence]  # of the heading above
    heading_text: str
    section: int  # which heading it stands under; 0: none, or the headline


class _Reading(Struct, frozen=True):
    """An article as it is read for events: its passages, and what it says of each event as a whole."""

    document: Document
    passages: tuple[_Passage, ...]
    events: tuple[int, ...]  # that have words anywhere in it
    title: dict[int, Evidence]
    title_is_silent: bool  # no event has words in it, or it is the first paragraph's opening
    on_event: dict[int, int]  # how many passages have its words
    sections: frozenset[tuple[int, int]]  # (section, event) that has its words
    elsewhere: frozenset[int]  # events whose names the article has none of


def place_paragraphs(document: Document, rules: Rules) -> tuple[Placement, ...]:
    """Return which body paragraphs belong to which events, by paragraph and event id.

    A paragraph may be in several events and is in none where nothing speaks for one. Events whose dates leave out the
    document's day are not considered; an undated document is held against all.
    """
    if not rules.events:
        return ()
    reading = _read(document, rules)
    return tuple(placement for passage in reading.passages for placement in _place(reading, rules, passage))


# -- reading ----------------------------------------------------------------------------------------------------------


def _read(document: Document, rules: Rules) -> _Reading:
    passages = _weigh_passages(document, rules)
    title = weigh_phrases(document.title, 0, len(document.title), document.lang, rules)
    named = {event for passage in passages for event in (*passage.own, *passage.heading)} | title.keys()
    events = tuple(event for event in sorted(named) if _covers(rules.events[event], document.date))
    repeats = bool(document.title and passages) and _plain(
        document.text[passages[0].paragraph.start : passages[0].paragraph.end]
    ).startswith(_plain(document.title))
    return _Reading(
        document=document,
        passages=passages,
        events=events,
        title={} if repeats else title,
        title_is_silent=repeats or not any(evidence.sum > 0 for evidence in title.values()),
        on_event={event: sum(_sum(passage.own, event) >= ON_EVENT for passage in passages) for event in events},
        sections=frozenset(
            (passage.section, event)
            for passage in passages
            for event in events
            if max(_sum(passage.own, event), _sum(passage.heading, event)) >= HAS_WORDS
        ),
        elsewhere=frozenset(event for event in events if _is_elsewhere(document, rules.scenes[event])),
    )


def _weigh_passages(document: Document, rules: Rules) -> tuple[_Passage, ...]:
    passages: list[_Passage] = []
    heading: dict[int, Evidence] = {}
    heading_text = ""
    section = 0
    title = _plain(document.title)
    for index, paragraph in enumerate(document.paragraphs):
        if paragraph.kind == "boilerplate":
            continue
        found = weigh_phrases(document.text, paragraph.start, paragraph.end, document.lang, rules)
        if paragraph.kind == "body":
            passages.append(_Passage(len(passages), paragraph, index, found, heading, heading_text, section))
            continue
        text = " ".join(document.text[paragraph.start : paragraph.end].split())
        if _plain(text) != title:  # the headline speaks as the title already
            heading, heading_text = found, text
            section += 1
    return tuple(passages)


def _is_elsewhere(document: Document, scene: re.Pattern[str] | None) -> bool:
    """Tell whether an article long enough to name an event's scene does not."""
    text = document.text
    return (
        scene is not None and len(text) >= ENOUGH_TEXT and not scene.search(text) and not scene.search(document.title)
    )


# -- placing ----------------------------------------------------------------------------------------------------------


def _place(reading: _Reading, rules: Rules, passage: _Passage) -> list[Placement]:
    """Return the placements of one passage, by event.

    Where no event has words enough in it, it may belong to the one that its context speaks for most.
    """
    by_words: list[Placement] = []
    by_context: list[tuple[float, Placement]] = []
    for event in reading.events:
        own = passage.own.get(event, NOTHING)
        context = _find_context(reading, passage, event)
        around = sum(amount for amount, _ in context)
        remark = ""
        if own.sum >= HAS_WORDS:
            others = max((_sum(passage.own, other) for other in reading.events if other != event), default=0.0)
            if own.sum < ON_EVENT <= others:  # a hint beside the words of another event: the context is that one's
                around, context = 0.0, []
            evidence = own.sum + min(MOST, around)
            if own.sum < ON_EVENT and not _is_headed(reading, passage, event):
                evidence, remark = min(ALONE, evidence), "a hint alone: "
            elif _is_aside(reading, rules, passage, event):
                evidence, remark = min(ALONE, evidence), "in passing: "
        elif not own.speaks_against and around > 0 and _may_belong(reading, passage, event):
            evidence, remark = min(ALONE, own.sum + around), "context alone: "
        else:
            continue
        counted = evidence - own.sum
        if event in reading.elsewhere:
            titled = _sum_title_words(own, rules.events[event])
            evidence = titled + (evidence - titled) * ELSEWHERE
        score = round(evidence / (evidence + HALF), 3) if evidence > 0 else 0.0
        if score < PLACED:
            continue
        why = remark + _explain(own, context, counted, event in reading.elsewhere)
        placement = Placement(passage.index, rules.events[event].id, score, why)
        if own.sum >= HAS_WORDS:
            by_words.append(placement)
        else:
            by_context.append((around, placement))
    if by_context and not by_words:
        return [max(by_context, key=lambda pair: (pair[0], pair[1].event))[1]]
    return by_words


def _is_headed(reading: _Reading, passage: _Passage, event: int) -> bool:
    """Tell whether the title, or the first paragraph where the title is silent, or the heading above is on an event."""
    if reading.title_is_silent and _sum(reading.passages[0].own, event) >= MOST:
        return True
    return max(_sum(reading.title, event), _sum(passage.heading, event)) >= ON_EVENT


def _is_aside(reading: _Reading, rules: Rules, passage: _Passage, event: int) -> bool:
    """Tell whether a passage comes to an event in passing.

    Its article is on another one, by title and first paragraph, and its first sentence has no word of this one.
    """
    lead = reading.passages[0].own
    if any(_sum(found, event) >= HAS_WORDS for found in (lead, reading.title, passage.heading)):
        return False
    if not any(min(_sum(lead, other), _sum(reading.title, other)) >= ON_EVENT for other in reading.events):
        return False
    document = reading.document
    at = bisect_left(document.sentences, passage.index, key=lambda sentence: sentence.paragraph)
    for first in document.sentences[at : at + 1]:
        return event not in weigh_phrases(document.text, first.start, first.end, document.lang, rules)
    return False


def _sum_title_words(own: Evidence, event: EventRule) -> float:
    """Return the evidence of the phrases that stand in the event's own title: those need no names beside them.

    Of two words at least: "Strikes" is the title of one event and a word of many.
    """
    title = event.title.lower()
    return sum(
        hit.weight
        for hit in own.hits
        if hit.weight > 0 and " " in (words := event.phrases[hit.number][0].lower()) and words in title
    )


def _find_context(reading: _Reading, passage: _Passage, event: int) -> list[tuple[float, str]]:
    """Return what the surroundings of a passage say of an event: (evidence, what it is called in the reason)."""
    heading = passage.heading.get(event, NOTHING).sum  # one full of phrases may speak alone, so it has no bound
    found = [(heading * HEADING_SHARE, f"heading “{passage.heading_text}”")]
    before, after = _beside(reading, passage, -1), _beside(reading, passage, +1)
    if before and (amount := _sum(before.own, event)) > 0:
        share = _share_of_before(reading.document, before.paragraph, passage.paragraph)
        found.append((amount * share, "the paragraph before"))
    if after and (amount := _sum(after.own, event)) > 0:
        share = COLON_SHARE if _ends_in_colon(reading.document, passage.paragraph) else BESIDE_SHARE
        found.append((amount * share, "the paragraph after"))
    title = reading.title.get(event, NOTHING)
    if title.sum < 0:  # another war's truce: what follows is not carried by its first paragraph
        found.append((sum(hit.weight for hit in title.hits if hit.weight < 0) * TITLE_SHARE, "title"))
        return [(amount, name) for amount, name in found if amount]
    found.append((min(MOST, title.sum) * TITLE_SHARE, "title"))
    if passage.place:
        share = LEAD_SHARE + (TITLE_SHARE if reading.title_is_silent else 0.0)
        found.append((_sum(reading.passages[0].own, event) * share, "first paragraph"))
    others = reading.on_event[event] - (_sum(passage.own, event) >= ON_EVENT)
    found.append((ABOUT * others / max(1, len(reading.passages) - 1), "the rest of the article"))
    return [(amount, name) for amount, name in found if amount]


def _may_belong(reading: _Reading, passage: _Passage, event: int) -> bool:
    """Tell whether a passage without words of an event may be on it for what stands around it.

    It may under a heading on the event, and where it goes on with a paragraph that is or introduces one. Else its
    section must have words of the event (so not "In other news"), and in a short article, whose whole says little, it
    must share a telling word with the title or a paragraph on the event.
    """
    if _sum(passage.heading, event) >= ON_EVENT:
        return True
    before, after = _beside(reading, passage, -1), _beside(reading, passage, +1)
    if after and _ends_in_colon(reading.document, passage.paragraph) and _sum(after.own, event) >= HAS_WORDS:
        return True
    if (
        before
        and _sum(before.own, event) >= HAS_WORDS
        and _share_of_before(reading.document, before.paragraph, passage.paragraph) > BESIDE_SHARE
    ):
        return True
    if passage.section != reading.passages[0].section and (passage.section, event) not in reading.sections:
        return False
    return len(reading.passages) >= LEAST_LENGTH or _shares_a_word(reading, passage, event)


def _shares_a_word(reading: _Reading, passage: _Passage, event: int) -> bool:
    """Names do not count: that two things happened in Paris makes them no one event."""
    document, this = reading.document, passage.paragraph
    text, lang = document.text, document.lang
    words = set(find_terms(text, this.start, this.end, lang))
    words &= {lemma(word, lang) for word in list_words(text, this.start, this.end) if word[0].islower()}
    if _sum(reading.title, event) > 0 and not words.isdisjoint(find_terms(document.title, 0, None, lang)):
        return True
    return any(
        not words.isdisjoint(find_terms(text, other.paragraph.start, other.paragraph.end, lang))
        for other in reading.passages
        if _sum(other.own, event) >= ON_EVENT
    )


def _beside(reading: _Reading, passage: _Passage, step: int) -> _Passage | None:
    """Return the passage before (-1) or after (+1), if it stands under the same heading."""
    place = passage.place + step
    if not 0 <= place < len(reading.passages) or reading.passages[place].section != passage.section:
        return None
    return reading.passages[place]


def _ends_in_colon(document: Document, paragraph: Paragraph) -> bool:
    return document.text[paragraph.end - 1 : paragraph.end] == ":"


def _share_of_before(document: Document, before: Paragraph, this: Paragraph) -> float:
    if _ends_in_colon(document, before):
        return COLON_SHARE
    return GOES_ON_SHARE if _goes_on(document, this) else BESIDE_SHARE


def _goes_on(document: Document, paragraph: Paragraph) -> bool:
    """Tell whether a paragraph goes on with the one before: it opens with "They", with words said, with "The talks"."""
    text = document.text
    if text[paragraph.start : paragraph.start + 1] in _OPENING_MARKS:
        return True
    words = find_words(text, paragraph.start, min(paragraph.end, paragraph.start + 60))
    first, second, third = next(words, None), next(words, None), next(words, None)
    if first is None:
        return False
    opening = text[first[0] : first[1]].lower()
    if opening == "it" and any(
        lemma(text[slice(*word)], document.lang) in _WEATHER for word in (second, third) if word
    ):
        return False
    if opening in _GOES_ON:
        return True
    return opening in _THE and second is not None and lemma(text[slice(*second)], document.lang) in _CALLED_AGAIN


def _sum(found: dict[int, Evidence], event: int) -> float:
    evidence = found.get(event)
    return min(MOST, evidence.sum) if evidence else 0.0


def _explain(own: Evidence, context: list[tuple[float, str]], counted: float, elsewhere: bool) -> str:
    """Name what spoke, each with its evidence: the words of the passage, then what stands around it."""
    words = ", ".join(f"“{hit.words}” ({hit.weight:g})" for hit in own.hits)
    around = ", ".join(f"{name} ({round(amount, 2):g})" for amount, name in context)
    if 0 < counted < sum(amount for amount, _ in context) - 0.01:
        around += f", counted as {round(counted, 2):g}"
    parts = [words, f"around it: {around}" if words and around else around]
    if elsewhere:
        parts.append(f"all but the event’s title times {ELSEWHERE:g}, as the article has none of its names")
    return "; ".join(part for part in parts if part).replace("(-", "(−")


def _plain(line: str) -> str:
    return " ".join(line.lower().split()).rstrip(" .…:")


def _covers(event: EventRule, day: str) -> bool:
    if not day:
        return True
    return (not event.since or event.since[:10] <= day[:10]) and (not event.until or day[:10] <= event.until[:10])
