# ruff: noqa: E501  a pattern is checked by reading it in one piece
"""What became of the people whom a number counts: killed, injured, missing, arrested, displaced, evacuated?

Told by the noun ("12 deaths"), by the verb right before the number ("killing five"), by a toll ("the death toll rose to
20") or by what is said of them after it ("88 people were wounded").
"""

from __future__ import annotations

import re

from briefing.analysis.figures.numbers import Number
from briefing.analysis.figures.things import ANIMALS, FATES, LIFELESS, MODIFIERS, STOP_WORDS, THINGS, lemma
from briefing.analysis.text.patterns import compile_late

_WORDS = (
    r"(?P<killed>kill(?:ed|ing|s)?|dead|died|dies|die|dying|deaths?|fatalities|perished|perish|slain|lost (?:their|his|her) li(?:ves|fe)"
    r"|(?:beaten|burned|burnt|crushed|stabbed|shot|trampled|hacked) to death|shot dead|massacred|murdered|executed|gunned down|fatally \w+|drowned)"
    r"|(?P<injured>injur(?:ed|ing|es|ies|e)|wound(?:ed|ing|s)?|hurt(?:ing)?)"
    r"|(?P<missing>missing|unaccounted for)"
    r"|(?P<arrested>arrest(?:ed|ing|s)?|detain(?:ed|ing|s)?|rounded up|(?:taken into|in) custody)"
    r"|(?P<displaced>displac(?:ed|ing|es|e)|homeless|fled|flee|fleeing|(?:forced|driven) (?:from|out of) (?:their|the) (?:homes?|houses)|forced to (?:flee|leave)|uprooted)"
    r"|(?P<evacuated>evacuat(?:ed|ing|es|e))"
)
FATE = compile_late(rf"\b(?:{_WORDS})\b", re.IGNORECASE)
# "killing at least five", "wounded another 12": the verb right before the number, modifiers and articles aside.
_VERB_BEFORE = compile_late(
    r"\b(?:(?P<killed>(?<!\bwas )(?<!\bwere )kill(?:ed|ing|s)?|bod(?:y|ies) of|claim(?:ed|ing|s)? the lives of|deaths? of|shot dead|executed|executing|massacred|murdered)"
    r"|(?P<injured>(?<!\bwas )(?<!\bwere )(?:injur(?:ed|ing|es|e)|wound(?:ed|ing|s)?|hurt(?:ing|s)?)|injuries to)"
    r"|(?P<arrested>(?<!\bwas )(?<!\bwere )(?:arrest(?:ed|ing|s)?|detain(?:ed|ing|s)?)|rounded up|arrests? of)"
    r"|(?P<displaced>displac(?:ed|ing|es|e)|uproot(?:ed|ing|s)?|making homeless|made homeless)"
    r"|(?P<evacuated>evacuat(?:ed|ing|es|e)|evacuation of))"
    rf"\s+(?:(?:{MODIFIERS}|the|as well as|a total of|all|a reported|and wounding|and injuring|and killing|not [\w,.-]+ but)\s+)*$",
    re.IGNORECASE,
)
# "the death toll rose to 20", "the number of people killed … to 1,644", "deaths exceeded 10,000"
_OF_THEM = r"(?:people |those |civilians |soldiers |residents )?(?:known to have been |who have been |who had been |confirmed )?"
_TOLL_BEFORE = compile_late(
    rf"\b(?:(?P<killed>death toll|toll|number of {_OF_THEM}(?:killed|dead|deaths|fatalities|victims)|deaths|the dead|fatalities)"
    rf"|(?P<injured>number of {_OF_THEM}(?:injured|wounded|injuries|hurt)|injuries|(?:the|and|those|of) (?:wounded|injured|hurt))"
    rf"|(?P<casualty>casualties)"
    rf"|(?P<missing>number of {_OF_THEM}missing|the missing)"
    rf"|(?P<arrested>number of {_OF_THEM}(?:arrests|arrested|detained|detainees)|arrests)"
    rf"|(?P<displaced>number of {_OF_THEM}displaced(?: people| persons)?)"
    rf"|(?P<evacuated>number of {_OF_THEM}(?:evacuated|evacuees)))\b(?P<gap>[^.;:]{{0,180}}?)$",
    re.IGNORECASE,
)
_TOLL_VERB = compile_late(
    r"\b(?:to|at|of|from|by|stood|stands|is|was|now|exceed(?:ed|s|ing)?|reach(?:ed|es|ing)?|pass(?:ed|es|ing)|topp?(?:ed|s)|hits?|nears|surpassed|past|above|between)\s+(?:\w+\s+){0,2}$"
)
_FIGURE = compile_late(r"\d{3}|%|\bat \d|\btoll\b")
# "The dead man was 44", "one of the dead was 18" tell an age: the dead are many, and only their number "was".
_TELLS_AGE = compile_late(r"\bthe (?:dead|wounded|injured|missing)\b[^.;:]*\b(?:was|is)\s+(?:\w+\s+)?$", re.IGNORECASE)
_NUMBER_OF_THEM = compile_late(r"\b(?:number|toll|count|total|tally|figure|estimate)s?\b[^.;:]*$", re.IGNORECASE)
_PART_OF = compile_late(
    r"\bof\s+(?:(?:the|its|their|these|those|all)\s+)*(?:more than\s+|about\s+|some\s+|estimated\s+)?$", re.IGNORECASE
)
# "Among the dead were two nurses": of their fate as well.
_AMONG = compile_late(
    r"\b[Aa]mong (?:the|those) (?:(?P<killed>dead|killed|victims)|(?P<injured>injured|wounded|hurt)|(?P<missing>missing)|(?P<arrested>arrested|detained))\b[^.;,]{0,40}\b(?:were|was|are|is)\s+(?:[\w ]{0,12}\s)?$"
)
_LEFT = compile_late(r"\b(?:left|leaving|leaves|leave|made|making)\s+(?:[\w ]{0,20}\s)?$", re.IGNORECASE)
_NUMBER_WORD = r"(?:\d|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens|scores|hundreds|several|many|others|another|some)\b"
# Where the clause after the number ends, "including …" and "17 children among them" aside.
_CLAUSE_END = compile_late(
    r"[.;:]|,(?!\s*(?:including|among|most|some|\d|[a-z]+ of them|aged))"
    r"|,(?=\s*(?:[\w,.]+\s){1,3}of whom\b)"  # "181 people, 179 of whom died"
    r"|\b(?:while|after|before|when|that|which|as|but|amid|since(?! (?:been|died|been|gone|fled))|and [a-z]+ing"
    r"|and (?:(?:at least|another|more than|up to|about|some|nearly) )?(?:[a-z]+ed )?" + _NUMBER_WORD + ")"
)
_ASIDE = compile_late(
    r",\s*(?:including|among them|most|mostly|some|many|all|both|aged|mainly|[a-z]+ of them|\d+ of them)\b[^.;]{0,80}?,\s*(?=(?:were|was|have|had|has|are|died|perished|remain)\b)"
)
_BE = compile_late(
    r"\b(?:were|was|are|is|have|has|had|been|be|being|confirmed|feared|reported|left|presumed|believed|remain(?:s|ed)?|went|lay|found|still|got)\b[\w\s]*$"
)
_MORE_OF_THEM = compile_late(r"^(?:[\w\s]{0,20}\s)?(?:others|more|people|of them|citizens|civilians|seriously)\s*$")
# "12 soldiers killed five civilians": an object follows, so those counted did it.
_OBJECT_AFTER = compile_late(
    rf"\s+(?:(?:{MODIFIERS})\s+)?(?:{_NUMBER_WORD}|an?\s(?!day|night|week|month|year|few)|(?:the|his|her|their|its)\s+(?!day|night|week|month|year|previous|same|hands))",
    re.IGNORECASE,
)
_OF_ITSELF = frozenset({"died", "dead", "perished", "die", "dies", "fled", "flee"})  # needs no "was" before it
_HAVE = compile_late(
    r"\s*(?:(?:have|had|has|were|who|already|also|since|now|still|were forced to|forced to|[a-z]+ly)\s+)*"
)
# "left two soldiers and three policemen dead": what they were left is said once, at the end.
_LEFT_SO = compile_late(
    r"[\w\s,’'-]{0,80}?\b(?:(?P<killed>dead)|(?P<injured>wounded|injured|hurt)|(?P<missing>missing)|(?P<displaced>homeless|displaced))\b"
)
_LEFT_ELSE = compile_late(r"\b(?:after|when|while|which|who|before|from|that|were|was|with)\b")
_FORCED = compile_late(r"\b(?:forc|driv|drove|compel|push)\w*\s+(?:[\w ]{0,24}\s)?$", re.IGNORECASE)
_FROM_HOME = compile_late(
    r"\s+(?:\w+\s+){0,2}?(?:(?:from|out of) (?:their|the) (?:homes?|houses)|to (?:flee|leave|abandon)|into exile)\b"
)
_LIVES_BEFORE = compile_late(r"\b(?:claim|cost|tak|took|los)\w*\s+(?:[\w ]{0,20}\s)?$", re.IGNORECASE)
_LIVES_AFTER = compile_late(r"\s+(?:were |have been |had been )?lost\b")
# Whom fleeing makes displaced: not the two robbers who fled.
_RESIDENTS = frozenset(
    "person resident family villager civilian woman child inhabitant household refugee migrant citizen islander townspeople"
    " Palestinian Syrian Ukrainian Sudanese muslim christian".split()
)
# What may be or may come is no toll: "a chance that deaths exceeded 1,000", "the toll could reach 300".
_MAY_BEFORE = compile_late(
    r"\b(?:could|may|might|would|(?:expect|predict|project)ed to|likely to|feared to|threatens? to)\s+(?:[a-z]+\s+){0,2}?(?:be|reach|exceed|surpass|pass|top|hit|rise|climb|grow|stand|kill|injure|wound|displace|cost|claim|leave|left|force)(?:e?d)?\s+(?:[a-z]+\s+){0,4}$"
    r"|\b(?:chance|probability|likelihood|possibility|odds|risk|danger|prospect)s?\s+(?:\w+\s+){0,2}?that\s[^.;:]{0,90}$"
)
_MAY_AFTER = compile_late(
    rf"(?P<between>[^,.;:]{{0,40}}?\s)(?:could|may|might|would)\s+(?:(?:also|well|yet|have|be|been)\s+)*(?:{_WORDS})\b"
)
# Nor is a rate: "500 soldiers a week are dying".
_PERIOD = r"(?:hour|day|night|week|month|year)\b"
_RATE_BEFORE = compile_late(rf"\b(?:[Ee]very|[Ee]ach)\s+{_PERIOD}[^.;:]{{0,40}}$")
_RATE_AFTER = compile_late(
    rf"[^,.;:]{{0,50}}?(?P<last>[\w’'-]*)\s(?:(?P<each>every|each|per)\s+{_PERIOD}|an?\s+{_PERIOD}(?!\s+(?:ago|earlier|later|before|after|of|on|in|old|when|that)\b))"
)
NEAR = 90  # characters before a number in which the verb of which it is the object is looked for
LOOK_AHEAD = 90  # characters in which the verb after the noun is looked for

_STEMS = (
    "kill", "dead", "die", "dying", "death", "fatal", "perish", "slain", "lives", "life", "toll", "injur", "wound", "hurt", "missing",
    "unaccounted", "casualt", "arrest", "detain", "rounded up", "custody", "displac", "homeless", "fled", "flee", "uproot",
    "forced", "driven", "evacuat", "bodies", "corpse", "massacre", "murder", "execut", "gunned down", "drown",
)  # fmt: skip


def may_tell_of_fates(sentence: str) -> bool:
    """Whether `find_fate` can find anything in a sentence: a look that costs a tenth of it."""
    low = sentence.lower()
    for stem in _STEMS:  # noqa: SIM110 - `any` takes twice as long, a pattern four times
        if stem in low:
            return True
    return False


def find_fate(text: str, number: Number, noun: str, noun_end: int, before: str, end: int) -> str:
    """Return one of `things.FATES` where the number counts people whom it befell; else nothing.

    `noun` is the noun counted and ends at `noun_end`; `before` is what stands before the number in its sentence.
    """
    if THINGS.get(noun, "") in FATES:
        return THINGS[noun]
    if noun == "lives":
        lost = _LIVES_BEFORE.search(before) is not None or _LIVES_AFTER.match(text, noun_end, end) is not None
        return "killed" if lost else ""
    if not noun:
        toll = find_toll(before)
        if toll:
            return toll
    if noun and not is_human(noun):
        return ""
    near = before[-NEAR:]
    verb = _VERB_BEFORE.search(near)
    if verb is not None:
        return which_fate(verb)
    among = _AMONG.search(near)
    if among is not None:
        return which_fate(among)
    if _PART_OF.search(near) is not None and noun:
        of_them = FATE.match(text, noun_end + 1, end)  # "one of 20 pupils killed"
        if of_them is None or of_them[0].lower() in _OF_ITSELF:
            return ""  # "twelve of the 40 passengers died": the twelve did
    return _fate_after(text, number, noun, noun_end, near, end)


def find_toll(before: str) -> str:
    """Return the fate whose toll the number after `before` gives: "the death toll rose to"."""
    toll = _TOLL_BEFORE.search(before)
    while (
        toll is not None and _FIGURE.search(toll["gap"]) is not None
    ):  # another figure's: "… 300, and the toll rose to"
        toll = _TOLL_BEFORE.search(before, toll.start("gap"))
    if toll is None or _TOLL_VERB.search(toll[0]) is None:
        return ""
    age = _TELLS_AGE.match(toll[0])
    if age is not None and _NUMBER_OF_THEM.search(before[: toll.start()]) is None:
        return ""
    return which_fate(toll)


def is_no_toll(before: str, after: str) -> bool:
    """Whether a number of people whom something befell is a rate or only possible: no toll of what has happened."""
    if _MAY_BEFORE.search(before[-2 * NEAR :]) is not None or _RATE_BEFORE.search(before[-NEAR:]) is not None:
        return True
    rate = _RATE_AFTER.match(after)
    if rate is not None and (rate["each"] or rate["last"] not in STOP_WORDS):  # not "killed in a week"
        return True
    may = _MAY_AFTER.match(after)
    return may is not None and FATE.search(may["between"]) is None


def _fate_after(text: str, number: Number, noun: str, noun_end: int, before: str, end: int) -> str:
    rest = text[noun_end if noun else number.end : min(end, noun_end + 2 * LOOK_AHEAD)]
    if _LEFT.search(before) is not None:
        so = _LEFT_SO.match(rest)
        if so is not None and _LEFT_ELSE.search(so[0]) is None:
            return which_fate(so)
    aside = _ASIDE.match(rest)
    rest = (" " + rest[aside.end() :] if aside is not None else rest)[:LOOK_AHEAD]
    cut = _CLAUSE_END.search(rest)
    clause = rest[: cut.start()] if cut is not None else rest
    if _FORCED.search(before) is not None and _FROM_HOME.match(rest) is not None:
        return "displaced"
    match = FATE.search(clause)
    if match is None or _did_it(match, rest):
        return ""
    between, word, fate = clause[: match.start()], match[0].lower(), which_fate(match)
    if word in {"fled", "flee", "fleeing"} and (
        (noun and lemma(noun) not in _RESIDENTS) or not _HAVE.fullmatch(between)
    ):
        return ""
    if (
        not between.strip()
        or word in _OF_ITSELF
        or _BE.search(between) is not None
        or _MORE_OF_THEM.match(between.strip()) is not None
    ):
        return fate
    return ""


def _did_it(match: re.Match[str], rest: str) -> bool:
    """Whether those counted did it instead of suffering it: "12 soldiers killed five civilians"."""
    if match[0].lower() in {"fled", "flee", "fleeing"}:
        return rest.startswith((" the scene", " on ", " in a"), match.end())
    return _OBJECT_AFTER.match(rest, match.end()) is not None


def is_human(noun: str) -> bool:
    """Whether a noun in the plural may be people: whatever is not known to be a thing, a place or an animal."""
    return lemma(noun) not in LIFELESS and lemma(noun) not in ANIMALS


def which_fate(match: re.Match[str]) -> str:
    """The name of the group that matched."""
    return next(name for name, found in match.groupdict().items() if found and name in FATES)
