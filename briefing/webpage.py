"""Which fields does the head of an HTML file give, and where does its body begin?"""

from __future__ import annotations

import re
from collections.abc import Collection
from html import unescape

from briefing.frontmatter import Field, FrontMatter

_BODY = re.compile(r"</head\s{0,9}>|<body\b", re.IGNORECASE)
_TAG = re.compile(r"<(html|meta|link|title)\b([^<>]*)>([^<]*)", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([a-z:-]{1,40})\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)'|([^\s"'=]+))""", re.IGNORECASE)
_MEANS = {  # names that pages give to our fields, besides the fields' own
    "article:published_time": "date",
    "article:modified_time": "modified",
    "og:site_name": "source",
    "og:url": "url",
}


def split_page(text: str, known: Collection[str]) -> FrontMatter:
    """Return the `known` fields of an HTML page (title, lang, <meta name=… content=…>) and its body, in linear time.

    Every field comes once: the first that names it counts, since pages repeat themselves.
    """
    found = _BODY.search(text)
    if not found:
        return FrontMatter((), text, 1)
    fields: dict[str, Field] = {}
    line, counted = 1, 0
    for tag in _TAG.finditer(text, 0, found.start()):
        key, value = _read_tag(tag)
        line, counted = line + text.count("\n", counted, tag.start()), tag.start()
        if key in known and value:
            fields.setdefault(key, Field(key, (value,), line))
    start = found.end() if found.group().startswith("</") else found.start()
    return FrontMatter(tuple(fields.values()), text[start:], text.count("\n", 0, start) + 1)


def _read_tag(tag: re.Match[str]) -> tuple[str, str]:
    """The field that a tag of the head gives, and its value."""
    name = tag[1].lower()
    if name == "title":
        return "title", unescape(tag[3]).strip()
    values = {key.lower(): unescape(a or b or c).strip() for key, a, b, c in _ATTRIBUTE.findall(tag[2])}
    if name == "html":
        return "lang", values.get("lang", "")
    if name == "link":
        return "url", values.get("href", "") if values.get("rel", "").lower() == "canonical" else ""
    key = (values.get("name") or values.get("property") or "").lower()
    return _MEANS.get(key, key), values.get("content", "")
