"""Is an entry an article that was taken out of content/? By what the memory kept of it. Pure.

That is digests of what its entries said, and some of its text by which a like one is told from another: no words. An
entry with another address, from another feed of its outlet, is the same article still if two of these agree.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC
from hashlib import blake2b
from zlib import crc32

from briefing.fetching.model import Entry, Trace
from briefing.fetching.sameness import (
    LIKE_AT_ONE_ADDRESS,
    LIKE_BY_DAY,
    LIKE_BY_GUID,
    LIKE_BY_TITLE,
    MOST_SHARED,
    SHORT,
    cut_runs,
    fold,
    leave_out_figures,
    name_address,
    name_guid,
    write_moment,
)

DRAWN = 64  # runs of letters that are kept of a text: of two texts that have four fifths in common, 51 ± 3 agree
_WIDTH = 4  # bytes of each


def trace(path: str, source: str, entry: Entry, body: str = "", url: str = "") -> tuple[Trace, ...]:
    """Return what to keep of an article and its entry, by each of its addresses: the feed's, and `url`, its page's."""
    address, text = name_address(entry.url), fold(body)
    guid = name_guid(entry.guid)
    addresses = dict.fromkeys((address, name_address(url) or address))
    return tuple(
        Trace(
            path=path,
            source=source,
            address=digest(each),
            guid="" if name_address(guid) == address else digest(guid),
            title=digest(fold(entry.title)),
            moment=write_moment(entry.date, UTC),
            text=digest(text),
            mould=digest(leave_out_figures(text)),
            drawn=draw(text),
        )
        for each in addresses
    )


def digest(words: str) -> str:
    """Return what tells `words` from others; empty for none."""
    return blake2b(words.encode("utf-8", "replace"), digest_size=8).hexdigest() if words else ""


def draw(text: str) -> bytes:
    """Return the runs of a folded text whose digests are lowest: which they are depends on the run alone."""
    sums = {crc32(run.encode("utf-8", "replace")).to_bytes(_WIDTH) for run in cut_runs(text)}
    return b"".join(sorted(sums)[:DRAWN])


def liken_drawn(one: bytes, other: bytes) -> float:
    """Return about how much of one text stands in another, by what was drawn of them: 0, nothing, to 1, all of it."""
    runs, others = ({drawn[at : at + _WIDTH] for at in range(0, len(drawn), _WIDTH)} for drawn in (one, other))
    lowest = sorted(runs | others)[:DRAWN]
    shared = sum(each in runs and each in others for each in lowest)
    return 2 * shared / (len(lowest) + shared) if lowest else 0.0


class Removed:
    """The articles that were made of entries, and are in content/ no more."""

    def __init__(self, traces: Iterable[Trace] = ()) -> None:
        self._traces: defaultdict[str, list[Trace]] = defaultdict(list)
        self._by: defaultdict[tuple[str, ...], dict[str, None]] = defaultdict(dict)  # what they share → their paths
        for each in traces:
            self._traces[each.path].append(each)
            for key in _list_keys(each):
                self._by[key][each.path] = None

    def __contains__(self, path: str) -> bool:
        return path in self._traces

    def find(self, source: str, entry: Entry, body: str = "", *, shared: int = 0) -> tuple[str, ...]:
        """Return the paths of those that an entry is; without its text (`body`), where that is sure already.

        `shared`: articles at its address that are there still.
        """
        if not self._traces:
            return ()
        asked = trace("", source, entry, body)[0]
        found = dict.fromkeys(path for key in _list_keys(asked) for path in self._by.get(key, ()))
        return tuple(path for path in found if self._is_same(self._traces[path], asked, len(fold(body)), shared))

    def _is_same(self, traces: list[Trace], asked: Trace, length: int, shared: int) -> bool:
        ours = [each for each in traces if each.source == asked.source]
        at = asked.address != "" and any(each.address == asked.address for each in traces)
        called = asked.guid != "" and any(each.guid == asked.guid for each in ours)
        titled = asked.title != "" and any(each.title == asked.title for each in traces if at or each in ours)
        timed = "T" in asked.moment and any(each.moment == asked.moment for each in ours)
        if at:
            shared += len(self._by["address", asked.address])
        others = [each for each in ours if each.guid and each.moment]
        strange = not (called or timed) and bool(asked.guid and asked.moment and others)
        if (at and not strange and (titled or (shared == 1 and (called or timed)))) or (called and titled and timed):
            return True
        if not asked.text:
            return False
        if length >= SHORT and any(each.text == asked.text for each in ours):
            return True
        if at and shared <= MOST_SHARED:
            need = LIKE_AT_ONE_ADDRESS if shared == 1 and not strange else LIKE_BY_TITLE
        elif called and (several := len(self._by["guid", asked.source, asked.guid])) <= MOST_SHARED:
            need = LIKE_BY_GUID if several == 1 else LIKE_BY_TITLE
        elif titled and timed:
            need = LIKE_BY_TITLE
        elif titled and length >= SHORT and any(each.moment[:10] == asked.moment[:10] != "" for each in ours):
            need = LIKE_BY_DAY
        else:
            return False
        if need == LIKE_BY_DAY and any(each.mould == asked.mould for each in ours):  # the next bulletin
            return False
        return any(liken_drawn(each.drawn, asked.drawn) >= need for each in traces)


def _list_keys(trace: Trace) -> list[tuple[str, ...]]:
    """By what a trace is looked up. The address alone says the same of every source."""
    keys = [("address", trace.address)] if trace.address else []
    named = (("guid", trace.guid), ("title", trace.title), ("text", trace.text))
    return keys + [(kind, trace.source, each) for kind, each in named if each]
