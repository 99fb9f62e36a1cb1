"""Which pictures a build makes: those that its pages name, at publish only, and no more than what changed."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from briefing.building import Report, build
from briefing.settings import check_settings

URL = "https://news.example/daily"
QUAY = "The quay wall at Malmford gave way on Monday, the harbour office said. Two cranes fell into the water there."
FERRY = "The ferry to Tarn island stopped on Tuesday, its owner said. Passengers were taken back to Malmford by bus."
EVENTS = """- id: quay
  title: The quay wall
  phrases: {quay wall: 3}
- id: ferry
  title: The ferry
  phrases: {ferry: 3}
"""
NAMED = re.compile(r'<meta property="og:image" content="([^"]+)">')


class Newsroom:
    def __init__(self, root: Path) -> None:
        self.root, self.output = root, root / "output"
        self.given = {
            "PATH": str(root / "content"),
            "OUTPUT_PATH": str(self.output),
            "BRIEFING_ARCHIVE": str(root / "archive.sqlite3"),
            "BRIEFING_DAY": "2025-03-20",
            "SITENAME": "Harbour Briefing",
            "SITEURL": URL,
            "BRIEFING_WORKERS": 1,
        }
        self.write("events.yml", EVENTS)
        self.write("quay.md", f"Title: Quay wall gives way\nDate: 2025-03-17\nSource: Harbour Post\n\n{QUAY}\n")
        self.write("ferry.md", f"Title: Ferry stops\nDate: 2025-03-18\nSource: Harbour Post\n\n{FERRY}\n")

    def write(self, name: str, text: str) -> None:
        path = self.root / "content" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def build(self, **changed: object) -> Report:
        return build(check_settings({**self.given, **changed}))

    def cards(self) -> dict[str, int]:
        """Each card with the time at which it was written."""
        folder = self.output / "cards"
        return {path.relative_to(folder).as_posix(): path.stat().st_mtime_ns for path in folder.rglob("*.png")}


def top_of(path: Path) -> object:
    """The colour of the rule above a card."""
    with Image.open(path) as image:
        return image.convert("RGB").getpixel((600, 5))


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    return Newsroom(tmp_path)


def test_every_picture_that_a_page_names_is_there(newsroom: Newsroom) -> None:
    newsroom.build()
    named = set()
    for page in newsroom.output.rglob("*.html"):
        for address in NAMED.findall(page.read_text(encoding="utf-8")):
            named.add(address.removeprefix(f"{URL}/cards/"))
    assert named == set(newsroom.cards())
    assert {"site.png", "events/quay.png", "editions/2025-03-17.png", "editions/2025-03-18.png"} <= named


def test_front_page_names_the_newest_editions(newsroom: Newsroom) -> None:
    newsroom.build()
    front = (newsroom.output / "index.html").read_text(encoding="utf-8")
    assert NAMED.findall(front) == [f"{URL}/cards/editions/2025-03-18.png"]
    assert '<meta property="og:image:alt" content="Ferry stops · Harbour Briefing · ' in front


def test_page_that_nobody_shall_share_names_none(newsroom: Newsroom) -> None:
    newsroom.build()
    page = (newsroom.output / "404.html").read_text(encoding="utf-8")
    assert not NAMED.findall(page)
    assert '<meta name="twitter:card" content="summary">' in page


def test_manifest_and_head_name_icons_that_are_there(newsroom: Newsroom) -> None:
    newsroom.build()
    output = newsroom.output
    icons = json.loads((output / "manifest.webmanifest").read_bytes())["icons"]
    for icon in icons:
        if icon["type"] == "image/png":
            with Image.open(output / icon["src"]) as image:
                assert icon["sizes"] == f"{image.width}x{image.height}"
        else:
            assert (output / icon["src"]).is_file()
    head = (output / "events" / "quay.html").read_text(encoding="utf-8")
    for relation in ("icon", "apple-touch-icon", "manifest"):
        (href,) = re.findall(f'<link rel="{relation}" href="([^"]+)"', head)
        assert (output / "events" / href).is_file()


def test_without_an_address_there_are_none(newsroom: Newsroom) -> None:
    newsroom.build()
    newsroom.build(SITEURL="")
    assert not newsroom.cards()
    assert not (newsroom.output / "manifest.webmanifest").exists()
    assert not (newsroom.output / "icons").exists()
    front = (newsroom.output / "index.html").read_text(encoding="utf-8")
    assert not NAMED.findall(front)
    assert "manifest.webmanifest" not in front


def test_only_what_changed_is_drawn_again(newsroom: Newsroom) -> None:
    newsroom.build()
    before = newsroom.cards()
    newsroom.write("ferry.md", f"Title: Ferry runs\nDate: 2025-03-18\nSource: Harbour Post\n\n{FERRY}\n")
    newsroom.build()
    after = newsroom.cards()
    assert {card for card in after if after[card] != before.get(card)} == {
        "editions/2025-03-18.png"
    }  # the event's title is its own


def test_pictures_have_the_publishers_colour_and_logo(newsroom: Newsroom) -> None:
    plain = newsroom.root / "plain"
    newsroom.build(OUTPUT_PATH=str(plain))
    green = BytesIO()
    Image.new("RGB", (300, 300), "#008000").save(green, "PNG")
    (newsroom.root / "logo.png").write_bytes(green.getvalue())
    newsroom.build(BRIEFING_ACCENT="#b3123a")
    front = (newsroom.output / "index.html").read_text(encoding="utf-8")
    assert '<link rel="icon" href="icon.svg"' in front
    assert "#b3123a" in (newsroom.output / "icon.svg").read_text(encoding="utf-8")
    assert top_of(newsroom.output / "cards" / "site.png") == (0xB3, 0x12, 0x3A)
    newsroom.build(BRIEFING_LOGO="logo.png")
    assert "data:image/png;base64," in (newsroom.output / "icon.svg").read_text(encoding="utf-8")
    for name in ("apple-touch-icon.png", "icons/192.png", "cards/events/quay.png", "favicon.ico"):
        assert (newsroom.output / name).read_bytes() != (plain / name).read_bytes()


def test_vector_logo_is_the_icon_and_leaves_the_drawn_ones_to_the_mark(newsroom: Newsroom) -> None:
    logo = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'
    (newsroom.root / "logo.svg").write_text(logo, encoding="utf-8")
    newsroom.build()
    drawn = (newsroom.output / "icons" / "192.png").read_bytes()
    newsroom.build(BRIEFING_LOGO="logo.svg")
    assert (newsroom.output / "icon.svg").read_text(encoding="utf-8") == logo
    assert (newsroom.output / "icons" / "192.png").read_bytes() == drawn


def test_card_goes_with_its_event(newsroom: Newsroom) -> None:
    newsroom.build()
    newsroom.write("events.yml", "[]\n")
    newsroom.build()
    assert "events/quay.png" not in newsroom.cards()


def test_build_that_draws_nothing_does_not_import_what_draws(newsroom: Newsroom) -> None:
    newsroom.build()
    code = (
        "import json, sys; from briefing.building import build; from briefing.settings import check_settings;"
        "report = build(check_settings(json.loads(sys.argv[1])));"
        "print(report.written, 'PIL.ImageDraw' in sys.modules)"
    )
    for given in (newsroom.given, {**newsroom.given, "SITEURL": "", "OUTPUT_PATH": str(newsroom.root / "here")}):
        done = subprocess.run(
            [sys.executable, "-c", code, json.dumps(given)], capture_output=True, text=True, check=True
        )
        written, drawn = done.stdout.split()
        assert drawn == "False"
        assert (written == "0") == (given is newsroom.given)
