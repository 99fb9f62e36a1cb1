"""After what a hand-over came to: when is the letter tried again, and when is it of no use to go on?

Decides only; `sending` acts. Pauses and counts are those of one run: whoever resumes it means to try once more.
"""

from __future__ import annotations

from collections import Counter

from msgspec import Struct
from msgspec.structs import replace

from briefing.mail.model import Outcome

# Seconds before a letter's second, third, … try. In sum more than the five minutes that greylisting usually asks for.
LETTER_PAUSES = (5.0, 30.0, 120.0, 300.0)
TRIES = len(LETTER_PAUSES) + 1
# Seconds before the next connection when the ones before brought no answer to any letter: at once after the first, as
# servers hang up on old connections; then for as long as a server takes to start again.
SERVER_PAUSES = (0.0, 5.0, 30.0, 120.0, 300.0, 600.0)
# Letters turned down in a row before it is taken for the server's mood and not the letters' fault. Dead or greylisted
# addresses of one domain may stand together in a list; fifty of them seldom do.
TURNED_DOWN = 50
# Seconds that the run rests, once for each letter deferred after that: servers that limit senders count by the hour.
REST_PAUSES = (30.0, 120.0, 300.0, 600.0, 1200.0)
# Letters refused before a single one was accepted: the settings are wrong, not the addresses.
REFUSED_AT_FIRST = 20
# Letters in a row whose fate nobody knows; each is work for a human being.
UNCLEAR = 3


class Verdict(Struct, frozen=True):
    """What to do next."""

    again_after: float | None = None  # seconds until the letter is tried again; None: it is not
    rest: float = 0.0  # seconds that all letters wait
    stop: str = ""  # why it is of no use to go on; empty: it is


class Patience:
    """Remembers how a run went, as far as that decides how it goes on."""

    def __init__(self) -> None:
        self._tries: Counter[int] = Counter()  # of letters, by id, that were deferred or not brought to their end
        self._fruitless = 0  # connections in a row without an answer to a letter
        self._turned_down = 0  # letters in a row
        self._unclear = 0  # letters in a row
        self._accepted = False  # any letter

    def after_no_connection(self) -> Verdict:
        """The server could not be talked to."""
        self._fruitless += 1
        if self._fruitless > len(SERVER_PAUSES):
            return Verdict(stop=f"{self._fruitless} connections in a row came to nothing.")
        return Verdict(rest=SERVER_PAUSES[self._fruitless - 1])

    def after(self, letter: int, outcome: Outcome) -> Verdict:
        """A letter, named by its id, came to `outcome`.

        One that was deferred or unreachable, and for which no pause is named, has been tried often enough.
        """
        match outcome.kind:
            case "accepted":
                self._fruitless = self._unclear = self._turned_down = 0
                self._accepted = True
                return Verdict()
            case "refused":
                self._fruitless = self._unclear = 0
                self._turned_down += 1
                if not self._accepted and self._turned_down >= REFUSED_AT_FIRST:
                    return Verdict(stop=f"The first {self._turned_down} letters were refused, one after the other.")
                return Verdict()
            case "deferred":
                self._fruitless = self._unclear = 0
                self._turned_down += 1
                return self._after_deferral(self._pause(letter))
            case "unreachable":
                verdict, again = self.after_no_connection(), self._pause(letter)
                if again is None and (verdict.stop or self._fruitless >= TRIES):
                    again = LETTER_PAUSES[-1]  # no other letter fared better meanwhile, so it is not this one's fault
                return replace(verdict, again_after=again)
            case "unclear":
                self._unclear += 1
                if self._unclear == UNCLEAR:
                    return Verdict(stop=f"Of {UNCLEAR} letters in a row the server did not say whether it took them.")
                return self.after_no_connection()

    def _after_deferral(self, again: float | None) -> Verdict:
        over = self._turned_down - TURNED_DOWN
        if over < 0:
            return Verdict(again)
        if over < len(REST_PAUSES):
            return Verdict(again, rest=REST_PAUSES[over])
        return Verdict(again or 0.0, stop=f"{self._turned_down} letters were turned down, one after the other.")

    def _pause(self, letter: int) -> float | None:
        self._tries[letter] += 1
        tries = self._tries[letter]
        return LETTER_PAUSES[tries - 1] if tries < TRIES else None
