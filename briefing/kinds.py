"""Is a setting's value of the kind that it must be? Each check returns the value or raises with the remedy."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from briefing.errors import SettingError

# What breaks a line, and what HTML, XML and file names cannot hold.
_NO_LINE = re.compile(r"[\x00-\x08\n-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")


def text(values: Mapping[str, Any], key: str) -> str:
    value = values.get(key) or ""
    if not isinstance(value, str) or _NO_LINE.search(value):
        raise SettingError(f"{key} is {value!r}.", remedy="It takes one line of text in quotation marks.")
    return value.strip()


def shaped(values: Mapping[str, Any], key: str, shape: re.Pattern[str], takes: str) -> str:
    """Check a line of text that has a shape, or is empty; `takes` tells that shape: "a colour such as '#1d6b3a'"."""
    value = text(values, key)
    if value and not shape.fullmatch(value):
        raise SettingError(f"{key} is {value!r}.", remedy=f"It takes {takes}.")
    return value


def names(values: Mapping[str, Any], key: str, known: tuple[str, ...]) -> tuple[str, ...]:
    """Check a list of names out of `known`, each at most once, in the user's order."""
    value = values[key]
    if not isinstance(value, list | tuple) or len({*map(str, value)}) != len(value) or not {*value} <= {*known}:
        raise SettingError(
            f"{key} is {value!r}.", remedy=f"It takes a list of these, each once: {', '.join(map(repr, known))}."
        )
    return tuple(value)


def number(values: Mapping[str, Any], key: str, least: int, most: int) -> int:
    value = values[key]
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise SettingError(f"{key} is {value!r}.", remedy=f"It takes a whole number from {least} to {most}.")
    return value


def switch(values: Mapping[str, Any], key: str) -> bool:
    if not isinstance(values[key], bool):
        raise SettingError(f"{key} is {values[key]!r}.", remedy="It takes True or False.")
    return bool(values[key])


def one_of(values: Mapping[str, Any], key: str, choices: tuple[str, ...]) -> str:
    if values[key] not in choices:
        raise SettingError(f"{key} is {values[key]!r}.", remedy=f"It takes one of {', '.join(map(repr, choices))}.")
    return str(values[key])
