"""The built sites in a real browser: accessible, nothing runs over or comes from elsewhere, by keyboard, on paper."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from conftest import PROJECT, require

from benchmarks.measures import axe, kinds, serving, tools
from benchmarks.measures.searching import open_search

SITES = ("sample", "full", "one", "nothing")
SKIPPED = ("404", "moved")  # links from the web's root; leads on at once
NARROW, WIDE = 320, 1280  # pixels: a wide page at 400 % zoom; a laptop
AT_ONCE = 20  # keys that are pressed before it is looked where they led
PAPER = {"width": 700, "height": 1000}  # pixels: A4 within usual margins
WIDTHS = (NARROW, 360, 768, WIDE)
# In one process, so that the sites are built once.
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("built sites")]

# Whatever stands outside the window's sides, unless it can be scrolled to or is meant to be out of sight.
RUNS_OVER = """() => {
    const width = document.documentElement.clientWidth;
    const found = [];
    if (document.documentElement.scrollWidth > width) found.push('the page: ' + document.documentElement.scrollWidth);
    const scrolls = each => /auto|scroll/.test(getComputedStyle(each).overflowX);
    const walk = each => {
        const style = getComputedStyle(each);
        if (style.display === 'none' || style.clipPath !== 'none' || each.matches('.skip, svg, [hidden]')) return;
        const box = each.getBoundingClientRect();
        if (box.width > 0 && (box.left < -1 || box.right > width + 1)) {
            found.push(each.tagName + '.' + each.className + ' ' + box.left + '-' + box.right);
        } else if (!scrolls(each)) {
            for (const child of each.children) walk(child);
        }
    };
    walk(document.body);
    return found.slice(0, 5);
}"""
# Text that its own box cuts off.
CLIPPED = """() => [...document.querySelectorAll('main *, header *, footer *')].filter(each => {
    const style = getComputedStyle(each);
    return /hidden|clip/.test(style.overflowX) && style.clipPath === 'none' && each.clientWidth > 1 &&
        each.checkVisibility() && !each.closest('svg') && each.scrollWidth > each.clientWidth + 1;
}).map(each => each.tagName + '.' + each.className).slice(0, 5)"""
DARK = "getComputedStyle(document.body).color.match(/\\d+/)[0] > 128"  # its letters are light
STYLED = "getComputedStyle(document.documentElement).getPropertyValue('--paper') !== ''"
# Where the keyboard is, and whether a reader sees it there.
FOCUS = """() => {
    const at = document.activeElement;
    if (!at || at === document.body) return null;
    const box = at.getBoundingClientRect();
    const style = getComputedStyle(at);
    const before = window.lastStop;
    // The card of a source is put behind the link that has the focus, so it moves on with it.
    if (!at.closest('[popover]')) window.lastStop = at;
    return {
        follows: !before || Boolean(before.compareDocumentPosition(at) & Node.DOCUMENT_POSITION_FOLLOWING),
        name: at.tagName + ' ' + (at.getAttribute('aria-label') || at.textContent).trim().slice(0, 40),
        named: Boolean((at.getAttribute('aria-label') || at.textContent || at.title || at.labels?.length)),
        first: at.matches('.skip'),
        seen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0
            && box.left < innerWidth,
        marked: (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1) || style.boxShadow !== 'none',
    };
}"""


@pytest.fixture(params=SITES)
def output(request: pytest.FixtureRequest) -> Path:
    if request.param == "sample":
        return request.getfixturevalue("sample")
    return request.getfixturevalue("stressed")[request.param]


def pick_by_kind(output: Path, each: int) -> list[tuple[str, str]]:
    """Pages that stand for all of their kind, behind its name, the largest first."""
    picked = kinds.pick(kinds.find_pages(output), each)
    return [(kind, href) for kind, hrefs in picked.items() if kind not in SKIPPED for href in hrefs]


def pick(output: Path, each: int = 2) -> list[str]:
    """Pages that stand for all of their kind."""
    return [href for _, href in pick_by_kind(output, each)]


@contextmanager
def opened(browser: Any, within: str, **options: Any) -> Iterator[tuple[Any, list[str]]]:
    """A tab, and what goes wrong in it: messages of the console, errors, requests that fail or leave `within`."""
    options = {"viewport": {"width": WIDE, "height": 900}, "reduced_motion": "reduce", **options}
    context = browser.new_context(**options)
    tab, wrong = context.new_page(), []
    tab.on("console", lambda message: wrong.append(message.text))
    tab.on("pageerror", lambda error: wrong.append(str(error)))
    # Going on to the next page cuts off whatever the last one was still loading, its icon for one.
    tab.on("requestfailed", lambda request: request.failure == "net::ERR_ABORTED" or wrong.append(request.url))
    tab.on("request", lambda request: request.url.startswith(within) or wrong.append(f"asks for {request.url}"))
    tab.on("response", lambda response: response.status < 400 or wrong.append(f"{response.status}: {response.url}"))
    yield tab, wrong
    context.close()


def test_pages_break_no_rule_of_accessibility(browser, output, sample):
    """In a wide window, light; in the dark, where all but the colours is the same; in a narrow one.

    The largest page of each kind: small ones are those of the sites with one article and with none. What a wide window
    changes the sample shows.
    """
    require(tools.find_axe)
    violations: dict[tuple[str, str], list[str]] = {}
    wide = () if output == sample else axe.OF_COLOURS
    with opened(browser, "file:") as (tab, wrong):
        for href in pick(output, 1):
            tab.goto((output / href).as_uri())
            violations[href, "light"] = axe.find_violations(tab, wide)[0]
            tab.emulate_media(color_scheme="dark")
            assert tab.evaluate(DARK), href
            violations[href, "dark"] = axe.find_violations(tab, axe.OF_COLOURS)[0]
            tab.emulate_media(color_scheme="light")
            tab.set_viewport_size({"width": NARROW, "height": 900})
            violations[href, "narrow"] = axe.find_violations(tab)[0]
            tab.set_viewport_size({"width": WIDE, "height": 900})
        assert wrong == []
    assert {place: found for place, found in violations.items() if found} == {}


@pytest.fixture(scope="module")
def searched(sample: Path) -> Path:
    """The output folder of the sample with its search index."""
    conf = str(sample.parent / "pelicanconf.py")
    command = [sys.executable, "-m", "briefing.cli", "search", "--quiet", "--settings", conf]
    ran = subprocess.run(command, capture_output=True, text=True, cwd=PROJECT, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return sample


@pytest.mark.parametrize(("scheme", "width"), [("light", WIDE), ("dark", WIDE), ("light", NARROW)])
def test_an_open_search_breaks_no_rule_of_accessibility(browser, searched, scheme, width):
    require(tools.find_axe)
    size = {"width": width, "height": 900}
    with (
        serving.serve(searched, "deep/er") as address,
        opened(browser, address, color_scheme=scheme, viewport=size) as (tab, wrong),
    ):
        assert open_search(tab, address, "talks") > 3
        assert axe.find_violations(tab)[0] == []
        assert tab.evaluate(RUNS_OVER) == []
        tab.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")
        assert axe.find_violations(tab)[0] == []
        assert tab.evaluate(RUNS_OVER) == []
        assert wrong == []


def test_nothing_runs_over_or_is_cut_off(browser, output):
    found = {}
    with opened(browser, "file:") as (tab, wrong):
        for href in pick(output):
            tab.goto((output / href).as_uri())
            for width in WIDTHS:
                tab.set_viewport_size({"width": width, "height": 900})
                found[href, width] = tab.evaluate(RUNS_OVER) + tab.evaluate(CLIPPED)
        assert wrong == []
    assert {place: faults for place, faults in found.items() if faults} == {}


def test_nothing_runs_over_with_every_disclosure_open(browser, output):
    found = {}
    with opened(browser, "file:", viewport={"width": NARROW, "height": 900}) as (tab, _):
        for href in pick(output):
            tab.goto((output / href).as_uri())
            tab.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")
            found[href] = tab.evaluate(RUNS_OVER) + tab.evaluate(CLIPPED)
    assert {href: faults for href, faults in found.items() if faults} == {}


@pytest.mark.parametrize("below", ["", "deep/er"])
def test_pages_work_at_any_address(browser, sample, below):
    with serving.serve(sample, below) as address, opened(browser, address) as (tab, wrong):
        for href in set(pick(sample, 1)) - {"search.html"}:  # there is no index beside it yet
            tab.goto(address + href)
            assert tab.locator("h1").count() == 1, href
            assert tab.evaluate(STYLED), "no style sheet"
            assert wrong == [], href


def test_what_is_not_there_says_so_at_any_depth(browser, sample):
    with serving.serve(sample) as address, opened(browser, address) as (tab, wrong):
        for href in ("gone.html", "events/gone/for/good.html"):
            tab.goto(address + href)
            assert tab.locator("h1").is_visible()
            assert tab.evaluate(STYLED), "no style sheet"
            assert len(wrong) == 2, wrong  # the status and the console's word for it, nothing else
            wrong.clear()


def test_everything_can_be_read_without_javascript(browser, sample):
    """What a page shows with JavaScript it shows without; scripts may add controls, which do nothing without them."""
    shown = (
        "[...document.querySelectorAll('main :is(h1, h2, h3, p, li, td, blockquote):not(:has(input, select, button))')]"
    )
    shown += ".filter(each => each.checkVisibility()).map(each => each.innerText.trim())"
    with opened(browser, "file:") as (tab, _), opened(browser, "file:", java_script_enabled=False) as (bare, wrong):
        for href in pick(sample, 1):
            if href == "search.html":
                continue
            bare.goto((sample / href).as_uri())
            tab.goto((sample / href).as_uri())
            assert bare.locator("h1").is_visible()
            assert set(tab.evaluate(shown)) <= set(bare.evaluate(shown)), href
        assert wrong == []


def test_a_reader_without_javascript_goes_from_the_front_page_to_a_sentence(browser, sample):
    with opened(browser, "file:", java_script_enabled=False) as (tab, wrong):
        tab.goto((sample / "index.html").as_uri())
        for kind in ("events/", "actors/", "articles/"):
            link = tab.locator(f"main a[href*='{kind}']:visible").first
            link.click()
            assert kind in tab.url
            assert tab.locator("h1").is_visible()
        tab.goto((sample / "index.html").as_uri())
        for name in tab.locator("header nav a").all_inner_texts():
            tab.get_by_role("navigation").get_by_role("link", name=name, exact=True).first.click()
            assert tab.locator("h1").is_visible(), name
        assert wrong == []


def test_every_sentence_of_the_front_page_leads_to_its_place(browser, sample):
    with opened(browser, "file:") as (tab, _):
        tab.goto((sample / "index.html").as_uri())
        links = tab.eval_on_selector_all("main a[href*='#s']", "links => links.map(link => link.href)")
        assert len(links) > 5
        for link in dict.fromkeys(links):
            tab.goto(link)
            assert tab.locator(":target").count() == 1, link


@pytest.mark.parametrize(("width", "most"), [(NARROW, 100), (WIDE, 300)])
def test_the_keyboard_goes_through_every_page_in_order(browser, sample, width, most):
    """From the skip link to the last link: each stop in the order of the page, in sight, marked and named; no trap."""
    done = set()
    with opened(browser, "file:", viewport={"width": width, "height": 900}) as (tab, _):
        for kind, href in pick_by_kind(sample, 2):
            if kind in done:
                continue
            tab.goto((sample / href).as_uri())
            number = tab.locator("a[href], button, summary, input, select, textarea, [tabindex='0']").count()
            if number > most:
                continue  # a smaller page stands for the kind
            done.add(kind)
            stops = list(go_through(tab, 4 * number))  # a source's card brings up to three links of its own
            assert stops[0]["first"], href
            assert [
                stop for stop in stops if not all(stop[law] for law in ("follows", "seen", "marked", "named"))
            ] == []
            assert len(stops) > 5, href


def go_through(tab: Any, most: int) -> Iterator[dict[str, Any]]:
    """Where the keyboard stops, one after another, until it comes to the first again."""
    # Looking after each key, from within the page, takes half as long as asking from here each time.
    tab.evaluate(f"window.stops = []; addEventListener('keyup', () => stops.push(({FOCUS})()), true)")
    for count in range(0, most + AT_ONCE, AT_ONCE):
        for _ in range(AT_ONCE):
            tab.keyboard.press("Tab")
        for place, stop in enumerate(tab.evaluate("window.stops.splice(0)")):
            if not stop or (stop["first"] and count + place):
                return
            yield stop
    raise AssertionError(f"{tab.url}: no end after {most} stops")


def test_disclosures_open_and_close_by_keyboard(browser, sample):
    number = 0
    with opened(browser, "file:") as (tab, _):
        for href in pick(sample, 1):
            tab.goto((sample / href).as_uri())
            for summary in tab.locator("summary:visible").all()[:20]:
                before = summary.evaluate("each => each.parentElement.open")
                for key in ("Enter", "Space"):
                    summary.focus()
                    tab.keyboard.press(key)
                    after = summary.evaluate("each => each.parentElement.open")
                    assert after != before, (href, key)
                    before = after
                number += 1
    assert number > 3


def test_pages_print_whole(browser, sample):
    """On paper nothing is folded away, links name their goal, and what only a screen can do is gone."""
    with opened(browser, "file:", viewport=PAPER) as (tab, _):
        tab.emulate_media(media="print")
        for href in pick(sample, 1):
            tab.goto((sample / href).as_uri())
            assert tab.locator("h1").is_visible()
            assert not tab.locator("header nav").first.is_visible(), href
            assert tab.evaluate(RUNS_OVER) == [], href
