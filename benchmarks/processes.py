"""How long does a command take, and how much memory do all its processes hold together?"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from benchmarks.peers import environment

EVERY = 0.05  # seconds between two looks at the memory
PROC = Path("/proc")
MEMORY = Path("/dev/shm")  # where Linux has a file system in memory


@dataclass(frozen=True, slots=True)
class Run:
    """One command, from its start to its end."""

    seconds: float
    said: str  # standard output
    peak: int | None = None  # bytes that its processes held at most; None where that was not watched


def run(command: tuple[str, ...], folder: Path) -> Run:
    """Run a command in `folder` and time it, its start included. A command that fails ends the benchmark."""
    start = time.perf_counter()
    done = subprocess.run(command, cwd=folder, env=environment(), capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - start
    _check(command, done.returncode, done.stdout + done.stderr)
    return Run(seconds, done.stdout)


def watch(command: tuple[str, ...], folder: Path, every: float = EVERY) -> Run:
    """The same with the most memory that its processes held: the sum of their PSS, looked at twenty times a second.

    The proportional set size counts a page that several processes share in parts (Linux, proc(5), smaps_rollup). The
    watching takes time of its own, 5 to 10 ms a look, so these seconds are only to be compared with those of `run`
    where looks are few (`every`: the seconds between two).
    """
    start = time.perf_counter()
    child = subprocess.Popen(
        command,
        cwd=folder,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,  # by which its children and theirs are found
    )
    peak, ended = [0], threading.Event()

    def look() -> None:
        pause = EVERY  # a short run is looked at as often as ever
        while not ended.is_set():
            peak[0] = max(peak[0], sum(map(_weigh, _find_session(child.pid))))
            ended.wait(pause)
            pause = min(pause * 1.1, every)

    watcher = threading.Thread(target=look)
    watcher.start()
    said, _ = child.communicate()
    seconds = time.perf_counter() - start
    ended.set()
    watcher.join()
    _check(command, child.returncode, said)
    return Run(seconds, said, peak[0] or None)


def _check(command: tuple[str, ...], status: int, said: str) -> None:
    if status:
        sys.exit(f"{' '.join(command)} ended with status {status}:\n{said[-3000:]}")


def _find_session(session: int) -> list[str]:
    """The process ids of a session, none where the system has no /proc."""
    found = []
    with suppress(FileNotFoundError):
        for name in os.listdir(PROC):
            if name.isdigit():
                with suppress(OSError, IndexError, ValueError):
                    # The second field is the program's name in parentheses and may hold anything.
                    if int((PROC / name / "stat").read_text().rpartition(")")[2].split()[3]) == session:
                        found.append(name)
    return found


def _weigh(process: str) -> int:
    """Its PSS in bytes; 0 for one that has just ended."""
    with suppress(OSError, ValueError):
        for line in (PROC / process / "smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0


def describe_machine() -> dict[str, object]:
    """What the figures depend on besides the programs."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return {"cores": usable, "system": platform.system(), "python": platform.python_version()}
