"""Where does a content file's front matter end, and which fields does it give, on which lines?

Two ways of writing are read: Pelican's (`Key: value` as in Python-Markdown's meta extension, with indented lines that
go on) and YAML between `---` lines. What the fields mean is asked in `reading.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from msgspec import Struct

from briefing.yamltree import Listing, Mapping, Scalar, Tree, YamlError

MOST_FIELDS = 200  # a front matter with more is no front matter
LONGEST = 50_000  # characters, for the same reason

# The expressions of markdown.extensions.meta, so that both read the same; fences have to stand alone here, so that a
# line of dashes under a heading is none.
_KEY = re.compile(r"[ ]{0,3}(?P<key>[A-Za-z0-9_-]+):\s*(?P<value>.*)")
_MORE = re.compile(r"[ ]{4,}(?P<value>.*)")
_OPENING = re.compile(r"---[ \t]*")
_CLOSING = re.compile(r"(?:---|\.\.\.)[ \t]*")
_YAML_ONLY = ("&", "*", "!", "{", "[", "|", ">", "%", "@")  # a value that begins with these means nothing without YAML


class Field(Struct, frozen=True):
    key: str  # lower case
    values: tuple[str, ...]  # a YAML list's items, or the lines of a value that goes on; else one
    line: int  # from 1
    listed: bool = False  # a YAML list


class Problem(Struct, frozen=True):
    line: int
    what: str
    remedy: str


class FrontMatter(Struct, frozen=True):
    fields: tuple[Field, ...]
    body: str
    body_line: int  # the line of the file with which the body begins
    problems: tuple[Problem, ...] = ()


def split_front_matter(text: str, is_known: Callable[[str], bool]) -> FrontMatter:
    """Split `text`, whose lines end in LF, into fields and body.

    Without a `---` line the first lines count as front matter only if `is_known` holds for one of their keys, since an
    article may well begin with “KYIV: …”. Broken front matter gives what can be read of it and problems.
    """
    lines = text.split("\n")
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    if not _OPENING.fullmatch(lines[first]):
        fields, after, problems = _read_lines(lines, first)
        if not any(is_known(field.key) for field in fields[:MOST_FIELDS]):
            return _front_matter((), lines, 0, ())
        return _front_matter(fields, lines, after, problems)
    last = next((n for n in range(first + 1, len(lines)) if _CLOSING.fullmatch(lines[n])), None)
    if last is None:
        fields, after, problems = _read_lines(lines, first + 1)
        if not fields:
            return _front_matter((), lines, 0, ())
        open_end = Problem(first + 1, "The front matter is not closed.", "Put a line with --- after its last field.")
        return _front_matter(fields, lines, after, (open_end, *problems))
    return _read_fenced(lines, first, last)


def _front_matter(
    fields: tuple[Field, ...], lines: list[str], after: int, problems: tuple[Problem, ...]
) -> FrontMatter:
    while after < len(lines) - 1 and not lines[after].strip():
        after += 1
    if len(fields) > MOST_FIELDS:
        spare = fields[MOST_FIELDS]
        what = f"There are more than {MOST_FIELDS} fields; this one and those after it are not read."
        problems = (*problems, Problem(spare.line, what, "Put an empty line before the body."))
        fields = fields[:MOST_FIELDS]
    return FrontMatter(fields, "\n".join(lines[after:]), after + 1, problems)


def _read_lines(lines: list[str], first: int) -> tuple[tuple[Field, ...], int, tuple[Problem, ...]]:
    """Read Pelican's fields from lines[first] on; return them, the number of the line after them, and problems."""
    found: list[tuple[str, list[str], int]] = []
    for number in range(first, len(lines)):
        line = lines[number].expandtabs(4)
        if not line.strip() or _CLOSING.fullmatch(line):
            return _fields(found), number + 1, ()
        if match := _KEY.fullmatch(line):
            found.append((match["key"].lower(), [match["value"].strip()], number + 1))
        elif found and (match := _MORE.fullmatch(line)):
            found[-1][1].append(match["value"].strip())
        elif found:
            what = "This line is no “Key: value”, so the front matter ends before it."
            remedy = "Put an empty line before the body, or indent the line by four spaces if it goes on."
            return _fields(found), number, (Problem(number + 1, what, remedy),)
        else:
            return (), number, ()
    return _fields(found), len(lines), ()


def _fields(found: list[tuple[str, list[str], int]]) -> tuple[Field, ...]:
    return tuple(Field(key, tuple(value for value in values if value), line) for key, values, line in found)


def _read_fenced(lines: list[str], first: int, last: int) -> FrontMatter:
    block = lines[first + 1 : last]
    text = "\n".join(block)
    offset = first + 1  # YAML counts from the line after the fence
    if len(text) > LONGEST:
        too_long = Problem(first + 1, f"The front matter is longer than {LONGEST:,} characters.", "Shorten it.")
        return _front_matter((), lines, last + 1, (too_long,))
    from briefing.yamlparser import read_yaml  # noqa: PLC0415 - loads PyYAML, which most builds need not

    try:
        tree = read_yaml(text)
    except YamlError as error:
        broken, refused = Problem(error.line + offset, error.what, error.remedy), error.refused
    else:
        if isinstance(tree, Mapping) or tree is None:
            fields, problems = _fields_of(tree.pairs if tree else (), offset)
            return _front_matter(fields, lines, last + 1, problems)
        broken = Problem(first + 2, "The front matter gives no fields.", "Write each field as “Key: value”.")
        refused = False
    # Pelican reads such a block line by line: a title with a colon in it is no YAML, but plain enough.
    plain = _read_what_is_plain(lines, first + 1, last)
    if not plain and not refused:  # two rules with prose between them
        return _front_matter((), lines, 0, ())
    return _front_matter(plain, lines, last + 1, (broken,))


def _read_what_is_plain(lines: list[str], first: int, last: int) -> tuple[Field, ...]:
    found: list[Field] = []
    while first < last:
        fields, after, _ = _read_lines(lines[:last], first)
        found += [field for field in fields if not "".join(field.values).startswith(_YAML_ONLY)]
        first = max(after, first + 1)
    return tuple(found)


def _fields_of(pairs: tuple[tuple[Scalar, Tree], ...], offset: int) -> tuple[tuple[Field, ...], tuple[Problem, ...]]:
    fields: list[Field] = []
    problems: list[Problem] = []
    for key, value in pairs:
        items = value.items if isinstance(value, Listing) else (value,)
        for item in items:
            if not isinstance(item, Scalar):
                what = f"“{key.value}” holds a list or fields within its value."
                problems.append(Problem(item.line + offset, what, "Give it one value or a plain list."))
        values = tuple(item.value for item in items if isinstance(item, Scalar) and item.value)
        fields.append(Field(key.value.lower(), values, key.line + offset, isinstance(value, Listing)))
    return tuple(fields), tuple(problems)
