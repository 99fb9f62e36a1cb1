"""Do the fast Markdown parser and Python-Markdown agree on real articles? Both read the same texts.

    python -m benchmarks parsers --data FILE [--data FILE …] [--show 5]

FILE: a data set (JSON Lines with `text`), an article's file, or a folder of them (*.md, *.txt), whose front matter is
left out. Each text goes to both, and what comes out through the same sanitiser. Compared are the text that readers see,
its blocks (tag and words of each paragraph, list item, heading …), and the HTML. A text with signs of an extension
(footnotes, tables …) goes to Python-Markdown either way. What differs is counted by a sign of why, and a few of each
are shown. Times are processor time of this process, means over all texts.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from briefing.frontmatter import split_front_matter
from briefing.markup import MarkupError, render_markdown, sanitise
from briefing.visible import read_html

# One of Pelican's usual ones: with an extension named, Python-Markdown reads, with all of these.
USUAL = ("markdown.extensions.tables",)
# What tells them apart, first sign first. CommonMark is stricter about what is emphasis and when a list ends.
SIGNS = (
    ("code by indentation", re.compile(r"^(?: {4}|\t)\S", re.MULTILINE)),
    (
        "a list without a blank line before it",
        re.compile(r"^[^\n]*\S[^\n]*\n {0,3}(?:[-*+]|\d{1,9}[.)]) ", re.MULTILINE),
    ),
    ("a number that looks like a list", re.compile(r"^ {0,3}\d{1,9}[.)] ", re.MULTILINE)),
    (
        "a heading or rule without a blank line",
        re.compile(r"^[^\n]*\S[^\n]*\n {0,3}(?:#|-{3}|={3}|\*{3})", re.MULTILINE),
    ),
    ("HTML, or what looks like it", re.compile(r"<[A-Za-z/!]|&#?\w+;")),
    ("stars or underscores", re.compile(r"[*_]")),
    ("square brackets", re.compile(r"[\[\]]")),
    ("a backslash", re.compile(r"\\")),
)
# Space around these shows nowhere.
_AROUND = re.compile(r"\s*(</?(?:blockquote|div|h[2-6]|hr|li|ol|p|pre|t[drh]|table|tbody|thead|ul)\b[^<>]*>)\s*")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a parser made of a text."""

    html: str
    text: str
    blocks: tuple[tuple[str, str], ...]  # tag, words


def read(text: str, extensions: tuple[str, ...] = ()) -> Reading:
    """Raises MarkupError."""
    html = sanitise(render_markdown(text, extensions), "2025/article.md")
    seen, blocks = read_html(html)
    return Reading(html, seen, tuple((block.tag, " ".join(seen[block.start : block.end].split())) for block in blocks))


def compare(text: str) -> str:
    """In what the two differ, the gravest first: "text", "blocks" or "html"; empty: in nothing. Raises MarkupError."""
    fast, usual = read(text), read(text, USUAL)
    if fast.text.split() != usual.text.split():
        return "text"
    if fast.blocks != usual.blocks:
        return "blocks"
    return "html" if _AROUND.sub(r"\1", fast.html).split() != _AROUND.sub(r"\1", usual.html).split() else ""


def find_texts(place: Path) -> Iterator[str]:
    if place.is_dir():
        for path in sorted(each for each in place.rglob("*") if each.suffix in {".md", ".txt"}):
            yield from find_texts(path)
    elif place.suffix == ".jsonl":
        for line in place.read_text(encoding="utf-8").splitlines():
            found = json.loads(line)
            yield from (each["text"] for each in (found, *found.get("articles", ())) if each.get("text"))
    else:
        text = place.read_text(encoding="utf-8")
        yield split_front_matter(text, lambda _: True).body if place.suffix == ".md" else text


def spend(texts: Sequence[str], extensions: tuple[str, ...]) -> float:
    """Seconds of processor time to render all."""
    start = time.process_time()
    for text in texts:
        try:
            render_markdown(text, extensions)
        except MarkupError:
            continue
    return time.process_time() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, action="append", required=True)
    parser.add_argument("--show", type=int, default=3, help="of each kind of difference")
    options = parser.parse_args()
    texts = [text for place in options.data for text in find_texts(place) if isinstance(text, str)]
    counts: Counter[str] = Counter()
    signs: Counter[str] = Counter()
    for text in texts:
        try:
            kind = compare(text)
        except MarkupError:
            counts["refused"] += 1
            continue
        counts[kind or "same"] += 1
        if kind:
            sign = next((name for name, sign in SIGNS if sign.search(text)), "no sign")
            signs[f"{kind}: {sign}"] += 1
            if signs[f"{kind}: {sign}"] <= options.show:
                show(kind, sign, text)
    fast, usual = spend(texts, ()), spend(texts, USUAL)
    ours = {
        "same": round(counts["same"] / len(texts), 4),
        "same but for HTML": round((counts["same"] + counts["html"]) / len(texts), 4),
        "counts": dict(sorted(counts.items())),
        "signs": dict(sorted(signs.items())),
        "ms a text": round(fast / len(texts) * 1000, 4),
    }
    baseline = {"Python-Markdown, Pelican's usual extensions": {"ms a text": round(usual / len(texts) * 1000, 4)}}
    print(json.dumps({"briefing": ours, "baselines": baseline, "items": len(texts)}))


def show(kind: str, sign: str, text: str) -> None:
    fast, usual = read(text), read(text, USUAL)
    pairs = zip((*fast.blocks, ("", "")), (*usual.blocks, ("", "")), strict=False)
    one, other = next((pair for pair in pairs if pair[0] != pair[1]), (("html", fast.html), ("html", usual.html)))
    at = next((n for n, (a, b) in enumerate(zip(one[1], other[1], strict=False)) if a != b), 0)
    shown = [f"{tag}: …{words[max(at - 60, 0) : at + 60]!r}" for tag, words in (one, other)]
    print(f"{kind} ({sign})\n  fast   {shown[0]}\n  Python {shown[1]}")


if __name__ == "__main__":
    main()
