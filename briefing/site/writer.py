"""Renders what changed and puts it where readers find it: each file whole or not at all, none outside the output."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

import msgspec
from jinja2 import Environment

from briefing.errors import OutputError
from briefing.site.render import render
from briefing.whole import write_whole

Check = Callable[[bytes, str], object]  # (bytes, path): raises where a page breaks the verbatim law


class Writer:
    """Writes pages below one output folder."""

    def __init__(self, output: Path, environment: Environment, check: Check, version: bytes = b"") -> None:
        """`version` stands for the templates and code that render: with another one every page is rendered anew."""
        self.output, self._environment, self._check, self._version = output, environment, check, version
        try:
            output.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(
                f"{output} cannot be made: {error.strerror}.", remedy="Choose another with --output."
            ) from error
        self._root = os.path.realpath(output)
        self._folders: set[str] = set()
        self.written = 0
        self.bytes = 0

    def find_lost(self, published: Iterable[tuple[str, int, int]]) -> frozenset[str]:
        """The pages, of (path, size, mtime), that are not on disk as they were left."""
        stamps = self._stamps()
        return frozenset(path for path, size, mtime in published if stamps.get(path) != (size, mtime))

    def _stamps(self) -> dict[str, tuple[int, int]]:
        found: dict[str, tuple[int, int]] = {}
        folders = [(self._root, "")]
        while folders:
            folder, prefix = folders.pop()
            with suppress(FileNotFoundError, PermissionError), os.scandir(folder) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        folders.append((entry.path, f"{prefix}{entry.name}/"))
                    elif entry.is_file(follow_symlinks=False):
                        stat = entry.stat(follow_symlinks=False)
                        found[prefix + entry.name] = (stat.st_size, stat.st_mtime_ns)
        return found

    def publish(self, path: str, template: str, view: object, root: str, known: bytes) -> tuple[bytes, int, int] | None:
        """Render `view` (or take it as bytes where there is no template) and put it at `path`.

        `known` is the fingerprint of the view that is published there, empty if none is. Return the new fingerprint,
        size and mtime; None where the page is the published one already.
        """
        data = view if isinstance(view, bytes) else msgspec.json.encode(view)
        made_by = self._version if template else b""
        fingerprint = blake2b(b"\0".join((made_by, template.encode(), root.encode(), data)), digest_size=16).digest()
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
            if stat.st_size == len(data) and Path(target).is_file() and Path(target).read_bytes() == data:
                return stat
        try:
            write_whole(target, data)
        except OSError as error:
            raise OutputError(
                f"{target} cannot be written: {error.strerror}.",
                remedy="Free space or mend the permissions, then build again.",
            ) from error
        self.written += 1
        self.bytes += len(data)
        return os.lstat(target)

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
            self._folders.discard(folder)
            folder = os.path.dirname(folder)

    def _place(self, path: str) -> str:
        """The file that `path` names, its folder made; refused where it would lie outside the output folder."""
        target = os.path.join(self._root, *path.split("/"))
        folder = os.path.dirname(target)
        if folder not in self._folders:
            if os.path.commonpath([os.path.realpath(folder), self._root]) != self._root or ".." in path.split("/"):
                raise OutputError(
                    f"The page {path!r} would lie outside {self.output}.", remedy="Remove the link or rename the file."
                )
            try:
                os.makedirs(folder, exist_ok=True)
            except OSError as error:
                raise OutputError(
                    f"{folder} cannot be made: {error.strerror}.", remedy="Remove what is in the way, then build again."
                ) from error
            if os.path.commonpath([os.path.realpath(folder), self._root]) != self._root:
                raise OutputError(f"The page {path!r} would lie outside {self.output}.", remedy="Remove the link.")
            self._folders.add(folder)
        if os.path.isdir(target) or os.path.basename(target) in {"", ".", ".."}:
            raise OutputError(f"A folder is in the way of the page {path!r}.", remedy=f"Remove {target}.")
        return target
