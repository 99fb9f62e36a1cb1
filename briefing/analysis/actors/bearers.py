"""Who in an article is meant by a surname or a first name alone, and when is that open?

A surname belongs to the one person who was named in full before it. Where two bear it, news calls its main person by
the bare surname, whatever relatives it mentions on the way ("Keith Harlow … his wife, Dana Harlow, … Harlow"). So the
name is his who held it before the namesake came, alone or in full more than once; where nobody did it is left open.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from briefing.analysis.actors.evidence import FEMININE, MASCULINE
from briefing.analysis.actors.gazetteer import WOMEN
from briefing.analysis.actors.tokens import Token

# Namings that are looked back at; that many namesakes stand in no article, and the time stays linear in any text.
LOOKED_AT = 64
# Paragraphs after which a namesake who was mentioned once no longer unsettles whose surname it is.
FORGOTTEN = 2
_LAST = "\U0010ffff"  # sorts after every id


class Naming(NamedTuple):
    """A place where somebody was named in full."""

    at: int  # token
    actor: str


class Bearers:
    """The full names of one article, by surname, acronym and first name."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self._namings: dict[str, list[Naming]] = {}  # by surname or acronym, in the order of the text
        self._given: dict[str, list[Naming]] = {}  # by first name
        self._called: dict[str, tuple[int, str]] = {}  # surname -> (where, who) it was last said alone of
        self._first: dict[str, str] = {}  # actor -> first name
        self._strangers: set[str] = set()  # surnames of people who are nowhere named in full
        self._counted: tuple[list[int], list[int]] | None = None

    def bear(self, at: int, actor: str, forms: Sequence[str], given: str = "") -> None:
        """Note that `actor` is named in full at token `at`; `forms` then stand for the name, and so may `given`."""
        for form in forms:
            _insert(self._namings.setdefault(form, []), Naming(at, actor))
        if given:
            _insert(self._given.setdefault(given, []), Naming(at, actor))
            self._first.setdefault(actor, given)

    def meet_strangers(self, places: Iterable[tuple[int, str]]) -> None:
        """Find the surnames of which somebody is called whom nobody's full name fits: "Mr Vale" beside an Ingrid Vale.

        `places`: the tokens at which surnames stand alone.
        """
        for at, form in places:
            title = self._tokens[at - 1].low
            if title in MASCULINE and form in self._namings:
                bearers = {naming.actor for naming in self._namings[form][:LOOKED_AT]}
                if all(self._first.get(actor) in WOMEN for actor in bearers):
                    self._strangers.add(form)

    def whose(self, form: str, at: int, *, later: bool = True) -> str | None:
        """Who is meant by `form` at token `at`; empty: nobody bears it, None: more than one may be meant.

        Before the first full name it is, if `later`, the only one who is called so afterwards.
        """
        namings = self._namings.get(form)
        if not namings or (form in self._strangers and self._tokens[at - 1].low not in FEMININE):
            return ""
        index = bisect_right(namings, (at, _LAST))
        before = namings[max(0, index - LOOKED_AT) : index]
        if not before:
            everyone = {naming.actor for naming in namings[:LOOKED_AT]} if later else set()
            return everyone.pop() if len(everyone) == 1 else None if everyone else ""
        actor = self._decide(form, at, before)
        if actor:
            self._called[form] = (at, actor)
        return actor

    def only(self, form: str, at: int, among: Collection[str]) -> str:
        """The only one `among` those who bears `form` and was named in full before; empty: no such, or a namesake near.

        `form` then means him: beside a relative whom the registry does not know he is the main person.
        """
        before = [naming for naming in self._namings.get(form, ())[:LOOKED_AT] if naming.at < at]
        known = {naming.actor for naming in before if naming.actor in among}
        paragraphs, _ = self._count()
        if len(known) != 1 or paragraphs[at] - paragraphs[before[-1].at] < FORGOTTEN:
            return ""
        (actor,) = known
        self._called[form] = (at, actor)
        return actor

    def call(self, form: str, at: int, actor: str) -> None:
        """Note that `form` alone stands for `actor` at token `at`, whom nothing here has named in full."""
        self._called[form] = (at, actor)

    def whose_given(self, given: str, at: int) -> str:
        """The only person with this first name who was named in full before token `at`; empty: nobody, or several."""
        namings = self._given.get(given, [])
        index = bisect_right(namings, (at, _LAST))
        before = {naming.actor for naming in namings[max(0, index - LOOKED_AT) : index]}
        return before.pop() if len(before) == 1 else ""

    def is_given(self, given: str) -> bool:
        """Whether anybody in the article has this first name."""
        return given in self._given

    def _decide(self, form: str, at: int, before: Sequence[Naming]) -> str | None:
        newest = before[-1]
        bearers = {naming.actor for naming in before}
        held = self._held(form, before)
        if len(bearers) == 1 and (not held or held.actor in bearers):
            return newest.actor
        if fitting := self._fit_title(at, bearers):
            return fitting
        paragraphs, sentences = self._count()
        passed = paragraphs[at] - paragraphs[newest.at]
        if not held:
            return None
        if held.actor == newest.actor:
            return held.actor
        related = any(
            sentences[place] == sentences[newest.at]
            for place in (held.at, *(n.at for n in before if n.actor == held.actor))
        )
        return held.actor if passed >= FORGOTTEN - related else None

    def _held(self, form: str, before: Sequence[Naming]) -> Naming | None:
        """Who holds the surname: whom it last meant alone, else the only one who was named in full more than once."""
        if form in self._called:
            return Naming(*self._called[form])
        often: dict[str, list[Naming]] = {}
        for naming in before:
            often.setdefault(naming.actor, []).append(naming)
        repeated = [namings for namings in often.values() if len(namings) > 1]
        return repeated[0][-1] if len(repeated) == 1 else None

    def _fit_title(self, at: int, bearers: Collection[str]) -> str:
        """The only bearer whom "Mr" or "Mrs" before the surname fits, by the first name."""
        before = self._tokens[at - 1].low
        if before not in MASCULINE and before not in FEMININE:
            return ""
        women = sorted(actor for actor in bearers if self._first.get(actor) in WOMEN)
        others = sorted(actor for actor in bearers if actor not in women)
        fitting = women if before in FEMININE else others
        return fitting[0] if len(fitting) == 1 and women and others else ""

    def _count(self) -> tuple[list[int], list[int]]:
        """For each token the number of its paragraph and of its sentence."""
        if self._counted is None:
            paragraphs, sentences = [], []
            paragraph = sentence = 0
            for at, token in enumerate(self._tokens):
                paragraph += not token.word
                sentence += not token.word or (token.first and self._tokens[at - 1].word in ".!?")
                paragraphs.append(paragraph)
                sentences.append(sentence)
            self._counted = paragraphs, sentences
        return self._counted


def _insert(namings: list[Naming], naming: Naming) -> None:
    if not namings or namings[-1] <= naming:
        namings.append(naming)
    else:
        namings.insert(bisect_right(namings, naming), naming)
