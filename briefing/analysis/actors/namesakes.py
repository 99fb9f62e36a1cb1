"""Could two full names be one person's: "J. D. Vardon" and "JD Vardon", "Bettie" and "Betty Page", "Jr." and "Sr."?

Two names agree if the surname is spelt alike and nothing in the given names speaks against it. A name joins others
only if all that it agrees with agree among themselves: "George Hale" between "George W. Hale" and "George H. Hale"
is neither's. All names here are folded (`lexicon.fold`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from briefing.analysis.actors.evidence import GENERATION, PARTICLES
from briefing.analysis.actors.gazetteer import COMMON_SURNAMES, GIVEN_NAMES, SHORT_FORMS
from briefing.analysis.actors.tokens import is_word
from briefing.analysis.text.patterns import compile_late

# Shortest word in which one other letter may be a slip of the pen; in shorter ones it mostly makes another name.
SLIP = 6
# Names of one surname that are held against each other, pair by pair; more of them are no article and no story.
LARGEST_FAMILY = 200
LONGEST_READ = 12  # words of a name that are looked through for another name
_GROUPS: dict[str, list[int]] = defaultdict(list)
for _number, _forms in enumerate(SHORT_FORMS):
    for _form in sorted(_forms):
        _GROUPS[_form].append(_number)

# Letters that other alphabets, and other newsrooms, spell several ways: "Zelenskyy", "Zelenskiy", "Zelensky".
_SPELLINGS = (
    (compile_late(r"['’.-]"), ""),
    (compile_late(r"^ye"), "e"),
    (compile_late(r"[iyj]+"), "i"),
    (compile_late(r"ph"), "f"),
    (compile_late(r"kh"), "h"),
    (compile_late(r"(?:cz|tch|tsch)"), "ch"),
    (compile_late(r"c(?=[aoulrk]|$)|q"), "k"),
    (compile_late(r"x"), "ks"),
    (compile_late(r"w"), "v"),
    (compile_late(r"(?:ou|oo)"), "u"),
    (compile_late(r"(.)\1+"), r"\1"),
)
_INITIALS = compile_late(r"(?:[A-Z]\.?){1,3}")
_ARTICLE = compile_late(r"^(?:al|el|as|ash|ad|ar|at)-(?=\w)", re.IGNORECASE)


class FullName(NamedTuple):
    """A person's name, taken apart."""

    given: tuple[str, ...]  # in small letters, each initial a word of its own
    surname: str  # the last word in small letters, without "al-"
    generation: str  # "jr", "sr", "iii"; empty: none


@lru_cache(maxsize=8192)
def read_name(name: str) -> FullName:
    """Take a folded name apart. The particles before the surname ("van der") count as neither."""
    parts = name.replace(",", " ").split()
    generation = ""
    while len(parts) > 1 and parts[-1].rstrip(".") in GENERATION:
        generation = {"jnr": "jr", "snr": "sr"}.get(low := parts.pop().rstrip(".").lower(), low)
    given: list[str] = []
    for word in parts[:-1]:
        if word.lower() in PARTICLES:
            continue
        if _INITIALS.fullmatch(word) and (len(word) < 3 or "." in word):
            given += word.replace(".", "").lower()
        else:
            given.append(word.lower())
    surname = (strip_article(parts[-1]) or parts[-1]).lower() if parts else ""
    return FullName(tuple(given), surname, generation)


def strip_article(surname: str) -> str:
    """A surname without its Arabic article: "Assad" of "al-Assad"; empty: it has none."""
    match = _ARTICLE.match(surname)
    return surname[match.end() :] if match else ""


@lru_cache(maxsize=8192)
def spell(word: str) -> str:
    """What is left of a word in small letters where spellings differ: the same for "sergei" and "sergey"."""
    for pattern, letters in _SPELLINGS:
        word = pattern.sub(letters, word)
    return word


def agree(one: FullName, two: FullName) -> bool:
    """Whether two names, both with a given name, can be one person's."""
    if one.generation and two.generation and one.generation != two.generation:
        return False
    if not _surnames_agree(one, two):
        return False
    shorter, longer = sorted((one.given, two.given), key=len)
    if _aligned(shorter, longer):
        return True
    # "Joseph Vrell" is "Arcade Joseph Vrell", but "George W. Vrell" is not "George H. W. Vrell".
    return len(shorter) == 1 and len(shorter[0]) > 1 and any(given == shorter[0] for given in longer[1:])


def _surnames_agree(one: FullName, two: FullName) -> bool:
    if one.surname == two.surname or spell(one.surname) == spell(two.surname):
        return True
    if one.surname.capitalize() in COMMON_SURNAMES and two.surname.capitalize() in COMMON_SURNAMES:
        return False
    return is_slip(one.surname, two.surname) and any(
        len(given) > 2 and spell(given) in map(spell, two.given) for given in one.given
    )


def _aligned(shorter: Sequence[str], longer: Sequence[str]) -> bool:
    """Whether the given names agree one by one from the first, as many as there are in both."""
    if not shorter or not given_agree(shorter[0], longer[0]):
        return False
    return len(shorter) == 1 or all(given_agree(a, b) for a, b in zip(shorter[1:], longer[1:], strict=False))


@lru_cache(maxsize=8192)
def given_agree(one: str, two: str) -> bool:
    """Whether two given names, in small letters, can be one: spelt otherwise, shortened, or an initial."""
    if one == two or (min(len(one), len(two)) == 1 and one[0] == two[0]):
        return True
    if any(group in _GROUPS.get(two, ()) for group in _GROUPS.get(one, ())):
        return True
    if spell(one) == spell(two):
        return True
    both = one.capitalize() in GIVEN_NAMES and two.capitalize() in GIVEN_NAMES
    return not both and is_slip(one, two)  # "Martin" and "Marvin" are two names


def is_slip(one: str, two: str) -> bool:
    """Whether two words of some length differ in one letter before the last, as a slip of the pen does.

    At the end a letter makes another name: Mario and Maria, Hansen and Hanson do not differ there alone, so they count
    as slips only where everything else is the same; Daniel and Daniela never do.
    """
    shorter, longer = sorted((one, two), key=lambda word: (len(word), word))
    if len(shorter) < SLIP or len(longer) - len(shorter) > 1 or one[0] != two[0] or one[-1] != two[-1]:
        return False
    same = 0
    while same < len(shorter) and shorter[same] == longer[same]:
        same += 1
    tail = len(shorter) - same - (len(shorter) == len(longer))
    return shorter[len(shorter) - tail :] == longer[len(longer) - tail :] if tail > 0 else True


def group_names(names: Iterable[str], apart: Collection[frozenset[str]] = ()) -> dict[str, str]:
    """Return for each name that is another's, too, the fullest of them: name -> name. Names of one word are left out.

    A name that agrees with two that do not agree with each other stays its own. `apart`: pairs that are known to be
    different people, whatever their names. Of equally full names the one that comes more often in `names`, then the
    first by the alphabet.
    """
    often: dict[str, int] = defaultdict(int)
    for name in names:
        often[name] += 1
    full = {name: read for name in sorted(often) if (read := read_name(name)).given}
    inner = _find_inner(full)
    friends: dict[str, set[str]] = {name: set() for name in full if name not in inner}
    # who is kept apart as a son is nobody's who has no "Jr.", whatever his middle name
    sons = {name for pair in apart for name in pair if name in full and full[name].generation}
    for family in _families({name: full[name] for name in friends}):
        for at, one in enumerate(family):
            for two in family[at + 1 :]:
                if two in friends[one] or not agree(full[one], full[two]) or frozenset((one, two)) in apart:
                    continue
                if full[one].generation == full[two].generation or not {one, two} & sons:
                    friends[one].add(two)
                    friends[two].add(one)
    certain = {
        name: found
        for name, found in friends.items()
        if all(two in friends[one] for one in found for two in found if one != two)
    }
    whose = _name_groups(certain, full, often)
    for name in inner:
        bare = name
        while bare in inner:
            bare = inner[bare]
        whose[name] = whose.get(bare, bare)
    return whose


def _families(full: Mapping[str, FullName]) -> list[list[str]]:
    """Names that may agree: of one surname, or of one given name and one first letter of the surname."""
    families: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name, read in full.items():
        families["", spell(read.surname)].append(name)
        for given in sorted({spell(given) for given in read.given if len(given) > 2}):
            families[given, read.surname[:1]].append(name)
    return [family for family in families.values() if 1 < len(family) <= LARGEST_FAMILY]


def _find_inner(full: Mapping[str, FullName]) -> dict[str, str]:
    """Which names stand in longer ones, beside words that no name has: "Tomos Vrell" in "Arsonist Tomos Vrell Appeals".

    Those words are a headline's verb or a description. Of several names inside the longest, then the first.
    """
    bare: dict[tuple[str, ...], str] = {}
    for name, read in full.items():
        bare.setdefault((*read.given, read.surname), name)
    inner: dict[str, str] = {}
    for name, read in full.items():
        parts = (*read.given, read.surname)[-LONGEST_READ:]
        for length in range(len(parts) - 1, 1, -1):
            cut = len(parts) - length
            for first in (cut, 0):
                rest = parts[:cut] if first else parts[length:]
                within = bare.get(parts[first : first + length])
                # an initial begins a name: "Moravec J. Tomos Vrell" is a name broken off before another
                odd = any(map(_is_padding, rest)) or (first and len(parts[first]) == 1)
                if within and odd and not any(map(_is_given, rest)):
                    inner.setdefault(name, within)
    return inner


def _is_given(word: str) -> bool:
    return len(word) < 3 or word.capitalize() in GIVEN_NAMES


def _is_padding(word: str) -> bool:
    return not _is_given(word) and is_word(word)


def _name_groups(
    certain: Mapping[str, Collection[str]], full: Mapping[str, FullName], often: Mapping[str, int]
) -> dict[str, str]:
    whose: dict[str, str] = {}
    for name in certain:
        if name in whose:
            continue
        group = {name}
        waiting = [name]
        while waiting:
            for other in certain[waiting.pop()]:
                if other in certain and other not in group:
                    group.add(other)
                    waiting.append(other)
        fullest = min(group, key=lambda n: (-_fullness(full[n]), -often[n], n))
        whose.update((other, fullest) for other in group)
    return {name: fullest for name, fullest in whose.items() if name != fullest}


def _fullness(name: FullName) -> int:
    """Words, of which initials count less than names."""
    return sum(2 if len(given) > 1 else 1 for given in name.given) + bool(name.generation)
