"""How sure is a number: at least, more than, about, up to? By the words before it."""

from __future__ import annotations

import re

from briefing.analysis.figures.things import FATES, MODIFIERS
from briefing.analysis.text.patterns import compile_late

_MODIFIER = compile_late(rf"\b({MODIFIERS})\s+(?:the\s+|an?\s+)?$", re.IGNORECASE)
_LAST_WORDS = frozenset(words.split()[-1] for words in MODIFIERS.split("|"))
# "over" is a place here, not a measure: "drones over ten regions", "hand over 175 prisoners".
_OVER_PLACE = compile_late(
    r"\b(?:hand(?:ed|ing)?|turn(?:ed)?|g[ia]ve|took|take|drones?|missiles?|fl[eyi]\w*|flights?|spread|down|attacks?|airspace|raids?|r[au]n)\s+over\s+$"
)
_GONE_UP = compile_late(r"\b(?:gone|goes|go|went|rose|risen|moved|climb\w*|jump\w*) up to\s+$")
# As good as "more than": "deaths exceeded 300", "the toll has passed 40".
_ABOVE = compile_late(r"\b(?:(?P<exceeds>exceed|surpass|topp)|pass)(?:ed|s|es|ing)?\s+(?:the\s+)?$", re.IGNORECASE)
LONGEST_MODIFIER = 30  # characters: "in the region of the" and the like


def tell_modifier(text: str, stop: int, thing: str, before: str) -> str:
    """Return the modifier of a figure of `thing` that ends at `stop`, in lower case; empty: it is given as it stands.

    `before` is what stands before the figure in its sentence.
    """
    modifier = find_modifier(before)
    words = " ".join(modifier[1].lower().split()) if modifier is not None else ""
    if (words == "over" and _OVER_PLACE.search(before) is not None) or (
        words == "up to" and _GONE_UP.search(before) is not None
    ):
        words = ""
    if not words and (above := _ABOVE.search(before[-LONGEST_MODIFIER:])) is not None:
        words = "more than" if above["exceeds"] or thing in FATES else ""
    return words or next((after for after in ("or so", "or more") if text.startswith(after, stop + 1)), "")


def find_modifier(before: str) -> re.Match[str] | None:
    """The modifier that ends right before a number, with what may stand between them."""
    words = before[-LONGEST_MODIFIER:].lower().split()
    last = words[-2] if len(words) > 1 and words[-1] in {"the", "a", "an"} else words[-1] if words else ""
    return _MODIFIER.search(before[-LONGEST_MODIFIER:]) if last in _LAST_WORDS else None
