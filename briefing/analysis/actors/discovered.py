"""Who are the people and bodies that no registry names: which names of an article mean one and the same?

"Andriy Yermak", then "Yermak": the surname belongs to the full name that stands nearest before it. "International
Atomic Energy Agency (IAEA)", then "IAEA". The longest name is the actor's, its slug the id.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from msgspec.structs import replace
from unidecode import unidecode

from briefing.analysis.actors.bearers import Bearers
from briefing.analysis.actors.evidence import COMPANIES, GENERATION, GENERIC_ORG, KIN, ORG_LAST
from briefing.analysis.actors.gazetteer import COMMON_SURNAMES, GIVEN_NAMES, PLACES, UNIQUE_ORG
from briefing.analysis.actors.judging import ENOUGH, GUESS, Name
from briefing.analysis.actors.lexicon import Lexicon, find_surnames, fold
from briefing.analysis.actors.namesakes import group_names, read_name
from briefing.analysis.actors.tokens import Token, is_word
from briefing.analysis.text.patterns import compile_late
from briefing.model import Actor, ActorKind

LONGEST_SLUG = 80  # as in `links.slug`, which analysis does not import
LEAD = 60  # tokens of a headline and a lead
NEAR_KIN = 4  # tokens before a name in which "his son" stands
SHORTEST_ACRONYM = 3  # letters; of two ("AP", "GI") too many bodies have the initials
_NOT_SLUG = compile_late(r"[^a-z0-9]+")


@lru_cache(maxsize=8192)
def make_id(name: str) -> str:
    """The id of an actor of this name: the same slug that addresses are made of."""
    return _NOT_SLUG.sub("-", unidecode(name).lower()).strip("-")[:LONGEST_SLUG].rstrip("-") or "x"


def judge_names(names: Sequence[Name]) -> dict[str, ActorKind]:
    """Return the kind of each form, by all that speaks for it in the article. Forms without one are left out."""
    sums: dict[str, list[int]] = {}
    guesses: dict[str, int] = {}
    for name in names:
        points = sums.setdefault(name.text, [0, 0, 0])
        points[0] += name.person
        guesses[name.text] = guesses.get(name.text, 0) + name.guess
        points[1] += name.organisation
        points[2] += name.place
    kinds: dict[str, ActorKind] = {}
    for text, (suggested, organisation, place) in sums.items():
        # That no dictionary knows a word counts once, and alone nothing against a place.
        person = suggested - max(0, guesses[text] - (GUESS if suggested > guesses[text] or place <= ENOUGH else 1))
        best = max(person, organisation, place)
        if best < ENOUGH + (person == best and " " in text and all(map(is_word, text.split()))):
            if best < 0 or not _looks_like_person(text):
                continue
            kinds[text] = "person"
        else:
            kinds[text] = "person" if person == best else "organisation" if organisation == best else "place"
    return kinds


def _looks_like_person(text: str) -> bool:
    """Two or three words of which no dictionary knows the last: little else looks like that."""
    words = text.split()
    return (
        2 <= len(words) <= 3 and all(len(word) > 1 and word[1:].islower() for word in words) and not is_word(words[-1])
    )


class Roster:
    """Who has been called what so far in one article: whose surname it is, whose acronym, and who is new."""

    def __init__(self, lexicon: Lexicon, text: str, tokens: Sequence[Token], starts: Sequence[int]) -> None:
        self._lexicon, self._text, self._tokens, self._starts = lexicon, text, tokens, starts
        self.found: dict[str, Actor] = {}  # those whom the registry does not know, by id
        self._forms: dict[str, dict[str, None]] = {}  # what they are called, by id
        self._full: dict[int, str] = {}  # first token of a name of several words -> whose it is
        self._bearers = Bearers(tokens)
        self._generic: dict[str, str] = {}  # "Defence Ministry" -> "Russian Defence Ministry", as last named

    def actor(self, id_: str) -> Actor:
        return self.found.get(id_) or self._lexicon.actors[id_]

    def read_full_names(self, names: Sequence[Name], kinds: Mapping[str, ActorKind], owners: Mapping[int, str]) -> None:
        """Make an actor of each person and organisation with a name of several words.

        `owners`: by the last token of its wording each state that stands in the text with a possessive.
        """
        _trim_starts(names, self._tokens)
        people = [name for name in names if kinds.get(name.text) == "person" and read_name(name.text).given]
        first: dict[str, Name] = {}
        for name in people:
            first.setdefault(name.text, name)
        fullest = group_names((name.text for name in people), _find_sons(people, self._tokens))
        for name in names:
            kind = kinds.get(name.text)
            if not _is_full(name.text, kind):
                continue
            verbatim = self._verbatim(first[fullest.get(name.text, name.text)] if kind == "person" else name)
            if kind == "organisation" and _is_generic(name.text):
                verbatim = self._say_whose(name, verbatim, owners.get(name.first - 1, ""))
                if not verbatim:
                    continue
            actor = self._find(verbatim, "person" if kind == "person" else "organisation", name)
            self._full[name.first] = actor
            self.bear(name.first, actor)
            if kind == "organisation":
                self.read_short_names(name.first, name.last, actor)
                before = self._tokens[name.first - 2].word
                if self._tokens[name.first - 1].low == "(" and before.isupper() and before == _initials(name.text):
                    self._bearers.bear(name.first - 2, actor, [before])  # "BSB (Bridge Safety Board)"

    def is_full(self, name: Name) -> bool:
        """Whether a name is one of those that say by themselves who is meant."""
        return name.first in self._full

    def meet_strangers(self, names: Sequence[Name]) -> None:
        """Look through the surnames that stand alone for those of people who are nowhere named in full."""
        self._bearers.meet_strangers((name.first, name.text) for name in names if not self.is_full(name))

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
        forms = find_surnames(person.name, person.surname)
        self._bearers.bear(at, actor, forms, _first_name(person.name))

    def whose(self, form: str, at: int, *, later: bool = True) -> str | None:
        """Who is meant by a surname or an acronym alone (see `bearers`); empty: nobody, None: it is open."""
        return self._bearers.whose(form, at, later=later)

    def only(self, form: str, at: int, among: frozenset[str]) -> str:
        """The only one `among` those who bears a surname and is named in full before token `at`; empty: no such."""
        return self._bearers.only(form, at, among)

    def call(self, form: str, at: int, actor: str) -> None:
        """Note that a surname alone means somebody of the registry, whom the article has not named in full."""
        self._bearers.call(form, at, actor)

    def whose_given(self, given: str, at: int) -> str:
        """The only person with this first name who was named in full before token `at`; empty: nobody, or several."""
        return self._bearers.whose_given(given, at)

    def is_given(self, given: str) -> bool:
        """Whether anybody in the article has this first name."""
        return self._bearers.is_given(given)

    def note_form(self, actor: str, name: Name) -> None:
        if actor in self.found:
            self._forms.setdefault(actor, {})[self._verbatim(name)] = None

    def read_short_names(self, first: int, last: int, actor: str) -> None:
        """Note what stands for a body that is named at these tokens: the acronym in the brackets behind it, its words.

        "Skybridge Airlines", then "Skybridge"; "the Church of the Lake", then "the Church".
        """
        tokens = self._tokens
        forms = [acronym] if (acronym := self._read_acronym(last)) else []
        head, tail = tokens[first].word, tokens[last].word
        if last > first:
            if tail in COMPANIES and head not in PLACES | GIVEN_NAMES | COMMON_SURNAMES | GENERIC_ORG:
                forms.append(head)
            forms += [f"the {word}" for word in (head, tail) if word in ORG_LAST]
        if forms:
            self._bearers.bear(last, actor, forms)

    def _read_acronym(self, last: int) -> str:
        """The acronym behind a body's name that ends at token `last`: "(IAEA)", ", or PKK,", ", known as the HWU,"."""
        tokens = self._tokens[last + 1 : last + 6]
        if len(tokens) < 5:
            return ""
        if tokens[0].low == "(" and tokens[2].low == ")":
            acronym = tokens[1].word
        elif tokens[0].low == "," and (tokens[1].low == "or" or (tokens[1].low, tokens[2].low) == ("known", "as")):
            at = 2 + (tokens[1].low == "known")
            acronym = tokens[at + (at < 4 and tokens[at].low == "the")].word
        else:
            return ""
        return acronym if acronym.isupper() and len(acronym) > 1 else ""

    def describe(self, used: set[str | None]) -> tuple[Actor, ...]:
        """Those who are found and mentioned, by id, with every form of their name."""
        described = []
        for id_, actor in sorted(self.found.items()):
            if id_ in used:
                aliases = tuple(form for form in self._forms.get(id_, ()) if form != actor.name)
                described.append(replace(actor, aliases=aliases) if aliases else actor)
        return tuple(described)

    def _say_whose(self, name: Name, generic: str, state: str) -> str:
        """The full name of a "Defence Ministry": with its state, if that stands before it or stood so earlier."""
        if state:
            owner = self._lexicon.actors[state]
            self._generic[name.text] = f"{owner.demonyms[0] if owner.demonyms else owner.name} {generic}"
        return self._generic.get(name.text, "")

    def _verbatim(self, name: Name) -> str:
        end = self._starts[name.last] + self._tokens[name.last].length
        return " ".join(self._text[self._starts[name.first] : end].split())

    def _find(self, verbatim: str, kind: ActorKind, source: Name) -> str:
        actor = (self._lexicon.find_person(fold(verbatim)) if kind == "person" else "") or make_id(verbatim)
        if actor not in self._lexicon.actors and actor not in self.found:
            self.found[actor] = Actor(actor, verbatim, kind, description=source.title)
        if actor in self.found:
            self.note_form(actor, source)
            if source.title and not self.found[actor].description:
                self.found[actor] = replace(self.found[actor], description=source.title)
        return actor


def unite(actors: Iterable[Actor], apart: Iterable[Iterable[str]] = ()) -> dict[str, str]:
    """Return who is whom among the discovered actors of several articles: id -> id of the fuller name.

    For articles that tell of one thing (a story, an event): in a whole archive too many share a name. What could be two
    is left alone. `actors` may hold an actor once for each article: of two spellings the more frequent one then stays.
    `apart`: for each article the ids of its persons; who has two ids there is not made one by what only adds to the
    name ("Tomos Vrell" and "Tomos Vrell Jr.").

    Persons: full names that agree (`namesakes`), then a surname alone, then a first name alone, if one person only
    bears it. Organisations: other spellings of one name, an acronym that one of them introduces or has for initials.
    """
    everyone = sorted(actors, key=lambda actor: actor.id)
    persons = [actor for actor in everyone if actor.kind == "person"]
    whose = _unite_persons(persons, apart)
    whose.update(_unite_bodies([actor for actor in everyone if actor.kind == "organisation"]))
    return whose


def _unite_persons(persons: Sequence[Actor], apart: Iterable[Iterable[str]]) -> dict[str, str]:
    names = {actor.id: fold(actor.name) for actor in persons}
    ids: dict[str, str] = {}
    for id_, name in names.items():
        ids.setdefault(name, id_)
    pairs = {
        frozenset((names[one], names[two]))
        for article in apart
        for one, two in itertools.combinations(sorted(id_ for id_ in article if id_ in names), 2)
        if read_name(names[one])[:2] == read_name(names[two])[:2]
    }
    grouped = group_names((fold(actor.name) for actor in persons), pairs)
    whose = {id_: ids[grouped.get(name, name)] for id_, name in names.items()}
    bearers: dict[str, set[str]] = {}
    given: dict[str, set[str]] = {}
    for id_, name in names.items():
        read = read_name(name)
        if read.given:
            bearers.setdefault(read.surname, set()).add(whose[id_])
            for first in read.given[:1]:
                given.setdefault(first, set()).add(whose[id_])
    for id_, name in names.items():
        if not read_name(name).given:
            low = read_name(name).surname
            full = bearers.get(low) or given.get(low, set())
            if len(full) == 1:
                (whose[id_],) = full
    return {id_: other for id_, other in whose.items() if id_ != other}


def _unite_bodies(bodies: Sequence[Actor]) -> dict[str, str]:
    """An acronym belongs to the one body that introduces it or has its initials; other spellings are the same body."""
    spelt: dict[str, str] = {}
    acronyms: dict[str, set[str]] = {}
    whose: dict[str, str] = {}
    for actor in bodies:
        whose[actor.id] = spelt.setdefault(_spell_body(actor.name), actor.id)
        if " " in actor.name:
            for form in (*filter(_is_acronym, actor.aliases), _initials(actor.name)):
                acronyms.setdefault(form.replace(".", ""), set()).add(whose[actor.id])
    for actor in bodies:
        full = acronyms.get(actor.name.replace(".", ""), ()) if _is_acronym(actor.name) else ()
        if len(full) == 1:
            (whose[actor.id],) = full
    return {id_: other for id_, other in whose.items() if id_ != other}


def _is_acronym(form: str) -> bool:
    return form.isupper() and " " not in form and len(form.replace(".", "")) >= SHORTEST_ACRONYM


def _initials(name: str) -> str:
    return "".join(word[0] for word in fold(name).replace("-", " ").split() if word[0].isupper())


def _spell_body(name: str) -> str:
    """A body's name without what British and American spelling make of it, and without the points of an acronym."""
    low = fold(name).lower().replace(".", "").replace("-", " ").replace(" & ", " and ")
    return low.replace("isation", "ization").replace("defense", "defence").replace("center", "centre")


def _trim_starts(names: Sequence[Name], tokens: Sequence[Token]) -> None:
    """Take the first word of a sentence off a surname that the article's people bear: "Longtime Vrell aide"."""
    bearers: dict[str, set[str]] = {}
    for name in names:
        if " " in name.text:
            bearers.setdefault(name.text.rpartition(" ")[2], set()).add(name.text)
    for name in names:
        if name.last != name.first + 1 or not tokens[name.first].first:
            continue
        head, tail = tokens[name.first].word, tokens[name.last].word
        if head not in GIVEN_NAMES and is_word(head) and not is_word(tail) and bearers.get(tail, set()) - {name.text}:
            name.first, name.text = name.last, tail


def _is_full(text: str, kind: ActorKind | None) -> bool:
    """Whether a name says by itself who is meant: a person's with a first name, a body's of several words."""
    if kind == "person":
        return bool(read_name(text).given)
    return kind == "organisation" and " " in text


def _find_sons(people: Sequence[Name], tokens: Sequence[Token]) -> set[frozenset[str]]:
    """Pairs of names of which one has a "Jr." and is somebody else: "Hugo Vale spoke. His son Hugo Vale Jr. left."

    They are one person where the "Jr." stands first and is left out later, and where the plain name stands but once,
    in a headline or the lead.
    """
    plain: dict[tuple[object, ...], list[Name]] = {}
    for name in people:
        read = read_name(name.text)
        if not read.generation:
            plain.setdefault((read.given[:1], read.surname), []).append(name)
    sons: set[frozenset[str]] = set()
    for name in people:
        read = read_name(name.text)
        if read.generation:
            fathers = plain.get((read.given[:1], read.surname), [])
            kin = any(token.low in KIN for token in tokens[max(0, name.first - NEAR_KIN) : name.first])
            lead = len(fathers) == 1 and fathers[0].first < LEAD
            if fathers and fathers[0].first < name.first and (kin or not lead):
                sons.update(frozenset((name.text, father.text)) for father in fathers)
    return sons


@lru_cache(maxsize=8192)
def _first_name(name: str) -> str:
    return bare_words(fold(name))[0]


def bare_words(name: str) -> list[str]:
    """The words of a name without "Jr." and the like."""
    words = name.split()
    while len(words) > 1 and words[-1].rstrip(".,") in GENERATION:
        words.pop()
    return words


@lru_cache(maxsize=8192)
def _is_generic(name: str) -> bool:
    """Whether the name is nothing but a sort of body ("Defence Ministry"), of which every state has one."""
    return name not in UNIQUE_ORG and all(word in GENERIC_ORG for word in name.split())
