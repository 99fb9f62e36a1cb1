"""How are days, counts, lists and messages worded, in the site's language? Without the machine's locale or clock.

English messages are the keys of the translations (`translations.py`); how a language writes days, numbers, lists and
the names of languages is what the Unicode CLDR says, through Babel.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import InvalidOperation
from functools import cached_property, lru_cache
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_interval, format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal
from msgspec import Struct

from briefing.translations import catalogue_file, find_translations

# Day before month, as most readers of English outside the United States write it; "en-US" asks for the other.
BRITISH = Locale("en", "GB")
LONGEST_WEEKDAY = 4  # letters
PRONOUNS = frozenset(("he", "she", "they", "it", "who", "i", "we"))  # name nobody outside their sentence
# A language, and up to three of script, region and variant (BCP 47): browsers may send any number.
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
UNDATED = "undated"  # among the months of a long list: the part of what has no date


@lru_cache(maxsize=4096)  # a page names the same few days again and again
def local(stamp: str, timezone: str) -> str:
    """Return `stamp` (a day, or a date with time and offset) as "2025-03-14" or "2025-03-14T09:30" in `timezone`.

    A day has no time and stays that day everywhere. What is no date comes back as it is: a page is no place to fail.
    """
    if len(stamp) <= len("2025-03-14"):
        return stamp
    try:
        moment = datetime.fromisoformat(stamp)
        if moment.tzinfo is not None:
            moment = moment.astimezone(ZoneInfo(timezone))
    except (ValueError, OverflowError, OSError):  # OSError: a year that this platform's clock cannot turn
        return stamp
    return moment.isoformat()[:16]


def day_of(stamp: str, timezone: str) -> str:
    """Return the day of `stamp` in `timezone`, "" for ""."""
    return local(stamp, timezone)[:10]


def find_locale(language: str) -> Locale:
    """Return what CLDR knows of `language` ("de", "pt-BR"); British English where it knows nothing."""
    if language == "en":
        return BRITISH
    try:
        return Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError, TypeError):
        return BRITISH


class Words(Struct, frozen=True, dict=True):
    """What is said in one language. Days are "2025-03-14"; what is no day comes back as it is."""

    language: str

    @cached_property
    def locale(self) -> Locale:
        return find_locale(self.language)

    @cached_property
    def direction(self) -> str:
        """Which way the language is written: "ltr", "rtl"."""
        return str(self.locale.text_direction)

    @cached_property
    def translated(self) -> bool:
        """Whether there are words in this language: English ones are always there."""
        return self.locale.language == "en" or catalogue_file(self.language) is not None

    # -- messages -----------------------------------------------------------------------------------------------------

    def say(self, message: str, **values: object) -> str:
        """Return `message` in this language, with `values` in its braces."""
        return find_translations(self.language).gettext(message).format(**values)

    def count(self, number: int, one: str, many: str, **values: object) -> str:
        """Return the message for `number` things, with the number at "{n}": "1 article", "1,204 articles"."""
        found = find_translations(self.language).ngettext(one, many, number)
        return found.format(n=self.number(number), **values)

    def number(self, number: float) -> str:
        """Return "1,204"."""
        return _written_number(number, self.language)

    def listed(self, words: Sequence[str]) -> str:
        """Return "a, b and c"; as English has it where the words are English for want of a translation."""
        return str(format_list(list(words), locale=self.locale if self.translated else BRITISH)) if words else ""

    def language_name(self, code: str) -> str:
        """Return "French" for "fr"; a code that nobody knows comes back."""
        return str(self.locale.languages.get(code.replace("-", "_"), code))

    # -- days ---------------------------------------------------------------------------------------------------------

    def day_and_month(self, day: str) -> str:
        """Return "14 Mar"."""
        return _written(day, self.language, "MMMd")

    def short_day(self, day: str) -> str:
        """Return "14 Mar 2025"."""
        return _written(day, self.language, "yMMMd")

    def full_day(self, day: str) -> str:
        """Return "14 March 2025"."""
        return _written(day, self.language, "long")

    def named_day(self, day: str) -> str:
        """Return "Friday, 14 March 2025"."""
        return _written(day, self.language, "full")

    def month_or_day(self, month: str) -> str:
        """Return "March 2025" for "2025-03", a full day for a day, "Date unknown" for "undated"."""
        if month == UNDATED:
            return self.say("Date unknown")
        if len(month) == len("2025-03"):
            return _written(f"{month}-01", self.language, "yMMMM")
        return self.full_day(month)

    def weekdays(self) -> tuple[str, ...]:
        """Return the days of the week from Monday on, in few letters: the column of a calendar is narrow."""
        # Babel 2.18 mixes up languages whose "stand-alone" names are aliases of these.
        names = self.locale.days["format"]["abbreviated"]
        if max(map(len, names.values())) > LONGEST_WEEKDAY:  # some languages write them out
            names = self.locale.days["format"]["short"]
        return tuple(str(names[number]) for number in range(7))

    @property
    def first_weekday(self) -> int:
        """Which day a week begins with: 0, Monday, in Britain; 6, Sunday, in the United States."""
        return int(self.locale.first_week_day)

    def weekday_and_day(self, day: str) -> str:
        """Return "Fri, 14 Mar"."""
        return _written(day, self.language, "MMMEd")

    def moment(self, stamp: str, timezone: str) -> str:
        """Return "14 March 2025, 09:30", without the time where `stamp` has none."""
        here = local(stamp, timezone)
        if len(here) == len("2025-03-14T09:30"):
            return self.say("{day}, {time}", day=self.full_day(here[:10]), time=here[11:16])
        return self.full_day(here)

    def span_of_days(self, first: str, last: str) -> str:
        """Return "3–15 Mar 2025", the shortest wording of two days; "" where neither is known."""
        return _written_span(first, last, self.language)

    # -- what site and mail say alike ---------------------------------------------------------------------------------

    def kind_of_quote(self, kind: str) -> str:
        """Return how a quote is given, "" for words in quotation marks."""
        if kind == "partial":
            return self.say("partly quoted")
        return self.say("reported speech") if kind == "reported" else ""

    def nobody(self) -> str:
        return self.say("Speaker not named")

    def no_source(self) -> str:
        return self.say("Unnamed source")

    def unknown_date(self) -> str:
        return self.say("date unknown")

    def support(self, outlets: int, origins: int) -> str:
        """Return "4 outlets, 3 independent origins": how many wrote of it, and how many of them wrote it themselves.

        Where those are as many, one number says it: "4 independent outlets"; of one outlet nothing more needs saying.
        """
        if outlets == origins == 1:
            return self.count(outlets, "{n} outlet", "{n} outlets")
        if outlets == origins:
            return self.count(outlets, "{n} independent outlet", "{n} independent outlets")
        return self.say(
            "{outlets}, {origins}",
            outlets=self.count(outlets, "{n} outlet", "{n} outlets"),
            origins=self.count(origins, "{n} independent origin", "{n} independent origins"),
        )

    def name_counted(self, thing: str, noun: str = "") -> str:
        """Return what readers call a thing that figures count, or what was done to it: "killed or injured".

        As far as the analysis has a name of its own for it; else `noun`, as a report writes it, or the thing itself.
        """
        return self.say(_COUNTED[thing]) if thing in _COUNTED else noun or thing

    def change(self, kind: str, last: str) -> str:
        """Return what an event or story did in an edition: "New", "Updated, last news 13 Mar 2025"."""
        if kind == "updated" and last:
            return self.say("Updated, last news {day}", day=self.short_day(last))
        return {
            "new": self.say("New"),
            "updated": self.say("Updated"),
            # One of its articles was corrected, which "Corrected" before a headline does not say.
            "corrected": self.say("With a correction"),
            "quiet": self.say("Quiet"),
        }[kind]


def is_language(code: str) -> bool:
    """Whether `code` has the shape of a language's, as a page's lang attribute and a mail's headers take it."""
    return _LANGUAGE.fullmatch(code) is not None


def spoken_language(wanted: str, otherwise: str) -> str:
    """Return the language in which a reader is spoken to: the `wanted` one where there are words in it."""
    if not is_language(wanted):
        return otherwise
    words = speak(wanted)
    # English stands in for what nobody knows.
    known = words.locale.language == wanted.partition("-")[0].lower()
    return wanted if known and words.translated else otherwise


@lru_cache(maxsize=8)
def speak(language: str) -> Words:
    """Return the words of a language, such as "en" or "pt-BR"; English where there is no translation."""
    return Words(language)


def mark(message: str) -> str:
    """Return `message` as it is: it is said later, and this call lets the tools that collect messages find it."""
    return message


# What `analysis.figures` calls a thing or deed, and what readers do.
_COUNTED = {
    "killed": mark("killed"),
    "injured": mark("injured"),
    "missing": mark("missing"),
    "arrested": mark("arrested"),
    "displaced": mark("displaced"),
    "evacuated": mark("evacuated"),
    "casualty": mark("killed or injured"),
    "downed": mark("shot down or stopped"),
    "lost": mark("lost on the way"),
    "launched": mark("launched"),
    "struck": mark("hit"),
    "held": mark("held"),
    "freed": mark("freed"),
    "accused": mark("accused or sentenced"),
}


def _day(stamp: str) -> date | None:
    try:
        return datetime.fromisoformat(stamp[:10]).date()
    except ValueError:
        return None


# By the language and not by its locale, whose hash costs Babel as much as all the rest.


@lru_cache(maxsize=4096)
def _written(stamp: str, language: str, form: str) -> str:
    day = _day(stamp)
    if day is None:
        return stamp
    if form in ("long", "full"):
        return str(format_date(day, form, locale=speak(language).locale))
    return str(format_skeleton(form, day, locale=speak(language).locale))


@lru_cache(maxsize=4096)
def _written_span(first: str, last: str, language: str) -> str:
    a, b = _day(first or last), _day(last or first)
    if a is None or b is None or a == b:
        return _written(last or first, language, "long")
    return str(format_interval(a, b, "yMMMd", locale=speak(language).locale))


@lru_cache(maxsize=4096)
def _written_number(number: float, language: str) -> str:
    try:
        return str(format_decimal(number, locale=speak(language).locale))
    except InvalidOperation:  # more digits than Babel rounds; nothing is counted by so many
        return f"{number:g}"
