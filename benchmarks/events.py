"""Are passages placed in the events that an editor would place them in? Micro-F1 on labelled paragraphs of content/.

    python -m benchmarks events [--data benchmarks/events.jsonl] [--limit N] [--show tuned|unseen]

Data: JSON Lines, a paragraph a line: its article, its opening words, the events it belongs to, and those that one may
doubt, which count neither way. Every second article by id, half "tuned", served to set the numbers in `events`. The
other half, "unseen", set none, though whoever labelled it had read it, and its errors were looked at once, before two
of the numbers were set on the tuned half: its score is a little kinder than that of a stranger's folder.
A paragraph whose wording has changed since is counted as lost.
Baseline: a paragraph belongs to an event if it has one of its phrases, whatever the weight, headings and context.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from briefing.analysis.events import STRONG, Rules, compile_rules, place_paragraphs
from briefing.analysis.text.document import make_document
from briefing.model import Document, EventRule
from briefing.reading import find_articles, parse_article
from briefing.registry import read_registry

CONTENT = Path(__file__).parent.parent / "content"
LABELS = Path(__file__).parent / "events.jsonl"
OPENING = 7  # words that tell a paragraph from the others of its article


@dataclass
class Count:
    right: int = 0
    false: int = 0
    missed: int = 0
    lines: list[str] = field(default_factory=list)

    def scores(self) -> dict[str, float]:
        precision = self.right / max(1, self.right + self.false)
        recall = self.right / max(1, self.right + self.missed)
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        return {"p": round(precision, 4), "r": round(recall, 4), "f1": round(f1, 4)}


@dataclass(frozen=True)
class Label:
    article: str
    opening: str
    events: frozenset[str]
    doubtful: frozenset[str]
    half: str


def read_labels(path: Path, limit: int | None) -> list[Label]:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()][:limit]
    return [
        Label(row["article"], row["opening"], frozenset(row["events"]), frozenset(row["doubtful"]), row["half"])
        for row in rows
    ]


def read_documents() -> dict[str, Document]:
    documents = {}
    for id_, path in find_articles(CONTENT)[0]:
        article = parse_article(path.read_bytes(), id_)
        documents[id_] = make_document(
            id_, article.title, article.text, article.blocks, lang=article.lang, date=article.date
        )
    return documents


def open_words(document: Document, paragraph: int) -> str:
    found = document.paragraphs[paragraph]
    return " ".join(document.text[found.start : found.end].split()[:OPENING])


def compare(labels: Sequence[Label], documents: dict[str, Document], rules: Rules, events: Sequence[str]) -> Count:
    count = Count()
    places = {
        (id_, open_words(document, index)): index
        for id_, document in documents.items()
        for index, paragraph in enumerate(document.paragraphs)
        if paragraph.kind == "body"
    }
    found: dict[tuple[str, int], dict[str, str]] = {}
    for id_ in sorted({label.article for label in labels} & documents.keys()):
        for placement in place_paragraphs(documents[id_], rules):
            strength = "" if placement.score >= STRONG else " weak"
            found.setdefault((id_, placement.paragraph), {})[placement.event] = f"{placement.why}{strength}"
    for label in labels:
        index = places.get((label.article, label.opening), -1)
        given = found.get((label.article, index), {})
        for event in events:
            if event in label.doubtful:
                continue
            if event in label.events and event in given:
                count.right += 1
            elif event in label.events:
                count.missed += 1
                count.lines.append(f"- {event} {label.article}: {label.opening}")
            elif event in given:
                count.false += 1
                count.lines.append(f"+ {event} {label.article}: {label.opening} … [{given[event]}]")
    return count


def strip(event: EventRule) -> EventRule:
    """The event with bare keywords: each places a paragraph by itself, none speaks against it."""
    return replace(event, phrases=tuple((words, 2.0) for words, weight in event.phrases if weight > 0))


def place_by_keywords(labels: Sequence[Label], documents: dict[str, Document], events: Sequence[EventRule]) -> Count:
    bare = {
        id_: replace(
            document,
            title="",
            paragraphs=tuple(
                replace(paragraph, kind="boilerplate") if paragraph.kind == "heading" else paragraph
                for paragraph in document.paragraphs
            ),
        )
        for id_, document in documents.items()
    }
    return compare(labels, bare, compile_rules([strip(event) for event in events]), [event.id for event in events])


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=LABELS)
    parser.add_argument("--limit", type=int)
    parser.add_argument("--show", choices=("tuned", "unseen"), help="print what was missed (-) and what was wrong (+)")
    options = parser.parse_args(arguments)
    labels, documents = read_labels(options.data, options.limit), read_documents()
    registry = read_registry(CONTENT)
    events = [event.id for event in registry.events]
    rules = compile_rules(registry.events)
    halves = {
        half: compare([label for label in labels if label.half == half], documents, rules, events)
        for half in ("tuned", "unseen")
    }
    if options.show:
        print("\n".join(halves[options.show].lines))
    both = compare(labels, documents, rules, events)
    per_event = {event: compare(labels, documents, rules, [event]).scores() for event in events}
    unseen = [label for label in labels if label.half == "unseen"]
    result = {
        "briefing": {**halves["unseen"].scores(), "tuned": halves["tuned"].scores(), "all": both.scores(), **per_event},
        "baselines": {"keywords": place_by_keywords(unseen, documents, registry.events).scores()},
        "items": len(labels),
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
