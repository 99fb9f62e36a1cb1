"""Which articles are there already? Read from files as editors and `briefing add` leave them, and fast."""

from __future__ import annotations

import time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from briefing.errors import ContentError
from briefing.fetching.known import Known
from briefing.fetching.model import Entry
from briefing.fetching.sameness import fold, liken, name_address, write_moment
from briefing.model import Registry, Source

OSLO = ZoneInfo("Europe/Oslo")
REGISTRY = Registry(sources=(Source("courier", "Lindhamn Courier", aliases=("LC", "courier.example")),))
BODY = "The port of Lindhamn reopened on Friday morning. Nobody was hurt, the harbour master said. " * 3
ENTRY = Entry(guid="g1", url="https://courier.example/a/1", title="Port reopens", date="2025-05-02T05:15:00+00:00")
FETCHED = "Feed: https://courier.example/rss\nFetched: 2025-05-02\nFetched-as: 0123456789abcdef 0123456789abcdef"


def put(folder: Path, text: str, name: str = "2025-05/a.md") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def know(folder: Path) -> Known:
    return Known(folder, REGISTRY, OSLO)


# -- how it is written ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.md", f"Title: Port\nUrl: https://courier.example/a/1\n\n{BODY}"),
        ("deep/er/a.markdown", f"title:Port\nURL:http://www.courier.example/a/1/?utm_source=x\n\n{BODY}"),
        ("a.md", f"\ufeff\n\nTitle: Port\r\nUrl: https://courier.example/a/1\r\n\r\n{BODY}"),
        ("a.md", f'---\ntitle: "Port: reopened"\nurl: "https://courier.example/a/1"\n---\n{BODY}'),
        ("a.md", f"--- \ntitle: Port\n\nurl: 'https://courier.example/a/1'\n...\n{BODY}"),
        ("a.md", f"Title: Port\nSummary: {'A long one. ' * 500}\nUrl: https://courier.example/a/1\n\n{BODY}"),
        ("a.md", "Title: Port\nUrl: https://courier.example/a/1"),
        ("a.html", f'<title>P</title><link rel="canonical" href="https://courier.example/a/1"><body><p>{BODY}</body>'),
    ],
)
def test_an_address_is_found_however_it_is_written(tmp_path: Path, name: str, text: str):
    put(tmp_path, text, name)
    there = know(tmp_path).find("courier", ENTRY)
    assert there is not None
    assert (there.path, there.frozen) == (name, "It was added by hand.")
    assert know(tmp_path).find("courier", Entry(url="https://courier.example/a/2", title="Port")) is None


def test_an_address_in_the_body_is_none_of_the_article(tmp_path: Path):
    put(tmp_path, f"Title: Port\n\nUrl: https://courier.example/a/1\n\n{BODY}")
    assert know(tmp_path).find("courier", ENTRY) is None


@pytest.mark.parametrize(
    ("url", "named"),
    [
        ("https://www.Courier.example/A/1/", "courier.example/A/1"),
        ("http://courier.example/a%20b?x=1&utm_medium=rss#top", "courier.example/a b?x=1"),
        ("https://courier.example/", ""),
        ("https://courier.example", ""),
        ("https://courier.example/?p=12", "courier.example/?p=12"),
        ("https://bücher.example/ä", "xn--bcher-kva.example/ä"),
        ("https://xn--bcher-kva.example/%C3%A4", "xn--bcher-kva.example/ä"),
        ("https://127.0.0.1:8001/a", "127.0.0.1:8001/a"),
        ("https://[::1", ""),
        ("javascript:alert(1)", ""),
        ("", ""),
    ],
)
def test_addresses_have_one_name(url: str, named: str):
    assert name_address(url).replace("/?", "?") == named.replace("/?", "?")


# -- which two things agree -------------------------------------------------------------------------------------------

GUID_ALONE = {
    "title and moment": (ENTRY, True),
    "another title": (Entry(guid="g1", title="Port stays closed", date=ENTRY.date), False),
    "another moment": (Entry(guid="g1", title=ENTRY.title, date="2025-05-02T05:16:00+00:00"), False),
    "a day only": (Entry(guid="g1", title=ENTRY.title, date="2025-05-02T00:00:00+00:00"), False),
    "no date": (Entry(guid="g1", title=ENTRY.title), False),
}


@pytest.mark.parametrize(("entry", "found"), GUID_ALONE.values(), ids=GUID_ALONE)
def test_a_guid_needs_a_title_and_a_moment(tmp_path: Path, entry: Entry, found: bool):
    put(tmp_path, f"Title: Port reopens\nDate: 2025-05-02 07:15\nSource: courier\nGuid: g1\n{FETCHED}\n\n{BODY}")
    assert (know(tmp_path).find("courier", entry) is not None) == found
    assert know(tmp_path).find("gazette", entry) is None


def test_a_day_is_no_moment(tmp_path: Path):
    put(tmp_path, f"Title: Port reopens\nDate: 2025-05-02\nSource: courier\nGuid: g1\n{FETCHED}\n\n{BODY}")
    midnight = Entry(guid="g1", title=ENTRY.title, date="2025-05-02T00:00:00+00:00")
    assert know(tmp_path).find("courier", midnight) is None


def test_of_several_at_one_address_the_likeliest_is_found(tmp_path: Path):
    for name, title, guid in (("a.md", "Ships", "g2"), ("b.md", "Ships", "g1"), ("c.md", "Ships", "g3")):
        put(tmp_path, f"Title: {title}\nSource: courier\nUrl: {ENTRY.url}\nGuid: {guid}\n{FETCHED}\n\n{BODY}", name)
    known = know(tmp_path)
    for name, guid in (("a.md", "g2"), ("b.md", "g1"), ("c.md", "g3"), ("a.md", "g9")):
        there = known.find("courier", Entry(guid=guid, url=ENTRY.url, title="Ships"))
        assert there is not None
        assert there.path == name


@pytest.mark.parametrize("source", ["courier", "Lindhamn Courier", "lc", ""])
def test_an_outlet_is_known_by_all_its_names(tmp_path: Path, source: str):
    put(tmp_path, f"Title: Other\nSource: {source}\n\n{BODY}")
    entry = Entry(guid="g", url="https://courier.example/z", title="Port reopens", date=ENTRY.date)
    assert know(tmp_path).find_same("courier", entry, BODY) is not None
    assert (know(tmp_path).find_same("gazette", entry, BODY) is None) == bool(source)


def test_a_text_that_another_one_contains_is_another(tmp_path: Path):
    put(tmp_path, f"Title: Flash\nSource: courier\n\n{BODY}\n\nAnd much more, which the report had later on.\n")
    entry = Entry(guid="g", url="https://courier.example/z", title="Port reopens", date=ENTRY.date)
    assert know(tmp_path).find_same("courier", entry, BODY) is None


@pytest.mark.parametrize("others", [1, 2])
def test_a_guid_of_two_articles_asks_for_more_of_the_text(tmp_path: Path, others: int):
    told = [
        "The council of Odrin met in its town hall on Monday.",
        "It spends two million crowns on ferries.",
        "Nobody spoke against it.",
    ]
    new = [told[0], "The school gets a new roof in the spring.", "Its head, Ada Finch, had asked for that since 2019."]
    assert 0.3 < liken(fold("".join(told)), fold("".join(new))) < 0.5
    for number in range(others):
        front = f"Title: T{number}\nSource: courier\nUrl: https://courier.example/{number}\nGuid: g1\n{FETCHED}"
        put(tmp_path, f"{front}\n\n{' '.join(told)}", f"{number}.md")
    found = know(tmp_path).find_same("courier", Entry(guid="g1", url=ENTRY.url, title="New"), " ".join(new))
    assert (found is None) == (others == 2)


MOVED = Entry(guid="n1", url="https://new.example/1", title="Ships leave", date=ENTRY.date)
LONG = "".join(
    f"The {ship} left the port of Lindhamn for {place}, said {who}. "
    for ship in ("Aurora", "Freya", "Ran")
    for place, who in (("Odrin", "its master"), ("Skarholm", "the pilot"), ("the islands", "Ada Finch, of the council"))
)


@pytest.mark.parametrize(
    ("listed", "body", "found"),
    [
        (False, LONG.replace("said the pilot", "the pilot told us", 1), True),
        (True, LONG.replace("said the pilot", "the pilot told us", 1), False),  # its own entry stands beside it
        (False, LONG[: len(LONG) // 2] + "Nobody knows when the next one comes, or whether one does. " * 8, False),
        (False, "The Ran left.", False),
    ],
)
def test_a_moment_and_most_of_the_text_make_one_article(tmp_path: Path, listed: bool, body: str, found: bool):
    front = f"Title: Port\nDate: 2025-05-02T07:15:00+02:00\nSource: courier\nUrl: {ENTRY.url}\nGuid: g1\n{FETCHED}"
    put(tmp_path, f"{front}\n\n{LONG}")
    known = know(tmp_path)
    known.list_articles(["2025-05/a.md"] if listed else [])
    assert (known.find_same("courier", MOVED, body) is not None) == found
    later = replace(MOVED, date="2025-05-02T05:16:00+00:00")
    assert known.find_same("courier", later, body) is None


def test_a_moment_of_many_says_nothing(tmp_path: Path):
    for number in range(6):
        front = f"Title: T{number}\nDate: 2025-05-02T07:15:00+02:00\nSource: courier\n{FETCHED}"
        put(tmp_path, f"{front}\n\n{number} {LONG}", f"{number}.md")
    assert know(tmp_path).find_same("courier", MOVED, f"9 {LONG}") is None


def test_a_guid_and_a_moment_need_some_of_the_text(tmp_path: Path):
    front = f"Title: Port\nDate: 2025-05-02T07:15:00+02:00\nSource: courier\nUrl: {ENTRY.url}\nGuid: n1\n{FETCHED}"
    put(tmp_path, f"{front}\n\n{LONG}")
    assert know(tmp_path).find_same("courier", MOVED, "Quite another report, of other things. " * 9) is None
    assert know(tmp_path).find_same("courier", MOVED, LONG[: len(LONG) // 2] + "And no more of them. " * 9) is not None


COLUMNS = {
    "nothing else": (Entry(guid="g2", date="2025-05-03T05:15:00+00:00"), False),
    "half of the text": (Entry(guid="g2", date="2025-05-03T05:15:00+00:00", html=LONG), True),
    "the GUID": (Entry(guid="g1", date="2025-05-03T05:15:00+00:00"), True),
    "the moment": (Entry(guid="g2", date=ENTRY.date), True),
    "no GUID": (Entry(date="2025-05-03T05:15:00+00:00"), True),
    "the address for a GUID": (Entry(guid=ENTRY.url, date="2025-05-03T05:15:00+00:00"), True),
    "no date": (Entry(guid="g2"), True),
}


@pytest.mark.parametrize(("entry", "found"), COLUMNS.values(), ids=COLUMNS)
def test_what_has_to_agree_besides_address_and_title(tmp_path: Path, entry: Entry, found: bool):
    front = f"Title: Port\nDate: 2025-05-02T07:15:00+02:00\nSource: courier\nUrl: {ENTRY.url}\nGuid: g1\n{FETCHED}"
    put(tmp_path, f"{front}\n\n{LONG}")
    entry, body = (
        replace(entry, url=ENTRY.url, title="Port"),
        entry.html or "Quite another report, of other things. " * 9,
    )
    assert (know(tmp_path).find_same("courier", entry, body) is not None) == found
    assert (know(tmp_path).find("courier", entry) is not None) == (found and not entry.html)


def test_what_has_gone_meanwhile_is_not_there(tmp_path: Path):
    path = put(tmp_path, f"Title: Port reopens\nUrl: {ENTRY.url}\n\n{BODY}")
    known = know(tmp_path)
    path.unlink()
    assert known.find("courier", ENTRY) is None
    assert known.find_same("courier", ENTRY, BODY) is None
    known.note("2025-05/a.md")


def test_what_is_noted_again_is_known_as_it_is_now(tmp_path: Path):
    put(tmp_path, f"Title: Port reopens\nUrl: {ENTRY.url}\n\n{BODY}")
    known = know(tmp_path)
    put(tmp_path, f"Title: Port reopens\nUrl: {ENTRY.url}2\n\n{BODY}")
    known.note("2025-05/a.md")
    assert known.find("courier", ENTRY) is None
    assert known.find("courier", Entry(url=f"{ENTRY.url}2", title="x")) is not None
    assert len(known) == 1


@pytest.mark.parametrize(
    "raw", [b"", b"\xff\xfe\x00", b"---\n", b"\n\n\n", b"Title: a", b"Url: https://[::1\n\nx", b"\0" * 9000]
)
def test_whatever_lies_there_is_read(tmp_path: Path, raw: bytes):
    (tmp_path / "a.md").write_bytes(raw)
    (tmp_path / "a.html").write_bytes(raw)
    known = know(tmp_path)
    assert known.find("courier", ENTRY) is None
    assert known.find_same("courier", ENTRY, BODY) is None


def test_without_a_folder_nothing_is_known(tmp_path: Path):
    with pytest.raises(ContentError, match="no such folder"):
        know(tmp_path / "content")


# -- how fast ---------------------------------------------------------------------------------------------------------


def test_thousands_are_read_at_once(tmp_path: Path):
    sentence = "Підстанція у Кривому Розі була пошкоджена вночі, повідомила компанія. " * 30
    for number in range(2_000):
        address = f"Url: https://courier.example/{number}\nGuid: {number}\n{FETCHED}"
        front = f"Title: T{number}\nDate: 2025-05-02\nSource: courier\n{address}"
        put(tmp_path, f"{front}\n\nArticle {number}. {sentence}", f"2025-{number % 12 + 1:02}/{number}.md")
    began = time.process_time()
    known = know(tmp_path)
    assert time.process_time() - began < 1  # of the processor; 10,000 take half a second
    began = time.process_time()
    for number in range(2_000):
        assert known.find("courier", Entry(guid="0", url=f"https://x.example/{number}", title=f"T{number}")) is None
    assert time.process_time() - began < 1


def test_a_title_of_hundreds_opens_none_of_their_files(tmp_path: Path):
    for number in range(500):
        day = f"2025-{number % 12 + 1:02}-{number % 28 + 1:02}"
        put(tmp_path, f"Title: Ships\nDate: {day}\nSource: courier\n{FETCHED}\n\n{number} {BODY}", f"{number}.md")
    looked = []

    class Watched(Known):
        def _look(self, article):
            looked.append(article.path)
            return super()._look(article)

    known = Watched(tmp_path, REGISTRY, OSLO)
    entry = Entry(guid="g", url=ENTRY.url, title="Ships", date="2026-05-02T05:15:00+00:00")
    assert known.find_same("courier", entry, "Other words. " * 50) is None
    assert looked == []
    assert known.find_same("courier", replace(entry, date="2025-01-01T05:15:00+00:00"), "Other words. " * 50) is None
    assert len(looked) == 6  # those of that day


# -- sameness ---------------------------------------------------------------------------------------------------------


def test_texts_are_likened():
    text = "The port reopened on Friday. Nobody was hurt. The crane is broken, and nobody mends it before autumn."
    one, other = fold(text), fold("Quite another report, with none of those words nor their runs.")
    assert (liken(one, one), liken(one, other), liken(one, ""), liken("", "")) == (1, 0, 0, 0)
    assert liken(one, one + other) == 1
    assert 0.3 < liken(one, fold(text[:60] + "It will close again on Sunday, said the council.")) < 0.7


@pytest.mark.parametrize(
    ("moment", "written"),
    [
        ("2025-05-02T05:15:00+00:00", "2025-05-02T07:15:00+02:00"),
        ("2025-01-02T05:15:30+00:00", "2025-01-02T06:15:30+01:00"),
        ("2025-05-02T00:00:00+00:00", "2025-05-02"),
        ("2025-05-01T22:00:00-02:00", "2025-05-02"),
        ("2025-05-02T05:15:00", "2025-05-02T07:15:00+02:00"),
        ("", ""),
        ("soon", ""),
    ],
)
def test_moments_are_written_in_the_sites_zone(moment: str, written: str):
    assert write_moment(moment, OSLO) == written
