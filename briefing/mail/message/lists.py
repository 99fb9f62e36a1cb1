"""Which headers tell a mail program that this is a list, whose it is and how to leave it?

There is no Precedence header: it never was a standard (RFC 2076 § 3.9), and what it is for, that no robot answers, both
Auto-Submitted (RFC 3834 § 5) and the List headers say (RFC 5230 § 4.6 heeds them).
"""

from __future__ import annotations

import re
from urllib.parse import quote

from briefing.errors import SettingError
from briefing.links import EDITIONS, METHOD
from briefing.mail.message.digest import MailSite
from briefing.mail.message.headers import LONGEST_LINE, Sender, checked_address, joined, plain_line
from briefing.mail.settings import FEEDBACK_ID, LIST_ID, is_postable

LONGEST_TOKEN = 200  # characters; those that are made have 64
FEEDBACK_NAMES = 4  # Gmail looks at no more (support.google.com/mail/answer/6254652)

_TOKEN = re.compile(rf"[A-Za-z0-9_-]{{1,{LONGEST_TOKEN}}}", re.ASCII)
_UNSAFE = frozenset('<>"\\^`{|}#,')  # in an address; a comma parts those of a List header (RFC 2369 § 2)


def check_sender(sender: Sender, site: MailSite) -> None:
    """Raise SettingError, with the remedy, where something of `sender` cannot stand in a mail's headers.

    An unsubscribe address begins with https:// (RFC 8058 § 3.1), or with http:// on this machine, for trying it out.
    """
    checked_address(sender.address, sender.name or site.name)
    for address in filter(None, (sender.reply_to, sender.unsubscribe_to)):
        checked_address(address)
    if sender.unsubscribe:
        _check_page(sender)
    if not LIST_ID.fullmatch(list_id(sender)):
        raise SettingError(
            f"{list_id(sender)!r} cannot name a list.",
            remedy="Set BRIEFING_MAIL_LIST_ID to letters, digits and hyphens between dots, as briefing.news.example.",
        )
    if sender.feedback_id and not FEEDBACK_ID.fullmatch(sender.feedback_id):
        raise SettingError(
            f"{sender.feedback_id!r} cannot stand in a Feedback-ID.",
            remedy="Set BRIEFING_MAIL_FEEDBACK_ID to up to four names with colons between them, as briefing:news.",
        )


def check_ready(sender: Sender, site: MailSite) -> None:
    """Raise SettingError, with the remedy, where a reader could not leave the list or follow a link."""
    if not sender.unsubscribe and not sender.unsubscribe_to:
        raise SettingError(
            "Readers of the mail could not unsubscribe.",
            remedy="Set BRIEFING_MAIL_UNSUBSCRIBE, BRIEFING_MAIL_UNSUBSCRIBE_TO or both.",
        )
    if not site.url:
        raise SettingError("The links of a mail would lead nowhere.", remedy="Set SITEURL to the site's address.")


def list_id(sender: Sender) -> str:
    """Return what names the list (RFC 2919): the same in all its mails, whatever their language."""
    return sender.list_id or f"briefing.{sender.domain}"


def unsubscribe_url(sender: Sender, token: str) -> str:
    """Return the address of the page where the reader of `token` unsubscribes; "" where there is none.

    Raises ValueError for a token that holds more than letters, digits, - and _, or more than LONGEST_TOKEN of them.
    """
    _check_token(token)
    if not sender.unsubscribe:
        return ""
    if "{token}" in sender.unsubscribe:
        return sender.unsubscribe.replace("{token}", token)
    return f"{sender.unsubscribe}{'&' if '?' in sender.unsubscribe else '?'}t={token}"


def unsubscribe_mail(sender: Sender, token: str) -> str:
    """Return the mailto: address (RFC 6068) of a mail that unsubscribes the reader of `token`; "" where there is none.

    Raises ValueError as `unsubscribe_url` does.
    """
    _check_token(token)
    if not sender.unsubscribe_to:
        return ""
    return f"mailto:{quote(sender.unsubscribe_to, safe='@+')}?subject=unsubscribe%20{token}"


def way_out(sender: Sender, token: str) -> str:
    """Return the one address that a mail's own link to unsubscribe leads to."""
    return unsubscribe_url(sender, token) or unsubscribe_mail(sender, token)


def list_lines(sender: Sender, site: MailSite) -> bytes:
    """Return the headers of the list that are the same for all readers (RFC 2919, 2369)."""
    lines = plain_line("List-ID", f"<{list_id(sender)}>")
    if site.url and _is_plain(site.url):
        lines += plain_line("List-Archive", f"<{site.url}/{EDITIONS}>")
        lines += plain_line("List-Help", f"<{site.url}/{METHOD}>")
    return lines + plain_line("List-Post", "NO")  # nobody else can write to it (RFC 2369 § 3.4)


def unsubscribe_lines(sender: Sender, token: str) -> bytes:
    """Return the headers by which one reader leaves the list: RFC 2369 § 3.2, and RFC 8058 where there is https.

    The web's address stands first: programs try them from left to right, and a mail may be long on its way.
    """
    page, mail = unsubscribe_url(sender, token), unsubscribe_mail(sender, token)
    lines = plain_line("List-Unsubscribe", *joined(f"<{address}>" for address in (page, mail) if address))
    if page.startswith("https://"):
        lines += plain_line("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
    return lines


def feedback_id(sender: Sender, mailing: str) -> str:
    """Return what Gmail counts complaints by: up to four names, the broadest last."""
    names = sender.feedback_id.split(":")
    return ":".join([mailing, *names] if len(names) < FEEDBACK_NAMES else names)


def _check_token(token: str) -> None:
    if not _TOKEN.fullmatch(token):
        raise ValueError("A token holds letters, digits, - and _.")


def _is_plain(url: str) -> bool:
    """Whether an address can stand in a header as it is."""
    return url.isascii() and url.isprintable() and " " not in url and "=?" not in url and _UNSAFE.isdisjoint(url)


def _check_page(sender: Sender) -> None:
    """Raise SettingError where the address that unsubscribes cannot stand in a header, or gives its token away."""
    longest = unsubscribe_url(sender, "t" * LONGEST_TOKEN)
    fits = len(longest) <= LONGEST_LINE - len("List-Unsubscribe: <>,")
    if not (_is_plain(longest) and is_postable(longest) and fits):
        raise SettingError(
            f"Readers cannot unsubscribe at {sender.unsubscribe!r}.",
            remedy="Set BRIEFING_MAIL_UNSUBSCRIBE to an address that begins with https://, in plain letters. "
            "{token} in it stands for the reader's token, which follows at its end otherwise.",
        )
