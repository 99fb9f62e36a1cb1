"""Does a site survive what happens to machines? Kills, full and failing disks, wrong clocks, damaged archives, traffic.

    python -m benchmarks faults [--kills 30] [--only "disk full",…] [--articles 12] [--seed 1] [--list] [--no-peer]

Each trial puts a built site and an editor's unbuilt work on it back, builds under the fault in processes of their own,
and looks at what is left (`benchmarks.trials`): torn: files that are neither as they were nor as they shall be, after
the fault or while a reader read; missing: files that were there and shall be, and are not; untold: builds that ended
early without a line that says why and what to do, or with a traceback; lost: trials after which the next build, the
fault lifted, does not leave the bytes of a clean one; left: processes, temporary files and named semaphores that stay.
A trial without any of these is survived.

`--kills`: builds and publishes that are killed: a third at any moment, a third at a write, a third of publishes. Other
faults have a fiftieth of it, three trials at least. With 300 it takes half an hour on two cores. The peer is plain
Pelican with the same articles under the faults that concern any generator. Disks are mounted in memory, seen by this
program alone; other errors come from a library that is loaded into the build (failing.c). What this machine does not
allow is skipped, and named. Linux alone.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks import disk_faults, memory_faults, process_faults, release_faults, traffic_faults
from benchmarks.failing import APART, Missing, live_apart, mounted
from benchmarks.trials import EDITED, SEMAPHORES, Ground, Trial, make_briefing, make_pelican

LEAST = 3  # trials of a fault
KINDS = 3  # of kills among which they are shared out: at any moment, at a write, of a publish
SHARE = 50  # kills to one trial of another fault
SHOWN = 400  # characters of what a build said


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that can happen."""

    run: Callable[[Ground, int], Iterator[Trial]]
    kill: bool = False  # as often as --kills says, with the other kinds of kills
    peer: bool = False  # Pelican is put under it as well


def _end_by(number: int) -> Callable[[Ground, int], Iterator[Trial]]:
    return partial(process_faults.end, number=number)


FAULTS: dict[str, Fault] = {
    "killed at any moment": Fault(process_faults.kill_anytime, kill=True, peer=True),
    "killed at a write": Fault(process_faults.kill_at_a_write, kill=True),
    "publish killed": Fault(release_faults.kill_publish, kill=True),
    "publish: disk full": Fault(release_faults.fill_public),
    "publish: no space from a write on": Fault(release_faults.starve_publish),
    "publish: EIO from a sync on": Fault(release_faults.fail_publish),
    "search killed": Fault(process_faults.kill_search),
    "add killed at a write": Fault(process_faults.kill_add),
    "a worker killed": Fault(process_faults.kill_a_worker),
    "SIGTERM": Fault(_end_by(signal.SIGTERM), peer=True),
    "SIGINT": Fault(_end_by(signal.SIGINT)),
    "SIGHUP": Fault(_end_by(signal.SIGHUP)),
    "SIGSTOP for a while": Fault(process_faults.stop_for_a_while),
    "disk full: output": Fault(disk_faults.fill_output, peer=True),
    "disk full: archive": Fault(disk_faults.fill_archive),
    "disk full: both": Fault(disk_faults.fill_both),
    "no space from a write on": Fault(disk_faults.refuse_space, peer=True),
    "quota from a write on": Fault(disk_faults.refuse_quota),
    "EIO at a write": Fault(disk_faults.fail_at_a_write, peer=True),
    "EIO from a write on": Fault(disk_faults.fail_from_a_write_on),
    "EIO at a rename": Fault(disk_faults.fail_at_a_rename),
    "EIO at a removal": Fault(disk_faults.fail_at_a_removal),
    "output read-only": Fault(disk_faults.forbid_output, peer=True),
    "archive read-only": Fault(disk_faults.forbid_archive),
    "no permission": Fault(disk_faults.take_rights),
    "output on another file system": Fault(disk_faults.move_output),
    "output replaced": Fault(disk_faults.replace_output),
    "output deleted meanwhile": Fault(disk_faults.take_output_away, peer=True),
    "archive deleted meanwhile": Fault(disk_faults.take_archive_away),
    "clock wrong": Fault(memory_faults.shift_clock),
    "files misdated": Fault(memory_faults.misdate_files),
    "two builds": Fault(partial(traffic_faults.build_twice, other=traffic_faults.same)),
    "two archives, one output": Fault(partial(traffic_faults.build_twice, other=traffic_faults.another_archive)),
    "build beside publish": Fault(partial(traffic_faults.build_twice, other=traffic_faults.publish)),
    "build beside serve": Fault(traffic_faults.serve_and_build),
    "an article half written": Fault(traffic_faults.write_slowly, peer=True),
    "articles moved meanwhile": Fault(traffic_faults.move_files),
    "registries changed meanwhile": Fault(traffic_faults.change_registries),
    **{
        f"archive: {damage.__name__.replace('_', ' ')}": Fault(partial(memory_faults.damage_archive, damage=damage))
        for damage in memory_faults.ARCHIVES
    },
    "archive: any of these, content edited": Fault(
        partial(memory_faults.damage_archive, damage=memory_faults.damage_somehow, start=EDITED)
    ),
    "beside the archive": Fault(memory_faults.damage_what_lies_beside),
    "little memory": Fault(process_faults.take_memory),
    "few descriptors": Fault(process_faults.take_descriptors),
    "short files": Fault(process_faults.limit_files),
    "surroundings": Fault(process_faults.change_surroundings),
}


def add_up(name: str, trials: Iterator[Trial], verbose: bool) -> dict[str, Any]:
    """The counts of one fault, with what was said by the builds that ended early, each thing once."""
    counts = dict.fromkeys(("trials", "survived", "told", "torn", "missing", "untold", "lost", "left"), 0)
    said: dict[str, None] = {}
    begun = time.monotonic()
    for trial in trials:
        counts["trials"] += 1
        counts["survived"] += trial.survived
        counts["told"] += trial.told
        counts["torn"] += len(trial.torn)
        counts["missing"] += len(trial.missing)
        counts["untold"] += not trial.ended_well
        counts["lost"] += bool(trial.lost)
        counts["left"] += len(trial.left)
        if trial.said.strip() and trial.status != -signal.SIGKILL:
            said[trial.said.strip()[-SHOWN:]] = None
        if verbose and not trial.survived:
            print(f"  {name} {counts['trials']}: status {trial.status}")
            print(*trial.torn[:3], *trial.missing[:3], sep="\n    ")
            print(trial.said[-3000:], trial.lost[:3000], *trial.left, sep="\n    ", flush=True)
    return {**counts, "seconds": round(time.monotonic() - begun, 1), "said": list(said)[:4]}


def run_all(ground: Ground, names: Sequence[str], kills: int, verbose: bool) -> dict[str, Any]:
    """Every fault of these names; of one that this machine does not allow, what it lacks."""
    found: dict[str, Any] = {}
    for name in names:
        times = max(LEAST, kills // (KINDS if FAULTS[name].kill else SHARE))
        try:
            found[name] = add_up(name, FAULTS[name].run(ground, times), verbose)
        except Missing as missing:
            found[name] = {"skipped": f"this machine lacks {missing}"}
        shown = {key: value for key, value in found[name].items() if key != "said" and value}
        print(f"{name}: {shown}", flush=True)
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--only", default="", help="faults, a comma between two; a part of a name is enough")
    parser.add_argument("--articles", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--list", action="store_true", help="name the faults")
    parser.add_argument("--no-peer", action="store_true")
    parser.add_argument(
        "--verbose", action="store_true", help="say of each trial that was not survived what became of it"
    )
    options = parser.parse_args(arguments)
    wanted = [each.strip() for each in options.only.split(",") if each.strip()]
    names = [name for name in FAULTS if not wanted or any(each in name for each in wanted)]
    if options.list or not names:
        print(*FAULTS, sep="\n")
        return 0 if options.list else 2
    live_apart()
    begun = time.monotonic()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="faults-")))
        folder.chmod(0o755)
        if APART in os.environ:
            stack.enter_context(mounted(folder))
            stack.enter_context(mounted(SEMAPHORES))  # so that nobody else's are there
        ours = _run_briefing(folder, names, options)
        theirs = _run_pelican(folder, [name for name in names if FAULTS[name].peer and not options.no_peer], options)
    sums = {each: sum(found.get(each, 0) for found in ours.values()) for each in ("trials", "survived", "torn", "lost")}
    result = {"briefing": {"faults": ours, **sums}, "pelican": {"faults": theirs}, "items": options.articles}
    print(json.dumps({**result, "kills": options.kills, "seconds": round(time.monotonic() - begun)}))
    return int(any(found.get("survived") != found.get("trials") for found in ours.values()))


def _run_briefing(folder: Path, names: Sequence[str], options: argparse.Namespace) -> dict[str, Any]:
    site, desk = make_briefing(folder / "briefing", options.articles, options.seed)
    beside = folder / "beside"
    beside.mkdir()
    try:
        chance = random.Random(f"{options.seed} faults")
        return run_all(Ground(site, beside, chance, desk), names, options.kills, options.verbose)
    finally:
        site.close()


def _run_pelican(folder: Path, names: Sequence[str], options: argparse.Namespace) -> dict[str, Any]:
    if not names:
        return {}
    site = make_pelican(folder / "pelican", options.articles, options.seed)
    print("Pelican", flush=True)
    try:
        chance = random.Random(f"{options.seed} faults")
        return run_all(Ground(site, folder / "beside", chance), names, options.kills, options.verbose)
    finally:
        site.close()


if __name__ == "__main__":
    sys.exit(main())
