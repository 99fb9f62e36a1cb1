"""How a mail looks: on any screen, in the light and in the dark, without its styles, and to those who listen to it."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fakes
import pytest
from conftest import require
from msgspec.structs import replace

from benchmarks.measures import axe
from benchmarks.measures.tools import find_axe, find_checker, find_java
from briefing.mail.message.desk import make_digest
from briefing.mail.message.digest import Digest, MailSite
from briefing.mail.message.html_part import as_preview, print_confirmation, print_html
from briefing.mail.message.length import shorten
from briefing.mail.message.week import Week
from briefing.published import LedgerRow

SITE = MailSite(
    "The Tidewater Briefing",
    "https://tidewater.example/briefing",
    timezone="Europe/London",
    notice="Everything here is invented.",
    footer="Published by the harbour masters’ association.",
)
ARABIC = "اتفق رئيسا الميناءين على إبقاء القاطرات في المرفأ ثلاثين يوماً."
UNBREAKABLE = "Unbreakable" * 20

# What the Nu HTML Checker says of a mail and what a mail needs nevertheless: Outlook for Windows lays mails out with
# Word, which heeds these attributes and not the styles that took their place. The first also says how wide a table is
# where styles are stripped.
NEEDED = {
    f"The “{name}” attribute on the “table” element is obsolete. {instead}"
    for name, instead in (
        *((name, "Use CSS instead.") for name in ("width", "align", "cellpadding", "cellspacing")),
        ("border", "Consider specifying “img { border: 0; }” in CSS instead."),
    )
}
# What axe-core says of a mail and not of its preview, which is a page: the landmarks are the mail program's, in whose
# page it stands, and that has a main part already.
OF_THE_PROGRAM = ("landmark-one-main", "region")


def digests() -> dict[str, Digest]:
    """Mails of all kinds, with all that may stand in one."""
    everything = {
        "mailed": {"2025-03/call.md": "2025-03-14", "2025-03/gone.md": "2025-03-14"},
        "withdrawn": (LedgerRow("2025-03/gone.md", "A truce that was not", "withdrawn", "retracted", ""),),
        "follows": ("The tug truce", "Ines Harrow"),
        "unsubscribe": "https://tidewater.example/unsubscribe?t=abc",
    }
    arabic = replace(
        fakes.EDITION,
        language="ar",
        items=(
            replace(fakes.ITEM, change="new", title="هدنة القاطرات", headline=ARABIC, description=ARABIC),
            *fakes.EDITION.items[1:],
        ),
        articles=tuple(replace(ref, title="هدنة القاطرات", source_name="صحيفة المرفأ") for ref in fakes.REFS),
    )
    wide = replace(fakes.ITEM, title=UNBREAKABLE, headline=UNBREAKABLE, disagreements=(fakes.INJURED,) * 2)
    week = Week("2025-03-13", "2025-03-19", ("2025-03-17", "2025-03-18", "2025-03-19"))
    return {
        "day": make_digest(fakes.EDITION, SITE),
        "everything": make_digest(fakes.EDITION, SITE, week=week, **everything),  # type: ignore[arg-type]
        "long": make_digest(fakes.LONG_EDITION, SITE),
        "short": shorten(make_digest(fakes.EDITION, SITE), 2),
        "empty": make_digest(fakes.EMPTY_EDITION, SITE),
        "german": make_digest(fakes.EDITION, replace(SITE, language="de"), **everything),  # type: ignore[arg-type]
        "arabic": make_digest(arabic, replace(SITE, language="ar"), **everything),  # type: ignore[arg-type]
        "wide": make_digest(replace(fakes.EDITION, items=(wide, *fakes.EDITION.items[1:])), SITE),
    }


def pages() -> dict[str, str]:
    asked = ("Somebody asked for the mails of The Tidewater Briefing.", "Was it you? Then follow this link:")
    url = f"https://tidewater.example/confirm?t={'0123456789abcdef-' * 4}"
    confirm = print_confirmation("en", "Confirm", "The Tidewater Briefing", asked, url, ("Else do nothing.",))
    return {name: print_html(digest, "What moved") for name, digest in digests().items()} | {"confirm": confirm}


def without_sheet(page: str) -> str:
    """A mail as programs show it that drop <style>, as Gmail does for addresses of other providers."""
    return re.sub(r"<style.*?</style>", "", page, flags=re.DOTALL)


def without_styles(page: str) -> str:
    """A mail without any style at all."""
    return re.sub(r' style="[^"]*"', "", without_sheet(page))


@pytest.fixture
def tab(browser: Any, request: pytest.FixtureRequest) -> Iterator[Any]:
    """A tab of some width in some colour scheme, which notes what is asked for and said."""
    width, scheme = request.param
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    page.said = []
    page.on("request", lambda asked: page.said.append(asked.url))
    page.on("console", lambda message: page.said.append(message.text))
    yield page
    context.close()


SCREENS = pytest.mark.parametrize(
    "tab", [(320, "light"), (320, "dark"), (700, "light"), (700, "dark")], indirect=True, ids=str
)


@SCREENS
def test_no_mail_is_wider_than_its_screen(tab: Any) -> None:
    """Also without the style sheet and without any style, and nothing is asked for."""
    for name, page in pages().items():
        for stripped in (page, without_sheet(page), without_styles(page)):
            tab.set_content(stripped)
            wide = tab.evaluate("document.documentElement.scrollWidth")
            # Nothing but a style breaks a word that is wider than the screen.
            long = name in ("wide", "confirm") and "style=" not in stripped
            assert wide <= tab.viewport_size["width"] or long, name
    assert tab.said == []


@SCREENS
def test_colours_are_of_the_scheme(tab: Any) -> None:
    width, dark = tab.viewport_size["width"], tab.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    tab.set_content(pages()["day"])
    sheet = tab.locator(".sheet")
    assert sheet.bounding_box()["width"] == min(width, 600)
    paper = "rgb(22, 23, 26)" if dark else "rgb(253, 252, 250)"
    assert sheet.evaluate("node => getComputedStyle(node).backgroundColor") == paper
    links = set(tab.eval_on_selector_all("a.link", "nodes => nodes.map(node => getComputedStyle(node).color)"))
    assert links == ({"rgb(140, 196, 236)"} if dark else {"rgb(11, 79, 125)"})


@pytest.mark.parametrize("tab", [(320, "light"), (700, "dark")], indirect=True, ids=str)
def test_a_mail_is_accessible(tab: Any) -> None:
    require(find_axe)
    violations = {}
    for name, digest in digests().items():
        tab.set_content(as_preview(print_html(digest, "What moved")))
        violations[name] = axe.find_violations(tab)[0]
    assert {name: found for name, found in violations.items() if found} == {}
    for name in ("day", "confirm"):
        tab.set_content(pages()[name])
        assert [each for each in axe.find_violations(tab)[0] if not each.startswith(OF_THE_PROGRAM)] == []


@pytest.mark.parametrize("tab", [(320, "light")], indirect=True, ids=str)
def test_first_screen_of_a_phone_says_what_moved(tab: Any) -> None:
    tab.set_viewport_size({"width": 320, "height": 568})
    tab.set_content(pages()["day"])
    top = tab.locator("h2").first.bounding_box()
    assert top["y"] + top["height"] < 568
    tab.set_content(pages()["everything"])
    assert tab.locator(".owed").first.bounding_box()["y"] < 100


@pytest.mark.parametrize("tab", [(700, "light")], indirect=True, ids=str)
def test_a_mail_from_right_to_left_is_laid_out_so(tab: Any) -> None:
    """Arabic at the right, what is English at the left, and each line's words in their order."""
    tab.set_content(pages()["arabic"])
    sheet = tab.locator(".sheet").bounding_box()
    ends = """node => { const line = document.createRange(); line.selectNodeContents(node);
        const box = line.getBoundingClientRect(); return [box.left, box.right]; }"""
    _, right = tab.locator("h2.lead").evaluate(ends)
    assert sheet["x"] + sheet["width"] - right < 40
    left, _ = tab.locator("p[data-place]").first.evaluate(ends)
    assert left - sheet["x"] < 60
    assert tab.locator("blockquote").first.evaluate("node => getComputedStyle(node).borderRightWidth") == "3px"
    # The outlet's name stands before the day.
    source = tab.locator(".source a", has_text="صحيفة المرفأ").first
    assert source.evaluate("node => getComputedStyle(node.parentElement).direction") == "rtl"


def check_markup(folder: Path) -> list[str]:
    """What the Nu HTML Checker says of the pages in `folder`, warnings as well, without what mails need."""
    command = [require(find_java), "-Xss8m", "-jar", str(require(find_checker)), "--stdout", "--format", "json"]
    ran = subprocess.run([*command, "--exit-zero-always", str(folder)], capture_output=True, check=True)
    return [
        f"{Path(message['url']).name}: {message['message']} {message.get('extract', '')!r}"
        for message in json.loads(ran.stdout)["messages"]
        if message["message"] not in NEEDED
    ]


def test_markup_is_valid(tmp_path: Path) -> None:
    """As all see it, and as Outlook does, for which the comments that begin with `[if mso]` are none."""
    for name, page in pages().items():
        (tmp_path / f"{name}.html").write_text(page, encoding="utf-8")
        outlook = re.sub(r"<!--\[if mso\]>(.*?)<!\[endif\]-->", r"\1", page, flags=re.DOTALL)
        assert outlook.count("<table") == outlook.count("</table>")
        assert "[if" not in outlook
        (tmp_path / f"{name}-outlook.html").write_text(outlook, encoding="utf-8")
    (tmp_path / "wrong.html").write_text(pages()["day"].replace("</h1>", "", 1), encoding="utf-8")
    complaints = check_markup(tmp_path)
    assert [each for each in complaints if not each.startswith("wrong.html: ")] == []
    assert complaints != [], "the checker is heard"
