"""In which order, how fast and how often are a mailing's letters handed over?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Literal, Protocol

from msgspec import Struct

from briefing.errors import MailError
from briefing.mail.delivery.interruption import Interruption
from briefing.mail.delivery.patience import TRIES, Patience, Verdict
from briefing.mail.delivery.smtp import Server, UnreachableError, connect
from briefing.mail.model import Delivery, Outcome, Tally
from briefing.mail.moments import read_moment, write_moment

# Letters that go over one connection. Servers limit them, often at 100, and one that balances its load spreads them.
LETTERS_PER_CONNECTION = 100
# Seconds that a connection is kept without use. RFC 5321, section 4.5.3.2.7, asks servers for five minutes; some give
# less than one.
IDLE = 20.0
LOOK_AGAIN = 10.0  # seconds for which it is taken that letters may still go out
RESUME = "What is not handed over stays queued: `briefing mail resume` goes on."


class Queue(Protocol):
    """What is asked of the outbox here."""

    def claim(self, mailing: str, now: str) -> Delivery | None: ...
    def next_pause(self, mailing: str, now: str) -> float | None: ...
    def settle(self, delivery: Delivery, outcome: Outcome, now: str, retry_at: str = "") -> None: ...
    def fail(self, delivery: Delivery, reply: str, now: str) -> None: ...
    def tally(self, id_: str, /) -> Tally: ...


class Link(Protocol):
    """What is asked of a connection here."""

    @property
    def past_the_dot(self) -> bool: ...
    def is_usable(self) -> bool: ...
    def hand_over(self, sender: str, delivery: Delivery) -> Outcome: ...
    def close(self) -> None: ...


class Step(Struct, frozen=True):
    """What was just done, for whoever shows how far things are."""

    kind: Literal["sent", "failed", "unknown", "again", "waiting"]  # "again": the letter is queued again
    words: str  # the server's reply, or why there is a pause
    message_id: str = ""  # of the letter; empty: "waiting", which is about no letter
    pause: float = 0.0  # seconds: until the letter is tried again, or that the run waits


def send_letters(
    outbox: Queue,
    mailing: str,
    server: Server,
    sender: str,
    *,
    now: Callable[[], str],
    sleep: Callable[[float], None],
    monotonic: Callable[[], float],
    per_minute: int = 0,
    check: Callable[[], None] = lambda: None,
    progress: Callable[[Step], None] = lambda _: None,
    connect: Callable[[Server], Link] = connect,
) -> Tally:
    """Hand over all queued letters of `mailing` and say what became of it.

    Where the tally still counts queued letters, the run was interrupted (Ctrl-C, SIGTERM): the letter under way was
    finished first, unless a second signal came. Raises MailError where going on is of no use; what is not handed over
    stays queued then. `per_minute` 0: as fast as the server takes them. `check` is asked before letters are handed
    over, and again each LOOK_AGAIN seconds, also in a pause: it raises MailError where they may not go out any more.
    """
    with Interruption() as interruption:
        run = _Run(
            outbox, mailing, server, sender, now, sleep, monotonic, per_minute, check, progress, connect, interruption
        )
        try:
            run.go()
        except KeyboardInterrupt:
            pass  # the tally says what is left
        finally:
            run.hang_up()
    return outbox.tally(mailing)


class _Run:
    def __init__(
        self,
        outbox: Queue,
        mailing: str,
        server: Server,
        sender: str,
        now: Callable[[], str],
        sleep: Callable[[float], None],
        monotonic: Callable[[], float],
        per_minute: int,
        check: Callable[[], None],
        progress: Callable[[Step], None],
        connect: Callable[[Server], Link],
        interruption: Interruption,
    ) -> None:
        self.outbox, self.mailing, self.server, self.sender = outbox, mailing, server, sender
        self.now, self.sleep, self.monotonic = now, sleep, monotonic
        self.check, self.progress, self.connect, self.interruption = check, progress, connect, interruption
        self.next_check = monotonic()  # the moment from which on it is due
        self.gap = 60 / per_minute if per_minute else 0.0  # seconds from one letter to the next
        self.next_letter = monotonic()  # the moment before which none is handed over
        self.patience = Patience()
        self.connection: Link | None = None
        self.letters = 0  # handed over on this connection

    def go(self) -> None:
        while (pause := self.outbox.next_pause(self.mailing, self.now())) is not None:
            if pause > 0:
                self._wait(pause, "All letters that are left are to be tried again later.")
                continue
            self._wait(self.next_letter - self.monotonic())
            if self._is_connected() or self._is_reached():
                self._check()
                self._send_next()

    def _check(self) -> None:
        if self.monotonic() >= self.next_check:
            self.check()
            self.next_check = self.monotonic() + LOOK_AGAIN

    def hang_up(self) -> None:
        if self.connection:
            self.connection.close()
        self.connection = None

    def _is_connected(self) -> bool:
        """Whether there is a connection that is good for one more letter."""
        if self.connection and self.letters < LETTERS_PER_CONNECTION and self.connection.is_usable():
            return True
        self.hang_up()
        return False

    def _is_reached(self) -> bool:
        """Whether a new connection could be made; after a rest, if not."""
        try:
            self.connection, self.letters = self.connect(self.server), 0
        except UnreachableError as error:
            verdict = self.patience.after_no_connection()
            if verdict.stop:
                raise MailError(f"{error.what} {verdict.stop}", remedy=f"{error.remedy} {RESUME}") from None
            self._wait(verdict.rest, str(error))
            return False
        except MailError as error:
            raise MailError(error.what, remedy=f"{error.remedy} {RESUME}", path=error.path) from None
        return True

    def _send_next(self) -> None:
        assert self.connection
        with self.interruption.held():
            delivery = self.outbox.claim(self.mailing, self.now())
            if delivery is None:
                return
            self.next_letter = max(self.next_letter, self.monotonic()) + self.gap
            self.letters += 1
            try:
                outcome = self.connection.hand_over(self.sender, delivery)
            except MailError as error:
                self._record(delivery, Outcome("unreachable", error.what), Verdict(0.0))
                raise MailError(error.what, remedy=f"{error.remedy} {RESUME}") from None
            except KeyboardInterrupt:
                words = "Interrupted before the server had answered."
                if self.connection.past_the_dot:
                    self._record(delivery, Outcome("unclear", words), Verdict())
                else:
                    self._record(delivery, Outcome("unreachable", words), Verdict(0.0))
                raise
            verdict = self.patience.after(delivery.id, outcome)
            self._record(delivery, outcome, verdict)
        if verdict.stop:
            raise MailError(f"{verdict.stop} The last reply: {outcome.reply}", remedy=RESUME)
        self._wait(verdict.rest, outcome.reply)

    def _record(self, delivery: Delivery, outcome: Outcome, verdict: Verdict) -> None:
        """Put on the disk what became of a letter, then tell it."""
        kind, words, again = outcome.kind, outcome.reply, verdict.again_after
        tried_enough = again is None and kind in ("deferred", "unreachable")
        moment = self.now()
        try:
            if tried_enough:
                words = f"{words} (after {TRIES} tries)"
                self.outbox.fail(delivery, words, moment)
            else:
                self.outbox.settle(delivery, outcome, moment, _later(moment, again) if again else "")
        except Exception as error:
            raise _unrecorded(delivery, outcome, error) from error
        if again is not None:
            self.progress(Step("again", words, delivery.message_id, again))
        elif kind == "accepted":
            self.progress(Step("sent", words, delivery.message_id))
        else:
            self.progress(Step("unknown" if kind == "unclear" else "failed", words, delivery.message_id))

    def _wait(self, seconds: float, why: str = "") -> None:
        """Sleep, without a connection that the server would close meanwhile, and look up now and then."""
        if seconds <= 0:
            return
        if seconds > IDLE:
            self.hang_up()
        if why:
            self.progress(Step("waiting", why, pause=seconds))
        while seconds > 0:
            self._check()
            part = min(seconds, max(self.next_check - self.monotonic(), 0.0))
            self.sleep(part)
            seconds -= part


def _later(moment: str, seconds: float) -> str:
    return write_moment(read_moment(moment) + timedelta(seconds=seconds))


def _unrecorded(delivery: Delivery, outcome: Outcome, error: Exception) -> MailError:
    """The hand-over is done and cannot be undone, and the outbox does not know: the one thing that must be told."""
    did, say = {"accepted": ("took", "--sent"), "unclear": ("may have taken", "--sent or --not-sent")}.get(
        outcome.kind, ("did not take", "--not-sent")
    )
    return MailError(
        f"The server {did} the letter {delivery.message_id} ({outcome.reply}), but this could not be recorded: {error}",
        remedy="Mend that first. The letter is of unknown fate then: `briefing mail status` names its reader, and "
        f"`briefing mail resolve` {say} settles it.",
    )
