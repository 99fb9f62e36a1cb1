"""An event's figures over time, as tables, and those that stand alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from msgspec import structs

from briefing import wording
from briefing.published import Claim, Disagreement, EventFile, FigureSeries, Passage
from briefing.site.passages import Cited, citation, claim_views, verbatim
from briefing.site.views.event import FigureRow, SeriesView
from briefing.site.views.passages import ClaimView
from briefing.wording import Words

ROWS = 8  # reports of one series: what a phone shows on a screen


def series_views(file: EventFile, known: Cited) -> tuple[SeriesView, ...]:
    disputed = _places(file.disagreements)
    return tuple(_series_view(series, disputed, known) for series in file.series)


def single_figures(file: EventFile, known: Cited) -> tuple[ClaimView, ...]:
    """Return the figures that are in no series, with the sentences that give them."""
    told = {_place(claim) for series in file.series for claim in series.claims}
    return claim_views([claim for claim in file.figures if _place(claim) not in told], known)


def _series_view(series: FigureSeries, disputed: frozenset[tuple[str, int]], known: Cited) -> SeriesView:
    words = known.site.words
    days = sorted(day for claim in series.claims if (day := _day(claim, known)))
    sentences = claim_views(series.claims, known)
    write = words.day_and_month if len({day[:4] for day in days}) == 1 else words.short_day
    return SeriesView(
        title=series_title(series, words),
        days=words.span_of_days(days[0], days[-1]) if days else "",
        rows=tuple(_row(claim, disputed, known, write) for claim in series.claims[:ROWS]),
        sentences=sentences,
        sentences_text=words.count(len(sentences), "{n} sentence", "{n} sentences"),
    )


def series_title(series: FigureSeries, words: Words) -> str:
    """Return "Drones, launched", "Killed, soldiers, Kyiv": labels in a row, and no sentence."""
    thing = words.name_counted(series.thing, series.noun)
    if series.unit:
        thing = words.say("{thing} ({unit})", thing=thing, unit=series.unit)
    deed = words.name_counted(series.deed)
    title = ", ".join(label for label in (thing, deed, series.group, series.place, series.period) if label)
    return title[:1].upper() + title[1:]


def _row(claim: Claim, disputed: frozenset[tuple[str, int]], known: Cited, write: Callable[[str], str]) -> FigureRow:
    day = _day(claim, known)
    giver = claim.figure.source
    return FigureRow(
        date=write(day) if day else known.site.words.unknown_date(),
        figure=verbatim(_as_written(claim), known),
        giver="" if giver.lower() in wording.PRONOUNS else giver,
        cite=structs.replace(citation(claim.passage, known), date=""),
        differs=_place(claim) in disputed,
    )


def _as_written(claim: Claim) -> Passage:
    """Return the number, with its "at least" or "about" where that stands right before it."""
    passage, figure = claim.passage, claim.figure
    start, end = max(figure.start, passage.start), min(figure.end, passage.end)
    before = passage.text[: start - passage.start]
    modifier = before[len(before) - len(figure.modifier) - 1 :]
    if figure.modifier and modifier[:-1].lower() == figure.modifier.lower() and modifier[-1].isspace():
        start -= len(figure.modifier) + 1
    text = passage.text[start - passage.start : end - passage.start]
    return Passage(passage.article, passage.paragraph, passage.sentence, start, end, text)


def _day(claim: Claim, known: Cited) -> str:
    ref = known.articles.get(claim.passage.article)
    return wording.day_of(ref.date, known.site.timezone) if ref else ""


def _place(claim: Claim) -> tuple[str, int]:
    return claim.passage.article, claim.figure.start


def _places(disagreements: Iterable[Disagreement]) -> frozenset[tuple[str, int]]:
    return frozenset(_place(claim) for each in disagreements for claim in each.claims)
