"""What stands around every page: its head, and the addresses of the pages that are there once."""

from __future__ import annotations

from briefing.site.views.frame import Meta, Section, Site

FRONT, EDITIONS, EVENTS, ACTORS = "index.html", "editions.html", "events.html", "actors.html"
SOURCES, METHOD, NOT_FOUND, SEARCH = "sources.html", "method.html", "404.html", "search.html"


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
    previous: str = "",
    next_: str = "",
    image: str = "",
    image_alt: str = "",
    og_type: str = "website",
    structured: str = "",
) -> Meta:
    """Return the head of the page at `href`. `title` is without the site's name; empty for the front page.

    `image` counts from the site's root; where the site's own address is unknown nobody can be shown it.
    """
    return Meta(
        site=site,
        title=f"{title} · {site.name}" if title else site.name,
        heading=title or site.name,
        description=" ".join(description.split()),
        canonical=f"{site.url}/{'' if href == FRONT else href}" if site.url and href else "",
        robots=robots or site.robots,
        section=section,
        navigation=_navigation(site, href, section),
        image=f"{site.url}/{image}" if site.url and image else "",
        image_alt=image_alt,
        og_type=og_type,
        structured=structured,
        feed=feed,
        json_feed=json_feed,
        feed_title=title if feed or json_feed else "",
        data=data,
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
