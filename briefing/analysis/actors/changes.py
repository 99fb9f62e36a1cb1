"""Which texts are read otherwise once the registry has changed? Two registries and a text in, yes or no out.

Rather one text too many than one too few: what is found in a text in which none of this stands cannot differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from typing import NamedTuple

from briefing.analysis.actors.lexicon import LEADER, Lexicon, Sense, compile_lexicon, fold, level_titles, same_post
from briefing.analysis.actors.namesakes import given_agree, read_name, spell, strip_article
from briefing.model import Actor, Registry

# What an actor's entry says of them beside their wordings, and the analysis asks for wherever they are named.
_ASKED = ("name", "kind", "surname", "offices", "leader_titles")

ALIKE = 0.5  # of two surnames: `namesakes.is_slip` allows far less, so that none is missed

INITIALS = 3  # at most so many stand together: "JD Vardon"

_POINTS = "\"'.,;:!?()[]“”‘’«»"  # that stand around a word
_APART = re.compile(r"[\W_]+")
_NAME = re.compile(r"[^\W\d_a-z][^\W_]*(?:['.-][^\W_]+)*")  # a word that begins with a capital, folded


class _Marks(NamedTuple):
    """What gives a text away, in one language."""

    forms: tuple[str, ...]  # folded wordings that mean something else now
    titles: tuple[str, ...]  # offices, in small letters, that somebody else holds now
    # Surnames, as `spell` leaves them, of whom a name in another spelling may be. Beside each the given names of which
    # one has to stand there, too; none: the surname is enough.
    spelt: dict[str, frozenset[str]]


class Changes:
    """What is different between two registries."""

    def __init__(self, before: Registry, after: Registry) -> None:
        self._before, self._after = before, after
        old, new = _by_id(before), _by_id(after)
        changed = [(old.get(id_), new.get(id_)) for id_ in sorted({*old, *new}) if old.get(id_) != new.get(id_)]
        self._changed = changed
        # of whom more changed than their wordings: what is said of them differs wherever they are named
        self.told_otherwise = frozenset(
            actor.id for one, other in changed for actor in (one, other) if actor and _asked(one) != _asked(other)
        )
        self._marks: dict[str, _Marks] = {}

    def touch(self, text: str, lang: str) -> bool:
        """Whether other actors may be found in `text`, of an article in `lang`, than before."""
        if not self._changed:
            return False
        if lang not in self._marks:
            self._marks[lang] = self._find_marks(lang)
        marks = self._marks[lang]
        folded = fold(text)
        if any(form in folded for form in marks.forms):
            return True
        if marks.titles:
            low = level_titles(folded)
            if any(title in low for title in marks.titles):
                return True
        borne = marks.spelt and {
            spell(strip_article(part) or part) for word in set(_NAME.findall(folded)) for part in _parts(word.lower())
        }
        return any(surname in borne and _holds_any(folded, given) for surname, given in marks.spelt.items())

    def _find_marks(self, lang: str) -> _Marks:
        old, new = compile_lexicon(self._before, lang), compile_lexicon(self._after, lang)
        around = self.told_otherwise | {
            actor.id
            for actor in (*self._before.actors, *self._after.actors)
            if any(office.of in self.told_otherwise for office in actor.offices)
        }
        forms = set(_differing(_senses(old), _senses(new)))
        for lexicon in (old, new):
            forms.update(
                form for form, senses in _senses(lexicon).items() if any(sense.actor in around for sense in senses)
            )
        titles = {same for title in _differing(old.holders, new.holders) for same in same_post(title)}
        spelt: dict[str, frozenset[str]] = {}
        for pair in self._changed if lang == "en" else ():
            for surname, given in _find_respelt(*pair):
                known = spelt.get(surname, given)
                spelt[surname] = known | given if known and given else frozenset()
        return _Marks(
            tuple(sorted(forms)),
            tuple(sorted({title.replace("-", " ") for title in titles} | ({LEADER} if titles else set()))),
            spelt,
        )


def _by_id(registry: Registry) -> dict[str, Actor]:
    return {actor.id: actor for actor in registry.actors}


def _asked(actor: Actor | None) -> list[object]:
    return [*(getattr(actor, name) for name in _ASKED), actor.demonyms[:1]] if actor else []


def _senses(lexicon: Lexicon) -> dict[str, tuple[Sense, ...]]:
    return dict(zip(lexicon.forms, lexicon.senses, strict=True))


def _differing(one: Mapping[str, object], other: Mapping[str, object]) -> Iterable[str]:
    return (key for key in {**one, **other} if one.get(key) != other.get(key))


def _find_respelt(one: Actor | None, other: Actor | None) -> Iterator[tuple[str, frozenset[str]]]:
    """The surnames, as `spell` leaves them, by which another spelling of a person's name is or was taken for theirs.

    With each the given names that have to stand before it; none: any.
    """
    persons = [actor for actor in (one, other) if actor is not None and actor.kind == "person"]
    surnames = {_spell_surname(actor.name) for actor in persons}
    if one and other and _asked(one) == _asked(other):
        # Only their other names changed, which count where their surname is that of the name, or a slip of it.
        others = [read_name(fold(alias)) for alias in sorted({*one.aliases} ^ {*other.aliases})]
        for each in surnames:
            if given := {name for alias in others if _are_alike(each, spell(alias.surname)) for name in alias.given}:
                yield each, frozenset(given)
    else:
        yield from ((each, frozenset()) for each in surnames)


def _holds_any(folded: str, given: frozenset[str]) -> bool:
    """Whether a word of a text can be one of these given names; true where there is none of them to look for."""
    words = {word for chunk in folded.split() for word in (chunk.strip(_POINTS), *_APART.split(chunk))}
    words.update(letter for word in tuple(words) if len(word) <= INITIALS and word.isupper() for letter in word)
    names = {word.lower() for word in words if len(word) > 1 or word.isupper()}
    return not given or any(given_agree(one, two) for one in names for two in given)


def _are_alike(one: str, other: str) -> bool:
    return SequenceMatcher(None, one, other).ratio() > ALIKE


def _spell_surname(name: str) -> str:
    return spell(read_name(fold(name)).surname)


def _parts(word: str) -> tuple[str, ...]:
    """A word as a name may end with it: as it stands, without its possessive, and the parts of a hyphenated one."""
    bare = word.removesuffix("'s")
    return (word, bare, *(bare.split("-") if "-" in bare else ()))
