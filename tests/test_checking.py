"""What `briefing check` finds: articles, registries, overrides that rule nothing any more, links that lead nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from briefing.building import build
from briefing.checking import check_all, check_links
from briefing.cli import main
from briefing.errors import RegistryError
from briefing.model import Note
from briefing.releases.following import follow_links
from briefing.releases.known import Known
from briefing.settings import Settings, check_settings

QUAY = "The quay wall at Malmford gave way on Friday, and Jane Oldcastle of the port office saw it fall."
FERRY = "The ferry between Lindhamn and Skarholm will not sail before Thursday, its owner said on Monday."
BAKER = "A baker in Odrin has made the same loaf for forty years and sees no reason to make another."
EVENTS = "- {id: quay-wall, title: The quay wall, phrases: {quay wall: 3}}\n"


class Desk:
    def __init__(self, root: Path) -> None:
        self.root, self.content, self.output = root, root / "content", root / "output"
        self.content.mkdir()
        self.write("events.yml", EVENTS)
        self.add("quay.md", QUAY)

    def write(self, name: str, text: str) -> None:
        (self.content / name).write_text(text, encoding="utf-8")

    def add(self, name: str, body: str, *fields: str) -> None:
        lines = ["Title: " + body.partition(",")[0], "Date: 2025-03-14", "Source: Harbour Post", *fields, "", body, ""]
        self.write(name, "\n".join(lines))

    @property
    def settings(self) -> Settings:
        given = {"PATH": str(self.content), "OUTPUT_PATH": str(self.output), "BRIEFING_DAY": "2025-03-20"}
        return check_settings({**given, "BRIEFING_WORKERS": 1})

    def check(self) -> tuple[tuple[Note, ...], tuple[str, ...]]:
        return check_all(self.settings, lambda *_: None)[:2]

    def found(self) -> list[str]:
        return [f"{note.path}:{note.line}: {note.what} {note.remedy}" for note in self.check()[0]]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def run(desk: Desk, *arguments: str) -> Result:
    folders = ("--content", str(desk.content), "--output", str(desk.output))
    result = CliRunner().invoke(main, ["check", *folders, *arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def test_nothing_wrong(desk: Desk) -> None:
    notes, said = desk.check()
    assert notes == ()
    assert "Files: 1 used." in said
    assert not desk.output.exists()
    assert any("is not built, so its links were not checked" in line for line in said)


# -- overrides that rule nothing --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "field", "told"),
    [
        (QUAY, "Events: +quay-wall", "“+quay-wall” changes nothing: the analysis places the article there. Remove it."),
        (FERRY, "Events: -quay-wall", "“-quay-wall” changes nothing: the analysis does not place it there. Remove it."),
        (FERRY, "Events: +quay-wal",
         "Events: there is no event “quay-wal”, so this is not used. Did you mean quay-wall?"),
        (FERRY, "Duplicate-of: gone.md", "There is no article gone.md. Give its path below the content folder."),
        (FERRY, "Duplicate-of: other.md", "The article is called a duplicate of itself. Name the other one."),
        (BAKER, "Pin: yes", "The article is pinned, but stands in no event and no story. Name one in Events."),
        (FERRY, "Modified: 2025-03-15", "A correction is named without what stood there before. Add a line “Was: …”."),
    ],
)  # fmt: skip
def test_an_override_that_rules_nothing(desk: Desk, body: str, field: str, told: str) -> None:
    desk.add("other.md", body, field)
    assert desk.found() == [f"other.md:4: {told}"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (FERRY, "Events: +quay-wall"),
        (QUAY, "Events: -quay-wall"),
        (FERRY, "Duplicate-of: quay.md"),
        (FERRY, "Exclude: not news"),
        (QUAY, "Pin: yes"),
        (FERRY, "Modified: 2025-03-15\nFetched: 2025-03-15\nRights: full"),
    ],
)
def test_an_override_that_rules_something(desk: Desk, body: str, field: str) -> None:
    desk.add("other.md", body, field)
    assert desk.found() == []


@pytest.mark.parametrize("field", ["Events: -quay-wall", "Pin: yes", "Modified: 2025-03-15"])
def test_an_override_of_what_was_withdrawn_waits(desk: Desk, field: str) -> None:
    desk.add("other.md", FERRY, field, "Status: withdrawn", "Reason: a hoax")
    assert desk.found() == []


def test_an_article_both_pinned_and_excluded(desk: Desk) -> None:
    desk.add("other.md", QUAY, "Exclude: not news", "Pin: yes")
    assert desk.found() == ["other.md:5: The article is pinned and excluded; it is excluded. Remove one of the two."]


def test_an_event_that_nothing_tells_of(desk: Desk) -> None:
    desk.write("events.yml", EVENTS + "\n- id: drought\n  title: The drought\n  phrases: {reservoir: 3}\n")
    told = "No article has a passage in the event drought. Widen its phrases, or remove it."
    assert desk.found() == [f"events.yml:3: {told}"]
    desk.add("dry.md", "The reservoir above Odrin is empty, and the town has no other reservoir.")
    assert desk.found() == []
    (desk.content / "dry.md").unlink()
    assert desk.found() == [f"events.yml:3: {told}"]


# -- articles, registries, what is not read ---------------------------------------------------------------------------


def test_problems_come_by_file_and_line_and_each_once(desk: Desk) -> None:
    desk.add("b.md", FERRY, "Status: embargo", "Rights: mine")
    (desk.content / "a.md").write_bytes(b"\xff")
    for _ in range(2):
        assert [line.partition(": ")[0] for line in desk.found()] == ["a.md:1", "b.md:4", "b.md:5"]


def test_a_wrong_registry_is_told_with_all_its_problems(desk: Desk) -> None:
    desk.write("actors.yml", "- {id: jo, name: Jo, kind: robot}\n- {id: jo, name: Jo, kind: person}\n")
    with pytest.raises(RegistryError) as told:
        desk.check()
    assert "actors.yml:1: “robot” is not known as kind" in str(told.value)
    assert "actors.yml:2: The id “jo” stands here a second time" in str(told.value)
    assert run(desk).exit_code == 2


def test_files_that_are_not_read_are_named(desk: Desk) -> None:
    for number in range(12):
        desk.write(f"{number:02}.docx", "x")
    desk.write("picture.png", "x")
    desk.write(".hidden.txt", "x")
    (line,) = [line for line in desk.check()[1] if line.startswith("Not read")]
    assert line.endswith(
        ": 00.docx, 01.docx, 02.docx, 03.docx, 04.docx, 05.docx, 06.docx, 07.docx, 08.docx, 09.docx and 2 more."
    )


def test_actors_who_recur_are_proposed_ready_to_paste(desk: Desk) -> None:
    desk.add(
        "second.md", "“We will not put her back to sea,” Jane Oldcastle said, looking at the quay wall of Malmford."
    )
    said = "\n".join(desk.check()[1])
    assert "Actors that recur and that actors.yml does not name:\n- id: jane-oldcastle  # 2 articles, 1 quote\n" in said
    assert "  name: Jane Oldcastle\n  kind: person" in said
    desk.write("actors.yml", "- id: jane-oldcastle\n  name: Jane Oldcastle\n  kind: person\n")
    assert "jane-oldcastle" not in "\n".join(desk.check()[1])


def test_a_proposal_brings_its_evidence(desk: Desk) -> None:
    desk.add("a.md", "Harbour master Oleksandr Vil said the quay was safe. Vil left early, and nobody asked him why.")
    desk.add("c.md", "Oleksandr Vyl, who runs the harbour, said on Sunday that he had seen no crack at all.")
    desk.add(
        "b.md", "Ferries wait, all of them.\n\nOleksandr M. Vil, the harbour director, said that the pier was closed."
    )
    said = "\n".join(desk.check()[1])
    assert (
        "- id: oleksandr-m-vil  # 3 articles, 3 quotes\n  name: Oleksandr M. Vil\n  kind: person\n"
        "  aliases:\n    - Oleksandr Vil  # a.md:1\n    - Oleksandr Vyl  # c.md:1\n"
        "  # called “director”: b.md:7"
    ) in said
    entry = said[said.index("- id: oleksandr-m-vil") :].partition("\n- id")[0].partition("\nFiles")[0]
    desk.write("actors.yml", entry + "\n")
    assert "oleksandr" not in "\n".join(desk.check()[1])


def test_a_name_that_is_no_plain_yaml_is_proposed_in_quotes(desk: Desk) -> None:
    desk.add("a.md", "The agency K&L Harbour Group said on Monday that it would rebuild the quay wall of Malmford.")
    desk.add("b.md", "Nobody asked the bakers of Odrin. K&L Harbour Group told them to move out by the end of June.")
    said = "\n".join(desk.check()[1])
    assert 'name: "K&L Harbour Group"' in said


# -- links ------------------------------------------------------------------------------------------------------------


def test_a_built_site_has_no_broken_link(desk: Desk) -> None:
    desk.add("second.md", "See [the quay](quay.md#p1). The quay wall fell, Jane Oldcastle said.")
    build(desk.settings)
    assert list(check_links(desk.output)) == []


def test_a_link_of_an_article_that_leads_nowhere(desk: Desk) -> None:
    desk.add("second.md", "See [the quay](gone.md) and [a passage](quay.md#s99). Ships waited for the tide.")
    build(desk.settings)
    assert [f"{note.path}: {note.what}" for note in desk.check()[0]] == [
        "output/articles/second.html: The link ../articles/gone.html leads nowhere.",
        "output/articles/second.html: There is no #s99 on articles/quay.html.",
    ]
    assert all(note.line > 0 for note in desk.check()[0])


def test_a_link_that_every_page_has_is_told_once(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "index.html").write_text(
        '<p>\n<a href="a/x.html">x</a> <a href="https://x.example/">y</a>', encoding="utf-8"
    )
    (tmp_path / "a/y.html").write_text(
        '<a href="x.html">x</a> <a href="../index.html#top">y</a> <img src="../../secret.png">', encoding="utf-8"
    )
    (tmp_path / "404.html").write_text('<a href="/nowhere.html">x</a>', encoding="utf-8")
    assert [(note.path, note.line, note.what) for note in check_links(tmp_path)] == [
        (f"{tmp_path.name}/a/y.html", 1, "The link x.html leads nowhere (on 2 pages)."),
        (f"{tmp_path.name}/a/y.html", 1, "There is no #top on index.html."),
        (f"{tmp_path.name}/a/y.html", 1, "The link ../../secret.png leads nowhere."),
    ]


@pytest.mark.parametrize(
    ("url", "target", "leads"),
    [
        ("", "/", True),
        ("", "./", True),
        ("", "../", True),  # as browsers have it
        ("", "/index.html#top", True),
        ("", "/index.html#end", False),
        ("", "articles/", True),
        ("", "articles/.#a", True),
        ("", "/tags/", False),
        ("", "/news/index.html", False),
        ("", "/" + "x" * 300, False),
        ("https://port.example/news", "/news", True),
        ("https://port.example/news/", "/news/#top", True),
        ("https://port.example/news", "/news/articles/", True),
        ("https://port.example/news", "/news/tags/", False),
        ("https://port.example/news", "./tags/", False),
        ("https://port.example/news", "/", True),  # nobody knows what lies there
        ("https://port.example/news", "/newspaper.html", True),
        ("https://port.example/news", "../prices.html", True),
    ],
)
def test_folders_and_what_counts_from_the_host(tmp_path: Path, url: str, target: str, *, leads: bool) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "index.html").write_text('<p id="top">', encoding="utf-8")
    (tmp_path / "articles/index.html").write_text('<p id="a">', encoding="utf-8")
    (tmp_path / "about.html").write_text(f'<a href="{target}">x</a>', encoding="utf-8")
    assert [note.path for note in check_links(tmp_path, url)] == ([] if leads else [f"{tmp_path.name}/about.html"])
    sums = {path.relative_to(tmp_path).as_posix(): "sum" for path in tmp_path.rglob("*.html")}
    known = Known(str(tmp_path / "known.sqlite3"))
    followed = follow_links(sums, known, {}, lambda path: (tmp_path / path).read_bytes(), url)
    known.close()
    assert [page for page, _ in followed.dead] == ([] if leads else ["about.html"])


@pytest.mark.parametrize("page", [b"", b"\xff\xfe", b"<a href='http://['>x</a>", b"<!-- x", b"<?xml version='1.0'?>"])
def test_any_page_is_read(tmp_path: Path, page: bytes) -> None:
    (tmp_path / "index.html").write_bytes(page)
    assert len(list(check_links(tmp_path))) <= 1


# -- the command ------------------------------------------------------------------------------------------------------


def test_check_exits_by_what_is_asked(desk: Desk) -> None:
    assert run(desk, "--strict").exit_code == 0
    assert run(desk).stdout.endswith("No problem found.\n")
    desk.add("other.md", FERRY, "Status: embargo")
    loose, strict = run(desk), run(desk, "--strict")
    assert (loose.exit_code, strict.exit_code) == (0, 1)
    first, *_, last = loose.stdout.splitlines()
    assert first == ("other.md:4: Status “embargo” is unknown and is not used. Write draft, published or withdrawn.")
    assert last == "1 problem found."
    assert run(desk, "--quiet").stdout == f"{first}\n"
    assert "\x1b" not in loose.output
