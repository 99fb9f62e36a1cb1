"""Which figures of several articles cannot all be right.

Precision goes before recall: a figure is held against another only where event, thing, unit and place are the same, the
days touch, the reports have different origins, and no reading of either (`readings`) lets both stand. A later figure of
the same source is a revision. A toll that grows from one day to the next is news, and so is that fewer are missing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from msgspec import Struct

from briefing.analysis.days import ordinal
from briefing.analysis.figures.likeness import Sense, are_alike, make_sense, may_be_one
from briefing.analysis.figures.readings import Reading, are_far_apart, base_unit, exclude, is_above, read_values
from briefing.analysis.figures.things import FATES
from briefing.model import Figure


class Evidence(Struct, frozen=True):
    """A figure and whose it is."""

    article: str  # article id
    source: str  # source id; empty: unnamed
    origin: str  # who stands behind the report, as `Standing.origin`; empty: the article itself
    day: str  # ISO day; empty: unknown, and then it is held against nothing
    event: str  # event or story id
    figure: Figure
    sentence: str = ""  # the words around it; without them only tolls with a place are compared
    at: int = 0  # where in `sentence` the figure starts
    written: str = ""  # ISO moment of the report; empty or a bare day: the time is unknown


MOST_VOICES = 60  # origins held against each other on one thing: more than any folder has, so that time stays bounded
LATER = 3.0  # hours: a report that much younger knows of more dead
DAY = len("2025-03-01")
# What has one value for a place and a day, so that place and day alone make two reports comparable.
_ONE_TRUTH = frozenset({*FATES, "earthquake"})


def find_disagreements(evidence: Sequence[Evidence]) -> tuple[tuple[int, ...], ...]:
    """Return groups of indexes into `evidence`: figures of one thing that cannot all be right, one for each source.

    `evidence` is in the order of its reports, so that a source's last figure is the one it stands by. Groups and
    indexes are in that order too; an index stands in one group at most.
    """
    claims: dict[int, _Claim] = {}
    by_thing: dict[tuple[str, ...], list[int]] = {}
    in_sentence: Counter[tuple[str, str, str, tuple[str, ...]]] = Counter()
    for index, each in enumerate(evidence):
        claim = _understand(each)
        if claim is None:
            continue
        claims[index] = claim
        sense = claim.sense
        key: tuple[str, ...] = (
            each.event,
            sense.thing,
            base_unit(each.figure.unit),
            sense.group,
            sense.deed,
            sense.period,
        )
        by_thing.setdefault(key, []).append(index)
        in_sentence[each.article, each.sentence, sense.place, key] += 1
    groups: list[tuple[int, ...]] = []
    for key, all_of_it in by_thing.items():
        # A sentence with two figures of one thing at one place tells two of them apart, by words we do not read.
        indexes = [
            index
            for index in all_of_it
            if in_sentence[evidence[index].article, evidence[index].sentence, claims[index].sense.place, key] == 1
        ]
        for near in _by_time(claims, indexes):
            groups += _conflicting(evidence, claims, near)
    return tuple(sorted(groups))


class _Claim(Struct, frozen=True):
    """What is asked of a figure again and again, when it is held against each of the others."""

    sense: Sense
    reading: Reading
    day: int
    moment: datetime | None
    is_toll: bool
    is_missing: bool  # how many are missing: fewer is no contradiction
    unit: str
    sentence: str


def _understand(each: Evidence) -> _Claim | None:
    """What a figure says; None where it says too little to be held against another."""
    day = ordinal(each.day)
    sense = make_sense(each.figure, each.sentence, each.at) if day else None
    reading = read_values(each.figure) if sense is not None else None
    if sense is None or reading is None:
        return None
    is_toll = each.figure.thing in FATES and not each.figure.unit
    if not each.sentence and not (sense.place and is_toll):
        return None
    is_missing = each.figure.thing == "missing"
    moment = _moment(each.written)
    return _Claim(sense, reading, day, moment, is_toll, is_missing, each.figure.unit, each.sentence)


def _moment(written: str) -> datetime | None:
    """When the report came; None where it has no time."""
    if len(written) <= DAY:
        return None
    try:
        return datetime.fromisoformat(written)
    except ValueError:
        return None


def _by_time(claims: dict[int, _Claim], indexes: list[int]) -> list[list[int]]:
    """Runs of figures in which no day is more than one after the day before."""
    runs: list[list[int]] = []
    last = 0
    for day, index in sorted((claims[index].day, index) for index in indexes):
        if runs and day - last <= 1:
            runs[-1].append(index)
        else:
            runs.append([index])
        last = day
    return runs


def _hours_between(one: _Claim, two: _Claim) -> float | None:
    """Hours from the first report to the second; None where either has no time."""
    if one.moment is None or two.moment is None:
        return None
    try:
        return (two.moment - one.moment) / timedelta(hours=1)
    except TypeError:  # only one of them has an offset
        return None


def _conflicting(evidence: Sequence[Evidence], claims: dict[int, _Claim], indexes: list[int]) -> list[tuple[int, ...]]:
    """The figures of a run that contradict one of another voice, those that hang together in a group."""
    voices = _voices(evidence, indexes)[:MOST_VOICES]
    group_of: dict[int, set[int]] = {}
    for position, ones in enumerate(voices):
        for others in voices[position + 1 :]:
            against = _find_contradictions(claims, ones, others)
            parties = _last_of_each_source(evidence, [index for index in (*ones, *others) if index in against])
            merged = set(parties).union(*(group_of.get(index, set()) for index in parties))
            group_of.update(dict.fromkeys(merged, merged))
    return sorted({tuple(sorted(group)) for group in group_of.values()})


def _find_contradictions(claims: dict[int, _Claim], ones: Sequence[int], others: Sequence[int]) -> set[int]:
    """The figures of two voices that contradict one of the other's; none where the two agree on it somewhere."""
    against: set[int] = set()
    for one in ones:
        for other in others:
            verdict = _compare(claims[one], claims[other])
            if verdict is False:
                return set()
            if verdict:
                against |= {one, other}
    return against


def _last_of_each_source(evidence: Sequence[Evidence], indexes: list[int]) -> list[int]:
    """What stands for a voice: the last figure of each source in it."""
    return list({evidence[index].source or evidence[index].article: index for index in sorted(indexes)}.values())


def _voices(evidence: Sequence[Evidence], indexes: list[int]) -> list[list[int]]:
    """Who speaks for himself: reports of one origin or of one named source are one voice, and its last day counts.

    So a source that has revised its figure in a day agrees with whoever gives either.
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


def _compare(one: _Claim, two: _Claim) -> bool | None:
    """Whether two figures contradict each other; None: they are not of the same, or the one is news after the other."""
    sense, other = one.sense, two.sense
    apart = abs(one.day - two.day)
    if apart > 1 or are_far_apart(one.reading, two.reading) or not may_be_one(sense, other):
        return None
    if apart == 1:
        early, late = (one, two) if one.day < two.day else (two, one)
        if one.is_missing or sense.relative or other.relative or not are_alike(sense, other):
            return None
        if not one.is_toll and not one.unit:
            return None  # drones of one night are not those of the next
        if one.is_toll and is_above(late.reading, early.reading):
            return None  # a toll that grew
    elif one.is_toll and (hours := _hours_between(one, two)) is not None and abs(hours) >= LATER:
        early, late = (one, two) if hours > 0 else (two, one)
        if one.is_missing or is_above(late.reading, early.reading):
            return None  # it grew in the course of the day
    if apart == 0 and one.sentence and two.sentence:
        one_place = sense.place != "" and sense.place == other.place
        if not (one_place and (sense.thing in _ONE_TRUTH or one.is_toll)) and not are_alike(sense, other):
            return None
    return exclude(one.reading, two.reading)
