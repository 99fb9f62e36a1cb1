"""What stands around every page: its head, and the addresses of the pages that are there once."""

from __future__ import annotations

from briefing import links
from briefing.site.pictures.sharing import Card, site_card
from briefing.site.views.frame import Anchor, Meta, Section, Site

FRONT, EVENTS, ACTORS = "index.html", "events.html", "actors.html"
SOURCES, NOT_FOUND, SEARCH = "sources.html", "404.html", "search.html"
EDITIONS, METHOD = links.EDITIONS, links.METHOD  # mail links to them as well


def meta(
    site: Site,
    href: str,
    title: str,
    *,
    description: str = "",
    section: str = "",
    feed: str = "",
    json_feed: str = "",
    robots: str = "",
    data: str = "",
    tables: tuple[Anchor, ...] = (),
    previous: str = "",
    next_: str = "",
    card: Card | None = None,
    og_type: str = "website",
    structured: str = "",
) -> Meta:
    """Return the head of the page at `href`. `title` is without the site's name; empty for the front page.

    `card` is the page's own; a page without one that may be found has the site's. Where the site's address is unknown
    nobody can be shown any.
    """
    card = card or (None if robots else site_card(site))
    return Meta(
        site=site,
        title=f"{title} · {site.name}" if title else site.name,
        heading=title or site.name,
        description=" ".join((description or site.description).split()),
        canonical=f"{site.url}/{'' if href == FRONT else href}" if site.url and href else "",
        robots=robots or site.robots,
        section=section,
        navigation=_navigation(site, href, section),
        image=f"{site.url}/{card.href}" if site.url and card else "",
        image_alt=card.alt if site.url and card else "",
        og_type=og_type,
        structured=structured,
        feed=feed,
        json_feed=json_feed,
        feed_title=title if feed or json_feed else "",
        data=data,
        tables=tables,
        previous=previous,
        next=next_,
    )


def _navigation(site: Site, href: str, section: str) -> tuple[Section, ...]:
    words = site.words
    sections = {
        "front": (words.say("Latest"), FRONT),
        "editions": (words.say("Editions"), EDITIONS),
        "events": (words.say("Events"), EVENTS),
        "actors": (words.say("Actors"), ACTORS),
        "sources": (words.say("Sources"), SOURCES),
        "method": (words.say("Method"), METHOD),
    }
    return tuple(
        Section(text, to, "" if name != section else "page" if to == href else "true")
        for name, (text, to) in ((name, sections[name]) for name in site.navigation)
    )
