"""Subscribing and unsubscribing on the web: what changes something, what does not, and what nobody learns from it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from briefing.mail.delivery.outbox import create_outbox, open_outbox
from briefing.mail.readers.keys import reader_key

NOW = "2025-03-14T07:00:00+00:00"
READER = "mara@reader.example"


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
