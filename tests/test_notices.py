"""With which characters a notice may begin stands beside its pattern: read off the pattern itself, it is the same."""

from __future__ import annotations

import re
from collections.abc import Iterable
from re import _constants, _parser  # type: ignore[attr-defined]  # the only reader of patterns there is
from typing import Any

import pytest
from golden import Case, read_cases

from briefing.analysis.text import notices

_LETTERS = {chr(code) for code in range(32, 127)} | set("©éàüíç–—")
_CLASSES = {
    _constants.CATEGORY_DIGIT: re.compile(r"\d"),
    _constants.CATEGORY_WORD: re.compile(r"\w"),
    _constants.CATEGORY_SPACE: re.compile(r"\s"),
    _constants.CATEGORY_NOT_WORD: re.compile(r"\W"),
    _constants.CATEGORY_NOT_SPACE: re.compile(r"\S"),
}


def read_characters(operation: Any, value: Any) -> set[str]:
    if operation is _constants.LITERAL:
        return {chr(value)}
    if operation is not _constants.IN:
        return _LETTERS
    found: set[str] = set()
    for kind, what in value:
        if kind is _constants.LITERAL:
            found.add(chr(what))
        elif kind is _constants.RANGE:
            found |= {chr(code) for code in range(what[0], what[1] + 1)}
        elif kind is _constants.CATEGORY:
            found |= {letter for letter in _LETTERS if _CLASSES[what].match(letter)}
    return _LETTERS - found if value[0][0] is _constants.NEGATE else found


def read_beginnings(pattern: Iterable[tuple[Any, Any]]) -> set[str]:
    """The first two characters of whatever matches, in small letters; fewer where it may end before."""
    found = {""}
    for operation, value in pattern:
        if operation is _constants.SUBPATTERN:
            more = read_beginnings(value[3])
        elif operation is _constants.BRANCH:
            more = set().union(*map(read_beginnings, value[1]))
        elif operation in (_constants.MAX_REPEAT, _constants.MIN_REPEAT):
            more = repeat(value[0], value[1], read_beginnings(value[2]))
        elif operation in (_constants.AT, _constants.ASSERT, _constants.ASSERT_NOT):
            more = {""}
        else:
            more = read_characters(operation, value)
        found = {(before + after)[:2] for before in found for after in more}
        if all(len(each) == 2 for each in found):
            break
    return {each.lower() for each in found}


def repeat(least: int, most: int, once: set[str]) -> set[str]:
    found: set[str] = {""} if not least else set()
    now = {""}
    for times in range(1, min(most, least + 2) + 1):
        now = {(before + after)[:2] for before in now for after in once}
        if times >= least:
            found |= now
    return found


def read_heads(pattern: str) -> set[str]:
    return {notices._read_head(each) for each in read_beginnings(_parser.parse(pattern)) if not each[0].isspace()}


@pytest.mark.parametrize(("heads", "pattern"), [opening[1:] for opening in notices._OPENINGS])
def test_openings_begin_as_is_said_of_them(heads: str, pattern: str):
    if heads:
        assert set(heads.split()) == read_heads(pattern)
    else:
        assert len(read_heads(pattern)) > 500  # any name


def test_labels_of_lists_begin_as_is_said_of_them():
    assert read_heads(notices._LIST_LABELS) == notices._LIST_HEADS


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("Ann Berg, Reuters writer for the north of the country", ""),
        ("Ann Berg, Reuters of the north editor", "byline"),
        ("Reuters Photo of the day and the night", "photo credit"),
        ("Ann Berg / Reuters", "photo credit"),
        ("3 min read", "time stamp"),
        ("(c) 2024 The Harbour Post", "copyright"),
        ("The views expressed here are those of the author.", "page furniture"),
        ("The views of the harbour are the best in the country.", ""),
    ],
)
def test_a_line_is_held_against_all_that_begin_as_it_does(line: str, why: str):
    assert notices.name_notice(line, "p") == why


@pytest.mark.parametrize("case", read_cases("notices"), ids=str)
def test_notices_are_known_in_many_languages(case: Case):
    for line in case.given.splitlines():
        assert (line, notices.name_notice(line, "p") or "news") == (line, case.expected), case.place
