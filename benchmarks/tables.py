"""The figures of a run as the tables of docs/explanation/measured.md and docs/scale.md have them.

A table stands in its page between `<!-- figures NAME -->` and `<!-- end -->`, and is renewed there by `--page`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

# A row of the page, the row of the run, and what it is divided by for each peer.
ROWS = (
    ("everything, from nothing", "clean", "clean"),
    ("output deleted, archive kept", "restored", "clean"),
    ("one article added", "added", "added"),
    ("one article changed", "changed", "changed"),
    ("nothing changed", "same", "same"),
    ("a fresh clone beside archive and output, one article changed", "checkout", ""),
    ("one alias added to `actors.yml`", "alias", ""),
    ("a template of all pages changed", "theme", ""),
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
REREAD = ("alias", "theme", "checkout")
FAR = (1_000_000, 100_000_000)  # articles
PEERS = {"pelican": "Pelican", "pelican-bare": "Pelican, bare", "hugo": "Hugo", "hugo-bare": "Hugo, bare"}
UNITS = {"days": 86_400.0, "h": 3_600.0, "min": 60.0, "s": 1.0, "ms": 1e-3, "µs": 1e-6}  # seconds


def tell_build(run: Mapping[str, Any]) -> Iterator[str]:
    """The lines of one run of `benchmarks build`: its rows, single ratios, and what the builds did."""
    ours, peers = run["briefing"], [name for name in PEERS if name in run["baselines"]]
    said = "".join(f" {PEERS[name]} {run['baselines'][name]['version']} |" for name in peers)
    ratio = " and ".join(PEERS[name] for name in peers) or "nobody"
    yield f"| {run['items']:,} articles | Briefing |{said} ÷ {ratio} | pages written | peak memory, MB |"
    yield "|---|---|" + "---|" * (len(peers) + 3)
    for title, row, base in ROWS:
        if row not in ours["seconds"]:
            continue
        theirs = "".join(f" {say_seconds(run['baselines'][name]['seconds'].get(row))} |" for name in peers)
        ratios = [say_ratio(run["ratios"].get(f"{row} / {name} {base}")) for name in peers]
        memory = [who["memory MB"].get(row) for who in (ours, *(run["baselines"][name] for name in peers))]
        counts = ours["counts"].get(row)
        written = f"{counts['written']:,} of {counts['pages']:,}" if counts else "–"
        weights = ", ".join(f"{each:.0f}" for each in memory if each) or "–"
        shown = ", ".join(ratios) if base else "–"
        yield f"| {title} | {say_seconds(ours['seconds'][row])} |{theirs} {shown} | {written} | {weights} |"
    yield ""
    yield "| ratio | |"
    yield "|---|---|"
    for title, name in ALSO:
        if name in run["ratios"]:
            yield f"| {title} | {say_ratio(run['ratios'][name])} |"
    read = [f"{ours['counts'][row]['read']:,}" for row in REREAD if row in ours["counts"]]
    if len(read) == len(REREAD):
        yield f"| articles read anew: alias, template, fresh clone | {', '.join(read)} |"
    yield ""
    yield say_method(run)
    yield say_settings(run["baselines"])


def tell_scale(run: Mapping[str, Any]) -> Iterator[str]:
    """The lines of one run of `benchmarks scale`: what was measured at each size, and what that comes to far beyond."""
    yield "| articles | everything | output made anew | one added | nothing changed | peak memory, MB |"
    yield "|---|---|---|---|---|---|"
    for size, figures in run["briefing"].items():
        cells = [say_seconds(figures["seconds"].get(row)) for row in ("clean", "restored", "added", "same")]
        yield f"| {int(size):,} | {' | '.join(cells)} | {figures['memory MB'].get('clean', '–')} |"
    yield ""
    yield f"| | each article more | {' | '.join(f'{far:,}' for far in FAR)} |"
    yield "|---|---|" + "---|" * len(FAR)
    for title, unit, values in find_lines(run):
        (size, value), slope = values[-1], find_slope(values)
        far = [value + slope * (each - size) for each in FAR]
        yield f"| {title} | {unit(slope)} | {' | '.join(unit(each) for each in far)} |"
    yield ""
    yield say_method(run)
    yield say_settings({name: next(iter(sizes.values())) for name, sizes in run["baselines"].items()})


def find_lines(run: Mapping[str, Any]) -> Iterator[tuple[str, Any, list[tuple[int, float]]]]:
    """What grows with the archive: its name, how it is said, and its value at each size."""
    sizes = [(int(size), figures) for size, figures in run["briefing"].items()]
    for title, row in (
        ("everything", "clean"),
        ("output made anew", "restored"),
        ("one added", "added"),
        ("nothing changed", "same"),
    ):
        if all(row in figures["seconds"] for _, figures in sizes):
            yield title, say_duration, [(size, figures["seconds"][row]["median"]) for size, figures in sizes]
    if all("clean" in figures["memory MB"] for _, figures in sizes):
        yield "peak memory", say_bytes, [(size, figures["memory MB"]["clean"] * 1e6) for size, figures in sizes]
    for title, key in (("articles", "content bytes"), ("archive", "kept bytes"), ("output", "bytes")):
        yield f"{title}, bytes", say_bytes, [(size, figures[key]) for size, figures in sizes]
    yield "output, files", say_count, [(size, figures["files"]) for size, figures in sizes]


def find_slope(values: list[tuple[int, float]]) -> float:
    """By how much the value grows with each article, from the two largest sizes; never less than nothing."""
    if len(values) < 2:
        return values[-1][1] / values[-1][0]
    (few, low), (many, high) = values[-2:]
    return max((high - low) / (many - few), 0.0)


def say_method(run: Mapping[str, Any]) -> str:
    machine = run["machine"]
    return (
        f"Medians of {run['rounds']} interleaved rounds, lowest and highest in brackets; whole processes; "
        f"{machine['cores']} cores, {machine['system']}, Python {machine['python']}; output and archive in memory."
    )


def say_settings(baselines: Mapping[str, Mapping[str, Any]]) -> str:
    """What the other programs were told, so that nobody has to run them to know."""
    said = (
        f"{PEERS[name]} {each['version']}: {each['settings']}." for name, each in baselines.items() if name in PEERS
    )
    return " ".join(said)


def renew(page: Path, name: str, lines: Iterable[str]) -> None:
    """Put a table into its place in a page."""
    text = page.read_text(encoding="utf-8")
    place = re.compile(rf"(<!-- figures {re.escape(name)} -->\n).*?(<!-- end -->)", re.DOTALL)
    if not place.search(text):
        raise SystemExit(f"{page} has no place for it: <!-- figures {name} --> and <!-- end -->")
    table = "\n".join(lines)
    page.write_text(place.sub(lambda found: f"{found[1]}{table}\n{found[2]}", text), encoding="utf-8")


def say_seconds(spread: Mapping[str, float] | None) -> str:
    """A median with its lowest and highest."""
    if not spread:
        return "–"
    return f"{_short(spread['median'])} s ({_short(spread['lowest'])}–{_short(spread['highest'])})"


def say_ratio(spread: Mapping[str, float] | None) -> str:
    return _short(spread["median"]) if spread else "–"


def say_duration(seconds: float) -> str:
    for unit, size in (("days", 172_800.0), ("h", 7_200.0), ("min", 120.0), ("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= size:
            return f"{_short(seconds / UNITS[unit])} {unit}"
    return "nothing"


def say_bytes(count: float) -> str:
    for unit, size in (("TB", 1e12), ("GB", 1e9), ("MB", 1e6), ("KB", 1e3)):
        if count >= size:
            return f"{_short(count / size)} {unit}"
    return f"{count:.0f} bytes"


def say_count(count: float) -> str:
    return f"{count / 1e6:,.1f} million" if count >= 1e6 else _short(count)


def _short(number: float) -> str:
    """Two digits and more."""
    return f"{number:.2f}" if number < 2 else f"{number:.1f}" if number < 100 else f"{number:,.0f}"
