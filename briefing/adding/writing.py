"""How is an article put into content/, and the file as it came beside it? Nothing is overwritten, no twin let in."""

from __future__ import annotations

from pathlib import Path

from briefing.adding.cleaning import KEPT_NAMES
from briefing.adding.model import Cleaned
from briefing.adding.values import one_line, split_name
from briefing.errors import ContentError
from briefing.links import slug
from briefing.twins import find_twin
from briefing.whole import write_new

LONGEST_NAME = 60  # characters of the slug in a file name; the day and a counter come on top


def write(cleaned: Cleaned, content_folder: Path, originals_folder: Path, added: str) -> Path:
    """Write the article below content_folder and the file as it came below originals_folder; return the article's path.

    `added` is the day, or the moment, on which it comes in. No file is ever overwritten. Raises ContentError if the
    article is there already, or a folder cannot be written.
    """
    there = find_twin(cleaned.body, cleaned.url, content_folder)
    if there:
        path, why = there
        what = f"This article is already there as {path} ({why})."
        raise ContentError(what, remedy="Edit that file, or remove it and add this one again.", path=cleaned.name)
    return place(cleaned, content_folder, originals_folder, added)


def place(cleaned: Cleaned, content_folder: Path, originals_folder: Path, added: str) -> Path:
    """The same for whoever knows that it is not there yet: no other article is looked at."""
    day = (cleaned.date or added)[:10]
    stem = f"{day}-{_shorten(slug(cleaned.title))}"
    try:
        return _write_both(cleaned, content_folder, originals_folder, day, stem, added)
    except OSError as error:
        what = f"The article cannot be written ({error.strerror})."
        remedy = "Give permission to write there, or name another folder."
        raise ContentError(what, remedy=remedy, path=str(error.filename or content_folder)) from None


def _shorten(name: str) -> str:
    """Return a slug of at most LONGEST_NAME characters, cut between two words if it has any."""
    if len(name) <= LONGEST_NAME:
        return name
    return name[: LONGEST_NAME + 1].rpartition("-")[0] or name[:LONGEST_NAME]


def _write_both(
    cleaned: Cleaned, content_folder: Path, originals_folder: Path, day: str, stem: str, added: str
) -> Path:
    folder, keep = content_folder / day[:7], originals_folder / day[:7]
    folder.mkdir(parents=True, exist_ok=True)
    keep.mkdir(parents=True, exist_ok=True)
    ending = split_name(cleaned.name)[1]
    ending = ending if ending in KEPT_NAMES else ".txt"
    for number in range(1, 10_000):
        name = stem if number == 1 else f"{stem}-{number}"
        path, original = folder / f"{name}.md", keep / f"{name}{ending}"
        if path.exists() or (original.exists() and original.read_bytes() != cleaned.raw):
            continue
        if not original.exists():  # else an article that was begun and not added, or removed
            write_new(str(original), cleaned.raw)
        text = (
            front_matter(cleaned, added, f"{originals_folder.name}/{day[:7]}/{original.name}")
            + "\n"
            + cleaned.body
            + "\n"
        )
        write_new(str(path), text.encode("utf-8"))
        return path
    raise ContentError("There are too many articles of this name.", remedy="Give it another title.", path=str(folder))


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
