"""Does every internal link of a built site lead to a file, and its fragment to a place in it?"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import etree, html

ATOM_LINKS = "//*[local-name()='link']/@href | //*[local-name()='logo' or local-name()='icon']/text()"
REFRESH = re.compile(r"\s*\d+\s*;\s*url=(.+)", re.IGNORECASE)


def find_dead_links(output: Path, url: str = "") -> tuple[list[str], int]:
    """Every link below `output` without a goal, as "page → link", and how many links there are.

    Pages, feeds and sitemaps are read. Links that begin with the site's `url` are internal too, others with a scheme
    are not followed.
    """
    ids: dict[str, set[str]] = {}
    links: dict[tuple[str, str], str] = {}
    number = 0
    for file in sorted(output.rglob("*")):
        if file.suffix not in (".html", ".xml"):
            continue
        href = file.relative_to(output).as_posix()
        if href.startswith("pagefind/"):
            continue
        found = _of_page(file, ids.setdefault(href, set())) if file.suffix == ".html" else _of_feed(file)
        for link in found:
            goal = _goal(link, href, url)
            if goal is not None:
                number += 1
                links.setdefault(goal, f"{href} → {link}")
    dead = [
        place
        for (path, fragment), place in sorted(links.items())
        if not (output / path).is_file() or (fragment and path in ids and fragment not in ids[path])
    ]
    return dead, number


def _of_page(file: Path, ids: set[str]) -> Iterator[str]:
    tree = html.parse(str(file), html.HTMLParser(encoding="utf-8")).getroot()
    ids.update(tree.xpath("//@id"), tree.xpath("//a/@name"))
    for element, attribute, link, _ in tree.iterlinks():
        if attribute in ("href", "src", "action", "data", "poster"):
            yield link
        elif attribute == "content" and (refresh := REFRESH.match(element.get("content"))):
            yield refresh[1]


def _of_feed(file: Path) -> Iterator[str]:
    tree = etree.parse(str(file))
    yield from (str(link) for link in tree.xpath(ATOM_LINKS))
    yield from (str(link) for link in tree.xpath("//*[local-name()='loc']/text()"))


def _goal(link: str, page: str, url: str) -> tuple[str, str] | None:
    """The file that a link of `page` leads to, from the site's root, and the fragment; None if it leads elsewhere."""
    if url and (link == url or link.startswith(url + "/")):
        link = link.removeprefix(url) or "/"
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return None
    path = posixpath.normpath(posixpath.join("/", posixpath.dirname(page), unquote(parts.path)))[1:]
    if not parts.path:
        path = page
    elif not path or parts.path.endswith("/"):
        path = posixpath.join(path, "index.html")
    return path, unquote(parts.fragment).partition(":~:")[0]
