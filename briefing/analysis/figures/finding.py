# ruff: noqa: E501  a pattern is checked by reading it in one piece
"""Which figures an article gives: how many, of what, where, and on whose word.

`start` and `end` cover the number, its sign or scale, and its unit ("1,000-kilometre", "$200 million", "30-day", "32"),
never the modifier before it ("up to") nor the thing counted after it. Years, dates, times, ages, scores, telephone
numbers and numbers in names ("G7", "Article 5") are no figures, nor is a small number before what nobody counts ("two
sides"). English only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from briefing.analysis.figures.counted import (
    Noun,
    counts_nothing,
    find_noun,
    find_unit,
    is_put_right,
    tells_when,
)
from briefing.analysis.figures.fates import (
    FATE,
    find_fate,
    find_toll,
    is_human,
    is_no_toll,
    may_tell_of_fates,
    which_fate,
)
from briefing.analysis.figures.givers import Givers
from briefing.analysis.figures.measures import find_measured, find_purpose, find_subject
from briefing.analysis.figures.modifiers import find_modifier, tell_modifier
from briefing.analysis.figures.numbers import Number, find_numbers, may_hold_numbers
from briefing.analysis.figures.places import Place, choose_place, find_breaks, find_places
from briefing.analysis.figures.things import (
    FATES,
    MODIFIERS,
    NATIONS,
    NEVER,
    PLACES,
    THINGS,
    TIMES,
    UNITS,
    is_counted,
    lemma,
)
from briefing.analysis.text.patterns import compile_late
from briefing.model import Document, Figure, Mention, Quote

_DEFINITE = compile_late(
    r"\b(?:the|these|those|both|all|his|her|its|their|my|our|your|every|each|any)\s+(?:other\s+)?$", re.IGNORECASE
)
_OF_THE = compile_late(
    r"(?:\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten)) of (?:the|its|their) $", re.IGNORECASE
)
_NO = ("no ", "No ", "no-one", "No-one", "nobody", "Nobody", "none", "None")  # any of them, before a closer look
_HARMED = r"killed|hurt|injured|wounded|dead|missing|harmed|died|arrested|detained|displaced|evacuated"
_NONE = compile_late(
    rf"\b(?P<who>no one|no-one|nobody|none(?= of | was| were))(?:\s++of\s++(?:the|its|their|those|them)\b(?:\s++[\w-]++){{0,4}}?)?(?:\s++else)?(?:\s++(?:was|were|is|are|has been|had been|have been|has|had))?(?:\s++reported(?:ly)?)?(?:\s++(?:seriously|believed|to have been|to be))*\s++(?P<what>{_HARMED})\b"
    rf"|\b(?P<none>no)\s+(?!one\b)(?:[\w-]+\s+){{1,3}}?(?:was|were|has been|have been|had been)\s+(?:reported\s+)?(?P<fate>{_HARMED})\b"
    r"|\b(?P<no>no)\s+(?:serious\s+|further\s+)?(?P<noun>casualties|deaths|injuries|fatalities|arrests)\b(?!\s+figure)",
    re.IGNORECASE,
)
_MAGNITUDE_BEFORE = compile_late(
    r"\b(?P<word>magnitude[ -])$|\bmagnitude\s+(?:of|was|is|at)\s+(?:\w+\s+){0,2}$", re.IGNORECASE
)
_QUAKE = compile_late(r"\b(?:quake|earthquake|tremor|aftershock|temblor|shock)\b", re.IGNORECASE)
_MEASURED = compile_late(r"\bmeasur(?:ed|es|ing)\s+(?:a\s+|at\s+)?(?:\w+\s+)?$", re.IGNORECASE)
_MINUS = compile_late(r"(?:\bminus |[−-])$", re.IGNORECASE)
_GAPPED = compile_late(r"\s+(?:in|at|near|on|off|outside)\s+(?:the\s+)?[A-Z]")  # "five in Kherson and one in Sumy"
_COUNT_OF_THEM = compile_late(
    r"\b(?:number|figure|total|count|tally|crowd|turnout)s?\s+(?:at|to|of|was|is)\s+(?:\w+\s+)?$|\bputs? (?:it|them) at\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)
_PREDICATE = compile_late(r"\s+(?:was|were|is|are|has|have|had|will|would|could|remain)\b")
_NUMBER_OF = compile_late(
    rf"\bnumber of (?:[\w-]+ ){{0,3}}?([a-z]{{3,}}s|people|children|women|men|police)\b[^.;]{{0,70}}?\b(?:at|to|from|is|was|reach\w*|exceed\w*|topped|hit|pass\w*)\s+(?:{MODIFIERS}|\s)*$",
    re.IGNORECASE,
)
_THEY_SAY = compile_late(
    r"(?:\s+(?:familiar with|close to|with|from|at|in|who|on)(?:\s+[\w’'-]+){1,5}?)?(?:,[^,.;]{1,60},)?\s+(?:have\s+|had\s+|also\s+)?(?:said|says?|told|confirmed|warned|recalled|insisted|denied|declined to|refused to|described)\b"
)
_DEED_BEFORE = compile_late(r"\b[a-z]+(?:ed|ing)\s+$")
_AND_MORE = compile_late(
    r"(?:,|,? and)\s+(?:(?:a|the|at least|another|more than|up to|about|some)\s+)*$", re.IGNORECASE
)
_GATHERED = compile_late(
    rf"\b(?:calls?|meetings?|summit|talks|conference|gathering|coalition|alliance|group|leaders|ministers|envoys|delegat\w+"
    rf"|representatives|officials|diplomats|experts|observers|troops)\s(?:[a-z]+\s){{0,3}}?(?:of|with|from|involving|between|by|among|for)\s+(?:(?:{MODIFIERS})\s+)?$",
    re.IGNORECASE,
)
_NO_COUNT = compile_late(r"\b(?:at|to|for|by|on|about|only|just|with|from|of|against|as|than)\s+$", re.IGNORECASE)
THINGS_OF_FATE = frozenset(word for word, thing in THINGS.items() if thing in FATES)  # "two fatalities and 84 …"
LOOK_BACK = 200  # characters before a number in which its verb, modifier or preposition is looked for
STRONGEST = 10  # no earthquake has reached it
PLACE_BACK = 600  # characters of the paragraph in which the place of a fate is looked for
NEAR_OF = 20  # characters: "three of their"

SMALL = 13  # below it, a number is a figure only before what news counts


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
        self.names = sorted((m.start, m.end) for m in mentions if m.kind != "person" and m.via != "demonym")
        # Nor is "the German consulate" in a place called German.
        self.people = sorted((m.start, m.end) for m in mentions if m.kind == "person" or m.via == "demonym")
        # One unknown name alone may be a town as well: "on the slopes above Nafplio".
        full = {m.actor for m in mentions if m.via != "discovered" or " " in text[m.start : m.end]}
        self.perhaps = {m.start for m in mentions if m.kind == "person" and m.actor not in full}
        self.givers = Givers(text, quotes)
        self.thing = ""  # counted last
        self.thing_end = -1  # where its sentence ends
        self.last: Figure | None = None  # the last count, while its sentence lasts
        self.noun, self.noun_end = "", -1  # its noun, and where that ends
        self.paragraph = 0  # where the paragraph begins
        self.place: str | None = None  # the last place before the sentence in its paragraph
        self.start = self.end = 0  # of the sentence that is read
        self.places: list[Place] | None = None  # of the sentence
        self.breaks: list[tuple[int, int]] = []  # between its clauses
        self.fateful: bool | None = None  # whether the sentence tells of anybody's fate

    def read(self, start: int, end: int, *, new_paragraph: bool) -> None:
        self.start, self.end = start, end
        self.places = self.fateful = self.last = self.place = None
        if new_paragraph:
            self.paragraph = start
        if may_hold_numbers(self.text, start, end):
            for number in find_numbers(self.text, start, end):
                figure = self._figure(number)
                if figure is not None:
                    self._add(figure)
        sentence = self.text[start:end]
        if "no" in sentence or "No" in sentence:
            for word in _NO:  # twice as fast as `any`
                if word in sentence:
                    self._read_none()
                    break
        if self.thing_end < start:
            self.thing = ""  # a sentence without a count stands between

    def _add(self, figure: Figure) -> None:
        if self.figures and figure.start < self.figures[-1].end:
            self.figures.pop()  # "7 spoke of 7 quiet days": the unit is that of the number next to it
        self.figures.append(figure)
        if not figure.unit:
            self.last = figure
            if figure.thing not in PLACES:
                self.thing, self.thing_end = figure.thing, self.end

    def _read_none(self) -> None:
        """No one was hurt: a figure too, and its value is nought."""
        for match in _NONE.finditer(self.text, self.start, self.end):
            begin, stop = match.span(next(name for name in ("who", "none", "no") if match[name]))
            fate = FATE.fullmatch(match["what"] or match["fate"] or "")
            thing = which_fate(fate) if fate is not None else THINGS.get((match["noun"] or "").lower(), "injured")
            place, source = self._place(begin, stop, thing), self.givers.find(begin, self.start, self.end)
            # The "one" of "no one" is no figure of its own.
            self.figures = [each for each in self.figures if each.end <= begin or each.start >= stop]
            self.figures.append(Figure(begin, stop, value=0.0, thing=thing, place=place, source=source))

    # -- one number -----------------------------------------------------------------------------------------------

    def _figure(self, number: Number) -> Figure | None:
        text, end = self.text, self.end
        before = text[max(self.start, number.start - LOOK_BACK) : number.start]
        after = text[number.end : min(end, number.end + LOOK_BACK)]
        bare = before[: -len(modifier[0])] if (modifier := find_modifier(before)) is not None else before
        if is_put_right(before, after) or (not before and after.startswith(". ") and not number.worded):
            return None  # … or it numbers what follows: "3. For Afghan women"
        if number.currency:
            purpose = find_purpose(text, number.end, bare, end)
            return self._make(number, number.end, number.currency, purpose, before)
        magnitude = self._magnitude(number, before)
        if magnitude is not None:
            return magnitude
        unit = find_unit(text, number.end, end)
        if unit.name:
            if (unit.name in TIMES and tells_when(text, number, unit, before, end)) or (
                unit.name in {"foot", "inch"} and not unit.hyphen and number.worded
            ):
                return None
            quake = _QUAKE.match(text, unit.end + 1, end) if unit.name == "magnitude" else None
            thing = (
                lemma(quake[0].lower())
                if quake is not None
                else find_measured(text, unit.name, unit.hyphen, unit.end, before, end)
            )
            if unit.name in {"°C", "°F"} and (minus := _MINUS.search(before)) is not None and number.value is not None:
                number = number._replace(start=number.start - len(minus[0]), value=-number.value)
            return self._make(number, unit.end, unit.name, thing, before)
        return self._count(number, before, after)

    def _magnitude(self, number: Number, before: str) -> Figure | None:
        """The strength of an earthquake: "a magnitude 7.7 quake", "the tremor measured 5.4"."""
        if (number.value or number.high or 0) > STRONGEST:
            return None
        text, end = self.text, self.end
        word = _MAGNITUDE_BEFORE.search(before) if "agnitude" in before else None
        if word is not None:
            noun = _QUAKE.search(text, number.end, min(end, number.end + 30))
            noun = noun or next(reversed(list(_QUAKE.finditer(before))), None)
            thing = lemma(noun[0].lower()) if noun is not None else ""
            number = number._replace(start=number.start - len(word["word"] or ""))
            return self._make(number, number.end, "magnitude", thing, before[: word.start()])
        if "measur" not in before or _MEASURED.search(before) is None or _QUAKE.search(before) is None:
            return None
        if find_unit(text, number.end, end).name:
            return None
        return self._make(number, number.end, "magnitude", find_subject(before), before)

    def _count(self, number: Number, before: str, after: str) -> Figure | None:
        text, end = self.text, self.end
        noun = find_noun(text, number, end)
        fateful = self._tells_of_fates()
        toll = find_toll(before) if fateful and not noun.word else ""
        if toll and not counts_nothing(text, number, before, after, noun=True):
            return None if is_no_toll(before, after) else self._make(number, number.end, "", toll, before)
        if (
            self.thing
            and self.thing_end >= self.start - 2
            and not noun.word
            and _COUNT_OF_THEM.search(before) is not None
        ):
            return self._make(number, number.end, "", self.thing, before)
        total = _NUMBER_OF.search(before) if not noun.word and "umber of" in before else None
        if total is not None:
            return self._make(number, number.end, "", lemma(total[1].lower()), before)
        gapped = self.last is not None and not noun.word and _GAPPED.match(after) is not None
        if not noun.word and not gapped and not (noun.known and self.thing) and not fateful:
            return None
        if counts_nothing(text, number, before, after, noun=bool(noun.word) or gapped):
            return None
        if self.givers.speaks(number.start, number.end, self.start, end):
            return None
        if noun.word in UNITS and UNITS[noun.word] in TIMES and number.value == 1:
            return None  # "one of the deadliest days"
        if noun.word in UNITS and UNITS[noun.word] in TIMES:  # "thirty quiet days"
            return self._make(number, noun.end, UNITS[noun.word], "", before)
        thing = self._thing(number, noun, before)
        if not thing and gapped and self.last is not None:
            thing = self.last.thing
        if not thing or (thing in FATES and is_no_toll(before, after)):
            return None
        self.noun, self.noun_end = noun.word, noun.end
        return self._make(number, number.end, "", thing, before)

    def _thing(self, number: Number, noun: Noun, before: str) -> str:
        """What is counted, as a lemma; empty: nothing that makes a figure."""
        fate = self._fate(number, noun, before) if self._tells_of_fates() else ""
        small = (number.value or number.high or 0) < SMALL
        if before.endswith((" the ", " its ", " their ")) and _OF_THE.search(before[-NEAR_OF:]) is not None:
            return ""  # "three of the five": the three count
        if number.value == 1 and noun.word in THINGS_OF_FATE and self.text.startswith(" of ", number.end):
            return ""  # "one of the wounded was a nurse": who it was, not how many
        if small and not fate and noun.word and _THEY_SAY.match(self.text, noun.end, self.end) is not None:
            return ""  # "four diplomats confirmed it": they speak
        if not fate and lemma(noun.word) in NEVER:
            return ""
        if small and not fate and _DEFINITE.search(before) is not None:
            return ""  # "the two nations", "all four airports"
        if fate:
            return fate
        if noun.word == "person" and number.value != 1:
            return ""  # "a 12 person jury"
        if number.value == 1 and (
            noun.word not in {"person", "soldier", "civilian"}
            or _NO_COUNT.search(before) is not None
            or self.text.startswith((" only", " alone"), noun.end)
        ):
            return ""  # "aimed at one person only"
        if noun.word:
            return lemma(noun.word) if not small or is_counted(noun.word) else ""
        if not noun.known or self.thing_end < self.start - 2:
            return ""
        if self.thing in FATES and (
            _PREDICATE.match(self.text, noun.end, self.end) is not None or _DEED_BEFORE.search(before[-30:]) is not None
        ):
            return "person"  # "two died; 25 others were rescued": those have a fate of their own
        return self.thing

    def _fate(self, number: Number, noun: Noun, before: str) -> str:
        fate = find_fate(self.text, number, noun.word, noun.end, before, self.end)
        if fate or self.last is None or self.last.thing not in FATES or not noun.word or self.noun in THINGS_OF_FATE:
            return fate
        # "killed three soldiers, two civilians and …": what the verb did to the first, it did to the next.
        between = self.text[self.noun_end : number.start]
        if (
            self.noun_end > self.last.end
            and _AND_MORE.fullmatch(between) is not None
            and is_human(noun.word)
            and _PREDICATE.match(self.text, noun.end, self.end) is None
        ):
            return self.last.thing
        return ""

    def _tells_of_fates(self) -> bool:
        """Whether the sentence has a word of a fate at all; most have none, and then no number needs a closer look."""
        if self.fateful is None:
            self.fateful = may_tell_of_fates(self.text[self.start : self.end])
        return self.fateful

    def _take_part(self, begin: int) -> bool:
        """Whether who is counted at `begin` meets, joins or sends somebody: "ministers from 31 countries"."""
        return _GATHERED.search(self.text[max(self.start, begin - LOOK_BACK) : begin]) is not None

    def _make(self, number: Number, stop: int, unit: str, thing: str, before: str) -> Figure:
        return Figure(
            number.start,
            stop,
            value=number.value,
            low=number.low,
            high=number.high,
            unit=unit,
            thing=thing,
            modifier=tell_modifier(self.text, stop, thing, before),
            place=self._place(number.start, stop, thing),
            source=self.givers.find(number.start, self.start, self.end),
        )

    def _place(self, begin: int, stop: int, thing: str) -> str:
        """Where it happened: by the sentence; for a fate, else by the sentence before it in the paragraph."""
        if self.places is None:
            self.places = find_places(self.text, self.start, self.end, self.names, self.people, self.perhaps)
            self.breaks = find_breaks(self.text, self.start, self.end) if self.places else []
        place = choose_place(self.places, self.breaks, begin, stop, inherit=thing in FATES)
        if thing in NATIONS and self._take_part(begin):
            return ""  # "a call of 25 nations": where they met or what they met about
        if place is not None:
            return place.name
        if thing not in FATES or self.start <= self.paragraph:
            return ""
        if self.place is None:  # found when it is asked for: most sentences need it not
            first = max(self.paragraph, self.start - PLACE_BACK)
            earlier = find_places(self.text, first, self.start, self.names, self.people, self.perhaps)
            self.place = earlier[-1].name if earlier else ""
        return self.place
