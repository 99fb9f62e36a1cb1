"""How does an earlier release come back, is it whole, and of what does it show more than the one that was shown?"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress

from briefing.errors import ReleaseError
from briefing.links import ARTICLES
from briefing.releases.model import Release
from briefing.releases.place import Place, changing
from briefing.releases.surveying import list_files, sum_file
from briefing.releases.withdrawing import refuse_showing

Progress = Callable[[str, int, int], None]


# On an article's page (`site.body`): each sentence, and of these what a sentence leaves there that is not shown.
_SENTENCE = re.compile(rb'\sid="s[1-9][0-9]*"')
_KEPT_BACK = re.compile(rb'<span id="s[1-9][0-9]*"></span>')


def roll_back(place: Place, number: int, progress: Progress) -> tuple[Release, int, list[str]]:
    """Show an earlier release, or that of `number`; return it, which one was shown, and `find_fuller` of both.

    Raises ReleaseError.

    It is read as a whole first. 0 is the newest one before the one that is shown.
    """
    place.check()
    with changing(place):
        shown, whole = place.shown(), place.whole()
        number = number or max((each for each in whole if each < shown), default=0)
        if not number:
            raise ReleaseError("There is no earlier release.", remedy="briefing releases lists those that are kept.")
        if number not in whole:
            kept = ", ".join(map(str, sorted(whole))) or "none"
            raise ReleaseError(f"There is no release {number}.", remedy=f"These are kept: {kept}.")
        if number != shown:
            refuse_showing(place, whole[number])
            found = find_damage(place, whole[number], progress)
            if found:
                raise ReleaseError(
                    f"Release {number} is not whole: {found[0]}"
                    + (f" (and {len(found) - 1} more)." if found[1:] else "."),
                    remedy="Roll back to another one, or publish anew.",
                )
            fuller = find_fuller(place, whole[number], whole.get(shown))
            place.show(number)
            return whole[number], shown, fuller
        return whole[number], shown, []


def find_fuller(place: Place, release: Release, other: Release | None) -> list[str]:
    """Return the pages of articles of which a release shows more sentences than the other, which keeps some back.

    Rights to them were tightened in between, or its rules are other ones. What is damaged in the other tells nothing.
    """
    found: list[str] = []
    with suppress(ReleaseError):
        before = place.sums(other) if other else {}
        for path, sum_ in sorted(place.sums(release).items()):
            if path.startswith(f"{ARTICLES}/") and before.get(path, sum_) != sum_ and other:
                with suppress(OSError):
                    here, there = ((place.folder(each.number) / path).read_bytes() for each in (release, other))
                    less = _count_shown(there)
                    if _count_shown(here) > less and (not less or _KEPT_BACK.search(there)):
                        found.append(path)
    return found


def _count_shown(page: bytes) -> int:
    """How many sentences of an article a page shows."""
    return len(_SENTENCE.findall(page)) - len(_KEPT_BACK.findall(page))


def find_damage(place: Place, release: Release, progress: Progress) -> list[str]:
    """Read a release, and say what in it is not as it was made. Raises ReleaseError where its list is damaged."""
    sums, folder = place.sums(release), str(place.folder(release.number))
    there = list_files(folder)
    found = [f"{path} does not belong there" for path in there if path not in sums]
    for done, (path, sum_) in enumerate(sums.items()):
        if path not in there:
            found.append(f"{path} is missing")
        elif wrong := _find_wrong(f"{folder}/{path}", sum_):
            found.append(f"{path} {wrong}")
        if done % 500 == 0:
            progress("Reading the release", done, len(sums))
    return found


def _find_wrong(path: str, sum_: str) -> str:
    """What is wrong with a file that should have that sum; empty: nothing is."""
    try:
        return "" if sum_file(path) == sum_ else "is damaged"
    except OSError as error:  # a disk that fails says so, and of one file
        return f"cannot be read ({error.strerror})"
