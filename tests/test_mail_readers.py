"""Who gets the mail: keys and tokens, addresses, and the file that lists readers."""

from __future__ import annotations

import hmac
import re
from hashlib import sha256

import pytest

from briefing.errors import MailError
from briefing.mail.readers import keys
from briefing.mail.readers.addresses import check_address, same_reader

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


# -- addresses --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("mara@example.org", "mara@example.org"),
        ("  mara@tidewater.example ", "mara@tidewater.example"),
        ("Mara.O'Neil+news@Tidewater.EXAMPLE", "Mara.O'Neil+news@tidewater.example"),
        ("mara@bücher.example", "mara@xn--bcher-kva.example"),
        ("mara@xn--bcher-kva.example", "mara@xn--bcher-kva.example"),
        ("mara@harbour.test", "mara@harbour.test"),
    ],
)
def test_an_address_is_normalised(text: str, address: str) -> None:
    assert check_address(text) == address
    assert check_address(address) == address


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "The address is missing."),
        ("tidewater.example", "no @"),
        ("mara＠tidewater.example", "no @"),
        ("mara@tidewater.example\r\nBcc: all@tidewater.example", "control character"),
        ("mara@tidewater.example\n", "control character"),
        ("mara\0@tidewater.example", "control character"),
        ("mara\u200b@tidewater.example", "cannot be seen"),
        ("mara\ud800@tidewater.example", "cannot be seen"),
        ("Mara <mara@tidewater.example>", "More than an address"),
        ("mara@tidewater.example, ole@tidewater.example", "More than one address"),
        ("mara@tidewater.example;ole", "More than one address"),
        ("mära@tidewater.example", "beyond plain ASCII"),
        ("=?utf-8?q?mara?=@tidewater.example", "=\\?"),
        ("mara@localhost", "reserved"),
        ("mara@harbour.invalid", "reserved"),
        ("mara@printer.local.", "reserved"),
        ("mara@test", "not a whole domain"),
        ("mara@tidewater", "not a whole domain"),
        ("mara@", "not a whole domain"),
        ("@tidewater.example", "not spelled"),
        ("mara..o@tidewater.example", "not spelled"),
        ("mara o@tidewater.example", "not spelled"),
        ('"mara o"@tidewater.example', "not spelled"),
        ("mara@[127.0.0.1]", "not spelled"),
        ("mara@tide_water.example", "not spelled"),
        ("m" * 65 + "@tidewater.example", "not spelled"),
        ("mara@" + ".".join(["tide" * 12] * 6) + ".example", "254 characters"),
    ],
)
def test_what_is_no_address_is_told_with_a_remedy_and_without_the_address(text: str, what: str) -> None:
    with pytest.raises(MailError, match=what) as caught:
        check_address(text)
    assert caught.value.remedy
    assert not text or text not in str(caught.value)


def test_two_spellings_of_one_reader_are_the_same() -> None:
    assert same_reader("Mara@Bücher.example") == same_reader(" mara@xn--bcher-kva.example")
    assert same_reader("Mara") == "mara"
