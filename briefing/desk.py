"""From the archive to the values of print: which records does an event, an actor, a source, an article need?

The queries stand here and in `day_desk`, the recipes in `dossiers` and `edition`. One desk serves one build: what it
has looked up once it keeps.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from msgspec.structs import replace

from briefing import clippings, dossiers, links
from briefing.archive import Archive
from briefing.backing import count_backing
from briefing.gist import Known, main_events
from briefing.model import Actor, EventRule, Record, Registry, Source, Story
from briefing.naming import Actors
from briefing.published import (
    ActorFile,
    ActorInEvent,
    ArticlePage,
    DayCount,
    EventFile,
    Link,
    MonthLink,
    SourceFile,
)
from briefing.settings import Settings
from briefing.wording import UNDATED

SAME_STORY = 12  # other accounts that an article's page names; the story's page has all
UNNAMED_SOURCE = "Unnamed source"
COPIES = 4  # times as many articles of a source are read as its page shows: more copies than that are no list but spam
AFTER_ALL = "~"  # sorts behind every day


class Desk:
    """Everything that pages are composed from, as of one build."""

    def __init__(self, archive: Archive, settings: Settings, registry: Registry) -> None:
        self.archive, self.settings, self.registry = archive, settings, registry
        self.actors: Mapping[str, Known] = Actors(archive)
        self.rules = {event.id: event for event in registry.events}
        self.registered = {actor.id: actor for actor in registry.actors}
        self._named = {source.id: source for source in registry.sources}
        self._names = {actor.id: actor.name for actor in registry.actors}
        self._of_thing: dict[str, list[tuple[str, int, int]]] = {}  # of the thing that was asked for last

    # -- what there is ------------------------------------------------------------------------------------------------

    @cached_property
    def days(self) -> tuple[str, ...]:
        """The days that have an edition, oldest first. Files, but none of any day: the build day has one."""
        rows = self.archive.rows(
            "select substr(id, 3) from thing where id > 'd:' and id < 'd;'"
            " and exists (select 1 from touch where touch.thing = thing.id and live) order by id"
        )
        days = tuple(day for (day,) in rows if day <= self.settings.day)
        if not days and self.archive.rows("select 1 from article limit 1"):
            return (self.settings.day,)
        return days

    # -- events and stories -------------------------------------------------------------------------------------------

    def months_of(self, thing: str, base: str) -> tuple[MonthLink, ...]:
        """The pages of a long list: none while the newest BRIEFING_LIST_LENGTH articles are all there are."""
        counts = {day: articles for day, articles, _ in self.days_and_quotes(thing)}
        if sum(counts.values()) <= self.settings.list_length:
            return ()
        months: dict[str, int] = {}
        for day, count in counts.items():
            months[day[:7]] = months.get(day[:7], 0) + count
        parts = {month: count for month, count in months.items() if month and count <= self.settings.list_length}
        parts |= {day: count for day, count in counts.items() if day and day[:7] not in parts}
        if months.get(""):
            parts[UNDATED] = months[""]
        return tuple(
            MonthLink(part, f"{base}/months/{part}.html", count) for part, count in sorted(parts.items(), reverse=True)
        )

    def months_beside(self, months: Sequence[MonthLink], month: str) -> tuple[MonthLink, ...]:
        """What the page of a month names of the others: the next newer and older one, but not how much they hold.

        So a new article changes the pages of its own month and of no other.
        """
        place = next(place for place, each in enumerate(months) if each.month == month)
        return tuple(replace(each, articles=0) for each in months[max(0, place - 1) : place + 2])

    def shown(self, thing: str, month: str = "") -> list[Record]:
        """The records that a page of the thing shows, newest first; of a source what it repeats of others as well."""
        return list(self.archive.records(id_ for id_, *_ in self._listed(thing, month)))

    def digests_shown(self, thing: str) -> list[tuple[bytes, bytes, str]]:
        """The digests of the records on the thing's own page, in order: whole, without their story; and its id."""
        return [(digest, own, story) for _, _, digest, own, story in self._listed(thing, "")]

    def _listed(self, thing: str, month: str) -> list[tuple[str, int, bytes, bytes, str]]:
        low, high = span_of(month)
        copies = thing.startswith("s:")
        most = -1 if month else self.settings.list_length
        rows = self.archive.rows(
            "select a.id, t.live, t.digest, a.own, a.story from touch t join article a on a.n = t.article"
            " where t.thing = ? and t.day between ? and ? and t.live >= ?"
            " order by t.day desc, a.moment desc, a.id limit ?",
            (thing, low, high, not copies, most * COPIES if copies and most > 0 else most),
        )
        if copies and most > 0:
            live = [place for place, row in enumerate(rows) if row[1]]
            rows = rows[: live[most - 1] + 1 if len(live) > most else None]
        return rows

    def days_and_quotes(self, thing: str) -> list[tuple[str, int, int]]:
        """The days of a thing, oldest first, each with its live articles and how often an actor is quoted in them."""
        if thing not in self._of_thing:
            if thing.startswith("a:"):
                rows = self.archive.rows(
                    "select t.day, count(*), coalesce(sum(p.quotes), 0) from touch t"
                    " left join presence p on p.actor = ? and p.article = t.article"
                    " where t.thing = ? and t.live group by t.day order by t.day",
                    (thing[2:], thing),
                )
            else:
                rows = self.archive.rows(
                    "select day, count(*), 0 from touch where thing = ? and live group by day order by day", (thing,)
                )
            self._of_thing = {thing: rows}
        return self._of_thing[thing]

    def _scope(self, thing: str, base: str, month: str = "", feed: str = "") -> dossiers.Scope:
        """The page of a month knows of its own days alone."""
        months = self.months_of(thing, base)
        low, high = span_of(month)
        days = tuple(
            DayCount(day, articles, quotes)
            for day, articles, quotes in self.days_and_quotes(thing)
            if day and low <= day <= high
        )
        beside = self.months_beside(months, month) if month else months
        return dossiers.Scope(days, self.settings.language, beside, month, feed)

    def event_file(self, id_: str, month: str = "", feed: str = "") -> EventFile:
        rule = self.rules[id_]
        return self._event_or_story(f"e:{id_}", rule, rule.title, month, feed)

    def story_file(self, id_: str, month: str = "") -> EventFile | None:
        story = self.archive.story(id_)
        return self._event_or_story(f"y:{id_}", None, story.title, month, "") if story else None

    def _event_or_story(self, thing: str, rule: EventRule | None, title: str, month: str, feed: str) -> EventFile:
        id_ = thing[2:]
        kind = "event" if rule else "story"
        records = self.shown(thing, month)
        inside = {event for record in records for event in main_events(record)} if kind == "story" else set()
        told = {record.standing.story for record in records if record.standing.story} if kind == "event" else set()
        base = links.item_href(kind, id_).removesuffix(".html")
        return dossiers.compose_event(
            id_,
            rule,
            title,
            records,
            self.actors,
            self.story_links(told),
            self.event_names(inside),
            replace(
                self._scope(thing, base, month, feed), backing=(0, 0) if month else count_backing(thing, self.archive)
            ),
        )

    def story_links(self, ids: Iterable[str]) -> list[Link]:
        """Links to stories, the newest first."""
        found = [self.story_link(story) for id_ in sorted(ids) if (story := self.archive.story(id_)) is not None]
        return sorted(found, key=lambda link: (link.last, link.id), reverse=True)

    @staticmethod
    def story_link(story: Story) -> Link:
        return Link(
            story.id,
            story.title,
            links.story_href(story.id),
            kind="story",
            articles=len(story.members),
            first=story.first,
            last=story.last,
        )

    def event_names(self, ids: Iterable[str]) -> list[Link]:
        """Links to events without counts and dates, for pages that shall not change whenever the event moves."""
        wanted = set(ids)
        return [
            Link(event.id, event.title, links.event_href(event.id), "event")
            for event in self.registry.events
            if event.id in wanted
        ]

    @cached_property
    def event_links(self) -> tuple[Link, ...]:
        """Links to all configured events, in the registry's order, each with what it holds."""
        return tuple(self.event_link(event.id) for event in self.registry.events)

    def event_link(self, id_: str) -> Link:
        """Link to an event with how many articles are in it, and the days on which it moved first and last."""
        rule = self.rules[id_]
        ((articles,),) = self.archive.rows("select count(*) from touch where thing = ? and live", (f"e:{id_}",))
        first, last = self.moved_between(f"m:{id_}")
        return Link(id_, rule.title, links.event_href(id_), "event", articles, 0, first, last, rule.description)

    def moved_between(self, thing: str, before: str = AFTER_ALL) -> tuple[str, str]:
        """The first and the last day before a day on which an event or story moved (`m:…`, `y:…`); "" for none."""
        ((first, last),) = self.archive.rows(
            "select (select min(day) from touch where thing = ?1 and day > '' and live),"
            " (select max(day) from touch where thing = ?1 and day > '' and day < ?2 and live)",
            (thing, before),
        )
        return (first or "", last or "") if (first or before) < before else ("", "")

    # -- actors -------------------------------------------------------------------------------------------------------

    def actor(self, id_: str) -> Actor:
        """The registry's entry, or one made of what the articles say."""
        if id_ in self.registered:
            return self.registered[id_]
        known = self.actors[id_]
        return Actor(id_, known.name, known.kind)

    def actor_link(self, id_: str) -> Link:
        known = self.actors[id_]
        ((articles, quotes, first, last),) = self.archive.rows(
            "select count(*), coalesce(sum(p.quotes), 0), coalesce(min(nullif(a.day, '')), ''), max(a.day)"
            " from presence p join article a on a.n = p.article where p.actor = ?",
            (id_,),
        )
        return Link(id_, known.name, known.href, known.kind, articles, quotes, first, last or "",
                    self.actor(id_).description)  # fmt: skip

    def actor_file(self, id_: str, month: str = "", feed: str = "") -> ActorFile:
        actor = self.actor(id_)
        records = self.shown(f"a:{id_}", month)
        base = links.actor_href(id_).removesuffix(".html")
        return dossiers.compose_actor(
            actor,
            self.actors[id_],
            records,
            self.actors,
            self._events_of(id_, records, month),
            [
                Link(known.id, known.name, known.href, known.kind)
                for related in actor.related
                if (known := self.actors.get(related)) is not None and known.href
            ],
            self._scope(f"a:{id_}", base, month, feed),
        )

    def _events_of(self, actor: str, records: Sequence[Record], month: str) -> list[Link]:
        found = [
            replace(link, href=links.actor_event_href(actor, link.id), articles=count)
            for link in self.event_names(event.id for event in self.registry.events)
            if (count := self.count_pair(actor, link.id, month))
        ]
        stories = {record.standing.story for record in records if record.standing.story}
        return found + self.story_links(stories)

    def count_pair(self, actor: str, event: str, month: str = "") -> int:
        """How many articles name an actor in an event."""
        ((count,),) = self.archive.rows(
            "select count(*) from touch where thing = ? and day between ? and ?",
            (f"p:{actor}/{event}", *span_of(month)),
        )
        return int(count)

    def actor_in_event(self, actor: str, event: str) -> ActorInEvent:
        (link,) = self.event_names((event,))
        records = self.shown(f"p:{actor}/{event}")
        return dossiers.compose_actor_in_event(self.actor_link(actor), link, records)

    # -- sources and articles -----------------------------------------------------------------------------------------

    def source(self, id_: str) -> Source:
        if id_ in self._named:
            return self._named[id_]
        newest = self.archive.rows(
            "select a.id from touch t join article a on a.n = t.article where t.thing = ?"
            " order by t.day desc, a.moment desc, a.id limit 1",
            (f"s:{id_}",),
        )
        records = self.archive.records(id_ for (id_,) in newest)
        name = records[0].article.source_name if records else ""
        return Source(id_, name or UNNAMED_SOURCE)

    def source_link(self, source: Source) -> Link:
        """Link to a source with how many articles are from it, copies among them."""
        ((articles, first, last),) = self.archive.rows(
            "select count(*), coalesce(min(nullif(day, '')), ''), max(day) from touch where thing = ?",
            (f"s:{source.id}",),
        )
        return Link(source.id, source.name, links.source_href(source.id), source.kind, articles, 0, first, last or "")

    def source_file(self, id_: str, month: str = "") -> SourceFile:
        base = links.source_href(id_).removesuffix(".html")
        return dossiers.compose_source(
            self.source(id_),
            self.shown(f"s:{id_}", month),
            self._scope(f"s:{id_}", base, month),
            () if month else self.origins_of(id_),
        )

    def origins_of(self, source: str) -> list[tuple[str, str, str, int]]:
        """The articles of a source, as (state, id of the origin, its name, articles)."""
        # An agency has no entry, and another source's articles, in which a name may stand, are no input of this page.
        rows = self.archive.rows(
            "select state, origin, count(*)"
            " from touch join article on n = touch.article where thing = ? group by 1, 2 order by 1, 2",
            (f"s:{source}",),
        )
        return [
            (state, id_, self._named[id_].name if id_ in self._named else links.unslug(id_), articles)
            for state, id_, articles in rows
        ]

    def article_page(self, id_: str) -> ArticlePage | None:
        record = self.archive.record(id_)
        if record is None:
            return None
        standing = record.standing
        story = self.archive.story(standing.story) if standing.story else None
        members = [member for member in (story.members if story else ()) if member not in {id_, standing.duplicate_of}]
        copies = [other for other in self.archive.records(self.archive.ids_of(f"c:{id_}")) if other.article.id != id_]
        original = self.archive.record(standing.duplicate_of) if standing.duplicate_of else None
        return dossiers.compose_article(
            record,
            self.actors,
            [*self.event_names(clippings.events_of(record)), *self.story_links([standing.story] if story else [])],
            self.archive.records(members[:SAME_STORY]),
            copies,
            original,
            self._names,
        )


def span_of(month: str) -> tuple[str, str]:
    """The first and last day, as text, of what a page of a list holds: a month, a day, undated; "": all."""
    if month == UNDATED:
        return "", ""
    return month, f"{month}{AFTER_ALL}"
