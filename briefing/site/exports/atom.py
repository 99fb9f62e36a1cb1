"""How is a feed written as Atom (RFC 4287)?"""

from __future__ import annotations

from datetime import datetime
from io import StringIO
from typing import Any

from feedgenerator import Atom1Feed

from briefing.site.exports.feeds import Entry, Feed


class _Atom(Atom1Feed):
    """Atom whose `updated` never falls back to the clock, and that links to what belongs to feed and entry."""

    def __init__(self, feed: Feed) -> None:
        self._feed = feed
        super().__init__(
            title=feed.title,
            link=feed.page,
            description=feed.description,
            language=feed.language,
            author_name=feed.author,
            feed_url=feed.atom,
            feed_guid=feed.id,
        )

    def latest_post_date(self) -> datetime:
        return self._feed.updated

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        same = {"rel": "alternate", "type": "application/feed+json", "href": self._feed.json}
        handler.addQuickElement("link", "", same)

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        return {"xml:lang": item["lang"]} if item["lang"] else {}

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        if item["original"]:
            handler.addQuickElement("link", "", {"rel": "via", "href": item["original"]})
        if item["summary"]:
            handler.addQuickElement("summary", item["summary"], {"type": "text"})


def write_atom(feed: Feed) -> bytes:
    """Return the feed as a file in UTF-8."""
    document = _Atom(feed)
    for entry in feed.entries:
        _add(document, entry)
    out = StringIO()
    document.write(out, "utf-8")
    return out.getvalue().encode()


def _add(document: Any, entry: Entry) -> None:
    document.add_item(
        title=entry.title,
        link=entry.address,
        description=None,  # the library takes it for HTML, and ours is plain text
        content=entry.content,
        author_name=entry.author,
        pubdate=entry.published,
        updateddate=entry.updated,
        unique_id=entry.id,
        lang=entry.lang,
        original=entry.original,
        summary=entry.summary,
    )
