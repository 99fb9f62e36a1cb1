"""The soak in short: edits by lot leave the bytes of a clean build, and a build that does not is found out."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks import soak
from benchmarks.edits import Desk

PROJECT = Path(__file__).parent.parent


@pytest.mark.slow
def test_edits_and_kills_by_lot_leave_the_bytes_of_a_clean_build() -> None:
    command = [sys.executable, "-m", "benchmarks", "soak", "--articles", "8", "--edits", "4", "--seed", "8", "--kill"]
    done = subprocess.run(command, cwd=PROJECT, check=False, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads(done.stdout.splitlines()[-1])["briefing"]
    assert found["differences"] == 0
    assert found["edits"] >= 4
    assert found["killed"] >= 1
    assert found["compared"] >= 1


@pytest.mark.slow
def test_a_build_is_finished_by_the_next_at_whichever_write_it_was_killed() -> None:
    options = ["--articles", "4", "--sample", "3", "--builds", "edits"]
    command = [sys.executable, "-m", "benchmarks", "kills", *options]
    done = subprocess.run(command, cwd=PROJECT, check=False, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads(done.stdout.splitlines()[-1])["briefing"]
    assert found["differences"] == 0
    assert found["edits"]["killed"] == 3
    assert found["edits"]["writes"] > 100, "pages, their folders, what is announced, commits"


def test_writes_are_told_apart_from_reads(tmp_path: Path) -> None:
    """A program that writes five times, and reads besides, is killed where it is told to be."""
    program = tmp_path / "program.py"
    program.write_text(PROGRAM, encoding="utf-8")
    tally = tmp_path / "tally"
    for at, left in ((0, {"a", "kept"}), (1, set()), (3, {".a"}), (4, {".a"}), (5, {".a", "kept"})):
        folder = tmp_path / f"{at}"
        folder.mkdir()
        tally.unlink(missing_ok=True)
        command = [sys.executable, str(program), str(folder), str(at), str(tally)]
        done = subprocess.run(command, cwd=PROJECT, check=False, capture_output=True, text=True, start_new_session=True)
        assert done.returncode == (-signal.SIGKILL if at else 0), done.stderr
        assert len(tally.read_bytes()) == (at or 5)
        assert {path.name for path in folder.iterdir()} == left
        if at == 3:
            assert (folder / ".a").read_bytes() == b"wh", "killed in the middle of it"


PROGRAM = """
import os, sqlite3, sys
sys.path.insert(0, os.getcwd())
from benchmarks.doomed import count_writes
folder, at, tally = sys.argv[1:]
count_writes(int(at), tally)
os.listdir(folder)
number = os.open(f"{folder}/.a", os.O_WRONLY | os.O_CREAT)  # 1
db = sqlite3.connect(":memory:", isolation_level=None)
db.execute("create table t (x)")
db.execute("begin")
db.execute("insert into t values (1)")
db.execute("commit")  # 2
os.write(number, b"whole")  # 3
os.close(number)
os.mkdir(f"{folder}/kept")  # 4
os.replace(f"{folder}/.a", f"{folder}/a")  # 5
"""


def spoil_a_page(desk: Desk) -> None:
    soak.build_here(desk)
    page = desk.folder / "output" / "index.html"
    page.write_text(page.read_text(encoding="utf-8").replace("</main>", " </main>"), encoding="utf-8")


def leave_a_page(desk: Desk) -> None:
    soak.build_here(desk)
    (desk.folder / "output" / "articles" / "spare.html").write_text("left behind", encoding="utf-8")


def lose_a_page(desk: Desk) -> None:
    soak.build_here(desk)
    (desk.folder / "output" / "404.html").unlink()


FAULTS: dict[str, tuple[Callable[[Desk], None], str]] = {
    "a byte": (spoil_a_page, "differs: index.html"),
    "a page too many": (leave_a_page, "spare: articles/spare.html"),
    "a page too few": (lose_a_page, "missing: 404.html"),
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A built site of a few articles, with a clean build beside it."""
    made = Desk(tmp_path_factory.mktemp("soak"), 6, 1)
    soak.build_here(made)
    soak.build_clean(made)
    return made


@pytest.mark.parametrize("fault", FAULTS)
def test_a_build_with_a_fault_is_found_out(desk: Desk, fault: str) -> None:
    build, said = FAULTS[fault]
    soak.build_here(desk)
    (desk.folder / "output" / "articles" / "spare.html").unlink(missing_ok=True)
    assert soak.compare(desk.folder / "output", desk.folder / "clean") is None
    build(desk)
    found = soak.compare(desk.folder / "output", desk.folder / "clean")
    assert said in str(found)


def test_a_run_ends_with_the_edits_since_the_last_good_state(tmp_path: Path) -> None:
    """A build that never does anything is wrong as soon as it is compared."""
    run = soak.Soak(Desk(tmp_path / "site", 6, 2), check_every=1, build_here=lambda desk: None)
    run.desk.edits = ((1, run.desk.add),)
    found = run.run(30)
    assert found is not None
    assert any(path.startswith("articles/") for path in found.missing)
    assert any(what.startswith("added ") for what in run.since)
