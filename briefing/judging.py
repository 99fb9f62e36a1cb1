"""What does the ledger say of an article, and what is its story? Said of articles whose place is known."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

import msgspec
from msgspec.structs import replace

from briefing import links
from briefing.analysis import duplicates, stories
from briefing.archive import Archive
from briefing.filing import Brief
from briefing.headlines import find_dead_titles
from briefing.model import LIVE, Registry, Standing, State, Story
from briefing.settings import Settings

UNNAMED = "unnamed"  # the one outlet that all articles without a source count as


def edition_day(moment: str, settings: Settings) -> str:
    """The day whose edition an article of that moment belongs to: the 24 hours before the cut of that day."""
    if not moment:
        return ""
    local = datetime.fromisoformat(moment).astimezone(settings.zone).replace(tzinfo=None)
    return ((local - settings.cut).date() + timedelta(days=1)).isoformat()


# -- articles that may not stand in events, stories and editions ------------------------------------------------------


class _Gate(msgspec.Struct):
    """Of a brief, what decides whether the article may."""

    status: str
    exclude: str
    ahead: str


def close(archive: Archive, settings: Settings, ids: Iterable[str]) -> tuple[set[str], set[str]]:
    """Return which of these articles are open, and those of the others whose standing moved."""
    is_open: set[str] = set()
    standings: dict[str, Standing] = {}
    for id_ in sorted(ids):
        for (value,) in archive.rows("select value from brief where n = (select n from article where id = ?)", (id_,)):
            gate = msgspec.json.decode(value, type=_Gate)
            if gate.status == "published" and not gate.exclude and gate.ahead <= settings.day:
                is_open.add(id_)
            else:
                standings[id_] = _closed(msgspec.json.decode(value, type=Brief), settings)
    return is_open, _write(archive, standings)


def _closed(brief: Brief, settings: Settings) -> Standing:
    state: State = "excluded"
    reason = brief.exclude
    if brief.status == "draft":
        state, reason = "draft", "Its front matter says Status: draft."
    elif brief.status == "withdrawn":
        state, reason = "withdrawn", brief.status_reason or "Its publisher withdrew it."
    elif not brief.exclude:
        reason = f"It is dated {brief.ahead}, after the build day {settings.day}."
    return Standing(state, reason, edition_day(brief.moment, settings))


# -- articles that may ------------------------------------------------------------------------------------------------


def judge(
    archive: Archive,
    settings: Settings,
    registry: Registry,
    groups: Sequence[tuple[str, ...]],
    repeats: Mapping[str, str],
) -> set[str]:
    """Give the articles of these groups and their copies their standings; return those whose standing or story moved.

    A group of at least two is a story. `repeats` says which article each copy repeats, perhaps also of other groups.
    """
    originals = {id_ for group in groups for id_ in group}
    repeats = {id_: of for id_, of in repeats.items() if of in originals}
    briefs = {brief.id: brief for brief in archive.briefs(sorted(originals | repeats.keys()))}
    copies: dict[str, list[str]] = {}
    for id_, of in sorted(repeats.items()):
        copies.setdefault(of, []).append(id_)
    every = [[*group, *(copy for id_ in group for copy in copies.get(id_, ()))] for group in groups]
    told: dict[str, Story] = {}
    moved: set[str] = set()
    for group, those in zip(groups, every, strict=True):
        if len(group) > 1:
            story = _tell_story(briefs, group, settings)
            told.update(dict.fromkeys(group, story))
            if archive.story(story.id) != story:
                archive.put_story(story)
                moved.update(those)
    owners = {source.id: source.owner for source in registry.sources}
    origins = duplicates.find_origins(
        [
            duplicates.Candidate(id_, brief.moment, brief.fingerprint, brief.source, owners.get(brief.source, ""))
            for id_, brief in sorted(briefs.items())
        ],
        repeats,
        [those for group, those in zip(groups, every, strict=True) if len(group) > 1],
    )
    titles = {event.id: event.title for event in registry.events}
    standings = {}
    for id_, brief in sorted(briefs.items()):
        original = repeats.get(id_, id_)
        origin = origins[id_]
        found = Standing(
            state="used",
            day=edition_day(brief.moment, settings),
            duplicate_of=repeats.get(id_, ""),
            origin=(briefs[origin].source or UNNAMED) if origin in briefs else links.slug(origin),
            story=told[original].id if original in told else "",
            corrected=edition_day(brief.modified, settings) if _is_corrected(brief, settings) else "",
        )
        standings[id_] = _judge(found, brief, briefs, told.get(original), titles)
    return moved | _write(archive, standings)


def _is_corrected(brief: Brief, settings: Settings) -> bool:
    return "" < brief.modified[:10] <= settings.day


def _tell_story(briefs: Mapping[str, Brief], group: Collection[str], settings: Settings) -> Story:
    ordered = sorted(group, key=lambda id_: (briefs[id_].moment or "9", id_))
    languages = [briefs[id_].lang for id_ in ordered]
    dead = find_dead_titles([(briefs[id_].title, briefs[id_].lang, briefs[id_].dated) for id_ in ordered])
    titled = ordered[
        stories.choose_title(
            ["" if at in dead else briefs[id_].title for at, id_ in enumerate(ordered)],
            [briefs[id_].fingerprint for id_ in ordered],
            max(sorted(set(languages)), key=languages.count),
        )
    ]
    days = sorted(day for id_ in ordered if (day := edition_day(briefs[id_].moment, settings)))
    return Story(
        id=links.story_id(ordered[0]),
        title=briefs[titled].title,
        title_from=titled,
        members=tuple(ordered),
        opening=briefs[ordered[0]].title,
        first=days[0] if days else "",
        last=days[-1] if days else "",
    )


def _judge(
    standing: Standing, brief: Brief, briefs: Mapping[str, Brief], story: Story | None, titles: Mapping[str, str]
) -> Standing:
    """The state of an open article and the reason, in a reader's words."""
    if standing.duplicate_of:
        original = briefs[standing.duplicate_of]
        reason = f"It repeats “{original.title}” ({original.id})."
        return replace(standing, state="duplicate", corrected="", reason=reason)
    where = [titles[event] for event in brief.events if event in titles]
    where += [f"the story “{story.title}”"] if story else []
    if brief.rights == "link":
        return replace(standing, state="link-only", reason="Its rights allow no more than title and link.")
    if where:
        return replace(standing, reason=f"In {', '.join(where)}.")
    return replace(standing, state="unassigned", reason="No event's phrases and no other article tell of the same.")


def _write(archive: Archive, settled: Mapping[str, Standing]) -> set[str]:
    """Keep the standings; return the ids whose standing differs from the one known."""
    moved = set()
    known = archive.standings_of(settled)
    for id_, standing in sorted(settled.items()):
        if known.get(id_) != standing:
            moved.add(id_)
            archive.set_standing(id_, standing, live=standing.state in LIVE)
    return moved
