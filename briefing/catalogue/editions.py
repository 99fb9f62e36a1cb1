"""The pages of each edition: itself, its data, its mail."""

from __future__ import annotations

from bisect import bisect_left
from functools import partial

import msgspec

from briefing import links
from briefing.catalogue.materials import Materials
from briefing.catalogue.page import Page, View, digest
from briefing.catalogue.pictures import card_pages
from briefing.mail.message.compose import preview_files, preview_href
from briefing.masthead import mail_sender, mail_site
from briefing.published import Edition
from briefing.site import pages
from briefing.site.pictures.sharing import Card, edition_card


class EditionShelf:
    """The editions of one build."""

    def __init__(self, made_from: Materials) -> None:
        self._made_from = made_from
        self._mail: tuple[str, dict[str, bytes]] = ("", {})

    def pages(self, owner: str) -> list[Page]:
        """Return the pages of a day; none where it has no edition."""
        made_from, day = self._made_from, owner.removeprefix("d:")
        days = made_from.desk.days
        place = bisect_left(days, day)
        if days[place : place + 1] != (day,):
            return []
        following = days[place + 1] if place + 1 < len(days) else ""
        # The edition, not what it is made from: most of the editions after a change are composed as they were.
        itself = digest(made_from.base, made_from.edition_seal(day))
        inputs = digest(itself, following)
        return [
            Page(links.edition_href(day), owner, inputs, "edition.html", partial(self._view, day, following)),
            Page(edition_data(day), owner, inputs, "", partial(self._data, day)),
            *(Page(path, owner, inputs, "", partial(self._mail_file, day, path)) for path in _mail_paths(day)),
            *card_pages(made_from, links.edition_href(day), owner, itself, partial(self._card, day)),
        ]

    def _view(self, day: str, following: str) -> View:
        return pages.edition_view(
            self._made_from.edition(day),
            self._made_from.site,
            next_day=following,
            data_href=edition_data(day),
            # A mail's links lead to sentences, which the articles of a foreign theme do not address.
            mail_href=preview_href(day) if self._made_from.settings.render == "archive" else "",
        )

    def _card(self, day: str) -> Card:
        return edition_card(self._made_from.edition(day), links.edition_href(day), self._made_from.site)

    def _data(self, day: str) -> View:
        return encode_edition(self._made_from.edition(day))

    def _mail_file(self, day: str, path: str) -> View:
        if self._mail[0] != day:  # its three files are asked for one after the other
            settings = self._made_from.settings
            files = preview_files(self._made_from.edition(day), mail_site(settings), mail_sender(settings))
            self._mail = (day, files)
        return self._mail[1][path]


def edition_data(day: str) -> str:
    """Return where an edition's JSON is."""
    return f"editions/{day}.json"


def encode_edition(edition: Edition) -> bytes:
    """Return the published JSON of an edition."""
    return msgspec.json.format(msgspec.json.encode(edition), indent=1) + b"\n"


def _mail_paths(day: str) -> tuple[str, ...]:
    stem = preview_href(day).removesuffix(".html")
    return tuple(f"{stem}.{ending}" for ending in ("html", "txt", "eml"))
