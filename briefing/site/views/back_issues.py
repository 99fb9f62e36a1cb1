"""The archive of editions."""

from __future__ import annotations

from dataclasses import dataclass

from briefing.site.views.frame import Anchor, Meta


@dataclass(frozen=True, slots=True)
class DayCell:
    """A day in a month's calendar."""

    number: str  # "14"; empty: the day belongs to the month before or after
    href: str  # its edition; empty: there was none
    lead: str  # what led it


@dataclass(frozen=True, slots=True)
class Week:
    days: tuple[DayCell, ...]  # seven


@dataclass(frozen=True, slots=True)
class MonthOfEditions:
    anchor: str
    title: str
    weeks: tuple[Week, ...]
    editions: tuple[Anchor, ...]  # the same as a list, newest first: the day and what led it


@dataclass(frozen=True, slots=True)
class EditionsView:
    meta: Meta
    title: str
    total: str  # "37 editions"
    year: str  # set where this is the page of a year
    whole: str  # from there the way back to the newest
    weekdays: tuple[str, ...]
    months: tuple[MonthOfEditions, ...]  # newest first
    years: tuple[Anchor, ...]  # newest first; empty: this page shows all there is
    nothing: str
