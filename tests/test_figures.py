"""Which figures an article gives and which cannot all be right: cases an editor can write, and any text at all."""

from __future__ import annotations

import re
import time

import pytest
from golden import Case, read_cases
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.analysis.figures.disagreements import Evidence, find_disagreements
from briefing.analysis.figures.finding import find_figures
from briefing.analysis.quotes.finding import find_quotes
from briefing.analysis.text.document import make_document, split_text
from briefing.model import Document, Figure, Paragraph, Sentence


def read(text: str) -> tuple[Document, tuple[Figure, ...]]:
    document = make_document("case.md", "Case", text, split_text(text), lang="en")
    return document, find_figures(document, (), find_quotes(document, ()))


def show(text: str, figure: Figure) -> str:
    values = (figure.low, figure.high) if figure.value is None else (figure.value,)
    value = "–".join(f"{value:.15g}" for value in values)
    what = " ".join(part for part in (value, figure.unit, figure.thing) if part)
    parts = [
        f"{text[figure.start : figure.end]} = {what}",
        figure.modifier,
        f"in {figure.place}" if figure.place else "",
        f"by {figure.source}" if figure.source else "",
    ]
    return "; ".join(part for part in parts if part)


@pytest.mark.parametrize("case", read_cases("figures"), ids=str)
def test_figures(case: Case) -> None:
    _, figures = read(case.given)
    assert "\n".join(show(case.given, figure) for figure in figures) == case.expected, case.place


def test_other_languages_get_none() -> None:
    text = "Douze drones ont été abattus, 5 personnes sont mortes."
    document = make_document("x", "", text, split_text(text), lang="fr")
    assert find_figures(document, (), ()) == ()


_LINE = re.compile(r"(?P<source>[\w-]+)(?: \((?P<origin>[\w-]+)\))?, (?P<day>[\d-]+): (?P<words>.+)")


@pytest.mark.parametrize("case", read_cases("disagreements"), ids=str)
def test_disagreements(case: Case) -> None:
    """Given: one line for each report. Expected: the figures that disagree, one line for each disagreement."""
    evidence = []
    for number, line in enumerate(case.given.splitlines()):
        match = _LINE.fullmatch(line)
        assert match is not None, f"{case.place}: {line}"
        document, figures = read(match["words"])
        for figure in figures:
            article = f"{match['source']}-{number}"
            evidence.append(
                Evidence(
                    article,
                    match["source"],
                    match["origin"] or article,
                    match["day"],
                    "raids",
                    figure,
                    document.text,
                    figure.start,
                )
            )
    found = [
        " against ".join(
            f"{each.source} {each.sentence[each.at : each.figure.end]}" for each in (evidence[index] for index in group)
        )
        for group in find_disagreements(evidence)
    ]
    assert "\n".join(found) == case.expected, case.place


def test_without_their_sentences_only_tolls_at_a_place_are_compared() -> None:
    five, six = (Figure(0, 1, value=value, thing="killed", place="Varna") for value in (5.0, 6.0))
    drones = [Figure(0, 1, value=value, thing="drone", place="Varna") for value in (5.0, 6.0)]
    tolls = [Evidence("a", "s1", "o1", "2025-03-01", "e", five), Evidence("b", "s2", "o2", "2025-03-01", "e", six)]
    assert find_disagreements(tolls) == ((0, 1),)
    counts = [Evidence(name, name, name, "2025-03-01", "e", figure) for name, figure in zip("ab", drones, strict=True)]
    assert find_disagreements(counts) == ()


def test_the_order_of_reports_does_not_matter() -> None:
    values = [("a", 5.0), ("b", 6.0), ("c", 5.0), ("d", 9.0)]
    reports = [
        Evidence(name, name, name, "2025-03-01", "e", Figure(0, 1, value=value, thing="killed", place="Varna"))
        for name, value in values
    ]
    named = {tuple(sorted(reports[i].article for i in group)) for group in find_disagreements(reports)}
    turned = reports[::-1]
    assert {tuple(sorted(turned[i].article for i in group)) for group in find_disagreements(turned)} == named


_PIECES = st.sampled_from(
    ["5", "12", "1,000", "$", "€", " million", " people", " were killed", " killing ", "no one was hurt", " of them",
     "-day ", " km ", "%", " to ", " and ", "between ", ". ", ", ", " in Varna", "according to ", "five ", "a dozen ",
     "\0", "\ud800"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=300), st.lists(_PIECES, max_size=60).map("".join)))
def test_any_text_gives_exact_figures(text: str) -> None:
    _, figures = read(text)
    for figure in figures:
        assert 0 <= figure.start < figure.end <= len(text)
        assert (figure.value is None) == (figure.low is not None and figure.high is not None)
        assert figure.place in text
        assert figure.source in text


def seconds(text: str) -> float:
    document = Document("x", "", text, "en", (Paragraph("body", 0, len(text)),), (Sentence(0, 0, len(text)),))
    taken = []
    for _ in range(3):
        start = time.process_time()
        find_figures(document, (), ())
        taken.append(time.process_time() - start)
    return min(taken)


@pytest.mark.parametrize(
    "piece", ["5 people were killed in Kyiv and ", "1 ", "$5 million ", "5 and ", "to 5 ", "five-day "]
)
def test_time_grows_with_the_text_and_no_faster(piece: str) -> None:
    """Four times the text takes about four times as long; what is quadratic takes sixteen."""
    assert seconds(piece * 4_000) < 10 * seconds(piece * 1_000) + 0.05
