"""Whose pages does a build have to look at? Those of what moved since the last one, and of what shows it.

`indexing` notes every thing and article that moved in the table `due`, in the transaction that moves it. The notes stay
until everything is published, so a build that was killed is finished by the next one. Here they are followed to what
else shows them; whether a page then differs its inputs say.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cached_property
from hashlib import blake2b

import msgspec

from briefing import directory
from briefing.catalogue.articles import OWNER as ARTICLE
from briefing.catalogue.lists import LIST, ListShelf
from briefing.catalogue.materials import Materials
from briefing.catalogue.singles import OWNER as SITE
from briefing.catalogue.times import TimeShelf
from briefing.day_desk import AROUND

MANY = 40  # days that moved, from which on looking at all of them costs less than following each
_BASE, _DAY, _NEWEST, _ENTRIES = "published base", "published day", "published newest", "published actors"
_LINE = "line:"  # due: a line of the kind that follows, and its key


class Due:
    """What one build has to look at."""

    def __init__(self, made_from: Materials, lists: ListShelf, times: TimeShelf) -> None:
        self._made_from, self._archive, self._desk = made_from, made_from.archive, made_from.desk
        self._lists, self._times = lists, times

    def owners(self, lost: Iterable[str], *, afresh: bool) -> Iterator[str]:
        """Yield the owners to look at: editions, articles, things and, when all these may be read, lists and the rest.

        `lost` are paths of pages that are not as they were left; `afresh`: everything there is.
        """
        noted = {owner for (owner,) in self._archive.rows("select owner from due")}
        lost_owners = {
            owner
            for path in sorted(lost)
            for (owner,) in self._archive.rows("select owner from page where path = ?", (path,))
        }
        afresh = afresh or self._archive.recall(_BASE) != self._made_from.base
        days = self._all_days() if afresh else self._days(noted)
        if not afresh:
            self._made_from.trust_editions(days)
        found = noted | lost_owners | (self._everything() if afresh else self._followed(noted))
        things = sorted(owner for owner in found if owner[:2] in {"e:", "y:", "a:", "p:", "s:"})
        found_days = sorted({f"d:{day}" for day in days} | {owner for owner in lost_owners if owner[:2] == "d:"})
        yield from found_days
        yield from sorted(owner for owner in found if owner.startswith(ARTICLE))
        yield from things
        with self._archive.change():
            lines = self._renew_lines(things, noted, afresh=afresh)
        due = afresh or bool(found or days or lines)
        if not due and not lost_owners:
            return
        listed = set(self._lists.owners() + self._times.owners())
        kept = {owner for (owner,) in self._archive.rows(
            "select distinct owner from page where owner between ? and ?", (LIST, f"{LIST}~"))}  # fmt: skip
        shown = {owner for kind, key in lines for owner in self._lists.owners_of(kind, key)}
        if due:
            moved = {owner[2:] for owner in noted if owner[:2] == "d:"}  # "" among them, the undated, has no edition
            shown.update(self._times.owners_of(days | moved, {key for kind, key in lines if kind == "y"}))
        yield from sorted(listed | kept if afresh or listed != kept else (shown & listed) | (lost_owners & kept))
        yield SITE

    def settle(self) -> None:
        """Everything is published: the next build need not look at it."""
        archive = self._archive
        with archive.change():
            archive.do("delete from due")
            archive.do("delete from thing where digest = x''")
            archive.do("delete from dossier where thing not in (select id from thing)")
            archive.remember(_BASE, self._made_from.base)
            archive.remember(_DAY, self._made_from.settings.day.encode())
            archive.remember(_NEWEST, self._newest_day().encode())
            archive.remember(_ENTRIES, msgspec.json.encode(self._entries))
            days = set(self._desk.days)
            for (day,) in archive.rows("select day from edition"):
                if day not in days:
                    archive.do("delete from edition where day = ?", (day,))

    # -- everything ---------------------------------------------------------------------------------------------------

    def _everything(self) -> set[str]:
        """All that has pages, or had."""
        rows = self._archive.rows(
            "select ? || id from article union select id from thing where substr(id, 1, 1) in ('e', 'y', 'a', 'p', 's')"
            " union select distinct owner from page",
            (ARTICLE,),
        )
        return {owner for (owner,) in rows} | {f"e:{event}" for event in self._desk.rules}

    def _all_days(self) -> set[str]:
        rows = self._archive.rows("select distinct substr(owner, 3) from page where owner between 'd:' and 'd;'")
        return {day for (day,) in rows} | set(self._desk.days)

    # -- what moved ---------------------------------------------------------------------------------------------------

    def _followed(self, noted: set[str]) -> set[str]:
        """What else than the noted things shows them."""
        found = set()
        for owner in sorted(noted):
            if owner[:2] in {"y:", "c:"}:  # an article's page names its story's other articles, and copies
                found |= {
                    f"{ARTICLE}{id_}"
                    for (id_,) in self._archive.rows(
                        "select a.id from touch t join article a on a.n = t.article where t.thing = ?", (owner,)
                    )
                }
        for actor in self._described_otherwise():
            found.add(f"a:{actor}")
            pairs = (f"p:{actor}/", f"p:{actor}0")  # "0" comes after "/"
            found |= {pair for (pair,) in self._archive.rows("select id from thing where id > ? and id < ?", pairs)}
        return found

    def _described_otherwise(self) -> set[str]:
        """The actors whose entries changed, or how pages name those to whom they refer."""
        known = self._archive.recall(_ENTRIES)
        before = msgspec.json.decode(known, type=dict[str, str]) if known else {}
        now = self._entries
        return {id_ for id_ in {*before, *now} if before.get(id_) != now.get(id_)}

    @cached_property
    def _entries(self) -> dict[str, str]:
        """A digest of what pages and lists show of each entry of the registry."""
        return {
            actor.id: blake2b(self._made_from.entry_of(actor.id), digest_size=8).hexdigest()
            for actor in self._made_from.registry.actors
        }

    def _days(self, noted: set[str]) -> set[str]:
        """The days whose editions can differ."""
        moved = {owner[2:] for owner in noted if owner[:2] == "d:"} | self._days_between_builds()
        if not moved:
            return set()
        if len(moved) > MANY:
            return moved | self._all_days()
        days = self._desk.days
        found = {day for day in moved if day} | set(days[-1:])  # the newest lists the files of no edition as well
        for day in moved:
            place = bisect_left(days, day)
            found.update(days[max(0, place - 1) : place + AROUND + 2])
        for thing in sorted(owner for owner in noted if owner[:2] in {"m:", "y:"}):
            for day in sorted(moved - {""}):
                found |= self._days_that_tell(thing, day)
        return found

    def _days_that_tell(self, thing: str, day: str) -> set[str]:
        """The days whose editions say that an event or story moved on a day: the next one, or as the first all."""
        first, _ = self._desk.moved_between(thing)
        if day <= first:
            rows = self._archive.rows("select distinct day from touch where thing = ? and live", (thing,))
        else:
            rows = self._archive.rows("select min(day) from touch where thing = ? and day > ? and live", (thing, day))
        return {each for (each,) in rows if each}

    def _days_between_builds(self) -> set[str]:
        """The days that an edition has, or had, and that began or closed since the last build."""
        last, today = self._archive.recall(_DAY).decode(), self._made_from.settings.day
        if last == today:
            return set()
        known = {day for (day,) in self._archive.rows("select day from edition")} | set(self._desk.days)
        low, high = sorted((last, today))
        return {day for day in known if low <= day <= high} | {low, high} - {""}

    # -- lists --------------------------------------------------------------------------------------------------------

    def _renew_lines(self, things: Iterable[str], noted: set[str], *, afresh: bool) -> set[tuple[str, str]]:
        """Bring the lines of lists up to date; return (kind, key) of those that moved since lists were published."""
        wanted = {thing for thing in things if thing[0] in directory.KINDS}
        if afresh:
            self._archive.do("delete from line")
        elif self._archive.recall(_NEWEST).decode() != self._newest_day():
            wanted |= {f"a:{actor.id}" for actor in self._made_from.registry.actors if actor.offices}
        moved = directory.renew_lines(self._desk, wanted)
        self._archive.do_many(
            "insert or ignore into due values (?)", ((f"{_LINE}{kind}:{key}",) for kind, key in sorted(moved))
        )
        left = {owner.removeprefix(_LINE) for owner in noted if owner.startswith(_LINE)}
        return moved | {(each[0], each[2:]) for each in left}

    def _newest_day(self) -> str:
        return self._desk.days[-1] if self._desk.days else ""
