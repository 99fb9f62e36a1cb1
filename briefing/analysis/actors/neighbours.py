"""What in the words around a name speaks for its being a person, an organisation or a place?

For the points see `judging`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from briefing.analysis.actors.evidence import (
    AFTER_BODIES,
    AFTER_PEOPLE,
    BODIES,
    DOING,
    KIN,
    PLACE_NOUNS,
    PLACES_OF,
    ROLES,
    SPEECH,
    WHERETO,
    WORKS,
    words,
)
from briefing.analysis.actors.gazetteer import GIVEN_NAMES, PLACES
from briefing.analysis.actors.judging import Name, is_acronym
from briefing.analysis.actors.runs import Known
from briefing.analysis.actors.tokens import Token, is_word

_AROUND = words("near across outside around throughout into inside along")
_PLACING = words("in at near from to of outside around")
_ITS = words("a an the his her their its")
_CALLED = words("called dubbed nicknamed named codenamed")
_BEING = words("was is be been being became")
# "chief executive of X", "an analyst for X", "works for X"
_SERVING = words("work works worked working plays played playing employed spokesman spokeswoman spokesperson")
_OLDEST, _YOUNGEST = 99, 10  # an age behind a name has two digits
APPOSITION = 6  # words behind the comma in which its noun is looked for: "Skybridge, a small Norwegian airline"


def weigh_neighbours(name: Name, tokens: Sequence[Token], known: Mapping[int, Known]) -> None:
    """Add what stands before and after the name. `known`: the registry's wordings by first token."""
    _weigh_before(name, tokens)
    _weigh_after(name, tokens, known)
    before, after = tokens[name.first - 1], tokens[name.last + 1]
    if name.text.isupper() and not before.word and after.word in ("—", "–", "-", ",", "("):
        name.place += 3  # a dateline


def _weigh_before(name: Name, tokens: Sequence[Token]) -> None:
    before, two = tokens[name.first - 1], tokens[name.first - 2]
    many = name.last > name.first
    low = before.low
    if low in BODIES:
        name.organisation += 2 if many and name.text.split()[0] in GIVEN_NAMES else 6  # "the publisher Nora Lindqvist"
    elif low in PLACE_NOUNS and not before.possessive:
        name.place += 5  # "the river Nestrel", "the village Domolovo"
    elif low in WORKS:
        name.settle(-5)  # "the ship Freya", "her album Tides"
    elif low in ROLES and not before.possessive:
        name.person += 4
    elif low.endswith("s") and low[:-1] in ROLES and not many:
        name.organisation += 3  # "the analysts Cirium"
    elif low in ("said", "says", "asked", "added"):
        name.person += 2
    elif many and (low in _CALLED or low in _BEING):
        name.person += 3  # "he was Night Heron": bodies have an article there
    elif low == "old" and two.low == "-":
        name.person += 4  # "the 66-year-old …"
    elif low == "(" and two.word.isupper() and tokens[name.last + 1].low == ")":
        name.organisation += 4  # a dateline's agency: "KYIV (Nordwire) —"
    elif low == "in":
        name.place += 1 if tokens[name.last].possessive else 4
    elif low in _AROUND:
        name.place += 4
    elif low in WHERETO:
        name.place += 1
    elif low == "the":
        _weigh_article(name, tokens)
    elif low == "of":
        if two.low in PLACES_OF:
            name.place += 8
        elif not many and two.word in GIVEN_NAMES and not tokens[name.first - 3].capital:
            name.place += 5  # "Francis of Assisi"
        elif two.low in ROLES or two.low in AFTER_BODIES:
            name.organisation += 3
    elif low == "for" and (two.low in ROLES or two.low in _SERVING):
        name.organisation += 3


def _weigh_article(name: Name, tokens: Sequence[Token]) -> None:
    """Behind "the" stands no person, and more often a body than a place."""
    parts = name.text.split()
    if not (len(parts) > 1 and parts[0] in GIVEN_NAMES):
        name.person -= 3
    unknown = not all(map(is_word, parts))
    if unknown and tokens[name.first - 2].low in _PLACING | _AROUND | WHERETO:
        name.place += 3
    elif unknown and len(parts) == 1 and not is_acronym(name.text) and not name.text.endswith("s"):
        name.place += 2  # "the Clyde", "the Donbas"; the bodies of one word that are called so are known
    else:
        name.organisation += 1 + unknown


def _weigh_after(name: Name, tokens: Sequence[Token], known: Mapping[int, Known]) -> None:
    after, two = tokens[name.last + 1], tokens[min(name.last + 2, len(tokens) - 1)]
    low = after.low
    if tokens[name.last].possessive:
        if low in KIN:
            name.person += 4
        elif name.last == name.first and name.place < 3:
            name.person += 1
    if low in SPEECH:
        name.person += 3
        name.organisation += 1
    elif low in DOING:
        name.person += 1
        name.organisation += 1
    elif low in AFTER_PEOPLE:
        name.person += 3 + 3 * (tokens[name.first - 1].low == "the")  # as much as the article takes away
    elif low in PLACE_NOUNS:
        name.place += 3
    elif low in AFTER_BODIES:
        name.organisation += 3
    elif low in ("who", "whose", "himself", "herself"):
        name.person += 4
    elif low == "-" and two.low in ("based", "born"):
        name.place += 4
    elif low in (",", "("):
        _weigh_apposition(name, tokens, known)


def _weigh_apposition(name: Name, tokens: Sequence[Token], known: Mapping[int, Known]) -> None:
    """What stands behind a comma or a bracket: an age, a trade, a state."""
    at = name.last + 2
    end = len(tokens) - 1
    two, three = tokens[min(at, end)], tokens[min(at + 1, end)]
    if _is_age(two, three) or (two.low == "now" and three.word.isdigit()):
        name.person += 6
    elif two.low in ("who", "whose", "born"):
        name.person += 5
    elif two.low == "where":
        name.place += 4
    elif two.low in ROLES:
        name.person += 3
    elif two.low in _ITS:
        _weigh_noun(name, tokens[at + 1 : at + APPOSITION])
    elif tokens[name.last + 1].low == "," and two.capital:
        if at in known and known[at].place and not two.possessive:
            name.place += 3  # "Poole, England"
        elif two.word in PLACES and tokens[name.first - 1].low in _PLACING:
            name.place += 3


def _weigh_noun(name: Name, tokens: Sequence[Token]) -> None:
    """What the noun of an apposition says: "the group's chief strategist", "a small Norwegian airline"."""
    for token in tokens:
        if token.low in ROLES:
            name.person += 3
            return
        if token.low in BODIES and not token.possessive:
            name.organisation += 4
            return
        if not token.word.isalnum():
            return


def _is_age(word: Token, after: Token) -> bool:
    return (
        word.word.isdecimal()
        and len(word.word) == 2
        and _YOUNGEST <= int(word.word) <= _OLDEST
        and after.low in (",", ")", ".", ";")
    )
