"""An event or story."""

from __future__ import annotations

from dataclasses import dataclass

from briefing.site.views.charts import Chart
from briefing.site.views.frame import Anchor, Meta
from briefing.site.views.passages import ClaimView, DayView, DisagreementView, PassageView, RefView, Speaker


@dataclass(frozen=True, slots=True)
class DevelopmentView:
    """One day's newest, in a timeline of words."""

    date: str
    passage: PassageView


@dataclass(frozen=True, slots=True)
class EventView:
    meta: Meta
    kind: str
    title: str
    description: str  # the editor's own words
    month: str  # "March 2025" on the page of an older month
    whole: str  # on such a page: the event's own page
    as_of: str
    support: str
    contents: tuple[Anchor, ...]  # the page's parts, where they are many
    chart: Chart | None
    summary: tuple[PassageView, ...]
    developments: tuple[DevelopmentView, ...]
    days: tuple[DayView, ...]
    speakers: tuple[Speaker, ...]
    figures: tuple[ClaimView, ...]  # the first few
    more_figures: tuple[ClaimView, ...]
    more_figures_text: str
    disagreements: tuple[DisagreementView, ...]
    actors: tuple[Anchor, ...]
    stories: tuple[Anchor, ...]
    events: tuple[Anchor, ...]
    sources: tuple[RefView, ...]
    months: tuple[Anchor, ...]
    feed: str
    empty: bool  # nothing is known of it yet
