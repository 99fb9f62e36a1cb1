"""What if the archive, or what lies beside it, is damaged, lost, or not ours; and what if the clock goes wrong?"""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from benchmarks.failing import shifted
from benchmarks.trials import COMMAND, DONE, EDITED, Given, Ground, Trial

ARCHIVE = ".briefing/archive.sqlite3"
DAY = 86_400  # seconds
FLIPPED = 8  # bytes at most
Damage = Callable[[Path, Random], None]


# -- the archive -------------------------------------------------------------------------------------------------------


def flip(path: Path, chance: Random) -> None:
    """Other bits at one to eight places."""
    raw = bytearray(path.read_bytes())
    for _ in range(chance.randint(1, FLIPPED)):
        raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
    path.write_bytes(raw)


def cut(path: Path, chance: Random) -> None:
    os.truncate(path, chance.randrange(path.stat().st_size))


def empty(path: Path, _: Random) -> None:
    os.truncate(path, 0)


def write_garbage(path: Path, chance: Random) -> None:
    path.write_bytes(chance.randbytes(path.stat().st_size))


def make_a_folder(path: Path, _: Random) -> None:
    path.unlink()
    path.mkdir()


def make_a_full_folder(path: Path, chance: Random) -> None:
    make_a_folder(path, chance)
    (path / "something").write_text("of somebody", encoding="utf-8")


def age(path: Path, _: Random) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute("pragma user_version = 1")


def make_foreign(path: Path, _: Random) -> None:
    """A database of somebody else's."""
    path.unlink()
    with closing(sqlite3.connect(path)) as db:
        db.execute("create table article (headline text)")
        db.commit()


def zero_a_block(path: Path, chance: Random) -> None:
    raw = bytearray(path.read_bytes())
    at = chance.randrange(len(raw) // 4096) * 4096
    raw[at : at + 4096] = bytes(4096)
    path.write_bytes(raw)


def delete(path: Path, _: Random) -> None:
    path.unlink()


def leave_a_foreign_log(path: Path, chance: Random) -> None:
    """A write-ahead log that belongs to nothing."""
    Path(f"{path}-wal").write_bytes(chance.randbytes(40_000))


ARCHIVES: tuple[Damage, ...] = (flip, cut, empty, write_garbage, make_a_folder, age, make_foreign, zero_a_block, delete)


def damage_somehow(path: Path, chance: Random) -> None:
    chance.choice(ARCHIVES)(path, chance)


def damage_archive(ground: Ground, times: int, damage: Damage, start: str = DONE) -> Iterator[Trial]:
    for _ in range(times):
        yield ground.site.suffer(_damaged(ground, damage, ground.site.folder / ARCHIVE), start=start)


@contextmanager
def _damaged(ground: Ground, damage: Damage, path: Path) -> Iterator[Given]:
    damage(path, ground.chance)
    yield Given()
    if path.is_dir():  # what is somebody's is not taken away; who is told of it does so
        shutil.rmtree(path)


def damage_what_lies_beside(ground: Ground, times: int) -> Iterator[Trial]:
    """One of the files beside the archive: flipped, cut, emptied, a folder, or gone."""
    for number in range(times):
        ground.site.put_back(EDITED)
        there = sorted(path for path in (ground.site.folder / ".briefing").rglob("*") if path.is_file())
        names = [path.relative_to(ground.site.folder) for path in there if path.name != Path(ARCHIVE).name]
        # All templates are one kind, of which one is taken.
        kinds = {name.parent if "templates" in str(name.parent) else name: name for name in names}
        name = list(kinds.values())[number % len(kinds)]
        path = ground.site.folder / name
        bytes_ = (flip, cut, empty) if path.stat().st_size else ()
        damage = ground.chance.choice((*bytes_, make_a_folder, make_a_full_folder, delete))
        yield ground.site.suffer(_damaged(ground, damage, path), start=(EDITED, DONE)[number % 2])


# -- the clock ---------------------------------------------------------------------------------------------------------


def shift_clock(ground: Ground, times: int) -> Iterator[Trial]:
    """A build of a day on which the clock was wrong, by up to three years; then one of the right day."""
    command = tuple("todayconf.py" if word == "pelicanconf.py" else word for word in COMMAND)
    now = time.time()
    gap = datetime(2026, 3, 8, 7, 0, tzinfo=UTC).timestamp()  # in New York an hour is left out
    doubled = datetime(2025, 11, 2, 5, 59, 58, tzinfo=UTC).timestamp()  # … and one comes twice
    ahead = (
        -3 * 365 * DAY,
        3 * 365 * DAY,
        int(gap - now),
        int(doubled - now),
        -int(now) + 5,
        80 * 365 * DAY,
        -DAY,
        DAY,
    )
    for number in range(times):
        yield ground.site.suffer(_shifted(ground, ahead[number % len(ahead)]), command=command, looked=False)


@contextmanager
def _shifted(ground: Ground, seconds: int) -> Iterator[Given]:
    settings = (ground.site.folder / "pelicanconf.py").read_text(encoding="utf-8")
    told = "".join(line for line in settings.splitlines(keepends=True) if "BRIEFING_DAY" not in line)
    (ground.site.folder / "todayconf.py").write_text(f'{told}TIMEZONE = "America/New_York"\n', encoding="utf-8")
    yield Given(shifted(ground.folder, seconds))


TIMES = (0, 1, -DAY, 2**31 - 1, 2**31, 2**32, 4_102_444_800, 10_000_000_000, 13_000_000_000)  # seconds


def misdate_files(ground: Ground, times: int) -> Iterator[Trial]:
    """Files of content, output or archive are of 1970, of the future, or of before there was time."""
    for number in range(times):
        where = ("content", "output", ".briefing")[number % 3]
        yield ground.site.suffer(_misdated(ground.site.folder / where, TIMES[number % len(TIMES)]))


@contextmanager
def _misdated(folder: Path, second: int) -> Iterator[Given]:
    for path in folder.rglob("*"):
        os.utime(path, (second, second))
    yield Given()
