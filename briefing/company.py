"""Who appears with whom? Pure functions of records: two actors appear together where one paragraph names both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from briefing import clippings
from briefing.gist import Known
from briefing.model import Record
from briefing.published import Pair, Presence

BESIDE = 12  # more names than that cannot be set round a small picture without running into one another


def find_beside(actor: str, records: Iterable[Record], actors: Mapping[str, Known]) -> tuple[Presence, ...]:
    """Return who appears with the actor; `articles` counts in how many, and the most come first."""
    shared: Counter[str] = Counter()
    for record in records:
        shared.update({other for group in _named_together(record) if actor in group for other in group} - {actor})
    found = [
        Presence(id_, known.name, known.kind, count, 0, known.href)
        for id_, count in sorted(shared.items())
        if (known := actors.get(id_)) is not None
    ]
    return tuple(sorted(found, key=lambda presence: (-presence.articles, presence.id))[:BESIDE])


def find_pairs(beside: Iterable[Presence], records: Sequence[Record]) -> tuple[Pair, ...]:
    """Return which of those `beside` an actor appear with one another in the actor's articles, most articles first."""
    wanted = {presence.id for presence in beside}
    shared: Counter[tuple[str, str]] = Counter()
    for record in records:
        shared.update({pair for group in _named_together(record) for pair in combinations(sorted(group & wanted), 2)})
    return tuple(Pair(*pair, count) for pair, count in sorted(shared.items(), key=lambda each: (-each[1], each[0])))


def _named_together(record: Record) -> Iterable[frozenset[str]]:
    """The actors that each paragraph of the article names."""
    return clippings.named_in_paragraphs(record).values()
