"""May this site take the place of the one that is shown?

Not by a clock that is wrong, no other site by mistake, and none that has lost its articles.
"""

from __future__ import annotations

from briefing.errors import ReleaseError
from briefing.releases.model import Release
from briefing.settings import Settings

# Articles that go at once before anybody is asked, where half of them are left: an editor takes some away, a folder or
# a disk that is not there takes many.
MANY = 5


def refuse_day(last: Release, shown: int, settings: Settings) -> None:
    """Raise ReleaseError where the machine's clock says a day before that of the release: most articles would go."""
    if not settings.dated and settings.day < last.day:
        raise ReleaseError(
            f"Today is {settings.day} by the clock of this machine, and {_name(last, shown)}, is of {last.day}: "
            "nothing is built or published.",
            remedy=f"Set the clock. If it is right, name the day: --day {settings.day}",
        )


def refuse_stranger(last: Release, shown: int, settings: Settings) -> None:
    """Raise ReleaseError where the release is of a site of another name and address.

    One that was renamed has its address still, one that moved its name. Releases of older versions say neither.
    """
    same = last.site in {"", settings.name} or (last.url and last.url == settings.url)
    if not same:
        where = f" at {last.url}" if last.url else ""
        raise ReleaseError(
            f"{_name(last, shown).capitalize()}, is of another site, {last.site!r}{where}, and this one is "
            f"{settings.name!r}: nothing is built or published.",
            remedy="Name another folder; or, if this one shall take its place, add --replace.",
        )


def refuse_unknown(shown: int) -> None:
    """Raise ReleaseError: nobody knows of which site and day the release is, as no record of any can be read."""
    raise ReleaseError(
        f"What is written down of release {shown}, which is shown, cannot be read, so nobody knows of which site and "
        "day it is: nothing is built or published.",
        remedy="Look at the disk; if this site shall take its place, add --replace.",
    )


def refuse_loss(last: Release, before: int, articles: int, held: int) -> None:
    """Raise ReleaseError where all articles went since that release was made, or more than half of them and MANY.

    `held`: those that the build day holds back. They are in content/ still, as are those that were withdrawn.
    """
    left = articles + held
    if before and (not left or (before - left >= MANY and 2 * left < before)):
        raise ReleaseError(
            f"This site has {left or 'no'} articles, and release {last.number} has {before:,}: nothing is published.",
            remedy="See that content/ holds all that it should; if they shall go, add --replace.",
        )


def _name(last: Release, shown: int) -> str:
    which = "which is shown" if last.number == shown else "the newest of which a record can be read"
    return f"release {last.number}, {which}"
