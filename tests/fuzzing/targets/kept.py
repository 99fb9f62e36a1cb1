"""What is kept between builds: damaged, it is known as damaged, and nothing of it is believed."""

from __future__ import annotations

import json
import os
import zlib
from array import array
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
from fakes import CALL_RECORD

import fuzzing
from briefing import unchanged
from briefing.archive import _decode
from briefing.checksums import Checksums, Stamp
from briefing.dictionaries import WordList, _seal, _write_lines
from briefing.filing import Brief, make_brief
from briefing.mail.readers.keys import make_token, read_token
from briefing.model import Analysis, Article, Note
from briefing.opening import tells_of_damage
from briefing.stamps import CHECKSUM
from briefing.strays import Strays
from briefing.tongues import _DAMAGED, _map
from briefing.unchanged import Account, _read, _Record, _unpack_pages
from fuzzing.material import INVALID, encode

PARSES = (
    "briefing.unchanged._read",
    "briefing.archive._decode",
    "briefing.dictionaries.WordList.__init__",
    "briefing.tongues._map",
    "briefing.checksums.Checksums._read",
    "briefing.strays.Strays._read",
)
TYPES = (Article, Analysis, Brief, tuple[Note, ...])
PIECES = (
    *(f'"{name}":'.encode() for name in (*Article.__struct_fields__, *_Record._fields, *Account._fields)),
    *encode("{", "}", "[", "]", ",", ":", '"', "null", "true", "-1", "1e999", "9" * 30, "\n", "\t", "a.html", "../x"),
    *encode('"\\ud800"', "PK\x03\x04", '"2025-03-14"'),
    *INVALID,
    b"\0",
    b"\0" * 8,
    b"\x93NUMPY\x01\0",
)
_FOLDER = TemporaryDirectory(prefix="kept-")
_PATH = Path(_FOLDER.name) / "file"


def _record() -> bytes:
    account = dict.fromkeys(Account._fields) | {"said": [], "front": "", "indexed": ""}
    record = dict.fromkeys(_Record._fields, "") | {"folders": ["a"], "places": [["x", "x"]], "archive": [1, 2, 3]}
    record |= {"pages": 2, "copied": [], "account": account}
    numbers = array("q", [10, 20, 30, 40]).tobytes()
    return json.dumps(record).encode() + b"\n" + numbers + b"a/b.html\nc.html"


def seeds() -> Iterator[bytes]:
    yield b"\0" + _record()
    yield b"\1" + unchanged._FORMAT + b"x" * CHECKSUM + _record()
    brief = make_brief(CALL_RECORD.article, CALL_RECORD.analysis, ())
    notes = (Note("a.md", 1, "what", "remedy"),)
    for number, value in enumerate((CALL_RECORD.article, CALL_RECORD.analysis, brief, notes)):
        yield bytes((2, number)) + msgspec.json.encode(value)
    yield b"\3" + b"\nstrikes\tstrike\nstruck\tstrike\n"
    yield b"\4" + bytes(32)
    yield b"\5PK\x03\x04"
    yield b'\2\3[{"path":"\xff"}]'
    yield b"\6\1\2" + bytes(range(40))
    yield b"\6\x64\7" + bytes(range(40))
    yield b"\7output\0a/b.html\0" + b"0" * 8


def check(data: bytes) -> None:
    (kind,), rest = fuzzing.take(data, 1)
    checks = (check_sealed, check_record, check_value, check_words, check_token, check_model, check_sums, check_strays)
    checks[kind % len(checks)](rest)


def check_sealed(rest: bytes) -> None:
    """Whatever stands behind a checksum that is right."""
    check_record(unchanged._FORMAT + blake2b(rest, digest_size=CHECKSUM).digest() + rest)


def check_record(raw: bytes) -> None:
    """As `Question.answer` reads it: what it catches there may come, nothing else."""
    _PATH.write_bytes(raw)
    try:
        record, left = _read(str(_PATH))
        pages = list(_unpack_pages(record, left).rows())
    except (OSError, LookupError, TypeError, ValueError):
        return
    body = raw[len(unchanged._FORMAT) + CHECKSUM :]
    assert raw == unchanged._FORMAT + blake2b(body, digest_size=CHECKSUM).digest() + body
    assert all(isinstance(page, str) for page, _, _ in pages)


def check_value(rest: bytes) -> None:
    """As the archive decodes what it holds: damage is told as damage."""
    (number,), raw = fuzzing.take(rest, 1)
    type_ = TYPES[number % len(TYPES)]
    for packed in (raw, zlib.compress(raw, 1)):
        try:
            value = _decode(zlib.decompress(packed), type_)
        except Exception as error:
            if tells_of_damage(error):
                continue
            raise
        assert msgspec.json.decode(msgspec.json.encode(value), type=type_) == value


def check_words(rest: bytes) -> None:
    """A list of word forms says what the lines say that went into it; one that is damaged is made anew."""
    pairs = {}
    for line in rest.decode("utf-8", "replace").split("\n"):
        form, tab, lemma = line.partition("\t")
        if tab and form and "\t" not in lemma:
            pairs[form] = lemma
    lines = _write_lines(pairs)
    if lines is None:
        return
    found = WordList(lines)
    assert dict(found) == pairs
    assert len(found) == len(pairs)
    assert found.get("\ud800", "none") == pairs.get("?", "none")  # as which it is looked up
    assert _seal(lines) != _seal(lines[:-1])


def check_token(rest: bytes) -> None:
    """A token counts for its purpose and as it was made; no other does."""
    secret, key = bytes(range(32)), rest[:32].ljust(32, b"\0").hex()
    token = make_token(secret, key, "unsubscribe")
    assert read_token(secret, token) == key
    assert read_token(secret, token, "subscribe") is None
    other = rest[32:96].decode("latin-1")
    assert other == token or read_token(secret, other) is None


def check_model(rest: bytes) -> None:
    _PATH.write_bytes(rest)
    try:
        arrays = _map(_PATH)
    except (OSError, *_DAMAGED):
        return
    assert all(each.size >= 0 for each in arrays.values())


def check_sums(rest: bytes) -> None:
    """Checksums come back as they were noted; with any byte changed, none do."""
    (place, value), raw = fuzzing.take(rest, 2)
    blocks = array("I")
    blocks.frombytes(raw[: len(raw) // 4 * 4])
    sums = Checksums(_PATH)
    stamp = Stamp(len(raw), place, value, 1)
    sums._write(stamp, blocks)
    assert sums._read() == (stamp, blocks)
    file = Path(f"{_PATH}.sums")
    whole = file.read_bytes()
    at = place % len(whole)
    changed = whole[:at] + bytes((value,)) + whole[at + 1 :]
    file.write_bytes(changed)
    assert (sums._read() is None) == (changed != whole)
    file.write_bytes(raw)
    assert sums._read() is None


def check_strays(rest: bytes) -> None:
    """Pages that were noted are found behind whatever stands there, and nothing that was not."""
    garbage, _, noted = rest.partition(b"\0\0")
    pages = sorted({page for each in noted.split(b"\n") if (page := os.fsdecode(each)) and "\0" not in page})
    _PATH.write_bytes(garbage)
    strays = Strays(_PATH)
    before = strays.find("output")
    strays.add("output", pages)
    assert set(strays.find("output")) - {*before} <= {*pages} <= set(strays.find("output"))
    strays.forget("output")
    assert strays.find("output") == []
