"""Is a build finished by the next one, at whichever of its writes it was killed? Every write, or so many of them.

    python -m benchmarks kills [--articles 16] [--seed 1] [--sample 0] [--workers 1] [--builds clean,edits,theme]

A build of generated articles is killed (SIGKILL, with all its processes) at its first write; everything is put back as
it was, and it is killed at its second, and so on (`benchmarks.doomed` says what is a write). Each time the site is
built again, every other time after further edits, and compared with a clean build, byte for byte. With `--sample` so
many writes are taken, evenly. The builds that are killed:

    clean   nothing is there but the articles
    edits   articles came, went, changed and moved, an actor got another name, the day went on
    theme   a template of all pages changed, and a third of the output was lost

With `--workers 2` reading and pages are given to two worker processes; which of them writes first is theirs.
"""

from __future__ import annotations

import argparse
import json
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from benchmarks import soak
from benchmarks.edits import Desk
from benchmarks.peers import environment
from benchmarks.processes import MEMORY

KEPT = ("content", "theme", "output", ".briefing")  # of a desk's folder


def prepare_clean(desk: Desk) -> None:
    for name in ("output", ".briefing"):
        shutil.rmtree(desk.folder / name, ignore_errors=True)


def prepare_edits(desk: Desk) -> None:
    soak.build_here(desk)
    edit_much(desk)


def edit_much(desk: Desk) -> None:
    """Articles come, go, change and move, an actor gets another name, the day goes on."""
    for edit in (desk.add, desk.delete, desk.rename, desk.change_body, desk.retitle, desk.repeat, desk.redate):
        edit()
    path = desk.content / "actors.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("Anna Verlaine", "Anna Verlaine Jr"), encoding="utf-8")
    desk.pass_a_day()


def prepare_theme(desk: Desk) -> None:
    soak.build_here(desk)
    with (desk.theme / "templates" / "base.html").open("a", encoding="utf-8") as file:
        file.write("<!-- another -->\n")
    desk.lose_some_output()


BUILDS: dict[str, Callable[[Desk], None]] = {
    "clean": prepare_clean,
    "edits": prepare_edits,
    "theme": prepare_theme,
}


def edit_again(desk: Desk) -> None:
    """What an editor does who sees that a build has ended early: no draw, since it is done to the same state."""
    first, second, *_ = sorted(desk.content.rglob("*.md"))
    first.unlink()
    with second.open("a", encoding="utf-8") as file:
        file.write("\nThe ferry sails again, the harbour master said.\n")


def keep(folder: Path, name: str) -> None:
    for each in KEPT:
        if (folder / each).is_dir():
            shutil.copytree(folder / each, folder / name / each)  # with the files' times


def put_back(folder: Path, name: str) -> None:
    for each in KEPT:
        shutil.rmtree(folder / each, ignore_errors=True)
        if (folder / name / each).is_dir():
            shutil.copytree(folder / name / each, folder / each)


def run(desk: Desk, at: int) -> tuple[int, str, int]:
    """Build, and be killed at that write (0: never); the exit status, what was said, and how many writes there were."""
    tally = desk.folder / "tally"
    tally.unlink(missing_ok=True)
    settings = soak.write_settings(desk, "pelicanconf.py", {})
    several = {"DOOMED_CREW": "yes"} if desk.settings["BRIEFING_WORKERS"] > 1 else {}
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.doomed", "build", "--quiet", "--settings", str(settings)],
        cwd=desk.folder,
        env={**environment(), "DOOMED_AT": str(at), "DOOMED_TALLY": str(tally), **several},
        capture_output=True,
        text=True,
        check=False,
        start_new_session=True,
    )
    return done.returncode, done.stderr, tally.stat().st_size


def choose(writes: int, sample: int) -> Iterator[int]:
    """Numbers of writes from 1: all, or so many, evenly from the first to the last."""
    if not 0 < sample < writes:
        yield from range(1, writes + 1)
    else:
        yield from sorted({1 + round(place * (writes - 1) / max(sample - 1, 1)) for place in range(sample)})


def kill_each(desk: Desk, name: str, sample: int) -> tuple[dict[str, int], str]:
    """Kill the build of that name at each of its writes: what was done, and the first difference (empty: none)."""
    BUILDS[name](desk)
    keep(desk.folder, f"kept-{name}")
    status, said, writes = run(desk, 0)
    if status:
        return {"writes": writes}, f"The build ended with status {status}: {said}"
    wanted = {}
    for edited in (False, True):
        put_back(desk.folder, f"kept-{name}")
        if edited:
            edit_again(desk)
        wanted[edited] = soak.build_clean(desk).rename(desk.folder / f"{name}-wanted-{edited}")
    counts = {"writes": writes, "killed": 0, "ended before": 0, "edited meanwhile": 0}
    begun = time.perf_counter()
    numbers = list(choose(writes, sample))
    for place, at in enumerate(numbers):
        put_back(desk.folder, f"kept-{name}")
        status, said, _ = run(desk, at)
        if status not in {0, -signal.SIGKILL}:
            return counts, f"{name}, write {at}: it ended with status {status}: {said}"
        counts["killed" if status else "ended before"] += 1
        edited = place % 2 == 1
        if edited:
            edit_again(desk)
            counts["edited meanwhile"] += 1
        soak.build_here(desk)
        if found := soak.compare(desk.output, wanted[edited]):
            return counts, f"{name}, {said.strip()}{', then edited' if edited else ''}: {found}"
        if place % 25 == 24:
            left = (time.perf_counter() - begun) / (place + 1) * (len(numbers) - place - 1)
            print(f"{name}: {place + 1} of {len(numbers)}, the same bytes; about {left:.0f} s to go", flush=True)
    print(f"{name}: {counts}", flush=True)
    return counts, ""


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=16)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sample", type=int, default=0, help="writes of each build; 0: all")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--builds", default=",".join(BUILDS))
    options = parser.parse_args(arguments)
    begun = time.perf_counter()
    folder = Path(tempfile.mkdtemp(prefix="kills-", dir=MEMORY if MEMORY.is_dir() else None))
    desk = Desk(folder, options.articles, options.seed)
    desk.settings["BRIEFING_WORKERS"] = options.workers
    counts: dict[str, dict[str, int]] = {}
    what = ""
    for name in options.builds.split(","):
        counts[name], what = kill_each(desk, name, options.sample)
        if what:
            print(what, f"The folder is kept: {folder}", sep="\n", flush=True)
            break
    ours = {**counts, "differences": int(bool(what)), "workers": options.workers}
    seconds = round(time.perf_counter() - begun)
    print(json.dumps({"briefing": ours, "items": options.articles, "seed": options.seed, "seconds": seconds}))
    if not what:
        shutil.rmtree(folder)
    return int(bool(what))


if __name__ == "__main__":
    sys.exit(main())
