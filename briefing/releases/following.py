"""Which links inside a release lead nowhere? Only what changed is read; the pages that led to it are asked as well.

A page's ids and links are kept with its sum (`known`). A link dies in two ways: on a page that changed, and where what
it leads to went, a page or an id on one. So unchanged pages are asked only for what went.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from posixpath import dirname, join
from typing import NamedTuple

from briefing.hyperlinks import SHOWN_ANYWHERE, read_hyperlinks, resolve, root_of
from briefing.model import Note
from briefing.releases.known import ForgottenError, Known, Page
from briefing.releases.model import Sums
from briefing.unseen import leave_out_unseen

_FRAGMENT = "\t"  # between path and fragment of a lead: no file's name holds one
_UNWRITABLE = str.maketrans("\t\n", "\ufffd\ufffd")  # what a cache of lines cannot hold leads nowhere
_MOST_TARGETS = 20_000  # whose leads are remembered: the pages of a folder share most of theirs


class Followed(NamedTuple):
    """What became of the links of a release."""

    pages: Mapping[str, Page]  # those that were read
    dead: list[tuple[str, str]]  # (page, lead), sorted


def follow_links(sums: Sums, known: Known, before: Sums, read: Callable[[str], bytes], url: str = "") -> Followed:
    """Find the links of the release with these `sums` that lead nowhere, fragments too.

    `before`: the sums of the release that `known` was last told of. `read` gives what a file holds. `url`: the site's.
    """
    try:
        return _Following(sums, known, before, read, root_of(url)).follow()
    except ForgottenError:
        return _Following(sums, known, {}, read, root_of(url)).follow()


class _Following:
    def __init__(self, sums: Sums, known: Known, before: Sums, read: Callable[[str], bytes], root: str) -> None:
        self._sums, self._known, self._before, self._read, self._root = sums, known, before, read, root
        self._pages: dict[str, Page] = {}
        self._ids: dict[str, frozenset[str]] = {}

    def follow(self) -> Followed:
        known, dead = self._known, []
        lost = {path for path in self._before if path not in self._sums}
        for path in sorted(known.pages):
            if known.pages[path] != self._sums.get(path):
                lost |= {f"{path}{_FRAGMENT}{id_}" for id_ in self._ids_before(path)}
        afresh = not self._before  # what lost means is not known: all pages are asked
        for path, sum_ in self._sums.items():
            if path.endswith(".html") and known.pages.get(path) != sum_:
                self._pages[path] = read_page(self._read(path), path, sum_, self._root)
        for path, page in self._pages.items():
            lost -= {f"{path}{_FRAGMENT}{id_}" for id_ in page.ids}
        for path, page in self._pages.items():
            dead += [(path, lead) for lead in page.leads if not self._leads_somewhere(lead)]
        unchanged = self._sums.keys() - self._pages.keys()
        if afresh or lost:
            for path, leads in known.each_leads():
                if path in unchanged and (afresh or not lost.isdisjoint(leads)):
                    dead += [(path, lead) for lead in leads if not self._leads_somewhere(lead)]
        if not afresh:
            dead += [each for each in known.dead if each[0] in unchanged and not self._leads_somewhere(each[1])]
        return Followed(self._pages, sorted(set(dead)))

    def _ids_before(self, path: str) -> frozenset[str]:
        page = self._known.page(path)
        return page.ids if page else frozenset()

    def _leads_somewhere(self, lead: str) -> bool:
        to, _, fragment = lead.partition(_FRAGMENT)
        if to not in self._sums:
            return False
        if not fragment:
            return True
        if to not in self._ids:
            page = self._pages.get(to) or self._known.page(to)
            self._ids[to] = page.ids if page else frozenset()
        return fragment in self._ids[to]


def read_page(data: bytes, path: str, sum_: str, root: str) -> Page:
    """Return what of a page can be linked to, and what on the site, which lies at `root`, it links to."""
    found = read_hyperlinks(data)
    targets = found.targets if path != SHOWN_ANYWHERE else ()
    beside = join(dirname(path), "x")  # a target that begins with a path is the same on all pages of a folder
    pages = ((target, path if target[0] in "#?" or target[0] <= " " else beside) for target in set(targets))
    leads = {_lead(target, page, root) for target, page in pages} - {""}
    return Page(sum_, frozenset(id_ for id_ in found.ids if id_ == id_.translate(_UNWRITABLE)), frozenset(leads))


@lru_cache(maxsize=_MOST_TARGETS)
def _lead(target: str, page: str, root: str) -> str:
    """What a target on a page leads to; empty: out of the site."""
    found = resolve(target, page, root)
    if found is None:
        return ""
    to, fragment = (part.translate(_UNWRITABLE) for part in found)
    return f"{to}{_FRAGMENT}{fragment}" if fragment and to.endswith(".html") else to


def tell_dead(dead: Iterable[tuple[str, str]], sums: Sums, folder: str) -> list[Note]:
    """Return a note for each page or fragment that is not there, with the first page that links to it."""
    places: dict[str, list[str]] = {}
    for page, lead in dead:
        to, _, fragment = lead.partition(_FRAGMENT)
        what = f"There is no #{fragment} on {to}" if to in sums else f"A link leads to {to}, which is not there"
        places.setdefault(leave_out_unseen(what), []).append(page)  # "%1b" in a link would move a terminal's cursor
    notes = []
    for what, pages in sorted(places.items()):
        count = len(set(pages))
        where = f" (on {count:,} pages)" if count > 1 else ""
        notes.append(Note(f"{folder}/{min(pages)}", 0, f"{what}{where}.", "Mend the link in its article or template."))
    return notes
