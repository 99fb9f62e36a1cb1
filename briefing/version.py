"""Which code made a result? A digest of the sources, so that a changed rule makes its results anew by itself."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from briefing.settings import Settings

_PACKAGE = Path(__file__).parent
# What has no part in what the archive keeps of an article, its analysis, standing and touches: all that makes pages of
# it, and the commands.
_AFTER_ANALYSIS = frozenset(
    (
        "adding apart backing batches bounds building calling catalogue checking checksums chunks cli cluster "
        "companion company compiling day_desk decoding desk directory dossiers durable edition entries escaping "
        "explaining extracting extracts fetching framing hyperlinks kinds leaks ledger locale locking logo mail "
        "masthead mime naming noting opening phrasing plugin portions posting premises printing proposing published "
        "publishing releases reproducing resting schemas scraping searching series serving site stamps strays "
        "surroundings telling templating theme transaction translations turns unchanged uncovering verbatim whole "
        "withdrawing wording wsgi"
    ).split()
)


def digest_files(paths: Iterable[Path]) -> str:
    """The SHA-256 of files' names and bytes, in the order of their names."""
    total = hashlib.sha256()
    for path in sorted(paths):
        total.update(f"{path.name}\0".encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def _sources(place: Path) -> Iterable[Path]:
    paths = place.rglob("*") if place.is_dir() else (place,)
    return (path for path in paths if path.suffix in {".py", ".yml", ".txt", ".json", ".html", ".css", ".po"})


@lru_cache(maxsize=1)
def analysis_version() -> str:
    """What the analysis code is, as a digest."""
    return digest_files(
        path for place in _PACKAGE.iterdir() if place.stem not in _AFTER_ANALYSIS for path in _sources(place)
    )


@lru_cache(maxsize=1)
def page_version() -> str:
    """What all of Briefing's code is, as a digest: pages are rendered anew after an upgrade."""
    return digest_files(_sources(_PACKAGE))


def theme_version(theme: Path) -> str:
    """What the theme is, as a digest of its templates and static files."""
    return digest_files(path for path in theme.rglob("*") if path.is_file())


def printing_key(settings: Settings) -> bytes:
    """What decides, beside articles and registries, how a page is made and what that takes."""
    return f"{page_version()} {theme_version(settings.theme)} {settings.page_key()}".encode()
