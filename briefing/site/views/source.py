"""A source."""

from __future__ import annotations

from msgspec import Struct

from briefing.site.views.charts import Chart
from briefing.site.views.frame import Anchor, Meta
from briefing.site.views.passages import RefView


class SourceView(Struct, frozen=True):
    meta: Meta
    name: str
    facts: tuple[tuple[str, str], ...]  # (what, value)
    url: str
    as_of: str
    chart: Chart | None
    own: str  # "6 of its 8 articles are its own; 2 repeat another outlet’s text."; empty: nothing to tell
    behind: tuple[str, ...]  # "Meridian Wire: 2 articles"
    month: str
    whole: str
    articles: tuple[RefView, ...]
    months: tuple[Anchor, ...]
