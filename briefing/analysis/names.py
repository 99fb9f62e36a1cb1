"""Which capital words name somebody or something that no registry knows, and is it a person, an organisation, a place?

A run of capital words is cut at the registry's wordings and at titles; what is left is judged by what speaks for each
kind: the words themselves (given names, initials, "Ministry", "River") and their neighbours (a title or an age, a verb of
speech, "in", "the company"). What nothing speaks for is left out: headline words, weekdays, titles of works.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import simplemma

from briefing.analysis.gazetteer import (
    AFTER_BODIES,
    BODIES,
    CALENDAR,
    DOING,
    FUNCTION,
    GENERATION,
    GIVEN_NAMES,
    NOT_ACTORS,
    ORG_LAST,
    ORG_OF,
    PARTICLES,
    PLACE_FIRST,
    PLACE_LAST,
    PLACE_NOUNS,
    PLACE_OF,
    PLACES,
    PLACES_OF,
    POLICY,
    ROLES,
    ROYAL,
    SPEECH,
    TITLES,
)
from briefing.analysis.tokens import Token
from briefing.model import ActorKind

LONGEST_NAME = 12  # words; "Organization for Security and Co-operation in Europe" has 8
ENOUGH = 2  # points that must speak for a kind


class Known(NamedTuple):
    """A registry wording, by tokens. Loose ones give way to a longer name around them ("Melania Trump", "Paris Hilton")."""

    last: int
    loose: bool
    given: str = ""  # of a surname: the given name of the person in the registry, folded


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
    return names


def _can_begin(token: Token) -> bool:
    return not (
        (token.low in FUNCTION and (token.first or token.low in ("the", "a", "an") or not token.word.isupper()))
        or token.word in CALENDAR
        or token.word in NOT_ACTORS
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
            if after.first or after.word in CALENDAR or (after.low in FUNCTION and last + 1 not in known):
                break
            last = known[last + 1].last if last + 1 in known else last + 1
        elif after.low in ("of", "for"):
            step = 3 if tokens[last + 2].low == "the" else 2
            if not (of or tokens[last].word in ORG_OF) or not tokens[last + step].capital:
                break
            of = True
            last = known[last + step].last if last + step in known else last + step
        elif after.low in ("and", "&"):
            two = tokens[last + 2]
            if not two.capital or not (after.low == "&" or (of and tokens[last].word in POLICY and two.word in POLICY)):
                break
            last += 2
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
    return tokens[first - 1].word in ("“", "‘", '"', "'") and tokens[last + 1].word in ("”", "'", '"', "’")


def _is_body(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether the run is an organisation by its words."""
    if last == first:
        return False
    tail = tokens[last].word
    if tail.rstrip(".") in ORG_LAST:
        return (
            tokens[first].word not in GIVEN_NAMES
            or last - first > 1
            or tail in ("Foundation", "Inc.", "Inc", "Institute")
        )
    for at in range(first, last):
        if tokens[at + 1].low in ("of", "for") and (tokens[at].word in ORG_OF or tokens[first].word in ORG_OF):
            return tokens[first].word not in PLACE_OF or tokens[first].word == "Department"
        if tokens[at + 1].word == "&":
            return True
    return False


def _cut_run(tokens: Sequence[Token], first: int, last: int, known: Mapping[int, Known], names: list[Name]) -> None:
    whole = known.get(first)
    if whole is not None and whole.last == last:
        return
    if _is_body(tokens, first, last):
        begin = first
        if not any(at + 0 in known and known[at].last == last for at in range(first, last + 1)):
            while begin < last and tokens[begin].low in ROYAL:
                begin += 1
            names.append(_judge(tokens, begin, last, "", body=True))
            return
    begin = first
    at = first
    while at <= last:
        hit = known.get(at)
        if hit is None:
            at += 1
            continue
        alone = _is_title(tokens, begin, at - 1) and (
            hit.last == last or not hit.loose or _is_title(tokens, hit.last + 1, hit.last + 1)
        )
        if hit.loose and not alone:
            at = hit.last + 1  # part of a longer name, maybe
            continue
        if begin < at:
            _name_piece(tokens, begin, at - 1, names)
        begin = at = hit.last + 1
    if begin <= last:
        _name_piece(tokens, begin, last, names)


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
        if tokens[at].low in TITLES and not (at == last and tokens[first].word in GIVEN_NAMES):
            begin = at + 1
    if begin > last:
        return  # nothing but an office
    title = " ".join(token.word for token in tokens[first:begin])
    if begin > first and tokens[begin - 1].low in ROYAL and begin == last:
        begin -= 1
    while begin < last and tokens[begin].word in NOT_ACTORS:
        begin += 1
    if tokens[begin].word in NOT_ACTORS and begin == last:
        return
    names.append(_judge(tokens, begin, last, title))


def _judge(tokens: Sequence[Token], first: int, last: int, title: str, *, body: bool = False) -> Name:
    words = [token.word for token in tokens[first : last + 1]]
    name = " ".join(words)
    head, tail, many = words[0], words[-1], last > first
    before, after = tokens[first - 1], tokens[last + 1]
    person = organisation = place = 0
    if body:
        organisation += 8
    elif many:
        if head in GIVEN_NAMES:
            person += 4
        if any(len(word) == 2 and word[1] == "." for word in words):
            person += 3
        if tail.rstrip(".") in GENERATION or any(word in PARTICLES for word in words):
            person += 3
        if tail in PLACE_LAST:
            place += 5
        if head in PLACE_FIRST:
            place += 2
    else:
        if head in GIVEN_NAMES:
            person += 2
        if head.isupper() and 1 < len(head) <= 6:
            organisation += 4
    if name in PLACES:
        place += 4
    if title:
        person += 6
    low = before.low
    if low in ROLES and not before.possessive:
        person += 4
    elif low in BODIES:
        organisation += 4
    elif low in SPEECH:
        person += 2
    elif low == "in":
        place += 3
    elif low in ("near", "across", "outside", "around", "throughout"):
        place += 2
    elif low in ("at", "from", "to", "into", "over", "through", "off"):
        place += 1
    elif low == "the":
        organisation += 2
        person -= 3
    elif low == "of" and tokens[first - 2].low in PLACES_OF:
        place += 4
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
        two = tokens[last + 2]
        if two.word.isdigit() and len(two.word) == 2 and tokens[last + 3].low in (",", ")", "."):
            person += 6
        elif two.low in ("who", "whose", "born"):
            person += 5
        elif two.low in ROLES or (
            two.low in ("a", "an", "the", "his", "her", "their")
            and any(token.low in ROLES for token in tokens[last + 3 : last + 8])
        ):
            person += 3
        elif low == "," and two.capital and two.word in PLACES:
            place += 2
    if tokens[last].possessive and not many:
        person += 1
    return Name(first, last, name, person, organisation, place, title)


def is_word(text: str) -> bool:
    """Whether a capital word is an English word in small letters, too, so that its capital may mean nothing."""
    return bool(simplemma.is_known(text.lower(), "en"))
