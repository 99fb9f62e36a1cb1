"""One fetch: what do the outlets have that is new, and what becomes of each entry? Each ends in a row.

Outlets are asked side by side, and one that is broken stops no other. Every step leaves the memory and the folder so
that the next fetch goes on where this one was killed: an entry is noted together with the validators of its feed, its
article is written whole, and once the disk keeps it the entry is settled.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from codecs import BOM_UTF8
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec.structs import replace

from briefing.errors import BriefingError, ContentError
from briefing.fetching.accounts import Outcome, Remark, tell_waiting
from briefing.fetching.copydesk import UnusableError, compose, read_feed
from briefing.fetching.keeping import Keeping, Written
from briefing.fetching.means import Tools, Wish
from briefing.fetching.memory import Asked, Seen, Settled, Waiting
from briefing.fetching.model import (
    Answer,
    Entry,
    Feed,
    LateError,
    Outlet,
    Row,
    SparedError,
    Trace,
    WireError,
    tell_removed,
)
from briefing.fetching.queueing import is_awaited, line_up
from briefing.fetching.sifting import Sifted, Terms, find_reason, name_entries, sift
from briefing.fetching.tray import Tray
from briefing.fetching.wire import LONGEST_WAIT

if TYPE_CHECKING:
    from briefing.fetching.known import Known

# Seconds after which what failed is tried again, each time; after the last it has failed for good.
PAUSES = (3_600, 4 * 3_600, 86_400, 3 * 86_400)
GONE = (404, 410, 451)  # what a publisher has taken down is not made up for by what the feed still says of it
SHUT = (401, 402)  # to who does not log in or pay: the feed's text will do at once, and without one it is tried again
LEAST_TAKEN = 40  # words of a feed's text that stands for a page that may not be had: else it is hardly a headline
PAGE_KINDS = ("text/html", "application/xhtml+xml", "text/plain")
FORGOTTEN = timedelta(days=90)  # after which an entry that stands in its feed no more is not remembered
INHERITED = 0.5  # of the entries of a feed; another that lists as many of them is that feed at a new address
AT_ONCE = 4  # entries of one outlet: a feed may lead to many hosts, and each has a delay of its own

log = logging.getLogger(__name__)

Progress = Callable[[str, int, int], None]


async def fetch_round(outlets: tuple[Outlet, ...], tools: Tools, wish: Wish, progress: Progress) -> Outcome:
    """Ask all feeds, read what is new, write it into content/.

    Raises BriefingError and OSError where the folder or the memory cannot be written.
    """
    return await _Round(outlets, tools, wish, progress).run()


class _Round:
    def __init__(self, outlets: tuple[Outlet, ...], tools: Tools, wish: Wish, progress: Progress) -> None:
        self._outlets, self._tools, self._wish, self._progress = outlets, tools, wish, progress
        self._memory, self._keeping = tools.memory, Keeping(tools.memory, tools.keep)
        self._rows: dict[str, list[Row]] = defaultdict(list)  # by feed
        self._remarks: list[Remark] = []
        self._unchanged: list[str] = []
        self._asked = self._read = self._found = 0  # feeds and entries that are done, entries that there are
        self._known: Known | None = None
        self._learning = asyncio.Lock()
        self._addresses: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._tray = Tray()

    async def run(self) -> Outcome:
        now = self._tools.now()
        self._memory.set_right(now, _later(now, max(*PAUSES, LONGEST_WAIT)))
        try:
            async with asyncio.TaskGroup() as group:
                for outlet in sorted(self._outlets, key=lambda each: min(map(self._last, each.feeds), default="")):
                    group.create_task(self._fetch(outlet))
        except BaseExceptionGroup as errors:
            raise _first(errors) from None
        finally:
            self._keeping.end()
        if self._wish.all and not self._wish.dry:
            self._let_go()
        feeds = [feed for outlet in self._outlets for feed in outlet.feeds]
        gone = sorted({*self._rows} - {*feeds})
        place = {feed: number for number, feed in enumerate(feeds)}
        rows = tuple(row for feed in (*feeds, *gone) for row in self._rows[feed])
        remarks = sorted(self._remarks, key=lambda each: (place[each.feed], each.what))
        return Outcome(
            rows=rows,
            remarks=(*remarks, *tell_waiting(rows, self._wish.minutes)),
            unchanged=tuple(feed for feed in feeds if feed in self._unchanged),
        )

    async def _fetch(self, outlet: Outlet) -> None:
        for feed in sorted(outlet.feeds, key=self._last):
            try:
                await self._ask(outlet, feed)
            except LateError:
                self._rows[feed].append(Row(outlet.id, feed, "waiting", why=self._late()))
            except (BriefingError, OSError):
                raise  # the folder or the memory cannot be written: it would be the same for all
            except Exception as error:
                log.debug("A feed could not be read.", exc_info=True)
                self._rows[feed].append(Row(outlet.id, feed, "failed", why=_blame(error)))
            self._asked += 1
            self._progress("feeds", self._asked, sum(len(each.feeds) for each in self._outlets))
        waiting = line_up(self._list_waiting(outlet))
        if waiting:
            known = await self._learn()
            known.list_articles(path for feed in outlet.feeds for path in self._memory.listed(feed).values())
            for each in waiting:
                known.list_entry(outlet.id, each.entry, each.path)
        self._found += len(waiting)
        turns = asyncio.Semaphore(AT_ONCE)
        async with asyncio.TaskGroup() as group:
            reading = [group.create_task(self._read_in_turn(outlet, each, turns)) for each in waiting]
        for each, task in zip(waiting, reading, strict=True):
            self._rows[each.feed].append(task.result())

    def _list_waiting(self, outlet: Outlet) -> list[Waiting]:
        return [each for feed in outlet.feeds for each in self._memory.waiting(feed)]

    # -- time ---------------------------------------------------------------------------------------------------------

    def _last(self, feed: str) -> str:
        """By which feeds take their turns where time is short: who waited longest is first."""
        return self._memory.asked(feed).at if self._wish.minutes else ""

    def _keep(self) -> float:
        """The seconds that feeds leave: half of all are for entries, if any wait."""
        return 30.0 * self._wish.minutes if self._wish.minutes and self._memory.feeds_waiting() else 0.0

    def _late(self) -> str:
        return f"The fetch had {self._wish.minutes} min."

    # -- feeds --------------------------------------------------------------------------------------------------------

    async def _ask(self, outlet: Outlet, feed: str) -> None:
        """Ask for a feed, and note what it says in one step."""
        now = self._tools.now()
        asked = self._follow(outlet, feed, self._memory.asked(feed))
        if asked.again > now:
            why = "Its server asked to be left alone until then."
            self._rows[feed].append(Row(outlet.id, feed, "retried", why=why, again=asked.again))
            return
        terms = hashlib.sha256(msgspec.json.encode(outlet.wanted)).hexdigest()[:16]
        anew = bool(self._wish.since) or asked.terms != terms
        etag, last_modified = ("", "") if anew else (asked.etag, asked.last_modified)
        address = asked.moved or feed
        yields = not (asked.again or self._wish.dry) and is_awaited(address, self._list_waiting(outlet), now)
        try:
            answer = await self._get(
                address, outlet, etag=etag, last_modified=last_modified, keep=self._keep(), yields=yields
            )
            moved = answer.moved or asked.moved
            if answer.status == 304:
                self._unchanged.append(feed)
                self._memory.note(feed, replace(asked, moved=moved, at=now, again=""))
                return
            read = await self._tools.desk.ask(read_feed, answer, now)
        except LateError:
            raise
        except (WireError, UnusableError) as error:
            self._note_trouble(outlet, feed, asked, error)
            return
        if moved and moved != feed:
            self._remark(outlet, feed, f"It has moved to {moved}. Write that into sources.yml.")
        for what in read.notes:
            self._remark(outlet, feed, what)
        if not asked.at:
            self._inherit(outlet, feed, read)
        known, seen = await self._learn(), self._memory.seen(feed)
        sifted = sift(
            read,
            outlet,
            seen,
            Terms(self._tools.zone, now, self._wish.since, first=not asked.at, anew=anew),
            lambda entry: known.list_entry(outlet.id, entry),
        )
        # One that broke off is asked for whole the next time: to hear that nothing changed would hide the rest of it.
        validators = (answer.etag, answer.last_modified) if read.whole else ("", "")
        noted = Asked(*validators, moved, now, terms)
        self._memory.take(feed, outlet.id, noted, (each.news for each in sifted if not each.twice), self._long_ago())
        self._rows[feed] += [self._tell(outlet, feed, each, seen, known) for each in sifted if each.state != "waiting"]

    def _follow(self, outlet: Outlet, feed: str, asked: Asked) -> Asked:
        """What is known of a feed; of one that has just come into sources.yml, as its server said where it had been,
        all that was known of it there.
        """
        for old in () if asked.at else self._memory.unnamed(outlet.id, self._named()):
            if (before := self._memory.asked(old)).moved == feed:
                asked = replace(before, moved="", again=asked.again)
                self._memory.rename(old, feed, asked)
                break
        return asked

    def _inherit(self, outlet: Outlet, feed: str, read: Feed) -> None:
        """Take over what is known of feeds that sources.yml names no more, if they listed what this new one does."""
        keys = {*name_entries(read, outlet)}
        for old in self._memory.unnamed(outlet.id, self._named()):
            last = self._memory.listed(old).keys()
            if len(keys & last) >= max(1, INHERITED * min(len(keys), len(last))):
                self._memory.rename(old, feed, self._memory.asked(feed))

    def _named(self) -> set[str]:
        return {feed for outlet in self._outlets for feed in outlet.feeds}

    def _note_trouble(self, outlet: Outlet, feed: str, asked: Asked, error: WireError | UnusableError) -> None:
        """Say that a feed could not be read. What was known of it stays; its entries that wait are read still."""
        again = ""
        if isinstance(error, WireError):
            if error.lasting and asked.moved:  # where it is said to live now is nothing: back to where it was
                asked = replace(asked, moved="", etag="", last_modified="")
                self._memory.note(feed, asked)
            if error.again:
                again = _later(self._tools.now(), error.again)
                self._memory.note(feed, replace(asked, again=again))
        state: Any = "failed" if error.lasting else "retried"
        why = f"{error.what} {getattr(error, 'of_a_feed', '') or error.remedy}".strip()
        self._rows[feed].append(Row(outlet.id, feed, state, why=why, again=again))

    def _remark(self, outlet: Outlet, feed: str, what: str) -> None:
        self._remarks.append(Remark(outlet.id, feed, what))

    def _tell(self, outlet: Outlet, feed: str, each: Sifted, seen: dict[str, Seen], known: Known) -> Row:
        """The row of an entry that is not to be read."""
        entry, why = each.news.entry, each.why
        before = seen.get(each.news.key)
        path = before.path if before else ""
        if path and not known.has(path, outlet.id):  # it is gone, or its name is that of an editor's article by now
            there = known.find(outlet.id, entry, path)
            if there is not None and not there.is_removed:
                path = there.path
            elif not self._is_there(path):
                path, why = "", tell_removed(path)
        return _row(outlet.id, feed, entry, each.state, why=why, path=path)

    # -- entries ------------------------------------------------------------------------------------------------------

    async def _read_in_turn(self, outlet: Outlet, waiting: Waiting, turns: asyncio.Semaphore) -> Row:
        async with turns, self._addresses[waiting.entry.url or waiting.key]:
            row = await self._settle(outlet, waiting)
        self._read += 1
        self._progress("entries", self._read, self._found)
        return row

    async def _settle(self, outlet: Outlet, waiting: Waiting) -> Row:
        """Read an entry, and note what came of it."""
        if waiting.again > self._tools.now():
            row = _row(waiting.source, waiting.feed, waiting.entry, "retried", why=waiting.why)
            return replace(row, again=waiting.again)
        late = _row(waiting.source, waiting.feed, waiting.entry, "waiting", why=self._late())
        if self._tools.left() <= 0:
            return late
        try:
            return await self._come_in(outlet, waiting)
        except LateError:
            return late
        except SparedError as error:
            return self._pass_over(waiting, error)
        except (WireError, UnusableError) as error:
            if error.lasting:
                return self._end(waiting, "failed", _say(error))
            return self._postpone(waiting, _say(error), getattr(error, "again", None) or 0)
        except ContentError as error:
            return self._end(waiting, "failed", f"{error.what} {error.remedy}".strip())
        except (BriefingError, OSError):
            raise  # the folder or the memory cannot be written: it would be the same for all
        except Exception as error:
            log.debug("An entry could not be read.", exc_info=True)
            return self._postpone(waiting, _blame(error), 0)

    async def _come_in(self, outlet: Outlet, waiting: Waiting) -> Row:
        """From an entry to its article. Raises WireError, UnusableError, ContentError, BriefingError, OSError."""
        from briefing.fetching.arrivals import arrive  # noqa: PLC0415 - these two load all that cleans an article,
        from briefing.fetching.pages import needs_page  # noqa: PLC0415 - half a second, where mostly nothing is new

        entry, known = waiting.entry, await self._learn()
        there = known.find(outlet.id, entry, waiting.path)
        if there is not None and there.frozen:
            return self._end(waiting, "known", there.frozen, there.path)
        if there is not None and not there.is_of(outlet, waiting.feed):
            return self._end(waiting, "known", f"It came from {there.feed}.", there.path)
        if there is None and waiting.path and not (known.has_trace(waiting.path) or self._is_there(waiting.path)):
            return self._end(waiting, "known", tell_removed(waiting.path))
        if self._wish.dry:
            return self._guess(waiting, there.path if there else "")
        page, refused, last = None, None, waiting.tries >= len(PAUSES)
        if needs_page(entry, outlet):
            try:
                page = await self._get_page(entry.url, outlet)
            except (LateError, SparedError):
                raise
            except WireError as error:
                final = error.lasting or last or error.status in SHUT
                if outlet.text != "both" or not final or error.status in GONE:
                    raise
                refused = error
        try:
            async with self._tray.hold(page):
                cleaned = await self._tools.desk.ask(compose, entry, outlet, page, last)
        except UnusableError:
            if refused:
                raise refused from None  # what its page said tells more
            raise
        if refused and len(cleaned.body.split()) < LEAST_TAKEN:
            raise refused
        why = find_reason(outlet.wanted, entry, cleaned.body, final=True)
        if why:
            return self._end(waiting, "filtered", why)
        arrived = arrive(
            cleaned,
            entry,
            outlet,
            waiting.feed,
            known,
            content=self._tools.content,
            originals=self._tools.originals,
            now=self._tools.now(),
            path=waiting.path,
            asked=page is not None,
        )
        note = f"The feed's text was taken. {_say(refused)}" if refused else ""
        why = " ".join(filter(None, (arrived.why, note)))
        traces = _trace(waiting, arrived.path, cleaned.body, cleaned.url)
        if arrived.original is None:
            return self._end(waiting, arrived.state, why, arrived.path, traces)
        files = (self._tools.content / arrived.path, arrived.original)
        written = Written(waiting, arrived.state, why, arrived.path, files, traces, self._tools.now())
        await self._keeping.take(written)
        return _row(waiting.source, waiting.feed, waiting.entry, arrived.state, why=why, path=arrived.path)

    async def _get_page(self, url: str, outlet: Outlet) -> Answer:
        await self._tray.wait_for_room()
        return await self._get(url, outlet, kinds=PAGE_KINDS)

    async def _get(self, url: str, outlet: Outlet, **conditions: Any) -> Answer:
        """Raises WireError, also where nothing came: a server that is unwell may say 200 and no more."""
        answer = await self._tools.manners.get(url, outlet.delay, **conditions)
        if answer.status == 200 and not answer.body.removeprefix(BOM_UTF8).strip():
            raise WireError("The server sent nothing.", "It may answer another time.")
        return answer

    def _guess(self, waiting: Waiting, path: str) -> Row:
        """In a dry run: what would be looked at."""
        if not path:
            return _row(waiting.source, waiting.feed, waiting.entry, "added", why="It would be read.")
        why = "The feed says something new of it: it would be compared."
        return _row(waiting.source, waiting.feed, waiting.entry, "known", why=why, path=path)

    def _end(self, waiting: Waiting, state: Settled, why: str, path: str = "", traces: tuple[Trace, ...] = ()) -> Row:
        if not self._wish.dry:
            traces = traces or _trace(waiting, path)
            self._memory.settle(waiting, state, why, path, traces, self._tools.now())
        shown = path if path and self._is_there(path) else ""
        return _row(waiting.source, waiting.feed, waiting.entry, state, why=why, path=shown)

    def _is_there(self, path: str) -> bool:
        return (self._tools.content / path).exists()

    def _postpone(self, waiting: Waiting, why: str, wait: float) -> Row:
        tries = waiting.tries + 1
        if tries > len(PAUSES):
            return self._end(waiting, "failed", f"{why} It was tried {tries} times.")
        again = _later(self._tools.now(), max(PAUSES[tries - 1], wait))
        self._memory.postpone(waiting, tries, again, why)
        return replace(_row(waiting.source, waiting.feed, waiting.entry, "retried", why=why), again=again)

    def _pass_over(self, waiting: Waiting, error: SparedError) -> Row:
        """Note that an entry was not asked for, which is no try: it is its turn in the next round."""
        why, again = _say(error), _later(self._tools.now(), error.again or 0)
        self._memory.postpone(waiting, waiting.tries, again, why)
        return replace(_row(waiting.source, waiting.feed, waiting.entry, "retried", why=why), again=again)

    def _let_go(self) -> None:
        """Settle what waits of feeds that sources.yml does not name any more."""
        named = self._named()
        unread = {each.id for each in self._outlets if not all(self._memory.asked(feed).at for feed in each.feeds)}
        for feed in self._memory.feeds_waiting():
            if feed not in named:
                for each in self._memory.waiting(feed):
                    if each.source in unread:  # its new feed may prove to be this one
                        continue
                    self._rows[feed].append(self._end(each, "filtered", "sources.yml names its feed no more."))
        self._memory.forget(named, self._long_ago())

    def _long_ago(self) -> str:
        return (datetime.fromisoformat(self._tools.now()) - FORGOTTEN).isoformat()

    async def _learn(self) -> Known:
        """What is there already: read when it is needed, since mostly it is not."""
        async with self._learning:
            if self._known is None:
                self._known = await asyncio.to_thread(self._tools.learn)
                self._known.remember(self._memory.traces())
            return self._known


def _row(source: str, feed: str, entry: Entry, state: Any, *, why: str = "", path: str = "") -> Row:
    return Row(source, feed, state, entry.url or entry.guid or entry.title, entry.title, path, why)


def _trace(waiting: Waiting, path: str, body: str = "", url: str = "") -> tuple[Trace, ...]:
    """By what an article is known that an entry was; its text where it was read."""
    from briefing.fetching.traces import trace  # noqa: PLC0415 - it loads what Known does

    return trace(path, waiting.source, waiting.entry, body, url) if path else ()


def _say(error: WireError | UnusableError) -> str:
    return f"{error.what} {error.remedy}".strip()


def _blame(error: Exception) -> str:
    what = f"To read it failed ({type(error).__name__}: {str(error)[:200]})."
    return f"{what} This is a fault of Briefing or of a library: please report it."


def _later(now: str, seconds: float) -> str:
    return (datetime.fromisoformat(now) + timedelta(seconds=seconds)).astimezone(UTC).isoformat(timespec="seconds")


def _first(errors: BaseExceptionGroup[BaseException]) -> BaseException:
    """What went wrong first, out of its groups."""
    error: BaseException = errors
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error
