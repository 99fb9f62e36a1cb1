"""Which passages of several articles tell what an event came to, one for each development and none twice?

An editor who rounds up several reports writes what they have in common, and what their titles and openings say. So each
word of the candidates has a *chance* to stand in such a round-up, and those passages are chosen that together promise
most of it in the fewest words: the F1 that they may expect. Choosing by what is covered, not sentence by sentence, is
what keeps repetition out: Takamura and Okumura, "Text summarization model based on maximum coverage problem and its
variant", EACL 2009; that greedy choice with exchanges is good enough: Lin and Bilmes, "A class of submodular functions
for document summarization", ACL 2011. How often a word of an article stands in the round-up was counted on 1,509
events of AllSides (`benchmarks event-summaries`): 17 % of the words of one outlet, 50 % of those that two use, 83 % of
those that all three do. The numbers below are rounded, and half or twice of each costs less than a point of ROUGE.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import chain
from math import exp, fsum, sqrt

from msgspec import Struct

from briefing.analysis.summaries.leaning import leans
from briefing.analysis.summaries.standalone import has_its_speaker, is_usable, stands_alone
from briefing.analysis.text.frequencies import is_common
from briefing.analysis.text.words import Remembered, lemma, list_words

# Log odds that a word stands in a round-up of three outlets' reports …
RARE = -1.4  # … when one outlet uses it, in its first sentence
SHARED = 1.2  # … more for each further outlet
TITLED = 0.8  # … more for each title that it stands in, up to three
LATER = -0.3  # … less for each sentence before its first, up to three
OUTLETS = 3  # with more of them, the steps between one outlet and all are smaller

SMALL = 0.4  # what a grammar word counts beside others: it says little, but each of them has its place
SHARE = 0.33  # a round-up has a third of the words that it is made from …
LONGEST = 25  # … and no more than so many for each sentence asked for
ACCOUNT = 0.15  # what the worth of the account that a passage is from adds: one report is fuller than others
SHORT = 18  # words: a shorter passage counts for less, one of six words for a third
FEWEST = 2  # passages, where so many developments are told, even if the second adds little
SAME = 0.37  # cosine of two sentences' terms from which they tell of one development
ELSE = 0.3  # cosine up to which they tell of different ones for certain
LEAST_GAIN = 1e-9  # of an exchange: less is the rounding of sums
ROUNDING = 1e-9  # that sums may be off by, a million times as much as they are
SHORTLIST = 40  # passages that a chosen one may be exchanged for, so that an event of 100 articles stays quick
MOST_WORDS = 1 << 13  # whose lemmas are held, 1 MB of them: the articles of a month have some 6,000

Toll = tuple[str, str, float]  # what happened to people ("killed"), where, and to how many


class Candidate(Struct, frozen=True):
    """A sentence that may stand in an event's summary."""

    text: str
    terms: tuple[str, ...]  # its lemmas that are not common, sorted
    small: tuple[str, ...]  # the common ones, as often as they stand in it
    day: str  # of its article; ISO
    origin: str  # what stands behind its article (`duplicates.find_origins`)
    position: int  # of the sentence among those of its article
    score: float = 1.0  # of its paragraph's placement in the event, 0 … 1
    lang: str = "en"
    dangling: bool = False  # it cannot be read without the sentence before it
    leaning: bool = False  # it can, and points at something in it
    written: str = ""  # when its article was, as exactly as is known; ISO
    tolls: tuple[Toll, ...] = ()  # that it gives; of two, that of the later article counts


def make_candidate(
    text: str,
    day: str,
    origin: str,
    position: int,
    score: float = 1.0,
    lang: str = "en",
    *,
    dangling: bool | None = None,
    written: str = "",
    tolls: tuple[Toll, ...] = (),
) -> Candidate:
    """Return a sentence as a candidate.

    Whether it dangles is told from its text unless the caller knows better: `standalone.find_usable` reads the whole
    article and also sees a quote that opened sentences before.
    """
    lemmas = _find_lemmas(text, lang)
    common = _common_among(lang)
    terms = tuple(sorted({word for word in lemmas if not common[word]}))
    small = tuple(word for word in lemmas if common[word])
    if dangling is None:
        dangling = not (is_usable(text) and stands_alone(text, lang) and has_its_speaker(text))
    leaning = not dangling and leans(text, lang)
    return Candidate(text, terms, small, day, origin, position, score, lang, dangling, leaning, written, tolls)


def choose_passages(passages: Sequence[Candidate], limit: int, titles: Iterable[str] = ()) -> tuple[int, ...]:
    """Return the indexes of at most `limit` passages, the newest day first, those of one origin and day in text order.

    `titles` are those of the passages' articles. What several origins tell comes before what one does, what opens an
    article or stands in a title before the rest, placements with a high score before weak ones. Fewer than `limit` are
    returned where another would repeat one, or add too little for its length. What leans on the sentence before it is
    told only where the day has nothing else. A toll that a later article corrects is not given.
    """
    usable = [index for index, passage in enumerate(passages) if not passage.dangling and passage.terms]
    if not usable:
        usable = [index for index, passage in enumerate(passages) if passage.terms][:1]
    clear = {passages[index].day for index in usable if not passages[index].leaning}
    usable = [index for index in usable if not passages[index].leaning or passages[index].day not in clear]
    outdated = find_outdated([(passages[index].written, passages[index].tolls) for index in usable])
    choice = Choice(passages, [index for at, index in enumerate(usable) if at not in outdated], titles, limit)
    chosen = choice.complete(choice.exchange(choice.gather()), {index: passages[index].day[:10] for index in usable})
    return _in_order(passages, sorted(chosen, key=choice.rank))


class Choice:
    """What the passages are worth together."""

    def __init__(self, passages: Sequence[Candidate], usable: Sequence[int], titles: Iterable[str], limit: int) -> None:
        self.limit = limit
        chance = weigh_words(passages, titles)
        words = sum(len(passage.terms) + len(passage.small) for passage in passages)
        self.expected = min(SHARE * words, LONGEST * limit)
        accounts = _weigh_accounts(passages, chance)
        self.sets = {index: frozenset(passages[index].terms) for index in usable}
        self.length: dict[int, int] = {}
        self.words: dict[int, dict[str, float]] = {}  # what each of its terms promises of a round-up
        self.most: dict[int, float] = {}  # … all of them: what a passage adds to others is no more
        self.small: dict[int, float] = {}  # … its grammar words
        self.account: dict[int, float] = {}
        alone: dict[int, float] = {}
        for index in usable:
            passage = passages[index]
            self.length[index] = len(passage.terms) + len(passage.small)
            factor = passage.score * min(1.0, self.length[index] / SHORT)
            self.words[index] = {word: factor * chance[word] for word in passage.terms}
            self.most[index] = fsum(self.words[index].values())
            self.small[index] = SMALL * factor * fsum(map(chance.__getitem__, passage.small))
            self.account[index] = ACCOUNT * accounts[passage.origin]
            alone[index] = self._value((index,), self.most[index])
        order = {index: (passages[index].origin, passages[index].position, passages[index].text) for index in usable}
        self.best_first = sorted(usable, key=lambda index: (-alone[index], order[index], index))
        self._ranks = {index: rank for rank, index in enumerate(self.best_first)}

    def rank(self, index: int) -> int:
        return self._ranks[index]

    def _tell(self, chosen: Iterable[int]) -> dict[str, float]:
        """What the passages promise of a round-up, word by word; a word that two hold counts once."""
        told: dict[str, float] = {}
        for index in chosen:
            for word, worth in self.words[index].items():
                if worth > told.get(word, 0.0):
                    told[word] = worth
        return told

    def value(self, chosen: tuple[int, ...]) -> float:
        """The F1 that the passages may expect, and what their accounts are worth."""
        return self._value(chosen, fsum(self._tell(chosen).values()))

    def _value(self, chosen: tuple[int, ...], told: float) -> float:
        shared = told + fsum(self.small[index] for index in chosen)
        length = sum(self.length[index] for index in chosen)
        return 2 * shared / (length + self.expected) + fsum(self.account[index] for index in chosen) / len(chosen)

    def find_better(
        self, chosen: tuple[int, ...], indexes: Iterable[int], alike: float, worth: float, gain: float = 0.0
    ) -> tuple[float, int]:
        """The one of the `indexes` with which, added to the chosen, they are worth most, and how much that is.

        It repeats none of them. One after another, each must be worth more than `worth`, and by more than `gain` more
        than those before it; (worth, -1): none is. What a passage promises on its own bounds what it can add, so most
        are passed over without counting their words: Minoux, "Accelerated greedy algorithms for maximizing submodular
        set functions", 1978.
        """
        told = self._tell(chosen)
        base = fsum(told.values())
        shared = base + sum(self.small[index] for index in chosen)
        length = sum(self.length[index] for index in chosen) + self.expected
        account = sum(self.account[index] for index in chosen)
        best, found = worth, -1
        for index in indexes:
            most = 2 * (shared + self.most[index] + self.small[index]) / (length + self.length[index])
            most += (account + self.account[index]) / (len(chosen) + 1)
            if most + ROUNDING < best + gain or not self._fits(index, chosen, alike):
                continue
            words = self.words[index]
            again = sum(min(words[word], told[word]) for word in words.keys() & told.keys())
            if most - 2 * again / (length + self.length[index]) + ROUNDING < best + gain:
                continue
            more = fsum(each for word, worth in words.items() if (each := worth - told.get(word, 0.0)) > 0)
            value = self._value((*chosen, index), base + more)
            if value > best + gain:
                best, found = value, index
        return best, found

    def _fits(self, index: int, chosen: Iterable[int], alike: float = SAME) -> bool:
        terms = self.sets[index]
        for other in chosen:  # noqa: SIM110  twice as fast as a generator
            if index == other or _cosine(terms, self.sets[other]) >= alike:
                return False
        return True

    def gather(self) -> tuple[int, ...]:
        """Passages one after another, each the one that adds most, until none adds anything."""
        chosen: tuple[int, ...] = ()
        value = 0.0
        while len(chosen) < self.limit:
            value, index = self.find_better(chosen, self.best_first, SAME, value)
            if index < 0:
                break
            chosen = (*chosen, index)
        return chosen

    def exchange(self, chosen: tuple[int, ...]) -> tuple[int, ...]:
        """The passages after each has been held against those on the short list, as often as that was a gain."""
        value = self.value(chosen) if chosen else 0.0
        better = True
        while better:
            better = False
            for at in range(len(chosen)):
                others = chosen[:at] + chosen[at + 1 :]
                value, index = self.find_better(others, self.best_first[:SHORTLIST], SAME, value, LEAST_GAIN)
                if index >= 0:
                    chosen, better = (*others[:at], index, *others[at:]), True
        return chosen

    def complete(self, chosen: tuple[int, ...], days: Mapping[int, str]) -> tuple[int, ...]:
        """The passages with one of the newest day, and where they are very few with what tells of something else."""
        newest = max((days[index] for index in self.best_first), default="")
        if chosen and newest not in [days[index] for index in chosen]:
            kept = tuple(sorted(chosen, key=self.rank)[: self.limit - 1])
            fitting = (index for index in self.best_first if days[index] == newest and self._fits(index, kept))
            chosen = next(((*kept, index) for index in fitting), chosen)
        while len(chosen) < min(FEWEST, self.limit):
            _, index = self.find_better(chosen, self.best_first, ELSE, 0.0)
            if index < 0:
                break
            chosen = (*chosen, index)
        return chosen


def weigh_words(passages: Sequence[Candidate], titles: Iterable[str] = ()) -> dict[str, float]:
    """Return for each word of the passages the chance that it stands in a round-up of them, 0 … 1."""
    told: dict[str, set[str]] = {}  # by each origin
    for passage in passages:
        told.setdefault(passage.origin, set()).update(passage.terms, passage.small)
    origins = Counter(chain.from_iterable(told.values()))
    first = dict.fromkeys(origins, OUTLETS)
    openings = [passage for passage in passages if passage.position < OUTLETS]
    for passage in sorted(openings, key=lambda passage: -passage.position):
        first.update(dict.fromkeys((*passage.terms, *passage.small), passage.position))
    lang = passages[0].lang if passages else ""
    titled = Counter(chain.from_iterable(set(_find_lemmas(title, lang)) for title in titles))
    step = SHARED * (OUTLETS - 1) / (max(OUTLETS, len(told)) - 1)
    return {
        word: _chance(RARE + step * (count - 1) + TITLED * min(titled.get(word, 0), OUTLETS) + LATER * first[word])
        for word, count in origins.items()
    }


def _chance(log_odds: float) -> float:
    return 1 / (1 + exp(-log_odds))


def _weigh_accounts(passages: Sequence[Candidate], chance: Mapping[str, float]) -> dict[str, float]:
    """Return for each origin how much of the first sentence that it tells is expected in a round-up, 0 … 1."""
    opening: dict[str, Candidate] = {}
    for passage in passages:
        first = opening.setdefault(passage.origin, passage)
        if (passage.position, passage.text) < (first.position, first.text):
            opening[passage.origin] = passage
    return {
        origin: fsum(chance[word] for word in {*passage.terms, *passage.small})
        / max(1, len(passage.terms) + len(passage.small))
        for origin, passage in opening.items()
    }


def find_outdated(accounts: Sequence[tuple[str, Sequence[Toll]]]) -> set[int]:
    """Return the indexes of accounts with a toll that a later one of the same day or the next gives otherwise.

    An account is when it was written, and its tolls.
    """
    newest: dict[tuple[str, str], str] = {}
    counts: dict[tuple[str, str, str], set[float]] = {}
    for written, tolls in accounts:
        for harm, place, count in tolls:
            newest[harm, place] = max(newest.get((harm, place), ""), written)
            counts.setdefault((harm, place, written), set()).add(count)
    return {
        index
        for index, (written, tolls) in enumerate(accounts)
        for harm, place, count in tolls
        if _is_shortly_after(newest[harm, place], written) and count not in counts[harm, place, newest[harm, place]]
    }


def _is_shortly_after(later: str, earlier: str) -> bool:
    """Whether the one moment comes after the other, on the same day or the next."""
    if not earlier or later <= earlier:
        return False
    try:
        return (date.fromisoformat(later[:10]) - date.fromisoformat(earlier[:10])).days <= 1
    except ValueError:
        return False


def _in_order(passages: Sequence[Candidate], best_first: Sequence[int]) -> tuple[int, ...]:
    """The newest day first, in it what opens an article, then what is worth most; one origin's in text order."""
    openings_first = sorted(best_first, key=lambda index: passages[index].position > 0)
    newest_first = sorted(openings_first, key=lambda index: passages[index].day[:10], reverse=True)
    places: dict[tuple[str, str], list[int]] = {}
    for at, index in enumerate(newest_first):
        places.setdefault((passages[index].day[:10], passages[index].origin), []).append(at)
    ordered = list(newest_first)
    for own in places.values():
        told = sorted((newest_first[at] for at in own), key=lambda index: (passages[index].position, index))
        for at, index in zip(own, told, strict=True):
            ordered[at] = index
    return tuple(ordered)


def _find_lemmas(text: str, lang: str) -> tuple[str, ...]:
    return tuple(map(_lemmas_of(lang).__getitem__, list_words(text)))


@lru_cache(maxsize=16)  # languages
def _lemmas_of(lang: str) -> Remembered[str]:
    return Remembered(lambda word: lemma(word, lang), MOST_WORDS)


@lru_cache(maxsize=16)
def _common_among(lang: str) -> Remembered[bool]:
    return Remembered(lambda word: is_common(word, lang), MOST_WORDS)


def _cosine(a: frozenset[str], b: frozenset[str]) -> float:
    return len(a & b) / sqrt(len(a) * len(b)) if a and b else 0.0
