"""The pages on which readers subscribe and unsubscribe, as a WSGI server wants them: `briefing.wsgi:application`.

The settings file is the one that the variable BRIEFING_SETTINGS names, else pelicanconf.py in the current folder.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from briefing.errors import MailError
from briefing.mail.delivery.smtp import hand_over_alone
from briefing.mail.editions import list_days, read_edition
from briefing.mail.message.confirmation import compose_confirmation
from briefing.mail.model import Recipient
from briefing.mail.readers.endpoint import make_application
from briefing.mail.readers.pages import Front, Offers
from briefing.masthead import mail_sender, mail_site
from briefing.posting import envelope_sender, mail_server, mail_signer
from briefing.settings import Settings, check_settings
from briefing.settings_file import Options, read_pelican_settings
from briefing.translations import list_languages


def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """The application itself (PEP 3333), made at the first request."""
    return _application()(environ, start_response)


@lru_cache(maxsize=1)
def _application() -> WSGIApplication:
    options = Options(settings=os.environ.get("BRIEFING_SETTINGS", ""))
    return make_endpoint(check_settings(read_pelican_settings(options)))


def make_endpoint(settings: Settings) -> WSGIApplication:
    """Return the endpoint of a site. Readers can subscribe there where BRIEFING_MAIL_SUBSCRIBE is set.

    What they can choose to follow are the events of the newest edition. Raises SettingError where a setting that is
    needed is missing or wrong, so that a server does not start with it.
    """
    mail = settings.mail
    front = Front(settings.name, settings.language, settings.url, languages=list_languages())
    if not mail.subscribe:
        return make_application(mail.outbox, front)
    site, sender, server, sign = (
        mail_site(settings),
        mail_sender(settings),
        mail_server(settings),
        mail_signer(settings),
    )

    def confirm(reader: Recipient, link: str) -> None:
        letter = compose_confirmation(reader, site, sender, link, sign, now=datetime.now(UTC).isoformat())
        outcome = hand_over_alone(server, envelope_sender(settings), letter)
        if outcome.kind != "accepted":
            raise MailError(f"A letter to confirm was not handed over ({outcome.kind}).")

    def offers() -> Offers:
        days = list_days(settings.output)  # asked each time: the server runs for months
        return _events_of(days[-1], settings.output) if days else Offers()

    return make_application(mail.outbox, front, subscribe=mail.subscribe, confirm=confirm, offers=offers)


@lru_cache(maxsize=1)
def _events_of(day: str, output: Path) -> Offers:
    items = read_edition(day, output).edition.items
    return Offers(tuple((item.id, item.title) for item in items if item.kind == "event"))
