"""What several tests share: a browser, and a copy of the project to build in."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

PROJECT = Path(__file__).parent.parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MACOS_BROWSER = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"


def find_browser() -> str | None:
    """The path of a Chromium: the one that BRIEFING_BROWSER names, else the first that is installed."""
    named = [os.environ["BRIEFING_BROWSER"]] if os.environ.get("BRIEFING_BROWSER") else [*BROWSERS, MACOS_BROWSER]
    return next((found for found in map(shutil.which, named) if found), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A running Chromium (playwright). Without one the test is skipped; it fails where one is required."""
    path = find_browser()
    if path is None:
        if os.environ.get("BRIEFING_REQUIRE_BROWSER"):
            pytest.fail("no Chromium: install one, or name it in BRIEFING_BROWSER")
        pytest.skip("no Chromium")
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path)
        yield running
        running.close()


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


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output folder of the sample, built by the command."""
    output = tmp_path_factory.mktemp("sample") / "output"
    archive = f'BRIEFING_ARCHIVE = "{output.parent.as_posix()}/archive.sqlite3"\n'
    settings = output.parent / "pelicanconf.py"
    settings.write_text(
        (PROJECT / "pelicanconf.py").read_text(encoding="utf-8") + archive + f'THEME = "{PROJECT}/themes/briefing"\n',
        encoding="utf-8",
    )
    command = [sys.executable, "-m", "briefing.cli", "build", "--quiet", "--day", "2025-05-01"]
    command += ["--settings", str(settings), "--content", str(PROJECT / "content"), "--output", str(output)]
    built = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    return output
