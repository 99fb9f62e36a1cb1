"""What machines and quoting readers take away: tables, citations, structured data."""

from __future__ import annotations

import csv
import json
import re
from io import StringIO
from typing import Any

import fakes
import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from msgspec.structs import replace

from briefing.errors import VerbatimError
from briefing.published import ArticlePage, Extract
from briefing.site.exports import citing, structured, tables
from briefing.site.views.use import CitationView, UseView
from briefing.verbatim import check_file

HREF = "events/tug-truce.quotes.csv"
SAID = fakes.said(fakes.STRAIT_RECORD) + fakes.said(fakes.CALL_RECORD)
EXTRACT = Extract(SAID, fakes.INJURED.claims, fakes.EVENT.articles, (("ines-harrow", "Ines Harrow"),))


def text_of(id_: str) -> str | None:
    return fakes.RECORDS[id_].article.text if id_ in fakes.RECORDS else None


def rows(table: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(table.decode("utf-8-sig"), newline="")))


# -- tables -----------------------------------------------------------------------------------------------------------


def test_a_table_of_quotes_says_who_said_what_where():
    table = tables.write_quotes(EXTRACT, fakes.SITE, HREF)
    assert table.startswith(b"\xef\xbb\xbfdate,added,outlet")
    assert b"\r\n" in table
    assert b"\n" not in table.replace(b"\r\n", b"")
    row = rows(table)[-1]
    assert row == {
        "date": "2025-03-18T20:15:00+00:00",
        "added": "2025-03-19T05:00:00+00:00",
        "outlet": "Tidewater Post",
        "language": "en",
        "article_title": "Harbour masters agree to rest their tugs",
        "article_address": "https://tidewater.example/briefing/articles/2025-03/call.html#s3",
        "original_address": "https://post.example/call",
        "paragraph": "3",
        "speaker": "Ines Harrow",
        "speaker_id": "ines-harrow",
        "kind": "direct",
        "verb": "said",
        "words": "Nobody wins a strait by closing it",
        "spans": "148-182",
        "names_ids": "",
        "passage": "“Nobody wins a strait by closing it,” said Ines Harrow, the harbour master of Westmark.",
        "article": "2025-03/call.md",
        "start": "147",
        "end": "234",
    }
    assert rows(table)[0]["speaker"] == "Oleg Tarn, who speaks for Eastmark’s port"  # no actor: the article's words
    assert rows(table)[0]["original_address"] == ""  # it would run something


def test_a_table_of_figures_has_numbers_to_reckon_with():
    (first, second) = rows(tables.write_figures(EXTRACT, replace(fakes.SITE, url=""), "events/tug-truce.figures.csv"))
    assert [first[name] for name in ("value", "low", "thing", "place", "given_by", "as_written")] == [
        "14", "", "injured", "eastern mole", "the coast guard", "14",
    ]  # fmt: skip
    assert first["article_address"] == "../articles/2025-03/call.html#s5"
    assert second["passage"].startswith("A Westmark official said")
    claim = replace(EXTRACT.figures[0], figure=replace(EXTRACT.figures[0].figure, value=None, low=-0.5, high=2e8))
    (row,) = rows(tables.write_figures(replace(EXTRACT, figures=(claim,)), fakes.SITE, HREF))
    assert (row["value"], row["low"], row["high"]) == ("", "-0.5", "200000000")


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-2 degrees", "'-2 degrees"),
        ("+44 20", "'+44 20"),
        ("\t=1", "'\t=1"),
        ("＝1", "'＝1"),
        ("\u200b\u202e=1", "'\u200b\u202e=1"),
        ("'\ufeff=1", "''\ufeff=1"),
        ("\u200fشرط", "\u200fشرط"),
        ("'=1", "''=1"),  # else nobody could tell it from a guarded "=1"
        ("'Tis the season", "'Tis the season"),
        ("Harbour;=1+1;report", "Harbour;'=1+1;report"),
        ("closed; -5 degrees", "closed;' -5 degrees"),
        ('a;"=1;', "a;'\"=1;"),
        ("a;'=1", "a;''=1"),
        ("=1;;@x", "'=1;;'@x"),
        ("a; b", "a; b"),
        ("1=1", "1=1"),
        ("", ""),
    ],
)
def test_no_cell_is_a_formula_and_each_can_be_read_back(cell, written):
    assert tables.guard(cell) == written
    assert tables.bare(written) == cell


def test_a_table_of_hostile_words_is_read_back_as_it_was():
    hostile = '=HYPERLINK("https://evil.example";"x"),\r\n"quoted" – 5'
    record = fakes.record("2025-03/evil.md", f"<p>{hostile}</p>", title='=cmd|"/c calc"!A1', source_name="+1")
    record = fakes.with_quote(record, record.article.text, None, "-@=")
    extract = Extract(fakes.said(record), (), (fakes.clippings.cite(record),), ())
    table = tables.write_quotes(extract, fakes.SITE, HREF)
    (row,) = rows(table)
    assert {name: row[name] for name in ("article_title", "outlet", "speaker")} == {
        "article_title": "'=cmd|\"/c calc\"!A1", "outlet": "'+1", "speaker": "'-@=",
    }  # fmt: skip
    assert tables.bare(row["words"]).split() == record.article.text.split()
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row.values())
    assert check_file(table, HREF, {"2025-03/evil.md": record.article.text}.get) == 1


@pytest.mark.parametrize("separator", [",", ";"])
@given(cells=st.lists(st.text("a;='\" ,+-@\u200b", max_size=9), min_size=2, max_size=4))
def test_no_cell_is_a_formula_where_lists_are_separated_by_semicolons(cells: list[str], separator: str):
    guarded = [tables.guard(" ".join(cell.split())) for cell in cells]
    record = fakes.record("2025-03/evil.md", "<p>Nobody said it.</p>", title=cells[0], source_name=cells[1])
    record = fakes.with_quote(record, "Nobody", None, cells[-1])
    extract = Extract(fakes.said(record), (), (fakes.clippings.cite(record),), ())
    table = tables.write_quotes(extract, fakes.SITE, HREF).decode("utf-8-sig")
    if separator == ",":
        (row,) = rows(table.encode())
        assert [row["article_title"], row["outlet"], row["speaker"]] == [guarded[0], guarded[1], guarded[-1]]
    found = csv.reader(StringIO(table, newline=""), delimiter=separator)
    assert [cell for line in found for cell in line if re.match(r"[ \u200b]*[=+\-@]", cell)] == []


def test_a_cell_with_a_semicolon_is_quoted():
    """LibreOffice takes commas and semicolons for separators at once, unless told otherwise."""
    record = fakes.record("2025-03/evil.md", "<p>Nobody said it.</p>", title="One; two", source_name="Harbour Post")
    record = fakes.with_quote(record, "Nobody", None, "Ines Harrow")
    extract = Extract(fakes.said(record), (), (fakes.clippings.cite(record),), ())
    assert b',Harbour Post,en,"One; two",' in tables.write_quotes(extract, fakes.SITE, HREF)


def test_every_row_of_a_table_is_held_against_its_article():
    quotes = tables.write_quotes(EXTRACT, fakes.SITE, HREF)
    figures = tables.write_figures(EXTRACT, fakes.SITE, HREF)
    assert check_file(quotes, HREF, text_of) == len(SAID)
    assert check_file(figures, HREF, text_of) == 2
    broken = [
        quotes.replace(b"Nobody wins a strait by closing it,148-182", b"Nobody closes a strait,148-182"),
        quotes.replace(b",147,234", b",147,233"),
        quotes.replace("“Nobody wins".encode(), "“Nobody loses".encode()),
        quotes.replace(b"148-182", b"148-260"),
        figures.replace(b"eastern mole,the coast guard,14,", b"eastern mole,the coast guard,15,"),
    ]
    for table in broken:
        assert table not in (quotes, figures)
        with pytest.raises(VerbatimError, match=r"^events/tug-truce\.quotes\.csv: "):
            check_file(table, HREF, text_of)


def test_a_table_without_rows_has_its_header():
    table = tables.write_quotes(Extract((), (), (), ()), fakes.SITE, HREF)
    assert table.decode("utf-8-sig").split(",")[0] == "date"
    assert rows(table) == []
    assert check_file(table, HREF, text_of) == 0


# -- citations --------------------------------------------------------------------------------------------------------

# What the CSL data schema (csl-data.json of the Citation Style Language) says of the fields that we use.
_TEXT = {"type": "string", "minLength": 1}
CSL = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["type", "id"],
        "additionalProperties": False,
        "properties": {
            "id": _TEXT,
            "type": {"enum": ["article-newspaper", "webpage"]},
            "title": _TEXT,
            "author": {
                "type": "array",
                "items": {"type": "object", "properties": {"literal": _TEXT}, "additionalProperties": False},
            },
            "container-title": _TEXT,
            "issued": {
                "type": "object",
                "additionalProperties": False,
                "properties": {
                    "date-parts": {
                        "type": "array",
                        "minItems": 1,
                        "maxItems": 2,
                        "items": {"type": "array", "items": {"type": "integer"}, "minItems": 1, "maxItems": 3},
                    }
                },
            },
            "URL": _TEXT,
            "language": _TEXT,
            "note": _TEXT,
        },
    },
}


def forms(citation: CitationView) -> dict[str, str]:
    return {form.name: form.text for form in citation.forms}


def article(**fields: Any) -> ArticlePage:
    record = fakes.RECORDS["2025-03/call.md"]
    record = replace(record, article=replace(record.article, **fields))
    return fakes.article_page("2025-03/call.md", record=record, ref=fakes.clippings.cite(record))


def uses(site: Any = fakes.SITE) -> list[UseView]:
    return [
        citing.use_of_edition(fakes.EDITION, site, ()),
        citing.use_of_event(fakes.EVENT, site),
        citing.use_of_event(fakes.NEW_EVENT, site),
        citing.use_of_actor(fakes.ACTOR, site),
        *(citing.use_of_article(fakes.article_page(id_), site) for id_ in fakes.RECORDS),
    ]


def read_bibtex(entry: str) -> tuple[str, str, dict[str, str]]:
    """Read one entry as BibTeX does: every brace counts, whatever stands before it."""
    kind, key, rest = re.fullmatch(r"@(\w+)\{([^\s,{}]+),(.*)\}", entry, re.DOTALL).groups()  # type: ignore[union-attr]
    fields = {}
    while rest.strip():
        name, value = re.match(r"\s*(\w+) = (.*)", rest, re.DOTALL).groups()  # type: ignore[union-attr]
        depth, end = 0, 0
        while depth or value[end] != ",":
            depth += {"{": 1, "}": -1}.get(value[end], 0)
            assert depth >= 0
            end += 1
        fields[name], rest = value[:end], value[end + 1 :]
    return kind, key, fields


def test_an_article_is_cited_as_its_publisher_printed_it():
    original, here = citing.use_of_article(fakes.article_page("2025-03/call.md"), fakes.SITE).citations
    assert forms(original)["Text"] == (
        "Mara Lind, Jo Pell. “Harbour masters agree to rest their tugs”. Tidewater Post, 18 March 2025. "
        "Corrected 19 March 2025. https://post.example/call"
    )
    kind, _, fields = read_bibtex(forms(original)["BibTeX"])
    assert kind == "article"
    assert fields == {
        "author": "{Mara Lind and Jo Pell}",
        "title": "{{Harbour masters agree to rest their tugs}}",
        "journal": "{Tidewater Post}",
        "year": "2025",
        "month": "mar",
        "day": "18",
        "url": "{https://post.example/call}",
        "note": "{Corrected 19 March 2025}",
    }
    (item,) = json.loads(forms(original)["CSL-JSON"])
    assert item["author"] == [{"literal": "Mara Lind"}, {"literal": "Jo Pell"}]
    assert item["issued"] == {"date-parts": [[2025, 3, 18]]}
    assert (item["type"], item["container-title"]) == ("article-newspaper", "Tidewater Post")
    assert "The Tidewater Briefing" not in " ".join(forms(original).values())  # which published none of it
    assert "On an article of Tidewater Post" in forms(here)["Text"]


def test_a_page_is_cited_as_of_its_newest_article():
    (event,) = citing.use_of_event(fakes.EVENT, fakes.SITE).citations
    address = "https://tidewater.example/briefing/events/tug-truce.html"
    assert forms(event)["Text"] == f"“The tug truce”. The Tidewater Briefing, as of 19 March 2025. {address}"
    (edition,) = citing.use_of_edition(fakes.EDITION, fakes.SITE, ()).citations
    assert "“Briefing of 19 March 2025”. The Tidewater Briefing, 19 March 2025." in forms(edition)["Text"]
    (nothing,) = citing.use_of_event(fakes.NEW_EVENT, fakes.SITE).citations
    assert forms(nothing)["Text"].startswith("“Ferry fares”. The Tidewater Briefing. https://")


@pytest.mark.parametrize("url", ["https://tidewater.example/briefing", ""])
def test_every_csl_item_is_one(url):
    for use in uses(replace(fakes.SITE, url=url)):
        for citation in use.citations:
            jsonschema.validate(json.loads(forms(citation)["CSL-JSON"]), CSL)


def test_every_bibtex_entry_is_one():
    keys = [read_bibtex(forms(citation)["BibTeX"])[1] for use in uses() for citation in use.citations]
    assert len(set(keys)) == len(keys)


def test_letters_that_tex_reads_are_written_for_it():
    title = r"50% of {braces} & \commands_cost $3 #1 ~ ^ }"
    page = article(
        title=title,
        source_name="Smith and Sons, Ltd",
        authors=("Smith and Sons, Ltd", "Lind, Mara", "Sandra Holland", "Q&A {desk"),
        url="https://post.example/a_b%20c?d=e#f{g}",
    )
    citation = citing.use_of_article(page, fakes.SITE).citations[0]
    kind, key, fields = read_bibtex(forms(citation)["BibTeX"])
    assert re.fullmatch(r"[a-z0-9-]+", key)
    assert fields["title"] == (
        r"{{50\% of \textbraceleft{}braces\textbraceright{} \& \textbackslash{}commands\_cost \$3 \#1 "
        r"\textasciitilde{} \textasciicircum{} \textbraceright{}}}"
    )
    assert (
        fields["author"] == r"{{Smith and Sons, Ltd} and {Lind, Mara} and Sandra Holland and Q\&A \textbraceleft{}desk}"
    )
    assert fields["url"] == "{https://post.example/a_b%20c?d=e#f%7Bg%7D}"  # an address is not for TeX to read
    assert (kind, fields["journal"]) == ("article", "{Smith and Sons, Ltd}")
    assert json.loads(forms(citation)["CSL-JSON"])[0]["title"] == title


def test_an_article_of_nobody_and_no_day_is_cited_by_its_title():
    page = article(source="", source_name="", authors=(), date="", modified="", url="javascript:alert(1)")
    citation = citing.use_of_article(page, fakes.SITE).citations[0]
    assert forms(citation)["Text"] == "“Harbour masters agree to rest their tugs”. date unknown."
    kind, _, fields = read_bibtex(forms(citation)["BibTeX"])
    assert (kind, set(fields)) == ("misc", {"title"})


def test_what_there_is_to_take_away_is_linked():
    use = citing.use_of_event(fakes.EVENT, fakes.SITE)
    assert [file.href for file in use.files] == [
        "events/tug-truce.quotes.csv",
        "events/tug-truce.figures.csv",
        "feeds/events/tug-truce.xml",
        "feeds/events/tug-truce.json",
    ]
    assert [table.href for table in citing.tables_of(use)] == [file.href for file in use.files[:2]]
    assert citing.use_of_event(replace(fakes.EVENT, feed=""), fakes.SITE).files == ()  # a story has neither
    quiet = citing.use_of_event(replace(fakes.EVENT, quotes=(), figures=()), fakes.SITE)
    assert citing.tables_of(quiet) == ()


def test_pages_show_their_citations_and_name_their_tables():
    pages = fakes.render_site()
    for href in ("index.html", "events/tug-truce.html", "actors/ines-harrow.html", "articles/2025-03/call.html"):
        document = html.document_fromstring(pages[href])
        shown = [text.text_content() for text in document.xpath("//details[@id='use']//pre[@data-copy]")]
        assert any(text.startswith("@") for text in shown), href
        jsonschema.validate(json.loads(next(text for text in shown if text.startswith("["))), CSL)
    document = html.document_fromstring(pages["events/tug-truce.html"])
    assert document.xpath("//link[@type='text/csv']/@href") == [
        f"../events/tug-truce.{name}.csv" for name in ("quotes", "figures")
    ]
    assert document.xpath("//link[@type='application/feed+json']/@href")[-1] == "../feeds/events/tug-truce.json"


# -- structured data --------------------------------------------------------------------------------------------------

# Which properties the types that we use have, as schema.org has them: its own, and what it inherits.
_THING = {"name", "url", "description", "identifier", "alternateName", "sameAs"}
_WORK = _THING | set(
    "headline inLanguage datePublished dateModified author publisher publishingPrinciples isBasedOn about mentions "
    "hasPart isPartOf creativeWorkStatus temporalCoverage sdPublisher text".split()
)
SCHEMA_ORG = {
    "Thing": _THING,
    "Event": _THING,
    "Organization": _THING | {"parentOrganization"},
    "Country": _THING,
    "Place": _THING,
    "Person": _THING | {"jobTitle", "hasOccupation"},
    "Occupation": _THING,
    "Role": _THING | {"startDate", "endDate", "hasOccupation"},  # a role repeats the property that leads to it
    "NewsArticle": _WORK,
    "CollectionPage": _WORK,
    "ProfilePage": _WORK | {"mainEntity"},
    "WebSite": _WORK | {"potentialAction"},
    "Quotation": _WORK,
    "SearchAction": _THING | {"target", "query-input"},
    "EntryPoint": _THING | {"urlTemplate"},
}


def nodes(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, list):
        return [node for each in value for node in nodes(each)]
    if not isinstance(value, dict):
        return []
    return [value, *(node for each in value.values() for node in nodes(each))]


def described(site: Any = fakes.SITE) -> dict[str, dict[str, Any]]:
    texts = {
        "article": structured.describe_article(fakes.article_page("2025-03/call.md"), site),
        "strait": structured.describe_article(fakes.article_page("2025-03/strait.md"), site),
        "edition": structured.describe_edition(fakes.EDITION, site),
        "front": structured.describe_edition(fakes.EDITION, site, front=True),
        "empty": structured.describe_edition(fakes.EMPTY_EDITION, site),
        "event": structured.describe_event(fakes.EVENT, site),
        "new": structured.describe_event(fakes.NEW_EVENT, site),
        "actor": structured.describe_actor(fakes.ACTOR, site),
        "found": structured.describe_actor(fakes.FOUND, site),
        "source": structured.describe_source(fakes.SOURCE, site),
    }
    return {name: json.loads(text) for name, text in texts.items()}


def test_every_property_is_one_of_its_type():
    for name, data in described().items():
        assert data["@context"] == "https://schema.org"
        for node in nodes({key: value for key, value in data.items() if key not in ("@context", "@graph")}) + nodes(
            data.get("@graph", [])
        ):
            if node:
                assert set(node) - {"@type"} <= SCHEMA_ORG[node["@type"]], (name, node)
                assert all(value not in ("", [], None, {}) for value in node.values()), (name, node)


def test_the_site_is_not_the_publisher_of_what_it_quotes():
    data = described()["article"]
    assert data["publisher"]["name"] == "Tidewater Post"
    assert data["sdPublisher"]["name"] == "The Tidewater Briefing"
    assert data["isBasedOn"] == "https://post.example/call"
    assert (data["datePublished"], data["dateModified"]) == ("2025-03-18T20:15:00+00:00", "2025-03-19T11:00:00+00:00")
    assert [author["name"] for author in data["author"]] == ["Mara Lind", "Jo Pell"]
    assert data["creativeWorkStatus"] == "Sample"
    assert "isBasedOn" not in described()["strait"]  # its address would run something


def test_an_edition_is_based_on_its_articles_and_holds_its_events():
    data = described()["edition"]
    assert data["isBasedOn"] == "https://post.example/call"
    assert [part["name"] for part in data["hasPart"]] == [item.title for item in fakes.EDITION.items]
    assert data["dateModified"] == "2025-03-19T11:00:00+00:00"  # when an article was corrected
    site, edition = described()["front"]["@graph"]
    target = site["potentialAction"]["target"]["urlTemplate"]
    assert target == "https://tidewater.example/briefing/search.html?q={search_term_string}"
    assert edition["url"] == "https://tidewater.example/briefing/editions/2025-03-19.html"
    nowhere = described(replace(fakes.SITE, url=""))["front"]["@graph"]
    assert "potentialAction" not in nowhere[0]
    assert nowhere[1]["url"] == "editions/2025-03-19.html"


def test_an_event_claims_no_beginning_that_nobody_gave():
    data = described()["event"]
    assert data["temporalCoverage"] == "2025-03-03/2025-03-19"
    assert "startDate" not in data["about"]
    assert "temporalCoverage" not in described()["new"]


def test_an_actor_holds_offices_with_their_dates():
    person = described()["actor"]["mainEntity"]
    assert person["@type"] == "Person"
    assert person["jobTitle"] == ["Harbour master", "Chair of the pilots’ union"]
    assert person["hasOccupation"][1] == {
        "@type": "Role",
        "hasOccupation": {"@type": "Occupation", "name": "Pilot"},
        "startDate": "2001-01-01",
        "endDate": "2024-07-04",
    }
    assert person["sameAs"] == "https://www.wikidata.org/wiki/Q42"  # no address is known for the other register
    state = json.loads(structured.describe_actor(replace(fakes.ACTOR, kind="state"), fakes.SITE))["mainEntity"]
    assert (state["@type"], "jobTitle" in state) == ("Country", False)


def test_a_source_is_an_outlet_at_its_own_address():
    outlet = described()["source"]["mainEntity"]
    assert outlet == {
        "@type": "Organization",
        "name": "Tidewater Post",
        "url": "https://post.example/",
        "parentOrganization": {"@type": "Organization", "name": "Harbour Press"},
    }


def test_quotations_on_pages_are_held_against_their_articles():
    page = fakes.render_site()["events/tug-truce.html"]
    (script,) = html.document_fromstring(page).xpath("//script[@type='application/ld+json']")
    number = page.count("data-place=")
    assert check_file(page.encode(), "events/x.html", text_of) == number + len(fakes.EVENT.summary)
    assert "by telephone" in script.text
    broken = page.replace(script.text, script.text.replace("by telephone", "by letter"))
    with pytest.raises(VerbatimError, match="by letter"):
        check_file(broken.encode(), "events/x.html", text_of)
    unplaced = page.replace(script.text, script.text.replace('"identifier"', '"alternateName"'))
    with pytest.raises(VerbatimError, match="no place in an article"):
        check_file(unplaced.encode(), "events/x.html", text_of)


def test_words_in_the_data_end_no_script():
    page = fakes.article_page("2025-03/call.md")
    page = replace(page, ref=replace(page.ref, title="</script><script>alert(1)</script>"))
    environment = fakes.make_environment([str(fakes.TEMPLATES)])
    view = fakes.pages.article_view(page, fakes.SITE)
    document = html.document_fromstring(fakes.render(environment, "article.html", view, page.ref.href))
    (script,) = document.xpath("//script[@type='application/ld+json']")
    assert json.loads(script.text)["headline"] == "</script><script>alert(1)</script>"
