"""What is a reader sent who asked for the mail on the web? One letter, which asks whether it was they who asked."""

from __future__ import annotations

import hashlib
import textwrap
from collections.abc import Callable
from datetime import datetime

from briefing.mail.message.digest import MailSite
from briefing.mail.message.headers import Sender, checked_address, letter_head
from briefing.mail.message.html_part import print_confirmation
from briefing.mail.message.lists import check_sender, list_lines
from briefing.mail.message.parts import choose_encoding, encode_part, write_message
from briefing.mail.message.text_part import COLUMNS
from briefing.mail.model import Letter, Recipient
from briefing.wording import speak, spoken_language


def compose_confirmation(
    recipient: Recipient,
    site: MailSite,
    sender: Sender,
    confirm_url: str,
    sign: Callable[[bytes], bytes] | None,
    *,
    now: str,
) -> Letter:
    """Return the letter that asks `recipient` to confirm at `confirm_url`, in their language, at the moment `now`.

    It says nothing that somebody typed into the form: neither a name nor what they want, so nobody can have their words
    sent to strangers. Whose letter it is the outbox need not know: `Letter.reader` is empty. Raises SettingError for an
    address or a name that cannot stand in a header.
    """
    check_sender(sender, site)
    to = checked_address(recipient.address)
    language = spoken_language(recipient.language, site.language)
    words = speak(language)
    subject = words.say("Confirm that you want {name} by mail", name=sender.name or site.name)
    asked = words.say("Somebody, we hope you, asked for {name} to be sent to this address.", name=site.name)
    confirm = words.say("To get it, confirm on this page:")
    ignore = words.say("If it was not you, do nothing, and nothing more will come.")
    text = "\n\n".join((_wrap(asked), f"{_wrap(confirm)}\n{confirm_url}", _wrap(ignore), _wrap(site.footer))).strip()
    page = print_confirmation(language, subject, site.name, (asked, confirm), confirm_url, (ignore, site.footer))
    said = f"{site.url}\nconfirm\n{confirm_url}\n{now}".encode()
    message_id = f"<confirm.{hashlib.sha256(said).hexdigest()[:32]}@{sender.domain}>"
    head = letter_head(sender, site, to, subject, datetime.fromisoformat(now), message_id, language)
    parts = tuple(
        encode_part(part, subtype, choose_encoding(part)) for part, subtype in ((f"{text}\n", "plain"), (page, "html"))
    )
    data = write_message(head + list_lines(sender, site), parts)
    return Letter("", recipient.address, message_id, sign(data) if sign else data)


def _wrap(words: str) -> str:
    return textwrap.fill(words, COLUMNS, break_long_words=False, break_on_hyphens=False)
