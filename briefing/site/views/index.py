"""Lists of things with a page."""

from __future__ import annotations

from msgspec import Struct

from briefing.site.views.frame import Anchor, Meta
from briefing.site.views.support import Support


class Row(Struct, frozen=True):
    """A thing in a list, with what helps to choose."""

    name: str
    href: str
    note: str  # an actor's office or description
    tag: str  # "found": no registry names it
    description: str  # the editor's own words
    newest: Anchor | None  # its newest article
    support: Support | None  # of an event or story
    facts: tuple[str, ...]  # "12 articles", "3 quotes"
    last: str  # "2025-04-24"; empty: nothing yet
    last_text: str
    weight: str  # by which a reader may sort: its articles


class Group(Struct, frozen=True):
    anchor: str
    title: str
    rows: tuple[Row, ...]


class Parts(Struct, frozen=True):
    """Where a long list goes on: by letter, by month."""

    anchor: str
    title: str
    links: tuple[Anchor, ...]


class IndexView(Struct, frozen=True):
    """A list of things with a page: events, actors, sources."""

    meta: Meta
    title: str
    intro: tuple[str, ...]
    whole: str  # of a part of a long list, the way back
    sorts: tuple[tuple[str, str], ...]  # what a reader may sort by: (value, words)
    groups: tuple[Group, ...]
    parts: tuple[Parts, ...]
    nothing: str  # what to say when there are none
