"""What does a round of fetching work with, and what is asked of it?"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import tzinfo
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

from briefing.fetching.copydesk import Copydesk
from briefing.fetching.memory import Memory
from briefing.fetching.model import Answer

if TYPE_CHECKING:
    from pathlib import Path

    from briefing.fetching.known import Known


class Manners(Protocol):
    """Asks politely (`manners.Manners`)."""

    async def get(
        self,
        url: str,
        delay: float,
        *,
        etag: str = "",
        last_modified: str = "",
        kinds: tuple[str, ...] = (),
        keep: float = 0.0,
        yields: bool = False,
    ) -> Answer: ...


class Tools(Struct, frozen=True):
    """What a round works with."""

    manners: Manners
    memory: Memory
    desk: Copydesk
    learn: Callable[[], Known]  # reads the articles that are there
    content: Path
    originals: Path
    zone: tzinfo
    now: Callable[[], str]  # the moment, ISO 8601 in UTC
    left: Callable[[], float]  # seconds that there are still
    keep: Callable[[Iterable[Path]], None]  # has the disk keep files


class Wish(Struct, frozen=True):
    """What is asked of a round."""

    since: str = ""  # a day; empty: what is new
    dry: bool = False  # ask feeds, and nothing else
    all: bool = True  # these are all outlets that there are
    minutes: int = 0  # what is not asked for by then waits for the next round; 0: nothing has to
