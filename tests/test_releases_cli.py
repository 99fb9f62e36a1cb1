"""`briefing publish`, `releases` and `rollback`, as an operator or a timer types them; publishing that is killed."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from test_cli import CRANE, DAY, run, write_content

from briefing import leaks
from briefing.archive import Archive
from briefing.checksums import Checksums
from briefing.cli.releases import _as_built, _check
from briefing.releases.place import Place
from briefing.settings_file import Options

PROJECT = Path(__file__).parent.parent
SITE = ("--day", DAY, "--settings", "conf.py")


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A project of two articles."""
    write_content(tmp_path)
    (tmp_path / "conf.py").write_text("SITENAME = 'The Morning'\nBRIEFING_WORKERS = 1\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    sys.modules.pop("pelicanconf", None)


def change(desk: Path, words: str) -> None:
    (desk / "content/2025-03/crane.md").write_text(CRANE.replace("A crane fell", words), encoding="utf-8")


def files(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def test_a_site_is_published_changed_and_taken_back(desk: Path) -> None:
    first = run("publish", "server", *SITE)
    assert (first.exit_code, first.stderr) == (0, "")
    number = len(files(desk / "output"))
    assert re.search(
        rf"^Release 1: {number} files, {number} of them new \(0\.\d MB\)\.\n\S+/server/current shows it\.$",
        first.stdout,
        re.MULTILINE,
    )
    assert files(desk / "server/current") == files(desk / "output")
    assert run("publish", "server", *SITE).stdout.endswith("Nothing changed: release 1 stays.\n")
    before = files(desk / "server/current")

    change(desk, "A tall crane fell")
    second = run("publish", "server", *SITE)
    assert re.search(
        r"^Release 2: \d+ files, \d+ of them new .+\n\S+ shows it in place of release 1\.$", second.stdout, re.MULTILINE
    )
    assert files(desk / "server/current") == files(desk / "output") != before

    back = run("rollback", "server")
    assert re.match(r"\S+/server/current shows release 1 of 20\d\d-.+ UTC in place of release 2\.\n", back.stdout)
    assert files(desk / "server/current") == before
    again = run("publish", "server", *SITE)
    assert again.exit_code == 0
    assert "Nothing is published: release 2 held the same and was rolled back." in again.stderr
    assert files(desk / "server/current") == before
    assert run("rollback", "server", "2").stdout.count("\n") == 1, "nothing is to be feared of going forward"
    assert run("rollback", "server", "2").stdout == "Release 2 is shown already.\n"


def test_a_clock_that_was_set_back_takes_no_article_off_the_site(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    options = ("--settings", "conf.py")
    assert run("publish", "server", "--day", "2999-01-01", *options).exit_code == 0
    before = files(desk / "output")
    done = run("publish", "server", *options)
    today = datetime.now(UTC).date().isoformat()
    assert done.exit_code == 2
    assert done.stderr == (
        f"briefing: Today is {today} by the clock of this machine, and release 1, which is shown, is of 2999-01-01: "
        f"nothing is built or published. Set the clock. If it is right, name the day: --day {today}\n"
    )
    assert files(desk / "output") == before
    assert run("publish", "server", "--day", today, *options).exit_code == 0
    assert run("publish", "server", *options).exit_code == 0
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1741953600")
    assert run("publish", "server", *options).exit_code == 0, "somebody named it"


def test_a_build_in_place_on_an_earlier_day_is_told(desk: Path) -> None:
    options = ("--settings", "conf.py")
    run("build", "--day", "2999-01-01", *options)
    done = run("build", *options)
    assert done.exit_code == 0
    assert re.fullmatch(
        r"warning: Today is \S+ by the clock of this machine, before 2999-01-01, the day of the last build: what is "
        r"dated later is held back\. Set the clock, or name the day with --day\.\n",
        done.stderr,
    )
    assert run("build", "--day", DAY, *options).stderr == "", "whoever names a day knows it"


def test_another_site_takes_no_place_by_mistake(desk: Path) -> None:
    assert run("publish", "server", *SITE).exit_code == 0
    conf = desk / "conf.py"
    conf.write_text("SITENAME = 'The Evening'\nBRIEFING_WORKERS = 1\n", encoding="utf-8")
    before = files(desk / "output")
    done = run("publish", "server", *SITE)
    assert done.exit_code == 2
    assert done.stderr == (
        "briefing: Release 1, which is shown, is of another site, 'The Morning', and this one is 'The Evening': "
        "nothing is built or published. Name another folder; or, if this one shall take its place, add --replace.\n"
    )
    assert files(desk / "output") == before
    assert run("publish", "server", *SITE, "--replace").exit_code == 0
    assert run("publish", "server", *SITE).exit_code == 0

    conf.write_text("SITENAME = 'The Evening'\nSITEURL = 'https://news.example'\n", encoding="utf-8")
    assert run("publish", "server", *SITE).exit_code == 0, "it moved"
    conf.write_text("SITENAME = 'The Night'\nSITEURL = 'https://news.example'\n", encoding="utf-8")
    assert run("publish", "server", *SITE).exit_code == 0, "it was renamed"
    conf.write_text("SITENAME = 'The Day'\nSITEURL = 'https://other.example'\n", encoding="utf-8")
    assert "'The Night' at https://news.example, and" in run("publish", "server", *SITE).stderr


# -- what must not go by mistake --------------------------------------------------------------------------------------


def write_more(desk: Path, articles: int, month: str = "2025-03") -> None:
    """Bring the articles of a month to that number."""
    folder = desk / "content" / month
    folder.mkdir(exist_ok=True)
    for file in folder.glob("more-*.md"):
        file.unlink()
    for number in range(articles):
        text = CRANE.replace("A crane fell", f"Crane {number} of the {month} yard fell")
        (folder / f"more-{number}.md").write_text(text, encoding="utf-8")


def test_a_site_that_has_lost_all_its_articles_is_not_shown(desk: Path) -> None:
    """A disk that is not mounted is an empty folder."""
    assert run("publish", "server", *SITE).exit_code == 0
    before = files(desk / "server/current")
    (desk / "content").rename(desk / "away")
    (desk / "content").mkdir()
    for _ in range(2):
        done = run("publish", "server", *SITE)
        assert done.exit_code == 2
        assert done.stderr.endswith(
            "briefing: This site has no articles, and release 1 has 2: nothing is published. See that content/ holds "
            "all that it should; if they shall go, add --replace.\n"
        )
    assert files(desk / "server/current") == before
    (desk / "content").rmdir()
    (desk / "away").rename(desk / "content")
    assert "Nothing changed: release 1 stays." in run("publish", "server", *SITE).stdout
    shutil.rmtree(desk / "content")
    (desk / "content").mkdir()
    assert run("publish", "server", *SITE, "--replace").exit_code == 0
    assert run("publish", "server", *SITE).exit_code == 0, "there is nothing to lose any more"


def test_half_of_the_articles_may_go_at_once_and_no_more(desk: Path) -> None:
    write_more(desk, 9, "2025-02")
    assert run("publish", "server", *SITE).exit_code == 0
    write_more(desk, 3, "2025-02")
    done = run("publish", "server", *SITE)
    assert (done.exit_code, "This site has 5 articles, and release 1 has 11: nothing" in done.stderr) == (2, True)
    write_more(desk, 4, "2025-02")
    assert run("publish", "server", *SITE).exit_code == 0
    write_more(desk, 0, "2025-02")
    assert run("publish", "server", *SITE).exit_code == 0, "four are few"


def test_articles_that_are_there_and_not_shown_are_not_lost(desk: Path) -> None:
    write_more(desk, 9)
    assert run("publish", "server", *SITE).exit_code == 0
    assert run("publish", "server", "--day", "2025-01-01", "--settings", "conf.py").exit_code == 0, "they are held back"
    assert run("publish", "server", *SITE).exit_code == 0
    for file in (desk / "content/2025-03").glob("more-*.md"):
        file.write_text(
            file.read_text(encoding="utf-8").replace("\n\n", "\nStatus: withdrawn\n\n", 1), encoding="utf-8"
        )
    assert run("publish", "server", *SITE).exit_code == 0


def test_articles_of_an_older_versions_release_are_counted_by_their_pages(desk: Path) -> None:
    write_more(desk, 9)
    run("publish", "server", *SITE)
    noted = desk / "server/releases/000001.json"
    told = json.loads(noted.read_text(encoding="utf-8"))
    assert told.pop("articles") == 11
    noted.write_text(json.dumps(told), encoding="utf-8")
    write_more(desk, 0)
    done = run("publish", "server", *SITE)
    assert (done.exit_code, "This site has 2 articles, and release 1 has 11: nothing" in done.stderr) == (2, True)


@pytest.mark.parametrize("lost", ["record", "link", "both"])
def test_what_is_shown_is_known_though_its_record_or_the_link_is_lost(desk: Path, lost: str) -> None:
    options = ("--settings", "conf.py")
    run("publish", "server", "--day", "2999-01-01", *options)
    noted, link = desk / "server/releases/000001.json", desk / "server/current"
    said, before = noted.read_bytes(), files(link)
    if lost != "link":
        noted.write_bytes(b"")
    if lost != "record":
        link.unlink()
    done = run("publish", "server", *options)
    assert done.exit_code == 2
    if lost != "link":
        assert noted.read_bytes() == said
    if lost != "record":
        assert f"{link}: The link was gone, and shows release 1 again. See who took it away" in done.stderr
    else:
        assert (
            "releases/000001.json: What is written down of release 1, which is shown, cannot be read. It is written "
            in (done.stderr)
        )
    assert "and release 1, which is shown, is of 2999-01-01: nothing is built or published." in done.stderr
    assert files(link) == before
    (desk / "conf.py").write_text("SITENAME = 'The Evening'\nBRIEFING_WORKERS = 1\n", encoding="utf-8")
    assert "is of another site" in run("publish", "server", "--day", "2999-01-01", *options).stderr


def test_an_earlier_release_that_goes_with_its_record_is_told(desk: Path) -> None:
    run("publish", "server", *SITE)
    change(desk, "A tall crane fell")
    run("publish", "server", *SITE)
    (desk / "server/releases/000001.json").write_bytes(b"")
    told = "releases/000001.json: What is written down of release 1 cannot be read. It goes; look at the disk.\n"
    assert run("publish", "server", *SITE).stderr == told
    assert run("publish", "server", *SITE).stderr == ""


def test_a_link_that_is_gone_brings_back_nothing_that_was_rolled_back(desk: Path) -> None:
    run("publish", "server", *SITE)
    change(desk, "A tall crane fell")
    run("publish", "server", *SITE)
    run("rollback", "server")
    (desk / "server/current").unlink()
    done = run("publish", "server", *SITE)
    assert "Nothing is published: release 2 held the same and was rolled back." in done.stderr
    assert os.readlink(desk / "server/current") == "releases/000001"


def test_without_a_copy_the_newest_record_that_can_be_read_counts(desk: Path) -> None:
    """As older versions have left it."""
    options = ("--settings", "conf.py")
    run("publish", "server", "--day", "2999-01-01", *options)
    change(desk, "A tall crane fell")
    run("publish", "server", "--day", "2999-01-01", *options)
    releases = desk / "server/releases"
    (releases / "shown.json").unlink()
    (releases / "000002.json").write_bytes(b"{")
    done = run("publish", "server", *options)
    assert done.exit_code == 2
    assert "and release 1, the newest of which a record can be read, is of 2999-01-01: nothing is built" in done.stderr
    assert "What is written down of release 2, which is shown, cannot be read. Look at the disk." in done.stderr
    (releases / "000001.json").write_bytes(b"")
    done = run("publish", "server", "--day", "2999-01-01", *options)
    assert done.exit_code == 2
    assert "cannot be read, so nobody knows of which site and day it is: nothing is built or published." in done.stderr
    assert run("publish", "server", "--day", "2999-01-01", *options, "--replace").exit_code == 0
    assert run("publish", "server", "--day", "2999-01-01", *options).stderr == ""


def tamper(page: Path, old: bytes, new: bytes) -> None:
    """Change a page, and have its size and time stay."""
    stat = page.stat()
    data = page.read_bytes()
    assert (old in data, len(old)) == (True, len(new))
    with page.open("r+b") as file:
        file.write(data.replace(old, new, 1))
    os.utime(page, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def test_a_page_that_somebody_changed_with_its_size_and_time_kept_is_made_again(desk: Path) -> None:
    run("publish", "server", *SITE)
    before = files(desk / "output")
    crane, front = desk / "output/articles/2025-03/crane.html", desk / "output/index.html"
    tamper(crane, b"A crane fell into", b"A drone fell into")
    tamper(front, b"<main", b"<mein")
    done = run("publish", "server", *SITE)
    assert done.exit_code == 0
    assert done.stderr == (
        "output/articles/2025-03/crane.html: It is not fit to be shown, and is made again.\n"
        "output/index.html: It is not fit to be shown, and is made again.\n"
    )
    assert files(desk / "server/current") == files(desk / "output") == before


def test_an_archive_that_its_disk_has_spoilt_is_made_anew_before_it_is_published(desk: Path) -> None:
    """To a build in place it looks as it was left."""
    assert run("publish", "server", *SITE).exit_code == 0
    assert run("publish", "server", *SITE).stderr == ""
    archive = desk / ".briefing/archive.sqlite3"
    stat = archive.stat()
    raw = bytearray(archive.read_bytes())
    raw[-100] ^= 1
    archive.write_bytes(raw)
    os.utime(archive, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    sums = Checksums(archive)
    left, blocks = sums._read() or pytest.fail("no checksums")
    sums._write(left._replace(ctime=archive.stat().st_ctime_ns), blocks)  # which a rotten disk leaves as it was
    change(desk, "A tall crane fell")
    done = run("publish", "server", *SITE)
    assert "The archive is made anew, since it was damaged (1 of its " in done.stderr
    assert files(desk / "server/current") == files(desk / "output")
    assert run("publish", "server", *SITE).stderr == ""


def test_a_release_of_an_older_version_names_no_site(desk: Path) -> None:
    run("publish", "server", *SITE)
    noted = desk / "server/releases/000001.json"
    told = json.loads(noted.read_text(encoding="utf-8"))
    noted.write_text(json.dumps({key: told[key] for key in told if key not in {"site", "url"}}), encoding="utf-8")
    (desk / "conf.py").write_text("SITENAME = 'The Evening'\n", encoding="utf-8")
    assert run("publish", "server", *SITE).exit_code == 0


def test_releases_are_listed(desk: Path) -> None:
    run("publish", "server", *SITE)
    change(desk, "A tall crane fell")
    run("publish", "server", *SITE)
    run("rollback", "server", "--quiet")
    newest, oldest = run("releases", "server").stdout.splitlines()
    assert re.fullmatch(r" +2  20\d\d-\d\d-\d\d \d\d:\d\d:\d\d UTC +\d+ files +0\.\d MB +\d+ new  rolled back", newest)
    assert oldest.endswith("  shown")
    listed: dict[str, Any] = json.loads(run("releases", "server", "--json").stdout)
    assert (listed["shown"], [each["state"] for each in listed["releases"]]) == (1, ["rolled back", "shown"])
    assert run("releases", "server", "--check").exit_code == 0
    (desk / "server/releases/000002/robots.txt").unlink()  # which the other one has as well
    (desk / "server/releases/000002/robots.txt").write_text("another", encoding="utf-8")
    checked = run("releases", "server", "--check", "--quiet")
    assert (checked.exit_code, checked.output) == (1, "Release 2: robots.txt is damaged.\n")


def test_strict_publishes_nothing_that_is_to_complain_of(desk: Path) -> None:
    run("publish", "server", *SITE)
    (desk / "content/broken.md").write_bytes(b"\xff")
    result = run("publish", "server", "--strict", *SITE)
    assert (result.exit_code, run("releases", "server", "--json").stdout.count('"number"')) == (1, 1)
    (desk / "content/broken.md").unlink()
    (desk / "output/mine.html").write_text('<a href="nowhere.html">somewhere</a>', encoding="utf-8")
    result = run("publish", "server", "--strict", *SITE)
    assert result.exit_code == 2
    assert "Links lead nowhere, so nothing is published; the first of 1: output/mine.html: A link" in result.stderr
    result = run("publish", "server", *SITE)
    assert result.exit_code == 0
    assert "output/mine.html: A link leads to nowhere.html, which is not there. Mend the link" in result.stderr


@pytest.mark.parametrize("place", [".", "content/server", "output", "output/server"])
def test_releases_lie_apart_from_what_they_are_made_of(desk: Path, place: str) -> None:
    result = run("publish", place, *SITE)
    assert result.exit_code == 2
    assert "lie in one another. Name a folder beside them" in result.stderr
    assert not (desk / "output").exists()


@pytest.mark.parametrize("setting", ["BRIEFING_ARCHIVE", "BRIEFING_MAIL_FOLDER"])
@pytest.mark.parametrize("place", ["server/current/kept", "server/kept", "new/current/kept"])
def test_what_nobody_is_to_read_lies_apart_from_releases(desk: Path, setting: str, place: str) -> None:
    run("publish", "server", *SITE)
    with (desk / "conf.py").open("a", encoding="utf-8") as file:
        file.write(f"{setting} = {place!r}\n")
    result = run("publish", place.partition("/")[0], *SITE)
    assert result.exit_code == 2
    assert re.search(rf"{setting} \S+/{place} lies inside .+ Put it beside that folder, not into it\.", result.stderr)
    assert not (desk / "new").exists()
    assert run("build", *SITE).exit_code == (0 if place.startswith("new") else 2)


@pytest.mark.parametrize("place", ["server", "server/current", "server/releases/000001/more"])
def test_nothing_is_built_into_a_release(desk: Path, place: str) -> None:
    run("publish", "server", *SITE)
    before = files(desk / "server")
    result = run("build", *SITE, "--output", place)
    assert result.exit_code == 2
    assert f"{place} lies in {desk}/server, where briefing publish keeps releases. Choose another" in result.stderr
    assert files(desk / "server") == before


def test_a_folder_that_cannot_be_used_is_told_before_anything_is_built(desk: Path) -> None:
    (desk / "www").mkdir()
    (desk / "www/index.html").write_text("mine", encoding="utf-8")
    result = run("publish", "www", *SITE)
    assert (result.exit_code, (desk / "output").exists()) == (2, False)
    assert "www holds index.html, which no briefing publish put there. Name a new or empty folder" in result.stderr
    for command in ("rollback", "releases"):
        result = run(command, "nowhere")
        assert (result.exit_code, "nowhere holds no releases. Make one with briefing publish." in result.stderr) == (
            2,
            True,
        )


def test_a_page_that_somebody_changed_after_the_build_is_made_again(desk: Path) -> None:
    run("publish", "server", *SITE)
    before = files(desk / "server/current")
    (desk / "output/index.html").write_text("another", encoding="utf-8")
    run("publish", "server", *SITE)
    assert files(desk / "server/current") == before


def test_a_build_that_was_killed_meanwhile_is_not_published(desk: Path) -> None:
    """Between our build and the making of the release another one can begin, and end early."""
    run("build", *SITE)
    with Archive(desk / ".briefing/archive.sqlite3") as archive:
        archive.remember("publishing", b"yes")
    with _as_built(_check(Options(settings="conf.py", day=DAY))) as built:
        assert not built.is_finished()
    change(desk, "A tall crane fell")
    assert run("publish", "server", *SITE).exit_code == 0, "the next one finishes it"


def test_the_address_of_a_foreign_theme_is_published_too(desk: Path) -> None:
    """Pelican renders, Briefing adds its pages: what it makes itself is held to its law there as well."""
    (desk / "conf.py").write_text("BRIEFING_RENDER = 'pelican'\nTHEME = 'simple'\n", encoding="utf-8")
    result = run("publish", "server", *SITE)
    assert result.exit_code == 0, result.stderr
    assert files(desk / "server/current") == files(desk / "output")
    assert json.loads((desk / "server/releases/000001.json").read_text(encoding="utf-8"))["articles"] == 2


# -- what was withdrawn -----------------------------------------------------------------------------------------------

QUAY_FILE, MOVED = "content/2025-03/quay.md", "content/archive/wall.md"


def move(desk: Path, old: str, new: str) -> None:
    (desk / new).parent.mkdir(exist_ok=True)
    (desk / old).rename(desk / new)


def withdraw(desk: Path, name: str, *, body: bool = True) -> None:
    head, _, text = (desk / name).read_text(encoding="utf-8").partition("\n\n")
    said = f"Status: withdrawn\nReason: the agency took it back\n{head.removeprefix('Status: withdrawn').lstrip()}\n"
    (desk / name).write_text(f"{said}\n{text}" if body else said, encoding="utf-8")


def kept(desk: Path) -> list[int]:
    return sorted(Place(desk / "server").whole())


def holding(desk: Path) -> list[str]:
    return [path for path, raw in files(desk / "server").items() if b"injuring at least 12 dockers" in raw]


@pytest.mark.parametrize("render", ["archive", "pelican"])
@pytest.mark.parametrize("body", [True, False], ids=["its text is in the file", "the editor removed it as well"])
def test_releases_go_that_show_it_at_another_address(desk: Path, render: str, body: bool) -> None:
    """It was moved before it was withdrawn, or with that; a Pelican site has nothing where it stood."""
    conf = f"SITENAME = 'The Morning'\nBRIEFING_WORKERS = 1\nBRIEFING_RENDER = {render!r}\nTHEME = 'simple'\n"
    if render == "archive":
        conf = conf.replace("THEME = 'simple'\n", "")
    (desk / "conf.py").write_text(f"{conf}DELETE_OUTPUT_DIRECTORY = {render == 'pelican'}\n", encoding="utf-8")
    quay = desk / QUAY_FILE
    text = quay.read_text(encoding="utf-8")
    quay.unlink()
    run("publish", "server", *SITE)
    quay.write_text(text, encoding="utf-8")
    run("publish", "server", *SITE)
    move(desk, QUAY_FILE, "content/2025-03/wall.md")
    run("publish", "server", *SITE)
    assert kept(desk) == [1, 2, 3]
    assert len(holding(desk)) > 5
    move(desk, "content/2025-03/wall.md", MOVED)
    withdraw(desk, MOVED, body=body)
    done = run("publish", "server", *SITE)
    assert "2 old releases removed. 2 showed what was withdrawn since.\n" in done.stdout
    assert (kept(desk), holding(desk)) == ([1, 4], [])


def test_a_release_that_says_so_at_another_address_stays(desk: Path) -> None:
    withdraw(desk, QUAY_FILE)
    run("publish", "server", *SITE)
    move(desk, QUAY_FILE, MOVED)
    withdraw(desk, MOVED, body=False)
    run("publish", "server", *SITE)
    assert kept(desk) == [1, 2]


def test_a_release_that_shows_it_is_not_gone_back_to(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor does one stay that was, before anybody knew."""
    run("publish", "server", *SITE)
    move(desk, QUAY_FILE, MOVED)
    withdraw(desk, MOVED)
    with monkeypatch.context() as patch:
        patch.setattr("briefing.releases.publishing._remove_old", lambda *_: (0, 0))  # as if it were killed there
        run("publish", "server", *SITE)
    assert kept(desk) == [1, 2]
    told = run("rollback", "server")
    assert told.exit_code == 2
    assert told.stderr.startswith("briefing: Release 1 shows what was withdrawn since. Run briefing publish")
    with monkeypatch.context() as patch:
        patch.setattr("briefing.releases.returning.refuse_showing", lambda *_: None)
        assert run("rollback", "server").exit_code == 0
    done = run("publish", "server", *SITE)
    assert "shows it in place of release 1.\n" in done.stdout
    assert "Nothing is published" not in done.stderr
    assert holding(desk) == []


def test_a_release_is_looked_through_once(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[int] = []
    find = leaks.find_held

    def find_held(*given: Any) -> dict[str, bool]:
        looked.append(len(given[3]))
        return find(*given)

    monkeypatch.setattr(leaks, "find_held", find_held)
    withdraw(desk, QUAY_FILE)
    for words in ("A tall crane fell", "A small crane fell"):
        run("publish", "server", *SITE)
        change(desk, words)
    assert (run("publish", "server", *SITE).exit_code, kept(desk)) == (0, [1, 2, 3])
    assert len(looked) == 2, "the first has none before it"
    assert all(0 < files_ < 40 for files_ in looked)
    run("publish", "server", *SITE)
    looked.clear()
    assert run("publish", "server", *SITE).exit_code == 0
    assert looked == []
    memory = desk / "server/releases/.withdrawn.json"
    memory.write_bytes(memory.read_bytes().replace(b'"clear"', b'"clean"'))
    assert run("publish", "server", *SITE).exit_code == 0
    assert len(looked) == 1
    (desk / QUAY_FILE).unlink()
    run("publish", "server", *SITE)
    assert not memory.exists()


def test_what_others_say_as_well_is_theirs_as_long_as_they_are_published(
    desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    move(desk, QUAY_FILE, MOVED)
    text = (desk / MOVED).read_text(encoding="utf-8")
    (desk / "content/2025-03/copy.md").write_text(text.replace("Harbour Post", "Coast Wire"), encoding="utf-8")
    run("publish", "server", *SITE)
    move(desk, MOVED, QUAY_FILE)
    run("publish", "server", *SITE)
    move(desk, QUAY_FILE, "content/2025-03/wall.md")
    withdraw(desk, "content/2025-03/wall.md")
    run("publish", "server", *SITE)
    assert kept(desk) == [1, 2, 3]
    run("publish", "server", *SITE)
    with monkeypatch.context() as patch:
        patch.setattr(leaks, "find_held", None)
        assert run("publish", "server", *SITE).exit_code == 0, "nothing changed, so nothing is looked for"
    (desk / "content/2025-03/copy.md").unlink()
    run("publish", "server", *SITE)
    assert kept(desk) == [4]
    assert holding(desk) == []


# -- killed -----------------------------------------------------------------------------------------------------------


def watch(*options: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks", "releases", *options]
    done = subprocess.run(command, cwd=PROJECT, check=False, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])["briefing"]
    return found


def test_readers_have_whole_releases_while_publishing_is_killed() -> None:
    found = watch("--small", "--publishes", "60", "--seed", "3")
    assert found["killed"] > 20
    assert found["killed while a release was made"] > 5
    for reader in ("one release", "through current"):
        seen = found[reader]
        assert seen["pages"] > 200
        assert [seen[name] for name in ("missing", "torn", "mixed", "gone back")] == [0, 0, 0, 0], reader
    assert found["left over"] == []
    assert found["same as a first"] is True


def test_publishing_can_be_killed_at_its_writes() -> None:
    writes = watch("--writes", "--sample", "12")["writes"]
    assert min(writes.values()) >= 8
    assert set(writes) == {
        "the first",
        "the second",
        "one in place of an old one",
        "one alone",
        "rollback",
        "one after a rollback",
    }


def test_a_web_server_that_was_begun_before_sees_the_new_release(desk: Path) -> None:
    """What a server holds is the address of the link, not where it led."""
    run("publish", "server", *SITE)
    served = os.open(desk / "server", os.O_RDONLY)
    try:
        change(desk, "A tall crane fell")
        run("publish", "server", *SITE)
        page = os.open("current/articles/2025-03/crane.html", os.O_RDONLY, dir_fd=served)
        with os.fdopen(page, "rb") as file:
            assert b"tall crane" in file.read()
    finally:
        os.close(served)
