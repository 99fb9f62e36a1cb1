"""The page on which readers search."""

from __future__ import annotations

from msgspec import Struct

from briefing.site.views.frame import Anchor, Meta


class SearchView(Struct, frozen=True):
    """The search page before anybody asked: what it finds comes from the index, by theme/search.js."""

    meta: Meta
    title: str
    locale: str  # how days and numbers are written: "en-GB"
    index: str  # the script that opens the index
    indexes: tuple[Anchor, ...]  # where everything can be looked up without a search
