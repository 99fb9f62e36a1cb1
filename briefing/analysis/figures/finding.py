# ruff: noqa: E501  a pattern is checked by reading it in one piece
"""Which figures an article gives: how many, of what, where, and on whose word.

`start` and `end` cover the number, its sign or scale, and its unit ("1,000-kilometre", "$200 million", "30-day", "32"),
never the modifier before it ("up to") nor the thing counted after it. Years, dates, times, ages, scores, telephone
numbers and numbers in names ("G7", "Article 5") are no figures, nor is a small number in words before a thing that
nobody counts ("two sides"). English only.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from briefing.analysis.figures.casualties import HARM, find_harm, may_tell_of_harm, which_harm
from briefing.analysis.figures.counted import (
    MONTHS,
    Noun,
    counts_nothing,
    find_measured,
    find_noun,
    find_purpose,
    find_unit,
    tells_when,
)
from briefing.analysis.figures.numbers import Number, find_numbers, may_hold_numbers
from briefing.analysis.figures.things import HARMS, MODIFIERS, PLACES, THINGS, TIMES, UNITS, lemma
from briefing.analysis.quotes.speakers import as_pronoun
from briefing.analysis.quotes.speech import SPEECH, Frame
from briefing.model import Document, Figure, Mention, Quote, Span

_MODIFIER = re.compile(rf"\b({MODIFIERS})\s+(?:the\s+)?$", re.IGNORECASE)
# "over" is a place here, not a measure: "drones over ten regions", "hand over 175 prisoners".
_OVER_PLACE = re.compile(
    r"\b(?:hand(?:ed|ing)?|turn(?:ed)?|g[ia]ve|took|take|drones?|missiles?|fl[eyi]\w*|flights?|spread|down|attacks?|airspace|raids?)\s+over\s+$"
)
_DEFINITE = re.compile(r"\b(?:the|these|those|both|all|his|her|its|their|every|each)\s+$", re.IGNORECASE)
_OF_THE = re.compile(
    r"(?:\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten)) of (?:the|its|their) $", re.IGNORECASE
)
_NO = re.compile(r"\b[Nn]o(?:body)?\b")
_NONE = re.compile(
    r"\b(?P<who>no one|no-one|nobody)\s+(?:else\s+)?(?:was|were|is|has been|had been)\s+(?:reported(?:ly)?\s+)?(?:seriously\s+|believed\s+)?(?P<what>killed|hurt|injured|wounded|dead|missing|harmed)\b"
    r"|\b(?P<no>no)\s+(?:reports? of\s+|immediate\s+reports? of\s+)?(?P<noun>casualties|deaths|injuries|fatalities|victims)\b(?!\s+figure)",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"\b(?:[Ii]n|[Aa]t|[Nn]ear|on|[Oo]ver|[Oo]utside|[Aa]cross|throughout|[Aa]round|inside|struck|hit|rocked|shook|(?:city|port|town|region|village|capital|outskirts|centre|center|suburb|district|area|quarter|part|north|south|east|west|streets|skies) of)\s+(?:(?:the|central|eastern|western|northern|southern|north-eastern"
    r"|northeastern|southeastern|southwestern|northwestern|city|cities|port|region|town|village|regions|capital|district|province|suburb|border|Russia’s|Russia's|Ukraine’s|Ukraine's|and|of)\s+)*"
    r"(?P<name>[^\W\d_a-z][\w’'-]*(?:\s+[^\W\d_a-z][\w’'-]*){0,2})"
)
_NO_PLACE = re.compile(
    rf"(?:{MONTHS}|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Telegram|Twitter|X|Truth|Facebook|He|She|The|It|They|A|An|In|I|BBC|CNN|NATO|G7|EU|UN|Article|Resolution|Flight|Section|Chapter|Gate|Mr|Mrs|Ms|Sir|President|Prime|Foreign)\b"
)
_ADJECTIVE = re.compile(r"(?:ian|ean|ish|ese|can|ench|Dutch|Greek|Thai|Swiss|U\.?S\.?|UK)$")
_ACCORDING = re.compile(
    r"\baccording to (?P<who>[^.;:,“”\"]{2,80}?)(?=[.;:,“”\"]| on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|$)",
    re.IGNORECASE,
)
LOOK_BACK = 200  # characters before a number in which its verb, modifier or preposition is looked for
WORDS_COUNT_FROM = 13  # a number in words below it is a figure only before a thing that news counts


def find_figures(document: Document, mentions: Sequence[Mention], quotes: Sequence[Quote]) -> tuple[Figure, ...]:
    """Return the figures in the article's body, in text order; none where the language is not English."""
    if document.lang not in {"en", ""}:
        return ()
    reader = _Reader(document.text, mentions, quotes)
    paragraph = -1
    for sentence in document.sentences:
        reader.read(sentence.start, sentence.end, new_paragraph=sentence.paragraph != paragraph)
        paragraph = sentence.paragraph
    return tuple(sorted(reader.figures, key=lambda figure: (figure.start, figure.end)))


class _Reader:
    """Reads one article, sentence after sentence, and keeps what was counted last for "25 others" and "there"."""

    def __init__(self, text: str, mentions: Sequence[Mention], quotes: Sequence[Quote]) -> None:
        self.text = text
        self.figures: list[Figure] = []
        self.places = sorted((m.start, m.end) for m in mentions if m.kind != "person")
        self.people = sorted((m.start, m.end) for m in mentions if m.kind == "person")
        self.spoken = sorted((*span, quote.speaker_text) for quote in quotes if _gives(quote) for span in quote.spans)
        self.thing = ""  # counted last
        self.thing_end = -1  # where its sentence ends
        self.place = ""  # of the last figure of the paragraph
        self.start = self.end = 0  # of the sentence that is read
        self.named: list[tuple[int, int, str]] | None = None  # its places
        self.according: str | None = None  # whom it cites
        self.harm: bool | None = None  # whether it tells of any

    def read(self, start: int, end: int, *, new_paragraph: bool) -> None:
        self.start, self.end = start, end
        self.named = self.according = self.harm = None
        if new_paragraph:
            self.place = ""
        if may_hold_numbers(self.text, start, end):
            for number in find_numbers(self.text, start, end):
                figure = self._figure(number)
                if figure is not None:
                    self._add(figure)
        if _NO.search(self.text, start, end) is not None:
            self._read_none()
        if self.thing_end < start:
            self.thing = ""  # a sentence without a count stands between

    def _add(self, figure: Figure) -> None:
        self.figures.append(figure)
        if not figure.unit and figure.thing not in PLACES:
            self.thing, self.thing_end = figure.thing, self.end
        self.place = figure.place or self.place

    def _read_none(self) -> None:
        """No one was hurt: a figure too, and its value is nought."""
        for match in _NONE.finditer(self.text, self.start, self.end):
            begin, stop = match.span("who" if match["who"] else "no")
            harm = HARM.fullmatch(match["what"]) if match["who"] else None
            thing = which_harm(harm) if harm is not None else THINGS.get((match["noun"] or "").lower(), "injured")
            thing = thing if thing in HARMS else "casualty"
            place, source = self._place(begin, stop), self._source(begin)
            self.figures.append(Figure(begin, stop, value=0.0, thing=thing, place=place, source=source))

    # -- one number -----------------------------------------------------------------------------------------------

    def _figure(self, number: Number) -> Figure | None:
        text, end = self.text, self.end
        before = text[max(self.start, number.start - LOOK_BACK) : number.start]
        after = text[number.end : min(end, number.end + LOOK_BACK)]
        if number.currency:
            purpose = find_purpose(text, number.end, before, end)
            return self._make(number, number.end, number.currency, purpose, before)
        unit = find_unit(text, number.end, end)
        if unit.name:
            if (unit.name in TIMES and tells_when(text, number, unit, before, end)) or (
                unit.name == "ft" and not unit.hyphen
            ):
                return None
            return self._make(number, unit.end, unit.name, find_measured(text, unit, before, end), before)
        noun = find_noun(text, number, end)
        if not noun.word and not (noun.known and self.thing) and not self._tells_of_harm():
            return None
        if counts_nothing(text, number, before, after):
            return None
        if noun.word in UNITS:  # "thirty quiet days"
            return self._make(number, noun.end, UNITS[noun.word], "", before)
        thing = self._thing(number, noun, before)
        return self._make(number, number.end, "", thing, before) if thing else None

    def _thing(self, number: Number, noun: Noun, before: str) -> str:
        """What is counted, as a lemma; empty: nothing that makes a figure."""
        tells = self._tells_of_harm()
        harm = find_harm(self.text, number, noun.word, noun.end, before, self.end) if tells else ""
        small = number.worded and (number.value or number.high or 0) < WORDS_COUNT_FROM
        if _OF_THE.search(before) is not None:
            return ""  # "three of the five": the three count
        if small and _DEFINITE.search(before) is not None and harm not in HARMS:
            return ""  # "the two nations", "all four airports"
        if harm:
            return harm
        if number.worded and number.value == 1 and noun.word not in {"person", "soldier", "civilian"}:
            return ""
        if noun.word:
            return THINGS.get(noun.word, "" if small else lemma(noun.word))
        return self.thing if noun.known and self.thing_end >= self.start - 2 else ""

    def _tells_of_harm(self) -> bool:
        """Whether the sentence has a word of harm at all; most have none, and then no number in it needs a closer look."""
        if self.harm is None:
            self.harm = may_tell_of_harm(self.text, self.start, self.end)
        return self.harm

    def _make(self, number: Number, stop: int, unit: str, thing: str, before: str) -> Figure:
        modifier = _MODIFIER.search(before)
        words = " ".join(modifier[1].lower().split()) if modifier is not None else ""
        if words == "over" and _OVER_PLACE.search(before) is not None:
            words = ""
        if not words:
            words = next((after for after in ("or so", "or more") if self.text.startswith(after, stop + 1)), "")
        return Figure(
            number.start,
            stop,
            value=number.value,
            low=number.low,
            high=number.high,
            unit=unit,
            thing=thing,
            modifier=words,
            place="" if unit else self._place(number.start, stop),
            source=self._source(number.start),
        )

    # -- where, and on whose word ---------------------------------------------------------------------------------

    def _place(self, begin: int, stop: int) -> str:
        """The place nearest to the number in its sentence; else that of the paragraph's last figure."""
        if self.named is None:
            self.named = []
            for match in _PLACE.finditer(self.text, self.start, self.end):
                name = self._name_at(match.span("name"))
                if name:
                    self.named.append((*match.span("name"), name))
        index = bisect_left(self.named, (begin, 0, ""))
        near = self.named[max(0, index - 1) : index + 1]
        nearest = min(near, key=lambda place: place[0] - stop if place[0] >= stop else begin - place[1], default=None)
        return nearest[2] if nearest is not None else self.place

    def _name_at(self, span: Span) -> str:
        """The name of a place at these words, shortened to what is a place; empty: it is none."""
        begin, stop = span
        words = self.text[begin:stop]
        if _NO_PLACE.match(words) is not None:
            return ""
        for spans, good in ((self.places, True), (self.people, False)):
            index = bisect_left(spans, (begin, 0))
            if index < len(spans) and spans[index][0] < stop:
                return self.text[slice(*spans[index])] if good else ""
        if _ADJECTIVE.search(words) is not None and re.match(r" [a-z]", self.text[stop : stop + 2]):
            return ""  # "the Russian capital"
        return re.split(r"[’']s\b", words)[0]

    def _source(self, at: int) -> str:
        """Who gave the figure: the speaker of a quote around it, or "according to …" in its sentence."""
        index = bisect_right(self.spoken, (at + 1, 0, ""))
        for first, last, who in reversed(self.spoken[max(0, index - NESTED) : index]):
            if first <= at < last:
                return who
        if self.according is None:
            match = _ACCORDING.search(self.text, self.start, self.end)
            self.according = match["who"].strip() if match is not None else ""
        return self.according


NESTED = 4  # quotes that may stand around one figure


def _gives(quote: Quote) -> bool:
    """Whether a quote's speaker vouches for the figures in it: not one who rejects or demands something."""
    form = SPEECH.get(quote.verb.lower())
    if not quote.speaker_text or (quote.speaker is None and as_pronoun(quote.speaker_text)):
        return False  # a pronoun that nobody is known for tells no reader who gave it
    return quote.kind != "reported" or form is None or form.frame is not Frame.TOPIC
