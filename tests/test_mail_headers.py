"""What stands in a letter's header: what moved, who it is for, how to leave, and no line that a title brought along."""

from __future__ import annotations

import quopri
import re
from binascii import a2b_base64
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from typing import Any

import fakes
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from briefing.errors import SettingError
from briefing.mail.lines import why_unfit
from briefing.mail.message import compose
from briefing.mail.message.compose import LARGEST_HTML, Composer, preview_files
from briefing.mail.message.corrected import Owed
from briefing.mail.message.digest import UNSUBSCRIBE_PLACEHOLDER, Digest, MailSite, cut_at_word
from briefing.mail.message.headers import (
    LONGEST_LINE,
    LONGEST_NAME,
    LONGEST_SUBJECT,
    NO_HOST,
    Sender,
    checked_address,
    host,
    mailbox_line,
    plain_line,
    subject_line,
    worded_line,
)
from briefing.mail.message.html_part import print_html
from briefing.mail.message.lists import LONGEST_TOKEN, unsubscribe_mail, unsubscribe_url, way_out
from briefing.mail.message.parts import BOUNDARY, choose_encoding, encode_part
from briefing.mail.message.week import Week
from briefing.mail.model import Letter, Recipient
from briefing.published import Edition, LedgerRow

SITE = MailSite(
    "The Tidewater Briefing", "https://tidewater.example/briefing", timezone="Europe/London", notice="Invented."
)
SENDER = Sender(
    "desk@tidewater.example",
    reply_to="editor@tidewater.example",
    list_id="briefing.tidewater.example",
    unsubscribe="https://mail.tidewater.example/unsubscribe",
    unsubscribe_to="leave@tidewater.example",
)
EDITION = fakes.EDITION
READER = Recipient("mara@reader.example", "Mara Reader")
KEY, TOKEN = "4f" * 32, "AbC-_9" * 10 + "wxyz"
WEEK = Week("2025-03-13", "2025-03-19", ("2025-03-18", "2025-03-19"))
RUSSIAN = "Буксиры по обе стороны пролива месяц не покинут порта, сообщили начальники портов. "
TURNED = "Tugs \u202etser"


def with_titles(*titles: str) -> Edition:
    items = tuple(replace(fakes.SECOND, id=f"item-{n}", headline=title) for n, title in enumerate(titles))
    return replace(EDITION, items=items, lead="item-0", noted=(), corrections=())


def letter(
    edition: Edition = EDITION, to: Recipient = READER, site: MailSite = SITE, sender: Sender = SENDER, **more: Any
) -> Letter:
    written = Composer(edition, site, sender, **more).letter(to, KEY, TOKEN)
    assert written is not None
    return written


def parsed(data: bytes) -> EmailMessage:
    message = message_from_bytes(data, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def raw_headers(data: bytes) -> dict[str, str]:
    """The headers by name, unfolded and otherwise as they stand there: nothing is decoded. Each stands there once."""
    head = data.partition(b"\r\n\r\n")[0].decode("ascii").replace("\r\n ", " ")
    pairs = [line.split(": ", 1) for line in head.split("\r\n")]
    assert len({name.lower() for name, _ in pairs}) == len(pairs)
    return {each[0]: each[1] for each in pairs}


def name_in(data: bytes, header: str) -> str:
    """The name before an address: Python 3.11 parts encoded words there, which RFC 2047 § 6.2 joins."""
    phrase = raw_headers(data)[header].rpartition(" <")[0]
    if "=?" in phrase:
        return str(make_header(decode_header(phrase)))
    return re.sub(r"\\(.)", r"\1", phrase[1:-1]) if phrase.startswith('"') else phrase


def check_sound(data: bytes) -> EmailMessage:
    """What RFC 5322, 2045 and 2047 ask of any message."""
    message = parsed(data)
    assert [part.defects for part in message.walk()] == [[], [], []]
    assert {header.defects for header in message.values()} == {()}
    assert [part.get_content_type() for part in message.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    assert message.get_boundary() == BOUNDARY
    assert data.isascii()
    assert data.count(b"\n") == data.count(b"\r\n") == data.count(b"\r")
    head, _, body = data.partition(b"\r\n\r\n")
    lines = head.split(b"\r\n")
    assert all(re.match(rb"[A-Za-z-]+: [!-~]| [!-~]", line) for line in lines), "no empty line, none that says nothing"
    assert max(map(len, lines)) <= LONGEST_LINE
    assert all(len(line) <= 76 for line in lines if b"=?" in line)
    assert max(map(len, re.findall(rb"=\?[^?]+\?[bq]\?[^?]*\?=", head)), default=0) <= 75
    assert max(map(len, body.split(b"\r\n"))) <= 76
    for name, value in raw_headers(data).items():
        assert "=?" not in value or name in ("From", "To", "Subject"), name
    return message


# -- the headers ------------------------------------------------------------------------------------------------------


def test_headers() -> None:
    headers = raw_headers(letter(sender=replace(SENDER, feedback_id="briefing:tidewater")).data)
    assert headers.pop("Message-ID") == letter().message_id
    page = f"https://mail.tidewater.example/unsubscribe?t={TOKEN}"
    mail = f"mailto:leave@tidewater.example?subject=unsubscribe%20{TOKEN}"
    assert list(headers.items()) == [
        ("From", "The Tidewater Briefing <desk@tidewater.example>"),
        ("Reply-To", "editor@tidewater.example"),
        ("To", "Mara Reader <mara@reader.example>"),
        ("Subject", "Harbour masters agree to rest their tugs; A large tuna (19 Mar)"),
        ("Date", "Wed, 19 Mar 2025 06:00:00 +0000"),
        ("Content-Language", "en"),
        ("Auto-Submitted", "auto-generated"),
        ("List-ID", "<briefing.tidewater.example>"),
        ("List-Archive", "<https://tidewater.example/briefing/editions.html>"),
        ("List-Help", "<https://tidewater.example/briefing/method.html>"),
        ("List-Post", "NO"),
        ("List-Unsubscribe", f"<{page}>, <{mail}>"),
        ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
        ("Feedback-ID", "2025-03-19:briefing:tidewater"),
        ("MIME-Version", "1.0"),
        ("Content-Type", f'multipart/alternative; boundary="{BOUNDARY}"'),
    ]


@pytest.mark.parametrize(
    "edition",
    [EDITION, with_titles(RUSSIAN), with_titles("x" * 200), replace(EDITION, items=(), lead="", noted=())],
    ids=["usual", "russian", "one long word", "empty"],
)
@pytest.mark.parametrize("language", ["en", "de", "ar"])
def test_letter_is_what_the_standards_ask(edition: Edition, language: str) -> None:
    site = replace(SITE, name="Прилив", language=language)
    message = check_sound(letter(edition, replace(READER, name="Мара"), site).data)
    assert [each.display_name for header in ("From", "To") for each in message[header].addresses] == ["Прилив", "Мара"]
    assert [each.addr_spec for each in message["To"].addresses] == [READER.address]
    assert message["Content-Language"] == language


def test_what_a_mail_can_do_without() -> None:
    site = replace(SITE, url="https://zeitung-köln.example")
    names = set(raw_headers(letter(site=site, sender=replace(SENDER, reply_to="", unsubscribe="")).data))
    assert names.isdisjoint({"Reply-To", "Feedback-ID", "List-Archive", "List-Help", "List-Unsubscribe-Post"})
    assert {"List-Unsubscribe", "List-ID", "List-Post"} < names


def test_list_has_one_name_in_all_languages_and_editions() -> None:
    nameless = replace(SENDER, list_id="")
    others = (letter(with_titles("x"), sender=nameless), letter(site=replace(SITE, language="de"), sender=nameless))
    assert {raw_headers(each.data)["List-ID"] for each in others} == {"<briefing.tidewater.example>"}


def test_date_is_when_the_edition_closed() -> None:
    edition = replace(EDITION, closes="2025-03-19T06:00:00-05:00")
    assert parsed(letter(edition).data)["Date"] == "Wed, 19 Mar 2025 06:00:00 -0500"


def test_message_id_is_of_the_mailing_and_the_reader() -> None:
    composer = Composer(EDITION, SITE, SENDER)

    def message_id(key: str = KEY, composer: Composer = composer) -> str:
        written = composer.letter(READER, key, TOKEN)
        assert written is not None
        assert raw_headers(written.data)["Message-ID"] == written.message_id
        return written.message_id

    assert message_id() == message_id() == letter(replace(EDITION, items=()), replace(READER, name="M")).message_id
    assert re.fullmatch(r"<2025-03-19\.[0-9a-f]{32}@tidewater\.example>", message_id())
    others = [
        message_id("5e" * 32),
        letter(replace(EDITION, day="2025-03-20")).message_id,
        letter(site=replace(SITE, url="https://tidewater.example/another")).message_id,
        letter(week=WEEK).message_id,
        letter(test=True).message_id,
        letter(with_titles("x"), test=True).message_id,
    ]
    assert len({message_id(), *others}) == 7
    assert not any("mara" in each or KEY[:8] in each for each in others)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://News.Example:8080/x", "news.example"),
        ("", NO_HOST),
        ("https://zeitung-köln.example", NO_HOST),
        ("https://[::1]/", NO_HOST),
    ],
)
def test_preview_comes_from_the_host_of_the_site(url: str, expected: str) -> None:
    site = MailSite("A", url)
    assert host(site) == expected
    message = parsed(preview_files(EDITION, site)["mail/2025-03-19.eml"])
    assert message["From"] == f"A <briefing@{expected}>"
    assert message["To"] == "undisclosed-recipients:;"
    assert message["List-Unsubscribe"] is None


def test_preview_shows_how_to_leave_where_that_is_known() -> None:
    data = Composer(EDITION, SITE, SENDER).preview()["eml"]
    assert "unsubscribe?t=preview>" in check_sound(data)["List-Unsubscribe"]


def test_readers_differ_where_they_must() -> None:
    composer = Composer(EDITION, SITE, SENDER)
    one, other = composer.letter(READER, KEY, TOKEN), composer.letter(Recipient("b@x.example"), "5e" * 32, "T" * 64)
    assert one
    assert other
    lines = [each.data.split(b"\r\n") for each in (one, other)]
    head = lines[0].index(b"")
    different = {
        line.partition(b":")[0] if number < head else b"body"
        for number, (line, twin) in enumerate(zip(*lines, strict=True))
        if line != twin
    }
    assert different - {b"body"} == {b"To", b"Message-ID", b"List-Unsubscribe", b" <mailto"}
    same = composer.letter(READER, KEY, TOKEN)
    assert same == one == letter()
    texts = [each.data.decode().replace("=\r\n", "") for each in (one, other)]
    assert TOKEN not in texts[1]


def test_no_title_is_given_the_address_that_unsubscribes() -> None:
    hostile = f"Go to {UNSUBSCRIBE_PLACEHOLDER} now"
    message = parsed(letter(with_titles(hostile, "Another")).data)
    for kind in ("plain", "html"):
        part = message.get_body((kind,))
        assert part
        assert hostile in part.get_content()
        assert part.get_content().count(TOKEN) == 1


def test_who_follows_nothing_that_moved_gets_no_letter() -> None:
    composer = Composer(EDITION, SITE, SENDER)
    assert composer.letter(replace(READER, events=("tide-tables",)), KEY, TOKEN) is None
    composer = Composer(with_titles("One", "Two", "Three"), SITE, SENDER)
    mine = composer.letter(replace(READER, events=("item-1",)), KEY, TOKEN)
    assert mine
    assert parsed(mine.data)["Subject"] == "Two (19 Mar)"
    assert mine.message_id == letter().message_id


def test_what_is_owed_goes_to_whoever_may_have_read_it() -> None:
    gone = LedgerRow("2025-03/gone.md", "A tuna that never was", "withdrawn", "It was a whale.")
    edition = replace(EDITION, items=(), noted=(), corrections=(), quiet=())
    owed = Owed(edition, {gone.path: "2025-03-18"}, (gone,), (), {gone.path: (fakes.SECOND,)})
    composer = Composer(edition, SITE, SENDER, owed=owed)
    for events, expected in (((), True), ((fakes.SECOND.id,), True), (("tide-tables",), False)):
        written = composer.letter(replace(READER, events=events), KEY, TOKEN)
        assert (written is not None) == expected
        if written:
            text = next(parsed(written.data).iter_parts()).get_content()
            assert "It was a whale." in text
            assert fakes.SECOND.id in text or not events, "what they follow, by whatever name is known"


def test_what_readers_have_in_common_is_rendered_once(monkeypatch: pytest.MonkeyPatch) -> None:
    printed: list[str] = []

    def count_page(digest: Digest, subject: str) -> str:
        printed.append(digest.lang)
        return print_html(digest, subject)

    monkeypatch.setattr(compose, "print_html", count_page)
    composer = Composer(EDITION, SITE, SENDER)
    one, other = fakes.ITEM.id, fakes.SECOND.id
    for language in ("en", "de", "en"):
        for events in ((), (one,), (one, other), (other, one)):
            assert composer.letter(Recipient("a@b.example", language=language, events=events), KEY, TOKEN)
    assert printed == ["en"] * 3 + ["de"] * 3


def test_letter_speaks_the_readers_language_where_it_can() -> None:
    composer = Composer(EDITION, replace(SITE, language="de"), SENDER)
    for language, expected in (
        ("en", "en"),
        ("en-US", "en-US"),
        ("", "de"),
        ("xx", "de"),
        ("eo", "de"),
        ("en-\nb", "de"),
        ("en--", "de"),
    ):
        written = composer.letter(replace(READER, language=language), KEY, TOKEN)
        assert written
        assert raw_headers(written.data)["Content-Language"] == expected


# -- who cannot send --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "what"),
    [
        ({"address": ""}, "BRIEFING_MAIL_FROM"),
        ({"unsubscribe": "", "unsubscribe_to": ""}, "BRIEFING_MAIL_UNSUBSCRIBE_TO"),
        ({"unsubscribe": "http://tidewater.example/leave"}, "https://"),
        ({"unsubscribe": "https:///leave"}, "https://"),
        ({"unsubscribe": "https://[::1/leave"}, "https://"),
        ({"unsubscribe": "https://tidewater.example/a b"}, "https://"),
        ({"unsubscribe": "https://tidewater.example/>,<mailto:x@y.example"}, "https://"),
        ({"unsubscribe": "https://tidewater.example/\r\nBcc: all@x.example"}, "https://"),
        ({"unsubscribe": "https://tidewater.example/=?utf-8?q?x?="}, "https://"),
        ({"unsubscribe": "https://tidewater.example/#leave"}, "https://"),
        ({"unsubscribe": f"https://tidewater.example/{'x' * LONGEST_LINE}"}, "https://"),
        ({"unsubscribe": "https://zeitung-köln.example/"}, "https://"),
        ({"unsubscribe_to": "leave@x.example\r\nBcc: all@x.example"}, "plain letters"),
        ({"reply_to": "leave@x.example, all@x.example"}, "plain letters"),
        ({"list_id": "briefing>\r\nBcc: all@x.example"}, "BRIEFING_MAIL_LIST_ID"),
        ({"list_id": "briefing"}, "BRIEFING_MAIL_LIST_ID"),
        ({"feedback_id": "a b"}, "BRIEFING_MAIL_FEEDBACK_ID"),
        ({"feedback_id": "a:b:c:d:e"}, "BRIEFING_MAIL_FEEDBACK_ID"),
        ({"name": TURNED}, "plain letters"),
    ],
)
def test_sender_that_cannot_send_is_told_what_to_set(fields: dict[str, str], what: str) -> None:
    with pytest.raises(SettingError, match=what):
        letter(sender=replace(SENDER, **fields))


def test_mail_whose_links_lead_nowhere_is_not_sent() -> None:
    with pytest.raises(SettingError, match="SITEURL"):
        letter(site=replace(SITE, url=""))


@pytest.mark.parametrize("token", ["", "a b", "a\r\nb", "ä", "x" * (LONGEST_TOKEN + 1), "a>"])
def test_token_that_is_none_is_a_mistake_of_ours(token: str) -> None:
    with pytest.raises(ValueError, match="token"):
        Composer(EDITION, SITE, SENDER).letter(READER, KEY, token)


# -- how to leave -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("https://x.example/u", "https://x.example/u?t=TT"),
        ("https://x.example/u?list=a", "https://x.example/u?list=a&t=TT"),
        ("https://x.example/{token}/u?list=a", "https://x.example/TT/u?list=a"),
        ("http://127.0.0.1:8080/u", "http://127.0.0.1:8080/u?t=TT"),
    ],
)
def test_unsubscribe_address_holds_the_token(pattern: str, expected: str) -> None:
    sender = replace(SENDER, unsubscribe=pattern)
    assert unsubscribe_url(sender, "TT") == way_out(sender, "TT") == expected
    headers = raw_headers(letter(sender=sender).data)
    assert headers["List-Unsubscribe"].startswith(f"<{expected.replace('TT', TOKEN)}>, <mailto:")
    assert ("List-Unsubscribe-Post" in headers) == expected.startswith("https:"), "RFC 8058 § 3.1"


def test_without_a_page_readers_leave_by_mail() -> None:
    sender = replace(SENDER, unsubscribe="", unsubscribe_to="leave+all&x=y@tidewater.example")
    expected = f"mailto:leave+all%26x%3Dy@tidewater.example?subject=unsubscribe%20{TOKEN}"
    assert unsubscribe_mail(sender, TOKEN) == way_out(sender, TOKEN) == expected
    assert raw_headers(letter(sender=sender).data)["List-Unsubscribe"] == f"<{expected}>"


def test_longest_address_stays_whole() -> None:
    """Python's own policy would make encoded words of it."""
    room = LONGEST_LINE - len("List-Unsubscribe: <?t=>,") - LONGEST_TOKEN
    sender = replace(SENDER, unsubscribe="https://x.example/".ljust(room, "x"))
    written = Composer(EDITION, SITE, sender).letter(READER, KEY, "t" * LONGEST_TOKEN)
    assert written
    check_sound(written.data)
    url = unsubscribe_url(sender, "t" * LONGEST_TOKEN)
    lines = written.data.partition(b"\r\n\r\n")[0].decode().split("\r\n")
    assert f"List-Unsubscribe: <{url}>," in lines
    assert max(map(len, lines)) == LONGEST_LINE


# -- the subject ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("titles", "expected"),
    [
        (["Tugs rest"], "Tugs rest (19 Mar)"),
        (["One", "Two", "Three", "Four"], "One; Two; Three (19 Mar)"),
        (["Tugs rest", "x" * 120], "Tugs rest (19 Mar)"),
        (["Tugs rest", "Tugs rest", "Two"], "Tugs rest; Two (19 Mar)"),
        (["Tugs\r\nBcc: all@reader.example", "Two"], "Two (19 Mar)"),
        (["=?utf-8?q?x=0D=0ABcc:_all=40reader.example?=", "Two"], "Two (19 Mar)"),
        (["Tugs\x00", "Tugs\u2028rest", "\ud800", TURNED, "Tugs\x85", "Two"], "Two (19 Mar)"),
        (["هدنة\u200f القاطرات"], "هدنة\u200f القاطرات (19 Mar)"),
        (["{day} {titles} %s"], "{day} {titles} %s (19 Mar)"),
        (["\x07"], "Briefing of 19 March 2025"),
        ([], "Briefing of 19 March 2025"),
    ],
)
def test_subject_says_what_moved(titles: list[str], expected: str) -> None:
    assert subject_line(with_titles(*titles)) == expected
    message = parsed(letter(with_titles(*titles)).data)
    assert message["Subject"] == expected
    assert "Bcc" not in message


@pytest.mark.parametrize(
    ("titles", "language", "expected"),
    [
        (["Tugs rest"], "en", "The week to 19 Mar: Tugs rest"),
        ([], "en", "The week to 19 March 2025"),
        (["Tugs rest"], "de", "Die Woche bis zum 19. März: Tugs rest"),
        ([], "de", "Die Woche bis zum 19. März 2025"),
    ],
)
def test_subject_of_a_week(titles: list[str], language: str, expected: str) -> None:
    assert subject_line(with_titles(*titles), language, weekly=True) == expected
    site = replace(SITE, language=language)
    assert parsed(letter(with_titles(*titles), site=site, week=WEEK).data)["Subject"] == expected


def test_subject_begins_with_the_lead() -> None:
    edition = replace(with_titles("One", "Two", "Three", "Four"), lead="item-2")
    assert subject_line(edition) == "Three; One; Two (19 Mar)"


def test_subject_says_what_was_corrected_where_nothing_moved() -> None:
    quiet = replace(EDITION, items=(), noted=())
    title = next(ref.title for ref in quiet.articles if ref.id == quiet.corrections[0].article)
    assert subject_line(quiet) == f"Corrected: {title} (19 Mar)"
    assert subject_line(quiet, "de", weekly=True) == f"Korrigiert: {title} (19. März)"
    assert not subject_line(with_titles("One")).startswith("Corrected")


def test_subject_of_a_test_says_so() -> None:
    assert parsed(letter(with_titles("Tugs rest"), test=True).data)["Subject"] == "[Test] Tugs rest (19 Mar)"
    assert subject_line(with_titles(), "de", test=True) == "[Test] Briefing vom 19. März 2025"


@pytest.mark.parametrize("weekly", [False, True])
@pytest.mark.parametrize("language", ["en", "de", "ar"])
def test_long_title_is_cut_at_a_word(language: str, weekly: bool) -> None:
    edition = with_titles("The harbour masters of both towns " * 10)
    subject = subject_line(edition, language, weekly=weekly)
    assert LONGEST_SUBJECT - 12 < len(subject) <= LONGEST_SUBJECT
    if language == "en" and not weekly:
        assert subject == f"{'The harbour masters of both towns ' * 3}The… (19 Mar)"
    assert cut_at_word("x" * 200, 50) == "x" * 49 + "…"


def test_encoded_subject_keeps_to_its_lines() -> None:
    """An encoded word has at most 75 characters; Python alone would write one of 600."""
    edition = with_titles((RUSSIAN * 3)[:100])
    data = letter(edition).data
    words = re.findall(rb"=\?[^?]+\?[bq]\?[^?]*\?=", data.partition(b"\r\n\r\n")[0])
    assert len(words) > 2
    assert check_sound(data)["Subject"] == subject_line(edition)


# -- names and addresses ----------------------------------------------------------------------------------------------

HOSTILE = [
    "a@b.example\r\nBcc: all@reader.example",
    "a@b.example, c@d.example",
    "Mara <a@b.example>",
    "=?utf-8?q?a?=@b.example",
    "mära@reader.example",
    "a@@b.example",
    "a b@c.example",
    "a@b.example\x00",
    "a\u2028@b.example",
    "a\u202e@b.example",
    "a\ud800@b.example",
    "a",
    " ",
]


@pytest.mark.parametrize("address", HOSTILE)
def test_address_that_could_add_a_header_is_refused(address: str) -> None:
    with pytest.raises(SettingError):
        letter(to=Recipient(address))
    with pytest.raises(SettingError):
        letter(sender=replace(SENDER, address=address))


@pytest.mark.parametrize(
    "name", ["The\r\nBcc: x", "=?utf-8?b?eA==?=", "Tide\x1bwater", "Tide\x85water", TURNED, "\udcff"]
)
def test_name_that_could_add_a_header(name: str) -> None:
    with pytest.raises(SettingError):
        letter(site=replace(SITE, name=name))
    assert parsed(letter(to=replace(READER, name=name)).data)["To"] == READER.address


@pytest.mark.parametrize(
    "name",
    [
        'Tide, "Water" <x@y.example>',
        "back\\slash \\",
        "Dr. Mara (the reader); of: both@towns",
        "x" * LONGEST_NAME,
        "word " * 19 + "word",
        'quo"ted ' * 12,
        "Ж" * LONGEST_NAME,
        "a, Жук",
        "👩\u200d🔬 Mara",
        "'",
    ],
)
def test_name_may_hold_what_addresses_use(name: str) -> None:
    data = letter(to=replace(READER, name=name), site=replace(SITE, name=name)).data
    message = check_sound(data)
    for header, address in (("From", SENDER.address), ("To", READER.address)):
        assert [each.addr_spec for each in message[header].addresses] == [address]
        assert name_in(data, header) == name.strip()


def test_longest_address_and_name() -> None:
    address = f"{'m' * 64}@{'d' * 60}.{'d' * 60}.{'d' * 60}.example"
    data = letter(to=Recipient(address, "Name " * 50)).data
    assert [each.addr_spec for each in check_sound(data)["To"].addresses] == [address]
    name = name_in(data, "To")
    assert LONGEST_NAME - 10 < len(name) <= LONGEST_NAME
    assert name.endswith("Name…")


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200), st.text(max_size=150), st.text(max_size=40))
def test_any_title_and_name_make_a_sound_message(title: str, name: str, language: str) -> None:
    item = replace(fakes.ITEM, title=title, headline=title, description=name)
    ref = replace(fakes.REFS[0], title=title, source_name=name, was=name)
    edition = replace(EDITION, items=(item,), articles=(ref, *fakes.REFS[1:]))
    data = letter(edition, replace(READER, name=name, language=language)).data
    message = check_sound(data)
    assert list(raw_headers(data)) == list(raw_headers(letter().data))
    assert len(message["Subject"]) <= LONGEST_SUBJECT
    assert [each.addr_spec for each in message["To"].addresses] == [READER.address]


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=120))
def test_any_words_come_back_or_are_refused(words: str) -> None:
    """What a line says is what a mail program reads."""
    plain = " ".join(words.split())
    if why_unfit(plain):
        for write in (worded_line, lambda name, words: mailbox_line(name, checked_address("a@b.example", words))):
            with pytest.raises((ValueError, SettingError)):
                write("To", plain)
        return
    data = worded_line("Subject", plain) + mailbox_line("To", checked_address("a@b.example", plain)) + b"\r\n"
    assert parsed(data)["Subject"] == plain
    assert name_in(data, "To") == cut_at_word(plain, LONGEST_NAME)


@pytest.mark.parametrize("value", ["a\r\nb", "a\nb", "ä", "", " a", "a  b", "a\x00", "=?utf-8?q?x?=", "x" * 999])
def test_plain_line_takes_plain_words_only(value: str) -> None:
    with pytest.raises(ValueError, match="cannot stand"):
        plain_line("List-ID", value)
    with pytest.raises(ValueError, match="cannot stand"):
        plain_line("List-ID", "<a>,", value)


# -- the parts --------------------------------------------------------------------------------------------------------


@settings(max_examples=500, deadline=None)
@example(["From ", "....", "a" * 140, " ", "\n"])  # b2a_qp alone would write lines of 77 and 78
@example(["a" * 75, "\t"])
@example(["a" * 74, " \n", "é" * 12, "b", " \n"])
@given(
    st.lists(
        st.sampled_from(["From ", ".", " ", "\t", "\n", "=", "é", "字", "a" * 70, "\r\n", f"--{BOUNDARY}", "\r"])
        | st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=80),
        max_size=20,
    )
)
def test_encoded_parts_pass_every_server(pieces: list[str]) -> None:
    """Lines of 76, and none that a server or a mailbox would change: "From ", a lone dot, white space at its end."""
    text = "".join(pieces)
    wanted = "\r\n".join(text.replace("\r\n", "\n").replace("\r", "\n").split("\n")).encode()
    head, _, quoted = encode_part(text, "plain", "quoted-printable").partition(b"\r\n\r\n")
    assert head.endswith(b"quoted-printable")
    assert quoted.isascii()
    assert quoted.count(b"\n") == quoted.count(b"\r\n") == quoted.count(b"\r")
    for line in quoted.split(b"\r\n"):
        assert len(line) <= 76
        assert not line.startswith((b"From ", b"--" + BOUNDARY.encode()))
        assert line != b"."
        assert not line.endswith((b" ", b"\t"))
    assert quopri.decodestring(quoted) == wanted
    encoded = encode_part(text, "plain", "base64").partition(b"\r\n\r\n")[2]
    assert max(map(len, encoded.split(b"\r\n"))) <= 76
    assert a2b_base64(encoded) == wanted


def test_shorter_encoding_is_chosen() -> None:
    for text in ("plain words\n" * 50, RUSSIAN * 50, "字" * 200, "café " * 100, "éa" * 300):
        sizes = {len(encode_part(text, "html", encoding)): encoding for encoding in ("base64", "quoted-printable")}
        assert choose_encoding(text) == sizes[min(sizes)]


@pytest.mark.parametrize("text", ["They rest. ", RUSSIAN], ids=["latin", "cyrillic"])
def test_length_counts_with_the_longest_way_out(text: str) -> None:
    """The address to unsubscribe at is a reader's own, so there has to be room for it."""
    body = (text * 100)[:300].strip()
    passages = tuple(
        replace(fakes.ITEM.summary[0], start=n * 300, end=n * 300 + len(body), text=body) for n in range(3)
    )
    items = tuple(replace(fakes.ITEM, id=f"event-{n}", title=f"Event {n}", summary=passages) for n in range(60))
    sender = replace(SENDER, unsubscribe=f"https://x.example/{'&' * 700}")
    written = Composer(replace(EDITION, items=items, lead="event-0"), SITE, sender).letter(READER, KEY, "t" * 200)
    assert written
    page = written.data.rpartition(f"--{BOUNDARY}\r\n".encode())[2].rpartition(f"\r\n--{BOUNDARY}".encode())[0]
    assert 0.7 * LARGEST_HTML < len(page) <= LARGEST_HTML
