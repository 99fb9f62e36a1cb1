"""Pages that stand alone: a notice, how it is made."""

from __future__ import annotations

from msgspec import Struct

from briefing.site.views.frame import Anchor, Meta


class NoticeView(Struct, frozen=True):
    """A page with little but a notice: not found, withdrawn, moved."""

    meta: Meta
    title: str
    text: str
    to: str  # moved: where to
    to_text: str


class MethodView(Struct, frozen=True):
    meta: Meta
    timezone: str
    schemas: tuple[Anchor, ...]
    generator: str
