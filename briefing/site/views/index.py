"""Lists of things with a page."""

from __future__ import annotations

from dataclasses import dataclass

from briefing.site.views.frame import Anchor, Meta
from briefing.site.views.support import Support


@dataclass(frozen=True, slots=True)
class Row:
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


@dataclass(frozen=True, slots=True)
class Group:
    anchor: str
    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Parts:
    """Where a long list goes on: by letter, by month."""

    anchor: str
    title: str
    links: tuple[Anchor, ...]


@dataclass(frozen=True, slots=True)
class IndexView:
    """A list of things with a page: events, actors, sources."""

    meta: Meta
    title: str
    intro: tuple[str, ...]
    whole: str  # of a part of a long list, the way back
    sorts: tuple[tuple[str, str], ...]  # what a reader may sort by: (value, words)
    groups: tuple[Group, ...]
    parts: tuple[Parts, ...]
    nothing: str  # what to say when there are none
