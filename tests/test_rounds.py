"""A fetch, step by step: what is new comes in once, what is broken costs itself, everything ends in a row.

The web is a hand-written fake; feeds, pages, memory and folder are the real ones. Over a real wire: test_fetch_cli.
"""

from __future__ import annotations

import asyncio
import errno
import hashlib
import os
import signal
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct
from msgspec.structs import replace

from briefing.errors import BriefingError
from briefing.fetching import rounds
from briefing.fetching.accounts import Outcome, draw_up, has_failed, sum_up
from briefing.fetching.copydesk import Copydesk, UnusableError
from briefing.fetching.keeping import TOGETHER
from briefing.fetching.known import Known
from briefing.fetching.means import Tools, Wish
from briefing.fetching.memory import Memory
from briefing.fetching.model import (
    Answer,
    Entry,
    Feed,
    Filter,
    ForbiddenError,
    LateError,
    Outlet,
    Row,
    SparedError,
    TooLargeError,
    UnprovenError,
    WireError,
)
from briefing.fetching.rounds import PAUSES, fetch_round
from briefing.fetching.sifting import FIRST_DAYS, Terms, find_reason, sift

NOW = datetime(2026, 11, 22, 6, tzinfo=UTC)
SITE = "https://courier.example"
FEED = f"{SITE}/feed.xml"
OUTLET = Outlet("courier", "Lindhamn Courier", (FEED,), delay=0.0)


class Item(Struct, frozen=True):
    """An entry as its publisher has it."""

    name: str
    age: float = 2.0  # hours
    guid: str = ""  # empty: its name
    title: str = ""
    summary: str = ""
    site: str = SITE
    section: str = ""

    @property
    def url(self) -> str:
        return f"{self.site}/news/{self.name}.html"


def print_feed(*items: Item) -> bytes:
    def one(item: Item) -> str:
        moment = (NOW - timedelta(hours=item.age)).strftime("%a, %d %b %Y %H:%M:%S +0000")
        return (
            f"<item><title>{escape(item.title or title_of(item.name))}</title><link>{item.url}?utm_source=rss</link>"
            f"<guid>{item.guid or item.name}</guid><pubDate>{moment}</pubDate><category>{item.section}</category>"
            f"<description>{escape(item.summary or f'The {item.name} at Lindhamn is shut, the council said.')}"
            "</description></item>"
        )

    items_ = "".join(map(one, items))
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>C</title>{items_}</channel></rss>".encode()


def title_of(name: str) -> str:
    return f"Council shuts the {name} at Lindhamn"


def print_page(name: str, words: str = "") -> bytes:
    text = "".join(
        f"<p>The {name} at Lindhamn was shut on Tuesday for the {number}. time, the council said, since nobody had "
        f"looked after its doors in {1900 + 7 * number}, when the last {name} of the county was rebuilt.{words}</p>"
        for number in range(1, 8)
    )
    head = f"<!doctype html><html lang='en'><head><title>{title_of(name)}</title></head>"
    return f"{head}<body><article><h1>{title_of(name)}</h1>{text}</article></body></html>".encode()


class Web:
    """What the world answers, without a wire. A bytes value is a page with an ETag of its own."""

    def __init__(self) -> None:
        self.has: dict[str, bytes | WireError | Exception | Answer] = {}
        self.asked: Counter[str] = Counter()
        self.between: Callable[[str], None] = lambda _: None
        self.left: Callable[[], float] = lambda: 1.0  # seconds
        self.spares: Callable[[str], bool] = lambda _: False  # a host is left alone
        self.once = False  # hosts take one request a round

    async def get(
        self,
        url: str,
        delay: float,
        *,
        etag: str = "",
        last_modified: str = "",
        kinds: tuple[str, ...] = (),
        keep: float = 0.0,
        yields: bool = False,
    ) -> Answer:
        assert not last_modified
        await asyncio.sleep(0)
        if self.left() <= keep:
            raise LateError
        if self.spares(url) or (self.once and (yields or self.asked)):
            raise SparedError("It is left alone.", again=100.0 if self.once else None)
        self.asked[url] += 1
        self.between(url)
        has = self.has.get(url, WireError("There is nothing there.", lasting=True, status=404))
        if isinstance(has, Exception):
            raise has
        if isinstance(has, Answer):
            return Answer(url, 304) if etag == has.etag else has
        tag = f'"{hashlib.sha256(has).hexdigest()[:8]}"'
        kind = "text/html" if has.startswith(b"<!doctype") else "application/rss+xml"
        assert not kinds or kind in kinds
        return Answer(url, 304) if etag == tag else Answer(url, 200, has, kind, "utf-8", tag)

    def publish(self, *items: Item, feed: str = FEED) -> None:
        """Put a feed and its pages on the web."""
        self.has[feed] = print_feed(*items)
        for item in items:
            self.has.setdefault(item.url, print_page(item.name))

    @property
    def pages(self) -> int:
        """How many requests were for pages."""
        return sum(count for url, count in self.asked.items() if url.endswith(".html"))


class Office:
    """A newsroom: its folder, its memory, its clock."""

    def __init__(self, folder: Path, desk: Copydesk) -> None:
        self.web, self.desk, self.now = Web(), desk, NOW
        self.content, self.originals = folder / "content", folder / "originals"
        self.memory = folder / "archive.fetched"
        self.keep: Callable[[Iterable[Path]], None] = lambda _: None  # has the disk keep files
        self.content.mkdir(parents=True)

    def fetch(
        self, *outlets: Outlet, since: str = "", dry: bool = False, every: bool = True, minutes: int = 0
    ) -> Outcome:
        self.web.asked.clear()
        end = self.now + timedelta(minutes=minutes or 10**6)

        def left() -> float:
            return (end - self.now).total_seconds()

        self.web.left = left
        with Memory.open_copy(self.memory) if dry else Memory.open(self.memory) as memory:
            tools = Tools(
                self.web, memory, self.desk, lambda: Known(self.content), self.content, self.originals, UTC,
                lambda: self.now.isoformat(timespec="seconds"), left, self.keep,
            )  # fmt: skip
            wish = Wish(since, dry, every, minutes)
            return asyncio.run(fetch_round(outlets or (OUTLET,), tools, wish, lambda *_: None))

    def later(self, **passed: float) -> None:
        self.now += timedelta(**passed)

    @property
    def articles(self) -> dict[str, str]:
        paths = sorted(self.content.rglob("*.md"))
        return {path.relative_to(self.content).as_posix(): path.read_text(encoding="utf-8") for path in paths}


@pytest.fixture(scope="module")
def desk() -> Iterator[Copydesk]:
    with Copydesk(0) as desk:
        yield desk


@pytest.fixture
def office(tmp_path: Path, desk: Copydesk) -> Office:
    return Office(tmp_path / "site", desk)


def states(outcome: Outcome) -> dict[str, int]:
    return dict(Counter(row.state for row in outcome.rows))


QUAY, CRANE, FERRY = Item("quay"), Item("crane"), Item("ferry")


# -- what is new comes in, once ---------------------------------------------------------------------------------------


def test_what_is_new_comes_in_and_is_not_asked_for_again(office: Office) -> None:
    office.web.publish(QUAY, CRANE)
    first = office.fetch()
    assert [(row.state, row.entry, row.title, row.path) for row in first.rows] == [
        ("added", QUAY.url, title_of("quay"), "2026-11/2026-11-22-council-shuts-the-quay-at-lindhamn.md"),
        ("added", CRANE.url, title_of("crane"), "2026-11/2026-11-22-council-shuts-the-crane-at-lindhamn.md"),
    ]
    assert (len(office.articles), office.web.pages) == (2, 2)
    second = office.fetch()
    assert (second.rows, second.unchanged, dict(office.web.asked)) == ((), (FEED,), {FEED: 1})


def test_a_feed_that_only_looks_new_costs_one_request(office: Office) -> None:
    """In another order, with other dates and other GUIDs, links decorated otherwise: the same articles."""
    items = [Item(f"harbour-{number}") for number in range(6)]
    office.web.publish(*items)
    office.fetch()
    before = office.articles
    for turn in range(1, 4):
        shuffled = [
            replace(item, age=item.age - turn, guid=f"{turn}-{item.name}") for item in items[turn:] + items[:turn]
        ]
        office.web.publish(*shuffled)
        outcome = office.fetch()
        assert states(outcome) == {"known": 6}
        assert (office.web.pages, office.articles) == (0, before)


def test_one_that_changed_is_a_new_version_of_its_article(office: Office) -> None:
    office.web.publish(QUAY, CRANE)
    office.fetch()
    office.later(hours=2)
    office.web.has[QUAY.url] = print_page("quay", " Nobody was hurt, it said on Thursday.")
    office.web.publish(replace(QUAY, summary="The quay is shut. Updated on Thursday: nobody was hurt."), CRANE)
    outcome = office.fetch()
    assert states(outcome) == {"changed": 1, "known": 1}
    assert (len(office.articles), office.web.pages) == (2, 1)
    assert sum("Nobody was hurt" in text for text in office.articles.values()) == 1


def test_a_date_that_moved_on_says_that_the_page_may_be_new(office: Office) -> None:
    """It is compared; where nothing was new it counts as known, and for a date alone it is not asked for again."""
    others = [Item(f"harbour-{number}") for number in range(4)]
    office.web.publish(QUAY, CRANE, *others)
    office.fetch()
    for hours, words, states_, asked in (
        (1, " Nobody was hurt, it said on Thursday.", {"changed": 1, "known": 5}, {QUAY.url: 1}),
        (2, " Two were hurt, it said on Friday.", {"changed": 1, "known": 5}, {QUAY.url: 1}),
        (3, " Two were hurt, it said on Friday.", {"known": 6}, {QUAY.url: 1}),
        (4, " Two were hurt, it said on Friday.", {"known": 6}, {}),
    ):
        office.later(hours=1)
        office.web.has[QUAY.url] = print_page("quay", words)
        office.web.publish(replace(QUAY, age=QUAY.age - hours), CRANE, *others)
        outcome = office.fetch()
        assert (states(outcome), office.web.asked - Counter([FEED])) == (states_, Counter(asked)), hours
    assert (len(office.articles), sum("on Friday" in text for text in office.articles.values())) == (6, 1)


@pytest.mark.parametrize(("text", "compared"), [("feed", 0), ("page", 1)])
def test_where_a_feed_gives_the_texts_a_date_alone_says_nothing(office: Office, text: Any, compared: int) -> None:
    outlet, words = replace(OUTLET, text=text), "The council of Lindhamn shut it on Tuesday, it said in a notice. " * 12
    items = [replace(each, summary=words) for each in (QUAY, CRANE)]
    office.web.publish(*items)
    office.fetch(outlet)
    office.web.publish(items[0], replace(items[1], age=CRANE.age - 1))
    outcome = office.fetch(outlet, dry=True)
    assert states(outcome) == {"known": 2}
    assert sum("would be compared" in row.why for row in outcome.rows) == compared


def test_two_feeds_that_have_one_article_at_once(office: Office) -> None:
    """Of one outlet, and of two: it is asked for once by each outlet at most, and written once."""
    other, third = f"{SITE}/politics.xml", "https://herald.example/feed.xml"
    for feed in (FEED, other, third):
        office.web.publish(QUAY, feed=feed)
    courier = replace(OUTLET, feeds=(FEED, other))
    outcome = office.fetch(courier, Outlet("herald", "Herald", (third,), delay=0.0))
    assert sorted(row.state for row in outcome.rows) == ["added", "known", "known"]
    assert (len(office.articles), office.web.pages) == (1, 1)
    office.web.has[other] = print_feed(replace(QUAY, summary="Another desk cut it otherwise, with other words."))
    assert states(office.fetch(courier)) == {"known": 1}, "the feed that an article came from decides"


def test_one_entry_that_stands_in_a_feed_twice(office: Office) -> None:
    office.web.publish(replace(QUAY, age=5, guid="old", summary="Older words of it."), replace(QUAY, age=1))
    for _ in range(2):
        outcome = office.fetch()
        office.web.publish(replace(QUAY, age=1), replace(QUAY, age=5, guid="old", summary="Older words of it."))
    assert [row.why for row in outcome.rows] == ["", "The feed has it more than once; the newest was taken."]
    assert (len(office.articles), office.web.pages) == (1, 0)


COLUMN = [
    Item("weather", age=2 + 24 * number, guid=f"g{number}", title="The weather at Lindhamn", summary=words * 9)
    for number, words in enumerate(
        (
            "Rain comes in from the sea by noon, and leaves the islands in the evening. ",
            "The sun is out all day, and no wind is felt but at the harbour. ",
            "Snow lies on the hills behind the town, and more of it is on its way. ",
        )
    )
]


def test_each_of_a_column_is_an_article(office: Office) -> None:
    """One address and one title for all of them, and GUID, date and text of each its own."""
    outlet = replace(OUTLET, text="feed")
    office.web.publish(*COLUMN)
    assert states(office.fetch(outlet)) == {"added": 3}
    corrected = [replace(each, summary=f"Corrected. {each.summary}") for each in COLUMN]
    office.web.publish(*corrected[::-1])
    assert (states(office.fetch(outlet)), len(office.articles)) == ({"changed": 3}, 3)
    office.web.publish(corrected[0])
    assert (states(office.fetch(outlet)), len(office.articles)) == ({"known": 1}, 3)


def test_each_of_a_column_is_an_article_day_after_day(office: Office) -> None:
    outlet = replace(OUTLET, text="feed")
    for number, item in enumerate(COLUMN[::-1], 1):
        office.web.publish(item)
        assert (states(office.fetch(outlet)), len(office.articles)) == ({"added": 1}, number)


def test_a_feed_that_names_and_dates_anew_what_it_corrects_has_one_article_of_it(office: Office) -> None:
    outlet = replace(OUTLET, text="feed")
    for number in range(3):
        said = "".join(
            f"The {name} is shut until {'Friday' if number < 2 else 'Monday'} for want of doors. "
            for name in ("quay", "crane", "ferry", "pier", "lock", "school")
        )
        again = f"{said} It was the {'first second third'.split()[number]} time."
        office.web.publish(replace(QUAY, guid=str(number), age=9 - number, summary=again), CRANE)
        office.fetch(outlet)
        assert len(office.articles) == 2


def test_one_guid_for_all_makes_no_two_articles_one(office: Office) -> None:
    """However alike they read: two notices of a council, of two places."""
    office.web.publish(replace(QUAY, guid="x"), replace(CRANE, guid="x"))
    assert (states(office.fetch()), len(office.articles)) == ({"added": 2}, 2)
    assert not any("Guid:" in text for text in office.articles.values())


def test_of_a_live_blog_the_newest_post_stands(office: Office) -> None:
    """Several entries with one address, which is one page; the memory knows each by its title."""
    titles = ("09:10 The quay is shut", "11:40 The quay may open again", "10:05 Divers look at the quay")
    ages = (5.0, 2.0, 4.0)
    posts = [replace(QUAY, title=title, age=age, guid=title) for title, age in zip(titles, ages, strict=True)]
    said = "The quay at Lindhamn is shut, the council said on Tuesday. {} That is what is known of the quay by now."
    news = ("A tug broke down.", "It opens at noon, said the mayor, once 40 lorries left.", "They found two cracks.")
    items = [replace(post, summary=said.format(words)) for post, words in zip(posts, news, strict=True)]
    office.web.publish(*items)
    outlet = replace(OUTLET, text="feed")
    outcome = office.fetch(outlet)
    assert sorted((row.state, row.title) for row in outcome.rows) == [
        ("added", titles[1]), ("known", titles[0]), ("known", titles[2])
    ]  # fmt: skip
    (text,) = office.articles.values()
    office.web.publish(*items[::-1])
    assert states(office.fetch(outlet)) == {"known": 3}
    assert list(office.articles.values()) == [text]


def test_entries_without_address_are_told_apart_by_guid_then_by_words() -> None:
    entries = tuple(Entry(guid=guid, title=title) for guid, title in (("a", "1"), ("b", "1"), ("", "1"), ("", "2")))
    same = tuple(Entry(guid="x", title=str(number)) for number in range(3))
    keys = [each.news.key for each in sift(Feed(entries=entries + same), OUTLET, {}, terms(), lambda _: False)]
    assert len(set(keys)) == 7
    turned = [each.news.key for each in sift(Feed(entries=(same + entries)), OUTLET, {}, terms(), lambda _: False)]
    assert turned == keys[4:] + keys[:4]


def test_the_loss_of_the_memory_costs_requests_and_nothing_else(office: Office) -> None:
    office.web.publish(QUAY, CRANE, replace(FERRY, age=60))
    office.fetch()
    before = office.articles
    office.memory.unlink()
    office.later(hours=20)  # by when one is older than a first fetch takes
    outcome = office.fetch()
    assert (states(outcome), office.articles, len(before)) == ({"known": 3}, before, 3)
    assert office.fetch().unchanged == (FEED,)


# -- what is wanted ---------------------------------------------------------------------------------------------------


def terms(**given: Any) -> Terms:
    return Terms(UTC, NOW.isoformat(), **given)


def test_of_a_first_fetch_the_last_days_are_taken(office: Office) -> None:
    old = replace(CRANE, age=24 * FIRST_DAYS + 2)
    office.web.publish(QUAY, old)
    outcome = office.fetch()
    assert [(row.state, row.why) for row in outcome.rows if row.state == "filtered"] == [
        (
            "filtered",
            "It is of 2026-11-19; of a feed's first fetch the last 3 days are taken. More with --since 2026-11-19.",
        )
    ]
    office.web.publish(QUAY, old, replace(FERRY, age=24 * 30))
    outcome = office.fetch()
    assert [row.state for row in outcome.rows] == ["known", "known", "added"], (
        "one that comes later may be dated earlier"
    )
    assert "Filtered before" in outcome.rows[1].why
    assert states(office.fetch(since="2026-11-19")) == {"known": 2, "added": 1}
    assert len(office.articles) == 3


def test_since_holds_back_what_is_older(office: Office) -> None:
    office.web.publish(QUAY, replace(CRANE, age=24 * 9), replace(FERRY, age=24 * 11))
    outcome = office.fetch(since="2026-11-13")
    assert {row.entry: row.state for row in outcome.rows} == {
        QUAY.url: "added", CRANE.url: "added", FERRY.url: "filtered"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("wanted", "why"),
    [
        (Filter(words=("quay",)), ""),
        (Filter(words=("QUAY", "tram")), ""),
        (Filter(words=("qua",)), "None of these stands in it: qua."),
        (Filter(words=("shut on   tuesday",)), ""),
        (Filter(without=("council",)), "“council” stands in it."),
        (Filter(without=("counc",)), ""),
        (Filter(sections=("News",)), ""),
        (Filter(sections=("harbour",)), ""),
        (Filter(sections=("quay.html",)), "It is in none of the sections quay.html."),
        (Filter(words=("港",)), ""),
    ],
)
def test_filters(wanted: Filter, why: str) -> None:
    entry = Entry(
        url=QUAY.url, title="Council shuts the Quay", sections=("Harbour ",), html="<p>新港口 <b>quay</b></p>"
    )
    assert find_reason(wanted, entry, "It was shut on Tuesday.", final=True) == why


def test_a_word_that_only_the_page_has(office: Office) -> None:
    outlet = replace(OUTLET, wanted=Filter(words=("rebuilt",), without=("crane",)))
    office.web.publish(QUAY, CRANE)
    outcome = office.fetch(outlet)
    assert {row.entry: row.state for row in outcome.rows} == {QUAY.url: "added", CRANE.url: "filtered"}
    assert office.web.pages == 1, "what its title rules out is not asked for"
    outcome = office.fetch(replace(outlet, wanted=Filter(words=("zeppelin",))))
    assert [(row.state, row.why) for row in outcome.rows] == [
        ("known", ""), ("filtered", "None of these stands in it: zeppelin.")
    ]  # fmt: skip
    assert states(office.fetch(OUTLET)) == {"known": 1, "added": 1}, "an editor who asks for more gets it"


# -- what is broken costs itself --------------------------------------------------------------------------------------

HERALD = Outlet("herald", "Herald", ("https://herald.example/feed.xml",), delay=0.0)


@pytest.mark.parametrize(
    ("broken", "state", "why"),
    [
        (WireError("It timed out.", "Try later."), "retried", "It timed out. Try later."),
        (WireError("There is nothing there.", lasting=True, status=404), "failed", "There is nothing there."),
        (b"<!doctype html><title>Sorry</title><p>Maintenance", "failed", ""),
        (b"", "retried", "The server sent nothing."),
        (b"\xef\xbb\xbf\r\n", "retried", "The server sent nothing."),
        (UnprovenError("It cannot show who it is."), "retried", "It cannot show who it is."),
        (ValueError("boom\n" * 100), "failed", "To read it failed (ValueError: boom"),
    ],
)
def test_a_broken_source_stops_no_other(office: Office, broken: Any, state: str, why: str) -> None:
    office.web.publish(replace(QUAY, site="https://herald.example"), feed=HERALD.feeds[0])
    office.web.has[FEED] = broken
    outcome = office.fetch(OUTLET, HERALD)
    assert [(row.source, row.state, bool(row.entry)) for row in outcome.rows] == [
        ("courier", state, False), ("herald", "added", True)
    ]  # fmt: skip
    assert outcome.rows[0].why.startswith(why)
    assert outcome.rows[0].why
    assert has_failed(outcome)
    accounts = sum_up(outcome, (OUTLET, HERALD))
    assert [(each.source, each.unread, each.added, each.failed) for each in accounts] == [
        ("courier", 1, 0, 0), ("herald", 0, 1, 0)
    ]  # fmt: skip
    office.web.publish(CRANE)
    assert states(office.fetch(OUTLET, HERALD)) == {"added": 1}, "the next fetch asks again"


def test_a_feed_that_fails_keeps_what_waits_of_it(office: Office) -> None:
    office.web.publish(QUAY)
    page = office.web.has[QUAY.url]
    office.web.has[QUAY.url] = WireError("It timed out.")
    assert states(office.fetch()) == {"retried": 1}
    office.web.has |= {FEED: WireError("It timed out."), QUAY.url: page}
    office.later(hours=1)
    outcome = office.fetch()
    assert [(row.state, bool(row.entry)) for row in outcome.rows] == [("retried", False), ("added", True)]


def test_a_feed_that_breaks_off_is_asked_for_whole(office: Office) -> None:
    office.web.publish(QUAY, CRANE)
    whole = print_feed(QUAY, CRANE)
    cut = whole[: whole.rindex(b"<guid>")]
    for body, come in ((cut, {"added": 1}), (whole, {"known": 1, "added": 1})):
        office.web.has[FEED] = Answer(FEED, 200, body, "application/rss+xml", "", etag='"1"')
        assert states(office.fetch()) == come
    assert office.fetch().unchanged == (FEED,)


def test_one_that_cannot_be_read_is_tried_again_four_times(office: Office) -> None:
    office.web.publish(QUAY, CRANE)
    office.web.has[QUAY.url] = WireError("It timed out.")
    office.fetch()
    for number, pause in enumerate(PAUSES, 1):
        office.later(seconds=pause - 1)
        early = office.fetch()
        assert [(row.state, row.why) for row in early.rows] == [("retried", "It timed out.")]
        assert office.web.pages == 0, "nobody is asked before it is time"
        office.later(seconds=1)
        outcome = office.fetch()
        assert (office.web.pages, early.rows[0].again) == (1, office.now.isoformat())
        assert [row.state for row in outcome.rows] == ["failed" if number == len(PAUSES) else "retried"]
    assert outcome.rows[0].why == "It timed out. It was tried 5 times."
    office.later(days=9)
    assert (office.fetch().rows, office.web.pages) == ((), 0)
    office.web.publish(QUAY, CRANE, FERRY)
    again = office.fetch()
    assert (again.rows[0].state, again.rows[0].why) == (
        "known",
        "Failed before: It timed out. It was tried 5 times.",
    )
    office.web.has[QUAY.url] = print_page("quay")
    office.web.publish(replace(QUAY, summary="The quay is open again, the council said."), CRANE, FERRY)
    assert states(office.fetch()) == {"known": 2, "added": 1}, "what is said anew is tried anew"


@pytest.mark.parametrize("fault", [UnprovenError("Its certificate has expired."), b"", b"\xef\xbb\xbf \n"])
@pytest.mark.parametrize("text", ["both", "page"])
def test_what_somebody_will_mend_is_tried_again(office: Office, fault: Any, text: Any) -> None:
    """Though the feed has words of it that would do: the page has all of them, once it is back."""
    office.web.publish(replace(QUAY, summary=4 * "The quay is shut, the council said on Tuesday evening. "))
    page, office.web.has[QUAY.url] = office.web.has[QUAY.url], fault
    if isinstance(fault, bytes):
        office.web.has[QUAY.url] = Answer(QUAY.url, 200, fault, "text/html", "utf-8", '"0"')
    outlet = replace(OUTLET, text=text)
    (row,) = office.fetch(outlet).rows
    assert (row.state, row.again) == ("retried", "2026-11-22T07:00:00+00:00")
    assert row.why.startswith("The server sent nothing." if isinstance(fault, bytes) else "Its certificate")
    office.web.has[QUAY.url] = page
    office.later(hours=1)
    assert states(office.fetch(outlet)) == {"added": 1}
    (article,) = office.articles.values()
    assert "nobody had looked after its doors" in article


WALL = b"<!doctype html><title>Just a moment...</title><h1>One moment</h1><p>Enable JavaScript and cookies.</p>"


def test_a_check_for_robots_is_no_article_and_tried_again(office: Office) -> None:
    office.web.publish(QUAY)
    page, office.web.has[QUAY.url] = office.web.has[QUAY.url], WALL
    (row,) = office.fetch().rows
    assert (row.state, row.why, row.again) == (
        "retried",
        "What came instead of the article is a check for robots. It may be there another time.",
        "2026-11-22T07:00:00+00:00",
    )
    assert office.articles == {}
    office.web.has[QUAY.url] = page
    office.later(hours=1)
    assert states(office.fetch()) == {"added": 1}


@pytest.mark.parametrize(("words", "state"), [(1, "failed"), (2, "added")])
def test_for_a_check_that_stays_the_feeds_text_is_taken_at_last(office: Office, words: int, state: str) -> None:
    office.web.publish(replace(QUAY, summary=words * "The quay at Lindhamn is shut, they said. "))
    office.web.has[QUAY.url] = WALL
    for pause in PAUSES:
        assert states(office.fetch()) == {"retried": 1}
        office.later(seconds=pause)
    (row,) = office.fetch().rows
    assert (row.state, "is a check for robots." in row.why) == (state, True)


@pytest.mark.parametrize(
    ("text", "summary", "status", "state"),
    [
        ("both", 4 * "The quay is shut, the council said on Tuesday evening. ", 0, "added"),
        ("both", "The quay is shut, the council said on Tuesday evening. ", 0, "failed"),
        ("both", " ", 0, "failed"),
        ("both", 4 * "The quay is shut, the council said on Tuesday evening. ", 410, "failed"),
        ("page", 4 * "The quay is shut, the council said on Tuesday evening. ", 0, "failed"),
    ],
)
def test_what_nobody_mends_is_taken_from_the_feed_at_last(
    office: Office, text: Any, summary: str, status: int, state: str
) -> None:
    office.web.publish(replace(QUAY, summary=summary))
    office.web.has[QUAY.url] = UnprovenError("Its certificate has expired.")
    outlet = replace(OUTLET, text=text)
    for number, pause in enumerate(PAUSES, 1):
        assert states(office.fetch(outlet)) == {"retried": 1}
        office.later(seconds=pause)
        if status and number == len(PAUSES):
            office.web.has[QUAY.url] = WireError("Its certificate has expired.", lasting=True, status=status)
    (row,) = office.fetch(outlet).rows
    assert (row.state, "Its certificate has expired." in row.why) == (state, True)
    assert ("The feed's text was taken." in row.why) == (state == "added")
    assert office.fetch(outlet).rows == ()


def test_what_was_not_asked_for_has_not_failed_once(office: Office) -> None:
    office.web.publish(QUAY)
    office.web.spares = lambda url: url == QUAY.url
    for _ in range(2 * len(PAUSES)):
        (row,) = office.fetch().rows
        assert (row.state, row.why, row.again) == ("retried", "It is left alone.", office.now.isoformat())
        office.later(minutes=10)
    office.web.has[QUAY.url], page = WireError("It timed out."), office.web.has[QUAY.url]
    office.web.spares = lambda _: False
    for pause in PAUSES:
        assert office.fetch().rows[0].state == "retried"
        office.later(seconds=pause)
    office.web.spares = lambda url: url == QUAY.url
    assert states(office.fetch()) == {"retried": 1}, "nor has it where it would have been the last time"
    office.web.spares = lambda _: False
    office.web.has[QUAY.url] = page
    assert states(office.fetch()) == {"added": 1}


@pytest.mark.parametrize("most", [1, 3])
def test_pages_that_fail_are_not_all_that_a_host_is_asked_for(office: Office, most: int) -> None:
    """Its first pages fail, and more such come in above them; after `most` in a round it is left alone."""
    good = [Item(f"pier-{number}", age=9 + number) for number in range(5)]
    bad = [Item(f"dock-{number}", age=8 - number / 10) for number in range(20)]
    failed: list[str] = []

    def fail(url: str) -> None:
        if "dock" in url:
            failed.append(url)
            raise WireError("It breaks off.")

    office.web.between = fail
    office.web.spares = lambda url: url.endswith(".html") and len(failed) >= most
    for number in range(12):
        office.web.publish(*bad[max(0, 4 + number - 6) : 4 + number], *good)
        failed.clear()
        outcome = office.fetch()
        office.later(hours=1)
        if len(office.articles) == len(good):
            break
    assert len(office.articles) == len(good)
    assert "failed" not in states(outcome)


def test_feed_and_pages_take_turns_where_a_host_is_asked_once_a_round(office: Office) -> None:
    items = [QUAY, CRANE, FERRY]
    office.web.publish(*items)
    office.web.once = True
    seen = []
    for _ in range(8):
        outcome = office.fetch()
        assert "failed" not in states(outcome)
        seen += list(office.web.asked)
        office.later(hours=1)
    assert [url == FEED for url in seen] == [True, False, True, False, True, False, True, True]
    assert len(office.articles) == len(items)


def test_a_clock_that_was_ahead_holds_nothing_back(office: Office) -> None:
    office.web.publish(QUAY, CRANE)
    office.web.has[QUAY.url], page = WireError("It timed out."), office.web.has[QUAY.url]
    office.later(days=1_500)
    since = "2026-11-01"
    assert states(office.fetch(since=since)) == {"retried": 1, "added": 1}
    office.web.has[FEED], feed = WireError("It is closed.", again=7_200.0, status=503), office.web.has[FEED]
    assert states(office.fetch()) == {"retried": 2}
    office.later(days=-1_500)
    office.web.has |= {FEED: feed, QUAY.url: page}
    assert states(office.fetch()) == {"added": 1}
    with Memory.open(office.memory) as memory:
        assert memory.asked(FEED).at == office.now.isoformat()
        memory.forget((), (office.now + timedelta(seconds=1)).isoformat())
        assert memory.seen(FEED) == {}, "nor is anything remembered for longer"


@pytest.mark.parametrize(("days", "state"), [(7, "retried"), (8, "added")])
def test_who_waits_longer_than_the_longest_wait_waits_no_more(office: Office, days: int, state: str) -> None:
    office.web.publish(QUAY)
    office.web.has[QUAY.url], page = WireError("It timed out."), office.web.has[QUAY.url]
    office.fetch()
    office.web.has[QUAY.url] = page
    with Memory.open(office.memory) as memory:
        (waiting,) = memory.waiting(FEED)
        memory.postpone(waiting, 1, (office.now + timedelta(days=days)).isoformat(), "It timed out.")
    assert states(office.fetch()) == {state: 1}


def test_a_server_that_asks_to_be_left_alone(office: Office) -> None:
    office.web.publish(QUAY, CRANE)
    office.web.has[QUAY.url] = WireError("It asks for fewer requests.", again=9_000, status=429)
    outcome = office.fetch()
    assert [row.again for row in outcome.rows] == ["2026-11-22T08:30:00+00:00", ""]
    office.web.has[FEED] = WireError("It is closed.", again=7_200.0, status=503)
    row = office.fetch().rows[0]
    assert (row.state, row.again) == ("retried", "2026-11-22T08:00:00+00:00")
    office.later(hours=1)
    assert (states(office.fetch()), dict(office.web.asked)) == ({"retried": 2}, {})
    office.later(hours=1)
    office.web.publish(QUAY, CRANE, FERRY)
    assert states(office.fetch()) == {"known": 1, "added": 1, "retried": 1}


@pytest.mark.parametrize(
    ("error", "text", "state"),
    [
        (WireError("Its robots.txt forbids it.", lasting=True), "both", "added"),
        (WireError("Its robots.txt forbids it.", lasting=True), "page", "failed"),
        (WireError("It is too large.", lasting=True), "short", "failed"),
        (WireError("It is gone.", lasting=True, status=410), "both", "failed"),
        (WireError("It is gone.", lasting=True, status=404), "both", "failed"),
    ],
)
def test_a_page_that_cannot_be_had(office: Office, error: WireError, text: Any, state: str) -> None:
    said = "The quay at Lindhamn is shut, the council said on Tuesday evening. "
    office.web.publish(replace(QUAY, summary=said if text == "short" else 4 * said))
    text = text.replace("short", "both")
    office.web.has[QUAY.url] = error
    (row,) = office.fetch(replace(OUTLET, text=text)).rows
    assert (row.state, error.what in row.why) == (state, True)
    assert ("The feed's text was taken." in row.why) == (state == "added")
    assert office.fetch(replace(OUTLET, text=text)).rows == ()


def test_a_page_for_who_pays_is_tried_again_unless_the_feed_has_its_text(office: Office) -> None:
    said = "The quay at Lindhamn is shut, the council said on Tuesday evening. "
    office.web.publish(replace(QUAY, summary=said), replace(CRANE, summary=4 * said))
    office.web.has |= dict.fromkeys((QUAY.url, CRANE.url), WireError("It asks for money.", status=402))
    assert [row.state for row in office.fetch().rows] == ["retried", "added"]


def test_a_feed_that_may_not_be_asked_for_gives_no_text_either(office: Office) -> None:
    office.web.publish(QUAY)
    office.web.has[FEED] = ForbiddenError("The robots.txt forbids it.", "Take the text from the feed (text: feed).")
    (row,) = office.fetch(replace(OUTLET, text="feed")).rows
    why = "The robots.txt forbids it. Ask its publisher for leave, or take a feed that it allows."
    assert (row.state, row.why) == ("failed", why)


def test_a_feed_that_is_too_large_is_no_article_to_add_by_hand(office: Office) -> None:
    office.web.publish(QUAY)
    office.web.has[FEED] = TooLargeError("It is larger than 5 bytes.", "Add it by hand if it is an article.")
    (row,) = office.fetch().rows
    assert (row.state, row.why) == ("failed", "It is larger than 5 bytes. Take a feed that lists less.")
    office.web.publish(QUAY)
    office.web.has[QUAY.url] = TooLargeError("It is larger than 5 bytes.", "Add it by hand if it is an article.")
    assert "Add it by hand" in office.fetch().rows[0].why


def test_a_fault_of_ours_costs_one_entry(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def trip(wanted: Filter, entry: Entry, *given: Any, **named: Any) -> str:
        if named["final"] and given and entry.url == QUAY.url:
            raise KeyError("oops")
        return find_reason(wanted, entry, *given, **named)

    monkeypatch.setattr(rounds, "find_reason", trip)
    office.web.publish(QUAY, CRANE)
    outcome = office.fetch()
    assert [row.state for row in outcome.rows] == ["retried", "added"]
    assert "KeyError: 'oops'" in outcome.rows[0].why
    assert "please report it" in outcome.rows[0].why


def test_a_folder_that_cannot_be_written_ends_the_fetch_and_loses_nothing(office: Office) -> None:
    office.web.publish(QUAY, CRANE)
    (office.content / "2026-11").write_text("in the way", encoding="utf-8")
    with pytest.raises((OSError, BriefingError)):
        office.fetch()
    (office.content / "2026-11").unlink()
    assert states(office.fetch()) == {"added": 2}, "they waited"


# -- in so many minutes -----------------------------------------------------------------------------------------------


def test_what_is_not_asked_for_in_time_waits_for_the_next_fetch(office: Office) -> None:
    items = [Item(f"pier-{number}", age=2 + number) for number in range(7)]
    office.web.publish(*items)
    office.web.between = lambda url: office.later(minutes=4 if url.endswith(".html") else 0)
    outcome = office.fetch(minutes=10)
    waiting = [row for row in outcome.rows if row.state == "waiting"]
    assert [row.entry for row in waiting] == [item.url for item in items[3:]]
    assert {(row.why, row.again) for row in waiting} == {("The fetch had 10 min.", "")}
    assert office.web.pages == len(office.articles) == 3, "what is under way is finished"
    assert [(each.source, each.feed, each.what) for each in outcome.remarks] == [
        ("courier", "", "4 entries wait for the next fetch: this one had 10 minutes.")
    ]
    assert not has_failed(outcome)
    head, line = draw_up(sum_up(outcome, (OUTLET,)))
    assert (head.split()[-1], line.split()[-1]) == ("waiting", "4")
    again = office.fetch(minutes=10)
    assert (states(again), again.unchanged) == ({"added": 3, "waiting": 1}, (FEED,))
    assert again.remarks[0].what == "1 entry waits for the next fetch: this one had 10 minutes."
    last = office.fetch(minutes=10)
    assert (states(last), last.remarks, len(office.articles)) == ({"added": 1}, (), 7)
    assert "waiting" not in draw_up(sum_up(last, (OUTLET,)))[0]


def test_what_waits_for_want_of_time_has_not_failed_once(office: Office) -> None:
    office.web.publish(QUAY)
    office.web.between = lambda _: office.later(minutes=9)
    for _ in range(2 * len(PAUSES)):
        assert states(office.fetch(minutes=9)) == {"waiting": 1}
    office.web.has[QUAY.url] = WireError("It timed out.")
    (row,) = office.fetch(minutes=10).rows
    pause = datetime.fromisoformat(row.again) - office.now
    assert (row.state, pause.total_seconds()) == ("retried", PAUSES[0])
    office.web.between = lambda _: None
    assert states(office.fetch(minutes=1)) == {"retried": 1}, "it waits for another reason"


def test_none_is_put_off_for_ever_where_time_is_short(office: Office) -> None:
    """Feeds that take all of it at once: those that waited come first, and entries have their half."""
    feeds = tuple(f"{SITE}/{name}.xml" for name in "abcde")
    for feed in feeds:
        office.web.publish(Item(f"pier-{feed[-5]}"), Item(f"dock-{feed[-5]}"), feed=feed)
    office.web.between = lambda _: office.later(minutes=3)
    outlet, other = replace(OUTLET, feeds=feeds[:4]), replace(OUTLET, id="other", feeds=feeds[4:])
    outcome = office.fetch(outlet, other, minutes=5)
    assert [(each.source, each.what) for each in outcome.remarks] == [
        ("courier", "2 entries and 3 feeds wait for the next fetch: this one had 5 minutes."),
        ("other", "2 entries wait for the next fetch: this one had 5 minutes."),
    ]
    assert not has_failed(outcome)
    asked = Counter(office.web.asked)
    for _ in range(11):
        office.fetch(outlet, other, minutes=5)
        asked.update(office.web.asked)
    assert min(asked[feed] for feed in feeds) > 1
    assert len(office.articles) == 10


# -- what the editor does ---------------------------------------------------------------------------------------------


def test_an_article_whose_name_another_one_got_is_named_as_it_is_called_now(office: Office) -> None:
    office.web.publish(QUAY, CRANE)
    path = office.content / office.fetch().rows[0].path
    moved = path.rename(path.with_stem(f"{path.stem}-2"))
    path.write_text("Title: Quay\nDate: 2025-03-14\nSource: Another Paper\n\nAnother text.\n", encoding="utf-8")
    office.web.publish(QUAY, CRANE, FERRY)
    assert office.fetch().rows[0].path == moved.relative_to(office.content).as_posix()


def test_what_the_editor_removed_stays_removed_and_is_said(office: Office) -> None:
    office.web.publish(QUAY, CRANE)
    path = office.fetch().rows[0].path
    (office.content / path).unlink()
    office.web.publish(QUAY, CRANE, FERRY)
    assert office.fetch().rows[0].why == f"Its article, {path}, was taken out of content/."
    office.web.publish(replace(QUAY, summary="Other words."), CRANE, FERRY)
    (row,) = (row for row in office.fetch().rows if row.entry == QUAY.url)
    assert (row.state, row.why) == ("known", f"Its article, {path}, was taken out of content/.")
    assert (len(office.articles), office.web.pages) == (2, 0)


FRONT, NEW_FEED = f"{SITE}/front.xml", "https://feeds.example/courier.xml"
WHOLE_TEXT = print_page("quay").decode().partition("<article>")[2]
RETURNS: dict[str, tuple[str, Item]] = {
    "in another feed of its outlet": (FRONT, QUAY),
    "there with another GUID": (FRONT, replace(QUAY, guid="1")),
    "there with other words": (FRONT, replace(QUAY, summary="Other words of it.")),
    "with a new address": (FEED, replace(QUAY, site="https://www.lindhamn.example")),
    "with a new address, dated anew": (FEED, replace(QUAY, site="https://www.lindhamn.example", age=1)),
    "with a new address and title": (FEED, replace(QUAY, site="https://www.lindhamn.example", title="Quay is shut")),
    "with nothing but its text": (
        FEED,
        replace(QUAY, site="https://www.lindhamn.example", title="Quay is shut", age=1, guid="1"),
    ),
}


@pytest.mark.parametrize(("feed", "again"), RETURNS.values(), ids=RETURNS)
def test_what_was_removed_does_not_come_back_otherwise(office: Office, feed: str, again: Item) -> None:
    outlet = replace(OUTLET, feeds=(FEED, FRONT))
    office.web.publish(QUAY, CRANE)
    office.web.publish(CRANE, feed=FRONT)
    path = office.fetch(outlet).rows[0].path
    (office.content / path).unlink()
    for hours in range(3):
        office.later(hours=1)
        office.web.publish(*((again, CRANE) if feed == FEED else (QUAY, CRANE)))
        office.web.publish(*((again, CRANE) if feed == FRONT else (CRANE,)), feed=FRONT)
        if hours == 2:  # as said there as well
            office.web.publish(*(replace(each, summary="Words anew.") for each in (again, CRANE)), feed=feed)
        outcome = office.fetch(outlet)
        assert len(office.articles) == 1
        whys = [(row.state, row.path, row.why) for row in outcome.rows if row.entry == again.url]
        removed = ("known", "", f"Its article, {path}, was taken out of content/.")
        assert {*whys} == ({removed} if whys else set())
        assert whys or feed in outcome.unchanged


def test_what_comes_beside_what_was_removed_comes_in(office: Office) -> None:
    """The next of a column, at the address and under the title of the last; another article of its moment."""
    outlet = replace(OUTLET, text="feed")

    def tell(number: int) -> str:
        return f"Wind of force {number} comes up from the {'north south east west'.split()[number % 4]} " * 9

    def publish(number: int) -> None:
        words = {1: "Sun until the evening, and warm.", 2: "Rain and hail all day, then fog comes in from the sea."}
        said = words.get(number, tell(number)) * 8
        office.web.publish(replace(QUAY, guid=str(number), age=50 - 24 * number, summary=said))

    publish(1)
    path = office.fetch(outlet).rows[0].path
    (office.content / path).unlink()
    publish(2)
    assert states(office.fetch(outlet)) == {"added": 1}
    assert [path in office.articles, len(office.articles)] == [False, 1]


def move(office: Office, *items: Item, told: bool) -> Outlet:
    """Have the feed live elsewhere, of which its server tells the round before, or nobody; return the outlet then."""
    if told:
        answer = Answer(NEW_FEED, 200, print_feed(*items), "application/rss+xml", "utf-8", '"1"', moved=NEW_FEED)
        office.web.has[FEED] = answer
        assert "Write that into sources.yml" in office.fetch().remarks[0].what
    del office.web.has[FEED]
    office.web.publish(*items, feed=NEW_FEED)
    return replace(OUTLET, feeds=(NEW_FEED,))


@pytest.mark.parametrize("told", [True, False])
def test_a_feeds_new_address_takes_over_what_was_known_of_it(office: Office, told: bool) -> None:
    """What was removed stays so; what waits comes in, also if it is too old for a first fetch, or is listed no more."""
    office.web.publish(QUAY, CRANE, FERRY, Item("tug"))
    for name in (FERRY, Item("tug")):
        office.web.has[name.url] = WireError("The server is overloaded.")
    path = office.fetch().rows[0].path
    (office.content / path).unlink()
    office.later(days=4)
    items = [replace(each, age=98) for each in (QUAY, CRANE, FERRY)]
    outlet = move(office, *items, told=told)
    office.later(days=4)
    for name in (FERRY, Item("tug")):
        office.web.has[name.url] = print_page(name.name)
    outcome = office.fetch(outlet)
    assert {row.entry: row.state for row in outcome.rows} == {
        QUAY.url: "known", CRANE.url: "known", FERRY.url: "added", Item("tug").url: "added"
    }  # fmt: skip
    assert (len(office.articles), path in office.articles) == (3, False)
    assert [row.entry for row in outcome.rows if "taken out" in row.why] == [QUAY.url]


def test_another_feed_takes_over_nothing(office: Office) -> None:
    office.web.publish(QUAY, CRANE, FERRY)
    office.web.has[FERRY.url] = WireError("The server is overloaded.")
    office.fetch()
    office.web.publish(Item("tug"), Item("pier"), feed=NEW_FEED)
    outcome = office.fetch(replace(OUTLET, feeds=(NEW_FEED,)))
    assert [(row.state, row.why) for row in outcome.rows if row.entry == FERRY.url] == [
        ("filtered", "sources.yml names its feed no more.")
    ]


def test_what_waits_is_kept_until_the_new_feed_was_read(office: Office) -> None:
    office.web.publish(QUAY)
    office.web.has[QUAY.url] = WireError("The server is overloaded.")
    office.fetch()
    outlet = replace(OUTLET, feeds=(NEW_FEED,))
    office.web.has[NEW_FEED] = WireError("It timed out.")
    office.later(days=1)
    assert [(row.state, row.entry) for row in office.fetch(outlet).rows] == [("retried", "")]
    office.web.publish(QUAY, feed=NEW_FEED)
    office.web.has[QUAY.url] = print_page("quay")
    assert states(office.fetch(outlet)) == {"added": 1}


def test_what_a_feed_corrects_after_it_moved_is_one_article_still(office: Office) -> None:
    """With new addresses and GUIDs its articles were known by title and moment; then a title is new as well."""
    office.web.publish(QUAY, CRANE)
    office.fetch()
    moved = [replace(each, site="https://www.lindhamn.example", guid=f"n-{each.name}") for each in (QUAY, CRANE)]
    outlet = replace(OUTLET, feeds=(NEW_FEED,))
    office.web.publish(*moved, feed=NEW_FEED)
    assert states(office.fetch(outlet)) == {"known": 2}
    office.later(days=1)
    office.web.has[moved[0].url] = print_page("quay", " Nobody was hurt, it said on Thursday.")
    office.web.publish(replace(moved[0], title="Quay may open again", age=26), replace(moved[1], age=26), feed=NEW_FEED)
    outcome = office.fetch(outlet)
    assert states(outcome) == {"changed": 1, "known": 1}
    assert len(office.articles) == 2
    text = next(text for text in office.articles.values() if "on Thursday" in text)
    assert f"\nUrl: {moved[0].url}\n" in text
    assert "\nGuid: n-quay\n" in text
    assert f"\nFeed: {NEW_FEED}\n" in text


def test_an_address_that_an_editor_wrote_stays(office: Office) -> None:
    office.web.publish(QUAY, CRANE)
    path = office.content / office.fetch().rows[0].path
    path.write_text(path.read_text(encoding="utf-8").replace(QUAY.url, "https://mine.example/quay"), encoding="utf-8")
    office.later(hours=2)
    moved = replace(QUAY, site="https://www.lindhamn.example", age=4, summary="Updated: nobody was hurt.")
    office.web.has[moved.url] = print_page("quay", " Nobody was hurt, it said on Thursday.")
    office.web.publish(moved, replace(CRANE, age=4))
    assert states(office.fetch()) == {"changed": 1, "known": 1}
    assert "\nUrl: https://mine.example/quay\n" in path.read_text(encoding="utf-8")


def test_what_the_editor_moved_is_found_where_it_is(office: Office) -> None:
    office.web.publish(QUAY, CRANE)
    path = office.fetch().rows[0].path
    (office.content / path).rename(office.content / "mine.md")
    office.web.publish(QUAY, CRANE, FERRY)
    row = office.fetch().rows[0]
    assert (row.path, row.why) == ("mine.md", "")


def test_what_the_editor_moved_and_named_otherwise_was_not_removed(office: Office) -> None:
    office.web.publish(replace(QUAY, guid=QUAY.url), CRANE)
    path = office.content / office.fetch().rows[0].path
    path.rename(office.content / "mine.md")
    mine = office.content / "mine.md"
    mine.write_text(
        mine.read_text(encoding="utf-8").replace(f"Title: {title_of('quay')}", "Title: Quay"), encoding="utf-8"
    )
    office.web.has[QUAY.url] = print_page("quay", " Nobody was hurt, it said on Thursday.")
    office.web.publish(replace(QUAY, guid=QUAY.url, summary="Other words."), CRANE)
    outcome = office.fetch()
    assert [(row.state, row.path) for row in outcome.rows if row.entry == QUAY.url] == [("changed", "mine.md")]


def test_what_the_editor_wrote_is_not_asked_for(office: Office) -> None:
    office.web.publish(QUAY, CRANE)
    path = office.content / office.fetch().rows[0].path
    path.write_text(path.read_text(encoding="utf-8") + "\nA line of mine.\n", encoding="utf-8")
    (office.content / "crane.md").write_text(
        f"Title: {title_of('ferry')}\nUrl: {FERRY.url}\n\nBy hand.\n", encoding="utf-8"
    )
    before = office.articles
    office.web.publish(replace(QUAY, summary="Other words."), CRANE, FERRY)
    outcome = office.fetch()
    assert states(outcome) == {"known": 3}
    assert (office.articles, office.web.pages) == (before, 0)
    assert all(row.why for row in outcome.rows if row.entry != CRANE.url)


def test_a_dry_run_asks_for_no_page_and_leaves_nothing(office: Office, tmp_path: Path) -> None:
    def look() -> dict[str, tuple[int, int]]:
        return {str(path): (path.stat().st_size, path.stat().st_mtime_ns) for path in tmp_path.rglob("*")}

    office.web.publish(QUAY)
    before = look()
    assert states(office.fetch(dry=True)) == {"added": 1}
    assert look() == before
    office.fetch()
    before = look()
    office.web.publish(replace(QUAY, summary="Other words."), CRANE)
    outcome = office.fetch(dry=True)
    assert [(row.state, row.why) for row in outcome.rows] == [
        ("known", "The feed says something new of it: it would be compared."), ("added", "It would be read.")
    ]  # fmt: skip
    assert (office.web.pages, look()) == (0, before)
    assert states(office.fetch()) == {"known": 1, "added": 1}, "nothing was noted"


def test_a_feed_that_moved_is_asked_for_where_it_is_and_said(office: Office) -> None:
    new = "https://new.example/feed.xml"
    office.web.publish(QUAY)
    office.web.has[FEED] = Answer(new, 200, print_feed(QUAY), "application/rss+xml", "", '"x"', moved=new)
    outcome = office.fetch()
    assert [each.what for each in outcome.remarks] == [f"It has moved to {new}. Write that into sources.yml."]
    office.web.publish(QUAY, CRANE, feed=new)
    assert (states(office.fetch()), office.web.asked[FEED]) == ({"known": 1, "added": 1}, 0)
    office.web.has[new] = WireError("It is gone.", lasting=True, status=410)
    assert states(office.fetch()) == {"failed": 1}
    office.web.publish(QUAY, CRANE, FERRY)
    assert states(office.fetch()) == {"known": 2, "added": 1}, "back to where sources.yml says"


def test_what_waits_of_a_feed_that_is_named_no_more_is_let_go(office: Office) -> None:
    office.web.publish(QUAY)
    office.web.has[QUAY.url] = WireError("It timed out.")
    office.fetch()
    office.web.publish(replace(CRANE, site="https://herald.example"), feed=HERALD.feeds[0])
    assert states(office.fetch(HERALD, every=False)) == {"added": 1}, "whoever asks one source says nothing of others"
    outcome = office.fetch(HERALD)
    assert [(row.source, row.state, row.why) for row in outcome.rows] == [
        ("courier", "filtered", "sources.yml names its feed no more.")
    ]
    accounts = sum_up(outcome, (HERALD,))
    assert [(each.source, each.filtered) for each in accounts] == [("herald", 0), ("courier", 1)]


# -- killed at any moment ---------------------------------------------------------------------------------------------


class Killed(BaseException):
    """The end of the process, as far as a test in one process can have it."""


@pytest.mark.parametrize("at", range(12))
def test_ended_at_any_request_and_run_again(office: Office, at: int) -> None:
    items = [Item(f"pier-{number}") for number in range(10)]
    office.web.publish(*items)
    count = 0

    def end(_: str) -> None:
        nonlocal count
        count += 1
        if count > at:
            raise Killed

    office.web.between = end
    if at < 11:
        with pytest.raises(Killed):
            office.fetch()
    office.web.between = lambda _: None
    office.fetch()
    urls = sorted(line for text in office.articles.values() for line in text.splitlines() if line.startswith("Url: "))
    assert urls == sorted(f"Url: {item.url}" for item in items)
    assert office.fetch().rows == ()


# -- what the disk keeps ----------------------------------------------------------------------------------------------


def test_an_entry_waits_until_the_disk_keeps_its_article(office: Office) -> None:
    office.web.publish(*(Item(f"pier-{number}") for number in range(TOGETHER + 5)))
    asked: list[tuple[int, int]] = []

    def keep(files: Iterable[Path]) -> None:
        files = list(files)
        assert all(file.stat().st_size for file in files)
        assert {file.relative_to(office.content.parent).parts[0] for file in files} == {"content", "originals"}
        with Memory.open_copy(office.memory) as memory:
            asked.append((len(files), len(memory.waiting(FEED))))

    office.keep = keep
    assert states(office.fetch()) == {"added": TOGETHER + 5}
    assert sum(files for files, _ in asked) == 2 * (TOGETHER + 5)
    assert asked[0][1] == TOGETHER + 5
    assert asked[-1][1] == asked[-1][0] / 2
    assert len(asked) < 6, "it is not asked for each"
    with Memory.open_copy(office.memory) as memory:
        assert memory.waiting(FEED) == ()


@pytest.mark.parametrize("fault", [OSError(errno.EIO, "Input/output error"), Killed()])
def test_what_the_disk_did_not_keep_is_asked_for_again(office: Office, fault: BaseException) -> None:
    """As far as it is there, nothing is added twice."""
    office.web.publish(QUAY, CRANE, FERRY)

    def refuse(_: Iterable[Path]) -> None:
        raise fault

    office.keep = refuse
    with pytest.raises(type(fault)):
        office.fetch()
    with Memory.open_copy(office.memory) as memory:
        assert len(memory.waiting(FEED)) == 3
    lost, *_ = sorted(office.content.rglob("*.md"))
    lost.unlink()
    office.keep = lambda _: None
    assert states(office.fetch()) == {"known": 2, "added": 1}
    assert len(office.articles) == 3
    assert office.fetch().rows == ()


# -- who reads it -----------------------------------------------------------------------------------------------------


def die(how: int) -> None:
    os.kill(os.getpid(), how)
    time.sleep(30)


def double(number: int) -> int:
    return 2 * number


def stumble(kind: str) -> None:
    raise {"fault": KeyError("oops"), "memory": MemoryError(), "refused": BriefingError("No.", remedy="Do.")}[kind]


@pytest.mark.skipif(not hasattr(signal, "SIGXCPU"), reason="needs Unix's signals")
def test_what_ends_its_reader_is_known_and_others_are_read() -> None:
    with Copydesk(2) as desk:

        async def ask() -> list[Any]:
            tasks: tuple[Awaitable[Any], ...] = (
                *(desk.ask(double, number) for number in range(4)),
                desk.ask(die, signal.SIGXCPU),
                desk.ask(die, signal.SIGSEGV),
                desk.ask(die, signal.SIGKILL),
                *(desk.ask(stumble, kind) for kind in ("fault", "memory", "refused")),
                *(desk.ask(double, number) for number in range(4, 8)),
            )
            return list(await asyncio.gather(*tasks, return_exceptions=True))

        done = asyncio.run(ask())
    errors = [each for each in done if isinstance(each, UnusableError)]
    assert [each for each in done if each not in errors] == [0, 2, 4, 6, 8, 10, 12, 14]
    assert [(each.what.partition("(")[0], each.lasting) for each in errors] == [
        ("To read it took more than 60 s of processor time and was ended.", True),
        ("To read it ended the process that did so, 2 times.", True),
        ("To read it ended the process that did so, 2 times.", False),
        ("To read it failed ", False),
        ("To read it takes more memory than there is for one article.", True),
        ("No.", True),
    ]


def test_the_loop_goes_on_while_something_is_read() -> None:
    with Copydesk(1) as desk:

        async def ask() -> int:
            reading = asyncio.gather(desk.ask(time.sleep, 0.3))
            beats = 0
            while not reading.done():
                await asyncio.sleep(0.01)
                beats += 1
            await reading
            return beats

        assert asyncio.run(ask()) > 5


# -- what is said of it -----------------------------------------------------------------------------------------------


def test_the_summary_is_a_table() -> None:
    rows = (
        Row("courier", FEED, "added", entry="a"),
        Row("courier", FEED, "added", entry="b"),
        Row("courier", FEED, "retried", why="closed"),
        Row("gone", "f", "filtered", entry="c"),
    )
    outcome = Outcome(rows, (), (HERALD.feeds[0],))
    assert draw_up(sum_up(outcome, (OUTLET, HERALD))) == [
        "source            feeds  as before  not read  added  changed  known  filtered  failed  retried",
        "Lindhamn Courier      1          0         1      2        0      0         0       0        0",
        "Herald                1          1         0      0        0      0         0       0        0",
        "gone                  0          0         0      0        0      0         1       0        0",
        "all                   2          1         1      2        0      0         1       0        0",
    ]
    assert has_failed(outcome)
    assert not has_failed(replace(outcome, rows=rows[:2]))
