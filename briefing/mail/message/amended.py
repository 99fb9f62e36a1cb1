"""Where does an edition print what stands now in place of words that were corrected?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from briefing.published import Correction, Edition, Passage

LEAST_SHARED = 0.6  # of the old words: a correction changes a number or a name and leaves its sentence

_WORD = re.compile(r"\w+")


def find_wording_now(correction: Correction, edition: Edition) -> Passage | None:
    """Return the passage of the corrected article that shares most words, in their order, with what stood there before.

    None where the edition prints none that holds LEAST_SHARED of them and two at least, and where what stood there
    still stands there word for word: what else was corrected, that passage does not show.
    """
    old = _WORD.findall(correction.was.casefold())
    best: tuple[float, Passage] | None = None
    for passage in _printed(correction.article, edition):
        if correction.was in passage.text:
            return None
        new = _WORD.findall(passage.text.casefold())
        blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
        shared = sum(block.size for block in blocks)
        # Of two that hold as many of them the one with fewer words besides is nearer.
        if shared >= max(2, LEAST_SHARED * len(old)):
            nearness = shared / len(old) + shared / len(new) / 10
            if best is None or nearness > best[0]:
                best = nearness, passage
    return best[1] if best else None


def _printed(article: str, edition: Edition) -> Iterator[Passage]:
    """The edition's passages of one article, in the order of their text."""
    found = {(passage.start, passage.end): passage for passage in edition.printed if passage.article == article}
    for place in sorted(found):
        yield found[place]
