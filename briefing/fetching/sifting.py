"""Which entries of a feed are to be read, and why are the others not? Pure: decided by what the feed says alone."""

from __future__ import annotations

import hashlib
import html
import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta, tzinfo
from typing import Literal
from urllib.parse import unquote, urlsplit

from msgspec import Struct
from msgspec.structs import replace

from briefing.fetching.memory import News, Seen
from briefing.fetching.model import WHOLE, Entry, Feed, Filter, Outlet
from briefing.fetching.seeking import fold, stands_in

FIRST_DAYS = 3  # of a feed that was never asked before: else a first fetch makes one edition of a thousand articles
SHARED = 2  # entries with one `modified`: more have it from the program that writes the feed, not from an editor

REDATED = 0.5  # of a feed: where more dates moved on at once, the program that writes it dates all anew

_TAG = re.compile(r"<[^<>]*>")


class Terms(Struct, frozen=True):
    """By what a feed is sifted besides its outlet."""

    zone: tzinfo
    now: str  # a moment, ISO 8601
    since: str = ""  # a day in that zone; empty: all that is new
    first: bool = False  # the feed was never asked before
    anew: bool = False  # what was filtered out before is looked at again


class Sifted(Struct, frozen=True):
    """An entry, and what is to be said of it in this fetch."""

    news: News
    state: Literal["waiting", "known", "filtered"]
    why: str = ""
    twice: bool = False  # it stands in the feed a second time: nothing is noted of this one


def name_entries(feed: Feed, outlet: Outlet) -> tuple[str, ...]:
    """Return what tells each entry of `feed` from the others, in its order: the keys by which they are remembered."""
    addresses = Counter(entry.url for entry in feed.entries)
    guids = Counter(entry.guid for entry in feed.entries)
    columns = _find_columns(feed.entries, outlet)
    return tuple(_name(entry, addresses, guids, columns) for entry in feed.entries)


def sift(
    feed: Feed, outlet: Outlet, seen: Mapping[str, Seen], terms: Terms, is_there: Callable[[Entry], bool]
) -> tuple[Sifted, ...]:
    """Judge each entry of `feed`, in its order. `seen`: those that are known, by key; `is_there`: it has an article."""
    shared = Counter(entry.modified for entry in feed.entries if entry.modified)
    nobodys = _find_nobodys(feed.entries)
    keyed = [
        (key, replace(entry, guid="") if entry.guid in nobodys else entry)
        for key, entry in zip(name_entries(feed, outlet), feed.entries, strict=True)
    ]
    newest: dict[str, Entry] = {}
    for key, entry in keyed:
        if key not in newest or _rank(entry) > _rank(newest[key]):
            newest[key] = entry
    judged = [(key, _digest(entry, stamped=shared[entry.modified] <= SHARED), entry) for key, entry in keyed]
    moved = frozenset() if outlet.text == "feed" else _find_moved(judged, seen)
    sifted = []
    for key, digest, entry in judged:
        if newest[key] is not entry:
            news = News(key, digest, entry, "known")
            sifted.append(Sifted(news, "known", "The feed has it more than once; the newest was taken.", twice=True))
        elif key in moved:
            sifted.append(Sifted(News(key, digest, entry, "waiting"), "waiting"))
        else:
            sifted.append(_judge(key, digest, entry, outlet, seen.get(key), terms, is_there))
    return tuple(sifted)


def _find_moved(judged: Iterable[tuple[str, str, Entry]], seen: Mapping[str, Seen]) -> frozenset[str]:
    """The entries of which nothing but the date is new: that is how many feeds say that the page was corrected.

    Their pages are compared. One that is found as it was counts as known, and is believed no more for a date alone.
    """
    same = [(key, entry, seen[key]) for key, digest, entry in judged if key in seen and seen[key].digest == digest]
    moved = frozenset(
        key for key, entry, before in same if before.state in ("added", "changed") and "" < before.date < entry.date
    )
    return moved if len(moved) <= max(1, REDATED * len(same)) else frozenset()


def _judge(
    key: str,
    digest: str,
    entry: Entry,
    outlet: Outlet,
    seen: Seen | None,
    terms: Terms,
    is_there: Callable[[Entry], bool],
) -> Sifted:
    same = seen is not None and seen.digest == digest
    out = seen is not None and seen.state == "filtered"
    if seen is not None and same and seen.state != "waiting" and not (out and terms.anew):
        before = {"filtered": "Filtered before: ", "failed": "Failed before: "}.get(seen.state, "")
        return Sifted(News(key, digest, entry, seen.state, seen.why), "known", f"{before}{seen.why}" if before else "")
    why = find_reason(outlet.wanted, entry, final=outlet.text == "feed")
    if not why and not (same and not out):  # one that waits has not grown too old by that
        why = _is_too_old(entry, terms, limited=(terms.first and seen is None) or out)
        if why and is_there(entry):
            return Sifted(News(key, digest, entry, "known"), "known")
    if why:
        return Sifted(News(key, digest, entry, "filtered", why), "filtered", why)
    return Sifted(News(key, digest, entry, "waiting"), "waiting")


def _is_too_old(entry: Entry, terms: Terms, *, limited: bool) -> str:
    """Why an entry is too old; empty: it is not, or nobody knows. `limited`: it can be without --since as well."""
    if not entry.date:
        return ""
    day = datetime.fromisoformat(entry.date).astimezone(terms.zone).date()
    if terms.since:
        return f"It is of {day}, before {terms.since}." if day.isoformat() < terms.since else ""
    if not limited:
        return ""
    begin = datetime.fromisoformat(terms.now) - timedelta(days=FIRST_DAYS)
    if datetime.fromisoformat(entry.date) >= begin:
        return ""
    return f"It is of {day}; of a feed's first fetch the last {FIRST_DAYS} days are taken. More with --since {day}."


# -- what tells entries apart -----------------------------------------------------------------------------------------


def _name(
    entry: Entry,
    addresses: Mapping[str, int],
    guids: Mapping[str, int],
    columns: frozenset[tuple[str, str]],
) -> str:
    """What tells an entry from the others of its feed, also where they are in another order next time.

    Its GUID is of no use where it has an address: there are feeds that make them anew each time. Of a column its words
    tell: one that is corrected is new to the memory, and `known` has to find its article.
    """
    named: tuple[str, ...]
    if (entry.url, entry.title) in columns:
        named = ("url", entry.url, entry.title, " ".join((_read(entry.html) or entry.summary).split()))
    elif entry.url:
        named = ("url", entry.url) if addresses[entry.url] == 1 else ("url", entry.url, entry.title)
    elif entry.guid:
        named = ("guid", entry.guid) if guids[entry.guid] == 1 else ("guid", entry.guid, entry.title)
    else:
        named = ("words", entry.title, _read(entry.html) or entry.summary)
    return _hash(named)


def _find_columns(entries: Iterable[Entry], outlet: Outlet) -> frozenset[tuple[str, str]]:
    """The addresses and titles of several entries, each with a GUID and a date of its own: this week's weather, say.

    Their texts have to come from the feed; of a page there is but one.
    """
    groups: dict[tuple[str, str], list[Entry]] = {}
    least = {"feed": 0, "both": WHOLE, "page": math.inf}[outlet.text]
    for entry in entries:
        if entry.url and len(_read(entry.html).split()) >= least:
            groups.setdefault((entry.url, entry.title), []).append(entry)
    return frozenset(
        name
        for name, group in groups.items()
        if len(group) > 1 and all(_are_several([getattr(each, field) for each in group]) for field in ("guid", "date"))
    )


def _are_several(values: list[str]) -> bool:
    return "" not in values and len({*values}) == len(values)


def _find_nobodys(entries: Iterable[Entry]) -> frozenset[str]:
    """The GUIDs of several entries that lead to different places: they name none of them."""
    places = {(entry.guid, entry.url or entry.title) for entry in entries if entry.guid}
    return frozenset(guid for guid, count in Counter(guid for guid, _ in places).items() if count > 1)


def _digest(entry: Entry, *, stamped: bool) -> str:
    """All that a feed says of an entry by which its article could have changed: no date, no GUID, no markup."""
    said = entry.title, entry.summary, _read(entry.html), entry.modified if stamped else ""
    return _hash((entry.url, *(" ".join(words.split()) for words in said)))


def _rank(entry: Entry) -> tuple[str, int, str]:
    """By which the newest of several is found, in whichever order they stand."""
    return max(entry.modified, entry.date), len(entry.html), _hash((repr(entry),))


def _hash(words: tuple[str, ...]) -> str:
    return hashlib.sha256(repr(words).encode("utf-8", "backslashreplace")).hexdigest()[:32]


def _read(markup: str) -> str:
    """The words of an entry's HTML, roughly: to compare them, and to look for some."""
    return html.unescape(_TAG.sub(" ", markup))


# -- what an outlet's editor wants of it ------------------------------------------------------------------------------


def find_reason(wanted: Filter, entry: Entry, text: str = "", *, final: bool) -> str:
    """Why an entry is not wanted; empty: it is. `text`: of its article; `final`: no more of it will be known."""
    if wanted.sections and not _is_in(entry, wanted.sections):
        return f"It is in none of the sections {', '.join(wanted.sections)}."
    if not wanted.words and not wanted.without:
        return ""
    said = fold("\n".join((entry.title, entry.summary, _read(entry.html), text)))
    for word in wanted.without:
        if stands_in(word, said):
            return f"“{word}” stands in it."
    if wanted.words and final and not any(stands_in(word, said) for word in wanted.words):
        return f"None of these stands in it: {', '.join(wanted.words)}."
    return ""


def _is_in(entry: Entry, sections: tuple[str, ...]) -> bool:
    folders = [unquote(part) for part in urlsplit(entry.url).path.split("/")[:-1]]
    has = {fold(each).strip() for each in (*entry.sections, *folders)}
    return any(fold(section).strip() in has for section in sections)
