"""What of an edition is for a reader who follows some events and actors only?"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from msgspec.structs import replace

from briefing.mail.message.counted import cite, cited_by, count_edition
from briefing.published import Edition, Item, Presence

_NOWHERE: Mapping[str, tuple[Item, ...]] = {}


def follow(
    edition: Edition,
    events: tuple[str, ...],
    actors: tuple[str, ...],
    about: Mapping[str, tuple[Item, ...]] = _NOWHERE,
) -> Edition | None:
    """Return `edition` cut down to what a reader follows, as an edition of its own; None: nothing of theirs moved.

    `events` are ids of events and stories, `actors` of actors; who follows neither gets everything. `about` says of a
    corrected article in which items it stood (`corrected.Owed.about`): the edition itself does not say so.

    An event, or a correction of what was said of one, is movement; that an event which they follow is quiet is none,
    and comes along only where there is something else to tell.
    """
    if not events and not actors:
        return edition
    mine = cut_down(edition, events, actors, about)
    return mine if mine.items or mine.corrections else None


def cut_down(
    edition: Edition,
    events: Collection[str],
    actors: Collection[str],
    about: Mapping[str, tuple[Item, ...]] = _NOWHERE,
) -> Edition:
    """Return `edition` with what is followed and nothing else, even if that is nothing at all.

    No passage is noted in it: those belong to no event, and whom they name the edition does not say. The ledger, which
    is of the whole edition and which no mail prints, is empty.
    """
    items = tuple(item for item in edition.items if is_followed(item, events, actors))
    mine = {id_ for item in items for id_ in cited_by(item)}
    corrections = tuple(
        correction
        for correction in edition.corrections
        if correction.article in mine or is_about(correction.article, events, actors, about)
    )
    articles = {ref.id: ref for ref in edition.articles}
    whole = items == edition.items and not edition.noted
    return replace(
        edition,
        counts=edition.counts if whole else count_edition(items, (), articles),
        lead=items[0].id if items else "",
        # Why it leads is said by comparing it with what comes next.
        lead_why=edition.lead_why if items[:2] == edition.items[:2] else "",
        items=items,
        noted=(),
        quiet=tuple(quiet for quiet in edition.quiet if quiet.id in events),
        corrections=corrections,
        actors=_named_in(items, edition.actors),
        articles=cite(items, (), corrections, articles),
        ledger=(),
    )


def is_followed(item: Item, events: Collection[str], actors: Collection[str]) -> bool:
    """Whether somebody who follows these events and actors follows an item.

    They follow it, a story inside it, or somebody who is named in it: among its foremost actors, or in a quote.
    """
    if item.id in events or any(story in events for story in item.stories):
        return True
    named = {actor.id for actor in item.actors} | {id_ for said in item.quotes for id_ in (said.speaker, *said.about)}
    return any(actor in named for actor in actors)


def is_about(
    article: str, events: Collection[str], actors: Collection[str], about: Mapping[str, tuple[Item, ...]]
) -> bool:
    """Whether an article stood in something that is followed."""
    return any(is_followed(item, events, actors) for item in about.get(article, ()))


def _named_in(items: Iterable[Item], actors: Iterable[Presence]) -> tuple[Presence, ...]:
    """Who of the edition's actors is named in these items, and in how many articles and quotes at least."""
    found: dict[str, Presence] = {}
    for item in items:
        for here in (*item.actors, *_quoted_in(item, actors)):
            known = found.get(here.id, here)
            found[here.id] = replace(
                here, articles=max(here.articles, known.articles), quotes=max(here.quotes, known.quotes)
            )
    return tuple(sorted(found.values(), key=lambda actor: (-actor.articles, -actor.quotes, actor.id)))


def _quoted_in(item: Item, actors: Iterable[Presence]) -> Iterable[Presence]:
    """Those of `actors` who speak or are spoken of in an item's quotes: not all are among its foremost."""
    for actor in actors:
        by = [said for said in item.quotes if said.speaker == actor.id]
        where = {said.passage.article for said in item.quotes if actor.id in (said.speaker, *said.about)}
        if where:
            yield replace(actor, articles=len(where), quotes=len(by))
