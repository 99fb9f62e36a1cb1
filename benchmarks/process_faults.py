"""What if a build is killed, ended, stopped, starved, or given surroundings that lack something?"""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from functools import partial
from pathlib import Path

from benchmarks.failing import Missing
from benchmarks.kills import choose
from benchmarks.processes import _find_session
from benchmarks.trials import COMMAND, DONE, EDITED, NOTHING, Given, Ground, Site, Trial, digest

DOOMED = (sys.executable, "-m", "benchmarks.doomed")
CREW = {"DOOMED_CREW": "yes"}  # worker processes for even little
MEGABYTE = 1 << 20
LEAST_MEMORY = 64  # megabytes: with less not even what Python itself is made of is loaded


def _doom(command: tuple[str, ...]) -> tuple[str, ...]:
    """The same command as `benchmarks.doomed` runs it."""
    return (*DOOMED, *command[3:])


def _give_two_workers(site: Site) -> None:
    with (site.folder / "pelicanconf.py").open("a", encoding="utf-8") as file:
        file.write("BRIEFING_WORKERS = 2\n")


@contextmanager
def _crewed(site: Site, given: Given | None = None) -> Iterator[Given]:
    _give_two_workers(site)
    given = given or Given()
    yield Given({**CREW, **given.environment}, given.before, given.prefix, given.output)


# -- ended -------------------------------------------------------------------------------------------------------------


def send(child: subprocess.Popen[str], moment: float, number: int, *, all_: bool = True) -> None:
    """Send a signal to a build, or to all of its processes, so many seconds from now."""
    time.sleep(moment)
    with suppress(ProcessLookupError):
        os.killpg(child.pid, number) if all_ else os.kill(child.pid, number)


def kill_anytime(ground: Ground, times: int) -> Iterator[Trial]:
    """With all its processes, at moments drawn by lot, while a reader reads; every fifth from nothing."""
    site, command = ground.site, _doom(COMMAND) if ground.desk else ground.site.command
    for number in range(times):
        moment = ground.chance.uniform(0.1, 1.0) * site.seconds
        during = partial(send, moment=moment, number=signal.SIGKILL, all_=True)
        start = NOTHING if number % 5 == 4 else EDITED
        fault = _crewed(site) if ground.desk and number % 3 == 2 else None  # two workers in every third
        killed = (-signal.SIGKILL,)
        yield site.suffer(fault, start=start, during=during, command=command, read=True, expected=killed)


def kill_at_a_write(ground: Ground, times: int) -> Iterator[Trial]:
    """At writes spread evenly over all that a build makes; in the middle of it, where bytes are written."""
    site, tally = ground.site, ground.folder / "writes"
    site.put_back()
    counted = {"DOOMED_TALLY": str(tally)}
    tally.unlink(missing_ok=True)
    site.begin(Given(counted), _doom(COMMAND)).communicate()
    for at in choose(tally.stat().st_size, times):
        tally.unlink()
        fault = _with({**counted, "DOOMED_AT": str(at)})
        yield site.suffer(fault, command=_doom(COMMAND), expected=(-signal.SIGKILL,))


@contextmanager
def _with(environment: dict[str, str]) -> Iterator[Given]:
    yield Given(environment)


def end(ground: Ground, times: int, number: int) -> Iterator[Trial]:
    """By a signal to all of its processes, as terminals and service managers send it."""
    site = ground.site
    for turn in range(times):
        moment = ground.chance.uniform(0.3, 1.0) * site.seconds
        # Two workers in every third; without one where a terminal is closed, which ends Python's own process that
        # tracks semaphores as well, and that is told at length by the next.
        crewed = ground.desk and turn % 3 == 1
        during = partial(send, moment=moment, number=number, all_=not crewed or number != signal.SIGHUP)
        fault = _crewed(site) if crewed else None
        command = _doom(COMMAND) if ground.desk else ()
        yield site.suffer(fault, start=(EDITED, NOTHING)[turn % 3 == 2], during=during, command=command, read=True)


def stop_for_a_while(ground: Ground, times: int) -> Iterator[Trial]:
    def stop(child: subprocess.Popen[str], moment: float) -> None:
        send(child, moment, signal.SIGSTOP, all_=True)
        send(child, 0.5, signal.SIGCONT, all_=True)

    for _ in range(times):
        moment = ground.chance.uniform(0.1, 1.0) * ground.site.seconds
        yield ground.site.suffer(_crewed(ground.site), during=partial(stop, moment=moment), command=_doom(COMMAND))


def _works(process: str) -> bool:
    """Not Python's own, which tracks semaphores and tells at length that it was killed."""
    with suppress(OSError):
        return b"resource_tracker" not in Path("/proc", process, "cmdline").read_bytes()
    return False


def kill_a_worker(ground: Ground, times: int) -> Iterator[Trial]:
    """One of its processes, drawn by lot: a worker, or one that serves them."""

    def kill(child: subprocess.Popen[str], moment: float) -> None:
        until = time.monotonic() + 4 * ground.site.seconds
        while child.poll() is None and time.monotonic() < until:
            if set(_find_session(child.pid)) - {str(child.pid)}:
                time.sleep(moment)
                if others := sorted(filter(_works, set(_find_session(child.pid)) - {str(child.pid)})):
                    with suppress(ProcessLookupError):
                        os.kill(int(ground.chance.choice(others)), signal.SIGKILL)
                return
            time.sleep(0.01)

    for _ in range(times):
        moment = ground.chance.uniform(0.1, 0.8) * ground.site.seconds
        during = partial(kill, moment=moment)
        yield ground.site.suffer(_crewed(ground.site), start=NOTHING, during=during, command=_doom(COMMAND))


# -- starved -----------------------------------------------------------------------------------------------------------


def _with_limit(kind: int, most: int) -> Given:
    return Given(before=partial(resource.setrlimit, kind, (most, most)))


def take_memory(ground: Ground, times: int) -> Iterator[Trial]:
    """Address space for a part of what a build takes: too little for its libraries, or for its work."""
    for number in range(times):
        most = (LEAST_MEMORY + 350 * number // max(times - 1, 1)) * MEGABYTE
        fault = _with_limit(resource.RLIMIT_AS, most)
        aborted = (-signal.SIGABRT,)  # libraries in Rust say so themselves, and end the process
        yield ground.site.suffer(_crewed(ground.site, fault) if number % 2 else nullcontext(fault), expected=aborted)


def take_descriptors(ground: Ground, times: int) -> Iterator[Trial]:
    for number in range(times):
        most = 8 + 40 * number // max(times - 1, 1)
        fault = _crewed(ground.site, _with_limit(resource.RLIMIT_NOFILE, most))
        yield ground.site.suffer(fault, command=_doom(COMMAND))


def limit_files(ground: Ground, times: int) -> Iterator[Trial]:
    """No file may be longer than so many bytes (ulimit -f)."""
    for number in range(times):
        most = 512 * 4**number % (4 * MEGABYTE)
        fault = _crewed(ground.site, _with_limit(resource.RLIMIT_FSIZE, most))
        yield ground.site.suffer(fault, start=(EDITED, NOTHING)[number % 2], command=_doom(COMMAND))


# -- surroundings ------------------------------------------------------------------------------------------------------

SHELL = ("sh", "-c")
UNSHARE = ("unshare", "--mount", "--propagation", "private", *SHELL)
FULL_TMP = 'd=$TMPDIR; mkdir -p $d; mount -t tmpfs -o size=4k tmpfs $d; head -c 8k /dev/zero >$d/full; exec "$@"'
READ_ONLY_TMP = "for f in /tmp /var/tmp; do mount --rbind $f $f && mount -o remount,bind,ro $f; done; " + 'exec "$@"'
Change = Callable[[Ground], Given]


def _long_folder(ground: Ground) -> str:
    folder = ground.folder / "so-long-a-name-that-no-socket-can-lie-in-it" / ("x" * 100)
    folder.mkdir(parents=True, exist_ok=True)
    return str(folder)


def _closed_pipe(_: Ground) -> Given:
    reader, writer = os.pipe()
    os.close(reader)
    return Given(output=writer)


# Name → what is changed, and whether the build may say with a status alone that nobody listens.
SURROUNDINGS: dict[str, Change] = {
    "no /dev/shm": lambda _: Given(prefix=(*UNSHARE, 'mount -t tmpfs -o ro tmpfs /dev/shm && exec "$@"', "sh")),
    "TMPDIR that is not there": lambda _: Given({"TMPDIR": "/nowhere"}),
    "TMPDIR of a long name": lambda ground: Given({"TMPDIR": _long_folder(ground)}),
    "TMPDIR that is full": lambda ground: Given({"TMPDIR": f"{ground.folder}/full"}, prefix=(*UNSHARE, FULL_TMP, "sh")),
    "no place for temporary files": lambda _: Given(prefix=(*UNSHARE, READ_ONLY_TMP, "sh")),
    "no HOME": lambda _: Given(prefix=("env", "-u", "HOME")),
    "HOME that is not there": lambda _: Given({"HOME": "/nowhere"}),
    "plain letters": lambda _: Given({"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}),
    "a pipe that nobody reads": _closed_pipe,
    "no output": lambda _: Given(prefix=(*SHELL, 'exec "$@" >&-', "sh")),
    "no output, no errors": lambda _: Given(prefix=(*SHELL, 'exec "$@" >&- 2>&-', "sh")),
    "no input": lambda _: Given(prefix=(*SHELL, 'exec "$@" <&-', "sh")),
    "a full disk for what is said": lambda _: Given(prefix=(*SHELL, 'exec "$@" >/dev/full', "sh")),
}


def change_surroundings(ground: Ground, times: int) -> Iterator[Trial]:
    """Each of SURROUNDINGS in turn, in a build that says something and has two workers."""
    command = tuple(word for word in _doom(COMMAND) if word != "--quiet")
    for number in range(max(times, len(SURROUNDINGS))):
        name = list(SURROUNDINGS)[number % len(SURROUNDINGS)]
        given = SURROUNDINGS[name](ground)
        if given.prefix[:2] == UNSHARE[:2] and not shutil.which("unshare"):
            continue
        fault = _crewed(ground.site, given)
        yield ground.site.suffer(fault, command=command, expected=(1,) if "pipe" in name else ())
        if isinstance(given.output, int) and given.output > 2:
            os.close(given.output)


# -- other commands ----------------------------------------------------------------------------------------------------


def kill_search(ground: Ground, times: int) -> Iterator[Trial]:
    """`briefing search`, at moments drawn by lot; the next one leaves the index that one that was not killed leaves."""
    site = ground.site
    command = tuple("search" if word == "build" else word for word in COMMAND)
    site.put_back(DONE)
    begun = time.monotonic()
    first = site.begin(Given(), command)
    said = first.communicate()[1]
    seconds = time.monotonic() - begun
    if first.returncode:
        raise Missing(f"a search index: {said[-200:]}")
    index = site.output / "pagefind"
    wanted = digest(index)
    for number in range(times):
        site.put_back(DONE if number % 2 else EDITED)
        if not number % 2:  # an index of the site before, which goes on meanwhile
            site.begin(Given(), command).communicate()
            site.begin(Given()).communicate()
        before = digest(index) if index.is_dir() else {}
        child = site.begin(Given(), command)
        send(child, ground.chance.uniform(0.2, 1.0) * seconds, signal.SIGKILL, all_=True)
        said = child.communicate()[1]
        found = digest(index) if index.is_dir() else {}
        torn = tuple(sorted(path for path, seen in found.items() if seen not in {before.get(path), wanted.get(path)}))
        again = site.begin(Given(), command)
        failed = again.communicate()[1]
        same = again.returncode == 0 and digest(index) == wanted
        lost = "" if same else f"The next index is another: {failed[-500:]}"
        yield Trial(child.returncode, said, torn, (), lost, expected=child.returncode == -signal.SIGKILL)


def _list_articles(site: Site) -> dict[str, bytes]:
    """With the files as they came; not what a killed program was writing, which no build takes for an article."""
    return {**digest(site.folder / "content"), **digest(site.folder / "originals")}


def kill_add(ground: Ground, times: int) -> Iterator[Trial]:
    """`briefing add`, at its writes: no part of an article is left, and the next one adds it as if nothing had been."""
    site, tally = ground.site, ground.folder / "writes"
    text = ground.folder / "The ferry.txt"
    text.write_text("The ferry sails again\n\nThe harbour master said that the ferry sails again on Monday.\n" * 3)
    command = (*DOOMED, "add", str(text), "--content", str(site.folder / "content"), "--date", "2024-01-02")
    tally.unlink(missing_ok=True)
    site.put_back(DONE)
    first = site.begin(Given({"DOOMED_TALLY": str(tally)}), command)
    if first.wait():
        raise Missing(f"an article that can be added: {first.communicate()[1][-300:]}")
    wanted, writes = _list_articles(site), tally.stat().st_size
    for at in choose(writes, times):
        tally.unlink()
        site.put_back(DONE)
        shutil.rmtree(site.folder / "originals", ignore_errors=True)
        before = _list_articles(site)
        child = site.begin(Given({"DOOMED_TALLY": str(tally), "DOOMED_AT": str(at)}), command)
        said = child.communicate()[1]
        found = _list_articles(site)
        torn = tuple(sorted(path for path, seen in found.items() if seen not in {before.get(path), wanted.get(path)}))
        again = site.begin(Given(), command)
        failed = again.communicate()[1]
        same = _list_articles(site) == wanted
        yield Trial(
            child.returncode,
            said,
            torn,
            (),
            "" if same else failed[-500:] or "other files",
            expected=child.returncode < 0,
        )
