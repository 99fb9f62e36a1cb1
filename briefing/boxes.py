"""How is a box of a web page called, and how many words has it?

Names of boxes are the words of `class`, `id` and what scripts and tests know them by, whatever their case:
`ArticleNewsletter-title` has newsletter in it.
"""

from __future__ import annotations

import re
from typing import Any

from msgspec import Struct

from briefing.analysis.text.notices import count_words
from briefing.phrasing import LEAST_PROSE

LEAST_PART = 40  # words outside links that make a box a part of an article; a teaser of another has 30
_UNSEEN = frozenset(("script", "style", "noscript", "template", "head", "title", "svg", "iframe", "select", "option"))
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_NAMING = ("class", "id", "data-component", "data-testid", "data-area")
_BODY = frozenset(("article", "story", "post", "entry", "page", "news", "main"))
_PART = frozenset(("body", "content", "text", "copy", "chunk"))


class Words(Struct):
    """How many words an element has, and how many of them are links'."""

    all: int = 0
    linked: int = 0

    @property
    def free(self) -> int:
        return self.all - self.linked

    @property
    def is_prose(self) -> bool:
        return self.free >= LEAST_PROSE > self.linked


def name_words(element: Any) -> list[list[str]]:
    """Return the words of each name that an element has, in lower case."""
    names = " ".join(filter(None, map(element.get, _NAMING)))[:1000].split()
    return [[word.lower() for word in _WORD.findall(name)] for name in names]


def count_element_words(tree: Any) -> dict[Any, Words]:
    """Return the words of each element of `tree`, with those of all that it holds."""
    counts: dict[Any, Words] = {}
    for element in reversed(list(tree.iter())):
        words = counts.get(element)
        if words is None:
            words = counts[element] = Words()
        if element.tag in _UNSEEN or not isinstance(element.tag, str):
            words.all = words.linked = 0
        else:
            if (text := element.text) and not text.isspace():
                words.all += count_words(text)
            if element.tag == "a" and element.get("href"):
                words.linked = words.all
        if (parent := element.getparent()) is not None:
            above = counts.get(parent)
            if above is None:
                above = counts[parent] = Words()
            above.all += words.all
            above.linked += words.linked
            if (tail := element.tail) and not tail.isspace():
                above.all += count_words(tail)
    return counts


def is_part(element: Any) -> bool:
    """Tell whether an element calls itself the body of an article, or a part of it."""
    if (element.get("itemprop") or "").lower() == "articlebody":
        return True
    words = {word for name in name_words(element) for word in name}
    return not _BODY.isdisjoint(words) and not _PART.isdisjoint(words) and words.isdisjoint(("comment", "comments"))
