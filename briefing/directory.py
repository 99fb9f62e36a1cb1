"""What do the lists of all events, stories, actors and sources say of each?

What an event or story holds is counted anew only where its digest moved: a list of hundreds costs what changed.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from briefing import links
from briefing.archive import Archive
from briefing.backing import count_backing
from briefing.desk import Desk
from briefing.model import Actor
from briefing.published import Link, Listed


def list_events(desk: Desk) -> list[Listed]:
    """Return the events that are followed, in the registry's order."""
    return _counted("e", desk.event_links, desk.archive)


def list_stories(desk: Desk) -> list[Listed]:
    """Return all stories, the newest first."""
    return _counted("y", desk.story_links(story.id for story in desk.archive.stories()), desk.archive)


def list_actors(desk: Desk) -> list[Listed]:
    """Return all actors with a page, those that most articles name first."""
    registered = {actor.id: actor for actor in desk.registry.actors}
    names = {id_: known.name for id_, known in desk.actors.items()}
    today = desk.days[-1] if desk.days else ""
    return [
        Listed(
            link,
            office=_office(registered[link.id], today, names) if link.id in registered else "",
            found=desk.actors[link.id].discovered,
        )
        for link in desk.actor_links()
    ]


def list_sources(desk: Desk) -> list[Listed]:
    """Return all named sources, those with most articles first."""
    found = []
    for link in desk.source_links():
        source = desk.source(link.id)
        found.append(Listed(link, owner=source.owner, rights=source.rights or "full"))
    return found


def _office(actor: Actor, day: str, names: Mapping[str, str]) -> str:
    """Return the office that a person held on a day, the one held longest first; "" for none."""
    held = [
        office
        for office in actor.offices
        if (not day or not office.since or office.since <= day) and (not office.until or office.until >= day)
    ]
    if not held:
        return ""
    office = min(held, key=lambda each: (each.since, each.title, each.of))
    # What the office is of need not be named by any article: then its id, a slug of its name, says it.
    of = names.get(office.of) or " ".join(word.capitalize() for word in office.of.split("-"))
    return f"{office.title}, {of}" if of else office.title


# -- what an event or story holds -------------------------------------------------------------------------------------


def _counted(kind: str, found: list[Link] | tuple[Link, ...], archive: Archive) -> list[Listed]:
    digests = dict(archive.rows("select id, digest from thing where id between ? and ?", (f"{kind}:", f"{kind};")))
    known = {
        thing: (inputs, value)
        for thing, inputs, value in archive.rows(
            "select thing, inputs, value from line where thing between ? and ?", (f"{kind}:", f"{kind};")
        )
    }
    counted = []
    for link in found:
        thing = f"{kind}:{link.id}"
        inputs, value = known.get(thing, (b"", ""))
        moved = digests.get(thing, b"")
        if inputs != moved or not value:
            value = msgspec.json.encode(_count(thing, archive)).decode()
            archive.do("insert or replace into line values (?, ?, ?)", (thing, moved, value))
        outlets, origins, newest, href, lang = msgspec.json.decode(value, type=tuple[int, int, str, str, str])
        counted.append(Listed(link, outlets, origins, newest, href, lang))
    for gone in sorted(set(known) - {f"{kind}:{link.id}" for link in found}):
        archive.do("delete from line where thing = ?", (gone,))
    return counted


def _count(thing: str, archive: Archive) -> tuple[int, int, str, str, str]:
    """Return outlets, independent origins, and the title, address and language of the newest article."""
    outlets, origins = count_backing(thing, archive)
    newest = archive.rows(
        "select a.id, a.title, a.lang from touch t"
        " join article a on a.n = t.article where t.thing = ? and a.live order by a.moment desc, a.id limit 1",
        (thing,),
    )
    id_, title, lang = newest[0] if newest else ("", "", "")
    return outlets, origins, title, links.article_href(id_) if id_ else "", lang
