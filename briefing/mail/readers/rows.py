"""What do the rows of a readers' file say, and which lines are theirs? YAML or CSV in, values out.

A row is told as it stands; `recipients` judges what it says. What makes a row unfit is kept with it, so that a mistake
costs its own row alone.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import NamedTuple, TypeVar

from msgspec import Struct

from briefing.errors import MailError
from briefing.model import Note
from briefing.records import Record, RecordFile, nearest
from briefing.yamltree import Listing, Mapping, Scalar, Tree, YamlError

FIELDS = ("address", "name", "language", "events", "actors", "frequency")
DECIDING = ("address", "events", "actors", "frequency")  # whether and what is sent: nobody may guess these
YAML, CSV = (".yml", ".yaml"), (".csv", ".tsv")  # how the file may end
DELIMITERS = ",;\t"  # the first of those that find most of our fields in the header

_YAML_LINE = re.compile(r"[^\r\n\x85\u2028\u2029]*(?:\r\n|[\r\n\x85\u2028\u2029]|$)")  # as YAML 1.1 counts lines
_CSV_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_DASH = re.compile(r"\s*-(\s|$)")
_NOTHING = re.compile(r"\s*(#.*)?$|\.\.\.", re.DOTALL)  # a blank line, a comment, the end of a document
_BETWEEN = re.compile(r"[\s,;]+")  # ids hold none of these
T = TypeVar("T")


class Fault(NamedTuple):
    """What is wrong in a row, or in the file."""

    line: int
    what: str
    remedy: str
    costs_row: bool = True  # else what is wrong is passed over


@dataclass(frozen=True, slots=True)
class Row:
    """One entry, as it stands; equal to another that says the same, wherever it stands."""

    line: int = field(compare=False)
    address: str = ""
    name: str = ""
    language: str = ""
    events: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    frequency: str = ""
    last: int = field(default=0, compare=False)  # 0: it shares its line with others, or with the list itself
    faults: tuple[Fault, ...] = field(default=(), compare=False)


class Rows(Struct, frozen=True):
    """All entries of a file, in order, and what is wrong with the file as such."""

    rows: tuple[Row, ...]
    lines: tuple[str, ...]  # of the whole text, with their ends, without a byte order mark
    faults: tuple[Fault, ...] = ()


def read_rows(name: str, raw: bytes) -> Rows:
    """Return what the file called `name` lists. Raises MailError if it is not YAML or CSV, or lists no readers."""
    ending = PurePath(name).suffix.lower()
    if ending not in YAML + CSV:
        what = "A list of readers is a YAML or a CSV file."
        raise MailError(what, remedy=f"Let its name end in {', '.join((*YAML, *CSV))}.", path=name)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        what = f"Byte {error.start + 1:,} of the file is not UTF-8."
        raise MailError(what, remedy="Save the file as UTF-8.", path=name, line=line) from error
    return _read_yaml_rows(name, text) if ending in YAML else _read_csv_rows(name, text)


# -- YAML -------------------------------------------------------------------------------------------------------------


def _read_yaml_rows(name: str, text: str) -> Rows:
    lines = tuple(line for line in _YAML_LINE.findall(text) if line)
    from briefing.yamlparser import read_yaml  # noqa: PLC0415 - loads PyYAML, which most builds need not

    try:
        tree = read_yaml(text)
    except YamlError as error:
        raise MailError(error.what, remedy=error.remedy, path=name, line=error.line) from error
    faults: list[Fault] = []
    items, end = _find_items(name, tree, faults)
    strange: dict[str, list[int]] = {}
    firsts = [_first_line(item, lines) for item in items]
    rows = []
    for place, (item, first) in enumerate(zip(items, firsts, strict=True)):
        below = firsts[place + 1] if place + 1 < len(firsts) else end or len(lines) + 1
        last = _last_line(lines, first, below) if _DASH.match(lines[first - 1]) else 0
        rows.append(_read_item(name, item, first, last, strange))
    for key, where in sorted(strange.items(), key=lambda pair: pair[1]):
        more = f" The same in {len(where) - 1} more." if len(where) > 1 else ""
        remedy = f"Remove it, or use {', '.join(FIELDS)}."
        faults.append(Fault(where[0], f"“{shown(key)}” is not a field of a reader and is passed over.{more}", remedy))
    return Rows(tuple(rows), lines, tuple(faults))


def _find_items(name: str, tree: Tree | None, faults: list[Fault]) -> tuple[tuple[Tree, ...], int]:
    """The readers, and the line on which something else begins after them; 0: nothing does."""
    end = 0
    remedy = "Write a list, each reader behind a dash; or the list below “readers:”."
    if isinstance(tree, Mapping):
        found = [(key, value) for key, value in tree.pairs if key.value == "readers"]
        if len(found) != 1:
            what = "“readers” stands here a second time." if found else "The file lists no readers."
            line = found[1][0].line if found else tree.line
            raise MailError(what, remedy="Keep one list." if found else remedy, path=name, line=line)
        others = [key for key, _ in tree.pairs if key.value != "readers"]
        faults += [Fault(key.line, f"“{shown(key.value)}” is not read.", "Only “readers” is.") for key in others]
        end = next((key.line for key in others if key.line > found[0][0].line), 0)
        tree = found[0][1]
    if tree is None or tree == Scalar("", tree.line):
        return (), end
    if not isinstance(tree, Listing):
        raise MailError("This is not a list of readers.", remedy=remedy, path=name, line=tree.line)
    return tree.items, end


def _first_line(item: Tree, lines: tuple[str, ...]) -> int:
    """The line of the item's dash, which may stand above what it says; the item's own in a list in brackets."""
    line = own = min(item.line, len(lines))
    while line > 1 and not _DASH.match(lines[line - 1]) and (line == own or _NOTHING.match(lines[line - 1])):
        line -= 1
    return line if _DASH.match(lines[line - 1]) else own


def _last_line(lines: tuple[str, ...], first: int, below: int) -> int:
    """The last line of an item: comments and blank lines above the next one are not its own."""
    return next((line for line in range(below - 1, first, -1) if not _NOTHING.match(lines[line - 1])), first)


def _read_item(name: str, item: Tree, first: int, last: int, strange: dict[str, list[int]]) -> Row:
    if isinstance(item, Scalar):
        return Row(first, address=item.value, last=last)
    if isinstance(item, Listing):
        fault = Fault(first, "A list within the list stands here.", "Write one dash before each reader.")
        return Row(first, last=last, faults=(fault,))
    faults: list[Fault] = []
    present = {key.value for key, _ in item.pairs}
    known = []
    for key, value in item.pairs:
        if key.value in FIELDS:
            known.append((key, value))
        elif (near := nearest(key.value, FIELDS)) and near not in present:
            what = f"“{shown(key.value)}” is not a field of a reader."
            faults.append(Fault(key.line, what, f"Did you mean {near}?", near in DECIDING))
        else:
            strange.setdefault(key.value, []).append(key.line)
    notes: list[Note] = []
    record = Record(RecordFile(name, notes), Mapping(tuple(known), item.line), FIELDS, "a reader")

    def take(key: str, read: Callable[[str], T]) -> T:
        said = read(key)
        faults.extend(Fault(note.line, note.what, note.remedy, key in DECIDING) for note in notes)
        notes.clear()
        return said

    return Row(
        first,
        address=take("address", record.text),  # first, since a field that stands here twice is noted by then
        name=take("name", record.text),
        language=take("language", record.text),
        events=_split_ids(take("events", record.texts)),
        actors=_split_ids(take("actors", record.texts)),
        frequency=take("frequency", record.text),
        last=last,
        faults=tuple(faults),
    )


# -- CSV --------------------------------------------------------------------------------------------------------------


def _read_csv_rows(name: str, text: str) -> Rows:
    lines = tuple(line for line in _CSV_LINE.findall(text) if line)
    if not text.strip():
        return Rows((), lines)
    delimiter = _find_delimiter(next(line for line in lines if line.strip()))
    cells = _read_cells(name, lines, delimiter)
    _, _, header = next(cells, (1, 1, []))
    columns = [cell.strip().casefold() for cell in header]
    faults = _check_header(name, columns)
    rows = tuple(_read_row(columns, first, last, row) for first, last, row in cells)
    return Rows(rows, lines, faults)


def _find_delimiter(header: str) -> str:
    def fields(delimiter: str) -> int:
        return sum(cell.strip(' "\r\n').casefold() in FIELDS for cell in header.split(delimiter))

    return max(DELIMITERS, key=fields)  # the first of the best


def _read_cells(name: str, lines: tuple[str, ...], delimiter: str) -> Iterator[tuple[int, int, list[str]]]:
    """First and last line and cells of each row; rows without a word are passed over."""
    reader = csv.reader(iter(lines), delimiter=delimiter, strict=True)
    while True:
        first = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            # What follows a mark that is never closed would be lost in silence: no row after it can be told from it.
            what = f"The table cannot be read from here on ({error})."
            remedy = "Look for a quotation mark that is not closed; one inside a quoted cell is written twice."
            raise MailError(what, remedy=remedy, path=name, line=first) from error
        if cells is None:
            return
        if any(cell.strip() for cell in cells):
            yield first, reader.line_num, cells


def _check_header(name: str, columns: list[str]) -> tuple[Fault, ...]:
    remedy = f"Name the columns in the first line: address, and of {', '.join(FIELDS[1:])} those you need."
    if "address" not in columns:
        raise MailError("The table has no column “address”.", remedy=remedy, path=name, line=1)
    faults = []
    for place, column in enumerate(columns):
        if column in FIELDS:
            if column in columns[:place]:
                what = f"The column “{column}” stands here a second time."
                raise MailError(what, remedy="Keep one of them.", path=name, line=1)
        elif column:
            near = nearest(column, FIELDS)
            if near in DECIDING and near not in columns:  # passed over, it could send all to those who follow little
                raise MailError(
                    f"“{shown(column)}” is not a column.", remedy=f"Did you mean {near}?", path=name, line=1
                )
            faults.append(
                Fault(1, f"The column “{shown(column)}” is not read.", f"Those read are {', '.join(FIELDS)}.")
            )
    return tuple(faults)


def _read_row(columns: list[str], first: int, last: int, cells: list[str]) -> Row:
    found = {column: cell.strip() for column, cell in zip(columns, cells, strict=False)}
    faults = []
    if any(cell.strip() for cell in cells[len(columns) :]):
        what = f"The row has {len(cells)} cells, the header {len(columns)}."
        faults.append(Fault(first, what, "Put a cell that holds the separating character in quotation marks."))
    if any("\n" in found.get(key, "") or "\r" in found.get(key, "") for key in FIELDS):
        what = f"A cell goes from line {first} to line {last}, and the readers in between with it."
        faults.append(Fault(first, what, "Look for a quotation mark too many in the first or last of these lines."))
    return Row(
        first,
        address=found.get("address", ""),
        name=found.get("name", ""),
        language=found.get("language", ""),
        events=_split_ids((found.get("events", ""),)),
        actors=_split_ids((found.get("actors", ""),)),
        frequency=found.get("frequency", ""),
        last=last,
        faults=tuple(faults),
    )


def _split_ids(texts: tuple[str, ...]) -> tuple[str, ...]:
    """The ids that stand in the texts, separated by spaces, commas or semicolons, each once."""
    return tuple(dict.fromkeys(word for text in texts for word in _BETWEEN.split(text) if word))


def shown(words: str) -> str:
    """What an editor wrote, as far as it can stand in a message: an address that slipped into another field cannot."""
    return "…" if "@" in words else "".join(c for c in words if c.isprintable())[:40]
