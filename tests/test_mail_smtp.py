"""One letter and one server: what is said of it, wherever the server refuses, defers, hangs up or falls silent."""

from __future__ import annotations

import base64
import gc
import socket
import ssl
import threading
import traceback
import warnings
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes
from email.policy import default
from typing import Any

import pytest
from servers import (
    AUTHORITY,
    DROP,
    HANG,
    PASSWORD,
    RESET,
    SLOW,
    USER,
    Scripted,
    certify,
    free_port,
    sound_server,
)

from briefing.errors import MailError
from briefing.mail.delivery import smtp
from briefing.mail.delivery.replies import MAX_SHOWN, one_line
from briefing.mail.delivery.smtp import Server, UnreachableError, connect
from briefing.mail.model import Delivery

SENDER = "news@news.example"
READER = "anna@reader.example"
MESSAGE = (
    b"From: News <news@news.example>\r\nTo: anna@reader.example\r\nSubject: Today\r\n\r\n"
    b"One.\r\n.\r\n.two\r\n..three\r\n\r\n. four\r\nQUIT\r\n"
)


@pytest.fixture(autouse=True)
def short_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten minutes for the verdict are right and too long for a test."""
    monkeypatch.setattr(smtp, "SECONDS_FOR_THE_VERDICT", 0.3)
    monkeypatch.setattr(smtp, "SECONDS_FOR_GOODBYE", 0.2)


def letter(data: bytes = MESSAGE, address: str = READER) -> Delivery:
    return Delivery(1, "2025-03-14", "key", address, "<1@news.example>", data, 0)


def patience(action: str) -> float:
    """Seconds to wait for the server: few where it will say nothing, else as many as a busy machine may need."""
    return 0.3 if action == HANG else 5.0


def hand_over(server: Server, *letters: Delivery) -> list[Any]:
    connection = connect(server)
    try:
        return [connection.hand_over(SENDER, one) for one in letters or [letter()]]
    finally:
        connection.close()


# -- a sound server ------------------------------


@pytest.mark.parametrize("security", ["starttls", "tls", "none"])
def test_a_letter_arrives_byte_for_byte(security: str) -> None:
    with sound_server(security) as sound:
        outcomes = hand_over(sound.server, letter(), letter(MESSAGE * 500))
    assert [outcome.kind for outcome in outcomes] == ["accepted"] * 2
    assert [arrived.data for arrived in sound.letters] == [MESSAGE, MESSAGE * 500]
    assert {(arrived.sender, arrived.address) for arrived in sound.letters} == {(SENDER, READER)}
    assert {arrived.secure for arrived in sound.letters} == {security != "none"}
    assert message_from_bytes(sound.letters[0].data, policy=default).defects == []


@pytest.mark.parametrize("data", [b".\r\n", b"..\r\n.\r\n", b".\r\n.\r\n.\r\n\r\n.\r\n", b"", b"a.\r\n..b\r\n", b"."])
def test_dots_of_all_kinds(data: bytes) -> None:
    with sound_server("none") as sound:
        hand_over(sound.server, letter(data))
    assert sound.letters[0].data == (data if data.endswith(b"\r\n") else data + b"\r\n")


def test_a_message_gets_its_last_line_end() -> None:
    with sound_server("none") as sound:
        hand_over(sound.server, letter(MESSAGE.removesuffix(b"\r\n")))
    assert sound.letters[0].data == MESSAGE


def test_a_message_too_large_for_the_server_is_refused_and_the_next_goes_on() -> None:
    with sound_server("none", login=False) as sound:
        outcomes = hand_over(sound.server, letter(MESSAGE * 10_000), letter())
    assert [outcome.kind for outcome in outcomes] == ["refused", "accepted"]
    assert outcomes[0].reply.startswith("552")


@pytest.mark.parametrize(
    ("data", "address"),
    [
        (b"a\r\n.\r\nb\n", READER),
        (b"a\n.\n", READER),
        (b"a\r.\r\n", READER),
        ("ä\r\n".encode(), READER),
        (MESSAGE, "anna@x> SIZE=1"),
        (MESSAGE, "anna@x\r\nRCPT TO:<bert@x>"),
        (MESSAGE, "änna@reader.example"),
        (MESSAGE, ""),
    ],
)
def test_what_could_smuggle_something_in_is_not_sent(data: bytes, address: str) -> None:
    with Scripted() as scripted:
        outcomes = hand_over(scripted.server(), letter(data, address), letter())
    assert [outcome.kind for outcome in outcomes] == ["refused", "accepted"]
    assert [arrived.data for arrived in scripted.taken] == [MESSAGE]
    assert not [command for command in scripted.heard if "bert" in command]


def test_the_size_is_told_to_servers_that_ask_for_it() -> None:
    with Scripted() as scripted:
        hand_over(scripted.server())
        scripted.offers = []
        hand_over(scripted.server())
    told = [command for command in scripted.heard if command.startswith("MAIL")]
    assert told == [f"MAIL FROM:<{SENDER}> SIZE={len(MESSAGE)}", f"MAIL FROM:<{SENDER}>"]


# -- at every stage of a letter ------------------------------

# moment, what the server does then, what becomes of the letter, whether another goes over the same connection
CASES = [
    ("MAIL", "450 4.7.1 slower", "deferred", True),
    ("MAIL", "552 5.3.4 too large", "refused", True),
    ("MAIL", "421 4.3.2 closing", "unreachable", False),
    ("MAIL", DROP, "unreachable", False),
    ("MAIL", RESET, "unreachable", False),
    ("MAIL", HANG, "unreachable", False),
    ("MAIL", "354 what", "unreachable", False),
    ("MAIL", "hello", "unreachable", False),
    ("RCPT", "250-yes\r\n550 no", "unreachable", False),
    ("RCPT", "251 forwards", "accepted", True),
    ("RCPT", "450 4.2.0 greylisted", "deferred", True),
    ("RCPT", "452 4.2.2 full", "deferred", True),
    ("RCPT", "550 5.1.1 unknown", "refused", True),
    ("RCPT", "550-5.1.1 unknown\r\n550 5.1.1 truly", "refused", True),
    ("RCPT", "421 4.3.2 closing", "unreachable", False),
    ("RCPT", DROP, "unreachable", False),
    ("RCPT", RESET, "unreachable", False),
    ("RCPT", HANG, "unreachable", False),
    ("DATA", "451 4.3.0 later", "deferred", True),
    ("DATA", "554 5.5.1 no", "refused", True),
    ("DATA", "421 4.3.2 closing", "unreachable", False),
    ("DATA", "250 ok", "unreachable", False),
    ("DATA", DROP, "unreachable", False),
    ("DATA", RESET, "unreachable", False),
    ("DATA", HANG, "unreachable", False),
    ("dot", "250-taken\r\n250 truly", "accepted", True),
    ("dot", "451 4.3.0 later", "deferred", True),
    ("dot", "452 4.3.1 full", "deferred", True),
    ("dot", "552 5.3.4 too large", "refused", True),
    ("dot", "554 5.7.1 spam", "refused", True),
    ("dot", "421 4.3.2 closing", "deferred", False),
    ("dot", "354 what", "unclear", False),
    ("dot", "hello", "unclear", False),
    ("dot", "25", "unclear", False),
    ("dot", "999 what", "unclear", False),
    ("dot", "250-taken\r\n550 no", "unclear", False),
    ("dot", DROP, "unclear", False),
    ("dot", RESET, "unclear", False),
    ("dot", HANG, "unclear", False),
]


@pytest.mark.parametrize(("moment", "action", "kind", "usable"), CASES)
def test_every_stage(moment: str, action: str, kind: str, usable: bool) -> None:
    with Scripted({moment: [action]}) as scripted:
        connection = connect(scripted.server(timeout=patience(action)))
        outcome = connection.hand_over(SENDER, letter())
        assert (outcome.kind, connection.is_usable()) == (kind, usable), outcome
        assert outcome.reply
        assert outcome.reply.isprintable()
        if usable:
            assert connection.hand_over(SENDER, letter(b"next\r\n")).kind == "accepted"
        connection.close()
    taken = [arrived.data for arrived in scripted.taken]
    if kind == "unclear":  # that is what it means
        taken = []
    assert taken == [MESSAGE] * (kind == "accepted") + [b"next\r\n"] * usable


@pytest.mark.parametrize(
    ("action", "kind", "security"),
    [
        (DROP, "unreachable", "none"),
        (DROP, "unreachable", "starttls"),
        (RESET, "unreachable", "none"),
        (RESET, "unreachable", "starttls"),
        (HANG, "unreachable", "none"),
        (HANG, "unreachable", "starttls"),
        ("421 4.3.2 closing", "unreachable", "none"),
        ("452 4.3.1 full", "deferred", "none"),
        ("554 5.7.1 spam", "refused", "none"),
        ("554 5.7.1 spam", "refused", "starttls"),
    ],
)
def test_in_the_body(action: str, kind: str, security: str) -> None:
    """A body larger than what kernels keep, so that the server's going is noticed before the end is sent."""
    with Scripted({"body": [action]}, tls=certify()) as scripted:
        changes: dict[str, Any] = {"timeout": patience(action), "security": security}
        if security == "starttls":
            changes |= {"host": "localhost", "ca": AUTHORITY}
        connection = connect(scripted.server(**changes))
        outcome = connection.hand_over(SENDER, letter(MESSAGE * 100_000))
        assert (outcome.kind, connection.is_usable(), connection.past_the_dot) == (kind, False, False), outcome
        connection.close()
    assert scripted.taken == []


def test_a_verdict_may_take_longer_than_all_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smtp, "SECONDS_FOR_THE_VERDICT", 30.0)
    with Scripted({"dot": [SLOW]}) as scripted:
        assert hand_over(scripted.server(timeout=1.0))[0].kind == "accepted"
    with Scripted({"RCPT": [SLOW]}) as scripted:
        assert hand_over(scripted.server(timeout=1.0))[0].kind == "unreachable"


@pytest.mark.parametrize("action", ["502 what", "421 closing", DROP, HANG])
def test_a_failed_reset_ends_the_connection_and_leaves_the_outcome(action: str) -> None:
    with Scripted({"RCPT": ["550 no"], "RSET": [action]}) as scripted:
        connection = connect(scripted.server(timeout=patience(action)))
        assert connection.hand_over(SENDER, letter()).kind == "refused"
        assert not connection.is_usable()
        connection.close()


@pytest.mark.parametrize("action", ["500 what", DROP, RESET, HANG, "hello"])
def test_a_failed_goodbye_harms_nothing(action: str) -> None:
    with Scripted({"QUIT": [action]}) as scripted:
        assert [outcome.kind for outcome in hand_over(scripted.server())] == ["accepted"]
    assert len(scripted.taken) == 1


@pytest.mark.parametrize(
    ("moment", "reply"),
    [("MAIL", "530 5.7.0 log in first"), ("MAIL", "550 5.7.1 not yours"), ("RCPT", "530 5.7.0 log in first")],
)
def test_a_refused_sender_is_no_fault_of_the_letter(moment: str, reply: str) -> None:
    with Scripted({moment: [reply]}) as scripted:
        with pytest.raises(MailError, match="BRIEFING_MAIL_USER") as caught:
            hand_over(scripted.server())
        assert reply in str(caught.value)
        assert not isinstance(caught.value, UnreachableError)


def test_a_server_that_hung_up_or_speaks_unasked_is_not_usable() -> None:
    with Scripted({"dot": ["250 taken\r\n421 enough"]}) as scripted:
        connection = connect(scripted.server())
        assert connection.hand_over(SENDER, letter()).kind == "accepted"
        assert not connection.is_usable()
        connection.close()
        connection = connect(scripted.server())
        assert connection.is_usable()
        scripted.die()
        assert not connection.is_usable()
        connection.close()


def test_the_address_is_not_repeated() -> None:
    with Scripted({"RCPT": ["550 <Anna@Reader.Example>: no such user"]}) as scripted:
        assert hand_over(scripted.server())[0].reply == "550 <…>: no such user"


@pytest.mark.parametrize("before", range(MAX_SHOWN - 25, MAX_SHOWN + 5))
def test_no_half_of_an_address_is_left_of_a_long_reply(before: int) -> None:
    words = f"{'so ' * 99}{'x' * (before - 297)}" if before > 297 else "so " * 91 + "x" * (before - 273)
    shown = one_line(f"{words} <anna@reader.example> is not here".encode(), 550)
    assert "anna@reader.example" in shown or "ann" not in shown
    assert len(shown) <= MAX_SHOWN + 5


def test_an_interrupted_letter_tells_whether_its_end_was_sent() -> None:
    """A connection in the middle of a letter is cut: words of goodbye would become part of the letter."""
    with Scripted({"DATA": ["354 go ahead"]}) as scripted:
        connection = connect(scripted.server())
        interrupt(connection, lambda sent: b"Subject" in sent)
        assert not connection.past_the_dot
        connection = connect(scripted.server())
        interrupt(connection, lambda sent: sent == b".\r\n")
        assert connection.past_the_dot


def interrupt(connection: Any, when: Any) -> None:
    send, sent = connection._smtp.send, []

    def send_or_break(data: Any) -> None:
        sent.append(data)
        if isinstance(data, bytes) and when(data):
            raise KeyboardInterrupt
        send(data)

    connection._smtp.send = send_or_break
    with pytest.raises(KeyboardInterrupt):
        connection.hand_over(SENDER, letter())
    assert not connection.is_usable()
    connection.close()
    assert "QUIT\r\n" not in sent


# -- replies ------------------------------


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("550 \x1b[31mred\x07\tand\x00 \u202eback\u2066", "550 [31mred and back"),
        ("550-one\r\n550-\r\n550 two", "550 one two"),
        ("550", "550"),
        ("550 caf\u00e9", "550 café"),
        ("550 \udcff", "550 \N{REPLACEMENT CHARACTER}"),
        ("550 " + "x" * 5000, "550 " + "x" * MAX_SHOWN + "…"),
    ],
)
def test_a_reply_is_one_safe_line(said: str, shown: str) -> None:
    with Scripted({"RCPT": [said]}) as scripted:
        assert hand_over(scripted.server())[0].reply == shown


@pytest.mark.parametrize(
    "endless", [b"250-more\r\n", b"x" * 1000, b"250-" + b"x" * 7000 + b"\r\n"], ids=["lines", "one line", "both"]
)
@pytest.mark.parametrize("moment", ["MAIL", "dot"])
def test_an_endless_reply_ends(moment: str, endless: bytes) -> None:
    with Scripted({moment: [(endless * 5000).decode().rstrip("\r\n")]}) as scripted:
        outcome = hand_over(scripted.server())[0]
    assert outcome.kind == ("unclear" if moment == "dot" else "unreachable")
    assert "no reply in SMTP" in outcome.reply or "without end" in outcome.reply
    assert len(outcome.reply) < 500


def test_a_dripping_reply_ends() -> None:
    """Each byte comes in time, the reply never does."""
    listener = socket.create_server(("127.0.0.1", 0))

    def drip() -> None:
        peer, _ = listener.accept()
        with peer:
            try:
                for _ in range(100):
                    peer.sendall(b"2")
                    threading.Event().wait(0.05)
            except OSError:
                pass

    thread = threading.Thread(target=drip, daemon=True)
    thread.start()
    with listener, pytest.raises(UnreachableError, match=r"no greeting within 0\.3 seconds"):
        connect(Server("127.0.0.1", listener.getsockname()[1], "none", timeout=0.3))
    thread.join(10)


def test_one_line_of_nothing() -> None:
    assert one_line(b"") == ""
    assert one_line(b"\r\n \x00") == ""


# -- opening ------------------------------

PASSES, STAYS = UnreachableError, MailError

# moment, what the server does then, whether it may pass, what stands in the message
OPENINGS = [
    ("connect", "421 4.3.2 busy", PASSES, "421 4.3.2 busy"),
    ("connect", "554 5.7.1 blocked", STAYS, "554 5.7.1 blocked"),
    ("connect", "SSH-2.0-OpenSSH", STAYS, "BRIEFING_MAIL_PORT"),
    ("connect", "HTTP/1.1 400 Bad Request", STAYS, "does not speak SMTP"),
    ("connect", DROP, PASSES, "closed the connection"),
    ("connect", RESET, PASSES, "closed the connection"),
    ("connect", HANG, PASSES, "BRIEFING_MAIL_SECURITY"),
    ("EHLO", "421 4.3.2 busy", PASSES, "421 4.3.2 busy"),
    ("EHLO", "451 4.3.0 later", PASSES, "451 4.3.0 later"),
    ("EHLO", "500 5.5.1 what", STAYS, "500 5.5.1 what"),
    ("EHLO", DROP, PASSES, "closed the connection"),
    ("EHLO", HANG, PASSES, "BRIEFING_MAIL_TIMEOUT"),
    ("STARTTLS", "454 4.7.0 later", PASSES, "454 4.7.0 later"),
    ("STARTTLS", "502 5.5.1 no", STAYS, "502 5.5.1 no"),
    ("STARTTLS", DROP, PASSES, "closed the connection"),
    ("STARTTLS", HANG, PASSES, "said nothing for 0.3 seconds"),
    ("AUTH", "421 4.3.2 busy", PASSES, "421 4.3.2 busy"),
    ("AUTH", "454 4.7.0 later", PASSES, "454 4.7.0 later"),
    ("AUTH", "535 5.7.8 wrong", STAYS, "BRIEFING_MAIL_PASSWORD"),
    ("AUTH", "503 5.5.1 already", STAYS, "503 5.5.1 already"),
    ("AUTH", "534 5.7.9 too weak", STAYS, "534 5.7.9 too weak"),
    ("AUTH", DROP, PASSES, "closed the connection"),
    ("AUTH", HANG, PASSES, "said nothing for 0.3 seconds"),
]


@pytest.mark.parametrize(("moment", "action", "passes", "words"), OPENINGS)
def test_every_stage_of_opening(moment: str, action: str, passes: type[MailError], words: str) -> None:
    with Scripted({moment: [action]}, tls=certify()) as scripted:
        scripted.offers = ["AUTH LOGIN PLAIN"]
        server = scripted.server(
            host="localhost", security="starttls", ca=AUTHORITY, user=USER, password=PASSWORD, timeout=patience(action)
        )
        with pytest.raises(MailError) as caught:
            connect(server)
        assert type(caught.value) is passes
        assert words in str(caught.value)
        assert str(caught.value).isprintable()
        if "AUTH" in moment:
            assert not any(command.startswith("MAIL") for command in scripted.heard)
        connect(replace(server, timeout=5)).close()  # it is sound from the second time on


@pytest.mark.parametrize("security", ["starttls", "tls"])
@pytest.mark.parametrize(
    ("certificate", "ca", "words"),
    [
        ("expired", AUTHORITY, "expired"),
        ("elsewhere", AUTHORITY, "Set BRIEFING_MAIL_HOST to the name"),
        ("localhost", "", "BRIEFING_MAIL_CA"),
    ],
)
def test_a_certificate_that_does_not_hold(certificate: str, ca: str, words: str, security: str) -> None:
    with sound_server(security, certificate=certificate) as sound:
        server = Server("localhost", sound.server.port, security, USER, PASSWORD, 5, ca)  # type: ignore[arg-type]
        with pytest.raises(MailError, match="certificate that does not hold") as caught:
            connect(server)
    assert words in str(caught.value)
    assert not isinstance(caught.value, UnreachableError)


def test_the_address_of_a_machine_is_checked_as_its_name_is() -> None:
    with sound_server() as sound:
        connect(Server("127.0.0.1", sound.server.port, "starttls", USER, PASSWORD, 5, AUTHORITY)).close()
    with sound_server(certificate="elsewhere") as sound, pytest.raises(MailError, match="BRIEFING_MAIL_HOST"):
        connect(Server("127.0.0.1", sound.server.port, "starttls", USER, PASSWORD, 5, AUTHORITY))


def test_no_fallback_to_plain() -> None:
    with Scripted() as scripted, pytest.raises(MailError, match="does not offer STARTTLS"):
        connect(scripted.server(security="starttls", user=USER, password=PASSWORD))
    assert scripted.heard == ["ehlo [127.0.0.1]"]


def test_old_tls_is_refused() -> None:
    old = certify()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        old.minimum_version = ssl.TLSVersion.TLSv1
        old.maximum_version = ssl.TLSVersion.TLSv1_1
    old.set_ciphers("ALL:@SECLEVEL=0")
    with Scripted(tls=old) as scripted, pytest.raises(MailError, match=r"does not speak TLS 1\.2"):
        connect(scripted.server(host="localhost", security="starttls", ca=AUTHORITY))


def test_words_said_before_encryption_do_not_count_after_it() -> None:
    script = {"STARTTLS": ["220 go\r\n250 AUTH PLAIN"]}
    with Scripted(script, tls=certify()) as scripted, pytest.raises(MailError, match="in plain"):
        connect(scripted.server(host="localhost", security="starttls", ca=AUTHORITY))


def test_tls_spoken_to_a_plain_port() -> None:
    with Scripted() as scripted, pytest.raises(MailError, match="BRIEFING_MAIL_SECURITY") as caught:
        connect(scripted.server(security="tls"))
    assert not isinstance(caught.value, UnreachableError)


@pytest.mark.parametrize("action", [DROP, RESET])
def test_a_server_that_hangs_up_instead_of_encrypting_may_come_back(action: str) -> None:
    with Scripted({"connect": [action]}) as scripted, pytest.raises(UnreachableError):
        connect(scripted.server(security="tls"))


@pytest.mark.parametrize("security", ["starttls", "none"])
def test_a_tls_port_spoken_to_in_plain(security: str) -> None:
    with sound_server("tls") as sound:
        server = Server("127.0.0.1", sound.server.port, security, timeout=0.3)  # type: ignore[arg-type]
        with pytest.raises(UnreachableError, match="BRIEFING_MAIL_SECURITY"):
            connect(server)


def test_nobody_there() -> None:
    with pytest.raises(UnreachableError, match=r"nothing listens there.*BRIEFING_MAIL_PORT"):
        connect(Server("127.0.0.1", free_port(), "none"))
    with pytest.raises(UnreachableError, match=r"BRIEFING_MAIL_HOST.*network"):
        connect(Server("no-such-host.invalid", 25, "none"))
    for host in ("a..b", "x" * 64 + ".example"):
        with pytest.raises(MailError, match="no name of a host"):
            connect(Server(host, 25, "none"))


def test_certificates_that_cannot_be_read(tmp_path: Any) -> None:
    (tmp_path / "empty.pem").write_text("")
    for name, why in (("none.pem", "No such file"), ("empty.pem", "there is none in it")):
        with pytest.raises(MailError, match=f"{why}.*BRIEFING_MAIL_CA") as caught:
            connect(Server("localhost", 25, ca=str(tmp_path / name)))
        assert str(tmp_path / name) in str(caught.value)


# -- the password ------------------------------


def secrets() -> set[str]:
    plain = base64.b64encode(f"\0{USER}\0{PASSWORD}".encode()).decode()
    return {PASSWORD, base64.b64encode(PASSWORD.encode()).decode(), plain, plain[8:24]}


def everything_said(error: BaseException) -> str:
    """All that a traceback, a logger or a debugger's summary would print of it."""
    parts = traceback.format_exception(error, chain=True)
    seen: BaseException | None = error
    while seen is not None:
        parts += [repr(seen), str(seen), repr(vars(seen))]
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
    return "\n".join(parts)


@pytest.fixture(params=["PLAIN", "LOGIN"])
def logging_in(request: pytest.FixtureRequest) -> Iterator[Scripted]:
    with Scripted(tls=certify()) as scripted:
        scripted.offers = [f"AUTH {request.param}"]
        yield scripted


@pytest.mark.parametrize(
    "reply",
    [
        "535 wrong",
        f"535 wrong password {PASSWORD}",
        "535 cannot read: AUTH PLAIN " + base64.b64encode(f"\0{USER}\0{PASSWORD}".encode()).decode(),
        "454 cannot read: " + base64.b64encode(f"\0{USER}\0{PASSWORD}".encode()).decode()[:20] + " now",
        "535 " + base64.b64encode(PASSWORD.encode()).decode(),
        DROP,
        RESET,
    ],
)
def test_the_password_is_never_told(reply: str, logging_in: Scripted, capfd: pytest.CaptureFixture[str]) -> None:
    logging_in.script = {"AUTH": [reply]}
    server = logging_in.server(host="localhost", security="starttls", ca=AUTHORITY, user=USER, password=PASSWORD)
    with pytest.raises(MailError) as caught:
        connect(server)
    told = everything_said(caught.value) + repr(server) + str(server)
    printed = capfd.readouterr()
    for secret in secrets():
        assert secret not in told
        assert secret not in printed.out + printed.err
    assert USER in told


def test_a_helpful_refusal_is_shown(logging_in: Scripted) -> None:
    logging_in.script = {"AUTH": ["535 5.7.8 Username and Password not accepted, see https://example.org/login"]}
    with pytest.raises(MailError, match=r"not accepted, see https://example\.org/login"):
        connect(logging_in.server(host="localhost", security="starttls", ca=AUTHORITY, user=USER, password=PASSWORD))


def test_a_wrong_password_is_refused_by_a_real_server() -> None:
    with sound_server() as sound:
        wrong = Server("localhost", sound.server.port, "starttls", USER, "not it at all", 5, AUTHORITY)
        with pytest.raises(MailError, match=r"refuses the login of 'news'.*BRIEFING_MAIL_PASSWORD"):
            connect(wrong)


def test_a_server_without_a_login_that_we_know() -> None:
    with Scripted(tls=certify()) as scripted:
        for offers, words in (([], "offers no login"), (["AUTH GSSAPI"], "only GSSAPI")):
            scripted.offers = offers
            with pytest.raises(MailError, match=words):
                connect(scripted.server(host="localhost", security="starttls", ca=AUTHORITY, user=USER, password="x"))


def test_the_password_is_not_sent_in_plain_but_to_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    with Scripted() as scripted:
        scripted.offers = ["AUTH PLAIN"]
        server = scripted.server(user=USER, password=PASSWORD)
        connect(server).close()
        monkeypatch.setattr(smtp, "_is_loopback", lambda _: False)
        with pytest.raises(MailError, match="unencrypted"):
            connect(server)
    assert len([command for command in scripted.heard if command.startswith("AUTH")]) == 1


def test_nothing_is_left_open() -> None:
    """Each failure closes its socket: pytest makes the ResourceWarning of one that was forgotten an error."""
    for moment, action in (("connect", DROP), ("EHLO", HANG), ("STARTTLS", "502 no"), ("AUTH", "535 no")):
        with Scripted({moment: [action]}, tls=certify()) as scripted:
            scripted.offers = ["AUTH PLAIN"]
            with pytest.raises(MailError):
                connect(
                    scripted.server(
                        host="localhost", security="starttls", ca=AUTHORITY, user=USER, timeout=patience(action)
                    )
                )
    gc.collect()
