"""Are passages placed in the events that an editor would place them in? Micro-F1 on labelled paragraphs of content/.

    python -m benchmarks events [--data benchmarks/events.jsonl] [--limit N] [--show tuned|unseen]

Data: JSON Lines, a paragraph a line: its article, its opening words, the events it belongs to, and those that one may
doubt, which count neither way. Every second article by id, half "tuned", served to set the numbers in `events`. The
other half, "unseen", set none, though whoever labelled it had read it, and its errors were looked at once, before two
of the numbers were set on the tuned half; since then its score alone was looked at, some thirty times, and one hint
was put back for it. So it is a little kinder than that of a stranger's folder.
A paragraph whose wording has changed since is counted as lost.
"half_of_the_phrases": the tuned half again, each event with a random half of its phrases, the mean of DRAWS draws. It
tells what the method does for an editor who has not thought of every wording; the shares of context were set by it.
Baselines: "keywords", a paragraph belongs to an event if it has one of its phrases, whatever the weight; "words", if
the weights of its phrases add up to 2, whatever stands around it.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from msgspec.structs import replace

from briefing.analysis.events import STRONG, compile_rules, place_paragraphs
from briefing.analysis.phrases import weigh_phrases
from briefing.analysis.text.document import make_document
from briefing.folder import find_articles
from briefing.model import Document, EventRule
from briefing.reading import parse_article
from briefing.registry import read_registry

CONTENT = Path(__file__).parent.parent / "content"
LABELS = Path(__file__).parent / "events.jsonl"
OPENING = 7  # words that tell a paragraph from the others of its article
DRAWS = 6  # random halves of the phrases; six differ by a point or two, their mean by less


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
    for id_, _, _ in find_articles(CONTENT)[0]:
        article = parse_article((CONTENT / id_).read_bytes(), id_)
        documents[id_] = make_document(
            id_, article.title, article.text, article.blocks, lang=article.lang, date=article.date
        )
    return documents


def open_words(document: Document, paragraph: int) -> str:
    found = document.paragraphs[paragraph]
    return " ".join(document.text[found.start : found.end].split()[:OPENING])


Found = dict[tuple[str, int], dict[str, str]]  # (article, paragraph): {event: why}


def place(documents: dict[str, Document], events: Sequence[EventRule]) -> Found:
    rules = compile_rules(events)
    found: Found = {}
    for id_, document in documents.items():
        for placement in place_paragraphs(document, rules):
            strength = "" if placement.score >= STRONG else " weak"
            found.setdefault((id_, placement.paragraph), {})[placement.event] = f"{placement.why}{strength}"
    return found


def place_by_words(documents: dict[str, Document], events: Sequence[EventRule], least: float) -> Found:
    """Each paragraph by itself: in each event whose phrases in it weigh `least` together."""
    rules = compile_rules(events)
    found: Found = {}
    for id_, document in documents.items():
        for index, paragraph in enumerate(document.paragraphs):
            weighed = weigh_phrases(document.text, paragraph.start, paragraph.end, document.lang, rules)
            for event, evidence in weighed.items():
                rule = rules.events[event]
                if evidence.sum >= least and (not rule.since or not document.date or rule.since <= document.date):
                    found.setdefault((id_, index), {})[rule.id] = "words"
    return found


def bare(event: EventRule) -> EventRule:
    """The event with bare keywords: all weigh the same, none speaks against it."""
    return replace(event, phrases=tuple((words, 2.0) for words, weight in event.phrases if weight > 0))


def halve(event: EventRule, draw: int) -> EventRule:
    """The event with a random half of the phrases that speak for it."""
    chance = random.Random(f"{draw} {event.id}")
    return replace(
        event, phrases=tuple((words, weight) for words, weight in event.phrases if weight < 0 or chance.random() < 0.5)
    )


def compare(labels: Sequence[Label], documents: dict[str, Document], found: Found, events: Sequence[str]) -> Count:
    count = Count()
    places = {
        (id_, open_words(document, index)): index
        for id_, document in documents.items()
        for index, paragraph in enumerate(document.paragraphs)
        if paragraph.kind == "body"
    }
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


def average(scores: Sequence[dict[str, float]]) -> dict[str, float]:
    return {name: round(sum(each[name] for each in scores) / len(scores), 4) for name in scores[0]}


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=LABELS)
    parser.add_argument("--limit", type=int)
    parser.add_argument("--show", choices=("tuned", "unseen"), help="print what was missed (-) and what was wrong (+)")
    options = parser.parse_args(arguments)
    labels, documents = read_labels(options.data, options.limit), read_documents()
    rules = read_registry(CONTENT).events
    events = [event.id for event in rules]
    half = {name: [label for label in labels if label.half == name] for name in ("tuned", "unseen")}
    found = place(documents, rules)
    counts = {name: compare(half[name], documents, found, events) for name in half}
    if options.show:
        print("\n".join(counts[options.show].lines))
    drawn = [
        compare(half["tuned"], documents, place(documents, [halve(event, draw) for event in rules]), events).scores()
        for draw in range(DRAWS)
    ]
    baselines = {
        "keywords": place_by_words(documents, [bare(event) for event in rules], 2.0),
        "words": place_by_words(documents, rules, 2.0),
    }
    result = {
        "briefing": {
            **counts["unseen"].scores(),
            "tuned": counts["tuned"].scores(),
            "half_of_the_phrases": average(drawn),
            "all": compare(labels, documents, found, events).scores(),
            **{event: compare(labels, documents, found, [event]).scores() for event in events},
        },
        "baselines": {name: compare(half["unseen"], documents, by, events).scores() for name, by in baselines.items()},
        "items": len(labels),
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
