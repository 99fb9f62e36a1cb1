"""The pages that are pictures: what a shared link shows, and the site's icons. All but one are made at publish only.

A picture for others is named by its full address, so there is none where the site's own is unknown; neither is there a
manifest, which browsers do not read from a folder.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from briefing.catalogue.materials import Materials
from briefing.catalogue.page import Page, digest
from briefing.site import icons
from briefing.site.sharing import Card, card_href, site_card


def card_pages(made_from: Materials, page: str, owner: str, inputs: bytes, card: Callable[[], Card]) -> list[Page]:
    """Return the picture of the page at `page`, from the page's inputs: none where the site's address is unknown."""
    return [Page(card_href(page), owner, inputs, "", lambda: _draw(card()))] if made_from.site.url else []


def identity_pages(made_from: Materials, owner: str) -> list[Page]:
    """Return the site's icons, its manifest, and the picture of pages that have none of their own."""
    site = made_from.site
    inputs = digest(made_from.rendered_by, made_from.settings.page_key())
    found = []
    if site.icon == icons.ICON:
        found.append(Page(icons.ICON, owner, inputs, "", partial(icons.icon_svg, _colours().accent)))
    if site.url:
        found += [
            *(
                Page(icon.href, owner, inputs, "", partial(_draw_icon, icon))
                for icon in (icons.TOUCH, *icons.INSTALLED)
            ),
            Page(icons.FAVICON, owner, inputs, "", _draw_favicon),
            Page(icons.MANIFEST, owner, inputs, "", lambda: icons.manifest(site, _colours().paper)),
            Page(site_card(site).href, owner, inputs, "", lambda: _draw(site_card(site))),
        ]
    return found


def _colours() -> icons.Colours:
    return icons.Colours()


def _draw(card: Card) -> bytes:
    from briefing.site import cards  # noqa: PLC0415 - Pillow takes longer than an incremental build may

    return cards.draw_card(card, _colours())


def _draw_icon(icon: icons.Icon) -> bytes:
    from briefing.site import cards  # noqa: PLC0415 - as above

    return cards.draw_icon(icon.size, _colours(), full=icon.full)


def _draw_favicon() -> bytes:
    from briefing.site import cards  # noqa: PLC0415 - as above

    return cards.draw_favicon(_colours())
