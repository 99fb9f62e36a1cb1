"""Text: each paragraph, sentence and word is at its place, in order, and no letter is lost between them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from test_text import assert_places

import fuzzing
from briefing.analysis.text.document import split_text, tell_language
from briefing.analysis.text.words import count_words, find_words_with_places
from fuzzing.material import ODD, bodies, cases, encode

PARSES = ("briefing.analysis.text.document.split_text", "briefing.analysis.text.document.find_sentences")
PIECES = (
    *encode(
        " ", "\n", "\n\n", ". ", "…", "...", "“", "”", "'", "’", "Mr.", "U.S.", "No.", "10", "The", "said", "Share",
        "©", "www.a.eu", "About us", "Related", "—", "(", ")", "[", "]", "e.g.", "Paris", "?", "!", "1.", "- ", "• ",
        "* ", "ADVERTISEMENT", "Sign up for our newsletter", "Read more:", "By Ada Finch", "14 March 2025",
        "LINDHAVEN, March 3 –", "# ", "A.", "B.C.", "p.m.", "3.5", "1,000", "v.", "St.", "Gen.", "i.e.", "Photo: AP",
        "Subscribe", "a@b.example", "https://x.example/a?b=c", "Comments", "0", "A", "b", ";", ":", "„", "«", "»",
        "!?", ".)", ".”", "?’ ", "—\n",
    ),
    *ODD,
)  # fmt: skip


def seeds() -> Iterator[bytes]:
    yield from bodies()
    yield from cases("sentences", "paragraphs", "languages")


def check(data: bytes) -> None:
    text = fuzzing.words(data)
    assert_places(text)
    blocks = split_text(text)
    end = 0
    for block in (*blocks, None):
        gap = text[end : block.start] if block else text[end:]
        assert not any(map(str.isalpha, gap)), f"“{gap}” is in no block"
        end = block.end if block else end
    places, found = find_words_with_places(text, 0, len(text))
    assert all(text.startswith(word, place) for place, word in zip(places, found, strict=True))
    assert all(one < other for one, other in pairwise(places))
    assert count_words(text, 0, len(text)) == len(found)
    assert tell_language(text) is not None
