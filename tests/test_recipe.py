"""The whole analysis, whatever the text: no error, exact places, the same result twice."""

from __future__ import annotations

import random
import subprocess
import sys

import pytest
from exact import check_analysis
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.analysis.recipe import Tools, analyse
from briefing.analysis.text.document import split_text
from briefing.model import Actor, Article, EventRule, Office, Registry

REGISTRY = Registry(
    actors=(
        Actor("anna-berg", "Anna Berg", "person", offices=(Office("prime minister", "norland", "2024-01-01", ""),)),
        Actor("norland", "Norland", "state", demonyms=("Norlander",), capitals=("Lindhaven",), code="NL"),
        Actor("harbour-union", "Harbour Union", "organisation", aliases=("HU",)),
    ),
    events=(EventRule("truce", "Truce", phrases=(("ceasefire", 3.0), ("truce", 2.0))),),
)
PIECES = (
    "Anna Berg", "Ms Berg", "Berg", "she", "Norland", "the Norlander prime minister", "Lindhaven", "HU",
    "Harbour Union", " said ", " said that ", " told reporters ", "according to ", " announced ", "“", "”", '"', "‘",
    "’", "«", "»", "„", "the truce", "a 30-day ceasefire", "killed 12 people", " between 20 and 30 drones", "$4bn",
    "€1.2 million", "5 km", "at least ", "two dozen", "1,000,000,000,000", "10–12", "U.S. envoys", "J. D. Vance",
    ". ", ", ", "; ", ": ", "… ", "\n", "\n\n", "\n\n- ", "\n\nADVERTISEMENT\n\n",
    "\n\nSign up for our newsletter\n\n", "\n\n# ", "LINDHAVEN, March 3 – ", "(", ")", "[", "]", " — ", "-", "\xa0",
    "\u200b", "\u2028", "\x00", "\ud800", "é", "İ", "ß", "😀", "中文。", "العربية؟", "der Minister sagte",
    "le ministre a dit", "https://example.org/a?b=c", "a", "The", "1", "2025", "3 March 2025",
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=400), st.lists(st.sampled_from(PIECES), max_size=80).map("".join))
TOOLS = Tools(REGISTRY)


def make_article(text: str, title: str = "", day: str = "2025-03-03", lang: str = "") -> Article:
    return Article(id="2025-03/any.md", title=title, text=text, blocks=split_text(text), date=day, lang=lang)


@settings(max_examples=200, deadline=None)
@given(
    TEXTS,
    st.one_of(st.just(""), st.text(max_size=60)),
    st.sampled_from(("", "2025-03-03", "2024")),
    st.sampled_from(("", "en", "de", "fr", "xx")),
)
def test_any_text_gives_an_exact_analysis(text: str, title: str, day: str, lang: str) -> None:
    article = make_article(text, title, day, lang)
    check_analysis(article, analyse(article, TOOLS))


@settings(max_examples=40, deadline=None)
@given(TEXTS)
def test_an_analysis_does_not_depend_on_what_was_analysed_before(text: str) -> None:
    article = make_article(text)
    assert analyse(article, TOOLS) == analyse(article, Tools(REGISTRY))


@pytest.mark.parametrize("summarizer", ["lead", "lexrank", "luhn"])
def test_any_method_of_summary_is_exact(summarizer: str) -> None:
    chance = random.Random(7)
    for _ in range(20):
        article = make_article("".join(chance.choices(PIECES, k=60)))
        check_analysis(article, analyse(article, Tools(REGISTRY, summarizer)))


@pytest.mark.parametrize(
    "text",
    [
        "[" * 20_000,
        "“" * 5_000,
        "“a” said " * 2_000,
        "Anna Berg said that " * 2_000,
        "12 killed, " * 3_000,
        "A. " * 10_000,
        "x" * 200_000,
        "Berg and " * 5_000,
        "\n\n".join("Norland said." for _ in range(3_000)),
    ],
    ids=lambda text: f"{text[:12]!r} {len(text)}",
)
def test_long_and_hostile_texts_are_read_to_the_end(text: str) -> None:
    article = make_article(text)
    check_analysis(article, analyse(article, TOOLS))


ENGLISH = """Three people were hurt on Wednesday when drones struck the port, the mayor said. The talks between the two
countries go on next week, and the government has said that it will not leave them. “We are clearing up,” he told
reporters."""


def test_an_english_article_loads_nothing_that_it_does_not_need() -> None:
    """py3langid's model takes 0.4 s to load, numpy 0.07 s, sumy 0.2 s."""
    code = f"""
import sys
from briefing.analysis.recipe import Tools, analyse
from briefing.analysis.text.document import split_text
from briefing.model import Article, Registry
text = {ENGLISH!r}
analysis = analyse(Article(id="a.md", title="", text=text, blocks=split_text(text)), Tools(Registry()))
print(analysis.lang, *sorted({{"numpy", "py3langid", "sumy"}} & sys.modules.keys()))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "en\n"
