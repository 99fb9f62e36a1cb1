"""Charts, as numbers for SVG and the same in words."""

from __future__ import annotations

from msgspec import Struct


class Bar(Struct, frozen=True):
    shape: str  # a path
    label: str  # "14 Mar 2025: 2 articles"


class Tick(Struct, frozen=True):
    """A label below the bars."""

    x: str  # "25%"
    text: str
    anchor: str  # "start", "middle", "end", along the line of the script


class Chart(Struct, frozen=True):
    """Articles over time, as bars, and the same in words and numbers."""

    title: str
    description: str
    width: str  # units, one for each day, week, month; the height is 100
    bars: tuple[Bar, ...]
    weekends: str  # a path below the bars; empty: the bars are not days
    most: str  # what the highest bar stands for
    side: str  # where the axis begins: "0", "100%" in a script from right to left
    ticks: tuple[Tick, ...]
    rows: tuple[tuple[str, str], ...]  # (day, week or month; number), without empty ones
    column: str  # heading of the first column: "Day", "Week from", "Month"


class Row(Struct, frozen=True):
    """A line of a label."""

    y: str
    text: str


class Node(Struct, frozen=True):
    """One who appears with the actor."""

    x: str
    y: str
    size: str  # radius
    label_x: str
    anchor: str  # "start", "end"
    label: tuple[Row, ...]


class Tie(Struct, frozen=True):
    """A line between two."""

    shape: str  # a path
    strength: str  # "weak", "middling", "strong": in how many articles they appear together


class Network(Struct, frozen=True):
    """Who appears with an actor, round them, and with one another. The same as a list stands beside it."""

    title: str
    description: str
    width: str
    height: str
    centre: Node
    nodes: tuple[Node, ...]
    spokes: tuple[Tie, ...]  # from the actor
    ties: tuple[Tie, ...]  # among the others
    rows: tuple[str, ...]  # the ties in words, the strongest first
