"""Which releases show what was withdrawn since they were made? They go, since anybody could roll back to them.

An article may have stood at another address then: so the words of its file are looked for, as `briefing check` does, in
all that the present site does not have as well. What was found is remembered beside the releases, which do not change:
a file is looked through once for each withdrawal, and `rollback`, which knows no content, is told.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from pathlib import Path

import msgspec
from msgspec import Struct

from briefing.durable import write_durably
from briefing.errors import ReleaseError
from briefing.hyperlinks import parse_page
from briefing.releases.model import Release, Sums
from briefing.releases.place import Place
from briefing.releases.surveying import list_files, sum_file

NAME = ".withdrawn.json"  # in DIR/releases
_HEADINGS = ("h1", "h2")  # in which a page of an article has its title; the second in themes of Pelican's


class Held(Struct, frozen=True):
    """Which files hold words of what is withdrawn, by their names."""

    showing: Collection[str] = ()
    excused: Collection[str] = ()  # … only such as others say as well, as long as they are published


class Withdrawals(Struct, frozen=True):
    """What a site has withdrawn."""

    digest: str = ""  # of all below; empty: nothing
    notices: Mapping[str, str] = {}  # what stands on the pages of withdrawn articles instead, by path
    find_titles: Callable[[], Collection[str]] = tuple  # of those of which no word can be looked for
    look: Callable[[list[tuple[str, str]]], Held] = lambda _: Held()  # into files, each given as (path, name)


class _Memory(Struct, frozen=True):
    """What was found, of files by the beginnings of their sums, of releases by their digests."""

    about: str = ""  # the digest of the withdrawals
    clear: tuple[str, ...] = ()
    bad: tuple[str, ...] = ()
    excused: tuple[str, ...] = ()  # as long as the present site is as it was
    site: str = ""  # its digest
    showing: tuple[str, ...] = ()  # releases
    seal: int = 0


def find_showing(place: Place, withdrawn: Withdrawals, site: Sums, digest: str, ours: Collection[str]) -> set[int]:
    """Return the numbers of the releases that show what is `withdrawn`, that which is shown included.

    `site`: the sums of the present site, and their `digest`; `ours`: those of files in it of which it is known that
    they show none of it.
    """
    memory = _recall(place)
    if not withdrawn.digest:
        if memory != _Memory():
            (place.releases / NAME).unlink(missing_ok=True)
        return set()
    before = memory if memory.about == withdrawn.digest else _Memory()
    clear, bad = set(before.clear), set(before.bad)
    excused = set(before.excused) if before.site == digest else set()
    files = {
        release: {path: sum_ for path, sum_ in _list_sums(place, release).items() if sum_ not in ours}
        for release in place.whole().values()
    }
    new: dict[str, tuple[str, str]] = {}  # by mark, where it is and its name
    marks = {_mark(sum_) for sums in files.values() for sum_ in sums.values()}
    for release, sums in files.items():
        folder = place.folder(release.number)
        for path, sum_ in sums.items():
            if (mark := _mark(sum_)) not in clear and mark not in bad and mark not in excused:
                new.setdefault(mark, (f"{folder}/{path}", f"{folder.name}/{path}"))
    if new:
        marks_of = {name: mark for mark, (_, name) in new.items()}
        held = withdrawn.look([new[mark] for mark in sorted(new)])
        bad.update(marks_of[name] for name in held.showing)
        excused.update(marks_of[name] for name in held.excused)
        clear.update(new.keys() - bad - excused)
    showing = {
        release
        for release, sums in files.items()
        if any(_mark(sum_) in bad for sum_ in sums.values()) or _shows_page(place, release, sums, withdrawn, site)
    }
    now = _Memory(
        withdrawn.digest,
        tuple(sorted(marks & clear)),
        tuple(sorted(marks & bad)),
        tuple(sorted(marks & excused)),
        digest,
        tuple(sorted(release.digest for release in showing)),
    )
    if msgspec.structs.replace(memory, seal=0) != now:
        _remember(place, now)
    return {release.number for release in showing}


def _mark(sum_: str) -> str:
    return sum_[:16]


def refuse_showing(place: Place, release: Release) -> None:
    """Raise ReleaseError for a release of which the last publish found that it shows what is withdrawn."""
    if release.digest in _recall(place).showing:
        raise ReleaseError(
            f"Release {release.number} shows what was withdrawn since.",
            remedy="Run briefing publish, which takes it away; to show it again, let its file not say so any more.",
        )


def _shows_page(place: Place, release: Release, sums: Sums, withdrawn: Withdrawals, site: Sums) -> bool:
    """Whether a release has a page of a withdrawn article that does not say so, by its address or by its title."""
    folder = place.folder(release.number)
    if not all(_is_fit(folder / path, path, withdrawn.notices, ()) for path in withdrawn.notices if path in sums):
        return True
    gone = [path for path in sums if path.endswith(".html") and path not in site and path not in withdrawn.notices]
    titles = {_join(title) for title in withdrawn.find_titles()} if gone else ()
    return bool(titles) and not all(_is_fit(folder / path, path, withdrawn.notices, titles) for path in gone)


def _is_fit(page: Path, path: str, notices: Mapping[str, str], titles: Collection[str]) -> bool:
    """Whether a page says what one is to say instead of the article, or is at another path and has another title."""
    try:
        tree = parse_page(page.read_bytes())
    except OSError:  # it went, or the disk cannot read it: it is no release to go back to
        return False
    text, said = _join(tree.text_content()), notices.get(path)
    if any(_join(each) in text for each in ([said] if said else notices.values())):
        return True
    headings = {_join(heading.text_content()) for heading in tree.iter(*_HEADINGS)}
    return said is None and headings.isdisjoint(titles)


def _join(text: str) -> str:
    return " ".join(text.split())


def _list_sums(place: Place, release: Release) -> Sums:
    """The sums of all that is in a release; read anew where its list is damaged."""
    with suppress(ReleaseError):
        return place.sums(release)
    folder = str(place.folder(release.number))
    with suppress(ReleaseError):
        return {path: sum_file(f"{folder}/{path}") for path in list_files(folder)}
    return {}


def _recall(place: Place) -> _Memory:
    """What was found before; nothing where it cannot be read, or a letter of it turned."""
    with suppress(OSError, msgspec.MsgspecError, UnicodeDecodeError):
        memory = msgspec.json.decode((place.releases / NAME).read_bytes(), type=_Memory)
        if memory.seal == _seal(memory):
            return memory
    return _Memory()


def _remember(place: Place, memory: _Memory) -> None:
    sealed = msgspec.structs.replace(memory, seal=_seal(memory))
    write_durably(os.fspath(place.releases / NAME), msgspec.json.encode(sealed) + b"\n")


def _seal(memory: _Memory) -> int:
    return zlib.crc32(msgspec.json.encode(msgspec.structs.replace(memory, seal=0)))
