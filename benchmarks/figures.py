"""How many figures are found, and how many of those given are right? On golden cases that a person wrote.

    python -m benchmarks.figures [--data tests/cases/figures.md] [--limit N] [--show]

Data: cases as in `tests/cases/figures.md`: a text and one line for each figure in it, `words = value unit thing;
modifier; in place; by source`. A figure counts if its words, value, unit and thing are right; `whole` asks for the rest
as well. The baseline takes every run of digits for a figure; only its words are compared.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from pathlib import Path

from briefing.analysis.figures.finding import find_figures
from briefing.analysis.quotes.finding import find_quotes
from briefing.analysis.text.document import make_document, split_text
from briefing.model import Figure

_CASE = re.compile(r"(?m)^\.\n(?P<given>(?:.*\n)*?)\.\n(?P<expected>(?:.*\n)*?)\.$")
_DIGITS = re.compile(r"\d[\d,.]*\d|\d")


def show(text: str, figure: Figure) -> str:
    values = (figure.low, figure.high) if figure.value is None else (figure.value,)
    value = "–".join(f"{value:.15g}" for value in values if value is not None)
    what = " ".join(part for part in (value, figure.unit, figure.thing) if part)
    place = f"in {figure.place}" if figure.place else ""
    source = f"by {figure.source}" if figure.source else ""
    return "; ".join(filter(None, (f"{text[figure.start : figure.end]} = {what}", figure.modifier, place, source)))


def score(given: Counter[str], true: Counter[str]) -> tuple[int, int, int]:
    return sum((given & true).values()), given.total(), true.total()


def summarise(counts: list[tuple[int, int, int]]) -> dict[str, float]:
    right, given, true = (sum(part) for part in zip(*counts, strict=True))
    precision, recall = right / max(given, 1), right / max(true, 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    return {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("tests/cases/figures.md"))
    parser.add_argument("--limit", type=int)
    parser.add_argument("--show", action="store_true", help="print what was missed (-) and what was wrong (+)")
    options = parser.parse_args(arguments)
    cases = list(_CASE.finditer(options.data.read_text(encoding="utf-8")))[: options.limit]
    parts: dict[str, list[tuple[int, int, int]]] = {"core": [], "whole": [], "digits": []}
    for case in cases:
        text = case["given"].rstrip("\n")
        document = make_document("case", "", text, split_text(text), lang="en")
        ours = [show(text, figure) for figure in find_figures(document, (), find_quotes(document, ()))]
        true = case["expected"].splitlines()
        parts["whole"].append(score(Counter(ours), Counter(true)))
        parts["core"].append(score(*(Counter(line.split(";")[0] for line in lines) for lines in (ours, true))))
        words = Counter(line.split(" = ")[0] for line in true)
        parts["digits"].append(score(Counter(_DIGITS.findall(text)), words))
        if options.show:
            print(*(f"- {line}" for line in true if line not in ours), sep="\n")
            print(*(f"+ {line}" for line in ours if line not in true), sep="\n")
    briefing = {**summarise(parts["core"]), "whole": summarise(parts["whole"])}
    print(json.dumps({"briefing": briefing, "baselines": {"digits": summarise(parts["digits"])}, "items": len(cases)}))


if __name__ == "__main__":
    main()
