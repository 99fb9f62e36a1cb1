"""How many pages may lie there unread? So that a host that is quicker than their readers fills no memory."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from briefing.fetching.model import Answer

ROOM = 64_000_000  # bytes of pages that wait to be read: with more, none is asked for


class Tray:
    """Pages that came and are not read yet: as long as they are too many, none is asked for."""

    def __init__(self) -> None:
        self._bytes = 0
        self._less = asyncio.Event()
        self._less.set()

    async def wait_for_room(self) -> None:
        await self._less.wait()

    @asynccontextmanager
    async def hold(self, page: Answer | None) -> AsyncIterator[None]:
        size = len(page.body) if page else 0
        self._count(size)
        try:
            yield
        finally:
            self._count(-size)

    def _count(self, size: int) -> None:
        self._bytes += size
        (self._less.set if self._bytes < ROOM else self._less.clear)()
