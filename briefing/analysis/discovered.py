"""Who are the people and bodies that no registry names: which names of an article mean one and the same?

"Andriy Yermak", then "Yermak": the surname belongs to the full name that stands nearest before it. "International Atomic
Energy Agency (IAEA)", then "IAEA". The longest name is the actor's, its slug the id.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from unidecode import unidecode

from briefing.analysis.names import ENOUGH, Name, is_word
from briefing.model import ActorKind

LONGEST_SLUG = 80  # as in `links.slug`, which analysis does not import
_NOT_SLUG = re.compile(r"[^a-z0-9]+")


def make_id(name: str) -> str:
    """The id of an actor of this name: the same slug that addresses are made of."""
    return _NOT_SLUG.sub("-", unidecode(name).lower()).strip("-")[:LONGEST_SLUG].rstrip("-") or "x"


@dataclass(slots=True)
class Found:
    """Somebody or something whom the article names and the registry does not."""

    kind: ActorKind
    name: str  # the fullest form, folded
    forms: dict[str, int] = field(default_factory=dict)  # each form and the first token at which it stands
    titles: dict[str, None] = field(default_factory=dict)


def judge_names(names: Sequence[Name]) -> dict[str, ActorKind]:
    """Return the kind of each form, by all that speaks for it anywhere in the article. Forms without one are left out."""
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
    """Two or three words of which no dictionary knows the last: nothing speaks for it, and nothing else has that form."""
    words = text.split()
    return (
        2 <= len(words) <= 3 and all(len(word) > 2 and word[1:].islower() for word in words) and not is_word(words[-1])
    )
