"""Figures: each is a number of the text at its place, worth what is written there."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

import fuzzing
from briefing.analysis.figures.finding import find_figures
from briefing.analysis.quotes.finding import find_quotes
from briefing.analysis.text.document import make_document, split_text
from fuzzing.material import ODD, bodies, cases, encode

PARSES = ("briefing.analysis.figures.finding.find_figures",)
PIECES = (
    *encode(
        "5", "12", "1,000", "1.5", "1,000,000", "$", "€", "£", "¥", "US$", " million", " billion", "bn", "m", "k",
        " people", " were killed", " killing ", "no one was hurt", " of them", "-day ", " km ", " per cent", "%", "C ",
        " of ", " the number of ", " left ", " dead ", " forced ", " from their homes ", " among the ", "magnitude ",
        " km/h", "minus ", "-", "–", " not ", " but ", "police put the ", " at ", " to ", " and ", " or ", "between ",
        "from ", ". ", ", ", " in Varna", "according to ", "five ", "a dozen ", "two dozen ", "half a ", "twenty-one ",
        "three hundred and ", "up to ", "at least ", "more than ", "nearly ", "dozens of ", "hundreds", "no ", "all ",
        "drones", "missiles", "injured", "wounded", "missing", "tonnes", "metres", "hours", "years", "-year-old", "th ",
        "9/11", "12:50", "2024", "1990s", "G7", "F-16", "+44 20 ", "1 234", "0", "00", "1e5", "∞", "1/2", "rose by ",
        "$4bn", "3.5%", " degrees", "°C", " and a half", " a third ", " said ", "the mayor", "officials",
    ),
    *ODD,
)  # fmt: skip
_PLAIN = re.compile(r"\d{1,3}(?:,\d{3})*|\d{1,9}", re.ASCII)


def seeds() -> Iterator[bytes]:
    yield from cases("figures", "disagreements")
    yield from bodies()


def check(data: bytes) -> None:
    text = fuzzing.words(data)
    document = make_document("case.md", "Case", text, split_text(text), lang="en")
    figures = find_figures(document, (), find_quotes(document, ()))
    shown = [(each.start, each.end) for each in document.paragraphs if each.kind != "boilerplate"]
    end = 0
    for figure in figures:
        assert end <= figure.start < figure.end <= len(text), figure
        end = figure.end
        assert any(first <= figure.start and figure.end <= last for first, last in shown), figure
        assert (figure.value is None) == (figure.low is not None and figure.high is not None), figure
        values = [each for each in (figure.value, figure.low, figure.high) if each is not None]
        assert all(map(math.isfinite, values)), figure
        assert figure.place in text, figure
        assert figure.source in text, figure
        written = text[figure.start : figure.end]
        if _PLAIN.fullmatch(written) and figure.value is not None:
            assert abs(figure.value) == float(written.replace(",", "")), (figure, written)
