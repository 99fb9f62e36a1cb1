"""Which articles has a change of the registries outdated, so that they have to be read and analysed anew?

Each of the three files is asked for what it can change, and no more articles are named than those in which that stands.
The work is a few tenths of a millisecond an article, a twentieth of what reading it costs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from briefing.analysis.actors.changes import Changes
from briefing.analysis.events import compile_rules, place_paragraphs
from briefing.archive import Archive
from briefing.folder import take_file
from briefing.model import Article, Document, Registry
from briefing.reading import parse_front_matter
from briefing.settings import Settings


def find_outdated(archive: Archive, settings: Settings, before: Registry, after: Registry) -> Iterator[str]:
    """The ids of the articles of which something else could be found under `after` than was found under `before`.

    Those that could not be read are among them: what was wrong with one may have come from the registry.
    """
    if before == after:
        return
    asked = [
        ask
        for differs, ask in (
            (before.actors != after.actors, lambda: _ask_actors(archive, before, after)),
            (before.events != after.events, lambda: _ask_events(archive, before, after)),
            (before.sources != after.sources, lambda: _ask_sources(archive, settings, before, after)),
        )
        if differs
    ]
    tests = [ask() for ask in asked]
    for id_, readable in archive.rows("select id, readable from article order by id"):
        if not readable or any(test(id_) for test in tests):
            yield id_


_Test = Callable[[str], bool]  # of an article that could be read


def _ask_actors(archive: Archive, before: Registry, after: Registry) -> _Test:
    """Whether the text holds a changed wording, or somebody is named of whom more changed."""
    changes = Changes(before, after)
    langs = dict(archive.rows("select id, lang from article where readable"))

    def is_outdated(id_: str) -> bool:
        if changes.told_otherwise:
            named = {actor for brief in archive.briefs((id_,)) for actor in brief.actors}
            if named & changes.told_otherwise:
                return True
        article = archive.article(id_)  # a third of the cost of a record
        return article is not None and changes.touch(article.text, langs[id_])

    return is_outdated


def _ask_events(archive: Archive, before: Registry, after: Registry) -> _Test:
    """Whether a passage is placed otherwise, or an event that it names came, went or has a new title.

    The title stands in the reason of the article's standing.
    """
    old, new = ({event.id: event.title for event in registry.events} for registry in (before, after))
    renamed = {id_ for id_ in {*old, *new} if old.get(id_) != new.get(id_)}
    rules = compile_rules(after.events)

    def is_outdated(id_: str) -> bool:
        record = archive.record(id_)
        if record is None:
            return True
        article, analysis = record.article, record.analysis
        named = {*article.override.into, *article.override.out_of}
        named.update(placement.event for placement in analysis.placements)
        if named & renamed or (old.keys() != new.keys() and any(_is_of_events(note.what) for note in article.notes)):
            return True
        document = Document(
            article.id,
            article.title,
            article.text,
            analysis.lang,
            analysis.paragraphs,
            analysis.sentences,
            article.date[:10],
            article.source_name,
        )
        return place_paragraphs(document, rules) != analysis.placements

    return is_outdated


def _is_of_events(what: str) -> bool:
    return what.startswith("Events")  # as `fields` words what is wrong with that line


def _ask_sources(archive: Archive, settings: Settings, before: Registry, after: Registry) -> _Test:
    """Whether the article is of another source, or of one of which something else is said."""
    changed = {source.id for source in {*before.sources} ^ {*after.sources}}

    def read(raw: bytes, id_: str, registry: Registry) -> Article:
        return parse_front_matter(raw, id_, timezone=settings.zone, registry=registry)

    sources = dict(archive.rows("select id, source from article"))

    def is_outdated(id_: str) -> bool:
        if sources[id_] in changed:
            return True
        # The file says by which words the source is called, of which the archive knows only what they meant.
        file = take_file(str(settings.content), id_, settings.max_bytes)
        one, other = (read(file.raw, id_, registry) for registry in (before, after))
        return (one.source, one.source_name, one.rights) != (other.source, other.source_name, other.rights)

    return is_outdated
