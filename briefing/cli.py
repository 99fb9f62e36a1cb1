"""The `briefing` command: what an editor, a CI job and a curious reader type."""

from __future__ import annotations

import io
import logging
import os
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from briefing import __version__
from briefing.errors import BriefingError, SettingError

SETTINGS_FILE = "pelicanconf.py"


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line says before anything is read."""

    content: str
    output: str
    settings: str
    day: str = ""
    strict: bool = False
    quiet: bool = False


class _Commands(click.Group):
    """Turns expected errors into one line and an exit status, in one place."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            with _told():
                return super().invoke(ctx)
        except BriefingError as error:
            click.secho(f"briefing: {error}", fg="red", err=True)
            ctx.exit(error.exitcode)
        except KeyboardInterrupt:
            click.echo("briefing: interrupted; what was done is kept, run the command again to go on.", err=True)
            ctx.exit(130)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="briefing")
def main() -> None:
    """A daily news briefing that can be checked: from a folder of articles to a site whose every sentence is verbatim.

    Each command reads pelicanconf.py in the current folder unless --settings names another file.
    """
    for stream in (sys.stdout, sys.stderr):  # where the terminal lacks a letter, the message matters more
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


_common = [
    click.option("--content", metavar="DIR", default="", help="The folder of articles. [default: PATH, else content]"),
    click.option(
        "--output", metavar="DIR", default="", help="Where the site goes. [default: OUTPUT_PATH, else output]"
    ),
    click.option("--settings", metavar="FILE", default="", help=f"The settings file. [default: {SETTINGS_FILE}]"),
    click.option("--quiet", "-q", is_flag=True, help="Say nothing but problems."),
]


def common_options(command: Any) -> Any:
    """Add the options that all commands share."""
    for option in reversed(_common):
        command = option(command)
    return command


def read_pelican_settings(options: Options) -> dict[str, Any]:
    """Pelican's settings with what the command line says put over them."""
    from pelican.settings import read_settings  # noqa: PLC0415 - 0.3 s that `--help` need not pay

    path: str | None = options.settings or SETTINGS_FILE
    if path and not Path(path).is_file():
        if options.settings:
            raise SettingError(f"The settings file {path} does not exist.", remedy="Name another with --settings.")
        path = None
    override: dict[str, Any] = {
        key: str(Path(value).absolute())
        for key, value in (("PATH", options.content), ("OUTPUT_PATH", options.output))
        if value
    }
    if options.day:
        override["BRIEFING_DAY"] = options.day
    if options.strict:
        override["BRIEFING_STRICT"] = True
    logging.getLogger("pelican.settings").addFilter(_matters)
    try:
        settings = dict(read_settings(path, override))
    except Exception as error:
        raise _wrong_settings(error, path or "") from error
    if settings["PATH"] == os.curdir:  # Pelican's default, which would make articles of the README and the output
        settings["PATH"] = str(Path(path or SETTINGS_FILE).absolute().parent / "content")
    named = [getattr(plugin, "__name__", plugin) for plugin in settings.get("PLUGINS") or ()]
    settings["PLUGINS"] = [*(settings.get("PLUGINS") or ()), *([] if "briefing" in named else ["briefing"])]
    return settings


# Pelican's warnings that mean nothing here: the feeds are Briefing's, and UTC is its documented default.
_NEEDLESS = ("Feeds generated without SITEURL", "No timezone information specified")


def _matters(record: logging.LogRecord) -> bool:
    return not str(record.msg).startswith(_NEEDLESS)


def _wrong_settings(error: Exception, path: str) -> SettingError:
    """What failed in the settings file, with its line; or what Pelican has against what it says."""
    file = str(Path(path).absolute())
    if isinstance(error, SyntaxError):
        lines, said = [error.lineno or 0] if error.filename == file else [], error.msg
    else:
        frames = traceback.extract_tb(error.__traceback__)
        lines, said = (
            [frame.lineno or 0 for frame in frames if frame.filename == file],
            f"{type(error).__name__}: {error}",
        )
    if lines:
        what = f"The settings cannot be read: {said.rstrip('.')}."
        return SettingError(what, remedy="Mend that line.", path=path, line=lines[-1])
    for words, what, remedy in _OBJECTIONS:
        if words in str(error):
            return SettingError(what, remedy=remedy, path=path)
    return SettingError(f"The settings cannot be used: {str(error).rstrip('.')}.", path=path)


_OBJECTIONS = (  # Pelican's words, what they mean here, and the remedy
    (
        "specify a path containing the content",
        "The content folder does not exist.",
        "Make it, or say where it is with --content or PATH.",
    ),
    (
        "Could not find the theme",
        "The theme that THEME names does not exist.",
        "Name a theme's folder, or leave THEME out for Briefing's own.",
    ),
)


@contextmanager
def shown_progress(quiet: bool) -> Iterator[Any]:
    """A progress callback that draws bars on a terminal and is silent elsewhere."""
    from rich.console import Console  # noqa: PLC0415 - as above
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield lambda *_: None
        return
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with Progress(*columns, console=console, transient=True) as bars:
        tasks: dict[str, Any] = {}

        def show(step: str, done: int, of: int) -> None:
            if step not in tasks:
                tasks[step] = bars.add_task(step, total=of)
            bars.update(tasks[step], completed=done, total=of)

        yield show


class _Saying(logging.Handler):
    """Says what Pelican and its plugins log in one line each, however narrow the terminal, as our own messages."""

    def emit(self, record: logging.LogRecord) -> None:
        click.secho(f"{record.levelname.lower()}: {self.format(record)}", fg="yellow", err=True)


def run_pelican(settings: dict[str, Any], quiet: bool) -> Any:
    """One build through Pelican; return the report of Briefing's generator, None in the pelican mode.

    Raises BriefingError, for a template that cannot be rendered as well.
    """
    from pelican import Pelican, log  # noqa: PLC0415 - as above

    from briefing.settings import check_settings  # noqa: PLC0415 - as above

    log.init(logging.ERROR if quiet else logging.WARNING, handler=_Saying())
    hush = quiet or check_settings(settings).render == "archive"
    with shown_progress(quiet) as progress:
        settings["_BRIEFING_PROGRESS"] = progress
        pelican = Pelican(settings)
        with _told(), _hushed() if hush else nullcontext():
            pelican.run()
    return pelican.settings.get("_BRIEFING_REPORT")


@contextmanager
def _told() -> Iterator[None]:
    """Turn errors of libraries that the user can mend into a BriefingError; libraries are known by name alone here."""
    try:
        yield
    except Exception as error:
        library = type(error).__module__.partition(".")[0]
        if library == "sqlite3":
            what = f"The archive cannot be used: {error}."
            remedy = (
                "Free space if the disk is full; else delete .briefing/ and run this again: nothing is lost with it."
            )
            raise BriefingError(what, remedy=remedy) from error
        path, line = _find_template(error, library)
        if library == "jinja2" or path:
            what = f"The template cannot be rendered: {str(error).rstrip('.')}."
            raise BriefingError(what, remedy="Mend the theme.", path=path, line=line) from error
        raise


def _find_template(error: Exception, library: str) -> tuple[str, int]:
    """The template and the line at which an error came up; "" for one that came up in no template."""
    if library == "jinja2" and getattr(error, "filename", None):
        return str(getattr(error, "filename", "")), int(getattr(error, "lineno", 0) or 0)
    frames = traceback.extract_tb(error.__traceback__)
    while frames and Path(frames[-1].filename).parent.name in {"jinja2", "markupsafe"}:  # a filter, asked for
        frames.pop()
    if not frames or frames[-1].filename.endswith(".py"):
        return "", 0
    return frames[-1].filename, frames[-1].lineno or 0


@contextmanager
def _hushed() -> Iterator[None]:
    """Pelican prints that it processed no articles; in the archive mode that is what it was asked to do."""
    import pelican  # noqa: PLC0415 - as above

    console = getattr(pelican, "console", None)
    if console is None:
        yield
        return
    before, console.quiet = console.quiet, True
    try:
        yield
    finally:
        console.quiet = before


@main.command()
@common_options
@click.option("--day", metavar="DAY", default="", help="The build day, as 2025-03-14; later articles are held back.")
@click.option("--strict", is_flag=True, help="Exit with status 1 if there is anything to complain of.")
def build(content: str, output: str, settings: str, quiet: bool, day: str, strict: bool) -> None:
    """Build the site: read what changed, write the pages that differ."""
    from briefing.plugin import refuse_notes  # noqa: PLC0415 - as above

    options = Options(content, output, settings, day, strict, quiet)
    pelican_settings = read_pelican_settings(options)
    report = run_pelican(pelican_settings, quiet)
    if report is None:
        return
    _say_built(report, quiet)
    if not quiet:
        _say_behind(pelican_settings)
        click.echo(f"Open {Path(pelican_settings['OUTPUT_PATH']) / 'index.html'}")
    if pelican_settings.get("BRIEFING_STRICT"):
        refuse_notes(report.notes)


def _say_built(report: Any, quiet: bool) -> None:
    from briefing.plugin import format_note  # noqa: PLC0415 - as above

    for note in report.notes:
        click.secho(format_note(note), fg="red" if note.severity == "failed" else "yellow", err=True)
    if not quiet:
        click.echo(
            f"{_count(report.articles, 'article')} in {_count(report.files, 'file')}, {report.read} read anew; "
            f"{_count(report.pages, 'page')}, {report.written} written, {report.removed} removed."
        )


def _say_behind(pelican_settings: dict[str, Any]) -> None:
    """Tell that the search still holds the words of the site before."""
    from briefing.searching import is_behind  # noqa: PLC0415 - as above
    from briefing.settings import check_settings  # noqa: PLC0415 - as above

    if is_behind(check_settings(pelican_settings)):
        what = (
            "The search index is older than the site: what was withdrawn since can still be found. Run briefing search."
        )
        click.secho(what, fg="yellow", err=True)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


@main.command()
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
    from briefing import adding  # noqa: PLC0415 - as above
    from briefing.settings import check_settings  # noqa: PLC0415 - as above

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


@main.command()
@common_options
@click.option("--strict", is_flag=True, help="Exit with status 1 if there is anything to complain of.")
def check(content: str, output: str, settings: str, quiet: bool, strict: bool) -> None:
    """Look for problems in articles, registries, overrides and links; build nothing."""
    from briefing.checking import check_all  # noqa: PLC0415 - as above
    from briefing.plugin import format_note  # noqa: PLC0415 - as above
    from briefing.settings import check_settings  # noqa: PLC0415 - as above

    checked = check_settings(read_pelican_settings(Options(content, output, settings, strict=strict)))
    with shown_progress(quiet) as progress:
        notes, said = check_all(checked, progress)
    for note in notes:
        click.secho(format_note(note), fg="red" if note.severity == "failed" else "yellow")
    if not quiet:
        for line in said:
            click.echo(line)
        click.echo(f"{_count(len(notes), 'problem')} found." if notes else "No problem found.")
    if notes and (strict or checked.strict):
        raise click.exceptions.Exit(1)


@main.command()
@click.argument("target", metavar="ARTICLE|EVENT|ACTOR")
@common_options
@click.option("--json", "as_json", is_flag=True, help="Print everything that was found as one JSON object.")
def explain(target: str, content: str, output: str, settings: str, quiet: bool, as_json: bool) -> None:
    """Say why: why this sentence, why in this event, why this speaker.

    TARGET is an article (its path below the content folder, or any file), or the id of an event, story or actor.
    """
    from briefing.settings import check_settings  # noqa: PLC0415 - as above
    from briefing.telling import tell  # noqa: PLC0415 - as above

    checked = check_settings(read_pelican_settings(Options(content, output, settings)))
    with shown_progress(quiet or as_json) as progress:
        told = tell(target, checked, progress, as_json=as_json)
    click.echo(told.encode() if as_json else told, nl=False)  # JSON is UTF-8 wherever it goes


@main.command()
@common_options
def search(content: str, output: str, settings: str, quiet: bool) -> None:
    """Make the search index of the site that was built, with Pagefind; nothing is done where it is up to date."""
    from briefing.searching import make_search  # noqa: PLC0415 - as above
    from briefing.settings import check_settings  # noqa: PLC0415 - as above

    done = make_search(check_settings(read_pelican_settings(Options(content, output, settings))))
    if not quiet:
        _say_indexed(done)


def _say_indexed(done: Any) -> None:
    size = f"{_count(done.files, 'file')}, {done.bytes / 1_000_000:.1f} MB"
    if done.anew:
        click.echo(f"The search index has {done.entries:,} entries; {size}.")
    else:
        click.echo(f"The search index is up to date; {size}.")


@main.command()
@common_options
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="0: any free one.")
@click.option("--day", metavar="DAY", default="", help="The build day, as 2025-03-14.")
def serve(content: str, output: str, settings: str, quiet: bool, port: int, day: str) -> None:
    """Build, show the site on this machine, and build again whenever a file changes."""
    from briefing.searching import NotInstalledError, make_search  # noqa: PLC0415 - as above
    from briefing.serving import serve_site  # noqa: PLC0415 - as above
    from briefing.settings import check_settings  # noqa: PLC0415 - as above

    options = Options(content, output, settings, day, quiet=quiet)

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


if __name__ == "__main__":
    main()
