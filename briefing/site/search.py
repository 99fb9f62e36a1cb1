"""The search page as a view."""

from __future__ import annotations

from briefing.site.frame import ACTORS, EDITIONS, EVENTS, SEARCH, SOURCES, meta
from briefing.site.views.frame import Anchor, Site
from briefing.site.views.search import SearchView

INDEX = "pagefind/pagefind.js"  # what `briefing search` leaves


def search_view(site: Site) -> SearchView:
    words = site.words
    title = words.say("Search")
    return SearchView(
        # What stands on it depends on who asks, so search engines have nothing to keep.
        meta=meta(site, SEARCH, title, section="search", robots="noindex"),
        title=title,
        locale=str(words.locale).replace("_", "-"),
        index=INDEX,
        indexes=(
            Anchor(words.say("Editions"), EDITIONS, words.say("by day")),
            Anchor(words.say("Events"), EVENTS, words.say("with the stories inside them")),
            Anchor(words.say("Actors"), ACTORS, words.say("people, states, organisations and places")),
            Anchor(words.say("Sources"), SOURCES, words.say("with all their articles")),
        ),
    )
