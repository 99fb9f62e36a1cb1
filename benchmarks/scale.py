"""How does the cost of a build grow with the archive? The rows that matter, at several sizes, in one run.

    python -m benchmarks scale [--sizes 1000,5000,20000] [--peers pelican,hugo] [--rounds 3] > run.json
    python -m benchmarks scale --run run.json --plot docs/images/cost-by-size.svg --page docs/scale.md

As `benchmarks build` measures them: `clean`, `same`, `added` and `restored`, whole processes, with the peak memory of
each. A round goes through all sizes, so that ratios of two sizes are of times in one round as well. The last line is
JSON. With `--run`, the output of an earlier run, nothing is measured: it is drawn, and its tables are printed or put
into a page that has `<!-- figures scale -->` and `<!-- end -->`. The tables carry on, in a straight line through the
two largest sizes, to a million articles and a hundred million.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from itertools import combinations
from pathlib import Path
from typing import Any

from benchmarks.build import Site, divide, find_rows, measure, report, set_up_all, split, tell, watch_all
from benchmarks.folders import generate
from benchmarks.peers import USUAL
from benchmarks.plot import draw
from benchmarks.tables import tell_scale

ROWS = ("clean", "same", "added", "restored")


def compare_sizes(sites: Mapping[int, Sequence[Site]]) -> dict[str, dict[str, float]]:
    """How many times as long the same takes at a larger size, within the rounds."""
    ratios = {}
    for small, large in combinations(sites, 2):
        for few, many in zip(sites[small], sites[large], strict=True):
            for row, seconds in many.seconds.items():
                name = f"{many.program.name}, {row}, {large} / {small}"
                ratios[name] = divide(seconds, few.seconds[row])
    return ratios


def measure_sizes(sizes: Sequence[int], peers: Sequence[str], rounds: int) -> dict[str, Any]:
    runs = []
    with ExitStack() as stack:
        sites = {size: stack.enter_context(set_up_all(generate(size), peers)) for size in sizes}
        beside: dict[int, dict[str, list[float]]] = {size: defaultdict(list) for size in sizes}
        for number in range(rounds):
            for size in sizes:
                measure(sites[size], find_rows(ROWS, sites[size]), number, beside[size])
        for size in sizes:
            memory, counts = watch_all(sites[size], ROWS)
            runs.append(report(sites[size], beside[size], memory, counts, rounds))
        ratios = compare_sizes(sites)
    by_size = {str(each["items"]): each for each in runs}
    return {
        "briefing": {size: each["briefing"] for size, each in by_size.items()},
        "baselines": {
            name: {size: each["baselines"][name] for size, each in by_size.items()} for name in runs[0]["baselines"]
        },
        "ratios": ratios
        | {f"{size}: {name}": each for size, run in by_size.items() for name, each in run["ratios"].items()},
        "items": max(sizes),
        "rounds": rounds,
        "machine": runs[0]["machine"],
    }


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="1000,5000,20000")
    parser.add_argument("--peers", default=",".join(USUAL))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--run", type=Path, help="the output of an earlier run")
    parser.add_argument("--plot", type=Path, help="where the picture (SVG) of that run goes")
    parser.add_argument("--page", type=Path, help="where the tables of that run go")
    options = parser.parse_args(arguments)
    if not options.run:
        sizes = sorted(map(int, split(options.sizes)))
        print(json.dumps(measure_sizes(sizes, split(options.peers), options.rounds)))
        return
    earlier = json.loads(options.run.read_text(encoding="utf-8").splitlines()[-1])
    if options.plot:
        options.plot.parent.mkdir(parents=True, exist_ok=True)
        options.plot.write_text(draw(earlier), encoding="utf-8")
    tell(tell_scale(earlier), "scale", options.page)


if __name__ == "__main__":
    main()
