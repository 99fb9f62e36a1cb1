"""What templates get: values made of strings, booleans and tuples, each field one thing that a page shows.

Templates decide how a page looks, `pages.py` what stands on it. A view knows nothing of where its page lies: every
`href` counts from the site's root and goes through `link()`. Two equal views make equal pages, so a page's
fingerprint is that of its view.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Site:
    """What every page says of the site."""

    name: str
    url: str = ""  # without a slash at its end; empty: unknown, so no canonical addresses and no sitemap
    language: str = "en"
    timezone: str = "UTC"  # IANA name: what day an article's moment falls on
    description: str = ""  # one sentence for search engines and the feed
    notice: str = ""  # one sentence shown on top of every page ("All articles here are invented.")
    feed: str = ""  # the editions' feed; empty: there is none
    generator: str = ""  # "Briefing 0.1": named in the footer
    robots: str = ""  # "noindex" for a site that search engines shall leave alone


@dataclass(frozen=True, slots=True)
class Meta:
    """What the frame around a page needs: its head, and where in the navigation it belongs."""

    site: Site
    title: str
    description: str = ""
    canonical: str = ""  # full address; empty: the site's own is unknown
    robots: str = ""  # "noindex"
    section: str = ""  # entry of the navigation that this page is under
    feed: str = ""  # the page's own feed
    feed_title: str = ""
    data: str = ""  # the same as JSON
    previous: str = ""
    next: str = ""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A link with what is said after it."""

    text: str
    href: str  # empty: words without a link
    note: str = ""
    lang: str = ""  # of the text, where it is not the site's


# -- verbatim text and where it comes from ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    mark: str  # "said": the quoted words; "figure": the number; empty: the words around


@dataclass(frozen=True, slots=True)
class Verbatim:
    """A passage as it stands in its article: the pieces joined are its text, nothing else."""

    place: str  # "2025-03/call.md:120-260": article and characters
    pieces: tuple[Piece, ...]
    lang: str  # where it is not the site's


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a passage stands."""

    href: str  # the sentence in its article's page
    outlet: str
    title: str  # empty where the passage before this one is from the same article
    date: str  # "14 Mar 2025", "14 Mar 2025, in French"
    paragraph: str  # "§ 3"
    lang: str  # of the title, where it is not the site's


@dataclass(frozen=True, slots=True)
class PassageView:
    verbatim: Verbatim
    cite: Citation
    weak: bool = False  # it belongs to the event only weakly


@dataclass(frozen=True, slots=True)
class QuoteView:
    verbatim: Verbatim
    cite: Citation
    speaker: str
    speaker_href: str
    named: bool  # false: nobody is named, and `speaker` holds the article's words
    kind: str  # "partly quoted", "reported, not quoted"; empty for words in quotation marks
    about: tuple[Anchor, ...]


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who said what."""

    name: str
    href: str
    named: bool
    quotes: tuple[QuoteView, ...]


@dataclass(frozen=True, slots=True)
class ClaimView:
    figures: tuple[Verbatim, ...]  # the numbers alone, as written
    verbatim: Verbatim  # the sentence that gives them
    cite: Citation
    giver: str  # who gave them, in the article's words


@dataclass(frozen=True, slots=True)
class DisagreementView:
    subject: str  # "killed, Kryvyi Rih"
    claims: tuple[ClaimView, ...]


@dataclass(frozen=True, slots=True)
class ArticlePassages:
    """What one article says, under its heading."""

    head: RefView
    passages: tuple[PassageView, ...]


@dataclass(frozen=True, slots=True)
class DayView:
    anchor: str
    date: str
    articles: tuple[ArticlePassages, ...]


@dataclass(frozen=True, slots=True)
class RefView:
    """An article in a list."""

    title: str
    href: str
    outlet: str
    date: str  # "14 Mar 2025", or "date unknown, added 15 Mar 2025"
    note: str  # "corrected 16 Mar 2025", "in French"
    lang: str  # of the title, where it is not the site's


@dataclass(frozen=True, slots=True)
class Bar:
    x: str
    y: str
    width: str
    height: str
    label: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Articles over time, as bars, and the same in words and numbers."""

    title: str
    description: str
    width: str
    height: str
    bars: tuple[Bar, ...]
    first: str
    last: str
    rows: tuple[tuple[str, str], ...]  # (day, week or month; number), without empty ones
    column: str  # heading of the first column: "Day", "Week from", "Month"


# -- one view for each kind of page -----------------------------------------------------------------------------------


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


@dataclass(frozen=True, slots=True)
class MonthOfEditions:
    anchor: str
    title: str
    editions: tuple[Anchor, ...]


@dataclass(frozen=True, slots=True)
class EditionsView:
    meta: Meta
    months: tuple[MonthOfEditions, ...]


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
    articles: tuple[RefView, ...]
    months: tuple[Anchor, ...]
    feed: str
    empty: bool  # nothing is known of it yet


@dataclass(frozen=True, slots=True)
class DevelopmentView:
    """One day's newest, in a timeline of words."""

    date: str
    passage: PassageView


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    links: tuple[tuple[Anchor, str], ...]  # with the editor's description


@dataclass(frozen=True, slots=True)
class IndexView:
    """A list of things with a page: events, actors, sources."""

    meta: Meta
    title: str
    intro: str
    groups: tuple[Group, ...]
    months: tuple[Anchor, ...]
    nothing: str  # what to say when there are none


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
    articles: tuple[RefView, ...]
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
    articles: tuple[RefView, ...]


@dataclass(frozen=True, slots=True)
class SourceView:
    meta: Meta
    name: str
    facts: tuple[tuple[str, str], ...]  # (what, value)
    url: str
    chart: Chart | None
    month: str
    whole: str
    articles: tuple[RefView, ...]
    months: tuple[Anchor, ...]


@dataclass(frozen=True, slots=True)
class PlacementView:
    """An event or story that an article is in, and which of its paragraphs."""

    event: Anchor
    paragraphs: tuple[Anchor, ...]  # "§ 3"; none in a story, which holds whole articles


@dataclass(frozen=True, slots=True)
class ArticleView:
    meta: Meta
    title: str
    lang: str  # of title and text, where it is not the site's
    outlet: str
    outlet_href: str
    authors: str
    date: str
    added: str  # where it came later than it is dated, or the date is unknown
    original: str  # address at its publisher
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
    placements: tuple[PlacementView, ...]
    actors: tuple[Anchor, ...]
    same_story: tuple[RefView, ...]
    copies: tuple[RefView, ...]
    repeats: RefView | None
    standing: str  # its row in the ledger


@dataclass(frozen=True, slots=True)
class NoticeView:
    """A page with little but a notice: not found, withdrawn, moved."""

    meta: Meta
    title: str
    text: str
    to: str  # moved: where to
    to_text: str


@dataclass(frozen=True, slots=True)
class MethodView:
    meta: Meta
    timezone: str
    schemas: tuple[Anchor, ...]
    generator: str
