"""Do the chosen sentences say what people's summaries say, and can they be read alone?

    python -m benchmarks summaries --data dev.jsonl [--limit N] [--sentences N] [--methods lead,lexrank]

Data: JSON Lines with `text` and `summaries` (strings; NEWTS, GUM news) or `reference` (a list of sentences; REALSumm):
ROUGE against them. REALSumm's texts are lower-cased tokens, split at " . "; the others are split by our rules.
Everything counts as body. `--sentences` is 3 by default, the length of the references; GUM's are one sentence long.
Without either (PolNeAR, or any texts), only how the summaries read; each text is then taken as a plain file is, and
a summary is as long as we make it, 2–4 sentences.

Printed for each method: F1 of ROUGE-1, 2 and Lsum (`p_`, `r_`: precision and recall), and how the sentences read, as a
share of those chosen, by checks drawn up without looking at our rules:

- dangling: opens with a pronoun or connective (or "X, however,") and the sentence before it was not chosen
- headings: has no end, is set in capitals like a headline, or is the text's first line (in PolNeAR, the headline)
- boilerplate: a caption, credit, call to click, link or tag
- quotes_without_speaker: somebody's marked words stand in it, and not who said them. By PolNeAR's attributions where
  the data have them, else four marked words or more without a verb of speech

For ROUGE also the difference of ours to each method, mean of the three, with a 95 % interval from 1,000 paired
resamplings, and ours beside the lead by the article's length and by the summary's.
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

from benchmarks.rouge import METRICS, rouge, score_rouge
from briefing.analysis.quotes.finding import find_quotes
from briefing.analysis.summaries.summary import METHODS, choose_sentences, choose_sentences_by
from briefing.analysis.text.document import find_sentences, make_document
from briefing.model import Block, Document, Paragraph, Sentence

RESAMPLINGS = 1000
SHORT, LONG = 350, 700  # words: the articles' lengths by which figures are given apart
LENGTHS = (1, 2, 3, 4)  # sentences of a summary, likewise
FEWEST_MARKED = 20  # characters of somebody's words in a sentence that make it a quote of theirs

_DATELINE = re.compile(r"[A-Z][^a-z\n]{2,30}(?:\([^()\n]*\) ?)?[–—-]+ ")
_OPENS_DANGLING = re.compile(
    r"[\"“‘'(]*(?:(?:he|she|it|they|him|them|this|that|these|those|his|her|their|its|both|such|neither|the two|the pair"
    r"|the latter|the former(?= (?:said|is|was|has))|and|but|or|nor|so|yet|then|also|thus|however|meanwhile|moreover"
    r"|furthermore|instead|nevertheless|nonetheless|therefore|still|besides|additionally|similarly|likewise"
    r"|consequently|otherwise|indeed|later|afterwards?|in addition(?! to)|as a result(?! of)|for (?:example|instance)"
    r"|in contrast|by contrast|at the same time|on the other hand|after that|even so)\b"
    r"|[^,]{2,30}, (?:however|meanwhile|though|too|for (?:example|instance)|for (?:his|her|its|their) part),)",
    re.IGNORECASE,
)
_BOILERPLATE = re.compile(
    r"\((?:pictured|left|right|above|below)\)|\bpictured\b|getty images|photo(?:graph)?s? (?:by|:)|image:"
    r"|sign up|read more|subscribe|newsletter|click here|follow us|copyright|all rights reserved|https?://|www\."
    r"|</?[a-z]+[ >]",
    re.IGNORECASE,
)
_MARKED = re.compile(r"“[^”]*(?:”|$)|\"[^\"]*(?:\"|$)")
_SAYING = re.compile(
    r"\b(?:sa(?:id|ys?|ying)|t(?:old|ells?)|according|add(?:ed|s)|wr(?:ote|ites?)|ask(?:ed|s)|call(?:ed|s|ing)|tweeted"
    r"|warn|argu|claim|insist|announc|explain|repl|respond|declar|stat(?:ed|es)|describ|accus|urg|vow|promis|den(?:y|ied))"
)


def read_items(path: Path, limit: int | None) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if limit is not None and number >= limit:
                return
            yield json.loads(line)


def make(item: dict[str, Any]) -> Document:
    text = item["text"]
    if not has_references(item):
        return make_document(item.get("id", ""), item.get("title", ""), text)
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


def has_references(item: dict[str, Any]) -> bool:
    return "reference" in item or "summaries" in item


def references_of(item: dict[str, Any]) -> list[list[str]]:
    if "reference" in item:
        return [item["reference"]]
    found = []
    for summary in item["summaries"]:
        document = make_document("", "", summary, (Block(0, len(summary), "p"),), lang="en")
        found.append([summary[s.start : s.end] for s in document.sentences] or [summary])
    return found


def choose(method: str, document: Document, count: int | None) -> tuple[int, ...]:
    if method == "briefing":
        return choose_sentences(document, (), find_quotes(document, ()), count)
    return choose_sentences_by(method, document, count)


def read_like_an_editor(item: dict[str, Any], document: Document, chosen: Sequence[int]) -> dict[str, int]:
    """Count the chosen sentences of each fault."""
    texts = {index: document.text[document.sentences[index].start : document.sentences[index].end] for index in chosen}
    first_line = "" if has_references(item) else document.text.lstrip().split("\n", 1)[0].strip()
    attributions = item.get("attributions")
    counts = dict.fromkeys(("dangling", "headings", "boilerplate", "quotes_without_speaker"), 0)
    for index, text in texts.items():
        dateline = _DATELINE.match(text)
        opening = text[dateline.end() if dateline else 0 :]
        counts["dangling"] += bool(index - 1 not in texts and _OPENS_DANGLING.match(opening))
        counts["headings"] += _is_heading(text, first_line)
        counts["boilerplate"] += bool(_BOILERPLATE.search(text))
        if attributions is None:
            counts["quotes_without_speaker"] += _quotes_nobody(text)
        else:
            sentence = document.sentences[index]
            counts["quotes_without_speaker"] += _quotes_somebody_else(text, sentence, attributions)
    return counts


def _is_heading(text: str, first_line: str) -> bool:
    longer = [word for word in text.split()[1:] if len(word) > 3 and word[0].isalpha()]
    capitals = sum(word[0].isupper() for word in longer)
    ends = text.rstrip("\"'”’)]» ")[-1:] in ".!?…"
    return not ends or bool(first_line and text.startswith(first_line)) or (len(longer) > 3 and capitals == len(longer))


def _quotes_nobody(text: str) -> bool:
    marked = [match.group() for match in _MARKED.finditer(text)]
    return any(len(words.split()) >= 4 for words in marked) and not _SAYING.search(_MARKED.sub(" ", text))


def _quotes_somebody_else(text: str, sentence: Sentence, attributions: Sequence[dict[str, Any]]) -> bool:
    """Tell whether words in marks belong to an attribution whose source stands outside the sentence."""

    def shared(spans: Sequence[Sequence[int]]) -> int:
        return sum(max(0, min(end, sentence.end) - max(start, sentence.start)) for start, end in spans)

    here = [one for one in attributions if shared(one["content"]) >= FEWEST_MARKED]
    if not any(mark in text for mark in '“”"') or any(shared(one["source"]) for one in here):
        return False
    return any(one["direct"] for one in here)


def compare(ours: Sequence[float], theirs: Sequence[float]) -> tuple[float, float, float]:
    """Mean difference and its 95 % interval."""
    differences = [a - b for a, b in zip(ours, theirs, strict=True)]
    drawn = random.Random(1)
    means = sorted(fmean(drawn.choices(differences, k=len(differences))) for _ in range(RESAMPLINGS))
    return fmean(differences), means[int(0.025 * RESAMPLINGS)], means[int(0.975 * RESAMPLINGS)]


class Tally:
    """What one method chose in all texts."""

    def __init__(self) -> None:
        self.chosen = 0
        self.faults: dict[str, int] = {}
        self.scores: list[dict[str, float]] = []

    def add(self, item: dict[str, Any], document: Document, chosen: Sequence[int], references: list[list[str]]) -> None:
        self.chosen += len(chosen)
        for fault, count in read_like_an_editor(item, document, chosen).items():
            self.faults[fault] = self.faults.get(fault, 0) + count
        if references:
            found = score_rouge(texts_of(document, chosen), references)
            row = {metric: score.f1 for metric, score in found.items()}
            row |= {f"p_{metric}": score.precision for metric, score in found.items()}
            row |= {f"r_{metric}": score.recall for metric, score in found.items()}
            self.scores.append(row)

    def means(self) -> list[float]:
        """The mean of the three F1, for each text."""
        return [fmean(row[metric] for metric in METRICS) for row in self.scores]

    def sum_up(self) -> dict[str, Any]:
        result: dict[str, Any] = {}
        if self.scores:
            result |= {name: round(100 * fmean(row[name] for row in self.scores), 2) for name in self.scores[0]}
        result |= {fault: round(count / max(1, self.chosen), 4) for fault, count in self.faults.items()}
        return result | {"sentences": self.chosen}


def texts_of(document: Document, chosen: Sequence[int]) -> list[str]:
    return [document.text[document.sentences[index].start : document.sentences[index].end] for index in chosen]


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--limit", type=int)
    parser.add_argument("--sentences", type=int)
    parser.add_argument("--methods", default=",".join(METHODS))
    options = parser.parse_args(arguments)
    items = list(read_items(options.data, options.limit))
    methods = ["briefing", *(name for name in options.methods.split(",") if name != "briefing")]
    referenced = bool(items) and has_references(items[0])
    count = options.sentences or (3 if referenced else None)
    tallies = {method: Tally() for method in methods}
    sizes: list[int] = []
    by_length: dict[int, list[tuple[float, float]]] = {length: [] for length in LENGTHS}
    for item in items:
        document = make(item)
        references = references_of(item) if referenced else []
        sizes.append(len(document.text.split()))
        for method in methods:
            tallies[method].add(item, document, choose(method, document, count), references)
        for length in LENGTHS if referenced else ():
            pair = [
                fmean(rouge(texts_of(document, choose(method, document, length)), references).values())
                for method in ("briefing", "lead")
            ]
            by_length[length].append((pair[0], pair[1]))
    result = {method: tally.sum_up() for method, tally in tallies.items()}
    for method in methods:
        print(
            f"{method:10} " + "  ".join(f"{name} {value}" for name, value in result[method].items() if name[1] != "_")
        )
    ours = result.pop("briefing")
    if referenced:
        ours["by_words"], ours["by_sentences"] = _by_words(sizes, tallies), {}
        for length, pairs in by_length.items():
            ours["by_sentences"][str(length)] = _pair(pairs)
        ours["over"] = {}
        for method in methods[1:]:
            found = compare(tallies["briefing"].means(), tallies[method].means())
            ours["over"][method] = [round(100 * value, 2) for value in found]
            mean, low, high = ours["over"][method]
            print(f"over {method:10} {mean:+.2f} ({low:+.2f} … {high:+.2f}), mean of the three F1")
        for name in ("by_words", "by_sentences"):
            print(f"{name}: {ours[name]}")
    print(json.dumps({"briefing": ours, "baselines": result, "items": len(items)}))


def _by_words(sizes: Sequence[int], tallies: dict[str, Tally]) -> dict[str, Any]:
    """Ours and the lead's mean F1 for short, middling and long articles."""
    if "lead" not in tallies:
        return {}
    pairs = list(zip(sizes, tallies["briefing"].means(), tallies["lead"].means(), strict=True))
    return {
        f"{low}–{high}" if high < 10**9 else f"{low}–": _pair([(a, b) for size, a, b in pairs if low <= size < high])
        for low, high in ((0, SHORT), (SHORT, LONG), (LONG, 10**9))
    }


def _pair(pairs: Sequence[tuple[float, float]]) -> dict[str, Any]:
    if not pairs:
        return {"items": 0}
    ours, lead = (round(100 * fmean(side), 2) for side in zip(*pairs, strict=True))
    return {"items": len(pairs), "briefing": ours, "lead": lead}


if __name__ == "__main__":
    main()
