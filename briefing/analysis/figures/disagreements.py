"""Which figures of several articles cannot all be right.

Precision goes before recall: a figure is held against another only where event, thing, unit and place are the same, the
days touch, the reports have different origins, and no reading of either (`readings`) lets both stand. A later figure of
the same source is a revision. A toll that grows from one day to the next is news, and so is that fewer are missing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from itertools import combinations_with_replacement

from msgspec import Struct

from briefing.analysis.days import ordinal
from briefing.analysis.figures.likeness import Sense, are_alike, counts_something, make_sense, may_be_one, name_thing
from briefing.analysis.figures.readings import Reading, are_far_apart, base_unit, exclude, is_above, read_values
from briefing.analysis.figures.things import FATES
from briefing.model import Figure

MOST_VOICES = 60  # origins held against each other on one thing: more than any folder has, so that time stays bounded
LATER = 3.0  # hours: a report that much younger knows of more dead
DAY = len("2025-03-01")
# What has one value for a place and a day, so that place and day alone make two reports comparable.
_ONE_TRUTH = frozenset({*FATES, "earthquake"})


class Claim(Struct, frozen=True):
    """What is asked of a figure again and again, when it is held against each of the others."""

    sense: Sense
    reading: Reading
    day: int
    moment: datetime | None
    is_toll: bool
    is_missing: bool  # how many are missing: fewer is no contradiction
    unit: str
    sentence: str


class Evidence(Struct, frozen=True, dict=True):
    """A figure and whose it is. What is found of it is found once, however often it is held against others."""

    article: str  # article id
    source: str  # source id; empty: unnamed
    origin: str  # who stands behind the report, as `Standing.origin`; empty: the article itself
    day: str  # ISO day; empty: unknown, and then it is held against nothing
    event: str  # event or story id
    figure: Figure
    sentence: str = ""  # the words around it; without them only tolls with a place are compared
    at: int = 0  # where in `sentence` the figure starts
    written: str = ""  # ISO moment of the report; empty or a bare day: the time is unknown

    @cached_property
    def ordinal(self) -> int:
        return ordinal(self.day)

    @cached_property
    def reading(self) -> Reading | None:
        return read_values(self.figure)

    @cached_property
    def kind(self) -> tuple[str, str] | None:
        """What it counts and in which unit; None: it says too little to be held against another."""
        if not self.ordinal or self.reading is None or not counts_something(self.figure):
            return None
        return name_thing(self.figure), base_unit(self.figure.unit)

    @cached_property
    def sense(self) -> Sense | None:
        """What its words say that it counts, which takes 0.1 ms to find out."""
        return make_sense(self.figure, self.sentence, self.at)

    @cached_property
    def claim(self) -> Claim | None:
        """What is compared; None: its words say too little to be held against another."""
        sense = self.sense
        is_toll = self.figure.thing in FATES and not self.figure.unit
        if sense is None or self.reading is None or not (self.sentence or (sense.place and is_toll)):
            return None
        moment = _read_moment(self.written)
        is_missing = self.figure.thing == "missing"
        return Claim(sense, self.reading, self.ordinal, moment, is_toll, is_missing, self.figure.unit, self.sentence)


def _read_moment(written: str) -> datetime | None:
    """When the report came; None where it has no time."""
    if len(written) <= DAY:
        return None
    try:
        return datetime.fromisoformat(written)
    except ValueError:
        return None


def find_disagreements(evidence: Sequence[Evidence]) -> tuple[tuple[int, ...], ...]:
    """Return groups of indexes into `evidence`: figures of one thing that cannot all be right, one for each source.

    `evidence` is in the order of its reports, so that a source's last figure is the one it stands by. Groups and
    indexes are in that order too; an index stands in one group at most.
    """
    groups: list[tuple[int, ...]] = []
    for alike in _by_kind(evidence):
        for near in _by_time(evidence, alike):
            if _may_all_stand(evidence[index].reading for index in near):
                continue  # whatever their words say: half of all figures
            claims = {index: claim for index in near if (claim := evidence[index].claim) is not None}
            for same in _by_thing(evidence, claims):
                for run in _by_time(evidence, same):
                    groups += _conflicting(evidence, claims, run)
    return tuple(sorted(groups))


def _by_kind(evidence: Sequence[Evidence]) -> Iterable[list[int]]:
    """The figures of an event that count things of one name in units of one kind."""
    found: dict[tuple[str, tuple[str, str]], list[int]] = {}
    for index, each in enumerate(evidence):
        if each.kind is not None:
            found.setdefault((each.event, each.kind), []).append(index)
    return found.values()


def _by_time(evidence: Sequence[Evidence], indexes: Iterable[int]) -> list[list[int]]:
    """Runs of figures in which no day is more than one after the day before."""
    runs: list[list[int]] = []
    last = 0
    for day, index in sorted((evidence[index].ordinal, index) for index in indexes):
        if runs and day - last <= 1:
            runs[-1].append(index)
        else:
            runs.append([index])
        last = day
    return runs


def _may_all_stand(readings: Iterable[Reading | None]) -> bool:
    """Whether no two of these contradict each other, were they all of one thing."""
    different = sorted({reading for reading in readings if reading is not None})
    return not any(_contradict(one, two) for one, two in combinations_with_replacement(different, 2))


def _contradict(one: Reading, two: Reading) -> bool:
    return exclude(one, two) and not are_far_apart(one, two)


def _by_thing(evidence: Sequence[Evidence], claims: Mapping[int, Claim]) -> list[list[int]]:
    """The figures of one kind that are of one thing by their words.

    A sentence with two figures of one thing at one place tells two of them apart, by words we do not read.
    """
    by_thing: dict[tuple[str, ...], list[int]] = {}
    for index, claim in claims.items():
        by_thing.setdefault((claim.sense.group, claim.sense.deed, claim.sense.period), []).append(index)
    found = []
    for same in by_thing.values():
        places = [(evidence[index].article, claims[index].sentence, claims[index].sense.place) for index in same]
        times = Counter(places)
        found.append([index for index, place in zip(same, places, strict=True) if times[place] == 1])
    return found


def _hours_between(one: Claim, two: Claim) -> float | None:
    """Hours from the first report to the second; None where either has no time."""
    if one.moment is None or two.moment is None:
        return None
    try:
        return (two.moment - one.moment) / timedelta(hours=1)
    except TypeError:  # only one of them has an offset
        return None


def _conflicting(
    evidence: Sequence[Evidence], claims: Mapping[int, Claim], indexes: list[int]
) -> list[tuple[int, ...]]:
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


def _find_contradictions(claims: Mapping[int, Claim], ones: Sequence[int], others: Sequence[int]) -> set[int]:
    """The figures of two voices that contradict one of the other's; none where the two agree on it somewhere."""
    against: set[int] = set()
    if not any(_contradict(claims[one].reading, claims[other].reading) for one in ones for other in others):
        return against  # whatever their words say: most voices agree
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


def _compare(one: Claim, two: Claim) -> bool | None:
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
