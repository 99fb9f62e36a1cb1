"""Which releases are kept, and are they whole? What `briefing releases --json` prints."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Literal

from msgspec import Struct, structs

from briefing.errors import ReleaseError
from briefing.releases.model import Release
from briefing.releases.place import Place
from briefing.releases.returning import Progress, find_damage

State = Literal["shown", "kept", "rolled back"]


class Listed(Release, frozen=True):
    """A release as it is listed."""

    state: State = "kept"
    damage: tuple[str, ...] = ()  # what is not as it was made, if that was asked


class Listing(Struct, frozen=True):
    """All releases in a folder."""

    shown: int  # the number of the one that readers have; 0: none
    releases: tuple[Listed, ...]  # the newest first


def list_releases(place: Place, progress: Progress, *, check: bool) -> Listing:
    """List what is kept; with `check` every file is read. Raises ReleaseError where none lies, or one is being made."""
    place.check()
    with place.held() if check else nullcontext():  # else a release could go while it is read
        return _list_releases(place, progress, check=check)


def _list_releases(place: Place, progress: Progress, *, check: bool) -> Listing:
    shown, whole = place.shown(), place.whole()
    listed = []
    for number in sorted(whole, reverse=True):
        state: State = "shown" if number == shown else "kept" if number < shown else "rolled back"
        damage = _find_damage(place, whole[number], progress) if check else ()
        listed.append(Listed(**structs.asdict(whole[number]), state=state, damage=damage))
    return Listing(shown, tuple(listed))


def _find_damage(place: Place, release: Release, progress: Progress) -> tuple[str, ...]:
    """What is not as it was made; where that cannot be told file by file, why: so the others are told, too."""
    try:
        return tuple(find_damage(place, release, progress))
    except ReleaseError as error:
        return (error.what.removesuffix("."),)
