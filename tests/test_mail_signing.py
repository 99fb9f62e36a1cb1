"""A signed message verifies, and does not once it is changed, added to or taken from. A wrong key is told at once."""

from __future__ import annotations

import re
from base64 import b64encode
from pathlib import Path

import dkim
import pytest
import test_mail_headers as written
from msgspec.structs import replace

from briefing.errors import SettingError
from briefing.mail.message.compose import Composer
from briefing.mail.message.signing import SIGNED, make_signer

KEYS = Path(__file__).parent / "keys"
KEY = (KEYS / "signs.pem").read_bytes()
SELECTOR, DOMAIN, SENDER = "b2025", "tidewater.example", written.SENDER.address
PUBLIC = b"".join((KEYS / "public.pem").read_bytes().split(b"\n")[1:-2])


def dns(name: bytes, timeout: int = 5) -> bytes | None:
    """What stands in the DNS, without one."""
    return b"v=DKIM1; k=rsa; p=" + PUBLIC if name == b"b2025._domainkey.tidewater.example." else None


def is_ours(message: bytes) -> bool:
    try:
        return bool(dkim.verify(message, dnsfunc=dns))  # type: ignore[no-untyped-call]
    except dkim.DKIMException:
        return False


@pytest.fixture(scope="module")
def signed() -> bytes:
    sender = replace(written.SENDER, feedback_id="briefing:tidewater")
    sign = make_signer(KEY, SELECTOR, DOMAIN, SENDER)
    site = replace(written.SITE, name="Прилив")
    letter = Composer(written.EDITION, site, sender, sign=sign).letter(written.READER, written.KEY, written.TOKEN)
    assert letter is not None
    return letter.data


def test_signed_letter_verifies_and_is_the_same_below(signed: bytes) -> None:
    assert is_ours(signed)
    written.check_sound(signed)
    assert max(map(len, signed.partition(b"\r\n\r\n")[0].split(b"\r\n"))) <= 200
    unsigned = written.letter(
        site=replace(written.SITE, name="Прилив"), sender=replace(written.SENDER, feedback_id="briefing:tidewater")
    ).data
    assert signed.endswith(unsigned)
    signature = dict(re.findall(r"(\w+)=\s*([^;]+?)\s*(?:;|$)", written.raw_headers(signed)["DKIM-Signature"]))
    assert (signature["d"], signature["s"]) == (DOMAIN, SELECTOR)
    assert (signature["a"], signature["c"]) == ("rsa-sha256", "relaxed/relaxed")
    assert "l" not in signature, "a part of the body would be free to be added to (RFC 6376 § 8.2)"


def test_every_header_is_signed_and_none_of_its_name_can_be_added(signed: bytes) -> None:
    headers = written.raw_headers(signed)
    named = [name.strip() for name in re.search(r"h=([^;]+);", headers["DKIM-Signature"])[1].split(":")]  # type: ignore[index]
    there = [name.lower() for name in headers if name != "DKIM-Signature"]
    assert {name: named.count(name) for name in there} == dict.fromkeys(there, 2)
    assert {named.count(name) for name in SIGNED if name not in there} == {1}


def test_servers_may_do_what_servers_do(signed: bytes) -> None:
    """Add a trace on top, fold anew, write names in other letters."""
    head, _, body = signed.partition(b"\r\n\r\n")
    assert is_ours(b"Received: from a by b; Wed, 19 Mar 2025 06:00:01 +0000\r\nX-Spam: no\r\n" + signed)
    assert is_ours(b"Sender: bounces@forwarder.example\r\n" + signed)
    folded = head.replace(b">,\r\n <mailto", b">,\r\n\t <mailto").replace(b"\r\nDate:", b"\r\nDATE: ")
    assert len(folded) == len(head) + 2
    assert is_ours(folded + b"\r\n\r\n" + body)
    assert is_ours(signed + b"\r\n\r\n")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"tugs", b"guns"),
        (b"From: ", b"From: x"),
        (b"<desk@tidewater.example>", b"<desk@elsewhere.example>"),
        (b"\r\nTo: Mara", b"\r\nTo: Maro"),
        (b"List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n", b""),
        (b"List-Unsubscribe: <https://mail.tide", b"List-Unsubscribe: <https://mail.ebb"),
        (b"Auto-Submitted: auto-generated\r\n", b""),
        (b"Wed, 19 Mar 2025", b"Thu, 20 Mar 2025"),
        (b'boundary="=_briefing"', b'boundary="=_other"'),
        (b"Feedback-ID: 2025", b"Feedback-ID: 2026"),
        (b"d=tidewater.example", b"d=elsewhere.example"),
        (b"s=b2025", b"s=b2026"),
        (b"\r\n--=_briefing--", b"\r\nmore\r\n--=_briefing--"),
    ],
)
def test_what_is_changed_is_seen(signed: bytes, old: bytes, new: bytes) -> None:
    assert old in signed
    assert not is_ours(signed.replace(old, new, 1))


@pytest.mark.parametrize("name", [name.title() for name in SIGNED])
@pytest.mark.parametrize("where", ["first", "last"])
def test_a_header_cannot_be_added(signed: bytes, name: str, where: str) -> None:
    line = f"{name}: <added@elsewhere.example>\r\n".encode()
    head, end, body = signed.partition(b"\r\n\r\n")
    assert not is_ours(line + signed if where == "first" else head + b"\r\n" + line[:-2] + end + body)


@pytest.mark.parametrize("file", ["signs.pem", "signs-pkcs1.pem"])
def test_keys_that_sign(file: str) -> None:
    key = (KEYS / file).read_bytes()
    message = written.letter().data
    for each in (key, key.replace(b"\n", b"\r\n"), b"The key of the desk.\n\n" + key, key.rstrip()):
        assert is_ours(make_signer(each, SELECTOR, DOMAIN, SENDER)(message))


def test_a_domain_of_ours_may_sign() -> None:
    for domain, sender in (("tidewater.example", "a@News.Tidewater.example"), ("Mail.tidewater.example", SENDER)):
        signature = make_signer(KEY, SELECTOR, domain, sender)(written.letter().data)
        assert f"d={domain.lower()};".encode() in signature


DAMAGED = re.sub(rb"\n(.{64})\n(.{64})\n(?=-----END|.{1,63}\n-----END)", rb"\n\2\n\1\n", KEY, flags=re.DOTALL)


@pytest.mark.parametrize(
    ("key", "what"),
    [
        (b"", "nothing where a private key is needed"),
        (b"\xff\x00", "nothing where a private key is needed"),
        ((KEYS / "public.pem").read_bytes(), "“PUBLIC KEY” where a private key is needed"),
        ((KEYS / "locked.pem").read_bytes(), "locked with a passphrase.*Unlock it"),
        ((KEYS / "locked-pkcs1.pem").read_bytes(), "locked with a passphrase.*Unlock it"),
        ((KEYS / "short.pem").read_bytes(), "has 1024 bits"),
        ((KEYS / "ed25519.pem").read_bytes(), "Ed25519"),
        ((KEYS / "curve.pem").read_bytes(), "no RSA key"),
        (DAMAGED, "damaged"),
        (KEY[:700] + KEY[764:], "damaged"),
        (KEY.replace(b"MI", b"\xe9!", 1), "damaged"),
        (b"-----BEGIN PRIVATE KEY-----\n\n-----END PRIVATE KEY-----\n", "damaged"),
        (b"-----BEGIN PRIVATE KEY-----\n" + b64encode(b"0" * 90) + b"\n-----END PRIVATE KEY-----\n", "damaged"),
    ],
    ids="empty bytes public locked locked-too short ed25519 curve swapped cut letters bare noise".split(),
)
def test_key_that_cannot_sign_is_told_at_once(key: bytes, what: str) -> None:
    with pytest.raises(SettingError, match=what) as error:
        make_signer(key, SELECTOR, DOMAIN, SENDER)
    assert "BRIEFING_MAIL_DKIM_KEY" in str(error.value)
    assert not any(line in str(error.value) for line in key.decode("latin-1").split("\n")[1:-2] if line)


@pytest.mark.parametrize(
    ("selector", "domain", "sender", "what"),
    [
        ("", DOMAIN, SENDER, "BRIEFING_MAIL_DKIM_SELECTOR"),
        ("a b", DOMAIN, SENDER, "BRIEFING_MAIL_DKIM_SELECTOR"),
        ("a; d=x.example", DOMAIN, SENDER, "BRIEFING_MAIL_DKIM_SELECTOR"),
        ("-a", DOMAIN, SENDER, "BRIEFING_MAIL_DKIM_SELECTOR"),
        ("b2025\n", DOMAIN, SENDER, "BRIEFING_MAIL_DKIM_SELECTOR"),
        (SELECTOR, "", SENDER, "BRIEFING_MAIL_DKIM_DOMAIN"),
        (SELECTOR, "localhost", SENDER, "BRIEFING_MAIL_DKIM_DOMAIN"),
        (SELECTOR, "zeitung-köln.example", SENDER, "BRIEFING_MAIL_DKIM_DOMAIN"),
        (SELECTOR, "elsewhere.example", SENDER, "somebody else's"),
        (SELECTOR, "water.example", SENDER, "somebody else's"),
        (SELECTOR, DOMAIN, "desk@ebbtidewater.example", "somebody else's"),
    ],
)
def test_signature_that_says_nothing_of_the_sender_is_refused(
    selector: str, domain: str, sender: str, what: str
) -> None:
    with pytest.raises(SettingError, match=what):
        make_signer(KEY, selector, domain, sender)
