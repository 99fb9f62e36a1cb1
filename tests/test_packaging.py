"""What is handed out: a wheel and an sdist that hold what they should, and lock files that fit them."""

from __future__ import annotations

import json
import re
import runpy
import subprocess
import sys
import tarfile
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest

import briefing
from briefing.settings_file import Options, read_pelican_settings

PROJECT = Path(__file__).parent.parent
LOCKS = sorted((PROJECT / "requirements").glob("*.txt"))
NPM_LOCKS = sorted((PROJECT / "requirements").glob("*/package-lock.json"))


@pytest.fixture(scope="session")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the sdist."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "--directory", str(folder)]
    built = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    return folder


def wheel_of(dist: Path) -> Path:
    return dist / f"briefing-{briefing.__version__}-py3-none-any.whl"


def files_below(folder: str) -> set[str]:
    """What git would commit below `folder`, as paths inside it: no bytecode, nothing hidden."""
    root = PROJECT / folder
    return {
        path.relative_to(root).as_posix()
        for path in root.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and not path.name.startswith(".")
    }


def test_wheel_holds_the_package_and_the_theme_and_nothing_else(dist: Path) -> None:
    with zipfile.ZipFile(wheel_of(dist)) as wheel:
        names = {name for name in wheel.namelist() if ".dist-info/" not in name}
    assert names == {
        *(f"briefing/{path}" for path in files_below("briefing")),
        *(f"briefing/theme/{path}" for path in files_below("themes/briefing")),
    }
    assert {"briefing/data/states.yml", "briefing/theme/templates/edition.html"} <= names


def test_wheel_carries_the_licence(dist: Path) -> None:
    with zipfile.ZipFile(wheel_of(dist)) as wheel:
        names = wheel.namelist()
        metadata = next(wheel.read(name).decode() for name in names if name.endswith(".dist-info/METADATA"))
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert "License-Expression: AGPL-3.0-or-later" in metadata


def test_sdist_can_be_built_and_tested(dist: Path) -> None:
    with tarfile.open(dist / f"briefing-{briefing.__version__}.tar.gz") as sdist:
        names = {name.partition("/")[2] for name in sdist.getnames()}
    needed = {"Makefile", "LICENSE", "README.md", "CHANGELOG.md", "pelicanconf.py", "pyproject.toml", ".ci/run"}
    needed |= {"requirements/build.txt", "tests/conftest.py", "docs/index.md", "content/actors.yml"}
    assert needed - names == set()
    assert [name for name in names if re.search(r"__pycache__|\.pyc$|(^|/)(output|\.venv|\.briefing)(/|$)", name)] == []


@pytest.mark.slow
def test_wheel_builds_a_site_from_outside_the_checkout(dist: Path, project: Path, tmp_path: Path) -> None:
    """Installed from the wheel, the command works without the source tree, with the theme that the wheel carries."""
    place = tmp_path / "venv"
    # The libraries are those of the tests' own environment; Briefing is the wheel's.
    venv.create(place, with_pip=False)
    bin_folder = place / ("Scripts" if sys.platform == "win32" else "bin")
    site = Path(subprocess.check_output([bin_folder / "python", "-c", SITE_PACKAGES], text=True).strip())
    libraries = Path(pytest.__file__).parent.parent
    (site / "libraries.pth").write_text(f"{libraries}\n", encoding="utf-8")
    installer = [sys.executable, "-m", "pip", "--python", str(bin_folder / "python"), "install", "--quiet"]
    subprocess.run([*installer, "--no-deps", "--no-index", "--ignore-installed", str(wheel_of(dist))], check=True)

    where = [bin_folder / "python", "-c", "import briefing; print(briefing.__file__)"]
    assert Path(subprocess.check_output(where, cwd=tmp_path, text=True).strip()).is_relative_to(site)
    version = subprocess.check_output([bin_folder / "briefing", "--version"], text=True)
    assert briefing.__version__ in version

    settings = project / "pelicanconf.py"
    settings.write_text(
        settings.read_text(encoding="utf-8").replace('THEME = "themes/briefing"\n', ""), encoding="utf-8"
    )
    command = [bin_folder / "briefing", "build", "--quiet", "--day", "2025-05-01"]
    built = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    assert (project / "output" / "index.html").is_file()


def test_settings_extend_those_beside_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As they are now, whichever settings of that name the process has read before."""
    monkeypatch.setenv("SITEURL", "https://news.example")
    monkeypatch.setattr(sys, "path", list(sys.path))
    for name, title in (("one", "First"), ("two", "Second"), ("one", "First again")):
        folder = tmp_path / name
        (folder / "content").mkdir(parents=True, exist_ok=True)
        (folder / "pelicanconf.py").write_text(f"PATH = 'content'\nSITENAME = '{title}'\n", encoding="utf-8")
        (folder / "publishconf.py").write_bytes((PROJECT / "publishconf.py").read_bytes())
        assert read_pelican_settings(Options(settings=str(folder / "publishconf.py")))["SITENAME"] == title


def test_publishing_takes_the_address_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITEURL", "https://news.example/")
    settings = runpy.run_path(str(PROJECT / "publishconf.py"))
    assert settings["SITEURL"] == "https://news.example"
    assert settings["SITENAME"] == runpy.run_path(str(PROJECT / "pelicanconf.py"))["SITENAME"]
    monkeypatch.delenv("SITEURL")
    with pytest.raises(SystemExit, match="SITEURL is not set"):
        runpy.run_path(str(PROJECT / "publishconf.py"))


SITE_PACKAGES = "import sysconfig; print(sysconfig.get_path('purelib'))"


def test_there_is_one_version() -> None:
    headings = re.findall(r"^## \[?([^]\s]+)", (PROJECT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert headings[0] in ("Unreleased", briefing.__version__)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_lock_names_no_host_and_hashes_everything(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    assert re.findall(r"://|^\s*-{1,2}(?!-?hash)\S+|^.*[@/\\]\S*\.(?:whl|gz)", text, re.MULTILINE) == []
    entries = re.split(r"\n(?=\S)", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE).strip())
    assert entries
    for entry in entries:
        assert re.match(r"[a-z0-9-]+==[0-9a-z.]+", entry), entry
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", entry), entry


@pytest.mark.parametrize("lock", NPM_LOCKS, ids=lambda path: path.parent.name)
def test_npm_lock_names_no_host_and_hashes_everything(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    assert "://" not in text
    packages = {name: package for name, package in json.loads(text)["packages"].items() if name}
    assert packages
    assert [name for name, package in packages.items() if not package["integrity"].startswith("sha512-")] == []


def test_locks_agree_with_one_another() -> None:
    pins: dict[str, set[str]] = {}
    for lock in LOCKS:
        for line in lock.read_text(encoding="utf-8").splitlines():
            pin = re.match(r"([a-z0-9-]+)==([0-9a-z.]+)( ;[^\\]*)?", line)
            if pin:  # with a marker the same package may stand twice in one file
                pins.setdefault(pin[1] + (pin[3] or "").rstrip(), set()).add(pin[2])
    assert {name: versions for name, versions in pins.items() if len(versions) > 1} == {}


def test_lock_holds_every_dependency() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = {"build": project["project"]["dependencies"], **project["dependency-groups"]}
    assert {f"{group}.txt" for group in groups} == {lock.name for lock in LOCKS}
    for group, needed in groups.items():
        locked = (PROJECT / "requirements" / f"{group}.txt").read_text(encoding="utf-8")
        for requirement in needed:
            name = re.match(r"[A-Za-z0-9-]+", requirement)
            assert name is not None
            assert re.search(rf"^{name[0].lower()}==", locked, re.MULTILINE), f"{requirement}: run make lock"
