"""How is the archive's file opened, what of it can be trusted, and how is it made anew where nothing can be?

An archive of another version, or of which a byte is not as it was written (`checksums`), is thrown away but for what it
knows of the output: which pages there are, so that those that nobody wants any more are still taken away.
"""

from __future__ import annotations

import errno
import os
import sqlite3
import stat
import zlib
from contextlib import closing, suppress
from enum import Enum
from pathlib import Path

from msgspec import MsgspecError, Struct

from briefing.checksums import BLOCK, MISSING, Checksums, look
from briefing.stamps import stands
from briefing.tables import TABLES

OUTPUT = "output"  # remembered: which folder the rows of `page` describe, as `strays` names it
MADE_ANEW = "made anew"  # remembered: why, until a build has told it
_LOGS = ("-wal", "-shm", "-journal")


class Role(Enum):
    """As whom a process opens an archive. At any time one of them writes."""

    WRITER = "writer"
    AUDITOR = "writer that has all of it compared with its checksums, though nobody wrote it since"
    DEPUTY = "process that the writer began, which has it open and waits"
    READER = "process that reads while another writes"


class Left(Struct):
    """What an archive knew of the output."""

    folder: str = ""  # as `strays` names it; empty: unknown
    pages: list[tuple[str, str, int, int]] = []  # path, owner, size and mtime


class Opened(Struct):
    """An archive's database, and why an older one was thrown away; empty: none was."""

    db: sqlite3.Connection
    made_anew: str = ""


def open_archive(path: Path, role: Role, schema: int, sums: Checksums) -> Opened:
    """Open the archive at `path`, or make one. Raises OSError, sqlite3.OperationalError: then nothing is left open."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        if role is Role.READER:
            return Opened(connect_to_read(path))
        if role is Role.DEPUTY:
            return Opened(connect(path))
        return _judge(path, schema, sums, all_blocks=role is Role.AUDITOR)
    except BaseException:
        sums.release()
        raise


def _judge(path: Path, schema: int, sums: Checksums, *, all_blocks: bool) -> Opened:
    if not path.exists():
        return make_anew(path, schema, sums, "", Left())
    before, db, doubted = look(path), None, True
    if not before.size:
        return make_anew(path, schema, sums, "it was damaged (its file is empty)", Left())
    sums.hold_to_write()
    _free_logs(path)
    try:
        db = connect(path)
        known = _is_known(db, schema)
        why = sums.find_fault(before, all_blocks=all_blocks)
        if known and not why:
            return Opened(db, recall(db, MADE_ANEW).decode())
        doubted = bool(why)
        if not known and why in {"", MISSING}:
            why = "it was written by another version of Briefing"
    except BaseException as error:
        # A full disk, a lock or the like is no damage, but some damage looks so: a byte of the head, for one.
        refused = isinstance(error, sqlite3.OperationalError) and error.sqlite_errorcode != sqlite3.SQLITE_ERROR
        if not isinstance(error, sqlite3.DatabaseError) or (refused and not sums.differ()):
            if db is not None:
                db.close()
            raise
        why = f"it was damaged ({error})"
    left = Left()
    if db is not None:
        left = list_pages(db, path, doubted=doubted)
        db.close()
    sums.release()
    return make_anew(path, schema, sums, why, left)


def make_anew(path: Path, schema: int, sums: Checksums, why: str, left: Left) -> Opened:
    """Put an archive at `path` that knows nothing but which pages there are.

    It takes the place of another in one step: a build that is killed before finds that one.
    """
    new = f"{path}.new"
    _remove(new, "", *_LOGS)
    with closing(sqlite3.connect(new, isolation_level=None)) as db:
        db.executescript(
            f"pragma page_size = {BLOCK}; pragma journal_mode = off; pragma synchronous = off;"
            f"begin; {TABLES} pragma user_version = {schema};"
        )
        db.executemany("insert into page values (?, ?, x'', x'', ?, ?)", left.pages)
        told = ((MADE_ANEW, why.encode()), (OUTPUT, left.folder.encode()))
        db.executemany("insert into meta values (?, ?)", told)
        db.execute("commit")
        db.execute("pragma journal_mode = wal")
    _remove(path, *_LOGS)
    sums.take_all(new)
    os.replace(new, path)
    return Opened(connect(path), why)


def connect(path: Path) -> sqlite3.Connection:
    """A connection that writes. Raises sqlite3.Error."""
    db = sqlite3.connect(path, timeout=0.5, isolation_level=None)
    try:
        # The archive can be made again, so it need not survive a power cut; it must survive a killed build.
        db.executescript(
            "pragma journal_mode = wal; pragma synchronous = off; pragma wal_autocheckpoint = 0;"
            "begin immediate; commit;"
        )
    except BaseException:
        db.close()
        raise
    return db


def connect_to_read(path: Path) -> sqlite3.Connection:
    """A connection that cannot write. Raises sqlite3.Error."""
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", isolation_level=None, uri=True)


def _free_logs(path: Path) -> None:
    """Let SQLite write its log and the index of it again, if the archive at `path` can be written. Raises OSError.

    It gives them the archive's mode, so an archive that was read-only once has left some that nobody may write.
    """
    for log in (f"{path}{ending}" for ending in _LOGS):
        with suppress(FileNotFoundError):
            if not _is_writable(log):
                with suppress(PermissionError):
                    os.chmod(log, stat.S_IMODE(os.stat(path).st_mode))
            if os.path.exists(log) and not _is_writable(log):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), log)


def _is_writable(path: str) -> bool:
    return os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


def list_pages(db: sqlite3.Connection, path: Path, *, doubted: bool) -> Left:
    """The pages that the archive at `path` knows, as far as they can be read.

    Where it is `doubted`, those that stand in the table and in its index, or of which a file has size and mtime.
    """
    left = Left()
    twice: set[tuple[str, str]] = set()
    with suppress(sqlite3.Error):
        twice.update(db.execute("select path, owner from page indexed by page_owner") if doubted else ())
    with suppress(sqlite3.Error, ValueError):  # another version has other names for it
        left.folder = recall(db, OUTPUT).decode()
        folder = str(path.parent / left.folder)
        for page, owner, *stamp in db.execute("select path, owner, size, mtime from page not indexed"):
            if not doubted or (page, owner) in twice or (left.folder and stands(folder, page, *stamp)):
                left.pages.append((page, owner, *stamp))  # one by one: those before the damage stay
    return left


def recall(db: sqlite3.Connection, name: str) -> bytes:
    """What is remembered under a name; empty: nothing."""
    row = db.execute("select value from meta where name = ?", (name,)).fetchone()
    return bytes(row[0]) if row else b""


def tells_of_damage(error: BaseException | None) -> bool:
    """Whether the archive does not hold what was put there, as far as SQLite or the values themselves notice."""
    if isinstance(error, sqlite3.OperationalError):  # a full disk, a lock; or a text that is none
        return "Could not decode" in str(error)
    return isinstance(error, sqlite3.DatabaseError | MsgspecError | zlib.error)


def _is_known(db: sqlite3.Connection, schema: int) -> bool:
    (version,) = db.execute("pragma user_version").fetchone()
    db.execute("select count(*) from meta, (select 1 from article, page, thing limit 1)").fetchone()
    return bool(version == schema)


def _remove(path: Path | str, *endings: str) -> None:
    for ending in endings:
        Path(f"{path}{ending}").unlink(missing_ok=True)
