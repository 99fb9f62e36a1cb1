"""What are the words of a text, and what is a word's dictionary form?"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, Protocol, TypeVar
from unicodedata import normalize

from briefing.analysis.text.patterns import compile_late
from briefing.model import Span

if TYPE_CHECKING:
    from simplemma.strategies import DefaultStrategy, DictionaryLookupStrategy

# What an initial letter opens decides at once, and nothing is tried twice: a third faster than three alternatives.
_ONE = (
    r"[^\W\d_](?:\.(?:[^\W\d_]\.)++"  # U.S., e.g.
    r"|[a-z]*+[^\W_]*+(?:[-'’&][^\W_]++)*+)"  # G7, can't, Saint-Denis, AT&T
    r"|\d+(?:[.,:/]\d+)*(?:[^\W\d_]+)?(?:[-'’][^\W_]+)*"  # 2024, 1,000, 4bn, 30-day, 1,000-kilometre
)
_WORD = compile_late(_ONE)
_PIECES = compile_late(f"({_ONE})")
LONGEST_TEXT = 200_000  # characters; the words of a longer text, which no article is, are not kept


_Found = TypeVar("_Found")


class Remembered(dict[str, _Found]):
    """What a function finds of words, asked for as `of[word]`, in half the time of an `lru_cache`.

    Articles share most of their words. When it holds `most` of them, it begins anew.
    """

    def __init__(self, find: Callable[[str], _Found], most: int) -> None:
        super().__init__()
        self._find, self._most = find, most

    def __missing__(self, word: str) -> _Found:
        if len(self) >= self._most:
            self.clear()
        found = self[word] = self._find(word)
        return found


def find_words(text: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
    """Yield the words of text[start:end]. "30-day", "G7", "1,000", "can't" and "U.S." are words; marks are none."""
    for match in _WORD.finditer(text, start, len(text) if end is None else end):
        yield match.span()


def list_words(text: str, start: int = 0, end: int | None = None) -> list[str]:
    """Return the same words as strings, without their places."""
    return _WORD.findall(text, start, len(text) if end is None else end)


class Words:
    """The words of a whole text, found once for all that ask for those of its passages."""

    def __init__(self, text: str) -> None:
        pieces = _PIECES.split(text)  # what is between words, a word, and so on: a quarter faster than by matches
        self.words = pieces[1::2]
        self.starts = list(accumulate(map(len, pieces)))[:-1:2]

    def locate(self, start: int, end: int) -> tuple[int, int] | None:
        """Return which words are those of text[start:end]: the first, and the one after the last.

        None: a word reaches across an end of it, so the passage's words are others than these.
        """
        first, last = bisect_left(self.starts, start), bisect_left(self.starts, end)
        if first and self.starts[first - 1] + len(self.words[first - 1]) > start:
            return None
        if last and self.starts[last - 1] + len(self.words[last - 1]) > end:
            return None
        return first, last


def read_words(text: str) -> Words | None:
    """Return the words of an article's text; None for one too long to be kept."""
    return _read_words(text) if len(text) <= LONGEST_TEXT else None


def find_words_with_places(text: str, start: int, end: int) -> tuple[list[int], list[str]]:
    """Return where the words of text[start:end] begin, and the words; of an article's text from what is kept of it."""
    words = read_words(text)
    found = words.locate(start, end) if words else None
    if words is None or found is None:
        spans = list(find_words(text, start, end))
        return [begin for begin, _ in spans], [text[begin:stop] for begin, stop in spans]
    return words.starts[found[0] : found[1]], words.words[found[0] : found[1]]


def count_words(text: str, start: int, end: int) -> int:
    """Return how many words text[start:end] has."""
    words = read_words(text)
    found = words.locate(start, end) if words else None
    return len(list_words(text, start, end)) if found is None else max(0, found[1] - found[0])


@lru_cache(maxsize=2)  # an article is analysed in one go; the other is its title
def _read_words(text: str) -> Words:
    return Words(text)


_POSSESSIVE = compile_late(r"(?<=.)['’]s?$")
_ELISION = compile_late(r"^(?:[cdjlmnst]|qu|lorsqu|puisqu|jusqu)['’](?=.)")
# Languages, each with the dictionary of simplemma that has its words: "no" is nearly always Bokmål, and the one of
# Serbo-Croatian has each word in both scripts.
DICTIONARIES = {
    lang: lang
    for lang in (
        "ast bg ca cs cy da de el en enm es et fa fi fr ga gd gl gv hbs hi hu hy id is it ka la lb lt lv mk ms nb nl "
        "nn pl pt ro ru se sk sl sq sv sw tl tr uk"
    ).split()
}
DICTIONARIES |= {"no": "nb", "bs": "hbs", "hr": "hbs", "sh": "hbs", "sr": "hbs"}
LONGEST_WORD = 60  # characters; longer ones are no words, and lemmatising cost grows with their length


@lru_cache(maxsize=1 << 16)
def lemma(word: str, lang: str = "en") -> str:
    """Return the dictionary form of `word` in lower case: struck, strikes → strike; Putin’s → putin.

    By simplemma's dictionaries; in a language for which it has none the word itself in lower case.
    """
    low = word.lower().replace("’", "'")
    if lang == "en":
        low = _POSSESSIVE.sub("", low) if "'" in low else low
    elif lang in ("fr", "it", "ca"):
        low = _ELISION.sub("", low)
    dictionary = DICTIONARIES.get(lang)
    if dictionary is None or len(low) > LONGEST_WORD or not low.isalpha() or not _has(dictionary):
        return low
    low = low if low.isascii() else normalize("NFC", low)
    strategy, _ = _strategies()
    found = strategy.get_lemma(low, dictionary)
    return low.lower() if found is None else found.lower()


def is_english(word: str) -> bool:
    """Tell whether a word in small letters is an English one; "london" is none, as its dictionary form is a name."""
    _, lookup = _strategies()
    found = lookup.get_lemma(normalize("NFC", word), "en")
    return found is not None and bool(found[:1].islower())


# -- simplemma, which takes 0.06 s to load and more for each language --------------------------------------------------


class Dictionaries(Protocol):
    """What finds the dictionary of a language: its forms with their lemmas."""

    def get_dictionary(self, lang: str) -> Mapping[str, str]: ...


_dictionaries: Dictionaries | None = None  # None: simplemma's own


def use_dictionaries(dictionaries: Dictionaries | None) -> None:
    """Look words up in these from now on. They must say what simplemma's do."""
    global _dictionaries  # noqa: PLW0603  for all of a process: the words of every text are asked for from everywhere
    _dictionaries = dictionaries
    _strategies.cache_clear()
    _has.cache_clear()


@lru_cache
def _has(dictionary: str) -> bool:
    """Whether there is this dictionary: another version of simplemma may have others, and no article fails for that."""
    try:
        _find_dictionaries().get_dictionary(dictionary)
    except ValueError:
        return False
    return True


def _find_dictionaries() -> Dictionaries:
    from simplemma import strategies  # noqa: PLC0415  see above

    return _dictionaries or strategies.DEFAULT_DICTIONARY_FACTORY


@lru_cache(maxsize=1)
def _strategies() -> tuple[DefaultStrategy, DictionaryLookupStrategy]:
    """What finds lemmas, and what knows those alone that stand in a dictionary."""
    from simplemma import strategies  # noqa: PLC0415  see above

    dictionaries = _find_dictionaries()
    return (
        strategies.DefaultStrategy(dictionary_factory=dictionaries),
        strategies.DictionaryLookupStrategy(dictionaries),
    )


def decode_dictionary(lang: str) -> Mapping[str, str]:
    """Return simplemma's dictionary of a language, decoded anew. It raises ValueError for one that it has not."""
    from simplemma.strategies import DefaultDictionaryFactory  # noqa: PLC0415  as above

    return DefaultDictionaryFactory().get_dictionary(lang)


def dictionary_version() -> str:
    from simplemma import __version__  # noqa: PLC0415  as above

    return str(__version__)
