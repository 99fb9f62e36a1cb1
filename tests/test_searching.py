"""The search: what can be found, by what right, where it leads; the index in the output; the page in a real browser."""

from __future__ import annotations

import gzip
import os
import re
import shutil
import sqlite3
import stat
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner
from conftest import require
from lxml import html

from benchmarks.measures import axe, serving, tools
from briefing.archive import Archive
from briefing.building import build
from briefing.cli import main
from briefing.desk import Desk
from briefing.entries import Entry, list_entries
from briefing.errors import BriefingError, OutputError
from briefing.registry import read_registry
from briefing.reproducing import put_in_order
from briefing.searching import FOLDER, NotInstalledError, Superseded, make_search
from briefing.serving import serve_site
from briefing.settings import Settings, check_settings

HOSTILE = '<img src=x onerror="document.title = 1">'
ARTICLES = {
    "2025-03/quay.md": "Title: Quay wall gives way\nDate: 2025-03-14\nSource: Harbour Post\n\n"
    "The quay wall at Malmford gave way on Friday, injuring at least 12 dockers, the port office said.\n\n"
    "“Nobody may go near the water,” said Jane Oldcastle, the harbour master. Russia sent divers to the basin.\n",
    "2025-03/crane.md": "Title: Crane falls at Malmford\nDate: 2025-03-15\nSource: Northern Ledger\n\n"
    "A crane fell into the basin at Malmford on Saturday after the quay wall gave way.\n\n"
    "“We heard the quay wall crack,” Jane Oldcastle told reporters.\n",
    "2025-04/tender.md": "Title: Tender for a new wall\nDate: 2025-04-02\nSource: Northern Ledger\nRights: link\n\n"
    "The secret tender of the port office names a price. “We shall pay it,” said Jane Oldcastle.\n",
    "2025-04/long.md": "Title: What the wall cost\nDate: 2025-04-03\nSource: Harbour Post\nRights: passages\n\n"
    "The wall cost 12 million crowns when it was built, the port office said on Thursday.\n\n"
    + "\n\n".join(f"Clause {n} of the contract is about pitch, tar and oakum in barrel {n}." for n in range(20))
    + "\n",
    "2025-04/hostile.md": f"Title: {HOSTILE} & Sons pave the pier\nDate: 2025-04-04\nSource: Harbour Post\n\n"
    "The pavers <b>Sons & Sons</b> laid the first flagstone of the pier on Friday.\n",
    "2025-04/draft.md": "Title: Draft on herons\nDate: 2025-04-05\nStatus: draft\n\nHerons were seen on the mole.\n",
    "2025-04/copie.md": "Title: Le quai de Malmford\nDate: 2025-04-06\nSource: La Digue\nLang: fr\n\n"
    "Le quai de Malmford restera fermé jusqu’à l’été, a déclaré vendredi la capitainerie du port.\n",
}
EVENTS = "- {id: quay-wall, title: The quay wall, description: A wall that fell, phrases: {quay wall: 3}}\n"
PATIENCE = 10  # seconds; an answer takes a tenth of one


def write_site(root: Path) -> Settings:
    content = root / "content"
    for name, text in ARTICLES.items():
        (content / name).parent.mkdir(parents=True, exist_ok=True)
        (content / name).write_text(text, encoding="utf-8")
    (content / "events.yml").write_text(EVENTS, encoding="utf-8")
    (root / "pelicanconf.py").write_text(
        f"PATH = {str(content)!r}\nOUTPUT_PATH = {str(root / 'output')!r}\nBRIEFING_DAY = '2025-04-10'\n"
        "BRIEFING_WORKERS = 1\nSITENAME = 'The Tidewater Briefing'\n",
        encoding="utf-8",
    )
    return check_settings(
        {
            "PATH": str(content),
            "OUTPUT_PATH": str(root / "output"),
            "BRIEFING_DAY": "2025-04-10",
            "BRIEFING_WORKERS": 1,
            "SITENAME": "The Tidewater Briefing",
        }
    )


def entries(settings: Settings) -> list[Entry]:
    with Archive(settings.archive) as archive:
        return list(list_entries(Desk(archive, settings, read_registry(settings.content))))


def read_index(settings: Settings) -> dict[str, bytes]:
    folder = settings.output / FOLDER
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def found_words(index: dict[str, bytes]) -> str:
    """Everything that an index can show, in a row."""
    return " ".join(
        gzip.decompress(data).removeprefix(b"pagefind_dcd").decode()
        for name, data in index.items()
        if name.startswith("fragment/")
    )


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A built site, before anybody made an index."""
    settings = write_site(tmp_path_factory.mktemp("built"))
    build(settings)
    return settings


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    pytest.importorskip("pagefind")
    settings = write_site(tmp_path_factory.mktemp("indexed"))
    build(settings)
    make_search(settings)
    return settings


@pytest.fixture
def fresh(tmp_path: Path) -> Settings:
    pytest.importorskip("pagefind")
    settings = write_site(tmp_path)
    build(settings)
    return settings


# -- what can be found ------------------------------------------------------------------------------------------------


def test_there_is_an_entry_for_everything_that_has_a_page(built):
    found = {(entry.kind, entry.title) for entry in entries(built)}
    assert {
        ("article", "Quay wall gives way"),
        ("quote", "Jane Oldcastle"),
        ("event", "The quay wall"),
        ("actor", "Jane Oldcastle"),
        ("actor", "Russia"),
    } <= found
    assert not any("heron" in entry.title.lower() for entry in entries(built))


def test_every_entry_leads_to_a_place_that_holds_its_words(built):
    for entry in entries(built):
        path, _, _ = entry.href.partition("#")
        page = html.document_fromstring((built.output / path).read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
        for line in entry.lines:
            if line.fragment:
                (place,) = page.xpath(f"//*[@id='{line.fragment}']")
                shown = " ".join(place.text_content().split())
                first = " ".join(line.text.split())
                assert shown.startswith(first) or first.startswith(shown), entry
        if entry.kind == "quote":
            assert entry.href == f"{path}#{entry.lines[0].fragment}"


def test_rights_hold_in_the_search(built):
    by_href = {entry.href: entry for entry in entries(built) if entry.kind == "article"}
    assert by_href["articles/2025-04/tender.html"].lines == ()
    assert 0 < len(by_href["articles/2025-04/long.html"].lines) < 20
    assert len(by_href["articles/2025-03/quay.html"].lines) == 3
    assert not any(entry.href.startswith("articles/2025-04/tender.html#") for entry in entries(built))


def test_what_may_not_be_shown_is_nowhere_in_the_index(indexed):
    words = found_words(read_index(indexed))
    assert "Tender for a new wall" in words
    assert "secret tender" not in words
    assert "Herons" not in words


def test_filters_hold_each_thing_an_entry_belongs_to(built):
    def filters(href: str) -> dict[str, tuple[str, ...]]:
        return dict(next(entry.filters for entry in entries(built) if entry.href == href))

    quay = filters("articles/2025-03/quay.html")
    assert quay["event"] == ("The quay wall",)
    assert quay["source"] == ("Harbour Post",)
    assert quay["month"] == ("2025-03",)
    assert quay["actor"] == ("Jane Oldcastle", "Russia")
    assert filters("articles/2025-04/copie.html")["lang"] == ("fr",)
    assert filters("events/quay-wall.html")["source"] == ("Harbour Post", "Northern Ledger")
    quote = next(entry for entry in entries(built) if entry.kind == "quote")
    assert dict(quote.filters)["actor"] == ("Jane Oldcastle",)


def test_what_shares_a_name_is_told_apart_in_filters(tmp_path):
    settings = write_site(tmp_path)
    (settings.content / "events.yml").write_text(
        EVENTS + "- {id: wall, title: The quay wall, phrases: {malmford: 3}}\n", encoding="utf-8"
    )
    build(settings)
    events = {entry.href: dict(entry.filters)["event"] for entry in entries(settings) if entry.kind == "event"}
    assert events == {
        "events/quay-wall.html": ("The quay wall (quay-wall)",),
        "events/wall.html": ("The quay wall (wall)",),
    }


# -- the index in the output ------------------------------------------------------------------------------------------


def test_the_same_site_gives_the_same_index(indexed, fresh):
    make_search(fresh)
    assert read_index(fresh) == read_index(indexed)


def test_only_what_the_page_asks_for_is_published(indexed):
    names = read_index(indexed)
    assert {"pagefind.js", "pagefind-worker.js", "pagefind-entry.json"} <= set(names)
    assert not [name for name in names if "ui" in name or "highlight" in name or "playground" in name]


def test_nothing_is_done_where_nothing_changed(fresh):
    assert make_search(fresh).anew
    stamps = {path: path.stat().st_mtime_ns for path in fresh.output.rglob("*")}
    done = make_search(fresh)
    assert not done.anew
    build(fresh)
    assert not make_search(fresh).anew
    assert {path: path.stat().st_mtime_ns for path in fresh.output.rglob("*")} == stamps


def test_an_index_that_is_not_as_it_was_left_is_made_again(fresh):
    make_search(fresh)
    before = read_index(fresh)
    next((fresh.output / FOLDER / "fragment").iterdir()).unlink()
    (fresh.output / FOLDER / "stray").mkdir()
    (fresh.output / FOLDER / "stray" / "file").write_text("x", encoding="utf-8")
    assert make_search(fresh).anew
    assert read_index(fresh) == before
    assert not (fresh.output / FOLDER / "stray").exists()


def test_a_changed_article_leaves_nothing_of_the_old_one(fresh):
    make_search(fresh)
    before = read_index(fresh)
    quay = fresh.content / "2025-03/quay.md"
    quay.write_text(quay.read_text(encoding="utf-8").replace("divers", "a floating crane"), encoding="utf-8")
    build(fresh)
    assert make_search(fresh).anew
    after = read_index(fresh)
    assert "a floating crane" in found_words(after)
    assert "divers" not in found_words(after)
    kept = {name for name in before if after.get(name) == before[name]}
    assert len(kept) > len(after) / 2  # a host that copies what changed has little to do


def test_a_failed_run_leaves_the_index_that_was(fresh, tmp_path, monkeypatch):
    make_search(fresh)
    before = read_index(fresh)
    (fresh.content / "2025-03/crane.md").unlink()
    build(fresh)
    broken = tmp_path / "pagefind"
    broken.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    broken.chmod(broken.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", str(broken))
    with pytest.raises(BriefingError, match="ended before it was done"):
        make_search(fresh)
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", str(tmp_path / "missing"))
    with pytest.raises(BriefingError, match="cannot be run"):
        make_search(fresh)
    monkeypatch.delenv("PAGEFIND_BINARY_PATH")
    with pytest.raises(Superseded):
        make_search(fresh, lambda: True)
    assert read_index(fresh) == before


def test_an_index_of_another_build_is_left_as_it_is():
    strange = {"filter/en_0000000.pf_filter": gzip.compress(b"something else"), "pagefind-entry.json": b"{}"}
    assert put_in_order(strange) == strange
    cut_off = {"filter/en_0000000.pf_filter": gzip.compress(b"pagefind_dcd\x82\x64kind\x98")}
    assert put_in_order(cut_off) == cut_off


def test_it_says_what_is_missing(fresh, built, tmp_path, monkeypatch):
    with pytest.raises(BriefingError, match="Run briefing build first"):
        make_search(check_settings({"PATH": str(fresh.content), "OUTPUT_PATH": str(tmp_path / "elsewhere")}))
    with pytest.raises(BriefingError, match="python -m pagefind --site"):
        make_search(
            check_settings({"PATH": str(fresh.content), "OUTPUT_PATH": str(built.output), "BRIEFING_RENDER": "pelican"})
        )
    (fresh.output / FOLDER).write_text("in the way", encoding="utf-8")
    with pytest.raises(BriefingError, match="in the way"):
        make_search(fresh)
    monkeypatch.setitem(sys.modules, "pagefind.service", None)  # as if it were not installed
    with pytest.raises(NotInstalledError, match="pip install"):
        make_search(fresh)


def test_a_site_without_articles_has_an_index_without_entries(tmp_path):
    (tmp_path / "content").mkdir()
    (tmp_path / "pelicanconf.py").write_text("BRIEFING_WORKERS = 1\n", encoding="utf-8")
    settings = ["--settings", str(tmp_path / "pelicanconf.py"), "--content", str(tmp_path / "content")]
    settings += ["--output", str(tmp_path / "output")]
    assert CliRunner().invoke(main, ["build", *settings]).exit_code == 0
    done = CliRunner().invoke(main, ["search", *settings])  # as `make html` does one after the other
    assert (done.exit_code, done.output.partition(";")[0]) == (0, "The search index has 0 entries")


def test_the_command_says_what_it_did(fresh):
    settings = str(fresh.content.parent / "pelicanconf.py")
    first = CliRunner().invoke(main, ["search", "--settings", settings])
    assert re.fullmatch(r"The search index has \d+ entries; \d+ files, 0\.\d MB, in \d+\.\d s\.\n", first.output)
    again = CliRunner().invoke(main, ["search", "--settings", settings])
    assert again.output.startswith("The search index is up to date")
    assert CliRunner().invoke(main, ["search", "--settings", settings, "--quiet"]).output == ""


def test_a_build_says_that_what_is_a_draft_again_can_still_be_found(fresh):
    settings = ["--settings", str(fresh.content.parent / "pelicanconf.py")]
    told = "The search index is older than the site"
    assert told not in CliRunner().invoke(main, ["build", *settings]).output  # it has none
    CliRunner().invoke(main, ["search", *settings])
    assert told not in CliRunner().invoke(main, ["build", *settings]).output
    quay = fresh.content / "2025-03/quay.md"
    quay.write_text("Status: draft\n" + quay.read_text(encoding="utf-8"), encoding="utf-8")
    assert told in CliRunner().invoke(main, ["build", *settings]).output
    assert "divers" in found_words(read_index(fresh))
    indexed = CliRunner().invoke(main, ["build", "--search", *settings]).output
    assert "The search index has" in indexed
    assert told not in indexed
    assert "divers" not in found_words(read_index(fresh))


def _kill(settings: Settings, options: list[str]) -> None:
    """A build that is killed when the site is finished and the index is not."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("briefing.cli.site._say_report", lambda *_: sys.exit(9))
        assert CliRunner().invoke(main, ["build", *options]).exit_code == 9


def _preview(settings: Settings, options: list[str]) -> None:
    assert CliRunner().invoke(main, ["build", *options, "--output", f"{settings.output}-2"]).exit_code == 0


def _damage(settings: Settings, _: list[str]) -> None:
    raw = bytearray(settings.archive.read_bytes())
    raw[len(raw) // 2] ^= 1
    settings.archive.write_bytes(raw)


def _upgrade(settings: Settings, _: list[str]) -> None:
    with closing(sqlite3.connect(settings.archive)) as db:
        db.execute("pragma user_version = 7")
    made = settings.output / FOLDER / "made.json"  # which older versions did not tell of what is withdrawn
    made.write_bytes(msgspec.json.encode({"made_from": "0" * 64, "files": 1, "bytes": 1}))


def _halve(settings: Settings, _: list[str]) -> None:
    (settings.output / FOLDER / "made.json").unlink()


def _put_back(settings: Settings, options: list[str]) -> None:
    """The site is right, and then somebody copies an older index over it."""
    index = settings.output / FOLDER
    shutil.copytree(index, f"{index}-2")
    assert CliRunner().invoke(main, ["build", *options]).exit_code == 0
    assert "divers" not in found_words(read_index(settings))
    CliRunner().invoke(main, ["build", *options])
    shutil.rmtree(index)
    shutil.move(f"{index}-2", index)


@pytest.mark.parametrize(
    ("meanwhile", "quiet"),
    [
        (_kill, False), (_preview, True), (_damage, True), (_upgrade, False), (_halve, True), (_put_back, False),
        (_put_back, True),
    ],
)  # fmt: skip
def test_whatever_came_between_no_build_leaves_withdrawn_words_in_the_index(fresh, meanwhile, quiet):
    options = ["--settings", str(fresh.content.parent / "pelicanconf.py"), *(["--quiet"] if quiet else [])]
    CliRunner().invoke(main, ["build", "--search", *options])
    assert "divers" in found_words(read_index(fresh))
    quay = fresh.content / "2025-03/quay.md"
    quay.write_text("Status: withdrawn\n" + quay.read_text(encoding="utf-8"), encoding="utf-8")
    meanwhile(fresh, options)
    assert "divers" in found_words(read_index(fresh)), "else this test shows nothing"
    assert CliRunner().invoke(main, ["build", *options]).exit_code == 0
    assert "divers" not in found_words(read_index(fresh))
    assert "quay wall" in found_words(read_index(fresh))


def test_an_index_that_knew_of_the_withdrawal_is_left_as_it_is(fresh):
    """It may be behind, as one that nobody asked for is, and holds no word of what was withdrawn."""
    options = ["--settings", str(fresh.content.parent / "pelicanconf.py")]
    quay, crane = fresh.content / "2025-03/quay.md", fresh.content / "2025-03/crane.md"
    quay.write_text("Status: withdrawn\n" + quay.read_text(encoding="utf-8"), encoding="utf-8")
    CliRunner().invoke(main, ["build", "--search", *options])
    before = read_index(fresh)
    crane.write_text(crane.read_text(encoding="utf-8").replace("A crane", "A tall crane"), encoding="utf-8")
    assert "The search index is older than the site" in CliRunner().invoke(main, ["build", *options]).output
    assert read_index(fresh) == before


def test_serving_makes_the_index_beside_the_builds(fresh):
    begun: list[bool] = []  # for each index, whether it was given up
    said: list[str] = []
    stop = threading.Event()

    def index(_: dict[str, object], ended: Callable[[], bool]) -> None:
        begun.append(False)
        if len(begun) == 1:
            while not ended():
                time.sleep(0.01)
            begun[0] = True
            raise Superseded
        raise OutputError("The disk is full.", remedy="Free space.")

    def read_settings() -> dict[str, object]:
        return {"PATH": str(fresh.content), "OUTPUT_PATH": str(fresh.output), "BRIEFING_DAY": "2025-04-10"}

    serve = partial(serve_site, read_settings, 0, lambda given: build(check_settings(given)), said.append, stop)
    thread = threading.Thread(target=serve, kwargs={"index": index})
    thread.start()
    try:
        end = time.monotonic() + 2 * PATIENCE
        while len(said) < 2:  # the server's address; then what the second index ended with
            assert time.monotonic() < end, (said, begun)
            time.sleep(0.1)
    finally:
        stop.set()
        thread.join(PATIENCE)
    assert not thread.is_alive()
    assert begun[:2] == [True, False]
    assert said[0].startswith("http://")
    assert said[1] == "briefing: The disk is full. Free space."


# -- the page ---------------------------------------------------------------------------------------------------------


class Reader:
    """Someone at the search page: what they see, and what goes wrong in the browser."""

    def __init__(self, tab: Any, address: str) -> None:
        self.tab, self.address = tab, address
        self.wrong: list[str] = []
        tab.on("console", lambda message: self.wrong.append(message.text))
        tab.on("pageerror", lambda error: self.wrong.append(str(error)))
        tab.on("request", lambda request: request.url.startswith(address) or self.wrong.append(request.url))

    def open(self, query: str = "") -> None:
        self.tab.goto(f"{self.address}search.html{query}")

    def wait(self, holds: Callable[[], object]) -> None:
        """Playwright's own waiting evaluates strings, which the page's policy forbids."""
        end = time.monotonic() + PATIENCE
        while not holds():
            assert time.monotonic() < end, (self.said, self.titles, self.wrong)
            time.sleep(0.05)

    def find(self, number: int) -> None:
        self.wait(lambda: self.said == f"Results: {number}" and len(self.titles) == min(number, 10))

    @property
    def said(self) -> str:
        return str(self.tab.evaluate("document.getElementById('found').textContent"))

    @property
    def titles(self) -> list[str]:
        return list(self.tab.evaluate("[...document.querySelectorAll('#hits h2')].map(each => each.textContent)"))

    @property
    def focus(self) -> str:
        return str(self.tab.evaluate("document.activeElement.id || document.activeElement.textContent"))

    @property
    def visible(self) -> str:
        return str(self.tab.evaluate("document.querySelector('main').innerText"))


@contextmanager
def reading(browser: Any, address: str, **options: Any) -> Iterator[Reader]:
    context = browser.new_context(**options)
    reader = Reader(context.new_page(), address)
    yield reader
    context.close()
    assert reader.wrong == []


@pytest.fixture(scope="module")
def address(indexed: Settings) -> Iterator[str]:
    with serving.serve(indexed.output, "below/news") as served:
        yield served


def test_a_hit_leads_to_its_sentence_with_the_words_marked(browser, address):
    with reading(browser, address) as reader:
        reader.open("?q=divers")
        reader.find(1)
        assert reader.titles == ["Quay wall gives way"]
        assert "Article" in reader.visible
        assert "Harbour Post" in reader.visible
        assert "14 Mar 2025" in reader.visible
        assert "Russia sent divers to the basin." in reader.visible
        assert reader.tab.evaluate("[...document.querySelectorAll('mark')].map(m => m.textContent)") == ["divers"]
        reader.tab.click("#hits a")
        reader.tab.wait_for_url("**/articles/2025-03/quay.html#s3")
        assert reader.tab.evaluate("document.querySelector(':target').textContent").startswith("Russia sent divers")


def test_who_bears_the_name_comes_first(browser, address):
    with reading(browser, address) as reader:
        reader.open("?q=oldcastle")
        reader.wait(lambda: reader.titles)
        assert reader.titles[0] == "Jane Oldcastle"
        assert reader.tab.evaluate("document.querySelector('#hits a').href").endswith("/actors/jane-oldcastle.html")


def test_filters_narrow_and_stand_in_the_address(browser, address):
    with reading(browser, address) as reader:
        reader.open("?q=wall")
        reader.wait(lambda: reader.said)
        everything = reader.said
        reader.tab.check("input[value='quote']")
        reader.find(2)
        reader.tab.click("summary")
        reader.tab.select_option("#source", "Harbour Post")
        reader.find(1)
        assert reader.titles == ["the port office"]
        assert reader.tab.url.endswith("?q=wall&kind=quote&source=Harbour+Post")
        reader.tab.go_back()
        reader.find(2)
        reader.tab.go_back()
        reader.wait(lambda: reader.said == everything)
        assert reader.tab.input_value("#q") == "wall"


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("?actor=Jane+Oldcastle&kind=quote&sort=oldest", ["Jane Oldcastle", "Jane Oldcastle"]),
        ("?actor=jane+oldcastle&kind=article", ["Tender for a new wall", "Crane falls at Malmford", "Quay wall gives way"]),  # noqa: E501
        ("?event=The+quay+wall&kind=article&sort=oldest", ["Quay wall gives way", "Crane falls at Malmford"]),
        ("?source=Northern+Ledger&kind=article", ["Tender for a new wall", "Crane falls at Malmford"]),
        ("?from=2025-04&kind=article&lang=fr", ["Le quai de Malmford"]),
        ("?to=2025-03&kind=article", ["Crane falls at Malmford", "Quay wall gives way"]),
        ("?q=“quay+wall”+&kind=event+story", ["The quay wall"]),
    ],
)  # fmt: skip
def test_an_address_asks_for_all_that_can_be_asked_for(browser, address, query, titles):
    with reading(browser, address) as reader:
        reader.open(query)
        reader.wait(lambda: reader.titles)
        if query.startswith("?q"):
            assert reader.titles[: len(titles)] == titles
        else:
            assert reader.titles == titles


def test_what_is_found_is_put_in_as_text(browser, address):
    with reading(browser, address) as reader:
        reader.open("?q=pavers")
        reader.find(1)
        assert reader.titles == [f"{HOSTILE} & Sons pave the pier"]
        assert reader.tab.evaluate("document.querySelectorAll('main img, main b').length") == 0
        assert reader.tab.title() == "pavers · Search · The Tidewater Briefing"


def test_search_by_keyboard(browser, address):
    with reading(browser, address) as reader:
        reader.open()
        reader.wait(lambda: reader.focus == "q")
        press = reader.tab.keyboard.press
        reader.tab.keyboard.type("wall")
        reader.wait(lambda: len(reader.titles) > 2)
        assert reader.tab.url.endswith("?q=wall")
        press("ArrowDown")
        assert reader.focus == reader.titles[0]
        press("ArrowDown")
        assert reader.focus == reader.titles[1]
        press("ArrowUp")
        press("ArrowUp")
        assert reader.focus == "q"
        press("Tab")
        press("Tab")
        assert reader.tab.evaluate("document.activeElement.name") == "kind"
        press("ArrowRight")
        reader.wait(lambda: "kind=article" in reader.tab.url)
        press("Tab")
        press("Enter")
        assert reader.tab.evaluate("document.getElementById('filters').open")
        press("Tab")
        assert reader.focus == "actor"
        reader.tab.keyboard.type("nobody")
        press("Tab")
        reader.wait(lambda: "No actor has this name." in reader.visible)
        reader.tab.focus("#hits a")
        press("Escape")
        assert reader.focus == "q"
        press("Escape")
        reader.wait(lambda: "?kind=article" in reader.tab.url and "Le quai de Malmford" in reader.titles)
        assert reader.tab.input_value("#q") == ""
        reader.tab.focus("#hits a")
        press("Enter")
        reader.tab.wait_for_url("**/articles/2025-04/copie.html#s1")


def test_any_page_leads_to_the_search(browser, address):
    with reading(browser, address) as reader:
        reader.tab.goto(f"{address}articles/2025-03/quay.html")
        reader.tab.keyboard.press("/")
        reader.tab.keyboard.type("pavers")
        reader.tab.keyboard.press("Enter")
        reader.tab.wait_for_url(f"{address}search.html?q=pavers")
        reader.find(1)
        reader.tab.click("h1")
        reader.tab.keyboard.press("/")
        assert reader.focus == "q"


@pytest.mark.parametrize(("scheme", "width"), [("dark", 1280), ("light", 320)])
def test_the_open_search_breaks_no_rule_of_accessibility(browser, address, scheme, width):
    require(tools.find_axe)
    with reading(browser, address, color_scheme=scheme, viewport={"width": width, "height": 900}) as reader:
        reader.open("?q=wall")
        reader.wait(lambda: reader.titles)
        reader.tab.click("summary")
        reader.tab.fill("#actor", "nobody")
        reader.tab.focus("#from")
        reader.wait(lambda: "No actor has this name." in reader.visible)
        assert axe.find_violations(reader.tab)[0] == []
        assert reader.tab.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


# -- without --------------------------------------------------------------------------------------------------------


def offers_indexes(reader: Reader) -> bool:
    return all(name in reader.visible for name in ("Editions", "Events", "Actors", "Sources"))


def test_without_scripts_it_says_so_and_offers_the_indexes(browser, address):
    with reading(browser, address, java_script_enabled=False) as reader:
        reader.open("?q=wall")
        visible = reader.tab.inner_text("main")
        assert "Search needs JavaScript" in visible
        assert "briefing search" not in visible
        assert not reader.tab.is_visible("#search-form")
        reader.tab.click("main a:has-text('Actors')")
        assert reader.tab.url.endswith("/actors.html")


def test_from_a_disk_it_says_so_and_offers_the_indexes(browser, indexed):
    with reading(browser, indexed.output.as_uri() + "/") as reader:
        reader.open("?q=wall")
        reader.wait(lambda: "opened from a disk" in reader.visible)
        assert offers_indexes(reader)
        assert "Search needs JavaScript" not in reader.visible
        assert not reader.tab.is_visible("#search-form")


def test_without_an_index_it_says_who_makes_one(browser, built):
    with serving.serve(built.output) as address, reading(browser, address) as reader:
        reader.open("?q=wall")
        reader.wait(lambda: "briefing search" in reader.visible)
        assert offers_indexes(reader)
        reader.wrong = [message for message in reader.wrong if "404" not in message]  # asked for and not there


def test_an_index_that_went_while_it_was_read_is_said(browser, fresh):
    make_search(fresh)
    with serving.serve(fresh.output) as address, reading(browser, address) as reader:
        reader.open()
        reader.wait(lambda: reader.said)
        for path in (fresh.output / FOLDER / "fragment").iterdir():
            os.unlink(path)
        reader.tab.fill("#q", "wall")
        reader.wait(lambda: reader.said.startswith("The search index did not answer"))
        reader.wrong = []


def test_the_index_says_what_it_was_made_from(indexed):
    made = msgspec.json.decode(read_index(indexed)["made.json"])
    assert re.fullmatch("[0-9a-f]{64}", made["made_from"])
