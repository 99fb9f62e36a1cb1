"""Which fields does the head of an HTML file give, and where does its body begin?"""

from __future__ import annotations

import re
from collections.abc import Collection
from html.parser import HTMLParser

from briefing.frontmatter import Field, FrontMatter

LONGEST_HEAD = 60_000  # characters that are searched for fields; the parser is not linear on every input
_BODY = re.compile(r"</head\s*>|<body\b", re.IGNORECASE)
_MEANS = {  # names that pages give to our fields, besides the fields' own
    "article:published_time": "date",
    "article:modified_time": "modified",
    "og:site_name": "source",
    "og:url": "url",
}


def split_page(text: str, known: Collection[str]) -> FrontMatter:
    """Return the `known` fields of an HTML page (title, lang, <meta name=… content=…>) and its body.

    Every field comes once: the first that names it counts, since pages repeat themselves.
    """
    found = _BODY.search(text)
    if not found:
        return FrontMatter((), text, 1)
    head = _Head()
    head.feed(text[: min(found.start(), LONGEST_HEAD)])
    start = found.end() if found.group().startswith("</") else found.start()
    return FrontMatter(
        tuple(field for field in head.fields.values() if field.key in known),
        text[start:],
        text.count("\n", 0, start) + 1,
    )


class _Head(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, Field] = {}
        self._in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "html":
            self._take("lang", values.get("lang", ""))
        elif tag == "link" and values.get("rel", "").lower() == "canonical":
            self._take("url", values.get("href", ""))
        elif tag == "meta":
            name = (values.get("name") or values.get("property") or "").lower()
            self._take(_MEANS.get(name, name), values.get("content", ""))
        self._in_title = tag == "title"

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self._take("title", data.strip())

    def _take(self, key: str, value: str) -> None:
        if key and value.strip():
            self.fields.setdefault(key, Field(key, (value.strip(),), self.getpos()[0]))
