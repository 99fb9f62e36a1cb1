"""The pages in a real browser: nothing runs over at 360 pixels, nothing is blocked, missing or asked for elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fakes
import pytest

NARROW, WIDE = 360, 1400  # pixels: the narrowest phones in use; a screen with room for notes in the margin
RUNS_OVER = "document.documentElement.scrollWidth - window.innerWidth"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fakes.write_site(tmp_path_factory.mktemp("site"))


@pytest.fixture
def tab(browser: Any) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": NARROW, "height": 800})
    yield context.new_page()
    context.close()


def test_pages_stand_in_a_browser_without_errors_or_overflow(tab, site):
    errors: list[str] = []
    tab.on("console", lambda message: errors.append(message.text))
    tab.on("pageerror", lambda error: errors.append(str(error)))
    # Going on to the next page cuts off whatever the last one was still loading, its icon for one.
    tab.on("requestfailed", lambda request: request.failure == "net::ERR_ABORTED" or errors.append(request.url))
    tab.on("request", lambda request: request.url.startswith("file:") or errors.append(request.url))
    for href in sorted(fakes.views()):
        if href in ("404.html", "events/old-truce.html"):
            continue  # links from the web's root; leads on at once
        tab.goto((site / href).as_uri())
        for width in (WIDE, NARROW):
            tab.set_viewport_size({"width": width, "height": 800})
            assert tab.evaluate(RUNS_OVER) <= 0, (href, width)
            assert tab.evaluate("getComputedStyle(document.body).display") == "grid", "no stylesheet"
        assert not errors, (href, errors)


def test_a_moved_page_leads_on(tab, site):
    tab.goto((site / "events" / "old-truce.html").as_uri())
    tab.wait_for_url((site / "events" / "tug-truce.html").as_uri(), timeout=5_000)


def test_lines_are_of_a_length_to_read(tab, site):
    tab.set_viewport_size({"width": WIDE, "height": 800})
    tab.goto((site / "articles" / "2025-03" / "call.html").as_uri())
    # The column's width by that of an average letter in running text.
    measure = tab.evaluate("""() => {
        const p = document.querySelector('.text p:not(.notes)');
        const probe = document.createElement('span');
        probe.textContent = 'The two harbour masters spoke for forty minutes on Tuesday, and agreed on little';
        probe.style.whiteSpace = 'nowrap';
        p.append(probe);
        const letter = probe.getBoundingClientRect().width / probe.textContent.length;
        const width = p.clientWidth;
        probe.remove();
        return width / letter;
    }""")
    assert 45 <= measure <= 75, measure


def test_the_keyboard_reaches_the_content_first(tab, site):
    tab.goto((site / "index.html").as_uri())
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.textContent") == "Skip to the content"
    assert tab.evaluate("document.activeElement.getBoundingClientRect().left") >= 0
    tab.keyboard.press("Enter")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.querySelector('main').contains(document.activeElement)")
