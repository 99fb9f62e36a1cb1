"""One build, as a list of steps: gather, settle, index, compose, render, sweep."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from briefing.archive import Archive
from briefing.crew import Crew, given
from briefing.dictionaries import keep_decoded
from briefing.errors import ArchiveError
from briefing.gathering import ALONE, Gathered, find_moved, gather, hold_back, is_registry_known, recall_registry
from briefing.indexing import forget, index
from briefing.model import SHOWN, Note, Registry
from briefing.noting import LASTING
from briefing.opening import MADE_ANEW, Role
from briefing.publishing import Published, publish
from briefing.resting import ROUNDS, let_settle
from briefing.settings import Settings
from briefing.stamps import Handover, Moved, Pages
from briefing.standings import recall_day, settle
from briefing.turns import one_build
from briefing.withdrawing import digest_withdrawn, leave_no_trace
from briefing.wording import speak

log = logging.getLogger(__name__)


class Progress(Protocol):
    """Told how far a build is. `steps` is a name for people, done and of are counts."""

    def __call__(self, step: str, done: int, of: int) -> None: ...


def _silence(step: str, done: int, of: int) -> None:
    """Nobody watches."""


class Report(Struct):
    """What a build did, for the command line."""

    articles: int = 0  # that pages show
    files: int = 0
    read: int = 0  # files read anew
    pages: int = 0
    written: int = 0
    removed: int = 0
    notes: tuple[Note, ...] = ()
    moved: Moved | None = None  # pages that are not as they were handed over; None: none were
    unread: bool = False  # whether files could not be read now that the next build shall try to read
    withdrawn: str = ""  # a digest of the articles that are withdrawn; empty: none is
    outrun: bool = False  # whether a registry changed after it was read


@contextmanager
def gathered(
    settings: Settings, progress: Progress = _silence, *, scrub: bool = False
) -> Iterator[tuple[Archive, Registry, Gathered]]:
    """An archive that is up to date with content/: all that can be known before any page is made.

    `scrub`: every byte of it is looked at before, though nobody has written it since the last build.
    """
    with _opened(settings, scrub=scrub) as (archive, registry, crew):
        yield archive, registry, _bring_up(archive, settings, registry, crew, progress)


@contextmanager
def _opened(
    settings: Settings, *, writing: bool = False, scrub: bool = False
) -> Iterator[tuple[Archive, Registry, Crew]]:
    output = settings.output if writing else None
    role = Role.AUDITOR if scrub else Role.WRITER
    with one_build(settings.archive, output), Archive(settings.archive, role) as archive:
        keep_decoded(settings.beside_archive("words"))
        registry = recall_registry(settings, archive)
        with Crew(settings, registry) as crew:
            yield archive, registry, crew


def _bring_up(
    archive: Archive,
    settings: Settings,
    registry: Registry,
    crew: Crew,
    progress: Progress,
    handover: Handover | None = None,
) -> Gathered:
    looked = handover.content if handover else ()
    found = gather(settings, registry, archive, partial(progress, "Reading articles"), crew, looked)
    if archive.made_anew:  # which was told
        archive.remember(MADE_ANEW, b"")
    crew.relieve()
    if crew.size > 1 and len(found.changed) >= ALONE and crew.do_apart(partial(_hold_apart, found.removed)):
        return found
    _hold(archive, settings, registry, found.removed)
    return found


def _hold(archive: Archive, settings: Settings, registry: Registry, removed: Sequence[str]) -> None:
    """Hold what was read against all the rest, and keep what pages show of it."""
    with archive.change():
        actors = forget(archive, removed)
        moved = settle(archive, settings, registry, archive.take_pending())
        index(archive, registry, moved, actors)


def _hold_apart(removed: Sequence[str]) -> None:
    """The same in a worker: what it takes, 2 KB an article, would stay with this process while others print."""
    settings, registry = given()
    archive = Archive(settings.archive, Role.DEPUTY)
    archive.room = 0  # each record is read once: 15 MB
    _hold(archive, settings, registry, removed)
    archive.close()


def build(settings: Settings, progress: Progress = _silence, handover: Handover | None = None) -> Report:
    """Bring the output folder up to date with content/, and say what was done. Raises BriefingError.

    `handover`: what was found out since no other build may run here.
    """
    report = _build_sound(settings, progress, handover)
    rounds = 1
    while report.outrun and rounds < ROUNDS:  # half of a registry may be on the pages
        rounds += 1
        report = _follow(report, _build_sound(settings, progress, None))
    if report.outrun:
        what = "actors.yml, events.yml or sources.yml changed while the site was built."
        note = Note(settings.content.name, 0, what, "Build again to show what it says now.")
        report.notes = tuple(sorted((*report.notes, note), key=_place))
    return report


def _place(note: Note) -> tuple[str, int, str]:
    return note.path, note.line, note.what


def _build_sound(settings: Settings, progress: Progress, handover: Handover | None) -> Report:
    try:
        return _build(settings, progress, handover)
    except ArchiveError as error:
        log.warning("%s All articles are read again.", error.what)
        return _build(settings, progress, None)


def _build(settings: Settings, progress: Progress, handover: Handover | None) -> Report:
    if not speak(settings.language).translated:
        log.warning(
            "DEFAULT_LANG is %r, for which there is no translation: the interface speaks English. "
            "docs/how-to/translate.md says how to add one.",
            settings.language,
            extra=LASTING,
        )
    with _opened(settings, writing=True) as (archive, registry, crew):
        last = recall_day(archive)
        if not settings.dated and settings.day < last:
            log.warning(
                "Today is %s by the clock of this machine, before %s, the day of the last build: what is dated later "
                "is held back. Set the clock, or name the day with --day.",
                settings.day,
                last,
            )
        found = _bring_up(archive, settings, registry, crew, progress, handover)
        pages = handover.pages if handover and not archive.made_anew else None
        published = _publish(archive, settings, registry, crew, progress, pages)
        read = {**found.stamps}
        rounds = 0
        while moved := _find_restless(settings, found.stamps):  # half of an article may be on the pages
            archive.made_anew = ""  # which was told
            rounds += 1
            if rounds < ROUNDS:
                found = _bring_up(archive, settings, registry, crew, progress)
                read.update(found.stamps)
            else:
                hold_back(moved, archive, read)
                _hold(archive, settings, registry, ())
            published = _add(published, _publish(archive, settings, registry, crew, progress))
            if rounds == ROUNDS:
                break
        articles, files = archive.count(SHOWN)
        notes = {*found.notes, *archive.notes()}
        notes.update(each.tell() for each in published.unmade)
        leave_no_trace(archive)
        return Report(
            articles=articles,
            files=files,
            read=len(read),
            pages=archive.rows("select count(*) from page")[0][0],
            written=published.written,
            removed=published.removed,
            notes=tuple(sorted(notes, key=_place)),
            moved=published.moved,
            unread=published.unread or any(size < 0 for size, _ in read.values()),
            withdrawn=digest_withdrawn(archive),
            outrun=not is_registry_known(settings, archive),
        )


def _find_restless(settings: Settings, stamps: Mapping[str, tuple[int, int]]) -> list[str]:
    let_settle(settings, stamps)
    return find_moved(settings, stamps)


def _follow(before: Report, then: Report) -> Report:
    """The report on both. Which pages moved is not known then."""
    return replace(
        then,
        read=before.read + then.read,
        written=before.written + then.written,
        removed=before.removed + then.removed,
        moved=None,
        unread=before.unread or then.unread,
    )


def _publish(
    archive: Archive,
    settings: Settings,
    registry: Registry,
    crew: Crew,
    progress: Progress,
    known: Pages | None = None,
) -> Published:
    """Write the pages; an article of which none can be made is failed, and the others say so. Raises BriefingError."""
    with archive.answering():
        published = publish(archive, settings, registry, crew, progress, known)
        while published.failed:
            _hold(archive, settings, registry, ())
            published = _add(published, publish(archive, settings, registry, crew, progress))
    return published


def _add(before: Published, then: Published) -> Published:
    """What both did. Which pages moved is not known then."""
    return Published(
        written=before.written + then.written,
        removed=before.removed + then.removed,
        unmade=then.unmade,
        failed=then.failed,
        unread=before.unread or then.unread,
    )
