"""Briefing: a daily news briefing that can be checked."""

from __future__ import annotations

__version__ = "0.1.0"
