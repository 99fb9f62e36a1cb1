"""How does the cost of a build grow with the archive? The rows that matter, at several sizes.

    python -m benchmarks scale [--sizes 1000,5000,20000] [--peers pelican,hugo] [--rounds 5] [--dear-rounds 3]
                               [--only clean,same,added,restored] [--within] [--place FOLDER] > run.json
    python -m benchmarks scale --run FILE… [--plot docs/images/cost-by-size.svg] [--page docs/scale.md]

As `benchmarks build` measures them, whole processes, with the peak memory of each. A round goes through all sizes, so
that ratios of two sizes are of times in one round as well; `clean` and `restored` are dear, and taken in the first
--dear-rounds alone. Folders lie in memory where there is /dev/shm, or in --place: 100,000 articles take some 11 GB.
The last line is JSON. With `--run`, the outputs of earlier runs (of this program and of `benchmarks build`, joined: a
size that two of them have is taken from the later), nothing is measured: they are drawn, and their tables are printed
or put into a page that has `<!-- figures scale -->`, `<!-- figures limits -->` and an `<!-- end -->` for each. The
tables carry on, in a straight line through the two largest sizes, to a million articles and a hundred million, and say
with how many articles which limit is reached (`benchmarks.limits`).
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from itertools import combinations
from pathlib import Path
from typing import Any

from benchmarks.build import (
    Found,
    Plan,
    divide,
    find_rows,
    measure,
    read_run,
    report,
    say_progress,
    set_up_all,
    split,
    tell,
    watch_all,
)
from benchmarks.folders import generate
from benchmarks.limits import tell_limits
from benchmarks.peers import USUAL
from benchmarks.plot import draw
from benchmarks.tables import tell_scale

ROWS = ("clean", "same", "added", "restored")


def measure_sizes(
    sizes: Sequence[int], peers: Sequence[str], wanted: Sequence[str], plan: Plan, place: Path | None
) -> dict[str, Any]:
    with ExitStack() as stack:
        sites = {size: stack.enter_context(set_up_all(generate(size), peers, place)) for size in sizes}
        rows = find_rows(wanted, sites[sizes[0]])
        found = {size: Found() for size in sizes}
        begun = time.perf_counter()
        for number in plan.all:
            for size in sizes:
                measure(sites[size], rows, number, plan, found[size])
            say_progress(number, plan, begun)
        for size in sizes:
            watch_all(sites[size], rows, plan, found[size])
        return join([report(sites[size], plan, found[size]) for size in sizes])


def join(runs: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """One run of all sizes from runs of one size or of several."""
    by_size: dict[int, dict[str, Any]] = {}
    for run in runs:
        by_size.update(_take_apart(run))
    sizes = {str(size): by_size[size] for size in sorted(by_size)}
    last = next(reversed(sizes.values()))
    names = sorted({name for each in sizes.values() for name in each["baselines"]})
    return {
        "briefing": {size: each["briefing"] for size, each in sizes.items()},
        "baselines": {
            name: {size: each["baselines"][name] for size, each in sizes.items() if name in each["baselines"]}
            for name in names
        },
        "ratios": compare_sizes(sizes)
        | {f"{size}: {name}": each for size, run in sizes.items() for name, each in run["ratios"].items()},
        "items": max(by_size),
        "rounds": {size: each["rounds"] for size, each in sizes.items()},
        "dear rounds": {size: each["dear rounds"] for size, each in sizes.items()},
        "storage": {size: each["machine"]["storage"] for size, each in sizes.items()},
        "machine": last["machine"],
    }


def _take_apart(run: Mapping[str, Any]) -> dict[int, dict[str, Any]]:
    """What a run has of each size, as `benchmarks build` prints it."""
    if "seconds" in run["briefing"]:
        return {run["items"]: dict(run)}
    apart = {}
    for size, ours in run["briefing"].items():
        apart[int(size)] = {
            "briefing": ours,
            "baselines": {name: sizes[size] for name, sizes in run["baselines"].items() if size in sizes},
            "ratios": {
                name.removeprefix(f"{size}: "): each
                for name, each in run["ratios"].items()
                if name.startswith(f"{size}: ")
            },
            "rounds": run["rounds"][size],
            "dear rounds": run["dear rounds"][size],
            "machine": {**run["machine"], "storage": run["storage"][size]},
        }
    return apart


def compare_sizes(sizes: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """How many times as long the same takes at a larger size; within the rounds, as far as both have one."""
    ratios = {}
    for small, large in combinations(sizes, 2):
        few, many = ({"briefing": sizes[size]["briefing"], **sizes[size]["baselines"]} for size in (small, large))
        for name in (who for who in many if who in few and "version" in many[who]):
            for row in (row for row in many[name]["seconds"] if row in few[name]["seconds"]):
                times = (each[name]["seconds"][row]["each"] for each in (many, few))
                ratios[f"{name}, {row}, {large} / {small}"] = divide(*times)
    return ratios


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="1000,5000,20000")
    parser.add_argument("--peers", default=",".join(USUAL), help="with commas; empty: none")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--dear-rounds", type=int, default=3)
    parser.add_argument("--only", default=",".join(ROWS), help="rows, with commas")
    parser.add_argument("--within", action="store_true", help="dear rows are watched as they are timed")
    parser.add_argument("--place", type=Path, help="where the folders are made; by itself: in memory")
    parser.add_argument("--run", type=Path, nargs="+", help="the outputs of earlier runs")
    parser.add_argument("--plot", type=Path, help="where the picture (SVG) of those goes")
    parser.add_argument("--page", type=Path, help="where their tables go")
    options = parser.parse_args(arguments)
    if not options.run:
        plan = Plan(options.rounds, min(options.dear_rounds, options.rounds), options.within, copying=False)
        sizes = sorted(map(int, split(options.sizes)))
        print(json.dumps(measure_sizes(sizes, split(options.peers), split(options.only), plan, options.place)))
        return
    joined = join(map(read_run, options.run))
    if options.plot:
        options.plot.parent.mkdir(parents=True, exist_ok=True)
        options.plot.write_text(draw(joined), encoding="utf-8")
    tell(tell_scale(joined), "scale", options.page)
    tell(tell_limits(joined), "limits", options.page)


if __name__ == "__main__":
    main()
