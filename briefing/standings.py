"""What are the articles to each other, and where does each end up? Copies, origins, stories, and the ledger's states.

Only articles that an edge connects to a changed one are looked at again. Whether two articles are joined by an edge
depends on these two alone, so this gives what looking at all of them would.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import lru_cache, partial

from briefing import links
from briefing.analysis import duplicates, stories
from briefing.archive import Archive
from briefing.filing import Brief
from briefing.headlines import find_dead_titles
from briefing.model import LIVE, Document, Registry, Standing, State, Story
from briefing.settings import Settings

COPY_WINDOW = 7  # days between an article and its copy: weeklies reprint; later ones would cost a look at everything
UNNAMED = "unnamed"  # the one outlet that all articles without a source count as

_BUILD_DAY = "build day"
_RULES = "rules of standings"


def settle(archive: Archive, settings: Settings, registry: Registry, changed: Iterable[str]) -> frozenset[str]:
    """Give every article its standing; return the ids whose standing or story this build changed (new ones included).

    `changed` are the articles that were read anew; those that went are out of the archive (`indexing.forget`).
    """
    rules = repr((settings.cut, settings.timezone)).encode()
    if archive.recall(_RULES) == rules:
        changed = set(changed) | _held_otherwise(archive, settings)
    else:
        changed = {id_ for (id_,) in archive.rows("select id from article")}
        archive.remember(_RULES, rules)
    around = _drop_edges(archive, changed)
    fresh = [brief for brief in archive.briefs(sorted(changed)) if _is_open(brief, settings)]
    _add_edges(archive, settings, fresh)
    affected = _connected(archive, {brief.id for brief in fresh} | around | _left_alone(archive))
    settled, retold = _settle_connected(archive, settings, registry, affected)
    for brief in archive.briefs(sorted(changed - settled.keys())):
        settled[brief.id] = _closed(brief, settings)
    moved = _write(archive, settled)
    archive.sweep_stories()
    archive.remember(_BUILD_DAY, settings.day.encode())
    return frozenset(moved | changed | retold)


def _left_alone(archive: Archive) -> set[str]:
    """The articles that an edge connects to one that went; such edges go with it."""
    gone = "not in (select id from article)"
    found = {
        id_
        for (id_,) in archive.rows(
            f"select a from edge where b {gone} union select b from edge where a {gone}"  # noqa: S608 - no value in it
        )
    }
    archive.do(f"delete from edge where a {gone} or b {gone}")  # noqa: S608 - as above
    return {id_ for (id_,) in archive.rows("select id from article") if id_ in found} if found else set()


def edition_day(moment: str, settings: Settings) -> str:
    """The day whose edition an article of that moment belongs to: the 24 hours before the cut of that day."""
    if not moment:
        return ""
    local = datetime.fromisoformat(moment).astimezone(settings.zone).replace(tzinfo=None)
    return ((local - settings.cut).date() + timedelta(days=1)).isoformat()


def _held_otherwise(archive: Archive, settings: Settings) -> set[str]:
    """The articles that this build day shows, or whose correction, and the last held back; or the other way round."""
    last = archive.recall(_BUILD_DAY).decode()
    low, high = sorted((last, settings.day))
    sql = "select id from article where (ahead > ?1 and ahead <= ?2) or (amended > ?1 and amended <= ?2)"
    return {id_ for (id_,) in archive.rows(sql, (low, high))}


def _is_open(brief: Brief, settings: Settings) -> bool:
    """Whether the article may stand in events, stories and editions."""
    return brief.status == "published" and not brief.exclude and brief.ahead <= settings.day


def _is_corrected(brief: Brief, settings: Settings) -> bool:
    return "" < brief.modified[:10] <= settings.day


def _closed(brief: Brief, settings: Settings) -> Standing:
    """The standing of an article that may not."""
    state: State = "excluded"
    reason = brief.exclude
    if brief.status == "draft":
        state, reason = "draft", "Its front matter says Status: draft."
    elif brief.status == "withdrawn":
        state, reason = "withdrawn", brief.status_reason or "Its publisher withdrew it."
    elif not brief.exclude:
        reason = f"It is dated {brief.ahead}, after the build day {settings.day}."
    return Standing(state, reason, edition_day(brief.moment, settings))


# -- edges ------------------------------------------------------------------------------------------------------------


def _drop_edges(archive: Archive, ids: Iterable[str]) -> set[str]:
    """Remove the edges of articles that changed; return what they led to."""
    around: set[str] = set()
    for id_ in sorted(ids):
        for (other,) in archive.rows("select b from edge where a = ? union select a from edge where b = ?", (id_, id_)):
            around.add(other)
        archive.do("delete from edge where a = ? or b = ?", (id_, id_))
    return around


def _add_edges(archive: Archive, settings: Settings, fresh: list[Brief]) -> None:
    """Compare the fresh articles with those around their days; one without any day is compared with none."""
    for brief in fresh:
        _add_ruling(archive, brief)
    fresh = [brief for brief in fresh if brief.told]
    if not fresh:
        return
    pool = [brief for brief in archive.briefs(_ids_around(archive, fresh, COPY_WINDOW)) if _is_open(brief, settings)]
    edges = stories.find_edges([_member(brief) for brief in fresh], [_member(brief) for brief in pool])
    archive.do_many("insert or replace into edge values ('story', ?, ?, ?)", ((e.a, e.b, e.similarity) for e in edges))
    copies = duplicates.find_copies(
        [_candidate(brief) for brief in fresh],
        [_candidate(brief) for brief in pool],
        lru_cache(maxsize=4_000)(partial(_shingles, archive)),
    )
    archive.do_many("insert or replace into edge values ('copy', ?, ?, ?)", ((c.id, c.of, c.share) for c in copies))


def _add_ruling(archive: Archive, brief: Brief) -> None:
    """Join an article to what its editor says it repeats, and to those that are said to repeat it."""
    pairs = archive.rows(
        "select id, ?1 from article where repeats = ?1 and repeats != '' and id != ?1"
        " union select ?1, id from article where id = ?2 and id != ?1 and readable",
        (brief.id, brief.duplicate_of),
    )
    archive.do_many("insert or replace into edge values ('editor', ?, ?, 1.0)", pairs)


def _ids_around(archive: Archive, fresh: Iterable[Brief], window: int) -> list[str]:
    """The ids of all articles that tell of a day within `window` days of one of the fresh ones."""
    days = sorted({brief.told for brief in fresh})
    spans: list[tuple[str, str]] = []
    for day in days:
        low, high = (_shift(day, -window), _shift(day, window))
        if spans and low <= spans[-1][1]:
            spans[-1] = (spans[-1][0], high)
        else:
            spans.append((low, high))
    return [
        id_
        for low, high in spans
        for (id_,) in archive.rows("select id from article where told >= ? and told <= ? order by id", (low, high))
    ]


def _shift(day: str, by: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=by)).isoformat()


def _connected(archive: Archive, ids: set[str]) -> list[str]:
    """Everything that edges lead to from `ids`, and these themselves."""
    found: set[str] = set()
    edge = sorted(ids)
    while edge:
        found.update(edge)
        reached: set[str] = set()
        for id_ in edge:
            for (other,) in archive.rows(
                "select b from edge where a = ? union select a from edge where b = ?", (id_, id_)
            ):
                reached.add(other)
        edge = sorted(reached - found)
    return sorted(found)


# -- who is what ------------------------------------------------------------------------------------------------------


def _settle_connected(
    archive: Archive, settings: Settings, registry: Registry, ids: list[str]
) -> tuple[dict[str, Standing], set[str]]:
    """The standings of open articles that edges connect, and the members of stories that changed."""
    briefs = {brief.id: brief for brief in archive.briefs(ids) if _is_open(brief, settings)}
    members = set(briefs)
    edges, copies, ruled = [], [], {}
    for id_ in sorted(members):
        for kind, other, score in archive.rows("select kind, b, score from edge where a = ? order by kind, b", (id_,)):
            if other not in members:
                continue
            if kind == "story":
                edges.append(stories.Edge(id_, other, score))
            elif kind == "copy":
                copies.append(duplicates.Copy(id_, other, score))
            else:
                ruled[id_] = other
    repeats = _resolve(copies, ruled, briefs)
    originals = sorted(members - repeats.keys())
    groups = stories.group(originals, edges)
    told, retold = _tell_stories(archive, settings, briefs, groups)
    owners = {source.id: source.owner for source in registry.sources}
    every = [[*group, *sorted(copy for copy, of in repeats.items() if of in group)] for group in groups]
    origins = duplicates.find_origins(
        [_candidate(brief, owners.get(brief.source, "")) for _, brief in sorted(briefs.items())], repeats, every
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
    return standings, retold


def _resolve(copies: list[duplicates.Copy], ruled: Mapping[str, str], briefs: Mapping[str, Brief]) -> dict[str, str]:
    """Which article each copy repeats. The editor's word goes before what was found."""
    found = duplicates.resolve_copies(
        [copy for copy in copies if copy.id not in ruled], lambda id_: (briefs[id_].moment, id_)
    )
    for id_, of in sorted(ruled.items()):
        target = found.get(of, of)
        if target != id_:
            found[id_] = target
    # What repeated an article that the editor calls a copy now repeats what that one repeats.
    for id_ in sorted(found):
        target, seen = found[id_], {id_}
        while target in found and target not in seen:
            seen.add(target)
            target = found[target]
        found[id_] = target
    return {id_: of for id_, of in found.items() if of not in found and of != id_}


def _tell_stories(
    archive: Archive, settings: Settings, briefs: Mapping[str, Brief], groups: Iterable[tuple[str, ...]]
) -> tuple[dict[str, Story], set[str]]:
    """Each member's story, kept in the archive, and the members of those that are not as they were."""
    told: dict[str, Story] = {}
    retold: set[str] = set()
    for group in groups:
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
        story = Story(
            id=links.story_id(ordered[0]),
            title=briefs[titled].title,
            title_from=titled,
            members=tuple(ordered),
            first=days[0] if days else "",
            last=days[-1] if days else "",
        )
        told.update(dict.fromkeys(ordered, story))
        if archive.story(story.id) != story:
            archive.put_story(story)
            retold.update(ordered)
    return told, retold


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


# -- an article as the analysis wants it ------------------------------------------------------------------------------


def _member(brief: Brief) -> stories.Member:
    return stories.Member(brief.id, brief.told, brief.fingerprint, brief.dated)


def _candidate(brief: Brief, owner: str = "") -> duplicates.Candidate:
    return duplicates.Candidate(brief.id, brief.moment, brief.fingerprint, brief.source, owner)


def _shingles(archive: Archive, id_: str) -> tuple[int, ...]:
    record = archive.record(id_)
    if record is None:
        return ()
    analysis, article = record.analysis, record.article
    return duplicates.find_shingles(
        Document(id_, article.title, article.text, analysis.lang, analysis.paragraphs, analysis.sentences)
    )
