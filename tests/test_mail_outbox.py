"""The outbox: what is on its way, what is never sent twice, and who must not be written to."""

from __future__ import annotations

import hashlib
import random
import sqlite3
import stat
import zlib
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from briefing.errors import MailError
from briefing.mail.delivery.outbox import Entry, Outbox, create_outbox, open_outbox
from briefing.mail.delivery.subscriptions import REQUEST_DAYS
from briefing.mail.model import Delivery, Excluded, Letter, Mailing, Outcome, Tally
from briefing.mail.readers.keys import reader_key

NOW = "2025-03-14T07:00:00Z"
LATER = "2025-03-14T07:05:00Z"
DAY = "2025-03-14"
SENT = Outcome("accepted", "250 2.0.0 queued as 4ZDk")
REFUSED = Outcome("refused", "550 5.1.1 no such user")
DEFERRED = Outcome("deferred", "451 4.7.1 greylisted")
UNREACHABLE = Outcome("unreachable", "the connection was lost before the end of the message")
UNCLEAR = Outcome("unclear", "the connection was lost after the end of the message")


def make_mailing(id_: str = DAY, articles: tuple[str, ...] = ("a1", "a2")) -> Mailing:
    return Mailing(id_, id_[:10], id_.endswith("weekly"), "ab" * 32, articles, f"{id_[:10]}T06:59:00Z")


def make_letter(number: int, mailing: str = DAY, data: bytes = b"") -> Letter:
    text = data or f"Subject: {mailing}\r\n\r\nTo reader {number}.\r\n".encode()
    return Letter(f"key{number}", f"reader{number}@news.example", f"<{mailing}.{number}@news.example>", text)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    create_outbox(tmp_path / "mailroom" / "outbox.sqlite3")
    return tmp_path / "mailroom" / "outbox.sqlite3"


@pytest.fixture
def outbox(path: Path) -> Iterator[Outbox]:
    """One with a mailing of three letters in it."""
    with open_outbox(path) as made:
        made.freeze(make_mailing(), [make_letter(number) for number in (1, 2, 3)])
        yield made


def ask_file(path: Path, sql: str, values: Sequence[Any] = ()) -> list[Any]:
    """What another program finds in the file, or does to it."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        return db.execute(sql, values).fetchall()


def claim(outbox: Outbox, mailing: str = DAY, now: str = NOW) -> Delivery:
    delivery = outbox.claim(mailing, now)
    assert delivery is not None
    return delivery


def find(outbox: Outbox, number: int = 1, mailing: str = DAY) -> Entry:
    (entry,) = [entry for entry in outbox.letters(mailing) if entry.reader == f"key{number}"]
    return entry


# -- the file ---------------------------------------------------------------------------------------------------------


def test_an_outbox_is_made_once(path: Path) -> None:
    with open_outbox(path) as outbox:
        secret = outbox.secret
    with pytest.raises(MailError, match="There is an outbox already"):
        create_outbox(path)
    with open_outbox(path) as outbox:
        assert outbox.secret == secret
    assert len(secret) == 32
    assert sorted(file.name for file in path.parent.iterdir()) == [".gitignore", "outbox.sqlite3"]


def test_each_outbox_has_a_secret_of_its_own(tmp_path: Path) -> None:
    secrets = set()
    for name in ("one", "two"):
        create_outbox(tmp_path / name / "outbox.sqlite3")
        with open_outbox(tmp_path / name / "outbox.sqlite3") as outbox:
            secrets.add(outbox.secret)
    assert len(secrets) == 2


def test_nobody_else_can_read_it(path: Path, outbox: Outbox) -> None:
    claim(outbox)
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    assert modes.keys() == {".gitignore", "outbox.sqlite3", "outbox.sqlite3-wal", "outbox.sqlite3-shm"}
    assert set(modes.values()) == {0o600}
    assert (path.parent / ".gitignore").read_text() == "*\n"


def test_a_folder_that_is_there_is_taken_over_unless_it_is_a_project(tmp_path: Path) -> None:
    room = tmp_path / "room"
    room.mkdir(mode=0o755)
    (room / "readers.yml").write_text("- a@b.example\n")
    (room / ".gitignore").write_text("/*\n")
    create_outbox(room / "outbox.sqlite3")
    assert (room / ".gitignore").read_text() == "/*\n"
    assert stat.S_IMODE(room.stat().st_mode) == 0o700

    project = tmp_path / "project"
    (project / "content").mkdir(parents=True)
    with pytest.raises(MailError, match="BRIEFING_MAIL_FOLDER"):
        create_outbox(project / "outbox.sqlite3")
    assert [file.name for file in project.iterdir()] == ["content"]


def test_opening_makes_nothing(tmp_path: Path) -> None:
    with pytest.raises(MailError, match=r"no outbox.*briefing mail restore.*briefing mail init"):
        open_outbox(tmp_path / "outbox.sqlite3")
    assert list(tmp_path.iterdir()) == []


def test_a_name_with_signs_that_mean_something_in_an_address(tmp_path: Path) -> None:
    path = tmp_path / "50% #1 ? mail&mode=ro" / "outbox.sqlite3"
    create_outbox(path)
    with open_outbox(path) as outbox:
        outbox.suppress("key1", "unsubscribed", NOW)
    with open_outbox(path) as outbox:
        assert outbox.is_suppressed("key1") == "unsubscribed"


@pytest.mark.parametrize("content", [b"", b"Dear reader,\n" * 500, b"SQLite format 3\0" + b"\1" * 5000])
def test_a_file_that_is_no_outbox(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "outbox.sqlite3"
    path.write_bytes(content)
    with pytest.raises(MailError, match="briefing mail restore"):
        open_outbox(path)
    assert path.read_bytes() == content


def test_another_database_is_no_outbox(tmp_path: Path) -> None:
    path = tmp_path / "outbox.sqlite3"
    ask_file(path, "create table fact (name, value)")
    with pytest.raises(MailError, match="no outbox of Briefing"):
        open_outbox(path)


def test_an_outbox_of_another_schema_is_left_alone(path: Path) -> None:
    ask_file(path, "pragma user_version = 99")
    with pytest.raises(MailError, match="schema 99"):
        open_outbox(path)


def test_damage_is_told_with_its_remedy(path: Path, outbox: Outbox) -> None:
    outbox.close()
    whole = bytearray(path.read_bytes())
    whole[8192:] = b"\xa5" * (len(whole) - 8192)
    path.write_bytes(whole)
    with open_outbox(path) as damaged, pytest.raises(MailError, match=r"damaged.*briefing mail restore"):
        damaged.freeze(make_mailing("2025-03-15"), [make_letter(1, "2025-03-15")])


def test_it_waits_for_another_program_and_says_so_in_the_end(
    path: Path, outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("briefing.mail.delivery.store.PATIENCE", 0.05)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("begin immediate")
    with open_outbox(path) as waiting, pytest.raises(MailError, match="in use by another program"):
        waiting.claim(DAY, NOW)
    other.execute("rollback")
    other.close()
    assert outbox.tally(DAY).queued == 3


# -- freezing ---------------------------------------------------------------------------------------------------------


def test_what_is_frozen_comes_out_as_it_went_in(path: Path) -> None:
    data = bytes(range(256)) * 100
    with open_outbox(path) as outbox:
        outbox.freeze(
            make_mailing(f"{DAY}-weekly"),
            [make_letter(1, data=data), Excluded("key2", "b@news.example", "unsubscribed")],
        )
    with open_outbox(path) as outbox:
        assert outbox.mailing(f"{DAY}-weekly") == make_mailing(f"{DAY}-weekly")
        assert outbox.mailing(DAY) is None
        assert outbox.letters(f"{DAY}-weekly") == (
            Entry(
                "key1",
                "reader1@news.example",
                "queued",
                f"<{DAY}.1@news.example>",
                "",
                f"{DAY}T06:59:00Z",
                0,
                "",
                "",
                len(data),
                hashlib.sha256(data).hexdigest(),
            ),
            Entry("key2", "b@news.example", "excluded", "", "unsubscribed", f"{DAY}T06:59:00Z", 0, "", "", 0, ""),
        )
        delivery = claim(outbox, f"{DAY}-weekly")
        assert delivery.data == data
        assert (delivery.address, delivery.message_id) == ("reader1@news.example", f"<{DAY}.1@news.example>")


def test_a_mailing_is_frozen_once(outbox: Outbox) -> None:
    with pytest.raises(MailError, match="briefing mail resume"):
        outbox.freeze(make_mailing(), [make_letter(9)])
    assert [entry.reader for entry in outbox.letters(DAY)] == ["key1", "key2", "key3"]


def test_two_programs_freeze_the_same_mailing_at_once(path: Path) -> None:
    """The second finds it there when it comes to take its letters over."""

    def letters() -> list[Letter]:
        with open_outbox(path) as faster:
            faster.freeze(make_mailing(), [make_letter(1)])
        return [make_letter(1), make_letter(2)]

    with open_outbox(path) as outbox:
        with pytest.raises(MailError, match="in the outbox already"):
            outbox.freeze(make_mailing(), (letter for letter in letters()))
        assert outbox.tally(DAY).recipients == 1


def test_letters_that_cannot_be_written_leave_no_mailing(path: Path) -> None:
    def letters() -> list[Letter]:
        raise MailError("The template is broken.")

    with open_outbox(path) as outbox:
        with pytest.raises(MailError, match="template"):
            outbox.freeze(make_mailing(), (letter for letter in letters()))
        assert outbox.mailings() == []
        outbox.freeze(make_mailing(), [make_letter(1)])
        assert outbox.tally(DAY).queued == 1


def test_one_reader_has_one_letter_in_a_mailing(path: Path) -> None:
    with open_outbox(path) as outbox:
        with pytest.raises(MailError, match="against its rules"):
            outbox.freeze(make_mailing(), [make_letter(1), Excluded("key1", "b@news.example", "unsubscribed")])
        assert outbox.mailings() == []


def test_readers_unsubscribe_while_letters_are_written(path: Path) -> None:
    """Composing takes minutes: the file must be free for others meanwhile."""

    def letters() -> list[Letter]:
        with open_outbox(path) as endpoint:
            endpoint.suppress("key1", "unsubscribed", NOW)
        return [make_letter(1), make_letter(2)]

    with open_outbox(path) as outbox:
        outbox.freeze(make_mailing(), (letter for letter in letters()))
        assert claim(outbox).reader == "key2"


def test_mailings_are_listed_from_the_newest_on(path: Path) -> None:
    with open_outbox(path) as outbox:
        for id_ in ("2025-03-13", "2025-03-15", "2025-03-14"):
            outbox.freeze(make_mailing(id_), [])
        assert [mailing.id for mailing in outbox.mailings()] == ["2025-03-15", "2025-03-14", "2025-03-13"]


# -- a letter's way ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("outcome", "state", "tally"),
    [
        (SENT, "sent", Tally(3, 1, 0, 0, 0, 2)),
        (REFUSED, "failed", Tally(3, 0, 0, 1, 0, 2)),
        (UNCLEAR, "unknown", Tally(3, 0, 0, 0, 1, 2)),
        (DEFERRED, "queued", Tally(3, 0, 0, 0, 0, 3)),
        (UNREACHABLE, "queued", Tally(3, 0, 0, 0, 0, 3)),
    ],
)
def test_what_a_hand_over_came_to(outbox: Outbox, outcome: Outcome, state: str, tally: Tally) -> None:
    outbox.settle(claim(outbox), outcome, NOW, LATER)
    entry = find(outbox)
    assert (entry.state, entry.reply, entry.moment, entry.attempts) == (state, outcome.reply, NOW, 1)
    assert entry.retry_at == (LATER if state == "queued" else "")
    assert outbox.tally(DAY) == tally


def test_a_claim_is_on_the_disk_before_it_is_made_known(path: Path, outbox: Outbox) -> None:
    claim(outbox)
    assert ask_file(path, "select state from letter order by id") == [("sending",), ("queued",), ("queued",)]
    assert outbox._one("pragma synchronous") == 2  # full: of WAL, too, every commit is synced
    assert outbox._one("pragma journal_mode") == "wal"
    assert outbox.tally(DAY) == Tally(3, 0, 0, 0, 1, 2)


def test_a_letter_waits_until_its_pause_is_over(outbox: Outbox) -> None:
    outbox.settle(claim(outbox), DEFERRED, NOW, LATER)
    for _ in range(2):
        outbox.settle(claim(outbox), SENT, NOW)
    assert outbox.claim(DAY, NOW) is None
    assert outbox.next_pause(DAY, NOW) == 300.0
    assert outbox.next_pause(DAY, LATER) == 0.0
    again = claim(outbox, now=LATER)
    assert (again.reader, again.attempts) == ("key1", 1)
    outbox.settle(again, SENT, LATER)
    assert outbox.next_pause(DAY, LATER) is None


def test_a_letter_is_given_up(outbox: Outbox) -> None:
    outbox.fail(claim(outbox), "451 4.7.1 for two days", NOW)
    assert (find(outbox).state, find(outbox).reply) == ("failed", "451 4.7.1 for two days")


@pytest.mark.parametrize("first", [SENT, REFUSED, UNCLEAR, DEFERRED])
@pytest.mark.parametrize("second", [SENT, REFUSED, UNCLEAR, UNREACHABLE])
def test_what_is_settled_cannot_be_settled_again(outbox: Outbox, first: Outcome, second: Outcome) -> None:
    delivery = claim(outbox)
    outbox.settle(delivery, first, NOW, LATER)
    before = outbox.letters(DAY)
    with pytest.raises(MailError, match="Another program changed the outbox"):
        outbox.settle(delivery, second, LATER)
    assert outbox.letters(DAY) == before


def test_a_claim_of_before_settles_nothing(outbox: Outbox) -> None:
    """The letter was deferred and is being handed over again: what comes in late of the first time is not about it."""
    late = claim(outbox)
    outbox.settle(late, DEFERRED, NOW)
    again = claim(outbox)
    assert again.id == late.id
    with pytest.raises(MailError, match="Another program"):
        outbox.fail(late, "", NOW)
    outbox.settle(again, SENT, NOW)


def test_what_a_dead_sender_left_is_unknown_and_not_sent_again(path: Path, outbox: Outbox) -> None:
    claim(outbox)
    outbox.close()
    with open_outbox(path) as next_one:
        assert next_one.recover(LATER) == 1
        assert next_one.recover(LATER) == 0
        assert (find(next_one).state, find(next_one).moment) == ("unknown", LATER)
        assert "interrupted" in find(next_one).reply
        assert [claim(next_one).reader, claim(next_one).reader] == ["key2", "key3"]
        assert next_one.claim(DAY, NOW) is None


def test_who_unsubscribed_since_is_not_written_to(outbox: Outbox) -> None:
    for number in (1, 3):
        outbox.suppress(f"key{number}", "unsubscribed", NOW)
    assert claim(outbox).reader == "key2"
    assert outbox.claim(DAY, LATER) is None
    assert outbox.tally(DAY) == Tally(3, 0, 2, 0, 1, 0)
    assert (find(outbox).state, find(outbox).reply) == ("excluded", "unsubscribed")


def test_bytes_that_changed_are_not_sent(path: Path, outbox: Outbox) -> None:
    ask_file(path, "update message set data = ? where letter = 1", (zlib.compress(b"Buy now!"),))
    ask_file(path, "update message set data = x'00' where letter = 2")
    assert claim(outbox).reader == "key3"
    assert [entry.state for entry in outbox.letters(DAY)] == ["failed", "failed", "sending"]
    assert "damaged" in find(outbox).reply


def test_mailings_do_not_mix(outbox: Outbox) -> None:
    outbox.freeze(make_mailing("2025-03-15"), [make_letter(1, "2025-03-15")])
    assert claim(outbox, "2025-03-15").message_id == "<2025-03-15.1@news.example>"
    assert outbox.claim("2025-03-15", NOW) is None
    assert outbox.claim("2025-03-16", NOW) is None
    assert outbox.tally(DAY).queued == 3


# -- afterwards -------------------------------------------------------------------------------------------------------


def test_a_fate_is_resolved(outbox: Outbox) -> None:
    for _ in range(2):
        outbox.settle(claim(outbox), UNCLEAR, NOW)
    outbox.resolve(f"<{DAY}.1@news.example>", True, LATER, "the log has it")
    outbox.resolve(f"<{DAY}.2@news.example>", False, LATER, "the log does not have it")
    assert [(entry.state, entry.reply) for entry in outbox.letters(DAY)][:2] == [
        ("sent", "the log has it"),
        ("queued", "the log does not have it"),
    ]
    assert claim(outbox).data == make_letter(2).data


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_only_an_unknown_fate_is_resolved(outbox: Outbox, number: int) -> None:
    """Of a letter that is sent, under way or waiting, or that there is not, nothing is believed."""
    outbox.settle(claim(outbox), SENT, NOW)
    claim(outbox)
    before = outbox.letters(DAY)
    for accepted in (True, False):
        with pytest.raises(MailError, match="not unknown"):
            outbox.resolve(f"<{DAY}.{number}@news.example>", accepted, LATER, "")
    assert outbox.letters(DAY) == before


def test_what_failed_waits_again_if_asked(outbox: Outbox) -> None:
    for outcome in (REFUSED, REFUSED, SENT):
        outbox.settle(claim(outbox), outcome, NOW)
    outbox.suppress("key2", "bounced", NOW)
    assert outbox.requeue_failed(DAY) == 1
    assert [entry.state for entry in outbox.letters(DAY)] == ["queued", "failed", "sent"]
    assert claim(outbox).data == make_letter(1).data


def test_bytes_are_kept_as_long_as_they_may_be_needed(path: Path, outbox: Outbox) -> None:
    def kept() -> list[str]:
        rows = ask_file(path, "select message_id from message join letter on id = letter order by id")
        return [row[0].partition("@")[0] for row in rows]

    for outcome in (SENT, REFUSED, UNCLEAR):
        outbox.settle(claim(outbox), outcome, NOW)
    assert kept() == [f"<{DAY}.2", f"<{DAY}.3"]
    assert {entry.size for entry in outbox.letters(DAY)} == {len(make_letter(1).data)}
    outbox.freeze(make_mailing("2025-03-15-weekly"), [])
    assert kept() == [f"<{DAY}.2", f"<{DAY}.3"]
    outbox.freeze(make_mailing("2025-03-15"), [])  # nobody sends yesterday's edition again to those who failed
    assert kept() == [f"<{DAY}.3"]
    assert outbox.requeue_failed(DAY) == 0


def test_what_was_mailed_is_remembered(path: Path) -> None:
    with open_outbox(path) as outbox:
        for id_, articles, outcome in (
            ("2025-03-11", ("a", "b"), SENT),
            ("2025-03-12", ("b", "c"), SENT),
            ("2025-03-13", ("c", "d"), REFUSED),
            ("2025-03-13-weekly", ("w",), SENT),
            ("2025-03-14", ("a",), SENT),
        ):
            outbox.freeze(make_mailing(id_, articles), [make_letter(1, id_), make_letter(2, id_)])
            outbox.settle(claim(outbox, id_), outcome, NOW)
        assert outbox.mailed_articles(DAY) == {
            "a": "2025-03-11",
            "b": "2025-03-12",
            "c": "2025-03-12",
            "w": "2025-03-13",
        }
        assert outbox.mailed_articles(DAY, weekly=True) == {"w": "2025-03-13"}
        assert outbox.mailed_articles(DAY, weekly=False).keys() == {"a", "b", "c"}


def test_whose_mails_printed_an_article_is_remembered(path: Path) -> None:
    """A letter of unknown fate may have arrived; one that waits, was refused or given up has not."""
    with open_outbox(path) as outbox:
        for id_, articles, outcomes in (
            ("2025-03-12", ("a", "b"), (SENT, UNCLEAR, REFUSED, DEFERRED)),
            ("2025-03-13", ("b", "c"), (SENT, REFUSED, SENT)),
            ("2025-03-13-weekly", ("a",), (REFUSED, SENT)),
            ("2025-03-14", ("a",), (SENT,)),
        ):
            outbox.freeze(make_mailing(id_, articles), [make_letter(n, id_) for n in range(1, 5)])
            for outcome in outcomes:
                outbox.settle(claim(outbox, id_), outcome, NOW, LATER)
            outbox.drop_waiting(id_, "given up", NOW)
        assert outbox.mailed_to(("a", "b"), DAY, weekly=False) == {
            "key1": {"a": "2025-03-12", "b": "2025-03-13"},
            "key2": {"a": "2025-03-12", "b": "2025-03-12"},
            "key3": {"b": "2025-03-13"},
        }
        assert outbox.mailed_to(("a", "b"), DAY, weekly=True) == {"key2": {"a": "2025-03-13"}}
        assert outbox.mailed_to((), DAY, weekly=False) == {}


def test_the_file_does_not_grow_with_each_edition(path: Path) -> None:
    """500 letters of 12 KB that do not compress are 6 MB; what stays of each is a row."""
    lots = random.Random(5)
    sizes = []
    with open_outbox(path) as outbox:
        for id_ in ("2025-03-12", "2025-03-13", "2025-03-14"):
            outbox.freeze(
                make_mailing(id_), [make_letter(number, id_, lots.randbytes(12_000)) for number in range(500)]
            )
            sizes.append(path.stat().st_size)
            while delivery := outbox.claim(id_, NOW):
                outbox.settle(delivery, SENT, NOW)
    assert path.stat().st_size - sizes[0] < 500 * 2 * 600
    assert sizes[0] > 6_000_000


# -- approval ---------------------------------------------------------------------------------------------------------


def test_the_newest_approval_counts(outbox: Outbox) -> None:
    assert outbox.approval(DAY) is None
    outbox.approve(DAY, "Ada", NOW, "aa", "bb")
    outbox.approve(DAY, "Ben", LATER, "cc", "dd")
    approval = outbox.approval(DAY)
    assert approval is not None
    assert (approval.by, approval.at, approval.edition_sha256, approval.preview_sha256) == ("Ben", LATER, "cc", "dd")
    assert outbox.approval(f"{DAY}-weekly") is None


# -- readers ----------------------------------------------------------------------------------------------------------


def test_who_is_suppressed_stays_so_for_the_first_reason(outbox: Outbox) -> None:
    assert outbox.is_suppressed("key1") == ""
    assert outbox.suppress("key1", "unsubscribed", NOW, "a@news.example")
    assert not outbox.suppress("key1", "bounced", LATER)
    (only,) = outbox.suppressions()
    assert (only.reader, only.reason, only.at, only.address) == ("key1", "unsubscribed", NOW, "a@news.example")
    assert outbox.lift("key1")
    assert not outbox.lift("key1")
    assert outbox.is_suppressed("key1") == ""


def test_who_asks_is_a_subscriber_when_they_confirm(outbox: Outbox) -> None:
    key = outbox.ask("mara@news.example", "Mara", "de", ["e1"], ["a1", "a2"], NOW)
    assert key == reader_key(outbox.secret, "mara@news.example")
    assert outbox.subscribers() == ()
    assert outbox.confirm(key, LATER, "Send me the briefing.")
    assert not outbox.confirm(key, LATER, "Send me the briefing.")
    (mara,) = outbox.subscribers()
    assert (mara.address, mara.name, mara.language) == ("mara@news.example", "Mara", "de")
    assert (mara.events, mara.actors) == (("e1",), ("a1", "a2"))
    consent = outbox.consent(key)
    assert consent is not None
    assert (consent.asked_at, consent.confirmed_at, consent.wording) == (NOW, LATER, "Send me the briefing.")


def test_asking_changes_nothing_for_a_subscriber_until_they_confirm(outbox: Outbox) -> None:
    key = outbox.ask("mara@news.example", "Mara", "de", [], [], NOW)
    outbox.confirm(key, NOW, "yes")
    outbox.suppress(key, "unsubscribed", NOW)
    outbox.ask("mara@news.example", "Eve", "en", ["e1"], [], LATER)
    assert [(reader.name, reader.events) for reader in outbox.subscribers()] == [("Mara", ())]
    assert outbox.is_suppressed(key) == "unsubscribed"
    assert outbox.confirm(key, LATER, "yes")
    assert [(reader.name, reader.events) for reader in outbox.subscribers()] == [("Eve", ("e1",))]
    assert outbox.is_suppressed(key) == ""


def test_a_request_that_nobody_confirms_is_dropped(outbox: Outbox) -> None:
    old, new = (
        (datetime.fromisoformat(NOW) - timedelta(days=days)).isoformat()
        for days in (REQUEST_DAYS + 1, REQUEST_DAYS - 1)
    )
    dropped = outbox.ask("old@news.example", "", "", [], [], old)
    kept = outbox.ask("new@news.example", "", "", [], [], new)
    outbox.ask("mara@news.example", "", "", [], [], NOW)
    assert not outbox.confirm(dropped, NOW, "yes")
    assert outbox.confirm(kept, NOW, "yes")


def test_a_letter_that_was_put_off_by_a_clock_that_was_ahead_does_not_wait_for_years(outbox: Outbox) -> None:
    for retry_at in (LATER, "2039-01-01T00:00:00.000+00:00"):
        outbox.settle(claim(outbox), DEFERRED, NOW, retry_at)
    outbox.settle(claim(outbox), SENT, NOW)
    assert outbox.recover(NOW) == 0
    assert claim(outbox).reader == "key2"
    assert outbox.claim(DAY, NOW) is None
    assert outbox.next_pause(DAY, NOW) == 300


def test_nothing_is_claimed_from_an_outbox_that_is_not_there_any_more(path: Path, outbox: Outbox) -> None:
    """The file of an open outbox can be removed, and whatever it is told is lost then."""
    delivery = claim(outbox)
    path.rename(path.with_name("moved"))
    for change in (lambda: outbox.claim(DAY, NOW), lambda: outbox.settle(delivery, SENT, NOW)):
        with pytest.raises(MailError, match="removed"):
            change()
    create_outbox(path)
    with pytest.raises(MailError, match="removed"):
        outbox.claim(DAY, NOW)
    path.unlink()
    path.with_name("moved").rename(path)
    outbox.settle(delivery, SENT, NOW)
    assert outbox.tally(DAY).sent == 1


# -- forgetting -------------------------------------------------------------------------------------------------------


def traces(folder: Path, words: list[bytes]) -> set[bytes]:
    """Which of `words` stand anywhere in the folder's files."""
    everything = b"".join(file.read_bytes() for file in sorted(folder.iterdir()))
    return {word for word in words if word in everything}


def test_nothing_of_a_reader_who_is_forgotten_is_left_in_the_files(path: Path) -> None:
    """The address, the name and the letter, compressed or not, in the database, its log and what SQLite left behind."""
    address, name, wording = "mara.winter@news.example", "Mara Wintergarten", "I want the briefing, Mara Wintergarten."
    lots = random.Random(3)
    body = lots.randbytes(9000)  # does not compress, so its pieces can be looked for
    words = [address.encode(), name.encode(), *(body[start : start + 16] for start in range(0, 9000, 100))]
    with open_outbox(path) as outbox:
        key = outbox.ask(address, name, "de", ["e1"], [], NOW)
        outbox.confirm(key, NOW, wording)
        outbox.ask(address, name, "en", [], [], LATER)
        outcomes = {
            "2025-03-10": SENT,
            "2025-03-11": Outcome("refused", f"550 <{address}>: no such user"),
            "2025-03-12": Outcome("unclear", f"lost after {address}"),
            "2025-03-13": Outcome("deferred", f"451 <{address}> greylisted"),
        }
        for id_, outcome in outcomes.items():
            others = [make_letter(number, id_, lots.randbytes(1500)) for number in range(60)]
            others[30:30] = [Letter(key, address, f"<{id_}.mara@news.example>", f"To: {name}\r\n".encode() + body)]
            outbox.freeze(make_mailing(id_), others)
            while delivery := outbox.claim(id_, NOW):
                mine = delivery.reader == key
                outbox.settle(delivery, outcome if mine else SENT, NOW, "2025-03-15T07:00:00Z")
        outbox.freeze(make_mailing(), [Excluded(key, address, "nothing moved that they follow")])
        outbox.suppress(key, "bounced", NOW, address)
        assert len(traces(path.parent, words)) > 80
        with open_outbox(path) as sender:  # is open meanwhile, and reads afterwards
            outbox.forget(key, LATER)
            assert traces(path.parent, words) == set()
            assert [entry.state for entry in sender.letters("2025-03-12", "unknown")] == ["unknown"]
        assert [
            (entry.state, entry.address, entry.reply)
            for id_ in (*outcomes, DAY)
            for entry in outbox.letters(id_)
            if entry.reader == key
        ] == [
            ("sent", "", ""),
            ("failed", "", ""),
            ("unknown", "", ""),
            ("excluded", "", "forgotten"),
            ("excluded", "", "nothing moved that they follow"),
        ]
        assert outbox.subscribers() == ()
        assert outbox.consent(key) is None
        assert not outbox.confirm(key, LATER, wording)
        assert outbox.is_suppressed(key) == "forgotten"
        assert outbox.requeue_failed("2025-03-11") == 0
        outbox.resolve("<2025-03-12.mara@news.example>", False, LATER, "not in the log")
        assert outbox.claim("2025-03-12", "2025-03-20T07:00:00Z") is None
        assert outbox.tally("2025-03-12") == Tally(61, 60, 1, 0, 0, 0)
        outbox.forget(key, LATER)
    assert traces(path.parent, words) == set()


def test_what_a_killed_backup_left_is_erased_with_a_reader(path: Path, outbox: Outbox) -> None:
    path.with_name(".outbox-k1ll3d").write_bytes(path.read_bytes())
    outbox.forget("key1", NOW)
    assert traces(path.parent, [b"reader1@news.example"]) == set()


def test_a_reader_who_is_forgotten_does_not_come_back_with_the_next_mailing(path: Path) -> None:
    """Another list may still name them, and letters are written for minutes: somebody may be forgotten meanwhile."""

    def write(outbox: Outbox) -> Iterator[Letter | Excluded]:
        yield make_letter(1)
        yield Excluded("key2", "reader2@news.example", "forgotten")
        outbox.forget("key1", LATER)

    with open_outbox(path) as outbox, open_outbox(path) as other:
        other.forget("key2", NOW)
        outbox.freeze(make_mailing(), write(other))
        assert outbox.claim(DAY, LATER) is None
        assert [(entry.state, entry.address, entry.reply) for entry in outbox.letters(DAY)] == [
            ("excluded", "", "forgotten"),
            ("excluded", "", "forgotten"),
        ]
        assert outbox.tally(DAY) == Tally(2, 0, 2, 0, 0, 0)
    assert traces(path.parent, [b"reader1@news.example", b"reader2@news.example"]) == set()


def test_nothing_is_left_where_rows_were_moved_to_another_page(path: Path) -> None:
    """SQLite overwrites what is deleted, but not what stays behind when a page is split and half of it moves."""
    long = Outcome("refused", "550 " + "no such user here, nor ever was " * 12)
    with open_outbox(path) as outbox:
        outbox.freeze(make_mailing(), [make_letter(number) for number in range(1000, 1200)])
        while delivery := outbox.claim(DAY, NOW):
            outbox.settle(delivery, long, NOW)
        outbox._empty_journal()
        found = {entry.reader: path.read_bytes().count(entry.address.encode()) for entry in outbox.letters(DAY)}
        twice = sorted(reader for reader, times in found.items() if times > 1)
        assert twice, "nothing was left behind, so this test shows nothing"
        for reader in twice[:3]:
            address = f"reader{reader.removeprefix('key')}@news.example"
            outbox.forget(reader, NOW)
            assert traces(path.parent, [address.encode()]) == set()


@pytest.mark.parametrize(
    ("outcome", "state"), [(SENT, "sent"), (REFUSED, "failed"), (UNCLEAR, "unknown"), (DEFERRED, "excluded")]
)
def test_a_reader_is_forgotten_while_their_letter_is_under_way(
    path: Path, outbox: Outbox, outcome: Outcome, state: str
) -> None:
    delivery = claim(outbox)
    with open_outbox(path) as other:
        other.forget("key1", NOW)
    outbox.settle(delivery, Outcome(outcome.kind, f"250 <{delivery.address}>"), NOW, LATER)
    entry = find(outbox)
    assert (entry.state, entry.address) == (state, "")
    assert entry.reply == ("forgotten" if state == "excluded" else "")
    assert traces(path.parent, [delivery.address.encode()]) == set()
