"""What sources.yml says of fetching: read for `fetch`, told by check and build, and no part of what a build makes."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from briefing import registry
from briefing.cli import main
from briefing.errors import RegistryError
from briefing.fetching import subscriptions
from briefing.fetching.model import DELAY, Filter, Outlet
from briefing.fetching.subscriptions import find_closed, is_address, read_outlets

FILE = """
- {id: agency, name: The Agency, kind: agency}
- id: harbour-post
  name: Harbour Post
  lang: EN
  rights: full
  url: https://harbourpost.example/
  feeds: [https://harbourpost.example/feed, https://harbourpost.example/sport.json]
  text: page
  words: [quay, crane]
  without: advertisement
  sections: [Harbour]
  delay: 2.5
- {id: quayside, name: Quayside, feeds: "http://quayside.example:8080/rss?x=1&y=2"}
- {id: at-rest, name: At Rest, text: feed, delay: 9}
"""


def test_sources_with_feeds_are_outlets() -> None:
    assert read_outlets(FILE.encode()) == (
        Outlet(
            id="harbour-post",
            name="Harbour Post",
            feeds=("https://harbourpost.example/feed", "https://harbourpost.example/sport.json"),
            lang="en",
            rights="full",
            text="page",
            delay=2.5,
            wanted=Filter(("quay", "crane"), ("advertisement",), ("Harbour",)),
            line=3,
        ),
        Outlet("quayside", "Quayside", ("http://quayside.example:8080/rss?x=1&y=2",), delay=DELAY, line=14),
    )


def test_no_file_has_no_outlets() -> None:
    assert read_outlets(b"") == ()


def test_the_first_mistake_is_told_with_its_line() -> None:
    with pytest.raises(RegistryError, match=r"sources.yml:5: .*soon.* is not a number") as told:
        read_outlets(b"- {id: a, name: A, feeds: 'https://a.example/'}\n\n- id: b\n  name: B\n  delay: soon\n  text: x")
    assert told.value.line == 5


def test_both_readers_of_the_file_know_its_fields() -> None:
    assert [*subscriptions.OTHERS, *subscriptions.FIELDS] == registry._SOURCE
    assert list(subscriptions.FIELDS) == registry._FETCHED
    assert subscriptions.SOURCES == registry.SOURCES


@pytest.mark.parametrize(
    ("words", "fits"),
    [
        ("https://a.example/feed", True),
        ("http://127.0.0.1:8000/feed", True),  # where it leads is judged when it is asked for
        ("https://a.example/söndag?q=ä", True),
        ("ftp://a.example/feed", False),
        ("feed://a.example/feed", False),
        ("https://user:secret@a.example/", False),
        ("https:///feed", False),
        ("https://a.example:port/", False),
        ("https://[/", False),
        ("https://a.example/a b", False),
        ("https://a.example/" + "a" * 2_000, False),
    ],
)
def test_an_address_can_be_asked_for(words: str, fits: bool) -> None:
    assert is_address(words) == fits


CLOSED = """- id: a
  name: A
  feeds: [https://a.example/feed, http://localhost/f]
- id: b
  name: B
  feeds:
  - http://10.0.0.1/f
  - http://0177.1/f
  - http://127.0.0.1:8000/f
  - http://b.example:8080/f
"""


def test_feeds_that_are_never_asked_for_are_told_with_their_lines() -> None:
    told = [(note.line, note.what.partition(" ")[2]) for note in find_closed(CLOSED.encode(), frozenset())]
    assert told == [
        (3, "address http://localhost/f names a host that the public web does not have."),
        (7, "address http://10.0.0.1/f leads to a private network."),
        (8, "address http://0177.1/f names its host by a number that is no plain address."),
        (9, "address http://127.0.0.1:8000/f names port 8000, where no website answers."),
    ]
    allowed = frozenset(("localhost:80", "127.0.0.1:8000"))
    assert [note.line for note in find_closed(CLOSED.encode(), allowed)] == [7, 8]


def test_one_address_in_two_ways_to_write_it_is_one_feed() -> None:
    raw = b"- {id: a, name: A, feeds: ['https://a.example/f', 'HTTPS://a.example/f#x']}"
    assert read_outlets(raw)[0].feeds == ("https://a.example/f",)


# -- a site -----------------------------------------------------------------------------------------------------------

ARTICLE = "Title: Quay\nDate: 2025-03-14\nSource: Harbour Post\n\nThe quay wall gave way on Friday, the port said.\n"
POST = "- id: harbour-post\n  name: Harbour Post\n  url: https://harbourpost.example/\n"
FETCHED = (
    "  feeds: [https://harbourpost.example/feed]\n  text: page\n  words: [quay]\n  without: [ad]\n"
    "  sections: [Harbour]\n  delay: 2\n"
)


def _site(root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (root / "content").mkdir()
    (root / "pelicanconf.py").write_text('PATH = "content"\nBRIEFING_DAY = "2025-03-20"\nBRIEFING_WORKERS = 1\n')
    (root / "content/quay.md").write_text(ARTICLE)
    _write(root / "content/sources.yml", POST)
    monkeypatch.chdir(root)
    return root / "content/sources.yml"


def _write(path: Path, text: str) -> None:
    """A file that is not of this moment, as an editor's is not when a build begins."""
    path.write_text(text)
    os.utime(path, (1_700_000_000 + len(text), 1_700_000_000 + len(text)))


def _run(*arguments: str) -> Result:
    result = CliRunner().invoke(main, [*arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def _left(root: Path) -> tuple[dict[str, tuple[bytes, int]], list[tuple[object, ...]]]:
    """The pages with their times, and what the archive knows of articles and registries."""
    with sqlite3.connect(root / ".briefing/archive.sqlite3") as db:
        known = db.execute("select id, size, mtime, sha, digest, pending from article order by id").fetchall()
        known += db.execute("select id, digest from thing order by id").fetchall()
        known += db.execute("select path, inputs, view from page order by path").fetchall()
        known += db.execute("select value from meta where name = 'registry'").fetchall()
    db.close()
    files = (path for path in (root / "output").rglob("*") if path.is_file())
    return {str(path): (path.read_bytes(), path.stat().st_mtime_ns) for path in files}, known


def test_how_something_is_fetched_changes_nothing_that_a_build_makes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _site(tmp_path, monkeypatch)
    _run("build")
    before = _left(tmp_path)
    for text in (POST + FETCHED, POST + FETCHED.replace("delay: 2", "delay: 3"), POST):
        _write(path, text)
        assert "0 read anew" in (said := _run("build").stdout), said
        assert "0 written, 0 removed" in said
        assert _left(tmp_path) == before
    _write(path, POST.replace("Harbour Post", "The Harbour Post"))
    assert "1 read anew" in _run("build").stdout  # else this test could not fail


@pytest.mark.parametrize("command", ["build", "check"])
def test_a_mistake_is_told_with_file_and_line(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _write(_site(tmp_path, monkeypatch), POST + FETCHED.replace("delay: 2", "delay: two"))
    result = _run(command)
    assert result.exit_code == 2
    assert "sources.yml:9: The delay “two” is not a number of seconds" in result.stderr


@pytest.mark.parametrize("command", ["check", "fetch"])
def test_a_feed_that_is_never_asked_for_is_told(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = _site(tmp_path, monkeypatch)
    _write(path, POST + "  feeds:\n  - http://localhost:8000/feed\n")
    said = "sources.yml:5: The address http://localhost:8000/feed names port 8000, where no website answers. Correct it"
    with (tmp_path / "pelicanconf.py").open("a") as conf:
        conf.write('BRIEFING_CONTACT = "desk@news.example"\n')
    arguments = (command, "--dry-run") if command == "fetch" else (command,)
    result = _run(*arguments)
    assert result.exit_code == 0
    assert said in (result.stderr if command == "fetch" else result.stdout)
    with (tmp_path / "pelicanconf.py").open("a") as conf:
        conf.write('BRIEFING_FETCH_ALLOW = ["localhost:8000"]\n')
    if command == "check":  # else it is asked for
        assert "sources.yml" not in _run(command).stdout
