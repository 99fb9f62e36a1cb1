"""What lies in output folders and the archive does not know of goes where nobody wants it; of others it is told."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from test_incremental import read_tree
from test_publishing import settings_of, write_article, write_content

from briefing import publishing
from briefing.building import build
from briefing.settings import Settings
from briefing.site.writer import Writer
from briefing.strays import Strays, find_alike, place_folder


@pytest.fixture
def strays(tmp_path: Path) -> Strays:
    return Strays(tmp_path / "a.coming")


def test_notes_are_of_folders(strays: Strays) -> None:
    assert strays.find("../output") == []
    strays.add("../output", ["b.html", "articles/ä.html", "b.html"])
    strays.add("../outputs", ["b.html"])
    strays.add("../output/fr", ["b.html"])
    strays.add("../output", [])
    assert strays.find("../output") == ["articles/ä.html", "b.html"]
    strays.forget("../output")
    assert strays.find("../output") == []
    for other in ("../outputs", "../output/fr"):
        assert strays.find(other) == ["b.html"]
        strays.forget(other)
    assert not strays._file.exists()


def test_a_note_that_was_cut_or_turned_is_none(strays: Strays) -> None:
    """What is noted after it counts all the same."""
    strays.add("out", ["a.html", "b.html"])
    whole = strays._file.read_bytes()
    for size in range(len(whole)):
        strays._file.write_bytes(whole[:size])
        strays.add("out", ["c.html"])
        assert set(strays.find("out")) - {"a.html", "b.html"} == {"c.html"}, size
    for place in range(len(whole)):
        strays._file.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        found = set(strays.find("out"))
        assert found < {"a.html", "b.html"} or place == 0, place


def test_a_place_moves_with_the_project(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name / "site").mkdir(parents=True)
        assert place_folder(str(tmp_path / name / "site"), tmp_path / name / ".briefing/a.sqlite3") == "../site"
    (tmp_path / "link").symlink_to(tmp_path / "two")
    assert place_folder(str(tmp_path / "link/site"), tmp_path / "two/a.sqlite3") == "site"


def test_what_looks_like_a_page_is_told_whatever_its_ending() -> None:
    known = ["index.html", "articles/a.html", "mail/2025-03-14.eml", "editions/2025-03-14.json", "theme/a"]
    there = ["editions/b.json", "mail/deep/b.eml", "articles/b.html", "theme/b"]
    others = ["b.html", "articles/b.png", "articles/b", "pictures/b.html", "theme/b.c"]
    assert find_alike([*known, *others, *there], known) == sorted(there)


# -- several folders, several archives --------------------------------------------------------------------------------


def site(content: Path, output: str, archive: str = "a") -> Settings:
    return settings_of(content, output, 1, BRIEFING_ARCHIVE=str(content.parent / f"{archive}.sqlite3"))


def made_clean(content: Path) -> dict[str, bytes]:
    settings = site(content, "clean", "clean")
    build(settings)
    found = read_tree(settings.output)
    shutil.rmtree(settings.output)
    settings.archive.unlink()
    return found


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = write_content(tmp_path / "content")
    for number in range(6, 24):
        (folder / f"{number:03}.md").unlink()
    return folder


def test_one_archive_keeps_two_folders_right(content: Path, caplog: pytest.LogCaptureFixture) -> None:
    """By turns: what went meanwhile goes from both, what nobody has written stays in both."""
    one, two = site(content, "one"), site(content, "two")
    for number, settings in enumerate((one, two, one, two, two, one)):
        build(settings)
        (settings.output / "articles/mine.html").write_text("an editor's", encoding="utf-8")
        wanted = made_clean(content) | {"articles/mine.html": b"an editor's"}
        assert read_tree(settings.output) == wanted
        write_article(content, 7 + number)
        if number:
            (content / f"{6 + number:03}.md").unlink()
    assert [line for line in caplog.messages if "mine.html" not in line] == []


def test_a_build_that_is_killed_in_another_folder_loses_nothing(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, two = site(content, "one"), site(content, "two")
    build(one)
    build(two)
    put, left = Writer._put, [9]

    def put_and_end(writer: Writer, path: str, data: bytes) -> os.stat_result:
        left[0] -= 1
        if not left[0]:
            raise KeyboardInterrupt
        return put(writer, path, data)

    for _ in range(2):
        left[0] = 9
        monkeypatch.setattr(Writer, "_put", put_and_end)
        write_article(content, 9)
        with pytest.raises(KeyboardInterrupt):
            build(one)
        monkeypatch.undo()
        (content / "009.md").unlink(missing_ok=True)
        (content / "005.md").unlink(missing_ok=True)
    build(two)
    assert read_tree(two.output) == made_clean(content)
    build(one)
    assert read_tree(one.output) == made_clean(content)


def test_pages_of_another_archive_are_told(
    content: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each build puts right what is its own, and names what the other one alone has."""
    ours, others = site(content, "out", "ours"), site(content, "out", "others")
    build(ours)
    assert caplog.messages == []
    write_article(content, 7)
    build(others)
    assert caplog.messages == [], "it wants all that lay there"
    (content / "007.md").unlink()
    build(ours)
    monkeypatch.setattr(publishing, "MOST_UNKNOWN", 1)
    assert "articles/007.html" in caplog.messages[0]
    assert (ours.output / "articles/007.html").exists()
    caplog.clear()
    build(ours)
    assert caplog.messages == [], "nobody has been here since"
    build(others)
    caplog.clear()
    assert not (ours.output / "articles/007.html").exists(), "whose archive knows it"
    build(ours)
    assert read_tree(ours.output) == made_clean(content)


def test_a_project_may_move(content: Path, tmp_path: Path) -> None:
    """With its archive and its output it goes on where it was: nothing is written that is not another."""
    build(site(content, "out"))
    moved = tmp_path / "elsewhere"
    moved.mkdir()
    for path in [each for each in tmp_path.iterdir() if each != moved]:
        path.rename(moved / path.name)
    (moved / "content/005.md").unlink()
    settings = site(moved / "content", "out")
    before = {path: path.stat().st_mtime_ns for path in (settings.output / "articles").iterdir()}
    build(settings)
    after = {path: path.stat().st_mtime_ns for path in (settings.output / "articles").iterdir()}
    assert before.keys() - after.keys() == {settings.output / "articles/005.html"}
    assert sum(before[path] == after[path] for path in after) > len(after) // 2
    assert read_tree(settings.output) == made_clean(moved / "content")
