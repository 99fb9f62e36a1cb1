"""Files of content/ in, articles out; whatever stands in them."""

from __future__ import annotations

import os
import stat
import time
from datetime import UTC
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
import pytest
from bound import bound_by_permissions
from golden import read_cases
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import fields

from briefing.errors import ContentError
from briefing.folder import find_articles, take_file
from briefing.model import Article, EventRule, Override, Registry, Source
from briefing.reading import failure, parse_article, read_text
from briefing.stamps import Folder, digest_tree

LONDON = ZoneInfo("Europe/London")
REGISTRY = Registry(
    events=(EventRule("ceasefire", "Ceasefire"), EventRule("strikes", "Strikes")),
    sources=(Source("radio-odrin", "Radio Odrin", ("Odrin Radio", "odrin.example"), rights="passages"),),
)
EMPTY = Article(id="", title="", text="", blocks=())
FRONT = b"Title: Grain leaves Odrin\nDate: 2025-03-14\n\n"


def _tell(article):
    """The article as the cases write it."""
    lines = []
    told = {field.name for field in fields(Article)} - {"id", "blocks", "html", "notes", "text", "override"}
    for value, default, names in (
        (article, EMPTY, [field.name for field in fields(Article) if field.name in told]),
        (article.override, Override(), [field.name for field in fields(Override)]),
    ):
        for name in names:
            found = getattr(value, name)
            if found != getattr(default, name):
                lines.append(f"{name}: {' | '.join(found) if isinstance(found, tuple) else found}")
    if article.text:
        lines.append("text: " + article.text.replace("\n", " ⏎ "))
    kinds = {"failed": "failed", "warning": "note"}
    notes = sorted(article.notes, key=lambda note: note.line)
    lines += [f"{kinds[note.severity]} {note.line}: {note.what} {note.remedy}" for note in notes]
    return "\n".join(lines)


@pytest.mark.parametrize("case", read_cases("front-matter"), ids=str)
def test_what_a_file_says(case):
    article = parse_article(case.given.encode(), "2025/grain.md", timezone=LONDON, registry=REGISTRY)
    assert _tell(article) == case.expected, case.place


def test_authors_that_are_left_out_are_told():
    names = "; ".join(f"Author {number}" for number in range(120))
    article = parse_article(f"Title: A\nDate: 2025-03-14\nAuthors: {names}\n\nWords.".encode(), "a.md")
    assert len(article.authors) == 100
    assert [note.what for note in article.notes] == ["There are 120 authors; the first 100 are used."]
    article = parse_article(f"Title: A\nDate: 2025-03-14\nAuthors: {'x' * 300}; Zoë\n\nWords.".encode(), "a.md")
    assert [len(author) for author in article.authors] == [122, 3]
    assert [note.line for note in article.notes] == [3]


# -- files that cannot be used ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "line", "what"),
    [
        (FRONT + b"Caf\xe9 Odrin.\n", 4, "is not UTF-8"),
        ("Title: Grain\n\nBody".encode("utf-16"), 1, "looks like UTF-16"),
        (FRONT + b"Two\0 ships.", 4, "NUL character"),
        (b"", 1, "has no text"),
        (FRONT, 4, "has no text"),
        (FRONT + b"<script>x</script>", 4, "has no text"),
        (FRONT + b"One.\n\n" + b"> " * 300 + b"x", 4, "elements are nested"),
        (FRONT + b"One.\n\n" + b"<div>" * 300 + b"x", 4, "elements are nested"),
    ],
    ids=["latin-1", "utf-16", "nul", "nothing", "no body", "nothing to see", "quoted too deep", "nested too deep"],
)
def test_what_cannot_be_published_is_told(raw, line, what):
    note = failure(parse_article(raw, "a.md"))
    assert note is not None
    assert what in note.what
    assert note.path == "a.md"
    assert note.remedy
    assert note.line == line


def test_a_file_that_is_too_large_is_not_read(tmp_path):
    (tmp_path / "a.md").write_bytes(FRONT + b"x" * 2_000)
    file = take_file(str(tmp_path), "a.md", max_bytes=1_000)
    assert file.problem is not None
    assert "2,044 bytes, more than the 1,000" in file.problem.what
    assert (file.size, file.raw) == (2_044, b"")
    assert take_file(str(tmp_path), "a.md", max_bytes=2_044).raw == FRONT + b"x" * 2_000


def test_a_file_that_is_gone_or_no_file_is_told(tmp_path):
    os.mkfifo(tmp_path / "b.md")
    (tmp_path / "c.md").mkdir()
    os.mknod(tmp_path / "d.md", stat.S_IFSOCK | 0o600)
    (tmp_path / "e.md").symlink_to("e.md")
    none = "This is not a plain file."
    told = (("a.md", "leads to no file"), ("b.md", none), ("c.md", none), ("d.md", none), ("e.md", "back to itself"))
    for id_, what in told:
        file = take_file(str(tmp_path), id_)
        assert file.problem is not None
        assert what in file.problem.what
        assert "permission" not in file.problem.remedy
        assert (file.problem.path, file.problem.severity, file.raw) == (id_, "failed", b"")


def test_a_file_without_permission_is_told(tmp_path):
    (tmp_path / "a.md").write_bytes(FRONT + b"Body.")
    (tmp_path / "a.md").chmod(0)
    with bound_by_permissions():
        assert "cannot be read" in take_file(str(tmp_path), "a.md").problem.what


@pytest.mark.parametrize(
    "raw",
    [
        b"[" * 100_000,
        b"---\n" + b"[" * 100_000 + b"\n---\nBody.",
        b"---\n" + b"- " * 20_000 + b"\n---\nBody.",
        b"---\na: !!python/object/apply:os.system [ls]\n---\nBody.",
        b"Title: " + b"x" * 900_000 + b"\n\nBody.",
        b"a: b\n" * 100_000 + b"Title: x\n\nBody.",
        b"Tilte: b\n" * 100_000 + b"\nBody.",
        FRONT + b"word " * 190_000,
        FRONT + b"# a\n" * 50_000,
        FRONT + b"- a\n" * 50_000,
        FRONT + b"x [a](b) " * 100_000,
        FRONT + "\u202e\u0338".encode() * 100_000,
        b"Events: " + b"".join(b"+a%d, " % n for n in range(100_000)) + b"\n\nBody.",
        b"Authors: " + b"a, " * 200_000 + b"\n\nBody.",
        b"Url: http://[\n\nBody.",
        b"Date: " + b"1" * 100_000 + b"\n\nBody.",
    ],
    ids=lambda raw: repr(raw[:24]),
)
def test_hostile_files_are_read_in_a_moment(raw):
    start = time.process_time()
    article = parse_article(raw, "a.md", registry=REGISTRY)
    assert article.title or failure(article)
    assert len(article.title) < 400
    assert len(article.notes) < 60
    assert time.process_time() - start < 6  # two seconds here at most; quadratic work would take minutes


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")))
@settings(max_examples=300, deadline=None)
def test_any_bytes_make_an_article(raw):
    for id_ in ("a.md", "a.html"):
        article = parse_article(raw, id_, registry=REGISTRY)
        assert bool(article.text) == (failure(article) is None)
        assert all(article.text[block.start : block.end].strip() for block in article.blocks)
        assert msgspec.json.decode(msgspec.json.encode(article), type=Article) == article


@pytest.mark.parametrize(
    "head",
    [
        "<!--" * 90_000,
        "<![" * 100_000,
        "<meta " * 50_000,
        "<a b='" * 50_000,
        '<meta name="a" content="' * 9_000,
        "<title>" * 50_000,
        "<meta " + "a" * 300_000 + ">",
        "<meta " + "a= " * 90_000 + ">",
        "<script>" * 30_000,
    ],
    ids=lambda head: head[:12],
)
def test_hostile_pages_are_read_in_a_moment(head):
    start = time.process_time()
    article = parse_article(f"<html><head>{head}</head><body><p>Body.</p></body></html>".encode(), "a.html")
    assert article.text == "Body."
    assert time.process_time() - start < 3


@given(
    st.lists(st.sampled_from(["Title: a", "Date: x", "---", "...", "", "    more", "- b", "a: [", "Events: +", "x"]))
)
@settings(max_examples=300, deadline=None)
def test_broken_front_matter_loses_no_body(lines):
    article = parse_article("\n".join([*lines, "", "The last words."]).encode(), "a.md")
    assert "The last words." in article.text


# -- text -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("no_break", ["\x85", "\u2028", "\u2029"])
def test_a_line_ends_where_editors_end_it(no_break):
    """YAML 1.1 has more ends of lines than any editor shows, so it would count others than a person does."""
    article = parse_article(f'---\ntitle: "Two{no_break}ships"\ndate: never\n---\nBody.'.encode(), "a.md")
    assert article.title == "Two ships"
    assert [(note.line, "never" in note.what) for note in article.notes] == [(3, True)]


def test_line_ends_and_byte_order_mark():
    raw = b"\xef\xbb\xbf" + (FRONT + b"One\ntwo.\n\nThree.").replace(b"\n", b"\r\n")
    article = parse_article(raw, "a.md")
    assert (article.title, article.text) == ("Grain leaves Odrin", "One\ntwo.\n\nThree.")


def test_control_characters_do_not_reach_a_feed():
    article = parse_article(FRONT + b"Two\x1b ships\x0b.", "a.md")
    assert article.text == "Two ships."
    assert [note.line for note in article.notes] == [4]


def test_a_title_cannot_rearrange_its_neighbours():
    article = parse_article("Title: Grain\u202e leaves\nSource: Post\u2066\nDate: 2025-03-14\n\nBody.".encode(), "a.md")
    assert (article.title, article.source_name) == ("Grain leaves", "Post")
    assert [note.line for note in article.notes] == [1, 2]


def test_a_source_is_known_by_its_address():
    article = parse_article(
        FRONT.replace(b"\n\n", b"\nUrl: https://www.odrin.example/a\n\n") + b"B.", "a.md", registry=REGISTRY
    )
    assert (article.source, article.rights) == ("radio-odrin", "passages")


def test_an_article_may_give_more_rights_than_its_source():
    article = parse_article(
        b"Title: a\nDate: 2025-03-14\nSource: Radio Odrin\nRights: full\n\nB.", "a.md", registry=REGISTRY
    )
    assert article.rights == "full"


def test_html_gives_its_head_and_its_body():
    page = """<!doctype html><html lang="fr"><head><title>Le blé part</title>
<meta property="article:published_time" content="2025-03-14T09:30:00+01:00"><meta name="author" content="Ada Finch">
<meta name="viewport" content="width=device-width"></head>
<body><nav>Menu</nav><h1>Le blé part</h1><p>Deux <b>navires</b>.</p></body></html>"""
    article = parse_article(page.encode(), "a.html", timezone=UTC)
    assert (article.title, article.lang, article.date) == ("Le blé part", "fr", "2025-03-14T08:30:00+00:00")
    assert article.authors == ("Ada Finch",)
    assert article.text == "Le blé part\n\nDeux navires."
    assert article.notes == ()


def test_plain_text_is_read_as_it_stands():
    article = read_text("Grain leaves Odrin\r\n\r\nTwo ships left <on> Friday.", "a.txt")
    assert article.title
    assert article.html == ""
    assert article.text == "Grain leaves Odrin\n\nTwo ships left <on> Friday."
    assert [article.text[block.start : block.end] for block in article.blocks] == article.text.split("\n\n")
    assert failure(read_text(" \n", "a.txt")) is not None


@pytest.mark.parametrize("unseen", ["\u200e", "\u200b \u2060", "\u00ad\n\n\u00a0"])
def test_what_nobody_sees_is_no_text_and_no_title(unseen):
    assert "no text" in failure(parse_article(f"Title: Ships\n\n{unseen}".encode(), "a.md")).what
    assert failure(read_text(unseen, "a.txt")) is not None
    article = parse_article(f"Title: {unseen.strip()}\n\n{unseen}\n\nTwo ships left.".encode(), "a.md")
    assert article.title == "Two ships left."


@given(st.text(max_size=100))
def test_any_plain_text_is_read(raw):
    article = read_text(raw + "\ud800x", "a.txt")
    article.text.encode()
    assert failure(article) is None


# -- the folder -------------------------------------------------------------------------------------------------------


def _write(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(FRONT + b"Body.")


def test_articles_are_found_at_any_depth(tmp_path):
    _write(
        tmp_path,
        "b.md",
        "a/deep/er/c.MARKDOWN",
        "a.md",
        "z.html",
        "x.txt",
        "y.rst",
        "actors.yml",
        ".git/d.md",
        "a/.trash/e.md",
        ".a.md.swp",
        ".#a.md",
        "._a.md",
    )
    _write(tmp_path, "a-b/f.md")
    found, notes = find_articles(tmp_path)
    assert [each.id for each in found] == ["a-b/f.md", "a.md", "a/deep/er/c.MARKDOWN", "b.md", "z.html"]
    for each in found:
        status = (tmp_path / each.id).stat()
        assert (each.size, each.mtime) == (status.st_size, status.st_mtime_ns)
    assert notes == []


def test_a_file_whose_name_begins_with_a_dot_is_told(tmp_path):
    """A slip, mostly: what programs leave beside a file, and whole folders that are hidden, nobody has to hear of."""
    _write(tmp_path, "a.md", "a/.e.md", "..md", ".md", ".f.html", " ./g.md", ". /h.md", ".#a.md", "._a.md")
    (tmp_path / ".lock.md").symlink_to("somebody@somewhere.4711")
    (tmp_path / ".folder.md").mkdir()
    folders: list[Folder] = []
    digest_tree(str(tmp_path), looked=folders)
    for looked in ((), folders):
        found, notes = find_articles(tmp_path, looked)
        assert [each.id for each in found] == [" ./g.md", "a.md"]
        assert [note.path for note in notes] == ["..md", ".f.html", ".md", "a/.e.md"]
        assert {(note.what, note.severity) for note in notes} == {
            ("This file is left out, since its name begins with a dot.", "failed")
        }


def test_links_that_leave_the_folder_are_refused(tmp_path):
    content = tmp_path / "content"
    _write(tmp_path, "content/a.md", "outside/secret.md", "content-2/b.md")
    (content / "leak.md").symlink_to(tmp_path / "outside/secret.md")
    (content / "near.md").symlink_to(tmp_path / "content-2/b.md")
    (content / "folder").symlink_to(tmp_path / "outside")
    (content / "twin.md").symlink_to(content / "a.md")
    (content / "round").symlink_to(content)
    found, notes = find_articles(content)
    assert [each.id for each in found] == ["a.md", "twin.md"]
    assert [(note.path, note.severity) for note in notes] == [
        ("folder", "failed"),
        ("leak.md", "failed"),
        ("near.md", "failed"),
        ("round", "warning"),
    ]


def test_names_that_no_page_could_have_are_told(tmp_path):
    _write(tmp_path, "a\nb.md", "caf\u00e9.md", "cafe\u0301.md")
    (Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.md"))).write_bytes(b"x")
    found, notes = find_articles(tmp_path)
    assert [each.id for each in found] == ["cafe\u0301.md", "caf\u00e9.md"]
    assert [note.path for note in notes] == ["a\\nb.md", r"caf\xe9.md", "caf\u00e9.md"]


def test_a_missing_folder_is_told(tmp_path):
    with pytest.raises(ContentError, match="no such folder"):
        find_articles(tmp_path / "content")


@pytest.mark.parametrize(
    ("body", "line", "what"),
    [
        ("<<<<<<< HEAD\nTwo ships.\n=======\nTen ships.\n>>>>>>> theirs\n", 1, "Git left two versions"),
        ("  <<<<<<< HEAD\n  Two ships.\n  =======\n  Ten ships.\n  >>>>>>> theirs\n", 1, "Git left two versions"),
        ("<<<<<<<\nTwo ships.\n=======\nTen ships.\n>>>>>>>\n", 1, "Git left two versions"),
        ("Two ships.\n<<<<<<< HEAD\n", 2, "A mark is left"),
        ("\t<<<<<<<\nTwo ships.\n", 1, "A mark is left"),
        ("Two ships.\n=======\nTen ships.\n>>>>>>> theirs\n", 2, "A mark is left"),
        ("Two ships.\n=======\nTen ships.\n>>>>>>>\n", 2, "A mark is left"),
        ("Two ships.\n>>>>>>> 3f2a1bc (Count the ships)\n", 2, "A mark is left"),
        ("Two ships.\n||||||| 3f2a1bc\nOne ship.\n=======\nTen ships.\n", 2, "A mark is left"),
        ("Two ships\n=======\n\nThey came in.\n", 0, ""),
        ("Two ships came.\n\n>>>>>>>\n", 0, ""),
        ("Two ships\n=======\n\n>>>>>> Who said it?\n>>>>>>> nobody\n", 0, ""),
        (">>>>>>> Nobody said that two ships came.\n", 0, ""),
        ("Two ships came.\n\n| a | b |\n|---|---|\n|||||||\n", 0, ""),
        ("\\<<<<<<< HEAD is what git writes.\n", 0, ""),
        ("<<<<<<<< Two ships came.\n", 0, ""),
    ],
)
def test_marks_of_git_are_told_however_many_are_left(body: str, line: int, what: str):
    told = failure(parse_article(f"Title: Ships\n\n{body}".encode(), "a.md"))
    assert (told.line - 2 if told else 0) == line
    assert (told.what if told else "").startswith(what)
