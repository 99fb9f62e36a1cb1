"""What became of every file? The coverage ledger's rows, from the archive."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from briefing import clippings, links
from briefing.archive import Archive
from briefing.model import SHOWN, Standing, Story
from briefing.published import LedgerRow

HAS_PAGE = SHOWN | {"withdrawn"}  # states of articles that have a page


def list_files(archive: Archive, days: Iterable[str], stories: Mapping[str, Story]) -> tuple[LedgerRow, ...]:
    """Return the rows of all files of some days, by path. `stories` are those that were stories by then."""
    rows = []
    for day in days:
        for id_, title in archive.rows("select id, title from article where day = ? order by id", (day,)):
            rows.append(_row(archive, id_, title, archive.standings_of((id_,))[id_], stories))
    return tuple(sorted(rows, key=lambda row: row.path))


def _row(archive: Archive, id_: str, title: str, standing: Standing, stories: Mapping[str, Story]) -> LedgerRow:
    state, reason = standing.state, standing.reason
    if state == "used" and standing.day:
        record = archive.record(id_)
        if record and standing.story not in stories and not clippings.events_of(record):
            state, reason = "unassigned", "On that day no event's phrases and no other article told of the same."
    return LedgerRow(id_, title, state, reason, links.article_href(id_) if state in HAS_PAGE else "")
