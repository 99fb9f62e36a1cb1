# ruff: noqa: E501  a pattern is checked by reading it in one piece
"""What does a number count or measure: a unit, a thing, a purpose; or is it a date, an age, a part of a name?"""

from __future__ import annotations

import re
from typing import NamedTuple

from briefing.analysis.figures.casualties import HARM
from briefing.analysis.figures.numbers import Number
from briefing.analysis.figures.things import DESCRIBING, MEASURED, STOP_WORDS, THINGS, UNITS, is_plural, lemma

MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec"
_DATE_BEFORE = re.compile(rf"\b(?:{MONTHS})\.?\s+$")
_DATE_AFTER = re.compile(rf"(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{MONTHS})\b")
_CLOCK_AFTER = re.compile(r"\s?(?:[ap]\.?m\b|o[’']clock|GMT\b|UTC\b|local time)", re.IGNORECASE)
_AGE_AFTER = re.compile(r"[\s-](?:year|day|week|month)s?[\s-]olds?\b")
_AGE_BEFORE = re.compile(r"\b(?:youngest|oldest|eldest)\b[^.;]{0,40}$|\b(?:woman|man|girl|boy|child)\s+of\s+$")
_BETWEEN_COMMAS = re.compile(r"[A-Z][\w’'-]+,\s*$")  # "Olena Koval, 47, said"
_YEAR = re.compile(r"(?:19|20)\d\d$")
# "Article 5", "aged 30", "turns 60", "at 7" name something or tell an age or a time.
_NAMED_BEFORE = re.compile(
    r"\b(?:[Aa]rticles?|[Cc]hapter|[Ss]ection|[Rr]esolution|[Ff]light|[Pp]ages?|[Nn]o\.?|[Nn]umber|[Rr]oute|[Hh]ighway|[Rr]oom|Group of|[Pp]hase|[Ss]tage"
    r"|[Ll]evel|[Vv]ersion|[Rr]ule|[Ww]ar|[Tt]op|Channel|Radio|[Gg]ate|Division|[Pp]art|[Pp]aragraph|[Cc]ategory|aged?|[Ff]ormula|Apollo|[Tt]urn(?:s|ed|ing)?"
    r"|Agenda|Terminal|Unit|Reactor|Platform|Volume|Psalm|Covid|COVID|BBC|France|at|age of)\s+$"
)
_WHEN_BEFORE = re.compile(r"\b(?:past|last|next|coming|first|final|previous|recent|these|those|the|every|age of)\s+$")
_WHEN_AFTER = re.compile(
    r"[’']?s?\s*[,–—-]?\s*(?:ago|earlier|later|before|after|from now|into|old|since|a day|a week)\b"
)
_WORD = re.compile(r"[^\W\d_]+(?:[-’'.]\w+)*\.?|[^\w\s]")
_PART_OF = re.compile(r"\s+of\s+(?:(?:the|its|their|these|those|them|his|her|our)\b|[A-Z]\w+[’']s\b)")
_COUNTED_AGAIN = re.compile(r"\s+(?:two|three|four|five|six|seven|eight|nine|ten|\d+)\b")
_SHARE_OF = re.compile(r"\s+of\s+(?:the\s+|its\s+|their\s+|all\s+)?([\w’'-]+)")
_OF = re.compile(r"\s+of\s+(?:the\s+)?")
_MEASURED_BEFORE = re.compile(r"([\w-]+)\s+(?:of|for|lasting|lasts?|lasted)\s+(?:[\w ]{0,16}\s)?$")
_PURPOSE_AFTER = re.compile(
    r"\s+(?:of|for|worth of|in(?=[a-z ]{1,30}\b(?:aid|assistance|support|funding|damage|damages|loans?|arms|weapons|debt|taxes|investments?|sales|exports|cash)\b))\s+(?:(?:new|additional|military|financial|humanitarian|further|extra|more|frozen|annual)\s+)*([a-z][a-z-]+)"
    r"|\s+(?:[a-z]+\s+)?(loan|package|deal|fund|grant|plan|budget|contract|fine|bailout|order)\b"
)
_PURPOSE_BEFORE = re.compile(
    r"\b(aid|assistance|support|funding|damage|investment|loans?),? (?:including|worth|of|totalling|estimated at|put at)\s[^.;]{0,20}$"
)
LONGEST_REACH = 90  # characters in which the noun after a number is looked for
LONGEST_PHRASE = 5  # words between a number and its noun


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
    hyphen = text[at] in "-‑"
    begin = at + (text[at] in "-‑ \xa0\u202f\n")
    match = _WORD.match(text, begin, end)
    if match is None or not match[0][0].isalpha():
        return Unit("", at)
    low = match[0].lower().rstrip(".")
    if hyphen:
        low = low.split("-")[0]  # "30-day-long"
    stop = begin + len(low)
    if low == "per" and text[stop : stop + 5].lower() == " cent":
        return Unit("percent", stop + 5)
    if low in {"percentage", "square"}:
        second = _WORD.match(text, stop + 1, end)
        if second is not None and low == "percentage" and second[0].lower().startswith("point"):
            return Unit("percentage point", second.start() + len(second[0].rstrip(".")))
        square = UNITS.get(second[0].lower(), "") if second is not None and low == "square" else ""
        return Unit("square " + square, second.end()) if second is not None and square else Unit("", at)
    return Unit(UNITS.get(low, ""), stop, hyphen)


def tells_when(text: str, number: Number, unit: Unit, before: str, end: int) -> bool:
    """Whether a duration only says when or how old: "four years ago", "a five-year-old", "24 hours a day"."""
    if _AGE_AFTER.match(text, number.end, end) is not None or _WHEN_AFTER.match(text, unit.end, end) is not None:
        return True
    if unit.hyphen:
        return False
    return (number.worded and number.value == 1) or _WHEN_BEFORE.search(before) is not None


def find_measured(text: str, unit: Unit, before: str, end: int) -> str:
    """Return what a length, a duration or a share is that of: "30-day ceasefire", "1,000-kilometre front line"."""
    if unit.name in {"percent", "percentage point"}:
        share = _SHARE_OF.match(text, unit.end, end)
        return lemma(share[1].lower()) if share is not None and share[1] not in STOP_WORDS else ""
    after_of = _OF.match(text, unit.end, end)
    end = min(end, unit.end + LONGEST_REACH)
    words: list[str] = []
    if unit.hyphen or after_of is not None:
        at = unit.end if after_of is None else after_of.end()
        while len(words) < LONGEST_PHRASE:
            match = _WORD.search(text, at, end)
            if match is None or (match[0] != "," and not match[0][0].isalpha()) or match[0].lower() in STOP_WORDS:
                break
            if match[0] != ",":
                words.append(match[0].lower().rstrip("."))
            elif words:
                break
            at = match.end()
    for index, word in enumerate(words):
        if word in MEASURED:
            if word in {"front", "border"} and words[index + 1 : index + 2] in (["line"], ["lines"]):
                return f"{word} line"
            return "ceasefire" if word == "cease-fire" else lemma(word)
    if words:
        return lemma(next((word for word in words if is_plural(word)), words[-1]))
    earlier = _MEASURED_BEFORE.search(before)  # "a truce of 30 days", "a front of some 2,000 km"
    if earlier is not None and earlier[1].lower() in MEASURED:
        return "front line" if earlier[1].lower() == "front" else lemma(earlier[1].lower())
    return ""


def find_purpose(text: str, at: int, before: str, end: int) -> str:
    """Return what money is for or of: "$200 million in aid", "a $50 million loan"."""
    match = _PURPOSE_AFTER.match(text, at, end)
    if match is not None:
        word = match[1] or match[2]
        return "" if word in STOP_WORDS else lemma(word)
    earlier = _PURPOSE_BEFORE.search(before)
    return lemma(earlier[1]) if earlier is not None else ""


def counts_nothing(text: str, number: Number, before: str, after: str) -> bool:
    """Whether a number without a unit is a year, a date, a time, an age or a part of a name."""
    if _DATE_AFTER.match(after) or _CLOCK_AFTER.match(after) or _AGE_AFTER.match(after):
        return True
    if not number.worded:
        if _DATE_BEFORE.search(before) is not None:
            return True
        if _YEAR.match(text[number.start : number.end]) is not None:
            word = re.match(r"\s+([a-z]+)", after)
            return word is None or word[1] not in THINGS
        if after[:1] in {"-", "–"} and after[1:2].isdigit():
            return True  # a score
    if _NAMED_BEFORE.search(before) is not None or _AGE_BEFORE.search(before) is not None:
        return True
    return after.startswith(" Downing") or (after.startswith(", ") and _BETWEEN_COMMAS.search(before) is not None)


def find_noun(text: str, number: Number, end: int) -> Noun:
    """Return the noun that a number counts."""
    end = min(end, number.end + LONGEST_REACH)
    at = number.end + (len(" or so") if text.startswith(" or so", number.end) else 0)
    part = _PART_OF.match(text, at, end)
    if part is not None:
        if part[0].endswith("them"):
            return Noun("", at, known=True)
        at = part.end()
        again = _COUNTED_AGAIN.match(text, at, end)  # "three of the five"
        at = again.end() if again is not None else at
    last, last_end, count = "", at, 0
    while count < LONGEST_PHRASE:
        match = _WORD.search(text, at, end)
        if match is None:
            break
        word, low, at = match[0], match[0].lower(), match.end()
        low = low.rstrip(".") or low
        if count == 0 and low == "others":
            return Noun("", at, known=True)
        if count > 0 or low not in {"more", "other"}:
            if not low[0].isalpha() or low in STOP_WORDS or (word[0].isupper() and low.endswith(("’s", "'s"))):
                break
            harm = low in {"injured", "wounded", "dead", "missing"}
            if low in THINGS and not (harm and last) and not _describes(text, low, at, end):
                return Noun(low, at)
            if low not in THINGS and HARM.fullmatch(low) is not None:
                break
            if (low in UNITS and count == 1) or (is_plural(low) and word[0].islower()):
                return Noun(low, at)
            last, last_end = low, at
        count += 1
    known = not last or last in {"shot", "lost"} or last.endswith("ed")
    return Noun("", last_end, known=known)


def _describes(text: str, low: str, at: int, end: int) -> bool:
    """Whether a noun in the singular only describes the next one: "five drone operators", "20 missile strikes"."""
    if low not in DESCRIBING:
        return False
    following = _WORD.match(text, at + 1, end)
    return following is not None and is_plural(following[0]) and following[0] not in STOP_WORDS
