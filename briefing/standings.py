"""Whose standing can have changed since the last build? They are looked at again (`placing`), nobody else is."""

from __future__ import annotations

from collections.abc import Iterable

from briefing.archive import Archive
from briefing.model import Registry
from briefing.settings import Settings

_BUILD_DAY = "build day"
_RULES = "rules of standings"


def settle(archive: Archive, settings: Settings, registry: Registry, changed: Iterable[str]) -> frozenset[str]:
    """Give every article its standing; return the ids whose standing or story this build changed (new ones included).

    `changed` are the articles that were read anew and those to whom one that went mattered; those that went are out
    of the archive (`indexing.forget`).
    """
    rules = repr((settings.cut, settings.timezone)).encode()
    everything = archive.recall(_RULES) != rules
    if everything:
        changed = {id_ for (id_,) in archive.rows("select id from article")}
        archive.remember(_RULES, rules)
    else:
        changed = set(changed) | _held_otherwise(archive, settings)
    archive.remember(_BUILD_DAY, settings.day.encode())
    if not changed:
        return frozenset()
    everything = everything or len(changed) >= archive.rows("select count(*) from article")[0][0]
    from briefing.placing import place  # noqa: PLC0415 - loads half the analysis, for .1 s

    return place(archive, settings, registry, changed, everything=everything)


def recall_day(archive: Archive) -> str:
    """The day of the last build; empty: there was none."""
    return archive.recall(_BUILD_DAY).decode()


def _held_otherwise(archive: Archive, settings: Settings) -> set[str]:
    """The articles that this build day holds back, or the last did, and those whose correction only one of them knows.

    Those that both hold back are among them, since their reasons name the day.
    """
    last = recall_day(archive)
    low, high = sorted((last, settings.day))
    if low == high:
        return set()
    sql = (
        "select id from article where ahead > ?1"
        " union select id from article where amended != '' and amended > ?1 and amended <= ?2"
    )
    return {id_ for (id_,) in archive.rows(sql, (low, high))}
