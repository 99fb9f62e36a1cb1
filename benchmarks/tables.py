"""The figures of a run as the tables of docs/explanation/measured.md and docs/scale.md have them.

A table stands in its page between `<!-- figures NAME -->` and `<!-- end -->`, and is renewed there by `--page`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
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
    ("template ÷ output made anew", "theme / restored"),
    ("everything ÷ a plain loop that writes the same files", "clean / loop, clean"),
    ("output made anew ÷ that loop", "restored / loop, restored"),
    ("output made anew ÷ `cp -r`", "restored / cp -r, restored"),
)
REREAD = (("checkout", "fresh clone"), ("alias", "alias"), ("theme", "template"))
DEAR = ("clean", "restored", "alias", "theme")  # rows that are taken in fewer rounds, as benchmarks.build has them
FAR = (1_000_000, 100_000_000)  # articles
PEERS = {"pelican": "Pelican", "pelican-bare": "bare Pelican", "hugo": "Hugo", "hugo-bare": "bare Hugo"}
UNITS = {"days": 86_400.0, "h": 3_600.0, "min": 60.0, "s": 1.0, "ms": 1e-3, "µs": 1e-6}  # seconds


def tell_build(run: Mapping[str, Any]) -> Iterator[str]:
    """The lines of one run of `benchmarks build`: its rows, its ratios, and what the builds did."""
    ours, theirs = run["briefing"], run["baselines"]
    peers = [name for name in PEERS if name in theirs]
    rows = [(title, row, base) for title, row, base in ROWS if row in ours["seconds"]]
    said = "".join(f" {PEERS[name]} {theirs[name]['version']} |" for name in peers)
    yield f"| {run['items']:,} articles | Briefing |{said} pages written | peak memory, MB, in this order |"
    yield "|---|---|" + "---|" * (len(peers) + 2)
    for title, row, _ in rows:
        cells = [say_seconds(each["seconds"].get(row)) for each in (ours, *(theirs[name] for name in peers))]
        counts = ours["counts"].get(row)
        written = f"{counts['written']:,} of {counts['pages']:,}" if counts else "–"
        memory = [each["memory MB"].get(row) for each in (ours, *(theirs[name] for name in peers))]
        weights = ", ".join(f"{each:.0f}" for each in memory if each) or "–"
        yield f"| {title} | {' | '.join(cells)} | {written} | {weights} |"
    if peers:
        yield ""
        yield "| Briefing ÷ | " + " | ".join(PEERS[name] for name in peers) + " |"
        yield "|---|" + "---|" * len(peers)
        for title, row, base in rows:
            if base:
                cells = [say_ratio(run["ratios"].get(f"{row} / {name} {base}")) for name in peers]
                against = " (÷ everything)" if row != base else ""
                yield f"| {title}{against} | {' | '.join(cells)} |"
    yield ""
    yield "| ratio | |"
    yield "|---|---|"
    for title, name in ALSO:
        if name in run["ratios"]:
            yield f"| {title} | {say_ratio(run['ratios'][name])} |"
    for row, title in REREAD:
        if counts := ours["counts"].get(row):
            yield f"| articles read anew: {title} | {counts['read']:,} of {counts['articles']:,} |"
    for title, row in (("everything", "clean"), ("output made anew", "restored")):
        if row in ours["seconds"] and f"loop, {row}" in theirs:
            pace = [say_pace(run, each) for each in (theirs[f"loop, {row}"]["seconds"], ours["seconds"][row])]
            yield f"| written a second by a plain loop; by Briefing, {title} | {pace[0]}; {pace[1]} |"
    yield ""
    yield say_method(run)
    yield say_settings(theirs)


def tell_scale(run: Mapping[str, Any]) -> Iterator[str]:
    """The lines of runs of `benchmarks scale`, joined: what was measured, and what that comes to beyond."""
    shown = [row for row in ("clean", "restored", "added", "same") if any_has(run, row)]
    names = {row: title for title, row, _ in ROWS} | {"clean": "everything", "restored": "output made anew"}
    yield f"| articles | {' | '.join(names[row] for row in shown)} | peak memory, MB | rounds |"
    yield "|---|---|---|" + "---|" * len(shown)
    for size, figures in run["briefing"].items():
        cells = [say_seconds(figures["seconds"].get(row)) for row in shown]
        memory = figures["memory MB"].get("clean")
        rounds = f"{run['rounds'][size]}; {run['dear rounds'][size]}"
        yield f"| {int(size):,} | {' | '.join(cells)} | {f'{memory:.0f}' if memory else '–'} | {rounds} |"
    yield ""
    sizes = list(run["briefing"])
    if len(sizes) > 1:
        yield "| Briefing, times as long | " + " | ".join(names[row] for row in shown) + " |"
        yield "|---|" + "---|" * len(shown)
        for small, large in pairwise(sizes):
            cells = [say_ratio(run["ratios"].get(f"briefing, {row}, {large} / {small}")) for row in shown]
            yield f"| {int(large):,} ÷ {int(small):,} | {' | '.join(cells)} |"
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


def any_has(run: Mapping[str, Any], row: str) -> bool:
    return any(row in figures["seconds"] for figures in run["briefing"].values())


def find_lines(run: Mapping[str, Any]) -> Iterator[tuple[str, Any, list[tuple[int, float]]]]:
    """What grows with the archive: its name, how it is said, and its value at each size."""
    sizes = [(int(size), figures) for size, figures in run["briefing"].items()]
    for title, row in (
        ("everything", "clean"),
        ("output made anew", "restored"),
        ("one article added", "added"),
        ("nothing changed", "same"),
    ):
        if values := [(size, each["seconds"][row]["median"]) for size, each in sizes if row in each["seconds"]]:
            yield title, say_duration, values
    if values := [(size, each["memory MB"]["clean"] * 1e6) for size, each in sizes if "clean" in each["memory MB"]]:
        yield "peak memory", say_bytes, values
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
    machine, rounds, dear = run["machine"], run["rounds"], run["dear rounds"]
    if isinstance(rounds, int):
        less = f" ({dear} of {', '.join(DEAR)})" if dear != rounds else ""
        how = f"Medians of {rounds} interleaved rounds{less}" if rounds > 1 else "One round"
        stored = {machine["storage"]}
    else:
        how = f"Medians of as many rounds as are said, the second number of {', '.join(DEAR[:2])}"
        stored = set(run["storage"].values())
    where = "in memory" if stored == {"memory"} else "on a disk" if stored == {"disk"} else "in memory or on a disk"
    return (
        f"{how}, lowest and highest in brackets; whole processes, nothing cold; "
        f"{machine['cores']} cores, {machine['system']}, Python {machine['python']}; output and archive {where}."
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


def say_seconds(spread: Mapping[str, Any] | None) -> str:
    """A median with its lowest and highest; a single value as it is."""
    if not spread:
        return "–"
    among = f" ({_short(spread['lowest'])}–{_short(spread['highest'])})" if len(spread["each"]) > 1 else ""
    return f"{_short(spread['median'])} s{among}"


def say_ratio(spread: Mapping[str, Any] | None) -> str:
    """A median with its lowest and highest; a single value as it is."""
    if not spread:
        return "–"
    among = f" ({_small(spread['lowest'])}–{_small(spread['highest'])})" if len(spread["each"]) > 1 else ""
    return f"{_small(spread['median'])}{among}"


def say_pace(run: Mapping[str, Any], spread: Mapping[str, float]) -> str:
    """The output's bytes and files a second."""
    ours, seconds = run["briefing"], spread["median"]
    return f"{say_bytes(ours['bytes'] / seconds)}, {ours['files'] / seconds:,.0f} files"


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


def say_units(count: float) -> str:
    """A large number to two digits, in words: nobody shall take it for counted."""
    for unit, size in (("million million", 1e12), ("thousand million", 1e9), ("million", 1e6)):
        if count >= size:
            return f"{float(f'{count / size:.2g}'):g} {unit}"
    return f"{float(f'{max(count, 0):.2g}'):,.0f}"


def _short(number: float) -> str:
    """Two digits and more."""
    return f"{number:.2f}" if number < 2 else f"{number:.1f}" if number < 100 else f"{number:,.0f}"


def _small(number: float) -> str:
    """The same of a ratio, of which many are far below one."""
    return f"{number:.3f}" if number < 0.1 else _short(number)
