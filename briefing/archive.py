"""What is known of every article: one SQLite file, the memory between builds.

It is a cache. Every row follows from content/, the registries and the settings, so deleting the file costs time and
no fact; one that is damaged or of another version is made anew. `gathering` fills it, `placing` holds the articles
against each other, `indexing` keeps the digests by which `catalogue` knows which pages can differ.

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
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Self, TypeVar

import msgspec
from msgspec.structs import astuple

from briefing.errors import ArchiveError, OutputError
from briefing.filing import Brief, Row
from briefing.model import Analysis, Article, Note, Record, Standing, Story

# Stands for the tables and for the values that are kept in them; an archive of another number is made anew.
SCHEMA = (
    zlib.crc32(
        b"".join(Path(__file__).with_name(name).read_bytes() for name in ("archive.py", "filing.py", "model.py"))
    )
    >> 1
)
# Decoded records are held in memory up to so many bytes of their JSON, of which each takes some three times as much:
# the pages of one thing ask for the same ones. With twice as much a worker prints 1.6 % faster, and holds 7 MB more.
KEPT = 1_500_000

T = TypeVar("T")

_TABLES = """
create table meta (name text primary key, value blob);  -- with rowids, as `edition` and `dossier`: values are long
create table article (  -- what queries ask for; a row is some 400 bytes, so that a scan reads little
  n integer primary key,
  id text not null unique,
  size integer not null, mtime integer not null,  -- the file's stamp
  moment text not null,        -- when it came: added, else date; empty: unknown
  repeats text not null,       -- the article that its editor says it repeats; empty: none
  told text not null,          -- the day it tells of: its date, else the day it came; empty: unknown
  ahead text not null,         -- the build day from which on it is shown
  amended text not null,       -- … and its correction; empty: none
  day text not null,           -- its edition; empty: none
  corrected text not null,     -- the edition that reports its correction; empty: none
  story text not null,         -- its story; empty: none
  live integer not null,       -- whether pages may show it: standing used, unassigned or link-only
  source text not null,        -- its outlet; empty: unnamed
  state text not null, duplicate_of text not null, origin text not null,  -- the rest of its standing, but for …
  pending integer not null,    -- whether it was read and not yet held against the others
  readable integer not null,   -- whether there is a record of it
  digest blob not null,        -- of everything that pages can show of it
  own blob not null,           -- … but for its story, which moves with every article that joins it
  seal blob not null,          -- of all that was found in it
  sha text not null,           -- of its bytes
  lang text not null, title text not null,
  reason text not null,        -- … why it stands where it stands
  notes blob not null          -- what is wrong with the file
);
create table reading (n integer primary key, article blob not null, analysis blob not null);  -- packed
create table brief (n integer primary key, value blob not null);
create index article_day on article (day);
create index article_corrected on article (corrected) where corrected != '';
create index article_story on article (story);
create index article_repeats on article (repeats) where repeats != '';
create index article_told on article (told);
create index article_ahead on article (ahead);
create index article_amended on article (amended) where amended != '';
create index article_pending on article (id) where pending;
create index article_state on article (state);
create index article_notes on article (id) where notes != x'5b5d';  -- []
create table presence (
  actor text not null, article integer not null,
  name text not null, kind text not null, quotes integer not null,
  primary key (actor, article)
) without rowid;
create index presence_article on presence (article);
create table called (                -- presences added up, since some are in half of all articles
  actor text not null, name text not null, kind text not null, articles integer not null, quotes integer not null,
  primary key (actor, name, kind)
) without rowid;
create table touch (                 -- which things an article touches, with what lists of them ask of it
  thing text not null, day text not null, article integer not null, live integer not null, digest blob not null,
  primary key (thing, day, article)
) without rowid;
create index touch_article on touch (article);
create table thing (id text primary key, digest blob not null) without rowid;
create table due (owner text primary key) without rowid; -- things and articles whose pages the next build must look at
create table tie (n integer primary key, others blob not null); -- who may tell of the same as an article; see `ties`
create table edge (kind text not null, a text not null, b text not null, score real not null,
  primary key (a, kind, b)) without rowid;
create index edge_b on edge (b);
create table story (id text primary key, value blob not null) without rowid;
create table fact (id text primary key, value text not null) without rowid;
create table edition (day text primary key, inputs blob not null, lead text not null, counts text not null,
  value blob not null, entry blob not null default x'',
  keys blob not null);  -- what all pages were made from, and of each item what it was; see `day_desk`
create table dossier (  -- what was composed of actors and events: the whole, the newest months; see `catalogue.kept`
  thing text not null, part text not null, key blob not null, value blob not null, primary key (thing, part)
);  -- with rowids: values of 4 KB take half as much again without, and 70 KB are read to compare keys
create table line (  -- what lists say of a thing, with what they are ordered and divided by, see `directory`
  thing text primary key, kind text not null, name text not null, last text not null, origins integer not null,
  articles integer not null, quotes integer not null, value blob not null
) without rowid;
create index line_last on line (kind, last, thing);
create index line_weight on line (kind, articles, quotes, thing);
create index line_name on line (kind, name, thing);
create table page (
  path text primary key, owner text not null, inputs blob not null, view blob not null,
  size integer not null, mtime integer not null
) without rowid;
create index page_owner on page (owner);
"""


def _decode(data: bytes, type_: type[T]) -> T:
    try:
        return msgspec.json.decode(data, type=type_)
    except UnicodeDecodeError as error:  # of what is no UTF-8; msgspec's own are `msgspec.MsgspecError`
        raise msgspec.DecodeError(str(error)) from error


def _tells_of_damage(error: BaseException | None) -> bool:
    """Whether the archive does not hold what was put there, as far as SQLite or the values themselves notice."""
    if isinstance(error, sqlite3.OperationalError):  # a full disk, a lock; or a text that is none
        return "Could not decode" in str(error)
    return isinstance(error, sqlite3.DatabaseError | msgspec.MsgspecError | zlib.error)


def _list_pages(db: sqlite3.Connection) -> list[tuple[str, str]]:
    """The pages that an archive knows and their owners, as far as they can be read."""
    pages = []
    with contextlib.suppress(sqlite3.Error):  # damaged, or another version has other names for it
        for path, owner in db.execute("select path, owner from page"):
            pages.append((str(path), str(owner)))  # one by one: those before the damage stay
    return pages


_READ = "size, mtime, sha, notes, moment, repeats, told, ahead, amended, source, lang, title, readable, seal"
_STANDING = "state, reason, day, duplicate_of, origin, story, corrected"  # in the order of Standing's fields
_PUT = (
    f"insert into article (id, {_READ}, {_STANDING}, live, pending, digest, own)"
    f" values (?{', ?' * 21}, 0, 1, x'', x'') on conflict (id) do update set live = 0, pending = 1, "
    f"{', '.join(f'{name} = excluded.{name}' for name in f'{_READ}, {_STANDING}'.split(', '))} returning n"
)


class Archive:
    """One open archive file. Use it as a context manager: leaving it commits, or rolls back on an exception.

    One process writes it. Others, its workers, may have it open for `reading` meanwhile: what they would write is put
    off, for the writing one to do.
    """

    def __init__(self, path: Path, *, reading: bool = False) -> None:
        self.path, self._reading = path, reading
        self._put_off: list[tuple[str, Sequence[Any]]] = []
        self.made_anew = ""  # why an older file was thrown away; empty: it was not
        self._records: OrderedDict[str, tuple[Record, int]] = OrderedDict()
        self._kept = 0
        self.room = KEPT
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._db = self._open()
        except (OSError, sqlite3.OperationalError) as error:
            raise OutputError(
                f"The archive {path} cannot be opened: {error}.",
                remedy="Make its folder writable, or set BRIEFING_ARCHIVE.",
            ) from error

    def _open(self) -> sqlite3.Connection:
        if self._reading:
            return sqlite3.connect(f"{self.path.absolute().as_uri()}?mode=ro", isolation_level=None, uri=True)
        pages: list[tuple[str, str]] = []
        fresh = not self.path.exists() or self.path.stat().st_size == 0
        if not fresh:
            try:
                db = self._connect()
                if self._is_sound(db):
                    return db
                self.made_anew = self.made_anew or "it was written by another version of Briefing"
                pages = _list_pages(db)
                db.close()
            except sqlite3.DatabaseError as error:
                if isinstance(error, sqlite3.OperationalError) and "locked" in str(error):
                    raise
                self.made_anew = f"it was damaged ({error})"
            self._remove()
        return self._make(pages)

    def _make(self, pages: Iterable[tuple[str, str]]) -> sqlite3.Connection:
        """An archive that knows nothing but which pages there are: those that are no more shall still be taken away."""
        db = self._connect()
        db.executescript(f"begin; {_TABLES} pragma user_version = {SCHEMA};")
        db.executemany("insert into page values (?, ?, x'', x'', 0, 0)", pages)
        db.execute("commit")
        return db

    def _remove(self) -> None:
        for ending in ("", "-wal", "-shm", "-journal"):
            with contextlib.suppress(FileNotFoundError):
                os.unlink(f"{self.path}{ending}")

    def _connect(self) -> sqlite3.Connection:
        db = sqlite3.connect(self.path, timeout=0.5, isolation_level=None)
        # The archive can be made again, so it need not survive a power cut; it must survive a killed build.
        db.executescript("pragma journal_mode = wal; pragma synchronous = off;")
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
        damaged = not self._reading and _tells_of_damage(error)
        pages = _list_pages(self._db) if damaged else []
        self.close()
        if damaged:
            self._remove()
            with contextlib.suppress(OSError, sqlite3.Error):
                self._make(pages).close()
            what = f"The archive {self.path} was damaged ({error}) and is made anew."
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
            self._kept = 0
            self._db.execute("rollback")
            raise
        self._db.execute("commit")

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

    def do_many(self, sql: str, values: Iterable[Sequence[Any]]) -> None:
        self._db.executemany(sql, values)

    def take_put_off(self) -> list[tuple[str, Sequence[Any]]]:
        """What `do` did not do, since this process only reads; once."""
        found, self._put_off = self._put_off, []
        return found

    # -- single values ------------------------------------------------------------------------------------------------

    def recall(self, name: str) -> bytes:
        """What `remember` kept under `name`; empty: nothing."""
        row = self._db.execute("select value from meta where name = ?", (name,)).fetchone()
        return bytes(row[0]) if row else b""

    def remember(self, name: str, value: bytes) -> None:
        self._db.execute("insert or replace into meta values (?, ?)", (name, value))

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
            _PUT,
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
            f"select r.article, r.analysis, {_STANDING} from article a join reading r using (n) where id = ?",
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

    def _forget(self, id_: str) -> None:
        self._kept -= self._records.pop(id_, (None, 0))[1]

    def records(self, ids: Iterable[str]) -> tuple[Record, ...]:
        return tuple(record for id_ in ids if (record := self.record(id_)) is not None)

    def set_standing(self, id_: str, standing: Standing, *, live: bool) -> None:
        self._forget(id_)
        self._db.execute(
            f"update article set ({_STANDING}, live) = (?, ?, ?, ?, ?, ?, ?, ?) where id = ?",
            (*astuple(standing), live, id_),
        )

    def standing(self, id_: str) -> Standing | None:
        """Where a file ended up; None: there is no such file."""
        row = self._db.execute(f"select {_STANDING} from article where id = ?", (id_,)).fetchone()
        return Standing(*row) if row else None

    def standings_of(self, ids: Iterable[str]) -> dict[str, Standing]:
        return {id_: found for id_ in ids if (found := self.standing(id_)) is not None}

    def count(self, states: Collection[str]) -> tuple[int, int]:
        """How many files are in one of these states, and how many there are."""
        counts = dict(self.rows("select state, count(*) from article group by state"))
        return sum(counts.get(state, 0) for state in states), sum(counts.values())

    def standings(self) -> dict[str, Standing]:
        """Where every file ended up, the failed ones included, by id."""
        found = self.rows(f"select id, {_STANDING} from article order by id")
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
