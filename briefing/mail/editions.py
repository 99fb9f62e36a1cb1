"""Which editions does a site have, and what stands in them? Reads the published edition.json, and nothing else."""

from __future__ import annotations

import hashlib
import re
from datetime import date, timedelta
from pathlib import Path

import msgspec
from msgspec import Struct

from briefing.errors import MailError
from briefing.mail.moments import read_moment
from briefing.published import EDITION_SCHEMA, Edition

LATEST = "latest"  # the newest closed edition
WEEK = 7  # days
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Printed(Struct, frozen=True):
    """An edition as it was published."""

    edition: Edition
    sha256: str  # of the file's bytes


def list_days(output: Path) -> tuple[str, ...]:
    """Return the days of all editions below the site's folder, oldest first."""
    return tuple(sorted(path.stem for path in (output / "editions").glob("*.json") if _DAY.fullmatch(path.stem)))


def find_day(name: str, output: Path) -> str:
    """Return the day that `name` means: itself, or "latest". Raises MailError where there is no such edition."""
    days = list_days(output)
    if not days:
        raise MailError(
            f"There is no edition in {output / 'editions'}.",
            remedy="Run briefing build, or name the site with --output.",
        )
    if name == LATEST:
        for day in reversed(days):
            if read_edition(day, output).edition.closed:
                return day
        raise MailError("No edition is closed yet.", remedy="Build again once the day is over.")
    if name not in days:
        what = f"There is no edition of {name}."
        raise MailError(what, remedy=f"The newest are {', '.join(days[-3:])}; or say {LATEST}.", path=str(output))
    return name


def read_edition(day: str, output: Path) -> Printed:
    """Read the edition of `day`. Raises MailError where it cannot be read or was written by another version."""
    path = output / "editions" / f"{day}.json"
    again = "Run briefing build again."
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise MailError(f"The edition cannot be read: {error.strerror}.", remedy=again, path=str(path)) from error
    try:
        edition = msgspec.json.decode(raw, type=Edition)
        _check_moments(edition)
    except (msgspec.DecodeError, RecursionError, ValueError) as error:  # the last: of what is no UTF-8, or no moment
        raise MailError(f"This is no edition that can be read: {error}.", remedy=again, path=str(path)) from error
    if edition.schema != EDITION_SCHEMA or edition.day != day:
        raise MailError(
            f"The edition says that it is of {edition.day}, schema {edition.schema}.", remedy=again, path=str(path)
        )
    return Printed(edition, hashlib.sha256(raw).hexdigest())


def _check_moments(edition: Edition) -> None:
    """Raise ValueError if a moment that letters tell is none; the schema takes any text for one."""
    moments = [edition.opens, edition.closes]
    for article in edition.articles:
        moments += (article.date, article.added, article.modified)
    for moment in filter(None, moments):
        read_moment(moment)


def read_week(day: str, output: Path) -> tuple[Printed, ...]:
    """Read the editions of the week that ends with `day`, oldest first."""
    first = (date.fromisoformat(day) - timedelta(days=WEEK - 1)).isoformat()
    return tuple(read_edition(one, output) for one in list_days(output) if first <= one <= day)


def read_between(after: str, day: str, output: Path) -> tuple[Edition, ...]:
    """Read the editions after the day `after` and before `day`, oldest first."""
    return tuple(read_edition(one, output).edition for one in list_days(output) if after < one < day)


def known_ids(output: Path) -> tuple[frozenset[str], frozenset[str]]:
    """Return the ids of all events and stories, and of all actors, that any edition holds."""
    events: set[str] = set()
    actors: set[str] = set()
    for day in list_days(output):
        edition = read_edition(day, output).edition
        actors.update(actor.id for actor in edition.actors)
        for item in edition.items:
            events.update((item.id, *item.stories))
            actors.update(actor.id for actor in item.actors)
    return frozenset(events), frozenset(actors)
