"""How is a day's briefing made? From the day's records, as one list of steps.

A pure function of `Morning`: what the archive knows on the day, and nothing that came later, so that an edition does
not change once its day is over (unless its own articles do).

Where one article moved, one or two items of an edition and of those after it differ. So every item has a key, a digest
of all that it is made from, and an item whose key is known is taken as it was.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from hashlib import blake2b

import msgspec
from msgspec import Struct

from briefing import clippings, links
from briefing.gist import (
    Known,
    choose_note,
    choose_quotes,
    count_outlets,
    count_presence,
    cut_others,
    disagreements_in,
    main_events,
    moved_events,
    paragraphs_in,
    summarise,
    weigh,
)
from briefing.headlines import choose_headline, is_background
from briefing.model import EventRule, Fingerprint, Record, Story
from briefing.published import (
    EDITION_ACTORS,
    ITEM_ACTORS,
    WORDS_PER_MINUTE,
    Change,
    Correction,
    Counts,
    Edition,
    Item,
    LedgerRow,
    Passage,
    QuietItem,
)
from briefing.wording import speak

SUMMARY_PASSAGES = 4  # of an event in an edition: what is read in half a minute
ITEM_QUOTES = 4  # an edition is finite; the event's page has all of them
KEY = 16  # bytes of an item's key
INSIDE = 0.5  # a story lies inside an event when at least this part of its articles is about it


class Near(Struct, frozen=True):
    """An article whose figures may be held against the day's: what is asked of it before it is read."""

    id: str
    digest: bytes  # of all that pages can show of it but for its story: `article.own` in the archive
    things: frozenset[tuple[str, str]]  # the events that it has a passage in, and its story: (kind, id)


class Morning(Struct, frozen=True):
    """What an edition is made from."""

    day: str
    opens: str
    closes: str
    closed: bool
    previous: str  # the edition before; empty: this is the first
    language: str
    records: tuple[Record, ...]  # the day's articles that pages may show, copies included, earliest first
    corrected: tuple[Record, ...]  # articles whose correction falls on the day
    before: tuple[Record, ...]  # those of the previous edition
    around: tuple[Near, ...]  # the day's and those of the last few days that are no copies, for disagreements
    read: Callable[[Iterable[str]], tuple[Record, ...]]  # articles by id
    fingerprints: Callable[[Iterable[str]], Sequence[Fingerprint]]  # those of articles by id
    events: tuple[EventRule, ...]
    stories: Mapping[str, Story]  # as far as their articles had come by this day
    history: Mapping[str, tuple[str, str]]  # event or story: its first day, and its last day before this one
    actors: Mapping[str, Known]
    ledger: tuple[LedgerRow, ...]
    kept: Mapping[bytes, Item]  # the items of this day's edition as the same code and rules made it, by their keys


def compose_edition(morning: Morning) -> tuple[Edition, tuple[bytes, ...]]:
    """Return the edition of a day, and the keys of its items. Same morning, same edition, to the byte."""
    fresh = tuple(record for record in morning.records if record.standing.state != "duplicate")
    groups = find_movers(fresh, morning.events, morning.stories)
    items: list[Item] = []
    keys: list[bytes] = []
    printed: set[tuple[str, int]] = set()  # (article, sentence): what stands in one item is not read again in the next
    for mover, members in sorted(groups.items(), key=lambda group: _rank(group[0], group[1], morning)):
        beside = _look_beside(mover, members, morning, printed, {item.headline_from for item in items})
        key = _key_of(mover, beside, morning.day)
        item = morning.kept.get(key) or _compose_item(mover, members, morning, beside)
        printed.update((passage.article, passage.sentence) for passage in item.printed)
        items.append(item)
        keys.append(key)
    inside = {id_ for item in items for id_ in item.articles}
    noted = tuple(
        clippings.cut_sentence(record, sentence)
        for record in fresh
        if record.article.id not in inside and (sentence := choose_note(record)) is not None
    )
    quiet = _find_quiet(morning, {item.id for item in items})
    cited = _cited(items, noted, morning)
    words = sum(len(passage.text.split()) for item in items for passage in item.printed) + sum(
        len(passage.text.split()) for passage in noted
    )
    edition = Edition(
        day=morning.day,
        opens=morning.opens,
        closes=morning.closes,
        closed=morning.closed,
        previous=morning.previous,
        counts=Counts(
            articles=len(morning.records),
            outlets=count_outlets(morning.records),
            origins=len({record.standing.origin for record in fresh}),
            events=len(items),
            words=words,
            minutes=max(1, round(words / WORDS_PER_MINUTE)) if words else 0,
        ),
        lead=items[0].id if items else "",
        items=tuple(items),
        noted=noted,
        quiet=quiet,
        corrections=tuple(
            Correction(record.article.id, record.article.modified, clippings.cut_was(record))
            for record in morning.corrected
        ),
        actors=count_presence(fresh, morning.actors)[:EDITION_ACTORS],
        articles=tuple(clippings.cite(record) for record in cited),
        ledger=morning.ledger,
        language=morning.language,
        lead_why=_tell_why(items, groups, morning.day, morning.language),
    )
    return edition, tuple(keys)


def find_movers(
    records: Iterable[Record], events: Iterable[EventRule], stories: Mapping[str, Story]
) -> dict[tuple[str, str], tuple[Record, ...]]:
    """What moved: ("event", id) or ("story", id) → its records. A story inside an event is not listed beside it."""
    records = tuple(records)
    by_event: dict[str, list[Record]] = {}
    by_story: dict[str, list[Record]] = {}
    for record in records:
        for event in moved_events(record):
            by_event.setdefault(event, []).append(record)
        if record.standing.story in stories:
            by_story.setdefault(record.standing.story, []).append(record)
    known = {event.id for event in events}
    movers = {("event", id_): tuple(members) for id_, members in sorted(by_event.items()) if id_ in known}
    for id_, members in sorted(by_story.items()):
        if not _events_around(members):
            movers["story", id_] = tuple(members)
    return movers


def _events_around(members: list[Record]) -> tuple[str, ...]:
    """The events that a story lies inside."""
    counts = Counter(event for record in members for event in main_events(record))
    return tuple(sorted(event for event, count in counts.items() if count >= INSIDE * len(members)))


def _rank(mover: tuple[str, str], members: tuple[Record, ...], morning: Morning) -> tuple[bool, bool, float, str]:
    """What the editor pinned comes first, then news, what weighs most before the rest. The first of an edition leads.

    What only background tells comes last.
    """
    pinned = any(record.article.override.pin for record in members)
    return (not pinned, all(map(is_background, members)), -_weigh(mover, members, morning), mover[1])


def _weigh(mover: tuple[str, str], members: tuple[Record, ...], morning: Morning) -> float:
    """Independent origins first; among equals the number of passages, and whether it is new."""
    return weigh(members, *mover, new=_since(mover[1], morning) >= morning.day)


def _since(id_: str, morning: Morning) -> str:
    """The first edition that an event or story stood in."""
    return morning.history.get(id_, (morning.day, ""))[0]


def _tell_why(
    items: Sequence[Item], groups: Mapping[tuple[str, str], tuple[Record, ...]], day: str, language: str
) -> str:
    """Why the first item leads the edition, for the reader: what it has before the second."""
    if not items:
        return ""
    words = speak(language)
    lead, *others = items
    if lead.pinned:
        return words.say("The editor put it first.")
    if not others:
        return words.say("Nothing else moved.")
    origins = words.count(lead.origins, "{n} independent origin", "{n} independent origins")
    first, second = (all(map(is_background, groups[item.kind, item.id])) for item in (lead, others[0]))
    if second and not first:
        return words.say("Told by {origins}; on all else there is only background.", origins=origins)
    if lead.origins > others[0].origins:
        return words.say("Told by {origins}, more than anything else in this edition.", origins=origins)
    if lead.since >= day > others[0].since:
        return words.say("Told by {origins}, as many as what comes next, and it is new.", origins=origins)
    if lead.weight > others[0].weight:
        return words.say("Told by {origins}, as many as what comes next, and in more passages.", origins=origins)
    return words.say("Told by {origins}, as many as what comes next.", origins=origins)


class _Beside(Struct, frozen=True):
    """What an item is made from besides its members: all of it goes into its key."""

    printed: list[tuple[str, int]]  # sentences of its members that items before it print
    headlines: list[str]  # members whose titles head items before it
    title: str
    first: str  # the first day it moved
    last: str  # … and the last before this one
    corrected: bool  # whether the day corrects one of its members
    outlets: int
    stories: list[str]  # those of its members that were stories by this day
    near: list[tuple[str, bytes]]  # whose figures are held against each other, its members among them, with digests


def _look_beside(
    mover: tuple[str, str],
    members: tuple[Record, ...],
    morning: Morning,
    printed: Collection[tuple[str, int]],
    headlines: Collection[str],
) -> _Beside:
    kind, id_ = mover
    ids = {record.article.id for record in members}
    copies = (record for record in morning.records if record.article.id in ids or record.standing.duplicate_of in ids)
    titles = {event.id: event.title for event in morning.events} if kind == "event" else {}
    return _Beside(
        printed=sorted(place for place in printed if place[0] in ids),
        headlines=sorted(ids.intersection(headlines)),
        title=titles[id_] if kind == "event" else morning.stories[id_].title,
        first=_since(id_, morning),
        last=morning.history.get(id_, ("", ""))[1],
        corrected=any(record.article.id in ids for record in morning.corrected),
        outlets=count_outlets(copies),
        stories=sorted({r.standing.story for r in members if r.standing.story in morning.stories}),
        near=[(near.id, near.digest) for near in morning.around if mover in near.things],
    )


def _key_of(mover: tuple[str, str], beside: _Beside, day: str) -> bytes:
    """A digest of all that an item is made from but for what is the same for all: code, rules of events, language.

    Its members are among `beside.near`, by digests that cover their texts, what was found in them, their standing and
    how pages name whom they mention, but not their story: of that an item says no more than what `beside` has, so that
    a story that goes on leaves the items of past days alone.
    """
    return blake2b(msgspec.json.encode((mover, day, beside)), digest_size=KEY).digest()


def _compose_item(mover: tuple[str, str], members: tuple[Record, ...], morning: Morning, beside: _Beside) -> Item:
    kind, id_ = mover
    rule = next((event for event in morning.events if event.id == id_), None) if kind == "event" else None
    before = frozenset(beside.printed)
    summary = summarise(members, id_, kind, SUMMARY_PASSAGES, morning.language, before, rule)
    shown = {(passage.article, passage.sentence) for passage in summary}
    quotes = choose_quotes(members, id_, kind, ITEM_QUOTES, shown | before)
    change: Change = "new" if beside.first >= morning.day else "updated"
    if beside.corrected:
        change = "corrected"
    headline = choose_headline(
        members,
        id_,
        kind,
        morning.language,
        beside.headlines,
        morning.events,
        fingerprints=morning.fingerprints,
    )
    return Item(
        id=id_,
        kind="event" if kind == "event" else "story",
        title=beside.title,
        headline=headline.article.title if headline else beside.title,
        headline_from=headline.article.id if headline else "",
        description=rule.description if rule else "",
        href=links.item_href(kind, id_),
        change=change,
        since=beside.first,
        last=beside.last,
        weight=_weigh(mover, members, morning),
        outlets=beside.outlets,
        origins=len({record.standing.origin for record in members}),
        summary=summary,
        passages=cut_others(summary, members, id_, kind),
        quotes=quotes,
        disagreements=disagreements_in(
            morning.read(id_ for id_, _ in beside.near),
            id_,
            kind,
            with_article={record.article.id for record in members},
        ),
        actors=count_presence(members, morning.actors, lambda record: paragraphs_in(record, id_, kind))[:ITEM_ACTORS],
        articles=tuple(
            record.article.id
            for record in sorted(
                members, key=lambda record: (-len(paragraphs_in(record, id_, kind)), record.article.id)
            )
        ),
        stories=tuple(beside.stories) if kind == "event" else (),
        pinned=any(record.article.override.pin for record in members),
    )


# -- the rest of the edition -------------------------------------------------------------------------------------------


def _find_quiet(morning: Morning, moved: set[str]) -> tuple[QuietItem, ...]:
    """What stood in the previous edition and did not move in this one."""
    before = find_movers(
        [record for record in morning.before if record.standing.state != "duplicate"], morning.events, morning.stories
    )
    titles = {event.id: event.title for event in morning.events} | {s.id: s.title for s in morning.stories.values()}
    return tuple(
        QuietItem(id_, titles[id_], links.item_href(kind, id_), morning.previous)
        for kind, id_ in sorted(before, key=lambda mover: (mover[0], mover[1]))
        if id_ not in moved
    )


def _cited(items: Iterable[Item], noted: Iterable[Passage], morning: Morning) -> list[Record]:
    ids = {passage.article for passage in noted} | {record.article.id for record in morning.corrected}
    for item in items:
        ids.update(item.articles)
        ids.update(passage.article for passage in item.printed)
    known = {record.article.id: record for record in (*morning.records, *morning.corrected)}
    # A passage of no article that is known here is none that may be printed: the check of what is published says so.
    near = [each.id for each in morning.around if each.id in ids and each.id not in known]
    known |= {record.article.id: record for record in morning.read(near)}
    return [known[id_] for id_ in sorted(ids) if id_ in known]
