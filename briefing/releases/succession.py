"""May this site take the place of the one that is shown? Not by a clock that is wrong, and no other site by mistake."""

from __future__ import annotations

from briefing.errors import ReleaseError
from briefing.releases.model import Release
from briefing.settings import Settings


def refuse_day(shown: Release, settings: Settings) -> None:
    """Raise ReleaseError where the machine's clock says a day before that of the release: most articles would go."""
    if not settings.dated and settings.day < shown.day:
        raise ReleaseError(
            f"Today is {settings.day} by the clock of this machine, and release {shown.number}, which is shown, is of "
            f"{shown.day}: nothing is built or published.",
            remedy=f"Set the clock. If it is right, name the day: --day {settings.day}",
        )


def refuse_stranger(shown: Release, settings: Settings) -> None:
    """Raise ReleaseError where the release is of a site of another name and address.

    One that was renamed has its address still, one that moved its name. Releases of older versions say neither.
    """
    same = shown.site in {"", settings.name} or (shown.url and shown.url == settings.url)
    if not same:
        where = f" at {shown.url}" if shown.url else ""
        raise ReleaseError(
            f"Release {shown.number}, which is shown, is of another site, {shown.site!r}{where}, and this one is "
            f"{settings.name!r}: nothing is built or published.",
            remedy="Name another folder; or, if this one shall take its place, add --replace.",
        )
