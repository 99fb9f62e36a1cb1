"""How is a feed written as JSON Feed 1.1? With an extension, `_briefing`, that gives every passage and its place."""

from __future__ import annotations

from typing import Any

import msgspec

from briefing.published import ArticleRef, Passage
from briefing.site.exports.feeds import Entry, Feed
from briefing.site.listing import called, outside

VERSION = "https://jsonfeed.org/version/1.1"


def write_json_feed(feed: Feed) -> bytes:
    """Return the feed as a file in UTF-8. Where the site's address is unknown it names no address of its own."""
    found = {
        "version": VERSION,
        "title": feed.title,
        "home_page_url": outside(feed.page),
        "feed_url": outside(feed.json),
        "description": feed.description,
        "language": feed.language,
        "authors": [{"name": feed.author}],
        "items": [_item(entry) for entry in feed.entries],
    }
    return msgspec.json.format(msgspec.json.encode(_filled(found, "items")), indent=1) + b"\n"


def _item(entry: Entry) -> dict[str, Any]:
    articles = {ref.id: ref for ref in entry.articles}
    return _filled(
        {
            "id": entry.id,
            "url": outside(entry.address),
            "external_url": entry.original if called(entry.title, entry.original) else "",  # readers link the title
            "title": entry.title,
            "content_html": entry.content,
            "summary": entry.summary,
            "date_published": entry.published.isoformat(),
            "date_modified": entry.updated.isoformat(),
            "authors": [{"name": entry.author}],
            "language": entry.lang,
            "_briefing": {"passages": [_passage(each, articles.get(each.article)) for each in entry.passages]},
        },
        "content_html",
    )


def _passage(passage: Passage, ref: ArticleRef | None) -> dict[str, Any]:
    found: dict[str, Any] = {
        "article": passage.article,
        "paragraph": passage.paragraph,
        "sentence": passage.sentence,
        "start": passage.start,
        "end": passage.end,
        "text": passage.text,
    }
    if ref is not None:
        found |= _filled({"source": ref.source_name, "url": outside(ref.url)})
    return found


def _filled(found: dict[str, Any], *kept: str) -> dict[str, Any]:
    """Return `found` without what is unknown, which JSON Feed leaves out; `kept` stays, empty or not."""
    return {key: value for key, value in found.items() if value or key in kept}
