"""From the archive to the values of print: which records does an event, an actor, a source, an article need?

The queries stand here and in `day_desk`, the recipes in `dossiers` and `edition`. One desk serves one build: what it
has looked up once it keeps.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from briefing import clippings, dossiers, links
from briefing.archive import Archive
from briefing.backing import count_backing
from briefing.gist import Known, main_events
from briefing.indexing import known_actors
from briefing.model import Actor, EventRule, Record, Registry, Source, Story
from briefing.published import (
    ActorFile,
    ActorInEvent,
    ArticlePage,
    EventFile,
    Link,
    MonthLink,
    SourceFile,
)
from briefing.settings import Settings

SAME_STORY = 12  # other accounts that an article's page names; the story's page has all
UNNAMED_SOURCE = "Unnamed source"


class Desk:
    """Everything that pages are composed from, as of one build."""

    def __init__(self, archive: Archive, settings: Settings, registry: Registry) -> None:
        self.archive, self.settings, self.registry = archive, settings, registry
        self._of_thing: dict[str, list[tuple[str, int]]] = {}  # of the thing asked for last; its pages ask one by one

    # -- what there is ------------------------------------------------------------------------------------------------

    @cached_property
    def actors(self) -> Mapping[str, Known]:
        return known_actors(self.archive)

    @cached_property
    def days(self) -> tuple[str, ...]:
        """The days that have an edition, oldest first. Files, but none of any day: the build day has one."""
        rows = self.archive.rows(
            "select day from article where live and day != '' union select corrected from article where corrected != ''"
        )
        days = sorted(day for (day,) in rows if day <= self.settings.day)
        if not days and self.archive.rows("select 1 from article limit 1"):
            return (self.settings.day,)
        return tuple(days)

    @cached_property
    def history(self) -> Mapping[str, tuple[str, ...]]:
        """The days on which each event or story moved (`m:…`, `y:…`), oldest first."""
        found: dict[str, list[str]] = {}
        for thing, day in self.archive.rows(
            "select distinct t.thing, a.day from touch t join article a on a.n = t.article"
            " where (t.thing between 'm:' and 'm;' or t.thing between 'y:' and 'y;') and a.live and a.day != ''"
            " order by 1, 2"
        ):
            found.setdefault(thing, []).append(day)
        return {thing: tuple(days) for thing, days in found.items()}

    # -- events and stories -------------------------------------------------------------------------------------------

    def months_of(self, thing: str, base: str) -> tuple[MonthLink, ...]:
        """The pages of a long list: none while the newest BRIEFING_LIST_LENGTH articles are all there are."""
        rows = self._days_and_quotes(thing)
        if len(rows) <= self.settings.list_length:
            return ()
        counts: dict[str, int] = {}
        for day, _ in rows:
            counts[day] = counts.get(day, 0) + 1
        months: dict[str, int] = {}
        for day, count in counts.items():
            months[day[:7]] = months.get(day[:7], 0) + count
        parts = {month: count for month, count in months.items() if month and count <= self.settings.list_length}
        parts |= {day: count for day, count in counts.items() if day and day[:7] not in parts}
        if months.get(""):
            parts["undated"] = months[""]
        return tuple(
            MonthLink(part, f"{base}/months/{part}.html", count) for part, count in sorted(parts.items(), reverse=True)
        )

    def _shown(self, thing: str, month: str = "") -> list[Record]:
        """The records that a page of the thing shows, newest first."""
        records = list(self.archive.records(self.archive.ids_of(thing)[: None if month else self._enough]))
        if month:
            wanted = "" if month == "undated" else month
            return [record for record in records if self._is_in(record, wanted)]
        live, most = [record for record in records if record.standing.state != "duplicate"], self.settings.list_length
        if thing.startswith("s:"):  # what it repeats of others is its own as well
            return records[: records.index(live[most - 1]) + 1 if len(live) > most else None]
        kept = {record.article.id for record in live[:most]}
        return [record for record in records if record.article.id in kept or record.standing.duplicate_of in kept]

    @property
    def _enough(self) -> int:
        return self.settings.list_length * 4  # copies among them: more than three for each article is no list but spam

    @staticmethod
    def _is_in(record: Record, month: str) -> bool:
        return record.standing.day.startswith(month) if month else not record.standing.day

    def _days_and_quotes(self, thing: str) -> list[tuple[str, int]]:
        """The day of each live article of a thing and, of an actor, how often they are quoted there."""
        if thing not in self._of_thing:
            self._of_thing = {thing: self.archive.rows(
                "select a.day, coalesce(p.quotes, 0) from touch t join article a on a.n = t.article"
                " left join presence p on p.actor = ? and p.article = a.n where t.thing = ? and a.live",
                (thing[2:] if thing.startswith("a:") else "", thing),
            )}  # fmt: skip
        return self._of_thing[thing]

    def _scope(self, thing: str, base: str, month: str = "", feed: str = "") -> dossiers.Scope:
        days = dossiers.count_days(self._days_and_quotes(thing))
        return dossiers.Scope(days, self.settings.language, self.months_of(thing, base), month, feed)

    def event_file(self, id_: str, month: str = "", feed: str = "") -> EventFile:
        rule = next(event for event in self.registry.events if event.id == id_)
        return self._event_or_story(f"e:{id_}", rule, rule.title, month, feed)

    def story_file(self, id_: str, month: str = "") -> EventFile | None:
        story = self.archive.story(id_)
        return self._event_or_story(f"y:{id_}", None, story.title, month, "") if story else None

    def _event_or_story(self, thing: str, rule: EventRule | None, title: str, month: str, feed: str) -> EventFile:
        id_ = thing[2:]
        kind = "event" if rule else "story"
        records = [record for record in self._shown(thing, month) if record.standing.state != "duplicate"]
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
            replace(self._scope(thing, base, month, feed), backing=count_backing(thing, self.archive)),
        )

    def story_links(self, ids: Iterable[str]) -> list[Link]:
        """Links to stories, the newest first."""
        found = [self._story_link(story) for id_ in sorted(ids) if (story := self.archive.story(id_)) is not None]
        return sorted(found, key=lambda link: (link.last, link.id), reverse=True)

    @staticmethod
    def _story_link(story: Story) -> Link:
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
        counts = dict(
            self.archive.rows(
                "select t.thing, count(*) from touch t join article a on a.n = t.article"
                " where t.thing between 'e:' and 'e;' and a.live group by 1"
            )
        )
        return tuple(
            Link(
                event.id,
                event.title,
                links.event_href(event.id),
                kind="event",
                articles=counts.get(f"e:{event.id}", 0),
                first=days[0] if days else "",
                last=days[-1] if days else "",
                description=event.description,
            )
            for event in self.registry.events
            for days in [self.history.get(f"m:{event.id}", ())]
        )

    # -- actors -------------------------------------------------------------------------------------------------------

    def actor(self, id_: str) -> Actor:
        """The registry's entry, or one made of what the articles say."""
        for actor in self.registry.actors:
            if actor.id == id_:
                return actor
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

    def actor_links(self) -> list[Link]:
        """Links to all actors with a page, by weight: articles, then quotes, then id."""
        described = {actor.id: actor.description for actor in self.registry.actors}
        found = [
            Link(id_, known.name, known.href, known.kind, articles, quotes, first, last, described.get(id_, ""))
            for id_, articles, quotes, first, last in self.archive.rows(
                "select p.actor, count(*), coalesce(sum(p.quotes), 0), coalesce(min(nullif(a.day, '')), ''), max(a.day)"
                " from presence p join article a on a.n = p.article group by p.actor"
            )
            if (known := self.actors.get(id_)) is not None and known.href
        ]
        return sorted(found, key=lambda link: (-link.articles, -link.quotes, link.id))

    def actor_file(self, id_: str, month: str = "", feed: str = "") -> ActorFile:
        actor = self.actor(id_)
        records = [record for record in self._shown(f"a:{id_}", month) if record.standing.state != "duplicate"]
        base = links.actor_href(id_).removesuffix(".html")
        return dossiers.compose_actor(
            actor,
            self.actors[id_],
            records,
            self.actors,
            self._events_of(id_, records),
            [
                Link(known.id, known.name, known.href, known.kind)
                for related in actor.related
                if (known := self.actors.get(related)) is not None and known.href
            ],
            self._scope(f"a:{id_}", base, month, feed),
        )

    def _events_of(self, actor: str, records: Sequence[Record]) -> list[Link]:
        found = [
            replace(link, href=links.actor_event_href(actor, link.id), articles=count)
            for link in self.event_names(event.id for event in self.registry.events)
            if (count := self._count_pair(actor, link.id))
        ]
        stories = {record.standing.story for record in records if record.standing.story}
        return found + self.story_links(stories)

    def _count_pair(self, actor: str, event: str) -> int:
        ((count,),) = self.archive.rows("select count(*) from touch where thing = ?", (f"p:{actor}/{event}",))
        return int(count)

    def actor_in_event(self, actor: str, event: str) -> ActorInEvent:
        (link,) = self.event_names((event,))
        records = self._shown(f"p:{actor}/{event}")
        return dossiers.compose_actor_in_event(self.actor_link(actor), link, records)

    # -- sources and articles -----------------------------------------------------------------------------------------

    def source(self, id_: str) -> Source:
        for source in self.registry.sources:
            if source.id == id_:
                return source
        records = self.archive.records(self.archive.ids_of(f"s:{id_}")[:1])
        name = records[0].article.source_name if records else ""
        return Source(id_, name or UNNAMED_SOURCE)

    def source_links(self) -> list[Link]:
        found = []
        for thing, articles, first, last in self.archive.rows(
            "select t.thing, count(*), coalesce(min(nullif(a.day, '')), ''), max(a.day) from touch t"
            " join article a on a.n = t.article where t.thing between 's:' and 's;' group by 1"
        ):
            source = self.source(thing[2:])
            if source.id:
                found.append(
                    Link(source.id, source.name, links.source_href(source.id), source.kind, articles, 0, first, last)
                )
        return sorted(found, key=lambda link: (-link.articles, link.id))

    def source_file(self, id_: str, month: str = "") -> SourceFile:
        base = links.source_href(id_).removesuffix(".html")
        return dossiers.compose_source(
            self.source(id_),
            self._shown(f"s:{id_}", month),
            self._scope(f"s:{id_}", base, month),
            () if month else self._origins_of(id_),
        )

    def _origins_of(self, source: str) -> list[tuple[str, str, str, int]]:
        """The articles of a source, as (state, id of the origin, its name, articles)."""
        # An agency has no entry, and another source's articles, in which a name may stand, are no input of this page.
        names = {each.id: each.name for each in self.registry.sources}
        rows = self.archive.rows(
            "select state, origin, count(*)"
            " from touch join article on n = touch.article where thing = ? group by 1, 2 order by 1, 2",
            (f"s:{source}",),
        )
        return [(state, id_, names.get(id_) or links.unslug(id_), articles) for state, id_, articles in rows]

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
            {actor.id: actor.name for actor in self.registry.actors},
        )
