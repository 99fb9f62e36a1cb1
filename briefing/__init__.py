"""Briefing: a daily news briefing that can be checked."""

from __future__ import annotations

__version__ = "0.1.0"


def register() -> None:
    """The door on which Pelican knocks: it calls this when PLUGINS names "briefing"."""
    from briefing.plugin import connect  # noqa: PLC0415 - the analysis works where Pelican is not loaded

    connect()
