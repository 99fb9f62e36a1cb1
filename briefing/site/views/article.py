"""An article."""

from __future__ import annotations

from msgspec import Struct

from briefing.site.views.frame import Anchor, Meta
from briefing.site.views.passages import PassageView, QuoteView, RefView
from briefing.site.views.use import UseView


class PlacedView(Struct, frozen=True):
    """A paragraph that belongs to an event."""

    paragraph: Anchor  # "§ 3"
    words: str  # "“ceasefire”, “truce”": what in it decided; empty: nothing in it did
    why: str  # the whole reckoning
    weak: bool  # little speaks for it


class PlacementView(Struct, frozen=True):
    """An event that an article is in, and which of its paragraphs."""

    event: Anchor
    paragraphs: tuple[PlacedView, ...]


class ArticleView(Struct, frozen=True):
    meta: Meta
    title: str
    lang: str  # of title and text, where it is not the site's
    outlet: str
    outlet_href: str
    authors: str
    date: str
    added: str  # where it came later than it is dated, or the date is unknown
    original: str  # address at its publisher
    original_at: str  # the outlet, as the words of a link there; empty: its name is the address of another host
    report: str  # where a mistake in it is reported; empty: nowhere
    sample: bool
    modified: str
    was: str
    editor_summary: str  # the editor's own words in place of chosen sentences
    summary: tuple[PassageView, ...]
    body: str  # HTML: sanitised when it was read, marked up by us; the one view field that is not escaped
    rights: str  # what is shown of the text where it is not all of it
    left_out: str  # "3 paragraphs left out"
    left_out_rows: tuple[str, ...]
    language: str  # what is said of its language
    quotes: tuple[QuoteView, ...]  # words in quotation marks
    reported: tuple[QuoteView, ...]
    reported_text: str
    edition: Anchor | None  # in which it came
    placements: tuple[PlacementView, ...]
    stories: tuple[Anchor, ...]  # which hold whole articles
    reckoned: bool  # whether a placement has a reckoning to unfold
    standing: str  # its row in the ledger, where it is not simply used
    origin: str  # who stands behind it, where that is not its own outlet
    file: str  # "2025-03/call.md", below the content folder
    actors: tuple[Anchor, ...]  # with the office held on its day
    same_story: tuple[RefView, ...]
    copies: tuple[RefView, ...]
    repeats: RefView | None
    use: UseView  # what to take away
