"""Feeds that are fetched: what outlets write is read as they mean it, and what cannot be is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.fetching.feeds import read_feed
from briefing.fetching.model import Entry, Feed

FEEDS = Path(__file__).parent / "feeds"
NOW = "2025-03-14T20:00:00+00:00"


def list_feed(feed: Feed) -> str:
    """A feed as a person would list it; `tests/feeds/*.txt` are such lists."""
    lines = [f"{feed.title} ({feed.lang or 'no language'})", *(f"! {note}" for note in feed.notes)]
    for entry in feed.entries:
        lines += ["", entry.title or "(no title)", *(f"  {line}" for line in list_entry(entry, feed.lang))]
    return "\n".join(lines) + "\n"


def list_entry(entry: Entry, lang: str) -> list[str]:
    given = {
        "at": entry.url,
        "guid": entry.guid,
        "of": entry.date,
        "changed": entry.modified,
        "by": "; ".join(entry.authors),
        "in": "; ".join(entry.sections),
        "in the language": entry.lang if entry.lang != lang else "",
        "summary": entry.summary,
        "text": entry.html.replace("\n", "⏎"),
    }
    return [*(f"{key}: {value}" for key, value in given.items() if value), *(f"! {note}" for note in entry.notes)]


@pytest.mark.parametrize("path", sorted(FEEDS.glob("*.[rxj]*")), ids=lambda path: path.name)
def test_a_feed_is_read_as_its_list_says(path: Path) -> None:
    raw = path.read_bytes()
    listed = list_feed(read_feed(raw, f"https://feeds.example/{path.name}", now=NOW))
    assert listed == path.with_suffix(".txt").read_text(encoding="utf-8")
