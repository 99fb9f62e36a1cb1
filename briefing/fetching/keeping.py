"""When may the memory say that an article is there? Once the disk keeps it: what a power failure takes back comes anew.

To ask the disk takes as long for twenty articles as for one. Of whoever is killed before it was asked the articles are
there all the same, and their entries wait still: the next fetch finds both, and asks for some pages once more.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from pathlib import Path

from msgspec import Struct

from briefing.fetching.memory import Memory, Settled, Waiting
from briefing.fetching.model import Trace

TOGETHER = 20  # articles


class Written(Struct, frozen=True):
    """An entry whose article was written, and its files."""

    waiting: Waiting
    state: Settled
    why: str
    path: str
    files: tuple[Path, ...]
    traces: tuple[Trace, ...] = ()  # by what the article is known if it is taken out
    at: str = ""  # when it came, ISO 8601 in UTC


class Keeping:
    """Articles that are written, and of which the memory does not say so yet."""

    def __init__(self, memory: Memory, keep: Callable[[Iterable[Path]], None]) -> None:
        """`keep` has the disk keep files."""
        self._memory, self._keep = memory, keep
        self._written: list[Written] = []
        self._asking = asyncio.Lock()

    async def take(self, written: Written) -> None:
        """Note it, with some others. Raises BriefingError, OSError."""
        self._written.append(written)
        if len(self._written) >= TOGETHER:
            async with self._asking:
                batch = tuple(self._written)
                await asyncio.to_thread(self._ask, batch)  # a disk that is busy may take seconds
                self._note(batch)

    def end(self) -> None:
        """Note what is left. Raises BriefingError, OSError."""
        batch = tuple(self._written)
        self._ask(batch)
        self._note(batch)

    def _ask(self, batch: Iterable[Written]) -> None:
        if files := [file for each in batch for file in each.files]:
            self._keep(files)

    def _note(self, batch: tuple[Written, ...]) -> None:
        for each in batch:
            self._memory.settle(each.waiting, each.state, each.why, each.path, each.traces, each.at)
        del self._written[: len(batch)]
