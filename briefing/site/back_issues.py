"""The archive of editions as pages: calendars by month, the newest on one page, and a page for each year."""

from __future__ import annotations

from calendar import Calendar
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby

from briefing import links
from briefing.published import Counts
from briefing.site.frame import EDITIONS, meta
from briefing.site.views.back_issues import DayCell, EditionsView, MonthOfEditions, Week
from briefing.site.views.frame import Anchor, Site
from briefing.wording import Words

NEWEST_MONTHS = 12  # that the archive's first page shows; older ones are on the pages of their years

Line = tuple[str, str, Counts]  # an edition: its day, the title of its lead, what it holds


def newest_days(days: Sequence[str]) -> tuple[str, ...]:
    """Return those of `days` (oldest first) that the archive's first page lists."""
    months = sorted({day[:7] for day in days})[-NEWEST_MONTHS:]
    return tuple(day for day in days if months and day[:7] >= months[0])


def count_years(days: Iterable[str]) -> tuple[tuple[str, int], ...]:
    """Return each year with how many editions it has, newest first."""
    return tuple(sorted(Counter(day[:4] for day in days).items(), reverse=True))


def editions_view(
    lines: Iterable[Line], site: Site, *, years: Sequence[tuple[str, int]] = (), year: str = ""
) -> EditionsView:
    """Return the archive from some of its editions, month by month: the newest ones, or those of one `year`.

    `years` are all there are (`count_years`): links to them are given where they hold more than this page.
    """
    words = site.words
    newest_first = sorted(lines, key=lambda line: line[0], reverse=True)
    total = sum(number for _, number in years) or len(newest_first)
    title = words.say("Editions of {year}", year=year) if year else words.say("Editions")
    return EditionsView(
        meta=meta(
            site,
            links.year_href(year) if year else EDITIONS,
            title,
            description=words.say("{title}: every day’s briefing, with what led it.", title=title),
            section="editions",
            feed="" if year else site.feed,
        ),
        title=title,
        total=words.count(len(newest_first) if year else total, "{n} edition", "{n} editions"),
        year=year,
        whole=EDITIONS if year else "",
        weekdays=_in_order(words.weekdays(), words),
        months=tuple(
            _month(month, tuple(days), words) for month, days in groupby(newest_first, key=lambda line: line[0][:7])
        ),
        years=tuple(
            Anchor(each, links.year_href(each), words.count(number, "{n} edition", "{n} editions"))
            for each, number in years
        )
        if total > len(newest_first)
        else (),
        nothing=words.say(
            "There is no edition yet. Put an article in with “briefing add FILE”: its day has the first one."
        ),
    )


def edition_anchor(line: Line, words: Words) -> Anchor:
    """Return an edition in a list: its day, and what led it."""
    day, lead, _ = line
    return Anchor(words.weekday_and_day(day), links.edition_href(day), lead or words.say("Nothing new"))


def _month(month: str, lines: tuple[Line, ...], words: Words) -> MonthOfEditions:
    leads = {day: lead or words.say("Nothing new") for day, lead, _ in lines}
    year, number = int(month[:4]), int(month[5:7])
    return MonthOfEditions(
        anchor=month_anchor(month),
        title=words.month_or_day(month),
        weeks=tuple(
            Week(tuple(_cell(day.isoformat(), month, leads, words) for day in week))
            for week in Calendar(words.first_weekday).monthdatescalendar(year, number)
        ),
        editions=tuple(edition_anchor(line, words) for line in lines),
    )


def month_anchor(month: str) -> str:
    """Return the id under which a month ("2025-03") stands on the page of its year."""
    return f"m{month}"


def _cell(day: str, month: str, leads: dict[str, str], words: Words) -> DayCell:
    if day[:7] != month:
        return DayCell("", "", "")
    number = words.number(int(day[8:]))
    return DayCell(number, links.edition_href(day), leads[day]) if day in leads else DayCell(number, "", "")


def _in_order(weekdays: tuple[str, ...], words: Words) -> tuple[str, ...]:
    return weekdays[words.first_weekday :] + weekdays[: words.first_weekday]
