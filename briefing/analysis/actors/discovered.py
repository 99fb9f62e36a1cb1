"""Who are the people and bodies that no registry names: which names of an article mean one and the same?

"Andriy Yermak", then "Yermak": the surname belongs to the full name that stands nearest before it. "International
Atomic Energy Agency (IAEA)", then "IAEA". The longest name is the actor's, its slug the id.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from unidecode import unidecode

from briefing.analysis.actors.evidence import GENERATION, GENERIC_ORG
from briefing.analysis.actors.gazetteer import UNIQUE_ORG
from briefing.analysis.actors.lexicon import Lexicon, find_surnames, fold
from briefing.analysis.actors.names import ENOUGH, Name, is_word
from briefing.analysis.actors.tokens import Token
from briefing.model import Actor, ActorKind

LONGEST_SLUG = 80  # as in `links.slug`, which analysis does not import
LONGEST_PERSON = 4  # words; in longer names stands what is no name ("Convicted Arsonist Tomos Idris Vrell")
_LAST = "\U0010ffff"  # sorts after every id
_NOT_SLUG = re.compile(r"[^a-z0-9]+")


def make_id(name: str) -> str:
    """The id of an actor of this name: the same slug that addresses are made of."""
    return _NOT_SLUG.sub("-", unidecode(name).lower()).strip("-")[:LONGEST_SLUG].rstrip("-") or "x"


def judge_names(names: Sequence[Name]) -> dict[str, ActorKind]:
    """Return the kind of each form, by all that speaks for it in the article. Forms without one are left out."""
    sums: dict[str, list[int]] = {}
    for name in names:
        points = sums.setdefault(name.text, [0, 0, 0])
        points[0] += name.person
        points[1] += name.organisation
        points[2] += name.place
    kinds: dict[str, ActorKind] = {}
    for text, (person, organisation, place) in sums.items():
        best = max(person, organisation, place)
        if best < ENOUGH:
            if best < 0 or not _looks_like_person(text):
                continue
            kinds[text] = "person"
        else:
            kinds[text] = "person" if person == best else "organisation" if organisation == best else "place"
    return kinds


def _looks_like_person(text: str) -> bool:
    """Two or three words of which no dictionary knows the last: nothing else looks like that."""
    words = text.split()
    return (
        2 <= len(words) <= 3 and all(len(word) > 2 and word[1:].islower() for word in words) and not is_word(words[-1])
    )


class Roster:
    """Who has been called what so far in one article: whose surname it is, whose acronym, and who is new."""

    def __init__(self, lexicon: Lexicon, text: str, tokens: Sequence[Token]) -> None:
        self._lexicon, self._text, self._tokens = lexicon, text, tokens
        self.found: dict[str, Actor] = {}  # those whom the registry does not know, by id
        self._forms: dict[str, dict[str, None]] = {}  # what they are called, by id
        self._full: dict[int, str] = {}  # first token of a name of several words -> whose it is
        self._bearers: dict[str, list[tuple[int, str]]] = {}  # surname, acronym -> (token at which borne in full, who)
        self._generic: dict[str, str] = {}  # "Defence Ministry" -> "Russian Defence Ministry", as last named

    def actor(self, id_: str) -> Actor:
        return self.found.get(id_) or self._lexicon.actors[id_]

    def read_full_names(self, names: Sequence[Name], kinds: Mapping[str, ActorKind], owners: Mapping[int, str]) -> None:
        """Make an actor of each person and organisation with a name of several words.

        `owners`: by the last token of its wording each state that stands in the text with a possessive.
        """
        fullest: dict[tuple[str, str], Name] = {}
        for name in names:
            words = bare_words(name.text)
            if len(words) > 1 and kinds.get(name.text) == "person":
                known = fullest.get((words[0], words[-1]))
                if known is None or len(name.text) > len(known.text):
                    fullest[words[0], words[-1]] = name
        for name in names:
            kind = kinds.get(name.text)
            words = bare_words(name.text)
            if len(words) < 2 or kind not in ("person", "organisation"):
                continue
            verbatim = self._verbatim(fullest[words[0], words[-1]] if kind == "person" else name)
            if kind == "organisation" and _is_generic(name.text):
                verbatim = self._say_whose(name, verbatim, owners.get(name.first - 1, ""))
                if not verbatim:
                    continue
            actor = self._find(verbatim, kind, name)
            self._full[name.first] = actor
            self.bear(name.first, actor)
            self.read_acronym(name.last, actor)

    def owner(self, name: Name, kind: ActorKind) -> str:
        """Whose name it is: an actor of the registry, or one who is found; empty: a body of a sort, of no state."""
        if name.first in self._full:
            return self._full[name.first]
        if kind == "organisation" and _is_generic(name.text):
            return ""
        return self._find(self._verbatim(name), kind, name)

    def bear(self, at: int, actor: str) -> None:
        """Note that a person is named in full at token `at`, for the surnames that follow."""
        person = self.actor(actor)
        if person.kind != "person":
            return
        words = bare_words(fold(person.name))
        for form in (*find_surnames(person.name, person.surname), "\0" + words[0]):
            bearers = self._bearers.setdefault(form, [])
            bearers.insert(bisect_right(bearers, (at, _LAST)), (at, actor))

    def nearest(self, form: str, at: int, *, later: bool = True) -> str:
        """Who was last called by the full name to which `form` belongs; empty: nobody.

        Before the first full name it is, if `later`, the only one who is called so afterwards.
        """
        bearers = self._bearers.get(form)
        if not bearers:
            return ""
        index = bisect_right(bearers, (at, _LAST))
        if index:
            return bearers[index - 1][1]
        everyone = {actor for _, actor in bearers} if later else set()
        return everyone.pop() if len(everyone) == 1 else ""

    def called(self, given: str, at: int) -> str:
        """The only person with this given name who was named in full before token `at`; empty: nobody, or several."""
        before = {actor for place, actor in self._bearers.get("\0" + given, ()) if place <= at}
        return before.pop() if len(before) == 1 else ""

    def is_given(self, given: str) -> bool:
        """Whether anybody in the article has this given name."""
        return "\0" + given in self._bearers

    def note_form(self, actor: str, name: Name) -> None:
        if actor in self.found:
            self._forms.setdefault(actor, {})[self._verbatim(name)] = None

    def read_acronym(self, last: int, actor: str) -> None:
        """Take the acronym in the brackets behind token `last` for the actor's."""
        tokens = self._tokens
        if tokens[last + 1].low == "(" and last + 3 < len(tokens) and tokens[last + 3].low == ")":
            acronym = tokens[last + 2].word
            if acronym.isupper() and len(acronym) > 1:
                self._bearers.setdefault(acronym, []).append((last, actor))

    def describe(self, used: set[str | None]) -> tuple[Actor, ...]:
        """Those who are found and mentioned, by id, with every form of their name."""
        return tuple(
            replace(actor, aliases=tuple(form for form in self._forms.get(id_, {}) if form != actor.name))
            for id_, actor in sorted(self.found.items())
            if id_ in used
        )

    def _say_whose(self, name: Name, generic: str, state: str) -> str:
        """The full name of a "Defence Ministry": with its state, if that stands before it or stood so earlier."""
        if state:
            owner = self._lexicon.actors[state]
            self._generic[name.text] = f"{owner.demonyms[0] if owner.demonyms else owner.name} {generic}"
        return self._generic.get(name.text, "")

    def _verbatim(self, name: Name) -> str:
        return " ".join(self._text[self._tokens[name.first].start : self._tokens[name.last].end].split())

    def _find(self, verbatim: str, kind: ActorKind, source: Name) -> str:
        actor = make_id(verbatim)
        if actor not in self._lexicon.actors and actor not in self.found:
            self.found[actor] = Actor(actor, verbatim, kind)
        if actor in self.found:
            self.note_form(actor, source)
            if source.title and not self.found[actor].description:
                self.found[actor] = replace(self.found[actor], description=source.title)
        return actor


def unite(actors: Iterable[Actor]) -> dict[str, str]:
    """Return who is whom among the discovered persons of several articles: id -> id of the fuller name.

    A name is that of the only person whose longer name ends with the same word and has all its words in order ("Vrell",
    "Tomos Vrell", "Tomos Idris Vrell"). What could be two is left alone. For articles that tell of one thing (a story,
    an event): in a whole archive too many share a surname.
    """
    by_last: dict[str, list[tuple[list[str], str]]] = {}
    for person in sorted((actor for actor in actors if actor.kind == "person"), key=lambda actor: actor.id):
        words = bare_words(fold(person.name))
        by_last.setdefault(words[-1], []).append((words, person.id))
    whose: dict[str, str] = {}
    for family in by_last.values():
        for words, id_ in family:
            fuller = [(more, other) for more, other in family if len(more) <= LONGEST_PERSON and _extends(more, words)]
            fullest = [other for more, other in fuller if not any(_extends(most, more) for most, _ in fuller)]
            if len(fullest) == 1:
                whose[id_] = fullest[0]
    return whose


def _extends(longer: list[str], shorter: list[str]) -> bool:
    """Whether the words of one name stand in the other in their order, with others between or before them."""
    rest = iter(longer)
    return len(longer) > len(shorter) and all(word in rest for word in shorter)


def bare_words(name: str) -> list[str]:
    """The words of a name without "Jr." and the like."""
    words = name.split()
    while len(words) > 1 and words[-1].rstrip(".,") in GENERATION:
        words.pop()
    return words


def _is_generic(name: str) -> bool:
    """Whether the name is nothing but a sort of body ("Defence Ministry"), of which every state has one."""
    return name not in UNIQUE_ORG and all(word in GENERIC_ORG for word in name.split())
