"""What became of every file? The coverage ledger's rows, from the archive."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from briefing import links
from briefing.archive import Archive
from briefing.model import SHOWN, State, Story
from briefing.published import LedgerRow

HAS_PAGE = SHOWN | {"withdrawn"}  # states of articles that have a page
# What became of an article whose story began on a later day.
_NOT_YET: tuple[State, str] = ("unassigned", "On that day no event's phrases and no other article told of the same.")


def list_files(archive: Archive, days: Iterable[str], stories: Mapping[str, Story]) -> tuple[LedgerRow, ...]:
    """Return the rows of all files of some days, by path. `stories` are those that were stories by then."""
    rows = []
    for day in days:
        for id_, title, state, reason, told in archive.rows(
            "select id, title, state, reason, case when state = 'used' and day != '' and not exists"
            " (select 1 from touch where article = n and thing between 'e:' and 'e;') then story end"
            " from article where day = ?",
            (day,),
        ):
            stands = (state, reason) if told is None or told in stories else _NOT_YET
            rows.append(
                LedgerRow(id_, title, stands[0], stands[1], links.article_href(id_) if state in HAS_PAGE else "")
            )
    return tuple(sorted(rows, key=lambda row: row.path))
