"""Words that an editor asks for are found however a feed writes them, and in no other words."""

from __future__ import annotations

from unicodedata import normalize

import pytest

from briefing.errors import RegistryError
from briefing.fetching.model import Entry, Filter
from briefing.fetching.seeking import fold, stands_in
from briefing.fetching.sifting import find_reason
from briefing.fetching.subscriptions import read_outlets


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("Côte d'Ivoire", "La Côte d’Ivoire vote"),
        ("Côte d’Ivoire", "LA CÔTE D'IVOIRE VOTE"),
        ("п'ять", "Минуло пʼять років"),
        ("Müller", normalize("NFD", "Wer ist Müller?")),
        (normalize("NFD", "Müller"), "Wer ist Müller?"),
        ("Saint-Denis", "Feu à Saint\u2011Denis"),
        ("Saint\u2010Denis", "Feu à Saint-Denis"),
        ("2024-25", "The winter of 2024\u201325"),
        ("Орёл", "Город Орел"),
        ("орел", normalize("NFD", "Город ОРЁЛ")),
        ("ميناء", "مِيناء جديد"),
        ("مِيناءُ", "ميناء جديد"),
        ("ميناء", "ميـــناء جديد"),
        ("שלום", "שָׁלוֹם עליכם"),
        ("İstanbul", "istanbul haber"),
        ("istanbul", "İSTANBUL'da yangın"),
        ("ısı", "ISI dalgası"),
        ("cœur", "AU COEUR DE PARIS"),
        ("Straße", "STRASSE gesperrt"),
        ("Hafen", "Der Ha\u00adfen"),
        ("ＮＡＴＯ", "NATO meets"),
        ("shut on   tuesday", "It was shut\n on Tuesday."),
        ("C++", "Written in C++."),
        ("€", "for 5 €"),
        ("港口", "上海港口关闭"),
        ("항구", "겨울 동안 항구를"),
        ("Hafen*", "Hafenmeister tritt zurück"),
        ("Hafen*", "Der Hafen."),
        ("*hafen", "Am Binnenhafen brennt es"),
        ("*haf*", "Die Binnenhäfen, der Schafstall"),
        ("порт*", "В порту пожар"),
        ("*ميناء", "إغلاق الميناء"),
        ("neue Hafen*", "das neue  Hafengesetz"),
    ],
)
def test_a_word_is_found_however_it_is_written(word: str, said: str):
    assert stands_in(word, fold(said))
    entry = Entry(title=said)
    assert find_reason(Filter(words=(word,)), entry, final=True) == ""
    assert find_reason(Filter(without=(word,)), entry, final=True) == f"“{word}” stands in it."


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("Hafen", "Hafenmeister tritt zurück"),
        ("порт", "В порту пожар"),
        ("ميناء", "إغلاق الميناء"),
        ("Hafen*", "Am Binnenhafen brennt es"),
        ("*hafen", "Hafenmeister tritt zurück"),
        ("Müller", "Herr Muller"),
        ("NO", "On the hill"),
        ("*", "anything"),
        ("C*", "On the hill"),
    ],
)
def test_words_are_whole_but_for_a_star(word: str, said: str):
    assert not stands_in(word, fold(said))


def test_sections_are_folded_as_words_are():
    entry = Entry(url="https://a.example/L%E2%80%99actualit%C3%A9/1", sections=(normalize("NFD", "Société "),))
    for section in ("société", "L'actualité"):
        assert find_reason(Filter(sections=(section,)), entry, final=True) == ""
    assert find_reason(Filter(sections=("Soci",)), entry, final=True)


SOURCE = "- id: a\n  name: A\n  feeds: [https://a.example/]\n"


@pytest.mark.parametrize(
    ("field", "wanted"),
    [
        ("words: Hafen", ("Hafen",)),
        ("words: 1,5 Millionen", ("1,5 Millionen",)),
        ("words: ['Hafen, Werft']", ("Hafen, Werft",)),
        ('words: ["*Hafen", Hafen*, "*haf*", M]', ("*Hafen", "Hafen*", "*haf*", "M")),
    ],
)
def test_what_is_looked_for(field: str, wanted: tuple[str, ...]):
    assert read_outlets(f"{SOURCE}  {field}\n".encode())[0].wanted == Filter(wanted)


STAR = "in quotes.$"


@pytest.mark.parametrize(
    ("field", "told"),
    [
        ("words: Hafen, Werft", r":4: words holds one phrase, “Hafen, Werft”, no list. Write words: \[Hafen, Werft\];"),
        ("without: Hafen,Werft,", r":4: without holds one phrase.* Write without: \[Hafen, Werft\];"),
        ("sections: Sport; Kultur", r":4: sections holds one phrase.* Write sections: \[Sport, Kultur\];"),
        ("words: ميناء، غزة", r":4: words holds one phrase.* Write words: \[ميناء, غزة\];"),
        ("words:\n  - Werft\n  - Ha*fen", ":6: “Ha\\*fen” in words has a star that stands for no end of a word"),
        ("words: ['*']", f":4: “\\*” in words has a star that .*{STAR}"),
        ("without: [Hafen **]", f":4: “Hafen \\*\\*” in without has a star that .*{STAR}"),
        ("words: ['* Hafen']", f":4: “\\* Hafen” in words has a star that .*{STAR}"),
        (
            "words: [*Hafen]",
            ":4: The alias .Hafen is not allowed. .* put one that begins with a star in quotes",
        ),
        ("words: ['ـ']", ":4: “ـ” in words is nothing to look for"),
        ("sections: [Sport*]", ":4: “Sport\\*” in sections has a star, and sections are compared whole"),
        ("words: [d’Or]\n  without: [D'OR]", ":5: “d’Or” is both in words and in without"),
    ],
)
def test_what_would_find_nothing_is_told_with_its_line(field: str, told: str):
    with pytest.raises(RegistryError, match=told):
        read_outlets(f"{SOURCE}  {field}\n".encode())
