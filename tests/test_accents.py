"""Letters whose marks are written beside them: put together as text comes in, and nothing else is changed."""

from __future__ import annotations

import time
from pathlib import Path
from unicodedata import category, decomposition, normalize

import pytest
from msgspec.structs import replace

from briefing.accents import join_marks, join_marks_between_tags
from briefing.analysis.recipe import Tools, analyse
from briefing.model import EventRule
from briefing.reading import find_words_line, parse_article, read_text
from briefing.registry import parse_registry

WORDS = (
    "Bürgermeister Malmö Việt Ḥamās Ǻ Αθήνα ἄνθρωπος Ёлка йод أحمد آمنة أَحْمَد ऩ য়ো ক্ষো கொ கௌ తై ಕೋ കൊ ශ්‍රෝ ဦး "
    "대통령 값 が パ ヷ"
).split()
STAYS = {
    "ångström, ohm, kelvin": "\u212b \u2126 \u212a",
    "ideographs of compatibility": "\uf9e1 \ufa0c \U0002f800",
    "Hebrew points in another order": "ש\u05bc\u05c1 \ufb2a",
    "Arabic marks in another order": "م\u0651\u064e",
    "nukta, which has no one character in NFC": "क\u093c \u0958",
    "marks that nothing goes with": "x\u0301\u0323 \u0301a 1\u0301",
    "signs": ">\u0338 <\u0338 =\u0338 \u2190\u0338 ;\u0338",
}


@pytest.mark.parametrize("word", WORDS)
def test_marks_beside_their_letters_are_joined(word: str) -> None:
    composed = normalize("NFC", word)
    for written in (normalize("NFD", word), composed):
        assert join_marks(f"({written}, {written})") == f"({composed}, {composed})"


@pytest.mark.parametrize("what", STAYS)
def test_what_only_has_another_form_stays(what: str) -> None:
    assert join_marks(f"ö {STAYS[what]} o\u0308") == f"ö {STAYS[what]} ö"


def test_every_letter_of_the_world_is_known() -> None:
    """But those beyond U+FFFF, of scripts that no newspaper is printed in, and signs."""
    pairs = [
        chr(code)
        for code in range(0xFFFF)
        if len(decomposition(chr(code)).split()) == 2
        and not decomposition(chr(code)).startswith("<")
        and normalize("NFC", chr(code)) == chr(code)
        and category(chr(code)) in {"Lu", "Ll", "Lt", "Lo"}
    ]
    assert len(pairs) > 800
    for letter in (*pairs, *map(chr, range(0xAC00, 0xD7A4, 7))):
        assert join_marks(normalize("NFD", letter)) == letter, hex(ord(letter))


def test_nothing_is_done_twice() -> None:
    marks = "\u0301\u0308\u0323\u0316\u0338\u0653\u09be\u1161\u11a8\u3099a각ệ>é"
    for one in marks:
        for two in marks:
            for three in marks:
                joined = join_marks(f"o{one}{two}{three}")
                assert join_marks(joined) == joined


@pytest.mark.parametrize("flood", ["\u0301\u0316", "a\u0316\u0301", "가\u11a8", "<b>a\u0301", "ệ\u0316\u0301"])
def test_floods_take_no_long_time(flood: str) -> None:
    start = time.process_time()
    join_marks(flood * (500_000 // len(flood)))
    join_marks_between_tags(flood * (500_000 // len(flood)))
    assert time.process_time() - start < 2


# -- where text comes in ----------------------------------------------------------------------------------------------

ACTORS = "- {id: jose-nunez, name: José Núñez, kind: person}\n"
SAID = "José Núñez said on Friday that the council of Malmö had known of it for a year."


def test_names_and_phrases_are_found_however_their_accents_are_written() -> None:
    registry = replace(
        parse_registry({"actors.yml": ACTORS.encode()}),
        events=(EventRule("malmo", "Malmö", phrases=(("Malmö", 2.0),)),),
    )
    tools = Tools(registry)
    articles = [
        parse_article(f"Title: Núñez\nDate: 2025-03-14\n\n{body}".encode(), "a.md")
        for body in (SAID, normalize("NFD", SAID))
    ]
    one, two = (analyse(article, tools) for article in articles)
    assert articles[0] == articles[1]
    assert one == two
    assert {mention.actor for mention in one.mentions} >= {"jose-nunez"}
    assert [placement.event for placement in one.placements] == ["malmo"]


def test_an_article_is_published_with_its_accents_joined() -> None:
    fields = "Title: Malmö\nAuthors: Zoë Åberg; Núñez\nSource: Le Courrier d’Évian\nReason: é\nSummary: È\nWas: Ü"
    body = "*Köln*, “é” <b>a</b>, [Åre](https://a.example/) ![São](https://a.example/a.png)"
    nfd = normalize("NFD", f"{fields}\nDate: 2025-03-14\n\n{body}")
    read = parse_article(nfd.encode(), "a.md")
    assert read.notes == ()
    for value in (read.title, read.text, read.html, read.source_name, read.was, read.status_reason, *read.authors):
        assert value == normalize("NFC", value)
    assert read.override.summary == "È"
    assert "Köln, “é” a, Åre São" in read.text
    assert read_text(normalize("NFD", SAID), "a.txt").text == SAID


def test_addresses_and_paths_stay_as_they_are() -> None:
    """A server, and a file system, may know them by these bytes alone."""
    page = "<html><head><title>Ö</title></head><body><p><a href='https://a.example/malmö'>Malmö</a></p></body></html>"
    assert 'href="https://a.example/malmo\u0308"' in parse_article(normalize("NFD", page).encode(), "a.html").html
    front = normalize("NFD", "Title: A\nDate: 2025-03-14\nDuplicate-of: 2025/malmö.md\n\nWords.")
    assert parse_article(front.encode(), "a.md").override.duplicate_of == "2025/malmo\u0308.md"


def test_words_are_found_in_a_file_however_it_writes_them(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text(normalize("NFD", f"Title: A\n\n{SAID}\n"), encoding="utf-8")
    assert find_words_line(file, "José Núñez") == 3
