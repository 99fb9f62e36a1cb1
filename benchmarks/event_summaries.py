"""Do the passages chosen from several outlets say what an editor's round-up says? ROUGE on AllSides (NeuS).

    python -m benchmarks event-summaries --data dev.jsonl [--limit N] [--methods "first sentences,lexrank"]

Data: JSON Lines with `articles` (three of `title`, `text`, in random order: the data do not say which outlet is which)
and `summary`. Lee, Bang, Yu, Madotto and Fung, "NeuS: neutral multi-news summarization for mitigating framing bias",
NAACL 2022. The texts are the outlets' openings, 58 words each, often cut inside their last sentence; that it has no end
is the data's doing and is not held against it. Up to three sentences are chosen, one for each outlet (the product takes
four for an edition, six for an event's page, and reads ten sentences of each article).

Methods: briefing; the first sentence of each article; the first three sentences of one article; sumy's LexRank and
TextRank on all sentences, titles given; three at random; `oracle`, the best of all choices of up to three, which knows
the round-up: the most that whole sentences can reach (slow, only where `--methods` names it).

Printed for each: F1 of ROUGE-1, 2 and Lsum and their mean, words, how many sentences open with a pronoun or connective
(`dangling`), and how much two sentences of a summary repeat each other at most (`overlap`: cosine of their words, the
mean over summaries; `repeats`: the share with one above 0.5). Ours is compared with each by 1,000 paired resamplings
(95 % interval), and on the odd and even items apart.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path
from statistics import fmean
from typing import Any

from benchmarks.rouge import METRICS, rouge, split_words
from benchmarks.summaries import compare, read_items
from briefing.analysis.summaries.passages import choose_passages, make_candidate
from briefing.analysis.summaries.sumy_methods import choose_by_sumy
from briefing.analysis.text.document import find_sentences
from briefing.model import Document, Paragraph, Sentence

SENTENCES = 3
ORACLE_SENTENCES = 10  # of those that the oracle combines; few items have more
METHODS = ("briefing", "first sentences", "first article", "lexrank", "textrank", "random")
REPEATS = 0.5
_OPENS_DANGLING = re.compile(  # drawn up without looking at our rules
    r"[\"“‘'(]*(?:he|she|it|they|this|that|these|those|his|her|their|its|but|and|however|meanwhile|also|so|yet|then|"
    r"moreover|instead|nevertheless|therefore|the two|both|such)\b",
    re.IGNORECASE,
)


def split(text: str) -> list[str]:
    return [text[s.start : s.end] for s in find_sentences(text, (Paragraph("body", 0, len(text)),))]


class Event:
    """An item: its articles' sentences, by article."""

    def __init__(self, item: dict[str, Any]) -> None:
        self.titles = [article["title"] for article in item["articles"]]
        self.articles = [split(article["text"]) for article in item["articles"]]
        self.every = [sentence for sentences in self.articles for sentence in sentences]
        self.reference = split(item["summary"])

    def score(self, sentences: Sequence[str]) -> dict[str, float]:
        return rouge(sentences, [self.reference])

    def choose(self, method: str, drawn: random.Random) -> list[str]:
        if method == "briefing":
            return self._ours()
        if method == "first sentences":
            return [sentences[0] for sentences in self.articles if sentences]
        if method == "first article":
            return self.articles[0][:SENTENCES]
        if method == "random":
            return drawn.sample(self.every, min(SENTENCES, len(self.every)))
        if method == "oracle":
            few = self.every[:ORACLE_SENTENCES]
            choices = (list(choice) for count in range(1, SENTENCES + 1) for choice in combinations(few, count))
            return max(choices, key=lambda choice: sum(self.score(choice).values()), default=[])
        return self._sumy(method)

    def _ours(self) -> list[str]:
        candidates = [
            make_candidate(_end(sentence), "2020-01-01", f"outlet {outlet}", position)
            for outlet, sentences in enumerate(self.articles)
            for position, sentence in enumerate(sentences)
        ]
        return [self.every[index] for index in choose_passages(candidates, SENTENCES, self.titles)]

    def _sumy(self, method: str) -> list[str]:
        text, places = "", []
        for sentence in self.every:
            places.append(Sentence(0, len(text), len(text) + len(sentence)))
            text += sentence + " "
        document = Document("", " ".join(self.titles), text, "en", (Paragraph("body", 0, len(text)),), tuple(places))
        return [self.every[index] for index in choose_by_sumy(method, document, SENTENCES)]


def _end(sentence: str) -> str:
    return sentence if sentence[-1:] in ".!?…”\"'’)" else f"{sentence.rstrip(',;:–—- ')}."


def measure_overlap(sentences: Sequence[str]) -> float:
    """Return the highest cosine of two sentences' words; 0 for one sentence."""
    sets = [frozenset(split_words(sentence)) for sentence in sentences]
    pairs = [len(a & b) / (len(a) * len(b)) ** 0.5 for a, b in combinations(sets, 2) if a and b]
    return max(pairs, default=0.0)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--limit", type=int)
    parser.add_argument("--methods", default=",".join(METHODS))
    options = parser.parse_args(arguments)
    events = [Event(item) for item in read_items(options.data, options.limit)]
    methods = ["briefing", *(name for name in options.methods.split(",") if name != "briefing")]
    drawn = random.Random(1)
    means: dict[str, list[float]] = {}
    result: dict[str, dict[str, Any]] = {}
    for method in methods:
        chosen = [event.choose(method, drawn) for event in events]
        scores = [event.score(sentences) for event, sentences in zip(events, chosen, strict=True)]
        means[method] = [fmean(score.values()) for score in scores]
        overlaps = [measure_overlap(sentences) for sentences in chosen]
        count = max(1, sum(len(sentences) for sentences in chosen))
        result[method] = {
            **{metric: round(100 * fmean(score[metric] for score in scores), 2) for metric in METRICS},
            "mean": round(100 * fmean(means[method]), 2),
            "words": round(fmean(sum(len(split_words(s)) for s in sentences) for sentences in chosen), 1),
            "dangling": round(sum(bool(_OPENS_DANGLING.match(s)) for ss in chosen for s in ss) / count, 4),
            "overlap": round(fmean(overlaps), 3),
            "repeats": round(fmean(overlap > REPEATS for overlap in overlaps), 4),
        }
        print(f"{method:16} {result[method]}", flush=True)
    for method in methods[1:]:
        ours, theirs = means["briefing"], means[method]
        mean, low, high = (round(100 * value, 2) for value in compare(ours, theirs))
        odd, even = (
            (round(100 * (fmean(ours[at::2]) - fmean(theirs[at::2])), 2) for at in (0, 1))
            if len(ours) > 1
            else (mean, mean)
        )
        result[method]["briefing_over"] = {"mean": mean, "low": low, "high": high, "halves": [odd, even]}
        print(f"briefing over {method}: {mean:+} ({low:+} … {high:+}), halves {odd:+} and {even:+}")
    briefing = result.pop("briefing")
    print(json.dumps({"briefing": briefing, "baselines": result, "items": len(events)}))


if __name__ == "__main__":
    main()
