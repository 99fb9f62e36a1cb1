"""Renders what changed and puts it where readers find it: each file whole or not at all, none outside the output."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from stat import S_ISDIR, S_ISREG

import msgspec
from jinja2 import Environment

from briefing.errors import OutputError, find_remedy
from briefing.site.render import render
from briefing.strays import Strays, find_alike, place_folder
from briefing.whole import PREFIX, write_whole

Check = Callable[[bytes, str], object]  # (bytes, path): raises where a page breaks the verbatim law


class Writer:
    """Writes pages below one output folder."""

    def __init__(
        self, output: Path, environment: Environment, check: Check, version: bytes = b"", coming: Path | None = None
    ) -> None:
        """`version` stands for the templates and code that render: with another one every page is rendered anew.

        `coming` is the file in which new pages are announced; without it they are not.
        """
        self.output, self._environment, self._check, self._version = output, environment, check, version
        try:
            output.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(
                f"{output} cannot be made: {error.strerror}.", remedy="Choose another with --output."
            ) from error
        self._root = os.path.realpath(output)
        self.place = place_folder(self._root, coming) if coming else ""
        self._strays = Strays(coming) if coming else None
        self._folders: dict[str, str] = {}  # those that pages were put into, by path from the root
        self.written = 0
        self.bytes = 0

    def find_lost(self, published: Iterable[tuple[str, int, int]]) -> frozenset[str]:
        """The pages, of (path, size, mtime) by path, that are not on disk as they were left."""
        # By their paths from the output's folder: 1.7 µs a file. By whole paths it took 2.6; to scan folders, and keep
        # what is there, 3.
        lost, look = [], os.stat
        ours = {"": True}  # folders: between the pages in one come those of others
        root = os.open(self._root, os.O_RDONLY)
        try:
            for path, size, mtime in published:
                if (folder := path.rpartition("/")[0]) not in ours:
                    ours[folder] = _lies_there(folder, root, ours)
                try:
                    stat = look(path, dir_fd=root, follow_symlinks=False)
                except OSError:
                    lost.append(path)
                    continue
                if stat.st_mtime_ns != mtime or stat.st_size != size or not ours[folder] or not S_ISREG(stat.st_mode):
                    lost.append(path)
        finally:
            os.close(root)
        return frozenset(lost)

    def lie_there(self, paths: Iterable[str]) -> bool:
        """Whether there is a file at one of these paths."""
        return any(os.path.lexists(os.path.join(self._root, path)) for path in paths)

    def holds_pages(self) -> bool:
        """Whether some build has been here: an article's page or an edition lies there."""
        return any(os.path.isdir(os.path.join(self._root, name)) for name in ("articles", "editions"))

    def sweep_leftovers(self) -> None:
        """Remove what a killed build left of the files that it was writing."""
        for folder, _, names in os.walk(self._root):
            for name in names:
                if name.startswith(PREFIX):
                    with suppress(OSError):
                        os.unlink(os.path.join(folder, name))

    def find_unknown(self, known: Collection[str]) -> list[str]:
        """The pages in our folders that are none of those that are `known`, by path; they may be anybody's."""
        found = []
        for folder in sorted({path.partition("/")[0] for path in known if "/" in path}):
            for place, _, names in os.walk(os.path.join(self._root, folder)):
                above = os.path.relpath(place, self._root).replace(os.sep, "/")
                found += [f"{above}/{name}" for name in names]
        return find_alike(found, known)

    def announce(self, paths: Iterable[str], place: str = "") -> None:
        """Note pages before they are written, or of another output folder: nothing else may know of them.

        Raises OutputError: unannounced, those of a killed build would stay for ever.
        """
        if self._strays is None:
            return
        try:
            self._strays.add(place or self.place, paths)
        except OSError as error:
            raise OutputError(
                f"What is written cannot be noted beside the archive: {error.strerror}.",
                remedy=find_remedy(error),
            ) from error

    def announced(self) -> list[str]:
        """The paths of all that was announced for this output folder since everything was last in order."""
        return self._strays.find(self.place) if self._strays is not None else []

    def forget_announced(self) -> None:
        """Everything is in order: what was announced is known, or was removed."""
        if self._strays is not None:
            self._strays.forget(self.place)

    def publish(self, path: str, template: str, view: object, root: str, known: bytes) -> tuple[bytes, int, int] | None:
        """Render `view` (or take it as bytes where there is no template) and put it at `path`.

        `known` is the fingerprint of the view that is published there, empty if none is. Return the new fingerprint,
        size and mtime; None where the page is the published one already.
        """
        data = view if isinstance(view, bytes) else msgspec.json.encode(view)
        made_by = self._version if template else b""
        total = blake2b(b"\0".join((made_by, template.encode(), root.encode(), b"")), digest_size=16)
        total.update(data)
        fingerprint = total.digest()
        if fingerprint == known:
            return None
        if template:
            data = render(self._environment, template, view, path, root).encode("utf-8", "replace")
        else:
            assert isinstance(view, bytes)
            data = view
        self._check(data, path)
        stat = self._put(path, data)
        return fingerprint, stat.st_size, stat.st_mtime_ns

    def _put(self, path: str, data: bytes) -> os.stat_result:
        target = self._place(path)
        with suppress(OSError):
            stat = os.lstat(target)
            if stat.st_size == len(data) and S_ISREG(stat.st_mode) and Path(target).read_bytes() == data:
                return stat
        try:
            stat = write_whole(target, data)
        except OSError as error:
            if os.path.isdir(target):
                raise OutputError(
                    f"A folder is in the way of the page {path!r}.", remedy=f"Remove {target}."
                ) from error
            raise OutputError(
                f"{target} cannot be written: {error.strerror}.",
                remedy=find_remedy(error),
            ) from error
        self.written += 1
        self.bytes += len(data)
        return stat

    def remove(self, path: str) -> None:
        """Take a page away, and the folders it leaves empty."""
        target = self._place(path)
        with suppress(FileNotFoundError, IsADirectoryError):
            os.unlink(target)
        folder = os.path.dirname(target)
        while folder != self._root:
            try:
                os.rmdir(folder)
            except OSError:
                break
            self._folders.pop(os.path.relpath(folder, self._root).replace(os.sep, "/"), None)
            folder = os.path.dirname(folder)

    def _place(self, path: str) -> str:
        """The file that `path` names, its folder made; refused where it would lie outside the output folder."""
        folder, _, name = path.rpartition("/")
        if name in {"", ".", ".."}:
            raise OutputError(f"The page {path!r} has no name.", remedy="Rename the file it is made of.")
        place = self._folders.get(folder)
        if place is None:
            place = self._folders[folder] = self._open_folder(folder, path)
        return os.path.join(place, name)

    def _open_folder(self, folder: str, path: str) -> str:
        place = os.path.join(self._root, *folder.split("/"))
        outside = OutputError(
            f"The page {path!r} would lie outside {self.output}.", remedy="Remove the link or rename the file."
        )
        if os.path.commonpath([os.path.realpath(place), self._root]) != self._root or ".." in folder.split("/"):
            raise outside
        try:
            os.makedirs(place, exist_ok=True)
        except OSError as error:
            raise OutputError(
                f"{place} cannot be made: {error.strerror}.", remedy="Remove what is in the way, then build again."
            ) from error
        if os.path.commonpath([os.path.realpath(place), self._root]) != self._root:
            raise outside
        return place


def _lies_there(folder: str, root: int, known: dict[str, bool]) -> bool:
    """Whether a folder of pages lies where its path from the folder `root` says, behind no link.

    `known`: what was found out of others. To ask for the real path looks at all that is above `root` as well: 20 µs.
    """
    place = ""
    for name in folder.split("/"):
        place = f"{place}/{name}" if place else name
        if place not in known:
            known[place] = name not in {"", ".", ".."} and _is_folder(place, root)
        if not known[place]:
            return False
    return True


def _is_folder(place: str, root: int) -> bool:
    try:
        return S_ISDIR(os.stat(place, dir_fd=root, follow_symlinks=False).st_mode)
    except OSError:
        return False
