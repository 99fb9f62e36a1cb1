"""Which letters does an edition make? What is prepared once for all readers, then each reader's letter in turn."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path

from msgspec import Struct

from briefing.mail.editions import list_days, read_between, read_edition, read_week
from briefing.mail.message.compose import Composer
from briefing.mail.message.corrected import LOOK_BACK, Owed, carry_corrections, find_sources, find_withdrawn
from briefing.mail.message.week import Week, compose_week
from briefing.mail.model import Excluded, Frequency, Letter, Mailing, Recipient, mailing_id
from briefing.mail.readers.keys import reader_key, unsubscribe_token
from briefing.published import Edition, LedgerRow


class Prepared(Struct, frozen=True):
    """An edition, or a week of them, as it goes to all readers."""

    mailing: Mailing
    week: Week | None
    owed: Owed

    @property
    def edition(self) -> Edition:
        """With what is owed for the mails before it."""
        return self.owed.edition


def prepare_mailing(
    day: str, output: Path, *, weekly: bool = False, mailed: Mapping[str, str] | None = None, now: str = ""
) -> Prepared:
    """Read what is mailed as the edition of `day` from the site at `output`.

    `mailed` is what the outbox remembers of the mails of its kind before it. Raises MailError.
    """
    printed = read_week(day, output) if weekly else (read_edition(day, output),)
    edition, week = compose_week([each.edition for each in printed]) if weekly else (printed[-1].edition, None)
    since = (date.fromisoformat(day) - timedelta(days=LOOK_BACK)).isoformat()
    newest = read_edition(list_days(output)[-1], output).edition
    owed = carry_corrections(edition, read_between(since, day, output), mailed or {}, newest.ledger)
    digest = printed[0].sha256
    if weekly:
        digest = hashlib.sha256("".join(each.sha256 for each in printed).encode()).hexdigest()
    return Prepared(
        Mailing(
            id=mailing_id(day, weekly=weekly),
            day=day,
            weekly=weekly,
            edition_sha256=digest,
            articles=owed.told,
            frozen_at=now,
        ),
        week,
        owed,
    )


def find_taken_back(mailing: Mailing, output: Path) -> tuple[LedgerRow, ...]:
    """Return what the letters of a mailing print from and what was withdrawn since, as far as the site was built anew.

    Raises MailError where an edition of the site at `output` cannot be read.
    """
    since = (date.fromisoformat(mailing.day) - timedelta(days=LOOK_BACK)).isoformat()
    editions = [read_edition(day, output).edition for day in list_days(output) if day > since]
    return find_withdrawn((row for edition in editions for row in edition.ledger), find_sources(mailing.articles))


def unite_readers(listed: Iterable[Recipient], subscribed: Iterable[Recipient]) -> tuple[Recipient, ...]:
    """Return all recipients: those that the editor lists, then who subscribed and is not among them."""
    readers: dict[str, Recipient] = {}
    for recipient in (*listed, *subscribed):
        readers.setdefault(recipient.address.casefold(), recipient)
    return tuple(readers.values())


def write_letters(
    recipients: Iterable[Recipient],
    composer: Composer,
    secret: bytes,
    suppressed: Callable[[str], str],
    mailed: Mapping[str, Mapping[str, str]],
    *,
    weekly: bool,
) -> Iterator[Letter | Excluded]:
    """Yield one letter for each recipient, or why there is none.

    `secret` is the outbox's; `suppressed` gives the reason why the reader of a key is not written to, "" for none;
    `mailed` has by key what the reader's own mails printed from, of what was corrected or withdrawn since.
    """
    takes: Frequency = "weekly" if weekly else "daily"
    for recipient in recipients:
        key = reader_key(secret, recipient.address)
        reason = suppressed(key)
        if not reason and recipient.frequency not in ("", takes):
            reason = f"takes the {recipient.frequency} mail"
        letter = (
            None if reason else composer.letter(recipient, key, unsubscribe_token(secret, key), mailed.get(key, {}))
        )
        yield letter or Excluded(key, recipient.address, reason or "nothing moved that they follow")
