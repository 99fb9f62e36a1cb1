"""What is known of every article: one SQLite file, the memory between builds.

It is a cache. Every row follows from content/, the registries and the settings, so deleting the file costs time and
no fact; one of another version, or of which a byte is not as it was written (`checksums`), is made anew. `gathering`
fills it, `placing` holds the articles against each other, `indexing` keeps the digests by which `catalogue` knows which
pages can differ.

A *thing* is whatever has pages of its own: `d:` a day, `e:` an event, `y:` a story, `a:` an actor, `p:` an actor in an
event, `s:` a source, `c:` an article and its copies. Two have none, and are asked for: `n:` an actor whom a copy names,
`m:` an event that an article moves rather than touches in passing. `touch` says which articles a thing is made of.
"""

from __future__ import annotations

import contextlib
import sqlite3
import zlib
from collections import OrderedDict
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Self, TypeVar

import msgspec
from msgspec.structs import astuple

from briefing.checksums import MISSING, NOBODY, Checksums, LogError
from briefing.errors import ArchiveError, BriefingError, OutputError, VerbatimError, find_remedy
from briefing.filing import Brief, Row
from briefing.model import Analysis, Article, Note, Record, Standing, Story
from briefing.opening import Role, connect_to_read, list_pages, make_anew, open_archive, recall, tells_of_damage
from briefing.tables import PUT, STANDING

# Stands for the tables and for the values that are kept in them; an archive of another number is made anew.
SCHEMA = zlib.crc32(b"".join(
    Path(__file__).with_name(f"{name}.py").read_bytes() for name in ("archive", "filing", "model", "tables")
)) >> 1  # fmt: skip
# Decoded records are held in memory up to so many bytes of their JSON, of which each takes some three times as much:
# the pages of one thing ask for the same ones. With twice as much a worker prints 1.6 % faster, and holds 7 MB more.
KEPT = 1_500_000
# Remembered: that this archive was made anew since a page held what its article does not say, and none was right since.
_DOUBTED = "doubted"
# Bytes in SQLite's log from which on they are carried over into the archive: as long as it is short, it is read fast.
LOG = 16_000_000

T = TypeVar("T")


def _decode(data: bytes, type_: type[T]) -> T:
    try:
        return msgspec.json.decode(data, type=type_)
    except UnicodeDecodeError as error:  # of what is no UTF-8; msgspec's own are `msgspec.MsgspecError`
        raise msgspec.DecodeError(str(error)) from error


class Archive:
    """One open archive file. Use it as a context manager: leaving it commits, or rolls back on an exception.

    One process writes it. Others, its workers, may have it open for `reading` meanwhile: what they would write is put
    off, for the writing one to do.
    """

    def __init__(self, path: Path, role: Role = Role.WRITER) -> None:
        """Raises OutputError."""
        self.path, self._reading = path, role is Role.READER
        self._put_off: list[tuple[str, Sequence[Any]]] = []
        self._records: OrderedDict[str, tuple[Record, int]] = OrderedDict()
        self._kept = 0
        self.room = KEPT
        self._sums = Checksums(path)
        try:
            opened = open_archive(path, role, SCHEMA, self._sums)
        except (OSError, sqlite3.OperationalError) as error:
            raise OutputError(
                f"The archive {path} cannot be opened: {error}.",
                remedy=f"{find_remedy(error, 'Make its folder writable.')} Or set BRIEFING_ARCHIVE.",
            ) from error
        self._db = opened.db
        self.made_anew = opened.made_anew  # why an older one was thrown away, by this build or one that did not tell it

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        if self._reading or not self._is_damaged(error):
            self.close()
            return
        left = list_pages(self._db, self.path, doubted=True)
        self._db.close()
        self._sums.release()
        with contextlib.suppress(OSError, sqlite3.Error):
            self._db = make_anew(self.path, SCHEMA, self._sums, "", left).db
            if isinstance(error, ArchiveError):
                self.remember(_DOUBTED, b"yes")
            self.close()
        if isinstance(error, ArchiveError):
            return
        what = f"The archive {self.path} was damaged ({error}) and is made anew."
        raise ArchiveError(what, remedy="Build again: everything in it can be made anew.") from error

    def _is_damaged(self, error: BaseException | None) -> bool:
        """Whether that came up since the archive does not hold what was put there."""
        if isinstance(error, ArchiveError):
            return True
        known = isinstance(error, OSError | sqlite3.Error | BriefingError) and not isinstance(error, VerbatimError)
        if known or not isinstance(error, Exception):
            return tells_of_damage(error)
        if tells_of_damage(error):
            return True
        with contextlib.suppress(OSError):
            return self._sums.find_fault(NOBODY, all_blocks=True) not in {"", MISSING}
        return False

    @contextlib.contextmanager
    def answering(self) -> Iterator[None]:
        """Hold the archive answerable for a page of the block that says what its article does not.

        The cause may be what is kept here, or whoever makes pages of it. An archive that is made anew shows which: so
        that is done, once. Raises ArchiveError; of one that was made anew for this, VerbatimError goes on.
        """
        try:
            yield
        except VerbatimError as error:
            if self.recall(_DOUBTED):
                raise
            what = f"{error.what} What the archive keeps may be wrong, so it is made anew."
            raise ArchiveError(what, remedy="Build again.") from error
        if self.recall(_DOUBTED):
            self.remember(_DOUBTED, b"")

    def close(self) -> None:
        if not self._reading:
            with contextlib.suppress(OSError, LogError, sqlite3.Error):  # all of it stays in the log then
                self.settle(last=True)
            with contextlib.suppress(OSError, sqlite3.Error):
                if self._sums.owed():
                    self._keep_log()
        self._db.close()
        self._sums.release()

    def settle(self, *, last: bool = False) -> None:
        """Carry what was committed over from SQLite's log into the archive, the checksums of it first.

        Others may read meanwhile; the `last` time, nobody does. Raises OSError, LogError, sqlite3.Error.
        """
        noted = self._sums.note()
        how = "truncate" if last else "passive"
        ((busy, *_),) = self._db.execute(f"pragma wal_checkpoint({how})").fetchall()
        if last and not busy:
            self._sums.vouch(noted)

    def _keep_log(self) -> None:
        """Close it so that SQLite leaves its log alone, of which nothing could be noted, since another has it open."""
        other = connect_to_read(self.path)
        other.execute("select count(*) from meta").fetchone()
        self._db.close()
        self._db = other  # which cannot write

    @contextlib.contextmanager
    def change(self) -> Iterator[None]:
        """Hold all changes in the block together: all or none of them stay. Inside another such block: part of it."""
        if self._db.in_transaction:
            yield
            return
        self._db.execute("begin")
        try:
            yield
        except BaseException:
            self.forget_records()
            self._db.execute("rollback")
            raise
        self._db.execute("commit")
        self._mark()
        if not self._reading and self._sums.owed() > LOG:
            with contextlib.suppress(OSError, LogError, sqlite3.OperationalError):  # it is tried again
                self.settle()

    def _mark(self) -> None:
        """Note that what lies in the log is ours, if it is committed."""
        if not (self._reading or self._db.in_transaction):
            self._sums.mark()

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """The rows that `sql` answers with; the queries of a single module stand in that module."""
        return self._db.execute(sql, values).fetchall()

    def each(self, sql: str) -> Iterator[tuple[Any, ...]]:
        """The same one by one, for a whole table: nothing may be written meanwhile."""
        return self._db.execute(sql)

    def do(self, sql: str, values: Sequence[Any] = ()) -> None:
        if self._reading:
            self._put_off.append((sql, values))
        else:
            self._db.execute(sql, values)
            self._mark()

    def do_many(self, sql: str, values: Iterable[Sequence[Any]]) -> None:
        self._db.executemany(sql, values)
        self._mark()

    def take_put_off(self) -> list[tuple[str, Sequence[Any]]]:
        """What `do` did not do, since this process only reads; once."""
        found, self._put_off = self._put_off, []
        return found

    # -- single values ------------------------------------------------------------------------------------------------

    def recall(self, name: str) -> bytes:
        """What `remember` kept under `name`; empty: nothing."""
        return recall(self._db, name)

    def remember(self, name: str, value: bytes) -> None:
        self._db.execute("insert or replace into meta values (?, ?)", (name, value))
        self._mark()

    # -- articles -----------------------------------------------------------------------------------------------------

    def restamp(self, id_: str, size: int, mtime: int) -> None:
        """The file was touched, its bytes are the same."""
        self._db.execute("update article set size = ?, mtime = ? where id = ?", (size, mtime, id_))

    def put(self, row: Row) -> None:
        """Keep what was read of one file, in place of what was known of it."""
        self._forget(row.id)
        brief = row.brief
        reason = "" if brief else " ".join(note.what for note in row.notes if note.severity == "failed")
        ((n,),) = self._db.execute(
            PUT,
            (
                row.id,
                row.size,
                row.mtime,
                row.sha,
                msgspec.json.encode(row.notes),
                brief.moment if brief else "",
                brief.duplicate_of if brief else "",
                brief.told if brief else "",
                brief.ahead if brief else "",
                brief.modified[:10] if brief else "",
                brief.source if brief else "",
                brief.lang if brief else "",
                brief.title if brief else "",
                brief is not None,
                row.seal,
                *astuple(Standing("failed", reason)),
            ),
        ).fetchall()
        if brief:
            self._db.execute("insert or replace into reading values (?, ?, ?)", (n, row.article, row.analysis))
            self._db.execute("insert or replace into brief values (?, ?)", (n, msgspec.json.encode(brief)))
        else:
            self._remove_reading(n)

    def _remove_reading(self, n: int) -> None:
        self._db.execute("delete from reading where n = ?", (n,))
        self._db.execute("delete from brief where n = ?", (n,))

    def remove(self, ids: Iterable[str]) -> None:
        for id_ in ids:
            self._forget(id_)
            for (n,) in self.rows("delete from article where id = ? returning n", (id_,)):
                self._remove_reading(n)

    def take_pending(self) -> tuple[str, ...]:
        """The articles that were read, by this build or one that was killed, since articles were last settled."""
        found = tuple(id_ for (id_,) in self.rows("select id from article where pending order by id"))
        self._db.execute("update article set pending = 0 where pending")
        return found

    def texts(self) -> Iterator[tuple[str, Article]]:
        """Every article that could be read, by id."""
        for (id_,) in self.rows("select id from article where readable order by id"):
            article = self.article(id_)
            assert article is not None
            yield id_, article

    def article(self, id_: str) -> Article | None:
        """An article without what was found in it: a third of the cost of its record. None: it could not be read."""
        if (kept := self._records.get(id_)) is not None:
            return kept[0].article
        row = self._db.execute(
            "select article from reading where n = (select n from article where id = ?)", (id_,)
        ).fetchone()
        return _decode(zlib.decompress(row[0]), Article) if row else None

    def notes(self) -> tuple[Note, ...]:
        """All problems of all files, by file."""
        return tuple(
            note
            for (blob,) in self.rows("select notes from article where notes != x'5b5d' order by id")
            for note in _decode(blob, tuple[Note, ...])
        )

    def record(self, id_: str) -> Record | None:
        """All that is known of one article; None: there is none, or it could not be read."""
        if (kept := self._records.get(id_)) is not None:
            self._records.move_to_end(id_)
            return kept[0]
        row = self._db.execute(
            f"select r.article, r.analysis, {STANDING} from article a join reading r using (n) where id = ?",
            (id_,),
        ).fetchone()
        if row is None:
            return None
        article, analysis = zlib.decompress(row[0]), zlib.decompress(row[1])
        record = Record(_decode(article, Article), _decode(analysis, Analysis), Standing(*row[2:]))
        size = len(article) + len(analysis)
        self._records[id_] = (record, size)
        self._kept += size
        while self._kept > self.room and len(self._records) > 1:
            self._kept -= self._records.popitem(last=False)[1][1]
        return record

    def forget_records(self) -> None:
        """Hold none in memory."""
        self._records.clear()
        self._kept = 0

    def _forget(self, id_: str) -> None:
        self._kept -= self._records.pop(id_, (None, 0))[1]

    def records(self, ids: Iterable[str]) -> tuple[Record, ...]:
        return tuple(record for id_ in ids if (record := self.record(id_)) is not None)

    def set_standing(self, id_: str, standing: Standing, *, live: bool) -> None:
        self._forget(id_)
        self._db.execute(
            f"update article set ({STANDING}, live) = (?, ?, ?, ?, ?, ?, ?, ?) where id = ?",
            (*astuple(standing), live, id_),
        )

    def standing(self, id_: str) -> Standing | None:
        """Where a file ended up; None: there is no such file."""
        row = self._db.execute(f"select {STANDING} from article where id = ?", (id_,)).fetchone()
        return Standing(*row) if row else None

    def standings_of(self, ids: Iterable[str]) -> dict[str, Standing]:
        return {id_: found for id_ in ids if (found := self.standing(id_)) is not None}

    def count(self, states: Collection[str]) -> tuple[int, int]:
        """How many files are in one of these states, and how many there are."""
        counts = dict(self.rows("select state, count(*) from article group by state"))
        return sum(counts.get(state, 0) for state in states), sum(counts.values())

    def standings(self) -> dict[str, Standing]:
        """Where every file ended up, the failed ones included, by id."""
        found = self.rows(f"select id, {STANDING} from article order by id")
        return {id_: Standing(*rest) for id_, *rest in found}

    def briefs(self, ids: Iterable[str]) -> tuple[Brief, ...]:
        """The briefs of those articles that could be read, in the order asked for."""
        found = []
        for id_ in ids:
            row = self._db.execute(
                "select value from brief where n = (select n from article where id = ?)", (id_,)
            ).fetchone()
            if row:
                found.append(_decode(row[0], Brief))
        return tuple(found)

    def ids_of(self, thing: str) -> list[str]:
        """The articles a thing is made of: newest first, undated last, ties by id."""
        return [id_ for (id_,) in self.rows(
            "select a.id from touch t join article a on a.n = t.article where t.thing = ?"
            " order by t.day desc, a.moment desc, a.id", (thing,))]  # fmt: skip

    # -- stories ------------------------------------------------------------------------------------------------------

    def story(self, id_: str) -> Story | None:
        row = self._db.execute("select value from story where id = ?", (id_,)).fetchone()
        return _decode(row[0], Story) if row else None

    def stories(self) -> tuple[Story, ...]:
        return tuple(_decode(blob, Story) for (blob,) in self.rows("select value from story order by id"))

    def put_story(self, story: Story) -> None:
        self._db.execute("insert or replace into story values (?, ?)", (story.id, msgspec.json.encode(story)))
