"""Which words of a mail or an item stand beside its text: captions, notes, and what is pulled out of the text again?"""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from briefing.analysis.text.notices import count_words
from briefing.extracting import bare

ASIDE = frozenset("media fn note figcaption".split())
_PULLED = re.compile(r"(?:^|[\s_-])pull-?quotes?(?:$|[\s_-])", re.IGNORECASE)
_FOR_EDITORS = re.compile(r"(?:^|[\s_-])ed-?notes?(?:$|[\s_-])", re.IGNORECASE)
_CAPTION = re.compile(r"(?:^|\s)wp-caption-text(?:$|\s)", re.IGNORECASE)
_BOXES = ("aside", "figure")  # what is pulled out of the text stands in one
MOST_BOXES = 100  # that are looked at; an article has a handful
LONGEST_PULLED = 60  # words
LEAST_PULLED = 3  # words


def say_aside(words: int) -> str:
    """Say how many words of captions and the like were left out; empty: none."""
    return f"{words:,} word{'s' if words > 1 else ''} of captions, notes and pull quotes" if words else ""


def find_pulled(tree: Any) -> set[Any]:
    """Return the elements whose words are pulled out of the text to be seen: they say so, or the text has the words.

    In a box that stands in the text the name is no proof: services call so what is to be a large quotation.
    """
    boxes: list[tuple[Any, bool]] = []
    for element in tree.iter(etree.Element):
        name = (element.get("class") or "")[:500]
        beside = element.tag.rpartition("}")[2].lower() in _BOXES
        pulled = _PULLED.search(name) is not None
        aside = _CAPTION.search(name) is not None or _FOR_EDITORS.search(name) is not None
        if beside or pulled or aside:
            boxes.append((element, aside or (beside and pulled)))
        if len(boxes) == MOST_BOXES:
            break
    said = bare("".join(tree.itertext())) if boxes else ""
    found: set[Any] = set()
    for box, sure in boxes:
        words = count_words(" ".join(box.itertext()))
        if LEAST_PULLED <= words <= LONGEST_PULLED and (sure or said.count(bare("".join(box.itertext()))) > 1):
            found.add(box)
    return found
