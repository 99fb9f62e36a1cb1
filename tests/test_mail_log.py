"""What a mail server's log proves of a letter: taken, not taken, or nothing.

The lines are of the form that Postfix 3.7 wrote when its clients were killed before the final dot, after it, and while
Postfix itself was stopped; names are examples.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TextIO
from zoneinfo import ZoneInfo

import pytest

from briefing.errors import MailError
from briefing.mail.delivery.mta_log import Finding, HandOver, find_fates, read_log

FIRST, OURS, LAST = (f"<2025-03-14.{name}@tidewater.example>" for name in ("first", "ours", "last"))
CONFIRMED = {FIRST: "2025-03-14T07:00:00Z", LAST: "2025-03-14T07:05:00Z"}
UNCLEAR = HandOver(OURS, "2025-03-14T07:02:00Z", "2025-03-14T07:02:03Z")
BERLIN = ZoneInfo("Europe/Berlin")


def entries(clock: str, queue: str, message_id: str, pid: int = 501, end: str = "taken") -> list[str]:
    """What Postfix logs of one message, in traditional syslog."""
    start = f"Mar 14 {clock} mail postfix/"
    client = "localhost[127.0.0.1]"
    active = [
        f"{start}qmgr[333]: {queue}: from=<desk@tidewater.example>, size=1242, nrcpt=1 (queue active)",
        f"{start}smtp[777]: {queue}: to=<r@example.net>, relay=none, delay=0.06, dsn=2.0.0, status=sent (250 2.0.0 Ok)",
        f"{start}qmgr[333]: {queue}: removed",
    ]
    lost = [f"{start}smtpd[{pid}]: lost connection after DATA (119 bytes) from {client}"]
    named = [f"{start}cleanup[444]: {queue}: message-id={message_id}"]
    tail = {
        "taken": [*named, *active],
        "lost": [*named, *lost],
        "lost, then named": [*lost, *named],  # cleanup gets its first bytes when smtpd's buffer is full, or at the end
        "timeout": [*named, f"{start}smtpd[{pid}]: timeout after DATA (1015 bytes) from {client}"],
        "refused": [*named, f"{start}cleanup[444]: {queue}: milter-reject: END-OF-MESSAGE from {client}: 5.7.1 no"],
        "hangs": named,
        "held": [f"{start}cleanup[444]: {queue}: hold: header X-Hold: yes from {client}; from=<a@b.example>", *named],
        "after the end": [*named, f"{start}smtpd[{pid}]: lost connection after END-OF-MESSAGE from {client}"],
        "not named": lost,
    }[end]
    return [
        f"{start}smtpd[{pid}]: connect from {client}",
        f"{start}smtpd[{pid}]: {queue}: client={client}",
        *tail,
        f"{start}smtpd[{pid}]: disconnect from {client} ehlo=1 mail=1 rcpt=1 data=0/1 commands=3/4",
    ]


BEFORE = entries("07:00:00", "BB9252AA35E", FIRST)
AFTER = entries("07:05:00", "D6F572AA137", LAST)


def judge(*lines: str, unclear: HandOver = UNCLEAR, confirmed: dict[str, str] = CONFIRMED) -> Finding:
    [finding] = find_fates([unclear], confirmed, [lines], UTC)
    return finding


@pytest.mark.parametrize(
    ("end", "fate"),
    [
        ("taken", "taken"),
        ("lost", "not taken"),
        ("lost, then named", "not taken"),
        ("timeout", "not taken"),
        ("refused", "not taken"),
        ("not named", "not taken"),
        ("hangs", "unknown"),
        ("held", "unknown"),
        ("after the end", "unknown"),
    ],
)
@pytest.mark.parametrize("queue", ["28E082AA134", "4jXJZm4DjszP32r"])
def test_how_a_message_ended(queue: str, end: str, fate: str) -> None:
    assert judge(*BEFORE, *entries("07:02:00", queue, OURS, end=end), *AFTER).fate == fate


def test_lost_once_and_taken_later_is_taken() -> None:
    lost = entries("07:02:00", "28E082AA134", OURS, end="lost")
    assert judge(*BEFORE, *lost, *entries("07:02:01", "D6F572AA138", OURS), *AFTER).fate == "taken"
    assert judge(*BEFORE, *entries("07:01:01", "D6F572AA138", OURS), *lost, *AFTER).fate == "taken"


def test_lost_once_and_hanging_later_is_unknown() -> None:
    lost = entries("07:02:00", "28E082AA134", OURS, end="lost")
    assert judge(*BEFORE, *lost, *entries("07:02:01", "D6F572AA138", OURS, end="hangs"), *AFTER).fate == "unknown"


def test_a_queue_id_that_is_given_again_is_another_message() -> None:
    lost = entries("07:02:00", "28E082AA134", OURS, end="lost")
    other = entries("07:02:30", "28E082AA134", "<other@example.net>")
    assert judge(*BEFORE, *lost, *other, *AFTER).fate == "not taken"


def test_queue_ids_of_two_servers_in_one_log_are_two() -> None:
    lost = entries("07:02:00", "28E082AA134", OURS, end="lost")
    for name in (" relay postfix/", " mail postfix-out/"):
        other = [
            line.replace(" mail postfix/", name) for line in entries("07:02:00", "28E082AA134", "<other@b.example>")
        ]
        mixed = [line for pair in zip(lost, other, strict=False) for line in pair] + other[len(lost) :]
        assert judge(*BEFORE, *mixed, *AFTER).fate == "not taken"


def test_a_queue_id_of_two_messages_proves_nothing() -> None:
    """The name of a lost message may come late, when its queue id is another's."""
    taken = entries("07:02:00", "28E082AA134", OURS)
    line = "Mar 14 07:02:00 mail postfix/cleanup[444]: 28E082AA134: message-id=<other@example.net>"
    assert judge(*BEFORE, *taken[:3], line, *taken[3:], *AFTER).fate == "unknown"
    lost = entries("07:02:00", "28E082AA134", OURS, end="lost")
    assert judge(*BEFORE, *lost[:3], line, *lost[3:], *taken[3:], *AFTER).fate == "unknown"


def test_a_loss_belongs_to_the_message_of_its_own_process() -> None:
    ours = entries("07:02:00", "28E082AA134", OURS, end="hangs")
    other = entries("07:02:00", "31F082AA139", "<other@example.net>", pid=502, end="lost")
    assert judge(*BEFORE, *ours[:3], *other, ours[3], *AFTER).fate == "unknown"


def test_a_refused_recipient_ends_the_message_before_it() -> None:
    """DATA that was answered with a refusal is named as the place of a loss as well."""
    ours = entries("07:02:00", "28E082AA134", OURS, end="hangs")
    tail = [
        "Mar 14 07:02:00 mail postfix/smtpd[501]: NOQUEUE: reject: RCPT from localhost[127.0.0.1]: 550 5.1.1 no",
        "Mar 14 07:02:00 mail postfix/smtpd[501]: lost connection after DATA (0 bytes) from localhost[127.0.0.1]",
    ]
    assert judge(*BEFORE, *ours[:-1], *tail, ours[-1], *AFTER).fate == "unknown"


@pytest.mark.parametrize(
    "text",
    [
        f"cleanup[444]: AAA082AA134: warning: header Subject: BBB08: message-id={OURS} from localhost[127.0.0.1]",
        f"smtpd[501]: warning: non-SMTP command from x[192.0.2.9]: postfix/qmgr[1]: BBB08: message-id={OURS}",
        f"smtpd[501]: AAA082AA134: client=x, message-id={OURS}",
        f"cleanup[444]: AAA082AA134: resent-message-id={OURS}",
        f"cleanup[444]: AAA082AA134: message-id=<x@example.net> {OURS}",
    ],
)
def test_words_of_strangers_name_nothing(text: str) -> None:
    assert judge(*BEFORE, f"Mar 14 07:02:00 mail postfix/{text}", *AFTER).fate == "not taken"


def test_words_of_strangers_take_nothing() -> None:
    lost = entries("07:02:00", "28E082AA134", OURS, end="lost")
    forged = "header Subject: postfix/qmgr[1]: 28E082AA134: removed (queue active)"
    line = f"Mar 14 07:02:01 mail postfix/cleanup[444]: 28E082AA134: warning: {forged}"
    assert judge(*BEFORE, *lost, line, *AFTER).fate == "not taken"


# What a log must be before it proves that a letter was not taken.


def test_a_log_that_covers_the_time_proves_absence() -> None:
    finding = judge(*BEFORE, *AFTER)
    assert (finding.fate, finding.why) == ("not taken", "The log does not name it.")


@pytest.mark.parametrize(
    ("lines", "confirmed", "words"),
    [
        ([*AFTER], CONFIRMED, "begins at 2025-03-14 07:05:00 UTC"),
        ([*BEFORE], CONFIRMED, "ends at 2025-03-14 07:00:00 UTC"),
        ([*BEFORE, *entries("07:02:30", "AAAAA2AA137", "<x@b.example>")], CONFIRMED, "go on until 2025-03-14 07:03:03"),
        ([*BEFORE, *AFTER], {}, "another server's"),
        ([*BEFORE, *AFTER], {"<elsewhere@tidewater.example>": "2025-03-14T07:02:30Z"}, "another server's"),
        ([*BEFORE, *AFTER], {**CONFIRMED, "<gone@tidewater.example>": "2025-03-14T07:02:30Z"}, "is not whole"),
        (
            [*BEFORE, *AFTER],
            {each: moment.replace("T07", "T06") for each, moment in CONFIRMED.items()},
            "60 minutes ahead",
        ),
        (
            [*BEFORE, *AFTER],
            {each: moment.replace("T07", "T12") for each, moment in CONFIRMED.items()},
            "300 minutes behind",
        ),
    ],
    ids=["begins late", "ends early", "within the margin", "no witness", "stranger's", "hole", "ahead", "behind"],
)
def test_a_log_that_proves_nothing_says_why(lines: list[str], confirmed: dict[str, str], words: str) -> None:
    finding = judge(*lines, confirmed=confirmed)
    assert finding.fate == "unknown"
    assert words in finding.why


def test_a_log_that_proves_nothing_of_absence_still_says_what_was_taken() -> None:
    assert judge(*entries("07:02:00", "28E082AA134", OURS), confirmed={}).fate == "taken"


def test_a_letter_that_may_have_gone_at_any_time_is_found_and_never_proved_absent() -> None:
    """It waits in a copy of the outbox that was put back, and nobody knows when the copy was made."""
    unclear = HandOver(OURS, "", "2025-03-14T07:02:03Z")
    assert judge(*BEFORE, *AFTER, unclear=unclear).fate == "unknown"
    assert judge(*BEFORE, *entries("07:02:00", "28E082AA134", OURS), *AFTER, unclear=unclear).fate == "taken"


def test_a_file_that_is_missing_in_between_is_a_gap() -> None:
    [finding] = find_fates([UNCLEAR], CONFIRMED, [AFTER, BEFORE], UTC)
    assert finding.fate == "unknown"


def test_every_letter_confirmed_while_one_was_under_way_is_a_witness() -> None:
    """Of a letter that was found under way, only the moment is known before which none of its mailing was."""
    clocks = [f"07:{minute:02}:{second:02}" for minute in (1, 2) for second in range(0, 60, 2)]
    lines = [line for n, clock in enumerate(clocks) for line in entries(clock, f"AAAAA{n:02}", f"<{n}@b.example>")]
    confirmed = {**CONFIRMED, **{f"<{n}@b.example>": f"2025-03-14T{clock}Z" for n, clock in enumerate(clocks)}}
    unclear = HandOver(OURS, "2025-03-14T07:00:30Z", "2025-03-14T07:03:00Z")
    assert judge(*BEFORE, *lines, *AFTER, unclear=unclear, confirmed=confirmed).fate == "not taken"
    confirmed["<gone@tidewater.example>"] = "2025-03-14T07:02:00Z"
    assert judge(*BEFORE, *lines, *AFTER, unclear=unclear, confirmed=confirmed).fate == "unknown"


def test_witnesses_elsewhere_in_time_prove_nothing() -> None:
    """A log with a hole of a day, put together of two files: the letters that were confirmed lie outside of it."""
    lines = [*BEFORE, *(line.replace("Mar 14", "Mar 16") for line in AFTER)]
    confirmed = {FIRST: "2025-03-14T07:00:00Z", "<gone@tidewater.example>": "2025-03-15T07:03:00Z"}
    unclear = HandOver(OURS, "2025-03-15T07:02:00Z", "2025-03-15T07:02:03Z")
    assert judge(*lines, unclear=unclear, confirmed=confirmed).fate == "unknown"


def test_the_file_that_covers_the_time_must_name_a_witness() -> None:
    other = [line.replace("Mar 14", "Mar 15") for line in entries("07:00:00", "AAAAA2AA137", "<x@b.example>")]
    last = [line.replace("07:00", "07:05") for line in other]
    moment = "2025-03-15T07:02:00Z"
    [finding] = find_fates([HandOver(OURS, moment, moment)], CONFIRMED, [[*BEFORE, *AFTER], [*other, *last]], UTC)
    assert finding.fate == "unknown"
    assert "no letter that the server confirmed at about that time" in finding.why


@pytest.mark.parametrize(
    ("moment", "begins", "ends", "witness"),
    [
        # The log ends at 02:30, and that may be the first of the two, before the hand-over.
        ("2025-10-26T01:10:00Z", "02:00", "02:30", "2025-10-26T00:00:00Z"),
        # It begins at 02:30, and that may be the second of the two, after the hand-over.
        ("2025-10-26T00:40:00Z", "02:30", "03:10", "2025-10-26T02:10:00Z"),
    ],
)
def test_a_clock_that_shows_an_hour_twice_proves_nothing(moment: str, begins: str, ends: str, witness: str) -> None:
    first = [line.replace("Mar 14 07:00", f"Oct 26 {begins}") for line in BEFORE]
    last = [line.replace("Mar 14 07:05", f"Oct 26 {ends}") for line in AFTER]
    confirmed = {FIRST if ends == "02:30" else LAST: witness}
    [finding] = find_fates([HandOver(OURS, moment, moment)], confirmed, [[*first, *last]], BERLIN)
    assert finding.fate == "unknown"
    assert "The log begins" in finding.why or "The log ends" in finding.why


# Times and files


def rewrite(lines: list[str], style: str) -> list[str]:
    """Lines of traditional syslog with times as others write them."""
    written = []
    for line in lines:
        moment = datetime.strptime(f"2025 {line[:15]}", "%Y %b %d %H:%M:%S").replace(tzinfo=UTC)
        stamps = {
            "rsyslog": moment.astimezone(BERLIN).isoformat(timespec="microseconds"),
            "journald": moment.astimezone(BERLIN).strftime("%Y-%m-%dT%H:%M:%S%z"),
            "utc": moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "precise": moment.astimezone(BERLIN).strftime("%b %d %H:%M:%S.123456"),
            "local": moment.astimezone(BERLIN).strftime("%b %d %H:%M:%S"),
        }
        rest = line[15:].replace(" mail ", " mail mail.info ") if style == "busybox" else line[15:]
        written.append(stamps["local" if style == "busybox" else style] + rest)
    return written


@pytest.mark.parametrize("style", ["rsyslog", "journald", "utc", "precise", "local", "busybox"])
@pytest.mark.parametrize(("end", "fate"), [("taken", "taken"), ("lost", "not taken"), ("hangs", "unknown")])
def test_times_of_every_kind(style: str, end: str, fate: str) -> None:
    lines = rewrite([*BEFORE, *entries("07:02:00", "28E082AA134", OURS, end=end), *AFTER], style)
    [finding] = find_fates([UNCLEAR], CONFIRMED, [["-- Journal begins at Fri 2025-03-14. --", *lines]], BERLIN)
    assert finding.fate == fate


def test_a_year_that_the_log_does_not_name_is_that_of_the_hand_over() -> None:
    at = [line.replace("Mar 14 07:00", "Dec 31 23:58") for line in BEFORE]
    on = [line.replace("Mar 14 07:05", "Jan  1 00:05") for line in AFTER]
    confirmed = {FIRST: "2025-12-31T23:58:00Z", LAST: "2026-01-01T00:05:00Z"}
    for moment in ("2025-12-31T23:59:30Z", "2026-01-01T00:01:00Z"):
        assert judge(*at, *on, unclear=HandOver(OURS, moment, moment), confirmed=confirmed).fate == "not taken"


def test_the_29th_of_february_is_a_day() -> None:
    lines = [line.replace("Mar 14", "Feb 29") for line in (*BEFORE, *AFTER)]
    confirmed = {each: moment.replace("2025-03-14", "2024-02-29") for each, moment in CONFIRMED.items()}
    unclear = HandOver(OURS, "2024-02-29T07:02:00Z", "2024-02-29T07:02:03Z")
    assert judge(*lines, unclear=unclear, confirmed=confirmed).fate == "not taken"


def test_a_time_that_there_is_not_is_told() -> None:
    lines = [line.replace("Mar 14", "2025-02-30T", 1).replace("T 07:", "T07:", 1) for line in BEFORE]
    with pytest.raises(MailError, match="2025-02-30T07:00:00"):
        judge(*lines)


def test_files_in_any_order_plain_or_packed(tmp_path: Path) -> None:
    """The server was handed the letter before the log was rotated, and took it after."""
    ours = entries("07:02:00", "28E082AA134", OURS)
    old, new = tmp_path / "mail.log.1.gz", tmp_path / "mail.log"
    with gzip.open(old, "wt", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in [*BEFORE, *ours[:3]])
    new.write_text("".join(f"{line}\n" for line in [*ours[3:], *AFTER]), encoding="utf-8")
    for paths in ((old, new), (new, old)):
        [finding] = find_fates([UNCLEAR], CONFIRMED, [read_log(path) for path in paths], UTC)
        assert finding.fate == "taken"
        assert "(queue active)" in finding.why


@pytest.mark.parametrize("end", ["\r", "\x85", "\u2028", "\x1c"])
@pytest.mark.parametrize("opening", [open, gzip.open], ids=["plain", "packed"])
def test_only_a_line_feed_begins_an_entry(end: str, opening: Callable[..., TextIO], tmp_path: Path) -> None:
    forged = f"Mar 14 07:02:00 mail postfix/cleanup[1]: AAAAA: message-id={OURS}"
    lines = [*BEFORE, f"Mar 14 07:02:00 mail postfix/smtpd[501]: warning: bad{end}{forged}", *AFTER]
    with opening(tmp_path / "mail.log", "wt", encoding="utf-8", newline="\n") as file:
        file.writelines(f"{line}\n" for line in lines)
    [finding] = find_fates([UNCLEAR], CONFIRMED, [read_log(tmp_path / "mail.log")], UTC)
    assert finding.fate == "not taken"


def test_bytes_that_are_no_letters_are_read_over(tmp_path: Path) -> None:
    file = tmp_path / "mail.log"
    file.write_bytes(b"\xff\xfe\n" + "".join(f"{line}\n" for line in [*BEFORE, *AFTER]).encode() + b"\xff")
    assert find_fates([UNCLEAR], CONFIRMED, [read_log(file)], UTC)[0].fate == "not taken"


@pytest.mark.parametrize("data", [None, b"\x1f\x8b\x08torn", b"", b"# no log at all\n"])
def test_a_file_that_is_no_log_is_told(data: bytes | None, tmp_path: Path) -> None:
    file = tmp_path / "mail.log"
    if data is not None:
        file.write_bytes(data)
    with pytest.raises(MailError, match="log"):
        find_fates([UNCLEAR], CONFIRMED, [read_log(file)], UTC)


def test_nothing_unclear_needs_no_log() -> None:
    assert find_fates([], CONFIRMED, [], UTC) == ()


def test_the_margin_can_be_named() -> None:
    lines = [*BEFORE, *entries("07:02:30", "AAAAA2AA137", "<x@b.example>")]
    assert find_fates([UNCLEAR], CONFIRMED, [lines], UTC, timedelta(seconds=5))[0].fate == "not taken"
