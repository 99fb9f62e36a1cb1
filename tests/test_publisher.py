"""What a publisher can set: colour, logo, sections, where mistakes are reported. Each is checked, and shown."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import fakes
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from briefing.errors import SettingError
from briefing.logo import LARGEST, check_logo
from briefing.settings import check_settings
from briefing.site import pages
from briefing.site.colours import DARK_GROUND, LEAST_CONTRAST, LIGHT_GROUND, contrast, legible, publisher_sheet
from briefing.site.frame import meta
from briefing.site.reporting import LONGEST, report_href
from briefing.site.views.frame import Site

STYLESHEET = Path(__file__).parent.parent / "themes/briefing/static/briefing.css"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 30"><path d="M0 0h90"/></svg>'
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (64).to_bytes(4, "big") + (128).to_bytes(4, "big") + b"\x08\x06\0\0\0"


def drawing(part: bytes) -> bytes:
    return SVG.replace(b"<path", part + b"<path")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "content").mkdir()
    return tmp_path


def checked(folder: Path, **given: object):  # type: ignore[no-untyped-def] # pytest shows what comes back
    return check_settings({"PATH": str(folder / "content"), "OUTPUT_PATH": str(folder / "output"), **given})


# -- colour -----------------------------------------------------------------------------------------------------------


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
    assert contrast("#ff0000", "#ff0000") == 1


def test_a_colour_that_can_be_read_stays_as_it_is() -> None:
    assert legible("#1d6b3a", LIGHT_GROUND) == "#1d6b3a"
    assert legible("#8cc4ec", DARK_GROUND) == "#8cc4ec"


@given(st.from_regex(r"#[0-9a-f]{6}", fullmatch=True))
def test_every_colour_can_be_read_in_light_and_dark(colour: str) -> None:
    for ground in (LIGHT_GROUND, DARK_GROUND):
        assert contrast(legible(colour, ground), ground) >= LEAST_CONTRAST


def test_the_grounds_are_those_of_the_stylesheet() -> None:
    """Links stand on --paper and on --wash; what can be read on the second can be on the first."""
    sheet = STYLESHEET.read_text(encoding="utf-8")
    washes, papers = (re.findall(rf"--{name}: (#\w{{6}});", sheet)[:2] for name in ("wash", "paper"))
    assert washes == [LIGHT_GROUND, DARK_GROUND]
    for wash, paper, extreme in zip(washes, papers, ("#000000", "#ffffff"), strict=True):
        assert contrast(extreme, paper) > contrast(extreme, wash)


def test_the_themes_own_colours_can_be_read() -> None:
    sheet = STYLESHEET.read_text(encoding="utf-8")
    light, dark = re.findall(r":root \{(.*?)\}", sheet, re.DOTALL)[:2]
    for part, ground in ((light, LIGHT_GROUND), (dark, DARK_GROUND)):
        colours = dict(re.findall(r"--(\w+): (#\w{6});", part))
        for name in ("ink", "soft", "link", "new", "updated", "corrected"):
            assert contrast(colours[name], ground) >= LEAST_CONTRAST, name
            assert contrast(colours[name], colours["paper"]) >= LEAST_CONTRAST, name
        assert contrast(colours["ink"], colours["mark"]) >= LEAST_CONTRAST


def test_the_publishers_colour_leaves_paper_and_contrast_alone() -> None:
    sheet = publisher_sheet("#ffd400")
    assert sheet.count("@media screen and (prefers-contrast: no-preference) and (forced-colors: none)") == 2
    light, dark = re.findall(r"--link: (#\w+)", sheet)
    assert contrast(light, LIGHT_GROUND) >= LEAST_CONTRAST
    assert dark == "#ffd400"


# -- logo -------------------------------------------------------------------------------------------------------------


def test_a_logo_is_as_wide_as_it_is_drawn() -> None:
    assert (check_logo("x.svg", SVG).kind, check_logo("x.svg", SVG).width) == ("svg", 96)
    assert (check_logo("x.png", PNG).kind, check_logo("x.png", PNG).width) == ("png", 16)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"GIF89a", "is neither SVG nor PNG. Save it as one of the two."),
        (SVG.replace(b"viewBox", b"box"), "does not say how wide it is. Give its <svg> a viewBox"),
        (SVG + b" " * LARGEST, "bytes. Every page shows it: make it smaller than 60,000 bytes."),
        (SVG.replace(b"0 0 90 30", b"0 0 9.0.1 3"), "does not say how wide it is."),
        (SVG.replace(b"90", b"9" * 400), "does not say how wide it is."),
        (SVG.replace(b"0 0 90", b"0 0 900"), "is more than 8 times as wide as high."),
        (PNG[:20] + b"\0\0\0\1\0", "is more than 8 times as wide as high."),
        (PNG[:20] + bytes(5), "has no width or no height."),
        (PNG[:16] + bytes(9), "has no width or no height."),
        (SVG[:-6], "cannot be read as SVG: "),
        (b"<html>" + SVG + b"</html>", "is neither SVG nor PNG."),
        (drawing(b"<script>0</script>"), "holds '<script', which can run or ask another host."),
        (drawing(b"<s:script xmlns:s='http://www.w3.org/2000/svg'>0</s:script>"), "holds '<script', which can run"),
        (drawing(b"<h:b xmlns:h='http://www.w3.org/1999/xhtml'/>"), "holds '<b', which can run"),
        (drawing(b"<path onload = '0'/>"), "holds 'onload=0', which can run"),
        (drawing(b"<set attributeName='onclick' to='0'/>"), "holds 'attributename=onclick', which can run"),
        (drawing(b"<a><animate attributeName='href' to='x'/></a>"), "which can run"),
        (drawing(b"<a href='java&#115;cript&#58;0'/>"), "holds 'javascript:0', which can run"),
        (drawing(b"<image href='&#104;ttps://x.example/a.png'/>"), "which can run or ask another host"),
        (drawing(b"<image xmlns:l='http://www.w3.org/1999/xlink' l:href='//x.example'/>"), "which can run"),
        (drawing(b"<path fill='url( //x.example)'/>"), "which can run"),
        (drawing(b"<style>@import 'a'</style>"), "holds '@import', which can run"),
        (drawing(b"<style>@\\69mport 'a'</style>"), "which can run"),
        (b"<?xml-stylesheet href='a.css'?>" + SVG, "holds '<?xml-stylesheet', which can run"),
        (b'<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG, "which can run"),
    ],
)  # fmt: skip
def test_a_logo_that_is_none_or_not_safe_is_refused(content: bytes, told: str) -> None:
    with pytest.raises(SettingError) as stopped:
        check_logo("logo.svg", content)
    assert f"BRIEFING_LOGO logo.svg {told}" in str(stopped.value) or told in str(stopped.value)


def test_a_logo_as_drawing_programs_save_it_is_taken() -> None:
    saved = drawing(
        b"<defs xmlns:e='urn:editor' e:file='C:\\a.svg'><e:view/><linearGradient id='g'/></defs>"
        b"<style>a{fill:url(#g)}</style><use href='#g'/><image href='data:image/png;base64,iVBORw0='/>"
        b"<rect fill='url(#g)' style='fill: url( &quot;#g&quot; )'/>"
    )
    head = b'<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/svg11.dtd">'
    assert check_logo("x.svg", head + saved).width == 96


def test_a_changed_logo_changes_the_pages(folder: Path) -> None:
    (folder / "logo.svg").write_bytes(SVG)
    before = checked(folder, BRIEFING_LOGO="logo.svg").page_key()
    (folder / "logo.svg").write_bytes(SVG.replace(b"h90", b"h60"))
    assert checked(folder, BRIEFING_LOGO="logo.svg").page_key() != before


# -- settings ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"BRIEFING_ACCENT": "green"}, "BRIEFING_ACCENT is 'green'. It takes a colour such as '#1d6b3a'."),
        ({"BRIEFING_LOGO": "none.svg"}, "none.svg cannot be read: No such file or directory. Name a file"),
        ({"BRIEFING_NAVIGATION": "events"}, "BRIEFING_NAVIGATION is 'events'. It takes a list of these"),
        ({"BRIEFING_NAVIGATION": ["events", "events"]}, "It takes a list of these, each once"),
        ({"BRIEFING_SECTIONS": ["weather"]}, "BRIEFING_SECTIONS is ['weather']. It takes a list of these"),
        ({"BRIEFING_REPORT": "the editor"}, "BRIEFING_REPORT is 'the editor'. It takes a mail address, or the address"),
        ({"BRIEFING_REPORT": "javascript:alert(1)"}, "It takes a mail address, or the address of a form"),
        ({"BRIEFING_REPORT": "https://x.example/?a={where}"}, "It can hold {title}, {place}, {page}, {passage}."),
        ({"BRIEFING_FOOTER": "two\nlines"}, "It takes one line of text in quotation marks."),
        ({"BRIEFING_DESCRIPTION": "two\u2028lines"}, "It takes one line of text in quotation marks."),
        ({"BRIEFING_LOGO": "a\0b.svg"}, "It takes one line of text in quotation marks."),
        ({"SITENAME": "half a letter: \ud83d"}, "It takes one line of text in quotation marks."),
    ],
)  # fmt: skip
def test_a_wrong_setting_is_told_with_its_remedy(folder: Path, given: dict[str, object], told: str) -> None:
    with pytest.raises(SettingError) as stopped:
        checked(folder, **given)
    assert told in str(stopped.value)


def test_every_setting_of_a_publisher_makes_pages_anew(folder: Path) -> None:
    (folder / "logo.svg").write_bytes(SVG)
    plain = checked(folder).page_key()
    for change in (
        {"BRIEFING_ACCENT": "#1D6B3A"}, {"BRIEFING_LOGO": "logo.svg"}, {"BRIEFING_FOOTER": "Ours."},
        {"BRIEFING_DESCRIPTION": "News."}, {"BRIEFING_NAVIGATION": ["front"]}, {"BRIEFING_SECTIONS": []},
        {"BRIEFING_REPORT": "desk@news.example"},
    ):  # fmt: skip
        assert checked(folder, **change).page_key() != plain, change


def test_the_navigation_is_as_the_publisher_orders_it() -> None:
    site = replace(fakes.SITE, navigation=("method", "front"))
    assert [section.href for section in meta(site, "index.html", "").navigation] == ["method.html", "index.html"]
    current = {section.href: section.current for section in meta(site, "method.html", "x", section="method").navigation}
    assert current == {"method.html": "page", "index.html": ""}
    below = meta(fakes.SITE, "events/tug-truce.html", "x", section="events").navigation
    assert [section.current for section in below] == ["", "", "true", "", "", ""]


# -- mistakes ---------------------------------------------------------------------------------------------------------


def test_nobody_is_asked_to_report_where_nobody_reads_it() -> None:
    assert report_href(Site("Tidewater"), "a.html#s1", "a.md:0-9", "A title", "Words.") == ""


def test_a_mail_comes_with_the_place_of_the_passage() -> None:
    site = Site("Tidewater", url="https://tidewater.example", report="desk@tidewater.example")
    href = report_href(site, "articles/a.html#s2", "a.md:0-9", "Tugs & “rest”", "Nobody\nwins & loses.")
    parts = urlsplit(href)
    assert (parts.scheme, parts.path) == ("mailto", "desk@tidewater.example")
    fields = parse_qs(parts.query)
    assert fields["subject"] == ["A mistake in “Tugs & “rest””"]
    for words in ("a.md:0-9", "https://tidewater.example/articles/a.html#s2"):
        assert words in fields["body"][0]


@given(st.text(), st.text())
def test_nothing_in_an_article_leaves_its_field_of_the_form(title: str, passage: str) -> None:
    site = Site("Tidewater", report="https://x.example/new?at={place}&title={title}&body={passage}%0A{page}")
    href = report_href(site, "a.html#s2", "a.md:0-9", title, passage)
    query = urlsplit(href).query
    assert len(query.split("&")) == 3
    assert unquote(query.split("&title=")[1].split("&body=")[0]) == title.encode("utf-8", "replace").decode()
    assert len(unquote(query.split("&body=")[1])) <= LONGEST + len("\na.html#s2")


def test_every_citation_can_be_reported() -> None:
    reporting = pages.event_view(fakes.EVENT, fakes.SITE)
    silent = pages.event_view(fakes.EVENT, replace(fakes.SITE, report=""))
    assert all(passage.cite.report.startswith("mailto:") for passage in reporting.summary)
    assert not any(passage.cite.report for passage in silent.summary)
