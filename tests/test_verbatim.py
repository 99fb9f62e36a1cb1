"""The verbatim law: what is published stands at its place in its article, or the build ends and says where not."""

from __future__ import annotations

import csv
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import fakes
import msgspec
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from briefing import clippings
from briefing.building import build
from briefing.cli import main
from briefing.errors import VerbatimError
from briefing.folder import find_articles
from briefing.model import Record
from briefing.published import Edition, Passage
from briefing.reading import parse_article
from briefing.settings import check_settings, theme_folder
from briefing.verbatim import _find_parsed, _find_written, check_edition, check_html, check_table

SAMPLE = Path(__file__).parent.parent / "content"
DAY = "2025-03-20"
ARTICLES = {
    "quay.md": (
        "Title: Quay wall gives way\nDate: 2025-03-14\nSource: Harbour Post\n\n"
        "The quay wall at Malmford gave way on Friday, injuring at least 12 dockers.\n\n"
        "“Nobody may go near the quay wall,” said Jane Oldcastle, the harbour master of Malmford.\n"
    ),
    "crane.md": (
        "Title: Crane falls at Malmford\nDate: 2025-03-14\nSource: Northern Ledger\n\n"
        "Nineteen dockers were in hospital on Saturday. A crane had fallen beside the broken quay wall.\n\n"
        "The port of Malmford has been closed to every ship until divers have seen what lies on the ground.\n"
    ),
}
VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
FIRST = "The quay wall at Malmford gave way on Friday, injuring at least 12 dockers."


class Places(HTMLParser):
    """The text of each element with a data-place, read by other code than the build's own."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self._open: list[tuple[str, str | None, list[str]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self._open.append((tag, dict(attrs).get("data-place"), []))

    def handle_data(self, data: str) -> None:
        for _, _, words in self._open:
            words.append(data)

    def handle_endtag(self, tag: str) -> None:
        while self._open:
            name, place, words = self._open.pop()
            if place is not None:
                self.found.append((place, " ".join("".join(words).split())))
            if name == tag:
                return


@pytest.fixture
def site(tmp_path: Path) -> dict[str, Any]:
    """The settings of a site of two articles and one event, with a theme of its own to break."""
    content = tmp_path / "content"
    content.mkdir()
    for name, text in ARTICLES.items():
        (content / name).write_text(text, encoding="utf-8")
    (content / "events.yml").write_text("- {id: quay, title: The quay, phrases: {quay wall: 3}}\n", encoding="utf-8")
    shutil.copytree(theme_folder(), tmp_path / "theme")
    return {
        "PATH": str(content),
        "OUTPUT_PATH": str(tmp_path / "output"),
        "THEME": str(tmp_path / "theme"),
        "BRIEFING_DAY": DAY,
        "BRIEFING_WORKERS": 1,
    }


def publish(site: dict[str, Any]) -> Path:
    build(check_settings(site))
    return Path(site["OUTPUT_PATH"])


def texts(content: Path) -> dict[str, str]:
    found, _ = find_articles(content)
    return {each.id: parse_article((content / each.id).read_bytes(), each.id).text for each in found}


# -- it holds ---------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_every_passage_of_the_sample_is_verbatim(sample: Path) -> None:
    known = texts(SAMPLE)
    counts: Counter[str] = Counter()
    for path in sorted(sample.rglob("*.html")):
        page = path.read_text(encoding="utf-8")
        places = Places(page).found
        assert len(places) == page.count("data-place=")
        for place, words in places:
            article, _, span = place.rpartition(":")
            start, end = map(int, span.split("-"))
            assert words == " ".join(known[article][start:end].split()), f"{path}: {place}"
            assert words, f"{path}: {place}"
        counts[path.relative_to(sample).parts[0]] += len(places)
        # The build counts the same, so it has looked at each of them; the page's structured data has some as well.
        quotations = page.count('"@type":"Quotation"')
        assert check_html(page.encode(), path.name, known.get) == len(places) + quotations
    assert {"index.html", "editions", "events", "actors", "articles", "stories", "sources"} <= counts.keys()
    assert sum(counts.values()) > 1_000


@pytest.mark.slow
def test_every_feed_and_table_of_the_sample_is_verbatim(sample: Path) -> None:
    known = texts(SAMPLE)
    counts: Counter[str] = Counter()
    for path in sorted(sample.glob("feeds/**/*.json")):
        for item in msgspec.json.decode(path.read_bytes())["items"]:
            places = Places(item["content_html"]).found
            listed = item["_briefing"]["passages"]
            assert [place for place, _ in places] == [f"{p['article']}:{p['start']}-{p['end']}" for p in listed]
            for (_, words), passage in zip(places, listed, strict=True):
                there = " ".join(known[passage["article"]][passage["start"] : passage["end"]].split())
                assert words == there == " ".join(passage["text"].split())
            counts["feeds"] += len(places)
    for path in sorted(sample.rglob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                text = known[row["article"]]
                assert row["passage"] == " ".join(text[int(row["start"]) : int(row["end"])].split())
                spans = [tuple(map(int, span.split("-"))) for span in row["spans"].split()]
                words = " […] ".join(" ".join(text[start:end].split()) for start, end in spans)
                assert words == (row["words"] if "words" in row else row["as_written"])
                counts["quotes" if "words" in row else "figures"] += 1
    assert min(counts[name] for name in ("feeds", "quotes", "figures")) > 300, counts


@pytest.mark.slow
def test_every_edition_of_the_sample_is_verbatim(sample: Path) -> None:
    known = texts(SAMPLE)
    editions = sorted((sample / "editions").glob("*.json"))
    assert len(editions) >= 14
    for path in editions:
        edition = msgspec.json.decode(path.read_bytes(), type=Edition)
        for passage in passages(edition):
            assert passage.text == known[passage.article][passage.start : passage.end]
        assert check_edition(path.read_bytes(), path.name, known.get) == len(list(passages(edition)))
        # What the edition holds is on its page.
        page = path.with_suffix(".html").read_text(encoding="utf-8")
        shown = {place for place, _ in Places(page).found}
        for item in edition.items:
            assert {f"{each.article}:{each.start}-{each.end}" for each in item.summary} <= shown


def passages(edition: Edition) -> Iterator[Passage]:
    yield from edition.noted
    for item in edition.items:
        yield from (*item.summary, *item.passages, *(said.passage for said in item.quotes))
        yield from (claim.passage for each in item.disagreements for claim in each.claims)


# -- it notices -------------------------------------------------------------------------------------------------------

Change = Callable[[Passage], Passage]


@pytest.mark.parametrize(
    "change",
    [
        lambda passage: replace(passage, text=passage.text.upper()),
        lambda passage: replace(passage, text=passage.text.replace("12", "21")),
        lambda passage: replace(passage, text=passage.text[:-1]),
        lambda passage: replace(passage, text=f"{passage.text} Sources say so."),
        lambda passage: replace(passage, text=passage.text.replace("“", '"')),
        lambda passage: replace(passage, text=""),
        lambda passage: replace(passage, start=passage.start + 1, end=passage.end + 1),
        lambda passage: replace(passage, end=passage.end + 10_000, text=passage.text + "x"),
        lambda passage: replace(passage, article="gone.md"),
        lambda passage: replace(passage, article="crane.md"),
    ],
    ids="capitals digits cut added-to marks empty shifted too-far no-article wrong-article".split(),
)
def test_a_passage_that_the_composer_alters_ends_the_build(
    site: dict[str, Any], monkeypatch: pytest.MonkeyPatch, change: Change
) -> None:
    cut = clippings.cut

    def alter(record: Record, first: int, last: int | None = None, why: str = "") -> Passage:
        passage = cut(record, first, last, why)
        return change(passage) if "12 dockers" in passage.text or "“" in passage.text else passage

    monkeypatch.setattr(clippings, "cut", alter)
    with pytest.raises(VerbatimError) as told:
        publish(site)
    assert not isinstance(told.value, AssertionError)
    assert any(page in str(told.value) for page in (".html: ", ".json: "))
    assert "report it" in str(told.value)


def test_the_message_names_page_passage_and_place(site: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    cut = clippings.cut

    def alter(record: Record, first: int, last: int | None = None, why: str = "") -> Passage:
        passage = cut(record, first, last, why)
        return replace(passage, text=passage.text.replace("12", "21"))

    monkeypatch.setattr(clippings, "cut", alter)
    with pytest.raises(VerbatimError) as told:
        publish(site)
    page, _, rest = str(told.value).partition(": ")
    assert page.endswith((".html", ".json"))
    assert rest.startswith(
        f"the passage “{FIRST.replace('12', '21')}” is not what quay.md says at characters 0 to {len(FIRST)}: "
        f"“{FIRST}” stands there."
    )
    assert not (Path(site["OUTPUT_PATH"]) / page).exists()


TEMPLATES = {
    "in capitals": ("{{ piece.text }}", "{{ piece.text|upper }}"),
    "cut short": ("{{ piece.text }}", "{{ piece.text|truncate(24, True) }}"),
    "in title case": ("{{ piece.text }}", "{{ piece.text|title }}"),
    "with another quote mark": ("{{ piece.text }}", "{{ piece.text|replace('“', '«') }}"),
    "with a word put in": ("{{ piece.text }}", "{{ piece.text }}, allegedly"),
    "left out": ("{{ piece.text }}", ""),
    "without its place": ('data-place="{{ v.place }}"', 'data-place="somewhere"'),
    "escaped twice": ("{{ piece.text }}", "{{ piece.text|e|string|replace('a', '&') }}"),
}


@pytest.mark.parametrize(("old", "new"), TEMPLATES.values(), ids=TEMPLATES.keys())
def test_a_template_that_alters_a_passage_ends_the_build(
    site: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str
) -> None:
    """Through the command: a message with page and passage, and an exit status that ends a publishing job."""
    output = publish(site)
    before = {path: path.read_bytes() for path in output.rglob("*.html")}
    macros = tmp_path / "theme/templates/macros.html"
    whole = macros.read_text(encoding="utf-8")
    assert old in whole
    macros.write_text(whole.replace(old, new), encoding="utf-8")
    settings = tmp_path / "mine.py"
    settings.write_text("".join(f"{key} = {value!r}\n" for key, value in site.items()), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["build", "--settings", "mine.py"])
    sys.modules.pop("mine", None)
    assert result.exit_code == 2
    told = result.stderr.partition("briefing: ")[2]  # behind the note that the archive is made anew
    page = told.partition(": ")[0]
    assert (output / page).suffix == ".html"
    assert "quay.md" in told or "crane.md" in told or "'somewhere' is no place" in told
    assert (output / page).read_bytes() == before[output / page]  # what was published stays
    macros.write_text(whole, encoding="utf-8")
    assert CliRunner().invoke(main, ["build", "--settings", "mine.py"]).exit_code == 0
    assert {path: path.read_bytes() for path in output.rglob("*.html")} == before


def test_linked_data_that_is_no_json_ends_the_build_and_costs_one_archive_at_most(
    site: dict[str, Any], tmp_path: Path
) -> None:
    publish(site)
    archive = tmp_path / ".briefing/archive.sqlite3"
    base = tmp_path / "theme/templates/base.html"
    broken = '<script type="application/ld+json">{"@type": "WebSite",}</script></head>'
    base.write_text(base.read_text(encoding="utf-8").replace("</head>", broken), encoding="utf-8")
    with pytest.raises(VerbatimError, match=r"the linked data .* is no JSON"):
        publish(site)
    inode = archive.stat().st_ino
    with pytest.raises(VerbatimError, match=r"the linked data .* is no JSON"):
        publish(site)
    assert archive.stat().st_ino == inode


def test_white_space_may_differ(site: dict[str, Any], tmp_path: Path) -> None:
    macros = tmp_path / "theme/templates/macros.html"
    whole = macros.read_text(encoding="utf-8")
    macros.write_text(whole.replace("{{ piece.text }}", "{{ piece.text|replace(' ', '\n\t  ') }}"), encoding="utf-8")
    publish(site)


def test_an_edition_whose_offsets_are_wrong_is_refused(site: dict[str, Any]) -> None:
    output = publish(site)
    known = texts(Path(site["PATH"]))
    path = output / "editions/2025-03-14.json"
    edition = msgspec.json.decode(path.read_bytes())
    counted = check_edition(path.read_bytes(), "e.json", known.get)
    assert counted >= 3
    (item,) = edition["items"]
    assert item["summary"]
    assert item["quotes"]
    first = item["summary"][0]
    claim = {"passage": dict(first), "figure": {"start": first["start"] + 1, "end": first["end"] - 1}}
    item["disagreements"] = [{"thing": "docker", "unit": "", "place": "", "claims": [claim]}]
    assert check_edition(msgspec.json.encode(edition), "e.json", known.get) == counted + 1
    broken = []
    for passage in (item["summary"][0], item["quotes"][0]["passage"]):
        shifts = ("start", 9), ("start", -9), ("end", -9)  # one by one or two could be white space
        broken += [(passage, key, passage[key] + by) for key, by in shifts]
        broken += [(passage, "article", "gone.md"), (passage, "text", passage["text"] + "!")]
    quote, figure = item["quotes"][0], item["disagreements"][0]["claims"][0]["figure"]
    broken += [(quote, "spans", [[0, 100_000]]), (figure, "start", 100_000), (figure, "end", 100_000)]
    for where, key, value in broken:
        kept = where[key]
        where[key] = value
        with pytest.raises(VerbatimError, match=r"^e\.json: "):
            check_edition(msgspec.json.encode(edition), "e.json", known.get)
        where[key] = kept
    assert check_edition(msgspec.json.encode(edition), "e.json", known.get)


@pytest.mark.parametrize(
    ("page", "told"),
    [
        (b'<p data-place="a.md:0-5">Ships', ""),
        (b'<p data-place="a.md:0-5"><b>Sh</b>ips</p>', ""),
        (b'<p data-place="a.md:0-12">Ships &amp;\n  sea</p>', ""),
        (b'<p data-place="a.md:0-5">Ship</p>', "is not what a.md says at characters 0 to 5: “Ships” stands there"),
        (b'<p data-place="a.md:90-95">Ships</p>', "nothing stands there"),
        (b'<p data-place="b.md:0-5">Ships</p>', "nothing stands there"),
        (b'<p data-place="a.md:0-0"></p>', "nothing stands there"),
        (b'<p DATA-PLACE="a.md:0-5">Sails</p>', "is not what a.md says"),
        (b'<p data-place="a.md">Ships</p>', "is no place in an article"),
        (b'<p data-place="">Ships</p>', "is no place in an article"),
        (b'<p data-place="a.md:0-5">Ships<script>x</script></p>', "is not what a.md says"),
        (b'<script type="application/ld+json">{"@type": "Person",}</script>', "p.html: the linked data .* is no JSON"),
        (b'<script type="application/ld+json">' + b"[" * 5_000 + b"</script>", "p.html: the linked data .* is no JSON"),
    ],
)
def test_what_counts_as_verbatim(page: bytes, told: str) -> None:
    known = {"a.md": "Ships & sea birds"}
    if told:
        with pytest.raises(VerbatimError, match=told):
            check_html(page, "p.html", known.get)
    else:
        assert check_html(page, "p.html", known.get) == 1


# -- two readers of one page ------------------------------------------------------------------------------------------


def test_what_is_read_without_a_parser_is_what_a_parser_reads() -> None:
    """All pages of the theme are written so that none needs a parser, in whatever words."""
    counted = 0
    for page in fakes.render_site().values():
        if "data-place" in page:
            written = _find_written(page.encode())
            assert written is not None
            assert written == _find_parsed(page.encode())
            counted += len(written[0])
    assert counted > 50


@pytest.mark.parametrize(
    "page",
    [
        '<div data-place="a.md:0-5">Ships</div>',
        '<p DATA-PLACE="a.md:0-5">Ships</p>',
        "<p data-place='a.md:0-5'>Ships</p>",
        "<p data-place=a.md:0-5>Ships</p>",
        '<p data-place = "a.md:0-5">Ships</p>',
        '<p\ndata-place="a.md:0-5">Ships</p>',
        '<P data-place="a.md:0-5">Ships</P>',
        '<p data-place="a.md:0-5">Ships',
        '<p data-place="a.md:0-5">Ships<p>sail</p>',
        '<p data-place="a.md:0-5">Ships<br></p>',
        '<p data-place="a.md:0-5">Ships<!-- sail --></p>',
        '<p data-place="a.md:0-5">Ships<script>x</script></p>',
        '<p data-place="a.md:0-5">Ships &nbsp;</p>',
        '<p data-place="a.md:0-5"><mark title="x">Ships</mark></p>',
        '<mark><p data-place="a.md:0-5"></mark>Ships</p>',
        '<p data-place="a.md:0-5">Sh<span data-place="a.md:2-5">ips</span></p>',
        '<p data-place="a.md:0-5">Ships</p><p>about data-place</p>',
        '<p data-place="a.md:0-5">Ships</p><p Data-place="a.md:0-5">Ships</p>',
        '<p title=<span data-place="a.md:0-5">Ships</span> sail</p>',
        '<p title="<p data-place=\'a.md:0-5\'>" data-place="a.md:0-5">Ships</p>',
        '<a title="<p class="x" data-place="a.md:0-5">Ships</p> sail</a>',
        '<p data-place="a.md:0-5">Ships</p><script type=application/ld+json>{}</script>',
        '<p data-place="a.md:0-5">Ships</p><script type="application/ld&#43;json">{}</script>',
        '<p data-place="a.md:0-5">Ships</p><SCRIPT type="application/ld+json">{}</SCRIPT>',
        '<p data-place="a.md:0-5">Ships</p><script id="x" type="application/ld+json">{}</script>',
        '<p data-place="a.md:0-5">Ships</p><script type="application/ld+json">{"a": "<"}</script>',
    ],
)
def test_whatever_is_written_otherwise_is_parsed(page: str) -> None:
    assert _find_written(page.encode()) is None


@pytest.mark.parametrize(
    "page",
    [
        '<p data-place="a.md:0-5">Ships</p>',
        '<p class="x" data-place="a&amp;b.md:0-5" lang="en">Ships &amp; &lt;b&gt; &#34;x&#39;</p>',
        'Ships <span data-place="a.md:0-5"><mark class="said">Ships</mark> sail <mark>now</mark></span>',
        '<p data-place="a.md:0-5">Ships</p><script type="application/ld+json">{"a": "\\u003c"}</script>',
        '<p data-place="a.md:0-5">Sh\u00efps\u2028 \u3000\U0001f6a2</p><script src="x"></script>',
        '<p data-place="a.md:0-5"></p>',
    ],
)
def test_what_our_templates_write_needs_no_parser(page: str) -> None:
    assert _find_written(page.encode()) == _find_parsed(page.encode())


PIECES = (
    *(
        '<p data-place="a.md:0-5">',
        '<span class="x" data-place="a.md:0-5">',
        "DATA-PLACE",
        "Ships",
        " ",
        "</p>",
        "</span>",
    ),
    *(
        "<b>",
        "</b>",
        "<mark>",
        "</mark>",
        "<p>",
        "<table>",
        "<td>",
        "</table>",
        "<!--",
        "-->",
        "<svg>",
        "</svg>",
        "<select>",
    ),
    *("<title>", "</title>", "<textarea>", "<style>", "</style>", '<a title="', '">', "'", '"', ">", "<", "=", "&amp;"),
    "<div title=",
)


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
@settings(max_examples=300, deadline=None)
def test_no_page_passes_that_a_parser_would_refuse(page: str) -> None:
    known = {"a.md": "Ships"}
    page = f"<p>{page}"
    if (written := _find_written(page.encode())) is None or "data-place" not in page.lower():
        return
    holds = all(place == "a.md:0-5" and words.split() == ["Ships"] for place, words in written[0])
    if holds:
        for place, words in _find_parsed(page.encode())[0]:
            assert (place, words.split()) == ("a.md:0-5", ["Ships"])
        assert check_html(page.encode(), "p.html", known.get) == len(written[0])


SCRIPTS = (
    *(
        '<script type="application/ld+json">',
        "<script type='application/ld+json'>",
        "<script type=application/ld+json>",
    ),
    *(
        '<SCRIPT TYPE="application/ld+json">',
        '<script type = "application/ld+json">',
        '<script type="application/ld+JSON">',
    ),
    *('<script title=">" type="application/ld+json">', '<script title="', '" type="application/ld+json">', "<script>"),
    *(
        '<script type="application/ld&#43;json">',
        '<script\ntype="application/ld+json">',
        "<script",
        "</script>",
        "</SCRIPT>",
    ),
    *('{"@type": "Quotation", "identifier": "a.md:0-5", "text": "Ships"}', '{"@type": "Quotation", "text": "Sails"}'),
    *(
        "é",
        "\0",
        "\x85",
        "\u00a0",
        "\r",
        "<noscript>",
        "<template>",
        "<!DOCTYPE html>",
        "<![CDATA[",
        "]]>",
        "<?",
        "application/ld+json",
    ),
)


@given(st.lists(st.sampled_from((*SCRIPTS, *PIECES)), max_size=12).map("".join))
@settings(max_examples=600, deadline=None)
def test_no_linked_data_is_passed_over_that_a_parser_finds(page: str) -> None:
    """And no passage: one that a parser sees otherwise than we do would be published unheld."""
    page = f'<p>x</p>{page}<script type="application/ld+json">[]</script>'
    if (written := _find_written(page.encode())) is not None:
        passages, linked = _find_parsed(page.encode())
        assert not Counter(linked) - Counter(written[1])
        assert not Counter(place for place, _ in passages) - Counter(place for place, _ in written[0])


def test_linked_data_is_held_however_its_type_is_written() -> None:
    data = '{"@type": "Quotation", "identifier": "a.md:0-5", "text": "Sails"}'
    for kind in ("application/ld+json", "application/ld&#43;json", "application/ld&plus;json"):
        with pytest.raises(VerbatimError):
            check_html(f'<p>x</p><script type="{kind}">{data}</script>'.encode(), "p.html", {"a.md": "Ships"}.get)


def test_bytes_that_are_no_text_are_left_to_the_parser() -> None:
    page = b'<p data-place="a.md:0-5">Ships</p>'.replace(b"i", b"\xff")
    with pytest.raises(VerbatimError):
        check_html(page, "p.html", {"a.md": "Ships"}.get)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("Ships,a.md,0,5", "Ship,a.md,0,5"), "the passage “Ship” is not what a.md says"),
        (("Ships,0-5", "Ship,0-5"), "the words “Ship” are not what a.md says"),
        (("Ships,0-5", "Ships & sea,0-11"), "the words “Ships & sea” are not"),  # they go on beyond the passage
        (("Ships,0-5", "hips,3-1 1-5"), "the words “hips” are not"),
        (("a.md,0,5", "b.md,0,5"), "nothing stands there"),
        (("Ships,a.md,0,5", "birds,a.md,-5,17"), "characters -5 to 17"),  # Python counts these from the end
        (("0-5,Ships", "0-5,'=Ships"), "the passage “=Ships” is not"),
    ],
)
def test_every_row_of_a_table_is_held(change: tuple[str, str], told: str) -> None:
    table = 'words,spans,passage,article,start,end\r\nShips,0-5,Ships,a.md,0,5\r\n\r\n"Ships",0-5,Ships,a.md,0,5\r\n'
    known = {"a.md": "Ships & sea birds"}
    assert check_table(table.encode(), "x.csv", known.get) == 2
    assert change[0] in table
    with pytest.raises(VerbatimError, match=told):
        check_table(table.replace(*change).encode(), "x.csv", known.get)


def test_a_long_passage_of_a_table_is_held() -> None:
    """Longer than what Python's reader of CSV takes, unless it is told."""
    text = "Ships " * 30_000
    table = f"words,spans,passage,article,start,end\r\nShips,0-5,{text},a.md,0,{len(text)}\r\n"
    assert check_table(table.encode(), "x.csv", {"a.md": text}.get) == 1
