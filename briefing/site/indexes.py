"""Lists of things with a page: events and stories, actors, sources. A long list goes on in parts of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import structs

from briefing.links import slug
from briefing.model import Rights
from briefing.published import Listed
from briefing.site.frame import ACTORS, EVENTS, SOURCES, meta
from briefing.site.support import support_view
from briefing.site.views.frame import Anchor, Site
from briefing.site.views.index import Group, IndexView, Parts, Row
from briefing.wording import Words

# Rows of a page: what keeps it below 50 KB compressed, with long names (`python -m benchmarks site`).
MOST_EVENTS, MOST_STORIES, MOST_ACTORS, MOST_SOURCES = 150, 100, 800, 800

STORIES = "stories.html"  # no page of that name: its parts stand beside the list of events


# -- parts ------------------------------------------------------------------------------------------------------------


def part_href(index: str, part: str) -> str:
    """Return where a part of a long list is: "actors-s.html", beside its index."""
    return index.replace(".html", f"-{part}.html")


# -- pages ------------------------------------------------------------------------------------------------------------


def events_view(
    events: Iterable[Listed],
    stories: Iterable[Listed],
    site: Site,
    *,
    letters: Mapping[str, int] | None = None,
    months: Mapping[str, int] | None = None,
) -> IndexView:
    """Return the list of events and of stories, what moved last before the rest.

    `letters` and `months` are the parts of a long list of events and of stories, with how many each holds.
    """
    words = site.words
    return _index(
        site,
        EVENTS,
        words.say("Events and stories"),
        (
            words.say(
                "An event is what the editor follows for weeks or months. A story is found, where articles tell of one"
                " thing within a few days."
            ),
        ),
        (
            Group("events", words.say("Events"), tuple(_event(each, site) for each in newest_first(events))),
            Group("stories", words.say("Stories"), tuple(_event(each, site) for each in newest_first(stories))),
        ),
        order="last",
        parts=(
            _letters(words.say("All events, by name"), EVENTS, letters, words),
            _months(words.say("All stories, by month"), months, words),
        ),
        nothing=words.say(
            "No event is followed and no story was found yet. Describe an event in “events.yml”; a story is found when"
            " two articles tell of the same thing within a few days."
        ),
    )


def events_part_view(events: Iterable[Listed], site: Site, letters: Mapping[str, int], part: str) -> IndexView:
    """Return the events whose names begin with the letters `part`."""
    words = site.words
    return _index(
        site,
        EVENTS,
        words.say("Events: {letters}", letters=part.title()),
        (),
        (Group("events", "", tuple(_event(each, site) for each in _by_name(events))),),
        href=part_href(EVENTS, part),
        order="name",
        parts=(_letters(words.say("All events, by name"), EVENTS, letters, words),),
    )


def stories_part_view(stories: Iterable[Listed], site: Site, months: Mapping[str, int], part: str) -> IndexView:
    """Return the stories that last moved in the month `part` ("2025-03", or "undated")."""
    words = site.words
    return _index(
        site,
        EVENTS,
        words.say("Stories: {month}", month=words.month_or_day(part)),
        (),
        (Group("stories", "", tuple(_event(each, site) for each in newest_first(stories))),),
        href=part_href(STORIES, part),
        order="last",
        parts=(_months(words.say("All stories, by month"), months, words),),
    )


def actors_view(
    actors: Iterable[Listed], site: Site, letters: Mapping[str, int] | None = None, part: str = ""
) -> IndexView:
    """Return the list of actors by kind, those that most articles name first; of a `part`, one list by name.

    `letters` are the parts of a long list, with how many each holds.
    """
    words, listed = site.words, list(actors)
    if part:
        groups = [Group("actors", "", tuple(_actor(each, site) for each in _by_name(listed)))]
    else:
        ordered = _by_weight(listed)
        groups = [
            Group(anchor, title, tuple(_actor(each, site) for each in ordered if each.link.kind == kind))
            for kind, anchor, title in (
                ("person", "people", words.say("People")),
                ("state", "states", words.say("States")),
                ("organisation", "organisations", words.say("Organisations")),
                ("place", "places", words.say("Places")),
            )
        ]
    return _index(
        site,
        ACTORS,
        words.say("Actors: {letters}", letters=part.title()) if part else words.say("Actors"),
        (
            words.say("People, states and organisations that act or speak in the articles."),
            words.say("“Found” marks those whom the editor’s list does not name.")
            if any(each.found for each in listed)
            else "",
            "" if part else _how_many(len(listed), letters, words),
        ),
        groups,
        href=part_href(ACTORS, part) if part else ACTORS,
        order="name" if part else "weight",
        parts=(_letters(words.say("All actors, by name"), ACTORS, letters, words),),
        nothing=words.say(
            "No article names an actor yet. People, states and organisations are found by themselves; describe those"
            " that matter in “actors.yml”."
        ),
    )


def sources_view(
    sources: Iterable[Listed], site: Site, letters: Mapping[str, int] | None = None, part: str = ""
) -> IndexView:
    """Return the list of sources, those with most articles first; of a `part`, by name."""
    words, listed = site.words, list(sources)
    ordered = _by_name(listed) if part else _by_weight(listed)
    return _index(
        site,
        SOURCES,
        words.say("Sources: {letters}", letters=part.title()) if part else words.say("Sources"),
        (
            words.say("Outlets and agencies whose articles are used here."),
            "" if part else _how_many(len(listed), letters, words),
        ),
        (Group("sources", "", tuple(_source(each, site) for each in ordered)),),
        href=part_href(SOURCES, part) if part else SOURCES,
        order="name" if part else "weight",
        parts=(_letters(words.say("All sources, by name"), SOURCES, letters, words),),
        nothing=words.say(
            "No article names its source yet. Put one in with “briefing add FILE --source NAME”; “sources.yml” may say"
            " more of each source."
        ),
    )


def _index(
    site: Site,
    index: str,
    title: str,
    intro: Iterable[str],
    groups: Iterable[Group],
    *,
    order: str,
    href: str = "",
    parts: Iterable[Parts],
    nothing: str = "",
) -> IndexView:
    """Return a list whose rows come in `order`; a reader may choose another one."""
    words, intro = site.words, tuple(filter(None, intro))
    sorts = {"weight": words.say("Most articles"), "last": words.say("Newest"), "name": words.say("Name")}
    return IndexView(
        meta=meta(site, href or index, title, description=" ".join(intro[:1]), section=index.removesuffix(".html")),
        title=title,
        intro=intro,
        whole=index if href not in ("", index) else "",
        sorts=tuple((each, sorts[each]) for each in sorted(sorts, key=lambda each: each != order)),
        groups=tuple(group for group in groups if group.rows),
        parts=tuple(each for each in parts if each.links),
        nothing=nothing,
    )


# -- rows -------------------------------------------------------------------------------------------------------------


def _event(listed: Listed, site: Site) -> Row:
    words, link = site.words, listed.link
    newest = None
    if listed.newest and listed.newest != link.title:
        lang = listed.newest_lang if listed.newest_lang != site.language else ""
        newest = Anchor(listed.newest, listed.newest_href, lang=lang)
    row = _row(listed, words, words.count(link.articles, "{n} article", "{n} articles"))
    support = support_view(listed.outlets, listed.origins, words) if listed.outlets else None
    return structs.replace(row, description=link.description, newest=newest, support=support)


def _actor(listed: Listed, site: Site) -> Row:
    words, link = site.words, listed.link
    row = _row(
        listed,
        words,
        words.count(link.articles, "{n} article", "{n} articles"),
        words.count(link.quotes, "{n} quote", "{n} quotes") if link.quotes else "",
    )
    return structs.replace(row, note=link.description or listed.office, tag=words.say("found") if listed.found else "")


def _source(listed: Listed, site: Site) -> Row:
    words, link = site.words, listed.link
    return _row(
        listed,
        words,
        link.kind,
        listed.owner,
        words.count(link.articles, "{n} article", "{n} articles"),
        _rights(listed.rights, words),
    )


def _row(listed: Listed, words: Words, *facts: str) -> Row:
    link = listed.link
    return Row(
        name=link.title,
        href=link.href,
        note="",
        tag="",
        description="",
        newest=None,
        support=None,
        facts=tuple(filter(None, facts)),
        last=link.last,
        last_text=words.short_day(link.last),
        weight=str(link.articles),
    )


def _rights(rights: Rights, words: Words) -> str:
    """Return what of a source's articles is shown; "" for all of it."""
    return {"full": "", "passages": words.say("passages only"), "link": words.say("titles and links only")}[rights]


# -- order and parts in words -----------------------------------------------------------------------------------------


def newest_first(listed: Iterable[Listed]) -> list[Listed]:
    """Return what moved last before the rest; of one day, what more origins tell of."""
    by_id = sorted(listed, key=lambda each: each.link.id)
    return sorted(by_id, key=lambda each: (each.link.last, each.origins, each.link.articles), reverse=True)


def _by_weight(listed: Iterable[Listed]) -> list[Listed]:
    return sorted(listed, key=lambda each: (-each.link.articles, -each.link.quotes, each.link.id))


def _by_name(listed: Iterable[Listed]) -> list[Listed]:
    return sorted(listed, key=lambda each: (slug(each.link.title), each.link.id))


def _how_many(shown: int, parts: Mapping[str, int] | None, words: Words) -> str:
    """Return that a list goes on in parts; "" where it is whole."""
    total = sum((parts or {}).values())
    if total <= shown:
        return ""
    return words.say(
        "These are the {shown} with most articles, of {total}.", shown=words.number(shown), total=words.number(total)
    )


def _letters(title: str, index: str, parts: Mapping[str, int] | None, words: Words) -> Parts:
    links = (
        Anchor(part.title(), part_href(index, part), words.number(number) if number else "")
        for part, number in sorted((parts or {}).items())
    )
    return Parts("letters", title, tuple(links))


def _months(title: str, parts: Mapping[str, int] | None, words: Words) -> Parts:
    links = (
        Anchor(
            words.month_or_day(part),
            part_href(STORIES, part),
            words.count(number, "{n} story", "{n} stories") if number else "",
        )
        for part, number in sorted((parts or {}).items(), reverse=True)
    )
    return Parts("months", title, tuple(links))
