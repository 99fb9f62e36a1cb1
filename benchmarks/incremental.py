"""What does a build cost when everything, nothing or one article changed? Whole processes, against plain Pelican.

    python -m benchmarks incremental [--articles 1000] [--rounds 3]

All of it runs in one go on one generated folder, `benchmarks.corpus`: `pelican` with its own theme `simple` and its
cache on, no plugin, no feeds; `briefing build` with everything it does. Seconds are medians over the rounds, ratios
are against Pelican's clean build and against its build after the same change.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.corpus import write_article, write_corpus

PELICAN = """SITENAME = "Plain"
PATH = "content"
TIMEZONE = "UTC"
THEME = "simple"
PLUGINS = []
CACHE_CONTENT = LOAD_CONTENT_CACHE = {cache}
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
"""
BRIEFING = (
    'SITENAME = "Briefing"\nPATH = "content"\nTIMEZONE = "UTC"\nPLUGINS = ["briefing"]\nBRIEFING_DAY = "2030-01-01"\n'
)


def run(command: list[str], folder: Path) -> float:
    """Seconds that a whole process takes."""
    start = time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return time.perf_counter() - start


def measure(folder: Path, command: list[str], made: tuple[str, ...], added: int) -> dict[str, float]:
    """One round: clean, nothing changed, one article added (and taken away again)."""
    for name in made:
        path = folder / name
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    clean = run(command, folder)
    same = run(command, folder)
    before = set((folder / "content").rglob("*.md"))
    write_article(folder / "content", added, most=1)
    one = run(command, folder)
    for path in set((folder / "content").rglob("*.md")) - before:
        path.unlink()
    return {"clean": clean, "nothing changed": same, "one added": one}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    python = sys.executable
    briefing = [python, "-m", "briefing.cli", "build", "--quiet"]
    pelican = [python, "-m", "pelican", "content", "-s", "plainconf.py", "-o", "plain", "-q"]
    rounds: dict[str, list[dict[str, float]]] = {"briefing": [], "pelican": []}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_corpus(folder / "content", options.articles)
        (folder / "plainconf.py").write_text(PELICAN.format(cache=True), encoding="utf-8")
        (folder / "pelicanconf.py").write_text(BRIEFING, encoding="utf-8")
        for number in range(options.rounds):
            # A number that no article of the folder has, and a new one each time.
            added = options.articles * 2 + number
            rounds["pelican"].append(measure(folder, pelican, ("plain", "cache"), added))
            rounds["briefing"].append(measure(folder, briefing, ("output", ".briefing"), added))
            print(f"round {number + 1}: {rounds['briefing'][-1]} {rounds['pelican'][-1]}", flush=True)
        pages = sum(1 for _ in (folder / "output").rglob("*.html"))
    medians = {
        who: {what: round(statistics.median(each[what] for each in those), 3) for what in those[0]}
        for who, those in rounds.items()
    }
    ratios = {
        what: round(
            statistics.median(
                ours[what] / theirs[what] for ours, theirs in zip(rounds["briefing"], rounds["pelican"], strict=True)
            ),
            3,
        )
        for what in medians["briefing"]
    }
    print(
        json.dumps(
            {
                "briefing": {**medians["briefing"], "pages": pages},
                "baselines": {"pelican": medians["pelican"]},
                "ratios": ratios,
                "items": options.articles,
            }
        )
    )


if __name__ == "__main__":
    main()
