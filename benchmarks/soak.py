"""Does a build leave the bytes of a clean one, whatever came before it? Edits by lot, for as long as you like.

    python -m benchmarks soak [--edits 500] [--articles 2000] [--seed 1] [--check-every 20] [--kill] [--crew]
                              [--minutes 0] [--verbose]

Edits of every kind (`benchmarks.edits`) are made in a folder of generated articles, one or several at a time. After
each time the site is built, mostly in this process, now and then by the command, by Pelican's own, or by two commands
at once, of which one may be refused. After `--check-every` builds the output is compared, byte for byte, with that of a
clean build by the command: a new process, no archive, an empty folder. With `--kill` one build in six is killed with
all its processes (SIGKILL) at a moment drawn by lot, up to three times in a row, often while it has much to do and now
and then with further edits before the next; such a build counts as three. Some builds fail, by a slip in a registry or
a template that is mended before the next. With `--crew` builds of this process give
even little to worker processes where BRIEFING_WORKERS has several.

The same seed draws the same edits. Where two outputs differ, the seed, the edits since the outputs were last the same,
the files and the places in them are printed, the folder is kept, and the exit status is 1. `--check-every 1` with the
same seed then tells which edit it was. With `--minutes` it ends, compared, when these are over.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import exp, log
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks import accidents
from benchmarks.edits import Desk
from benchmarks.peers import environment
from benchmarks.processes import MEMORY
from briefing import gathering, publishing
from briefing.building import build
from briefing.errors import BriefingError
from briefing.settings import check_settings

# Of the builds; the others are made in this process.
BY_COMMAND, BY_PELICAN, BY_TWO = 0.3, 0.05, 0.05
KILLED = 1 / 6  # of the builds
FAILED = 0.08  # of the builds come after one that an editor's slip has ended
STIRRED = 0.6  # of the killed ones have much to do
SOONEST = 0.2  # seconds: Python has hardly begun
LIVES = 3  # as often a build is killed at most before it may end
MEANWHILE = 0.5  # of the kills are followed by further edits before the next build
WEIGHT = 3  # builds that one counts for which was killed
A_TIME = 2.2  # edits, about, that one build follows
ALWAYS = 0.8  # seconds that a build takes however little there is to do, and what comes before it
MOST_SHOWN = 8  # files
COUNTED = (
    *("edits", "builds", "by command", "by pelican", "two at once", "refused", "killed", "kills"),
    *("edited after a kill", "failed", "compared"),
)
AROUND = 120  # characters on either side of a difference


@dataclass(frozen=True, slots=True)
class Difference:
    """What a build left that a clean one does not, and the other way round."""

    spare: tuple[str, ...]
    missing: tuple[str, ...]
    other: tuple[str, ...]  # files whose bytes differ
    places: tuple[str, ...]  # the first of them, with what stands there

    def __str__(self) -> str:
        lines = [f"{len(self.spare)} spare, {len(self.missing)} missing, {len(self.other)} with other bytes"]
        for what, paths in (("spare", self.spare), ("missing", self.missing), ("differs", self.other)):
            lines += [f"  {what}: {path}" for path in paths[:MOST_SHOWN]]
        return "\n".join([*lines, *self.places])


def compare(left: Path, clean: Path) -> Difference | None:
    """How the files below `left` differ from those below `clean`; None where they are the same."""
    ours, theirs = _list(left), _list(clean)
    both = sorted(ours.keys() & theirs.keys())
    other = [path for path in both if ours[path].is_symlink() or ours[path].read_bytes() != theirs[path].read_bytes()]
    spare, missing = sorted(ours.keys() - theirs.keys()), sorted(theirs.keys() - ours.keys())
    if not (other or spare or missing):
        return None
    places = tuple(_show(path, ours[path].read_bytes(), theirs[path].read_bytes()) for path in other[:MOST_SHOWN])
    return Difference(tuple(spare), tuple(missing), tuple(other), places)


def _list(folder: Path) -> dict[str, Path]:
    return {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if not path.is_dir()}


def _show(path: str, left: bytes, clean: bytes) -> str:
    """The first place where two files differ, and what stands around it: pages have lines too long for a diff."""
    at = next((n for n, (one, other) in enumerate(zip(left, clean, strict=False)) if one != other), None)
    at = min(len(left), len(clean)) if at is None else at
    start = max(at - AROUND, 0)
    shown = "\n".join(
        f"  {who} {data[start : at + AROUND].decode('utf-8', 'replace')!r}"
        for who, data in (("built:", left), ("clean:", clean))
    )
    return f"--- {path}, byte {at} of {len(left)} (built) and {len(clean)} (clean)\n{shown}"


def build_here(desk: Desk) -> None:
    build(check_settings(desk.settings))


def write_settings(desk: Desk, name: str, changed: dict[str, Any]) -> Path:
    path = desk.folder / name
    values = {**desk.settings, **changed, "PLUGINS": ["briefing"]}
    path.write_text("".join(f"{key} = {value!r}\n" for key, value in values.items()), encoding="utf-8")
    return path


COMMAND = ("briefing.cli", "build", "--quiet")
PELICAN = ("pelican", "--quiet")


def start(desk: Desk, settings: Path, program: Sequence[str] = COMMAND) -> subprocess.Popen[str]:
    """The command, or Pelican's own, as the first of a session of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", *program, "--settings", str(settings)],
        cwd=desk.folder,
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


class FailedError(Exception):
    """A build did not end well."""


def build_by_command(desk: Desk, program: Sequence[str] = COMMAND) -> None:
    child = start(desk, write_settings(desk, "pelicanconf.py", {}), program)
    _, said = child.communicate()
    if child.returncode:
        raise FailedError(f"The command ended with status {child.returncode}:\n{said[-3000:]}")


def build_twice(desk: Desk, apart: float) -> int:
    """Begin two builds, so many seconds apart; return how many were refused, which is one at most."""
    settings = write_settings(desk, "pelicanconf.py", {})
    first = start(desk, settings)
    time.sleep(apart)
    children = first, start(desk, settings)
    ended = [(child.communicate()[1], child.returncode) for child in children]
    refused = [said for said, status in ended if status == 2 and "being built already" in said]
    if len(refused) == len(ended) or any(status and said not in refused for said, status in ended):
        raise FailedError(f"Of two builds at once, ended with {[status for _, status in ended]}:\n{ended}"[-3000:])
    return len(refused)


def build_clean(desk: Desk) -> Path:
    """The output folder of a clean build by the command; to be deleted by whoever asked."""
    output, kept = desk.folder / "clean", desk.folder / ".clean"
    changed = {"OUTPUT_PATH": str(output), "BRIEFING_ARCHIVE": str(kept / "archive.sqlite3"), "BRIEFING_WORKERS": 0}
    child = start(desk, write_settings(desk, "cleanconf.py", changed))
    _, said = child.communicate()
    if child.returncode:
        raise FailedError(f"The clean build ended with status {child.returncode}:\n{said[-3000:]}")
    shutil.rmtree(kept)
    return output


def build_and_kill(desk: Desk, after: float) -> bool:
    """Begin a build and kill it and its children after so many seconds; False if it had ended by then."""
    child = start(desk, write_settings(desk, "pelicanconf.py", {}))
    try:
        _, said = child.communicate(timeout=after)
    except subprocess.TimeoutExpired:
        os.killpg(child.pid, signal.SIGKILL)
        child.communicate()
        return True
    if child.returncode:
        raise FailedError(f"The command ended with status {child.returncode}:\n{said[-3000:]}")
    return False


@dataclass
class Soak:
    """What was done so far. `build_here` can be another function, so that a test sees a fault found."""

    desk: Desk
    check_every: int
    kills: random.Random | None = None
    verbose: bool = False
    build_here: Callable[[Desk], None] = build_here
    since: list[str] = field(default_factory=list)  # what happened since the outputs were last the same
    seconds: list[float] = field(default_factory=list)  # of the builds in this process
    counts: Counter[str] = field(default_factory=Counter)
    last: float = 3.0  # seconds that the last build by the command took
    clean: float = 3.0  # seconds of a build of everything
    most: float = float("inf")  # seconds that all may take
    owed: int = 0  # builds since the last comparison
    begun: float = field(default_factory=time.perf_counter)

    def run(self, edits: int) -> Difference | None:
        """Make so many edits; return the first difference found. Raises FailedError for a build that failed."""
        self.note("first build", self.build)
        self.clean = self.last
        self.estimate(edits)
        while self.counts["edits"] < edits:
            self.edit()
            killed = self.kills is not None and self.kills.random() < KILLED
            if killed:
                self.kill()
            if self.desk.chance.random() < FAILED:
                self.fail()
            self.note("built", self.build)
            self.owed += WEIGHT if killed else 1
            over = self.counts["edits"] >= edits or self.passed() + self.clean > self.most
            if (self.owed >= self.check_every or over) and (found := self.check(edits)):
                return found
            if over:
                break
        return None

    def passed(self) -> float:
        return time.perf_counter() - self.begun

    def estimate(self, edits: int) -> None:
        """Say how long it may take, from what one build of everything took."""
        builds = edits / A_TIME
        killed = builds * KILLED if self.kills else 0.0
        compared = (builds + killed * (WEIGHT - 1)) / self.check_every
        # Of a build of everything one after edits takes a fifth, since some edits concern all pages; a killed one half.
        seconds = (compared + builds / 5 + killed / 2) * self.clean + builds * ALWAYS
        print(f"The first build took {self.clean:.0f} s; {edits} edits may take {seconds / 60:.0f} min.", flush=True)

    def edit(self, *, built: bool = True) -> None:
        for what in self.desk.edit(built=built):
            self.counts["edits"] += 1
            self.say(what)

    def say(self, what: str) -> None:
        self.since.append(what)
        if self.verbose:
            print(f"{self.counts['edits']:5} {what}", flush=True)

    def note(self, what: str, do: Callable[[], None]) -> None:
        begun = time.perf_counter()
        do()
        self.say(f"-- {what}, {time.perf_counter() - begun:.2f} s")

    def build(self) -> None:
        self.counts["builds"] += 1
        begun = time.perf_counter()
        # The first build reads everything, in as many processes as there are processors.
        drawn = self.desk.chance.random()
        if self.counts["builds"] == 1 or drawn < BY_COMMAND:
            self.counts["by command"] += 1
            build_by_command(self.desk)
            self.last = time.perf_counter() - begun
        elif drawn < BY_COMMAND + BY_PELICAN:
            self.counts["by pelican"] += 1
            build_by_command(self.desk, PELICAN)
        elif drawn < BY_COMMAND + BY_PELICAN + BY_TWO:
            self.counts["two at once"] += 1
            self.counts["refused"] += build_twice(self.desk, self.desk.chance.choice((0.0, 0.1, 0.5)))
        else:
            self.build_here(self.desk)
            self.seconds.append(time.perf_counter() - begun)

    def kill(self) -> None:
        """Kill the build that is due, once or more."""
        assert self.kills is not None
        longest = max(self.last, 1.0)
        if self.kills.random() < STIRRED:
            self.say(self.desk.stir())
            longest = max(longest, self.clean)
        self.counts["killed"] += 1
        for _ in range(self.kills.randint(1, LIVES)):
            # Nobody knows how much it has to do, so early moments are drawn as often as late ones.
            after = exp(self.kills.uniform(log(SOONEST), log(longest)))
            if build_and_kill(self.desk, after):
                self.counts["kills"] += 1
                self.say(f"-- killed after {after:.2f} s")
            if self.kills.random() < MEANWHILE:  # in any case: the same seed draws the same edits on any machine
                self.counts["edited after a kill"] += 1
                self.edit(built=False)

    def fail(self) -> None:
        """Build with a slip in a registry or a template, which ends the build early or not, and mend it."""
        path, before = accidents.break_file(self.desk.content, self.desk.theme, self.desk.chance)
        try:
            self.build_here(self.desk)
        except (BriefingError, ZeroDivisionError) as error:
            self.counts["failed"] += 1
            self.say(f"-- {path.name} was broken: {type(error).__name__}; mended")
        path.write_text(before, encoding="utf-8")

    def check(self, edits: int) -> Difference | None:
        self.counts["compared"] += 1
        begun = time.perf_counter()
        clean = build_clean(self.desk)
        self.clean = time.perf_counter() - begun
        found = compare(self.desk.folder / "output", clean)
        if found is None:
            shutil.rmtree(clean)
            self.since.clear()
            self.owed = 0
            done, builds = self.counts["edits"], self.counts["builds"]
            left = self.passed() / done * max(edits - done, 0) / 60
            print(f"{done} edits, {builds} builds: the same bytes; about {left:.0f} min to go", flush=True)
        return found


def report(soak: Soak, seed: int, differences: int, seconds: float) -> dict[str, Any]:
    done = {what: soak.desk.done[what] for what in sorted(soak.desk.done)}
    counts = {what: soak.counts[what] for what in COUNTED}
    figures: dict[str, Any] = {**counts, "differences": differences, "kinds": done}
    if soak.seconds:
        figures["seconds a build"] = round(median(soak.seconds), 3)
    items = sum(1 for _ in soak.desk.content.rglob("*.md"))
    return {"briefing": figures, "items": items, "seed": seed, "seconds": round(seconds)}


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--edits", type=int, default=500, help="at least; the last build may follow some more")
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--check-every", type=int, default=20, help="builds")
    parser.add_argument("--minutes", type=float, default=0, help="as long as this at most; 0: as long as it takes")
    parser.add_argument("--kill", action="store_true")
    parser.add_argument("--crew", action="store_true", help="worker processes for little as well")
    parser.add_argument("--verbose", action="store_true", help="say each edit")
    options = parser.parse_args(arguments)
    begun = time.perf_counter()
    folder = Path(tempfile.mkdtemp(prefix="soak-", dir=MEMORY if MEMORY.is_dir() else None))
    desk = Desk(folder, options.articles, options.seed)
    kills = random.Random(f"{options.seed} kills") if options.kill else None
    soak = Soak(desk, options.check_every, kills, options.verbose)
    if options.minutes:
        soak.most = options.minutes * 60
    if options.crew:
        gathering.ALONE = publishing.ALONE = 1
    what: object = None
    try:
        what = soak.run(options.edits)
    except Exception as error:  # noqa: BLE001 - whatever it is, the seed and the edits have to be told
        what = f"{type(error).__name__}: {error}"
    if what is not None:
        print("", "Since the outputs were last the same:", *(f"  {each}" for each in soak.since), sep="\n")
        print(what, f"The folder is kept: {folder}", sep="\n")
        again = f"--seed {options.seed} --articles {options.articles} --edits {soak.counts['edits']} --check-every 1"
        again += "".join(f" --{name}" for name in ("kill", "crew") if getattr(options, name))
        print(f"Again: python -m benchmarks soak {again}", flush=True)
    print(json.dumps(report(soak, options.seed, int(what is not None), time.perf_counter() - begun)))
    if what is None:
        shutil.rmtree(folder)
    return int(what is not None)


if __name__ == "__main__":
    sys.exit(main())
