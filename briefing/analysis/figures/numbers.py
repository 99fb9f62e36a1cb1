# ruff: noqa: E501  a pattern is checked by reading it in one piece
"""Where numbers stand in a text, and what they are worth: digits, words, sums of money, ranges.

English. Says nothing of what is counted; `figures` does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple


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
    "zloty": "PLN", "zlotys": "PLN", "lira": "TRY", "shekels": "ILS", "usd": "USD", "eur": "EUR", "gbp": "GBP",
    "rub": "RUB", "uah": "UAH",
}  # fmt: skip
# A currency that a country's adjective turns into another: "Australian dollars".
_NATIONAL = {
    ("australian", "USD"): "AUD", ("canadian", "USD"): "CAD", ("danish", "NOK"): "DKK", ("egyptian", "GBP"): "EGP",
}  # fmt: skip

_small = "|".join([*_TENS, *sorted(_ONES, key=len, reverse=True)])
_WORDS = (
    rf"(?:(?:{'|'.join(_TENS)})-(?:{'|'.join(_ONES)})|(?:{_small}))"
    rf"(?:[ -](?:hundred|thousand|million|billion|trillion|dozen)\b)*"
    rf"(?: and (?:{'|'.join(_TENS)})(?:-(?:{'|'.join(_ONES)}))?(?![\w-]))?"
)
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_SCALE = r"(?:[  -]?(?:hundred|thousand|million|billion|trillion|dozen)\b|[  ]?(?:bn|tn|trn|mn)\b|[mkb]\b)"
# One number with its scale: the sign is optional, a bare letter as scale ("4m") only counts behind a sign.
_ONE = rf"(?:(?P<sign{{n}}>(?:US|A|CA?|NZ|HK)?[$€£¥₽₴₹]|(?:USD|EUR|GBP) ?) ?)?(?:(?P<digits{{n}}>{_DIGITS})(?P<scale{{n}}>{_SCALE})?|(?P<words{{n}}>{_WORDS})(?![\w’']))"
_FIRST, _SECOND = _ONE.replace("{n}", "1"), _ONE.replace("{n}", "2")
_NUMBER = re.compile(
    rf"(?<![\w.,’'/:+#@$€£-])(?<![\w][–])(?:{_FIRST}"
    rf"|(?P<half>half a (?P<halved>million|billion|dozen))|(?P<single>an? (?P<unit>dozen|hundred|thousand|million|billion|trillion)(?: and (?P<rest>(?:{_small})(?:-(?:{'|'.join(_ONES)}))?))?)\b)",
    re.IGNORECASE,
)
_AND_HALF = re.compile(r" and a half\b")
_RANGE = re.compile(rf"(?: ?[-–—] ?| (?:to|or|and) ){_SECOND}(?![\w/:-]*\d)", re.IGNORECASE)
_BETWEEN = re.compile(r"\bbetween $", re.IGNORECASE)
_CHANGED = re.compile(
    r"\b(?:rose|risen|rising|fell|fallen|falling|grew|grown|increased?|dropped|went|up|down|cut|raised?|lowered|jumped)\b[^.;]{0,40}\bfrom $",
    re.IGNORECASE,
)
_FROM = re.compile(r"\bfrom $", re.IGNORECASE)
_CURRENCY = re.compile(r"[  -](?:(US|Australian|Canadian|Danish|Egyptian|Norwegian|Swedish) )?([A-Za-z]+)\b")


_LETTERS = re.compile(r"[a-z]+")
_DIGIT = re.compile(r"\d")
_NUMBER_WORDS = frozenset({*_ONES, *_TENS, *_SCALES})


def may_hold_numbers(text: str, start: int, end: int) -> bool:
    """Whether `find_numbers` can find anything: a look that costs a tenth of it."""
    if _DIGIT.search(text, start, end) is not None:
        return True
    return not _NUMBER_WORDS.isdisjoint(_LETTERS.findall(text[start:end].lower()))


def find_numbers(text: str, start: int, end: int) -> Iterator[Number]:
    """Yield the numbers of `text[start:end]` in order: value or range, and the currency of a sum of money."""
    at = start
    while True:
        match = _NUMBER.search(text, at, end)
        if match is None:
            return
        at = match.end()
        if match["half"]:
            yield Number(match.start(), match.end(), _SCALES[match["halved"].lower()] / 2, worded=True)
            continue
        if match["single"]:
            worth = _SCALES[match["unit"].lower()] + (_value_of_words(match["rest"]) if match["rest"] else 0.0)
            half = _AND_HALF.match(text, at, end)
            if half is not None:
                at = half.end()
                worth *= 1.5
            yield Number(match.start(), at, worth, worded=True)
            continue
        if _goes_on(text, at, end):
            at = _skip_digits(text, at, end)
            continue
        value, currency, worded, at = _worth(match, "1")
        low = high = None
        second = _RANGE.match(text, at, end)
        if (
            second is not None
            and _is_range(text, start, match.start(), second)
            and not _goes_on(text, second.end(), end)
        ):
            other, other_currency, _, stop = _worth(second, "2")
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
            value, at = value + 0.5, half.end()
        if not currency:
            word = _CURRENCY.match(text, at, end)
            if word is not None and word[2].lower() in CURRENCIES:
                currency = CURRENCIES[word[2].lower()]
                currency = _NATIONAL.get(((word[1] or "").lower(), currency), currency)
                at = word.end()
        yield Number(match.start(), at, None if low is not None else value, low, high, currency, worded)


def _is_range(text: str, start: int, at: int, second: re.Match[str]) -> bool:
    joint = second[0][:5]
    before = text[max(start, at - 60) : at]
    if joint.startswith(" and "):
        return _BETWEEN.search(before) is not None
    if joint.startswith(" to ") and _FROM.search(before) is not None:
        return _CHANGED.search(before) is None
    return True


def _goes_on(text: str, at: int, end: int) -> bool:
    """Whether the digits are a part of something else: 24th, 12:50, 9/11, 1990s, F-16, a telephone number."""
    if at >= end:
        return False
    after = text[at]
    if after in ":/" and at + 1 < end and text[at + 1].isdigit():
        return True
    if after.isalpha() or after == "_":
        return text[at - 1].isdigit() and text[at : at + 2].lower() != "km" and text[at : at + 2].lower() != "kg"
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
    value = float(match["digits" + which].replace(",", ""))
    scale = (match["scale" + which] or "").strip(" -\xa0").lower()
    if scale in {"m", "k", "b"} and not currency:
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
