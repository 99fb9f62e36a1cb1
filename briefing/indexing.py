"""Which things does each article touch, and has anything that pages show of them changed?

Every article has a digest of all that pages can show of it, every thing (see `archive`) the digests of its articles,
joined by exclusive or (empty: it has none left): an article that comes, goes or changes is taken out and put in without
looking at the others, and the result does not depend on the order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from hashlib import blake2b

import msgspec

from briefing import clippings, links
from briefing.archive import Archive
from briefing.gist import Known, moved_events, paragraphs_in
from briefing.model import LIVE, SHOWN, Record, Registry

# Things whose pages name an article's story: a day, an event, the story itself, an actor. What they hold of an article
# is digested with it, what the others hold (a source, copies, an actor in an event) without.
NAMING_STORIES = ("d:", "e:", "y:", "a:")
# Articles from which on an actor that no registry names has a page; one is enough if it may be shown what they said.
SPEAKS_OR_RECURS = 2

_Thing = str
_Tally = dict[tuple[str, str, str], tuple[int, int]]  # actor, name, kind: by how many articles and quotes more


def forget(archive: Archive, removed: Iterable[str]) -> frozenset[str]:
    """Take articles that are no more out of the archive; return the actors whom they named.

    Those to whom that matters are pending: they are held against the others anew.
    """
    gone = set(removed)
    if not gone:
        return frozenset()
    from briefing.ties import LISTED, list_in, loosen  # noqa: PLC0415 - loads the analysis, which most builds need not

    mates, partners = loosen(archive, gone)
    archive.do(f"update article set pending = 1 where id in {LISTED}", list_in(mates | partners))
    deltas: dict[_Thing, int] = {}
    tally: _Tally = {}
    for id_ in sorted(gone):
        n = _number(archive, id_)
        _forget_presence(archive, n, tally)
        _forget_touches(archive, n, deltas)
        _call_due(archive, f"article:{id_}")
    archive.remove(sorted(gone))
    _add_up(archive, deltas)
    return frozenset(_count(archive, tally))


def index(archive: Archive, registry: Registry, moved: Iterable[str], actors: Iterable[str]) -> None:
    """Bring presences, facts, touches and digests up to date.

    `moved` are the articles whose analysis or standing changed, `actors` those whom articles that went had named.
    """
    deltas: dict[_Thing, int] = {}
    tally: _Tally = {}
    touched: dict[str, tuple[_Thing, ...]] = {}
    same: dict[_Thing, _Thing] = {}  # one string for all that touch a thing: a tenth of the memory
    for id_ in sorted(moved):
        n = _number(archive, id_)
        _forget_presence(archive, n, tally)
        _forget_touches(archive, n, deltas)
        record = archive.record(id_)
        if record is not None:
            _note_presence(archive, n, record, tally)
        touched[id_] = tuple(same.setdefault(thing, thing) for thing in (things_of(record) if record else ["d:"]))
    named = _count(archive, tally).union(actors)
    for id_ in sorted(_naming(archive, _renew_facts(archive, registry, named)) - touched.keys()):
        n = _number(archive, id_)
        touched[id_] = tuple(
            thing for (thing,) in archive.rows("select thing from touch where article = ? order by thing", (n,))
        )
        _forget_touches(archive, n, deltas)
    for id_, things in touched.items():
        _note_touches(archive, id_, things, deltas)
    _add_up(archive, deltas)


def _number(archive: Archive, id_: str) -> int:
    ((n,),) = archive.rows("select n from article where id = ?", (id_,))
    return int(n)


# -- who is named where ------------------------------------------------------------------------------------------------


def _forget_presence(archive: Archive, n: int, tally: _Tally) -> None:
    for actor, name, kind, quotes in archive.rows(
        "delete from presence where article = ? returning actor, name, kind, quotes", (n,)
    ):
        _tell(tally, actor, name, kind, -1, -quotes)


def _tell(tally: _Tally, actor: str, name: str, kind: str, articles: int, quotes: int) -> None:
    before = tally.get((actor, name, kind), (0, 0))
    tally[actor, name, kind] = (before[0] + articles, before[1] + quotes)


def _count(archive: Archive, tally: _Tally) -> set[str]:
    """Put the changes into the numbers of articles and quotes; return all actors in question."""
    archive.do_many(
        "insert into called values (?, ?, ?, ?, ?) on conflict (actor, name, kind)"
        " do update set articles = articles + excluded.articles, quotes = quotes + excluded.quotes",
        ((*key, *change) for key, change in tally.items() if change != (0, 0)),
    )
    archive.do_many(
        "delete from called where actor = ? and name = ? and kind = ? and articles = 0",
        (key for key, (articles, _) in tally.items() if articles < 0),
    )
    return {actor for actor, _, _ in tally}


def _note_presence(archive: Archive, n: int, record: Record, tally: _Tally) -> None:
    """Keep whom a live article names. Copies and held-back articles make nobody known, nor does a single word.

    A discovered "Assisi" or "Iskanders" may be anything; a person whom no registry names is known by a full name.
    Who speaks is named, and is counted as quoted only where the article's rights let the quote be printed.
    """
    if record.standing.state not in LIVE:
        return
    discovered = {actor.id: actor for actor in record.analysis.discovered}
    nobody = {id_ for id_, actor in discovered.items() if actor.kind == "person" and " " not in actor.name}
    kinds: dict[str, str] = {}
    for mention in record.analysis.mentions:
        if mention.actor:
            kinds.setdefault(mention.actor, mention.kind)
    speakers = {quote.speaker for quote in record.analysis.quotes if quote.speaker}
    quotes = Counter(quote.speaker for quote in clippings.printable_quotes(record))
    rows = [
        (
            id_,
            n,
            discovered[id_].name if id_ in discovered else "",
            discovered[id_].kind if id_ in discovered else kinds.get(id_, "person"),
            quotes[id_],
        )
        for id_ in sorted({*kinds, *speakers} - nobody)
    ]
    archive.do_many("insert into presence values (?, ?, ?, ?, ?)", rows)
    for actor, _, name, kind, number in rows:
        _tell(tally, actor, name, kind, 1, number)


def _renew_facts(archive: Archive, registry: Registry, actors: Iterable[str]) -> set[str]:
    """Say anew how pages name these actors and whether they have a page; return those for whom that changed."""
    registered = {actor.id: actor for actor in registry.actors}
    changed = set()
    for id_ in sorted(actors):
        rows = archive.rows(
            "select name, kind, articles, quotes from called where actor = ? order by articles desc, name, kind",
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
    for thing, digest in archive.rows("select thing, digest from touch where article = ?", (n,)):
        deltas[thing] = deltas.get(thing, 0) ^ int.from_bytes(digest, "big")
    archive.do("delete from touch where article = ?", (n,))


def _note_touches(archive: Archive, id_: str, things: Iterable[_Thing], deltas: dict[_Thing, int]) -> None:
    """Keep what an article touches, and the digests of all that pages can show of it: with its story, and without.

    The story's own words are only in the first: an article that joins a story would else have all sources and actors
    of its other members looked at as well, three times as many pages as name it.
    """
    ((n, sha, seal, before, live, state, reason, day, duplicate_of, origin, story, corrected),) = archive.rows(
        "select n, sha, seal, digest, live, state, reason, day, duplicate_of, origin, story, corrected"
        " from article where id = ?",
        (id_,),
    )
    facts = [
        value
        for thing in things
        if thing.startswith(("a:", "n:"))
        for (value,) in archive.rows("select value from fact where id = ?", (f"a:{thing[2:]}",))
    ]
    told = archive.rows("select value from story where id = ?", (story,)) if story else ()
    stands = msgspec.json.encode((state, day, duplicate_of, origin, corrected))
    own = _digest(id_.encode(), sha.encode(), seal, stands, msgspec.json.encode(facts))
    whole = _digest(own, msgspec.json.encode((reason, story)), *(value for (value,) in told))
    rows = [(thing, day, n, live, whole if thing.startswith(NAMING_STORIES) else own) for thing in things]
    for thing, _, _, _, digest in rows:
        deltas[thing] = deltas.get(thing, 0) ^ int.from_bytes(digest, "big")
    archive.do_many("insert into touch values (?, ?, ?, ?, ?)", rows)
    if whole != before:
        archive.do("update article set digest = ?, own = ? where n = ?", (whole, own, n))
        _call_due(archive, f"article:{id_}")


def _digest(*parts: bytes) -> bytes:
    total = blake2b(digest_size=16)
    for part in parts:
        total.update(len(part).to_bytes(8, "big"))
        total.update(part)
    return total.digest()


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
