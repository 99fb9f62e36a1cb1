"""A whole mailing and a server that has its moods: nobody gets a letter twice, nobody is forgotten, no test waits."""

from __future__ import annotations

import os
import random
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from servers import DROP, HANG, RESET, Scripted, free_port, sound_server

from briefing.errors import MailError
from briefing.mail.delivery import smtp
from briefing.mail.delivery.outbox import Outbox, create_outbox, open_outbox
from briefing.mail.delivery.patience import (
    LETTER_PAUSES,
    REFUSED_AT_FIRST,
    REST_PAUSES,
    SERVER_PAUSES,
    TRIES,
    TURNED_DOWN,
    UNCLEAR,
    Patience,
    Verdict,
)
from briefing.mail.delivery.sending import LETTERS_PER_CONNECTION, Step, send_letters
from briefing.mail.delivery.smtp import Connection, Server, connect
from briefing.mail.model import Delivery, Letter, Mailing, Outcome, Tally

MAILING = "2025-03-14"
SENDER = "news@news.example"
START = datetime(2025, 3, 14, 7, tzinfo=UTC)


@dataclass
class Clock:
    """Time that passes only when somebody sleeps."""

    passed: float = 0.0
    slept: list[float] = field(default_factory=list)
    when_asleep: Callable[[], None] = lambda: None

    def now(self) -> str:
        return (START + timedelta(seconds=self.passed)).isoformat(timespec="microseconds")

    def monotonic(self) -> float:
        return 1000 + self.passed

    def sleep(self, seconds: float) -> None:
        assert seconds > 0
        assert len(self.slept) < 5000, "the run goes round and round"
        self.passed += seconds
        self.slept.append(seconds)
        self.when_asleep()


@dataclass
class Newsroom:
    """An outbox with letters in it, and a clock."""

    outbox: Outbox
    clock: Clock
    steps: list[Step] = field(default_factory=list)

    def send(self, server: Server, **changes: Any) -> Tally:
        """A run, as the command starts one."""
        self.outbox.recover(self.clock.now())
        options: dict[str, Any] = {"progress": self.steps.append}
        clock = {"now": self.clock.now, "sleep": self.clock.sleep, "monotonic": self.clock.monotonic}
        return send_letters(self.outbox, MAILING, server, SENDER, **clock, **options | changes)

    def tally(self) -> Tally:
        return self.outbox.tally(MAILING)

    def states(self) -> dict[str, str]:
        return {letter.address: letter.state for letter in self.outbox.letters(MAILING)}

    def replies(self) -> dict[str, str]:
        return {letter.address: letter.reply for letter in self.outbox.letters(MAILING)}


def address(number: int) -> str:
    return f"reader{number}@reader.example"


def data(number: int) -> bytes:
    return f"Subject: Today\r\n\r\n.Dear reader {number},\r\n.\r\n..\r\n".encode()


Fill = Callable[[int], Newsroom]


@pytest.fixture
def fill(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Fill]:
    """Makes an outbox with so many letters."""
    monkeypatch.setattr(smtp, "SECONDS_FOR_THE_VERDICT", 0.3)
    monkeypatch.setattr(smtp, "SECONDS_FOR_GOODBYE", 0.2)
    opened = []

    def make(count: int) -> Newsroom:
        path = tmp_path / f"mailroom{len(opened)}" / "outbox.sqlite3"
        create_outbox(path)
        outbox = open_outbox(path)
        opened.append(outbox)
        letters = [Letter(f"key{n}", address(n), f"<{n}@news.example>", data(n)) for n in range(count)]
        outbox.freeze(Mailing(MAILING, MAILING, False, "", (), START.isoformat()), letters)
        return Newsroom(outbox, Clock())

    yield make
    for outbox in opened:
        outbox.close()


def check_truth(newsroom: Newsroom, scripted: Scripted) -> None:
    """What the outbox says is what the server saw: once where sent, never where not, at most once where unknown."""
    taken = Counter(arrived.address for arrived in scripted.taken)
    for reader, state in newsroom.states().items():
        if state == "sent":
            assert taken[reader] == 1, reader
        elif state == "unknown":
            assert taken[reader] <= 1, reader
        else:
            assert taken[reader] == 0, (reader, state)
    for arrived in scripted.taken:
        number = int(arrived.address.removeprefix("reader").partition("@")[0])
        assert arrived.data == data(number)
    tally = newsroom.tally()
    assert tally.recipients == tally.sent + tally.excluded + tally.failed + tally.unknown + tally.queued


# -- a sound server ------------------------------


def test_a_mailing_arrives(fill: Fill) -> None:
    newsroom = fill(25)
    with sound_server() as sound:
        assert newsroom.send(sound.server) == Tally(25, 25, 0, 0, 0, 0)
    assert [(arrived.address, arrived.data) for arrived in sound.letters] == [(address(n), data(n)) for n in range(25)]
    assert [(step.kind, step.message_id) for step in newsroom.steps] == [
        ("sent", f"<{n}@news.example>") for n in range(25)
    ]
    assert newsroom.clock.slept == []


def test_nothing_to_send_asks_no_server(fill: Fill) -> None:
    newsroom = fill(0)
    assert newsroom.send(Server("127.0.0.1", free_port(), "none")) == Tally(0, 0, 0, 0, 0, 0)


def test_a_second_run_sends_nothing(fill: Fill) -> None:
    newsroom = fill(3)
    with Scripted() as scripted:
        newsroom.send(scripted.server())
        assert newsroom.send(scripted.server()) == Tally(3, 3, 0, 0, 0, 0)
        check_truth(newsroom, scripted)


def test_a_connection_is_used_for_many_letters_and_not_for_all(fill: Fill) -> None:
    newsroom = fill(LETTERS_PER_CONNECTION * 2 + 5)
    with Scripted() as scripted:
        newsroom.send(scripted.server())
        assert scripted.times["connect"] == 3
        assert scripted.times["QUIT"] == 3
        check_truth(newsroom, scripted)


def test_letters_go_out_as_long_as_they_may(fill: Fill) -> None:
    """That is asked again while it lasts, but not before each letter."""
    newsroom = fill(30)
    asked: list[float] = []

    def check() -> None:
        asked.append(newsroom.clock.passed)
        if newsroom.clock.passed > 20:
            raise MailError("They may not.")

    with Scripted() as scripted:
        with pytest.raises(MailError, match="They may not"):
            newsroom.send(scripted.server(), per_minute=30, check=check)
        assert asked == [0.0, 10.0, 20.0, 30.0]
        assert newsroom.tally() == Tally(30, 15, 0, 0, 0, 15)
        newsroom.send(scripted.server())
        check_truth(newsroom, scripted)


@pytest.mark.parametrize(("per_minute", "gap"), [(60, 1.0), (7, 60 / 7), (1, 60.0)])
def test_the_pace_is_even(per_minute: int, gap: float, fill: Fill) -> None:
    newsroom = fill(5)
    moments: list[float] = []
    with Scripted() as scripted:

        def note(_: Step) -> None:
            moments.append(newsroom.clock.passed)

        newsroom.send(scripted.server(), per_minute=per_minute, progress=note)
        check_truth(newsroom, scripted)
    assert moments == pytest.approx([gap * number for number in range(5)])
    # A connection is not kept for longer than servers keep one.
    assert scripted.times["connect"] == (5 if gap > 20 else 1)


def test_what_took_long_is_not_made_up_for_in_a_hurry(fill: Fill) -> None:
    newsroom = fill(4)
    newsroom.clock.when_asleep = lambda: setattr(newsroom.clock, "passed", newsroom.clock.passed + 100)
    with Scripted() as scripted:
        newsroom.send(scripted.server(), per_minute=6)
    assert newsroom.clock.slept == [10.0] * 3


@pytest.mark.parametrize(
    ("script", "per_minute"),
    [({}, 1), ({f"RCPT {address(1)}": ["450 later"] * 3}, 0), ({"MAIL": ["", "421 enough"] * 9}, 0)],
    ids=["by the pace", "a letter that is put off", "a server that goes"],
)
def test_what_may_not_go_out_any_more_ends_a_pause_within_ten_seconds(
    script: dict[str, list[str]], per_minute: int, fill: Fill
) -> None:
    newsroom = fill(9)
    looked: list[float] = []

    def look() -> None:
        looked.append(newsroom.clock.passed)
        if newsroom.clock.passed > 17:
            raise MailError("It was withdrawn.")

    with Scripted(script) as scripted, pytest.raises(MailError, match="It was withdrawn"):
        newsroom.send(scripted.server(), per_minute=per_minute, check=look)
    assert looked == pytest.approx([0, 10, 20])
    assert newsroom.tally().queued > 0


# -- letters that are put off ------------------------------


def test_greylisting(fill: Fill) -> None:
    newsroom = fill(4)
    with Scripted({f"RCPT {address(1)}": ["450 4.2.0 greylisted", "450 4.2.0 greylisted"]}) as scripted:
        assert newsroom.send(scripted.server()) == Tally(4, 4, 0, 0, 0, 0)
        check_truth(newsroom, scripted)
        assert [arrived.address for arrived in scripted.taken] == [address(n) for n in (0, 2, 3, 1)]
    assert sum(newsroom.clock.slept) == sum(LETTER_PAUSES[:2])
    assert [step.pause for step in newsroom.steps if step.kind == "again"] == list(LETTER_PAUSES[:2])


def test_a_letter_that_is_always_put_off_fails_and_says_so(fill: Fill) -> None:
    newsroom = fill(3)
    with Scripted({f"RCPT {address(1)}": ["450 4.2.0 not now"]}, forever=True) as scripted:
        assert newsroom.send(scripted.server()) == Tally(3, 2, 0, 1, 0, 0)
        check_truth(newsroom, scripted)
        assert scripted.times[f"RCPT {address(1)}"] == TRIES
    assert newsroom.replies()[address(1)] == f"450 4.2.0 not now (after {TRIES} tries)"
    assert sum(newsroom.clock.slept) == sum(LETTER_PAUSES)
    assert newsroom.steps[-1].kind == "failed"


def test_a_letter_that_kills_each_connection_fails_while_the_others_go_out(fill: Fill) -> None:
    newsroom = fill(12)
    with Scripted({f"RCPT {address(1)}": [DROP]}, forever=True) as scripted:
        # Its second try is due after five seconds, so there are other letters between its tries.
        tally = newsroom.send(scripted.server(), per_minute=1)
        assert tally == Tally(12, 11, 0, 1, 0, 0)
        check_truth(newsroom, scripted)


# -- all moods at all stages ------------------------------

MOMENTS = ["connect", "EHLO", "MAIL", "RCPT", "DATA", "body", "dot", "RSET", "QUIT"]
MOODS = ["421 4.3.2 closing", "450 4.3.0 later", "550 5.3.0 never", "hello", DROP, RESET, HANG]


def script_of(moment: str, mood: str) -> dict[str, list[str]]:
    # A server is asked to forget an envelope only where it took it and not the letter.
    return {moment: [mood]} | ({"RCPT": ["550 no"]} if moment == "RSET" else {})


@pytest.mark.parametrize("mood", MOODS)
@pytest.mark.parametrize("moment", MOMENTS)
def test_one_mood(moment: str, mood: str, fill: Fill) -> None:
    """It happens once: all letters are sent, but for one refused, or one whose fate nobody can know."""
    newsroom = fill(3)
    with Scripted(script_of(moment, mood)) as scripted:
        server = scripted.server(timeout=0.3 if mood == HANG else 5.0)
        if (mood.startswith("550") and moment in ("connect", "EHLO", "MAIL")) or (moment, mood) == ("connect", "hello"):
            with pytest.raises(MailError, match=r"stays queued: `briefing mail resume`"):
                newsroom.send(server)
            assert newsroom.tally() == Tally(3, 0, 0, 0, 0, 3)
            check_truth(newsroom, scripted)
        if (moment, mood) == ("EHLO", "hello"):
            with pytest.raises(MailError):
                newsroom.send(server)
        tally = newsroom.send(server)
        check_truth(newsroom, scripted)
    refused = moment == "RSET" or (mood.startswith("550") and moment in ("RCPT", "DATA", "body", "dot"))
    unclear = moment == "dot" and mood in ("hello", DROP, RESET, HANG)
    expected = [Tally(3, 3 - refused - unclear, 0, int(refused), int(unclear), 0)]
    if moment == "body":  # a short one, so its end may be under way before the server's mood is noticed
        expected += [Tally(3, 2, 0, 0, 1, 0), Tally(3, 2, 0, 1, 0, 0), Tally(3, 3, 0, 0, 0, 0)]
    assert tally in expected


@pytest.mark.parametrize("mood", [mood for mood in MOODS if mood != HANG])
@pytest.mark.parametrize("moment", [moment for moment in MOMENTS if moment not in ("RSET", "QUIT", "body")])
def test_one_mood_for_ever(moment: str, mood: str, fill: Fill) -> None:
    """It never ends: the run does, and everything is where it was, or told."""
    newsroom = fill(3)
    with Scripted({moment: [mood]}, forever=True) as scripted:
        with suppress(MailError):
            newsroom.send(scripted.server())
        tally = newsroom.tally()
        check_truth(newsroom, scripted)
    assert tally.sent == 0
    assert tally.failed == (3 if mood[:3] in ("450", "550") and moment in ("RCPT", "DATA", "dot") else tally.failed)
    if moment in ("connect", "EHLO"):
        assert tally == Tally(3, 0, 0, 0, 0, 3)
        assert {letter.attempts for letter in newsroom.outbox.letters(MAILING)} == {0}
    if moment in ("MAIL", "RCPT", "DATA") and mood in ("421 4.3.2 closing", "hello", DROP, RESET):
        assert tally == Tally(3, 0, 0, 0, 0, 3)
    if moment == "dot" and mood in ("hello", DROP, RESET):
        assert tally == Tally(3, 0, 0, 0, 3, 0)


@pytest.mark.parametrize("seed", range(30))
def test_any_moods(seed: int, fill: Fill) -> None:
    """A server that is moody at random, and whoever resumes until all is done."""
    dice = random.Random(seed)
    moods = ["", "", "", "", *(mood for mood in MOODS if mood != HANG)]
    script = {moment: [dice.choice(moods) for _ in range(30)] for moment in MOMENTS if dice.random() < 0.5}
    newsroom = fill(12)
    with Scripted(script) as scripted:
        for _ in range(200):
            try:
                tally = newsroom.send(scripted.server())
            except MailError:
                check_truth(newsroom, scripted)
                continue
            break
        check_truth(newsroom, scripted)
    assert tally.queued == 0
    assert tally.recipients == 12


# -- servers that go and come ------------------------------


def test_a_server_that_ends_each_connection_after_some_letters(fill: Fill) -> None:
    newsroom = fill(10)
    with Scripted({"MAIL": ["", "", "421 4.7.0 enough"] * 4}) as scripted:
        assert newsroom.send(scripted.server()) == Tally(10, 10, 0, 0, 0, 0)
        check_truth(newsroom, scripted)
    assert sum(newsroom.clock.slept) <= 60


def test_a_server_that_says_goodbye_between_letters_costs_no_letter_a_try(fill: Fill) -> None:
    newsroom = fill(10)
    with Scripted({"dot": ["250 taken\r\n421 enough"]}, forever=True) as scripted:
        assert newsroom.send(scripted.server()) == Tally(10, 10, 0, 0, 0, 0)
        assert len(scripted.taken) == 10
    assert newsroom.clock.slept == []
    assert {letter.attempts for letter in newsroom.outbox.letters(MAILING)} == {1}


def test_a_server_that_dies_and_comes_back(fill: Fill) -> None:
    newsroom = fill(6)
    with Scripted() as scripted:

        def die_once(step: Step) -> None:
            if step.kind == "sent" and len(scripted.taken) == 3 and not newsroom.clock.slept:
                scripted.die()
            newsroom.steps.append(step)

        def revive() -> None:
            if sum(newsroom.clock.slept) == sum(SERVER_PAUSES[1:4]):
                scripted.revive()

        newsroom.clock.when_asleep = revive
        assert newsroom.send(scripted.server(), progress=die_once) == Tally(6, 6, 0, 0, 0, 0)
        check_truth(newsroom, scripted)
    assert [step.pause for step in newsroom.steps if step.kind == "waiting"] == list(SERVER_PAUSES[1:4])


def test_a_dead_server_ends_the_run_and_loses_nothing(fill: Fill) -> None:
    newsroom = fill(3)
    with pytest.raises(MailError, match=r"connections in a row.*stays queued: `briefing mail resume`"):
        newsroom.send(Server("127.0.0.1", free_port(), "none"))
    assert sum(newsroom.clock.slept) == sum(SERVER_PAUSES)
    assert newsroom.tally() == Tally(3, 0, 0, 0, 0, 3)
    assert {letter.attempts for letter in newsroom.outbox.letters(MAILING)} == {0}
    with Scripted() as scripted:
        assert newsroom.send(scripted.server()) == Tally(3, 3, 0, 0, 0, 0)


def test_a_server_that_answers_no_message_ends_the_run_before_all_are_unknown(fill: Fill) -> None:
    newsroom = fill(10)
    with Scripted({"dot": [DROP]}, forever=True) as scripted:
        with pytest.raises(MailError, match="did not say whether it took them"):
            newsroom.send(scripted.server())
        check_truth(newsroom, scripted)
    assert newsroom.tally() == Tally(10, 0, 0, 0, UNCLEAR, 10 - UNCLEAR)


def test_a_server_that_refuses_all_ends_the_run(fill: Fill) -> None:
    newsroom = fill(REFUSED_AT_FIRST + 5)
    script = {"RCPT": ["554 5.7.1 relay access denied"]}
    with Scripted(script, forever=True) as scripted, pytest.raises(MailError, match="relay access denied"):
        newsroom.send(scripted.server())
    assert newsroom.tally() == Tally(REFUSED_AT_FIRST + 5, 0, 0, REFUSED_AT_FIRST, 0, 5)


def test_a_server_that_puts_off_all_gets_a_rest_and_fails_nobody(fill: Fill) -> None:
    count = TURNED_DOWN + len(REST_PAUSES) + 10
    newsroom = fill(count)
    script = {"RCPT": ["450 4.7.1 too many"]}
    with Scripted(script, forever=True) as scripted, pytest.raises(MailError, match="too many"):
        newsroom.send(scripted.server())
    assert newsroom.tally() == Tally(count, 0, 0, 0, 0, count)
    assert sum(newsroom.clock.slept) == sum(REST_PAUSES)


def test_a_refused_sender_ends_the_run_and_fails_nobody(fill: Fill) -> None:
    newsroom = fill(3)
    with Scripted({"MAIL": ["", "550 5.7.1 over quota"]}) as scripted:
        with pytest.raises(MailError, match=r"over quota.*resume"):
            newsroom.send(scripted.server())
        check_truth(newsroom, scripted)
    assert newsroom.tally() == Tally(3, 1, 0, 0, 0, 2)


# -- a run that is told to end ------------------------------


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_waits_for_the_end_of_the_letter(number: int, fill: Fill, request: pytest.FixtureRequest) -> None:
    newsroom = fill(4)
    if signal.getsignal(number) is signal.SIG_IGN:  # whoever started the tests wants them to outlive a terminal
        request.addfinalizer(partial(signal.signal, number, signal.SIG_IGN))
        signal.signal(number, signal.SIG_DFL)
    before = signal.getsignal(number)

    class Told(Connection):
        def hand_over(self, sender: str, delivery: Delivery) -> Outcome:
            if delivery.message_id == "<1@news.example>":
                os.kill(os.getpid(), number)
            return super().hand_over(sender, delivery)

    with Scripted() as scripted:
        tally = newsroom.send(scripted.server(), connect=told(Told))
        assert tally == Tally(4, 2, 0, 0, 0, 2)
        assert scripted.times["QUIT"] == 1
        check_truth(newsroom, scripted)
        assert signal.getsignal(number) is before
        assert newsroom.send(scripted.server()) == Tally(4, 4, 0, 0, 0, 0)
        check_truth(newsroom, scripted)


def told(kind: type[Connection]) -> Callable[[Server], Connection]:
    """`connect`, with connections of another kind."""

    def connect_so(server: Server) -> Connection:
        made = connect(server)
        return kind(made._smtp, server)

    return connect_so


@pytest.mark.parametrize(("past", "expected"), [(False, Tally(4, 1, 0, 0, 0, 3)), (True, Tally(4, 1, 0, 0, 1, 2))])
def test_a_second_signal_does_not_wait(past: bool, expected: Tally, fill: Fill) -> None:
    """The letter under way is told truthfully: queued where its end was not sent, else of unknown fate."""
    newsroom = fill(4)

    class Told(Connection):
        def hand_over(self, sender: str, delivery: Delivery) -> Outcome:
            if delivery.message_id == "<1@news.example>":
                os.kill(os.getpid(), signal.SIGTERM)
                send = self._smtp.send

                def send_and_be_told(words: Any) -> None:
                    if not past and words == "DATA\r\n":
                        os.kill(os.getpid(), signal.SIGTERM)
                    send(words)
                    if past and words == b".\r\n":
                        os.kill(os.getpid(), signal.SIGTERM)

                self._smtp.send = send_and_be_told  # type: ignore[method-assign]
            return super().hand_over(sender, delivery)

    with Scripted() as scripted:
        tally = newsroom.send(scripted.server(), connect=told(Told))
        assert tally == expected
    check_truth(newsroom, scripted)


def test_a_signal_ends_a_pause_at_once(fill: Fill) -> None:
    newsroom = fill(2)
    newsroom.clock.when_asleep = lambda: os.kill(os.getpid(), signal.SIGTERM)
    with Scripted({"RCPT": ["450 later"]}) as scripted:
        assert newsroom.send(scripted.server()) == Tally(2, 1, 0, 0, 0, 1)
        assert newsroom.clock.slept == [LETTER_PAUSES[0]]
        check_truth(newsroom, scripted)


# -- an outbox that fails ------------------------------


class Full(Outbox):
    """One whose disk is full after the hand-over."""

    def settle(self, delivery: Delivery, outcome: Outcome, now: str, retry_at: str = "") -> None:
        raise MailError("The outbox cannot be written: the disk is full.")


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ({}, [r"The server took the letter <0@news.example>", "resolve` --sent"]),
        ({"dot": [DROP]}, ["may have taken the letter <0@news.example>", "--sent or --not-sent"]),
        ({"RCPT": ["550 no"]}, ["did not take the letter <0@news.example>", "resolve` --not-sent"]),
        ({"MAIL": ["550 no"]}, ["did not take the letter <0@news.example>", "resolve` --not-sent"]),
    ],
)
def test_a_full_disk_after_the_hand_over(script: dict[str, list[str]], words: list[str], fill: Fill) -> None:
    """The run ends at once and names the letter; whoever resumes does not send it again."""
    newsroom = fill(3)
    with Scripted(script) as scripted:
        with Full(newsroom.outbox.path) as full, pytest.raises(MailError, match="the disk is full") as caught:
            Newsroom(full, newsroom.clock).send(scripted.server())
        for part in words:
            assert part in str(caught.value)
        assert len(scripted.ended) <= 1
        assert newsroom.send(scripted.server()) == Tally(3, 2, 0, 0, 1, 0)
    assert max(Counter(arrived.address for arrived in scripted.ended).values()) == 1
    assert newsroom.states()[address(0)] == "unknown"


# -- decisions, without a server ------------------------------

TAKEN, NO = Outcome("accepted", "250"), Outcome("refused", "550")
LATER, LOST, SILENT = Outcome("deferred", "450"), Outcome("unreachable", "lost"), Outcome("unclear", "silent")


def test_an_answer_makes_up_for_what_was_before() -> None:
    patience = Patience()
    for _ in range(3):
        assert [patience.after_no_connection().rest for _ in SERVER_PAUSES] == list(SERVER_PAUSES)
        assert patience.after(1, NO) == Verdict()
    assert [bool(patience.after_no_connection().stop) for _ in range(7)] == [False] * 6 + [True]


def test_answers_of_all_kinds_between_letters_of_unknown_fate() -> None:
    patience = Patience()
    for answer in (TAKEN, NO, LATER) * 3:
        assert not patience.after(1, SILENT).stop
        assert not patience.after(2, SILENT).stop
        assert not patience.after(3, answer).stop


def test_dead_addresses_one_after_the_other_stop_nothing_once_a_letter_was_taken() -> None:
    patience = Patience()
    patience.after(0, TAKEN)
    assert {patience.after(number, NO) for number in range(1, 500)} == {Verdict()}


def test_only_a_letter_that_alone_has_bad_luck_is_given_up() -> None:
    """If the server hangs up on everybody, it is not the letter's fault."""
    alone = Patience()
    verdicts = [alone.after(1, LOST) for _ in range(7)]
    assert None not in [verdict.again_after for verdict in verdicts]
    assert verdicts[-1].stop
    among = Patience()
    given_up = []
    for _ in range(TRIES):
        given_up.append(among.after(1, LOST).again_after)
        among.after(2, TAKEN)
    assert given_up == [*LETTER_PAUSES, None]
