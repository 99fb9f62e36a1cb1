"""The coverage ledger as an edition shows it: every file that came in, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.model import State
from briefing.published import LedgerRow
from briefing.site.views.edition import LedgerState
from briefing.wording import Words, mark

ROWS_SHOWN = 150  # of a state: on a busy day the page stays light, and the edition's data has all
STATES: dict[State, str] = {
    "used": mark("Used"),
    "duplicate": mark("Duplicate of another article"),
    "unassigned": mark("Used in no event"),
    "link-only": mark("Link only"),
    "excluded": mark("Left out by the editor"),
    "draft": mark("Draft"),
    "withdrawn": mark("Withdrawn"),
    "failed": mark("Could not be published"),
}


def ledger_views(ledger: Sequence[LedgerRow], words: Words) -> tuple[LedgerState, ...]:
    """Return the ledger by state, by path within each."""
    states = []
    for state, name in STATES.items():
        rows = sorted((row for row in ledger if row.state == state), key=lambda row: row.path)
        hidden = len(rows) - ROWS_SHOWN
        if rows:
            states.append(
                LedgerState(
                    words.say(
                        "{state}: {files}", state=words.say(name), files=words.count(len(rows), "{n} file", "{n} files")
                    ),
                    tuple((row.title or row.path, row.href, row.reason) for row in rows[:ROWS_SHOWN]),
                    words.count(hidden, "{n} more file, in the edition’s data", "{n} more files, in the edition’s data")
                    if hidden > 0
                    else "",
                )
            )
    return tuple(states)
