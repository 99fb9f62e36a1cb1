"""Which pages does a built site have, of which kind is each, and which of them stand for the rest?"""

from __future__ import annotations

import re
from pathlib import Path

# The first that fits the address. A kind that is not named here is called by its folder, so a new one is measured too.
KINDS = (
    ("front", r"index\.html"),
    ("editions index", r"editions(/archive)?\.html|editions/\d{4}(-\d\d)?\.html"),
    ("edition", r"editions/\d{4}-\d\d-\d\d\.html"),
    ("events index", r"events\.html"),
    ("event part", r"events/.+/.+\.html"),
    ("event", r"events/[^/]+\.html"),
    ("story", r"stories/.+\.html"),
    ("actors index", r"actors\.html|actors/kinds/.+\.html"),
    ("actor part", r"actors/[^/]+/(months|days)/.+\.html"),
    ("actor in event", r"actors/[^/]+/[^/]+\.html"),
    ("actor", r"actors/[^/]+\.html"),
    ("article", r"articles/.+\.html"),
    ("sources index", r"sources\.html"),
    ("source part", r"sources/.+/.+\.html"),
    ("source", r"sources/[^/]+\.html"),
)
# Mails have rules of their own, which tests/test_mail.py holds; pagefind/ is the search's own.
NOT_THE_SITES = re.compile(r"(mail|pagefind)/")
MOVED = 'http-equiv="refresh"'


def find_pages(output: Path) -> dict[str, list[str]]:
    """The addresses of the site's pages below `output` by kind, each list by size and then address, smallest first."""
    found: dict[str, list[tuple[int, str]]] = {}
    for file in output.rglob("*.html"):
        href = file.relative_to(output).as_posix()
        if not NOT_THE_SITES.match(href):
            size = file.stat().st_size
            kind = "moved" if size < 4000 and MOVED in file.read_text(encoding="utf-8") else kind_of(href)
            found.setdefault(kind, []).append((size, href))
    return {kind: [href for _, href in sorted(pages)] for kind, pages in sorted(found.items())}


def kind_of(href: str) -> str:
    for kind, pattern in KINDS:
        if re.fullmatch(pattern, href):
            return kind
    folder, _, name = href.rpartition("/")
    return folder or name.removesuffix(".html")


def pick(pages: dict[str, list[str]], each: int = 3) -> dict[str, list[str]]:
    """Up to `each` pages of every kind, the largest first, then the smallest, then those between them."""
    picked = {}
    for kind, hrefs in pages.items():
        steps = [len(hrefs) - 1, 0, *((len(hrefs) - 1) * step // (each - 1) for step in range(each - 2, 0, -1))]
        picked[kind] = list(dict.fromkeys(hrefs[step] for step in steps))[:each]
    return picked
