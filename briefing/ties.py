"""Which articles are alike, and which are copies of which? The pairs of articles that the archive keeps.

Whether two articles are a pair depends on these two alone. A *tie* joins two that may tell of the same (`stories`): the
row of an article in table `tie` holds all of its own, as numbers of articles and millionths, 8 bytes each, for in a
dense archive every article is tied to a hundred others. Those in table `edge` are few: `copy`, found by wording, and
`editor`, said in front matter.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial

import msgspec
import numpy as np

from briefing.analysis import duplicates, stories
from briefing.analysis.days import ordinal
from briefing.analysis.stories import Places
from briefing.archive import Archive
from briefing.filing import Brief
from briefing.model import SHOWN, Document

COPY_WINDOW = 7  # days between an article and its copy: weeklies reprint; later ones would cost a look at everything
KEPT_SHINGLES = 500  # articles whose runs of words are held in memory, some 18 KB each

_TIE = np.dtype([("n", "<u4"), ("millionths", "<u4")])


def list_in(values: Iterable[int | str]) -> tuple[str]:
    """The value of the parameter in `in (select value from json_each(?))`, which takes lists of any length."""
    return (msgspec.json.encode(list(values)).decode(),)


# -- what is known -----------------------------------------------------------------------------------------------------


def ties_of(archive: Archive, articles: Iterable[int]) -> tuple[Places, Places, Places]:
    """All ties of these articles, by number: each one's, whose with, and how near in millionths; as three arrays."""
    rows = archive.rows("select n, others from tie where n in (select value from json_each(?))", list_in(articles))
    others = np.frombuffer(b"".join(held for _, held in rows), _TIE)
    counts = [len(held) // _TIE.itemsize for _, held in rows]
    owners = np.repeat(np.array([n for n, _ in rows], np.int64), counts)
    return owners, others["n"].astype(np.int64), others["millionths"].astype(np.int64)


def connect(archive: Archive, ids: Iterable[str]) -> set[str]:
    """These articles, and whatever copies, what they copy, and editors' words lead to from them."""
    found: set[str] = set()
    edge = set(ids)
    while edge:
        found |= edge
        listed = "(select value from json_each(?1))"
        sql = f"select b from edge where a in {listed} union select a from edge where b in {listed}"  # noqa: S608
        edge = {id_ for (id_,) in archive.rows(sql, list_in(edge))} - found
    return found


def pairs_among(archive: Archive, ids: Collection[str]) -> list[tuple[str, str, str, float]]:
    """The rows of `edge` among these articles: kind, who repeats, whom, the share; sorted."""
    sql = "select kind, a, b, score from edge where a in (select value from json_each(?)) order by a, kind, b"
    return [row for row in archive.rows(sql, list_in(sorted(ids))) if row[2] in ids]


# -- what goes ---------------------------------------------------------------------------------------------------------


def loosen(archive: Archive, ids: Collection[str]) -> tuple[set[str], set[str]]:
    """Take all pairs of these articles and their stories out; return the others to whom that can matter.

    The first are the other members of the stories, the second those that were joined with them as copies.
    """
    listed = "(select value from json_each(?1))"
    gone = set(ids)
    values = list_in(sorted(gone))
    partners = {
        id_
        for (id_,) in archive.rows(
            f"select b from edge where a in {listed} union select a from edge where b in {listed}",  # noqa: S608
            values,
        )
    }
    archive.do(f"delete from edge where a in {listed} or b in {listed}", values)  # noqa: S608
    numbers = [n for (n,) in archive.rows(f"select n from article where id in {listed}", values)]  # noqa: S608
    _, others, _ = ties_of(archive, numbers)
    neighbours = sorted(set(others.tolist()) - set(numbers))
    # An article that was read anew is in no story; but some of its neighbours are still in the one that it was in.
    told = archive.rows(
        f"select id, value from story where id in (select story from article where n in {listed})",  # noqa: S608
        list_in([*numbers, *neighbours]),
    )
    mates: set[str] = set()
    for story, value in told:
        members = msgspec.json.decode(value, type=_Members).members
        if not gone.isdisjoint(members):
            mates.update(members)
            archive.do("delete from story where id = ?", (story,))
    _untie(archive, numbers, neighbours)
    return mates - gone, partners - gone


class _Members(msgspec.Struct):
    """Of a story, what is asked here."""

    members: tuple[str, ...]


def _untie(archive: Archive, gone: list[int], neighbours: list[int]) -> None:
    archive.do("delete from tie where n in (select value from json_each(?))", list_in(gone))
    rows = archive.rows("select n, others from tie where n in (select value from json_each(?))", list_in(neighbours))
    if not rows:
        return
    held = np.frombuffer(b"".join(others for _, others in rows), _TIE)
    kept = ~np.isin(held["n"], np.array(gone))
    ends = np.cumsum([len(others) // _TIE.itemsize for _, others in rows]).tolist()
    archive.do_many(
        "update tie set others = ? where n = ?",
        (
            (
                held[end - len(others) // _TIE.itemsize : end][
                    kept[end - len(others) // _TIE.itemsize : end]
                ].tobytes(),
                n,
            )
            for (n, others), end in zip(rows, ends, strict=True)
        ),
    )


# -- what comes --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Held:
    """An article while it is held against those around its days."""

    n: int
    day: int
    fresh: bool
    member: stories.Member
    candidate: duplicates.Candidate


def tie(archive: Archive, fresh: Collection[str]) -> None:
    """Find the pairs of fresh articles, all of them open, with one another and all open ones around their days.

    Held in memory are the articles of a fortnight, however many are fresh. One without any day is compared with none.
    """
    shingles = lru_cache(maxsize=KEPT_SHINGLES)(partial(_shingles, archive))
    listed = "(select value from json_each(?))"
    sql = f"select distinct told from article where told != '' and id in {listed} order by told"  # noqa: S608
    held: list[_Held] = []
    until = 0
    for (told,) in archive.rows(sql, list_in(sorted(fresh))):
        day = ordinal(told)
        low, high = max(day - COPY_WINDOW, 1), min(day + COPY_WINDOW, date.max.toordinal())
        held = [one for one in held if one.day >= low]
        held += _hold(archive, fresh, max(low, until + 1), high)
        until = high
        new = [one for one in held if one.fresh and one.day == day]
        # Of two fresh days the later one looks.
        others = [one for one in held if not one.fresh or one.day < day]
        _keep_ties(archive, new, [one for one in others if abs(one.day - day) <= stories.WINDOW])
        copies = duplicates.find_copies([one.candidate for one in new], [one.candidate for one in others], shingles)
        archive.do_many("insert or replace into edge values ('copy', ?, ?, ?)", ((c.id, c.of, c.share) for c in copies))
    archive.do(
        "insert or replace into edge select 'editor', a.id, b.id, 1.0 from article a join article b on b.id = a.repeats"
        " where a.repeats != '' and a.readable and b.readable and a.id != b.id"
    )


def _hold(archive: Archive, fresh: Collection[str], first: int, last: int) -> list[_Held]:
    """The open articles of these days: the fresh ones, and of the others those that were open at the last build."""
    if first > last:
        return []
    rows = archive.rows(
        "select a.n, a.id, a.state, b.value from article a join brief b using (n)"
        " where a.told >= ? and a.told <= ? order by a.id",
        (date.fromordinal(first).isoformat(), date.fromordinal(last).isoformat()),
    )
    held = []
    for n, id_, state, value in rows:
        if id_ in fresh or state in SHOWN:
            brief = msgspec.json.decode(value, type=Brief)
            member = stories.Member(id_, brief.told, brief.fingerprint, brief.dated)
            candidate = duplicates.Candidate(id_, brief.moment, brief.fingerprint)
            held.append(_Held(n, ordinal(brief.told), id_ in fresh, member, candidate))
    return held


def _keep_ties(archive: Archive, new: list[_Held], others: list[_Held]) -> None:
    """Put the ties of the new ones into the rows of both sides."""
    a, b, millionths = stories.find_ties([one.member for one in new], [one.member for one in others])
    numbers = np.array([one.n for one in (*new, *others)], np.int64)
    owners = np.concatenate((numbers[a], numbers[b]))
    ties = np.empty(len(owners), _TIE)
    ties["n"] = np.concatenate((numbers[b], numbers[a]))
    ties["millionths"] = np.concatenate((millionths, millionths))
    order = np.argsort(owners, kind="stable")
    owners, ties = owners[order], ties[order]
    starts = np.flatnonzero(np.diff(owners, prepend=-1))
    archive.do_many(
        "insert into tie values (?, ?) on conflict (n) do update set others = cast(others || excluded.others as blob)",
        zip(owners[starts].tolist(), (part.tobytes() for part in np.split(ties, starts[1:])), strict=True)
        if len(starts)
        else (),
    )


def _shingles(archive: Archive, id_: str) -> tuple[int, ...]:
    record = archive.record(id_)
    if record is None:
        return ()
    analysis, article = record.analysis, record.article
    return duplicates.find_shingles(
        Document(id_, article.title, article.text, analysis.lang, analysis.paragraphs, analysis.sentences)
    )
