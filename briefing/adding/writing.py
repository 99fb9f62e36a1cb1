"""How is an article put into content/, and the file as it came beside it? Nothing is overwritten, no twin let in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import tzinfo
from itertools import count
from pathlib import Path

from msgspec.structs import replace

from briefing.adding.cleaning import KEPT_NAMES
from briefing.adding.model import Cleaned
from briefing.adding.values import in_zone, one_line, split_name
from briefing.errors import ContentError
from briefing.links import slug
from briefing.twins import SAME_ITEM, Shelf
from briefing.whole import write_new

LONGEST_NAME = 60  # characters of the slug in a file name; the day and a counter come on top


def write(
    cleaned: Cleaned, content_folder: Path, originals_folder: Path, added: str, shelf: Shelf | None = None
) -> Path:
    """Write the article below content_folder and the file as it came below originals_folder; return the article's path.

    `added` is the day, or the moment, on which it comes in. `shelf`: what is in content_folder, for whoever adds
    several. No file is ever overwritten. Raises ContentError if the article is there already, or a folder cannot be
    written.
    """
    shelf = shelf or Shelf(content_folder)
    there = shelf.find(cleaned.body, cleaned.url, _name_item(cleaned))
    if there:
        path, why = there
        what = f"This article is already there as {path} ({why})."
        remedy = "Edit that file, or remove it and add this one again."
        if why == SAME_ITEM:
            remedy = "Put a newer version's text into that file, with “Modified”, or remove it and add this one again."
        raise ContentError(what, remedy=remedy, path=cleaned.name)
    try:
        path, _ = place(cleaned, content_folder, originals_folder, added)
    except OSError as error:
        what = f"The article cannot be written ({error.strerror})."
        remedy = "Give permission to write there, or name another folder."
        raise ContentError(what, remedy=remedy, path=str(error.filename or content_folder)) from None
    shelf.note(path)
    return path


def settle_zone(cleaned: Cleaned, zone: tzinfo) -> Cleaned:
    """Return an article with its moments in the site's zone, as those of feeds are: its day names its file."""
    date, parcel = in_zone(cleaned.date, zone), cleaned.parcel
    if cleaned.date and parcel.startswith(cleaned.date[:10]):
        parcel = date[:10] + parcel[10:]
    return replace(cleaned, date=date, modified=in_zone(cleaned.modified, zone), parcel=parcel)


def _name_item(cleaned: Cleaned) -> str:
    """An agency's id of it, which all its versions share."""
    kept = dict(cleaned.kept)
    return kept.get("guid", "") if kept.get("via", "").startswith(("NewsML", "ninjs")) else ""


def place(cleaned: Cleaned, content_folder: Path, originals_folder: Path, added: str) -> tuple[Path, Path]:
    """The same for whoever knows that it is not there yet: no other article is looked at. Raises OSError.

    Returns the original's path as well.
    The original is written first: one that lies there without its article is taken for it the next time.
    """
    day = (cleaned.date or added)[:10]
    stem = f"{day}-{_shorten(slug(cleaned.title))}"
    original = _keep(cleaned, originals_folder, day, stem)
    text = f"{front_matter(cleaned, added, name_original(original, originals_folder))}\n{cleaned.body}\n"
    folder = content_folder / day[:7]
    folder.mkdir(parents=True, exist_ok=True)
    return next(path for path in _number(folder, stem, ".md") if _write_there(path, text.encode("utf-8"))), original


def _keep(cleaned: Cleaned, originals_folder: Path, day: str, stem: str) -> Path:
    """Keep the file under the article's name, or, where it holds several, once under its own."""
    if cleaned.parcel:
        own, _, title = cleaned.parcel.partition(" ")
        day = own or day
        stem = f"{day}-{_shorten(slug(title))}"
    return keep_original(cleaned, originals_folder / day[:7], stem)


def keep_original(cleaned: Cleaned, folder: Path, stem: str) -> Path:
    """Put the file as it came into `folder`, under a name that is free or holds the same. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    ending = split_name(cleaned.name)[1]
    paths = _number(folder, stem, cleaned.ending or (ending if ending in KEPT_NAMES else ".txt"))
    return next(path for path in paths if _write_there(path, cleaned.raw) or _holds(path, cleaned.raw))


def name_original(original: Path, originals_folder: Path) -> str:
    """Return what an article's front matter says of its original."""
    return f"{originals_folder.name}/{original.relative_to(originals_folder).as_posix()}"


def _number(folder: Path, stem: str, ending: str) -> Iterator[Path]:
    yield folder / f"{stem}{ending}"
    for number in count(2):
        yield folder / f"{stem}-{number}{ending}"


def _write_there(path: Path, raw: bytes) -> bool:
    """Write a file; False: there is one, also if somebody was quicker."""
    if not path.exists():
        with suppress(FileExistsError):
            write_new(str(path), raw)
            return True
    return False


def _holds(path: Path, raw: bytes) -> bool:
    return path.stat().st_size == len(raw) and path.read_bytes() == raw


def _shorten(name: str) -> str:
    """Return a slug of at most LONGEST_NAME characters, cut between two words if it has any."""
    if len(name) <= LONGEST_NAME:
        return name
    return name[: LONGEST_NAME + 1].rpartition("-")[0] or name[:LONGEST_NAME]


def front_matter(cleaned: Cleaned, added: str, original: str = "") -> str:
    """Return the article's front matter as Pelican reads it, one `Key: value` to a line, without the blank line."""
    fields = (
        ("Title", cleaned.title),
        ("Title-from", cleaned.title_from),
        ("Date", cleaned.date),
        ("Date-unknown", "" if cleaned.date else "true"),
        ("Added", added),
        ("Modified", cleaned.modified),
        ("Source", cleaned.source),
        ("Url", cleaned.url),
        ("Authors", cleaned.authors),
        ("Lang", cleaned.lang),
        *((key.capitalize(), value) for key, value in cleaned.kept),
        ("Removed", cleaned.removed),
        ("Original", original),
    )
    return "".join(f"{key}: {one_line(value)}\n" for key, value in fields if value)
