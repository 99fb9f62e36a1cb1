"""One build, as a list of steps: gather, settle, index, compose, render, sweep."""

from __future__ import annotations

import logging
from collections.abc import Container, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from typing import Protocol

from briefing.archive import Archive
from briefing.catalogue.page import Page
from briefing.catalogue.plan import Catalogue
from briefing.errors import ArchiveError
from briefing.gathering import Gathered, gather, recall_registry
from briefing.indexing import forget, index
from briefing.model import SHOWN, Note, Registry, Standing
from briefing.settings import Settings
from briefing.site.render import make_environment
from briefing.site.writer import Writer
from briefing.standings import settle
from briefing.turns import one_build
from briefing.verbatim import check_file
from briefing.wording import speak

log = logging.getLogger(__name__)

COMMIT_EVERY = 200  # pages: a killed build loses at most the knowledge of so many, and writes them again


class Progress(Protocol):
    """Told how far a build is. `steps` is a name for people, done and of are counts."""

    def __call__(self, step: str, done: int, of: int) -> None: ...


def _silence(step: str, done: int, of: int) -> None:
    """Nobody watches."""


@dataclass(slots=True)
class Report:
    """What a build did, for the command line."""

    articles: int = 0  # that pages show
    files: int = 0
    read: int = 0  # files read anew
    pages: int = 0
    written: int = 0
    removed: int = 0
    notes: tuple[Note, ...] = ()
    standings: dict[str, Standing] = field(default_factory=dict)


@contextmanager
def gathered(settings: Settings, progress: Progress = _silence) -> Iterator[tuple[Archive, Registry, Gathered]]:
    """An archive that is up to date with content/: all that can be known before any page is made."""
    with one_build(settings.archive), Archive(settings.archive) as archive:
        registry = recall_registry(settings, archive)
        found = gather(settings, registry, archive, partial(progress, "Reading articles"))
        with archive.change():
            actors = forget(archive, found.removed)
            moved = settle(archive, settings, registry, archive.take_pending())
            index(archive, registry, moved, actors)
        yield archive, registry, found


def build(settings: Settings, progress: Progress = _silence) -> Report:
    """Bring the output folder up to date with content/, and say what was done. Raises BriefingError."""
    try:
        return _build(settings, progress)
    except ArchiveError as error:
        log.warning("%s All articles are read again.", error.what)
        return _build(settings, progress)


def _build(settings: Settings, progress: Progress) -> Report:
    if not speak(settings.language).translated:
        log.warning(
            "DEFAULT_LANG is %r, for which there is no translation: the interface speaks English. "
            "docs/how-to/translate.md says how to add one.",
            settings.language,
        )
    with gathered(settings, progress) as (archive, registry, found):
        catalogue = Catalogue(archive, settings, registry)
        texts: dict[str, str | None] = {}

        def text_of(id_: str) -> str | None:
            if id_ not in texts:
                if len(texts) > 5_000:
                    texts.clear()
                article = archive.article(id_)
                texts[id_] = article.text if article else None
            return texts[id_]

        environment = make_environment([str(settings.theme / "templates")], settings.language)
        check = partial(check_file, text_of=text_of)
        writer = Writer(settings.output, environment, check, catalogue.made_from.rendered_by)
        removed = publish(archive, catalogue, writer, progress)
        standings = archive.standings()
        return Report(
            articles=sum(standing.state in SHOWN for standing in standings.values()),
            files=len(standings),
            read=len(found.changed),
            pages=archive.rows("select count(*) from page")[0][0],
            written=writer.written,
            removed=removed,
            notes=tuple(sorted({*found.notes, *archive.notes()}, key=lambda n: (n.path, n.line, n.what))),
            standings=standings,
        )


def publish(archive: Archive, catalogue: Catalogue, writer: Writer, progress: Progress) -> int:
    """Write the pages that differ, take away those that shall be no more; return how many went."""
    lost = writer.find_lost(archive.rows("select path, size, mtime from page"))
    removed = done = 0
    owners = catalogue.owners(lost)
    while some := tuple(islice(owners, COMMIT_EVERY)):
        with archive.change():
            for owner in some:
                pages = catalogue.pages_of(owner)
                for page in pages:
                    _publish_page(archive, writer, page, lost)
                removed += _sweep(archive, writer, owner, {page.path for page in pages})
                done += len(pages)
        progress("Writing pages", done, done)
    catalogue.finish()
    return removed


def _publish_page(archive: Archive, writer: Writer, page: Page, lost: Container[str]) -> None:
    known = b""
    if page.path not in lost:
        for inputs, owner, view in archive.rows("select inputs, owner, view from page where path = ?", (page.path,)):
            if (inputs, owner) == (page.inputs, page.owner):
                return
            known = view
    outcome = writer.publish(page.path, page.template, page.make(), page.root, known)
    if outcome is None:
        archive.do("update page set inputs = ?, owner = ? where path = ?", (page.inputs, page.owner, page.path))
    else:
        view, size, mtime = outcome
        archive.do(
            "insert or replace into page values (?, ?, ?, ?, ?, ?)",
            (page.path, page.owner, page.inputs, view, size, mtime),
        )


def _sweep(archive: Archive, writer: Writer, owner: str, wanted: Container[str]) -> int:
    """Remove the pages that their owner no longer has; return how many."""
    removed = 0
    for (path,) in archive.rows("select path from page where owner = ?", (owner,)):
        if path not in wanted:
            writer.remove(path)
            archive.do("delete from page where path = ?", (path,))
            removed += 1
    return removed
