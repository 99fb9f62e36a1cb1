"""Which releases still show what was withdrawn since they were made? They go, since anybody could roll back to them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from briefing.hyperlinks import parse_page
from briefing.releases.place import Place


def find_showing(place: Place, notices: Mapping[str, str]) -> set[int]:
    """Return the numbers of the releases, but for the one that is shown, that show an article which was withdrawn.

    `notices`: by path, what the pages of withdrawn articles say instead. A release that has such a page without its
    notice shows the article; so does one in which it is worded otherwise, for all that is known.
    """
    shown, found = place.shown(), set()
    others = [number for number in place.whole() if number != shown]
    for path, said in sorted(notices.items() if others else ()):
        held = {number: place.folder(number) / path for number in others if (place.folder(number) / path).is_file()}
        now = place.folder(shown) / path
        shared = [number for number in held if now.is_file() and held[number].samefile(now)]
        if shared and not _says(now, said):
            found.update(shared)
        found.update(number for number in held if number not in shared and not _says(held[number], said))
    return found


def _says(page: Path, said: str) -> bool:
    return " ".join(said.split()) in " ".join(parse_page(page.read_bytes()).text_content().split())
