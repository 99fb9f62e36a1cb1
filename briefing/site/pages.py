"""From published values to the views that templates get: one function for each kind of page, all through this door."""

from __future__ import annotations

from briefing.site.actor_in_event import actor_event_view
from briefing.site.actors import actor_view
from briefing.site.article import article_view
from briefing.site.back_issues import count_years, editions_view, newest_days
from briefing.site.editions import edition_view, front_view
from briefing.site.events import event_view
from briefing.site.frame import ACTORS, EDITIONS, EVENTS, FRONT, METHOD, NOT_FOUND, SEARCH, SOURCES
from briefing.site.indexes import actors_view, events_view, sources_view
from briefing.site.notices import method_view, not_found_view, redirect_view, withdrawn_view
from briefing.site.search import search_view
from briefing.site.sources import source_view
from briefing.site.views.frame import Site

__all__ = [
    "ACTORS", "EDITIONS", "EVENTS", "FRONT", "METHOD", "NOT_FOUND", "SEARCH", "SOURCES", "Site",
    "actor_event_view", "actor_view", "actors_view", "article_view", "count_years", "edition_view", "editions_view",
    "event_view", "events_view", "front_view", "method_view", "newest_days", "not_found_view", "redirect_view",
    "search_view", "source_view", "sources_view", "withdrawn_view",
]  # fmt: skip
