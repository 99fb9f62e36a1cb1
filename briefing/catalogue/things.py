"""The pages of events, stories, actors, actors in events, and sources: whatever has a digest of its own."""

from __future__ import annotations

from collections.abc import Callable, Container
from functools import partial
from typing import TypeVar, cast

from briefing import links
from briefing.catalogue.materials import Materials
from briefing.catalogue.page import Page, View, digest
from briefing.catalogue.pictures import card_pages
from briefing.extracts import extract_actor, extract_event
from briefing.published import ActorFile, EventFile, Extract
from briefing.site import pages
from briefing.site.exports.atom import write_atom
from briefing.site.exports.feeds import Feed, actor_feed, event_feed, json_href
from briefing.site.exports.json_feed import write_json_feed
from briefing.site.exports.tables import table_hrefs, write_figures, write_quotes
from briefing.site.pictures.sharing import event_card
from briefing.wording import UNDATED

T = TypeVar("T")


class ThingShelf:
    """The things of one build."""

    def __init__(self, made_from: Materials) -> None:
        self._made_from = made_from
        self._desk, self._site, self._archive = made_from.desk, made_from.site, made_from.archive
        # Of the thing whose files are written, what its page is made from and what that of a month is.
        self._kept: list[tuple[tuple[str, str], dict[str, object]]] = [(("", ""), {}), (("", ""), {})]

    def pages(self, thing: str) -> list[Page]:
        """Return the pages of a thing; none where nothing touches it any more, or it has none."""
        kind, id_ = thing[0], thing[2:]
        moved = self._made_from.digest_of(thing)
        if not moved and not (kind == "e" and id_ in self._desk.rules):
            return []  # an event that no article touches, or none any more, has a page that says so
        maker = {"e": self._event, "y": self._story, "a": self._actor, "p": self._pair, "s": self._source}[kind]
        return maker(thing, id_, digest(self._made_from.base, moved, self._entry(kind, id_)))

    def _entry(self, kind: str, id_: str) -> bytes:
        """What the registry says of an actor: articles have no part in it."""
        return self._made_from.entry_of(id_.partition("/")[0]) if kind in "ap" else b""

    def _event(self, thing: str, id_: str, key: bytes) -> list[Page]:
        if id_ not in self._desk.rules:
            return []
        feed, href = f"feeds/events/{id_}.xml", links.event_href(id_)

        def file(month: str = "") -> EventFile:
            return self._once(thing, month, "file", lambda: self._desk.event_file(id_, month, "" if month else feed))

        def entries() -> Feed:
            return self._once(thing, "", "feed", lambda: event_feed(file(), self._site))

        def extract(month: str) -> Extract:
            return self._once(thing, month, "extract", lambda: extract_event(self._desk, id_, month))

        found = []
        for place, month, inputs in self._parts(href, thing, key):
            found.append(Page(place, thing, inputs, "event.html", partial(self._event_view, file, month)))
            found += self._tables(place, thing, inputs, partial(extract, month))
        found += self._feeds(feed, thing, key, entries)
        return [*found, *card_pages(self._made_from, href, thing, key, lambda: event_card(file(), self._site))]

    def _event_view(self, file: Callable[[str], EventFile], month: str) -> View:
        return pages.event_view(file(month), self._site)

    def _once(self, thing: str, month: str, name: str, make: Callable[[], T]) -> T:
        """What `make` makes, kept while the files of one page are written, which come one after the other."""
        place = 1 if month else 0
        if self._kept[place][0] != (thing, month):
            self._kept[place] = ((thing, month), {})
        kept = self._kept[place][1]
        if name not in kept:
            kept[name] = make()
        return cast("T", kept[name])

    def _feeds(self, feed: str, thing: str, key: bytes, entries: Callable[[], Feed]) -> list[Page]:
        return [
            Page(feed, thing, key, "", lambda: write_atom(entries())),
            Page(json_href(feed), thing, key, "", lambda: write_json_feed(entries())),
        ]

    def _tables(self, href: str, thing: str, inputs: bytes, extract: Callable[[], Extract]) -> list[Page]:
        """The tables of an event's or actor's page, which lie beside it."""
        quotes, figures = table_hrefs(href)
        return [
            Page(quotes, thing, inputs, "", lambda: write_quotes(extract(), self._site, quotes)),
            Page(figures, thing, inputs, "", lambda: write_figures(extract(), self._site, figures)),
        ]

    def _parts(self, href: str, thing: str, key: bytes) -> list[tuple[str, str, bytes]]:
        """A thing's page and, where its list is long, those of its months, as (address, month, inputs).

        A month's page is made from its own articles, and it names the months beside it.
        """
        months = self._desk.months_of(thing, href.removesuffix(".html"))
        found = [(href, "", key)]
        if not months:
            return found
        held = self._digests_by_part(thing, {month.month for month in months})
        always = digest(self._made_from.base, self._entry(thing[0], thing[2:]))
        for month in months:
            beside = [each.href for each in self._desk.months_beside(months, month.month)]
            found.append((month.href, month.month, digest(always, beside, b"".join(held.get(month.month, ())))))
        return found

    def _digests_by_part(self, thing: str, parts: Container[str]) -> dict[str, list[bytes]]:
        """The digests of the articles that each part of a thing's list holds: a month, or a day of a full one."""
        found: dict[str, list[bytes]] = {}
        for day, moved in self._archive.rows("select day, digest from touch where thing = ? order by day", (thing,)):
            found.setdefault(day if day in parts else day[:7] or UNDATED, []).append(moved)
        return found

    def _story(self, thing: str, id_: str, key: bytes) -> list[Page]:
        story = self._archive.story(id_)
        if story is None:
            return []

        def file() -> EventFile:
            found = self._once(thing, "", "file", lambda: self._desk.story_file(id_))
            assert found is not None
            return found

        href = links.story_href(id_)
        found = [
            Page(href, thing, key, "event.html", lambda: pages.event_view(file(), self._site)),
            *card_pages(self._made_from, href, thing, key, lambda: event_card(file(), self._site)),
        ]
        for member in story.members:
            address = links.story_id(member)
            if address != id_:
                found.append(self._made_from.redirect(links.story_href(address), href, story.title, thing, key))
        return found

    def _actor(self, thing: str, id_: str, key: bytes) -> list[Page]:
        known = self._desk.actors.get(id_)
        if known is None or not known.href:
            return []
        feed = f"feeds/actors/{id_}.xml"

        def file(month: str = "") -> ActorFile:
            return self._once(thing, month, "file", lambda: self._desk.actor_file(id_, month, "" if month else feed))

        def entries() -> Feed:
            return self._once(thing, "", "feed", lambda: actor_feed(file(), self._site))

        def extract(month: str) -> Extract:
            return self._once(thing, month, "extract", lambda: extract_actor(self._desk, id_, month))

        found = []
        for place, month, inputs in self._parts(known.href, thing, key):
            found.append(Page(place, thing, inputs, "actor.html", partial(self._actor_view, file, month)))
            found += self._tables(place, thing, inputs, partial(extract, month))
        return [*found, *self._feeds(feed, thing, key, entries)]

    def _actor_view(self, file: Callable[[str], ActorFile], month: str) -> View:
        return pages.actor_view(file(month), self._site)

    def _pair(self, thing: str, id_: str, key: bytes) -> list[Page]:
        actor, _, event = id_.partition("/")
        known = self._desk.actors.get(actor)
        if known is None or not known.href or event not in self._desk.rules:
            return []
        return [
            Page(links.actor_event_href(actor, event), thing, key, "actor_event.html",
                 lambda: pages.actor_event_view(self._desk.actor_in_event(actor, event), self._site))
        ]  # fmt: skip

    def _source(self, thing: str, id_: str, key: bytes) -> list[Page]:
        if not id_:
            return []
        return [
            Page(place, thing, inputs, "source.html", partial(self._source_view, id_, month))
            for place, month, inputs in self._parts(links.source_href(id_), thing, key)
        ]

    def _source_view(self, id_: str, month: str) -> View:
        return pages.source_view(self._desk.source_file(id_, month), self._site)
