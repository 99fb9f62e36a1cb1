"""Where do the phrases of events stand in a text, and what do they weigh together?

Phrases match word by word as dictionary forms, so "strike" finds "struck" and "striking", and "air strike" also
"airstrike" and "air-strike"; not across a comma, a full stop or a bracket. A phrase of one word, which has less
to tell its sense, is stricter: "terms" finds neither what was "termed" nor "long-term". Nothing else of an event is
looked at here but its names, which tell whether an article is set where the event is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from msgspec import Struct

from briefing.analysis.text.frequencies import is_common, weigh_word
from briefing.analysis.text.patterns import compile_late
from briefing.analysis.text.words import Remembered, find_words, find_words_with_places, lemma, list_words
from briefing.model import EventRule

REPEAT_SHARE = 0.25  # of a phrase's weight for its second mention; the third and later ones add nothing
COMMON_SHARE = 0.25  # of the weight of a phrase that is nothing but common words, such as "the world"
STEM = 5  # letters that Ukraine, Ukrainian and Ukrainians share, and no two names of one event by chance

_Word = tuple[str, int, int]  # lemma, start, end
_ARTICLES = frozenset({"a", "an", "the"})  # skipped, so that "coalition of the willing" and "of willing" are one
_BREAK = compile_late(r"[.!?;:,()\[\]{}…—–|\n]")  # no phrase reaches across these
# Endings that a phrase of one English word may refuse. A plural is a noun: "terms" is not what was "termed". A plain
# form may be verb and noun, so that "strike" finds "striking", but a regular past form seldom means what the noun does:
# who was "compromised" found no "compromise". Who wants the verb writes "killed", which finds all its forms.
_PAST, _VERBAL = ("ed",), ("ed", "ing")
_OPENING_WORD = compile_late(r"(?:^|[.!?:]\s+)\W*\w+")  # its capital says nothing


class Hit(Struct, frozen=True):
    """A phrase that stands in a passage."""

    weight: float
    number: int  # which of the event's phrases
    words: str  # as they stand in the text


class Evidence(Struct, frozen=True):
    """What a passage's own words say of one event."""

    sum: float
    hits: tuple[Hit, ...]  # the heaviest first

    @property
    def speaks_against(self) -> bool:
        return self.sum < 0 or any(hit.weight < 0 for hit in self.hits)


NOTHING = Evidence(0.0, ())


class _Phrase(Struct, frozen=True):
    event: int  # index into the rules
    number: int  # which of the event's phrases
    words: tuple[str, ...]  # lemmas, without articles
    weight: float
    refuses: tuple[str, ...] = ()  # endings of words that are of another kind
    is_name: bool = False  # of one word


class _Table:
    """The phrases in one language."""

    def __init__(self, by_first_word: dict[str, tuple[_Phrase, ...]], lang: str) -> None:
        self.by_first_word = by_first_word  # the longest first
        single = frozenset(those[-1].words[0] for those in by_first_word.values() if len(those[-1].words) == 1)

        def split(word: str) -> tuple[_Word, ...]:
            return tuple(_split_word(word, lang, single))

        def reach(word: str) -> int:
            longest = [
                len(by_first_word[part][0].words) + at
                for at, (part, _, _) in enumerate(_split_word(word, lang, single))
                if part in by_first_word
            ]
            return max(longest, default=0)

        self.split = Remembered(split, 1 << 12)  # `_split_word`, asked for where a phrase may begin
        # How many parts the phrases that begin with a word may have, its own among them; 0: none do.
        self.reach = Remembered(reach, 1 << 16)


@dataclass(frozen=True, slots=True)
class Rules:
    """The event rules, ready for matching. Made once, by `compile_rules`; lemmas are made per language when asked."""

    events: tuple[EventRule, ...]
    scenes: tuple[re.Pattern[str] | None, ...]  # what names an event's scene; None: nothing does
    _tables: dict[str, _Table] = field(default_factory=dict, compare=False, repr=False)

    def table(self, lang: str) -> _Table:
        if lang not in self._tables:
            self._tables[lang] = _compile(self.events, lang)
        return self._tables[lang]


def compile_rules(events: Sequence[EventRule]) -> Rules:
    """Make rules ready for `weigh_phrases`. To be done once per process."""
    ordered = tuple(sorted(events, key=lambda event: event.id))
    return Rules(ordered, tuple(_find_scene(event) for event in ordered))


def weigh_phrases(text: str, start: int, end: int, lang: str, rules: Rules) -> dict[int, Evidence]:
    """Return the evidence for each event, by its index, in text[start:end]. Of phrases that overlap, the longer."""
    table = rules.table(lang)
    places, words = find_words_with_places(text, start, end)
    taken: dict[int, int] = {}  # event: where the words end that a phrase has used
    found: dict[int, list[tuple[_Phrase, str]]] = {}
    reaches = list(map(table.reach.__getitem__, words))
    for first in [at for at, reach in enumerate(reaches) if reach]:
        parts = _split_from(first, reaches[first], places, words, table)
        for index in range(len(table.split[words[first]])):
            word, begin, stop = parts[index]
            is_word = stop - begin == len(words[first])  # not a part of "long-term"; but "Israel-Hamas" names both
            for phrase in table.by_first_word.get(word, ()):
                those = parts[index : index + len(phrase.words)]
                if begin < taken.get(phrase.event, 0) or len(those) < len(phrase.words):
                    continue
                if len(those) == 1 and not (is_word or phrase.is_name):
                    continue
                if phrase.refuses and words[first].lower().endswith(phrase.refuses):
                    continue
                if tuple([part for part, _, _ in those]) == phrase.words and _is_whole(text, those):
                    found.setdefault(phrase.event, []).append((phrase, text[begin : those[-1][2]]))
                    taken[phrase.event] = those[-1][2]
    return {event: _sum_up(hits) for event, hits in found.items()}


def _split_from(first: int, enough: int, places: list[int], words: list[str], table: _Table) -> list[_Word]:
    """The parts of a word and of those after it, `enough` of them or more."""
    parts: list[_Word] = []
    for at in range(first, len(words)):
        parts += [(part, places[at] + begin, places[at] + stop) for part, begin, stop in table.split[words[at]]]
        if len(parts) >= enough:
            break
    return parts


def _is_whole(text: str, words: list[_Word]) -> bool:
    return not any(_BREAK.search(text, one[2], next_[1]) for one, next_ in pairwise(words))


def _find_refused(words: str, lemmas: Sequence[str], lang: str) -> tuple[str, ...]:
    """Return the endings that a phrase of one word does not find, by its own."""
    low = words.lower()
    if lang != "en" or len(lemmas) > 1 or low.endswith(_VERBAL):
        return ()
    return _VERBAL if low.endswith("s") and low != lemmas[0] else _PAST


def _split_word(word: str, lang: str, joined: frozenset[str]) -> Iterator[_Word]:
    """Yield (lemma, start, end) of a word; of an article nothing.

    The parts of a hyphened word are words, unless it is one of `joined` without its hyphen: "cease-fire".
    """
    low = lemma(word.replace("-", ""), lang)
    if "-" not in word:
        if low not in _ARTICLES:
            yield low, 0, len(word)
    elif low in joined:
        yield low, 0, len(word)
    else:
        position = 0
        for part in word.split("-"):
            if part:
                yield lemma(part, lang), position, position + len(part)
            position += len(part) + 1


def _sum_up(hits: list[tuple[_Phrase, str]]) -> Evidence:
    total = 0.0
    times: dict[int, int] = {}
    shown: list[Hit] = []
    for phrase, words in hits:
        seen = times[phrase.number] = times.get(phrase.number, 0) + 1
        if seen == 1:
            total += phrase.weight
            shown.append(Hit(phrase.weight, phrase.number, " ".join(words.split())))
        elif seen == 2:
            total += phrase.weight * REPEAT_SHARE
    return Evidence(total, tuple(sorted(shown, key=lambda hit: (-hit.weight, hit.number))))


def _compile(events: tuple[EventRule, ...], lang: str) -> _Table:
    phrases: dict[str, list[_Phrase]] = {}
    for event, rule in enumerate(events):
        for number, (words, weight) in enumerate(rule.phrases):
            lemmas = tuple(part for word in list_words(words) for part, _, _ in _split_word(word, lang, frozenset()))
            if not lemmas:
                continue
            common = [is_common(word, lang) for word in lemmas]
            weighs = weight * (COMMON_SHARE if all(common) else 1.0)
            refused = _find_refused(words, lemmas, lang)
            phrase = _Phrase(event, number, lemmas, weighs, refused, is_name=words[0].isupper())
            phrases.setdefault(lemmas[0], []).append(phrase)
            if len(lemmas) == 2 and not any(common):  # air strike, airstrike
                whole = "".join(lemmas)
                phrases.setdefault(whole, []).append(_Phrase(event, number, (whole,), weighs))
    return _Table(
        {
            first: tuple(sorted(those, key=lambda phrase: (-len(phrase.words), phrase.event, phrase.number)))
            for first, those in phrases.items()
        },
        lang,
    )


def _find_scene(event: EventRule) -> re.Pattern[str] | None:
    """Return what finds the names in the event's description and phrases: Ukraine, Ukrainian, Jeddah.

    A name is a capitalised word that does not open a sentence and that news in general does not use.
    """
    texts = [_OPENING_WORD.sub("", event.description), *(words for words, weight in event.phrases if weight > 0)]
    stems = {
        text[begin : begin + STEM]
        for text in texts
        for begin, end in find_words(text)
        if end - begin >= 4 and text[begin].isupper() and text[begin + 1].islower()
        if weigh_word(text[begin:end].lower()) == 1.0
    }
    # `\b` after the first letter: a search for letters is several times as fast as one that begins with a condition
    found = (rf"{stem[0]}(?<!\w{stem[0]}){re.escape(stem[1:])}" for stem in sorted(stems))
    return re.compile("|".join(found)) if stems else None
