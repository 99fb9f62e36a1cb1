"""The commands about articles: add, check, explain."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefing.cli.frame import common_options, count, shown_progress
from briefing.errors import BriefingError
from briefing.settings_file import Options, read_pelican_settings

if TYPE_CHECKING:
    from briefing.adding.model import Came
    from briefing.settings import Settings


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE|URL…")
@common_options
@click.option("--title", default="", help="The title, where the file does not say it.")
@click.option("--date", default="", help="When it was published, as 2025-03-14 or 2025-03-14 09:30.")
@click.option("--source", default="", help="The outlet.")
@click.option("--url", default="", help="The address of the original.")
@click.option("--lang", default="", help="The language, as en or fr; else it is told from the text.")
def add(
    files: tuple[str, ...], content: str, output: str, settings: str, quiet: bool,
    title: str, date: str, source: str, url: str, lang: str,
) -> None:  # fmt: skip
    """Clean articles and put them into the content folder as Markdown.

    FILE may be text, a web page, Markdown, an e-mail (.eml), a mailbox (mbox), NewsML-G2 or ninjs; - for standard
    input. A newsletter or a message of several items gives several articles.
    """
    from briefing.adding import read_articles, settle_zone, write
    from briefing.adding.values import one_line
    from briefing.settings import check_settings
    from briefing.twins import Shelf
    from briefing.unseen import spell_out_unseen

    checked = check_settings(read_pelican_settings(Options(content, output, settings)))
    now = datetime.now(UTC).isoformat(timespec="seconds")
    originals, shelf = checked.content.parent / "originals", Shelf(checked.content)
    problems = 0

    def say(error: BriefingError) -> None:
        nonlocal problems
        problems += 1
        click.secho(f"briefing: {spell_out_unseen(one_line(str(error)))}", fg="red", err=True)

    for name in files:
        try:
            for came in _open(name, checked, now):
                for found in read_articles(came, now=now, title=title, date=date, source=source, url=url, lang=lang):
                    if isinstance(found, BriefingError):
                        say(found)
                        continue
                    try:
                        path = write(settle_zone(found, checked.zone), checked.content, originals, checked.day, shelf)
                    except BriefingError as error:
                        say(error)
                        continue
                    for note in found.notes:
                        click.secho(spell_out_unseen(one_line(f"{found.name}: {note}")), fg="yellow", err=True)
                    if not quiet:
                        click.echo(f"{found.name} → {path}")
        except BriefingError as error:
            say(error)
    if problems:
        raise click.exceptions.Exit(1)


def _open(name: str, settings: Settings, now: str) -> Iterable[Came]:
    """What lies under a name: standard input, a web address, a file or the messages in it. Raises BriefingError."""
    from briefing.adding.model import Came
    from briefing.adding.opening import is_address, open_file, read_all

    if name == "-":
        return (Came(name, read_all(sys.stdin.buffer)),)
    if is_address(name):
        from briefing.adding.asking import ask_for
        from briefing.fetching.settings import require_contact

        contact = require_contact(settings.fetching)
        return (ask_for(name, contact=contact, allowed=settings.fetching.allowed, now=now),)
    return open_file(Path(name))


@click.command()
@common_options
@click.option("--strict", is_flag=True, help="Exit with status 1 if there is anything to complain of.")
@click.option(
    "--releases",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Look for what was withdrawn in all releases in DIR as well.",
)
def check(content: str, output: str, settings: str, quiet: bool, strict: bool, releases: Path | None) -> None:
    """Look for problems in articles, registries, overrides and links; build nothing."""
    from briefing.checking import check_all
    from briefing.noting import format_note
    from briefing.settings import check_settings

    checked = check_settings(read_pelican_settings(Options(content, output, settings, strict=strict)))
    with shown_progress(quiet) as progress:
        found = check_all(checked, progress, releases)
    for note in found.notes:
        click.secho(format_note(note), fg="red" if note.severity == "failed" else "yellow")
    if not quiet:
        for line in found.remarks:
            click.echo(line)
        click.echo(f"{count(len(found.notes), 'problem')} found." if found.notes else "No problem found.")
    if found.leaks or (found.notes and (strict or checked.strict)):
        raise click.exceptions.Exit(1)


@click.command()
@click.argument("target", metavar="ARTICLE|EVENT|ACTOR")
@common_options
@click.option("--json", "as_json", is_flag=True, help="Print everything that was found as one JSON object.")
def explain(target: str, content: str, output: str, settings: str, quiet: bool, as_json: bool) -> None:
    """Say why: why this sentence, why in this event, why this speaker.

    TARGET is an article (its path below the content folder, or any file), or the id of an event, story or actor.
    """
    from briefing.settings import check_settings
    from briefing.telling import tell

    checked = check_settings(read_pelican_settings(Options(content, output, settings)))
    with shown_progress(quiet or as_json) as progress:
        told = tell(target, checked, progress, as_json=as_json)
    click.echo(told.encode() if as_json else told, nl=False)  # JSON is UTF-8 wherever it goes
