"""Which entries does a feed have, as far as they can be trusted? RSS 0.9x, 1.0 and 2.0, Atom, JSON Feed 1 and 1.1.

Pure and bounded: bytes in, an outlet's entries out, each fit to be shown and written down. Nothing is guessed; what
could not be used is said in the notes of the entry or of the feed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import partial
from html import unescape
from urllib.parse import urlsplit

from msgspec.structs import replace

from briefing.bounds import OutOfTimeError, within
from briefing.decoding import decode
from briefing.errors import ContentError
from briefing.fetching.canonical import canonical
from briefing.fetching.dated import read_stamp
from briefing.fetching.items import Item, Listed
from briefing.fetching.json_feeds import read_json
from briefing.fetching.mending import MOST_ENTRIES
from briefing.fetching.model import Entry, Feed
from briefing.fetching.model import FeedError as FeedError  # noqa: PLC0414 - whoever reads feeds catches it
from briefing.fetching.unmarked import leave_out_mail, read_line, read_plain
from briefing.fetching.xml_feeds import read_xml
from briefing.fields import LONGEST_NAME, LONGEST_TITLE

LARGEST = 5_000_000  # bytes; feeds with whole texts have one million at most
SECONDS = 20  # of processor time for one feed; one of 2,000 entries takes two
LONGEST_GUID = 500  # characters; what follows them says nothing
LONGEST_SUMMARY = 2_000  # characters; with more it is the text
LONGEST_HTML = 1_000_000  # characters of one entry's text; a longer one is left to its page
LONGEST_SECTION = 80  # characters
MOST_SECTIONS, MOST_AUTHORS = 50, 20  # of one entry
MOST_NAMES, LONGEST_PARTICLE = 5, 3  # of one person; letters of what may be small among them: "van", "bin"
MOST_LINKS, LONGEST_BASE = 100, 250  # of one text that are made absolute; characters of what they are relative to
LONGEST_CLOSING, MOST_AROUND = 2_000, 10  # characters of a closing line, words in it besides its links
LONGEST_HEADLINE = LONGEST_TITLE - len(" …")  # characters; with the mark of what was cut it is a title still
MOST_SHOWN = 80  # characters of an address that is not used

_TAG = re.compile(r"<[^<>]*>")
_BLOCK = re.compile(r"<(?:p|br|div|li|h[1-6]|blockquote|table|pre|section|article)\b", re.IGNORECASE)
_EMPTY_LINE = re.compile(r"\n[ \t]*\n")
_RELATIVE = re.compile(r"""(\s(?:href|src)\s*=\s*)(?:"([^"<>]*)"|'([^'<>]*)')""", re.IGNORECASE)
_LINK = re.compile(r"""<a\s[^<>]*?href\s*=\s*["']([^"'<>]*)["'][^<>]*>(.*?)</a\s*>""", re.IGNORECASE | re.DOTALL)
_SCHEME = re.compile(r"\s*[A-Za-z][A-Za-z0-9+.-]*:")
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9_-]{1,30})?")
_NAME = re.compile(r"[^\W\d_]+(?:[.'’-][^\W\d_]*)*")
# What an outlet or an office has in its name, in whatever compound or as a word, and hardly a person.
_OFFICE = re.compile(
    r"news|press|media|redak|redac|rédac|redaz|editor|publish|verlag|zeitung|journal|agenc|agentur|radio|online|digital"
    r"|минист|редак|новост|газет|служб|تحرير|أخبار|صحيفة|وكالة|هيئة|فريق|موقع"
    r"|\b(?:staff|team|desk|admin|webmaster|office|ministry|department|council|university|group|network|service|time|post"
    r"|courier|kurier|daily|weekly|herald|tribune|gazette|tv|gmbh|ltd|inc|llc|corp|unknown|anonymous|user)s?\b",
    re.IGNORECASE,
)
_BY = re.compile(r"by\s+(?=\S)", re.IGNORECASE)


def read_feed(raw: bytes, url: str, *, charset: str = "", kind: str = "", now: str) -> Feed:
    """Return the feed that `raw` holds, which came from `url`. Raises FeedError for what is none.

    `charset` and `kind` (the media type) are what the server said, `now` is the moment by which dates are judged, in
    ISO 8601. Of more than `MOST_ENTRIES` entries the first are read.
    """
    if len(raw) > LARGEST:
        raise FeedError(f"It has more than the {LARGEST:,} bytes that are read.", "Take a feed that lists less.")
    moment = datetime.fromisoformat(now)
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    try:
        return within(SECONDS, partial(_read, raw, url, charset, moment))
    except OutOfTimeError:
        what = f"To read it took more than {SECONDS} s of processor time and was ended."
        raise FeedError(what, "Tell the outlet, or take another of its feeds.") from None
    except FeedError as error:
        if not kind or "xml" in kind or "json" in kind:
            raise
        what = f"{error.what} The server calls it {read_plain(kind, LONGEST_SECTION)}."
        raise FeedError(what, error.remedy, error.linked) from None


def _read(raw: bytes, url: str, charset: str, now: datetime) -> Feed:
    try:
        text, notes = decode(raw, url, charset)
    except ContentError as error:
        raise FeedError(error.what, "Name the address of a feed.") from None
    if not text.strip():
        raise FeedError("It is empty.", "It may be filled later; if it stays so, name another feed.")
    listed = (read_json if text.lstrip()[0] in "{[" else read_xml)(text, url)
    return _judge(replace(listed, notes=(*notes, *listed.notes)), url, now)


def _judge(listed: Listed, url: str, now: datetime) -> Feed:
    notes = list(listed.notes)
    if len(listed.items) > MOST_ENTRIES:
        notes.append(f"It has {len(listed.items):,} entries; those after the first {MOST_ENTRIES:,} are not read.")
    entries: dict[object, Entry] = {}
    empty = twice = 0
    around = _bare(f"{listed.title} {urlsplit(url).hostname}")
    for item in listed.items[:MOST_ENTRIES]:
        entry = _judge_item(item, now, around)
        if not (entry.title or entry.url or entry.summary or entry.html):
            empty += 1
            continue
        key = (entry.guid, entry.url, entry.title) if entry.guid or entry.url else entry
        twice += key in entries
        entries.setdefault(key, entry)
    if empty:
        notes.append(f"Entries that say nothing: {empty:,}.")
    if twice:
        notes.append(f"Entries that stand there more than once: {twice:,}.")
    title = read_line(listed.title, LONGEST_TITLE)
    return Feed(title, _read_language(listed.lang), tuple(entries.values()), tuple(dict.fromkeys(notes)), listed.whole)


def _judge_item(item: Item, now: datetime, around: str) -> Entry:
    url, notes = _choose_address(item)
    title = read_line(item.title, LONGEST_HEADLINE)
    item = _leave_out_closing(item, url, title, notes)
    date, modified = _read_dates(item, now, notes)
    return Entry(
        guid=read_plain(item.guid, LONGEST_GUID),
        url=url,
        title=title,
        date=date,
        modified=modified,
        authors=_choose_authors(item, around)[:MOST_AUTHORS],
        summary=read_line(item.summary, LONGEST_SUMMARY, html=True),
        html=_choose_text(item, notes),
        sections=_each_once(read_line(each, LONGEST_SECTION) for each in item.sections)[:MOST_SECTIONS],
        lang=_read_language(item.lang),
        notes=tuple(notes),
    )


def _choose_address(item: Item) -> tuple[str, list[str]]:
    for written in item.addresses:
        if address := canonical(written.replace("&amp;", "&"), item.base):  # escaped twice
            return address, []
    given = next(filter(None, (read_line(written, MOST_SHOWN) for written in item.addresses)), "")
    return "", [f"Its address “{given}” is not used: it leads to no page of the web."] if given else []


def _read_dates(item: Item, now: datetime, notes: list[str]) -> tuple[str, str]:
    """The moments of publication and of the last change; the one where there is no other."""
    published, why = read_stamp(item.published, now)
    modified, other = read_stamp(item.modified, now) if item.modified != item.published else ("", "")
    notes.extend(filter(None, (why, other)))
    if not published:
        return modified, ""
    return published, modified if modified > published else ""


def _leave_out_closing(item: Item, url: str, title: str, notes: list[str]) -> Item:
    """Without “The post X appeared first on Y”, with which WordPress ends texts, in the language of each site."""

    def cut(text: str) -> str:
        start = max(text.rfind("<p>", -LONGEST_CLOSING), text.rfind("<p ", -LONGEST_CLOSING))
        last = text[start:] if start >= 0 else ""
        links = _LINK.findall(last)
        if not any(
            canonical(unescape(href), item.base) == url and read_line(said, LONGEST_HEADLINE) == title
            for href, said in links
        ):
            return text
        around = read_line(_LINK.sub(" ", last), LONGEST_TITLE, html=True).split()
        return text[:start].rstrip() if 0 < len(around) <= MOST_AROUND else text

    if not url or not title:
        return item
    shorter = replace(item, summary=cut(item.summary), texts=tuple(map(cut, item.texts)))
    if shorter != item:
        notes.append("Its last line, that it appeared first where it appeared, was left out.")
    return shorter


def _choose_text(item: Item, notes: list[str]) -> str:
    """The longest text of an entry; empty where that is the summary, short and without paragraphs."""
    fit = [text for text in item.texts if text and len(text) <= LONGEST_HTML]
    if len(fit) < sum(map(bool, item.texts)):
        notes.append(f"A text of more than {LONGEST_HTML:,} characters was left out.")
    text = max(fit, key=lambda text: len(_TAG.sub("", text)), default="")
    if not _BLOCK.search(text):
        if len(text) <= LONGEST_SUMMARY and text == item.summary:
            return ""
        text = "\n".join(f"<p>{part.strip()}</p>" for part in _EMPTY_LINE.split(text) if part.strip())
    if len(item.base) > LONGEST_BASE:
        return text
    return _RELATIVE.sub(partial(_lead_somewhere, base=item.base), text, count=MOST_LINKS)


def _lead_somewhere(found: re.Match[str], base: str) -> str:
    """A relative address in a text as one that holds anywhere."""
    written = found[2] if found[2] is not None else found[3]
    address = "" if _SCHEME.match(written) else canonical(written.replace("&amp;", "&"), base)
    return f'{found[1]}"{address.replace("&", "&amp;")}"' if address else found.group()


def _choose_authors(item: Item, around: str) -> tuple[str, ...]:
    """Its own, else those of its feed who are persons: many feeds name their outlet there."""
    inherited = (name for name in map(_read_author, item.inherited) if _is_person(name, around))
    return _each_once(map(_read_author, item.authors)) or _each_once(inherited)


def _is_person(name: str, around: str) -> bool:
    """Whether a name looks like a person's. `around`: letters of the feed's title and host, where outlets stand."""
    words = name.split()
    return (
        2 <= len(words) <= MOST_NAMES
        and all(_NAME.fullmatch(word) and (len(word) <= LONGEST_PARTICLE or not word[0].islower()) for word in words)
        and not _OFFICE.search(name)
        and _bare(name) not in around
        and not any(_bare(word) in around for word in words if len(word) > LONGEST_PARTICLE)
    )


def _bare(words: str) -> str:
    return "".join(filter(str.isalnum, words.casefold()))


def _read_author(written: str) -> str:
    """A name; empty where there is none, as where an address stands in its place."""
    name = _BY.sub("", leave_out_mail(read_line(written, 2 * LONGEST_NAME)), count=1)
    return "" if canonical(name) else read_plain(name, LONGEST_NAME)


def _read_language(written: str) -> str:
    found = _LANGUAGE.fullmatch(written.strip())
    return found[1].lower() if found else ""


def _each_once(words: Iterable[str]) -> tuple[str, ...]:
    """Those that are not empty, each once, capitals aside."""
    found: dict[str, str] = {}
    for word in words:
        if word:
            found.setdefault(word.casefold(), word)
    return tuple(found.values())
