"""The commands about who gets the mail: recipients, bounces, suppress, forget, serve."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefing.cli.frame import common_options, count
from briefing.cli.mailroom import NAME_A_LIST, check_site, find_list, mail, now, read_list, recipients_option
from briefing.errors import MailError

if TYPE_CHECKING:  # as in cli.mailroom
    from briefing.mail.delivery.outbox import Outbox
    from briefing.mail.model import Reason


@mail.command()
@common_options
@recipients_option
def recipients(content: str, output: str, settings: str, quiet: bool, listed: str) -> None:
    """Read the list of recipients and say what is wrong with it. Exit status 1 if anything is."""
    from briefing.mail.delivery.outbox import open_outbox
    from briefing.mail.readers.keys import reader_key

    site = check_site(content, output, settings)
    with open_outbox(site.mail.outbox) as outbox:
        found, problems = read_list(site, listed, outbox, quiet=False)
        if not found and not problems:
            raise MailError("There is nobody on the list, and nobody has subscribed.", remedy=NAME_A_LIST)
        if not quiet:
            skipped = sum(1 for r in found if outbox.is_suppressed(reader_key(outbox.secret, r.address)))
            by = Counter(recipient.frequency or "daily and weekly" for recipient in found)
            takes = ", ".join(f"{number:,} {name}" for name, number in sorted(by.items()))
            click.echo(
                f"{count(len(found), 'recipient')}{f' ({takes})' if found else ''}; "
                f"{skipped:,} of them are not written to any more."
            )
    if problems:
        raise click.exceptions.Exit(1)


# Why somebody is not written to any more, by what came back.
REASONS: dict[str, Reason] = {"hard": "bounced", "complaint": "complained", "unsubscribe": "unsubscribed"}


@mail.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@common_options
def bounces(files: tuple[str, ...], content: str, output: str, settings: str, quiet: bool) -> None:
    """Read what came back: a mbox, a Maildir, or single messages.

    Who unsubscribed or complained, and addresses that are dead, are not written to any more. A report is believed only
    if it names a letter that was sent; what is not understood is told.
    """
    from briefing.mail.delivery.outbox import open_outbox
    from briefing.mail.readers.bounces import read_returned

    site = check_site(content, output, settings)
    kinds: Counter[str] = Counter()
    suppressed = 0
    with open_outbox(site.mail.outbox) as outbox:
        for file in files:
            for found in read_returned(Path(file), outbox.secret, outbox.find_reader):
                kinds[found.kind] += 1
                if found.reader and found.kind in REASONS:
                    # Another address that a mail names, somebody else's perhaps, could not be found to be erased.
                    address = found.address if _is_of(found.address, found.reader, outbox.secret) else ""
                    suppressed += outbox.suppress_once(found.reader, REASONS[found.kind], now(), address, found.mail)
                if found.kind == "unclear" or not quiet:
                    click.secho(
                        f"{found.place}: {found.kind}: {found.reason}",
                        fg="yellow" if found.kind == "unclear" else None,
                        err=found.kind == "unclear",
                    )
    if not quiet:
        said = ", ".join(f"{number:,} {kind}" for kind, number in sorted(kinds.items())) or "nothing"
        click.echo(f"Read: {said}. {count(suppressed, 'reader')} more not written to.")


@mail.command()
@click.argument("addresses", nargs=-1, metavar="[ADDRESS…]")
@common_options
@click.option("--lift", is_flag=True, help="Write to them again.")
def suppress(addresses: tuple[str, ...], content: str, output: str, settings: str, quiet: bool, lift: bool) -> None:
    """Write no more to these readers; without an ADDRESS, list those who are not written to, and why."""
    from briefing.mail.delivery.outbox import open_outbox

    site = check_site(content, output, settings)
    with open_outbox(site.mail.outbox) as outbox:
        for address in addresses:
            key, checked = _find_reader(outbox, address)
            changed = outbox.lift(key) if lift else outbox.suppress(key, "by the editor", now(), checked)
            if not quiet:
                done = "is written to again" if lift else "is not written to any more"
                click.echo(f"{checked} {done}." if changed else f"{checked}: nothing to do.")
        if not addresses:
            for each in outbox.suppressions():
                click.echo(f"{each.at[:10]} {each.reason}: {each.address or f'reader {each.reader[:12]}…'}")


@mail.command()
@click.argument("address")
@common_options
@recipients_option
def reader(address: str, content: str, output: str, settings: str, quiet: bool, listed: str) -> None:
    """Say all that is known of a reader: where they are listed, how they agreed, what was sent to them."""
    from briefing.mail.delivery.outbox import open_outbox
    from briefing.mail.readers.recipients import read_recipients

    site = check_site(content, output, settings)
    path = find_list(site, listed)
    with open_outbox(site.mail.outbox) as outbox:
        key, checked = _find_reader(outbox, address)
        known = [
            f"listed at {recipient.place}"
            for recipient in (read_recipients(path).recipients if path else ())
            if recipient.address.casefold() == checked.casefold()
        ]
        if consent := outbox.consent(key):
            known.append(f"asked for the mail at {consent.asked_at} and confirmed at {consent.confirmed_at}:")
            known.append(f"  “{consent.wording}”")
        if reason := outbox.is_suppressed(key):
            known.append(f"not written to any more: {reason}")
        known += [
            f"{mailing}: {entry.state} {entry.moment} {entry.reply}".rstrip() for mailing, entry in outbox.history(key)
        ]
    if not known:
        click.echo("Nothing is known of this reader.")
    for line in () if quiet else known:
        click.echo(line)


@mail.command()
@click.argument("address")
@common_options
@recipients_option
@click.option("--yes", "really", is_flag=True, help="Erase. Without it only what would be erased is said.")
def forget(address: str, content: str, output: str, settings: str, quiet: bool, listed: str, really: bool) -> None:
    """Erase a reader: from the list of recipients, the outbox and the subscribers.

    What stays is a keyed digest of the address, so that nobody writes to them again by mistake.
    """
    from briefing.mail.delivery.outbox import open_outbox
    from briefing.mail.readers.recipients import find_address, remove_recipient

    site = check_site(content, output, settings)
    path = find_list(site, listed)
    with open_outbox(site.mail.outbox) as outbox:
        key, checked = _find_reader(outbox, address)
        if not really:
            click.echo(
                f"{checked} would be erased from the outbox{f' and {path}' if path else ''}. Add --yes to do it."
            )
            return
        removed = 0
        left: tuple[int, ...] = ()
        if path and path.exists():
            removed, left = remove_recipient(path, checked), find_address(path, checked)
        outbox.forget(key, now())
    if left:
        lines = ", ".join(map(str, left))
        click.secho(
            f"{path}: the address still stands there, in a comment perhaps: line {lines}.", fg="yellow", err=True
        )
    if not quiet:
        click.echo(f"{checked} is erased: {count(removed, 'row')} of the list, and everything in the outbox.")


def _is_of(address: str, reader: str, secret: bytes) -> bool:
    """Whether an address is that of the reader of a key."""
    from briefing.mail.readers.addresses import same_reader
    from briefing.mail.readers.keys import reader_key

    return reader_key(secret, same_reader(address)) == reader


def _find_reader(outbox: Outbox, address: str) -> tuple[str, str]:
    """The key of the reader at an address, and the address as it is kept."""
    from briefing.mail.readers.addresses import check_address
    from briefing.mail.readers.keys import reader_key

    checked = check_address(address)
    return reader_key(outbox.secret, checked), checked


@mail.command()
@common_options
@click.option("--port", default=8025, show_default=True, type=click.IntRange(0, 65535), help="0: any free one.")
def serve(content: str, output: str, settings: str, quiet: bool, port: int) -> None:
    """Try the pages on which readers subscribe and unsubscribe, on this machine. For readers, use a WSGI server."""
    from wsgiref.simple_server import make_server

    from briefing.wsgi import make_endpoint

    site = check_site(content, output, settings)
    with make_server("127.0.0.1", port, make_endpoint(site)) as server:
        if not quiet:
            pages = "/subscribe and /unsubscribe" if site.mail.subscribe else "/unsubscribe"
            click.echo(f"http://127.0.0.1:{server.server_port}{pages}, until Ctrl-C")
        server.serve_forever()
