"""What does a fault do to a site? The site is put back, built under the fault, looked at, built again, and compared.

A trial is survived where readers saw each page whole, as it was or as it shall be; where a build that ended early said
why and what to do; where nothing was left behind; and where the next build, the fault lifted, leaves the bytes of a
clean one.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, nullcontext, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Self

from benchmarks import kills, soak
from benchmarks.edits import Desk
from benchmarks.folders import generate
from benchmarks.peers import environment, set_up
from benchmarks.processes import MEMORY, PROC, _find_session
from briefing.whole import PREFIX

UNKNOWN = "holds pages of which the archive knows nothing"  # so does a build name those that it may not remove
PATIENCE = 120.0  # seconds that a build may take: then it hangs, and is killed
GRACE = 5.0  # seconds in which the last child of a build that ended has to be gone
VOICE = "briefing: "  # how a line begins in which our command says why it ends; any line of another's will do
HUNG = 999  # stands for the exit status of a build that was still running after PATIENCE
SEMAPHORES = MEMORY  # where Linux keeps those with names
NOTHING, BUILT, EDITED, DONE = "nothing", "built", "edited", "done"  # how far a site is before a trial
MADE = ("output", ".briefing", "cache")  # by builds
Digests = dict[str, bytes]  # of files, by their path below the output folder


@dataclass(frozen=True, slots=True)
class Given:
    """What a fault does to the program that builds."""

    environment: Mapping[str, str] = field(default_factory=dict)
    before: Callable[[], None] | None = None  # done in the child before the program is loaded
    prefix: tuple[str, ...] = ()  # of the command
    output: Any = subprocess.PIPE  # its standard output


@dataclass(frozen=True, slots=True)
class Trial:
    """What became of one."""

    status: int  # of the build under the fault; negative: ended by that signal
    said: str
    torn: tuple[str, ...] = ()  # files that are neither as they were nor as they shall be
    missing: tuple[str, ...] = ()  # files that were there, and shall be
    lost: str = ""  # how the next build's output differs from that of a clean one; empty: it does not
    left: tuple[str, ...] = ()  # processes, temporary files, semaphores
    looks: int = 0  # at files, by a reader meanwhile
    expected: bool = False  # that the build would end as it did, without a word
    done: bool = False  # whether all was written when it ended: a signal came while Python was leaving
    voice: str = VOICE

    @property
    def told(self) -> bool:
        """Whether a build that ended early said so in a line of its own, with what to do."""
        lines = [line for line in self.said.splitlines() if line.startswith(self.voice)]
        return self.status > 0 and self.status != HUNG and bool(lines) and "Traceback" not in self.said

    @property
    def ended_well(self) -> bool:
        ended = self.status == 0 or self.told or self.expected or (self.done and self.status < 0)
        return ended and "Traceback" not in self.said

    @property
    def survived(self) -> bool:
        return self.ended_well and not (self.torn or self.missing or self.lost or self.left)


def digest(output: Path) -> Digests:
    """Of all files below a folder that readers can ask for."""
    found: Digests = {}
    for folder, _, names in os.walk(output):
        for name in names:
            path = Path(folder, name)
            below = path.relative_to(output).as_posix()
            if not name.startswith(PREFIX) and not below.startswith("pagefind/"):  # which builds leave alone
                found[below] = _digest(path)
    return found


def _digest(path: Path) -> bytes:
    return hashlib.blake2b(path.read_bytes(), digest_size=16).digest()


class Bystander:
    """Reads pages over and over, in a process of its own, and notes those that are not whole."""

    def __init__(self, output: Path, old: Digests, new: Digests) -> None:
        self._output, self._old, self._new = output, old, new
        self._allowed = {path: {old[path], new[path]} for path in sorted(old.keys() & new.keys())}
        self.looks = 0
        self.torn: tuple[str, ...] = ()
        self.missing: tuple[str, ...] = ()

    def __enter__(self) -> Self:
        context = multiprocessing.get_context("fork")  # one thread, little memory
        self._ours, theirs = context.Pipe()
        self._rounds = context.RawValue("q", 0)
        self._process = context.Process(target=self._read, args=(theirs,), daemon=True)
        self._process.start()
        return self

    def wait(self) -> None:
        """Wait until it has looked at each page since now: on a busy machine it may be long before its turn comes."""
        seen, until = self._rounds.value + 1, time.monotonic() + PATIENCE  # the round under way may be past a page
        while self._rounds.value <= seen and time.monotonic() < until and self._process.is_alive():
            time.sleep(0.005)

    def __exit__(self, *_: object) -> None:
        self._ours.send("enough")
        self.looks, self.torn, self.missing = self._ours.recv()
        self._process.join()

    def _read(self, pipe: Any) -> None:
        looks, torn, missing = 0, set(), set()
        while not pipe.poll():
            for path, allowed in self._allowed.items():
                looks += 1
                try:
                    if _digest(self._output / path) not in allowed:
                        torn.add(path)
                except FileNotFoundError:
                    missing.add(path)
            self._rounds.value += 1
        pipe.send((looks, tuple(sorted(torn)), tuple(sorted(missing))))


class Site:
    """A built site, an editor's work on it that no build has seen yet, and what a clean build makes of both."""

    def __init__(
        self,
        folder: Path,
        command: Sequence[str],
        output: Path,
        kept: Sequence[str],
        steps: tuple[Callable[[], object], Callable[[], object], Callable[[], Path]],
    ) -> None:
        """`command` builds in `folder`; `kept` are the names of what is put back there before each trial.

        `steps`: the first build; the editor's work; and a clean build, which says where its output lies.
        """
        self.folder, self.command, self.output = folder, tuple(command), output
        self._kept, self._disks = tuple(kept), ExitStack()
        first, edit, build_clean = steps
        first()
        self.old = digest(output)
        self._keep(BUILT)
        edit()
        self._keep(EDITED)
        begun = time.monotonic()
        self.wanted = build_clean()
        self.seconds = time.monotonic() - begun  # of a whole build, for moments drawn by lot
        self.new = digest(self.wanted)
        if lost := self.recover():
            raise SystemExit(f"Without any fault: {lost}")
        self._keep(DONE)

    def _keep(self, name: str) -> None:
        for each in self._kept:
            if (self.folder / each).exists():
                _copy(self.folder / each, self.folder / f"kept-{name}" / each)

    def put_back(self, start: str = EDITED) -> None:
        """As it is when the editor's work is done; or before that; or as if nothing had been built; or built again."""
        self._disks.close()
        for each in self._kept:
            place = self.folder / each
            shutil.rmtree(place) if place.is_dir() and not place.is_symlink() else place.unlink(missing_ok=True)
            kept = self.folder / f"kept-{EDITED if start == NOTHING else start}" / each
            if kept.exists() and (start != NOTHING or each not in MADE):
                _copy(kept, place)

    def hold(self, disk: AbstractContextManager[Any]) -> None:
        """Keep a disk mounted until the site is put back."""
        self._disks.enter_context(disk)

    def close(self) -> None:
        self._disks.close()

    def begin(self, given: Given, command: Sequence[str] = ()) -> subprocess.Popen[str]:
        """The build, or another command, as the first of a session of its own."""
        return subprocess.Popen(
            [*given.prefix, *(command or self.command)],
            cwd=self.folder,
            env={**environment(), **given.environment},
            preexec_fn=partial(_begin_afresh, given.before),  # noqa: PLW1509 - threads only wait here
            stdin=subprocess.DEVNULL,
            stdout=given.output,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
            start_new_session=True,
        )

    def suffer(
        self,
        fault: AbstractContextManager[Given] | None = None,
        *,
        start: str = EDITED,
        looked: bool = True,
        during: Callable[[subprocess.Popen[str]], object] | None = None,
        command: Sequence[str] = (),
        read: bool = False,
        expected: Iterable[int] = (),
        forgotten: bool = False,
    ) -> Trial:
        """One trial. `during` is done while the build runs; `read`: with a bystander; `expected`: its statuses.

        `forgotten`: nobody can know any more which pages are its own, so that those may stay that a build names.
        `looked`: whether the output under the fault is to be whole; not where the fault itself takes it away.
        """
        self.put_back(start)
        before = _list_semaphores()
        old = {EDITED: self.old, DONE: self.new}.get(start, {})
        reader = Bystander(self.output, old, self.new) if read and old else None
        aloud = tuple(word for word in self.command if word != "--quiet")
        with fault or nullcontext(Given()) as given, reader or nullcontext():
            child = self.begin(given, command or (aloud if forgotten else ()))
            if during:
                during(child)
            said, hung = _wait(child)
            left = (*_find_leftovers(child.pid, before), *self._find_files())
        torn, missing = self.look(old) if looked else ((), ())
        done = digest(self.output) == self.new
        if reader:
            torn, missing = (*torn, *reader.torn), (*missing, *reader.missing)
        status = HUNG if hung else child.returncode
        killed = status == -signal.SIGKILL
        lost = self.recover(said if forgotten else None)
        left += self._find_files()
        looks = reader.looks if reader else 0
        left = () if killed else left
        voice = VOICE if self.command == COMMAND else ""
        return Trial(status, said, torn, missing, lost, left, looks, status in {*expected}, done, voice)

    def _find_files(self) -> tuple[str, ...]:
        """Those that were being written."""
        return tuple(path.name for path in self.output.rglob(f"{PREFIX}*"))

    def look(self, old: Digests) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The files that are not whole, and those that are not there though they were and shall be."""
        found = digest(self.output)
        torn = [path for path, seen in found.items() if seen not in {old.get(path), self.new.get(path)}]
        return tuple(sorted(torn)), tuple(sorted((old.keys() & self.new.keys()) - found.keys()))

    def recover(self, before: str | None = None) -> str:
        """Build with nothing in the way; how the output then differs from that of a clean build, empty: not at all.

        `before`: what was said before, where pages that should be no more may stay if that or this build names them.
        """
        aloud = () if before is None else tuple(word for word in self.command if word != "--quiet")
        done = self.begin(Given(), aloud)
        said, _ = _wait(done)
        if done.returncode:
            return f"The next build ended with status {done.returncode}: {said[-2000:]}"
        found = soak.compare(self.output, self.wanted)
        if found and before is not None and not (found.missing or found.other) and UNKNOWN in before + said:
            return ""
        return str(found) if found else ""


def _begin_afresh(before: Callable[[], None] | None) -> None:
    """In the child: it hears signals, though this program may have been begun by a shell that lets it hear none."""
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    if before:
        before()


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target, dirs_exist_ok=True)  # with the files' times
    else:
        shutil.copy2(source, target)


def _wait(child: subprocess.Popen[str]) -> tuple[str, bool]:
    """What it said, and whether it had to be killed."""
    try:
        out, said = child.communicate(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        os.killpg(child.pid, signal.SIGKILL)
        out, said = child.communicate()
        return f"{out or ''}{said}", True
    return f"{out or ''}{said}", False


def _list_semaphores() -> set[str]:
    with suppress(OSError):
        return {name for name in os.listdir(SEMAPHORES) if name.startswith("sem.mp-")}
    return set()


def _find_leftovers(session: int, semaphores: set[str]) -> Iterator[str]:
    """Processes of the session that do not end by themselves, which are ended; semaphores that nobody takes away."""
    until = time.monotonic() + GRACE
    while (running := _find_session(session)) and time.monotonic() < until:
        time.sleep(0.02)
    for process in running:
        with suppress(OSError):
            yield f"process {Path('/proc', process, 'cmdline').read_bytes()[:200]!r}"
            os.kill(int(process), signal.SIGKILL)
    left = sorted(_list_semaphores() - semaphores)
    mapped = _find_mapped() if left else set()
    for name in left:
        with suppress(OSError):  # gone by now
            if os.stat(f"{SEMAPHORES}/{name}").st_ino not in mapped:  # else another program on this machine began it
                yield name


def _find_mapped() -> set[int]:
    """The inodes of the semaphores that processes use which run: those of a build have ended."""
    found = set()
    for place in PROC.glob("[0-9]*/maps"):
        with suppress(OSError):
            lines = place.read_text(errors="replace").splitlines()
            found |= {int(line.split()[4]) for line in lines if "/sem." in line}
    return found


@dataclass(frozen=True, slots=True)
class Ground:
    """Where trials take place."""

    site: Site
    folder: Path  # for what faults need beside the site
    chance: random.Random
    desk: Desk | None = None  # which works on the site; None: it is not Briefing's


# -- the sites that suffer ---------------------------------------------------------------------------------------------

COMMAND = (sys.executable, "-m", "briefing.cli", "build", "--quiet", "--settings", "pelicanconf.py")


def make_briefing(folder: Path, articles: int, seed: int) -> tuple[Site, Desk]:
    """Briefing's, one process to a build; and the desk that works on it."""
    desk = Desk(folder, articles, seed)
    desk.settings |= {"BRIEFING_WORKERS": 1, "SITEURL": ""}  # pictures for shared links take longer than all else
    soak.write_settings(desk, "pelicanconf.py", {})

    def edit() -> None:
        kills.edit_much(desk)
        base = desk.theme / "templates" / "base.html"  # so each page will be another
        base.write_text(base.read_text(encoding="utf-8").replace("<body>", "<body><!-- another -->"), encoding="utf-8")
        soak.write_settings(desk, "pelicanconf.py", {})

    def build_clean() -> Path:
        return soak.build_clean(desk).rename(folder / "wanted")

    steps = (lambda: soak.build_by_command(desk)), edit, build_clean
    return Site(
        folder, COMMAND, desk.output, ("content", "theme", "output", ".briefing", "pelicanconf.py"), steps
    ), desk


def make_pelican(folder: Path, articles: int, seed: int) -> Site:
    """Plain Pelican's, of the same articles; an editor changes a word of all of them."""
    made = generate(articles, seed)
    program = set_up("pelican", folder / "plain", made)
    assert program is not None

    def run() -> None:
        subprocess.run(program.clean, cwd=program.folder, check=True, capture_output=True, env=environment())

    def edit() -> None:
        for path in program.content.rglob("*.md"):
            path.write_text(path.read_text(encoding="utf-8") + "\nThe ferry sails again.\n", encoding="utf-8")

    def build_clean() -> Path:
        kept = program.output.rename(program.folder / "aside")
        run()
        wanted = program.output.rename(folder / "wanted")
        kept.rename(program.output)
        return wanted

    return Site(program.folder, program.clean, program.output, ("content", "output"), (run, edit, build_clean))
