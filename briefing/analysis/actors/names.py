"""Which capital words name somebody or something that no registry knows, and is it a person, an organisation, a place?

A run of capital words is cut at the registry's wordings and at titles; what is left is judged by what speaks for each
kind: the words themselves (given names, initials, "Ministry", "River") and their neighbours (a title or an age, a verb
of speech, "in", "the company"). What nothing speaks for is left out: headline words, weekdays, titles of works.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import simplemma

from briefing.analysis.actors.evidence import (
    ADJECTIVES,
    AFTER_BODIES,
    BODIES,
    CALENDAR,
    DOING,
    FUNCTION,
    GENERATION,
    GENERIC_ORG,
    GRAMMAR,
    MAKES,
    MODALS,
    NOT_ACTORS,
    ORG_LAST,
    ORG_OF,
    PARTICLES,
    PLACE_FIRST,
    PLACE_LAST,
    PLACE_NOUNS,
    PLACE_OF,
    PLACES_OF,
    POLICY,
    ROLES,
    ROYAL,
    SPEECH,
    THINGS,
    TITLES,
)
from briefing.analysis.actors.gazetteer import COMMON_SURNAMES, GIVEN_NAMES, ORGANISATIONS, PLACES
from briefing.analysis.actors.tokens import Token
from briefing.model import ActorKind

LONGEST_NAME = 12  # words; "Organization for Security and Co-operation in Europe" has 8
LONGEST_ACRONYM = 8  # letters: "UNESCO", "NASDAQ", "UNICEF"; longer words in capitals are shouting
_OPENING = ("“", "‘", '"', "'")
_CLOSING = ("”", "’", '"', "'")
_INITIALS = re.compile(r"[A-Z]{2}|(?:[A-Z]\.){2,3}")
_NEVER = -20  # points of a name that elsewhere in the article is seen to be the make of a thing
_FIRM_ENDINGS = ("bank", "soft", "corp", "tech", "oil", "gas", "prom", "net")
_FIRMS = frozenset({"Foundation", "Inc", "Inc.", "Institute", "Corp", "Corp.", "Ltd", "Ltd.", "Group", "Co", "Co."})
ENOUGH = 2  # points that must speak for a kind


class Known(NamedTuple):
    """A registry wording, by tokens. Loose ones give way to a longer name around them ("Paris Hilton")."""

    last: int
    loose: bool


@dataclass(slots=True)
class Name:
    """A name as it stands in one place, with the points that speak for each kind here."""

    first: int  # tokens
    last: int
    text: str  # folded, words joined by spaces
    person: int
    organisation: int
    place: int
    title: str = ""  # the title words before it, folded

    @property
    def kind(self) -> ActorKind | None:
        best = max(self.person, self.organisation, self.place)
        if best < ENOUGH:
            return None
        if self.person == best:
            return "person"
        return "organisation" if self.organisation == best else "place"


def find_names(tokens: Sequence[Token], known: Mapping[int, Known]) -> list[Name]:
    """Return the names outside the wordings of `known` (by first token), and around its loose ones, in order."""
    names: list[Name] = []
    at, end = 1, len(tokens)
    while at < end:
        token = tokens[at]
        if not token.capital or (at not in known and not _can_begin(token)):
            at = known[at].last + 1 if at in known else at + 1
            continue
        last = _run_end(tokens, at, known)
        if not _is_work(tokens, at, last):
            _cut_run(tokens, at, last, known, names)
        at = last + 1
    _share_in_lists(tokens, names)
    return names


def _share_in_lists(tokens: Sequence[Token], names: list[Name]) -> None:
    """In a list ("Spotify, Tesla and Uber") what nothing speaks for is what its neighbour in a list is."""
    for one, two in itertools.pairwise(names):
        if two.first - one.last not in (2, 3):
            continue
        if any(token.low not in (",", "and", "or") for token in tokens[one.last + 1 : two.first]):
            continue
        for doubtful, other in ((one, two), (two, one)):
            best = max(doubtful.person, doubtful.organisation, doubtful.place)
            if 0 <= best <= ENOUGH and " " not in doubtful.text and doubtful.text not in GIVEN_NAMES:
                if other.place > ENOUGH and other.kind == "place":
                    doubtful.place += 3
                elif other.organisation > ENOUGH and other.kind == "organisation":
                    doubtful.organisation += 3


def _can_begin(token: Token) -> bool:
    empty = token.low in FUNCTION if token.first else token.low in GRAMMAR
    return not (
        (empty and (token.first or not token.word.isupper() or len(token.word) < 2))
        or token.word in CALENDAR
        or (token.word in NOT_ACTORS and token.word not in GIVEN_NAMES)
        or (token.first and token.low.endswith("ing") and is_word(token.word))
    )


def _run_end(tokens: Sequence[Token], first: int, known: Mapping[int, Known]) -> int:
    """The last token of the run of capital words that begins at `first`, small words inside a name included."""
    last = known[first].last if first in known else first
    of = tokens[first].word in ORG_OF
    while last - first < LONGEST_NAME:
        if tokens[last].possessive:
            break
        after = tokens[last + 1]
        if after.capital:
            if after.first or after.word in CALENDAR or (after.low in GRAMMAR and last + 1 not in known):
                break
            last = known[last + 1].last if last + 1 in known else last + 1
        elif after.low in ("of", "for"):
            step = 3 if tokens[last + 2].low == "the" else 2
            if not (of or tokens[last].word in ORG_OF or tokens[last].word in ORG_LAST):
                break
            if not tokens[last + step].capital or tokens[last + step].word in CALENDAR | GIVEN_NAMES:
                break
            of = True
            last = known[last + step].last if last + step in known else last + step
        elif after.low in ("and", "&"):
            two = tokens[last + 2]
            if not two.capital or not (after.low == "&" or (of and tokens[last].word in POLICY and two.word in POLICY)):
                break
            last += 2
        elif after.word == "'" and after.start == tokens[last].end and tokens[last].low.endswith("s"):
            if not tokens[last + 2].capital or tokens[last + 2].first:
                break
            last += 2  # "Kurdistan Workers' Party"
        elif after.low in PARTICLES and tokens[last].word not in NOT_ACTORS:
            step = 2
            while step < 4 and tokens[last + step].low in PARTICLES and not tokens[last + step].capital:
                step += 1
            if not tokens[last + step].capital or last + step in known:
                break
            last += step
        else:
            break
    return last


def _is_work(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether the whole run stands between quotation marks: a title, a nickname, a slogan."""
    if tokens[last + 1].word not in _CLOSING:
        return False
    return tokens[first - 1 - (tokens[first - 1].low in ("the", "a", "an"))].word in _OPENING


def _read_body(tokens: Sequence[Token], first: int, last: int, known: Mapping[int, Known]) -> ActorKind | None:
    """Whether the run is by its words an organisation, or a place whose name goes on with "of"."""
    if last == first:
        return None
    for at in range(first, last):
        if tokens[at + 1].low in ("of", "for") and (
            tokens[at].word in ORG_OF or tokens[at].word in ORG_LAST or tokens[first].word in ORG_OF
        ):
            return "place" if tokens[first].word in PLACE_OF else "organisation"
        if tokens[at + 1].word == "&":
            return "organisation"
    if tokens[last].word.rstrip(".") not in ORG_LAST:
        return None
    if any(at in known and known[at].last == last for at in range(first, last + 1)):
        return None  # "White House" is the registry's
    if last - first == 1 and tokens[first].word in GIVEN_NAMES and tokens[last].word not in _FIRMS:
        return None  # "James Post", "Charlotte Church"
    return "organisation"


def _cut_run(tokens: Sequence[Token], first: int, last: int, known: Mapping[int, Known], names: list[Name]) -> None:
    whole = known.get(first)
    if whole is not None and whole.last == last:
        return
    if kind := _read_body(tokens, first, last, known):
        begin = first
        while begin < last - 1 and tokens[begin].low in TITLES and tokens[begin + 1].low not in ("of", "for"):
            begin += 1
        names.append(_judge(tokens, begin, last, "", body=kind))
        return
    begin = first
    at = first
    while at <= last:
        hit = known.get(at)
        if hit is None:
            at += 1
            continue
        if tokens[last].word in PLACE_LAST and hit.last < last and begin == first:
            at = hit.last + 1  # "Moscow River", "Trump Tower"
            continue
        if begin < at and _is_compass(tokens, begin, at - 1):
            at = hit.last + 1  # "Mount Kenya", "East Africa"
            continue
        alone = _is_title(tokens, begin, at - 1) and (
            hit.last == last or hit.last + 1 in known or _is_title(tokens, hit.last + 1, hit.last + 1)
        )
        if hit.loose and not alone:
            at = hit.last + 1  # part of a longer name, maybe
            continue
        if begin < at:
            _name_piece(tokens, begin, at - 1, names)
        begin = at = hit.last + 1
    if begin <= last:
        _name_piece(tokens, begin, last, names)


def _is_compass(tokens: Sequence[Token], first: int, last: int) -> bool:
    return first == last and tokens[first].word in ("Mount", "Lake", "East", "West", "Central", "Gulf", "Cape", "Fort")


def _is_title(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether tokens[first..last] are nothing but a title ("Foreign Affairs Minister"); nothing at all is one, too."""
    return last < first or tokens[last].low in TITLES


def _name_piece(tokens: Sequence[Token], first: int, last: int, names: list[Name]) -> None:
    """Cut the titles off the front of a piece of a run and judge what is left."""
    while first <= last and tokens[first - 1].low == "of" and tokens[first].word in POLICY and first < last:
        first += 1
    if tokens[last].word in PLACE_LAST and last > first:
        names.append(_judge(tokens, first, last, ""))
        return
    begin = first
    for at in range(first, last + 1):
        if tokens[at].low in TITLES and not (at == last > first and tokens[at - 1].word in GIVEN_NAMES):
            begin = at + 1
        elif at < last and tokens[at].low in ROLES and tokens[at + 1].word in GIVEN_NAMES:
            begin = at + 1  # "Actress Nora Lindqvist"
    if begin > last:
        return  # nothing but an office
    title = " ".join(token.word for token in tokens[first:begin])
    if begin > first and tokens[begin - 1].low in ROYAL and begin == last:
        begin -= 1
    if tokens[begin].first and begin < last and tokens[begin + 1].word in GIVEN_NAMES and is_word(tokens[begin].word):
        begin += tokens[begin].word not in GIVEN_NAMES  # "Named Maurice Cheeks coach …"
    while begin < last and tokens[begin].word in NOT_ACTORS and tokens[begin].word not in GIVEN_NAMES:
        begin += 1
    if tokens[begin].word in NOT_ACTORS and begin == last:
        return
    if tokens[last].word in THINGS and tokens[begin].word not in GIVEN_NAMES:
        return
    names.append(_judge(tokens, begin, last, title))


def _judge(tokens: Sequence[Token], first: int, last: int, title: str, *, body: ActorKind | None = None) -> Name:
    words = [token.word for token in tokens[first : last + 1]]
    name = " ".join(words)
    head, tail, many = words[0], words[-1], last > first
    before, after = tokens[first - 1], tokens[last + 1]
    person = organisation = place = 0
    if body:
        organisation, place = (8, 0) if body == "organisation" else (0, 8)
    elif many:
        if head in GIVEN_NAMES:
            person += 5
        elif tail in COMMON_SURNAMES and not is_word(head) and not head.isupper() and len(words) < 4:
            person += 4
        if any(len(word) == 2 and word[1] == "." for word in words):
            person += 3
        elif _INITIALS.fullmatch(head) and (tail in COMMON_SURNAMES or not is_word(tail)) and tail[1:].islower():
            person += 4  # "JD Vardon", "J.D. Vardon"
        if tail.rstrip(".") in GENERATION or any(word in PARTICLES for word in words):
            person += 3
        if tail in PLACE_LAST:
            place += 5
        if head in PLACE_FIRST:
            place += 2
    elif head in ORGANISATIONS:
        organisation += 6
    elif head in GIVEN_NAMES:
        person += 2
    elif head.isupper() and 1 < len(head) <= LONGEST_ACRONYM and (len(head) < 4 or not is_word(head)):
        organisation += 4
    elif after.low in MAKES or (after.word and tokens[last + 2].low in MAKES) or _is_model(head):
        return Name(first, last, name, _NEVER, _NEVER, _NEVER, title)
    elif (
        (head.endswith(ADJECTIVES) and after.word.islower() and not tokens[last].possessive and not before.capital)
        or head in GENERIC_ORG
        or len(head) < 3
        or (head[1] == "." and len(head) < 5)  # initials alone
    ):
        return Name(first, last, name, 0, 0, 0, title)
    elif not is_word(head):
        if before.low in _WHERETO:
            place += 2
        elif head.endswith(_FIRM_ENDINGS):
            organisation += 3
        else:
            person += 2  # a capital, and no dictionary knows it: mostly a surname
    elif tokens[first].first:
        if head in COMMON_SURNAMES and (after.low in MODALS or after.low in SPEECH):
            person += 1
        else:
            person, organisation, place = -4, -4, -4
    elif head in COMMON_SURNAMES:
        person += 1
    if name in PLACES or (head.isupper() and name.title() in PLACES):
        place += 5
    if head.isupper() and not before.word and after.word in ("—", "–", "-", ",", "("):
        place += 3  # a dateline
    if title:
        person += 6
    low = before.low
    if low in BODIES:
        organisation += 6
    elif low in ROLES and not before.possessive:
        person += 4
    elif low.endswith("s") and low[:-1] in ROLES and not many:
        organisation += 3  # "the analysts Cirium"
    elif low in ("said", "says", "asked", "added"):
        person += 2
    elif low == "old" and tokens[first - 2].low == "-":
        person += 4  # "the 66-year-old …"
    elif low == "in":
        place += 1 if tokens[last].possessive else 4
    elif low in ("near", "across", "outside", "around", "throughout", "into"):
        place += 4
    elif low in _WHERETO:
        place += 1
    elif low == "the":
        if not (many and head in GIVEN_NAMES):
            person -= 3
        if (many and not all(is_word(word) for word in words)) or (not many and not is_word(head)):
            if tokens[first - 2].low in ("in", "across", "near", "around", "along", "into", "over"):
                place += 3
            else:
                organisation += 2
        else:
            organisation += 1
    elif low == "of" and tokens[first - 2].low in PLACES_OF:
        place += 8
    low = after.low
    if low in SPEECH:
        person += 3
        organisation += 1
    elif low in DOING:
        person += 1
        organisation += 1
    elif low in PLACE_NOUNS:
        place += 3
    elif low in AFTER_BODIES:
        organisation += 3
    elif low in ("who", "whose", "himself", "herself"):
        person += 4
    elif low in (",", "("):
        two, three = tokens[last + 2], tokens[min(last + 3, len(tokens) - 1)]
        if _is_age(two, three) or (two.low == "now" and three.word.isdigit()):
            person += 6
        elif two.low in ("who", "whose", "born"):
            person += 5
        elif two.low in ROLES or (
            two.low in ("a", "an", "the", "his", "her", "their")
            and any(token.low in ROLES for token in tokens[last + 3 : last + 8])
        ):
            person += 3
        elif low == "," and two.capital and two.word in PLACES and before.low in _PLACING:
            place += 3
    if tokens[last].possessive and not many and place < 3:
        person += 1
    return Name(first, last, name, person, organisation, place, title)


def _is_model(word: str) -> bool:
    """The make of a thing, by its ending: "Tu-95", "Iskander-M"."""
    _, mark, tail = word.rpartition("-")
    return bool(mark) and (tail.isdigit() or len(tail) == 1 or tail[:1].isdigit())


_WHERETO = frozenset({"at", "from", "to", "over", "through", "off"})
_PLACING = frozenset({"in", "at", "near", "from", "to", "of", "outside", "around"})


def _is_age(word: Token, after: Token) -> bool:
    return word.word.isdigit() and len(word.word) == 2 and after.low in (",", ")", ".", ";")


@lru_cache(maxsize=8192)
def is_word(text: str) -> bool:
    """Whether a capital word is an English word in small letters, too, so that its capital may mean nothing."""
    small = text.lower()
    return bool(simplemma.is_known(small, "en")) and bool(simplemma.lemmatize(small, "en")[:1].islower())
