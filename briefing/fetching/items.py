"""What stands in a feed of any format, before it is judged? Strings as they were found, and nothing to be trusted."""

from __future__ import annotations

from msgspec import Struct


class Item(Struct, frozen=True):
    """An item, or an entry in Atom's words."""

    guid: str = ""
    addresses: tuple[str, ...] = ()  # of its page, the likeliest first
    base: str = ""  # what these and those in `texts` are relative to
    title: str = ""  # may hold markup, as may `summary`
    summary: str = ""
    texts: tuple[str, ...] = ()  # HTML
    published: str = ""
    modified: str = ""
    authors: tuple[str, ...] = ()
    inherited: tuple[str, ...] = ()  # where it names none: those of its feed, who may be the outlet
    sections: tuple[str, ...] = ()
    lang: str = ""  # its own, else the feed's


class Listed(Struct, frozen=True):
    """A feed."""

    title: str
    lang: str
    items: tuple[Item, ...]
    notes: tuple[str, ...] = ()  # for the editor
    whole: bool = True  # False: it breaks off
