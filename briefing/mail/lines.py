"""Which of the words that others wrote may stand on a line of ours: in a header, on a terminal, in a log?"""

from __future__ import annotations

import unicodedata

# These change the direction of whatever follows them, the day and the next title as well (UAX #9 § 2.1–2.5). The marks
# U+200E, U+200F and U+061C do not: scripts that run from right to left need them.
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def why_unfit(words: str) -> str:
    """Return why `words` cannot stand in a header, as the end of a sentence that begins with them; "": they can."""
    if any(unicodedata.category(c) in ("Cc", "Zl", "Zp") for c in words):
        return "holds a line break or another control character"
    if any(unicodedata.category(c) == "Cs" for c in words):
        return "holds half a character (a surrogate)"
    if "=?" in words:
        return "holds “=?”, with which a mail program may read other letters into it"
    if not TURNING.isdisjoint(words):
        return "holds a character that turns the reading direction of what follows"
    return ""


def flatten(words: str) -> str:
    """Return `words` on one line, with single spaces for all that a terminal or a log could not print as it is."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in words).split())
