"""What do all commands share? Options, the settings file, progress, and how an error is told."""

from __future__ import annotations

import logging
import os
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from briefing.errors import BriefingError, SettingError

if TYPE_CHECKING:  # --help should not wait for it
    from briefing.building import Progress

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


class Commands(click.Group):
    """Turns expected errors into one line and an exit status, in one place."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            with told():
                return super().invoke(ctx)
        except BriefingError as error:
            click.secho(f"briefing: {error}", fg="red", err=True)
            ctx.exit(error.exitcode)
        except KeyboardInterrupt:
            click.echo("briefing: interrupted; what was done is kept, run the command again to go on.", err=True)
            ctx.exit(130)


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
    from pelican.settings import read_settings

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
def shown_progress(quiet: bool) -> Iterator[Progress]:
    """A progress callback that draws bars on a terminal and is silent elsewhere."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield lambda *_: None
        return
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with Bars(*columns, console=console, transient=True) as bars:
        tasks: dict[str, Any] = {}

        def show(step: str, done: int, of: int) -> None:
            if step not in tasks:
                tasks[step] = bars.add_task(step, total=of)
            bars.update(tasks[step], completed=done, total=of)

        yield show


@contextmanager
def told() -> Iterator[None]:
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


def count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
