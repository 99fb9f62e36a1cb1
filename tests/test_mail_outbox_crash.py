"""The outbox when the program is killed, the disk is full, nothing can be written, or a copy comes back."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from bound import bound_by_permissions

from briefing.errors import MailError
from briefing.mail.delivery.copies import back_up_outbox, restore_outbox
from briefing.mail.delivery.lock import one_sender
from briefing.mail.delivery.outbox import Outbox, create_outbox, open_outbox
from briefing.mail.dispatch import check_gap
from briefing.mail.model import Letter, Mailing, Outcome, Tally

PROJECT = Path(__file__).parent.parent
DAY = "2025-03-14"
NOW = "2025-03-14T07:00:00Z"
COPIED = "2025-03-14T07:00:05Z"
LATER = "2025-03-14T09:00:00Z"
SENT = Outcome("accepted", "250 2.0.0 queued")


def make_mailing(id_: str = DAY) -> Mailing:
    return Mailing(id_, id_[:10], False, "", ("a1",), NOW)


def make_letters(number: int, mailing: str = DAY, size: int = 0) -> Iterator[Letter]:
    for each in range(number):
        data = os.urandom(size) if size else b"Subject: x\r\n\r\nDear reader.\r\n"
        yield Letter(f"key{each}", f"reader{each}@news.example", f"<{mailing}.{each}@news.example>", data)


def states(outbox: Outbox, mailing: str = DAY) -> list[str]:
    return [entry.state for entry in outbox.letters(mailing)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    create_outbox(tmp_path / "mailroom" / "outbox.sqlite3")
    return tmp_path / "mailroom" / "outbox.sqlite3"


# -- killed -----------------------------------------------------------------------------------------------------------

_SENDER = """
import sys
from pathlib import Path
from briefing.mail.delivery.lock import one_sender
from briefing.mail.delivery.outbox import open_outbox
from briefing.mail.model import Letter, Mailing, Outcome
path, act = Path(sys.argv[1]), sys.argv[2]
def letters():
    for number in range(1_000_000):
        yield Letter(f"key{number}", f"r{number}@news.example", f"<{number}@news.example>", bytes(5000))
        if number == 3000:
            print("busy", flush=True)
with open_outbox(path) as outbox, one_sender(path.parent):
    if act == "freeze":
        outbox.freeze(Mailing("2025-03-14", "2025-03-14", False, "", (), "2025-03-14T07:00:00Z"), letters())
    now = "2025-03-14T07:00:00Z"
    outbox.settle(outbox.claim("2025-03-14", now), Outcome("accepted", "250"), now)
    outbox.claim("2025-03-14", now)
    print("busy", flush=True)
    sys.stdin.read()
"""


@contextmanager
def sender(path: Path, act: str) -> Iterator[subprocess.Popen[str]]:
    """A program that has the lock and is in the middle of its work; killed at the end if it is not before."""
    command = [sys.executable, "-c", _SENDER, str(path), act]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=PROJECT) as running:
        try:
            assert running.stdout is not None
            assert running.stdout.readline() == "busy\n"
            yield running
        finally:
            running.kill()


def test_a_sender_killed_between_claim_and_answer_leaves_a_letter_of_unknown_fate(path: Path) -> None:
    with open_outbox(path) as outbox:
        outbox.freeze(make_mailing(), make_letters(3))
    with sender(path, "send") as running:
        with pytest.raises(MailError, match=rf"already by process {running.pid} since \d{{4}}-\d\d-\d\d"):
            one_sender(path.parent).__enter__()
        running.send_signal(signal.SIGKILL)
        running.wait()
        with one_sender(path.parent), open_outbox(path) as outbox:  # the system has released the lock
            assert states(outbox) == ["sent", "sending", "queued"]
            assert outbox.recover(LATER) == 1
            assert outbox.tally(DAY) == Tally(3, 1, 0, 0, 1, 1)


def test_a_freeze_that_is_killed_leaves_nothing(path: Path) -> None:
    before = sorted(file.name for file in path.parent.iterdir())
    with sender(path, "freeze") as running:
        running.send_signal(signal.SIGKILL)
        running.wait()
    with open_outbox(path) as outbox:
        assert outbox.mailings() == []
        outbox.freeze(make_mailing(), make_letters(2))
        assert outbox.tally(DAY).queued == 2
    assert path.stat().st_size < 200_000
    assert {file.name for file in path.parent.iterdir()} - {"sender.lock", "sender.pid"} == set(before)


def test_the_lock_is_free_when_the_block_ends(tmp_path: Path) -> None:
    for _ in range(2):
        with one_sender(tmp_path):
            assert (tmp_path / "sender.pid").read_text() == f"{os.getpid()}\n"
            with pytest.raises(MailError, match="being sent already"), one_sender(tmp_path):
                pass
    with pytest.raises(ZeroDivisionError), one_sender(tmp_path):
        _ = 1 / 0
    with one_sender(tmp_path):
        pass


def test_there_is_no_lock_where_there_is_no_outbox(tmp_path: Path) -> None:
    with pytest.raises(MailError, match="briefing mail init"), one_sender(tmp_path / "mailroom"):
        pass
    assert list(tmp_path.iterdir()) == []


# -- nothing can be written -------------------------------------------------------------------------------------------


@pytest.fixture
def open_path(tmp_path: Path) -> Iterator[Path]:
    """An outbox with three letters, in a folder that can be closed."""
    room = tmp_path / "room"
    create_outbox(room / "outbox.sqlite3")
    with open_outbox(room / "outbox.sqlite3") as outbox:
        outbox.freeze(make_mailing(), make_letters(3))
    yield room / "outbox.sqlite3"
    room.chmod(0o700)


@pytest.mark.parametrize(("of_folder", "of_file"), [(0o500, 0o600), (0o700, 0o400), (0o500, 0o400), (0o700, 0o000)])
def test_what_is_read_only_is_told_and_no_letter_is_claimed(open_path: Path, of_folder: int, of_file: int) -> None:
    open_path.chmod(of_file)
    open_path.parent.chmod(of_folder)
    said = r"outbox.sqlite3: The outbox cannot be .* Let the user who runs"
    with bound_by_permissions(), pytest.raises(MailError, match=said), open_outbox(open_path) as outbox:
        outbox.claim(DAY, NOW)
    open_path.parent.chmod(0o700)
    open_path.chmod(0o600)
    with bound_by_permissions(), open_outbox(open_path) as outbox:
        assert states(outbox) == ["queued"] * 3


def test_a_folder_that_turns_read_only_under_a_sender_stops_it(open_path: Path) -> None:
    with bound_by_permissions(), open_outbox(open_path) as outbox:
        delivery = outbox.claim(DAY, NOW)
        assert delivery is not None
        open_path.parent.chmod(0o500)  # the files beside are there already, so the answer can still be kept
        outbox.settle(delivery, SENT, NOW)
        assert states(outbox) == ["sent", "queued", "queued"]
    with (
        bound_by_permissions(),
        pytest.raises(MailError, match="Let the user who runs Briefing"),
        one_sender(open_path.parent),
    ):
        pass


def test_an_outbox_cannot_be_made_in_a_read_only_folder(open_path: Path) -> None:
    open_path.parent.chmod(0o500)
    with (
        bound_by_permissions(),
        pytest.raises(MailError, match="Let the user who runs Briefing read and write its folder"),
    ):
        create_outbox(open_path.parent / "more" / "outbox.sqlite3")


# -- the disk is full -------------------------------------------------------------------------------------------------


@contextmanager
def files_no_longer_than(size: int) -> Iterator[None]:
    """No file can be written beyond `size` bytes, as if the disk ended there (Python ignores SIGXFSZ)."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def send_all(outbox: Outbox, taken: Counter[str]) -> None:
    """A server that takes everything; `taken` counts what it has."""
    while delivery := outbox.claim(DAY, NOW):
        taken[delivery.reader] += 1
        outbox.settle(delivery, SENT, NOW)


def balance(outbox: Outbox, taken: Counter[str]) -> None:
    """What was taken is sent or of unknown fate, what was not waits or is of unknown fate."""
    outbox.recover(LATER)
    for entry in outbox.letters(DAY):
        assert entry.state in ({"sent", "unknown"} if taken[entry.reader] else {"queued", "unknown"})
    tally = outbox.tally(DAY)
    assert (tally.recipients, tally.unknown) == (12, tally.recipients - tally.sent - tally.queued)


def test_no_letter_goes_twice_wherever_writing_fails(tmp_path: Path) -> None:
    """The log ends in the middle of a claim, of an answer, of a checkpoint: each limit hits another place."""
    ends: Counter[str] = Counter()
    for size in range(0, 900_000, 17_000):
        path = tmp_path / str(size) / "outbox.sqlite3"
        create_outbox(path)
        taken: Counter[str] = Counter()
        with open_outbox(path) as outbox:
            outbox.freeze(make_mailing(), make_letters(12, size=9_000))
        with open_outbox(path) as outbox, files_no_longer_than(size), suppress(MailError):
            send_all(outbox, taken)
        with open_outbox(path) as outbox:
            balance(outbox, taken)
            unknown = outbox.tally(DAY).unknown
            ends["answer" if unknown else "claim" if outbox.tally(DAY).queued else "none"] += 1
            assert unknown <= 1
            send_all(outbox, taken)
            assert outbox.tally(DAY) == Tally(12, 12 - unknown, 0, 0, unknown, 0)
        assert set(taken.values()) == {1}
        assert len(taken) >= 12 - unknown
    assert ends.keys() == {"answer", "claim", "none"}, "the limits did not hit all places"


@pytest.mark.parametrize("size", [0, 20_000, 100_000, 300_000])
def test_a_mailing_that_does_not_fit_is_not_frozen(path: Path, size: int) -> None:
    with open_outbox(path) as outbox:
        with files_no_longer_than(size), pytest.raises(MailError, match="cannot be written"):
            outbox.freeze(make_mailing(), make_letters(100, size=9_000))
        assert outbox.mailings() == []
        outbox.freeze(make_mailing(), make_letters(100, size=9_000))
        assert outbox.tally(DAY).queued == 100


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 600 KB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=600k", "none", str(folder)]
    if os.geteuid() != 0 or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("a small disk can be mounted by root only")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_stops_the_sender_and_loses_nothing(small_disk: Path) -> None:
    path = small_disk / "room" / "outbox.sqlite3"
    create_outbox(path)
    taken: Counter[str] = Counter()
    with open_outbox(path) as outbox:
        outbox.freeze(make_mailing(), make_letters(12, size=9_000))
    stops = []
    for left in range(0, 60_000, 4096):
        with open_outbox(path) as outbox:
            ballast = small_disk / "ballast"
            free = shutil.disk_usage(small_disk).free
            ballast.write_bytes(bytes(max(0, free - left)))
            try:
                delivery = outbox.claim(DAY, NOW)
                if delivery:
                    taken[delivery.reader] += 1
                    outbox.settle(delivery, SENT, NOW)
            except MailError as error:
                stops.append(error.what)
            ballast.unlink()
            balance(outbox, taken)
    assert stops
    assert all("the disk is full" in what for what in stops)
    assert set(taken.values()) <= {1}
    with pytest.raises(MailError, match="disk is full"), open_outbox(path) as outbox:
        outbox.freeze(make_mailing("2025-03-15"), make_letters(60, "2025-03-15", size=9_000))
    with open_outbox(path) as outbox:
        assert [mailing.id for mailing in outbox.mailings()] == [DAY]


# -- copies -----------------------------------------------------------------------------------------------------------


def test_a_copy_comes_back_with_nothing_in_it_that_is_sent_by_itself(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite3"
    with open_outbox(path) as outbox:
        outbox.freeze(make_mailing(), make_letters(4))
        first = outbox.claim(DAY, NOW)
        assert first is not None
        outbox.settle(first, SENT, NOW)
        assert outbox.claim(DAY, NOW) is not None
        outbox.suppress("key9", "unsubscribed", NOW)
        back_up_outbox(path, copy, COPIED)  # while a letter is under way
        secret = outbox.secret
        assert outbox.gap is None
    assert copy.stat().st_mode & 0o777 == 0o600
    shutil.rmtree(path.parent)

    assert restore_outbox(copy, path, LATER) == 3
    with open_outbox(path) as outbox:
        assert outbox.secret == secret
        assert outbox.gap == (COPIED, LATER)
        assert outbox.is_suppressed("key9") == "unsubscribed"
        assert outbox.claim(DAY, LATER) is None
        assert outbox.tally(DAY) == Tally(4, 1, 0, 0, 3, 0)
        assert {(entry.claimed_at, entry.moment, entry.reply) for entry in outbox.letters(DAY, "unknown")} == {
            (NOW, LATER, f"it waited in the copy of {COPIED} and may have been sent since")
        } | {(COPIED, LATER, f"it waited in the copy of {COPIED} and may have been sent since")}
        outbox.resolve(f"<{DAY}.3@news.example>", False, LATER, "not in the log")
        assert outbox.claim(DAY, LATER) is not None
    assert {file.name for file in path.parent.iterdir()} == {"outbox.sqlite3", ".gitignore"}
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("closes", ["2025-03-13T23:00:00Z", "2025-03-14T10:00:00+01:00", "2025-03-14T08:59:59"])
def test_what_may_have_been_sent_before_the_copy_came_back_is_not_sent_again(closes: str) -> None:
    with pytest.raises(MailError, match=rf"copy of {COPIED} that was put back at {LATER}.*--force"):
        check_gap((COPIED, LATER), "2025-03-13", closes)


def test_what_closed_after_the_copy_came_back_is_sent() -> None:
    check_gap((COPIED, LATER), DAY, "2025-03-14T10:01:00+01:00")
    check_gap(None, DAY, "2025-03-14T08:00:00Z")


def test_a_copy_is_no_outbox(path: Path, tmp_path: Path) -> None:
    back_up_outbox(path, tmp_path / "copy.sqlite3", NOW)
    shutil.copy(tmp_path / "copy.sqlite3", path)
    with pytest.raises(MailError, match=rf"copy of an outbox, made at {NOW}.*briefing mail restore"):
        open_outbox(path)


def test_a_copy_takes_the_place_of_an_older_copy_and_of_nothing_else(path: Path, tmp_path: Path) -> None:
    copy, list_ = tmp_path / "copy.sqlite3", tmp_path / "readers.yml"
    back_up_outbox(path, copy, NOW)
    with open_outbox(path) as outbox:
        outbox.freeze(make_mailing(), make_letters(1))
    back_up_outbox(path, copy, LATER)
    with sqlite3.connect(copy) as db:
        assert db.execute("select count(*) from letter").fetchone() == (1,)
    db.close()
    list_.write_text("- a@b.example\n")
    for target in (list_, path):
        with pytest.raises(MailError, match="something else than a copy"):
            back_up_outbox(path, target, NOW)
    assert list_.read_text() == "- a@b.example\n"
    assert {file.name for file in tmp_path.iterdir()} == {"copy.sqlite3", "mailroom", "readers.yml"}


def test_a_copy_is_not_put_over_an_outbox_or_a_part_of_one(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite3"
    back_up_outbox(path, copy, NOW)
    with pytest.raises(MailError, match="There is an outbox already"):
        restore_outbox(copy, path, LATER)
    path.unlink()
    log = path.with_name(f"{path.name}-wal")
    log.write_bytes(b"what a killed program left")
    with pytest.raises(MailError, match=r"outbox\.sqlite3-wal: This file belongs to the outbox that was here"):
        restore_outbox(copy, path, LATER)
    log.unlink()
    assert restore_outbox(copy, path, LATER) == 0


def test_a_damaged_outbox_is_not_copied_and_a_damaged_copy_does_not_come_back(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite3"
    with open_outbox(path) as outbox:
        outbox.freeze(make_mailing(), make_letters(30))
    back_up_outbox(path, copy, NOW)
    good = copy.read_bytes()
    for file in (path, copy):
        file.write_bytes(file.read_bytes()[:-8192] + b"\xa5" * 8192)
    with pytest.raises(MailError, match=r"mailroom.*damaged"):
        back_up_outbox(path, tmp_path / "another.sqlite3", NOW)
    assert not (tmp_path / "another.sqlite3").exists()
    with pytest.raises(MailError, match=r"copy\.sqlite3.*damaged"):
        restore_outbox(copy, tmp_path / "new" / "outbox.sqlite3", NOW)
    assert not (tmp_path / "new" / "outbox.sqlite3").exists()
    copy.write_bytes(good)
    assert restore_outbox(copy, tmp_path / "new" / "outbox.sqlite3", NOW) == 30
    with pytest.raises(MailError, match="no copy of an outbox"):
        restore_outbox(PROJECT / "README.md", tmp_path / "newer" / "outbox.sqlite3", NOW)


# -- two programs -----------------------------------------------------------------------------------------------------


def test_readers_unsubscribe_while_letters_go_out(path: Path) -> None:
    """The endpoint writes into the same file; whoever it suppressed before their letter was claimed gets none."""
    script = """
import sys
from pathlib import Path
from briefing.mail.delivery.outbox import open_outbox
for number in range(99, -1, -1):
    with open_outbox(Path(sys.argv[1])) as endpoint:
        endpoint.suppress(f"key{number}", "unsubscribed", "2025-03-14T07:00:00Z")
    print(number, flush=True)
    if number == 50:
        sys.stdin.readline()  # however busy the machine is, some letters are to go out first
"""
    with open_outbox(path) as outbox:
        outbox.freeze(make_mailing(), make_letters(100))
        command = [sys.executable, "-c", script, str(path)]
        taken: list[str] = []
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=PROJECT
        ) as endpoint:
            assert endpoint.stdin is not None
            assert endpoint.stdout is not None
            gone = set()
            while (line := endpoint.stdout.readline()) and (delivery := outbox.claim(DAY, NOW)):
                gone.add(f"key{line.strip()}")
                assert delivery.reader not in gone
                outbox.settle(delivery, SENT, NOW)
                taken.append(delivery.reader)
                if len(taken) == 10:
                    endpoint.stdin.write("go on\n")
                    endpoint.stdin.flush()
            endpoint.stdout.read()
            assert endpoint.wait() == 0
        tally = outbox.tally(DAY)
        assert tally == Tally(100, len(taken), tally.excluded, 0, 0, 100 - len(taken) - tally.excluded)
        assert 10 <= len(taken) < 100
        assert outbox.claim(DAY, NOW) is None


# -- memory -----------------------------------------------------------------------------------------------------------


def test_memory_stays_flat_while_a_mailing_is_frozen(path: Path) -> None:
    script = """
import os, resource, sys
from pathlib import Path
from briefing.mail.delivery.outbox import open_outbox
from briefing.mail.model import Letter, Mailing
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
body = os.urandom(40_000)
def letters():
    for number in range(1500):
        yield Letter(str(number), "a@b.example", f"<{number}>", body[number:] + body[:number])
with open_outbox(Path(sys.argv[1])) as outbox:
    before = peak()
    outbox.freeze(Mailing("2025-03-14", "2025-03-14", False, "", (), "2025-03-14T07:00:00Z"), letters())
    print(peak() - before)
"""
    done = subprocess.run(
        [sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True, cwd=PROJECT
    )
    assert int(done.stdout) < 20_000_000  # of 60 MB
    assert path.stat().st_size > 60_000_000
