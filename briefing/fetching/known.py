"""Which articles are there already? From the front matter of content/, read once a round: no other memory is asked.

An entry is the same as an article by what two of these say: its address, its publisher's name for it (GUID), its title
with its moment or day, its text. None is enough alone. Feeds give one GUID to all, number their entries anew each time,
link all to one page, or publish an alert again word by word; others change the address, the GUID or the title of an
article. Of another source only the address makes the same: an agency's report in two papers is two articles.
"""

from __future__ import annotations

import os
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, tzinfo
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from briefing.dates import DateError, read_moment
from briefing.fetching.model import Entry, Outlet, Trace, tell_removed
from briefing.fetching.revising import Standing, digest_body, is_as_fetched, read_standing
from briefing.fetching.sameness import (
    GRAM,
    LIKE_ALONE,
    LIKE_AT_ONE_ADDRESS,
    LIKE_BY_DAY,
    LIKE_BY_GUID,
    LIKE_BY_TITLE,
    MOST_SHARED,
    SHORT,
    fold,
    leave_out_figures,
    liken,
    name_address,
    name_guid,
    write_moment,
)
from briefing.fetching.traces import Removed, digest
from briefing.folder import HTML, find_articles
from briefing.frontmatter import Field
from briefing.model import Registry
from briefing.reading import KEYS
from briefing.registry import resolve_source
from briefing.webpage import split_page

HEAD = 4096  # bytes that are read of each file: front matter and the opening of a body fit in
OPENING = 80  # letters by which a text is looked up
OPENING_BYTES = 600  # in which so many are found, in any script

_FIELD = re.compile(
    rb"^ {0,3}(title|date|source|url|guid|fetched-as|status)[ \t]*:[ \t]*(.*?)[ \t]*$", re.IGNORECASE | re.MULTILINE
)
_FENCED = re.compile(rb"\s*---[ \t]*\n")
_END = re.compile(rb"\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_BLANK = re.compile(rb"\n[ \t]*\n")


class There(Struct, frozen=True):
    """An article that is there."""

    path: str  # below the content folder
    source: str = ""  # its id; empty: nobody says
    feed: str = ""  # that it came from; empty: from none
    frozen: str = ""  # why no fetch may touch it, as a sentence; empty: one may
    is_removed: bool = False  # it was taken out: nothing stands at `path`

    def is_of(self, outlet: Outlet, feed: str) -> bool:
        """Whether `feed` speaks for it: the one that it came from or, where that is named no more, one of its outlet.

        Two feeds of one outlet may cut one text differently, and would correct it for ever.
        """
        return self.feed == feed or (self.source == outlet.id and self.feed not in outlet.feeds)


class _Article(Struct, frozen=True):
    path: str
    source: str  # its id; empty: nobody says
    address: str  # as `sameness.name_address` has it
    guid: str
    title: str  # folded
    date: str  # as it is written
    opening: str
    body_as: str  # the digest of its body as it was fetched; empty: it was added by hand
    is_gone: bool  # it was withdrawn
    stretches: tuple[str, ...] = ()  # of its beginning, where it was: under another title it may be published anew


class Known:
    """The articles of a content folder, by what an entry may have in common with them."""

    def __init__(self, content: Path, registry: Registry | None = None, zone: tzinfo = UTC) -> None:
        """Read the folder. `registry` knows the outlets by their names, `zone` is that of dates without an offset.

        Raises ContentError where there is no folder or it cannot be read. 10,000 articles take half a second.
        """
        self.content, self.registry, self.zone = content, registry or Registry(), zone
        self._sources: dict[tuple[str, str], str] = {}
        self._all: dict[str, _Article] = {}
        self._by_address: defaultdict[str, list[str]] = defaultdict(list)
        self._by_guid: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        self._by_title: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        self._by_date: defaultdict[tuple[str, str], list[str]] = defaultdict(list)  # as it is written, with a time
        self._taken: set[tuple[str, str]] = set()  # (feed, path) of the articles that its entries were in this round
        self._listed: set[str] = set()  # paths of those of which an entry stands in a feed
        self._removed = Removed()
        self._addresses: defaultdict[str, set[str]] = defaultdict(set)  # digests of those that its entries had, by path
        self._by_text: defaultdict[str, list[str]] = defaultdict(list)  # its opening, and its digest
        self._by_stretch: defaultdict[tuple[str, str], list[str]] = defaultdict(list)  # those that were withdrawn
        for sighting in find_articles(content)[0]:
            self.note(sighting.id)

    def __len__(self) -> int:
        return len(self._all)

    def note(self, path: str) -> None:
        """Know the article at `path`, below the content folder, as it is now; nothing if it cannot be read."""
        article = self._read(path)
        if article is None:
            return
        if path in self._all:  # what it had before may stay in the lists: whoever is found there is looked at
            for paths in self._lists(self._all[path]):
                paths.remove(path)
        self._all[path] = article
        for paths in self._lists(article):
            paths.append(path)

    def _lists(self, article: _Article) -> Iterator[list[str]]:
        if article.address:
            yield self._by_address[article.address]
        if article.guid:
            yield self._by_guid[article.source, article.guid]
        if article.title:
            yield self._by_title[article.source, article.title]
        if "T" in article.date:
            yield self._by_date[article.source, article.date]
        for text in filter(None, (article.opening, article.body_as)):
            yield self._by_text[text]
        for stretch in article.stretches:
            yield self._by_stretch[article.source, stretch]

    def has(self, path: str, source: str) -> bool:
        """Whether an article of a source (its id) is at `path`."""
        return path in self._all and self._all[path].source == source

    def take(self, feed: str, path: str) -> bool:
        """Note that an entry of `feed` was the article at `path`; return whether another one of this round was."""
        if (feed, path) in self._taken:
            return True
        self._taken.add((feed, path))
        self._listed.add(path)
        return False

    def remember(self, traces: Iterable[Trace]) -> None:
        """Take what the memory kept of articles: of those that are there no more it tells that they were removed."""
        traces = tuple(traces)
        for each in traces:
            self._addresses[each.path].add(each.address)
        self._removed = Removed(each for each in traces if each.path not in self._all)

    def list_articles(self, paths: Iterable[str]) -> None:
        """Note the articles of which an entry stands in a feed: another entry beside it is another article, unless
        more than its moment and its text agree.
        """
        self._listed.update(paths)

    def list_entry(self, source: str, entry: Entry, path: str = "") -> bool:
        """Note so the article that an entry is (see `find`); return whether there is one."""
        there = self.find(source, entry, path)
        if there is not None:
            self._listed.add(there.path)
        return there is not None

    def has_trace(self, path: str) -> bool:
        """Whether the memory kept anything of an article, so that it is known by more than the entry's place."""
        return path in self._addresses

    def is_as_fetched(self, path: str, url: str) -> bool:
        """Whether an address of an article came from its feed, not from an editor, as far as the memory knows."""
        return digest(name_address(url)) in self._addresses.get(path, ())

    # -- asking ---------------------------------------------------------------------------------------------------

    def find(self, source: str, entry: Entry, path: str = "") -> There | None:
        """Return the article that an entry of the outlet `source` (its id) is, where that is sure without its text.

        `path`: of the article that the entry was, when it came before; that says as much as its address. None where it
        is new, and where only `find_same` can tell. One that was taken out is returned as well.
        """
        entry = replace(entry, guid=name_guid(entry.guid))
        for article in self._list_like(source, entry, path):
            if self._is_surely(article, source, entry, path) and (standing := self._look(article)):
                return There(article.path, article.source, standing.feed, standing.frozen)
        # Where one stands at its address, under an editor's title and another name, say, its text has to tell.
        return None if self._by_address.get(name_address(entry.url)) else self._find_removed(source, entry)

    def find_same(
        self, source: str, entry: Entry, body: str, feed: str = "", path: str = ""
    ) -> tuple[There, Standing] | None:
        """Return the article that an entry with the text `body` is, and what stands in its file; None: it is new.

        Of two entries of one `feed` with two titles it takes more to be one: whatever they share may be the feed's.
        """
        found = self._find_standing(source, entry, body, feed, path)
        if found is None and (there := self._find_removed(source, entry, body)):
            return there, Standing(b"", "", "", "")
        return found

    def _find_removed(self, source: str, entry: Entry, body: str = "") -> There | None:
        shared = len(self._by_address.get(name_address(entry.url), ()))
        for path in self._removed.find(source, entry, body, shared=shared):
            if not os.path.lexists(self.content / path):  # else another one was written there since
                return There(path, source, frozen=tell_removed(path), is_removed=True)
        return None

    def _find_standing(
        self, source: str, entry: Entry, body: str, feed: str, path: str
    ) -> tuple[There, Standing] | None:
        entry, text = replace(entry, guid=name_guid(entry.guid)), fold(body)
        texts = (text[:OPENING], digest_body(body))
        anew = self._find_anew(source, text)
        for article in self._list_like(source, entry, path, texts, anew):
            may_be_twice = len(text) < SHORT and (article.body_as != "" or not self._is_of_day(article, entry))
            may_be_text = not may_be_twice and (article.opening in texts or article.body_as in texts)
            likeness = self._ask_likeness(article, source, entry, path, text, may_be_text=may_be_text)
            is_candidate = likeness is not None or article.path in anew
            if not is_candidate or (standing := self._look(article)) is None:
                continue
            if article.path in anew and standing.is_gone and self._is_anew(article, standing, entry, text):
                return There(article.path, article.source, standing.feed, standing.frozen), standing
            if likeness is None:
                continue
            there, taken = fold(standing.body), (feed, article.path) in self._taken
            if taken and article.title != fold(entry.title) and not standing.frozen:
                likeness = max(likeness, LIKE_BY_TITLE)
            if likeness == LIKE_BY_DAY and not standing.is_gone and (taken or _are_of_one_mould(there, text)):
                likeness = LIKE_ALONE
            if (
                there == text
                or (likeness < LIKE_ALONE and liken(there, text) >= likeness)
                or is_as_fetched(standing, body)
                or (standing.frozen and self._is_the_editors(article, standing, entry, text, likeness))
            ):
                return There(article.path, article.source, standing.feed, standing.frozen), standing
        return None

    def _is_the_editors(self, article: _Article, standing: Standing, entry: Entry, text: str, likeness: float) -> bool:
        """Whether an article whose text is the editor's own by now, or is gone, is the same by what else there is.

        What was withdrawn stays so, also where it is published anew elsewhere, with a word or two changed.
        """
        if standing.is_gone:
            there = fold(standing.body)
            if likeness < LIKE_BY_DAY or (likeness < LIKE_ALONE and not there):
                return True
            like = LIKE_BY_TITLE if self._is_of_day(article, entry) else LIKE_BY_DAY
            return len(text) >= SHORT and liken(there, text) >= like
        at_address = article.address != "" and article.address == name_address(entry.url)
        return at_address and (not article.body_as or self._is_of_day(article, entry))

    def _find_anew(self, source: str, text: str) -> list[str]:
        """The withdrawn articles of a source that have much of their beginning in common with the folded `text`."""
        if not self._by_stretch:
            return []
        start = text[: 2 * OPENING_BYTES]
        grams = {start[at : at + GRAM] for at in range(len(start) - GRAM + 1)}
        keys = [(each, gram) for each in {source, ""} for gram in grams]
        shared = Counter(path for key in keys for path in self._by_stretch.get(key, ()))
        return sorted(path for path, count in shared.items() if count >= LIKE_BY_GUID * len(self._all[path].stretches))

    def _is_anew(self, article: _Article, standing: Standing, entry: Entry, text: str) -> bool:
        """Whether an entry is a withdrawn article again, by nearly the same text of the same length.

        If figures alone differ, it may be the next bulletin: then it has to be of its day and, if short, of its title.
        """
        there = fold(standing.body)
        shorter, longer = sorted((len(there), len(text)))
        if shorter < OPENING or shorter < LIKE_BY_TITLE * longer or liken(there, text) < LIKE_BY_DAY:
            return False
        if not _are_of_one_mould(there, text):
            return True
        titled = len(text) >= SHORT or liken(article.title, fold(entry.title)) >= LIKE_BY_TITLE
        return titled and self._is_of_day(article, entry)

    def _list_like(
        self, source: str, entry: Entry, path: str, texts: Sequence[str] = (), anew: Sequence[str] = ()
    ) -> list[_Article]:
        """Those that share anything with the entry, likeliest first."""
        title, address = fold(entry.title), name_address(entry.url)
        at_once = self._by_date.get((source, write_moment(entry.date, self.zone)), ()) if texts else ()
        found = [
            *(each for each in (path,) if each in self._all),
            *self._by_address.get(address, ()),
            *self._by_guid.get((source, entry.guid), ()),
            *self._by_title.get((source, title), ()),
            *(path for text in filter(None, texts) for path in self._by_text.get(text, ())),
            *anew,
            *(at_once if len(at_once) <= MOST_SHARED else ()),
        ]
        articles = (self._all[path] for path in dict.fromkeys(found))
        return sorted(
            articles,
            key=lambda each: (each.source != source, each.guid != entry.guid, each.title != title, each.path),
        )

    def _is_at(self, article: _Article, entry: Entry, path: str) -> int:
        """How many articles have the address of both; 1 as well if the entry was this article before; 0: it is not."""
        address = name_address(entry.url)
        if address and address == article.address:
            return len(self._by_address[address])
        return int(article.path == path)

    def _is_surely(self, article: _Article, source: str, entry: Entry, path: str) -> bool:
        same_title, same_guid = article.title == fold(entry.title), entry.guid == article.guid != ""
        if shared := self._is_at(article, entry, path):
            if not article.body_as:
                return True
            alone = shared == 1 and _is_own(entry.guid, entry, article)  # else it is a list, which may have one GUID
            return (same_title and not self._is_strange(article, entry)) or (alone and same_guid)
        return article.source == source and same_guid and same_title and self._is_of_moment(article, entry)

    def _is_strange(self, article: _Article, entry: Entry) -> bool:
        """Whether both have a GUID and a moment, and neither agrees: what has the same address and title all the same
        may be the next of a column, and its text has to tell.
        """
        if entry.guid == article.guid or not all(_is_own(each.guid, entry, article) for each in (entry, article)):
            return False
        one, other = self._tell_moment(write_moment(entry.date, self.zone)), self._tell_moment(article.date)
        end = None if "T" in one and "T" in other else len("2025-05-06")
        return one != "" != other and one[:end] != other[:end]

    def _ask_likeness(
        self, article: _Article, source: str, entry: Entry, path: str, text: str, *, may_be_text: bool
    ) -> float | None:
        """How like the article's text has to be, if it is to be the same; None: however like, it is another.

        `may_be_text`: their texts may be one, and that alone would do.
        """
        if self._is_surely(article, source, entry, path):
            return 0.0
        if 0 < (shared := self._is_at(article, entry, path)) <= MOST_SHARED:
            return LIKE_AT_ONE_ADDRESS if shared == 1 and not self._is_strange(article, entry) else LIKE_BY_TITLE
        if article.source not in ("", source):
            return None
        shared = len(self._by_guid.get((source, entry.guid), ()))
        if entry.guid == article.guid != "" and shared <= MOST_SHARED:
            return LIKE_BY_GUID if shared == 1 else LIKE_BY_TITLE
        if article.title and article.title == fold(entry.title):
            if self._is_of_moment(article, entry):
                return LIKE_BY_TITLE
            if len(text) >= SHORT and self._is_of_day(article, entry):
                return LIKE_BY_DAY
            if len(text) >= SHORT and article.is_gone:
                return LIKE_ALONE
        if len(text) >= SHORT and article.path not in self._listed and self._is_of_moment(article, entry):
            return LIKE_BY_DAY
        return LIKE_ALONE if may_be_text else None

    def _is_of_moment(self, article: _Article, entry: Entry) -> bool:
        """Whether both are of one moment, by the clock: the same day is none."""
        moment = write_moment(entry.date, self.zone)
        return "T" in moment and self._tell_moment(moment) == self._tell_moment(article.date)

    def _is_of_day(self, article: _Article, entry: Entry) -> bool:
        moment = self._tell_moment(write_moment(entry.date, self.zone))
        return moment[:10] == self._tell_moment(article.date)[:10]

    def _tell_moment(self, written: str) -> str:
        try:
            return read_moment(written, self.zone) if written else ""
        except DateError:
            return ""

    # -- reading --------------------------------------------------------------------------------------------------

    def _look(self, article: _Article) -> Standing | None:
        """What stands in the file now; None where it has gone."""
        try:
            return read_standing((self.content / article.path).read_bytes(), article.path)
        except OSError:
            return None

    def _read(self, path: str) -> _Article | None:
        try:
            with open(os.path.join(self.content, path), "rb", buffering=0) as file:
                raw = file.read(HEAD)
                values, body, whole = _split(raw, path)
                if not whole and len(raw) == HEAD:  # else that was all
                    values, body, _ = _split(raw + file.readall(), path)
        except OSError:
            return None
        url, is_gone = values.get("url", ""), values.get("status", "").lower() == "withdrawn"
        start = fold(body[:OPENING_BYTES].decode("utf-8", "ignore"))
        return _Article(
            path=path,
            source=self._resolve(values.get("source", ""), url),
            address=name_address(url),
            guid=values.get("guid", ""),
            title=fold(values.get("title", "")),
            date=values.get("date", ""),
            opening=start[:OPENING],
            body_as=values.get("fetched-as", "").partition(" ")[0],
            is_gone=is_gone,
            stretches=_cut(start) if is_gone else (),
        )

    def _resolve(self, name: str, url: str) -> str:
        host = url.split("/", 3)[2] if url.count("/") >= 2 else ""
        known = self._sources.get((name, host))
        if known is None:
            known = self._sources[name, host] = resolve_source(name, url, self.registry)[0]
        return known


def _is_own(guid: str, entry: Entry, article: _Article) -> bool:
    """Whether a GUID says something that their addresses do not."""
    return guid != "" and name_address(guid) not in filter(None, (name_address(entry.url), article.address))


def _are_of_one_mould(one: str, other: str) -> bool:
    """Whether two texts differ in figures only."""
    return leave_out_figures(one) == leave_out_figures(other)


def _cut(start: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(start[at : at + GRAM] for at in range(0, len(start) - GRAM + 1, GRAM)))


def _split(raw: bytes, path: str) -> tuple[dict[str, str], bytes, bool]:
    """The fields and the body of a file's beginning; False: more of the file is needed."""
    raw = raw.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").lstrip(b"\n")
    if path.lower().endswith(HTML):
        page = split_page(raw.decode("utf-8", "replace"), KEYS)
        return {field.key: _value(field) for field in page.fields}, page.body.encode("utf-8", "replace"), False
    opening = _FENCED.match(raw)
    start = opening.end() if opening else 0
    end = (_END if opening else _BLANK).search(raw, max(0, start - 1))
    front, body = (raw[start : end.start()], raw[end.end() :]) if end else (raw[start:], b"")
    values: dict[str, str] = {}
    for key, value in _FIELD.findall(front):
        written = value.decode("utf-8", "replace")
        values.setdefault(key.decode().lower(), written.strip("\"'") if opening else written)
    body = body.lstrip()
    return values, body, end is not None and len(body) >= OPENING_BYTES


def _value(field: Field) -> str:
    return " ".join(field.values)
