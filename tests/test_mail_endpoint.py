"""Subscribing and unsubscribing on the web: what changes something, what does not, and what nobody learns from it."""

from __future__ import annotations

import io
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from socketserver import ThreadingMixIn
from threading import Event, Thread
from time import sleep
from typing import Any
from urllib.parse import quote, urlencode
from urllib.request import urlopen
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server
from wsgiref.types import WSGIApplication
from wsgiref.util import setup_testing_defaults
from wsgiref.validate import validator

import fakes
import pytest
from conftest import require
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html
from msgspec.structs import replace
from servers import PASSWORD, sound_server
from test_mail_cli import Desk
from test_site_in_browser import RUNS_OVER, opened

from benchmarks.measures import axe, markup, tools
from briefing import translations, wsgi
from briefing.errors import MailError
from briefing.mail.delivery import store
from briefing.mail.delivery.outbox import create_outbox, open_outbox
from briefing.mail.model import Letter, Mailing, Outcome, Recipient
from briefing.mail.readers.endpoint import make_application
from briefing.mail.readers.keys import make_token, reader_key
from briefing.mail.readers.pages import Front, Offers
from briefing.mail.readers.posted import RefusedError, read_request
from briefing.settings import check_settings
from briefing.settings_file import Options, read_pelican_settings
from briefing.wording import speak

NOW = "2025-03-14T07:00:00+00:00"
READER = "mara@reader.example"
FRONT = Front(
    "The Tidewater Briefing",
    home="https://news.example/",
    languages=("en", "de"),
)
OFFERS = Offers((("tugs", "The tugs rest"), ("storm", "A <b>storm</b>")), (("harbour", "The harbour masters"),))
HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
}


def after(**span: float) -> str:
    return (datetime.fromisoformat(NOW) + timedelta(**span)).astimezone(UTC).isoformat(timespec="seconds")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    create_outbox(tmp_path / "mailroom" / "outbox.sqlite3")
    return tmp_path / "mailroom" / "outbox.sqlite3"


# -- requests in the outbox --------------------------------------------------------------------------------------------


def test_an_address_is_asked_once_a_day_and_strangers_are_not_flooded(path):
    with open_outbox(path) as outbox:

        def ask(address: str, now: str) -> str:
            return outbox.ask(address, "", "de", (), (), now, "weekly", most_an_hour=3)

        key = reader_key(outbox.secret, READER)
        assert ask(READER, NOW) == key
        assert ask(READER.upper(), after(hours=23)) == ""
        assert ask(READER, after(hours=25)) == key
        assert outbox.confirm(key, after(hours=26), "I want it.")
        assert ask(READER, after(hours=30)) == ""  # it was asked for that day, confirmed or not
        later = [ask(f"reader{n}@reader.example", after(hours=40)) for n in range(4)]
        assert [bool(each) for each in later] == [True, True, True, False]
        assert ask("reader4@reader.example", after(hours=41, minutes=1))
        # All that was while the clock was ahead.
        assert ask(READER, NOW) == key
        assert ask("reader5@reader.example", NOW)


def test_a_request_ends_by_itself_or_when_its_letter_was_not_handed_over(path):
    with open_outbox(path) as outbox:
        key = outbox.ask(READER, "", "de", ("tugs",), (), NOW, "weekly", most_an_hour=3)
        assert outbox.language_of(key) == "de"
        assert outbox.is_asked(key, after(days=7))
        assert not outbox.is_asked(key, after(days=7, seconds=1))
        outbox.withdraw(key, after(seconds=1))
        assert outbox.is_asked(key, NOW)
        outbox.withdraw(key, NOW)
        assert not outbox.is_asked(key, NOW)
        assert outbox.language_of(key) == ""
        assert outbox.ask(READER, "", "", ("tugs",), (), NOW, "weekly", most_an_hour=3) == key
        assert outbox.confirm(key, after(hours=1), "I want it.")
        assert [(each.address, each.events, each.frequency) for each in outbox.subscribers()] == [
            (READER, ("tugs",), "weekly")
        ]


# -- the application ---------------------------------------------------------------------------------------------------


@dataclass
class Answered:
    status: int
    headers: dict[str, str]
    body: str

    @property
    def page(self) -> Any:
        return lxml_html.fromstring(self.body)

    @property
    def title(self) -> str:
        return str(self.page.xpath("string(//h1)"))


@dataclass
class Reader:
    """Whoever asks: the application behind a validator of WSGI, and the letters it wrote."""

    path: Path
    front: Front = FRONT
    subscribe: str = "https://news.example/mail/subscribe"
    moment: str = NOW
    most: int = 50
    fails: Exception | None = None
    given: WSGIApplication | None = None
    letters: list[tuple[Recipient, str]] = field(default_factory=list)
    beside: bool = False  # letters are handed over in a thread, as they are by default

    def confirm(self, reader: Recipient, link: str) -> None:
        if self.fails:
            raise self.fails
        self.letters.append((reader, link))

    def offers(self) -> Offers:
        return OFFERS

    def application(self) -> WSGIApplication:
        return self.given or make_application(
            self.path,
            self.front,
            subscribe=self.subscribe,
            confirm=self.confirm,
            offers=self.offers,
            now=lambda: self.moment,
            aside=None if self.beside else lambda act: act(),
            most_letters_an_hour=self.most,
        )

    def ask(
        self,
        address: str,
        method: str = "GET",
        form: Mapping[str, str | Sequence[str]] | None = None,
        body: bytes | None = None,
        **environ: str,
    ) -> Answered:
        path, _, query = address.partition("?")
        given = {"PATH_INFO": path, "QUERY_STRING": query, "REQUEST_METHOD": method, "SCRIPT_NAME": "", **environ}
        if body is None and form is not None:
            body = urlencode(form, doseq=True).encode()
            given.setdefault("CONTENT_TYPE", "application/x-www-form-urlencoded")
        if body is not None:
            given.setdefault("CONTENT_LENGTH", str(len(body)))
        given["wsgi.input"] = io.BytesIO(body or b"")
        setup_testing_defaults(given)
        told: list[tuple[str, list[tuple[str, str]]]] = []

        def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            told.append((status, headers))
            return lambda _: None

        result = validator(self.application())(given, start_response)
        try:
            text = b"".join(result).decode()
        finally:
            result.close()
        status, headers = told[0]
        found = dict(headers)
        assert len(found) == len(headers)
        assert method == "HEAD" or found["Content-Length"] == str(len(text.encode()))
        return Answered(int(status[:3]), found, text)

    def post(self, page: str, **form: str | Sequence[str]) -> Answered:
        return self.ask(page, "POST", form)

    def press(self, answer: Answered) -> Answered:
        """Press the page's button."""
        form = answer.page.forms[0]
        return self.ask(f"/{form.action}", "POST", dict(form.form_values()))

    # What a token is made of and what the outbox says.

    @property
    def key(self) -> str:
        with open_outbox(self.path) as outbox:
            return reader_key(outbox.secret, READER)

    def link(self, page: str = "unsubscribe") -> str:
        with open_outbox(self.path) as outbox:
            purpose = "subscribe" if page == "confirm" else "unsubscribe"
            return f"/{page}?t={make_token(outbox.secret, self.key, purpose)}"

    def reason(self) -> str:
        with open_outbox(self.path) as outbox:
            return outbox.is_suppressed(self.key)

    def suppress(self, reason: str) -> None:
        with open_outbox(self.path) as outbox:
            outbox.suppress(self.key, reason, NOW)

    def kept(self) -> list[str]:
        """All rows of all tables."""
        db = sqlite3.connect(self.path)
        try:
            return list(db.iterdump())
        finally:
            db.close()


@pytest.fixture
def reader(path: Path) -> Reader:
    return Reader(path)


ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def test_a_link_shows_a_page_and_changes_nothing(reader):
    before = reader.kept()
    for method in ("GET", "HEAD"):
        answer = reader.ask(reader.link(), method)
        assert answer.status == 200
    assert reader.kept() == before
    assert answer.body == ""
    page = reader.ask(reader.link())
    assert page.title == "Unsubscribe"
    assert page.page.forms[0].method == "POST"
    assert page.page.xpath("//script|//link|//img|//@onclick|//@style") == []


def test_a_mailbox_provider_unsubscribes_with_one_click(reader):
    answer = reader.ask(reader.link(), "POST", ONE_CLICK)
    assert (answer.status, answer.body) == (200, "Unsubscribed.\n")
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert not {"Set-Cookie", "Location", "WWW-Authenticate"} & set(answer.headers)
    assert reader.reason() == "unsubscribed"
    assert reader.ask(reader.link(), "POST", ONE_CLICK).status == 200


@pytest.mark.parametrize("quoted", ["name=List-Unsubscribe", 'name="List-Unsubscribe"'])
def test_a_mailbox_provider_may_send_a_form_of_parts(reader, quoted):
    body = f'--b"1\r\nContent-Disposition: form-data; {quoted}\r\n\r\nOne-Click\r\n--b"1--\r\n'.encode()
    answer = reader.ask(reader.link(), "POST", body=body, CONTENT_TYPE='multipart/form-data; boundary="b\\"1"')
    assert (answer.status, answer.body) == (200, "Unsubscribed.\n")
    assert reader.reason() == "unsubscribed"


def test_a_post_unsubscribes_whatever_else_it_says(reader):
    assert reader.ask(reader.link(), "POST", body=b"", CONTENT_LENGTH="").status == 200
    assert reader.reason() == "unsubscribed"


def test_the_page_s_button_unsubscribes_and_its_own_takes_that_back(reader):
    done = reader.press(reader.ask(reader.link()))
    assert (done.status, done.title) == (200, "You are unsubscribed")
    assert reader.reason() == "unsubscribed"
    again = reader.press(done)
    assert (again.status, again.title) == (200, "You are subscribed again")
    assert reader.reason() == ""
    assert reader.press(done).title == "You are subscribed again"  # pressed twice


@pytest.mark.parametrize("reason", ["bounced", "complained", "forgotten"])
def test_a_reader_takes_back_only_what_they_said_themselves(reader, reason):
    reader.suppress(reason)
    assert reader.press(reader.ask(reader.link())).title == "You are unsubscribed"
    assert reader.post(reader.link("resubscribe")).title == "That cannot be taken back here"
    assert reader.reason() == reason


def test_who_is_forgotten_can_still_unsubscribe(reader):
    with open_outbox(reader.path) as outbox:
        outbox.forget(reader.key, NOW)
    assert reader.ask(reader.link(), "POST", ONE_CLICK).body == "Unsubscribed.\n"
    assert reader.reason() == "forgotten"


def test_a_damaged_link_says_what_to_do_and_changes_nothing(reader):
    before = reader.kept()
    good = reader.link()
    wrong = [good[:-1], good[:-1] + ("A" if good[-1] != "A" else "B"), good + "=", "/unsubscribe", "/unsubscribe?t=é"]
    wrong += [f"/unsubscribe?t={reader.link('confirm').partition('=')[2]}"]
    for address in wrong:
        for method in ("GET", "POST"):
            answer = reader.ask(address, method)
            assert (answer.status, answer.title) == (400, "This link is not whole"), address
    answer = reader.ask(wrong[0], "POST", ONE_CLICK)
    assert (answer.status, answer.headers["Content-Type"]) == (400, "text/plain; charset=utf-8")
    assert reader.post(good.replace("unsubscribe", "resubscribe")[:-2]).status == 400
    assert reader.kept() == before


# -- subscribing -------------------------------------------------------------------------------------------------------


def test_a_reader_subscribes_by_a_letter_and_a_button(reader):
    form = reader.ask("/subscribe").page.forms[0]
    wording = form.xpath("string(.//p[contains(., 'I want')])")
    answer = reader.post(
        "/subscribe", address=f" {READER} ", events=["tugs", "unknown"], actors=["harbour"], frequency="weekly"
    )
    assert (answer.status, answer.title) == (200, "Look into your mailbox")
    [(recipient, link)] = reader.letters
    assert recipient == Recipient(READER, events=("tugs",), actors=("harbour",), frequency="weekly")
    assert link.startswith("https://news.example/mail/confirm?t=")
    address = link.removeprefix("https://news.example/mail")

    before = reader.kept()
    asked = reader.ask(address)
    assert wording in asked.page.text_content()
    assert reader.ask(address, "HEAD").status == 200
    assert reader.kept() == before

    reader.moment = after(days=2)
    for _ in range(2):  # pressed twice
        assert reader.press(asked).title == "You are subscribed"
    assert reader.ask(address).title == "You are subscribed"
    with open_outbox(reader.path) as outbox:
        consent = outbox.consent(reader.key)
        assert consent is not None
        assert (consent.asked_at, consent.confirmed_at, consent.wording) == (NOW, after(days=2), wording)
        assert [each.frequency for each in outbox.subscribers()] == ["weekly"]


def test_a_new_consent_goes_over_an_older_no_and_an_old_link_not(reader):
    reader.suppress("unsubscribed")
    reader.post("/subscribe", address=READER)
    assert reader.reason() == "unsubscribed"  # anybody can ask
    reader.post(reader.link("confirm"))
    assert reader.reason() == ""
    reader.ask(reader.link(), "POST", ONE_CLICK)
    for method in ("GET", "POST"):
        answer = reader.ask(reader.link("confirm"), method)
        assert (answer.status, answer.title) == (410, "This link has been used or is too old")
    assert reader.reason() == "unsubscribed"


def test_a_letter_is_confirmed_within_a_week(reader):
    reader.post("/subscribe", address=READER)
    reader.moment = after(days=8)
    assert reader.post(reader.link("confirm")).status == 410
    with open_outbox(reader.path) as outbox:
        assert outbox.subscribers() == ()


def test_nobody_learns_from_the_answer_who_reads_the_mail(reader):
    reader.most = 3
    answers = [reader.post("/subscribe", address="new@reader.example")]
    reader.post("/subscribe", address=READER)
    reader.post(reader.link("confirm"))
    reader.moment = after(days=2)
    answers += [reader.post("/subscribe", address=READER)]  # a reader
    answers += [reader.post("/subscribe", address=READER)]  # asked twice
    with open_outbox(reader.path) as outbox:
        outbox.suppress(reader_key(outbox.secret, "no@reader.example"), "complained", NOW)
    answers += [reader.post("/subscribe", address="no@reader.example")]
    answers += [reader.post("/subscribe", address="robot@reader.example", website="https://spam.example")]
    answers += [reader.post("/subscribe", address=f"{n}@reader.example") for n in range(3)]
    assert len({(each.status, each.body, *sorted(each.headers.items())) for each in answers}) == 1
    written = ["new@reader.example", READER, READER, "0@reader.example", "1@reader.example"]
    assert [each.address for each, _ in reader.letters] == written


def test_what_somebody_else_asks_for_does_not_undo_a_complaint(reader):
    """An older letter may still lie in the mailbox of whoever complained: its link confirms nothing."""
    reader.post("/subscribe", address=READER)
    old = reader.link("confirm")
    reader.moment = after(days=2)
    with open_outbox(reader.path) as outbox:
        key = reader_key(outbox.secret, READER)
        outbox.suppress(key, "complained", NOW)
        reader.post("/subscribe", address=READER)
        assert len(reader.letters) == 1
        outbox.withdraw(key, NOW)  # the first request, which is of before the complaint
        assert reader.post(old).status == 410
        assert outbox.is_suppressed(key) == "complained"


def test_a_letter_that_was_not_handed_over_can_be_asked_for_again(reader, caplog):
    reader.fails = MailError(f"The server refused {READER}.")
    assert reader.post("/subscribe", address=READER).title == "Look into your mailbox"
    assert "The server refused …." in caplog.text
    reader.fails = None
    reader.post("/subscribe", address=READER)
    assert len(reader.letters) == 1
    assert READER not in caplog.text


@pytest.mark.parametrize(
    "address", ["", "mara", "mara@reader.example\r\nBcc: x@y.example", "a@b@c.example", "m@x.invalid"]
)
def test_a_wrong_address_brings_the_form_back_as_it_was_filled_in(reader, address):
    before = reader.kept()
    answer = reader.post("/subscribe", address=address, events=["storm"], frequency="weekly")
    assert answer.status == 400
    form = answer.page.forms[0]
    assert form.fields["frequency"] == "weekly"
    assert form.xpath(".//input[@name='events'][@checked]/@value") == ["storm"]
    assert form.xpath("string(.//*[@id=(//@aria-describedby)[1]])") != ""
    assert reader.kept() == before
    assert reader.letters == []


def test_readers_subscribe_to_all_where_no_edition_can_be_read(reader, monkeypatch, caplog):
    def fail() -> Offers:
        raise MailError("The edition cannot be read.")

    monkeypatch.setattr(reader, "offers", fail)
    assert reader.ask("/subscribe").page.xpath("//input[@type='checkbox']") == []
    reader.post("/subscribe", address=READER, events="tugs")
    assert [each.follows_all for each, _ in reader.letters] == [True]
    assert "The edition cannot be read" in caplog.text


def test_without_an_address_to_confirm_at_readers_can_only_unsubscribe(reader):
    reader.subscribe = ""
    for address in ("/subscribe", reader.link("confirm")):
        assert reader.ask(address).status == 404
    reader.suppress("bounced")
    assert reader.post(reader.link("resubscribe")).page.xpath("//main//a") == []


# -- any request -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", "", "/unsubscribe/", "/Unsubscribe", "//unsubscribe", "/../unsubscribe", "/x"])
def test_there_are_no_other_pages(reader, path):
    assert reader.ask(path).status == 404


def test_other_methods_are_refused(reader):
    before = reader.kept()
    for page, allowed in (("unsubscribe", "GET, HEAD, POST"), ("resubscribe", "POST"), ("confirm", "GET, HEAD, POST")):
        for method in ("PUT", "DELETE", "OPTIONS", "PATCH", *(() if "GET" in allowed else ("GET", "HEAD"))):
            answer = reader.ask(reader.link(page), method)
            assert (answer.status, answer.headers["Allow"]) == (405, allowed)
    assert reader.kept() == before


def test_headers_keep_the_page_to_itself(reader):
    for answer in (reader.ask(reader.link()), reader.ask("/x"), reader.ask(reader.link(), "POST", ONE_CLICK)):
        assert {name: answer.headers[name] for name in HEADERS} == HEADERS
        policy = dict(each.split(" ", 1) for each in answer.headers["Content-Security-Policy"].split("; "))
        assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
        assert "unsafe" not in str(policy)


def test_a_body_is_read_within_bounds(reader):
    small = urlencode({"x": "y" * 60_000, **ONE_CLICK}).encode()
    form = "application/x-www-form-urlencoded"
    assert reader.ask(reader.link(), "POST", body=b"x" * 65_537, CONTENT_TYPE=form).status == 413
    assert reader.ask(reader.link(), "POST", body=b"x=y", CONTENT_LENGTH="99999999999999999999").status == 413
    for length in ("-1", "many", "1e3", "٣"):
        with pytest.raises(RefusedError):
            read_request({"REQUEST_METHOD": "POST", "CONTENT_LENGTH": length, "wsgi.input": io.BytesIO(b"x=y")})
    assert reader.ask(reader.link(), "POST", body=b"&" * 3000, CONTENT_TYPE=form).status == 400
    assert reader.ask(reader.link(), "POST", body=b"", CONTENT_TYPE="multipart/form-data").status == 400
    assert reader.reason() == ""
    assert reader.ask(reader.link(), "POST", body=small, CONTENT_TYPE=form).body == "Unsubscribed.\n"


@pytest.mark.parametrize("broken", ["none", "damaged", "taken"])
def test_a_broken_outbox_is_told_as_try_again(reader, broken, monkeypatch, caplog):
    link = reader.link()
    holder = None
    if broken == "none":
        reader.path.rename(reader.path.with_suffix(".old"))
    elif broken == "damaged":
        reader.path.write_bytes(b"no database" * 1000)
    else:
        monkeypatch.setattr(store, "PATIENCE", 0.05)
        holder = sqlite3.connect(reader.path, isolation_level=None)
        holder.execute("begin immediate")
    answer = reader.ask(link, "POST", ONE_CLICK)
    if holder:
        holder.execute("rollback")
        holder.close()
    assert (answer.status, answer.headers["Retry-After"]) == (503, "120")
    assert "outbox" in caplog.text
    assert "Traceback" not in answer.body + caplog.text
    assert link.partition("=")[2] not in caplog.text


def test_what_nobody_foresaw_is_told_as_try_again_and_without_its_words(reader, caplog):
    reader.moment = READER  # no moment at all
    answer = reader.post("/subscribe", address=READER)
    assert (answer.status, answer.title) == (503, "Please try again in a minute")
    assert "ValueError in _before" in caplog.text
    assert READER not in caplog.text


def test_the_host_that_a_request_names_is_in_no_page_and_no_letter(reader):
    evil = {"HTTP_HOST": "evil.example", "HTTP_X_FORWARDED_HOST": "evil.example", "SCRIPT_NAME": "/mail"}
    pages = [reader.ask(reader.link(), **evil), reader.ask("/subscribe", "POST", {"address": READER}, **evil)]
    assert "evil" not in str(pages) + str(reader.letters)
    assert [form.action for form in pages[0].page.forms] == [reader.link()[1:]]  # relative: right below any path


@pytest.mark.parametrize(
    ("link", "accepted", "expected"),
    [
        ("", "", "en"),
        ("", "de-AT,de;q=0.9,en;q=0.5", "de-AT"),
        ("", "tlh, de;q=0.1", "de"),
        ("", "fr;q=0.9, ../../etc, de;q=0, *", "en"),
        ("&l=de", "en", "de"),
        ("&l=../de", "", "en"),
        ("&l=fr", "de", "de"),
    ],
)
def test_pages_speak_the_reader_s_language(reader, link, accepted, expected):
    answer = reader.ask(reader.link() + link, HTTP_ACCEPT_LANGUAGE=accepted)
    assert answer.page.get("lang") == expected
    assert answer.title == {"e": "Unsubscribe", "d": "Abbestellen"}[expected[0]]


def test_the_language_that_a_subscriber_chose_goes_before_the_browser_s(reader):
    reader.post("/subscribe", address=READER, language="de")
    assert reader.ask(reader.link("confirm")).title == "Das Abonnement bestätigen"
    wording = "Ich möchte die Mails von The Tidewater Briefing"
    assert reader.press(reader.ask(reader.link("confirm"))).title == "Die Mail ist bestellt"
    with open_outbox(reader.path) as outbox:
        consent = outbox.consent(reader.key)
        assert consent is not None
        assert consent.wording.startswith(wording)
    reader.moment = after(days=2)
    reader.post("/subscribe", address=READER, language="en")  # by whomever
    assert reader.ask(reader.link()).title == "Abbestellen"


@pytest.fixture
def hebrew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A language that is written from the right, as if it were translated."""
    shutil.copytree(translations.FOLDER / "de", tmp_path / "locale" / "he")
    monkeypatch.setattr(translations, "FOLDER", tmp_path / "locale")
    for cache in (speak, translations.find_translations):
        cache.cache_clear()
    yield "he"
    for cache in (speak, translations.find_translations):
        cache.cache_clear()


def test_pages_are_written_from_the_right_where_their_language_is(reader, hebrew):
    reader.front = replace(FRONT, language=hebrew)
    answer = reader.ask(reader.link())
    assert (answer.page.get("lang"), answer.page.get("dir")) == ("he", "rtl")


def test_pages_are_english_where_nobody_translated_them(reader):
    reader.front = replace(FRONT, language="ar", name="<script>\u202e")
    answer = reader.ask(reader.link())
    assert (answer.page.get("lang"), answer.page.get("dir")) == ("en", "ltr")
    assert "<script>" not in answer.body


TEXT = st.text(max_size=90)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(TEXT, TEXT, st.sampled_from(("/unsubscribe", "/resubscribe", "/confirm", "/subscribe")), st.binary(max_size=200))
def test_nothing_that_is_sent_breaks_it_or_changes_anything(reader, caplog, token, kind, page, body):
    before = reader.kept()
    query = f"t={quote(token)}&{token}".encode("utf-8", "replace").decode("latin-1")
    kind = "multipart/form-data; boundary=" + kind.encode("utf-8", "replace").decode("latin-1")
    for method, content in (("GET", kind), ("POST", kind), ("POST", "text/plain")):
        answer = reader.ask(f"{page}?{query}", method, body=body, CONTENT_TYPE=content)
        assert answer.status in (200, 400, 405), caplog.text
    assert caplog.text == ""
    assert reader.kept() == before


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.text(max_size=20), st.text(max_size=40), max_size=5), st.booleans())
def test_a_form_is_read_as_it_was_sent(form, in_parts):
    form = {re.sub(r"[\x00-\x1f\x7f\"\\]|[^\x00-\x7f]", "", name): value for name, value in form.items()}
    form = {name: value.encode("utf-8", "replace").decode() for name, value in form.items() if name.strip() == name}
    form.pop("", None)
    if in_parts:
        body = b"".join(
            f'--xyz\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in form.items()
        )
        body, kind = body + b"--xyz--\r\n", "multipart/form-data; boundary=xyz"
    else:
        body, kind = urlencode(form).encode(), "application/x-www-form-urlencoded"
    environ = {"REQUEST_METHOD": "POST", "CONTENT_TYPE": kind, "CONTENT_LENGTH": str(len(body))}
    posted = read_request({**environ, "wsgi.input": io.BytesIO(body)})
    assert posted.fields == {name: [value] for name, value in form.items()}


def test_a_body_without_a_length_is_read_where_the_server_ends_it():
    environ = {"REQUEST_METHOD": "POST", "wsgi.input_terminated": True, "wsgi.input": io.BytesIO(b"x=y")}
    assert read_request(environ).fields == {"x": ["y"]}
    with pytest.raises(RefusedError) as refused:
        read_request({**environ, "wsgi.input": io.BytesIO(b"x" * 70_000)})
    assert refused.value.status == 413


# -- over a socket -----------------------------------------------------------------------------------------------------


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = False
    request_queue_size = 100


class Silent(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def served(reader: Reader) -> Iterator[str]:
    """The application as many threads serve it; its address."""
    with make_server("127.0.0.1", 0, reader.application(), Server, Silent) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join(10)


def fetch(address: str, form: Mapping[str, str] | None = None) -> tuple[int, str]:
    body = urlencode(form).encode() if form is not None else None
    with urlopen(address, body, timeout=30) as answer:
        return answer.status, answer.read().decode()


def test_many_unsubscribe_at_once_while_a_mailing_is_sent(reader, caplog):
    count = 50
    with open_outbox(reader.path) as outbox:
        keys = [reader_key(outbox.secret, f"{n}@reader.example") for n in range(count)]
        tokens = [make_token(outbox.secret, key, "unsubscribe") for key in keys]
        day = "2025-03-14"
        letters = [
            Letter(key, f"{n}@reader.example", f"<{n}@news.example>", b"Subject: x\r\n\r\nx\r\n")
            for n, key in enumerate(keys)
        ]
        outbox.freeze(Mailing(day, day, False, "ab" * 32, (), NOW), letters)
    going, sent = Event(), []

    def send() -> None:
        with open_outbox(reader.path) as outbox:
            while delivery := outbox.claim(day, NOW):
                going.set()
                outbox.settle(delivery, Outcome("accepted", "250 2.0.0 taken"), NOW)
                sent.append(delivery.reader)

    with served(reader) as address, ThreadPoolExecutor(count + 1) as pool:
        sender = pool.submit(send)
        assert going.wait(10)
        asked = [pool.submit(fetch, f"{address}/unsubscribe?t={token}", ONE_CLICK) for token in tokens]
        assert {each.result(60) for each in asked} == {(200, "Unsubscribed.\n")}
        sender.result(60)
    with open_outbox(reader.path) as outbox:
        assert sorted(each.reader for each in outbox.suppressions()) == sorted(keys)
        tally = outbox.tally(day)
    assert (tally.sent, tally.sent + tally.excluded, len(sent)) == (len(sent), count, tally.sent)
    assert caplog.text == ""


def test_an_answer_does_not_wait_for_its_letter(reader, monkeypatch):
    answered, done, reader.beside = Event(), Event(), True

    def hang(*_: object) -> None:
        reader.letters.append(answered.wait(10))
        done.set()

    monkeypatch.setattr(reader, "confirm", hang)
    with served(reader) as address:
        for name in ("mara", "jonas", "paul"):  # however many letters wait, whoever leaves is answered
            assert fetch(f"{address}/subscribe", {"address": f"{name}@reader.example"})[0] == 200
        assert fetch(address + reader.link(), ONE_CLICK) == (200, "Unsubscribed.\n")
        assert reader.letters == []
        answered.set()
        assert done.wait(10)
    assert reader.letters[0] is True


@pytest.mark.slow
def test_pages_are_valid(reader, tmp_path):
    require(tools.find_checker)
    require(tools.find_java)
    reader.post("/subscribe", address=READER)
    asked = reader.ask(reader.link())
    answers = [asked, reader.press(asked), reader.ask(reader.link("confirm")), reader.ask("/subscribe")]
    answers += [reader.post("/subscribe", address="mara", events="tugs"), reader.ask("/x")]
    for number, answer in enumerate(answers):
        (tmp_path / f"{number}.html").write_text(answer.body, encoding="utf-8")
    assert [str(each) for each in markup.check_markup(tmp_path)] == []


@pytest.mark.slow
@pytest.mark.parametrize(("scheme", "width"), [("light", 320), ("dark", 768)])
def test_pages_break_no_rule_of_accessibility(browser, reader, scheme, width):
    require(tools.find_axe)
    size = {"width": width, "height": 800}
    reader.post("/subscribe", address=READER)
    with served(reader) as address, opened(browser, address, color_scheme=scheme, viewport=size) as (tab, wrong):

        def look(title: str) -> None:
            tab.wait_for_selector(f"h1:text-is('{title}')")
            assert tab.title() == f"{title} – The Tidewater Briefing"
            assert axe.find_violations(tab)[0] == []
            assert tab.evaluate(RUNS_OVER) == []
            assert tab.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--paper')") != ""

        tab.goto(address + reader.link())
        look("Unsubscribe")
        for title in ("You are unsubscribed", "You are subscribed again"):
            tab.click("button")
            look(title)
        tab.goto(address + reader.link("confirm"))
        look("Confirm your subscription")
        tab.goto(f"{address}/subscribe")
        look("Subscribe to The Tidewater Briefing")
        tab.fill("#address", "another@reader.example")
        tab.click("button")
        look("Look into your mailbox")
        assert wrong == []
        tab.goto(f"{address}/subscribe")
        tab.fill("#address", "mara@localhost")
        tab.click("button")
        tab.wait_for_selector("#address[aria-invalid]:focus")
        look("Subscribe to The Tidewater Briefing")


# -- with all that belongs to it ---------------------------------------------------------------------------------------


def wait_for(there: Callable[[], object]) -> None:
    for _ in range(500):
        if there():
            return
        sleep(0.02)
    pytest.fail("it did not come in ten seconds")


def test_from_the_form_to_the_mail_and_out_again(tmp_path, monkeypatch, caplog):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BRIEFING_MAIL_PASSWORD", PASSWORD)
    desk, site = Desk(tmp_path), "https://tidewater.example/mail"
    desk.set(BRIEFING_MAIL_SUBSCRIBE=f"{site}/subscribe", BRIEFING_MAIL_UNSUBSCRIBE=f"{site}/unsubscribe")
    desk.set(BRIEFING_MAIL_RECIPIENTS="")
    desk.type("init")
    with sound_server() as sound:
        desk.serve(sound)
        given = wsgi.make_endpoint(check_settings(read_pelican_settings(Options("", "", ""))))
        reader = Reader(tmp_path / "mailroom/outbox.sqlite3", given=given)

        offered = reader.ask("/subscribe").page.xpath("//input[@name='events']/@value")
        assert offered == [item.id for item in fakes.EDITION.items if item.kind == "event"]
        assert reader.post("/subscribe", address=READER, language="de").status == 200
        wait_for(lambda: sound.letters)
        [letter] = [message_from_bytes(each.data, policy=policy.default) for each in sound.letters]
        assert letter["Content-Language"] == "de"
        link = re.search(rf"{site}(/confirm\?t=\S+)", letter.get_body(("plain",)).get_content())[1]
        assert reader.press(reader.ask(link)).title == "Die Mail ist bestellt"

        desk.type("send", fakes.EDITION.day, "--force", "--yes")
        mail = message_from_bytes(sound.letters[1].data, policy=policy.default)
        assert mail["To"] == READER
        assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        way_out = re.search(rf"<{site}(/unsubscribe\?t=[^>]+)>", mail["List-Unsubscribe"])[1]
        assert reader.ask(way_out, "POST", ONE_CLICK).body == "Unsubscribed.\n"
        assert reader.reason() == "unsubscribed"

    reader.post("/subscribe", address="jonas@reader.example")  # and the server is gone
    wait_for(lambda: "cannot be reached" in caplog.text)
    assert "jonas" not in caplog.text
