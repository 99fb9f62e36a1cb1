"""What do the workers of a Dask cluster gain? Reading and analysis alone, on generated articles, on this machine.

    python -m benchmarks cluster [--articles 1000] [--rounds 3] > run.json
    python -m benchmarks cluster --run FILE [--page docs/scale.md]

`here`: in one process without a cluster; `1 worker`, `2 workers`: through a scheduler, each worker a process of its
own, all of them on this machine and so on its processors. Seconds are medians over the rounds and begin when the
workers are there. `client` is the processor time of the build's own process: workers beyond (here ÷ client) gain
nothing. Bytes are those of the articles as they go out and of the rows as they come back. With `--run`, the output of
an earlier run, nothing is measured: its table is printed, or put into a page that has `<!-- figures cluster -->`.
"""

from __future__ import annotations

import argparse
import json
import pickle
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from distributed import Client

from benchmarks.build import read_run, tell
from benchmarks.corpus import write_corpus
from benchmarks.tables import say_bytes, say_duration
from briefing.analysing import Analyst, instruct
from briefing.archive import Archive
from briefing.crew import Crew
from briefing.folder import find_articles, take_file
from briefing.gathering import gather
from briefing.registry import read_registry
from briefing.settings import check_settings


@contextmanager
def running(folder: Path, workers: int) -> Iterator[str]:
    """The address of a scheduler that has so many workers."""
    file = folder / f"scheduler{workers}.json"
    dask = [sys.executable, "-m", "dask"]
    silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder}
    options = ["--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(file)]
    begun = [subprocess.Popen([*dask, "scheduler", *options], **silent)]
    try:
        while not file.exists():
            time.sleep(0.1)
        address = json.loads(file.read_text(encoding="utf-8"))["address"]
        worker = [*dask, "worker", address, "--no-nanny", "--nthreads", "1", "--no-dashboard"]
        begun += [subprocess.Popen(worker, **silent) for _ in range(workers)]
        with Client(address, set_as_default=False) as client:
            client.wait_for_workers(workers, timeout=60)
            client.run(__import__, "briefing.analysing")
        yield address
    finally:
        for process in begun:
            process.kill()
            process.wait()


def measure(content: Path, archive: Path, scheduler: str) -> tuple[float, float]:
    """Seconds, and seconds of this process's processor time, to read all articles into a new archive."""
    given = {"PATH": str(content), "OUTPUT_PATH": str(archive.parent / "output"), "BRIEFING_WORKERS": 1}
    settings = check_settings({**given, "BRIEFING_ARCHIVE": str(archive), "BRIEFING_SCHEDULER": scheduler})
    registry = read_registry(content)
    start, worked = time.perf_counter(), time.process_time()
    with Archive(archive) as opened, Crew(settings, registry) as crew:
        gather(settings, registry, opened, lambda *_: None, crew)
    took = time.perf_counter() - start, time.process_time() - worked
    archive.unlink()
    return took


def weigh(content: Path) -> tuple[int, int]:
    """Bytes of the first hundred articles, and of what comes back for them."""
    settings = check_settings({"PATH": str(content), "OUTPUT_PATH": str(content.parent / "output")})
    files = [take_file(str(content), each.id) for each in find_articles(content)[0][:100]]
    rows = Analyst(instruct(settings, read_registry(content)))(files)
    return sum(len(file.raw) for file in files) // len(files), len(pickle.dumps(rows)) // len(files)


def tell_cluster(run: Mapping[str, Any]) -> Iterator[str]:
    """What a run says of one article, and of a hundred million."""
    found, items = run["briefing"], run["items"]
    here, client = found["here"] / items, found["client"] / items
    feeds = max(int(here / client), 1)
    yield "| reading and analysis | an article | 100,000,000 |"
    yield "|---|---|---|"
    for title, seconds in (
        ("in one process", here),
        ("by one worker", found["1 worker"] / items),
        ("by two, on this machine", found["2 workers"] / items),
        ("of it in the build's own process, whoever reads", client),
        (f"by the {feeds} workers that one build feeds (reckoned)", here / feeds),
    ):
        yield f"| {title} | {say_duration(seconds)} | {say_duration(seconds * 1e8)} |"
    sent = f"{say_bytes(found['bytes out'])}, {say_bytes(found['bytes back'])}"
    all_of_it = f"{say_bytes(found['bytes out'] * 1e8)}, {say_bytes(found['bytes back'] * 1e8)}"
    yield f"| over the network: out, back | {sent} | {all_of_it} |"
    yield ""
    yield f"{items:,} generated articles; medians; scheduler and workers are processes of the same machine."


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--run", type=Path, help="the output of an earlier run")
    parser.add_argument("--page", type=Path, help="where its table goes")
    options = parser.parse_args()
    if options.run:
        tell(tell_cluster(read_run(options.run)), "cluster", options.page)
        return
    found: dict[str, list[tuple[float, float]]] = {"here": [], "1 worker": [], "2 workers": []}
    with tempfile.TemporaryDirectory() as name:
        content, archive = Path(name) / "content", Path(name) / "archive.sqlite3"
        write_corpus(content, options.articles)
        out, back = weigh(content)
        with running(Path(name), 1) as one, running(Path(name), 2) as two:
            for number in range(options.rounds):
                for what, address in (("here", ""), ("1 worker", one), ("2 workers", two)):
                    found[what].append(measure(content, archive, address))
                print(f"round {number + 1}: {found}", flush=True)
    seconds = {what: round(statistics.median(took for took, _ in those), 3) for what, those in found.items()}
    client = statistics.median(worked for _, worked in found["2 workers"])
    print(
        json.dumps(
            {
                "briefing": {**seconds, "client": round(client, 3), "bytes out": out, "bytes back": back},
                "ratios": {what: round(seconds[what] / seconds["here"], 3) for what in ("1 worker", "2 workers")},
                "items": options.articles,
            }
        )
    )


if __name__ == "__main__":
    main()
