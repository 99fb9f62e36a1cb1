"""A day's briefing."""

from __future__ import annotations

from dataclasses import dataclass

from briefing.site.views.frame import Anchor, Meta
from briefing.site.views.passages import ArticlePassages, DisagreementView, PassageView, QuoteView, RefView


@dataclass(frozen=True, slots=True)
class ItemView:
    """An event or story in an edition."""

    anchor: str
    title: str
    href: str
    headline: Anchor | None  # an article's title, where it is not the item's own
    description: str  # the editor's own words
    change: str  # "new", "updated", "corrected", "quiet"
    change_text: str
    support: str  # "4 outlets, 3 independent origins"
    pinned: bool
    summary: tuple[PassageView, ...]
    quotes: tuple[QuoteView, ...]  # the first few
    more_quotes: tuple[QuoteView, ...]
    more_quotes_text: str
    disagreements: tuple[DisagreementView, ...]
    actors: tuple[Anchor, ...]
    passages: tuple[ArticlePassages, ...]
    passages_text: str  # "12 more passages from 5 articles"
    articles: tuple[RefView, ...]
    articles_text: str


@dataclass(frozen=True, slots=True)
class CorrectionView:
    article: RefView
    modified: str
    was: str


@dataclass(frozen=True, slots=True)
class LedgerState:
    text: str  # "Used: 12 files"
    rows: tuple[tuple[str, str, str], ...]  # (path or title, href or nothing, reason)


@dataclass(frozen=True, slots=True)
class EditionView:
    meta: Meta
    front: bool  # the newest edition as front page
    day: str
    date: str
    state: str  # "Closed 15 March 2025, 06:00", or that it is still open
    counts: str
    minutes: str
    contents: tuple[Anchor, ...]
    lead: ItemView | None
    lead_why: str
    items: tuple[ItemView, ...]  # without the lead
    noted: tuple[PassageView, ...]
    sources: tuple[RefView, ...]
    quiet: tuple[Anchor, ...]
    corrections: tuple[CorrectionView, ...]
    actors: tuple[Anchor, ...]
    ledger_text: str
    ledger: tuple[LedgerState, ...]
    previous: Anchor | None
    next: Anchor | None
    data: str  # edition.json
    mail: str  # the same as a mail
    recent: tuple[Anchor, ...]  # front page: the editions before
    events: tuple[Anchor, ...]  # front page: the events that are followed
