"""A day's briefing."""

from __future__ import annotations

from msgspec import Struct

from briefing.site.views.frame import Anchor, Meta
from briefing.site.views.passages import (
    ArticlePassages,
    Citation,
    DisagreementView,
    PassageView,
    QuoteView,
    RefView,
)
from briefing.site.views.support import Support
from briefing.site.views.use import UseView


class ItemHead(Struct, frozen=True):
    """What every event or story in an edition begins with."""

    anchor: str
    headline: str  # verbatim an article's title, or the event's own
    lang: str  # of the headline, where it is not the site's
    href: str  # the page of the event or story
    source: Citation | None  # the article whose title it is; none: it is the event's
    event: str  # the event's title, where the headline is an article's; "Story" for a story
    change: str  # "new", "updated", "corrected", "quiet"
    change_text: str
    support: Support


class ItemView(Struct, frozen=True):
    """An event or story in an edition."""

    head: ItemHead
    description: str  # the editor's own words, of what is new
    pinned: bool
    summary: tuple[PassageView, ...]
    disagreements: tuple[DisagreementView, ...]
    outlets: tuple[Anchor, ...]  # who tells of it, each with its weightiest article; of one outlet none
    more_outlets: str  # "12 more"; empty: those are all
    folded: str  # what is folded, in words: "4 quotes, 3 passages and 8 actors"; empty: nothing
    quotes: tuple[QuoteView, ...]  # folded: what the quotes of the day do not have
    passages: tuple[ArticlePassages, ...]  # folded
    more_passages: str  # "88 more passages"; empty: those are all
    actors: tuple[Anchor, ...]  # folded


class BriefView(Struct, frozen=True):
    """An item far down a long edition, in a sentence."""

    head: ItemHead
    summary: tuple[PassageView, ...]  # one, or none


class QuoteOfTheDay(Struct, frozen=True):
    quote: QuoteView
    item: Anchor  # what it is about: the item in this edition


class CorrectionView(Struct, frozen=True):
    article: RefView
    modified: str
    was: str


class LedgerState(Struct, frozen=True):
    text: str  # "Used: 12 files"
    rows: tuple[tuple[str, str, str], ...]  # (path or title, href or nothing, reason)
    more: str  # "300 more, listed in this edition’s data"; empty: those are all


class EditionView(Struct, frozen=True):
    meta: Meta
    front: bool  # the newest edition as front page
    day: str
    date: str
    hours: str  # what it takes in: from when to when
    open: str  # that it is not closed yet; empty: it is
    facts: tuple[str, ...]  # "3 events", "5 articles", "4 outlets, 3 independent origins", "2 minutes to read"
    nothing: str  # that nothing moved; empty: something did
    lead: ItemView | None
    lead_why: str
    quotes_title: str  # "Quotes of the day"
    quotes: tuple[QuoteOfTheDay, ...]
    items: tuple[ItemView, ...]  # without the lead
    briefs: tuple[BriefView, ...]  # what is left of a long edition
    closing: tuple[str, ...]  # the parts that close it, in order: "noted", "corrections", …
    noted: tuple[PassageView, ...]
    corrections: tuple[CorrectionView, ...]
    quiet: tuple[Anchor, ...]
    actors: tuple[Anchor, ...]
    actors_text: str
    ledger_text: str
    ledger: tuple[LedgerState, ...]
    events: tuple[Anchor, ...]  # front page: the events that are followed
    recent: tuple[Anchor, ...]  # front page: the editions before
    sources: tuple[RefView, ...]
    previous: Anchor | None
    calendar: Anchor
    next: Anchor | None
    use: UseView  # what to take away
