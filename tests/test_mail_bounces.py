"""What mails that come back say. The reports here have the shapes of real ones, and words of our own."""

from __future__ import annotations

import base64
import mailbox
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.errors import MailError
from briefing.mail.readers import keys
from briefing.mail.readers.bounces import DEAD, LONGEST_REASON, Returned, read_returned, says_dead, understand
from briefing.mail.readers.mailboxes import LONGEST, Stored
from briefing.mail.readers.reports import MOST_RECIPIENTS

SECRET = bytes(range(32))
MARA = keys.reader_key(SECRET, "mara@far.example")
TOKEN = keys.unsubscribe_token(SECRET, MARA)
OURS = "<2025-03-14.0123456789abcdef@tidewater.example>"
OTHERS = "<2025-03-14.ffffffffffffffff@tidewater.example>"


def known(message_id: str) -> str | None:
    return {OURS: MARA}.get(message_id)


def lines(*words: str) -> str:
    return "\n".join(words) + "\n"


def letter(message_id: str = OURS, token: str = "") -> str:
    """The headers of a letter of ours, as they come back."""
    left = [f"List-Unsubscribe: <https://tidewater.example/leave?t={token}>"] if token else []
    return lines(
        "From: Tidewater <news@tidewater.example>", "To: mara@far.example", f"Message-ID: {message_id}", *left, ""
    )


def report(kind: str, fields: str, returned: str = "", returned_type: str = "text/rfc822-headers") -> str:
    """A multipart/report (RFC 6522)."""
    parts = [
        "Content-Type: text/plain\n\nThis is for people; it may hold 5.1.1.\n",
        f"Content-Type: {kind}\n\n{fields}",
    ]
    parts += [f"Content-Type: {returned_type}\n\n{returned}"] if returned else []
    head = lines(
        "Return-Path: <>",
        "From: MAILER-DAEMON@mx.far.example",
        "To: news@tidewater.example",
        "Subject: Undelivered",
        "Auto-Submitted: auto-replied",
        "MIME-Version: 1.0",
        'Content-Type: multipart/report; report-type=x; boundary="=_b"',
        "",
    )
    return head + "".join(f"--=_b\n{part}\n" for part in parts) + "--=_b--\n"


def dsn(status: str, said: str = "", action: str = "failed", more: str = "", returned: str | None = None) -> str:
    """A delivery status notification (RFC 3464) as Postfix writes it."""
    fields = lines(
        "Reporting-MTA: dns; mx.tidewater.example",
        "Arrival-Date: Fri, 14 Mar 2025 07:00:00 +0000",
        "",
        "Final-Recipient: rfc822; mara@far.example",
        "Original-Recipient: rfc822;mara@far.example",
        f"Action: {action}",
        f"Status: {status}",
        f"Diagnostic-Code: smtp; {said}",
        *([more] if more else []),
    )
    return report("message/delivery-status", fields, letter() if returned is None else returned)


def read(text: str) -> Returned:
    [found] = understand(Stored("box: message 1", text.encode(), cut=False), SECRET, known)
    assert found.place == "box: message 1"
    return found


# -- delivery reports -------------------------------------------------------------------------------------------------


def test_an_address_that_is_dead() -> None:
    assert read(dsn("5.1.1", "550 5.1.1 <mara@far.example>: nobody\n    of this name")) == Returned(
        "hard", MARA, "mara@far.example", OURS, "550 5.1.1 <…@far.example>: nobody of this name", "box: message 1"
    )


@pytest.mark.parametrize("code", sorted(DEAD))
def test_every_code_of_a_dead_address_counts_also_in_the_reply_itself(code: str) -> None:
    assert read(dsn(code)).kind == "hard"
    assert says_dead(f"550 {code} no")
    assert says_dead(f"550-{code} no 550 {code} really not")


@pytest.mark.parametrize(
    "code",
    [
        "5.0.0",
        "5.1.0",
        "5.1.4",
        "5.1.7",
        "5.1.8",
        "5.1.11",
        "5.2.0",
        "5.2.2",
        "5.2.3",
        "5.3.0",
        "5.3.4",
        "5.4.1",
        "5.4.4",
        "5.4.7",
        "5.5.0",
        "5.6.0",
        "5.7.0",
        "5.7.1",
        "5.7.26",
        "5.7.606",
        "4.1.1",
        "4.2.2",
        "4.7.0",
    ],
)
def test_codes_of_the_letter_the_way_or_the_sender_do_not_end_a_subscription(code: str) -> None:
    found = read(dsn(code, "550 no"))
    assert (found.kind, found.reader, found.message_id) == ("soft", MARA, OURS)
    assert not says_dead(f"550 {code} no")


@pytest.mark.parametrize(
    "reply", ["", "550 no such user", "450 4.1.1 later", "250 2.1.5 ok", "see RFC 5.1.1", "450 5.1.1 x"]
)
def test_a_reply_without_such_a_code_does_not_either(reply: str) -> None:
    assert not says_dead(reply)


def test_the_reply_is_asked_where_the_status_says_nothing() -> None:
    assert read(dsn("5.0.0", "550-5.1.1 nobody here")).kind == "hard"
    assert read(dsn("5.0.0", "550 from 192.5.1.1: go away")).kind == "soft"
    assert read(dsn("", "550 5.1.1 nobody here")).kind == "hard"
    assert read(dsn("5.7.1", "550 5.7.1 in reply to 5.1.1")).kind == "soft"


def test_a_mailbox_that_gets_too_much_at_once_is_not_dead() -> None:
    words = "mail comes in at a rate that is more than this one takes"
    assert read(dsn("5.2.1", f"550 5.2.1 {words}")).kind == "soft"
    assert not says_dead(f"550 5.2.1 {words}")


def test_a_delay_is_told_whatever_code_it_has() -> None:
    assert read(dsn("4.4.1", action="delayed")).kind == "soft"
    assert read(dsn("5.1.1", action="delayed")).kind == "soft"


def test_a_letter_that_arrived_is_told_as_such() -> None:
    found = read(dsn("2.0.0", action="delivered"))
    assert (found.kind, found.reason[:23]) == ("unclear", "delivered, not returned")


def test_a_report_as_exchange_writes_it() -> None:
    fields = lines(
        "Reporting-MTA: dns;ab1.prod.far.example",
        "Received-From-MTA: dns;mx.tidewater.example",
        "",
        "Final-Recipient: rfc822;mara@far.example",
        "Action: failed",
        "Status: 5.1.10 (not found)",
        "Diagnostic-Code: smtp;550 5.1.10 RESOLVER.NotFound; not found by lookup",
        "X-Display-Name: Mara",
    )
    found = read(report("message/delivery-status", fields, letter() + "\nThe letter\n", "message/rfc822"))
    assert (found.kind, found.reader, found.message_id) == ("hard", MARA, OURS)


def test_a_report_as_gmail_writes_it_with_the_id_among_the_fields_alone() -> None:
    fields = lines(
        "Reporting-MTA: dns; mail.far.example",
        f"X-Original-Message-ID: {OURS}",
        "",
        "Final-Recipient: rfc822; mara@far.example",
        "Action: failed",
        "Status: 5.1.1",
    )
    assert read(report("message/delivery-status", fields)).message_id == OURS
    assert (
        read(dsn("5.1.1", returned="").replace("Subject:", f"References: {OTHERS}\n {OURS}\nSubject:")).kind == "hard"
    )


def test_a_report_in_unicode_and_one_that_is_encoded() -> None:
    fields = lines(
        "Reporting-MTA: dns; x", "", "Final-Recipient: utf-8; mara@far.example", "Action: failed", "Status: 5.1.1"
    )
    assert read(report("message/global-delivery-status", fields, letter(), "message/global-headers")).kind == "hard"
    coded = base64.encodebytes(fields.replace("utf-8", "rfc822").encode()).decode()
    kind = "message/delivery-status\nContent-Transfer-Encoding: base64"
    assert read(report(kind, coded, letter())).kind == "hard"


def test_each_recipient_of_a_report_is_told() -> None:
    more = lines("", "Final-Recipient: rfc822; ole@far.example", "Action: failed", "Status: 5.1.1")
    stored = Stored("x", dsn("5.1.1", more=more).encode(), cut=False)
    assert [(one.kind, one.address) for one in understand(stored, SECRET, known)] == [
        ("hard", "mara@far.example"),
        ("unclear", "ole@far.example"),
    ]


def test_a_recipient_with_an_action_alone_is_told_by_it() -> None:
    found = read(report("message/delivery-status", "Reporting-MTA: dns; x\n\nAction: failed\n", letter()))
    assert (found.kind, found.reader, found.reason) == ("soft", MARA, "failed")


def test_of_a_report_inside_a_report_the_outer_one_counts() -> None:
    inner = dsn("5.2.2", "550 5.2.2 full")
    assert (
        read(
            dsn("5.1.1", "550 5.1.1 nobody")
            .replace(letter(), inner)
            .replace("text/rfc822-headers", "message/rfc822", 1)
        ).reason
        == "about no letter of ours: 550 5.1.1 nobody"
    )


def test_a_report_of_thousands_of_recipients_is_read_in_part_and_told() -> None:
    more = "\n".join(f"\nFinal-Recipient: rfc822; r{n}@far.example\nStatus: 5.1.1" for n in range(3000))
    found = understand(Stored("x", dsn("5.1.1", more=more).encode(), cut=False), SECRET, known)
    assert len(found) == MOST_RECIPIENTS + 1
    assert (found[-1].kind, found[-1].reason) == ("unclear", "2951 more recipients of one report, which were not read")


def test_a_report_without_recipients_is_told() -> None:
    found = read(report("message/delivery-status", "Reporting-MTA: dns; x\n", letter()))
    assert (found.kind, found.reader, found.reason) == ("unclear", MARA, "a delivery report that names no recipient")


# -- what is not believed ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "returned", ["", letter(OTHERS), letter(token=TOKEN[:-1] + ("A" if TOKEN[-1] != "A" else "B")).replace(OURS, "")]
)
def test_a_bounce_that_names_no_letter_of_ours_changes_nothing(returned: str) -> None:
    found = read(dsn("5.1.1", returned=returned))
    assert (found.kind, found.reader, found.message_id, found.address) == ("unclear", "", "", "mara@far.example")
    assert found.reason.startswith("about no letter of ours: 5.1.1")


def test_a_token_of_ours_proves_a_letter_whose_id_a_relay_replaced() -> None:
    found = read(dsn("5.1.1", returned=letter(OTHERS, TOKEN)))
    assert (found.kind, found.reader, found.message_id) == ("hard", MARA, "")
    by_mail = letter(OTHERS).replace(
        "\n\n", f"\nList-Unsubscribe: <mailto:leave@t.example?subject=unsubscribe%20{TOKEN}>\n\n"
    )
    assert read(dsn("5.1.1", returned=by_mail)).kind == "hard"


def test_a_dead_address_that_the_letter_was_not_sent_to_is_not_the_readers() -> None:
    found = read(dsn("5.1.1").replace("mara@far.example", "mara@forwarded.example"))
    assert (found.kind, found.reader, found.address) == ("unclear", MARA, "mara@forwarded.example")
    assert "forwarding" in found.reason
    assert (
        read(dsn("5.1.1").replace("Final-Recipient: rfc822; mara@far", "Final-Recipient: rfc822; box7@in.far")).kind
        == "hard"
    )


# -- abuse reports ----------------------------------------------------------------------------------------------------


def complaint(kind: str, returned: str) -> str:
    fields = lines(
        "User-Agent: far/1", "Version: 1", f"Feedback-Type: {kind}", "Original-Rcpt-To: <redacted@far.example>"
    )
    return report("message/feedback-report", fields, returned, "message/rfc822")


def test_a_complaint_is_believed_of_a_letter_of_ours() -> None:
    found = read(complaint("abuse", letter() + "\nText\n"))
    assert (found.kind, found.reader, found.reason) == ("complaint", MARA, "a report of the type abuse")
    assert read(complaint("fraud", letter(OTHERS, TOKEN))).kind == "complaint"
    assert read(complaint("opt-out", letter())).kind == "unsubscribe"
    assert read(complaint("", letter())).reason == "a report of the type abuse"


@pytest.mark.parametrize("kind", ["not-spam", "auth-failure", "x-news"])
def test_a_report_that_is_no_complaint_changes_nothing(kind: str) -> None:
    assert read(complaint(kind, letter())).kind == "unclear"


def test_a_complaint_about_nothing_of_ours_changes_nothing() -> None:
    assert read(complaint("abuse", letter(OTHERS))).kind == "unclear"


# -- requests to unsubscribe ------------------------------------------------------------------------------------------


def mail(subject: str, body: str = "", sender: str = "Mara <Mara@far.example>", more: str = "") -> str:
    return f"From: {sender}\nTo: leave@tidewater.example\nSubject: {subject}\n{more}\n{body}\n"


@pytest.mark.parametrize(
    "subject", [f"unsubscribe {TOKEN}", f"UNSUBSCRIBE\n {TOKEN}", f"Re: unsubscribe {TOKEN}.", TOKEN]
)
def test_a_token_unsubscribes_whoever_sends_it(subject: str) -> None:
    found = read(mail(subject, sender="Somebody <else@far.example>", more="Auto-Submitted: auto-generated\n"))
    assert (found.kind, found.reader, found.reason) == ("unsubscribe", MARA, "asked by mail, with their token")


def test_a_token_may_stand_in_whom_the_mail_is_to() -> None:
    assert read(mail("bye").replace("leave@", f"leave+{TOKEN}@")).reader == MARA


def test_a_token_for_something_else_does_not_unsubscribe() -> None:
    other = keys.subscribe_token(SECRET, MARA)
    found = read(mail(f"unsubscribe {other}"))
    assert (found.kind, found.reader) == ("unsubscribe", MARA)  # by the sender's address, and said to be so
    assert "whose token is damaged" in found.reason
    assert read(mail(other)).kind == "unclear"


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("Unsubscribe", ""),
        ("re: AW: “unsubscribe!”", ""),
        ("unsubscribe me please", ""),
        ("Re: Ferry", "\n Unsubscribe.\n> x"),
    ],
)
def test_the_bare_word_is_honoured_and_said_to_be_unproved(subject: str, body: str) -> None:
    found = read(mail(subject, body))
    assert (found.kind, found.reader, found.address) == ("unsubscribe", MARA, "Mara@far.example")
    assert found.reason == "asked by mail without a token: whoever sent it may have used another's address"


def test_an_answer_to_a_letter_unsubscribes_whom_it_went_to_from_whatever_address() -> None:
    answer = mail("Re: Ferry", "unsubscribe", "Mara at work <mara@work.example>", f"In-Reply-To: {OURS}\n")
    found = read(answer)
    assert (found.kind, found.reader, found.message_id) == ("unsubscribe", MARA, OURS)
    assert found.reason == "asked by mail, in answer to their letter"
    forwarded = read(answer.replace("In-Reply-To", "References"))  # by whom the letter was forwarded to, maybe
    assert forwarded.reader == keys.reader_key(SECRET, "mara@work.example")


@pytest.mark.parametrize(
    "text",
    [
        mail("unsubscribe", more="Auto-Submitted: auto-replied\n"),
        mail("unsubscribe", sender=""),
        mail("unsubscribe", sender="mara@far.example, ole@far.example"),
        mail("unsubscribe", sender="=?utf-8?q?mara=40far.example?="),
        mail("Why do so many unsubscribe?"),
        mail("unsubscribe numbers rise at newspapers"),
        mail("Out of office", "I am away.", more="Auto-Submitted: auto-replied\n"),
        mail("Thank you", "5.1.1 is not a place."),
        "",
        "\n\n\n",
        "not a mail at all",
    ],
)
def test_what_is_not_understood_is_told(text: str) -> None:
    found = read(text)
    assert (found.kind, found.reader) == ("unclear", "")
    assert found.reason


# -- bounces in words -------------------------------------------------------------------------------------------------


def words(text: str, returned: str = letter()) -> str:
    head = lines("Return-Path: <>", "From: MAILER-DAEMON@mx.far.example", "Subject: failure notice", "")
    return head + text + "\n--- Here the letter is copied.\n\n" + returned + "\nNews of 5.2.2 and 4.1.1.\n"


def test_a_bounce_in_words_as_qmail_writes_it() -> None:
    found = read(words("This is qmail at far.example.\n\n<mara@far.example>:\nNobody here by that name. (#5.1.1)\n"))
    assert (found.kind, found.reader, found.message_id) == ("hard", MARA, OURS)
    assert found.reason == "Nobody here by that name. (#5.1.1)"


def test_a_bounce_in_words_that_names_no_address_is_believed_by_its_id() -> None:
    assert read(words("There is no such mailbox: #5.1.1\n")).kind == "hard"
    assert read(words("There is no such mailbox for ole@far.example: #5.1.1\n")).kind == "unclear"


@pytest.mark.parametrize(
    ("text", "returned", "kind", "reason"),
    [
        ("Full: 5.2.2", letter(), "soft", "Full: 5.2.2"),
        ("Later: 4.2.0", letter(), "soft", "Later: 4.2.0"),
        ("Nobody: 5.1.1", letter(OTHERS), "unclear", "about no letter of ours: Nobody: 5.1.1"),
        ("I could not deliver it.", letter(), "unclear", "a server's mail that names no status"),
    ],
)
def test_other_bounces_in_words(text: str, returned: str, kind: str, reason: str) -> None:
    found = read(words(text, returned))
    assert (found.kind, found.reason) == (kind, reason)


def test_an_id_may_follow_the_words_without_a_blank_line() -> None:
    text = lines("From: postmaster@far.example", "", "Nobody: 5.1.1", f"Message-ID: {OURS}", "4.2.2")
    assert (read(text).kind, read(text).reason) == ("hard", "Nobody: 5.1.1")


@pytest.mark.parametrize(
    "mark", ["Return-Path: <>", "Auto-Submitted: auto-replied", "Return-Path: MAILER-DAEMON@far.example"]
)
def test_a_server_is_known_by_an_empty_sender_a_header_or_its_name(mark: str) -> None:
    text = lines("From: Mail <mail@far.example>", mark, "", "Nobody: 5.1.1", "", letter())
    assert read(text).kind == "hard"
    assert read(text.replace(mark, "Return-Path: <ole@far.example>\nAuto-Submitted: no")).kind == "unclear"


def test_a_letter_attached_to_words_is_found_and_its_own_text_has_no_say() -> None:
    head = lines("From: postmaster@far.example", 'Content-Type: multipart/mixed; boundary="b"', "", "--b")
    attached = f"Content-Type: message/rfc822\n\n{letter()}\nThe news of 5.1.1.\n--b--\n"
    found = read(f"{head}Content-Type: text/html\n\n<p>5.1.1 mara@far.example</p>\n--b\n{attached}")
    assert (found.kind, found.message_id) == ("hard", OURS)
    assert read(f"{head}Content-Type: text/html\n\n<p>It failed.</p>\n--b\n{attached}").kind == "unclear"


def test_what_a_person_writes_is_no_bounce_though_it_quotes_one() -> None:
    found = read(
        words("I got 5.1.1 for mara@far.example").replace("MAILER-DAEMON@", "ole@").replace("Return-Path: <>\n", "")
    )
    assert (found.kind, found.reason) == ("unclear", "no bounce and no request")


# -- hostile mail -----------------------------------------------------------------------------------------------------


def test_a_reason_is_one_line_without_escapes_or_whole_addresses() -> None:
    found = read(dsn("5.1.1", "550 \x1b[31m\x07mara@far.example\u2028\u202e" + "x" * 5000))
    assert found.reason.isprintable()
    assert len(found.reason) == LONGEST_REASON
    assert "mara@" not in found.reason


def test_a_mail_of_thousands_of_parts_is_told_and_not_read() -> None:
    deep = "".join(f"Content-Type: multipart/mixed; boundary={n}\n\n--{n}\n" for n in range(3000))
    assert read(deep).reason.startswith("it has more parts than a report")
    flat = "Content-Type: multipart/mixed; boundary=b\n\n" + "--b\nContent-Type: message/rfc822\n\n" * 3000
    assert read(flat).kind == "unclear"


def test_lookups_are_bounded() -> None:
    asked = []

    def count(message_id: str) -> None:
        asked.append(message_id)

    text = words("Nobody: 5.1.1", "".join(f"<{n}@x.example>\n" for n in range(5000)))
    understand(Stored("x", text.encode(), cut=False), SECRET, count)
    assert 0 < len(asked) <= 120


@pytest.mark.parametrize(
    "damage",
    [
        ("Content-Type: multipart/report", "Content-Type: multipart/report; boundary"),
        ('boundary="=_b"', 'boundary="'),
        ("Subject: Undelivered", "Subject: =?x-unknown?q?=FF?= =?utf-8?b?///?="),
        ("text/plain", "text/plain; charset=nope\nContent-Transfer-Encoding: base64"),
        ("Final-Recipient: rfc822; mara@far.example", "Final-Recipient: ;;;;"),
        ("Status: 5.1.1", "Status: \udcff\udcff 5.1.1.1.1"),
        ("--=_b--", ""),
        ("From: MAILER", "From MAILER"),
        ("message/delivery-status", "message/delivery-status; x=\x00"),
    ],
)
def test_damaged_reports_are_read_as_far_as_they_go(damage: tuple[str, str]) -> None:
    raw = dsn("5.1.1").replace(*damage).encode("utf-8", "surrogateescape")
    assert all(found.reason.isprintable() for found in understand(Stored("x", raw, cut=False), SECRET, known))


PIECES = st.sampled_from(
    [
        *re.split(r"(?<=[\n;:])", dsn("5.1.1") + complaint("abuse", letter())),
        "\x00",
        "\xff",
        "=?",
        "--=_b\n",
        "\n",
        "<",
        "@",
    ]
)


def test_a_report_that_says_nothing_has_a_reason_all_the_same() -> None:
    fields = "Final-Recipient: rfc822; mara@far.example\nStatus: none\n"
    [*_, found] = understand(
        Stored("x", report("message/delivery-status", fields, letter()).encode(), False), SECRET, known
    )
    assert found.reason == "no reason is given"


@given(st.lists(PIECES, max_size=40))
def test_any_bytes_are_told_and_raise_nothing(pieces: list[str]) -> None:
    found = understand(Stored("x", "".join(pieces).encode("latin-1", "replace"), cut=False), SECRET, known)
    assert found
    assert all(one.reason.isprintable() and one.reason and one.address.isprintable() for one in found)
    assert all(one.reader == MARA for one in found if one.kind != "unclear")


# -- where they lie ---------------------------------------------------------------------------------------------------


@pytest.fixture
def mails() -> list[bytes]:
    return [dsn("5.1.1").encode(), mail(f"unsubscribe {TOKEN}").encode(), complaint("abuse", letter()).encode()]


KINDS = ["hard", "unsubscribe", "complaint"]


def told(path: Path) -> Iterator[tuple[str, str]]:
    return ((found.kind, found.place) for found in read_returned(path, SECRET, known))


def test_an_mbox_is_read_and_left_as_it_is(tmp_path: Path, mails: list[bytes]) -> None:
    path = tmp_path / "bounces"
    box = mailbox.mbox(path)
    for raw in mails:
        box.add(raw)
    box.close()
    before = path.read_bytes()
    path.chmod(0o400)
    assert list(told(path)) == [(kind, f"bounces: message {n}") for n, kind in enumerate(KINDS, 1)]
    assert path.read_bytes() == before


def test_a_maildir_and_a_folder_are_read_in_the_order_of_their_names(tmp_path: Path, mails: list[bytes]) -> None:
    for name in ("cur", "new", "tmp"):
        (tmp_path / name).mkdir()
    (tmp_path / "dovecot.index").write_bytes(b"x")
    (tmp_path / "new" / "2.far").write_bytes(mails[2])
    (tmp_path / "cur" / "1.far:2,S").write_bytes(mails[1])
    (tmp_path / "cur" / "0.far").write_bytes(mails[0])
    (tmp_path / "tmp" / "3.far").write_bytes(mails[0])
    places = ["cur/0.far", "cur/1.far:2,S", "new/2.far"]
    assert list(told(tmp_path)) == list(zip(KINDS, places, strict=True))
    (tmp_path / "cur" / ".hidden").write_bytes(b"x")
    (tmp_path / "cur" / "folder").mkdir()
    assert list(told(tmp_path / "cur")) == [("hard", "0.far"), ("unsubscribe", "1.far:2,S")]


def test_a_file_is_one_message_of_which_a_bounded_part_is_read(tmp_path: Path, mails: list[bytes]) -> None:
    path = tmp_path / "one.eml"
    path.write_bytes(mails[0].replace(b"--=_b--", b"\n" + b"x" * LONGEST))
    assert list(told(path)) == [("hard", "one.eml")]
    path.write_bytes(b"Content-Type: message/rfc822\n\n" * (LONGEST // 10))
    [found] = read_returned(path, SECRET, known)
    assert found.reason == "it has more parts than a report, or is broken, and it is longer than what is read"
    path.write_bytes(b"Content-Type: message/rfc822\n\n" * 100)
    [found] = read_returned(path, SECRET, known)
    assert found.reason == "it has more parts than a report, or is broken"


def test_nothing_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(MailError, match=r"no such file or folder\. Name the mailbox"):
        list(read_returned(tmp_path / "no", SECRET, known))
    assert list(read_returned(tmp_path, SECRET, known)) == []


def test_the_codes_that_end_a_subscription_are_documented() -> None:
    text = (Path(__file__).parent.parent / "docs" / "reference" / "recipients.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^  \| `([\d.]+)` \| ([^,|]+)", text, re.MULTILINE))
    assert {code: meaning.strip() for code, meaning in rows.items()} == {
        code: meaning.partition(",")[0] for code, meaning in DEAD.items()
    }
