"""How are quotes and figures written as tables? CSV as RFC 4180 has it, a row for each, with its place and its source.

The files begin with a byte order mark: without one Excel takes UTF-8 for the machine's own code page and garbles every
quotation mark, and quotes are what an analyst opens them for. pandas, R, DuckDB and LibreOffice skip it; Python's csv
reads the files as "utf-8-sig".

A cell that a spreadsheet would take for a formula gets an apostrophe before it (see `guard`), so that an article cannot
make the reader's spreadsheet compute; `bare` takes it away, and the build holds what is left against the article. Where
lists are separated by semicolons, as in German, a spreadsheet divides lines there, also within quotation marks that do
not open what it takes for a cell; so what follows a semicolon is guarded as the beginning is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from briefing import links
from briefing.model import Span
from briefing.published import ArticleRef, Claim, Extract, Passage, Said
from briefing.site.listing import outside
from briefing.site.passages import fragment
from briefing.site.views.frame import Site

MARK = "\ufeff"
BETWEEN = " […] "  # the parts of a quote that its sentence interrupts
# What OWASP's page on CSV injection names, in their full width too (which East Asian spreadsheets read alike), and
# behind quotation marks, blanks and invisible characters, which not every program keeps; apostrophes, so that `bare`
# can tell what `guard` put there. No two matches overlap, so a text of semicolons is read in linear time.
_FORMULA = r"(?=[ \"'\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]*[=+\-@\t\r\n＝＋－＠])"
_OPEN, _GUARDED = re.compile(rf"(^|;){_FORMULA}"), re.compile(rf"(^|;)'{_FORMULA}")
# Written between quotation marks: what holds them or a comma has to be, what holds a semicolon better is, for programs
# that take both for separators.
_QUOTED = re.compile(r"[\",;\r\n]")

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

    def cells(said: Said) -> list[str]:
        return [
            _cell(names.get(said.speaker or "", "") or said.speaker_text),
            _cell(said.speaker or ""),
            _cell(said.kind),
            _cell(said.verb),
            _cell(BETWEEN.join([_cut(said.passage, span) for span in said.spans])),
            _written(said.spans),
            _cell(" ".join(said.about)),
        ]

    return _table(QUOTE_COLUMNS, ((said.passage, cells(said)) for said in extract.quotes), extract, site, href)


def write_figures(extract: Extract, site: Site, href: str) -> bytes:
    """Return the table of figures that is at `href`, newest article first, in the order of its text."""

    def cells(claim: Claim) -> list[str]:
        figure = claim.figure
        span = (figure.start, figure.end)
        return [
            *map(_number, (figure.value, figure.low, figure.high)),
            _cell(figure.unit),
            _cell(figure.thing),
            _cell(figure.modifier),
            _cell(figure.place),
            _cell(figure.source),
            _cell(_cut(claim.passage, span)),
            _written([span]),
        ]

    return _table(FIGURE_COLUMNS, ((claim.passage, cells(claim)) for claim in extract.figures), extract, site, href)


def guard(cell: str) -> str:
    """Return a cell's text so that no spreadsheet takes a part of it for a formula; `bare` turns it back."""
    return cell if cell[:1].isalnum() and ";" not in cell else _OPEN.sub(r"\1'", cell)


def bare(cell: str) -> str:
    """Return what `guard` was given."""
    return _GUARDED.sub(r"\1", cell) if "'" in cell else cell


def _number(value: float | None) -> str:
    """A number as a spreadsheet may take it: "-5" is none of its formulas."""
    return "" if value is None else f"{value:.15g}"  # "14", not "14.0"


def _table(
    columns: Sequence[str], rows: Iterable[tuple[Passage, list[str]]], extract: Extract, site: Site, href: str
) -> bytes:
    articles = {ref.id: ref for ref in extract.articles}
    sources: dict[str, tuple[tuple[str, ...], str, str]] = {}
    lines = [",".join(columns)]
    for passage, cells in rows:
        if passage.article not in sources:
            sources[passage.article] = _source(articles[passage.article], site, href)
        before, address, after = sources[passage.article]
        source = (*before, address + fragment(passage), after, str(passage.paragraph + 1))
        start, end = str(passage.start), str(passage.end)
        row = (*source, *cells, _cell(passage.text), _cell(passage.article), start, end)
        lines.append(",".join(map(_quote, row)))
    return "\r\n".join((MARK + lines[0], *lines[1:], "")).encode()


def _quote(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if _QUOTED.search(cell) else cell


@lru_cache(maxsize=4096)  # an outlet, a kind, a sentence with three figures: of 200,000 cells of text 40,000 are new
def _cell(text: str) -> str:
    return guard(" ".join(text.split()))


def _source(ref: ArticleRef, site: Site, href: str) -> tuple[tuple[str, ...], str, str]:
    """Return what the rows of an article begin with: cells, its page's address, and the original's as a cell."""
    address = f"{site.url}/{ref.href}" if site.url else links.relative(ref.href, href)
    before = (ref.date, ref.added, ref.source_name, ref.lang, ref.title)
    return tuple(map(_cell, before)), _cell(address), _cell(outside(ref.url))


def _cut(passage: Passage, span: Span) -> str:
    first, last = span
    start, end = passage.start, passage.end
    return passage.text[min(max(first, start), end) - start : min(max(last, start), end) - start]


def _written(spans: Iterable[Span]) -> str:
    return " ".join([f"{start}-{end}" for start, end in spans])
