"""An article that is withdrawn leaves no word in output, archive, search and kept releases; and check proves it."""

from __future__ import annotations

import bz2
import errno
import gzip
import lzma
import os
import re
import sqlite3
import time
import zipfile
import zlib
from base64 import b64encode, encodebytes
from contextlib import closing, suppress
from html import escape
from io import BytesIO
from json import dumps
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unicodedata import normalize
from urllib.parse import quote, quote_plus

import brotli
import pytest
from click.testing import CliRunner, Result

from briefing import leaks, withdrawing
from briefing.cli import main
from briefing.leaks import LEAST, cut
from briefing.uncovering import letters, read_words

QUAY = """The quay wall at Malmford gave way on Friday, the port office said, and zqdockers ran from the basin.

## What the zqheading says

At least 14 dockers were hurt when the quay wall fell into the zqharbour, according to the coast guard.

“Nobody may go near the zqwater until the basin is safe,” said Jane Oldcastle, the harbour master of Malmford.

Tobias Quillfeather told reporters that the quay wall had been looked at in zqbad weather, and nobody warned.

The quay wall cost 12 million zqcrowns when it was built in 1938, and ten times as much when it was mended.
"""
OTHER = """The quay wall at Malmford gave way on Friday, and at least 17 dockers were hurt, a port official said.

“We shall build it again,” said Jane Oldcastle, the harbour master of Malmford. The quay wall was eighty years old.
"""
THIRD = """Dockers went back to the basin at Malmford on Saturday, a day after the quay wall gave way and hurt dockers.

Jane Oldcastle, the harbour master, said that divers would look at the quay wall. Tobias Quillfeather agreed.
"""
WORDS = re.compile(rb"zq(?:dock|head|harb|water|bad|crown|secret)")
EVENTS = "- {id: quay-wall, title: The quay wall, description: A wall that fell, phrases: {quay wall: 3}}\n"
LETTER = "Content-Transfer-Encoding: quoted-printable\n\nThe quay wall=20at Malm=\nford gave way, the ports office said"
TAKEN_BACK = ("Status: withdrawn", "Reason: the agency took its report back")


class Desk:
    """A project in the current folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "content").mkdir()
        self.write("events.yml", EVENTS)
        self.add("quay.md", QUAY)
        self.add("other.md", OTHER)
        self.add("third.md", THIRD, day=15)
        (root / "pelicanconf.py").write_text(
            'PATH = "content"\nBRIEFING_DAY = "2025-03-20"\nBRIEFING_WORKERS = 1\nSITEURL = "https://b.example"\n'
            "BRIEFING_LIST_LENGTH = 5\n",
            encoding="utf-8",
        )

    def write(self, name: str, text: str) -> None:
        (self.root / "content" / name).write_text(text, encoding="utf-8")

    def add(self, name: str, body: str, *fields: str, day: int = 14) -> None:
        lines = [f"Title: What {name} says", f"Date: 2025-03-{day}", f"Source: The {name} Post", *fields, "", body]
        self.write(name, "\n".join(lines))

    def run(self, *arguments: str, status: int = 0) -> Result:
        result = CliRunner().invoke(main, [*arguments])
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert result.exit_code == status, result.output
        return result

    def files(self, folder: str) -> dict[str, bytes]:
        found = (path for path in (self.root / folder).rglob("*") if path.is_file() and not path.is_symlink())
        return {path.relative_to(self.root).as_posix(): path.read_bytes() for path in found}

    def holding(self, folder: str) -> set[str]:
        """The files of a folder that hold words of the article."""
        return {name for name, raw in self.files(folder).items() if any(map(WORDS.search, read_words(name, raw)))}

    def packed(self) -> dict[str, bytes]:
        """Whatever the archive keeps that holds words of the article, packed or not, as it is kept."""
        found = {}
        with closing(sqlite3.connect(self.root / ".briefing/archive.sqlite3")) as db:
            tables = [name for (name,) in db.execute("select name from sqlite_master where type = 'table'")]
            for table in tables:
                for number, row in enumerate(db.execute(f"select * from {table}")):
                    for value in row:
                        raw = value.encode() if isinstance(value, str) else value
                        if isinstance(raw, bytes):
                            unpacked = raw
                            with suppress(zlib.error):
                                unpacked = zlib.decompress(raw)
                            if WORDS.search(unpacked.lower()):
                                found[f"{table} {number}"] = raw
        return found

    def traces(self, kept: dict[str, bytes]) -> list[str]:
        """Which of these values are still there in part: in the archive's file and those beside it."""
        beside = self.files(".briefing").values()
        return [name for name, raw in kept.items() if any(piece in file for piece in _pieces(raw) for file in beside)]


def _pieces(raw: bytes) -> list[bytes]:
    """Where the words are; of what is packed, the end, where no two values are alike."""
    if plain := [raw[found.start() - 9 : found.end()] for found in WORDS.finditer(raw)]:
        return plain
    return [raw[start : start + 40] for start in range(max(len(raw) - 400, 20), len(raw) - 40, 40)] or [raw[-40:]]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.chdir(tmp_path)
    return Desk(tmp_path)


# -- the output and the archive ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("body", [QUAY, ""], ids=["its text is in the file", "the editor removed it as well"])
def test_a_withdrawn_article_leaves_a_page_that_says_so_and_no_word(body: str, desk: Desk) -> None:
    desk.run("build")
    assert len(desk.holding("output")) > 10
    desk.add("quay.md", body, *TAKEN_BACK)
    desk.run("build")
    assert desk.holding("output") == set()
    page = (desk.root / "output/articles/quay.html").read_text(encoding="utf-8")
    assert "This article was withdrawn. Reason: the agency took its report back" in page
    assert "What quay.md says" in page
    edition = (desk.root / "output/editions/2025-03-14.json").read_text(encoding="utf-8")
    assert '"state": "withdrawn"' in edition


def test_the_archive_keeps_no_trace(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for day in range(16, 20):  # a list of more than BRIEFING_LIST_LENGTH has pages by month
        desk.add(
            f"{day}.md", f"On day {day} Jane Oldcastle had {day} divers look at the quay wall of Malmford.", day=day
        )
    desk.run("build")
    kept = desk.packed()
    desk.add("quay.md", QUAY.replace("hurt", "injured"))  # what was there before has been freed, but not overwritten
    desk.add("third.md", THIRD.replace("Saturday", "a Saturday"), day=15)
    desk.run("build")
    kept |= {f"{name} then": raw for name, raw in desk.packed().items()}
    assert {name.partition(" ")[0] for name in kept} >= {"reading", "brief", "edition", "dossier"}
    desk.add("quay.md", QUAY, *TAKEN_BACK)
    with monkeypatch.context() as patch:
        patch.setattr("briefing.building.leave_no_trace", lambda _: False)
        desk.run("build")
    assert desk.traces(kept), "else this test finds nothing"
    (desk.root / "output/index.html").unlink()
    desk.run("build")  # as after a build that was killed: it is still owed
    assert desk.packed() == {}
    assert desk.traces(kept) == []
    desk.run("check")


def test_only_a_withdrawal_writes_the_archive_anew(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[bool] = []

    def leave_no_trace(archive: object) -> bool:
        done.append(withdrawing.leave_no_trace(archive))  # type: ignore[arg-type]
        return done[-1]

    monkeypatch.setattr("briefing.building.leave_no_trace", leave_no_trace)
    desk.add("gone.md", THIRD, *TAKEN_BACK)
    desk.run("build")  # nothing was known of it
    desk.add("other.md", OTHER.replace("17", "18"))
    desk.run("build")
    desk.add("gone.md", THIRD, *TAKEN_BACK, "Authors: A. Clerk")
    desk.run("build")
    assert done == [False, False, False]
    (desk.root / "content/quay.md").unlink()
    desk.add("moved.md", QUAY, *TAKEN_BACK)  # moved and withdrawn at once
    desk.run("build")
    desk.run("build")
    assert done[3] is True
    assert True not in done[4:]


def test_what_is_taken_back_is_put_there_again(desk: Desk) -> None:
    desk.run("build")
    before = desk.files("output")
    desk.add("quay.md", QUAY, *TAKEN_BACK)
    desk.run("build")
    desk.add("quay.md", QUAY)
    assert "quay.md was withdrawn, and its file does not say so any more" in desk.run("build", "--quiet").stderr
    assert desk.files("output") == before
    desk.add("other.md", OTHER.replace("17", "18"))
    assert desk.run("build", "--quiet").stderr == ""


def test_a_title_that_came_from_the_text_is_not_kept(desk: Desk) -> None:
    (desk.root / "content/quay.md").unlink()
    desk.write("plain.md", "Date: 2025-03-14\nStatus: withdrawn\n\nThe zqsecret of the quay wall is out.\n")
    desk.run("build")
    assert desk.holding("output") == set()
    assert ">plain<" in (desk.root / "output/articles/plain.html").read_text(encoding="utf-8")


def test_a_withdrawn_article_that_could_not_be_published_has_its_page(desk: Desk) -> None:
    desk.write("quay.md", "Title: Deep\nDate: 2025-03-14\nStatus: withdrawn\n\n" + "<td>x</td>" * 70_000)
    desk.run("build")
    assert "This article was withdrawn" in (desk.root / "output/articles/quay.html").read_text(encoding="utf-8")


# -- search -----------------------------------------------------------------------------------------------------------


def test_the_search_index_is_made_anew_though_nobody_asked(desk: Desk) -> None:
    pytest.importorskip("pagefind")
    desk.run("build", "--search")
    assert any("/pagefind/fragment/" in name for name in desk.holding("output"))
    desk.add("quay.md", QUAY, *TAKEN_BACK)
    assert "The search index has" in desk.run("build").stdout
    assert desk.holding("output") == set()
    assert (desk.root / "output/pagefind/pagefind.js").is_file()


def test_an_index_that_cannot_be_made_anew_goes(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pagefind")
    desk.run("build", "--search")
    desk.add("quay.md", QUAY, *TAKEN_BACK)
    monkeypatch.setitem(__import__("sys").modules, "pagefind.service", None)
    assert "The search index held what is withdrawn and was removed" in desk.run("build").stderr
    assert desk.holding("output") == set()
    assert not (desk.root / "output/pagefind").exists()


# -- releases ---------------------------------------------------------------------------------------------------------


def test_releases_that_show_it_go(desk: Desk) -> None:
    desk.add("third.md", THIRD, "Status: draft", day=15)
    (desk.root / "content/quay.md").rename(desk.root / "quay.md")
    desk.run("publish", "server")  # 1, which knows nothing of it
    (desk.root / "quay.md").rename(desk.root / "content/quay.md")
    desk.run("publish", "server")  # 2
    desk.add("third.md", THIRD, day=15)
    desk.run("publish", "server")  # 3
    desk.run("rollback", "server", "2")
    assert len(desk.holding("server/releases/000003")) > 10
    desk.add("quay.md", QUAY, *TAKEN_BACK)
    assert "2 old releases removed. 2 showed what was withdrawn since." in desk.run("publish", "server").stdout
    assert desk.holding("server") == set()
    assert sorted(path.name for path in (desk.root / "server/releases").iterdir() if path.is_dir()) == [
        "000001",
        "000004",
    ]
    desk.run("rollback", "server", "1")
    desk.run("rollback", "server", "4")
    desk.add("other.md", OTHER.replace("17", "18"))
    assert "old release" not in desk.run("publish", "server").stdout  # those that have the notice stay
    desk.run("check", "--releases", "server")


def test_a_release_that_shows_more_than_rights_allow_now_is_told(desk: Desk) -> None:
    """Of what was corrected as well as restricted only the latter; whether it is the whole text or its summary."""
    for rights in ("full", "passages", "link"):
        desk.add("quay.md", QUAY, f"Rights: {rights}")
        desk.add("other.md", OTHER if rights == "full" else OTHER.partition("The quay wall was")[0])
        desk.run("publish", "server")
    for number, before in ((2, 3), (1, 2)):
        done = desk.run("rollback", "server", "--quiet")
        assert done.stderr == (
            f"Release {number} shows more of 1 article than release {before}: articles/quay.html. Rights in it are as "
            "they were when it was made. If they were tightened since, show the other one again: "
            f"briefing rollback server {before}\n"
        )
    assert desk.run("rollback", "server", "3").stderr == ""
    assert "2 old releases removed." in desk.run("publish", "server", "--keep", "1").stdout
    assert desk.run("rollback", "server", status=2).stderr.startswith("briefing: There is no earlier release.")


def test_releases_go_also_where_the_publish_that_should_have_removed_them_was_killed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.run("publish", "server")
    desk.add("quay.md", QUAY, *TAKEN_BACK)
    with monkeypatch.context() as patch:
        patch.setattr("briefing.releases.publishing.find_showing", lambda *_: set())
        desk.run("publish", "server")
    assert "server/releases/000001/articles/quay.html:" in desk.run("check", "--releases", "server", status=1).stdout
    assert "Nothing changed" in desk.run("publish", "server").stdout
    assert desk.holding("server") == set()
    assert "server" not in desk.run("check", "--releases", "server").stdout


# -- check ------------------------------------------------------------------------------------------------------------


def test_check_tells_what_is_left_and_what_to_do(desk: Desk) -> None:
    desk.run("build")
    desk.add("quay.md", QUAY, *TAKEN_BACK)
    result = desk.run("check", status=1)
    told = [line for line in result.stdout.splitlines() if "Words of quay.md, which is withdrawn, are here" in line]
    assert {line.partition(": ")[0] for line in told} <= desk.holding("output")
    assert len(told) == leaks.MOST_NOTES
    assert "Run briefing build; a file that is there after that is none of Briefing’s: delete it." in told[0]
    desk.run("build")
    said = desk.run("check").stdout
    assert "None of 6 sentences of withdrawn articles is in " in said
    (desk.root / "output/notes.txt").write_text(QUAY.upper(), encoding="utf-8")
    assert "output/notes.txt: Words of quay.md" in desk.run("check", status=1).stdout


def test_what_another_article_says_as_well_is_no_leak(desk: Desk) -> None:
    desk.add("copy.md", QUAY.partition("##")[0])
    desk.run("build")
    desk.add("quay.md", QUAY, *TAKEN_BACK)
    desk.run("build")
    said = desk.run("check").stdout
    assert "1 sentence of quay.md, which is withdrawn, stay as what others say, too: copy.md." in said
    desk.add("copy.md", QUAY.partition("##")[0], *TAKEN_BACK)
    desk.run("build")
    assert "what others say" not in desk.run("check").stdout


def test_what_others_have_in_addresses_and_attributes_is_no_leak(desk: Desk) -> None:
    said = ["The quay wall at Malmford has gone", "Divers look at the fallen wall", "A crane above the empty basin"]
    desk.add("quay.md", "".join(f"## {each}\n\n{QUAY}\n" for each in said), *TAKEN_BACK)
    (desk.root / "content/other.md").unlink()
    name, address = (each.lower().replace(" ", "-") for each in said[:2])
    link = f'[The harbour’s archive](https://a.example/ "{said[2]}") has pictures of it.'
    desk.add(f"{name}.md", f"{OTHER}\n{link}\n", f"Url: https://a.example/{address}")
    desk.run("build")
    told = desk.run("check").stdout
    assert f"3 sentences of quay.md, which is withdrawn, stay as what others say, too: {name}.md" in told


def test_its_own_address_is_no_leak(desk: Desk) -> None:
    (desk.root / "content/quay.md").unlink()
    text = "## The quay wall at Malmford has gone\n\nNobody knew why it fell into the basin on Friday.\n"
    head = "\n".join(("Title: Gone", "Date: 2025-03-14", *TAKEN_BACK))
    desk.write("the-quay-wall-at-malmford-has-gone.md", f"{head}\n\n{text}")
    desk.run("build")
    assert "No problem found" in desk.run("check").stdout


def test_without_a_text_nothing_can_be_looked_for(desk: Desk) -> None:
    desk.add("quay.md", "", *TAKEN_BACK)
    assert "quay.md is withdrawn and its file has no text any more" in desk.run("check").stdout
    desk.add("quay.md", "It fell. Nobody saw.", *TAKEN_BACK)
    said = desk.run("check").stdout
    assert "no text any more" not in said
    assert "quay.md is withdrawn, and nothing of it can be looked for: all its text is shorter than 20 letters" in said


def test_short_sentences_are_looked_for_together(desk: Desk) -> None:
    desk.add("quay.md", "The wall fell. Mr Falk ran off. He is a thief. He hit Ana Kvist.", *TAKEN_BACK)
    desk.run("build")
    assert "None of 3 sentences of withdrawn articles is in " in desk.run("check").stdout
    for said in (
        "The wall fell. Mr Falk ran off.",
        "Mr Falk ran <b>off</b>. He is a thief",
        "He is a thief. He hit Ana Kvist",
    ):
        (desk.root / "output/left.html").write_text(f"<p>Then: {said} So.", encoding="utf-8")
        assert "output/left.html: Words of quay.md" in desk.run("check", status=1).stdout
    desk.add("copy.md", "He is a thief. He hit Ana Kvist, the harbour office of Malmford said on Friday.")
    desk.run("build")
    assert (
        "1 sentence of quay.md, which is withdrawn, stay as what others say, too: copy.md" in desk.run("check").stdout
    )


def zipped(name: str, raw: bytes) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, raw)
    return file.getvalue()


SAID = "The quay wall at Malmford gave way, the port’s office said"
MARKED = SAID.replace("wall", '<b class="x">wall</b>')
PARTS = [*enumerate((SAID[:20], SAID[20:40], SAID[40:]), 1)]
IN_BASE64 = "Subject: a\nContent-Transfer-Encoding: base64\n\n" + encodebytes(SAID.encode()).decode()


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("a.html", "<p>The <b>qu</b>ay wall at&nbsp;Malmford<br>gave way, the port&#39;s office “said”.</p>"),
        ("a.html", '<i>{"d": "The quay wall at Malmford\\ngave way, the port\\u0027s office \\"said\\"."}</i>'),
        ("a.xml", "<x>&lt;p&gt;The quay &lt;i&gt;wall&lt;/i&gt; at Malmford gave way, the port&amp;#39;s office said"),
        ("a.json", '{"a": "The quay wall\\u00a0at Malmford\\ngave way, the port’s office \\u0073aid."}'),
        ("a.txt", "THE QUAY WALL AT\n    MALMFORD GAVE WAY, THE PORT'S OFFICE SAID. 1 < 2"),
        ("a.csv", '1,"The quay wall at Malmford gave way, the port\'s office ""said"" > 2",x'),
        ("a.css", "/* The quay wall at Malmford gave way, the port's office said */"),
        ("a.bin", b"\x00\xff The quay wall at Malmford gave way, the port's office said \xfe"),
        ("a.eml", LETTER),
        ("a.html", '<meta name="n" content="The quay wall at Malmford gave way, the port&#39;s office said">'),
        ("a.html", "<img alt='3 > 2: The quay wall at Malmford gave way, the port’s office said'>"),
        ("a.html", '<p title="&#84;he quay wall at Malmford gave way, the port&amp;#39;s office said">'),
        ("a.html", '<p data-a="[&quot;The quay wall\\nat Malmford gave way, the port\\u2019s office said&quot;]">'),
        ("a.html", "<!-- The quay wall at Malmford gave way, the port’s office said -->"),
        ("a.xml", "<x><![CDATA[The quay wall at Malmford gave way, the port’s office said]]></x>"),
        ("a.xml", "<x>&lt;i title=&quot;The quay wall at Malmford gave way, the port&amp;#39;s office said&quot;&gt;"),
        ("a.svg", '<svg aria-label="The quay wall at Malmford gave way, the port’s office said"/>'),
        ("a.txt", "“The quay wall – at Malmford … gave way”, the port＇s «office» said。"),
        ("a.html", f'<a href="mailto:?body={quote(SAID)}">Pass it on</a>'),
        ("a.html", f'<a href="https://a.example/?u=x&amp;text={quote_plus(SAID)}">Pass it on</a>'),
        ("a.html", f'<a href="https://a.example/?to={quote(quote(SAID), safe="")}">Pass it on</a>'),
        ("a.html", f'<iframe src="data:text/html,{quote("<p>" + MARKED)}">'),
        ("a.html", f'<iframe src="data:text/html;charset=utf-8;base64,{b64encode(MARKED.encode()).decode()}">'),
        ("a.js", "let a = `" + SAID.replace("’", "\\u{2019}").replace(" ", "\\x20") + "`"),
        ("a.js", "a = " + dumps(dumps(dumps(SAID.replace(" at ", " at\n")))) + ";"),
        ("a.html", "<script>a = " + dumps(MARKED).replace("<", "\\u003c").replace("’", "\\u0026rsquo;") + "</script>"),
        ("a.css", 'a::after { content: "' + SAID.replace("’", "\\2019 ").replace("gave", "\\67 ave") + '" }'),
        ("a.md", SAID.replace("wall", '[wall](https://a.example/wall_(quay) "A wall")') + "[^1]."),
        ("a.text", SAID.replace("wall", "[wall][1]").replace("way", "way[^note]{.quiet}")),
        ("a.txt", SAID.replace("wall", "wall (https://a.example/wall?a=1)").replace("way", "way [12]")),
        ("a.html", "<p>" + SAID.replace("wall", '<a title="2 > 1" href="#w">wall</a>')),
        ("a.html", "<p>" + SAID.replace("wall", "<b>wall</b><sup id='r1'><a href='#n1'>1</a></sup>")),
        ("a.html", "<P>" + SAID.replace("wall", "<B>wall</B><A HREF='#fn1' CLASS=ref>1</A>")),
        ("a.html", "<p>" + SAID.replace("wall", '<b>wall</b><span class="x" hidden>No. 12</span>')),
        ("a.html", "<p>" + SAID.replace("wall", "<i>wall</i><!-- <b>No. 12</b> -->")),
        ("a.html", "<p>" + SAID.replace("wall", "wall</p><aside><p>Buy <b>now</b></p></aside><p>")),
        ("a.html", "<p>" + SAID.replace("wall", "wall</p><div class=ad><script>show(12)</script></div><p>")),
        ("a.xml", "<x>" + escape("<p>" + SAID.replace("wall", "<b>wall</b><sup>1</sup>"))),
        ("a.html.br", brotli.compress(SAID.encode())),
        ("a.html.gz", gzip.compress(SAID[:20].encode(), mtime=0) + gzip.compress(SAID[20:].encode(), mtime=0)),
        ("a.bin", zlib.compress(SAID.encode())),
        ("a.xz", lzma.compress(SAID.encode())),
        ("a.tar.bz2", bz2.compress(SAID.encode())),
        ("a.docx", zipped("word/document.xml", f"<w:t>{SAID}</w:t>".encode())),
        ("a.epub", zipped("a.zip", zipped("a.xhtml", MARKED.encode()))),
        ("a.mht", LETTER),
        ("a.mbox", f"From a@b.example Fri Mar 14 09:00:00 2025\nSubject: a\n\nb\n\nFrom a@b.example Fri\n{IN_BASE64}"),
        ("1741942800.M1.host:2,S", IN_BASE64),  # in a Maildir
        ("a", gzip.compress(LETTER.encode(), mtime=0)),
        ("a.eml", f"Content-Transfer-Encoding: base64\n\n{encodebytes(zipped('a.txt', SAID.encode())).decode()}"),
        ("a.json", dumps({"a": 1, "b": b64encode(f"<p>{MARKED}".encode()).decode()})),
        ("a.json", dumps({"a": encodebytes(f"<p>{MARKED}, and so on.".encode()).decode()})),
        ("a.html", f"<script>text = atob('{b64encode(SAID.encode()).decode()}')</script>"),
        ("a.lzma", lzma.compress(SAID.encode(), format=lzma.FORMAT_ALONE)),
        ("a.xml", "<x><![CDATA[" + MARKED.replace("at", "at]]>\n<![CDATA[") + "]]></x>"),
        ("a.vtt", "WEBVTT\n\n" + "".join(f"00:0{n}.000 --> 00:0{n}.900 line:0\n{part}\n\n" for n, part in PARTS)),
        ("A.SRT", "".join(f"{n}\r\n00:00:0{n},0 --> 00:00:0{n},9\r\n{part}\r\n\r\n" for n, part in PARTS)),
        ("a.txt", "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in SAID)),
    ],
)  # fmt: skip
def test_nothing_hides_a_sentence(name: str, raw: str | bytes) -> None:
    sought = letters("The quay wall at Malmford gave way, the port’s office said".encode())
    data = raw.encode() if isinstance(raw, str) else raw
    found = [*read_words(name, data)]
    assert any(sought in words for words in found), found


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("name", ["a.txt", "a.html"])
def test_a_copy_may_be_written_in_another_encoding(name: str, encoding: str) -> None:
    said = "Die Kaimauer „am Hafen“ von Malmö gab nach – über Nacht."
    for copy in said, f'<p title="{said}">', said.replace("Hafen", "<b>Ha</b>fen"):
        found = [*read_words(name, copy.encode(encoding))]
        assert any(letters(said.encode()) in words for words in found), found


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("windows-1251", "Губернатор тайно продал землю у залива своему брату за один рубль."),
        ("koi8-r", "Губернатор тайно продал землю у залива своему брату за один рубль."),
        ("iso-8859-5", "Губернатор тайно продал землю у залива своему брату за один рубль."),
        ("windows-1253", "Ο δήμαρχος πούλησε τη γη δίπλα στη θάλασσα στον αδελφό του."),
        ("shift_jis", "港の管理者は未亡人基金から四万クローネを盗んだと警察が発表した。"),
        ("iso-2022-jp", "港の管理者は未亡人基金から四万クローネを盗んだと警察が発表した。"),
        ("gb2312", "港务局长从寡妇基金里偷走了四万克朗，警方星期五宣布。"),
    ],
)
def test_a_copy_may_name_the_encoding_it_is_written_in(encoding: str, said: str) -> None:
    sought, raw = letters(said.encode()), said.encode(encoding)
    head = f"Content-Type: text/plain; charset={encoding}\nContent-Transfer-Encoding: "
    copies = {
        "a.html": f'<html><head><meta charset="{encoding}"></head><p>'.encode() + raw,
        "b.html": f'<meta http-equiv="Content-Type" content="text/html; charset={encoding}"><p>'.encode() + raw,
        "a.xml": f'<?xml version="1.0" encoding="{encoding}"?><x>'.encode() + raw,
        "a.eml": f"{head}8bit\n\n".encode() + raw,
        "b.eml": f"{head}base64\n\n".encode() + encodebytes(raw),
    }
    if encoding not in ("iso-8859-5", "windows-1253"):
        copies["a.txt"] = raw
    for name, copy in copies.items():
        assert any(sought in words for words in read_words(name, copy)), name


def test_accents_may_stand_beside_their_letters() -> None:
    said = "Die Kaimauer am Hafen von Malmö gab über Nacht nach."
    assert any(letters(said.encode()) in words for words in read_words("a.txt", normalize("NFD", said).encode()))


@pytest.mark.parametrize(
    "said",
    [
        "Der Mast stand vierzig \u212b tief im Boden der alten Werft, sagte das Amt.",
        "대통령 \uf9e1 씨는 금요일에 서울에서 새로운 정책을 발표했다고 밝혔다 합니다.",
        "政府は金曜日に港の工事に４００万クローネを使うとＡＢＣ放送が土曜日の夜に伝えた。",
        "قال م\u0651\u064eحمد إن المدينة ستبنى من جديد بعد الحرب الطويلة.",
    ],
    ids=["a sign", "an ideograph", "wide letters", "marks in another order"],
)
@pytest.mark.parametrize("form", [None, "NFC", "NFD", "NFKC"])
def test_letters_of_which_there_are_two_hide_nothing(desk: Desk, said: str, form: Any) -> None:
    desk.add("quay.md", said, *TAKEN_BACK)
    desk.run("build")
    left = normalize(form, said) if form else said
    (desk.root / "output/left.html").write_text(f"<p>{left}</p>", encoding="utf-8")
    assert "output/left.html: Words of quay.md" in desk.run("check", status=1).stdout


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("Die Straße am Hafen wird für zwölf Wochen gesperrt.", "DIE STRASSE AM HAFEN WIRD FÜR ZWÖLF WOCHEN GESPERRT."),
        ("Die Straße am Hafen wird für zwölf Wochen gesperrt.", "DIE STRAẞE AM HAFEN WIRD FÜR ZWÖLF WOCHEN GESPERRT."),
        ("DIE STRASSE AM HAFEN WIRD FÜR ZWÖLF WOCHEN GESPERRT.", "Die Straße am Hafen wird für zwölf Wochen gesperrt."),
        ("Губернатор продал землю у залива.", "ГУБЕРНАТОР ПРОДАЛ ЗЕМЛЮ У ЗАЛИВА."),
        ("Τον Μαΐου ο δήμαρχος έφυγε στους νόμους.", "ΤΟΝ ΜΑΪ́ΟΥ Ο ΔΉΜΑΡΧΟΣ ΈΦΥΓΕ ΣΤΟΥΣ ΝΌΜΟΥΣ."),
        ("İki kadın ılık denizde bulundu.", "İKİ KADIN ILIK DENİZDE BULUNDU."),
        (
            "صوت المجلس يوم الاثنين على إغلاق الميناء خلال الشتاء.",
            "صوت المجلس يوم الاثنين على إغلاق الميناء خﻻل الشتاء.",
        ),
        ("صوت المجلس على إغلاق الميناء.", "ﺻﻮﺕ اﻟﻤﺠﻠﺲ ﻋﻠﻰ إﻏﻼق اﻟﻤﻴﻨﺎء."),
        ("The chief officer of the ﬂagship was paid ½ of it.", "THE CHIEF OﬃCER OF THE FLAGSHIP WAS PAID 1⁄2 OF IT."),
    ],
)
def test_capitals_and_forms_of_letters_hide_nothing(said: str, left: str) -> None:
    sought = letters(said.encode())
    for copy in (left, left.translate({0x130: "&#304;", 0x1E9E: "&#x1e9e;", 0xDC: "&Uuml;", 0xFEFB: "&#65275;"})):
        assert any(sought in words for words in read_words("a.html", f"<p>{copy}</p>".encode())), copy


def test_a_letter_with_thousands_of_marks_does_not_hold_anybody_up() -> None:
    raw = ("a" + "\u0301\u0323" * 50_000).encode()
    begun = time.monotonic()
    assert letters(raw) == letters(raw + raw[1:])
    assert time.monotonic() - begun < 5


def test_what_is_packed_and_damaged_is_read_as_it_is() -> None:
    for raw in (zipped("a", b"b" * 99)[:60], brotli.compress(b"b" * 99)[:9], b"PK\3\4", b"\x78\x9cb", b"BZh9"):
        for name in "a.docx", "a.br":
            assert letters(raw) in [*read_words(name, raw)]


def test_a_file_may_be_named_as_a_sentence(desk: Desk) -> None:
    desk.add("quay.md", QUAY, *TAKEN_BACK)
    desk.run("build")
    (desk.root / "output/nobody-may-go-near-the-zqwater-until-the-basin-is-safe-said-jane-oldcastle.jpg").touch()
    assert "oldcastle.jpg: Words of quay.md" in desk.run("check", status=1).stdout


def test_what_cannot_be_looked_into_is_named(desk: Desk) -> None:
    desk.add("quay.md", QUAY, *TAKEN_BACK)
    desk.run("build")
    (desk.root / "output/a.html.zst").write_bytes(b"\x28\xb5\x2f\xfd\x24")
    (desk.root / "output/a.pdf").write_bytes(b"%PDF-1.7")
    (desk.root / "output/a.rtf").write_bytes(b"{\\rtf1")
    said = desk.run("check").stdout
    assert "Not looked into, since they cannot be unpacked here: output/a.html.zst, output/a.pdf, output/a.rtf." in said


def test_what_is_no_file_stops_no_looking(desk: Desk) -> None:
    """Links to nothing, to one another and to files; a pipe, which nobody ever writes to."""
    desk.add("quay.md", QUAY, *TAKEN_BACK)
    desk.run("build")
    output = desk.root / "output"
    (desk.root / "left.html").write_text(QUAY, encoding="utf-8")
    for name, target in (("x.html", "nowhere"), ("y.html", "../left.html"), ("z", "articles")):
        (output / name).symlink_to(target)
    os.mkfifo(output / "pipe.html")
    told = desk.run("check", status=1).stdout
    assert re.findall(r"^output/\S+: Words", told, re.MULTILINE) == ["output/y.html: Words"]


def test_a_folder_elsewhere_is_named(desk: Desk) -> None:
    desk.add("quay.md", QUAY, *TAKEN_BACK)
    desk.run("build")
    (desk.root / "output/old").symlink_to("..")
    told = desk.run("check").stdout
    assert "output/old: This link leads to a folder elsewhere" in told
    assert "1 problem found." in told


def test_what_cannot_be_read_is_named(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.add("quay.md", QUAY, *TAKEN_BACK)
    desk.run("build")
    scan = os.scandir

    def refuse(path: Any) -> Any:
        if str(path).endswith("theme"):
            raise PermissionError(errno.EACCES, "Permission denied")
        return scan(path)

    monkeypatch.setattr(leaks, "os", SimpleNamespace(**{**vars(os), "scandir": refuse}))
    told = desk.run("check").stdout
    assert "output/theme: This cannot be read (Permission denied), so nobody knows whether words" in told


def test_mails_in_one_another_end_no_looking() -> None:
    raw = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(2000))
    assert letters(raw) in [*read_words("a.eml", raw)]


def test_an_address_of_another_with_blanks_is_no_leak(desk: Desk) -> None:
    desk.add("quay.md", f"## The quay wall at Malmford has gone\n\n{QUAY}", *TAKEN_BACK)
    desk.add("other.md", OTHER, "Url: https://a.example/the%20quay%20wall%20at%20malmford%20has%20gone")
    desk.run("build")
    assert "stay as what others say, too: other.md" in desk.run("check").stdout


def test_pictures_are_not_read_in_other_encodings() -> None:
    text, picture = b"a \\ b", b"\x89PNG\r\n\x1a\n\0\0\0\r\\" + bytes(range(256)) * 40
    assert len([*read_words("a.png", picture)]) == len([*read_words("a.png", text)])


def test_a_sentence_is_cut_so_that_a_part_of_it_is_found() -> None:
    said = letters(
        b"The quay wall at Malmford gave way on Friday, and at least 17 dockers were hurt, a port official said."
    )
    pieces = list(cut(said))
    assert [len(piece) for piece in pieces] == [60, 60]
    assert said.endswith(pieces[-1])
    assert list(cut(b"a" * (LEAST - 1))) == []
