"""Who asked for the mail by themselves, and who must not get it?"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta

from msgspec import Struct

from briefing.mail.delivery.store import Store
from briefing.mail.model import Frequency, Reason, Recipient
from briefing.mail.readers.keys import reader_key

FORGOTTEN: Reason = "forgotten"
# Who asked and never confirmed is nobody's reader: then the link in their letter ends, and their address goes.
REQUEST_DAYS = 7


class Suppression(Struct, frozen=True):
    """A reader who is not written to."""

    reader: str  # key
    reason: Reason  # the first that was given, but "forgotten" goes over all
    at: str
    address: str  # empty: not known


class Consent(Struct, frozen=True):
    """How a subscriber said yes: what can be shown to whoever asks for it."""

    reader: str  # key
    address: str
    asked_at: str
    confirmed_at: str
    wording: str


class Subscriptions(Store):
    """The readers in the outbox, by key."""

    # -- who must not get it -----------------------------------------------------------------------------------------

    def suppress(self, key: str, reason: Reason, now: str, address: str = "") -> bool:
        """Write to this reader no more; says whether that is new. A reason that is there already stays."""
        return (
            self._do("insert into suppression values (?, ?, ?, ?) on conflict do nothing", (key, reason, now, address))
            == 1
        )

    def suppress_once(self, key: str, reason: Reason, now: str, address: str, mail: str) -> bool:
        """The same because of a mail that came back, named by the digest of its bytes: each counts once.

        Otherwise whoever subscribed anew would be suppressed again whenever the mailbox with the old mail is read.
        """
        with self._change():
            if self._do("insert into fact values (?, ?) on conflict do nothing", (f"read {mail} {key}", now)) == 0:
                return False
            return self.suppress(key, reason, now, address)

    def is_suppressed(self, key: str) -> str:
        """The reason why this reader is not written to; empty: they may be."""
        return str(self._one("select reason from suppression where reader = ?", (key,)) or "")

    def lift(self, key: str) -> bool:
        """Let this reader be written to again. Says whether they were suppressed."""
        return self._do("delete from suppression where reader = ?", (key,)) == 1

    def suppressions(self) -> tuple[Suppression, ...]:
        """All of them, the oldest first."""
        return tuple(
            Suppression(*row)
            for row in self._rows("select reader, reason, at, address from suppression order by at, reader")
        )

    # -- who asked for it --------------------------------------------------------------------------------------------

    def ask(
        self,
        address: str,
        name: str,
        language: str,
        events: Sequence[str],
        actors: Sequence[str],
        now: str,
        frequency: Frequency = "",
        *,
        most_an_hour: int | None = None,
    ) -> str:
        """Keep that somebody asked for the mail for `address`, until they confirm it; return the reader's key.

        Nothing changes for a reader who has subscribed already until they confirm: anybody can ask for any address. A
        second request takes the place of the first; those that nobody confirmed in REQUEST_DAYS are dropped.

        With `most_an_hour`, nothing is kept and "" comes back where the address was asked for within a day, or so many
        others within an hour: each request is a letter, and nobody shall have strangers flooded with them.
        """
        key = reader_key(self.secret, address)
        with self._change():
            self._do("delete from request where asked_at < ?", (_before(now, timedelta(days=REQUEST_DAYS)),))
            if most_an_hour is not None and self._is_enough(key, now, most_an_hour):
                return ""
            self._do(
                "insert or replace into request values (?, ?, ?, ?, ?, ?, ?, ?)",
                (key, address, name, language, json.dumps(list(events)), json.dumps(list(actors)), frequency, now),
            )
        return key

    def _is_enough(self, key: str, now: str, most_an_hour: int) -> bool:
        day, hour = _before(now, timedelta(days=1)), _before(now, timedelta(hours=1))
        lately = self._rows(
            "select reader, asked_at from request where asked_at > ? and asked_at <= ?"
            " union all select reader, asked_at from subscriber where asked_at > ? and asked_at <= ?",
            (day, now, day, now),  # a clock that was ahead for a while must keep nobody out until then
        )
        return any(reader == key for reader, _ in lately) or sum(at > hour for _, at in lately) >= most_an_hour

    def withdraw(self, key: str, asked_at: str) -> None:
        """Drop the request of that moment: the letter that asks to confirm it could not be handed over."""
        self._do("delete from request where reader = ? and asked_at = ?", (key, asked_at))

    def is_asked(self, key: str, now: str) -> bool:
        """Whether a request of this reader waits to be confirmed, and is not too old for it."""
        oldest = _before(now, timedelta(days=REQUEST_DAYS))
        return self._one("select 1 from request where reader = ? and asked_at >= ?", (key, oldest)) is not None

    def language_of(self, key: str) -> str:
        """The language that a reader confirmed, else the one that was asked for; empty: none, or they are not known."""
        confirmed = self._one("select language from subscriber where reader = ?", (key,))
        return str(confirmed or self._one("select language from request where reader = ?", (key,)) or "")

    def confirm(self, key: str, now: str, wording: str) -> bool:
        """Make a subscriber of the reader who asked; says whether there was something to confirm.

        `wording` is what they agreed to, as it was shown. Whatever kept them from being written to is lifted: it is
        their own word, and the newest.
        """
        with self._change():
            confirmed = self._do(
                "insert or replace into subscriber"
                " select reader, address, name, language, events, actors, frequency, asked_at, ?, ?"
                " from request where reader = ?",
                (now, wording, key),
            )
            if confirmed:
                self._do("delete from request where reader = ?", (key,))
                self._do("delete from suppression where reader = ?", (key,))
        return confirmed == 1

    def subscribers(self) -> tuple[Recipient, ...]:
        """Those who confirmed, by address; also who unsubscribed since: a mailing says whom it skips and why."""
        return tuple(
            Recipient(
                address, name, language, tuple(json.loads(events)), tuple(json.loads(actors)), frequency, "subscribed"
            )
            for address, name, language, events, actors, frequency in self._rows(
                "select address, name, language, events, actors, frequency from subscriber order by address, reader"
            )
        )

    def consent(self, key: str) -> Consent | None:
        """How this subscriber agreed to be written to; None: they have not."""
        rows = self._rows(
            "select reader, address, asked_at, confirmed_at, wording from subscriber where reader = ?", (key,)
        )
        return Consent(*rows[0]) if rows else None

    # -- who is erased -----------------------------------------------------------------------------------------------

    def forget(self, key: str, now: str) -> None:
        """Erase a reader: address, letters, subscription and consent, from the bytes of the file as well.

        What stays is the key with the reason "forgotten", and which letters were sent: without that they would be
        written to again where a list of recipients still names them. A letter that waits is excluded. Copies made
        before still hold the reader. Can be repeated where it was interrupted.
        """
        with self._change():
            self._do("delete from message where letter in (select id from letter where reader = ?)", (key,))
            self._do(
                "update letter set state = 'excluded', reply = ?, moment = ? where reader = ? and state = 'queued'",
                (FORGOTTEN, now, key),
            )
            # A server's reply often repeats the address.
            self._do(
                "update letter set address = '', reply = case state when 'excluded' then reply else '' end"
                " where reader = ?",
                (key,),
            )
            self._do("delete from request where reader = ?", (key,))
            self._do("delete from subscriber where reader = ?", (key,))
            self._do("insert or replace into suppression values (?, ?, ?, '')", (key, FORGOTTEN, now))
        self._scrub()


def _before(now: str, span: timedelta) -> str:
    """The moment `span` before `now`, without its offset: it is compared with moments that have one, all in UTC."""
    return (datetime.fromisoformat(now) - span).strftime("%Y-%m-%dT%H:%M:%S")
