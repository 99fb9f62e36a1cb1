"""What does an article's whole analysis cost, against one summary by sumy's TextRank? One core, one run, in turns.

    python -m benchmarks speed-analysis [--data FILE] [--limit N] [--rounds 5] [--words 500]

Data: JSON Lines with `text`; without it, generated articles of `benchmarks.corpus`. Each text is cut at the end of the
paragraph in which it reaches `--words`; shorter ones are left out. Both get the text as a string and read it anew:
- briefing: the whole recipe (`analysis.recipe.analyse`) with the sample's registries, tools made once;
- textrank: sumy's parser, TextRank and English stemmer, 3 sentences, its tokenizer replaced by two regular expressions,
  since its own needs a download (this spares it the cost of nltk's).
Every round takes each article once by each, one after the other; an article's time is its median over the rounds.
Printed besides: milliseconds and share of each step of the recipe, measured on their own.
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any

from sumy.nlp.stemmers import Stemmer
from sumy.parsers.plaintext import PlaintextParser
from sumy.summarizers.text_rank import TextRankSummarizer

from benchmarks.corpus import write_corpus
from briefing.analysis import recipe
from briefing.analysis.text.document import split_text
from briefing.model import Article
from briefing.registry import read_registry

SAMPLE = Path(__file__).parent.parent / "content"
STEPS = ("make_document", "find_mentions", "find_quotes", "find_figures", "place_paragraphs", "choose_sentences")
STEPS = (*STEPS, "make_fingerprint")


class Words:
    """sumy's tokenizer without nltk: a sentence ends at a full stop before a blank and a capital."""

    def to_sentences(self, text: str) -> tuple[str, ...]:
        return tuple(re.split(r"(?<=[.!?])\s+(?=[A-Z\"“])", text))

    def to_words(self, text: str) -> tuple[str, ...]:
        return tuple(re.findall(r"[^\W\d_]+", text))


def cut(text: str, words: int) -> str | None:
    """The text up to the end of the line in which word number `words` stands; None where there are too few."""
    count = 0
    lines = []
    for line in text.splitlines():
        lines.append(line)
        count += len(line.split())
        if count >= words:
            return "\n".join(lines)
    return None


def read_texts(data: Path | None) -> Iterator[str]:
    if data is not None:
        with data.open(encoding="utf-8") as lines:
            yield from (json.loads(line)["text"] for line in lines)
        return
    with tempfile.TemporaryDirectory() as name:
        write_corpus(Path(name), 60)
        for path in sorted(Path(name).rglob("*.md")):
            yield path.read_text(encoding="utf-8").split("\n\n", 1)[1]


def summarise(text: str) -> None:
    parser = PlaintextParser.from_string(text, Words())
    TextRankSummarizer(Stemmer("english"))(parser.document, 3)


def take(work: Callable[[], Any]) -> float:
    """Seconds of this thread's processor time."""
    start = time.thread_time()
    work()
    return time.thread_time() - start


def measure_steps(articles: list[Article], tools: recipe.Tools) -> dict[str, float]:
    """Mean milliseconds of each step, by wrapping the names that the recipe calls."""
    spent = dict.fromkeys(STEPS, 0.0)
    whole = {step: getattr(recipe, step) for step in STEPS}

    def wrap(step: str) -> Callable[..., Any]:
        def run(*given: Any, **named: Any) -> Any:
            start = time.thread_time()
            try:
                return whole[step](*given, **named)
            finally:
                spent[step] += time.thread_time() - start

        return run

    try:
        for step in STEPS:
            setattr(recipe, step, wrap(step))
        for article in articles:
            recipe.analyse(article, tools)
    finally:
        for step in STEPS:
            setattr(recipe, step, whole[step])
    return {step: round(1000 * seconds / len(articles), 3) for step, seconds in spent.items()}


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--limit", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--words", type=int, default=500)
    options = parser.parse_args(arguments)
    texts = [text for text in (cut(text, options.words) for text in read_texts(options.data)) if text][: options.limit]
    if not texts:
        parser.error(f"no text of {options.words} words in {options.data or 'the generated articles'}")
    tools = recipe.Tools(read_registry(SAMPLE))
    articles = [
        Article(id=f"{number}.md", title="", text=text, blocks=split_text(text), lang="en")
        for number, text in enumerate(texts)
    ]
    for article in articles[:3]:  # tables and caches that a build fills once
        recipe.analyse(article, tools)
        summarise(article.text)
    ours: list[list[float]] = [[] for _ in articles]
    theirs: list[list[float]] = [[] for _ in articles]
    for _ in range(options.rounds):
        for number, article in enumerate(articles):
            ours[number].append(take(lambda article=article: recipe.analyse(article, tools)))  # type: ignore[misc]
            theirs[number].append(take(lambda article=article: summarise(article.text)))  # type: ignore[misc]
    mine = [median(times) for times in ours]
    peer = [median(times) for times in theirs]
    result = {
        "briefing": {
            "ms": round(1000 * median(mine), 2),
            "ratio": round(median(a / b for a, b in zip(mine, peer, strict=True)), 3),
            "steps_ms": measure_steps(articles, tools),
        },
        "baselines": {"textrank": {"ms": round(1000 * median(peer), 2)}},
        "items": len(articles),
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
