# ruff: noqa: E501  a pattern is checked by reading it in one piece
"""Do two sentences count the same thing: the same people, deed and time, in sentences that speak of one happening?"""

from __future__ import annotations

import re
from typing import NamedTuple

from briefing.analysis.figures.places import find_places
from briefing.analysis.figures.readings import is_extent
from briefing.analysis.figures.things import FATES, FURTHER, STOP_WORDS, is_plural, lemma
from briefing.analysis.text.patterns import compile_late, fold
from briefing.model import Figure

# Only a part of what is counted elsewhere, or what comes on top of it: "five of them", "including five children".
_PART_AFTER = compile_late(
    r"\s+(?:[\w-]+\s+){0,3}?(?:of (?:them|the|these|those|its|their|whom|all)|among (?:them|those|the)|others?|more(?! than)|other|further|additional|from outside)\b"
)
_PART_BEFORE = compile_late(
    r"\b(?:including|include[sd]?|among (?:them|those|the)\b[^.;]{0,60}|of (?:them|those|whom|these)|especially|notably|the first|first|every|each|per|remaining|the rest|the last|initial|a total of(?= \d+ of)|not|another)\s+(?:(?:were|was|are|at least|about|some|the)\s+)*$",
    re.IGNORECASE,
)
# What is counted over a longer time than one happening, or time after time.
_PERIOD = compile_late(
    r"\b(?:since (?!(?:then|dawn|midnight|\w+day)\b)[^.,;]{3,30}|so far (?:this|in)\b[^.,;]{0,20}|in total|altogether|in recent (?:days|weeks|months|years)|(?:this|last|next|past|previous|coming) (?:year|month|week|quarter|season|spring|summer|autumn|winter)|over the (?:past|last|next|course)[^.,;]{0,20}|in the (?:past|last|first|next) [^.,;]{0,20}|during the war"
    r"|every (?:day|night|week|month|year)|each (?:day|night|week|month|year)|(?:a|per) (?:day|night|week|month|year)\b(?! of)|daily|weekly|monthly|yearly|annually|(?:in|by|during) (?:19|20)\d\d|(?:in|during) (?:January|February|March|April|May|June|July|August|September|October|November|December)\b|throughout|by (?:the end of )?(?:January|February|March|April|May|June|July|August|September|October|November|December|20\d\d)\b[^.,;]{0,4})",
    re.IGNORECASE,
)
_RECORD = compile_late(r"\b(?:\w{2,}est|worst|most|first)\b[^,;.]{0,50}$")  # "the deadliest attack since last summer"
_FORMER = compile_late(
    r"\b(?:earlier|previous(?:ly)?|initial(?:ly)?|up from|down from|rather than|instead of|compared (?:with|to)|against|first (?:put|reported|said|spoke)|revised|had (?:said|put|reported)|yesterday’s)\b[^.;]{0,60}$"
    r"|\bfrom\s+$",
    re.IGNORECASE,
)
_FORMER_AFTER = compile_late(
    r"[^.;,]{0,40}\b(?:earlier|before|previously|as first reported|a year ago|last year|last month)\b"
)
# What may be, will be or was wished, in small letters: May is a month.
_POSSIBLE = compile_late(
    r"\b(?:would|could|might|may|should|if|risk|threat(?:en\w*)?|plans?|planned|fear(?:s|ed|ing)?|warn\w*)\b"
)
# Where something hit: two of these are two happenings.
_SITE = compile_late(
    r"\b(?:hospital|clinic|school|kindergarten|university|market|church|mosque|temple|station|hotel|bus|train|factory|mine|airport"
    r"|port|bridge|prison|restaurant|cafe|café|bar|stadium|theatre|warehouse|depot|barracks|checkpoint|ferry|camp|consulate|embassy)\b"
)
_WIDER = r" (?:and (?!in )(?=[A-Z])[\w-]+|region|province|district|county|oblast|state|area)\b"  # what makes a town more than itself
# What is done, and what stands in every wording of it: looking for that first takes a fifth of the time.
_DEEDS = (
    ("downed", "down intercept destroy suppress neutrali repel", compile_late(r"shot down|shooting down|shoot down|intercept|destroy|brought down|bringing down|down(?:ed|ing)\b|suppress|neutrali|repel", re.IGNORECASE)),
    ("lost", "lost fail disappear called jamm radar", compile_late(r"\blost\b|failed to reach|disappeared|called back|jamm|off (?:the )?radar", re.IGNORECASE)),
    ("launched", "launch sen fired firing attacked used count involv swarm unleash", compile_late(r"launch|\bsent\b|\bsend|fired|firing|attacked with|\bused\b|counted|involv|swarm|unleash", re.IGNORECASE)),
    ("struck", "hit struck damag burn gutted collaps", compile_late(r"\bhit\b|struck|damag|burned|burnt|gutted|collaps", re.IGNORECASE)),
    ("held", "held holding hostage kept captur seiz", compile_late(r"\bheld\b|holding|hostage|kept|captur|seiz", re.IGNORECASE)),
    ("freed", "freed releas swapp exchang returned rescu handed", compile_late(r"\bfreed\b|releas|swapp|exchang|returned|rescu(?:ed|ing)\b|handed over", re.IGNORECASE)),
    ("accused", "charg convict sentenc accus indict tried wanted", compile_late(r"charg|convict|sentenc|accus|indict|\btried\b|wanted", re.IGNORECASE)),
)  # fmt: skip
_DEED_HINTS = {name: tuple(hints.split()) for name, hints, _ in _DEEDS}
_FLYING = frozenset("drone missile rocket aircraft jet plane helicopter warplane bomber shell".split())
# One thing under several names, for comparing only.
_SAME = {
    "quake": "earthquake", "tremor": "earthquake", "temblor": "earthquake", "captive": "prisoner", "pow": "prisoner",
    "house": "home", "troop": "soldier", "assistance": "aid", "support": "aid", "help": "aid", "truce": "ceasefire",
    "conversation": "call", "discussion": "call", "talk": "call", "nation": "country", "state": "country",
    "household": "family", "serviceman": "soldier", "credit": "loan", "lending": "loan", "policeman": "officer",
    "officer": "officer", "demonstrator": "protester", "marcher": "protester", "blaze": "fire", "wildfire": "fire",
}  # fmt: skip
# Those among the people counted who are often counted apart; passengers, pilgrims, villagers are just the people there.
_GROUPS = {
    "soldier": "military", "troop": "military", "serviceman": "military", "marine": "military", "conscript": "military",
    "paratrooper": "military", "sailor": "military", "reservist": "military", "recruit": "military", "cadet": "military",
    "fighter": "fighters", "militant": "fighters", "rebel": "fighters", "gunman": "fighters", "insurgent": "fighters",
    "terrorist": "fighters", "jihadist": "fighters", "attacker": "fighters", "civilian": "civilians",
    "child": "children", "boy": "children", "girl": "children", "minor": "children", "teenager": "children",
    "infant": "children", "baby": "children", "pupil": "children", "schoolchild": "children", "student": "students",
    "woman": "women", "man": "men", "police": "police", "officer": "police", "policeman": "police",
    "policewoman": "police", "foreigner": "foreigners", "journalist": "journalists", "rescuer": "rescuers",
    "firefighter": "rescuers", "paramedic": "rescuers", "medic": "rescuers", "nurse": "rescuers", "doctor": "rescuers",
    "guard": "guards", "prisoner": "prisoners", "hostage": "hostages", "national": "nationals", "peacekeeper": "military",
    "official": "officials", "suspect": "suspects",
}  # fmt: skip
_DAYS = compile_late(r"\b(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")
_RELATIVE = compile_late(
    r"\b(?:overnight|tonight|today|last night|early|at dawn|this morning|in the night)\b", re.IGNORECASE
)
_WORD = compile_late(r"[^\W\d_]{3,}")
_SAYING = frozenset(
    """said says say according reported reports report told officials official authorities statement announced claimed claims
    sources source confirmed media television minister ministry governor mayor spokesman spokeswoman spokesperson""".split()
)
_SMALL = frozenset(
    """about before their which have were that with from this been people million billion thousand hundred dozen has had was are
    the and for who but not its his her they them will would more than least some nearly almost over into also after when
    one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen twenty thirty forty fifty percent
    toll death deaths dead number total rose risen rise reached climbed surpassed according data second third first
    kilometres miles hours days weeks months years euros dollars pounds square hectares tonnes""".split()
)


class Sense(NamedTuple):
    """What a sentence's figure is a count of, as far as its words tell."""

    thing: str
    group: str  # of people who are often counted apart; empty: whoever it hit
    deed: str
    period: str  # the stretch of time it is counted over, if one is named
    place: str
    days: frozenset[str]  # weekdays named
    relative: bool  # "overnight" and the like: tied to the day of the report
    possible: bool  # what may or would be, not what is
    sites: frozenset[str]  # what was hit, as far as it is a kind of place
    teller: frozenset[str]  # words that name who gave it
    words: frozenset[str]  # stems of what else it says


def counts_something(figure: Figure) -> bool:
    """Whether a figure names what it counts, and is no more that comes on top."""
    return figure.modifier not in FURTHER and bool(figure.thing or is_extent(figure.unit))


def name_thing(figure: Figure) -> str:
    """What a figure counts, by the one name under which it is held against others; empty: it measures something."""
    return _SAME.get(figure.thing, figure.thing)


def make_sense(figure: Figure, sentence: str, at: int) -> Sense | None:
    """Return what a figure counts; None where it is a part, a former count, or names nothing.

    `at` is where the figure starts in `sentence`.
    """
    if not counts_something(figure):
        return None
    thing = name_thing(figure)
    if not sentence:
        return Sense(
            thing,
            "",
            "",
            "",
            plain_place(figure.place),
            frozenset(),
            False,
            False,
            frozenset(),
            frozenset(),
            frozenset(),
        )
    stop = at + figure.end - figure.start
    before, after = sentence[:at], sentence[stop:]
    if (not figure.unit and _PART_AFTER.match(after) is not None) or _PART_BEFORE.search(before) is not None:
        return None
    if _FORMER.search(before) is not None or _FORMER_AFTER.match(after) is not None:
        return None
    period = next(
        (found for found in _PERIOD.finditer(sentence) if not _RECORD.search(sentence, 0, found.start())), None
    )
    place = figure.place
    if not place and figure.unit:
        place = next((found.name for found in find_places(sentence, 0, len(sentence), (), (), ())), "")
    return Sense(
        thing=thing,
        group=_find_group(after, figure.thing) if not figure.unit else "",
        deed="" if figure.unit or figure.thing in FATES - {"arrested"} else _find_deed(sentence, at, thing),
        period=" ".join(period[0].lower().split()) if period is not None else "",
        place=plain_place(_widen(place, sentence)),
        days=frozenset(_DAYS.findall(sentence)),
        relative=_RELATIVE.search(sentence) is not None,
        possible=_POSSIBLE.search(f"{before[-40:]} … {after[:40]}") is not None,
        sites=frozenset(_SITE.findall(sentence)),
        teller=frozenset(_WORD.findall(figure.source)),
        words=_stems(sentence, figure),
    )


def _widen(place: str, sentence: str) -> str:
    """A place with what makes it another one: "the Lom region", "Lom and Vidin"."""
    wider = re.search(re.escape(place) + _WIDER, sentence) if place else None
    return wider[0] if wider is not None else place


def plain_place(words: str) -> str:
    return re.sub(r"^the |[’']s$", "", words.strip().lower())


def _find_group(after: str, thing: str) -> str:
    """The group that a fate is told of: "three soldiers" were killed, not three people."""
    words: list[str] = []
    for word in _WORD.findall(after[:60])[:5]:
        low = word.lower()
        if low in STOP_WORDS:
            break
        words.append(low)
        if is_plural(low) or low in {"man", "woman", "child", "soldier", "civilian", "police"}:
            if low == "police" and len(words) < 5:
                continue
            break
    group = next((_GROUPS[noun] for word in reversed(words) if (noun := lemma(word)) in _GROUPS), "")
    if not group and thing not in FATES:
        group = _GROUPS.get(thing, "")
    return group


def _find_deed(sentence: str, at: int, thing: str) -> str:
    """What is done to the things counted, by the nearest word that tells."""
    best, nearest = "", 80
    low = fold(sentence)
    for name, _, pattern in _DEEDS:
        if not any(map(low.__contains__, _DEED_HINTS[name])):
            continue
        for match in pattern.finditer(sentence):
            distance = at - match.end() if match.end() <= at else match.start() - at
            if distance < nearest:
                best, nearest = name, distance
    return "struck" if best == "downed" and thing not in _FLYING else best  # drones are destroyed, and so are houses


def _stems(sentence: str, figure: Figure) -> frozenset[str]:
    told = {word.lower() for word in _WORD.findall(figure.source)}
    known = {figure.thing[:5], *(word[:5] for word in figure.place.lower().split())}
    return frozenset(
        stem
        for word in _WORD.findall(sentence)
        if (low := word.lower()) not in _SMALL and low not in _SAYING and low not in told and low not in STOP_WORDS
        and (stem := low[:5]) not in known
    )  # fmt: skip


PLACE_COUNTS = 2  # a shared place speaks for one happening as much as two shared words
SHARED_WORDS = 3  # words (or a place and a word) that two sentences must share to be of one happening
NAMELESS_PART = 0.6  # … where the measure has no noun
SHARED_PART_NOWHERE = 0.5  # … and where neither names a place
SHARED_PART = 0.4  # … and of the shorter one's words, so many


def are_alike(one: Sense, two: Sense) -> bool:
    """Whether two sentences tell of one happening: they share words besides what is counted and where."""
    shared = len(one.words & two.words) + (not one.teller.isdisjoint(two.teller))
    fewest = min(len(one.words), len(two.words))
    weight = shared + (PLACE_COUNTS if one.place and one.place == two.place else 0)
    if not one.thing:  # "met for three hours": only the rest of the sentence tells of what
        return weight > SHARED_WORDS and shared >= NAMELESS_PART * fewest
    part = SHARED_PART if weight > shared else SHARED_PART_NOWHERE
    return weight >= SHARED_WORDS and shared >= 1 and shared >= part * fewest


def may_be_one(one: Sense, two: Sense) -> bool:
    """Whether nothing that two sentences name tells their counts apart: group, deed, period, place, site, weekday."""
    if (one.group, one.deed, one.period) != (two.group, two.deed, two.period) or one.possible != two.possible:
        return False
    if one.place and two.place and one.place != two.place:
        return False
    if one.sites and two.sites and one.sites.isdisjoint(two.sites):
        return False
    return not (one.days and two.days and one.days.isdisjoint(two.days))
