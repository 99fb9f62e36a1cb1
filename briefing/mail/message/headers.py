"""What may stand in a mail's header? Subject and addresses, in which no title, name or address can add a line.

Python's email package decodes encoded words (RFC 2047) that it is given and writes what they hold, a line break and a
new header as well. So whatever could be one, or holds a control character, is refused before it gets there.
"""

from __future__ import annotations

import unicodedata
from email import policy
from email.errors import MessageError
from email.headerregistry import Address
from email.policy import EmailPolicy
from typing import Any
from urllib.parse import urlsplit

from briefing.errors import SettingError
from briefing.mail.message.digest import MailSite, cut_at_word
from briefing.published import Edition
from briefing.wording import speak

LONGEST_SUBJECT = 120  # characters; a telephone shows some 40, a wide window 100
TITLES = 3  # in a subject: the fourth would be cut by most programs
NO_HOST = "preview.invalid"  # RFC 2606: an address there goes nowhere

# Headers of human words. These may become encoded words, which have 75 characters at most, lines of them 76 (RFC 2047).
WORDED = frozenset(("subject", "from", "to", "reply-to"))


class WirePolicy(EmailPolicy):
    """How a message is written: long lines, since Python would turn a folded List-Unsubscribe into encoded words."""

    def fold_binary(self, name: str, value: Any) -> bytes:
        narrow = self.clone(max_line_length=76) if name.lower() in WORDED else self
        return super(WirePolicy, narrow).fold_binary(name, value)


WIRE = WirePolicy(max_line_length=990, linesep="\r\n")
BODY = policy.SMTP.clone(max_line_length=76)  # the longest line of quoted-printable and base64 (RFC 2045 § 6.7, 6.8)


def subject_line(edition: Edition) -> str:
    """Return what moved, in the headlines of the first items, and the day, so that no two editions share a subject.

    Gmail would put mails of one subject into one conversation. Where less moved than a subject holds, what else was
    noted comes after it. A headline that is refused is passed over. At most LONGEST_SUBJECT characters.
    """
    speech = speak(edition.language)
    day = speech.day_and_month(edition.day)
    noted = {passage.article for passage in edition.noted}
    found = [*(item.headline for item in edition.items), *(ref.title for ref in edition.articles if ref.id in noted)]
    # An event and a story inside it may have one headline.
    titles = list(dict.fromkeys(title.strip() for title in found if title.strip() and _is_harmless(title)))
    room = LONGEST_SUBJECT - len(f" ({day})")
    words = ""
    for title in titles[:TITLES]:
        longer = f"{words}; {title}" if words else cut_at_word(title, room)
        if len(longer) > room:
            break
        words = longer
    return f"{words} ({day})" if words else f"Briefing of {speech.full_day(edition.day)}"


def checked_address(address: str, name: str = "") -> Address:
    """Return a mail address with the name of whose it is. Raises SettingError for one that cannot stand in a header."""
    for words in (name, address):
        if not _is_harmless(words):
            raise SettingError(f"{words!r} cannot stand in a mail's header.", remedy="Use plain letters on one line.")
    try:
        return Address(name, addr_spec=address)
    except (ValueError, IndexError, MessageError) as error:  # IndexError: of an empty one, in Python 3.11
        raise SettingError(
            f"{address!r} is no mail address that can be written to ({error}).",
            remedy="Use one such as reader@example.org, in plain letters.",
        ) from error


def host(site: MailSite) -> str:
    """Return the name of the site's host, or that of its sender; NO_HOST where neither is known or fit for a header."""
    name = urlsplit(site.url).hostname or site.sender.rpartition("@")[2]
    plain = name.isascii() and all(c.isalnum() or c in "-." for c in name)
    return name if name and plain and ".." not in name and name.strip(".") == name else NO_HOST


def _is_harmless(words: str) -> bool:
    """Whether words can stand in a header as they are: one line, no control character, no encoded word."""
    return "=?" not in words and all(unicodedata.category(c) not in ("Cc", "Cs", "Zl", "Zp") for c in words)
