"""The commands that make the site and show it: build, search, serve."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

import click

from briefing.cli.frame import common_options, count, shown_progress, told
from briefing.settings_file import SETTINGS_FILE, Options, read_pelican_settings


class _Saying(logging.Handler):
    """Says what Pelican and its plugins log in one line each, however narrow the terminal, as our own messages."""

    def emit(self, record: logging.LogRecord) -> None:
        click.secho(f"{record.levelname.lower()}: {self.format(record)}", fg="yellow", err=True)


def run_pelican(settings: dict[str, Any], quiet: bool) -> Any:
    """One build through Pelican; return the report of Briefing's generator, None in the pelican mode.

    Raises BriefingError, for a template that cannot be rendered as well.
    """
    from pelican import Pelican, log

    from briefing.plugin import end_turn
    from briefing.settings import check_settings

    log.init(logging.ERROR if quiet else logging.WARNING, handler=_Saying())
    hush = quiet or check_settings(settings).render == "archive"
    with shown_progress(quiet) as progress:
        settings["_BRIEFING_PROGRESS"] = progress
        pelican = Pelican(settings)
        try:
            with told(), _hushed() if hush else nullcontext():
                pelican.run()
        finally:
            end_turn(pelican)
    return pelican.settings.get("_BRIEFING_REPORT")


@contextmanager
def _hushed() -> Iterator[None]:
    """Pelican prints that it processed no articles; in the archive mode that is what it was asked to do."""
    import pelican

    console = getattr(pelican, "console", None)
    if console is None:
        yield
        return
    before, console.quiet = console.quiet, True
    try:
        yield
    finally:
        console.quiet = before


@click.command()
@common_options
@click.option("--day", metavar="DAY", default="", help="The build day, as 2025-03-14; later articles are held back.")
@click.option("--strict", is_flag=True, help="Exit with status 1 if there is anything to complain of.")
@click.option("--search", "indexed", is_flag=True, help="Make the search index as well, as briefing search does.")
@click.option("--scheduler", metavar="ADDRESS", default="", help="Read on a Dask cluster, as tcp://HOST:PORT.")
def build(
    content: str, output: str, settings: str, quiet: bool, day: str, strict: bool, indexed: bool, scheduler: str
) -> None:
    """Build the site: read what changed, write the pages that differ."""
    from briefing.plugin import refuse_notes
    from briefing.settings import check_settings
    from briefing.turns import one_build

    options = Options(content, output, settings, day, strict, scheduler)
    pelican_settings = read_pelican_settings(options)
    with one_build(check_settings(pelican_settings).archive):
        report = _build(pelican_settings, quiet, indexed)
    if report is not None and pelican_settings.get("BRIEFING_STRICT"):
        refuse_notes(report.notes)


def _build(pelican_settings: dict[str, Any], quiet: bool, indexed: bool) -> Any:
    report = run_pelican(pelican_settings, quiet)
    if report is None:
        return None
    _say_built(report, quiet)
    if indexed:
        _index(pelican_settings, quiet)
    elif not quiet:
        _say_behind(pelican_settings)
    if not quiet:
        click.echo(f"Open {Path(pelican_settings['OUTPUT_PATH']) / 'index.html'}")
    return report


def _say_built(report: Any, quiet: bool) -> None:
    from briefing.plugin import format_note

    for note in report.notes:
        click.secho(format_note(note), fg="red" if note.severity == "failed" else "yellow", err=True)
    if not quiet:
        click.echo(
            f"{count(report.articles, 'article')} in {count(report.files, 'file')}, {report.read} read anew; "
            f"{count(report.pages, 'page')}, {report.written} written, {report.removed} removed."
        )


def _say_behind(pelican_settings: dict[str, Any]) -> None:
    """Tell that the search still holds the words of the site before."""
    from briefing.searching import is_behind
    from briefing.settings import check_settings

    if is_behind(check_settings(pelican_settings)):
        what = (
            "The search index is older than the site: what was withdrawn since can still be found. Run briefing search."
        )
        click.secho(what, fg="yellow", err=True)


@click.command()
@common_options
def search(content: str, output: str, settings: str, quiet: bool) -> None:
    """Make the search index of the site that was built, with Pagefind; nothing is done where it is up to date."""
    _index(read_pelican_settings(Options(content, output, settings)), quiet)


def _index(pelican_settings: dict[str, Any], quiet: bool) -> None:
    from briefing.searching import make_search
    from briefing.settings import check_settings

    done = make_search(check_settings(pelican_settings))
    if not quiet:
        _say_indexed(done)


def _say_indexed(done: Any) -> None:
    size = f"{count(done.files, 'file')}, {done.bytes / 1_000_000:.1f} MB"
    if done.anew:
        click.echo(f"The search index has {done.entries:,} entries; {size}.")
    else:
        click.echo(f"The search index is up to date; {size}.")


@click.command()
@common_options
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="0: any free one.")
@click.option("--day", metavar="DAY", default="", help="The build day, as 2025-03-14.")
def serve(content: str, output: str, settings: str, quiet: bool, port: int, day: str) -> None:
    """Build, show the site on this machine, and build again whenever a file changes."""
    from briefing.searching import NotInstalledError, make_search
    from briefing.serving import serve_site
    from briefing.settings import check_settings

    options = Options(content, output, settings, day)

    def build_once(current: dict[str, Any]) -> None:
        report = run_pelican(current, quiet)
        if report is not None:
            _say_built(report, quiet)

    def index_once(current: dict[str, Any], ended: Callable[[], bool]) -> None:
        checked = check_settings(current)
        if checked.render != "archive":
            return  # the site's own search, if it has one, is its own affair
        try:
            done = make_search(checked, ended)
        except NotInstalledError:
            return  # said once, by the page itself, to whoever searches
        if done.anew and not quiet:
            _say_indexed(done)

    serve_site(
        lambda: read_pelican_settings(options),
        port,
        build_once,
        click.echo,
        settings_file=settings or SETTINGS_FILE,
        index=index_once,
    )
