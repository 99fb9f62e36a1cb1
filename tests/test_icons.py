"""The icon for browsers and the manifest."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from pathlib import Path

import pytest
from fakes import SITE
from lxml import etree
from msgspec.structs import replace

from briefing.site.pictures.icons import (
    DARK,
    INSTALLED,
    LIGHT,
    icon_svg,
    is_svg,
    luminance,
    manifest,
    on,
    short_name,
    tint,
)

SVG = b'\xef\xbb\xbf<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'


def test_icon_has_the_publishers_colour_and_another_one_beside_dark_tabs() -> None:
    root = etree.fromstring(icon_svg("#0b4f7d"))
    assert root.find("{*}rect").get("fill") == "#0b4f7d"
    assert root.find("{*}path").get("stroke") == LIGHT
    assert f"prefers-color-scheme: dark) {{ rect {{ fill: {tint('#0b4f7d')} }}" in root.find("{*}style").text


def test_icon_of_the_theme_is_the_mark_in_the_themes_colour() -> None:
    theme = Path(__file__).parent.parent / "themes" / "briefing" / "static"
    colour = re.search(r"--link: (#[0-9a-f]{6});", (theme / "briefing.css").read_text(encoding="utf-8"))
    assert colour
    assert (theme / "icon.svg").read_bytes() == icon_svg(colour[1])


def test_logo_becomes_the_icon() -> None:
    assert icon_svg("#0b4f7d", SVG) == SVG
    picture = b"\x89PNG\r\n\x1a\n..."
    assert is_svg(SVG)
    assert not is_svg(picture)
    href = etree.fromstring(icon_svg("#0b4f7d", picture)).find("{*}image").get("href")
    assert href == f"data:image/png;base64,{b64encode(picture).decode()}"


@pytest.mark.parametrize(
    ("colour", "lines"), [("#0b4f7d", LIGHT), ("#ffd400", DARK), ("#ffffff", DARK), ("#000000", LIGHT)]
)
def test_lines_are_seen_on_their_tile(colour: str, lines: str) -> None:
    assert on(colour) == lines
    lighter, darker = sorted((luminance(colour), luminance(lines)), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= 3


def test_manifest_holds_below_any_path() -> None:
    value = json.loads(manifest(SITE, "#fdfcfa"))
    assert value["name"] == SITE.name
    assert value["start_url"] == value["scope"] == "./"
    assert (value["lang"], value["dir"]) == ("en", "ltr")
    assert value["display"] == "minimal-ui"  # "browser" cannot be installed
    assert value["background_color"] == value["theme_color"] == "#fdfcfa"
    assert not any("://" in icon["src"] or icon["src"].startswith("/") for icon in value["icons"])
    drawn = {(icon["src"], icon["sizes"], icon["purpose"]) for icon in value["icons"] if icon["type"] == "image/png"}
    assert drawn == {(i.href, f"{i.size}x{i.size}", "maskable" if i.full else "any") for i in INSTALLED}
    assert {192, 512} <= {icon.size for icon in INSTALLED}  # what Chrome asks of a site that can be installed


def test_manifest_says_which_way_the_language_runs() -> None:
    assert json.loads(manifest(replace(SITE, language="ar"), "#fdfcfa"))["dir"] == "rtl"


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Briefing", "Briefing"),
        ("The Harbour Briefing", "The Harbour"),
        ("Hafenschifffahrtsnachrichten", "Hafenschifff"),
        ("  ", ""),
    ],
)
def test_short_name_stands_below_an_icon(name: str, short: str) -> None:
    assert short_name(name).strip() == short
