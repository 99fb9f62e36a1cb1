"""How is an outbox copied while it is in use, and how does a copy come back without anybody being written to twice?

A copy knows nothing of what was sent after it was made. So it is marked as one, is of no use as an outbox, and comes
back through `restore_outbox` alone, which takes every letter that waited in it for one of unknown fate.
"""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path

from briefing.errors import MailError
from briefing.mail.delivery.making import make_folder, new_file, put_in_place, sync
from briefing.mail.delivery.store import Store, check_whole, connect, is_outbox, told


def back_up_outbox(path: Path, target: Path, now: str) -> None:
    """Write a copy of the outbox at `path` to `target`, in place of an older copy, also while mail is being sent.

    The copy holds everything the outbox does: the secret, and addresses that may be erased later. Raises MailError
    where `target` is something else than such a copy, the outbox is damaged, or nothing can be written.
    """
    if target.exists() and not _is_copy(target):
        raise MailError(
            "This file is something else than a copy of an outbox.", remedy="Name another.", path=str(target)
        )
    Store(path).close()  # it says what is wrong with an outbox
    with told(path), closing(connect(path)) as outbox:
        check_whole(outbox, path)
        with told(target), new_file(target) as temporary:
            with closing(connect(temporary)) as copy:
                outbox.backup(copy)
                copy.execute("pragma journal_mode = delete")  # one file, without a log beside it
                copy.execute("insert or replace into fact values ('copied_at', ?)", (now,))
            sync(temporary)
            os.replace(temporary, target)
            sync(target.parent)


def restore_outbox(copy: Path, path: Path, now: str) -> int:
    """Make an outbox of `copy` at `path`, where there is none; return how many letters are of unknown fate by that.

    They waited or were under way when the copy was made, and may have been sent since. Mailings that were frozen since
    are not in it at all, nor are readers who unsubscribed since: `Store.gap` says between which moments. Raises
    MailError where an outbox or a part of one is at `path`, `copy` is none or damaged, or nothing can be written.
    """
    if not is_outbox(copy):
        raise MailError("This is no copy of an outbox.", remedy="Name another file.", path=str(copy))
    make_folder(path)
    for ending in ("-wal", "-shm", "-journal"):
        if (beside := Path(f"{path}{ending}")).exists():  # SQLite would write what is in it over the copy
            raise MailError(
                "This file belongs to the outbox that was here.",
                remedy="Move it to another folder, together with that outbox.",
                path=str(beside),
            )
    with told(path), new_file(path) as temporary:
        with closing(connect(temporary)) as outbox:
            with told(copy), closing(connect(copy)) as source:
                check_whole(source, copy)
                source.backup(outbox)
            outbox.execute("begin immediate")
            outbox.execute(
                "insert or replace into fact select 'gap_from', coalesce((select value from fact where name ="
                " 'copied_at'), (select max(moment) from letter), '')"
            )
            outbox.execute("insert or replace into fact values ('gap_until', ?)", (now,))
            outbox.execute("delete from fact where name = 'copied_at'")
            # A letter that waited can have been handed over from then on; a log is searched from there.
            unknown = outbox.execute(
                "update letter set state = 'unknown', moment = ?, retry_at = '',"
                " claimed_at = case state when 'queued' then c.made else claimed_at end,"
                " reply = 'it waited in the copy of ' || c.made || ' and may have been sent since'"
                " from (select value as made from fact where name = 'gap_from') as c"
                " where state in ('queued', 'sending')",
                (now,),
            ).rowcount
            outbox.execute("commit")
            outbox.execute("pragma journal_mode = wal")
        put_in_place(temporary, path)
    return unknown


def _is_copy(path: Path) -> bool:
    if not is_outbox(path):
        return False
    with told(path), closing(connect(path)) as db:
        return db.execute("select 1 from fact where name = 'copied_at'").fetchone() is not None
