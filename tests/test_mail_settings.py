"""What can be set of mail: wrong values are told with their remedy, the environment goes first, secrets stay secret."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from briefing.errors import SettingError
from briefing.mail.settings import DEFAULTS, check_mail_settings
from briefing.settings import check_settings

FOLDER = Path("/srv/briefing")


def test_nothing_has_to_be_set() -> None:
    checked = check_mail_settings({}, {}, FOLDER)
    assert checked.outbox == FOLDER / "mailroom/outbox.sqlite3"
    assert (checked.recipients, checked.sender, checked.port, checked.max_age) == (None, "", 587, 48)


@pytest.mark.parametrize(
    ("security", "port", "expected"), [("starttls", 0, 587), ("tls", 0, 465), ("none", 0, 25), ("tls", 2465, 2465)]
)
def test_port_goes_with_the_security(security: str, port: int, expected: int) -> None:
    given = {"BRIEFING_MAIL_SECURITY": security, "BRIEFING_MAIL_PORT": port}
    assert check_mail_settings(given, {}, FOLDER).port == expected


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"BRIEFING_MAIL_SECURITY": "ssl"}, "one of 'starttls', 'tls', 'none'"),
        ({"BRIEFING_MAIL_PORT": 70_000}, "whole number from 0 to 65535"),
        ({"BRIEFING_MAIL_PORT": "587"}, "whole number"),
        ({"BRIEFING_MAIL_TIMEOUT": 0}, "from 1 to 600"),
        ({"BRIEFING_MAIL_MAX_AGE": 0}, "from 1 to"),
        ({"BRIEFING_MAIL_APPROVAL": "yes"}, "True or False"),
        ({"BRIEFING_MAIL_FROM": "news"}, "such as 'news@news.example'"),
        ({"BRIEFING_MAIL_FROM": "a@b.example\nBcc: c@d.example"}, "one line"),
        ({"BRIEFING_MAIL_REPLY_TO": "Desk <desk@news.example>"}, "such as 'news@news.example'"),
        ({"BRIEFING_MAIL_HOST": "mail.news.example:587"}, "a name such as"),
        ({"BRIEFING_MAIL_HOST": "https://mail.news.example"}, "a name such as"),
        ({"BRIEFING_MAIL_UNSUBSCRIBE": "http://news.example/u"}, "https://"),
        ({"BRIEFING_MAIL_UNSUBSCRIBE": "https://news.example/a b"}, "https://"),
        ({"BRIEFING_MAIL_UNSUBSCRIBE": "https://"}, "https://"),
        ({"BRIEFING_MAIL_SUBSCRIBE": "news.example/subscribe"}, "https://"),
        ({"BRIEFING_MAIL_FEEDBACK_ID": "a b"}, "without spaces"),
        ({"BRIEFING_MAIL_FEEDBACK_ID": "a:b:c:d:e"}, "up to four"),
        ({"BRIEFING_MAIL_DKIM_KEY": "key.pem"}, "BRIEFING_MAIL_DKIM_SELECTOR is not"),
        ({"BRIEFING_MAIL_PASSWORD": "hunter2"}, "environment"),
        ({"BRIEFING_MAIL_PASSWORT": "x"}, ""),
    ],
)
def test_wrong_setting_is_told_with_its_remedy(given: dict[str, Any], told: str, tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    with pytest.raises(SettingError) as error:
        check_settings({"PATH": str(tmp_path / "content"), "OUTPUT_PATH": str(tmp_path / "output"), **given})
    assert told in str(error.value)
    assert next(iter(given)) in str(error.value)
    assert "hunter2" not in str(error.value)


def test_environment_goes_before_the_file() -> None:
    given = {"BRIEFING_MAIL_HOST": "old.example", "BRIEFING_MAIL_PORT": 25, "BRIEFING_MAIL_APPROVAL": False}
    environment = {
        "BRIEFING_MAIL_HOST": "new.example", "BRIEFING_MAIL_PORT": "2525", "BRIEFING_MAIL_APPROVAL": "true",
        "BRIEFING_MAIL_FOLDER": "/var/lib/briefing", "BRIEFING_MAIL_USER": "",
    }  # fmt: skip
    checked = check_mail_settings(given, environment, FOLDER)
    assert (checked.host, checked.port, checked.approval) == ("new.example", 2525, True)
    assert checked.folder == Path("/var/lib/briefing")


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("BRIEFING_MAIL_PORT", "many"),
        ("BRIEFING_MAIL_PORT", "9" * 5000),  # which Python does not read as a number
        ("BRIEFING_MAIL_APPROVAL", "perhaps"),
        ("BRIEFING_MAIL_FOLDER", "~nobody-of-this-name/mailroom"),
    ],
)
def test_wrong_variable_is_told_like_a_wrong_setting(key: str, said: str) -> None:
    with pytest.raises(SettingError, match=said):
        check_mail_settings({}, {key: said}, FOLDER)


def test_password_is_never_printed() -> None:
    checked = check_mail_settings({}, {"BRIEFING_MAIL_PASSWORD": "hunter2"}, FOLDER)
    assert checked.password == "hunter2"
    assert "hunter2" not in repr(checked) + checked.page_key()


@pytest.mark.parametrize("place", ["content/mail", "output/mailroom", "output"])
@pytest.mark.parametrize("key", [f"BRIEFING_MAIL_{name}" for name in ("FOLDER", "RECIPIENTS", "PASSWORD_FILE")])
def test_addresses_never_lie_where_they_could_be_published(key: str, place: str, tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    given = {"PATH": str(tmp_path / "content"), "OUTPUT_PATH": str(tmp_path / "output"), key: place}
    with pytest.raises(SettingError, match=rf"{key} .* would be published\. Put it beside that folder"):
        check_settings(given)


def test_every_setting_is_read() -> None:
    """A value that no check takes is refused for each of them: none is listed and never looked at."""
    for key in DEFAULTS:
        with pytest.raises(SettingError, match=key):
            check_mail_settings({"BRIEFING_MAIL_DKIM_SELECTOR": "s", key: ["a", "list"]}, {}, FOLDER)
