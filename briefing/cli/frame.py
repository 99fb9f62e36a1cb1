"""What do all commands share? Options, progress, and how an error is told."""

from __future__ import annotations

import errno
import os
import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from briefing.errors import BriefingError, MachineError, find_remedy
from briefing.settings_file import SETTINGS_FILE

if TYPE_CHECKING:  # --help should not wait for it
    from briefing.building import Progress


class Commands(click.Group):
    """Turns expected errors into one line and an exit status, in one place; imports a command when it is asked for."""

    def __init__(self, *arguments: Any, places: Mapping[str, tuple[str, ...]], **named: Any) -> None:
        """`places`: for each command the module of `briefing.cli` in which it stands, then those that add to it."""
        super().__init__(*arguments, **named)
        self.places = places

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click asks with it
        return sorted(self.places)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in self.places and cmd_name not in self.commands:
            modules = [import_module(f"briefing.cli.{name}") for name in self.places[cmd_name]]
            self.add_command(getattr(modules[0], cmd_name))
        return super().get_command(ctx, cmd_name)

    def invoke(self, ctx: click.Context) -> Any:
        with _listening() as heard:
            try:
                with told():
                    return super().invoke(ctx)
            except BriefingError as error:
                from briefing.unseen import spell_out_unseen

                click.secho(spell_out_unseen(f"briefing: {error}"), fg="red", err=True)
                ctx.exit(error.exitcode)
            except KeyboardInterrupt:
                click.echo("briefing: interrupted; what was done is kept, run the command again to go on.", err=True)
                ctx.exit(128 + heard[0] if heard else 130)  # as shells say it


@contextmanager
def _listening() -> Iterator[list[int]]:
    """Have the signals by which systems end a program end it as Ctrl-C does; those that came are in the list."""
    heard: list[int] = []

    def hear(number: int, _: object) -> None:
        heard.append(number)
        raise KeyboardInterrupt

    before = {}
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)  # Windows has no SIGHUP
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:  # another: nohup, or a program around us
            with suppress(ValueError):  # in a thread, where no signal arrives
                before[number] = signal.signal(number, hear)
    try:
        yield heard
    finally:
        for number, was in before.items():
            signal.signal(number, was)


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


@contextmanager
def shown_progress(quiet: bool) -> Iterator[Progress]:
    """A progress callback that draws bars on a terminal and is silent elsewhere."""
    if quiet or sys.stderr is None or not sys.stderr.isatty():  # None: it was closed before we began
        yield lambda *_: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    console = Console(stderr=True)
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
            remedy = find_remedy(error, "Delete .briefing/ and run this again: nothing is lost with it.")
            raise BriefingError(what, remedy=remedy) from error
        path, line = _find_template(error, library)
        if library == "jinja2" or path:
            what = f"The template cannot be rendered: {str(error).rstrip('.')}."
            raise BriefingError(what, remedy="Mend the theme.", path=path, line=line) from error
        if refused := _find_shortage(error):
            raise refused from error
        raise


def _find_shortage(error: Exception) -> MachineError | None:
    """What the system refused, as something to be told; None: it is another kind of error."""
    if isinstance(error, OSError):
        # Who reads no more of what is said need not be told why; what has no number is a library's own affair.
        if error.errno in {None, errno.EPIPE}:
            return None
        return MachineError(f"{error.strerror}.", remedy=find_remedy(error), path=str(error.filename or ""))
    said = str(error)
    if isinstance(error, MemoryError) or "start new thread" in said or "failed to map segment" in said:
        return MachineError("There is not enough memory.", remedy=find_remedy(OSError(errno.ENOMEM, "")))
    return None


def _find_template(error: Exception, library: str) -> tuple[str, int]:
    """The template and the line at which an error came up; "" for one that came up in no template."""
    import traceback

    if library == "jinja2" and getattr(error, "filename", None):
        return str(getattr(error, "filename", "")), int(getattr(error, "lineno", 0) or 0)
    frames = traceback.extract_tb(error.__traceback__)
    while frames and _is_called_by_templates(frames[-1].filename):
        frames.pop()
    if not frames or frames[-1].filename.endswith(".py"):
        return "", 0
    return frames[-1].filename, frames[-1].lineno or 0


def _is_called_by_templates(file: str) -> bool:
    *_, folder, name = ("", *file.split(os.sep))
    return folder in {"jinja2", "markupsafe"} or (folder == "briefing" and name in {"compiling.py", "templating.py"})


def count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
