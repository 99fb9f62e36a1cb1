"""How does what the output holds become the folder of a release? Unchanged files are linked, the others copied.

Files of a release are never written again, so that several releases share them. Nothing is shared with the output,
where builds and other programs write. A release that is due to go is turned into the new one: most of its files are
those that are wanted, so what is done follows what changed since.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from stat import S_ISREG
from typing import NamedTuple

from msgspec import Struct

from briefing.durable import sync_tree
from briefing.errors import ReleaseError
from briefing.releases.known import Seen
from briefing.releases.model import Sums
from briefing.releases.place import open_to_readers
from briefing.releases.surveying import Site, list_files, sum_file
from briefing.stamps import find_folders

_FILE_MODE = 0o644
_SECOND = 1_000_000_000  # ns
_PIECE = 1 << 20  # bytes
# A shared file is read again in one release of so many: what a disk has spoilt is then copied anew. With 5,000
# articles that is 6 MB a release.
ROTATION = 64


class ChangedError(ReleaseError):
    """A file of the output does not hold what it was found to hold."""


class Source(NamedTuple):
    """An earlier release, whose files can be shared. It may hold none."""

    folder: str
    sums: Sums


class Made(Struct):
    """What was done for a release."""

    seen: dict[str, Seen]  # its files, by path
    copied: int = 0
    bytes: int = 0  # of those that were copied
    damaged: tuple[str, ...] = ()  # paths of files of earlier releases that were not as they were made


class Making:
    """Brings a folder to what the output holds."""

    def __init__(
        self, output: str, site: Site, number: int, source: Source, seen: Mapping[str, Seen], target: str
    ) -> None:
        """`seen`: what is known of the files of `source`; `target`: the folder, which is there."""
        self._output, self._site, self._number = output, site, number
        self._source, self._seen, self._target = source, seen, target
        self._made = Made({})

    def make(self, there: Sums, progress: Callable[[str, int, int], None]) -> Made:
        """Fill the folder and have the disk keep it. `there`: what it should hold, where it is an old release's.

        Raises ReleaseError where the output changed meanwhile, and OSError.
        """
        kept = self._clear(there)
        folders = find_folders(self._site.sums)
        self._make_folders(folders)
        fresh = []
        for done, (path, sum_) in enumerate(self._site.sums.items()):
            mtime = kept.get(path)
            if mtime is None or not self._stands(path, sum_):
                mtime = self._link(path, sum_)
            if mtime is None:
                mtime = self._copy(path, sum_)
                fresh.append(self._place(path))
            self._made.seen[path] = Seen(sum_, self._site.stamps[path], mtime)
            if done % 500 == 0:
                progress("Making the release", done, len(self._site.sums))
        sync_tree(self._target, [*fresh, *map(self._place, folders), self._target])
        return self._made

    def _place(self, path: str) -> str:
        return f"{self._target}/{path}"

    def _clear(self, there: Sums) -> dict[str, int]:
        """Remove from an old release what the new one shall not hold; return what stays, with its mtimes."""
        kept: dict[str, int] = {}
        try:
            found = list_files(self._target)
        except ReleaseError:  # somebody put a link into it
            shutil.rmtree(self._target)
            os.mkdir(self._target)
            return kept
        for path, (size, mtime, _) in found.items():
            sum_, seen = self._site.sums.get(path), self._seen.get(path)
            if seen and sum_ == seen.sum == there.get(path) and (size, mtime) == (seen.stamp[0], seen.kept):
                kept[path] = mtime
            else:
                os.unlink(self._place(path))
        return kept

    def _make_folders(self, folders: Iterable[str]) -> None:
        needed = {self._place(folder) for folder in folders}
        for above, names, _ in os.walk(self._target, topdown=False):
            for name in names:
                if (folder := os.path.join(above, name)) not in needed and not os.path.islink(folder):
                    shutil.rmtree(folder)  # what is hidden in it (.DS_Store) is no file of ours
        for folder in sorted({self._target, *needed}):  # those above come first
            with suppress(FileExistsError):
                os.mkdir(folder)
            open_to_readers(Path(folder))

    def _stands(self, path: str, sum_: str) -> bool:
        """Whether a file of the old release may stay. It is read if it is its turn."""
        if not self._is_due(sum_) or sum_file(self._place(path)) == sum_:
            return True
        self._note_damage(path)
        os.unlink(self._place(path))
        return False

    def _is_due(self, sum_: str) -> bool:
        return int(sum_[:8], 16) % ROTATION == self._number % ROTATION

    def _note_damage(self, path: str) -> None:
        if path not in self._made.damaged:
            self._made.damaged = (*self._made.damaged, path)

    def _link(self, path: str, sum_: str) -> int | None:
        """Share a file with the earlier release; return its mtime, None where it cannot be shared."""
        if self._source.sums.get(path) != sum_:
            return None
        shared, seen = f"{self._source.folder}/{path}", self._seen.get(path)
        try:
            stat = os.lstat(shared)
            as_made = seen is not None and (seen.sum, seen.stamp[0], seen.kept) == (
                sum_,
                stat.st_size,
                stat.st_mtime_ns,
            )
            if not S_ISREG(stat.st_mode) or not ((as_made and not self._is_due(sum_)) or sum_file(shared) == sum_):
                raise FileNotFoundError
        except OSError:  # gone, or the disk cannot read it
            self._note_damage(path)
            return None
        with suppress(OSError):  # not on each file system, not for each owner, not more than 65,000 times on ext4
            os.link(shared, self._place(path), follow_symlinks=False)
            return stat.st_mtime_ns
        return None

    def _copy(self, path: str, sum_: str) -> int:
        """Copy a file of the output; return the mtime that the copy got."""
        digest = hashlib.sha256()
        descriptor = os.open(self._place(path), os.O_WRONLY | os.O_CREAT | os.O_EXCL, _FILE_MODE)
        try:
            with open(f"{self._output}/{path}", "rb", buffering=0) as file:
                while piece := file.read(_PIECE):
                    digest.update(piece)
                    self._made.bytes += len(piece)
                    while piece := piece[os.write(descriptor, piece) :]:
                        pass
            os.fchmod(descriptor, _FILE_MODE)  # the umask may have taken something away
        finally:
            os.close(descriptor)
        if digest.hexdigest() != sum_:
            raise changed_meanwhile(path)
        mtime = self._date(path, sum_)
        os.utime(self._place(path), ns=(mtime, mtime))
        self._made.copied += 1
        return mtime

    def _date(self, path: str, sum_: str) -> int:
        """The mtime of a copy: that of the output, and later than that of the file that it takes the place of.

        Web servers make an ETag of size and mtime, some in whole seconds: with the same one readers would keep the old
        page.
        """
        mtime, seen = self._site.stamps[path][1], self._seen.get(path)
        if seen and seen.sum != sum_ and seen.kept // _SECOND >= mtime // _SECOND:
            return (seen.kept // _SECOND + 1) * _SECOND
        return mtime


def changed_meanwhile(path: str) -> ChangedError:
    """Somebody wrote to the output while a release was made of it, or what was known of it is damaged."""
    return ChangedError(
        f"{path} changed while it was published.", remedy="Run this again when nobody writes to the output."
    )
