"""What may stand in a field of front matter, when it comes from anywhere: a line of words, a date, a web address?"""

from __future__ import annotations

import re
from datetime import UTC, timedelta, timezone

from briefing.dates import DateError, read_moment
from briefing.errors import ContentError
from briefing.escaping import join_lines
from briefing.twins import same_address

# Marks of direction, with which a value could rearrange what stands around it, and whatever could end its line.
_UNSAFE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]+"
)


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
        return read_date(re.sub(r"(\d)\.\d+", r"\1", written), "")
    except ContentError as error:
        notes.append(f"The date that it gives cannot be used. {error.what}")
        return ""


def check_url(url: str, name: str) -> str:
    """Return `url` if it is a web address, or empty. Raises ContentError."""
    url = one_line(url)
    if url and not (url.startswith(("http://", "https://")) and same_address(url)):
        raise ContentError(f"“{url}” is not a web address.", remedy="Begin it with https://.", path=name)
    return url
