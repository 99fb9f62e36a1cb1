"""Which picture does a link to a page show where it is shared, and which the site as an icon? Drawn with Pillow.

Importing Pillow takes longer than an incremental build may, so this module is imported where a picture is drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from io import BytesIO
from typing import NamedTuple

from PIL import Image, ImageChops, ImageDraw, ImageFont, ImageOps

from briefing.errors import SettingError
from briefing.site.pictures.icons import LIGHT, LINES, STROKE, TILE, TILE_RADIUS, Colours, on
from briefing.site.pictures.sharing import Card
from briefing.site.pictures.typesetting import UNITS, fit, printable, read_face, read_font_file, shorten

WIDTH, HEIGHT = 1200, 630  # pixels: 1.91 : 1, which every service shows whole
LEFT, RIGHT, RULE = 76, WIDTH - 76, 14
TITLE_TOP, TITLE_BOTTOM = 148, 492
TITLE_SIZES = ((88, 3), (78, 3), (70, 4), (62, 4), (56, 4), (50, 5))  # (pixels, lines that there is room for)
LEADING = 1.19
LARGE, SMALL = 36, 30
SMALL_MARK, LARGE_MARK = 48, 240
WIDEST_LOGO = 4  # times as wide as high: room for the name stays
MOST_PIXELS = 16_000_000  # of a logo: more takes seconds and memory
BARS_WIDTH, BARS_HEIGHT, WIDEST_BAR = 340, 64, 24
LEVELS = 15  # between paper and a colour: edges are smooth, and the file is a tenth of one in true colours
PARTS = 4  # of a pixel: how finely letters are placed
OVERSAMPLING = 4  # Pillow's shapes have jagged edges, so they are drawn large and made small
_SMOOTH = Image.Resampling.LANCZOS


class _Layers(NamedTuple):
    """Masks, one for each colour, in the order in which they are printed."""

    line: Image.Image
    soft: Image.Image
    ink: Image.Image
    accent: Image.Image


@lru_cache(maxsize=256)  # 5 MB: `briefing serve` builds again and again
def draw_card(card: Card, colours: Colours, logo: bytes = b"") -> bytes:
    """Return the card as PNG: the same bytes for the same values, without metadata.

    `logo` is a PNG, shown instead of the mark. What the face lacks is left out as `typesetting.printable` says; a title
    that it mostly lacks with all its words: the day stands in its place, and where that is lacking too, the mark. The
    face has no script that runs from right to left, so lines begin at the left. Raises SettingError for a logo that
    cannot be drawn.
    """
    bold = read_face("SemiBold")
    title, day = printable(card.title, bold), printable(card.day, bold)
    size, top = (SMALL_MARK, 60) if title or day else (LARGE_MARK, 176)
    picture = ImageOps.contain(_open_logo(logo), (WIDEST_LOGO * size, size), _SMOOTH) if logo else None
    layers = _Layers(*(Image.new("L", (WIDTH, HEIGHT)) for _ in _Layers._fields))
    ImageDraw.Draw(layers.accent).rectangle((0, 0, WIDTH, RULE - 1), fill=255)
    if title:
        _draw_title(layers.ink, *fit(title, bold, RIGHT - LEFT, TITLE_SIZES))
    elif day:
        _draw_title(layers.ink, *fit(day, bold, RIGHT - LEFT, [(size, 1) for size, _ in TITLE_SIZES]))
    if title or day:
        _write_name(layers, card.name, day if title else "", LEFT + (picture.width if picture else size) + 18)
    _draw_foot(layers, card, layers.accent if on(colours.accent) == LIGHT else layers.ink)  # yellow bars are not seen
    if picture is None:
        _draw_mark(layers, colours.accent, LEFT, top, size)
    sheet = _print(layers, (colours.line, colours.soft, colours.ink, colours.accent), colours.paper)
    if picture is not None:
        sheet = sheet.convert("RGB")
        sheet.paste(picture, (LEFT, top + (size - picture.height) // 2), mask=picture)
    return _png(sheet)


def _write_name(layers: _Layers, name: str, day: str, start: float) -> None:
    """The first line: the site at the left, behind the mark, the day at the right."""
    bold, regular = read_face("SemiBold"), read_face("Regular")
    day = shorten(day, regular, (RIGHT - LEFT) / 2, SMALL)
    end = RIGHT - regular.width(day, SMALL)
    _write(layers.ink, start, 97, shorten(printable(name, bold), bold, end - start - 40, LARGE), "SemiBold", LARGE)
    _write(layers.soft, end, 97, day, "Regular", SMALL)


def _draw_title(layer: Image.Image, size: float, lines: Sequence[str]) -> None:
    spare = TITLE_BOTTOM - TITLE_TOP - size * LEADING * len(lines)
    first = TITLE_TOP + spare * 0.42 + size * 0.96  # a little above the middle, where the eye expects it
    for number, words in enumerate(lines):
        _write(layer, LEFT, round(first + number * size * LEADING), words, "SemiBold", size)


def _draw_foot(layers: _Layers, card: Card, bars: Image.Image) -> None:
    """The last line, below a rule: the facts at the left, the bars at the right."""
    regular, room = read_face("Regular"), RIGHT - LEFT
    ImageDraw.Draw(layers.line).rectangle((LEFT, 508, RIGHT, 509), fill=255)
    if card.bars:
        room -= BARS_WIDTH + 40
        _draw_bars(bars, card.bars, RIGHT, 590)
    _write(layers.soft, LEFT, 566, shorten(printable(card.facts, regular), regular, room, SMALL), "Regular", SMALL)


@lru_cache(maxsize=8)
def draw_icon(size: int, colours: Colours, *, full: bool = False, logo: bytes = b"") -> bytes:
    """Return the site's icon as PNG: a tile with round corners, or a full square for systems that cut their own.

    What matters lies inside the middle 80 % of a full square, which no system cuts (W3C, Web Application Manifest).
    """
    if logo:
        ground = Image.new("RGBA", (size, size), colours.paper if full else (0, 0, 0, 0))
        room = round(size * (0.56 if full else 1))  # 0.56: a square in the circle of 80 %
        picture = ImageOps.contain(_open_logo(logo), (room, room), _SMOOTH)
        ground.paste(picture, ((size - picture.width) // 2, (size - picture.height) // 2), mask=picture)
        return _png(ground)
    tile, lines = _mark_layers(size, full=full)
    icon = Image.new("RGBA", (size, size), colours.accent)
    icon.paste(on(colours.accent), mask=lines)
    icon.putalpha(tile)
    return _png(icon.convert("RGB") if full else icon)


def draw_favicon(colours: Colours, logo: bytes = b"") -> bytes:
    """Return the icon as ICO, for what reads nothing else."""
    out = BytesIO()
    with Image.open(BytesIO(draw_icon(32, colours, logo=logo))) as icon:
        icon.save(out, "ICO", sizes=[(32, 32)])
    return out.getvalue()


def _draw_bars(layer: Image.Image, heights: Sequence[float], right: int, bottom: int) -> None:
    draw = ImageDraw.Draw(layer)
    share = min(BARS_WIDTH / len(heights), WIDEST_BAR)
    for place, height in enumerate(heights):
        if height:
            left = right - share * (len(heights) - place)
            top = bottom - max(4, round(BARS_HEIGHT * height))
            draw.rectangle((round(left), top, round(left + share * 0.8) - 1, bottom), fill=255)


def _write(layer: Image.Image, x: float, baseline: int, text: str, weight: str, size: float) -> None:
    """Set a line letter by letter, as Pillow's own layout rounds every advance and knows no kerning."""
    for char, step in zip(text, read_face(weight).steps(text), strict=True):
        whole, part = divmod(round(x * PARTS), PARTS)
        letter, left, top = _letter(weight, size, char, part)
        layer.paste(255, (whole + left, baseline + top), letter)
        x += step * size / UNITS


@lru_cache(maxsize=4096)  # a build's cards are made of the same letters, and drawing each anew takes most of the time
def _letter(weight: str, size: float, char: str, part: int) -> tuple[Image.Image, int, int]:
    """Return a letter as a mask, and where its corner lies from its pen, which stands `part` behind a pixel."""
    font = _font(weight, size)
    left, top, right, bottom = (round(edge) for edge in font.getbbox(char, anchor="ls"))
    letter = Image.new("L", (right - left + 2, bottom - top + 2))
    ImageDraw.Draw(letter).text((1 - left + part / PARTS, 1 - top), char, font=font, fill=255, anchor="ls")
    return letter, left - 1, top - 1


@lru_cache(maxsize=16)
def _font(weight: str, size: float) -> ImageFont.FreeTypeFont:
    data = BytesIO(read_font_file(f"Literata-{weight}.ttf"))
    return ImageFont.truetype(data, size, layout_engine=ImageFont.Layout.BASIC)


def _print(layers: Sequence[Image.Image], colours: Sequence[str], paper: str) -> Image.Image:
    """Lay each layer in its colour on paper: an image whose palette has LEVELS steps from paper to each colour."""
    ground = _rgb(paper)
    palette = list(ground)
    sheet = Image.new("L", layers[0].size)
    for number, (layer, colour) in enumerate(zip(layers, colours, strict=True)):
        for level in range(1, LEVELS + 1):
            palette += [round(a + (b - a) * level / LEVELS) for a, b in zip(ground, _rgb(colour), strict=True)]
        indexes = [0] + [number * LEVELS + max(1, round(value * LEVELS / 255)) for value in range(1, 256)]
        sheet = ImageChops.lighter(sheet, layer.point(indexes))
    sheet.putpalette(palette)
    return sheet


def _rgb(colour: str) -> tuple[int, int, int]:
    red, green, blue = bytes.fromhex(colour[1:])
    return red, green, blue


@lru_cache(maxsize=8)
def _mark_layers(size: int, *, full: bool) -> tuple[Image.Image, Image.Image]:
    """The mark's tile and the lines on it, as masks."""
    scale = size * OVERSAMPLING / TILE
    tile, lines = (Image.new("L", (size * OVERSAMPLING,) * 2) for _ in range(2))
    corner = TILE * scale - 1
    ImageDraw.Draw(tile).rounded_rectangle((0, 0, corner, corner), 0 if full else TILE_RADIUS * scale, fill=255)
    draw = ImageDraw.Draw(lines)
    half = STROKE / 2
    for x, y, length in LINES:
        box = [scale * each for each in (x - half, y - half, x + length + half, y + half)]
        draw.rounded_rectangle(tuple(box), half * scale, fill=255)
    return tile.resize((size, size), Image.Resampling.BOX), lines.resize((size, size), Image.Resampling.BOX)


def _draw_mark(layers: _Layers, accent: str, x: int, y: int, size: int) -> None:
    tile, lines = _mark_layers(size, full=False)
    layers.accent.paste(ImageChops.subtract(tile, lines), (x, y))  # white lines are paper that shows
    if on(accent) != LIGHT:
        layers.ink.paste(lines, (x, y))


def _open_logo(logo: bytes) -> Image.Image:
    try:
        with Image.open(BytesIO(logo), formats=("PNG",)) as opened:
            if opened.width * opened.height <= MOST_PIXELS:
                return opened.convert("RGBA")
        fault = f"has more than {MOST_PIXELS:,} pixels"
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        fault = "cannot be read as PNG"
    raise SettingError(f"BRIEFING_LOGO {fault}.", remedy="Save it anew, some 500 pixels high.")


def _png(image: Image.Image) -> bytes:
    out = BytesIO()
    image.save(out, "PNG", compress_level=7)  # 9 takes 33 ms instead of 5 and saves a twelfth
    return out.getvalue()
