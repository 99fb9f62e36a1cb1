"""Files that are written whole or not at all, and files that are not as they were left."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from jinja2 import Environment

from briefing.errors import OutputError
from briefing.site.writer import Writer
from briefing.whole import PREFIX, write_whole

PAGES = ("index.html", "articles/2025/a.html", "articles/2025/b.html", "feeds/a.xml")


@pytest.fixture
def writer(tmp_path: Path) -> Writer:
    return Writer(tmp_path / "output", Environment(autoescape=True), lambda data, path: None)


def publish(writer: Writer) -> list[tuple[str, int, int]]:
    """Put all pages; return (path, size, mtime) of each, by path."""
    published = []
    for path in sorted(PAGES):
        outcome = writer.publish(path, "", b"a page", "", b"")
        assert outcome is not None
        published.append((path, *outcome[1:]))
    return published


def replace_by_a_link(path: Path) -> None:
    path.rename(path.with_name("elsewhere"))
    path.symlink_to("elsewhere")


DAMAGE: dict[str, tuple[str, Callable[[Path], object], set[str]]] = {
    "gone": ("index.html", Path.unlink, {"index.html"}),
    "of another size": ("feeds/a.xml", lambda path: path.write_bytes(b"another"), {"feeds/a.xml"}),
    "written again": ("feeds/a.xml", lambda path: os.utime(path, ns=(1, 1)), {"feeds/a.xml"}),
    "a link": ("index.html", replace_by_a_link, {"index.html"}),
    "behind a link": ("articles/2025", replace_by_a_link, {"articles/2025/a.html", "articles/2025/b.html"}),
    "far behind a link": ("articles", replace_by_a_link, {"articles/2025/a.html", "articles/2025/b.html"}),
    "as it was left": ("feeds", Path.exists, set()),
}


@pytest.mark.parametrize("how", DAMAGE)
def test_a_file_that_is_not_as_it_was_left_is_lost(writer: Writer, how: str) -> None:
    published = publish(writer)
    name, damage, lost = DAMAGE[how]
    damage(writer.output / name)
    assert writer.find_lost(published) == lost


def test_a_page_is_put_through_no_link(writer: Writer, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (writer.output / "articles").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OutputError, match="would lie outside"):
        writer.publish("articles/a.html", "", b"a page", "", b"")
    with pytest.raises(OutputError, match="would lie outside"):
        writer.publish("feeds/../../a.html", "", b"a page", "", b"")
    with pytest.raises(OutputError, match="has no name"):
        writer.publish("feeds/..", "", b"a page", "", b"")
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_what_a_killed_build_left_is_swept(writer: Writer) -> None:
    publish(writer)
    for folder in ("", "articles/2025"):
        (writer.output / folder / f"{PREFIX}1-1").write_bytes(b"half a p")
    writer.sweep_leftovers()
    assert {path.relative_to(writer.output).as_posix() for path in writer.output.rglob("*") if path.is_file()} == {
        *PAGES
    }


def test_a_folder_that_went_is_made_again(writer: Writer) -> None:
    publish(writer)
    for path in ("articles/2025/a.html", "articles/2025/b.html"):
        writer.remove(path)
    assert not (writer.output / "articles").exists()
    publish(writer)
    assert (writer.output / "articles/2025/a.html").read_bytes() == b"a page"


def test_a_file_is_written_whole_with_its_mode(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        stat = write_whole(str(tmp_path / "page"), b"a page", 0o644)
        write_whole(str(tmp_path / "secret"), b"a key", 0o600)
    finally:
        os.umask(before)
    assert [(tmp_path / name).stat().st_mode & 0o777 for name in ("page", "secret")] == [0o644, 0o600]
    assert (stat.st_size, stat.st_mtime_ns) == (6, (tmp_path / "page").stat().st_mtime_ns)


def test_a_file_that_cannot_be_put_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "page").mkdir()
    with pytest.raises(OSError, match="directory"):
        write_whole(str(tmp_path / "page"), b"a page")
    assert [path.name for path in tmp_path.iterdir()] == ["page"]
