"""Publishers with feeds on this machine, in a process of their own: `python -m benchmarks.kiosk FEEDS ENTRIES`.

Each feed lies at a host of its own (127.0.0.1, 127.0.0.2 …; with more than 200 they share them) and has so many entries
with pages of about 450 words among navigation, links to others and legal notes. It prints its port, and is told at
/control/ROUND how its feeds look from then on:

    0       as they were published
    1 …     in another order; a third of the entries has another date, a third another GUID, a third links that are
            decorated otherwise; one of fifty has another address, one of fifty another text

/counts says what it was asked for since it was asked that.
"""

from __future__ import annotations

import json
import random
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from html import escape
from importlib import import_module
from pathlib import Path
from typing import Any

from benchmarks import corpus

HOSTS = 200
MOST_AGE = 60  # hours: all of it is news to a first fetch
RARE = 50  # one entry in so many changes its address in a round, another one its text


class Kiosk:
    """What stands in the feeds of each round."""

    def __init__(self, feeds: int, entries: int, now: datetime) -> None:
        self.feeds, self.entries, self.round = feeds, entries, 0
        self._now = now
        self.asked: Counter[str] = Counter()

    def host(self, feed: int) -> int:
        return feed % HOSTS + 1

    def address(self, feed: int, entry: int, at: int) -> str:
        """The path of an entry's page. Its name tells which it is, whatever it is called."""
        moved = sum(self._is(feed, entry, turn, "address") for turn in range(1, at + 1))
        return f"/f{feed}/e{entry}{f'-again-{moved}' if moved else ''}.html"

    def _is(self, feed: int, entry: int, turn: int, what: str) -> bool:
        """Whether an entry is one of those that change so in that round; none of them has what it was before."""
        return (feed * 31 + entry + turn * 7) % RARE == (0 if what == "address" else RARE // 2)

    def text_changes(self, feed: int, entry: int, at: int) -> int:
        return sum(self._is(feed, entry, turn, "text") for turn in range(1, at + 1))

    def changed(self, at: int) -> int:
        """How many articles have another text in that round than in the one before."""
        return sum(self._is(feed, entry, at, "text") for feed in range(self.feeds) for entry in range(self.entries))

    def print_feed(self, feed: int, at: int, origin: str) -> bytes:
        chance = random.Random(f"{feed} {at}")
        order = list(range(self.entries))
        if at:
            chance.shuffle(order)
        items = []
        for entry in order:
            told = article(feed, entry, self.entries)
            twist = chance.choice(("date", "guid", "link")) if at else ""
            age = MOST_AGE * 60 * (entry + 1) / (self.entries + 1) - (chance.uniform(1, 90) if twist == "date" else 0)
            moment = (self._now - timedelta(minutes=age)).strftime("%a, %d %b %Y %H:%M:%S +0000")
            link = f"{origin}{self.address(feed, entry, at)}?utm_source=rss"
            link += f"&utm_campaign=c{at}&fbclid={chance.random()}#top" if twist == "link" else ""
            guid = f"{at}-{feed}-{entry}" if twist == "guid" else f"{feed}-{entry}"
            changes = self.text_changes(feed, entry, at)
            said = told.body.partition("\n\n")[0] + (f" (Corrected, {changes}.)" if changes else "")
            items.append(
                f"<item><title>{escape(told.title)}</title><link>{escape(link)}</link>"
                f'<guid isPermaLink="false">{guid}</guid><pubDate>{moment}</pubDate>'
                f"<category>{told.section}</category><description>{escape(said)}</description></item>"
            )
        name = f"<title>Feed {feed}</title><link>{origin}/</link><description>News</description>"
        return f'<?xml version="1.0"?><rss version="2.0"><channel>{name}{"".join(items)}</channel></rss>'.encode()

    def print_page(self, feed: int, entry: int, at: int) -> bytes:
        told = article(feed, entry, self.entries)
        title, changes = escape(told.title), self.text_changes(feed, entry, at)
        paragraphs = told.body.split("\n\n")
        if changes:
            paragraphs.insert(
                2, f"The council said for the {changes}. time that {50 + changes} houses were counted twice."
            )
        text = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs)
        menu = "".join(f'<li><a href="/{section}/">{section.title()}</a></li>' for section in corpus.SECTIONS)
        others = "".join(
            f'<li><a href="/f{feed}/e{other % self.entries}.html">'
            f"{escape(article(feed, other % self.entries, self.entries).title)}</a></li>"
            for other in range(entry + 1, entry + 9)
        )
        return (
            f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title} | Feed {feed}</title>'
            f'<meta property="og:title" content="{title}"><style>{"p { margin: 0 }" * 80}</style></head>'
            f"<body><header><nav><ul>{menu}</ul></nav></header><main><article><h1>{title}</h1>{text}</article>"
            f"<aside><h2>Read also</h2><ul>{others}</ul><p>Sign up to our newsletter.</p></aside></main>"
            f"<footer><p>© 2026 Feed {feed}. All rights reserved.</p></footer><script>{'track();' * 400}</script>"
            "</body></html>"
        ).encode()


@lru_cache(maxsize=4_000)
def article(feed: int, entry: int, entries: int) -> corpus.Article:
    return corpus.compose(entry * 10_007 + feed, 1, "2026-11-20") if entries else corpus.compose(0)


def main(feeds: int, entries: int) -> None:
    sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
    newsstand: Any = import_module("newsstand")  # of the tests, which are not installed
    kiosk = Kiosk(feeds, entries, datetime.now(UTC))
    stand = newsstand.Newsstand(hosts=min(feeds, HOSTS))

    def answer(request: Any) -> Any:
        path = request.path.partition("?")[0]
        if path.startswith("/control/"):
            kiosk.round = int(path.rpartition("/")[2])
            return newsstand.Page(json.dumps({"changed": kiosk.changed(kiosk.round)}).encode(), "application/json")
        if path == "/counts":
            counts, kiosk.asked = kiosk.asked, Counter()
            return newsstand.Page(json.dumps(counts).encode(), "application/json", tag=False)
        if path == "/robots.txt":
            kiosk.asked["robots"] += 1
            return newsstand.Page(b"User-agent: *\nDisallow: /admin/\n", "text/plain")
        _, folder, name = (*path.split("/"), "", "")[:3]
        feed = int(folder.removeprefix("f"))
        if name == "feed.xml":
            kiosk.asked["conditional" if "if-none-match" in request.headers else "feeds"] += 1
            raw = kiosk.print_feed(feed, kiosk.round, stand.origin(kiosk.host(feed)))
            return newsstand.Page(raw, "application/rss+xml")
        kiosk.asked["pages"] += 1
        entry = int(name.removeprefix("e").partition(".")[0].partition("-")[0])
        if path != kiosk.address(feed, entry, kiosk.round):
            return newsstand.redirect(kiosk.address(feed, entry, kiosk.round), 301)
        return newsstand.Page(kiosk.print_page(feed, entry, kiosk.round))

    stand.answer = answer
    with stand:
        print(stand.port, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
