"""What is known of every article: one SQLite file, the memory between builds.

It is a cache. Every row follows from content/, the registries and the settings, so deleting the file costs time and
no fact; one that is damaged or of another version is made anew. `gathering` fills it, `standings` holds the articles
against each other, `indexing` keeps the digests by which `site.writer` knows which pages can differ.

A *thing* is whatever has pages of its own: `d:` a day, `e:` an event, `y:` a story, `a:` an actor, `p:` an actor in an
event, `s:` a source, `c:` an article and its copies. Two have none, and are asked for: `n:` an actor whom a copy names,
`m:` an event that an article moves rather than touches in passing. `touch` says which articles a thing is made of.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import zlib
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self, TypeVar

import msgspec

from briefing.errors import ArchiveError, OutputError
from briefing.model import Analysis, Article, Fingerprint, Note, Record, Standing, Story

# Stands for the tables and for the values that are kept in them; an archive of another number is made anew.
SCHEMA = zlib.crc32(b"".join(Path(__file__).with_name(name).read_bytes() for name in ("archive.py", "model.py"))) >> 1
KEPT_RECORDS = 2_000  # decoded records held in memory, about 50 KB each; pages of one event ask for the same ones

T = TypeVar("T")

_TABLES = """
create table meta (name text primary key, value blob) without rowid;
create table article (
  n integer primary key,
  id text not null unique,
  size integer not null, mtime integer not null,  -- the file's stamp
  sha text not null,           -- of its bytes
  article blob, analysis blob, -- null: it could not be read
  brief blob,
  notes blob not null,         -- what is wrong with the file
  moment text not null,        -- when it came: added, else date; empty: unknown
  repeats text not null,       -- the article that its editor says it repeats; empty: none
  told text not null,          -- the day it tells of: its date, else the day it came; empty: unknown
  ahead text not null,         -- the build day from which on it is shown
  amended text not null,       -- … and its correction; empty: none
  day text not null,           -- its edition; empty: none
  corrected text not null,     -- the edition that reports its correction; empty: none
  story text not null,         -- its story; empty: none
  live integer not null,       -- whether pages may show it: standing used, unassigned or link-only
  standing blob not null,
  pending integer not null,    -- whether it was read and not yet held against the others
  digest blob not null         -- of everything that pages can show of it
);
create index article_day on article (day);
create index article_corrected on article (corrected) where corrected != '';
create index article_story on article (story);
create index article_repeats on article (repeats) where repeats != '';
create index article_told on article (told);
create index article_ahead on article (ahead);
create table presence (
  actor text not null, article integer not null,
  name text not null, kind text not null, quotes integer not null,
  primary key (actor, article)
) without rowid;
create index presence_article on presence (article);
create table touch (                 -- which things an article touches, with what lists of them ask of it
  thing text not null, day text not null, article integer not null, live integer not null, digest blob not null,
  primary key (thing, day, article)
) without rowid;
create index touch_article on touch (article);
create table thing (id text primary key, digest blob not null, published blob not null default x'') without rowid;
create table due (owner text primary key) without rowid; -- things and articles whose pages the next build must look at
create table edge (kind text not null, a text not null, b text not null, score real not null,
  primary key (a, kind, b)) without rowid;
create index edge_b on edge (b);
create table story (id text primary key, value blob not null) without rowid;
create table fact (id text primary key, value text not null) without rowid;
create table edition (day text primary key, inputs blob not null, lead text not null, counts text not null,
  value blob not null) without rowid;
create table line (thing text primary key, inputs blob not null, value text not null) without rowid;
create table page (
  path text primary key, owner text not null, inputs blob not null, view blob not null,
  size integer not null, mtime integer not null
) without rowid;
create index page_owner on page (owner);
"""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a file looked like when it was last read: the row's number, size, mtime in ns, and the bytes' SHA-256."""

    n: int
    size: int
    mtime: int
    sha: str


@dataclass(frozen=True, slots=True)
class Brief:
    """What articles are held against each other by: little enough to load thousands."""

    id: str
    title: str
    lang: str
    moment: str
    told: str
    dated: bool  # False: `told` is only the day it came
    ahead: str
    modified: str
    status: str
    status_reason: str
    exclude: str
    duplicate_of: str
    rights: str
    source: str
    events: tuple[str, ...]
    actors: tuple[str, ...]
    fingerprint: Fingerprint


@dataclass(frozen=True, slots=True)
class Row:
    """One article as `gathering` hands it in."""

    id: str
    size: int
    mtime: int
    sha: str
    article: Article | None
    analysis: Analysis | None
    brief: Brief | None
    notes: tuple[Note, ...]


def make_brief(article: Article, analysis: Analysis, events: tuple[str, ...]) -> Brief:
    moment = article.added or article.date
    return Brief(
        id=article.id,
        title=article.title,
        lang=analysis.lang,
        moment=moment,
        told=(article.date or moment)[:10],
        dated=bool(article.date),
        ahead=max(article.added[:10], article.date[:10]),
        modified=article.modified,
        status=article.status,
        status_reason=article.status_reason,
        exclude=article.override.exclude,
        duplicate_of=article.override.duplicate_of,
        rights=article.rights,
        source=article.source,
        events=events,
        actors=tuple(sorted({mention.actor for mention in analysis.mentions if mention.actor})),
        fingerprint=analysis.fingerprint,
    )


def _decode(data: bytes, type_: type[T]) -> T:
    return msgspec.json.decode(data, type=type_)


class Archive:
    """One open archive file. Use it as a context manager: leaving it commits, or rolls back on an exception."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.made_anew = ""  # why an older file was thrown away; empty: it was not
        self._records: OrderedDict[str, Record] = OrderedDict()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._db = self._open()
        except (OSError, sqlite3.OperationalError) as error:
            raise OutputError(
                f"The archive {path} cannot be opened: {error}.",
                remedy="Make its folder writable, end another build that uses it, or set BRIEFING_ARCHIVE.",
            ) from error

    def _open(self) -> sqlite3.Connection:
        fresh = not self.path.exists() or self.path.stat().st_size == 0
        if not fresh:
            try:
                db = self._connect()
                if self._is_sound(db):
                    return db
                self.made_anew = self.made_anew or "it was written by another version of Briefing"
                db.close()
            except sqlite3.DatabaseError as error:
                if isinstance(error, sqlite3.OperationalError) and "locked" in str(error):
                    raise
                self.made_anew = f"it was damaged ({error})"
            self._remove()
        db = self._connect()
        db.executescript(f"{_TABLES} pragma user_version = {SCHEMA};")
        return db

    def _remove(self) -> None:
        for ending in ("", "-wal", "-shm", "-journal"):
            with contextlib.suppress(FileNotFoundError):
                os.unlink(f"{self.path}{ending}")

    def _connect(self) -> sqlite3.Connection:
        db = sqlite3.connect(self.path, timeout=0.5, isolation_level=None)
        # The archive can be made again, so it need not survive a power cut; it must survive a killed build.
        db.executescript("pragma journal_mode = wal; pragma synchronous = off; pragma locking_mode = exclusive;")
        db.execute("begin immediate")
        db.execute("commit")
        return db

    @staticmethod
    def _is_sound(db: sqlite3.Connection) -> bool:
        (version,) = db.execute("pragma user_version").fetchone()
        db.execute("select count(*) from meta, (select 1 from article, page, thing limit 1)").fetchone()
        return bool(version == SCHEMA)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        self.close()
        if isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError):
            self._remove()
            what = f"The archive {self.path} was damaged ({error}) and is removed."
            raise ArchiveError(what, remedy="Build again: everything in it can be made anew.") from error

    def close(self) -> None:
        self._db.close()

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
            self._records.clear()
            self._db.execute("rollback")
            raise
        self._db.execute("commit")

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """The rows that `sql` answers with; the queries of a single module stand in that module."""
        return self._db.execute(sql, values).fetchall()

    def do(self, sql: str, values: Sequence[Any] = ()) -> None:
        self._db.execute(sql, values)

    def do_many(self, sql: str, values: Iterable[Sequence[Any]]) -> None:
        self._db.executemany(sql, values)

    # -- single values ------------------------------------------------------------------------------------------------

    def recall(self, name: str) -> bytes:
        """What `remember` kept under `name`; empty: nothing."""
        row = self._db.execute("select value from meta where name = ?", (name,)).fetchone()
        return bytes(row[0]) if row else b""

    def remember(self, name: str, value: bytes) -> None:
        self._db.execute("insert or replace into meta values (?, ?)", (name, value))

    # -- articles -----------------------------------------------------------------------------------------------------

    def stamps(self) -> dict[str, Stamp]:
        return {id_: Stamp(n, size, mtime, sha) for id_, n, size, mtime, sha in self._db.execute(
            "select id, n, size, mtime, sha from article")}  # fmt: skip

    def restamp(self, id_: str, size: int, mtime: int) -> None:
        """The file was touched, its bytes are the same."""
        self._db.execute("update article set size = ?, mtime = ? where id = ?", (size, mtime, id_))

    def put(self, row: Row) -> None:
        """Keep what was read of one file, in place of what was known of it."""
        self._records.pop(row.id, None)
        article, analysis, brief = row.article, row.analysis, row.brief
        standing = Standing("failed", " ".join(note.what for note in row.notes if note.severity == "failed"))
        encode = msgspec.json.encode
        self._db.execute(
            "insert into article (id, size, mtime, sha, article, analysis, brief, notes, moment, repeats, told, ahead,"
            " amended, day, corrected, story, live, standing, pending, digest)"
            " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', '', '', 0, ?, 1, x'')"
            " on conflict (id) do update set size = excluded.size, mtime = excluded.mtime, sha = excluded.sha,"
            " article = excluded.article, analysis = excluded.analysis, brief = excluded.brief,"
            " notes = excluded.notes, moment = excluded.moment, repeats = excluded.repeats,"
            " told = excluded.told, ahead = excluded.ahead, amended = excluded.amended,"
            " standing = excluded.standing, day = '', corrected = '', story = '', live = 0, pending = 1",
            (
                row.id,
                row.size,
                row.mtime,
                row.sha,
                encode(article) if article else None,
                encode(analysis) if analysis else None,
                encode(brief) if brief else None,
                encode(row.notes),
                brief.moment if brief else "",
                brief.duplicate_of if brief else "",
                brief.told if brief else "",
                brief.ahead if brief else "",
                brief.modified[:10] if brief else "",
                encode(standing),
            ),
        )

    def remove(self, ids: Iterable[str]) -> None:
        for id_ in ids:
            self._records.pop(id_, None)
            self._db.execute("delete from article where id = ?", (id_,))

    def take_pending(self) -> tuple[str, ...]:
        """The articles that were read, by this build or one that was killed, since articles were last settled."""
        found = tuple(id_ for (id_,) in self.rows("select id from article where pending order by id"))
        self._db.execute("update article set pending = 0 where pending")
        return found

    def texts(self) -> Iterator[tuple[str, Article]]:
        """Every article that could be read, by id."""
        for id_, blob in self.rows("select id, article from article where article is not null order by id"):
            yield id_, _decode(blob, Article)

    def notes(self) -> tuple[Note, ...]:
        """All problems of all files, by file."""
        return tuple(
            note
            for (blob,) in self.rows("select notes from article where notes != '[]' order by id")
            for note in _decode(blob, tuple[Note, ...])
        )

    def record(self, id_: str) -> Record | None:
        """All that is known of one article; None: there is none, or it could not be read."""
        found = self._records.get(id_)
        if found is None:
            row = self._db.execute("select article, analysis, standing from article where id = ?", (id_,)).fetchone()
            if row is None or row[0] is None or row[1] is None:
                return None
            found = Record(_decode(row[0], Article), _decode(row[1], Analysis), _decode(row[2], Standing))
            self._records[id_] = found
            if len(self._records) > KEPT_RECORDS:
                self._records.popitem(last=False)
        else:
            self._records.move_to_end(id_)
        return found

    def records(self, ids: Iterable[str]) -> tuple[Record, ...]:
        return tuple(record for id_ in ids if (record := self.record(id_)) is not None)

    def set_standing(self, id_: str, standing: Standing, *, live: bool) -> None:
        self._records.pop(id_, None)
        self._db.execute(
            "update article set standing = ?, day = ?, story = ?, live = ?, corrected = ? where id = ?",
            (msgspec.json.encode(standing), standing.day, standing.story, live, standing.corrected, id_),
        )

    def standings_of(self, ids: Iterable[str]) -> dict[str, Standing]:
        found = {}
        for id_ in ids:
            row = self._db.execute("select standing from article where id = ?", (id_,)).fetchone()
            if row:
                found[id_] = _decode(row[0], Standing)
        return found

    def standings(self) -> dict[str, Standing]:
        """Where every file ended up, the failed ones included, by id."""
        return {id_: _decode(blob, Standing) for id_, blob in self.rows("select id, standing from article order by id")}

    def briefs(self, ids: Iterable[str]) -> tuple[Brief, ...]:
        """The briefs of those articles that could be read, in the order asked for."""
        found = []
        for id_ in ids:
            row = self._db.execute("select brief from article where id = ?", (id_,)).fetchone()
            if row and row[0]:
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

    def sweep_stories(self) -> None:
        """Remove the stories that no article tells any more."""
        self._db.execute("delete from story where id not in (select story from article)")
