"""What of a feed is to be read: any entries, under any filter, each judged once, in whichever order they stand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC
from pathlib import Path

from msgspec.structs import replace

import fuzzing
from briefing.fetching.canonical import canonical
from briefing.fetching.memory import Asked, Memory, News, Seen
from briefing.fetching.model import Entry, Feed, Filter, Outlet
from briefing.fetching.sifting import Sifted, Terms, find_reason, sift
from fuzzing.material import INVALID, ODD, encode

PARSES = (
    "briefing.fetching.memory.Memory.waiting",
    "briefing.fetching.sifting.find_reason",
    "briefing.fetching.sifting.sift",
)
NOW = "2026-11-22T12:00:00+00:00"
DATES = ("", "2026-11-22T07:00:00+00:00", "2026-11-01T07:00:00+00:00")
PIECES = (
    *encode(
        "\x1e",
        "\x1f",
        "quay",
        "Quay",
        "QUAY wall",
        "qua",
        "港",
        "ß",
        "SS",
        "İ",
        "<b>",
        "</b>",
        "<",
        ">",
        "&amp;",
        "&#0;",
    ),
    *encode("https://x.example/news/1", "https://x.example/%2f/", "https://[::1", "//", " ", "*", "(", "\\", "é", "é"),
    *ODD,
    *INVALID,
)


def seeds() -> Iterator[bytes]:
    yield b"\x00\x00quay\x1fcrane\x1f\x1eQuay\x1fhttps://x.example/news/1\x1fg\x1fThe quay\x1f<p>wall</p>\x1fnews"
    yield b"\x03\x05quay\x1f\x1f\x1ea\x1f\x1fg\x1fb\x1f\x1f\x1ea\x1f\x1fg\x1fb\x1f\x1f\x1ec\x1f\x1fg"
    yield b"\x02\x02\x1f\x1fnews\x1ea\x1fu\x1fg\x1f\x1f\x1fnews\x1ea\x1fu\x1fh\x1e\x1f\x1f\x1f\x1f"


def check(data: bytes) -> None:
    (how, dated), raw = fuzzing.take(data, 2)
    # As entries come: without what is no text or no address, which `read_feed` leaves out.
    first, *others = fuzzing.words(raw).encode("utf-8", "replace").decode().split("\x1e")
    word, without, section = (*first.split("\x1f"), "", "", "")[:3]
    wanted = Filter(*((each,) if each.strip() else () for each in (word, without, section)))
    outlet = Outlet("x", "X", ("https://x.example/feed",), text=("feed", "page", "both")[how % 3], wanted=wanted)
    entries = tuple(_read(each, DATES[(dated + place) % 3]) for place, each in enumerate(others[:20]))
    terms = Terms(UTC, NOW, since="2026-11-20" if how & 4 else "", first=bool(how & 8), anew=bool(how & 16))
    sifted = sift(Feed(entries=entries), outlet, {}, terms, lambda _: bool(how & 32))
    # One GUID for several is none.
    assert [replace(each.news.entry, guid="") for each in sifted] == [replace(entry, guid="") for entry in entries]
    noted = _note(sifted)
    assert noted == _note(sift(Feed(entries=entries[::-1]), outlet, {}, terms, lambda _: bool(how & 32)))
    with Memory.open_copy(Path("/nowhere/at/all")) as memory:
        memory.take("f", "x", Asked(at=NOW), noted.values(), "")
        seen = memory.seen("f")
        assert [each.entry for each in memory.waiting("f")] == [
            each.entry for each in noted.values() if each.state == "waiting"
        ]
    assert seen == {key: Seen(each.digest, each.state, each.why, "", each.entry.date) for key, each in noted.items()}
    later = Terms(UTC, NOW)
    for each in sift(Feed(entries=entries), outlet, seen, later, lambda _: False):
        assert each.twice or each.news == noted[each.news.key], "what is as it was stays what it was"
    for entry in entries:
        assert find_reason(wanted, entry, entry.html, final=False) in (
            "",
            find_reason(wanted, entry, entry.html, final=True),
        )


def _note(sifted: tuple[Sifted, ...]) -> dict[str, News]:
    noted = [each.news for each in sifted if not each.twice]
    found = {each.key: each for each in sorted(noted, key=lambda each: each.key)}
    assert len(found) == len(noted)
    assert {each.news.key for each in sifted} == {*found}
    return found


def _read(words: str, date: str) -> Entry:
    title, url, guid, summary, html, section = (*words.split("\x1f"), *[""] * 6)[:6]
    return Entry(guid, canonical(url), title, date, "", (), summary, html, (section,) if section else ())
