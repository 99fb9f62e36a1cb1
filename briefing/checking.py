"""What in content/ and in the built site needs an editor's hand? Articles, registries, overrides, links."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from lxml import etree

from briefing import clippings
from briefing.archive import Archive
from briefing.building import Progress, gathered
from briefing.fetching.subscriptions import SOURCES, find_closed
from briefing.hyperlinks import SHOWN_ANYWHERE, parse_page, resolve, root_of
from briefing.leaks import find_leaks
from briefing.model import Note, Record, Registry
from briefing.proposing import propose_actors
from briefing.reading import find_line, find_words_line
from briefing.records import read_records
from briefing.registry import EVENTS, read_files
from briefing.settings import Settings

_DOCUMENTS = frozenset((".txt", ".text", ".rst", ".rtf", ".doc", ".docx", ".odt", ".pdf", ".xhtml", ".mdown", ".mkd"))
MOST_UNREAD = 10  # files that are named


class Checked(NamedTuple):
    """What came of checking."""

    notes: tuple[Note, ...]  # all problems, by file and line
    remarks: tuple[str, ...]  # for the editor
    leaks: int  # of the problems those that are words of what was withdrawn


def check_all(settings: Settings, progress: Progress, releases: Path | None = None) -> Checked:
    """Look for problems. Brings the archive up to date, writes no page.

    What was withdrawn is looked for in the output, and in the releases below the folder `releases` if it is given.

    Raises RegistryError if a registry cannot be used.
    """
    remarks: list[str] = []
    with gathered(settings, progress, scrub=True) as (archive, registry, changes):
        found = [*changes.notes, *archive.notes()]
        found += check_overrides(archive, registry, settings)
        sources = read_files(settings.content, states=False).get(SOURCES, b"")
        found += find_closed(sources, settings.fetching.allowed)
        remarks += propose_actors(archive, lambda id_, words: find_words_line(settings.content / id_, words))
        leaks = find_leaks(settings, archive, registry, releases, progress)
        found += (*leaks.notes, *leaks.doubts)
        remarks += leaks.remarks
        counts: dict[str, int] = {}
        for standing in archive.standings().values():
            counts[standing.state] = counts.get(standing.state, 0) + 1
        remarks.append(
            "Files: " + (", ".join(f"{count} {state}" for state, count in sorted(counts.items())) or "none") + "."
        )
    if unread := _find_unread(settings.content):
        remarks.append(f"Not read, since articles end in .md or .html: {unread}.")
    if settings.output.is_dir():
        found += check_links(settings.output, settings.url)
    else:
        remarks.append(f"{settings.output} is not built, so its links were not checked.")
    notes = tuple(sorted(set(found), key=lambda note: (note.path, note.line, note.what)))
    return Checked(notes, tuple(remarks), len(leaks.notes))


def _find_unread(content: Path) -> str:
    """The files that may well be articles and have no ending of one, as a list for people."""
    paths = (path.relative_to(content) for path in content.rglob("*") if path.suffix.lower() in _DOCUMENTS)
    found = sorted(path.as_posix() for path in paths if not any(part.startswith(".") for part in path.parts))
    named = ", ".join(found[:MOST_UNREAD])
    return f"{named} and {len(found) - MOST_UNREAD} more" if len(found) > MOST_UNREAD else named


# -- overrides --------------------------------------------------------------------------------------------------------


def check_overrides(archive: Archive, registry: Registry, settings: Settings) -> Iterator[Note]:
    """What an editor ruled that rules nothing any more."""
    known = {id_ for (id_,) in archive.rows("select id from article")}
    for id_, _ in archive.texts():
        record = archive.record(id_)
        if record is not None and record.article.status != "withdrawn":  # of which nothing is known any more
            yield from _check_override(record, known, settings.content / id_)
    used = {
        thing[2:] for (thing,) in archive.rows("select distinct thing from touch where thing between 'e:' and 'e;'")
    }
    for event in registry.events:
        if event.id not in used:
            what = f"No article has a passage in the event {event.id}."
            yield Note(EVENTS, _line_of_event(settings.content, event.id), what, "Widen its phrases, or remove it.")


def _line_of_event(content: Path, id_: str) -> int:
    records = read_records(EVENTS, read_files(content, states=False).get(EVENTS, b""), ("id",), "an event", [])
    return next((record.line for record in records if record.text("id") == id_), 0)


def _check_override(record: Record, known: set[str], path: Path) -> Iterator[Note]:
    override, article = record.article.override, record.article
    placed = {placement.event for placement in record.analysis.placements}

    def note(key: str, what: str, remedy: str) -> Note:
        return Note(article.id, find_line(path, key.lower()), what, remedy)

    for event in override.into:
        if event in placed:
            yield note("Events", f"“+{event}” changes nothing: the analysis places the article there.", "Remove it.")
    for event in override.out_of:
        if event not in placed:
            yield note("Events", f"“-{event}” changes nothing: the analysis does not place it there.", "Remove it.")
    of = override.duplicate_of
    if of and of not in known:
        yield note("Duplicate-of", f"There is no article {of}.", "Give its path below the content folder.")
    elif of == article.id:
        yield note("Duplicate-of", "The article is called a duplicate of itself.", "Name the other one.")
    if override.pin and override.exclude:
        yield note("Pin", "The article is pinned and excluded; it is excluded.", "Remove one of the two.")
    elif override.pin and not record.standing.story and not clippings.events_of(record):
        yield note("Pin", "The article is pinned, but stands in no event and no story.", "Name one in Events.")
    wanting = article.modified and not article.was and article.rights == "full"
    if wanting and not find_line(path, "fetched"):  # to those their publisher may have added, and left all else
        yield note("Modified", "A correction is named without what stood there before.", "Add a line “Was: …”.")


# -- links ------------------------------------------------------------------------------------------------------------


def check_links(output: Path, url: str = "") -> Iterator[Note]:
    """Every link inside the site at `url` that leads nowhere, fragments too; one that many pages have is told once."""
    root = root_of(url)
    fragments: dict[str, frozenset[str]] = {}
    links: dict[tuple[str, str], list[tuple[str, str, int]]] = {}  # (page, fragment) → where from
    for path in sorted(path for path in output.rglob("*.html") if path.is_file()):
        page = path.relative_to(output).as_posix()
        tree = parse_page(path.read_bytes())
        fragments[page] = frozenset(str(element.get("id")) for element in tree.iter(etree.Element) if element.get("id"))
        if page == SHOWN_ANYWHERE:
            continue
        for element in tree.iter(etree.Element):
            for target in (element.get("href"), element.get("src")):
                if target and (place := resolve(str(target), page, root)) is not None:
                    links.setdefault(place, []).append((page, str(target), element.sourceline or 0))
    for (to, fragment), places in sorted(links.items()):
        page, target, line = places[0]
        where = f" (on {len(places):,} pages)" if len({page for page, _, _ in places}) > 1 else ""
        if to.startswith(("..", "/")) or not os.path.isfile(output / to):
            what, remedy = f"The link {target} leads nowhere{where}.", "Mend it in its article or template."
        elif fragment and to in fragments and fragment not in fragments[to]:
            what, remedy = f"There is no #{fragment} on {to}{where}.", "Mend the link in its article or template."
        else:
            continue
        yield Note(f"{output.name}/{page}", line, what, remedy)
