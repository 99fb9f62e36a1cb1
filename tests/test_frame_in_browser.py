"""What script and sheet do in a real browser: sources beside passages, addresses to copy, lists, keys, paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import fakes
import pytest
from msgspec.structs import replace

WAIT = 3_000  # ms; what is waited for comes within a tenth of that
EVENT, ARTICLE = "events/tug-truce.html", "articles/2025-03/call.html"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fakes.write_site(tmp_path_factory.mktemp("site"))


Open = Callable[..., Any]


@pytest.fixture
def open_page(browser: Any) -> Iterator[Open]:
    contexts = []

    def opened(path: Path, width: int = 1280, **options: Any) -> Any:
        context = browser.new_context(viewport={"width": width, "height": 800}, **options)
        contexts.append(context)
        tab = context.new_page()
        tab.set_default_timeout(WAIT)
        tab.goto(path.as_uri())
        return tab

    yield opened
    for context in contexts:
        context.close()


# -- sources beside passages ------------------------------------------------------------------------------------------


def test_a_pointer_shows_the_source_and_can_go_to_it(open_page: Open, site: Path) -> None:
    tab = open_page(site / EVENT)
    link, card = tab.locator("a[data-source]").first, tab.locator(".source-card")
    link.hover()
    card.wait_for(state="visible")
    listed = tab.locator(f"#source-{link.get_attribute('data-source')}")
    assert card.inner_text().startswith(listed.inner_text().split("\n")[0][:20])
    assert card.locator("a").last.get_attribute("href").endswith(link.get_attribute("href").removeprefix("../"))
    card.hover()
    tab.wait_for_timeout(400)
    assert card.is_visible()
    tab.mouse.move(2, 2)
    card.wait_for(state="hidden")


def test_the_keyboard_shows_the_source_and_escape_closes_it(open_page: Open, site: Path) -> None:
    tab = open_page(site / EVENT)
    link, card = tab.locator("a[data-source]").first, tab.locator(".source-card")
    tab.evaluate("document.querySelector('a[data-source]').closest('section').querySelector('h2').tabIndex = 0")
    tab.locator("section:has(a[data-source]) h2").first.focus()
    tab.keyboard.press("Tab")
    assert link.evaluate("each => each === document.activeElement")
    assert card.is_visible()
    assert link.get_attribute("aria-expanded") == "true"
    tab.keyboard.press("Tab")
    assert card.evaluate("each => each.contains(document.activeElement)")
    tab.keyboard.press("Escape")
    assert not card.is_visible()
    assert link.evaluate("each => each === document.activeElement")
    assert link.get_attribute("aria-expanded") is None


def test_the_first_tap_shows_the_source_the_second_goes_there(open_page: Open, site: Path) -> None:
    tab = open_page(site / EVENT, 360, has_touch=True, is_mobile=True)
    link, card = tab.locator("a[data-source]").nth(1), tab.locator(".source-card")
    link.tap()
    assert card.is_visible()
    assert tab.url.endswith(EVENT)
    box = card.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360
    tab.locator("h1").tap()
    assert not card.is_visible()
    link.tap()
    link.tap()
    tab.wait_for_url("**/articles/**")


def test_without_the_script_a_citation_is_a_link(open_page: Open, site: Path) -> None:
    tab = open_page(site / EVENT, java_script_enabled=False)
    tab.locator("a[data-source]").first.click()
    tab.wait_for_url("**/articles/**")


# -- addresses, lists, keys -------------------------------------------------------------------------------------------


def test_the_address_of_a_sentence_is_copied_and_said(open_page: Open, site: Path) -> None:
    tab = open_page(site / ARTICLE, permissions=["clipboard-read", "clipboard-write"])
    anchor = tab.locator("a.anchor").first
    tab.locator(".text p:not(.notes)").first.hover()
    anchor.click(force=True)  # it is seen while the pointer is on its sentence
    said = tab.locator(".said-aloud")
    tab.get_by_text("Link copied").wait_for()
    assert said.get_attribute("role") == "status"
    assert tab.evaluate("navigator.clipboard.readText()") == tab.url.partition("#")[0] + anchor.get_attribute("href")
    tab.locator("a.para").nth(1).press("Enter")  # a paragraph's number is reached by keyboard
    assert tab.url.endswith("#p2")
    copied = tab.evaluate("navigator.clipboard.readText()")
    assert copied == tab.url


def test_a_list_is_narrowed_by_words_without_regard_to_accents(open_page: Open, site: Path, tmp_path: Path) -> None:
    # Markup of its own: which pages have such a list, and in what words, is theirs to say.
    page = (site / "method.html").read_text(encoding="utf-8")
    rows = """<p data-narrow="all" data-found="{n} shown" hidden><input type="search" id="words"><output></output></p>
    <div id="all"><section data-group><ul><li>Kemal Memişoğlu</li><li>Jonas Støre</li></ul></section>
    <section data-group><ul><li>Emmanuel Macron</li></ul></section></div>"""
    narrowed = site / "narrowed.html"
    narrowed.write_text(page.replace("</main>", f"{rows}</main>"), encoding="utf-8")
    tab = open_page(narrowed)
    tab.locator("#words").fill("MEMISOGLU kem")
    assert tab.locator("#all li:visible").all_inner_texts() == ["Kemal Memişoğlu"]
    assert tab.locator("#all section:visible").count() == 1
    assert tab.locator("output").inner_text() == "1 shown"
    tab.locator("#words").fill("")
    assert tab.locator("#all li:visible").count() == 3
    assert not open_page(narrowed, java_script_enabled=False).locator("#words").is_visible()


def test_a_stroke_leads_to_the_search_unless_somebody_is_typing(open_page: Open, site: Path) -> None:
    tab = open_page(site / EVENT)
    tab.keyboard.press("/")
    field = tab.locator("header [name=q]")
    assert field.evaluate("each => each === document.activeElement")
    tab.keyboard.type("a/b")
    assert field.input_value() == "a/b"
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/search.html?q=a%2Fb")


# -- paper ------------------------------------------------------------------------------------------------------------

# Of what a reader of paper wants: files and citations are for the screen.
FOLDED = """[...document.querySelectorAll('details:not(.use) > :not(summary)')]
    .filter(each => !each.checkVisibility()).length"""


@pytest.mark.parametrize("script", [True, False])
def test_paper_shows_what_is_folded_and_sources_as_footnotes(open_page: Open, site: Path, script: bool) -> None:
    tab = open_page(site / EVENT, 700, java_script_enabled=script)
    assert tab.evaluate(FOLDED) > 0
    tab.emulate_media(media="print")
    if script:
        tab.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert not tab.locator("details:not([open])").count()
    assert tab.evaluate(FOLDED) == 0
    for hidden in ("header nav", "header form", ".report"):
        assert not tab.locator(hidden).first.is_visible(), hidden
    before = "(each, where) => getComputedStyle(each, where).content"
    link = tab.locator("a[data-source]").first
    assert link.evaluate(before, "::before") == '"["attr(data-source)"] "' or "[1" in link.evaluate(before, "::before")
    assert not link.locator(".outlet").is_visible()
    original = tab.locator(".sources .original").first
    assert original.evaluate(before, "::after") in (f'"{original.get_attribute("href")}"', "attr(href)")
    if script:
        tab.evaluate("dispatchEvent(new Event('afterprint'))")
        assert tab.locator("details:not([open])").count()


# -- the other way round ----------------------------------------------------------------------------------------------


def test_a_page_that_runs_from_right_to_left_is_laid_out_so(
    open_page: Open, tmp_path_factory: pytest.TempPathFactory
) -> None:
    turned = fakes.write_site(tmp_path_factory.mktemp("turned"), replace(fakes.SITE, language="he"))
    tab = open_page(turned / EVENT)
    assert tab.locator("html").get_attribute("dir") == "rtl"
    passage, cite = (tab.locator(f".summary > li > {each}").first.bounding_box() for each in (".verbatim", "cite"))
    assert cite["x"] + cite["width"] <= passage["x"]
    for width in (1280, 360):
        tab.set_viewport_size({"width": width, "height": 800})
        assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth"), width


def test_what_turns_the_direction_in_a_passage_leaves_the_words_behind_it_alone(open_page: Open, site: Path) -> None:
    tab = open_page(site / "events/long-tow.html")
    tab.evaluate("document.querySelectorAll('[data-place]').forEach((each) => each.prepend('\\u202e'))")  # never ended
    first, last = tab.locator("small", has_text="given by").first.evaluate(
        """each => [0, 6].map((at) => {
          const range = document.createRange();
          range.setStart(each.firstChild, at);
          range.setEnd(each.firstChild, at + 2);
          return range.getBoundingClientRect().left;
        })"""
    )
    assert first < last


def test_a_long_name_breaks_rather_than_run_over(open_page: Open, tmp_path_factory: pytest.TempPathFactory) -> None:
    name = "Donaudampfschifffahrtsgesellschaftskapitänsmütze und die Nachrichten des Tages"
    folder = fakes.write_site(tmp_path_factory.mktemp("long"), replace(fakes.SITE, name=name))
    tab = open_page(folder / "method.html")
    for width in (320, 768, 1280):
        tab.set_viewport_size({"width": width, "height": 800})
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
