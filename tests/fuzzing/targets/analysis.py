"""Analysis: all that is found in an article is exact, and comes back from the archive as it was."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

import msgspec
from exact import check_analysis
from msgspec.structs import replace
from test_recipe import PIECES as NEWS
from test_recipe import REGISTRY, make_article

import fuzzing
from briefing.analysis.recipe import Tools, analyse
from briefing.filing import Brief, make_brief, make_row
from briefing.model import Analysis, Article, Fingerprint
from fuzzing.material import ODD, bodies, cases, encode

PARSES = ("briefing.analysis.recipe.analyse",)
TOOLS = Tools(REGISTRY)
LANGUAGES = ("", "en", "de", "fr", "uk", "zh")
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
