"""What is looked for is found however a file writes it: HTML, JSON, UTF-16, an address, packed; any bytes are read."""

from __future__ import annotations

import gzip
import quopri
import zipfile
from base64 import b64encode, encodebytes
from collections.abc import Iterator
from html import escape
from io import BytesIO
from urllib.parse import quote

import brotli
import msgspec

from briefing.leaks import LEAST, PIECE, cut
from briefing.uncovering import letters, read_words
from fuzzing.material import INVALID, ODD, bodies, encode

PARSES = (
    "briefing.uncovering.read_words",
    "briefing.uncovering.letters",
    "briefing.leaks.cut",
    "briefing.mime.parse_mail",
)
PIECES = (
    *encode(
        "<", ">", "<b>", "</b>", "<!--", "&", "&amp;", "&lt;", "&lt;b&gt;", "&#39;", "&#233;", "&eacute;", "&quot;",
        "\\", "\\n", "\\u00e9", '\\"', "“", "”", "’", "\u00a0", "\u200b", "\ufeff", "=", "=20", "=\n", "\n", "\r\n",
    "%20", "%C3%A9", "%25", "+", "\\x20", "\\u{e9}", "\\2019 ", "<sup>", "</sup>", "<b hidden>", "](", "[^1]",
    "data:text/html;base64,", "https://a.example/", "x\x9c", "BZh9", "From a\n", "1\n0:0 --> 0:1\n",
        "]]><![CDATA[", "\x1b$B", "Ａ", "𝐀", "ẞ", "ﻻ", "İ", "½", "ΐ", "<meta charset=koi8-r>", "PK\x03\x04",
    "<!-- ", " -->", "<![CDATA[", "]]>", '<p title="', "–", "…", "ʼ", "«",
        " ", "The ", "quay wall ", "said. ", "12", "é", "Content-Transfer-Encoding: base64\n\n", "\x1f\x8b",
    ),
    *ODD,
    *INVALID,
)  # fmt: skip
NAMES = ("a.html", "a.xml", "a.json", "a.txt", "a.eml", "a.png", "a.br")


def seeds() -> Iterator[bytes]:
    yield from bodies(12)
    yield b"Subject: a\nContent-Transfer-Encoding: quoted-printable\n\nThe quay=20wall"
    yield gzip.compress(b"pagefind_dcd{}", mtime=0)


def check(data: bytes) -> None:
    for name in NAMES:
        for words in read_words(name, data):
            assert all(code > 127 or chr(code).isalnum() for code in words)
            assert words == words.lower()
    text = " ".join(data.decode("utf-8", "replace").split()).encode("utf-8", "replace")
    sought = letters(text)
    assert sought == letters(sought)
    pieces = list(cut(sought))
    assert all(piece in sought and len(piece) == min(PIECE, len(sought)) for piece in pieces)
    assert bool(pieces) == (len(sought) >= LEAST)
    said = text.decode()
    assert _is_found(sought, "a.html", f"<p>{escape(said)}</p>".encode())
    assert _is_found(sought, "a.html", f'<p title="{escape(said)}">'.encode())
    assert _is_found(sought, "a.html", f"<p>{escape(said)}</p>".encode("utf-16"))
    assert _is_found(sought, "a.txt", text)
    assert _is_found(sought, "a.txt", said.encode("utf-16"))
    assert _is_found(sought, "a.txt", gzip.compress(text, mtime=0)) or text.startswith(b"\x1f\x8b")
    assert _is_found(sought, "a.txt.br", brotli.compress(text, quality=1))
    assert _is_found(sought, "a.html", f'<a href="mailto:?body={quote(said)}">'.encode())
    coded = b64encode(text)
    assert _is_found(sought, "a.json", b'{"a":"' + coded + b'"}') or len(coded) < 80
    assert _is_found(sought, "a", b"From a Fri\nContent-Transfer-Encoding: base64\n\n" + encodebytes(text))
    assert (
        _is_found(sought, "a.html", b'<a href="data:text/plain;base64,' + b64encode(text) + b'">') or len(text) < LEAST
    )
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("a.txt", text)
    assert _is_found(sought, "a.docx", packed.getvalue())
    marked = escape(said).replace(" ", "<sup><a href='#n'>1</a></sup> ")
    assert _is_found(sought, "a.html", f"<p>{marked}</p>".encode())
    assert _is_found(sought, "a.json", msgspec.json.encode({"a": said}))
    head = b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
    assert _is_found(sought, "a.eml", head + quopri.encodestring(text))


def _is_found(sought: bytes, name: str, data: bytes) -> bool:
    return any(sought in words for words in read_words(name, data))
