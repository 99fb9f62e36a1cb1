"""The nouns of print: passages, editions and the files on events, actors, sources. Values only, nothing is done here.

Site, mail, feeds and JSON are renderings of these values, so they cannot disagree. `Edition` is `edition.json`: a
change here is a change of a published schema. Structs like those of `model.py`; offsets and dates as there.
Every `href` counts from the site's root (`links.relative` turns it for a page).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from briefing.model import ActorKind, Figure, Office, QuoteKind, Record, Rights, Span, State

WORDS_PER_MINUTE = 238  # silent reading of English non-fiction: Brysbaert 2019, doi 10.1016/j.jml.2019.104047
ITEMS_IN_FULL = 9  # the lead and eight others, some three minutes; what weighs less is told in a sentence each
ITEM_ACTORS, EDITION_ACTORS = 8, 20  # the foremost, whom an item, an edition names

EDITION_SCHEMA = 1  # goes up where who reads `edition.json` could misread it

Change = Literal["new", "updated", "corrected", "quiet"]


class ArticleRef(Struct, frozen=True, gc=False):
    """What a page says of an article that it cites."""

    id: str
    title: str
    source: str  # source id
    source_name: str
    date: str  # empty: unknown
    added: str
    href: str  # its page, from the site's root
    url: str  # the original
    lang: str
    rights: Rights
    origin: str = ""
    modified: str = ""
    was: str = ""
    sample: bool = False


class Passage(Struct, frozen=True, gc=False):
    """Verbatim text and its place. `text` equals `Article.text[start:end]`; white space may be collapsed in print."""

    article: str
    paragraph: int
    sentence: int  # the first one it covers; -1: a heading or a title
    start: int
    end: int
    text: str
    why: str = ""  # why it stands here
    weak: bool = False  # it belongs there only weakly: little speaks for it


class Said(Struct, frozen=True, gc=False):
    """A quote in print: the sentences that hold it, and where in them the quoted words are."""

    passage: Passage
    spans: tuple[Span, ...]  # the quoted words, in characters of the article
    kind: QuoteKind
    speaker: str | None
    speaker_text: str
    verb: str
    about: tuple[str, ...] = ()  # actors named inside the quoted words


class Claim(Struct, frozen=True, gc=False):
    """A figure in print: the sentence that gives it."""

    passage: Passage
    figure: Figure


class Disagreement(Struct, frozen=True, gc=False):
    """Claims about one thing, in one event, at one place and time, that cannot all be right."""

    thing: str
    unit: str
    place: str
    claims: tuple[Claim, ...]


class FigureSeries(Struct, frozen=True, gc=False):
    """What several articles of an event count alike: the same thing, deed, place and stretch of time."""

    thing: str  # "killed", "drone"
    noun: str  # the same as a report writes it: "drones"; empty: it is not written so
    unit: str  # as `Figure.unit`; empty: a count
    group: str  # "soldiers": of people who are often counted apart; empty: whoever it hit
    deed: str  # what was done to it: downed, lost, launched, struck, held, freed, accused; empty: nothing is said
    place: str  # as the newest that names one has it
    period: str  # "this week", in the articles' words; empty: none is named
    claims: tuple[Claim, ...]  # newest first


class Presence(Struct, frozen=True, gc=False):
    """An actor in an edition or event."""

    id: str
    name: str
    kind: ActorKind
    articles: int  # that name them
    quotes: int  # by them, as far as rights let them be printed
    href: str = ""  # empty: no page of their own


class Item(Struct, frozen=True, gc=False):
    """One event or story in an edition."""

    id: str
    kind: Literal["event", "story"]
    title: str
    headline: str  # the title of one of the edition's articles, verbatim; of a story it is the story's own title
    headline_from: str  # that article's id
    description: str
    href: str
    change: Change
    since: str  # the first edition it stood in
    last: str  # the edition before this one in which it moved; empty: none
    weight: float  # independent origins first, then passages and newness; what orders the edition
    outlets: int  # named sources that wrote of it in this edition
    origins: int  # independent ones behind them
    summary: tuple[Passage, ...]
    passages: tuple[Passage, ...]  # what its articles say of it, by article, without the summary
    quotes: tuple[Said, ...]
    disagreements: tuple[Disagreement, ...]
    actors: tuple[Presence, ...]
    articles: tuple[str, ...]  # ids, weightiest first
    stories: tuple[str, ...] = ()  # ids of stories inside this event
    pinned: bool = False

    @property
    def printed(self) -> Iterator[Passage]:
        """Every passage that it holds."""
        yield from self.summary
        yield from self.passages
        yield from (said.passage for said in self.quotes)
        yield from (claim.passage for disagreement in self.disagreements for claim in disagreement.claims)


class Correction(Struct, frozen=True, gc=False):
    """What a publisher put right."""

    article: str
    modified: str
    was: str


class LedgerRow(Struct, frozen=True, gc=False):
    """One input file and what became of it."""

    path: str
    title: str
    state: State
    reason: str
    href: str = ""


class QuietItem(Struct, frozen=True, gc=False):
    """An event or story that stood in the last edition and did not move in this one."""

    id: str
    title: str
    href: str
    last: str


class Counts(Struct, frozen=True, gc=False):
    articles: int
    outlets: int
    origins: int
    events: int
    words: int  # of the edition's own text
    minutes: int  # to read it, at WORDS_PER_MINUTE


class Edition(Struct, frozen=True, gc=False):
    """A day's briefing. Site, mail and feeds are renderings of this value."""

    day: str
    opens: str  # articles that came after this moment …
    closes: str  # … up to this one
    closed: bool  # whether that moment has passed on the build day
    previous: str  # the edition before; empty: the first
    counts: Counts
    lead: str  # id of the one big thing; empty: nothing moved
    items: tuple[Item, ...]  # in order of weight
    noted: tuple[Passage, ...]  # what no event or story holds: one sentence for each article
    quiet: tuple[QuietItem, ...]
    corrections: tuple[Correction, ...]
    actors: tuple[Presence, ...]
    articles: tuple[ArticleRef, ...]  # every article that the edition cites, by id
    ledger: tuple[LedgerRow, ...]
    language: str = "en"
    lead_why: str = ""  # why that item leads, for the reader; empty: nothing moved
    schema: int = EDITION_SCHEMA  # of this value's JSON

    @property
    def printed(self) -> Iterator[Passage]:
        """Every passage that it holds."""
        yield from self.noted
        for item in self.items:
            yield from item.printed


# -- the files on an event, an actor, a source: everything that is known, as of the newest edition ---------------------


class DayCount(Struct, frozen=True, gc=False):
    day: str
    articles: int
    quotes: int = 0


class DayPassages(Struct, frozen=True, gc=False):
    """What the articles of one day say of an event, by article."""

    day: str
    passages: tuple[Passage, ...]


class MonthLink(Struct, frozen=True, gc=False):
    """An older part of a long list, on a page of its own."""

    month: str  # "2025-03", or a day where a month holds too much
    href: str
    articles: int


class Link(Struct, frozen=True, gc=False):
    """A thing with a page."""

    id: str
    title: str
    href: str
    kind: str = ""
    articles: int = 0
    quotes: int = 0
    first: str = ""  # day
    last: str = ""  # day
    description: str = ""


class Listed(Struct, frozen=True, gc=False):
    """A thing as the list of all of its kind shows it: what helps to choose among them."""

    link: Link
    outlets: int = 0  # of an event or story
    origins: int = 0
    newest: str = ""  # the title of its newest article
    newest_href: str = ""
    newest_lang: str = ""
    office: str = ""  # of a person: the one held on the day of the newest edition, "President, Russia"
    found: bool = False  # an actor whom no registry names
    owner: str = ""  # of a source
    rights: Rights = "full"


class EventFile(Struct, frozen=True, gc=False):
    """An event or story: all that is known of it. The same value serves its page and the pages of its older months."""

    id: str
    kind: Literal["event", "story"]
    title: str
    description: str
    href: str
    first: str  # day of its first article; empty: it has none yet
    last: str  # day of its newest: "as of"
    outlets: int
    origins: int
    summary: tuple[Passage, ...]  # the standing summary
    days: tuple[DayCount, ...]  # oldest first, days with articles only
    developments: tuple[Passage, ...]  # one for each day, newest first
    passages: tuple[DayPassages, ...]  # newest first
    quotes: tuple[Said, ...]  # newest first
    figures: tuple[Claim, ...]  # newest first
    disagreements: tuple[Disagreement, ...]
    actors: tuple[Presence, ...]
    stories: tuple[Link, ...]
    events: tuple[Link, ...]  # of a story: the configured events that its passages belong to
    articles: tuple[ArticleRef, ...]  # newest first, undated last
    months: tuple[MonthLink, ...]  # newest first
    month: str = ""  # set where this is the page of an older month
    feed: str = ""
    series: tuple[FigureSeries, ...] = ()  # those of `figures` that tell of one thing over time


class Called(Struct, frozen=True, gc=False):
    """An office by which articles call a person, in their words."""

    passage: Passage  # the words of the newest of them
    articles: int
    first: str  # days; empty: undated
    last: str
    differs: bool  # another article called them by another office at that time


class Part(Struct, frozen=True, gc=False):
    """What an actor has to do with an event or story."""

    link: Link  # an event's leads to the page actor × event
    said: tuple[Said, ...]  # the newest they said there
    mention: Passage | None = None  # where they said nothing: the newest sentence there that names them


class Pair(Struct, frozen=True, gc=False):
    """Two actors who are named in the same paragraphs."""

    one: str  # ids, the lesser first
    other: str
    articles: int  # in how many articles


class ActorFile(Struct, frozen=True, gc=False):
    """An actor: all that is known."""

    id: str
    name: str
    kind: ActorKind
    description: str
    aliases: tuple[str, ...]
    offices: tuple[Office, ...]
    discovered: bool  # no registry names them
    href: str
    first: str
    last: str
    days: tuple[DayCount, ...]
    said: tuple[Said, ...]  # newest first
    about: tuple[Said, ...]  # what others said that names them, newest first
    mentions: tuple[Passage, ...]  # the sentences that name them, newest first, one for each article
    events: tuple[Part, ...]  # events, then stories, the newest first
    beside: tuple[Presence, ...]  # who they appear with in a sentence or paragraph; `articles` counts articles
    related: tuple[Link, ...]
    articles: tuple[ArticleRef, ...]
    months: tuple[MonthLink, ...]
    ids: tuple[tuple[str, str], ...] = ()
    month: str = ""
    feed: str = ""
    calls: tuple[Called, ...] = ()  # newest first
    among: tuple[Pair, ...] = ()  # which of those beside them appear with one another in these articles
    figures: tuple[Claim, ...] = ()  # given by them, or in sentences that name them; newest first
    outlets: int = 0  # named sources of these articles
    speakers: tuple[Presence, ...] = ()  # who the quotes are by and about, as pages name them, by id


class Extract(Struct, frozen=True, gc=False):
    """All quotes and figures of an event or actor, for tables: newest article first, each in the order of its text."""

    quotes: tuple[Said, ...]
    figures: tuple[Claim, ...]
    articles: tuple[ArticleRef, ...]  # that they are from
    names: tuple[tuple[str, str], ...]  # (id, name) of those who speak or are named in the words


class ActorInEvent(Struct, frozen=True, gc=False):
    """An actor in one event: what they said there and what is said of them there."""

    actor: Link
    event: Link
    said: tuple[Said, ...]
    about: tuple[Said, ...]
    mentions: tuple[Passage, ...]
    articles: tuple[ArticleRef, ...]


class SourceFile(Struct, frozen=True, gc=False):
    id: str
    name: str
    owner: str
    kind: str
    lang: str
    rights: Rights
    url: str
    href: str
    first: str
    last: str
    days: tuple[DayCount, ...]
    articles: tuple[ArticleRef, ...]  # newest first
    months: tuple[MonthLink, ...]
    month: str = ""
    total: int = 0  # articles from it, copies among them
    repeats: int = 0  # of these: how many repeat another outlet's text
    behind: tuple[tuple[str, int], ...] = ()  # (source or agency whose report they share, articles), most first


class Named(Struct, frozen=True, gc=False):
    """An actor whom an article names or quotes."""

    id: str
    name: str
    href: str  # empty: no page of their own
    office: str = ""  # held on the article's day: "Prime Minister"
    of: str = ""  # the state or organisation: "United Kingdom"


class ArticlePage(Struct, frozen=True, gc=False):
    """One article as its page shows it."""

    ref: ArticleRef
    record: Record
    passages: tuple[Passage, ...]  # its summary
    actors: tuple[Named, ...]  # all whom it mentions
    events: tuple[Link, ...]  # events and stories it is in
    same_story: tuple[ArticleRef, ...]  # other accounts
    copies: tuple[ArticleRef, ...]  # articles that repeat this one
    original: ArticleRef | None = None  # what this one repeats
