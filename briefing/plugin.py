"""Pelican in, pages out: the generator that Pelican runs, and what it is told through Pelican's official doors.

In the archive mode Pelican's own article flow is handed nothing and this generator makes the site. In the pelican mode
the flow and the theme stay as they are; `companion` adds summaries and pages to it.
"""

from __future__ import annotations

import logging
from typing import Any

from pelican import signals
from pelican.generators import Generator

from briefing.building import Report, build
from briefing.errors import BriefingError
from briefing.model import Note
from briefing.settings import Settings, check_settings

log = logging.getLogger(__name__)

# What Pelican would make by itself; in the archive mode all of it is ours.
_NOTHING = {
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


def _prepare(pelican: Any) -> None:
    settings = check_settings(pelican.settings)
    if settings.render == "archive":
        pelican.settings.update(_NOTHING)
        pelican.settings["THEME"] = str(settings.theme)


def _offer_generator(pelican: Any) -> Any:
    settings = check_settings(pelican.settings)
    if settings.render == "archive":
        return BriefingGenerator
    from briefing.companion import Companion  # noqa: PLC0415 - another site's builds need nothing else of it

    return Companion


class BriefingGenerator(Generator):  # type: ignore[misc] # Pelican ships no types
    """Makes the whole site. Pelican calls `generate_context`, then `generate_output`."""

    def generate_context(self) -> None:
        self.checked: Settings = check_settings(self.settings)

    def generate_output(self, writer: Any) -> None:  # noqa: ARG002 - ours writes only what differs
        report = build(self.checked, self.settings.get("_BRIEFING_PROGRESS") or _silence)
        self.settings["_BRIEFING_REPORT"] = report
        if "_BRIEFING_PROGRESS" not in self.settings:
            for note in report.notes:
                log.warning(format_note(note))
            log.info("Briefing: %d articles, %d of %d pages written.", report.articles, report.written, report.pages)
            if self.checked.strict:
                refuse_notes(report)


def _silence(step: str, done: int, of: int) -> None:
    """Pelican shows its own progress."""


def format_note(note: Note) -> str:
    """A note as one line: where, what, what to do."""
    place = f"{note.path}:{note.line}" if note.line else note.path
    return f"{place}: {note.what} {note.remedy}"


def refuse_notes(report: Report) -> None:
    """With BRIEFING_STRICT a build that had something to complain of has failed, though its pages are there."""
    if report.notes:
        error = BriefingError(
            f"{len(report.notes)} problem{'s' if len(report.notes) > 1 else ''} in the content.",
            remedy="Mend them, or build without --strict (BRIEFING_STRICT).",
        )
        error.exitcode = 1
        raise error
