"""Which files of a content folder are articles, and which bytes has one? Little enough to ask in every build."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from stat import S_ISREG

from briefing.errors import ContentError
from briefing.model import Note

MARKDOWN = (".md", ".markdown")
HTML = (".html", ".htm")
_NOT_ARTICLES = frozenset(("actors.yml", "events.yml", "sources.yml"))


def find_articles(content_folder: Path) -> tuple[list[tuple[str, Path]], list[Note]]:
    """Return the (id, path) of each article of a folder, sorted by id, and notes on what looks like one and is none.

    Raises ContentError if there is no such folder or it cannot be read. What a note of severity "failed" names is not
    among the articles.
    """
    if not content_folder.is_dir():
        raise ContentError("There is no such folder.", remedy="Name the folder of articles.", path=str(content_folder))
    notes: list[Note] = []
    root = Path(os.path.realpath(content_folder))
    found = sorted(_walk(content_folder, "", root, notes), key=lambda pair: pair[0])
    seen: dict[str, str] = {}
    for id_, _ in found:
        twin = seen.setdefault(unicodedata.normalize("NFC", id_).casefold(), id_)
        if twin != id_:
            letters = "capitals" if twin.casefold() == id_.casefold() else "code points"
            what = f"Another file, {twin}, has the same name in other {letters}."
            notes.append(Note(id_, 0, what, "Rename one of them; some systems take them for one file."))
    return found, sorted(notes, key=lambda note: (note.path, note.what))


def _walk(folder: Path, below: str, root: Path, notes: list[Note]) -> Iterator[tuple[str, Path]]:
    try:
        with os.scandir(folder) as entries:
            inside = sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        what = f"The folder cannot be read ({error.strerror})."
        if not below:  # a build would take all articles for deleted
            raise ContentError(what, remedy="Give permission to read it.", path=str(folder)) from error
        notes.append(Note(_printable(below), 0, what, "Give the build permission to read it.", "failed"))
        return
    for entry in inside:
        name = entry.name
        id_ = f"{below}/{name}" if below else name
        if name.startswith("."):
            continue
        is_article = name.lower().endswith(MARKDOWN + HTML)
        if entry.is_symlink() and (is_article or entry.is_dir()):
            target = os.path.realpath(entry.path)
            if target != str(root) and not target.startswith(f"{root}{os.sep}"):
                what = "This link leads out of the content folder and is not followed."
                notes.append(Note(_printable(id_), 0, what, "Put a copy of the file in its place.", "failed"))
                continue
            if entry.is_dir():
                what = "This link to a folder is not followed; the folder is read at its own place."
                notes.append(Note(_printable(id_), 0, what, "Remove the link."))
                continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(Path(entry.path), id_, root, notes)
        elif is_article and not (below == "" and name in _NOT_ARTICLES):
            if _printable(id_) != id_:
                what = "The name of this file or of its folder is not UTF-8 or holds control characters."
                notes.append(Note(_printable(id_), 0, what, "Rename it.", "failed"))
            else:
                yield id_, Path(entry.path)


def _printable(name: str) -> str:
    """`name` as a page can hold it; two names stay two."""
    decoded = os.fsencode(name).decode("utf-8", "backslashreplace")
    return re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", lambda found: repr(found.group())[1:-1], decoded)


def digest_file(path: Path, stat: os.stat_result, max_bytes: int) -> str:
    """The SHA-256 of a file's bytes. Empty for what is not read: a pipe, which would keep us waiting, or too large."""
    if not S_ISREG(stat.st_mode) or stat.st_size > max_bytes:
        return ""
    return hashlib.sha256(path.read_bytes()).hexdigest()
