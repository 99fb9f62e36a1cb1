"""Lists of things with a page: events and stories, actors, sources."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from briefing.published import Link, MonthLink
from briefing.site.frame import ACTORS, EVENTS, SOURCES, meta
from briefing.site.listing import link_anchor, month_anchors
from briefing.site.views.frame import Site
from briefing.site.views.index import Group, IndexView
from briefing.wording import Words


def events_view(events: Iterable[Link], site: Site, months: Sequence[MonthLink] = ()) -> IndexView:
    """Return the list of events, the configured ones first, then stories, newest first."""
    newest_first = sorted(sorted(events, key=lambda link: link.id), key=lambda link: link.last, reverse=True)
    return IndexView(
        meta=meta(site, EVENTS, site.words.say("Events"), section="events"),
        title=site.words.say("Events and stories"),
        intro=site.words.say(
            "An event is followed because the editor asks for it. A story is found among the articles."
        ),
        groups=groups(
            site.words,
            (site.words.say("Events"), [link for link in newest_first if link.kind != "story"]),
            (site.words.say("Stories"), [link for link in newest_first if link.kind == "story"]),
        ),
        months=month_anchors(months, site.words),
        nothing=site.words.say("No event is configured and no story was found."),
    )


def actors_view(actors: Iterable[Link], site: Site) -> IndexView:
    """Return the list of actors by kind, those that most articles name first."""
    ordered = sorted(actors, key=lambda link: (-link.articles, link.id))
    return IndexView(
        meta=meta(site, ACTORS, site.words.say("Actors"), section="actors"),
        title=site.words.say("Actors"),
        intro=site.words.say("Persons, states and organisations that act or speak in the articles."),
        groups=groups(
            site.words,
            *((plural, [link for link in ordered if link.kind == kind]) for kind, plural in _kinds(site.words)),
        ),
        months=(),
        nothing=site.words.say("No actor has been named yet."),
    )


def sources_view(sources: Iterable[Link], site: Site) -> IndexView:
    ordered = sorted(sources, key=lambda link: (-link.articles, link.id))
    return IndexView(
        meta=meta(site, SOURCES, site.words.say("Sources"), section="sources"),
        title=site.words.say("Sources"),
        intro=site.words.say("Outlets and agencies whose articles are in the folder."),
        groups=groups(site.words, ("", ordered)),
        months=(),
        nothing=site.words.say("No article has been added yet."),
    )


def _kinds(words: Words) -> tuple[tuple[str, str], ...]:
    return (
        ("person", words.say("People")),
        ("state", words.say("States")),
        ("organisation", words.say("Organisations")),
        ("place", words.say("Places")),
    )


def groups(words: Words, *found: tuple[str, Sequence[Link]]) -> tuple[Group, ...]:
    return tuple(
        Group(title, tuple((link_anchor(link, words), link.description) for link in each))
        for title, each in found
        if each
    )
