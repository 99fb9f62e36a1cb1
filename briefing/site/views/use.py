"""What a reader takes away from a page: citations to copy, and the same as data."""

from __future__ import annotations

from dataclasses import dataclass

from briefing.site.views.frame import Anchor


@dataclass(frozen=True, slots=True)
class FormView:
    """A citation in one form."""

    name: str  # "Text", "BibTeX", "CSL-JSON"
    text: str


@dataclass(frozen=True, slots=True)
class CitationView:
    of: str  # "The original", "This page"
    forms: tuple[FormView, ...]


@dataclass(frozen=True, slots=True)
class UseView:
    files: tuple[Anchor, ...]  # tables, feeds, JSON, mail
    citations: tuple[CitationView, ...]
