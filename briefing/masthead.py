"""Under which name and address does mail go out? From the settings to mail's own values."""

from __future__ import annotations

from briefing.mail.message.digest import MailSite
from briefing.mail.message.headers import Sender
from briefing.settings import Settings


def mail_site(settings: Settings) -> MailSite:
    """Return what every mail says of the site."""
    return MailSite(
        settings.name, settings.url, settings.language, settings.timezone, settings.notice, footer=settings.footer
    )


def mail_sender(settings: Settings) -> Sender:
    """Return who every mail comes from. Without BRIEFING_MAIL_FROM it is good for previews only."""
    mail = settings.mail
    return Sender(
        address=mail.sender,
        name=settings.name,
        reply_to=mail.reply_to,
        list_id=mail.list_id,
        unsubscribe=mail.unsubscribe,
        unsubscribe_to=mail.unsubscribe_to or mail.reply_to or mail.sender,
        feedback_id=mail.feedback_id,
    )
