"""How much may one article take, or one page, and what ends it? Processor time, so that a paused machine fails none.

Code in Python hears a signal, and regular expressions do. Code in C (the parsers of Markdown and HTML) need not: where
a process is there for nothing but reading, the system ends it, and `apart` says which article it was.
"""

from __future__ import annotations

import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import TypeVar

from briefing.model import Note

T = TypeVar("T")

# Files of more bytes are read by a worker that can be ended, also where a build reads nothing else. A long feature has
# 60 KB; and of what has less, no C code makes more than 0.1 s (`python -m benchmarks worst --size 65536`).
LARGE = 65_536
SLACK = 3  # s that the system waits longer than the timer: Python's own end is the one that goes on
AGAIN = 1.0  # s after which one that was swallowed (an error while garbage is collected, say) is ended again
# Bytes of private memory of a process that reads. A worker has 150 MB, a language's words take 500 while they are
# decoded, the worst article of 1 MB takes as much; with less free memory it is the system that ends it.
MEMORY = 3 << 30
MEMORY_FOR_A_BYTE = 1_000  # of the largest file, where the settings allow for larger ones
LOOK = 0.25  # s between two looks at a thread
PATIENCE = 4  # s of a clock on the wall for one of work, where the system does not count a thread's


# In the reason of those that were ended so: they alone are read again where there is more time.
TOOK_TOO_LONG = "s of processor time and was ended"
NOT_MADE = "Making the page "  # begins what is said of an article whose page cannot be made


class OutOfTimeError(BaseException):
    """The time is up. Not an Exception: nothing on the way shall catch it."""


def tell_out_of_time(id_: str, seconds: float) -> Note:
    """Return the note on an article that took too long."""
    what = f"Reading it took more than {seconds:g} {TOOK_TOO_LONG}."
    return Note(id_, 0, what, "Simplify its markup, split it, or raise BRIEFING_ARTICLE_SECONDS.", "failed")


def tell_out_of_memory(id_: str) -> Note:
    """Return the note on an article for which there was too little memory."""
    what = "Reading it took more memory than there is for one article."
    return Note(id_, 0, what, "Simplify its markup, or split it.", "failed")


def within(seconds: float, work: Callable[[], T]) -> T:
    """Return what `work` returns. Raises OutOfTimeError when it has taken so many seconds of processor time.

    What it was about to change may be half done then: whoever calls makes its tools anew.
    """
    if hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread():
        return _within_timer(seconds, work)
    return _within_sight(seconds, work)


def _within_timer(seconds: float, work: Callable[[], T]) -> T:
    running = True

    def end(_: int, __: FrameType | None) -> None:
        if running:
            raise OutOfTimeError

    # Not the timer of wall-clock time: builds may be paused. Profilers use this one, so theirs is put back.
    before = signal.signal(signal.SIGPROF, end)
    timer = signal.setitimer(signal.ITIMER_PROF, seconds, AGAIN)
    try:
        try:
            return work()
        finally:
            running = False
    finally:  # whose time was up right there comes here all the same
        running = False
        signal.setitimer(signal.ITIMER_PROF, *timer)
        signal.signal(signal.SIGPROF, signal.SIG_DFL if before is None else before)


def _within_sight(seconds: float, work: Callable[[], T]) -> T:
    """The same in another thread than the first, or where there are no timers: a thread looks at the clock."""
    import ctypes  # noqa: PLC0415 - takes 10 ms to load, and builds of one machine need it not

    ident = threading.get_ident()
    if hasattr(time, "pthread_getcpuclockid"):
        clock = time.pthread_getcpuclockid(ident)
        spent: Callable[[], float] = lambda: time.clock_gettime(clock)  # noqa: E731 - one of two
    else:
        spent = lambda: time.monotonic() / PATIENCE  # noqa: E731 - the other
    end = spent() + seconds
    done, lock = threading.Event(), threading.Lock()
    sent = False

    def raise_there() -> None:
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(ident), ctypes.py_object(OutOfTimeError))

    def watch() -> None:
        nonlocal sent
        while not done.wait(LOOK):
            if spent() > end:
                with lock:
                    if not done.is_set():
                        sent = True
                        raise_there()
                if done.wait(AGAIN):
                    return

    def hear_the_last() -> None:
        """Let what is on its way come here. To take it back would leave CPython 3.11 looking for it for ever."""
        with lock:
            done.set()
        try:
            if sent:
                raise_there()  # in place of one that is on its way, if one is
                while True:
                    time.sleep(0)
        except OutOfTimeError:
            pass

    threading.Thread(target=watch, daemon=True).start()
    try:
        try:
            return work()
        finally:
            hear_the_last()
    finally:  # whose time was up right there comes here all the same
        hear_the_last()


@contextmanager
def ended_by_system(seconds: float) -> Iterator[None]:
    """Have the system end this process where the block takes so much processor time and SLACK. For workers alone."""
    try:
        import resource  # noqa: PLC0415 - not on every system
    except ImportError:
        yield
        return
    before, most = resource.getrlimit(resource.RLIMIT_CPU)
    spent = resource.getrusage(resource.RUSAGE_SELF)
    end = int(spent.ru_utime + spent.ru_stime + seconds) + SLACK
    resource.setrlimit(resource.RLIMIT_CPU, (end if most == resource.RLIM_INFINITY else min(end, most), most))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_CPU, (before, most))


def limit_memory(largest_file: int) -> None:
    """Let this process, a worker, have no more memory than reading may take: to ask for more fails, here alone.

    `largest_file`: in bytes. Counted is what it does not share, as maps of dictionaries are.
    """
    if sys.platform != "linux":  # others have the limit, and do not hold to it
        return
    import resource  # noqa: PLC0415 - as above

    with suppress(ValueError, OSError):
        _, most = resource.getrlimit(resource.RLIMIT_DATA)
        resource.setrlimit(resource.RLIMIT_DATA, (_memory_for(largest_file, most), most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


@contextmanager
def limited_memory(largest_file: int) -> Iterator[None]:
    """The same for a block, in a process that goes on: 2 µs."""
    if sys.platform != "linux":
        yield
        return
    import resource  # noqa: PLC0415 - as above

    before, most = resource.getrlimit(resource.RLIMIT_DATA)
    asked = _memory_for(largest_file, most)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_DATA, (asked if before < 0 else min(asked, before), most))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (before, most))


def _memory_for(largest_file: int, most: int) -> int:
    asked = max(MEMORY, MEMORY_FOR_A_BYTE * largest_file)
    return asked if most < 0 else min(asked, most)  # below 0: without limit
