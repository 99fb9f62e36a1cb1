"""Which characters of a text does no reader see, or see where they do not stand? They are left out as text comes in.

What a passage shows has to be what it says, also among other words: marks of direction that are not closed turn what
follows a passage, hidden letters say to machines what no reader is told, and piled accents cover other lines.
"""

from __future__ import annotations

import re

MOST_MARKS = 4  # on one letter; no orthography has more, and Unicode's TR 39, 5.4, takes a fifth for a forgery

# Control characters, which no XML may hold either; embeddings, overrides and isolates of direction (Unicode's TR 9).
# What single letters need, U+200E, U+200F and U+061C, stays: it moves nothing beyond the white space beside it.
_CONTROLS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff"
_TAGS = "\U000e0000-\U000e007f"  # letters that are never shown; flags of regions are written with them
_FLAG = "\U0001f3f4[\U000e0020-\U000e007e]{1,8}\U000e007f"
_MARKS = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"  # that go on any letter
_UNSEEN = re.compile(f"({_FLAG})|[{_CONTROLS}{_TAGS}]|([{_MARKS}]{{{MOST_MARKS}}})[{_MARKS}]+")
_DOUBTFUL = re.compile(f"[{_CONTROLS}{_TAGS}{_MARKS}]")  # most texts have none; to ask takes a tenth of the time


def leave_out_unseen(text: str) -> str:
    """Return `text` without what nobody sees in its place. HTML stays HTML: none of its own characters is touched."""
    return _UNSEEN.sub(r"\1\2", text) if _DOUBTFUL.search(text) else text


def is_seen(text: str) -> bool:
    """Whether a reader sees anything of `text`: a letter, a digit, a mark."""
    return any(letter.isprintable() and not letter.isspace() for letter in text)
