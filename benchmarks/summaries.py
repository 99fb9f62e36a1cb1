"""Do the chosen sentences say what people's summaries say? ROUGE on NEWTS, REALSumm or GUM news.

    python -m benchmarks.summaries --data dev.jsonl [--limit N] [--sentences N] [--methods lead,lexrank]

Data: JSON Lines with `text` and `summaries` (strings) or `reference` (a list of sentences). REALSumm's texts are
lower-cased tokens, split at " . "; the others are split by our rules. Everything counts as body. `--sentences` is 3 by
default, the length of the references; GUM's are one sentence long.
Printed besides ROUGE: the difference to the lead with a 95 % interval from 1,000 paired resamplings, and how many
chosen sentences open with a pronoun or connective whose sentence before was not chosen.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import fmean
from typing import Any

from benchmarks.rouge import METRICS, rouge
from briefing.analysis.quotes.finding import find_quotes
from briefing.analysis.summaries.summary import METHODS, choose_sentences, choose_sentences_by
from briefing.analysis.text.document import find_sentences, make_document
from briefing.model import Block, Document, Paragraph, Sentence

RESAMPLINGS = 1000
_OPENS_DANGLING = re.compile(  # drawn up without looking at the rules of `ranking`
    r"[\"“‘'(]*(?:he|she|it|they|this|that|these|those|his|her|their|its|but|and|however|meanwhile|also|so|yet|then|"
    r"moreover|instead|nevertheless|therefore)\b",
    re.IGNORECASE,
)


def read_items(path: Path, limit: int | None) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if limit is not None and number >= limit:
                return
            yield json.loads(line)


def make(item: dict[str, Any]) -> Document:
    text = item["text"]
    if "reference" not in item:
        blocks = tuple(
            Block(match.start(), match.end(), "p") for match in re.finditer(r"\S(?:.*\S)?", text, re.MULTILINE)
        )
        paragraphs = tuple(Paragraph("body", block.start, block.end) for block in blocks)
        sentences = find_sentences(text, paragraphs)
    else:
        paragraphs = (Paragraph("body", 0, len(text)),)
        sentences = tuple(Sentence(0, m.start(), m.end()) for m in re.finditer(r"\S.*?(?: \.(?= )|$)", text))
    return Document(item["id"], item.get("title", ""), text, "en", paragraphs, sentences)


def references_of(item: dict[str, Any]) -> list[list[str]]:
    if "reference" in item:
        return [item["reference"]]
    found = []
    for summary in item["summaries"]:
        document = make_document("", "", summary, (Block(0, len(summary), "p"),), lang="en")
        found.append([summary[s.start : s.end] for s in document.sentences] or [summary])
    return found


def choose(method: str, document: Document, count: int) -> tuple[int, ...]:
    if method == "briefing":
        return choose_sentences(document, (), find_quotes(document, ()), count)
    return choose_sentences_by(method, document, count)


def compare(ours: Sequence[float], lead: Sequence[float]) -> tuple[float, float, float]:
    """Mean difference and its 95 % interval."""
    differences = [a - b for a, b in zip(ours, lead, strict=True)]
    drawn = random.Random(1)
    means = sorted(fmean(drawn.choices(differences, k=len(differences))) for _ in range(RESAMPLINGS))
    return fmean(differences), means[int(0.025 * RESAMPLINGS)], means[int(0.975 * RESAMPLINGS)]


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--limit", type=int)
    parser.add_argument("--sentences", type=int, default=3)
    parser.add_argument("--methods", default=",".join(METHODS))
    options = parser.parse_args(arguments)
    items = list(read_items(options.data, options.limit))
    methods = ["briefing", *(name for name in options.methods.split(",") if name != "briefing")]
    values: dict[str, list[dict[str, float]]] = {method: [] for method in methods}
    dangling = dict.fromkeys(methods, 0)
    chosen_count = dict.fromkeys(methods, 0)
    for item in items:
        document, references = make(item), references_of(item)
        texts = [document.text[s.start : s.end] for s in document.sentences]
        for method in methods:
            chosen = choose(method, document, options.sentences)
            values[method].append(rouge([texts[index] for index in chosen], references))
            chosen_count[method] += len(chosen)
            dangling[method] += sum(
                1 for index in chosen if index - 1 not in chosen and _OPENS_DANGLING.match(texts[index])
            )
    result: dict[str, dict[str, Any]] = {}
    for method in methods:
        result[method] = {metric: round(100 * fmean(v[metric] for v in values[method]), 2) for metric in METRICS}
        result[method]["dangling"] = round(dangling[method] / max(1, chosen_count[method]), 4)
        print(f"{method:12} {result[method]}")
    if "lead" in methods:
        means = [[fmean(v.values()) for v in values[method]] for method in ("briefing", "lead")]
        mean, low, high = compare(*means)
        print(f"briefing over lead, mean of the three: {100 * mean:+.2f} ({100 * low:+.2f} … {100 * high:+.2f})")
    ours = result.pop("briefing")
    print(json.dumps({"briefing": ours, "baselines": result, "items": len(items)}))


if __name__ == "__main__":
    main()
