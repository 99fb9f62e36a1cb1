"""With how many articles does what end? What each article more takes, by a run, against what there is of it.

Part of `benchmarks scale`, which prints the table or puts it into a page that has `<!-- figures limits -->`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from benchmarks.tables import find_lines, find_slope, say_bytes, say_count, say_duration, say_units

# Beside the build, an article: measured once at 2,000 articles (search) and 20,000 (git), see docs/scale.md.
SEARCH_MEMORY, SEARCH_FILES = 250_000, 5.6  # bytes while the index is made; files of it
SEARCH_SECONDS, SEARCH_FETCHED = 5e-3, 100  # to make it; bytes more that a reader's first question fetches
GIT_STATUS, GIT_BYTES = 5e-6, 1_400  # seconds; bytes of the repository
MACHINES = 100
PUTS = 5 / 1_000_000  # dollars for a file put into object storage, the usual price


@dataclass(frozen=True, slots=True)
class Limit:
    """Something of which there is so much."""

    what: str
    there: float
    say: Any  # how an amount of it is written
    takes: tuple[str, ...]  # the lines of `find_lines` that are added up
    besides: float = 0.0  # what each article takes of it, whatever the run says


LIMITS = (
    Limit("search: memory while its one index is made, 12 GB", 12e9, say_bytes, (), SEARCH_MEMORY),
    Limit("search: its one index made in an hour", 3_600, say_duration, (), SEARCH_SECONDS),
    Limit("search: a reader's first question fetches 10 MB", 10e6, say_bytes, (), SEARCH_FETCHED),
    Limit("a free host: GitHub Pages takes 1 GB", 1e9, say_bytes, ("output, bytes",)),
    Limit("the CI's cache: GitHub keeps 10 GB", 10e9, say_bytes, ("archive, bytes", "output, bytes")),
    Limit("ext4 as it comes: 16 million inodes on 250 GB", 16e6, say_count, ("output, files",), 1 + SEARCH_FILES),
    Limit("everything in a night, 8 h", 28_800, say_duration, ("everything",)),
    Limit("nothing changed, in 10 s", 10, say_duration, ("nothing changed",)),
    Limit("one article added, in 10 s", 10, say_duration, ("one article added",)),
    Limit("the memory of a small machine, 4 GB", 4e9, say_bytes, ("peak memory",)),
    Limit("git: a status in 5 s", 5, say_duration, (), GIT_STATUS),
    Limit("git: a repository of 10 GB", 10e9, say_bytes, (), GIT_BYTES),
    Limit("SQLite: a file of 281 TB", 281e12, say_bytes, ("archive, bytes",)),
)


def tell_limits(run: Mapping[str, Any]) -> Iterator[str]:
    """The limits by the number of articles that reach them, the nearest first, and what a hundred million come to."""
    lines = {title: values for title, _, values in find_lines(run)}
    yield "| what ends | an article takes | reached with |"
    yield "|---|---|---|"
    for limit, slope, articles in sorted(_find(lines), key=lambda found: (found[2], found[0].what)):
        reached = f"{say_units(articles)} articles" if slope else "not by what was measured"
        yield f"| {limit.what} | {limit.say(slope)} | {reached} |"
    yield ""
    yield f"| a hundred million articles | one machine | {MACHINES} machines |"
    yield "|---|---|---|"
    for title, name in (("everything", "everything"), ("a new theme", "output made anew")):
        if name in lines:
            seconds = carry_on(lines[name], 1e8)
            yield f"| {title} | {say_duration(seconds)} | {say_duration(seconds / MACHINES)} |"
    files = carry_on(lines["output, files"], 1e8)
    price = f"{files * PUTS:,.0f} dollars"
    yield f"| the first upload, {say_count(files)} files at 5 dollars a million | {price} | {price} |"


def _find(lines: Mapping[str, list[tuple[int, float]]]) -> Iterator[tuple[Limit, float, float]]:
    """Each limit with what an article takes of it, and with how many articles it is reached (infinity: never)."""
    for limit in LIMITS:
        if any(name not in lines for name in limit.takes):
            continue
        slope = limit.besides + sum(find_slope(lines[name]) for name in limit.takes)
        size = max((lines[name][-1][0] for name in limit.takes), default=0)
        there = limit.there - sum(carry_on(lines[name], size) for name in limit.takes) - size * limit.besides
        yield limit, slope, size + there / slope if slope else float("inf")


def carry_on(values: list[tuple[int, float]], articles: float) -> float:
    """The value at so many articles, in a straight line from the largest size that was measured."""
    size, value = values[-1]
    return value + find_slope(values) * (articles - size)
