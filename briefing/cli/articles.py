"""The commands about articles: add, check, explain."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from briefing.cli.frame import common_options, count, shown_progress
from briefing.errors import BriefingError
from briefing.settings_file import Options, read_pelican_settings


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
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
    """Clean articles (txt, html, md; - for standard input) and put them into the content folder as Markdown."""
    from briefing import adding
    from briefing.settings import check_settings

    checked = check_settings(read_pelican_settings(Options(content, output, settings)))
    problems = 0
    for name in files:
        try:
            raw = sys.stdin.buffer.read() if name == "-" else adding.read_raw(Path(name))
            cleaned = adding.clean(raw, name, title=title, date=date, source=source, url=url, lang=lang)
            path = adding.write(cleaned, checked.content, checked.content.parent / "originals", checked.day)
        except BriefingError as error:
            problems += 1
            click.secho(f"briefing: {error}", fg="red", err=True)
            continue
        for note in cleaned.notes:
            click.secho(f"{name}: {note}", fg="yellow", err=True)
        if not quiet:
            click.echo(f"{name} → {path}")
    if problems:
        raise click.exceptions.Exit(1)


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
