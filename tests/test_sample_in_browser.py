"""The sample as a new user opens it, from `file://`: no errors, nothing from elsewhere, links that land."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.slow

PAGES = [
    "index.html",
    "editions/2025-04-24.html",
    "events/strikes.html",
    "actors/volodymyr-zelensky.html",
    "articles/2025-03/quayside-roundup-15-march.html",
    "method.html",
]


@pytest.mark.parametrize("path", PAGES)
def test_page_opens(browser: Any, sample: Path, path: str) -> None:
    complaints: list[str] = []
    page = browser.new_page(viewport={"width": 360, "height": 800})
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("requestfailed", lambda request: complaints.append(request.url))
    page.on("request", lambda request: request.url.startswith("file:") or complaints.append(request.url))
    page.goto((sample / path).as_uri())
    assert page.locator("h1").count() == 1
    assert page.locator("main").inner_text().strip()
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    page.close()
    assert complaints == []


def test_every_sentence_of_the_front_page_leads_to_its_place(browser: Any, sample: Path) -> None:
    page = browser.new_page()
    page.goto((sample / "index.html").as_uri())
    links = page.eval_on_selector_all("main a[href*='#s']", "links => links.map(link => link.href)")
    assert len(links) > 5
    for link in dict.fromkeys(links):
        page.goto(link)
        assert page.locator(":target").count() == 1, link
    page.close()


def test_no_link_is_dead(sample: Path) -> None:
    """Every link of every page leads to a file, and to a place in it if it names one."""
    from lxml import html  # noqa: PLC0415 - the others of this module do not need it

    targets: dict[str, set[str]] = {}
    links: dict[tuple[str, str], str] = {}
    for file in sample.rglob("*.html"):
        tree = html.parse(str(file)).getroot()
        targets[str(file)] = {*tree.xpath("//@id"), *tree.xpath("//a/@name")}
        if file.name == "404.html":
            continue  # its links are absolute, since it answers at any address
        for _, attribute, link, _ in tree.iterlinks():
            if attribute in ("href", "src") and "://" not in link and not link.startswith(("mailto:", "data:")):
                path, _, fragment = link.partition("#")
                goal = (file.parent / path).resolve() if path else file
                links.setdefault((str(goal), fragment), f"{file.relative_to(sample)}: {link}")
    dead = [
        place
        for (goal, fragment), place in sorted(links.items())
        if not Path(goal).is_file() or (fragment and goal in targets and fragment not in targets[goal])
    ]
    assert dead == []
    assert len(links) > 500
