"""Which lines of an agency's item are for the desks that get it, and no text? What was changed, who wrote it, its end.

Agencies write them into the text, at its beginning and its end: "EDITORS: adds quote", "(RESENDING TO FIX NAME)",
"na/im/tf", "END". What reads like a sentence of the text stays.
"""

from __future__ import annotations

import re

from briefing.analysis.text.notices import LONGEST_LINE, count_words
from briefing.extracting import Piece

LONGEST_ADVICE = 40  # words
EDGE = 3  # pieces at the beginning and at the end among which such lines are looked for

_TO_DESKS = re.compile(r"(?:Eds|EDS|Editors|EDITORS|(?:Note|NOTE) (?:to|TO) (?:eds|EDS|editors|EDITORS))\s*[:–—-]\s*\S")
# In capitals, all of it, in brackets: with one of these it says what was changed.
_CHANGED = re.compile(
    r"[(\[]\W*(?=[^a-zß-öø-ÿ]*$).*\b(?:RESEND|RESENT|UPDAT|CORRECT|RECAST|ADD(?:S|ING)\b|FIX|REPEAT|CLARIF|WRITETHRU|EMBARGO|EDS\b|EDITORS?\b).*[)\]]"
)
_END = re.compile(r"\W*(?:END|ENDS|ENDE|FIN|FINE|SLUTT|SLUT|KONIEC|КОНЕЦ|完)\W*|-\s?30\s?-|#{2,}")
_INITIALS = re.compile(r"[(\[]?[^\W\d_A-ZÀ-ÖØ-Þ]{2,6}(?:/[^\W\d_A-ZÀ-ÖØ-Þ]{2,5}){1,3}[)\]]?")


def leave_out_desks(pieces: tuple[Piece, ...]) -> tuple[tuple[Piece, ...], tuple[str, ...]]:
    """Return the pieces that are text, and the words of the others."""
    found = {number for number, piece in enumerate(pieces) if _is_for_desks(piece.text.strip(), number, len(pieces))}
    if len(found) == len(pieces):
        return pieces, ()
    kept = tuple(piece for number, piece in enumerate(pieces) if number not in found)
    return kept, tuple(pieces[number].text for number in sorted(found))


def _is_for_desks(line: str, number: int, count: int) -> bool:
    if len(line) > LONGEST_LINE or count_words(line) > LONGEST_ADVICE:
        return False
    if _CHANGED.fullmatch(line):
        return True
    if number >= count - EDGE and (_END.fullmatch(line) or _INITIALS.fullmatch(line)):
        return True
    return (number < EDGE or number >= count - EDGE) and _TO_DESKS.match(line) is not None
