"""Which pieces does plain text have, and how do its lines go together? Of files, items and mails without markup.

A line that is broken behind a hyphen goes on without a blank. The hyphen stays: whether it is only that of the break,
nobody can tell without a dictionary. A table drawn with "|" is a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefing.analysis.text.document import find_wrap, split_text
from briefing.escaping import join_lines
from briefing.extracting import BETWEEN_CELLS, Piece

LEAST_ROWS = 2  # of a table; one line with bars in it may be a line of links

# "state-\nowned"; but "two-\nand three-storey" has its blank.
_BROKEN = re.compile(
    r"(?<=\w[-\u2010])[ \t]*\n[ \t]*(?=\w)"
    r"(?!(?:and|or|nor|to|und|oder|bis|sowie|et|ou|y|o|e|en|of|och|eller|og|ja|tai|i|lub)(?![\w-]))"
)
# Chinese and Japanese have no blanks that a line's end could stand for.
_EAST = r"\u3001-\u30ff\u3400-\u9fff\uf900-\ufaff"
_UNBROKEN = re.compile(rf"(?<=[{_EAST}\uff01-\uff60])[ \t]*\n[ \t\u3000]*(?=[{_EAST}])")
_SOFT = re.compile(r"\u00ad[ \t]*\n[ \t]*(?=\w)")
_ROW = re.compile(r"\|.*\|")
_BAR = re.compile(r"(?<!\\)\|")


def join_broken(text: str) -> str:
    """Return `text` in one line; words that a line's end has broken behind a hyphen are whole."""
    return join_lines(_UNBROKEN.sub("", _BROKEN.sub("", _SOFT.sub("", text))))


def read_lines(text: str) -> tuple[Piece, ...]:
    """Return the pieces of plain text, whose lines end in LF."""
    wrap = find_wrap(text)
    return tuple(piece for part in _part(text) for piece in ([part] if isinstance(part, Piece) else _split(part, wrap)))


def _split(text: str, wrap: int) -> Iterator[Piece]:
    for block in split_text(text, wrap):
        yield Piece(block.tag, join_broken(text[block.start : block.end]))


def _part(text: str) -> Iterator[str | Piece]:
    """Yield what stands between tables as it is, and each row of a table as an item."""
    if "|" not in text:
        yield text
        return
    above: list[str] = []
    lines = text.split("\n")
    number = 0
    while number < len(lines):
        rows = find_table(lines, number)
        if rows:
            yield "\n".join(above)
            above = []
            yield from (Piece("li", row) for row in write_rows(lines[number : number + rows]))
            number += rows
        else:
            above.append(lines[number])
            number += 1
    yield "\n".join(above)


def find_table(lines: list[str], start: int) -> int:
    """Return how many lines from `start` on are a table's: rows between bars, two of them at least; 0: none is."""
    end = start
    while end < len(lines) and _ROW.fullmatch(lines[end].strip()):
        if _is_rule(lines[end]) and (end == start or _is_rule(lines[end - 1])):
            break
        end += 1
    rows = sum(not _is_rule(line) for line in lines[start:end])
    return end - start if rows >= LEAST_ROWS else 0


def _is_rule(line: str) -> bool:
    """Whether it is the line below a table's heads: "|---|:--:|"."""
    return "-" in line and not line.strip("|-:+ \t")


def write_rows(lines: list[str]) -> Iterator[str]:
    """Yield each row of a table as one line, its cells as those of a web page's."""
    for line in lines:
        if not _is_rule(line):
            cells = (" ".join(cell.replace("\\|", "|").split()) for cell in _BAR.split(line))
            if row := BETWEEN_CELLS.join(filter(None, cells)):
                yield row
