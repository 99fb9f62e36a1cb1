"""What was fetched gets into content/: once, as a file that an editor can read, and never over an editor's work."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from briefing.adding import Cleaned, clean, write
from briefing.fetching.arrivals import Arrived, arrive, sweep
from briefing.fetching.known import Known
from briefing.fetching.model import Answer, Entry, Outlet, WireError
from briefing.fetching.pages import compose
from briefing.fetching.revising import digest_fetched
from briefing.model import Registry, Source
from briefing.reading import parse_article

ZONE = ZoneInfo("Europe/Oslo")
NOW, LATER, LAST = (f"2025-05-0{day}T06:30:00+02:00" for day in (6, 7, 8))
FEED = "https://courier.example/rss"
COURIER = Outlet(id="courier", name="Lindhamn Courier", feeds=(FEED,), text="feed")
GAZETTE = Outlet(id="gazette", name="The Gazette", feeds=("https://gazette.example/rss",), text="feed")
REGISTRY = Registry(
    sources=(
        Source("courier", "Lindhamn Courier", aliases=("LC",), url="https://courier.example"),
        Source("gazette", "The Gazette"),
    )
)
SENTENCES = (
    "The harbour master of Lindhamn, Pål Eide, resigned on Tuesday after eleven years in office.",
    "He had asked for a second tug since 2019, and the council had refused it four times.",
    "The council will name a successor in June, said its chair, Dagny Moe.",
    "Until then the pilot Jan Smit runs the port, which 40 ships call at every week.",
)
HTML = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
ENTRY = Entry(
    guid="courier-4711",
    url="https://courier.example/2025/harbour-master-resigns",
    title="Harbour master resigns",
    date="2025-05-06T03:15:00+00:00",
    authors=("Dagny Moe",),
    html=HTML,
    lang="en-GB",
)


class Desk:
    """A project folder, and who fetches into it."""

    def __init__(self, folder: Path) -> None:
        self.content, self.originals = folder / "content", folder / "originals"
        self.content.mkdir()

    def fetch(
        self,
        entry: Entry = ENTRY,
        outlet: Outlet = COURIER,
        feed: str = "",
        now: str = NOW,
        page: Answer | None = None,
        known: Known | None = None,
    ) -> Arrived:
        cleaned = compose(entry, outlet, page)
        known = self.known() if known is None else known
        feed = feed or outlet.feeds[0]
        return arrive(
            cleaned,
            entry,
            outlet,
            feed,
            known,
            content=self.content,
            originals=self.originals,
            now=now,
            asked=page is not None,
        )

    def known(self) -> Known:
        return Known(self.content, REGISTRY, ZONE)

    def read(self, path: str) -> str:
        return (self.content / path).read_text(encoding="utf-8")

    def edit(self, path: str, before: str, after: str) -> None:
        text = self.read(path)
        assert before in text
        (self.content / path).write_text(text.replace(before, after), encoding="utf-8")

    @property
    def articles(self) -> list[str]:
        return sorted(path.relative_to(self.content).as_posix() for path in self.content.rglob("*.md"))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def say(*sentences: str, entry: Entry = ENTRY, **more: str) -> Entry:
    """The entry with another text."""
    return replace(entry, html="".join(f"<p>{sentence}</p>" for sentence in sentences), **more)


# -- a new one --------------------------------------------------------------------------------------------------------


def test_the_file_of_a_new_article_reads_as_an_editor_would_write_it(desk: Desk):
    arrived = desk.fetch()
    original = desk.originals / "2025-05/2025-05-06-harbour-master-resigns.html"
    assert arrived == Arrived("added", "2025-05/2025-05-06-harbour-master-resigns.md", original=original)
    assert original.is_file()
    title, body = "Harbour master resigns", "\n\n".join(SENTENCES)
    assert desk.read(arrived.path) == (
        f"Title: {title}\n"
        "Date: 2025-05-06T05:15:00+02:00\n"
        f"Added: {NOW}\n"
        "Source: courier\n"
        "Url: https://courier.example/2025/harbour-master-resigns\n"
        "Authors: Dagny Moe\n"
        "Lang: en\n"
        f"Feed: {FEED}\n"
        "Guid: courier-4711\n"
        f"Fetched: {NOW}\n"
        f"Fetched-as: {digest_fetched(title, body)}\n"
        "Original: originals/2025-05/2025-05-06-harbour-master-resigns.html\n"
        "\n"
        f"{body}\n"
    )
    article = parse_article((desk.content / arrived.path).read_bytes(), arrived.path, registry=REGISTRY)
    assert article.notes == ()
    assert (article.source_name, article.modified, article.authors) == ("Lindhamn Courier", "", ("Dagny Moe",))


def test_the_original_of_a_feeds_text_is_a_page_that_can_be_added_again(desk: Desk):
    desk.fetch()
    (original,) = desk.originals.rglob("*.html")
    again = clean(original.read_bytes(), original.name)
    assert (again.title, again.url, again.date) == (ENTRY.title, ENTRY.url, "2025-05-06T03:15:00+00:00")
    assert (again.authors, again.lang, again.body) == ("Dagny Moe", "en", "\n\n".join(SENTENCES))


def test_what_its_publisher_changed_before_it_came_is_no_correction(desk: Desk):
    arrived = desk.fetch(replace(ENTRY, modified="2025-05-06T03:40:00+00:00"))
    assert "Modified" not in desk.read(arrived.path)


def test_a_day_without_a_time_stays_a_day_and_no_date_is_unknown(desk: Desk):
    day = desk.fetch(replace(ENTRY, date="2025-05-05T00:00:00+00:00"))
    assert "\nDate: 2025-05-05\n" in desk.read(day.path)
    none = desk.fetch(
        say("Another text, of which nobody knows when it was written.", guid="2", url="", title="x", date="")
    )
    assert "\nDate-unknown: true\n" in desk.read(none.path)
    assert none.path == "2025-05/2025-05-06-x.md"


def test_the_date_of_a_page_is_written_as_those_of_feeds_are(desk: Desk):
    page = '<html><head><meta property="article:published_time" content="2025-05-05T23:30:00Z"></head><body>'
    answer = Answer(ENTRY.url, 200, f"{page}<article>{HTML}</article></body></html>".encode(), "text/html")
    arrived = desk.fetch(replace(ENTRY, date=""), replace(COURIER, text="page"), page=answer)
    assert arrived.path == "2025-05/2025-05-06-harbour-master-resigns.md"
    assert "Date: 2025-05-06T01:30:00+02:00\n" in desk.read(arrived.path)


def test_an_agencys_report_in_two_outlets_is_two_articles(desk: Desk):
    first = desk.fetch()
    second = desk.fetch(replace(ENTRY, url="https://gazette.example/a/1"), GAZETTE)
    assert (first.state, second.state) == ("added", "added")
    assert desk.articles == [
        "2025-05/2025-05-06-harbour-master-resigns-2.md",
        "2025-05/2025-05-06-harbour-master-resigns.md",
    ]


# -- the same again ---------------------------------------------------------------------------------------------------

AGAIN = {
    "as it was": ENTRY,
    "dated anew": replace(ENTRY, date="2025-05-07T03:15:00+00:00"),
    "another GUID": replace(ENTRY, guid="courier-9999"),
    "no GUID": replace(ENTRY, guid=""),
    "no date": replace(ENTRY, date=""),
    "http": replace(ENTRY, url="http://courier.example/2025/harbour-master-resigns"),
    "www and a slash": replace(ENTRY, url="https://www.courier.example/2025/harbour-master-resigns/"),
    "followed": replace(ENTRY, url=f"{ENTRY.url}?utm_source=rss#top"),
    "moved": replace(ENTRY, url="https://courier.example/harbour/4711.html"),
    "moved, another title": replace(ENTRY, url="https://courier.example/harbour/4711.html", title="Eide goes"),
    "moved, dated anew": replace(ENTRY, url="https://courier.example/4711", date="2025-05-07T03:15:00+00:00"),
    "moved, another GUID": replace(ENTRY, url="https://courier.example/4711", guid="5"),
    "moved, another GUID and title": replace(ENTRY, url="https://courier.example/4711", guid="5", title="Eide goes"),
    "marks and white space": replace(ENTRY, html=HTML.replace(". ", ".  ").replace(",", " –").upper()),
}


@pytest.mark.parametrize("again", AGAIN.values(), ids=AGAIN)
def test_the_same_article_comes_once(desk: Desk, again: Entry):
    first = desk.fetch()
    before = desk.read(first.path)
    assert desk.fetch(again, now=LATER).state == ("known" if again.title == ENTRY.title else "changed")
    assert desk.articles == [first.path]
    assert (desk.read(first.path) == before) == (again.title == ENTRY.title)


@pytest.mark.parametrize("again", AGAIN.values(), ids=AGAIN)
def test_within_one_round_too(desk: Desk, again: Entry):
    known = desk.known()
    desk.fetch(known=known)
    desk.fetch(again, known=known)
    assert len(desk.articles) == 1


def test_two_feeds_of_one_outlet_have_one_article(desk: Desk):
    desk.fetch()
    again = desk.fetch(say(*SENTENCES[:3], "The port stays open."), feed="https://courier.example/harbour/rss")
    assert again == Arrived("known", desk.articles[0], f"It came from {FEED}.")
    assert "stays open" not in desk.read(again.path)


def test_a_feed_that_moved_goes_on_speaking_for_its_articles(desk: Desk):
    first, moved = desk.fetch(), "https://courier.example/feed.xml"
    outlet = replace(COURIER, feeds=(moved,))
    assert desk.fetch(say(*SENTENCES, "The port stays open."), outlet, now=LATER).state == "changed"
    assert f"\nFeed: {moved}\n" in desk.read(first.path)
    other = replace(GAZETTE, feeds=("https://gazette.example/feed",))
    assert desk.fetch(say(*SENTENCES, "It closes on Sunday."), other, now=LAST).why == f"It came from {moved}."


def test_a_guid_is_known_as_it_could_be_written(desk: Desk):
    odd = replace(ENTRY, guid=" a\n\tb \u202e c" + "x" * 900)
    desk.fetch(odd)
    assert "\nGuid: a b cxxx" in desk.read(desk.articles[0])
    assert desk.fetch(replace(odd, url="https://courier.example/4711")).state == "known"
    there = desk.known().find("courier", replace(odd, url="https://courier.example/4711"))
    assert there is not None


@pytest.mark.parametrize(
    "front",
    [
        f"Title: Eide goes\nDate: 2025-05-06\nUrl: {ENTRY.url}/",
        "Title: Eide goes\nDate: 2025-05-06\nSource: LC",
        "Title: Eide goes\nDate: 2025-05-06",
        f"---\ntitle: Eide goes\nurl: '{ENTRY.url}'\n---",
    ],
)
def test_what_was_added_by_hand_is_there_and_stays(desk: Desk, front: str):
    path = desk.content / "mine.md"
    path.write_text(f"{front}\n\n{SENTENCES[0]} {SENTENCES[1]}\n\n{SENTENCES[2]} {SENTENCES[3]}\n", encoding="utf-8")
    before = path.read_bytes()
    assert desk.fetch() == Arrived("known", "mine.md", "It was added by hand.")
    assert path.read_bytes() == before
    assert desk.fetch(say("Quite another one.")).state == ("known" if ENTRY.url in front else "added")


def test_an_address_that_leads_on_is_known_by_where_it_leads(desk: Desk):
    (desk.content / "mine.md").write_text(f"Title: Eide goes\nUrl: {ENTRY.url}\n\nMy own words.\n", encoding="utf-8")
    entry = replace(ENTRY, url="https://feeds.example/~r/4711")
    cleaned = replace(compose(entry, COURIER, None), url=ENTRY.url)
    known = desk.known()
    arrived = arrive(cleaned, entry, COURIER, FEED, known, content=desk.content, originals=desk.originals, now=NOW)
    assert arrived == Arrived("known", "mine.md", "It was added by hand.")


def test_what_is_added_by_hand_later_is_refused_as_before(desk: Desk):
    desk.fetch()
    cleaned = clean(f"<html><body>{HTML}</body></html>".encode(), "a.html")
    with pytest.raises(Exception, match="already there"):
        write(cleaned, desk.content, desk.originals, "2025-05-07")


# -- others, however like they look -----------------------------------------------------------------------------------

OTHER = say(
    "The council of Lindhamn buys two electric ferries for the line to Skarholm.",
    "They cost 30 million crowns and come in the spring of next year.",
    "Of the old ones the older is sold, and the other becomes a museum.",
    guid="courier-4712",
    url="https://courier.example/2025/ferries",
    title="Two new ferries",
)
OTHERS = {
    "one GUID for all": replace(OTHER, guid=ENTRY.guid),
    "one address for all": replace(OTHER, url=ENTRY.url),
    "the front page": replace(OTHER, url="https://courier.example/"),
    "one GUID, which is the address of all": replace(OTHER, url=ENTRY.url, guid=ENTRY.url),
    "one title": replace(OTHER, title=ENTRY.title),
    "one title, one GUID": replace(OTHER, title=ENTRY.title, guid=ENTRY.guid, date="2025-05-07T03:15:00+00:00"),
    "one title, one moment": replace(OTHER, title=ENTRY.title, guid="", url="https://courier.example/2"),
}


@pytest.mark.parametrize("rounds", [1, 2])
@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS)
def test_another_article_is_none_of_them(desk: Desk, other: Entry, rounds: int):
    first = ENTRY
    if "front" in str(other.url) or other.url.endswith("example/"):
        first = replace(ENTRY, url="https://courier.example/")
    if other.guid == other.url:
        first = replace(ENTRY, guid=ENTRY.url)
    known = desk.known()
    assert desk.fetch(first, known=known).state == "added"
    assert desk.fetch(other, known=known if rounds == 1 else desk.known()).state == "added"
    assert desk.known().find("courier", first) is not None
    for _ in range(2):  # and each of them is found again
        assert {desk.fetch(first).state, desk.fetch(other).state} == {"known"}


def test_an_alert_may_be_given_twice_word_by_word(desk: Desk):
    alert = say(
        "An air raid alert was declared in the region of Lindhamn.", title="Alert", guid="a1", url="https://a.example/1"
    )
    again = replace(alert, guid="a2", url="https://a.example/2", date="2025-05-06T20:00:00+00:00")
    assert [desk.fetch(each).state for each in (alert, again, again, alert)] == ["added", "added", "known", "known"]


def test_a_live_blog_has_one_guid_and_one_address_for_all_its_posts(desk: Desk):
    live = "https://courier.example/live"
    posts = [
        say(f"{text} We keep you informed here all day, write our reporters.", guid="live", url=live, title=title)
        for title, text in (
            ("17:40 Bridge open again", "Cars may cross the bridge to Skarholm since a quarter to six."),
            ("17:05 Ferry adrift", "The evening ferry drifts off the mole without power, with 60 people on board."),
            ("16:30 Storm", "The wind has torn the roof from the town hall."),
        )
    ]
    known = desk.known()
    assert [desk.fetch(post, known=known).state for post in posts[1:]] == ["added", "added"]
    known = desk.known()
    assert [desk.fetch(post, known=known, now=LATER).state for post in posts] == ["added", "known", "known"]
    assert len(desk.articles) == 3


def test_an_entry_that_a_feed_has_twice_is_no_correction(desk: Desk):
    known = desk.known()
    desk.fetch(known=known)
    twice = desk.fetch(say(*CORRECTED, title="Eide goes"), known=known)
    assert twice == Arrived("known", desk.articles[0], "The feed has it more than once.")


def test_a_guid_of_a_hundred_articles_names_none_of_them(desk: Desk):
    known = desk.known()
    for number in range(12):
        text = [f"Number {number} of {word} has {number * 77} words of its own, and no more." for word in "abcdef"]
        entry = say(*text, guid="1", url=f"https://courier.example/{number}", title=f"Number {number}")
        assert desk.fetch(entry, known=known).state == "added"
    assert len(desk.articles) == 12


# -- a new version ----------------------------------------------------------------------------------------------------

CORRECTED = (SENTENCES[0].replace("eleven", "twelve"), *SENTENCES[1:])


def test_a_correction_replaces_the_body_and_says_what_stood_there(desk: Desk):
    first = desk.fetch()
    desk.edit(first.path, "Lang: en\n", "Lang: en\nEvents: +port\nPin: true\n")
    before = desk.read(first.path)
    changed = desk.fetch(say(*CORRECTED, modified="2025-05-07T03:00:00+00:00"), now=LATER)
    original = desk.originals / "2025-05/2025-05-06-harbour-master-resigns-2.html"
    assert changed == Arrived("changed", first.path, f"Before: “{SENTENCES[0]}”", original)
    body = "\n\n".join(CORRECTED)
    expected = (
        before.replace(f"Added: {NOW}\n", f"Added: {NOW}\nModified: 2025-05-07T05:00:00+02:00\nWas: {SENTENCES[0]}\n")
        .replace(f"Fetched: {NOW}", f"Fetched: {LATER}")
        .replace(digest_fetched(ENTRY.title, "\n\n".join(SENTENCES)), digest_fetched(ENTRY.title, body))
        .replace("resigns.html", "resigns-2.html")
        .replace(SENTENCES[0] + "\n\n", CORRECTED[0] + "\n\n")
    )
    assert desk.read(first.path) == expected
    assert len(list(desk.originals.rglob("*.html"))) == 2
    article = parse_article((desk.content / first.path).read_bytes(), first.path)
    assert (article.modified, article.was) == ("2025-05-07T03:00:00+00:00", SENTENCES[0])
    assert (article.notes, article.override.into, article.override.pin) == ((), ("port",), True)


def test_a_second_correction_says_what_stood_there_last(desk: Desk):
    first = desk.fetch()
    desk.fetch(say(*CORRECTED), now=LATER)
    desk.fetch(say(CORRECTED[0], SENTENCES[1], SENTENCES[2], "Until then nobody runs the port."), now=LAST)
    text = desk.read(first.path)
    assert text.count("\nModified: ") == text.count("\nWas: ") == 1
    assert f"\nModified: {LAST}\nWas: {SENTENCES[3]}\n" in text
    assert len(list(desk.originals.rglob("*.html"))) == 3


def test_what_only_grows_is_changed_and_was_nothing(desk: Desk):
    first = desk.fetch()
    desk.fetch(say(*CORRECTED), now=LATER)
    grown = desk.fetch(say(*CORRECTED, "On Thursday the council meets."), now=LAST)
    assert (grown.state, grown.path, grown.why) == ("changed", first.path, "Its publisher added to it.")
    text = desk.read(first.path)
    assert f"\nModified: {LAST}\n" in text
    assert "\nWas: " not in text  # the sentence that an earlier correction told would be the wrong one


def test_a_sentence_that_moved_is_not_gone(desk: Desk):
    desk.fetch()
    moved = desk.fetch(say(SENTENCES[0], SENTENCES[3], SENTENCES[1], SENTENCES[2]), now=LATER)
    assert moved.why == "Its publisher added to it."


@pytest.mark.parametrize(
    ("modified", "told"),
    [
        ("", LATER),
        ("2025-05-06T12:00:00+00:00", "2025-05-06T14:00:00+02:00"),
        ("2025-05-01T12:00:00+00:00", LATER),  # before it was fetched: it is not when this was changed
        ("2025-05-09T12:00:00+00:00", LATER),  # ahead
        ("soon", LATER),
    ],
)
def test_a_correction_is_of_the_moment_that_its_publisher_gives_if_that_can_be(desk: Desk, modified: str, told: str):
    first = desk.fetch()
    desk.fetch(say(*CORRECTED, modified=modified), now=LATER)
    assert f"\nModified: {told}\n" in desk.read(first.path)


def test_a_headline_is_corrected_and_an_editors_own_stays(desk: Desk):
    first = desk.fetch()
    other = replace(ENTRY, title="Harbour master of Lindhamn resigns")
    assert desk.fetch(other, now=LATER).why == "Before: “Harbour master resigns”"
    assert "Title: Harbour master of Lindhamn resigns\n" in desk.read(first.path)
    desk.edit(first.path, "Title: Harbour master of Lindhamn resigns", "Title: Eide goes")
    third = say(*CORRECTED, title="Harbour master quits")
    assert desk.fetch(third, now=LAST).state == "changed"  # the body alone
    assert "Title: Eide goes\n" in desk.read(first.path)
    assert desk.fetch(replace(third, title="Lindhamn loses its harbour master"), now=LAST).state == "known"
    assert CORRECTED[0] in desk.read(first.path)


def test_headlines_that_are_tried_out_are_no_corrections(desk: Desk):
    first = desk.fetch(replace(ENTRY, modified=ENTRY.date))
    before = desk.read(first.path)
    tried = replace(ENTRY, title="Why the harbour master went", modified=ENTRY.date)
    assert desk.fetch(tried, now=LATER).state == "known"
    assert desk.read(first.path) == before
    assert desk.fetch(replace(tried, modified="2025-05-06T20:00:00+00:00"), now=LATER).state == "changed"


def test_an_article_that_went_behind_a_wall_keeps_its_text(desk: Desk):
    first = desk.fetch()
    before = desk.read(first.path)
    walled = desk.fetch(say(SENTENCES[0]), now=LATER)
    assert walled.state == "known"
    assert "much less" in walled.why
    assert desk.read(first.path) == before


def test_a_page_that_has_nothing_of_an_article_is_asked_again(desk: Desk):
    """Be it a wall that nobody knows: once it stood there, the article would be less than it."""
    paged = replace(COURIER, text="page")
    entry = replace(ENTRY, title="Tag 1004", html="")

    def show(*sentences: str) -> Answer:
        text = "".join(f"<p>{sentence}</p>" for sentence in sentences)
        html = f"<html lang=en><title>Tag 1004</title><article><h1>Tag 1004</h1>{text}</article></html>"
        return Answer(ENTRY.url, 200, html.encode(), "text/html", "utf-8")

    first = desk.fetch(entry, paged, page=show(*SENTENCES))
    before = desk.read(first.path)
    shop = ("In our shop you find boots, coats and umbrellas of all sizes.", "Whoever orders today has them tomorrow.")
    with pytest.raises(WireError, match=f"has nothing of {re.escape(first.path)}") as told:
        desk.fetch(entry, paged, page=show(*shop), now=LATER)
    assert (told.value.lasting, desk.read(first.path)) == (False, before)
    assert desk.fetch(entry, paged, page=show(*CORRECTED), now=LATER).state == "changed"
    rewritten = (
        "Eide, for eleven years harbour master, is gone. The pilot Smit runs the port, says the chair of the council.",
        "A second tug, which the council had refused and he had wanted so long, nobody has bought until today.",
    )
    assert desk.fetch(entry, paged, page=show(*rewritten), now=LAST).state == "changed"


FROZEN = {
    "An editor has changed its text.": ("eleven years", "11 years"),
    "It was withdrawn.": ("Lang: en\n", "Lang: en\nStatus: withdrawn\nReason: it was wrong\n"),
    "An editor keeps it as a draft.": ("Lang: en\n", "Lang: en\nStatus: draft\n"),
    "An editor left it out.": ("Lang: en\n", "Lang: en\nExclude: true\n"),
    "It was added by hand.": ("Fetched-as: ", "Note: "),  # the line was removed
}


@pytest.mark.parametrize(("why", "edit"), FROZEN.items(), ids=FROZEN)
def test_what_an_editor_has_touched_is_never_written_over(desk: Desk, why: str, edit: tuple[str, str]):
    first = desk.fetch()
    desk.edit(first.path, *edit)
    before = (desk.content / first.path).read_bytes()
    there = desk.known().find("courier", ENTRY)
    assert there is not None
    assert (there.path, there.frozen) == (first.path, why)
    assert desk.fetch(now=LATER) == Arrived("known", first.path, why)
    again = desk.fetch(say(*CORRECTED, title="Eide goes"), now=LATER)
    told = "" if "by hand" in why else " Its publisher has changed it since."
    assert again == Arrived("known", first.path, why + told)
    assert (desk.content / first.path).read_bytes() == before
    assert desk.articles == [first.path]


@pytest.mark.parametrize("again", AGAIN.values(), ids=AGAIN)
def test_what_was_withdrawn_without_its_text_does_not_come_back(desk: Desk, again: Entry):
    first = desk.fetch()
    front, _, _ = desk.read(first.path).partition("\n\n")
    (desk.content / first.path).write_text(f"{front}\nStatus: withdrawn\nReason: it was wrong\n", encoding="utf-8")
    if again.html == ENTRY.html:
        assert desk.fetch(again, now=LATER).state == "known"
    if again.title == ENTRY.title or again.guid == ENTRY.guid:
        assert desk.fetch(say(*CORRECTED, entry=again), now=LATER).state == "known"
    assert desk.articles == [first.path]


ELSEWHERE = replace(ENTRY, url="https://courier.example/2025/eide-leaves.html", guid="5", date="2025-05-06T05:00:00Z")


def test_one_that_moved_with_a_new_guid_and_hour_and_was_corrected_is_the_same(desk: Desk):
    first = desk.fetch()
    arrived = desk.fetch(say(*CORRECTED, entry=ELSEWHERE), now=LATER)
    assert (arrived.state, arrived.path) == ("changed", first.path)


@pytest.mark.parametrize("streets", [("Church Street", "the ring road"), ("Church Street", "Church Street")])
def test_bulletins_from_one_mould_are_articles_each(desk: Desk, streets: tuple[str, str]):
    """Of one title and one day, as of the traffic each hour; those that differ in figures only are two as well."""
    for hour, street in zip((5, 7), streets, strict=True):
        told = (
            f"Cars stand still between {street} and the old bridge, the police said; it takes them {hour * 9} minutes."
        )
        words = f"This is what the roads looked like at {hour}. {told} Whoever can should take the coast road. " * 2
        entry = say(words, title="On the roads", url=f"https://courier.example/r{hour}", guid=str(hour))
        assert desk.fetch(replace(entry, date=f"2025-05-06T0{hour}:00:00Z")).state == "added"


AIR = (
    "The air quality index of Lindhamn stands at {}. Values up to 50 are good, up to 100 moderate, up to 150 bad. "
    "Beyond 200 everybody should stay at home. The limit is 15 micrograms a day, from 2030 on. Call 112."
)
RIVER = (
    "The river stands at {} centimetres in Lindhamn. Alarm 1 is given at 400, alarm 2 at 500, alarm 3 at 600, alarm 4 "
    "at 700 centimetres. Most of the year there are 200 of them; the most that were ever measured, in 2002, were 940."
)


@pytest.mark.parametrize("mould", [AIR, RIVER], ids=["air", "river"])
def test_so_are_those_of_whose_many_figures_one_differs(desk: Desk, mould: str):
    for hour, figure in ((5, 61), (7, 64), (9, 66)):
        entry = say(mould.format(figure), title="Now", url=f"https://courier.example/n{hour}", guid=str(hour))
        assert desk.fetch(replace(entry, date=f"2025-05-06T0{hour}:00:00Z")).state == "added"


PUT_RIGHT = (*SENTENCES[:3], SENTENCES[3].replace("40", "four"))


@pytest.mark.parametrize(
    "again",
    [
        say(*CORRECTED, entry=ELSEWHERE),
        say(*PUT_RIGHT, entry=ELSEWHERE, title="Eide goes"),
        say(*CORRECTED, entry=ELSEWHERE, date="2025-05-08T05:00:00Z"),
    ],
    ids=["under its title", "under another", "on another day"],
)
def test_what_was_withdrawn_does_not_come_back_corrected_under_another_address(desk: Desk, again: Entry):
    first = desk.fetch()
    desk.edit(first.path, "Lang: en\n", "Lang: en\nStatus: withdrawn\nReason: it was wrong\n")
    assert desk.fetch(again, now=LATER).state == "known"
    assert desk.articles == [first.path]


def test_nor_with_a_figure_corrected_under_another_title_be_it_short(desk: Desk):
    told = (
        "The harbour master of Elderham, Paal Eide, took 40,000 crowns from the widows’ fund of Elder on 3 March.",
        "He bought a boat with it in Elderholm, his brother said.",
    )
    first = desk.fetch(say(*told, title="Harbour master took widows’ money"))
    desk.edit(first.path, "Lang: en\n", "Lang: en\nStatus: withdrawn\nReason: it was wrong\n")
    again = say(told[0].replace("40,000", "45,000"), told[1], entry=ELSEWHERE)
    title = "Corrected: Harbour master took widows’ money"
    assert desk.fetch(replace(again, title=title), now=LATER).state == "known"
    said = say(told[0].replace("took", "borrowed"), told[1], entry=ELSEWHERE)
    assert desk.fetch(replace(said, title="Who knew?", date="2025-05-07T05:00:00Z"), now=LATER).state == "known"
    lawyer = "His lawyer said on Monday that nothing of it had been proven so far. "
    other = say(3 * lawyer, *told, 6 * lawyer, entry=ELSEWHERE)
    assert desk.fetch(replace(other, title="What the lawyer says"), now=LATER).state == "added", "it quotes it"


@pytest.mark.parametrize("mould", [AIR, RIVER], ids=["air", "river"])
def test_the_bulletins_after_one_that_was_withdrawn_come_in(desk: Desk, mould: str):
    first = desk.fetch(say(mould.format(61), title="On Tuesday"))
    desk.edit(first.path, "Lang: en\n", "Lang: en\nStatus: withdrawn\nReason: it was wrong\n")
    later = say(mould.format(64), entry=ELSEWHERE, title="On Wednesday", date="2025-05-07T05:00:00Z")
    assert desk.fetch(later, now=LATER).state == "added"


def test_nor_if_its_title_and_day_are_all_that_is_left_of_it(desk: Desk):
    first = desk.fetch()
    front, _, _ = desk.read(first.path).partition("\n\n")
    (desk.content / first.path).write_text(f"{front}\nStatus: withdrawn\nReason: it was wrong\n", encoding="utf-8")
    assert desk.fetch(say(*CORRECTED, entry=ELSEWHERE), now=LATER).state == "known"


def test_an_editors_translation_stays_the_article(desk: Desk):
    first = desk.fetch()
    text = desk.read(first.path).partition("\n\n")[0].replace("Harbour master resigns", "Havnesjefen går")
    (desk.content / first.path).write_text(f"{text}\n\nHavnesjefen i Lindhamn gikk av tirsdag.\n", encoding="utf-8")
    for entry in (ENTRY, replace(ENTRY, guid=ENTRY.url), say(*CORRECTED, guid="")):
        assert desk.fetch(entry, now=LATER).state == "known"


def yaml_front(text: str) -> str:
    front, _, body = text.partition("\n\n")
    lines = [f"{key.lower()}: '{value}'" for key, _, value in (line.partition(": ") for line in front.split("\n"))]
    return "\n".join(["---", "# ours", *lines, "events:", "- +port", "- -strikes", "---", "", body])


FRONTS = {
    "YAML": yaml_front,
    "Windows": lambda text: text.replace("\n", "\r\n"),
    "a byte order mark": lambda text: "\ufeff" + text,
    "other capitals, spaces, lines that go on": lambda text: text.replace("Fetched:", "  FETCHED:  ").replace(
        "Authors: Dagny Moe", "authors: Dagny Moe,\n    Jan Smit"
    ),
}


@pytest.mark.parametrize("rewritten", FRONTS.values(), ids=FRONTS)
def test_however_the_front_matter_is_written_it_stays_so(desk: Desk, rewritten):
    first = desk.fetch()
    path = desk.content / first.path
    path.write_bytes(rewritten(desk.read(first.path)).encode())
    before = path.read_bytes().decode()
    assert desk.fetch(say(*CORRECTED), now=LATER).state == "changed"
    after = path.read_bytes().decode()
    ours = ("fetched", "original", "modified", "was")
    kept = [line for line in before.split("\n") if not line.strip().lower().startswith(ours) and "eleven" not in line]
    assert [
        line for line in after.split("\n") if not line.strip().lower().startswith(ours) and "twelve" not in line
    ] == kept
    article = parse_article(path.read_bytes(), first.path)
    assert article.notes == ()
    assert article.was == SENTENCES[0]
    assert "twelve" in article.text
    assert desk.fetch(say(*CORRECTED), now=LAST).state == "known"
    assert desk.fetch(now=LAST).state == "changed"  # and back again


def test_a_file_whose_mode_was_set_keeps_it(desk: Desk):
    first = desk.fetch()
    (desk.content / first.path).chmod(0o640)
    desk.fetch(say(*CORRECTED), now=LATER)
    assert (desk.content / first.path).stat().st_mode & 0o777 == 0o640


def test_a_file_that_somebody_is_saving_is_left_to_them(desk: Desk):
    first = desk.fetch()

    class Slow(Known):
        """An editor saves the file after it was read."""

        def find_same(self, source: str, entry: Entry, body: str, feed: str = "", path: str = ""):
            found = super().find_same(source, entry, body, feed, path)
            desk.edit(first.path, "eleven years", "11 years")
            return found

    known = Slow(desk.content, REGISTRY, ZONE)
    assert "somebody is changing its file" in desk.fetch(say(*CORRECTED), now=LATER, known=known).why
    assert "11 years" in desk.read(first.path)


def test_broken_front_matter_is_left_alone(desk: Desk):
    first = desk.fetch()
    desk.edit(first.path, "Lang: en\n", "Lang: en\nthis is no field\n\n")
    before = desk.read(first.path)
    assert desk.fetch(say(*CORRECTED), now=LATER).state == "known"
    assert desk.read(first.path) == before


def test_a_line_within_a_value_does_not_become_a_field_of_its_own(desk: Desk):
    first = desk.fetch()
    path = desk.content / first.path
    front = yaml_front(desk.read(first.path)).replace("# ours", "was: 'so\nmodified: it stood'")
    path.write_text(front, encoding="utf-8")
    assert "cannot be changed safely" in desk.fetch(say(*CORRECTED), now=LATER).why
    assert desk.read(first.path) == front


# -- killed -----------------------------------------------------------------------------------------------------------

STEPS = ("open", "os.link", "os.rename", "os.remove", "os.mkdir", "os.unlink", "os.chmod")


def run_until(step: int, fetch: Callable[[], object]) -> bool:
    """Fetch in a process that dies when it turns to the disk for the `step`-th time; return whether it had done."""
    child = os.fork()
    if not child:
        left = step

        def die(event: str, _: object) -> None:
            nonlocal left
            left -= event in STEPS
            if not left:
                os._exit(9)

        sys.addaudithook(die)
        try:
            fetch()
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


@pytest.mark.parametrize("entry", [ENTRY, say(*CORRECTED)], ids=["new", "corrected"])
def test_killed_at_any_step_it_leaves_nothing_half_and_goes_on(tmp_path: Path, entry: Entry):
    def begin(name: str) -> Desk:
        (tmp_path / name).mkdir()
        desk = Desk(tmp_path / name)
        if entry is not ENTRY:
            desk.fetch()
        return desk

    whole = begin("whole")
    before = [whole.read(path) for path in whole.articles]
    after = [whole.read(whole.fetch(entry, now=LATER).path)]
    for step in range(1, 100):
        desk = begin(str(step))
        known = desk.known()
        done = run_until(step, partial(desk.fetch, entry, now=LATER, known=known))
        assert [desk.read(path) for path in desk.articles] in (before, after)
        sweep(desk.content, desk.originals)
        desk.fetch(entry, now=LATER)
        assert [desk.read(path) for path in desk.articles] == after
        left = sorted(path.name for path in desk.originals.rglob("*") if path.is_file())
        assert left == sorted(path.name for path in whole.originals.rglob("*") if path.is_file())
        assert not list(tmp_path.rglob(".briefing-*"))
        if done:
            break
    assert step > 10  # it did turn to the disk, and was killed there


# -- many rounds ------------------------------------------------------------------------------------------------------

PLACES = "Odrin Lindhamn Skarholm Vesla Torne Brekke Sund Malvik Hitra Rauma".split()


def tell_stories() -> list[Entry]:
    """Stories of three kinds: unlike all others; reports from one mould, under one title; short alerts."""
    stories = []
    for number, place in enumerate(PLACES):
        about = [
            f"The council of {place} spends {(number + 2) ** 3} million crowns on {thing} number {number * 37 + at}."
            for at, thing in enumerate("ferries roads schools harbours lamps tugs cranes".split())
        ]
        mould = [
            f"On day {number} the harbour office counted {number * 41 + 7} ships in {place}.",
            "The office counts the ships that lie in the ports of the coast at six in the morning of each day.",
            f"Of these {number * 3 + 1} carried grain, {number + 2} oil, the others nothing that has to be declared.",
        ]
        alert = [f"A gale warning was given for {place}."]
        kinds = ((f"What {place} spends", about), ("Ships", mould), ("Gale warning", alert))
        for kind, (title, text) in enumerate(kinds):
            name = f"{kind}-{number}"
            date = f"2025-05-{number + 10}T0{kind}:15:00+00:00"
            stories.append(say(*text, guid=f"g-{name}", url=f"https://courier.example/{name}", title=title, date=date))
    return stories


def change(entry: Entry, lot: Random) -> Entry:
    """The entry as the next round may have it."""
    anew = str(lot.randrange(10**9))
    redated = replace(entry, date=f"2025-06-{lot.randrange(10, 28)}T10:00:00+00:00")
    return lot.choice(
        (
            entry,
            redated,
            replace(redated, guid=anew),
            replace(entry, guid=""),
            replace(entry, date=""),
            replace(entry, url=f"http://www.courier.example/{entry.url.rpartition('/')[2]}/?utm_source={anew}#{anew}"),
            replace(entry, url=f"https://courier.example/{anew}"),
            replace(entry, url=""),
        )
    )


@pytest.mark.parametrize("seed", range(3))
def test_ten_rounds_of_whatever_feeds_do_add_each_story_once(desk: Desk, seed: int):
    lot, stories = Random(seed), tell_stories()
    for number in range(10):
        lot.shuffle(stories)
        known = desk.known()
        for story in stories:
            entry = story if number == 0 else change(story, lot)
            body = "\n\n".join(re.findall("<p>(.*?)</p>", entry.html))
            cleaned = Cleaned(entry.title, body, entry.html.encode(), "entry.html", source="courier", url=entry.url)
            arrived = arrive(
                cleaned, entry, COURIER, FEED, known, content=desk.content, originals=desk.originals, now=NOW
            )
            assert arrived.state == ("known" if number else "added"), (number, entry)
    assert len(desk.articles) == len(stories)
