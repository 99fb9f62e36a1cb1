"""What is remembered between fetches: entries wait in one step with their feed's validators, and are settled once."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from briefing.errors import BriefingError
from briefing.fetching.memory import MOST_ROBOTS, Asked, Memory, News, Seen
from briefing.fetching.model import Entry
from briefing.fetching.traces import trace

FEED = "https://courier.example/feed.xml"
MOMENT = "2026-11-22T06:00:00+00:00"
LATER = "2026-11-23T06:00:00+00:00"
LONG_AGO = "2026-08-01T00:00:00+00:00"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / ".briefing" / "archive.sqlite3.fetched"


def news(key: str, digest: str = "a", state: str = "waiting", why: str = "") -> News:
    return News(key, digest, Entry(url=f"https://courier.example/{key}", title=f"Title of {key}"), state, why)  # type: ignore[arg-type]


def asked(at: str = MOMENT, etag: str = '"1"') -> Asked:
    return Asked(etag=etag, at=at, terms="t")


def take(memory: Memory, *each: News, at: str = MOMENT) -> None:
    memory.take(FEED, "courier", asked(at), each, LONG_AGO)


def test_what_a_feed_said_is_there_the_next_time(path: Path) -> None:
    with Memory.open(path) as memory:
        assert memory.asked(FEED) == Asked()
        take(memory, news("b"), news("a"), news("c", state="filtered", why="Too old."))
    with Memory.open(path) as memory:
        assert memory.damage == ""
        assert memory.asked(FEED) == asked()
        waiting = memory.waiting(FEED)
        assert [(each.key, each.entry.title, each.source) for each in waiting] == [
            ("b", "Title of b", "courier"),
            ("a", "Title of a", "courier"),
        ], "in the order of the feed"
        assert memory.seen(FEED)["c"] == Seen("a", "filtered", "Too old.", "")
        assert memory.feeds_waiting() == (FEED,)
        memory.settle(waiting[0], "added", "", "2026-11/b.md")
        memory.settle(waiting[1], "failed", "It is gone.")
        assert memory.waiting(FEED) == ()
        assert memory.feeds_waiting() == ()
        assert memory.seen(FEED)["b"] == Seen("a", "added", "", "2026-11/b.md")
    assert [each.name for each in path.parent.iterdir()] == [path.name], "nothing is left beside it"


def test_an_entry_that_is_as_it_was_stays_what_it_was(path: Path) -> None:
    with Memory.open(path) as memory:
        take(memory, news("a"), news("b"))
        first, second = memory.waiting(FEED)
        memory.settle(first, "added", "", "2026-11/a.md")
        memory.postpone(second, 1, LATER, "It timed out.")
        take(memory, news("b"), news("a", state="added"), at=LATER)
        assert memory.seen(FEED)["a"] == Seen("a", "added", "", "2026-11/a.md")
        (left,) = memory.waiting(FEED)
        assert (left.key, left.tries, left.again, left.why) == ("b", 1, LATER, "It timed out.")


def test_an_entry_that_changed_waits_again_and_keeps_its_article(path: Path) -> None:
    with Memory.open(path) as memory:
        take(memory, news("a"))
        memory.settle(memory.waiting(FEED)[0], "added", "", "2026-11/a.md")
        take(memory, news("a", digest="b"), at=LATER)
        (again,) = memory.waiting(FEED)
        assert (again.path, again.tries) == ("2026-11/a.md", 0)
        memory.settle(again, "known", "It is the same.")
        assert memory.seen(FEED)["a"] == Seen("b", "known", "It is the same.", "2026-11/a.md")


def test_what_left_its_feed_long_ago_is_forgotten_unless_it_waits(path: Path) -> None:
    with Memory.open(path) as memory:
        take(memory, news("old", state="filtered"), news("late"), at="2026-07-01T00:00:00+00:00")
        take(memory, news("new"))
        assert sorted(memory.seen(FEED)) == ["late", "new"]


def test_feeds_that_are_named_no_more_are_forgotten_in_time(path: Path) -> None:
    with Memory.open(path) as memory:
        for feed, at in (
            ("old", "2026-07-01"),
            ("new", "2026-11-01"),
            ("named", "2026-07-01"),
            ("waits", "2026-07-01"),
        ):
            each = news("a", state="waiting" if feed == "waits" else "filtered")
            memory.take(feed, "courier", asked(at), [each], "")
        memory.forget(["named"], LONG_AGO)
        assert [feed for feed in ("old", "new", "named", "waits") if memory.seen(feed)] == ["new", "named", "waits"]
        assert (memory.asked("old"), memory.asked("named").at) == (Asked(), "2026-07-01")


def test_half_a_feed_is_never_taken(path: Path) -> None:
    """Neither its validators, which would hide the rest for ever, nor some of its entries."""
    with Memory.open(path) as memory:
        broken = News("b", "a", Entry(title="\ud800"), "waiting")  # which is no text
        with pytest.raises(UnicodeEncodeError):
            take(memory, news("a"), broken)
        assert (memory.asked(FEED), memory.seen(FEED)) == (Asked(), {})
        take(memory, news("a"))
        assert len(memory.waiting(FEED)) == 1


def test_no_text_is_left_of_what_is_settled(path: Path) -> None:
    words = "The harbour master resigned on Tuesday after eleven years."
    with Memory.open(path) as memory:
        memory.take(FEED, "courier", asked(), [News("a", "d", Entry(title="T", html=words * 50), "waiting")], LONG_AGO)
        traces = trace("a.md", "courier", Entry(title="T", html=words * 50), words * 50)
        memory.settle(memory.waiting(FEED)[0], "added", "", "a.md", traces, MOMENT)
    assert [each for each in path.parent.iterdir() if words.encode() in each.read_bytes()] == []


def test_what_an_article_is_known_by_is_kept_as_long_as_its_entry(path: Path) -> None:
    entry = news("a").entry
    with Memory.open(path) as memory:
        take(memory, news("a"))
        whole = trace("a.md", "courier", entry, "The quay is shut. " * 20, "https://courier.example/b")
        memory.settle(memory.waiting(FEED)[0], "added", "", "a.md", whole, MOMENT)
        assert {*memory.traces()} == {*whole}
        take(memory, news("a", "b"))
        memory.settle(memory.waiting(FEED)[0], "known", "", "a.md", trace("a.md", "courier", entry), LATER)
        assert {*memory.traces()} == {*whole}, "where nothing was read the text is known still"
        memory.forget([FEED], "2027-01-01T00:00:00+00:00")
        assert len(memory.traces()) == 2
        memory.forget([], "2027-01-01T00:00:00+00:00")
        assert memory.traces() == ()


def test_a_feed_is_known_at_its_new_address(path: Path) -> None:
    new = "https://courier.example/new.xml"
    with Memory.open(path) as memory:
        take(memory, news("a"), news("b", state="filtered"))
        memory.settle(memory.waiting(FEED)[0], "added", "", "a.md")
        assert memory.unnamed("courier", [new]) == (FEED,)
        assert memory.unnamed("courier", [FEED]) == memory.unnamed("gazette", []) == ()
        assert memory.listed(FEED) == {"a": "a.md", "b": ""}
        memory.rename(FEED, new, asked())
        assert (memory.asked(FEED), memory.seen(FEED)) == (Asked(), {})
        assert (memory.asked(new), memory.listed(new)) == (asked(), {"a": "a.md", "b": ""})
        memory.take(new, "courier", asked(LATER), [news("b")], LONG_AGO)
        assert memory.listed(new) == {"b": ""}


def test_a_memory_from_before_traces_were_kept_is_read(path: Path) -> None:
    with Memory.open(path) as memory:
        take(memory, news("a"))
    with closing(sqlite3.connect(path)) as db:
        db.execute("drop table trace")
    with Memory.open_copy(path) as memory:
        assert memory.traces() == ()
    with Memory.open(path) as memory:
        assert (memory.damage, memory.traces(), len(memory.waiting(FEED))) == ("", (), 1)


@pytest.mark.parametrize("damage", ["text", "cut", "middle", "version", "other"])
def test_a_damaged_memory_is_put_aside(path: Path, damage: str) -> None:
    with Memory.open(path) as memory:
        take(memory, *(news(f"n{number}") for number in range(400)))
    raw = path.read_bytes()
    if damage == "text":
        path.write_bytes(b"no database at all " * 500)
    elif damage == "cut":
        path.write_bytes(raw[: len(raw) // 2])
    elif damage == "middle":
        path.write_bytes(raw[:8192] + b"\xff" * 4096 + raw[12288:])
    else:
        path.unlink() if damage == "other" else None
        with sqlite3.connect(path) as db:
            db.execute("create table mine (a)" if damage == "other" else "pragma user_version = 99")
        db.close()
    before = path.read_bytes()
    with Memory.open_copy(path) as memory:
        assert memory.asked(FEED) == Asked()
    assert path.read_bytes() == before
    with Memory.open(path) as memory:
        assert "archive.sqlite3.fetched.damaged" in memory.damage
        assert memory.asked(FEED) == Asked()
        take(memory, news("a"))
    assert path.with_name(f"{path.name}.damaged").read_bytes() == before
    with Memory.open(path) as memory:
        assert (memory.damage, len(memory.waiting(FEED))) == ("", 1)


def test_a_copy_leaves_no_trace(path: Path) -> None:
    with Memory.open_copy(path) as memory:
        take(memory, news("a"))
        assert len(memory.waiting(FEED)) == 1
    assert not path.parent.exists()
    with Memory.open(path) as memory:
        take(memory, news("a"))
    before = {each.name: (each.read_bytes(), each.stat().st_mtime_ns) for each in path.parent.iterdir()}
    with Memory.open_copy(path) as memory:
        memory.settle(memory.waiting(FEED)[0], "failed", "")
        assert memory.waiting(FEED) == ()
    assert {each.name: (each.read_bytes(), each.stat().st_mtime_ns) for each in path.parent.iterdir()} == before


def test_a_memory_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(BriefingError, match=r"cannot be noted") as error:
        Memory.open(tmp_path / "file" / "archive.fetched")
    assert error.value.remedy
    (tmp_path / "folder.fetched").mkdir()
    with pytest.raises(BriefingError, match=r"cannot be noted"):
        Memory.open(tmp_path / "folder.fetched")


def test_robots_are_a_mapping(path: Path) -> None:
    with Memory.open(path) as memory:
        robots = memory.robots
        robots["https://b.example"] = "1"
        robots["https://a.example"] = "2"
        robots["https://b.example"] = "3"
        assert (dict(robots), len(robots)) == ({"https://a.example": "2", "https://b.example": "3"}, 2)
        robots.update({f"https://{number}.example": "" for number in range(MOST_ROBOTS - 2)})
        assert len(robots) == MOST_ROBOTS
        robots["https://new.example"] = ""
        assert ("https://a.example" in robots, len(robots)) == (False, MOST_ROBOTS), "the oldest is forgotten"
        del robots["https://b.example"]
        assert "https://b.example" not in robots
        with pytest.raises(KeyError):
            del robots["https://b.example"]


_KILLED = f"""
import os, signal, sys
from pathlib import Path
from briefing.fetching.memory import MOST_ROBOTS, Asked, Memory, News
from briefing.fetching.model import Entry

def news():
    for number in range(100):
        if number == 60 and sys.argv[2] == "midway":
            os.kill(os.getpid(), signal.SIGKILL)
        yield News(f"n{{number}}", "a", Entry(title="T"), "waiting")

memory = Memory.open(Path(sys.argv[1]))
memory.take("{FEED}", "courier", Asked(etag="e", at="{MOMENT}"), news(), "")
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs a signal that nobody hears")
@pytest.mark.parametrize(("when", "left"), [("midway", 0), ("after", 100)])
def test_a_kill_leaves_all_of_a_feed_or_nothing(path: Path, when: str, left: int) -> None:
    done = subprocess.run([sys.executable, "-c", _KILLED, str(path), when], env=os.environ, check=False)
    assert done.returncode == -signal.SIGKILL
    with Memory.open_copy(path) as memory:
        assert len(memory.waiting(FEED)) == left, "a dry run sees it as well"
    with Memory.open(path) as memory:
        assert memory.damage == ""
        assert (len(memory.waiting(FEED)), memory.asked(FEED).etag) == (left, "e" if left else "")


def test_an_entry_that_cannot_be_read_any_more_is_asked_for_anew(path: Path) -> None:
    with Memory.open(path) as memory:
        take(memory, news("a"), news("b"))
    with sqlite3.connect(path) as db:
        db.execute("update entry set said = 'no JSON' where key = 'a'")
    db.close()
    with Memory.open(path) as memory:
        assert [each.key for each in memory.waiting(FEED)] == ["b"]
        assert (memory.asked(FEED).etag, list(memory.seen(FEED))) == ("", ["b"])
