"""Does a sender that is killed at any moment send twice, or forget a reader? kill -9, over and over, until all is sent.

    python -m benchmarks mail-crash [--kills 300] [--recipients 1000] [--server aiosmtpd|postfix] [--data OUTPUT]

The sender is a forked process that opens the outbox, recovers and sends, as `briefing mail resume` does. It is killed
(SIGKILL) at moments drawn by lot, spread over the run so that all kills happen before all letters are sent; a tenth of
them may come before it has begun. The mail server is another process and outlives it: aiosmtpd that writes down each
Message-ID it takes, with the slowness of a disk before and after; or Postfix, which hands on to that one.

Counted are: letters that arrived twice; letters that the outbox calls sent and that never arrived; and those of
unknown fate, which the outbox has to name. Then these are settled by the server's record (aiosmtpd) or by Postfix's own
log as `briefing mail resolve --log` reads it, the rest is sent, and all is counted again.

Baselines, by aiosmtpd and the same kind of kills: a ledger that marks a letter after the hand-over, and one that marks
it before. Besides: the disk becomes full while sending, and the outbox's folder is read-only.

Data: letters of 12 KB by lot; with --data, the newest edition of a built site, for as many readers.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import select
import signal
import smtplib
import sqlite3
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any

from benchmarks.mailings import (
    DAY,
    SENDER,
    Record,
    compose_letters,
    let_others_through,
    make_mailing,
    now,
    recording_server,
    running_postfix,
    write_letters,
)
from briefing.errors import MailError
from briefing.mail.delivery.lock import one_sender
from briefing.mail.delivery.mta_log import HandOver, find_fates, read_log
from briefing.mail.delivery.outbox import Outbox, create_outbox, open_outbox
from briefing.mail.delivery.sending import send_letters
from briefing.mail.delivery.smtp import Server, connect
from briefing.mail.model import Delivery, Letter

STOPPED = 3  # exit status of a sender that stopped with a message
PATIENCE = 120.0  # seconds that a sender may take to the end
PARTS = ("outbox", "baselines", "disk")
MOUNT = ("mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs")
SLOWNESS = 0.004  # seconds that the server takes at most, twice, as one with a disk does
MARGIN = timedelta(seconds=2)  # of the log: one clock, and the server is close by
Life = Callable[[Callable[[], None]], None]  # a sender; it says when it begins to send


@dataclass(frozen=True)
class Count:
    """What became of all letters."""

    recipients: int
    sent: int  # as the ledger says
    unknown: int  # as the ledger says, each by name
    left: int  # neither: what is still queued, or failed
    duplicates: int  # letters that arrived once more than once
    lost: int  # called sent, and never arrived
    unknown_taken: int  # of unknown fate, and arrived
    unknown_not_taken: int


# -- senders -----------------------------------------------------------------------------------------------------------


def reach(port: int) -> Server:
    return Server("127.0.0.1", port, "none", timeout=20.0)


def send_from_outbox(folder: Path, port: int) -> Life:
    """The real one."""

    def life(begin: Callable[[], None]) -> None:
        with one_sender(folder), open_outbox(folder / "outbox.sqlite3") as outbox:
            outbox.recover(now())
            begin()
            send_letters(outbox, DAY, reach(port), SENDER, now=now, sleep=time.sleep, monotonic=time.monotonic)

    return life


def send_and_mark(folder: Path, port: int, *, before: bool) -> Life:
    """The baselines: two states, the mark committed and synced before or after the hand-over."""

    def life(begin: Callable[[], None]) -> None:
        with closing(sqlite3.connect(folder / "ledger.sqlite3", isolation_level=None)) as db:
            db.execute("pragma synchronous = full")
            rows = db.execute("select id, address, message_id, data from letter where sent = 0 order by id").fetchall()
            begin()
            connection = connect(reach(port))
            for id_, address, message_id, data in rows:
                if before:
                    db.execute("update letter set sent = 1 where id = ?", (id_,))
                outcome = connection.hand_over(SENDER, Delivery(id_, DAY, "", address, message_id, data, 0))
                assert outcome.kind == "accepted", outcome
                if not before:
                    db.execute("update letter set sent = 1 where id = ?", (id_,))
            connection.close()

    return life


def make_ledger(folder: Path, letters: Iterable[Letter]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(folder / "ledger.sqlite3")) as db, db:
        db.execute("pragma journal_mode = wal")
        db.execute("create table letter (id integer primary key, address, message_id, data, sent integer default 0)")
        db.executemany(
            "insert into letter (address, message_id, data) values (?, ?, ?)",
            ((each.address, each.message_id, each.data) for each in letters),
        )


def make_outbox(folder: Path, letters: Iterable[Letter]) -> None:
    create_outbox(folder / "outbox.sqlite3")
    with open_outbox(folder / "outbox.sqlite3") as outbox:
        outbox.freeze(make_mailing(), letters)


# -- killing -----------------------------------------------------------------------------------------------------------


def start(life: Life, *, prepare: Callable[[], None] = lambda: None) -> tuple[int, int]:
    """The sender's process, and a pipe: "." when it has begun to send, "!" and why when it stopped with a message."""
    begun, tell = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(begun)
        status = 1
        try:
            prepare()
            life(lambda: _tell(tell))
            status = 0
        except MailError as error:
            os.write(tell, f"!{error}".encode())
            status = STOPPED
        except BaseException:  # noqa: BLE001 - a forked process must not go on as its parent
            traceback.print_exc()
        finally:
            os._exit(status)
    os.close(tell)
    return child, begun


def _tell(pipe: int) -> None:
    os.write(pipe, b".")


def run_to_end(life: Life, *, prepare: Callable[[], None] = lambda: None) -> tuple[int, str]:
    """The sender's exit status, and its message if it stopped."""
    child, begun = start(life, prepare=prepare)
    said = b""
    end = time.monotonic() + PATIENCE
    while select.select([begun], [], [], max(0, end - time.monotonic()))[0]:
        more = os.read(begun, 65536)
        if not more:
            break
        said += more
    else:
        os.kill(child, signal.SIGKILL)
    os.close(begun)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), said.decode().partition("!")[2]


def kill_while_sending(life: Life, kills: int, count: Callable[[], int], recipients: int, chance: random.Random) -> int:
    """Start the sender and kill it, until it was killed so often or comes to the end; say how often it was killed.

    `count` says how many letters have arrived.
    """
    killed, pace = 0, 0.01  # seconds that a letter takes, starting included, as seen so far
    while killed < kills:
        before, started = count(), time.monotonic()
        child, begun = start(life)
        if chance.random() >= 0.1:
            select.select([begun], [], [], PATIENCE)
        # On average as many letters in each life as are left for each of the kills that are to come.
        # A kill costs one, which may never arrive.
        mean = pace * max(recipients - before - killed, 1) / (kills - killed + 1)
        time.sleep(chance.uniform(0, 2 * mean))
        os.kill(child, signal.SIGKILL)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        os.close(begun)
        if status == 0:  # it came to the end, though some letters may never arrive
            break
        if status != -signal.SIGKILL:
            raise SystemExit(f"The sender ended with status {status}.")
        killed += 1
        pace = 0.9 * pace + 0.1 * min((time.monotonic() - started) / max(count() - before, 1), 0.2)
    return killed


# -- counting ----------------------------------------------------------------------------------------------------------


def count_outbox(outbox: Outbox, arrived: list[str]) -> Count:
    rows = outbox.letters(DAY)
    assert len(rows) == outbox.tally(DAY).recipients
    return count_letters([(row.message_id, row.state) for row in rows], arrived)


def count_ledger(folder: Path, arrived: list[str]) -> Count:
    with closing(sqlite3.connect(folder / "ledger.sqlite3")) as db:
        rows = db.execute("select message_id, case sent when 1 then 'sent' else 'queued' end from letter").fetchall()
    return count_letters(rows, arrived)


def count_letters(rows: list[tuple[str, str]], arrived: list[str]) -> Count:
    times = Counter(arrived)
    states = Counter(state for _, state in rows)
    unknown = [name for name, state in rows if state in ("unknown", "sending")]
    return Count(
        recipients=len(rows),
        sent=states["sent"],
        unknown=len(unknown),
        left=len(rows) - states["sent"] - len(unknown),
        duplicates=sum(number - 1 for number in times.values()),
        lost=sum(state == "sent" and not times[name] for name, state in rows),
        unknown_taken=sum(times[name] > 0 for name in unknown),
        unknown_not_taken=sum(times[name] == 0 for name in unknown),
    )


# -- runs --------------------------------------------------------------------------------------------------------------


def kill_outbox(folder: Path, letters: Iterable[Letter], recipients: int, kills: int, seed: int) -> dict[str, Any]:
    """The outbox against the recording server."""
    make_outbox(folder / "mail", letters)
    with recording_server(folder / "record", seed=seed, slowness=SLOWNESS) as record:
        life = send_from_outbox(folder / "mail", record.port)
        result = kill_and_count(life, folder / "mail", record, record.count, recipients, kills, seed)
        with open_outbox(folder / "mail" / "outbox.sqlite3") as outbox:
            arrived = set(record.message_ids())
            for row in outbox.letters(DAY, "unknown"):
                outbox.resolve(row.message_id, row.message_id in arrived, now(), "the server's record")
        finish(life)
        with open_outbox(folder / "mail" / "outbox.sqlite3") as outbox:
            return result | {"resolved": asdict(count_outbox(outbox, record.message_ids()))}


def kill_and_count(
    life: Life, folder: Path, record: Record, count: Callable[[], int], recipients: int, kills: int, seed: int
) -> dict[str, Any]:
    begun = time.monotonic()
    killed = kill_while_sending(life, kills, count, recipients, random.Random(seed))
    seconds = round(time.monotonic() - begun, 1)
    finish(life)
    with open_outbox(folder / "outbox.sqlite3") as outbox:
        return {"kills": killed, "seconds": seconds, **asdict(count_outbox(outbox, record.message_ids()))}


def finish(life: Life) -> None:
    status, said = run_to_end(life)
    if status:
        raise SystemExit(f"The sender ended with status {status}. {said}")


def kill_outbox_at_postfix(
    folder: Path, letters: Iterable[Letter], recipients: int, kills: int, seed: int
) -> dict[str, Any]:
    """The outbox against Postfix, whose log settles what is unknown; what it handed on is the truth."""
    make_outbox(folder / "mail", letters)
    with recording_server(folder / "record") as record, running_postfix(folder / "postfix", record.port) as postfix:
        life = send_from_outbox(folder / "mail", postfix.port)
        time.sleep(MARGIN.total_seconds() + 1.5)  # a log that begins before
        begun = time.monotonic()
        killed = kill_while_sending(life, kills, record.count, recipients, random.Random(seed))
        result: dict[str, Any] = {"kills": killed, "seconds": round(time.monotonic() - begun, 1)}
        finish(life)
        time.sleep(MARGIN.total_seconds() + 1.5)
        with smtplib.SMTP("127.0.0.1", postfix.port) as other:  # a log that has gone on
            other.sendmail("other@example.org", "other@example.org", "Message-ID: <other@example.org>\r\n\r\n")
        postfix.wait_until_empty()
        time.sleep(0.5)
        with open_outbox(folder / "mail" / "outbox.sqlite3") as outbox:
            arrived = record.message_ids()
            arrived.remove("<other@example.org>")
            result |= asdict(count_outbox(outbox, arrived))
            result["log"] = settle_by_log(outbox, postfix.log, arrived)
        finish(life)
        postfix.wait_until_empty()
        time.sleep(0.5)
        with open_outbox(folder / "mail" / "outbox.sqlite3") as outbox:
            arrived = [each for each in record.message_ids() if each != "<other@example.org>"]
            return result | {"resolved": asdict(count_outbox(outbox, arrived))}


def settle_by_log(outbox: Outbox, log: Path, arrived: list[str]) -> dict[str, int]:
    """Settle what is unknown; count what the log said, and how often it was wrong."""
    unclear = [HandOver(row.message_id, row.claimed_at, row.moment) for row in outbox.letters(DAY, "unknown")]
    confirmed = {row.message_id: row.claimed_at for row in outbox.letters(DAY, "sent")}
    said: Counter[str] = Counter({"taken": 0, "not taken": 0, "unknown": 0, "wrong": 0})
    for found in find_fates(unclear, confirmed, [read_log(log)], UTC, MARGIN):
        said[found.fate] += 1
        if found.fate == "unknown":
            print(f"{found.message_id} stays unknown: {found.why}", file=sys.stderr)
            continue
        said["wrong"] += (found.fate == "taken") != (found.message_id in arrived)
        outbox.resolve(found.message_id, found.fate == "taken", now(), found.why)
    return dict(said)


def kill_ledger(folder: Path, recipients: int, kills: int, seed: int, *, before: bool) -> dict[str, Any]:
    make_ledger(folder, write_letters(recipients, seed=seed))
    with recording_server(folder / "record", seed=seed, slowness=SLOWNESS) as record:
        life = send_and_mark(folder, record.port, before=before)
        killed = kill_while_sending(life, kills, record.count, recipients, random.Random(seed))
        finish(life)
        return {"kills": killed, **asdict(count_ledger(folder, record.message_ids()))}


# -- trouble with the disk ---------------------------------------------------------------------------------------------


def fill_disk(folder: Path, recipients: int, runs: int, seed: int, *, mount: bool) -> dict[str, Any]:
    """The disk is full in the middle of a run, in several runs at several steps of a letter; then there is space again.

    The disk is a tmpfs that is filled but for some bytes (`mount`: needs root), or a limit for the size of files.
    """
    disk = folder / "disk"
    disk.mkdir(parents=True)
    if mount and (os.geteuid() or subprocess.run([*MOUNT, str(disk)], check=False, capture_output=True).returncode):
        return {"how": "no disk could be mounted"}
    rounds = []
    try:
        for number in range(runs):
            mail, filler = disk / f"mail{number}", disk / "filler"
            make_outbox(mail, write_letters(recipients, seed=seed))
            with recording_server(folder / f"record{number}", seed=seed) as record:
                life = send_from_outbox(mail, record.port)
                spare = 100_000 + number * 13_000  # the log needs some for itself, and 8 to 16 KB for a letter
                if mount:
                    fill(filler, spare)
                stopped = stop_and_check(life, mail, record, lambda: None if mount else limit_files(spare))  # noqa: B023
                filler.unlink(missing_ok=True)
                finish(life)
                with open_outbox(mail / "outbox.sqlite3") as outbox:
                    rounds.append(stopped | asdict(count_outbox(outbox, record.message_ids())))
    finally:
        if mount:
            subprocess.run(["umount", str(disk)], check=False)
    sums = {name: sum(each[name] for each in rounds) for name in rounds[0] if name != "message"}
    return {"how": "tmpfs" if mount else "RLIMIT_FSIZE", "runs": len(rounds), **sums, "message": rounds[0]["message"]}


def fill(path: Path, spare: int) -> None:
    """Take all space of the disk but `spare` bytes."""
    file = os.open(path, os.O_WRONLY | os.O_CREAT)
    size = 0
    for step in (1 << 20, 1 << 12):
        try:
            while True:
                size += os.write(file, b"\0" * step)
        except OSError:
            continue
    os.ftruncate(file, max(0, size - spare))
    os.close(file)


def limit_files(size: int) -> None:
    """No file of this process grows beyond `size` bytes, as with a quota; the outbox's log reaches it first."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def lock_folder(folder: Path, recipients: int, seed: int) -> dict[str, Any]:
    """The folder is read-only, for a user whom that stops; then it is not."""
    make_outbox(folder / "mail", write_letters(recipients, seed=seed))
    files = [folder / "mail", *(folder / "mail").iterdir()]
    user = 65534 if os.geteuid() == 0 else os.geteuid()
    for file in files:
        if os.geteuid() == 0:
            os.chown(file, user, user)
        file.chmod(0o500 if file.is_dir() else 0o400)
    let_others_through(folder)
    with recording_server(folder / "record", seed=seed) as record:
        life = send_from_outbox(folder / "mail", record.port)

        def change_user() -> None:
            if os.geteuid() == 0:
                os.setgroups([])
                os.setgid(user)
                os.setuid(user)

        status, said = run_to_end(life, prepare=change_user)
        taken = record.count()
        for file in files:
            file.chmod(0o700 if file.is_dir() else 0o600)
        again, _ = run_to_end(life, prepare=change_user)
        with open_outbox(folder / "mail" / "outbox.sqlite3") as outbox:
            ended = asdict(count_outbox(outbox, record.message_ids()))
    return {
        "stopped with a message": status == STOPPED and bool(said),
        "message": said,
        "taken": taken,
        "writable again": {"status": again, **ended},
    }


def stop_and_check(life: Life, folder: Path, record: Record, prepare: Callable[[], None]) -> dict[str, Any]:
    """Run the sender into the trouble; nothing may have arrived that its outbox does not know of."""
    status, said = run_to_end(life, prepare=prepare)
    with closing(sqlite3.connect(f"file:{folder / 'outbox.sqlite3'}?mode=ro", uri=True)) as db:
        states = dict(db.execute("select message_id, state from letter").fetchall())
    arrived = record.message_ids()
    return {
        "stopped with a message": status == STOPPED and bool(said),
        "message": said,
        "taken": len(arrived),
        "taken and still queued": sum(states[each] not in ("sending", "sent", "unknown") for each in arrived),
    }


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--recipients", type=int, default=1000)
    parser.add_argument("--server", choices=("aiosmtpd", "postfix"), default="aiosmtpd")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--data", type=Path, metavar="OUTPUT", help="a built site")
    options = parser.parse_args(arguments)
    letters: Iterable[Letter] = write_letters(options.recipients, seed=options.seed)
    if options.data:
        letters = compose_letters(options.data, options.recipients)
    run = kill_outbox if options.server == "aiosmtpd" else kill_outbox_at_postfix
    few, seldom = max(options.recipients // 5, 60), max(options.kills // 5, 30)
    runs = min(8, max(2, options.kills // 10))  # into a full disk
    result: dict[str, Any] = {"briefing": {}, "baselines": {}, "disk": {}, "items": options.recipients}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in ("outbox", "after", "before"):
            (folder / part).mkdir()
        if "outbox" in options.only:
            killed = run(folder / "outbox", letters, options.recipients, options.kills, options.seed)
            result["briefing"] = {"server": options.server, **killed}
            print(f"outbox: {killed}", flush=True)
        if "baselines" in options.only:
            for when in ("after", "before"):
                ledger = kill_ledger(folder / when, few, seldom, options.seed, before=when == "before")
                result["baselines"][f"marked {when}"] = ledger
                print(f"marked {when}: {ledger}", flush=True)
        if "disk" in options.only:
            result["disk"] = {
                "full": fill_disk(folder / "full", 40, runs, options.seed, mount=True),
                "files limited": fill_disk(folder / "limited", 40, runs, options.seed, mount=False),
                "read-only": lock_folder(folder / "locked", 20, options.seed),
            }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
