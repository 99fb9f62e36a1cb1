"""Where does a link of a newsletter lead, when it goes by way of somebody who counts its readers?"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

from briefing.fetching.canonical import canonical
from briefing.twins import follows_readers

MOST_WRAPS = 3  # counters that hand on to one another

_HANDED_ON = frozenset("url u q target dest destination redirect redirect_url redirect_uri link to".split())
_SHARED = frozenset("ac co com edu gob gouv gov ltd me mil ne net nom or org plc".split())  # below a country's end
_COUNTER = re.compile(
    r"(?:^|\.)(?:clicks?|trk|track|tracking|links?\d*|ct|url\d+|em\d*|elink|lnk|list-manage)\.|(?:^|\.)list-manage\d*\."
    r"|/(?:ls|wf|track|trk|cl0|ss|f|e)/(?:click|c)\b|/(?:click|redirect|track/click)(?:[/?.]|$)",
    re.IGNORECASE,
)
# What only a machine reads: long, with digits and letters of both sizes, without the hyphens of a headline.
_OPAQUE = re.compile(r"(?=[\w=~%-]*\d)(?=[\w=~%-]*[a-z])(?=[\w=~%-]*[A-Z])[\w=~%]{12,}[\w=~%-]{12,}")

# Where a reader, and nobody else, says what they want to get, or an address that names them.
_PERSONAL = re.compile(
    r"unsub|opt-?out|abmeld|abbestell|d[eé]sabon|d[eé]sinscri|desuscri|disiscri|afmeld|uitschrij|avmeld|avregistr"
    r"|[?&][^#]*(?:@|%40)",
    re.IGNORECASE,
)


def find_target(href: str) -> str:
    """Return the address of the page that a link leads to, canonical; "" if only who counts the readers knows it."""
    address = canonical(_unwrap(href))
    return "" if not address or _counts(address) else address


def find_site(href: str) -> str:
    """Return the site that a link leads to, without its subdomains; "" if only who counts the readers knows it."""
    labels = (urlsplit(find_target(href)).hostname or "").split(".")
    shared = len(labels) > 1 and len(labels[-1]) == 2 and labels[-2] in _SHARED  # bbc.co.uk is a site, co.uk is none
    return ".".join(labels[-3 if shared else -2 :])


def find_page(href: str, named: str) -> str:
    """Return where a link leads; the address `named`, where that is the same page but for what follows the reader."""
    address, named = canonical(_unwrap(href)), find_target(named)
    given, sought = urlsplit(address), urlsplit(named)
    same = (given.netloc, given.path) == (sought.netloc, sought.path)
    is_page = sought.path not in ("", "/") or sought.query
    if same and is_page and set(sought.query.split("&")) <= {"", *given.query.split("&")}:
        return named
    return "" if not address or _counts(address) else address


def write_address(href: str) -> str:
    """Return an address as a text may have it: as it is written, but for what follows its reader.

    Of one by way of a counter that is the address it carries along; "" if only the counter knows that.
    """
    href = _unwrap(href)
    if ((address := canonical(href)) and _counts(address)) or _PERSONAL.search(href):
        return ""
    place, mark, query = href.partition("?")
    query, hash_, fragment = query.partition("#")
    kept = "&".join(part for part in query.split("&") if not follows_readers(part))
    return f"{place}{mark if kept else ''}{kept}{hash_}{fragment}"


def _unwrap(href: str) -> str:
    """The address that a link hands on to, as it is written; its own where it carries none."""
    for _ in range(MOST_WRAPS):
        inner = _find_inner(href)
        if not inner:
            break
        href = inner
    return href


def _find_inner(href: str) -> str:
    """An address that a link carries along in plain sight."""
    try:
        given = parse_qsl(urlsplit(href).query, max_num_fields=100)
    except ValueError:
        return ""
    carried = (value for key, value in given if key.lower() in _HANDED_ON)
    return next((value for value in carried if value.startswith(("http://", "https://"))), "")


def _counts(address: str) -> bool:
    parts = urlsplit(address)
    where = f"{parts.hostname or ''}{parts.path}?"
    return _COUNTER.search(where) is not None or _OPAQUE.search(f"{parts.path}?{parts.query}") is not None
