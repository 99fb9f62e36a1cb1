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
        page = place.folder(shown) / path
        notice = page if page.is_file() and _says(page, said) else None
        for number in others:
            page = place.folder(number) / path
            shared = notice is not None and page.is_file() and page.samefile(notice)
            if not shared and page.is_file() and not _says(page, said):
                found.add(number)
    return found


def _says(page: Path, said: str) -> bool:
    return " ".join(said.split()) in " ".join(parse_page(page.read_bytes()).text_content().split())
