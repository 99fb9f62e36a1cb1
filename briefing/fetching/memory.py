"""What is remembered from one fetch to the next? What feeds said, which entries wait, what became of each.

A SQLite file beside the archive. An entry waits in it from the very transaction that notes the feed's validators, and
is settled once the disk keeps its article: whoever is killed in between finds it waiting. What is in content/ stands in
content/, so the loss of this file costs requests, and makes no article twice.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, MutableMapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Literal, Self, cast

import msgspec
from msgspec import Struct

from briefing.errors import BriefingError, find_remedy
from briefing.fetching.model import Entry, Trace
from briefing.transaction import all_or_none

SCHEMA = 2  # another number where the tables differ
MOST_ROBOTS = 2_000  # origins of which robots.txt is kept: it holds for a day only, and pages lie at many hosts
PATIENCE = 10.0  # seconds to wait for another program that reads the file

_TABLES = f"""
pragma user_version = {SCHEMA};
create table feed (
  address text primary key,     -- as sources.yml has it
  etag text not null,           -- these two as the server gave them
  last_modified text not null,
  moved text not null,          -- where it lives from now on; empty: where it was
  at text not null,             -- when it last answered; empty: never
  terms text not null,          -- what the outlet asked of its entries then, as a digest
  again text not null           -- its server asked not to be asked before; empty: it did not
) without rowid;
create table entry (
  feed text not null,
  key text not null,            -- what tells it from the feed's other entries
  source text not null,         -- id of the outlet
  digest text not null,         -- of what the feed says in it, but for its date
  date text not null,           -- as the feed had it last; empty: it had none
  state text not null check (state in ('waiting', 'added', 'changed', 'known', 'filtered', 'failed')),
  why text not null,
  path text not null,           -- of its article; empty: it has none
  said blob,                    -- the entry as JSON, while it waits
  place integer not null,       -- in the feed
  tries integer not null,       -- that went wrong, of one that waits
  again text not null,          -- not before this moment; empty: at once
  seen text not null,           -- when it last stood in the feed
  primary key (feed, key)
) without rowid;
create index entry_waiting on entry (feed, place) where state = 'waiting';
create table robots (origin text primary key, said text not null);  -- what was noted last has the highest rowid
"""
# Beside the others since; whoever does not know it passes it over. Digests alone, so nothing of a text is left here.
_TRACES = """
create table if not exists trace (
  path text not null,           -- of an article that was there once; the rest is as `model.Trace` has it
  source text not null,
  address text not null,
  guid text not null,
  title text not null,
  moment text not null,
  text text not null,
  mould text not null,
  drawn blob not null,
  at text not null,             -- when its entry was read last
  primary key (path, address)
) without rowid;
"""
# A commit outlives the process at once, and a power cut when the file is closed; what one takes back is asked for once
# more. Of texts that were waiting nothing is left when they are settled: they may be withdrawn one day.
_EACH = "pragma journal_mode = wal; pragma synchronous = normal; pragma secure_delete = on;"

Settled = Literal["added", "changed", "known", "filtered", "failed"]


class Asked(Struct, frozen=True):
    """What is known of a feed since it last answered. Moments as ISO 8601 in UTC, so that they sort as they follow."""

    etag: str = ""
    last_modified: str = ""
    moved: str = ""
    at: str = ""  # empty: it never answered
    terms: str = ""
    again: str = ""


class Seen(Struct, frozen=True):
    """What is known of an entry that stood in a feed before."""

    digest: str
    state: Literal[Settled, "waiting"]
    why: str
    path: str
    date: str = ""  # as the feed had it; empty: it had none


class Waiting(Struct, frozen=True):
    """An entry that is still to be read."""

    feed: str
    key: str
    source: str
    entry: Entry
    tries: int
    again: str
    why: str  # what went wrong the last time
    path: str  # of the article that was made of it before; empty: none


class News(Struct, frozen=True):
    """An entry as a feed has it now, and what is to be noted of it."""

    key: str
    digest: str
    entry: Entry
    state: Literal[Settled, "waiting"]
    why: str = ""


class _File:
    """The open database."""

    def __init__(self, db: sqlite3.Connection, path: Path) -> None:
        self._db, self._path = db, path

    def rows(self, sql: str, values: tuple[Any, ...] = ()) -> list[Any]:
        with _told(self._path):
            return self._db.execute(sql, values).fetchall()

    def do(self, sql: str, values: tuple[Any, ...]) -> int:
        """Change rows, within `change`; say how many."""
        return self._db.execute(sql, values).rowcount

    @contextmanager
    def change(self) -> Iterator[None]:
        """All changes in the block, or none of them."""
        with _told(self._path), all_or_none(self._db):
            yield

    def close(self) -> None:
        with suppress(sqlite3.Error):
            self._db.close()


class Memory:
    """The open memory. Use it as a context manager."""

    def __init__(self, db: sqlite3.Connection, path: Path, damage: str = "") -> None:
        self._file = _File(db, path)
        self.robots: MutableMapping[str, str] = _Robots(self._file)  # what servers said of robots, by origin
        self.damage = damage  # what the editor should know of it; empty: nothing

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open the memory at `path`, or make it; one that is damaged, or of another version, is put aside.

        Raises BriefingError where it can be neither read nor written. Nobody else may write it meanwhile.
        """
        damage = ""
        with _told(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            db = _connect(path)
            if not _is_whole(db):
                db.close()
                damage = _put_aside(path)
                db = _connect(path)
            db.executescript(_EACH)
            if not _version(db):
                db.executescript(f"begin; {_TABLES} commit")
            db.executescript(_TRACES)
        return cls(db, path, damage)

    @classmethod
    def open_copy(cls, path: Path) -> Self:
        """A copy of the memory at `path` in this process alone: what is noted in it is gone with it."""
        db = sqlite3.connect(":memory:", isolation_level=None)
        # While nobody writes it there is no log beside it, and none is to be made by reading.
        how = "mode=ro" if os.path.exists(f"{path}-wal") else "mode=ro&immutable=1"
        with suppress(sqlite3.Error):
            file = sqlite3.connect(f"{path.absolute().as_uri()}?{how}", uri=True, timeout=PATIENCE)
            try:
                if _is_whole(file):
                    file.backup(db)
            finally:
                file.close()
        if not _version(db):
            db.executescript(_TABLES)
        db.executescript(_TRACES)
        return cls(db, path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    # -- feeds --------------------------------------------------------------------------------------------------------

    def asked(self, feed: str) -> Asked:
        """What is known of the feed at this address."""
        sql = "select etag, last_modified, moved, at, terms, again from feed where address = ?"
        return next((Asked(*row) for row in self._file.rows(sql, (feed,))), Asked())

    def note(self, feed: str, asked: Asked) -> None:
        """Note what its server said, where it told no entries."""
        with self._file.change():
            self._note(feed, asked)

    def _note(self, feed: str, asked: Asked) -> None:
        self._file.do(
            "insert or replace into feed values (?, ?, ?, ?, ?, ?, ?)",
            (feed, asked.etag, asked.last_modified, asked.moved, asked.at, asked.terms, asked.again),
        )

    def seen(self, feed: str) -> dict[str, Seen]:
        """What is known of the entries of a feed, by key."""
        rows = self._file.rows("select key, digest, state, why, path, date from entry where feed = ?", (feed,))
        return {key: Seen(*rest) for key, *rest in rows}

    def take(self, feed: str, source: str, asked: Asked, news: Iterable[News], forget: str) -> None:
        """Note what a feed said, all of it or nothing: its validators, and what is news of each entry.

        An entry that is as it was stays as it was noted. `forget`: a moment; what was last seen before it, and does not
        wait, is forgotten.
        """
        with self._file.change():
            self._note(feed, asked)
            for place, each in enumerate(news):
                said = msgspec.json.encode(each.entry) if each.state == "waiting" else None
                self._file.do(
                    "insert into entry values (?, ?, ?, ?, ?, ?, ?, '', ?, ?, 0, '', ?) on conflict do update set"
                    " source = excluded.source, digest = excluded.digest, state = excluded.state,"
                    " why = excluded.why, said = excluded.said, tries = 0, again = ''"
                    " where digest != excluded.digest or state != excluded.state",
                    (feed, each.key, source, each.digest, each.entry.date, each.state, each.why, said, place, asked.at),
                )
                self._file.do(
                    "update entry set seen = ?, place = ?, date = ? where feed = ? and key = ?",
                    (asked.at, place, each.entry.date, feed, each.key),
                )
            self._file.do("delete from entry where feed = ? and state != 'waiting' and seen < ?", (feed, forget))

    def unnamed(self, source: str, named: Iterable[str]) -> tuple[str, ...]:
        """The feeds of which the outlet `source` has entries, but those."""
        rows = self._file.rows("select distinct feed from entry where source = ? order by feed", (source,))
        return tuple(feed for (feed,) in rows if feed not in {*named})

    def listed(self, feed: str) -> dict[str, str]:
        """The entries that stood in a feed when it was last read, by key, and the paths of their articles."""
        sql = "select key, path from entry where feed = ? and seen = (select max(seen) from entry where feed = ?)"
        return dict(self._file.rows(sql, (feed, feed)))

    def rename(self, old: str, new: str, asked: Asked) -> None:
        """Have the feed at `new`, of which nothing is known, be the one at `old`. `asked`: what is known of it then."""
        with self._file.change():
            self._file.do("delete from feed where address = ?", (old,))
            self._note(new, asked)
            self._file.do("update or replace entry set feed = ? where feed = ?", (new, old))

    # -- entries ------------------------------------------------------------------------------------------------------

    def waiting(self, feed: str) -> tuple[Waiting, ...]:
        """The entries of a feed that are still to be read, in its order."""
        rows = self._file.rows(
            "select key, source, said, tries, again, why, path from entry"
            " where state = 'waiting' and feed = ? order by place, key",
            (feed,),
        )
        found = []
        for key, source, said, tries, again, why, path in rows:
            try:
                entry = msgspec.json.decode(said, type=Entry)
            except (msgspec.DecodeError, TypeError):  # a byte turned on the disk, of which SQLite sees nothing
                self._lose(feed, key)
            else:
                found.append(Waiting(feed, key, source, entry, tries, again, why, path))
        return tuple(found)

    def _lose(self, feed: str, key: str) -> None:
        """Forget an entry of which nobody knows what it was: its feed is asked for all that it has."""
        with self._file.change():
            self._file.do("delete from entry where feed = ? and key = ?", (feed, key))
            self._file.do("update feed set etag = '', last_modified = '' where address = ?", (feed,))

    def feeds_waiting(self) -> tuple[str, ...]:
        """The feeds of which entries wait, whether sources.yml still has them or not."""
        rows = self._file.rows("select distinct feed from entry where state = 'waiting' order by feed")
        return tuple(feed for (feed,) in rows)

    def forget(self, named: Iterable[str], before: str) -> None:
        """Forget all feeds but those, of which nothing was seen since that moment and nothing waits; and traces of
        articles of which no entry is known any more.
        """
        still = {*named}
        last = self._file.rows(
            "select feed, max(case when state = 'waiting' then '~' else seen end) from entry group by feed"
        )
        gone = [feed for feed, seen in last if feed not in still and seen < before]
        with self._file.change():
            for feed in gone:
                self._file.do("delete from entry where feed = ?", (feed,))
                self._file.do("delete from feed where address = ?", (feed,))
            self._file.do("delete from trace where at < ? and path not in (select path from entry)", (before,))

    def set_right(self, now: str, latest: str) -> None:
        """Correct the moments that a clock noted which was ahead. None waits until after `latest`."""
        with self._file.change():
            self._file.do("update feed set at = ? where at > ?", (now, now))
            self._file.do("update feed set again = '' where again > ?", (latest,))
            self._file.do("update entry set again = '' where state = 'waiting' and again > ?", (latest,))
            self._file.do("update entry set seen = ? where seen > ?", (now, now))
            self._file.do("update trace set at = ? where at > ?", (now, now))

    def settle(
        self, waiting: Waiting, state: Settled, why: str, path: str = "", traces: Iterable[Trace] = (), at: str = ""
    ) -> None:
        """Note what became of an entry; its article, if it has one, is kept by the disk (`keeping`).

        `traces`: by what that article is known if it is taken out, as of the moment `at`.
        """
        with self._file.change():
            for each in traces:
                self._file.do(
                    "insert into trace values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do update set"
                    " source = excluded.source, guid = excluded.guid, title = excluded.title,"
                    " moment = excluded.moment, at = excluded.at,"
                    " text = case when excluded.text = '' then text else excluded.text end,"
                    " mould = case when excluded.text = '' then mould else excluded.mould end,"
                    " drawn = case when excluded.text = '' then drawn else excluded.drawn end",
                    (*msgspec.structs.astuple(each), at),
                )
            self._file.do(
                "update entry set state = ?, why = ?, path = case when ? = '' then path else ? end, said = null"
                " where feed = ? and key = ?",
                (state, why, path, path, waiting.feed, waiting.key),
            )

    def traces(self) -> tuple[Trace, ...]:
        """What is kept of all articles that entries were."""
        sql = "select path, source, address, guid, title, moment, text, mould, drawn from trace order by path, address"
        return tuple(Trace(*row) for row in self._file.rows(sql))

    def postpone(self, waiting: Waiting, tries: int, again: str, why: str) -> None:
        """Note that an entry is to be tried again, at the moment `again` or later."""
        with self._file.change():
            self._file.do(
                "update entry set tries = ?, again = ?, why = ? where feed = ? and key = ?",
                (tries, again, why, waiting.feed, waiting.key),
            )


class _Robots(MutableMapping[str, str]):
    def __init__(self, file: _File) -> None:
        self._file = file

    def __getitem__(self, origin: str) -> str:
        for (said,) in self._file.rows("select said from robots where origin = ?", (origin,)):
            return str(said)
        raise KeyError(origin)

    def __setitem__(self, origin: str, said: str) -> None:
        with self._file.change():
            self._file.do("insert or replace into robots values (?, ?)", (origin, said))
            self._file.do("delete from robots where rowid <= last_insert_rowid() - ?", (MOST_ROBOTS,))

    def __delitem__(self, origin: str) -> None:
        with self._file.change():
            if not self._file.do("delete from robots where origin = ?", (origin,)):
                raise KeyError(origin)

    def __iter__(self) -> Iterator[str]:
        return (origin for (origin,) in self._file.rows("select origin from robots order by origin"))

    def __len__(self) -> int:
        return cast(int, self._file.rows("select count(*) from robots")[0][0])


def _connect(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)


def _version(db: sqlite3.Connection) -> int:
    return cast(int, db.execute("pragma user_version").fetchone()[0])


def _is_whole(db: sqlite3.Connection) -> bool:
    """Whether the file is empty, or a memory of ours without damage. Raises OperationalError where nobody can tell."""
    try:
        if not _version(db):
            return not db.execute("select count(*) from sqlite_master").fetchone()[0]
        return _version(db) == SCHEMA and db.execute("pragma integrity_check(1)").fetchone()[0] == "ok"
    except sqlite3.OperationalError as error:
        if getattr(error, "sqlite_errorname", "") == "SQLITE_IOERR_SHORT_READ":  # it was cut off
            return False
        raise
    except sqlite3.DatabaseError:
        return False


def _put_aside(path: Path) -> str:
    """Move the file out of the way, and say so."""
    aside = path.with_name(f"{path.name}.damaged")
    for ending in ("-wal", "-shm"):
        with suppress(FileNotFoundError):
            os.unlink(f"{path}{ending}")
    os.replace(path, aside)
    return (
        f"What was remembered of earlier fetches was damaged, or of another version; it is now {aside.name}, and all"
        " feeds are asked anew. Nothing is added twice for it."
    )


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Turn what the disk and SQLite complain about into BriefingError."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        what = f"What was fetched cannot be noted ({error})."
        remedy = find_remedy(error, "Delete it and run this again: it costs requests, and nothing else.")
        raise BriefingError(what, remedy=remedy, path=str(path)) from error
