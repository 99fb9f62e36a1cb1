"""Which pages does a build have to look at, and which pages has each of their owners?"""

from __future__ import annotations

from collections.abc import Iterator

from briefing.archive import Archive
from briefing.catalogue.articles import OWNER as ARTICLE
from briefing.catalogue.articles import article_pages
from briefing.catalogue.due import Due
from briefing.catalogue.editions import EditionShelf
from briefing.catalogue.lists import LIST, ListShelf
from briefing.catalogue.materials import Materials
from briefing.catalogue.page import Page
from briefing.catalogue.singles import OWNER as SITE
from briefing.catalogue.singles import single_pages
from briefing.catalogue.things import ThingShelf
from briefing.catalogue.times import BACK_ISSUES, MAP, TimeShelf
from briefing.model import Registry
from briefing.settings import Settings


def comes_last(owner: str) -> bool:
    """Whether the pages of an owner show what making those of others puts into the archive."""
    return owner.startswith(LIST) or owner == SITE


class Catalogue:
    """The pages of one build.

    `pages_of` may be asked in any process that has the archive open, to read it at least, of any owner that `owners`
    yielded. Those that come last are yielded last, when the others' may be read.
    """

    def __init__(self, archive: Archive, settings: Settings, registry: Registry) -> None:
        self.made_from = Materials(archive, settings, registry)
        self._editions = EditionShelf(self.made_from)
        self._things = ThingShelf(self.made_from)
        self._lists = ListShelf(self.made_from)
        self._times = TimeShelf(self.made_from, self._lists)
        self._due = Due(self.made_from, self._lists, self._times)

    def owners(self, lost: frozenset[str] = frozenset(), *, afresh: bool = False) -> Iterator[str]:
        """Yield the owners whose pages can differ from the published ones, those that are gone as well; once each.

        `lost` are the paths that are not as they were left; `afresh`: all owners there are.
        """
        return self._due.owners(lost, afresh=afresh)

    def pages_of(self, owner: str) -> list[Page]:
        """Return all pages of an owner; none: it is gone, or has none."""
        if owner == SITE:
            return single_pages(self.made_from)
        if owner.startswith(ARTICLE):
            return article_pages(self.made_from, owner)
        if owner.startswith((BACK_ISSUES, MAP)):
            return self._times.pages(owner)
        if owner.startswith(LIST):
            return self._lists.pages(owner)
        return self._editions.pages(owner) if owner.startswith("d:") else self._things.pages(owner)

    def finish(self) -> None:
        """Note that all pages of all owners are published and committed: the next build looks at what moves next."""
        self._due.settle()
