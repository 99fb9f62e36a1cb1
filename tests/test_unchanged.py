"""A build that finds nothing to do: asked before Pelican is loaded, answered only where a build would say the same."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from array import array
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from briefing import gathering, unchanged
from briefing.building import build
from briefing.cli import main
from briefing.folder import File, take_file
from briefing.model import Note
from briefing.searching import make_search
from briefing.settings import Settings, check_settings, theme_folder
from briefing.settings_file import Options, evaluate_settings, read_pelican_settings, settle_settings
from briefing.stamps import Pages, stand_as_left
from briefing.unchanged import Account, Question, ask

SETTINGS = """
import os, sys
sys.path.append(os.path.dirname(__file__))
from house import NAME
SITENAME = NAME
SITEURL = os.environ.get("SITEURL", "")
PATH = "content"
THEME = "theme"
BRIEFING_LOGO = "logo.svg"
BRIEFING_DAY = "2025-03-20"
BRIEFING_WORKERS = 1
"""
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10"><rect width="20" height="10"/></svg>\n'
QUAY = "Title: Quay wall\nDate: 2025-03-14\n\nThe quay wall at Malmford gave way on Friday, the port office said.\n"
CRANE = "Title: Crane\nDate: 2025-03-15\n\nA crane fell into the basin at Malmford on Saturday, the port office said.\n"
ACTORS = "- {id: jane-oldcastle, name: Jane Oldcastle, kind: person}\n"


class Room:
    """A folder with settings, articles and a theme, and who builds it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        shutil.copytree(theme_folder(), root / "theme")
        for name, text in {
            "pelicanconf.py": SETTINGS,
            "house.py": 'NAME = "The Morning"\n',
            "logo.svg": LOGO,
            "content/quay.md": QUAY,
            "content/2025/crane.md": CRANE,
            "content/broken.md": "no front matter",
            "content/actors.yml": ACTORS,
            "content/images/map.svg": LOGO,
            "content/images/.rights": "ours",
        }.items():
            self.write(name, text)
        (root / "content/linked.md").symlink_to(".kept/article.md")
        self.write("content/.kept/article.md", CRANE.replace("Crane", "Linked"))

    def write(self, name: str, text: str) -> None:
        """Put a file there that is not of the moment, as an editor's is not when a build begins."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        self.touch(name)

    def touch(self, name: str) -> None:
        self.clock = getattr(self, "clock", 1_700_000_000) + 1
        os.utime(self.root / name, (self.clock, self.clock))

    def append(self, name: str, text: str) -> None:
        self.write(name, (self.root / name).read_text(encoding="utf-8") + text)

    def replace(self, name: str, old: str, new: str) -> None:
        before = (self.root / name).read_text(encoding="utf-8")
        assert old in before
        self.write(name, before.replace(old, new))

    def remember(self) -> dict[Path, tuple[bytes, int]]:
        """All files, and when they were changed."""
        files = (path for path in self.root.rglob("*") if path.is_file() and not path.is_symlink())
        return {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in files}

    def restore(self, before: dict[Path, tuple[bytes, int]]) -> None:
        now = self.remember()
        for path in now.keys() - before.keys():
            path.unlink()
        for path, (raw, mtime) in before.items():
            if now.get(path) != (raw, mtime):
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(raw)
                os.utime(path, ns=(mtime, mtime))
        for folder in sorted((path for path in self.root.rglob("*") if path.is_dir()), reverse=True):
            if not any(folder.iterdir()):
                folder.rmdir()

    @property
    def archive(self) -> Path:
        return self.root / ".briefing/archive.sqlite3"

    @property
    def record(self) -> Path:
        return self.root / ".briefing/archive.sqlite3.unchanged"

    def build(self, *options: str) -> Result:
        result = CliRunner().invoke(main, ["build", *options])
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    def answer(self, **options: str) -> Account | None:
        question = ask(Options(**options))
        return question.answer() if question else None


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Room:
    return Room(tmp_path_factory.mktemp("room"))


@pytest.fixture
def room(built: Room, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    """A room whose last build went well."""
    monkeypatch.chdir(built.root)
    for name in ("SITEURL", "SOURCE_DATE_EPOCH"):
        monkeypatch.delenv(name, raising=False)
    if built.answer() is None:
        result = built.build("--quiet")
        assert result.exit_code == 0, result.output
    assert built.answer() is not None
    yield built
    sys.modules.pop("pelicanconf", None)


def test_a_file_that_could_not_be_read_for_a_moment_is_read_by_the_next_build(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Though everything then looks as it did before: a share that was away, say."""
    before = room.remember()
    room.append("content/quay.md", "\nThe port was closed.\n")

    def take(content: str, id_: str, most: int) -> File:
        if id_ == "quay.md":
            return File(id_, -1, -1, b"", Note(id_, 0, "The file cannot be read.", "", "failed"))
        return take_file(content, id_, most)

    with monkeypatch.context() as patch:
        patch.setattr(gathering, "take_file", take)
        assert "quay.md: The file cannot be read." in room.build().output
    assert room.answer() is None
    assert "1 read anew" in room.build().output
    assert "The port was closed." in (room.root / "output/articles/quay.html").read_text(encoding="utf-8")
    room.restore(before)


def rename(room: Room, old: str, new: str) -> None:
    (room.root / old).rename(room.root / new)


def edit_unseen(room: Room, name: str) -> None:
    """As a tool does that gives all files one time, so that only the system knows that it was written."""
    path = room.root / name
    raw, stat = path.read_bytes(), path.stat()
    place = raw.rindex(b"a")
    path.write_bytes(raw[:place] + b"o" + raw[place + 1 :])
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))


CHANGES: dict[str, Callable[[Room], object]] = {
    "an article is edited": lambda room: room.append("content/quay.md", "\nMore.\n"),
    "an article is edited, of the same size": lambda room: room.replace("content/quay.md", "Friday", "Monday"),
    "an article is edited, of the same mtime": lambda room: (
        stat := (room.root / "content/quay.md").stat(),
        room.append("content/quay.md", "\nMore.\n"),
        os.utime(room.root / "content/quay.md", ns=(stat.st_atime_ns, stat.st_mtime_ns)),
    ),
    "an article is edited, of the same size and mtime": lambda room: edit_unseen(room, "content/quay.md"),
    "a template is edited, of the same size and mtime": lambda room: edit_unseen(room, "theme/templates/base.html"),
    "an article comes": lambda room: room.write("content/2025/ferry.md", CRANE.replace("Crane", "Ferry")),
    "an article goes": lambda room: (room.root / "content/2025/crane.md").unlink(),
    "an article is renamed": lambda room: rename(room, "content/quay.md", "content/wall.md"),
    "an article moves to another folder": lambda room: rename(room, "content/2025", "content/2026"),
    "what an article is a link to is edited": lambda room: room.append("content/.kept/article.md", "\nMore.\n"),
    "a registry is edited": lambda room: room.append("content/actors.yml", "- {id: x, name: X Y, kind: person}\n"),
    "a registry comes": lambda room: room.write("content/events.yml", "- {id: e, title: E, phrases: {crane: 3}}\n"),
    "an empty folder comes": lambda room: (room.root / "content/new").mkdir(),
    "a picture is edited": lambda room: room.append("content/images/map.svg", "\n"),
    "a file that begins with a dot is edited": lambda room: room.append("content/images/.rights", ", all"),
    "a copied picture is edited": lambda room: room.append("output/images/map.svg", "\n"),
    "a copied picture is deleted": lambda room: (room.root / "output/images/map.svg").unlink(),
    "a setting changes": lambda room: room.append("pelicanconf.py", 'BRIEFING_NOTICE = "A test."\n'),
    "a setting changes that another file says": lambda room: room.replace("house.py", "Morning", "Evening"),
    "a template changes": lambda room: room.append("theme/templates/base.html", "<!-- x -->\n"),
    "a template comes": lambda room: room.write("theme/templates/more.html", "x"),
    "the logo changes": lambda room: room.append("logo.svg", "\n"),
    "a page is edited": lambda room: room.append("output/index.html", "x"),
    "a page is edited, of the same size": lambda room: room.replace("output/index.html", "<body", "<BODY"),
    "a page is deleted": lambda room: (room.root / "output/articles/quay.html").unlink(),
    "the output is deleted": lambda room: shutil.rmtree(room.root / "output"),
    "the archive is deleted": lambda room: room.archive.unlink(),
    "the archive is another": lambda room: (
        shutil.copy2(room.archive, room.root / "copy"),
        os.replace(room.root / "copy", room.archive),
    ),
    "the record is deleted": lambda room: room.record.unlink(),
}
# After these other numbers or notes are told.
TOLD = ("an article comes", "an article goes", "a registry comes", "the output is deleted")


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_left_to_the_build(room: Room, change: str) -> None:
    before = room.remember()
    CHANGES[change](room)
    assert room.answer() is None
    room.restore(before)
    if "archive" not in change:  # a file that is put back is another file
        if room.answer() is None:  # to the system a file of the editor's as well, as its ctime tells
            assert ", 0 read anew; " in room.build().stdout
        assert room.answer() is not None, "all is as it was"


@pytest.mark.parametrize(
    "change", [*TOLD, "an article is edited, of the same size and mtime", "a copied picture is deleted"]
)
def test_a_build_leaves_the_state_of_things(room: Room, change: str) -> None:
    CHANGES[change](room)
    assert room.build("--quiet").exit_code == 0
    after = room.answer()
    assert after is not None
    room.record.unlink()
    room.build("--quiet")
    assert room.answer() == after, "the build that did it and one that finds nothing to do leave the same words"


def test_a_build_that_warned_is_not_taken_for_one_that_did_not(room: Room) -> None:
    room.archive.unlink()
    stranger = room.root / "output/articles/stranger.html"
    stranger.write_text("nobody's", encoding="utf-8")
    assert "of which the archive knows nothing: articles/stranger.html." in room.build().stderr
    assert room.answer() is None
    assert "of which the archive knows nothing" not in room.build().stderr
    assert room.answer() is not None
    stranger.unlink()


@pytest.mark.parametrize("how", ["lost", "its head lost", "another version"])
def test_pages_that_went_while_the_archive_was_lost_are_taken_away(room: Room, how: str) -> None:
    """The record of the last build says which there were; also if the next one was killed before it came to that."""
    before = room.remember()
    pages = {path: path.read_bytes() for path in (room.root / "output").rglob("*") if path.is_file()}
    (room.root / "content/quay.md").unlink()
    (room.root / "output/articles/mine.html").write_text("an editor's", encoding="utf-8")
    if how == "another version":
        with sqlite3.connect(room.archive) as db:
            db.execute("pragma user_version = 1")
        db.close()
    elif how == "lost":
        room.archive.unlink()
    else:
        room.archive.write_bytes(bytes(100) + room.archive.read_bytes()[100:])
    options = Options()
    question = ask(options)
    assert question is not None
    assert question.answer() is None
    question.look(check_settings(settle_settings(question.values, options) or read_pelican_settings(options)))
    assert not room.record.exists(), "a build that is killed here answers nothing"
    done = room.build()
    assert done.exit_code == 0
    assert not (room.root / "output/articles/quay.html").exists()
    assert (room.root / "output/articles/mine.html").exists()
    assert (room.root / "output/images/map.svg").exists(), "which Pelican put there"
    assert ("knows nothing" in done.stderr) == ("articles/mine.html" in done.stderr)
    (room.root / "output/articles/mine.html").unlink()
    room.write("content/quay.md", before[room.root / "content/quay.md"][0].decode())
    assert room.build().exit_code == 0
    assert {path: path.read_bytes() for path in (room.root / "output").rglob("*") if path.is_file()} == pages
    room.restore(before)


@pytest.mark.parametrize(
    "harmless",
    [
        lambda room: room.write("output/CNAME", "news.example"),
        lambda room: room.write("README.md", "Ours."),
        lambda room: room.build("--strict"),
        lambda room: room.touch("content"),
    ],
    ids=["a foreign file in the output", "a file beside the settings", "the same with --strict", "a folder's mtime"],
)
def test_what_no_build_looks_at_changes_nothing(room: Room, harmless: Callable[[Room], object]) -> None:
    harmless(room)
    assert room.answer() is not None


@pytest.mark.parametrize(
    ("name", "value"), [("SITEURL", "https://news.example"), ("BRIEFING_MAIL_FROM", "a@b.example"), ("LC_ALL", "C")]
)
def test_the_environment_is_a_part_of_the_question(
    room: Room, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    assert room.answer() is None


def test_the_password_does_not_show_in_the_record(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRIEFING_MAIL_PASSWORD", "one")
    room.build()
    monkeypatch.setenv("BRIEFING_MAIL_PASSWORD", "another")
    assert room.answer() is not None


def test_the_command_line_is_a_part_of_the_question(room: Room, tmp_path: Path) -> None:
    assert room.answer(day="2025-03-14") is None
    assert room.answer(output=str(tmp_path)) is None
    assert room.answer(content=str(room.root / "content/2025")) is None
    assert room.answer(settings="none.py") is None


def test_without_a_day_tomorrow_is_another_day(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    room.replace("pelicanconf.py", 'BRIEFING_DAY = "2025-03-20"', "")
    room.build()
    assert room.answer() is not None
    with monkeypatch.context() as patch:
        patch.setattr(unchanged, "_today", lambda zone: "2999-01-01")
        assert room.answer() is None
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1742428800")
    assert room.answer() is None
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    room.write("pelicanconf.py", SETTINGS)


def test_changed_code_is_found(room: Room, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    package = tmp_path / "briefing"
    package.mkdir()
    (package / "unchanged.py").write_text("")
    monkeypatch.setattr(unchanged, "__file__", str(package / "unchanged.py"))
    assert room.answer() is None
    room.build("--quiet")
    assert room.answer() is not None
    (package / "unchanged.py").write_text("x = 1")
    assert room.answer() is None
    site = tmp_path / "site-packages"
    site.mkdir()
    room.build("--quiet")
    monkeypatch.syspath_prepend(str(site))
    assert room.answer() is None, "what is installed there could be imported by the settings"
    room.build("--quiet")
    assert room.answer() is not None
    (site / "another").mkdir()
    assert room.answer() is None


@pytest.mark.parametrize(
    "more",
    [
        'PLUGINS = ["briefing", "sitemap"]',
        'JINJA_FILTERS = {"up": str.upper}',
        "class NAMES: pass",
        "DELETE_OUTPUT_DIRECTORY = True",
        'TEMPLATE_PAGES = {"a.html": "b.html"}',
        'STATIC_PATHS = ["../pictures"]',
        'THEME = "notmyidea"',
        'print("hello")',
        "1 / 0",
        "raise SystemExit",
    ],
)
def test_what_cannot_be_known_has_no_answer(room: Room, more: str) -> None:
    room.write("pelicanconf.py", f"{SETTINGS}{more}\n")
    try:
        assert ask(Options()) is None
    finally:
        room.write("pelicanconf.py", SETTINGS)


def test_what_changes_while_a_build_runs_is_found_by_the_next(room: Room) -> None:
    for change in ("content/quay.md", "theme/templates/base.html", "output/index.html"):
        account = room.answer()
        question = ask(Options())
        assert account is not None
        assert question is not None
        settings = check_settings(read_pelican_settings(Options()))
        question.look(settings)
        assert not room.record.exists()
        build(settings)
        room.append(change, "\n")
        question.keep(account, [])
        assert room.answer() is None
        room.build("--quiet")
        assert room.answer() is not None


def test_a_folder_behind_a_link_has_no_answer(room: Room, tmp_path: Path) -> None:
    link = room.root / "content/images/more"
    link.symlink_to(tmp_path)
    try:
        room.build("--quiet")
        assert room.answer() is None
    finally:
        link.unlink()


def test_pages_behind_a_link_have_no_answer(room: Room) -> None:
    """Such a page counts as lost in each build."""
    rename(room, "output/articles", "output/moved")
    (room.root / "output/articles").symlink_to("moved")
    assert room.answer() is None
    room.build("--quiet")
    assert room.answer() is None
    (room.root / "output/articles").unlink()
    rename(room, "output/moved", "output/articles")


def test_a_damaged_record_is_no_answer(room: Room) -> None:
    whole = room.record.read_bytes()
    for place in (0, 25, 60, len(whole) // 2, len(whole) - 1):
        room.record.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert room.answer() is None
        room.record.write_bytes(whole[:place])
        assert room.answer() is None
    room.record.write_bytes(whole)
    assert room.answer() is not None


def test_an_archive_that_a_killed_build_left_is_no_answer(room: Room) -> None:
    left = room.root / ".briefing/archive.sqlite3-wal"
    left.write_bytes(b"x")
    assert room.answer() is None
    left.unlink()
    assert room.answer() is not None


HOLDER = """
import sys
from pathlib import Path
from briefing.turns import one_build
with one_build(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_while_another_builds_there_is_no_answer(room: Room) -> None:
    command = [sys.executable, "-c", HOLDER, str(room.archive)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        assert room.answer() is None
        result = room.build()
        assert result.exit_code == 2
        assert "being built already" in result.output
        other.communicate("")
    assert room.answer() is not None


def test_a_failed_build_leaves_no_record(room: Room) -> None:
    room.append("theme/templates/base.html", "{{ 1 / 0 }}")
    assert room.build("--quiet").exit_code == 2
    assert not room.record.exists()
    room.replace("theme/templates/base.html", "{{ 1 / 0 }}", "")


# -- without Pelican --------------------------------------------------------------------------------------------------


def test_pelican_is_not_loaded_where_it_would_be_handed_nothing(room: Room, tmp_path: Path) -> None:
    settings = SETTINGS.replace("import NAME", "import NAME as name").replace("= NAME", "= name")
    room.write("plain.py", settings.replace('"content"', '"content/2025"').replace('"logo.svg"', '"../logo.svg"'))
    room.write("asks.py", (room.root / "plain.py").read_text() + "SUMMARY_MAX_LENGTH = 50\n")
    trees = []
    for name in ("plain.py", "asks.py"):
        arguments = ["build", "--settings", name, "--output", str(tmp_path / name)]
        program = (
            f"import sys; from briefing.cli import main; main({arguments}, standalone_mode=False); print(*sys.modules)"
        )
        done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
        words, loaded = done.stdout.splitlines()[:-1], done.stdout.splitlines()[-1].split()
        assert ("pelican" in loaded) == (name == "asks.py")
        assert loaded.count("rich") <= ("pelican" in loaded)
        files = [path for path in (tmp_path / name).rglob("*") if path.is_file()]
        trees.append({path.relative_to(tmp_path / name): path.read_bytes() for path in files})
        assert words[1] == f"Open {tmp_path / name}/index.html"
        shutil.rmtree(room.root / "content/.briefing")
    assert trees[0] == trees[1]
    assert trees[0]


@pytest.mark.parametrize(
    ("values", "options"),
    [
        ({"SUMMARY_MAX_LENGTH": 50}, {}),
        ({"SITEURL": "https://news.example/"}, {}),
        ({"THEME": "notmyidea"}, {}),
        ({"THEME": ""}, {}),  # to Pelican the folder of the settings
        ({"OUTPUT_PATH": ""}, {}),
        ({"SITEURL": None}, {}),
        ({"PLUGINS": ["briefing", "sitemap"]}, {}),
        ({"PATH": "elsewhere"}, {}),
        ({"PATH": 1}, {}),
        ({}, {}),  # content/ has a folder images/
    ],
)
def test_pelican_is_asked_where_it_has_to_do(room: Room, values: dict[str, object], options: dict[str, str]) -> None:
    room.write("content/2025/crane.md", CRANE)  # a test before may have moved its folder
    plain = {"PATH": "content/2025", "PLUGINS": ["briefing"]}
    assert settle_settings(plain, Options()) is not None
    assert settle_settings({**plain, **values} if values else {}, Options(**options)) is None


def test_settled_settings_are_those_of_pelican(room: Room, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    said = 'DEFAULT_LANG = "DE"\nPATH = "content/2025"\nBRIEFING_LOGO = ""\nTHEME = "theme"\nOUTPUT_PATH = "out/x"\n'
    for text in (
        "",
        said,
        f'{said}SITENAME = "A"\nSITEURL = "https://a.example"\nTIMEZONE = "Asia/Tokyo"\nPLUGINS = []\n',
    ):
        (tmp_path / "content/2025").mkdir(parents=True, exist_ok=True)
        shutil.copytree(room.root / "theme", tmp_path / "theme", dirs_exist_ok=True)
        monkeypatch.chdir(tmp_path)
        (tmp_path / "pelicanconf.py").write_text(text)
        for options in (
            Options(),
            Options(content="content/2025", output="there", day="2025-03-14", strict=True),
            Options(settings=str(tmp_path / "pelicanconf.py")),
        ):
            values = evaluate_settings(options)
            assert values is not None
            settled = settle_settings(values, options)
            assert settled is not None
            assert check_settings(settled) == check_settings(read_pelican_settings(options))
            wanted = read_pelican_settings(options)["OUTPUT_PATH"]
            assert settled["OUTPUT_PATH"] == wanted


# -- what is said -----------------------------------------------------------------------------------------------------


def test_the_words_are_those_of_a_build(room: Room) -> None:
    for options in ((), ("--quiet",), ("--strict",), ("--strict", "--quiet")):
        room.build()
        quick = room.build(*options)
        assert room.answer() is not None
        room.record.unlink()
        full = room.build(*options)
        assert (quick.exit_code, quick.stdout, quick.stderr) == (full.exit_code, full.stdout, full.stderr)
        assert "broken.md" in quick.stderr
        assert quick.exit_code == ("--strict" in options)


def test_what_pelican_says_each_time_is_said_each_time(room: Room) -> None:
    room.append("pelicanconf.py", 'DEFAULT_LANG = "pl"\n')
    full = room.build()
    assert "no translation" in full.stderr
    assert room.answer() is None, "a build that did something may have said what the next one does not"
    second = room.build()
    assert room.answer() is not None
    third = room.build()
    assert (third.stdout, third.stderr) == (second.stdout, second.stderr)
    assert "no translation" not in room.build("--quiet").stderr
    room.write("pelicanconf.py", SETTINGS)


def test_the_search_index_is_asked_for(room: Room) -> None:
    room.build("--search")
    quick = room.build("--search")
    assert "The search index is up to date" in quick.stdout
    room.record.unlink()
    assert room.build("--search").stdout == quick.stdout
    room.append("content/quay.md", "\nThe ferry sails.\n")
    assert "older than the site" in room.build().stderr
    assert "older than the site" in room.build().stderr
    settings = check_settings(read_pelican_settings(Options()))
    make_search(settings)
    assert "older than the site" not in room.build().stderr
    (room.root / "output/pagefind/made.json").unlink()
    result = room.build("--search")
    assert "entries" in result.stdout
    shutil.rmtree(room.root / "output/pagefind")


def test_neither_pelican_nor_the_analysis_is_loaded(room: Room) -> None:
    program = "import sys; from briefing.cli import main; main(['build'], standalone_mode=False); print(*sys.modules)"
    for _ in range(2):
        done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    loaded = set(done.stdout.splitlines()[-1].split())
    assert {"briefing", "click"} <= loaded
    assert loaded.isdisjoint({"pelican", "jinja2", "msgspec", "numpy", "filelock", "sqlite3", "yaml", "babel", "rich"})
    assert {name for name in loaded if name.startswith("briefing.")} == QUICK


def test_a_build_of_one_changed_article_loads_no_more_than_it_needs(room: Room) -> None:
    settings = SETTINGS.replace("import NAME", "import NAME as name").replace("= NAME", "= name")
    room.write("plain.py", settings.replace('"content"', '"content/2025"').replace('"logo.svg"', '"../logo.svg"'))
    program = (
        "import gc, sys; from briefing.cli import main; "
        "main(['build', '--settings', 'plain.py', '--output', 'plain'], standalone_mode=False); "
        "print(gc.get_freeze_count(), gc.isenabled(), *sys.modules)"
    )
    for ferries in range(2):
        room.write("content/2025/crane.md", CRANE + "\nThe ferry sails.\n" * (ferries + 1))
        done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert "1 read anew" in done.stdout
    kept_from_the_collector, collecting, *loaded = done.stdout.splitlines()[-1].split()
    assert int(kept_from_the_collector) > 10_000
    assert collecting == "True"
    assert {"briefing.analysing", "briefing.publishing"} <= set(loaded)
    needless = {"asyncio", "markdown", "multiprocessing", "numpy", "pelican", "py3langid", "rich", "sumy", "yaml"}
    assert needless.intersection(loaded) == set()


# -- what is handed over ----------------------------------------------------------------------------------------------

HANDED = {
    "an article is edited": lambda room: room.append("content/2025/crane.md", "\nMore.\n"),
    "an article comes": lambda room: room.write("content/2025/03/ferry.md", CRANE.replace("Crane", "Ferry")),
    "it goes": lambda room: (room.root / "content/2025/03/ferry.md").unlink(),
    "a link to an article comes": lambda room: (room.root / "content/2025/link.md").symlink_to("crane.md"),
    "the link goes": lambda room: (room.root / "content/2025/link.md").unlink(),
    "a hidden article comes": lambda room: room.write("content/2025/.drafts/ferry.md", QUAY),
    "a page is edited": lambda room: room.append("plain/index.html", "x"),
    "a page is edited, of the same size": lambda room: room.replace("plain/index.html", "<body", "<BODY"),
    "a page is deleted": lambda room: (room.root / "plain/articles/crane.html").unlink(),
    "an article is edited, and a page": lambda room: (
        room.append("content/2025/crane.md", "\nAnd more.\n"),
        room.append("plain/method.html", "x"),
    ),
    "a setting changes": lambda room: room.append("plain.py", 'BRIEFING_NOTICE = "A test."\n'),
}


@pytest.fixture
def plain(room: Room) -> Room:
    """A room that is built without Pelican."""
    for left in ("content/.briefing", "plain"):
        shutil.rmtree(room.root / left, ignore_errors=True)
    settings = SETTINGS.replace("import NAME", "import NAME as name").replace("= NAME", "= name")
    room.write("plain.py", settings.replace('"content"', '"content/2025"').replace('"logo.svg"', '"../logo.svg"'))
    room.write("content/2025/crane.md", CRANE)
    assert room.build(*PLAIN).exit_code == 0
    return room


PLAIN = ("--settings", "plain.py", "--output", "plain")
PLAIN_RECORD = "content/.briefing/archive.sqlite3.unchanged"


def ask_plain() -> tuple[Question, Settings]:
    options = Options(settings="plain.py", output="plain")
    question = ask(options)
    assert question is not None
    return question, check_settings(settle_settings(question.values, options) or {})


def read_plain(room: Room) -> tuple[dict[Path, bytes], Pages]:
    """The output, and what the record says of it."""
    files = {path: path.read_bytes() for path in (room.root / "plain").rglob("*") if path.is_file()}
    return files, unchanged._unpack_pages(*unchanged._read(str(room.root / PLAIN_RECORD)))


def test_a_build_that_is_handed_what_was_seen_misses_nothing(plain: Room) -> None:
    for name, change in HANDED.items():
        change(plain)
        done = plain.build(*PLAIN)
        assert done.exit_code == 0
        assert " 0 read anew" not in done.stdout or " 0 written" not in done.stdout or "hidden" in name, name
        left = read_plain(plain)
        (plain.root / PLAIN_RECORD).unlink()
        assert "0 read anew" in (said := plain.build(*PLAIN).stdout), name
        assert " 0 written, 0 removed" in said, name
        assert read_plain(plain) == left, name


def test_what_changes_while_a_build_is_handed_what_was_seen_is_found_by_the_next(plain: Room) -> None:
    plain.append("content/2025/crane.md", "\nMore.\n")
    for change in ("content/2025/crane.md", "plain/index.html", "plain/method.html"):
        question, settings = ask_plain()
        question.answer()
        handover = question.look(settings)
        assert handover is not None
        assert handover.content
        assert handover.pages is not None
        if change.startswith("content"):
            plain.append(change, "\nMeanwhile.\n")
        report = build(settings, handover=handover)
        if change.startswith("plain"):
            plain.append(change, "\nMeanwhile.\n")
        question.keep(Account(1, 1, report.pages, [], [], "", None, ""), [], report.moved)
        assert ask_plain()[0].answer() is None
        assert plain.build(*PLAIN).exit_code == 0
        left = read_plain(plain)
        (plain.root / PLAIN_RECORD).unlink()
        assert " 0 written, 0 removed" in plain.build(*PLAIN).stdout
        assert read_plain(plain) == left
    assert b"\nMeanwhile" not in (plain.root / "plain/index.html").read_bytes()


def test_what_was_seen_before_another_build_is_not_handed_over(plain: Room) -> None:
    question, settings = ask_plain()
    plain.append("content/2025/crane.md", "\nMore.\n")
    assert question.answer() is None
    plain.write("content/2025/ferry.md", CRANE.replace("Crane", "Ferry"))
    plain.build(*PLAIN)
    assert question.look(settings) is None


def test_two_edits_of_one_second_and_size_are_told_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.syspath_prepend(tmp_path)
    for name in ("Morning", "Evening"):
        for file, text in (
            ("paper.py", f"NAME = '{name}'\n"),
            ("conf.py", f"from paper import NAME\nTOO = '{name}'\n"),
        ):
            (tmp_path / file).write_text(text, encoding="utf-8")
            os.utime(tmp_path / file, (1_700_000_000, 1_700_000_000))
        options = Options(settings=str(tmp_path / "conf.py"))
        assert evaluate_settings(options) == {"NAME": name, "TOO": name}
        read = read_pelican_settings(options)
        assert (read["NAME"], read["TOO"]) == (name, name)


def test_a_link_of_the_size_and_time_of_a_page_is_no_page(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("x" * 199, encoding="utf-8")
    stat = page.stat()
    pages = Pages([page.name], array("q", [stat.st_size]), array("q", [stat.st_mtime_ns]))
    assert stand_as_left(str(tmp_path), [], pages)
    page.rename(tmp_path / "other")
    page.symlink_to("./" * 97 + "other")
    os.utime(page, ns=(stat.st_mtime_ns, stat.st_mtime_ns), follow_symlinks=False)
    assert page.lstat().st_size == stat.st_size
    assert not stand_as_left(str(tmp_path), [], pages)


# All of Briefing's that is loaded where a build finds nothing to do. What comes in here is waited for each time.
QUICK = {
    f"briefing.{name}"
    for name in ("cli", "cli.frame", "cli.site", "errors", "noting", "settings_file", "stamps", "unchanged")
}
