"""Whose turn is it? The order in which entries that wait are asked for. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from briefing.fetching.memory import Waiting


def line_up(waiting: Iterable[Waiting]) -> list[Waiting]:
    """Return the entries of an outlet in the order in which they are asked for.

    Those of all its feeds, so that none is put off for another where time is short. First what was passed over or
    failed before, as it is due, then what is new, the newest first: else pages that always fail, and others that come
    in above the rest, would be all that a host is asked for.
    """
    waiting = tuple(waiting)
    before = sorted((each for each in waiting if each.again), key=lambda each: (each.again, each.tries, _date(each)))
    return before + sorted((each for each in waiting if not each.again), key=_date, reverse=True)


def is_awaited(address: str, waiting: Iterable[Waiting], now: str) -> bool:
    """Whether entries that were passed over, or asked for in vain, wait for the host of this address."""
    host = urlsplit(address).netloc
    return any("" < each.again <= now and urlsplit(each.entry.url).netloc == host for each in waiting)


def _date(waiting: Waiting) -> str:
    return max(waiting.entry.date, waiting.entry.modified)
