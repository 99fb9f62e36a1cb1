"""Where does a run of capital words end, of which a name may be made, and is it but a title between quotation marks?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from briefing.analysis.actors.evidence import (
    CALENDAR,
    FUNCTION,
    GENERIC_ORG,
    GRAMMAR,
    HONORIFICS,
    NOT_ACTORS,
    ORG_LAST,
    ORG_OF,
    PARTICLES,
    POLICY,
    TITLES,
    words,
)
from briefing.analysis.actors.gazetteer import COMMON_SURNAMES, GIVEN_NAMES, ORGANISATIONS
from briefing.analysis.actors.tokens import Token, is_word

LONGEST_NAME = 12  # words; "Organization for Security and Co-operation in Europe" has 8
_OPENING = ("“", "‘", '"', "'")
_CLOSING = ("”", "’", '"', "'")


# Behind an adjective that names nobody by itself they make a body of it.
_PARTIES = ORG_LAST - words("Games Week Conference Cabinet Forces Sun Record Records School Schools Police")


SYLLABLE = 6  # letters: "Kyoung", "Hyung"
_COMPOUNDS = words("based born led made like style wide area era run held only free bound owned ruled to and or on up")
_MONTHS = words("April June August Jan")  # first names, too
_SONS = words("jr sr jnr snr")  # no name goes on behind them
_OFFICES = words(
    "Commission Administration Agency Authority Service Services Council Committee Board Bureau Foundation"
)
_DETERMINERS = words("a an the his her its their this that my our police delivery white")


class Known(NamedTuple):
    """A registry wording, by tokens. Loose ones give way to a longer name around them ("Paris Hilton")."""

    last: int
    loose: bool
    place: bool = False  # a state or a place


def can_begin(tokens: Sequence[Token], at: int) -> bool:
    """Whether a name may begin with the capital word at `at`."""
    token = tokens[at]
    if token.word in NOT_ACTORS:
        for after in tokens[at + 1 : at + 4]:
            if not after.capital or after.first:
                break
            if after.word in _PARTIES or f"{token.word} {after.word}" in ORGANISATIONS:
                return True  # "the Democratic Party", "the Republican National Committee"
    empty = (token.low in FUNCTION if token.first else token.low in GRAMMAR) and not is_month_name(tokens, at)
    return not (
        (empty and (token.first or not token.word.isupper() or len(token.word) < 2 or _is_shouted(tokens, at)))
        or (token.word in CALENDAR and not is_month_name(tokens, at))
        or (token.word in NOT_ACTORS and token.word not in GIVEN_NAMES)
        or (token.first and token.low.endswith("ing") and token.low not in TITLES and is_word(token.word))
    )


def _is_syllable(tokens: Sequence[Token], last: int) -> bool:
    """Whether a hyphen joins the end of a Korean or Chinese name to token `last`: not "Hong Kong-based"."""
    mark = tokens[last + 1]
    if mark.word != "-" or not tokens[last].touches or not mark.touches:
        return False
    after = tokens[last + 2]
    short = len(tokens[last].word) <= SYLLABLE and 1 < len(after.word) <= SYLLABLE
    return short and after.word.isalpha() and after.low not in _COMPOUNDS


def _ends_with_person(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether the run so far ends with a first name and a surname."""
    if tokens[last].word in ORG_OF or tokens[last].word in ORG_LAST:
        return False
    return any(token.word in GIVEN_NAMES for token in tokens[max(first, last - 2) : last])


def _is_shouted(tokens: Sequence[Token], at: int) -> bool:
    """Whether the words beside a word in capitals are in capitals, too, so that it is no acronym."""
    return any(len(token.word) > 1 and token.word.isupper() for token in (tokens[at - 1], tokens[at + 1]))


def is_month_name(tokens: Sequence[Token], at: int) -> bool:
    """Whether a month is somebody's name: "April Jones", "Theresa May", "Mr May"; not "April 3"."""
    word, before, after = tokens[at].word, tokens[at - 1], tokens[at + 1]
    if word in _MONTHS and after.capital and not after.first and after.word in COMMON_SURNAMES:
        return True
    if word not in COMMON_SURNAMES or after.word.isdecimal():
        return False
    return (before.word in GIVEN_NAMES and before.word not in CALENDAR) or before.low in HONORIFICS


def find_end(tokens: Sequence[Token], first: int, known: Mapping[int, Known]) -> int:
    """Return the last token of the run of capital words that begins at `first`, small words inside a name included."""
    last = known[first].last if first in known else first
    of = tokens[first].word in ORG_OF
    while last - first < LONGEST_NAME:
        if tokens[last].possessive or (last > first and tokens[last].low in _SONS):
            break
        after = tokens[last + 1]
        if after.capital:
            empty = after.word in CALENDAR or (after.low in GRAMMAR and last + 1 not in known)
            if after.first or (empty and not is_month_name(tokens, last + 1)):
                break
            last = known[last + 1].last if last + 1 in known else last + 1
        elif after.low in ("of", "for"):
            step = 3 if tokens[last + 2].low == "the" else 2
            if not (of or tokens[last].word in ORG_OF or tokens[last].word in ORG_LAST):
                break
            if tokens[last - 1].low.rstrip(".") in HONORIFICS or _ends_with_person(tokens, first, last):
                break  # "Whip Nora J. Lund of Illinois"
            if not tokens[last + step].capital or tokens[last + step].word in CALENDAR | GIVEN_NAMES:
                break
            of = True
            last = known[last + step].last if last + step in known else last + step
        elif after.low in ("and", "&"):
            two = tokens[last + 2]
            if not two.capital or not (
                after.low == "&"
                or (of and tokens[last].word in POLICY and two.word in POLICY)
                or (last == first and _is_office(tokens, first))
                or _is_town_service(tokens, first, last, known)
            ):
                break
            last += 2
        elif after.word == "'" and tokens[last].touches and tokens[last].low.endswith("s"):
            if not tokens[last + 2].capital or tokens[last + 2].first:
                break
            last += 2  # "Kurdistan Workers' Party"
        elif last > first and _is_syllable(tokens, last):
            last += 2  # "Kim Jong-un"
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


def _is_office(tokens: Sequence[Token], first: int) -> bool:
    """Whether two subjects make one office: "the Securities and Exchange Commission"."""
    if tokens[first - 1].low != "the" or tokens[first].word in GENERIC_ORG or not is_word(tokens[first].word):
        return False
    return _find_sort(tokens, first + 2) in _OFFICES


def _is_town_service(tokens: Sequence[Token], first: int, last: int, known: Mapping[int, Known]) -> bool:
    """Whether two subjects make one service of a town: "Harbour City Fire and Rescue Department"."""
    town, subject = tokens[first].word, tokens[last].word
    if first in known:
        named = known[first].place and known[first].last + 1 == last
    else:
        named = first + 1 == last and not is_word(town) and town not in GIVEN_NAMES
    if not named or not is_word(subject) or subject in ORG_LAST | GENERIC_ORG | COMMON_SURNAMES:
        return False
    return _find_sort(tokens, last + 2) in _OFFICES | {"Department"}


def _find_sort(tokens: Sequence[Token], first: int) -> str:
    """The word that ends the run of capital words at `first` and tells the sort of the body; empty: it is one word."""
    last = first
    while tokens[last + 1].capital and not tokens[last].possessive and last < first + 3:
        last += 1
    return tokens[last].word if last > first else ""


def find_particles(tokens: Sequence[Token], first: int) -> int:
    """Return the token with which the small words before a surname begin: "bin Salman", "al Qaeda"; not "a van"."""
    begin = first
    while tokens[begin - 1].low in PARTICLES and not tokens[begin - 1].capital:
        begin -= 1
    return first if tokens[begin - 1].low in _DETERMINERS else begin


def is_work(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether the whole run stands between quotation marks: a title, a nickname, a slogan."""
    if tokens[last + 1].word not in _CLOSING:
        return False
    return tokens[first - 1 - (tokens[first - 1].low in ("the", "a", "an"))].word in _OPENING
