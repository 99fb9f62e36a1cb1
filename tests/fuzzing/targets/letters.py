# ruff: noqa: E501  pieces stand as they come
"""Mails that are added: each becomes articles whose words stand in it, or is refused with a remedy; nobody is named."""

from __future__ import annotations

import io
import quopri
import re
from collections.abc import Iterator
from html import unescape

from newsletters import WRITTEN, hide_click

import fuzzing
from briefing.adding import Came, Cleaned, front_matter, read_articles
from briefing.adding.mailboxes import split_mailbox
from briefing.adding.message import is_message
from briefing.adding.plain import read_plain
from briefing.adding.sections import split_letter
from briefing.adding.stretches import read_html
from briefing.adding.trackers import find_target
from briefing.errors import ContentError
from briefing.fetching.canonical import canonical
from briefing.reading import parse_article
from fuzzing.material import INVALID, ODD, encode
from fuzzing.safe import bare

PARSES = (
    "briefing.adding.formats.read_articles",
    "briefing.adding.mailboxes.split_mailbox",
    "briefing.adding.message.is_message",
    "briefing.adding.message.read_letter",
    "briefing.adding.forwarded.open_stretches",
    "briefing.adding.forwarded.open_text",
    "briefing.adding.letters.read_articles",
    "briefing.adding.plain.read_plain",
    "briefing.mime.parse_mail",
    "briefing.adding.sections.split_letter",
    "briefing.adding.aside.find_pulled",
    "briefing.adding.stretches.read_html",
    "briefing.adding.trackers.find_target",
)
LONGEST = 9_000
NOW = "2025-05-10T12:00:00+00:00"
PIECES = (
    *(line + b"\n" for name in ("courier", "forwarded", "flowed") for line in WRITTEN[name]().as_bytes().split(b"\n")[:80]),
    *encode(
        "From a@b.example Fri Mar 14 07:00:00 2025\n", ">From ", "From ", "\n\n", "\r\n", "\r", "-- \n", "--b\n", "--b--\n",
        'Content-Type: multipart/mixed; boundary="b"\n', 'Content-Type: multipart/alternative; boundary="b"\n',
        "; boundary*", "; charset*0=a", "; filename*", "*1*=utf-8''b", 'Content-Type: multipart/related; boundary=""\n', "Content-Type: message/rfc822\n\n",
        "Content-Type: text/html; charset=", "Content-Type: text/plain; format=flowed; delsp=yes\n", "utf-16", "utf-7",
        "base64", "iso-2022-jp", "x-none", "Content-Transfer-Encoding: base64\n", "Content-Transfer-Encoding: x-uuencode\n",
        "Content-Transfer-Encoding: quoted-printable\n", 'Content-Disposition: attachment; filename="a.html"\n',
        "Content-Disposition: attachment; filename*=utf-8''%2e%2e%2fa.eml\n", "Subject: =?utf-8?q?=0AStatus:_withdrawn?=\n",
        "=?utf-8?b?", "=?x?q?a?=", "Date: Tue, 06 May 2025 06:00:00 +0200\n", "Date: 99 Foo\n", "Message-ID: <a\n b>\n",
        '<a href="https://x.example/a">', "</a>", "Read more", "Weiterlesen", "<h2>", "</h2>", "<p>", "</p>", "<br>", "<td>",
        '<div style="display:none">', "</div>", "<b>", "</b>", '<span style="font-size:22px">', "</span>", "Unsubscribe",
        "---------- Forwarded message ---------\n", "Begin forwarded message:\n", "From: Ada <ada@x.example>\n",
        "Von: Ada\n", "Betreff: Hafen\n", "Advertisement", "https://x.example/a?url=https://y.example/b",
        "Two ships left the port of Odrin on Friday, the harbour office said, and three more are to follow. ",
        "HARBOUR CLOSED\n", "=====\n", hide_click(1),
    ),
    *ODD,
    *INVALID,
)  # fmt: skip


def seeds() -> Iterator[bytes]:
    for write in WRITTEN.values():
        yield write().as_bytes()
    yield b"".join(
        b"From a@b.example Tue May  6 07:00:00 2025\n" + WRITTEN[name]().as_bytes() + b"\n"
        for name in ("flowed", "bote")
    )


def check(data: bytes) -> None:
    found = list(read_articles(Came("-" if is_message(data) else "a.eml", data), now=NOW))
    assert found, "what comes of it is said"
    known = _spell_out(data)
    for each in found:
        if isinstance(each, ContentError):
            assert each.what and each.remedy and each.path, each
        else:
            _check_article(each, known)
    for number, message in enumerate(split_mailbox(io.BytesIO(data), "a")):
        assert number < 100 and len(message) <= len(data) + 1
    text = fuzzing.words(data)
    for stretches in (read_plain(text), read_html(text).stretches):
        split = split_letter(stretches)
        for section in split.sections:
            assert section.stretches  # news between sections have no title where they have no heading
    for line in text.split("\n")[:5]:
        target = find_target(line)
        assert target == canonical(target), line


def _check_article(cleaned: Cleaned, known: str) -> None:
    assert cleaned.body.strip() and cleaned.title
    assert cleaned.ending in (".eml", "")
    written = front_matter(cleaned, "2025-05-10")
    assert not _UNSAFE.search(written.replace("\n", "")), written
    article = parse_article((written + "\n" + cleaned.body + "\n").encode("utf-8", "replace"), "2025-05/a.md")
    assert article.status == "published" and article.added[:10] == "2025-05-10" and not article.override.exclude
    for word in article.text.split():
        if known and word.isalnum() and word.isascii():
            assert word in known, word


def _spell_out(data: bytes) -> str:
    """All words that a mail could hold; empty where they may be packed in another way than quoted-printable."""
    if _PACKED.search(data):
        return ""
    texts = [data.decode("latin-1"), quopri.decodestring(data).decode("latin-1")]
    texts += [_TAG.sub("", text) for text in texts]
    return "\n".join(bare(unescape(text)) for text in texts)


_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_PACKED = re.compile(rb"base64|uu|utf-?[17]|iso-?2022|hz|punycode|=\?|charset|>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
