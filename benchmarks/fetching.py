"""What does a fetch cost, does it add anything twice, and what is left of one that is killed?

    python -m benchmarks fetching [--feeds 200] [--entries 50] [--rounds 10] [--kills 100] [--workers 0]

Publishers on this machine, in a process of their own (`benchmarks.kiosk`), are fetched by the command itself, as an
editor runs it, with no delay between requests:

    first     nothing is there
    second    nothing has changed: at most one conditional request for each feed, no page
    rounds    other orders, dates, GUIDs, decorated links, addresses; some texts: what is there twice, what is missing?
    lost      the memory is deleted: it costs requests, and adds nothing
    kills     fetches of a tenth of the feeds, killed (SIGKILL) at moments drawn by lot: the program alone, or with all
              its workers; midway: when it had written articles. It is run again and killed again until it is done;
              then all over, until there were so many kills. What is there at the end is compared with a fetch that
              nobody killed.

Baseline: the loop that is written first, feedparser and trafilatura, one request after another, entries known by GUID;
for a tenth of the feeds, and the same rounds.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import feedparser
import trafilatura

from benchmarks.kiosk import HOSTS
from benchmarks.peers import environment
from benchmarks.processes import MEMORY
from briefing.fetching.revising import digest_fetched
from briefing.frontmatter import split_front_matter
from briefing.reading import KEYS

_WHICH = re.compile(r"/f(\d+)/e(\d+)(?:-again-\d+)?\.html")
VARYING = ("added", "fetched", "original")  # fields that say when it was fetched, not what
EVERY = 0.2  # s between two looks at the processor time
LAST = 10.0  # seconds in which workers whose program was killed have to be gone


@dataclass(frozen=True)
class Publishers:
    """The running kiosk."""

    port: int
    feeds: int
    entries: int

    def ask(self, path: str) -> dict[str, int]:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=60) as answer:
            said: dict[str, int] = json.load(answer)
        return said

    def feed(self, number: int) -> str:
        return f"http://127.0.0.{number % HOSTS + 1}:{self.port}/f{number}/feed.xml"


@contextmanager
def open_kiosk(feeds: int, entries: int) -> Iterator[Publishers]:
    command = [sys.executable, "-m", "benchmarks.kiosk", str(feeds), str(entries)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        try:
            yield Publishers(int(child.stdout.readline()), feeds, entries)
        finally:
            child.terminate()


def set_up(folder: Path, publishers: Publishers, feeds: int, workers: int) -> None:
    """A project that follows the first so many feeds."""
    (folder / "content").mkdir(parents=True)
    sources = "".join(
        f"- {{id: feed-{number}, name: Feed {number}, delay: 0, text: page, feeds: ['{publishers.feed(number)}']}}\n"
        for number in range(feeds)
    )
    (folder / "content/sources.yml").write_text(sources, encoding="utf-8")
    allowed = sorted({publishers.feed(number).split("/")[2] for number in range(feeds)})
    (folder / "pelicanconf.py").write_text(
        f"BRIEFING_CONTACT = 'desk@news.example'\nBRIEFING_FETCH_ALLOW = {allowed!r}\nBRIEFING_WORKERS = {workers}\n",
        encoding="utf-8",
    )


def begin(folder: Path, *options: str, heard: bool = True) -> subprocess.Popen[str]:
    """A fetch. What is not heard can be left to run: nobody has to read what it prints."""
    return subprocess.Popen(
        [sys.executable, "-m", "briefing.cli", "fetch", "--json", *options],
        cwd=folder,
        env=environment(),
        stdout=subprocess.PIPE if heard else subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,  # by which its workers are found
    )


def fetch(folder: Path, publishers: Publishers, *options: str) -> dict[str, Any]:
    """One fetch: what became of the entries, what was asked for, seconds."""
    publishers.ask("/counts")
    begun = time.perf_counter()
    child = begin(folder, *options)
    with Spent(child.pid) as spent:
        printed, said = child.communicate()
    seconds = time.perf_counter() - begun
    if child.returncode:
        raise SystemExit(f"The fetch ended with status {child.returncode}: {said[-2000:]}")
    ledger = json.loads(printed)
    wrong = [row["why"] for row in ledger["rows"] if row["state"] in ("failed", "retried")]
    if wrong:
        print(f"{len(wrong)} went wrong, such as: {wrong[0]}", flush=True)
    states = Counter(row["state"] for row in ledger["rows"])
    return {**states, "asked": publishers.ask("/counts"), "seconds": round(seconds, 1), **spent.tell()}


class Spent:
    """Processor time of a program and its workers: on a machine that others use as well, seconds say little."""

    def __init__(self, session: int) -> None:
        self._session, self._each = session, dict[int, float]()
        self._over = threading.Event()
        self._looking = threading.Thread(target=self._look)

    def __enter__(self) -> Self:
        self._looking.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._looking.join()

    def _look(self) -> None:
        while not self._over.wait(EVERY):
            for process, ticks in list_session(self._session):
                self._each[process] = ticks / os.sysconf("SC_CLK_TCK")

    def tell(self) -> dict[str, float]:
        """Seconds of the program itself, and of its workers together."""
        own = self._each.pop(self._session, 0.0)
        return {"cpu": round(own, 1), "cpu of workers": round(sum(self._each.values()), 1)}


# -- what is there ----------------------------------------------------------------------------------------------------


def read_articles(folder: Path) -> tuple[dict[tuple[int, int], list[dict[str, str]]], list[str]]:
    """The articles by feed and entry, each as its fields and its body; and what of the folder is torn."""
    found: dict[tuple[int, int], list[dict[str, str]]] = {}
    torn = [str(path) for root in ("content", "originals") for path in (folder / root).rglob(".briefing-*")]
    for path in sorted((folder / "content").rglob("*.md")):
        text = path.read_text(encoding="utf-8")
        front = split_front_matter(text, KEYS.__contains__)
        fields = {field.key: " ".join(field.values) for field in front.fields}
        which = _WHICH.search(fields.get("url", ""))
        original = folder / fields.get("original", "none")
        if which is None or not original.is_file() or not text.endswith("\n"):
            torn.append(str(path))
            continue
        if fields.get("fetched-as") != digest_fetched(fields.get("title", ""), front.body.strip("\n")):
            torn.append(str(path))
        article = {key: value for key, value in fields.items() if key not in VARYING}
        found.setdefault((int(which[1]), int(which[2])), []).append({**article, "body": front.body})
    return found, torn


def look(folder: Path, feeds: int, entries: int) -> dict[str, int]:
    """How many articles there are, how many twice, how many are missing, how many files are torn."""
    found, torn = read_articles(folder)
    return {
        "articles": sum(map(len, found.values())),
        "doubles": sum(len(each) - 1 for each in found.values()),
        "missing": feeds * entries - len(found),
        "torn": len(torn),
    }


# -- killed -----------------------------------------------------------------------------------------------------------


def kill_often(folder: Path, publishers: Publishers, feeds: int, kills: int, seed: int) -> dict[str, int]:
    """Fetch, killed so often; compare each fetch that came to its end with one that nobody killed."""
    chance = random.Random(seed)
    whole = folder / "whole"
    set_up(whole, publishers, feeds, 2)
    fetch(whole, publishers)
    wanted, _ = read_articles(whole)
    tally = Counter(kills=0, midway=0, ended=0, doubles=0, torn=0, lost=0, different=0, workers_left=0)
    while tally["kills"] < kills:
        project = folder / f"killed-{tally['ended']}"
        set_up(project, publishers, feeds, 2)
        while True:
            child = begin(project, heard=False)
            before = count_articles(project)
            # A third of the kills come before the first article does, while feeds are read, say; all others at one.
            come = max(0, chance.randint(-feeds * publishers.entries // kills, 2 * feeds * publishers.entries // kills))
            if tally["kills"] < kills and wait_until(child, project, before + come, chance):
                alone = chance.random() < 0.5
                (os.kill if alone else os.killpg)(child.pid, signal.SIGKILL)
                child.communicate()
                tally["kills"] += 1
                tally["midway"] += count_articles(project) > before
                tally["workers_left"] += wait_for_workers(child.pid)
                continue
            _, said = child.communicate()
            if child.returncode:
                raise SystemExit(f"A fetch after a kill ended with status {child.returncode}: {said[-2000:]}")
            break
        tally["ended"] += 1
        found, torn = read_articles(project)
        tally["torn"] += len(torn)
        tally["doubles"] += sum(len(each) - 1 for each in found.values())
        tally["lost"] += len(wanted.keys() - found.keys())
        tally["different"] += sum(found[key][0] != wanted[key][0] for key in wanted.keys() & found.keys())
        tally["different"] += fetch(project, publishers).get("added", 0)
        print(f"killed: {dict(tally)}", flush=True)
        shutil.rmtree(project)
    return dict(tally)


def count_articles(project: Path) -> int:
    return sum(1 for _ in (project / "content").rglob("*.md"))


def wait_until(child: subprocess.Popen[str], project: Path, articles: int, chance: random.Random) -> bool:
    """Wait until there are so many articles, and a little longer; false: the fetch has ended before."""
    first = articles == count_articles(project)
    while child.poll() is None and count_articles(project) < articles:
        time.sleep(0.005)
    end = time.monotonic() + chance.uniform(0.3, 3.0) if first else time.monotonic() + chance.uniform(0, 0.05)
    while child.poll() is None and time.monotonic() < end:
        time.sleep(0.001)
    return child.poll() is None


def wait_for_workers(session: int) -> int:
    """How many processes of a program that was killed are still there when they should have gone; they are ended."""
    end = time.monotonic() + LAST
    while (left := list_session(session)) and time.monotonic() < end:
        time.sleep(0.05)
    for each, _ in left:
        with suppress(ProcessLookupError):
            os.kill(each, signal.SIGKILL)
    return len(left)


def list_session(session: int) -> list[tuple[int, int]]:
    """The processes of a session, and how many ticks of the processor each has taken (Linux, proc(5))."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError, ValueError, IndexError):
            after = path.read_text().rpartition(")")[2].split()
            if int(after[3]) == session and after[0] != "Z":
                found.append((int(path.parent.name), int(after[11]) + int(after[12])))
    return found


# -- the loop that is written first -----------------------------------------------------------------------------------


def loop(folder: Path, publishers: Publishers, feeds: int, seen: dict[str, Any]) -> dict[str, Any]:
    """Ask one feed after another, then one page after another; an entry is known by its GUID."""
    publishers.ask("/counts")
    begun, cpu = time.perf_counter(), time.process_time()
    added = 0
    for number in range(feeds):
        address = publishers.feed(number)
        read: Any = feedparser.parse(address, etag=seen.get(address))  # type: ignore[attr-defined,no-untyped-call]
        seen[address] = read.get("etag", seen.get(address))
        for entry in read.entries:
            if entry.get("id") in seen:
                continue
            with urllib.request.urlopen(entry["link"], timeout=60) as answer:
                raw, url = answer.read(), answer.url
            text = trafilatura.extract(raw) or ""
            seen[entry["id"]] = True
            (folder / f"{len(seen)}.md").write_text(
                f"Title: {entry['title']}\nUrl: {url}\n\n{text}\n", encoding="utf-8"
            )
            added += 1
    return {
        "added": added,
        "asked": publishers.ask("/counts"),
        "seconds": round(time.perf_counter() - begun, 1),
        "cpu": round(time.process_time() - cpu, 1),
    }


def run_loop(folder: Path, publishers: Publishers, feeds: int, rounds: int) -> dict[str, Any]:
    folder.mkdir()
    seen: dict[str, Any] = {}
    publishers.ask("/control/0")
    first, second = (loop(folder, publishers, feeds, seen) for _ in range(2))
    for at in range(1, rounds + 1):
        publishers.ask(f"/control/{at}")
        loop(folder, publishers, feeds, seen)
    found: Counter[tuple[str, str]] = Counter()
    for path in folder.glob("*.md"):
        which = _WHICH.search(path.read_text(encoding="utf-8"))
        assert which is not None
        found[which[1], which[2]] += 1
    doubles = sum(count - 1 for count in found.values())
    return {"feeds": feeds, "first": first, "second": second, "doubles": doubles, "changed": 0}


# -- all of it --------------------------------------------------------------------------------------------------------


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--feeds", type=int, default=200)
    parser.add_argument("--entries", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--workers", type=int, default=0, help="that clean; 0: as many as there are processors")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    folder = Path(tempfile.mkdtemp(prefix="fetching-", dir=MEMORY if MEMORY.is_dir() else None))
    few = max(1, options.feeds // 10)
    begun = time.perf_counter()
    ours: dict[str, Any] = {"feeds": options.feeds, "entries": options.entries}
    with open_kiosk(options.feeds, options.entries) as publishers:
        project = folder / "project"
        set_up(project, publishers, options.feeds, options.workers)
        size = options.feeds, options.entries
        ours["first"] = fetch(project, publishers) | look(project, *size)
        print(f"first: {ours['first']}", flush=True)
        ours["second"] = fetch(project, publishers) | look(project, *size)
        print(f"second: {ours['second']}", flush=True)
        ours["rounds"] = []
        for at in range(1, options.rounds + 1):
            changed = publishers.ask(f"/control/{at}")["changed"]
            ours["rounds"].append({"texts": changed, **fetch(project, publishers), **look(project, *size)})
            print(f"round {at}: {ours['rounds'][-1]}", flush=True)
        for path in (project / ".briefing").glob("*.fetched*"):
            path.unlink()
        ours["lost"] = fetch(project, publishers) | look(project, *size)
        print(f"without its memory: {ours['lost']}", flush=True)
        publishers.ask("/control/0")
        if options.kills:
            ours["killed"] = kill_often(folder, publishers, few, options.kills, options.seed)
        baseline = run_loop(folder / "loop", publishers, few, options.rounds)
        print(f"the loop: {baseline}", flush=True)
    looked = [ours["first"], ours["second"], *ours["rounds"], ours["lost"]]
    ours["doubles"] = max(each["doubles"] for each in looked)
    ours["missing"] = max(each["missing"] for each in looked)
    seconds = round(time.perf_counter() - begun)
    shutil.rmtree(folder)
    print(json.dumps({"briefing": ours, "feedparser loop": baseline, "items": options.feeds, "seconds": seconds}))
    asked = ours["second"]["asked"]
    wrong = ours["doubles"] or ours["missing"] or asked.get("pages") or asked.get("conditional", 0) > options.feeds
    killed = ours.get("killed", {})
    return int(bool(wrong or any(killed.get(name) for name in ("doubles", "torn", "lost", "different"))))


if __name__ == "__main__":
    sys.exit(main())
