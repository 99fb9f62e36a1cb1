"""Which words of a mail or an item stand beside its text: captions, notes, and what is pulled out of the text again?"""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from briefing.extracting import bare

ASIDE = frozenset("media fn note figcaption".split())
_PULLED = re.compile(r"(?:^|[\s_-])pull-?quotes?(?:$|[\s_-])|(?:^|\s)wp-caption-text(?:$|\s)", re.IGNORECASE)
_BOXES = ("aside", "figure")  # what is pulled out of the text stands in one
MOST_BOXES = 100  # that are looked at; an article has a handful
LONGEST_PULLED = 60  # words
LEAST_PULLED = 3  # words


def say_aside(words: int) -> str:
    """Say how many words of captions and the like were left out; empty: none."""
    return f"{words:,} word{'s' if words > 1 else ''} of captions, notes and pull quotes" if words else ""


def find_pulled(tree: Any) -> set[Any]:
    """Return the elements whose words are pulled out of the text to be seen: they say so, or the text has the words."""
    boxes: list[tuple[Any, bool]] = []
    for element in tree.iter(etree.Element):
        named = _PULLED.search((element.get("class") or "")[:500]) is not None
        if named or element.tag.rpartition("}")[2].lower() in _BOXES:
            boxes.append((element, named))
        if len(boxes) == MOST_BOXES:
            break
    said = bare("".join(tree.itertext())) if boxes else ""
    found: set[Any] = set()
    for box, named in boxes:
        words = len(" ".join(box.itertext()).split())
        if LEAST_PULLED <= words <= LONGEST_PULLED and (named or said.count(bare("".join(box.itertext()))) > 1):
            found.add(box)
    return found
