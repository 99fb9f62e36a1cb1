"""What do readers see while a site is published again and again, and publishing is killed (SIGKILL) at any moment?

    python -m benchmarks releases [--publishes 200] [--articles 8] [--seed 1] [--kill 0.5] [--baseline 40] [--minutes 0]
                                  [--small | --writes]

Every publish changes all pages: a number stands on each of them, and an article comes in. Half of them are killed, with
all their processes, at a moment drawn by lot, and begun again until one ends. Two readers read all the while, in two
ways: page after page as a browser does, through DIR/current; and several pages of the one release to which that leads
as they begin. What they read is compared afterwards with all that was ever published:

    missing         a page that each of the published sites has was not there
    torn            a page with bytes that no published site has at that address
    mixed           pages of one release that no one site has together
    gone back       a page older than one that the same reader had read before
    between two     pages read one after another, of two sites: inherent where sites are exchanged

The same readers then look at the same changes where the site is built in place, and where it is copied over the one
before (`cp -r`), neither of them killed. `--writes` instead kills a publish of a small site at each of its writes, and
a rollback, and holds what is there against what it should be: always one whole release, and after one more publish the
same as after a first one.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from math import inf
from pathlib import Path
from statistics import median
from typing import Any, Self

from benchmarks import soak
from benchmarks.doomed import count_writes
from benchmarks.edits import Desk
from benchmarks.kills import choose
from benchmarks.processes import MEMORY
from briefing.cli import main as main_command
from briefing.releases.listing import list_releases
from briefing.releases.place import Place
from briefing.releases.publishing import Built, Outcome, Wish, publish
from briefing.releases.returning import roll_back

WATCHED = ("index.html", "editions.html", "actors.html", "sources.html", "method.html", "feeds/editions.json")
PAUSE = 0.002  # seconds between two pages: readers are not to take the processor from who publishes
FAULTS = ("missing", "torn", "mixed", "gone back")
FILES = 40  # of the small site
COPYING = 0.2  # of the time after the build, about, from the first file that is copied on
SILENT: Callable[[str, int, int], None] = lambda *_: None  # noqa: E731 - nobody watches

Versions = dict[str, dict[str, set[int]]]  # path → digest of what was published there → in which sites


# -- readers ----------------------------------------------------------------------------------------------------------


class Reader:
    """A process that reads until it is told to stop, and notes what it read."""

    def __init__(self, root: Path, notes: Path, paths: Sequence[str], *, resolves: bool) -> None:
        """`resolves`: whether to read several pages of the one release to which `root` leads, else each through it."""
        self._notes, self._ended = notes, False
        self._pid = os.fork()
        if self._pid == 0:
            with suppress(KeyboardInterrupt), notes.open("w", encoding="utf-8") as file:
                os.nice(5)
                signal.signal(signal.SIGTERM, signal.default_int_handler)
                for visit in range(10**9):
                    folder = Path(os.path.realpath(root)) if resolves else root
                    for path in paths:
                        file.write(f"{visit}\t{path}\t{read(folder / path)}\n")
                        time.sleep(PAUSE)
            os._exit(0)

    def stop(self) -> list[tuple[int, str, str]]:
        """End it, and return what it read: the visit, the path, and the digest of the page; empty: it was missing."""
        if not self._ended:
            os.kill(self._pid, signal.SIGTERM)
            os.waitpid(self._pid, 0)
            self._ended = True
        lines = [line.split("\t") for line in self._notes.read_text(encoding="utf-8").split("\n")]
        return [(int(visit), path, sum_) for visit, path, sum_ in (line for line in lines if len(line) == 3)]


def read(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def judge(seen: Sequence[tuple[int, str, str]], versions: Versions, *, together: bool) -> Counter[str]:
    """Count what went wrong for a reader. `together`: the pages of a visit are to be of one site."""
    found: Counter[str] = Counter(dict.fromkeys(("pages", *FAULTS, "between two"), 0))
    newest = 0
    visits: dict[int, set[int]] = {}
    for visit, path, sum_ in seen:
        found["pages"] += 1
        sites = versions.get(path, {}).get(sum_, set())
        if not sum_:
            found["missing"] += 1
        elif not sites:
            found["torn"] += 1
        else:
            found["gone back"] += max(sites) < newest
            newest = max(newest, min(sites))
            visits[visit] = visits.get(visit, sites) & sites
    found["visits"] = len(visits)
    found["mixed" if together else "between two"] = sum(not sites for sites in visits.values())
    return found


# -- publishers -------------------------------------------------------------------------------------------------------


class Forked:
    """Something that is done in a process of its own, which can be killed.

    It has loaded already what it needs: half a second in which a command that is killed has done nothing yet.
    """

    def __init__(self, act: Callable[[], object], said: Path) -> None:
        """`said`: a file for what it says."""
        self._said = said
        sys.stdout.flush()
        self._pid = os.fork()
        if self._pid == 0:
            status = 1
            try:
                with said.open("wb") as file:
                    os.dup2(file.fileno(), 1)
                    os.dup2(file.fileno(), 2)
                act()
                status = 0
            except SystemExit as error:
                status = int(error.code or 0)
            except BaseException:  # noqa: BLE001 - it is told, and the process ends
                traceback.print_exc()
            finally:
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit(status)

    def runs(self) -> bool:
        return os.waitid(os.P_PID, self._pid, os.WEXITED | os.WNOWAIT | os.WNOHANG) is None

    def end(self) -> None:
        """Wait for it. Where it failed, so does this program."""
        if status := os.waitpid(self._pid, 0)[1]:
            sys.exit(f"It ended with status {os.waitstatus_to_exitcode(status)}: {self._said.read_text()[-2000:]}")

    def kill(self) -> bool:
        """Kill it, and say whether it was still running."""
        running = self.runs()
        with suppress(ProcessLookupError):
            os.kill(self._pid, signal.SIGKILL)
        os.waitpid(self._pid, 0)
        return running


class Site:
    """Generated articles, whose every page says how often they were edited."""

    watched: tuple[str, ...] = WATCHED

    def __init__(self, folder: Path, articles: int, seed: int) -> None:
        self._desk = Desk(folder / "site", articles, seed)
        self._desk.settings |= {"BRIEFING_WORKERS": 1, "SITEURL": ""}  # without an address no picture is drawn
        self.output, self.root = self._desk.output, folder / "server"
        self.versions: Versions = {}
        self._number = 0

    def edit(self) -> None:
        self._number += 1
        self._desk.settings["BRIEFING_NOTICE"] = f"This is site {self._number}."
        self._desk.add()
        self._settings = soak.write_settings(self._desk, "pelicanconf.py", {})

    def build(self) -> Forked:
        return self._do("build")

    def publish(self, root: Path | None = None) -> Forked:
        return self._do("publish", str(root or self.root))

    def _do(self, *words: str) -> Forked:
        command = [*words, "--settings", str(self._settings), "--quiet"]
        return Forked(lambda: main_command(command), self._desk.folder / "said")

    def note(self) -> None:
        """Remember what this site is: each build of it gives the same bytes, also one that is killed."""
        for path in self.watched:
            if sum_ := read(self.output / path):
                self.versions.setdefault(path, {}).setdefault(sum_, set()).add(self._number)


@contextmanager
def readers(root: Path, folder: Path, paths: Sequence[str], resolves: Sequence[bool]) -> Iterator[list[Reader]]:
    running = [Reader(root, folder / f"reader-{number}", paths, resolves=each) for number, each in enumerate(resolves)]
    try:
        yield running
    finally:
        for reader in running:
            reader.stop()


def measure_kills(
    folder: Path, site: Site, publishes: int, seed: int, killed: float, minutes: float = 0
) -> dict[str, Any]:
    """Publish so often, with readers and kills; `folder` is for what is noted. Return what was counted.

    With `minutes` no more is published after these.
    """
    last = time.monotonic() + minutes * 60 if minutes else inf
    chance = random.Random(f"{seed} releases")
    root, current = site.root, site.root / "current"
    site.edit()
    timing = _Timing(root)
    timing.end(site.publish())
    site.note()
    counts: Counter[str] = Counter()
    with readers(current, folder, site.watched, [True, False]) as running:
        for turn in range(publishes):
            site.edit()
            before = os.readlink(current)
            while chance.random() < killed:
                doomed = site.publish()
                timing.wait(doomed, chance)
                counts["killed" if doomed.kill() else "ended before"] += 1
                counts["killed while a release was made"] += any((root / "releases").glob(".briefing-*"))
                counts["killed after it was shown"] += os.readlink(current) != before
                before = os.readlink(current)
            timing.end(site.publish())
            site.note()
            counts["published"] += 1
            if time.monotonic() > last:
                break
            if turn % 20 == 19:
                print(f"{turn + 1} of {publishes} publishes, {dict(counts)}", flush=True)
    seen = zip(running, (True, False), strict=True)
    resolved, through = (judge(reader.stop(), site.versions, together=whole) for reader, whole in seen)
    site.publish(folder / "fresh").end()
    same = _tree(current) == _tree(folder / "fresh" / "current") == _tree(site.output)
    found = {"one release": resolved, "through current": through, "left over": find_leftovers(root)}
    return {**counts, **found, "same as a first": same, "seconds": timing.describe()}


class _Timing:
    """How long a publish takes, with its build and from where that is done."""

    def __init__(self, root: Path) -> None:
        self._holder = root / "releases" / ".publish.pid"  # written when a release begins to be made
        self._whole: list[float] = []
        self._last: list[float] = []

    def end(self, running: Forked) -> None:
        begun = time.perf_counter()
        self._begins(running)
        made = time.perf_counter()
        running.end()
        self._whole.append(time.perf_counter() - begun)
        self._last.append(time.perf_counter() - made)

    def wait(self, running: Forked, chance: random.Random) -> None:
        """Wait for a moment drawn by lot: of all that it does, of all after the build, or of the copying."""
        part = chance.choice(("all", "release", "copying"))
        seconds = median(self._whole if part == "all" else self._last)
        if part != "all":
            self._begins(running)
        if part == "copying":
            while not any(self._holder.parent.glob(".briefing-0*")) and running.runs():
                time.sleep(0.0005)
            seconds *= COPYING
        time.sleep(chance.uniform(0.0, 1.1) * seconds)

    def _begins(self, running: Forked) -> None:
        before = self._stamp()
        while self._stamp() == before and running.runs():
            time.sleep(0.0005)

    def _stamp(self) -> int:
        try:
            return self._holder.stat().st_mtime_ns
        except FileNotFoundError:
            return 0

    def describe(self) -> dict[str, float]:
        return {"publish": round(median(self._whole), 3), "of it without the build": round(median(self._last), 3)}


def measure_plain(folder: Path, site: Site, publishes: int, *, copied: bool) -> dict[str, Any]:
    """The same changes without releases: built in place, or copied over the site before."""
    served = folder / "served" if copied else site.output
    site.edit()
    site.build().end()
    site.note()
    if copied:
        shutil.copytree(site.output, served)
    with readers(served, folder, site.watched, [False]) as running:
        for _ in range(publishes):
            site.edit()
            site.build().end()
            site.note()
            if copied:
                subprocess.run(["cp", "-r", f"{site.output}/.", str(served)], check=True)
    return {"publishes": publishes, **judge(running[0].stop(), site.versions, together=False)}


def find_leftovers(root: Path) -> list[str]:
    """What lies in a folder of releases that no release is."""
    place = Place(root)
    whole = {f"{number:06d}{ending}" for number in place.whole() for ending in ("", ".json", ".sha256")}
    # A journal without a transaction is SQLite's, and goes with the next one.
    ours = {"shown.json", ".publish.lock", ".publish.pid", ".known.sqlite3", ".known.sqlite3-journal"}
    left = {f"releases/{name}" for name in os.listdir(place.releases)} - {f"releases/{name}" for name in whole | ours}
    return sorted(left | (set(os.listdir(root)) - {"current", "releases"}))


def _tree(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): read(path) for path in sorted(folder.rglob("*")) if path.is_file()}


# -- each write -------------------------------------------------------------------------------------------------------

TEXT = "The quay wall gave way on Friday. Nobody was hurt."
PAGE = """<!doctype html>
<html lang="en"><body id="top"><p><span data-place="quay.md:0-33">The quay wall gave way on Friday.</span></p>
<p>{words}</p><a href="{up}index.html#top">front</a></body></html>
"""


class Small:
    """A site of a few files, made without a build, and its releases."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.output, self.place = folder, folder / "output", Place(folder / "server")
        self.place.open()

    def write(self, number: int) -> None:
        """Bring the output to the site of that number: some pages differ, some are no more, most are as they were."""
        shutil.rmtree(self.output, ignore_errors=True)
        for page in range(FILES):
            changes = page % 4 == 0
            path = f"articles/{page % 3}/{page}.html"
            if changes:  # at the same address, or at another one
                path = f"news/{page}.html" if page % 8 else f"editions/{number % 5}/{page}.html"
            file = self.output / (path if page else "index.html")
            file.parent.mkdir(parents=True, exist_ok=True)
            words, up = f"Site {number}." if changes else "As ever.", "../" * path.count("/") if page else ""
            file.write_text(PAGE.format(words=words, up=up), encoding="utf-8")
            moment = 10**18 + (number if changes else 0)
            os.utime(file, ns=(moment, moment))

    def publish(self, keep: int = 3, place: Place | None = None) -> Outcome:
        place = place or self.place
        built = Built(self.output, "2025-03-14", {}, lambda _: TEXT, lambda path: path.endswith(".html"), lambda: True)
        return publish(place, built, Wish("2025-03-14T06:00:00Z", place.shown(), keep, strict=True), SILENT)

    def come_so_far(self, releases: int) -> Self:
        """Publish so many sites, and have another one ready."""
        for number in range(1, releases + 1):
            self.write(number)
            self.publish()
        self.write(releases + 1)
        return self


class SmallSite(Site):
    """Such a site as one that is published again and again, in a thousandth of the time."""

    watched = ("index.html", *(f"news/{page}.html" for page in range(4, FILES, 8)), "articles/1/1.html")

    def __init__(self, folder: Path) -> None:
        self._small = Small(folder)
        self.output, self.root = self._small.output, self._small.place.root
        self.versions = {}
        self._number = 0

    def edit(self) -> None:
        self._number += 1
        self._small.write(self._number)

    def publish(self, root: Path | None = None) -> Forked:
        place = Place(root or self.root)
        place.open()
        return Forked(lambda: self._small.publish(keep=5, place=place), self._small.folder / "said")


def go_back(small: Small) -> None:
    if small.place.shown() == max(small.place.whole()):
        roll_back(small.place, 0, SILENT)


def begin_after_rollback(small: Small) -> None:
    go_back(small.come_so_far(3))


# What is killed: what is there before, and what is done.
CASES: dict[str, tuple[Callable[[Small], object], Callable[[Small], object]]] = {
    "the first": (lambda small: small.write(1), Small.publish),
    "the second": (lambda small: small.come_so_far(1), Small.publish),
    "one in place of an old one": (lambda small: small.come_so_far(3), Small.publish),
    "one alone": (lambda small: small.come_so_far(3), lambda small: small.publish(keep=1)),
    "rollback": (lambda small: small.come_so_far(3), go_back),
    "one after a rollback": (begin_after_rollback, Small.publish),
}


def kill_writes(folder: Path, sample: int = 0) -> dict[str, Any]:
    """Kill publishing and rolling back at each of its writes, or at so many; raise AssertionError where it shows."""
    counts = {}
    for name, (prepare, act) in CASES.items():
        original = Small(folder / "original")
        prepare(original)
        before = _shown(original)
        twin = _copy(original, folder / "twin")
        writes = _doom(twin, act, 0, folder)
        after = _shown(twin)
        assert before != after
        for at in choose(writes, sample):
            small = _copy(original, folder / "copy")
            _doom(small, act, at, folder)
            where = f"{name}, killed at write {at} of {writes}"
            assert _shown(small) in (before, after), f"{where}: readers have neither the site before nor the one after"
            act(small)
            assert _shown(small) == after, f"{where}: the next run leaves another site"
            check_order(small.place, where)
            small.write(9)
            small.publish()
            assert _shown(small) == _tree(small.output), f"{where}: the next site is not shown"
        counts[name] = writes if not sample else min(sample, writes)
        shutil.rmtree(folder / "original")
        print(f"{name}: killed at {counts[name]} of {writes} writes", flush=True)
    return counts


def check_order(place: Place, where: str) -> None:
    """Raise AssertionError where something is left over, or a release is not whole."""
    assert find_leftovers(place.root) == [], f"{where}: {find_leftovers(place.root)} is left"
    for release in list_releases(place, SILENT, check=True).releases:
        assert not release.damage, f"{where}: release {release.number}: {release.damage[0]}"


def _shown(small: Small) -> dict[str, str]:
    return _tree(small.place.current) if small.place.shown() else {}


def _copy(small: Small, folder: Path) -> Small:
    """A copy with the same links between its files."""
    shutil.rmtree(folder, ignore_errors=True)
    subprocess.run(["cp", "-a", str(small.folder), str(folder)], check=True)
    return Small(folder)


def _doom(small: Small, act: Callable[[Small], object], at: int, folder: Path) -> int:
    """Do it in a process that is killed at that write (0: never); return how many writes there were."""
    tally = folder / "tally"
    tally.unlink(missing_ok=True)
    child = os.fork()
    if child == 0:
        os.setpgid(0, 0)
        with open(os.devnull, "w", encoding="ascii") as nothing:
            os.dup2(nothing.fileno(), 2)
        count_writes(at, str(tally))
        act(small)
        os._exit(0)
    os.waitpid(child, 0)
    return tally.stat().st_size


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--publishes", type=int, default=200)
    parser.add_argument("--articles", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kill", type=float, default=0.5, help="how many of the commands are killed")
    parser.add_argument("--baseline", type=int, default=40, help="sites that are built in place, and copied")
    parser.add_argument("--minutes", type=float, default=0, help="publish no more after these; 0: publish all")
    parser.add_argument("--small", action="store_true", help="a site of a few files that no build makes, no baseline")
    parser.add_argument("--writes", action="store_true", help="kill a small site at each write instead")
    parser.add_argument("--sample", type=int, default=0, help="with --writes: at so many; 0: at all")
    options = parser.parse_args(arguments)
    begun = time.perf_counter()
    folder = Path(tempfile.mkdtemp(prefix="releases-", dir=MEMORY if MEMORY.is_dir() else None))
    ours: dict[str, Any] = {}
    if options.writes:
        ours["writes"] = kill_writes(folder, options.sample)
    elif options.small:
        ours = measure_kills(folder, SmallSite(folder), options.publishes, options.seed, options.kill)
    else:
        site = Site(folder / "releases", options.articles, options.seed)
        ours = measure_kills(folder, site, options.publishes, options.seed, options.kill, options.minutes)
        for name, copied in (("built in place", False), ("copied", True)):
            if options.baseline:
                (part := folder / name.replace(" ", "-")).mkdir()
                site = Site(part, options.articles, options.seed)
                ours[name] = measure_plain(part, site, options.baseline, copied=copied)
    wrong = [ours.get(kind, {}).get(name) for kind in ("one release", "through current") for name in FAULTS]
    bad = any(wrong) or bool(ours.get("left over")) or not ours.get("same as a first", True)
    print(json.dumps({"briefing": ours, "seed": options.seed, "seconds": round(time.perf_counter() - begun)}))
    return int(bad)


if __name__ == "__main__":
    sys.exit(main())
