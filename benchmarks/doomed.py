"""A build that is killed at one of its writes, with all its processes (SIGKILL): the command, its writes counted.

    DOOMED_TALLY=FILE DOOMED_AT=17 python -m benchmarks.doomed build --settings …

A write is whatever another process could see: a file or folder that is made, filled, renamed or removed, and a commit
to the archive. The build ends right before the write of that number, or in the middle of it where bytes are written.
Without DOOMED_AT it ends by itself; the tally then has as many bytes as there were writes, of all its processes.
Worker processes load this file as well. With DOOMED_CREW they are given even little. Without DOOMED_TALLY nothing is
counted, and nobody killed.
"""

from __future__ import annotations

import os
import signal
import sqlite3
import sys
from collections.abc import Callable
from typing import Any

SEEN = ("link", "mkdir", "remove", "rename", "replace", "rmdir", "symlink", "unlink")  # of `os`, beside open and write


class _Counted(sqlite3.Connection):
    """A connection whose commits are counted; what is in a transaction, nobody sees."""

    count: Callable[[str], bool]

    def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
        word = sql.split(None, 1)[0].lower()
        if word == "commit" or (word in {"insert", "update", "delete"} and not self.in_transaction):
            type(self).count(f"{word} in the archive")
        return super().execute(sql, *values)

    def executescript(self, sql: str) -> sqlite3.Cursor:
        type(self).count("a script in the archive")
        return super().executescript(sql)


def count_writes(at: int, tally: str) -> None:
    """From here on, count what this process writes in `tally`; end all processes of the build at number `at`."""
    put, descriptor = os.write, os.open(tally, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def count(what: str) -> bool:
        """Whether this is the last one."""
        put(descriptor, b".")
        if os.lseek(descriptor, 0, os.SEEK_CUR) != at:
            return False
        put(2, f"killed at write {at}: {what}\n".encode())
        if what != "write":
            end()
        return True

    def end() -> None:
        os.killpg(os.getpgrp(), signal.SIGKILL)

    def watch(name: str) -> None:
        done = getattr(os, name)

        def counted(*given: Any, **options: Any) -> Any:
            count(f"{name} {given[0]!r}")
            return done(*given, **options)

        setattr(os, name, counted)

    def write(number: int, data: Any) -> int:
        if count("write"):
            put(number, data[: len(data) // 2])
            end()
        return put(number, data)

    opened = os.open

    def open_(path: Any, flags: int, *given: Any, **options: Any) -> int:
        if flags & os.O_CREAT:
            count(f"open {path!r}")
        return opened(path, flags, *given, **options)

    for name in SEEN:
        watch(name)
    os.write, os.open = write, open_
    _Counted.count = staticmethod(count)
    connect = sqlite3.connect
    sqlite3.connect = lambda *given, **options: connect(*given, factory=_Counted, **options)  # type: ignore[assignment]


def main() -> None:
    if "DOOMED_CREW" in os.environ:
        from briefing import gathering, publishing  # noqa: PLC0415 - loads most of Briefing

        gathering.ALONE = publishing.ALONE = 1
    from briefing.cli import main as command  # noqa: PLC0415 - after what it uses was replaced

    command(sys.argv[1:])


if __name__ in {"__main__", "__mp_main__"} and "DOOMED_TALLY" in os.environ:
    count_writes(int(os.environ.get("DOOMED_AT", "0")), os.environ["DOOMED_TALLY"])
if __name__ == "__main__":
    main()
