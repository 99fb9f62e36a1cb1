"""What are seeds made from? The sample, its registries and the golden cases; pieces that break any parser of text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).parent.parent
SAMPLE = TESTS.parent / "content"

# What no text should hold and some do: each has broken some parser somewhere.
ODD = tuple(
    each.encode("utf-8", "surrogatepass")
    for each in (
        "\0", "\x1b", "\x7f", "\x85", "\r", "\n", "\r\n", "\n\n", "\t", "\x0b", "\x0c", "\x1c", " ", "\u00a0", "\u00ad",
        "\u200b", "\u200d", "\u200e", "\u2028", "\u2029", "\u202e", "\u2066", "\u2069", "\ufeff", "\ufffd", "\ufffe",
        "\ud800", "é", "e\u0301", "İ", "ı", "ß", "ﬁ", "ſ", "😀", "🇺🇦", "中文。", "العربية؟", "٣", "²", "½", "Ⅷ", "Ǆ",
    )
)  # fmt: skip
INVALID = (
    b"\xff",
    b"\xc3",
    b"\xe2\x80",
    b"\xf0\x9f",
    b"\xc0\x80",
    b"\xed\xa0\x80",
    b"\xff\xfe",
    b"\xfe\xff",
    b"\xef\xbb\xbf",
)


def encode(*pieces: str) -> tuple[bytes, ...]:
    return tuple(each.encode() for each in pieces)


def articles(most: int = 24) -> Iterator[bytes]:
    """Files of the sample, small ones first."""
    paths = sorted((path for path in SAMPLE.rglob("*.md")), key=lambda path: (path.stat().st_size, path.name))
    for path in paths[:most]:
        yield path.read_bytes()


def bodies(most: int = 24) -> Iterator[bytes]:
    """The same without front matter."""
    for raw in articles(most):
        yield raw.partition(b"\n\n")[2]


def cases(*names: str) -> Iterator[bytes]:
    """What goes into the golden cases of these files."""
    from golden import read_cases  # noqa: PLC0415 - with pytest's paths only

    for name in names:
        for case in read_cases(name):
            yield case.given.encode("utf-8", "replace")
