"""How much does each sentence tell of its article, and which tell most together, without repeating one another?

A sentence is worth its place and its centrality: news puts first what matters (the lead is hard to beat: Nenkova 2005),
and a sentence that holds much of what the article speaks of stands for it (the centroid of Radev et al. 2004). The best
is taken first, then the one that adds most to it (maximal marginal relevance, Carbonell and Goldstein 1998) and needs
nothing that the summary does not hold. The numbers are round, and a third more or less of any of them changes ROUGE by
less than its interval (docs/explanation/summaries.md).
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from itertools import chain, islice, repeat
from math import fsum, log, sqrt

from msgspec import Struct

from briefing.analysis.summaries.standalone import find_usable
from briefing.analysis.text.frequencies import find_terms, weigh_terms
from briefing.analysis.text.patterns import compile_late
from briefing.analysis.text.words import find_words
from briefing.model import Document, Mention, Quote

PLACE_HALVES = 4.0  # the nth sentence's place is worth 1/(1 + n/PLACE_HALVES): the fifth half of what the first is
CENTRAL = 1.5  # what holding all that the article speaks of would be worth, the first place being worth 1
FAIR_LENGTH = 15  # words; a sentence of half as many, none of them a number, …
SHORT = 0.4  # … loses this times ln 2: it is colour more often than news
FIRST_PERSON = 0.3  # what a sentence with "I", "we" or "you" loses: it is more often somebody's view than news
IN_MARKS = 0.1  # what one with marked words loses: what happened goes before what was said of it
ALIKE = 0.5  # times the cosine with the likest chosen sentence is taken off
UNNAMED = 0.2  # what it loses if it calls somebody by surname whom it has not named in full
LEANING = 0.3  # what a sentence loses that opens with somebody or something that the summary has not brought in
ONCE = 0.3  # weight, in that cosine, of a term that the article uses once
TITLE_SHARE = 2  # a word of the title counts as two of the text when the article's words are weighed
REPEATED = 0.6  # share of a sentence's terms that a chosen one has already: then it repeats it
MOST_CANDIDATES = 12  # sentences, those most worth, among which a summary of fewer is chosen

OPENING = 80  # characters in which the words stand that a sentence opens with
LONGEST_SUBJECT = 3  # words after "The" that may name what a sentence is about

# Each begins with its letters and looks behind them: a search that begins with `\b` takes two or three times as long.
_FIRST_PERSON = compile_late(r"[IWwMmOoYy](?<!\w.)(?:(?<=I)|(?<=[Ww])e|(?<=[Mm])y|(?<=[Oo])ur|(?<=[Yy])our?)\b")
_NUMBER = compile_late(r"\d")
_MARK = compile_late(r"[“\"]|[‘'](?<!\w.)")
_EXPLAINS = frozenset({"of", "that", "who", "which", "in", "for", "on", "between", "against", "to"})


class Weighed(Struct, frozen=True):
    """What an article's sentences are worth, and the terms that it is judged by."""

    worth: tuple[float, ...]
    terms: tuple[frozenset[str], ...]  # of each sentence
    weights: Mapping[str, float]  # of the terms that the article uses more than once
    squares: Mapping[str, float]  # of these
    first: Mapping[str, int]  # the sentence that brings a term in
    title: frozenset[str]


def rank_sentences(document: Document, quotes: Sequence[Quote] = ()) -> tuple[int, ...]:
    """Return the indexes of all sentences, those that should stand in a summary first, then the rest in text order."""
    first = choose_best(document, quotes, MOST_CANDIDATES)
    known = set(first)
    return (*first, *(index for index in range(len(document.sentences)) if index not in known))


def choose_best(document: Document, quotes: Sequence[Quote], count: int, mentions: Sequence[Mention] = ()) -> list[int]:
    """Return the indexes of at most `count` sentences that can stand outside their place, the best first."""
    weighed = weigh_sentences(document)
    order = sorted(range(len(weighed.worth)), key=lambda index: (-weighed.worth[index], index))
    left = list(islice(find_usable(document, quotes, order), max(MOST_CANDIDATES, count)))
    subjects = {index: _find_given(document, weighed, index) for index in left}
    named, assumed = _find_people(document, mentions)
    alike = dict.fromkeys(left, 0.0)
    chosen: list[int] = []
    sizes = {index: _square(weighed, weighed.terms[index]) for index in left}
    while left and len(chosen) < count:

        def value(index: int) -> float:
            before = [other for other in chosen if other < index]
            loss = 0.0
            if subjects[index]:
                known = [weighed.title, *(weighed.terms[other] for other in before)]
                loss += LEANING if all(terms.isdisjoint(subjects[index]) for terms in known) else 0.0
            if index in assumed:
                people = assumed[index].difference(*(named.get(other, ()) for other in before))
                loss += UNNAMED if people else 0.0
            return weighed.worth[index] - ALIKE * alike[index] - loss

        best = min(left, key=lambda index: (-value(index), index))
        chosen.append(best)
        left = [index for index in left if index != best and not _repeats(weighed.terms[index], weighed.terms[best])]
        for index in left:
            shared = _square(weighed, weighed.terms[index] & weighed.terms[best])
            if shared:
                alike[index] = max(alike[index], shared / sqrt(sizes[index] * sizes[best]))
    return chosen


def weigh_sentences(document: Document) -> Weighed:
    """Return what each sentence is worth by itself."""
    title = find_terms(document.title, 0, None, document.lang)
    words = [find_terms(document.text, each.start, each.end, document.lang) for each in document.sentences]
    counts: Counter[str] = Counter()
    for term in title:
        counts[term] += TITLE_SHARE
    counts.update(chain.from_iterable(words))
    first: dict[str, int] = {}
    for index in reversed(range(len(words))):
        first.update(dict.fromkeys(words[index], index))
    terms = list(map(frozenset, words))
    repeated = [term for term, count in counts.items() if count > 1]
    weights = {term: log(1 + counts[term]) * tells for term, tells in weigh_terms(repeated, document.lang).items()}
    norm = sqrt(sum(weight * weight for weight in weights.values()))
    worth = []
    for index, sentence in enumerate(document.sentences):
        value = 1 / (1 + index / PLACE_HALVES) + CENTRAL * _centrality(terms[index], weights, norm)
        length = document.text.count(" ", sentence.start, sentence.end) + 1
        if length < FAIR_LENGTH and not _NUMBER.search(document.text, sentence.start, sentence.end):
            value -= SHORT * log(FAIR_LENGTH / length)
        if document.lang == "en" and _FIRST_PERSON.search(document.text, sentence.start, sentence.end):
            value -= FIRST_PERSON
        if _MARK.search(document.text, sentence.start, sentence.end):
            value -= IN_MARKS
        worth.append(value)
    squares = {term: weight**2 for term, weight in weights.items()}
    return Weighed(tuple(worth), tuple(terms), weights, squares, first, frozenset(title))


def _centrality(terms: Collection[str], weights: Mapping[str, float], norm: float) -> float:
    """How much of what the article is about a sentence holds, 0 … 1: the cosine of the two."""
    if not terms or not norm:
        return 0.0
    return fsum(map(weights.get, terms, repeat(0.0))) / (sqrt(len(terms)) * norm)  # exact in any order


def _square(weighed: Weighed, terms: Collection[str]) -> float:
    """The squares of the weights of the terms: of two sentences' over the root of each one's they are the cosine."""
    return fsum(map(weighed.squares.get, terms, repeat(ONCE**2)))  # exact in any order


def _repeats(terms: frozenset[str], others: frozenset[str]) -> bool:
    smaller = min(len(terms), len(others))
    return smaller > 0 and len(terms & others) >= REPEATED * smaller


def _find_given(document: Document, weighed: Weighed, index: int) -> frozenset[str]:
    """The terms a sentence opens with that a sentence before it brought in.

    "Marrow denied it" leans on who said who Marrow is, "The plan costs a million" on what told of the plan.
    """
    return frozenset(term for term in _find_subject(document, index) if weighed.first.get(term, index) < index)


def _find_people(
    document: Document, mentions: Sequence[Mention]
) -> tuple[dict[int, frozenset[str]], dict[int, frozenset[str]]]:
    """Return for each sentence the people it names in full, and those it calls by one word after they have been.

    Whom the title calls so needs no other sentence.
    """
    starts = [sentence.start for sentence in document.sentences]
    known: set[str] = set()
    named: dict[int, set[str]] = {}
    assumed: dict[int, set[str]] = {}
    for mention in mentions:
        if mention.kind != "person" or mention.actor is None:
            continue
        index = bisect_right(starts, mention.start) - 1
        if index < 0:
            continue
        words = document.text[mention.start : mention.end]
        if " " in words:
            known.add(mention.actor)
            named.setdefault(index, set()).add(mention.actor)
        elif mention.actor in known and words not in document.title:
            assumed.setdefault(index, set()).add(mention.actor)
    return (
        {index: frozenset(actors) for index, actors in named.items()},
        {index: frozenset(actors - named.get(index, set())) for index, actors in assumed.items()},
    )


def _find_subject(document: Document, index: int) -> list[str]:
    """The terms a sentence opens with: a name of one word, or what stands after "The" and is not explained there."""
    sentence = document.sentences[index]
    if document.lang != "en":
        return []
    end = min(sentence.end, sentence.start + OPENING)
    words = [document.text[a:b] for a, b in islice(find_words(document.text, sentence.start, end), LONGEST_SUBJECT + 2)]
    if len(words) < 3:
        return []
    if words[0] != "The":
        named = words[0][0].isupper() and words[1][0].islower()
        return list(find_terms(words[0])[:1]) if named else []
    found: list[str] = []
    for word in words[1 : LONGEST_SUBJECT + 1]:
        term = find_terms(word)
        if not term:
            break
        if word[0].isupper():
            return []
        found.append(term[0])
    after = words[len(found) + 1 : len(found) + 2]
    return [] if _EXPLAINS.intersection(after) else found
