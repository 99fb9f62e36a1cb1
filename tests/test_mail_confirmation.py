"""The letter that asks to confirm: one thing to do, in both parts, and nothing of what somebody typed."""

from __future__ import annotations

import pytest
import test_mail_headers as written
import test_mail_signing as signing
from lxml import html
from msgspec.structs import replace

from briefing.errors import SettingError
from briefing.mail.message.confirmation import compose_confirmation
from briefing.mail.message.headers import Sender
from briefing.mail.message.signing import make_signer
from briefing.mail.model import Letter, Recipient

NOW = "2025-03-19T07:30:00.125+00:00"
LINK = f"https://mail.tidewater.example/confirm?l=de&t={written.TOKEN}"
SITE = replace(written.SITE, footer="Published by the harbour masters’ association.")


def ask(to: Recipient = written.READER, now: str = NOW, link: str = LINK, sender: Sender = written.SENDER) -> Letter:
    return compose_confirmation(to, SITE, sender, link, None, now=now)


def parts_of(letter: Letter) -> tuple[str, html.HtmlElement]:
    text, page = (part.get_content() for part in written.check_sound(letter.data).iter_parts())
    return text.replace("\r\n", "\n"), html.document_fromstring(page)  # type: ignore[no-untyped-call]


def test_headers_are_those_of_all_mails_without_a_way_to_leave() -> None:
    headers = written.raw_headers(ask().data)
    edition = written.raw_headers(written.letter().data)
    assert set(headers) == set(edition) - {"List-Unsubscribe", "List-Unsubscribe-Post"}
    assert headers["Subject"] == "Confirm that you want The Tidewater Briefing by mail"
    assert headers["Date"] == "Wed, 19 Mar 2025 07:30:00 +0000"
    assert headers["Auto-Submitted"] == "auto-generated"


def test_text_and_page_say_the_same() -> None:
    text, page = parts_of(ask())
    assert text == (
        "Somebody, we hope you, asked for The Tidewater Briefing to be sent to\nthis address.\n\n"
        f"To get it, confirm on this page:\n{LINK}\n\n"
        "If it was not you, do nothing, and nothing more will come.\n\n"
        "Published by the harbour masters’ association.\n"
    )
    said = [" ".join(element.text_content().split()) for element in page.xpath("//h1 | //p")]
    assert said == [SITE.name, *(" ".join(lines.split()) for lines in text.replace(":\n", ":\n\n").split("\n\n"))]
    assert page.xpath("//a/@href") == [LINK]
    assert page.xpath("//img | //script | //link | //form | //@src") == []


def test_it_is_in_the_readers_language() -> None:
    letter = ask(replace(written.READER, language="de"))
    text, page = parts_of(letter)
    assert "nichts weiter" in text
    assert (page.get("lang"), page.get("dir")) == ("de", "ltr")
    assert page.findtext(".//title") == "Bestätigen Sie, dass Sie The Tidewater Briefing per Mail möchten"
    assert written.raw_headers(letter.data)["Content-Language"] == "de"


def test_nothing_of_the_form_is_in_it() -> None:
    """Or anybody could have their words sent to strangers, from us."""
    typed = Recipient("a@b.example", "Buy tuna at evil.example", events=("tuna-evil",), actors=("tuna",))
    plain = Recipient("a@b.example")
    assert ask(typed) == ask(plain)


def test_each_request_has_a_letter_of_its_own_which_names_nobody() -> None:
    ids = {ask().message_id, ask(now=NOW.replace("07", "08")).message_id, ask(link=f"{LINK}x").message_id}
    assert len(ids) == 3
    assert all(each.startswith("<confirm.") and each.endswith("@tidewater.example>") for each in ids)
    assert ask().message_id == ask().message_id


def test_it_is_signed() -> None:
    sign = make_signer(signing.KEY, signing.SELECTOR, signing.DOMAIN, signing.SENDER)
    data = compose_confirmation(written.READER, SITE, written.SENDER, LINK, sign, now=NOW).data
    assert signing.is_ours(data)
    assert data.endswith(ask().data)


@pytest.mark.parametrize("address", written.HOSTILE)
def test_hostile_address_is_refused(address: str) -> None:
    with pytest.raises(SettingError):
        ask(Recipient(address))


def test_sender_that_cannot_send() -> None:
    with pytest.raises(SettingError):
        ask(sender=Sender("desk@tidewater.example", name="a\r\nBcc: x@y.example"))
