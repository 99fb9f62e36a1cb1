"""How do readers unsubscribe and subscribe on the web? A WSGI application (PEP 3333), for any server of such.

GET changes nothing, because mail scanners follow links; what changes something is posted (RFC 8058). The outbox is
opened for each request, so any number of threads and processes may serve it while a sender runs. Whatever goes wrong
with it is answered 503: a mailbox provider then comes again, so that nobody who unsubscribed is forgotten.
"""

from __future__ import annotations

import logging
import re
import traceback
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import cast
from urllib.parse import urljoin
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from msgspec import Struct

from briefing.errors import BriefingError, MailError
from briefing.mail.delivery.outbox import Outbox, open_outbox
from briefing.mail.delivery.subscriptions import REQUEST_DAYS
from briefing.mail.model import Frequency, Reason, Recipient
from briefing.mail.moments import write_moment
from briefing.mail.readers import pages
from briefing.mail.readers.addresses import check_address
from briefing.mail.readers.keys import read_token, subscribe_token
from briefing.mail.readers.pages import Front, Offers
from briefing.mail.readers.posted import Posted, RefusedError, first, read_request, wished_languages
from briefing.wording import spoken_language

UNSUBSCRIBED: Reason = "unsubscribed"  # why no mail is sent, where readers said so themselves

# To whoever called our mail unwanted, not even a letter to confirm is written: anybody can ask for any address.
NEVER_ASKED: frozenset[Reason] = frozenset(("complained",))

# Letters to confirm, to all addresses together. Whoever would have us write to strangers wants thousands; readers come
# in their dozens when a site is talked about, and one who came too late can ask again.
MOST_LETTERS_AN_HOUR = 200
RETRY_AFTER = "120"  # seconds: longer than anything keeps the outbox busy (`store.PATIENCE`)

_log = logging.getLogger(__name__)

PLAIN, HTML = "text/plain; charset=utf-8", "text/html; charset=utf-8"
_STATUS = {
    200: "200 OK",
    400: "400 Bad Request",
    404: "404 Not Found",
    405: "405 Method Not Allowed",
    410: "410 Gone",
    413: "413 Content Too Large",
    503: "503 Service Unavailable",
}
_ALL = ("GET", "HEAD", "POST")


class Answer(Struct, frozen=True):
    text: str
    status: int = 200
    kind: str = HTML
    headers: tuple[tuple[str, str], ...] = ()


class Asked(Struct, frozen=True):
    """A request, read, in the language in which it is answered."""

    posted: Posted
    language: str
    outbox: Outbox

    @property
    def changes(self) -> bool:
        return self.posted.method == "POST"


def make_application(
    outbox: Path,
    front: Front,
    *,
    subscribe: str = "",
    confirm: Callable[[Recipient, str], None] | None = None,
    offers: Callable[[], Offers] = Offers,
    now: Callable[[], str] | None = None,
    aside: Callable[[Callable[[], None]], object] | None = None,
    most_letters_an_hour: int = MOST_LETTERS_AN_HOUR,
) -> WSGIApplication:
    """Return the application over the outbox file at `outbox`.

    `subscribe` is the public address of its page of that name; the page to confirm is beside it. `confirm` writes to a
    reader with the address that confirms, and raises BriefingError or OSError where that cannot be handed over. Without
    either, readers can only unsubscribe. `offers` says what can be followed whenever somebody asks for the form; where
    it raises BriefingError there is nothing to choose. `now` returns the moment, ISO 8601 in UTC; by default the
    machine's. `aside` has something done while the answer goes out; by default a thread of its own does, so that an
    answer takes as long whether a letter goes out or not, and a mail server that hangs keeps nobody waiting.
    """
    return Endpoint(
        outbox,
        front,
        subscribe if confirm else "",
        confirm,
        offers,
        now or _moment,
        aside or ThreadPoolExecutor(1, "letters").submit,
        most_letters_an_hour,
    )


def _moment() -> str:
    return write_moment(datetime.now(UTC))


class Endpoint(Struct, frozen=True):
    """The application; `make_application` says what its fields are."""

    outbox: Path
    front: Front
    subscribe: str
    confirm: Callable[[Recipient, str], None] | None
    offers: Callable[[], Offers]
    now: Callable[[], str]
    aside: Callable[[Callable[[], None]], object]
    most_letters_an_hour: int

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        language = "en"
        try:
            posted = read_request(environ)
            language = self._choose_language(posted, wished_languages(environ))
            answer = self._answer(posted, language)
        except RefusedError as error:
            answer = Answer(pages.tell_unreadable(self.front, language), error.status)
        except Exception as error:  # noqa: BLE001 - whatever it is: those who unsubscribe have to come again
            _report(error)
            answer = Answer(pages.tell_busy(self.front, language), 503, headers=(("Retry-After", RETRY_AFTER),))
        body = answer.text.encode()
        headers = [
            ("Content-Type", answer.kind),
            ("Content-Length", str(len(body))),
            ("Cache-Control", "no-store"),
            ("Content-Security-Policy", pages.policy()),
            ("Referrer-Policy", "no-referrer"),
            ("X-Content-Type-Options", "nosniff"),
            ("X-Frame-Options", "DENY"),
            ("X-Robots-Tag", "noindex, nofollow"),
            *answer.headers,
        ]
        start_response(_STATUS[answer.status], headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]

    def _choose_language(self, posted: Posted, wished: list[str]) -> str:
        """The first language that has words: of link or form, then of the browser, then the site's; else English."""
        codes = (first(posted.fields, "l"), first(posted.query, "l"), *wished, self.front.language)
        return next((code for code in codes if _is_spoken(code)), "en")

    def _answer(self, posted: Posted, language: str) -> Answer:
        routes: dict[str, tuple[tuple[str, ...], Callable[[Asked], Answer]]] = {
            "/unsubscribe": (_ALL, self._unsubscribe),
            "/resubscribe": (("POST",), self._resubscribe),
        }
        if self.subscribe:
            routes |= {"/subscribe": (_ALL, self._subscribe), "/confirm": (_ALL, self._confirm)}
        if posted.path not in routes:
            return Answer(pages.tell_not_found(self.front, language), 404)
        methods, act = routes[posted.path]
        if posted.method not in methods:
            allowed = (("Allow", ", ".join(methods)),)
            return Answer(pages.tell_not_allowed(self.front, language), 405, headers=allowed)
        with open_outbox(self.outbox) as outbox:
            return act(Asked(posted, language, outbox))

    # -- to unsubscribe -----------------------------------------------------------------------------------------------

    def _unsubscribe(self, asked: Asked) -> Answer:
        token, one_click = asked.posted.token, asked.posted.is_one_click
        key = read_token(asked.outbox.secret, token)
        if key is None:
            if one_click:  # a robot, to whom a page says nothing
                return Answer("This is not the token of a reader.\n", 400, PLAIN)
            return Answer(pages.tell_bad_link(self.front, asked.language), 400)
        language = self._language_of(asked, key)
        if not asked.changes:
            return Answer(pages.ask_to_unsubscribe(self.front, language, token))
        asked.outbox.suppress(key, UNSUBSCRIBED, self.now())
        if one_click:
            return Answer("Unsubscribed.\n", kind=PLAIN)
        return Answer(pages.tell_unsubscribed(self.front, language, token))

    def _resubscribe(self, asked: Asked) -> Answer:
        """Take back what a reader did by mistake, and nothing else: not that their mailbox bounced or was erased."""
        key = read_token(asked.outbox.secret, asked.posted.token)
        if key is None:
            return Answer(pages.tell_bad_link(self.front, asked.language), 400)
        language = self._language_of(asked, key)
        reason = asked.outbox.is_suppressed(key)
        if reason == UNSUBSCRIBED:
            asked.outbox.lift(key)
        elif reason:
            offer = "subscribe" if self.subscribe else ""
            return Answer(pages.tell_not_resubscribed(self.front, language, offer))
        return Answer(pages.tell_resubscribed(self.front, language))

    # -- to subscribe -------------------------------------------------------------------------------------------------

    def _subscribe(self, asked: Asked) -> Answer:
        """Offer the form; take it in. The answer tells nobody whether an address is a reader's."""
        fields, offers = asked.posted.fields, self._offers()
        if not asked.changes:
            return Answer(pages.offer_subscription(self.front, asked.language, offers, {}))
        if first(fields, "website"):  # no person sees this field
            return Answer(pages.tell_asked(self.front, asked.language))
        try:
            address = check_address(first(fields, "address").strip())
        except MailError:
            return Answer(pages.offer_subscription(self.front, asked.language, offers, fields, wrong=True), 400)
        reader, now = self._wanted(address, asked.posted, offers), self.now()
        key = asked.outbox.ask(
            reader.address,
            reader.name,
            reader.language,
            reader.events,
            reader.actors,
            now,
            reader.frequency,
            most_an_hour=self.most_letters_an_hour,
        )
        if key and asked.outbox.is_suppressed(key) in NEVER_ASKED:
            asked.outbox.withdraw(key, now)  # or a link in an older letter would confirm what somebody else asked for
        elif key:
            link = urljoin(self.subscribe, f"confirm?t={subscribe_token(asked.outbox.secret, key)}")
            self.aside(lambda: self._write(reader, link, key, now))
        return Answer(pages.tell_asked(self.front, asked.language))

    def _write(self, reader: Recipient, link: str, key: str, now: str) -> None:
        """Hand over the letter that asks to confirm; where that fails the reader may ask again at once."""
        assert self.confirm is not None
        try:
            self.confirm(reader, link)
        except Exception as error:  # noqa: BLE001 - nobody is left to be told but the log
            _report(error, reader.address)
            try:
                with open_outbox(self.outbox) as outbox:
                    outbox.withdraw(key, now)
            except BriefingError as another:
                _report(another)

    def _offers(self) -> Offers:
        try:
            return self.offers()
        except BriefingError as error:
            _report(error)
            return Offers()

    def _wanted(self, address: str, posted: Posted, offers: Offers) -> Recipient:
        """The reader that a form describes: of what can be chosen, and nothing that was not offered."""
        fields = posted.fields
        language, often = first(fields, "language"), first(fields, "frequency")
        return Recipient(
            address,
            language=language if language in self.front.languages else "",
            events=tuple(each for each, _ in offers.events if each in fields.get("events", ())),
            actors=tuple(each for each, _ in offers.actors if each in fields.get("actors", ())),
            frequency=cast(Frequency, often) if often in ("daily", "weekly") else "",
        )

    def _confirm(self, asked: Asked) -> Answer:
        """Make a reader of who asked: by a button, since whatever scans mails has followed the link already."""
        token = asked.posted.token
        key = read_token(asked.outbox.secret, token, "subscribe")
        if key is None:
            return Answer(pages.tell_bad_link(self.front, asked.language), 400)
        language, now = self._language_of(asked, key), self.now()
        waits = asked.outbox.is_asked(key, now)
        if waits and not asked.changes:
            return Answer(pages.ask_to_confirm(self.front, language, token))
        if waits and asked.outbox.confirm(key, now, pages.consent(self.front, language)):
            return Answer(pages.tell_confirmed(self.front, language))
        if asked.outbox.consent(key) and not asked.outbox.is_suppressed(key):  # the button was pressed twice
            return Answer(pages.tell_confirmed(self.front, language))
        return Answer(pages.tell_old_link(self.front, language, REQUEST_DAYS), 410)

    def _language_of(self, asked: Asked, key: str) -> str:
        """The language that a subscriber chose; that of the request for readers whom only a list names."""
        chosen = asked.outbox.language_of(key)
        return chosen if _is_spoken(chosen) else asked.language


def _is_spoken(code: str) -> bool:
    """Whether a page can be in this language: one without translation would be English, and written as it is not."""
    return code != "" and spoken_language(code, "") == code


def _report(error: Exception, address: str = "") -> None:
    """Tell the log what went wrong: our own words, without `address`; of others the place, since they may hold one."""
    if isinstance(error, BriefingError):
        words = re.sub(re.escape(address), "…", str(error), flags=re.IGNORECASE) if address else str(error)
    else:
        last = traceback.extract_tb(error.__traceback__)[-1]
        words = f"{type(error).__name__} in {last.name}, line {last.lineno} of {last.filename}"
    _log.error("briefing: %s", words)
