"""Feeds that are fetched: what outlets write is read as they mean it, and what cannot be is said."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import time
from datetime import UTC, datetime
from html import escape, unescape
from pathlib import Path

import pytest
from feedgenerator import Atom1Feed, Rss201rev2Feed
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.decoding import decode
from briefing.fetching import feeds
from briefing.fetching.feeds import read_feed
from briefing.fetching.model import Entry, Feed, FeedError
from briefing.unseen import leave_out_unseen

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


# -- single things ----------------------------------------------------------------------------------------------------

URL = "https://x.example/feeds/all"


def rss(*items: str, about: str = "", root: str = 'rss version="2.0"') -> str:
    listed = "".join(f"<item>{item}</item>" for item in items)
    return f"<{root}><channel><title>A</title>{about}{listed}</channel></rss>"


def atom(*entries: str, about: str = "") -> str:
    listed = "".join(f"<entry>{entry}</entry>" for entry in entries)
    return f'<feed xmlns="http://www.w3.org/2005/Atom"{about}><title>A</title>{listed}</feed>'


def read(feed: str | bytes, **told: str) -> Feed:
    return read_feed(feed if isinstance(feed, bytes) else feed.encode(), URL, **{"now": NOW, **told})


def only(feed: str | bytes, **told: str) -> Entry:
    [entry] = read(feed, **told).entries
    return entry


# Charsets

WORDS = {
    "windows-1251": "Привет, мир",
    "shift_jis": "港新聞",
    "gb2312": "渡轮恢复航行",
    "iso-8859-2": "Łódź",
    "utf-16": "Häfen",
}


@pytest.mark.parametrize(("charset", "words"), WORDS.items())
def test_a_charset_is_declared_told_by_the_server_or_marked(charset: str, words: str) -> None:
    feed = rss(f"<title>{words}</title>")
    declared = f'<?xml version="1.0" encoding="{charset}"?>{feed}'
    assert only(declared.encode(charset)).title == words
    assert only(feed.encode(charset), charset=charset.upper()).title == words
    # both say something else than is true: it is UTF-8
    assert only(declared.encode(), charset="iso-8859-1").title == words
    assert only(b"\xef\xbb\xbf" + declared.encode()).title == words


@pytest.mark.parametrize(
    ("declared", "told", "true"),
    [
        ("windows-1251", "iso-8859-1", "windows-1251"),  # what servers say of every file
        ("iso-8859-1", "windows-1251", "windows-1251"),  # what editors of files say of every file
        ("utf-8", "windows-1251", "windows-1251"),
        ("no-such", "windows-1251", "windows-1251"),
        ("base64", "utf-7", "windows-1252"),
        ("utf-16", "", "windows-1252"),
    ],
)
def test_the_likelier_of_two_charsets_is_taken(declared: str, told: str, true: str) -> None:
    words = "Häfen für Fähren" if true == "windows-1252" else "Порт"
    feed = f'<?xml version="1.0" encoding="{declared}"?>{rss(f"<title>{words}</title>")}'
    assert only(feed.encode(true), charset=told).title == words


def test_a_few_bytes_of_another_charset_spoil_nothing() -> None:
    feed = rss(*(f"<title>Über {n}</title><link>/{n}</link>" for n in range(12))).encode()
    mixed = read(feed.replace("Über 3".encode(), b"\xdcber 3"))
    assert [entry.title for entry in mixed.entries] == [f"Über {n}" for n in range(12)]
    assert "Some bytes of the file are not UTF-8" in mixed.notes[0]
    assert read(feed[: feed.rindex("Ü".encode()) + 1]).entries == read(feed).entries[:-1]  # cut within a letter


@pytest.mark.parametrize(
    ("raw", "told", "text"),
    [
        ("Fähren für Härne".encode() + b"\xc3", "", "Fähren für Härne"),  # cut within a letter
        ("Fähren".encode() + b"\xe2\x82", "iso-8859-1", "Fähren"),
        (b"caf\xe9", "", "café"),
        (b'<?xml encoding="utf-16"?>\xe4', "", '<?xml encoding="utf-16"?>ä'),
        (b'<?xml encoding="utf-16"?>\xe4b', "", '<?xml encoding="utf-16"?>äb'),
        (b"\xe4bcd", "utf-16-le", "äbcd"),
        (b"\xe4+AGE-", "utf-7", "ä+AGE-"),
        (b"\xcf\xf0\xe8", "'Windows-1251' ", "При"),
        (b"\xcf\xf0\xe8", "windows\0-1251", "Ïðè"),
    ],
)
def test_bytes_become_the_likeliest_text(raw: bytes, told: str, text: str) -> None:
    assert decode(raw, "a", told)[0] == text


def test_iso_2022_jp_is_no_ascii() -> None:
    feed = f'<?xml version="1.0" encoding="iso-2022-jp"?>{rss("<title>港新聞</title>")}'
    assert only(feed.encode("iso-2022-jp")).title == "港新聞"


# Markup in words

TITLES = [
    ("A &amp; B", "A & B"),
    ("AT&amp;amp;T", "AT&T"),
    ("A &lt;b&gt;bold&lt;/b&gt; word", "A bold word"),
    ("A &amp;lt;b&amp;gt;bold&amp;lt;/b&amp;gt; word", "A bold word"),
    ("<![CDATA[A <i>title</i> &amp; more]]>", "A title & more"),
    ("<![CDATA[5 < 7 & 8 > 6]]>", "5 < 7 & 8 > 6"),
    ("&lt;![CDATA[ A &amp;amp; B ]]&gt;", "A & B"),
    ("How &lt;b&gt; works", "How <b> works"),
    ("The &lt;unknown&gt; tag&lt;/unknown&gt;", "The <unknown> tag</unknown>"),
    ("H&lt;sub&gt;2&lt;/sub&gt;O&lt;br/&gt;clean", "H2O clean"),
    ("&lt;script&gt;alert(1)&lt;/script&gt;News", "News"),
    ("News&lt;!-- no news --&gt; today", "News today"),
    ("&#8220;Quoted&#8221; &#x2014; twice", "“Quoted” — twice"),
    ("It&#146;s &amp;#8217;97", "It’s ’97"),
    ("Q&amp;A; R&amp;D", "Q&A; R&D"),
    ("\n   two\n   lines &#160; here ", "two lines here"),
    ("a\u202edcb\u202c e\u2066f\u2069\u200fg\ufeff", "adcb efg"),
    ("nul &#x0; bell &#7; here", "nul bell here"),
    ("e" + "\u0301" * 50, "e" + "\u0301" * 4),
    ("x" * 400, "x" * 298 + " …"),
]


@pytest.mark.parametrize(("written", "said"), TITLES)
def test_a_title_is_plain_text(written: str, said: str) -> None:
    assert only(rss(f"<title>{written}</title><link>/a</link>")).title == said


def test_words_of_other_parts_are_plain_text_as_well() -> None:
    odd = "&lt;b&gt;A&lt;/b&gt; \u202eB&amp;amp;C &#10; D"
    entry = only(
        rss(
            f"<title>t</title><category>{odd}</category><category>a b&amp;c d</category>"
            f"<description>{odd}</description>"
            f'<dc:creator xmlns:dc="http://purl.org/dc/elements/1.1/">By {odd}</dc:creator><guid>{odd}</guid>'
        )
    )
    assert entry.sections == entry.authors == ("A B&C D",)
    assert entry.summary == "A B&C D"
    assert entry.guid == "<b>A</b> B&amp;C D"  # as it stands


AUTHORS = [
    ("<author>ada@x.example (Ada Finch)</author>", ("Ada Finch",)),
    ("<author>Ada Finch &lt;ada@x.example&gt;</author>", ("Ada Finch",)),
    ("<author>ada@x.example</author>", ()),
    ("<author>https://x.example/ada</author>", ()),
    ("<author>by Ada Finch</author><author>Bo Ruiz</author><author>ADA FINCH</author>", ("Ada Finch", "Bo Ruiz")),
    ("<author>Department of Trade, Industry and Byways</author>", ("Department of Trade, Industry and Byways",)),
]


@pytest.mark.parametrize(("written", "names"), AUTHORS)
def test_authors_have_names_and_no_addresses(written: str, names: tuple[str, ...]) -> None:
    assert only(rss(f"<title>t</title>{written}")).authors == names


@pytest.mark.parametrize(
    ("title", "name", "passed_on"),
    [
        ("Quay", "Ada Finch", True),
        ("Quay", "Ada van der Finch-Ruiz", True),
        ("Порт", "Ада Финч", True),
        ("Harbour Post", "Harbour Post", False),
        ("Harbour Post | Latest", "The Harbour Post", False),
        ("Latest", "Daily X", False),  # as its address
        ("Latest", "Norland Media Group", False),
        ("Latest", "Web-Redaktion", False),
        ("Latest", "Sports Desk", False),
        ("Latest", "admin", False),
        ("Latest", "Ada Finch and her 12 friends", False),
        ("Latest", "ada@x.example", False),
        ("Latest", "https://x.example/", False),
    ],
)
def test_the_author_of_a_feed_is_its_entries_if_it_is_a_person(title: str, name: str, passed_on: bool) -> None:
    names = (name,) if passed_on else ()
    entries = "<entry><title>t</title></entry><entry><title>u</title><author><name>Bo Ruiz</name></author></entry>"
    xml = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>{title}</title><author><name>{name}</name></author>'
    items = '[{"title": "t"}, {"title": "u", "authors": [{"name": "Bo Ruiz"}]}]'
    for listed in (f'"authors": [{{"name": "{name}"}}]', f'"author": {{"name": "{name}"}}'):
        for feed in (f"{xml}{entries}</feed>", f'{{"title": "{title}", {listed}, "items": {items}}}'):
            found = read_feed(feed.encode(), "https://www.daily-x.example/feed", now=NOW)
            assert [entry.authors for entry in found.entries] == [names, ("Bo Ruiz",)]


def test_an_entry_that_is_taken_over_has_the_author_of_its_own_feed() -> None:
    own = "<source><title>Quay</title><author><name>Ada Finch</name></author></source>"
    feed = '<feed xmlns="http://www.w3.org/2005/Atom"><title>All</title><author><name>Bo Ruiz</name></author>%s</feed>'
    assert only(feed % f"<entry><title>t</title>{own}</entry>").authors == ("Ada Finch",)
    assert only(feed % "<entry><title>t</title><author><email>a@x.example</email></author></entry>").authors == ()


def test_who_edits_an_rss_feed_wrote_none_of_it() -> None:
    feed = "<rss version='2.0'><channel><managingEditor>Ada Finch</managingEditor>%s</channel></rss>"
    assert only(feed % "<item><title>t</title></item>").authors == ()


# Addresses


@pytest.mark.parametrize(
    ("links", "url"),
    [
        ("<link>/a</link>", "https://x.example/a"),
        ("<link> \n https://x.example/a?b=1&amp;c=2&amp;utm_source=d \n</link>", "https://x.example/a?b=1&c=2"),
        ("<link><![CDATA[https://x.example/a?b=1&amp;c=2]]></link>", "https://x.example/a?b=1&c=2"),
        ("<atom:link href='/a?b=1&amp;amp;c=2'/>", "https://x.example/a?b=1&c=2"),
        ("<link>javascript:a()</link><guid>https://x.example/b</guid>", "https://x.example/b"),
        ("<guid>https://x.example/b</guid>", "https://x.example/b"),
        ("<guid>17</guid>", ""),
        ("<guid isPermaLink='true'>17</guid>", ""),
        ("<link>https://ada@x.example/</link>", ""),
        ("<link>data:text/html,a</link>", ""),
        ("<link></link>", ""),
        ("<enclosure url='https://x.example/a.mp3' type='audio/mpeg' length='1'/>", ""),
        ("<comments>https://x.example/a#comments</comments>", ""),
        ("<link>/a</link><atom:link rel='self' href='/b'/><atom:link rel='replies' href='/c'/>", "https://x.example/a"),
    ],
)
def test_an_address_leads_to_the_page_of_an_entry(links: str, url: str) -> None:
    entry = only(rss(f"<title>t</title>{links}", root='rss xmlns:atom="http://www.w3.org/2005/Atom"'))
    assert entry.url == url
    assert bool(entry.notes) == (not url and ("script" in links or "ada@" in links or "data:" in links))


def test_a_number_as_guid_stays_one_and_many_may_share_it() -> None:
    items = [f"<title>{n}</title><link>/{n}</link><guid>{17}</guid>" for n in range(3)]
    entries = read(rss(*items)).entries
    assert [entry.guid for entry in entries] == ["17"] * 3
    assert [entry.url for entry in entries] == [f"https://x.example/{n}" for n in range(3)]


def test_bases_lie_within_one_another() -> None:
    entry = (
        '<title>t</title><link href="c"/><content type="html" xml:base="/d/">&lt;a href="e"&gt;f&lt;/a&gt;</content>'
    )
    about = ' xml:base="a/"'
    assert only(atom(entry, about=about)).url == "https://x.example/feeds/a/c"
    assert only(atom(entry, about=about)).html == '<p><a href="https://x.example/d/e">f</a></p>'
    evil = ' xml:base="javascript:a"'
    assert only(atom(entry, about=evil)).url == "https://x.example/feeds/c"


# Dates


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("Fri, 14 Mar 2025 07:00:00 GMT", "2025-03-14T07:00:00"),
        ("Fri, 14 Mar 2025 07:00:00 +0130", "2025-03-14T05:30:00"),
        ("Fri, 14 Mar 2025 07:00:00 +01:30", "2025-03-14T05:30:00"),
        ("Fri, 14 Mar 2025 07:00:00 GMT+2", "2025-03-14T05:00:00"),
        ("14 Mar 25 07:00 EST", "2025-03-14T12:00:00"),
        ("Fri, 14 Mar 2025 07:00:00 CEST", "2025-03-14T05:00:00"),
        ("Fri, 14 Mar 2025 07:00:00 -0330 (NST)", "2025-03-14T10:30:00"),
        ("2025-03-14 07:00:00 +0100 (Central European Time)", "2025-03-14T06:00:00"),
        ("Mon, 14 Mar 2025 07:00:00 Z", "2025-03-14T07:00:00"),  # it was a Friday
        ("Friday, March 14, 2025 7:00 p.m. EDT", "2025-03-14T23:00:00"),
        ("Fri, 14 Mar 2025 12:05 AM UTC", "2025-03-14T00:05:00"),
        ("Fr, 14 Mrz 2025 07:00:00 +0100", ""),
        ("Fr., 14. März 2025 07:00:00 +0100", "2025-03-14T06:00:00"),
        ("vendredi 14 mars 2025 07:00:00 CET", "2025-03-14T06:00:00"),
        ("14 de marzo de 2025 07:00", "2025-03-14T07:00:00"),
        ("Сб, 1 фев 2025 10:00:00 +0300", "2025-02-01T07:00:00"),
        ("14 jui 2024 07:00", ""),  # June or July
        ("14 mar. 2024 07:00", "2024-03-14T07:00:00"),  # a Finnish November begins like that
        ("2025-03-14T07:00:00Z", "2025-03-14T07:00:00"),
        ("2025-03-14t07:00:00.123456789z", "2025-03-14T07:00:00"),
        ("2025-03-14T07:00:00+0100", "2025-03-14T06:00:00"),
        ("2025-03-14T07:00-05", "2025-03-14T12:00:00"),
        ("2025-03-14 07:00:00 PST", "2025-03-14T15:00:00"),
        ("2025-03-14 07:00", "2025-03-14T07:00:00"),
        ("2025-03-14", "2025-03-14T00:00:00"),
        ("20250314", "2025-03-14T00:00:00"),
        ("2025-03-15T19:59:00Z", "2025-03-15T19:59:00"),  # a clock that is wrong
        ("2025-03-15T20:01:00Z", ""),
        ("2125-03-14T07:00:00Z", ""),
        ("1970-01-01T00:00:00Z", ""),
        ("Wed, 31 Dec 1969 19:00:00 -0500", ""),
        ("0001-01-01T00:00:00", ""),
        ("2025-02-30T07:00:00Z", ""),
        ("04/03/2025 07:00", ""),
        ("3/14/2025 7:00 PM", "2025-03-14T19:00:00"),
        ("2025-03", ""),
        ("yesterday", ""),
        ("1741935600", "2025-03-14T07:00:00"),
        ("1741935600123", "2025-03-14T07:00:00"),
        ("2025031407", ""),  # counted as seconds it lies in 2034
        ("174193560", ""),
        ("14 مارس 2025 07:00", "2025-03-14T07:00:00"),
        ("الجمعة، 14 مارس 2025 - 07:30 م", "2025-03-14T19:30:00"),
        ("الجمعة ١٤ آذار ٢٠٢٥", "2025-03-14T00:00:00"),
        ("14 كانون الثاني 2025 09:00 صباحاً", "2025-01-14T09:00:00"),
        ("14 تشرين الثاني 2024", "2024-11-14T00:00:00"),
        ("14 اكتوبر 2024", "2024-10-14T00:00:00"),  # without what stands on its first letter
        ("Fri, 14 Mar 2025 07:00:00 +9999", ""),
        ("9" * 5000, ""),
    ],
)
def test_a_date_is_a_moment_or_is_told(written: str, moment: str) -> None:
    for entry in (
        only(rss(f"<title>t</title><pubDate>{written}</pubDate>")),
        only(atom(f"<title>t</title><published>{written}</published>")),
        only(f'{{"items": [{{"title": "t", "date_published": "{written}"}}]}}'),
    ):
        assert entry.date == (f"{moment}+00:00" if moment else "")
        assert len(entry.notes) == (not moment)
        assert moment or "is not used" in entry.notes[0]


def test_a_date_of_json_may_be_a_number() -> None:
    assert only('{"items": [{"title": "t", "date_published": 1741935600}]}').date == "2025-03-14T07:00:00+00:00"
    assert only('{"items": [{"title": "t", "date_published": 17, "date_modified": true}]}').notes == ()


def test_no_date_is_no_date_and_an_unknown_zone_is_told() -> None:
    assert only(rss("<title>t</title>")).date == ""
    assert only(rss("<title>t</title>")).notes == ()
    entry = only(rss("<title>t</title><pubDate>Fri, 14 Mar 2025 07:00:00 IST</pubDate>"))
    assert entry.date == "2025-03-14T07:00:00+00:00"
    assert "IST" in entry.notes[0]


def test_one_date_that_is_given_twice_is_told_once() -> None:
    entry = only(atom("<title>t</title><published>1970-01-01</published><updated>1970-01-01</updated>"))
    assert len(entry.notes) == 1


@pytest.mark.parametrize(
    ("published", "updated", "expected"),
    [
        ("2025-03-14T07:00:00Z", "2025-03-14T08:00:00Z", ("07", "08")),
        ("2025-03-14T07:00:00Z", "2025-03-14T07:00:00Z", ("07", "")),
        ("2025-03-14T07:00:00Z", "2025-03-14T06:00:00Z", ("07", "")),
        ("2025-03-14T07:00:00Z", "1970-01-01T00:00:00Z", ("07", "")),
        ("1970-01-01T00:00:00Z", "2025-03-14T08:00:00Z", ("08", "")),
        ("", "2025-03-14T08:00:00Z", ("08", "")),
    ],
)
def test_the_last_change_is_later_than_the_publication(published: str, updated: str, expected: tuple[str, str]) -> None:
    written = f"<published>{published}</published>" if published else ""
    entry = only(atom(f"<title>t</title>{written}<updated>{updated}</updated>"))
    assert (entry.date[11:13], entry.modified[11:13]) == expected


# Texts


@pytest.mark.parametrize(
    ("given", "summary", "html"),
    [
        ("<description>Short.</description>", "Short.", ""),
        (
            "<description>&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;</description>",
            "One. Two.",
            "<p>One.</p><p>Two.</p>",
        ),
        (
            "<description>Short.</description><content:encoded>&lt;p&gt;Long enough.&lt;/p&gt;</content:encoded>",
            "Short.",
            "<p>Long enough.</p>",
        ),
        (
            "<content:encoded>&lt;p&gt;Long enough.&lt;/p&gt;</content:encoded><description>Short.</description>",
            "Short.",
            "<p>Long enough.</p>",
        ),
        ("<content:encoded>&lt;p&gt;Alone.&lt;/p&gt;</content:encoded>", "", "<p>Alone.</p>"),
        (
            "<content:encoded>&lt;p&gt;Cut …&lt;/p&gt;</content:encoded><description>The whole text.</description>",
            "The whole text.",
            "",
        ),
        ("<description>Unclosed <b>HTML<br>in it</description>", "Unclosed HTML in it", "Unclosed <b>HTML<br>in it"),
        (
            "<description>s</description><media:group><media:description>Caption</media:description></media:group>",
            "s",
            "",
        ),
        ("<description>s</description><itunes:summary>Much longer</itunes:summary>", "s", ""),
        ("<dc:description>Dublin</dc:description>", "Dublin", ""),
        ("<description>s</description><dc:description>Dublin Core</dc:description>", "s", ""),
        ("<description>One.\n\nTwo.</description>" + "x" * 9, "One. Two.", ""),
    ],
)
def test_the_summary_is_words_and_the_text_is_html(given: str, summary: str, html: str) -> None:
    root = (
        'rss xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/" '
        'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    )
    entry = only(rss(f"<title>t</title>{given}", root=root))
    assert (entry.summary, entry.html) == (summary, html)


@pytest.mark.parametrize(
    ("content", "html"),
    [
        ('type="text">a &lt; b\n\nc &amp; d', "<p>a &lt; b</p>\n<p>c &amp; d</p>"),
        ('type="html">&lt;p&gt;a &amp;amp; b&lt;/p&gt;', "<p>a &amp; b</p>"),
        ('type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>a &lt; b<br/>c</p></div>', "<p>a &lt; b<br>c</p>"),
        ('type="application/xml"><x>a</x>', ""),
        ('type="image/png">iVBORw0KGgo=', ""),
        ('src="https://y.example/a.html" type="text/html">', ""),
        ('type="text/html">&lt;p&gt;a&lt;/p&gt;', "<p>a</p>"),
    ],
)
def test_atom_says_what_its_content_is(content: str, html: str) -> None:
    assert only(atom(f"<title>t</title><content {content}</content>")).html == html


def test_of_several_links_the_page_in_the_language_of_the_entry_is_taken() -> None:
    links = [
        '<link rel="enclosure" href="/e" type="audio/mpeg"/>',
        '<link rel="http://www.iana.org/assignments/relation/alternate" type="application/json" href="/j"/>',
        '<link rel="alternate" type="text/html" hreflang="fr" href="/fr"/>',
        '<link rel="alternate" type="text/html" hreflang="de" href="/de"/>',
        '<link rel="via" href="/v"/>',
    ]
    for order in (links, links[::-1]):
        assert only(atom(f"<title>t</title>{''.join(order)}", about=' xml:lang="de"')).url == "https://x.example/de"
    assert only(atom(f"<title>t</title>{''.join(links[:2])}")).url == "https://x.example/j"
    assert only(atom(f"<title>t</title>{links[0]}")).url == ""


@pytest.mark.parametrize(
    ("written", "lang"), [("de-AT", "de"), ("EN_us", "en"), ("gsw", "gsw"), ("German", ""), ("", "")]
)
def test_a_language_is_its_first_part(written: str, lang: str) -> None:
    feed = read(rss("<title>t</title>", about=f"<language>{written}</language>"))
    assert feed.lang == feed.entries[0].lang == lang


@pytest.mark.parametrize("version", ["0.90", "0.91", "0.92", "0.93", "2.0", "2.0.11", "9", ""])
def test_each_version_of_rss_is_read(version: str) -> None:
    feed = rss("<title>t</title><link>/a</link><description>d</description>", root=f'rss version="{version}"')
    entry = only(feed)
    assert (entry.title, entry.url, entry.summary) == ("t", "https://x.example/a", "d")


def test_names_may_be_in_capitals_and_in_a_namespace() -> None:
    userland = rss("<title>t</title><link>/a</link>", root='rss xmlns="http://backend.userland.com/rss2" version="2.0"')
    for feed in (userland, rss("<title>t</title><link>/a</link>").upper()):
        assert (only(feed).title.lower(), only(feed).url.lower()) == ("t", "https://x.example/a")


def test_netscapes_first_version_and_atoms_are_read() -> None:
    netscape = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://my.netscape.com/rdf/simple/0.9/">'
        "<channel><title>A</title><link>https://y.example/</link></channel>"
        "<item><title>t</title><link>a</link></item></rdf:RDF>"
    )
    assert (only(netscape).title, only(netscape).url) == ("t", "https://y.example/a")
    early = (
        '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>A</title><entry>'
        '<title mode="escaped">t &amp;amp; u</title><link rel="alternate" type="text/html" href="/a"/>'
        "<issued>2025-03-14T07:00:00Z</issued><modified>2025-03-14T08:00:00Z</modified></entry></feed>"
    )
    entry = only(early)
    assert (entry.title, entry.url, entry.date[11:13], entry.modified[11:13]) == (
        "t & u",
        "https://x.example/a",
        "07",
        "08",
    )
    prefixed = (
        '<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:title>A</a:title><a:entry><a:title>t</a:title>'
        '<a:link href="/a"/></a:entry></a:feed>'
    )
    assert (only(prefixed).title, only(prefixed).url) == ("t", "https://x.example/a")


@pytest.mark.parametrize(
    ("closing", "left"),
    [
        ("The post <a href='/a?utm_source=rss'>A &amp; B</a> appeared first on <a href='/'>X</a>.", ""),
        ('Der Beitrag <a rel="nofollow" href="https://x.example/a">A &amp; B</a> erschien zuerst auf X.', ""),
        ("The post <a href='/b'>A &amp; B</a> appeared first on <a href='/'>X</a>.", "elsewhere"),
        ("The post <a href='/a'>of others</a> appeared first on <a href='/'>X</a>.", "elsewhere"),
        ("<a href='/a'>A &amp; B</a>", "nothing else"),
        (f"See <a href='/a'>A &amp; B</a>, {'of which more is said ' * 3}.", "a sentence"),
    ],
)
def test_a_line_that_says_where_it_appeared_first_is_left_out(closing: str, left: str) -> None:
    text = f"<p>The text.</p>\n<p>{closing}</p>\n"
    entry = only(rss(f"<title>A &amp; B</title><link>/a</link><description><![CDATA[{text}]]></description>"))
    assert entry.summary.startswith("The text.")
    assert ("B" in entry.summary or "others" in entry.summary) == bool(left)
    assert (closing in entry.html or "href" in entry.html) == bool(left)
    assert len(entry.notes) == (not left)


def test_links_of_a_text_lead_where_they_lead_on_its_page() -> None:
    given = (
        '<p><a href="b?c=1&amp;amp;d=2">e</a><img alt="" src=\'/f.png\'/><a href="https://y.example/?utm_source=a">g</a>'
        '<a href="javascript:h()">i</a><a href="mailto:j@x.example">k</a><a href="#l">m</a>'
    )
    assert only(rss(f"<title>t</title><description>{escape(unescape(given))}</description>")).html == (
        '<p><a href="https://x.example/feeds/b?c=1&amp;d=2">e</a><img alt="" src="https://x.example/f.png"/>'
        '<a href="https://y.example/?utm_source=a">g</a><a href="javascript:h()">i</a>'
        '<a href="mailto:j@x.example">k</a><a href="#l">m</a>'
    )


# What is no proper XML


@pytest.mark.parametrize(
    "broken",
    [
        rss("<title>A &nbsp;&eacute; & B < C</title><link>/1?a=b&c=d</link>", "<title>2</title>"),
        "\n\n" + '<?xml version="1.0"?>' + rss("<title>A é & B < C</title><link>/1?a=b&c=d</link>", "<title>2</title>"),
        rss("<title>A é &amp; B &lt; C\x0b</title><link>/1?a=b&amp;c=d</link>", "<title>2</title>").replace(
            "é", "&#233;"
        ),
        rss("<title>A é &amp; B &lt; C</title><link>/1?a=b&amp;c=d</link>", "<title>2</title>") + "<!-- ends -- here",
        rss("<title>A é &amp; B &lt; C</title><link>/1?a=b&amp;c=d</link>", "<title>2</title>")
        + "<script>a()</script>",
        rss("<title>A é &amp; B &lt; C</title><link>/1?a=b&amp;c=d</link><x:y>&z;</x:y>", "<title>2</title>"),
        rss("<title>A é &amp; B &lt; C</title><link>/1?a=b&amp;c=d</link><p>no end", "<title>2</title>"),
        rss("<title>A é &amp; B &lt; C</title><link>/1?a=b&amp;c=d</link></p>", "<title>2</title>"),
        rss("<title>A é &amp; B &lt; C</title><link>/1?a=b&amp;c=d</link>", "<title>2</title>").removesuffix("</rss>"),
        "<!-- <rss> -->" + rss("<title>A é &amp; B &lt; C</title><link>/1?a=b&amp;c=d</link>", "<title>2</title>"),
        "Warning: x" + rss("<title>A é &amp; B &lt; C</title><link>/1?a=b&amp;c=d</link>", "<title>2</title>"),
        rss("<title>A é &amp; B &lt; C</title><link>/1?a=b&amp;c=d</link><a b=c d='>", "<title>2</title>"),
    ],
    ids=str,
)
def test_a_broken_feed_is_read_as_far_as_it_goes(broken: str) -> None:
    feed = read(broken)
    first = feed.entries[0]
    assert " ".join(first.title.split()) == "A é & B < C"
    assert first.url == "https://x.example/1?a=b&c=d"
    assert feed.whole == ("</rss>" in broken)
    if "d='>" not in broken:
        assert [entry.title for entry in feed.entries[1:]] == ["2"]


def test_a_feed_that_calls_itself_a_page_is_a_feed() -> None:
    assert only('<?xml version="1.0"?><!DOCTYPE html PUBLIC "a" "b">' + rss("<title>t</title>")).title == "t"


def test_it_is_said_where_xml_is_wrong() -> None:
    feed = read('<?xml version="1.0"?>\n\n' + rss("\n<title>A & B</title>"))
    assert feed.notes == ("It is no proper XML (line 4); it was mended.",)
    assert read(rss("<title>A &amp; B</title>")).notes == ()


WHOLE = rss(
    *(f"<title>{n}</title><link>/{n}</link><description><![CDATA[<p>Text {n}</p>]]></description>" for n in range(3))
)


@pytest.mark.parametrize("end", range(60, len(WHOLE), 7))
def test_nothing_half_is_read_of_a_feed_that_breaks_off(end: int) -> None:
    whole = read(WHOLE).entries
    try:
        feed = read(WHOLE[:end])
    except FeedError:
        assert "</item>" not in WHOLE[:end]
    else:
        assert feed.entries == whole[: WHOLE[:end].count("</item>")]
        assert not feed.whole
        assert any("It breaks off" in note for note in feed.notes)


def test_an_entry_that_nobody_closes_is_read_where_the_feed_goes_on_to_its_end() -> None:
    feed = read(rss("<title>1</title>", "<title>2</title>").replace("</item></channel>", "</channel>"))
    assert [entry.title for entry in feed.entries] == ["1", "2"]
    assert feed.whole


@pytest.mark.parametrize("written", ["&#xD800;", "&#xd83d;", "&#57343;", "&#8;", "&#x000000000D800;", "&#0000055296;"])
def test_half_a_letter_is_left_out_where_the_parser_mends(written: str) -> None:
    feed = read(rss(f'<title>1<b c="<![CDATA[">{written} 2</title><link>/1</link><pubDate>{written}</pubDate>'))
    assert [entry.title.split()[:2] for entry in feed.entries] == [["1", "2"]]
    assert all(entry.title.isascii() for entry in feed.entries)


# What is no feed


PAGE = (
    '<!doctype html><html><head><link rel="stylesheet" href="/a.css">'
    '<link rel="alternate" type="application/rss+xml" title="All" href="/feed?a=1&amp;b=2&amp;utm_source=page">'
    "<LINK HREF='https://y.example/atom' TYPE=application/atom+xml REL='home alternate'>"
    '<link rel="alternate" hreflang="de" href="/de">'
    '<link rel="alternate" type="application/rss+xml" href="javascript:a">'
    "</head><body><rss></body></html>"
)


@pytest.mark.parametrize(
    ("raw", "kind", "what", "linked"),
    [
        (PAGE, "text/html", "web page", ("https://x.example/feed?a=1&b=2", "https://y.example/atom")),
        ("<html><body>Not found", "", "web page", ()),
        ("<!-- a --><HTML><HEAD>", "text/html", "web page", ()),
        ("<?xml version='1.0'?><!DOCTYPE html PUBLIC 'a' 'b'><html xmlns='c'/>", "", "web page", ()),
        ("<title>Error</title>", "", "web page", ()),
        ("<?xml version='1.0'?><urlset xmlns='a'><url/></urlset>", "application/xml", "<urlset>", ()),
        ("<opml version='2.0'/>", "", "<opml>", ()),
        ("", "", "empty", ()),
        (" \n\t", "", "empty", ()),
        ("Service unavailable", "text/plain", "no feed", ()),
        ("[]", "", "no JSON Feed", ()),
        ('{"error": "gone"}', "application/json", "no JSON Feed", ()),
        ('{"version": "https://jsonfeed.org/version/1", "items": {}}', "", "no JSON Feed", ()),
        ('{"items": [', "", "no proper JSON", ()),
        ("[" * 100_000, "", "no proper JSON", ()),
        ('{"items": [' * 5_000, "", "no proper JSON", ()),
        ("%PDF-1.7", "application/pdf", "a PDF", ()),
        ("PK\x03\x04", "", "zip", ()),
        ("\x1f\x8b\x08", "", "compressed", ()),
        ("<rss>" + "\x00\x01\x02" * 400, "", "not a text file", ()),
        ("<rss", "", "no feed", ()),
        ("<rss ", "", "breaks off", ()),
        ("<rss><channel><item><title>t", "", "breaks off", ()),
    ],
)
def test_what_is_no_feed_is_called_what_it_is(raw: str, kind: str, what: str, linked: tuple[str, ...]) -> None:
    with pytest.raises(FeedError) as caught:
        read(raw.encode("latin-1"), kind=kind)
    assert what in caught.value.what
    assert caught.value.remedy.endswith(".")
    assert caught.value.linked == linked
    assert all(address in caught.value.remedy for address in linked)
    assert (f"calls it {kind}" in caught.value.what) == (kind in ("text/html", "text/plain", "application/pdf"))


def test_an_empty_feed_is_a_feed() -> None:
    assert read("<rss/>").entries == read(atom()).entries == read('{"items": []}').entries == ()


# JSON Feed


def test_what_is_of_the_wrong_kind_is_as_what_is_missing() -> None:
    feed = read(
        '{"title": [1], "language": 3, "items": [null, 7, "a", [],'
        '{"id": true, "url": 4, "title": "t", "tags": [null, "b"],'
        '"authors": [{"name": 3}, null, "Ada", {"name": "Bo"}], "author": {"name": "Bo"}, "content_html": null,'
        '"content_text": "", "summary": {}, "date_published": 17, "language": []}]}'
    )
    [entry] = feed.entries
    assert (
        feed.title
        == feed.lang
        == entry.guid
        == entry.url
        == entry.html
        == entry.summary
        == entry.date
        == entry.lang
        == ""
    )
    assert (entry.title, entry.sections, entry.authors) == ("t", ("b",), ("Ada", "Bo"))


@pytest.mark.parametrize(("number", "guid"), [("7", "7"), ("-1", "-1"), ("1.5", "1.5"), ('"07"', "07"), ("null", "")])
def test_an_id_that_is_a_number_becomes_words(number: str, guid: str) -> None:
    assert only(f'{{"items": [{{"id": {number}, "title": "t"}}]}}').guid == guid


# Hostile


def test_entities_grow_into_nothing_and_fetch_nothing(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("sesame", encoding="utf-8")
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    types = [
        f'<!DOCTYPE rss [<!ENTITY l0 "ha">{levels}]>',
        f'<!DOCTYPE rss [<!ENTITY l11 SYSTEM "{secret.as_uri()}">]>',
        f'<!DOCTYPE rss SYSTEM "{secret.as_uri()}">',
        f'<!DOCTYPE rss [<!ENTITY % p SYSTEM "{secret.as_uri()}">%p;]>',
        '<!DOCTYPE rss [<!ENTITY l11 "]><rss><channel><item><title>other</title></item></channel></rss>">]>',
        "<!DOCTYPE rss [" + '<!ENTITY a "b">' * 500 + "]>",
        "<!DOCTYPE rss [",
    ]
    for type_ in types:
        feed = read(f'<?xml version="1.0"?>{type_}{rss("<title>&l11; end</title>")}')
        assert "sesame" not in repr(feed)
        assert "haha" not in repr(feed)
        assert len(repr(feed)) < 2_000
        assert feed.entries[-1].title in ("&l11; end", "other")


def test_an_inclusion_or_a_style_sheet_is_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("sesame", encoding="utf-8")
    items = (
        f'<title>t</title><description><x:include xmlns:x="http://www.w3.org/2001/XInclude" href="{secret.as_uri()}"/>a'
    )
    feed = f'<?xml-stylesheet type="text/xsl" href="{secret.as_uri()}"?>{rss(f"{items}</description>")}'
    assert "sesame" not in repr(read(feed))
    assert only(feed).title == "t"


NEAR = "&lt;a href='b'>"
HOSTILE = {
    "signs": "<rss><channel><item><title>" + "<" * 300_000,
    "references": "<rss><channel><item><title>" + "&" * 300_000,
    "comments": "<rss><channel>" + "<!--" * 100_000,
    "sections": "<rss><channel>" + "<![CDATA[" * 50_000,
    "types": "<!DOCTYPE a [" * 30_000,
    "depth": "<rss><channel><item><title>t</title><description>" + "<b>" * 100_000,
    "nested entries": "<rss><channel>" + "<item><title>t</title>" * 20_000,
    "attributes": "<rss " + "a='1' " * 50_000 + ">",
    "names": "<rss " + "".join(f"a{n}='1' " for n in range(30_000)) + "></rss>",
    "spaces": "<rss>"
    + "".join(f"<item xmlns:a{n}='urn:{n}'><title>{n}</title></item>" for n in range(5_000))
    + "</rss>",
    "long name": "<rss><" + "a" * 1_000_000 + "/></rss>",
    "white": "<rss>" + " " * 1_000_000 + "</rss>",
    "links": rss("<title>t</title>" + "<link>/a</link>" * 20_000),
    "authors": rss("<title>t</title>" + "<author>a@b.example (A)</author>" * 5_000),
    "sections of an entry": rss("<title>t</title>" + "".join(f"<category>{n}</category>" for n in range(30_000))),
    "tags in a title": rss(f"<title>{'&lt;b&gt;' * 50_000}</title>"),
    "coded": rss(f"<title>{'&amp;amp;' * 50_000}</title>"),
    "date": rss(f"<title>t</title><pubDate>{'Fri, ' * 50_000}</pubDate>"),
    "mail": rss(f"<title>t</title><author>{'a@' * 50_000}</author>"),
    "address": rss(f"<title>t</title><link>{'/..' * 100_000}</link>"),
    "bases": atom(
        *[f"<title>t</title><content type='html'>{NEAR * 2_000}</content>"] * 5,
        about=f" xml:base='https://x.example/{'a' * 1_900}/'",
    ),
    "bases of one entry": rss(
        f"<title>t</title><description>{NEAR * 30_000}</description>",
        about=f"<link>https://x.example/{'a' * 150}/</link>",
    ),
    "closing lines": rss(*[f"<title>t</title><link>/a</link><description>{NEAR * 90}&lt;p></description>"] * 200),
    "pages": "<html>" + "<link rel=alternate type=application/rss+xml href=/a " * 20_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_no_feed_takes_long(name: str) -> None:
    began = time.process_time()
    with contextlib.suppress(FeedError):
        feed = read(HOSTILE[name])
        assert len(repr(feed)) < 3_000_000
        assert all(len(entry.sections) <= 50 and len(entry.authors) <= 20 for entry in feed.entries)
    assert time.process_time() - began < 5  # most take a tenth


def test_a_feed_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "SECONDS", 0.05)
    with pytest.raises(FeedError, match="processor time"):
        read(rss(*(f"<title>{n}</title>" for n in range(2_000))))


# Bounds


def test_of_thousands_of_entries_the_first_are_read() -> None:
    items = [f"<title>{n}</title><link>/{n}</link>" for n in range(2_345)]
    for feed in (
        read(rss(*items)),
        read(json_feed([{"title": str(n), "url": f"/{n}"} for n in range(2_345)])),
    ):
        assert [entry.title for entry in feed.entries] == [str(n) for n in range(2_000)]
        assert feed.notes == ("It has 2,345 entries; those after the first 2,000 are not read.",)


def test_a_huge_text_is_left_to_its_page() -> None:
    huge = f"&lt;p&gt;{'word ' * 300_000}&lt;/p&gt;"
    feed = read(rss(f"<title>t</title><description>{huge}</description>", "<title>u</title>"))
    assert feed.entries[0].html == ""
    assert len(feed.entries[0].summary) <= feeds.LONGEST_SUMMARY + 2
    assert feed.entries[0].notes == ("A text of more than 1,000,000 characters was left out.",)
    assert feed.entries[1].title == "u"


def test_too_many_bytes_are_refused() -> None:
    with pytest.raises(FeedError, match="bytes"):
        read(b"<rss>" + b" " * feeds.LARGEST)


def test_an_entry_stands_there_once() -> None:
    item = "<title>t</title><link>/a</link><guid>1</guid><description>{}</description>"
    other = "<title>t</title><link>/b</link><guid>1</guid>"
    feed = read(rss(item.format("new"), other, item.format("old"), "<title>u</title>", "<title>u</title>", ""))
    assert [(entry.title, entry.url, entry.summary) for entry in feed.entries] == [
        ("t", "https://x.example/a", "new"),
        ("t", "https://x.example/b", ""),
        ("u", "", ""),
    ]
    assert feed.notes == ("Entries that say nothing: 1.", "Entries that stand there more than once: 2.")


# Wherever it is read


def test_neither_zone_nor_language_of_the_machine_has_a_part() -> None:
    """feedparser asks the machine for its zone and the year; whatever it answers, what is read is the same."""
    code = (
        "import pathlib, time, locale; time.tzset(); locale.setlocale(locale.LC_ALL, '');"
        "from briefing.fetching.feeds import read_feed;"
        f"paths = sorted(pathlib.Path('tests/feeds').glob('*.[rxj]*')); now = {NOW!r};"
        "print(*(read_feed(path.read_bytes(), 'https://x.example/', now=now) for path in paths))"
    )
    said = set()
    for zone, language, seed in (("UTC", "C", "1"), ("Pacific/Kiritimati", "C.UTF-8", "2")):
        ours = {**os.environ, "TZ": zone, "LC_ALL": language, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"}
        ended = subprocess.run(
            [sys.executable, "-c", code], env=ours, cwd=FEEDS.parent.parent, capture_output=True, check=True, timeout=60
        )
        said.add(ended.stdout)
    assert len(said) == 1
    assert len(said.pop()) > 5_000


def test_now_may_lack_its_zone() -> None:
    late = rss("<title>t</title><pubDate>Sat, 15 Mar 2025 19:59:00 GMT</pubDate>")
    assert only(late, now="2025-03-14T20:00:00").date
    assert only(late, now="2025-03-14T21:30:00+02:00").date == ""


# One thing in three formats

WORDS_OF = st.text(
    st.sampled_from([*"abcXYZ äß中ع0189 ,.:;-–'\"“”()&", *"<>\n\u200d\u202e\u0301"]), min_size=1, max_size=60
).filter(str.strip)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(WORDS_OF, WORDS_OF, st.integers(915_148_800, 1_741_900_000), st.integers(0, 99)),
        min_size=1,
        max_size=4,
    )
)
def test_rss_atom_and_json_say_the_same(given_: list[tuple[str, str, int, int]]) -> None:
    """Written by other programs: feedgenerator, which the site's own feeds come from, and json."""
    listed = []
    moments = [datetime.fromtimestamp(seconds, UTC) for _, _, seconds, _ in given_]
    for kind in (Rss201rev2Feed, Atom1Feed):
        made = kind(title="A", link="https://x.example/", description="")
        for number, (title, text, _, page) in enumerate(given_):
            made.add_item(title, f"/{page}", f"<p>{escape(text)}</p>", unique_id=str(number), pubdate=moments[number])
        listed.append(read(made.writeString("utf-8")))
    items = [
        {
            "id": number,
            "url": f"/{page}",
            "title": title,
            "content_html": f"<p>{escape(text)}</p>",
            "summary": f"<p>{escape(text)}</p>",
            "date_published": moments[number].isoformat(),
        }
        for number, (title, text, _, page) in enumerate(given_)
    ]
    listed.append(read(json_feed(items)))
    rss_feed, *others = ([(e.title, e.url, e.date, e.guid, e.summary) for e in feed.entries] for feed in listed)
    assert len(rss_feed) == len(given_)
    assert all(other == rss_feed for other in others)
    for (title, url, date, guid, summary), (words, text, seconds, page) in zip(rss_feed, given_, strict=True):
        assert title == shown(words)
        assert summary == shown(text)
        assert url == f"https://x.example/{page}"
        assert date == datetime.fromtimestamp(seconds, UTC).isoformat()
        assert guid.isdigit()


def shown(words: str) -> str:
    return " ".join(leave_out_unseen(" ".join(words.split())).split())


def json_feed(items: list[dict[str, object]]) -> str:
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "A", "items": items})
