"""What is handed out: a wheel and an sdist that hold what they should, the same bytes each time, and what they bring.

The lock files fit them, and the list of what an installed Briefing consists of (SBOM) says what the lock files say.
"""

from __future__ import annotations

import base64
import csv
import hashlib
import importlib.metadata
import io
import json
import os
import re
import runpy
import shutil
import subprocess
import sys
import tarfile
import tomllib
import venv
import zipfile
from email import message_from_string
from email.message import Message
from pathlib import Path
from typing import Any

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packaging.licenses import canonicalize_license_expression
from packaging.requirements import Requirement

import briefing
from briefing.settings_file import Options, read_pelican_settings

pytestmark = pytest.mark.xdist_group("packaging")  # wheel and sdist are built once

PROJECT = Path(__file__).parent.parent
LOCKS = sorted((PROJECT / "requirements").glob("*.txt"))
NPM_LOCKS = sorted((PROJECT / "requirements").glob("*/package-lock.json"))
PYPROJECT = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
MOMENT = 1_700_000_000  # the SOURCE_DATE_EPOCH of these builds; even, as a zip knows every other second

# What the package is made of; a file of another kind is one that nobody meant to hand out.
KINDS = {".css", ".html", ".js", ".json", ".md", ".po", ".py", ".svg", ".ttf", ".yml"}
# What an sdist holds, by folder or file of the checkout. `PKG-INFO` and `.gitignore` are hatchling's own addition.
SOURCES = {".ci", ".github", "benchmarks", "briefing", "content", "docs", "requirements", "tests", "themes"}
SINGLE = {"CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "Makefile", "README.md", "SECURITY.md"}
SINGLE |= {"pelicanconf.py", "publishconf.py", "pyproject.toml"}
ADDED = {".gitignore", "PKG-INFO"}
PICTURES = {".png", ".ttf"}  # all else is text


def build(project: Path, folder: Path, **environment: str) -> Path:
    """The folder, with the wheel and the sdist that the pinned hatchling makes of `project`, without a network."""
    command = [sys.executable, "-m", "hatchling", "build", "--directory", str(folder)]
    built = subprocess.run(
        command,
        cwd=project,
        env={**os.environ, "SOURCE_DATE_EPOCH": str(MOMENT), **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stderr
    return folder


@pytest.fixture(scope="session")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the sdist."""
    return build(PROJECT, tmp_path_factory.mktemp("dist"))


def wheel_of(dist: Path) -> Path:
    return dist / f"briefing-{briefing.__version__}-py3-none-any.whl"


def sdist_of(dist: Path) -> Path:
    return dist / f"briefing-{briefing.__version__}.tar.gz"


def files_below(folder: str) -> set[str]:
    """What git would commit below `folder`, as paths inside it: no bytecode, nothing hidden."""
    root = PROJECT / folder
    found = (path.relative_to(root) for path in root.rglob("*") if path.is_file())
    return {path.as_posix() for path in found if not any(part.startswith((".", "__pycache__")) for part in path.parts)}


def is_safe(name: str) -> bool:
    """Whether unpacking a file of that name stays in the folder, on every system."""
    return not name.startswith("/") and not {"", ".", ".."} & set(name.split("/")) and not re.search(r"[\\:\0]", name)


def test_wheel_holds_the_package_and_the_theme_and_nothing_else(dist: Path) -> None:
    with zipfile.ZipFile(wheel_of(dist)) as wheel:
        names = {name for name in wheel.namelist() if ".dist-info/" not in name}
    assert names == {
        *(f"briefing/{path}" for path in files_below("briefing")),
        *(f"briefing/theme/{path}" for path in files_below("themes/briefing")),
    }
    assert {"briefing/data/states.yml", "briefing/theme/templates/edition.html"} <= names
    assert {name for name in names if Path(name).suffix not in KINDS} == {"briefing/site/pictures/fonts/LICENSE"}


def test_wheel_says_of_itself_what_is_in_it(dist: Path) -> None:
    about = f"briefing-{briefing.__version__}.dist-info"
    with zipfile.ZipFile(wheel_of(dist)) as wheel:
        members = {member.filename: wheel.read(member) for member in wheel.infolist()}
    parts = {name.removeprefix(f"{about}/") for name in members if name.startswith(about)}
    assert parts == {"METADATA", "WHEEL", "RECORD", "entry_points.txt", "licenses/LICENSE"}
    assert members[f"{about}/licenses/LICENSE"] == (PROJECT / "LICENSE").read_bytes()
    recorded = {row[0]: row[1:] for row in csv.reader(io.StringIO(members.pop(f"{about}/RECORD").decode()))}
    assert recorded.pop(f"{about}/RECORD") == ["", ""]
    assert recorded == {
        name: [f"sha256={base64.urlsafe_b64encode(hashlib.sha256(file).digest()).decode().rstrip('=')}", str(len(file))]
        for name, file in members.items()
    }


def test_wheel_runs_nothing_where_it_is_installed(dist: Path) -> None:
    """No .pth, which Python would run at each start, nothing outside its own folder, one command."""
    with zipfile.ZipFile(wheel_of(dist)) as wheel:
        names = wheel.namelist()
        about = wheel.read(next(name for name in names if name.endswith("/WHEEL"))).decode()
        entries = wheel.read(next(name for name in names if name.endswith("/entry_points.txt"))).decode()
    assert {name.partition("/")[0] for name in names} == {"briefing", f"briefing-{briefing.__version__}.dist-info"}
    assert "Root-Is-Purelib: true" in about
    assert "Tag: py3-none-any" in about
    assert entries.split("\n") == ["[console_scripts]", "briefing = briefing.cli:main", ""]


def test_building_runs_nothing_of_ours(dist: Path) -> None:
    """The build is what pyproject.toml says: no setup.py, no hook, no backend in the tree."""
    assert PYPROJECT["build-system"] == {"requires": ["hatchling>=1.27"], "build-backend": "hatchling.build"}
    assert "hooks" not in json.dumps(PYPROJECT["tool"]["hatch"])
    with tarfile.open(sdist_of(dist)) as sdist:
        names = {name.rpartition("/")[2] for name in sdist.getnames()}
    assert names & {"setup.py", "setup.cfg", "hatch_build.py", "hatch.toml", "MANIFEST.in", "sitecustomize.py"} == set()


def test_files_of_a_wheel_are_plain(dist: Path) -> None:
    with zipfile.ZipFile(wheel_of(dist)) as wheel:
        members = wheel.infolist()
    assert [member.filename for member in members if not is_safe(member.filename)] == []
    assert {member.external_attr >> 16 & ~0o100000 for member in members} == {0o644}, "neither links nor programs"
    assert len({member.filename.casefold() for member in members}) == len(members), "also where capitals are the same"
    assert {member.date_time for member in members} == {(2023, 11, 14, 22, 13, 20)}


def test_sdist_holds_what_the_checkout_holds_and_nothing_else(dist: Path) -> None:
    with tarfile.open(sdist_of(dist)) as sdist:
        names = {name.partition("/")[2] for name in sdist.getnames()}
    expected = {f"{folder}/{name}" for folder in SOURCES for name in files_below(folder)}
    assert names == expected | SINGLE | ADDED
    assert [name for name in names if re.search(r"__pycache__|\.pyc$|(^|/)(output|\.venv|\.briefing)(/|$)", name)] == []


def test_files_of_an_sdist_are_plain(dist: Path) -> None:
    with tarfile.open(sdist_of(dist)) as sdist:
        members = {member: sdist.extractfile(member) for member in sdist.getmembers()}
        assert [member.name for member, file in members.items() if not (member.isreg() and file)] == [], "no links"
        assert [member.name for member in members if not is_safe(member.name)] == []
        assert {member.partition("/")[0] for member in sdist.getnames()} == {f"briefing-{briefing.__version__}"}
        programs = {member.name.partition("/")[2] for member in members if member.mode != 0o644}
        assert programs == {".ci/run"}
        assert {member.mode for member in members} == {0o644, 0o755}
        owners = {(member.uid, member.gid, member.uname, member.gname, member.mtime) for member in members}
        assert owners == {(0, 0, "", "", MOMENT)}, "whoever built it, and when"
        texts = {
            member.name.partition("/")[2]: file.read()
            for member, file in members.items()
            if file and Path(member.name).suffix not in PICTURES
        }
    assert [name for name, text in texts.items() if b"\0" in text] == [], "a picture, or something that is no source"
    secret = re.compile(rb"-----BEGIN (?:RSA |EC |ENCRYPTED )?PRIVATE KEY-----\n")
    keys = {name.rpartition("/")[0] for name, text in texts.items() if secret.search(text)}
    assert keys <= {"tests/keys", "tests/certificates"}, "those of the tests, which open nothing"


def test_the_same_sources_give_the_same_bytes(dist: Path, tmp_path: Path) -> None:
    """From the sdist alone, elsewhere, with other stamps and rights, in another time zone, language and hash seed."""
    with tarfile.open(sdist_of(dist)) as sdist:
        sdist.extractall(tmp_path, filter="data")
    elsewhere = tmp_path / "Ein anderer Ordner"
    shutil.move(tmp_path / f"briefing-{briefing.__version__}", elsewhere)
    for number, path in enumerate(sorted(elsewhere.rglob("*"))):
        path.chmod(0o700 if path.is_dir() or path.stat().st_mode & 0o100 else 0o600)
        os.utime(path, (1_500_000_000 + number, 1_500_000_000 + number))
    again = build(elsewhere, tmp_path / "again", TZ="Pacific/Kiritimati", LC_ALL="C", PYTHONHASHSEED="7")
    for one, other in ((wheel_of(dist), wheel_of(again)), (sdist_of(dist), sdist_of(again))):
        assert one.read_bytes() == other.read_bytes(), one.name


def metadata_of(dist: Path) -> Message:
    with zipfile.ZipFile(wheel_of(dist)) as wheel:
        name = next(name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
        return message_from_string(wheel.read(name).decode())


def test_metadata_is_whole(dist: Path) -> None:
    found, project = metadata_of(dist), PYPROJECT["project"]
    assert found["Name"] == "briefing"
    assert found["Version"] == briefing.__version__
    assert found["License-Expression"] == "AGPL-3.0-or-later"
    assert found["License-File"] == "LICENSE"
    assert found["Requires-Python"] == project["requires-python"]
    assert found["Summary"] == project["description"]
    assert found["Description-Content-Type"] == "text/markdown"
    assert found.get_payload() == (PROJECT / "README.md").read_text(encoding="utf-8")
    assert found.get_all("Classifier") == project["classifiers"]
    needed = {str(Requirement(line)) for line in found.get_all("Requires-Dist")}
    extras = project["optional-dependencies"]
    assert needed == {
        *(str(Requirement(line)) for line in project["dependencies"]),
        *(str(Requirement(f'{line}; extra == "{name}"')) for name, lines in extras.items() for line in lines),
    }
    assert set(found.get_all("Provides-Extra")) == set(extras)


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


def pinned(lock: Path) -> dict[tuple[str, str], tuple[str, set[str]]]:
    """What a lock file pins: by name and version the marker and the hashes."""
    found: dict[tuple[str, str], tuple[str, set[str]]] = {}
    for line in lock.read_text(encoding="utf-8").splitlines():
        if pin := re.match(r"([a-z0-9-]+)==(\S+)(?: ; (.+?))? \\$", line):
            last = found[pin[1], pin[2]] = (pin[3] or "", set())
        elif digest := re.match(r"    --hash=sha256:(\w{64})( \\)?$", line):
            last[1].add(digest[1])
    return found


def test_only_named_packages_run_a_program_where_they_are_installed() -> None:
    """Those that come as source only, so as one file: what the Makefile lets pip build. All else has to be a wheel."""
    makefile = (PROJECT / "Makefile").read_text(encoding="utf-8")
    named = re.search(r"^FROM_SOURCE := (.+)$", makefile, re.MULTILINE)
    assert named
    single = {name for lock in LOCKS for (name, _), (_, hashes) in pinned(lock).items() if len(hashes) == 1}
    assert set(named[1].split(",")) == single
    install = re.search(r"^INSTALL := (.+)$", makefile, re.MULTILINE)
    assert install
    for option in ("--require-hashes", "--no-build-isolation", "--only-binary :all:", "--no-binary '$(FROM_SOURCE)'"):
        assert option in install[1]
    # Without hashes nothing is installed but Briefing itself; from npm nothing runs.
    assert re.findall(r"\$\(PIP\) install(?! --quiet --require-hashes).*", makefile) == [
        "$(PIP) install --quiet --no-deps --no-build-isolation --editable ."
    ]
    assert len(re.findall(r"npm (?:ci|install)(?:(?!&&)[^#])*?--ignore-scripts", makefile)) == 2
    assert len(re.findall(r"npm (?:ci|install)\b", makefile)) == 2


def test_without_make_the_same_is_installed_as_with_it() -> None:
    """pip, left alone, fetches what builds a package (hatchling, setuptools) without a hash, and runs it."""
    makefile, readme = ((PROJECT / name).read_text(encoding="utf-8") for name in ("Makefile", "README.md"))
    named = re.search(r"^FROM_SOURCE := (.+)$", makefile, re.MULTILINE)
    assert named
    locked = "--require-hashes --no-build-isolation --only-binary :all: --no-binary"
    assert re.findall(r"pip install (.+)", readme.replace("\\\n    ", "")) == [
        "--require-hashes --only-binary :all: -r requirements/setup.txt",
        f"{locked} {named[1]} -r requirements/build.txt -r requirements/test.txt",
        "--no-deps --no-build-isolation .",
    ]
    builds = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["build-system"]["requires"]
    setup = {name for name, _ in pinned(PROJECT / "requirements/setup.txt")}
    assert {re.split(r"[<>=!~ ]", each)[0] for each in builds} <= setup


LICENCES = tomllib.loads((PROJECT / "requirements/licences.toml").read_text(encoding="utf-8"))
# What classifiers of PyPI can mean.
CLASSIFIED = {
    "Apache Software License": {"Apache-2.0"},
    "BSD License": {"BSD-2-Clause", "BSD-3-Clause"},
    "MIT License": {"MIT"},
    "Mozilla Public License 2.0 (MPL 2.0)": {"MPL-2.0"},
    "Python Software Foundation License": {"PSF-2.0"},
    "The Unlicense (Unlicense)": {"Unlicense"},
    "GNU Affero General Public License v3 or later (AGPLv3+)": {"AGPL-3.0-or-later"},
    "GNU General Public License v2 or later (GPLv2+)": {"GPL-2.0-or-later"},
}


def test_the_licence_of_every_package_is_known_and_was_looked_at() -> None:
    packages = {name for name, _ in pinned(PROJECT / "requirements/build.txt")}
    assert LICENCES["packages"].keys() == packages
    for name, said in [*LICENCES["packages"].items(), *LICENCES["inside"].items()]:
        assert canonicalize_license_expression(said) == said, name
        assert set(said.split(" AND ")) <= set(LICENCES["permitted"]), name


@pytest.mark.parametrize("name", sorted(LICENCES["packages"]))
def test_a_package_says_what_is_listed_as_its_licence(name: str) -> None:
    try:
        found = importlib.metadata.metadata(name)
    except importlib.metadata.PackageNotFoundError:
        assert name in {"colorama", "pagefind", "pagefind-bin"}, "not here: of another system, or of an extra"
        return
    said = LICENCES["packages"][name]
    # Not by [], which another library that reads metadata warns of, once it is loaded.
    if expression := found.get("License-Expression"):
        assert said in (expression, *expression.split(" OR "))
    elif known := [
        CLASSIFIED[last]
        for line in found.get_all("Classifier") or ()
        if line.startswith("License ::") and (last := line.rpartition(" :: ")[2]) in CLASSIFIED
    ]:
        assert set(said.split(" AND ")) & set().union(*known)


def list_parts(**environment: str) -> bytes:
    """What Briefing consists of, as `make sbom` writes it."""
    command = [sys.executable, str(PROJECT / "requirements/sbom.py")]
    return subprocess.run(command, env={**os.environ, **environment}, capture_output=True, check=True).stdout


@pytest.fixture(scope="session")
def printed() -> bytes:
    return list_parts(SOURCE_DATE_EPOCH=str(MOMENT), PYTHONHASHSEED="1")


@pytest.fixture(scope="session")
def parts(printed: bytes) -> Any:
    return json.loads(printed)


def test_the_list_of_parts_is_what_the_lock_pins(parts: Any) -> None:
    listed = {}
    for part in parts["components"]:
        if part["type"] == "library":
            (files,) = part["externalReferences"]
            properties = {each["name"]: each["value"] for each in part.get("properties", ())}
            hashes = {each["content"] for each in files["hashes"]}
            assert {each["alg"] for each in files["hashes"]} == {"SHA-256"}
            assert part["purl"] == part["bom-ref"] == f"pkg:pypi/{part['name']}@{part['version']}"
            listed[part["name"], part["version"]] = (properties.get("python:marker", ""), hashes)
    assert listed == pinned(PROJECT / "requirements/build.txt")
    libraries = [part for part in parts["components"] if part["type"] == "library"]
    assert {part["name"]: part["licenses"][0]["expression"] for part in libraries} == LICENCES["packages"]
    assert {part["name"] for part in libraries if part["scope"] == "optional"} == {"pagefind", "pagefind-bin"}


def test_the_list_of_parts_names_the_fonts_in_the_wheel(parts: Any, dist: Path) -> None:
    with zipfile.ZipFile(wheel_of(dist)) as wheel:
        fonts = {name: hashlib.sha256(wheel.read(name)).hexdigest() for name in wheel.namelist() if ".ttf" in name}
    listed = {part["name"]: part["hashes"][0]["content"] for part in parts["components"] if part["type"] == "file"}
    assert listed == fonts


def test_the_list_of_parts_says_what_needs_what(parts: Any) -> None:
    needs = {each["ref"]: set(each.get("dependsOn", ())) for each in parts["dependencies"]}
    root = parts["metadata"]["component"]["bom-ref"]
    assert root == f"pkg:pypi/briefing@{briefing.__version__}"
    direct = {re.sub(r"^pkg:pypi/|@.+$", "", ref) for ref in needs[root]} - set(LICENCES["inside"])
    project = PYPROJECT["project"]
    lines = [*project["dependencies"], *project["optional-dependencies"]["search"]]
    assert direct == {Requirement(line).name for line in lines}
    reached, waiting = set(), [root]
    while waiting:
        if (ref := waiting.pop()) not in reached:
            reached.add(ref)
            waiting += needs[ref]
    assert reached == {root, *(part["bom-ref"] for part in parts["components"])}, "nothing is listed that nothing needs"


def test_the_list_of_parts_is_valid_and_the_same_each_time(printed: bytes, parts: Any) -> None:
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(printed.decode()) is None
    assert parts["metadata"]["timestamp"] == "2023-11-14T22:13:20+00:00"
    assert list_parts(SOURCE_DATE_EPOCH=str(MOMENT), PYTHONHASHSEED="2", TZ="Pacific/Kiritimati") == printed
    later = json.loads(list_parts(SOURCE_DATE_EPOCH=str(MOMENT + 2)))
    assert later["serialNumber"] != parts["serialNumber"]
