"""Do the passages chosen from several outlets say what an editor's round-up says? ROUGE on AllSides (NeuS).

    python -m benchmarks.event_summaries --data dev.jsonl [--limit N]

Data: JSON Lines with `articles` (three of `title`, `text`) and `summary`. Lee, Bang, Yu, Madotto and Fung, "NeuS:
neutral multi-news summarization for mitigating framing bias", NAACL 2022. Three sentences are chosen. Baselines: the
first sentence of each article; the first three of the first; three at random.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Sequence
from pathlib import Path
from statistics import fmean
from typing import Any

from benchmarks.rouge import METRICS, rouge
from benchmarks.summaries import compare, read_items
from briefing.analysis.summaries.summary import choose_passages, make_candidate
from briefing.analysis.text.document import find_sentences
from briefing.model import Paragraph

SENTENCES = 3


def split(text: str) -> list[str]:
    return [text[s.start : s.end] for s in find_sentences(text, (Paragraph("body", 0, len(text)),))]


def choose_ours(articles: Sequence[Sequence[str]]) -> list[str]:
    candidates = [
        make_candidate(sentence, "2020-01-01", f"outlet {outlet}", position)
        for outlet, sentences in enumerate(articles)
        for position, sentence in enumerate(sentences)
    ]
    return [candidates[index].text for index in choose_passages(candidates, SENTENCES)]


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--limit", type=int)
    options = parser.parse_args(arguments)
    items = list(read_items(options.data, options.limit))
    values: dict[str, list[dict[str, float]]] = {}
    drawn = random.Random(1)
    for item in items:
        articles = [split(article["text"]) for article in item["articles"]]
        every = [sentence for sentences in articles for sentence in sentences]
        chosen = {
            "briefing": choose_ours(articles),
            "first sentences": [sentences[0] for sentences in articles if sentences],
            "first article": articles[0][:SENTENCES],
            "random": drawn.sample(every, min(SENTENCES, len(every))),
        }
        for name, sentences in chosen.items():
            values.setdefault(name, []).append(rouge(sentences, [split(item["summary"])]))
    result: dict[str, dict[str, Any]] = {
        name: {metric: round(100 * fmean(v[metric] for v in scores), 2) for metric in METRICS}
        for name, scores in values.items()
    }
    for name, scores in result.items():
        print(f"{name:16} {scores}")
    means = [[v["rouge1"] for v in values[name]] for name in ("briefing", "first sentences")]
    mean, low, high = compare(*means)
    print(f"briefing over first sentences, ROUGE-1: {100 * mean:+.2f} ({100 * low:+.2f} … {100 * high:+.2f})")
    ours = result.pop("briefing")
    print(json.dumps({"briefing": ours, "baselines": result, "items": len(items)}))


if __name__ == "__main__":
    main()
