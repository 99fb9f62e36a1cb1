"""What is known of an event, an actor, a source, as of the newest edition? Pure functions of records.

Records come newest first and hold no copies unless said otherwise.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby

from msgspec import Struct

from briefing import calling, clippings, company, links
from briefing.gist import (
    Known,
    claims_in,
    count_outlets,
    count_presence,
    disagreements_in,
    paragraphs_in,
    passages_in,
    quotes_in,
    summarise,
)
from briefing.model import Actor, EventRule, Quote, Record, Source
from briefing.published import (
    ActorFile,
    ActorInEvent,
    ArticlePage,
    Claim,
    DayCount,
    DayPassages,
    EventFile,
    Link,
    MonthLink,
    Named,
    Part,
    Passage,
    Presence,
    Said,
    SourceFile,
)
from briefing.series import find_series

STANDING_SUMMARY = 6  # sentences: an event's page opens with what a newcomer needs
STANDING_ARTICLES = 12  # the newest articles that the standing summary is chosen from
DEVELOPMENTS = 30  # days told in words
QUOTES = 200  # on a page of an event or actor: more than the articles of one page hold
FIGURES = 600  # of an event: the page prints fewer, and counts the others
ACTORS = 30
ACTOR_FIGURES = 40
SAID_IN_EVENT = 2  # under each event on an actor's page; the page actor × event has all


class Scope(Struct, frozen=True):
    """Which part of a long list a page shows, and where the other parts are."""

    days: tuple[DayCount, ...]  # of the whole list, oldest first; undated articles count in none
    language: str = "en"  # of the site
    months: tuple[MonthLink, ...] = ()
    month: str = ""  # set on the page of an older month
    feed: str = ""
    backing: tuple[int, int] = (0, 0)  # of an event or story: outlets and independent origins of the whole list


def compose_event(
    id_: str,
    rule: EventRule | None,
    title: str,
    records: Sequence[Record],
    actors: Mapping[str, Known],
    stories: Iterable[Link],
    events: Iterable[Link],
    scope: Scope,
) -> EventFile:
    """The file on an event (`rule`) or story (None), from the records that the page shows."""
    kind = "event" if rule else "story"
    earliest_first = records[::-1]
    developments = tuple(
        passage
        for _, group in groupby(records, key=lambda record: record.standing.day)
        for passage in summarise(tuple(group), id_, kind, 1, scope.language, rule=rule)
    )
    figures = [(record, claim) for record in records for claim in claims_in(record, id_, kind)][:FIGURES]
    return EventFile(
        id=id_,
        kind="event" if rule else "story",
        title=title,
        description=rule.description if rule else "",
        href=links.item_href(kind, id_),
        first=scope.days[0].day if scope.days else "",
        last=scope.days[-1].day if scope.days else "",
        outlets=scope.backing[0],
        origins=scope.backing[1],
        summary=summarise(records[:STANDING_ARTICLES], id_, kind, STANDING_SUMMARY, scope.language, rule=rule),
        days=scope.days,
        developments=developments[:DEVELOPMENTS],
        passages=_by_day(records, id_, kind),
        quotes=quotes_in(records, id_, kind)[:QUOTES],
        figures=tuple(claim for _, claim in figures),
        disagreements=disagreements_in(earliest_first, id_, kind),
        actors=count_presence(records, actors, lambda record: paragraphs_in(record, id_, kind))[:ACTORS],
        stories=tuple(stories),
        events=tuple(events),
        articles=tuple(clippings.cite(record) for record in records),
        months=scope.months,
        month=scope.month,
        feed=scope.feed,
        series=find_series(figures),
    )


def _by_day(records: Sequence[Record], id_: str, kind: str) -> tuple[DayPassages, ...]:
    """All passages by day, newest first; a paragraph that several articles carry stands at its earliest."""
    told = {record.article.id: passages_in(record, id_, kind) for record in records}
    first_at: dict[str, str] = {}
    for record in records[::-1]:
        for passage in told[record.article.id]:
            first_at.setdefault(" ".join(passage.text.split()), record.article.id)
    days = []
    for day, group in groupby(records, key=lambda record: record.standing.day):
        passages = [
            passage
            for record in group
            for passage in told[record.article.id]
            if first_at[" ".join(passage.text.split())] == record.article.id
        ]
        if passages:
            days.append(DayPassages(day, tuple(passages)))
    return tuple(days)


def compose_actor(
    actor: Actor,
    known: Known,
    records: Sequence[Record],
    actors: Mapping[str, Known],
    events: Iterable[Link],
    related: Iterable[Link],
    scope: Scope,
) -> ActorFile:
    """The file on an actor, from the records that the page shows."""
    said = said_by(actor.id, records)[:QUOTES]
    about = said_about(actor.id, records)[:QUOTES]
    mentions = tuple(passage for record in records if (passage := mention_in(actor.id, record)) is not None)
    beside = company.find_beside(actor.id, records, actors)
    return ActorFile(
        id=actor.id,
        name=known.name,
        kind=actor.kind,
        description=actor.description,
        aliases=actor.aliases,
        offices=actor.offices,
        discovered=known.discovered,
        href=links.actor_href(actor.id),
        first=scope.days[0].day if scope.days else "",
        last=scope.days[-1].day if scope.days else "",
        days=scope.days,
        said=said,
        about=about,
        mentions=mentions,
        events=tuple(_part_in(actor.id, event, records, said) for event in events),
        beside=beside,
        related=tuple(related),
        articles=tuple(clippings.cite(record) for record in records),
        months=scope.months,
        ids=actor.ids,
        month=scope.month,
        feed=scope.feed,
        calls=calling.find_calls(actor.id, records) if known.kind == "person" else (),
        among=company.find_pairs(beside, records),
        figures=tuple(claim for record in records for claim in claims_of(actor.id, record))[:ACTOR_FIGURES],
        outlets=count_outlets(records),
        speakers=_speakers_of((*said, *about), actors),
    )


def _part_in(actor: str, link: Link, records: Sequence[Record], said: Sequence[Said]) -> Part:
    """What the actor said in an event or story or, where nothing, how its newest article names them."""
    if link.kind == "story":
        inside = {
            record.article.id: paragraphs_in(record, link.id, "story")
            for record in records
            if record.standing.story == link.id
        }
    else:
        inside = {
            record.article.id: paragraphs
            for record in records
            if (paragraphs := paragraphs_in(record, link.id, "event"))
        }
    there = [each for each in said if each.passage.paragraph in inside.get(each.passage.article, ())][:SAID_IN_EVENT]
    if there:
        return Part(link, tuple(there))
    mentions = (
        mention_in(actor, record, inside[record.article.id]) for record in records if record.article.id in inside
    )
    return Part(link, (), next(filter(None, mentions), None))


def claims_of(actor: str, record: Record) -> list[Claim]:
    """The article's figures in sentences that name the actor, and in what they said."""
    named = clippings.named_in_sentences(record).get(actor, ())
    spoken = [quote.spans for quote in record.analysis.quotes if quote.speaker == actor]
    return [
        claim
        for claim in clippings.cut_figures(record)
        if claim.passage.sentence in named
        or any(start <= claim.figure.start < end for spans in spoken for start, end in spans)
    ]


def _speakers_of(quotes: Iterable[Said], actors: Mapping[str, Known]) -> tuple[Presence, ...]:
    wanted = {id_ for said in quotes for id_ in (said.speaker, *said.about) if id_}
    return tuple(
        Presence(id_, known.name, known.kind, 0, 0, known.href)
        for id_ in sorted(wanted)
        if (known := actors.get(id_)) is not None
    )


def compose_actor_in_event(actor: Link, event: Link, records: Sequence[Record]) -> ActorInEvent:
    """An actor in an event: only what stands in the event's passages."""
    inside = {record.article.id: paragraphs_in(record, event.id, "event") for record in records}

    def stands_inside(said: Said | Passage) -> bool:
        passage = said.passage if isinstance(said, Said) else said
        return passage.paragraph in inside[passage.article]

    mentions = [
        passage
        for record in records
        if (passage := mention_in(actor.id, record, inside[record.article.id])) is not None
    ]
    return ActorInEvent(
        actor=actor,
        event=event,
        said=tuple(filter(stands_inside, said_by(actor.id, records))),
        about=tuple(filter(stands_inside, said_about(actor.id, records))),
        mentions=tuple(mentions),
        articles=tuple(clippings.cite(record) for record in records),
    )


def compose_source(
    source: Source,
    records: Sequence[Record],
    scope: Scope,
    origins: Iterable[tuple[str, str, str, int]] = (),
) -> SourceFile:
    """The file on a source; `records` hold its copies of others' articles as well.

    `origins` are all its articles, as (state, id of the origin, its name, articles).
    """
    origins = tuple(origins)
    behind: Counter[str] = Counter()
    for _, origin, name, articles in origins:
        if origin not in ("", source.id):
            behind[name] += articles
    return SourceFile(
        id=source.id,
        name=source.name,
        owner=source.owner,
        kind=source.kind,
        lang=source.lang,
        rights=source.rights or "full",
        url=source.url,
        href=links.source_href(source.id),
        first=scope.days[0].day if scope.days else "",
        last=scope.days[-1].day if scope.days else "",
        days=scope.days,
        articles=tuple(clippings.cite(record) for record in records),
        months=scope.months,
        month=scope.month,
        total=sum(articles for _, _, _, articles in origins),
        repeats=sum(articles for state, _, _, articles in origins if state == "duplicate"),
        behind=tuple(sorted(behind.items(), key=lambda each: (-each[1], each[0]))),
    )


def compose_article(
    record: Record,
    actors: Mapping[str, Known],
    events: Iterable[Link],
    same_story: Iterable[Record],
    copies: Iterable[Record],
    original: Record | None,
    names: Mapping[str, str],
) -> ArticlePage:
    """The page of an article; `names` are those of the registry's actors, for what an office is of."""
    mentioned = {mention.actor for mention in record.analysis.mentions if mention.actor}
    mentioned |= {quote.speaker for quote in record.analysis.quotes if quote.speaker}
    return ArticlePage(
        ref=clippings.cite(record),
        record=record,
        passages=clippings.cut_summary(record),
        actors=tuple(_named(known, record, names) for id_ in sorted(mentioned) if (known := actors.get(id_))),
        events=tuple(events),
        same_story=tuple(clippings.cite(other) for other in same_story),
        copies=tuple(clippings.cite(other) for other in copies),
        original=clippings.cite(original) if original else None,
    )


def _named(known: Known, record: Record, names: Mapping[str, str]) -> Named:
    day = (record.article.date or record.article.added)[:10]
    held = [office for office in known.offices if office.since <= day and (not office.until or day <= office.until)]
    office = max(held, key=lambda office: (office.since, office.title), default=None)
    if office is None:
        return Named(known.id, known.name, known.href)
    return Named(known.id, known.name, known.href, office.title, names.get(office.of, ""))


def said_by(actor: str, records: Iterable[Record]) -> tuple[Said, ...]:
    return _said(records, lambda quote, _: quote.speaker == actor)


def said_about(actor: str, records: Iterable[Record]) -> tuple[Said, ...]:
    return _said(records, lambda _, about: actor in about)


def mention_in(actor: str, record: Record, inside: Mapping[int, str] | None = None) -> Passage | None:
    """The sentence of the article that stands for its mentions of the actor.

    One of its summary, else one that can be read by itself, else the first.
    """
    quotable = clippings.quotable_sentences(record)
    naming = [index for index in clippings.named_in_sentences(record).get(actor, ()) if index in quotable]
    if inside is not None:
        naming = [index for index in naming if record.analysis.sentences[index].paragraph in inside]
    if not naming:
        return None
    alone = clippings.usable_sentences(record)
    chosen = min(naming, key=lambda index: (index not in record.analysis.summary, index not in alone))
    return clippings.cut_sentence(record, chosen)


def _said(records: Iterable[Record], wanted: Callable[[Quote, frozenset[str]], bool]) -> tuple[Said, ...]:
    """The quotes of the records that are wanted; the same words from several outlets come once, from the newest."""
    found: list[Said] = []
    seen: set[str] = set()
    for record in records:
        for said, words in clippings.cut_quotes(record, wanted):
            if words not in seen and not said.passage.text.endswith(":"):
                seen.add(words)
                found.append(said)
    return tuple(found)
