"""Analysis: all that is found in an article is exact, may be printed, and comes back from the archive as it was."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

import msgspec
from exact import check_analysis
from msgspec.structs import replace
from test_recipe import PIECES as NEWS
from test_recipe import REGISTRY, make_article

import fuzzing
from briefing import clippings
from briefing.analysis.recipe import Tools, analyse
from briefing.filing import Brief, make_brief, make_row
from briefing.model import Analysis, Article, Fingerprint, Record, Standing
from fuzzing.material import ODD, bodies, cases, encode

PARSES = ("briefing.analysis.recipe.analyse", "briefing.clippings.cut_quotes", "briefing.clippings.cut_figures")
TOOLS = Tools(REGISTRY)
LANGUAGES = ("", "en", "de", "fr", "uk", "zh")
RIGHTS = ("full", "passages", "link")
DAYS = ("", "2025-03-03", "2024")
PIECES = (*(each.encode("utf-8", "surrogatepass") for each in NEWS), *encode("Berg ", "killed "), *ODD)


def seeds() -> Iterator[bytes]:
    for body in (*bodies(), *cases("summaries", "events", "quotes")):
        yield b"\0\1A title|" + body


def check(data: bytes) -> None:
    (lang, day), rest = fuzzing.take(data, 2)
    title, _, body = rest.partition(b"|")
    text = fuzzing.words(body)
    article = make_article(text, fuzzing.words(title), DAYS[day % len(DAYS)], LANGUAGES[lang % len(LANGUAGES)])
    analysis = analyse(article, TOOLS)
    check_analysis(article, analysis)
    assert analyse(article, TOOLS) == analysis
    if not any("\ud800" <= letter <= "\udfff" for letter in text + article.title):  # what is read holds none
        row = make_row(article.id, 0, 0, "", (), article, analysis, make_brief(article, analysis, ()))
        assert msgspec.json.decode(zlib.decompress(row.article), type=Article) == article
        kept = msgspec.json.decode(zlib.decompress(row.analysis), type=Analysis)
        assert kept == replace(analysis, fingerprint=Fingerprint())
        assert msgspec.json.decode(msgspec.json.encode(row.brief), type=Brief) == row.brief
    for rights in RIGHTS:
        _check_clippings(Record(replace(article, rights=rights), analysis, Standing("used")))


def _check_clippings(record: Record) -> None:
    """What is cut out of the article stands at its place and within its rights, and holds what it is there for."""
    text, summary = record.article.text, record.analysis.summary
    quotes = [said for said, _ in clippings.cut_quotes(record)]
    claims = clippings.cut_figures(record)
    cut = [*clippings.cut_summary(record), *(each.passage for each in (*quotes, *claims))]
    for number in range(len(record.analysis.paragraphs)):
        cut += clippings.cut_paragraph(record, number)
    for passage in cut:
        assert passage.text == text[passage.start : passage.end], passage
        assert passage.text.strip(), passage
        if record.article.rights == "passages":
            places = [record.analysis.sentences[index] for index in summary]
            said = "".join(text[place.start : place.end] for place in places)
            assert "".join(passage.text.split()) in "".join(said.split()), passage
    assert not cut or record.article.rights != "link"
    for said in quotes:
        assert all(said.passage.start <= start <= end <= said.passage.end for start, end in said.spans), said
    for claim in claims:
        assert claim.passage.start <= claim.figure.start < claim.figure.end <= claim.passage.end, claim
