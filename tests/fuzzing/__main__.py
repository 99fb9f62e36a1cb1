"""Search for inputs that break Briefing: one target after the other, each in a process of its own.

    python -m fuzzing [--seconds 60] [--folder ../.fuzz] [TARGET …]    all targets, or those named
    python -m fuzzing TARGET FILE                                      run again what was found

`--seconds` is the time for all of them together. Exit status 1: something was found; the files say what. A finding
becomes a case in the tests of the part that failed.
"""

from __future__ import annotations

import argparse
import re
import resource
import subprocess
import sys
import time
from pathlib import Path

from fuzzing import list_targets, load_target

_RUNS = re.compile(r"stat::number_of_executed_units:\s*(\d+)")
_REACHED = re.compile(r"cov: (\d+) ft: (\d+)")
LEAST = 1  # seconds for a target; to load it takes about three more


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m fuzzing", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("targets", nargs="*", metavar="TARGET")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--folder", type=Path, default=Path(__file__).parents[2] / ".fuzz")
    options = parser.parse_args()
    known = list_targets()
    if len(options.targets) == 2 and options.targets[0] in known and options.targets[1] not in known:
        load_target(options.targets[0]).check(Path(options.targets[1]).read_bytes())
        return 0
    unknown = sorted({*options.targets} - {*known})
    if unknown:
        parser.error(f"There is no target {unknown[0]}. There are: {', '.join(known)}.")
    targets = options.targets or known
    seconds = max(LEAST, round(options.seconds / len(targets)))
    print(f"{'target':<12} {'seconds':>7} {'of CPU':>6} {'inputs':>9} {'reached':>8}  found", flush=True)
    return max([_search(name, seconds, options.folder / name) for name in targets], default=0)


def _search(name: str, seconds: int, folder: Path) -> int:
    """Search with one target and print a line about it; return 1 if something was found."""
    folder.mkdir(parents=True, exist_ok=True)
    begun, used = time.monotonic(), _processor_time()
    command = [sys.executable, "-m", "fuzzing.searching", name, str(folder), f"-max_total_time={seconds}"]
    with (folder / "log").open("wb") as log:
        done = subprocess.run(command, stdout=log, stderr=subprocess.STDOUT, check=False)
    said = (folder / "log").read_text(encoding="utf-8", errors="replace")
    runs, reached = _RUNS.findall(said), _REACHED.findall(said)
    found = re.findall(r"Test unit written to (\S+)", said)
    what = " ".join(found) or (
        f"ended with status {done.returncode}: see {folder}/log" if done.returncode else "nothing"
    )
    inputs = int(runs[-1]) if runs else 0
    taken, used = time.monotonic() - begun, _processor_time() - used
    print(
        f"{name:<12} {taken:>7.0f} {used:>6.0f} {inputs:>9,} {reached[-1][0] if reached else 0:>8}  {what}", flush=True
    )
    return int(bool(done.returncode))


def _processor_time() -> float:
    """Seconds that processes begun here have used."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    sys.exit(main())
