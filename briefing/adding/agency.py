"""May an agency's item be used, and how does it become an article? Whatever format it came in.

The IPTC's rules: an item may be used unless its status says otherwise, not before its embargo has ended, and a later
version stands in the place of all before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from msgspec import Struct
from msgspec.structs import replace

from briefing.adding.composing import compose
from briefing.adding.desks import leave_out_desks
from briefing.adding.model import Cleaned
from briefing.adding.values import one_line, read_page_date, split_names
from briefing.analysis.text.notices import count_words
from briefing.dates import DateError, read_moment
from briefing.errors import ContentError
from briefing.extracting import Piece

LONGEST_TERMS = 1_000  # characters of what a copyright holder asks for
LONGEST_ID = 500  # characters of a guid
LONGEST_SHORT_NAME = 5  # letters: "dpa", "NTB"
MOST_NAMES = 20  # of one byline

_BY = re.compile(r"(?:By|Von|Par|Por|Di|Av|Door)\s+", re.IGNORECASE)
_USABLE, _WITHHELD = "usable", "withheld"
_CANCELED = ("canceled", "cancelled")


class Item(Struct, frozen=True):
    """An item as it says of itself. Nothing in it is to be trusted."""

    pieces: tuple[Piece, ...]
    kind: str  # "NewsML-G2", "ninjs"
    holds: str = ""  # what it is, where it is no text: "picture"
    guid: str = ""
    version: str = ""
    status: str = ""  # of the IPTC's list; empty: usable
    embargo: str = ""  # as it is written
    title: str = ""
    date: str = ""  # as it is written
    modified: str = ""  # the same
    source: str = ""
    url: str = ""
    authors: tuple[str, ...] = ()
    lang: str = ""
    copyright: str = ""
    usage: str = ""  # terms of use
    credit: str = ""
    dateline: str = ""  # or the place where it was written
    slugline: str = ""
    advice: str = ""  # for editors
    notes: tuple[str, ...] = ()
    left: tuple[str, ...] = ()  # what of its text is not among the pieces: "40 words …"
    parts: tuple[Item, ...] = ()  # of a composite: the items with text in it

    @property
    def name(self) -> str:
        return one_line(self.title or self.guid)[:100]

    @property
    def words(self) -> int:
        return sum(count_words(piece.text) for piece in self.pieces) + sum(part.words for part in self.parts)


class _Entry(Struct, frozen=True):
    """An item, or why it is none, and what it came in."""

    item: Item | ContentError
    raw: bytes
    place: str
    parcel: str = ""  # as that of `Cleaned`: a composite is kept once


def read_items(
    found: Iterable[tuple[Item | ContentError, bytes]], given: Cleaned, now: str
) -> Iterator[Cleaned | ContentError]:
    """Yield the articles of items, each with the bytes that it came in, or why one is none, in their order.

    Of an item that comes in several versions the latest is taken. `now`: a moment, ISO 8601 with its offset.
    """
    came = list(found)
    entries = [
        _Entry(item, raw, given.name if len(came) == 1 else f"{given.name}: item {number}")
        for number, (item, raw) in enumerate(came, 1)
    ]
    opened = [each for entry in _take_latest(entries) for each in _open(entry, now)]
    for entry in _take_latest(opened):
        if isinstance(entry.item, ContentError):
            yield entry.item
            continue
        try:
            yield _make(entry.item, replace(given, name=entry.place, raw=entry.raw, parcel=entry.parcel), now)
        except ContentError as error:
            yield error


def _take_latest(entries: list[_Entry]) -> list[_Entry]:
    """Leave out items of which there is a later version, and note it with the one that is taken."""
    latest: dict[str, tuple[int, int]] = {}  # by guid: version and place of the last one
    count: dict[str, int] = {}
    for number, entry in enumerate(entries):
        if isinstance(entry.item, Item) and entry.item.guid:
            guid = entry.item.guid
            latest[guid] = max(latest.get(guid, (0, 0)), (_version(entry.item), number))
            count[guid] = count.get(guid, 0) + 1
    taken: list[_Entry] = []
    for number, entry in enumerate(entries):
        item = entry.item
        if isinstance(item, Item) and item.guid:
            if latest[item.guid][1] != number:
                continue
            if (versions := count[item.guid]) > 1:
                item = replace(item, notes=(*item.notes, f"Of its {versions} versions the last was taken."))
        taken.append(replace(entry, item=item))
    return taken


def _open(entry: _Entry, now: str) -> Iterator[_Entry]:
    """Yield the items of a composite that may be used, with its own text first; another item as it is."""
    item = entry.item
    if isinstance(item, ContentError) or not item.parts:
        yield entry
        return
    try:
        _check_status(item, entry.place, now)
    except ContentError as error:
        yield replace(entry, item=error)
        return
    parcel = entry.parcel or f" {item.name}"
    if item.pieces:
        yield replace(entry, item=replace(item, parts=()), parcel=parcel)
    for number, part in enumerate(item.parts, 1):
        own = _Entry(_complete(part, item), entry.raw, f"{entry.place}: item {number}", parcel)
        yield from _open(own, now)


def _complete(part: Item, whole: Item) -> Item:
    """Let a composite say what an item in it does not."""
    return replace(
        part,
        kind=whole.kind,
        date=part.date or whole.date,
        source=part.source or whole.source,
        lang=part.lang or whole.lang,
        copyright=part.copyright or whole.copyright,
        usage=" ".join(filter(None, dict.fromkeys((part.usage, whole.usage)))),
    )


def read_byline(byline: str) -> tuple[str, ...]:
    """Return the names of a byline ("By Anna Bell and Tomas Vale, NA"), without the agency's short name."""
    names = split_names(_BY.sub("", byline.strip(), count=1))[:MOST_NAMES]
    return tuple(name for name in names if " " in name or len(name) > LONGEST_SHORT_NAME)


def _version(item: Item) -> int:
    return int(item.version) if item.version.isascii() and item.version.isdigit() and len(item.version) < 10 else 0


def _make(item: Item, given: Cleaned, now: str) -> Cleaned:
    _check_status(item, given.name, now)
    if not item.pieces and item.holds == "composite":
        what = f"“{item.name}” is a composite: it names other items and holds the text of none."
        raise ContentError(what, remedy="Add the items that it names.", path=given.name)
    if not item.pieces:
        what = f"“{item.name}” holds no text{f', but a {item.holds}' if item.holds else ''}."
        raise ContentError(what, remedy="Add the item that has the text.", path=given.name)
    notes: list[str] = list(item.notes)
    about = replace(
        given,
        title=given.title or one_line(item.title),
        date=given.date or read_page_date(item.date, notes),
        modified=read_page_date(item.modified, notes) if _version(item) > 1 else "",
        source=given.source or one_line(item.source)[:120],
        url=given.url or item.url,
        authors=", ".join(one_line(author).replace(",", " ") for author in item.authors if author.strip()),
        lang=given.lang or item.lang,
        kept=_say_provenance(item),
    )
    if about.modified == about.date:
        about = replace(about, modified="")
    pieces, desks = leave_out_desks(item.pieces)
    cleaned = compose(list(pieces), about)
    if not cleaned.body.strip():
        what = f"Nothing is left of “{item.name}” once headings and boilerplate are taken out."
        raise ContentError(what, remedy="Add the text of the article itself.", path=given.name)
    if item.usage:
        notes.append(f"It comes with terms of use: “{one_line(item.usage)[:200]}” Set Rights as they ask.")
    advice = " ".join(filter(None, (item.advice, *(line for line in desks if " " in line.strip()))))
    if advice:
        notes.append(f"It has a note for editors: “{one_line(advice)[:300]}”")
    words = sum(map(count_words, desks))
    said = f"{words:,} word{'s' if words > 1 else ''} for editors" if words else ""
    removed = "; ".join(filter(None, (*item.left, said, cleaned.removed)))
    return replace(cleaned, removed=removed, notes=(*cleaned.notes, *notes))


def _check_status(item: Item, place: str, now: str) -> None:
    if item.status in _CANCELED:
        what = f"“{item.name}” ({item.guid}) was canceled by its provider."
        remedy = "If it is in content/, write “Status: withdrawn” and a “Reason” into its front matter."
        raise ContentError(what, remedy=remedy, path=place)
    if item.status == _WITHHELD:
        what = f"“{item.name}” is withheld: its provider asks not to use it yet."
        raise ContentError(what, remedy="Add the version that is usable.", path=place)
    if item.status not in ("", _USABLE):
        what = f"“{item.name}” has the status “{one_line(item.status)[:40]}”, which the IPTC's list does not have."
        raise ContentError(what, remedy="Ask its provider; correct the status if it may be used.", path=place)
    if item.embargo and not _is_over(item.embargo, now):
        what = f"“{item.name}” is under embargo until {one_line(item.embargo)[:40]}."
        raise ContentError(what, remedy="Add it again after that moment.", path=place)


def _is_over(embargo: str, now: str) -> bool:
    """Whether a moment has passed; one that cannot be read has not."""
    try:
        return datetime.fromisoformat(read_moment(embargo, UTC)) <= datetime.fromisoformat(now)
    except (DateError, ValueError, TypeError):
        return False


def _say_provenance(item: Item) -> tuple[tuple[str, str], ...]:
    return (
        ("via", item.kind),
        ("guid", one_line(item.guid)[:LONGEST_ID]),
        ("version", one_line(item.version)[:20]),
        ("dateline", one_line(item.dateline)[:200]),
        ("slugline", one_line(item.slugline)[:200]),
        ("credit", one_line(item.credit)[:200]),
        ("copyright", one_line(item.copyright)[:LONGEST_TERMS]),
        ("usage", one_line(item.usage)[:LONGEST_TERMS]),
    )
