"""What the site has by time: the archive of editions by year, and the sitemaps of articles by month.

Owners are "list:editions" and "list:editions:2025", "list:sitemap" and "list:sitemap:2025-03".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from briefing import directory, links
from briefing.catalogue.lists import LIST, ListShelf
from briefing.catalogue.materials import Materials
from briefing.catalogue.page import Page, View, digest
from briefing.desk import span_of
from briefing.site import pages
from briefing.site.exports import crawlers
from briefing.site.frame import EDITIONS, FRONT, METHOD, SEARCH
from briefing.wording import UNDATED

BACK_ISSUES, MAP = f"{LIST}editions", f"{LIST}sitemap"


class TimeShelf:
    """What is by time in one build."""

    def __init__(self, made_from: Materials, lists: ListShelf) -> None:
        self._made_from, self._archive, self._site, self._lists = made_from, made_from.archive, made_from.site, lists
        self._maps: list[str] | None = None

    def owners(self) -> list[str]:
        """Return all that there shall be."""
        years = [f"{BACK_ISSUES}:{year}" for year, _ in pages.count_years(self._made_from.desk.days)]
        maps = [MAP, *(f"{MAP}:{part}" for part in self._parts())] if self._site.url else []
        return [BACK_ISSUES, *sorted(years), *maps]

    def owners_of(self, days: Iterable[str], months: Iterable[str]) -> list[str]:
        """Return those that show the editions and articles of some days, and the stories of some months."""
        found = {BACK_ISSUES, MAP}
        for day in days:
            found.update((f"{BACK_ISSUES}:{day[:4]}", f"{MAP}:{day if day in self._parts() else day[:7] or UNDATED}"))
        for month in months:
            found.update(f"{MAP}:{part}" for part in self._parts() if part.startswith(month))
        return sorted(found)

    def pages(self, owner: str) -> list[Page]:
        """Return the pages of an owner; none where there is no such year or month any more."""
        part = owner.rpartition(":")[2]
        if owner.startswith(BACK_ISSUES):
            return self._back_issues(owner, part if owner != BACK_ISSUES else "")
        if not self._site.url:
            return []
        return self._map_index(owner) if owner == MAP else self._map(owner, part)

    def _back_issues(self, owner: str, year: str) -> list[Page]:
        """The archive of editions: a page for the newest, and one a year. Each depends on its own days alone."""
        made_from, days = self._made_from, self._made_from.desk.days
        years = pages.count_years(days)
        listed = [day for day in days if day[:4] == year] if year else pages.newest_days(days)
        if year and not listed:
            return []

        def make() -> View:
            return pages.editions_view(map(made_from.edition_line, listed), self._site, years=years, year=year)

        inputs = digest(made_from.base, years, *(made_from.edition_inputs(day) for day in listed))
        return [Page(links.year_href(year) if year else EDITIONS, owner, inputs, "editions.html", make)]

    # -- sitemaps -----------------------------------------------------------------------------------------------------

    def _map_index(self, owner: str) -> list[Page]:
        """The sitemap that names the others, and the one of the pages that are no one's."""
        made_from, desk = self._made_from, self._made_from.desk
        lists = [EDITIONS, *(links.year_href(year) for year, _ in pages.count_years(desk.days)), *self._lists.hrefs()]
        newest = desk.days[-1] if desk.days else ""
        alone = [(FRONT, newest), *((href, "") for href in sorted((*lists, SEARCH, METHOD)))]
        names = [_href("pages"), *self._lists.sitemaps(), *map(_href, self._parts())]
        inputs = digest(made_from.base, alone, names)
        return [
            Page(crawlers.SITEMAP, owner, inputs, "", lambda: crawlers.sitemap_index(names, self._site).encode()),
            Page(_href("pages"), owner, inputs, "", lambda: crawlers.sitemap(alone, self._site).encode()),
        ]

    def _map(self, owner: str, part: str) -> list[Page]:
        """The editions, articles and stories of a month."""
        if part not in self._parts():
            return []
        low, high = span_of(part)
        articles = self._archive.rows(
            "select id, day from article where day between ? and ? and live order by day, id", (low, high)
        )
        stories = [each.link for each in directory.read_lines(directory.lines_of_month(self._archive, part))]
        found = [(links.edition_href(day), day) for day in self._made_from.desk.days if day and low <= day <= high]
        found += [(links.article_href(id_), day) for id_, day in articles]
        found += sorted((story.href, story.last) for story in stories)

        def make() -> View:
            return crawlers.sitemap(found, self._site).encode()

        return [Page(_href(part), owner, digest(self._made_from.base, found), "", make)]

    def _parts(self) -> Sequence[str]:
        """The months of articles; of one that is too full for a file, the days."""
        if self._maps is None:
            months: dict[str, list[tuple[str, int]]] = {}
            for day, articles in self._archive.rows(
                "select substr(thing, 3), count(*) from touch where thing between 'd:' and 'd;' and live group by 1"
            ):
                months.setdefault(day[:7] or UNDATED, []).append((day, articles))
            # A story is two articles or more, so half of what a file may hold leaves room for them.
            self._maps = sorted(
                part
                for month, days in months.items()
                for part in (
                    [day for day, _ in days]
                    if sum(articles for _, articles in days) > crawlers.MOST_ADDRESSES // 2 and month != UNDATED
                    else [month]
                )
            )
        return self._maps


def _href(part: str) -> str:
    return f"sitemap-{part}.xml"
