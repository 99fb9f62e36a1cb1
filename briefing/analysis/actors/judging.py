"""What in the words of a name speaks for its being a person, an organisation or a place?

Points are counted for each kind, here and by `neighbours`; the most win, if they are enough. Their size is a matter of
judgement: 5 and more decide alone (a first name, an age), 3 mostly, 1 only breaks a tie.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct

from briefing.analysis.actors.evidence import (
    ADJECTIVES,
    CALENDAR,
    FUNCTION,
    GENERATION,
    GENERIC_ORG,
    MAKES,
    MODALS,
    NOT_ACTORS,
    PARTICLES,
    PEOPLES,
    PLACE_FIRST,
    PLACE_LAST,
    SPEECH,
    TEAMS,
    WHERETO,
)
from briefing.analysis.actors.gazetteer import COMMON_SURNAMES, GIVEN_NAMES, ORGANISATIONS, PLACES
from briefing.analysis.actors.tokens import Token, is_word
from briefing.analysis.text.patterns import compile_late
from briefing.model import ActorKind

ENOUGH = 2  # points that must speak for a kind
GUESS = 2  # points of a person whom nothing but an unknown word speaks for
LONGEST_ACRONYM = 8  # letters: "UNESCO", "NASDAQ", "UNICEF"; longer words in capitals are shouting
_INITIALS = compile_late(r"[A-Z]{2}|(?:[A-Z]\.){2,3}")
_HALVES = frozenset(
    {"Franco", "Anglo", "Sino", "Russo", "Indo", "Afro", "Euro", "Greco", "Austro", "Italo"}
)  # "-British"
_WATERS = frozenset({"River", "Lake", "Mount", "Cape"})  # in front of a name they leave no doubt
_ACRONYMS = compile_late(r"[A-Z]{2,}s")  # "HFCs", "MPs"
_ONE_OF_MANY = frozenset({"a", "an", "former", "every", "each", "another"})  # "a former Marine"
_PARTY_SEAT = compile_late(r"[A-Z]{1,2}-[A-Z][A-Za-z.]{0,5}")  # "R-Tex", "D-NY"
NEVER = -20  # points of a name that elsewhere in the article is seen to be no actor: the make of a thing, a people
_SITES = (".com", ".org", ".net", ".co.uk", ".ca", ".eu", ".ru", ".de", ".fr", ".tv", ".news")
_FIRM_ENDINGS = ("bank", "soft", "corp", "tech", "oil", "gas", "prom", "net")


class Name(Struct):
    """A name as it stands in one place, with the points that speak for each kind here."""

    first: int  # tokens
    last: int
    text: str  # folded, words joined by spaces
    title: str = ""  # the title words before it, folded
    person: int = 0
    organisation: int = 0
    place: int = 0
    guess: int = 0  # those of a person's that say only that no dictionary knows the word

    @property
    def kind(self) -> ActorKind | None:
        best = max(self.person, self.organisation, self.place)
        if best < ENOUGH:
            return None
        if self.person == best:
            return "person"
        return "organisation" if self.organisation == best else "place"

    def settle(self, points: int) -> None:
        """Give every kind the same points: nothing speaks for any, or all against it."""
        self.person = self.organisation = self.place = points


def weigh_words(name: Name, tokens: Sequence[Token]) -> bool:
    """Add what the name's own words say. False: they say that it is nobody, whatever stands around it."""
    if name.last > name.first:
        person, organisation, place = _weigh_many(name.text)
        name.person += person
        name.organisation += organisation
        name.place += place
    elif not _weigh_one(name, tokens):
        return False
    if name.text in PLACES or (name.text.isupper() and name.text.title() in PLACES):
        name.place += 5
    if name.title:
        name.person += 6
    return True


# Somebody is named with the same words some three times in an article.
@lru_cache(maxsize=8192)
def _weigh_many(text: str) -> tuple[int, int, int]:
    """The points of a person, an organisation and a place that a name of several words has by itself."""
    words = text.split()
    person = organisation = place = 0
    head, tail = words[0], words[-1]
    unknown = [word for word in words if not is_word(word) and word.rstrip(".") not in GENERATION]
    if text in ORGANISATIONS:
        organisation += 8
    if head.partition("-")[0] in GIVEN_NAMES or head in CALENDAR:
        person += 5  # of the calendar's words only the months that are first names come here
    elif tail in COMMON_SURNAMES and not is_word(head) and not head.isupper() and len(words) < 4:
        person += 4
    if any(len(word) == 2 and word[1] == "." for word in words):
        person += 3
    elif (
        len(words) < 4
        and _INITIALS.fullmatch(head)
        and (tail in COMMON_SURNAMES or not is_word(tail))
        and tail[1:].islower()
    ):
        person += 4  # "JD Vardon", "J.D. Vardon"
    elif any(is_acronym(word) for word in words):
        organisation += 3
    if (unknown and tail.rstrip(".") in GENERATION) or any(word in PARTICLES for word in words):
        person += 3
    if tail in PLACE_LAST:
        place += 5
    elif tail in TEAMS or (unknown and is_plural(tail) and head not in GIVEN_NAMES):
        organisation += 3  # "Trollhaven Gulls"
    if head in PLACE_FIRST:
        place += 5 if head in _WATERS else 2
    return person, organisation, place


def _weigh_one(name: Name, tokens: Sequence[Token]) -> bool:
    word, token = name.text, tokens[name.first]
    before, after = tokens[name.first - 1], tokens[name.last + 1]
    if word in _HALVES and after.low == "-":
        return False
    if _PARTY_SEAT.fullmatch(word) or (before.low in _ONE_OF_MANY and is_word(word)):
        return False
    if word in PLACES:
        pass  # whatever its ending
    elif word in ORGANISATIONS or word.endswith(_SITES):
        name.organisation += 6
    elif word in GIVEN_NAMES:
        name.person += 2
    elif is_acronym(word):
        name.organisation += 4
    elif after.low in MAKES or (after.word and tokens[name.last + 2].low in MAKES) or _is_model(word):
        name.settle(NEVER)
        return False
    elif (
        (word.endswith(ADJECTIVES) and after.word.islower() and not token.possessive and not _is_capital(before))
        or word in GENERIC_ORG
        or _ACRONYMS.fullmatch(word)
        or len(word) < 3
        or (word[1] == "." and len(word) < 5)  # initials alone
        or (word.endswith(PEOPLES) and not token.possessive and not name.title and word not in COMMON_SURNAMES)
    ):
        return False
    elif not is_word(word):
        if before.low in WHERETO:
            name.place += 2
        elif word.endswith(_FIRM_ENDINGS):
            name.organisation += 3
        else:
            name.person += GUESS  # a capital, and no dictionary knows it: mostly a surname
            name.guess = GUESS
    elif token.first:
        if word in COMMON_SURNAMES and (after.low in MODALS or after.low in SPEECH):
            name.person += 1
        else:
            name.settle(-4)
    elif word in COMMON_SURNAMES:
        name.person += 1
    return True


@lru_cache(maxsize=8192)
def is_acronym(word: str) -> bool:
    """Whether a word is written in capitals because it is an acronym: "IAEA", "F.B.I.", but not "STOP"."""
    bare = word.replace(".", "")
    if _is_model(word):
        return False
    if not word.isupper() or not 1 < len(word) <= LONGEST_ACRONYM or bare in NOT_ACTORS or bare.lower() in FUNCTION:
        return False
    return (len(word) < 4 or not is_word(word)) and not (word[1] == "." and len(word) < 5)


def _is_capital(token: Token) -> bool:
    return token.capital and not token.first


@lru_cache(maxsize=8192)
def is_plural(word: str) -> bool:
    """Whether a word is the plural of a dictionary's: "Gulls"."""
    return word.endswith("s") and not word.endswith(("ss", "us", "is")) and is_word(word) and is_word(word[:-1])


def _is_model(word: str) -> bool:
    """The make of a thing, by its ending: "Tu-95", "Iskander-M"."""
    _, mark, tail = word.rpartition("-")
    return bool(mark) and (tail.isdigit() or len(tail) == 1 or tail[:1].isdigit())
