"""What became of a fetch, by source? Counts and lines for people, one object for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import get_args

from msgspec import Struct

from briefing.fetching.model import Outlet, Row, State

STATES: tuple[State, ...] = get_args(State)


class Remark(Struct, frozen=True):
    """What an editor should know of a feed that could be read."""

    source: str
    feed: str
    what: str


class Outcome(Struct, frozen=True):
    """All that became of one fetch."""

    rows: tuple[Row, ...]  # by source in the order of sources.yml, then by feed, then in the order of the feed
    remarks: tuple[Remark, ...]
    unchanged: tuple[str, ...]  # addresses of the feeds of which their servers say that they are as they were
    requests: int = 0  # robots.txt and redirects included


class Account(Struct, frozen=True):
    """What became of one source."""

    source: str  # its id
    name: str
    feeds: int  # that it has
    unchanged: int  # of them: their servers say that they are as they were
    unread: int  # of them: they could not be read, this time or ever, or the time was over
    added: int
    changed: int
    known: int
    filtered: int
    failed: int  # entries
    retried: int  # entries
    waiting: int  # entries: the time was over before they were asked for


class Ledger(Struct, frozen=True):
    """What `briefing fetch --json` prints."""

    at: str  # the moment at which it began, ISO 8601 in UTC
    dry_run: bool  # nothing was written: `added` are those that would be asked for
    requests: int
    sources: tuple[Account, ...]
    rows: tuple[Row, ...]
    remarks: tuple[Remark, ...]


def sum_up(outcome: Outcome, outlets: Iterable[Outlet]) -> tuple[Account, ...]:
    """Return the account of each outlet, and of sources that are outlets no more, in that order."""
    outlets = tuple(outlets)
    counts = Counter((row.source, row.state) for row in outcome.rows if row.entry)
    unread = Counter(row.source for row in outcome.rows if not row.entry)
    names = {outlet.id: outlet.name for outlet in outlets}
    gone = sorted({row.source for row in outcome.rows} - {*names})
    feeds = {outlet.id: outlet.feeds for outlet in outlets}
    return tuple(
        Account(
            source,
            names.get(source, source),
            len(feeds.get(source, ())),
            sum(feed in outcome.unchanged for feed in feeds.get(source, ())),
            unread[source],
            **{state: counts[source, state] for state in STATES},
        )
        for source in (*names, *gone)
    )


def draw_up(accounts: Iterable[Account]) -> list[str]:
    """Return the summary as the lines of a table: a source in each, and their sum where there are several.

    Where nothing waits nothing is said of waiting.
    """
    accounts = tuple(accounts)
    states = [state for state in STATES if state != "waiting" or any(each.waiting for each in accounts)]
    head = ("source", "feeds", "as before", "not read", *states)
    counted = ("feeds", "unchanged", "unread", *states)
    rows = [(each.name, *(getattr(each, name) for name in counted)) for each in accounts]
    if len(rows) > 1:
        rows.append(("all", *(sum(getattr(each, name) for each in accounts) for name in counted)))
    cells = [head, *(tuple(f"{cell:,}" if isinstance(cell, int) else cell for cell in row) for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(head))]
    return [
        "  ".join(
            cell.rjust(width) if column else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in cells
    ]


def has_failed(outcome: Outcome) -> bool:
    """Whether a feed could not be read, or an entry came to nothing that was wanted."""
    return any(row.state == "failed" or not (row.entry or row.state == "waiting") for row in outcome.rows)


def tell_waiting(rows: Iterable[Row], minutes: int) -> tuple[Remark, ...]:
    """Return how much of each source was not asked for in so many minutes, and waits."""
    left = Counter((row.source, "entry" if row.entry else "feed") for row in rows if row.state == "waiting")
    return tuple(
        Remark(
            source,
            "",
            f"{' and '.join(_count(left[source, what], what) for what in ('entry', 'feed') if left[source, what])}"
            f" {'waits' if left[source, 'entry'] + left[source, 'feed'] == 1 else 'wait'} for the next fetch: "
            f"this one had {_count(minutes, 'minute')}.",
        )
        for source in dict.fromkeys(source for source, _ in left)
    )


def _count(number: int, what: str) -> str:
    return f"{number:,} {what if number == 1 else {'entry': 'entries'}.get(what, what + 's')}"
