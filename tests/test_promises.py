"""What docs/explanation/promises.md and SECURITY.md promise: what an upgrade keeps, and that each promise has its test.

`tests/promised/` holds what the last release had. Before a release `python tests/test_promises.py` adds what is new.
"""

from __future__ import annotations

import json
import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from test_docs import commands

from briefing import links, published, registry
from briefing.building import build
from briefing.errors import MailError
from briefing.mail.delivery import store
from briefing.mail.delivery.making import create_outbox
from briefing.mail.delivery.outbox import open_outbox
from briefing.reading import KEYS
from briefing.schemas import SCHEMAS
from briefing.settings import DEFAULTS, check_settings
from briefing.site.exports import tables

PROJECT = Path(__file__).parent.parent
PROMISED = Path(__file__).parent / "promised"
NAMES = PROMISED / "names.json"
ADDRESSES = PROMISED / "addresses.txt"
PAGES = [PROJECT / "SECURITY.md", PROJECT / "docs/explanation/promises.md"]


def public_names() -> dict[str, list[str]]:
    """Every name that an editor's files, a script or a reader of tables may hold."""
    found = {
        "settings": list(DEFAULTS),
        "front matter": list(KEYS),
        "actors.yml": [*registry._ACTOR, *registry._OFFICE, *registry._IN_LANGUAGE],
        "events.yml": list(registry._EVENT),
        "sources.yml": list(registry._SOURCE),
        "columns of tables": [
            *tables.QUOTE_COLUMNS,
            *tables.FIGURE_COLUMNS,
            *tables.SOURCE_COLUMNS,
            *tables.PLACE_COLUMNS,
        ],
    }
    for name, command in commands().items():
        found[f"briefing {name}"] = [option for each in command.params for option in (*each.opts, *each.secondary_opts)]
    return {kind: sorted(set(names)) for kind, names in found.items()}


def test_no_name_is_gone() -> None:
    kept, now = json.loads(NAMES.read_text(encoding="utf-8")), public_names()
    gone = {kind: sorted(set(names) - set(now.get(kind, ()))) for kind, names in kept.items()}
    assert {kind: names for kind, names in gone.items() if names} == {}


def test_a_release_notes_what_it_promises() -> None:
    """What is not released yet may still change its name; when it is, it is in the list."""
    headings = re.findall(r"^## \[?([^]\s]+)", (PROJECT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    if headings[0] != "Unreleased":
        assert json.loads(NAMES.read_text(encoding="utf-8")) == public_names(), "python tests/test_promises.py"


# -- JSON --------------------------------------------------------------------------------------------------------------


def losses(before: Any, now: Any, place: str = "") -> list[str]:
    """What a reader of the older schema would miss or misread: a field, a type, a value of a list, that it is there."""
    if isinstance(before, dict):
        if not isinstance(now, dict):
            return [place]
        return [
            loss
            for key, value in before.items()
            if key not in ("$id", "title", "description", "default")
            for loss in (losses(value, now[key], f"{place}/{key}") if key in now else [f"{place}/{key}"])
        ]
    if isinstance(before, list):
        return [f"{place}: {each}" for each in before if not isinstance(now, list) or each not in now]
    return [] if before == now else [f"{place}: {before} is {now}"]


@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda schema: schema.href)
def test_readers_of_json_lose_nothing(schema: Any) -> None:
    """While the number stays. It goes up with a change that a reader could misread, and then a schema of it is kept."""
    name = Path(schema.href).name.replace(".schema.json", f"-{published.EDITION_SCHEMA}.schema.json")
    assert losses(json.loads((PROMISED / name).read_bytes()), json.loads(schema.make())) == []


@pytest.mark.parametrize(
    ("now", "loss"),
    [
        ({"properties": {"a": {"type": "string"}, "c": {}}, "required": ["a"]}, "/properties/b"),
        ({"properties": {"a": {"type": "integer"}, "b": {"enum": [1, 2]}}, "required": ["a"]}, "/properties/a/type"),
        ({"properties": {"a": {"type": "string"}, "b": {"enum": [1, 3]}}, "required": ["a"]}, "/properties/b/enum: 2"),
        ({"properties": {"a": {"type": "string"}, "b": {"enum": [1, 2]}}, "required": []}, "/required: a"),
        ({"properties": {"a": {"type": "string"}, "b": {"enum": [1, 2, 3]}, "c": {}}, "required": ["a", "c"]}, None),
    ],
)
def test_a_loss_is_seen(now: Any, loss: str | None) -> None:
    before = {"properties": {"a": {"type": "string"}, "b": {"enum": [1, 2]}}, "required": ["a"]}
    found = losses(before, now)
    assert found[0].startswith(loss) if loss else found == []


# -- addresses ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("found", "address"),
    [
        (links.article_href("2025-03/call.md"), "articles/2025-03/call.html"),
        (links.article_href("2025-03/call.html"), "articles/2025-03/call-html-b3c14f.html"),
        (links.article_href("Été/Zürich & Łódź.md"), "articles/ete-adca3d/zurich-lodz-695710.html"),
        (links.article_href("2025/Переговоры.md"), "articles/2025/peregovory-6101ce.html"),
        (links.article_href("2025/会談.md"), "articles/2025/hui-tan-8e7f59.html"),
        (links.article_href(f"{'long-' * 30}name.md"), f"articles/{'long-' * 14}lon-1f6c0a.html"),
        (links.story_id("2025-03/call.md"), "2025-03--call"),
        (links.story_href("2025-03--call"), "stories/2025-03--call.html"),
        (links.edition_href("2025-03-14"), "editions/2025-03-14.html"),
        (links.year_href("2025"), "editions/2025.html"),
        (links.event_href("strikes"), "events/strikes.html"),
        (links.actor_href("jane-doe"), "actors/jane-doe.html"),
        (links.actor_event_href("jane-doe", "strikes"), "actors/jane-doe/strikes.html"),
        (links.source_href("lindhamn-courier"), "sources/lindhamn-courier.html"),
        (links.paragraph_fragment(0), "p1"),
        (links.sentence_fragment(0), "s1"),
    ],
)
def test_an_address_is_made_as_it_was(found: str, address: str) -> None:
    """Also by the library that writes other scripts in Latin letters, whose tables an update can change."""
    assert found == address


@pytest.mark.slow
def test_every_address_of_the_sample_is_still_there(sample: Path) -> None:
    promised = ADDRESSES.read_text(encoding="utf-8").split()
    assert [address for address in promised if not (sample / address).is_file()] == []


# -- the outbox --------------------------------------------------------------------------------------------------------


def outboxes() -> list[Path]:
    return sorted(PROMISED.glob("outbox-*.sql"))


@pytest.mark.parametrize("dump", outboxes(), ids=lambda path: path.stem)
def test_an_outbox_of_a_release_is_gone_on_with(dump: Path, tmp_path: Path) -> None:
    """Who was sent what, who is not to be written to, who asked for mail, and the bytes that still have to go out."""
    path = tmp_path / "outbox.sqlite3"
    with closing(sqlite3.connect(path)) as db:
        db.executescript(dump.read_text(encoding="utf-8"))
        db.execute(f"pragma application_id = {store.APPLICATION}")
        db.execute(f"pragma user_version = {dump.stem.partition('-')[2]}")
        db.execute("pragma journal_mode = wal")
    with open_outbox(path) as outbox:
        assert outbox.secret == bytes(32)
        assert outbox.recover("2025-03-14T08:00:00Z") == 1
        tally = outbox.tally("2025-03-14")
        assert (tally.sent, tally.queued, tally.unknown, tally.failed) == (1, 1, 1, 0)
        assert outbox.is_suppressed("key9") == "unsubscribed"
        delivery = outbox.claim("2025-03-14", "2025-03-14T08:00:00Z")
        assert delivery is not None
        assert delivery.address == "reader3@news.example"
        assert delivery.data == b"Subject: 2025-03-14\r\n\r\nTo reader 3.\r\n"
        assert outbox.claim("2025-03-14", "2025-03-14T08:00:00Z") is None
        approval = outbox.approval("2025-03-14")
        assert approval is not None
        assert approval.by == "editor"
        assert [each.address for each in outbox.subscribers()] == ["reader7@news.example"]


def tables_of(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as db:
        found = db.execute("select sql from sqlite_master where sql is not null order by name").fetchall()
    return [" ".join(re.sub(r"--.*", "", sql).split()) for (sql,) in found]


def test_tables_change_with_their_number(tmp_path: Path) -> None:
    """An outbox is no cache: other tables need another number, and a way there from every number before."""
    create_outbox(tmp_path / "new" / "outbox.sqlite3")
    kept = PROMISED / f"outbox-{store.SCHEMA}.sql"
    with closing(sqlite3.connect(tmp_path / "kept.sqlite3")) as db:
        db.executescript(kept.read_text(encoding="utf-8"))
    assert tables_of(tmp_path / "new" / "outbox.sqlite3") == tables_of(tmp_path / "kept.sqlite3")
    assert [path.stem for path in outboxes()] == [f"outbox-{number}" for number in range(1, store.SCHEMA + 1)]


def test_an_outbox_of_a_later_version_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "outbox.sqlite3"
    with closing(sqlite3.connect(path)) as db:
        db.executescript((PROMISED / "outbox-1.sql").read_text(encoding="utf-8"))
        db.execute(f"pragma application_id = {store.APPLICATION}")
        db.execute(f"pragma user_version = {store.SCHEMA + 1}")
        db.execute("pragma journal_mode = wal")
    before = path.read_bytes()
    with pytest.raises(MailError, match="Use the version of Briefing that wrote it, or a newer one"):
        open_outbox(path)
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


# -- content -----------------------------------------------------------------------------------------------------------


def test_a_build_leaves_content_as_it_is(tmp_path: Path) -> None:
    content = tmp_path / "content"
    content.mkdir()
    (content / "events.yml").write_text("- {id: ferries, title: Ferries, phrases: {ferry: 3}}\n", encoding="utf-8")
    for name in ("a", "b", "c"):
        text = f"Title: The ferry {name}\nDate: 2025-04-01\n\nThe ferry will not sail, said the operator {name}.\n"
        (content / f"{name}.md").write_text(text, encoding="utf-8")
    (content / "broken.md").write_bytes(b"Title: \xff\n\nNothing.\n")

    def look() -> dict[str, tuple[bytes, int, int]]:
        files = [path for path in content.rglob("*") if path.is_file()]
        return {path.name: (path.read_bytes(), path.stat().st_mtime_ns, path.stat().st_mode) for path in files}

    before = look()
    given = {"PATH": str(content), "OUTPUT_PATH": str(tmp_path / "output"), "BRIEFING_DAY": "2025-04-30"}
    for changes in ({}, {"BRIEFING_DAY": "2025-05-01"}):
        build(check_settings({**given, "BRIEFING_WORKERS": 1, **changes}))
        assert look() == before
    assert (tmp_path / "output/events/ferries.html").is_file()


# Python says before it asks the network for anything; sockets of this machine (AF_UNIX) are how processes meet.
_ALONE = """
import socket, sys

def refuse(event, arguments):
    if event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.sendto") or (
        event in ("socket.connect", "socket.bind") and arguments[0].family != socket.AF_UNIX
    ):
        print("THE NETWORK WAS ASKED:", event, arguments, file=sys.stderr, flush=True)

sys.addaudithook(refuse)
"""


@pytest.mark.slow
def test_a_build_asks_nobody(tmp_path: Path) -> None:
    """Nor do its workers, whatever addresses the articles name."""
    content = tmp_path / "content"
    content.mkdir()
    for number in range(40):
        (content / f"{number}.md").write_text(
            f"Title: Ferry {number}\nDate: 2025-04-01\nUrl: https://outlet.example/{number}\n\n"
            "![a picture](https://pictures.example/a.png) The ferry of https://ferries.example will not sail.\n",
            encoding="utf-8",
        )
    (tmp_path / "sitecustomize.py").write_text(_ALONE, encoding="utf-8")
    (tmp_path / "pelicanconf.py").write_text(
        "PLUGINS = ['briefing']\nSITEURL = 'https://news.example'\nBRIEFING_WORKERS = 2\n", encoding="utf-8"
    )
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}

    def run(*command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *command], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )

    built = run("-c", "from briefing.cli import main; main()", "build", "--day", "2025-04-30")
    assert built.returncode == 0, built.stderr
    assert (tmp_path / "output/articles/39.html").is_file()
    assert "THE NETWORK WAS ASKED" not in built.stderr
    asking = "import socket\ntry: socket.create_connection(('127.0.0.1', 9), 1)\nexcept OSError: pass"
    assert "THE NETWORK WAS ASKED" in run("-c", asking).stderr, "else this test sees nothing"


# -- what the pages name -----------------------------------------------------------------------------------------------


def named(page: Path) -> list[str]:
    return re.findall(r"`([^`\n]+)`", page.read_text(encoding="utf-8"))


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_what_a_promise_rests_on_is_there(page: Path) -> None:
    missing = []
    for name in named(page):
        path, _, test = name.partition("::")
        if re.match(r"(?:tests|benchmarks|briefing|docs|requirements|\.github|\.ci)/", path):
            file = PROJECT / path
            if not file.exists() or (test and f"def {test}(" not in file.read_text(encoding="utf-8")):
                missing.append(name)
        elif measure := re.fullmatch(r"python -m benchmarks ([a-z-]+).*", name):
            if not (PROJECT / "benchmarks" / f"{measure[1].replace('-', '_')}.py").is_file():
                missing.append(name)
        elif command := re.match(r"briefing ([a-z]+(?: [a-z]+)?)", name):
            if not any(known == command[1] or known.startswith(f"{command[1]} ") for known in {*commands(), "mail"}):
                missing.append(name)
        elif target := re.match(r"make ([a-z-]+)", name):
            if not re.search(rf"^{target[1]}:", (PROJECT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE):
                missing.append(name)
        elif re.fullmatch(r"BRIEFING_[A-Z_]+", name) and name not in DEFAULTS:
            missing.append(name)
    assert missing == []


def test_every_promise_of_security_names_what_holds_it() -> None:
    text = (PROJECT / "SECURITY.md").read_text(encoding="utf-8")
    promises = text.partition("\n## What is promised\n")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (?!---|promise )(.+?) \| (.+) \|$", promises, re.MULTILINE)
    assert len(rows) > 10
    assert [promise for promise, held in rows if not re.search(r"`(?:tests/|python -m benchmarks)", held)] == []


if __name__ == "__main__":
    NAMES.write_text(json.dumps(public_names(), indent=1) + "\n", encoding="utf-8")
    for each in SCHEMAS:
        file = Path(each.href).name.replace(".schema.json", f"-{published.EDITION_SCHEMA}.schema.json")
        (PROMISED / file).write_bytes(each.make())
