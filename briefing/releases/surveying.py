"""Which files does the output hold, and has any of them changed since it was last published?"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping
from stat import S_ISDIR, S_ISREG
from typing import NamedTuple

from briefing.errors import ReleaseError

# Of what begins with a dot, what servers ask for; all else is a program's own: .git, .DS_Store, a half-written file.
PUBLISHED_DOTS = frozenset((".htaccess", ".well-known"))

Stamp = tuple[int, int, int]  # a file's size, mtime and ctime, the latter two in ns; ctime cannot be set back


class Site(NamedTuple):
    """What lies in an output folder, by path."""

    stamps: Mapping[str, Stamp]
    sums: Mapping[str, str]  # SHA-256 of what each file holds


def survey(output: str, known: Callable[[str, Stamp], str | None], progress: Callable[[str, int, int], None]) -> Site:
    """Look at all files, and read those whose stamp is not `known` to stand for a sum. Raises ReleaseError, OSError."""
    stamps = list_files(output)
    sums = {}
    for done, (path, stamp) in enumerate(stamps.items()):
        sums[path] = known(path, stamp) or sum_file(f"{output}/{path}")
        if done % 500 == 0:
            progress("Looking at pages", done, len(stamps))
    return Site(stamps, sums)


def list_files(folder: str) -> dict[str, Stamp]:
    """Return all files below a folder, by path. Raises ReleaseError for what is no file and no folder, and OSError."""
    found: dict[str, Stamp] = {}
    below = [""]
    for prefix in below:  # which grows meanwhile
        place = os.open(f"{folder}/{prefix}", os.O_RDONLY)
        try:
            for name in os.listdir(place):
                if name.startswith(".") and name not in PUBLISHED_DOTS:
                    continue
                path = prefix + name
                stat = os.stat(name, dir_fd=place, follow_symlinks=False)
                if not _is_plain(name):
                    raise ReleaseError(
                        f"The name {path!r} in {folder} has a character that no address and no list of files can hold.",
                        remedy="Rename the file.",
                    )
                if S_ISDIR(stat.st_mode):
                    below.append(f"{path}/")
                elif S_ISREG(stat.st_mode):
                    found[path] = stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns
                else:
                    raise ReleaseError(
                        f"{folder}/{path} is a link, a pipe or the like; a release holds files.",
                        remedy="Put the file itself there (Pelican: STATIC_CREATE_LINKS = False).",
                    )
        finally:
            os.close(place)
    return {path: found[path] for path in sorted(found)}


def sum_file(path: str) -> str:
    """Return the SHA-256 of what a file holds. Raises OSError."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _is_plain(name: str) -> bool:
    """Whether a name can stand in a list of lines, and in an address as it is."""
    if name.isascii() and name.isprintable():
        return "\\" not in name
    try:
        name.encode()
    except UnicodeEncodeError:  # bytes that are no UTF-8
        return False
    return not any(letter in "\\\x7f" or letter < " " for letter in name)
