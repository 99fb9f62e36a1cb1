"""How is the cost of builds against the size of the archive drawn? Four small charts in one SVG, both axes logarithmic.

The picture stands on a ground of its own and follows the reader's scheme, light or dark. Lines differ in dashes and
marks as well as in colour, each has its name at its end, and the description gives the figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10
from typing import Any

from benchmarks.tables import PEERS

WIDTH, HEIGHT = 410, 250  # of one chart, units
LEFT, TOP, RIGHT, BOTTOM = 58, 34, 104, 40  # what a chart leaves around its lines
HEADING = 54
NAME = 13  # from one name at the ends of the lines to the next
NAMES = {"briefing": "Briefing", **PEERS, "import pelican": "import pelican"}
CHARTS = (
    ("Everything, from nothing", "seconds", "clean"),
    ("One article added", "seconds", "added"),
    ("Nothing changed", "seconds", "same"),
    ("Peak memory of that from nothing", "MB", "clean"),
)
STYLE = """
text { font: 12px system-ui, sans-serif; fill: #222; } .title { font-size: 14px; font-weight: 600; }
.ground { fill: #fff; } .grid { stroke: #ddd; } .line { fill: none; stroke-width: 2; }
.briefing { stroke: #0b57a4; color: #0b57a4; } .pelican { stroke: #9a4b00; color: #9a4b00; stroke-dasharray: 7 3; }
.pelican-bare { stroke: #6b6200; color: #6b6200; stroke-dasharray: 9 3 2 3; }
.hugo { stroke: #8a1c5b; color: #8a1c5b; stroke-dasharray: 2 3; } .import-pelican { stroke: #666; color: #666; }
.hugo-bare { stroke: #2c6e2f; color: #2c6e2f; stroke-dasharray: 1 4; }
.mark { fill: currentColor; stroke: none; } .name { fill: currentColor; stroke: none; font-weight: 600; }
@media (prefers-color-scheme: dark) {
  text { fill: #e8e8e8; } .ground { fill: #161616; } .grid { stroke: #3a3a3a; }
  .briefing { stroke: #6db3f2; color: #6db3f2; } .pelican { stroke: #f0a35e; color: #f0a35e; }
  .pelican-bare { stroke: #d8cc4a; color: #d8cc4a; } .hugo-bare { stroke: #86cf8a; color: #86cf8a; }
  .hugo { stroke: #ec8fc4; color: #ec8fc4; } .import-pelican { stroke: #aaa; color: #aaa; }
}
"""


@dataclass(frozen=True, slots=True)
class Line:
    """One program's values."""

    who: str
    points: tuple[tuple[float, float], ...]  # articles, and seconds or MB


def draw(run: Mapping[str, Any]) -> str:
    """The SVG of a run of `benchmarks scale`."""
    charts = [(title, unit, read_lines(run, unit, row)) for title, unit, row in CHARTS]
    charts = [chart for chart in charts if chart[2]]
    rows = ceil(len(charts) / 2)
    width, height = 2 * WIDTH, HEADING + rows * HEIGHT
    title = "What a build costs, by the size of the archive"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" aria-labelledby="t d">',
        f'<title id="t">{title}</title>',
        f'<desc id="d">{escape(describe(charts))}</desc>',
        f"<style>{STYLE}</style>",
        f'<rect class="ground" width="{width}" height="{height}"/>',
        f'<text class="title" x="16" y="26">{title}</text>',
        f'<text x="16" y="44">{escape(say_method(run))}</text>',
    ]
    for number, (name, unit, lines) in enumerate(charts):
        parts.append(f'<g transform="translate({number % 2 * WIDTH} {HEADING + number // 2 * HEIGHT})">')
        parts += draw_chart(name, unit, lines)
        parts.append("</g>")
    return "\n".join([*parts, "</svg>", ""])


def read_lines(run: Mapping[str, Any], unit: str, row: str) -> list[Line]:
    """The lines of one chart, Briefing's first; those that were not measured are left out."""
    lines = []
    for who in NAMES:
        sizes = run["briefing"] if who == "briefing" else run["baselines"].get(who, {})
        points = []
        for size, figures in sizes.items():
            if unit == "MB":
                value = figures.get("memory MB", {}).get(row)
            elif who == "import pelican":
                value = figures["seconds"]["median"] if row == "same" else None
            else:
                value = figures["seconds"].get(row, {}).get("median")
            if value:
                points.append((float(size), float(value)))
        if points:
            lines.append(Line(who, tuple(sorted(points))))
    return lines


def say_method(run: Mapping[str, Any]) -> str:
    machine = run["machine"]
    return (
        f"Generated articles of 450 words; {machine['cores']} cores; Python {machine['python']}; "
        "medians; logarithmic axes"
    )


def describe(charts: Iterable[tuple[str, str, Sequence[Line]]]) -> str:
    """The figures in words, for those who do not see the picture."""
    said = []
    for title, unit, lines in charts:
        for line in lines:
            points = ", ".join(f"{value:.3g} at {size:,.0f}" for size, value in line.points)
            said.append(f"{title}, {unit}, {NAMES[line.who]}: {points} articles.")
    return " ".join(said)


def draw_chart(title: str, unit: str, lines: Sequence[Line]) -> list[str]:
    sizes = [size for line in lines for size, _ in line.points]
    values = [value for line in lines for _, value in line.points]
    low, high = floor(log10(min(values))), ceil(log10(max(values)) + 1e-9)
    first, last = log10(min(sizes)), log10(max(sizes))
    wide, tall = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM

    def place(size: float, value: float) -> tuple[float, float]:
        across = (log10(size) - first) / (last - first or 1)
        return round(LEFT + across * wide, 1), round(TOP + tall - (log10(value) - low) / (high - low) * tall, 1)

    parts = [f'<text class="title" x="{LEFT}" y="18">{escape(title)}, {unit}</text>']
    for power in range(low, high + 1):
        _, y = place(sizes[0], 10.0**power)
        parts.append(f'<path class="grid" d="M{LEFT} {y}H{LEFT + wide}"/>')
        parts.append(f'<text x="{LEFT - 6}" y="{y + 4}" text-anchor="end">{10.0**power:g}</text>')
    for size in sorted(set(sizes)):
        x, _ = place(size, 10.0**low)
        parts.append(f'<path class="grid" d="M{x} {TOP}V{TOP + tall}"/>')
        parts.append(f'<text x="{x}" y="{TOP + tall + 16}" text-anchor="middle">{size:,.0f}</text>')
    parts.append(f'<text x="{LEFT + wide / 2}" y="{TOP + tall + 32}" text-anchor="middle">articles</text>')
    ordered = sorted(lines, key=lambda line: place(*line.points[-1])[1])
    heights = spread_names([place(*line.points[-1])[1] for line in ordered], TOP + tall)
    for line, height in zip(ordered, heights, strict=True):
        points = [place(*point) for point in line.points]
        path = "L".join(f"{x} {y}" for x, y in points)
        marks = "".join(f'<circle class="mark" cx="{x}" cy="{y}" r="3"/>' for x, y in points)
        name = f'<text class="name" x="{LEFT + wide + 8}" y="{round(height + 4, 1)}">{NAMES[line.who]}</text>'
        parts.append(f'<g class="{line.who.replace(" ", "-")}"><path class="line" d="M{path}"/>{marks}{name}</g>')
    return parts


def spread_names(heights: Sequence[float], lowest: float) -> list[float]:
    """Where names stand that are wanted at these heights, in order: a line apart, and none below `lowest`."""
    found: list[float] = []
    for height in heights:
        found.append(max(height, found[-1] + NAME) if found else height)
    for number in reversed(range(len(found))):
        found[number] = min(found[number], lowest - (len(found) - 1 - number) * NAME)
    return found
