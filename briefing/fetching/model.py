"""What is fetched, from where, and what became of it: values that the modules of this folder hand to one another."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from briefing.model import Rights

Want = Literal["feed", "page", "both"]
State = Literal["added", "changed", "known", "filtered", "failed", "retried", "waiting"]

DELAY = 1.0  # seconds between two requests to one host, where neither sources.yml nor robots.txt asks for more
WHOLE = 150  # words from which a feed's text counts as all of it; teasers have 30 to 100


class Filter(Struct, frozen=True):
    """Which entries of an outlet are wanted. An empty list asks for nothing."""

    words: tuple[str, ...] = ()  # one of them stands in the title, the summary or the text (`seeking` says how)
    without: tuple[str, ...] = ()  # none of them does
    sections: tuple[str, ...] = ()  # one of them is a category of the entry, or a folder of its address


class Outlet(Struct, frozen=True):
    """A source of sources.yml that names feeds."""

    id: str
    name: str
    feeds: tuple[str, ...]  # web addresses
    lang: str = ""  # what it writes in, where neither feed nor page says
    rights: Rights | Literal[""] = ""  # empty: passages, since it is fetched
    text: Want = "both"  # where the text comes from; both: from the feed where that holds it whole, else the page
    delay: float = DELAY
    wanted: Filter = Filter()
    line: int = 0  # of sources.yml


class Entry(Struct, frozen=True):
    """An item of a feed, as it says of itself. No markup but in `html`; nothing in it is to be trusted."""

    guid: str = ""  # as it stands there; empty: none
    url: str = ""  # canonical; empty: none that leads to the web
    title: str = ""
    date: str = ""  # a moment, ISO 8601 with its offset; empty: none that can be used
    modified: str = ""  # the same
    authors: tuple[str, ...] = ()
    summary: str = ""  # plain text
    html: str = ""  # the longest text that it gives, as HTML; empty: none besides the summary
    sections: tuple[str, ...] = ()  # its categories
    lang: str = ""
    notes: tuple[str, ...] = ()  # what could not be used, and why: a date in 1970, an address with javascript:

    @property
    def name(self) -> str:
        """What an editor would call it."""
        return self.title or self.url or self.guid


class Feed(Struct, frozen=True):
    """A feed as it was read: its entries in its own order, each once."""

    title: str = ""
    lang: str = ""
    entries: tuple[Entry, ...] = ()
    notes: tuple[str, ...] = ()  # for the editor: it is no proper XML, entries were left out
    whole: bool = True  # False: it breaks off, so that there may be more behind the same ETag


class Answer(Struct, frozen=True):
    """What a server said, within bounds."""

    url: str  # that answered, after redirects
    status: int  # 200, or 304: not changed since
    body: bytes = b""  # without its content encoding
    kind: str = ""  # the media type, lower case, without parameters
    charset: str = ""  # as the header names it; empty: it does not
    etag: str = ""
    last_modified: str = ""
    moved: str = ""  # where it lives from now on, by permanent redirects alone; empty: where it was


class WireError(Exception):
    """Something could not be fetched. `what` and `remedy` are sentences; nothing in them is to be trusted as markup."""

    of_a_feed = ""  # the remedy where a feed was asked for and not a page, if that is another

    def __init__(
        self, what: str, remedy: str = "", *, again: float | None = None, lasting: bool = False, status: int = 0
    ) -> None:
        super().__init__(f"{what} {remedy}".rstrip())
        self.what, self.remedy = what, remedy
        self.again = again  # seconds for which the server asked to be left alone; None: it did not
        self.lasting = lasting  # asking again will not help: it is gone, refused, too large
        self.status = status  # HTTP's; 0 where none came


class TooLargeError(WireError):
    """It has more bytes than are read. Asking again will not help."""

    of_a_feed = "Take a feed that lists less."

    def __init__(self, what: str, remedy: str = "") -> None:
        super().__init__(what, remedy, lasting=True)


class ForbiddenError(WireError):
    """A host's robots.txt forbids it."""

    of_a_feed = "Ask its publisher for leave, or take a feed that it allows."

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what, remedy, lasting=True)


class UnprovenError(WireError):
    """A server cannot show who it is. Its certificate will be renewed, or somebody mends it, once they hear of it."""


class LateError(WireError):
    """The time that a fetch has is over before its turn came. Nobody was asked."""

    def __init__(self) -> None:
        super().__init__("The time of the fetch was over.", "It waits for the next one.")


class SparedError(WireError):
    """A host is left alone for now, so that this was not asked for: it says nothing of what would have come."""


class FeedError(Exception):
    """What came is no feed that can be read. `what` and `remedy` as above."""

    def __init__(self, what: str, remedy: str, linked: tuple[str, ...] = ()) -> None:
        super().__init__(f"{what} {remedy}")
        self.what, self.remedy = what, remedy
        self.linked = linked  # feeds that a web page names, where one came instead


class Trace(Struct, frozen=True):
    """What is left of an article: what one of its entries said. Digests; empty: it said nothing."""

    path: str  # where it was, below the content folder
    source: str  # its id
    address: str
    guid: str  # empty as well where it says what the address does
    title: str
    moment: str  # as it is, ISO 8601 in UTC, or a day
    text: str = ""  # empty, as are the next two: it was not read
    mould: str = ""  # of the text without its figures
    drawn: bytes = b""  # runs of its letters, drawn so that like texts have the same


class Row(Struct, frozen=True):
    """What became of one entry, or of a feed that could not be read or was not asked for (`entry` is empty then)."""

    source: str  # the outlet's id
    feed: str
    state: State
    entry: str = ""  # its address, else its guid
    title: str = ""
    path: str = ""  # of the article, below the content folder
    why: str = ""  # a sentence: what filtered it, what went wrong, what is the same
    again: str = ""  # of what is retried: the earliest moment


def tell_removed(path: str) -> str:
    """Return the sentence of the ledger for an article that was taken out."""
    return f"Its article, {path}, was taken out of content/."
