"""Do the words that an editor names stand in a text, however one or the other writes them?

Both are folded: what differs in capitals, apostrophes, dashes, marks that may be left out, or in how Unicode has it, is
the same. Words are whole; a star at an end stands for the rest of one.
"""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import normalize

STAR = "*"

_ONE = {
    "'": "’‘‛ʼʻʹ′‵`´＇ꞌ",
    "-": "‐‑‒–—―−⁃﹘﹣－",
    "е": "ё",
    "i": "ı",  # Turkish has two, and capitals of either
    "oe": "œ",
}
# What nobody sees or what is mostly left out: soft hyphens, joiners and marks of direction; tatweel and the vowels of
# Arabic, the points of Hebrew; the dot that a Turkish İ leaves.
_LEFT_OUT = (
    "\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
    "\u0640\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"
    "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0307"
)
_SAME = str.maketrans({letter: one for one, others in _ONE.items() for letter in others})
_UNSAID = re.compile(f"[{_LEFT_OUT}]")
# From here on (Thai, and further on Chinese and Japanese) words are written without spaces between them.
_WITHOUT_SPACES = "\u0e00"


def fold(words: str) -> str:
    """Return the form in which words are compared."""
    if words.isascii():
        return words.lower().replace("`", "'")
    same = words.translate(_SAME)  # before NFKC, which takes some apostrophes apart
    folded = normalize("NFKC", same).casefold()
    return _UNSAID.sub("", normalize("NFC", folded).translate(_SAME))


def stands_in(phrase: str, folded: str) -> bool:
    """Whether a word, or several, stand in a text that was folded as such, not as a part of other words."""
    pattern = _compile(phrase)
    return pattern is not None and pattern.search(folded) is not None


def is_sought(phrase: str) -> bool:
    """Whether a phrase can be looked for: there is something in it, and stars nowhere but at the ends of that."""
    inner = phrase.strip().removeprefix(STAR).removesuffix(STAR)
    return STAR not in inner and inner == inner.strip() and bool(fold(inner).strip())


@lru_cache(maxsize=1_000)
def _compile(phrase: str) -> re.Pattern[str] | None:
    looked = fold(phrase).strip()
    opens, closes = not looked.startswith(STAR), not looked.endswith(STAR)
    looked = looked.removeprefix(STAR).removesuffix(STAR).strip()
    if not looked:
        return None
    before = r"(?<!\w)" if opens and _is_bounded(looked[0]) else ""
    after = r"(?!\w)" if closes and _is_bounded(looked[-1]) else ""
    return re.compile(before + r"\s+".join(map(re.escape, looked.split())) + after)


def _is_bounded(letter: str) -> bool:
    return letter.isalnum() and letter < _WITHOUT_SPACES
