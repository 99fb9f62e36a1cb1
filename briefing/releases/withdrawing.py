"""Which releases show what was withdrawn since they were made? They go, since anybody could roll back to them.

An article may have stood at another address then: so the words of its file are looked for, as `briefing check` does, in
all that the present site does not have as well. What was found is remembered beside the releases, which do not change:
a release is looked through once for each withdrawal, and `rollback`, which knows no content, is told.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Callable, Collection, Iterable, Mapping
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
    """What was found, of releases by their digests."""

    about: str = ""  # the digest of the withdrawals
    clear: tuple[str, ...] = ()
    showing: tuple[str, ...] = ()
    seal: int = 0


def find_showing(place: Place, withdrawn: Withdrawals, site: Sums, ours: Collection[str]) -> set[int]:
    """Return the numbers of the releases that show what is `withdrawn`, that which is shown included.

    `site`: the sums of the present site; `ours`: those of files in it of which it is known that they show none of it.
    """
    memory = _recall(place)
    if not withdrawn.digest:
        if memory != _Memory():
            (place.releases / NAME).unlink(missing_ok=True)
        return set()
    if memory.about != withdrawn.digest:
        memory = _Memory(withdrawn.digest)
    whole = place.whole()
    known = {*memory.clear, *memory.showing}
    unknown = {number: release for number, release in whole.items() if release.digest not in known}
    if unknown:
        present = {release.digest for release in whole.values()}
        clear = present.intersection(memory.clear)
        sums = {number: _list_sums(place, release) for number, release in whole.items()}
        passed = {*ours}.union(*(sums[number].values() for number in whole if whole[number].digest in clear))
        looked_at = {number: {p: s for p, s in sums[number].items() if s not in passed} for number in unknown}
        showing, excused = _find_showing(place, withdrawn, site, looked_at)
        memory = _Memory(
            withdrawn.digest,
            tuple(sorted(clear.union(unknown[number].digest for number in unknown.keys() - showing - excused))),
            tuple(sorted(present.intersection(memory.showing).union(unknown[number].digest for number in showing))),
        )
        _remember(place, memory)
    return {number for number, release in whole.items() if release.digest in memory.showing}


def refuse_showing(place: Place, release: Release) -> None:
    """Raise ReleaseError for a release of which the last publish found that it shows what is withdrawn."""
    if release.digest in _recall(place).showing:
        raise ReleaseError(
            f"Release {release.number} shows what was withdrawn since.",
            remedy="Run briefing publish, which takes it away; to show it again, let its file not say so any more.",
        )


def _find_showing(
    place: Place, withdrawn: Withdrawals, site: Sums, files: Mapping[int, Sums]
) -> tuple[set[int], set[int]]:
    """The numbers of releases of which one of these `files` shows it, and of those that are excused."""
    showing, titles = set(), {_join(title) for title in withdrawn.find_titles()}
    holders: dict[str, set[int]] = {}  # by sum
    pages: dict[str, tuple[str, str]] = {}
    for number, sums in files.items():
        for path, sum_ in sums.items():
            holders.setdefault(sum_, set()).add(number)
            pages.setdefault(sum_, (f"{place.folder(number)}/{path}", f"{number:06d}/{path}"))
            due = path in withdrawn.notices or (titles and path.endswith(".html") and path not in site)
            if due and not _is_fit(place.folder(number) / path, path, withdrawn.notices, titles):
                showing.add(number)
    held = withdrawn.look([pages[sum_] for sum_ in sorted(pages)])
    names = {name: sum_ for sum_, (_, name) in pages.items()}
    showing |= _holders(held.showing, names, holders)
    return showing, _holders(held.excused, names, holders) - showing


def _holders(found: Iterable[str], names: Mapping[str, str], holders: Mapping[str, set[int]]) -> set[int]:
    return {number for name in found for number in holders[names[name]]}


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
    return zlib.crc32(msgspec.json.encode((memory.about, memory.clear, memory.showing)))
