"""What machines and quoting readers take away: tables, citations, structured data."""

from __future__ import annotations

import csv
from dataclasses import replace
from io import StringIO

import fakes
import pytest

from briefing.errors import VerbatimError
from briefing.published import Extract
from briefing.site import tables
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
        ("'=1", "''=1"),  # else nobody could tell it from a guarded "=1"
        ("'Tis the season", "'Tis the season"),
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
