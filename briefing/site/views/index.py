"""Lists of things with a page."""

from __future__ import annotations

from dataclasses import dataclass

from briefing.site.views.frame import Anchor, Meta


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
