"""A source."""

from __future__ import annotations

from dataclasses import dataclass

from briefing.site.views.charts import Chart
from briefing.site.views.frame import Anchor, Meta
from briefing.site.views.passages import RefView


@dataclass(frozen=True, slots=True)
class SourceView:
    meta: Meta
    name: str
    facts: tuple[tuple[str, str], ...]  # (what, value)
    url: str
    chart: Chart | None
    month: str
    whole: str
    articles: tuple[RefView, ...]
    months: tuple[Anchor, ...]
