"""Articles read on a Dask cluster: a scheduler and workers in processes of their own, on this machine."""

from __future__ import annotations

import ast
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path

import pytest
from click.testing import CliRunner
from msgspec.structs import replace
from test_architecture import modules

from briefing import batches, cluster, gathering
from briefing.analysing import Instructions
from briefing.building import Report, build
from briefing.cli import main
from briefing.errors import ClusterError
from briefing.filing import Row
from briefing.folder import File
from briefing.model import Registry
from briefing.settings import Settings, check_settings

pytestmark = pytest.mark.xdist_group("cluster")  # its two workers are started once

ARTICLES = 16
REGISTRY = "- {id: odrin, name: Café Odrin, kind: organisation}\n"
ARTICLE = """Title: Quay wall {number} at Malmford gave way
Date: 2025-03-{day:02}
Source: Malmford Post

The quay wall at Malmford gave way on Friday, the port office said. “It was {number} years old,” said Café Odrin.

A crane fell into the harbour and {number} boats were damaged. Nobody was hurt in Malmford.
"""


class Cluster:
    """A scheduler and its workers. A worker has no supervisor here: killed, it stays dead."""

    def __init__(self, folder: Path, workers: int, preload: str, environment: dict[str, str]) -> None:
        self.folder = folder
        self.environment = os.environ | environment
        (folder / "preload.py").write_text(preload, encoding="utf-8")
        file = folder / "scheduler.json"
        self.scheduler = self._start("scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(file))
        self._wait(file.exists)
        self.address: str = json.loads(file.read_text(encoding="utf-8"))["address"]
        self.workers = [self._add_worker(number) for number in range(workers)]
        for number in range(workers):
            self._wait(lambda number=number: "Registered to" in self.said(f"worker{number}"))

    def _add_worker(self, number: int) -> subprocess.Popen[bytes]:
        options = ("--no-nanny", "--nthreads", "1", "--death-timeout", "30", "--preload", "preload.py")
        return self._start("worker", self.address, *options, "--local-directory", ".", log=f"worker{number}")

    def _start(self, what: str, *options: str, log: str = "scheduler") -> subprocess.Popen[bytes]:
        command = [sys.executable, "-W", "ignore", "-m", "dask", what, "--no-dashboard", *options]
        with open(self.folder / f"{log}.log", "wb") as file:
            return subprocess.Popen(command, stdout=file, stderr=file, cwd=self.folder, env=self.environment)

    def said(self, log: str) -> str:
        return (self.folder / f"{log}.log").read_text(encoding="utf-8")

    def _wait(self, for_what: Callable[[], bool]) -> None:
        for _ in range(600):
            if for_what():
                return
            time.sleep(0.05)
        pytest.fail("\n".join(path.read_text(encoding="utf-8") for path in sorted(self.folder.glob("*.log"))))

    def end(self) -> None:
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()


@contextmanager
def running(folder: Path, workers: int, preload: str = "", **environment: str) -> Iterator[Cluster]:
    folder /= "cluster"
    folder.mkdir()
    found = Cluster(folder, workers, preload, environment)
    try:
        yield found
    finally:
        found.end()


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with running(tmp_path_factory.mktemp("two"), 2) as found:
        yield found


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A few articles, each a batch of its own, and none too few for a cluster."""
    monkeypatch.setattr(gathering, "ALONE", 0)
    monkeypatch.setattr(batches, "MOST_FILES", 1)
    monkeypatch.setattr(cluster, "CONNECT", 5)
    content = tmp_path / "content"
    content.mkdir()
    (content / "actors.yml").write_text(REGISTRY, encoding="utf-8")
    for number in range(ARTICLES):
        text = ARTICLE.format(number=number, day=number % 20 + 1)
        (content / f"{number:02}.md").write_text(text, encoding="utf-8")
    (content / "broken.md").write_bytes(b"Title: \xff")
    given = {"PATH": str(content), "OUTPUT_PATH": str(tmp_path / "output"), "BRIEFING_DAY": "2025-03-20"}
    return check_settings({**given, "BRIEFING_WORKERS": 1})


def elsewhere(site: Settings, **changes: str) -> Settings:
    """The same articles, built into another folder with another archive."""
    output = site.output.with_name("elsewhere")
    return replace(site, output=output, archive=output.with_name("elsewhere.sqlite3"), **changes)  # type: ignore[arg-type]


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def after_first(act: Callable[[], None]) -> Callable[[str, int, int], None]:
    """A progress callback that acts once, when the first batch has been read and most are still to come."""
    done: list[int] = []

    def progress(step: str, count: int, of: int) -> None:
        if step == "Reading articles" and not done:
            assert count < of
            act()
        done.append(count)

    return progress


# -- it works ---------------------------------------------------------------------------------------------------------


def test_the_same_bytes_as_on_this_machine(site: Settings, two: Cluster) -> None:
    alone = build(site)
    there = build(elsewhere(site, scheduler=two.address))
    assert (there.read, alone.read) == (ARTICLES + 1, ARTICLES + 1)
    assert there.notes == alone.notes != ()
    assert files(site.output.with_name("elsewhere")) == files(site.output)
    assert len(files(site.output)) > ARTICLES


def test_a_killed_worker_costs_nothing_but_time(site: Settings, two: Cluster) -> None:
    report = build(replace(site, scheduler=two.address), after_first(two.workers[0].kill))
    assert two.workers[0].wait(5) != 0
    assert report.read == ARTICLES + 1
    build(elsewhere(site))
    assert files(site.output.with_name("elsewhere")) == files(site.output)


# -- what stops it ----------------------------------------------------------------------------------------------------


def test_a_scheduler_that_dies_is_told_and_what_was_read_is_kept(site: Settings, tmp_path: Path) -> None:
    with running(tmp_path, 1) as one:
        start = time.monotonic()
        with pytest.raises(ClusterError, match=r"The scheduler went away\. Start it") as told:
            build(replace(site, scheduler=one.address), after_first(one.scheduler.kill))
        assert time.monotonic() - start < 30
        assert told.value.path == one.address
    report: Report = build(site)
    assert 0 < report.read < ARTICLES + 1
    assert build(elsewhere(site)).read == ARTICLES + 1
    assert files(site.output.with_name("elsewhere")) == files(site.output)


def test_no_scheduler_is_told(site: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "CONNECT", 1)
    conf = tmp_path / "pelicanconf.py"
    conf.write_text(f"PATH = {str(site.content)!r}\nOUTPUT_PATH = {str(site.output)!r}\n", encoding="utf-8")
    command = ["build", "--quiet", "--settings", str(conf), "--scheduler", "tcp://127.0.0.1:9"]
    done = CliRunner().invoke(main, command)
    assert done.exit_code == 2
    assert "briefing: tcp://127.0.0.1:9: There is no Dask scheduler that answers (" in done.output
    assert "Start it with dask scheduler, correct the address, or build without --scheduler." in done.output


def test_a_server_that_is_no_scheduler_is_not_waited_for(site: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "CONNECT", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        start = time.monotonic()
        with pytest.raises(ClusterError, match=f"{address}: There is no Dask scheduler that answers"):
            build(replace(site, scheduler=address))
        assert time.monotonic() - start < 15


def test_encryption_wants_a_certificate(site: Settings) -> None:
    with pytest.raises(ClusterError, match=r"Dask is not told with which certificate.*TLS__CA_FILE"):
        build(replace(site, scheduler="tls://127.0.0.1:9"))


def test_a_scheduler_without_workers_is_told(site: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "CONNECT", 1)
    with running(tmp_path, 0) as none, pytest.raises(ClusterError, match="The scheduler has no worker") as told:
        build(replace(site, scheduler=none.address))
    assert told.value.remedy.startswith(f"Start one on each machine: dask worker {none.address} ")


def test_the_last_worker_does_not_leave_the_build_waiting(
    site: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "PATIENCE", 2)
    with running(tmp_path, 1) as one, pytest.raises(ClusterError, match="The last worker went away 2 seconds ago"):
        build(replace(site, scheduler=one.address), after_first(one.workers[0].kill))


@pytest.mark.parametrize(
    ("place", "name", "ours", "what"),
    [
        (
            cluster.platform,
            "python_version_tuple",
            lambda: ("2", "7", "18"),
            r"has Python 3\.\d+, this machine 2.7: it",
        ),
        (cluster, "analysis_version", lambda: "other", "has another version of Briefing than this machine: it"),
        (metadata, "version", lambda _: "0.1", r"has ahocorasick-rs [\d.]+, this machine 0.1: it"),
    ],
)
def test_a_worker_that_would_read_otherwise_is_refused(
    site: Settings,
    two: Cluster,
    monkeypatch: pytest.MonkeyPatch,
    place: object,
    name: str,
    ours: Callable[..., object],
    what: str,
) -> None:
    """At once where it is there from the start, with its first batch where it came later."""
    cluster.describe.cache_clear()
    monkeypatch.setattr(place, name, ours)
    cluster.describe()
    monkeypatch.undo()
    try:
        with pytest.raises(ClusterError, match=rf"The worker tcp://\S+ {what} could find something else in an article"):
            read(two)
        monkeypatch.setattr(cluster, "_refuse_others", lambda *_: None)
        with pytest.raises(ClusterError, match=f"A worker {what}"):
            read(two)
    finally:
        cluster.describe.cache_clear()


WITHOUT = """
import sys

class Without:
    def find_spec(self, name, *_):
        if name.partition(".")[0] == "briefing":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Without())
"""


def test_a_worker_without_briefing_is_refused(tmp_path: Path) -> None:
    with (
        running(tmp_path, 1, WITHOUT) as one,
        pytest.raises(ClusterError, match=r"worker tcp://\S+ cannot load Briefing"),
    ):
        read(one)


def test_articles_that_kill_their_workers_are_read_apart(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """ALLOWED_FAILURES is Dask's: how many workers may die over one batch."""
    kill = "import os, briefing.analysing; briefing.analysing.Analyst.__call__ = lambda *_: os._exit(1)"
    with running(tmp_path, 1, kill, DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES="0") as one:
        assert [row.sha for row in read(one)] == ["apart 2025-03/a.md", "apart 2025-03/b.md"]
    assert "One worker of the cluster after the other died over the articles from 2025-03/a.md on." in caplog.text


def read(there: Cluster) -> list[Row]:
    files = [File(f"2025-03/{name}.md", 1, 1, b"Title: Quay\n\nA wall gave way.\n") for name in "ab"]
    instructions = Instructions(Registry(), "UTC", "briefing", (), 30)

    def read_apart(files: list[File]) -> list[Row]:
        return [Row(file.id, file.size, file.mtime, f"apart {file.id}", ()) for file in files]

    return [row for rows in cluster.read_on_cluster(there.address, instructions, [files], read_apart) for row in rows]


def test_without_dask_the_extra_is_named(site: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ClusterError, match=r"not installed. Run pip install distributed \(Briefing's extra “dask”\)"):
        build(replace(site, scheduler="tcp://127.0.0.1:9"))


def test_few_articles_are_read_here(site: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """To ask a cluster takes longer than to read them."""
    monkeypatch.setattr(gathering, "ALONE", ARTICLES + 2)
    assert build(replace(site, scheduler="tcp://127.0.0.1:9")).read == ARTICLES + 1


# -- what has to be the same ------------------------------------------------------------------------------------------

NAMES = {"ahocorasick_rs": "ahocorasick-rs", "yaml": "pyyaml"}
NO_PART = {
    "lxml_html_clean": "comes with lxml",
}


# What an editor may write, before anything is read by it: of which languages there are names, which feeds may be asked.
JUDGES = {"wording", "fetching.subscriptions"}


def test_all_libraries_that_decide_what_is_found_are_compared() -> None:
    """Those that the analysis and the reading of a file import."""
    reached, ask = set(), ["analysing"]
    while ask:
        name = ask.pop()
        if name not in reached:
            reached.add(name)
            ask += sorted(modules()[name].ours - {"__init__", "settings"} - JUDGES)
    found = {
        NAMES.get(top, top)
        for name in reached
        for target, _ in modules()[name].imports
        if (top := target.partition(".")[0]) not in {"briefing", "__future__"} and top not in sys.stdlib_module_names
    }
    assert found - set(cluster.LIBRARIES) == set()


def test_nothing_that_is_secret_travels() -> None:
    """Workers are told what decides the analysis, not the settings, which know where readers' addresses lie."""
    source = ast.parse(Path(cluster.__file__).read_text(encoding="utf-8"))
    assert "settings" not in {node.id.lower() for node in ast.walk(source) if isinstance(node, ast.Name)}
