"""What is anything that comes from outside held to? One module in `targets/` for each kind; two drivers run them all.

A target is a module with

- `PARSES`: the functions of Briefing that read what comes from outside, and that it calls;
- `PIECES`: what such input is made of, as bytes: what the rules look for, and what breaks them;
- `seeds()`: whole inputs, from the sample, the golden cases and the tests;
- `check(data)`: what holds of any bytes. It raises AssertionError, or whatever Briefing raises and must not;
- `LONGEST`, where its inputs may be longer than others.

`make fuzz` searches led by which code each input reaches (`searching.py`, with atheris); `tests/test_properties.py`
tries some hundred of each in every run of the tests, with hypothesis.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterable
from importlib import import_module
from typing import Protocol, cast

LONGEST = 2_000  # bytes of an input; what is only wrong of longer ones, tests feed by name


class Target(Protocol):
    """A module of `targets/`."""

    __name__: str
    PARSES: tuple[str, ...]
    PIECES: tuple[bytes, ...]

    def seeds(self) -> Iterable[bytes]: ...

    def check(self, data: bytes) -> None: ...


def list_targets() -> list[str]:
    """The names of all targets, sorted."""
    folder = import_module("fuzzing.targets")
    return sorted(each.name for each in pkgutil.iter_modules(folder.__path__))


def load_target(name: str) -> Target:
    return cast("Target", import_module(f"fuzzing.targets.{name}"))


def find_seeds(target: Target) -> list[bytes]:
    """Its seeds, each once, as long as its inputs may be."""
    longest = getattr(target, "LONGEST", LONGEST)
    return list(dict.fromkeys(seed[:longest] for seed in target.seeds()))


def take(data: bytes, count: int) -> tuple[tuple[int, ...], bytes]:
    """Split off the first `count` bytes, which choose something, as numbers; 0 where there are none."""
    chosen = data[:count]
    return (*chosen, *[0] * (count - len(chosen))), data[count:]


def words(data: bytes) -> str:
    """The text that an input holds; what is no UTF-8 becomes lone surrogates, which no rule may fall over either."""
    return data.decode("utf-8", "surrogateescape")
