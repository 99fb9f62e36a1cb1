"""What does an RSS or Atom feed say? What its formats mean is feedparser's knowledge; nothing else of it is used.

It fetches, guesses charsets, asks the clock for dates and mends addresses; here it is handed proper XML in UTF-8, and
dates and addresses are taken as they stand in the feed.
"""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

from feedparser.api import parse as parse_feed

from briefing.fetching.items import Item, Listed
from briefing.fetching.mending import mend
from briefing.fetching.model import FeedError
from briefing.fetching.unmarked import write_html

_HTML = ("text/html", "application/xhtml+xml", "html", "xhtml")
_WRAPPED = re.compile(r"\A<!\[CDATA\[\s*(.*?)\s*\]\]>\Z", re.DOTALL)  # escaped, and so a part of the words
_ENDED = re.compile(r"</(?:area|br|col|embed|hr|img|input|source|track|wbr)\s*>")
_PLAIN = ("text/plain", "text", "")


def read_xml(text: str, url: str) -> Listed:
    """Return the feed that `text` holds, which came from `url`. Raises FeedError where it holds none."""
    mended = mend(text, url)
    headers = {"content-type": "application/xml; charset=utf-8", "content-location": mended.base}
    try:
        found = parse_feed(
            BytesIO(mended.xml), response_headers=headers, resolve_relative_uris=False, sanitize_html=False
        )
    except Exception as error:  # noqa: BLE001 - odd feeds have ended it with most kinds there are
        what = f"It is a feed that cannot be read ({type(error).__name__})."
        raise FeedError(what, "Tell the outlet, or take another of its feeds.") from None
    about = found["feed"]
    lang = _text(about, "language")
    authors = _list_authors(about) if found["version"].startswith("atom") else ()  # RSS names an editor there
    items = tuple(_read_entry(entry, mended.base, lang, authors) for entry in found["entries"])
    return Listed(_text(about, "title"), lang, items, mended.notes, mended.whole)


def _read_entry(entry: Any, base: str, lang: str, authors: tuple[str, ...]) -> Item:
    contents = [each for each in _listed(entry, "content") if _kind(each) in (*_HTML, *_PLAIN)]
    texts = [_as_html(each, _text(each, "value")) for each in contents]
    summary = _text(entry, "summary")
    if any(summary == _text(each, "value") for each in contents):
        summary = ""  # feedparser repeats a text where there is no summary
    detail = _detail(entry, "summary")
    published, changed = _text(entry, "published") or _text(entry, "created"), _text(entry, "updated")
    details = (*contents, detail, _detail(entry, "title"))
    return Item(
        guid=_text(entry, "id"),
        addresses=_list_addresses(entry),
        base=next(filter(None, (_text(each, "base") for each in details)), base),
        title=_text(entry, "title"),
        summary=summary,
        texts=(*texts, _as_html(detail, summary)),
        published=published,
        modified=changed,
        authors=_list_authors(entry),
        inherited=() if _listed(entry, "authors") else _list_authors(_source(entry)) or authors,
        sections=tuple(_text(tag, "label") or _text(tag, "term") for tag in _listed(entry, "tags")),
        lang=next(filter(None, (_text(each, "language") for each in details)), lang),
    )


def _as_html(content: Any, value: str) -> str:
    """A text as HTML. In XHTML, feedparser ends what HTML does not."""
    return _ENDED.sub("", value) if _kind(content) in _HTML else write_html(value)


def _list_addresses(entry: Any) -> tuple[str, ...]:
    """Its own page before a distributor's, pages before other formats, a guid that reads like an address last."""
    links = [link for link in _listed(entry, "links") if _text(link, "rel").rpartition("/")[2] == "alternate"]
    lang = _text(_detail(entry, "title"), "language")
    links.sort(key=lambda link: (_text(link, "type") not in _HTML, _text(link, "hreflang") not in ("", lang)))
    guid = _text(entry, "id")
    return (
        _text(entry, "feedburner_origlink"),
        *(_text(link, "href") for link in links),
        _text(entry, "link"),
        guid if guid.startswith(("http://", "https://")) else "",
    )


def _list_authors(entry: Any) -> tuple[str, ...]:
    named = [_text(author, "name") for author in _listed(entry, "authors")]
    found = tuple(name for name in named if name)
    return found or tuple(filter(None, (_text(_detail(entry, "author"), "name") or _text(entry, "author"),)))


# feedparser's dictionaries answer for one key with another's value, and warn; and a feed may have put anything there.


def _text(entry: Any, key: str) -> str:
    value = dict.get(entry, key)
    return _WRAPPED.sub(r"\1", value.strip()) if isinstance(value, str) else ""


def _listed(entry: Any, key: str) -> list[Any]:
    value = dict.get(entry, key)
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _detail(entry: Any, key: str) -> Any:
    value = dict.get(entry, f"{key}_detail")
    return value if isinstance(value, dict) else {}


def _source(entry: Any) -> Any:
    """The feed that an entry was taken from (RFC 4287, 4.2.11)."""
    value = dict.get(entry, "source")
    return value if isinstance(value, dict) else {}


def _kind(content: Any) -> str:
    return _text(content, "type").lower()
