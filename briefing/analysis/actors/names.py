"""Which capital words name somebody or something that no registry knows, and is it a person, an organisation, a place?

A run of capital words is cut at the registry's wordings and at titles; what is left is judged by what speaks for each
kind: the words themselves (given names, initials, "Ministry", "River") and their neighbours (a title or an age, a verb
of speech, "in", "the company"). What nothing speaks for is left out: headline words, weekdays, titles of works.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import compress, count, pairwise
from operator import attrgetter

from briefing.analysis.actors.evidence import (
    GENERATION,
    HONOURS,
    NOT_ACTORS,
    ORG_LAST,
    ORG_OF,
    PEOPLES,
    PLACE_FIRST,
    PLACE_LAST,
    PLACE_OF,
    POLICY,
    ROLES,
    ROYAL,
    TEAMS,
    THINGS,
    TITLES,
)
from briefing.analysis.actors.gazetteer import COMMON_SURNAMES, GIVEN_NAMES, ORGANISATIONS
from briefing.analysis.actors.judging import ENOUGH, Name, is_plural, weigh_words
from briefing.analysis.actors.neighbours import weigh_neighbours
from briefing.analysis.actors.runs import Known, can_begin, find_end, find_particles, is_work
from briefing.analysis.actors.tokens import Token, is_word
from briefing.model import ActorKind

_CAPITAL = attrgetter("capital")
SURE = 8  # points of a body that is named by its sort: more than its neighbours can take away
# Of the words that end a body's name those that people are called, too.
_SURNAMES = COMMON_SURNAMES | frozenset(
    {"Post", "Bank", "Guild", "Press", "Watch", "Sun", "Hall", "Mission", "Knights"}
)


def find_names(tokens: Sequence[Token], known: Mapping[int, Known]) -> list[Name]:
    """Return the names outside the wordings of `known` (by first token), and around its loose ones, in order."""
    names: list[Name] = []
    works: list[tuple[int, int]] = []
    after = 0  # what comes before it is dealt with
    for at in compress(count(), map(_CAPITAL, tokens)):
        if at < after:
            continue
        if at not in known and not can_begin(tokens, at):
            continue
        last = find_end(tokens, at, known)
        first = at if at in known else find_particles(tokens, at)
        if is_work(tokens, first, last):
            works.append((first, last))
        else:
            _cut_run(tokens, first, last, known, names)
        after = last + 1
    _keep_names(tokens, works, known, names)
    _share_in_lists(tokens, names, known)
    return names


def _keep_names(
    tokens: Sequence[Token], works: Sequence[tuple[int, int]], known: Mapping[int, Known], names: list[Name]
) -> None:
    """Add what stands between quotation marks if elsewhere it is a name without them: a nickname, no title."""
    texts = {name.text for name in names if name.kind}
    for first, last in works:
        if _text(tokens, first, last) in texts:
            _cut_run(tokens, first, last, known, names)
    if works:
        names.sort(key=lambda name: name.first)


def _share_in_lists(tokens: Sequence[Token], names: list[Name], known: Mapping[int, Known]) -> None:
    """In a list ("Spotify, Tesla and Uber") what nothing speaks for is what its neighbour in the list is."""
    taken = {at for name in names for at in range(name.first, name.last + 1)}
    places = [
        Name(at, hit.last, "", place=SURE)
        for at, hit in known.items()
        if hit.place and at not in taken and not tokens[hit.last].possessive
    ]
    for one, two in pairwise(sorted((*names, *places), key=lambda name: name.first)):
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
    if first in known and known[first].place and known[first].last < last and _is_team(tokens[last].word):
        return "organisation"
    if tokens[last].word.rstrip(".") not in ORG_LAST:
        return None
    if any(at in known and known[at].last == last for at in range(first, last + 1)):
        return None  # "White House" is the registry's
    if last - first == 1 and tokens[first].word in GIVEN_NAMES and tokens[last].word in _SURNAMES:
        return None  # "Emily Post", "Charlotte Church"
    return "organisation"


def _is_team(word: str) -> bool:
    """Whether a word behind a town's name makes a team of it: "Harbour City Gulls"."""
    if word in TEAMS:
        return True
    return is_plural(word) and not (
        word in PLACE_LAST or word in THINGS or word in NOT_ACTORS or word[:-1].lower() in ROLES
    )


def _cut_run(tokens: Sequence[Token], first: int, last: int, known: Mapping[int, Known], names: list[Name]) -> None:
    whole = known.get(first)
    if whole is not None and whole.last == last:
        return
    if kind := _read_body(tokens, first, last, known):
        begin = first
        begin = _skip_titles(tokens, first, last)
        _judge(Name(begin, last, _text(tokens, begin, last)), tokens, known, names, body=kind)
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
            _name_piece(tokens, begin, at - 1, known, names)
        begin = at = hit.last + 1
    if begin <= last:
        _name_piece(tokens, begin, last, known, names)


def _skip_titles(tokens: Sequence[Token], first: int, last: int) -> int:
    """Where a body's name begins behind titles: "Director of the World Harbour Organisation"."""
    begin = first
    while begin < last - 1 and tokens[begin].low in TITLES:
        after = begin + 1
        if tokens[after].low in ("of", "for"):
            after += 1 + (tokens[after + 1].low == "the")
            if last - after < 2:
                break  # "Secretary of State"
        begin = after
    return begin


def _is_compass(tokens: Sequence[Token], first: int, last: int) -> bool:
    return first == last and tokens[first].word in ("Mount", "Lake", "East", "West", "Central", "Gulf", "Cape", "Fort")


def _is_title(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether tokens[first..last] are nothing but a title ("Foreign Affairs Minister"); nothing at all is one, too."""
    return last < first or tokens[last].low in TITLES


def _name_piece(tokens: Sequence[Token], first: int, last: int, known: Mapping[int, Known], names: list[Name]) -> None:
    """Cut the titles off the front of a piece of a run and judge what is left."""
    while first <= last and tokens[first - 1].low == "of" and tokens[first].word in POLICY and first < last:
        first += 1
    if tokens[last].word in PLACE_LAST and last > first:
        _judge(Name(first, last, _text(tokens, first, last)), tokens, known, names)
        return
    while last > first + 1 and tokens[last].word in HONOURS:
        last -= 1  # "Hugh Vale KC"
    begin = first
    for at in range(first, last + 1):
        if tokens[at].low in TITLES and not (at == last > first and tokens[at - 1].word in GIVEN_NAMES):
            begin = at + 1
        elif at < last and tokens[at].low in ROLES and tokens[at + 1].word in GIVEN_NAMES:
            begin = at + 1  # "Actress Nora Lindqvist"
    if begin > last:
        return  # nothing but an office
    title = " ".join(token.word for token in tokens[first:begin]) if begin > first else ""
    if begin > first and tokens[begin - 1].low in ROYAL and begin == last:
        begin -= 1
    begin = _skip_padding(tokens, begin, last)
    if last - begin > 1 and tokens[begin].word in GIVEN_NAMES and _is_verb(tokens[last].word):
        last -= 1  # a headline: "Nora Lindqvist Wins"
    whole = _text(tokens, begin, last)
    if begin < last and whole in ORGANISATIONS:
        _judge(Name(begin, last, whole, title), tokens, known, names)
        return  # "Islamic State"
    while begin < last and tokens[begin].word in NOT_ACTORS and tokens[begin].word not in GIVEN_NAMES:
        begin += 1
    if begin < last and tokens[last].word.endswith(PEOPLES) and tokens[begin].word not in GIVEN_NAMES:
        return  # "San Franciscans"
    if (
        tokens[last].word in NOT_ACTORS
        and tokens[last].word not in GENERATION
        and tokens[begin].word not in GIVEN_NAMES
    ):
        return  # "Blue Dog Democrat"
    if tokens[last].word in THINGS and (last - begin > 1 or tokens[begin].word not in GIVEN_NAMES):
        return
    _judge(Name(begin, last, _text(tokens, begin, last), title), tokens, known, names)


def _skip_padding(tokens: Sequence[Token], begin: int, last: int) -> int:
    """The token at which a person's name begins behind words that describe it or belong to a headline.

    "Named Nora Lindqvist coach", "Defensive Tackle Hugo Vale"; not "Lake Victoria", nor a first name alone.
    """
    for at in range(begin, last):
        if tokens[at].word in GIVEN_NAMES:
            return at
        if tokens[at].word in PLACE_FIRST or not (is_word(tokens[at].word) or tokens[at].word.isupper()):
            break
        if len(tokens[at].word) == 2 and tokens[at].word[1] == ".":
            break  # an initial
    return begin


def _is_verb(word: str) -> bool:
    return is_plural(word) and word not in COMMON_SURNAMES and word not in PLACE_LAST and word not in ORG_LAST


def _judge(
    name: Name, tokens: Sequence[Token], known: Mapping[int, Known], names: list[Name], *, body: ActorKind | None = None
) -> None:
    """Weigh a name and add it to `names`. `body`: what its words say beyond doubt."""
    names.append(name)
    if body == "organisation":
        name.organisation = SURE
    elif body == "place":
        name.place = SURE
    elif not weigh_words(name, tokens):
        return
    weigh_neighbours(name, tokens, known)


def _text(tokens: Sequence[Token], first: int, last: int) -> str:
    if first == last:
        return tokens[first].word
    return " ".join(token.word for token in tokens[first : last + 1]).replace(" - ", "-")
