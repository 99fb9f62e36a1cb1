"""How does the site look where there is room for a name and a sign: its icons, and the manifest that lists them?"""

from __future__ import annotations

from base64 import b64encode
from typing import NamedTuple

import msgspec
from msgspec import Struct

from briefing.site.views.frame import Site

# The mark: three lines of text on a tile, in units of its viewBox. Each line is (x, y, length).
TILE, TILE_RADIUS, STROKE = 32, 6, 3
LINES = ((8, 10, 16), (8, 16, 16), (8, 22, 9))
LIGHT, DARK = "#ffffff", "#1c1b19"
GRAPHICS_CONTRAST = 3  # to one: what WCAG 2 asks of graphics (1.4.11)
TINT = 0.6  # of white in the tile's colour beside dark tabs

ICON, MANIFEST = "icon.svg", "manifest.webmanifest"
FAVICON = "favicon.ico"  # where feed readers look without being told
SHORT_NAME = 12  # characters: below an icon on a home screen more are cut off (Chrome's advice)


class Colours(Struct, frozen=True):
    """As "#rrggbb". The defaults are those of the theme in light."""

    paper: str = "#fdfcfa"
    ink: str = "#1c1b19"
    soft: str = "#5c5850"
    line: str = "#dcd7cd"
    accent: str = "#0b4f7d"


class Icon(NamedTuple):
    """An icon that is drawn."""

    href: str
    size: int  # pixels
    full: bool  # a full square, for systems that cut it to a shape of their own


TOUCH = Icon("apple-touch-icon.png", 180, full=True)
INSTALLED = (
    Icon("icons/192.png", 192, full=False),
    Icon("icons/512.png", 512, full=False),
    Icon("icons/maskable.png", 512, full=True),
)


def icon_svg(accent: str, logo: bytes = b"") -> bytes:
    """Return the icon for browsers: the mark in `accent`, lighter beside dark tabs; or the logo, an SVG or PNG."""
    if is_svg(logo):
        return logo
    if logo:
        image = f'<image width="{TILE}" height="{TILE}" href="data:image/png;base64,{b64encode(logo).decode()}"/>'
        return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {TILE} {TILE}">{image}</svg>\n'.encode()
    dark = tint(accent)
    path = "".join(f"M{x} {y}h{length}" for x, y, length in LINES)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {TILE} {TILE}">\n'
        "<style>@media (prefers-color-scheme: dark) "
        f"{{ rect {{ fill: {dark} }} path {{ stroke: {on(dark)} }} }}</style>\n"
        f'<rect width="{TILE}" height="{TILE}" rx="{TILE_RADIUS}" fill="{accent}"/>\n'
        f'<path d="{path}" stroke="{on(accent)}" stroke-width="{STROKE}" stroke-linecap="round"/>\n</svg>\n'
    ).encode()


def is_svg(logo: bytes) -> bool:
    """Whether a logo is vectors, which Pillow does not draw: then the drawn icons and cards show the mark."""
    return logo.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def manifest(site: Site, paper: str) -> bytes:
    """Return the web manifest (W3C). Its addresses count from where it is, so it holds below any path.

    A site put on a home screen keeps its address and a way back: it has links to follow and passages to quote.
    """
    value = {
        "name": site.name,
        "short_name": short_name(site.name),
        **({"description": site.description} if site.description else {}),
        "lang": site.language,
        "dir": site.words.direction,
        "start_url": "./",
        "scope": "./",
        "display": "minimal-ui",
        "background_color": paper,
        "theme_color": paper,
        "categories": ["news"],
        "icons": [
            {"src": site.icon, "type": "image/svg+xml", "sizes": "any"},
            *(
                {
                    "src": icon.href,
                    "type": "image/png",
                    "sizes": f"{icon.size}x{icon.size}",
                    "purpose": "maskable" if icon.full else "any",
                }
                for icon in INSTALLED
            ),
        ],
    }
    return msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n"


def short_name(name: str) -> str:
    """Return as many of the first words as stand below an icon, or a part of the first."""
    short = ""
    for word in name.split():
        if len(f"{short} {word}".strip()) > SHORT_NAME:
            break
        short = f"{short} {word}".strip()
    return short or name[:SHORT_NAME]


def tint(colour: str) -> str:
    """Return `colour` ("#rrggbb") mixed with white."""
    return "#" + "".join(f"{round(part + (255 - part) * TINT):02x}" for part in bytes.fromhex(colour[1:]))


def on(colour: str) -> str:
    """Return the colour of lines that are seen on `colour` ("#rrggbb"): white, else ink."""
    return LIGHT if (1 + 0.05) / (luminance(colour) + 0.05) >= GRAPHICS_CONTRAST else DARK


def luminance(colour: str) -> float:
    """Return the relative luminance of "#rrggbb", 0 to 1 (WCAG 2)."""
    parts = [part / 255 for part in bytes.fromhex(colour[1:])]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
