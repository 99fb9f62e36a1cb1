"""The lists of what the site has: events and stories, actors, sources; of long ones the parts.

A list's owner is "list:" and its name, and of a part ":" and the part: "list:actors:s". Each is made from its own
lines (`directory`), so that what moves in one part leaves the others alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial

from msgspec import Struct

from briefing import directory
from briefing.catalogue.materials import Materials
from briefing.catalogue.page import Page, View, digest
from briefing.site import indexes, pages
from briefing.site.exports import crawlers
from briefing.site.frame import ACTORS, EVENTS, SOURCES

LIST = "list:"


class _Lettered(Struct, frozen=True):
    """A list whose parts are by letters."""

    kind: str  # of its lines
    href: str
    part_view: Callable[..., View]


_LETTERED = {
    "actors": _Lettered("a", ACTORS, indexes.actors_view),
    "events": _Lettered("e", EVENTS, indexes.events_part_view),
    "sources": _Lettered("s", SOURCES, indexes.sources_view),
}
_OF_KIND = {each.kind: name for name, each in _LETTERED.items()}


class ListShelf:
    """The lists of one build, as the lines are when it is asked."""

    def __init__(self, made_from: Materials) -> None:
        self._made_from, self._archive, self._site = made_from, made_from.archive, made_from.site
        self._letters: dict[str, directory.Letters] = {}

    def owners(self) -> list[str]:
        """Return all lists that there shall be."""
        found = [f"{LIST}{name}" for name in sorted(_LETTERED)]
        for name in sorted(_LETTERED):
            found += [f"{LIST}{name}:{part}" for part in sorted(self._parts(name).sizes)]
        return [*found, *(f"{LIST}stories:{month}" for month in sorted(self._months()))]

    def owners_of(self, kind: str, key: str) -> list[str]:
        """Return the lists that a line stands in (see `directory.renew_lines`)."""
        if kind == "y":
            return [f"{LIST}events", *([f"{LIST}stories:{key}"] if self._months() else [])]
        name = _OF_KIND[kind]
        parts = self._parts(name)
        return [f"{LIST}{name}", *([f"{LIST}{name}:{parts.part_of(key)}"] if parts.sizes else [])]

    def hrefs(self) -> list[str]:
        """Return the addresses of all lists and parts."""
        found = []
        for owner in self.owners():
            name, _, part = owner.removeprefix(LIST).partition(":")
            index = _LETTERED[name].href if name in _LETTERED else indexes.STORIES
            found.append(indexes.part_href(index, part) if ":" in owner.removeprefix(LIST) else index)
        return found

    def sitemaps(self) -> list[str]:
        """Return the sitemaps that name events, actors and sources."""
        found = []
        for name in sorted(_LETTERED):
            parts = sorted(self._parts(name).sizes)
            found += [_map_href(name, part) for part in parts] if parts else [_map_href(name)]
        return found

    def pages(self, owner: str) -> list[Page]:
        """Return the pages of a list or of a part of one; none where there is no such part any more."""
        name, divided, part = owner.removeprefix(LIST).partition(":")
        if name == "stories":
            return self._stories(owner, part) if part in self._months() else []
        if divided:
            return self._part(owner, name, part) if part in self._parts(name).sizes else []
        return self._events(owner) if name == "events" else self._by_weight(owner, name)

    def _events(self, owner: str) -> list[Page]:
        """The list of events and stories: of long ones what moved last, and which parts there are."""
        archive, letters, months = self._archive, self._parts("events").sizes, self._months()
        events = directory.newest(archive, "e", indexes.MOST_EVENTS)
        stories = directory.newest(archive, "y", indexes.MOST_STORIES)

        def make() -> View:
            return pages.events_view(
                directory.read_lines(events), directory.read_lines(stories), self._site, letters=letters, months=months
            )

        inputs = digest(self._made_from.base, *events, "", *stories, sorted(letters.items()), sorted(months.items()))
        return [Page(EVENTS, owner, inputs, "index.html", make), *self._map(owner, "events")]

    def _by_weight(self, owner: str, name: str) -> list[Page]:
        listed, sizes = _LETTERED[name], self._parts(name).sizes
        lines = directory.heaviest(self._archive, listed.kind, _most(name))

        def make() -> View:
            return listed.part_view(directory.read_lines(lines), self._site, sizes)

        inputs = digest(self._made_from.base, *lines, sorted(sizes.items()))
        return [Page(listed.href, owner, inputs, "index.html", make), *self._map(owner, name)]

    def _map(self, owner: str, name: str) -> list[Page]:
        """The sitemap of a list that has no parts; theirs are made with them."""
        if self._parts(name).sizes:
            return []
        lines = directory.heaviest(self._archive, _LETTERED[name].kind, -1)
        return self._sitemap(owner, _map_href(name), lines)

    def _part(self, owner: str, name: str, part: str) -> list[Page]:
        """A part of a long list. It names the others, not how many each holds: that changes with every article."""
        listed, letters = _LETTERED[name], self._parts(name)
        names = dict.fromkeys(sorted(letters.sizes), 0)
        lines = directory.lines_of_part(self._archive, listed.kind, letters, part)
        made = partial(self._make_part, listed.part_view, lines, names, part)
        inputs = digest(self._made_from.base, *lines, "", *names)
        href = indexes.part_href(listed.href, part)
        return [
            Page(href, owner, inputs, "index.html", made),
            *self._sitemap(owner, _map_href(name, part), lines),
        ]

    def _stories(self, owner: str, month: str) -> list[Page]:
        """The stories that last moved in a month."""
        names = dict.fromkeys(sorted(self._months()), 0)
        lines = directory.lines_of_month(self._archive, month)
        made = partial(self._make_part, indexes.stories_part_view, lines, names, month)
        inputs = digest(self._made_from.base, *lines, "", *names)
        return [Page(indexes.part_href(indexes.STORIES, month), owner, inputs, "index.html", made)]

    def _make_part(self, view: Callable[..., View], lines: list[bytes], names: Mapping[str, int], part: str) -> View:
        return view(directory.read_lines(lines), self._site, names, part)

    def _sitemap(self, owner: str, href: str, lines: Iterable[bytes]) -> list[Page]:
        if not self._site.url:
            return []

        def make() -> View:
            found = sorted((each.link.href, each.link.last) for each in directory.read_lines(lines))
            return crawlers.sitemap(found, self._site).encode()

        return [Page(href, owner, digest(self._made_from.base, *lines), "", make)]

    def _parts(self, name: str) -> directory.Letters:
        if name not in self._letters:
            self._letters[name] = directory.divide(self._archive, _LETTERED[name].kind, _most(name))
        return self._letters[name]

    def _months(self) -> dict[str, int]:
        """The months of a long list of stories; none: it is not long."""
        if directory.count_lines(self._archive, "y") <= indexes.MOST_STORIES:
            return {}
        return directory.count_months(self._archive)


def _most(name: str) -> int:
    """Rows of a list from which on it has parts."""
    return {"actors": indexes.MOST_ACTORS, "events": indexes.MOST_EVENTS, "sources": indexes.MOST_SOURCES}[name]


def _map_href(name: str, part: str | None = None) -> str:
    return f"sitemap-{name}.xml" if part is None else f"sitemap-{name}-{part}.xml"
