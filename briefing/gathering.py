"""Which files of content/ changed, and what stands in them? Folder in, archive rows out; only what changed is read.

A file is left alone while its stamp (size and mtime) is the one the archive knows; where only the stamp changed, the
bytes are hashed before anything is analysed again. Analysis is a pure function of one article and the registries, so
it runs in whatever `Executor` it is given.
"""

from __future__ import annotations

import hashlib
import logging
import multiprocessing
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TypeVar

import msgspec

from briefing.archive import Archive
from briefing.filing import Row, Stamp
from briefing.folder import digest_file, find_articles
from briefing.model import Actor, Note, Registry
from briefing.registry import wordings
from briefing.settings import Settings
from briefing.version import analysis_version

log = logging.getLogger(__name__)

BATCH = 32  # articles handed to a worker at a time: large against the hand-over, small against the whole
ALONE = 150  # fewer changed articles than this are analysed in this process: a pool costs about a second to start

MOST_AHEAD = 5  # articles dated after the build day that are named one by one

T = TypeVar("T")
Progress = Callable[[int, int], None]  # (done, of)


@dataclass(frozen=True, slots=True)
class Gathered:
    """What this build found changed."""

    changed: tuple[str, ...]  # ids read anew, the failed ones included
    removed: tuple[str, ...]
    notes: tuple[Note, ...]  # of the folder as a whole: names, links, dates that lie ahead


def gather(
    settings: Settings, registry: Registry, archive: Archive, progress: Progress, executor: Executor | None = None
) -> Gathered:
    """Bring the archive's articles up to date with content/."""
    if archive.made_anew:
        log.warning("The archive is made anew, since %s. All articles are read again.", archive.made_anew)
    paths, notes = find_articles(settings.content)
    if not paths and archive.stamps():
        what = "There is no article in the folder any more, so every page of one goes."
        notes.append(Note(str(settings.content), 0, what, "If that is not meant, look at --content or PATH."))
    paths = [(id_, path) for id_, path in paths if not id_.startswith(tuple(f"{each}/" for each in settings.skipped))]
    stamps = archive.stamps()
    stale = _find_stale(settings, registry, archive)
    tasks: list[tuple[str, str]] = []
    with archive.change():
        for id_, path in paths:
            known = stamps.get(id_)
            if known is None or stale is None or id_ in stale or _is_changed(path, id_, known, archive, settings):
                tasks.append((id_, str(path)))
        refused = _refuse(notes, archive, stamps)
        removed = tuple(sorted(set(stamps) - {id_ for id_, _ in paths} - refused))
    if tasks:
        _read_all(tasks, settings, registry, archive, progress, executor)
    return Gathered(tuple(id_ for id_, _ in tasks), removed, (*notes, *_find_ahead(settings, archive, removed)))


def _refuse(notes: Iterable[Note], archive: Archive, stamps: Mapping[str, Stamp]) -> frozenset[str]:
    """Put what may not be opened (a link out of the folder, say) into the ledger as well; return their ids."""
    refused = {note.path: note for note in notes if note.severity == "failed"}
    for id_, note in sorted(refused.items()):
        sha = hashlib.sha256(msgspec.json.encode(note)).hexdigest()
        if id_ not in stamps or stamps[id_].sha != sha:
            archive.put(Row(id_, -1, -1, sha, (note,)))
    return frozenset(refused)


def _find_ahead(settings: Settings, archive: Archive, removed: Collection[str]) -> list[Note]:
    """Notes on articles dated after the build day; one for all of them where an old day was asked for."""
    rows = archive.rows("select id from article where ahead > ? order by id", (settings.day,))
    briefs = archive.briefs(id_ for (id_,) in rows if id_ not in removed)
    if not rows:
        return []
    ahead = [brief for brief in briefs if brief.status == "published" and not brief.exclude]
    what = f"after the build day, {settings.day}, and held back"
    if len(ahead) > MOST_AHEAD:
        said = f"{len(ahead)} articles are dated {what}."
        return [Note(settings.content.name, 0, said, "Build with a later --day to see them.")]
    if not ahead:
        return []
    from briefing.reading import find_line  # noqa: PLC0415 - loads how articles are read, for a line's number

    return [
        Note(
            brief.id,
            find_line(settings.content / brief.id, "added", "date"),
            f"The article is dated {brief.ahead}, {what} until then.",
            "Correct the date if it is wrong.",
        )
        for brief in ahead
    ]


def _is_changed(path: Path, id_: str, known: Stamp, archive: Archive, settings: Settings) -> bool:
    try:
        stat = path.stat()
        if (stat.st_size, stat.st_mtime_ns) == (known.size, known.mtime):
            return False
        sha = digest_file(path, stat, settings.max_bytes)
        if not sha or sha != known.sha:
            return True
    except OSError:
        return True
    archive.restamp(id_, stat.st_size, stat.st_mtime_ns)
    return False


def _find_stale(settings: Settings, registry: Registry, archive: Archive) -> frozenset[str] | None:
    """The articles whose analysis the settings or registries have outdated; None: all of them.

    A changed actor can touch only articles in which one of their wordings stands, before or after the change; changed
    events and sources can touch any article.
    """
    key = f"{analysis_version()} {settings.analysis_key()}".encode()
    known_key = archive.recall("analysis key")
    known_registry = archive.recall("registry")
    if known_key != key or not known_registry:
        return None
    known = msgspec.json.decode(known_registry, type=Registry)
    if known == registry:
        return frozenset()
    if known.events != registry.events or known.sources != registry.sources:
        return None
    changed: set[Actor] = set(known.actors) ^ set(registry.actors)
    words = tuple(sorted({word for actor in changed for word in wordings(actor) if word}))
    return frozenset(
        id_
        for id_, article in archive.texts()
        if any(word in text for text in [f"{article.title}\n{article.text}".casefold()] for word in words)
    )


def remember_key(settings: Settings, registry: Registry, archive: Archive) -> None:
    """Record what the analysis in the archive was made with; once the build's rows are all in."""
    archive.remember("analysis key", f"{analysis_version()} {settings.analysis_key()}".encode())
    archive.remember("registry", msgspec.json.encode(registry))


def _read_all(
    tasks: Sequence[tuple[str, str]],
    settings: Settings,
    registry: Registry,
    archive: Archive,
    progress: Progress,
    executor: Executor | None,
) -> None:
    done = 0
    for rows in _results(tasks, settings, registry, executor):
        with archive.change():
            for row in rows:
                archive.put(row)
        done += len(rows)
        progress(done, len(tasks))


def _results(
    tasks: Sequence[tuple[str, str]], settings: Settings, registry: Registry, executor: Executor | None
) -> Iterator[list[Row]]:
    """The rows of all tasks, batch by batch, in the order of `tasks`."""
    from briefing.analysing import Analyst, Task, read_batch, start  # noqa: PLC0415 - the analysis is dear to load

    batches = list(_batches([Task(id_, path) for id_, path in tasks]))
    if executor is not None:
        yield from executor.map(Analyst(settings, registry), batches)
    elif len(tasks) < ALONE or settings.workers == 1:
        yield from map(Analyst(settings, registry), batches)
    else:
        methods = multiprocessing.get_all_start_methods()
        context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
        with ProcessPoolExecutor(settings.workers, context, start, (settings, registry)) as pool:
            yield from pool.map(read_batch, batches)


def _batches(tasks: Iterable[T]) -> Iterator[list[T]]:
    rest = iter(tasks)
    while batch := list(islice(rest, BATCH)):
        yield batch
