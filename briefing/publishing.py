"""Who writes which pages? Few are written by this process, many by the crew; what is written is recorded as it comes.

A worker reads the archive, composes, renders, checks and writes the pages of the owners that it is told, and hands back
what is to be remembered of them; this process alone writes the archive. What a worker does not bring back, since a page
cannot be made or the worker was killed, is made here: an error then comes up as it does without a crew.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor
from contextlib import suppress
from functools import partial
from itertools import groupby
from typing import Any

from msgspec import Struct

from briefing.archive import OUTPUT, Archive
from briefing.batches import AHEAD, flow
from briefing.catalogue.articles import OWNER as ARTICLE
from briefing.catalogue.plan import Catalogue, comes_last
from briefing.crew import AloneError, Crew, given
from briefing.errors import OutputError
from briefing.model import Registry
from briefing.settings import Settings
from briefing.site.render import make_environment
from briefing.site.writer import Writer
from briefing.stamps import MOST_MOVED, Moved, Pages
from briefing.strays import place_folder
from briefing.templating import keep_compiled
from briefing.unchanged import list_left
from briefing.unseen import leave_out_unseen
from briefing.verbatim import check_file

log = logging.getLogger(__name__)

# Fewer owners than this are published by this process: to begin a crew costs what 150 articles' pages do.
ALONE = 200
# Bytes of records held where few owners are published: two dozen actors show the same hundreds of articles, and no
# worker is beside this process. A tenth of what an added article costs.
ROOM = 12_000_000
KEPT_TEXTS = 300  # articles’ texts that pages were checked against, some 4 KB each
ALL_TEXTS = 2_000  # … where few owners are published: with 300, half of them were read twice
_UNFINISHED = "publishing"  # remembered while pages are written: some may be half written if that is there
_ALL = b"all"  # … as this, where pages of all owners are to be made
MOST_UNKNOWN = 5  # files that are named

# What an owner costs against what it shows: an article's page is a unit, its share in another thing's page a third.
_ARTICLE, _THING, _SHARE = 3, 6, 1
_MOST = 120  # units in a chunk, about a quarter of a second: what a build that is killed makes again
_LEAST = 9
_DEAR = _MOST // 2


class Assignment(Struct, frozen=True):
    """An owner whose pages are to be made where they differ from the published ones."""

    owner: str
    known: dict[str, tuple[bytes, bytes]]  # path → (inputs, view) of its pages; both empty: not as it was left


class Printed(Struct, frozen=True):
    """What became of an owner's pages."""

    owner: str
    pages: list[tuple[str, str, bytes, bytes, int, int]]  # rows of the table `page`
    same: list[tuple[bytes, str]]  # (inputs, path) of those whose view is the published one
    gone: list[str]  # paths that it has no more
    written: int  # files that were not there with the same bytes
    put_off: list[tuple[str, Sequence[Any]]]  # what else the archive shall remember


class Press:
    """Makes pages, in this process or in a worker."""

    def __init__(self, archive: Archive, settings: Settings, registry: Registry) -> None:
        self._archive = archive
        self.catalogue = Catalogue(archive, settings, registry)
        keep_compiled(settings.beside_archive("templates"))
        environment = make_environment([str(settings.theme / "templates")], settings.language)
        check = partial(check_file, text_of=self._text_of)
        rendered_by = self.catalogue.made_from.rendered_by
        self.writer = Writer(settings.output, environment, check, rendered_by, settings.beside_archive("coming"))
        self._texts: dict[str, str | None] = {}
        self.kept_texts = KEPT_TEXTS

    def _text_of(self, id_: str) -> str | None:
        if id_ not in self._texts:
            if len(self._texts) >= self.kept_texts:
                self._texts.clear()
            article = self._archive.article(id_)
            self._texts[id_] = article.text if article else None
        return self._texts[id_]

    def make(self, assignment: Assignment) -> Printed:
        """Compose, render, check and write an owner's pages. Raises BriefingError, and what templates raise."""
        owner, known, before = assignment.owner, assignment.known, self.writer.written
        pages, same, wanted = [], [], set()
        planned = self.catalogue.pages_of(owner)
        self.writer.announce(page.path for page in planned if page.path not in known)
        for page in planned:
            wanted.add(page.path)
            inputs, view = known.get(page.path, (b"", b""))
            if inputs == page.inputs:
                continue
            outcome = self.writer.publish(page.path, page.template, page.make(), page.root, view)
            if outcome is None:
                same.append((page.inputs, page.path))
            else:
                pages.append((page.path, owner, page.inputs, *outcome))
        gone = [path for path in known if path not in wanted]
        return Printed(owner, pages, same, gone, self.writer.written - before, self._archive.take_put_off())


class Published(Struct):
    """What publishing did."""

    written: int = 0
    removed: int = 0
    moved: Moved | None = None  # where the pages were known: those that are not as they were


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
    press = Press(archive, settings, registry)
    strange = _move_in(archive, settings, press.writer)
    if archive.recall(_UNFINISHED) or not _knows_pages(archive):
        press.writer.sweep_leftovers()
    lost = press.writer.find_lost(
        known.rows() if known else archive.each("select path, size, mtime from page order by path")
    )
    strange = strange or press.writer.lie_there(lost)
    work = _Work(archive, press, lost, progress)
    afresh = archive.recall(_UNFINISHED) == _ALL
    for last, owners in groupby(press.catalogue.owners(lost, afresh=afresh), comes_last):
        if last:
            crew.relieve()  # what comes last is for this process, whose memory is at its height then
            work.do_alone(owners)
        else:
            work.do(list(owners), crew)
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


class _Work:
    """The publishing of one build, as it is recorded."""

    def __init__(
        self, archive: Archive, press: Press, lost: frozenset[str], progress: Callable[[str, int, int], None]
    ) -> None:
        self._archive, self._press, self._lost, self._progress = archive, press, lost, progress
        self._begun = self._broken = False
        self._gone: list[tuple[str, str]] = []
        self._published = Published()
        self.moved: dict[str, tuple[int, int] | None] = {}  # pages written and removed; of more than MOST_MOVED, some
        self._done = 0

    def do(self, owners: list[str], crew: Crew) -> None:
        """Publish these owners, with the crew where they are many."""
        if crew.size == 1 or len(owners) < ALONE:
            if len(owners) < ALONE:
                self._archive.room = max(self._archive.room, ROOM)
                self._press.kept_texts = ALL_TEXTS
            self.do_alone(owners)
            return
        self._begin()
        chunks = enumerate(_share_out(owners, self._archive, crew.size))
        out: dict[int, list[str]] = {}

        def submit(numbered: tuple[int, list[str]]) -> Any:
            number, chunk = numbered
            out[number] = chunk
            return crew.submit(print_chunk, number, [self._assign(owner) for owner in chunk])

        of = self._done + len(owners)
        try:
            for number, printed, failed in flow(submit, chunks, lambda: AHEAD * crew.size):
                self._record(printed)
                self.do_alone(failed)
                del out[number]
                self._progress("Writing pages", self._done, of)
        except BrokenExecutor as error:
            if not isinstance(error, AloneError):  # which was told
                log.warning("A worker process was killed; this process goes on alone.")
            self._broken = True
            for _, chunk in [*sorted(out.items()), *chunks]:
                self.do_alone(chunk)

    def do_alone(self, owners: Iterable[str]) -> None:
        """Publish these owners in this process."""
        chunk: list[Printed] = []
        for owner in owners:
            self._begin()
            chunk.append(self._press.make(self._assign(owner)))
            if sum(len(printed.pages) for printed in chunk) >= _MOST:
                self._record(chunk)
                self._progress("Writing pages", self._done, self._done)
                chunk = []
        self._record(chunk)

    def _begin(self) -> None:
        if not self._begun:
            if not self._archive.recall(_UNFINISHED):
                self._archive.remember(_UNFINISHED, b"yes")
            self._begun = True

    def _assign(self, owner: str) -> Assignment:
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
                self._archive.remember(_UNFINISHED, b"")
        if self._broken:
            self._press.writer.sweep_leftovers()
        self._remove_strays()
        self._press.catalogue.finish()
        return self._published

    def _remove_strays(self) -> None:
        """Take away what builds that were killed had written and not recorded, and this one does not want."""
        writer = self._press.writer
        for path in writer.announced():
            if not self._archive.rows("select 1 from page where path = ?", (path,)):
                with suppress(OutputError):  # its folder leads elsewhere by now
                    writer.remove(path)
        writer.forget_announced()


def _share_out(owners: Iterable[str], archive: Archive, workers: int) -> Iterator[list[str]]:
    """Cut into chunks: the dearest owners first, and little at a time at the end, so that all end together.

    The others go day by day, story by story: they show the same articles, of which a worker holds some.
    """
    ordered = _order(owners, archive)
    rest = sum(cost for cost, _ in ordered)
    chunk: list[str] = []
    size = 0
    for cost, owner in ordered:
        chunk.append(owner)
        size += cost
        if size >= max(_LEAST, min(_MOST, rest // (4 * workers))):
            yield chunk
            rest -= size
            chunk, size = [], 0
    if chunk:
        yield chunk


def _order(owners: Iterable[str], archive: Archive) -> list[tuple[int, str]]:
    """What each owner costs, and its name; those first that are to be published first."""
    found = []
    same: dict[str, str] = {}  # one string for all articles of a day or a story
    for owner in owners:  # asked one by one, which takes 5 µs: a table of all would be 10 MB for 20,000 articles
        if owner.startswith(ARTICLE):
            rows = archive.rows("select day, story from article where id = ?", (owner.removeprefix(ARTICLE),))
            cost, (day, story) = _ARTICLE, rows[0] if rows else ("", "")
        else:
            ((shown, day),) = archive.rows("select count(*), max(day) from touch where thing = ?", (owner,))
            cost, story = _THING + _SHARE * shown, owner.removeprefix("y:")
        day, story = (same.setdefault(each, each) for each in (day or "", story))
        found.append((-cost if cost > _DEAR else 0, day, story, owner, cost))
    return [(cost, owner) for *_, owner, cost in sorted(found)]


# -- in a worker ------------------------------------------------------------------------------------------------------

_press: tuple[Archive, Press] | None = None


def print_chunk(number: int, chunk: Sequence[Assignment]) -> tuple[int, list[Printed], list[str]]:
    """Make the pages of these owners; return them, and the owners of those that could not be made."""
    global _press  # noqa: PLW0603 - made once in each worker, when there is something to print
    if _press is None:
        settings, registry = given()
        archive = Archive(settings.archive, reading=True)
        _press = archive, Press(archive, settings, registry)
    archive, press = _press
    printed, failed = [], []
    with archive.change():  # one moment of it, however much is recorded meanwhile
        for assignment in chunk:
            try:
                printed.append(press.make(assignment))
            except Exception:  # it is made again where errors are told
                log.debug("%s", assignment.owner, exc_info=True)
                failed.append(assignment.owner)
                archive.take_put_off()
    return number, printed, failed
