"""Feeds and what crawlers read: well-formed, stable, and never dated by the clock."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace

import fakes
import feedparser
import msgspec
import pytest
from lxml import etree, html
from msgspec.structs import replace

from briefing.catalogue.singles import _main_feed
from briefing.errors import VerbatimError
from briefing.site.exports import crawlers
from briefing.site.exports.atom import write_atom
from briefing.site.exports.feeds import Entry, Feed, actor_feed, edition_entry, editions_feed, event_feed
from briefing.site.exports.json_feed import write_json_feed
from briefing.site.views.frame import Site
from briefing.verbatim import check_file

ATOM = "{http://www.w3.org/2005/Atom}"
NOWHERE = replace(fakes.SITE, url="")
SITES = [fakes.SITE, NOWHERE]
NEW = replace(fakes.NEW_EVENT, feed="feeds/events/ferry-fares.xml")


def read(feed: Feed) -> etree._Element:
    return etree.fromstring(write_atom(feed))


def all_feeds(site: Site) -> list[Feed]:
    return [
        editions_feed([edition_entry(edition, site) for edition in (fakes.EDITION, fakes.EMPTY_EDITION)], site),
        event_feed(fakes.EVENT, site),
        event_feed(NEW, site),
        actor_feed(fakes.ACTOR, site),
    ]


def text_of(id_: str) -> str | None:
    return fakes.RECORDS[id_].article.text if id_ in fakes.RECORDS else None


@pytest.mark.parametrize("site", SITES, ids=["with address", "without address"])
def test_every_feed_has_what_atom_asks_for(site):
    for made in all_feeds(site):
        feed, ids = read(made), []
        for part in (feed, *feed.iterfind(f"{ATOM}entry")):
            ids.append(part.findtext(f"{ATOM}id"))
            assert ids[-1].startswith(("https://", "urn:uuid:"))
            assert part.findtext(f"{ATOM}title").strip()
            assert part.findtext(f"{ATOM}author/{ATOM}name").strip()
            assert datetime.fromisoformat(part.findtext(f"{ATOM}updated")).tzinfo is not None
            assert part.find(f"{ATOM}link").get("href")
        assert len(set(ids)) == len(ids)
        seen = feedparser.parse(write_atom(made))
        assert not seen.bozo
        assert [entry.id for entry in seen.entries] == ids[1:]


@pytest.mark.parametrize("site", SITES, ids=["with address", "without address"])
def test_every_feed_has_what_json_feed_asks_for(site):
    for made in all_feeds(site):
        feed = msgspec.json.decode(write_json_feed(made))
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        assert feed["title"]
        assert len(feed["items"]) == len(made.entries)
        for item in feed["items"]:
            assert item["id"]
            assert item["content_html"]
            assert datetime.fromisoformat(item["date_published"]).tzinfo is not None
            assert item["authors"][0]["name"]
        # Addresses there are whole ones or none.
        given = [feed.get("feed_url"), feed.get("home_page_url"), *(item.get("url") for item in feed["items"])]
        assert all(address.startswith("https://") if site.url else address is None for address in given)


def test_both_formats_say_the_same():
    for made in all_feeds(fakes.SITE):
        atom, json = read(made), msgspec.json.decode(write_json_feed(made))
        rows = [
            (
                entry.findtext(f"{ATOM}id"),
                entry.findtext(f"{ATOM}title"),
                entry.findtext(f"{ATOM}content"),
                entry.findtext(f"{ATOM}summary") or None,
                entry.findtext(f"{ATOM}published"),
                entry.findtext(f"{ATOM}updated"),
            )
            for entry in atom.iterfind(f"{ATOM}entry")
        ]
        keys = ("id", "title", "content_html", "summary", "date_published", "date_modified")
        assert rows == [tuple(item.get(key) for key in keys) for item in json["items"]]


def test_dates_come_from_the_articles():
    feed = read(event_feed(fakes.EVENT, fakes.SITE))
    dates = {each.findtext(f"{ATOM}title"): each.findtext(f"{ATOM}updated") for each in feed.iterfind(f"{ATOM}entry")}
    assert dates["Harbour masters agree to rest their tugs"] == "2025-03-19T11:00:00+00:00"  # when it was corrected
    assert dates["Les remorqueurs au repos"] == "2025-03-19T06:30:00+00:00"  # when it came, as it has no date
    assert feed.findtext(f"{ATOM}updated") == max(dates.values())
    assert read(event_feed(NEW, fakes.SITE)).findtext(f"{ATOM}updated") == "1970-01-01T00:00:00+00:00"
    assert event_feed(NEW, fakes.SITE).updated == datetime(1970, 1, 1, tzinfo=UTC)


def test_entries_link_to_the_first_passage_and_the_original():
    feed = read(event_feed(fakes.EVENT, fakes.SITE))
    entry = feed.find(f"{ATOM}entry")
    links = {link.get("rel"): link.get("href") for link in entry.iterfind(f"{ATOM}link")}
    page = "https://tidewater.example/briefing/articles/2025-03/call.html#s1"
    assert links == {"alternate": page, "via": "https://post.example/call"}
    nearby = read(event_feed(fakes.EVENT, NOWHERE))
    assert nearby.find(f"{ATOM}entry/{ATOM}link").get("href") == "../../articles/2025-03/call.html#s1"


def test_an_address_that_runs_something_is_left_out():
    made = event_feed(fakes.EVENT, fakes.SITE)
    assert [entry.original for entry in made.entries if entry.title == "A month without tugs in the strait"] == [""]
    assert b"javascript:" not in write_atom(made) + write_json_feed(made)


def test_a_title_that_names_a_host_is_no_link_to_another():
    """Readers of JSON Feed link the title to `external_url`."""
    made = event_feed(fakes.EVENT, fakes.SITE)
    first = made.entries[0]
    titles = ("The ferry", "The ferry at www.post.example", "The ferry at www.bank.example")
    feed = replace(made, entries=tuple(replace(first, title=title) for title in titles))
    items = msgspec.json.decode(write_json_feed(feed))["items"]
    assert [item.get("external_url") for item in items] == ["https://post.example/call"] * 2 + [None]


def test_an_edition_says_what_leads_it_and_where_every_sentence_stands():
    made = edition_entry(fakes.EDITION, fakes.SITE)
    assert made.title == "19 March 2025: Harbour masters agree to rest their tugs"
    content = html.fragment_fromstring(made.content, create_parent="div")
    heads = [head.text_content() for head in content.findall("h3")]
    assert heads == [item.headline for item in fakes.EDITION.items]
    assert "Leads this edition" in content.find("h3").getnext().text_content()
    assert "Leads this edition" not in content.findall("h3")[1].getnext().text_content()
    places = [span.get("data-place") for span in content.iter("span")]
    assert len(places) == 4  # the lead's whole summary, the first sentence of the others'
    assert content.findtext("p/a") == "Tidewater Post, §\u00a02"
    # An article in another language says so, beside every sentence.
    assert [span.get("lang") for span in content.iter("span")] == [None, None, "fr", None]


@pytest.mark.parametrize("site", SITES, ids=["with address", "without address"])
def test_the_words_are_the_articles(site):
    for made in all_feeds(site):
        expected = sum(len(entry.passages) for entry in made.entries)
        assert check_file(write_atom(made), "feeds/x.xml", text_of) == expected
        assert check_file(write_json_feed(made), "feeds/x.json", text_of) == 2 * expected  # in HTML and as values
    assert expected > 1  # or nothing was tried


def test_other_words_end_the_build():
    made = actor_feed(fakes.ACTOR, fakes.SITE)
    atom, json = write_atom(made).decode(), write_json_feed(made).decode()
    for feed, path in ((atom, "feeds/x.xml"), (json, "feeds/x.json")):
        assert "Nobody wins" in feed
        with pytest.raises(VerbatimError, match="Nobody loses"):
            check_file(feed.replace("Nobody wins", "Nobody loses").encode(), path, text_of)
    shifted = json.replace('"start": 147', '"start": 150')
    assert shifted != json
    with pytest.raises(VerbatimError):
        check_file(shifted.encode(), "feeds/x.json", text_of)


def test_markup_and_control_characters_in_titles_do_no_harm():
    refs = tuple(replace(ref, title=f"\x00\x1b{fakes.HOSTILE}", source_name="\x08") for ref in fakes.EVENT.articles)
    passages = (replace(fakes.EVENT.passages[0], passages=(replace(fakes.ITEM.summary[0], text=fakes.HOSTILE),)),)
    made = event_feed(replace(fakes.EVENT, articles=refs, passages=passages), fakes.SITE)
    entry = read(made).find(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title").strip() == fakes.HOSTILE
    assert "&lt;script&gt;" in entry.findtext(f"{ATOM}content")
    (first, *_) = msgspec.json.decode(write_json_feed(made))["items"]
    assert "<script" not in first["content_html"]


def test_the_same_values_give_the_same_feeds():
    def written() -> list[bytes]:
        return [data for made in all_feeds(fakes.SITE) for data in (write_atom(made), write_json_feed(made))]

    assert written() == written()


def test_the_editions_come_newest_first_and_a_month_of_them():
    days = [f"2025-{month:02}-{day:02}" for month in (1, 2) for day in range(1, 29)]

    class Made:  # of the materials of a build, what the feed is made from
        desk, site = SimpleNamespace(days=days), fakes.SITE

        def edition_entry(self, day: str) -> Entry:
            return edition_entry(replace(fakes.EMPTY_EDITION, day=day), fakes.SITE)

    feed = read(_main_feed(Made()))
    titles = [each.findtext(f"{ATOM}title") for each in feed.iterfind(f"{ATOM}entry")]
    assert (titles[0], titles[-1], len(titles)) == ("28 February 2025", "27 January 2025", 30)


# -- sitemap and robots -----------------------------------------------------------------------------------------------

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def test_the_sitemap_names_every_page_once():
    text = crawlers.sitemap([("index.html", ""), ("a&b.html", "2025-03-19")], fakes.SITE)
    locations = etree.fromstring(text.encode())
    found = [(url.findtext(f"{SITEMAP}loc"), url.findtext(f"{SITEMAP}lastmod")) for url in locations]
    root = "https://tidewater.example/briefing/"
    assert found == [(root, None), (f"{root}a&b.html", "2025-03-19")]


def test_the_first_sitemap_names_the_others():
    text = crawlers.sitemap_index(["sitemap-pages.xml", "sitemap-2025-03.xml"], fakes.SITE)
    parts = [part.findtext(f"{SITEMAP}loc") for part in etree.fromstring(text.encode())]
    assert parts == [f"https://tidewater.example/briefing/sitemap-{name}.xml" for name in ("pages", "2025-03")]


def test_robots_points_to_the_sitemap_where_there_is_one():
    assert "Sitemap: https://tidewater.example/briefing/sitemap.xml" in crawlers.robots(fakes.SITE)
    assert "Sitemap" not in crawlers.robots(NOWHERE)
