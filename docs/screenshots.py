"""Renew docs/screenshots/: every kind of page of the sample, at three widths, light and dark.

    python docs/screenshots.py [--data OUTPUT]

Builds the sample with its search (or takes an OUTPUT that was built), serves it on loopback and puts the six views of a
page side by side into one picture of few colours. `front.png` is the front page by itself, `publisher.png` that with
the settings that docs/how-to/make-it-yours.md begins with. Needs Chromium.
"""

from __future__ import annotations

import argparse
import io
import sys
import tempfile
from pathlib import Path
from typing import Any

from PIL import Image

PROJECT = Path(__file__).parent.parent
sys.path.insert(0, str(PROJECT))

from benchmarks.measures import kinds, searching, serving, tools  # noqa: E402 - found by the line above
from benchmarks.site import build  # noqa: E402

SHOTS = Path(__file__).parent / "screenshots"
WIDTHS = (360, 768, 1280)  # pixels
SCHEMES = ("light", "dark")
TALLEST = 1500  # pixels of a page that are shown; what comes below looks like what stands above
GAP = 24  # between the views of a page
SHRUNK = 0.6  # so that a sheet of six views is read on a page of the docs
COLOURS = 32  # enough for text on paper, and a third of the bytes of all of them
FRONT = (1000, 760)  # pixels
# The page that stands for its kind; where none is named, the largest.
SHOWN = {
    "edition": "editions/2025-04-24.html",
    "actor": "actors/volodymyr-zelensky.html",
    "event": "events/strikes.html",
}
KINDS = ("edition", "event", "actor", "article", "events index", "actors index", "source", "editions index")
QUERY = "ceasefire"


def publishers_settings() -> str:
    """The first settings of the how-to, with the logo that lies here."""
    page = (PROJECT / "docs" / "how-to" / "make-it-yours.md").read_text(encoding="utf-8")
    block = page.split("```python\n", 1)[1].split("```", 1)[0]
    return f'BRIEFING_NOTICE = ""\n{block}BRIEFING_LOGO = "{SHOTS / "logo.svg"}"\n'


def shoot(tab: Any, width: int) -> Image.Image:
    tall = min(tab.evaluate("document.documentElement.scrollHeight"), TALLEST)
    clip = {"x": 0, "y": 0, "width": width, "height": tall}
    picture = tab.screenshot(full_page=True, clip=clip, animations="disabled", caret="hide")
    return Image.open(io.BytesIO(picture)).convert("RGB")


def save(picture: Image.Image, name: str) -> int:
    SHOTS.mkdir(exist_ok=True)
    path = SHOTS / f"{name}.png"
    picture.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(path, optimize=True)
    return path.stat().st_size


def lay_out(views: list[Image.Image]) -> Image.Image:
    """The views of a page in rows of one colour scheme each."""
    rows = [views[start : start + len(WIDTHS)] for start in range(0, len(views), len(WIDTHS))]
    wide = sum(WIDTHS) + GAP * (len(WIDTHS) + 1)
    tall = sum(max(view.height for view in row) + GAP for row in rows) + GAP
    sheet = Image.new("RGB", (wide, tall), "#8a8a8a")
    y = GAP
    for row in rows:
        x = GAP
        for view in row:
            sheet.paste(view, (x, y))
            x += view.width + GAP
        y += max(view.height for view in row) + GAP
    return sheet.resize((round(wide * SHRUNK), round(tall * SHRUNK)), Image.Resampling.LANCZOS)


def main() -> None:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - it starts a program of its own

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        output = options.data or build(Path(name) / "sample", PROJECT / "content")
        pages = kinds.find_pages(output)
        browser = playwright.chromium.launch(executable_path=tools.find_browser(), args=list(tools.BROWSER_ARGUMENTS))
        views: dict[str, list[Image.Image]] = {}
        with serving.serve(output) as address:
            for scheme in SCHEMES:
                for width in WIDTHS:
                    context = browser.new_context(
                        color_scheme=scheme, viewport={"width": width, "height": 800}, reduced_motion="reduce"
                    )
                    tab = context.new_page()
                    for kind in (kind for kind in KINDS if kind in pages):
                        shown = SHOWN.get(kind, pages[kind][-1])
                        tab.goto(address + (shown if shown in pages[kind] else pages[kind][-1]))
                        views.setdefault(kind, []).append(shoot(tab, width))
                    searching.open_search(tab, address, QUERY)
                    views.setdefault("search", []).append(shoot(tab, width))
                    context.close()
            front = browser.new_page(viewport={"width": FRONT[0], "height": FRONT[1]})
            front.goto(address)
            picture = Image.open(io.BytesIO(front.screenshot())).convert("RGB")
        front.goto((build(Path(name) / "own", PROJECT / "content", publishers_settings()) / "index.html").as_uri())
        own = Image.open(io.BytesIO(front.screenshot())).convert("RGB")
        browser.close()
    total = (
        save(picture, "front")
        + save(own, "publisher")
        + sum(save(lay_out(each), kind.replace(" ", "-")) for kind, each in views.items())
    )
    print(f"{len(views) + 2} pictures, {total / 1_000_000:.1f} MB")


if __name__ == "__main__":
    main()
