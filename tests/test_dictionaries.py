"""Dictionaries of word forms, kept as sorted lists: they say what simplemma's say, whatever becomes of their files."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.analysis.text import words
from briefing.dictionaries import KeptDictionaries, WordList, _write_lines

WORDS = st.text(st.characters(exclude_characters="\t\n", exclude_categories=("Cs",)), min_size=1, max_size=9)


@given(st.dictionaries(WORDS, WORDS, min_size=1), st.lists(st.text()))
def test_a_list_says_what_the_mapping_said(pairs: dict[str, str], others: list[str]):
    lines = _write_lines(pairs)
    assert lines is not None
    found = WordList(lines)
    assert dict(found) == pairs
    assert len(found) == len(pairs)
    assert [found.get(word, "none") for word in others] == [pairs.get(word, "none") for word in others]


def test_a_list_of_many_blocks():
    pairs = {f"{number:x}é": str(number) for number in range(5_000)}
    lines = _write_lines(pairs)
    assert lines is not None
    assert dict(WordList(lines)) == pairs
    assert [WordList(lines).get(form + "x") for form in pairs] == [None] * len(pairs)


@pytest.mark.parametrize("pairs", [{}, {"a\tb": "c"}, {"a": "b\n"}])
def test_what_is_no_list_of_words_is_not_kept(pairs: dict[str, str]):
    assert _write_lines(pairs) is None


def test_the_english_dictionary_is_read_once_and_says_the_same(tmp_path: Path):
    shipped = words.decode_dictionary("en")
    first = KeptDictionaries(tmp_path).get_dictionary("en")
    (kept,) = tmp_path.iterdir()
    written = kept.stat().st_mtime_ns
    again = KeptDictionaries(tmp_path).get_dictionary("en")
    assert kept.stat().st_mtime_ns == written
    assert dict(first) == dict(again) == dict(shipped)


@pytest.mark.parametrize("damage", [lambda raw: raw[:-9], lambda raw: b"", lambda raw: raw[:99] + b"x" + raw[100:]])
def test_a_damaged_list_is_made_again(tmp_path: Path, damage):
    before = dict(KeptDictionaries(tmp_path).get_dictionary("ms"))
    (kept,) = tmp_path.iterdir()
    whole = kept.read_bytes()
    kept.write_bytes(damage(whole))
    assert dict(KeptDictionaries(tmp_path).get_dictionary("ms")) == before
    assert kept.read_bytes() == whole


def test_what_another_version_has_left_goes(tmp_path: Path):
    kept = KeptDictionaries(tmp_path)
    others = ("it-0.9.1", "ms-0.9.1", "tongues-1.2", "README.md")
    for name in others:
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / f"sw-{words.dictionary_version()}").write_bytes(b"x")
    kept.get_dictionary("ms")
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["README.md", *(f"{name}-{words.dictionary_version()}" for name in ("ms", "sw")), "tongues-1.2"]


def test_a_folder_that_cannot_be_written_costs_time_only(tmp_path: Path):
    (tmp_path / "file").write_text("")
    assert KeptDictionaries(tmp_path / "file" / "folder").get_dictionary("ms")


@pytest.fixture
def own_dictionaries() -> Iterator[Callable[[words.Dictionaries | None], None]]:
    """Sets the dictionaries of this process, and puts back what was there."""
    before = words._dictionaries
    yield words.use_dictionaries
    words.use_dictionaries(before)


def test_lemmas_are_the_same(tmp_path: Path, own_dictionaries: Callable[[words.Dictionaries | None], None]):
    asked = [(word, lang) for word in ("struck", "più", "Zelenskyy", "criticised", "\ud800") for lang in ("en", "it")]
    own_dictionaries(None)
    before = [words.lemma.__wrapped__(*each) for each in asked]
    own_dictionaries(KeptDictionaries(tmp_path))
    assert [words.lemma.__wrapped__(*each) for each in asked] == before
    assert sorted(path.name[:3] for path in tmp_path.iterdir()) == ["en-", "it-"]


def test_a_process_keeps_them_where_its_first_build_does(tmp_path: Path):
    """In a process of its own, as this one may have built something."""
    code = (
        "import sys; from pathlib import Path; from briefing import dictionaries;"
        "from briefing.analysis.text import words;"
        "[dictionaries.keep_decoded(Path(folder)) for folder in sys.argv[1:]]; print(words.lemma('struck'))"
    )
    folders = tmp_path / "one", tmp_path / "two"
    done = subprocess.run([sys.executable, "-c", code, *map(str, folders)], capture_output=True, text=True, check=True)
    assert done.stdout == "strike\n"
    assert [folder.exists() for folder in folders] == [True, False]


def test_it_is_decoded_by_a_process_that_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    shipped = words.decode_dictionary("ms")
    monkeypatch.delattr(words, "decode_dictionary")
    assert dict(KeptDictionaries(tmp_path).get_dictionary("ms")) == dict(shipped)


def test_where_no_process_can_be_begun_it_is_decoded_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "executable", str(tmp_path / "none"))
    assert KeptDictionaries(tmp_path).get_dictionary("ms")
    assert [kept.name for kept in tmp_path.iterdir()] == [f"ms-{words.dictionary_version()}"]
