"""What real folders have in them: each becomes a message and a state in the ledger, and the edition appears."""

from __future__ import annotations

import errno
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import time
import unicodedata
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest
from bound import bound_by_permissions

import briefing
from briefing import analysing
from briefing.analysis.recipe import Tools
from briefing.archive import Archive
from briefing.building import build
from briefing.errors import ContentError, OutputError, RegistryError, SettingError
from briefing.folder import HTML, MARKDOWN
from briefing.model import Analysis, Article, Note, Standing
from briefing.published import Edition
from briefing.settings import check_settings, theme_folder

DAY = "2025-03-20"
FIELDS = "Title: Harbour bridge closed\nDate: 2025-03-14\nSource: Harbour Post\n"
BODY = "Engineers closed the old harbour bridge in Malmford after finding cracks in two of its piers.\n"
GOOD = (
    "Title: Guns fall silent at Odrin\nDate: 2025-03-15\nSource: Northern Ledger\n\n"
    "The guns at Odrin fell silent on Friday. “Nobody fired a shot,” said Jane Oldcastle, the mayor.\n"
)


@dataclass(frozen=True)
class Built:
    """What a build said and wrote, and where every file ended up."""

    notes: tuple[Note, ...]
    articles: int
    written: int
    standings: dict[str, Standing]


class Folder:
    """A content folder with one good article, and what a build makes of it."""

    def __init__(self, root: Path) -> None:
        self.root, self.content, self.output = root, root / "content", root / "output"
        self.settings = {
            "PATH": str(self.content),
            "OUTPUT_PATH": str(self.output),
            "BRIEFING_DAY": DAY,
            "BRIEFING_WORKERS": 1,
        }
        self.write("good.md", GOOD)

    def write(self, name: str, data: str | bytes) -> Path:
        path = self.content / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return path

    def build(self, **changes: object) -> Built:
        settings = check_settings({**self.settings, **changes})
        report = build(settings)
        with Archive(settings.archive) as archive:
            return Built(report.notes, report.articles, report.written, archive.standings())

    def newest_edition(self) -> Edition:
        newest = max((self.output / "editions").glob("*.json"))
        return msgspec.json.decode(newest.read_bytes(), type=Edition)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def article_files(content: Path) -> set[str]:
    """Every file that anyone would take for an article."""
    return {
        path.relative_to(content).as_posix()
        for path in content.rglob("*")
        if path.name.lower().endswith(MARKDOWN + HTML)
        and not any(part.startswith(".") for part in path.relative_to(content).parts)
        and not path.is_dir()
    }


# -- articles ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Bad:
    name: str
    data: str | bytes
    state: str  # in the ledger: failed, or what it is used as
    line: int
    what: str  # part of the message
    remedy: str  # part of it

    def __str__(self) -> str:
        return f"{self.name} {self.what}"


def fields(*lines: str) -> str:
    """An article with these lines in its front matter, after its title."""
    return "Title: Harbour bridge closed\n" + "".join(f"{line}\n" for line in lines) + "\n" + BODY


DATED = FIELDS + "\n"
USED = "unassigned"  # published, with a page; no event and no other article tells of the same

BAD = (
    # what cannot be published
    Bad(
        "latin.md",
        (DATED + "The café closed.").encode("latin-1"),
        "failed",
        5,
        "is not UTF-8",
        "Save the file as UTF-8",
    ),
    Bad("utf16.md", (DATED + BODY).encode("utf-16"), "failed", 1, "looks like UTF-16", "Save the file as UTF-8"),
    Bad("binary.md", bytes(range(256)) * 40, "failed", 2, "is not UTF-8", "Save the file as UTF-8"),
    Bad("picture.md", b"\x89PNG\r\n\x1a\n" + bytes(900), "failed", 1, "is not UTF-8", "Save the file as UTF-8"),
    Bad(
        "merged.md",
        DATED + "<<<<<<< HEAD\nTwo ships.\n=======\nTen ships.\n>>>>>>> theirs\n",
        "failed",
        5,
        "Git left two versions",
        "Keep the lines that are right",
    ),
    Bad(
        "headed.md",
        f"<<<<<<< HEAD\n{DATED}Two ships.\n=======\n{DATED}Ten ships.\n>>>>>>> theirs\n",
        "failed",
        1,
        "Git left two versions",
        "delete the marks",
    ),
    Bad(
        "half-settled.md",
        DATED + "Two ships.\n=======\nTen ships.\n>>>>>>> theirs\n",
        "failed",
        6,
        "A mark is left here",
        "delete the mark",
    ),
    Bad("nul.md", DATED + "Two\0 ships.", "failed", 5, "NUL character", "Save it as text"),
    Bad("empty.md", "", "failed", 1, "has no text", "Give it a body"),
    Bad("blank.md", " \n\n\t\n", "failed", 4, "has no text", "Give it a body"),
    Bad("no-body.md", DATED, "failed", 5, "has no text", "Give it a body"),
    Bad("only-script.md", DATED + "<script>alert(1)</script>", "failed", 5, "has no text", "Give it a body"),
    Bad("large.md", DATED + BODY * 55_000, "failed", 0, "more than the 1,000,000", "BRIEFING_MAX_BYTES"),
    Bad("deep.md", DATED + "<div>" * 5_000 + "x", "failed", 5, "elements are nested", "Take away"),
    Bad("quoted.md", DATED + "> " * 5_000 + "x", "failed", 5, "elements are nested", "Take away"),
    Bad("deep.html", "<title>Deep</title>" + "<div>" * 5_000 + "x", "failed", 1, "elements are nested", "Take away"),
    Bad("footnote.md", DATED + "[^1]: x\n\n" + "[" * 100_000, "failed", 5, "square brackets", "Remove them"),
    # what is doubtful
    Bad("no-title.md", "Date: 2025-03-14\n\n" + BODY, USED, 1, "There is no title", "Title: …"),
    Bad("no-fields.md", BODY, USED, 1, "There is no date", "Date: 2025-03-14"),
    Bad("open.md", "---\ntitle: Bridge\ndate: 2025-03-14\n\n" + BODY, USED, 1, "is not closed", "Put a line with ---"),
    Bad("broken.md", f"---\ntitle: [one\ndate: 2025-03-14\n---\n{BODY}", USED, 3, "not YAML", "Check colons"),
    Bad(
        "bomb.md",
        f"---\na: &a [x, x]\nb: [*a, *a, *a]\ntitle: Boom\n---\n{BODY}",
        USED,
        3,
        "alias *a",
        "Write the value",
    ),
    Bad("tag.md", f"---\ntitle: !!python/name:os.system\n---\n{BODY}", USED, 2, "YAML tag", "plain value"),
    Bad("absurd.md", fields("Date: 3025-13-45"), USED, 2, "year of “3025-13-45” cannot be right", "2025-03-14"),
    Bad("no-day.md", fields("Date: 2025-02-30"), USED, 2, "no such day as “2025-02-30”", "2025-03-14"),
    Bad("soon.md", fields("Date: tomorrow"), USED, 2, "“tomorrow” is not a date", "2025-03-14"),
    Bad("never.md", fields(f"Date: 1 Mar {'2' * 30} 07:00 GMT"), USED, 2, "is not a date", "2025-03-14"),
    Bad(
        "slashes.md",
        fields("Date: 03/04/2024"),
        USED,
        2,
        "either number could be the month",
        "2024-04-03 or 2024-03-04",
    ),
    Bad("month.md", fields("Date: 2024-05"), USED, 2, "names no day", "Write the whole date"),
    Bad("two.md", fields("Date: 2025-03-14", "Title: Another"), USED, 3, "two values for Title", "Keep one"),
    Bad(
        "status.md",
        fields("Date: 2025-03-14", "Status: embargo"),
        USED,
        3,
        "Status “embargo” is unknown",
        "Write draft",
    ),
    Bad("rights.md", fields("Date: 2025-03-14", "Rights: mine"), USED, 3, "Rights “mine” is unknown", "Write full"),
    Bad("url.md", fields("Date: 2025-03-14", "Url: javascript:x"), USED, 3, "no web address", "https://"),
    Bad(
        "event.md",
        fields("Date: 2025-03-14", "Events: +brigdes"),
        USED,
        3,
        "no event “brigdes”",
        "Did you mean bridges?",
    ),
    Bad(
        "slip.md", fields("Date: 2025-03-14", "Sorce: Post"), USED, 3, "“sorce” is not a field", "Did you mean Source?"
    ),
    Bad("controls.md", DATED + BODY + "Bell\x07.", USED, 6, "Control characters", "Remove them"),
    Bad("ahead.md", fields("Date: 2031-01-01"), "excluded", 2, f"after the build day, {DAY}", "Correct the date"),
)


@pytest.mark.parametrize("bad", BAD, ids=str)
def test_bad_article_is_told_and_kept(folder: Folder, bad: Bad) -> None:
    folder.write("events.yml", "- {id: bridges, title: Bridges, phrases: {viaduct: 3}}\n")
    folder.write(bad.name, bad.data)
    start = time.process_time()
    report = folder.build()
    assert time.process_time() - start < 10  # quadratic work would take minutes
    assert report.standings[bad.name].state == bad.state
    found = [note for note in report.notes if note.path == bad.name and bad.what in note.what]
    assert [note.line for note in found] == [bad.line], report.notes
    assert bad.remedy in found[0].remedy
    assert found[0].severity == ("failed" if bad.state == "failed" else "warning")
    edition = folder.newest_edition()
    if bad.state == "failed":
        (row,) = [row for row in edition.ledger if row.path == bad.name]
        assert (row.state, row.reason, row.href) == ("failed", found[0].what, "")
    pages = {path.stem for path in (folder.output / "articles").glob("*.html")}
    assert ({"good"} == pages) == (bad.state in {"failed", "excluded"})


def test_a_hundred_thousand_brackets_are_text(folder: Folder) -> None:
    folder.write("brackets.md", DATED + "[" * 100_000)
    start = time.process_time()
    report = folder.build()
    assert time.process_time() - start < 10
    assert report.standings["brackets.md"].state == USED
    page = (folder.output / "articles/brackets.html").read_text(encoding="utf-8")
    assert "[" * 100_000 in re.sub(r"<[^>]*>|\n", "", page)  # ten sentences, since none is so long


# -- the folder -------------------------------------------------------------------------------------------------------


def test_a_fault_of_ours_in_one_article_costs_that_article_alone(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = analysing.analyse

    def break_off(article: Article, tools: Tools) -> Analysis:
        if article.id == "bad.md":
            raise IndexError("list index out of range")
        return sound(article, tools)

    monkeypatch.setattr(analysing, "analyse", break_off)
    folder.write("bad.md", FIELDS + "\n" + BODY)
    report = folder.build()
    (note,) = [note for note in report.notes if note.path == "bad.md"]
    assert note.severity == "failed"
    assert note.what.startswith("The analysis broke off: IndexError in test_bad_input.py, line ")
    assert {row.path: row.state for row in folder.newest_edition().ledger} == {
        "bad.md": "failed",
        "good.md": "unassigned",
    }
    monkeypatch.undo()
    folder.write("bad.md", FIELDS + "\n" + BODY + "\n")
    assert [note.path for note in folder.build().notes] == []


def test_every_file_ends_in_one_state(folder: Folder) -> None:
    """All bad articles in one folder, with copies, drafts and oddities of the file system: nothing is lost."""
    for bad in BAD:
        folder.write(f"bad/{bad.name}", bad.data)
    folder.write("copy.md", GOOD)
    folder.write("draft.md", fields("Date: 2025-03-14", "Status: draft"))
    folder.write("draft-of-a-day-of-its-own.md", fields("Date: 2025-03-01", "Status: draft"))
    folder.write("withdrawn.md", fields("Date: 2025-03-14", "Status: withdrawn"))
    folder.write("excluded.md", fields("Date: 2025-03-14", "Exclude: not news"))
    folder.write("linked.md", fields("Date: 2025-03-14", "Rights: link"))
    folder.write("a/b/c/d/e/far.MARKDOWN", DATED + BODY)
    (folder.content / "out.md").symlink_to("/etc/hostname")
    (folder.content / "nowhere.md").symlink_to("gone.md")
    (folder.content / "twin.md").symlink_to("good.md")
    os.mkfifo(folder.content / "pipe.md")
    report = folder.build()
    files = article_files(folder.content)
    assert len(files) > len(BAD) + 10
    assert set(report.standings) == files
    with Archive(folder.root / ".briefing/archive.sqlite3") as archive:
        assert {id_: standing.state for id_, standing in archive.standings().items()} == {
            id_: standing.state for id_, standing in report.standings.items()
        }
    for id_, standing in report.standings.items():
        assert standing.state == "used" or standing.reason, id_
        if standing.state == "failed":
            assert any(note.path == id_ and note.severity == "failed" for note in report.notes), id_


def test_every_file_is_in_the_ledger_of_some_edition(folder: Folder) -> None:
    folder.write("old-draft.md", fields("Date: 2025-03-01", "Status: draft"))
    folder.write("ahead.md", fields("Date: 2031-01-01"))
    folder.write("no-date.md", fields())
    folder.write("broken.md", b"\xff")
    folder.build()
    listed = [
        row.path
        for path in sorted((folder.output / "editions").glob("*.json"))
        for row in msgspec.json.decode(path.read_bytes(), type=Edition).ledger
    ]
    assert sorted(listed) == sorted(article_files(folder.content))


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (("a.md", "A.md"), "has the same name in other capitals"),
        (("caf\u00e9.md", "cafe\u0301.md"), "has the same name in other code points"),
        (("a.md", "a.html"), ""),
        (("a b.md", "a-b.md"), ""),
        (("Łódź.md", "lodz.md"), ""),
        (("a/b.md", "a-b.md"), ""),
    ],
)
def test_two_files_never_share_an_address(folder: Folder, names: tuple[str, str], told: str) -> None:
    for number, name in enumerate(names):
        said = f"Ship {number} of the line sailed for Odrin."
        head = f"<title>Number {number}</title><meta name='date' content='2025-03-14'>"
        page = f"<html><head>{head}</head><body><p>{said}</p></body></html>"
        text = f"Title: Number {number}\nDate: 2025-03-14\n\n{said}\n"
        folder.write(name, page if name.endswith(".html") else text)
    if len(article_files(folder.content)) < 3:
        pytest.skip("this file system takes the two for one")
    report = folder.build()
    assert {report.standings[name].state for name in names} <= {"used", "unassigned"}
    pages = [path for path in (folder.output / "articles").rglob("*.html") if path.name != "good.html"]
    assert len(pages) == 2
    assert len({unicodedata.normalize("NFC", str(path)).casefold() for path in pages}) == 2
    assert [told in note.what for note in report.notes] == ([True] if told else [])


def test_a_name_that_no_page_could_have_fails(folder: Folder) -> None:
    for name in (b"bell\x07.md", b"caf\xe9.md"):
        try:
            Path(os.fsdecode(os.fsencode(folder.content) + b"/" + name)).write_text(DATED + BODY, encoding="utf-8")
        except OSError:
            pytest.skip("this file system refuses such names")
    report = folder.build()
    assert {id_: standing.state for id_, standing in report.standings.items() if id_ != "good.md"} == {
        r"bell\x07.md": "failed",
        r"caf\xe9.md": "failed",
    }
    assert {row.path for row in folder.newest_edition().ledger if row.state == "failed"} == {
        r"bell\x07.md",
        r"caf\xe9.md",
    }


def test_a_link_out_of_the_folder_is_refused_until_it_is_a_file(folder: Folder) -> None:
    secret = folder.root / "secret.md"
    secret.write_text(DATED + "The secret of Odrin.\n", encoding="utf-8")
    (folder.content / "leak.md").symlink_to(secret)
    (folder.content / "all").symlink_to(folder.root)
    report = folder.build()
    assert {report.standings[name].state for name in ("leak.md", "all")} == {"failed"}
    assert not any(b"secret of Odrin" in path.read_bytes() for path in folder.output.rglob("*") if path.is_file())
    assert folder.build().written == 0
    (folder.content / "leak.md").unlink()
    (folder.content / "all").unlink()
    folder.write("leak.md", secret.read_bytes())
    report = folder.build()
    assert {id_: standing.state for id_, standing in report.standings.items()} == {
        "good.md": USED,
        "leak.md": USED,
    }


def test_hidden_folders_are_none_of_ours_and_a_hidden_article_is_in_the_ledger(folder: Folder) -> None:
    hidden = folder.write(".draft.md", DATED + BODY)
    folder.write(".obsidian/notes.md", DATED + BODY)
    folder.write(".good.md.swp", "b0VIM")
    folder.write("._good.md", "Mac OS X")
    what = "This file is left out, since its name begins with a dot."
    for _ in range(2):
        report = folder.build()
        assert report.notes == (Note(".draft.md", 0, what, "Rename it, or move it out of the folder.", "failed"),)
        assert {id_: standing.state for id_, standing in report.standings.items()} == {
            ".draft.md": "failed",
            "good.md": USED,
        }
        assert report.standings[".draft.md"].reason == what
    hidden.unlink()
    report = folder.build()
    assert (set(report.standings), report.notes) == ({"good.md"}, ())


@pytest.mark.skipif(os.name != "posix", reason="permissions are POSIX's")
def test_what_may_not_be_read_is_told(folder: Folder) -> None:
    folder.build()
    folder.write("locked.md", DATED + BODY)
    folder.write("lost+found/lost.txt", "")
    with bound_by_permissions():
        (folder.content / "locked.md").chmod(0)
        (folder.content / "lost+found").chmod(0)
        try:
            report = folder.build()
        finally:
            (folder.content / "lost+found").chmod(0o755)
    remedy = "Give the build permission to read it."
    assert report.notes == (Note("locked.md", 0, "The file cannot be read (Permission denied).", remedy, "failed"),)
    assert {id_: standing.state for id_, standing in report.standings.items()} == {
        "good.md": USED,
        "locked.md": "failed",
    }


@pytest.mark.skipif(os.name != "posix", reason="permissions are POSIX's")
@pytest.mark.parametrize("mode", [0o000, 0o400])
def test_a_folder_that_may_not_be_read_takes_no_page_away(folder: Folder, mode: int) -> None:
    folder.write("closed/inside.md", DATED + BODY)
    folder.build()
    before = sorted(folder.output.rglob("*.html"))
    with bound_by_permissions():
        (folder.content / "closed").chmod(mode)
        try:
            with pytest.raises(ContentError) as told:
                folder.build()
        finally:
            (folder.content / "closed").chmod(0o755)
        again = folder.build()
    assert str(told.value) == (
        f"{folder.content}/closed: The folder cannot be read (Permission denied), and all its articles would go. "
        "Give permission to read it, or move it out of the content folder."
    )
    assert sorted(folder.output.rglob("*.html")) == before
    assert (again.written, set(again.standings)) == (0, {"closed/inside.md", "good.md"})


def test_a_folder_that_the_disk_cannot_read_takes_no_page_away(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.write("old/inside.md", DATED + BODY)
    folder.build()
    scan = os.scandir

    def fail(path: str) -> object:
        if os.fspath(path).endswith("/old"):
            raise OSError(number, os.strerror(number))
        return scan(path)

    monkeypatch.setattr(os, "scandir", fail)
    number = errno.EIO
    with pytest.raises(ContentError, match=r"/old: The folder cannot be read \(Input/output error\).*The disk, or the"):
        folder.build()
    number = errno.ENOENT
    assert set(folder.build().standings) == {"good.md"}, "it has gone meanwhile"


@pytest.mark.skipif(os.name != "posix", reason="permissions are POSIX's")
def test_an_output_that_may_not_be_written_is_told(folder: Folder) -> None:
    folder.build()
    folder.write("second.md", DATED + BODY)
    with bound_by_permissions():
        (folder.output / "articles").chmod(0o555)
        try:
            with pytest.raises(
                OutputError, match=r"second\.html cannot be written: Permission denied\. Mend the permissions"
            ):
                folder.build()
        finally:
            (folder.output / "articles").chmod(0o755)
        report = folder.build()  # nothing was lost by the build that broke off
        folder.root.chmod(0o555)
        try:
            with pytest.raises(OutputError, match=r"site cannot be made: Permission denied"):
                folder.build(OUTPUT_PATH=str(folder.root / "site"))
        finally:
            folder.root.chmod(0o755)
    assert report.standings["second.md"].state == USED
    assert (folder.output / "articles/second.html").is_file()


def test_a_content_folder_that_may_not_be_read_is_no_empty_one(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.build()
    scan = os.scandir

    def refuse(path: object) -> object:
        if Path(str(path)) == folder.content:
            raise PermissionError(13, "Permission denied")
        return scan(path)  # type: ignore[call-overload] # whatever the caller has

    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(ContentError, match="cannot be read"):
        folder.build()
    assert (folder.output / "articles/good.html").exists()


def test_an_empty_folder_makes_a_site(folder: Folder) -> None:
    (folder.content / "good.md").unlink()
    report = folder.build()
    assert (report.articles, report.notes) == (0, ())
    assert (folder.output / "index.html").is_file()


def test_many_articles_ahead_are_told_at_once(folder: Folder) -> None:
    for number in range(9):
        folder.write(f"{number}.md", fields(f"Date: 2031-01-0{number + 1}"))
    (note,) = folder.build().notes
    assert note == Note(
        "content",
        0,
        f"9 articles are dated after the build day, {DAY}, and held back.",
        "Build with a later --day to see them.",
    )


# -- registries and settings ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"actors.yml": "- {id: a, name: A, kind: person\n"}, ["actors.yml:", "not YAML"]),
        ({"actors.yml": "- {id: jo, name: Jo, kind: robot}\n"}, ["actors.yml:1: “robot” is not known as kind"]),
        ({"actors.yml": "- {id: jo, name: Jo, kind: person, offices: [{title: Mayor, of: frnace}]}\n"},
         ["actors.yml:1: There is no actor “frnace”. Did you mean france?"]),
        ({"actors.yml": "- id: jo\n  name: Jo\n  kind: person\n  related: [nobody-known]\n"},
         ["actors.yml:4: There is no actor “nobody-known”. Add that actor"]),
        ({"actors.yml": "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"}, ["actors.yml:2: The alias *a is not allowed"]),
        ({"actors.yml": b"- {id: jo, name: Caf\xe9, kind: person}\n"}, ["actors.yml:1: Byte", "as UTF-8"]),
        ({"actors.yml": "[" * 100_000}, ["actors.yml:", "nested too deep"]),
        ({"events.yml": "- {id: a, title: A, phrases: {drone: heavy}}\n- {id: a, title: B}\n",
          "sources.yml": "- {id: post}\n"},
         ["The registry has 3 problems.", "events.yml:1: The weight “heavy”", "events.yml:2: The id “a”",
          "sources.yml:1: This source has no name. Add a line name: …."]),
    ],
    ids=["broken", "kind", "office of nobody", "related to nobody", "bomb", "latin-1", "deep", "all at once"],
)  # fmt: skip
def test_a_wrong_registry_stops_at_once(folder: Folder, files: dict[str, str | bytes], told: list[str]) -> None:
    for name, data in files.items():
        folder.write(name, data)
    start = time.process_time()
    with pytest.raises(RegistryError) as stopped:
        folder.build()
    assert time.process_time() - start < 5
    for words in told:
        assert words in str(stopped.value)
    assert not folder.output.exists()


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"BRIEFING_CUTT": "06:00"}, "BRIEFING_CUTT is not a setting of Briefing. Did you mean BRIEFING_CUT?"),
        ({"BRIEFING_LIST_LENGTH": "60"}, "BRIEFING_LIST_LENGTH is '60'. It takes a whole number from 5 to 1000."),
        ({"BRIEFING_STRICT": "yes"}, "BRIEFING_STRICT is 'yes'. It takes True or False."),
        ({"BRIEFING_CUT": "6"}, "BRIEFING_CUT is '6'. It takes a time such as '06:00'"),
        ({"BRIEFING_DAY": "14 March"}, "The build day is '14 March'. It takes a day such as 2025-03-14."),
        ({"BRIEFING_SUMMARIZER": "gpt"}, "BRIEFING_SUMMARIZER is 'gpt'. It takes one of"),
        ({"TIMEZONE": "Mars/Base"}, "TIMEZONE 'Mars/Base' is unknown. Use a name such as"),
        ({"TIMEZONE": "Europe"}, "TIMEZONE 'Europe' is unknown. Use a name such as"),
        ({"DEFAULT_LANG": "english"}, "DEFAULT_LANG is 'english'. It takes a code such as 'en', 'de' or 'pt-BR'."),
        ({"SITEURL": "news.example"}, "SITEURL is 'news.example'. Give the whole address"),
        ({"PATH": "{root}/none"}, "The content folder {root}/none does not exist. Make it"),
        ({"OUTPUT_PATH": "{root}"}, "The output folder {root} holds the content folder. Choose another"),
        ({"OUTPUT_PATH": "{root}/content"}, "The output folder {root}/content holds the content folder."),
        ({"OUTPUT_PATH": "{root}/content/out"}, "lies inside the content folder, so its pages would be read"),
        ({"OUTPUT_PATH": "{root}/file"}, "The output {root}/file is a file. Choose a folder"),
        ({"OUTPUT_PATH": "{root}/theme"}, "The output folder {root}/theme holds the theme, {root}/theme. Choose"),
        ({"OUTPUT_PATH": "{root}/theme/static/x"}, "static/x lies inside the theme, {root}/theme. Choose"),
        ({"OUTPUT_PATH": "{root}/.git/site"}, "lies inside a .git, where Git keeps what it knows. Choose another"),
        ({"OUTPUT_PATH": "{root}/tests"}, "{root}/tests holds a program, conftest.py, and all that lies there is"),
        ({"OUTPUT_PATH": str(Path(briefing.__file__).parent / "site")}, "/site lies inside the program of Briefing,"),
        ({"BRIEFING_ARCHIVE": "content/a.sqlite3"}, "lies inside the content folder {root}/content. The words of"),
        ({"BRIEFING_ARCHIVE": "{root}/content/a.sqlite3"}, "would be published. Put it beside that folder, not"),
        ({"BRIEFING_ARCHIVE": "{root}/output/a.sqlite3"}, "lies inside the output folder {root}/output. The words of"),
        ({"BRIEFING_ARCHIVE": "theme/static/a.sqlite3"}, "lies inside the theme's folder {root}/theme. The words of"),
        ({"BRIEFING_ARCHIVE": "linked/a.sqlite3"}, "lies inside the output folder {root}/output. The words of"),
    ],
    ids=lambda value: "" if isinstance(value, str) else "-".join(f"{key}={given}" for key, given in value.items()),
)  # fmt: skip
def test_a_wrong_setting_stops_at_once(folder: Folder, changes: dict[str, object], told: str) -> None:
    (folder.root / "file").write_text("kept", encoding="utf-8")
    shutil.copytree(theme_folder(), folder.root / "theme")
    (folder.root / "tests").mkdir()
    (folder.root / "tests/conftest.py").touch()
    (folder.root / "linked").symlink_to("output")
    changes = {"THEME": str(folder.root / "theme")} | {
        key: value.format(root=folder.root) if isinstance(value, str) else value for key, value in changes.items()
    }
    with pytest.raises(SettingError) as stopped:
        folder.build(**changes)
    assert told.format(root=folder.root) in str(stopped.value)
    assert (folder.root / "file").read_text(encoding="utf-8") == "kept"
    assert not folder.output.exists()


def test_an_output_folder_that_cannot_be_made_is_told(folder: Folder) -> None:
    (folder.root / "file").write_text("kept", encoding="utf-8")
    with pytest.raises(
        OutputError, match=r"/file/site cannot be made: Not a directory\. Choose another with --output\."
    ):
        folder.build(OUTPUT_PATH=str(folder.root / "file/site"))


def test_a_page_whose_place_is_taken_is_told(folder: Folder) -> None:
    (folder.output / "index.html").mkdir(parents=True)
    with pytest.raises(OutputError, match=r"A folder is in the way of the page 'index\.html'\. Remove "):
        folder.build()


def test_a_link_in_the_output_leads_nobody_out(folder: Folder) -> None:
    folder.output.mkdir()
    outside = folder.root / "outside"
    outside.mkdir()
    (folder.output / "articles").symlink_to(outside)
    with pytest.raises(OutputError, match="would lie outside"):
        folder.build()
    assert list(outside.iterdir()) == []


# -- the archive ------------------------------------------------------------------------------------------------------


def damage(data: bytes, how: str) -> bytes:
    """An archive's bytes as accidents leave them."""
    if how == "random":
        return bytes((number * 7919) % 251 for number in range(20_000))
    if how == "empty":
        return b""
    if how == "text":
        return b"No archive but a note that somebody left here.\n"
    if how == "other version":
        return data[:60] + (9999).to_bytes(4, "big") + data[64:]  # user_version, in SQLite's header
    return data[: int(len(data) * float(how.removeprefix("cut ")))]


@pytest.mark.parametrize(
    "how",
    ["random", "empty", "text", "other version", "cut 0.1", "cut 0.5", "cut 0.9"],
)
def test_a_damaged_archive_is_made_anew(folder: Folder, how: str) -> None:
    """It is a cache: nothing is lost with it, and the same site comes out."""
    folder.write("second.md", DATED + BODY)
    folder.build()
    wanted = {path: path.read_bytes() for path in folder.output.rglob("*") if path.is_file()}
    archive = folder.root / ".briefing/archive.sqlite3"
    for ending in ("-wal", "-shm"):
        archive.with_name(archive.name + ending).unlink(missing_ok=True)
    archive.write_bytes(damage(archive.read_bytes(), how))
    folder.write("second.md", DATED + BODY + "\n")
    report = folder.build()
    assert set(report.standings) == {"good.md", "second.md"}
    left = {path: path.read_bytes() for path in folder.output.rglob("*") if path.is_file()}
    assert left == wanted


ASKED = ("select value from meta where name = 'registry'", "select article from reading", "select id from thing")


def assert_clean(folder: Folder, archive: Path) -> None:
    """The output is what a build from nothing leaves."""
    left = {path: path.read_bytes() for path in folder.output.rglob("*") if path.is_file()}
    shutil.rmtree(folder.output)
    archive.unlink()
    folder.build()
    assert left == {path: path.read_bytes() for path in folder.output.rglob("*") if path.is_file()}


@pytest.mark.parametrize("asked", ASKED)
def test_a_damaged_place_in_the_archive_makes_it_anew(folder: Folder, asked: str) -> None:
    """Found when what stands there is asked for; pages that are no more are taken away all the same."""
    folder.write("second.md", DATED + BODY)
    folder.write("third.md", DATED + BODY)
    folder.build()
    (folder.content / "second.md").unlink()
    folder.write("third.md", DATED + BODY + "\n\nThe ferry sails again.\n")
    archive = folder.root / ".briefing/archive.sqlite3"
    with closing(sqlite3.connect(archive)) as db:
        ((value,), *_) = db.execute(asked)
    raw = value if isinstance(value, bytes) else value.encode()
    place = archive.read_bytes().index(raw[:200])
    with archive.open("r+b") as file:
        file.seek(place)
        file.write(b"\xff" * min(len(raw), 200))
    folder.build()
    assert_clean(folder, archive)


def test_another_version_takes_away_pages_that_are_no_more(folder: Folder) -> None:
    folder.write("second.md", DATED + BODY)
    folder.build()
    (folder.content / "second.md").unlink()
    archive = folder.root / ".briefing/archive.sqlite3"
    archive.write_bytes(damage(archive.read_bytes(), "other version"))
    folder.build()
    assert_clean(folder, archive)


def test_an_archive_that_is_made_anew_is_told(folder: Folder, caplog: pytest.LogCaptureFixture) -> None:
    folder.build()
    (folder.root / ".briefing/archive.sqlite3").write_bytes(b"x" * 9000)
    folder.build()
    assert "The archive is made anew, since it was damaged (file is not a database)" in caplog.text
    assert "of which the archive knows nothing" not in caplog.text, "all of them are wanted"


def test_pages_of_which_nothing_is_known_are_told_once(folder: Folder, caplog: pytest.LogCaptureFixture) -> None:
    folder.write("second.md", DATED + BODY)
    folder.build()
    (folder.output / "googlefe.html").write_text("proof of who we are", encoding="utf-8")
    (folder.content / "second.md").unlink()
    (folder.root / ".briefing/archive.sqlite3").unlink()
    folder.build()
    said = f"{folder.output} holds pages of which the archive knows nothing: articles/second.html, "
    assert caplog.text.count("knows nothing") == caplog.text.count(said) == 1
    folder.build()
    assert caplog.text.count("of which the archive knows nothing") == 1
    assert "googlefe" not in caplog.text
    assert (folder.output / "articles/second.html").exists()


# -- exit statuses, through the command -------------------------------------------------------------------------------


def run(folder: Folder, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "briefing.cli", *arguments]
    return subprocess.run(command, cwd=folder.root, capture_output=True, text=True, check=False)


def test_one_bad_article_never_costs_the_edition(folder: Folder) -> None:
    folder.write("broken.md", b"\xff")
    loose = run(folder, "build", "--day", DAY)
    assert loose.returncode == 0, loose.stderr
    assert (
        loose.stderr
        == "broken.md:1: Byte 1 of the file is not UTF-8; this looks like another encoding. Save the file as UTF-8.\n"
    )
    assert (folder.output / "index.html").is_file()
    strict = run(folder, "build", "--day", DAY, "--strict")
    assert strict.returncode == 1
    assert strict.stderr.endswith(
        "briefing: 1 problem found. Mend them, or build without --strict (BRIEFING_STRICT).\n"
    )
    assert "Traceback" not in strict.stderr
    (folder.content / "broken.md").unlink()
    assert run(folder, "build", "--day", DAY, "--strict").returncode == 0


def test_an_archive_with_a_hole_is_told(folder: Folder) -> None:
    """SQLite notices late that pages in the middle of a file are gone."""
    folder.build()
    archive = folder.root / ".briefing/archive.sqlite3"
    data = archive.read_bytes()
    archive.write_bytes(data[: len(data) // 3] + bytes(len(data) // 3) + data[len(data) // 3 * 2 :])
    folder.write("second.md", DATED + BODY)
    stopped = run(folder, "build", "--day", DAY)
    assert "Traceback" not in stopped.stderr
    assert "archive" in stopped.stderr
    if stopped.returncode:
        assert "else delete .briefing/ and run this again" in stopped.stderr
        archive.unlink()
        assert run(folder, "build", "--day", DAY).returncode == 0
    assert (folder.output / "articles/second.html").is_file()


def test_a_wrong_registry_exits_with_every_problem(folder: Folder) -> None:
    folder.write("events.yml", "- {id: A b, title: A}\n- {title: B}\n")
    stopped = run(folder, "build", "--day", DAY)
    assert stopped.returncode == 2
    assert stopped.stderr.splitlines()[0] == "briefing: The registry has 2 problems."
    assert [line.partition(": ")[0] for line in stopped.stderr.splitlines()[1:]] == ["events.yml:1", "events.yml:2"]
