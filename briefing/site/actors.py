"""An actor as a page, alone and in an event."""

from __future__ import annotations

from briefing import links
from briefing.model import Office
from briefing.published import ActorFile, ActorInEvent, Called
from briefing.site.charts import timeline
from briefing.site.frame import meta
from briefing.site.listing import link_anchor, month_anchors, month_href, presence_anchor
from briefing.site.passages import Cited, actor_name, passage_view, passage_views, quote_views, sources
from briefing.site.views.actor import ActorEventView, ActorView, CallView
from briefing.site.views.frame import Site
from briefing.wording import Words

# Registers of ids that have an address for each: their name in print and what the id is put behind.
REGISTERS = {"wikidata": ("Wikidata", "https://www.wikidata.org/wiki/")}


def actor_view(file: ActorFile, site: Site) -> ActorView:
    known = Cited(
        site,
        {ref.id: ref for ref in file.articles},
        {presence.id: (presence.name, presence.href) for presence in file.beside} | {file.id: (file.name, file.href)},
    )
    month = site.words.month_or_day(file.month) if file.month else ""
    return ActorView(
        meta=meta(
            site,
            month_href(file.months, file.month) or file.href,
            f"{file.name}, {month}" if month else file.name,
            description=file.description or f"What the articles say of {file.name}, and what {file.name} said.",
            section="actors",
            feed="" if month else file.feed,
        ),
        name=file.name,
        kind=_kind_of_actor(file.kind, site.words),
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
        as_of=site.words.full_day(file.last),
        chart=timeline(file.days, site.words),
        said=quote_views(file.said, known),
        about=quote_views(file.about, known),
        mentions=passage_views(file.mentions, known),
        events=tuple(link_anchor(part.link, site.words) for part in file.events),
        beside=tuple(presence_anchor(presence, site.words) for presence in file.beside),
        related=tuple(link_anchor(link, site.words) for link in file.related),
        sources=sources(known),
        months=month_anchors(file.months, site.words),
        feed="" if month else file.feed,
    )


def _call_view(call: Called, known: Cited) -> CallView:
    words = known.site.words
    days = words.span_of_days(call.first, call.last) if call.first else ""
    note = ", ".join(filter(None, (words.count(call.articles, "{n} article", "{n} articles"), days)))
    return CallView(passage_view(call.passage, known), note, call.differs)


def _office(office: Office, known: Cited) -> str:
    """Return "Prime Minister, United Kingdom (from 5 July 2024)"."""
    words = known.site.words
    title = f"{office.title}, {actor_name(office.of, known)}" if office.of else office.title
    since, until = words.full_day(office.since), words.full_day(office.until)
    if since and until:
        return words.say("{title} ({since} to {until})", title=title, since=since, until=until)
    if since:
        return words.say("{title} (from {since})", title=title, since=since)
    return words.say("{title} (until {until})", title=title, until=until) if until else title


def _kind_of_actor(kind: str, words: Words) -> str:
    return {
        "person": words.say("Person"),
        "state": words.say("State"),
        "organisation": words.say("Organisation"),
        "place": words.say("Place"),
    }[kind]


def actor_event_view(both: ActorInEvent, site: Site) -> ActorEventView:
    known = Cited(site, {ref.id: ref for ref in both.articles}, {both.actor.id: (both.actor.title, both.actor.href)})
    title = f"{both.actor.title}: {both.event.title}"
    return ActorEventView(
        meta=meta(site, links.actor_event_href(both.actor.id, both.event.id), title, section="actors"),
        actor=link_anchor(both.actor, site.words),
        event=link_anchor(both.event, site.words),
        said=quote_views(both.said, known),
        about=quote_views(both.about, known),
        mentions=passage_views(both.mentions, known),
        sources=sources(known),
    )
