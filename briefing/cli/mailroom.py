"""What do the commands of mail share? Options, the moment, the list of recipients, how a mailing is found and told."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefing.cli.frame import count
from briefing.errors import MailError
from briefing.mail.moments import write_moment
from briefing.settings_file import Options, read_pelican_settings

if TYPE_CHECKING:  # each command imports what it needs: --help should not wait for it
    from briefing.mail.delivery.outbox import Outbox
    from briefing.mail.model import Mailing, Recipient, Tally
    from briefing.published import LedgerRow
    from briefing.settings import Settings


@click.group()
def mail() -> None:
    """Send editions to their readers by e-mail, each once.

    EDITION is a day such as 2025-03-14, or "latest": the newest one that is closed.
    """


edition_argument = click.argument("edition", default="latest")
NEWEST = 14  # mailings that are looked through for what is left: two weeks of daily ones
NAME_A_LIST = "Name the list of recipients with --to or BRIEFING_MAIL_RECIPIENTS."

weekly_option = click.option("--weekly", is_flag=True, help="The week that ends with that day, as one mail.")
recipients_option = click.option(
    "--to", "listed", metavar="FILE", default="", help="The list of recipients. [default: BRIEFING_MAIL_RECIPIENTS]"
)


def check_site(content: str, output: str, settings: str) -> Settings:
    """The checked settings of the site."""
    from briefing.settings import check_settings

    return check_settings(read_pelican_settings(Options(content, output, settings)))


def now() -> str:
    """The moment, as the outbox keeps moments."""
    return write_moment(datetime.now(UTC))


def find_mailing(outbox: Outbox, edition: str, weekly: bool) -> Mailing:
    """The mailing of a day in the outbox, or the newest of its kind."""
    from briefing.mail.model import mailing_id

    known = [mailing for mailing in outbox.mailings() if mailing.weekly == weekly]
    for mailing in known:
        if edition == "latest" or mailing.id == mailing_id(edition, weekly=weekly):
            return mailing
    what = "Nothing was sent yet" if edition == "latest" else f"Nothing was sent of the edition {edition}"
    raise MailError(f"{what}.", remedy="Begin with briefing mail send; briefing mail status lists what there is.")


class Takedowns:
    """Which articles that letters print from are withdrawn in content/ as it is now, whether or not a build was told?

    It may be asked again and again: a file that looks as it did is not read a second time.
    """

    def __init__(self, site: Settings, mailing: Mailing) -> None:
        from briefing.mail.message.corrected import find_sources

        self._site = site
        self._stamps = dict.fromkeys(sorted(find_sources(mailing.articles)), (-1, -1))
        self._rows: dict[str, LedgerRow] = {}

    def find(self) -> tuple[LedgerRow, ...]:
        """Return them, by path. A file that has gone says nothing: a withdrawal stands in its file."""
        from briefing.folder import stamp_file

        for id_, known in self._stamps.items():
            if stamp_file(str(self._site.content), id_) != known:
                self._read(id_)
        return tuple(self._rows.values())

    def _read(self, id_: str) -> None:
        from briefing.folder import take_file
        from briefing.published import LedgerRow
        from briefing.reading import parse_front_matter

        file = take_file(str(self._site.content), id_, self._site.max_bytes)
        article = parse_front_matter(file.raw, id_, timezone=self._site.zone)
        self._stamps[id_] = file.size, file.mtime
        self._rows.pop(id_, None)
        if article.status == "withdrawn":
            self._rows[id_] = LedgerRow(id_, article.title, "withdrawn", article.status_reason)


def say_tally(mailing: str, tally: Tally) -> None:
    """Say what became of a mailing, as a sum that balances."""
    parts = [(tally.sent, "sent"), (tally.excluded, "excluded"), (tally.failed, "failed"), (tally.unknown, "unknown")]
    if tally.queued:
        parts.append((tally.queued, "queued"))
    total = " + ".join(f"{number:,} {state}" for number, state in parts)
    click.echo(f"{mailing}: {count(tally.recipients, 'recipient')} = {total}")


def find_list(site: Settings, listed: str) -> Path | None:
    """Where the list of recipients is: as the command says, else as the settings do. None: there is none."""
    return Path(listed).absolute() if listed else site.mail.recipients


def read_list(site: Settings, listed: str, outbox: Outbox, quiet: bool) -> tuple[tuple[Recipient, ...], int]:
    """All recipients, those of the list, then those who subscribed; and how many problems were told."""
    from briefing.mail.editions import known_ids
    from briefing.mail.mailing import unite_readers
    from briefing.mail.places import check_place
    from briefing.mail.readers.recipients import Listed, open_to_all, read_recipients, unknown_follows

    path = find_list(site, listed)
    found, opened = Listed(()), None
    if path:
        check_place(path, site.content, site.output)
        found, opened = read_recipients(path), open_to_all(path)
    recipients = unite_readers(found.recipients, outbox.subscribers())
    follows = unknown_follows(recipients, *known_ids(site.output)) if any(not r.follows_all for r in recipients) else ()
    for problem in (*([opened] if opened else ()), *found.problems, *(() if quiet else found.folded), *follows):
        click.secho(f"{problem.place}: {problem.what} {problem.remedy}", fg="yellow", err=True)
    if found.refused:
        click.secho(
            f"{count(found.refused, 'row')} of {count(found.rows, 'row')} cannot be used until mended: "
            "nothing is sent to them.",
            fg="red",
            err=True,
        )
    return recipients, len(found.problems) + len(follows)
