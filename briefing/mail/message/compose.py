"""An edition as a mail: the message of RFC 5322 for each of its readers, and the files that show it on the site.

The same values make the same bytes, wherever and whenever, unless they are signed: a signature notes the time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime
from email.headerregistry import Address
from functools import lru_cache
from html import escape

from msgspec import Struct
from msgspec.structs import replace

from briefing.errors import SettingError
from briefing.mail.lines import why_unfit
from briefing.mail.message.corrected import Owed, follow_owed, owe_reader
from briefing.mail.message.desk import make_digest
from briefing.mail.message.digest import FOLDER, UNSUBSCRIBE_PLACEHOLDER, Digest, MailSite
from briefing.mail.message.following import follow
from briefing.mail.message.headers import (
    Sender,
    checked_address,
    host,
    letter_head,
    plain_line,
    subject_line,
)
from briefing.mail.message.html_part import as_preview, print_html
from briefing.mail.message.length import fit
from briefing.mail.message.lists import (
    LONGEST_TOKEN,
    check_ready,
    check_sender,
    feedback_id,
    list_lines,
    unsubscribe_lines,
    way_out,
)
from briefing.mail.message.parts import Encoding, choose_encoding, encode_part, write_message
from briefing.mail.message.text_part import print_text
from briefing.mail.message.week import Week
from briefing.mail.model import Letter, Recipient, mailing_id
from briefing.mail.moments import read_moment
from briefing.published import Edition
from briefing.wording import spoken_language

# Gmail shows no more than 102 KB of a message's HTML; the rest is for what mail servers add and rewrite.
LARGEST_HTML = 90_000  # bytes, both decoded and as it is sent

LEAST_PIECE = 250  # bytes of HTML that the shortest piece takes, a title and a note: no mail holds more than 360

KEPT = 64  # different mails that are kept for whoever reads the same: some 200 KB each
PREVIEW = "preview"  # where a reader's token stands otherwise: it unsubscribes nobody

Sign = Callable[[bytes], bytes]


class Composer:
    """Writes the letters of one mailing. Who reads the same gets what was rendered once.

    `week`: its days, where `edition` is that of a week. `owed`: the same edition, and what it owes for the mails before
    it. `sign` takes a message and returns it signed. `test`: the subject says so, and a letter with other words has
    another Message-ID, since mail programs show one message of each.

    A `sender` without an address is good for previews only. Raises SettingError where one of its values, or the site's
    name, cannot stand in a header.
    """

    def __init__(
        self,
        edition: Edition,
        site: MailSite,
        sender: Sender,
        *,
        owed: Owed | None = None,
        week: Week | None = None,
        sign: Sign | None = None,
        test: bool = False,
    ) -> None:
        self._edition, self._site, self._owed, self._week = edition, site, owed, week
        self._sign, self._test = sign, test
        self._sendable = bool(sender.address)
        self._sender = sender if sender.address else replace(sender, address=f"briefing@{host(site)}")
        check_sender(self._sender, site)
        self._mailing = mailing_id(edition.day, weekly=week is not None)
        self._placeholder = _hide(UNSUBSCRIBE_PLACEHOLDER, repr((edition, owed, site)))
        self._sheet_for = lru_cache(maxsize=KEPT)(self._print_sheet)

    def letter(
        self, recipient: Recipient, key: str, token: str, mailed: Mapping[str, str] | None = None
    ) -> Letter | None:
        """Return the letter for `recipient`, whose key is `key`; None where nothing moved that they follow.

        `token` is what they unsubscribe with. `mailed` is what of `Owed.mailed` their own mails printed from, article →
        day; None: not known, so all that is owed to anybody is told. A name that cannot stand in a header is passed
        over. Raises SettingError where no letter can be sent yet, or none to this address.
        """
        if not self._sendable:
            raise SettingError("BRIEFING_MAIL_FROM is not set.", remedy="Mail can be seen without it, but not sent.")
        check_ready(self._sender, self._site)
        language = spoken_language(recipient.language, self._site.language)
        got = None if mailed is None else tuple(sorted(mailed.items()))
        sheet = self._sheet_for(language, _selection(recipient.events), _selection(recipient.actors), got)
        if sheet is None:
            return None
        # A letter is worth more than the name on it.
        to = checked_address(recipient.address, "" if why_unfit(recipient.name) else recipient.name)
        message_id, data = self._write(sheet, to, key, token)
        return Letter(key, recipient.address, message_id, self._sign(data) if self._sign else data)

    def preview(self) -> Mapping[str, bytes]:
        """Return how the mail looks to a reader of everything: by "html", "txt" and "eml", the message itself."""
        sheet = self._sheet_for(self._site.language, (), (), None)
        assert sheet is not None, "who follows nothing gets everything"
        way = self._way_out(PREVIEW)
        page = as_preview(sheet.page)
        return {
            "html": page.replace(self._placeholder, escape(way)).encode(),
            "txt": sheet.text.replace(self._placeholder, way).encode(),
            "eml": self._write(sheet, None, PREVIEW, PREVIEW)[1],
        }

    def _write(self, sheet: _Sheet, to: Address | None, key: str, token: str) -> tuple[str, bytes]:
        """Return a letter's Message-ID and its bytes, not signed yet."""
        parts = sheet.parts(self._way_out(token))
        message_id = self._message_id(key, parts)
        head = letter_head(
            self._sender, self._site, to, sheet.subject, _closing_moment(sheet.edition), message_id, sheet.language
        )
        head += list_lines(self._sender, self._site)
        if self._leavable:
            head += unsubscribe_lines(self._sender, token)
        if self._sender.feedback_id:
            head += plain_line("Feedback-ID", feedback_id(self._sender, self._mailing))
        return message_id, write_message(head, parts)

    def _print_sheet(
        self, language: str, events: tuple[str, ...], actors: tuple[str, ...], got: tuple[tuple[str, str], ...] | None
    ) -> _Sheet | None:
        edition, owed = self._edition, self._owed
        if owed:
            owed = follow_owed(owed if got is None else owe_reader(owed, dict(got)), events, actors)
        mine = owed.edition if owed else None if self._owed else follow(edition, events, actors)
        if mine is None:
            return None
        digest = make_digest(
            mine,
            replace(self._site, language=language),
            week=self._week,
            mailed=owed.mailed if owed else None,
            withdrawn=owed.withdrawn if owed else (),
            follows=_titles(edition, (*events, *actors)),
            unsubscribe=self._placeholder if self._leavable else "",
        )
        subject = subject_line(mine, language, weekly=self._week is not None, test=self._test)
        digest, page = _fit(digest, subject, self._placeholder, self._way_out("t" * LONGEST_TOKEN))
        text = print_text(digest)
        return _Sheet(
            mine, language, subject, digest, text, page, self._placeholder, choose_encoding(text), choose_encoding(page)
        )

    def _way_out(self, token: str) -> str:
        return way_out(self._sender, token) if self._leavable else ""

    @property
    def _leavable(self) -> bool:
        return bool(self._sender.unsubscribe or self._sender.unsubscribe_to)

    def _message_id(self, key: str, parts: tuple[bytes, ...]) -> str:
        """The same for one mailing and reader however often it is made, and for no other; it names no reader."""
        said = f"{self._site.url}\n{self._mailing}\n{key}\n".encode()
        if self._test:
            said += b"test\n" + b"".join(parts)
        return f"<{self._mailing}.{hashlib.sha256(said).hexdigest()[:32]}@{self._sender.domain}>"


class _Sheet(Struct, frozen=True):
    """A mail as it is printed for all who read the same, with a placeholder where each one's address goes."""

    edition: Edition  # what of it they get
    language: str
    subject: str
    digest: Digest
    text: str
    page: str
    placeholder: str
    text_encoding: Encoding
    page_encoding: Encoding

    def parts(self, way_out: str) -> tuple[bytes, bytes]:
        """The text and the HTML, for the reader who unsubscribes at `way_out`."""
        text = self.text.replace(self.placeholder, way_out)
        page = self.page.replace(self.placeholder, escape(way_out))
        return encode_part(text, "plain", self.text_encoding), encode_part(page, "html", self.page_encoding)


def preview_files(edition: Edition, site: MailSite, sender: Sender | None = None) -> dict[str, bytes]:
    """Return the files by which a mail can be looked at on the site, by their paths from its root."""
    stem = preview_href(edition.day).removesuffix(".html")
    files = Composer(edition, site, sender or Sender("")).preview()
    return {f"{stem}.{ending}": data for ending, data in files.items()}


def preview_href(day: str) -> str:
    """Where the preview of the edition of `day` lies, from the site's root."""
    return f"{FOLDER}{day}.html"


def _hide(placeholder: str, words: str) -> str:
    """Return a placeholder that does not occur in what is printed: nobody can write the digest of their own words.

    A title that held it would be given the address at which the reader unsubscribes.
    """
    return f"{placeholder}{hashlib.sha256(words.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}"


def _fit(digest: Digest, subject: str, placeholder: str, longest: str) -> tuple[Digest, str]:
    """Return the longest digest whose HTML stays below LARGEST_HTML, and that HTML.

    `longest`: an address to unsubscribe at, as long as any reader's; `placeholder` stands for it.
    """
    printed: dict[Digest, str] = {}

    def fits(shortened: Digest) -> bool:
        printed.clear()  # nearly always the first one fits, and is wanted again
        page = printed[shortened] = print_html(shortened, subject)
        page = page.replace(placeholder, escape(longest))
        return (
            len(page.encode()) <= LARGEST_HTML
            and len(encode_part(page, "html", choose_encoding(printed[shortened]))) <= LARGEST_HTML
        )

    fitting = fit(digest, fits, LARGEST_HTML // LEAST_PIECE)
    return fitting, printed.get(fitting) or print_html(fitting, subject)


def _closing_moment(edition: Edition) -> datetime:
    """The edition's closing moment, which makes a mail's date independent of when it is sent."""
    return read_moment(edition.closes)


def _titles(edition: Edition, followed: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names in `edition` of what is followed; the id of what does not occur there, since both are words."""
    names = {actor.id: actor.name for item in edition.items for actor in item.actors}
    names |= {actor.id: actor.name for actor in edition.actors}
    names |= {quiet.id: quiet.title for quiet in edition.quiet}
    names |= {item.id: item.title for item in edition.items}
    return tuple(names.get(id_, id_) for id_ in followed)


def _selection(ids: tuple[str, ...]) -> tuple[str, ...]:
    """What a reader follows, in the order that is the same for all who follow it."""
    return tuple(sorted(set(ids)))
