"""How does a program get a disk that fails, is full or may not be written, or another clock? Linux alone.

`failing.c`, loaded into the program and its children, refuses what they ask of the system; disks are real ones, in
memory, which only this process and its children see: `live_apart` begins it anew in a mount namespace of its own.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

SOURCE = Path(__file__).with_name("failing.c")
APART = "BRIEFING_FAULTS_APART"  # set where mounts are ours alone
AMPLE = "2g"  # of a disk in memory: what lies there counts alone


class Missing(Exception):  # noqa: N818 - what is missing here is no error
    """What a fault takes, and this machine lacks; its text says what."""


def live_apart() -> None:
    """Begin this program anew where its mounts are seen by nobody else and end with it; else go on as it is."""
    if APART in os.environ or not shutil.which("unshare"):
        return
    rights = () if os.geteuid() == 0 else ("--user", "--map-root-user")
    command = ["unshare", *rights, "--mount", "--propagation", "private"]
    if subprocess.run([*command, "true"], check=False, capture_output=True).returncode == 0:
        sys.stdout.flush()
        environment = {**os.environ, APART: "yes"}
        os.execvpe(command[0], [*command, sys.executable, *sys.orig_argv[1:]], environment)


# -- disks -------------------------------------------------------------------------------------------------------------


def _mount(*words: str) -> None:
    if APART not in os.environ:
        raise Missing("a mount namespace (unshare)")
    done = subprocess.run(["mount", *words], check=False, capture_output=True, text=True)
    if done.returncode:
        raise Missing(f"mount {' '.join(words)}: {done.stderr.strip()}")


@contextmanager
def mounted(folder: Path, size: str = AMPLE) -> Iterator[None]:
    """A disk in memory at `folder`, which is made, empty."""
    folder.mkdir(parents=True, exist_ok=True)
    _mount("-t", "tmpfs", "-o", f"size={size},mode=0755", "tmpfs", str(folder))
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True, capture_output=True)


@contextmanager
def shown_at(place: Path, folder: Path) -> Iterator[None]:
    """What lies in `folder` shows at `place` as well, which is made."""
    place.mkdir(parents=True, exist_ok=True)
    _mount("--bind", str(folder), str(place))
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True, capture_output=True)


def leave_room(disk: Path, spare: int) -> None:
    """Let the disk mounted at `disk` take so many bytes more than it holds."""
    found = os.statvfs(disk)
    _mount("-o", f"remount,size={(found.f_blocks - found.f_bfree) * found.f_frsize + spare}", str(disk))


def give_room(disk: Path) -> None:
    _mount("-o", f"remount,size={AMPLE}", str(disk))


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Nobody may write below `folder`, root as little as others."""
    with shown_at(folder, folder):
        _mount("-o", "remount,bind,ro", str(folder))
        yield


# -- what the system answers -------------------------------------------------------------------------------------------


def compile_shim(folder: Path) -> Path:
    """What is to be loaded into programs. Raises Missing where there is no compiler."""
    compiler = shutil.which("cc")
    if compiler is None or sys.platform != "linux":
        raise Missing("a C compiler (cc) on Linux")
    made = folder / "failing.so"
    if not made.exists():
        command = [compiler, "-shared", "-fPIC", "-O1", "-o", str(made), str(SOURCE), "-ldl"]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        if done.returncode:
            raise Missing(f"a C compiler that takes failing.c: {done.stderr[-300:]}")
    return made


def refusing(
    folder: Path, under: Iterable[Path], calls: str, error: int, at: int = 0, *, once: bool = False
) -> dict[str, str]:
    """The environment in which calls below folders fail with `error` (errno) from number `at` on; 0: never, counted.

    `calls`: some of write, open (a new file), mkdir, rename, unlink, link, truncate, fsync. `folder` is for the count.
    Raises Missing.
    """
    tally = folder / "tally"
    tally.unlink(missing_ok=True)
    return {
        "LD_PRELOAD": str(compile_shim(folder)),
        "FAIL_TALLY": str(tally),
        "FAIL_UNDER": ":".join(map(str, under)),
        "FAIL_CALLS": calls,
        "FAIL_AT": str(at),
        "FAIL_WITH": str(error),
        "FAIL_ONCE": str(int(once)),
    }


def count_calls(folder: Path) -> int:
    """How many calls there were since `refusing`."""
    tally = folder / "tally"
    return int.from_bytes(tally.read_bytes(), sys.byteorder) if tally.exists() else 0


def shifted(folder: Path, seconds: int) -> dict[str, str]:
    """The environment in which the clock is so many seconds ahead; what the system stamps on files is not.

    Raises Missing.
    """
    return {"LD_PRELOAD": str(compile_shim(folder)), "FAIL_CLOCK": str(seconds)}
