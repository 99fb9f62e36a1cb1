"""What in content/ and in the built site needs an editor's hand? Articles, registries, overrides, links."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import etree, html

from briefing.archive import Archive
from briefing.building import Progress, gathered
from briefing.errors import RegistryError
from briefing.frontmatter import split_front_matter
from briefing.model import Note, Record, Registry
from briefing.registry import check_registry, read_files
from briefing.settings import Settings


def check_all(settings: Settings, progress: Progress) -> tuple[tuple[Note, ...], tuple[str, ...]]:
    """Return all problems, by file and line, and remarks for the editor. Brings the archive up to date, writes no page.

    Raises RegistryError if a registry cannot be used at all.
    """
    registry, notes = check_registry(read_files(settings.content))
    if any(note.severity == "failed" for note in notes):
        raise RegistryError("\n".join(f"{n.path}:{n.line}: {n.what} {n.remedy}" for n in notes))
    found = list(notes)
    remarks: list[str] = []
    with gathered(settings, progress) as (archive, registry, changes):
        found += changes.notes
        found += archive.notes()
        found += check_overrides(archive, registry, settings)
        remarks += propose_actors(archive)
        counts: dict[str, int] = {}
        for standing in archive.standings().values():
            counts[standing.state] = counts.get(standing.state, 0) + 1
        remarks.append("Files: " + (", ".join(f"{count} {state}" for state, count in sorted(counts.items())) or "none") + ".")
    if settings.output.is_dir():
        found += check_links(settings.output)
    else:
        remarks.append(f"{settings.output} is not built, so its links were not checked.")
    return tuple(sorted(set(found), key=lambda note: (note.path, note.line, note.what))), tuple(remarks)


# -- overrides --------------------------------------------------------------------------------------------------------


def check_overrides(archive: Archive, registry: Registry, settings: Settings) -> Iterator[Note]:
    """What an editor ruled that rules nothing any more."""
    known = {id_ for (id_,) in archive.rows("select id from article")}
    for id_, _ in archive.texts():
        record = archive.record(id_)
        if record is not None:
            yield from _check_override(record, known, settings.content / id_)
    used = {event for (thing,) in archive.rows("select id from thing where id between 'e:' and 'e;'") for event in [thing[2:]]}
    for event in registry.events:
        if event.id not in used:
            yield Note(
                "events.yml", 0, f"No article has a passage in the event {event.id}.", "Widen its phrases, or remove it."
            )


def _check_override(record: Record, known: set[str], path: Path) -> Iterator[Note]:
    override, article = record.article.override, record.article
    placed = {placement.event for placement in record.analysis.placements}

    def note(key: str, what: str, remedy: str) -> Note:
        return Note(article.id, _line_of(path, key), what, remedy)

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
    if override.exclude and override.pin:
        yield note("Pin", "The article is pinned and excluded; it is excluded.", "Remove one of the two.")
    if article.modified and not article.was:
        yield note("Modified", "A correction is named without what stood there before.", "Add a line “Was: …”.")


def _line_of(path: Path, key: str) -> int:
    """The line on which the front matter of a file has `key`; 0: it cannot be told."""
    try:
        front = split_front_matter(path.read_text(encoding="utf-8-sig"), lambda _: True)
    except (OSError, UnicodeDecodeError):
        return 0
    return next((field.line for field in front.fields if field.key.casefold() == key.casefold()), 0)


def propose_actors(archive: Archive) -> list[str]:
    """Registry entries for actors that recur and that no registry names, ready to paste into actors.yml."""
    rows = archive.rows(
        "select f.id, json_extract(f.value, '$.name'), json_extract(f.value, '$.kind'), count(*), sum(p.quotes)"
        " from fact f join presence p on 'a:' || p.actor = f.id"
        " where json_extract(f.value, '$.discovered') and json_extract(f.value, '$.href') != ''"
        " group by f.id having count(*) > 1 order by 4 desc, f.id limit 20"
    )
    if not rows:
        return []
    lines = ["Actors that recur and that actors.yml does not name:"]
    for id_, name, kind, articles, quotes in rows:
        lines += [
            f"- id: {id_.removeprefix('a:')}  # {articles} articles, {quotes} quotes",
            f"  name: {name}",
            f"  kind: {kind}",
        ]
    return lines


# -- links ------------------------------------------------------------------------------------------------------------


def check_links(output: Path) -> Iterator[Note]:
    """Every link inside the built site that leads nowhere, fragments too."""
    root = os.path.realpath(output)
    fragments: dict[str, frozenset[str]] = {}
    links: dict[str, list[tuple[str, int]]] = {}
    for path in sorted(output.rglob("*.html")):
        href = path.relative_to(output).as_posix()
        tree = html.fromstring(path.read_bytes() or b"<p>", parser=html.HTMLParser(encoding="utf-8", huge_tree=True))
        fragments[href] = frozenset(str(element.get("id")) for element in tree.iter(etree.Element) if element.get("id"))
        links[href] = [
            (str(target), element.sourceline or 0)
            for element in tree.iter(etree.Element)
            for target in (element.get("href"), element.get("src"))
            if target
        ]
    for page, targets in links.items():
        if page == "404.html":
            continue  # its links are absolute: it is shown at any address
        for target, line in targets:
            parts = urlsplit(target)
            if parts.scheme or parts.netloc:
                continue
            to = os.path.normpath(os.path.join(os.path.dirname(page), unquote(parts.path))) if parts.path else page
            if not os.path.isfile(os.path.join(root, to)):
                yield Note(f"{output.name}/{page}", line, f"The link {target} leads nowhere.", "Mend it in its article.")
            elif parts.fragment and to in fragments and unquote(parts.fragment) not in fragments[to]:
                yield Note(f"{output.name}/{page}", line, f"There is no {parts.fragment!r} on {to}.", "Mend the link.")
