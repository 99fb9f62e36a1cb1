"""Lists of readers: recipients, refused and folded rows add up, no address is told, and who is taken out goes alone."""

from __future__ import annotations

from collections.abc import Iterator

import fuzzing
from briefing.errors import MailError
from briefing.mail.lines import why_unfit
from briefing.mail.readers.addresses import check_address, same_reader
from briefing.mail.readers.recipients import LONGEST_NAME, list_recipients
from briefing.mail.readers.rows import FIELDS, read_rows
from fuzzing.material import INVALID, ODD, encode

PARSES = ("briefing.mail.readers.rows.read_rows", "briefing.mail.readers.recipients.list_recipients")
NAMES = ("readers.yml", "readers.csv", "readers.tsv")
PIECES = (
    *(f"{name}: ".encode() for name in FIELDS),
    *(f"{name},".encode() for name in FIELDS),
    *encode(
        "- ", "\n- ", "\n  ", "\n", "\r\n", "\r", ",", ";", "\t", '"', '""', "'", "readers:\n", "[", "]", "{", "}",
        "#", "# c\n", "...\n", "---\n", "&a ", "*a", "!!str ", "a@t.example", "b@t.example", "A@T.EXAMPLE",
        "mara@bücher.example", "x@localhost", "daily", "weekly", "dayly", "de", "pt_BR", "xx-xx-xx", "truce",
        "anna-berg", "Mara Lind", "=?utf-8?q?a?=", "adress: ", "langauge", "null", "~", "|\n",
    ),
    *ODD,
    *INVALID,
)  # fmt: skip


def seeds() -> Iterator[bytes]:
    yield (
        b"\0- mara@tidewater.example\n- address: ben@far.example\n  name: Ben\n  language: de\n  events: [truce]\n"
        b"  frequency: weekly\n"
    )
    yield (
        b"\0# ours\nreaders:\n- a@t.example\n-\n  address: b@t.example\n# b\n- {address: A@t.example, actors: a-b}\n"
        b"other: x\n"
    )
    yield (
        b'\1address,name,language,events,actors,frequency\na@t.example,"Lind, Mara",en,truce strait,,daily\n'
        b"b@t.example,,,,,\n"
    )
    yield b"\1Name;Address;Events\nMara;mara@tidewater.example;truce,strait\n"
    yield b"\2address\tname\na@t.example\tMara\n"


def check(data: bytes) -> None:
    (number,), raw = fuzzing.take(data, 1)
    name = NAMES[number % len(NAMES)]
    try:
        rows = read_rows(name, raw)
    except MailError as error:
        assert error.what and error.remedy and error.path == name and error.line >= 0, error
        _tells_nobody(str(error), raw)
        return
    listed = list_recipients(name, rows)
    assert len(listed.recipients) + listed.refused + len(listed.folded) == listed.rows == len(rows.rows)
    for one in listed.recipients:
        assert check_address(one.address) == one.address
        assert not why_unfit(one.name) and len(one.name) <= LONGEST_NAME
        assert one.frequency in ("", "daily", "weekly")
        assert all(id_.isprintable() and " " not in id_ for id_ in (*one.events, *one.actors))
    assert len({one.address.casefold() for one in listed.recipients}) == len(listed.recipients)
    for problem in (*listed.problems, *listed.folded):
        assert problem.what and problem.remedy, problem
        assert 1 <= int(problem.place.removeprefix(f"{name}:")) <= len(rows.lines) + 1, problem
        _tells_nobody(problem.what + problem.remedy, raw)
    assert "".join(rows.lines).encode() == raw.removeprefix(b"\xef\xbb\xbf")
    # Each reader taken out alone, as `remove_recipient` does it, leaves all others as they were.
    for row in rows.rows[:3]:
        gone = {
            n
            for other in rows.rows
            if same_reader(other.address) == same_reader(row.address)
            for n in range(other.line, other.last + 1)
        }
        mine = [other for other in rows.rows if same_reader(other.address) == same_reader(row.address)]
        if all(other.last for other in mine):
            assert all(1 <= n <= len(rows.lines) for n in gone), row
            kept = "".join(line for n, line in enumerate(rows.lines, 1) if n not in gone)
            try:
                left = read_rows(name, kept.encode()).rows
            except MailError:
                continue  # `remove_recipient` refuses it then, and changes nothing
            others = tuple(other for other in rows.rows if other not in mine)
            assert left == others or name == "readers.yml" or len(left) != len(others)


def _tells_nobody(said: str, raw: bytes) -> None:
    said = said.replace("mara@tidewater.example", "")  # the example, which is ours
    for word in raw.decode("utf-8", "replace").split():
        if word.count("@") == 1 and len(word) > 8 and word.replace("@", "").replace(".", "").isalnum():
            assert word not in said, said
