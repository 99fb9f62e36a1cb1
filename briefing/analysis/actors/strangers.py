"""Is a word before a registered surname somebody else's first name ("Barron Trump"), or no part of the name?"""

from __future__ import annotations

from collections.abc import Sequence

from briefing.analysis.actors.evidence import (
    DOING,
    GENERIC_ORG,
    MODALS,
    NOT_ACTORS,
    ORG_LAST,
    PLACE_FIRST,
    PLACE_LAST,
    ROLES,
    SPEECH,
)
from briefing.analysis.actors.gazetteer import COMMON_SURNAMES, GIVEN_NAMES, ORGANISATIONS, PLACES, WOMEN
from briefing.analysis.actors.tokens import Token, is_word

STRANGER = 5  # points of such a person: they decide alone
# Capital words of which no first name is made, though a surname may follow: "the Senate Trump addressed".
_NO_FIRST_NAME = ORG_LAST | GENERIC_ORG | PLACE_LAST | PLACE_FIRST | ORGANISATIONS | NOT_ACTORS | PLACES
# Capitals after which people are called as often as after anybody.
_CALLED = frozenset({"Paris", "London", "Victoria"})
# At the beginning of a sentence they bring a place or a body, behind which its subject stands: "At Davos Trump spoke".
_FRONTING = frozenset({"in", "at", "on", "from", "near", "with", "after", "before", "since", "under", "via"})


def is_strangers(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether tokens[first..last], of which a registered surname is the last, name somebody else.

    Titles are already cut off. A common word that begins a sentence is a first name only if it is one elsewhere, too,
    and a verb follows: "Grant Rubio said"; not "Angry Trump voters".
    """
    head = tokens[first]
    if any(token.possessive or token.low in ROLES for token in tokens[first:last]):
        return False
    if head.word in GIVEN_NAMES or (head.word in WOMEN and not head.first):
        return True
    if last - first > 1 or head.word in _NO_FIRST_NAME or head.word.isupper():
        return False
    if head.first and is_word(head.word):
        low = tokens[last + 1].low
        return head.word in COMMON_SURNAMES | WOMEN and (low in SPEECH or low in DOING or low in MODALS)
    return not (tokens[first - 1].first and tokens[first - 1].low in _FRONTING)


def is_called(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether a capital at token `first`, after which people are called, is a first name here: "Paris Hilton sang"."""
    tail = tokens[last]
    if last != first + 1 or tokens[first].word not in _CALLED or tokens[first].possessive:
        return False
    if tail.word in _NO_FIRST_NAME or (is_word(tail.word) and tail.word not in COMMON_SURNAMES) or tail.word.isupper():
        return False
    low = tokens[last + 1].low
    return low in SPEECH or (low in DOING and low not in MODALS)
