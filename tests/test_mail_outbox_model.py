"""Whatever happens to an outbox in whatever order: the sum balances, and nothing is handed over twice."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from pathlib import Path
from random import Random

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from briefing.errors import MailError
from briefing.mail.delivery.copies import back_up_outbox, restore_outbox
from briefing.mail.delivery.outbox import Outbox, create_outbox, open_outbox
from briefing.mail.model import Delivery, Excluded, Letter, Mailing, Outcome

READERS = tuple(f"key{number}" for number in range(4))  # few, so that much happens to each
COUNTS: Counter[str] = Counter()  # how often what happened: a model in which nothing does proves nothing
MAILINGS = ("2025-03-13", "2025-03-14", "2025-03-14-weekly")
MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None
readers, mailings = st.sampled_from(READERS), st.sampled_from(MAILINGS)
choices = st.randoms(use_true_random=False)
kinds = st.sampled_from(["accepted", "refused", "unclear", "unclear but taken", "deferred", "unreachable", "deferred"])


class OutboxLife(RuleBasedStateMachine):
    """A real outbox, opened by two programs, and beside it what should be in it: (mailing, reader) → state."""

    @initialize()
    def make(self) -> None:
        self.folder = Path(tempfile.mkdtemp(dir=MEMORY))
        self.path = self.folder / "room" / "outbox.sqlite3"
        create_outbox(self.path)
        self.outboxes = [open_outbox(self.path), open_outbox(self.path)]
        self.states: dict[tuple[str, str], str] = {}
        self.bytes_kept: set[tuple[str, str]] = set()
        self.suppressed: dict[str, str] = {}
        self.forgotten: set[str] = set()
        self.under_way: dict[tuple[str, str], Delivery] = {}
        self.stale: list[Delivery] = []
        self.taken: dict[tuple[str, str], int] = {}  # how often a server took it
        self.allowed: dict[tuple[str, str], int] = {}  # how often the editor said that it was not taken
        self.clock = 0
        self.due: dict[tuple[str, str], str] = {}
        self.freeze("2025-03-14", [(reader, True) for reader in READERS])

    def now(self) -> str:
        self.clock += 1
        return self.moment(self.clock)

    @staticmethod
    def moment(seconds: int) -> str:
        return f"2025-03-14T{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}Z"

    def has(self, *states: str) -> bool:
        return any(state in states for state in self.states.values())

    def pick(self, choice: Random, *states: str) -> tuple[str, str]:
        return choice.choice(sorted(at for at, state in self.states.items() if state in states))

    def exclude(self, at: tuple[str, str]) -> None:
        self.states[at] = "excluded"
        self.bytes_kept.discard(at)

    # -- what happens ------------------------------------------------------------------------------------------------

    @rule(mailing=mailings, who=st.lists(st.tuples(readers, st.booleans()), unique_by=lambda pair: pair[0]))
    def freeze(self, mailing: str, who: list[tuple[str, bool]]) -> None:
        entries: list[Letter | Excluded] = [
            Letter(reader, f"{reader}@news.example", f"<{mailing}.{reader}>", f"{mailing} {reader}".encode())
            if written
            else Excluded(reader, f"{reader}@news.example", "nothing moved")
            for reader, written in who
        ]
        new = Mailing(mailing, mailing[:10], mailing.endswith("y"), "", (), self.now())
        if any(known == mailing for known, _ in self.states) or self.outboxes[0].mailing(mailing):
            with pytest.raises(MailError):
                self.outboxes[0].freeze(new, entries)
            return
        self.outboxes[0].freeze(new, entries)
        for at, state in self.states.items():
            if state == "failed" and at[0][:10] < new.day and at[0].endswith("y") == new.weekly:
                self.bytes_kept.discard(at)
        for reader, written in who:
            written = written and self.suppressed.get(reader) != "forgotten"  # noqa: PLW2901
            self.states[mailing, reader] = "queued" if written else "excluded"
            self.due[mailing, reader] = ""
            if written:
                self.bytes_kept.add((mailing, reader))

    @precondition(lambda self: self.has("queued"))
    @rule(choice=choices, which=st.integers(0, 1))
    def claim(self, choice: Random, which: int) -> None:
        mailing, _ = self.pick(choice, "queued")
        now = self.now()
        delivery = self.outboxes[which].claim(mailing, now)
        due = sorted(
            (at for at, state in self.states.items() if at[0] == mailing and state == "queued" and self.due[at] <= now),
            key=lambda at: self.due[at],
        )
        if delivery is None:
            assert all(at[1] in self.suppressed for at in due)
            for at in due:
                self.exclude(at)
            return
        at = (mailing, delivery.reader)
        COUNTS["claim"] += 1
        assert self.states[at] == "queued"
        assert at[1] not in self.suppressed
        assert delivery.data == f"{mailing} {delivery.reader}".encode()
        assert delivery.address == f"{delivery.reader}@news.example"
        assert self.taken.get(at, 0) <= self.allowed.get(at, 0)
        self.states[at] = "sending"
        self.under_way[at] = delivery
        for entry in self.outboxes[which].letters(mailing, "excluded"):  # those that were skipped on the way
            if self.states[mailing, entry.reader] == "queued":
                assert entry.reader in self.suppressed
                self.exclude((mailing, entry.reader))

    @precondition(lambda self: self.has("queued"))
    @rule(choice=choices, kind=kinds, which=st.integers(0, 1))
    def hand_over(self, choice: Random, kind: str, which: int) -> None:
        self.claim(choice, which)
        if self.under_way:
            self.settle(choice, kind, 0, 1 - which)

    @precondition(lambda self: self.under_way)
    @rule(choice=choices, kind=kinds, pause=st.integers(0, 3), which=st.integers(0, 1))
    def settle(self, choice: Random, kind: str, pause: int, which: int) -> None:
        at = choice.choice(sorted(self.under_way))
        delivery = self.under_way.pop(at)
        retry_at = self.moment(self.clock + pause)
        if kind in ("accepted", "unclear but taken"):
            self.taken[at] = self.taken.get(at, 0) + 1
        self.outboxes[which].settle(delivery, Outcome(kind.partition(" ")[0], "250"), self.now(), retry_at)  # type: ignore[arg-type]
        self.stale.append(delivery)
        COUNTS["settle"] += 1
        match kind:
            case "accepted":
                self.states[at] = "sent"
                self.bytes_kept.discard(at)
            case "refused":
                self.states[at] = "failed"
            case "deferred" | "unreachable":
                self.states[at], self.due[at] = "queued", retry_at
                if at not in self.bytes_kept:
                    self.exclude(at)
            case _:
                self.states[at] = "unknown"

    @precondition(lambda self: self.stale)
    @rule(back=st.integers(0, 3), kind=st.sampled_from(["accepted", "refused", "deferred"]), which=st.integers(0, 1))
    def settle_again(self, back: int, kind: str, which: int) -> None:
        under_way = [late for late in self.stale if (late.mailing, late.reader) in self.under_way]
        late = under_way[-1] if under_way else self.stale[-1 - back % len(self.stale)]
        with pytest.raises(MailError):
            self.outboxes[which].settle(late, Outcome(kind, ""), self.now())  # type: ignore[arg-type]

    @precondition(lambda self: self.under_way)
    @rule(taken=st.booleans())
    def die_and_recover(self, taken: bool) -> None:
        """All senders are killed, before or after the server took what they had in hand."""
        assert self.outboxes[0].recover(self.now()) == len(self.under_way)
        for at, delivery in self.under_way.items():
            COUNTS["recover"] += 1
            self.states[at] = "unknown"
            self.stale.append(delivery)
            self.taken[at] = self.taken.get(at, 0) + taken
        self.under_way.clear()

    @precondition(lambda self: self.has("queued", "sending", "sent", "failed", "excluded"))
    @rule(choice=choices, said=st.booleans())
    def resolve_what_is_known(self, choice: Random, said: bool) -> None:
        mailing, reader = self.pick(choice, "queued", "sending", "sent", "failed", "excluded")
        with pytest.raises(MailError):
            self.outboxes[1].resolve(f"<{mailing}.{reader}>", said, self.now(), "")

    @precondition(lambda self: self.has("unknown"))
    @rule(choice=choices, said=st.booleans())
    def resolve(self, choice: Random, said: bool) -> None:
        mailing, reader = at = self.pick(choice, "unknown")
        self.outboxes[1].resolve(f"<{mailing}.{reader}>", said, self.now(), "the log")
        COUNTS["resolve"] += 1
        if said:
            self.states[at] = "sent"
            self.bytes_kept.discard(at)
        else:
            self.allowed[at] = self.taken.get(at, 0)
            self.states[at], self.due[at] = "queued", ""
            if at not in self.bytes_kept:
                self.exclude(at)

    @precondition(lambda self: self.has("failed"))
    @rule(choice=choices)
    def requeue_failed(self, choice: Random) -> None:
        mailing, _ = self.pick(choice, "failed")
        again = [
            at
            for at, state in self.states.items()
            if at[0] == mailing and state == "failed" and at in self.bytes_kept and at[1] not in self.suppressed
        ]
        assert self.outboxes[0].requeue_failed(mailing) == len(again)
        for at in again:
            self.states[at], self.due[at] = "queued", ""

    @precondition(lambda self: len(self.suppressed) < 2)
    @rule(reader=readers, which=st.integers(0, 1))
    def suppress(self, reader: str, which: int) -> None:
        assert self.outboxes[which].suppress(reader, "unsubscribed", self.now()) == (reader not in self.suppressed)
        self.suppressed.setdefault(reader, "unsubscribed")

    @precondition(lambda self: self.suppressed)
    @rule(reader=readers)
    def lift(self, reader: str) -> None:
        assert self.outboxes[0].lift(reader) == (self.suppressed.pop(reader, None) is not None)

    @precondition(lambda self: len(self.forgotten) < 2)
    @rule(reader=readers, choice=choices)
    def forget(self, reader: str, choice: Random) -> None:
        if self.under_way:
            _, reader = choice.choice(sorted(self.under_way))
        self.outboxes[1].forget(reader, self.now())
        self.suppressed[reader] = "forgotten"
        self.forgotten.add(reader)
        for at, state in self.states.items():
            if at[1] == reader:
                self.bytes_kept.discard(at)
                if state == "queued":
                    self.exclude(at)

    @rule()
    def open_anew(self) -> None:
        for outbox in self.outboxes:
            outbox.close()
        self.outboxes = [open_outbox(self.path), open_outbox(self.path)]

    @precondition(lambda self: self.clock > 25 and self.under_way)
    @rule()
    def lose_and_restore(self) -> None:
        """The copy is made now, so that it knows all; but that is not known to it."""
        now = self.now()
        back_up_outbox(self.path, self.folder / "copy", now)
        for outbox in self.outboxes:
            outbox.close()
        shutil.rmtree(self.path.parent)
        waited = [at for at, state in self.states.items() if state in ("queued", "sending")]
        assert restore_outbox(self.folder / "copy", self.path, self.now()) == len(waited)
        self.outboxes = [open_outbox(self.path), open_outbox(self.path)]
        for at in waited:
            self.states[at] = "unknown"
        self.stale += self.under_way.values()
        self.under_way.clear()

    # -- what holds at any time --------------------------------------------------------------------------------------

    @invariant()
    def is_as_it_should_be(self) -> None:
        outbox: Outbox = self.outboxes[0]
        found = {
            (mailing.id, entry.reader): entry for mailing in outbox.mailings() for entry in outbox.letters(mailing.id)
        }
        assert {at: entry.state for at, entry in found.items()} == self.states
        for mailing in outbox.mailings():
            tally = outbox.tally(mailing.id)
            states = [state for at, state in self.states.items() if at[0] == mailing.id]
            assert tally.recipients == len(states)
            assert tally.recipients == tally.sent + tally.excluded + tally.failed + tally.unknown + tally.queued
            assert tally.queued == states.count("queued")
            assert tally.unknown == states.count("unknown") + states.count("sending")
        assert {one.reader: one.reason for one in outbox.suppressions()} == self.suppressed
        kept = outbox._rows("select mailing, reader from message join letter on id = letter")
        assert {(mailing, reader) for mailing, reader in kept} == self.bytes_kept

    def teardown(self) -> None:
        for outbox in self.outboxes:
            outbox.close()
        shutil.rmtree(self.folder)


def test_life_of_an_outbox() -> None:
    COUNTS.clear()
    limits = settings(max_examples=60, stateful_step_count=50, deadline=None, derandomize=True)
    run_state_machine_as_test(OutboxLife, settings=limits)
    assert COUNTS["settle"] > 80, COUNTS
    assert min(COUNTS["recover"], COUNTS["resolve"]) > 5, COUNTS
