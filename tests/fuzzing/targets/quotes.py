"""Quotes: each is words of the text, with a speaker and a verb that stand there."""

from __future__ import annotations

from collections.abc import Iterator

from test_quotes import find_actors

import fuzzing
from briefing.analysis.quotes.finding import find_quotes
from briefing.analysis.text.document import make_document, split_text
from fuzzing.material import ODD, bodies, cases, encode

PARSES = ("briefing.analysis.quotes.finding.find_quotes",)
LANGUAGES = ("en", "fr", "de", "es", "it", "nl")
PIECES = (
    *encode(
        "“", "”", "‘", "’", '"', "'", "«", "»", "„", "‚", "‹", "›", " he said", " said ", " said: ", "Anna Berg",
        "Berg", "Lind", ", ", ". ", ": ", "\n\n", " that ", "according to ", "She told ", " and ", "(", ")", " — ",
        "– ", "Norland’s ", "A", "b ", "who ", "with ", "''", "``", "BERG: ", "— Anna Berg", "the senator",
        " a déclaré ", " sagte ", " dijo ", " ha detto ", " zei ", "as she put it, ", "told reporters", "announced",
        " asked ", "?", "!", "warned", "the so-called ", "In a statement", "on Monday", "Harbour Council", "quoted",
        "[", "]", "…", "not ", "“We", "spokesman", "Q: ", "A: ", "never", "Mr. ", "because ", " whether ", ", said ",
        ", added ", ",” ", ".” ",
    ),
    *ODD,
)  # fmt: skip


def seeds() -> Iterator[bytes]:
    for number, names in enumerate((("quotes", "reported"), ("foreign_quotes",))):
        for case in cases(*names):
            yield bytes((number,)) + case
    for body in bodies():
        yield b"\0" + body


def check(data: bytes) -> None:
    (lang,), rest = fuzzing.take(data, 1)
    text = fuzzing.words(rest)
    document = make_document("case.md", "Case", text, split_text(text), lang=LANGUAGES[lang % len(LANGUAGES)])
    mentions = find_actors(text)
    quotes = find_quotes(document, mentions)
    shown = [(each.start, each.end) for each in document.paragraphs if each.kind != "boilerplate"]
    for quote in quotes:
        assert quote.spans, quote
        assert list(quote.spans) == sorted(quote.spans), quote
        end = 0
        for start, stop in quote.spans:
            assert end <= start < stop <= len(text), quote
            end = stop
            assert text[start:stop].strip(), quote
            assert any(first <= start and stop <= last for first, last in shown), quote
        assert quote.speaker_text in text, quote
        assert quote.verb in text, quote
        assert quote.speaker is None or quote.speaker in {mention.actor for mention in mentions}, quote
    starts = [quote.spans[0] for quote in quotes]
    assert starts == sorted(starts), "quotes out of order"
    assert find_quotes(document, mentions) == quotes
