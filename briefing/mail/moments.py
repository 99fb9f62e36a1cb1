"""How is a moment written down in mail, so that moments can be compared as texts, and read again?"""

from __future__ import annotations

from datetime import UTC, datetime


def write_moment(moment: datetime) -> str:
    """Return a moment, which has an offset, as the outbox keeps moments: ISO 8601 in UTC, to the millisecond."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")


def read_moment(text: str) -> datetime:
    """Return the moment of a text in ISO 8601, in UTC where it names no offset. Raises ValueError."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
