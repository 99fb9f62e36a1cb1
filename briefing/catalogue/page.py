"""A page that there shall be."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b

from msgspec import Struct

View = object  # a view for a template, or the bytes of a file that has none


class Page(Struct, frozen=True):
    """A page that there shall be. `make` composes its view, or its bytes where `template` is empty."""

    path: str  # from the site's root
    owner: str  # the thing, article or "site" it belongs to: it goes with it
    inputs: bytes
    template: str
    make: Callable[[], View]
    root: str = ""  # links begin with it instead of being relative


def digest(*parts: object) -> bytes:
    """Return one digest of several values, which cannot be taken for other values set together differently."""
    total = blake2b(digest_size=16)
    for part in parts:
        data = part if isinstance(part, bytes) else str(part).encode("utf-8", "surrogatepass")
        total.update(len(data).to_bytes(8, "big"))
        total.update(data)
    return total.digest()
