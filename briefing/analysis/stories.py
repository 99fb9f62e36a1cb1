"""Which articles tell of the same thing? Fingerprints, pairs of articles, and the stories that pairs make.

Everything is built from pairs: whether two articles are joined by an edge depends on these two alone, and a story on
the edges among the articles that edges connect. So the order in which articles arrive changes nothing, and a new
article costs one look at those within its date window and one grouping of the articles it is connected to.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from itertools import chain
from math import log, sqrt
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from briefing.analysis.days import ordinal
from briefing.analysis.duplicates import find_credit, make_sketch
from briefing.analysis.text.frequencies import find_terms, weigh_terms
from briefing.model import Document, Fingerprint, Mention

WINDOW = 3  # days between two articles of one story; a story that goes on is carried by the articles between
LINKED = 0.13  # mean similarity at which articles are one story; from .12 to .15 the measured sets differ by .01
EDGE = 0.105  # similarity below which a pair counts as having nothing in common; it also bounds what must be regrouped
COHESION = 0.85  # two groups stay two if their tie is weaker than this share of what holds either of them together
PRIOR_PAIRS = 3  # pairs at LINKED that a group's cohesion is counted with: that of two or three articles is chance
MOST_OF_ONE = 0.11  # similarity that one shared word can give: no word, be it in both titles, makes a story
DAY_SHARE = 0.08  # of the similarity is lost with each day between two articles
UNDATED_SHARE = 0.44  # factor where a day is unknown: two articles on one war may be months apart

# An article is looked at in three ways, each a bundle of terms with its own share of the similarity, so that a
# word in the title counts against few others and one far down against many. The shares add up to 1.
TEXT_SHARE, TITLE_SHARE, LEAD_SHARE = 0.35, 0.3, 0.35  # near thirds; from .3 to .4 each the sets differ by .005
TITLE, LEAD = "title:", "lead:"  # before the terms of these two; no lemma holds a letter before a colon
LEAD_SENTENCES = 5  # with 3 to 8 the measured sets come out the same to .005
MOST_TERMS = 60  # of the whole text; with 30 or 120 the measured sets come out the same to .003
MOST_LEAD_TERMS = 40
MOST_TITLE_TERMS = 20
ORDINARY = 12.0  # squares of the weights of some fifteen terms: in two sentences a word in common is soon had
TITLE_COUNT = 2  # a word of the title counts as two of the text
OPENING = 120  # characters of body that stand in for a title that is missing
KNOWN_SHARE = 0.3  # weight of a registered actor's name where …
FEW_ACTORS = 3  # … more are named than these: in a folder on one war all articles name Russia and Putin
GIVEN_SHARE = 0.5  # weight of a given name: who is named in full is still one person

_SLACK = 1e-6  # sums in another order differ by less, and so does what is rounded

_Places = NDArray[np.int64]
_Weights = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Member:
    """An article as a story sees it."""

    id: str
    day: str  # its date; undated: the day it was added
    fingerprint: Fingerprint
    dated: bool = True  # False: `day` is only when it came


@dataclass(frozen=True, slots=True, order=True)
class Edge:
    """Two articles that may belong to one story. `a` is the smaller id."""

    a: str
    b: str
    similarity: float  # EDGE … 1, rounded to six places so that it is the same wherever it is computed


# -- one article ------------------------------------------------------------------------------------------------------


def make_fingerprint(document: Document, mentions: Sequence[Mention] = ()) -> Fingerprint:
    """Return what tells the article from others: its heaviest terms, a sketch of its wording, the agency it credits.

    Terms come three times: those of the whole text, those of the title (marked TITLE) and those of the first
    LEAD_SENTENCES (marked LEAD). A term weighs less if it is an everyday word (`frequencies`), a given name, or the
    name of an actor that the registry knows in an article that names many; in the whole text it also weighs
    1 + ln(times it occurs).
    """
    lang = document.lang
    registered = [mention for mention in mentions if mention.actor is not None and mention.via != "discovered"]
    names = {document.text[mention.start : mention.end] for mention in registered}
    known = {term for name in names for term in find_terms(name, 0, None, lang)}
    actors = len({mention.actor for mention in registered})
    share = min(1.0, max(KNOWN_SHARE, FEW_ACTORS / actors)) if actors else 1.0
    given = _find_given_names(document, mentions)

    titled = dict.fromkeys(find_terms(document.title, 0, None, lang))
    counts: Counter[str] = Counter(dict.fromkeys(titled, TITLE_COUNT))
    sentences = [find_terms(document.text, each.start, each.end, lang) for each in document.sentences]
    counts.update(chain.from_iterable(sentences))
    opening = chain.from_iterable(sentences[:LEAD_SENTENCES])
    body = next((paragraph for paragraph in document.paragraphs if paragraph.kind == "body"), None)
    if not titled and body is not None:
        titled = dict.fromkeys(find_terms(document.text, body.start, min(body.end, body.start + OPENING), lang))
    weights = weigh_terms((*counts, *titled), lang)
    for word in known:
        if word in weights:
            weights[word] *= share
    for word in given:
        if word in weights:
            weights[word] *= GIVEN_SHARE
    whole = {word: (1 + log(count)) * weights[word] for word, count in counts.items()}
    views = [
        (mark, weighed, most, share)
        for mark, weighed, most, share in (
            ("", whole, MOST_TERMS, TEXT_SHARE),
            (TITLE, {word: weights[word] for word in titled}, MOST_TITLE_TERMS, TITLE_SHARE),
            (LEAD, {word: weights[word] for word in opening}, MOST_LEAD_TERMS, LEAD_SHARE),
        )
        if weighed
    ]
    total = sum(share for *_, share in views)  # less than 1 where a view is empty
    scaled = [term for mark, weighed, most, share in views for term in _scale(mark, weighed, most, share / total)]
    return Fingerprint(tuple(_sort_heaviest(scaled)), make_sketch(document), find_credit(document))


def _find_given_names(document: Document, mentions: Sequence[Mention]) -> set[str]:
    """The terms that stand before a person's last name and are nobody's last name."""
    given: set[str] = set()
    last: set[str] = set()
    for words in {document.text[mention.start : mention.end] for mention in mentions if mention.kind == "person"}:
        *before, name = find_terms(words, 0, None, document.lang) or ("",)
        given.update(before)
        last.add(name)
    return given - last


def _scale(mark: str, weights: dict[str, float], most: int, share: float) -> list[tuple[str, float]]:
    """The heaviest terms of a view, marked, their squares adding up to `share`, or to less if they are few."""
    heaviest = _sort_heaviest(weights.items())[:most]
    squares = sum(weight * weight for _, weight in heaviest)
    length = sqrt((squares if mark == TITLE else max(squares, ORDINARY)) / share) or 1.0
    return [(mark + word, round(weight / length, 6)) for word, weight in heaviest]


def _sort_heaviest(terms: Iterable[tuple[str, float]]) -> list[tuple[str, float]]:
    """The heaviest first, of equals by the alphabet; two sorts in C are faster than one by a function of ours."""
    return sorted(sorted(terms), key=itemgetter(1), reverse=True)


# -- two articles -----------------------------------------------------------------------------------------------------


def similarity(a: Fingerprint, b: Fingerprint, days_apart: int = 0, *, dated: bool = True) -> float:
    """Return how much two articles tell of the same thing, 0 … 1; the same whichever comes first.

    The cosine of their terms, of which a word can give MOST_OF_ONE, less a little for each day between them; `dated` is
    False if the day of one is unknown.
    """
    if b.terms < a.terms:
        a, b = b, a  # sums of floats depend on their order
    weights = dict(b.terms)
    shared: dict[str, float] = {}
    for term, weight in a.terms:
        if term in weights:
            word = term.removeprefix(TITLE).removeprefix(LEAD)
            shared[word] = shared.get(word, 0.0) + weight * weights[term]
    cosine = sum(min(MOST_OF_ONE, part) for part in shared.values())
    value = cosine * (1 - DAY_SHARE * days_apart) * (1.0 if dated else UNDATED_SHARE)
    return round(min(1.0, max(0.0, value)), 6)


def find_edges(new: Sequence[Member], pool: Sequence[Member]) -> tuple[Edge, ...]:
    """Return the edges between `new` articles and all of `pool` and `new` within the window, sorted.

    Each pair comes once; `pool` may hold the new ones too. Candidates come from an inverted index over terms, which is
    what makes ten thousand articles a matter of seconds; what counts is `similarity`, computed pair by pair.
    """
    fresh = {member.id: member for member in new}
    around = {day + apart for day in {ordinal(member.day) for member in new} for apart in range(-WINDOW, WINDOW + 1)}
    members = {member.id: member for member in pool if ordinal(member.day) in around} | fresh
    ordered = sorted(members.values(), key=lambda member: (ordinal(member.day), member.id))
    days = [ordinal(member.day) for member in ordered]
    index = _index(ordered, {word for member in new for word, _ in member.fingerprint.terms})
    scores = np.zeros(len(ordered), dtype=np.float64)
    edges: list[Edge] = []
    for here, member in enumerate(ordered):
        if member.id not in fresh:
            continue
        low, high = bisect_left(days, days[here] - WINDOW), bisect_right(days, days[here] + WINDOW)
        scores[low:high] = 0.0
        for word, weight in member.fingerprint.terms:
            places, where, weights = index[word]
            first, last = bisect_left(places, low), bisect_left(places, high)
            if last - first > 1 or (last > first and places[first] != here):
                scores[where[first:last]] += weight * weights[first:last]
        for there in (low + np.flatnonzero(scores[low:high] > EDGE - _SLACK)).tolist():
            other = ordered[there]
            if there == here or (other.id in fresh and there < here):
                continue
            apart = abs(days[here] - days[there])
            value = similarity(member.fingerprint, other.fingerprint, apart, dated=member.dated and other.dated)
            if value >= EDGE:
                edges.append(Edge(min(member.id, other.id), max(member.id, other.id), value))
    return tuple(sorted(edges))


def _index(members: Sequence[Member], words: set[str]) -> dict[str, tuple[list[int], _Places, _Weights]]:
    """Return for each of `words` the places of the members that have it, ascending, twice, and its weights there."""
    postings: dict[str, tuple[list[int], list[float]]] = {word: ([], []) for word in words}
    for place, member in enumerate(members):
        for word, weight in member.fingerprint.terms:
            if word in postings:
                postings[word][0].append(place)
                postings[word][1].append(weight)
    return {
        word: (places, np.array(places, np.int64), np.array(weights, np.float64))
        for word, (places, weights) in postings.items()
    }


# -- stories ----------------------------------------------------------------------------------------------------------


def find_components(members: Sequence[str], edges: Sequence[Edge]) -> tuple[tuple[str, ...], ...]:
    """Return the members that edges connect, each component and the components by id; single ones are left out.

    A new article changes the stories of its own component only, so this is what has to be grouped again.
    """
    parent = {member: member for member in members}

    def root(member: str) -> str:
        while parent[member] != member:
            parent[member] = parent[parent[member]]
            member = parent[member]
        return member

    for edge in edges:
        if edge.a in parent and edge.b in parent:
            a, b = sorted((root(edge.a), root(edge.b)))
            parent[b] = a
    components: dict[str, list[str]] = {}
    for member in sorted(parent):
        components.setdefault(root(member), []).append(member)
    return tuple(tuple(those) for _, those in sorted(components.items()) if len(those) > 1)


def group(members: Sequence[str], edges: Sequence[Edge]) -> tuple[tuple[str, ...], ...]:
    """Return the stories: groups of at least two ids, ids sorted, groups by their first id.

    Average linkage: the two groups with the highest mean similarity are joined as long as it reaches LINKED; pairs
    without an edge count as 0. Two groups that each hang together distinctly better than with one another are two
    happenings of one kind, or two stages of one, and stay apart (COHESION). Ties go to the smaller ids, sums are of
    whole numbers, so the order of members and edges does not matter.
    """
    known = set(members)
    neighbours: dict[str, dict[str, int]] = {member: {} for member in sorted(known)}
    for edge in edges:
        if edge.a in known and edge.b in known:
            neighbours[edge.a][edge.b] = neighbours[edge.b][edge.a] = round(edge.similarity * 1_000_000)
    groups: list[tuple[str, ...]] = []
    for component in find_components(sorted(known), edges):
        groups.extend(_agglomerate(component, neighbours))
    return tuple(sorted(groups))


def _agglomerate(component: tuple[str, ...], neighbours: dict[str, dict[str, int]]) -> list[tuple[str, ...]]:
    """Group one component. A group is known by its smallest id, so that ties are decided by ids alone."""
    inside: dict[str, list[str]] = {member: [member] for member in component}
    sums: dict[str, dict[str, int]] = {member: dict(neighbours[member]) for member in component}
    within = dict.fromkeys(component, 0)  # sum of the similarities inside
    version = dict.fromkeys(component, 0)
    least = round(LINKED * 1_000_000)

    def tie(a: str, b: str) -> float:
        return sums[a][b] / (len(inside[a]) * len(inside[b]))

    def cohesion(one: str) -> float:
        pairs = len(inside[one]) * (len(inside[one]) - 1) // 2
        return (within[one] + PRIOR_PAIRS * least) / (pairs + PRIOR_PAIRS)

    def are_two(a: str, b: str) -> bool:
        alone = min(len(inside[a]), len(inside[b])) == 1
        return not alone and tie(a, b) < COHESION * min(cohesion(a), cohesion(b))

    def entry(a: str, b: str) -> tuple[float, str, str, int, int]:
        return (-tie(a, b), a, b, version[a], version[b])

    heap = [entry(a, b) for a in component for b in sums[a] if a < b and sums[a][b] >= least]
    heapify(heap)
    while heap:
        _, a, b, version_a, version_b = heappop(heap)
        if a not in inside or b not in inside or (version[a], version[b]) != (version_a, version_b):
            continue  # one of the two has been joined with another since
        if are_two(a, b):
            continue  # and looked at again when one of them has grown
        within[a] += within.pop(b) + sums[a][b]
        inside[a] += inside.pop(b)
        version[a] += 1
        for other, total in sums.pop(b).items():
            sums[other].pop(b, None)
            if other != a:
                sums[a][other] = sums[other][a] = sums[a].get(other, 0) + total
        size = len(inside[a])
        for other, total in sums[a].items():
            if total >= least * size * len(inside[other]):
                heappush(heap, entry(*sorted((a, other))))
    return [tuple(sorted(those)) for those in inside.values() if len(those) > 1]


def choose_title(titles: Sequence[str], fingerprints: Sequence[Fingerprint], lang: str = "en") -> int:
    """Return the index of the title that says best what all the articles share; of equals the first.

    The weight that its words have in all the articles together, over the root of their number, so that neither a
    word nor a paragraph wins. An article without a title is chosen only if none has one.
    """
    weights: dict[str, float] = {}
    for one in fingerprints:
        for word, weight in one.terms:
            weights[word] = weights.get(word, 0.0) + weight
    best, best_value = 0, -1.0
    for index, title in enumerate(titles):
        words = set(find_terms(title, 0, None, lang))
        value = sum(weights.get(word, 0.0) for word in sorted(words)) / sqrt(len(words)) if words else 0.0
        if not title.strip():
            value = -0.5
        if value > best_value + 1e-9:
            best, best_value = index, value
    return best
