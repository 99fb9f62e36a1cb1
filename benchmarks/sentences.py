"""How often does a sentence begin and end where a person says it does? On GUM news, against naive and sumy's splitting.

    python -m benchmarks.sentences --data dev.jsonl [--limit N]

Data: JSON Lines with `text` and `sentences[].tokens`; the tokens, laid over the text, give the true places. A sentence
counts if both its ends are right, white space and nothing else aside. Every block is taken as body, so that what
is measured is the splitting and not the recognition of captions.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from briefing.analysis.text.document import find_sentences, split_text
from briefing.model import Paragraph, Span


def read_items(path: Path, limit: int | None = None) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if limit is not None and number >= limit:
                return
            yield json.loads(line)


def align(text: str, sentences: Iterable[dict[str, Any]]) -> set[Span]:
    """Return where the sentences stand in the text; those that do not stand in it (headline, dateline) are left out."""
    places: set[Span] = set()
    position = 0
    for sentence in sentences:
        start, end, found = -1, position, True
        for token in sentence["tokens"]:
            while end < len(text) and text[end].isspace():
                end += 1
            if not text.startswith(token, end):
                found = False
                break
            start = end if start < 0 else start
            end += len(token)
        if found and start >= 0:
            places.add((start, end))
            position = end
    return places


def split_ours(text: str) -> set[Span]:
    paragraphs = tuple(Paragraph("body", block.start, block.end) for block in split_text(text))
    return {(sentence.start, sentence.end) for sentence in find_sentences(text, paragraphs)}


def split_naively(text: str) -> set[Span]:
    """A full stop, question or exclamation mark with white space behind it ends a sentence; so does a blank line."""
    places: set[Span] = set()
    start = 0
    for match in re.finditer(r"(?<=[.!?])\s+|(?<=[.!?][\"”’)])\s+|\n\n+|$", text):
        if text[start : match.start()].strip():
            places.add((start, match.start()))
        start = match.end()
    return places


def score(split: Callable[[str], set[Span]], items: list[dict[str, Any]]) -> dict[str, float]:
    right = given = true = 0
    for item in items:
        gold, found = align(item["text"], item["sentences"]), split(item["text"])
        right, given, true = right + len(gold & found), given + len(found), true + len(gold)
    precision, recall = right / max(given, 1), right / max(true, 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    return {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4), "sentences": true}


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--limit", type=int)
    parser.add_argument("--show", action="store_true", help="print what was missed (-) and what was wrong (+)")
    options = parser.parse_args(arguments)
    items = list(read_items(options.data, options.limit))
    if options.show:
        for item in items:
            gold, found = align(item["text"], item["sentences"]), split_ours(item["text"])
            for start, end in sorted(gold ^ found):
                print("-" if (start, end) in gold else "+", item["id"], repr(item["text"][start:end]))
    result = {
        "briefing": score(split_ours, items),
        "baselines": {"naive": score(split_naively, items)},
        "items": len(items),
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
