"""Where are letters handed over, and which setting is wrong when that server does not take them?"""

from __future__ import annotations

import smtplib
import socket
import ssl
from dataclasses import dataclass, field

from briefing.errors import MailError
from briefing.mail.delivery.replies import LostError, explain, one_line
from briefing.mail.settings import SECURITIES, Security


@dataclass(frozen=True, slots=True)
class Server:
    """Where letters are handed over, and how."""

    host: str
    port: int
    security: Security = "starttls"  # "tls": encrypted from the first byte; "none": not at all
    user: str = ""  # empty: no login
    password: str = field(default="", repr=False)
    timeout: float = 30.0  # seconds that connecting, or one command and its reply, may take
    ca: str = ""  # a file with the certificates (PEM) that are trusted; empty: the system's

    @property
    def place(self) -> str:
        return f"The mail server {self.host}:{self.port}"


class UnreachableError(MailError):
    """The server cannot be talked to now. It may pass: a later try may succeed."""


def sender_refused(server: Server, sender: str, reply: str) -> MailError:
    return MailError(
        f"{server.place} takes no mail from {sender}: {reply}.",
        remedy="Check the sender's address, and BRIEFING_MAIL_USER and BRIEFING_MAIL_PASSWORD: who may send as it?",
    )


def cannot_open(server: Server, error: OSError, *, greeted: bool = True) -> MailError:
    """What is wrong when no session can be opened, and which setting is likely to mend it."""
    place = server.place
    if isinstance(error, smtplib.SMTPResponseException):
        return _refused(server, error)
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return MailError(
            f"{place} does not offer STARTTLS, and nothing is sent unencrypted instead.",
            remedy='Check BRIEFING_MAIL_PORT, or set BRIEFING_MAIL_SECURITY to "tls" (port 465, as a rule).',
        )
    if isinstance(error, ssl.SSLError) and not isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError):
        return _untrusted(server, error)
    if isinstance(error, LostError) and error.why == "silent" and not greeted and server.security != "tls":
        return (MailError if server.port == SECURITIES["tls"] else UnreachableError)(
            f"{place} sends no greeting within {server.timeout:g} seconds.",
            remedy="A port that speaks TLS from the first byte, as 465 does, waits like that: set "
            'BRIEFING_MAIL_SECURITY to "tls". Else check BRIEFING_MAIL_HOST, _PORT and _TIMEOUT.',
        )
    if isinstance(error, LostError) and error.why == "nonsense":
        return MailError(
            f"{place} does not speak SMTP: {explain(error)}.", remedy="Check BRIEFING_MAIL_HOST and BRIEFING_MAIL_PORT."
        )
    if isinstance(error, socket.gaierror):
        return UnreachableError(
            f"The mail server {server.host!r} is not found: {explain(error)}.",
            remedy="Check BRIEFING_MAIL_HOST and the network.",
        )
    return UnreachableError(
        f"{place} cannot be reached: {explain(error)}.",
        remedy="Check BRIEFING_MAIL_HOST, BRIEFING_MAIL_PORT, BRIEFING_MAIL_TIMEOUT and the network.",
    )


def _refused(server: Server, error: smtplib.SMTPResponseException) -> MailError:
    text = error.smtp_error if isinstance(error.smtp_error, bytes) else str(error.smtp_error).encode()
    reply = one_line(text, error.smtp_code)
    if error.smtp_code // 100 == 4:
        return UnreachableError(f"{server.place} is not ready: {reply}.", remedy="It may pass: try again later.")
    return MailError(
        f"{server.place} refuses to talk to us: {reply}.",
        remedy="Check BRIEFING_MAIL_HOST and BRIEFING_MAIL_PORT; its operator knows why.",
    )


# OpenSSL's X509_V_ERR numbers
_EXPIRED, _NOT_YET, _OTHER_HOST, _OTHER_ADDRESS = 10, 9, 62, 64


def _untrusted(server: Server, error: ssl.SSLError) -> MailError:
    """TLS came to nothing: a certificate that does not hold, or no TLS at the other end."""
    place = server.place
    if isinstance(error, ssl.SSLCertVerificationError):
        remedies = {
            _EXPIRED: "Its operator has to renew it; or this machine's clock is wrong.",
            _NOT_YET: "Is this machine's clock right?",
            _OTHER_HOST: "Set BRIEFING_MAIL_HOST to the name in the certificate.",
            _OTHER_ADDRESS: "Set BRIEFING_MAIL_HOST to the name in the certificate.",
        }
        return MailError(
            f"{place} shows a certificate that does not hold: {error.verify_message.rstrip('.')}.",
            remedy=remedies.get(
                error.verify_code,
                "If it is signed by an authority of your own, name the authority's file in BRIEFING_MAIL_CA.",
            ),
        )
    return MailError(
        f"{place} does not speak TLS 1.2 or newer here: {explain(error)}.",
        remedy='Check BRIEFING_MAIL_PORT, or set BRIEFING_MAIL_SECURITY to "starttls" (port 587, as a rule).',
    )
