"""Who repeats whom, and who tells one story with whom? What a change can alter is placed again, nothing else is.

Looked at are the pairs of changed articles (`ties`), the stories that can come out otherwise (`grouping.regroup`), and
the articles of these with their copies. It gives what looking at everything would.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from briefing.analysis import duplicates
from briefing.analysis.grouping import Group, Ties, regroup
from briefing.archive import Archive
from briefing.judging import close, judge
from briefing.model import SHOWN, Registry
from briefing.settings import Settings
from briefing.ties import LISTED, connect, list_in, loosen, pairs_among, tie, ties_of

AT_ONCE = 300  # articles that are grouped or judged together: their briefs are some 6 MB


def place(
    archive: Archive, settings: Settings, registry: Registry, changed: Collection[str], *, everything: bool
) -> frozenset[str]:
    """Give the changed articles, and all others that they alter, standing and story; return those whose moved.

    `everything`: all have changed, so that nothing that is known of any holds.
    """
    if everything:
        for table in ("tie", "edge", "story"):
            archive.do(f"delete from {table}")
    mates, partners = loosen(archive, changed)
    fresh, moved = close(archive, settings, changed)
    tie(archive, fresh)
    newsroom = _Field(archive, fresh)
    copying = connect(archive, fresh | partners)
    repeats = newsroom.find_repeats(copying)
    turned = newsroom.find_turned(copying, repeats)
    again = {*fresh, *mates, *turned, *newsroom.find_mates(turned)}
    newsroom.group_again(again - repeats.keys(), aside=again | set(changed))
    groups = newsroom.find_groups(copying - repeats.keys())
    stale = newsroom.find_stories(groups, turned)
    for batch in _cut(groups):
        ids = newsroom.name(batch)
        copies = newsroom.find_repeats(connect(archive, chain.from_iterable(ids)))
        moved |= judge(archive, settings, registry, ids, copies)
    archive.do(
        f"delete from story where id in {LISTED} and not exists (select 1 from article where story = story.id)",
        list_in(stale),
    )
    return frozenset(moved.union(changed))


def _cut(groups: Iterable[Group]) -> Iterator[list[Group]]:
    batch: list[Group] = []
    for group in groups:
        batch.append(group)
        if sum(map(len, batch)) >= AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch


class _Field:
    """All open articles while some are placed again: which repeat others, and which are one story."""

    def __init__(self, archive: Archive, fresh: Collection[str]) -> None:
        self._archive = archive
        self._fresh = fresh  # the changed articles that are open; of the others their state tells
        self._aside: set[int] = set()  # articles that are in no story, or not yet
        self._placed: dict[int, Group] = {}  # the group of each that was placed again
        self._stories: dict[str, Group] = {}  # groups as they were before

    # -- copies -------------------------------------------------------------------------------------------------------

    def find_repeats(self, ids: Collection[str]) -> dict[str, str]:
        """Which of these repeat which; `ids` holds whatever `connect` finds of any of them."""
        rows = self._rows("select id, moment, state from article where id in", ids)
        moments = {id_: moment for id_, moment, state in rows if id_ in self._fresh or state in SHOWN}
        copies, ruled = [], {}
        for kind, id_, of, share in pairs_among(self._archive, moments):
            if kind == "copy":
                copies.append(duplicates.Copy(id_, of, share))
            else:
                ruled[id_] = of
        return _resolve(copies, ruled, moments)

    def find_turned(self, ids: Collection[str], repeats: Mapping[str, str]) -> set[str]:
        """Those that became copies, or are copies no more, by what others are now."""
        rows = self._rows("select id, state, duplicate_of from article where id in", set(ids) - set(self._fresh))
        return {id_ for id_, state, of in rows if state in SHOWN and bool(of) != (id_ in repeats)}

    # -- stories ------------------------------------------------------------------------------------------------------

    def find_mates(self, ids: Collection[str]) -> set[str]:
        """All that are in a story with one of these."""
        sql = "select id from article where live and story != '' and story in (select story from article where id in"
        return {id_ for (id_,) in self._rows(sql, ids, ")")}

    def group_again(self, articles: Collection[str], aside: Collection[str]) -> None:
        """Find the stories of these articles, day by day, and of all others that they alter.

        As long as those of later days are left aside, each part is a change to what is known by then.
        """
        self._aside = {n for (n,) in self._rows("select n from article where id in", aside)}
        order = sorted(self._rows("select told, n from article where id in", articles))
        part: list[int] = []
        for at, (told, n) in enumerate(order):
            part.append(n)
            if at + 1 == len(order) or (len(part) >= AT_ONCE and order[at + 1][0] != told):
                for group in regroup(part, self._ties_of, self._groups_of, self._in_order):
                    self._placed.update(dict.fromkeys(group, group))
                part = []

    def find_groups(self, copying: Collection[str]) -> list[Group]:
        """The groups of all that were placed again and of these, which have or had copies; by their first articles."""
        others = self._groups_of([n for (n,) in self._rows("select n from article where id in", copying)])
        return sorted({*self._placed.values(), *others.values()})

    def find_stories(self, groups: Iterable[Group], turned: Iterable[str]) -> list[str]:
        """The stories that those were in before: if all of one turned into copies, no group has any of them."""
        sql = "select distinct story from article where story != '' and"
        rows = self._rows(f"{sql} n in", chain.from_iterable(groups)) + self._rows(f"{sql} id in", turned)
        return [story for (story,) in rows]

    def name(self, groups: Sequence[Group]) -> list[tuple[str, ...]]:
        """The ids of the articles of groups."""
        names = dict(self._rows("select n, id from article where n in", chain.from_iterable(groups)))
        return [tuple(names[n] for n in group) for group in groups]

    def _ties_of(self, articles: Sequence[int]) -> Ties:
        return ties_of(self._archive, articles)

    def _groups_of(self, articles: Sequence[int]) -> dict[int, Group]:
        found = {n: self._placed[n] for n in articles if n in self._placed}
        rest = [n for n in articles if n not in found and n not in self._aside]
        rows = self._rows("select n, story from article where live and n in", rest)
        unknown = {story for _, story in rows if story} - self._stories.keys()
        sql = "select story, n from article where live and story in"
        for story, n in self._rows(sql, unknown, " order by id"):
            self._stories[story] = (*self._stories.get(story, ()), n)
        return found | {n: self._stories[story] if story else (n,) for n, story in rows}

    def _in_order(self, articles: Iterable[int]) -> list[int]:
        return [n for (n,) in self._rows("select n from article where n in", articles, " order by id")]

    def _rows(self, sql: str, values: Iterable[int | str], rest: str = "") -> list[tuple[Any, ...]]:
        return self._archive.rows(f"{sql} {LISTED}{rest}", list_in(values))


def _resolve(copies: list[duplicates.Copy], ruled: Mapping[str, str], moments: Mapping[str, str]) -> dict[str, str]:
    """Which article each copy repeats. The editor's word goes before what was found."""
    found = duplicates.resolve_copies(
        [copy for copy in copies if copy.id not in ruled], lambda id_: (moments[id_], id_)
    )
    for id_, of in sorted(ruled.items()):
        target = found.get(of, of)
        if target != id_:
            found[id_] = target
    # What repeated an article that the editor calls a copy now repeats what that one repeats.
    for id_ in sorted(found):
        target, seen = found[id_], {id_}
        while target in found and target not in seen:
            seen.add(target)
            target = found[target]
        found[id_] = target
    return {id_: of for id_, of in found.items() if of not in found and of != id_}
