"""Mails that come back: each says something, on one line, and nobody is believed without proof."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from test_mail_bounces import MARA, OTHERS, OURS, SECRET, TOKEN, complaint, dsn, known, letter, lines, mail, report

from briefing.mail.readers.bounces import DEAD, LONGEST_REASON, says_dead, understand
from briefing.mail.readers.keys import read_token, reader_key
from briefing.mail.readers.mailboxes import Stored, read_messages
from fuzzing.material import INVALID, ODD, encode

PARSES = (
    "briefing.mail.readers.bounces.understand",
    "briefing.mail.readers.bounces.says_dead",
    "briefing.mail.readers.reports.read_message",
    "briefing.mail.readers.reports.find_report",
    "briefing.mail.readers.keys.read_token",
    "briefing.mail.readers.mailboxes.read_messages",
    "briefing.mime.parse_mail",
)
_FOLDER = TemporaryDirectory(prefix="bounces-")
_BOX = Path(_FOLDER.name) / "box"
PIECES = (
    *(line.encode() + b"\n" for line in (dsn("5.1.1") + complaint("abuse", letter())).split("\n")),
    *(code.encode() for code in DEAD),
    *encode(
        "From a@b.example Fri Mar 14 07:00:00 2025\n", ">From ", "From ",
        OURS, OTHERS, TOKEN, TOKEN[:40], "unsubscribe", "Unsubscribe me please", "--=_b\n", "--=_b--\n", "\n\n",
        "\r\n", "\n ", "=?utf-8?q?=0A?=", "=?utf-8?b?", "?=", "=?x-none?q?a?=", "4.2.2 ", "2.0.0 ", "5.7.1 ", "550 ",
        "failed", "delayed", "delivered", "mara@far.example", "MARA@FAR.EXAMPLE", "ben@far.example", "rfc822;",
        "utf-8;", "<", ">", "@", ";", '"', "Content-Type: multipart/mixed; boundary=",
        "; boundary*", "*0=a", "*1*=utf-8''b",
        "Content-Type: message/rfc822\n\n", "Content-Type: message/delivery-status\n\n",
        "Content-Type: message/feedback-report\n\n", "Content-Type: text/html; charset=",
        "Content-Transfer-Encoding: base64\n", "Content-Transfer-Encoding: quoted-printable\n",
        "Content-Transfer-Encoding: x-uuencode\n", "begin 644 a\n", "utf-16", "utf-7", "Subject: ", "From: ", "To: ",
        "In-Reply-To: ", "References: ", "Return-Path: <>\n", "Auto-Submitted: auto-replied\n", "Status: ", "Action: ",
        "Final-Recipient: ", "Diagnostic-Code: smtp; ", "Feedback-Type: ", "Original-Rcpt-To: ",
        "List-Unsubscribe: <mailto:x@y.example?subject=unsubscribe%20", "Message-ID: ", "MIME-Version: 1.0\n",
        "too quickly",
    ),
    *ODD,
    *INVALID,
)  # fmt: skip


def seeds() -> Iterator[bytes]:
    for code in (*list(DEAD)[:3], "4.2.2", "5.7.1"):
        yield dsn(code, f"550 {code} <mara@far.example>: no").encode()
    yield dsn("5.1.1", action="delayed").encode()
    yield dsn("5.1.1", returned=letter(OTHERS, TOKEN)).encode()
    yield complaint("abuse", letter()).encode()
    yield complaint("opt-out", letter()).encode()
    yield mail(f"unsubscribe {TOKEN}").encode()
    yield mail("Unsubscribe").encode()
    boxed = (b"From a@b.example Fri Mar 14 07:00:00 2025\n" + mail(each).encode() for each in ("Unsubscribe", "Thanks"))
    yield b"\n".join(boxed)
    yield lines("Return-Path: <>", "From: MAILER-DAEMON@a.example", "", "550 5.1.1 no mailbox", "", letter()).encode()
    yield report(
        "message/delivery-status", base64.b64encode(b"Status: 5.1.1\n").decode(), letter(), "message/rfc822"
    ).encode()


def check(data: bytes) -> None:
    if data.startswith(b"From "):
        _check_box(data)
    found = understand(Stored("box: message 1", data, cut=False), SECRET, known)
    assert found
    for one in found:
        assert one.place == "box: message 1"
        assert one.reason and one.reason.isprintable() and len(one.reason) <= LONGEST_REASON + 1, one
        assert one.address.isprintable()
        assert "mara@" not in one.reason, one
        if one.kind in ("hard", "soft", "complaint"):
            assert one.reader == MARA, one
            assert OURS.encode() in data or _is_hidden(data), one
        if one.message_id:
            assert known(one.message_id) == MARA
    assert understand(Stored("box: message 1", data, cut=False), SECRET, known) == found
    text = data[:300].decode("latin-1")
    if says_dead(text):
        assert any(code in text for code in DEAD)
    token = text[:64]
    assert read_token(SECRET, token) in (None, MARA)
    assert token == TOKEN or read_token(SECRET, token) is None
    reader_key(SECRET, text)


def _check_box(data: bytes) -> None:
    """An mbox: its messages lie one after another in the file, none twice, and what each holds stands there."""
    _BOX.write_bytes(data)
    at = 0
    for number, stored in enumerate(read_messages(_BOX), 1):
        assert stored.place == f"box: message {number}"
        assert not stored.cut
        found = data.find(stored.raw.removesuffix(b"\n"), at)
        assert found >= at, stored
        at = found + len(stored.raw.removesuffix(b"\n"))
        understand(stored, SECRET, known)


def _is_hidden(data: bytes) -> bool:
    """Whether what proves a letter of ours may stand there in an encoding, folded or as a token."""
    return (
        TOKEN.encode() in data
        or b"=" in data
        or b"base64" in data.lower()
        or b"\n " in data
        or b"\n\t" in data
        or b"%" in data
    )
