"""Does the name of a capital or a seat of government stand for those who govern from there, or for the place?

"Moscow rejected the plan" is the state, "talks in Moscow" the place. Judged by the words around the name; where they
say nothing it is taken for the state, which is what news English mostly means ("pressure from Washington").
"""

from __future__ import annotations

from collections.abc import Sequence

from briefing.analysis.actors.evidence import CALENDAR, GRAMMAR, PLACE_NOUNS, PLACES_OF, TITLES, words
from briefing.analysis.actors.tokens import Token

# A place whatever comes before them.
_IN = words("""
    in at near around outside inside across over into through throughout within above beyond via onto opposite beneath
    surrounding central downtown north south east west northern southern eastern western greater suburban
""")
# Before "on" or "of" these make it a place: "strikes on Kyiv"; "pressure on Moscow" is none of them.
_STRIKES = words("""
    strike strikes attack attacks assault assaults raid raids drone drones missile missiles march marched advance
    advancing advanced rained fired launched bomb bombs bombing bombardment dropped fell descended barrage salvo
    shelling offensive onslaught hit airstrike airstrikes
""")
# Before "to" or "for": a journey's end.
_JOURNEYS = words("""
    travel travels travelled traveled travelling traveling trip trips flew fly flies flying flight flights went go goes
    going gone come comes came coming return returns returned returning visit visits journey journeys way drive drove
    road close next invited arrive arrived back moved moving sent summoned route train trains bus tour head heads headed
    heading left leave leaves leaving bound depart departed departing set pilgrimage ran fled flee take took brought
    bring welcomed welcome get got evacuated transferred deployed be been rushed relocated sailed commute
""")
# Before "from": a journey's start, a distance or a dateline.
_AWAY = words("""
    km kilometres kilometers miles mile metres away far flew fly flying flight flights travelled traveled returned
    returning return back came come arrived reported reporting reports live fled flee left evacuated evacuate train
    trains north south east west northeast northwest southeast southwest broadcast spoke speaking withdrew withdrawn
    departed drove born someone resident residents people hours minutes hour correspondent commuters moved moving
    relocated travelling traveling
""")
# Their object is the place.
_TO_PLACES = words("""
    visit visits visited visiting left leave leaves leaving hit hits struck strike strikes reached reach reaches entered
    enter enters toured bombed bombing bombard bombarded shelled shelling captured capture seized stormed besieged
    surrounded targeted rocked shook around fled tour encircle encircled took taking pounded bordering towards toward
    passing crossing
""")
# After the name they make it a place: "the Moscow region", "the London talks".
_OF_PLACE = PLACE_NOUNS | words("""
    mayor talks summit meeting meetings conference airport airports hospital hospitals resident residents native
    apartment flat home office bureau court courtroom university school museum correspondent suburb hotel square park
    skyline underground tube stock exchange marathon derby zoo crowd rally protest protests march attack attacks
    bombing bombings district districts-based based born accord accords treaty declaration time weather squares theatre
    church cathedral police governor embassy postcode neighbourhoods stage borough fire visit trip stop venue gathering
    agreement station stations stadium headquarters
""")
# After "Moscow" and "Moscow's" these make it a city; its "court" or "hand" is the government's.
_OF_CITY = words("""
    airport airports mayor metro underground residents resident inhabitants skyline suburbs outskirts streets squares
    hospitals schools population river centre parks museums theatres churches people square weather
""")
_OF_SEAT = words("lawn gates gate walls grounds garden gardens steps press-room corridors towers tower")
# Of whom a town is full; those of a government are its officials.
_DWELLERS = words(
    "residents inhabitants citizens people streets suburbs skies districts neighbourhoods mayor outskirts"
)
# What a town does and a government does not, and how a town is but no government.
_TOWN_VERBS = words("""
    slept sleeps woke wakes awoke mourned mourns celebrated celebrates burned burnt burns froze freezes sweltered
    flooded shook trembled emptied darkened glittered swelters
""")
_TOWN_STATES = words("""
    quiet wet dry hot cold warm freezing rainy sunny snowy dark empty deserted crowded noisy flooded hit struck
    bombed shelled bombarded burning beautiful silent full covered asleep awake home besieged surrounded destroyed
""")
_BE = words("is was")
_IN_FRONT = words("the a an this that his her its their our these those last next recent latest old new")
# What government does in its capital's name, in front of which the capital is the government.
_ACTING = words("""
    officials government administration authorities policymakers leadership regime diplomats negotiators insiders elite
    demands position stance proposal plan response policy ministers minister spokesman spokeswoman spokesperson envoy
    envoys delegation troops forces
""")


def is_place(tokens: Sequence[Token], first: int, last: int, *, seat: bool = False) -> bool:
    """Tell whether the wording at tokens[first..last] is a mere place here. `seat`: a building, not a city."""
    before = tokens[first - 1]
    after = tokens[last + 1]
    if tokens[last].word.isupper() and len(tokens[last].word) > 3 and after.low in (",", "(", "–", "—", "-"):
        return True  # a dateline
    if seat:
        return _is_visited(tokens, first, last)
    if tokens[last].possessive:
        return after.low in PLACE_NOUNS or after.low in _OF_CITY
    if after.low == "-":
        return tokens[last + 2].low in ("based", "born", "area")
    if after.low in _TOWN_VERBS or (after.low in _BE and tokens[last + 2].low in _TOWN_STATES):
        return True
    if (
        after.low in PLACE_NOUNS
        or after.low in _OF_CITY
        or after.low == "police"
        or (after.low in _OF_PLACE and before.low in _IN_FRONT)
    ):
        return True
    if after.capital and not after.first and after.word not in CALENDAR and after.low not in TITLES | GRAMMAR:
        return True  # "London Bridge", "Paris Saint-Germain": part of a longer name
    if after.low == "," and tokens[last + 2].capital and _is_place_name(tokens, last + 2):
        return True
    first = _skip_list(tokens, first)
    before = tokens[first - 1]
    if before.low == "the" or (before.low in ("both", "even", "either")):
        first -= 1
        before = tokens[first - 1]
    return _is_placed_by(tokens, first, before, after)


def _is_placed_by(tokens: Sequence[Token], first: int, before: Token, after: Token) -> bool:
    if before.low in _IN:
        # "in Moscow's view" was answered above; "In Washington, ..." is a place, and so is "in Kyiv"
        return after.low not in _ACTING or before.low in ("in", "at", "near")
    two = tokens[first - 2].low
    if before.low == "on":
        return two in _STRIKES or (two in ("advanced", "descended"))
    if before.low == "of":
        return (
            two in PLACES_OF
            or two in _DWELLERS
            or two in PLACE_NOUNS
            or two in _STRIKES
            or two in ("siege", "outside", "battle", "fall", "out")
        )
    if before.low in ("to", "for"):
        return two in _JOURNEYS or (before.first and after.low == ",") or _is_journey(tokens, first)
    if before.low == "from":
        return two in _AWAY or before.first or (two in CALENDAR or two == ",") or tokens[first - 2].capital
    if before.low in ("towards", "toward"):
        return two in _JOURNEYS
    return before.low in _TO_PLACES


def _is_journey(tokens: Sequence[Token], first: int) -> bool:
    """Whether a word of travel stands up to four words before the "to": "his trip this week to Moscow"."""
    return any(tokens[at].low in _JOURNEYS - {"take", "took", "set", "close", "next", "get", "got", "sent", "left"}
               for at in range(max(0, first - 6), first - 2))  # fmt: skip


def _is_visited(tokens: Sequence[Token], first: int, last: int) -> bool:
    if tokens[last + 1].low in _OF_SEAT:
        return True
    before = tokens[first - 1]
    if before.low == "the":
        first -= 1
        before = tokens[first - 1]
    two = tokens[first - 2].low
    if before.low in ("in", "at", "inside", "outside", "near", "around", "into", "opposite", "behind"):
        return True
    if before.low == "to":
        return two in _JOURNEYS
    if before.low == "from":
        return two in ("km", "miles", "away", "metres", "live", "reporting", "returned")
    return before.low in ("visited", "left", "visit", "leave", "leaving", "visiting", "entered")


def _skip_list(tokens: Sequence[Token], first: int) -> int:
    """The first member of the list in which the name stands: "in London, Paris and Kyiv". At most six members back."""
    for _ in range(6):
        if (
            tokens[first - 1].low in ("and", "or", ",")
            and tokens[first - 2].capital
            and not tokens[first - 2].possessive
        ):
            first -= 2
            while tokens[first - 1].capital and not tokens[first].first:
                first -= 1
        else:
            break
    return first


def _is_place_name(tokens: Sequence[Token], at: int) -> bool:
    return tokens[at].word in ("Ukraine", "Russia", "England", "DC", "D.C.", "Virginia", "Ontario", "Ohio", "Georgia")
