"""May this picture be a publisher's logo, and how wide is it beside the name?"""

from __future__ import annotations

import re
from dataclasses import dataclass

from briefing.errors import SettingError

LARGEST = 60_000  # bytes: every page shows it, and a page shall weigh 50 KB without it
HEIGHT = 32  # pixels at which it stands in the header
_PNG = b"\x89PNG\r\n\x1a\n"
# As a picture in a page an SVG runs nothing; opened by its own address it would, so there it may hold nothing that runs
# or asks another host.
_ACTIVE = re.compile(
    r"<script|<foreignobject|<!entity|<!doctype[^>]*\[|\son\w+\s*=|javascript:|(?:href|src)\s*=\s*[\"']\s*(?:\w+:)?//|"
    r"url\(\s*[\"']?\s*(?:\w+:)?//|@import",
    re.IGNORECASE,
)
_VIEW_BOX = re.compile(r"\bviewBox\s*=\s*[\"']\s*[-\d.]+[\s,]+[-\d.]+[\s,]+([\d.]+)[\s,]+([\d.]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture that has been looked at."""

    kind: str  # "svg", "png"
    width: int  # pixels, HEIGHT high
    content: bytes


def check_logo(name: str, content: bytes) -> Logo:
    """Return the logo in a file's content; raise SettingError, with the remedy, for what is none or not safe."""
    if len(content) > LARGEST:
        raise SettingError(
            f"BRIEFING_LOGO {name} has {len(content):,} bytes.",
            remedy=f"Every page shows it: make it smaller than {LARGEST:,} bytes.",
        )
    if content.startswith(_PNG) and len(content) > 24:
        return Logo("png", _shown(*(int.from_bytes(content[at : at + 4], "big") for at in (16, 20))), content)
    text = content.decode("utf-8", "replace")
    if "<svg" not in text:
        raise SettingError(f"BRIEFING_LOGO {name} is neither SVG nor PNG.", remedy="Save it as one of the two.")
    active = _ACTIVE.search(text)
    if active:
        raise SettingError(
            f"BRIEFING_LOGO {name} holds {active[0].strip()!r}, which can run or ask another host.",
            remedy="Export it as plain SVG, or as PNG.",
        )
    box = _VIEW_BOX.search(text)
    if not box:
        raise SettingError(
            f"BRIEFING_LOGO {name} does not say how wide it is.", remedy='Give its <svg> a viewBox="0 0 WIDTH HEIGHT".'
        )
    return Logo("svg", _shown(float(box[1]), float(box[2])), content)


def _shown(width: float, height: float) -> int:
    return max(1, round(HEIGHT * width / height)) if height else HEIGHT
