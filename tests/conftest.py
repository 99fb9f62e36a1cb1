"""What several tests share: a browser, the sample and sites under stress as they are built, a copy to build in."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import stress
from jinja2.bccache import Bucket

from benchmarks.measures.tools import BROWSER_ARGUMENTS, Missing, find_browser
from briefing import templating

PROJECT = Path(__file__).parent.parent
# Tests build right after they have written: none but those of just that (`settling`) waits until files are at rest.
os.environ["BRIEFING_SETTLING"] = "0"
# A site under stress has its own settings, so that no word of the sample's is in it.
STRESS_SETTINGS = """SITENAME = "Under stress"
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
PLUGINS = ["briefing"]
TYPOGRIFY = False
DEFAULT_DATE = None
CACHE_CONTENT = False
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
"""


def require(find: Callable[[], Any]) -> Any:
    """What `find` finds. Without it the test is skipped and says what is missing; it fails where tools are required."""
    try:
        return find()
    except Missing as missing:
        (pytest.fail if os.environ.get("BRIEFING_REQUIRE_TOOLS") else pytest.skip)(str(missing))


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """How many processes share the tests: a third of a test is waiting for a server, a kill or a browser."""
    return (os.cpu_count() or 1) * 3 // 2


def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> str | None:
    """What is packed names no test: its bytes may hold the moment, and two workers would then know other tests."""
    return argname if isinstance(val, bytes) and not val.isascii() else None


@pytest.fixture(scope="session", autouse=True)
def _templates_are_compiled_once() -> Iterator[None]:
    """Each test has an archive of its own, and to compile the templates for it takes longer than to build its site."""
    compiled: dict[tuple[str, str, type], Any] = {}
    load, dump = templating._Compiled.load_bytecode, templating._Compiled.dump_bytecode

    def name(bucket: Bucket) -> tuple[str, str, type]:
        return bucket.key, bucket.checksum, bucket.environment.code_generator_class

    def load_or_remember(self: Any, bucket: Bucket) -> None:
        load(self, bucket)
        if self.folder and self.folder.suffix == ".templates":  # an archive's
            bucket.code = bucket.code or compiled.get(name(bucket))

    def dump_and_remember(self: Any, bucket: Bucket) -> None:
        compiled[name(bucket)] = bucket.code
        dump(self, bucket)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(templating._Compiled, "load_bytecode", load_or_remember)
        patch.setattr(templating._Compiled, "dump_bytecode", dump_and_remember)
        yield


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A running Chromium (playwright)."""
    path = require(find_browser)
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=list(BROWSER_ARGUMENTS))
        yield running
        running.close()


@pytest.fixture(autouse=True)
def _no_loop_of_the_browser(request: pytest.FixtureRequest) -> Iterator[None]:
    """Playwright leaves its loop running for the whole session: who needs no browser may run one of his own."""
    loop = None if "browser" in request.fixturenames else asyncio._get_running_loop()
    if loop:
        asyncio._set_running_loop(None)
    yield
    if loop:
        asyncio._set_running_loop(loop)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of what a site is made from: content/, the theme and the settings files."""
    copy = tmp_path / "project"
    copy.mkdir()
    for name in ("content", "themes"):
        shutil.copytree(PROJECT / name, copy / name)
    for name in ("pelicanconf.py", "publishconf.py"):
        shutil.copy(PROJECT / name, copy / name)
    return copy


@pytest.fixture
def built_project(project: Path, sample: Path) -> Path:
    """The same where it was built before: there is an archive, and no output."""
    (project / ".briefing").mkdir()
    for file in sample.parent.glob("archive.sqlite3*"):
        if file.is_file():
            shutil.copy(file, project / ".briefing")
    return project


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output folder of the sample, built by the command."""
    settings = (PROJECT / "pelicanconf.py").read_text(encoding="utf-8")
    return _build(tmp_path_factory.mktemp("sample"), PROJECT / "content", settings, "2025-05-01")


@pytest.fixture(scope="session")
def stressed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The output folders of the sites in tests/stress.py: `full`, `one` article, `nothing`."""
    outputs = {}
    for name, write in (("full", stress.write_full), ("one", stress.write_one), ("nothing", stress.write_nothing)):
        folder = tmp_path_factory.mktemp(name)
        write(folder / "content")
        outputs[name] = _build(folder, folder / "content", STRESS_SETTINGS, "2025-02-25")
    return outputs


def _build(folder: Path, content: Path, settings: str, day: str) -> Path:
    output = folder / "output"
    places = f'BRIEFING_ARCHIVE = "{folder.as_posix()}/archive.sqlite3"\nTHEME = "{PROJECT}/themes/briefing"\n'
    places += f'PATH = "{content.as_posix()}"\nOUTPUT_PATH = "{output.as_posix()}"\n'
    conf = folder / "pelicanconf.py"
    conf.write_text(settings + places, encoding="utf-8")
    command = [sys.executable, "-m", "briefing.cli", "build", "--quiet", "--day", day, "--settings", str(conf)]
    built = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    return output
