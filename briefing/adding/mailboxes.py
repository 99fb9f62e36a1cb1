"""Which messages does an mbox hold (RFC 4155)? Read line by line, so that it may be as large as it likes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO

from briefing.adding.message import LARGEST_MESSAGE
from briefing.errors import ContentError

MOST_MESSAGES = 10_000  # of one file
LONGEST_LINE = 65_536  # bytes that are read at once

# "From ", an address or a dash, and a date that ends in or holds a year: prose that begins so does not go on like this.
_FROM = re.compile(rb"From \S{0,500}[^\r\n]{0,100}\b\d{1,2}:\d{2}(?::\d{2})?\b[^\r\n]{0,40}[\r\n]*$")
_QUOTED = re.compile(rb">+From ")


def is_mailbox(raw: bytes) -> bool:
    """Whether `raw` begins as an mbox does."""
    return _FROM.match(raw[:1_000].split(b"\n", 1)[0]) is not None


def split_mailbox(file: IO[bytes], name: str) -> Iterator[bytes]:
    """Yield each message, as it was before it was put in: “>From ” at a line's start has its mark taken off.

    A message longer than LARGEST_MESSAGE comes with one byte more than that, and no further. Raises ContentError where
    there are more than MOST_MESSAGES, after those.
    """
    message: list[bytes] = []
    size = count = 0
    after_blank, whole = True, True  # the line before was blank; it came whole
    while line := file.readline(LONGEST_LINE):
        if whole and after_blank and _FROM.fullmatch(line):
            if message:
                yield _join(message)
                count += 1
                if count == MOST_MESSAGES:
                    what = f"The mailbox has more than {MOST_MESSAGES:,} messages; those after them were not read."
                    raise ContentError(what, remedy="Split it.", path=name)
            message, size = [], 0
        elif size <= LARGEST_MESSAGE:
            message.append(line[1:] if whole and _QUOTED.match(line) else line)
            size += len(message[-1])
        after_blank = whole and not line.strip()
        whole = line.endswith(b"\n")
    if message:
        yield _join(message)


def _join(lines: list[bytes]) -> bytes:
    """The message without the blank line that stands before the next."""
    if len(lines) > 1 and not lines[-1].strip():
        del lines[-1]
    return b"".join(lines)[: LARGEST_MESSAGE + 1]
