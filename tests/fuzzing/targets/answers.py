"""What web servers answer: packed bodies within bounds, headers read strictly, rules for robots that cost little."""

from __future__ import annotations

import gzip
import math
import zlib
from collections.abc import Iterator
from contextlib import suppress

import brotli

import fuzzing
from briefing.fetching.manners import _read_kept, _Rules
from briefing.fetching.model import WireError
from briefing.fetching.unpacking import Unpacking
from briefing.fetching.wire import LONGEST_WAIT, read_kind, read_wait
from fuzzing.material import INVALID, ODD, encode

PARSES = (
    "briefing.fetching.unpacking.Unpacking.add",
    "briefing.fetching.unpacking.Unpacking.end",
    "briefing.fetching.wire.read_kind",
    "briefing.fetching.wire.read_wait",
    "briefing.fetching.manners._Rules.allow",
    "briefing.fetching.manners._read_kept",
)
CODINGS = ("", "gzip", "deflate", "br")
MOST = 4_000
_TEXT = b"Two ships left the port of Odrin on Friday, the harbour office said. " * 3
_RAW = zlib.compressobj(wbits=-15)
PIECES = (
    *encode(
        "text/html", "; charset=", "utf-8", '"', "application/rss+xml", "120", "-1", "9" * 40, "Fri, 14 Mar 2025 ",
        "12:30:00 GMT", "Friday, 14-Mar-25 ", "99:99:99", "+9999", "User-agent: ", "*", "Briefing", "Disallow: ",
        "Allow: ", "/", "/a*b$", "%41", "%zz", "?", ";", "Crawl-delay: ", "nan", "1e999", "Request-rate: ", "1/5s",
        "0/0", "Sitemap: ", "\n", "#", ":", '{"moment":"2025-03-14","text":"', '"}', "http://[", "https://",
    ),
    gzip.compress(_TEXT, mtime=0), zlib.compress(_TEXT), _RAW.compress(_TEXT) + _RAW.flush(), brotli.compress(_TEXT),
    gzip.compress(bytes(99_999), mtime=0), brotli.compress(bytes(99_999)), b"\x1f\x8b", b"\x78\x9c", b"\x03\0",
    *ODD,
    *INVALID,
)  # fmt: skip


def seeds() -> Iterator[bytes]:
    yield b"\0\0" + _TEXT
    yield b"\1\3" + gzip.compress(_TEXT, mtime=0)
    yield b"\1\3" + gzip.compress(_TEXT, mtime=0) * 2 + b"junk"
    yield b"\2\7" + zlib.compress(_TEXT)
    yield b"\3\1" + brotli.compress(_TEXT)
    yield b"\3\0" + brotli.compress(bytes(99_999))
    yield b"\1\0" + gzip.compress(bytes(99_999), mtime=0)
    yield b"\0\0" + b"User-agent: *\nDisallow: /a\nAllow: /a/b$\nCrawl-delay: 5\nRequest-rate: 1/5s\n"
    yield b"\0\0" + b"text/html; charset=utf-8"
    yield b"\0\0" + b"Fri, 14 Mar 2025 12:30:00 GMT"
    yield b"\0\0" + b'{"moment":"2025-03-14T09:00:00","text":"User-agent: *"}'


def check(data: bytes) -> None:
    (number, step), raw = fuzzing.take(data, 2)
    whole = _unpack(CODINGS[number % 4], raw, len(raw) or 1)
    assert whole == _unpack(CODINGS[number % 4], raw, step + 1)  # however it came
    _check_cut(CODINGS[number % 4], raw)
    text = fuzzing.words(raw)
    for header in (text, text[:60], *text.splitlines()[:3]):
        kind, charset = read_kind(header)
        assert not kind or (kind.isascii() and kind.count("/") == 1 and kind == kind.lower())
        assert charset.isascii() and len(charset) <= 40 and not set(charset) & set("\"'<>;, \n")
        for sent, now in (("", ""), ("Fri, 14 Mar 2025 12:00:00 GMT", ""), ("", "2025-03-14T12:00:00"), (text, "")):
            wait = read_wait(header, sent, now)
            assert wait is None or 0 <= wait <= LONGEST_WAIT
    with suppress(WireError):
        rules = _Rules(raw.decode("utf-8-sig", "replace"))
        assert 0 <= rules.delay < math.inf
        rules.allow("https://news.example.org/a/b?c")
    _read_kept(text)


def _unpack(coding: str, raw: bytes, step: int) -> bytes | None:
    """What comes out, or None."""
    unpacking = Unpacking(coding, MOST)
    try:
        for start in range(0, len(raw), step):
            unpacking.add(raw[start : start + step])
        body = unpacking.end()
    except WireError as error:
        assert error.what and error.remedy
        return None
    assert len(body) <= MOST
    return body


def _check_cut(coding: str, raw: bytes) -> None:
    unpacking = Unpacking(coding, 100, cut=True)
    with suppress(WireError):
        unpacking.add(raw)
        assert len(unpacking.end()) <= 100
