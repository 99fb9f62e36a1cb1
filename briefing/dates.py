"""Which moment or day does a written date name?

A date is never guessed: what leaves the month, the day or the century open is a problem that is said.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime

EARLIEST, LATEST = 1800, 2100  # years; outside, a digit went astray ("1024", "3025"). A near future is held back later

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sep sept",
            "october oct",
            "november nov",
            "december dec",
        ),
        1,
    )
    for name in names.split()
}
_CLOCK = r"""(?:(?:\s*,)?(?:\s+|[Tt]\s*|\s+at\s+)
    (?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d{1,9})?)?
    \s*(?P<zone>Z|z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?)?"""
_SHAPES = tuple(
    re.compile(shape + _CLOCK, re.VERBOSE | re.ASCII)
    for shape in (
        r"(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})",
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})",
        r"(?P<first>\d{1,2})(?P<mark>[-/.])(?P<second_part>\d{1,2})(?P=mark)(?P<year>\d{4})",
        r"(?:[A-Za-z]{3,9},?\s+)?(?P<day>\d{1,2})(?:st|nd|rd|th)?[ -](?P<name>[A-Za-z]{3,9})\.?,?[ -](?P<year>\d{4})",
        r"(?:[A-Za-z]{3,9},?\s+)?(?P<name>[A-Za-z]{3,9})\.?\s(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s(?P<year>\d{4})",
    )
)
_NO_DAY = re.compile(r"\d{4}(?:[-/.]\d{1,2})?|[A-Za-z]{3,9}\.?,? \d{4}", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
LONGEST = 80  # characters; no date is longer


class DateError(ValueError):
    """A date that cannot be used. `what` is a sentence, `remedy` another."""

    def __init__(self, what: str, remedy: str = "Write it as 2025-03-14 or 2025-03-14 09:30.") -> None:
        super().__init__(what)
        self.what, self.remedy = what, remedy


def read_moment(written: str, zone: tzinfo) -> str:
    """Return `written` as ISO 8601 in `zone` with its offset; a day without a time is its midnight there.

    Raises DateError where the day, the month or the year is open or impossible.
    """
    words = " ".join(written.split()) if len(written) <= LONGEST else ""
    for shape in _SHAPES:
        if found := shape.fullmatch(words):
            return _moment(written, found, zone).isoformat()
    if _NO_DAY.fullmatch(words):
        raise DateError(f"The date “{words}” names no day.", "Write the whole date, as in 2025-03-14.")
    try:  # the shape of mail and feeds
        moment = parsedate_to_datetime(words)
    except (ValueError, IndexError, TypeError, OverflowError):  # the last: a year of thirty digits
        raise DateError(f"“{written[:LONGEST]}” is not a date that can be read.") from None
    return _in_zone(written, moment, zone).isoformat()


def read_day(written: str) -> str:
    """Return `written`, a day as 2025-03-14, as it stands. Raises DateError."""
    if not _DAY.fullmatch(written):
        raise DateError(f"“{written[:LONGEST]}” is not a day.", "Write it as 2025-03-14.")
    return _day(written, *(int(part) for part in written.split("-"))).isoformat()


def _moment(written: str, found: re.Match[str], zone: tzinfo) -> datetime:
    part = found.groupdict()
    year = int(part["year"])
    if part.get("first"):
        day, month = int(part["first"]), int(part["second_part"])
        if day <= 12 and month <= 12 and day != month:
            what = f"In the date “{written.strip()}” either number could be the month."
            raise DateError(what, f"Write {year}-{month:02}-{day:02} or {year}-{day:02}-{month:02}.")
        if month > 12:
            day, month = month, day
    else:
        name = part.get("name")
        month = _MONTHS.get(name.lower(), 0) if name else int(part["month"])
        day = int(part["day"])
        if not month:
            raise DateError(f"“{name}” in “{written.strip()}” is not a month that can be read.")
    the_day = _day(written, year, month, day)
    if part["hour"] is None:
        return datetime.combine(the_day, time(), zone)
    hour, minute, second = int(part["hour"]), int(part["minute"]), int(part["second"] or 0)
    if hour > 23 or minute > 59 or second > 60:
        raise DateError(f"There is no such time as in “{written.strip()}”.")
    own = _offset(part["zone"]) if part["zone"] else zone
    return _in_zone(written, datetime.combine(the_day, time(hour, minute, min(second, 59)), own), zone)


def _day(written: str, year: int, month: int, day: int) -> date:
    if not EARLIEST <= year <= LATEST:
        raise DateError(f"The year of “{written.strip()}” cannot be right.")
    try:
        return date(year, month, day)
    except ValueError:
        raise DateError(f"There is no such day as “{written.strip()}”.") from None


def _offset(written: str) -> tzinfo:
    if written[0] not in "+-":
        return UTC
    hours, minutes = int(written[1:3]), int(written[-2:]) if len(written) > 3 else 0
    if hours > 14 or minutes > 59:
        raise DateError(f"There is no time zone {written}.")
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(offset if written[0] == "+" else -offset)


def _in_zone(written: str, moment: datetime, zone: tzinfo) -> datetime:
    _day(written, moment.year, moment.month, moment.day)
    if moment.tzinfo is None:
        return moment.replace(tzinfo=zone)
    return moment.astimezone(zone)
