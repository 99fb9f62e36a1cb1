"""Two builds at once: the second says so and stops, whoever began the first and however that ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from test_serving import serving

from briefing import locking, searching
from briefing.building import build
from briefing.errors import OutputError
from briefing.locking import TakenError, hold_folder
from briefing.settings import check_settings
from briefing.turns import BusyError, one_build

SETTINGS = 'PATH = "content"\nPLUGINS = ["briefing"]\nBRIEFING_DAY = "2025-03-20"\nDELETE_OUTPUT_DIRECTORY = {delete}\n'
ARTICLE = "Title: Quay wall\nDate: 2025-03-14\n\nThe quay wall at Malmford gave way on Friday, the port office said.\n"
HOLDER = """
import sys, time
from pathlib import Path
from briefing.turns import one_build
with one_build(*map(Path, sys.argv[1:])):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "content").mkdir()
    (tmp_path / "content/quay.md").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "pelicanconf.py").write_text(SETTINGS.format(delete=True), encoding="utf-8")
    return tmp_path


def archive_of(root: Path) -> Path:
    return root / ".briefing/archive.sqlite3"


@contextmanager
def another(root: Path, *places: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the lock, as a build does; killed at the end if it is not before."""
    command = [sys.executable, "-c", HOLDER, *map(str, places or (archive_of(root),))]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "held\n"
            yield process
        finally:
            process.kill()


def run(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", *arguments]
    environment = {**os.environ, "COLUMNS": "400"}
    return subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False, timeout=60)


def test_the_second_says_so_and_stops(root: Path) -> None:
    """Each door: the command, Pelican's own, and what asks the archive. The first one's pages are left alone."""
    (root / "output").mkdir()
    (root / "output/index.html").write_text("of the first", encoding="utf-8")
    with another(root) as first:
        for arguments in (
            ("briefing.cli", "build"),
            ("briefing.cli", "check"),
            ("briefing.cli", "serve", "--port", "0"),
            ("pelican", "content", "-s", "pelicanconf.py"),
        ):
            done = run(root, *arguments)
            said = " ".join((done.stdout + done.stderr).split())
            assert done.returncode == 2, (arguments, said)
            assert f"{root}/.briefing: This site is being built already by process {first.pid} since 20" in said
            assert "Wait until that is done, or end it: the next build finishes what it began." in said
            assert arguments[0] == "pelican" or "Traceback" not in said  # Pelican prints one whatever it was
    assert (root / "output/index.html").read_text(encoding="utf-8") == "of the first"
    assert not archive_of(root).exists()


def test_a_killed_one_leaves_no_lock(root: Path) -> None:
    with another(root) as first:
        first.send_signal(signal.SIGKILL)
        first.wait()
        with one_build(archive_of(root)):
            pass
    build(check_settings({"PATH": str(root / "content"), "OUTPUT_PATH": str(root / "output")}))
    assert (root / "output/articles/quay.html").is_file()


def test_a_thread_waits_for_none_but_itself(root: Path) -> None:
    """As `briefing serve` does, whose search index is made in a thread beside its builds."""
    told: list[Exception] = []

    def try_it() -> None:
        try:
            with one_build(archive_of(root)):
                pass
        except BusyError as error:
            told.append(error)

    with one_build(archive_of(root)), one_build(archive_of(root)):
        thread = threading.Thread(target=try_it)
        thread.start()
        thread.join()
        assert len(told) == 1
    try_it()
    assert len(told) == 1


def test_the_search_index_waits_its_turn(root: Path) -> None:
    settings = check_settings({"PATH": str(root / "content"), "OUTPUT_PATH": str(root / "output")})
    build(settings)
    with another(root), pytest.raises(BusyError, match="being built already"):
        searching.make_search(settings)


def test_serving_waits_for_another_build_and_builds_then(tmp_path: Path) -> None:
    with serving(tmp_path) as served:
        with another(tmp_path):
            text = "Title: Crane\nDate: 2025-03-15\n\nA crane came to Malmford on Saturday, the port office said.\n"
            crane = served.content / "crane.md"
            served.wait_for(lambda: len(served.said) > 1, lambda: crane.write_text(text, encoding="utf-8"))
            assert "being built already" in served.said[1]
        served.wait_for(lambda: served.get("/articles/crane.html")[0] == 200)
        assert len(served.said) == 2


def test_another_archive_waits_for_the_folder(root: Path) -> None:
    """Each door that writes into it; by whichever path it is called."""
    output = root / "output"
    output.mkdir()
    (root / "site").symlink_to(output)
    settings = SETTINGS.format(delete=True) + 'BRIEFING_ARCHIVE = "other.sqlite3"\n'
    (root / "pelicanconf.py").write_text(settings, encoding="utf-8")
    with another(root, archive_of(root), root / "site"):
        for arguments in (("briefing.cli", "build"), ("pelican", "content", "-s", "pelicanconf.py")):
            done = run(root, *arguments)
            said = " ".join((done.stdout + done.stderr).split())
            assert done.returncode == 2, (arguments, said)
            assert f"{output}: Another build, of another archive, is writing into this folder." in said
        assert run(root, "briefing.cli", "build", "--output", "elsewhere").returncode == 0
        assert run(root, "briefing.cli", "check").returncode == 0, "which only reads it"
        built = {"PATH": str(root / "content"), "OUTPUT_PATH": str(output), "BRIEFING_ARCHIVE": str(root / "a.sqlite3")}
        with pytest.raises(BusyError, match="of another archive"):
            build(check_settings(built))
    assert list(output.iterdir()) == []
    assert run(root, "briefing.cli", "build").returncode == 0


def test_a_folder_is_held_by_one_thread_which_may_take_it_again(tmp_path: Path) -> None:
    told: list[Exception] = []

    def try_it() -> None:
        try:
            with hold_folder(tmp_path):
                pass
        except TakenError as error:
            told.append(error)

    with hold_folder(tmp_path):
        with hold_folder(tmp_path):
            pass
        thread = threading.Thread(target=try_it)
        thread.start()
        thread.join()
        assert len(told) == 1
    try_it()
    assert len(told) == 1
    assert list(tmp_path.iterdir()) == [], "nothing is put into it"


def test_a_folder_that_cannot_be_written_is_told(root: Path) -> None:
    (root / ".briefing").write_text("in the way", encoding="utf-8")
    with pytest.raises(OutputError, match=r"cannot be opened.*BRIEFING_ARCHIVE"), one_build(archive_of(root)):
        pass


def test_a_file_system_without_locks_is_told(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locking, "FileLock", locking.SoftFileLock)
    with pytest.raises(OutputError, match=r"knows no locks.*BRIEFING_ARCHIVE"), one_build(archive_of(root)):
        pass
