"""What do mails that come back say: is an address dead, did somebody complain, does somebody want no more?

Anybody can write a mail that looks like a bounce. So one is believed only if it brings back what our letter alone held:
its Message-ID, or the token of its List-Unsubscribe. All others are told and change nothing. A request to unsubscribe
needs no proof: honouring a forged one costs a reader some mails, not honouring a true one costs their trust.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from email.errors import MessageError
from email.message import Message
from hashlib import sha256
from pathlib import Path
from typing import Literal, NamedTuple
from urllib.parse import unquote

from msgspec import Struct
from msgspec.structs import replace

from briefing.errors import MailError
from briefing.mail.lines import flatten
from briefing.mail.readers.addresses import check_address
from briefing.mail.readers.keys import TOKEN_LENGTH, read_token, reader_key
from briefing.mail.readers.mailboxes import Stored, read_messages
from briefing.mail.readers.reports import (
    Report,
    address_in,
    find_attached,
    find_report,
    header,
    headers,
    read_message,
    read_text,
)

Kind = Literal["hard", "soft", "complaint", "unsubscribe", "unclear"]
Known = Callable[[str], "str | None"]  # the reader's key of a Message-ID of ours, with its angle brackets

LONGEST_REASON = 200  # characters
WORDS_ASKING = 3  # “unsubscribe me please”: more may be a sentence about something else
MOST_IDS = 60  # Message-IDs of one mail that are looked up

# Codes by which a server says that nobody is there to be written to (RFC 3463, the registry of RFC 5248 at IANA). All
# others may pass: 5.2.2 is a full mailbox, 5.1.8 our own domain, 5.3.4 and 5.6 the letter, 5.4 the way there (Postfix
# has 5.4.4 for a host that its name server did not find, which may be that server's fault), 5.7 policy and reputation.
DEAD = {
    "5.1.1": "there is no such mailbox",  # RFC 3463 § 3.2
    "5.1.2": "there is no such domain, or it takes no mail",  # RFC 3463 § 3.2
    "5.1.3": "the address cannot be one there",  # RFC 3463 § 3.2
    "5.1.6": "the mailbox has moved and left no address",  # RFC 3463 § 3.2
    "5.1.10": "the domain takes no mail",  # RFC 7505 § 4.2; Exchange says so of an unknown mailbox
    "5.2.1": "the mailbox is disabled",  # RFC 3463 § 3.3
    "5.7.17": "the mailbox has a new owner",  # RFC 7293 § 14
    "5.7.18": "the domain has a new owner",  # RFC 7293 § 14
}
# Google has 5.2.1 also for a mailbox that gets mail faster than it may (support.google.com/a/answer/3726730).
_FOR_NOW = re.compile(r"\b(rate|quickly|temporar\w+|try again|later)\b", re.IGNORECASE)

_REPLY_CODE = re.compile(r"5\d\d[ -](5\.\d{1,3}\.\d{1,3})\b")
_CODE = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?!\d|\.\d)")
_MESSAGE_ID = re.compile(r"<[^<>\s]{3,250}>")
_TOKEN = re.compile(rf"(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{{{TOKEN_LENGTH}}}(?![A-Za-z0-9_-])")
_ADDRESS = re.compile(r"[^\s<>()\[\]\"',;:@]{1,64}@[^\s<>()\[\]\"',;:@]{1,255}")
_LOCAL_PART = re.compile(r"[^\s<>@:;,]{1,64}@")
_REPLY = re.compile(r"(re|aw|sv|antw):", re.IGNORECASE)
_DAEMON = re.compile(r"(mailer-daemon|postmaster|mail-daemon|mdaemon)@", re.IGNORECASE)


class Returned(Struct, frozen=True):
    """What one mail says of one reader.

    `hard`: the address is dead. `soft`: this letter did not arrive, the next may. `complaint`: the reader called it
    unwanted. `unsubscribe`: they want no more. `unclear`: not understood or not believed; a person may look.
    """

    kind: Kind
    reader: str  # key; empty where none is proved or asked for
    address: str  # that the mail names; empty: none
    message_id: str  # of our letter; empty: none was found
    reason: str  # on one line, addresses shortened: logs may be public
    place: str  # "bounces.mbox: message 3"
    mail: str = ""  # SHA-256 of the mail's bytes, in hexadecimal digits


def read_returned(path: Path, secret: bytes, known: Known) -> Iterator[Returned]:
    """Yield what each message of a file or folder says; at least one for each. Raises MailError if it cannot be read.

    `secret` is the outbox's; `known` gives the reader's key of a Message-ID that stands in the outbox.
    """
    for stored in read_messages(path):
        mail = sha256(stored.raw).hexdigest()
        yield from (replace(found, mail=mail) for found in understand(stored, secret, known))


def understand(stored: Stored, secret: bytes, known: Known) -> tuple[Returned, ...]:
    """Return what one message says: of each recipient of a report, else one. Never empty, never an error."""
    try:
        message = read_message(stored.raw)
        reading = None if message is None else _Reading(message, stored.place, secret, known)
        found = () if reading is None else tuple(reading.read())
    except (
        MessageError,
        RecursionError,
        LookupError,
        ValueError,
        AttributeError,
        TypeError,
    ):  # Python's parser, over broken mail
        found = ()
    what = "it has more parts than a report, or is broken" + (
        ", and it is longer than what is read" if stored.cut else ""
    )
    return found or (Returned("unclear", "", "", "", what, stored.place),)


def says_dead(reply: str) -> bool:
    """Whether a server's reply to a letter says that nobody is at its address: "550 5.1.1 …", by DEAD."""
    found = _REPLY_CODE.match(reply)
    return found is not None and _judge(found[1], reply) == "hard"


class _Ours(NamedTuple):
    """What proves that a mail is about a letter of ours."""

    reader: str
    message_id: str


class _Reading:
    """One message, being understood."""

    def __init__(self, message: Message, place: str, secret: bytes, known: Known) -> None:
        self._message, self._place, self._secret, self._known = message, place, secret, known

    def read(self) -> Iterator[Returned]:
        report = find_report(self._message)
        if report and report.subtype == "feedback-report":
            yield self._read_feedback(report)
        elif report:
            yield from self._read_delivery(report)
        elif (request := self._read_request()) is not None:
            yield request
        else:
            yield self._read_words()

    # -- reports ------------------------------------------------------------------------------------------------------

    def _read_delivery(self, report: Report) -> Iterator[Returned]:
        """A delivery status notification (RFC 3464): the first block is of the report, the others of recipients."""
        recipients = [block for block in report.blocks if block.get("action") or block.get("status")]
        ours = self._find_ours(report)
        if not recipients:
            yield self._told("unclear", ours, "", "a delivery report that names no recipient")
        for block in recipients:
            addresses = [_read_typed(words) for words in headers(block, "original-recipient", "final-recipient")]
            named = [address for address in addresses if address]
            said = re.sub(r"^[\w-]*;", "", header(block, "diagnostic-code")).strip()  # without its type, “smtp;”
            code = _find_code(header(block, "status"))
            if code.endswith(".0.0") or not code:  # says nothing of its own
                code = _find_code(said) or code
            action = header(block, "action").lower().partition(" ")[0]
            words = said if code and code in said else " ".join(filter(None, (code, said))) or action
            if action in ("delivered", "relayed", "expanded"):
                yield self._told("unclear", ours, named[0] if named else "", f"{action}, not returned: {words}")
            elif action == "delayed":  # whatever its code, it is still tried
                yield self._believed("soft", ours, named, words)
            else:
                yield self._believed(_judge(code, said), ours, named, words)
        if report.left:
            yield self._told("unclear", None, "", f"{report.left} more recipients of one report, which were not read")

    def _read_feedback(self, report: Report) -> Returned:
        """An abuse report (RFC 5965). Providers black out whose it is, but return the letter's own headers."""
        kind = next(
            (header(block, "feedback-type").lower() for block in report.blocks if block.get("feedback-type")), ""
        )
        ours = self._find_ours(report)
        named = [_read_typed(words) for block in report.blocks for words in headers(block, "original-rcpt-to")]
        named = [address for address in named if address]
        words = f"a report of the type {kind or 'abuse'}"
        if kind in ("abuse", "fraud", "virus", "other", ""):
            return self._believed("complaint", ours, named, words)
        if kind.startswith("opt-out"):
            return self._believed("unsubscribe", ours, named, words)
        return self._told("unclear", ours, named[0] if named else "", words)  # not-spam, auth-failure: no complaint

    # -- words --------------------------------------------------------------------------------------------------------

    def _read_request(self) -> Returned | None:
        """A mail to unsubscribe: “unsubscribe TOKEN” in its subject, the token in whom it is to, or the bare word."""
        subject = header(self._message, "subject")
        sender = address_in(self._message, "from")
        places = [subject, *headers(self._message, "to", "delivered-to", "x-original-to")]
        for words in places:
            if key := self._find_token(words):
                return Returned("unsubscribe", key, _shown(sender), "", "asked by mail, with their token", self._place)
        damaged = _asks(subject) and any(len(word) >= TOKEN_LENGTH // 2 for word in subject.split())
        first = next((line for line in read_text(self._message)[:2000].splitlines() if line.strip()), "")
        if not _asks(subject) and not _asks(first):
            return None
        if self._is_automatic():
            return self._told("unclear", None, sender, "a robot's answer to “unsubscribe”")
        answered = self._find_first(_MESSAGE_ID.finditer(header(self._message, "in-reply-to")))
        if answered is not None:  # whatever address they answer from
            return self._told("unsubscribe", answered, sender, "asked by mail, in answer to their letter")
        try:
            key = reader_key(self._secret, check_address(sender))
        except MailError:
            return self._told("unclear", None, sender, "asks to unsubscribe and names neither token nor address")
        why = "whose token is damaged" if damaged else "without a token"
        reason = f"asked by mail {why}: whoever sent it may have used another's address"
        return Returned("unsubscribe", key, _shown(sender), "", reason, self._place)

    def _read_words(self) -> Returned:
        """A bounce in words (qmail, Exchange, old servers): a code and then our letter's headers."""
        text = read_text(self._message)
        attached = find_attached(self._message)
        ours = self._find_first(_MESSAGE_ID.finditer(text))
        before = text
        if ours is not None:
            at = text.index(ours.message_id)
            before = text[: max(text.rfind("\n\n", 0, at), 0) or at]  # the blank line above the letter's headers
        elif attached is not None:
            ours = self._find_ours(Report("", (), attached))
        if not self._is_of_a_server():
            return self._told("unclear", ours, address_in(self._message, "from"), "no bounce and no request")
        code = _find_code(before)
        if not code:
            return self._told("unclear", ours, "", "a server's mail that names no status")
        line = next((line for line in before.splitlines() if _CODE.search(line)), code)
        named = _ADDRESS.findall(before)[:MOST_IDS]
        return self._believed(_judge(code, before[:2000]), ours, named, line)

    def _is_of_a_server(self) -> bool:
        """Whether a server made the mail: RFC 5321 § 4.5.5 wants an empty sender; others tell by their name."""
        senders = " ".join(headers(self._message, "from", "return-path"))
        empty = header(self._message, "return-path") == "<>"
        return self._is_automatic() or empty or bool(_DAEMON.search(senders))

    def _is_automatic(self) -> bool:
        return header(self._message, "auto-submitted").lower() not in ("", "no")  # RFC 3834 § 5

    # -- what is believed ---------------------------------------------------------------------------------------------

    def _find_ours(self, report: Report) -> _Ours | None:
        """What the report brings back of a letter of ours: its Message-ID, or the token that only it held."""
        ids: list[str] = []
        if report.returned is not None:
            ids += headers(report.returned, "message-id", "x-original-message-id")
        for block in report.blocks:
            ids += headers(block, "x-original-message-id", "original-message-id")
        ids += headers(self._message, "in-reply-to", "references", "x-failed-message-id")
        ours = self._find_first(found for words in ids for found in _MESSAGE_ID.finditer(words))
        if ours is None and report.returned is not None:  # some services give the letter a Message-ID of their own
            for words in headers(report.returned, "list-unsubscribe"):
                if key := self._find_token(words):
                    return _Ours(key, "")
        return ours

    def _find_token(self, words: str) -> str:
        """The key of the first token of ours in a header; in a mailto: address “%20” stands before it."""
        tokens = (read_token(self._secret, token) for token in _TOKEN.findall(unquote(words)))
        return next((key for key in tokens if key), "")

    def _find_first(self, ids: Iterable[re.Match[str]]) -> _Ours | None:
        tried: dict[str, None] = {}
        for match in ids:
            if match[0] in tried:
                continue
            if len(tried) == MOST_IDS:
                return None
            tried[match[0]] = None
            if key := self._known(match[0]):
                return _Ours(key, match[0])
        return None

    def _believed(
        self,
        kind: Literal["hard", "soft", "complaint", "unsubscribe"],
        ours: _Ours | None,
        named: list[str],
        words: str,
    ) -> Returned:
        """What is said of a reader, if it is proved to be about a letter of ours; else it is told as unclear."""
        address = named[0] if named else ""
        if ours is None:
            return self._told("unclear", None, address, f"about no letter of ours: {words}")
        if kind == "hard" and named and ours.reader not in {self._key(one) for one in named}:
            what = "of an address the letter was not sent to, maybe by forwarding"
            return self._told("unclear", ours, address, f"{what}: {words}")
        return self._told(kind, ours, address, words)

    def _key(self, address: str) -> str:
        try:
            return reader_key(self._secret, check_address(address))
        except MailError:
            return ""

    def _told(self, kind: Kind, ours: _Ours | None, address: str, words: str) -> Returned:
        reader, message_id = ours or ("", "")
        return Returned(kind, reader, _shown(address), message_id, _on_one_line(words), self._place)


def _asks(words: str) -> bool:
    """Whether a line asks to unsubscribe: the word, perhaps behind “Re:”, with a token or a word or two behind it."""
    found = [word for word in words.split() if not _REPLY.fullmatch(word)]
    return 0 < len(found) <= WORDS_ASKING and found[0].strip(".,:;!“”\"'*<>").casefold() == "unsubscribe"


def _find_code(words: str) -> str:
    """The first enhanced status code (RFC 3463) in a text; empty if there is none."""
    found = _CODE.search(words)
    return ".".join(str(int(part)) for part in found.groups()) if found else ""


def _judge(code: str, words: str) -> Literal["hard", "soft"]:
    return "hard" if code in DEAD and not (code == "5.2.1" and _FOR_NOW.search(words)) else "soft"


def _read_typed(words: str) -> str:
    """The address of “rfc822; mara@tidewater.example” (RFC 3464 § 2.3.2), or of a bare one; empty: none."""
    found = _ADDRESS.search(words.rpartition(";")[2])
    return found[0] if found else ""


def _shown(address: str) -> str:
    return "".join(letter for letter in address if letter.isprintable())[:254]


def _on_one_line(words: str) -> str:
    """The words as they can stand in a terminal and a log: one line, nothing unprinted, no whole address."""
    line = _LOCAL_PART.sub("…@", flatten(words[:4000])) or "no reason is given"
    return line if len(line) <= LONGEST_REASON else f"{line[: LONGEST_REASON - 1]}…"
