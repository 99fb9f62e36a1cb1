"""What holds of the analysis of any article, whatever its text: each place is exact, nothing is from boilerplate."""

from __future__ import annotations

from collections.abc import Iterable

from briefing.model import Analysis, Article, Span


def check_analysis(article: Article, analysis: Analysis) -> None:
    """Raise AssertionError, saying which place is wrong."""
    text = article.text
    body = []
    end = 0
    for paragraph in analysis.paragraphs:
        assert end <= paragraph.start < paragraph.end <= len(text), f"{paragraph} after {end}"
        end = paragraph.end
        body.append(paragraph.kind == "body")
    end = 0
    for sentence in analysis.sentences:
        paragraph = analysis.paragraphs[sentence.paragraph]
        assert paragraph.kind == "body", f"{sentence} in {paragraph}"
        assert max(end, paragraph.start) <= sentence.start < sentence.end <= paragraph.end, f"{sentence} in {paragraph}"
        assert text[sentence.start : sentence.end].strip() == text[sentence.start : sentence.end], sentence
        end = sentence.end
    assert list(analysis.summary) == sorted(set(analysis.summary)), analysis.summary
    assert all(0 <= index < len(analysis.sentences) for index in analysis.summary), analysis.summary
    assert bool(analysis.summary) == bool(analysis.sentences)

    named = {actor.id for actor in analysis.discovered}
    assert len(named) == len(analysis.discovered), "a discovered actor twice"
    places = [(paragraph.start, paragraph.end) for paragraph in analysis.paragraphs if paragraph.kind != "boilerplate"]
    for mention in analysis.mentions:
        _check_inside((mention.start, mention.end), places, mention)
    for quote in analysis.quotes:
        assert quote.spans, quote
        for span in quote.spans:
            _check_inside(span, places, quote)
        assert list(quote.spans) == sorted(quote.spans), quote
        assert quote.speaker_text in text, quote
        assert quote.verb in text, quote
    for figure in analysis.figures:
        _check_inside((figure.start, figure.end), places, figure)
        assert figure.place in text, figure
        assert figure.source in text, figure
        assert (figure.value is None) == (figure.low is not None and figure.high is not None), figure
    for placement in analysis.placements:
        assert body[placement.paragraph], placement
        assert 0 < placement.score <= 1, placement
        assert placement.why, placement


def _check_inside(span: Span, places: Iterable[Span], what: object) -> None:
    start, end = span
    assert start < end, what
    assert any(first <= start and end <= last for first, last in places), f"{what} is in no paragraph that is shown"
