"""May this fetch begin, and what does it take along? One at a time for one memory and one folder of articles."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from time import monotonic

from msgspec.structs import replace

from briefing.durable import sync_files
from briefing.errors import BriefingError, find_remedy
from briefing.fetching.accounts import Outcome, Remark
from briefing.fetching.copydesk import Copydesk
from briefing.fetching.known import Known
from briefing.fetching.manners import Manners
from briefing.fetching.means import Tools, Wish
from briefing.fetching.memory import Memory
from briefing.fetching.model import Outlet
from briefing.fetching.rounds import Progress, fetch_round
from briefing.fetching.settings import require_contact
from briefing.fetching.wire import Wire
from briefing.locking import LocklessError, TakenError, hold_folder, hold_lock
from briefing.model import Registry
from briefing.settings import Settings
from briefing.turns import BusyError

ORIGINALS = "originals"  # beside content/: the files as they came
MOST_WORKERS = 8  # more pages than these clean are not asked for politely


def go_out(
    settings: Settings,
    registry: Registry,
    outlets: tuple[Outlet, ...],
    wish: Wish,
    now: Callable[[], str],
    progress: Progress,
) -> Outcome:
    """Fetch from these outlets; `now` gives the moment, ISO 8601 in UTC. A dry run writes nothing.

    Raises SettingError without a contact, BusyError at once where another fetch is under way, BriefingError where
    something cannot be written.
    """
    contact = require_contact(settings.fetching)
    end = monotonic() + 60 * wish.minutes if wish.minutes else math.inf
    path, originals = settings.beside_archive("fetched"), settings.content.parent / ORIGINALS

    def left() -> float:
        return end - monotonic()

    async def go(memory: Memory, desk: Copydesk) -> Outcome:
        wire = Wire(
            contact=contact, allowed=settings.fetching.allowed, seconds=float(settings.fetching.seconds), now=now()
        )
        async with wire:
            tools = Tools(
                manners=Manners(wire, memory.robots, now(), left),
                memory=memory,
                desk=desk,
                learn=lambda: Known(settings.content, registry, settings.zone),
                content=settings.content,
                originals=originals,
                zone=settings.zone,
                now=now,
                left=left,
                keep=sync_files,
            )
            outcome = await fetch_round(outlets, tools, wish, progress)
        return replace(outcome, requests=wire.asked)

    with ExitStack() as stack:
        if not wish.dry:
            stack.enter_context(_one_fetch(path, settings.content))
        memory = stack.enter_context(Memory.open_copy(path) if wish.dry else Memory.open(path))
        if not wish.dry and memory.feeds_waiting():
            from briefing.fetching.arrivals import sweep  # noqa: PLC0415 - loads all that cleans an article

            sweep(settings.content, originals)  # the last one may have been killed while it wrote
        desk = stack.enter_context(Copydesk(min(settings.workers, MOST_WORKERS)))
        outcome = asyncio.run(go(memory, desk))
    if memory.damage:
        outcome = replace(outcome, remarks=(Remark("", "", memory.damage), *outcome.remarks))
    return outcome


@contextmanager
def _one_fetch(memory: Path, content: Path) -> Iterator[None]:
    """Be the only one who fetches here while the block runs: with this memory, and into this folder."""
    lock, holder = (memory.with_name(f"{memory.name}.{ending}") for ending in ("lock", "pid"))
    busy = "Wait until that is done, or end it: the next fetch goes on where it was."
    with ExitStack() as stack:
        try:
            memory.parent.mkdir(parents=True, exist_ok=True)
            stack.enter_context(hold_lock(lock, holder))
            with suppress(LocklessError, OSError):  # those with one memory are kept apart without it
                stack.enter_context(hold_folder(content))
        except TakenError as error:
            raise BusyError(f"Articles are being fetched already{error}.", remedy=busy, path=str(content)) from error
        except LocklessError as error:
            raise BriefingError(
                f"{memory} lies on a file system that knows no locks, so two fetches could add articles twice.",
                remedy="Name a place on a local disk in BRIEFING_ARCHIVE.",
            ) from error
        except OSError as error:
            raise BriefingError(
                f"{memory} cannot be written: {error.strerror}.",
                remedy=f"{find_remedy(error)} Or name another place in BRIEFING_ARCHIVE.",
            ) from error
        yield
