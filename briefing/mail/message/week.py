"""What does the edition of a week hold? The editions of its days, united into one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from briefing.published import Edition


@dataclass(frozen=True, slots=True)
class Week:
    """The days that a weekly edition tells of."""

    first: str  # the first of the seven days, whether or not it has an edition
    last: str  # the seventh, which is the day of its last edition
    days: tuple[str, ...]  # those that have one, oldest first


def compose_week(editions: Sequence[Edition]) -> tuple[Edition, Week]:
    """Return the edition of the seven days that end with the last of `editions`, and which days those are.

    `editions` may hold older ones too, in any order. Raises ValueError where there is none.
    """
    raise NotImplementedError
