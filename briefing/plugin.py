"""Pelican in, pages out: the generator that Pelican runs, and what it is told through Pelican's official doors.

In the archive mode Pelican's own article flow is handed nothing and this generator makes the site. In the pelican mode
the flow and the theme stay as they are; `companion` adds summaries and pages to it.
"""

from __future__ import annotations

import logging
from contextlib import ExitStack
from functools import partial
from typing import Any

from pelican import signals
from pelican.generators import Generator

from briefing.building import build
from briefing.companion import Companion
from briefing.model import Note
from briefing.noting import format_note, refuse_notes
from briefing.settings import Settings, check_settings
from briefing.turns import one_build

log = logging.getLogger(__name__)

# What Pelican would make by itself; in the archive mode all of it is ours.
_NOTHING: dict[str, Any] = {
    "ARTICLE_PATHS": [],
    "PAGE_PATHS": [],
    "DIRECT_TEMPLATES": [],
    "THEME_STATIC_PATHS": [],
    "CACHE_CONTENT": False,
    "LOAD_CONTENT_CACHE": False,
    **dict.fromkeys(
        [
            f"{feed}_{kind}"
            for feed in ("FEED", "FEED_ALL", "CATEGORY_FEED", "AUTHOR_FEED", "TAG_FEED", "TRANSLATION_FEED")
            for kind in ("ATOM", "RSS")
        ]
    ),
}


def connect() -> None:
    """Register with Pelican. Its signals hold receivers weakly, so these are functions of the module."""
    signals.initialized.connect(_prepare)
    signals.get_generators.connect(_offer_generator)
    signals.static_generator_finalized.connect(_note_copied)
    signals.finalized.connect(end_turn)


def _prepare(pelican: Any) -> None:
    # Checked once, since this reads the build day: a build that runs past midnight is still one of its first day.
    settings = pelican.settings["_BRIEFING_SETTINGS"] = check_settings(pelican.settings)
    if settings.render == "archive":
        pelican.settings.update(_NOTHING)
        pelican.settings["THEME"] = pelican.theme = str(settings.theme)
    else:
        pelican.briefing_companion = Companion(settings, partial(_report, strict=settings.strict))
        pelican.briefing_companion.connect()


def _offer_generator(pelican: Any) -> Any:
    # Asked as a run begins, before Pelican may empty the output folder, in which another build may be writing.
    end_turn(pelican)
    settings: Settings = pelican.settings["_BRIEFING_SETTINGS"]
    pelican.briefing_turn = ExitStack()
    pelican.briefing_turn.enter_context(one_build(settings.archive, settings.output))
    return BriefingGenerator if settings.render == "archive" else None


def _note_copied(generator: Any) -> None:
    # Pelican copies these into the output in each build, whatever is rendered.
    generator.settings["_BRIEFING_COPIED"] = [file.save_as for file in generator.staticfiles]


def end_turn(pelican: Any) -> None:
    """Let others build. Pelican does not tell of a run that failed, so whoever stays after one says so."""
    turn: ExitStack | None = getattr(pelican, "briefing_turn", None)
    if turn is not None:
        turn.close()


def _report(notes: tuple[Note, ...], *, strict: bool) -> None:
    for note in notes:
        log.warning(format_note(note))
    if strict:
        refuse_notes(len(notes))


class BriefingGenerator(Generator):
    """Makes the whole site. Pelican calls `generate_output`."""

    def generate_output(self, writer: Any) -> None:  # noqa: ARG002 - ours writes only what differs
        settings: Settings = self.settings["_BRIEFING_SETTINGS"]
        report = build(settings, self.settings.get("_BRIEFING_PROGRESS") or _silence)
        self.settings["_BRIEFING_REPORT"] = report
        if "_BRIEFING_PROGRESS" not in self.settings:
            log.info("Briefing: %d articles, %d of %d pages written.", report.articles, report.written, report.pages)
            _report(report.notes, strict=settings.strict)


def _silence(step: str, done: int, of: int) -> None:
    """Pelican shows its own progress."""
