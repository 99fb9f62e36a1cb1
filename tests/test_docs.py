"""The documentation is complete, its links lead somewhere, and its examples run."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import typing
from pathlib import Path

import click
import pytest
import yaml
from views_reference import PAGE as VIEWS
from views_reference import write_reference

from briefing import published, registry
from briefing.cli import main
from briefing.explaining import Explanation
from briefing.fetching.accounts import Ledger
from briefing.reading import KEYS
from briefing.releases.listing import Listing
from briefing.settings import DEFAULTS, SUMMARIZERS
from briefing.site.exports import tables

PROJECT = Path(__file__).parent.parent
DOCS = PROJECT / "docs"
PAGES = [*(PROJECT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md")), *sorted(DOCS.rglob("*.md"))]

# Examples that are shown and not run, and what tests them instead.
NOT_RUN = {
    "make": "runs this very test",
    "git": "is the reader's own repository",
    "python": "makes an environment: test_packaging.py installs the wheel",
    ".venv": "as above",
    ".": "the tests run with the environment's commands in PATH",
    "pip": "as above",
    "briefing build --scheduler": "needs a cluster: test_cluster.py",
    "dask": "as above",
    "export": "as above",
    "briefing fetch": "needs feeds: test_fetch_cli.py",
    "briefing serve": "does not end: test_serving.py",
    ".ci/run": "runs this very test",
    "open": "needs a desktop",
    "briefing add https://lindhamncourier.example/news/ferry-skarholm": "asks the web: test_imports.py",
}


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def sections(path: Path, level: int) -> dict[str, str]:
    """The text below each heading of that level, by heading."""
    parts = re.split(rf"^{'#' * level} (.+)$", read(path), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def first_column(section: str) -> list[str]:
    """The names in backticks that open the rows of the section's tables."""
    return [
        name for row in re.findall(r"^\| (`.*?) \|", section, re.MULTILINE) for name in re.findall(r"`([^`]+)`", row)
    ]


# -- completeness ------------------------------------------------------------------------------------------------------


def test_every_setting_is_documented_with_its_default() -> None:
    documented = {name.strip("`"): text for name, text in sections(DOCS / "reference/settings.md", 3).items()}
    assert sorted(documented) == sorted(DEFAULTS)
    for name, default in DEFAULTS.items():
        stated = re.match(r"\s*Default: `(.+?)`", documented[name])
        assert stated, name
        assert yaml.safe_load(stated[1].replace("_", "")) == yaml.safe_load(str(default).replace("_", "")) or (
            stated[1].strip('"') == default
        ), name


def test_every_summarizer_is_documented() -> None:
    text = sections(DOCS / "reference/settings.md", 3)["`BRIEFING_SUMMARIZER`"]
    assert set(re.findall(r'`"(\w+)"`', text)) == set(SUMMARIZERS)


def commands(group: click.Command = main, before: str = "") -> dict[str, click.Command]:
    """All commands by their names, those of a group after its own: "mail send"."""
    assert isinstance(group, click.Group)
    found: dict[str, click.Command] = {}
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            found |= commands(command, f"{before}{name} ")
        elif not command.hidden:
            found[f"{before}{name}"] = command
    return found


def test_every_command_is_documented() -> None:
    documented = sections(DOCS / "reference/commands.md", 2)
    assert sorted(name.removeprefix("briefing ") for name in documented if name.startswith("briefing ")) == sorted(
        commands()
    )
    readme = read(PROJECT / "README.md")
    for name in commands():
        assert f"`briefing {name.partition(' ')[0]}" in readme


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_option_is_documented(name: str) -> None:
    text = sections(DOCS / "reference/commands.md", 2)[f"briefing {name}"]
    documented = {word for cell in first_column(text) for word in re.findall(r"--[a-z-]+", cell)}
    options = {
        option
        for parameter in commands()[name].params
        if isinstance(parameter, click.Option) and not parameter.hidden
        for option in (*parameter.opts, *parameter.secondary_opts)
        if option.startswith("--") and option != "--help"
    }
    assert documented == options
    for parameter in commands()[name].params:
        if isinstance(parameter, click.Argument):
            assert parameter.make_metavar(click.Context(commands()[name])).strip("[].…") in text


def test_every_front_matter_field_is_documented() -> None:
    documented = first_column(read(DOCS / "reference/front-matter.md"))
    assert sorted(name.lower() for name in documented) == sorted(KEYS)


def test_every_registry_field_is_documented() -> None:
    files = sections(DOCS / "reference/registries.md", 2)
    actor, *parts = re.split(r"^### .+$", files["actors.yml"], flags=re.MULTILINE)
    documented = [first_column(text) for text in (actor, *parts[:2], files["events.yml"], files["sources.yml"])]
    fields = [registry._ACTOR, registry._OFFICE, registry._IN_LANGUAGE, registry._EVENT, registry._SOURCE]
    assert [sorted(names) for names in documented] == [sorted(names) for names in fields]


def structs_below(root: type) -> dict[str, list[str]]:
    """The fields of `root` and of every struct that it holds, by class."""
    found: dict[str, list[str]] = {}

    def walk(kind: typing.Any) -> None:
        if hasattr(kind, "__struct_fields__") and kind.__name__ not in found:
            found[kind.__name__] = list(kind.__struct_fields__)
            for inner in typing.get_type_hints(kind).values():
                walk(inner)
        for inner in typing.get_args(kind):
            walk(inner)

    walk(root)
    return found


def test_every_json_field_is_documented() -> None:
    expected = structs_below(published.Edition) | structs_below(Explanation) | structs_below(Listing)
    expected |= structs_below(Ledger)
    documented = {name: first_column(text) for name, text in sections(DOCS / "reference/json.md", 3).items()}
    assert {name: sorted(fields) for name, fields in documented.items()} == {
        name: sorted(fields) for name, fields in expected.items()
    }


def test_every_column_and_every_field_of_feeds_is_documented() -> None:
    text = sections(DOCS / "reference/feeds-and-tables.md", 3)
    shared = set(first_column(text["Every table"]))
    assert shared == {*tables.SOURCE_COLUMNS, *tables.PLACE_COLUMNS}
    for name, columns in (("Quotes", tables.QUOTE_COLUMNS), ("Figures", tables.FIGURE_COLUMNS)):
        assert set(first_column(text[name].partition("\n## ")[0])) == set(columns) - shared
    passage = {"article", "paragraph", "sentence", "start", "end", "text", "source", "url"}
    assert set(first_column(text["`_briefing`"].partition("\n## ")[0])) == passage


def test_every_view_is_documented() -> None:
    assert read(VIEWS) == write_reference(), "python tests/views_reference.py writes it anew"


# -- links -------------------------------------------------------------------------------------------------------------


def anchors(path: Path) -> set[str]:
    """The fragments that GitHub gives to a page's headings."""
    headings = re.findall(r"^#+ (.+)$", without_code(read(path)), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def without_code(text: str) -> str:
    return re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(PROJECT)))
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", without_code(read(page))):
        if "://" in target or target.startswith("mailto:"):
            continue
        path, _, fragment = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        assert file.exists(), target
        if fragment:
            assert fragment in anchors(file), target


def test_index_leads_to_every_page() -> None:
    linked = {(DOCS / target).resolve() for target in re.findall(r"\]\(([^)#\s]+)\)", read(DOCS / "index.md"))}
    assert {page for page in DOCS.rglob("*.md") if page.name != "index.md"} <= linked


# -- examples ----------------------------------------------------------------------------------------------------------

_BLOCK = re.compile(
    r"^```(?P<language>\w+)(?: title=\"(?P<file>[^\"]+)\"(?P<append> append)?)?\n(?P<body>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)


def run(command: str, folder: Path) -> tuple[str, Path]:
    """Run a line as the reader would type it; return what it prints and the folder it leaves the reader in."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "NO_COLOR": "1", "COLUMNS": "120"}
    # Warnings of the analysis are for the tests of the analysis; a user does not turn them into errors.
    environment.pop("PYTHONWARNINGS", None)
    done = subprocess.run(
        ["bash", "-c", f"{command} 2>&1; code=$?; echo; pwd; exit $code"],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    printed, _, place = done.stdout.rstrip("\n").rpartition("\n")
    return f"{printed}\n[exit {done.returncode}]" if done.returncode else printed, Path(place)


def check_output(command: str, expected: list[str], printed: str) -> None:
    """Each expected line stands in the output, in order; "…" stands for anything and spaces count once."""
    at = 0
    flat = " ".join(printed.split())
    for line in filter(None, map(str.strip, expected)):
        pattern = r".*?".join(re.escape(" ".join(part.split())) for part in line.split("…"))
        match = re.compile(pattern, re.DOTALL).search(flat, at)
        assert match, f"$ {command}\nexpected: {line}\nprinted:\n{printed}"
        at = match.end()
    if not any("[exit" in line for line in expected):
        assert "[exit " not in printed, f"$ {command}\n{printed}"


def is_run(command: str) -> bool:
    return not any(command == shown or command.startswith(f"{shown} ") for shown in NOT_RUN) and (
        not command.startswith((".venv", "SITEURL="))
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    "page", [page for page in PAGES if "```console" in read(page)], ids=lambda page: str(page.relative_to(PROJECT))
)
def test_examples_run(page: Path, built_project: Path) -> None:
    """A page's examples run one after another, in a copy of the project; files with a title are written first."""
    folder = built_project
    if read(page).startswith("<!-- examples start in: an empty folder -->"):
        folder = built_project.parent / "empty"
        folder.mkdir()
    for block in _BLOCK.finditer(read(page)):
        if block["file"]:
            file = folder / block["file"]
            file.parent.mkdir(parents=True, exist_ok=True)
            before = read(file) if block["append"] else ""
            file.write_text(before + block["body"], encoding="utf-8")
        elif block["language"] == "console":
            for part in re.split(r"^\$ ", block["body"], flags=re.MULTILINE)[1:]:
                command, *expected = part.rstrip("\n").split("\n")
                if is_run(command):
                    printed, folder = run(command, folder)
                    check_output(command, expected, printed)


def test_output_is_compared() -> None:
    """The comparison can fail."""
    check_output("x", ["two  words … end"], "some two words and the\nend")
    with pytest.raises(AssertionError):
        check_output("x", ["three"], "one\ntwo")
    with pytest.raises(AssertionError):
        check_output("x", [], "broke\n[exit 1]")


def test_bash_is_there() -> None:
    assert shutil.which("bash"), "the examples are run with bash"
