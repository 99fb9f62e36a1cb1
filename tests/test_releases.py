"""Releases: what is published is whole, checked, shown in one step, shared where it did not change, and taken back."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import random
import shutil
import sqlite3
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from fakes import write_site
from msgspec.structs import replace

from benchmarks.processes import MEMORY
from briefing.checking import check_links
from briefing.errors import BriefingError, ReleaseError, VerbatimError
from briefing.releases import making, returning
from briefing.releases.following import tell_dead
from briefing.releases.known import NAME, ForgottenError, Known, _sealed
from briefing.releases.listing import list_releases
from briefing.releases.place import Place
from briefing.releases.publishing import Built, Outcome, OutrunError, Wish, publish
from briefing.releases.returning import roll_back

TEXT = "The quay wall gave way on Friday. Nobody was hurt."
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\0IEND\xaeB`\x82"
SECOND = 1_000_000_000
NOON = 1_741_953_600 * SECOND


def page(words: str = "", passage: str = TEXT[:33], links: str = "") -> str:
    held = f'<p><span data-place="quay.md:0-33">{passage}</span></p>'
    return f'<!doctype html>\n<html lang="en"><body id="top">{held}<p>{words}</p>{links}</body></html>\n'


SITE = {
    "index.html": page(
        "Today", links='<a href="articles/quay.html#s1">more</a> <a href="https://other.example/">x</a>'
    ),
    "articles/quay.html": page("Ever", links='<p id="s1">x</p><a href="../index.html#top">front</a>'),
    "theme/briefing.css": "p {margin: 0}",
    "feeds/editions.json": '{"items": []}',
    "sitemap.xml": "<urlset/>",
}


class Server:
    """An output folder, and a folder of releases beside it."""

    def __init__(self, folder: Path) -> None:
        self.output, self.place = folder / "output", Place(folder / "server")
        self.output.mkdir()
        self.foreign: set[str] = set()  # paths of files that Briefing did not make
        self.put(SITE)

    def put(self, files: dict[str, str | bytes] | dict[str, str], at: int = NOON) -> None:
        """Write files as a build does, each anew."""
        for path, content in files.items():
            file = self.output / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.unlink(missing_ok=True)
            file.write_bytes(content.encode() if isinstance(content, str) else content)
            os.utime(file, ns=(at, at))

    def built(self) -> Built:
        pages = {
            path.relative_to(self.output).as_posix(): (path.stat().st_size, path.stat().st_mtime_ns)
            for path in sorted(self.output.rglob("*"))
            if path.is_file() and path.relative_to(self.output).as_posix() not in self.foreign
        }
        return Built(self.output, "2025-03-14", pages, {"quay.md": TEXT}.get, pages.__contains__, lambda: True)

    def publish(self, **options: Any) -> Outcome:
        place = options.pop("place", self.place)
        place.open()
        built = options.pop("built", None) or self.built()
        wish = Wish(**{"made": "2025-03-14T06:00:00Z", "expected": place.shown(), **options})
        return publish(place, built, wish, lambda *_: None)

    def roll_back(self, number: int = 0) -> int:
        return roll_back(self.place, number, lambda *_: None)[0].number

    def shown(self) -> dict[str, bytes]:
        return read(self.place.current)

    def kept(self) -> list[int]:
        return sorted(self.place.whole())

    def names(self) -> set[str]:
        """What lies in the two folders that no release is."""
        names = {name for folder in (self.place.root, self.place.releases) for name in os.listdir(folder)}
        return {name for name in names if not name[:6].isdecimal()}


USUAL_NAMES = {"current", "releases", "shown.json", ".publish.lock", ".publish.pid", NAME}


def read(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.fixture
def server() -> Iterator[Server]:
    """In memory, where that is: to wait for a disk on which others write would take most of the time."""
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        (Path(folder) / "desk").mkdir()
        yield Server(Path(folder) / "desk")


# -- what a release is ------------------------------------------------------------------------------------------------


def test_what_the_output_holds_is_shown(server: Server) -> None:
    before = os.umask(0o077)
    try:
        done = server.publish()
    finally:
        os.umask(before)
    assert server.shown() == read(server.output) == {path: text.encode() for path, text in SITE.items()}
    assert (done.release.number, done.before, done.release.files, done.release.new) == (1, 0, 5, 5)
    assert done.release.bytes == sum(map(len, SITE.values()))
    for path in server.place.current.resolve().rglob("*"):
        wanted = 0o755 if path.is_dir() else 0o644
        assert stat.S_IMODE(path.stat().st_mode) == wanted, "web servers can read it whatever the umask"
    assert stat.S_IMODE(server.place.root.stat().st_mode) == 0o755
    assert os.readlink(server.place.current) == "releases/000001", "the folder can be moved, and mounted elsewhere"
    assert server.names() == USUAL_NAMES


def test_its_list_is_one_that_sha256sum_checks(server: Server) -> None:
    server.publish()
    command = ["sha256sum", "--check", "--quiet", "--strict", "../000001.sha256"]
    if not shutil.which("sha256sum"):
        pytest.skip("sha256sum is missing")
    assert subprocess.run(command, cwd=server.place.folder(1), check=False).returncode == 0
    (server.place.folder(1) / "index.html").write_text("another", encoding="utf-8")
    assert subprocess.run(command, cwd=server.place.folder(1), check=False, capture_output=True).returncode == 1


def test_unchanged_files_are_shared_among_releases_and_none_with_the_output(server: Server) -> None:
    server.publish()
    server.put({"index.html": page("Tomorrow")}, NOON + SECOND)
    done = server.publish()
    first, second = (server.place.folder(number) for number in (1, 2))
    shared = {path for path in SITE if (first / path).samefile(second / path)}
    assert shared == set(SITE) - {"index.html"}
    assert not any((server.output / path).samefile(second / path) for path in SITE)
    assert (done.release.new, done.copied_bytes) == (1, len(page("Tomorrow")))
    assert {(second / path).stat().st_mtime_ns for path in shared} == {NOON}, "readers' caches go by it"
    assert (second / "index.html").stat().st_mtime_ns == NOON + SECOND


def test_a_page_that_changed_is_dated_later_than_the_one_before(server: Server) -> None:
    """Servers make an ETag of its size and of the second in which it was written."""
    server.publish()
    server.put({"index.html": SITE["index.html"].replace("Today", "Later")}, NOON + 5)
    server.publish()
    assert (server.place.current / "index.html").stat().st_mtime_ns // SECOND > NOON // SECOND


def look_again(server: Server) -> None:
    server.put(SITE, NOON + 9 * SECOND)


def lose_what_is_known(server: Server) -> None:
    (server.place.releases / NAME).unlink()


def damage_what_is_known(server: Server) -> None:
    (server.place.releases / NAME).write_bytes(b"no database" * 1000)


@pytest.mark.parametrize("how", [lambda _: None, look_again, lose_what_is_known, damage_what_is_known])
def test_where_nothing_changed_no_release_is_made(server: Server, how: Callable[[Server], None]) -> None:
    server.publish()
    how(server)
    done = server.publish()
    assert (done.release.number, done.before, server.kept()) == (1, 1, [1])


@pytest.mark.parametrize("how", [look_again, lose_what_is_known, damage_what_is_known])
def test_what_is_known_of_files_is_not_needed(server: Server, how: Callable[[Server], None]) -> None:
    server.publish()
    how(server)
    server.put({"index.html": page("Tomorrow")}, NOON + 10 * SECOND)
    assert server.publish().release.new == 1
    assert server.shown() == read(server.output)
    server.put({"index.html": page("Then")}, NOON + 11 * SECOND)
    assert server.publish().release.new == 1


def test_a_file_of_the_same_size_and_time_is_seen_to_be_another(server: Server) -> None:
    """Pelican copies files with their times."""
    server.publish()
    server.put({"theme/briefing.css": "p {margin: 9}"})
    assert server.publish().release.number == 2
    assert server.shown()["theme/briefing.css"] == b"p {margin: 9}"


def lose_the_front_page(server: Server) -> None:
    (server.place.current / "index.html").unlink()


def empty_a_page(server: Server) -> None:
    (server.place.current / "articles/quay.html").write_bytes(b"")


def turn_a_letter(server: Server) -> None:
    file = server.place.current / "index.html"
    file.write_bytes(file.read_bytes().replace(b"Today", b"Tod\0y"))


def lose_a_folder(server: Server) -> None:
    shutil.rmtree(server.place.current / "theme")


def put_a_link(server: Server) -> None:
    lose_the_front_page(server)
    (server.place.current / "index.html").symlink_to("nowhere")


def damage_the_list(server: Server) -> None:
    (server.place.releases / "000001.sha256").write_bytes(b"no list")


@pytest.mark.parametrize(
    ("damage", "forget"),
    [
        (turn_a_letter, False),  # which needs what is known: all else can be seen without
        *((lose_the_front_page, forget) for forget in (False, True)),
        *((empty_a_page, forget) for forget in (False, True)),
        *((damage, True) for damage in (lose_a_folder, put_a_link, damage_the_list)),
    ],
)
def test_a_shown_release_that_is_not_whole_is_published_anew(
    server: Server, damage: Callable[[Server], None], forget: bool
) -> None:
    """Though the site is as it was."""
    server.publish()
    damage(server)
    if forget:
        lose_what_is_known(server)
    done = server.publish()
    assert (done.release.number, done.before) == (2, 1)
    assert done.notes[0].what.startswith("Release 1, which was shown, was not whole any more: ")
    assert server.shown() == read(server.output)
    assert server.publish().release.number == 2


def test_a_file_that_was_only_dated_anew_is_whole(server: Server) -> None:
    server.publish()
    (server.place.current / "index.html").touch()
    assert server.publish().release.number == 1


def test_what_cannot_be_published_anew_is_told(server: Server) -> None:
    """The site is as one that was rolled back, so there is nothing of which the damaged release could be made."""
    server.publish()
    server.put({"index.html": page("Tomorrow")})
    server.publish()
    server.roll_back()
    lose_the_front_page(server)
    done = server.publish()
    assert (done.withheld, [note.what for note in done.notes]) == (
        2,
        ["Release 1, which was shown, was not whole any more: index.html is missing."],
    )


def test_what_is_not_at_rest_is_not_shown(server: Server) -> None:
    """At the last moment: all that comes before it takes time."""
    server.publish()
    server.put({"index.html": page("Tomorrow")})
    looks: list[list[str]] = [[], ["quay.md"]]
    with pytest.raises(OutrunError, match=r"^quay\.md: The file changed while it was published"):
        server.publish(built=replace(server.built(), find_restless=lambda: looks.pop(0)))
    assert (looks, server.place.shown(), server.kept(), server.names()) == ([], 1, [1], USUAL_NAMES)


def test_programs_own_files_are_not_published(server: Server) -> None:
    server.foreign = {
        ".git/config",
        ".briefing-1-0",
        ".well-known/security.txt",
        "empty.txt",
        "table.csv",
        "verify.html",
    }
    server.put(dict.fromkeys(server.foreign, ""))
    server.publish()
    assert set(server.shown()) - set(SITE) == {".well-known/security.txt", "empty.txt", "table.csv", "verify.html"}


# -- what is not fit to be shown --------------------------------------------------------------------------------------

UNFIT: dict[str, tuple[dict[str, str | bytes], str]] = {
    "torn": ({"index.html": page()[:-9]}, "index.html: The file breaks off: it does not end with </html>"),
    "torn in a comment": ({"index.html": page() + "<!-- made by"}, "index.html: The file breaks off"),
    "more behind it": ({"index.html": page() + "<!-- --> x"}, "index.html: The file breaks off"),
    "empty": ({"theme/briefing.css": ""}, "theme/briefing.css: The file is empty"),
    "not verbatim": ({"articles/quay.html": page(passage="The quay wall stood.")}, "is not what quay.md says"),
    "no JSON": ({"manifest.webmanifest": '{"name": '}, "manifest.webmanifest: The file is no JSON"),
    "JSON without end": ({"manifest.webmanifest": "[" * 5_000}, "manifest.webmanifest: The file is no JSON"),
    "no edition": ({"editions/2025-03-14.json": '{"day": 7}'}, "The file is not what it is published as"),
    "no feed": ({"feeds/editions.json": "{}"}, "feeds/editions.json: The file is not what it is published as: 'items'"),
    "no XML": ({"sitemap.xml": "<urlset>"}, "sitemap.xml: The file is no XML"),
    "no table": ({"events/quay.csv": "a,b\n1,2\n"}, "events/quay.csv: The file is not what it is published as"),
    "half a picture": ({"cards/a.png": PNG[:-4]}, "cards/a.png: The file breaks off"),
    "no text": ({"robots.txt": b"\xff\xfe"}, "robots.txt: The file is no text in UTF-8"),
    "half an index": ({"pagefind/pagefind-entry.json": "{}"}, "The search index is half made. Run briefing search"),
    "a name of two lines": ({"a\nb.html": page()}, "has a character that no address"),
}


@pytest.mark.parametrize("case", UNFIT)
def test_what_is_not_fit_is_not_shown(server: Server, case: str) -> None:
    server.publish()
    before = server.shown()
    files, told = UNFIT[case]
    server.put(files, NOON + SECOND)
    with pytest.raises((ReleaseError, VerbatimError)) as raised:
        server.publish()
    assert told in str(raised.value)
    assert (server.shown(), server.kept(), server.names()) == (before, [1], USUAL_NAMES)
    for path in files:
        (server.output / path).unlink()
    server.put(SITE | {"new.html": page()}, NOON + 2 * SECOND)
    assert server.publish().release.number == 2


def test_pages_of_an_older_build_are_to_be_deleted(server: Server) -> None:
    """Somebody copied an old output over the new one: those that do not say what articles say are refused."""
    server.publish()
    old = {"articles/old.html": page(passage="Nobody says so."), "articles/older.html": page(passage="Nor so.")}
    server.foreign = {*old, "feeds/old.json", "articles/notes.txt", "mine/old.json"}
    server.put({**old, **dict.fromkeys(server.foreign - old.keys(), "{}")}, NOON + SECOND)
    with pytest.raises(VerbatimError) as raised:
        server.publish()
    assert str(raised.value).startswith("articles/old.html: the passage “Nobody says so.” is not what quay.md says")
    assert str(raised.value).endswith(
        "The build did not make this page, and 1 more like it: delete it, or mend it if it is yours."
    )
    for path in old:
        (server.output / path).unlink()
    told = [(note.path, note.what) for note in server.publish().notes]
    assert told == [
        (
            "output/feeds/old.json",
            "The build did not make this file, an older one may have, and it is published as it is.",
        )
    ]
    assert server.publish().notes == ()


def test_what_is_whole_is_fit(server: Server) -> None:
    server.put(
        {"cards/a.png": PNG, "a.html": page() + "\n<!-- made by -- a theme -->\n\n", "b.html": "<HTML>Ever</HTML>"}
    )
    server.publish()
    assert server.shown()["cards/a.png"] == PNG


@pytest.mark.parametrize("how", ["gone", "changed"])
def test_a_page_that_is_not_as_the_build_left_it_is_told(server: Server, how: str) -> None:
    server.publish()
    server.put({"index.html": page("Tomorrow")}, NOON + SECOND)
    built = server.built()
    if how == "gone":
        (server.output / "articles/quay.html").unlink()
    else:
        server.put({"articles/quay.html": page("Otherwise")}, NOON + SECOND)
    words = "is missing" if how == "gone" else "is not as the build left it"
    with pytest.raises(ReleaseError, match=rf"output/articles/quay\.html: The page {words}\. Build again\."):
        server.publish(built=built)
    assert server.kept() == [1]


@pytest.mark.parametrize("path", ["index.html", "table.bin"], ids=["while it is checked", "while it is copied"])
def test_a_file_that_changes_while_it_is_published_is_told(server: Server, path: str) -> None:
    def text_of(id_: str) -> str:
        server.put({path: page("Meanwhile")})
        return TEXT

    server.foreign = {"table.bin"}
    server.put({"table.bin": page("Before now")})
    pages = server.built().pages
    built = Built(server.output, "2025-03-14", pages, text_of, pages.__contains__, lambda: True)
    with pytest.raises(ReleaseError, match=rf"{path} changed while it was published"):
        server.publish(built=built)
    assert server.kept() == []
    assert server.names() == USUAL_NAMES - {"current", "shown.json", NAME}


def test_a_release_with_hidden_files_can_become_another(server: Server) -> None:
    server.put({"old/page.html": page("Old")})
    for number in (1, 2):
        server.put({"index.html": page(f"{number}")}, NOON + number * SECOND)
        server.publish(keep=2)
    (server.place.folder(1) / "old/.DS_Store").write_bytes(b"of a program that looked into it")
    (server.place.folder(1) / "old/.link").symlink_to("/")
    shutil.rmtree(server.output / "old")
    assert server.publish(keep=2).release.number == 3
    assert server.shown() == read(server.output)


def test_what_a_link_says_moves_no_cursor() -> None:
    (note,) = tell_dead([("a.html", "gone\x1b[2J\u202e.html")], {}, "output")
    assert note.what == "A link leads to gone[2J.html, which is not there."


def test_a_folder_that_was_there_stays_for_whom_it_was(server: Server) -> None:
    server.place.root.mkdir()
    server.place.root.chmod(0o2770)  # of a group: another's, perhaps, who alone may change that
    server.publish()
    assert stat.S_IMODE(server.place.root.stat().st_mode) == 0o2770


def test_a_sum_that_turned_in_the_cache_costs_time(server: Server) -> None:
    server.publish()
    with closing(sqlite3.connect(server.place.releases / NAME)) as db, db:
        db.execute("update file set sum = substr(sum, 2) || substr(sum, 1, 1) where path = 'sitemap.xml'")
    assert server.publish().release.number == 1, "all is read again, and nothing had changed"


def test_a_sum_that_was_wrong_from_the_beginning_ends_one_publish_and_no_more(server: Server) -> None:
    server.publish()
    with closing(sqlite3.connect(server.place.releases / NAME)) as db, db:
        ((path, sum_, *rest, _),) = db.execute("select * from file where path = 'sitemap.xml'").fetchall()
        db.execute("replace into file values (?, ?, ?, ?, ?, ?, ?)", _sealed(path, sum_[1:] + sum_[0], *rest))
    with pytest.raises(ReleaseError, match="changed while it was published"):
        server.publish()
    assert server.publish().release.number == 1, "all is read again, and nothing had changed"


def test_a_file_that_the_disk_cannot_read_is_damage(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    server.publish()

    def fail(path: str) -> str:
        raise OSError(errno.EIO, "Input/output error", path)

    monkeypatch.setattr(returning, "sum_file", fail)
    (listed,) = list_releases(server.place, lambda *_: None, check=True).releases
    assert len(listed.damage) == len(SITE)
    assert listed.damage[0] == "articles/quay.html cannot be read (Input/output error)"


def test_a_link_in_the_output_is_refused(server: Server) -> None:
    (server.output / "secret.html").symlink_to("/etc/passwd")
    with pytest.raises(ReleaseError, match="is a link"):
        server.publish()


def test_a_half_built_site_is_refused(server: Server) -> None:
    pages = server.built().pages
    built = Built(server.output, "2025-03-14", pages, {"quay.md": TEXT}.get, pages.__contains__, lambda: False)
    with pytest.raises(ReleaseError, match="half built"):
        server.publish(built=built)


# -- links ------------------------------------------------------------------------------------------------------------


def test_links_that_lead_nowhere_are_told_and_stop_nothing(server: Server) -> None:
    server.put({"a.html": page(links='<a href="no.html">x</a>'), "b.html": page(links='<a href="no.html">x</a>')})
    notes = server.publish().notes
    assert [(note.path, note.what) for note in notes] == [
        ("output/a.html", "A link leads to no.html, which is not there (on 2 pages).")
    ]
    server.put({"c.html": page()})
    assert server.publish().notes == notes, "as long as it is so"
    server.put({"d.html": page()})
    with pytest.raises(
        ReleaseError, match=r"so nothing is published; the first of 1: output/a\.html: A link leads to no\.html"
    ):
        server.publish(strict=True)
    server.put({"no.html": page()})
    assert server.publish(strict=True).notes == ()


@pytest.mark.parametrize(
    ("files", "gone", "told"),
    [
        ({"articles/quay.html": page()}, (), "There is no #s1 on articles/quay.html."),
        ({}, ("articles/quay.html",), "A link leads to articles/quay.html, which is not there."),
        (
            {"index.html": page(links='<a href="articles/quay.html#s2">x</a>')},
            (),
            "There is no #s2 on articles/quay.html.",
        ),
    ],
    ids=["an id went", "a page went", "a new link"],
)
def test_a_link_dies_on_its_page_or_at_its_end(
    server: Server, files: dict[str, str], gone: tuple[str, ...], told: str
) -> None:
    server.publish()
    server.put(files, NOON + SECOND)
    for path in gone:
        (server.output / path).unlink()
    assert [note.what for note in server.publish().notes][:1] == [told]


def test_links_are_those_that_a_look_at_all_pages_finds(server: Server) -> None:
    """Pages, ids and links by lot, one change at a time: what is followed anew has to be what is all followed."""
    chance = random.Random(7)
    names = [*"abcd", "x/e", "x/f", "x/y/g"]

    def write(name: str) -> None:
        links = []
        for _ in range(3):
            to = chance.choice([*names, "h"])
            up = "../" * name.count("/")
            fragment = chance.choice(["", "#top", "#i1", "#i2", "#i3"])
            links.append(
                chance.choice([f"{up}{to}.html{fragment}", fragment or "#top", f"{up}t.csv", "https://a.example"])
            )
        ids = "".join(f'<p id="i{number}">x</p>' for number in range(1, 4) if chance.random() < 0.6)
        server.put(
            {f"{name}.html": page(links=ids + "".join(f'<a href="{link}">x</a>' for link in links))}, NOON + turn
        )

    for turn in range(60):
        name = chance.choice(names)
        if chance.random() < 0.3:
            (server.output / f"{name}.html").unlink(missing_ok=True)
            (server.output / "t.csv").unlink(missing_ok=True)
        else:
            write(name)
            server.foreign.add("t.csv")
            server.put({"t.csv": ""})
        if turn % 17 == 16:
            lose_what_is_known(server)
        if turn % 11 == 10 and len(server.kept()) > 1:
            server.roll_back()
        done = server.publish()
        if done.withheld:  # of what it would have shown, nothing is said
            continue
        notes = done.notes
        if (fresh := server.place.root.parent / "fresh").exists():
            shutil.rmtree(fresh)
        first = Place(fresh)
        first.open()
        assert notes == server.publish(place=first).notes, f"turn {turn}"
        assert {note.path for note in notes} <= {note.path for note in check_links(server.output)}, f"turn {turn}"
        assert bool(notes) == any(check_links(server.output)), f"turn {turn}"


# -- going back -------------------------------------------------------------------------------------------------------


def come_so_far(server: Server, releases: int, keep: int = 5) -> None:
    for number in range(1, releases + 1):
        server.put({"index.html": page(f"Site {number}"), f"only-in-{number}.html": page()}, NOON + number * SECOND)
        (server.output / f"only-in-{number - 1}.html").unlink(missing_ok=True)
        server.publish(keep=keep)


def test_the_release_before_is_shown_again(server: Server) -> None:
    come_so_far(server, 3)
    assert server.roll_back() == 2
    assert b"Site 2" in server.shown()["index.html"]
    assert "only-in-2.html" in server.shown()
    assert server.roll_back(3) == 3
    assert b"Site 3" in server.shown()["index.html"]
    assert server.roll_back(1) == 1
    with pytest.raises(ReleaseError, match="no earlier release"):
        server.roll_back()
    with pytest.raises(ReleaseError, match=r"There is no release 7\. These are kept: 1, 2, 3\."):
        server.roll_back(7)


def test_what_was_rolled_back_is_not_published_again_by_itself(server: Server) -> None:
    come_so_far(server, 3)
    server.roll_back()
    done = server.publish()
    assert (done.withheld, done.release.number, server.place.shown()) == (3, 2, 2)
    assert server.publish(keep=1).withheld == 3
    assert server.kept() == [2], "nothing else is kept"
    assert server.publish().withheld == 3, "but that is still known"
    server.put({"index.html": page("Mended")}, NOON + 9 * SECOND)
    done = server.publish()
    assert (done.release.number, done.before, server.kept()) == (4, 2, [2, 4])
    assert server.names() == USUAL_NAMES
    assert sorted(path.name for path in server.place.releases.glob("*.json")) == [
        "000002.json",
        "000004.json",
        "shown.json",
    ]


def test_nobody_comes_back_to_what_was_rolled_back(server: Server) -> None:
    come_so_far(server, 3)
    server.roll_back()
    server.put({"index.html": page("Mended")}, NOON + 9 * SECOND)
    server.publish()
    assert server.kept() == [1, 2, 4]
    assert server.roll_back() == 2


@pytest.mark.parametrize("damage", ["a byte", "a page less", "a page more", "no list"])
def test_nobody_comes_back_to_what_is_not_whole(server: Server, damage: str) -> None:
    come_so_far(server, 2)
    folder = server.place.folder(1)
    if damage == "a byte":
        (folder / "only-in-1.html").write_text("another", encoding="utf-8")
    elif damage == "a page less":
        (folder / "only-in-1.html").unlink()
    elif damage == "a page more":
        (folder / "more.html").write_text("another", encoding="utf-8")
    else:
        (server.place.releases / "000001.sha256").write_text("nothing", encoding="utf-8")
    with pytest.raises(ReleaseError, match=r"is not whole|list of the files of release 1 is damaged"):
        server.roll_back()
    assert server.place.shown() == 2
    listed = list_releases(server.place, lambda *_: None, check=True).releases
    assert [bool(each.damage) for each in listed] == [False, True], "the other one is looked at all the same"


def test_a_publish_that_began_before_a_rollback_does_not_undo_it(server: Server) -> None:
    come_so_far(server, 2)
    expected = server.place.shown()
    server.roll_back()
    server.put({"index.html": page("Late")}, NOON + 9 * SECOND)
    with pytest.raises(ReleaseError, match="Meanwhile release 1 was switched to"):
        server.publish(expected=expected)
    assert server.place.shown() == 1


def test_a_link_that_was_moved_by_hand_is_a_rollback(server: Server) -> None:
    come_so_far(server, 2)
    server.place.current.unlink()
    server.place.current.symlink_to("releases/000001")
    assert server.publish().withheld == 2
    server.place.current.unlink()
    done = server.publish()
    assert (done.release.number, done.before) == (3, 0), "a link that is gone is made anew"
    assert server.shown() == read(server.output)


# -- what is kept -----------------------------------------------------------------------------------------------------


def test_the_newest_releases_are_kept(server: Server) -> None:
    come_so_far(server, 7, keep=3)
    assert server.kept() == [5, 6, 7]
    for number in server.kept():
        shown = read(server.place.folder(number))
        assert f"Site {number}".encode() in shown["index.html"]
        assert {path for path in shown if path.startswith("only")} == {f"only-in-{number}.html"}
    assert not any(each.damage for each in list_releases(server.place, lambda *_: None, check=True).releases)
    assert server.publish(keep=1).removed == 2
    assert server.kept() == [7]


@pytest.mark.parametrize("keep", [2, 3])
def test_a_publish_that_fails_leaves_one_to_roll_back_to(
    server: Server, monkeypatch: pytest.MonkeyPatch, keep: int
) -> None:
    def fill(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    come_so_far(server, keep, keep=keep)
    before = read(server.place.folder(keep - 1))
    server.put({"index.html": page("More")}, NOON + 9 * SECOND)
    with monkeypatch.context() as patched:
        patched.setattr(making.Making, "make", fill)
        for _ in range(2):
            with pytest.raises(ReleaseError, match="No space left on device"):
                server.publish(keep=keep)
    assert server.kept() == [keep - 1, keep]
    assert server.roll_back() == keep - 1
    assert server.shown() == before


def test_an_old_release_becomes_the_new_one_whatever_was_done_to_it(server: Server) -> None:
    come_so_far(server, 3, keep=3)
    folder = server.place.folder(1)
    (folder / "articles/quay.html").unlink()
    (folder / "theme").rename(folder / "elsewhere")
    (folder / "sitemap.xml").unlink()
    (folder / "sitemap.xml").symlink_to("/etc/passwd")
    come_so_far(server, 4, keep=3)
    assert server.shown() == read(server.output)


def test_a_release_that_somebody_wrote_into_is_not_shared(server: Server) -> None:
    server.publish()
    (server.place.folder(1) / "theme/briefing.css").write_text("p {margin: 7}", encoding="utf-8")
    server.put({"index.html": page("Tomorrow")}, NOON + SECOND)
    notes = server.publish().notes
    assert [note.path for note in notes] == ["releases/theme/briefing.css"]
    assert server.shown() == read(server.output)


@pytest.mark.parametrize("keep", [1, 5], ids=["linked", "from an old release"])
def test_what_a_disk_spoilt_does_not_live_on(server: Server, monkeypatch: pytest.MonkeyPatch, keep: int) -> None:
    """A byte flips, and neither size nor time tell: each file is read again now and then."""
    come_so_far(server, 5, keep=5)
    file = server.place.folder(5) / "articles/quay.html"
    before = file.stat()
    file.write_bytes(file.read_bytes().replace(b"Ever", b"Eves"))
    os.utime(file, ns=(before.st_mtime_ns, before.st_mtime_ns))
    server.put({"index.html": page("Unseen")}, NOON + 8 * SECOND)
    monkeypatch.setattr(making, "ROTATION", 10**9)
    server.publish(keep=keep)
    assert b"Eves" in server.shown()["articles/quay.html"], "it is not its turn"
    monkeypatch.setattr(making, "ROTATION", 1)
    server.put({"index.html": page("Seen")}, NOON + 9 * SECOND)
    assert [note.path for note in server.publish(keep=keep).notes] == ["releases/articles/quay.html"]
    assert server.shown() == read(server.output)


# -- disks and systems ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [errno.EXDEV, errno.EPERM, errno.EMLINK, errno.ENOTSUP])
def test_where_nothing_can_be_linked_it_is_copied(server: Server, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    server.publish()

    def refuse(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "link", refuse)
    server.put({"index.html": page("Tomorrow")}, NOON + SECOND)
    assert server.publish().release.new == len(SITE)
    assert server.shown() == read(server.output)


def refused(server: Server) -> str:
    """What is said of a publish that ends with an error; empty: it does not."""
    try:
        server.publish(keep=3)
    except ReleaseError as error:
        return str(error)
    return ""


def test_a_disk_without_links_is_told_at_once(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(os, "symlink", refuse)
    with pytest.raises(ReleaseError, match="knows no symbolic links"):
        server.place.open()


REFUSED = ("link", "mkdir", "open", "rename", "replace", "symlink", "unlink", "utime", "write", "fsync")


@pytest.mark.parametrize("name", REFUSED)
def test_what_the_system_refuses_leaves_a_whole_release_and_no_half(
    server: Server, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """There is no space at the first such call, at the second …, up to one that is not made any more."""
    come_so_far(server, 3, keep=3)
    server.put({"index.html": page("Site 4"), "more.html": page()}, NOON + 4 * SECOND)
    original, done, told = server.place.root.parent, getattr(os, name), 0
    before, after = server.shown(), read(server.output)
    for at in range(1, 200):
        copy = original.with_name(f"{original.name}-{at}")
        subprocess.run(["cp", "-a", str(original), str(copy)], check=True)
        server.output, server.place = copy / "output", Place(copy / "server")
        left = [at]

        def refuse(*given: Any, left: list[int] = left, **named: Any) -> Any:
            if name != "open" or given[1] & os.O_CREAT:
                left[0] -= 1
                if left[0] == 0:
                    raise OSError(errno.ENOSPC, "No space left on device", "somewhere")
            return done(*given, **named)

        with monkeypatch.context() as patched:
            patched.setattr(os, name, refuse)
            error = refused(server)
        if error:
            told += 1
            assert "No space left on device. Readers have release" in error, f"{name} {at}"
            assert "Free space on that disk" in error
        assert server.shown() == (before if server.place.shown() == 3 else after), f"{name} {at}"
        assert error or server.place.shown() == 4
        assert server.names() <= USUAL_NAMES | {f"{NAME}-journal"}, f"{name} {at}"
        assert not any(each.damage for each in list_releases(server.place, lambda *_: None, check=True).releases)
        server.publish(keep=3)
        assert server.shown() == after
        if left[0] > 0:
            break
    assert left[0] > 0, "all calls were refused once"
    assert told or name in {"link", "mkdir"}, "without these it goes on"


def test_the_lock_is_held_by_one(server: Server) -> None:
    server.publish()
    program = (
        "import sys\nfrom pathlib import Path\nfrom briefing.releases.place import Place\n"
        "with Place(Path(sys.argv[1])).held():\n    print('held', flush=True)\n    sys.stdin.read()\n"
    )
    command = [sys.executable, "-c", program, str(server.place.root)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        for act in (server.publish, server.roll_back):
            with pytest.raises(ReleaseError, match=rf"already by process {other.pid} since"):
                act()
        other.communicate("")
    server.publish()


# -- whose folder it is -----------------------------------------------------------------------------------------------


def hold_a_site(root: Path) -> None:
    root.mkdir()
    (root / "index.html").write_text("mine", encoding="utf-8")


def hold_others_releases(root: Path) -> None:
    (root / "releases/20250314060000").mkdir(parents=True)
    (root / "current").symlink_to("releases/20250314060000")


def be_a_file(root: Path) -> None:
    root.write_text("mine", encoding="utf-8")


def test_a_folder_in_which_the_first_publish_was_killed_is_ours(server: Server) -> None:
    server.place.releases.mkdir(parents=True)
    (server.place.root / ".briefing-current").symlink_to("releases")
    (server.place.root / "lost+found").mkdir()
    assert server.publish().release.number == 1


@pytest.mark.parametrize("prepare", [hold_a_site, hold_others_releases, be_a_file])
def test_a_folder_that_holds_something_else_is_left_alone(server: Server, prepare: Callable[[Path], None]) -> None:
    prepare(server.place.root)
    before = sorted(server.place.root.parent.rglob("*"))
    with pytest.raises(BriefingError):
        server.publish()
    assert sorted(server.place.root.parent.rglob("*")) == before
    with pytest.raises(ReleaseError, match="holds no releases"):
        server.roll_back()


def test_a_current_that_is_not_ours_is_left_alone(server: Server) -> None:
    server.publish()
    server.place.current.unlink()
    current = server.place.current
    for make, told in (
        (current.mkdir, "is to be a link to the release that is shown, and is a folder"),
        (lambda: current.symlink_to("/srv"), "leads to /srv, which no briefing publish made"),
        (lambda: current.symlink_to("../releases/000001"), "which no briefing publish made"),
    ):
        make()
        with pytest.raises(ReleaseError, match=told):
            server.publish()
        if current.is_symlink():
            current.unlink()
        else:
            current.rmdir()
    assert server.kept() == [1]


def test_files_of_others_among_the_releases_stay(server: Server) -> None:
    server.publish()
    (server.place.releases / "notes.txt").write_text("mine", encoding="utf-8")
    (server.place.root / "shared").mkdir()
    come_so_far(server, 4, keep=2)
    assert (server.place.releases / "notes.txt").exists()
    assert (server.place.root / "shared").is_dir()


def test_a_folder_can_be_moved_with_all_its_releases(server: Server) -> None:
    come_so_far(server, 2)
    moved = server.place.root.with_name("moved")
    server.place.root.rename(moved)
    server.place = Place(moved)
    server.put({"index.html": page("Tomorrow")}, NOON + 9 * SECOND)
    assert server.publish().release.new == 1
    assert server.roll_back() == 2


# -- a whole site -----------------------------------------------------------------------------------------------------


def test_pages_of_the_theme_are_fit(server: Server) -> None:
    """All kinds of pages, with their real markup; their passages are those of other articles."""
    shutil.rmtree(server.output)
    write_site(server.output)
    server.foreign = {path for path in read(server.output) if not path.endswith((".css", ".js", ".svg"))}
    with pytest.raises(VerbatimError):
        server.publish()


def test_what_is_known_can_be_closed_and_read_again(server: Server) -> None:
    server.publish()
    with Known(str(server.place.releases / NAME)) as known:
        assert known.about == json.loads((server.place.releases / "000001.json").read_bytes())["digest"]
        assert set(known.files) == set(SITE)
        found = known.page("index.html")
        assert found is not None
        assert found.ids == {"top"}
        assert found.leads == {"articles/quay.html\ts1"}


def test_a_letter_that_turned_in_what_is_known_vouches_for_no_file(server: Server) -> None:
    """What is known after it is what was known before, or nothing."""
    server.put({"index.html": page("Today", links='<a href="articles/gone.html">x</a>')}, NOON)
    server.publish()
    cache = server.place.releases / NAME
    whole = cache.read_bytes()
    with Known(str(cache)) as known:
        files, pages, dead = known.files, {path: known.page(path) for path in known.pages}, known.dead
        assert len(dead) == 1
    texts = [at for at in range(len(whole)) if whole[at : at + 1].isalnum()]
    for place in random.Random(5).sample(texts, 250):
        cache.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with Known(str(cache)) as known:
            assert {*known.files.items()} <= {*files.items()}, place
            assert known.dead in ([], dead) if not known.about else known.dead == dead
            for path in tuple(known.pages):
                with contextlib.suppress(ForgottenError):
                    assert known.page(path) in (pages[path], None)
