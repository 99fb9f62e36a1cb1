"""Which letters wait, are under way, arrived at a server or did not?

    queued ──claim──▶ sending ──settle──▶ sent, failed, unknown, or queued again
                         └─────recover──▶ unknown ──resolve──▶ sent, or queued again

`sending` is on the disk before a byte of the letter leaves: whatever kills the program, a letter that may have been
handed over is never found `queued`. Each step names in SQL the state that it starts from and must hit one row, so that
not even a mistake here hands a letter over twice.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Collection, Iterable, Mapping
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Literal

from msgspec import Struct

from briefing.errors import MailError
from briefing.mail.delivery.making import create_outbox
from briefing.mail.delivery.subscriptions import FORGOTTEN, Subscriptions
from briefing.mail.model import Delivery, Excluded, Letter, Mailing, Outcome, State, Tally
from briefing.mail.moments import read_moment, write_moment

__all__ = ["Approval", "Entry", "Outbox", "create_outbox", "open_outbox"]

LONGEST_PAUSE = timedelta(hours=1)  # of a letter between two runs; `patience` has minutes
INTERRUPTED = "the sender was interrupted before the server's answer was recorded"


class Entry(Struct, frozen=True):
    """What became of one recipient of a mailing."""

    reader: str  # key
    address: str  # empty: erased
    state: State | Literal["excluded"]
    message_id: str  # empty: excluded before a letter was written
    reply: str  # the server's words, or why the reader is excluded
    moment: str  # of the last change
    attempts: int
    claimed_at: str  # when the last hand-over began; empty: none did
    retry_at: str  # not before this moment; empty: at once
    size: int  # bytes of the message
    sha256: str  # of the message


class Approval(Struct, frozen=True):
    """Who said that a mailing may go out, and which bytes they saw."""

    mailing: str
    by: str
    at: str
    edition_sha256: str
    preview_sha256: str


def open_outbox(path: Path) -> Outbox:
    """Open the outbox at `path`; a context manager. Raises MailError where there is none or it cannot be used."""
    return Outbox(path)


class Outbox(Subscriptions):
    """An open outbox. All raise MailError where the file cannot be read or written, and leave it as it was then."""

    # -- mailings ----------------------------------------------------------------------------------------------------

    def freeze(self, mailing: Mailing, entries: Iterable[Letter | Excluded]) -> None:
        """Keep a mailing with all its letters, as they will be handed over, or nothing of it.

        Letters are gathered in a temporary table, which SQLite keeps in an unnamed file, and then taken over at once:
        composing and signing 10,000 takes minutes, and readers must be able to unsubscribe meanwhile. Raises MailError
        where the mailing is there already.
        """
        self._refuse_known(mailing.id)
        self._do("drop table if exists temp.gathered")
        self._do(
            "create temp table gathered (n integer primary key, reader, address, message_id, state, reply, size,"
            " sha256, data)"
        )
        try:
            for entry in entries:
                self._do(
                    "insert into gathered (reader, address, message_id, state, reply, size, sha256, data)"
                    " values (?, ?, ?, ?, ?, ?, ?, ?)",
                    _row(entry),
                )
            with self._change():
                self._refuse_known(mailing.id)
                self._take_over(mailing)
        finally:
            self._do("drop table temp.gathered")
        self._empty_journal()

    def _refuse_known(self, id_: str) -> None:
        if self.mailing(id_):
            raise MailError(
                f"The mailing {id_} is in the outbox already.",
                remedy="Go on with it by `briefing mail resume`: its letters are not written a second time.",
                path=str(self.path),
            )

    def _take_over(self, mailing: Mailing) -> None:
        self._do(
            "insert into mailing values (?, ?, ?, ?, ?, ?)",
            (
                mailing.id,
                mailing.day,
                mailing.weekly,
                mailing.edition_sha256,
                json.dumps(mailing.articles),
                mailing.frozen_at,
            ),
        )
        # Who was forgotten, while the letters were written perhaps, and whom a list still names.
        self._do(
            "update gathered set address = '', state = 'excluded', reply = ?, data = null"
            " where reader in (select reader from suppression where reason = ?)",
            (FORGOTTEN, FORGOTTEN),
        )
        # What failed is kept for `requeue_failed` until there is something newer to send.
        self._do(
            "delete from message where letter in (select l.id from letter l join mailing m on m.id = l.mailing"
            " where l.state = 'failed' and m.weekly = ? and m.day < ?)",
            (mailing.weekly, mailing.day),
        )
        self._do(
            "insert into letter (mailing, reader, address, message_id, state, reply, moment, attempts, claimed_at,"
            " retry_at, size, sha256) select ?, reader, address, message_id, state, reply, ?, 0, '', '', size, sha256"
            " from gathered"
            " order by n",
            (mailing.id, mailing.frozen_at),
        )
        self._do(
            "insert into message select l.id, g.data from letter l join gathered g on g.reader = l.reader"
            " where l.mailing = ? and g.data is not null order by l.id",
            (mailing.id,),
        )

    def mailing(self, id_: str) -> Mailing | None:
        rows = self._rows(f"{_MAILINGS} where id = ?", (id_,))
        return _mailing(rows[0]) if rows else None

    def mailings(self) -> list[Mailing]:
        """All of them, the newest first."""
        return [_mailing(row) for row in self._rows(f"{_MAILINGS} order by frozen_at desc, id desc")]

    def tally(self, id_: str) -> Tally:
        """What became of a mailing. A letter under way is counted as unknown: that is what it is if nothing follows."""
        counts = dict(self._rows("select state, count(*) from letter where mailing = ? group by state", (id_,)))
        return Tally(
            recipients=sum(counts.values()),
            sent=counts.get("sent", 0),
            excluded=counts.get("excluded", 0),
            failed=counts.get("failed", 0),
            unknown=counts.get("unknown", 0) + counts.get("sending", 0),
            queued=counts.get("queued", 0),
        )

    def letters(self, id_: str, state: State | Literal["excluded"] | None = None) -> tuple[Entry, ...]:
        """All recipients of a mailing, or those in one state, in the order of the mailing."""
        return tuple(
            Entry(*row[1:])
            for row in self._rows(
                f"{_ENTRIES} where mailing = ? and (? is null or state = ?) order by id",
                (id_, state, state),
            )
        )

    def history(self, key: str) -> tuple[tuple[str, Entry], ...]:
        """What became of each mailing for one reader: its id and the entry, the newest first."""
        rows = self._rows(f"{_ENTRIES} where reader = ? order by mailing desc, id", (key,))
        return tuple((row[0], Entry(*row[1:])) for row in rows)

    def mailed_articles(self, before_day: str, *, weekly: bool | None = None) -> Mapping[str, str]:
        """What was printed from before `before_day`, each with the day of the newest such mailing.

        A mailing counts if one of its letters was sent. With `weekly` only those count that have this rhythm.
        """
        rows = self._rows(
            "select articles, day from mailing m where day < ? and (? is null or weekly = ?) and exists"
            " (select 1 from letter where mailing = m.id and state = 'sent') order by day, id",
            (before_day, weekly, weekly),
        )
        return {article: day for articles, day in rows for article in json.loads(articles)}

    def mailed_to(self, articles: Collection[str], before_day: str, *, weekly: bool) -> Mapping[str, Mapping[str, str]]:
        """For each reader, by key, which of `articles` their own mails printed from: article → day of the newest.

        Those are mails of one rhythm before `before_day` that were handed over, or of which that is unknown.
        """
        found: dict[str, dict[str, str]] = {}
        if articles:
            mailings = self._rows(
                "select id, day, articles from mailing where day < ? and weekly = ? order by day, id",
                (before_day, weekly),
            )
            for id_, day, lines in mailings:
                if printed := set(articles).intersection(json.loads(lines)):
                    for (reader,) in self._rows(
                        "select reader from letter where mailing = ? and state in ('sent', 'sending', 'unknown')",
                        (id_,),
                    ):
                        found.setdefault(reader, {}).update(dict.fromkeys(printed, day))
        return found

    # -- one letter on its way ---------------------------------------------------------------------------------------

    def recover(self, now: str) -> int:
        """Mark as unknown what a sender left under way; say how many. Only for who holds the lock of `one_sender`.

        A letter that would wait longer than any pause is due at once: the clock was ahead when it was put off.
        """
        far = write_moment(read_moment(now) + LONGEST_PAUSE)
        with self._change():
            self._do("update letter set retry_at = '' where state = 'queued' and retry_at > ?", (far,))
            return self._do(
                "update letter set state = 'unknown', reply = ?, moment = ? where state = 'sending'", (INTERRUPTED, now)
            )

    def claim(self, mailing: str, now: str) -> Delivery | None:
        """Take the next letter that is due for being handed over; it is `sending`, on the disk, when this returns.

        Readers who unsubscribed since the mailing was frozen are excluded on the way. None: nothing is due now.
        """
        with self._change():
            while True:
                rows = self._rows(
                    "select l.id, l.reader, l.address, l.message_id, l.attempts, l.sha256, m.data,"
                    " (select reason from suppression s where s.reader = l.reader)"
                    " from letter l left join message m on m.letter = l.id"
                    " where l.mailing = ? and l.state = 'queued' and l.retry_at <= ? order by l.retry_at, l.id limit 1",
                    (mailing, now),
                )
                if not rows:
                    return None
                id_, reader, address, message_id, attempts, digest, packed, reason = rows[0]
                if reason is not None:
                    self._move(id_, "queued", "excluded", reason, now)
                    self._erase(id_)
                elif (message := _unpack(packed, digest)) is None:
                    self._move(id_, "queued", "failed", "its bytes in the outbox are damaged", now)
                else:
                    break
            self._move(id_, "queued", "sending", "", now)
            self._do("update letter set attempts = attempts + 1, claimed_at = ? where id = ?", (now, id_))
        return Delivery(id_, mailing, reader, address, message_id, message, attempts)

    def next_pause(self, mailing: str, now: str) -> float | None:
        """Seconds until the next letter of the mailing is due; None: none waits."""
        due = self._one("select min(retry_at) from letter where mailing = ? and state = 'queued'", (mailing,))
        if due is None:
            return None
        if due <= now:
            return 0.0
        return max(0.0, (read_moment(due) - read_moment(now)).total_seconds())

    def settle(self, delivery: Delivery, outcome: Outcome, now: str, retry_at: str = "") -> None:
        """Keep what a hand-over came to. What was deferred or not reached waits until `retry_at`."""
        with self._change():
            match outcome.kind:
                case "accepted":
                    self._end(delivery, "sent", outcome.reply, now)
                    self._erase(delivery.id)
                case "refused":
                    self._end(delivery, "failed", outcome.reply, now)
                case "unclear":
                    self._end(delivery, "unknown", outcome.reply, now)
                case "deferred" | "unreachable":
                    self._end(delivery, "queued", outcome.reply, now)
                    self._do("update letter set retry_at = ? where id = ?", (retry_at, delivery.id))
                    self._exclude_erased(delivery.id, now)

    def fail(self, delivery: Delivery, reply: str, now: str) -> None:
        """Give up a letter that is under way: it was tried often enough."""
        with self._change():
            self._end(delivery, "failed", reply, now)

    def _end(self, delivery: Delivery, state: State, reply: str, now: str) -> None:
        """Move a letter on from the very claim that `delivery` came from."""
        attempts = self._one("select attempts from letter where id = ?", (delivery.id,))
        if attempts != delivery.attempts + 1:
            raise self._moved(delivery.id, "sending", state, reply)
        self._move(delivery.id, "sending", state, reply, now)

    def _move(self, id_: int, start: str, end: str, reply: str, now: str) -> None:
        """Take a letter from one state to the next. A reader who is forgotten meanwhile leaves no reply behind."""
        moved = self._do(
            "update letter set state = ?, moment = ?, retry_at = '',"
            " reply = case when address = '' and ? != 'excluded' then '' else ? end where id = ? and state = ?",
            (end, now, end, reply, id_, start),
        )
        if moved != 1:
            raise self._moved(id_, start, end, reply)

    def _moved(self, id_: int, start: str, end: str, reply: str) -> MailError:
        state = self._one("select state from letter where id = ?", (id_,))
        return MailError(
            f"Letter {id_} was to go from {start} to {end} ({reply}), but it is {state}.",
            remedy="Another program changed the outbox; see that only one sends, then ask `briefing mail status`.",
            path=str(self.path),
        )

    def _erase(self, id_: int) -> None:
        self._do("delete from message where letter = ?", (id_,))

    def _exclude_erased(self, id_: int, now: str) -> None:
        """A reader who was forgotten while their letter was under way has none to wait any more."""
        self._do(
            "update letter set state = 'excluded', reply = ?, moment = ?, retry_at = '' where id = ?"
            " and state = 'queued' and id not in (select letter from message)",
            (FORGOTTEN, now, id_),
        )

    # -- afterwards --------------------------------------------------------------------------------------------------

    def find_reader(self, message_id: str) -> str | None:
        """The key of the reader whose letter has that Message-ID; None: it is none of ours."""
        rows = self._rows("select reader from letter where message_id = ?", (message_id,))
        return str(rows[0][0]) if rows else None

    def resolve(self, message_id: str, accepted: bool, now: str, why: str) -> None:
        """Say what became of a letter of unknown fate: it was handed over, or it was not and waits again.

        Raises MailError where no letter of that Message-ID is unknown.
        """
        with self._change():
            rows = self._rows("select id, state from letter where message_id = ?", (message_id,))
            if not rows or rows[0][1] != "unknown":
                raise MailError(
                    f"The fate of {message_id} is not unknown{f': it is {rows[0][1]}' if rows else ''}.",
                    remedy="`briefing mail status` lists the letters whose fate is.",
                    path=str(self.path),
                )
            self._move(rows[0][0], "unknown", "sent" if accepted else "queued", why, now)
            if accepted:
                self._erase(rows[0][0])
            else:
                self._exclude_erased(rows[0][0], now)

    def requeue_failed(self, mailing: str) -> int:
        """Let the failed letters of a mailing wait again, but for those whose readers are suppressed; say how many."""
        with self._change():
            return self._do(
                "update letter set state = 'queued', retry_at = '' where mailing = ? and state = 'failed'"
                " and id in (select letter from message) and reader not in (select reader from suppression)",
                (mailing,),
            )

    def drop_waiting(self, mailing: str, why: str, now: str) -> int:
        """Send none of the letters of a mailing that wait, and erase what is in them; say how many there were."""
        with self._change():
            self._do(
                "delete from message where letter in (select id from letter where mailing = ? and state = 'queued')",
                (mailing,),
            )
            return self._do(
                "update letter set state = 'excluded', reply = ?, moment = ?, retry_at = ''"
                " where mailing = ? and state = 'queued'",
                (why, now, mailing),
            )

    # -- approval ----------------------------------------------------------------------------------------------------

    def approve(self, mailing_id: str, by: str, at: str, edition_sha256: str, preview_sha256: str) -> None:
        """Keep who approved which bytes; an earlier approval stays on record."""
        self._do(
            "insert into approval (mailing, by, at, edition_sha256, preview_sha256) values (?, ?, ?, ?, ?)",
            (mailing_id, by, at, edition_sha256, preview_sha256),
        )

    def approval(self, mailing_id: str) -> Approval | None:
        """The newest approval of a mailing."""
        rows = self._rows(
            "select mailing, by, at, edition_sha256, preview_sha256 from approval where mailing = ?"
            " order by id desc limit 1",
            (mailing_id,),
        )
        return Approval(*rows[0]) if rows else None


_ENTRIES = (  # a mailing's id and what an Entry holds
    "select mailing, reader, address, state, coalesce(message_id, ''), reply, moment, attempts, claimed_at, retry_at,"
    " size, sha256 from letter"
)
_MAILINGS = "select id, day, weekly, edition_sha256, articles, frozen_at from mailing"


def _mailing(row: tuple[str, str, int, str, str, str]) -> Mailing:
    id_, day, weekly, digest, articles, frozen_at = row
    return Mailing(id_, day, bool(weekly), digest, tuple(json.loads(articles)), frozen_at)


def _row(entry: Letter | Excluded) -> tuple[str, str, str | None, str, str, int, str, bytes | None]:
    if isinstance(entry, Excluded):
        return entry.reader, entry.address, None, "excluded", entry.reason, 0, "", None
    digest = sha256(entry.data).hexdigest()
    packed = zlib.compress(entry.data, 6)
    return entry.reader, entry.address, entry.message_id, "queued", "", len(entry.data), digest, packed


def _unpack(packed: bytes | None, digest: str) -> bytes | None:
    """The bytes of a message; None: they are not those that were frozen."""
    try:
        data = zlib.decompress(packed or b"")
    except zlib.error:
        return None
    return data if sha256(data).hexdigest() == digest else None
