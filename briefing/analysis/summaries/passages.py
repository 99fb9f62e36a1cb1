"""Which passages of several articles tell what an event came to, one for each development and none twice?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, sqrt

from briefing.analysis.summaries.standalone import has_its_speaker, is_usable, stands_alone
from briefing.analysis.text.frequencies import find_terms

SAME = 0.38  # cosine of two sentences' terms from which they tell of one development
PLACE_HALVES = 2.0  # sentences; the lead says most
ORIGIN_SHARE = 0.5  # value added by each further origin that tells of the same development
FAIR_LENGTH = 28  # words; a sentence of half or twice that loses …
LENGTH_SHARE = 0.3  # … a fifth of its value: exp(-0.3 ln 2)
SEEN_ORIGIN = 0.85  # factor for a sentence from an origin that has one in the summary already


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may stand in an event's summary."""

    text: str
    terms: tuple[str, ...]  # its lemmas that are not common, sorted
    day: str  # of its article; ISO
    origin: str  # what stands behind its article (`duplicates.find_origins`)
    position: int  # of the sentence among those of its article
    score: float = 1.0  # of its paragraph's placement in the event, 0 … 1
    dangling: bool = False  # it cannot be read without the sentence before it


def make_candidate(
    text: str,
    day: str,
    origin: str,
    position: int,
    score: float = 1.0,
    lang: str = "en",
    *,
    dangling: bool | None = None,
) -> Candidate:
    """Return a sentence as a candidate.

    Whether it dangles is told from its text unless the caller knows better: `standalone.find_usable` reads the whole
    article and also sees a quote that opened sentences before.
    """
    terms = tuple(sorted(set(find_terms(text, 0, None, lang))))
    if dangling is None:
        dangling = not (is_usable(text) and stands_alone(text, lang) and has_its_speaker(text))
    return Candidate(text, terms, day, origin, position, score, dangling)


def choose_passages(passages: Sequence[Candidate], limit: int) -> tuple[int, ...]:
    """Return the indexes of at most `limit` passages, newest development first.

    Passages that share their terms tell of one development and are given by one of them. Developments told by several
    origins come before those told by one, passages that open their article before later ones, placements with a high
    score before weak ones. Several origins get their say. Fewer than `limit` are returned rather than one that repeats.
    """
    usable = [index for index, passage in enumerate(passages) if not passage.dangling and passage.terms]
    if not usable:
        usable = [index for index, passage in enumerate(passages) if passage.terms][:1]
    order = {index: (passages[index].origin, passages[index].position, passages[index].text, index) for index in usable}
    counts: dict[str, int] = {}
    for index in usable:
        for word in passages[index].terms:
            counts[word] = counts.get(word, 0) + 1
    weights = {word: log(1 + count) for word, count in counts.items()}
    length = sqrt(sum(weights[word] ** 2 for word in sorted(weights))) or 1.0
    sets = {index: frozenset(passages[index].terms) for index in usable}
    alike = {
        index: [other for other in usable if other != index and _cosine(sets[index], sets[other]) >= SAME]
        for index in usable
    }

    def value(index: int) -> float:
        passage = passages[index]
        central = sum(weights[word] for word in passage.terms) / (sqrt(len(passage.terms)) * length)
        others = {passages[other].origin for other in alike[index]} - {passage.origin}
        told = 1 + ORIGIN_SHARE * log(1 + len(others))
        length_share = exp(-LENGTH_SHARE * abs(log(max(1, passage.text.count(" ")) / FAIR_LENGTH)))
        return passage.score * told * length_share * (1 / (1 + passage.position / PLACE_HALVES) + central)

    values = {index: value(index) for index in usable}
    chosen: list[int] = []
    while len(chosen) < limit:
        seen = {passages[index].origin for index in chosen}
        left = [index for index in usable if index not in chosen and not any(other in alike[index] for other in chosen)]
        if not left:
            break
        chosen.append(
            min(left, key=lambda i: (-values[i] * (SEEN_ORIGIN if passages[i].origin in seen else 1.0), order[i]))
        )
    at = {index: number for number, index in enumerate(chosen)}
    newest_first = sorted(chosen, key=lambda index: at[index])
    return tuple(sorted(newest_first, key=lambda index: passages[index].day[:10], reverse=True))


def _cosine(a: frozenset[str], b: frozenset[str]) -> float:
    return len(a & b) / sqrt(len(a) * len(b)) if a and b else 0.0
