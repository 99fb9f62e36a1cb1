"""No regular expression of ours can be kept busy by a short text. How long whole files may take: test_bounds.py."""

from __future__ import annotations

import re
import time
from random import Random
from typing import Any

import pytest
from pumping import ENDINGS, find_patterns, pump
from test_recipe import TOOLS, make_article

from briefing.analysis.recipe import analyse
from briefing.reading import parse_article

PATTERNS = find_patterns()
LONGEST = 400  # letters: what takes time in their square is not noticed, what takes their cube or worse is
SLOWEST = 0.1  # seconds; the slowest of ours takes a fiftieth of it
STEP = 1.6  # texts grow by it, and while they are short by two letters once that shows in the time: what would take
# days is met while it takes seconds
SHOWS = 20e-6  # seconds


def find_slow(pattern: re.Pattern[Any]) -> tuple[int, Any] | None:
    """The length and the text at which an expression takes too long; None: none of those tried."""
    for write in pump(pattern, Random(1)):
        length = 8
        while length <= LONGEST:
            text = write(length)
            start = time.process_time()
            pattern.search(text)
            taken = time.process_time() - start
            if taken > SLOWEST:
                return len(text), text
            length = length + 2 if length < 40 and taken > SHOWS else int(length * STEP)
    return None


@pytest.mark.parametrize("part", range(8))
def test_no_expression_is_kept_busy_by_a_short_text(part: int) -> None:
    slow = {name: find_slow(PATTERNS[name]) for name in sorted(PATTERNS)[part::8]}
    assert {name: found for name, found in slow.items() if found} == {}


def test_all_of_them_are_found() -> None:
    modules = {name.rpartition(".")[0] for name in PATTERNS}
    assert {"briefing.analysis.figures.finding", "briefing.markup", "briefing.verbatim", "briefing.dates"} <= modules
    assert any(isinstance(pattern.pattern, bytes) for pattern in PATTERNS.values())
    assert len(PATTERNS) > 350


@pytest.mark.parametrize(
    "written", [r"(a+)+$", r"^(\w+\s?)*$", r"(a|a)*b", r"\bno\s+\s*\s*\s*(?:of\s+)?\s*x", r"(?:a*)*c", r"(\d+)*[.]"]
)
def test_one_that_could_be_kept_busy_is_noticed(written: str) -> None:
    assert find_slow(re.compile(written)) is not None


def test_no_article_of_such_texts_takes_long() -> None:
    """Whatever stands around the expressions: an article of 3,000 letters is read and analysed in 5 ms."""
    texts = {
        text
        for name in sorted(PATTERNS)
        for write in list(pump(PATTERNS[name], Random(2)))[: 4 * len(ENDINGS) : len(ENDINGS)]
        if isinstance(text := write(3_000), str)
    }
    assert len(texts) > 300
    analyse(make_article("a" * 3_000), TOOLS)  # loads how languages are told
    slow = {}
    for text in sorted(texts):
        taken = 1.0
        for _ in range(2):  # the first text of a language loads its words
            start = time.process_time()
            parse_article(f"Title: A\n\n{text}".encode("utf-8", "replace"), "a.md")
            analyse(make_article(text), TOOLS)
            taken = min(taken, time.process_time() - start)
            if taken <= 5 * SLOWEST:
                break
        else:
            slow[text[:60]] = taken
    assert slow == {}
