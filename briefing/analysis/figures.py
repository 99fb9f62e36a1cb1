"""Which figures an article gives: how many, of what, where, and on whose word.

`start` and `end` cover the number, its sign or scale, and its unit ("1,000-kilometre", "$200 million", "30-day", "32"),
never the modifier before it ("up to") nor the thing counted after it. Years, dates, times, ages, scores, telephone numbers
and numbers in names ("G7", "Article 5") are no figures, nor is a small number in words before a thing that nobody
counts ("two sides"). English only.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from briefing.analysis.numbers import Number, find_numbers, may_hold_numbers
from briefing.analysis.speech import SPEECH, Frame
from briefing.model import Document, Figure, Mention, Quote

_UNITS = {
    "km": "km", "kilometre": "km", "kilometer": "km", "kilometres": "km", "kilometers": "km", "kms": "km",
    "mile": "mile", "miles": "mile", "metre": "m", "metres": "m", "meter": "m", "meters": "m", "foot": "ft", "feet": "ft",
    "kg": "kg", "kilogram": "kg", "kilograms": "kg", "kilo": "kg", "kilos": "kg", "tonne": "tonne", "tonnes": "tonne",
    "ton": "ton", "tons": "ton", "litre": "litre", "litres": "litre", "liter": "litre", "liters": "litre",
    "barrel": "barrel", "barrels": "barrel", "%": "percent", "percent": "percent", "pc": "percent",
    "percentage": "percentage point", "hour": "hour", "hours": "hour", "minute": "minute", "minutes": "minute",
    "day": "day", "days": "day", "week": "week", "weeks": "week", "month": "month", "months": "month", "year": "year",
    "years": "year", "hectare": "hectare", "hectares": "hectare", "acre": "acre", "acres": "acre", "mw": "MW",
    "megawatt": "MW", "megawatts": "MW", "gw": "GW", "gigawatts": "GW", "degrees": "degree",
}  # fmt: skip
_TIMES = frozenset({"hour", "minute", "day", "week", "month", "year"})

# Things that news counts. Only these are taken after a small number in words ("two soldiers", not "two sides").
_THINGS = {
    "people": "people", "persons": "people", "person": "people", "citizens": "people", "residents": "people",
    "inhabitants": "people", "nations": "country", "countries": "country", "states": "country", "men": "man", "women": "woman",
    "children": "child", "child": "child", "woman": "woman", "man": "man", "servicemen": "soldier", "personnel": "personnel",
    "troops": "troop", "soldiers": "soldier", "fighters": "fighter", "civilians": "civilian", "prisoners": "prisoner",
    "captives": "prisoner", "pows": "prisoner", "hostages": "hostage", "drones": "drone", "uavs": "drone", "missiles": "missile",
    "rockets": "rocket", "bombs": "bomb", "shells": "shell", "tanks": "tank", "aircraft": "aircraft", "jets": "jet",
    "planes": "plane", "helicopters": "helicopter", "ships": "ship", "vessels": "ship", "vehicles": "vehicle",
    "strikes": "strike", "attacks": "attack", "clashes": "clash", "raids": "raid", "flights": "flight",
    "buildings": "building", "houses": "house", "homes": "home", "flats": "flat", "apartments": "apartment",
    "properties": "property", "schools": "school", "hospitals": "hospital", "villages": "village", "settlements": "settlement",
    "towns": "town", "cities": "city", "regions": "region", "workers": "worker", "firefighters": "firefighter",
    "rescuers": "rescuer", "journalists": "journalist", "protesters": "protester", "passengers": "passenger",
    "airports": "airport", "rounds": "round", "leaders": "leader", "ministers": "minister", "officers": "officer",
    "policemen": "policeman", "refugees": "refugee", "migrants": "migrant", "students": "student", "seats": "seat",
    "votes": "vote", "jobs": "job", "arrests": "arrest", "explosions": "explosion", "patients": "patient",
    "deaths": "killed", "fatalities": "killed", "dead": "killed", "casualties": "casualty", "injuries": "injured",
    "wounded": "injured", "injured": "injured", "missing": "missing", "police": "police", "engines": "engine",
    "brigades": "brigade", "battalions": "battalion", "sailors": "sailor", "pilots": "pilot", "victims": "victim",
    "drone": "drone", "missile": "missile", "soldier": "soldier", "civilian": "civilian", "worker": "worker",
    "death": "killed", "injury": "injured", "substations": "substation", "bombers": "bomber", "families": "family",
    "households": "household", "customers": "customer", "employees": "employee", "islands": "island", "members": "member",
    "girls": "girl", "boys": "boy", "syrians": "people", "ukrainians": "people", "russians": "people", "bodies": "body",
}  # fmt: skip
# Counted places: "91 of them" after "337 drones over ten regions" are drones.
_WHERE = frozenset("region city town village country settlement airport".split())
_HUMAN = frozenset(
    """people man woman child soldier troop fighter civilian prisoner hostage worker firefighter rescuer journalist protester
    passenger officer policeman refugee migrant student patient police sailor pilot victim employee member girl boy
    personnel customer resident""".split()
)
# What a duration or a distance is the measure of, found among the words after it.
_MEASURED = frozenset(
    """ceasefire cease-fire truce pause moratorium halt war conflict talks meeting call summit discussion conversation
    offensive campaign siege curfew sentence border mandate freeze line visit trip deal plan invasion raid interview
    speech briefing buffer march drive journey front occupation blackout outage lockdown ban wait delay""".split()
)

_MODIFIERS = (
    ("up to", "as many as", "as much as", "no more than", "at most", "a maximum of", "not more than"),
    ("at least", "no fewer than", "no less than", "not less than", "a minimum of"),
    ("more than", "over", "upwards of", "in excess of", "above", "well over"),
    ("fewer than", "less than", "under", "below"),
    ("nearly", "almost", "close to", "just under", "a little under", "a little over", "just over"),
    ("about", "around", "some", "roughly", "approximately", "an estimated", "estimated", "circa"),
    ("another", "a further", "further", "only", "just", "exactly", "additional", "an additional"),
)  # fmt: skip
_modifiers = sorted((words for group in _MODIFIERS for words in group), key=len, reverse=True)
_MODIFIER = re.compile(rf"\b({'|'.join(_modifiers)})\s+(?:the\s+)?(?:(?:US|A|C)?[$€£] ?)?$", re.IGNORECASE)

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec"
_DATE_BEFORE = re.compile(rf"\b(?:{_MONTHS})\.?\s+$")
_DATE_AFTER = re.compile(rf"(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{_MONTHS})\b")
_TIME_AFTER = re.compile(r"\s?(?:[ap]\.?m\b|o[’']clock|GMT\b|UTC\b|local time)", re.IGNORECASE)
_NAMED_BEFORE = re.compile(
    r"\b(?:[Aa]rticles?|[Cc]hapter|[Ss]ection|[Rr]esolution|[Ff]light|[Pp]ages?|[Nn]o\.?|[Nn]umber|[Rr]oute|[Hh]ighway|[Rr]oom|Group of"
    r"|[Pp]hase|[Ss]tage|[Ll]evel|[Vv]ersion|[Rr]ule|[Ww]ar|[Tt]op|Channel|Radio|[Gg]ate|Division|[Pp]art|[Pp]aragraph|[Cc]ategory|aged?|[Ff]ormula|Apollo"
    r"|[Tt]urn(?:s|ed|ing)?|Agenda|Terminal|Unit|Reactor|Platform|Volume|Psalm|Covid|COVID|BBC|France|at|age of)\s+$"
)
_AGE_AFTER = re.compile(r"[\s-]years?[\s-]olds?\b|[\s-](?:day|week|month)s?[\s-]olds?\b")
_AGE_BEFORE = re.compile(r"\b(?:youngest|oldest|eldest)\b[^.;]{0,40}$|\b(?:woman|man|girl|boy|child)\s+of\s+$")
_AGO = re.compile(
    r"[\s-]?(?:more\s+)?(?:ago|earlier|later|before|after(?:wards)?|from now|into|after|old|since|this|last|next|on)\b"
)
_WORD = re.compile(r"[^\W\d_]+(?:[-’'.][^\W\d_]+)*\.?|[^\w\s]")
_YEAR_LIKE = re.compile(r"(?:19|20)\d\d$")
_NONE = re.compile(
    r"\b(?P<who>no one|no-one|nobody)\s+(?:else\s+)?(?:was|were|is|has been|had been)\s+(?:reported(?:ly)?\s+)?(?:seriously\s+|believed\s+)?(?P<what>killed|hurt|injured|wounded|dead|missing|harmed)\b"
    r"|\b(?P<no>[Nn]o)\s+(?:reports? of\s+|immediate\s+reports? of\s+)?(?P<noun>casualties|deaths|injuries|fatalities|victims)\b(?!\s+figure)",
    re.IGNORECASE,
)
_NO = re.compile(r"\b[Nn]o(?:body)?\b")
_THREE_OF = re.compile(r"\s+of\s+(?:(?:the|its|their|these|those|them|his|her|our)\b|[A-Z]\w+[’']s\b)")
# "over" is a place here, not a measure: "drones over ten regions", "hand over 175 prisoners".
_OVER_PLACE = re.compile(
    r"\b(?:hand(?:ed|ing)?|turn(?:ed)?|g[ia]ve|took|take|drones?|missiles?|fl[eyi]\w*|flights?|spread|down|attacks?|airspace|raids?)\s+over\s+$"
)

_KILLED = r"kill(?:ed|ing|s)?|dead|died|dies|die|dying|deaths?|fatalities|perished|slain|lost (?:their|his|her) li(?:ves|fe)|lives"
_INJURED = r"injur(?:ed|ing|es|ies|e)|wound(?:ed|ing|s)?|hurt(?:ing)?"
_MISSING = r"missing|unaccounted for"
_CASUALTY = re.compile(rf"\b(?:(?P<killed>{_KILLED})|(?P<injured>{_INJURED})|(?P<missing>{_MISSING}))\b", re.IGNORECASE)
# "killing at least five", "wounded another 12": the verb right before the number, modifiers and articles aside.
_VERB_BEFORE = re.compile(
    rf"\b(?:(?P<killed>kill(?:ed|ing|s)?|claim(?:ed|ing) the lives of|claim(?:ed|ing)|deaths of|death of)|(?P<injured>injur(?:ed|ing|es)|wound(?:ed|ing|s)|hurt(?:ing)?|injuries to))"
    rf"\s+(?:(?:{'|'.join(_modifiers)}|the|as well as|a total of|all|a reported)\s+)*$",
    re.IGNORECASE,
)
_TOLL_BEFORE = re.compile(
    r"\b(?:(?P<killed>death toll|toll|number of (?:people |those |civilians )?(?:known to have been )?(?:killed|dead|deaths)|number of (?:people|those) (?:known to have been |who have been )?killed|deaths|dead|fatalities)"
    r"|(?P<injured>number of (?:people |those )?(?:injured|wounded)|injuries|wounded)"
    r"|(?P<missing>number of (?:people |those )?missing))\b(?P<gap>[^.;:]{0,110}?)$",
    re.IGNORECASE,
)
_TOLL_VERB = re.compile(
    r"\b(?:to|at|of|stood|stands|is|was|exceed(?:ed|s)?|reach(?:ed|es|ing)?|pass(?:ed|es)|topped|hit)\s+(?:\w+\s+){0,2}$"
)
_LEFT = re.compile(r"\b(?:left|leaving|leaves)\s+(?:[\w ]{0,20}\s)?$", re.IGNORECASE)
_STOP_WORDS = frozenset(
    """in on at by for from with to about against after before during through over under between into onto since until
    within without near via amid as like upon across behind that which who whom whose and or but while when where if because
    is are was were be been being has have had will would can could may might must should do does did he she it they we
    you i the a an this these those his her its their our said says told not than so also were then there here ago
    each per both where what how why up down out off""".split()
)
_SINGULAR_S = ("ss", "ous", "us", "is", "’s", "'s", "news", "politics")
_PLACE = re.compile(
    r"\b(?:in|at|near|on|over|outside|across|throughout|around|inside|of|struck|hit|rocked|shook)\s+(?:(?:the|central|eastern|western|northern|southern|north-eastern|northeastern"
    r"|southeastern|southwestern|northwestern|city|cities|port|region|town|village|regions|capital|district|province|Russia’s|Russia's|Ukraine’s|Ukraine's|and|of|suburb|border)\s+)*"
    r"(?P<name>[^\W\d_a-z][\w’'-]*(?:\s+[^\W\d_a-z][\w’'-]*){0,2})"
)
_NO_PLACE = re.compile(
    rf"^(?:{_MONTHS}|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Telegram|Twitter|X|Truth|Facebook|He|She|The|It|They|A|An|In|I|BBC|CNN|NATO|G7|EU|UN)\b"
)
_ADJECTIVE = re.compile(r"(?:ian|ean|ish|ese|can|ian|ench|Dutch|Greek|Thai|Swiss|U\.?S\.?|UK)$")
_ACCORDING = re.compile(
    r"\baccording to (?P<who>[^.;:“”\"]{2,80}?)(?=[.;:“”\"]|,| on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|$)",
    re.IGNORECASE,
)
_IRREGULAR_LEMMAS = {
    "people": "people",
    "men": "man",
    "women": "woman",
    "children": "child",
    "crises": "crisis",
    "lives": "life",
}


def find_figures(document: Document, mentions: Sequence[Mention], quotes: Sequence[Quote]) -> tuple[Figure, ...]:
    """Return the figures in the article's body, in text order; none where the language is not English."""
    if document.lang not in {"en", ""}:
        return ()
    reader = _Reader(document.text, mentions, quotes)
    paragraph = -1
    for sentence in document.sentences:
        reader.read(sentence.start, sentence.end, new_paragraph=sentence.paragraph != paragraph)
        paragraph = sentence.paragraph
    return tuple(sorted(reader.figures, key=lambda figure: (figure.start, figure.end)))


class _Reader:
    """Reads one article, sentence after sentence."""

    def __init__(self, text: str, mentions: Sequence[Mention], quotes: Sequence[Quote]) -> None:
        self.text = text
        self.places = sorted(
            (mention.start, mention.end) for mention in mentions if mention.kind in {"place", "state", "organisation"}
        )
        self.people = sorted((mention.start, mention.end) for mention in mentions if mention.kind == "person")
        self.spoken = sorted(
            (start, end, quote.speaker_text) for quote in quotes if _gives_figures(quote) for start, end in quote.spans
        )
        self.figures: list[Figure] = []
        self.thing = ""  # of the last count, for "25 others"
        self.thing_end = -1
        self.place = ""  # of the last figure of the paragraph

    def read(self, start: int, end: int, *, new_paragraph: bool) -> None:
        text = self.text
        if new_paragraph:
            self.place = ""
        first = len(self.figures)
        for number in find_numbers(text, start, end) if may_hold_numbers(text, start, end) else ():
            figure = self._figure(number, start, end)
            if figure is not None:
                self.figures.append(figure)
                if not figure.unit and figure.thing not in _WHERE:
                    self.thing, self.thing_end = figure.thing, end
                if figure.place:
                    self.place = figure.place
        if _NO.search(text, start, end) is not None:
            self._read_none(start, end)
        if self.thing_end < start and len(self.figures) == first:
            self.thing = ""

    # -- one number -----------------------------------------------------------------------------------------------

    def _figure(self, number: Number, start: int, end: int) -> Figure | None:
        text = self.text
        before = text[max(start, number.start - 120) : number.start]
        after = text[number.end : min(end, number.end + 120)]
        if number.currency:
            return self._make(
                number, number.end, number.currency, self._money_thing(number.end, end, before), before, start, end
            )
        unit, stop, hyphen = self._unit(number.end, end)
        if unit:
            if unit in _TIMES and self._is_time(text, number, unit, before, stop, end):
                return None
            if unit == "foot" and not hyphen:
                return None
            thing = self._measured(stop, end, unit=unit, hyphen=hyphen, start=start, at=number.start)
            return self._make(number, stop, unit, thing, before, start, end)
        if self._is_no_count(number, before, after):
            return None
        spaced = self._noun(number, end)
        if spaced[0] in _UNITS:
            return self._make(number, spaced[1], _UNITS[spaced[0]], "", before, start, end)
        thing = self._counted(number, spaced, before, start, end)
        if not thing:
            return None
        return self._make(number, number.end, "", thing, before, start, end)

    def _make(
        self,
        number: Number,
        stop: int,
        unit: str,
        thing: str,
        before: str,
        start: int,
        end: int,
    ) -> Figure:
        modifier = _MODIFIER.search(before)
        if modifier is not None and modifier[1].lower() == "over" and _OVER_PLACE.search(before) is not None:
            modifier = None
        return Figure(
            number.start,
            stop,
            value=number.value,
            low=number.low,
            high=number.high,
            unit=unit,
            thing=thing,
            modifier=" ".join(modifier[1].lower().split()) if modifier is not None else self._modifier_after(stop),
            place="" if unit else self._place(number.start, stop, start, end),
            source=self._source(number.start, start, end),
        )

    def _modifier_after(self, at: int) -> str:
        return (
            "or so" if self.text.startswith(" or so", at) else "or more" if self.text.startswith(" or more", at) else ""
        )

    def _unit(self, at: int, end: int) -> tuple[str, int, bool]:
        """The unit right after a number, where it ends, and whether a hyphen ties it to the number."""
        text = self.text
        if at >= end:
            return "", at, False
        if text[at] == "%":
            return "percent", at + 1, False
        hyphen = text[at] in "-‑"
        begin = at + (text[at] in "-‑ \xa0\u202f\n")
        match = _WORD.match(text, begin, end)
        if match is None or not match[0][0].isalpha():
            return "", at, False
        word = match[0]
        if hyphen and "-" in word:
            word = word.split("-")[0]  # "30-day-long"
        low = word.lower().rstrip(".")
        if low == "per" and text[match.end() : match.end() + 5].lower() == " cent":
            return "percent", match.end() + 5, False
        unit = _UNITS.get(low, "")
        if unit == "percentage point" or (low == "square" and text[match.end() : match.end() + 1] == " "):
            second = _WORD.match(text, match.end() + 1, end)
            if second is None:
                return "", at, False
            if low == "percentage":
                return (
                    (unit, second.end(), hyphen)
                    if second[0].lower().startswith("point")
                    else ("percent", match.end(), hyphen)
                )
            square = _UNITS.get(second[0].lower(), "")
            return ("square " + square, second.end(), hyphen) if square else ("", at, False)
        if unit in {"mw", "MW", "GW", "degree", "barrel"} or unit:
            return unit, begin + len(low), hyphen
        return "", at, False

    def _is_time(self, text: str, number: Number, unit: str, before: str, stop: int, end: int) -> bool:
        """Whether a duration only says when or how old: "four years ago", "a five-year-old", "24 hours a day"."""
        rest = text[stop : min(end, stop + 24)]
        if _AGE_AFTER.match(text, number.end, end) is not None or rest.startswith((" a day", " a week")):
            return True
        if (
            re.match(r"[’']?s?\s*[,–—-]?\s*(?:ago|earlier|later|before|after|from now|into|old|since)\b", rest)
            is not None
        ):
            return True
        if (
            number.worded
            and number.value == 1
            and unit in {"day", "hour", "week", "year", "month"}
            and text[number.end] != "-"
        ):
            return True
        return (
            re.search(
                r"\b(?:past|last|next|coming|first|final|previous|recent|these|those|the|every|age of)\s+$", before
            )
            is not None
            and text[number.end : number.end + 1] != "-"
        )

    def _measured(self, stop: int, end: int, *, unit: str, hyphen: bool, start: int, at: int) -> str:
        """What a length, a duration or a share is that of."""
        text = self.text
        words: list[str] = []
        at_word = stop
        if unit in {"percent", "percentage point"}:
            match = re.compile(r"\s+of\s+(?:the\s+|its\s+|their\s+|all\s+)?([\w’'-]+(?:\s+[\w’'-]+)?)").match(
                text, stop, end
            )
            return _lemma(match[1].split()[0].lower()) if match is not None else ""
        after_of = re.compile(r"(?:\s+of)?\s+(?:the\s+)?").match(text, stop, end)
        if hyphen or (after_of is not None and after_of[0].strip() == "of"):
            at_word = after_of.end() if after_of is not None and not hyphen else stop
            while len(words) < 5:
                match = _WORD.search(text, at_word, end)
                if match is None:
                    break
                low = match[0].lower()
                if low == "," and not words:
                    at_word = match.end()
                    continue
                if not low[0].isalpha() or low in _STOP_WORDS:
                    break
                words.append(low.rstrip("."))
                at_word = match.end()
        if words:
            for index, word in enumerate(words):
                if word in _MEASURED:
                    if word in {"front", "border"} and index + 1 < len(words) and words[index + 1] in {"line", "lines"}:
                        return f"{word} line"
                    return "ceasefire" if word == "cease-fire" else _lemma(word)
            head = next((word for word in words if word.endswith("s") and not word.endswith(_SINGULAR_S)), words[-1])
            return _lemma(head)
        # "a truce of 30 days", "to stop attacking … for 30 days", "a front of some 2,000 km"
        match = re.compile(r"([\w-]+)\s+(?:(?:of|for|lasting|lasts?|lasted)\s+)(?:[\w ]{0,16}\s)?$").search(
            text, max(start, at - 60), at
        )
        if match is not None and match[1].lower() in _MEASURED:
            return "front line" if match[1].lower() == "front" else _lemma(match[1].lower())
        return ""

    def _money_thing(self, at: int, end: int, before: str) -> str:
        """What the money is for or of: "$200 million in aid", "€40 billion of military aid", "a $50 million loan"."""
        match = re.compile(
            r"\s+(?:in|of|for|worth of)\s+(?:(?:new|additional|military|financial|humanitarian|further|extra|more|frozen|annual)\s+)*([a-z][a-z-]+)"
            r"|\s+(?:[a-z]+\s+)?(loan|package|deal|fund|grant|plan|budget|contract|fine|bailout|order)\b"
        ).match(self.text, at, end)
        if match is None:
            earlier = re.search(r"\b(aid|assistance|support|funding|damage|investment|loans?)\b[^.;]{0,30}$", before)
            return _lemma(earlier[1]) if earlier is not None else ""
        word = match[1] or match[2]
        return "" if word in _STOP_WORDS else _lemma(word)

    def _is_no_count(self, number: Number, before: str, after: str) -> bool:
        """Years, dates, times, ages and numbers that name something."""
        digits = self.text[number.start : number.end]
        if (
            _DATE_AFTER.match(after) is not None
            or _TIME_AFTER.match(after) is not None
            or _AGE_AFTER.match(after) is not None
        ):
            return True
        if not number.worded:
            if _DATE_BEFORE.search(before) is not None or _YEAR_LIKE.match(digits) is not None:
                word = re.match(r"\s+([a-z]+)", after)
                return word is None or word[1] not in _THINGS or _DATE_BEFORE.search(before) is not None
            if after[:1] in {"-", "–"} and after[1:2].isdigit():
                return True
        if _NAMED_BEFORE.search(before) is not None or _AGE_BEFORE.search(before) is not None:
            return True
        if after.startswith((" Downing", " p.m", " a.m")):
            return True
        return re.match(r",\s", after) is not None and re.search(r"[A-Z][\w’'-]+,\s*$", before) is not None

    # -- what is counted --------------------------------------------------------------------------------------------

    def _counted(self, number: Number, phrase: tuple[str, int, bool], before: str, start: int, end: int) -> str:
        noun, noun_end, small = phrase
        if (
            number.worded
            and number.value is not None
            and re.search(r"\b(?:the|these|those|both|all|his|her|its|their|every|each)\s+$", before, re.IGNORECASE)
            and number.value <= 12
        ):
            casualty = self._casualty(number, noun, noun_end, before, start, end)
            return (
                casualty
                if casualty in {"killed", "injured", "missing"} and not re.search(r"\b(?:these|those|both)\s+$", before)
                else ""
            )
        casualty = self._casualty(number, noun, noun_end, before, start, end)
        if casualty:
            return casualty
        if noun in _THINGS:
            if number.value == 1 and number.worded and noun not in {"person", "people", "soldier", "civilian"}:
                return ""
            return _THINGS[noun]
        if noun:
            if number.worded and (number.value or number.high or 0) < WORDS_COUNT_FROM:
                return ""
            return _lemma(noun)
        if number.worded and number.value == 1:
            return ""
        if small and self.thing and (self.thing_end == end or self.thing_end >= start - 2):
            return self.thing
        return ""

    def _noun(self, number: Number, end: int) -> tuple[str, int, bool]:
        """The noun after a number, where it ends, and whether none is missing because the thing is known ("25 others")."""
        text = self.text
        at = number.end + (len(" or so") if text.startswith(" or so", number.end) else 0)
        whole = _THREE_OF.match(text, at, end)
        if whole is not None:
            if text[whole.start() : whole.end()].endswith("them"):
                return "", at, True
            at = whole.end()
            counted = re.compile(r"\s+(?:two|three|four|five|six|seven|eight|nine|ten|\d+)\b").match(text, at, end)
            if counted is not None:
                at = counted.end()
        last, last_end, words = "", at, 0
        while words < LONGEST_PHRASE:
            match = _WORD.search(text, at, end)
            if match is None:
                break
            word = match[0]
            low = word.lower().rstrip(".") if word != "." else word
            if words == 0 and low in {"others", "more", "other"}:
                if low != "more" and low != "other":
                    return "", match.end(), True
                at = match.end()
                if _WORD.match(text, at + 1, end) is None:
                    return "", at, True
                words += 1
                continue
            if not low[0].isalpha():
                break
            if low in _STOP_WORDS or (word[0].isupper() and low.endswith(("’s", "'s"))):
                break
            if (
                low in _THINGS
                and not (low in {"injured", "wounded", "dead", "missing"} and last)
                and not self._qualifies(low, match.end(), end)
            ):
                return low, match.end(), False
            if _CASUALTY.fullmatch(low) is not None and low not in _THINGS:
                break
            if low in _UNITS and words == 1:
                return low, match.end(), False  # "thirty quiet days"
            if low.endswith("s") and len(low) > 3 and not low.endswith(_SINGULAR_S) and word[0].islower():
                return low, match.end(), False
            last, last_end = low, match.end()
            at = match.end()
            words += 1
        return (
            "",
            last_end,
            words == 0 or last in {"shot", "lost"} or last.endswith("ed") or (whole is not None and not last),
        )

    def _qualifies(self, low: str, at: int, end: int) -> bool:
        """Whether a noun in the singular only describes the next one: "five drone operators", "20 missile strikes"."""
        if low not in {
            "drone",
            "missile",
            "police",
            "child",
            "prisoner",
            "worker",
            "man",
            "woman",
            "civilian",
            "soldier",
            "death",
            "injury",
            "person",
            "people",
        }:
            return False
        following = _WORD.match(self.text, at + 1, end)
        return (
            following is not None
            and following[0].islower()
            and following[0].endswith("s")
            and following[0] not in _STOP_WORDS
        )

    def _casualty(self, number: Number, noun: str, noun_end: int, before: str, start: int, end: int) -> str:
        """killed, injured or missing, where the number counts people that came to harm."""
        known = _THINGS.get(noun, "")
        if known in {"killed", "injured", "missing", "casualty"}:
            return known
        human = known in _HUMAN or not noun or noun.endswith(("ers", "ians", "ists", "men", "ors", "ees", "ants"))
        verb = _VERB_BEFORE.search(before)
        if verb is not None and (human or not known):
            return _which(verb)
        toll = _TOLL_BEFORE.search(before)
        if (
            toll is not None
            and not noun
            and _TOLL_VERB.search(toll[0]) is not None
            and "from" not in toll["gap"].split()[-2:]
            and not re.search(r"\d|%", toll["gap"])
        ):
            return _which(toll)
        if toll is not None and not noun and re.search(r"\bfrom\s+$", before):
            return _which(toll)
        if not human:
            return ""
        # The verb after it: "five people were killed", "four Syrian citizens died", "17 wounded"
        rest = self.text[number.end if not noun else noun_end : min(end, noun_end + 70)]
        cut = re.search(
            r"[.;:]|,(?!\s*(?:including|among|most|some|\d|[a-z]+ of them|aged))|\b(?:while|after|before|when|that|which|as|but|and [a-z]+ing|amid|since|and (?:at least |another |more than )?(?:\d|two|three|four|five|six|seven|eight|nine|ten)\b)",
            rest,
        )
        clause = rest[: cut.start()] if cut is not None else rest
        match = _CASUALTY.search(clause)
        if (
            match is not None
            and match[0].lower() not in {"lives"}
            and (
                re.search(
                    r"\b(?:were|was|are|is|have|has|had|been|be|being|confirmed|feared|reported|left|people|who|others|more|and|dead|seriously|citizens|civilians)\b[\w\s]*$",
                    clause[: match.start()],
                )
                is not None
                or not clause[: match.start()].strip()
                or match[0].lower() in {"died", "dead", "perished"}
            )
        ):
            return _which(match)
        if _LEFT.search(before) is not None and match is not None:
            return _which(match)
        return ""

    def _read_none(self, start: int, end: int) -> None:
        """ "No one was hurt": a figure too, and its value is nought."""
        for match in _NONE.finditer(self.text, start, end):
            if match["who"]:
                begin, stop = match.span("who")
                casualty = _CASUALTY.search(match["what"])
                thing = _which(casualty) if casualty is not None else "injured"
            else:
                begin, stop = match.span("no")
                noun = match["noun"].lower()
                thing = _THINGS.get(noun, "casualty") if noun != "victims" else "casualty"
            self.figures.append(
                Figure(
                    begin,
                    stop,
                    value=0.0,
                    thing=thing,
                    place=self._place(begin, stop, start, end),
                    source=self._source(begin, start, end),
                )
            )

    # -- where, and on whose word ---------------------------------------------------------------------------------

    def _place(self, begin: int, stop: int, start: int, end: int) -> str:
        """The place nearest to the number in its sentence; else that of the paragraph's last figure."""
        best, nearest = "", 0
        for match in _PLACE.finditer(self.text, start, end):
            left, right = match.span("name")
            name = self._name_at(left, right)
            if not name:
                continue
            distance = left - stop if left >= stop else begin - right
            if not best or distance < nearest:
                best, nearest = name, distance
        return best or self.place

    def _name_at(self, begin: int, stop: int) -> str:
        """The name of a place at these words, shortened to what is a place; empty: it is none."""
        text = self.text
        if _NO_PLACE.match(text[begin:stop]) is not None:
            return ""
        for spans, good in ((self.places, True), (self.people, False)):
            index = bisect_left(spans, (begin, 0))
            if index < len(spans) and spans[index][0] < stop:
                return text[spans[index][0] : spans[index][1]] if good else ""
        name = text[begin:stop]
        if _ADJECTIVE.search(name) is not None and re.match(r" [a-z]", text[stop : stop + 2]):
            return ""  # "the Russian capital"
        for ending in ("’s", "'s"):
            if ending in name:
                name = name[: name.index(ending)]
        return name

    def _source(self, at: int, start: int, end: int) -> str:
        """Who gave the figure: the speaker of a quote around it, or "according to …" in its sentence."""
        index = bisect_left(self.spoken, (at + 1, 0, "")) - 1
        for back in range(index, max(-1, index - 4), -1):
            first, last, who = self.spoken[back]
            if first <= at < last:
                return who
        match = _ACCORDING.search(self.text, start, end)
        return match["who"].strip() if match is not None else ""


WORDS_COUNT_FROM = 13  # a number in words below it is a figure only before a thing that news counts
LONGEST_PHRASE = 5  # words between a number and its noun


def _gives_figures(quote: Quote) -> bool:
    """Whether a quote's speaker vouches for the figures in it: not one who rejects or demands something."""
    form = SPEECH.get(quote.verb.lower())
    return bool(quote.speaker_text) and (quote.kind != "reported" or form is None or form.frame is not Frame.TOPIC)


def _which(match: re.Match[str]) -> str:
    return next((name for name in ("killed", "injured", "missing") if match.groupdict().get(name)), "killed")


def _lemma(word: str) -> str:
    """The singular of a noun by the rules of English spelling."""
    if word in _IRREGULAR_LEMMAS:
        return _IRREGULAR_LEMMAS[word]
    if word in _THINGS:
        return _THINGS[word]
    if not word.endswith("s") or word.endswith(_SINGULAR_S):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes", "zes")):
        return word[:-2]
    return word[:-1]
