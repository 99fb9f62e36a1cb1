"""How many of the names of persons, organisations and places are found? On UNER English PUD and GUM news.

    python -m benchmarks.names --data dev.jsonl [--limit N] [--show person|organisation|place]

Data: JSON Lines, each item with `text`, `tokens`, `tags` (IOB2: PER, ORG, LOC), or with `sentences[]` of `tokens` and
`mentions` (GUM: nominal mentions as well; a name is a mention that is nothing but capital words once "the" and a
possessive are off, and no pronoun; of those that overlap the longest).

Found names are mentions of every kind but demonyms and offices, which neither set marks. With the shipped states and no
other registry, so discovery is what is measured. A state or a capital counts as a place, as the sets have it.

- any_span: the same stretch, whatever the kind; overlap: at least one character shared.
- person, organisation, place: the same stretch and the same kind.
- organisation_but_states: organisations without those that are a state or a capital by name. UNER calls a state that
  acts an organisation; here a state is always the state, and counts as a place.

Baseline: each run of capital words is a name, but for a capital at the beginning of a sentence that stands alone.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Any

from briefing.analysis.actors.mentions import Lexicon, compile_lexicon, find_mentions
from briefing.model import Document, Paragraph, Sentence
from briefing.registry import parse_registry

_STATES = Path(__file__).parent.parent / "briefing" / "data" / "states.yml"
_KINDS = {"PER": "person", "ORG": "organisation", "LOC": "place", "organization": "organisation"}
_RUN = re.compile(r"\b[A-Z][\w.&’'-]*[\w](?:\s(?:[A-Z][\w.&’'-]*[\w]|of(?=\s[A-Z])))*")

PRONOUNS = (
    *("I", "He", "She", "It", "We", "They", "You", "His", "Her", "Its", "Their", "Our", "My", "Who"),
    *("Here", "There", "This", "That", "These", "Those", "A", "An"),
)

Named = tuple[int, int, str]  # start, end, kind


def read_items(path: Path, limit: int | None = None) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if limit is not None and number >= limit:
                return
            yield json.loads(line)


def place_tokens(text: str, tokens: Iterable[str], position: int) -> list[tuple[int, int]]:
    """Where the tokens stand in the text, in order, from `position` on."""
    spans = []
    for token in tokens:
        start = text.find(token, position)
        if start < 0 or start - position > 30:
            start = position
            spans.append((start, start))
            continue
        position = start + len(token)
        spans.append((start, position))
    return spans


def read_tags(item: dict[str, Any]) -> list[Named]:
    spans = place_tokens(item["text"], item["tokens"], 0)
    names: list[Named] = []
    for (start, end), tag in zip(spans, item["tags"], strict=True):
        if tag.startswith("B"):
            names.append((start, end, _KINDS[tag[2:]]))
        elif tag.startswith("I") and names:
            names[-1] = (names[-1][0], end, names[-1][2])
    return names


def read_gum(item: dict[str, Any]) -> tuple[Document, list[Named]]:
    """The sentences as a document of one paragraph each, and the names in it."""
    text, sentences, names = "", [], []
    for row in item["sentences"]:
        start = len(text)
        text += row["text"] + "\n"
        sentences.append((start, len(text) - 1))
        spans = place_tokens(text, row["tokens"], start)
        inside: list[Named] = []
        for mention in sorted(row["mentions"], key=lambda m: m["start"] - m["end"]):
            first, last = mention["start"], mention["end"] - 1
            tokens = row["tokens"]
            if tokens[last] in ("'s", "’s", "'"):
                last -= 1
            if tokens[first].lower() == "the":
                first += 1
            kind = _KINDS.get(mention["type"], mention["type"])
            if first > last or not _is_name(tokens[first : last + 1]):
                continue
            named = (spans[first][0], spans[last][1], kind)
            if all(named[1] <= s or e <= named[0] for s, e, _ in inside):
                inside.append(named)
        names += sorted(inside)
    paragraphs = tuple(Paragraph("body", start, end) for start, end in sentences)
    marks = tuple(Sentence(index, start, end) for index, (start, end) in enumerate(sentences))
    return Document(item["id"], "", text, "en", paragraphs, marks), names


def _is_name(tokens: list[str]) -> bool:
    if tokens[0] in PRONOUNS:
        return False
    small = ("of", "the", "and", "for", "-", "de", "von", "van", "al", "&", ".")
    return tokens[0][:1].isupper() and tokens[-1][:1].isupper() and all(t[:1].isupper() or t in small for t in tokens)


def predict(document: Document, lexicon: Lexicon) -> tuple[list[Named], set[tuple[int, int]]]:
    """The names, and the stretches of those that are a state or its capital."""
    mentions, _ = find_mentions(document, lexicon)
    named = [m for m in mentions if m.via not in ("demonym", "office")]
    capitals = {capital for actor in lexicon.registry.actors for capital in actor.capitals}
    states = {(m.start, m.end) for m in named if m.kind == "state" or document.text[m.start : m.end] in capitals}
    return [(m.start, m.end, "place" if m.kind == "state" else m.kind) for m in named], states


def predict_runs(document: Document) -> list[Named]:
    starts = {sentence.start for sentence in document.sentences}
    return [
        (match.start(), match.end() - 2 * match.group().endswith(("'s", "’s")), "")
        for match in _RUN.finditer(document.text)
        if match.start() not in starts or " " in match.group()
    ]


class Tally:
    def __init__(self) -> None:
        self.right: dict[str, int] = defaultdict(int)
        self.given: dict[str, int] = defaultdict(int)
        self.true: dict[str, int] = defaultdict(int)

    def add(self, gold: list[Named], found: list[Named], states: Collection[tuple[int, int]] = ()) -> None:
        spans = {(s, e) for s, e, _ in gold}
        self._add("any_span", len(gold), len(found), sum((s, e) in spans for s, e, _ in found))
        self.true["overlap"] += len(gold)
        self.given["overlap"] += len(found)
        self.right["overlap_p"] += sum(any(s < f and b < e for b, f, _ in gold) for s, e, _ in found)
        self.right["overlap_r"] += sum(any(s < f and b < e for b, f, _ in found) for s, e, _ in gold)
        for kind in ("person", "organisation", "place"):
            mine = [n for n in found if n[2] == kind]
            theirs = {n for n in gold if n[2] == kind}
            self._add(kind, len(theirs), len(mine), sum(n in theirs for n in mine))
            if kind == "organisation":
                bodies = {n for n in theirs if n[:2] not in states}
                self._add("organisation_but_states", len(bodies), len(mine), sum(n in bodies for n in mine))

    def _add(self, what: str, true: int, given: int, right: int) -> None:
        self.true[what] += true
        self.given[what] += given
        self.right[what] += right

    def report(self) -> dict[str, dict[str, float]]:
        scores = {}
        for what, true in self.true.items():
            right_p = self.right["overlap_p"] if what == "overlap" else self.right[what]
            right_r = self.right["overlap_r"] if what == "overlap" else self.right[what]
            precision, recall = right_p / max(self.given[what], 1), right_r / max(true, 1)
            f1 = 2 * precision * recall / max(precision + recall, 1e-9)
            scores[what] = {"p": round(precision, 4), "r": round(recall, 4), "f1": round(f1, 4)}
        return scores


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--limit", type=int)
    parser.add_argument("--show", default="", help="print the errors of this kind (all: every kind)")
    options = parser.parse_args(arguments)
    lexicon = compile_lexicon(parse_registry({"states.yml": _STATES.read_bytes()}))
    ours, runs = Tally(), Tally()
    items = 0
    for item in read_items(options.data, options.limit):
        items += 1
        if "tags" in item:
            end = len(item["text"])
            document = Document(
                item["id"], "", item["text"], "en", (Paragraph("body", 0, end),), (Sentence(0, 0, end),)
            )
            gold = read_tags(item)
        else:
            document, gold = read_gum(item)
        found, states = predict(document, lexicon)
        ours.add(gold, found, states)
        runs.add(gold, predict_runs(document))
        if options.show:
            show(document.text, gold, found, options.show)
    baseline = {what: score for what, score in runs.report().items() if what in ("any_span", "overlap")}
    print(json.dumps({"briefing": ours.report(), "baselines": {"capital-runs": baseline}, "items": items}))


def show(text: str, gold: list[Named], found: list[Named], kind: str) -> None:
    for sign, some, others in (("missed", gold, found), ("wrong", found, gold)):
        for start, end, what in some:
            if (start, end, what) not in others and kind in ("all", what):
                print(
                    f"{sign:6} {what:12} …{text[max(0, start - 50) : start]}[{text[start:end]}]{text[end : end + 40]}…"
                )


if __name__ == "__main__":
    main()
