"""May this mailing go out? What has to hold before the first letter is handed over."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.errors import MailError
from briefing.mail.delivery.outbox import Approval
from briefing.mail.mailing import Prepared
from briefing.mail.model import Mailing
from briefing.mail.moments import read_moment
from briefing.published import LedgerRow


def check_closed(prepared: Prepared) -> None:
    """Raise MailError if the edition can still change."""
    if not prepared.edition.closed:
        raise MailError(
            f"The edition of {prepared.mailing.day} is still open.",
            remedy="Build the site again once it is over; only a closed edition is mailed.",
        )


def check_age(prepared: Prepared, now: str, hours: int) -> None:
    """Raise MailError if the edition closed more than `hours` before the moment `now`, or has not closed yet."""
    age = _hours(prepared.edition.closes, now)
    if age < 0:
        raise MailError(
            f"The edition of {prepared.mailing.day} closes at {prepared.edition.closes}, which has not come yet.",
            remedy="Only a closed edition is mailed.",
        )
    if age > hours:
        raise MailError(
            f"The edition of {prepared.mailing.day} closed {_days(age)} ago: that is no news any more.",
            remedy=f"Say --force if you mean it. BRIEFING_MAIL_MAX_AGE is {hours} hours.",
        )


def check_fresh(mailing: Mailing, now: str, hours: int) -> None:
    """Raise MailError if a mailing was begun more than `hours` before the moment `now`."""
    age = _hours(mailing.frozen_at, now)
    if age > hours:
        raise MailError(
            f"The mailing {mailing.id} was begun {_days(age)} ago: that is no news any more.",
            remedy=f"Say --force if you mean it. BRIEFING_MAIL_MAX_AGE is {hours} hours.",
        )


def check_current(mailing: Mailing, withdrawn: Sequence[LedgerRow]) -> None:
    """Raise MailError if a mailing that is not begun would print from what is `withdrawn` in content/ by now."""
    if withdrawn:
        raise MailError(
            f"The mailing {mailing.id} would print from {_titles(withdrawn)}, withdrawn since the site was built.",
            remedy="Run briefing build, or publish the site, which takes it out; then this again.",
        )


def check_withdrawn(mailing: Mailing, withdrawn: Sequence[LedgerRow]) -> None:
    """Raise MailError if the letters of a mailing that was begun print from what was withdrawn since."""
    if withdrawn:
        raise MailError(
            f"Letters of the mailing {mailing.id} that wait print from {_titles(withdrawn)}, withdrawn since.",
            remedy=f"Give them up: briefing mail resume {mailing.arguments} --drop. Or say --force to send them.",
        )


def check_gap(gap: tuple[str, str] | None, mailing: str, closes: str) -> None:
    """Raise MailError if a mailing that is not in the outbox may have been sent from the one that was lost.

    `gap` is `Store.gap`, `closes` the moment from which on the edition could be sent.
    """
    if gap is not None and read_moment(closes) <= read_moment(gap[1]):
        raise MailError(
            f"The outbox is a copy{f' of {gap[0]}' if gap[0] else ''} that was put back at {gap[1]}. Whether the"
            f" mailing {mailing} was sent between the two is not in it.",
            remedy="Look into the mail server's log. If it was not sent, say --force.",
        )


def check_unbegun(mailing: Mailing | None) -> None:
    """Raise MailError if a mailing was begun: its letters are written, whatever is approved afterwards."""
    if mailing:
        raise MailError(
            f"The mailing {mailing.id} was begun on {mailing.frozen_at}: its letters are written already.",
            remedy="Approve before that. briefing mail status says how far it is.",
        )


def check_approval(prepared: Prepared, preview_sha256: str, approval: Approval | None) -> None:
    """Raise MailError unless somebody approved just these bytes."""
    name = f"briefing mail approve {prepared.mailing.arguments}"
    if approval is None:
        raise MailError(f"Nobody has approved the mailing {prepared.mailing.id}.", remedy=f"Look at it, then: {name}.")
    if (approval.edition_sha256, approval.preview_sha256) != (prepared.mailing.edition_sha256, preview_sha256):
        raise MailError(
            f"The mailing {prepared.mailing.id} is not what {approval.by} approved on {approval.at}: "
            "the edition, what is owed for earlier mails, or a setting has changed.",
            remedy=f"Look at it again, then: {name}.",
        )


def _titles(rows: Sequence[LedgerRow]) -> str:
    paths = {row.path for row in rows}
    return f"“{rows[0].title or rows[0].path}”" + (f" and {len(paths) - 1} more" if len(paths) > 1 else "")


def _hours(since: str, now: str) -> float:
    return (read_moment(now) - read_moment(since)).total_seconds() / 3600


def _days(hours: float) -> str:
    return f"{hours:.0f} hours" if hours < 72 else f"{hours / 24:.0f} days"
