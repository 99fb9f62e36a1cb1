"""Charts, as numbers for SVG and the same in words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bar:
    x: str
    y: str
    width: str
    height: str
    label: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Articles over time, as bars, and the same in words and numbers."""

    title: str
    description: str
    width: str
    height: str
    bars: tuple[Bar, ...]
    first: str
    last: str
    rows: tuple[tuple[str, str], ...]  # (day, week or month; number), without empty ones
    column: str  # heading of the first column: "Day", "Week from", "Month"
