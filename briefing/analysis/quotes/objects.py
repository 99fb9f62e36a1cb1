"""Is the object of a verb like "reject" or "call for" something that is said, and where does it end?"""

from __future__ import annotations

from briefing.analysis.quotes.clauses import LOOK_AHEAD
from briefing.analysis.quotes.rows import (
    ADVERBS,
    AUXILIARIES,
    DAYS,
    DETERMINERS,
    OBJECTS,
    PRONOUNS,
    Row,
    is_punctuation,
    is_verb,
)
from briefing.analysis.quotes.speech import Form


def object_end(row: Row, start: int, stop: int) -> int:
    """Where the object of a verb ends: before the next thing its subject does, "… and left the room"."""
    lows = row.lows
    for at in range(start + 1, stop):
        if lows[at] in {",", "and", "but"}:
            following = at + 1 + (lows[at] == "," and lows[at + 1] in {"and", "but"})
            if following <= stop and is_verb(row, following) and lows[following] not in AUXILIARIES:
                return at - 1
            if following < stop and lows[following] in {"had", "has", "was", "is", "were"}:
                return at - 1
    while stop > start and (lows[stop] in ADVERBS or lows[stop] in {"and", ","}):
        stop -= 1  # "called for silence again and again"
    return stop


# Verbs whose object alone says what is wanted: "called for a truce", "promised a vote".
_WANTING = frozenset("call demand ask propose promise recommend urge announce predict advocate plead appeal".split())
_REFLEXIVES = frozenset("himself herself itself themselves one each".split())
SHORTEST_OBJECT = 5  # words; shorter ones ("these terms", "the plan at once") name a matter and say nothing of it
SHORTEST_WISH = 2
# "asked not to be named" is the reporter's courtesy, nothing that was said.
_UNNAMED = frozenset("named identified anonymity quoted unnamed".split())


def carries_proposition(row: Row, start: int, stop: int, form: Form) -> bool:
    """Whether the object of a verb says something: "to go", "him of lying", "a new ferry", not "these conditions"."""
    lows = row.lows
    words = stop - start + 1
    opener = lows[start]
    if opener == "each" and form.base == "accuse":
        return "of" in lows[start : stop + 1]
    if opener in _REFLEXIVES:
        return lows[start + 1 : start + 2] == ["as"] and words > 3
    if form.base == "ask" and _UNNAMED.intersection(lows[start : stop + 1]):
        return False
    if opener == "not" and words > 2 and lows[start + 1] == "to":
        return True
    if opener == "to":
        return words > 1 and lows[start + 1] not in DETERMINERS and not row.capital(start + 1)
    inside = lows[start + 1 : stop + 1]
    if form.base == "call" and lows[start - 1] == "on":
        return "to" in inside or "not" in inside
    if opener in PRONOUNS or opener in OBJECTS:
        wished = any(low in {"to", "of", "for", "over"} for low in inside[:3]) and words > 2
        return wished or (words >= SHORTEST_OBJECT and opener == "it")
    if any(low == "to" or low.endswith("ing") for low in inside) and words > 2:
        return True
    return words >= (SHORTEST_WISH if form.base in _WANTING else SHORTEST_OBJECT)


# "called a meeting", "called to complain", "called in the guard"
_UNCALLED = frozenset("a an to in out off up back about at from when after before and , . ;".split())


def past_day(row: Row, verb: int, end: int) -> int:
    """The last word of a verb and the day after it: "called on Monday [for …]", "warned Friday"."""
    lows = row.lows
    if verb + 2 < end and lows[verb + 1] == "on" and lows[verb + 2] in DAYS:
        return verb + 2
    return verb + (verb + 1 < end and lows[verb + 1] in DAYS)


def topic_fits(row: Row, verb: int, end: int, after: str, form: Form) -> bool:
    """Whether the words after a verb may be the object that it takes; `after`: the preposition that must follow."""
    lows = row.lows
    if verb + 1 > end:
        return False
    low = lows[verb + 1]
    if after:
        return low == after or (low == "not" and after == "to" and lows[verb + 2 : verb + 3] == ["to"])
    if low in AUXILIARIES:
        return False  # "the records that he questioned are …"
    base = form.base
    if base == "call":
        named = any(lows[at] in {"a", "an"} for at in range(verb + 2, min(verb + LOOK_AHEAD, end + 1)))
        return low in {"for", "on", "it", "him", "them", "her"} or (low not in _UNCALLED and named)
    if base == "ask":
        return low in OBJECTS or low in {"for", "whether", "how"} or "to" in lows[verb + 2 : verb + 5]
    if low in {"on", "for"}:
        return base in {"call", "ask", "appeal", "plead"}
    return not is_punctuation(low) and low not in {"by", "as", "in", "on", "at", "with", "and", "that"}
