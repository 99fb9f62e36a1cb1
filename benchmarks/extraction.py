"""Is an article taken out of its web page whole, and how much of the page around it comes along?

    python -m benchmarks extraction --data dev.jsonl [--limit N] [--worst N] [--methods trafilatura,…] [--show ID]

Data: JSON Lines with `id`, `html` (the page's path beside the data, gzipped or plain) and `text` (the body as a person
marked it). What counts as ours is the visible text of the body that `briefing add` writes, read as a build reads it;
its title is not part of it, as it is none of the marked text.

The score is the one of scrapinghub's article-extraction-benchmark (its `evaluate.py`): text is taken apart into runs
of letters, digits and underscores; what is compared are all stretches of four of them, with how often each occurs.
Precision is the share of what was found that is in the truth, recall the share of the truth that was found, both of one
page and then averaged over pages (over those with anything found, with any truth); F1 is made of the two averages.

- f1, precision, recall: so, with the half width of a 95 % interval from 1,000 resamplings of pages
- around: stretches of four words that were found and are not in the truth, mean of a page; what of the page around the
  article reaches a reader
- missing: those of the truth that were not found, likewise
- whole: share of pages on which all of the truth was found and nothing else

Methods: `unpictured`, ours without the links that stand for pictures (“Image: …”), which is all of it that nobody wrote
as text; `scraped`, what our reading of the page hands on before its paragraphs are judged; `trafilatura` as it was
called before the page was prepared for it, with pictures and formatting; `trafilatura-plain` with its settings as
they come, without comments; with a preference for precision or recall; `readability`, the fork of readability-lxml
that comes with trafilatura. `over` is the difference of ours to each, paired by page.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import fmean, stdev
from typing import Any, NamedTuple

import trafilatura
from trafilatura.readability_lxml import Document as Readability

from briefing.adding import clean
from briefing.errors import ContentError
from briefing.extracting import parse_page
from briefing.markup import render_markdown, sanitise
from briefing.scraping import read_web_page
from briefing.visible import read_html

STRETCH = 4  # words that are compared at once, as in the benchmark
RESAMPLINGS = 1000
_WORD = re.compile(r"\w+")
LONGEST_SHOWN = 160  # characters of one stretch that --show prints


class Counts(NamedTuple):
    """Stretches of one page: found and true, found and not true, true and not found."""

    shared: int
    around: int
    missing: int


# -- the score --------------------------------------------------------------------------------------------------------


def count_stretches(text: str) -> Counter[tuple[str, ...]]:
    """Each stretch of four words of `text`; a text of fewer words is one stretch, an empty one none."""
    words = _WORD.findall(text)
    ends = range(max(1, len(words) - STRETCH + 1))
    return Counter(tuple(words[start : start + STRETCH]) for start in ends if words)


def compare_texts(found: str, true: str) -> Counts:
    ours, theirs = count_stretches(found), count_stretches(true)
    shared = (ours & theirs).total()
    return Counts(shared, ours.total() - shared, theirs.total() - shared)


def score(pages: Sequence[Counts]) -> tuple[float, float, float]:
    """Return F1, precision and recall of these pages."""
    precision = _mean([page.shared / (page.shared + page.around) for page in pages if page.shared + page.around])
    recall = _mean([page.shared / (page.shared + page.missing) for page in pages if page.shared + page.missing])
    return 2 * precision * recall / (precision + recall or 1.0), precision, recall


def _mean(shares: Sequence[float]) -> float:
    return fmean(shares) if shares else 0.0


# -- the methods ------------------------------------------------------------------------------------------------------


def read_article(raw: bytes) -> str:
    """Return what a reader sees of the body that `briefing add` writes; empty where it takes nothing."""
    try:
        return read_html(sanitise(render_markdown(clean(raw, "page.html").body, ()), "page.md"))[0]
    except ContentError:
        return ""


def _read_without_pictures(raw: bytes) -> str:
    return "\n\n".join(block for block in read_article(raw).split("\n\n") if not block.startswith("Image: "))


def _scrape(raw: bytes) -> str:
    page = read_web_page(raw.decode("utf-8", "replace"))
    return "\n".join(piece.text for piece in page.pieces if piece.tag != "img")


def _extract(**settings: Any) -> Callable[[bytes], str]:
    def extract(raw: bytes) -> str:
        return trafilatura.extract(raw.decode("utf-8", "replace"), include_comments=False, **settings) or ""

    return extract


def _extract_with_pictures(raw: bytes) -> str:
    found = trafilatura.bare_extraction(
        raw.decode("utf-8", "replace"),
        include_comments=False,
        include_formatting=True,
        include_images=True,
        with_metadata=False,
    )
    body = getattr(found, "body", None)
    return "\n".join(" ".join(element.itertext()) for element in body) if body is not None else ""


def _read_with_readability(raw: bytes) -> str:
    summary = Readability(parse_page(raw.decode("utf-8", "replace"))).summary()
    tree = parse_page(summary)
    return " ".join(tree.itertext()) if tree is not None else ""


METHODS: dict[str, Callable[[bytes], str]] = {
    "briefing": read_article,
    "unpictured": _read_without_pictures,
    "scraped": _scrape,
    "trafilatura": _extract_with_pictures,
    "trafilatura-plain": _extract(),
    "trafilatura-precision": _extract(favor_precision=True),
    "trafilatura-recall": _extract(favor_recall=True),
    "readability": _read_with_readability,
}


# -- all pages --------------------------------------------------------------------------------------------------------


def read_items(path: Path, limit: int | None) -> Iterator[tuple[str, bytes, str]]:
    """Yield id, page and true text of each item."""
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if limit is not None and number >= limit:
                return
            item = json.loads(line)
            raw = (path.parent / item["html"]).read_bytes()
            yield item["id"], gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw, item["text"]


def sum_up(pages: Sequence[Counts], seconds: float) -> dict[str, float]:
    drawn = random.Random(1)
    resampled = [score(drawn.choices(pages, k=len(pages))) for _ in range(RESAMPLINGS)]
    names = ("f1", "precision", "recall")
    result = {name: round(value, 4) for name, value in zip(names, score(pages), strict=True)}
    result |= {
        f"{name}_ci": round(1.96 * stdev(values), 4) if len(pages) > 1 else 0.0
        for name, values in zip(names, zip(*resampled, strict=True), strict=True)
    }
    return result | {
        "around": round(fmean(page.around for page in pages), 1),
        "missing": round(fmean(page.missing for page in pages), 1),
        "whole": round(fmean(page.around == page.missing == 0 for page in pages), 3),
        "ms": round(1000 * seconds / len(pages), 1),
    }


def over(ours: Sequence[Counts], theirs: Sequence[Counts]) -> dict[str, list[float]]:
    """The difference of F1 and of what comes along, ours less theirs, each with its 95 % interval."""
    drawn = random.Random(1)
    places = [drawn.choices(range(len(ours)), k=len(ours)) for _ in range(RESAMPLINGS)]
    f1 = sorted(score([ours[i] for i in chosen])[0] - score([theirs[i] for i in chosen])[0] for chosen in places)
    around = sorted(fmean(ours[i].around - theirs[i].around for i in chosen) for chosen in places)
    low, high = int(0.025 * RESAMPLINGS), int(0.975 * RESAMPLINGS)
    means = score(ours)[0] - score(theirs)[0], fmean(a.around - b.around for a, b in zip(ours, theirs, strict=True))
    return {
        "f1": [round(value, 4) for value in (means[0], f1[low], f1[high])],
        "around": [round(value, 1) for value in (means[1], around[low], around[high])],
    }


def show(found: str, true: str) -> None:
    """Print the stretches that came along and those that are missing, joined where they follow one another."""
    for sign, text, other in (("+", found, true), ("-", true, found)):
        left = count_stretches(other)
        words = _WORD.findall(text)
        run: list[str] = []
        for start in range(max(1, len(words) - STRETCH + 1)):
            stretch = tuple(words[start : start + STRETCH])
            if left[stretch]:
                left[stretch] -= 1
                _print_run(sign, run)
                run = []
            else:
                run += stretch if not run else stretch[-1:]
        _print_run(sign, run)


def _print_run(sign: str, run: Sequence[str]) -> None:
    words = " ".join(run)
    if words:
        cut = words if len(words) <= LONGEST_SHOWN else f"{words[: LONGEST_SHOWN - 40]} … {words[-36:]}"
        print(f"  {sign} {max(1, len(run) - STRETCH + 1):4} {cut}")


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--limit", type=int)
    parser.add_argument("--worst", type=int, default=0, help="pages to list, those of the lowest F1 first")
    parser.add_argument("--show", default="", help="the beginning of an id: what came along there, what is missing")
    parser.add_argument("--methods", default=",".join(METHODS))
    options = parser.parse_args(arguments)
    items = list(read_items(options.data, options.limit))
    if options.show:
        for name, raw, true in items:
            if name.startswith(options.show):
                print(name)
                show(read_article(raw), true)
        return
    methods = ["briefing", *(name for name in options.methods.split(",") if name and name != "briefing")]
    if unknown := [name for name in methods if name not in METHODS]:
        sys.exit(f"no such method: {', '.join(unknown)}; there are {', '.join(METHODS)}")
    pages: dict[str, list[Counts]] = {}
    result: dict[str, Any] = {}
    for method in methods:
        began = time.process_time()
        found = [METHODS[method](raw) for _, raw, _ in items]
        seconds = time.process_time() - began
        pages[method] = [compare_texts(text, true) for text, (_, _, true) in zip(found, items, strict=True)]
        result[method] = sum_up(pages[method], seconds)
        print(f"{method:22} " + "  ".join(f"{name} {value}" for name, value in result[method].items()))
    order = sorted(range(len(items)), key=lambda i: (score([pages["briefing"][i]])[0], items[i][0]))
    for i in order[: options.worst]:
        print(f"{items[i][0][:12]}  " + "  ".join(_say(method, pages[method][i]) for method in methods))
    ours = result.pop("briefing")
    ours["over"] = {method: over(pages["briefing"], pages[method]) for method in methods[1:]}
    for method, found_over in ours["over"].items():
        print(f"over {method:22} {found_over}")
    print(json.dumps({"briefing": ours, "baselines": result, "items": len(items)}))


def _say(method: str, page: Counts) -> str:
    return f"{method} -{page.missing} +{page.around} of {page.shared + page.missing}"


if __name__ == "__main__":
    main()
