"""Which figures of several articles cannot all be right.

Precision goes before recall: a figure is held against another only where event, thing, unit and place are the same, the
days touch, the reports have different origins, and no reading of either (`readings`) lets both stand. A later figure of
the same source is a revision. A toll that grows from one day to the next is news, and so is that fewer are missing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from briefing.analysis.days import ordinal
from briefing.analysis.figures.likeness import Sense, are_alike, make_sense, may_be_one
from briefing.analysis.figures.readings import are_far_apart, base_unit, exclude, is_above, read_values
from briefing.analysis.figures.things import FATES
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
    senses: dict[int, Sense] = {}
    by_thing: dict[tuple[str, ...], list[int]] = {}
    in_sentence: Counter[tuple[str, str, str, tuple[str, ...]]] = Counter()
    for index, each in enumerate(evidence):
        sense = make_sense(each.figure, each.sentence, each.at) if ordinal(each.day) else None
        if sense is None or read_values(each.figure) is None:
            continue
        if not each.sentence and not (sense.place and _is_toll(each)):
            continue
        senses[index] = sense
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
            if in_sentence[evidence[index].article, evidence[index].sentence, senses[index].place, key] == 1
        ]
        for near in _by_time(evidence, indexes):
            groups += _conflicting(evidence, senses, near)
    return tuple(sorted(groups))


def _is_toll(each: Evidence) -> bool:
    return each.figure.thing in FATES and not each.figure.unit


def _by_time(evidence: Sequence[Evidence], indexes: list[int]) -> list[list[int]]:
    """Runs of figures in which no day is more than one after the day before."""
    runs: list[list[int]] = []
    last = 0
    for day, index in sorted((ordinal(evidence[index].day), index) for index in indexes):
        if runs and day - last <= 1:
            runs[-1].append(index)
        else:
            runs.append([index])
        last = day
    return runs


def _hours_between(one: Evidence, two: Evidence) -> float | None:
    """Hours from the first report to the second; None where either has no time."""
    if len(one.written) <= DAY or len(two.written) <= DAY:
        return None
    try:
        return (datetime.fromisoformat(two.written) - datetime.fromisoformat(one.written)) / timedelta(hours=1)
    except (ValueError, TypeError):  # no moment, or only one of them has an offset
        return None


def _conflicting(evidence: Sequence[Evidence], senses: dict[int, Sense], indexes: list[int]) -> list[tuple[int, ...]]:
    """The figures of a run that contradict one of another voice, those that hang together in a group."""
    voices = _voices(evidence, indexes)[:MOST_VOICES]
    group_of: dict[int, set[int]] = {}
    for position, ones in enumerate(voices):
        for others in voices[position + 1 :]:
            pairs = [(one, other, _compare(evidence, senses, one, other)) for one in ones for other in others]
            if any(verdict is False for _, _, verdict in pairs):
                continue  # the two agree on it somewhere
            against = {index for one, other, verdict in pairs if verdict for index in (one, other)}
            parties = _last_of_each_source(evidence, [index for index in (*ones, *others) if index in against])
            merged = set(parties).union(*(group_of.get(index, set()) for index in parties))
            group_of.update(dict.fromkeys(merged, merged))
    return sorted({tuple(sorted(group)) for group in group_of.values()})


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


def _compare(evidence: Sequence[Evidence], senses: dict[int, Sense], first: int, second: int) -> bool | None:
    """Whether two figures contradict each other; None: they are not of the same, or the one is news after the other."""
    one, two = evidence[first], evidence[second]
    sense, other = senses[first], senses[second]
    apart = abs(ordinal(one.day) - ordinal(two.day))
    if apart > 1 or not may_be_one(sense, other) or are_far_apart(one.figure, two.figure):
        return None
    if apart == 1:
        early, late = (one, two) if one.day < two.day else (two, one)
        if one.figure.thing == "missing" or sense.relative or other.relative or not are_alike(sense, other):
            return None
        if not _is_toll(one) and not one.figure.unit:
            return None  # drones of one night are not those of the next
        if _is_toll(one) and is_above(late.figure, early.figure):
            return None  # a toll that grew
    elif _is_toll(one) and (hours := _hours_between(one, two)) is not None and abs(hours) >= LATER:
        early, late = (one, two) if hours > 0 else (two, one)
        if one.figure.thing == "missing" or is_above(late.figure, early.figure):
            return None  # it grew in the course of the day
    if apart == 0 and one.sentence and two.sentence:
        one_place = sense.place != "" and sense.place == other.place
        if not (one_place and (sense.thing in _ONE_TRUTH or _is_toll(one))) and not are_alike(sense, other):
            return None
    return exclude(one.figure, two.figure)
