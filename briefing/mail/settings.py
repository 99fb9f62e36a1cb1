"""What can be set of mail: who sends it, through which server, to whom? The environment goes before the file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, cast
from urllib.parse import urlsplit

from briefing import kinds
from briefing.errors import SettingError

Security = Literal["starttls", "tls", "none"]

# And the port that goes with each (RFC 6409, 8314, 5321).
SECURITIES: dict[Security, int] = {"starttls": 587, "tls": 465, "none": 25}
# Up to four names for Gmail, with colons between them (support.google.com/mail/answer/6254652).
FEEDBACK_ID = re.compile(r"[!-9;-~]+(:[!-9;-~]*){0,3}")
# Letters, digits and hyphens between dots (RFC 2919 § 2): a name in the domain of whoever sends.
LIST_ID = re.compile(r"(?=.{1,255}$)[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)+")
# The publisher's own, so this only tells a slip of the pen; readers' addresses are checked in full.
_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?|\[?[0-9A-Fa-f:.]+\]?")  # a name, or an IP address
_NEAR = frozenset(("localhost", "127.0.0.1", "::1"))

PASSWORD = "BRIEFING_MAIL_PASSWORD"  # noqa: S105 - the name of the variable

DEFAULTS: dict[str, Any] = {
    # True: an edition is sent only after `briefing mail approve` recorded who approved which bytes.
    "BRIEFING_MAIL_APPROVAL": False,
    # A file of certificates (PEM) by which the server's is checked. Empty: those of the machine.
    "BRIEFING_MAIL_CA": "",
    # The domain that signs (DKIM). Empty: that of BRIEFING_MAIL_FROM.
    "BRIEFING_MAIL_DKIM_DOMAIN": "",
    # The file of the private key that signs (PEM). Empty: messages are not signed here.
    "BRIEFING_MAIL_DKIM_KEY": "",
    # Under which name the public key stands in the DNS: NAME._domainkey.DOMAIN.
    "BRIEFING_MAIL_DKIM_SELECTOR": "",
    # What Gmail's statistics tell mailings apart by, as "briefing:example". Empty: no such header.
    "BRIEFING_MAIL_FEEDBACK_ID": "",
    # The folder of the outbox, from the folder above content. No cache: it must not be lost.
    "BRIEFING_MAIL_FOLDER": "mailroom",
    # The address that mails come from. Nothing can be sent without.
    "BRIEFING_MAIL_FROM": "",
    # The mail server. Nothing can be sent without.
    "BRIEFING_MAIL_HOST": "",
    # What names the list, as "briefing.news.example" (RFC 2919). Empty: "briefing" at the domain of BRIEFING_MAIL_FROM.
    "BRIEFING_MAIL_LIST_ID": "",
    # How many hours after its end an edition is still sent without --force.
    "BRIEFING_MAIL_MAX_AGE": 48,
    # A file that holds the password and nothing else. The variable BRIEFING_MAIL_PASSWORD goes before it.
    "BRIEFING_MAIL_PASSWORD_FILE": "",
    # The server's port. 0: the one that goes with BRIEFING_MAIL_SECURITY.
    "BRIEFING_MAIL_PORT": 0,
    # The list of recipients (YAML or CSV), from the folder above content. Empty: none but those who subscribed.
    "BRIEFING_MAIL_RECIPIENTS": "",
    # Where answers go. Empty: to BRIEFING_MAIL_FROM.
    "BRIEFING_MAIL_REPLY_TO": "",
    # Where mail servers report what could not be delivered. Empty: to BRIEFING_MAIL_FROM.
    "BRIEFING_MAIL_RETURN_PATH": "",
    # How the connection is protected: "starttls", "tls" or "none".
    "BRIEFING_MAIL_SECURITY": "starttls",
    # The address of the page where readers subscribe by themselves. Empty: nowhere.
    "BRIEFING_MAIL_SUBSCRIBE": "",
    # How many seconds to wait for the server.
    "BRIEFING_MAIL_TIMEOUT": 60,
    # The address of the page that unsubscribes, with {token} in it or at its end. Empty: by mail only.
    "BRIEFING_MAIL_UNSUBSCRIBE": "",
    # Where mails that unsubscribe go. Empty: to BRIEFING_MAIL_REPLY_TO, else BRIEFING_MAIL_FROM.
    "BRIEFING_MAIL_UNSUBSCRIBE_TO": "",
    # The name to log in with. Empty: no login.
    "BRIEFING_MAIL_USER": "",
}


@dataclass(frozen=True, slots=True)
class MailSettings:
    """The checked settings of mail. Paths are absolute; whether files are there is asked when they are needed."""

    folder: Path
    recipients: Path | None
    sender: str  # addresses; empty: not set
    reply_to: str
    return_path: str
    host: str
    port: int
    security: Security
    user: str
    password: str = field(repr=False)
    password_file: Path | None
    timeout: int  # seconds
    ca: Path | None
    list_id: str
    unsubscribe: str
    unsubscribe_to: str
    subscribe: str
    feedback_id: str
    dkim_key: Path | None
    dkim_selector: str
    dkim_domain: str
    max_age: int  # hours
    approval: bool

    @property
    def outbox(self) -> Path:
        return self.folder / "outbox.sqlite3"

    def page_key(self) -> str:
        """All of these settings that can change the preview of a mail."""
        return repr((self.sender, self.reply_to, self.list_id, self.unsubscribe, self.unsubscribe_to, self.feedback_id))


def check_mail_settings(given: Mapping[str, Any], environment: Mapping[str, str], folder: Path) -> MailSettings:
    """Return the checked settings of mail; relative paths count from `folder`. Raises SettingError with the remedy."""
    if given.get(PASSWORD):
        raise SettingError(
            f"{PASSWORD} stands in the settings file, which others can read.",
            remedy="Put it into the environment, or into a file that BRIEFING_MAIL_PASSWORD_FILE names, and change it.",
        )
    values = {key: _given(key, default, given, environment) for key, default in DEFAULTS.items()}
    security = cast(Security, kinds.one_of(values, "BRIEFING_MAIL_SECURITY", tuple(SECURITIES)))
    key = _path(values, "BRIEFING_MAIL_DKIM_KEY", folder)
    selector = _host(values, "BRIEFING_MAIL_DKIM_SELECTOR")
    if key and not selector:
        raise SettingError(
            "BRIEFING_MAIL_DKIM_KEY is set and BRIEFING_MAIL_DKIM_SELECTOR is not.",
            remedy="Name the selector under which the public key stands in the DNS.",
        )
    return MailSettings(
        folder=_path(values, "BRIEFING_MAIL_FOLDER", folder) or folder / DEFAULTS["BRIEFING_MAIL_FOLDER"],
        recipients=_path(values, "BRIEFING_MAIL_RECIPIENTS", folder),
        sender=_address(values, "BRIEFING_MAIL_FROM"),
        reply_to=_address(values, "BRIEFING_MAIL_REPLY_TO"),
        return_path=_address(values, "BRIEFING_MAIL_RETURN_PATH"),
        host=_host(values, "BRIEFING_MAIL_HOST"),
        port=kinds.number(values, "BRIEFING_MAIL_PORT", 0, 65535) or SECURITIES[security],
        security=security,
        user=kinds.text(values, "BRIEFING_MAIL_USER"),
        password=environment.get(PASSWORD, ""),
        password_file=_path(values, "BRIEFING_MAIL_PASSWORD_FILE", folder),
        timeout=kinds.number(values, "BRIEFING_MAIL_TIMEOUT", 1, 600),
        ca=_path(values, "BRIEFING_MAIL_CA", folder),
        list_id=kinds.shaped(
            values,
            "BRIEFING_MAIL_LIST_ID",
            LIST_ID,
            "letters, digits and hyphens between dots, as 'briefing.news.example'",
        ),
        unsubscribe=_web(values, "BRIEFING_MAIL_UNSUBSCRIBE"),
        unsubscribe_to=_address(values, "BRIEFING_MAIL_UNSUBSCRIBE_TO"),
        subscribe=_web(values, "BRIEFING_MAIL_SUBSCRIBE"),
        feedback_id=kinds.shaped(
            values,
            "BRIEFING_MAIL_FEEDBACK_ID",
            FEEDBACK_ID,
            "up to four names without spaces, with colons between them, as 'daily:briefing'",
        ),
        dkim_key=key,
        dkim_selector=selector,
        dkim_domain=_host(values, "BRIEFING_MAIL_DKIM_DOMAIN"),
        max_age=kinds.number(values, "BRIEFING_MAIL_MAX_AGE", 1, 24 * 366),
        approval=kinds.switch(values, "BRIEFING_MAIL_APPROVAL"),
    )


def _given(key: str, default: Any, given: Mapping[str, Any], environment: Mapping[str, str]) -> Any:
    """The value of a setting; one from the environment, which knows text only, as what the default is."""
    said = environment.get(key, "").strip()
    if not said:
        return given.get(key, default)
    if isinstance(default, bool):
        return {"true": True, "1": True, "false": False, "0": False}.get(said.lower(), said)
    return int(said) if isinstance(default, int) and re.fullmatch(r"[0-9]{1,9}", said) else said


def _path(values: Mapping[str, Any], key: str, folder: Path) -> Path | None:
    value = values[key]
    named = str(value) if isinstance(value, Path) else kinds.text(values, key)
    try:
        return folder / Path(named).expanduser() if named else None
    except RuntimeError as error:
        raise SettingError(
            f"{key} is {named!r}, and whose home folder that means is not known.", remedy="Write the whole path."
        ) from error


def _address(values: Mapping[str, Any], key: str) -> str:
    return kinds.shaped(values, key, _ADDRESS, "a mail address such as 'news@news.example'")


def _host(values: Mapping[str, Any], key: str) -> str:
    return kinds.shaped(values, key, _HOST, "a name such as 'mail.news.example'")


def _web(values: Mapping[str, Any], key: str) -> str:
    value = kinds.text(values, key)
    if value and not (
        is_postable(value) and value.isascii() and value.isprintable() and not re.search(r"[\s<>\"]", value)
    ):
        raise SettingError(f"{key} is {value!r}.", remedy="It takes an address that begins with https://.")
    return value


def is_postable(address: str) -> bool:
    """Whether mail programs may post to an address: encrypted (RFC 8058 § 3.1), or on this machine, for trying it."""
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:  # an address of six parts without its end
        return False
    return bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and host in _NEAR))
