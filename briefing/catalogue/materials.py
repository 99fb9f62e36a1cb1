"""What are all pages of one build made from?"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Container

import msgspec

from briefing import __version__
from briefing.archive import Archive
from briefing.catalogue.page import Page, digest
from briefing.day_desk import AROUND, DayDesk
from briefing.desk import Desk
from briefing.model import Registry
from briefing.published import Counts, Edition
from briefing.settings import Settings
from briefing.site import pages
from briefing.site.exports.feeds import Entry, edition_entry, json_href
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
        self._editions: dict[str, bytes] = {}
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
        self._day_desk = DayDesk(self.desk, self.base)

    # -- what pages depend on -----------------------------------------------------------------------------------------

    def digest_of(self, thing: str) -> bytes:
        """The digest of all that pages can show of a thing; empty: no article touches it."""
        rows = self.archive.rows("select digest from thing where id = ?", (thing,))
        return bytes(rows[0][0]) if rows else b""

    def entry_of(self, actor: str) -> bytes:
        """What the registry says of an actor, and how pages name those whom it refers to; empty: it has no entry."""
        entry = self.desk.registered.get(actor)
        if entry is None:
            return b""
        referred = (*entry.related, *(office.of for office in entry.offices))
        return msgspec.json.encode((entry, [self.desk.actors.get(each) for each in referred]))

    # -- editions -----------------------------------------------------------------------------------------------------

    def edition_inputs(self, day: str) -> bytes:
        """The digest of all that a day's edition is made from."""
        if day not in self._editions:
            days, desk = self.desk.days, self._day_desk
            place = bisect_left(days, day)
            near = [day, *days[max(0, place - AROUND - 1) : place]]
            parts = [self.digest_of(f"d:{each}") for each in near]
            if day == days[-1]:
                parts += [self.digest_of(f"d:{each}") for each in desk.days_without_edition]
            # A story's digest is in that of each article that tells it, so the days' digests cover the stories.
            closed = day < self.settings.day
            self._editions[day] = digest(self.base, *parts, *near, desk.movers(day), closed)
        return self._editions[day]

    def trust_editions(self, but: Container[str]) -> None:
        """Take the inputs of all editions from the last build, where they are known, but for some days: these moved."""
        for day, inputs in self.archive.rows("select day, inputs from edition"):
            if day not in but:
                self._editions.setdefault(day, inputs)

    def edition(self, day: str) -> Edition:
        return self._day_desk.edition(day, self.edition_inputs(day))

    def edition_seal(self, day: str) -> bytes:
        """A digest of a day's edition itself, which is composed for it where its inputs moved."""
        return self._day_desk.seal(day, self.edition_inputs(day))

    def edition_line(self, day: str) -> tuple[str, str, Counts]:
        """Return (day, title of the lead, counts) of an edition."""
        return self._day_desk.edition_line(day, self.edition_inputs(day))

    def edition_entry(self, day: str) -> Entry:
        """Return an edition as the main feed has it; thirty are read for each article that is added."""
        inputs = self.edition_inputs(day)
        rows = self.archive.rows("select entry from edition where day = ? and inputs = ?", (day, inputs))
        if rows and rows[0][0]:
            return msgspec.json.decode(rows[0][0], type=Entry)
        entry = edition_entry(self.edition(day), self.site)
        sql = "update edition set entry = ? where day = ? and inputs = ?"
        self.archive.do(sql, (msgspec.json.encode(entry), day, inputs))
        return entry

    # -- what several shelves need ------------------------------------------------------------------------------------

    def redirect(self, path: str, to: str, title: str, owner: str, inputs: bytes) -> Page:
        """Return the page at `path` that leads on to `to`."""
        return Page(path, owner, inputs, "redirect.html", lambda: pages.redirect_view(to, title, self.site))
