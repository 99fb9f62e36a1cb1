"""The pages that are pictures: what a shared link shows, and the site's icons. Most are made at publish only.

A picture for others is named by its full address, so there is none where the site's own is unknown; neither is there a
manifest, which browsers do not read from a folder.
"""

from __future__ import annotations

from collections.abc import Callable

from briefing.catalogue.materials import Materials
from briefing.catalogue.page import Page, View, digest
from briefing.settings import Settings
from briefing.site.pictures.icons import (
    FAVICON,
    ICON,
    INSTALLED,
    MANIFEST,
    TOUCH,
    Colours,
    Icon,
    icon_svg,
    is_svg,
    manifest,
)
from briefing.site.pictures.sharing import Card, card_href, site_card


def card_pages(made_from: Materials, page: str, owner: str, inputs: bytes, card: Callable[[], Card]) -> list[Page]:
    """Return the picture of the page at `page`, from the page's inputs: none where the site's address is unknown."""
    if not made_from.site.url:
        return []
    return [Page(card_href(page), owner, inputs, "", lambda: _draw(card(), made_from.settings))]


def identity_pages(made_from: Materials, owner: str) -> list[Page]:
    """Return the site's icons, its manifest, and the picture of pages that have none of their own."""
    site, settings = made_from.site, made_from.settings
    inputs = digest(made_from.rendered_by, settings.page_key())

    def page(path: str, make: Callable[[], View]) -> Page:
        return Page(path, owner, inputs, "", make)

    found = []
    if site.icon == ICON:
        logo = settings.logo.content if settings.logo else b""
        found.append(page(ICON, lambda: icon_svg(_colours(settings).accent, logo)))
    if site.url:
        found += [page(icon.href, _icon_maker(icon, settings)) for icon in (TOUCH, *INSTALLED)]
        found += [
            page(FAVICON, lambda: _draw_favicon(settings)),
            page(MANIFEST, lambda: manifest(site, _colours(settings).paper)),
            page(site_card(site).href, lambda: _draw(site_card(site), settings)),
        ]
    return found


def _colours(settings: Settings) -> Colours:
    return Colours(accent=settings.accent) if settings.accent else Colours()


def _drawable_logo(settings: Settings) -> bytes:
    logo = settings.logo.content if settings.logo else b""
    return b"" if is_svg(logo) else logo


def _draw(card: Card, settings: Settings) -> bytes:
    from briefing.site.pictures import cards  # noqa: PLC0415 - Pillow takes longer than an incremental build may

    return cards.draw_card(card, _colours(settings), _drawable_logo(settings))


def _icon_maker(icon: Icon, settings: Settings) -> Callable[[], View]:
    def make() -> View:
        from briefing.site.pictures import cards  # noqa: PLC0415 - as above

        return cards.draw_icon(icon.size, _colours(settings), full=icon.full, logo=_drawable_logo(settings))

    return make


def _draw_favicon(settings: Settings) -> bytes:
    from briefing.site.pictures import cards  # noqa: PLC0415 - as above

    return cards.draw_favicon(_colours(settings), _drawable_logo(settings))
