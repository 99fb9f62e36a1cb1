"""What stands around every page: its head, and the addresses of the pages that are there once."""

from __future__ import annotations

from briefing.site.views.frame import Meta, Site

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
    robots: str = "",
    data: str = "",
    previous: str = "",
    next_: str = "",
) -> Meta:
    return Meta(
        site=site,
        title=f"{title} · {site.name}" if title else site.name,
        description=" ".join(description.split()),
        canonical=f"{site.url}/{'' if href == FRONT else href}" if site.url and href else "",
        robots=robots or site.robots,
        section=section,
        feed=feed,
        feed_title=title if feed else "",
        data=data,
        previous=previous,
        next=next_,
    )
