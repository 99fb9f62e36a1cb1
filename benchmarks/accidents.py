"""What may happen to the files of a site besides editing: git, other programs, disks, and hands that slip.

Each function draws by `chance` what happens, does it, and says in words what it did.
"""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import subprocess
from contextlib import closing, suppress
from pathlib import Path

BLOCK = 4096  # bytes: a page of SQLite's file, and a block of most disks
# See docs/reference/settings.md.
BESIDE = ("coming", "last", "lock", "pid", "reach", "reading", "sums", "templates", "unchanged", "words")
GIT = ("git", "-c", "user.name=desk", "-c", "user.email=desk@news.example", "-c", "gc.auto=0")


# -- the content's files ---------------------------------------------------------------------------------------------


def touch_all(content: Path, chance: random.Random) -> str:
    """New times for all files; in whole seconds, as some archives and file systems have them, or as they come."""
    second = chance.choice((None, 1_700_000_000 + chance.randrange(10_000_000)))
    for path in content.rglob("*"):
        if path.is_file():
            os.utime(path, None if second is None else (second, second))
    return f"all files have new times{'' if second is None else ', one second for all'}"


def check_out(content: Path) -> str:
    """Have git write all files anew: other times, other inodes, nothing that git does not keep."""
    repository = content.parent / "repository"
    place = f"--git-dir={repository}", f"--work-tree={content}"
    if not repository.is_dir():
        _run(*GIT, *place, "init", "--quiet")
    _run(*GIT, *place, "add", "--all", "--force", ".", folder=content)
    _run(*GIT, *place, "commit", "--quiet", "--allow-empty", "--message", "The desk's work")
    shutil.rmtree(content)
    content.mkdir()
    _run(*GIT, *place, "checkout", "--quiet", "--force", "HEAD", "--", ".", folder=content)
    return "git has written all files anew"


def _run(*command: str, folder: Path | None = None) -> None:
    subprocess.run(command, cwd=folder, check=True, capture_output=True)


def change_unseen(path: Path, chance: random.Random) -> str:
    """Another letter in an article's text: the file is as large as before, and its time but a little later."""
    data = bytearray(path.read_bytes())
    letters = [at for at in range(data.find(b"\n\n") + 1, len(data)) if data[at : at + 1].isalpha()]
    if not letters:
        return f"{path.name} has no letter to change"
    at, stat = chance.choice(letters), path.stat()
    data[at] = ord("q" if data[at] != ord("q") else "x")
    path.write_bytes(data)
    later = stat.st_mtime_ns + chance.choice((1, 1_000, 1_000_000))
    os.utime(path, ns=(later, later))
    return f"{path.name}: another letter at {at}, the size is the same"


def break_file(content: Path, theme: Path, chance: random.Random) -> tuple[Path, str]:
    """Make a registry no YAML, or a template fail where it is used; return the file and what it said before."""
    templates = sorted((theme / "templates").rglob("*.html"))
    path = chance.choice((content / "actors.yml", content / "events.yml", *templates))
    before = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        head, end, tail = before.rpartition("{% endblock")  # what stands outside of blocks is not used
        broken = f"{head}{{{{ 1 // 0 }}}}{end}{tail}" if end else f"{before}{{{{ 1 // 0 }}}}"
    else:
        broken = f"{before}\n- [\n"
    path.write_text(broken, encoding="utf-8")
    return path, before


# -- the output ------------------------------------------------------------------------------------------------------


def damage_output(output: Path, chance: random.Random) -> str:
    """One file, or one folder, is not as the build left it."""
    files = sorted(path for path in output.rglob("*") if path.is_file())
    if not files:
        return "no output to damage"
    path = chance.choice(files)
    how = chance.choice(("deleted", "edited", "emptied", "touched", "its folder deleted", "a link", "swapped"))
    if how == "deleted":
        path.unlink()
    elif how == "edited":
        path.write_bytes(path.read_bytes()[:-1] + b"!")
    elif how == "emptied":
        path.write_bytes(b"")
    elif how == "touched":
        os.utime(path)
    elif how == "a link":
        aside = output.parent / f"aside-{chance.randrange(10_000)}"
        path.replace(aside)
        path.symlink_to(aside)
    elif how == "swapped":
        other = chance.choice(files)
        data = path.read_bytes()
        path.write_bytes(other.read_bytes())
        other.write_bytes(data)
    elif path.parent != output:
        shutil.rmtree(path.parent)
    return f"output/{path.relative_to(output).as_posix()}: {how}"


def lose_some(output: Path, chance: random.Random) -> str:
    """A third of the output's files: a copy that broke off."""
    files = sorted(path for path in output.rglob("*") if path.is_file())
    lost = chance.sample(files, len(files) // 3)
    for path in lost:
        path.unlink()
    return f"{len(lost)} files of the output deleted"


# -- the archive -----------------------------------------------------------------------------------------------------


def lose_archive(archive: Path, chance: random.Random) -> str:
    """It is deleted, by itself or with all that lies beside it; is cut; or a part of it says nothing, or nonsense."""
    how = chance.choice(
        ("deleted", "deleted alone", "cut", "overwritten at its head", "a block of zeros", "bits turned")
    )
    if not archive.is_file() or how == "deleted":
        shutil.rmtree(archive.parent, ignore_errors=True)
        return "archive deleted with all beside it"
    data = bytearray(archive.read_bytes())
    if how == "deleted alone":
        for ending in ("", "-wal", "-shm"):
            Path(f"{archive}{ending}").unlink(missing_ok=True)
        return "archive deleted"
    if how == "cut":
        del data[chance.randrange(len(data)) :]
    elif how == "a block of zeros":
        at = chance.randrange(max(len(data) // BLOCK, 1)) * BLOCK
        data[at : at + BLOCK] = bytes(len(data[at : at + BLOCK]))
        how += f" at {at}"
    elif how == "bits turned":
        for _ in range(chance.randint(1, 8)):
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    else:
        data[:100] = chance.randbytes(100)
    archive.write_bytes(data)
    return f"archive: {how}"


def age_archive(archive: Path) -> str:
    """As another version of Briefing has written it."""
    with suppress(sqlite3.DatabaseError), closing(sqlite3.connect(archive)) as db:
        db.execute("pragma user_version = 1")
    return "archive of another version"


def lose_beside(archive: Path, chance: random.Random) -> str:
    """Something that lies beside the archive is deleted, or cut in the middle."""
    there = sorted(path for path in archive.parent.glob(f"{archive.name}.*") if path.suffix[1:] in BESIDE)
    if not there:
        return "nothing beside the archive"
    place = chance.choice(there)
    files = sorted(path for path in place.rglob("*") if path.is_file()) if place.is_dir() else [place]
    # What a killed build has announced alone says which pages it left: the archive goes with it, see `lose_archive`.
    if place.suffix == ".coming" or not files:
        return f"{place.name} left alone"
    if chance.random() < 0.5:
        shutil.rmtree(place) if place.is_dir() else place.unlink()
        return f"{place.name} deleted"
    path = chance.choice(files)
    data = path.read_bytes()
    path.unlink()  # this process may have it mapped into memory, and would end where a mapped file grows shorter
    path.write_bytes(data[: len(data) // 2])
    return f"{path.relative_to(archive.parent).as_posix()} cut in half"
