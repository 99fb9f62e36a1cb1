# ruff: noqa: E501  a pattern is checked by reading it in one piece
"""Did the people whom a number counts come to harm: killed, injured, missing? Told by the verbs beside it."""

from __future__ import annotations

import re

from briefing.analysis.figures.numbers import Number
from briefing.analysis.figures.things import HARMS, HUMAN, MODIFIERS, THINGS

_KILLED = (
    r"kill(?:ed|ing|s)?|dead|died|dies|die|dying|deaths?|fatalities|perished|slain|lost (?:their|his|her) li(?:ves|fe)"
)
_INJURED = r"injur(?:ed|ing|es|ies|e)|wound(?:ed|ing|s)?|hurt(?:ing)?"
_MISSING = r"missing|unaccounted for"
HARM = re.compile(rf"\b(?:(?P<killed>{_KILLED})|(?P<injured>{_INJURED})|(?P<missing>{_MISSING}))\b", re.IGNORECASE)
# "killing at least five", "wounded another 12": the verb right before the number, modifiers and articles aside.
_VERB_BEFORE = re.compile(
    r"\b(?:(?P<killed>kill(?:ed|ing|s)?|claim(?:ed|ing) the lives of|deaths of|death of)"
    r"|(?P<injured>injur(?:ed|ing|es)|wound(?:ed|ing|s)|hurt(?:ing)?|injuries to))"
    rf"\s+(?:(?:{MODIFIERS}|the|as well as|a total of|all|a reported)\s+)*$",
    re.IGNORECASE,
)
# "the death toll rose to 20", "the number of people killed … to 1,644", "deaths exceeded 10,000"
_TOLL_BEFORE = re.compile(
    r"\b(?:(?P<killed>death toll|toll|number of (?:people |those |civilians )?(?:known to have been |who have been )?(?:killed|dead|deaths)|deaths|dead|fatalities)"
    r"|(?P<injured>number of (?:people |those )?(?:injured|wounded)|injuries|wounded)"
    r"|(?P<missing>number of (?:people |those )?missing))\b(?P<gap>[^.;:]{0,180}?)$",
    re.IGNORECASE,
)
_TOLL_VERB = re.compile(
    r"\b(?:to|at|of|from|stood|stands|is|was|exceed(?:ed|s)?|reach(?:ed|es|ing)?|pass(?:ed|es)|topped|hit)\s+(?:\w+\s+){0,2}$"
)
_LEFT = re.compile(r"\b(?:left|leaving|leaves)\s+(?:[\w ]{0,20}\s)?$", re.IGNORECASE)
# Where the clause after the number ends, "including …" and "17 children among them" aside.
_CLAUSE_END = re.compile(
    r"[.;:]|,(?!\s*(?:including|among|most|some|\d|[a-z]+ of them|aged))"
    r"|\b(?:while|after|before|when|that|which|as|but|amid|since|and [a-z]+ing"
    r"|and (?:at least |another |more than )?(?:\d|two|three|four|five|six|seven|eight|nine|ten)\b)"
)
_PASSIVE = re.compile(
    r"\b(?:were|was|are|is|have|has|had|been|be|being|confirmed|feared|reported|left|people|who|others|more|and|dead"
    r"|seriously|citizens|civilians)\b[\w\s]*$"
)
_OF_ITSELF = frozenset({"died", "dead", "perished"})  # needs no "was" before it
LOOK_AHEAD = 70  # characters in which the verb after the noun is looked for


_ANY = re.compile(
    r"kill|dead|die[ds]|dying|death|fatalit|perish|slain|li[vf]e|toll|injur|wound|hurt|missing|unaccounted|casualt",
    re.IGNORECASE,
)


def may_tell_of_harm(text: str, start: int, end: int) -> bool:
    """Whether `find_harm` can find anything in a sentence."""
    return _ANY.search(text, start, end) is not None


def find_harm(text: str, number: Number, noun: str, noun_end: int, before: str, end: int) -> str:
    """Return killed, injured, missing or casualty, where the number counts people that came to harm; else nothing.

    `noun` is the noun counted and ends at `noun_end`; `before` is what stands before the number in its sentence.
    """
    known = THINGS.get(noun, "")
    if known in HARMS:
        return known
    human = known in HUMAN or not noun or noun.endswith(("ers", "ians", "ists", "men", "ors", "ees", "ants"))
    verb = _VERB_BEFORE.search(before)
    if verb is not None and (human or not known):
        return which_harm(verb)
    if not noun:
        toll = _TOLL_BEFORE.search(before)
        if toll is not None and _TOLL_VERB.search(toll[0]) is not None and re.search(r"[\d%]", toll["gap"]) is None:
            return which_harm(toll)
    if not human:
        return ""
    rest = text[noun_end if noun else number.end : min(end, noun_end + LOOK_AHEAD)]
    cut = _CLAUSE_END.search(rest)
    clause = rest[: cut.start()] if cut is not None else rest
    match = HARM.search(clause)
    if match is None:
        return ""
    between = clause[: match.start()]
    if not between.strip() or match[0].lower() in _OF_ITSELF or _PASSIVE.search(between) or _LEFT.search(before):
        return which_harm(match)
    return ""


def which_harm(match: re.Match[str]) -> str:
    """The name of the group that matched."""
    return next(name for name, found in match.groupdict().items() if found and name in HARMS)
