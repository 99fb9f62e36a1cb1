"""How is one letter handed to the mail server, and what did the server say?"""

from __future__ import annotations

import base64
import ipaddress
import re
import smtplib
import socket
import ssl
from contextlib import suppress
from typing import Literal

from msgspec.structs import replace

from briefing.errors import MailError
from briefing.mail.delivery.replies import Dialogue, LostError, explain, one_line
from briefing.mail.delivery.server import Server, UnreachableError, cannot_open, sender_refused
from briefing.mail.model import Delivery, Letter, Outcome

__all__ = ["Connection", "Server", "UnreachableError", "connect", "hand_over_alone"]

SECONDS_FOR_THE_VERDICT = 600.0  # on a whole message, RFC 5321, section 4.5.3.2.6
SECONDS_FOR_GOODBYE = 5.0  # nothing depends on it
# What cannot leave the angle brackets of a command. Which addresses are sound was decided before.
_PLACEABLE = re.compile(r"[!-;=?-~]+")


class _TlsDialogue(Dialogue, smtplib.SMTP_SSL):
    """The same, encrypted from the first byte."""


class Connection:
    """A session with the server, logged in, good for many letters."""

    def __init__(self, smtp: Dialogue, server: Server) -> None:
        self.past_the_dot = False  # the end of the letter under way was sent, or may have been
        self._under_way = False
        self._smtp = smtp
        self._server = server

    def is_usable(self) -> bool:
        """Whether another letter can be handed over here: the server is there and does not speak unasked."""
        return not self._under_way and self._smtp.is_quiet()

    def hand_over(self, sender: str, delivery: Delivery) -> Outcome:
        """Hand one letter over; `sender` is the envelope's. Raises MailError where the server refuses the sender.

        A broken connection is an outcome, no exception. Ask `is_usable` before the next letter.
        """
        misfit = _find_misfit(delivery)
        if misfit:  # the connection is as good as before
            return Outcome("refused", misfit)
        self.past_the_dot, self._under_way = False, True
        try:
            outcome = self._offer(sender, delivery) or self._deliver(delivery.data)
        except OSError as error:
            self._smtp.close()
            kind: Literal["unclear", "unreachable"] = "unclear" if self.past_the_dot else "unreachable"
            outcome = Outcome(kind, f"The server was lost: {explain(error)}.")
        self._under_way = False
        # Servers like to repeat the address, and replies are shown where an address must not be.
        if delivery.address.lower() in outcome.reply.lower():
            reply = re.sub(re.escape(delivery.address), "…", outcome.reply, flags=re.IGNORECASE)
            return replace(outcome, reply=reply)
        return outcome

    def close(self) -> None:
        """Say goodbye, if the server still listens. Raises nothing."""
        if self._smtp.sock and not self._under_way:
            with suppress(OSError):
                self._smtp.putcmd("QUIT")
                self._smtp.hear(min(SECONDS_FOR_GOODBYE, self._server.timeout))
        self._smtp.close()

    def _offer(self, sender: str, delivery: Delivery) -> Outcome | None:
        """The envelope. None: the server waits for the message."""
        size = f" SIZE={len(delivery.data)}" if self._smtp.has_extn("size") else ""  # RFC 1870
        for command, wanted in (
            (f"MAIL FROM:<{sender}>{size}", 2),
            (f"RCPT TO:<{delivery.address}>", 2),
            ("DATA", 3),
        ):
            code, text = self._smtp.docmd(command)
            if code // 100 == wanted:
                continue
            if code == 530 or (code // 100 == 5 and code != 552 and command.startswith("MAIL")):
                self._smtp.close()
                raise sender_refused(self._server, sender, one_line(text, code))
            outcome = self._turned_down(code, text)
            self._forget_envelope()
            return outcome
        return None

    def _deliver(self, message: bytes) -> Outcome:
        """The message, then its end, then the verdict."""
        lines = message if message.endswith(b"\r\n") else message + b"\r\n"
        # A dot that begins a line is doubled, RFC 5321, section 4.5.2.
        self._smtp.send(b"." * lines.startswith(b".") + lines.replace(b"\r\n.", b"\r\n.."))
        if not self._smtp.is_quiet():
            # It answered, or left, before the end: whatever it says, it cannot have taken the letter.
            outcome = self._turned_down(*self._smtp.hear(self._server.timeout))
            self._smtp.close()
            return outcome
        self.past_the_dot = True
        self._smtp.send(b".\r\n")
        code, text = self._smtp.hear(SECONDS_FOR_THE_VERDICT)
        if code // 100 == 3:
            raise LostError(f"it answered the message with {one_line(text, code)}", "nonsense")
        if code == 421:  # it closes the connection, RFC 5321, section 3.8
            self._smtp.close()
        verdicts: dict[int, Literal["accepted", "deferred", "refused"]] = {2: "accepted", 4: "deferred", 5: "refused"}
        return Outcome(verdicts[code // 100], one_line(text, code))

    def _turned_down(self, code: int, text: bytes) -> Outcome:
        """What the reply means for a letter whose end was not sent."""
        if code == 421 or code // 100 not in (4, 5):
            self._smtp.close()
            return Outcome("unreachable", one_line(text, code))
        return Outcome("deferred" if code // 100 == 4 else "refused", one_line(text, code))

    def _forget_envelope(self) -> None:
        """Make the session ready for the next letter, or end it."""
        if self._smtp.sock:
            with suppress(OSError):
                if self._smtp.rset()[0] == 250:
                    return
            self._smtp.close()


def _find_misfit(delivery: Delivery) -> str:
    """Why the letter cannot be said in SMTP at all; empty where it can. Nothing of the kind should get this far."""
    if not _PLACEABLE.fullmatch(delivery.address):
        return "Not handed over: the address cannot be written in an envelope."
    ends = delivery.data.count(b"\r\n")
    if not delivery.data.isascii() or not ends == delivery.data.count(b"\n") == delivery.data.count(b"\r"):
        # What one server takes for the end of a line and the next does not, smuggles a second message in.
        return "Not handed over: the message is not made of lines of seven bits that end in CRLF."
    return ""


def connect(server: Server) -> Connection:
    """A session with `server`. Raises UnreachableError where it may pass, MailError where a setting has to change."""
    context = None if server.security == "none" else _trust(server)
    smtp = _dial(server, context)
    try:
        # Otherwise the kernel may hold the dot back, for up to 40 ms, until the message before it is confirmed.
        _socket(smtp).setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        _greet(smtp)
        if context and server.security == "starttls":
            _encrypt(smtp, server, context)
            _greet(smtp)
        if server.user:
            _log_in(smtp, server)
    except OSError as error:
        smtp.close()
        raise cannot_open(server, error) from None
    except BaseException:
        smtp.close()
        raise
    return Connection(smtp, server)


def hand_over_alone(server: Server, sender: str, letter: Letter) -> Outcome:
    """Hand over a letter that is of no mailing, over a connection of its own. Raises MailError as `connect` does."""
    connection = connect(server)
    try:
        delivery = Delivery(0, "", letter.reader, letter.address, letter.message_id, letter.data, 0)
        return connection.hand_over(sender, delivery)
    finally:
        connection.close()


def _trust(server: Server) -> ssl.SSLContext:
    try:
        context = ssl.create_default_context(cafile=server.ca or None)
    except OSError as error:
        why = "there is none in it" if isinstance(error, ssl.SSLError) else error.strerror
        raise MailError(
            f"The certificates cannot be read: {why}.",
            path=server.ca,
            remedy="BRIEFING_MAIL_CA names a file of certificates in PEM.",
        ) from None
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _dial(server: Server, context: ssl.SSLContext | None) -> Dialogue:
    """The connection, after the server's greeting. local_hostname keeps smtplib from asking the DNS who we are."""
    host = server.host.strip("[]")  # of an IPv6 address
    try:
        if server.security == "tls":
            return _TlsDialogue(host, server.port, "localhost", timeout=server.timeout, context=context)
        return Dialogue(host, server.port, "localhost", timeout=server.timeout)
    except OSError as error:
        raise cannot_open(server, error, greeted=False) from None
    except ValueError:
        raise MailError(f"{server.host!r} is no name of a host.", remedy="Mend BRIEFING_MAIL_HOST.") from None


def _greet(smtp: Dialogue) -> None:
    """EHLO. A server that knows only HELO knows neither TLS nor login."""
    code, text = smtp.ehlo(_own_address(smtp))
    if code != 250:
        raise smtplib.SMTPHeloError(code, text)


def _encrypt(smtp: Dialogue, server: Server, context: ssl.SSLContext) -> None:
    smtp.starttls(context=context)
    if smtp.unread:
        raise MailError(
            f"{server.place} had said something in plain beyond its word that TLS may begin.",
            remedy="Somebody may be tampering with the connection.",
        )


def _socket(smtp: Dialogue) -> socket.socket:
    if smtp.sock is None:
        raise LostError("it closed the connection", "closed")
    return smtp.sock


def _own_address(smtp: Dialogue) -> str:
    """Our end of the connection as an address literal, RFC 5321, section 4.1.3."""
    address = ipaddress.ip_address(_socket(smtp).getsockname()[0].partition("%")[0])
    return f"[IPv6:{address}]" if address.version == 6 else f"[{address}]"


def _log_in(smtp: Dialogue, server: Server) -> None:
    """AUTH PLAIN or LOGIN (RFC 4954, 4616). smtplib's login takes passwords of ASCII only, and names them in errors."""
    if not isinstance(smtp.sock, ssl.SSLSocket) and not _is_loopback(smtp):
        raise MailError(
            f"The password would go to {server.place} unencrypted.",
            remedy='Set BRIEFING_MAIL_SECURITY to "starttls" or "tls", or empty BRIEFING_MAIL_USER.',
        )
    offered = smtp.esmtp_features.get("auth", "").upper().split()
    if "PLAIN" in offered:
        code, text = smtp.docmd("AUTH", f"PLAIN {_base64(_plain(server))}")
    elif "LOGIN" in offered:
        code, text = smtp.docmd("AUTH", "LOGIN")
        for secret in (server.user, server.password):
            if code == 334:
                code, text = smtp.docmd(_base64(secret))
    else:
        raise MailError(
            f"{server.place} offers no login with a password"
            + (f" (only {one_line(' '.join(offered).encode())})." if offered else "."),
            remedy="Empty BRIEFING_MAIL_USER if it needs none; else see BRIEFING_MAIL_PORT and BRIEFING_MAIL_SECURITY.",
        )
    if code == 235:
        return
    reply = _without_secrets(one_line(text, code), server)
    if code // 100 == 4:
        raise UnreachableError(f"{server.place} cannot log in {server.user!r} now: {reply}.")
    raise MailError(
        f"{server.place} refuses the login of {server.user!r}: {reply}.",
        remedy="Check BRIEFING_MAIL_USER and BRIEFING_MAIL_PASSWORD.",
    )


def _plain(server: Server) -> str:
    return f"\0{server.user}\0{server.password}"


def _base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode("ascii")


def _without_secrets(reply: str, server: Server) -> str:
    """The reply, or its code alone where it may repeat what we said: some servers quote the line they dislike."""
    forms = (server.password, _base64(server.password), _base64(_plain(server)))
    words = [word for word in re.split(r"[^\w+/=]+", reply) if len(word) >= 6]
    told = any(form and (form in reply or any(word in form for word in words)) for form in forms)
    return reply[:3] if told else reply


def _is_loopback(smtp: Dialogue) -> bool:
    address = ipaddress.ip_address(_socket(smtp).getpeername()[0].partition("%")[0])
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback
