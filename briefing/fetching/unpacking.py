"""What stands in a body that came packed (gzip, deflate, br)? No more of it than is wanted, whatever is inside."""

from __future__ import annotations

import zlib

import brotli

from briefing.fetching.model import TooLargeError, WireError

PIECE = 65_536  # bytes that are unpacked at once
# A feed whose entries all say the same unpacks to 40 times its size; deflate could do 1,032, brotli a million.
RATIO = 250
FREE = 1_000_000  # bytes up to which the ratio does not matter
_PLAIN = ("", "identity", "none", "utf-8")  # the last two are mistakes that browsers read past
_MEMBER = b"\x1f\x8b"  # how gzip begins


class Unpacking:
    """A body as it comes in, in the coding of its Content-Encoding header.

    `largest`: bytes that it may have, unpacked. `cut`: what is longer is cut there; else it is refused.
    Raises WireError where it is too large, unpacks to far more than it is, or cannot be read.
    """

    def __init__(self, coding: str, largest: int, *, cut: bool = False) -> None:
        self._coding = coding.strip().lower()
        if self._coding not in (*_PLAIN, "gzip", "x-gzip", "deflate", "br"):
            raise WireError("The server packs it in a way that was not asked for.", "Tell its publisher.")
        self._plain = self._coding in _PLAIN
        self._largest, self._cut = largest, cut
        self._taken: list[bytes] = []
        self._packed = self._size = 0
        self._head = b""  # the first bytes of a member, until there are enough to see how it is packed
        self._codec: _Zlib | _Brotli | None = None
        self._members = 0  # a gzip file may have several (RFC 1952, 2.2)
        self._over = False  # what follows the end means nothing; browsers leave it, too

    @property
    def full(self) -> bool:
        """Whether all that is wanted is there."""
        return self._cut and self._size >= self._largest

    def add(self, part: bytes) -> None:
        """Take the next bytes of the body."""
        self._packed += len(part)
        if self._plain:
            self._keep(part)
            return
        if self._packed > self._largest + PIECE and not self._cut:
            raise too_large(self._largest)
        try:
            self._unpack(part)
        except (zlib.error, brotli.error):
            raise WireError("What the server sent cannot be unpacked: it is damaged.", "Tell its publisher.") from None

    def end(self) -> bytes:
        """Return the body. Raises WireError where it ended too early."""
        begun = self._codec is not None or (self._packed and not self._members)
        if not self._plain and begun and not self.full:
            raise WireError("What the server sent ends in the middle.", "It may be whole another time.")
        body = b"".join(self._taken)
        return body[: self._largest] if self._cut else body

    def _unpack(self, part: bytes) -> None:
        while part and not self._over:
            if self._codec is None:
                part, self._head = self._head + part, b""
                if len(part) < len(_MEMBER) and self._coding != "br":
                    self._head = part
                    return
                if self._members and self._coding == "br":
                    raise brotli.error  # so it says itself where both came in one piece
                if self._members and not part.startswith(_MEMBER):
                    self._over = True
                    return
                self._codec = _Brotli() if self._coding == "br" else _Zlib(_find_bits(self._coding, part))
                self._members += 1
            part = self._drain(self._codec, part)

    def _drain(self, codec: _Zlib | _Brotli, part: bytes) -> bytes:
        """Have `codec` unpack `part`; return what follows its end."""
        while (part or codec.holds) and not codec.done:
            out, part = codec.take(part)
            self._keep(out)
            if self.full:
                self._over = True
                return b""
            if self._size > FREE and self._size > RATIO * self._packed:
                raise WireError(
                    f"It unpacks to more than {RATIO} times what was sent.",
                    "No article is like that; tell its publisher.",
                    lasting=True,
                )
        if codec.done:
            self._codec = None
            self._over = self._coding == "deflate"
        return part

    def _keep(self, part: bytes) -> None:
        self._size += len(part)
        if self._size > self._largest and not self._cut:
            raise too_large(self._largest)
        if part:
            self._taken.append(part)


def too_large(largest: int) -> TooLargeError:
    """Return the refusal of what has more than `largest` bytes."""
    return TooLargeError(f"It is larger than {largest:,} bytes.", "Add it by hand if it is an article.")


def _find_bits(coding: str, head: bytes) -> int:
    """Return what zlib has to be told. “deflate” is zlib's format (RFC 9110, 8.4.1.2); some leave out its head."""
    if coding != "deflate":
        return zlib.MAX_WBITS | 16
    is_zlib = head[0] & 15 == zlib.DEFLATED and (head[0] << 8 | head[1]) % 31 == 0  # RFC 1950, 2.2
    return zlib.MAX_WBITS if is_zlib else -zlib.MAX_WBITS


class _Zlib:
    def __init__(self, bits: int) -> None:
        self._codec = zlib.decompressobj(bits)
        self.holds = False  # more would come out of what it was given

    @property
    def done(self) -> bool:
        return self._codec.eof

    def take(self, part: bytes) -> tuple[bytes, bytes]:
        """Return up to PIECE unpacked bytes, and what of `part` was not looked at."""
        out = self._codec.decompress(part, PIECE)
        self.holds = len(out) == PIECE and not self._codec.eof
        return out, self._codec.unused_data if self._codec.eof else self._codec.unconsumed_tail


class _Brotli:
    def __init__(self) -> None:
        self._codec = brotli.Decompressor()
        self.holds = False

    @property
    def done(self) -> bool:
        return bool(self._codec.is_finished())

    def take(self, part: bytes) -> tuple[bytes, bytes]:
        # Without the limit (brotli before 1.2) a few bytes could become gigabytes in one call.
        out = self._codec.process(part, output_buffer_limit=PIECE)
        self.holds = bool(out) and not self._codec.is_finished()  # it says that it does not while it does
        return out, b""
