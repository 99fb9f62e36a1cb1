"""Which articles are alike, and which are copies of which? The pairs of articles that the archive keeps.

Whether two articles are a pair depends on these two alone. A *tie* joins two that may tell of the same (`stories`): the
row of an article in table `tie` holds all of its own, as numbers of articles and millionths, 8 bytes each, for in a
dense archive every article is tied to a hundred others. Those in table `edge` are few: `copy`, found by wording, and
`editor`, said in front matter.
"""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Collection, Container, Iterable
from datetime import date
from functools import cached_property, lru_cache, partial

import msgspec
from msgspec import Struct

from briefing import links
from briefing.analysis import duplicates, stories
from briefing.analysis.days import ordinal
from briefing.analysis.grouping import Ties
from briefing.archive import Archive
from briefing.model import SHOWN, Document, Fingerprint, Paragraph

COPY_WINDOW = 7  # days between an article and its copy: weeklies reprint; later ones would cost a look at everything
AT_ONCE = 500  # articles whose ties are loosened together: 125,000 where articles are many
KEPT_SHINGLES = 200  # articles whose runs of words are held in memory, some 18 KB each
LISTED = "(select value from json_each(?1))"  # a list of any length as one parameter, see `list_in`


def list_in(values: Iterable[int | str]) -> tuple[str]:
    """The parameter of a statement with LISTED."""
    return (msgspec.json.encode(list(values)).decode(),)


# -- what is known -----------------------------------------------------------------------------------------------------


def ties_of(archive: Archive, articles: Iterable[int]) -> Ties:
    """All ties of these articles, by number: whose, with whom, and how near in millionths."""
    owners, others, millionths = array("I"), array("I"), array("I")
    for n, held in archive.rows(f"select n, others from tie where n in {LISTED}", list_in(articles)):
        both = _unpack(held)
        owners.extend(array("I", (n,)) * (len(both) // 2))
        others.extend(both[::2])
        millionths.extend(both[1::2])
    return owners, others, millionths


def _unpack(held: bytes) -> array[int]:
    both = array("I")
    both.frombytes(held)
    return both


def connect(archive: Archive, ids: Iterable[str]) -> set[str]:
    """These articles, and whatever copies, what they copy, and editors' words lead to from them."""
    found: set[str] = set()
    edge = set(ids)
    while edge:
        found |= edge
        edge = _find_partners(archive, list_in(edge)) - found
    return found


def _find_partners(archive: Archive, listed: tuple[str]) -> set[str]:
    """What copies, what they copy, and editors' words join with these articles."""
    sql = f"select b from edge where a in {LISTED} union select a from edge where b in {LISTED}"
    return {id_ for (id_,) in archive.rows(sql, listed)}


def pairs_among(archive: Archive, ids: Collection[str]) -> list[tuple[str, str, str, float]]:
    """The rows of `edge` among these articles: kind, who repeats, whom, the share; sorted."""
    sql = f"select kind, a, b, score from edge where a in {LISTED} order by a, kind, b"
    return [row for row in archive.rows(sql, list_in(sorted(ids))) if row[2] in ids]


# -- what goes ---------------------------------------------------------------------------------------------------------


def loosen(archive: Archive, ids: Collection[str]) -> tuple[set[str], set[str]]:
    """Take all pairs of these articles and their stories out; return the others to whom that can matter.

    The first are the other members of the stories, the second those that were joined with them as copies.
    """
    gone = set(ids)
    values = list_in(sorted(gone))
    partners = _find_partners(archive, values)
    archive.do(f"delete from edge where a in {LISTED} or b in {LISTED}", values)
    numbers = [n for (n,) in archive.rows(f"select n from article where id in {LISTED}", values)]
    lost = set(numbers)
    # An article that was read anew is in no story, but some of its neighbours are still in the one that it was in; and
    # if all of a story were read anew, the first of them gave it its id.
    found = {links.story_id(id_) for id_ in gone}
    for start in range(0, len(numbers), AT_ONCE):
        part = numbers[start : start + AT_ONCE]
        neighbours = set(ties_of(archive, part)[1]) - lost
        sql = f"select distinct story from article where story != '' and n in {LISTED}"
        found.update(story for (story,) in archive.rows(sql, list_in(neighbours.union(part))))
        _untie(archive, part, neighbours, lost)
    told = archive.rows(f"select id, value from story where id in {LISTED}", list_in(sorted(found)))
    mates: set[str] = set()
    for story, value in told:
        members = msgspec.json.decode(value, type=_Members).members
        if not gone.isdisjoint(members):
            mates.update(members)
            archive.do("delete from story where id = ?", (story,))
    return mates - gone, partners - gone


class _Members(msgspec.Struct):
    """Of a story, what is asked here."""

    members: tuple[str, ...]


def _untie(archive: Archive, part: Iterable[int], neighbours: Iterable[int], lost: Container[int]) -> None:
    """Remove the ties of `part`, and from those of its neighbours whatever is lost."""
    archive.do(f"delete from tie where n in {LISTED}", list_in(part))
    kept = []
    for n, held in archive.rows(f"select n, others from tie where n in {LISTED}", list_in(neighbours)):
        both = _unpack(held)
        rest = array("I")
        for other, millionths in zip(both[::2], both[1::2], strict=True):
            if other not in lost:
                rest.extend((other, millionths))
        kept.append((rest.tobytes(), n))
    archive.do_many("update tie set others = ? where n = ?", kept)


# -- what comes --------------------------------------------------------------------------------------------------------


class _Sketch(msgspec.Struct):
    """Of a fingerprint, what copies are found by."""

    shingles: tuple[int, ...]


class _Copyable(msgspec.Struct):
    """Of a brief, what copies are found by: a quarter of the time that all of it takes."""

    moment: str
    fingerprint: _Sketch


class _Tellable(msgspec.Struct):
    """Of a brief, what stories are found by."""

    told: str
    dated: bool
    fingerprint: Fingerprint


class _Held(Struct, frozen=True, dict=True):
    """An article while it is held against those around its days."""

    n: int
    id: str
    day: int
    fresh: bool
    value: bytes  # its brief

    @cached_property
    def member(self) -> stories.Member:
        brief = msgspec.json.decode(self.value, type=_Tellable)
        return stories.Member(self.id, brief.told, brief.fingerprint, brief.dated)

    @cached_property
    def candidate(self) -> duplicates.Candidate:
        brief = msgspec.json.decode(self.value, type=_Copyable)
        return duplicates.Candidate(self.id, brief.moment, Fingerprint(shingles=brief.fingerprint.shingles))


def tie(archive: Archive, fresh: Collection[str]) -> None:
    """Find the pairs of fresh articles, all of them open, with one another and all open ones around their days.

    Held in memory are the articles of a fortnight, however many are fresh. One without any day is compared with none.
    """
    shingles = lru_cache(maxsize=KEPT_SHINGLES)(partial(_shingles, archive))
    sql = f"select distinct told from article where told != '' and id in {LISTED} order by told"
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
        "select a.n, a.id, a.told, a.state, b.value from article a join brief b using (n)"
        " where a.told >= ? and a.told <= ? order by a.id",
        (date.fromordinal(first).isoformat(), date.fromordinal(last).isoformat()),
    )
    return [
        _Held(n, id_, ordinal(told), id_ in fresh, value)
        for n, id_, told, state, value in rows
        if id_ in fresh or state in SHOWN
    ]


def _keep_ties(archive: Archive, new: list[_Held], others: list[_Held]) -> None:
    """Put the ties of the new ones into the rows of both sides."""
    numbers = [one.n for one in (*new, *others)]
    rows: dict[int, array[int]] = {}
    ties = stories.find_ties([one.member for one in new], [one.member for one in others])
    for one, other, millionths in zip(*ties, strict=True):
        a, b = numbers[one], numbers[other]
        rows.setdefault(a, array("I")).extend((b, millionths))
        rows.setdefault(b, array("I")).extend((a, millionths))
    archive.do_many(
        "insert into tie values (?, ?) on conflict (n) do update set others = cast(others || excluded.others as blob)",
        ((n, row.tobytes()) for n, row in rows.items()),
    )


class _Text(msgspec.Struct):
    """Of an article, what its runs of words are made of."""

    text: str


class _Paragraphs(msgspec.Struct):
    """Of an analysis, what they are made of: a sixth of the time that all of it takes."""

    paragraphs: tuple[Paragraph, ...]


def _shingles(archive: Archive, id_: str) -> tuple[int, ...]:
    ((article, analysis),) = archive.rows(
        "select article, analysis from reading where n = (select n from article where id = ?)", (id_,)
    )
    text = msgspec.json.decode(zlib.decompress(article), type=_Text).text
    paragraphs = msgspec.json.decode(zlib.decompress(analysis), type=_Paragraphs).paragraphs
    return duplicates.find_shingles(Document(id_, "", text, "", paragraphs, ()))
