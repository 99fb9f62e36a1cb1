"""The pages of events, stories, actors, actors in events, and sources: whatever has a digest of its own."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from functools import partial
from typing import TypeVar, cast

from msgspec import Struct

from briefing import links
from briefing.backing import count_backing
from briefing.catalogue.kept import NEWEST, find_file
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


class _Part(Struct, frozen=True):
    """A thing's page, or that of a month of its list."""

    href: str
    month: str  # empty: the thing's own
    inputs: bytes
    cut: bytes  # inputs of what is only cut out of its articles, tables and feeds: neither lists nor stories are in it
    but_stories: bytes  # … of all it shows but for what stories say of themselves: which they are, not how far they are


def _part(href: str, month: str, listed: bytes, always: bytes, shown: Sequence[tuple[bytes, bytes, str]]) -> _Part:
    """`shown`: of each article on the page its digest, that without its story, and the story."""
    # All digests are of one length, so they are taken in at once: who is in a quarter of all articles has many parts.
    wholes, owns = b"".join(whole for whole, _, _ in shown), b"".join(own for _, own, _ in shown)
    stories = "\0".join(story for _, _, story in shown)
    return _Part(href, month, digest(listed, wholes), digest(always, owns), digest(listed, owns, stories))


def _oldest_kept(months: Sequence[_Part]) -> str:
    """The oldest part of a list, which comes newest first, whose file is kept."""
    dated = [part.month for part in months if part.month != UNDATED]
    return dated[:NEWEST][-1] if dated else ""


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
        return maker(thing, id_)

    def _always(self, thing: str, id_: str) -> bytes:
        """A digest of what all pages of a thing say, whichever articles they show.

        What the registry says of an actor, and the name of a source, which its newest article gives.
        """
        kind = thing[0]
        entry = self._made_from.entry_of(id_.partition("/")[0]) if kind in "ap" else b""
        return digest(self._made_from.base, entry, self._desk.source(id_).name if kind == "s" else "")

    def _event(self, thing: str, id_: str) -> list[Page]:
        if id_ not in self._desk.rules:
            return []
        feed, href = f"feeds/events/{id_}.xml", links.event_href(id_)

        whole, *months = self._parts(href, thing, id_, count_backing(thing, self._archive))
        oldest = _oldest_kept(months)

        def make_file(part: _Part) -> EventFile:
            make = partial(self._desk.event_file, id_, part.month, "" if part.month else feed)
            return find_file(self._desk, thing, part.month, oldest, part.but_stories, EventFile, make)

        def file(part: _Part = whole) -> EventFile:
            return self._once(thing, part.month, "file", lambda: make_file(part))

        def entries() -> Feed:
            return self._once(thing, "", "feed", lambda: event_feed(file(), self._site))

        def extract(month: str) -> Extract:
            return self._once(thing, month, "extract", lambda: extract_event(self._desk, id_, month))

        found = []
        for part in (whole, *months):
            found.append(Page(part.href, thing, part.inputs, "event.html", partial(self._event_view, file, part)))
            found += self._tables(part, thing, partial(extract, part.month))
        found += self._feeds(feed, thing, whole.cut, entries)
        return [*found, *card_pages(self._made_from, href, thing, whole.inputs, lambda: event_card(file(), self._site))]

    def _event_view(self, file: Callable[[_Part], EventFile], part: _Part) -> View:
        return pages.event_view(file(part), self._site)

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

    def _tables(self, part: _Part, thing: str, extract: Callable[[], Extract]) -> list[Page]:
        """The tables of an event's or actor's page, which lie beside it."""
        quotes, figures = table_hrefs(part.href)
        return [
            Page(quotes, thing, part.cut, "", lambda: write_quotes(extract(), self._site, quotes)),
            Page(figures, thing, part.cut, "", lambda: write_figures(extract(), self._site, figures)),
        ]

    def _parts(self, href: str, thing: str, id_: str, counts: object) -> list[_Part]:
        """A thing's page and, where its list is long, those of its months.

        The thing's page is made from the newest articles, from what is counted of all (its days; `counts`: what else
        it says of the whole list), from which months there are, and from the thing's entry in the registry: an older
        article that changes leaves it alone. A month's page is made from its own articles, and it names the months
        beside it.
        """
        desk = self._desk
        always = self._always(thing, id_)
        shown = desk.digests_shown(thing)
        found = [_part(href, "", digest(always, counts, desk.days_and_quotes(thing)), always, shown)]
        months = desk.months_of(thing, href.removesuffix(".html"))
        held = self._digests_by_part(thing, {month.month for month in months}) if months else {}
        for month in months:
            beside = [each.href for each in desk.months_beside(months, month.month)]
            inside = held.get(month.month, [])
            found.append(_part(month.href, month.month, digest(always, month.month, beside), always, inside))
        return found

    def _digests_by_part(self, thing: str, parts: Container[str]) -> dict[str, list[tuple[bytes, bytes, str]]]:
        """The digests of the articles that each part of a thing's list holds: a month, or a day of a full one."""
        found: dict[str, list[tuple[bytes, bytes, str]]] = {}
        for day, *digests in self._archive.rows(
            "select t.day, t.digest, a.own, a.story from touch t join article a on a.n = t.article where t.thing = ?"
            " order by t.day, t.article",
            (thing,),
        ):
            found.setdefault(day if day in parts else day[:7] or UNDATED, []).append(
                (digests[0], digests[1], digests[2])
            )
        return found

    def _story(self, thing: str, id_: str) -> list[Page]:
        key = digest(self._made_from.base, self._made_from.digest_of(thing))
        story = self._archive.story(id_)
        if story is None:
            return []

        def file(month: str = "") -> EventFile:
            found = self._once(thing, month, "file", lambda: self._desk.story_file(id_, month))
            assert found is not None
            return found

        def view(month: str) -> View:
            return pages.event_view(file(month), self._site)

        href = links.story_href(id_)
        months = self._desk.months_of(thing, href.removesuffix(".html"))
        found = [
            Page(href, thing, key, "event.html", partial(view, "")),
            *(Page(each.href, thing, key, "event.html", partial(view, each.month)) for each in months),
            *card_pages(self._made_from, href, thing, key, lambda: event_card(file(), self._site)),
        ]
        for member in story.members:
            address = links.story_id(member)
            if address != id_:
                found.append(self._made_from.redirect(links.story_href(address), href, story.title, thing, key))
        return found

    def _actor(self, thing: str, id_: str) -> list[Page]:
        known = self._desk.actors.get(id_)
        if known is None or not known.href:
            return []
        feed = f"feeds/actors/{id_}.xml"

        pairs = [self._desk.count_pair(id_, event) for event in sorted(self._desk.rules)]
        whole, *months = self._parts(known.href, thing, id_, pairs)
        oldest = _oldest_kept(months)

        def make_file(part: _Part) -> ActorFile:
            make = partial(self._desk.actor_file, id_, part.month, "" if part.month else feed)
            return find_file(self._desk, thing, part.month, oldest, part.but_stories, ActorFile, make)

        def file(part: _Part = whole) -> ActorFile:
            return self._once(thing, part.month, "file", lambda: make_file(part))

        def entries() -> Feed:
            return self._once(thing, "", "feed", lambda: actor_feed(file(), self._site))

        def extract(month: str) -> Extract:
            return self._once(thing, month, "extract", lambda: extract_actor(self._desk, id_, month))

        found = []
        for part in (whole, *months):
            found.append(Page(part.href, thing, part.inputs, "actor.html", partial(self._actor_view, file, part)))
            found += self._tables(part, thing, partial(extract, part.month))
        return [*found, *self._feeds(feed, thing, whole.cut, entries)]

    def _actor_view(self, file: Callable[[_Part], ActorFile], part: _Part) -> View:
        return pages.actor_view(file(part), self._site)

    def _pair(self, thing: str, id_: str) -> list[Page]:
        actor, _, event = id_.partition("/")
        known = self._desk.actors.get(actor)
        if known is None or not known.href or event not in self._desk.rules:
            return []
        # It shows the newest of its articles, and counts none of the others.
        inputs = digest(self._always(thing, id_), *(own for _, own, _ in self._desk.digests_shown(thing)))
        return [
            Page(links.actor_event_href(actor, event), thing, inputs, "actor_event.html",
                 lambda: pages.actor_event_view(self._desk.actor_in_event(actor, event), self._site))
        ]  # fmt: skip

    def _source(self, thing: str, id_: str) -> list[Page]:
        if not id_:
            return []
        return [
            Page(part.href, thing, part.inputs, "source.html", partial(self._source_view, id_, part.month))
            for part in self._parts(links.source_href(id_), thing, id_, self._desk.origins_of(id_))
        ]

    def _source_view(self, id_: str, month: str) -> View:
        return pages.source_view(self._desk.source_file(id_, month), self._site)
