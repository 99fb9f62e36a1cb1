"""Logos: a picture that is taken runs nothing and asks nobody; any other is refused with a remedy."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from briefing.errors import SettingError
from briefing.logo import HEIGHT, LARGEST, WIDEST, check_logo
from fuzzing.material import INVALID, ODD, encode

PARSES = ("briefing.logo.check_logo",)
PIECES = (
    *encode(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10">', "</svg>", "<script>", "</script>",
        "<foreignObject>", "</foreignObject>", '<image href="', '<use xlink:href="#a"/>',
        'xmlns:xlink="http://www.w3.org/1999/xlink"', 'xmlns:x="http://www.w3.org/1999/xhtml"', "<x:script/>",
        "<style>", "@import 'x'", "url(", "url(#a)", "url(https://x.example)", "</style>", ' onload="alert(1)"',
        ' style="', '<animate attributeName="href"', '<set attributeName="onclick" to="',
        "<!DOCTYPE svg [<!ENTITY a 'b'>]>", "<!ENTITY", "&a;", "<?xml version='1.0' encoding='utf-16'?>", "<?php ?>",
        "<![CDATA[", "]]>", "<!--", "-->", 'viewBox="', "0 0 1e9 1", "0 0 nan 1", "0,0,20,10", "-1",
        "data:image/png;base64,", "data:text/html,", "javascript:", "\\", "/>", ">", "<", '"', "'", "image-set(",
        "src", "base", "<a", "<g>", "</g>", "<svg:script>", 'xmlns:svg="http://www.w3.org/2000/svg"', "\x89PNG\r\n",
        "IHDR",
    ),
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0\0\0\0\x20",
    *ODD,
    *INVALID,
)  # fmt: skip
RUNS = re.compile(r"<script|<foreignobject|<iframe|<handler|<listener", re.IGNORECASE)


def seeds() -> Iterator[bytes]:
    yield b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10"><rect width="20" fill="url(#a)"/></svg>'
    yield b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10"><style>a{fill:red}</style><g onload="x"/></svg>'
    for part in (b"<script>0</script>", b"<image href='https://x.example/a.png'/>", b"<style>@import 'a'</style>"):
        yield b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10">' + part + b"</svg>"
    yield b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0\0\0\0\x40\x08\6\0\0\0"


def check(data: bytes) -> None:
    try:
        logo = check_logo("logo.svg", data)
    except SettingError as error:
        assert error.what and error.remedy
        return
    assert 1 <= logo.width <= HEIGHT * WIDEST
    assert logo.content == data and len(data) <= LARGEST
    if logo.kind == "svg":
        tree = etree.fromstring(data, etree.XMLParser(encoding="utf-8", resolve_entities=False, no_network=True))
        for element in tree.iter(etree.Element):
            name = etree.QName(element)
            assert name.namespace != "http://www.w3.org/1999/xhtml"
            if name.namespace == "http://www.w3.org/2000/svg":
                assert not RUNS.match(f"<{name.localname}"), name
            for key, value in element.attrib.items():
                assert not (key.lower().startswith("on") and "}" not in key), key
                if key.removeprefix("{http://www.w3.org/1999/xlink}") == "href":
                    assert value.strip() == "" or value.strip().lower().startswith(("#", "data:image/")), value
