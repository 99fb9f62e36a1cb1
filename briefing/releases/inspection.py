"""Is a file fit to be shown? It is whole, it holds to the verbatim law, and it is what its schema says."""

from __future__ import annotations

import re
from collections.abc import Callable

import msgspec
from lxml import etree

from briefing.errors import ReleaseError
from briefing.verbatim import TextOf, check_file

_REMEDY = "Build again; if that does not help, this is a fault of the theme or of Briefing: please report it."
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
_BEHIND_HTML = re.compile(rb"(?:\s++|<!--(?:[^-]++|-(?!->))*+-->)*+")
_PNG_END = b"IEND\xaeB`\x82"  # the last chunk's name and checksum (PNG, third edition, 11.2.5)


def inspect(path: str, data: bytes, text_of: TextOf) -> None:
    """Raise ReleaseError or VerbatimError if a page that Briefing made is not fit to be shown."""
    if not data:
        raise ReleaseError("The file is empty.", remedy=_REMEDY, path=path)
    for pattern, stands_whole in _KINDS:
        if pattern.fullmatch(path) and (wrong := stands_whole(data)):
            raise ReleaseError(f"The file {wrong}.", remedy=_REMEDY, path=path)
    try:
        check_file(data, path, text_of)
    except (
        ValueError,
        LookupError,
        TypeError,
        AttributeError,  # another kind of value than is published there
        etree.XMLSyntaxError,
        msgspec.MsgspecError,
    ) as error:
        raise ReleaseError(f"The file is not what it is published as: {error}.", remedy=_REMEDY, path=path) from error


# Each says what is wrong with a file; empty: nothing.


def _read_html(data: bytes) -> str:
    end = data.lower().rfind(b"</html>")
    return "" if end >= 0 and _BEHIND_HTML.fullmatch(data, end + 7) else "breaks off: it does not end with </html>"


def _read_json(data: bytes) -> str:
    try:
        msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return f"is no JSON: {error}"
    return ""


def _read_xml(data: bytes) -> str:
    try:
        etree.fromstring(data, _PARSER)
    except etree.XMLSyntaxError as error:
        return f"is no XML: {error}"
    return ""


def _read_png(data: bytes) -> str:
    return "" if data.endswith(_PNG_END) else "breaks off: a PNG picture ends otherwise"


def _read_text(data: bytes) -> str:
    try:
        data.decode()
    except UnicodeDecodeError as error:
        return f"is no text in UTF-8: {error}"
    return ""


_KINDS: tuple[tuple[re.Pattern[str], Callable[[bytes], str]], ...] = (
    (re.compile(r".+\.html"), _read_html),
    (re.compile(r".+\.(json|webmanifest)"), _read_json),
    (re.compile(r".+\.(xml|svg)"), _read_xml),
    (re.compile(r".+\.png"), _read_png),
    (re.compile(r".+\.(csv|css|js|txt)"), _read_text),
)
