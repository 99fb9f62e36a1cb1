"""How does a command run a build, through Pelican where it has to, and what is heard of it?"""

from __future__ import annotations

import gc
import logging
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Any

import click

from briefing.cli.frame import shown_progress, told
from briefing.noting import LASTING

if TYPE_CHECKING:
    from briefing.building import Report
    from briefing.settings import Settings
    from briefing.stamps import Handover


# The level of what is logged as a warning with `extra=LASTING`: it is meant so, and said in each build.
_REMARK = logging.WARNING - 1
# Allocations after which the collector looks at what is new, instead of Python's 700. Values that hold no circles
# (`model`) are nothing to it; what it finds in a build is a few thousand objects.
_COLLECTED_AFTER = 50_000


@contextmanager
def loading() -> Iterator[None]:
    """Load modules in this block: the collector does not look through them, then or later, as none of them is garbage.

    It took 80 to 150 ms of the second in which a build changes one article.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.set_threshold(_COLLECTED_AFTER)
        gc.enable()


class _Saying(logging.Handler):
    """Says what Pelican and its plugins log in one line each, however narrow the terminal, as our own messages."""

    def __init__(self, quiet: bool) -> None:
        super().__init__()
        self._quiet = quiet
        self.logged: list[tuple[str, int]] = []

    def emit(self, record: logging.LogRecord) -> None:
        level = _REMARK if vars(record).keys() >= LASTING.keys() else record.levelno
        self.logged.append((f"{record.levelname.lower()}: {self.format(record)}", level))
        say_logged(*self.logged[-1], self._quiet)


def say_logged(line: str, level: int, quiet: bool) -> None:
    """Say a line of the log if it is a warning or worse; if `quiet`, none that says the same in each build."""
    if level >= (logging.WARNING if quiet else _REMARK):
        click.secho(line, fg="yellow", err=True)


@contextmanager
def heard(quiet: bool) -> Iterator[list[tuple[str, int]]]:
    """Say what is logged while the block runs. What comes is the list of it, with levels, also of what is not said."""
    saying, root = _Saying(quiet), logging.getLogger()
    root.addHandler(saying)
    try:
        yield saying.logged
    finally:
        root.removeHandler(saying)


def run_alone(settings: Settings, quiet: bool, handover: Handover | None = None) -> Report:
    """One build without Pelican, where it would be handed nothing; `handover` is ours. Raises BriefingError."""
    with loading():
        from briefing.building import build

    try:
        with shown_progress(quiet) as progress, told():
            return build(settings, progress, handover)
    finally:
        gc.freeze()  # the process is about to end: to look for garbage once more takes 25 ms


def run_pelican(settings: dict[str, Any], quiet: bool) -> Any:
    """One build through Pelican; return the report of Briefing's generator, None in the pelican mode.

    Raises BriefingError, for a template that cannot be rendered as well.
    """
    from pelican import Pelican

    from briefing.plugin import end_turn
    from briefing.settings import check_settings

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
