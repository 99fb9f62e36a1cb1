"""What do the lists of all events, stories, actors and sources say of each?

Each has a *line*, which is renewed where the thing moved and read by lists as it is: a list of thousands costs what
changed. Kinds are the letters that things begin with: `e` events, `y` stories, `a` actors, `s` sources.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec
from msgspec import Struct, field

from briefing import links
from briefing.archive import Archive
from briefing.backing import count_backing
from briefing.desk import Desk
from briefing.gist import Known
from briefing.links import slug
from briefing.model import Actor
from briefing.published import Link, Listed
from briefing.wording import UNDATED

KINDS = "eyas"
_LAST_LETTER = "\U0010ffff"


# -- lines ------------------------------------------------------------------------------------------------------------


def renew_lines(desk: Desk, things: Iterable[str]) -> set[tuple[str, str]]:
    """Say anew what lists say of some things; return (kind, key) of the lines that are not as they were.

    A key tells which part of a long list a line stands in: the slug of its name or, of a story, its last month. One
    that changed is named by the old and the new.
    """
    archive = desk.archive
    today = desk.days[-1] if desk.days else ""
    moved: set[tuple[str, str]] = set()
    for thing in sorted(things):
        kind = thing[0]
        listed = _list_one(desk, thing, today)
        value = msgspec.json.encode(listed) if listed else b""
        for name, last, before in archive.rows("select name, last, value from line where thing = ?", (thing,)):
            if before == value:
                break
            moved.add((kind, _key(kind, name, last)))
            archive.do("delete from line where thing = ?", (thing,))
        else:
            before = b""
        if listed and before != value:
            link = listed.link
            name = slug(link.title)
            moved.add((kind, _key(kind, name, link.last)))
            archive.do(
                "insert into line values (?, ?, ?, ?, ?, ?, ?, ?)",
                (thing, kind, name, link.last, listed.origins, link.articles, link.quotes, value),
            )
    return moved


def _key(kind: str, name: str, last: str) -> str:
    return (last[:7] or UNDATED) if kind == "y" else name


def _list_one(desk: Desk, thing: str, today: str) -> Listed | None:
    """What lists say of a thing; None: they do not name it."""
    kind, id_ = thing[0], thing[2:]
    if kind == "e":
        return _count(desk.event_link(id_), thing, desk.archive) if id_ in desk.rules else None
    if kind == "y":
        story = desk.archive.story(id_)
        return _count(desk.story_link(story), thing, desk.archive) if story else None
    if kind == "s":
        source = desk.source(id_)
        link = desk.source_link(source)
        return Listed(link, owner=source.owner, rights=source.rights or "full") if id_ and link.articles else None
    known = desk.actors.get(id_)
    if known is None or not known.href:
        return None
    actor = desk.registered.get(id_)
    office = _office(actor, today, desk.actors) if actor else ""
    return Listed(desk.actor_link(id_), office=office, found=known.discovered)


def _office(actor: Actor, day: str, actors: Mapping[str, Known]) -> str:
    """Return the office that a person held on a day, the one held longest first; "" for none."""
    held = [
        office
        for office in actor.offices
        if (not day or not office.since or office.since <= day) and (not office.until or office.until >= day)
    ]
    if not held:
        return ""
    office = min(held, key=lambda each: (each.since, each.title, each.of))
    known = actors.get(office.of)
    # What the office is of need not be named by any article: then its id, a slug of its name, says it.
    of = known.name if known else " ".join(word.capitalize() for word in office.of.split("-"))
    return f"{office.title}, {of}" if of else office.title


def _count(link: Link, thing: str, archive: Archive) -> Listed:
    """What an event or story holds, with its newest article."""
    outlets, origins = count_backing(thing, archive)
    newest = archive.rows(
        "select a.id, a.title, a.lang from touch t join article a on a.n = t.article"
        " where t.thing = ? and t.live order by t.day desc, a.moment desc, a.id limit 1",
        (thing,),
    )
    id_, title, lang = newest[0] if newest else ("", "", "")
    return Listed(link, outlets, origins, title, links.article_href(id_) if id_ else "", lang)


# -- lists ------------------------------------------------------------------------------------------------------------


def count_lines(archive: Archive, kind: str) -> int:
    """Return how many things of a kind lists name."""
    return int(archive.rows("select count(*) from line where kind = ?", (kind,))[0][0])


def heaviest(archive: Archive, kind: str, most: int) -> list[bytes]:
    """Return the lines of those with most articles, then quotes."""
    sql = "select value from line where kind = ? order by articles desc, quotes desc, thing limit ?"
    return [value for (value,) in archive.rows(sql, (kind, most))]


def newest(archive: Archive, kind: str, most: int) -> list[bytes]:
    """Return the lines of what moved last; of one day, what more origins tell of first."""
    sql = "select value from line where kind = ? order by last desc, origins desc, articles desc, thing limit ?"
    return [value for (value,) in archive.rows(sql, (kind, most))]


def read_lines(values: Iterable[bytes]) -> list[Listed]:
    """Return what lines say."""
    return [msgspec.json.decode(value, type=Listed) for value in values]


def count_months(archive: Archive) -> dict[str, int]:
    """Return the months in which stories last moved, each with how many did."""
    rows = archive.rows("select substr(last, 1, 7), count(*) from line where kind = 'y' group by 1")
    return {month or UNDATED: stories for month, stories in rows}


def lines_of_month(archive: Archive, month: str) -> list[bytes]:
    """Return the lines of the stories that last moved in a month."""
    low = "" if month == UNDATED else month
    high = "" if month == UNDATED else f"{month}{_LAST_LETTER}"
    sql = "select value from line where kind = 'y' and last between ? and ? order by last, thing"
    return [value for (value,) in archive.rows(sql, (low, high))]


# -- parts by letters -------------------------------------------------------------------------------------------------


class Letters(Struct):
    """A long list's parts by the first letters of names, as many as keep a part short. One part: it is not long."""

    sizes: dict[str, int] = field(default_factory=dict)
    divided: set[str] = field(default_factory=set)  # "1 s": names that begin with s are told apart by two letters

    def part_of(self, name: str) -> str:
        """Return the part in which a name, as a slug, stands."""
        letters = 1
        while f"{letters} {_letters(name, letters)}" in self.divided:
            letters += 1
        return _letters(name, letters)


def _letters(name: str, letters: int) -> str:
    return name[:letters].strip("-")


def divide(archive: Archive, kind: str, most: int) -> Letters:
    """Return the parts of the list of a kind where it is longer than `most`; else none."""
    found = Letters()
    if count_lines(archive, kind) > most:
        _divide(archive, kind, most, 1, ("",), found)
    return found


def _divide(archive: Archive, kind: str, most: int, letters: int, begin: Iterable[str], found: Letters) -> None:
    """Divide the names that begin with one of `begin`: counting is the index's, so that no line is read."""
    parts: dict[str, list[tuple[str, int, int]]] = {}
    for low in begin:
        for prefix, number, longest in archive.rows(
            "select substr(name, 1, ?), count(*), max(length(name)) from line"
            " where kind = ? and name >= ? and name <= ? group by 1",
            (letters, kind, low, f"{low}{_LAST_LETTER}"),
        ):
            if prefix[: letters - 1] == low:
                parts.setdefault(prefix.strip("-"), []).append((prefix, number, longest))
    for part, members in sorted(parts.items()):
        if sum(number for _, number, _ in members) > most and max(longest for _, _, longest in members) > letters:
            found.divided.add(f"{letters} {part}")
            _divide(archive, kind, most, letters + 1, [prefix for prefix, _, _ in members], found)
        else:
            found.sizes[part] = found.sizes.get(part, 0) + sum(number for _, number, _ in members)


def lines_of_part(archive: Archive, kind: str, parts: Letters, part: str) -> list[bytes]:
    """Return the lines of a part, by name."""
    return [value for name, value in _named_from(archive, kind, part) if parts.part_of(name) == part]


def _named_from(archive: Archive, kind: str, begin: str) -> Iterator[tuple[str, bytes]]:
    yield from archive.rows(
        "select name, value from line where kind = ? and name between ? and ? order by name, thing",
        (kind, begin, f"{begin}{_LAST_LETTER}"),
    )
