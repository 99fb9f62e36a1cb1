"""The lists of what the site has: the archive of editions, events and stories, actors, sources."""

from __future__ import annotations

import gzip
import hashlib
from datetime import date, timedelta

import fakes
import pytest
from msgspec.structs import replace

from briefing.published import Link, Listed
from briefing.site import indexes, pages
from briefing.site.render import make_environment, render
from briefing.site.views.frame import Site

SITE = fakes.SITE
LARGEST_PAGE = 50 * 1024  # bytes, compressed


def lines(*days):
    return [(day, f"What led on {day}", fakes.COUNTS) for day in days]


def every_day(first, last):
    day = date.fromisoformat(first)
    while day <= date.fromisoformat(last):
        yield day.isoformat()
        day += timedelta(days=1)


def words_of(seed):
    """Some 100 characters that compress worse than any newsroom's words: no two alike."""
    letters = "etaoinshrdlucmfwypvbgkq jxz    "
    return "".join(letters[byte % len(letters)] for byte in hashlib.shake_256(str(seed).encode()).digest(100)).strip()


def compressed(template, view, href):
    environment = make_environment([str(fakes.TEMPLATES)])
    return len(gzip.compress(render(environment, template, view, href).encode()))


# -- editions ---------------------------------------------------------------------------------------------------------


def test_the_archive_goes_by_month_newest_first():
    view = pages.editions_view(lines("2025-02-28", "2025-03-02", "2024-03-01", "2025-03-01"), SITE)
    assert [month.title for month in view.months] == ["March 2025", "February 2025", "March 2024"]
    assert [anchor.text for anchor in view.months[0].editions] == ["Sun 2 Mar", "Sat 1 Mar"]
    assert view.months[0].editions[0].note == "What led on 2025-03-02"


def test_a_month_is_whole_weeks_and_links_the_days_that_have_an_edition():
    (month,) = pages.editions_view(lines("2025-03-02", "2025-03-31"), SITE).months
    assert [len(week.days) for week in month.weeks] == [7] * 6
    assert [day.number for day in month.weeks[0].days] == ["", "", "", "", "", "1", "2"]
    linked = [day for week in month.weeks for day in week.days if day.href]
    assert [(day.number, day.lead) for day in linked] == [
        ("2", "What led on 2025-03-02"),
        ("31", "What led on 2025-03-31"),
    ]


@pytest.mark.parametrize(
    ("language", "weekdays", "first"),
    [
        ("en", ("Mon", "Sun"), ["", "", "", "", "", "1", "2"]),
        ("en-US", ("Sun", "Sat"), ["", "", "", "", "", "", "1"]),
        ("ar-EG", ("سبت", "جمعة"), ["1", "2", "3", "4", "5", "6", "7"]),
    ],
)
def test_weeks_begin_on_the_day_on_which_they_do_in_the_language(language, weekdays, first):
    view = pages.editions_view(lines("2025-03-02"), replace(SITE, language=language))
    assert (view.weekdays[0], view.weekdays[-1]) == weekdays
    assert [day.number for day in view.months[0].weeks[0].days] == first


def test_an_edition_in_which_nothing_moved_says_so_in_the_archive():
    (month,) = pages.editions_view([("2025-03-02", "", fakes.COUNTS)], SITE).months
    assert month.editions[0].note == "Nothing new"


def test_the_archive_shows_a_year_of_months_and_links_the_others():
    days = [f"{year}-{month:02}-10" for year in (2023, 2024, 2025) for month in range(1, 13)]
    assert pages.newest_days(days) == tuple(days[-12:])
    assert pages.newest_days(days[:5]) == tuple(days[:5])
    assert pages.newest_days([]) == ()
    years = pages.count_years(days)
    assert years == (("2025", 12), ("2024", 12), ("2023", 12))
    newest = pages.editions_view(lines(*days[-12:]), SITE, years=years)
    assert [anchor.href for anchor in newest.years] == [
        "editions/2025.html",
        "editions/2024.html",
        "editions/2023.html",
    ]
    assert newest.total == "36 editions"
    assert pages.editions_view(lines(*days[-12:]), SITE, years=years[:1]).years == ()


def test_a_year_of_daily_editions_is_a_light_page():
    days = every_day("2024-01-01", "2024-12-31")
    told = [(day, words_of(day)[:70], fakes.COUNTS) for day in days]
    view = pages.editions_view(told, SITE, years=[("2024", 366), ("2023", 365)], year="2024")
    assert compressed("editions.html", view, "editions/2024.html") < LARGEST_PAGE


# -- events, actors, sources ------------------------------------------------------------------------------------------


def actor(number, name="", articles=3, **fields):
    name = name or f"Actor {number}"
    id_ = f"actor-{number}"
    return Listed(Link(id_, name, f"actors/{id_}.html", "person", articles, last="2025-03-19"), **fields)


def test_lists_do_not_depend_on_the_order_they_are_given():
    actors = [actor(number, articles=number % 3) for number in range(9)]
    assert pages.actors_view(actors, SITE) == pages.actors_view(actors[::-1], SITE)
    events = [
        replace(fakes.LISTED_EVENT, link=replace(fakes.TRUCE, id=f"e{number}", last=f"2025-03-0{number % 3 + 1}"))
        for number in range(9)
    ]
    assert pages.events_view(events, events, SITE) == pages.events_view(events[::-1], events[::-1], SITE)


def test_an_event_says_what_helps_to_choose_it():
    (events, stories) = pages.events_view([fakes.LISTED_EVENT], [fakes.LISTED_STORY], SITE).groups
    (event,), (story,) = events.rows, stories.rows
    assert event.support is not None
    assert (event.support.dots, event.support.text) == ("●●●○", "4 outlets, 3 independent origins")
    assert (event.description, event.last_text, event.facts) == ("Rest at sea.", "19 Mar 2025", ("3 articles",))
    assert event.newest is not None
    assert (event.newest.text, event.newest.lang) == ("Les remorqueurs au repos", "fr")
    assert story.newest is None


def test_a_source_says_its_kind_owner_and_what_of_it_is_shown():
    ((row,),) = (group.rows for group in pages.sources_view([fakes.LISTED_SOURCE], SITE).groups)
    assert row.facts == ("newspaper", "Harbour Press", "4 articles", "passages only")


def test_an_actor_whom_no_registry_names_is_marked_and_the_mark_is_explained():
    found = pages.actors_view([fakes.LISTED_ACTOR], SITE)
    assert found.groups[0].rows[0].tag == "found"
    assert found.intro[1].startswith("“Found” marks")
    assert found.meta.description == found.intro[0]  # what a search engine shows of the list
    registered = pages.actors_view([replace(fakes.LISTED_ACTOR, found=False)], SITE)
    assert (registered.groups[0].rows[0].tag, len(registered.intro)) == ("", 1)


@pytest.mark.parametrize(
    "view",
    [pages.events_view([], [], SITE), pages.actors_view([], SITE), pages.sources_view([], SITE)],
    ids=["events", "actors", "sources"],
)
def test_an_empty_list_tells_the_editor_what_to_do(view):
    assert view.groups == ()
    assert any(word in view.nothing for word in ("events.yml", "actors.yml", "sources.yml"))


def test_a_part_leads_back_and_names_its_neighbours():
    view = pages.actors_view([actor(1, "Sam")], SITE, {"s": 700, "t": 5}, "s")
    assert (view.title, view.whole) == ("Actors: S", "actors.html")
    assert [(link.text, link.href) for parts in view.parts for link in parts.links] == [
        ("S", "actors-s.html"),
        ("T", "actors-t.html"),
    ]
    whole = pages.actors_view([actor(1, "Sam")], SITE, {"s": 700, "t": 5})
    assert whole.intro[-1] == "These are the 1 with most articles, of 705."


@pytest.mark.parametrize("kind", ["events", "actors", "sources"])
def test_the_longest_page_of_a_list_is_light(kind):
    site = Site("Briefing", language="en")
    if kind == "events":
        rows = [
            Listed(
                Link(f"e{n}", words_of(n)[:60], f"events/{words_of(n)[:40].replace(' ', '-')}.html", "event", n, 0,
                     "2025-01-01", f"2025-03-{n % 28 + 1:02}", f"{words_of(n + 1)} {words_of(n + 2)}"),
                n % 9 + 1, n % 7 + 1, words_of(n + 3)[:80],
                f"articles/2025-03/{words_of(n + 3)[:60].replace(' ', '-')}.html",
            )
            for n in range(indexes.MOST_EVENTS)
        ]  # fmt: skip
        stories = [replace(row, link=replace(row.link, description="")) for row in rows[: indexes.MOST_STORIES]]
        view = pages.events_view(rows, stories, site)
    elif kind == "actors":
        rows = [
            Listed(
                Link(words_of(n)[:18].replace(" ", "-"), words_of(n)[:18].title(),
                     f"actors/{words_of(n)[:18].replace(' ', '-')}.html", "person", n % 90, n % 40, "2025-01-01",
                     f"2025-03-{n % 28 + 1:02}", words_of(n + 5)[:40] if n % 3 else ""),
                found=not n % 3,
            )
            for n in range(indexes.MOST_ACTORS)
        ]  # fmt: skip
        view = pages.actors_view(rows, site)
    else:
        rows = [
            Listed(Link(words_of(n)[:22].replace(" ", "-"), words_of(n)[:22].title(),
                        f"sources/{words_of(n)[:22].replace(' ', '-')}.html", "newspaper", n, 0, "", "2025-03-01"),
                   owner=words_of(n + 3)[:20], rights="passages")
            for n in range(indexes.MOST_SOURCES)
        ]  # fmt: skip
        view = pages.sources_view(rows, site)
    assert compressed("index.html", view, f"{kind}.html") < LARGEST_PAGE
