"""What does a YAML text say, and on which line? The values; `yamlparser` reads them.

Nothing is turned into dates, numbers or truth values: `no` may be a country, `2024-05` is no day. What YAML can do
beyond lists, maps and words (aliases, tags, several documents) is refused, so no text can grow while it is read.
"""

from __future__ import annotations

from msgspec import Struct


class Scalar(Struct, frozen=True):
    value: str  # as it stands, without quotes; empty for null
    line: int  # from 1


class Listing(Struct, frozen=True):
    items: tuple[Tree, ...]
    line: int


class Mapping(Struct, frozen=True):
    pairs: tuple[tuple[Scalar, Tree], ...]  # in order, keys may repeat
    line: int


Tree = Scalar | Listing | Mapping


class YamlError(Exception):
    """The text is no YAML, or (`refused`) more YAML than we read. `what` is a sentence, `line` counts from 1."""

    def __init__(self, what: str, line: int, remedy: str, *, refused: bool = True) -> None:
        super().__init__(what)
        self.what, self.line, self.remedy, self.refused = what, line, remedy, refused
