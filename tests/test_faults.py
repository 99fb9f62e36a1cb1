"""Faults in short: what is said of them, what a build leaves that was ended early, and what the benchmark sees."""

from __future__ import annotations

import errno
import multiprocessing
import os
import random
import shutil
import signal
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from test_incremental import read_tree
from test_publishing import many, settings_of, write_content  # noqa: F401 - `many` is a fixture

from benchmarks import disk_faults, faults, process_faults, trials
from benchmarks.failing import Missing, compile_shim
from benchmarks.trials import DONE, EDITED, Bystander, Ground, Trial, digest, make_briefing
from briefing import building, crew, durable
from briefing.building import build
from briefing.cli import frame
from briefing.durable import write_durably
from briefing.errors import BriefingError, MachineError
from briefing.publishing import publish
from briefing.whole import PREFIX, write_new, write_whole

PROJECT = Path(__file__).parent.parent


# -- what is said -----------------------------------------------------------------------------------------------------

SAID = {
    errno.ENOSPC: r"^/disk/page: No space left on device\. Free space on that disk, then run this again\.$",
    errno.EDQUOT: r"Your quota of that disk is used up: free space or have it raised",
    errno.EROFS: r"mounted read-only",
    errno.EACCES: r"Mend the permissions",
    errno.EIO: r"system's log",
    errno.EMFILE: r"ulimit -n",
    errno.EISDIR: r"in the way there: remove it",
    errno.EXDEV: r"Put that right, then run this again\.$",
}


@pytest.mark.parametrize("number", SAID)
def test_what_the_system_refuses_is_told_with_what_to_do(number: int) -> None:
    with pytest.raises(MachineError, match=SAID[number]), frame.told():
        raise OSError(number, os.strerror(number), "/disk/page")


def test_what_the_archive_cannot_do_is_told_by_its_cause(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "db")) as db:
        db.execute("create table t (a)")
        db.execute("pragma max_page_count = 2")
        with pytest.raises(BriefingError, match=r"database or disk is full\. Free space on that disk"), frame.told():
            db.execute("insert into t values (zeroblob(100000))")
        with pytest.raises(BriefingError, match=r"no such table: u\. Delete \.briefing/"), frame.told():
            db.execute("select * from u")


def test_a_limit_of_files_is_told_where_the_archive_meets_it(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    with closing(sqlite3.connect(tmp_path / "db", isolation_level=None)) as db:
        db.execute("create table t (a)")
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))
        try:
            with pytest.raises(BriefingError, match=r"I/O error\. Files may not become that long here"), frame.told():
                db.execute("insert into t values (zeroblob(1000000))")
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("error", [MemoryError(), RuntimeError("can't start new thread")])
def test_too_little_memory_is_told(error: Exception) -> None:
    with pytest.raises(MachineError, match=r"not enough memory\. Free memory"), frame.told():
        raise error


@pytest.mark.parametrize(
    "error", [BrokenPipeError(errno.EPIPE, "Broken pipe"), OSError("of a library"), ValueError("x")]
)
def test_what_is_no_refusal_stays_what_it_is(error: Exception) -> None:
    with pytest.raises(type(error)) as found, frame.told():
        raise error
    assert found.value is error


def test_a_program_without_output_or_errors_draws_no_bars(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    with frame.shown_progress(quiet=False) as progress:
        progress("Reading", 1, 2)


# -- files that the disk keeps ----------------------------------------------------------------------------------------


def test_a_file_takes_its_place_once_the_disk_keeps_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else a power failure could leave an empty one in place of the old."""
    file = tmp_path / "a"
    file.write_bytes(b"old")
    write_durably(str(file), b"new")
    assert file.read_bytes() == b"new"

    def refuse(_: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(OSError, match="Input/output"):
        write_durably(str(file), b"newer")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a", b"new")]


@pytest.mark.parametrize("whole", [True, False], ids=["the file system", "one by one"])
def test_files_are_kept_with_their_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, whole: bool) -> None:
    synced: list[str] = []
    monkeypatch.setattr(durable, "sync", synced.append)
    if not whole:
        monkeypatch.setattr(durable, "_sync_file_system", lambda _: False)
    elif not sys.platform.startswith("linux"):
        pytest.skip("Linux alone syncs file systems")
    file, gone = tmp_path / "content/2025/a.md", tmp_path / "content/2024/gone.md"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"a")
    durable.sync_files([file, gone])
    assert synced == ([] if whole else [str(each) for each in (file.parent.parent, file.parent, file)])
    durable.sync_files([])


# -- files that are new -----------------------------------------------------------------------------------------------


def test_a_new_file_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    write_new(f"{tmp_path}/a", b"whole", 0o600)
    with pytest.raises(FileExistsError):
        write_new(f"{tmp_path}/a", b"other")
    assert {path.name for path in tmp_path.iterdir()} == {"a"}
    assert (tmp_path / "a").read_bytes() == b"whole"
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(("umask", "mode"), [(0o077, 0o600), (0o002, 0o664)], ids=["alone", "in a group"])
def test_a_new_file_is_for_whom_the_umask_says(tmp_path: Path, umask: int, mode: int) -> None:
    before = os.umask(umask)
    try:
        write_new(f"{tmp_path}/a", b"whole")
    finally:
        os.umask(before)
    assert (tmp_path / "a").stat().st_mode & 0o777 == mode


def test_a_new_file_comes_where_the_disk_knows_no_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    test_a_new_file_is_there_whole_or_not_at_all(tmp_path)


def test_a_file_is_written_where_the_disk_knows_no_modes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "fchmod", refuse)
    before = os.umask(0o077)
    try:
        write_whole(f"{tmp_path}/a", b"whole")
    finally:
        os.umask(before)
    assert (tmp_path / "a").read_bytes() == b"whole"


def test_a_new_file_that_cannot_be_filled_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fill(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "write", fill)
    with pytest.raises(OSError, match="No space"):
        write_new(f"{tmp_path}/a", b"whole")
    assert not list(tmp_path.iterdir())


# -- no workers -------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("many")
def test_a_build_goes_on_alone_where_no_worker_can_be_begun(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    content = write_content(tmp_path / "content")
    alone, starved = settings_of(content, "alone", 1), settings_of(content, "starved", 2)
    build(alone)

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSYS, "This platform lacks a functioning sem_open implementation")

    monkeypatch.setattr(crew.Crew, "_begin_pool", refuse)
    build(replace(starved, scheduler=""))
    assert read_tree(starved.output) == read_tree(alone.output)
    assert caplog.text.count("No worker process can be begun") == 1
    assert "sem_open" in caplog.text
    assert "ended" not in caplog.text, "nobody was begun who could end"


# -- articles that change meanwhile -----------------------------------------------------------------------------------


def test_an_article_that_changes_while_pages_are_written_is_published_as_it_is_then(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = write_content(tmp_path / "content")
    settings = settings_of(content, "site", 1)
    path = content / "000.md"
    whole = path.read_text(encoding="utf-8")
    path.write_text(whole + "The tram waits at the Zwischenhal", encoding="utf-8")

    end = "The tram waits at the Zwischenhaltestelle.\n"

    def change(*given: Any) -> Any:
        published = publish(*given)
        if not path.read_text(encoding="utf-8").endswith(end):
            path.write_text(whole + end, encoding="utf-8")
        return published

    monkeypatch.setattr(building, "publish", change)
    report = build(settings)
    assert "Zwischenhaltestelle" in (settings.output / "articles" / "000.html").read_text(encoding="utf-8")
    assert not [note for note in report.notes if "changed" in note.what]
    assert report.read == len(list(content.glob("*.md")))
    monkeypatch.undo()
    shown = read_tree(settings.output)
    assert build(settings).written == 0
    build(settings_of(content, "clean", 1))
    assert shown == read_tree(content.parent / "clean")


# -- whole builds in processes of their own ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    """A built site of four articles, with work on it that is not built yet."""
    folder = tmp_path_factory.mktemp("faults")
    site, desk = make_briefing(folder / "briefing", 4, 1)
    (folder / "beside").mkdir()
    yield Ground(site, folder / "beside", random.Random(1), desk)
    site.close()


@pytest.mark.slow
def test_a_build_that_is_told_to_end_ends_as_with_ctrl_c(ground: Ground) -> None:
    holder = ground.site.folder / ".briefing" / "archive.sqlite3.pid"

    def end(child: object) -> None:
        until = time.monotonic() + 30
        while holder.read_text(encoding="ascii").strip() != str(child.pid) and time.monotonic() < until:  # type: ignore[attr-defined]
            time.sleep(0.005)
        process_faults.send(child, 0, signal.SIGTERM)  # type: ignore[arg-type]

    trial = ground.site.suffer(during=end, read=True)
    assert trial.status == 128 + signal.SIGTERM
    assert "briefing: interrupted; what was done is kept, run the command again to go on." in trial.said
    assert trial.survived, trial
    assert trial.looks


@pytest.mark.slow
def test_a_full_disk_is_told_and_the_next_build_is_whole(ground: Ground) -> None:
    try:
        compile_shim(ground.folder)
    except Missing as missing:
        pytest.skip(f"this machine lacks {missing}")
    trials = list(islice(disk_faults.refuse_space(ground, 3), 2))  # at the first write, and in the middle
    assert all(trial.survived for trial in trials), trials
    assert all(trial.told and "Free space on that disk" in trial.said for trial in trials), trials


# -- the benchmark ----------------------------------------------------------------------------------------------------


def test_trials_that_are_not_survived_are_known() -> None:
    told = "briefing: /disk: No space left on device. Free space on that disk, then run this again."
    assert Trial(0, "").survived
    assert Trial(2, told).survived
    assert Trial(-9, "", expected=True).survived
    for trial in (
        Trial(-9, ""),
        Trial(1, ""),
        Trial(1, "Traceback (most recent call last):"),
        Trial(2, f"Traceback (most recent call last):\n{told}"),
        Trial(0, "", torn=("index.html",)),
        Trial(0, "", missing=("index.html",)),
        Trial(0, "", lost="1 spare"),
        Trial(0, "", left=("process 1",)),
    ):
        assert not trial.survived, trial


def test_a_reader_sees_what_is_torn_and_what_is_missing(tmp_path: Path) -> None:
    for name in ("a", "b", "c", f"{PREFIX}1-0"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    before = digest(tmp_path)
    assert set(before) == {"a", "b", "c"}
    with Bystander(tmp_path, before, before) as whole:
        whole.wait()
    assert whole.looks
    assert not whole.torn + whole.missing
    with Bystander(tmp_path, before, before) as reader:
        (tmp_path / "a").write_text("half", encoding="utf-8")
        (tmp_path / "b").unlink()
        reader.wait()
        for name in ("a", "b"):  # in one step, else the reader meets an empty file
            (tmp_path / f"{PREFIX}1-0").write_text(name, encoding="utf-8")
            (tmp_path / f"{PREFIX}1-0").replace(tmp_path / name)
    assert (reader.torn, reader.missing) == (("a",), ("b",))


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux alone shows semaphores as files")
def test_a_semaphore_that_another_program_uses_is_none_that_a_build_left() -> None:
    before = trials._list_semaphores()
    ours: Any = multiprocessing.get_context("spawn").Semaphore(1)
    name = f"sem.{ours._semlock.name.strip('/')}"
    left = Path(trials.SEMAPHORES, f"sem.mp-left-{os.getpid()}")
    assert name in trials._list_semaphores() - before
    left.touch()
    try:
        found = set(trials._find_leftovers(2**31 - 1, before))
    finally:
        left.unlink()
    assert (name in found, left.name in found) == (False, True)


@pytest.mark.slow
def test_a_site_that_is_not_whole_is_known(ground: Ground) -> None:
    site = ground.site
    site.put_back(DONE)
    assert site.look(site.new) == ((), ())
    (site.output / "index.html").write_text("half", encoding="utf-8")
    (site.output / "404.html").unlink()
    assert site.look(site.new) == (("index.html",), ("404.html",))
    site.put_back(EDITED)
    assert site.look(site.old) == ((), ())
    shutil.rmtree(site.folder / ".briefing")
    (site.output / "a-spare.html").write_text("of nobody", encoding="utf-8")  # of many the first are named
    assert "spare: a-spare.html" in site.recover()


def test_each_fault_is_documented() -> None:
    page = (PROJECT / "docs" / "explanation" / "faults.md").read_text(encoding="utf-8")
    assert [name for name in faults.FAULTS if f"| {name} |" not in page] == []
