"""How does a run end when it is told to, without leaving a letter in the middle?"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Self

# Ctrl-C, the system or a service manager that stops, a terminal that is closed.
_SIGNALS = tuple(number for name in ("SIGINT", "SIGTERM", "SIGHUP") if (number := getattr(signal, name, None)))


class Interruption:
    """Makes the signals that end a program a KeyboardInterrupt, which waits for the end of what is `held`.

    A second signal does not wait. Use it as a context manager; outside of the main thread it changes nothing, since no
    signal arrives there.
    """

    def __init__(self) -> None:
        self._asked = self._holding = False
        self._before: dict[int, object] = {}

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            for number in _SIGNALS:
                before = signal.getsignal(number)
                if before is not signal.SIG_IGN:  # as nohup asks
                    self._before[number] = before
                    signal.signal(number, self._hear)
        return self

    def __exit__(self, *_: object) -> None:
        for number, before in self._before.items():
            signal.signal(number, before)  # type: ignore[arg-type]

    def _hear(self, *_: object) -> None:
        again, self._asked = self._asked, True
        if again or not self._holding:
            raise KeyboardInterrupt

    @contextmanager
    def held(self) -> Iterator[None]:
        """Let the first signal wait until the block is left. Raises KeyboardInterrupt then."""
        self._holding = True
        try:
            yield
        finally:
            self._holding = False
        if self._asked:
            raise KeyboardInterrupt
