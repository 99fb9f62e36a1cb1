"""How do changes of an SQLite file come all or none?"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress


@contextmanager
def all_or_none(db: sqlite3.Connection) -> Iterator[None]:
    """Hold all changes of the block together. Raises sqlite3.Error.

    The file is taken for writing at once: what is read in the block cannot be changed by another before its end. `db`
    begins no transaction by itself (isolation_level=None).
    """
    db.execute("begin immediate")
    try:
        yield
        db.execute("commit")
    except BaseException:
        if db.in_transaction:  # SQLite itself went back where the disk was full
            with suppress(sqlite3.Error):
                db.execute("rollback")
        raise
