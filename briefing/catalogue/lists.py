"""The lists of what the site has: editions by month and year, events and stories, actors, sources."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import msgspec

from briefing import directory, links
from briefing.catalogue.materials import Materials
from briefing.catalogue.page import Page, View, digest
from briefing.published import Listed
from briefing.site import indexes, pages
from briefing.site.frame import ACTORS, EDITIONS, EVENTS, SOURCES

OWNER = "site"


def list_pages(made_from: Materials, inputs: bytes) -> list[Page]:
    """Return the pages of all lists; `inputs` covers everything there is."""
    desk = made_from.desk
    return [
        *_back_issues(made_from),
        *_events(made_from, inputs),
        *_by_weight(made_from, inputs, ACTORS, directory.list_actors(desk), indexes.MOST_ACTORS, pages.actors_view),
        *_by_weight(made_from, inputs, SOURCES, directory.list_sources(desk), indexes.MOST_SOURCES, pages.sources_view),
    ]


def _back_issues(made_from: Materials) -> list[Page]:
    """Return the archive of editions: a page for the newest, and one a year. Each depends on its own days alone."""
    days = made_from.desk.days
    years = pages.count_years(days)

    def page(href: str, listed: Sequence[str], year: str) -> Page:
        inputs = digest(made_from.base, years, *(made_from.edition_inputs[day] for day in listed))

        def make() -> View:
            return pages.editions_view(map(made_from.edition_line, listed), made_from.site, years=years, year=year)

        return Page(href, OWNER, inputs, "editions.html", make)

    by_year = [page(links.year_href(year), [day for day in days if day[:4] == year], year) for year, _ in years]
    return [page(EDITIONS, pages.newest_days(days), ""), *by_year]


def _events(made_from: Materials, inputs: bytes) -> list[Page]:
    """Return the list of events and stories; of long ones, the events by letter and the stories by month as well."""
    desk, site = made_from.desk, made_from.site
    ((stories,),) = made_from.archive.rows("select count(*) from story")
    letters: dict[str, list[Listed]] = {}
    months: dict[str, list[Listed]] = {}
    if len(made_from.registry.events) > indexes.MOST_EVENTS:
        letters = indexes.by_letters(directory.list_events(desk), indexes.MOST_EVENTS)
    if stories > indexes.MOST_STORIES:
        months = indexes.by_months(directory.list_stories(desk))

    def make() -> View:
        return pages.events_view(
            indexes.newest_first(directory.list_events(desk))[: indexes.MOST_EVENTS],
            indexes.newest_first(directory.list_stories(desk))[: indexes.MOST_STORIES],
            site,
            letters=_sizes(letters),
            months=_sizes(months),
        )

    return [
        Page(EVENTS, OWNER, inputs, "index.html", make),
        *_parts(made_from, EVENTS, letters, indexes.events_part_view),
        *_parts(made_from, indexes.STORIES, months, indexes.stories_part_view),
    ]


def _by_weight(
    made_from: Materials, inputs: bytes, index: str, listed: Sequence[Listed], most: int, view: Callable[..., View]
) -> list[Page]:
    """Return a list of actors or sources, and its parts by letter where it is longer than `most`."""
    parts = indexes.by_letters(listed, most) if len(listed) > most else {}
    return [
        Page(index, OWNER, inputs, "index.html", partial(view, listed[:most], made_from.site, _sizes(parts))),
        *_parts(made_from, index, parts, view),
    ]


def _parts(
    made_from: Materials, index: str, parts: Mapping[str, Sequence[Listed]], view: Callable[..., View]
) -> list[Page]:
    """Return the parts of a long list; each is made from its own rows, and from how long its neighbours are."""
    sizes = _sizes(parts)
    return [
        Page(
            indexes.part_href(index, part),
            OWNER,
            digest(made_from.base, msgspec.json.encode(listed), sorted(sizes.items())),
            "index.html",
            partial(view, listed, made_from.site, sizes, part),
        )
        for part, listed in parts.items()
    ]


def _sizes(parts: Mapping[str, Sequence[Listed]]) -> dict[str, int]:
    return {part: len(listed) for part, listed in parts.items()}
