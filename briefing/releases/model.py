"""What is a release, and what is written down of it? Values, and the two files beside each release's folder."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from msgspec import Struct

Sums = Mapping[str, str]  # of a release: path → SHA-256 of what the file holds, in hexadecimal digits

_BETWEEN = "  "  # as `sha256sum` writes it


class Release(Struct, frozen=True):
    """What is written down of a release: `releases/000042.json`, beside the folder of that number."""

    number: int  # counts up, and is never given twice
    made: str  # when, as "2025-03-14T06:00:12Z"
    day: str  # the build day
    version: str  # of Briefing
    files: int
    bytes: int
    new: int  # files that were copied: all others are those of an earlier release
    digest: str  # SHA-256 of its list of sums, so of everything in it
    site: str = ""  # the site's name; empty: made by an older version
    url: str = ""  # … and its address; empty: unknown
    articles: int = 0  # that it shows, or of which it says that they were withdrawn; 0: none, or an older version's


def format_sums(sums: Sums) -> bytes:
    """Return the list of a release's files as `sha256sum` writes and checks it, by path."""
    return "".join(f"{sums[path]}{_BETWEEN}{path}\n" for path in sorted(sums)).encode()


def read_sums(listed: bytes) -> dict[str, str]:
    """Read such a list. Raises ValueError for anything else."""
    found = {}
    for line in listed.decode().removesuffix("\n").split("\n"):
        sum_, between, path = line[:64], line[64:66], line[66:]
        if between != _BETWEEN or not path:
            raise ValueError(line)
        found[path] = sum_
    return found


def digest_sums(listed: bytes) -> str:
    """Return the SHA-256 of a release's list of sums: one digest of all that is in it."""
    return hashlib.sha256(listed).hexdigest()
