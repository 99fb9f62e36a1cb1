"""Are words of what was withdrawn still somewhere in the output? Every file of it is read, also what it has packed.

Of each withdrawn article all sentences, headings and captions are looked for, in pieces of 60 letters, so that one that
is cut or begins later is found as well; short ones together with those that follow. Only letters and digits are
compared: markup, entities, escapes, marks and line breaks do not hide anything, and what stands in attributes and
comments is read as well. What a published article says too is its own, and no leak.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from stat import S_ISDIR, S_ISREG

import ahocorasick_rs
from msgspec import Struct

from briefing.analysis.summaries.standalone import find_dateline
from briefing.analysis.text.document import make_document
from briefing.archive import Archive
from briefing.folder import take_file
from briefing.model import SHOWN, Article, Note, Registry
from briefing.reading import parse_article
from briefing.settings import Settings
from briefing.uncovering import is_closed, letters, read_words

LEAST = 20  # letters: what is shorter, anybody may have said: “He declined to comment.” has 19
PIECE = 60  # letters of a piece, some ten words
MOST_NOTES = 20  # files that are named of each article
MOST_NAMED = 5  # articles that are named of those that say the same

Progress = Callable[[str, int, int], None]


class Withdrawn(Struct, frozen=True):
    """An article whose words are looked for."""

    id: str
    pieces: Mapping[bytes, str]  # letters → the sentence that they are of
    has_text: bool  # in its file


class Found(Struct, frozen=True):
    """What came of looking."""

    notes: tuple[Note, ...]  # a file that holds what it may not
    remarks: tuple[str, ...]
    doubts: tuple[Note, ...] = ()  # what could not be looked into and may be published all the same


def find_leaks(
    settings: Settings, archive: Archive, registry: Registry, releases: Path | None, progress: Progress
) -> Found:
    """Look through the output, and through all releases below the folder `releases`. The archive is up to date."""
    withdrawn = _read_withdrawn(settings, archive)
    sought = [each for each in withdrawn if each.pieces]
    remarks = [_tell_unsought(each) for each in withdrawn if not each.pieces]
    if not sought:
        return Found((), tuple(remarks))
    pieces = sorted({piece for each in sought for piece in each.pieces})
    doubts: list[Note] = []
    files = list(_list_files(settings.output, doubts))
    if releases is not None:
        files += _list_files(releases, doubts)
    places, closed = _look(files, pieces, progress, doubts)
    others = _who_says(set(places), archive, registry) if places else {}
    notes = [note for each in sought for note in _tell(each, places, others)]
    remarks += [remark for each in sought if (remark := _tell_shared(each, places, others))]
    sentences = len({sentence for each in sought for sentence in each.pieces.values()})
    if closed:
        more = f" and {len(closed) - MOST_NAMED} more" if len(closed) > MOST_NAMED else ""
        remarks.append(f"Not looked into, since they cannot be unpacked here: {', '.join(closed[:MOST_NAMED])}{more}.")
    if not notes:
        remarks.append(f"None of {sentences:,} sentences of withdrawn articles is in {len(files):,} files.")
    return Found(tuple(notes), tuple(remarks), tuple(doubts))


def find_held(
    settings: Settings, archive: Archive, registry: Registry, files: list[tuple[str, str]], progress: Progress
) -> dict[str, bool]:
    """Which of these files, each given as where it is and its name, hold words of what is withdrawn.

    By name; False: only such as others say as well.
    """
    pieces = sorted({piece for each in _read_withdrawn(settings, archive) for piece in each.pieces})
    places, _ = _look(files, pieces, progress, []) if pieces else ({}, [])
    others = _who_says(set(places), archive, registry) if places else {}
    found: dict[str, bool] = {}
    for piece, names in places.items():
        for name in names:
            found[name] = found.get(name, False) or piece not in others
    return found


def list_wordless(settings: Settings, archive: Archive) -> list[str]:
    """The withdrawn articles of which no word can be looked for, by id."""
    return [each.id for each in _read_withdrawn(settings, archive) if not each.pieces]


# -- what is looked for -----------------------------------------------------------------------------------------------


def _read_withdrawn(settings: Settings, archive: Archive) -> list[Withdrawn]:
    rows = archive.rows("select id from article where state = 'withdrawn' order by id")
    return [_read(id_, settings) for (id_,) in rows]


def _read(id_: str, settings: Settings) -> Withdrawn:
    file = take_file(str(settings.content), id_, settings.max_bytes)
    if file.problem is not None:
        return Withdrawn(id_, {}, has_text=False)
    article = parse_article(file.raw, id_, timezone=settings.zone, extensions=settings.markdown)
    stays = letters(f"{article.title} {article.status_reason} {id_}".encode())  # on the page that says so
    pieces: dict[bytes, str] = {}
    for sentence in _split(article):
        for piece in cut(letters(sentence.encode())):
            if piece not in stays:
                pieces.setdefault(piece, " ".join(sentence.split()))
    return Withdrawn(id_, pieces, has_text=bool(article.text.strip()))


def _split(article: Article) -> Iterator[str]:
    document = make_document(article.id, article.title, article.text, article.blocks, lang=article.lang)
    for sentence in document.sentences:
        said = article.text[sentence.start : sentence.end]
        yield said
        if left := find_dateline(said):  # which pages leave out
            yield said[left:]
    for paragraph in document.paragraphs:
        if paragraph.kind != "body":
            yield article.text[paragraph.start : paragraph.end]
    yield article.was
    places = [(each.start, each.end) for each in document.sentences]
    places += [(each.start, each.end) for each in document.paragraphs if each.kind == "heading"]
    yield from _join([article.text[start:end] for start, end in sorted(places)])


def _join(parts: list[str]) -> Iterator[str]:
    """Each too short by itself, with as many short ones behind it as it takes; long ones are looked for anyway."""
    sizes = [len(letters(part.encode())) for part in parts]
    for first in range(len(parts)):
        end, size = first, 0
        while size < LEAST and end < len(parts) and sizes[end] < LEAST:
            size += sizes[end]
            end += 1
        if size >= LEAST:
            yield " ".join(parts[first:end])


def cut(said: bytes) -> Iterator[bytes]:
    """The pieces of a sentence that are looked for; none of one that is too short."""
    if len(said) >= LEAST:
        yield said[:PIECE]
        for start in range(PIECE, len(said), PIECE):
            yield said[min(start, len(said) - PIECE) :][:PIECE]


# -- where ------------------------------------------------------------------------------------------------------------


def _list_files(root: Path, doubts: list[Note]) -> Iterator[tuple[str, str]]:
    """Where each file is, and how it is called for people; those that releases share once."""
    seen: set[tuple[int, int]] = set()
    real = os.path.realpath(root)

    def walk(folder: str, name: str) -> Iterator[tuple[str, str]]:
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: (entry.is_symlink(), entry.name))
        except OSError as error:
            doubts.extend(_doubt(name, error))
            return
        for entry in entries:
            called = f"{name}/{entry.name}"
            try:
                status = entry.stat()
            except OSError as error:
                doubts.extend(_doubt(called, error))
                continue
            if S_ISDIR(status.st_mode):
                if not entry.is_symlink():
                    yield from walk(entry.path, called)
                elif not os.path.realpath(entry.path).startswith(f"{real}{os.sep}"):
                    what = "This link leads to a folder elsewhere, where words of what is withdrawn are not looked for."
                    doubts.append(Note(called, 0, what, "Look through it, or put a copy of the folder there."))
            elif S_ISREG(status.st_mode) and (key := (status.st_dev, status.st_ino)) not in seen:
                seen.add(key)
                yield entry.path, called

    yield from walk(str(root), root.name)


def _doubt(name: str, error: OSError) -> Iterator[Note]:
    """Tell of what cannot be read; what has gone meanwhile, or is a link to nothing, holds no words."""
    if not isinstance(error, FileNotFoundError):
        what = f"This cannot be read ({error.strerror}), so nobody knows whether words of what is withdrawn are in it."
        yield Note(name, 0, what, "Give permission to read it, or delete it.")


def _look(
    files: list[tuple[str, str]], pieces: list[bytes], progress: Progress, doubts: list[Note]
) -> tuple[dict[bytes, list[str]], list[str]]:
    """Which pieces are in which files, by their names for people; and which files nobody can unpack here."""
    matcher = ahocorasick_rs.BytesAhoCorasick(pieces)
    found: dict[bytes, list[str]] = {}
    closed = []
    for done, (path, name) in enumerate(files):
        try:
            with open(path, "rb") as file:
                raw = file.read()
        except OSError as error:
            doubts.extend(_doubt(name, error))
            continue
        if is_closed(raw):
            closed.append(name)
        there = {
            number
            for words in (letters(os.fsencode(name)), *read_words(path, raw))
            for number, _, _ in matcher.find_matches_as_indexes(words, overlapping=True)
        }
        for number in sorted(there):
            found.setdefault(pieces[number], []).append(name)
        if done % 500 == 0:
            progress("Looking for what is withdrawn", done, len(files))
    return found, closed


# -- who else says it -------------------------------------------------------------------------------------------------


def _who_says(pieces: set[bytes], archive: Archive, registry: Registry) -> dict[bytes, list[str]]:
    """Which published articles say the same, by id; a registry counts as one, by its name."""
    ordered = sorted(pieces)
    matcher = ahocorasick_rs.BytesAhoCorasick(ordered)
    found: dict[bytes, list[str]] = {}

    def note(said: str, name: str, path: str = "") -> None:
        for words in read_words(path, said.encode()) if path else (letters(said.encode()),):
            for number, _, _ in matcher.find_matches_as_indexes(words, overlapping=True):
                names = found.setdefault(ordered[number], [])
                if name not in names:
                    names.append(name)

    shown = {id_ for id_, state in archive.rows("select id, state from article") if state in SHOWN}
    for id_ in sorted(shown):
        if (article := archive.article(id_)) is not None:
            note(f"{article.title}\n{article.text}\n{article.was}\n{article.override.summary}", id_)
            note(f"{id_} {article.url}", id_, "a.txt")  # in links
            note(article.html, id_, "a.html")
    for event in registry.events:
        note(f"{event.title}\n{event.description}\n{event.id} {' '.join(event.former)}", "events.yml")
    for actor in registry.actors:
        note(f"{actor.name}\n{actor.description}\n{actor.id}", "actors.yml")
    return found


# -- what is told -----------------------------------------------------------------------------------------------------


def _tell(article: Withdrawn, places: Mapping[bytes, list[str]], others: Mapping[bytes, list[str]]) -> Iterator[Note]:
    held: dict[str, str] = {}  # by file, the first sentence that is there
    for piece, sentence in article.pieces.items():
        if piece not in others:
            for name in places.get(piece, ()):
                held.setdefault(name, sentence)
    for number, (name, sentence) in enumerate(sorted(held.items())):
        if number == MOST_NOTES:
            what = f"{len(held) - number:,} more files hold words of {article.id}, which is withdrawn."
            yield Note(article.id, 0, what, "Mend those that are named, then run this again.", "failed")
            return
        said = sentence if len(sentence) <= PIECE else f"{sentence[:PIECE].rstrip()}…"
        what = f"Words of {article.id}, which is withdrawn, are here: “{said}”"
        yield Note(name, 0, what, _remedy(name), "failed")


def _remedy(name: str) -> str:
    if "/pagefind/" in name:
        return "Run briefing search."
    if "/releases/" in name:
        return "Run briefing publish for this folder, which takes away releases that show it."
    return "Run briefing build; a file that is there after that is none of Briefing’s: delete it."


def _tell_unsought(article: Withdrawn) -> str:
    if not article.has_text:
        return f"{article.id} is withdrawn and its file has no text any more, so nothing of it can be looked for."
    why = f"all its text is shorter than {LEAST} letters or stands in its title or reason"
    return f"{article.id} is withdrawn, and nothing of it can be looked for: {why}."


def _tell_shared(article: Withdrawn, places: Mapping[bytes, list[str]], others: Mapping[bytes, list[str]]) -> str:
    """What of it is there since others say it as well; empty: nothing."""
    shared = {
        sentence: others[piece] for piece, sentence in article.pieces.items() if piece in places and piece in others
    }
    if not shared:
        return ""
    names = _order(shared.values())
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    said = f"{len(shared):,} sentence{'s' if len(shared) > 1 else ''} of {article.id}, which is withdrawn"
    return (
        f"{said}, stay as what others say, too: {', '.join(names[:MOST_NAMED])}{more}. Withdraw them if that is meant."
    )


def _order(names: Iterable[Iterable[str]]) -> list[str]:
    return sorted({name for each in names for name in each})
