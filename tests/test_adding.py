"""`briefing add`: what comes of text, pages and Markdown, what is refused, and that nothing visible is changed."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from golden import Case, read_cases
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.adding import Cleaned, clean, front_matter, read_raw, write
from briefing.adding.values import in_zone, split_names
from briefing.analysis.text.document import make_document
from briefing.decoding import decode
from briefing.errors import ContentError
from briefing.escaping import escape_markdown, join_lines
from briefing.markup import render_markdown, sanitise
from briefing.model import Override
from briefing.reading import parse_article
from briefing.visible import read_html

DAY = "2025-05-02"
BODY = "The port of Odesa reopened on Friday morning. Nobody was hurt, the harbour master said.\n"
LONG = BODY + "It will close again on Sunday, when the next convoy of grain ships is due to leave for Constanța.\n" * 3


def add(raw: bytes | str, folder: Path, name: str = "a.txt", added: str = DAY, **given: str) -> Path:
    raw = raw.encode() if isinstance(raw, str) else raw
    return write(clean(raw, name, **given), folder / "content", folder / "originals", added)


@pytest.mark.parametrize("case", read_cases("adding"), ids=str)
def test_cases(case: Case, tmp_path: Path):
    path = add(case.given, tmp_path, "page.html" if case.given.startswith("<") else "a.txt")
    lines = path.read_text(encoding="utf-8").splitlines()
    assert "\n".join(line for line in lines if not line.startswith("Original: ")) == case.expected, case.place


def test_files_land_by_day_and_the_original_is_kept(tmp_path: Path):
    raw = b"Harbour reopens\r\n" + BODY.encode()
    path = add(raw, tmp_path, "../x/a.TXT", date="14 March 2025")
    assert path.relative_to(tmp_path).as_posix() == "content/2025-03/2025-03-14-harbour-reopens.md"
    original = tmp_path / "originals/2025-03/2025-03-14-harbour-reopens.txt"
    assert original.read_bytes() == raw
    assert "Original: originals/2025-03/2025-03-14-harbour-reopens.txt\n" in path.read_text()
    undated = add("Harbour closes\n" + BODY + "Again.", tmp_path)
    assert undated.relative_to(tmp_path).as_posix() == "content/2025-05/2025-05-02-harbour-closes.md"


def test_nothing_is_overwritten(tmp_path: Path):
    first = add("Harbour reopens\n" + BODY, tmp_path)
    second = add("Harbour reopens\nQuite another text under the same headline.", tmp_path)
    assert second.name == "2025-05-02-harbour-reopens-2.md"
    assert first.exists()
    assert sorted(path.name for path in (tmp_path / "originals/2025-05").iterdir()) == [
        "2025-05-02-harbour-reopens-2.txt",
        "2025-05-02-harbour-reopens.txt",
    ]


def test_what_is_added_reads_back_without_a_note(tmp_path: Path):
    path = add(
        "Harbour *reopens*\n" + LONG, tmp_path, source="Harbour Post", url="https://h.example/a", date="2025-03-14"
    )
    article = parse_article(path.read_bytes(), path.relative_to(tmp_path / "content").as_posix())
    assert article.notes == ()
    assert (article.title, article.date[:10], article.source_name) == (
        "Harbour *reopens*",
        "2025-03-14",
        "Harbour Post",
    )
    assert article.text.split() == LONG.split()


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("Anna Bell, harbour correspondent", "Anna Bell"),
        ("Anna Bell, Harbour Correspondent", "Anna Bell"),
        ("Anna Bell, Science and Technology Editor", "Anna Bell"),
        ("Anna Bell, in Riga", "Anna Bell"),
        ("Anna Bell, our woman for tugs and ferries, and Tomas Vale, who wrote the rest", "Anna Bell|Tomas Vale"),
        ("Anna Bell, Tomas Vale and Jan de Boer, reporters", "Anna Bell|Tomas Vale|Jan de Boer"),
        ("Anna Bell, Korrespondentin in Riga; Tomas Vale, Chefredakteur", "Anna Bell|Tomas Vale"),
        ("Anna Bell, de Boer & Sukarno", "Anna Bell|de Boer|Sukarno"),
        ("Ana Ruiz y José Ortega y Gasset", "Ana Ruiz|José Ortega y Gasset"),
        ("our harbour correspondent", "our harbour correspondent"),
        ("李明, 王芳", "李明|王芳"),
        (" , and ", ""),
    ],
)
def test_what_somebody_does_is_no_name(byline: str, names: str):
    assert "|".join(split_names(byline)) == names


def test_an_author_who_says_what_they_do_is_one():
    pasted = clean(f"Harbour reopens\nBy Anna Bell, harbour correspondent\n{LONG}".encode(), "a.txt")
    meta = '<meta name="author" content="Anna Bell, Harbour Correspondent">'
    page = clean(f"<html><head>{meta}</head><body><article><p>{LONG}</p></article></body></html>".encode(), "a.html")
    assert (pasted.authors, page.authors) == ("Anna Bell", "Anna Bell")


# -- twice ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("again", "given", "why"),
    [
        ("Harbour reopens\n" + LONG, {}, "same text"),
        ("Another headline\n" + LONG.upper().replace("\n", "\n\n"), {}, "same text"),
        ("Another headline\n" + BODY, {"url": "http://www.h.example/a/?utm_source=x#top"}, "same address"),
    ],
)
def test_the_same_article_twice_is_refused(tmp_path: Path, again: str, given: dict[str, str], why: str):
    first = add("Harbour reopens\n" + LONG, tmp_path, url="https://h.example/a")
    with pytest.raises(ContentError, match="already there") as refused:
        add(again, tmp_path, "b.txt", **given)
    assert str(first) in refused.value.what
    assert why in refused.value.what
    assert len(list((tmp_path / "content").rglob("*.md"))) == 1
    assert len(list((tmp_path / "originals").rglob("*.*"))) == 1


def test_another_text_at_another_address_is_taken(tmp_path: Path):
    add("Harbour reopens\n" + LONG, tmp_path, url="https://h.example/a?id=1")
    add("Harbour reopens\n" + LONG + "One more line was added.", tmp_path, url="https://h.example/a?id=2")
    assert len(list((tmp_path / "content").rglob("*.md"))) == 2


def test_articles_in_other_scripts_are_told_apart(tmp_path: Path):
    add("Порт открыт\nПорт Одессы открылся в пятницу утром.", tmp_path)
    add("Порт закрыт\nПорт Одессы закрылся в субботу вечером.", tmp_path)
    with pytest.raises(ContentError, match="same text"):
        add("Иной заголовок\nПорт Одессы открылся в пятницу утром.", tmp_path)


def test_looking_for_the_same_among_many_is_quick(tmp_path: Path):
    folder = tmp_path / "content/2025-01"
    folder.mkdir(parents=True)
    for number in range(1000):
        text = f"Title: t\nDate: 2025-01-01\nUrl: https://h.example/{number}\n\n{number} " + LONG * 8
        (folder / f"{number}.md").write_text(text, encoding="utf-8")
    article = clean(b"Harbour reopens\n" + LONG.encode(), "a.txt", url="https://h.example/new")
    began = time.process_time()
    write(article, tmp_path / "content", tmp_path / "originals", DAY)
    assert time.process_time() - began < 1


# -- front matter -----------------------------------------------------------------------------------------------------


def test_no_value_can_add_a_line():
    title = "Harbour\nStatus: withdrawn\r\u2028Url: https://evil.example\x85\x00\u202eend"
    lines = front_matter(clean(BODY.encode(), "a.txt", title=title, source="A\n\nB"), DAY).split("\n")
    assert lines[0] == "Title: Harbour Status: withdrawn Url: https://evil.example end"
    assert [line.partition(":")[0] for line in lines] == ["Title", "Date-unknown", "Added", "Source", "Lang", ""]


@settings(max_examples=150, deadline=None)
@given(st.text(st.characters(), max_size=60), st.text(st.characters(), max_size=60))
def test_no_title_or_source_adds_a_field(title: str, source: str):
    written = front_matter(Cleaned(title=title, source=source, body="x", raw=b"", name="a"), DAY)
    article = parse_article((written + "\nA text.\n").encode(), "a.md")
    assert article.status == "published"
    assert article.added[:10] == DAY
    assert article.url == ""
    assert {line.partition(":")[0] for line in written.splitlines()} <= {"Title", "Source", "Date-unknown", "Added"}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2025-03-14", "2025-03-14"),
        ("14 March 2025", "2025-03-14"),
        ("March 14, 2025", "2025-03-14"),
        ("2025-03-14 09:30", "2025-03-14 09:30"),
        ("2025-03-14T09:30:00+02:00", "2025-03-14T07:30:00+00:00"),
        ("Fri, 14 Mar 2025 09:30:00 GMT", "2025-03-14T09:30:00+00:00"),
        ("25/04/2024", "2024-04-25"),
    ],
)
def test_dates(written: str, expected: str):
    assert clean(BODY.encode(), "a.txt", date=written).date == expected


@pytest.mark.parametrize("written", ["03/04/2024", "2024-05", "yesterday", "2024-02-30", "1024-01-01", "9" * 500])
def test_a_date_that_is_open_or_impossible_is_refused(written: str):
    with pytest.raises(ContentError) as refused:
        clean(BODY.encode(), "a.txt", date=written)
    assert refused.value.remedy


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("2025-03-14T23:30:00+00:00", "2025-03-15T00:30:00+01:00"),
        ("2025-03-14T00:00:00+00:00", "2025-03-14"),  # a day, as programs write it
        ("2025-03-14 09:30", "2025-03-14 09:30"),  # the site's own
        ("2025-03-14", "2025-03-14"),
        ("", ""),
    ],
)
def test_a_moment_is_written_in_the_sites_zone(written: str, shown: str):
    assert in_zone(written, ZoneInfo("Europe/Oslo")) == shown


def test_an_ambiguous_date_names_both_readings():
    with pytest.raises(ContentError, match=r"2024-04-03 or 2024-03-04|2024-03-04 or 2024-04-03"):
        clean(BODY.encode(), "a.txt", date="03/04/2024")


def test_a_page_with_an_unusable_date_has_none_and_says_so():
    head = '<head><meta property="article:published_time" content="03/04/2024"></head>'
    page = f"<html>{head}<body><article><p>{LONG}</p></article></body></html>"
    cleaned = clean(page.encode(), "a.html")
    assert cleaned.date == ""
    assert "either number could be the month" in cleaned.notes[0]


# -- what is refused --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "name", "what"),
    [
        (b"", "a.txt", "empty"),
        (b" \n\xc2\xa0\n", "a.txt", "empty|Nothing is left"),
        (b"%PDF-1.7 ...", "a.pdf", "PDF"),
        (b"PK\x03\x04....", "a.docx", "Word"),
        (bytes(range(256)) * 20, "a.bin", "not a text file"),
        (b"text \x81\xff\xfe" + b"a" * 100, "a.txt", "Byte 6"),
        (b"Share\n\nSubscribe\n\nwww.example.org\n", "a.txt", "Nothing is left"),
        (b"<html><body><nav>Home</nav></body></html>", "a.html", "Nothing is left"),
        (b"a " * 3_000_000, "a.txt", "more than the 5,000,000 bytes"),
        (b"Word. " * 400_000, "a.txt", "bytes"),
        (b"Title: x\nDate: 03/04/2024\n\nA text.\n", "a.md", "a.md:2: "),
    ],
)
def test_what_cannot_be_added_is_refused_with_a_remedy(raw: bytes, name: str, what: str):
    with pytest.raises(ContentError, match=what) as refused:
        clean(raw, name)
    assert refused.value.remedy
    assert refused.value.path == name


@pytest.mark.parametrize("url", ["javascript:alert(1)", "http://[", "https://", "example.org/a", "http:///a"])
def test_an_address_must_be_one(url: str):
    with pytest.raises(ContentError, match="not a web address"):
        clean(BODY.encode(), "a.txt", url=url)


def test_a_page_with_a_broken_address_has_none():
    page = (
        f'<html><head><link rel="canonical" href="http://["></head><body><article><p>{LONG}</p></article></body></html>'
    )
    assert clean(page.encode(), "a.html").url == ""


def test_a_broken_address_in_the_folder_stops_nothing(tmp_path: Path):
    (tmp_path / "content").mkdir()
    (tmp_path / "content/a.md").write_text("Title: A\nUrl: http://[\n\nOther text.\n")
    assert add(LONG, tmp_path, url="https://h.example/a").exists()


def test_files_that_are_none_are_said(tmp_path: Path):
    with pytest.raises(ContentError, match="no such file"):
        read_raw(tmp_path / "a.txt")
    with pytest.raises(ContentError, match="not a file"):
        read_raw(tmp_path)
    (tmp_path / "a.txt").write_bytes(b"\xffabc")
    assert read_raw(tmp_path / "a.txt") == b"\xffabc"


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path):
    (tmp_path / "content").write_text("a file in the way")
    with pytest.raises(ContentError, match="cannot be written") as refused:
        add(BODY, tmp_path)
    assert refused.value.remedy


# -- charsets ---------------------------------------------------------------------------------------------------------

CAFE = "Le café de Łódź a rouvert, dit-on. "


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_charsets_that_tell_themselves(charset: str):
    assert decode(CAFE.encode(charset), "a") == (CAFE, ())


def test_utf_16_without_its_mark():
    assert decode(CAFE.encode("utf-16-le"), "a") == (CAFE, ())
    assert decode(CAFE.encode("utf-16-be"), "a") == (CAFE, ())


def test_a_declared_charset():
    page = '<html><head><meta charset="iso-8859-2"></head>' + CAFE
    assert decode(page.encode("iso-8859-2"), "a")[0] == page
    assert decode(b'<meta charset="base64">' + "é".encode("latin-1"), "a")[0].endswith("é")


def test_windows_1252_is_supposed_last_and_noted():
    text, notes = decode("Le café – ouvert".encode("windows-1252"), "a")
    assert text == "Le café – ouvert"
    assert "windows-1252" in notes[0]


def test_stray_control_characters_are_left_out_and_noted():
    text, notes = decode(("a" * 500 + "\x00b\x07").encode(), "a")
    assert text == "a" * 500 + "b"
    assert notes == ("2 control characters were left out.",)


# -- Markdown ---------------------------------------------------------------------------------------------------------


def test_markdown_keeps_its_front_matter_and_its_markup():
    raw = (
        "Title: Harbour reopens\nDate: 2025-03-14 09:30\nEvents: +strikes\nStatus: draft\nMood: calm\n\n"
        "# Harbour reopens\n\nThe *port* reopened\non [Friday](https://x.example/a_b). Nobody was hurt.\n\n"
        "![A crane](https://img.example/c.jpg)\n\nShare\n\n- one thing\n- another thing\n\n```\nfoo\n\nbar\n```\n"
    )
    cleaned = clean(raw.encode(), "a.md")
    assert front_matter(cleaned, DAY).splitlines() == [
        "Title: Harbour reopens",
        "Date: 2025-03-14 09:30",
        f"Added: {DAY}",
        "Lang: en",
        "Status: draft",
        "Removed: of the front matter Events, Mood; 1 paragraph of boilerplate (share button)",
    ]
    assert cleaned.body == (
        "The *port* reopened\non [Friday](https://x.example/a_b). Nobody was hurt.\n\n"
        "[Image: A crane](https://img.example/c.jpg)\n\n- one thing\n- another thing\n\n```\nfoo\n\nbar\n```"
    )


def test_yaml_front_matter_with_a_list_is_kept():
    raw = "---\ntitle: 'Harbour: open'\ntags:\n  - harbour\n  - ships\n---\n\nA text. It is short.\n"
    cleaned = clean(raw.encode(), "a.md")
    assert cleaned.title == "Harbour: open"
    assert ("tags", "harbour, ships") in cleaned.kept


EDITORS = (
    "Pin: true\nExclude: true\nRights: full\nEvents: +ferries\nDuplicate-of: a.md\nSummary: Buy gold.\nReason: None.\n"
    "Sample: true\nVia: NewsML-G2\nGuid: urn:x\nFeed: https://x.example/feed\nFetched-as: x\n"
    "Save_as: ../evil.html\nOverride_save_as: ../evil.html\nTemplate: evil\nSlug: evil\nStatus: published\n"
)


def test_what_an_editor_decides_is_not_taken_from_a_file():
    """Whoever wrote it may be anybody; what is left out is named, and stays in the original."""
    raw = f"Title: Harbour\nWas: Open.\nCredit: A. Bell\n{EDITORS}\nThe harbour was closed on Monday.\n".encode()
    cleaned = clean(raw, "a.md")
    assert cleaned.kept == (("was", "Open."), ("credit", "A. Bell"))
    names = ", ".join(line.partition(":")[0] for line in EDITORS.splitlines()[:-1])  # published they are anyway
    assert f"so they were left out: {names}." in cleaned.notes[-1]
    assert cleaned.removed == f"of the front matter {names}"
    written = parse_article(f"{front_matter(cleaned, DAY)}\n{cleaned.body}\n".encode(), "a.md")
    assert (written.override, written.rights, written.status) == (Override(), "full", "published")


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("Rights: link", [("rights", "link")]),
        ("Rights: passages", []),
        ("Fetched: 2025-05-06", [("fetched", "2025-05-06")]),
        ("Status: draft", [("status", "draft")]),
        ("Status: Hidden", [("status", "draft")]),
        ("Status: withdrawn", [("status", "draft")]),
    ],
)
def test_a_file_may_ask_that_less_of_it_is_shown(said: str, written: list[tuple[str, str]]):
    cleaned = clean(f"Title: Harbour\n{said}\n\nThe harbour was closed on Monday.\n".encode(), "a.md")
    assert list(cleaned.kept) == written
    assert bool(cleaned.notes) == (said in {"Rights: passages", "Status: Hidden", "Status: withdrawn"})


def test_a_sentence_of_a_page_is_no_heading_whatever_it_ends_in(tmp_path: Path):
    said = "“We are happy to go home tonight”, said Jonas Brekke"
    lines = ("A court in Aarvik freed two men on Sunday", said, "They had been held since March over a boat")
    body = "".join(f"<p>{line}</p>" for line in lines)
    page = f"<html lang=en><title>Court frees two men</title><article><h1>Court frees two men</h1>{body}"
    page += "<p><b>What comes next</b></p><p>The prosecutor will appeal, it was said on Monday.</p></article></html>"
    path = add(page, tmp_path, "page.html")
    assert path.read_text().partition("\n\n")[2].split("\n\n")[:4] == [*lines, "## What comes next"]
    article = parse_article(path.read_bytes(), "a.md")
    kinds = [each.kind for each in make_document("a.md", article.title, article.text, article.blocks).paragraphs]
    assert kinds == ["body", "body", "body", "heading", "body"]


def test_bold_letters_alone_make_a_heading_of_markdown():
    head = "A paragraph that is longer than titles are"
    for line, kind in ((f"**{head}**", "heading"), (head, "body"), (f"**A paragraph** {head[12:]}", "body")):
        article = parse_article(f"Title: Harbour reopens\n\n{BODY}\n{line}\n\n{BODY}".encode(), "a.md")
        document = make_document("a.md", article.title, article.text, article.blocks)
        assert document.paragraphs[1].kind == kind


def test_markdown_without_front_matter_takes_its_heading():
    cleaned = clean(b"Harbour reopens\n===============\n\nThe port reopened. All is well.\n", "a.md")
    assert (cleaned.title, cleaned.body) == ("Harbour reopens", "The port reopened. All is well.")


def test_flags_go_before_the_file():
    cleaned = clean(b"Title: A\nLang: de\n\nThe port reopened.\n", "a.md", title="B", lang="fr", source="C")
    assert (cleaned.title, cleaned.lang, cleaned.source) == ("B", "fr", "C")


def test_standard_input_is_told_by_what_it_holds():
    assert clean(b"Title: A\n\nThe port reopened.\n", "-").title == "A"
    assert (
        clean(f"<!-- saved --><html><body><article><h1>A</h1><p>{LONG}</p></article></body></html>".encode(), "-").title
        == "A"
    )
    assert clean(b"The port reopened.\nIt is open.", "-").title_from == "first sentence"


# -- the visible text -------------------------------------------------------------------------------------------------


def shown(markdown: str) -> str:
    return read_html(sanitise(render_markdown(markdown, ()), "a.md"))[0]


BITS = (
    "* ** _ __ ` ``` # ## > - + = | : ! !!! [ ] ( ) { } < > & &amp; &#42; ~~ ~~~ \\ / ' \" 1. 2) a B é “ ” – $ ^ @ % . "
    "[x](y) [^1]: *[A]: http://a.b/c_d <b> {: .x} {#id} [TOC] --- *** \u00a0 C#"
)
MARKS = st.sampled_from([" ", "  ", *BITS.split(" ")])


@settings(max_examples=400, deadline=None)
@given(st.lists(MARKS, min_size=1, max_size=14).map("".join))
def test_escaped_text_is_shown_as_it_stands(text: str):
    expected = join_lines(text)
    if not expected:
        return
    assert shown(escape_markdown(text)).split() == expected.split()
    assert shown("## " + escape_markdown(text)).split() == expected.split()
    assert shown("- " + escape_markdown(text)).split() == expected.split()


@pytest.mark.parametrize("text", ["C\\#", "#", "##", "\\\\#", "a # #", "&#6\\;", "&#60 more", "a &#x3c", "R&D;"])
def test_what_a_parser_could_take_for_its_own_is_shown(text: str):
    for before in ("", "## ", "- ", "> "):
        for extensions in ((), ("markdown.extensions.tables",)):
            html = sanitise(render_markdown(before + escape_markdown(text), extensions), "a.md")
            assert read_html(html)[0] == text


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["a.txt", "a.md", "a.html", "-"]))
def test_any_bytes_are_taken_or_refused(raw: bytes, name: str):
    try:
        cleaned = clean(raw, name)
    except ContentError:
        return
    assert cleaned.body.strip()
    assert cleaned.title


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("[" * 100_000, "a.txt"),
        ("[" * 100_000, "a.md"),
        ("![" * 50_000, "a.md"),
        ("<div>" * 20_000 + BODY, "a.html"),
        ("<" * 100_000, "a.html"),
        ("a " * 400_000, "a.txt"),
        ("*" * 200_000, "a.md"),
        ("<img " * 40_000, "a.md"),
        ("\\" * 100_000, "a.md"),
        ('<script type="application/ld+json">' + "[" * 100_000 + f"</script><p>{LONG}</p>", "a.html"),
    ],
    ids=lambda text: text[:8],
)
def test_hostile_files_take_no_time(text: str, name: str):
    began = time.process_time()
    with contextlib.suppress(ContentError):
        clean(text.encode(), name, lang="en")
    assert time.process_time() - began < 5
