"""No page keeps a build, or ends it: what cannot be made within bounds costs its article's place, and nothing else."""

from __future__ import annotations

import faulthandler
import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from test_bounds import failed, spin, stay_in_c
from test_incremental import read_tree

from briefing import apart, bounds, crew, portions, publishing
from briefing.building import build
from briefing.checking import check_links
from briefing.printing import Press
from briefing.settings import Settings, check_settings, theme_folder

ARTICLE = "Title: Quay {name}\nDate: 2025-03-1{name}\n\nThe quay at Malmford gave way, and boat {name} sank.\n"
EVENTS = "- {id: quay, title: The quay, phrases: {quay: 3, gave way: 1}}\n"
SPOILT = "article:2.md"  # whose page the tests spoil
PAGE = "articles/2.html"
make = Press.make

linux = pytest.mark.skipif(sys.platform != "linux", reason="what ends a process depends on the system")


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Five articles, of which pages are made by workers that know what the test changed."""
    monkeypatch.setattr(crew, "START_METHODS", ("fork",))
    monkeypatch.setattr(bounds, "SLACK", 1)
    content = tmp_path / "content"
    content.mkdir()
    for name in "01234":
        (content / f"{name}.md").write_text(ARTICLE.format(name=name), encoding="utf-8")
    (content / "events.yml").write_text(EVENTS, encoding="utf-8")
    return settings_of(tmp_path, "site")


def settings_of(root: Path, name: str) -> Settings:
    places = {"PATH": str(root / "content"), "OUTPUT_PATH": str(root / name)}
    places["BRIEFING_ARCHIVE"] = str(root / f"{name}.sqlite3")
    rest = {"BRIEFING_WORKERS": 1, "BRIEFING_DAY": "2025-03-20"}
    return replace(check_settings({**places, **rest}), article_seconds=0.4)


def elsewhere(settings: Settings) -> Settings:
    """The same, of which nothing is built."""
    root = settings.content.parent
    return replace(settings, output=root / "clean", archive=root / "clean.sqlite3")


@pytest.fixture
def many(site: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The same, whose pages are made by a crew."""
    monkeypatch.setattr(publishing, "ALONE", 1)
    monkeypatch.setattr(portions, "MOST", 12)
    return replace(site, workers=2)


def spoil(monkeypatch: pytest.MonkeyPatch, deed: Callable[[], Any], owner: str = SPOILT, *, here: bool = True) -> None:
    """Let the making of one owner's pages do something else as well; `here`: in this process too."""
    process = os.getpid()

    def spoilt(press: Press, assignment: Any) -> Any:
        made = make(press, assignment)
        if assignment.owner == owner and (made.pages or made.same):
            assert here or os.getpid() != process
            deed()
        return made

    monkeypatch.setattr(Press, "make", spoilt)


def overflow() -> None:
    faulthandler.disable()  # pytest's, which would print where we are
    os.kill(os.getpid(), signal.SIGSEGV)  # as a stack that overflows in C


def take_memory() -> None:
    bytearray(4 << 30)


TIME = "Making the page took more than 0.4 s of processor time and was ended."
MEMORY = "Making the page took more memory than there is for one."
DEEDS = {
    "time, here": ("site", spin, TIME),
    "memory, here": ("site", take_memory, MEMORY),
    "time": ("many", spin, TIME),
    "time in C": ("many", stay_in_c, TIME),
    "memory": ("many", take_memory, MEMORY),
    "overflow": ("many", overflow, "Making the page ended the process that did so, 2 times (SIGSEGV)."),
}


@linux
@pytest.mark.parametrize("name", DEEDS)
def test_an_article_whose_page_cannot_be_made_is_failed(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    where, deed, what = DEEDS[name]
    settings: Settings = request.getfixturevalue(where)
    spoil(monkeypatch, deed, here=where == "site")
    report = build(settings)
    assert failed(settings) == {"2.md": what}
    assert [(note.path, note.what, note.severity) for note in report.notes] == [("2.md", what, "failed")]
    assert (report.articles, report.files, report.unread) == (4, 5, False)
    # As any other that failed it is not tried again.
    report = build(settings)
    assert (report.read, report.written, len(report.notes)) == (0, 0, 1)


@linux
@pytest.mark.parametrize(("where", "deed", "what"), [("site", spin, TIME), ("many", take_memory, MEMORY)])
def test_its_older_page_goes_until_it_changes(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, where: str, deed: Callable[[], Any], what: str
) -> None:
    """As a clean build leaves it, and nothing leads there."""
    settings: Settings = request.getfixturevalue(where)
    build(settings)
    whole = read_tree(settings.output)
    (settings.content / "2.md").write_text(ARTICLE.format(name="2").replace("sank", "burnt"), encoding="utf-8")
    with monkeypatch.context() as patch:
        spoil(patch, deed, here=where == "site")
        assert [note.what for note in build(settings).notes] == [what]
        found = read_tree(settings.output)
        assert PAGE not in found
        assert list(check_links(settings.output)) == []
        assert not [path for path in found if b"boat 2" in found[path]]
        clean = elsewhere(settings)
        build(clean)
        assert read_tree(clean.output) == found
    (settings.content / "2.md").write_text(ARTICLE.format(name="2"), encoding="utf-8")
    assert build(settings).articles == 5
    assert read_tree(settings.output) == whole


@linux
def test_what_ended_the_build_itself_ends_one(site: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Few pages are made without a worker: the next build has one for all that the last had to make."""
    with monkeypatch.context() as patch:
        spoil(patch, lambda: os._exit(3))
        child = os.fork()
        if not child:
            build(site)
            os._exit(0)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 3
        spoil(patch, lambda: os._exit(3), here=False)
        report = build(site)
    assert failed(site) == {"2.md": "Making the page ended the process that did so, 2 times (exit status 3)."}
    assert (report.articles, report.files) == (4, 5)
    found = read_tree(site.output)
    (site.content / "2.md").unlink()
    build(site)
    assert {*read_tree(site.output)} == {*found}


@linux
@pytest.mark.parametrize("where", ["site", "many"])
def test_a_thing_whose_page_cannot_be_made_is_named(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    settings: Settings = request.getfixturevalue(where)
    build(settings)
    whole = read_tree(settings.output)
    (settings.content / "2.md").write_text(ARTICLE.format(name="2").replace("sank", "burnt"), encoding="utf-8")
    with monkeypatch.context() as patch:
        spoil(patch, spin, "e:quay")
        for written in (True, False):  # nothing is tried the second time, and it is still told
            report = build(settings)
            assert [(note.path, note.what, note.severity) for note in report.notes] == [
                ("events/quay.html", TIME, "failed")
            ]
            assert (report.articles, bool(report.written)) == (5, written)
        found = read_tree(settings.output)
        assert {*whole} - {*found} == {path for path in whole if path.startswith(("events/quay", "feeds/events/quay"))}
        if where == "many":
            clean = elsewhere(settings)
            build(clean)
            assert read_tree(clean.output) == found
    assert build(settings).written == 0
    # With more time it is tried again.
    report = build(replace(settings, article_seconds=1))
    assert (report.notes, report.read) == ((), 0)
    (settings.content / "2.md").write_text(ARTICLE.format(name="2"), encoding="utf-8")
    build(settings)
    assert read_tree(settings.output) == whole


@linux
def test_what_is_always_killed_is_tried_with_each_build(many: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """By a system that is short of memory, say: neither article nor thing need be at fault."""
    for owner, name in ((SPOILT, "2.md"), ("e:quay", "events/quay.html")):
        (many.content / "2.md").write_text(ARTICLE.format(name="2").replace("sank", owner), encoding="utf-8")
        with monkeypatch.context() as patch:
            spoil(patch, lambda: os.kill(os.getpid(), signal.SIGKILL), owner, here=False)
            for _ in range(2):
                report = build(many)
                assert [note.path for note in report.notes] == [name]
                assert "2 times (SIGKILL). Free some memory" in f"{report.notes[0].what} {report.notes[0].remedy}"
                assert report.unread
        report = build(many)
        assert (report.notes, report.articles, report.unread) == ((), 5, False)


@linux
def test_one_whose_maker_somebody_killed_is_made(
    many: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def kill_once() -> None:
        times = len(list(tmp_path.glob("killed*")))
        if times < 2:  # the crew's, and the one that made it apart
            (tmp_path / f"killed{times}").touch()
            os.kill(os.getpid(), signal.SIGKILL)

    spoil(monkeypatch, kill_once, here=False)
    report = build(many)
    assert (report.articles, report.notes) == (5, ())
    assert len(list(tmp_path.glob("killed*"))) == 2
    assert "Those on the way are made again, one by one." in caplog.text
    assert "A worker process ended while it was at 2.md." in caplog.text


@linux
def test_a_theme_that_loops_is_told_and_another_is_tried(site: Settings, tmp_path: Path) -> None:
    """Where nothing else changes: a template that never ends over one article."""
    theme = tmp_path / "theme"
    shutil.copytree(theme_folder(), theme)
    template = theme / "templates/body/article.html"
    before = template.read_text(encoding="utf-8")
    loop = "{% if 'boat 2' in page.title or 'Quay 2' in page.title %}{% for _ in range(9**9) %}{% endfor %}{% endif %}"
    template.write_text(f"{before}{loop}", encoding="utf-8")
    settings = replace(site, theme=theme)
    assert [note.what for note in build(settings).notes] == [TIME]
    assert failed(settings) == {"2.md": TIME}
    template.write_text(before, encoding="utf-8")
    report = build(settings)
    assert (report.read, report.articles, report.notes) == (1, 5, ())


@linux
def test_where_no_worker_can_be_begun_this_process_goes_on(site: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(apart.Apart, "_begin", refuse)
    spoil(monkeypatch, take_memory)
    assert [note.what for note in build(site).notes] == [MEMORY]
    assert failed(site) == {"2.md": MEMORY}
