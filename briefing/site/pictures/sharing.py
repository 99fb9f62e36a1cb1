"""What does a page say of itself where a link to it is shared? The words of the picture that is shown there.

The picture itself is drawn by `cards`, once the site's address is known: a picture can be named by a full address only.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from briefing.published import DayCount, Edition, EventFile
from briefing.site.views.frame import Site

MOST_BARS = 45
FEWEST_BARS = 3  # two bars side by side show no course of things


class Card(Struct, frozen=True):
    """What stands on a picture, in words for people."""

    href: str  # of the picture
    name: str  # of the site; empty where the title is just that
    day: str  # "Wednesday, 19 March 2025"
    title: str
    facts: str  # "6 events · 24 articles · 9 outlets"
    bars: tuple[float, ...] = ()  # 0 to 1: articles over time

    @property
    def alt(self) -> str:
        """The same for those who do not see it."""
        return " · ".join(filter(None, (self.title, self.name, self.day, self.facts)))


def card_href(page: str) -> str:
    """Return where the picture for the page at `page` is."""
    return f"cards/{page.removesuffix('.html')}.png"


def site_card(site: Site) -> Card:
    """Return the card of all pages that have none of their own."""
    promise = site.words.say("Every passage here stands word for word in an article and links to its place.")
    return Card(card_href("site.html"), "", "", site.name, site.description or promise)


def edition_card(edition: Edition, href: str, site: Site) -> Card:
    """Return the card of the edition at `href`: what leads it, and what it holds."""
    words, counts = site.words, edition.counts
    facts = (
        words.count(counts.events, "{n} event", "{n} events"),
        words.count(counts.articles, "{n} article", "{n} articles"),
        words.count(counts.outlets, "{n} outlet", "{n} outlets"),
    )
    return Card(
        card_href(href),
        site.name,
        words.named_day(edition.day),
        next((item.headline for item in edition.items if item.id == edition.lead), ""),
        " · ".join(facts),
    )


def event_card(file: EventFile, site: Site) -> Card:
    """Return the card of an event or story, for the pages of its older months as well."""
    return Card(
        card_href(file.href),
        site.name,
        site.words.say("As of {day}", day=site.words.full_day(file.last)) if file.last else "",
        file.title,
        site.words.support(file.outlets, file.origins) if file.outlets else "",
        bars_of(file.days),
    )


def bars_of(days: Sequence[DayCount]) -> tuple[float, ...]:
    """Return the heights of at most MOST_BARS bars, each for as many days; () where too few to show a course."""
    counts = [(date.fromisoformat(each.day).toordinal(), each.articles) for each in days]
    if not counts:
        return ()
    first, last = min(counts)[0], max(counts)[0]
    stretch = (last - first) // MOST_BARS + 1
    sums = [0] * ((last - first) // stretch + 1)
    for day, articles in counts:
        sums[(day - first) // stretch] += articles
    return tuple(each / max(sums) for each in sums) if len(sums) >= FEWEST_BARS and max(sums) else ()
