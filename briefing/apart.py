"""Who reads articles that could end the process that reads them? A worker, one by one; after its end, another.

So the one at fault is known by name, and all others are read.
"""

from __future__ import annotations

import logging
import signal
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Self

from briefing.bounds import tell_out_of_time
from briefing.crew import become_worker, choose_context
from briefing.filing import Row
from briefing.folder import Sighting, take_file
from briefing.model import Note, Registry
from briefing.settings import Settings
from briefing.whole import write_whole

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

    from briefing.analysing import Analyst

ATTEMPTS = 2  # a system short of memory ends whoever it likes; an article at fault ends the next worker as well
LAST = 5  # s in which a worker whose pipe is closed ends

log = logging.getLogger(__name__)


class Apart:
    """A worker that reads what it is told, begun when it is needed. Use it as a context manager, which ends it."""

    def __init__(self, settings: Settings, registry: Registry) -> None:
        self._given = settings, registry
        self._worker: tuple[BaseProcess, Connection] | None = None
        self._analyst: Analyst | None = None  # where no worker can be begun

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._worker is not None:
            process, pipe = self._worker
            pipe.close()
            process.kill()  # it may be in the midst of something
            process.join()
            self._worker = None

    def read(self, sightings: Iterable[Sighting]) -> Iterator[Row]:
        """Yield what each of these files says; of one that ends its reader, that."""
        for sighting in sightings:
            yield self._read(sighting)

    def _read(self, sighting: Sighting) -> Row:
        status = 0
        for _ in range(ATTEMPTS):
            try:
                process, pipe = self._worker = self._worker or self._begin()
            except OSError:  # no room, no memory or no descriptors for a process
                if status:  # this one ended the last
                    break
                return self._read_here(sighting)
            try:
                pipe.send(sighting.id)
                row: Row = pipe.recv()
            except (EOFError, OSError):
                process.join(LAST)
                process.kill()  # where the pipe failed and the worker lives
                process.join()
                status = process.exitcode or 0
                log.warning("A worker process ended while it read %s.", sighting.id)
                self.__exit__()
                if _is_time(status):
                    break
            else:
                return row
        return self._tell(sighting, status)

    def _begin(self) -> tuple[BaseProcess, Connection]:
        context = choose_context("briefing.analysing")
        ours, theirs = context.Pipe()
        process: BaseProcess = context.Process(target=_read_on, args=(*self._given, theirs))  # type: ignore[attr-defined]
        process.start()
        theirs.close()
        try:
            ours.recv()
        except EOFError as error:  # where the program cannot be loaded twice, say
            process.join()
            raise OSError("The worker process ended before it began.") from error
        return process, ours

    def _read_here(self, sighting: Sighting) -> Row:
        from briefing.analysing import Analyst, instruct  # noqa: PLC0415 - as below

        settings, registry = self._given
        self._analyst = self._analyst or Analyst(instruct(settings, registry))
        (row,) = self._analyst([take_file(str(settings.content), sighting.id, settings.max_bytes)])
        return row

    def _tell(self, sighting: Sighting, status: int) -> Row:
        """The row of a file that ended its readers."""
        settings, _ = self._given
        if _is_time(status):
            note = tell_out_of_time(sighting.id, settings.article_seconds)
            return Row(sighting.id, sighting.size, sighting.mtime, "", (note,))
        how = f"exit status {status}"
        if status < 0:
            with suppress(ValueError):
                how = signal.Signals(-status).name
        what = f"To read it ended the process that did so, {ATTEMPTS} times ({how})."
        if status == -getattr(signal, "SIGKILL", 9):  # nobody but the system, short of memory, or a person does so
            note = Note(sighting.id, 0, what, "Free some memory and build again, or shorten it.", "failed")
            return Row(sighting.id, -1, -1, "", (note,))  # not known: the next build tries again
        remedy = (
            "This is a fault of Briefing or of a library: please report it with the article, or simplify its markup."
        )
        return Row(sighting.id, sighting.size, sighting.mtime, "", (Note(sighting.id, 0, what, remedy, "failed"),))


def _is_time(status: int) -> bool:
    return hasattr(signal, "SIGXCPU") and status == -signal.SIGXCPU


# -- what no worker reads ---------------------------------------------------------------------------------------------


class Risk:
    """A note, beside the archive, of what the build's own process is reading: it is left where that ends the process.

    To begin a worker for a few small files takes longer than to read them. So the next build takes for them what these
    would take for each: one at fault costs a build, and no more than one.
    """

    def __init__(self, settings: Settings) -> None:
        self._file = settings.beside_archive("reading")

    def take(self, ids: Iterable[str]) -> None:
        """Note that these are about to be read. Raises OSError."""
        write_whole(str(self._file), "\0".join(ids).encode(), 0o600)

    def end(self) -> None:
        """Nothing is being read any more."""
        self._file.unlink(missing_ok=True)

    def recall(self) -> frozenset[str]:
        """The ids of those that a build was reading when it ended."""
        try:
            return frozenset(self._file.read_bytes().decode().split("\0"))
        except (OSError, UnicodeDecodeError):
            return frozenset()


# -- in the worker ----------------------------------------------------------------------------------------------------


def _read_on(settings: Settings, registry: Registry, pipe: Connection) -> None:
    """Read the files that are named, until nobody names one."""
    from briefing.analysing import read_batch  # noqa: PLC0415 - loads the whole analysis, in a worker alone

    become_worker(settings, registry)
    pipe.send(True)
    with suppress(EOFError):
        while True:
            (row,) = read_batch([pipe.recv()])
            pipe.send(row)
