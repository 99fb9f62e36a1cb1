"""Which articles are copies of another, and whose report stands behind several?

A copy is found by its wording: by the words that stand in runs of SHINGLE which an earlier article has too. A sketch of
the runs (MinHash) finds the pairs that are worth comparing, the texts themselves decide. A rewrite shares no such runs:
that two articles tell of the same thing is what `stories` finds. An origin is what several articles of one story go
back to: the text that was copied, the agency they all credit, the owner they share. Origins, not articles, count as
sources.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import chain
from operator import eq
from zlib import crc32

from msgspec import Struct
from rensa import RMinHash  # type: ignore[attr-defined,unused-ignore]  # it is compiled and ships no types

from briefing.model import Document, Fingerprint

SHINGLE = 5  # words in a run; at 3 stock phrases are shared by chance, at 8 one changed word in a sentence hides it
SKETCH = 64  # numbers in a sketch: the share of equal ones has a standard error of at most .06
SEED = 20250314  # any; it must never change, or sketches of different builds cannot be compared
CANDIDATE = 0.2  # estimated share of runs from which the texts are compared: one word changed in each sentence of
# twenty leaves three quarters of the runs, in each of ten half of them, and an estimate for a short cut errs by .2
COPIED = 0.8  # share of an article's words that stand in runs of the other; what is left is a title, a word here and
# there, a sentence. Counted by runs instead, a word changed in each sentence made an article of its own
FEWEST_WORDS = 16  # an article of fewer is too short to be told from a stock phrase, unless all of it is there
FEW_PAIRS = 5_000  # pairs that are looked at one by one, at 4 µs each: loading numpy would take longer
MOST_ROWS = 48  # articles whose sketches are compared with all others at once
DATELINES = 3  # paragraphs in which a dateline is looked for: a title and a deck may stand before it


class Candidate(Struct, frozen=True):
    """An article as its copies and origins are found."""

    id: str
    day: str  # when it came (`added`), or its date; ISO, with the time where it is known: it decides which is the first
    fingerprint: Fingerprint
    source: str = ""  # id of the outlet
    owner: str = ""  # of the outlet; empty: independent or unknown


class Copy(Struct, frozen=True, order=True):
    """An article that repeats an earlier one."""

    id: str
    of: str  # the earlier article
    share: float  # of its words that stand in runs which the earlier one has too


# -- one article ------------------------------------------------------------------------------------------------------


def find_shingles(document: Document) -> tuple[int, ...]:
    """Return the runs of SHINGLE words in the body, in order, as 32-bit numbers. Case, marks and lines do not count."""
    return tuple(map(crc32, _find_runs(document)))


def make_sketch(document: Document) -> tuple[int, ...]:
    """Return the number of different runs, then SKETCH numbers that tell how many two share; () for no words."""
    runs = set(_find_runs(document))
    if not runs:
        return ()
    sketch = RMinHash(num_perm=SKETCH, seed=SEED)
    sketch.update(list(runs))
    return (len(runs), *sketch.digest())


_RUN_WORD = re.compile(r"[^\W_]+")  # "30-day" and "30 day", "U.S." and "US" are nearly the same


def _find_runs(document: Document) -> list[bytes]:
    text = document.text
    body = (paragraph for paragraph in document.paragraphs if paragraph.kind == "body")
    words = chain.from_iterable(_RUN_WORD.findall(text, paragraph.start, paragraph.end) for paragraph in body)
    coded = " ".join(words).lower().encode("utf-8", "replace").split()
    if len(coded) <= SHINGLE:
        return [b" ".join(coded)] if coded else []
    return list(map(b" ".join, zip(*(coded[at:] for at in range(SHINGLE)))))  # noqa: B905  the shortest ends them


_AGENCIES = frozenset(
    """
    Reuters AP AFP PA TASS Interfax RIA Xinhua ANSA DPA dpa EFE Belga Ukrinform Kyodo Bloomberg UPI ANI PTI CP APA
    NTB TT Ritzau Lusa
    """.split()
)
_IN_FULL = {  # two outlets may credit one agency in two ways
    "ap": "associated press",
    "afp": "agence france-presse",
    "pa": "press association",
    "pa media": "press association",
    "upi": "united press international",
    "dpa": "deutsche presse-agentur",
    "cp": "canadian press",
    "apa": "austria presse agentur",
}
_NAME = r"[^\W\d_][\w&.’'-]*(?:[ \u00a0][^\W\d_][\w&.’'-]*){0,4}"
_DATELINE = re.compile(  # KYIV, March 3 (Reuters) –
    rf"\s*(?P<place>[^\W\d_][^()\n]{{0,60}}?)[ \u00a0]*\((?P<credit>{_NAME})\)[ \u00a0]*[-–—:]+"
)
_OPENING_CREDIT = re.compile(rf"\s*\((?P<credit>{_NAME})\)")
_CREDIT_LINE = re.compile(
    r"\s*[(\[]?(?:(?:source|(?:with |additional )?reporting (?:by|from)|with|from|via|by|credit)[: ]+(?:the )?)?"
    rf"(?P<credit>{_NAME})[)\]]?\.?\s*$",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(rf"[(\[](?P<credit>{_NAME})[)\]]\.?\s*$")
_AGENCY_WORD = re.compile(
    r"\b(?:wire|news agency|press agency|agency|press association|associated press|presse|newswire|agence)\b",
    re.IGNORECASE,
)
_PHOTO = re.compile(r"©|photo|image|picture|getty|epa\b|credit", re.IGNORECASE)
LONGEST_CREDIT_LINE = 60  # characters


def find_credit(document: Document) -> str:
    """Return the agency that the article credits as the origin of its text, as it stands; empty: none.

    Credits are datelines, "KYIV, March 3 (Meridian Wire) –", and lines or brackets at the very end, "(Reuters)" or
    "Source: AFP". A mention ("told Reuters") is no credit, a photo's is not one of the text.
    """
    text = document.text
    parts = [p for p in document.paragraphs if p.kind != "heading"]
    body = [p for p in parts if p.kind == "body"]
    for paragraph in body[:DATELINES]:
        opening = text[paragraph.start : min(paragraph.end, paragraph.start + 160)]
        match = _DATELINE.match(opening)
        if match and (match["place"].split()[0].strip(",.").isupper() or _is_agency(match["credit"])):
            return _tidy(match["credit"])
        match = _OPENING_CREDIT.match(opening)
        if match and _is_agency(match["credit"]):
            return _tidy(match["credit"])
    for paragraph in parts[-6:]:
        line = text[paragraph.start : paragraph.end]
        if len(line) <= LONGEST_CREDIT_LINE:
            match = _CREDIT_LINE.match(line)
        else:
            match = _IN_BRACKETS.search(line[-80:]) if paragraph.kind == "body" else None
        if match and _is_agency(match["credit"]) and not _PHOTO.search(line):
            return _tidy(match["credit"])
    return ""


def _tidy(name: str) -> str:
    return " ".join(name.split()).rstrip(".")


def _is_agency(name: str) -> bool:
    words = name.split()
    return bool(_AGENCY_WORD.search(name)) or (len(words) == 1 and words[0].strip(".") in _AGENCIES)


# -- two articles -----------------------------------------------------------------------------------------------------


def measure_copied(runs: Sequence[int], other: Collection[int]) -> float:
    """Return the share of an article's words that stand in runs (`find_shingles`) which the other has too, 0 … 1."""
    copied, last = 0, 0  # words; the place after the last copied one
    for at, run in enumerate(runs):
        if run in other:
            copied += at + SHINGLE - max(at, last)
            last = at + SHINGLE
    return copied / (len(runs) + SHINGLE - 1) if runs else 0.0


def estimate_containment(a: Fingerprint, b: Fingerprint) -> float:
    """Return, from the sketches, about how large a share of a's runs of words stands in b."""
    if not a.shingles or not b.shingles:
        return 0.0
    size_a, size_b = a.shingles[0], b.shingles[0]
    equal: int = sum(map(eq, a.shingles[1:], b.shingles[1:]))
    jaccard = equal / SKETCH
    return min(1.0, jaccard * (size_a + size_b) / (1 + jaccard) / size_a)


def find_copies(
    new: Sequence[Candidate], pool: Sequence[Candidate], shingles_of: Callable[[str], Sequence[int]]
) -> tuple[Copy, ...]:
    """Return every pair of `new` and (`pool` or `new`) in which the later article repeats the earlier, sorted.

    `shingles_of` gives `find_shingles` of an article by its id; it is asked only where the sketches suggest a copy. Of
    two articles the one with the smaller (day, id) is the earlier. An article that repeats another and adds more than
    a fifth of its own words is no copy.
    """
    copies: list[Copy] = []
    for later, first in _find_alike(new, pool):
        runs = shingles_of(later)
        share = round(measure_copied(runs, frozenset(shingles_of(first))), 4)
        if share >= COPIED and (len(runs) + SHINGLE - 1 >= FEWEST_WORDS or share == 1.0):
            copies.append(Copy(later, first, share))
    return tuple(sorted(copies))


def _find_alike(new: Sequence[Candidate], pool: Sequence[Candidate]) -> list[tuple[str, str]]:
    """Return the pairs (later, earlier) whose sketches suggest that the later may repeat the earlier."""
    fresh = {candidate.id for candidate in new}
    members = {candidate.id: candidate for candidate in (*pool, *new) if candidate.fingerprint.shingles}
    ordered = sorted(members.values(), key=lambda one: (one.day, one.id))
    rows = [place for place, one in enumerate(ordered) if one.id in fresh]
    estimate = _estimate_each if len(rows) * len(ordered) <= FEW_PAIRS else _estimate_all
    pairs = {(max(a, b), min(a, b)) for a, b in estimate(ordered, rows)}
    return [(ordered[later].id, ordered[first].id) for later, first in sorted(pairs)]


def _estimate_each(ordered: Sequence[Candidate], rows: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The places of those that may repeat one another, of which one at least is in `rows`."""
    for here in rows:
        for there in range(len(ordered)):
            later, first = (here, there) if there < here else (there, here)
            if there != here and (
                estimate_containment(ordered[later].fingerprint, ordered[first].fingerprint) >= CANDIDATE
            ):
                yield here, there


def _estimate_all(ordered: Sequence[Candidate], rows: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The same for many: `estimate_containment` of all pairs at once."""
    import numpy as np  # noqa: PLC0415 - takes .1 s to load, and a build with one new article needs none

    sketches = np.array([one.fingerprint.shingles for one in ordered], np.int64)
    sizes, numbers = sketches[:, 0], np.ascontiguousarray(sketches[:, 1:].T)
    places = np.arange(len(ordered))
    for start in range(0, len(rows), MOST_ROWS):
        here = np.array(rows[start : start + MOST_ROWS])[:, None]
        equal = np.zeros((len(here), len(ordered)), np.int64)
        for column in numbers:
            equal += column[here] == column
        size, other = sizes[np.maximum(here, places)], sizes[np.minimum(here, places)]
        jaccard = equal / SKETCH
        contained = np.minimum(1.0, jaccard * (size + other) / (1 + jaccard) / size)
        for at, there in np.argwhere((contained >= CANDIDATE) & (here != places)).tolist():
            yield rows[start + at], there


# -- all articles -----------------------------------------------------------------------------------------------------


def resolve_copies(copies: Sequence[Copy], order: Callable[[str], tuple[str, str]]) -> dict[str, str]:
    """Return for every copy the article it is a duplicate of: the earliest that its text goes back to.

    `order` gives an article's (day, id). Each copy goes to the article that holds most of it, of equals the earliest,
    and from there on to what that one repeats, so a copy of a copy ends at the original.
    """
    nearest: dict[str, tuple[float, tuple[str, str], str]] = {}
    for copy in copies:
        better = (-copy.share, order(copy.of), copy.of)
        if copy.id not in nearest or better < nearest[copy.id]:
            nearest[copy.id] = better
    found: dict[str, str] = {}
    for id_ in sorted(nearest):
        at = id_
        while at in nearest:
            at = nearest[at][2]  # always an earlier article, so this ends
        found[id_] = at
    return found


def find_origins(
    articles: Sequence[Candidate], duplicate_of: dict[str, str], stories: Sequence[Sequence[str]] = ()
) -> dict[str, str]:
    """Return for every article what stands behind it: an agency's name as credited, or the id of an article.

    An article that repeats nobody is its own origin. These share one: copies and what they repeat; articles of one
    story and one day that credit the same agency; articles of one story from outlets of one owner. Where any of those
    that share an origin credits an agency, the agency is the origin; else the earliest article is. The caller makes
    slugs of names.
    """
    members = {article.id: article for article in articles}
    parent = {id_: id_ for id_ in members}

    def root(id_: str) -> str:
        while parent[id_] != id_:
            parent[id_] = parent[parent[id_]]
            id_ = parent[id_]
        return id_

    def join(a: str, b: str) -> None:
        first, second = sorted((root(a), root(b)))
        parent[second] = first

    for copy, original in sorted(duplicate_of.items()):
        if copy in members and original in members:
            join(copy, original)
    for story in stories:
        shared: dict[tuple[str, str], str] = {}
        for id_ in sorted(set(story) & set(members)):
            article = members[id_]
            keys = []
            if article.fingerprint.credit:
                agency = article.fingerprint.credit.casefold().removeprefix("the ")
                keys.append((_IN_FULL.get(agency, agency), article.day[:10]))
            if article.owner:
                keys.append(("owner " + article.owner, ""))
            for key in keys:
                join(id_, shared.setdefault(key, id_))
    groups: dict[str, list[Candidate]] = {}
    for id_ in sorted(members):
        groups.setdefault(root(id_), []).append(members[id_])
    origins: dict[str, str] = {}
    for those in groups.values():
        those.sort(key=lambda article: (article.day, article.id))
        credit = next((article.fingerprint.credit for article in those if article.fingerprint.credit), "")
        for article in those:
            origins[article.id] = credit or those[0].id
    return origins
