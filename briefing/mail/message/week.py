"""What does the edition of a week hold? The editions of its days, united into one.

A week is read in less than ten minutes: every event that moved has its newest passage, and as far as MINUTES reach, the
weightiest first, one from each day before, so that the week's course is seen, and who said what. All passages are
those of the days' editions, unchanged.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from briefing import links
from briefing.mail.message.counted import (
    cite,
    count_edition,
    count_words,
    minutes_to_read,
    origins_of,
    sources_of,
)
from briefing.published import (
    WORDS_PER_MINUTE,
    ArticleRef,
    Change,
    Correction,
    Counts,
    Edition,
    Item,
    Passage,
    Presence,
    QuietItem,
    Said,
)

DAYS = 7
MINUTES = 6  # as long as they reach an event gets more than one passage: a week's mail is read in five to eight
SUMMARY_PASSAGES = 5  # of an event: its newest day and four before, or what there is
SHORTEST = 12  # words of a passage or of reported speech; what is shorter ("A second strand of the talks was about what
# follows.") hardly ever tells anything outside its day
QUOTES = 2  # of an event; a mail prints no more
DISAGREEMENTS = 2
NOTES = 4  # one for each day, the newest first
ITEM_ACTORS = 8  # as in a day's edition
EDITION_ACTORS = 20
NEWNESS = 0.2  # of an event's weight, as in a day's edition

# In which order an event gets its passages and quotes; after the first passage as long as there is room.
_ROUNDS = ("passage", "passage", "quote", "passage", "quote", "passage", "passage")

_KINDS = ("direct", "partial", "reported")  # of quotes, the worthiest first


@dataclass(frozen=True, slots=True)
class Week:
    """The days that a weekly edition tells of."""

    first: str  # the first of the seven days, whether or not it has an edition
    last: str  # the seventh, which is the day of its last edition
    days: tuple[str, ...]  # those that have one, oldest first


_Thing = tuple[str, str]  # kind and id of an event or story
_Moved = tuple[tuple[Edition, Item], ...]  # the days on which it moved, newest first, each with what it was then


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
    items = _fill(_title(frames, groups, articles, last.language), groups, articles, last.language)
    noted = _choose_notes(days, {id_ for item in items for id_ in item.articles})
    return replace(
        last,
        opens=days[0].opens,
        closed=all(edition.closed for edition in days),
        previous=days[0].previous,
        counts=_count(days, items, noted, articles),
        lead=items[0].id if items else "",
        lead_why="",
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


def _find_moved(days: Sequence[Edition]) -> dict[_Thing, _Moved]:
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


def _frame(moved: _Moved, articles: Mapping[str, ArticleRef], corrections: Iterable[Correction], first: str) -> Item:
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


def _change(items: Iterable[Item], new: bool, corrected: set[str]) -> Change:
    if new:
        return "new"
    return "corrected" if corrected or any(item.change == "corrected" for item in items) else "updated"


def _weigh(origins: int, articles: int, new: bool) -> float:
    """Independent origins first, all else below 1, as in a day's edition. It counts articles: passages it cannot."""
    return round(origins + (1 - NEWNESS) * articles / (articles + 10) + (NEWNESS if new else 0), 4)


def _is_background(moved: _Moved) -> bool:
    """Whether it came last though it weighed more, whenever it moved: an edition puts mere background there."""
    return all(_came_late(item, edition) for edition, item in moved if item in edition.items)


def _came_late(item: Item, edition: Edition) -> bool:
    before = edition.items[: edition.items.index(item)]
    return not item.pinned and any(not each.pinned and each.weight < item.weight for each in before)


def _title(
    frames: Iterable[Item], groups: Mapping[_Thing, _Moved], articles: Mapping[str, ArticleRef], language: str
) -> list[Item]:
    """Give each event the newest headline that another does not have, one in the site's language if there is one."""
    taken: set[str] = set()
    found = []
    for frame in frames:
        days = [item for _, item in groups[frame.kind, frame.id] if item.headline_from]
        free = [item for item in days if item.headline_from not in taken]
        own = [item for item in free if _language(item.headline_from, articles) == language]
        best = next(iter(own or free), None)
        headline = (best.headline, best.headline_from) if best else (frame.title, "")
        taken.add(headline[1])
        found.append(replace(frame, headline=headline[0], headline_from=headline[1]))
    return found


# -- its words --------------------------------------------------------------------------------------------------------


class _Print:
    """What stands in the week already: nothing is read twice."""

    def __init__(self) -> None:
        self._texts: set[str] = set()
        self._places: dict[str, list[tuple[int, int]]] = {}

    def takes(self, passage: Passage) -> bool:
        """Put a passage into print, unless it or a part of it stands there; return whether it was put."""
        text = " ".join(passage.text.casefold().split())
        places = self._places.setdefault(passage.article, [])
        if text in self._texts or any(start < passage.end and passage.start < end for start, end in places):
            return False
        self._texts.add(text)
        places.append((passage.start, passage.end))
        return True


def _fill(
    frames: Sequence[Item], groups: Mapping[_Thing, _Moved], articles: Mapping[str, ArticleRef], language: str
) -> tuple[Item, ...]:
    """Give events their passages and quotes: all it may have to the lead, one passage to each, then more in rounds."""
    print_ = _Print()
    room = MINUTES * WORDS_PER_MINUTE - count_words(frames, ())
    summaries: list[list[Passage]] = [[] for _ in frames]
    quotes: list[list[Said]] = [[] for _ in frames]
    passages_left = [_passages(groups[item.kind, item.id], articles, language) for item in frames]
    quotes_left = [_quotes(groups[item.kind, item.id], articles, language) for item in frames]

    def give(at: int, kind: str) -> int:
        """Give the event at a place its next passage or quote; return its words."""
        if kind == "passage" and len(summaries[at]) < SUMMARY_PASSAGES:
            for passage in passages_left[at]:
                if print_.takes(passage):
                    summaries[at].append(passage)
                    return len(passage.text.split())
        if kind == "quote" and len(quotes[at]) < QUOTES:
            for said in quotes_left[at]:
                if print_.takes(said.passage):
                    quotes[at].append(said)
                    return len(said.passage.text.split())
        return 0

    places = range(len(frames))
    for at, kind in [(at, kind) for at in places[:1] for kind in _ROUNDS] + [(at, "passage") for at in places[1:]]:
        room -= give(at, kind)
    for at, kind in [(at, kind) for kind in _ROUNDS[1:] for at in places[1:]]:
        if room > 0:
            room -= give(at, kind)
    return tuple(
        replace(frame, summary=_in_order(summary, groups[frame.kind, frame.id]), quotes=tuple(said))
        for frame, summary, said in zip(frames, summaries, quotes, strict=True)
    )


def _passages(moved: _Moved, articles: Mapping[str, ArticleRef], language: str) -> Iterator[Passage]:
    """The passages that may stand for an event's week, in order of choice: the first of each day, then the second.

    The newest day goes first, then the others by what they weighed.
    """
    newest, *others = moved
    ranked = [newest, *sorted(others, key=lambda day: -day[1].weight)]  # stable: of equal ones the newer
    days = _in_language([list(item.summary or item.passages) for _, item in ranked], articles, language)
    days = [[passage for passage in day if _speaks(passage)] or day for day in days]
    longest = max(map(len, days), default=0)
    return iter([day[place] for place in range(longest) for day in days if place < len(day)])


def _speaks(passage: Passage) -> bool:
    return len(passage.text.split()) >= SHORTEST


def _in_language(
    days: Sequence[list[Passage]], articles: Mapping[str, ArticleRef], language: str
) -> Sequence[list[Passage]]:
    """As in a day's edition, articles in the site's language speak where there are any."""
    own = [[passage for passage in day if _language(passage.article, articles) == language] for day in days]
    return own if any(own) else days


def _in_order(chosen: Iterable[Passage], moved: _Moved) -> tuple[Passage, ...]:
    """The newest day first, those of a day as its edition has them."""
    order = [passage for _, item in moved for passage in (*item.summary, *item.passages)]
    return tuple(sorted(chosen, key=order.index))


def _quotes(moved: _Moved, articles: Mapping[str, ArticleRef], language: str) -> Iterator[Said]:
    """The quotes of an event's week in order of choice: several voices, words in marks first, the newest first."""
    found = [
        said
        for _, item in moved
        for said in item.quotes
        if said.kind != "reported" or (said.speaker is not None and _speaks(said.passage))
    ]
    own = [said for said in found if _language(said.passage.article, articles) == language]
    heard: Counter[str] = Counter()
    ranks = []
    for place, said in enumerate(own or found):
        speaker = said.speaker or said.speaker_text.casefold()
        ranks.append((_KINDS.index(said.kind) + len(_KINDS) * heard[speaker], place))
        heard[speaker] += 1
    return iter([(own or found)[place] for _, place in sorted(ranks)])


def _language(article: str, articles: Mapping[str, ArticleRef]) -> str:
    return articles[article].lang if article in articles else ""


# -- the rest of the week ---------------------------------------------------------------------------------------------


def _choose_notes(days: Sequence[Edition], inside: set[str]) -> tuple[Passage, ...]:
    """The newest note of each day, newest day first, without articles that an event of the week holds."""
    free = ([note for note in edition.noted if note.article not in inside] for edition in reversed(days))
    return tuple(notes[-1] for notes in free if notes)[:NOTES]


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
