"""Is what was read at rest? Who pauses in the middle of a file leaves a half that looks whole.

The time that counts is that of the last change; a build mostly takes longer, so hardly ever is anything waited for.
"""

from __future__ import annotations

import time
from collections.abc import Mapping

from briefing.archive import Archive
from briefing.folder import stamp_file
from briefing.gathering import find_moved, is_registry_known
from briefing.registry import ACTORS, EVENTS, SOURCES
from briefing.settings import Settings

Stamps = Mapping[str, tuple[int, int]]  # of files size and moment, as they were read

ROUNDS = 3  # times that what changed meanwhile is read again
# `briefing publish` waits so many times as long as a build in place: what it shows, readers have.
PUBLISHED = 3
_YOUNG = 600  # s: nobody pauses as long as that in the middle of a file


def let_settle(settings: Settings, stamps: Stamps) -> None:
    """Wait until these files, and the registries, were left alone for BRIEFING_SETTLING seconds; never for longer.

    A file that was just read and is dated ahead is as one that was just written. A registry that is dated ahead was
    not read just now, as far as anybody knows, and would be waited for in each build.
    """
    now = time.time_ns()
    moments = [min(moment, now) for size, moment in stamps.values() if size >= 0]
    moments += [moment for moment in _date_registries(settings) if moment <= now]
    left = settings.settling - (now - max(moments, default=0)) / 1e9
    if left > 0:
        time.sleep(left)


def _date_registries(settings: Settings) -> list[int]:
    return [stamp_file(str(settings.content), name)[1] for name in (ACTORS, EVENTS, SOURCES)]


def find_young(archive: Archive) -> Stamps:
    """The files that changed so short a time before they were read that somebody may still be writing them."""
    now = time.time_ns()
    sql = "select id, size, mtime from article where size >= 0 and mtime between ? and ?"
    return {id_: (size, mtime) for id_, size, mtime in archive.rows(sql, (now - _YOUNG * 10**9, now))}


def find_restless(settings: Settings, archive: Archive, stamps: Stamps) -> list[str]:
    """Which of these files, and whether the registries, are not as they were read."""
    moved = find_moved(settings, stamps)
    return moved if is_registry_known(settings, archive) else [*moved, f"{ACTORS}, {EVENTS}, {SOURCES}"]
