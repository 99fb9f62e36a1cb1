"""`briefing fetch`, as an editor and a CI job type it, against a real server on this machine with all its faults."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from newsstand import (
    Fault,
    Newsstand,
    Page,
    Request,
    bomb,
    endless_body,
    hang,
    late,
    redirect,
    reset,
    retry_after,
    too_short,
)
from test_cli import run
from test_rounds import print_page, title_of

from briefing.cli.fetching import _plain
from briefing.errors import SettingError
from briefing.fetching.settings import DEFAULTS, check_fetch_settings
from briefing.locking import hold_lock
from briefing.settings import check_settings

RSS = "application/rss+xml"
NAMES = tuple(f"pier-{number}" for number in range(6))


def print_feed(stand: Newsstand, *names: str, host: int = 1, about: str = "") -> bytes:
    moment = (datetime.now(UTC) - timedelta(hours=3)).strftime("%a, %d %b %Y %H:%M:%S +0000")
    items = "".join(
        f"<item><title>{title_of(name)}</title><link>{stand.url(f'/{name}.html', host)}</link><guid>{name}</guid>"
        f"<pubDate>{moment}</pubDate><description>The {name} at Lindhamn is shut. {about}</description></item>"
        for name in names
    )
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>C</title>{items}</channel></rss>".encode()


def publish(stand: Newsstand, *names: str, host: int = 1, about: str = "") -> None:
    stand.pages[f"{host}/feed.xml"] = Page(print_feed(stand, *names, host=host, about=about), RSS, packed="br")
    for name in names:
        stand.pages.setdefault(f"/{name}.html", Page(print_page(name), packed="gzip"))


@pytest.fixture
def stand() -> Iterator[Newsstand]:
    with Newsstand(hosts=12) as stand:
        yield stand


def set_up(folder: Path, stand: Newsstand, hosts: int = 1, **settings: Any) -> None:
    """A project that follows the feed of so many hosts, as outlet-1, outlet-2 …"""
    (folder / "content").mkdir(exist_ok=True)
    feeds = "".join(
        f"- {{id: outlet-{host}, name: Outlet {host}, delay: 0, feeds: ['{stand.url('/feed.xml', host)}']}}\n"
        for host in range(1, hosts + 1)
    )
    (folder / "content/sources.yml").write_text(feeds, encoding="utf-8")
    given = {
        "BRIEFING_CONTACT": "desk@news.example",
        "BRIEFING_FETCH_ALLOW": sorted(stand.allowed),
        "BRIEFING_FETCH_SECONDS": 2,
        "BRIEFING_WORKERS": 1,
        "SITENAME": "The Morning",
    } | settings
    lines = "".join(f"{key} = {value!r}\n" for key, value in given.items())
    (folder / "conf.py").write_text(lines, encoding="utf-8")


@pytest.fixture
def desk(tmp_path: Path, stand: Newsstand, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    set_up(tmp_path, stand)
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    sys.modules.pop("pelicanconf", None)


def fetch(*arguments: str) -> Any:
    return run("fetch", "--settings", "conf.py", *arguments)


def ledger(*arguments: str) -> dict[str, Any]:
    result = fetch("--json", *arguments)
    assert (result.exit_code, result.stderr) == (0, "")
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def articles(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "content").rglob("*.md"))


# -- what it says -----------------------------------------------------------------------------------------------------


def test_fetch_says_what_came_in(desk: Path, stand: Newsstand) -> None:
    publish(stand, "quay", "crane")
    stand.pages["/crane.html"] = Page(status=404)
    day = (datetime.now(UTC) - timedelta(hours=3)).date().isoformat()
    dry = fetch("--dry-run")
    assert (dry.exit_code, dry.stdout.count("would be read: "), articles(desk)) == (0, 2, [])
    assert not (desk / ".briefing").exists()
    result = fetch()
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        f"added: {day[:7]}/{day}-council-shuts-the-quay-at-lindhamn.md: {title_of('quay')}",
        "source    feeds  as before  not read  added  changed  known  filtered  failed  retried",
        "Outlet 1      1          0         0      1        0      0         0       1        0",
    ]
    assert f"failed: outlet-1: {stand.url('/crane.html')}: The server has nothing there (404)." in result.stderr
    (path,) = (desk / "content").rglob("*.md")
    text = path.read_text(encoding="utf-8")
    assert "Source: outlet-1\n" in text
    assert f"Feed: {stand.url('/feed.xml')}\n" in text
    assert len(list((desk / "originals").rglob("*.html"))) == 1
    assert stand.heard[0].headers["user-agent"].endswith(" (+desk@news.example)")
    stand.forget()
    again = fetch()
    assert again.stdout.splitlines()[1] == (
        "Outlet 1      1          1         0      0        0      0         0       0        0"
    )
    assert [request.path for request in stand.heard] == ["/feed.xml"], "one conditional request, robots.txt is known"
    assert fetch("--quiet").output == ""
    assert [fetch("--strict").exit_code, fetch().exit_code] == [0, 0]


def test_a_text_whose_charset_was_guessed_is_to_be_looked_at(desk: Path, stand: Newsstand) -> None:
    said = "Совет Линдхамна в понедельник проголосовал за закрытие порта на зиму, сказал мэр города."
    page = f"<html lang='ru'><head><title>Порт</title></head><body><article><p>{said}</p></article></body></html>"
    publish(stand, "quay", about=said)  # that its page tells of it
    stand.pages["/quay.html"] = Page(page.encode("cp1251"), "text/html")
    result = fetch()
    (path,) = (desk / "content").rglob("*.md")
    assert said in path.read_text(encoding="utf-8")
    where = path.relative_to(desk / "content").as_posix()
    told = f"{where}: The file is not UTF-8; it was read as windows-1251. Check its letters.\n"
    assert (result.exit_code, result.stderr) == (0, told)


def test_fetch_as_json(desk: Path, stand: Newsstand) -> None:
    publish(stand, "quay")
    found = ledger()
    assert (found["dry_run"], found["requests"], found["remarks"]) == (False, 3, [])
    (account,), (row,) = found["sources"], found["rows"]
    assert (account["source"], account["added"], account["failed"]) == ("outlet-1", 1, 0)
    assert (row["state"], row["entry"], row["why"]) == ("added", stand.url("/quay.html"), "")
    assert (desk / "content" / row["path"]).is_file()


def test_a_fetch_of_so_many_minutes(desk: Path, stand: Newsstand, monkeypatch: pytest.MonkeyPatch) -> None:
    """The time is over as soon as the third page is asked for."""
    publish(stand, *NAMES)
    monkeypatch.setattr("briefing.fetching.outing.monotonic", lambda: 61.0 * stand.asked["/pier-2.html"])
    result = fetch("--minutes", "1", "--strict")
    assert (result.exit_code, len(articles(desk))) == (0, 3)
    assert result.stderr == "outlet-1: 3 entries wait for the next fetch: this one had 1 minute.\n"
    assert result.stdout.splitlines()[3:] == [
        "source    feeds  as before  not read  added  changed  known  filtered  failed  retried  waiting",
        "Outlet 1      1          0         0      3        0      0         0       0        0        3",
    ]
    monkeypatch.undo()
    monkeypatch.chdir(desk)
    found = ledger()
    assert [row["state"] for row in found["rows"]] == 3 * ["added"]
    assert found["sources"][0]["waiting"] == 0
    for wrong in ("0", "-1", "soon", "nan"):
        assert fetch("--minutes", wrong).exit_code == 2


def test_sources_are_chosen_by_id_or_name(desk: Path, stand: Newsstand) -> None:
    set_up(desk, stand, hosts=3)
    for host in (1, 2, 3):
        publish(stand, NAMES[host], host=host)
    assert [each["source"] for each in ledger("outlet 3", "outlet-2")["sources"]] == ["outlet-2", "outlet-3"]
    assert stand.asked["1/feed.xml"] == 0
    result = fetch("outlet-22")
    assert result.exit_code == 2
    assert "No source with feeds is called “outlet-22”. Did you mean outlet-2?" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "sources", "settings", "told"),
    [
        (("--since", "yesterday"), None, {}, "--since is 'yesterday'. It takes a day such as 2025-03-14."),
        (
            ("--since", "2999-01-01"),
            None,
            {},
            "--since is 2999-01-01, which lies ahead. It takes a day up to today, 20",
        ),
        ((), None, {"BRIEFING_CONTACT": ""}, "BRIEFING_CONTACT is not set"),
        ((), "- {id: a, name: A}\n", {}, "No source has feeds."),
        ((), "- {id: a, name: A, feeds: [nowhere]}\n", {}, "sources.yml:1: "),
        ((), None, {"BRIEFING_ARCHIVE": "conf.py/archive"}, "conf.py"),
    ],
)
def test_what_is_wrong_is_told_before_anything_is_asked(
    desk: Path, stand: Newsstand, arguments: tuple[str, ...], sources: str | None, settings: dict[str, Any], told: str
) -> None:
    set_up(desk, stand, **settings)
    if sources:
        (desk / "content/sources.yml").write_text(sources, encoding="utf-8")
    result = fetch(*arguments)
    assert (result.exit_code, stand.heard) == (2, [])
    assert told in result.stderr


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("BRIEFING_CONTACT", "desk"),
        ("BRIEFING_CONTACT", "Desk <desk@news.example>"),
        ("BRIEFING_CONTACT", "https://news.example/)("),
        ("BRIEFING_CONTACT", "desk@news.example\r\nCookie: a"),
        ("BRIEFING_FETCH_ALLOW", "127.0.0.1:8000"),
        ("BRIEFING_FETCH_ALLOW", ["127.0.0.1"]),
        ("BRIEFING_FETCH_ALLOW", ["http://127.0.0.1:80"]),
        ("BRIEFING_FETCH_SECONDS", 0),
        ("BRIEFING_FETCH_SECONDS", "30"),
    ],
)
def test_wrong_setting_is_told(key: str, value: Any, tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    with pytest.raises(SettingError, match=key):
        check_settings({"PATH": str(tmp_path / "content"), "OUTPUT_PATH": str(tmp_path / "output"), key: value})


def test_settings_that_are_right() -> None:
    for contact in ("desk@news.example", "https://news.example/about?us=1", "http://news.example"):
        assert check_fetch_settings(DEFAULTS | {"BRIEFING_CONTACT": contact}).contact == contact
    allowed = check_fetch_settings(DEFAULTS | {"BRIEFING_FETCH_ALLOW": ["LOCALHOST:80", "[::1]:8000"]}).allowed
    assert allowed == {"localhost:80", "[::1]:8000"}


def test_strangers_words_turn_no_terminal_around(desk: Path, stand: Newsstand) -> None:
    raw = print_feed(stand, "quay").replace(b"Council shuts", "Council\u202e\u009b2J &#27;[2J shuts".encode())
    stand.pages["/feed.xml"] = Page(raw, RSS)
    stand.pages["/quay.html"] = Page(print_page("quay"))
    for arguments in (("--dry-run",), ()):
        result = fetch(*arguments)
        assert "shuts" in result.stdout
        assert not {"\x1b", "\x9b", "\u202e"} & set(result.output)


def test_a_line_stays_one_and_shows_what_nobody_sees() -> None:
    assert _plain("The\u202e quay\x1b[2J\r\nat\u2028\ud800sea\u200b") == "TheU+202E quayU+001B[2J at seaU+200B"


# -- what goes wrong --------------------------------------------------------------------------------------------------


def test_every_fault_costs_its_own_source_and_has_a_line(desk: Path, stand: Newsstand) -> None:
    set_up(desk, stand, hosts=12)
    faults: dict[int, Any] = {
        2: hang(),
        3: endless_body(RSS),
        4: bomb("gzip", 50_000_000, RSS),
        5: redirect("/feed.xml", 301),
        6: redirect("http://169.254.169.254/latest/meta-data/"),
        7: retry_after("7200", 503),
        8: Page(b"<!doctype html><title>Welcome</title><p>No feed here.", "text/html"),
        9: reset(),
        10: too_short(),
        11: Page(b'<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><rss version="2.0"><channel>&c;', RSS),
    }
    for host in range(1, 13):
        publish(stand, f"pier-{host}", host=host)
    stand.pages |= {f"{host}/feed.xml": fault for host, fault in faults.items()}
    begun = time.monotonic()
    found = ledger()
    assert time.monotonic() - begun < 45
    said = {row["source"]: row for row in found["rows"] if not row["entry"]}
    assert {f"outlet-{host}" for host in faults} - {"outlet-11"} <= set(said)
    assert all(row["state"] in ("failed", "retried") and row["why"].endswith(".") for row in said.values())
    assert said["outlet-7"]["again"]
    added = {row["source"] for row in found["rows"] if row["state"] == "added"}
    assert {"outlet-1", "outlet-12"} <= added
    assert fetch("--strict").exit_code == 1
    for host in faults:
        publish(stand, f"pier-{host}", host=host)
    found = ledger()
    assert [row["source"] for row in found["rows"] if row["state"] != "added"] == ["outlet-7"], "it is left alone still"


def test_pages_with_faults_leave_nothing_half_written(desk: Path, stand: Newsstand) -> None:
    publish(stand, *NAMES)
    stand.pages |= {
        "/pier-1.html": too_short(),
        "/pier-2.html": bomb("br", 50_000_000),
        "/pier-3.html": Page(b"%PDF-1.7", "application/pdf"),
        "/pier-4.html": redirect("http://127.0.0.1:1/"),
    }
    found = ledger()
    states = {row["entry"].rpartition("/")[2]: row["state"] for row in found["rows"]}
    assert (states["pier-0.html"], states["pier-5.html"], states["pier-1.html"]) == ("added", "added", "retried")
    assert all(row["why"] for row in found["rows"] if row["state"] != "added")
    there = {row["path"] for row in found["rows"] if row["path"]}
    assert {path.relative_to(desk / "content").as_posix() for path in (desk / "content").rglob("*.md")} == there


def test_a_damaged_memory_is_told_and_nothing_is_added_twice(desk: Path, stand: Newsstand) -> None:
    publish(stand, *NAMES)
    fetch()
    (desk / ".briefing/archive.sqlite3.fetched").write_bytes(b"not what it was" * 1000)
    result = fetch()
    assert result.exit_code == 0
    assert "it is now archive.sqlite3.fetched.damaged, and all feeds are asked anew" in result.stderr
    assert len(articles(desk)) == len(NAMES)


def held(gate: threading.Event, page: Page) -> Fault:
    """A page that is not answered before the gate is open."""

    async def act(request: Request, line: asyncio.StreamWriter) -> None:
        await asyncio.to_thread(gate.wait, 60)
        await late(0, page).act(request, line)

    return Fault(act)


# -- two at once ------------------------------------------------------------------------------------------------------


def test_a_second_fetch_says_so_and_stops(desk: Path, stand: Newsstand) -> None:
    publish(stand, "quay")
    (desk / ".briefing").mkdir()
    memory = desk / ".briefing/archive.sqlite3.fetched"
    with hold_lock(memory.with_name(f"{memory.name}.lock"), memory.with_name(f"{memory.name}.pid")):
        result = fetch()
        assert (result.exit_code, stand.heard) == (2, [])
        assert "Articles are being fetched already" in result.stderr
        assert fetch("--dry-run").exit_code == 0, "which writes nothing"
    assert fetch().exit_code == 0


def test_two_fetches_into_one_folder_with_two_memories(desk: Path, stand: Newsstand) -> None:
    publish(stand, *NAMES)
    gate = threading.Event()
    stand.pages["1/feed.xml"] = held(gate, Page(print_feed(stand, *NAMES), RSS))
    set_up(desk, stand, BRIEFING_FETCH_SECONDS=60)
    first = begin(desk)
    while not stand.asked["/feed.xml"]:
        time.sleep(0.01)
    set_up(desk, stand, BRIEFING_ARCHIVE=".other/archive.sqlite3")
    result = fetch()
    assert (result.exit_code, "Articles are being fetched already" in result.stderr) == (2, True)
    gate.set()
    assert end(first) == 0
    assert len(articles(desk)) == len(NAMES)


def test_a_build_meanwhile_does_no_harm(desk: Path, stand: Newsstand) -> None:
    publish(stand, *NAMES)
    gate = threading.Event()
    for name in NAMES[2:]:
        stand.pages[f"/{name}.html"] = held(gate, Page(print_page(name)))
    set_up(desk, stand, BRIEFING_FETCH_SECONDS=60)
    child = begin(desk)
    while len(articles(desk)) < 2:
        time.sleep(0.01)
    threading.Timer(0.2, gate.set).start()  # so that articles come in while it reads
    during = run("build", "--settings", "conf.py", "--quiet")
    assert during.exit_code == 0
    assert end(child) == 0
    assert len(articles(desk)) == len(NAMES)
    assert run("build", "--settings", "conf.py", "--quiet").exit_code == 0
    clean = run("build", "--settings", "conf.py", "--quiet", "--output", "clean")
    assert clean.exit_code == 0
    assert files(desk / "output") == files(desk / "clean")


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# -- killed -----------------------------------------------------------------------------------------------------------


def begin(folder: Path, module: str = "briefing.cli", **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", module, "fetch", "--settings", "conf.py", "--quiet"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent), **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def end(child: subprocess.Popen[str]) -> int:
    child.communicate(timeout=60)
    return child.returncode


def test_a_fetch_that_is_told_to_end_says_so_and_goes_on_later(desk: Path, stand: Newsstand) -> None:
    publish(stand, *NAMES)
    stand.pages["/pier-3.html"] = hang()
    set_up(desk, stand, BRIEFING_FETCH_SECONDS=60)
    child = begin(desk)
    while len(articles(desk)) < 3:
        time.sleep(0.01)
    child.send_signal(signal.SIGTERM)
    _, said = child.communicate(timeout=20)
    assert (child.returncode, "interrupted; what was done is kept" in said) == (143, True)
    stand.pages["/pier-3.html"] = Page(print_page("pier-3"))
    assert fetch().exit_code == 0
    assert len(articles(desk)) == len(NAMES)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs a signal that nobody hears")
@pytest.mark.parametrize("at", [3, 14, 30])
def test_killed_at_a_write_and_run_again(desk: Path, stand: Newsstand, at: int) -> None:
    """At each write is what `python -m benchmarks fetching` does at any moment; here are some of them."""
    publish(stand, *NAMES)
    tally = desk / "tally"
    child = begin(desk, "benchmarks.doomed", DOOMED_AT=str(at), DOOMED_TALLY=str(tally))
    _, said = child.communicate(timeout=60)
    assert (child.returncode, "killed at write" in said) == (-signal.SIGKILL, True), said
    result = fetch()
    assert (result.exit_code, result.stderr) == (0, "")
    assert len(articles(desk)) == len(NAMES)
    assert [path.name for root in ("content", "originals") for path in (desk / root).rglob(".briefing-*")] == []
    assert {path.stem for path in (desk / "originals").rglob("*.html")} == {name[:-3] for name in articles(desk)}
    assert fetch().stdout.splitlines()[1].split()[2:5] == ["1", "1", "0"]
