"""What are all pages of one build made from?"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

import msgspec

from briefing import __version__
from briefing.archive import Archive
from briefing.catalogue.page import Page, digest
from briefing.day_desk import AROUND, DayDesk
from briefing.desk import Desk
from briefing.model import Registry
from briefing.published import Counts, Edition, Link
from briefing.settings import Settings
from briefing.site import pages
from briefing.site.exports.feeds import json_href
from briefing.site.pictures.icons import ICON, MANIFEST, TOUCH
from briefing.site.views.frame import Site
from briefing.version import page_version, theme_version

MAIN_FEED = "feeds/editions.xml"
PUBLISHER_SHEET = "theme/publisher.css"


def _names_of_offices(registry: Registry) -> str:
    """What offices are of, by name: an article's page names it, also where the article does not."""
    of = {office.of for actor in registry.actors for office in actor.offices}
    return repr(sorted((actor.id, actor.name) for actor in registry.actors if actor.id in of))


class Materials:
    """The archive, the settings and the registry of a build, and what follows from them for every page."""

    def __init__(self, archive: Archive, settings: Settings, registry: Registry) -> None:
        self.archive, self.settings, self.registry = archive, settings, registry
        self.desk = Desk(archive, settings, registry)
        self._day_desk = DayDesk(self.desk)
        self.site = Site(
            name=settings.name,
            url=settings.url,
            language=settings.language,
            timezone=settings.timezone,
            description=settings.description,
            notice=settings.notice,
            footer=settings.footer,
            logo=f"theme/publisher.{settings.logo.kind}" if settings.logo else "",
            logo_width=str(settings.logo.width) if settings.logo else "",
            stylesheet=PUBLISHER_SHEET if settings.accent else "",
            report=settings.report,
            navigation=settings.navigation,
            closing=settings.sections,
            icon=ICON if settings.accent or settings.logo else "theme/icon.svg",
            touch_icon=TOUCH.href if settings.url else "",
            manifest=MANIFEST if settings.url else "",
            feed=MAIN_FEED,
            json_feed=json_href(MAIN_FEED),
            generator=f"Briefing {__version__}",
        )
        self.rendered_by = digest(page_version(), theme_version(settings.theme))
        self.base = digest(
            self.rendered_by,
            settings.page_key(),
            settings.list_length,
            msgspec.json.encode((registry.events, registry.sources)),
            _names_of_offices(registry),
        )

    @cached_property
    def everything(self) -> bytes:
        """A digest of all things: what index pages and the front page are made from."""
        parts: list[object] = []
        for id_, moved in self.archive.rows("select id, digest from thing where digest != x'' order by id"):
            parts += [id_, moved]
        return digest(*parts, msgspec.json.encode(self.registry.actors))

    # -- editions -----------------------------------------------------------------------------------------------------

    @cached_property
    def edition_inputs(self) -> dict[str, bytes]:
        """For each day the digest of all that its edition is made from."""
        days = self.desk.days
        digests = dict(self.archive.rows("select id, digest from thing where id between 'd:' and 'd;'"))
        histories: dict[str, list[str]] = {day: [] for day in days}
        for thing, moved in self.desk.history.items():
            for place, day in enumerate(moved):
                if day in histories:
                    histories[day].append(f"{thing} {moved[0]} {moved[place - 1] if place else ''}")
        found = {}
        for place, day in enumerate(days):
            near = [day, *days[max(0, place - AROUND - 1) : place]]
            parts = [digests.get(f"d:{each}", b"") for each in near]
            if place == len(days) - 1:
                parts += [digests.get(f"d:{each}", b"") for each in self._day_desk.days_without_edition]
            closed = day < self.settings.day
            found[day] = digest(self.base, *parts, *near, *histories[day], closed, self._stories_near(near))
        return found

    def _stories_near(self, days: Iterable[str]) -> str:
        """The stories of some days as they stand: an article of another day may have joined or left one."""
        wanted = sorted(
            {
                story
                for day in days
                for (story,) in self.archive.rows(
                    "select distinct story from article where day = ? and story != ''", (day,)
                )
            }
        )
        return repr([self.archive.rows("select value from story where id = ?", (id_,)) for id_ in wanted])

    def edition(self, day: str) -> Edition:
        return self._day_desk.edition(day, self.edition_inputs[day])

    def edition_line(self, day: str) -> tuple[str, str, Counts]:
        """Return (day, title of the lead, counts) of an edition."""
        return self._day_desk.edition_line(day, self.edition_inputs[day])

    # -- what several shelves need ------------------------------------------------------------------------------------

    def event_and_story_links(self) -> list[Link]:
        """Return every event and story, for the lists of them."""
        return [*self.desk.event_links, *self.desk.story_links(story.id for story in self.archive.stories())]

    def redirect(self, path: str, to: str, title: str, owner: str, inputs: bytes) -> Page:
        """Return the page at `path` that leads on to `to`."""
        return Page(path, owner, inputs, "redirect.html", lambda: pages.redirect_view(to, title, self.site))
