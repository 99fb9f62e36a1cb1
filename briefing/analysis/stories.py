"""Which articles tell of the same thing? Fingerprints, the pairs that are alike, and which title a story gets.

Everything is built from pairs: how near two articles are depends on these two alone, and a story (`grouping`) on the
pairs. So the order in which articles arrive changes nothing, and a new article costs one look at those within its date
window and one at the few stories that it can alter.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, repeat
from math import log, sqrt
from operator import itemgetter
from typing import TYPE_CHECKING

from msgspec import Struct

from briefing.analysis.days import ordinal
from briefing.analysis.duplicates import find_credit, make_sketch
from briefing.analysis.text.frequencies import find_terms, weigh_terms
from briefing.model import Document, Fingerprint, Mention

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WINDOW = 3  # days between two articles of one story; a story that goes on is carried by the articles between
TIED = 0.105  # similarity below which a pair counts as having nothing in common
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

FEW_PAIRS = 3_000  # pairs that are compared one by one, at 20 µs each: loading numpy would take longer
MOST_ROWS, MOST_COLUMNS = 48, 256  # articles compared at once: two matrices of at most 15 MB
# Products that numpy's BLAS adds up in this thread. For more it wakes threads, which spin on for 30 ms and take from
# the other processes of a build twelve times what they give.
ONE_THREAD = 250_000
_SLACK = 1e-6  # of a millionth: what sums in another order differ by is less, see `_measure`

Ties = tuple[list[int], list[int], list[int]]  # the one, the other, how near in millionths


class Member(Struct, frozen=True):
    """An article as a story sees it."""

    id: str
    day: str  # its date; undated: the day it was added
    fingerprint: Fingerprint
    dated: bool = True  # False: `day` is only when it came


class Tie(Struct, frozen=True, order=True):
    """Two articles that may belong to one story. `a` is the smaller id."""

    a: str
    b: str
    similarity: float  # TIED … 1, rounded to six places so that it is the same wherever it is computed


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


def list_ties(new: Sequence[Member], pool: Sequence[Member]) -> tuple[Tie, ...]:
    """Return the ties between `new` articles and all of `pool` and `new` within the window, sorted.

    Each pair comes once; `pool` may hold the new ones too.
    """
    fresh = {member.id for member in new}
    members = [*new, *(member for member in pool if member.id not in fresh)]
    pairs = zip(*find_ties(new, members[len(new) :]), strict=True)
    return tuple(
        sorted(
            Tie(min(members[a].id, members[b].id), max(members[a].id, members[b].id), millionths / 1_000_000)
            for a, b, millionths in pairs
        )
    )


def find_ties(new: Sequence[Member], others: Sequence[Member]) -> Ties:
    """Return the ties between `new` and `others`, and among `new`; each pair comes once.

    Said are the place in `new`, the place in (*new, *others), and the similarity in millionths. What counts is
    `similarity`; where many pairs are asked for, products of matrices give it for some dozen articles and all those
    around them at once, at a fortieth of the time.
    """
    members = [*new, *others]
    if len(new) * len(members) <= FEW_PAIRS:
        return _compare_each(members, len(new))
    order = sorted(range(len(members)), key=lambda place: ordinal(members[place].day))
    days = [ordinal(members[place].day) for place in order]
    rows = [at for at, place in enumerate(order) if place < len(new)]
    found: Ties = ([], [], [])
    for start in range(0, len(rows), MOST_ROWS):
        block = rows[start : start + MOST_ROWS]
        low, high = bisect_left(days, days[block[0]] - WINDOW), bisect_right(days, days[block[-1]] + WINDOW)
        for first in range(low, high, MOST_COLUMNS):
            columns = [order[at] for at in range(first, min(first + MOST_COLUMNS, high))]
            for every, some in zip(
                found, _compare(members, [order[at] for at in block], columns, len(new)), strict=True
            ):
                every.extend(some)
    return found


def _compare_each(members: Sequence[Member], new: int) -> Ties:
    found: Ties = ([], [], [])
    for here, one in enumerate(members[:new]):
        for there, other in enumerate(members[here + 1 :], here + 1):
            apart = abs(ordinal(one.day) - ordinal(other.day))
            if apart <= WINDOW:
                value = similarity(one.fingerprint, other.fingerprint, apart, dated=one.dated and other.dated)
                if value >= TIED:
                    for every, said in zip(found, (here, there, round(value * 1e6)), strict=True):
                        every.append(said)
    return found


def _compare(members: Sequence[Member], rows: list[int], columns: list[int], new: int) -> Ties:
    """The ties of the members at the places `rows` with those at `columns`; of two new ones the first looks."""
    import numpy as np  # noqa: PLC0415 - takes .1 s to load, and a build with one new article needs none

    here, there = np.array(rows)[:, None], np.array(columns)
    days = [np.array([ordinal(members[place].day) for place in places]) for places in (rows, columns)]
    dated = [np.array([members[place].dated for place in places]) for places in (rows, columns)]
    apart = np.abs(days[0][:, None] - days[1])
    both = dated[0][:, None] & dated[1]
    values = _measure([members[place] for place in rows], [members[place] for place in columns])
    values = values * (1 - DAY_SHARE * apart) * np.where(both, 1.0, UNDATED_SHARE)
    wanted = (apart <= WINDOW) & ((there >= new) | (there > here))
    values = np.where(wanted, np.minimum(values, 1.0), 0.0) * 1e6
    millionths = np.rint(values)
    unsure = np.argwhere((np.abs(values - millionths) > 0.5 - _SLACK) & (millionths >= TIED * 1e6 - 1))
    for row, column in unsure.tolist():
        one, other = members[rows[row]], members[columns[column]]
        exact = similarity(one.fingerprint, other.fingerprint, int(apart[row, column]), dated=one.dated and other.dated)
        millionths[row, column] = round(exact * 1e6)
    at, to = np.nonzero(millionths >= round(TIED * 1e6))
    return here[at, 0].tolist(), there[to].tolist(), millionths[at, to].astype(np.int64).tolist()


def _measure(rows: Sequence[Member], columns: Sequence[Member]) -> NDArray[np.float64]:
    """The similarities of all `rows` with all `columns` were they of one day, not rounded.

    They are off by less than 1e-12: each is a sum of fewer than 300 products that are together at most 1.
    """
    import numpy as np  # noqa: PLC0415 - see `_compare`

    places: dict[str, int] = {}
    for member in rows:
        for term, _ in member.fingerprint.terms:
            places.setdefault(term, len(places))
    a, b = _spread(rows, places), _spread(columns, places)
    values = np.zeros((len(rows), len(columns)))
    step = max(1, ONE_THREAD // max(values.size, 1))
    for at in range(0, len(places), step):
        values += a[:, at : at + step] @ b[:, at : at + step].T
    # A word can give more than MOST_OF_ONE only if the largest weights of its terms, multiplied, add up to more.
    most = (a.max(axis=0, initial=0.0) * b.max(axis=0, initial=0.0)).tolist()
    heavy = {term.removeprefix(TITLE).removeprefix(LEAD) for term, at in places.items() if most[at] > MOST_OF_ONE / 3}
    for word in sorted(heavy):
        terms = [places[term] for term in (word, TITLE + word, LEAD + word) if term in places]
        if sum(most[at] for at in terms) > MOST_OF_ONE:
            values -= np.maximum(a[:, terms] @ b[:, terms].T - MOST_OF_ONE, 0.0)
    return values


def _spread(members: Sequence[Member], places: Mapping[str, int]) -> NDArray[np.float64]:
    """A row for each member, with the weight of each term at its place."""
    import numpy as np  # noqa: PLC0415 - see `_compare`

    spread = np.zeros((len(members), len(places) + 1))
    rows = np.repeat(np.arange(len(members)), [len(member.fingerprint.terms) for member in members])
    terms = [term for member in members for term, _ in member.fingerprint.terms]
    weights = [weight for member in members for _, weight in member.fingerprint.terms]
    spread[rows, list(map(places.get, terms, repeat(len(places))))] = weights  # those without a place into the last
    return spread[:, :-1]


# -- all articles of a story ------------------------------------------------------------------------------------------


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
