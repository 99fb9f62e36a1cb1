"""What was found out about files that were published before? Their sums and links: a cache, which may be lost.

A SQLite file beside the releases, each row with a checksum: a letter that turned must vouch for no file. Where it is
missing or damaged everything is read again; no release fails for it.
"""

from __future__ import annotations

import os
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any, NamedTuple, Self

from briefing.releases.surveying import Stamp

NAME = ".known.sqlite3"  # in DIR/releases
_SCHEMA = 3  # another number where the tables differ, or what stands in them
_TABLES = """
create table file (path text primary key, sum text, size int, mtime int, ctime int, kept int, seal int) without rowid;
create table page (path text primary key, sum text, ids text, leads text, seal int) without rowid;
create table dead (page text, lead text, primary key (page, lead)) without rowid;
create table about (digest text, seal int);  -- of what is dead as well
"""
_BETWEEN = "\n"  # ids and leads: neither can hold one (`following`)


class Seen(NamedTuple):
    """A file as it was when it was published."""

    sum: str
    stamp: Stamp  # in the output
    kept: int  # its mtime in the releases, in ns


class Page(NamedTuple):
    """What of a page can be linked to, and what on the site it links to."""

    sum: str
    ids: frozenset[str]
    leads: frozenset[str]  # each as "PATH", or "PATH", a tab and "FRAGMENT" (`following`)


class ForgottenError(Exception):
    """The cache is damaged; now it is empty."""


class Known:
    """The cache, as the last release left it."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._empty()
        try:
            with self._read():
                self._load()
        except ForgottenError:
            pass  # all is read again

    def _empty(self) -> None:
        self._db = sqlite3.connect(":memory:", isolation_level=None)
        self._db.executescript(_TABLES)
        self.files: dict[str, Seen] = {}
        self.pages: dict[str, str] = {}  # the sums of pages whose links are known, by path
        self.dead: list[tuple[str, str]] = []  # (page, lead), in the release whose digest is
        self.about = ""

    def _load(self) -> None:
        if not os.path.isfile(self._path):
            return
        self.close()
        self._db = sqlite3.connect(self._path, isolation_level=None)
        if self._db.execute("pragma user_version").fetchone() != (_SCHEMA,):
            raise ForgottenError
        for *row, seal in self._db.execute("select * from file"):
            if _seal(row) != seal:
                raise ForgottenError
            path, sum_, size, mtime, ctime, kept = row
            self.files[path] = Seen(sum_, (size, mtime, ctime), kept)
        self.pages = dict(self._db.execute("select path, sum from page"))  # what rests on it is looked at before
        self.dead = self._db.execute("select page, lead from dead order by page, lead").fetchall()
        for digest, seal in self._db.execute("select digest, seal from about"):
            if _seal((digest, self.dead)) != seal:
                raise ForgottenError
            self.about = digest

    @contextmanager
    def _read(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError, ForgottenError) as error:
            self.forget()
            raise ForgottenError from error

    def forget(self) -> None:
        """Know nothing any more."""
        self.close()
        for ending in ("", "-journal"):
            with suppress(OSError):
                os.unlink(self._path + ending)
        self._empty()

    def sum_of(self, path: str, stamp: Stamp) -> str | None:
        """The sum of a file of the output, if it is as it was when it was published."""
        seen = self.files.get(path)
        return seen.sum if seen and seen.stamp == stamp else None

    def page(self, path: str) -> Page | None:
        """What is known of a page. Raises ForgottenError."""
        if path not in self.pages:
            return None
        with self._read():
            row = self._db.execute("select path, sum, ids, leads, seal from page where path = ?", (path,)).fetchone()
            return _unseal_page(row)

    def each_leads(self) -> Iterator[tuple[str, frozenset[str]]]:
        """Yield each page that is known with its leads, by path. Raises ForgottenError."""
        with self._read():
            for row in self._db.execute("select path, sum, ids, leads, seal from page order by path"):
                yield row[0], _unseal_page(row).leads

    def keep(
        self,
        files: Mapping[str, Seen],
        pages: Mapping[str, Page],
        dead: Iterable[tuple[str, str]],
        about: str,
    ) -> None:
        """Note what was found out of the release `about`: of all files, of those pages that are not as they were."""
        try:
            if not os.path.isfile(self._path):
                self.close()
                self._db = sqlite3.connect(self._path, isolation_level=None)
                self._db.executescript(f"begin; {_TABLES} pragma user_version = {_SCHEMA}; commit")
            self._note(files, pages, dead, about)
        except (sqlite3.Error, OSError):  # a full disk, say: it is read again
            self.forget()

    def _note(
        self, files: Mapping[str, Seen], pages: Mapping[str, Page], dead: Iterable[tuple[str, str]], about: str
    ) -> None:
        do = self._db.executemany
        self._db.execute("begin")
        do("delete from file where path = ?", ((path,) for path in self.files if path not in files))
        do(
            "insert or replace into file values (?, ?, ?, ?, ?, ?, ?)",
            (
                _sealed(path, each.sum, *each.stamp, each.kept)
                for path, each in files.items()
                if self.files.get(path) != each
            ),
        )
        do("delete from page where path = ?", ((path,) for path in self.pages if path not in files))
        do(
            "insert or replace into page values (?, ?, ?, ?, ?)",
            (
                _sealed(path, page.sum, _BETWEEN.join(sorted(page.ids)), _BETWEEN.join(sorted(page.leads)))
                for path, page in pages.items()
            ),
        )
        dead = sorted(dead)
        self._db.execute("delete from dead")
        do("insert into dead values (?, ?)", dead)
        self._db.execute("delete from about")
        self._db.execute("insert into about values (?, ?)", (about, _seal((about, dead))))
        self._db.execute("commit")

    def close(self) -> None:
        with suppress(sqlite3.Error):
            self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _seal(values: Sequence[object]) -> int:
    """The checksum of a row."""
    return zlib.crc32(repr(tuple(values)).encode("utf-8", "backslashreplace"))


def _sealed(*values: object) -> tuple[object, ...]:
    return (*values, _seal(values))


def _unseal_page(row: tuple[Any, ...] | None) -> Page:
    """Raises ForgottenError."""
    if row is None or _seal(row[:-1]) != row[-1]:
        raise ForgottenError
    return Page(row[1], _split(row[2]), _split(row[3]))


def _split(joined: str) -> frozenset[str]:
    return frozenset(joined.split(_BETWEEN)) if joined else frozenset()
