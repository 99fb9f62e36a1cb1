"""Atom feeds of the editions, of an event, of an actor. Dates are those of articles and editions, never the clock's.

With the site's address known, entries are named by the address of their page. Without it links stay relative, which
Atom resolves against the feed's own place, and names are UUIDs made from the site's name and the page: stable as long
as both are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time
from io import StringIO
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from feedgenerator import Atom1Feed
from markupsafe import Markup

from briefing import links
from briefing.published import ActorFile, ArticleRef, Edition, EventFile, Passage, Said
from briefing.site.frame import FRONT
from briefing.site.passages import Cited, fragment, section
from briefing.site.views.frame import Site

NEWEST = 30  # entries: a month of editions; readers that poll less often than that keep their own copy
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # characters that XML 1.0 cannot hold
START = datetime(1970, 1, 1, tzinfo=UTC)  # of what has no date at all: an empty feed


class _Feed(Atom1Feed):
    """Atom whose `updated` never falls back to the clock."""

    def latest_post_date(self) -> datetime:
        return max((item["updateddate"] for item in self.items), default=START)


def editions_feed(editions: Iterable[Edition], site: Site, href: str = "") -> str:
    """Return the feed of `editions`: for each its events in order, with the first passage of each. `href`: its own."""
    href = href or site.feed
    feed = _feed(site, href, FRONT, site.name, site.description)
    for edition in sorted(editions, key=lambda edition: edition.day, reverse=True)[:NEWEST]:
        page = links.edition_href(edition.day)
        titles = [item.headline for item in edition.items]
        day = site.words.full_day(edition.day)
        corrected = [correction.modified for correction in edition.corrections]
        feed.add_item(
            title=_clean(f"{day}: {titles[0]}" if titles else day),
            link=_address(page, href, site),
            description=_listed(
                (item.title, "", item.summary[0].text if item.summary else item.description) for item in edition.items
            ),
            author_name=_clean(site.name),
            pubdate=_moment(edition.closes),
            updateddate=max(_moment(stamp) for stamp in (edition.closes, *corrected)),
            unique_id=_name(page, site),
        )
    return _written(feed)


def event_feed(file: EventFile, site: Site) -> str:
    """Return an event's or story's feed: its newest articles, each with what it says of it."""
    said: dict[str, list[Passage]] = {}
    for day in file.passages:
        for passage in day.passages:
            said.setdefault(passage.article, []).append(passage)
    feed = _feed(site, file.feed, file.href, f"{file.title} · {site.name}", file.description)
    _add_articles(feed, file.articles, said, site, file.feed, file.href)
    return _written(feed)


def actor_feed(file: ActorFile, site: Site) -> str:
    """Return an actor's feed: the newest articles that name or quote them, with those sentences."""
    said: dict[str, list[Passage]] = {}
    for passage in (*map(_passage, file.said), *map(_passage, file.about), *file.mentions):
        found = said.setdefault(passage.article, [])
        if passage not in found:
            found.append(passage)
    feed = _feed(site, file.feed, file.href, f"{file.name} · {site.name}", file.description)
    _add_articles(feed, file.articles, said, site, file.feed, file.href)
    return _written(feed)


def _passage(said: Said) -> Passage:
    return said.passage


def _feed(site: Site, href: str, page: str, title: str, description: str) -> Any:  # the library ships no types
    return _Feed(
        title=_clean(title),
        link=_address(page, href, site),
        description=_clean(description),
        language=site.language,
        author_name=_clean(site.name),
        feed_url=_address(href, href, site),
        feed_guid=_name(href, site),
    )


def _add_articles(
    feed: Any, refs: Sequence[ArticleRef], said: dict[str, list[Passage]], site: Site, href: str, page: str
) -> None:
    known = Cited(site, {ref.id: ref for ref in refs}, {})
    for ref in refs[:NEWEST]:
        passages = sorted(said.get(ref.id, ()), key=lambda passage: (passage.start, passage.end))
        target = ref.href + (fragment(passages[0]) if passages else "")
        feed.add_item(
            title=_clean(ref.title),
            link=_address(target, href, site),
            description=_listed((section(each.paragraph), known.lang(ref.id), each.text) for each in passages),
            author_name=_clean(ref.source_name) or site.words.no_source(),
            pubdate=_moment(ref.date or ref.added),
            updateddate=_moment(ref.modified or ref.date or ref.added),
            unique_id=_name(f"{page}#{ref.href}", site),  # an article has an entry in each event that it moves
        )


def _listed(rows: Iterable[tuple[str, str, str]]) -> str:
    """Return (label, language, text) rows as the HTML of an entry, escaped."""
    return "".join(
        Markup("<p><b>{}</b> <span{}>{}</span></p>").format(
            _clean(label), Markup(' lang="{}"').format(lang) if lang else "", _clean(text)
        )
        for label, lang, text in rows
    )


def _clean(text: str) -> str:
    return _NO_XML.sub(" ", text)


def _address(href: str, feed: str, site: Site) -> str:
    if site.url:
        return f"{site.url}/{href}"
    return links.relative(href, feed)


def _name(href: str, site: Site) -> str:
    return f"{site.url}/{href}" if site.url else uuid5(NAMESPACE_URL, f"{site.name}/{href}").urn


def _moment(stamp: str) -> datetime:
    """Return a day or a moment as a moment; a day begins at midnight UTC, as no zone is known for it."""
    try:
        moment = datetime.fromisoformat(stamp)
    except ValueError:
        return START
    return moment if moment.tzinfo else datetime.combine(moment.date(), time(moment.hour, moment.minute), UTC)


def _written(feed: Any) -> str:
    out = StringIO()
    feed.write(out, "utf-8")
    return out.getvalue()
