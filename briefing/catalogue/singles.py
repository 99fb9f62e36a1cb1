"""Pages that the site has once: front page, feed, what crawlers read, the theme's files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

from briefing import links
from briefing.catalogue.editions import edition_data
from briefing.catalogue.materials import MAIN_FEED, Materials
from briefing.catalogue.page import Page, View, digest
from briefing.catalogue.pictures import identity_pages
from briefing.mail.message.compose import preview_href
from briefing.schemas import SCHEMAS
from briefing.site import pages
from briefing.site.colours import publisher_sheet
from briefing.site.exports import crawlers
from briefing.site.exports.atom import write_atom
from briefing.site.exports.feeds import NEWEST, Feed, editions_feed, json_href
from briefing.site.exports.json_feed import write_json_feed
from briefing.site.frame import FRONT, METHOD, NOT_FOUND, SEARCH

RECENT = 7  # editions that the front page links to: a week
OWNER = "site"


def single_pages(made_from: Materials) -> list[Page]:
    """Return all pages whose owner is the site itself."""
    site, days = made_from.site, made_from.desk.days
    newest = digest(made_from.base, *(made_from.edition_inputs(day) for day in days[-NEWEST:]))
    front = digest(newest, *(made_from.digest_of(f"e:{event.id}") for event in made_from.registry.events))
    feed = cache(lambda: _main_feed(made_from))

    def page(path: str, template: str, make: Callable[[], View], root: str = "", inputs: bytes = b"") -> Page:
        return Page(path, OWNER, inputs or made_from.base, template, make, root)

    return [
        page(FRONT, "edition.html" if days else "notice.html", lambda: _front(made_from), inputs=front),
        page(SEARCH, "search.html", lambda: pages.search_view(site)),
        page(METHOD, "method.html", lambda: pages.method_view(site, [(s.title, s.href) for s in SCHEMAS])),
        page(NOT_FOUND, "notice.html", lambda: pages.not_found_view(site), root=site.url or "/"),
        page(MAIN_FEED, "", lambda: write_atom(feed()), inputs=newest),
        page(json_href(MAIN_FEED), "", lambda: write_json_feed(feed()), inputs=newest),
        page("robots.txt", "", lambda: crawlers.robots(site).encode()),
        page("_headers", "", crawlers.HEADERS.encode),
        *(page(schema.href, "", schema.make) for schema in SCHEMAS),
        *identity_pages(made_from, OWNER),
        *_former_pages(made_from),
        *_theme_files(made_from, page),
        *_publishers_files(made_from, page),
    ]


def _front(made_from: Materials) -> View:
    days, site = made_from.desk.days, made_from.site
    if not days:
        return pages.front_view(None, site)
    return pages.front_view(
        made_from.edition(days[-1]),
        site,
        data_href=edition_data(days[-1]),
        mail_href=preview_href(days[-1]),
        recent=[made_from.edition_line(day) for day in reversed(days[-1 - RECENT : -1])],
        events=made_from.desk.event_links,
    )


def _main_feed(made_from: Materials) -> Feed:
    newest = reversed(made_from.desk.days[-NEWEST:])
    return editions_feed(map(made_from.edition_entry, newest), made_from.site)


def _former_pages(made_from: Materials) -> Iterator[Page]:
    """Yield what leads on from the ids that events had."""
    for event in made_from.registry.events:
        for former in event.former:
            for href in _former_addresses(made_from, former):
                yield made_from.redirect(href, links.event_href(event.id), event.title, OWNER, made_from.base)


def _former_addresses(made_from: Materials, former: str) -> Iterator[str]:
    """Yield where an id that an event had was found: an event's address and, of an article's story, the story's."""
    yield links.event_href(former)
    archive, path = made_from.archive, former.replace("--", "/")
    known = archive.rows("select 1 from article where id in (?, ?)", (f"{path}.md", f"{path}.html"))
    if known and archive.story(former) is None:  # else it is told again
        yield links.story_href(former)


def _publishers_files(made_from: Materials, page: Callable[[str, str, Callable[[], View]], Page]) -> Iterator[Page]:
    """Yield the publisher's colour and logo, which lie beside the theme's files."""
    site, settings = made_from.site, made_from.settings
    if site.stylesheet:
        yield page(site.stylesheet, "", publisher_sheet(settings.accent).encode)
    if settings.logo is not None:
        content = settings.logo.content
        yield page(site.logo, "", lambda: content)


def _theme_files(made_from: Materials, page: Callable[[str, str, Callable[[], View]], Page]) -> Iterator[Page]:
    static = made_from.settings.theme / "static"
    for file in sorted(static.rglob("*")) if static.is_dir() else ():
        if file.is_file():
            yield page(f"theme/{file.relative_to(static).as_posix()}", "", file.read_bytes)
