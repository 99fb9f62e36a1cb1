"""The figures of a run as the tables of docs/explanation/measured.md and docs/scale.md have them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# A row of the page, the row of the run, and what it is divided by in each column.
ROWS = (
    ("everything, from nothing", "clean", ("pelican clean", "hugo clean")),
    ("output deleted, archive kept", "restored", ("", "hugo clean")),
    ("one article added", "added", ("pelican added", "hugo added")),
    ("one article changed", "changed", ("pelican changed", "hugo changed")),
    ("nothing changed", "same", ("pelican same", "hugo same")),
    ("a fresh clone, one article changed", "checkout", ("", "")),
    ("one alias added to actors.yml", "alias", ("", "")),
    ("a template of all pages changed", "theme", ("", "")),
)
ALSO = (
    ("nothing changed ÷ `import pelican`", "same / import pelican"),
    ("fresh clone ÷ the same change without one", "checkout / changed"),
    ("alias ÷ everything", "alias / clean"),
    ("template ÷ everything", "theme / clean"),
    ("everything ÷ a plain loop that writes the same files", "clean / loop, clean"),
    ("output made anew ÷ that loop", "restored / loop, restored"),
    ("output made anew ÷ `cp -r`", "restored / cp -r, restored"),
)


def print_build(run: Mapping[str, Any]) -> None:
    """The rows of one run of `benchmarks build`, then its single ratios and what the builds did."""
    ours, peers = run["briefing"], [name for name in ("pelican", "hugo") if name in run["baselines"]]
    titles = "".join(f"; {name}" for name in peers)
    print(f"| {run['items']:,} articles | Briefing | {titles[2:]} | ratio to each | peak memory, MB |")
    print("|---|---|---|---|---|")
    for title, row, bases in ROWS:
        if row in ours["seconds"]:
            theirs = [run["baselines"][name]["seconds"].get(row) for name in peers]
            ratios = [say_ratio(run["ratios"].get(f"{row} / {base}")) for base in bases]
            memory = [who["memory MB"].get(row) for who in (ours, *(run["baselines"][name] for name in peers))]
            cells = (say_seconds(ours["seconds"][row]), "; ".join(map(say_seconds, theirs)), "; ".join(ratios))
            print(f"| {title} | {' | '.join(cells)} | {'; '.join(f'{each:.0f}' for each in memory if each)} |")
    print()
    for title, ratio in ALSO:
        if ratio in run["ratios"]:
            print(f"| {title} | {say_ratio(run['ratios'][ratio])} |")
    print()
    for row, counts in ours.get("counts", {}).items():
        print(f"| {row} | {', '.join(f'{count:,} {what}' for what, count in counts.items())} |")


def say_seconds(spread: Mapping[str, float] | None) -> str:
    """A median with its lowest and highest."""
    if not spread:
        return "–"
    return f"{_short(spread['median'])} s ({_short(spread['lowest'])} to {_short(spread['highest'])})"


def say_ratio(spread: Mapping[str, float] | None) -> str:
    return _short(spread["median"]) if spread else "–"


def _short(number: float) -> str:
    """Two significant digits below ten, three above."""
    return f"{number:.2f}" if number < 1 else f"{number:.1f}" if number < 100 else f"{number:,.0f}"


def print_scale(run: Mapping[str, Any]) -> None:
    """Seconds and memory by size, ratios of neighbouring sizes, and what an article takes on disk."""
    print("| articles | everything | one added | nothing changed | output made anew | peak memory, MB |")
    print("|---|---|---|---|---|---|")
    for size, figures in run["briefing"].items():
        cells = [say_seconds(figures["seconds"].get(row)) for row in ("clean", "added", "same", "restored")]
        print(f"| {int(size):,} | {' | '.join(cells)} | {figures['memory MB'].get('clean', '–')} |")
    print()
    print("| articles | an article: output, files | output, bytes | archive, bytes | everything, ms |")
    print("|---|---|---|---|---|")
    for size, figures in run["briefing"].items():
        count = figures["articles"]
        each = [figures["files"] / count, figures["bytes"] / count, figures["kept bytes"] / count]
        milliseconds = 1000 * figures["seconds"]["clean"]["median"] / int(size)
        print(f"| {int(size):,} | {each[0]:.2f} | {each[1]:,.0f} | {each[2]:,.0f} | {milliseconds:.2f} |")
    print()
    for name, spread in run["ratios"].items():
        print(f"| {name} | {say_ratio(spread)} |")
