"""How many figures and disagreements are found, and how many of those given are right? On cases that an editor wrote.

    python -m benchmarks figures [--data FILE] [--disagreements FILE] [--limit N] [--show]

Data: benchmarks/figures.md and disagreements.md; the head of each says what counts. A case's name begins with what
it is for: rules may be tuned on the `tuned` cases, the `unseen` and `blind` ones are only counted (and never shown).

- Figures: `core` asks for the words, value, unit and thing; `whole` for modifier, place and source as well. The
  baseline takes every run of digits for a figure; only its words are compared.
- Disagreements: a line (all that stand against each other, each with its source and words) is right or wrong as a
  whole. The baseline takes any two different numbers that our figures give for one thing for a disagreement.

The articles are read as the product reads them, with the shipped states and no other registry. Intervals: 95 %, from
2,000 samples of the cases with replacement (Efron's percentile bootstrap).
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from briefing.analysis.figures.disagreements import Evidence, find_disagreements
from briefing.analysis.recipe import Tools, analyse_document
from briefing.analysis.text.document import make_document, split_text
from briefing.model import Analysis, Figure
from briefing.registry import parse_registry

HERE = Path(__file__).parent
_STATES = HERE.parent / "briefing" / "data" / "states.yml"
_CASE = re.compile(r"(?m)^(?P<title>\S.*)\n\.\n(?P<given>(?:.*\n)*?)\.\n(?P<expected>(?:.*\n)*?)\.$")
_REPORT = re.compile(r"(?P<source>[\w-]+)(?: \((?P<origin>[\w-]+)\))?, (?P<day>[\d-]+): (?P<words>.+)")
_DIGITS = re.compile(r"\d[\d,.]*\d|\d")
PARTS = ("all", "tuned", "unseen", "blind")
SAMPLES = 2000


class Case(NamedTuple):
    half: str  # tuned, unseen or blind
    title: str
    given: str
    expected: tuple[str, ...]


class Counts(NamedTuple):
    right: int
    given: int
    true: int


def read_cases(path: Path, limit: int | None = None) -> list[Case]:
    """The cases of a golden file; those whose title names no half are tuned on."""
    cases = []
    for match in _CASE.finditer(path.read_text(encoding="utf-8")):
        first = match["title"].split(" ")[0]
        half = first if first in PARTS[2:] else "tuned"
        cases.append(Case(half, match["title"], match["given"].rstrip("\n"), tuple(match["expected"].splitlines())))
    return cases[:limit]


def show(text: str, figure: Figure) -> str:
    values = (figure.low, figure.high) if figure.value is None else (figure.value,)
    value = "–".join(f"{value:.15g}" for value in values if value is not None)
    what = " ".join(part for part in (value, figure.unit, figure.thing) if part)
    place = f"in {figure.place}" if figure.place else ""
    source = f"by {figure.source}" if figure.source else ""
    return "; ".join(filter(None, (f"{text[figure.start : figure.end]} = {what}", figure.modifier, place, source)))


def read(text: str, tools: Tools) -> Analysis:
    return analyse_document(make_document("case", "", text, split_text(text), lang="en"), tools)


def count(given: Iterable[str], true: Iterable[str]) -> Counts:
    ours, theirs = Counter(given), Counter(true)
    return Counts((ours & theirs).total(), ours.total(), theirs.total())


def f1_of(counts: Sequence[Counts]) -> float:
    right, given, true = (sum(part) for part in zip(*counts, strict=True)) if counts else (0, 0, 0)
    return 2 * right / max(given + true, 1)


def summarise(counts: Sequence[Counts]) -> dict[str, float | list[float]]:
    """Precision, recall and F1 over all cases, and between what F1 lies in 95 of 100 samples of them."""
    right, given, true = (sum(part) for part in zip(*counts, strict=True)) if counts else (0, 0, 0)
    chance = random.Random(1)
    drawn = sorted(f1_of(chance.choices(counts, k=len(counts))) for _ in range(SAMPLES)) if counts else [0.0] * SAMPLES
    return {
        "precision": round(right / max(given, 1), 4),
        "recall": round(right / max(true, 1), 4),
        "f1": round(f1_of(counts), 4),
        "f1_95": [round(drawn[int(SAMPLES * 0.025)], 4), round(drawn[int(SAMPLES * 0.975)], 4)],
        "true": true,
    }


def by_half(cases: Sequence[Case], counts: Sequence[Counts]) -> dict[str, dict[str, float | list[float]]]:
    return {
        half: summarise([each for case, each in zip(cases, counts, strict=True) if half in ("all", case.half)])
        for half in PARTS
    }


def print_difference(case: Case, ours: Sequence[str]) -> None:
    """What was missed (-) and what was wrong (+), of a case that may be tuned on."""
    missed, wrong = Counter(case.expected) - Counter(ours), Counter(ours) - Counter(case.expected)
    if case.half == "tuned" and (missed or wrong):
        print(f"{case.title}\n  {case.given}".replace("\n", "\n  "))
        print(*(f"- {line}" for line in missed.elements()), *(f"+ {line}" for line in wrong.elements()), sep="\n")


def parse_report(case: Case, line: str) -> dict[str, str]:
    """Source, origin, day and words of a report; the origin is empty where none is named."""
    report = _REPORT.fullmatch(line)
    if report is None:
        raise ValueError(f"{case.title}: no report: {line}")
    return report.groupdict("")


def gather_evidence(case: Case, tools: Tools) -> list[Evidence]:
    """The figures of a case's reports, each with the sentence that gives it, as an edition gathers them."""
    evidence: list[Evidence] = []
    for number, line in enumerate(case.given.splitlines()):
        report = parse_report(case, line)
        words, article = report["words"], f"{report['source']}-{number}"
        found = read(words, tools)
        for figure in found.figures:
            sentence = next(each for each in found.sentences if each.start <= figure.start < each.end)
            evidence.append(
                Evidence(
                    article=article,
                    source=report["source"],
                    origin=report["origin"] or article,
                    day=report["day"],
                    event="event",
                    figure=figure,
                    sentence=words[sentence.start : sentence.end],
                    at=figure.start - sentence.start,
                )
            )
    return evidence


def show_group(evidence: Sequence[Evidence], group: Iterable[int]) -> str:
    return " against ".join(
        f"{each.source} {each.sentence[each.at : each.at + each.figure.end - each.figure.start]}"
        for each in (evidence[index] for index in group)
    )


def differ_at_all(evidence: Sequence[Evidence]) -> list[list[int]]:
    """The baseline: all figures of one thing and unit, where two sources give two numbers."""
    by_thing: dict[tuple[str, str], list[int]] = {}
    for index, each in enumerate(evidence):
        by_thing.setdefault((each.figure.thing, each.figure.unit), []).append(index)
    return [
        group
        for group in by_thing.values()
        if len({evidence[i].source for i in group}) > 1
        and len({(evidence[i].figure.value, evidence[i].figure.low) for i in group}) > 1
    ]


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=HERE / "figures.md")
    parser.add_argument("--disagreements", type=Path, default=HERE / "disagreements.md")
    parser.add_argument("--limit", type=int, help="cases of each file, from its beginning")
    parser.add_argument("--show", action="store_true", help="print what was missed (-) and wrong (+) of the tuned half")
    options = parser.parse_args(arguments)
    tools = Tools(parse_registry({"states.yml": _STATES.read_bytes()}))

    cases = read_cases(options.data, options.limit)
    core, whole, digits = [], [], []
    for case in cases:
        ours = [show(case.given, figure) for figure in read(case.given, tools).figures]
        core.append(count(*([line.split(";")[0] for line in lines] for lines in (ours, case.expected))))
        whole.append(count(ours, case.expected))
        digits.append(count(_DIGITS.findall(case.given), (line.split(" = ")[0] for line in case.expected)))
        if options.show:
            print_difference(case, ours)

    reports = read_cases(options.disagreements, options.limit)
    groups, differing = [], []
    for case in reports:
        evidence = gather_evidence(case, tools)
        found = [show_group(evidence, group) for group in find_disagreements(evidence)]
        groups.append(count(found, case.expected))
        differing.append(count((show_group(evidence, group) for group in differ_at_all(evidence)), case.expected))
        if options.show:
            print_difference(case, found)

    parts = {
        "figures, core": by_half(cases, core),
        "figures, whole": by_half(cases, whole),
        "disagreements": by_half(reports, groups),
        "digits": by_half(cases, digits),
        "any two numbers": by_half(reports, differing),
    }
    for name, halves in parts.items():
        for half, scores in halves.items():
            print(f"{name:16} {half:6}", *(f"{key} {value}" for key, value in scores.items()))
    briefing = {
        **parts["figures, core"]["all"],
        "core": parts["figures, core"],
        "whole": parts["figures, whole"],
        "disagreements": parts["disagreements"],
    }
    baselines = {
        "digits": {**parts["digits"]["all"], **parts["digits"]},
        "any_two_numbers": {**parts["any two numbers"]["all"], **parts["any two numbers"]},
    }
    print(json.dumps({"briefing": briefing, "baselines": baselines, "items": len(cases) + len(reports)}))


if __name__ == "__main__":
    main()
