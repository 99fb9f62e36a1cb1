"""How do many files reach those who read them? In batches, of which a bounded number is on the way at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from typing import TypeVar

from briefing.folder import Sighting

T = TypeVar("T")
B = TypeVar("B")

# Large against what handing over a batch costs (1 ms through a pipe, 5 ms through a scheduler).
MOST_FILES = 32
MOST_BYTES = 1 << 18  # about a second's work: what a worker that dies takes with it, and what the last ones wait for
AHEAD = 2  # batches on the way for each worker: one that it works at and one that waits for it


def make_batches(sightings: Iterable[Sighting]) -> Iterator[list[Sighting]]:
    """Cut into batches of at most MOST_FILES files and, unless one alone has more, MOST_BYTES bytes; in order."""
    batch: list[Sighting] = []
    size = 0
    for sighting in sightings:
        if batch and (len(batch) == MOST_FILES or size + sighting.size > MOST_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(sighting)
        size += sighting.size
    if batch:
        yield batch


def flow(
    submit: Callable[[B], Future[T]],
    batches: Iterable[B],
    most: Callable[[], int],
    *,
    watch: Callable[[], None] = lambda: None,
    every: float | None = None,
    mend: Callable[[B, Exception], T] | None = None,
) -> Iterator[T]:
    """What comes of all batches, as it comes; never more than `most()` of them are handed out, which bounds the memory.

    `watch` is called where nothing came for `every` seconds; it may raise. `mend` makes what an error kept from coming,
    or raises it.
    """
    out: set[Future[T]] = set()
    of: dict[Future[T], B] = {}
    rest = iter(batches)
    try:
        while True:
            room = most() - len(out)
            for batch in rest if room > 0 else ():
                future = submit(batch)
                out.add(future)
                of[future] = batch
                room -= 1
                if room <= 0:
                    break
            if not out:
                return
            done, out = wait(out, every, FIRST_COMPLETED)
            if not done:
                watch()
            for future in done:
                batch = of.pop(future)
                try:
                    result = future.result()
                except Exception as error:
                    if mend is None:
                        raise
                    result = mend(batch, error)
                yield result
    finally:
        for future in out:
            future.cancel()
