# ruff: noqa: E501  a pattern is checked by reading it in one piece
"""Where did happen what a figure counts? The place of its own clause, else that of the clause it hangs on."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence
from typing import NamedTuple

from briefing.analysis.figures.counted import MONTHS
from briefing.analysis.text.patterns import compile_late
from briefing.model import Span


class Place(NamedTuple):
    start: int
    end: int
    name: str
    lead: int  # where its preposition starts
    compared: bool = False  # the scope of a superlative: "the deadliest strike on Norland this year"


# What may stand between a preposition and the name: "in the eastern city of Lom", "on the slopes above Nafplio".
_BETWEEN = r"(?:the|central|eastern|western|northern|southern|north|south|east|west|north-eastern|northeastern|southeastern|south-eastern|southwestern|south-western|northwestern|north-western|city|cities|port|region|regions|town|towns|village|villages|capital|district|province|suburb|border|nearby|occupied|downtown|rural|upper|lower|and|of|Russia[’']s|Ukraine[’']s)"
_PLACE = compile_late(
    r"\b(?P<lead>(?<!based )(?<!born )(?<!born and raised )[Ii]n|[Ii]nto|[Ii]nside|[Aa]t|[Nn]ear|[Nn]ear to|on|[Oo]nto|[Oo]ff|[Oo]ver|[Aa]bove|[Oo]utside|[Aa]cross|[Tt]hroughout|[Aa]round|struck|hit|rocked|shook|shelled|bombed|battered|devastated|razed"
    r"|(?:city|port|town|region|village|capital|outskirts|centre|center|suburb|district|area|quarter|part|parts|north|south|east|west|streets|skies|province|island|coast|slopes|bombing|shelling|siege|storming|bombardment|capture) of)"
    rf"\s+(?:{_BETWEEN}\s+)*"
    r"(?P<name>U\.[SK]\.(?:A\.)?|[^\W\d_a-z][\w’'-]*(?:\s+(?:(?:de|la|el|al|del|es|du|of the|of)\s+)?[^\W\d_a-z][\w’'-]*){0,2})"
)
_NO_PLACE = compile_late(
    rf"(?:{MONTHS}|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Telegram|Twitter|X|Truth|Facebook|Instagram|He|She|The|It|They|A|An|In|I|BBC|CNN|NATO|Nato|G7|G20|EU|UN|Article|Resolution|Flight|Section|Chapter|Gate|Mr|Mrs|Ms|Sir|Dr|President|Prime|Foreign|Congress|Parliament|Senate|House|Supreme|Court|Republicans?|Democrats?|Euro|Western|Christmas|Easter|Ramadan|Earth)\b"
)
_ADJECTIVE = compile_late(r"(?:ian|ean|ish|ese|can|ench|Dutch|Greek|Thai|Swiss|German|Israeli|Iraqi|U\.?S\.?|UK)$")
_STATES = frozenset({"USA", "UAE", "DRC"})
_LOCAL = frozenset("in into inside near above off outside across throughout".split())
# Where somebody spoke is not where it happened: "speaking in Brussels", "he told reporters in Lom".
_SPEAKING = compile_late(
    r"\b(?:(?:speaking|spoke|speech|told|tell|tells|telling|addressing)(?:\s+[a-z]+){0,4}|interviews?|statement|briefing|news conference"
    r"|press conference|(?:said|says|wrote|announced)(?:\s+(?:on|late|early|to|reporters|\w+day|evening|night|morning|afternoon))*)\s*$",
    re.IGNORECASE,
)
# Not a place of the event either: what is on somebody's list, who is over or at whom: "sanctions on Norland".
_NOT_THERE = compile_late(
    r"\b(?:sanctions?|tariffs?|report|data|figures|war|deal|talks|focus(?:ed|ing)?|based|depend\w*|rel[yi]\w*|tax(?:es)?|duties|embargo|ban|agree\w*|imposed|insist\w*|interest|trust|confidence|believe\w*|aimed|angry|anger|working)\s+$",
    re.IGNORECASE,
)
_FROM = compile_late(r"\b(?:from|to)\s+(?:(?:the|a|its|their)\s+)?(?:[a-z]+\s+)?$")  # where somebody came from, or went
_NOT_IN = compile_late(
    r"\b(?:interest(?:ed)?|trust|confidence|believ\w*|based|invest\w*|disappointed|fluent)\s+$", re.IGNORECASE
)
_COUNTED = r"(?:\d[\d,]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|most|many|some|several|half|dozens|scores|hundreds)"
_WITHIN = r"(?:in|near|at|over|off|above|around|outside|across|on)"
# "…, 91 of them over Varna", "…, including two in Lom and five in Ruse": each place belongs to its own count.
_BREAK = compile_late(
    r";|(?<=\s)[–—](?=\s)|,?\s(?:while|whereas|but|although|though)\s|,\sand\s(?!\w+ing\b)|:\s"
    rf"|(?:,|\sand|\s\()\s?(?=(?:(?:including|among them|with|at least|another|about|some|up to|more than)\s){{0,2}}{_COUNTED}\s(?:others?\s|more\s)?(?:{_WITHIN}\s|of (?:them|which|whom|these|those)\b))"
)

_SUPERLATIVE = compile_late(
    r"\b(?!(?:|(?:north|south)-?)west\b|(?:for|prot|arr|requ|inter|harv|cont|conqu|gu|qu|pri|ch|cr|lat|t|r|n)est\b)"
    r"(?:[a-z]+est|worst|most [a-z]+)\s(?:[a-z-]+\s){1,4}$"
)


# "Kharkiv was hit by 12 rockets"
_HIT = compile_late(
    r"(?P<name>[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?) (?:was|were|has been|had been|have been|came|is) (?:hit|struck|shelled|bombed|attacked|rocked|shaken|targeted|flooded|under (?:fire|attack))\b"
)


def find_places(
    text: str, start: int, end: int, names: Sequence[Span], people: Sequence[Span], perhaps: Collection[int]
) -> list[Place]:
    """Return where things happen by the words of a sentence, in text order.

    `names` are the spans of what is known to be no person, `people` those of persons; both sorted. At the starts in
    `perhaps`, a person may as well be a town, if a preposition says so that no person stands after.
    """
    found: list[Place] = []
    at = start
    hit = _HIT.search(text, start, end)
    if hit is not None and (name := _name_at(text, *hit.span("name"), names, people)):
        found.append(Place(hit.start(), hit.start() + len(name), name, hit.start()))
        at = hit.end("name")
    while True:
        match = _PLACE.search(text, at, end)
        if match is None:
            return found
        begin, stop = match.span("name")
        local = begin in perhaps and (match["lead"].lower() in _LOCAL or match["lead"].endswith(" of"))
        name = _name_at(text, begin, stop, names, () if local else people)
        lead = text[max(start, match.start() - 60) : match.start()]
        at = stop if name else begin
        if (
            not name
            or _SPEAKING.search(lead) is not None
            or (match["lead"].endswith(" of") and _FROM.search(lead) is not None)
        ):
            continue
        refused = _NOT_IN if match["lead"].lower() == "in" else _NOT_THERE
        if match["lead"] in {"on", "at", "over", "in"} and refused.search(lead) is not None:
            continue
        found.append(Place(begin, begin + len(name), name, match.start(), _SUPERLATIVE.search(lead) is not None))


def _name_at(text: str, begin: int, stop: int, names: Sequence[Span], people: Sequence[Span]) -> str:
    """The name of a place at these words, shortened to what is a place; empty: it is none."""
    words = text[begin:stop]
    if _NO_PLACE.match(words) is not None:
        return ""
    if words.isupper() and " " not in words and "." not in words and 2 < len(words) < 7 and words not in _STATES:
        return ""  # the RNC, not a place
    for spans, good in ((names, True), (people, False)):
        index = bisect_left(spans, (begin, 0))
        if index < len(spans) and spans[index][0] == begin:
            last = spans[index][1]
            if not good:
                return ""
            if last >= stop or text[last] not in "-‑":  # not "Mazar" of "Mazar-i-Sharif"
                return text[begin : min(stop, last)].rstrip()
    first = words.split()[0]
    if _ADJECTIVE.search(first) is not None and re.match(r" [a-z]", text[begin + len(first) : begin + len(first) + 2]):
        return ""  # "the Russian capital"
    return re.split(r"[’']s\b", words)[0].rstrip("’'-")


def find_breaks(text: str, start: int, end: int) -> list[Span]:
    """Return where one clause of a sentence ends and the next begins."""
    return [match.span() for match in _BREAK.finditer(text, start, end)]


def choose_place(
    places: Sequence[Place], breaks: Sequence[Span], begin: int, stop: int, *, inherit: bool
) -> Place | None:
    """Return the place for a figure at `begin`–`stop`: the nearest in its clause.

    `inherit`: else the last before its clause ("A shell hit Lom; four died").
    """
    if not places:
        return None
    index = bisect_right(breaks, (begin, begin))
    left = breaks[index - 1][1] if index else 0
    while index < len(breaks) and breaks[index][0] < stop:
        index += 1
    right = breaks[index][0] if index < len(breaks) else places[-1].end
    follows = bisect_left(places, stop, key=lambda place: place.lead)
    after = places[follows] if follows < len(places) and places[follows].end <= right else None
    before = places[follows - 1] if follows and left <= places[follows - 1].lead else None
    if before is not None and before.end > begin:
        before = None
    if after is not None and before is not None:
        if after.compared != before.compared:
            return before if after.compared else after
        return after if after.lead - stop <= begin - before.end else before
    if after is not None or before is not None:
        return after or before
    if not inherit:
        return None
    earlier = bisect_right(places, left, key=lambda place: place.end)
    return places[earlier - 1] if earlier else None
