"""Which figures of an event count the same thing, report after report? Pure.

A reader takes what stands in one table for one thing. So a series needs more in common than its noun: what was done to
what is counted (drones shot down are not drones launched), where, and over which time. What is left stands alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from briefing.analysis.days import ordinal
from briefing.analysis.figures.likeness import name_thing
from briefing.analysis.figures.readings import base_unit
from briefing.analysis.figures.things import FATES, PLACES, lemma
from briefing.gist import evidence_of
from briefing.model import Record
from briefing.published import Claim, FigureSeries

# Days without a report after which the dead of a place are those of another happening. Tolls of fires, floods and
# raids were given again within six days in the sample; two raids on one city lay at least ten days apart.
SILENCE = 7
FEWEST_REPORTS = 2
# Counts of which nothing is said but their noun are of one thing where this many reports give much the same number:
# "30 countries", "some 30 countries", "up to 25 nations".
FEWEST_ALIKE = 3
ALIKE = 1.5  # the highest by the lowest
NEAR = 6  # words after a figure among which its noun stands: "147 Iranian-made attack drones"

_WORD = re.compile(r"[^\W\d_]+")
_Key = tuple[str, str, str, str, str, str]


def find_series(reports: Iterable[tuple[Record, Claim]]) -> tuple[FigureSeries, ...]:
    """Return the figures that several articles give of one thing, in the order of `reports`, newest first.

    Those given most often come first, then those with the newest report. A figure is in one series at most. Parts of a
    count, former counts, what may be and two figures of one thing in one sentence are in none.
    """
    found: dict[_Key, list[tuple[Record, Claim]]] = {}
    for record, claim in _told_by_several(tuple(reports)):
        key = _key(record, claim)
        if key is not None:
            found.setdefault(key, []).append((record, claim))
    series = [
        (_make(key, run), run)
        for key, told in found.items()
        for run in _happenings(key, _told_apart(told))
        if len({record.article.id for record, _ in run}) >= FEWEST_REPORTS and _is_one_thing(key, run)
    ]
    series.sort(key=lambda each: (-len({(r.standing.day, r.article.source) for r, _ in each[1]}), _newest_first(each)))
    return tuple(each for each, _ in series)


def _told_by_several(reports: Sequence[tuple[Record, Claim]]) -> Iterator[tuple[Record, Claim]]:
    """Those of which another article counts something of that name: the others are spared a look at their words."""
    kinds = [(name_thing(claim.figure), base_unit(claim.figure.unit)) for _, claim in reports]
    articles = {(kind, record.article.id) for kind, (record, _) in zip(kinds, reports, strict=True)}
    times = Counter(kind for kind, _ in articles)
    return (report for kind, report in zip(kinds, reports, strict=True) if times[kind] >= FEWEST_REPORTS)


def _key(record: Record, claim: Claim) -> _Key | None:
    figure, passage, evidence = claim.figure, claim.passage, evidence_of(record, claim)
    sense = evidence.sense
    if sense is None or sense.possible or evidence.reading is None or not sense.thing:
        return None
    # Whoever stands behind a comma is a part of the number: "20, including nine children".
    group = sense.group if passage.text[figure.end - passage.start :][:1].isspace() else ""
    return sense.thing, base_unit(figure.unit), group, sense.deed, sense.place, sense.period


def _is_one_thing(key: _Key, reports: list[tuple[Record, Claim]]) -> bool:
    """Whether the words, or the numbers themselves, tell enough for these to be counts of one thing."""
    thing, unit, _, deed, place, _ = key
    if thing in FATES and not unit:
        return bool(place)
    # Drones are shot down over six regions, and nothing is done to the regions.
    if place or unit or (deed and thing not in PLACES):
        return True
    values = [claim.figure.value or 0.0 for _, claim in reports]
    return len({record.article.id for record, _ in reports}) >= FEWEST_ALIKE and 0 < max(values) <= ALIKE * min(values)


def _told_apart(reports: list[tuple[Record, Claim]]) -> list[tuple[Record, Claim]]:
    """Without figures of one thing that stand in one sentence: words that we do not read tell them apart."""
    places = [claim.passage for _, claim in reports]
    return [(record, claim) for record, claim in reports if places.count(claim.passage) == 1]


def _happenings(key: _Key, reports: list[tuple[Record, Claim]]) -> list[list[tuple[Record, Claim]]]:
    """The reports of each happening: of harm at a place, those between which no long silence lies; else all."""
    if key[0] not in FATES or key[1]:
        return [reports]
    runs: list[list[tuple[Record, Claim]]] = []
    last = 0
    for report in sorted(reports, key=lambda each: ordinal(each[0].standing.day)):
        day = ordinal(report[0].standing.day)
        if not day:
            continue  # an undated report may be of any of them
        if runs and day - last <= SILENCE:
            runs[-1].append(report)
        else:
            runs.append([report])
        last = day
    order = {id(claim): place for place, (_, claim) in enumerate(reports)}
    return [sorted(run, key=lambda each: order[id(each[1])]) for run in runs]


def _make(key: _Key, reports: list[tuple[Record, Claim]]) -> FigureSeries:
    thing, _, group, deed, _, period = key
    unit = reports[0][1].figure.unit  # as the newest gives it
    place = next((claim.figure.place for _, claim in reports if claim.figure.place), "")
    nouns = (_find_noun(thing, claim) for _, claim in reports)
    return FigureSeries(
        thing, next(filter(None, nouns), ""), unit, group, deed, place, period, tuple(claim for _, claim in reports)
    )


def _find_noun(thing: str, claim: Claim) -> str:
    """The word after the figure that names what is counted, "drones" for "drone"; "" where there is none."""
    after = claim.passage.text[claim.figure.end - claim.passage.start :]
    return next((word for word in _WORD.findall(after)[:NEAR] if word != thing and lemma(word) == thing), "")


def _newest_first(each: tuple[FigureSeries, list[tuple[Record, Claim]]]) -> tuple[int, str, str, str, str, str]:
    series, reports = each
    newest = max(ordinal(record.standing.day) for record, _ in reports)
    return -newest, series.thing, series.unit, series.deed, series.place, series.claims[0].passage.article
