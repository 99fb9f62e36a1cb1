"""The endpoint as a WSGI server starts it: from the settings, with a real letter to confirm."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from email import message_from_bytes, policy
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit
from wsgiref.util import setup_testing_defaults

import fakes
import pytest
from servers import PASSWORD, sound_server

from briefing.catalogue.editions import encode_edition
from briefing.errors import SettingError
from briefing.mail.delivery.outbox import create_outbox, open_outbox
from briefing.settings import Settings, check_settings
from briefing.wsgi import make_endpoint

SUBSCRIBE = "https://tidewater.example/mail/subscribe"


def settings_in(folder: Path, **given: object) -> Settings:
    (folder / "content").mkdir(exist_ok=True)
    editions = folder / "output/editions"
    editions.mkdir(parents=True, exist_ok=True)
    (editions / f"{fakes.EDITION.day}.json").write_bytes(encode_edition(fakes.EDITION))
    return check_settings(
        {
            "PATH": str(folder / "content"),
            "OUTPUT_PATH": str(folder / "output"),
            "SITENAME": "Tidewater",
            "SITEURL": "https://tidewater.example",
            "BRIEFING_MAIL_FROM": "briefing@tidewater.example",
            "BRIEFING_MAIL_UNSUBSCRIBE": "https://tidewater.example/mail/unsubscribe",
            **given,
        }
    )


def ask(application: Any, method: str, path: str, query: str = "", **fields: str) -> tuple[str, str]:
    body = urlencode(fields).encode()
    environ: dict[str, Any] = {
        "REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "wsgi.input": BytesIO(body),
        "CONTENT_TYPE": "application/x-www-form-urlencoded", "CONTENT_LENGTH": str(len(body)),
    }  # fmt: skip
    setup_testing_defaults(environ)
    said: list[str] = []

    def start(status: str, _: list[tuple[str, str]], exc_info: object = None) -> Any:
        said.append(status)

    text = b"".join(application(environ, start)).decode()
    return said[0], text


def wait_for(come: Callable[[], object]) -> None:
    for _ in range(200):
        if come():
            return
        time.sleep(0.05)
    pytest.fail("It never came.")


def test_a_reader_subscribes_gets_a_letter_and_confirms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRIEFING_MAIL_PASSWORD", PASSWORD)
    with sound_server() as sound:
        server = sound.server
        settings = settings_in(
            tmp_path, BRIEFING_MAIL_SUBSCRIBE=SUBSCRIBE, BRIEFING_MAIL_HOST=server.host, BRIEFING_MAIL_PORT=server.port,
            BRIEFING_MAIL_USER=server.user, BRIEFING_MAIL_CA=server.ca,
        )  # fmt: skip
        create_outbox(settings.mail.outbox)
        endpoint = make_endpoint(settings)
        status, page = ask(endpoint, "GET", "/subscribe")
        assert status == "200 OK"
        assert fakes.ITEM.title in page  # what the newest edition holds can be followed
        assert ask(endpoint, "POST", "/subscribe", address="mara@reader.example", language="de")[0] == "200 OK"
        wait_for(lambda: sound.letters)  # it goes out beside the answer
    letter = message_from_bytes(sound.letters[0].data, policy=policy.default)
    assert letter["To"] == "mara@reader.example"
    link = re.search(r"https://tidewater\.example/mail/confirm\?\S+", letter.get_body(("plain",)).get_content())  # type: ignore[union-attr]
    assert link
    query = urlsplit(link[0]).query
    ask(endpoint, "GET", "/confirm", query)
    with open_outbox(settings.mail.outbox) as outbox:
        assert outbox.subscribers() == ()  # a scanner that follows links subscribes nobody
    assert ask(endpoint, "POST", "/confirm", query)[0] == "200 OK"
    with open_outbox(settings.mail.outbox) as outbox:
        (reader,) = outbox.subscribers()
    assert (reader.address, reader.language) == ("mara@reader.example", "de")


def test_without_an_address_to_subscribe_at_nobody_can(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    create_outbox(settings.mail.outbox)
    assert ask(make_endpoint(settings), "GET", "/subscribe")[0].startswith("404")


def test_a_server_that_is_not_named_is_told_at_the_start(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="BRIEFING_MAIL_HOST"):
        make_endpoint(settings_in(tmp_path, BRIEFING_MAIL_SUBSCRIBE=SUBSCRIBE))
