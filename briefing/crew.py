"""Who works at a build beside this process? Processes of this machine, begun late, and only where that pays."""

from __future__ import annotations

import gc
import logging
import os
import signal
import sys
import threading
from concurrent.futures import BrokenExecutor
from contextlib import contextmanager
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeVar

from briefing.dictionaries import keep_decoded
from briefing.model import Registry
from briefing.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Future, ProcessPoolExecutor
    from multiprocessing.context import BaseContext
    from multiprocessing.process import BaseProcess

# To load what workers need takes 0.5 s. A fork server does so once for all, and its children share the memory.
START_METHODS = ("forkserver", "spawn")  # the first that this system has; to fork beside threads is not safe
_LOADED = ("briefing.analysing", "briefing.printing")
_LOADED_LAST = "briefing.shared"  # keeps the collector from what is loaded by then

# Allocations after which the collector looks at what is new, instead of Python's 700: printing takes a twentieth less,
# for 2 MB a worker; with 50,000 it would be two more hundredths for 6 MB.
_COLLECTED_AFTER = 10_000
_ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_OPENED = 24  # descriptors: a pool of two workers takes 16, and what they do some more

T = TypeVar("T")

log = logging.getLogger(__name__)

_given: tuple[Settings, Registry] | None = None  # in a worker


class AloneError(BrokenExecutor):
    """No worker can be begun: the system has no room, no memory or no descriptors for one, or knows no semaphores."""


class Crew:
    """The worker processes of one build. Use it as a context manager: leaving it waits for what they are doing."""

    def __init__(self, settings: Settings, registry: Registry) -> None:
        self._given = settings, registry
        self._pool: ProcessPoolExecutor | None = None
        self._alone = False

    @property
    def size(self) -> int:
        """How many they are; 1: this process works alone."""
        return 1 if self._alone else self._given[0].workers

    def submit(self, task: Callable[..., T], *given: object) -> Future[T]:
        """Have a worker do this; they are begun when they are asked for the first time, or again.

        What they run can ask `given()`. Raises AloneError where none can be begun, once and for all.
        """
        try:
            if self._pool is None:
                self._pool = self._begin_pool()
            with undisturbed():
                return self._pool.submit(task, *given)
        except (OSError, RuntimeError) as error:
            if isinstance(error, BrokenExecutor):
                raise
            self._give_up(error)
            raise AloneError from error

    def _begin_pool(self) -> ProcessPoolExecutor:
        from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - takes 6 ms, and most builds work alone

        return ProcessPoolExecutor(self.size, choose_context(), become_worker, self._given)

    def _give_up(self, error: Exception) -> None:
        log.warning("No worker process can be begun (%s); this process goes on alone.", error)
        self._alone = True
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(wait=False, cancel_futures=True)

    def do_apart(self, task: Callable[[], None]) -> bool:
        """Have one worker do this and end, which gives back all memory that it took; say whether it was done.

        What fails there, or is killed, is for the caller to do again: an error then comes up where errors are told.
        """
        try:
            worker = choose_context().Process(target=_do_apart, args=(*self._given, task))  # type: ignore[attr-defined]
            with undisturbed():
                worker.start()
        except OSError as error:
            self._give_up(error)
            return False
        try:
            worker.join()
        finally:
            worker.kill()  # where this process was told to end meanwhile
        if worker.exitcode != 0:
            log.warning("A worker process failed; this process goes on alone.")
        return bool(worker.exitcode == 0)

    def relieve(self) -> None:
        """Let them go when they have done what they were asked: others come for the next task.

        Those who read articles hold dictionaries and caches, some 100 MB each, that those who make pages need not have;
        where there is a fork server, to begin others takes 0.05 s.
        """
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
        self.relieve()


def choose_context(*loaded: str) -> BaseContext:
    """How processes are begun here; `loaded`: modules that they need for sure. Raises OSError where none can be."""
    import multiprocessing  # noqa: PLC0415 - as above

    _look_for_room()
    known = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context(next(method for method in START_METHODS if method in known))
    first = dict.fromkeys((*loaded, *(name for name in _LOADED if name in sys.modules)))
    context.set_forkserver_preload([*first, _LOADED_LAST])
    if context.get_start_method() == "forkserver":
        _begin_server()
    return context


def _look_for_room() -> None:
    """Raise OSError where hardly a file can be opened: Python's fork server falls over whoever breaks off for that."""
    opened: list[int] = []
    try:
        while len(opened) < _OPENED:
            opened.append(os.open(os.devnull, os.O_RDONLY))
    finally:
        for descriptor in opened:
            os.close(descriptor)


def _begin_server() -> None:
    """Begin the fork server deaf to Ctrl-C: it goes to every process of a terminal, and would end this one in words."""
    from multiprocessing import forkserver, resource_tracker  # noqa: PLC0415 - as above

    resource_tracker.ensure_running()  # which makes this thread hear again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Hear the signals that end a build after the block, and not in it.

    The fork server falls over a process that breaks off while it asks for a worker.
    """
    if threading.current_thread() is not threading.main_thread():  # no other hears any
        yield
        return
    came: list[int] = []
    heard = [number for number in _ENDING if signal.getsignal(number) not in (signal.SIG_IGN, None)]
    before = {number: signal.signal(number, lambda number, _: came.append(number)) for number in heard}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        for each in came:
            signal.raise_signal(each)


def _do_apart(settings: Settings, registry: Registry, task: Callable[[], None]) -> None:
    become_worker(settings, registry)
    try:
        task()
    except Exception:
        log.debug("A worker failed.", exc_info=True)
        sys.exit(1)


def become_worker(settings: Settings, registry: Registry) -> None:
    """Make a worker of this process, which was begun for nothing else."""
    global _given  # noqa: PLW0603 - a pool's initializer has no other way to leave something behind
    _given = settings, registry
    gc.freeze()  # what is loaded stays: the collector need not look through it, which takes 3 %
    gc.set_threshold(_COLLECTED_AFTER)
    keep_decoded(settings.beside_archive("words"))
    # Ctrl-C goes to every process of a terminal: the one that began this one decides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    from multiprocessing import parent_process  # noqa: PLC0415 - as above

    threading.Thread(target=_end_with, args=(parent_process(),), daemon=True).start()


def _end_with(parent: BaseProcess | None) -> None:
    """End this worker as soon as the process that began it is gone: it would wait for work for ever."""
    from multiprocessing.connection import wait  # noqa: PLC0415 - as above

    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def given() -> tuple[Settings, Registry]:
    """In a worker: the settings and registries of the build."""
    assert _given is not None
    return _given
