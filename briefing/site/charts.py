"""Small charts as numbers for SVG templates: articles over time. Without style attributes, for the strict CSP."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from briefing.published import DayCount
from briefing.site.views.charts import Bar, Chart
from briefing.wording import Words, mark

WIDTH, HEIGHT = 600.0, 80.0  # units of the viewBox; the stylesheet stretches it
GAP = 0.2  # of a bar's share of the width
FEWEST = 3  # days, weeks, months: two bars side by side show no course of things
LOWEST = 3.0  # units: one article beside a hundred can still be seen
# A bar narrower than three pixels on a phone says nothing: then weeks, then months, then years.
TITLES = {
    "day": mark("Articles per day, {days}"),
    "week": mark("Articles per week, {days}"),
    "month": mark("Articles per month, {days}"),
    "year": mark("Articles per year, {days}"),
}
COLUMNS = {"day": mark("Day"), "week": mark("Week from"), "month": mark("Month"), "year": mark("Year")}
MOST_DAYS, MOST_WEEKS, MOST_MONTHS = 92, 104, 120


def timeline(days: Sequence[DayCount], words: Words) -> Chart | None:
    """Return `days` as bars, with the empty days between them; None where too few to show a course."""
    known = [(date.fromisoformat(day.day), day.articles) for day in days]
    if not known:
        return None
    first, last = min(day for day, _ in known), max(day for day, _ in known)
    unit = _unit(first, last)
    counts: dict[date, int] = {}
    for day, number in known:
        start = _bucket(day, unit)
        counts[start] = counts.get(start, 0) + number
    buckets = _buckets(_bucket(first, unit), last, unit)
    if len(buckets) < FEWEST:
        return None
    most = max(counts.values())
    share = WIDTH / len(buckets)
    bars = []
    for place, start in enumerate(buckets):
        number = counts.get(start, 0)
        if number:
            height = max(LOWEST, HEIGHT * number / most)
            bars.append(
                Bar(
                    x=f"{place * share + share * GAP / 2:.2f}",
                    y=f"{HEIGHT - height:.2f}",
                    width=f"{share * (1 - GAP):.2f}",
                    height=f"{height:.2f}",
                    label=words.say(
                        "{day}: {articles}", day=_name(start, unit, words), articles=_articles(number, words)
                    ),
                )
            )
    peak = min(start for start, number in counts.items() if number == most)
    total = sum(counts.values())
    return Chart(
        title=words.say(TITLES[unit], days=words.span_of_days(first.isoformat(), last.isoformat())),
        description=words.say(
            "{articles} in all; most, {most}: {day}.",
            articles=_articles(total, words),
            most=words.number(most),
            day=_name(peak, unit, words),
        ),
        width=f"{WIDTH:g}",
        height=f"{HEIGHT:g}",
        bars=tuple(bars),
        first=words.short_day(first.isoformat()),
        last=words.short_day(last.isoformat()),
        rows=tuple((_name(start, unit, words), words.number(counts[start])) for start in buckets if start in counts),
        column=words.say(COLUMNS[unit]),
    )


def _unit(first: date, last: date) -> str:
    span = (last - first).days + 1
    if span <= MOST_DAYS:
        return "day"
    if span <= 7 * MOST_WEEKS:
        return "week"
    return "month" if span <= 30 * MOST_MONTHS else "year"


def _bucket(day: date, unit: str) -> date:
    if unit == "week":
        return day - timedelta(days=day.weekday())
    if unit == "month":
        return day.replace(day=1)
    return day.replace(month=1, day=1) if unit == "year" else day


def _buckets(first: date, last: date, unit: str) -> list[date]:
    if unit in ("day", "week"):
        step = 7 if unit == "week" else 1
        return [first + timedelta(days=days) for days in range(0, (last - first).days + 1, step)]
    step = 12 if unit == "year" else 1
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month, step)
    return [date(month // 12, month % 12 + 1, 1) for month in months]


def _name(start: date, unit: str, words: Words) -> str:
    day = start.isoformat()
    if unit == "year":
        return day[:4]
    return words.month_or_day(day[:7]) if unit == "month" else words.short_day(day)


def _articles(number: int, words: Words) -> str:
    return words.count(number, "{n} article", "{n} articles")
