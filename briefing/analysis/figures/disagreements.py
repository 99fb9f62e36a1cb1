# ruff: noqa: E501  a pattern is checked by reading it in one piece
"""Which figures of several articles cannot all be right.

Precision goes before recall: a figure is held against another only where event, thing, unit and place are the same, the
days touch, the reports have different origins, and no reading of "at least", "up to", "about" or of a round number lets
both stand. A later figure of the same source is a revision. A toll that grows from one day to the next is news.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from briefing.analysis.figures.things import FURTHER, HARMS, LOWER_BOUNDS, ROUGH, UPPER_BOUNDS
from briefing.model import Figure


@dataclass(frozen=True, slots=True)
class Evidence:
    """A figure and whose it is."""

    article: str  # article id
    source: str  # source id; empty: unnamed
    origin: str  # who stands behind the report, as `Standing.origin`; empty: the article itself
    day: str  # ISO day; empty: unknown, and then it is held against nothing
    event: str  # event or story id
    figure: Figure
    sentence: str = ""  # the words around it; without them only tolls with a place are compared
    at: int = 0  # where in `sentence` the figure starts


# "At least 65" says what is known so far, and lets 82 stand; a reader who finds "at least 88" elsewhere has two accounts.
KNOWN_SO_FAR = 0.25
ROUGHLY = 0.1  # "about 30" lets 27 to 33 stand
FAR_APART = 10.0  # figures further apart than this factor are hardly of the same thing
SHARED_WORDS = 3  # words that two sentences must share before counts that are no tolls are taken for the same count

# To one unit of each kind: km, kg, hour, litre, square km.
_FACTORS = {
    "km": ("km", 1.0), "mile": ("km", 1.609), "m": ("km", 0.001), "ft": ("km", 0.000305), "kg": ("kg", 1.0),
    "tonne": ("kg", 1000.0), "ton": ("kg", 1000.0), "minute": ("hour", 1 / 60), "hour": ("hour", 1.0),
    "day": ("hour", 24.0), "week": ("hour", 168.0), "month": ("hour", 730.0), "year": ("hour", 8766.0),
    "hectare": ("square km", 0.01), "acre": ("square km", 0.00405), "square km": ("square km", 1.0),
    "square mile": ("square km", 2.59), "MW": ("MW", 1.0), "GW": ("MW", 1000.0),
}  # fmt: skip
CONVERTED = 0.05  # what conversion and rounding in the newsroom may shift a measure by

_PART = re.compile(r"\s+(?:\w+\s+)?(?:of (?:them|the|these|those|its|their|whom)|among them|others?|more)\b")
_TOTAL = re.compile(
    r"\b(?:since|so far (?:this|in)|in total|altogether|this (?:year|month|week)|last (?:year|month|week)|over the (?:past|last)"
    r"|during the war|every (?:day|night|week)|each (?:day|night)|a (?:day|night|week|month|year)\b)",
    re.IGNORECASE,
)
_FORMER = re.compile(
    r"\b(?:earlier|previous(?:ly)?|initial(?:ly)?|up from|down from|rather than|instead of|compared with|against|first (?:put|reported|said|spoke))\b[^.;]{0,60}$"
    r"|\bfrom\s+$",
    re.IGNORECASE,
)
_DEEDS = (
    ("downed", re.compile(r"shot down|shooting down|intercept|destroy|brought down|down(?:ed|ing)\b|suppress|neutrali", re.IGNORECASE)),
    ("lost", re.compile(r"\blost\b|failed to reach|disappeared|called back|jammed", re.IGNORECASE)),
    ("launched", re.compile(r"launch|\bsent\b|\bsend|fired|firing|attacked with|\bused\b|counted|involv|swarm", re.IGNORECASE)),
    ("struck", re.compile(r"\bhit\b|struck|damag", re.IGNORECASE)),
)  # fmt: skip
_WORD = re.compile(r"[^\W\d_]{4,}")
_SMALL = frozenset(
    "said says according after before about their which have were that with from this been people".split()
)


def find_disagreements(evidence: Sequence[Evidence]) -> tuple[tuple[int, ...], ...]:
    """Return groups of indexes into `evidence`: figures of one thing that cannot all be right, one for each origin.

    Groups and indexes are in order of `evidence`; an index stands in one group at most.
    """
    by_thing: dict[tuple[str, str, str, str], list[int]] = {}
    for index, each in enumerate(evidence):
        key = _key(each)
        if key is not None:
            by_thing.setdefault(key, []).append(index)
    groups: list[tuple[int, ...]] = []
    for indexes in by_thing.values():
        for near in _by_time(evidence, indexes):
            group = _conflicting(evidence, near)
            if group:
                groups.append(group)
    return tuple(sorted(groups))


def _key(each: Evidence) -> tuple[str, str, str, str] | None:
    """Event, thing, unit and place, with what is done to the thing; None: not to be compared with anything."""
    figure = each.figure
    if not each.day or not figure.thing or figure.modifier in FURTHER or _interval(figure) is None:
        return None
    toll = figure.thing in HARMS and not figure.unit
    place = _place(figure.place)
    unit = _FACTORS.get(figure.unit, (figure.unit, 1.0))[0]
    if not each.sentence:
        return (each.event, figure.thing, unit, place) if toll and place else None
    before, after = each.sentence[: each.at], each.sentence[each.at + (figure.end - figure.start) :]
    if _PART.match(after) is not None or _TOTAL.search(each.sentence) is not None or _FORMER.search(before) is not None:
        return None
    if toll or figure.unit:
        return each.event, figure.thing, unit, place
    deed = _deed(each.sentence, each.at)
    return (each.event, figure.thing + (" " + deed if deed else ""), unit, place)


def _place(words: str) -> str:
    return re.sub(r"^the |[’']s$", "", words.strip().lower())


def _deed(sentence: str, at: int) -> str:
    """What is done to the things counted, by the nearest word that tells."""
    best, nearest = "", 80
    for name, pattern in _DEEDS:
        for match in pattern.finditer(sentence):
            distance = at - match.end() if match.end() <= at else match.start() - at
            if distance < nearest:
                best, nearest = name, distance
    return best


def _interval(figure: Figure) -> tuple[float, float] | None:
    """The values that the figure lets stand, in the base unit of its kind."""
    low, high = figure.low, figure.high
    if low is None or high is None:
        if figure.value is None:
            return None
        low = high = figure.value
    if figure.modifier in (*LOWER_BOUNDS, "or more"):
        high = high * (1 + KNOWN_SO_FAR) + 1
    elif figure.modifier in UPPER_BOUNDS:
        low = 0.0
    elif figure.modifier in (*ROUGH, "or so"):
        low, high = low * (1 - ROUGHLY), high * (1 + ROUGHLY)
    elif low == high and low >= 1000:
        low, high = low - _rounding(low), high + _rounding(high)
    unit = _FACTORS.get(figure.unit)
    if unit is not None:
        low, high = low * unit[1] * (1 - CONVERTED), high * unit[1] * (1 + CONVERTED)
    return low, high


def _rounding(value: float) -> float:
    """Half of the last place that is not nought: 3,400 may stand for 3,350 to 3,450."""
    place = 1.0
    while value % (place * 10) == 0 and place < value:
        place *= 10
    return place / 2 if place > 1 else 0.0


def _by_time(evidence: Sequence[Evidence], indexes: list[int]) -> list[list[int]]:
    """Runs of figures in which no day is more than one after the day before."""
    runs: list[list[int]] = []
    last = 0
    for day, index in sorted((_ordinal(evidence[index].day), index) for index in indexes):
        if day == 0:
            continue
        if runs and day - last <= 1:
            runs[-1].append(index)
        else:
            runs.append([index])
        last = day
    return runs


def _ordinal(day: str) -> int:
    try:
        return date.fromisoformat(day[:10]).toordinal()
    except ValueError:
        return 0


def _conflicting(evidence: Sequence[Evidence], indexes: list[int]) -> tuple[int, ...]:
    """The figures of a run that contradict one of another voice, one for each voice: its latest."""
    voices = _voices(evidence, indexes)[:MOST_VOICES]
    parties: set[int] = set()
    for position, ones in enumerate(voices):
        for others in voices[position + 1 :]:
            if all(_contradict(evidence[one], evidence[other]) for one in ones for other in others):
                parties |= {ones[0], others[0]}
    return tuple(sorted(parties))


def _voices(evidence: Sequence[Evidence], indexes: list[int]) -> list[list[int]]:
    """Who speaks for himself: reports of one origin or of one named source are one voice, and its last day counts.

    So a source that has revised its figure agrees with whoever gives either.
    """
    leader: dict[str, str] = {}

    def find(name: str) -> str:
        while leader.setdefault(name, name) != name:
            leader[name] = leader[leader[name]]
            name = leader[name]
        return name

    for index in indexes:
        each = evidence[index]
        origin = find("origin " + (each.origin or each.article))
        if each.source:
            leader[find("source " + each.source)] = origin
    voices: dict[str, list[int]] = {}
    for index in indexes:
        each = evidence[index]
        voice = find("origin " + (each.origin or each.article))
        known = voices.setdefault(voice, [])
        if known and evidence[known[0]].day < each.day:
            known.clear()
        if not known or evidence[known[0]].day == each.day:
            known.append(index)
    return sorted(voices.values())


MOST_VOICES = 60  # origins held against each other on one thing: more than any folder has, so that time stays bounded


def _contradict(one: Evidence, two: Evidence) -> bool:
    first, second = _interval(one.figure), _interval(two.figure)
    if first is None or second is None or (first[0] <= second[1] and second[0] <= first[1]):
        return False
    if abs(_ordinal(one.day) - _ordinal(two.day)) > 1:
        return False
    toll = one.figure.thing in HARMS
    if toll and one.day != two.day:
        early, late = (first, second) if one.day < two.day else (second, first)
        if late[0] > early[1]:
            return False  # a toll that grew
    small, large = sorted((one.figure.value or one.figure.high or 0.0, two.figure.value or two.figure.high or 0.0))
    if small > 0 and large / small > FAR_APART and one.figure.unit == two.figure.unit:
        return False
    if toll and _place(one.figure.place):
        return True
    return _alike(one, two)


def _alike(one: Evidence, two: Evidence) -> bool:
    """Whether two sentences speak of the same thing: they share words besides what is counted and where."""
    words, others = _stems(one), _stems(two)
    return len(words & others) >= SHARED_WORDS


def _stems(each: Evidence) -> set[str]:
    known = each.figure.thing[:5], *(word[:5] for word in each.figure.place.lower().split())
    return {word[:5] for word in _WORD.findall(each.sentence.lower()) if word not in _SMALL} - set(known)
