"""What if a publish is killed, or its disk is full or fails, while readers read what is published?"""

from __future__ import annotations

import errno
import hashlib
import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from typing import Any

from benchmarks.failing import Missing, count_calls, give_room, leave_room, mounted, refusing
from benchmarks.kills import choose
from benchmarks.process_faults import send
from benchmarks.trials import BUILT, COMMAND, EDITED, Bystander, Digests, Given, Ground, Trial, digest

PUBLISH = (*COMMAND[:3], "publish", "public", *COMMAND[4:])
WRITES = "write open mkdir rename truncate link"


class Reader(Bystander):
    """Reads what is published: page by page as a web server does, and folder by folder, each all of one release."""

    def _read(self, pipe: Any) -> None:
        looks, torn, missing = 0, set(), set()
        releases = [{path: sums[path] for path in self._allowed} for sums in (self._old, self._new)]
        while not pipe.poll():
            for path, allowed in self._allowed.items():
                looks += 1
                try:
                    if _digest((self._output / path).read_bytes()) not in allowed:
                        torn.add(path)
                except OSError:
                    missing.add(path)
            with suppress(OSError):  # as a whole: a folder that goes meanwhile was read too slowly
                shown = self._output.resolve()
                seen = {path: _digest((shown / path).read_bytes()) for path in self._allowed}
                if seen not in releases:
                    torn.add(f"{shown.name} is mixed")
        pipe.send((looks, tuple(sorted(torn)), tuple(sorted(missing))))


def _digest(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=16).digest()


def kill_publish(ground: Ground, times: int) -> Iterator[Trial]:
    """At moments drawn by lot; from the site before to the site after, and back."""
    seconds = _prepare(ground)
    public = ground.site.folder / "public"
    with Reader(public / "current", ground.site.old, ground.site.new) as reader:
        trials = []
        for number in range(times):
            moment = ground.chance.uniform(0.1, 1.0) * seconds
            start = (EDITED, BUILT)[number % 2]
            trials.append(_publish(ground, start, Given(), partial(send, moment=moment, number=signal.SIGKILL)))
    for place, trial in enumerate(trials):  # what the reader saw counts once
        torn, missing, looks = (reader.torn, reader.missing, reader.looks) if place == 0 else ((), (), 0)
        yield Trial(trial.status, trial.said, torn, missing, trial.lost, (), looks, expected=trial.status < 0)


def starve_publish(ground: Ground, times: int) -> Iterator[Trial]:
    """The disk of the releases is full, at calls spread evenly over all that a publish makes."""
    yield from _refuse(ground, times, WRITES, errno.ENOSPC)


def fail_publish(ground: Ground, times: int) -> Iterator[Trial]:
    """What is published is not synced: the disk says that it fails."""
    yield from _refuse(ground, times, "fsync", errno.EIO)


def _refuse(ground: Ground, times: int, calls: str, error: int) -> Iterator[Trial]:
    _prepare(ground)
    under = (ground.site.folder / "public",)
    ground.site.put_back(EDITED)
    ground.site.begin(Given(refusing(ground.folder, under, calls, error)), PUBLISH).communicate()
    if not (total := count_calls(ground.folder)):
        raise Missing(f"a publish that calls {calls}")
    for number, at in enumerate(choose(total, times)):
        start = (BUILT, EDITED)[number % 2]
        with Reader(under[0] / "current", ground.site.old, ground.site.new) as reader:
            given = Given(refusing(ground.folder, under, calls, error, at))
            trial = _publish(ground, start, given)
        yield Trial(trial.status, trial.said, reader.torn, reader.missing, trial.lost, (), reader.looks)


def fill_public(ground: Ground, times: int) -> Iterator[Trial]:
    """The disk of the releases, a real one, is full in the middle of one."""
    public = ground.site.folder / "public"
    size = sum(path.stat().st_size for path in ground.site.wanted.rglob("*") if path.is_file())
    for _ in range(times):
        shutil.rmtree(public, ignore_errors=True)
        with mounted(public):
            _prepare(ground, anew=False)
            leave_room(public, int(ground.chance.random() ** 2 * size))
            with Reader(public / "current", ground.site.old, ground.site.new) as reader:
                trial = _publish(ground, EDITED, Given(), lifted=partial(give_room, public))
            yield Trial(trial.status, trial.said, reader.torn, reader.missing, trial.lost, (), reader.looks)


def _prepare(ground: Ground, *, anew: bool = True) -> float:
    """Publish the site before; return the seconds that one publish takes."""
    site = ground.site
    if anew:
        shutil.rmtree(site.folder / "public", ignore_errors=True)
    site.put_back(BUILT)
    begun = time.monotonic()
    first = site.begin(Given(), PUBLISH)
    said = first.communicate()[1]
    if first.returncode:
        raise Missing(f"briefing publish: {said[-300:]}")
    return time.monotonic() - begun


def _publish(ground: Ground, start: str, given: Given, during: Any = None, lifted: Any = lambda: None) -> Trial:
    """Publish the site as it is at `start`, under a fault; then without, and compare what readers have then."""
    site, wanted = ground.site, ground.site.new if start == EDITED else ground.site.old
    site.put_back(start)
    child = site.begin(given, PUBLISH)
    if during:
        during(child)
    said = child.communicate()[1]
    lifted()
    again = site.begin(Given(), PUBLISH)
    told = again.communicate()[1]
    shown = digest(site.folder / "public" / "current")
    lost = (
        ""
        if again.returncode == 0 and shown == wanted
        else f"status {again.returncode}: {told[-800:]} {_differ(shown, wanted)}"
    )
    return Trial(child.returncode, said, lost=lost)


def _differ(shown: Digests, wanted: Digests) -> str:
    return ", ".join(sorted(path for path in {*shown, *wanted} if shown.get(path) != wanted.get(path))[:5])
