"""When is a pattern compiled? When a text first asks for it.

To compile the analysis's 250 patterns takes 0.09 s, a third of the start of a build that reads one article, and a plain
article asks for half of them.
"""

from __future__ import annotations

import re
from typing import Any, cast


class _Pattern:
    """Has the methods of a compiled pattern as its own; to call one costs 0.03 µs more than there."""


class _LatePattern(_Pattern):
    """Becomes that at its first use."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._source = pattern, flags

    def __getattr__(self, name: str) -> Any:  # asked for what is not there yet
        if name.startswith("__"):
            raise AttributeError(name)
        compiled = re.compile(*self._source)
        for each in dir(re.Pattern):
            if not each.startswith("_"):
                setattr(self, each, getattr(compiled, each))
        # A class with `__getattr__` finds all its attributes more slowly: the analysis took a twentieth longer.
        self.__class__ = _Pattern  # type: ignore[assignment]
        return getattr(compiled, name)


def compile_late(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Return the pattern as `re.compile` does. One that is wrong is told where it is used first, by `re.error`."""
    return cast("re.Pattern[str]", _LatePattern(pattern, flags))


def fold(text: str) -> str:
    """Return a text in small letters, with s and i for the odd ones that `re.IGNORECASE` takes for these: ſ, ı, İ.

    In it one looks for what a pattern cannot do without, which is faster than to ask the pattern.
    """
    low = text.lower()
    return low if low.isascii() else low.replace("ſ", "s").replace("ı", "i").replace("i\u0307", "i")
