"""Which files of a content folder are articles, and which bytes has one? Little enough to ask in every build."""

from __future__ import annotations

import errno
import os
import re
import stat
import time
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct

from briefing.errors import ContentError, find_remedy
from briefing.model import Note
from briefing.stamps import FOLDER, Folder, find_moment
from briefing.unseen import spell_out_unseen
from briefing.whole import PREFIX

MARKDOWN = (".md", ".markdown")
HTML = (".html", ".htm")
DEEPEST = 50  # folders within folders: archives go by year, month and day, and paths have an end
_REGISTRIES = frozenset(("actors.yml", "events.yml", "sources.yml"))

MAX_BYTES = 1_000_000  # a long feature has 60 KB; the largest articles of news sites with all their markup have 500

_LEFT_BESIDE = (".#", "._", PREFIX)  # Emacs' locks, what macOS knows of a file on a disk that is not its own, ours
OF_THE_DISK = frozenset(("lost+found",))  # where a disk is mounted, root's alone
_NO_FILE = ("This is not a plain file.", "Put a file in its place.")  # but a folder, a socket, a named pipe

# A file that is being written is looked at again until it is at rest, or for a second.
ATTEMPTS, PAUSE = 10, 0.1  # s
BLOCK = 4_096  # bytes: programs write in blocks of it, so a new file of as many may be the first part of one
YOUNG = 1.0  # s up to which it may be; and one that is empty
TICK = 0.02  # s in which two writings can have one mtime: kernels take it from a clock that ticks 100 times a second


class Sighting(NamedTuple):
    """An article's file as the folder shows it; a tuple, since every build makes one for every file."""

    id: str  # its path below the content folder, with "/"
    size: int  # bytes; -1: it cannot be looked at
    mtime: int  # ns; the later of it and the ctime, see `stamps.find_moment`


class File(Struct, frozen=True):
    """An article's file as it was read, or why it was not."""

    id: str
    size: int  # before it was read; -1: it could not be opened
    mtime: int
    raw: bytes
    problem: Note | None = None


# -- the folder -------------------------------------------------------------------------------------------------------


def find_articles(content_folder: Path, looked: Iterable[Folder] = ()) -> tuple[list[Sighting], list[Note]]:
    """Return the articles of a folder, sorted by id, and notes on what looks like one and is none.

    Raises ContentError if there is no such folder, or it or one in it cannot be read. What a note of severity "failed"
    names is not among the articles. `looked` is what was just seen of the folder, if it was: a fifth of the time.
    """
    if not content_folder.is_dir():
        raise ContentError("There is no such folder.", remedy="Name the folder of articles.", path=str(content_folder))
    notes: list[Note] = []
    found: list[Sighting] = []
    if not _take_looked(looked, found, notes):
        found, notes = [], []
        _walk(str(content_folder), "", os.path.realpath(content_folder), found, notes)
    found.sort()
    notes += _find_twins([sighting.id for sighting in found])
    return found, sorted(notes, key=lambda note: (note.path, note.what))


def _find_twins(ids: Sequence[str]) -> Iterator[Note]:
    """Say which names some systems take for one."""
    if all(map(str.isascii, ids)) and len(set(map(str.lower, ids))) == len(ids):
        return  # a tenth of the time of what follows, which is asked in every build
    seen: dict[str, str] = {}
    for id_ in ids:
        twin = seen.setdefault(unicodedata.normalize("NFC", id_).casefold(), id_)
        if twin != id_:
            letters = "capitals" if twin.casefold() == id_.casefold() else "code points"
            what = f"Another file, {twin}, has the same name in other {letters}."
            yield Note(id_, 0, what, "Rename one of them; some systems take them for one file.")


def _take_looked(looked: Iterable[Folder], found: list[Sighting], notes: list[Note]) -> bool:
    """Add what `_walk` would; False: it was not looked at, or there is more than plain files and folders."""
    at = 0
    for folder, names, numbers in looked:
        below = f"{folder[1:]}/" if folder else ""
        hidden = "/." in folder
        if folder.count("/") > DEEPEST:
            return False  # `_walk` says so
        at = 1
        for name in names:
            size = numbers[at]
            if size < 0:
                at += 1
                if size != FOLDER and not hidden and not name.startswith("."):
                    return False
                continue
            if not hidden and _is_article(name):
                id_ = below + name
                if not _is_hidden(id_, name, notes) and not _is_unprintable(id_, notes):
                    found.append(Sighting(id_, size, numbers[at + 1]))
            at += 2
    return at > 0


def _is_article(name: str) -> bool:
    """Whether a file of this name holds an article."""
    return name.endswith(MARKDOWN) or name.lower().endswith(MARKDOWN + HTML)


def _is_hidden(id_: str, name: str, notes: list[Note]) -> bool:
    """Whether the file's name begins with a dot; that is noted, but of what programs leave beside a file."""
    if not name.startswith("."):
        return False
    if not name.startswith(_LEFT_BESIDE):
        what = "This file is left out, since its name begins with a dot."
        notes.append(Note(_printable(id_), 0, what, "Rename it, or move it out of the folder.", "failed"))
    return True


def _is_unprintable(id_: str, notes: list[Note]) -> bool:
    """Whether no page could name the file; that is noted."""
    if (id_.isascii() and id_.isprintable()) or _printable(id_) == id_:
        return False
    what = "The name of this file or of its folder is not UTF-8 or holds control characters or what nobody sees."
    notes.append(Note(_printable(id_), 0, what, "Rename it.", "failed"))
    return True


def _walk(folder: str, below: str, root: str, found: list[Sighting], notes: list[Note]) -> None:
    """Add what is in `folder`; `below`: its path below content/, with a slash at its end; empty: content/ itself."""
    try:
        with os.scandir(folder) as entries:
            inside = list(entries)
    except OSError as error:
        if _matters(error, below):
            raise _tell_closed(folder, below, error) from error
        return
    for entry in inside:
        name = entry.name
        id_ = below + name
        is_article = _is_article(name)
        if name.startswith("."):
            if is_article and entry.is_file(follow_symlinks=False):
                _is_hidden(id_, name, notes)
            continue
        if entry.is_symlink() and (is_article or _leads_to_folder(entry)) and not _is_followed(entry, id_, root, notes):
            continue
        if entry.is_dir(follow_symlinks=False):
            if id_.count("/") >= DEEPEST:
                notes.append(_too_deep(id_))
                continue
            _walk(entry.path, f"{id_}/", root, found, notes)
        elif is_article:
            if _is_unprintable(id_, notes):
                continue
            try:
                status = entry.stat()
            except OSError as error:  # it has just gone, or is a link to nothing: whoever reads it says so
                if isinstance(error, PermissionError) and not entry.is_symlink():  # names may be read, and no more
                    raise _tell_closed(folder, below, error) from error
                found.append(Sighting(id_, -1, -1))
            else:
                found.append(Sighting(id_, status.st_size, find_moment(status)))


def _matters(error: OSError, below: str) -> bool:
    """Whether articles may lie in a folder that cannot be read: a build would take them for deleted."""
    if not below:
        return True
    if isinstance(error, FileNotFoundError | NotADirectoryError):  # it has just gone
        return False
    return f"/{below}".removesuffix("/").rpartition("/")[2] not in OF_THE_DISK


def _tell_closed(folder: str, below: str, error: OSError) -> ContentError:
    what = f"The folder cannot be read ({error.strerror}), and all its articles would go."
    remedy = find_remedy(error, "Look at it with another program.")
    if error.errno in (errno.EACCES, errno.EPERM):
        remedy = f"Give permission to read it{', or move it out of the content folder' if below else ''}."
    return ContentError(what, remedy=remedy, path=_printable(folder))


def _too_deep(id_: str) -> Note:
    what = f"This folder lies more than {DEEPEST} folders deep and is not read."
    return Note(_printable(id_), 0, what, "Move it up.", "failed")


def _is_followed(entry: os.DirEntry[str], id_: str, root: str, notes: list[Note]) -> bool:
    """Whether a link leads to a file inside the content folder `root`."""
    target = os.path.realpath(entry.path)
    if target != root and not target.startswith(f"{root}{os.sep}"):
        what = "This link leads out of the content folder and is not followed."
        notes.append(Note(_printable(id_), 0, what, "Put a copy of the file in its place.", "failed"))
    elif _leads_to_folder(entry):
        what = "This link to a folder is not followed; the folder is read at its own place."
        notes.append(Note(_printable(id_), 0, what, "Remove the link."))
    else:
        return True
    return False


def _leads_to_folder(link: os.DirEntry[str]) -> bool:
    try:
        return link.is_dir()
    except OSError:  # it leads to itself
        return False


def _printable(name: str) -> str:
    """`name` as a page can hold it; two names stay two."""
    decoded = os.fsencode(name).decode("utf-8", "backslashreplace")
    if decoded.isascii() and decoded.isprintable():
        return decoded
    shown = re.sub(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]", lambda found: repr(found.group())[1:-1], decoded)
    return spell_out_unseen(shown)


# -- one file ---------------------------------------------------------------------------------------------------------


def take_file(content_folder: str, id_: str, max_bytes: int = MAX_BYTES) -> File:
    """Read the file of the article `id_` below `content_folder`, at most `max_bytes` of it.

    Never raises for a file that cannot be read: `problem` then says why, and there are no bytes. So it is with one that
    is still being written after a second; and it has no stamp, so that the next build reads it.
    """
    for _ in range(ATTEMPTS):
        file, age = _take(content_folder, id_, max_bytes)
        if age >= YOUNG or (age >= 0 and file.size % BLOCK):
            return file
        time.sleep(PAUSE)
    return file if age >= 0 else File(id_, -1, -1, b"", tell_half_written(id_))


def tell_half_written(id_: str) -> Note:
    """Return the note on an article that is being written."""
    return Note(id_, 0, "This file is being written.", "Build again when it is whole.", "failed")


def stamp_file(content_folder: str, id_: str) -> tuple[int, int]:
    """Return a file's size and moment, as `take_file` does; both -1 where it has gone."""
    try:
        status = os.stat(os.path.join(content_folder, id_))
    except OSError:
        return -1, -1
    return status.st_size, find_moment(status)


def _take(content_folder: str, id_: str, max_bytes: int) -> tuple[File, float]:
    """Read the file once; with its age in seconds, -1 where it was written meanwhile, or too short a time before."""
    size = mtime = -1
    try:
        # A named pipe would keep the build waiting. `open` and a file object cost three times as much as these calls.
        number = os.open(os.path.join(content_folder, id_), os.O_RDONLY | _AT_ONCE)
        try:
            status = os.fstat(number)
            size, mtime = status.st_size, find_moment(status)
            if not stat.S_ISREG(status.st_mode):
                return File(id_, size, mtime, b"", Note(id_, 0, *_NO_FILE, "failed")), YOUNG
            age = _find_age(status.st_mtime_ns)
            raw = _read(number, size, max_bytes)
            after = os.fstat(number)
        finally:
            os.close(number)
    except FileNotFoundError:
        what, remedy = "This link leads to no file, or the file has just gone.", "Remove the link, or mend it."
    except OSError as error:
        what, remedy = _tell_refusal(error)
    else:
        if (after.st_size, find_moment(after)) != (size, mtime):
            age = -1.0
        if len(raw) <= max_bytes:
            return File(id_, size, mtime, raw), age if len(raw) == size else -1.0
        what = f"The file has {max(size, len(raw)):,} bytes, more than the {max_bytes:,} that are read."
        remedy = "Shorten it or raise BRIEFING_MAX_BYTES."
        note = Note(id_, 0, what, "Shorten it." if id_ in _REGISTRIES else remedy, "failed")
        return File(id_, size, mtime, b"", note), max(age, YOUNG)
    return File(id_, -1, -1, b"", Note(id_, 0, what, remedy, "failed")), YOUNG


def _tell_refusal(error: OSError) -> tuple[str, str]:
    """What is wrong with a file that cannot be opened or read, and what to do."""
    if error.errno == errno.ENXIO:  # a socket cannot even be opened
        return _NO_FILE
    if error.errno == errno.ELOOP:
        return "This link leads back to itself.", "Remove the link, or mend it."
    what = f"The file cannot be read ({error.strerror})."
    if error.errno in (errno.EACCES, errno.EPERM):
        return what, "Give the build permission to read it."
    return what, find_remedy(error, "Look at the file with another program.")


def _find_age(mtime: int) -> float:
    """How many seconds ago a file was written: YOUNG for what lies ahead, -1 where that is too short to tell."""
    age = time.time() - mtime / 1e9
    return YOUNG if age < 0 else age if age >= TICK else -1.0


_AT_ONCE = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def _read(number: int, size: int, max_bytes: int) -> bytes:
    """The file's bytes; of a larger one than `max_bytes`, or one that is growing, some more than `max_bytes`."""
    parts: list[bytes] = []
    left = max_bytes + 1
    ask = min(size, max_bytes) + 1  # a buffer of the largest size would cost more than the reading
    while left > 0 and (part := os.read(number, min(ask, left))):
        parts.append(part)
        left -= len(part)
    return b"".join(parts)
