"""The commands that ask the outbox and settle what is unclear: status, resolve, backup, restore."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click

from briefing.cli.frame import common_options, count
from briefing.cli.mailroom import (
    NEWEST,
    check_site,
    edition_argument,
    find_mailing,
    mail,
    now,
    say_tally,
    weekly_option,
)
from briefing.errors import MailError

if TYPE_CHECKING:  # as in cli.mailroom
    from briefing.mail.delivery.outbox import Entry, Outbox
    from briefing.mail.model import State

BY_WORD = "as somebody said who looked"  # why a letter is taken for sent or not


@mail.command()
@click.argument("edition", default="")
@common_options
@weekly_option
def status(edition: str, content: str, output: str, settings: str, quiet: bool, weekly: bool) -> None:
    """Say what became of the newest mailings; of EDITION, which letters failed or are of unknown fate.

    Exit status 1: something is left to be looked at.
    """
    from briefing.mail.delivery.outbox import open_outbox

    site = check_site(content, output, settings)
    with open_outbox(site.mail.outbox) as outbox:
        mailings = [find_mailing(outbox, edition, weekly)] if edition else outbox.mailings()[:NEWEST]
        open_ends = 0
        for mailing in mailings:
            tally = outbox.tally(mailing.id)
            open_ends += tally.failed + tally.unknown + tally.queued
            if not quiet or tally.failed or tally.unknown or tally.queued:
                say_tally(mailing.id, tally)
            if edition:
                _say_letters(outbox, mailing.id)
        if not mailings and not quiet:
            click.echo("Nothing was sent yet.")
        if not edition and not quiet:
            subscribers, suppressed = len(outbox.subscribers()), len(outbox.suppressions())
            click.echo(f"{count(subscribers, 'subscriber')}; {suppressed:,} readers are not written to any more.")
    if open_ends:
        raise click.exceptions.Exit(1)


def _say_letters(outbox: Outbox, mailing: str) -> None:
    states: tuple[State, ...] = ("unknown", "sending", "failed", "queued")
    for state in states:
        for letter in outbox.letters(mailing, state):
            click.echo(f"{state}: {letter.address or 'erased'} {letter.message_id} {letter.moment} {letter.reply}")


@mail.command()
@edition_argument
@common_options
@weekly_option
@click.option("--log", "logs", metavar="FILE", multiple=True, help="A log of the mail server (Postfix), also .gz.")
@click.option("--log-zone", metavar="NAME", default="", help="The time zone of that log. [default: this machine's]")
@click.option(
    "--sent",
    metavar="ADDRESS",
    multiple=True,
    help="The letter to that address, or of that Message-ID, was handed over.",
)
@click.option("--not-sent", metavar="ADDRESS", multiple=True, help="It was not; mail resume sends it again.")
def resolve(
    edition: str, content: str, output: str, settings: str, quiet: bool, weekly: bool, logs: tuple[str, ...],
    log_zone: str, sent: tuple[str, ...], not_sent: tuple[str, ...],
) -> None:  # fmt: skip
    """Settle the fate of letters that is unknown: by the mail server's log, or by your word."""
    from briefing.mail.delivery.lock import one_sender
    from briefing.mail.delivery.outbox import open_outbox

    if not (logs or sent or not_sent):
        raise MailError(
            "There is nothing to settle it by.", remedy="Name a log with --log, or say --sent or --not-sent."
        )
    site = check_site(content, output, settings)
    with open_outbox(site.mail.outbox) as outbox, one_sender(site.mail.folder):
        outbox.recover(now())
        mailing = find_mailing(outbox, edition, weekly)
        unknown = outbox.letters(mailing.id, "unknown")
        for addresses, accepted in ((sent, True), (not_sent, False)):
            for address in addresses:
                letter = _find_letter(unknown, address, outbox.secret)
                outbox.resolve(letter.message_id, accepted, now(), BY_WORD)
        if logs:
            # By when they were handed over: one that was settled later changed when that was done.
            sure = [letter for letter in outbox.letters(mailing.id, "sent") if letter.reply != BY_WORD]
            confirmed = {letter.message_id: letter.claimed_at for letter in sure if letter.claimed_at}
            _resolve_by_log(outbox, outbox.letters(mailing.id, "unknown"), confirmed, logs, log_zone)
        tally = outbox.tally(mailing.id)
        if not quiet:
            say_tally(mailing.id, tally)
    if tally.unknown:
        raise click.exceptions.Exit(1)


def _find_letter(letters: Iterable[Entry], named: str, secret: bytes) -> Entry:
    """The letter of that Message-ID, or to that address: by the reader's key, which stays when they are erased."""
    from briefing.mail.readers.addresses import check_address
    from briefing.mail.readers.keys import reader_key

    key = ""
    if not named.startswith("<"):
        key = reader_key(secret, check_address(named))
    for letter in letters:
        if named == letter.message_id or key == letter.reader:
            return letter
    raise MailError(
        f"No letter to {named} is of unknown fate.", remedy="briefing mail status DAY lists those that are."
    )


def _resolve_by_log(
    outbox: Outbox, unknown: Iterable[Entry], confirmed: Mapping[str, str], logs: tuple[str, ...], zone: str
) -> None:
    from briefing.mail.delivery.mta_log import HandOver, find_fates, read_log

    unclear = [HandOver(letter.message_id, letter.claimed_at, letter.moment) for letter in unknown]
    try:
        here = ZoneInfo(zone) if zone else datetime.now().astimezone().tzinfo or UTC
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise MailError(f"--log-zone {zone!r} is unknown.", remedy="Use a name such as 'Europe/Paris'.") from error
    for found in find_fates(unclear, confirmed, [read_log(Path(log)) for log in logs], here):
        if found.fate != "unknown":
            outbox.resolve(found.message_id, found.fate == "taken", now(), found.why)
        click.echo(f"{found.message_id} {found.fate}: {found.why}")


@mail.command()
@click.argument("file", metavar="FILE")
@common_options
def backup(file: str, content: str, output: str, settings: str, quiet: bool) -> None:
    """Write a copy of the outbox to FILE, which is whole also while mail is being sent."""
    from briefing.mail.delivery.copies import back_up_outbox
    from briefing.mail.places import check_place

    site = check_site(content, output, settings)
    target = Path(file).absolute()
    check_place(target, site.content, site.output)
    back_up_outbox(site.mail.outbox, target, now())
    if not quiet:
        click.echo(f"The outbox is copied to {file}.")


@mail.command()
@click.argument("file", metavar="FILE")
@common_options
def restore(file: str, content: str, output: str, settings: str, quiet: bool) -> None:
    """Make the outbox anew from FILE, a copy by `mail backup`, where it is lost.

    Letters that waited in the copy are of unknown fate then, since they may have been sent after it was made.
    """
    from briefing.mail.delivery.copies import restore_outbox

    site = check_site(content, output, settings)
    unknown = restore_outbox(Path(file).absolute(), site.mail.outbox, now())
    if not quiet:
        click.echo(f"The outbox is back; {count(unknown, 'letter')} of unknown fate by that: see briefing mail status.")
