"""Pages that stand alone: a notice, how it is made."""

from __future__ import annotations

from dataclasses import dataclass

from briefing.site.views.frame import Anchor, Meta


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
