"""Feeds and what crawlers read: well-formed, stable, and never dated by the clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import fakes
import pytest
from lxml import etree, html

from briefing.site import crawlers, feeds
from briefing.site.views.frame import Site

ATOM = "{http://www.w3.org/2005/Atom}"
NOWHERE = replace(fakes.SITE, url="")
SITES = [fakes.SITE, NOWHERE]


def read(feed: str) -> etree._Element:
    return etree.fromstring(feed.encode())


def all_feeds(site: Site) -> list[str]:
    return [
        feeds.editions_feed([fakes.EDITION, fakes.EMPTY_EDITION], site),
        feeds.event_feed(fakes.EVENT, site),
        feeds.event_feed(replace(fakes.NEW_EVENT, feed="feeds/events/ferry-fares.xml"), site),
        feeds.actor_feed(fakes.ACTOR, site),
    ]


@pytest.mark.parametrize("site", SITES, ids=["with address", "without address"])
def test_every_feed_has_what_atom_asks_for(site):
    for feed in map(read, all_feeds(site)):
        ids = []
        for part in (feed, *feed.iterfind(f"{ATOM}entry")):
            ids.append(part.findtext(f"{ATOM}id"))
            assert ids[-1].startswith(("https://", "urn:uuid:"))
            assert part.findtext(f"{ATOM}title").strip()
            assert part.findtext(f"{ATOM}author/{ATOM}name").strip()
            assert datetime.fromisoformat(part.findtext(f"{ATOM}updated")).tzinfo is not None
            assert part.find(f"{ATOM}link").get("href")
        assert len(set(ids)) == len(ids)


def test_dates_come_from_the_articles():
    feed = read(feeds.event_feed(fakes.EVENT, fakes.SITE))
    dates = {each.findtext(f"{ATOM}title"): each.findtext(f"{ATOM}updated") for each in feed.iterfind(f"{ATOM}entry")}
    assert dates["Harbour masters agree to rest their tugs"] == "2025-03-19T11:00:00+00:00"  # when it was corrected
    assert dates["Les remorqueurs au repos"] == "2025-03-19T06:30:00+00:00"  # when it came, as it has no date
    assert feed.findtext(f"{ATOM}updated") == max(dates.values())
    empty = read(feeds.event_feed(replace(fakes.NEW_EVENT, feed="feeds/events/ferry-fares.xml"), fakes.SITE))
    assert empty.findtext(f"{ATOM}updated") == "1970-01-01T00:00:00+00:00"


def test_entries_link_to_the_first_passage():
    feed = read(feeds.event_feed(fakes.EVENT, fakes.SITE))
    links = [each.find(f"{ATOM}link").get("href") for each in feed.iterfind(f"{ATOM}entry")]
    assert links[0] == "https://tidewater.example/briefing/articles/2025-03/call.html#s1"
    nearby = read(feeds.event_feed(fakes.EVENT, NOWHERE))
    assert nearby.find(f"{ATOM}entry/{ATOM}link").get("href") == "../../articles/2025-03/call.html#s1"


def test_the_words_are_the_articles():
    feed = read(feeds.actor_feed(fakes.ACTOR, fakes.SITE))
    texts = [fakes.RECORDS[ref.id].article.text for ref in fakes.ACTOR.articles]
    for entry, text in zip(feed.iterfind(f"{ATOM}entry"), texts, strict=True):
        spans = html.fragment_fromstring(entry.findtext(f"{ATOM}summary"), create_parent="div").findall(".//span")
        assert spans
        assert all(" ".join(span.text_content().split()) in " ".join(text.split()) for span in spans)


def test_markup_and_control_characters_in_titles_do_no_harm():
    refs = tuple(replace(ref, title=f"\x00\x1b{fakes.HOSTILE}", source_name="\x08") for ref in fakes.EVENT.articles)
    passages = (replace(fakes.EVENT.passages[0], passages=(replace(fakes.ITEM.summary[0], text=fakes.HOSTILE),)),)
    feed = read(feeds.event_feed(replace(fakes.EVENT, articles=refs, passages=passages), fakes.SITE))
    entry = feed.find(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title").strip() == fakes.HOSTILE
    assert "&lt;script&gt;" in entry.findtext(f"{ATOM}summary")


def test_the_same_values_give_the_same_feeds():
    assert all_feeds(fakes.SITE) == all_feeds(fakes.SITE)


def test_the_editions_come_newest_first_and_a_month_of_them():
    many = [replace(fakes.EMPTY_EDITION, day=f"2025-{month:02}-{day:02}") for month in (1, 2) for day in range(1, 29)]
    feed = read(feeds.editions_feed(many, fakes.SITE))
    titles = [each.findtext(f"{ATOM}title") for each in feed.iterfind(f"{ATOM}entry")]
    assert (titles[0], titles[-1], len(titles)) == ("28 February 2025", "27 January 2025", 30)


# -- sitemap and robots -----------------------------------------------------------------------------------------------

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def test_the_sitemap_names_every_page_once():
    ((href, text),) = crawlers.sitemaps([("index.html", ""), ("a&b.html", "2025-03-19")], fakes.SITE)
    assert href == "sitemap.xml"
    found = [(url.findtext(f"{SITEMAP}loc"), url.findtext(f"{SITEMAP}lastmod")) for url in read(text)]
    root = "https://tidewater.example/briefing/"
    assert found == [(f"{root}a&b.html", "2025-03-19"), (root, None)]
    assert crawlers.sitemaps([("index.html", "")], NOWHERE) == ()


def test_a_long_sitemap_is_split():
    files = dict(crawlers.sitemaps([(f"p{number}.html", "") for number in range(50_001)], fakes.SITE))
    assert sorted(files) == ["sitemap-1.xml", "sitemap-2.xml", "sitemap.xml"]
    parts = [part.findtext(f"{SITEMAP}loc") for part in read(files["sitemap.xml"])]
    assert parts == [f"https://tidewater.example/briefing/sitemap-{number}.xml" for number in (1, 2)]
    assert files["sitemap-2.xml"].count("<url>") == 1


def test_robots_points_to_the_sitemap_where_there_is_one():
    assert "Sitemap: https://tidewater.example/briefing/sitemap.xml" in crawlers.robots(fakes.SITE)
    assert "Sitemap" not in crawlers.robots(NOWHERE)
