"""May this picture be a publisher's logo, and how wide is it beside the name?"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree
from msgspec import Struct

from briefing.errors import SettingError

LARGEST = 60_000  # bytes: every page shows it, and a page shall weigh 50 KB without it
HEIGHT = 32  # pixels at which it stands in the header
WIDEST = 8  # times as wide as high: what a telephone has room for
_PNG = b"\x89PNG\r\n\x1a\n"
_SVG = "{http://www.w3.org/2000/svg}"
_LINKING = "{http://www.w3.org/1999/xlink}"
_XHTML = "{http://www.w3.org/1999/xhtml}"
# As a picture in a page an SVG runs nothing; opened by its own address it would, so there it may hold nothing that runs
# or asks for anything. It is read as browsers read it: what is looked for in its letters can be written in many ways.
_DECLARED = re.compile(r"<!entity|<!doctype[^>]*\[", re.IGNORECASE)  # is not even parsed: an entity can be any of it
_ACTIVE = frozenset("script foreignobject handler listener iframe audio video embed object".split())
_ADDRESSES = frozenset(("href", "src", "base"))
_WITHIN = re.compile(r"\s*(?:#|data:image/|$)", re.IGNORECASE)
_ASKING = re.compile(
    r"@import|url\(\s*[\"']?\s*(?!#|data:|[\"'\s])|image-set\(|\\", re.IGNORECASE
)  # a backslash hides either


class Logo(Struct, frozen=True):
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
        return Logo("png", _shown(name, *(int.from_bytes(content[at : at + 4], "big") for at in (16, 20))), content)
    if b"<svg" not in content and b":svg" not in content:
        raise SettingError(f"BRIEFING_LOGO {name} is neither SVG nor PNG.", remedy="Save it as one of the two.")
    declared = _DECLARED.search(content.decode("utf-8", "replace"))
    tree: Any = None if declared else _read_svg(name, content)
    active = declared[0] if declared else next(_active_parts(tree), "")
    if active:
        raise SettingError(
            f"BRIEFING_LOGO {name} holds {active[:60]!r}, which can run or ask another host.",
            remedy="Export it as plain SVG, or as PNG.",
        )
    return Logo("svg", _shown(name, *_view_box(name, tree.getroot())), content)


def _read_svg(name: str, content: bytes) -> Any:
    parser = etree.XMLParser(encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False)
    try:
        tree = etree.ElementTree(etree.fromstring(content, parser))
    except etree.XMLSyntaxError as error:
        raise SettingError(
            f"BRIEFING_LOGO {name} cannot be read as SVG: {error.msg}.", remedy="Export it anew, in UTF-8, or as PNG."
        ) from error
    if tree.getroot().tag != f"{_SVG}svg":
        raise SettingError(f"BRIEFING_LOGO {name} is neither SVG nor PNG.", remedy="Save it as one of the two.")
    return tree


def _active_parts(tree: Any) -> Iterator[str]:
    """What could run or ask for something, as it is written. Editors' own elements and attributes mean nothing here."""
    for instruction in tree.xpath("//processing-instruction()"):
        yield f"<?{instruction.target}"
    for element in tree.xpath("//*"):
        name = etree.QName(element).localname
        if element.tag.startswith(_XHTML) or (element.tag.startswith(_SVG) and name.lower() in _ACTIVE):
            yield f"<{name}"
        if name == "style" and (asking := _ASKING.search("".join(element.itertext()))):
            yield asking[0]
        for key, value in element.attrib.items():
            if key.startswith("{") and not key.startswith((_LINKING, "{http://www.w3.org/XML")):
                continue
            attribute = etree.QName(key).localname.lower()
            changed = value.strip().rpartition(":")[2].lower() if attribute == "attributename" else ""
            if attribute.startswith("on") or changed.startswith("on") or changed in _ADDRESSES:
                yield f"{attribute}={value}"
            elif (attribute in _ADDRESSES and not _WITHIN.match(value)) or _ASKING.search(value):
                yield value


def _view_box(name: str, root: Any) -> tuple[float, float]:
    try:
        _, _, width, height = map(float, re.split(r"[\s,]+", root.get("viewBox", "").strip()))
    except ValueError:
        width = height = 0.0
    if not (math.isfinite(width) and math.isfinite(height) and width > 0 and height > 0):
        raise SettingError(
            f"BRIEFING_LOGO {name} does not say how wide it is.", remedy='Give its <svg> a viewBox="0 0 WIDTH HEIGHT".'
        )
    return width, height


def _shown(name: str, width: float, height: float) -> int:
    """How many pixels wide it is, HEIGHT high."""
    if not (width and height):
        raise SettingError(f"BRIEFING_LOGO {name} has no width or no height.", remedy="Save it anew, as SVG or PNG.")
    if width > WIDEST * height:
        raise SettingError(
            f"BRIEFING_LOGO {name} is more than {WIDEST} times as wide as high.",
            remedy="The name stands beside it: crop it.",
        )
    return max(1, round(HEIGHT * width / height))
