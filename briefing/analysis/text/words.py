"""What are the words of a text, and what is a word's dictionary form?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import simplemma

from briefing.model import Span

_WORD = re.compile(
    r"(?:[^\W\d_]\.){2,}"  # U.S., e.g.
    r"|\d+(?:[.,:/]\d+)*(?:[^\W\d_]+)?(?:[-'’][^\W_]+)*"  # 2024, 1,000, 4bn, 30-day, 1,000-kilometre
    r"|[^\W_]+(?:[-'’&][^\W_]+)*"  # G7, can't, Saint-Denis, AT&T
)


def find_words(text: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
    """Yield the words of text[start:end]. "30-day", "G7", "1,000", "can't" and "U.S." are words; marks are none."""
    for match in _WORD.finditer(text, start, len(text) if end is None else end):
        yield match.span()


_POSSESSIVE = re.compile(r"(?<=.)['’]s?$")
_ELISION = re.compile(r"^(?:[cdjlmnst]|qu|lorsqu|puisqu|jusqu)['’](?=.)")
_SIMPLEMMA = frozenset(
    "ast bg ca cs cy da de el en enm es et fa fi fr ga gd gl gv hbs hi hr hu hy id is it ka la lb lt lv mk ms nb nl nn "
    "no pl pt ro ru se sk sl sq sr sv sw tl tr uk".split()
)
LONGEST_WORD = 60  # characters; longer ones are no words, and lemmatising cost grows with their length


@lru_cache(maxsize=1 << 16)
def lemma(word: str, lang: str = "en") -> str:
    """Return the dictionary form of `word` in lower case: struck, strikes → strike; Putin’s → putin.

    By simplemma's word lists; in a language that it does not know the word itself in lower case.
    """
    low = word.lower().replace("’", "'")
    if lang == "en":
        low = _POSSESSIVE.sub("", low)
    elif lang in ("fr", "it", "ca"):
        low = _ELISION.sub("", low)
    if lang not in _SIMPLEMMA or len(low) > LONGEST_WORD or not low.isalpha():
        return low
    return str(simplemma.lemmatize(low, lang=lang)).lower()
