"""When does a feed, or the header of a forwarded mail, say that something was published? Both write dates as they like.

RSS asks for RFC 822's dates, Atom and JSON Feed for RFC 3339's; mail programs write their reader's language. What
cannot be right is told. Neither clock nor time zone of the machine has a part.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from briefing.dates import LONGEST, DateError, read_moment

EARLIEST = 1990  # no feed and hardly a site is older; what lies before is a counter that began at nothing
AHEAD = timedelta(days=1)  # clocks and zones that are wrong; what lies farther ahead is no moment of publication

# Hours by which the zones that feeds name are ahead of UTC: those of RFC 822, 5.1, and what else has one meaning among
# news sites. Names with several (IST: India, Israel, Ireland) are not here, but for those that RFC 822 has settled.
_ZONES = {
    name: hours
    for hours, names in {
        "+0000": "UT UTC GMT Z WET",
        "+0100": "CET MEZ BST WEST",
        "+0200": "CEST MESZ MET EET SAST CAT",
        "+0300": "EEST MSK EAT TRT",
        "+0500": "PKT",
        "+0545": "NPT",
        "+0700": "WIB ICT",
        "+0800": "SGT HKT AWST MYT WITA",
        "+0900": "JST KST WIT",
        "+0930": "ACST",
        "+1000": "AEST",
        "+1030": "ACDT",
        "+1100": "AEDT",
        "+1200": "NZST",
        "+1300": "NZDT",
        "-0300": "BRT ART ADT",
        "-0230": "NDT",
        "-0330": "NST",
        "-0400": "EDT AST",
        "-0500": "EST CDT",
        "-0600": "CST MDT",
        "-0700": "MST PDT",
        "-0800": "PST AKDT",
        "-0900": "AKST",
        "-1000": "HST",
    }.items()
    for name in names.split()
}
_COMMENT = re.compile(r"\([^()]{0,40}\)")  # "(CET)", RFC 822, 3.4.3
# The time of day at the end, with its zone in whatever writing: "GMT+0200", "UTC +02:00", "+02", "a.m. EST".
_END = re.compile(
    r"(?P<hour>\d{1,2})(?P<rest>:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?)\s*(?P<half>[ap]\.?m\b\.?)?"
    r"\s*(?P<zone>[A-Z][A-Z_/]{0,30})?\s*(?P<sign>[+-])?(?P<ahead>\d{1,2})?(?P<minutes>:?\d{2})?",
    re.IGNORECASE | re.ASCII,
)
_WEEKDAY = re.compile(r"^[^\W\d_]{2,14}\.?(?:[,،]\s*|\s+)(?=\d)")  # in any language
_WORD = re.compile(r"[^\W\d_]{2,14}\.?")
# What stands between a day and its time: "at", "um", "a las", "г. в", the day of the week; and the time's own words.
_TIME = re.compile(
    r"(?P<day>^.*?(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}|\b\d{4}))(?P<link>[,\s][^\d:+]{0,20})"
    r"(?P<hour>\d{1,2})[:.h](?P<minute>\d{2})(?:[:.](?P<second>\d{2}))?(?:\s*(?P<half>[ap])\.?\s?m\b\.?)?(?:\s*(?:Uhr|hrs?|h)\b\.?)?",
    re.IGNORECASE,
)
_EAST = re.compile(r"(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]")
_SECONDS = re.compile(r"[1-9]\d{9}(?:\d{3})?", re.ASCII)  # since 1970, from 2001 on; with three digits more thousandths
# Arabic has figures, marks of direction, halves of the day and two months of two words each of its own.
_FIGURES = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "0123456789" * 2, "\u200e\u200f\u061c")
_HALF = re.compile(r"(?<=\d)\s*(?:(?P<early>ص|صباحاً?)|م|مساءً?)(?=\s|$)")
_TWO_WORDS = re.compile(r"(كانون|تشرين)\s+(?=ال)")
_ALIFS = str.maketrans("أإآ", "ااا")  # which many write without what stands on them
_LATE = ("下午", "午後", "晚上", "오후")
_NUMBERS = re.compile(r"(\d{1,2})\. (\d{1,2})\. (?=\d{4})")
_BETWEEN = re.compile(r"(?<=\d)\.(?=\s)|\bde\b|\bг\.")  # "14. März 2025", "14 de marzo de 2025"
# Languages whose names of months stand in feeds, as CLDR has them.
_LANGUAGES = ("de", "fr", "es", "it", "pt", "nl", "da", "sv", "nb", "fi", "pl", "cs", "tr", "ru", "uk")
_ARABIC = ("ar", "ar_LB", "ar_DZ", "ar_MA")  # the others from Iraq to Lebanon, in Algeria and Tunisia, in Morocco


def read_stamp(written: str, now: datetime) -> tuple[str, str]:
    """Return the moment that `written` names, as ISO 8601 in UTC, and a note for the editor; either may be empty.

    A moment before `EARLIEST` or later than `now` by more than `AHEAD` is not used, nor is what leaves the day open. A
    day without a time is its midnight in UTC; a time without a zone, or with one that is not known, is taken for UTC.
    """
    words = " ".join(_COMMENT.sub(" ", written[: 2 * LONGEST]).split())
    if not words:
        return "", ""
    shown = f"Its date “{words[:LONGEST]}”"
    settled, zone = _settle_zone(_clear(words))
    try:
        if _SECONDS.fullmatch(words):
            moment, zone = datetime.fromtimestamp(int(words[:10]), UTC), ""
        else:
            moment = datetime.fromisoformat(_read(settled)).astimezone(UTC)
    except (DateError, OverflowError):
        return "", f"{shown} is not used: it cannot be read."
    if moment.year < EARLIEST:
        return "", f"{shown} is not used: it lies before {EARLIEST}."
    if moment > now + AHEAD:
        return "", f"{shown} is not used: it lies in the future."
    note = f"{shown} was taken for UTC: the zone {zone} is not known." if zone else ""
    return moment.isoformat(timespec="seconds"), note


def settle_date(written: str) -> str:
    """Return a date of a mail's header as `read_moment` reads it; one that cannot be read as it came.

    A time without a zone stays so. Of a time whose zone is not known the day alone is left.
    """
    settled, zone = _settle_zone(_clear(written), "")
    if zone:
        settled = settled.rpartition(" ")[0]
    for words in (settled, _plain(settled)):
        try:
            read_moment(words, UTC)
        except (DateError, OverflowError):
            continue
        return words
    return written[:LONGEST]


def _clear(written: str) -> str:
    """Write a date in one line, with nothing but a blank between the day and its time."""
    words = " ".join(_COMMENT.sub(" ", written[: 2 * LONGEST].translate(_FIGURES)).split())
    words = _HALF.sub(lambda found: " AM" if found["early"] else " PM", _TWO_WORDS.sub(r"\1", words))
    words = _NUMBERS.sub(r"\1.\2.", _EAST.sub(r"\1-\2-\3 ", words))
    return " ".join(_TIME.sub(_clear_time, words, count=1).split())


def _clear_time(found: re.Match[str]) -> str:
    half = "PM" if any(word in found["link"] for word in _LATE) else f"{found['half']}M" if found["half"] else ""
    return f"{found['day']} {found['hour']}:{found['minute']}:{found['second'] or '00'} {half}"


def _settle_zone(words: str, default: str = "+0000") -> tuple[str, str]:
    """Write what follows the time of day as +0200 or not at all; and a zone that is not known."""
    found = next((each for each in _END.finditer(words) if each.end() == len(words)), None)
    if found is None:
        return words, ""
    hour = int(found["hour"])
    if found["half"] and 1 <= hour <= 12:
        hour = hour % 12 + (12 if found["half"][0] in "pP" else 0)
    name = (found["zone"] or "").upper()
    offset, unknown = "", ""
    if found["sign"] and found["ahead"]:
        offset = f"{found['sign']}{found['ahead']:0>2}{(found['minutes'] or '00').lstrip(':')}"
    elif name:
        offset = _ZONES.get(name, "")
        unknown = "" if offset else name
    return f"{words[: found.start()]}{hour:02}{found['rest']} {offset or default}".rstrip(), unknown


def _read(words: str) -> str:
    try:
        return read_moment(words, UTC)
    except DateError:
        return read_moment(_plain(words), UTC)


def _plain(words: str) -> str:
    """Write a date without the day of the week, and its month in English."""
    plain = " ".join(_BETWEEN.sub(" ", _WEEKDAY.sub("", words, count=1)).split())
    return _WORD.sub(_name_month, plain)


def _name_month(found: re.Match[str]) -> str:
    return _months().get(_fold(found.group()), found.group())


def _fold(name: str) -> str:
    return name.rstrip(".").replace(" ", "").casefold().translate(_ALIFS)


@lru_cache(maxsize=1)
def _months() -> dict[str, str]:
    """The English abbreviation of each month by its names, without those that two languages give to different ones."""
    from babel.dates import get_month_names  # noqa: PLC0415 - few feeds need it

    english = get_month_names("abbreviated", locale="en")
    found: dict[str, set[str]] = {}
    for language in (*_LANGUAGES, *_ARABIC):
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                for number, name in get_month_names(width, context, language).items():
                    for written in (name, name[:3]):  # feeds shorten as they like
                        found.setdefault(_fold(written), set()).add(english[number])
    return {name: min(months) for name, months in found.items() if len(months) == 1}
