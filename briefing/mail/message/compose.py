"""An edition as a mail: the message of RFC 5322, its HTML and text, and the files that show it on the site.

Pure functions of the edition and of what the site says: the same values make the same bytes, wherever and whenever.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from email.message import EmailMessage, MIMEPart
from email.utils import format_datetime

from briefing.mail.message.digest import FOLDER, Digest, MailSite, make_digest
from briefing.mail.message.headers import BODY, WIRE, checked_address, host, subject_line
from briefing.mail.message.html_part import print_html
from briefing.mail.message.length import fit
from briefing.mail.message.text_part import print_text
from briefing.published import Edition

# Gmail shows no more than 102 KB of a message's HTML; the rest is for what mail servers add and rewrite.
LARGEST_HTML = 90_000  # bytes, both decoded and as it is sent

LEAST_PIECE = 250  # bytes of HTML that the shortest piece takes, a title and a note: no mail holds more than 360

# Cannot occur in a part: "=" begins two hexadecimal digits in quoted-printable and does not occur inside base64.
BOUNDARY = "=_briefing"


def compose_message(edition: Edition, site: MailSite, recipient: str = "") -> EmailMessage:
    """Return the mail that brings `edition` to `recipient` (an address; empty: to nobody, for a preview).

    Raises SettingError where the site's name or an address cannot stand in a header. `serialise` gives its bytes.
    """
    return _message(_fit(edition, site), edition, site, recipient)


def serialise(message: EmailMessage) -> bytes:
    """Return a message as it goes over the wire: CRLF, no line beyond RFC 5322's 998 characters."""
    return message.as_bytes(policy=WIRE)


def render_html(edition: Edition, site: MailSite, *, preview: bool = False) -> str:
    """Return the HTML part. `preview`: as a page of the site, with a policy that lets nothing but its styles in."""
    return print_html(_fit(edition, site), subject_line(edition), preview=preview)


def render_text(edition: Edition, site: MailSite) -> str:
    """Return the text part: the same events, passages and links as the HTML part."""
    return print_text(_fit(edition, site))


def preview_files(edition: Edition, site: MailSite) -> dict[str, bytes]:
    """Return the files by which a mail can be looked at on the site, by their paths from its root."""
    digest = _fit(edition, site)
    stem = preview_href(edition.day).removesuffix(".html")
    return {
        f"{stem}.html": print_html(digest, subject_line(edition), preview=True).encode(),
        f"{stem}.txt": print_text(digest).encode(),
        f"{stem}.eml": serialise(_message(digest, edition, site, "")),
    }


def preview_href(day: str) -> str:
    """Where the preview of the edition of `day` lies, from the site's root."""
    return f"{FOLDER}{day}.html"


def _message(digest: Digest, edition: Edition, site: MailSite, recipient: str) -> EmailMessage:
    message = EmailMessage(policy=WIRE)
    message["From"] = checked_address(site.sender or f"briefing@{host(site)}", site.name)
    message["To"] = checked_address(recipient) if recipient else "undisclosed-recipients:;"
    message["Subject"] = subject_line(edition)
    message["Date"] = format_datetime(_closing_moment(edition))
    message["Message-ID"] = _message_id(edition, site, recipient)
    message["MIME-Version"] = "1.0"
    message.make_alternative(boundary=BOUNDARY)
    for part in (_part(print_text(digest), "plain"), _part(print_html(digest, subject_line(edition)), "html")):
        message.attach(part)  # type: ignore[arg-type]  # it is declared to take whole messages only, and takes parts
    return message


def _part(text: str, subtype: str) -> MIMEPart:
    """Return one of the two parts in seven bits, so that no server on the way has a reason to rewrite it."""
    data = text.encode()
    beyond = sum(byte > 127 for byte in data)
    # Quoted-printable makes three bytes of one beyond ASCII, base64 four of any three.
    encoding = "base64" if 6 * beyond > len(data) else "quoted-printable"
    part = MIMEPart(policy=BODY)
    part.set_content(text, subtype=subtype, charset="utf-8", cte=encoding)
    return part


def _closing_moment(edition: Edition) -> datetime:
    """The edition's closing moment, which makes a mail's date independent of when it is sent."""
    moment = datetime.fromisoformat(edition.closes)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _message_id(edition: Edition, site: MailSite, recipient: str) -> str:
    """The same for one edition and recipient however often it is made, and for no other; it names no reader."""
    key = f"{site.url}\n{site.name}\n{edition.day}\n{recipient}"
    return f"<{edition.day}.{hashlib.sha256(key.encode()).hexdigest()[:32]}@{host(site)}>"


def _fit(edition: Edition, site: MailSite) -> Digest:
    """Return the longest digest of `edition` whose HTML stays below LARGEST_HTML."""
    subject = subject_line(edition)

    def fits(digest: Digest) -> bool:
        page = print_html(digest, subject, preview=True)  # the longer of both kinds of page
        return len(page.encode()) <= LARGEST_HTML and len(_part(page, "html").as_bytes(policy=WIRE)) <= LARGEST_HTML

    return fit(make_digest(edition, site), fits, LARGEST_HTML // LEAST_PIECE)
