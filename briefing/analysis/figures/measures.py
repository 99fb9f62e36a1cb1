# ruff: noqa: E501  a pattern is checked by reading it in one piece
"""What is a measure, a share or a sum of money that of: "30-day ceasefire", "$90 million in donations", "a fine of €2m"?"""

from __future__ import annotations

import re

from briefing.analysis.figures.numbers import NUMBER_WORDS
from briefing.analysis.figures.things import MEASURED, MODIFIERS, SHARES, STOP_WORDS, is_plural, lemma
from briefing.analysis.text.patterns import compile_late, fold

_WORD = compile_late(r"[^\W\d_]+(?:[-’'.]\w+)*\.?|[^\w\s]")
# What joins a measure to its noun; "in" and "for" only where no place and no time follows.
_OF = compile_late(r"\s+of\s+(?:(?:the|its|his|her|their|this|that|all|an?)\s+)?", re.IGNORECASE)
_MONEY_JOINT = compile_late(r"\s+(?:worth of|of|in|for)\s+(?:(?:the|its|his|her|their|an?)\s+)?(?=[a-z])")
_DETERMINER = compile_late(
    r"\b(?:an?|the|its|his|her|their|this|new|another|first|second|third|record)\s+(?:[\w-]+\s+)?$", re.IGNORECASE
)
_MODIFIERS = rf"(?:(?:{MODIFIERS})\s+)?"
# "a truce of 30 days", "winds of up to 150 km/h", "the damage at €800 million", "talks lasting three hours"
_NOUN_BEFORE = compile_late(
    rf"\b([a-z][\w-]*),?\s+(?:of|worth|totalling|totaling|lasting|estimated at|put at|as high as|amounting to)\s+{_MODIFIERS}(?:a\s+|an\s+|some\s+)?$",
    re.IGNORECASE,
)
# What a percentage may stand before without an article, as in headlines.
_SHARED = compile_late(
    r"\s+(?:stakes?|shares?|tariffs?|tax(?:es)?|levy|dut(?:y|ies)|discount|interest|holding|quota|target|turnout|approval|probability|chance)\b"
)
_NOUN_OF = compile_late(rf"\b([a-z][\w-]*)\s+of\s+{_MODIFIERS}$")  # "a turnout of 61 percent"
_PUT_AT = compile_late(
    rf"\b(?:put|puts|estimate|estimates|estimated|value|values|valued|set|assess|assessed|reckon)\s+(?:the\s+|its\s+|their\s+)?(?:\w+\s+)?([a-z][\w-]*)(?:\s+(?:from|of|in|to)\s[^.;,]{{2,40}})?\s+at\s+{_MODIFIERS}$",
    re.IGNORECASE,
)
# Of what stands "at" a number without anybody putting it there.
_STANDS_AT = compile_late(
    rf"\b(damage|loss(?:es)?|debts?|budget|winds?|gusts?|temperatures?|bill|reserves|population|deficit|turnout|unemployment|inflation)\s+(?:\w+\s+)?at\s+{_MODIFIERS}$",
    re.IGNORECASE,
)
_WEATHER = compile_late(
    r"\b(winds?|gusts?|waves?|snow|rain|rainfall|temperatures?|speeds?|flames|hail|ash|depths?|heights?)\s+(?:up to|of up to|as (?:high|strong|deep|low) as|exceeding|topping|averaging|reaching|in excess of|over|above|below)\s+(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
_WEATHER_HINTS = tuple("wind gust wave snow rain temperature speed flame hail ash depth height".split())
_BEFORE_MEASURES = frozenset("of worth totalling totaling lasting at as to".split())  # of `_NOUN_BEFORE`
_WAS_PUT_AT = compile_late(
    rf"\b([a-z][\w-]*)(?:\s+(?:from|of|in|to)\s[^.;,]{{2,40}}?)?\s+(?:is|are|was|were|has been|have been)\s+(?:\w+\s+)?(?:put|estimated|valued|set|assessed)\s+at\s+{_MODIFIERS}$"
)
_INCLUDING = compile_late(
    r"\b(aid|assistance|support|funding|damage|investment|loans?),? (?:including|worth|of|totalling|estimated at|put at)\s[^.;]{0,20}$"
)
# The subject that lasted, went on, covered, measured or reached so much.
_SUBJECT_VERB = compile_late(
    rf"\b(?:lasts?|lasted|(?:went|goes|gone|dragged|drags|carried) on|held|holds|continued|ran|runs|covers?|covered|measures?|measured|reach(?:es|ed)?|spans?|spanned|stretch(?:es|ed)|weighs?|weighed|took|takes|take|last)\s+(?:for\s+|to\s+|from\s+|over\s+)?{_MODIFIERS}$",
    re.IGNORECASE,
)
_AUXILIARY = compile_late(
    r"\s+(?:(?:will|would|could|can|may|might|should|must|has|have|had|is|was|were|are|be|been|to|not|now|also|already|still|just|expected|likely)\s+)*$"
)
_PHRASE_END = compile_late(
    r"\s+(?:of|in|at|on|between|with|for|to|from|near|over|by|against|that|which|who|along|under|around)\s+"
)
_CLAUSE_START = compile_late(r"[,;:–—]\s|\b(?:and|but|that|which|while|when|said|because|as)\s", re.IGNORECASE)
# What only has a price, or rises and falls: "paid $2bn for a rival" buys no aid.
_PRICE_BEFORE = compile_late(
    r"\b(?:pa(?:y|id|ys|ying)|bought|buy(?:s|ing)?|s[oe]ld|sell(?:s|ing)?|cost(?:s|ing)?|priced?|prices|rose|fell|risen|fallen|rise|fall|drop(?:ped)?|jump(?:ed)?|climbed|slipped|trading|closed)\s+(?:[\w ]{0,14}\s)?$|\b(?:from|to)\s+$",
    re.IGNORECASE,
)
_PRICES = frozenset(
    "price cost rise fall drop increase decrease decline distance total maximum minimum average gain jump rate peak record level range excess cut reduction value majority margin period rest".split()
)
_NO_SUBJECT = frozenset("it he she they we you i this that these those who which one some all".split())
_NO_PURPOSE = frozenset(
    "return exchange addition total all part fact cash coming march april june july full advance order favour 2024 years year months month weeks week days day time early late".split()
)
LONGEST_REACH = 90  # characters in which the noun after a measure is looked for
LONGEST_PHRASE = 5  # words between a measure and its noun


def find_measured(text: str, unit: str, hyphen: bool, at: int, before: str, end: int) -> str:
    """Return what a measure whose unit ends at `at` is that of, as a lemma; empty: nothing is named.

    `hyphen`: number and unit are tied ("30-day"); `before` is what stands before the number in its sentence.
    """
    joint = _OF.match(text, at, end)
    if unit in SHARES:
        if joint is not None:
            return _head(text, joint.end(), end)
        if _DETERMINER.search(before) is not None or _SHARED.match(text, at, end) is not None:
            return _head(text, at, end)
        earlier = _NOUN_OF.search(before[-LONGEST_REACH:])
        return _as_thing(earlier[1]) if earlier is not None else ""
    if joint is not None:
        return _head(text, joint.end(), end)
    if hyphen:
        return _head(text, at, end)
    return find_earlier(before, subject=True)


def find_purpose(text: str, at: int, before: str, end: int) -> str:
    """Return what money is for or of, as a lemma: "$200 million in aid", "a $50 million loan guarantee"."""
    if _PRICE_BEFORE.search(before) is not None and not before.endswith((" a ", " an ")):
        return ""
    joint = _MONEY_JOINT.match(text, at, end)
    if joint is not None:
        noun = _head(text, joint.end(), end, direct=True)
        return "" if noun in _NO_PURPOSE else noun
    direct = (
        ""
        if text.startswith((" to ", " from ", " in ", " each", " more", " less"), at)
        else _head(text, at, end, direct=True)
    )
    if direct and direct not in _NO_PURPOSE:
        return direct
    earlier = _INCLUDING.search(before)
    return lemma(earlier[1]) if earlier is not None else find_earlier(before, subject=False)


def find_earlier(before: str, *, subject: bool) -> str:
    """Return the noun before a measure: "a fine of", "the damage at"; with `subject`, what lasted or reached it."""
    before = before[-LONGEST_REACH:]
    low = fold(before)
    words = set(low.split())
    # Each of these is held against a text that has what it cannot do without: it takes 6 µs to find that it is not there.
    if any(map(low.__contains__, _WEATHER_HINTS)) and (weather := _WEATHER.search(before)) is not None:
        return _as_thing(weather[1])
    if "at" in words:
        put = _PUT_AT.search(before) or _WAS_PUT_AT.search(before) or _STANDS_AT.search(before)
        if put is not None:
            return _as_thing(put[1])
    if not _BEFORE_MEASURES.isdisjoint(words) and (earlier := _NOUN_BEFORE.search(before)) is not None:
        return _as_thing(earlier[1])
    return find_subject(before) if subject else ""


_RELATIVE = compile_late(
    r"\b(?:an?|the|his|her|its|their)\s+(?:[a-z-]+\s+){0,2}?([a-z]+)(?:\s+(?:with|in|of|between|at|on|for)\s[^,;]{1,60})?,?\s+(?:that|which)$"
)


def find_subject(before: str) -> str:
    """The head of the subject whose verb stands right before a measure: "the trial lasted", "the lagoon covers"."""
    verb = _SUBJECT_VERB.search(before)
    if verb is None:
        return ""
    phrase = before[: verb.start()]
    auxiliary = _AUXILIARY.search(phrase)
    phrase = phrase[: auxiliary.start()] if auxiliary is not None else phrase.rstrip()
    if phrase.endswith((" that", " which")):
        relative = _RELATIVE.search(phrase)  # "a meeting in Lom that lasted"
        return _as_thing(relative[1]) if relative is not None else ""
    starts = [match.end() for match in _CLAUSE_START.finditer(phrase)]
    clause = " " + phrase[starts[-1] if starts else 0 :]
    stop = _PHRASE_END.search(clause, 2)
    words = (clause[: stop.start()] if stop is not None else clause).replace("“", " ").split()
    if not words or words[-1].lower() in _NO_SUBJECT or (words[-1][0].isupper() and len(words) > 1):
        return ""
    return _as_thing(words[-1])


def _ends_noun(low: str, last: str) -> bool:
    """Whether a word after a noun is a verb or the next number: "rain fell", "quake killed eight people"."""
    return low in _VERBS or low in NUMBER_WORDS or (low.endswith("ed") and not last.endswith("ly"))


def _as_thing(word: str) -> str:
    low = word.lower()
    noun = "ceasefire" if low == "cease-fire" else lemma(low)
    return "" if noun in _PRICES or low in STOP_WORDS or low in _NO_SUBJECT else noun


def _head(text: str, at: int, end: int, *, direct: bool = False) -> str:
    """The head of the noun phrase at `at`: a known noun, else its first plural, else its last word."""
    end = min(end, at + LONGEST_REACH)
    words: list[str] = []
    proper = ""
    while len(words) < LONGEST_PHRASE:
        match = _WORD.search(text, at, end)
        if match is None:
            break
        word, low = match[0], match[0].lower()
        if word in {",", "(", "-"} and words and word == ",":
            break
        if not word[0].isalpha():
            if words or word != "-":
                break
        elif low in STOP_WORDS or (words and (word[0].isupper() or _ends_noun(low, words[-1]))):
            break
        elif word[0].isupper() or text.startswith(("’", "'"), match.end()):
            proper = proper or low  # "Republican voters", "the girls’ freedom"
            at = match.end() + (not word[0].isupper())
            continue
        else:
            words.append(low.rstrip("."))
        at = match.end()
    while words and len(words) > 1 and (words[-1].endswith(("ed", "ly")) or words[-1] in _VERBS):
        words.pop()
    for index, word in enumerate(words):
        if word in {"front", "border"} and words[index + 1 : index + 2] in (["line"], ["lines"]):
            return f"{word} line"
        if word in MEASURED and not (index + 1 < len(words) and words[index + 1] in MEASURED):
            if index + 1 < len(words) and direct:
                break
            return "ceasefire" if word == "cease-fire" else lemma(word)
    if not words:
        return _as_thing(proper) if is_plural(proper) else ""
    noun = next((word for word in words if is_plural(word)), words[-1])
    if noun.endswith(("ed", "ly")) or noun in _VERBS:
        return ""
    return _as_thing(noun)


_VERBS = frozenset(
    "fell rose hit struck swept broke burst flew drove grew sank lay stood spread led cost shut lost found brought caught bought fought kept felt met sat told gave drew threw shook following including starting beginning ending using due put set made went came took began ran left held sent won got paid more less plus minus worth long wide deep high tall away apart ago earlier later old straight".split()
)
