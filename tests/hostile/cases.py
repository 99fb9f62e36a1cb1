"""The cases of this folder, as README.md describes them: what comes in as bytes, what has to be seen as lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from golden import read_cases

CLASSES = ("html", "links", "markdown", "templates", "text", "front-matter", "paths", "registries", "parsers")
EXPECTED = ("state", "told", "seen", "gone", "title", "link", "no link", "refused")
_ESCAPE = re.compile(r"⟨(?:U\+([0-9A-F]{4,6})|bytes ([0-9A-F ]+)|(\d+) × ([^⟩]*))⟩", re.DOTALL)


@dataclass(frozen=True)
class HostileCase:
    name: str
    given: str  # with lone surrogates where bytes stand that are no UTF-8
    expected: tuple[tuple[str, str], ...]  # (what, words)
    place: str

    def __str__(self) -> str:
        return self.name

    @property
    def raw(self) -> bytes:
        return self.given.encode("utf-8", "surrogateescape")

    def wants(self, what: str) -> list[str]:
        return [words for name, words in self.expected if name == what]


@cache
def read_class(name: str) -> tuple[HostileCase, ...]:
    """Return the cases of a class, in order. A line of the third part that means nothing is an error."""
    found = []
    for case in read_cases(f"../hostile/{name}"):
        expected = tuple(_read_expected(case.expected, case.place))
        found.append(HostileCase(case.title, unfold(case.given), expected, case.place))
    return tuple(found)


def unfold(written: str) -> str:
    """Return what ⟨…⟩ stand for in their place."""
    return _ESCAPE.sub(_unfold_one, written)


def _unfold_one(found: re.Match[str]) -> str:
    number, raw, times, what = found.groups()
    if number:
        return chr(int(number, 16))
    if raw:
        return bytes.fromhex(raw).decode("utf-8", "surrogateescape")
    return int(times) * str(what).replace("⏎", "\n")


def _read_expected(lines: str, place: str) -> Iterator[tuple[str, str]]:
    for line in lines.splitlines():
        what, _, words = line.partition(": ")
        if what not in EXPECTED:
            raise ValueError(f"{place}: “{line}” is nothing that a case can expect")
        yield what, unfold(words)
