"""The pictures of shared links and the icons: what they say, that it fits, that the same values give the same bytes."""

from __future__ import annotations

import re
import subprocess
import sys
import unicodedata
from io import BytesIO
from pathlib import Path

import pytest
from fakes import EDITION, EMPTY_EDITION, EVENT, EVENT_MONTH, SITE
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from PIL import Image, ImageFont

from briefing.errors import SettingError
from briefing.published import DayCount
from briefing.site.pictures.cards import HEIGHT, WIDTH, draw_card, draw_favicon, draw_icon
from briefing.site.pictures.icons import INSTALLED, TOUCH, Colours
from briefing.site.pictures.sharing import MOST_BARS, Card, bars_of, card_href, edition_card, event_card, site_card
from briefing.site.pictures.typesetting import (
    ELLIPSIS,
    MOST_CHARACTERS,
    SPACE,
    fit,
    printable,
    read_face,
    read_font_file,
    shorten,
)

CARD = Card(
    "cards/editions/2025-03-19.png",
    "Harbour Briefing",
    "Wednesday, 19 March 2025",
    "Tug crews end their strike after three weeks, and ferries run again",
    "6 events · 24 articles · 9 outlets",
    (0.1, 0.5, 0.0, 1.0),
)
LARGEST = 60_000  # bytes of a card: what a service fetches within its patience
BOLD, REGULAR = read_face("SemiBold"), read_face("Regular")
SIZES = ((88, 3), (50, 4))
LINE = 1048.0
HOSTILE = {
    "nothing": "",
    "blanks": " \t\n\u00a0\u2003",
    "controls": "Tug\x00 crews\x1b[31m end\u202e their\u200b strike\ufeff \x85",
    "endless word": "x" * 10_000,
    "endless words": "toll " * 10_000,
    "marks": "Z" + "\u0335\u0327\u0344" * 500,
    "surrogate": "Tug \ud83d crews",
    "emoji": "🚢" * 40,
    "markup": '<script>alert(1)</script> & "quotes"',
}  # fmt: skip


def opened(data: bytes) -> Image.Image:
    image = Image.open(BytesIO(data))
    image.load()
    return image


def dots(data: bytes) -> bytes:
    """The card's pixels; cards that show the same have the same."""
    return opened(data).convert("RGB").tobytes()


def show(title: str, **fields: object) -> bytes:
    return draw_card(replace(CARD, title=title, **fields), Colours())  # type: ignore[arg-type]


# -- what a card says --------------------------------------------------------------------------------------------------


def test_edition_card_says_what_leads_and_what_is_in_it() -> None:
    card = edition_card(EDITION, "editions/2025-03-19.html", SITE)
    lead = next(item for item in EDITION.items if item.id == EDITION.lead)
    assert card.href == "cards/editions/2025-03-19.png"
    assert (card.title, card.name) == (lead.headline, SITE.name)
    assert card.day == SITE.words.named_day(EDITION.day)
    assert [part.split()[0] for part in card.facts.split(" · ")] == [
        str(number) for number in (EDITION.counts.events, EDITION.counts.articles, EDITION.counts.outlets)
    ]


def test_edition_in_which_nothing_moved_is_called_by_its_day() -> None:
    card = edition_card(EMPTY_EDITION, "editions/2025-03-20.html", SITE)
    assert not card.title
    assert dots(draw_card(card, Colours())) != dots(draw_card(replace(card, day=""), Colours()))


def test_event_card_says_how_new_and_how_well_supported_it_is() -> None:
    card = event_card(EVENT, SITE)
    assert card.title == EVENT.title
    assert card.day == f"As of {SITE.words.full_day(EVENT.last)}"
    assert card.facts == SITE.words.support(EVENT.outlets, EVENT.origins)
    assert card.href == card_href(EVENT.href) == "cards/" + EVENT.href.replace(".html", ".png")


def test_pages_of_an_events_months_share_its_card() -> None:
    assert event_card(EVENT_MONTH, SITE) == event_card(EVENT, SITE)


def test_event_without_articles_has_a_card() -> None:
    card = event_card(replace(EVENT, last="", outlets=0, origins=0, days=()), SITE)
    assert (card.day, card.facts, card.bars) == ("", "", ())
    assert opened(draw_card(card, Colours())).size == (WIDTH, HEIGHT)


def test_alternative_text_holds_all_words() -> None:
    assert all(words in CARD.alt for words in (CARD.name, CARD.day, CARD.title, CARD.facts))
    assert site_card(replace(SITE, description="All of the harbour.")).alt == f"{SITE.name} · All of the harbour."


@pytest.mark.parametrize(
    ("counts", "heights"),
    [
        ({}, ()),
        ({"2025-03-01": 2, "2025-03-02": 1}, ()),
        ({"2025-03-01": 2, "2025-03-03": 4}, (0.5, 0, 1)),
        ({"2025-03-03": 4, "2025-03-01": 2}, (0.5, 0, 1)),
    ],
)
def test_bars_show_the_course_of_days(counts: dict[str, int], heights: tuple[float, ...]) -> None:
    assert bars_of([DayCount(day, number) for day, number in counts.items()]) == heights


def test_bars_of_years_are_no_more_than_fit() -> None:
    bars = bars_of([DayCount(f"{year}-06-01", 1) for year in range(1990, 2026)])
    assert MOST_BARS / 2 < len(bars) <= MOST_BARS
    assert max(bars) == 1


# -- setting type ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "printed"),
    [
        ("Überprüfung, Łódź, Győr", "Überprüfung, Łódź, Győr"),
        ("Удар по Києву", "Удар по Києву"),
        ("Σύνοδος στην Αθήνα", "Σύνοδος στην Αθήνα"),
        ("Nguyễn Phú Trọng", "Nguyễn Phú Trọng"),
        ("e\u0301lu", "élu"),  # an accent by itself joins its letter
        ("ＡＢ ①", "AB 1"),
        ("non‑breaking\u00a0words\u2009apart", "non-breaking words apart"),
        ("soft\u00adhyphen, \u200fmark", "softhyphen, mark"),
        ("Ferries run 🚢🎉 again", "Ferries run again"),
        ("Founder of 阿里巴巴 集团 returns", "Founder of … returns"),
        ("محادثات السلام تبدأ", ""),
        ("שיחות בקהיר in Cairo", ""),  # as many letters are missed as are there: it would be a riddle
        ("Talks שיחות in Cairo", "Talks … in Cairo"),
        ("🚢🎉", ""),
        ("???", ""),
    ],
)
def test_title_is_printed_as_far_as_the_face_has_it(title: str, printed: str) -> None:
    assert printable(title, BOLD) == printed


@pytest.mark.parametrize("weight", ["Regular", "SemiBold"])
def test_face_has_the_letters_of_europe(weight: str) -> None:
    face = read_face(weight)
    ranges = [(0x20, 0x7F), (0xA1, 0x17F), (0x386, 0x3CF), (0x401, 0x450), (0x1EA0, 0x1EFA), (0x2018, 0x201F)]
    missing = [
        chr(code)
        for first, end in ranges
        for code in range(first, end)
        if unicodedata.category(chr(code)) not in ("Cf", "Cn") and chr(code) not in face.advances
    ]
    assert missing == ["\u201b"]  # a reversed quotation mark, which is set as an ordinary one


@pytest.mark.parametrize("weight", ["Regular", "SemiBold"])
def test_numbers_beside_the_font_are_the_fonts(weight: str) -> None:
    """A font exchanged without its numbers would be set with wrong ones. (A few accented letters differ a little.)"""
    data = BytesIO(read_font_file(f"Literata-{weight}.ttf"))
    font = ImageFont.truetype(data, 1000, layout_engine=ImageFont.Layout.BASIC)
    face = read_face(weight)
    wrong = {char for char, units in face.advances.items() if abs(font.getlength(char) - units) > 20 and char != " "}
    assert not wrong
    assert face.advances[" "] == SPACE


def test_pairs_are_kerned() -> None:
    assert BOLD.width("AV", 1000) < BOLD.advances["A"] + BOLD.advances["V"] - 50


def test_short_title_is_large_and_a_long_one_small() -> None:
    assert fit("Tug truce", BOLD, LINE, SIZES) == (88, ("Tug truce",))
    assert fit(CARD.title + " until the next tide turns them back again", BOLD, LINE, SIZES)[0] == 50


def test_lines_are_about_equally_long() -> None:
    _, lines = fit("Ferries run again between the islands after the long strike", BOLD, LINE, SIZES)
    widths = [BOLD.width(line, 88) for line in lines]
    assert len(lines) > 1
    assert max(widths) - min(widths) < LINE / 3


def test_what_does_not_fit_ends_in_an_ellipsis_behind_a_word() -> None:
    words = [f"word{number}" for number in range(60)]
    size, lines = fit(" ".join(words), BOLD, LINE, SIZES)
    assert (size, len(lines)) == SIZES[-1]
    printed = " ".join(lines)
    assert printed.endswith(ELLIPSIS)
    assert printed.removesuffix(ELLIPSIS).split() == words[: len(printed.split())]


def test_word_longer_than_the_line_is_broken_with_hyphens() -> None:
    word = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz"
    _, lines = fit(word, BOLD, LINE, SIZES)
    assert len(lines) > 1
    assert "".join(line.removesuffix("-") for line in lines) == word


@settings(max_examples=150, deadline=None)
@given(st.text(st.characters(codec="utf-8"), max_size=MOST_CHARACTERS + 50))
def test_any_title_fits(title: str) -> None:
    printed = printable(title, BOLD)
    if printed:
        size, lines = fit(printed, BOLD, LINE, SIZES)
        assert 0 < len(lines) <= dict(SIZES)[size]
        assert all(line and BOLD.width(line, size) <= LINE for line in lines)
        assert all(char in BOLD.advances for line in lines for char in line)


@settings(max_examples=50, deadline=None)
@given(st.text("ab cdé,.", min_size=1, max_size=80), st.floats(60, 600))
def test_shortened_line_fits(text: str, width: float) -> None:
    line = shorten(text.strip(), REGULAR, width, 30)
    assert REGULAR.width(line, 30) <= width


# -- drawing -----------------------------------------------------------------------------------------------------------


def test_same_values_give_the_same_bytes_in_another_process() -> None:
    code = (
        "import sys; from test_cards import CARD; from briefing.site.pictures.icons import Colours;"
        "from briefing.site.pictures.cards import draw_card;"
        "sys.stdout.buffer.write(draw_card(CARD, Colours()))"
    )
    again = subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parent, capture_output=True, check=True)
    assert again.stdout == draw_card(CARD, Colours())


def test_card_is_a_small_png_without_metadata() -> None:
    data = draw_card(CARD, Colours())
    image = opened(data)
    assert (image.format, image.size) == ("PNG", (1200, 630))
    assert not image.info
    assert set(re.findall(rb"[A-Z]{4}|pHYs|tEXt|tIME|iTXt|eXIf", data[:60])) <= {b"IHDR", b"PLTE"}
    assert len(data) < LARGEST


def test_every_part_of_the_card_is_seen() -> None:
    whole = dots(draw_card(CARD, Colours()))
    for field in ("name", "day", "title", "facts"):
        assert dots(draw_card(replace(CARD, **{field: ""}), Colours())) != whole
    assert dots(draw_card(replace(CARD, bars=()), Colours())) != whole


def test_nothing_is_drawn_in_the_margins() -> None:
    title = "Донаудампфшиффартсгезелльшафт " * 12
    image = opened(show(title, name="Name " * 40, facts="fact " * 80)).convert("RGB")
    for box in ((0, 20, 70, HEIGHT), (WIDTH - 70, 20, WIDTH, HEIGHT), (0, HEIGHT - 36, WIDTH, HEIGHT)):
        left, top, right, bottom = box
        assert image.crop(box).getcolors() == [((right - left) * (bottom - top), (0xFD, 0xFC, 0xFA))]


@pytest.mark.parametrize("title", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_titles_make_a_card(title: str) -> None:
    data = show(title, name=title, facts=title, day=title)
    assert opened(data).size == (WIDTH, HEIGHT)
    assert len(data) < LARGEST


def test_controls_leave_no_trace() -> None:
    assert show("Tug\x00 crews\u202e \u200bend it") == show("Tug crews end it")


def test_title_in_a_script_that_the_face_lacks_is_left_out() -> None:
    assert show("محادثات السلام تبدأ في القاهرة") == show("")


def test_card_of_a_site_in_such_a_script_shows_the_mark() -> None:
    image = opened(draw_card(Card("", "نشرة", "الأربعاء", "محادثات", "مصادر"), Colours())).convert("RGB")
    assert (0x0B, 0x4F, 0x7D) in {colour for _, colour in image.crop((80, 180, 300, 400)).getcolors() or ()}


def test_colours_are_the_publishers() -> None:
    colours = Colours(paper="#102030", ink="#f0f0f0", soft="#c0c0c0", line="#405060", accent="#ff0000")
    found = {colour for _, colour in opened(draw_card(CARD, colours)).convert("RGB").getcolors(4096) or ()}
    assert {(0x10, 0x20, 0x30), (0xF0, 0xF0, 0xF0), (0xFF, 0, 0), (0xC0, 0xC0, 0xC0), (0x40, 0x50, 0x60)} <= found


def test_colours_without_a_setting_are_those_of_the_theme() -> None:
    sheet = Path(__file__).parent.parent / "themes" / "briefing" / "static" / "briefing.css"
    light = dict(re.findall(r"--(\w+): (#[0-9a-f]{6});", sheet.read_text(encoding="utf-8").split("@media")[0]))
    assert Colours() == Colours(light["paper"], light["ink"], light["soft"], light["line"], light["link"])


def logo(size: tuple[int, int]) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "#008000").save(out, "PNG")
    return out.getvalue()


def test_logo_stands_in_the_place_of_the_mark() -> None:
    card = opened(draw_card(CARD, Colours(), logo((90, 60)))).convert("RGB")
    assert card.getpixel((100, 84)) == (0, 0x80, 0)
    assert opened(draw_icon(192, Colours(), logo=logo((90, 60)))).getbbox() == (0, 32, 192, 160)


def test_name_stands_behind_a_wide_logo() -> None:
    card = opened(draw_card(CARD, Colours(), logo((1000, 100)))).convert("RGB")
    assert card.getpixel((260, 84)) == (0, 0x80, 0)
    assert card.crop((280, 60, 700, 110)).getcolors(4096) != [(420 * 50, (0xFD, 0xFC, 0xFA))]


@pytest.mark.parametrize(
    "broken",
    [b"\x89PNG\r\n\x1a\n", logo((400, 400))[:90], logo((5000, 5000)), b"<svg/>"],
    ids=["head", "half", "huge", "svg"],
)
def test_logo_that_cannot_be_drawn_is_refused(broken: bytes) -> None:
    with pytest.raises(SettingError, match="BRIEFING_LOGO"):
        draw_card(CARD, Colours(), broken)


@pytest.mark.parametrize("icon", [TOUCH, *INSTALLED])
def test_icons_have_their_size_and_the_publishers_colour(icon) -> None:
    data = draw_icon(icon.size, Colours(accent="#b3123a"), full=icon.full)
    image = opened(data)
    assert (image.format, image.size, image.info) == ("PNG", (icon.size, icon.size), {})
    assert image.convert("RGBA").getpixel((icon.size // 2, 8)) == (0xB3, 0x12, 0x3A, 0xFF)
    assert image.convert("RGBA").getpixel((0, 0))[3] == (255 if icon.full else 0)  # type: ignore[index]
    draw_icon.cache_clear()
    assert data == draw_icon(icon.size, Colours(accent="#b3123a"), full=icon.full)


@pytest.mark.parametrize("mark", [b"", logo((400, 400)), logo((64, 64)), logo((400, 100))])
def test_what_matters_of_a_maskable_icon_lies_in_its_safe_zone(mark: bytes) -> None:
    image = opened(draw_icon(500, Colours(), full=True, logo=mark)).convert("RGB")
    ground = image.getpixel((0, 0))
    outside = [
        (x, y)
        for x in range(500)
        for y in range(500)
        if (x - 250) ** 2 + (y - 250) ** 2 > 200**2 and image.getpixel((x, y)) != ground
    ]
    assert not outside


def test_favicon_is_an_ico() -> None:
    image = opened(draw_favicon(Colours()))
    assert (image.format, image.size) == ("ICO", (32, 32))


def test_pillow_is_imported_only_to_draw() -> None:
    # PIL.Image alone is tried by docutils, which Pelican imports.
    code = "import sys, briefing.building, briefing.plugin, briefing.cli; sys.exit('PIL.ImageDraw' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
