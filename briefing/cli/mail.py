"""The commands that send an edition: init, preview, approve, send, resume."""

from __future__ import annotations

import getpass
import hashlib
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefing.cli.frame import common_options, count, shown_progress
from briefing.cli.mailroom import (
    NAME_A_LIST,
    NEWEST,
    Takedowns,
    check_site,
    edition_argument,
    find_mailing,
    mail,
    now,
    read_list,
    recipients_option,
    say_tally,
    weekly_option,
)
from briefing.errors import MailError

if TYPE_CHECKING:  # as in cli.mailroom
    from briefing.building import Progress
    from briefing.mail.delivery.outbox import Entry, Outbox
    from briefing.mail.delivery.sending import Step
    from briefing.mail.delivery.smtp import Server
    from briefing.mail.mailing import Prepared
    from briefing.mail.message.compose import Composer, Sign
    from briefing.mail.model import Excluded, Letter, Mailing
    from briefing.settings import Settings


DROPPED = "given up by the editor"  # why a letter was not sent

force_option = click.option(
    "--force",
    is_flag=True,
    help="Send what is older than BRIEFING_MAIL_MAX_AGE, or waits and prints what was withdrawn since, as well.",
)
pace_option = click.option(
    "--limit-per-minute", metavar="N", default=0, type=click.IntRange(0), help="Send no faster than that."
)


# -- the commands -----------------------------------------------------------------------------------------------------


@mail.command()
@common_options
def init(content: str, output: str, settings: str, quiet: bool) -> None:
    """Make the outbox, once. It knows who got what, so nothing is sent without it."""
    from briefing.mail.delivery.outbox import create_outbox

    site = check_site(content, output, settings)
    create_outbox(site.mail.outbox)
    if not quiet:
        click.echo(f"The outbox is {site.mail.outbox}. Keep it, and back it up: briefing mail backup FILE.")


@mail.command()
@edition_argument
@common_options
@weekly_option
@click.option("--into", metavar="DIR", default="", help="Where the files go. [default: mail/ below the output]")
@click.option("--open", "show", is_flag=True, help="Open the HTML in a browser.")
def preview(
    edition: str, content: str, output: str, settings: str, quiet: bool, weekly: bool, into: str, show: bool
) -> None:
    """Write the mail of EDITION as files: HTML, text, and the whole message."""
    from briefing.mail.delivery.outbox import open_outbox
    from briefing.mail.mailing import prepare_mailing
    from briefing.whole import write_whole

    site = check_site(content, output, settings)
    if site.mail.outbox.exists():  # with what earlier mails owe, or somebody would approve what they have not seen
        with open_outbox(site.mail.outbox) as outbox:
            prepared = _prepare(site, edition, weekly, outbox)
    else:
        prepared = prepare_mailing(_day(site, edition), site.output, weekly=weekly)
    for ending, data in _composer(site, prepared).preview().items():
        target = (Path(into or site.output / "mail") / f"{prepared.mailing.id}.{ending}").absolute()
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            write_whole(str(target), data)
        except OSError as error:
            raise MailError(f"It cannot be written: {error.strerror}.", path=str(target)) from error
        if not quiet:
            click.echo(str(target))
        if show and target.suffix == ".html":
            click.launch(target.as_uri())


@mail.command()
@edition_argument
@common_options
@weekly_option
@click.option("--by", metavar="NAME", default="", help="Who approves. [default: who is logged in]")
def approve(edition: str, content: str, output: str, settings: str, quiet: bool, weekly: bool, by: str) -> None:
    """Record that EDITION may be sent as it is now: who said so, and which bytes."""
    from briefing.mail.delivery.outbox import open_outbox
    from briefing.mail.dispatch import check_closed, check_current, check_unbegun

    site = check_site(content, output, settings)
    with open_outbox(site.mail.outbox) as outbox:
        prepared = _prepare(site, edition, weekly, outbox)
        check_closed(prepared)
        check_unbegun(outbox.mailing(prepared.mailing.id))
        check_current(prepared.mailing, Takedowns(site, prepared.mailing).find())
        who, mailing = by.strip() or _user(), prepared.mailing
        outbox.approve(mailing.id, who, now(), mailing.edition_sha256, _preview_sha256(site, prepared))
    if not quiet:
        click.echo(f"{who} approved the mailing {mailing.id} (edition {mailing.edition_sha256[:12]}…).")


@mail.command()
@edition_argument
@common_options
@weekly_option
@recipients_option
@click.option("--yes", "really", is_flag=True, help="Send. Without it nothing is sent.")
@click.option("--dry-run", is_flag=True, help="Say what would be sent, which is the default.")
@click.option("--test", metavar="ADDRESS", default="", help="Send it to that address alone, marked as a test.")
@force_option
@pace_option
def send(
    edition: str, content: str, output: str, settings: str, quiet: bool, weekly: bool, listed: str, really: bool,
    dry_run: bool, test: str, force: bool, limit_per_minute: int,
) -> None:  # fmt: skip
    """Send EDITION to its readers, each once. Safe to run again: what was sent is not sent again."""
    from briefing.mail.delivery.lock import one_sender
    from briefing.mail.delivery.outbox import open_outbox
    from briefing.mail.dispatch import check_age, check_approval, check_closed, check_current, check_gap
    from briefing.posting import mail_server

    if really + dry_run + bool(test) > 1:
        raise MailError("--yes, --dry-run and --test contradict one another.", remedy="Say one of them.")
    site = check_site(content, output, settings)
    with open_outbox(site.mail.outbox) as outbox:
        prepared = _prepare(site, edition, weekly, outbox)
        check_closed(prepared)
        frozen = outbox.mailing(prepared.mailing.id)
        if test or frozen is None:
            check_current(prepared.mailing, Takedowns(site, prepared.mailing).find())
        if test:
            _send_test(site, prepared, test, quiet)
            return
        mailing = prepared.mailing.id
        planned = frozen is None
        anew = frozen is not None and frozen.edition_sha256 != prepared.mailing.edition_sha256
        if anew and (not quiet or outbox.tally(mailing).queued):  # else no letter goes out
            words = (
                f"The edition was built anew since {mailing} was begun; its letters go out as they were frozen then."
            )
            click.secho(words, fg="yellow", err=True)
        if planned and site.mail.approval:
            check_approval(prepared, _preview_sha256(site, prepared), outbox.approval(mailing))
        if planned and not force:
            check_gap(outbox.gap, mailing, prepared.edition.closes)
        if not force and (planned or outbox.tally(mailing).queued):
            check_age(prepared, now(), site.mail.max_age)
        if frozen and not force and outbox.tally(mailing).queued:
            _check_waiting(site, frozen)
        if listed and not planned:
            _say_missing(site, outbox, mailing, listed, quiet)
        if not really:
            if planned:
                _say_planned(_letters(site, prepared, outbox, listed, quiet), prepared, quiet)
            else:
                say_tally(mailing, outbox.tally(mailing))
            return
        server = mail_server(site)
        with one_sender(site.mail.folder):
            if outbox.mailing(mailing) is None:
                outbox.freeze(prepared.mailing, _letters(site, prepared, outbox, listed, quiet))
            _hand_over(site, outbox, server, mailing, limit_per_minute, quiet, heedless=force and not planned)


@mail.command()
@edition_argument
@common_options
@weekly_option
@click.option("--failed", is_flag=True, help="Try those again as well that failed.")
@click.option("--drop", is_flag=True, help="Send none of those that wait, and erase what is in them.")
@force_option
@pace_option
def resume(
    edition: str, content: str, output: str, settings: str, quiet: bool, weekly: bool, failed: bool, drop: bool,
    force: bool, limit_per_minute: int,
) -> None:  # fmt: skip
    """Go on with an EDITION whose sending was cut short. "latest" is the newest mailing of that kind.

    Letters of unknown fate are not sent again: see `mail resolve`.
    """
    from briefing.mail.delivery.lock import one_sender
    from briefing.mail.delivery.outbox import open_outbox
    from briefing.mail.dispatch import check_fresh
    from briefing.posting import mail_server

    site = check_site(content, output, settings)
    with open_outbox(site.mail.outbox) as outbox:
        mailing = find_mailing(outbox, edition, weekly)
        if drop:
            with one_sender(site.mail.folder):
                given_up = outbox.drop_waiting(mailing.id, DROPPED, now())
            if not quiet:
                click.echo(f"{count(given_up, 'letter')} of the mailing {mailing.id} given up and erased.")
            return
        if not force:
            check_fresh(mailing, now(), site.mail.max_age)
            if failed or outbox.tally(mailing.id).queued:
                _check_waiting(site, mailing)
        server = mail_server(site)
        with one_sender(site.mail.folder):
            if failed:
                outbox.requeue_failed(mailing.id)
            _hand_over(site, outbox, server, mailing.id, limit_per_minute, quiet, heedless=force)


# -- what they share --------------------------------------------------------------------------------------------------


def _day(site: Settings, edition: str) -> str:
    from briefing.mail.editions import find_day

    if site.render != "archive":
        raise MailError(
            "This site's articles are printed by a theme that is not Briefing's, which has no addresses of sentences, "
            "so the links of a mail would lead nowhere.",
            remedy="Use Briefing's theme or one that began as it.",
        )
    return find_day(edition, site.output)


def _prepare(site: Settings, edition: str, weekly: bool, outbox: Outbox) -> Prepared:
    from briefing.mail.mailing import prepare_mailing

    day = _day(site, edition)
    mailed = outbox.mailed_articles(day, weekly=weekly)
    return prepare_mailing(day, site.output, weekly=weekly, mailed=mailed, now=now())


def _user() -> str:
    """Who is logged in. Raises MailError where nobody knows, as in a container without the user's name."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError) as error:
        raise MailError("Nobody knows who approves.", remedy="Say so with --by NAME.") from error


def _composer(site: Settings, prepared: Prepared, *, sign: Sign | None = None, test: bool = False) -> Composer:
    from briefing.mail.message.compose import Composer
    from briefing.masthead import mail_sender, mail_site

    return Composer(
        prepared.edition, mail_site(site), mail_sender(site), owed=prepared.owed, week=prepared.week, sign=sign,
        test=test,
    )  # fmt: skip


def _preview_sha256(site: Settings, prepared: Prepared) -> str:
    return hashlib.sha256(_composer(site, prepared).preview()["eml"]).hexdigest()


def _letters(
    site: Settings, prepared: Prepared, outbox: Outbox, listed: str, quiet: bool
) -> Iterator[Letter | Excluded]:
    """The letters of a mailing, one by one; a bar shows how far they are."""
    from briefing.mail.mailing import write_letters
    from briefing.posting import mail_signer

    recipients, _ = read_list(site, listed, outbox, quiet)
    mailing = prepared.mailing
    if not recipients:
        raise MailError("There is nobody to send it to.", remedy=NAME_A_LIST)
    composer = _composer(site, prepared, sign=mail_signer(site))
    mailed = outbox.mailed_to(prepared.owed.mailed, mailing.day, weekly=mailing.weekly)
    with shown_progress(quiet) as show:
        entries = write_letters(
            recipients, composer, outbox.secret, outbox.is_suppressed, mailed, weekly=mailing.weekly
        )
        for done, entry in enumerate(entries, 1):
            yield entry
            show("writing letters", done, len(recipients))


def _check_waiting(site: Settings, mailing: Mailing) -> None:
    """Raise MailError if letters of `mailing` print from what was withdrawn since, built anew or not."""
    from briefing.mail.dispatch import check_withdrawn
    from briefing.mail.mailing import find_taken_back

    check_withdrawn(mailing, (*find_taken_back(mailing, site.output), *Takedowns(site, mailing).find()))


def _say_missing(site: Settings, outbox: Outbox, mailing: str, listed: str, quiet: bool) -> None:
    """Say how many of a list are not among the recipients of a mailing that was begun: they get nothing of it."""
    from briefing.mail.readers.keys import reader_key

    known = {letter.reader for letter in outbox.letters(mailing)}
    recipients, _ = read_list(site, listed, outbox, quiet)
    missing = sum(reader_key(outbox.secret, recipient.address) not in known for recipient in recipients)
    if missing:
        click.secho(
            f"{count(missing, 'recipient')} of {listed} or subscribed since: not in the mailing {mailing}, whose"
            " recipients were fixed when it was begun. Nothing of it is sent to them.",
            fg="yellow",
            err=True,
        )


def _say_planned(entries: Iterable[Letter | Excluded], prepared: Prepared, quiet: bool) -> None:
    from briefing.mail.model import Letter

    reasons: Counter[str] = Counter()
    letters, most = 0, 0
    for entry in entries:
        if isinstance(entry, Letter):
            letters, most = letters + 1, max(most, len(entry.data))
        else:
            reasons[entry.reason] += 1
    if quiet:
        return
    excluded = sum(reasons.values())
    click.echo(
        f"{prepared.mailing.id}: {count(letters + excluded, 'recipient')} = {letters:,} to be sent + "
        f"{excluded:,} excluded; at most {most / 1000:.0f} KB each."
    )
    for reason, number in sorted(reasons.items()):
        click.echo(f"  {number:,} excluded: {reason}")
    click.echo("Nothing was sent. Add --yes to send it.")


def _send_test(site: Settings, prepared: Prepared, address: str, quiet: bool) -> None:
    """Hand one letter over, outside the outbox: nothing of it is remembered."""
    from briefing.mail.delivery.smtp import hand_over_alone
    from briefing.mail.model import Recipient
    from briefing.mail.readers.addresses import check_address
    from briefing.posting import envelope_sender, mail_server, mail_signer

    recipient = Recipient(check_address(address))
    # A test is nobody's subscription: its link to unsubscribe has the shape of one and leads to no reader.
    letter = _composer(site, prepared, sign=mail_signer(site), test=True).letter(recipient, "test", "test")
    assert letter is not None, "who follows nothing gets everything"
    outcome = hand_over_alone(mail_server(site), envelope_sender(site), letter)
    if outcome.kind != "accepted":
        raise MailError(f"The test was not sent, or it is not known: {outcome.reply}.")
    if not quiet:
        click.echo(f"The test was handed over for {recipient.address}: {outcome.reply}")


def _hand_over(
    site: Settings, outbox: Outbox, server: Server, mailing: str, per_minute: int, quiet: bool, *, heedless: bool
) -> None:
    """Send what is queued, say what became of it, and end with status 1 where something is left to be looked at.

    What is withdrawn while that lasts ends it, unless `heedless`.
    """
    from briefing.mail.delivery.sending import send_letters
    from briefing.mail.dispatch import check_withdrawn
    from briefing.posting import envelope_sender

    died = outbox.recover(now())
    if died:
        click.secho(
            f"{count(died, 'letter')} of unknown fate: a sender died while handing over. See briefing mail status.",
            fg="yellow",
            err=True,
        )
    frozen = outbox.mailing(mailing)
    assert frozen, "it was begun by now"
    takedowns = None if heedless else Takedowns(site, frozen)
    waiting, began = outbox.tally(mailing).queued, now()
    try:
        with shown_progress(quiet) as show:
            send_letters(
                outbox, mailing, server, envelope_sender(site), now=now, sleep=time.sleep, monotonic=time.monotonic,
                per_minute=per_minute, progress=_Shown(show, waiting, quiet).tell,
                check=lambda: check_withdrawn(frozen, takedowns.find() if takedowns else ()),
            )  # fmt: skip
    finally:
        tally = outbox.tally(mailing)
        if not quiet:
            say_tally(mailing, tally)
        # What failed before was told by the run in which it did; it may have been lifted since.
        failed = [letter for letter in outbox.letters(mailing, "failed") if letter.moment >= began]
        for letter in failed:
            _suppress_dead(outbox, letter)
    if tally.queued:
        click.secho(f"{count(tally.queued, 'letter')} left: go on with briefing mail resume.", fg="yellow", err=True)
    if tally.unknown:
        click.secho("Letters of unknown fate are not sent again: briefing mail resolve.", fg="yellow", err=True)
    for other in outbox.mailings()[:NEWEST]:
        if other.id != mailing and (left := outbox.tally(other.id).queued):
            words = f"{count(left, 'letter')} left of the mailing {other.id}: briefing mail resume {other.arguments}."
            click.secho(words, fg="yellow", err=True)
    if failed or tally.unknown or tally.queued:
        raise click.exceptions.Exit(1)


class _Shown:
    """Shows how far a mailing is: a bar on a terminal, what failed on a line of its own."""

    def __init__(self, show: Progress, of: int, quiet: bool) -> None:
        self._show, self._of, self._quiet, self._done = show, of, quiet, 0

    def tell(self, step: Step) -> None:
        if step.kind in ("sent", "failed", "unknown"):
            self._done += 1
            self._show("sending", min(self._done, self._of), self._of)
        if step.kind in ("failed", "unknown") or (step.kind == "waiting" and not self._quiet):
            # By its Message-ID, since the log of a CI job may be public.
            words = f"{step.kind}: {step.message_id} {step.words}".replace("  ", " ")
            click.secho(words + (f" (pause of {step.pause:.0f} s)" if step.pause else ""), fg="yellow", err=True)


def _suppress_dead(outbox: Outbox, letter: Entry) -> None:
    """Write no more to an address of which the server says that nobody is there."""
    from briefing.mail.readers.bounces import says_dead

    if letter.address and says_dead(letter.reply) and outbox.suppress(letter.reader, "bounced", now(), letter.address):
        click.secho(
            "An address that is dead is not written to any more: see briefing mail suppress.", fg="yellow", err=True
        )
