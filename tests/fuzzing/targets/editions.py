"""An edition as mail reads it: damaged bytes are refused with a remedy; what is read makes a sound letter, or none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import fakes
import msgspec
from msgspec.structs import replace
from test_mail_headers import check_sound, letter

from briefing.errors import BriefingError, MailError
from briefing.mail.editions import list_days, read_edition
from briefing.published import Edition
from fuzzing.material import ODD, encode

PARSES = ("briefing.mail.editions.read_edition",)
_KEPT = TemporaryDirectory(prefix="editions-")
_FOLDER = Path(_KEPT.name)
(_FOLDER / "editions").mkdir()
DAY = fakes.EDITION.day
_SMALL = replace(fakes.EDITION, items=fakes.EDITION.items[:1])
LONGEST = 9_000  # an event with all that it holds
PIECES = (
    *(f'"{name}":'.encode() for name in Edition.__struct_fields__),
    *encode(
        "{", "}", "[", "]", ",", ":", '"', "null", "true", "0", "-1", "1e309", "99999999999999999999", '""', "{}",
        "[]", '"\\ud800"', '"\\u0000"', '"\\u202e"', '"<script>alert(1)</script>"', '"2025-03-14"',
        '"=?utf-8?q?=0ABcc:_x?="', '"a\\r\\nBcc: x@y.example"', '"articles/../../x.html"', '"javascript:alert(1)"',
        '"items":[],', "\\n", "\\", " ",
    ),
    *ODD,
)  # fmt: skip


def seeds() -> Iterator[bytes]:
    for edition in (fakes.EMPTY_EDITION, replace(_SMALL, day=DAY)):
        yield msgspec.json.encode(edition)
        yield msgspec.json.encode(edition).replace(b"T", b"::")
        yield msgspec.json.encode(edition).replace(DAY[:4].encode(), b"\xff2025", 1)


def check(data: bytes) -> None:
    path = _FOLDER / "editions" / f"{DAY}.json"
    path.write_bytes(data)
    assert list_days(_FOLDER) == (DAY,)
    try:
        edition = read_edition(DAY, _FOLDER).edition
    except MailError as error:
        assert error.what and error.remedy and str(path) in str(error)
        return
    assert edition.day == DAY
    with suppress(BriefingError):
        check_sound(letter(edition).data)
