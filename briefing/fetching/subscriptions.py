"""Which feeds does a source of sources.yml have, and how is it fetched? Told with file and line where that is wrong.

The fields that only fetching asks for: a build reads over them, so that nothing is made anew when one of them changes.
"""

from __future__ import annotations

import math
import re
from typing import cast, get_args
from urllib.parse import urlsplit

from briefing.errors import RegistryError
from briefing.fetching.addresses import check_address
from briefing.fetching.canonical import canonical
from briefing.fetching.model import DELAY, Filter, Outlet, Want, WireError
from briefing.fetching.seeking import STAR, fold, is_sought
from briefing.model import Note, Rights
from briefing.records import Record, read_records

FIELDS = tuple("feeds text words without sections delay".split())
OTHERS = tuple("id name aliases owner kind lang rights url".split())  # which `registry` reads
SOURCES = "sources.yml"
LONGEST_ADDRESS = 2_000  # characters, as of an article's Url
LONGEST_DELAY = 600.0  # seconds: with more, fifty articles of one outlet would take all night

_TEXT: tuple[str, ...] = get_args(Want)
_RIGHTS: tuple[str, ...] = get_args(Rights)
_REMEDY = "Correct it; if it is your own machine, name its host and port in BRIEFING_FETCH_ALLOW."
_COMMA = re.compile(r",(?!\d)|[;،؛、，；]")
_IN_NO_ADDRESS = re.compile(r"[\s<>\"\\]")


def read_outlets(raw: bytes) -> tuple[Outlet, ...]:
    """Return the sources that name feeds, in the order of the file; `raw` is what sources.yml holds.

    Raises RegistryError for the first mistake; `registry.parse_registry` tells all of them.
    """
    problems: list[Note] = []
    asked: dict[str, str] = {}
    found: list[Outlet] = []
    for record in read_records(SOURCES, raw, (*OTHERS, *FIELDS), "a source", problems):
        id_ = record.need_slug("id", "source", "name")
        outlet = read_outlet(record, id_, asked)
        if outlet.feeds:
            found.append(outlet)
    for note in sorted(problems, key=lambda note: note.line):
        raise RegistryError(note.what, remedy=note.remedy, path=note.path, line=note.line)
    return tuple(found)


def read_outlet(record: Record, id_: str, asked: dict[str, str]) -> Outlet:
    """Return what a record says of fetching, and have it note what is wrong.

    `asked`: the source of each feed that was named before, by its address (`canonical`), to which its own are added. An
    outlet without feeds is fetched from nowhere, whatever else is said of it: so an editor may put one aside.
    """
    words, without, sections = (_read_filter(record, key) for key in ("words", "without", "sections"))
    refused = {fold(each) for each in without}
    for each in words:
        if fold(each) in refused:
            record.wrong("without", f"“{each[:60]}” is both in words and in without.", "Keep one of them.")
    return Outlet(
        id=id_,
        name=record.text("name"),
        feeds=_read_feeds(record, id_, asked),
        lang=record.text("lang").lower(),
        rights=cast("Rights", record.choice("rights", _RIGHTS)),
        text=cast(Want, record.choice("text", _TEXT) or "both"),
        delay=_read_delay(record),
        wanted=Filter(words, without, sections),
        line=record.line,
    )


def _read_filter(record: Record, key: str) -> tuple[str, ...]:
    """What is to be found in an entry. One that was left empty is told: without it everything comes in."""
    if record.is_blank(key):
        record.wrong(key, f"{key} is empty.", f"Write what is meant, or {key}: [] for nothing.")
    written = record.single(key)
    if _COMMA.search(written):  # is one phrase to YAML, with its commas
        listed = ", ".join(part.strip() for part in _COMMA.split(written) if part.strip())
        what = f"{key} holds one phrase, “{written[:60]}”, no list."
        record.wrong(key, what, f"Write {key}: [{listed[:80]}]; a phrase with a comma in brackets and in quotes.")
        return ()
    found = record.filled(key)
    for each, line in found:
        if STAR in each and key == "sections":
            what = f"“{each[:60]}” in sections has a star, and sections are compared whole."
            record.file.wrong(line, what, "Write their whole names.")
        elif not is_sought(each) and STAR in each:
            what = f"“{each[:60]}” in {key} has a star that stands for no end of a word."
            record.file.wrong(line, what, "Write 'Hafen*' for what begins so, '*hafen' for what ends so, in quotes.")
        elif not is_sought(each):
            record.file.wrong(line, f"“{each[:60]}” in {key} is nothing to look for.", "Write a word.")
    return tuple(each for each, _ in found)


def _read_feeds(record: Record, id_: str, asked: dict[str, str]) -> tuple[str, ...]:
    feeds: dict[str, str] = {}  # as they are written, by what they mean
    for address, line in record.filled("feeds"):
        meant = canonical(address) or address
        if not is_address(address):
            what = f"“{address[:60]}” in feeds is no web address."
            record.file.wrong(line, what, "Write it with https:// in front, and with no name of a user in it.")
        elif (other := asked.setdefault(meant, id_)) != id_:
            record.file.wrong(line, f"{address[:100]} is a feed of {other} as well.", "Leave it with one of them.")
        else:
            feeds.setdefault(meant, address)
    return tuple(feeds.values())


def find_closed(raw: bytes, allowed: frozenset[str]) -> tuple[Note, ...]:
    """Return the feeds that no fetch asks for, by how they are written: they lead into a network of one's own, say.

    `raw` is what sources.yml holds, `allowed` as `addresses.check_address` takes it. What is wrong with the file
    otherwise is not told.
    """
    found: list[Note] = []
    for record in read_records(SOURCES, raw, (*OTHERS, *FIELDS), "a source", []):
        for address, line in record.filled("feeds"):
            try:
                check_address(address, allowed)
            except WireError as error:
                found.append(Note(SOURCES, line, error.what, _REMEDY))
    return tuple(found)


def is_address(words: str) -> bool:
    """Whether that can be asked for on the web. Where it leads is judged when it is."""
    try:
        parts = urlsplit(words)
        parts.port  # noqa: B018 - raises ValueError for what is no port
    except ValueError:
        return False
    return (
        parts.scheme.lower() in ("http", "https")
        and bool(parts.hostname)
        and "@" not in parts.netloc
        and len(words) <= LONGEST_ADDRESS
        and not _IN_NO_ADDRESS.search(words)
    )


def _read_delay(record: Record) -> float:
    """Seconds between two requests to one host."""
    written = record.text("delay")
    if not written:
        return DELAY
    try:
        seconds = float(written)
    except ValueError:
        seconds = math.nan
    if not 0 <= seconds <= LONGEST_DELAY:
        what = f"The delay “{written[:40]}” is not a number of seconds from 0 to {LONGEST_DELAY:g}."
        record.wrong("delay", what, f"Write a number, as in delay: 2; without one it is {DELAY:g}.")
        return DELAY
    return seconds
