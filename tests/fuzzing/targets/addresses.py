"""Addresses: what is taken is one address that is safe in a header; what is refused is not repeated."""

from __future__ import annotations

from collections.abc import Iterator
from email.headerregistry import Address

import fuzzing
from briefing.errors import MailError, SettingError
from briefing.mail.lines import flatten, why_unfit
from briefing.mail.message.headers import checked_address, mailbox_line
from briefing.mail.readers.addresses import LONGEST_ADDRESS, check_address, same_reader
from briefing.wording import is_language
from fuzzing.material import ODD, encode

PARSES = (
    "briefing.mail.readers.addresses.check_address",
    "briefing.mail.readers.addresses.same_reader",
    "briefing.mail.lines.flatten",
    "briefing.wording.is_language",
)
PIECES = (
    *encode(
        "@", ".", "..", "-", "--", "_", "+", "mara", "MARA", "tidewater.example", "example.org", "localhost",
        "xn--bcher-kva", "bücher", ".example", ".test", ".invalid", ".local", "<", ">", "(", ")", "[", "]",
        "[127.0.0.1]", "[IPv6:::1]", '"', "\\", ",", ";", ":", " ", "=?utf-8?q?a?=", "=?", "%0a", "mailto:", "a" * 64,
        "b" * 63 + ".", "。", "．", "＠", "ß", "ẞ", "İ", "1.2.3.4", "en", "pt-BR",
    ),
    *ODD,
)  # fmt: skip


def seeds() -> Iterator[bytes]:
    yield from encode(
        "mara@tidewater.example", " Mara.Lind+news@Tidewater.Example ", "m@bücher.example", "“mara”@tidewater.example",
        "a@b.example, c@d.example", "Mara <mara@tidewater.example>", "mara@[127.0.0.1]", "mara@localhost",
        '"m a"@b.example',
    )  # fmt: skip


def check(data: bytes) -> None:
    text = fuzzing.words(data)
    line = flatten(text)
    assert line.isprintable() and line == " ".join(line.split())
    is_language(text)
    same = same_reader(text)
    try:
        address = check_address(text)
    except MailError as error:
        assert error.what and error.remedy
        assert "@" not in text or len(text.strip()) < 12 or text.strip() not in str(error)
        return
    assert address.isascii() and address.isprintable() and address.count("@") == 1
    assert not set(address) & set(' <>()[],;:\\"') and "=?" not in address
    assert len(address) <= LONGEST_ADDRESS
    local, _, domain = address.partition("@")
    assert domain == domain.lower() and "." in domain
    assert text.strip(" ").startswith(local)
    assert check_address(address) == address
    assert same == same_reader(address) == address.casefold()
    assert Address(addr_spec=address).addr_spec == address
    assert not why_unfit(address)
    try:
        written = mailbox_line("To", checked_address(address, "" if why_unfit(line) else line[:100]))
    except (SettingError, ValueError) as error:
        raise AssertionError(text) from error
    assert (
        written.isascii()
        and b"<" + address.encode() + b">" in b"".join(written.split(b"\r\n ")) + b"<" + address.encode() + b">"
    )
