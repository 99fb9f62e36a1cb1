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
from briefing.model import Article, Document, Record, Registry
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
            (before.actors != after.actors, lambda: _ask_actors(before, after)),
            (before.events != after.events, lambda: _ask_events(before, after)),
            (before.sources != after.sources, lambda: _ask_sources(settings, before, after)),
        )
        if differs
    ]
    tests = [ask() for ask in asked]
    for (id_,) in archive.rows("select id from article order by id"):
        record = archive.record(id_)
        if record is None or any(test(record) for test in tests):
            yield id_


_Test = Callable[[Record], bool]


def _ask_actors(before: Registry, after: Registry) -> _Test:
    changes = Changes(before, after)

    def is_outdated(record: Record) -> bool:
        return any(mention.actor in changes.told_otherwise for mention in record.analysis.mentions) or changes.touch(
            record.article.text, record.analysis.lang
        )

    return is_outdated


def _ask_events(before: Registry, after: Registry) -> _Test:
    """Whether a passage is placed otherwise, or an event that it names came, went or has a new title.

    The title stands in the reason of the article's standing.
    """
    old, new = ({event.id: event.title for event in registry.events} for registry in (before, after))
    renamed = {id_ for id_ in {*old, *new} if old.get(id_) != new.get(id_)}
    rules = compile_rules(after.events)

    def is_outdated(record: Record) -> bool:
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


def _ask_sources(settings: Settings, before: Registry, after: Registry) -> _Test:
    """Whether the article is of another source, or of one of which something else is said."""
    changed = {source.id for source in {*before.sources} ^ {*after.sources}}

    def read(raw: bytes, id_: str, registry: Registry) -> Article:
        return parse_front_matter(raw, id_, timezone=settings.zone, registry=registry)

    def is_outdated(record: Record) -> bool:
        article = record.article
        if article.source in changed:
            return True
        # The file says by which words the source is called, of which the archive knows only what they meant.
        file = take_file(str(settings.content), article.id, settings.max_bytes)
        one, other = (read(file.raw, article.id, registry) for registry in (before, after))
        return (one.source, one.source_name, one.rights) != (other.source, other.source_name, other.rights)

    return is_outdated
