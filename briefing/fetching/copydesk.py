"""Who reads what came from strangers, without the loop waiting for it? Worker processes, begun when there is something.

A page can end the process that reads it, or keep it busy for half a minute; here that costs a worker. Cleaning takes as
much time as all the rest (`python -m benchmarks fetching`), which goes on meanwhile.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from briefing.bounds import ended_by_system, limit_memory
from briefing.crew import choose_context, undisturbed
from briefing.fetching.model import Answer, Entry, Feed, Outlet

if TYPE_CHECKING:  # what adds articles takes half a second to load, and is needed in a worker
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

    from briefing.adding import Cleaned

SECONDS = 60  # of processor time for one page or feed, when the system ends the worker; both have less of their own
ATTEMPTS = 2  # a system short of memory ends whoever it likes; what is at fault ends the next worker as well
LAST = 5  # s in which a worker whose pipe is closed ends

T = TypeVar("T")

log = logging.getLogger(__name__)


class UnusableError(Exception):
    """What came cannot be used. `what` and `remedy` are sentences; `lasting`: nor can it be another time."""

    def __init__(self, what: str, remedy: str = "", *, lasting: bool = True) -> None:
        super().__init__(f"{what} {remedy}".rstrip())
        self.what, self.remedy, self.lasting = what, remedy, lasting


# -- what it does -----------------------------------------------------------------------------------------------------


def read_feed(answer: Answer, now: str) -> Feed:
    """In a worker: the feed that a server gave."""
    from briefing.fetching import feeds  # noqa: PLC0415 - takes long to load, and is needed in a worker alone

    return feeds.read_feed(answer.body, answer.url, charset=answer.charset, kind=answer.kind, now=now)


def compose(entry: Entry, outlet: Outlet, page: Answer | None, last: bool = False) -> Cleaned:
    """In a worker: the article of an entry, and of its page if that was asked for."""
    from briefing.fetching import pages  # noqa: PLC0415 - as above

    return pages.compose(entry, outlet, page, last=last)


# -- the desk ---------------------------------------------------------------------------------------------------------


class Copydesk:
    """At most so many workers; 0: a thread of this process. Use it as a context manager, which ends them."""

    def __init__(self, workers: int) -> None:
        self._alone, self._closed = workers == 0, False
        self._threads = ThreadPoolExecutor(max(workers, 1), "copydesk")
        self._workers: set[_Worker] = set()
        self._idle: list[_Worker] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._closed = True
        for worker in tuple(self._workers):
            worker.end()
        self._threads.shutdown(cancel_futures=True)

    async def ask(self, task: Callable[..., T], *given: Any) -> T:
        """Have this done while others go on. Raises UnusableError for what cannot be read."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._ask, task, given)

    def _ask(self, task: Callable[..., T], given: tuple[Any, ...]) -> T:
        status = 0
        for _ in range(ATTEMPTS):
            worker = self._take()
            if worker is None:
                return cast(T, _answer(_try(task, given)))
            try:
                outcome = worker.do(task, given)
            except (EOFError, OSError):
                status = worker.end(LAST)
                self._workers.discard(worker)
                log.warning("A worker process ended while it read what was fetched.")
                if _is_time(status):
                    break
            else:
                self._idle.append(worker)
                return cast(T, _answer(outcome))
        if _is_time(status):
            raise UnusableError(f"To read it took more than {SECONDS} s of processor time and was ended.")
        killed = status == -getattr(signal, "SIGKILL", 9)  # nobody but the system, short of memory, or a person
        raise UnusableError(f"To read it ended the process that did so, {ATTEMPTS} times.", lasting=not killed)

    def _take(self) -> _Worker | None:
        """A worker that has nothing to do; None: this process works alone."""
        if self._closed:
            raise UnusableError("It was not read any more.", lasting=False)
        with suppress(IndexError):
            return self._idle.pop()
        if self._alone:
            return None
        try:
            worker = _Worker()
        except OSError as error:  # no room, no memory or no descriptors for a process
            log.warning("No worker process can be begun (%s); this process goes on alone.", error)
            self._alone = True
            return None
        self._workers.add(worker)
        return worker


class _Worker:
    """A process that does what it is told, one thing after another."""

    def __init__(self) -> None:
        """Begin it. Raises OSError."""
        context = choose_context("briefing.fetching.feeds", "briefing.fetching.pages")
        self._pipe: Connection
        self._process: BaseProcess
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_work_on, args=(theirs,), daemon=True)  # type: ignore[attr-defined]
        with undisturbed():
            self._process.start()
        theirs.close()

    def do(self, task: Callable[..., Any], given: tuple[Any, ...]) -> tuple[str, Any]:
        """Raises EOFError or OSError where it ends meanwhile."""
        self._pipe.send((task, given))
        outcome: tuple[str, Any] = self._pipe.recv()
        return outcome

    def end(self, patience: float = 0) -> int:
        """End it, after so many seconds; return its exit status: minus the signal, if one ended it."""
        self._process.join(patience)  # where it is ending by itself
        self._process.kill()
        self._process.join(LAST)
        return self._process.exitcode or 0


def _is_time(status: int) -> bool:
    return hasattr(signal, "SIGXCPU") and status == -signal.SIGXCPU


def _answer(outcome: tuple[str, Any]) -> Any:
    how, what = outcome
    if how == "done":
        return what
    raise UnusableError(*what, lasting=how == "refused")


def _try(task: Callable[..., Any], given: tuple[Any, ...]) -> tuple[str, Any]:
    """What came of it, in a form that goes through a pipe."""
    try:
        return "done", task(*given)
    except MemoryError:
        return "refused", ("To read it takes more memory than there is for one article.",)
    except Exception as error:
        if hasattr(error, "what") and hasattr(error, "remedy"):
            return "refused" if getattr(error, "lasting", True) else "failed", (error.what, error.remedy)
        log.debug("What was fetched could not be read.", exc_info=True)
        what = f"To read it failed ({type(error).__name__}: {str(error)[:200]})."
        return "failed", (what, "This is a fault of Briefing or of a library: please report it.")


# -- in the worker ----------------------------------------------------------------------------------------------------


def _work_on(pipe: Connection) -> None:
    """Do what is asked until nobody asks."""
    gc.freeze()
    limit_memory(0)
    # Ctrl-C goes to every process of a terminal: the one that began this one decides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(EOFError, OSError):
        while True:
            task, given = pipe.recv()
            with ended_by_system(SECONDS):
                outcome = _try(task, given)
            pipe.send(outcome)
