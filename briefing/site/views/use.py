"""What a reader takes away from a page: citations to copy, and the same as data."""

from __future__ import annotations

from msgspec import Struct

from briefing.site.views.frame import Anchor


class FormView(Struct, frozen=True):
    """A citation in one form."""

    name: str  # "Text", "BibTeX", "CSL-JSON"
    text: str


class CitationView(Struct, frozen=True):
    of: str  # "The original", "This page"
    forms: tuple[FormView, ...]


class UseView(Struct, frozen=True):
    files: tuple[Anchor, ...]  # tables, feeds, JSON, mail
    citations: tuple[CitationView, ...]
