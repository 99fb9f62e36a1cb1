"""Names -> actors: who is named where in an article, and by which kind of wording?

The recipe: the registry's wordings are found in one pass (`lexicon`), names that no registry holds among the capital
words (`names`); then each is decided in the order of the text: capitals and seats of government (`metonyms`), offices
(`offices`), and surnames, which follow the full name that stands nearest before them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from briefing.analysis.actors.discovered import Roster, judge_names
from briefing.analysis.actors.evidence import PLACING, TITLES
from briefing.analysis.actors.gazetteer import COMMON_SURNAMES, GIVEN_NAMES, PLACES
from briefing.analysis.actors.judging import Name
from briefing.analysis.actors.lexicon import SHORTEST_SHOUT, Hit, Lexicon, Sense, compile_lexicon, fold
from briefing.analysis.actors.metonyms import is_place
from briefing.analysis.actors.names import find_names
from briefing.analysis.actors.offices import Setting, find_offices
from briefing.analysis.actors.runs import Known
from briefing.analysis.actors.strangers import STRANGER, is_called, is_strangers
from briefing.analysis.actors.tokens import is_word, read_tokens
from briefing.model import Actor, ActorKind, Document, Mention, Office, Via

__all__ = ["Lexicon", "compile_lexicon", "find_mentions"]

_NAMING: frozenset[str] = frozenset({"name", "alias"})
_OFFICES: frozenset[str] = frozenset({"title", "office"})
_SONS = frozenset({"jr", "jnr", "iii"})
_KNIGHTS = frozenset({"sir", "dame", "lord", "lady", "prince", "princess"})
_BEFORE_STATES = frozenset({"in", "of", "to", "from", "with", "and", "between", "across", "into", "for", "against"})


class _Placed(NamedTuple):
    """A hit by tokens."""

    first: int
    last: int
    hit: Hit


def find_mentions(document: Document, lexicon: Lexicon) -> tuple[tuple[Mention, ...], tuple[Actor, ...]]:
    """Return who is named in body and headings, by place in the text, and the actors that no registry holds, by id.

    Mentions do not overlap, have no possessive, no leading "the" and no title. A place that merely is a place has no
    actor. `lexicon` is compiled for the document's language; names are discovered in English texts only.
    """
    folded = fold(document.text)
    hits = lexicon.find_hits(folded)
    if lexicon.lang != "en":
        return _Reading(document, lexicon, folded, hits).read_known(), ()
    return _Reading(document, lexicon, folded, hits).read_english()


class _Reading:
    """One article being read: what is known so far of who is named where."""

    def __init__(self, document: Document, lexicon: Lexicon, folded: str, hits: Sequence[Hit]) -> None:
        self.document, self.lexicon = document, lexicon
        edges = {hit.start for hit in hits} | {hit.end for hit in hits}
        self.tokens, self.starts = read_tokens(document, folded, edges)
        self.token_at = _index(self.starts)
        placed = self._place(hits)
        self.known = _choose(p for p in placed if any(sense.role not in _OFFICES for sense in p.hit.senses))
        self.titles = _choose(p for p in placed if any(sense.role in _OFFICES for sense in p.hit.senses))
        self.mentions: list[Mention] = []
        self.roster = Roster(lexicon, document.text, self.tokens, self.starts)
        self.sure = self._find_sure()

    # -- what stands where

    def _place(self, hits: Iterable[Hit]) -> list[_Placed]:
        placed = []
        tokens = self.tokens
        for hit in hits:
            first = self.token_at.get(hit.start)
            if first is None:
                continue
            last = first
            while tokens[last].word and self._end(last) < hit.end:
                last += 1
            if self._end(last) == hit.end:
                placed.append(_Placed(first, last, hit))
        return placed

    def _find_sure(self) -> frozenset[str]:
        """States and bodies of which an unmistakable wording, or two kinds of mistakable ones, stand in the text."""
        sure: set[str] = set()
        doubtful: dict[str, set[str]] = {}
        for placed in self.known.values():
            for sense in placed.hit.senses:
                if sense.kind == "person" or sense.role == "shared":
                    continue
                if sense.ambiguous:
                    doubtful.setdefault(sense.actor, set()).add(sense.role)
                elif len(placed.hit.senses) == 1:
                    sure.add(sense.actor)
        return frozenset(sure | {actor for actor, roles in doubtful.items() if len(roles) > 1})

    # -- languages without discovery

    def read_known(self) -> tuple[Mention, ...]:
        named = self._find_named()
        for at in sorted(self.known):
            self._read_hit(self.known[at], named, cities=False)
        return _settle(self.mentions)

    # -- English

    def read_english(self) -> tuple[tuple[Mention, ...], tuple[Actor, ...]]:
        names = self._find_names()
        named = self._find_named()
        kinds = judge_names(names)
        self._introduce(names, kinds)
        events: list[tuple[int, Name | _Placed]] = [(name.first, name) for name in names]
        events += [(at, placed) for at, placed in self.known.items()]
        events.sort(key=lambda event: event[0])
        for _, thing in events:
            if isinstance(thing, _Placed):
                self._read_hit(thing, named, cities=True)
            else:
                self._read_name(thing, kinds)
        self._read_offices(names, kinds)
        mentions = _settle(self.mentions)
        return mentions, self.roster.describe({mention.actor for mention in mentions})

    def _find_names(self) -> list[Name]:
        known = {
            at: Known(p.last, _is_loose(p) or self._has_son(p), p.hit.senses[0].kind in ("state", "place"))
            for at, p in self.known.items()
        }
        names = []
        for name in find_names(self.tokens, known):
            inside = [at for at in range(name.first, name.last + 1) if at in self.known]
            if inside and self.known[inside[0]].first == name.first and self.known[inside[0]].last == name.last:
                continue  # the registry's wording itself
            if inside and self._is_fuller(name, self.known[inside[-1]]):
                hit = self.known.pop(inside[-1]).hit
                full = tuple(s._replace(role="name", ambiguous=False) for s in hit.senses if s.role == "surname")
                placed = _Placed(name.first, name.last, hit._replace(senses=full))
                for at in inside[:-1]:
                    del self.known[at]
                self.known[name.first] = placed
                continue
            if inside and name.kind is None:
                placed = self.known[inside[0]]
                alone = placed.last == name.last and all(s.role == "surname" for s in placed.hit.senses)
                called = placed.hit.senses[0].role == "capital" and is_called(self.tokens, name.first, name.last)
                if not called and not (alone and is_strangers(self.tokens, name.first, name.last)):
                    continue
                name.person = max(name.person, STRANGER)
            for at in inside:
                del self.known[at]
            names.append(name)
        return names

    def _has_son(self, placed: _Placed) -> bool:
        """Whether a "Jr." behind a person's wording makes it somebody else's name."""
        return self.tokens[placed.last + 1].low in _SONS and placed.hit.senses[0].kind == "person"

    def _is_fuller(self, name: Name, placed: _Placed) -> bool:
        """Whether `name` is the registry person whose surname ends it, with a middle name or initial."""
        if placed.last != name.last or len(name.text.split()) < 2:
            return False
        head = name.text.split()[0]
        return any(
            sense.role == "surname" and fold(self.lexicon.actors[sense.actor].name).split()[0] == head
            for sense in placed.hit.senses
        )

    def _find_named(self) -> frozenset[str]:
        """The registry persons whom the article names in full."""
        return frozenset(
            sense.actor
            for placed in self.known.values()
            for sense in placed.hit.senses
            if sense.kind == "person" and sense.role in _NAMING
        )

    # -- wordings of the registry

    def _read_hit(self, placed: _Placed, named: frozenset[str], *, cities: bool) -> None:
        senses = placed.hit.senses
        persons = [sense for sense in senses if sense.kind == "person" and sense.role not in _OFFICES]
        if persons and self._read_person(placed, persons, named):
            return
        if senses[0].role == "place":
            self._mention(placed, None, "place", "place")
            return
        others = [sense for sense in senses if sense.kind != "person"]
        bodies = [sense for sense in others if sense.role in _NAMING]
        if bodies:
            self._read_body(placed, bodies)
            return
        peoples = [sense for sense in others if sense.role in ("demonym", "shared")]
        if peoples:
            self._read_people(placed, peoples)
            return
        seats = [sense for sense in others if sense.role in ("capital", "seat")]
        if seats:
            self._read_seat(placed, seats, cities=cities)

    def _read_person(self, placed: _Placed, senses: list[Sense], named: frozenset[str]) -> bool:
        full = [sense for sense in senses if sense.role in _NAMING]
        if full:
            sense = full[0]
            if len({s.actor for s in full}) > 1 or (sense.ambiguous and sense.actor not in self.sure):
                return False
            self.roster.bear(placed.first, sense.actor)
            self._mention(placed, sense.actor, "person", "name" if sense.role == "name" else "alias")
            return True
        surnames = [sense for sense in senses if sense.role == "surname"]
        if not surnames:
            return False
        nearest = self.roster.whose(placed.hit.form, placed.first, later=False)
        if titled := self._find_titled(surnames, placed.first, nearest or ""):
            nearest = titled
            self.roster.call(placed.hit.form, placed.first, titled)
        if nearest is None:
            sure = frozenset(sense.actor for sense in surnames if not sense.ambiguous)
            nearest = self.roster.only(placed.hit.form, placed.first, sure) or None
        if nearest is None:
            return True  # one of two whom the article names: open
        if nearest in self.roster.found:
            self._mention(placed, nearest, "person", "discovered")
            return True
        if not nearest:
            candidates = [s for s in surnames if s.actor in named] or [s for s in surnames if not s.ambiguous]
            if len(candidates) > 1:
                candidates = [s for s in candidates if self._fits_title(s.actor, placed.first)] or [
                    s for s in candidates if self._leads(s.actor)
                ]
            if not candidates and self.tokens[placed.first - 1].low in TITLES:
                candidates = [s for s in surnames if self._fits_title(s.actor, placed.first)]
            if len(candidates) != 1:
                return False
            nearest = candidates[0].actor
            self.roster.call(placed.hit.form, placed.first, nearest)
        self._mention(placed, nearest, "person", "surname")
        return True

    def _fits_title(self, actor: str, at: int) -> bool:
        """Whether an office of the registry person ends with the word before token `at` ("President Trump")."""
        before = self.tokens[at - 1].low
        return any(office.title.lower().split()[-1:] == [before] for office in self.lexicon.actors[actor].offices)

    def _find_titled(self, surnames: Sequence[Sense], at: int, nearest: str) -> str:
        """The only bearer of a surname who holds the office before token `at` on the article's day; empty: no such.

        Nor is it he if `nearest`, whom the article names, is called by that office himself.
        """
        stranger = self.roster.found.get(nearest)
        if (len(surnames) < 2 and not stranger) or self.tokens[at - 1].low not in TITLES:
            return ""
        if stranger and self.tokens[at - 1].low in stranger.description.lower().split():
            return ""
        holders = [sense.actor for sense in surnames if self._holds_title(sense.actor, at)]
        return holders[0] if len(holders) == 1 else ""

    def _holds_title(self, actor: str, at: int) -> bool:
        before = self.tokens[at - 1].low
        return any(office.title.lower().split()[-1:] == [before] for office in self._offices(actor))

    def _offices(self, actor: str) -> list[Office]:
        """The offices that a registry person holds on the article's day; all, if it has none."""
        day = self.document.date[:10]
        return [
            office
            for office in self.lexicon.actors[actor].offices
            if not day or ((office.since or day) <= day <= (office.until or day))
        ]

    def _leads(self, actor: str) -> bool:
        """Whether the person leads a state on the article's day: whom a bare surname means among its bearers."""
        actors = self.lexicon.actors
        return any(
            office.title in actors[office.of].leader_titles for office in self._offices(actor) if office.of in actors
        )

    def _read_body(self, placed: _Placed, senses: list[Sense]) -> None:
        sense = senses[0]
        if len({s.actor for s in senses}) > 1:
            certain = [s for s in senses if s.actor in self.sure]
            if len({s.actor for s in certain}) != 1:
                return
            sense = certain[0]
        if sense.ambiguous and sense.actor not in self.sure:
            before = self.tokens[placed.first - 1].low
            form = placed.hit.form
            if form in PLACES:
                self._mention(placed, None, "place", "place")
                return
            if (form in GIVEN_NAMES or form in COMMON_SURNAMES) and (
                before not in _BEFORE_STATES or self.roster.whose(form, placed.first)
            ):
                return
        self._mention(placed, sense.actor, sense.kind, "name" if sense.role == "name" else "alias")

    def _read_people(self, placed: _Placed, senses: list[Sense]) -> None:
        own = [s for s in senses if s.role == "demonym" and (not s.ambiguous or s.actor in self.sure)]
        if not own:
            own = [s for s in senses if s.actor in self.sure]
        if len({s.actor for s in own}) == 1:
            self._mention(placed, own[0].actor, own[0].kind, "demonym")

    def _read_seat(self, placed: _Placed, senses: list[Sense], *, cities: bool) -> None:
        seat = all(sense.role == "seat" for sense in senses)
        tokens = self.tokens
        bearer = self.roster.whose(placed.hit.form, placed.first)
        if bearer:  # "Valeska Paris", then "Paris"
            self._mention(placed, bearer, "person", "discovered" if bearer in self.roster.found else "surname")
            return
        if not cities and not seat and tokens[placed.first - 1].low in PLACING.get(self.lexicon.lang, ()):
            self._mention(placed, None, "place", "place")
            return
        if cities and is_place(self.tokens, placed.first, placed.last, seat=seat):
            self._mention(placed, None, "place", "place")
            return
        bodies = [s for s in senses if s.kind == "organisation"] or senses
        if len({s.actor for s in bodies}) > 1:
            bodies = [s for s in bodies if s.actor in self.sure] or [s for s in bodies if not s.ambiguous]
        if len({s.actor for s in bodies}) == 1:
            self._mention(placed, bodies[0].actor, bodies[0].kind, "metonym")
        elif not seat:
            self._mention(placed, None, "place", "place")

    # -- names that no registry holds

    def _introduce(self, names: list[Name], kinds: dict[str, ActorKind]) -> None:
        """Tell the roster of all names of several words, and of the acronyms that are introduced in brackets."""
        owners = {
            placed.last: sense.actor
            for placed in self.known.values()
            if self.tokens[placed.last].possessive
            for sense in placed.hit.senses
            if sense.kind == "state" and sense.role in _NAMING
        }
        self.roster.read_full_names(names, kinds, owners)
        self.roster.meet_strangers(names)
        for placed in self.known.values():
            for sense in placed.hit.senses:
                if sense.role in _NAMING and sense.kind == "organisation":
                    self.roster.read_short_names(placed.first, placed.last, sense.actor)

    def _read_name(self, name: Name, kinds: dict[str, ActorKind]) -> None:
        kind = kinds.get(name.text)
        roster = self.roster
        if not roster.is_full(name):
            form = name.text
            actor = roster.whose(form, name.first)
            if actor == "" and len(form) >= SHORTEST_SHOUT and form.isupper():
                actor = roster.whose(form.title(), name.first)
            if actor == "" and self.tokens[name.first - 1].low == "the":
                actor = roster.whose(f"the {form}", name.first, later=False)
            if actor is None:
                return  # one of two whom the article names: open
            given = name.text in GIVEN_NAMES or (roster.is_given(name.text) and not is_word(name.text))
            if not actor and (given or self.tokens[name.first - 1].low in _KNIGHTS):
                actor = roster.whose_given(name.text, name.first)
                if not actor and roster.is_given(name.text):
                    return  # one of several, or named in full only later
            if actor:
                known = roster.actor(actor)
                via: Via = "discovered" if actor in roster.found else "surname" if known.kind == "person" else "alias"
                roster.note_form(actor, name)
                self._mention(name, actor, known.kind, via)
                return
        if kind is None or roster.whose(name.text[:-1], name.first):
            return  # nobody; or a family, "the Vales"
        if kind == "place":
            self._mention(name, None, "place", "place")
        elif actor := roster.owner(name, kind):
            self._mention(name, actor, roster.actor(actor).kind, "discovered" if actor in roster.found else "name")

    # -- offices

    def _read_offices(self, names: list[Name], kinds: dict[str, ActorKind]) -> None:
        if not self.titles:
            return
        people = {name.first for name in names if kinds.get(name.text) == "person"}
        ending: dict[int, str] = {}
        starting: dict[int, tuple[str, int]] = {}
        named: dict[str, list[int]] = {}
        for at, placed in self.known.items():
            for sense in placed.hit.senses:
                if sense.kind == "person":
                    people.add(at)
                elif at not in starting:
                    ending[placed.last] = sense.actor
                    starting[at] = (sense.actor, placed.last)
        for mention in self.mentions:
            if mention.kind == "person" and mention.actor in self.lexicon.actors:
                named.setdefault(mention.actor, []).append(mention.start)
        setting = Setting(
            self.lexicon, self.tokens, self.starts, self.token_at, ending, starting, named, self.document.date[:10]
        )
        hits = [self.titles[at].hit for at in sorted(self.titles)]
        self.mentions += find_offices(hits, setting, people.__contains__)

    # -- mentions

    def _mention(self, what: _Placed | Name, actor: str | None, kind: ActorKind, via: Via) -> None:
        self.mentions.append(Mention(self.starts[what.first], self._end(what.last), actor, kind, via))

    def _end(self, at: int) -> int:
        """The offset at which token `at` ends."""
        return self.starts[at] + self.tokens[at].length


def _index(starts: Sequence[int]) -> dict[int, int]:
    """The token that begins at each offset."""
    token_at = dict(zip(starts, range(len(starts)), strict=True))
    del token_at[0]  # the edges'
    if starts[1:2] == [0]:
        token_at[0] = 1
    return token_at


def _is_loose(placed: _Placed) -> bool:
    """Whether a longer name around the wording means somebody else: a surname, a city, a state that is a first name."""
    one = placed.first == placed.last
    return one and all(
        sense.role in ("surname", "capital") or sense.ambiguous or (sense.kind == "person" and sense.role == "alias")
        for sense in placed.hit.senses
    )


def _choose(placed: Iterable[_Placed]) -> dict[int, _Placed]:
    """The longest of the wordings that overlap, by first token."""
    taken: set[int] = set()
    chosen: dict[int, _Placed] = {}
    for one in sorted(placed, key=lambda p: (p.hit.start - p.hit.end, p.hit.start)):
        inside = range(one.first, one.last + 1)
        if taken.isdisjoint(inside):
            taken.update(inside)
            chosen[one.first] = one
    return chosen


def _settle(mentions: list[Mention]) -> tuple[Mention, ...]:
    """The mentions in the order of the text; of those that overlap the longest, then the first."""
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.start, -m.end)):
        if kept and mention.start < kept[-1].end:
            if mention.end - mention.start > kept[-1].end - kept[-1].start:
                kept[-1] = mention
            continue
        kept.append(mention)
    return tuple(kept)
