"""What may stand in a mail's header, and how is it written? No title, name or address can add a line or a word to it.

Header lines are written here and not by `EmailMessage`, which decodes encoded words (RFC 2047) that it is given and
writes the line break that they hold, and which makes encoded words of a List-Unsubscribe that it would have to fold.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import datetime
from email.errors import MessageError
from email.header import Header
from email.headerregistry import Address
from email.utils import format_datetime
from urllib.parse import urlsplit

from msgspec import Struct

from briefing.errors import SettingError
from briefing.mail.lines import why_unfit
from briefing.mail.message.digest import MailSite, cut_at_word
from briefing.published import Edition
from briefing.wording import is_language, speak

LONGEST_SUBJECT = 120  # characters; a telephone shows some 40, a wide window 100
LONGEST_NAME = 100  # characters of whose an address is: no window shows more
TITLES = 3  # in a subject: the fourth would be cut by most programs
NO_HOST = "preview.invalid"  # RFC 2606: an address there goes nowhere

LONGEST_LINE = 998  # octets without the line's end (RFC 5322 § 2.1.1)
LONGEST_WORDED = 76  # octets of a line that holds encoded words (RFC 2047 § 2)

_FITTING = re.compile(r"[!-~]+( [!-~]+)*")  # words of a header that people do not read
_SPECIAL = re.compile(r'[()<>\[\]:;@\\,."\x00-\x1f]')  # in a name these ask for quotation marks (RFC 5322 § 3.2.3)


class Sender(Struct, frozen=True):
    """Who mails come from, and how to leave their list. `lists.check_sender` says whether they can."""

    address: str
    name: str = ""  # empty: the site's
    reply_to: str = ""  # an address; empty: to `address`
    list_id: str = ""  # "briefing.tidewater.example"; empty: "briefing" at the address's domain
    unsubscribe: str = ""  # address of the page, with "{token}" where a reader's token goes, else t=TOKEN follows
    unsubscribe_to: str = ""  # address that mails go to which unsubscribe; empty: there is none
    feedback_id: str = ""  # "briefing:tidewater", the broadest name last; empty: no Feedback-ID

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2].lower()


def subject_line(edition: Edition, language: str = "", *, weekly: bool = False, test: bool = False) -> str:
    """Return what moved, in the headlines of the first items, and the day, so that no two editions share a subject.

    Gmail would put mails of one subject into one conversation. `language`: of its other words; empty: the edition's.
    Where less moved than a subject holds, what else was noted comes after it; where nothing did, what was corrected. A
    headline that `why_unfit` refuses is passed over. At most LONGEST_SUBJECT characters, and the mark of a `test`.
    """
    words = speak(language or edition.language)
    day, full_day = words.day_and_month(edition.day), words.full_day(edition.day)
    moved, corrected = _find_moved(edition), _find_corrected(edition)
    if moved and weekly:
        subject = _fill(moved, lambda titles: words.say("The week to {day}: {titles}", day=day, titles=titles))
    elif moved:
        subject = _fill(moved, lambda titles: words.say("{titles} ({day})", titles=titles, day=day))
    elif corrected:
        subject = _fill(corrected, lambda titles: words.say("Corrected: {titles} ({day})", titles=titles, day=day))
    elif weekly:
        subject = words.say("The week to {day}", day=full_day)
    else:
        subject = words.say("Briefing of {day}", day=full_day)
    return words.say("[Test] {subject}", subject=subject) if test else subject


def _fill(titles: list[str], frame: Callable[[str], str]) -> str:
    """Return a subject of as many titles as there is room for; the first is cut where it needs more."""
    room = LONGEST_SUBJECT - len(frame(""))
    said = cut_at_word(titles[0], room)
    for title in titles[1:]:
        if len(f"{said}; {title}") > room:
            break
        said = f"{said}; {title}"
    return frame(said)


def _find_moved(edition: Edition) -> list[str]:
    noted = {passage.article for passage in edition.noted}
    items = sorted(edition.items, key=lambda item: item.id != edition.lead)  # in the order given, the lead first
    return _fitting([*(item.headline for item in items), *(ref.title for ref in edition.articles if ref.id in noted)])


def _find_corrected(edition: Edition) -> list[str]:
    titles = {ref.id: ref.title for ref in edition.articles}
    return _fitting([titles.get(correction.article, "") for correction in edition.corrections])


def _fitting(titles: list[str]) -> list[str]:
    """Return the first TITLES of those that can stand in a header. An event and a story inside it may share one."""
    return list(dict.fromkeys(title.strip() for title in titles if title.strip() and not why_unfit(title)))[:TITLES]


def checked_address(address: str, name: str = "") -> Address:
    """Return a mail address with the name of whose it is. Raises SettingError for one that cannot stand in a header."""
    for words in (name, address):
        reason = why_unfit(words)
        if reason:
            raise SettingError(f"{words!r} {reason}.", remedy="Use plain letters on one line.")
    try:
        return Address(name, addr_spec=address)
    except (ValueError, IndexError, MessageError) as error:  # IndexError: of an empty one, in Python 3.11
        raise SettingError(
            f"{address!r} is no mail address that can be written to ({error}).",
            remedy="Use one such as reader@example.org, in plain letters.",
        ) from error


def host(site: MailSite) -> str:
    """Return the name of the site's host; NO_HOST where it is not known or not fit for a header."""
    name = urlsplit(site.url).hostname or ""
    plain = name.isascii() and all(c.isalnum() or c in "-." for c in name)
    return name if name and plain and ".." not in name and name.strip(".") == name else NO_HOST


def letter_head(
    sender: Sender, site: MailSite, to: Address | None, subject: str, moment: datetime, message_id: str, language: str
) -> bytes:
    """Return the headers that every message has, those of RFC 5322 and what robots look at, in one language.

    `to` None: to nobody, for a preview. `moment` has an offset. Raises SettingError for an address or a name that
    cannot stand in a header, ValueError for a subject that cannot.
    """
    lines = mailbox_line("From", checked_address(sender.address, sender.name or site.name))
    if sender.reply_to:
        lines += plain_line("Reply-To", checked_address(sender.reply_to).addr_spec)
    lines += mailbox_line("To", to) if to else plain_line("To", "undisclosed-recipients:;")
    lines += worded_line("Subject", subject)
    lines += plain_line("Date", format_datetime(moment))
    lines += plain_line("Message-ID", message_id)
    if is_language(language):
        lines += plain_line("Content-Language", language)  # of those it is meant for (RFC 3282)
    return lines + plain_line("Auto-Submitted", "auto-generated")  # no robot should answer (RFC 3834 § 5)


# -- lines ------------------------------------------------------------------------------------------------------------


def worded_line(name: str, words: str) -> bytes:
    """Return the header `name` with words for people, which may become encoded words, folded to LONGEST_WORDED octets.

    Raises ValueError for words that `why_unfit` refuses.
    """
    if why_unfit(words):
        raise ValueError(f"{name}: {words!r} {why_unfit(words)}.")
    return f"{name}: {_written(words, name)}\r\n".encode("ascii")


def mailbox_line(name: str, mailbox: Address) -> bytes:
    """Return the header `name` with an address and the name of whose it is, at most LONGEST_NAME characters of it."""
    whose = cut_at_word(" ".join(mailbox.display_name.split()), LONGEST_NAME)
    if not whose:
        return plain_line(name, mailbox.addr_spec)
    if whose.isascii() and _SPECIAL.search(whose):
        whose = '"' + whose.replace("\\", r"\\").replace('"', r"\"") + '"'
    line = f"{name}: {_written(whose, name)}"
    fold = "\r\n" if len(line.rpartition("\r\n")[2]) + len(f" <{mailbox.addr_spec}>") > LONGEST_WORDED else ""
    return f"{line}{fold} <{mailbox.addr_spec}>\r\n".encode("ascii")


def plain_line(name: str, *values: str) -> bytes:
    """Return the header `name` as raw text: never an encoded word, folded between `values`, inside none of them.

    Raises ValueError for a value that is longer than a line or holds anything but visible ASCII and single spaces.
    """
    lines = [f"{name}: {values[0]}", *(f" {value}" for value in values[1:])]
    for value, line in zip(values, lines, strict=True):
        if not _FITTING.fullmatch(value) or "=?" in value or len(line) > LONGEST_LINE:
            raise ValueError(f"{name}: {value!r} cannot stand in a header.")
    return "".join(f"{line}\r\n" for line in lines).encode("ascii")


def joined(values: Iterable[str]) -> tuple[str, ...]:
    """Return `values` with a comma after each but the last, for `plain_line` to fold between them."""
    *others, last = values
    return (*(f"{value}," for value in others), last)


def _written(words: str, name: str) -> str:
    """Words as they follow `name`: ASCII folded at single spaces, all others as encoded words."""
    if not words.isascii():
        return Header(words, "utf-8", maxlinelen=LONGEST_WORDED, header_name=name).encode(linesep="\r\n")
    # Not by Header: it writes an empty first line before a long word.
    lines, taken = [""], len(name) + 2
    for piece in re.split(r"(?<=\S)(?= \S)", words):
        if lines[-1] and taken + len(piece) > LONGEST_WORDED:
            lines.append("")
            taken = 0
        lines[-1] += piece
        taken += len(piece)
    return "\r\n".join(lines)
