"""Who is to get the mail, as a file lists them? The file is YAML or CSV: see docs/reference/recipients.md.

A row that cannot be used never costs the others, and none is dropped in silence: recipients, refused and folded rows
add up. No message repeats an address or a name, since it may end in a public log: it names the line.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Iterable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, cast, get_args

from msgspec import Struct
from msgspec.structs import replace

from briefing.errors import MailError
from briefing.mail.lines import why_unfit
from briefing.mail.model import Frequency, Recipient
from briefing.mail.readers.addresses import check_address, same_reader
from briefing.mail.readers.rows import Fault, Row, Rows, read_rows, shown
from briefing.records import nearest
from briefing.whole import write_whole
from briefing.wording import is_language

LARGEST = 64_000_000  # bytes: half a million readers. A mailbox or a disk image given by mistake is larger
LONGEST_NAME = 120  # characters; a header has room for more, no screen has

_FREQUENCIES: tuple[str, ...] = get_args(Frequency)


class Problem(NamedTuple):
    """Something in a readers' file that was not taken as it stands."""

    place: str  # "readers.yml:14"
    what: str
    remedy: str


class Listed(Struct, frozen=True):
    """What a readers' file lists. `rows` is the number of recipients, refused and folded rows together."""

    recipients: tuple[Recipient, ...]  # in the order of the file
    problems: tuple[Problem, ...] = ()  # in the order of the file; of rows that were refused, and of fields passed over
    folded: tuple[Problem, ...] = ()  # rows of a reader who stands in the file before; what they say was united
    rows: int = 0
    refused: int = 0  # rows that are not used until they are mended


def read_recipients(path: Path) -> Listed:
    """Return the readers that the file lists, each once. Raises MailError if it cannot be read at all."""
    return list_recipients(path.name, read_rows(path.name, _read_bytes(path)))


def list_recipients(name: str, read: Rows) -> Listed:
    """Return whom the rows of the file called `name` list: the pure part of `read_recipients`."""
    faults = list(read.faults)
    found: dict[str, Recipient] = {}
    folded = []
    refused = 0
    for row in read.rows:
        recipient, wrong = _judge(name, row)
        faults += wrong
        if recipient is None:
            refused += 1
            continue
        reader = recipient.address.casefold()
        first = found.get(reader)
        if first is None:
            found[reader] = recipient
            continue
        found[reader] = _unite(first, recipient)
        what = f"This reader is listed at {first.place} already; what the two follow was united."
        folded.append(Problem(recipient.place, what, "Keep one of the two."))
    faults.sort(key=lambda fault: (fault.line, fault.what))
    problems = tuple(Problem(f"{name}:{fault.line}", fault.what, fault.remedy) for fault in faults)
    return Listed(tuple(found.values()), problems, tuple(folded), len(read.rows), refused)


def _judge(name: str, row: Row) -> tuple[Recipient | None, list[Fault]]:
    """The reader of a row, if nothing in it leaves open whether or what to send; and what is wrong with it."""
    faults = list(row.faults)
    address = ""
    if row.address or not any(fault.costs_row for fault in faults):  # an address that could not be read is told already
        try:
            address = check_address(row.address)
        except MailError as error:
            faults.append(Fault(row.line, error.what, error.remedy))
    frequency = row.frequency.casefold()
    if frequency not in _FREQUENCIES:
        near = nearest(frequency, _FREQUENCIES)
        remedy = f"Did you mean {near}?" if near else "Write daily or weekly; leave it out for both."
        faults.append(Fault(row.line, f"“{_shown(row.frequency)}” is no frequency.", remedy))
    for key, ids in (("events", row.events), ("actors", row.actors)):
        if any(not id_.isprintable() for id_ in ids):
            faults.append(Fault(row.line, f"An id in {key} holds a character that cannot be seen.", "Type it anew."))
    called, language = " ".join(row.name.split()), row.language.replace("_", "-")
    if why_unfit(called):
        what = "The name holds what may not stand in a mail's header and is passed over."
        faults.append(Fault(row.line, what, "Leave out control characters and “=?”.", costs_row=False))
        called = ""
    if len(called) > LONGEST_NAME:
        what = f"The name has more than {LONGEST_NAME} characters and is passed over."
        faults.append(Fault(row.line, what, "Shorten it.", costs_row=False))
        called = ""
    if language and not is_language(language):
        what = f"“{_shown(language)}” is no language code; the mail is in the site's language."
        faults.append(Fault(row.line, what, "Write a code such as en, de or pt-BR.", costs_row=False))
        language = ""
    if any(fault.costs_row for fault in faults):
        return None, faults
    place = f"{name}:{row.line}"
    return Recipient(address, called, language, row.events, row.actors, cast(Frequency, frequency), place), faults


def _shown(words: str) -> str:
    """What stands where a code or an id belongs, as far as a message can repeat it: not what may be a name."""
    return "…" if " " in words.strip() else shown(words)


def _unite(first: Recipient, later: Recipient) -> Recipient:
    """One reader of two rows: who follows everything in one of them does so; who gets both in one gets both."""
    everything = first.follows_all or later.follows_all
    return replace(
        first,
        name=first.name or later.name,
        language=first.language or later.language,
        events=() if everything else tuple(dict.fromkeys((*first.events, *later.events))),
        actors=() if everything else tuple(dict.fromkeys((*first.actors, *later.actors))),
        frequency=first.frequency if first.frequency == later.frequency else "",
    )


# -- the file ---------------------------------------------------------------------------------------------------------


def _read_bytes(path: Path) -> bytes:
    remedy = "Name the file of readers in BRIEFING_MAIL_RECIPIENTS or with --to."
    try:
        status = os.stat(path)
        if not stat.S_ISREG(status.st_mode):
            raise MailError("This is not a file.", remedy=remedy, path=str(path))
        if status.st_size > LARGEST:
            what = f"The file has {status.st_size:,} bytes; a list of readers has {LARGEST:,} at most."
            raise MailError(what, remedy=remedy, path=str(path))
        return path.read_bytes()
    except FileNotFoundError as error:
        raise MailError("There is no such file.", remedy=remedy, path=str(path)) from error
    except OSError as error:
        what = f"The file cannot be read ({error.strerror})."
        raise MailError(what, remedy="Give yourself permission to read it.", path=str(path)) from error


def open_to_all(path: Path) -> Problem | None:
    """Return what to tell the editor if anybody who uses this computer can read the list. Raises no error.

    In a folder that others may not enter, as the outbox's, they cannot.
    """
    if os.name != "posix":
        return None
    with suppress(OSError):
        real = Path(os.path.realpath(path))
        mode = os.stat(real).st_mode
        if mode & stat.S_IROTH and all(os.stat(folder).st_mode & stat.S_IXOTH for folder in real.parents):
            what = f"Everybody on this computer can read the list of readers (its mode is {stat.S_IMODE(mode):o})."
            return Problem(path.name, what, f"Run: chmod 600 {path.name}")
    return None


# -- whom they follow -------------------------------------------------------------------------------------------------


def unknown_follows(
    recipients: Iterable[Recipient], known_events: Collection[str], known_actors: Collection[str]
) -> tuple[Problem, ...]:
    """Return what readers follow that no edition holds, each id once, at the first who follows it.

    `known_events` (ids of events and stories) and `known_actors` are those of all editions. In order of first use.
    """
    events, actors = set(known_events), set(known_actors)
    found: dict[tuple[str, str], list[str]] = {}
    for recipient in recipients:
        for kind, ids, known in (("event", recipient.events, events), ("actor", recipient.actors, actors)):
            for id_ in ids:
                if id_ not in known:
                    found.setdefault((kind, id_), []).append(recipient.place)
    problems = []
    for (kind, id_), places in found.items():
        ours, others = (events, actors) if kind == "event" else (actors, events)
        near = nearest(id_, ours)
        remedy = f"Did you mean {near}?" if near else f"Use an id of an {kind} that stands in an edition."
        if id_ in others:
            remedy = f"It is an {'actor' if kind == 'event' else 'event'}: write it there."
        readers = "One reader follows" if len(places) == 1 else f"{len(places):,} readers follow"
        what = f"{readers} “{_shown(id_)}”, and no edition has {'an event or story' if kind == 'event' else 'an actor'}"
        problems.append(Problem(places[0], f"{what} of this id.", remedy))
    return tuple(problems)


# -- taking a reader out ----------------------------------------------------------------------------------------------


def remove_recipient(path: Path, address: str) -> int:
    """Take all rows of `address` out of the file, leave all other bytes as they are; return how many rows it was.

    Comments inside a row and on its lines go with it, those above it stay: `find_address` tells where the address is
    still named. The new text is read before it replaces the old, and keeps its mode. Raises MailError, and changes
    nothing, if the file cannot be read or written, or its rows cannot be told apart.
    """
    raw = _read_bytes(path)
    before = read_rows(path.name, raw)
    reader = same_reader(address)
    gone = [row for row in before.rows if same_reader(row.address) == reader]
    if not gone:
        return 0
    numbers = {line for row in gone for line in range(row.line, row.last + 1)}
    kept = "".join(line for number, line in enumerate(before.lines, 1) if number not in numbers)
    mark = b"\xef\xbb\xbf" if raw.startswith(b"\xef\xbb\xbf") else b""
    after = mark + kept.encode()
    rest = tuple(row for row in before.rows if same_reader(row.address) != reader)
    if not all(row.last for row in gone) or not _lists(path.name, after, rest):
        what = "This reader's rows cannot be told from the others': the file is as it was."
        raise MailError(what, remedy="Take them out by hand.", path=str(path), line=gone[0].line)
    _replace_file(path, raw, after)
    return len(gone)


def _lists(name: str, raw: bytes, rows: tuple[Row, ...]) -> bool:
    """Whether the bytes hold these rows and no other."""
    try:
        return read_rows(name, raw).rows == rows
    except MailError:
        return False


def _replace_file(path: Path, before: bytes, after: bytes) -> None:
    target = os.path.realpath(path)  # a link stays, what it leads to is replaced
    try:
        status = os.stat(target)
        if path.read_bytes() != before:
            raise MailError("Somebody else is changing the file.", remedy="Try again.", path=str(path))
        write_whole(target, after, stat.S_IMODE(status.st_mode))
        with suppress(OSError):  # the file of another user stays theirs where we may give it back
            os.chown(target, status.st_uid, status.st_gid)
    except OSError as error:
        what = f"The file cannot be written ({error.strerror}); it is as it was."
        raise MailError(what, remedy="Give yourself permission to write it and its folder.", path=str(path)) from error


def find_address(path: Path, address: str) -> tuple[int, ...]:
    """Return the lines of the file in which the address still stands, in whatever capitals: in a comment, say."""
    wanted = {address.strip().casefold(), same_reader(address)}
    text = _read_bytes(path).decode("utf-8", "replace").casefold()
    return tuple(number for number, line in enumerate(text.split("\n"), 1) if any(words in line for words in wanted))
