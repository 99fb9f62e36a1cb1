"""What of that which a build should cost at most is reached? Runs of the other programs, held against it.

    python -m benchmarks reach FILE… [--page docs/explanation/measured.md]

FILE: outputs of `benchmarks build` and `benchmarks scale`. Each line of what was to be reached is printed with the
median, lowest and highest of its ratio, the rounds, the peer and the number of articles; or put into a page that has
`<!-- figures reach -->` and `<!-- end -->`. The last line printed is JSON. Nothing is measured here.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.build import read_run, spread, tell
from benchmarks.scale import join
from benchmarks.tables import PEERS, say_ratio


@dataclass(frozen=True, slots=True)
class Aim:
    """A line of what is to be reached."""

    what: str
    ratio: str  # as `join` names it; {peer} stands for a peer
    peers: tuple[str, ...]  # against which of them it is held; empty: it has no peer
    least: float  # the ratio is to be no more
    best: float | None = None


AIMS = (
    Aim("everything, from nothing", "5000: clean / {peer} clean", ("pelican", "pelican-bare"), 0.6, 0.35),
    Aim("everything, from nothing", "5000: clean / {peer} clean", ("hugo", "hugo-bare"), 2.5, 1.0),
    Aim(
        "output deleted, archive kept ÷ its clean build",
        "5000: restored / {peer} clean",
        ("hugo", "hugo-bare"),
        0.8,
        0.4,
    ),
    Aim("one article added ÷ its rebuild", "10000: added / {peer} added", ("hugo", "hugo-bare"), 1 / 12, 1 / 20),
    Aim("nothing changed ÷ `import pelican`", "10000: same / import pelican", (), 1.5, 0.7),
    Aim("one added, 20,000 ÷ 5,000", "briefing, added, 20000 / 5000", (), 1.5, 1.2),
    Aim("everything, 20,000 ÷ 10,000", "briefing, clean, 20000 / 10000", (), 2.1),
    Aim("a fresh checkout, one changed ÷ the same without one", "10000: checkout / changed", (), 2.0),
    Aim("one alias added ÷ everything", "10000: alias / clean", (), 0.2),
)
MEMORY = ((20_000, 250), (100_000, 350))  # articles, and MB that a build of everything may hold


@dataclass(frozen=True, slots=True)
class Line:
    """What was found of one aim."""

    what: str
    articles: str  # empty: the ratio names two sizes
    found: Mapping[str, Any]  # median, lowest, highest, each
    peer: str = ""
    least: float | None = None
    best: float | None = None

    @property
    def reached(self) -> bool | None:
        """None: there is nothing to be reached."""
        return None if self.least is None else bool(self.found["median"] <= self.least)


def find_reached(run: Mapping[str, Any]) -> Iterator[Line]:
    """Each line that the joined runs have, with what was found."""
    for aim in AIMS:
        for peer in aim.peers or ("",):
            if found := run["ratios"].get(aim.ratio.format(peer=peer)):
                of = aim.ratio.partition(":")[0] if ":" in aim.ratio else ""
                yield Line(aim.what, of, found, peer, aim.least, aim.best)
    for articles, most in MEMORY:
        if weight := run["briefing"].get(f"{articles}", {}).get("memory MB", {}).get("clean"):
            yield Line("peak memory (PSS) of everything, MB", f"{articles}", spread([weight]), least=most)
    for size, ours in run["briefing"].items():
        for row, title, least in (("alias", "one alias added", None), ("theme", "a template changed", 0.0)):
            if counts := ours.get("counts", {}).get(row):
                said = f"{title}: articles read anew, {counts['read']:,} of {counts['articles']:,}"
                yield Line(said, size, spread([counts["read"] / counts["articles"]]), least=least)


def tell_reach(lines: Sequence[Line], machine: Mapping[str, Any]) -> Iterator[str]:
    yield "| measure | articles | held against | at most; better | found | rounds |"
    yield "|---|---|---|---|---|---|"
    for line in lines:
        wanted = "; ".join(f"{each:.3g}" for each in (line.least, line.best) if each is not None) or "–"
        verdict = {None: "", True: " ✓", False: " ✗"}[line.reached]
        size = f"{int(line.articles):,}" if line.articles else "–"
        cells = line.what, size, PEERS.get(line.peer, "–"), wanted, say_ratio(line.found) + verdict
        yield f"| {' | '.join(cells)} | {len(line.found['each'])} |"
    yield ""
    yield (
        "Ratios of times in one round, those of two sizes in rounds of the same number: the median, lowest and highest "
        "in brackets. Builds of everything are dear, so they have fewer rounds. "
        f"{machine['cores']} cores, {machine['system']}, Python {machine['python']}."
    )


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run", type=Path, nargs="+", help="the outputs of earlier runs")
    parser.add_argument("--page", type=Path, help="where the table goes")
    options = parser.parse_args(arguments)
    run = join(map(read_run, options.run))
    lines = list(find_reached(run))
    tell(tell_reach(lines, run["machine"]), "reach", options.page)
    reached = sum(line.reached is True for line in lines)
    print(
        json.dumps({"briefing": {"reached": reached, "lines": [asdict(line) for line in lines]}, "items": len(lines)})
    )


if __name__ == "__main__":
    main()
