"""What would keep a regular expression busy? Texts that repeat what it repeats, and then fail it.

An expression in which two repetitions can share out the same letters tries every way to do so: exponentially many where
one lies inside the other, cubically or worse where three stand side by side. The texts are made from the expression as
Python's own parser reads it.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from random import Random
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import briefing
from briefing.analysis.text.patterns import _Pattern

MANY = 8  # repetitions from which a pattern repeats without bounds worth speaking of
ENDINGS = ("!", "\n", " x")  # what the rest of an expression fails on, hopefully
_CATEGORIES = {
    codes.CATEGORY_SPACE: " ", codes.CATEGORY_NOT_SPACE: "a", codes.CATEGORY_DIGIT: "1", codes.CATEGORY_NOT_DIGIT: "a",
    codes.CATEGORY_WORD: "a", codes.CATEGORY_NOT_WORD: " ",
}  # fmt: skip
_OTHERS = "ax 1-.\n\t'é\0"


def find_patterns() -> dict[str, re.Pattern[Any]]:
    """Every regular expression of Briefing, by module and name; those written where they are used by file and line."""
    found: dict[str, re.Pattern[Any]] = {}
    for each in pkgutil.walk_packages(briefing.__path__, "briefing."):
        if not each.name.endswith("__main__"):
            module = importlib.import_module(each.name)
            for name, value in vars(module).items():
                for number, pattern in enumerate(_patterns_in(value)):
                    found.setdefault(f"{each.name}.{name}{f'[{number}]' if number else ''}", pattern)
    folder = Path(briefing.__file__).parent
    for path in sorted(folder.rglob("*.py")):
        for line, pattern in _patterns_written(path.read_text(encoding="utf-8")):
            found[f"{path.relative_to(folder.parent)}:{line}"] = pattern
    unique: dict[tuple[Any, int], str] = {}
    for name, pattern in found.items():
        unique.setdefault((pattern.pattern, pattern.flags), name)
    return {name: found[name] for name in unique.values()}


def _patterns_in(value: object, depth: int = 0) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, _Pattern):
        source = vars(value).get("_source")
        yield re.compile(*source) if source else re.compile(value.pattern, value.flags)  # type: ignore[attr-defined]
    elif depth < 3 and isinstance(value, list | tuple | set | frozenset):
        for each in value:
            yield from _patterns_in(each, depth + 1)
    elif depth < 3 and isinstance(value, dict):
        for each in value.values():
            yield from _patterns_in(each, depth + 1)


def _patterns_written(source: str) -> Iterator[tuple[int, re.Pattern[Any]]]:
    for node in ast.walk(ast.parse(source)):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and getattr(node.func.value, "id", "") == "re"
            and node.args
            and isinstance(node.args[0], ast.Constant)
            and isinstance(node.args[0].value, str | bytes)
            and node.func.attr in ("search", "match", "fullmatch", "sub", "split", "findall", "finditer")
        ):
            yield node.lineno, re.compile(node.args[0].value)


def pump(pattern: re.Pattern[Any], chance: Random) -> Iterator[Callable[[int], Any]]:
    """Yield functions that give a text of about so many letters, each for a repetition of the expression."""
    is_bytes = isinstance(pattern.pattern, bytes)
    written = pattern.pattern.decode("latin-1") if is_bytes else pattern.pattern
    tree = parser.parse(written, pattern.flags & ~re.UNICODE if is_bytes else pattern.flags)
    seen = set()
    for before, unit in _repeats(tree, "", chance):
        for start in ("", before):
            for ending in ENDINGS:
                if unit and (start, unit, ending) not in seen:
                    seen.add((start, unit, ending))
                    yield _writer(start, unit, ending, is_bytes=is_bytes)


def _writer(start: str, unit: str, ending: str, *, is_bytes: bool) -> Callable[[int], Any]:
    def write(length: int) -> Any:
        text = start + unit * (length // len(unit) + 1) + ending
        return text.encode("latin-1", "replace") if is_bytes else text

    return write


def _repeats(tree: Iterable[Any], before: str, chance: Random) -> Iterator[tuple[str, str]]:
    """Each repetition without bounds: what may stand before it, and what it repeats; neighbours together as well."""
    last = ""
    for code, value in tree:
        if code in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
            _, most, inner = value
            if most >= MANY:
                unit = _sample(inner, chance)
                yield before, unit
                yield before, _sample(inner, chance)
                if last:
                    yield before, last + unit
                last = unit
            yield from _repeats(inner, before, chance)
        elif code is codes.SUBPATTERN:
            yield from _repeats(value[3], before, chance)
        elif code is codes.BRANCH:
            for branch in value[1]:
                yield from _repeats(branch, before, chance)
        elif code in (codes.ASSERT, codes.ASSERT_NOT):
            yield from _repeats(value[1], before, chance)
        elif code is codes.ATOMIC_GROUP:
            yield from _repeats(value, before, chance)
        before += _sample([(code, value)], chance)


def _sample(tree: Iterable[Any], chance: Random) -> str:
    """A text that the expression, or nearly, matches."""
    return "".join(_sample_one(code, value, chance) for code, value in tree)


def _sample_one(code: Any, value: Any, chance: Random) -> str:
    if code is codes.LITERAL:
        return chr(value)
    if code is codes.NOT_LITERAL:
        return next(letter for letter in _OTHERS if ord(letter) != value)
    if code is codes.ANY:
        return "a"
    if code is codes.IN:
        return _member(value, chance)
    if code in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
        least, most, inner = value
        return _sample(inner, chance) * min(max(least, 1), most)
    if code is codes.SUBPATTERN:
        return _sample(value[3], chance)
    if code is codes.ATOMIC_GROUP:
        return _sample(value, chance)
    if code is codes.BRANCH:
        return _sample(chance.choice(value[1]), chance)
    return ""  # places, looks ahead and back, references


def _member(items: list[Any], chance: Random) -> str:
    if items[0][0] is codes.NEGATE:
        shut = re.compile("".join(_written(item) for item in items[1:]) and f"[{''.join(map(_written, items[1:]))}]")
        return next((letter for letter in _OTHERS if not shut.match(letter)), "")
    code, value = chance.choice(items)
    if code is codes.LITERAL:
        return chr(value)
    return chr(value[0]) if code is codes.RANGE else _CATEGORIES.get(value, "a")


def _written(item: tuple[Any, Any]) -> str:
    code, value = item
    if code is codes.LITERAL:
        return re.escape(chr(value))
    if code is codes.RANGE:
        return f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}"
    return {codes.CATEGORY_SPACE: r"\s", codes.CATEGORY_DIGIT: r"\d", codes.CATEGORY_WORD: r"\w"}.get(value, "")
