"""An actor."""

from __future__ import annotations

from msgspec import Struct

from briefing.site.views.charts import Chart, Network
from briefing.site.views.frame import Anchor, Meta
from briefing.site.views.passages import ClaimView, PassageView, QuoteView, RefView
from briefing.site.views.use import UseView


class CallView(Struct, frozen=True):
    """An office by which articles call a person."""

    passage: PassageView
    note: str  # "in 3 articles, 4 to 9 March 2025"
    differs: bool


class OfficeView(Struct, frozen=True):
    text: str  # "Prime Minister, United Kingdom (from 5 July 2024)"
    held: str  # "held on 19 March 2025", the page's day; empty: not then


class QuoteList(Struct, frozen=True):
    """Quotes, the newest first; beyond the first few they are folded."""

    title: str  # "What they said"
    shown: tuple[QuoteView, ...]
    folded: tuple[QuoteView, ...]
    label: str  # of the fold: "12 earlier quotes"


class NewsView(Struct, frozen=True):
    """What an article says of the actor: a quote by them or, where there is none, a sentence that names them."""

    said: tuple[QuoteView, ...]
    named: tuple[PassageView, ...]


class PartView(Struct, frozen=True):
    """An event or story, and what the actor said there or how it names them."""

    link: Anchor
    news: NewsView


class ActorView(Struct, frozen=True):
    meta: Meta
    name: str
    kind: str  # "Person"
    description: str  # the editor's own words
    discovered: bool
    aliases: str
    offices: tuple[OfficeView, ...]  # those held on the page's day first
    ids: tuple[tuple[str, str, str], ...]  # (register, id, address or nothing)
    calls: tuple[CallView, ...]
    calls_label: str  # "What articles call them: 3 offices"
    month: str
    whole: str
    as_of: str
    extent: str  # "3 articles from 2 outlets, 2 quotes"
    chart: Chart | None
    latest: tuple[NewsView, ...]  # of the newest articles, one for each
    said: QuoteList  # what of it is not among the latest
    about: QuoteList
    mentions: tuple[PassageView, ...]  # what stands in none of these, folded
    mentions_label: str  # "12 more sentences that name them"
    events: tuple[PartView, ...]
    more_events: tuple[PartView, ...]  # folded
    more_events_label: str  # "7 more"
    other_events: tuple[Anchor, ...]  # those whose quotes stand under another one
    network: Network | None
    beside: tuple[Anchor, ...]
    related: tuple[Anchor, ...]
    figures: tuple[ClaimView, ...]
    figures_label: str  # "12 sentences with figures"
    sources: tuple[RefView, ...]
    months: tuple[Anchor, ...]
    feed: str
    use: UseView | None  # what to take away; none on the page of an older month
