"""What became of a letter whose hand-over ended without an answer? A mail server's log (Postfix) knows.

Postfix's `cleanup` logs a Message-ID with the queue id as soon as it has read the header, also of a message whose
client is lost before its end, and sometimes after `smtpd` has logged that loss. So a letter was *taken* only where
`qmgr` put its queue id into the queue. It was *not taken* where each of its queue ids was lost during DATA, which
`smtpd` says only of a message whose final dot it never read (state `SMTPD_AFTER_DATA` in its `smtpd.c`), or where the
log holds none though it must, had the server read the letter's header. That is decided only by a log which

- begins before the hand-over and goes on after it, in one file,
- holds the letters around it whose hand-over the server confirmed, so that it is this server's, nothing of it is
  missing, and its clock and time zone are understood.

Everything else stays unknown, with the reason. A Message-ID holds an HMAC, so no stranger can make the log name one.
"""

from __future__ import annotations

import gzip
import re
import zlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import chain
from pathlib import Path
from statistics import median
from typing import Literal

from msgspec import Struct

from briefing.errors import MailError
from briefing.mail.moments import read_moment

Fate = Literal["taken", "not taken", "unknown"]

# By so much may clocks of two machines differ, and a server that is busy be late with its line.
MARGIN = timedelta(seconds=60)

# Confirmed letters on each side of a hand-over that the log must hold. A run hands over some hundred in a minute.
NEAR = 20

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

# RFC 3339, as rsyslog writes it on Debian 12, and `journalctl -o short-iso`; RFC 3164 § 4.1.2, as Postfix's own
# postlogd, `journalctl -o short-precise` with a fraction, BusyBox with "mail.info" before the program. The program
# is syslog_name/daemon: "postfix/smtpd", "postfix/submission/smtpd", "postfix-out/qmgr".
LINE = re.compile(
    r"(?:(?P<iso>\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?)"
    rf"|(?P<month>{'|'.join(MONTHS)}) {{1,2}}(?P<day>\d\d?) (?P<clock>\d\d:\d\d:\d\d)(?:\.\d+)?)"
    r" (?P<host>\S+) (?:[a-z0-9]+\.[a-z]+ )?(?P<instance>[^\s/\[:]+)(?:/[^\s/\[:]+)*"
    r"/(?P<daemon>[a-z]+)\[(?P<pid>\d+)\]: (?P<text>.*)",
    re.ASCII,
)
# A queue id is hexadecimal, or of letters and digits without vowels where they are long (enable_long_queue_ids).
QUEUED = re.compile(r"(?P<queue>[0-9A-Za-z]{5,}): (?P<rest>.*)", re.ASCII)
BROKEN_OFF = re.compile(r"(?:lost connection|timeout) after DATA\b")
REFUSED = re.compile(r"(?:milter-)?reject: (?!RCPT )")  # of a recipient: others of the message may stand


class HandOver(Struct, frozen=True):
    """A hand-over of which nobody knows how it ended."""

    message_id: str  # with its angle brackets
    begun: str  # a moment, ISO 8601, before which it was not begun; empty: nobody knows
    ended: str  # by which it was over: the connection was lost, or the sender found dead


class Finding(Struct, frozen=True):
    """What the log says of a hand-over."""

    message_id: str
    fate: Fate
    why: str  # the entry that says so, or what is missing in the log


@dataclass(slots=True)
class _Transaction:
    """What Postfix did under one queue id."""

    queue: str
    message_ids: set[str] = field(default_factory=set)
    taken: str = ""  # the words of the log that say so
    broken: str = ""


@dataclass(slots=True)
class _File:
    """One log file, and the time it covers."""

    first: re.Match[str]
    last: re.Match[str]
    begins: datetime
    ends: datetime
    holds: dict[str, datetime]  # when it names a Message-ID that was asked for


def read_log(path: Path) -> Iterator[str]:
    """Give the lines of a log file, plain or compressed with gzip, while they are read.

    Raises MailError, at the first line, where it cannot be read.
    """
    try:
        with path.open("rb") as start:
            packed = start.read(2) == b"\x1f\x8b"
        # A line ends at a line feed only: a carriage return in an address must not begin an entry.
        with (
            gzip.open(path, "rt", encoding="utf-8", errors="replace", newline="\n")
            if packed
            else path.open(encoding="utf-8", errors="replace", newline="\n")
        ) as lines:
            yield from lines
    except (OSError, EOFError, zlib.error) as error:
        raise MailError(
            f"The log cannot be read ({getattr(error, 'strerror', None) or error}).",
            remedy="Name a file of the mail server's log, plain or compressed with gzip.",
            path=str(path),
        ) from error


def find_fates(
    unclear: Iterable[HandOver],
    confirmed: Mapping[str, str],
    logs: Iterable[Iterable[str]],
    zone: tzinfo,
    margin: timedelta = MARGIN,
) -> tuple[Finding, ...]:
    """Return what the logs say of every unclear hand-over, in their order.

    `confirmed`: letters that the server said it took, by Message-ID, and the moment when their hand-over began; those
    of days around the unclear ones are enough. `logs`: the lines of each file; files in any order, each as it was
    written. `zone`: of times that name none, as those of traditional syslog. These name no year either: it is the one
    which brings them nearest to the hand-overs. Raises MailError where there is no entry of Postfix in any of them.
    """
    unclear = tuple(unclear)
    if not unclear:
        return ()
    near = min(read_moment(each.begun or each.ended) for each in unclear)
    reading = _Reading(zone, near, frozenset((*confirmed, *(each.message_id for each in unclear))))
    reading.read(logs)
    witnesses = sorted((read_moment(moment), message_id) for message_id, moment in confirmed.items())
    judge = _Judge(reading.files, reading.transactions, witnesses, margin)
    return tuple(judge.judge(each) for each in unclear)


class _Reading:
    """Reads logs in the order of their time and keeps what concerns the Message-IDs asked for."""

    def __init__(self, zone: tzinfo, near: datetime, wanted: frozenset[str]) -> None:
        self.zone, self.near, self.wanted = zone, near, wanted
        self.files: list[_File] = []
        self.transactions: dict[str, list[_Transaction]] = {}  # by Message-ID
        # Several machines and instances may write one log, and queue ids are given again: those that live now.
        self._living: dict[tuple[str, str, str], _Transaction] = {}
        self._served: dict[tuple[str, str, str], _Transaction] = {}  # by the number of the smtpd process

    def read(self, logs: Iterable[Iterable[str]]) -> None:
        begun = [found for lines in logs if (found := self._begin(iter(lines)))]
        if not begun:
            raise MailError(
                "No entry of Postfix stands in the log.",
                remedy="Name the files that Postfix logs to, such as /var/log/mail.log; of a journal, write one with"
                " journalctl -u 'postfix*' -o short-iso.",
            )
        for _, file, lines in sorted(begun, key=lambda each: each[0]):
            self.files.append(file)
            for line in lines:
                entry = LINE.match(line)
                if entry:
                    file.last = entry
                    self._note(entry, file)
            file.ends = self.moment(file.last, fold=0)

    def _begin(self, lines: Iterator[str]) -> tuple[datetime, _File, Iterator[str]] | None:
        for line in lines:
            entry = LINE.match(line)
            if entry:
                # An hour that the clock shows twice: begin as late and end as early as it may be.
                moment = self.moment(entry, fold=1)
                return moment, _File(entry, entry, moment, moment, {}), chain([line], lines)
        return None

    def moment(self, entry: re.Match[str], fold: int) -> datetime:
        """When an entry was written, in UTC: times of one zone are subtracted as clocks show them."""
        found = []
        for text in self._complete(entry):
            try:
                moment = datetime.fromisoformat(text)
                local = moment if moment.tzinfo else moment.replace(tzinfo=self.zone, fold=fold)
                found.append(local.astimezone(UTC))
            except (ValueError, OverflowError):
                continue
        if not found:
            raise MailError(
                f"An entry of the log is of a time that there is not: {entry[0][:40]!r}.",
                remedy="Name the log as the server wrote it.",
            )
        return min(found, key=lambda moment: abs(moment - self.near))

    def _complete(self, entry: re.Match[str]) -> list[str]:
        """The time of an entry, in each year that may be meant: eight on, at the most, there is a 29 February."""
        if entry["iso"]:
            return [entry["iso"].replace(",", ".")]
        month = MONTHS.index(entry["month"]) + 1
        years = range(self.near.year - 8, self.near.year + 9)
        return [f"{year:04}-{month:02}-{int(entry['day']):02}T{entry['clock']}" for year in years]

    def _note(self, entry: re.Match[str], file: _File) -> None:
        daemon, text = entry["daemon"], entry["text"]
        client = (entry["host"], entry["instance"], entry["pid"])
        if daemon == "smtpd":
            if BROKEN_OFF.match(text):
                if client in self._served:
                    self._served[client].broken = text
                return
            # NOQUEUE: of a mail that a filter gets first, or of a refusal, after which DATA comes to nothing as well.
            if text.startswith(("connect from ", "disconnect from ", "NOQUEUE: ")):
                self._served.pop(client, None)
                return
        found = QUEUED.match(text)
        if not found:
            return
        queue, rest = found["queue"], found["rest"]
        key = (entry["host"], entry["instance"], queue)
        if daemon in ("smtpd", "pickup") and rest.startswith(("client=", "uid=")):
            self._living[key] = _Transaction(queue)
            if daemon == "smtpd":
                self._served[client] = self._living[key]
        elif daemon == "cleanup" and rest.startswith("message-id="):
            self._name(self._living.setdefault(key, _Transaction(queue)), rest.removeprefix("message-id="), entry, file)
        elif key in self._living:
            if daemon in ("smtpd", "cleanup"):
                if REFUSED.match(rest):
                    self._living[key].broken = rest
            elif daemon == "qmgr" and rest == "removed":
                transaction = self._living.pop(key)
                transaction.taken = transaction.taken or text
            elif (daemon == "qmgr" and rest.endswith("(queue active)")) or (
                rest.startswith("to=<") and "status=" in rest
            ):
                self._living[key].taken = self._living[key].taken or text

    def _name(self, transaction: _Transaction, message_id: str, entry: re.Match[str], file: _File) -> None:
        message_id = message_id.rstrip()
        transaction.message_ids.add(message_id)
        if message_id in self.wanted:
            self.transactions.setdefault(message_id, []).append(transaction)
            file.holds[message_id] = self.moment(entry, fold=0)


class _Judge:
    """Decides what the log says of one hand-over after the other."""

    def __init__(
        self,
        files: Sequence[_File],
        transactions: Mapping[str, list[_Transaction]],
        witnesses: Sequence[tuple[datetime, str]],
        margin: timedelta,
    ) -> None:
        self.files, self.transactions, self.witnesses, self.margin = files, transactions, witnesses, margin
        self.moments = [moment for moment, _ in witnesses]
        self.named = frozenset(name for file in files for name in file.holds)
        off = [
            (file.holds[name] - moment).total_seconds()
            for moment, name in witnesses
            for file in files
            if name in file.holds
        ]
        self.fast = timedelta(seconds=median(off)) if off else timedelta()  # by how much the log's clock is

    def judge(self, letter: HandOver) -> Finding:
        seen = self.transactions.get(letter.message_id, [])
        for each in seen:
            if each.taken and len(each.message_ids) == 1:
                return Finding(letter.message_id, "taken", each.taken)
        for each in seen:
            if not each.broken or each.taken:
                return Finding(
                    letter.message_id, "unknown",
                    f"The server had it as {each.queue}, and the log says neither that it was queued nor that it was"
                    " lost before its end. Ask again with a newer log.",
                )  # fmt: skip
        missing = self._find_gap(letter)
        if missing:
            return Finding(letter.message_id, "unknown", missing)
        return Finding(letter.message_id, "not taken", seen[-1].broken if seen else "The log does not name it.")

    def _find_gap(self, letter: HandOver) -> str:
        """Why the log cannot prove that the letter was not taken; empty: it can."""
        if not any(name in self.named for _, name in self.witnesses):
            return (
                "The log names none of the letters that the server confirmed, so it may be another server's. Name"
                " the log of the server that mail is handed to, when it has confirmed some letters."
            )
        if abs(self.fast) > self.margin:
            minutes = round(self.fast.total_seconds() / 60)
            return (
                f"The log's clock is {abs(minutes)} minutes {'ahead' if minutes > 0 else 'behind'}: it names letters"
                " at other times than the server confirmed them. Name the time zone that the log was written in."
            )
        if not letter.begun:
            return "Nobody knows when it may have been handed over, so no log can be long enough."
        begun, ended = read_moment(letter.begun), read_moment(letter.ended)
        reasons = [self._find_gap_of(file, begun, ended) for file in self.files]
        around = [reason for file, reason in zip(self.files, reasons, strict=True) if file.begins <= begun <= file.ends]
        return "" if "" in reasons else (around or reasons)[-1]

    def _find_gap_of(self, file: _File, begun: datetime, ended: datetime) -> str:
        start, stop = bisect_left(self.moments, begun), bisect_right(self.moments, ended)
        around = self.witnesses[max(0, start - NEAR) : stop + NEAR]
        known = [each for each in around if file.begins <= each[0] <= file.ends]
        if begun - self.margin < file.begins and not any(name in file.holds and at < begun for at, name in known):
            return (
                f"The log begins at {_say(file.begins)}, too late for a hand-over at {_say(begun)}. Name older files,"
                " too; join the two between which it was rotated just then."
            )
        if file.ends < ended + self.margin:
            return (
                f"The log ends at {_say(file.ends)}; it has to go on until {_say(ended + self.margin)} at least. Ask"
                " again when the server has logged another mail; join the files between which it was rotated just then."
            )
        if any(name not in self.named for moment, name in known if moment >= file.begins + self.margin):
            return (
                "The log lacks letters that the server confirmed at about that time, so it is not whole. Name all"
                " its files, of all machines that take the mail."
            )
        if not any(name in file.holds and abs(file.holds[name] - moment) <= self.margin for moment, name in known):
            return (
                "The log names no letter that the server confirmed at about that time. Nothing proves that it is whole;"
                " look for the letter at the server itself."
            )
        return ""


def _say(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
