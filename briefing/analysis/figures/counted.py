# ruff: noqa: E501  a pattern is checked by reading it in one piece
"""What does a number count or measure: a unit, a thing; or is it a date, an age, a part of a name?"""

from __future__ import annotations

import re
from typing import NamedTuple

from briefing.analysis.figures.fates import FATE
from briefing.analysis.figures.numbers import TIED_UNIT, Number
from briefing.analysis.figures.things import (
    DESCRIBING,
    MODIFIERS,
    SQUARES,
    STOP_WORDS,
    THINGS,
    UNITS,
    is_plural,
)
from briefing.analysis.text.patterns import compile_late

MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec"
_DATE_BEFORE = compile_late(rf"\b(?:{MONTHS})\.?\s+$")
_DATE_AFTER = compile_late(rf"(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{MONTHS})\b")
_CLOCK_AFTER = compile_late(r"\s?(?:[ap]\.?m\b|o[’']clock|GMT\b|UTC\b|local time)", re.IGNORECASE)
_AGE_AFTER = compile_late(r"[\s-](?:year|day|week|month)s?[\s-]olds?\b")
_AGE_BEFORE = compile_late(
    r"\b(?:youngest|oldest|eldest)\b[^.;]{0,40}$|\b(?:woman|man|girl|boy|child)\s+of\s+$"
    r"|\b(?:[Oo]ne of [^.;,]{2,40}|[Aa]nother|[Tt]he other) (?:was|is) (?:only |just )?$"
)
_BETWEEN_COMMAS = compile_late(r"[A-Z][\w’'-]+,\s*$")  # "Olena Koval, 47, said"
_AGE_ENDS = compile_late(r",|;|\.|\)|\s+and\b|$")
_YEAR = compile_late(r"(?:19|20)\d\d$")
# "Article 5", "aged 30", "turns 60" name something or tell an age.
_NAMED_BEFORE = compile_late(
    r"\b(?:[Aa]rticles?|[Cc]hapter|[Ss]ection|[Rr]esolution|[Ff]light|[Pp]ages?|[Nn]o\.?|(?<!will )(?<!would )(?<!to )(?<!now )[Nn]umber|[Rr]oute|[Hh]ighway|[Rr]oom|Group of|[Pp]hase|[Ss]tage"
    r"|[Ll]evel|[Vv]ersion|[Rr]ule|[Ww]ar|[Tt]op|Channel|Radio|[Gg]ate|Division|[Pp]art|[Pp]aragraph|[Cc]ategory|age[ds]?|[Ff]ormula|Apollo|[Tt]urn(?:s|ed|ing)?"
    r"|Agenda|Terminal|Unit|Reactor|Platform|Volume|Psalm|Covid|COVID|BBC|France|age of|[Bb]ox|reference|bib|[Ll]ine|[Ll]oc?t|[Dd]ay|[Ww]eek|[Gg]roup|[Bb]us|[Cc]lass|[Ss]eason|[Ee]pisode|[Gg]ame|[Rr]ound)\s+$|\bage[ds]\s+[\w-]+(?:,\s+[\w-]+)*,?\s+and\s+$|(?<![A-Z]\. )\b[A-Z]{2,}\s+$"
)
_SHARE_OR_AGES = compile_late(
    r"\b(?:age[ds]?\s+(?:of|between|from)\s+(?:\d+\s+(?:and|to)\s+)?|(?:\d|one|two|three|four|five|six|seven|eight|nine)\s+(?:in|in every|out of every)\s+|one\s+out\s+of\s+)$",
    re.IGNORECASE,
)
_TIME_BEFORE = compile_late(r"\b(?:at|by|until|till|from|past|(?:shortly|just) (?:before|after))\s+$", re.IGNORECASE)
# A clock even where a noun follows: "a quarter past ten", "shortly before seven people heard a shot".
_CLOCK_BEFORE = compile_late(
    r"\b(?:quarter|minutes?) (?:past|to)\s+$|\b(?:half|five|ten|twenty|twenty-five) past\s+$"
    r"|\b(?:shortly|just|soon|not long|a little|long) (?:before|after)\s+$|\b(?:[Ii]t|time) (?:was|is) (?:not yet|nearly|almost|already)\s+$",
    re.IGNORECASE,
)
_NAME_BEFORE = compile_late(r"(?<=[\w,;]\s)[A-Z][\w’'-]*\s+$")  # "Berth 3", "HMS Dunbar 4"
_PUT_RIGHT = compile_late(r"\bnot\s+(?:the\s+)?(?:\w+\s+)?$")
_RIGHT_AFTER = compile_late(
    r"(?:\s+\w+)?\s*(?:,?\s+but\b|,?\s+as\s+(?:first|earlier|initially|previously|originally|had)\b)"
)
_WHEN_BEFORE = compile_late(
    r"\b(?:past|last|next|coming|first|final|previous|recent|these|those|the|every|age of|within|in the|once every|after|since|per|it is|it’s|ago|in)\s+$",
    re.IGNORECASE,
)
_WILL_LAST = compile_late(r"\b(?:will|would|could|to|should|may|might|can|must|not)\s+(?:\w+\s+)?last\s+$")
_WHEN_AFTER = compile_late(
    r"[’']?s?\s*+(?:[,–—-]\s*+)?(?:ago|earlier|later|before|after|from now|into|old|since|a day|a week|until|on(?=,)|to go)\b"
)
_PART_OF = compile_late(
    r"\s+(?:out\s+)?of\s+(?:all\s+)?(?:(?:the|its|their|these|those|them|his|her|our|whom)\b|[A-Z]\w+[’']s\b"
    r"|(?=(?:\d|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)))"
)
# Only what may stand before a number: "48 of the missiles and 64 of the drones" are two counts.
_COUNTED_AGAIN = compile_late(
    rf"\s+(?:(?:{MODIFIERS}|original|remaining|other|first|last|initial|total|roughly|known|reported|or so) ){{0,2}}?(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d[\d,]*)\b"
)
_WORD = compile_late(r"[^\W\d_]+(?:[-’'.]\w+)*\.?|[^\w\s]")
_MODEL = compile_late(r"\s+[A-Z][A-Za-z]{0,5}-?\d+\w*")  # "two Tu-95 bombers"
_DEMONYM = compile_late(
    r"[A-Z][a-z]+(?:ians|eans|icans|lians|ans|[aeiou]?lis|raqis|anis|itons|ermans|weds|oles|urks|reeks|zechs|erbs|urds|rabs|ews|uslims|hristians|anes|wedes|inns)$|(?:Chinese|Japanese|Lebanese|French|Dutch|British|Irish)$"
)
_SPEED_AFTER = compile_late(r"\s?(?:/h\b|(?:per|an|a)\s+hour\b)")
_AREA = compile_late(r"sq\.?\s+(km|mi|miles?|metres?|meters?|m|f(?:ee)?t)\b", re.IGNORECASE)
_AREAS = {"k": "km²", "mi": "square mile", "me": "square metre", "m": "square metre", "f": "square foot"}
_DEGREES = compile_late(r"degrees?\s+(celsius|centigrade|fahrenheit|C|F)\b", re.IGNORECASE)
NOON = 12  # the last hour that is told in words
NEAR = 45  # characters before a number in which what names or dates it stands
LONGEST_REACH = 90  # characters in which the noun after a number is looked for
LONGEST_PHRASE = 6  # words between a number and its noun


class Unit(NamedTuple):
    name: str  # as in `things.UNITS`; empty: none
    end: int
    hyphen: bool = False  # tied to the number: "30-day"


class Noun(NamedTuple):
    word: str  # in lower case; empty: none
    end: int
    known: bool = False  # none stands there because the thing was named before: "25 others"


def find_unit(text: str, at: int, end: int) -> Unit:
    """Return the unit right after a number that ends at `at`."""
    if at >= end:
        return Unit("", at)
    if text[at] == "%":
        return Unit("percent", at + 1)
    tied = TIED_UNIT.match(text, at, end)
    if tied is not None:
        name = {"c": "°C", "f": "°F", "m": "metre"}.get(tied[0].lower()) or UNITS[tied[0].lower()]
        return _speed(text, name, tied.end(), end)
    hyphen = text[at] in "-‑"
    begin = at + (text[at] in "-‑ \xa0\u202f\n")
    if text.startswith("°", begin):
        degree = TIED_UNIT.match(text, begin, end)
        return Unit(UNITS[degree[0].lower()], degree.end()) if degree is not None else Unit("degree", begin + 1)
    match = _WORD.match(text, begin, end)
    if match is None or not match[0][0].isalpha():
        return Unit("", at)
    low = match[0].lower().rstrip(".")
    if hyphen:
        low = low.split("-")[0]  # "30-day-long"
    stop = begin + len(low)
    if low == "per" and text[stop : stop + 5].lower() == " cent":
        return Unit("percent", stop + 5)
    if low in {"percentage", "square", "sq", "cubic", "nautical", "metric"}:
        return _two_words(text, low, at, begin, stop, end, hyphen=hyphen)
    degrees = _DEGREES.match(text, begin, end)
    if degrees is not None:
        return Unit("°F" if degrees[1][0] in "fF" else "°C", degrees.end(), hyphen)
    if low == "m" or (low == "ha" and not text[begin : begin + 2].islower()):
        return Unit("", at)
    if text.startswith(("km/h", "km²"), begin):
        return Unit(
            UNITS[text[begin : begin + 4].rstrip(" ,.;")], begin + len(text[begin : begin + 4].rstrip(" ,.;")), hyphen
        )
    name = UNITS.get(low, "")
    return _speed(text, name, stop, end, hyphen=hyphen) if name else Unit("", stop)


def _two_words(text: str, first: str, at: int, begin: int, stop: int, end: int, *, hyphen: bool) -> Unit:
    """A unit of two words: "percentage points", "square miles", "sq km", "cubic metres", "metric tons"."""
    if first == "sq":
        area = _AREA.match(text, begin, end)
        if area is None:
            return Unit("", at)
        low = area[1].lower()
        return Unit(_AREAS.get(low[:2]) or _AREAS[low[0]], area.end(), hyphen)
    second = _WORD.match(text, stop + 1, end)
    if second is None:
        return Unit("", at)
    word = second[0].rstrip(".").lower()
    stop = second.start() + len(word)
    if first == "percentage":
        return Unit("percentage point", stop) if word.startswith("point") else Unit("", at)
    unit = UNITS.get(word, "")
    if first == "square" and unit in SQUARES:
        return Unit(SQUARES[unit], stop, hyphen)
    if first == "metric" and unit in {"ton", "tonne"}:
        return Unit("tonne", stop, hyphen)
    return Unit(f"{first} {unit}", stop, hyphen) if unit in {"metre", "foot", "mile"} else Unit("", at)


def _speed(text: str, name: str, stop: int, end: int, *, hyphen: bool = False) -> Unit:
    """The unit, or the speed that it is a part of: "80 miles an hour"."""
    if name in {"km", "mile"}:
        hour = _SPEED_AFTER.match(text, stop, end)
        if hour is not None:
            return Unit("km/h" if name == "km" else "mph", hour.end(), hyphen)
    return Unit(name, stop, hyphen)


def tells_when(text: str, number: Number, unit: Unit, before: str, end: int) -> bool:
    """Whether a duration only says when or how old: "four years ago", "a five-year-old", "24 hours a day"."""
    if _AGE_AFTER.match(text, number.end, end) is not None or _WHEN_AFTER.match(text, unit.end, end) is not None:
        return True
    if unit.hyphen:
        return False
    if number.worded and number.value == 1:
        return True
    return (
        _WHEN_BEFORE.search(near := before[-NEAR:]) is not None
        and _WILL_LAST.search(near) is None
        and not text.startswith(" of ", unit.end)
    )


def counts_nothing(text: str, number: Number, before: str, after: str, *, noun: bool) -> bool:
    """Whether a number without a unit is a year, a date, a time, an age or a part of a name."""
    near = before[-NEAR:]
    if number.worded and (number.value or 0) <= NOON and _CLOCK_BEFORE.search(near) is not None:
        return True
    if _DATE_AFTER.match(after) or _CLOCK_AFTER.match(after) or _AGE_AFTER.match(after):
        return True
    if not number.worded:
        if _DATE_BEFORE.search(near) is not None:
            return True
        if _YEAR.match(text[number.start : number.end]) is not None:
            word = re.match(r"\s+([a-z]+)", after)  # "2000 people", but not "the 2016 candidates"
            return word is None or not is_plural(word[1]) or near.endswith(("the ", "The "))
        if after[:1] in {"-", "–"} and after[1:2].isdigit():
            return True  # a score
        if not noun and _NAME_BEFORE.search(near) is not None:
            return True
    if not noun and _TIME_BEFORE.search(near) is not None:
        return True
    if _SHARE_OR_AGES.search(near) is not None:
        return True
    if _NAMED_BEFORE.search(near) is not None or _AGE_BEFORE.search(before) is not None:
        return True
    return after.startswith(" Downing") or (
        (number.value or 0) < 120 and _BETWEEN_COMMAS.search(near) is not None and _AGE_ENDS.match(after) is not None
    )


def is_put_right(before: str, after: str) -> bool:
    """Whether the text itself takes a number back: "not 20 but 30", "not 120 as first reported"."""
    near = before[-NEAR:]
    return "not" in near and _PUT_RIGHT.search(near) is not None and _RIGHT_AFTER.match(after) is not None


def find_noun(text: str, number: Number, end: int) -> Noun:
    """Return the noun that a number counts."""
    end = min(end, number.end + LONGEST_REACH)
    at = number.end + (len(" or so") if text.startswith(" or so", number.end) else 0)
    part = _PART_OF.match(text, at, end)
    if part is not None:
        if part[0].endswith(("them", "whom")):
            return Noun("", at, known=True)
        at = part.end()
        again = _COUNTED_AGAIN.match(text, at, end)  # "three of the five"
        at = again.end() if again is not None else at
    model = _MODEL.match(text, at, end)
    at = model.end() if model is not None else at
    if text.startswith("-", at):
        return Noun("", at)  # "five-storey": what a compound describes
    last, last_end, count = "", at, 0
    named = False  # whether a word stands there that may be the noun: "one shell landed", not "two badly wounded"
    while count < LONGEST_PHRASE:
        match = _WORD.search(text, at, end)
        if match is None:
            break
        word, low, at = match[0], match[0].lower(), match.end()
        if low.endswith(".") and len(low) > 1:
            low, at = low.rstrip("."), at - 1
        if text.startswith(("’", "'"), at) and count < LONGEST_PHRASE - 1:
            at += 1  # "30 percent of respondents’ votes"
            count += 1
            continue
        if count == 0 and low == "others":
            return Noun("", at, known=True)
        if count > 0 or low not in {"more", "other"}:
            if not low[0].isalpha() or low in STOP_WORDS or (word[0].isupper() and low.endswith(("’s", "'s"))):
                break
            if word[0].isupper() and _DEMONYM.match(word) is not None and not _noun_follows(text, at, end):
                return Noun("people", at)
            fate = low in {"injured", "wounded", "dead", "missing", "displaced", "arrested", "detained"}
            if low in THINGS and not (fate and last) and not _describes(text, low, at, end):
                return Noun(low, at)
            if low not in THINGS and FATE.fullmatch(low) is not None:
                break
            plural = is_plural(low) and word[0].islower() and not _describes(text, low, at, end)
            if plural or (low in UNITS and count == 1):
                return Noun(low, at)
            last, last_end = low, at
            named = named or not (low.endswith(("ed", "ly")) or low in {"shot", "lost"})
        count += 1
    return Noun("", last_end, known=not named)


def _describes(text: str, low: str, at: int, end: int) -> bool:
    """Whether a noun in the singular only describes the next one: "five drone operators", "20 missile strikes"."""
    return low in DESCRIBING and _noun_follows(text, at, end)


def _noun_follows(text: str, at: int, end: int) -> bool:
    following = _WORD.match(text, at + 1, end)
    return following is not None and is_plural(following[0]) and following[0] not in STOP_WORDS
