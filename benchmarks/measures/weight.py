"""What does a page weigh on its way to the reader, and what do its charts weigh and say?"""

from __future__ import annotations

import gzip
import posixpath
from pathlib import Path

from lxml import etree, html

KB = 1024  # bytes
MOST_PAGE = 50 * KB  # gzipped, with its sheet, scripts and pictures, without the search
MOST_SHEET = 12 * KB  # gzipped
MOST_SVG = 10 * KB
LOADED = "//link[@rel='stylesheet' or @rel='icon' or @rel='manifest']/@href | //script/@src | //img/@src"
SEARCH = ("pagefind/",)
HIDDEN = "ancestor-or-self::*[@aria-hidden='true']"


def weigh_page(output: Path, href: str) -> dict[str, int]:
    """Bytes of the page at `href`: `html` and `page` (with what it loads) as gzip makes them, `plain` unpacked."""
    source = (output / href).read_bytes()
    tree = html.document_fromstring(source, parser=html.HTMLParser(encoding="utf-8"))
    packed = _pack(source)
    loaded = {_resolve(link, href) for link in tree.xpath(LOADED) if "://" not in link}
    beside = sum(_pack((output / each).read_bytes()) for each in loaded if not each.startswith(SEARCH))
    return {"html": packed, "page": packed + beside, "plain": len(source)}


def weigh_sheets(output: Path) -> int:
    """Bytes of all style sheets together as gzip makes them; the search's own are not counted."""
    sheets = (file for file in output.rglob("*.css") if not _in_search(output, file))
    return sum(_pack(file.read_bytes()) for file in sheets)


def find_chart_faults(output: Path, href: str) -> tuple[list[str], int]:
    """What the page's inline SVG lacks, in words, and the bytes of its largest.

    Each has to be small and, unless it is hidden from assistive technology, be an image with a title, a description and
    the same in text: a table, a list or a caption in the same figure, section or details.
    """
    tree = html.parse(str(output / href), html.HTMLParser(encoding="utf-8")).getroot()
    faults, largest = [], 0
    for number, svg in enumerate(tree.xpath("//*[local-name()='svg'][not(ancestor::*[local-name()='svg'])]"), start=1):
        size = len(etree.tostring(svg, with_tail=False))
        largest = max(largest, size)
        if size > MOST_SVG:
            faults.append(f"SVG {number} has {size} bytes")
        if svg.xpath(HIDDEN):
            continue
        if svg.get("role") != "img":
            faults.append(f"SVG {number} has no role")
        told = {tag: "".join(svg.xpath(f"./*[local-name()='{tag}']//text()")) for tag in ("title", "desc")}
        faults += [f"SVG {number} has no {tag}" for tag, text in told.items() if not text.strip()]
        if not _told_in_text(svg):
            faults.append(f"SVG {number} is not told in text")
    return faults, largest


def find_heavy_pictures(output: Path) -> list[str]:
    """SVG files that are too large."""
    files = (file for file in sorted(output.rglob("*.svg")) if not _in_search(output, file))
    return [f"{file.relative_to(output)}: {file.stat().st_size}" for file in files if file.stat().st_size > MOST_SVG]


def _told_in_text(svg: html.HtmlElement) -> bool:
    around = svg.xpath("ancestor::*[self::figure or self::details or self::section or self::li][1]")
    return bool(around and around[0].xpath(".//table | .//li | .//dl | .//figcaption | self::li"))


def _resolve(link: str, href: str) -> str:
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(href), link))[1:]


def _in_search(output: Path, file: Path) -> bool:
    return file.relative_to(output).as_posix().startswith(SEARCH)


def _pack(source: bytes) -> int:
    return len(gzip.compress(source, 6, mtime=0))
