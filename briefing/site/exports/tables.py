"""How are quotes and figures written as tables? CSV as RFC 4180 has it, a row for each, with its place and its source.

The files begin with a byte order mark: without one Excel takes UTF-8 for the machine's own code page and garbles every
quotation mark, and quotes are what an analyst opens them for. pandas, R, DuckDB and LibreOffice skip it; Python's csv
reads the files as "utf-8-sig".

A cell that a spreadsheet would take for a formula gets an apostrophe before it (see `guard`), so that an article cannot
make the reader's spreadsheet compute; `bare` takes it away, and the build holds what is left against the article.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from io import StringIO

from briefing import links
from briefing.model import Span
from briefing.published import ArticleRef, Claim, Extract, Passage, Said
from briefing.site.listing import outside
from briefing.site.passages import fragment
from briefing.site.views.frame import Site

MARK = "\ufeff"
BETWEEN = " […] "  # the parts of a quote that its sentence interrupts
# What OWASP's page on CSV injection names, in their full width too (which East Asian spreadsheets read alike), and
# behind invisible characters, which not every program that a cell is pasted into keeps.
_FORMULA = re.compile(r"'*[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]*[=+\-@\t\r\n＝＋－＠]")

SOURCE_COLUMNS = (
    "date", "added", "outlet", "language", "article_title", "article_address", "original_address", "paragraph",
)  # fmt: skip
PLACE_COLUMNS = ("passage", "article", "start", "end")  # the sentences, and where in which article they stand
QUOTE_COLUMNS = (
    *SOURCE_COLUMNS, "speaker", "speaker_id", "kind", "verb", "words", "spans", "names_ids", *PLACE_COLUMNS,
)  # fmt: skip
FIGURE_COLUMNS = (
    *SOURCE_COLUMNS, "value", "low", "high", "unit", "thing", "modifier", "place", "given_by", "as_written", "spans",
    *PLACE_COLUMNS,
)  # fmt: skip


def table_hrefs(href: str) -> tuple[str, str]:
    """Return where the tables of the event or actor at `href` are: quotes, figures."""
    stem = href.removesuffix(".html")
    return f"{stem}.quotes.csv", f"{stem}.figures.csv"


def write_quotes(extract: Extract, site: Site, href: str) -> bytes:
    """Return the table of quotes that is at `href`, newest article first, in the order of its text."""
    names = dict(extract.names)

    def cells(said: Said) -> list[object]:
        return [
            names.get(said.speaker or "", "") or said.speaker_text,
            said.speaker or "",
            said.kind,
            said.verb,
            BETWEEN.join(_cut(said.passage, span) for span in said.spans),
            _written(said.spans),
            " ".join(said.about),
        ]

    return _table(QUOTE_COLUMNS, ((said.passage, cells(said)) for said in extract.quotes), extract, site, href)


def write_figures(extract: Extract, site: Site, href: str) -> bytes:
    """Return the table of figures that is at `href`, newest article first, in the order of its text."""

    def cells(claim: Claim) -> list[object]:
        figure = claim.figure
        span = (figure.start, figure.end)
        return [
            *(_Number(number) for number in (figure.value, figure.low, figure.high)),
            figure.unit,
            figure.thing,
            figure.modifier,
            figure.place,
            figure.source,
            _cut(claim.passage, span),
            _written([span]),
        ]

    return _table(FIGURE_COLUMNS, ((claim.passage, cells(claim)) for claim in extract.figures), extract, site, href)


def guard(cell: str) -> str:
    """Return a cell's text as no spreadsheet takes it for a formula; `bare` turns it back."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def bare(cell: str) -> str:
    """Return what `guard` was given."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


class _Number:
    """A number as a spreadsheet may take it: "-5" is none of its formulas."""

    def __init__(self, value: float | None) -> None:
        self.value = value

    def __str__(self) -> str:
        return "" if self.value is None else f"{self.value:.15g}"  # "14", not "14.0"


def _table(
    columns: Sequence[str], rows: Iterable[tuple[Passage, list[object]]], extract: Extract, site: Site, href: str
) -> bytes:
    articles = {ref.id: ref for ref in extract.articles}
    out = StringIO()
    write = csv.writer(out).writerow  # its lines end as RFC 4180 has them
    write(columns)
    for passage, cells in rows:
        write([_cell(each) for each in (*_source(passage, articles, site, href), *cells, *_place(passage))])
    return (MARK + out.getvalue()).encode()


def _cell(value: object) -> str:
    return guard(" ".join(value.split())) if isinstance(value, str) else str(value)


def _source(passage: Passage, articles: Mapping[str, ArticleRef], site: Site, href: str) -> list[object]:
    ref = articles[passage.article]
    address = ref.href + fragment(passage)
    return [
        ref.date,
        ref.added,
        ref.source_name,
        ref.lang,
        ref.title,
        f"{site.url}/{address}" if site.url else links.relative(address, href),
        outside(ref.url),
        passage.paragraph + 1,
    ]


def _place(passage: Passage) -> list[object]:
    return [passage.text, passage.article, passage.start, passage.end]


def _cut(passage: Passage, span: Span) -> str:
    start, end = (min(max(offset, passage.start), passage.end) - passage.start for offset in span)
    return passage.text[start:end]


def _written(spans: Iterable[Span]) -> str:
    return " ".join(f"{start}-{end}" for start, end in spans)
