"""Which things does each article touch, and has anything that pages show of them changed?

Every article has a digest of all that pages can show of it, every thing (see `archive`) the digests of its articles,
joined by exclusive or (empty: it has none left): an article that comes, goes or changes is taken out and put in without
looking at the others, and the result does not depend on the order.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

import msgspec

from briefing import clippings, links
from briefing.archive import Archive
from briefing.gist import Known, moved_events, paragraphs_in
from briefing.model import LIVE, SHOWN, Record, Registry

SPEAKS_OR_RECURS = 2  # articles from which on an actor that no registry names has a page; one is enough if they speak

_Thing = str


def forget(archive: Archive, removed: Iterable[str]) -> frozenset[str]:
    """Take articles that are no more out of the archive; return the actors whom they named.

    Those to whom that matters are pending: they are held against the others anew.
    """
    gone = set(removed)
    if not gone:
        return frozenset()
    from briefing.ties import list_in, loosen  # noqa: PLC0415 - loads numpy, for .1 s

    mates, partners = loosen(archive, gone)
    listed = "(select value from json_each(?))"
    archive.do(f"update article set pending = 1 where id in {listed}", list_in(mates | partners))  # noqa: S608
    actors: set[str] = set()
    deltas: dict[_Thing, int] = {}
    for id_ in sorted(gone):
        n = _number(archive, id_)
        actors |= _forget_presence(archive, n)
        _forget_touches(archive, n, deltas)
        _call_due(archive, f"article:{id_}")
    archive.remove(sorted(gone))
    _add_up(archive, deltas)
    return frozenset(actors)


def index(archive: Archive, registry: Registry, moved: Iterable[str], actors: Iterable[str]) -> None:
    """Bring presences, facts, touches and digests up to date.

    `moved` are the articles whose analysis or standing changed, `actors` those whom articles that went had named.
    """
    named = set(actors)
    deltas: dict[_Thing, int] = {}
    for id_ in sorted(moved):
        n = _number(archive, id_)
        named |= _forget_presence(archive, n)
        record = archive.record(id_)
        if record is not None:
            named |= _note_presence(archive, n, record)
    for id_ in sorted({*moved, *_naming(archive, _renew_facts(archive, registry, named))}):
        n = _number(archive, id_)
        _forget_touches(archive, n, deltas)
        _note_touches(archive, n, id_, deltas)
    _add_up(archive, deltas)


def known_actors(archive: Archive) -> dict[str, Known]:
    """Every actor that any article names, as pages name them."""
    return {
        id_.removeprefix("a:"): msgspec.json.decode(value, type=Known)
        for id_, value in archive.rows("select id, value from fact where id >= 'a:' and id < 'a;' order by id")
    }


def _number(archive: Archive, id_: str) -> int:
    ((n,),) = archive.rows("select n from article where id = ?", (id_,))
    return int(n)


# -- who is named where ------------------------------------------------------------------------------------------------


def _forget_presence(archive: Archive, n: int) -> set[str]:
    actors = {actor for (actor,) in archive.rows("select actor from presence where article = ?", (n,))}
    archive.do("delete from presence where article = ?", (n,))
    return actors


def _note_presence(archive: Archive, n: int, record: Record) -> set[str]:
    """Keep whom a live article names. Copies and held-back articles make nobody known, nor does a single word.

    A discovered "Assisi" or "Iskanders" may be anything; a person whom no registry names is known by a full name.
    """
    if record.standing.state not in LIVE:
        return set()
    discovered = {actor.id: actor for actor in record.analysis.discovered}
    nobody = {id_ for id_, actor in discovered.items() if actor.kind == "person" and " " not in actor.name}
    kinds: dict[str, str] = {}
    for mention in record.analysis.mentions:
        if mention.actor:
            kinds.setdefault(mention.actor, mention.kind)
    quotes: dict[str, int] = {}
    for quote in record.analysis.quotes:
        if quote.speaker:
            quotes[quote.speaker] = quotes.get(quote.speaker, 0) + 1
    named = {*kinds, *quotes} - nobody
    archive.do_many(
        "insert into presence values (?, ?, ?, ?, ?)",
        (
            (
                id_,
                n,
                discovered[id_].name if id_ in discovered else "",
                discovered[id_].kind if id_ in discovered else kinds.get(id_, "person"),
                quotes.get(id_, 0),
            )
            for id_ in sorted(named)
        ),
    )
    return named


def _renew_facts(archive: Archive, registry: Registry, actors: Iterable[str]) -> set[str]:
    """Say anew how pages name these actors and whether they have a page; return those for whom that changed."""
    registered = {actor.id: actor for actor in registry.actors}
    changed = set()
    for id_ in sorted(actors):
        rows = archive.rows(
            "select name, kind, count(*), sum(quotes) from presence where actor = ? group by name, kind"
            " order by 3 desc, name, kind",
            (id_,),
        )
        articles, quotes = sum(row[2] for row in rows), sum(row[3] for row in rows)
        known: Known | None = None
        if rows and id_ in registered:
            known = Known(
                id_,
                registered[id_].name,
                registered[id_].kind,
                links.actor_href(id_),
                offices=registered[id_].offices,
            )
        elif rows:
            matters = articles >= SPEAKS_OR_RECURS or quotes > 0
            name = next((row[0] for row in rows if row[0]), id_)
            known = Known(id_, name, rows[0][1], links.actor_href(id_) if matters else "", discovered=True)
        value = msgspec.json.encode(known).decode() if known else ""
        before = archive.rows("select value from fact where id = ?", (f"a:{id_}",))
        if (before[0][0] if before else "") != value:
            changed.add(id_)
            archive.do("delete from fact where id = ?", (f"a:{id_}",))
            if value:
                archive.do("insert into fact values (?, ?)", (f"a:{id_}", value))
    return changed


def _naming(archive: Archive, actors: Iterable[str]) -> set[str]:
    """The articles that touch these actors: their pages name them, too."""
    return {
        id_
        for actor in sorted(actors)
        for (id_,) in archive.rows(
            "select a.id from touch t join article a on a.n = t.article where t.thing in (?, ?)",
            (f"a:{actor}", f"n:{actor}"),
        )
    }


# -- touches and digests -----------------------------------------------------------------------------------------------


def _forget_touches(archive: Archive, n: int, deltas: dict[_Thing, int]) -> None:
    ((digest,),) = archive.rows("select digest from article where n = ?", (n,))
    value = int.from_bytes(digest, "big")
    for (thing,) in archive.rows("select thing from touch where article = ?", (n,)):
        deltas[thing] = deltas.get(thing, 0) ^ value
    archive.do("delete from touch where article = ?", (n,))


def _note_touches(archive: Archive, n: int, id_: str, deltas: dict[_Thing, int]) -> None:
    """Keep what an article touches, and the digest of all that pages can show of it."""
    ((sha, seal),) = archive.rows("select sha, seal from article where n = ?", (n,))
    record = archive.record(id_)
    things = things_of(record) if record else ["d:"]
    facts = [
        value
        for thing in things
        if thing.startswith(("a:", "n:"))
        for (value,) in archive.rows("select value from fact where id = ?", (f"a:{thing[2:]}",))
    ]
    story = archive.story(record.standing.story) if record and record.standing.story else None
    total = blake2b(digest_size=16)
    for part in (
        id_.encode(),
        sha.encode(),
        seal,
        msgspec.json.encode(archive.standing(id_)),
        msgspec.json.encode(facts),
    ):
        total.update(len(part).to_bytes(8, "big"))
        total.update(part)
    total.update(msgspec.json.encode(story))
    digest = total.digest()
    archive.do("update article set digest = ? where n = ?", (digest, n))
    value = int.from_bytes(digest, "big")
    for thing in things:
        deltas[thing] = deltas.get(thing, 0) ^ value
    day, live = (record.standing.day, record.standing.state in LIVE) if record else ("", False)
    archive.do_many("insert into touch values (?, ?, ?, ?, ?)", ((thing, day, n, live, digest) for thing in things))
    _call_due(archive, f"article:{id_}")


def things_of(record: Record) -> list[_Thing]:
    """Everything whose pages show something of the article."""
    article, standing = record.article, record.standing
    things = {f"d:{standing.day}"}
    if standing.state in SHOWN:
        events = clippings.events_of(record)
        things.update(f"e:{event}" for event in events)
        things.update(f"m:{event}" for event in moved_events(record))
        things.add(f"s:{article.source}")
        things.add(f"c:{standing.duplicate_of or article.id}")
        if standing.story:
            things.add(f"y:{standing.story}")
        mentions = [(m.actor, m.start) for m in record.analysis.mentions if m.actor]
        mentions += [(q.speaker, q.spans[0][0]) for q in record.analysis.quotes if q.speaker]
        if standing.state == "duplicate":
            things.update(f"n:{actor}" for actor, _ in mentions)
        else:
            things.update(f"a:{actor}" for actor, _ in mentions)
            for event in events:
                inside = paragraphs_in(record, event, "event")
                things.update(
                    f"p:{actor}/{event}" for actor, start in mentions if clippings.paragraph_at(record, start) in inside
                )
            if standing.corrected:
                things.add(f"d:{standing.corrected}")
    return sorted(things)


def _add_up(archive: Archive, deltas: dict[_Thing, int]) -> None:
    """Put the changes into the things' digests.

    A thing that no article touches any more is left with an empty one, for its pages to go.
    """
    for thing, delta in sorted(deltas.items()):
        if not delta:
            continue
        _call_due(archive, thing)
        rows = archive.rows("select digest from thing where id = ?", (thing,))
        before = int.from_bytes(rows[0][0], "big") if rows else 0
        touched = archive.rows("select 1 from touch where thing = ? limit 1", (thing,))
        digest = (before ^ delta).to_bytes(16, "big") if touched else b""
        archive.do(
            "insert into thing (id, digest) values (?, ?) on conflict (id) do update set digest = excluded.digest",
            (thing, digest),
        )


def _call_due(archive: Archive, owner: str) -> None:
    """Have the pages of a thing or article looked at by the next publishing, also where a build is killed before it."""
    archive.do("insert or ignore into due values (?)", (owner,))
