"""Which configured events does each passage belong to, and which words say so?

An event is recognised by its weighted phrases (`EventRule.phrases`), matched word by word as dictionary forms, so
"strike" finds "struck" and "striking". A phrase of weight 1 is a hint that needs company, 2 gives a weak placement, 3 a
strong one. What stands around a passage counts for a part: the heading above it, the paragraph before it, the
article's title; and in an article that is about one event, paragraphs without words of any belong to it weakly.
The score is evidence / (evidence + HALF): 2 → .50, 3 → .60, 6 → .75.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from briefing.analysis.text.frequencies import is_common
from briefing.analysis.text.words import find_words, lemma
from briefing.model import Document, EventRule, Paragraph, Placement

HALF = 2.0  # evidence that gives a score of one half
PLACED = 0.5  # below it a passage is not placed
STRONG = 0.6  # evidence of 3; below it the page marks a placement as weak

HEADING_SHARE = 0.5  # of the evidence in the heading above: it speaks for each paragraph below it, but not alone
TITLE_SHARE = 0.5  # of the evidence in the title: a hint becomes a weak placement where the title is on the event
BEFORE_SHARE = 0.5  # of the evidence in the paragraph before
GOES_ON_SHARE = 0.6  # … where this one goes on with it: it opens with a pronoun or with somebody's words
COLON_SHARE = 1.0  # … where the one before ends in a colon, so that both are one sentence
REPEAT_SHARE = 0.25  # of a phrase's weight for its second mention; the third and later ones add nothing
COMMON_SHARE = 0.25  # of the weight of a phrase that is nothing but common words, such as "the world"
LEAST_OWN = 1.0  # evidence in the passage itself that context can lift over the threshold
ALONE = 2.5  # evidence that context without words of the passage's own can give: a weak placement
ABOUT_SHARE = 1 / 3  # of the body's paragraphs that an event must have for the article to be about it
MOST_CONTEXT = 3.0  # a long heading full of phrases is still only a heading

_ARTICLES = frozenset({"a", "an", "the"})  # skipped, so that "coalition of the willing" and "of willing" are one
_GOES_ON = frozenset(
    """
    he she it they this that these those his her its their both such there another others one il elle ils elles ce
    cela er sie es sie
    """.split()
)
_OPENING_MARKS = "\"'“‘„«–—-…"


@dataclass(frozen=True, slots=True)
class _Phrase:
    event: int  # index into the rules
    number: int  # which of the event's phrases
    words: tuple[str, ...]  # lemmas, without articles
    weight: float


@dataclass(frozen=True, slots=True)
class _Hit:
    weight: float
    number: int
    words: str  # as they stand in the text


@dataclass(frozen=True, slots=True)
class Rules:
    """The event rules, ready for matching. Made once, by `compile_rules`; lemmas are made per language when asked."""

    events: tuple[EventRule, ...]
    _by_lang: dict[str, dict[str, tuple[_Phrase, ...]]] = field(default_factory=dict, compare=False, repr=False)

    def by_first_word(self, lang: str) -> dict[str, tuple[_Phrase, ...]]:
        """Phrases by their first lemma, the longest first."""
        if lang not in self._by_lang:
            self._by_lang[lang] = _compile(self.events, lang)
        return self._by_lang[lang]


def compile_rules(events: Sequence[EventRule]) -> Rules:
    """Make rules ready for `place_paragraphs`. To be done once per process."""
    return Rules(tuple(sorted(events, key=lambda event: event.id)))


def place_paragraphs(document: Document, rules: Rules) -> tuple[Placement, ...]:
    """Return which body paragraphs belong to which events, by paragraph and event id.

    A paragraph may be in several events and is in none where nothing speaks for one. Events whose dates leave out the
    document's day are not considered; an undated document is held against all.
    """
    phrases = rules.by_first_word(document.lang)
    if not phrases:
        return ()
    open_events = [_covers(event, document.date) for event in rules.events]
    title = _weigh(document.title, 0, len(document.title), document.lang, phrases)
    heading: dict[int, _Evidence] = {}
    heading_text = ""
    before: dict[int, _Evidence] = {}
    before_ends = ""
    placements: list[Placement] = []
    against: set[int] = set()
    for index, paragraph in enumerate(document.paragraphs):
        if paragraph.kind == "boilerplate":
            continue
        found = _weigh(document.text, paragraph.start, paragraph.end, document.lang, phrases)
        if paragraph.kind == "heading":
            heading, heading_text = found, " ".join(document.text[paragraph.start : paragraph.end].split())
            before, before_ends = {}, ""  # a heading opens something new
            continue
        if any(hit.weight < 0 for evidence in found.values() for hit in evidence.hits):
            against.add(index)
        goes_on = before_ends == ":" or _goes_on(document, paragraph)
        before_share = COLON_SHARE if before_ends == ":" else GOES_ON_SHARE if goes_on else BEFORE_SHARE
        for event in sorted({*found, *heading, *(before if goes_on else ())}):
            if not open_events[event]:
                continue
            own = found.get(event, _NOTHING)
            context = _Context(
                heading=heading.get(event, _NOTHING).sum * HEADING_SHARE,
                title=title.get(event, _NOTHING).sum * TITLE_SHARE,
                before=before.get(event, _NOTHING).sum * before_share,
                goes_on=goes_on,
            )
            evidence = _add_up(own, context)
            score = round(evidence / (evidence + HALF), 3) if evidence > 0 else 0.0
            if score >= PLACED:
                why = _explain(own, context, heading_text)
                placements.append(Placement(index, rules.events[event].id, score, why))
        before, before_ends = found, document.text[paragraph.end - 1 : paragraph.end]
    return tuple(sorted([*placements, *_fill_gaps(document, rules, placements, title, against)], key=_by_place))


def _by_place(placement: Placement) -> tuple[int, str]:
    return placement.paragraph, placement.event


def _fill_gaps(
    document: Document,
    rules: Rules,
    placements: Sequence[Placement],
    title: dict[int, _Evidence],
    against: set[int],
) -> list[Placement]:
    """Return weak placements for paragraphs without a word of any event in an article that is about one.

    It is about an event that its title names, or where there is none its first paragraph, and that has a third of its
    paragraphs. A paragraph then belongs to it if a neighbour under the same heading does; one that speaks against an
    event stays out.
    """
    sections: list[list[int]] = [[]]
    for index, paragraph in enumerate(document.paragraphs):
        if paragraph.kind == "heading":
            sections.append([])
        elif paragraph.kind == "body":
            sections[-1].append(index)
    body = [index for section in sections for index in section]
    placed: dict[str, set[int]] = {}
    for placement in placements:
        placed.setdefault(placement.event, set()).add(placement.paragraph)
    named = {rules.events[event].id: evidence.sum for event, evidence in title.items()}
    about = [
        (len(those), event)
        for event, those in sorted(placed.items())
        if len(those) >= max(2 if document.title else 3, ABOUT_SHARE * len(body))
        and (named.get(event, 0) >= LEAST_OWN if document.title else body[0] in those)
    ]
    if not about:
        return []
    _, event = max(about, key=lambda pair: (pair[0], named.get(pair[1], 0), pair[1]))
    taken = {placement.paragraph for placement in placements} | against
    filled: set[int] = set()
    for section in sections:
        for at, index in enumerate(section):
            beside = {*section[max(0, at - 1) : at], *section[at + 1 : at + 2]}
            if index not in taken and beside & (placed[event] | filled):
                filled.add(index)
    return [
        Placement(index, event, PLACED, "what the article and the paragraphs beside it are about") for index in filled
    ]


@dataclass(frozen=True, slots=True)
class _Evidence:
    sum: float
    hits: tuple[_Hit, ...]


@dataclass(frozen=True, slots=True)
class _Context:
    heading: float
    title: float
    before: float
    goes_on: bool


_NOTHING = _Evidence(0.0, ())


def _add_up(own: _Evidence, context: _Context) -> float:
    """Return the evidence for one event: the passage's own, and the context's where it may speak."""
    around = min(MOST_CONTEXT, max(0.0, context.heading) + max(0.0, context.title) + max(0.0, context.before))
    if own.sum >= LEAST_OWN:
        return own.sum + around
    if own.sum < 0 or any(hit.weight < 0 for hit in own.hits):
        return 0.0
    # without words of its own a passage belongs to what the heading above or the sentence that it continues is about
    alone = max(context.heading, context.before if context.goes_on else 0.0)
    return min(ALONE, own.sum + alone)


def _explain(own: _Evidence, context: _Context, heading: str) -> str:
    parts = [f"“{hit.words}” ({hit.weight:g})" for hit in own.hits]
    if context.heading > 0:
        parts.append(f"heading “{heading}”")
    if context.before > 0 and (context.goes_on or not own.hits):
        parts.append("the paragraph before")
    if context.title > 0:
        parts.append("title")
    return ", ".join(parts).replace("(-", "(−")


def _covers(event: EventRule, day: str) -> bool:
    if not day:
        return True
    return (not event.since or event.since[:10] <= day[:10]) and (not event.until or day[:10] <= event.until[:10])


def _goes_on(document: Document, paragraph: Paragraph) -> bool:
    """Tell whether a paragraph goes on with the one before: it opens with a pronoun or with somebody's words."""
    text = document.text
    if text[paragraph.start : paragraph.start + 1] in _OPENING_MARKS:
        return True
    word = next(find_words(text, paragraph.start, min(paragraph.end, paragraph.start + 40)), None)
    return word is not None and text[word[0] : word[1]].lower() in _GOES_ON


# -- matching ---------------------------------------------------------------------------------------------------------


def _compile(events: tuple[EventRule, ...], lang: str) -> dict[str, tuple[_Phrase, ...]]:
    phrases: dict[str, list[_Phrase]] = {}
    for event, rule in enumerate(events):
        for number, (words, weight) in enumerate(rule.phrases):
            lemmas = tuple(word for word, _, _ in _words(words, 0, len(words), lang))
            if lemmas:
                share = COMMON_SHARE if all(is_common(word, lang) for word in lemmas) else 1.0
                phrases.setdefault(lemmas[0], []).append(_Phrase(event, number, lemmas, weight * share))
    return {
        first: tuple(sorted(those, key=lambda phrase: (-len(phrase.words), phrase.event, phrase.number)))
        for first, those in phrases.items()
    }


def _words(text: str, start: int, end: int, lang: str) -> Iterator[tuple[str, int, int]]:
    """Yield (lemma, start, end) of each word but the articles; the parts of a hyphened word are words."""
    for begin, stop in find_words(text, start, end):
        word = text[begin:stop]
        if "-" not in word:
            low = lemma(word, lang)
            if low not in _ARTICLES:
                yield low, begin, stop
            continue
        position = begin
        for part in word.split("-"):
            if part:
                yield lemma(part, lang), position, position + len(part)
            position += len(part) + 1


def _weigh(text: str, start: int, end: int, lang: str, phrases: dict[str, tuple[_Phrase, ...]]) -> dict[int, _Evidence]:
    """Return the evidence for each event in text[start:end]. Of phrases that overlap, the longer one counts."""
    words = list(_words(text, start, end, lang))
    taken: dict[int, int] = {}  # event: index of the first word that no phrase has used yet
    found: dict[int, list[tuple[_Phrase, str]]] = {}
    for index, (word, begin, _) in enumerate(words):
        for phrase in phrases.get(word, ()):
            stop = index + len(phrase.words)
            if index < taken.get(phrase.event, 0) or stop > len(words):
                continue
            if all(words[index + n][0] == other for n, other in enumerate(phrase.words)):
                found.setdefault(phrase.event, []).append((phrase, text[begin : words[stop - 1][2]]))
                taken[phrase.event] = stop
    return {event: _sum_up(hits) for event, hits in found.items()}


def _sum_up(hits: list[tuple[_Phrase, str]]) -> _Evidence:
    total = 0.0
    times: dict[int, int] = {}
    shown: list[_Hit] = []
    for phrase, words in hits:
        seen = times[phrase.number] = times.get(phrase.number, 0) + 1
        if seen == 1:
            total += phrase.weight
            shown.append(_Hit(phrase.weight, phrase.number, " ".join(words.split())))
        elif seen == 2:
            total += phrase.weight * REPEAT_SHARE
    return _Evidence(total, tuple(sorted(shown, key=lambda hit: (-hit.weight, hit.number))))
