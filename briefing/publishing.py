"""Who writes which pages? Few are written by this process, many by the crew; what is written is recorded as it comes.

A worker reads the archive, composes, renders, checks and writes the pages of the owners that it is told, and hands back
what is to be remembered of them; this process alone writes the archive. What a worker was at when it ended, or what
took too much, is made by a worker apart, one owner after the other (`printing.Proofs`); where an error came up it is
made here, so that the error is told as it is without a crew.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from concurrent.futures import BrokenExecutor
from contextlib import suppress
from functools import partial
from itertools import groupby
from typing import Any

import msgspec
from msgspec import Struct

from briefing.archive import Archive
from briefing.batches import AHEAD, flow
from briefing.bounds import OutOfTimeError, limited_memory, within
from briefing.catalogue.articles import OWNER as ARTICLE
from briefing.catalogue.plan import comes_last
from briefing.crew import AloneError, Crew
from briefing.errors import OutputError
from briefing.filing import Row
from briefing.gathering import UNMADE_BY
from briefing.model import Note, Registry
from briefing.opening import OUTPUT
from briefing.portions import share_out
from briefing.printing import (
    ERROR,
    MEMORY,
    TIME,
    Assignment,
    Press,
    Printed,
    Proofs,
    Spoilt,
    Unmade,
    print_chunk,
    tell_unmade,
)
from briefing.settings import Settings
from briefing.site.writer import Writer
from briefing.stamps import MOST_MOVED, Moved, Pages
from briefing.strays import place_folder
from briefing.unchanged import list_left
from briefing.unseen import leave_out_unseen
from briefing.version import printing_key

log = logging.getLogger(__name__)

# Fewer owners than this are published by this process: to begin a crew costs what 150 articles' pages do.
ALONE = 200
# Bytes of records held where few owners are published: two dozen actors show the same hundreds of articles, and no
# worker is beside this process. A tenth of what an added article costs.
ROOM = 12_000_000
ALL_TEXTS = 2_000  # articles' texts held, where few owners are published: with KEPT_TEXTS, half of them were read twice
_UNFINISHED = "publishing"  # remembered while pages are written: some may be half written if that is there
_ALL = b"all"  # … as this, where pages of all owners are to be made
_UNMADE = "unmade"  # remembered: of what, but articles, there are no pages, since they cannot be made
MOST_UNKNOWN = 5  # files that are named
RECORDED = 120  # pages made by this process after which they are recorded: what a build that is killed makes again


class Published(Struct):
    """What publishing did."""

    written: int = 0
    removed: int = 0
    moved: Moved | None = None  # where the pages were known: those that are not as they were
    unmade: tuple[Unmade, ...] = ()  # … of which there are no pages, articles aside
    failed: tuple[str, ...] = ()  # articles that are failed now, since their page cannot be made: settle them
    unread: bool = False  # whether some of all these shall be tried again by the next build


def publish(
    archive: Archive,
    settings: Settings,
    registry: Registry,
    crew: Crew,
    progress: Callable[[str, int, int], None],
    known: Pages | None = None,
) -> Published:
    """Write the pages that differ, take away those that shall be no more. Raises BriefingError.

    `known`: the pages as the archive has them, if that need not be asked.
    """
    strange = False
    with Proofs(settings, registry) as proofs:
        work = _Work(archive, settings, proofs, progress)
        while True:
            press = Press(archive, settings, registry)
            strange = _move_in(archive, settings, press.writer) or strange
            if archive.recall(_UNFINISHED) or not _knows_pages(archive):
                press.writer.sweep_leftovers()
            rows = known.rows() if known else archive.each("select path, size, mtime from page order by path")
            lost = press.writer.find_lost(rows)
            strange = strange or press.writer.lie_there(lost)
            afresh = archive.recall(_UNFINISHED) == _ALL
            work.begin(press, lost)
            try:
                for last, owners in groupby(press.catalogue.owners(lost, afresh=afresh), comes_last):
                    if last:
                        crew.relieve()  # what comes last is for this process, whose memory is at its height then
                        proofs.relieve()
                        work.do_alone(owners, bounded=False)
                    else:
                        work.do(list(owners), crew)
            except _TooMuchError as error:
                crew.relieve()  # it may still write
                work.begin_again(error)
                known = None
            else:
                break
        published = work.finish()
    published.moved = work.moved if known else None
    if strange:
        _tell_unknown(archive, settings, press.writer)
    return published


def _knows_pages(archive: Archive) -> bool:
    return bool(archive.rows("select 1 from page where inputs != x'' limit 1"))


def _move_in(archive: Archive, settings: Settings, writer: Writer) -> bool:
    """Have what the archive knows of pages be of this output folder; say whether others may lie there.

    What it knows of another folder, or what the last build left where it knows nothing, is announced: it goes as soon
    as a build is made there that does not want it.
    """
    described, knows = archive.recall(OUTPUT).decode(), _knows_pages(archive)
    if not knows:
        folder, left = list_left(str(settings.archive))
        writer.announce(left, place_folder(folder, settings.archive))
    if described == writer.place:
        return not knows and writer.holds_pages()
    if described:
        writer.announce((path for (path,) in archive.rows("select path from page")), described)
    with archive.change():
        if described:
            archive.do("delete from page")
            archive.remember(_UNFINISHED, _ALL)
        archive.remember(OUTPUT, writer.place.encode())
    return writer.holds_pages()


def _tell_unknown(archive: Archive, settings: Settings, writer: Writer) -> None:
    """Name pages that another archive has made, or this one before it was lost; we remove what we know to be ours."""
    unknown = writer.find_unknown({path for (path,) in archive.rows("select path from page")})
    if unknown:
        more = f" and {len(unknown) - MOST_UNKNOWN:,} more" if len(unknown) > MOST_UNKNOWN else ""
        log.warning(
            "%s holds pages of which the archive knows nothing: %s%s. They stay: delete those that you do not want.",
            settings.output,
            leave_out_unseen(", ".join(unknown[:MOST_UNKNOWN])),  # anybody may have named them
            more,
        )


def is_unfinished(archive: Archive) -> bool:
    """Whether pages were being written when the last build was killed."""
    return bool(archive.recall(_UNFINISHED))


class _TooMuchError(Exception):
    """Making an owner's pages took too much of this process: what it has composed may be half changed."""

    def __init__(self, owner: str, why: str) -> None:
        super().__init__(owner)
        self.owner, self.why = owner, why


class _Work:
    """The publishing of one build, as it is recorded."""

    def __init__(
        self, archive: Archive, settings: Settings, proofs: Proofs, progress: Callable[[str, int, int], None]
    ) -> None:
        self._archive, self._settings, self._proofs, self._progress = archive, settings, proofs, progress
        # What ended the last build while it made pages shall not end this one.
        self._careful = bool(archive.recall(_UNFINISHED))
        self._begun = self._broken = False
        self._published = Published()
        self.moved: dict[str, tuple[int, int] | None] = {}  # pages written and removed; of more than MOST_MOVED, some
        self._done = 0
        self._unmade: dict[str, Unmade] = {}  # found by this build
        self._left = {each.owner: each for each in _recall_unmade(archive)}  # … by those before, and not looked at yet
        more_time = [each.owner for each in self._left.values() if 0 < each.seconds < settings.article_seconds]
        archive.do_many("insert or ignore into due values (?)", ((owner,) for owner in more_time))

    def begin(self, press: Press, lost: frozenset[str]) -> None:
        """`lost`: the pages that are not as they were left."""
        self._press, self._lost = press, lost
        self._gone: list[tuple[str, str]] = []

    def begin_again(self, error: _TooMuchError) -> None:
        """Have a worker make what took too much here; or nobody, where that is known by now."""
        self._archive.forget_records()
        if self._careful or (error.why == TIME and error.owner.startswith(ARTICLE)):
            seconds = self._settings.article_seconds
            self._unmade[error.owner] = tell_unmade(error.owner, error.why, seconds)
        else:
            log.warning("Making a page took too much of this process; a worker goes on.")
            self._careful = True

    def do(self, owners: list[str], crew: Crew) -> None:
        """Publish these owners, with the crew where they are many."""
        if crew.size > 1 and len(owners) >= ALONE:
            self._do_with(owners, crew)
        elif self._careful:
            self._do_apart(owners)
        else:
            if len(owners) < ALONE:
                self._archive.room = max(self._archive.room, ROOM)
                self._press.kept_texts = ALL_TEXTS
            self.do_alone(owners)

    def _do_with(self, owners: list[str], crew: Crew) -> None:
        self._begin()
        chunks = enumerate(share_out(owners, self._archive, crew.size))
        out: dict[int, list[str]] = {}

        def submit(numbered: tuple[int, list[str]]) -> Any:
            number, chunk = numbered
            out[number] = chunk
            return crew.submit(print_chunk, number, [self._assign(owner) for owner in chunk])

        of = self._done + len(owners)
        while True:
            try:
                for number, printed, spoilt in flow(submit, chunks, lambda: AHEAD * crew.size):
                    self._record(printed)
                    self._mend(spoilt)
                    del out[number]
                    self._progress("Writing pages", self._done, of)
            except AloneError:  # which was told
                self._broken = True
                for _, chunk in [*sorted(out.items()), *chunks]:
                    self.do_alone(chunk)
                return
            except BrokenExecutor:
                log.warning("A worker process ended while it made pages. Those on the way are made again, one by one.")
                self._broken = True
                crew.relieve()
                for _, chunk in sorted(out.items()):
                    self._do_apart(chunk)
                out.clear()
            else:
                return

    def _mend(self, spoilt: Iterable[Spoilt]) -> None:
        for each in spoilt:
            if each.why == ERROR:
                self.do_alone([each.owner])
            else:  # another owner may have taken the memory, or the time; and more is due to what shows many articles
                self._do_apart([each.owner])

    def _do_apart(self, owners: Iterable[str]) -> None:
        """Publish these owners by a worker that may be ended."""
        for owner in owners:
            if owner in self._unmade:
                self._give_up(self._unmade[owner])
                continue
            self._begin()
            try:
                made = self._proofs.make(self._assign(owner), self._count_shown(owner))
            except AloneError:
                made = Spoilt(owner, ERROR)
            if isinstance(made, Printed):
                self._record([made])
            elif isinstance(made, Unmade):
                self._give_up(made)
            else:
                self.do_alone([owner])
            self._progress("Writing pages", self._done, self._done)

    def _count_shown(self, owner: str) -> int:
        return int(self._archive.rows("select count(*) from touch where thing = ?", (owner,))[0][0])

    def do_alone(self, owners: Iterable[str], *, bounded: bool = True) -> None:
        """Publish these owners in this process; `bounded`: raise _TooMuchError where one takes too much."""
        chunk: list[Printed] = []
        for owner in owners:
            if owner in self._unmade:
                self._give_up(self._unmade[owner])
                continue
            self._begin()
            try:
                chunk.append(self._make(owner, bounded=bounded))
            except _TooMuchError:
                self._record(chunk)
                raise
            if sum(len(printed.pages) for printed in chunk) >= RECORDED:
                self._record(chunk)
                self._progress("Writing pages", self._done, self._done)
                chunk = []
        self._record(chunk)

    def _make(self, owner: str, *, bounded: bool) -> Printed:
        make = partial(self._press.make, self._assign(owner))
        if not bounded:
            return make()
        why = TIME
        try:
            with limited_memory(self._settings.max_bytes), self._archive.change():
                return within(self._settings.article_seconds, make)
        except MemoryError:
            why = MEMORY
        except OutOfTimeError:
            pass
        raise _TooMuchError(owner, why)

    def _give_up(self, unmade: Unmade) -> None:
        """There are no pages of this owner."""
        self._unmade[unmade.owner] = unmade
        self._begin()
        rows = self._archive.rows("select path from page where owner = ?", (unmade.owner,))
        self._gone += [(path, unmade.owner) for (path,) in rows]
        self._done += 1

    def _begin(self) -> None:
        if not self._begun:
            if not self._archive.recall(_UNFINISHED):
                self._archive.remember(_UNFINISHED, b"yes")
            self._begun = True

    def _assign(self, owner: str) -> Assignment:
        self._left.pop(owner, None)
        rows = self._archive.rows("select path, inputs, view from page where owner = ?", (owner,))
        return Assignment(
            owner, {path: (b"", b"") if path in self._lost else (inputs, view) for path, inputs, view in rows}
        )

    def _record(self, chunk: Iterable[Printed]) -> None:
        with self._archive.change():
            for printed in chunk:
                self._archive.do_many("insert or replace into page values (?, ?, ?, ?, ?, ?)", printed.pages)
                self._archive.do_many("update page set inputs = ? where path = ?", printed.same)
                if len(self.moved) <= MOST_MOVED:
                    self.moved.update((path, (size, mtime)) for path, *_, size, mtime in printed.pages)
                for sql, values in printed.put_off:
                    self._archive.do(sql, values)
                self._gone += [(path, printed.owner) for path in printed.gone]
                self._published.written += printed.written
                self._done += 1

    def finish(self) -> Published:
        """Take away the pages that are no more, when all others are there: one may have gone to another owner."""
        if self._begun:
            with self._archive.change():
                for path, owner in sorted(self._gone):
                    if self._archive.rows("select 1 from page where path = ? and owner = ?", (path, owner)):
                        self._press.writer.remove(path)
                        self._archive.do("delete from page where path = ?", (path,))
                        self._published.removed += 1
                        if len(self.moved) <= MOST_MOVED:
                            self.moved[path] = None
                self._note_unmade()
                self._archive.remember(_UNFINISHED, b"")
        if self._broken:
            self._press.writer.sweep_leftovers()
        self._remove_strays()
        self._press.catalogue.finish()
        self._note_passing()
        return self._published

    def _note_unmade(self) -> None:
        """Have articles failed of which no page can be made; remember what else has none."""
        for owner, unmade in sorted(self._unmade.items()):
            if owner.startswith(ARTICLE):
                self._published.failed += _fail(self._archive, unmade)
            else:
                self._left[owner] = unmade
        if self._published.failed:
            self._archive.remember(UNMADE_BY, printing_key(self._settings))
        left = [unmade for _, unmade in sorted(self._left.items())]
        if left or self._archive.recall(_UNMADE):
            self._archive.remember(_UNMADE, msgspec.json.encode(left))

    def _note_passing(self) -> None:
        """Have the next build look at what it may be able to make, though nothing will have changed."""
        passing = [owner for owner, each in sorted(self._left.items()) if each.passing]
        self._archive.do_many("insert or ignore into due values (?)", ((owner,) for owner in passing))
        self._published.unmade = tuple(each for _, each in sorted(self._left.items()))
        self._published.unread = any(each.passing for each in (*self._left.values(), *self._unmade.values()))

    def _remove_strays(self) -> None:
        """Take away what builds that were killed had written and not recorded, and this one does not want."""
        writer = self._press.writer
        for path in writer.announced():
            if not self._archive.rows("select 1 from page where path = ?", (path,)):
                with suppress(OutputError):  # its folder leads elsewhere by now
                    writer.remove(path)
        writer.forget_announced()


def _recall_unmade(archive: Archive) -> tuple[Unmade, ...]:
    """What but articles has no pages, by owner, since they cannot be made and nothing that they show has changed."""
    kept = archive.recall(_UNMADE)
    return msgspec.json.decode(kept, type=tuple[Unmade, ...]) if kept else ()


def _fail(archive: Archive, unmade: Unmade) -> tuple[str, ...]:
    """Have an article failed, since its page cannot be made; return its id, if it was not: then settle it again."""
    id_ = unmade.owner.removeprefix(ARTICLE)
    for size, mtime, sha, notes in archive.rows(
        "select size, mtime, sha, notes from article where id = ? and readable", (id_,)
    ):
        told = (*msgspec.json.decode(notes, type=tuple[Note, ...]), unmade.tell())
        # What may only have been killed is not known: it is read again.
        archive.put(Row(id_, -1, -1, "", told) if unmade.passing else Row(id_, size, mtime, sha, told))
        return (id_,)
    return ()
