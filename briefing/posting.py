"""Through which server does mail go out, and who signs it? What the settings name, read when it is needed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from briefing.errors import SettingError
from briefing.mail.delivery.smtp import Server
from briefing.mail.message.signing import make_signer
from briefing.settings import Settings


def mail_server(settings: Settings) -> Server:
    """Return the server that takes the mails. Raises SettingError where it, or who sends, is not named."""
    mail = settings.mail
    for key, value in (("BRIEFING_MAIL_FROM", mail.sender), ("BRIEFING_MAIL_HOST", mail.host)):
        if not value:
            raise SettingError(f"{key} is not set.", remedy="Mail can be looked at without it, but not sent.")
    password = mail.password
    if mail.password_file and not password:
        password = _read(mail.password_file, "BRIEFING_MAIL_PASSWORD_FILE").decode(errors="replace").strip("\r\n")
    if mail.user and not password:
        raise SettingError(
            "BRIEFING_MAIL_USER is set, and there is no password.",
            remedy="Put it into the variable BRIEFING_MAIL_PASSWORD, or a file that BRIEFING_MAIL_PASSWORD_FILE names.",
        )
    if mail.ca:
        _read(mail.ca, "BRIEFING_MAIL_CA")
    return Server(
        host=mail.host,
        port=mail.port,
        security=mail.security,
        user=mail.user,
        password=password,
        timeout=mail.timeout,
        ca=str(mail.ca or ""),
    )


def envelope_sender(settings: Settings) -> str:
    """Return the address to which mail servers report what they could not deliver."""
    return settings.mail.return_path or settings.mail.sender


def mail_signer(settings: Settings) -> Callable[[bytes], bytes] | None:
    """Return what signs a message (DKIM); None where no key is set. Raises SettingError for a key that cannot sign."""
    mail = settings.mail
    if mail.dkim_key is None:
        return None
    domain = mail.dkim_domain or mail.sender.rpartition("@")[2]
    return make_signer(_read(mail.dkim_key, "BRIEFING_MAIL_DKIM_KEY"), mail.dkim_selector, domain, mail.sender)


def _read(path: Path, key: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise SettingError(
            f"{key} {path} cannot be read: {error.strerror}.",
            remedy="Name a file, counted from the folder above content.",
        ) from error
