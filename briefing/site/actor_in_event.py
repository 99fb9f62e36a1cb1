"""An actor in an event as a page: what they said there, what was said of them, where they are named."""

from __future__ import annotations

from msgspec import structs

from briefing import links, wording
from briefing.published import ActorInEvent
from briefing.site.frame import meta
from briefing.site.passages import Cited, passage_views, quote_views, sources
from briefing.site.views.event import ActorEventView
from briefing.site.views.frame import Anchor, Site
from briefing.site.views.passages import QuoteView

QUOTES = 12  # that stand open: the newest are what one comes for
CONTENTS_FROM = 2  # parts besides the sources


def actor_event_view(both: ActorInEvent, site: Site) -> ActorEventView:
    """Return the page of an actor in an event, the newest first."""
    words = site.words
    known = Cited(site, {ref.id: ref for ref in both.articles}, {both.actor.id: (both.actor.title, both.actor.href)})
    said, about = quote_views(both.said, known), _without_names(quote_views(both.about, known))
    printed = {(each.passage.article, each.passage.sentence) for each in (*both.said, *both.about)}
    mentions = passage_views([each for each in both.mentions if (each.article, each.sentence) not in printed], known)
    description = both.said[0].passage.text if both.said else both.mentions[0].text if both.mentions else ""
    parts = (
        (words.say("What they said"), "said", len(said)),
        (words.say("What others said of them"), "about", len(about)),
        (words.say("Also named in"), "mentions", len(mentions)),
    )
    contents = tuple(Anchor(text, f"#{part}-title", words.number(number)) for text, part, number in parts if number)
    return ActorEventView(
        meta=meta(
            site,
            links.actor_event_href(both.actor.id, both.event.id),
            words.say("{actor} in {event}", actor=both.actor.title, event=both.event.title),
            description=description,
            section="actors",
        ),
        actor=Anchor(both.actor.title, both.actor.href),
        event=Anchor(both.event.title, both.event.href),
        description=both.actor.description,
        facts=_facts(both, site),
        contents=contents if len(contents) >= CONTENTS_FROM else (),
        said=said[:QUOTES],
        more_said=said[QUOTES:],
        more_said_text=words.count(len(said[QUOTES:]), "{n} older quote", "{n} older quotes"),
        about=about[:QUOTES],
        more_about=about[QUOTES:],
        more_about_text=words.count(len(about[QUOTES:]), "{n} older quote", "{n} older quotes"),
        mentions=mentions,
        sources=sources(known),
    )


def _without_names(quotes: tuple[QuoteView, ...]) -> tuple[QuoteView, ...]:
    """Return quotes without whom they name: on this page that is the actor, every time."""
    return tuple(structs.replace(quote, about=()) for quote in quotes)


def _facts(both: ActorInEvent, site: Site) -> tuple[str, ...]:
    words = site.words
    days = sorted(wording.day_of(ref.date, site.timezone) for ref in both.articles if ref.date)
    articles = words.count(len(both.articles), "{n} article", "{n} articles")
    if not days:
        return (articles,)
    if days[0] != days[-1]:
        articles = words.say("{articles} since {day}", articles=articles, day=words.short_day(days[0]))
    return (words.say("As of {day}", day=words.full_day(days[-1])), articles)
