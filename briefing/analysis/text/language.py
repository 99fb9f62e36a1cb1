"""Which language is a text in? Told by py3langid from the body; what is plainly English is not asked about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import lru_cache
from itertools import pairwise
from string import ascii_letters
from typing import TYPE_CHECKING, Any

from briefing.analysis.text.patterns import compile_late

if TYPE_CHECKING:
    from numpy.typing import NDArray

SHORTEST = 120  # characters of body below which nothing is told: headlines and names mislead
SHORTEST_ELSEWHERE = 20  # letters that suffice in a script other than the Latin one, whose names cannot mislead
ENOUGH = 4000  # characters that are looked at; more changes nothing
SURE = 10.0  # by how much (natural logarithm) the best must beat the second, or the default stands
# Written so much alike that a paragraph may be either: one need not beat the others, or Bosnian would be English.
_ALIKE = (frozenset(("bs", "hr", "sr")), frozenset(("da", "nn", "no")), frozenset(("id", "ms")))
_ASCII_LETTERS = ascii_letters.encode()
_BEYOND_LATIN = compile_late(r"[^\x00-\u024f]")  # behind the last letter of Latin Extended-B

# Loading py3langid's model costs 0.4 seconds, which is most of a build that reads one new article, and asking it 2 ms.
# A text in which no more than LONGEST_GAP words stand between two of these is English by its verdict, too: so it was
# for all of 10,000 among 52,891 texts (news, and messages of programs in 37 languages alone or mixed with news), and
# two of three articles are such.
LONGEST_GAP = 15
PLAIN_SHARE = 0.15  # of all words that must be of these; in news a quarter is
_ONLY_ENGLISH = frozenset(
    """about after against also and another because been before being between both but city could country did does down
    during each first from government had has have he him himself his house how if into it its just least like
    many may might month more most much must never new not now only other our out own people police president said
    says she should since some state such than that the their them then there these they this those three through
    today told two until up very week were what when where which while who whose why with without world would year
    years you your""".split()
)
_WORD = compile_late(r"[^\W\d_]+")


def tell_language(text: str, default: str = "en") -> str:
    """Return the ISO 639-1 code of the text's language; `default` where there is too little to tell by."""
    text = " ".join(text[: ENOUGH * 2].split())[:ENOUGH].encode("utf-8", "replace").decode()
    elsewhere = sum(map(str.isalpha, _BEYOND_LATIN.findall(text)))
    coded = text.encode()
    letters = len(coded) - len(coded.translate(None, _ASCII_LETTERS))
    if letters < len(text) / 2 or letters < 2 * elsewhere:  # those of English are not enough: all are counted
        letters = sum(map(str.isalpha, text))
    is_latin = elsewhere <= letters / 2
    if (len(text) < SHORTEST or letters < 0.5 * len(text)) if is_latin else elsewhere < SHORTEST_ELSEWHERE:
        return default
    if _is_plainly_english(text):
        return "en"
    ranked = [(code, score) for code, score in _ranking()(text) if len(code) == 2]
    (best, score), *others = ranked  # it also knows languages that ISO 639-1 does not
    alike = next((alike for alike in _ALIKE if best in alike), frozenset())
    second = next(score for code, score in others if code not in alike)
    return str(best) if score - second >= SURE or not is_latin else default


def _is_plainly_english(text: str) -> bool:
    words = _WORD.findall(text.lower())
    places = [-1, *[place for place, word in enumerate(words) if word in _ONLY_ENGLISH], len(words)]
    gap = max(after - before - 1 for before, after in pairwise(places))
    return gap <= LONGEST_GAP and len(places) - 2 >= PLAIN_SHARE * len(words)


# -- py3langid, whose model takes 0.5 s and 80 MB to load --------------------------------------------------------------

Arrays = Mapping[str, "NDArray[Any]"]
Unpack = Callable[[str, str], Arrays | None]
_unpack: Unpack | None = None


def use_model(unpack: Unpack | None) -> None:
    """Take the model's arrays from `unpack` from now on; it is told the model's file and py3langid's version."""
    global _unpack  # noqa: PLW0603  for all of a process, as `words.use_dictionaries`
    _unpack = unpack
    _ranking.cache_clear()


@lru_cache(maxsize=1)
def _ranking() -> Callable[[str], list[tuple[str, float]]]:
    """What says how likely a text is to be in each language; py3langid's own where its model is of another kind."""
    import numpy as np  # noqa: PLC0415  loaded by py3langid, see above; and that ships no types
    from py3langid import __version__, langid  # noqa: PLC0415

    with suppress(AttributeError, KeyError, TypeError):
        if _unpack and (arrays := _unpack(str(langid.MODEL_DIR / langid.MODEL_FILE), __version__)):
            moves, rows, features = (
                np.require(arrays[name], requirements="A").data for name in ("nextmove", "nextmove_row", "out_feat")
            )
            known = langid.LanguageIdentifier(
                arrays["ptc"], arrays["pc"], arrays["classes"].tolist(), moves, features, tk_row=rows
            )
            return known.rank
    return langid.rank
