"""What does a mail owe its readers? Word of what was put right or taken back since it was mailed to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from briefing.published import Edition, LedgerRow


@dataclass(frozen=True, slots=True)
class Owed:
    """An edition with all that it owes to those who got the mails before it."""

    edition: Edition  # its corrections completed
    mailed: Mapping[str, str]  # article → the day it was mailed; of those corrected or withdrawn since
    withdrawn: tuple[LedgerRow, ...]  # articles that were mailed and withdrawn since: title, reason, page
    told: tuple[str, ...]  # what this mailing says of the above: to be kept in `Mailing.articles`, so it is said once


def carry_corrections(edition: Edition, before: Sequence[Edition], mailed: Mapping[str, str]) -> Owed:
    """Return what a mail of `edition` owes to readers of the mails before it.

    `before` are the editions to look through, as they are now: those of the last weeks. `mailed` says which articles
    the mails before printed from, each with the day of the newest; `told` of those mailings is among its keys.
    """
    raise NotImplementedError
