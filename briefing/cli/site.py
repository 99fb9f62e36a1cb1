"""The commands that make the site and show it: build, search, serve."""

from __future__ import annotations

import os
from collections.abc import Callable
from time import perf_counter
from typing import TYPE_CHECKING, Any

import click

from briefing.cli.frame import common_options, count
from briefing.settings_file import SETTINGS_FILE, Options, read_pelican_settings, settle_settings
from briefing.unchanged import Account, Question, ask

if TYPE_CHECKING:
    from briefing.searching import Indexed
    from briefing.settings import Settings


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
    make_site(Options(content, output, settings, day, strict, scheduler), quiet, indexed)


def make_site(options: Options, quiet: bool, indexed: bool) -> None:
    """What `briefing build` does. Raises BriefingError."""
    question = ask(options)
    answer = question.answer() if question else None
    # None of what is not said is known: the index may have been made since, by briefing search.
    if question and answer and (answer.indexed if indexed else quiet or answer.behind is not None):
        _say_unchanged(answer, quiet, indexed, question.strict)
    else:
        _build(options, question, quiet, indexed)


def _say_unchanged(account: Account, quiet: bool, indexed: bool, strict: bool) -> None:
    """Say what a build would say that has nothing to do."""
    from briefing.noting import refuse_notes

    if account.logged:
        from briefing.cli.running import say_logged

        for line, level in account.logged:
            say_logged(line, level, quiet)
    _say_notes(account.notes)
    if not quiet:
        _say_counts(account.articles, account.files, account.pages)
        if indexed:
            click.echo(account.indexed)
        elif account.behind:
            _say_behind()
        _say_where(account.front)
    if strict:
        refuse_notes(len(account.notes))


def _build(options: Options, question: Question | None, quiet: bool, indexed: bool) -> None:
    from briefing.cli.running import heard, loading, run_alone, run_pelican

    with loading():
        from briefing.noting import format_note, refuse_notes
        from briefing.settings import check_settings
        from briefing.turns import one_build

    with heard(quiet) as logged:
        # Pelican takes a fifth of a second to load, so it is asked only where it would have anything to do.
        given = settle_settings(question.values, options) if question else None
        alone = given is not None and check_settings(given).render == "archive"
        pelican_settings = given if given and alone else read_pelican_settings(options)
        checked = check_settings(pelican_settings)
        handover = None
        with one_build(checked.archive, checked.output):
            if question:
                handover = question.look(checked)
            report = run_alone(checked, quiet, handover) if alone else run_pelican(pelican_settings, quiet)
            if report is None:
                return
            _say_report(report, quiet)
            done = _index(pelican_settings, quiet) if indexed else None
            if report.withdrawn and not indexed and _is_doubtful(checked, report.withdrawn):
                done = _index_again(pelican_settings, checked, quiet)
            behind = None
            if not quiet:
                behind = not done and _is_behind(checked)
                if behind:
                    _say_behind()
            front = os.path.join(pelican_settings["OUTPUT_PATH"], "index.html")
            if not quiet:
                _say_where(front)
            idle = not (report.read or report.written or report.removed)
            # What was logged by a build that did something, the next one may not say again.
            # What could not be read for the moment may be there again, looking as it did before.
            if question and report.files and (idle or not logged) and not report.unread:
                account = Account(
                    report.articles,
                    report.files,
                    report.pages,
                    [(format_note(note), note.severity) for note in report.notes],
                    logged,
                    front,
                    behind,
                    _word_index(done, anew=False) if done else "",
                    bool(report.withdrawn),
                )
                question.keep(account, () if alone else pelican_settings["_BRIEFING_COPIED"], report.moved)
    if checked.strict:
        refuse_notes(len(report.notes))


def _say_report(report: Any, quiet: bool) -> None:
    from briefing.noting import format_note

    _say_notes([(format_note(note), note.severity) for note in report.notes])
    if not quiet:
        _say_counts(report.articles, report.files, report.pages, report.read, report.written, report.removed)


def _say_notes(notes: list[tuple[str, str]]) -> None:
    for line, severity in notes:
        click.secho(line, fg="red" if severity == "failed" else "yellow", err=True)


def _say_counts(articles: int, files: int, pages: int, read: int = 0, written: int = 0, removed: int = 0) -> None:
    click.echo(
        f"{count(articles, 'article')} in {count(files, 'file')}, {read:,} read anew; "
        f"{count(pages, 'page')}, {written:,} written, {removed:,} removed."
    )


def _is_doubtful(settings: Settings, withdrawn: str) -> bool:
    from briefing.searching import is_doubtful

    return is_doubtful(settings, withdrawn)


def _is_behind(settings: Settings) -> bool:
    from briefing.searching import is_behind

    return is_behind(settings)


def _say_behind() -> None:
    """Tell that the search still holds the words of the site before."""
    what = "The search index is older than the site: what was taken out since can still be found. Run briefing search."
    click.secho(what, fg="yellow", err=True)


def _say_where(front: str) -> None:
    click.echo(f"Open {front}")


@click.command()
@common_options
def search(content: str, output: str, settings: str, quiet: bool) -> None:
    """Make the search index of the site that was built, with Pagefind; nothing is done where it is up to date."""
    _index(read_pelican_settings(Options(content, output, settings)), quiet)


def _index(pelican_settings: dict[str, Any], quiet: bool) -> Indexed:
    from briefing.searching import make_search
    from briefing.settings import check_settings

    begun = perf_counter()
    done = make_search(check_settings(pelican_settings))
    if not quiet:
        click.echo(_word_index(done, anew=done.anew, seconds=perf_counter() - begun))
    return done


def _index_again(pelican_settings: dict[str, Any], checked: Settings, quiet: bool) -> Indexed | None:
    """Nobody asked for it, but the index may hold words of what is withdrawn."""
    from briefing.searching import NotInstalledError, remove_search

    try:
        return _index(pelican_settings, quiet)
    except NotInstalledError:
        remove_search(checked)
        what = "The search index held what is withdrawn and was removed: to make it anew, Pagefind has to be installed."
        click.secho(what, fg="yellow", err=True)
        return None


def _word_index(done: Indexed, *, anew: bool, seconds: float = 0.0) -> str:
    size = f"{count(done.files, 'file')}, {done.bytes / 1_000_000:.1f} MB"
    return (
        f"The search index has {done.entries:,} entries; {size}, in {seconds:.1f} s."
        if anew
        else f"The search index is up to date; {size}."
    )


@click.command()
@common_options
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="0: any free one.")
@click.option("--day", metavar="DAY", default="", help="The build day, as 2025-03-14.")
def serve(content: str, output: str, settings: str, quiet: bool, port: int, day: str) -> None:
    """Build, show the site on this machine, and build again whenever a file changes."""
    from briefing.cli.running import heard, run_pelican
    from briefing.searching import NotInstalledError, make_search
    from briefing.serving import serve_site
    from briefing.settings import check_settings

    options = Options(content, output, settings, day)

    def build_once(current: dict[str, Any]) -> None:
        with heard(quiet):
            report = run_pelican(current, quiet)
        if report is not None:
            _say_report(report, quiet)

    def index_once(current: dict[str, Any], ended: Callable[[], bool]) -> None:
        checked = check_settings(current)
        if checked.render != "archive":
            return  # the site's own search, if it has one, is its own affair
        begun = perf_counter()
        try:
            done = make_search(checked, ended)
        except NotInstalledError:
            return  # said once, by the page itself, to whoever searches
        if done.anew and not quiet:
            click.echo(_word_index(done, anew=True, seconds=perf_counter() - begun))

    serve_site(
        lambda: read_pelican_settings(options),
        port,
        build_once,
        click.echo,
        settings_file=settings or SETTINGS_FILE,
        index=index_once,
    )
