"""What stands in a mail's header: what moved, who it is for, and no line that a title or an address brought along."""

from __future__ import annotations

import re
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage

import fakes
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.errors import SettingError
from briefing.mail.message.compose import BOUNDARY, compose_message, serialise
from briefing.mail.message.digest import MailSite, cut_at_word
from briefing.mail.message.headers import LONGEST_SUBJECT, host, subject_line
from briefing.published import Edition

SITE = MailSite(
    "The Tidewater Briefing", "https://tidewater.example/briefing", timezone="Europe/London", notice="Invented."
)
EDITION = fakes.EDITION
READER = "mara@reader.example"
RUSSIAN = "Буксиры по обе стороны пролива месяц не покинут порта, сообщили начальники портов. "


def with_titles(*titles: str) -> Edition:
    items = tuple(replace(fakes.SECOND, id=f"item-{n}", headline=title) for n, title in enumerate(titles))
    return replace(EDITION, items=items, lead="item-0", noted=())


def parsed(data: bytes) -> EmailMessage:
    message = message_from_bytes(data, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def test_headers() -> None:
    message = parsed(serialise(compose_message(EDITION, replace(SITE, sender="desk@tidewater.example"), READER)))
    assert dict(message.items()) == {
        "From": "The Tidewater Briefing <desk@tidewater.example>",
        "To": READER,
        "Subject": "Harbour masters agree to rest their tugs; A large tuna (19 Mar)",
        "Date": "Wed, 19 Mar 2025 06:00:00 +0000",
        "Message-ID": message["Message-ID"],
        "MIME-Version": "1.0",
        "Content-Type": f'multipart/alternative; boundary="{BOUNDARY}"',
    }


def test_message_id_is_of_the_edition_and_the_reader() -> None:
    def message_id(edition: Edition = EDITION, site: MailSite = SITE, to: str = READER) -> str:
        return str(compose_message(edition, site, to)["Message-ID"])

    assert message_id() == message_id(replace(EDITION, items=()))
    assert re.fullmatch(r"<2025-03-19\.[0-9a-f]{32}@tidewater\.example>", message_id())
    others = [message_id(to="b@reader.example"), message_id(replace(EDITION, day="2025-03-20")), message_id(to="")]
    others.append(message_id(site=replace(SITE, url="https://tidewater.example/another")))
    assert len({message_id(), *others}) == 5
    assert "mara" not in message_id()


@pytest.mark.parametrize(
    ("site", "expected"),
    [
        (MailSite("A", "https://News.Example:8080/x"), "news.example"),
        (MailSite("A", sender="desk@mail.example"), "mail.example"),
        (MailSite("A"), "preview.invalid"),
        (MailSite("A", "https://zeitung-köln.example"), "preview.invalid"),
        (MailSite("A", "https://[::1]/"), "preview.invalid"),
    ],
)
def test_host_is_always_fit_for_a_header(site: MailSite, expected: str) -> None:
    assert host(site) == expected


def test_readers_differ_in_their_own_headers_only() -> None:
    one, other = (serialise(compose_message(EDITION, SITE, to)).split(b"\r\n") for to in (READER, "b@reader.example"))
    different = {line.partition(b":")[0] for line, twin in zip(one, other, strict=True) if line != twin}
    assert different == {b"To", b"Message-ID"}


# -- what a header takes ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("titles", "expected"),
    [
        (["Tugs rest"], "Tugs rest (19 Mar)"),
        (["One", "Two", "Three", "Four"], "One; Two; Three (19 Mar)"),
        (["Tugs rest", "x" * 120], "Tugs rest (19 Mar)"),
        (["Tugs rest", "Tugs rest", "Two"], "Tugs rest; Two (19 Mar)"),
        (["Tugs\r\nBcc: all@reader.example", "Two"], "Two (19 Mar)"),
        (["=?utf-8?q?x=0D=0ABcc:_all=40reader.example?=", "Two"], "Two (19 Mar)"),
        (["Tugs\x00", "Tugs\u2028rest", "\ud800", "Two"], "Two (19 Mar)"),
        (["\x07"], "Briefing of 19 March 2025"),
        ([], "Briefing of 19 March 2025"),
    ],
)
def test_subject_says_what_moved(titles: list[str], expected: str) -> None:
    assert subject_line(with_titles(*titles)) == expected
    message = parsed(serialise(compose_message(with_titles(*titles), SITE)))
    assert message["Subject"] == expected
    assert "Bcc" not in message


def test_long_title_is_cut_at_a_word() -> None:
    subject = subject_line(with_titles("The harbour masters of both towns " * 10))
    assert len(subject) <= LONGEST_SUBJECT
    assert subject == f"{'The harbour masters of both towns ' * 3}The… (19 Mar)"
    assert cut_at_word("x" * 200, 50) == "x" * 49 + "…"


def test_encoded_subject_keeps_to_its_lines() -> None:
    """An encoded word has at most 75 characters; Python alone would write one of 600."""
    edition = with_titles((RUSSIAN * 3)[:115])
    data = serialise(compose_message(edition, SITE))
    head = data.partition(b"\r\n\r\n")[0]
    words = re.findall(rb"=\?[^?]+\?[bq]\?[^?]*\?=", head)
    assert len(words) > 2
    assert max(map(len, words)) <= 75
    assert parsed(data)["Subject"] == subject_line(edition)


@pytest.mark.parametrize(
    "address",
    [
        "a@b.example\r\nBcc: all@reader.example",
        "a@b.example, c@d.example",
        "Mara <a@b.example>",
        "=?utf-8?q?a?=@b.example",
        "mära@reader.example",
        "a@@b.example",
        "a b@c.example",
        "a@b.example\x00",
        "a",
        " ",
    ],
)
def test_address_that_could_add_a_header_is_refused(address: str) -> None:
    with pytest.raises(SettingError):
        compose_message(EDITION, SITE, address)
    with pytest.raises(SettingError):
        compose_message(EDITION, replace(SITE, sender=address))


@pytest.mark.parametrize("name", ["The\r\nBcc: x", "=?utf-8?b?eA==?=", "Tide\x1bwater"])
def test_site_name_that_could_add_a_header_is_refused(name: str) -> None:
    with pytest.raises(SettingError):
        compose_message(EDITION, replace(SITE, name=name))


def test_site_name_may_hold_what_addresses_use() -> None:
    message = parsed(serialise(compose_message(EDITION, replace(SITE, name='Tide, "Water" <x@y.example>'), READER)))
    assert [(each.display_name, each.addr_spec) for each in message["From"].addresses] == [
        ('Tide, "Water" <x@y.example>', "briefing@tidewater.example")
    ]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200), st.text(max_size=200))
def test_any_title_and_name_make_a_sound_message(title: str, name: str) -> None:
    item = replace(fakes.ITEM, title=title, headline=title, description=name)
    ref = replace(fakes.REFS[0], title=title, source_name=name, was=name)
    edition = replace(EDITION, items=(item,), articles=(ref, *fakes.REFS[1:]))
    message = parsed(serialise(compose_message(edition, SITE, READER)))
    assert [part.defects for part in message.walk()] == [[], [], []]
    assert set(message.keys()) == {"From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type"}
    assert len(message["Subject"]) <= LONGEST_SUBJECT
