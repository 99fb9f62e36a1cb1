"""What does a JSON Feed say? Versions 1 and 1.1 of jsonfeed.org: the second has several authors, and languages."""

from __future__ import annotations

from typing import Any

import msgspec

from briefing.fetching.canonical import canonical
from briefing.fetching.items import Item, Listed
from briefing.fetching.model import FeedError
from briefing.fetching.unmarked import write_html

MOST_DIGITS = 30  # of an id that is a number
FEWEST_SECONDS = 10**9  # since 1970: in 2001; a smaller number is none of them


def read_json(text: str, url: str) -> Listed:
    """Return the feed that `text` holds, which came from `url`. Raises FeedError for other JSON, and for what is none.

    What is of the wrong kind is as what is missing.
    """
    try:
        found = msgspec.json.decode(text.encode("utf-8", "replace"))
    except (msgspec.DecodeError, RecursionError):
        remedy = "Tell the outlet, or take another of its feeds."
        raise FeedError("It begins like a JSON Feed and is no proper JSON.", remedy) from None
    if not isinstance(found, dict) or not isinstance(found.get("items"), list):
        raise FeedError("It is JSON and no JSON Feed: it lists no items.", "Name the address of a feed.")
    lang = _text(found, "language")
    base = canonical(_text(found, "home_page_url"), url) or url  # no specification says what is relative to what
    authors = _list_authors(found)
    items = tuple(_read_item(item, base, lang, authors) for item in found["items"] if isinstance(item, dict))
    return Listed(_text(found, "title"), lang, items)


def _read_item(item: dict[str, Any], base: str, lang: str, authors: tuple[str, ...]) -> Item:
    html, plain, named = _text(item, "content_html"), _text(item, "content_text"), item.get("id")
    return Item(
        guid=str(named)[:MOST_DIGITS] if isinstance(named, float) or type(named) is int else _text(item, "id"),
        addresses=(_text(item, "url"), _text(item, "external_url")),
        base=base,
        title=_text(item, "title"),
        summary=_text(item, "summary"),
        texts=(html, write_html(plain)),
        published=_stamp(item, "date_published"),
        modified=_stamp(item, "date_modified"),
        authors=_list_authors(item),
        inherited=() if _list_authors(item) else authors,
        sections=tuple(tag for tag in _listed(item, "tags") if isinstance(tag, str)),
        lang=_text(item, "language") or lang,
    )


def _text(item: dict[str, Any], key: str) -> str:
    value = item.get(key)
    return value if isinstance(value, str) else ""


def _stamp(item: dict[str, Any], key: str) -> str:
    """A date as it is written, or the seconds since 1970 that some write in its place, as a number."""
    value = item.get(key)
    return str(value)[:MOST_DIGITS] if type(value) is int and value >= FEWEST_SECONDS else _text(item, key)


def _listed(item: dict[str, Any], key: str) -> list[Any]:
    value = item.get(key)
    return value if isinstance(value, list) else []


def _list_authors(item: dict[str, Any]) -> tuple[str, ...]:
    return tuple(filter(None, (_name(each) for each in (*_listed(item, "authors"), item.get("author")))))


def _name(author: Any) -> str:
    return _text(author, "name") if isinstance(author, dict) else author if isinstance(author, str) else ""
