"""Which files of content/ changed, and what stands in them? Folder in, archive rows out; only what changed is read.

A file is left alone while its stamp (size and time) is the one the archive knows; where only the stamp changed, the
bytes are hashed before anything is analysed again. Analysis is a pure function of one article and the registries, so
it runs in this process, in several of this machine or on a cluster. What could end the process that reads it is read by
one that may be ended.
"""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from concurrent.futures import BrokenExecutor, Future

import msgspec
from msgspec import Struct

from briefing.apart import Reader, Risk
from briefing.archive import Archive
from briefing.batches import AHEAD, flow, make_batches
from briefing.bounds import LARGE, NOT_MADE, TOOK_TOO_LONG
from briefing.crew import AloneError, Crew
from briefing.errors import RegistryError
from briefing.filing import Row
from briefing.folder import File, Sighting, find_articles, stamp_file, take_file, tell_half_written
from briefing.links import find_displaced
from briefing.model import Note, Registry
from briefing.registry import parse_registry, read_files
from briefing.settings import Settings
from briefing.stamps import Folder
from briefing.version import analysis_version, printing_key
from briefing.withdrawing import forget_withdrawals, note_withdrawal

log = logging.getLogger(__name__)

ALONE = 150  # fewer changed articles than this are analysed in this process: to begin a crew costs about half a second
ROUNDS, PAUSE = 3, 0.2  # looks at what changes while it is read, and seconds between them
MOST_AHEAD = 5  # articles dated after the build day that are named one by one
UNMADE_BY = "unmade by"  # remembered: the key of what could not make an article's page, so that it is failed

Progress = Callable[[int, int], None]  # (done, of)


class Gathered(Struct, frozen=True):
    """What this build found changed."""

    changed: tuple[str, ...]  # ids read anew, the failed ones included
    removed: tuple[str, ...]
    notes: tuple[Note, ...]  # of the folder as a whole: names, links, dates that lie ahead
    stamps: Mapping[str, tuple[int, int]]  # size and mtime of the files that were read, as they were then


def recall_registry(settings: Settings, archive: Archive) -> Registry:
    """What the editor's files and ours say. Raises RegistryError.

    Files that are as they were are not read as YAML again: 2 ms instead of 40.
    """
    files = read_files(settings.content)
    key = _digest_registry(files)
    kept = archive.recall("registry files")
    if kept.startswith(key):
        return msgspec.json.decode(memoryview(kept)[len(key) :], type=Registry)
    registry = parse_registry(files)
    archive.remember("registry files", key + msgspec.json.encode(registry))
    return registry


def _digest_registry(files: Mapping[str, bytes]) -> bytes:
    asked = hashlib.sha256(analysis_version().encode())
    for name, raw in sorted(files.items()):
        asked.update(f"\0{name}\0{len(raw)}\0".encode() + raw)
    return asked.digest()


def gather(
    settings: Settings,
    registry: Registry,
    archive: Archive,
    progress: Progress,
    crew: Crew,
    looked: Iterable[Folder] = (),
) -> Gathered:
    """Bring the archive's articles up to date with content/; `looked` is what was just seen of it, if it was."""
    if archive.made_anew:
        log.warning("The archive is made anew, since %s. All articles are read again.", archive.made_anew)
    with archive.change():
        _mark_outdated(settings, registry, archive)
        changed, removed, notes = _compare(settings, archive, looked)
    afresh = not archive.rows("select 1 from reading limit 1")
    stamps: dict[str, tuple[int, int]] = {}
    with Reader(settings, registry) as apart:
        for rows in _read(changed, settings, registry, crew, apart):
            _keep(rows, archive, stamps)
            progress(len(stamps), len(changed))
        _read_again(stamps, settings, archive, apart)
    if afresh:
        forget_withdrawals(archive)
    notes += _find_ahead(settings, archive, removed)
    return Gathered(tuple(sighting.id for sighting in changed), removed, tuple(notes), stamps)


def find_moved(settings: Settings, stamps: Mapping[str, tuple[int, int]]) -> list[str]:
    """The files that now have another stamp than when they were read, those left out that had none even then."""
    content = str(settings.content)
    return [id_ for id_, stamp in sorted(stamps.items()) if stamp[0] >= 0 and stamp_file(content, id_) != stamp]


def is_registry_known(settings: Settings, archive: Archive) -> bool:
    """Whether the editor's files say what they said when the archive was last brought up to date."""
    try:
        return archive.recall("registry files").startswith(_digest_registry(read_files(settings.content)))
    except RegistryError:  # gone, or being written
        return False


def hold_back(ids: Iterable[str], archive: Archive, stamps: dict[str, tuple[int, int]]) -> None:
    """Publish nothing of files that go on changing; the next build reads them, whatever happens."""
    _keep((Row(id_, -1, -1, "", (tell_half_written(id_),)) for id_ in ids), archive, stamps)


def _keep(rows: Iterable[Row], archive: Archive, stamps: dict[str, tuple[int, int]]) -> None:
    with archive.change():
        for row in rows:
            note_withdrawal(archive, row)
            archive.put(row)
            stamps[row.id] = row.size, row.mtime


def _read_again(stamps: dict[str, tuple[int, int]], settings: Settings, archive: Archive, apart: Reader) -> None:
    """Read those again that changed since they were read; of one that goes on changing, nothing is published."""
    content = str(settings.content)
    for round_ in range(ROUNDS + 1):
        moved = find_moved(settings, stamps)
        if not moved:
            return
        if round_ < ROUNDS:
            time.sleep(PAUSE)
            _keep(apart.read(Sighting(id_, *stamp_file(content, id_)) for id_ in moved), archive, stamps)
        else:
            hold_back(moved, archive, stamps)


def _compare(
    settings: Settings, archive: Archive, looked: Iterable[Folder]
) -> tuple[list[Sighting], tuple[str, ...], list[Note]]:
    """The files that are to be read, the ids of those that went, and notes on the folder."""
    sightings, notes = find_articles(settings.content, looked)
    if settings.skipped:
        skipped = tuple(f"{each}/" for each in settings.skipped)
        sightings = [sighting for sighting in sightings if not sighting.id.startswith(skipped)]
    if displaced := find_displaced(sighting.id for sighting in sightings):
        sightings = [sighting for sighting in sightings if sighting.id not in displaced]
        notes += (_tell_displaced(id_, by) for id_, by in sorted(displaced.items()))
    known = {*archive.rows("select id, size, mtime from article")}
    if known and not sightings:
        what = "There is no article in the folder any more, so every page of one goes."
        notes.append(Note(str(settings.content), 0, what, "If that is not meant, look at --content or PATH."))
    ids = {id_ for id_, _, _ in known}
    moved = [sighting for sighting in sightings if sighting not in known]
    changed = [sighting for sighting in moved if not _is_known(sighting, ids, archive, settings)]
    refused = _refuse(notes, archive)
    return changed, tuple(sorted(ids.difference((id_ for id_, _, _ in sightings), refused))), notes


def _tell_displaced(id_: str, by: str) -> Note:
    return Note(id_, 0, f"Its page would have the same address as that of {by}.", "Rename it.", "failed")


def _refuse(notes: Iterable[Note], archive: Archive) -> frozenset[str]:
    """Put what may not be opened (a link out of the folder, say) into the ledger as well; return their ids."""
    refused = {note.path: note for note in notes if note.severity == "failed"}
    for id_, note in sorted(refused.items()):
        sha = hashlib.sha256(msgspec.json.encode(note)).hexdigest()
        if archive.rows("select sha from article where id = ?", (id_,)) != [(sha,)]:
            archive.put(Row(id_, -1, -1, sha, (note,)))
    return frozenset(refused)


def _find_ahead(settings: Settings, archive: Archive, removed: Collection[str]) -> list[Note]:
    """Notes on articles dated after the build day; one for all of them where an old day was asked for."""
    rows = archive.rows("select id from article where ahead > ? order by +id", (settings.day,))
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


def _is_known(sighting: Sighting, known: Collection[str], archive: Archive, settings: Settings) -> bool:
    """Whether the file holds what it held, though its stamp is another one; the new stamp is then kept."""
    if sighting.id not in known:
        return False
    ((sha,),) = archive.rows("select sha from article where id = ?", (sighting.id,))
    if not sha:
        return False
    file = take_file(str(settings.content), sighting.id, settings.max_bytes)
    if file.problem is not None or hashlib.sha256(file.raw).hexdigest() != sha:
        return False
    archive.restamp(file.id, file.size, file.mtime)
    return True


# -- what changed outside the articles --------------------------------------------------------------------------------


def _mark_outdated(settings: Settings, registry: Registry, archive: Archive) -> None:
    """Forget the stamps of articles whose analysis the settings or registries have outdated.

    From here on the marks alone say what is to be read again, so a build that was killed goes on where it was.
    """
    stale = _find_stale(settings, registry, archive)
    mark = "update article set size = -1, mtime = -1, sha = ''"
    if stale is None:
        archive.do(mark)
    else:
        archive.do_many(f"{mark} where id = ?", [(id_,) for id_ in stale])
    seconds = settings.article_seconds
    if stale is not None and float(archive.recall("article seconds") or seconds) < seconds:
        archive.do(f"{mark} where state = 'failed' and reason like ?", (f"%{TOOK_TOO_LONG}%",))
    unmade_by = archive.recall(UNMADE_BY)
    if stale is not None and unmade_by and unmade_by != printing_key(settings):
        archive.do(f"{mark} where state = 'failed' and reason like ?", (f"%{NOT_MADE}%",))
        archive.remember(UNMADE_BY, b"")
    archive.remember("article seconds", str(seconds).encode())
    archive.remember("analysis key", _key(settings))
    archive.remember("registry", msgspec.json.encode(registry))


def _key(settings: Settings) -> bytes:
    return f"{analysis_version()} {settings.analysis_key()}".encode()


def _find_stale(settings: Settings, registry: Registry, archive: Archive) -> Iterable[str] | None:
    """The articles that the settings or registries have outdated; None: all of them."""
    known_registry = archive.recall("registry")
    if archive.recall("analysis key") != _key(settings) or not known_registry:
        return None
    if known_registry == msgspec.json.encode(registry):
        return ()
    from briefing.outdated import find_outdated  # noqa: PLC0415 - the analysis is dear to load

    return find_outdated(archive, settings, msgspec.json.decode(known_registry, type=Registry), registry)


# -- reading ----------------------------------------------------------------------------------------------------------


def _read(
    changed: list[Sighting], settings: Settings, registry: Registry, crew: Crew, apart: Reader
) -> Iterator[Iterable[Row]]:
    """The rows of all these files, batch by batch, in the order in which they come."""
    if not changed:
        return
    large = [each for each in changed if each.size > LARGE]
    ordinary = [each for each in changed if each.size <= LARGE]
    if settings.scheduler and len(changed) >= ALONE:
        yield from _read_on_cluster(ordinary, settings, registry, apart)
        yield from _read_with_crew(large, settings, registry, crew, apart)  # which no cluster could end by itself
    elif len(changed) < ALONE or settings.workers == 1:
        feared = Risk(settings).recall()  # the note stays until they are read
        for row in apart.read(each for each in ordinary if each.id in feared):
            yield (row,)
        yield from _read_here([each for each in ordinary if each.id not in feared], settings, registry)
        for row in apart.read(large):
            yield (row,)
    else:
        yield from _read_with_crew(changed, settings, registry, crew, apart)


def _read_here(changed: list[Sighting], settings: Settings, registry: Registry) -> Iterator[list[Row]]:
    risk = Risk(settings)
    if not changed:
        risk.end()
        return
    # The analysis is dear to load: a build in which nothing changed does without it.
    from briefing.analysing import Analyst, instruct  # noqa: PLC0415 - see above

    analyst = Analyst(instruct(settings, registry))
    try:
        for batch in make_batches(changed):
            risk.take(each.id for each in batch)
            yield analyst(_take(batch, settings))
    finally:
        risk.end()


def _read_with_crew(
    changed: list[Sighting], settings: Settings, registry: Registry, crew: Crew, apart: Reader
) -> Iterator[Iterable[Row]]:
    from briefing.analysing import read_batch  # noqa: PLC0415 - as above

    batches = make_batches(changed)
    out: dict[str, list[Sighting]] = {}  # what is on the way, by its first id

    def submit(batch: list[Sighting]) -> Future[list[Row]]:
        out[batch[0].id] = batch
        return crew.submit(read_batch, [each.id for each in batch])

    while True:
        try:
            for rows in flow(submit, batches, lambda: AHEAD * crew.size):
                del out[rows[0].id]
                yield rows
        except AloneError:
            yield from _read_here([each for batch in (*out.values(), *batches) for each in batch], settings, registry)
            return
        except BrokenExecutor:
            log.warning("A worker process ended while it read. What was on the way is read again, one by one.")
            crew.relieve()
            for _, batch in sorted(out.items()):
                for row in apart.read(batch):
                    yield (row,)
            out.clear()
        else:
            return


def _read_on_cluster(
    changed: list[Sighting], settings: Settings, registry: Registry, apart: Reader
) -> Iterator[Iterable[Row]]:
    from briefing.analysing import instruct  # noqa: PLC0415 - as above
    from briefing.cluster import read_on_cluster  # noqa: PLC0415 - loads distributed, half a second

    def read_apart(files: list[File]) -> list[Row]:
        return list(apart.read(Sighting(file.id, file.size, file.mtime) for file in files))

    files = (_take(batch, settings) for batch in make_batches(changed))
    yield from read_on_cluster(settings.scheduler, instruct(settings, registry), files, read_apart)


def _take(batch: Iterable[Sighting], settings: Settings) -> list[File]:
    return [take_file(str(settings.content), each.id, settings.max_bytes) for each in batch]
