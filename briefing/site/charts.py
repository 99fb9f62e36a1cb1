"""Articles over time as numbers for SVG templates. Without style attributes, for the strict CSP."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from briefing.published import DayCount
from briefing.site.views.charts import Bar, Chart, Tick
from briefing.wording import Words, mark

HEIGHT = 100  # units of the viewBox, stretched by the stylesheet; its width is a unit for each bar
BAR = 0.8  # of a bar's share of the width
FEWEST = 3  # days, weeks, months: two bars side by side show no course of things
LOWEST = 4  # units: one article beside a hundred can still be seen
APART = 24  # percent of the width between two labels: "14 Mar 2025" has room on a phone
# A bar narrower than three pixels on a phone says nothing: then weeks, then months, then years.
TITLES = {
    "day": mark("Articles per day, {days}"),
    "week": mark("Articles per week, {days}"),
    "month": mark("Articles per month, {days}"),
    "year": mark("Articles per year, {days}"),
}
PEAKS = {
    "day": mark("{articles} in all; most, {most}, on {day}."),
    "week": mark("{articles} in all; most, {most}, in the week from {day}."),
    "month": mark("{articles} in all; most, {most}, in {day}."),
    "year": mark("{articles} in all; most, {most}, in {day}."),
}
COLUMNS = {"day": mark("Day"), "week": mark("Week from"), "month": mark("Month"), "year": mark("Year")}
MOST_DAYS, MOST_WEEKS, MOST_MONTHS = 92, 104, 120


def timeline(days: Sequence[DayCount], words: Words) -> Chart | None:
    """Return `days` as bars, with the empty days between them; None where too few to show a course.

    In a script from right to left time runs that way as well.
    """
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
    peak = min(start for start, number in counts.items() if number == most)
    leftwards = words.direction == "rtl"
    bars = [
        Bar(
            _bar(len(buckets) - 1 - place if leftwards else place, number / most),
            words.say("{day}: {articles}", day=_name(start, unit, words), articles=_articles(number, words)),
        )
        for place, start in enumerate(buckets)
        if (number := counts.get(start, 0))
    ]
    return Chart(
        title=words.say(TITLES[unit], days=words.span_of_days(first.isoformat(), last.isoformat())),
        description=words.say(
            PEAKS[unit],
            articles=_articles(sum(counts.values()), words),
            most=words.number(most),
            day=_name(peak, unit, words),
        ),
        width=str(len(buckets)),
        bars=tuple(bars),
        weekends=_weekends(buckets, words, leftwards=leftwards) if unit == "day" else "",
        most=words.number(most),
        side="100%" if leftwards else "0",
        ticks=_ticks(buckets, unit, words, leftwards=leftwards),
        rows=tuple((_name(start, unit, words), words.number(counts[start])) for start in buckets if start in counts),
        column=words.say(COLUMNS[unit]),
    )


def _bar(place: int, share: float) -> str:
    height = max(LOWEST, round(HEIGHT * share))
    return f"M{place + (1 - BAR) / 2:g} {HEIGHT}v-{height}h{BAR:g}V{HEIGHT}"


def _weekends(days: Sequence[date], words: Words, *, leftwards: bool) -> str:
    """Return the days on which the site's readers do not work, and hardly any paper comes out, as one path."""
    start, end = words.locale.weekend_start, words.locale.weekend_end
    free = {(start + later) % 7 for later in range((end - start) % 7 + 1)}
    places = [len(days) - 1 - place if leftwards else place for place, day in enumerate(days) if day.weekday() in free]
    return "".join(f"M{place} 0h1v{HEIGHT}h-1z" for place in sorted(places))


def _ticks(buckets: Sequence[date], unit: str, words: Words, *, leftwards: bool) -> tuple[Tick, ...]:
    """Return labels for the first, the last and, as far as there is room, what begins between them: a month, a year."""
    one_year = buckets[0].year == buckets[-1].year
    last = len(buckets) - 1
    chosen = [(0, "start")]
    for place, start in enumerate(buckets):
        begins = start.day == 1 if unit == "day" else start.day <= 7 if unit == "week" else True
        if begins and all(100 * gap / len(buckets) >= APART for gap in (place - chosen[-1][0], last - place)):
            chosen.append((place, "middle"))
    chosen.append((last, "end"))
    ticks = []
    for place, anchor in chosen:
        along = {"start": 0.0, "middle": 100 * (place + 0.5) / len(buckets), "end": 100.0}[anchor]
        day = buckets[place].isoformat()
        text = words.day_and_month(day) if unit in ("day", "week") and one_year else _name(buckets[place], unit, words)
        ticks.append(Tick(f"{100 - along if leftwards else along:.4g}%", text, anchor))
    return tuple(ticks)


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
