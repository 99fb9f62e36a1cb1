"""What may stand in a field of front matter, when it comes from anywhere: a line, a date, an address, names?"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta, timezone, tzinfo

from briefing.dates import DateError, read_moment
from briefing.errors import ContentError
from briefing.escaping import join_lines
from briefing.twins import same_address

# Marks of direction, with which a value could rearrange what stands around it, and whatever could end its line.
_UNSAFE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]+"
)
_AND = re.compile(r" (?:and|und|et|&) | y (?=\S+ \S)")  # José Ortega y Gasset is one
_COMMA = re.compile(r"[,;] ?(?:(?:and|&) )?")
# Particles with which a surname begins that stands alone behind a comma.
_PARTICLES = frozenset("af al av bin da de del der di dos du el la le ten ter van von zu".split())
# What people are at work, in the languages that write it with a capital: English in bylines, German always.
_ROLE = re.compile(
    r"\b(?:\w*(?:correspondent|reporter|editor|writer|journalist|columnist|contributor|commentator|analyst|critic|producer"
    r"|publisher|photographer|presenter|freelancer?|stringer|intern|professor|lecturer|redakteur|korrespondent|volontär"
    r"|fotograf|kolumnist|herausgeber|autor)(?:s|in|innen|en)?|chief|bureau|desk|staff|team|newsroom)\b",
    re.IGNORECASE,
)


def split_names(byline: str) -> list[str]:
    """Return the names in a byline, whose "By" is cut off: two of "Anna Bell and Tomas Vale, editors".

    What stands behind a comma in small letters ("harbour correspondent", "in Riga") or says what somebody does
    ("Science and Technology Editor") is no name.
    """
    names: list[str] = []
    for number, part in enumerate(_COMMA.split(" ".join(byline.split()))):
        found = [name.strip() for name in _AND.split(part) if name.strip()]
        follows = False  # a role does, of which a word before it is a part
        for name in reversed(found if number else []):
            follows = _is_role(name) or (follows and " " not in name)
            if follows:
                found.remove(name)
        names += found
    return names


def join_authors(authors: Iterable[str]) -> str:
    """Return authors as front matter has them, each of whom may have come with what they do."""
    names = (split_names(author) if "," in author else [author] for author in authors)
    return ", ".join(one_line(name) for found in names for name in found)


def _is_role(words: str) -> bool:
    return (words[0].islower() and words.split(maxsplit=1)[0] not in _PARTICLES) or _ROLE.search(words) is not None


def split_name(name: str) -> tuple[str, str]:
    """Return a file's name without its folders and its ending, and the ending with its full stop, in lower case."""
    last = re.split(r"[/\\]", name)[-1]
    stem, stop, ending = last.rpartition(".")
    return (stem, f".{ending.lower()}") if stop and stem.strip(".") and ending else (last, "")


def one_line(words: str) -> str:
    """Return `words` as one line that can stand in front matter: it can neither end its line nor turn it around."""
    return join_lines(_UNSAFE.sub(" ", words))


def read_date(written: str, name: str, line: int = 0) -> str:
    """Return a day as 2025-03-14, a moment as ISO 8601. One without an offset stays so: the site's zone decides."""
    try:
        here, there = (read_moment(written, zone) for zone in (UTC, timezone(timedelta(hours=1))))
    except DateError as error:
        raise ContentError(error.what, remedy=error.remedy, path=name, line=line) from None
    if not re.search(r"\d:\d\d", written):
        return here[:10]
    return here[:16].replace("T", " ") if here[:16] == there[:16] else here


def read_page_date(written: str, notes: list[str]) -> str:
    """The same of a date that came with the text: one that cannot be used is unknown, and noted."""
    if not written:
        return ""
    try:
        return read_date(re.sub(r"(:\d\d)\.\d+", r"\1", written), "")
    except ContentError as error:
        notes.append(f"The date that it gives cannot be used. {error.what}")
        return ""


def in_zone(written: str, zone: tzinfo) -> str:
    """Return a moment, as `read_date` writes it, in `zone`, as feeds' moments are written; else what came in.

    Midnight in UTC becomes its day: so programs write a day without a time, and whose midnight it was nobody knows.
    """
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return written
    if moment.tzinfo is None:  # a day, or a moment that is the site's already
        return written
    if moment.astimezone(UTC).time() == time():
        return moment.astimezone(UTC).date().isoformat()
    return moment.astimezone(zone).isoformat(timespec="seconds")


def check_url(url: str, name: str) -> str:
    """Return `url` if it is a web address, or empty. Raises ContentError."""
    url = one_line(url)
    if url and not (url.startswith(("http://", "https://")) and same_address(url)):
        raise ContentError(f"“{url}” is not a web address.", remedy="Begin it with https://.", path=name)
    return url
