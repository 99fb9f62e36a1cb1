"""Which pages does a build have to look at?"""

from __future__ import annotations

from briefing.archive import Archive
from briefing.catalogue.articles import article_pages
from briefing.catalogue.editions import EditionShelf
from briefing.catalogue.lists import OWNER
from briefing.catalogue.materials import Materials
from briefing.catalogue.page import Page, Plan
from briefing.catalogue.singles import single_pages
from briefing.catalogue.things import ThingShelf
from briefing.model import Registry
from briefing.settings import Settings


class Catalogue:
    """The pages of one build."""

    def __init__(self, archive: Archive, settings: Settings, registry: Registry) -> None:
        self.made_from = Materials(archive, settings, registry)

    def plan(self, lost: frozenset[str] = frozenset(), *, afresh: bool = False) -> Plan:
        """Return the pages that can differ from the published ones; `afresh`: all there are.

        `lost` are the paths that are not as they were left.
        """
        made_from = self.made_from
        lost_owners = {
            owner
            for path in sorted(lost)
            for (owner,) in made_from.archive.rows("select owner from page where path = ?", (path,))
        }
        planned: list[Page] = single_pages(made_from)
        owners = {OWNER}
        things: list[tuple[str, bytes]] = []
        for owner, found in EditionShelf(made_from).pages():
            owners.add(owner)
            planned.extend(found)
        for owner, found in article_pages(made_from, lost_owners, afresh=afresh):
            owners.add(owner)
            planned.extend(found)
        for thing, key, found in ThingShelf(made_from).pages(lost_owners, afresh=afresh):
            owners.add(thing)
            things.append((thing, key))
            planned.extend(found)
        # The files of one thing come one after the other: what they are made from is composed once.
        return Plan(tuple(sorted(planned, key=lambda page: (page.owner, page.path))), frozenset(owners), tuple(things))
