"""The nouns of reading: what an article, a mention, a quote, a story is. Values only, nothing is done here.

What is published of them stands in `published.py`.

Every noun is a frozen struct that holds strings, numbers and tuples, so a value can be hashed, sent to another machine,
written as JSON (msgspec reads and writes these classes as they stand) and compared byte by byte. Such values cannot
hold one another in a circle, so the garbage collector need not look at them (`gc=False`): an article has hundreds.

Offsets are characters of the article's `text` (`Article.text`), `end` exclusive. A `Span` is such a pair.
Dates with a time are ISO 8601 strings with an offset (`2025-03-14T09:30:00+00:00`), days are `2025-03-14`: both sort
as text. The public JSON contract of `briefing explain --json` is these classes too, so a change here is a change of a
published schema.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Span = tuple[int, int]

ParagraphKind = Literal["body", "heading", "boilerplate"]
ActorKind = Literal["person", "state", "organisation", "place"]
Via = Literal["name", "surname", "alias", "office", "demonym", "metonym", "place", "discovered"]
QuoteKind = Literal["direct", "partial", "reported"]
Rights = Literal["full", "passages", "link"]
State = Literal["used", "duplicate", "unassigned", "excluded", "draft", "withdrawn", "link-only", "failed"]

LIVE: frozenset[State] = frozenset(("used", "unassigned", "link-only"))  # what stands for itself on pages
SHOWN: frozenset[State] = LIVE | {"duplicate"}  # … and what is counted beside it


# -- what the reader and the editor hand in ---------------------------------------------------------------------------


class Note(Struct, frozen=True, gc=False):
    """A problem as a value. It is shown to the editor and kept in the ledger; it never stops the edition."""

    path: str  # the file, as the editor knows it (below content/, or as given on the command line)
    line: int  # from 1; 0 where no line can be named
    what: str  # what is wrong, one sentence
    remedy: str  # what to do about it, one sentence
    severity: Literal["warning", "failed"] = "warning"  # failed: the article cannot be published


class Block(Struct, frozen=True, gc=False):
    """A stretch of text that markup (or, in plain text, a line or a blank line) sets apart."""

    start: int
    end: int
    # p, h1 … h6, li, blockquote, pre, figcaption, td; "line" where plain text gives no more than lines, and for a
    # paragraph all in bold letters, which markup sets off as lines are
    tag: str


class Override(Struct, frozen=True, gc=False):
    """What the editor rules about one article, in its front matter."""

    summary: str = ""  # the editor's own words instead of the chosen sentences; shown as such
    into: tuple[str, ...] = ()  # event ids this article belongs to, whatever the analysis says
    out_of: tuple[str, ...] = ()  # event ids it does not belong to
    pin: bool = False  # its events and stories come first in its edition
    exclude: str = ""  # why it is left out of editions and events; empty: it is not
    duplicate_of: str = ""  # id of the article it repeats


class Article(Struct, frozen=True, gc=False):
    """One file of content/, read and cleaned, before any analysis."""

    id: str  # its path below content/, with "/" and with its ending: "2025-03/call.md"
    title: str
    text: str  # visible text, newlines normalised and nothing else; boilerplate included
    blocks: tuple[Block, ...]
    html: str = ""  # sanitised body whose visible text is `text`; empty for plain text
    date: str = ""  # when it was published; empty: unknown, and then `added` is set
    added: str = ""  # when it came into the folder; empty: the date counts
    modified: str = ""  # when its publisher corrected it
    was: str = ""  # what stood there before the correction
    source: str = ""  # a source's id, or the slug of its name; empty: unnamed
    source_name: str = ""
    url: str = ""  # the original
    authors: tuple[str, ...] = ()
    lang: str = ""  # ISO 639-1 as the front matter says; empty: told from the body
    status: Literal["published", "draft", "withdrawn"] = "published"
    status_reason: str = ""
    rights: Rights = "full"
    sample: bool = False  # marked as sample content
    override: Override = Override()
    notes: tuple[Note, ...] = ()


class Office(Struct, frozen=True, gc=False):
    """An office that a person holds or held."""

    title: str  # "Prime Minister"
    of: str = ""  # id of the state or organisation
    since: str = ""  # first day; empty: unknown (YAML: from)
    until: str = ""  # last day; empty: still held
    aliases: tuple[str, ...] = ()  # other wordings: "British leader"


class Actor(Struct, frozen=True, gc=False):
    """Somebody or something that acts: a person, a state, an organisation."""

    id: str
    name: str
    kind: ActorKind
    aliases: tuple[str, ...] = ()  # other full forms; matched as they stand, word by word
    surname: str = ""  # what stands for the full name after it; empty: the name's last word (persons only)
    description: str = ""
    offices: tuple[Office, ...] = ()
    demonyms: tuple[str, ...] = ()  # "Russian", "Russians" (states)
    shared_demonyms: tuple[str, ...] = ()  # demonyms of several states: evidence only beside other mentions
    capitals: tuple[str, ...] = ()  # names of the capital: the state when it acts, a place when something happens there
    metonyms: tuple[str, ...] = ()  # "Kremlin", "Downing Street": always the actor
    ambiguous: tuple[str, ...] = ()  # those of all these wordings that mean something else as well
    leader_titles: tuple[str, ...] = ()  # usual titles of the head of state or government (states)
    lang_names: tuple[tuple[str, tuple[str, ...]], ...] = ()  # (language, names and demonyms in it)
    related: tuple[str, ...] = ()
    ids: tuple[tuple[str, str], ...] = ()  # (register, id): ("wikidata", "Q7747")
    code: str = ""  # ISO 3166-1 alpha-2 (states)
    shipped: bool = False  # from data/states.yml, not from the editor's file


class EventRule(Struct, frozen=True, gc=False):
    """An event as the editor describes it in events.yml: how its passages are recognised."""

    id: str
    title: str
    description: str = ""
    phrases: tuple[tuple[str, float], ...] = ()  # (words, weight); a negative weight speaks against the event
    since: str = ""
    until: str = ""
    former: tuple[str, ...] = ()  # ids it had; their addresses redirect


class Source(Struct, frozen=True, gc=False):
    """An outlet or agency."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()  # domains, short names
    owner: str = ""  # outlets of one owner are not independent
    kind: str = ""  # agency, newspaper, broadcaster, …
    lang: str = ""
    rights: Rights | Literal[""] = ""  # empty: what the article says, else full
    url: str = ""


class Registry(Struct, frozen=True, gc=False):
    """The editor's three files and the shipped states, as one value. Every tuple is sorted by id."""

    actors: tuple[Actor, ...] = ()
    events: tuple[EventRule, ...] = ()
    sources: tuple[Source, ...] = ()


# -- what the analysis finds in one article ---------------------------------------------------------------------------


class Paragraph(Struct, frozen=True, gc=False):
    kind: ParagraphKind
    start: int
    end: int
    tag: str = "p"  # as `Block.tag`
    why: str = ""  # what gave a boilerplate paragraph or a heading away


class Sentence(Struct, frozen=True, gc=False):
    """A sentence of a body paragraph. Headings and boilerplate have none."""

    paragraph: int  # index into paragraphs
    start: int
    end: int


class Document(Struct, frozen=True, gc=False):
    """One article as the analysis sees it. Every part of `briefing.analysis` takes this and nothing from disk."""

    id: str
    title: str
    text: str
    lang: str  # ISO 639-1
    paragraphs: tuple[Paragraph, ...]
    sentences: tuple[Sentence, ...]
    date: str = ""  # a day; empty: unknown
    source_name: str = ""


class Mention(Struct, frozen=True, gc=False):
    start: int
    end: int
    actor: str | None  # id; None: a place that merely is a place
    kind: ActorKind
    via: Via


class Quote(Struct, frozen=True, gc=False):
    spans: tuple[Span, ...]  # without the marks; reported: the content clause
    kind: QuoteKind
    speaker: str | None  # actor id
    speaker_text: str  # the words that name the speaker, verbatim; empty: nobody is named
    verb: str  # the verb of speech as it stands; empty: none
    why: str = ""  # which rule gave the speaker


class Figure(Struct, frozen=True, gc=False):
    start: int
    end: int
    value: float | None = None
    low: float | None = None  # of a range
    high: float | None = None
    unit: str = ""  # as a standard name: "km", "USD", "day", "percent"; empty: a count
    thing: str = ""  # what is counted, as a lemma: "killed", "injured", "drone", "country"
    modifier: str = ""  # "up to", "at least", "about", "more than", "nearly", …
    place: str = ""  # where, as it stands in the text
    source: str = ""  # who gave it, as it stands in the text


class Placement(Struct, frozen=True, gc=False):
    """A paragraph belongs to an event, and why."""

    paragraph: int
    event: str
    score: float  # 0 … 1; below events.STRONG it is marked as weak
    why: str  # the words that spoke for it, for the reader


class Fingerprint(Struct, frozen=True, gc=False):
    """What tells this article from others: all that copies, origins and stories are found by."""

    terms: tuple[tuple[str, float], ...] = ()  # (lemma, weight), heaviest first; see stories
    shingles: tuple[int, ...] = ()  # MinHash of the body's word shingles
    credit: str = ""  # the agency the text credits, as it stands; empty: none


class Analysis(Struct, frozen=True, gc=False):
    """All that is found in one article. A pure function of the article and the registry."""

    lang: str
    paragraphs: tuple[Paragraph, ...]
    sentences: tuple[Sentence, ...]
    summary: tuple[int, ...]  # sentence indexes, in text order
    mentions: tuple[Mention, ...]
    quotes: tuple[Quote, ...]
    figures: tuple[Figure, ...]
    placements: tuple[Placement, ...]
    discovered: tuple[Actor, ...] = ()  # actors that no registry names (id, name, kind, aliases)
    fingerprint: Fingerprint = Fingerprint()  # empty in what the archive gives back: see `filing.Brief`
    notes: tuple[Note, ...] = ()
    not_attempted: tuple[str, ...] = ()  # parts that this language does not get, for the page to say
    alone: tuple[int, ...] | None = None  # sentences that can be read without those before them; None: nobody looked


# -- what the archive adds by holding articles against each other -----------------------------------------------------


class Standing(Struct, frozen=True, gc=False):
    """Where an article ended up: its row in the coverage ledger."""

    state: State
    reason: str = ""
    day: str = ""  # the edition it belongs to; empty: none
    duplicate_of: str = ""  # article id
    origin: str = ""  # id of the article or slug of the agency behind it; its own id: it stands for itself
    story: str = ""  # id of its story; empty: none
    corrected: str = ""  # the edition that reports its correction; empty: none


class Record(Struct, frozen=True, weakref=True):
    """Everything that is known of one article."""

    article: Article
    analysis: Analysis
    standing: Standing


class Story(Struct, frozen=True, gc=False):
    """An event that nobody configured: articles that tell of the same thing within a few days."""

    id: str  # made from the id of its earliest member by (added or date, id)
    title: str  # the title of one of its articles, verbatim
    title_from: str  # that article's id
    members: tuple[str, ...]  # article ids, earliest first
    opening: str = ""  # the title of the earliest: the story's own on days before the article that titles it came
    first: str = ""  # the edition of its earliest dated member
    last: str = ""  # … and of its newest
