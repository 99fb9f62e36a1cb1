"""What do the records of a YAML file hold, field by field? Problems are noted with their lines, and reading goes on.

A file is a list of records; a record is a map of fields. What the fields mean is asked in `registry.py`.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable
from unicodedata import normalize

from briefing.dates import DateError, read_day
from briefing.links import slug
from briefing.model import Note
from briefing.unseen import leave_out_unseen, spell_out_unseen
from briefing.yamltree import Listing, Mapping, Scalar, Tree, YamlError

MOST_PROBLEMS = 100  # told of one file; a broken one of 10 MB would have a million, each looked for among the others
# Characters of a name or another short text, as of an article's title: each page that names somebody has it. And of a
# longer one; the most that browsers and servers take as an address.
LONGEST, LONGER = 300, 2_000
_LONG = frozenset(("description", "url", "feeds"))
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069]")


def nearest(word: str, words: Iterable[str]) -> str:
    """The one of `words` that `word` may be a slip of; empty: none. Long words are cut, since difflib is quadratic."""
    return next(iter(difflib.get_close_matches(word[:60], sorted(words), 1)), "")


class RecordFile:
    """One file and the problems found in it."""

    def __init__(self, path: str, problems: list[Note]) -> None:
        self.path, self.problems = path, problems
        self._told = 0

    @property
    def is_full(self) -> bool:
        """Whether no more problems are told of it: then what may be meant need not be looked for."""
        return self._told >= MOST_PROBLEMS

    def wrong(self, line: int, what: str, remedy: str) -> None:
        note = Note(self.path, line, spell_out_unseen(what), spell_out_unseen(remedy), "failed")
        if not self.is_full and note not in self.problems:  # a field may be asked for twice
            self._told += 1
            last = Note(self.path, line, "More is wrong from here on.", "Correct what is told first.", "failed")
            self.problems.append(last if self.is_full else note)


class Record:
    """A map of fields. A field that is absent, or wrong and noted as such, reads as empty."""

    def __init__(self, file: RecordFile, tree: Mapping, allowed: Collection[str], noun: str) -> None:
        self.file, self.line = file, tree.line
        self._fields: dict[str, Tree] = {}
        self._lines: dict[str, int] = {}
        for key, value in tree.pairs:
            if key.value in self._fields:
                first = self._lines[key.value]
                file.wrong(key.line, f"“{key.value}” stands here a second time.", f"The first is in line {first}.")
            elif key.value in allowed:
                self._fields[key.value], self._lines[key.value] = value, key.line
            elif not file.is_full:
                near = nearest(key.value, allowed)
                remedy = f"Did you mean {near}?" if near else f"Use {', '.join(allowed)}."
                file.wrong(key.line, f"“{key.value[:40]}” is not a field of {noun}.", remedy)

    def __contains__(self, key: str) -> bool:
        return key in self._fields

    def is_blank(self, key: str) -> bool:
        """Whether a field stands there with nothing after its colon, or with empty quotes."""
        value = self._fields.get(key)
        return value is not None and value == Scalar("", value.line)

    def line_of(self, key: str) -> int:
        return self._lines.get(key, self.line)

    def wrong(self, key: str, what: str, remedy: str) -> None:
        self.file.wrong(self.line_of(key), what, remedy)

    def text(self, key: str) -> str:
        value = self._fields.get(key)
        return "" if value is None else self.words(key, value)

    def words(self, key: str, value: Tree) -> str:
        """A text that stands in a field, or in a list or a map there; texts that look the same are the same (NFC)."""
        if not isinstance(value, Scalar):
            what = f"“{key}” has to hold a text here, not a {'list' if isinstance(value, Listing) else 'map'}."
            self.file.wrong(value.line, what, "Write one value; put one with a colon in quotes.")
            return ""
        written, longest = value.value, LONGER if key in _LONG else LONGEST
        if len(written) > longest:
            what = f"A text in “{key}” has {len(written):,} characters, more than the {longest:,} that are read."
            self.file.wrong(value.line, what, "Shorten it.")
            return ""
        if leave_out_unseen(written) != written:
            is_control = _CONTROL.search(written)
            what = "a control character" if is_control else f"what nobody sees: {written[:80]}"
            self.file.wrong(value.line, f"“{key}” holds {what}.", "Remove it.")
            return ""
        return normalize("NFC", " ".join(written.split()))

    def need(self, key: str, noun: str) -> str:
        """A text that may not be absent."""
        words = self.text(key)
        value = self._fields.get(key)
        if value is None or value == Scalar("", value.line):
            self.file.wrong(self.line, f"This {noun} has no {key}.", f"Add a line {key}: ….")
        return words

    def need_slug(self, key: str, noun: str, otherwise: str = "") -> str:
        """An id. `otherwise` names the field from which one could be made."""
        written = self.need(key, noun)
        if written and slug(written) != written:
            self.wrong(key, f"The {key} “{written}” is not a slug.", f"Write {key}: {slug(written)}.")
        return written or (slug(self.text(otherwise)) if self.text(otherwise) else "")

    def slugs(self, key: str) -> tuple[str, ...]:
        found = self.texts(key)
        for written in found:
            if slug(written) != written:
                self.wrong(key, f"“{written}” in {key} is not a slug.", f"Write {slug(written)}.")
        return found

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, each once; a single text is a list of one."""
        return tuple(dict.fromkeys(words for item in self._items(key) if (words := self.words(key, item))))

    def filled(self, key: str) -> tuple[tuple[str, int], ...]:
        """The same with their lines, where an empty one is a slip: what it should have said would be left out."""
        found: dict[str, int] = {}
        for item in self._items(key):
            if isinstance(item, Scalar) and not item.value.strip():
                self.file.wrong(item.line, f"An entry of {key} is empty.", "Remove it, or write what is meant.")
            elif words := self.words(key, item):
                found.setdefault(words, item.line)
        return tuple(found.items())

    def single(self, key: str) -> str:
        """The text of a field that may hold a list and holds none; else empty."""
        return self.text(key) if isinstance(self._fields.get(key), Scalar) else ""

    def _items(self, key: str) -> tuple[Tree, ...]:
        value = self._fields.get(key)
        if value is None or self.is_blank(key):
            return ()
        return value.items if isinstance(value, Listing) else (value,)

    def day(self, key: str) -> str:
        written = self.text(key)
        try:
            return read_day(written) if written else ""
        except DateError as error:
            self.wrong(key, f"{key}: {error.what}", error.remedy)
            return ""

    def days(self) -> tuple[str, str]:
        """The fields from and until; from may not be the later one."""
        since, until = self.day("from"), self.day("until")
        if since and until and since > until:
            self.wrong("from", f"from ({since}) is after until ({until}).", "Put the earlier day in from.")
        return since, until

    def choice(self, key: str, values: Collection[str]) -> str:
        written = self.text(key)
        if not written or written in values:
            return written
        if self.file.is_full:
            return ""
        near = nearest(written, values)
        remedy = f"Did you mean {near}?" if near else f"Use {', '.join(values)}."
        self.wrong(key, f"“{written}” is not known as {key}.", remedy)
        return ""

    def records(self, key: str, allowed: Collection[str], noun: str) -> tuple[Record, ...]:
        value = self._fields.get(key)
        return () if value is None else _records(self.file, value, allowed, noun, f"“{key}”")

    def parts(self, key: str, allowed: Collection[str], noun: str) -> tuple[tuple[str, Record], ...]:
        """A map of records, by key."""
        found: list[tuple[str, Record]] = []
        for name, value in self.pairs(key):
            if isinstance(value, Mapping):
                found.append((self.words(key, name), Record(self.file, value, allowed, noun)))
            else:
                self.file.wrong(name.line, f"“{name.value}” in {key} holds no fields.", f"Use {', '.join(allowed)}.")
        return tuple(found)

    def pairs(self, key: str) -> tuple[tuple[Scalar, Tree], ...]:
        """A map's keys and values; a list of single texts and of maps is read as one map, texts with empty values."""
        value = self._fields.get(key)
        if value is None or value == Scalar("", value.line):
            return ()
        pairs: list[tuple[Scalar, Tree]] = []
        for item in value.items if isinstance(value, Listing) else (value,):
            if isinstance(item, Mapping):
                pairs += item.pairs
            elif isinstance(item, Scalar):
                pairs.append((item, Scalar("", item.line)))
            else:
                self.file.wrong(item.line, f"“{key}” holds a list within a list.", "Write one list.")
        return tuple(pairs)


def read_records(
    path: str, raw: bytes, allowed: Collection[str], noun: str, problems: list[Note]
) -> tuple[Record, ...]:
    """Return the records of a file, whose name is `path`, and add to `problems`. `noun`: what a record is of."""
    file = RecordFile(path, problems)
    from briefing.yamlparser import read_yaml  # noqa: PLC0415 - loads PyYAML, which most builds need not

    try:
        tree = read_yaml(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        file.wrong(line, f"Byte {error.start + 1:,} of the file is not UTF-8.", "Save the file as UTF-8.")
        return ()
    except YamlError as error:
        file.wrong(error.line, error.what, error.remedy)
        return ()
    return () if tree is None else _records(file, tree, allowed, noun, "The file")


def _records(file: RecordFile, tree: Tree, allowed: Collection[str], noun: str, place: str) -> tuple[Record, ...]:
    if tree == Scalar("", tree.line):
        return ()
    if not isinstance(tree, Listing):
        file.wrong(tree.line, f"{place} has to be a list.", "Begin each entry with a dash.")
        return ()
    found: list[Record] = []
    for item in tree.items:
        if isinstance(item, Mapping):
            found.append(Record(file, item, allowed, noun))
        else:
            file.wrong(item.line, f"This is not {noun}.", "Begin it with a dash and write its fields as “key: value”.")
    return tuple(found)
