"""How a fetch behaves at hosts: robots.txt, delays, one request at a time, and hosts that want to be left alone."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from itertools import pairwise
from typing import Any, TypeVar

import newsstand
import pytest
from newsstand import Newsstand, Page, redirect, retry_after

from briefing.fetching.manners import LARGEST_ROBOTS, LONGEST_DELAY, Manners, no_end
from briefing.fetching.model import Answer, LateError, SparedError, WireError
from briefing.fetching.wire import LONGEST_WAIT, Wire

T = TypeVar("T")
TEXT = b"<p>Two ships left the port of Odrin on Friday.</p>"
NOW = "2025-03-14T09:00:00+00:00"
HOSTS = 3


@pytest.fixture
def stand() -> Iterator[Newsstand]:
    with Newsstand(HOSTS) as running:
        for name in ("/a", "/b", "/c", "/feed.xml"):
            running.pages[name] = Page(TEXT)
        yield running


def in_round(
    stand: Newsstand,
    work: Callable[[Manners], Awaitable[T]],
    robots: dict[str, str] | None = None,
    now: str = NOW,
    seconds: float = 5.0,
    left: Callable[[], float] = no_end,
) -> T:
    """What `work` returns, in a round of its own."""

    async def run() -> T:
        async with Wire(contact="desk@tidewater.example", allowed=stand.allowed, seconds=seconds, ca=stand.ca) as wire:
            return await work(Manners(wire, {} if robots is None else robots, now, left))

    return asyncio.run(run())


def ask(stand: Newsstand, *urls: str, delay: float = 0.0, **options: Any) -> list[Answer | WireError]:
    """What a round has from these pages, asked for one after the other."""

    async def work(manners: Manners) -> list[Answer | WireError]:
        found: list[Answer | WireError] = []
        for url in urls:
            try:
                found.append(await manners.get(url if "://" in url else stand.url(url), delay))
            except WireError as error:
                found.append(error)
        return found

    return in_round(stand, work, **options)


def refusals(found: list[Answer | WireError]) -> list[str]:
    """What went wrong, in order; empty where it did not."""
    return [found_.what if isinstance(found_, WireError) else "" for found_ in found]


# robots.txt


@pytest.mark.parametrize(
    ("robots", "allowed"),
    [
        ("", "ab"),
        ("User-agent: *\nDisallow:\n", "ab"),
        ("User-agent: *\nDisallow: /\n", ""),
        ("User-agent: *\nDisallow: /a\n", "b"),
        ("User-agent: *\nDisallow: /\nAllow: /b\n", "b"),
        ("User-agent: *\nDisallow: /\n\nUser-agent: Briefing\nDisallow: /a\n", "b"),
        ("User-agent: briefing\nUser-agent: other\nDisallow: /a\n", "b"),
        ("User-agent: OtherBot\nDisallow: /\n", "ab"),
        ("\ufeffuser-AGENT : *   # all\r\nDISALLOW : /a # this\r\n", "b"),
        ("User-agent: *\rDisallow: /a\r", "b"),
        ("User-agent: *\nDisallow: /*a$\n", "b"),
        ("Disallow: /\n", "ab"),
        ("<!doctype html><title>Not found: sorry</title><p>Disallow: what?", "ab"),
        ("\0\0\xff Disallow", "ab"),
    ],
)
def test_robots_txt_is_obeyed(stand: Newsstand, robots: str, allowed: str) -> None:
    stand.pages["/robots.txt"] = Page(robots.encode(), "text/plain")
    found = ask(stand, "/a", "/b")
    assert "".join(name for name, one in zip("ab", found, strict=True) if isinstance(one, Answer)) == allowed
    for one in found:
        if isinstance(one, WireError):
            assert one.lasting
            assert "robots.txt" in one.what
    assert stand.asked["/robots.txt"] == 1
    assert stand.asked["/a"] + stand.asked["/b"] == len(allowed)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_where_there_are_no_rules_everything_may_be_asked(stand: Newsstand, status: int) -> None:
    stand.pages["/robots.txt"] = Page(b"User-agent: *\nDisallow: /", "text/plain", status)
    assert refusals(ask(stand, "/a")) == [""]


@pytest.mark.parametrize(
    "answer",
    [
        Page(b"", status=500),
        Page(b"", status=503),
        Page(b"", status=429),
        newsstand.drop(),
        newsstand.too_short(),
        newsstand.slow_body(),
    ],
)
def test_where_the_rules_cannot_be_had_nothing_may_be_asked_now(stand: Newsstand, answer: newsstand.Answer) -> None:
    stand.pages["/robots.txt"] = answer
    found = ask(stand, "/a", "/b", "/c", seconds=0.3)
    assert all("robots.txt cannot be had" in what or "asked for fewer" in what for what in refusals(found))
    assert not any(isinstance(one, Answer) or one.lasting for one in found)
    assert [request.path for request in stand.heard] == ["/robots.txt"]  # once for the round
    stand.pages["/robots.txt"] = Page(b"", "text/plain")
    assert refusals(ask(stand, "/a")) == [""]


def test_a_host_that_cannot_show_who_it_is_is_told_as_such() -> None:
    with Newsstand(tls="expired") as stand:
        robots: dict[str, str] = {}
        for now in (NOW, NOW.replace("14", "17")):
            found = ask(stand, "/a", "/b", robots=robots, now=now)
            assert {str(one) for one in found} == {
                "The server cannot show who it is: certificate has expired. Tell its publisher."
            }
            assert not any(isinstance(one, Answer) or one.lasting for one in found)
        robots[stand.origin()] = f'{{"moment": "{NOW}"}}'  # asked for while the certificate was good
        for what in refusals(ask(stand, "/a", "/b", "/c", "/a", robots=robots)):
            assert "The server cannot show who it is: certificate has expired." in what


def test_rules_elsewhere_hold_here(stand: Newsstand) -> None:
    stand.pages["/robots.txt"] = redirect(stand.url("/rules", 2))
    stand.pages["2/rules"] = Page(b"User-agent: *\nDisallow: /a", "text/plain")
    stand.pages["2/robots.txt"] = Page(b"User-agent: *\nDisallow: /", "text/plain")
    assert [bool(what) for what in refusals(ask(stand, "/a", "/b"))] == [True, False]


def test_rules_in_a_circle_are_none(stand: Newsstand) -> None:
    stand.pages["/robots.txt"] = redirect("/robots.txt")
    assert refusals(ask(stand, "/a")) == [""]


def test_rules_are_kept_for_a_day(stand: Newsstand) -> None:
    robots: dict[str, str] = {}
    stand.pages["/robots.txt"] = Page(b"User-agent: *\nDisallow: /a", "text/plain")
    for now, asked in (
        ("2025-03-14T09:00:00+00:00", 1),
        ("2025-03-15T08:59:00+00:00", 1),
        ("2025-03-15T09:01:00", 2),  # a day later
        ("2025-03-15T08:01:00", 2),
        ("2024-03-14T09:01:00", 3),  # somebody put the clock right
    ):
        assert refusals(ask(stand, "/a", "/b", robots=robots, now=now))[1] == ""
        assert stand.asked["/robots.txt"] == asked
    assert list(robots) == [stand.origin()]
    robots[stand.origin()] = "damaged {"
    assert refusals(ask(stand, "/b", robots=robots)) == [""]
    assert stand.asked["/robots.txt"] == 4


def test_old_rules_hold_where_new_ones_cannot_be_had(stand: Newsstand) -> None:
    robots: dict[str, str] = {}
    stand.pages["/robots.txt"] = [Page(b"User-agent: *\nDisallow: /a", "text/plain"), Page(b"", status=500)]
    for now in (NOW, "2025-04-14T09:00:00"):
        assert [bool(what) for what in refusals(ask(stand, "/a", "/b", robots=robots, now=now))] == [True, False]
    assert stand.asked["/robots.txt"] == 2


def test_of_endless_rules_the_beginning_is_read(stand: Newsstand) -> None:
    begin = b"HTTP/1.1 200 OK\r\n\r\nUser-agent: *\nDisallow: /a\n"
    stand.pages["/robots.txt"] = newsstand.endless(begin, b"# and so on\n" * 1_000)
    robots: dict[str, str] = {}
    assert [bool(what) for what in refusals(ask(stand, "/a", "/b", robots=robots))] == [True, False]
    assert len(robots[stand.origin()]) < 2 * LARGEST_ROBOTS


def test_rules_that_are_a_trap_cost_little_time(stand: Newsstand) -> None:
    """Each of these rules holds for each of these robots: 300 million."""
    trap = "".join(f"User-agent: a{n}\n" for n in range(16_000)) + "Disallow: /b\n" * 18_000
    stand.pages["/robots.txt"] = Page(trap.encode(), "text/plain")
    begun = time.process_time()
    first, second = ask(stand, "/a", "/b")
    assert isinstance(first, WireError)
    assert "too many rules" in first.what
    assert not first.lasting
    assert refusals([second]) == [first.what]
    stand.pages["/robots.txt"] = Page(("User-agent: *\nDisallow: /" + "*a" * 60 + "*b$\n").encode(), "text/plain")
    stand.pages["/" + "a" * 3_000] = Page(TEXT)
    assert refusals(ask(stand, "/" + "a" * 3_000)) == [""]
    assert time.process_time() - begun < 2


def test_each_origin_has_its_own_rules(stand: Newsstand) -> None:
    stand.pages["2/robots.txt"] = Page(b"User-agent: *\nDisallow: /", "text/plain")
    found = ask(stand, stand.url("/a", 1), stand.url("/a", 2), stand.url("/a", 3))
    assert [bool(what) for what in refusals(found)] == [False, True, False]


def test_a_redirect_obeys_the_rules_of_where_it_leads(stand: Newsstand) -> None:
    stand.pages["1/a"] = redirect(stand.url("/a", 2))
    stand.pages["2/robots.txt"] = Page(b"User-agent: *\nDisallow: /", "text/plain")
    assert "forbids" in refusals(ask(stand, "/a"))[0]
    assert stand.asked["2/a"] == 0


# Turns


def test_a_host_is_asked_one_at_a_time_and_not_too_soon(stand: Newsstand) -> None:
    async def work(manners: Manners) -> None:
        urls = [stand.url(f"/{name}", host) for name in "abc" for host in (1, 2, 3)]
        await asyncio.gather(*(manners.get(url, 0.2) for url in urls))

    in_round(stand, work)
    for host in (1, 2, 3):
        moments = stand.moments(host)
        assert len(moments) == 4  # robots.txt is one of them
        assert min(later - earlier for earlier, later in pairwise(moments)) >= 0.19
        assert stand.most_at_once[host] == 1
    assert max(stand.moments(host)[0] for host in (1, 2, 3)) < stand.moments(1)[-1]  # nobody waits for another host


@pytest.mark.parametrize("rule", ["Crawl-delay: 0.3", "Request-rate: 10/3s"])
def test_a_delay_that_is_asked_for_is_kept(stand: Newsstand, rule: str) -> None:
    stand.robots = f"User-agent: *\n{rule}\n"
    ask(stand, "/a", "/b", delay=0.01)
    moments = stand.moments()
    assert all(later - earlier >= 0.29 for earlier, later in pairwise(moments))


@pytest.mark.parametrize(
    "rule",
    [
        "Crawl-delay: nan",
        "Crawl-delay: inf",
        "Request-rate: -1/5s",
        "Crawl-delay: -5",
        "Crawl-delay: soon",
        "Request-rate: 0/5s",
    ],
)
def test_a_delay_that_is_none_is_left(stand: Newsstand, rule: str) -> None:
    stand.robots = f"User-agent: *\n{rule}\n"
    begun = time.monotonic()
    assert refusals(ask(stand, "/a", "/b")) == ["", ""]
    assert time.monotonic() - begun < 2


@pytest.mark.parametrize("rule", ["Crawl-delay: 3600", "Crawl-delay: 1e300", f"Request-rate: 1/{'9' * 999}s"])
def test_who_asks_for_hours_is_asked_once(stand: Newsstand, rule: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("briefing.fetching.manners.LONGEST_DELAY", 0.2)
    stand.robots = f"User-agent: *\n{rule}\n"
    first, second = ask(stand, "/a", "/b")
    assert isinstance(first, Answer)
    assert isinstance(second, WireError)
    assert second.again is not None
    assert LONGEST_DELAY < second.again <= LONGEST_WAIT
    assert (isinstance(second, SparedError), second.lasting) == (True, False)
    stand.forget()

    async def yield_to(manners: Manners) -> list[Any]:
        urls = (stand.url("/feed.xml"), stand.url("/a"))
        return [await _heard(manners.get(url, 0, yields="feed" in url)) for url in urls]

    found = in_round(stand, yield_to)
    assert [type(one) for one in found] == [SparedError, Answer], "who waited longer comes first"


def test_what_an_editor_asks_for_is_kept_in_one_round(stand: Newsstand, monkeypatch: pytest.MonkeyPatch) -> None:
    """However long it is, also where robots.txt asks for as long, which by itself no round waits for."""
    monkeypatch.setattr("briefing.fetching.manners.LONGEST_DELAY", 0.1)
    for robots in ("", "User-agent: *\nCrawl-delay: 0.4\n"):
        stand.forget()
        stand.robots = robots
        assert refusals(ask(stand, "/a", "/b", delay=0.4)) == ["", ""]
        assert all(later - earlier >= 0.39 for earlier, later in pairwise(stand.moments()))
    stand.forget()
    stand.robots = "User-agent: *\nCrawl-delay: 3600\n"
    _, second = ask(stand, "/a", "/b", delay=0.4)
    assert str(second).endswith("asks for 3,600 s between two requests. One is made in each round.")


def test_a_round_too_short_for_two_requests_makes_one_and_says_whose_delay_it_is(stand: Newsstand) -> None:
    """The feed's and the pages' in turns: what is passed over is told from what merely came too late."""
    moment, urls = f'{{"moment": "{NOW}"}}', (stand.url("/feed.xml"), stand.url("/a"), stand.url("/b"))

    async def yield_to(manners: Manners) -> list[Any]:
        return [await _heard(manners.get(url, 600, yields="feed" in url)) for url in urls]

    found = in_round(stand, yield_to, {stand.origin(): moment}, left=lambda: 300.0)
    assert [type(one) for one in found] == [SparedError, Answer, SparedError]
    assert str(found[2]) == (
        f"sources.yml asks for 600 s between two requests to {urls[0].split('/')[2]}. "
        "The fetch is shorter: give it more minutes."
    )
    assert found[2].again == 600


def test_a_redirect_on_a_host_that_is_asked_once_is_followed(stand: Newsstand, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("briefing.fetching.manners.LONGEST_DELAY", 0.2)
    stand.robots = "User-agent: *\nCrawl-delay: 3600\n"
    stand.pages["/moved"] = redirect(stand.url("/a"))
    stand.pages["2/away"] = redirect(stand.url("/b"))
    first, second = ask(stand, "/moved", stand.url("/away", 2))
    assert isinstance(first, Answer)
    assert isinstance(second, SparedError), "which another host leads to is one more"
    stand.forget()
    stand.robots = ""
    begun = time.monotonic()
    assert refusals(ask(stand, "/moved", delay=2.0, robots={stand.origin(): f'{{"moment": "{NOW}"}}'})) == [""]
    assert time.monotonic() - begun < 1.5, "what is under way is ended soon"


async def _heard(asked: Awaitable[Answer]) -> Answer | WireError:
    try:
        return await asked
    except WireError as error:
        return error


def test_hosts_that_lead_to_each_other_do_not_wait_for_ever(stand: Newsstand) -> None:
    stand.pages["1/a"] = redirect(stand.url("/b", 2))
    stand.pages["2/a"] = redirect(stand.url("/b", 1))

    async def work(manners: Manners) -> list[Answer]:
        asked = (manners.get(stand.url("/a", host), 0.05) for host in (1, 2, 1, 2))
        return await asyncio.wait_for(asyncio.gather(*asked), 10)

    assert [answer.status for answer in in_round(stand, work)] == [200] * 4
    assert stand.most_at_once == {1: 1, 2: 1}


def test_a_turn_is_given_back_by_whoever_gives_up(stand: Newsstand) -> None:
    stand.pages["/hang"] = newsstand.hang()

    async def work(manners: Manners) -> Answer:
        task = asyncio.ensure_future(manners.get(stand.url("/hang"), 0))
        await asyncio.sleep(0.2)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        return await asyncio.wait_for(manners.get(stand.url("/a"), 0), 5)

    assert in_round(stand, work).status == 200


def test_a_turn_may_be_held_for_anything(stand: Newsstand) -> None:
    stand.robots = "User-agent: *\nDisallow: /b\n"

    async def work(manners: Manners) -> str:
        async with manners.turn(stand.url("/a"), 0):
            pass
        try:
            async with manners.turn(stand.url("/b"), 0):
                return "may"
        except WireError as error:
            return error.what

    assert "forbids" in in_round(stand, work)


# Hosts that want to be left alone


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("value", ["3600", "Fri, 14 Mar 2025 10:00:00 GMT"])
def test_a_host_that_asks_for_peace_has_it(stand: Newsstand, status: int, value: str) -> None:
    date = ("Date", "Fri, 14 Mar 2025 09:00:00 GMT")
    stand.pages["1/a"] = Page(b"", "", status, (("Retry-After", value), date), tag=False)
    first, second, third = ask(stand, "/a", "/b", stand.url("/b", 2))
    assert isinstance(first, WireError)
    assert isinstance(second, WireError)
    assert first.again == pytest.approx(3600)
    assert second.again == pytest.approx(3600, abs=30)
    assert "asked for fewer requests" in second.what
    assert [isinstance(one, SparedError) for one in (first, second)] == [False, True]
    assert not second.lasting
    assert stand.asked["1/b"] == 0
    assert isinstance(third, Answer)


def test_a_short_peace_is_waited_for(stand: Newsstand) -> None:
    stand.pages["/a"] = retry_after("1")
    begun = time.monotonic()
    assert [bool(what) for what in refusals(ask(stand, "/a", "/b"))] == [True, False]
    assert time.monotonic() - begun >= 0.9


def test_too_many_requests_without_a_time_are_enough(stand: Newsstand) -> None:
    stand.pages["/a"] = Page(b"", status=429)
    assert "asked for fewer requests" in refusals(ask(stand, "/a", "/b"))[1]
    assert stand.asked["/b"] == 0


def test_a_host_that_fails_again_and_again_is_left_alone(stand: Newsstand) -> None:
    stand.pages["1/a"] = Page(b"", status=500)
    stand.pages["1/b"] = newsstand.drop()
    stand.pages["1/c"] = Page(b"", status=404)
    found = ask(stand, "/a", "/b", "/c", "/a", "/b", "/a", "/feed.xml", stand.url("/a", 2))
    assert refusals(found)[6] == "Its host failed 3 times, one after the other. The server failed (500)."
    assert refusals(found)[7] == ""
    assert [isinstance(one, SparedError) for one in found] == 6 * [False] + [True, False], "it was not asked for"
    assert stand.asked["1/a"] == 3  # the 404 between them showed that it lives; then there were three
    assert stand.asked["1/feed.xml"] == 0


def test_those_who_wait_hear_it_as_well(stand: Newsstand) -> None:
    stand.pages["1/a"] = retry_after("3600")

    async def work(manners: Manners) -> list[Any]:
        urls = [stand.url("/a"), *(stand.url(f"/{n}") for n in range(20))]
        return await asyncio.gather(*(manners.get(url, 0) for url in urls), return_exceptions=True)

    found = in_round(stand, work)
    assert all(isinstance(one, WireError) and one.status == 429 for one in found)
    assert len(stand.heard) == 2


# In so much time


@pytest.mark.parametrize("delay", [60.0, 600.0])
def test_whose_turn_comes_too_late_is_not_asked(stand: Newsstand, delay: float) -> None:
    stand.robots = "User-agent: *\nCrawl-delay: 40\n" if delay == 60 else None
    begun = time.monotonic()
    found = ask(stand, stand.url("/a", 2), delay=delay, left=lambda: 10.0)
    assert [type(one) for one in found] == [LateError], "robots.txt was asked for just now"
    robots: dict[str, str] = {stand.origin(host): f'{{"moment": "{NOW}"}}' for host in (1, 3)}

    def left() -> float:
        return 10.0 - 10.0 * stand.asked["3/a"] if stand.heard else 100.0

    stand.forget()
    found = ask(stand, "/a", "/b", stand.url("/a", 3), delay=60.0, robots=robots, left=left)
    assert [type(one) for one in found] == [Answer, LateError, Answer]
    assert time.monotonic() - begun < 5
    stand.forget()
    found = ask(stand, "/a", stand.url("/a", 2), left=lambda: 0.0)
    assert ([type(one) for one in found], stand.heard) == ([LateError, LateError], [])


def test_a_redirect_is_followed_however_late_it_is(stand: Newsstand) -> None:
    stand.pages["1/a"] = redirect(stand.url("/b", 2))
    found = ask(stand, "/a", "/c", left=lambda: 10.0 - 10.0 * stand.asked["1/a"])
    assert [type(one) for one in found] == [Answer, LateError]


def test_those_who_wait_for_their_turn_go_home_when_time_is_over(stand: Newsstand) -> None:
    async def work(manners: Manners) -> list[Any]:
        urls = [stand.url(f"/{n}") for n in range(20)]
        return await asyncio.gather(*(manners.get(url, 0.05) for url in urls), return_exceptions=True)

    found = in_round(stand, work, left=lambda: 10.0 - 10.0 * (len(stand.heard) > 3))
    assert [type(one) for one in found] == 3 * [WireError] + 17 * [LateError]
    assert len(stand.heard) == 4
