"""How far apart are two days? An ISO day as a number."""

from __future__ import annotations

from datetime import date


def ordinal(day: str) -> int:
    """Return the day, or the day that a moment begins with, as a number; 0 for what is no day."""
    try:
        return date.fromisoformat(day[:10]).toordinal()
    except ValueError:
        return 0
