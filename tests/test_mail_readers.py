"""Who gets the mail: keys and tokens, addresses, and the file that lists readers."""

from __future__ import annotations

import hmac
import re
from hashlib import sha256

import pytest

from briefing.mail.readers import keys

SECRET = bytes(range(32))
OTHER = bytes(range(1, 33))
KEY = keys.reader_key(SECRET, "mara@tidewater.example")


def test_a_key_is_an_hmac_of_the_address_and_capitals_make_no_difference() -> None:
    assert hmac.new(SECRET, b"mara@tidewater.example", sha256).hexdigest() == KEY
    assert keys.reader_key(SECRET, "Mara@Tidewater.example") == KEY
    assert keys.reader_key(OTHER, "mara@tidewater.example") != KEY


def test_a_token_gives_the_key_back_for_its_purpose_alone() -> None:
    token = keys.unsubscribe_token(SECRET, KEY)
    assert re.fullmatch(r"[A-Za-z0-9_-]{64}", token)
    assert token == keys.unsubscribe_token(SECRET, KEY)
    assert keys.read_token(SECRET, token) == KEY
    assert keys.read_token(SECRET, token, "subscribe") is None
    assert keys.read_token(OTHER, token) is None
    assert keys.read_token(SECRET, keys.subscribe_token(SECRET, KEY)) is None
    assert keys.read_token(SECRET, keys.subscribe_token(SECRET, KEY), "subscribe") == KEY


def test_every_changed_letter_of_a_token_is_noticed() -> None:
    token = keys.unsubscribe_token(SECRET, KEY)
    for place, letter in enumerate(token):
        changed = token[:place] + ("A" if letter != "A" else "B") + token[place + 1 :]
        assert keys.read_token(SECRET, changed) is None, place


@pytest.mark.parametrize("token", ["", "A", "A" * 63, "A" * 64, "A" * 65, "ä" * 64, "=" * 64, "\n" * 64])
def test_what_is_no_token_is_none(token: str) -> None:
    assert keys.read_token(SECRET, token) is None


def test_a_token_with_something_behind_it_is_none() -> None:
    token = keys.unsubscribe_token(SECRET, KEY)
    assert [keys.read_token(SECRET, token + end) for end in ("\n", " ", "=", "A")] == [None] * 4


@pytest.mark.parametrize("key", ["", "mara@tidewater.example", "a" * 63, "A" * 64])
def test_no_token_for_what_is_no_key(key: str) -> None:
    with pytest.raises(ValueError, match="64 hexadecimal"):
        keys.unsubscribe_token(SECRET, key)
