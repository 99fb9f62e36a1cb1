"""An event or story, and an actor in an event."""

from __future__ import annotations

from msgspec import Struct

from briefing.site.views.charts import Chart
from briefing.site.views.frame import Anchor, Meta
from briefing.site.views.passages import (
    Citation,
    ClaimView,
    DisagreementView,
    PassageView,
    QuoteView,
    RefView,
    Verbatim,
)
from briefing.site.views.support import Support
from briefing.site.views.use import UseView


class DevelopmentView(Struct, frozen=True):
    """One day's newest, in a timeline of words."""

    date: str  # empty: the same as the one before
    passage: PassageView


class SpeakerView(Struct, frozen=True):
    """Who said what."""

    name: str
    href: str
    named: bool  # false: nobody is named, and `name` holds the article's words
    quotes: tuple[QuoteView, ...]
    more: tuple[QuoteView, ...]  # folded
    more_text: str  # "4 more quotes"
    page: Anchor | None  # where more is: their page in this event, "All 12 quotes"


class DisputeView(Struct, frozen=True):
    """Figures on which sources differ, side by side."""

    newest: DisagreementView
    older: tuple[ClaimView, ...]  # folded
    older_text: str  # "4 older figures"


class FigureRow(Struct, frozen=True):
    """One report's figure in a series."""

    date: str  # "24 Apr"
    figure: Verbatim  # as written, with "at least" or "about" before it
    giver: str  # who gave it, in the article's words
    cite: Citation
    differs: bool  # it stands among the figures on which sources differ


class SeriesView(Struct, frozen=True):
    """Figures of one thing, report by report, the newest first."""

    title: str  # "killed, Kyiv"
    days: str  # "23–24 Apr 2025"
    rows: tuple[FigureRow, ...]
    sentences: tuple[ClaimView, ...]  # all of them, and the older ones that the rows leave out
    sentences_text: str  # "4 sentences"


class ToldView(Struct, frozen=True):
    """What one article says of the event, under its heading."""

    head: RefView
    passages: tuple[PassageView, ...]
    more: Anchor | None  # where the article goes on: "3 more passages in the article"


class DayView(Struct, frozen=True):
    anchor: str
    date: str
    articles: tuple[ToldView, ...]


class EventView(Struct, frozen=True):
    meta: Meta
    kind: str  # "event", "story"
    title: str
    description: str  # the editor's own words
    month: str  # "March 2025" on the page of an older month
    whole: str  # on such a page: the event's own page
    facts: tuple[str, ...]  # "As of 24 April 2025", "30 articles since 11 Mar 2025"
    support: Support | None  # its weight; None on the page of a month, and where there is no article
    contents: tuple[Anchor, ...]  # the page's parts, where they are many
    summary: tuple[PassageView, ...]
    chart: Chart | None
    latest: tuple[DevelopmentView, ...]  # newest first
    earlier: tuple[DevelopmentView, ...]
    earlier_text: str
    disputes: tuple[DisputeView, ...]  # newest first
    series: tuple[SeriesView, ...]
    more_series: tuple[SeriesView, ...]
    more_series_text: str
    figures: tuple[ClaimView, ...]  # those of no series
    figures_text: str
    speakers: tuple[SpeakerView, ...]
    more_speakers: tuple[SpeakerView, ...]
    more_speakers_text: str
    actors: tuple[Anchor, ...]
    stories: tuple[Anchor, ...]
    events: tuple[Anchor, ...]
    days: tuple[DayView, ...]
    older_days: tuple[DayView, ...]
    older_days_text: str
    weak: bool  # whether a passage is marked as weak
    sources: tuple[RefView, ...]
    months: tuple[Anchor, ...]
    feed: str
    use: UseView | None  # what to take away; none on the page of an older month
    empty: bool  # nothing is known of it yet


class ActorEventView(Struct, frozen=True):
    meta: Meta
    actor: Anchor
    event: Anchor
    description: str  # of the actor, in the editor's own words
    facts: tuple[str, ...]
    contents: tuple[Anchor, ...]
    said: tuple[QuoteView, ...]
    more_said: tuple[QuoteView, ...]
    more_said_text: str
    about: tuple[QuoteView, ...]
    more_about: tuple[QuoteView, ...]
    more_about_text: str
    mentions: tuple[PassageView, ...]
    sources: tuple[RefView, ...]
