"""What does the edition of a week hold? The editions of its days, united into one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from msgspec import Struct
from msgspec.structs import replace

from briefing import links
from briefing.mail.message.counted import (
    cite,
    count_edition,
    count_words,
    minutes_to_read,
    origins_of,
    sources_of,
)
from briefing.mail.message.weekly_words import Moved, choose_headlines, choose_words
from briefing.published import (
    EDITION_ACTORS,
    ITEM_ACTORS,
    ITEMS_IN_FULL,
    ArticleRef,
    Change,
    Correction,
    Counts,
    Edition,
    Item,
    Passage,
    Presence,
    QuietItem,
)
from briefing.wording import speak

DAYS = 7
DISAGREEMENTS = 2  # of an event; the pages of its days have all
NOTED_DAYS = 3  # the newest; what was noted before them has been overtaken, or became an event of the week
NEWNESS = 0.2  # of an event's weight, as in a day's edition


class Week(Struct, frozen=True):
    """The days that a weekly edition tells of."""

    first: str  # the first of the seven days, whether or not it has an edition
    last: str  # the seventh, which is the day of its last edition
    days: tuple[str, ...]  # those that have one, oldest first


_Thing = tuple[str, str]  # kind and id of an event or story


def compose_week(editions: Sequence[Edition]) -> tuple[Edition, Week]:
    """Return the edition of the seven days that end with the last of `editions`, and which days those are.

    `editions` may hold older ones too, in any order. Raises ValueError where there is none. What is counted is counted
    as in a day's edition; outlets are those of the cited articles, or those of the day with the most, whichever is
    more, since an edition does not name the outlets of copies.
    """
    if not editions:
        raise ValueError("a week needs an edition")
    week = _span(max(edition.day for edition in editions))
    by_day = {edition.day: edition for edition in editions if week.first <= edition.day}
    days = tuple(by_day[day] for day in sorted(by_day))
    last = days[-1]
    articles = {ref.id: ref for edition in days for ref in edition.articles}  # as the newest has them
    corrections = _unite_corrections(days)
    groups = _find_moved(days)
    frames = [_frame(moved, articles, corrections, week.first) for moved in groups.values()]
    frames.sort(key=lambda item: (not item.pinned, _is_background(groups[item.kind, item.id]), -item.weight, item.id))
    moved = [groups[item.kind, item.id] for item in frames]
    frames = [_cut_rest(item) if place >= ITEMS_IN_FULL else item for place, item in enumerate(frames)]
    items = choose_words(choose_headlines(frames, moved, articles, last.language), moved, articles, last.language)
    noted = _choose_notes(days, week.last, {id_ for item in items for id_ in item.articles})
    return replace(
        last,
        opens=days[0].opens,
        closed=all(edition.closed for edition in days),
        previous=days[0].previous,
        counts=_count(days, items, noted, articles),
        lead=items[0].id if items else "",
        lead_why=_tell_why(items, moved, week.first, last.language),
        items=items,
        noted=noted,
        quiet=_unite_quiet(days, {item.id for item in items}),
        corrections=corrections,
        actors=_unite_actors(edition.actors for edition in reversed(days))[:EDITION_ACTORS],
        articles=cite(items, noted, corrections, articles),
        ledger=(),
    ), replace(week, days=tuple(edition.day for edition in days))


def _span(last: str) -> Week:
    return Week((date.fromisoformat(last) - timedelta(days=DAYS - 1)).isoformat(), last, ())


def _find_moved(days: Sequence[Edition]) -> dict[_Thing, Moved]:
    found: dict[_Thing, list[tuple[Edition, Item]]] = {}
    for edition in reversed(days):
        for item in edition.items:
            found.setdefault((item.kind, item.id), []).append((edition, item))
        for note in edition.noted:
            # The first article of what became a story later in the week: on its day it told of it alone.
            if later := found.get(("story", links.story_id(note.article))):
                later.append((edition, _begin(later[-1][1], note, edition)))
    return {thing: tuple(moved) for thing, moved in found.items()}


def _begin(story: Item, note: Passage, edition: Edition) -> Item:
    """A story on the day when its first article was merely noted."""
    title = next((ref.title for ref in edition.articles if ref.id == note.article), story.title)
    return Item(
        story.id, story.kind, story.title, title, note.article, "", story.href, "new", edition.day, "", 1.0, 1, 1,
        (note,), (), (), (), (), (note.article,),
    )  # fmt: skip


# -- an event's week --------------------------------------------------------------------------------------------------


def _frame(moved: Moved, articles: Mapping[str, ArticleRef], corrections: Iterable[Correction], first: str) -> Item:
    """Return all of an event's week but its words."""
    items = [item for _, item in moved]
    newest = items[0]
    ids = tuple(dict.fromkeys(id_ for item in items for id_ in item.articles))
    origins = max([len(origins_of(ids, articles)), *(item.origins for item in items)])
    new = newest.since >= first
    return replace(
        newest,
        change=_change(items, new, {correction.article for correction in corrections} & set(ids)),
        last=items[-1].last,
        weight=_weigh(origins, len(ids), new),
        outlets=max([len(sources_of(ids, articles)), *(item.outlets for item in items)]),
        origins=origins,
        summary=(),
        passages=(),  # no mail prints them
        quotes=(),
        disagreements=newest.disagreements[:DISAGREEMENTS],  # later accounts may have settled those before
        actors=_unite_actors(item.actors for item in items)[:ITEM_ACTORS],
        articles=ids,
        stories=tuple(sorted({story for item in items for story in item.stories})),
        pinned=any(item.pinned for item in items),
    )


def _cut_rest(item: Item) -> Item:
    """What is told in a sentence has no room for what sources differ in."""
    return replace(item, disagreements=())


def _change(items: Iterable[Item], new: bool, corrected: set[str]) -> Change:
    if new:
        return "new"
    return "corrected" if corrected or any(item.change == "corrected" for item in items) else "updated"


def _weigh(origins: int, articles: int, new: bool) -> float:
    """Independent origins first, all else below 1, as in a day's edition. It counts articles: passages it cannot."""
    return round(origins + (1 - NEWNESS) * articles / (articles + 10) + (NEWNESS if new else 0), 4)


def _is_background(moved: Moved) -> bool:
    """Whether it came last though it weighed more, whenever it moved: an edition puts mere background there."""
    return all(_came_late(item, edition) for edition, item in moved if item in edition.items)


def _came_late(item: Item, edition: Edition) -> bool:
    before = edition.items[: edition.items.index(item)]
    return any(not each.pinned and each.weight < item.weight for each in before)


def _tell_why(items: Sequence[Item], moved: Sequence[Moved], first: str, language: str) -> str:
    """Why the first item leads the week, for the reader, as a day's edition tells it; empty where that is not clear."""
    if not items:
        return ""
    words = speak(language)
    lead, *others = items
    if lead.pinned:
        return words.say("The editor put it first.")
    if not others:
        return words.say("Nothing else moved.")
    origins = words.count(lead.origins, "{n} independent origin", "{n} independent origins")
    if _is_background(moved[1]) and not _is_background(moved[0]):
        return words.say("Told by {origins}; on all else there is only background.", origins=origins)
    if lead.origins > max(item.origins for item in others):
        return words.say("Told by {origins}, more than anything else this week.", origins=origins)
    if lead.origins != others[0].origins:
        return ""
    if lead.since >= first > others[0].since:
        return words.say("Told by {origins}, as many as what comes next, and it is new.", origins=origins)
    return words.say("Told by {origins}, as many as what comes next.", origins=origins)


# -- the rest of the week ---------------------------------------------------------------------------------------------


def _choose_notes(days: Sequence[Edition], last: str, inside: set[str]) -> tuple[Passage, ...]:
    """The newest note of each of the last days, newest day first, without articles that an event of the week holds."""
    first = (date.fromisoformat(last) - timedelta(days=NOTED_DAYS - 1)).isoformat()
    recent = [edition for edition in reversed(days) if edition.day >= first]
    free = ([note for note in edition.noted if note.article not in inside] for edition in recent)
    return tuple(notes[-1] for notes in free if notes)


def _unite_quiet(days: Sequence[Edition], moved: set[str]) -> tuple[QuietItem, ...]:
    """What stood in the edition before the week, or in one of the week's, and did not move: the newest row of each."""
    found = {quiet.id: quiet for edition in days for quiet in edition.quiet if quiet.id not in moved}
    return tuple(sorted(sorted(found.values(), key=lambda quiet: quiet.id), key=lambda q: q.last, reverse=True))


def _unite_corrections(days: Sequence[Edition]) -> tuple[Correction, ...]:
    """The newest correction of each article, by article."""
    found = {correction.article: correction for edition in days for correction in edition.corrections}
    return tuple(found[id_] for id_ in sorted(found))


def _unite_actors(days: Iterable[Iterable[Presence]]) -> tuple[Presence, ...]:
    """Who is named on some days, newest first. An article is of one day, so what days count adds up."""
    found: dict[str, Presence] = {}
    for actor in (actor for day in days for actor in day):
        known = found.get(actor.id)
        found[actor.id] = (
            replace(known, articles=known.articles + actor.articles, quotes=known.quotes + actor.quotes)
            if known
            else actor
        )
    return tuple(sorted(found.values(), key=lambda actor: (-actor.articles, -actor.quotes, actor.id)))


def _count(
    days: Sequence[Edition], items: Sequence[Item], noted: Sequence[Passage], articles: Mapping[str, ArticleRef]
) -> Counts:
    every_note = tuple(passage for edition in days for passage in edition.noted)
    least = count_edition(items, every_note, articles)
    words = count_words(items, noted)
    return Counts(
        articles=sum(edition.counts.articles for edition in days),
        outlets=max([least.outlets, *(edition.counts.outlets for edition in days)]),
        origins=max([least.origins, *(edition.counts.origins for edition in days)]),
        events=len(items),
        words=words,
        minutes=minutes_to_read(words),
    )
