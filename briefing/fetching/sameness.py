"""When are two addresses, two titles, two texts, two moments the same? Pure."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime, time, tzinfo
from urllib.parse import unquote

from briefing.adding.values import one_line
from briefing.fetching.canonical import canonical
from briefing.twins import same_address

GRAM = 12  # letters of the runs by which texts are compared: two or three words, in any script
LONGEST = 20_000  # letters of each text that are compared; what changed beyond them changed little
LONGEST_GUID = 500  # characters
SHORT = 200  # letters; a text with fewer, an alert say, may be published twice and mean two things
MOST_SHARED = 5  # articles of one GUID or address; with more it names none of them, but goes on naming a page or a feed
# The likeness (see `sameness.liken`) from which two texts are one, by what else agrees. Of versions of one article
# most have 0.8 and more; of two reports by one author on one matter, quotes and background in common, few have 0.3.
# By title and day alone it takes more: bulletins of each hour come from one mould, and may differ in figures only. How
# many of them differ does not tell these from corrections: of the air, or of a river, it is one in ten and fewer, and
# of corrections of one figure (246, in news) every fifth has one or two figures in all.
LIKE_AT_ONE_ADDRESS, LIKE_BY_GUID, LIKE_BY_TITLE, LIKE_BY_DAY, LIKE_ALONE = 0.1, 0.3, 0.5, 0.8, 1.0

_NOT_LETTERS = re.compile(r"[\W_]+")
_FIGURES = re.compile(r"\d+")


def name_address(url: str) -> str:
    """Return what is the same for all ways to write one address; empty for a front page, and what is no address.

    A front page names no article: there are feeds in which every entry leads to it.
    """
    address = same_address(url if url.isascii() else canonical(url))
    if "%" in address:
        address = unquote(address)
    return address if "/" in address or "?" in address else ""


def name_guid(guid: str) -> str:
    """Return what a publisher calls an article as front matter has it."""
    return one_line(guid)[:LONGEST_GUID].strip()


def fold(words: str) -> str:
    """Return the letters and digits of `words` without capitals, marks and white space, which publishers change."""
    plain = words if words.isascii() else unicodedata.normalize("NFKC", words)
    return _NOT_LETTERS.sub("", plain.casefold())


def liken(one: str, other: str) -> float:
    """Return how much of the shorter of two folded texts stands in the longer: 0, nothing, to 1, all of it."""
    if one == other or not (one and other):
        return float(one == other != "")
    grams, others = (cut_runs(text) for text in (one, other))
    return len(grams & others) / min(len(grams), len(others))


def cut_runs(text: str) -> set[str]:
    """Return the runs of letters by which a folded text is compared."""
    text = text[:LONGEST]
    return {text[at : at + GRAM] for at in range(max(1, len(text) - GRAM + 1))} if text else set()


def leave_out_figures(text: str) -> str:
    """Return what two bulletins of one kind have in common, whatever they count."""
    return _FIGURES.sub("", text)


def write_moment(moment: str, zone: tzinfo) -> str:
    """Return a moment, ISO 8601 with its offset, in `zone`; the day alone where it is midnight UTC.

    That is what `feeds` makes of a day without a time, and whose midnight it was nobody knows.
    """
    try:
        read = datetime.fromisoformat(moment)
    except ValueError:
        return ""
    read = read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)
    if read.time() == time():
        return read.date().isoformat()
    return read.astimezone(zone).isoformat(timespec="seconds")
