"""An actor, alone and in an event."""

from __future__ import annotations

from dataclasses import dataclass

from briefing.site.views.charts import Chart
from briefing.site.views.frame import Anchor, Meta
from briefing.site.views.passages import PassageView, QuoteView, RefView


@dataclass(frozen=True, slots=True)
class CallView:
    """An office by which articles call a person."""

    passage: PassageView
    note: str  # "in 3 articles, 4 to 9 March 2025"
    differs: bool


@dataclass(frozen=True, slots=True)
class ActorView:
    meta: Meta
    name: str
    kind: str  # "Person"
    description: str  # the editor's own words
    discovered: bool
    aliases: str
    offices: tuple[str, ...]
    ids: tuple[tuple[str, str, str], ...]  # (register, id, address or nothing)
    calls: tuple[CallView, ...]
    month: str
    whole: str
    as_of: str
    chart: Chart | None
    said: tuple[QuoteView, ...]
    about: tuple[QuoteView, ...]
    mentions: tuple[PassageView, ...]
    events: tuple[Anchor, ...]
    beside: tuple[Anchor, ...]
    related: tuple[Anchor, ...]
    sources: tuple[RefView, ...]
    months: tuple[Anchor, ...]
    feed: str


@dataclass(frozen=True, slots=True)
class ActorEventView:
    meta: Meta
    actor: Anchor
    event: Anchor
    said: tuple[QuoteView, ...]
    about: tuple[QuoteView, ...]
    mentions: tuple[PassageView, ...]
    sources: tuple[RefView, ...]
