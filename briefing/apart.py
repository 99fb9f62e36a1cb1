"""Who does what could end the process that does it? A worker, one thing after the other; after its end, another.

So what is at fault is known by name, and all else is done. Articles are read so, and pages made.
"""

from __future__ import annotations

import logging
import signal
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Generic, Self, TypeVar

from briefing.bounds import tell_out_of_time
from briefing.crew import AloneError, become_worker, choose_context, undisturbed
from briefing.filing import Row
from briefing.folder import Sighting, take_file
from briefing.model import Note, Registry
from briefing.settings import Settings
from briefing.whole import write_whole

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

    from briefing.analysing import Analyst

ATTEMPTS = 2  # a system short of memory ends whoever it likes; what is at fault ends the next worker as well
LAST = 5  # s in which a worker whose pipe is closed ends
REPORT_IT = "This is a fault of Briefing or of a library: please report it with the article, or simplify its markup."

log = logging.getLogger(__name__)

Q = TypeVar("Q")
A = TypeVar("A")


class EndedError(Exception):
    """Something ended the process that did it, as often as it was tried."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status  # of its exit; below 0: the number of the signal that ended it

    @property
    def took_too_long(self) -> bool:
        """Whether the system ended it for the processor time it took."""
        return hasattr(signal, "SIGXCPU") and self.status == -signal.SIGXCPU

    @property
    def was_killed(self) -> bool:
        """Whether nobody but the system, short of memory, or a person did so."""
        return self.status == -getattr(signal, "SIGKILL", 9)

    def __str__(self) -> str:
        """How the last one ended, and how many did."""
        how = f"exit status {self.status}"
        if self.status < 0:
            with suppress(ValueError):
                how = signal.Signals(-self.status).name
        return f"{ATTEMPTS} times ({how})"


class Apart(Generic[Q, A]):
    """A worker that does what it is told, begun when it is needed. Use it as a context manager, which ends it."""

    def __init__(self, settings: Settings, registry: Registry, work: Callable[[Q], A], module: str) -> None:
        """`work`: a function of a module, which can ask `crew.given()`; `module`: the one that has most to load."""
        self._given = settings, registry
        self._work, self._module = work, module
        self._worker: tuple[BaseProcess, Connection] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.relieve()

    def relieve(self) -> None:
        """End the worker; another is begun when there is something to do."""
        if self._worker is not None:
            process, pipe = self._worker
            pipe.close()
            process.kill()  # it may be in the midst of something
            process.join()
            self._worker = None

    def do(self, task: Q, name: str) -> A:
        """Have it do this, which people call `name`, and return what comes of it.

        Raises EndedError where it ended the worker; AloneError where no worker can be begun, and none ended over it.
        """
        status = 0
        for _ in range(ATTEMPTS):
            try:
                process, pipe = self._worker = self._worker or self._begin()
            except OSError as error:  # no room, no memory or no descriptors for a process
                if status:
                    break
                raise AloneError from error
            try:
                pipe.send(task)
                answer: A = pipe.recv()
            except (EOFError, OSError):
                process.join(LAST)
                process.kill()  # where the pipe failed and the worker lives
                process.join()
                status = process.exitcode or 0
                log.warning("A worker process ended while it was at %s.", name)
                self.relieve()
                if EndedError(status).took_too_long:
                    break
            else:
                return answer
        raise EndedError(status)

    def _begin(self) -> tuple[BaseProcess, Connection]:
        context = choose_context(self._module)
        ours, theirs = context.Pipe()
        given = (*self._given, self._work, theirs)
        process: BaseProcess = context.Process(target=_work_on, args=given)  # type: ignore[attr-defined]
        with undisturbed():
            process.start()
        theirs.close()
        try:
            ours.recv()
        except EOFError as error:  # where the program cannot be loaded twice, say
            process.join()
            raise OSError("The worker process ended before it began.") from error
        return process, ours


def _work_on(settings: Settings, registry: Registry, work: Callable[[Q], A], pipe: Connection) -> None:
    """In the worker: do what is told, until nobody tells anything."""
    become_worker(settings, registry)
    pipe.send(True)
    with suppress(EOFError):
        while True:
            pipe.send(work(pipe.recv()))


# -- reading ----------------------------------------------------------------------------------------------------------


class Reader:
    """Has files read apart. Use it as a context manager, which ends the worker."""

    def __init__(self, settings: Settings, registry: Registry) -> None:
        self._given = settings, registry
        self._apart: Apart[str, Row] = Apart(settings, registry, _read_one, "briefing.analysing")
        self._analyst: Analyst | None = None  # where no worker can be begun

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._apart.relieve()

    def read(self, sightings: Iterable[Sighting]) -> Iterator[Row]:
        """Yield what each of these files says; of one that ends its reader, that."""
        for sighting in sightings:
            try:
                yield self._apart.do(sighting.id, sighting.id)
            except AloneError:
                yield self._read_here(sighting)
            except EndedError as error:
                yield self._tell(sighting, error)

    def _read_here(self, sighting: Sighting) -> Row:
        from briefing.analysing import Analyst, instruct  # noqa: PLC0415 - loads the whole analysis, in a worker alone

        settings, registry = self._given
        self._analyst = self._analyst or Analyst(instruct(settings, registry))
        (row,) = self._analyst([take_file(str(settings.content), sighting.id, settings.max_bytes)])
        return row

    def _tell(self, sighting: Sighting, error: EndedError) -> Row:
        """The row of a file that ended its readers."""
        settings, _ = self._given
        if error.took_too_long:
            note = tell_out_of_time(sighting.id, settings.article_seconds)
            return Row(sighting.id, sighting.size, sighting.mtime, "", (note,))
        what = f"To read it ended the process that did so, {error}."
        if error.was_killed:
            note = Note(sighting.id, 0, what, "Free some memory and build again, or shorten it.", "failed")
            return Row(sighting.id, -1, -1, "", (note,))  # not known: the next build tries again
        return Row(sighting.id, sighting.size, sighting.mtime, "", (Note(sighting.id, 0, what, REPORT_IT, "failed"),))


def _read_one(id_: str) -> Row:
    from briefing.analysing import read_batch  # noqa: PLC0415 - as above

    (row,) = read_batch([id_])
    return row


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
