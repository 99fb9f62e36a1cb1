"""How does an earlier release come back, and is it whole?"""

from __future__ import annotations

from collections.abc import Callable

from briefing.errors import ReleaseError
from briefing.releases.model import Release
from briefing.releases.place import Place, changing
from briefing.releases.surveying import list_files, sum_file

Progress = Callable[[str, int, int], None]


def roll_back(place: Place, number: int, progress: Progress) -> tuple[Release, int]:
    """Show an earlier release, or that of `number`; return it, and which one was shown. Raises ReleaseError.

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
            found = find_damage(place, whole[number], progress)
            if found:
                raise ReleaseError(
                    f"Release {number} is not whole: {found[0]}"
                    + (f" (and {len(found) - 1} more)." if found[1:] else "."),
                    remedy="Roll back to another one, or publish anew.",
                )
            place.show(number)
        return whole[number], shown


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
