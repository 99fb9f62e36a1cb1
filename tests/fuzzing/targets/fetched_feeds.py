"""Feeds that are fetched: any bytes are entries fit to be shown and written down, or are refused with a remedy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import fuzzing
from briefing.fetching.canonical import canonical
from briefing.fetching.dated import AHEAD, EARLIEST
from briefing.fetching.feeds import LONGEST_GUID, LONGEST_HTML, LONGEST_SECTION, LONGEST_SUMMARY, read_feed
from briefing.fetching.model import FeedError
from briefing.fields import LONGEST_NAME, LONGEST_TITLE
from fuzzing.material import INVALID, ODD, TESTS, encode

PARSES = (
    "briefing.decoding.decode",
    "briefing.fetching.canonical.canonical",
    "briefing.fetching.dated.read_stamp",
    "briefing.fetching.feeds.read_feed",
    "briefing.fetching.json_feeds.read_json",
    "briefing.fetching.mending.mend",
    "briefing.fetching.unmarked.read_line",
    "briefing.fetching.xml_feeds.read_xml",
)
NOW = "2026-11-22T12:00:00+00:00"
URL = "https://feeds.harbourpost.example/all/rss"
CHARSETS = ("", "utf-8", "windows-1251", "iso-8859-1", "utf-16", "no-such-charset", "shift_jis", "utf-7")
# What could rearrange or end a line in which a value stands; no value may hold it.
UNFIT = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
PIECES = (
    *encode(
        '<?xml version="1.0" encoding="utf-8"?>', '<?xml version="1.0" encoding="windows-1251"?>', "<!DOCTYPE rss [",
        '<!ENTITY a "&b;&b;">', '<!ENTITY x SYSTEM "file:///etc/passwd">', '<!ENTITY % p "x">', "]>", "&a;", "&x;",
        "&nbsp;", "&amp;lt;b&amp;gt;", "&#146;", "&#8;", "&#xD800;", "&#1114112;", "& ", "<rss>",
        '<rss version="2.0">', "</rss>",
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">',
        "</rdf:RDF>", '<feed xmlns="http://www.w3.org/2005/Atom">',
        '<feed xml:base="http://x.example/b/" xml:lang="de">', "</feed>", "<channel>", "</channel>", "<item>",
        "</item>", "<entry>", "</entry>", '<item rdf:about="http://x.example/1">', "<title>", "</title>",
        '<title type="html">', '<title type="xhtml"><div>', "<link>", "</link>", '<link href="/a"/>',
        '<link rel="alternate" type="text/html" hreflang="de" href="b?utm_source=x"/>', "javascript:alert(1)",
        "//y.example", "http://user@x.example/", "https://[::1]/", "https://bücher.example/ä b", "..", "%2e%2e/",
        "?a=b&fbclid=1", "<guid>", '<guid isPermaLink="false">', "</guid>", "<id>", "</id>", "<pubDate>",
        "</pubDate>", "<updated>", "</updated>", "Fri, 14 Mar 2025 07:00:00 CEST", "2025-03-14T07:00:00.5+01:00",
        "14. März 2025", "1970-01-01", "2999-01-01", "<dc:creator>", "</dc:creator>", "<dc:date>", "</dc:date>",
        'xmlns:dc="http://purl.org/dc/elements/1.1/"', "<content:encoded>", "</content:encoded>", "<![CDATA[", "]]>",
        '<content type="xhtml">', "</content>", "<links>x</links>", '<content type="application/octet-stream">',
        "<description>", "</description>", "<summary>", "</summary>", "<source>", "<category>", "</category>",
        '<category term="a" label="b"/>', "<author>", "</author>", "<name>", "</name>", "a@b.example",
        "<media:description>", "<itunes:summary>", "<feedburner:origLink>", "<p>", "<br/>", "<b>", "</b>", "<!--",
        "-->", "<?", "?>", "<html>", '<link rel=alternate type="application/rss+xml" href="/feed">', "{", "}", "[",
        "]", '"items": [', '"id": 1', '"version": "https://jsonfeed.org/version/1.1", ', '"content_html": "<p>a", ',
        '"content_text": "a\\n\\nb", ', '"url": "/c", ', '"title": null, ',
        '"date_published": "2025-03-14T07:00:00Z", ', '"authors": [{"name": "Ada"}], ', '"tags": ["a", 1], ',
    ),
    *ODD,
    *INVALID,
)  # fmt: skip


# As which an input is read; mutated feeds are mostly none any more, and what stands in an entry may be anything.
AROUND = (
    (b"", b""),
    (b"<rss><channel><item><title>t</title>", b"</item></channel></rss>"),
    (b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>t</title>', b"</entry></feed>"),
    (b'{"items": [{"title": "t", ', b"}]}"),
)


def seeds() -> Iterator[bytes]:
    for path in sorted((TESTS / "feeds").glob("*.[rxj]*")):
        raw = path.read_bytes()
        yield b"\0" + raw
        yield b"\x08" + raw[: len(raw) // 2]
    yield from (b"\0" + raw for raw in _SMALL)
    for number, raw in enumerate((*_PARTS, *_PARTS), 1):
        yield bytes((number % len(AROUND),)) + raw


_SMALL = encode(
    "<rss><channel><title>A</title><item><title>b &amp; c</title><link>/1</link><guid>1</guid></item></channel></rss>",
    '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title type="html">&lt;b>A&lt;/b></title><id>urn:1</id>'
    '<updated>2025-03-14T07:00:00Z</updated><link href="a"/>'
    '<content type="xhtml"><div><p>B</p></div></content></entry></feed>',
    '{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": 1, "content_text": "a", "url": "/b"}]}',
    '<!doctype html><html><link rel="alternate" type="application/rss+xml" href="/feed">',
    '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    "<rss><channel><item><title>&b;</title></item></channel></rss>",
)


_PARTS = encode(
    "<link>/1?utm_source=a</link><guid>1</guid><pubDate>Fri, 14 Mar 2025 07:00:00 CEST</pubDate><description>&lt;b>A",
    "<category>A</category><dc:creator>a@b.example (Ada)</dc:creator><description><![CDATA[<p>A <a href='/b'>b</a>]]>",
    '"url": "/a", "content_html": "<p>a", "authors": [{"name": "Ada"}], "tags": ["a", 1], "date_published": "2025-03"',
    '<link href="b?c=d"/><content type="xhtml"><div><p>A</p></div></content><author><name>Ada</name></author>',
    "<link>/1</link><author>Ada</author><content:encoded>A &nbsp; B</content:encoded><dc:date>2025-03-14</dc:date>",
)


def check(data: bytes) -> None:
    (number,), raw = fuzzing.take(data, 1)
    words = fuzzing.words(raw)
    for written in (words, words[:200].partition("\n")[0]):
        address = canonical(written, URL)
        assert not address or (address.isascii() and address.startswith(("http://", "https://")))
        assert canonical(address) == address
    before, after = AROUND[number % len(AROUND)]
    raw, charset = before + raw + after, CHARSETS[number // len(AROUND) % len(CHARSETS)]
    try:
        feed = read_feed(raw, URL, charset=charset, now=NOW)
    except FeedError as error:
        assert error.what
        assert error.remedy
        assert all(canonical(linked) == linked for linked in error.linked)
        return
    _check_line(feed.title, LONGEST_TITLE)
    for entry in feed.entries:
        _check_line(entry.title, LONGEST_TITLE)
        _check_line(entry.guid, LONGEST_GUID)
        _check_line(entry.summary, LONGEST_SUMMARY)
        for name in entry.authors:
            _check_line(name, LONGEST_NAME)
            assert "@" not in name or " " in name or not re.fullmatch(r"[\w.]+@[\w.]+", name)
        for section in entry.sections:
            _check_line(section, LONGEST_SECTION)
        assert len(entry.html) <= 2 * LONGEST_HTML
        assert canonical(entry.url) == entry.url
        assert re.fullmatch("[a-z]{0,3}", entry.lang)
        for moment in filter(None, (entry.date, entry.modified)):
            read = datetime.fromisoformat(moment)
            assert read.utcoffset() == timedelta()
            assert read.year >= EARLIEST
            assert read <= datetime.fromisoformat(NOW) + AHEAD
        assert entry.title or entry.url or entry.summary or entry.html
    assert read_feed(raw, URL, charset=charset, now=NOW) == feed


def _check_line(words: str, longest: int) -> None:
    assert not UNFIT.search(words), repr(words)
    assert len(words) <= longest + 2
    assert words == " ".join(words.split())
