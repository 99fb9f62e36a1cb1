"""Dates: what is written is one moment within reason, or told; what comes out is read again as the same."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import fuzzing
from briefing.dates import EARLIEST, LATEST, DateError, read_day, read_moment
from briefing.mail.moments import read_moment as read_mail_moment
from briefing.mail.moments import write_moment
from fuzzing.material import ODD, encode

PARSES = ("briefing.dates.read_moment", "briefing.dates.read_day", "briefing.mail.moments.read_moment")
ZONES = (UTC, ZoneInfo("Europe/Berlin"), ZoneInfo("Pacific/Kiritimati"), ZoneInfo("America/St_Johns"))
PIECES = (
    *encode(
        "2025", "03", "14", "29", "31", "02", "00", "1800", "2100", "0001", "9999", "-", "/", ".", " ", "T", ":", "Z",
        "+", "+02:00", "-12:00", "+14:00", "+1400", "UTC", "GMT", "EST", "Mar", "March", "Sept", "Friday, ", "Fri, ",
        "st", "th", ", ", " at ", "09:30", "24:00", "23:59:60", ".123456789", "1", "12", "(CET)", "day", "ten",
        "-0000", "1e9",
    ),
    *ODD,
)  # fmt: skip


def seeds() -> Iterator[bytes]:
    for number, written in enumerate(
        encode(
            "2025-03-14", "2025-03-14 09:30", "2025-03-14T09:30:00Z", "2025-03-14T09:30:00.123+02:00", "20250314",
            "14/03/2025", "03/14/2025 9:30", "14.3.2025", "14 March 2025", "Friday, 14 March 2025, 09:30 UTC",
            "March 14th, 2025", "Sept. 3, 2025 at 12:00", "Fri, 14 Mar 2025 07:00:00 +0000", "2025-03", "March 2025",
            "2024-02-29", "1800-01-01", "2100-12-31T23:59:59-12:00", "14 Mar 25 07:00 GMT",
        )
    ):  # fmt: skip
        yield bytes((number,)) + written


def check(data: bytes) -> None:
    (number,), rest = fuzzing.take(data, 1)
    zone, written = ZONES[number % len(ZONES)], fuzzing.words(rest)
    try:
        found = read_moment(written, zone)
    except DateError as error:
        assert error.what and error.remedy
    else:
        moment = datetime.fromisoformat(found)
        assert moment.utcoffset() is not None
        assert EARLIEST - 1 <= moment.year <= LATEST + 1
        assert moment.isoformat() == found
        local = moment.utcoffset() or timedelta()
        if EARLIEST <= moment.year <= LATEST and not local.seconds % 60:  # before 1900 clocks showed the sun's time
            assert read_moment(found, zone) == found
        assert read_mail_moment(write_moment(moment)) == moment.replace(microsecond=moment.microsecond // 1000 * 1000)
    try:
        day = read_day(written)
    except DateError as error:
        assert error.what and error.remedy
    else:
        assert day == written == date.fromisoformat(written).isoformat()
        assert read_moment(written, zone)[:10] == day
    try:
        moment = read_mail_moment(written)
    except ValueError:
        return
    assert moment.tzinfo is not None
