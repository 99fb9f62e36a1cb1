"""How days and counts are worded in a mail. English, without locale or clock; as the site words them."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
UNKNOWN = "date unknown"
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def local(stamp: str, timezone: str) -> str:
    """Return `stamp` (a day, or a date with time and offset) as "2025-03-14" or "2025-03-14T09:30" in `timezone`.

    A day has no time and stays that day everywhere. What is no date comes back as it is: a mail is no place to fail.
    """
    if len(stamp) <= len("2025-03-14"):
        return stamp
    try:
        moment = datetime.fromisoformat(stamp)
        if moment.tzinfo is not None:
            moment = moment.astimezone(ZoneInfo(timezone))
    except (ValueError, OverflowError, OSError):  # OSError: a year that this platform's clock cannot turn
        return stamp
    return moment.isoformat()[:16]


def _parts(day: str) -> tuple[int, int, int] | None:
    try:
        moment = datetime.fromisoformat(day[:10])
    except ValueError:
        return None
    return moment.year, moment.month, moment.day


def day_and_month(day: str) -> str:
    """Return "14 Mar"."""
    parts = _parts(day)
    return f"{parts[2]} {MONTHS[parts[1] - 1][:3]}" if parts else day


def short_day(day: str) -> str:
    """Return "14 Mar 2025"."""
    parts = _parts(day)
    return f"{day_and_month(day)} {parts[0]}" if parts else day


def full_day(day: str) -> str:
    """Return "14 March 2025"."""
    parts = _parts(day)
    return f"{parts[2]} {MONTHS[parts[1] - 1]} {parts[0]}" if parts else day


def named_day(day: str) -> str:
    """Return "Friday 14 March 2025"."""
    parts = _parts(day)
    return f"{WEEKDAYS[datetime(*parts).weekday()]} {full_day(day)}" if parts else day  # noqa: DTZ001 - a day, no moment


def moment(stamp: str, timezone: str) -> str:
    """Return "14 March 2025, 09:30", without the time where `stamp` has none."""
    here = local(stamp, timezone)
    return f"{full_day(here)}, {here[11:16]}" if len(here) == len("2025-03-14T09:30") else full_day(here)


def count(number: int, noun: str) -> str:
    """Return "1 article", "1,204 articles"."""
    return f"{number:,} {noun if number == 1 else noun + 's'}"
