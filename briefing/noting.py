"""How is a problem of an article told, and when has a build failed by such problems?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.errors import BriefingError

# Logged with a warning (`extra`) that says how things are meant to be, as far as anybody knows.
LASTING = {"lasting": True}

if TYPE_CHECKING:  # a build that finds nothing to do has its notes as lines
    from briefing.model import Note


def format_note(note: Note) -> str:
    """A note as one line: where, what, what to do. Articles' words stand in it, so nothing in it may be unseen."""
    from briefing.unseen import spell_out_unseen  # noqa: PLC0415 - not where nothing changed and nothing is told

    place = f"{note.path}:{note.line}" if note.line else note.path
    return spell_out_unseen(f"{place}: {note.what} {note.remedy}")


def refuse_notes(found: int) -> None:
    """With BRIEFING_STRICT a build that had something to complain of has failed, though its pages are there."""
    if found:
        error = BriefingError(
            f"{found} problem{'s' if found > 1 else ''} found.",
            remedy="Mend them, or build without --strict (BRIEFING_STRICT).",
        )
        error.exitcode = 1
        raise error
