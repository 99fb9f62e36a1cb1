"""Where is the outbox kept, and what can be wrong with its file? The only module of mail that knows SQLite.

Unlike the archive, the outbox is no cache: it is the one place that knows who was written to, so nothing here makes it
anew. It is safe against a killed program and a power cut (WAL with synchronous = FULL: what was committed is on the
disk), and against neither a copy of the past put in its place nor two of it; so `copies` marks what it writes.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Self

from briefing.errors import MailError
from briefing.transaction import all_or_none

SCHEMA = 1
UNFINISHED = ".outbox-"  # how the names of files begin that are to become an outbox or a copy of it
APPLICATION = 0x42724F58  # "BrOX" in the file's header: an outbox of Briefing and no other database

# Seconds to wait for another program that writes. The longest writes are taking over a mailing that was composed (a
# quarter of a second for 10,000 letters) and forgetting a reader while one waits (half a second).
PATIENCE = 20.0
JOURNAL_LIMIT = 4_000_000  # bytes that the write-ahead log may keep of a large mailing; a letter needs a fiftieth

# What makes an empty database an outbox.
TABLES = f"""
pragma journal_mode = wal;
pragma application_id = {APPLICATION};
pragma user_version = {SCHEMA};
create table fact (name text primary key, value not null) without rowid;
create table mailing (
  id text primary key,
  day text not null,
  weekly integer not null,
  edition_sha256 text not null,
  articles text not null,       -- ids, as JSON
  frozen_at text not null
) without rowid;
create table letter (
  id integer primary key,
  mailing text not null references mailing (id),
  reader text not null,         -- key
  address text not null,        -- empty: erased
  message_id text,              -- null: excluded before a letter was written
  state text not null check (state in ('queued', 'sending', 'sent', 'failed', 'unknown', 'excluded')),
  reply text not null,          -- what the server said, or why the reader is excluded
  moment text not null,         -- of the last change
  attempts integer not null,    -- claims so far
  claimed_at text not null,     -- the moment of the last of them; empty: none
  retry_at text not null,       -- not before this moment; empty: at once
  size integer not null,        -- bytes of the message
  sha256 text not null,         -- of the message
  unique (mailing, reader),
  check (state = 'excluded' or message_id is not null)
);
create unique index letter_message on letter (message_id) where message_id is not null;
create index letter_state on letter (mailing, state, retry_at);
create index letter_reader on letter (reader);
-- Apart from the letter's row, which changes twice on its way, so that this need not be written again each time.
create table message (letter integer primary key references letter (id), data blob not null);  -- zlib
create table approval (
  id integer primary key,
  mailing text not null,
  by text not null,
  at text not null,
  edition_sha256 text not null,
  preview_sha256 text not null
);
create index approval_mailing on approval (mailing);
create table suppression (
  reader text primary key,
  reason text not null,
  at text not null,
  address text not null         -- empty: not known, or erased
) without rowid;
create table request (
  reader text primary key,
  address text not null, name text not null, language text not null,
  events text not null, actors text not null,  -- ids, as JSON
  frequency text not null,
  asked_at text not null
) without rowid;
create table subscriber (
  reader text primary key,
  address text not null, name text not null, language text not null,
  events text not null, actors text not null,
  frequency text not null,
  asked_at text not null,
  confirmed_at text not null,
  wording text not null         -- what they agreed to, as they read it
) without rowid;
"""


# Of each connection. fullfsync: macOS keeps what is synced in the disk's own memory without it.
_EACH = f"""
pragma synchronous = full;
pragma fullfsync = on;
pragma secure_delete = on;
pragma foreign_keys = on;
pragma trusted_schema = off;
pragma journal_size_limit = {JOURNAL_LIMIT};
"""

_PUT_BACK = "Move its files to another folder and put back the newest copy with `briefing mail restore`."

# What SQLite calls it, what to say, what to do.
_TROUBLES = (
    ("SQLITE_BUSY", "is in use by another program", "Wait until that one is done, then run the command again."),
    ("SQLITE_LOCKED", "is in use by another program", "Wait until that one is done, then run the command again."),
    (
        "SQLITE_FULL",
        "cannot be written: the disk is full",
        "Free some space, also in the folder of temporary files, then run the command again: nothing is lost.",
    ),
    (
        "SQLITE_READONLY",
        "cannot be written: it or its folder is read-only",
        "Let the user who runs Briefing write the folder and all files in it.",
    ),
    (
        "SQLITE_CANTOPEN",
        "cannot be opened or written",
        "Let the user who runs Briefing read and write the folder and all files in it.",
    ),
    ("SQLITE_PERM", "cannot be opened", "Let the user who runs Briefing read and write the folder and its files."),
    (
        "SQLITE_IOERR",
        "cannot be written or read",
        "Look after the disk (space, quota, the system's log), then run the command again.",
    ),
    ("SQLITE_CORRUPT", "is damaged", _PUT_BACK),
    ("SQLITE_NOTADB", "is damaged, or is no outbox", _PUT_BACK),
)


def explain(error: OSError | sqlite3.Error, path: Path) -> MailError:
    """What the user is told of an error of SQLite or of the system at the outbox at `path`."""
    if isinstance(error, sqlite3.IntegrityError | sqlite3.ProgrammingError):
        return MailError(
            f"The outbox refused a change that goes against its rules ({error}).",
            remedy="Nothing was changed. This is a mistake of Briefing: please report it.",
            path=str(path),
        )
    name = str(getattr(error, "sqlite_errorname", ""))
    for start, what, remedy in _TROUBLES:
        if name.startswith(start):
            return MailError(f"The outbox {what} ({error}).", remedy=remedy, path=str(path))
    return MailError(
        f"The outbox cannot be used ({error}).",
        remedy="Let the user who runs Briefing read and write its folder; see that the disk works and has space.",
        path=str(path),
    )


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn what the disk and SQLite complain about into MailError."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        raise explain(error, path) from error


def connect(path: Path) -> sqlite3.Connection:
    """Open the database at `path`, which has to be there. Raises sqlite3.Error."""
    address = f"{path.absolute().as_uri()}?mode=rw"
    db = sqlite3.connect(address, uri=True, timeout=PATIENCE, isolation_level=None)
    try:
        db.executescript(_EACH)
    except BaseException:
        db.close()
        raise
    return db


def is_outbox(path: Path) -> bool:
    """Whether the file's header says so; it may be damaged all the same. Raises MailError if it cannot be read."""
    with told(path), path.open("rb") as file:
        header = file.read(100)  # its fields: sqlite.org/fileformat2.html § 1.3
    return header.startswith(b"SQLite format 3\0") and header[68:72] == APPLICATION.to_bytes(4)


def check_whole(db: sqlite3.Connection, path: Path) -> None:
    """Read all of the file. Raises MailError if it is damaged."""
    (found,) = db.execute("pragma integrity_check(1)").fetchone()
    if found != "ok":
        raise MailError(f"The outbox is damaged ({found}).", remedy=_PUT_BACK, path=str(path))


def _identity(path: Path) -> tuple[int, int]:
    """What tells a file from all others, whatever its name."""
    status = path.stat()
    return status.st_dev, status.st_ino


class Store:
    """An open outbox as a file: rows, changes, being closed. Use it as a context manager."""

    def __init__(self, path: Path) -> None:
        """Open the outbox at `path`. Raises MailError where there is none, it is damaged or of another schema."""
        self.path = path
        if not path.is_file():
            raise MailError(
                "There is no outbox.",
                remedy="If there was one, put back its newest copy with `briefing mail restore`: only it knows who was"
                " written to. For a first mailing make one with `briefing mail init`.",
                path=str(path),
            )
        with told(path):
            self._db = connect(path)
        try:
            with told(path):
                self._file = _identity(path)
            self.secret = self._read_secret()
        except BaseException:
            self._db.close()
            raise

    def _read_secret(self) -> bytes:
        application, schema = self._one("pragma application_id"), self._one("pragma user_version")
        if application != APPLICATION:
            raise MailError("This is no outbox of Briefing.", remedy=_PUT_BACK, path=str(self.path))
        if schema != SCHEMA:
            raise MailError(
                f"The outbox is of schema {schema}, this version of Briefing reads {SCHEMA}.",
                remedy="Use the version of Briefing that wrote it, or a newer one.",
                path=str(self.path),
            )
        if copied_at := self._fact("copied_at"):
            raise MailError(
                f"This is a copy of an outbox, made at {copied_at}. What was sent since is not in it.",
                remedy="Move it to another folder and put it back from there with `briefing mail restore`.",
                path=str(self.path),
            )
        return bytes(self._fact("secret"))

    def _fact(self, name: str) -> Any:
        return self._one("select value from fact where name = ?", (name,))

    @property
    def gap(self) -> tuple[str, str] | None:
        """Between which moments things may have happened that the outbox knows nothing of: a copy was put back.

        What was frozen then may have been sent, who unsubscribed then is not suppressed. None: no copy was put back. An
        empty first moment: nobody knows when the copy was made.
        """
        until = self._fact("gap_until")
        return (str(self._fact("gap_from")), str(until)) if until else None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._db.close()

    @contextmanager
    def _change(self) -> Iterator[None]:
        """Hold all changes in the block together: all or none of them stay, on the disk when the block is left.

        The file is taken for writing at once: what is read in the block cannot be changed by another before its end.
        """
        with told(self.path):
            self._check_place()
            with all_or_none(self._db):
                yield

    def _check_place(self) -> None:
        """Raise MailError where the file was removed or another was put in its place since it was opened.

        The system keeps an open file without its name. What is written to it would be lost, and with it who was sent
        what.
        """
        with suppress(FileNotFoundError):
            if _identity(self.path) == self._file:
                return
        raise MailError(
            "The outbox was removed, or another was put in its place, while it was in use.",
            remedy="Put back its newest copy with `briefing mail restore`, or undo it; what was sent since stands in"
            " the mail server's log.",
            path=str(self.path),
        )

    def _rows(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        with told(self.path):
            return self._db.execute(sql, values).fetchall()

    def _one(self, sql: str, values: Sequence[Any] = ()) -> Any:
        """The first value of the first row; None: there is no row."""
        rows = self._rows(sql, values)
        return rows[0][0] if rows else None

    def _do(self, sql: str, values: Sequence[Any] = ()) -> int:
        """Change rows, say how many."""
        with told(self.path):
            return self._db.execute(sql, values).rowcount

    def _empty_journal(self) -> bool:
        """Put all that was committed into the file itself and cut off the log; False: another program is reading."""
        busy: int = self._one("pragma wal_checkpoint(truncate)")
        return not busy

    def _scrub(self) -> None:
        """Leave no trace of erased rows. Raises MailError where another program keeps the old bytes in use.

        secure_delete overwrites what is deleted, but not what was left behind when rows moved to another page (in a
        trial one of 240 addresses was still there); so the file is written anew.
        """
        with told(self.path):
            self._db.execute("vacuum")
            for left in self.path.parent.glob(f"{UNFINISHED}*"):  # of a backup or `restore` that was killed
                left.unlink(missing_ok=True)
        if not self._empty_journal():
            raise MailError(
                "The reader is erased, but the bytes are still in the outbox's log: another program is reading.",
                remedy="Run the command again when that is done.",
                path=str(self.path),
            )
