"""By which key is a reader known, and which links may act for them?

A key is HMAC-SHA256 (RFC 2104) of an address under the outbox's secret: without it nobody can try addresses until a key
fits. A token is a key with a MAC for one purpose, made for a link or a subject line: who holds a link to unsubscribe
cannot make one of it that subscribes.
"""

from __future__ import annotations

import hmac
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256
from typing import Literal

Purpose = Literal["unsubscribe", "subscribe"]

TOKEN_LENGTH = 64  # letters, digits, - and _ (RFC 4648 § 5): 32 bytes of the key and 16 of the MAC, so without padding
_MAC_LENGTH = 16  # bytes; RFC 2104 § 5 asks for half of the digest at least
_KEY = re.compile(r"[0-9a-f]{64}")
_TOKEN = re.compile(rf"[A-Za-z0-9_-]{{{TOKEN_LENGTH}}}", re.ASCII)


def reader_key(secret: bytes, address: str) -> str:
    """Return the key of the reader at `address`, as `addresses.check_address` gives it: 64 hexadecimal digits.

    Capitals make no difference: hardly a server tells Mara@ from mara@, and nobody should be written to twice.
    """
    return hmac.digest(secret, address.casefold().encode(), sha256).hex()


def unsubscribe_token(secret: bytes, key: str) -> str:
    """Return the token with which the reader of `key` unsubscribes: TOKEN_LENGTH letters, digits, - and _."""
    return make_token(secret, key, "unsubscribe")


def subscribe_token(secret: bytes, key: str) -> str:
    """Return the token with which the reader of `key` confirms that they want the mail."""
    return make_token(secret, key, "subscribe")


def make_token(secret: bytes, key: str, purpose: Purpose) -> str:
    """Return a token that `read_token` understands for the same purpose. Raises ValueError if `key` is no key."""
    if not _KEY.fullmatch(key):
        raise ValueError("A reader's key has 64 hexadecimal digits.")
    return urlsafe_b64encode(bytes.fromhex(key) + _mac(secret, key, purpose)).decode("ascii")


def read_token(secret: bytes, token: str, purpose: Purpose = "unsubscribe") -> str | None:
    """Return the key that `token` was made for; None if it was not made here for this purpose, or is damaged."""
    if not _TOKEN.fullmatch(token):
        return None
    raw = urlsafe_b64decode(token)
    key = raw[:-_MAC_LENGTH].hex()
    return key if hmac.compare_digest(raw[-_MAC_LENGTH:], _mac(secret, key, purpose)) else None


def _mac(secret: bytes, key: str, purpose: Purpose) -> bytes:
    # No address holds a NUL, so none of these can be the key of one.
    return hmac.digest(secret, f"{purpose}\0{key}".encode("ascii"), sha256)[:_MAC_LENGTH]
