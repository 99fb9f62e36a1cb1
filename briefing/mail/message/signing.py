"""How is a message signed (DKIM, RFC 6376), so that a receiver can tell whether it is ours and whole?

RSA only: some of the large mailbox providers do not verify Ed25519 (RFC 8463), so a mail that had no other signature
would count as unsigned there.
"""

from __future__ import annotations

import re
from binascii import a2b_base64
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import dkim
from dkim.crypto import RSASSA_PKCS1_v1_5_sign, RSASSA_PKCS1_v1_5_verify, UnparsableKeyError, parse_pem_private_key

from briefing.errors import SettingError

LEAST_BITS = 2048  # of a key (RFC 8301 § 3.2)
MAKE_KEY = "openssl genrsa -out dkim.pem 2048"

# What is signed where it is there, and once more than it is there: so a header of that name cannot be added on the way
# either, nor taken away (RFC 6376 § 8.15). A Sender, which some forwarders add, stays out of it.
SIGNED = (
    *("from", "reply-to", "to", "cc", "subject", "date", "message-id", "in-reply-to", "references"),
    *("mime-version", "content-type", "content-transfer-encoding", "content-language"),
    *("list-id", "list-archive", "list-help", "list-post", "list-subscribe", "list-owner"),
    *("list-unsubscribe", "list-unsubscribe-post", "auto-submitted", "feedback-id"),
)

_BLOCK = re.compile(rb"-----BEGIN ([A-Z0-9 ]+)-----\s+(.*?)\s+-----END \1-----", re.DOTALL)
_ED25519 = bytes.fromhex("06032b6570")  # its name in a key (RFC 8410 § 3)
_LABEL = r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"  # RFC 6376 § 3.1: names of the DNS, in ASCII
_SELECTOR = re.compile(rf"{_LABEL}(\.{_LABEL})*")
_DOMAIN = re.compile(rf"{_LABEL}(\.{_LABEL})+")


def make_signer(key: bytes, selector: str, domain: str, sender: str) -> Callable[[bytes], bytes]:
    """Return what signs a message of `sender`, an address: bytes with CRLF in, the same with a DKIM-Signature out.

    `key` is a PEM file with an RSA key; its public half stands in the DNS at SELECTOR._domainkey.DOMAIN. Raises
    SettingError, which never repeats the key. A signature holds the time at which it was made.
    """
    if not _SELECTOR.fullmatch(selector):
        raise SettingError(
            f"BRIEFING_MAIL_DKIM_SELECTOR is {selector!r}.",
            remedy="It takes the name before “._domainkey.” of the key in the DNS, such as 'briefing'.",
        )
    _check_domain(domain.lower(), sender)
    block = _check_key(key)
    at, under = domain.lower().encode("ascii"), selector.encode("ascii")

    def sign(message: bytes) -> bytes:
        signature = dkim.DKIM(message)
        there = [name.lower() for name, _ in signature.headers]
        names = [name for name in (each.encode("ascii") for each in SIGNED) for _ in range(there.count(name) + 1)]
        line: bytes = signature.sign(under, at, block, canonicalize=(b"relaxed", b"relaxed"), include_headers=names)
        return line + message

    return sign


def _check_domain(domain: str, sender: str) -> None:
    """Raise SettingError where a signature of `domain` says nothing of `sender`'s mail.

    DMARC asks that both belong to one organisation (RFC 7489 § 3.1.1, relaxed). Which two do is known for certain where
    one is a part of the other.
    """
    if not _DOMAIN.fullmatch(domain):
        raise SettingError(
            f"BRIEFING_MAIL_DKIM_DOMAIN is {domain!r}.", remedy="It takes a domain such as 'news.example'."
        )
    writes = sender.rpartition("@")[2].lower()
    if not (f".{writes}".endswith(f".{domain}") or f".{domain}".endswith(f".{writes}")):
        raise SettingError(
            f"BRIEFING_MAIL_DKIM_DOMAIN is {domain!r}, and BRIEFING_MAIL_FROM is an address of {writes!r}: "
            "receivers would hold the signature to be somebody else's.",
            remedy="Sign with the domain of BRIEFING_MAIL_FROM, or one that it is a part of.",
        )


def _check_key(key: bytes) -> bytes:
    """Return the private key in the one form that dkimpy reads. Raises SettingError for one that cannot sign."""
    found = _BLOCK.search(key.replace(b"\r\n", b"\n"))
    kind = found[1].decode("ascii") if found else ""
    if found is None or not kind.endswith("PRIVATE KEY"):
        raise _refuse(f"holds {f'“{kind}”' if kind else 'nothing'} where a private key is needed", MAKE_KEY)
    if b"ENCRYPTED" in found[1] + found[2]:
        raise _refuse("is locked with a passphrase, which nobody could enter", "openssl rsa -in LOCKED -out dkim.pem")
    letters = b"".join(found[2].split())
    block = b"-----BEGIN PRIVATE KEY-----\n" + letters + b"\n-----END PRIVATE KEY-----\n"
    try:
        raw = a2b_base64(letters, strict_mode=True)
        numbers: dict[str, Any] = {} if _ED25519 in raw[:16] else parse_pem_private_key(block)
        works = bool(numbers) and _signs(numbers)
    # AssertionError, IndexError: from dkimpy's parser, of what only begins as a key does.
    except (UnparsableKeyError, ValueError, ArithmeticError, AssertionError, IndexError):
        raise _refuse("is damaged, or no RSA key", MAKE_KEY) from None
    if not numbers:
        raise _refuse("is an Ed25519 key, whose signatures not all large mailbox providers verify", MAKE_KEY)
    if numbers["modulus"].bit_length() < LEAST_BITS:
        raise _refuse(f"has {numbers['modulus'].bit_length()} bits, fewer than {LEAST_BITS} (RFC 8301)", MAKE_KEY)
    if not works:
        raise _refuse("is damaged: what it signs does not fit its own public half", MAKE_KEY)
    return block


def _signs(numbers: dict[str, Any]) -> bool:
    """Whether a signature made with a key is one that its public half accepts: a digit may be wrong in any of them."""
    digest = sha256(b"Briefing")
    return bool(RSASSA_PKCS1_v1_5_verify(digest, RSASSA_PKCS1_v1_5_sign(digest, numbers), numbers))


def _refuse(what: str, command: str) -> SettingError:
    return SettingError(
        f"The file that BRIEFING_MAIL_DKIM_KEY names {what}.",
        remedy=f"Make an RSA key ({command}) and put its public half into the DNS."
        if command == MAKE_KEY
        else f"Unlock it: {command}.",
    )
