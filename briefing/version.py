"""Which code made a result? A digest of the sources, so that a changed rule makes its results anew by itself."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

_PACKAGE = Path(__file__).parent
# What an article's analysis depends on, besides the article, the registries and the settings.
_ANALYSIS = ("analysis", "data", "model.py", "reading.py", "markup.py", "frontmatter.py", "dates.py", "gathering.py")


def digest_files(paths: Iterable[Path]) -> str:
    """The SHA-256 of files' names and bytes, in the order of their names."""
    total = hashlib.sha256()
    for path in sorted(paths):
        total.update(f"{path.name}\0".encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def _sources(place: Path) -> Iterable[Path]:
    if place.is_dir():
        return (path for path in place.rglob("*") if path.suffix in {".py", ".yml", ".txt", ".json"})
    return (place,) if place.exists() else ()


@lru_cache(maxsize=1)
def analysis_version() -> str:
    """What the analysis code is, as a digest."""
    return digest_files(path for name in _ANALYSIS for path in _sources(_PACKAGE / name))


@lru_cache(maxsize=1)
def page_version() -> str:
    """What all of Briefing's code is, as a digest: pages are rendered anew after an upgrade."""
    return digest_files(_sources(_PACKAGE))


@lru_cache(maxsize=4)
def theme_version(theme: Path) -> str:
    """What the theme is, as a digest of its templates and static files."""
    return digest_files(path for path in theme.rglob("*") if path.is_file())
