"""How does what was fetched get into content/? As a new article, or as a new version of one that is there.

Nothing is half done, whenever the program ends: the original is written first, then the article, each whole or not at
all. An original without its article is taken for that article the next time. What the disk keeps of what is new is
asked later, of several at once (`keeping`).
"""

from __future__ import annotations

import os
import stat
from datetime import datetime
from pathlib import Path
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from briefing.adding import Cleaned, place
from briefing.adding.values import in_zone, one_line
from briefing.adding.writing import keep_original, name_original
from briefing.durable import write_durably
from briefing.fetching.known import Known, There
from briefing.fetching.model import Entry, Outlet, WireError
from briefing.fetching.revising import Standing, date_change, digest_fetched, find_change, is_changed, rewrite
from briefing.fetching.sameness import name_address, name_guid, write_moment
from briefing.fetching.walls import MOST_SHOWN, list_known
from briefing.whole import sweep_orphans

# Of the words of the shorter text, which versions of one article share; walls have none of them, or one.
LEAST_KEPT = 0.1


class Arrived(Struct, frozen=True):
    """What became of an article that came in."""

    state: Literal["added", "changed", "known"]
    path: str  # of its file, below the content folder
    why: str = ""  # sentences
    original: Path | None = None  # the file as it came, if one was kept now


def arrive(
    cleaned: Cleaned,
    entry: Entry,
    outlet: Outlet,
    feed: str,
    known: Known,
    *,
    content: Path,
    originals: Path,
    now: str,
    path: str = "",
    asked: bool = False,
) -> Arrived:
    """Write the article that an entry of `feed` made (`pages.compose`), if it is new, or if its publisher changed it.

    `now` is the moment, ISO 8601 with its offset; `path` the article that the entry was before, if any. No article
    is written over that did not come from this feed, or that an editor has changed, withdrawn, left out or made a
    draft. `asked`: its page was. Raises OSError; WireError where that page has next to nothing of the article that is
    there, which may be otherwise another time.
    """
    now = datetime.fromisoformat(now).astimezone(known.zone).isoformat(timespec="seconds")
    same = known.find_same(outlet.id, entry, cleaned.body, feed, path)
    if same is None and cleaned.url != entry.url:
        same = known.find_same(outlet.id, replace(entry, url=cleaned.url), cleaned.body, feed, path)
    if same is None:
        written, original = _write_new(cleaned, entry, feed, known, content, originals, now)
        path = written.relative_to(content).as_posix()
        known.note(path)
        known.take(feed, path)
        return Arrived("added", path, " ".join(cleaned.notes), original)
    there, standing = same
    if there.frozen:
        changed = is_changed(standing, cleaned.body)
        why = f"{there.frozen} Its publisher has changed it since." if changed else there.frozen
        return Arrived("known", there.path, why)
    if not there.is_of(outlet, feed):
        return Arrived("known", there.path, f"It came from {there.feed}.")
    if asked and _is_another(cleaned, standing):
        what = f"What its address leads to has nothing of {there.path}, which stays as it is."
        raise WireError(what, "It may be there another time.")
    if known.take(feed, there.path):
        return Arrived("known", there.path, "The feed has it more than once.")
    arrived = _write_version(cleaned, entry, feed, there, standing, known, content, originals, now)
    known.note(there.path)
    return arrived


def _is_another(cleaned: Cleaned, standing: Standing) -> bool:
    """Whether a short text has next to nothing of an article's title and text: a wall, more often than news of it."""
    said, there = set(list_known(cleaned.body)), set(list_known(standing.body))
    if len(cleaned.body.split()) >= MOST_SHOWN or not said or not there:
        return False
    named = set(list_known(f"{cleaned.title} {standing.title}"))
    return not said & named and len(said & there) < LEAST_KEPT * min(len(said), len(there))


def sweep(content: Path, originals: Path) -> None:
    """Remove the files that a program was writing there when it was killed. Raises OSError."""
    for root in (content, originals):
        for folder, _, _ in os.walk(root):
            sweep_orphans(folder)


def _write_new(
    cleaned: Cleaned, entry: Entry, feed: str, known: Known, content: Path, originals: Path, now: str
) -> tuple[Path, Path]:
    facts = (
        ("feed", feed),
        ("guid", name_guid(entry.guid)),
        ("fetched", now),
        ("fetched-as", digest_fetched(one_line(cleaned.title), cleaned.body)),
    )
    article = replace(
        cleaned,
        date=write_moment(entry.date, known.zone) or in_zone(cleaned.date, known.zone),
        modified="",  # what it was before we had it nobody has read here, so it is no correction
        kept=(*cleaned.kept, *facts),
    )
    return place(article, content, originals, now)


def _write_version(
    cleaned: Cleaned,
    entry: Entry,
    feed: str,
    there: There,
    standing: Standing,
    known: Known,
    content: Path,
    originals: Path,
    now: str,
) -> Arrived:
    title = one_line(cleaned.title)
    change = find_change(standing, title, cleaned.body, cleaned.modified, cleaned.lang)
    if not change or change.refused:
        return Arrived("known", there.path, change.refused)
    path = content / there.path
    original = keep_original(cleaned, originals / Path(there.path).parent, path.stem)
    body = change.body or standing.body
    modified = date_change(cleaned.modified, standing.fetched, now)
    values = {
        **({"Title": change.title} if change.title else {}),
        "Modified": write_moment(modified, known.zone) or modified,
        "Was": one_line(change.was),
        **_follow(cleaned, entry, there, standing, known),
        **({"Feed": one_line(feed)} if feed != there.feed else {}),
        "Fetched": now,
        "Fetched-as": digest_fetched(change.title or (standing.title if standing.title_is_ours else title), body),
        "Removed": one_line(cleaned.removed),
        "Original": name_original(original, originals),
    }
    written = rewrite(standing, body, values)
    if written is None:
        return Arrived(
            "known", there.path, "Its publisher has changed it, but its front matter cannot be changed safely."
        )
    if path.read_bytes() != standing.raw:
        return Arrived("known", there.path, "Its publisher has changed it, but somebody is changing its file as well.")
    real = os.path.realpath(path)
    write_durably(real, written, stat.S_IMODE(os.stat(real).st_mode))  # what stood there is an editor's as well
    why = f"Before: “{change.was}”" if change.was else "Its publisher added to it."
    return Arrived("changed", there.path, why, original)


def _follow(cleaned: Cleaned, entry: Entry, there: There, standing: Standing, known: Known) -> dict[str, str]:
    """Where the article lives now, and its publisher's name for it, as far as an editor has not said where it lives."""
    guid, url = name_guid(entry.guid), one_line(cleaned.url)
    values = {"Guid": guid} if guid and guid != standing.guid != "" else {}
    if url and name_address(url) != name_address(standing.url) and known.is_as_fetched(there.path, standing.url):
        values["Url"] = url
    return values
