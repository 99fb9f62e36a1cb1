"""What is left in the archive of an article that was withdrawn? Nothing, once the build that says so is published.

A withdrawn article is kept without its text from when its file is read (`filing.leave_out_text`), and what was composed
of it is composed anew with the pages that showed it. But SQLite leaves old bytes where they were until something else
is put there. So the archive is written anew, once for each withdrawal. To overwrite at once whatever is deleted
(`pragma secure_delete`) would be paid for by every build, and does not reach what is left behind where rows move.
"""

from __future__ import annotations

import logging
from hashlib import sha256

import msgspec

from briefing.archive import Archive
from briefing.filing import Brief, Row

log = logging.getLogger(__name__)

_OWED = "withdrawn"  # remembered from when a text goes until no trace of it is left


def note_withdrawal(archive: Archive, row: Row) -> None:
    """Note, before a row is put into the archive, whether a text goes with it of which no trace shall be left.

    A file that was moved and withdrawn at once was known under another name, so one that is new counts as well. One
    that comes back is told: its mark may have gone by mistake, in a merge say.
    """
    if row.brief is None or (row.brief.status == "withdrawn") == _was_withdrawn(archive, row.id):
        return
    if row.brief.status == "withdrawn":
        archive.remember(_OWED, b"yes")
    elif row.brief.status == "published":
        log.warning(
            "%s was withdrawn, and its file does not say so any more: it is published again. If that is not meant, "
            "write “Status: withdrawn” into it.",
            row.id,
        )


def _was_withdrawn(archive: Archive, id_: str) -> bool:
    rows = archive.rows("select value from brief where n = (select n from article where id = ?)", (id_,))
    return any(msgspec.json.decode(value, type=Brief).status == "withdrawn" for (value,) in rows)


def forget_withdrawals(archive: Archive) -> None:
    """Note that nothing was known before what was read now, so that there are no traces."""
    if archive.recall(_OWED):
        archive.remember(_OWED, b"")


def leave_no_trace(archive: Archive) -> bool:
    """Write the archive anew if an article was withdrawn since that was last done; say whether it was.

    To be called when all pages are published, outside any change.
    """
    if not archive.recall(_OWED):
        return False
    with archive.change():
        # What is kept of days and of parts of lists that are no more: no page has it composed anew.
        archive.do("delete from dossier")
        archive.do("delete from edition where not exists (select 1 from touch where thing = 'd:' || day and live)")
    archive.do("vacuum")
    forget_withdrawals(archive)
    return True


def digest_withdrawn(archive: Archive) -> str:
    """A digest of the articles that are withdrawn now, as their files are; empty: none is."""
    rows = archive.rows("select id, sha from article where state = 'withdrawn' order by id")
    return sha256(b"".join(f"{id_}\0{sha}\0".encode() for id_, sha in rows)).hexdigest() if rows else ""
