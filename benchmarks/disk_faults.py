"""What if the disk is full, fails, may not be written, or is another one; and if the output is not where it was?"""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from benchmarks.failing import Missing, count_calls, give_room, leave_room, mounted, read_only, refusing, shown_at
from benchmarks.kills import choose
from benchmarks.trials import EDITED, NOTHING, Given, Ground, Trial

BLOCK = 4096  # bytes
NOBODY = "65534"  # by number, as every Linux has it
WRITES = "write open mkdir rename truncate link"  # what a full disk refuses


# -- full --------------------------------------------------------------------------------------------------------------


def fill_output(ground: Ground, times: int) -> Iterator[Trial]:
    yield from _fill(ground, times, (ground.site.output,))


def fill_archive(ground: Ground, times: int) -> Iterator[Trial]:
    yield from _fill(ground, times, (ground.site.folder / ".briefing",))


def fill_both(ground: Ground, times: int) -> Iterator[Trial]:
    yield from _fill(ground, times, (ground.site.output, ground.site.folder / ".briefing"))


def _fill(ground: Ground, times: int, places: Sequence[Path]) -> Iterator[Trial]:
    """Every other time from nothing; with room for a part, drawn by lot, of what is to be written."""
    need = sum(path.stat().st_size // BLOCK * BLOCK + BLOCK for path in ground.site.wanted.rglob("*"))
    for number in range(times):
        start = (EDITED, NOTHING)[number % 2]
        spare = int((need if start == NOTHING else need / 20) * ground.chance.random() ** 2)
        yield ground.site.suffer(_full(ground, places, spare), start=start)


@contextmanager
def _full(ground: Ground, places: Sequence[Path], spare: int) -> Iterator[Given]:
    disk = ground.site.folder / "disk"
    ground.site.hold(mounted(disk))
    for place in places:
        shelf = disk / place.name
        if place.exists():
            shutil.copytree(place, shelf)
        else:
            shelf.mkdir()
        ground.site.hold(shown_at(place, shelf))
    leave_room(disk, spare)
    yield Given()
    give_room(disk)


# -- refused -----------------------------------------------------------------------------------------------------------


def refuse_space(ground: Ground, times: int) -> Iterator[Trial]:
    yield from _refuse(ground, times, WRITES, errno.ENOSPC)


def refuse_quota(ground: Ground, times: int) -> Iterator[Trial]:
    yield from _refuse(ground, times, WRITES, errno.EDQUOT)


def fail_at_a_write(ground: Ground, times: int) -> Iterator[Trial]:
    yield from _refuse(ground, times, "write", errno.EIO, once=True)


def fail_from_a_write_on(ground: Ground, times: int) -> Iterator[Trial]:
    yield from _refuse(ground, times, "write truncate fsync", errno.EIO)


def fail_at_a_rename(ground: Ground, times: int) -> Iterator[Trial]:
    yield from _refuse(ground, times, "rename", errno.EIO, once=True)


def fail_at_a_removal(ground: Ground, times: int) -> Iterator[Trial]:
    yield from _refuse(ground, times, "unlink", errno.EIO, once=True)


def _refuse(ground: Ground, times: int, calls: str, error: int, *, once: bool = False) -> Iterator[Trial]:
    """At calls spread evenly over all that a build makes below the output and the archive's folder."""
    site = ground.site
    under = site.output, site.folder / ".briefing"
    site.put_back()
    counted = refusing(ground.folder, under, calls, error)
    child = site.begin(Given(counted))
    child.communicate()
    if not (total := count_calls(ground.folder)):
        raise Missing(f"a build that calls {calls}")
    for at in choose(total, times):
        yield site.suffer(_refused(refusing(ground.folder, under, calls, error, at, once=once)))


@contextmanager
def _refused(environment: dict[str, str]) -> Iterator[Given]:
    yield Given(environment)


# -- not to be written -------------------------------------------------------------------------------------------------


def forbid_output(ground: Ground, times: int) -> Iterator[Trial]:
    """Read-only as a whole, or one folder of it."""
    folders = [ground.site.output, *sorted(path for path in ground.site.wanted.iterdir() if path.is_dir())]
    for number in range(times):
        folder = ground.site.output / folders[number % len(folders)].name if number % len(folders) else folders[0]
        yield ground.site.suffer(_read_only(folder))


def forbid_archive(ground: Ground, times: int) -> Iterator[Trial]:
    for number in range(times):
        yield ground.site.suffer(_read_only(ground.site.folder / ".briefing"), start=(EDITED, NOTHING)[number % 2])


@contextmanager
def _read_only(folder: Path) -> Iterator[Given]:
    with read_only(folder):
        yield Given()


def take_rights(ground: Ground, times: int) -> Iterator[Trial]:
    """The build is nobody's, who may write either the output or the archive's folder, not both."""
    if os.geteuid() != 0 or not shutil.which("setpriv"):
        raise Missing("root, and setpriv")
    for number in range(times):
        yield ground.site.suffer(_as_nobody(ground, (".briefing", "output")[number % 2]))


@contextmanager
def _as_nobody(ground: Ground, writable: str) -> Iterator[Given]:
    subprocess.run(["chown", "--recursive", NOBODY, str(ground.site.folder / writable)], check=True)
    yield Given(prefix=("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"))


# -- elsewhere ---------------------------------------------------------------------------------------------------------


def move_output(ground: Ground, times: int) -> Iterator[Trial]:
    """The output is on another file system than the archive."""
    for number in range(times):
        yield ground.site.suffer(_elsewhere(ground), start=(EDITED, NOTHING)[number % 2])


@contextmanager
def _elsewhere(ground: Ground) -> Iterator[Given]:
    output = ground.site.output
    aside = output.rename(output.with_name("aside")) if output.exists() else None
    ground.site.hold(mounted(output))
    if aside:
        shutil.copytree(aside, output, dirs_exist_ok=True)
        shutil.rmtree(aside)
    yield Given()


def replace_output(ground: Ground, times: int) -> Iterator[Trial]:
    """A file, a link to nowhere or to where it is now; a file for one of its folders, a folder for one of its files."""
    for number in range(times):
        yield ground.site.suffer(_replaced(ground.site.output, number % 5), looked=False)


@contextmanager
def _replaced(output: Path, how: int) -> Iterator[Given]:
    place = {3: output / "articles", 4: output / "index.html"}.get(how, output)
    aside = output.with_name("aside")
    shutil.rmtree(aside, ignore_errors=True)
    place.rename(aside)
    if how == 1:
        place.symlink_to(output.with_name("nowhere"))
    elif how == 2:
        place.symlink_to(aside)
    elif place.suffix:
        place.mkdir()
    else:
        place.write_text("in the way", encoding="utf-8")
    yield Given()
    place.rmdir() if place.is_dir() and not place.is_symlink() else place.unlink()
    aside.rename(place)


def take_output_away(ground: Ground, times: int) -> Iterator[Trial]:
    """The output is deleted in the middle of a build."""
    yield from _take_away(ground, times, ground.site.output)


def take_archive_away(ground: Ground, times: int) -> Iterator[Trial]:
    """The archive is, with all beside it: what a build that ends for it had still to remove nobody knows any more."""
    yield from _take_away(ground, times, ground.site.folder / ".briefing", forgotten=True)


def _take_away(ground: Ground, times: int, folder: Path, *, forgotten: bool = False) -> Iterator[Trial]:
    site = ground.site
    for _ in range(times):
        moment = ground.chance.uniform(0.2, 1.0) * site.seconds

        def take(_: object, moment: float = moment) -> None:
            time.sleep(moment)
            shutil.rmtree(folder, ignore_errors=True)

        yield site.suffer(during=take, looked=False, forgotten=forgotten)
