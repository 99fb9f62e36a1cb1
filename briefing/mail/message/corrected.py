"""What does a mail owe its readers? Word of what was put right or taken back since it was mailed to them.

What was mailed is remembered beside each mailing as a set of lines: the id of every article that its letters print
from, and, set apart by " | ", in which items it stood, which state of it was printed and which notice was given. So
each notice is given once, and one that an editor wrote days later, or on a day without a mail, is not lost.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from briefing.mail.message.counted import cite, cited_by
from briefing.mail.message.following import cut_down, is_about
from briefing.published import Correction, Edition, Item, LedgerRow

LOOK_BACK = 31  # days before an edition whose editions are looked through, so that what is read stays little

_MARK = " | "  # no article's id ends in what follows it: those end in the ending of a file's name
_CORRECTED = re.compile(r"(.+) \| corrected [\dTZ:.+-]*")  # as `_printed_as` writes it


class Owed(Struct, frozen=True):
    """An edition with all that it owes to those who got the mails before it."""

    edition: Edition  # its corrections completed
    mailed: Mapping[str, str]  # article → the day it was mailed; of those corrected or withdrawn since
    withdrawn: tuple[LedgerRow, ...]  # articles that were mailed and withdrawn since: title, reason, page
    told: tuple[str, ...]  # what this mailing prints from and says of the above: to be kept in `Mailing.articles`
    about: Mapping[str, tuple[Item, ...]]  # corrected or withdrawn article → the items that it stood in
    missed: frozenset[str] = frozenset()  # articles whose corrections are of an edition before this one


def carry_corrections(
    edition: Edition, before: Iterable[Edition], mailed: Mapping[str, str], listed: Iterable[LedgerRow] = ()
) -> Owed:
    """Return what a mail of `edition` owes to readers of the mails before it.

    `before` are the editions to look through, as they stand now: those of LOOK_BACK days are enough. `mailed` says of
    each line of `told` of the mailings before (the daily ones for a daily mail, the weekly ones for a weekly one) the
    day of the newest that holds it; its keys without a mark are the articles. `listed` is the ledger of the newest
    edition: a day whose only article was withdrawn has no edition any more, so that is where this stands.

    A publisher's withdrawal is told, with the reason; that a file is gone, or a draft again, says nothing in public.
    """
    past = sorted((each for each in before if each.day != edition.day), key=lambda each: each.day)
    corrections = _complete(edition, past, mailed)
    ledgers = (listed, *(each.ledger for each in (*past, edition)))
    withdrawn = find_withdrawn((row for ledger in ledgers for row in ledger), mailed)
    refs = {ref.id: ref for each in (*past, edition) for ref in each.articles}
    noticed = [*(correction.article for correction in corrections), *(row.path for row in withdrawn)]
    cited = {ref.id: ref for ref in (*cite((), (), corrections, refs), *edition.articles)}
    amended = replace(edition, corrections=corrections, articles=tuple(cited[id_] for id_ in sorted(cited)))
    return Owed(
        amended,
        {article: mailed[article] for article in sorted(set(noticed)) if article in mailed},
        withdrawn,
        _remember(amended, withdrawn),
        {article: _items_about(article, (*past, edition), mailed) for article in sorted(set(noticed))},
        frozenset(each.article for each in corrections[len(edition.corrections) :]),
    )


def owe_reader(owed: Owed, mailed: Mapping[str, str]) -> Owed:
    """Return what of `owed` is for a reader whose own mails printed from the articles `mailed`, each with the day.

    Who joined since, or whose letter was never handed over, is not told that it was mailed to them: they get what this
    edition itself says of an article.
    """
    corrections = tuple(
        each for each in owed.edition.corrections if each.article in mailed or each.article not in owed.missed
    )
    return replace(
        owed,
        edition=replace(owed.edition, corrections=corrections),
        mailed={article: mailed[article] for article in owed.mailed if article in mailed},
        withdrawn=tuple(row for row in owed.withdrawn if row.path in mailed),
    )


def follow_owed(owed: Owed, events: tuple[str, ...], actors: tuple[str, ...]) -> Owed | None:
    """Return what of `owed` is for a reader who follows some events and actors; None: nothing of theirs moved.

    Of what was corrected or withdrawn that is what stood in something that they follow: they may have read it.
    """
    if not events and not actors:
        return owed
    edition = cut_down(owed.edition, events, actors, owed.about)
    withdrawn = tuple(row for row in owed.withdrawn if is_about(row.path, events, actors, owed.about))
    if not (edition.items or edition.corrections or withdrawn):
        return None
    noticed = {correction.article for correction in edition.corrections} | {row.path for row in withdrawn}
    return replace(
        owed,
        edition=edition,
        mailed={article: day for article, day in owed.mailed.items() if article in noticed},
        withdrawn=withdrawn,
    )


def _complete(edition: Edition, past: Sequence[Edition], mailed: Mapping[str, str]) -> tuple[Correction, ...]:
    """The edition's corrections, then the newest of each mailed article that no mail has told yet, by article."""
    own = {correction.article for correction in edition.corrections}
    missed = {
        correction.article: correction  # a later edition's goes before an earlier one's
        for each in past
        if each.day < edition.day
        for correction in each.corrections
        if correction.article in mailed and correction.article not in own
    }
    untold = (missed[id_] for id_ in sorted(missed) if _printed_as(id_, missed[id_].modified) not in mailed)
    return (*edition.corrections, *untold)


def find_withdrawn(ledger: Iterable[LedgerRow], mailed: Container[str]) -> tuple[LedgerRow, ...]:
    """Return the rows of articles that were mailed and withdrawn since, without those of which a mail told, by path."""
    found = {
        row.path: row
        for row in ledger
        if row.state == "withdrawn" and row.path in mailed and _withdrawn(row.path) not in mailed
    }
    return tuple(found[path] for path in sorted(found))


def find_sources(lines: Iterable[str]) -> frozenset[str]:
    """Return the articles whose words letters hold of which `lines` are remembered; what else it holds names no file.

    Besides what they print from that is what they say was corrected, since they print what stood there.
    """
    return frozenset(found[1] if (found := _CORRECTED.fullmatch(line)) else line for line in lines)


def _items_about(article: str, editions: Iterable[Edition], mailed: Mapping[str, str]) -> tuple[Item, ...]:
    """The items that an article stands in, or stood in when it was mailed: a withdrawn one stands in none any more."""
    return tuple(
        item
        for each in editions
        for item in each.items
        if article in cited_by(item) or _stood_in(article, item.id) in mailed
    )


# -- what is remembered -----------------------------------------------------------------------------------------------


def _remember(edition: Edition, withdrawn: Iterable[LedgerRow]) -> tuple[str, ...]:
    printed = {passage.article for passage in edition.noted}.union(*map(cited_by, edition.items))
    lines = {*printed, *(_withdrawn(row.path) for row in withdrawn)}
    lines |= {_stood_in(article, item.id) for item in edition.items for article in cited_by(item)}
    lines |= {_printed_as(correction.article, correction.modified) for correction in edition.corrections}
    # Who gets an article after it was corrected has read no error.
    lines |= {_printed_as(ref.id, ref.modified) for ref in edition.articles if ref.modified and ref.id in printed}
    return tuple(sorted(lines))


def _printed_as(article: str, modified: str) -> str:
    return f"{article}{_MARK}corrected {modified}"


def _stood_in(article: str, item: str) -> str:
    return f"{article}{_MARK}in {item}"


def _withdrawn(article: str) -> str:
    return f"{article}{_MARK}withdrawn"
