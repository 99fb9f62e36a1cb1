"""A mail server's log: a letter counts as taken or lost only where the log names it; any other log proves nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC
from zoneinfo import ZoneInfo

from test_mail_log import AFTER, BEFORE, CONFIRMED, LAST, OURS, UNCLEAR, entries

import fuzzing
from briefing.errors import MailError
from briefing.mail.delivery.mta_log import find_fates
from fuzzing.material import ODD, encode

PARSES = ("briefing.mail.delivery.mta_log.find_fates",)
ENDS = ("taken", "lost", "lost, then named", "timeout", "refused", "hangs", "held", "after the end", "not named")
ZONES = (UTC, ZoneInfo("Europe/Berlin"))
PIECES = (
    *(f"{line}\n".encode() for end in ENDS for line in entries("07:02:01", "28E082AA134", OURS, 502, end)),
    *(f"{line}\n".encode() for line in (*BEFORE, *AFTER)),
    *encode(
        "\n", "Mar 14 07:02:02 mail postfix/", "2025-03-14T07:02:02.123456+00:00 mail postfix/", "Feb 29 ",
        "Dec 31 23:59:60 ", "00:00:00", "smtpd[501]: ", "qmgr[333]: ", "cleanup[444]: ", "28E082AA134: ", "NOQUEUE: ",
        "removed", "(queue active)", "message-id=", OURS, LAST, "client=", "to=<", "status=sent",
        "lost connection after DATA", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "2025-13-45T99:99:99", "+99:99",
    ),
    *ODD,
)  # fmt: skip


def seeds() -> Iterator[bytes]:
    for end in ENDS:
        yield b"\0" + "\n".join((*BEFORE, *entries("07:02:01", "28E082AA134", OURS, 502, end), *AFTER)).encode()


def check(data: bytes) -> None:
    (number,), rest = fuzzing.take(data, 1)
    text = rest.decode("utf-8", "replace")
    logs = [f"{part}\n".split("\n") for part in text.split("\f")]
    try:
        [finding] = find_fates([UNCLEAR], CONFIRMED, logs, ZONES[number % 2])
    except MailError as error:
        assert error.what and error.remedy
        return
    assert finding.message_id == OURS and finding.why
    if finding.fate == "taken":
        assert f"message-id={OURS}" in text
    elif finding.fate == "not taken":
        # Only a log proves that which goes on before and after, and holds what the server confirmed.
        assert any(f"message-id={name}" in text for name in CONFIRMED)
        assert f"message-id={OURS}" in text or finding.why == "The log does not name it."
    assert find_fates([UNCLEAR], CONFIRMED, logs, ZONES[number % 2]) == (finding,)
