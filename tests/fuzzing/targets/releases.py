"""Releases: a damaged list or note of one is known as damaged, and a page is fit to be shown or refused in words."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256

import msgspec
from lxml import etree

import fuzzing
from briefing.errors import ReleaseError, VerbatimError
from briefing.hyperlinks import read_hyperlinks, resolve
from briefing.releases.inspection import inspect
from briefing.releases.model import digest_sums, format_sums, read_sums
from fuzzing.material import INVALID, ODD, encode
from fuzzing.targets.verbatim import TEXTS, good_pages

PARSES = (
    "briefing.releases.model.read_sums",
    "briefing.releases.inspection.inspect",
    "briefing.hyperlinks.read_hyperlinks",
    "briefing.hyperlinks.resolve",
)
PATHS = "a.html editions/2025-03-14.json feeds/all.xml feeds/all.json a.csv cards/a.png x.css x.json".split()
LONGEST = 6_000
PIECES = (
    *encode(
        "  ", "\n", "0" * 64, "f" * 63, "a/b.html", "../x", "/etc/passwd", "index.html", "</html>", '<a href="', '">',
        "<p id=", "<img src=", "//x.example", "http://[", "#s3", "?q", "%2e%2e/", "%00", "mailto:a@b.example",
        "javascript:", "\\", "..", "./", "<base href=", "{", "}", "[", "]", ",", ":", '"items"', '"content_html"',
        "null", "1", "<feed>", "<entry>", "<content type='html'>", "xmlns='http://www.w3.org/2005/Atom'",
        "<!DOCTYPE a [<!ENTITY b 'c'>]>", "&b;", "<?xml version='1.0'?>", "IEND", "article,start,end",
        "passage,article,start,end,spans,words\n", "0-5", "a.md", "Ships", "data-place=", "a.md:0-5",
    ),
    *ODD,
    *INVALID,
)  # fmt: skip


def seeds() -> Iterator[bytes]:
    listed = "".join(f"{sha256(name.encode()).hexdigest()}  {name}\n" for name in ("a/b.html", "index.html", "é ü.csv"))
    yield b"\0" + listed.encode()
    yield b"\0" + b"0" * 64 + b" *a.html\n"
    for page in good_pages()[:3]:
        yield b"\1\0" + page[-LONGEST + 10 :]
    yield b"\1\1{}"
    yield (
        b"\1\2<feed xmlns='http://www.w3.org/2005/Atom'><entry><content type='html'>&lt;p data-place=\"a.md:0-5\"&gt;"
        b"Ships&lt;/p&gt;</content></entry></feed>"
    )
    yield b'\1\3{"items": [{"content_html": {}}]}'
    yield b'\1\3{"items": [{"content_html": "<p>x</p>", "_briefing": {"passages": []}}]}'
    yield b"\1\4passage,article,start,end,spans,words\nShips,a.md,0,5,0-5,Ships\n"
    yield b"\2<p id=a><a href='../b.html#s3'>b</a><a href='#a'>c</a><img src='x.png'>"


def check(data: bytes) -> None:
    (kind,), rest = fuzzing.take(data, 1)
    (check_list, check_file, check_links)[kind % 3](rest)


def check_list(rest: bytes) -> None:
    assert len(digest_sums(rest)) == 64
    try:
        found = read_sums(rest)
    except ValueError:
        return
    lines = rest.decode().split("\n")
    assert all(len(each) == 64 and f"{each}  {path}" in lines for path, each in found.items())
    assert read_sums(format_sums(found)) == found


def check_file(rest: bytes) -> None:
    """Refused in words, or whole: what is shown as JSON or XML is that."""
    (number,), page = fuzzing.take(rest, 1)
    path = PATHS[number % len(PATHS)]
    try:
        inspect(path, page, TEXTS.get)
    except (ReleaseError, VerbatimError) as error:
        assert error.what
        return
    assert page
    if path.endswith(".json"):
        msgspec.json.decode(page)
    elif path.endswith(".xml"):
        etree.fromstring(page, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))


def check_links(rest: bytes) -> None:
    found = read_hyperlinks(rest)
    assert all(found.ids) and all(found.targets)
    for target in found.targets:
        to = resolve(target, "articles/a.html")
        assert to is None or posixpath.normpath(to[0]) == to[0] or target == to[0], (target, to)
    with suppress(UnicodeDecodeError):
        resolve(rest.decode(), "articles/a.html")
