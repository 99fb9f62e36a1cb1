"""How days, counts and languages are worded in print. English, without locale or clock."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

UNKNOWN = "date unknown"
# The languages that news folders hold most often; another one is shown by its code.
LANGUAGES = {
    "ar": "Arabic", "bg": "Bulgarian", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek", "en": "English",
    "es": "Spanish", "et": "Estonian", "fa": "Persian", "fi": "Finnish", "fr": "French", "he": "Hebrew", "hi": "Hindi",
    "hr": "Croatian", "hu": "Hungarian", "id": "Indonesian", "it": "Italian", "ja": "Japanese", "ko": "Korean",
    "lt": "Lithuanian", "lv": "Latvian", "nb": "Norwegian", "nl": "Dutch", "no": "Norwegian", "pl": "Polish",
    "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sk": "Slovak", "sl": "Slovenian", "sr": "Serbian",
    "sv": "Swedish", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip


@lru_cache(maxsize=4096)  # a page names the same few days again and again
def local(stamp: str, timezone: str) -> str:
    """Return `stamp` (a day, or a date with time and offset) as "2025-03-14" or "2025-03-14T09:30" in `timezone`.

    A day has no time and stays that day everywhere. What is no date comes back as it is: a page is no place to fail.
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


def day_of(stamp: str, timezone: str) -> str:
    """Return the day of `stamp` in `timezone`, "" for ""."""
    return local(stamp, timezone)[:10]


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


def month_or_day(month: str) -> str:
    """Return "March 2025" for "2025-03", a full day for a day."""
    parts = _parts(month + "-01") if len(month) == len("2025-03") else None
    return f"{MONTHS[parts[1] - 1]} {parts[0]}" if parts else full_day(month)


def moment(stamp: str, timezone: str) -> str:
    """Return "14 March 2025, 09:30", without the time where `stamp` has none."""
    here = local(stamp, timezone)
    return f"{full_day(here)}, {here[11:16]}" if len(here) == len("2025-03-14T09:30") else full_day(here)


def span_of_days(first: str, last: str) -> str:
    """Return "3 to 15 March 2025", the shortest wording of two days; "" where neither is known."""
    if not first or not last or first == last:
        return full_day(last or first)
    a, b = _parts(first), _parts(last)
    if a is None or b is None or a[0] != b[0]:
        return f"{full_day(first)} to {full_day(last)}"
    if a[1] != b[1]:
        return f"{a[2]} {MONTHS[a[1] - 1]} to {full_day(last)}"
    return f"{a[2]} to {full_day(last)}"


def count(number: int, noun: str, plural: str = "") -> str:
    """Return "1 article", "1,204 articles"."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


KINDS_OF_QUOTE = {"direct": "", "partial": "partly quoted", "reported": "reported, not quoted"}
NOBODY = "Speaker not named"
NO_SOURCE = "Unnamed source"
# "With a correction": one of its articles was corrected, which "Corrected" before a headline does not say.
_CHANGES = {"new": "New", "updated": "Updated", "corrected": "With a correction", "quiet": "Quiet"}


def change(kind: str, last: str) -> str:
    """Return what an event or story did in an edition: "New", "Updated, last moved 13 Mar 2025"."""
    moved = f", last moved {short_day(last)}" if kind == "updated" and last else ""
    return _CHANGES[kind] + moved


def language(code: str) -> str:
    return LANGUAGES.get(code, code)


def listed(words: tuple[str, ...]) -> str:
    """Return "a, b and c"."""
    return " and ".join((", ".join(words[:-1]), words[-1])) if len(words) > 1 else "".join(words)
