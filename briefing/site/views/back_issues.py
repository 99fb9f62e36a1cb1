"""The archive of editions."""

from __future__ import annotations

from msgspec import Struct

from briefing.site.views.frame import Anchor, Meta


class DayCell(Struct, frozen=True):
    """A day in a month's calendar."""

    number: str  # "14"; empty: the day belongs to the month before or after
    href: str  # its edition; empty: there was none
    lead: str  # what led it


class Week(Struct, frozen=True):
    days: tuple[DayCell, ...]  # seven


class MonthOfEditions(Struct, frozen=True):
    anchor: str
    title: str
    weeks: tuple[Week, ...]
    editions: tuple[Anchor, ...]  # the same as a list, newest first: the day and what led it


class EditionsView(Struct, frozen=True):
    meta: Meta
    title: str
    total: str  # "37 editions"
    year: str  # set where this is the page of a year
    whole: str  # from there the way back to the newest
    weekdays: tuple[str, ...]
    months: tuple[MonthOfEditions, ...]  # newest first
    years: tuple[Anchor, ...]  # newest first; empty: this page shows all there is
    nothing: str
