"""Is an entry an article that was taken out? By digests alone, as by words where it is there still."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from briefing.fetching.model import Entry
from briefing.fetching.sameness import fold, liken
from briefing.fetching.traces import Removed, draw, liken_drawn, trace

PLACES = ("Odrin", "Skarholm", "Lindhamn", "the islands", "the north", "the old town", "the port", "the south")
SENTENCES = [
    f"The council of {place} spends {number} million on {what}, said {who}."
    for number, place in enumerate(PLACES, 2)
    for what, who in (("ferries", "its mayor"), ("schools and roads", "Ada Finch"), ("a bridge", "two of its members"))
]
BODY = " ".join(SENTENCES)
OTHER = "Quite another report, which has none of those words nor their runs. " * 20
PATH = "2025-05/a.md"
ENTRY = Entry(guid="g1", url="https://courier.example/a/1", title="Money is spent", date="2025-05-02T05:15:00+00:00")
NEW = Entry(guid="g2", url="https://courier.example/b", title="Who pays?", date="2025-05-09T05:15:00+00:00")
CORRECTED = BODY.replace(SENTENCES[5], "Nobody pays for the bridge, said the mayor of Odrin on Monday evening.")
FIGURES = BODY.replace("spends 4 million", "spends 5 million")

CASES: dict[str, tuple[Entry, str, bool]] = {
    "as it was": (ENTRY, "", True),
    "address and title, dated anew": (replace(ENTRY, date=NEW.date), "", True),
    "address and title, no GUID": (replace(ENTRY, guid="", date=NEW.date), "", True),
    "address and title alone: the next of a column": (replace(NEW, url=ENTRY.url, title=ENTRY.title), OTHER, False),
    "address, title and much of the text": (replace(NEW, url=ENTRY.url, title=ENTRY.title), CORRECTED, True),
    "address and GUID": (replace(NEW, url=ENTRY.url, guid=ENTRY.guid), "", True),
    "address alone, its text unread": (replace(NEW, url=ENTRY.url), "", False),
    "address alone": (replace(NEW, url=ENTRY.url), OTHER, False),
    "GUID, title and moment": (replace(ENTRY, url=NEW.url), "", True),
    "GUID and moment, its text unread": (replace(ENTRY, url=NEW.url, title="x"), "", False),
    "GUID and moment": (replace(ENTRY, url=NEW.url, title="x"), OTHER, False),
    "GUID and much of the text": (replace(NEW, guid="g1"), CORRECTED, True),
    "title and moment": (replace(ENTRY, url=NEW.url, guid="g2"), OTHER, False),
    "title, moment and much of the text": (replace(ENTRY, url=NEW.url, guid="g2"), CORRECTED, True),
    "title, day and most of the text": (
        replace(ENTRY, url=NEW.url, guid="g2", date="2025-05-02T09:00:00+00:00"), CORRECTED, True
    ),
    "title and day, where figures alone differ": (
        replace(ENTRY, url=NEW.url, guid="g2", date="2025-05-02T09:00:00+00:00"), FIGURES, False
    ),
    "title and most of the text": (replace(NEW, title=ENTRY.title), CORRECTED, False),
    "the text": (NEW, BODY.upper(), True),
    "nothing": (NEW, OTHER, False),
}  # fmt: skip


@pytest.mark.parametrize(("entry", "body", "found"), CASES.values(), ids=CASES)
def test_what_has_to_agree(entry: Entry, body: str, found: bool):
    removed = Removed(trace(PATH, "courier", ENTRY, BODY))
    assert removed.find("courier", entry, body) == ((PATH,) if found else ())


def test_of_another_outlet_the_address_has_to_agree():
    removed = Removed(trace(PATH, "courier", ENTRY, BODY))
    assert removed.find("gazette", ENTRY) == (PATH,)
    assert removed.find("gazette", replace(ENTRY, url=NEW.url), BODY) == ()


def test_it_is_known_by_all_that_its_entries_said():
    moved = replace(ENTRY, url="https://new.example/1", guid="n1", title="Another title")
    removed = Removed(
        (*trace(PATH, "courier", ENTRY, BODY), *trace(PATH, "courier", moved, url="https://new.example/2"))
    )
    assert removed.find("courier", replace(NEW, url="https://new.example/2", title="Another title", guid="")) == (PATH,)
    assert removed.find("courier", replace(moved, url=NEW.url)) == (PATH,)


def test_a_short_text_alone_says_nothing():
    removed = Removed(trace(PATH, "courier", ENTRY, "Fog. Drive slowly."))
    assert removed.find("courier", NEW, "Fog. Drive slowly.") == ()


def test_an_address_of_many_says_nothing():
    pages = [replace(ENTRY, guid=str(number), title=f"Notice {number}") for number in range(6)]
    removed = Removed(each for number, entry in enumerate(pages) for each in trace(f"{number}.md", "c", entry, BODY))
    assert removed.find("c", replace(NEW, url=ENTRY.url), CORRECTED) == ()
    assert removed.find("c", pages[4]) == ("4.md",)


@pytest.mark.parametrize("gone", [1, 3, 6, 12, 20])
def test_what_was_drawn_likens_texts_as_their_letters_do(gone: int):
    for first in range(0, len(SENTENCES) - gone, 3):
        there = [*SENTENCES[:first], *(f"{OTHER[:60]} {n}." for n in range(gone)), *SENTENCES[first + gone :]]
        one, other = fold(BODY), fold(" ".join(there))
        assert abs(liken_drawn(draw(one), draw(other)) - liken(one, other)) < 0.25
    assert liken_drawn(draw(fold(BODY)), draw(fold(BODY))) == 1
    assert liken_drawn(b"", b"") == liken_drawn(draw(fold(BODY)), b"") == 0
