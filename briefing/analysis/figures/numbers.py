# ruff: noqa: E501  a pattern is checked by reading it in one piece
"""Where numbers stand in a text, and what they are worth: digits, words, sums of money, ranges.

English. Says nothing of what is counted; `figures` does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from briefing.analysis.text.patterns import compile_late


class Number(NamedTuple):
    """A number as it stands in the text; `low` and `high` are set, and `value` is not, where it is a range."""

    start: int
    end: int
    value: float | None
    low: float | None = None
    high: float | None = None
    currency: str = ""
    worded: bool = False  # in words: "five"


_ONES = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_SCALES = {
    "dozen": 12, "hundred": 100, "thousand": 1_000, "k": 1_000, "million": 1e6, "m": 1e6, "mn": 1e6,
    "billion": 1e9, "bn": 1e9, "b": 1e9, "trillion": 1e12, "tn": 1e12, "trn": 1e12,
}  # fmt: skip
_SIGNS = {
    "$": "USD", "us$": "USD", "a$": "AUD", "c$": "CAD", "ca$": "CAD", "nz$": "NZD", "hk$": "HKD", "€": "EUR", "£": "GBP",
    "¥": "JPY", "₽": "RUB", "₴": "UAH", "₹": "INR", "usd": "USD", "eur": "EUR", "gbp": "GBP",
}  # fmt: skip
CURRENCIES = {
    "dollar": "USD", "dollars": "USD", "euro": "EUR", "euros": "EUR", "pound": "GBP", "pounds": "GBP",
    "rouble": "RUB", "roubles": "RUB", "ruble": "RUB", "rubles": "RUB", "hryvnia": "UAH", "hryvnias": "UAH",
    "hryvnya": "UAH", "yuan": "CNY", "yen": "JPY", "rupees": "INR", "francs": "CHF", "kroner": "NOK", "kronor": "SEK",
    "zloty": "PLN", "zlotys": "PLN", "lira": "TRY", "shekels": "ILS", "usd": "USD", "eur": "EUR", "gbp": "GBP", "bucks": "USD",
    "rub": "RUB", "uah": "UAH", "baht": "THB", "naira": "NGN", "rand": "ZAR", "reais": "BRL", "forints": "HUF",
    "lei": "RON", "leva": "BGN", "riyals": "SAR", "dirhams": "AED", "rials": "IRR", "won": "KRW", "tenge": "KZT",
    "lari": "GEL", "rupiah": "IDR", "ringgit": "MYR", "taka": "BDT", "chf": "CHF", "jpy": "JPY", "cny": "CNY",
    "pln": "PLN", "sek": "SEK", "nok": "NOK", "dkk": "DKK", "shekel": "ILS", "crowns": "CZK", "koruna": "CZK",
}  # fmt: skip
# Words that are a currency only behind a scale: "12 billion won", but "five won seats"; "3 million crowns".
_AFTER_SCALE = frozenset({"won", "crowns", "lei"})
# A currency that a country's adjective turns into another: "Australian dollars".
_NATIONAL = {
    ("australian", "USD"): "AUD", ("canadian", "USD"): "CAD", ("danish", "NOK"): "DKK", ("egyptian", "GBP"): "EGP",
}  # fmt: skip


def _either(words: Iterable[str]) -> str:
    """Alternatives in small letters or with a capital: four times as fast as a pattern that ignores case."""
    return "|".join(f"[{word[0].upper()}{word[0]}]{word[1:]}" for word in words)


_ONE_TO_NINETEEN = _either(sorted(_ONES, key=len, reverse=True))
_TWENTY_TO_NINETY = _either(_TENS)
_LARGE = _either(("hundred", "thousand", "million", "billion", "trillion", "dozen"))
_WORDS = (
    rf"(?:(?:{_TWENTY_TO_NINETY})-(?:{_ONE_TO_NINETEEN})|(?:{_TWENTY_TO_NINETY}|{_ONE_TO_NINETEEN}))"
    rf"(?:[ -](?:{_LARGE})\b)*"
    rf"(?: and (?:(?:{_TWENTY_TO_NINETY})(?:-(?:{_ONE_TO_NINETEEN}))?"
    rf"|(?<=hundred and )(?:{_ONE_TO_NINETEEN})(?! (?:was|were|others?|more|in|have|had)\b))(?![\w-]))?"
)
# Thousands set apart by a comma, by a space that does not break, or, if they are round, by any space: 25 000.
_DIGITS = (
    r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:[\u00a0\u2009\u202f]\d{3})+(?![\d\u00a0\u202f]\d)|\d{1,3}(?: 000)+(?! ?\d)"
    r"|\d+(?:\.\d+)?"
)
_SET_APART = str.maketrans("", "", ", \u00a0\u2009\u202f")
_SCALE = rf"(?:[  -]?(?:{_LARGE})\b|[  ]?(?:bn|BN|tn|trn|mn)\b|[mMkKbB]\b)"
# One number with its scale: the sign is optional, a bare letter as scale ("4m") only counts behind a sign.
_ONE = rf"(?:(?P<sign{{n}}>(?:US|A|CA?|NZ|HK)?[$€£¥₽₴₹]|(?:USD|EUR|GBP) ?) ?)?(?:(?P<digits{{n}}>{_DIGITS})(?P<scale{{n}}>{_SCALE})?|(?P<words{{n}}>{_WORDS})(?![\w’']))"
_FIRST, _SECOND = _ONE.replace("{n}", "1"), _ONE.replace("{n}", "2")
# Where a number may begin, by its first letters: half the time of looking for `_NUMBER` itself everywhere.
_BEGIN = compile_late(
    r"[\d$€£¥₽₴₹OoTtFfSsEeNnHhAaUGC](?<![\w.,’'/:+#@$€£-].)(?:(?<=[\d$€£¥₽₴₹])|(?<=[Oo])ne|(?<=[Tt])(?:w[eo]|hr|hi|en)"
    r"|(?<=[Ff])(?:ou|iv|if|ort)|(?<=[Ss])(?:ix|ev)|(?<=[Ee])(?:ig|le|UR)|(?<=[Nn])in|(?<=[Hh])alf a"
    r"|(?<=[Aa])n? [HhTtMmBbDd]|[SAZK]{0,2}[$€£¥₽₴₹]|SD|BP)"
)
_NUMBER = compile_late(
    rf"(?<![\w.,’'/:+#@$€£-])(?<![\w][–])(?:{_FIRST}"
    rf"|(?P<half>[Hh]alf a (?P<halved>million|billion|dozen))|(?P<single>[Aa]n? (?P<unit>{_LARGE})"
    rf"(?: and (?P<rest>(?:{_TWENTY_TO_NINETY}|{_ONE_TO_NINETEEN})(?:-(?:{_ONE_TO_NINETEEN}))?))?)\b)"
)
# "2.3m people" are millions: what no one measures in metres follows.
_MANY = compile_late(
    r" (?:[a-z]+ )?(?:people|children|women|men|refugees|households|homes|jobs|workers|voters|votes|customers|users|barrels|tonnes|doses|passengers|residents|migrants)\b"
)
_AND_HALF = compile_late(rf"(?: and a half|-and-a-half)(?P<scale>[ -](?:{_LARGE}))?\b")
_RANGE = compile_late(rf"(?: ?[-–—] ?| (?:to|or|and) ){_SECOND}(?![\w/:-]*\d)")
_BETWEEN = compile_late(r"\bbetween $", re.IGNORECASE)
_CHANGED = compile_late(
    r"\b(?:rose|risen|rising|fell|fallen|falling|grew|grown|increased?|dropped|went|up|down|cut|raised?|lowered|jumped|climb(?:ed|ing|s)?|surged|swelled)\b[^.;]{0,40}\bfrom $",
    re.IGNORECASE,
)
_BY = compile_late(
    r"\b(?:rose|risen|rises?|fell|fallen|falls?|grew|grown|increased?|dropped|went up|up|down|cut|jumped|climbed) by $",
    re.IGNORECASE,
)
_FROM = compile_late(r"\bfrom $", re.IGNORECASE)
_CURRENCY = compile_late(r"[  -](?:(US|Australian|Canadian|Danish|Egyptian|Norwegian|Swedish) )?([A-Za-z]+)\b")


# What may stand tied to digits as their unit: "150km/h", "12C", "5m high".
TIED_UNIT = compile_late(
    r"(km/h|km²|km2|°C|°F|ºC|kmh|kph|mph|km|kg|mm|cm|ft|lbs?|ha|[MG]W|pc|[CF])(?![\w/])|(m)(?= (?:high|tall|long|wide|deep|above|below|away|from)\b)"
)
MOST = 1e15  # a thousand trillion: more than anybody counts in the news
_POUND_SUM = compile_late(
    r"\s+(?:fines?|grants?|loans?|prizes?|notes?|bills?|rewards?|deposits?|bonus)\b"
)  # else it weighs
_SCALED = compile_late(r"thousand|million|billion|trillion|bn|tn|trn|mn", re.IGNORECASE)
_MARKS = ",.-–—;:’‘“”\"'()!?…/"
_DIGIT = compile_late(r"\d")
NUMBER_WORDS = frozenset(word for word in (*_ONES, *_TENS, *_SCALES) if len(word) > 2)


def may_hold_numbers(text: str, start: int, end: int) -> bool:
    """Whether `find_numbers` can find anything: a look that costs a tenth of it."""
    if _DIGIT.search(text, start, end) is not None:
        return True
    low = text[start:end].lower()
    for mark in _MARKS:  # three times as fast as to find the words by a pattern
        if mark in low:
            low = low.replace(mark, " ")
    return not NUMBER_WORDS.isdisjoint(low.split())


def find_numbers(text: str, start: int, end: int) -> Iterator[Number]:
    """Yield the numbers of `text[start:end]` in order: value or range, and the currency of a sum of money."""
    at = start
    while True:
        begin = _BEGIN.search(text, at, end)
        if begin is None:
            return
        match = _NUMBER.match(text, begin.start(), end)
        if match is None:
            at = begin.start() + 1
            continue
        at = match.end()
        if match["half"] or match["single"]:
            worth, at = _round_worth(match, text, at, end)
            currency, at = _find_currency(text, at, end, scaled=True)
            yield Number(match.start(), at, worth, currency=currency, worded=True)
            continue
        if _goes_on(text, at, end):
            at = _skip_digits(text, at, end)
            continue
        value, currency, worded, at = _worth(match, "1")
        if value > MOST:
            continue  # an account or a tweet, or words that make no number
        low = high = None
        second = _RANGE.match(text, at, end)
        if second is not None and _is_range(text, start, match, second) and not _goes_on(text, second.end(), end):
            other, other_currency, _, stop = _worth(second, "2")
            other = min(other, MOST)
            # "10 to 15 million": the scale stands once, with the second.
            factor = (
                _SCALES.get((second["scale2"] or "").strip(" -\xa0").lower(), 1.0)
                if match["scale1"] is None and not worded
                else 1.0
            )
            if value * factor < other:
                low, high = value * factor, other
                at, currency = stop, currency or other_currency
        elif (half := _AND_HALF.match(text, at, end)) is not None:
            scale = (half["scale"] or "").strip(" -").lower()
            value, at = (value + 0.5) * _SCALES.get(scale, 1.0), half.end()
        if not currency:
            scaled = _SCALED.search(text, match.start(), at) is not None
            currency, at = _find_currency(text, at, end, scaled=scaled)
        yield Number(match.start(), at, None if low is not None else value, low, high, currency, worded)


def _round_worth(match: re.Match[str], text: str, at: int, end: int) -> tuple[float, int]:
    """Value and end of "half a million", "a hundred and twenty", "a million and a half"."""
    if match["half"]:
        return _SCALES[match["halved"].lower()] / 2, at
    worth = _SCALES[match["unit"].lower()] + (_value_of_words(match["rest"]) if match["rest"] else 0.0)
    half = _AND_HALF.match(text, at, end)
    return (worth * 1.5, half.end()) if half is not None else (worth, at)


def _find_currency(text: str, at: int, end: int, *, scaled: bool) -> tuple[str, int]:
    """The currency whose name follows a number that ends at `at`, and where that ends; none for "five won seats".

    `scaled`: the number is in thousands, millions …
    """
    word = _CURRENCY.match(text, at, end)
    name = word[2].lower() if word is not None else ""
    if word is None or name not in CURRENCIES or (name in _AFTER_SCALE and not scaled):
        return "", at
    if name in {"pound", "pounds"} and not scaled:
        sum_of_money = text[word.start()] != "-" or _POUND_SUM.match(text, word.end()) is not None
        if not sum_of_money or text.startswith(" of ", word.end()):
            return "", at  # "500 pounds of sugar", "a 500-pound bomb"
    currency = CURRENCIES[name]
    return _NATIONAL.get(((word[1] or "").lower(), currency), currency), word.end()


def _is_range(text: str, start: int, first: re.Match[str], second: re.Match[str]) -> bool:
    joint = second[0][:5]
    at = first.start()
    before = text[max(start, at - 60) : at]
    if joint.startswith(" and "):
        return _BETWEEN.search(before) is not None
    if joint.startswith(" to "):
        if _BY.search(before) is not None:
            return False  # "rose by four to 31"
        return _FROM.search(before) is None or _CHANGED.search(before) is None
    if joint.startswith(" or "):
        return True
    return (first["words1"] is None) == (second["words2"] is None)  # "May 4 – Eight people" is a dateline


def _goes_on(text: str, at: int, end: int) -> bool:
    """Whether the digits are a part of something else: 24th, 12:50, 9/11, 1990s, F-16, a telephone number."""
    if at >= end:
        return False
    after = text[at]
    if after in ":/" and at + 1 < end and text[at + 1].isdigit():
        return True
    if after.isalpha() or after == "_":
        return text[at - 1].isdigit() and TIED_UNIT.match(text, at, end) is None
    return (
        after in "- "
        and text[at + 1 : at + 4].isdigit()
        and text[at - 1].isdigit()
        and (after == " " or len(text[at + 1 : at + 6].rstrip(" .,")) > 4)
    )


def _skip_digits(text: str, at: int, end: int) -> int:
    while at < end and (text[at].isalnum() or text[at] in ":/-"):
        at += 1
    return at


def _worth(match: re.Match[str], which: str) -> tuple[float, str, bool, int]:
    """Value, currency, whether it is in words, and where it ends."""
    sign = (match["sign" + which] or "").strip().lower()
    currency = _SIGNS.get(sign, "")
    stop = match.end()
    if match["words" + which]:
        return _value_of_words(match["words" + which]), currency, True, stop
    value = float(match["digits" + which].translate(_SET_APART))
    scale = (match["scale" + which] or "").strip(" -\xa0").lower()
    if scale in {"m", "k", "b"} and not currency and (scale != "m" or _MANY.match(match.string, stop) is None):
        stop = match.end("digits" + which)  # "4m" is four metres or four million: left as it stands
        scale = ""
    return round(value * _SCALES.get(scale, 1.0), 6), currency, False, stop


def _value_of_words(words: str) -> float:
    total = 0.0
    current = 0.0
    for word in re.split(r"[ -]", words.lower()):
        if word in _ONES:
            current += _ONES[word]
        elif word in _TENS:
            current += _TENS[word]
        elif word in _SCALES:
            current = (current or 1) * _SCALES[word]
            if word not in {"hundred", "dozen"}:
                total, current = total + current, 0.0
    return total + current
