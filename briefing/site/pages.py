"""From published values to the views that templates get: one function for each kind of page.

Editions and articles have modules of their own and come in through here, so that the writer knows one door.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from briefing import links, wording
from briefing.model import Office
from briefing.published import ActorFile, ActorInEvent, ArticleRef, Called, EventFile, Link, MonthLink, SourceFile
from briefing.site.article import article_view
from briefing.site.charts import timeline
from briefing.site.editions import edition_view, editions_view, front_view
from briefing.site.frame import ACTORS, EDITIONS, EVENTS, FRONT, METHOD, NOT_FOUND, SOURCES, meta
from briefing.site.passages import (
    Cited,
    actor_name,
    by_article,
    by_speaker,
    cited,
    claim_views,
    date_of,
    disagreement_view,
    link_anchor,
    outside,
    passage_view,
    passage_views,
    presence_anchor,
    quote_views,
    ref_view,
    support,
)
from briefing.site.views import (
    ActorEventView,
    ActorView,
    Anchor,
    CallView,
    DayView,
    DevelopmentView,
    EventView,
    Group,
    IndexView,
    MethodView,
    NoticeView,
    Site,
    SourceView,
)

__all__ = [
    "ACTORS", "EDITIONS", "EVENTS", "FRONT", "METHOD", "NOT_FOUND", "SOURCES", "Site",
    "actor_event_view", "actor_view", "actors_view", "article_view", "edition_view", "editions_view", "event_view",
    "events_view", "front_view", "method_view", "not_found_view", "redirect_view", "source_view", "sources_view",
    "withdrawn_view",
]  # fmt: skip

CONTENTS_FROM = 3  # parts: a page of fewer needs no list of them
FIGURES_SHOWN = 6  # sentences: three rows on a wide screen; the others are folded
KINDS_OF_ACTOR = {"person": "Person", "state": "State", "organisation": "Organisation", "place": "Place"}
KINDS_IN_PLURAL = {"person": "People", "state": "States", "organisation": "Organisations", "place": "Places"}
# Registers of ids that have an address for each: their name in print and what the id is put behind.
REGISTERS = {"wikidata": ("Wikidata", "https://www.wikidata.org/wiki/")}


# -- events and stories -----------------------------------------------------------------------------------------------


def event_view(file: EventFile, site: Site) -> EventView:
    """Return the page of an event or story, or of one of its older months (`file.month`)."""
    known = cited(site, file.articles, file.actors)
    month = wording.month_or_day(file.month) if file.month else ""
    title = f"{file.title}, {month}" if month else file.title
    lead = file.summary[0].text if file.summary else file.description
    figures = claim_views(file.figures, known)
    return EventView(
        meta=meta(
            site,
            _month_href(file.months, file.month) or file.href,
            title,
            description=lead,
            section="events",
            feed="" if month else file.feed,
        ),
        kind=file.kind,
        title=file.title,
        description=file.description,
        month=month,
        whole=file.href if month else "",
        as_of=wording.full_day(file.last),
        support=support(file.outlets, file.origins),
        chart=timeline(file.days),
        summary=passage_views(file.summary, known),
        contents=() if month else _contents(file),
        developments=_developments(file, known),
        days=tuple(
            DayView(
                f"d{day.day}" if day.day else "undated",
                wording.named_day(day.day) if day.day else "Date unknown",
                by_article(day.passages, known),
            )
            for day in file.passages
        ),
        speakers=by_speaker(file.quotes, known),
        figures=figures[:FIGURES_SHOWN],
        more_figures=figures[FIGURES_SHOWN:],
        more_figures_text=wording.count(len(figures) - FIGURES_SHOWN, "more sentence") + " with figures",
        disagreements=tuple(disagreement_view(each, known) for each in file.disagreements),
        actors=tuple(presence_anchor(actor) for actor in file.actors),
        stories=tuple(link_anchor(link) for link in file.stories),
        events=tuple(link_anchor(link) for link in file.events),
        articles=tuple(ref_view(ref, site) for ref in file.articles),
        months=_months(file.months),
        feed="" if month else file.feed,
        empty=not file.articles and not file.passages,
    )


def _contents(file: EventFile) -> tuple[Anchor, ...]:
    parts = (
        ("Where sources differ", "disagree", len(file.disagreements)),
        ("Day by day", "developments", len(file.developments)),
        ("Who said what", "quotes", len(file.quotes)),
        ("Figures", "figures", len(file.figures)),
        ("Actors", "actors", len(file.actors)),
        ("Stories in it", "stories", len(file.stories)),
        ("What the articles say", "passages", sum(len(day.passages) for day in file.passages)),
        ("Articles", "articles", len(file.articles)),
    )
    found = tuple(Anchor(words, f"#{part}-title", f"{number:,}") for words, part, number in parts if number)
    return found if len(found) >= CONTENTS_FROM else ()


def _developments(file: EventFile, known: Cited) -> tuple[DevelopmentView, ...]:
    """Return what moved day by day. Editions end before midnight, so two may tell of one date: it is printed once."""
    found: list[DevelopmentView] = []
    printed = ""
    for passage in file.developments:
        day = _passage_day(passage.article, known)
        found.append(DevelopmentView("" if day == printed else day, passage_view(passage, known)))
        printed = day
    return tuple(found)


def _passage_day(article: str, known: Cited) -> str:
    ref = known.articles.get(article)
    return date_of(ref, known.site) if ref else ""


def events_view(events: Iterable[Link], site: Site, months: Sequence[MonthLink] = ()) -> IndexView:
    """Return the list of events, the configured ones first, then stories, newest first."""
    newest_first = sorted(sorted(events, key=lambda link: link.id), key=lambda link: link.last, reverse=True)
    return IndexView(
        meta=meta(site, EVENTS, "Events", section="events"),
        title="Events and stories",
        intro="An event is followed because the editor asks for it. A story is found among the articles.",
        groups=_groups(
            ("Events", [link for link in newest_first if link.kind != "story"]),
            ("Stories", [link for link in newest_first if link.kind == "story"]),
        ),
        months=_months(months),
        nothing="No event is configured and no story was found.",
    )


# -- actors -----------------------------------------------------------------------------------------------------------


def actor_view(file: ActorFile, site: Site) -> ActorView:
    known = Cited(
        site,
        {ref.id: ref for ref in file.articles},
        {presence.id: (presence.name, presence.href) for presence in file.beside} | {file.id: (file.name, file.href)},
    )
    month = wording.month_or_day(file.month) if file.month else ""
    return ActorView(
        meta=meta(
            site,
            _month_href(file.months, file.month) or file.href,
            f"{file.name}, {month}" if month else file.name,
            description=file.description or f"What the articles say of {file.name}, and what {file.name} said.",
            section="actors",
            feed="" if month else file.feed,
        ),
        name=file.name,
        kind=KINDS_OF_ACTOR[file.kind],
        description=file.description,
        discovered=file.discovered,
        aliases=", ".join(file.aliases),
        offices=tuple(_office(office, known) for office in file.offices),
        ids=tuple(
            (REGISTERS[register][0], number, REGISTERS[register][1] + number)
            if register in REGISTERS
            else (register, number, "")
            for register, number in file.ids
        ),
        calls=tuple(_call_view(call, known) for call in file.calls),
        month=month,
        whole=file.href if month else "",
        as_of=wording.full_day(file.last),
        chart=timeline(file.days),
        said=quote_views(file.said, known),
        about=quote_views(file.about, known),
        mentions=passage_views(file.mentions, known),
        events=tuple(link_anchor(link) for link in file.events),
        beside=tuple(presence_anchor(presence) for presence in file.beside),
        related=tuple(link_anchor(link) for link in file.related),
        articles=tuple(ref_view(ref, site) for ref in file.articles),
        months=_months(file.months),
        feed="" if month else file.feed,
    )


def _call_view(call: Called, known: Cited) -> CallView:
    days = wording.span_of_days(call.first, call.last) if call.first else ""
    note = ", ".join(filter(None, (wording.count(call.articles, "article"), days)))
    return CallView(passage_view(call.passage, known), note, call.differs)


def _office(office: Office, known: Cited) -> str:
    """Return "Prime Minister, United Kingdom (from 5 July 2024)"."""
    words = f"{office.title}, {actor_name(office.of, known)}" if office.of else office.title
    if office.since and office.until:
        return f"{words} ({wording.full_day(office.since)} to {wording.full_day(office.until)})"
    if office.since:
        return f"{words} (from {wording.full_day(office.since)})"
    return f"{words} (until {wording.full_day(office.until)})" if office.until else words


def actors_view(actors: Iterable[Link], site: Site) -> IndexView:
    """Return the list of actors by kind, those that most articles name first."""
    ordered = sorted(actors, key=lambda link: (-link.articles, link.id))
    return IndexView(
        meta=meta(site, ACTORS, "Actors", section="actors"),
        title="Actors",
        intro="Persons, states and organisations that act or speak in the articles.",
        groups=_groups(
            *((plural, [link for link in ordered if link.kind == kind]) for kind, plural in KINDS_IN_PLURAL.items())
        ),
        months=(),
        nothing="No actor has been named yet.",
    )


def actor_event_view(both: ActorInEvent, site: Site) -> ActorEventView:
    known = Cited(site, {ref.id: ref for ref in both.articles}, {both.actor.id: (both.actor.title, both.actor.href)})
    title = f"{both.actor.title}: {both.event.title}"
    return ActorEventView(
        meta=meta(site, links.actor_event_href(both.actor.id, both.event.id), title, section="actors"),
        actor=link_anchor(both.actor),
        event=link_anchor(both.event),
        said=quote_views(both.said, known),
        about=quote_views(both.about, known),
        mentions=passage_views(both.mentions, known),
        articles=tuple(ref_view(ref, site) for ref in both.articles),
    )


# -- sources ----------------------------------------------------------------------------------------------------------

RIGHTS = {"full": "whole articles", "passages": "passages only", "link": "titles and links only"}


def source_view(file: SourceFile, site: Site) -> SourceView:
    month = wording.month_or_day(file.month) if file.month else ""
    facts = (
        ("Kind", file.kind),
        ("Owner", file.owner),
        ("Language", wording.language(file.lang)),
        ("Shown here", RIGHTS[file.rights]),
        ("Articles dated", wording.span_of_days(file.first, file.last)),
    )
    return SourceView(
        meta=meta(
            site,
            _month_href(file.months, file.month) or file.href,
            f"{file.name}, {month}" if month else file.name,
            section="sources",
        ),
        name=file.name,
        facts=tuple((name, value) for name, value in facts if value),
        url=outside(file.url),
        chart=timeline(file.days),
        month=month,
        whole=file.href if month else "",
        articles=tuple(ref_view(ref, site) for ref in file.articles),
        months=_months(file.months),
    )


def sources_view(sources: Iterable[Link], site: Site) -> IndexView:
    ordered = sorted(sources, key=lambda link: (-link.articles, link.id))
    return IndexView(
        meta=meta(site, SOURCES, "Sources", section="sources"),
        title="Sources",
        intro="Outlets and agencies whose articles are in the folder.",
        groups=_groups(("", ordered)),
        months=(),
        nothing="No article has been added yet.",
    )


# -- the rest ---------------------------------------------------------------------------------------------------------


def method_view(site: Site, schemas: Sequence[tuple[str, str]] = ()) -> MethodView:
    """Return the page on how everything is made; `schemas` are (words, href) of the published JSON Schemas."""
    return MethodView(
        meta=meta(site, METHOD, "How this is made", section="method"),
        timezone=site.timezone,
        schemas=tuple(Anchor(words, href) for words, href in schemas),
        generator=site.generator,
    )


def not_found_view(site: Site) -> NoticeView:
    """Return the 404 page, to be rendered with `root`: its address is wherever the reader went astray."""
    return NoticeView(
        meta=meta(site, "", "Page not found", robots="noindex"),
        title="There is no such page",
        text="It may have been withdrawn, or the address may be mistyped.",
        to=FRONT,
        to_text="Read the latest briefing",
    )


def withdrawn_view(ref: ArticleRef, reason: str, site: Site) -> NoticeView:
    """Return what stays of an article that was withdrawn: its title, and why."""
    return NoticeView(
        meta=meta(site, ref.href, f"Withdrawn: {ref.title}", robots="noindex"),
        title=ref.title,
        text="This article was withdrawn." + (f" Reason: {reason}" if reason else " No reason was given."),
        to=FRONT,
        to_text="Read the latest briefing",
    )


def redirect_view(href: str, title: str, site: Site) -> NoticeView:
    """Return a page that leads on to `href`, for former ids and for stories that were merged (`redirect.html`)."""
    return NoticeView(
        meta=meta(site, href, f"Moved: {title}", robots="noindex"),
        title="This page has moved",
        text="",
        to=href,
        to_text=title,
    )


def _groups(*groups: tuple[str, Sequence[Link]]) -> tuple[Group, ...]:
    return tuple(
        Group(title, tuple((link_anchor(link), link.description) for link in found)) for title, found in groups if found
    )


def _months(months: Sequence[MonthLink]) -> tuple[Anchor, ...]:
    return tuple(
        Anchor(wording.month_or_day(each.month), each.href, wording.count(each.articles, "article")) for each in months
    )


def _month_href(months: Sequence[MonthLink], month: str) -> str:
    return next((each.href for each in months if each.month == month), "") if month else ""
