"""Who said what, in cases an editor can write, and on any text at all."""

from __future__ import annotations

import re
import time

import pytest
from golden import Case, read_cases
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.analysis.quotes.finding import find_quotes
from briefing.analysis.quotes.marks import find_stretches
from briefing.analysis.text.document import make_document, split_text
from briefing.model import ActorKind, Document, Mention, Paragraph, Quote, Sentence, Via

# Wordings of the cases' actors, the longest first so that a full name is not read as a surname.
_ACTORS: tuple[tuple[str, str, ActorKind, Via], ...] = (
    ("Harbour Council", "harbour-council", "organisation", "name"),
    ("Sir Peter Holt", "peter-holt", "person", "name"),
    ("Tomas Lind", "tomas-lind", "person", "name"),
    ("Anna Berg", "anna-berg", "person", "name"),
    ("Sir Peter", "peter-holt", "person", "alias"),
    ("Norland", "norland", "state", "name"),
    ("Lind", "tomas-lind", "person", "surname"),
    ("Berg", "anna-berg", "person", "surname"),
)
_NAMES = re.compile("|".join(name for name, *_ in _ACTORS))
_BY_NAME = {name: (actor, kind, via) for name, actor, kind, via in _ACTORS}


def find_actors(text: str) -> tuple[Mention, ...]:
    mentions = []
    for match in _NAMES.finditer(text):
        actor, kind, via = _BY_NAME[match[0]]
        mentions.append(Mention(match.start(), match.end(), actor, kind, via))
    return tuple(mentions)


def read(text: str, lang: str = "en") -> tuple[Quote, ...]:
    document = make_document("case.md", "Case", text, split_text(text), lang=lang)
    return find_quotes(document, find_actors(text))


def show(text: str, quote: Quote) -> str:
    words = " // ".join(" ".join(text[start:end].split()) for start, end in quote.spans)
    return " | ".join((quote.speaker_text or "-", quote.speaker or "-", quote.verb or "-", words))


@pytest.mark.parametrize("case", read_cases("quotes"), ids=str)
def test_direct_and_partial(case: Case) -> None:
    quotes = [f"{q.kind} | {show(case.given, q)}" for q in read(case.given) if q.kind != "reported"]
    assert "\n".join(quotes) == case.expected, case.place


_LANGUAGES = {"French": "fr", "German": "de", "Spanish": "es", "Italian": "it", "Dutch": "nl"}


@pytest.mark.parametrize("case", read_cases("foreign_quotes"), ids=str)
def test_other_languages(case: Case) -> None:
    lang = _LANGUAGES[case.title.split(":")[0]]
    assert "\n".join(f"{q.kind} | {show(case.given, q)}" for q in read(case.given, lang)) == case.expected, case.place


@pytest.mark.parametrize("case", read_cases("reported"), ids=str)
def test_reported(case: Case) -> None:
    quotes = [show(case.given, q) for q in read(case.given) if q.kind == "reported"]
    assert "\n".join(quotes) == case.expected, case.place


def test_boilerplate_and_headings_say_nothing() -> None:
    text = "“A headline in marks,” he said.\n“The body,” he said."
    kinds = (Paragraph("heading", 0, 31), Paragraph("boilerplate", 32, len(text)))
    assert find_quotes(Document("x", "", text, "en", kinds, ()), ()) == ()


def test_a_president_of_a_people_is_not_its_state() -> None:
    text = "« La glace fond », a rappelé le président norlandais. « Elle tient », ont dit les Norlandais."
    document = make_document("case.md", "Case", text, split_text(text), lang="fr")
    peoples = tuple(
        Mention(match.start(), match.end(), "norland", "state", "demonym")
        for match in re.finditer("[nN]orlandais", text)
    )
    assert [quote.speaker for quote in find_quotes(document, peoples)] == [None, "norland"]


def test_other_languages_give_direct_quotes_alone() -> None:
    text = "Le ministre a dit que tout allait bien. « Nous verrons demain ce qu’il en est », a déclaré le maire."
    (quote,) = read(text, "fr")
    assert (quote.kind, quote.speaker_text, quote.verb) == ("direct", "le maire", "a déclaré")
    assert text[slice(*quote.spans[0])] == "Nous verrons demain ce qu’il en est"


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("rock 'n' roll of the '90s at 6' 4\"", []),
        ("the ministers' view of 'this' and 'that'", ["this", "that"]),
        ("‘It is the ministers’ view,’ he said", ["It is the ministers’ view,"]),
        ("“one “two” three” four", ["one “two” three"]),
        ("„Ja“, sagt er, »nein« sie", ["Ja", "nein"]),
        ('"straight and curly,” he said "again"', ["straight and curly,", "again"]),
        ('“curly and straight," he said', ["curly and straight,"]),
        ("“open and “closed” again", ["open and “closed"]),
        ("''two apostrophes,'' he said, ''and two''", ["two apostrophes,", "and two"]),
        ("'one is lost,'' he said", ["one is lost,"]),
        ("“closed with the wrong one“ he said", ["closed with the wrong one"]),
        ('"a space before it? " he asked. "Yes."', ["a space before it?", "Yes."]),
        ("and how ‘bout the ministers’ view", []),
        ("'It was cold. 'We lost two.' She left", ["It was cold. 'We lost two."]),
    ],
)
def test_marks(text: str, inside: list[str]) -> None:
    assert [text[s.start : s.end] for s in find_stretches(text, 0, len(text))] == inside


_PIECES = st.sampled_from(
    ["“", "”", "‘", "’", '"', "'", "«", "»", "„", " he said", " said ", "Anna Berg", ", ", ". ", ": ", "\n\n", " that ",
     "according to ", "She told ", " and ", "(", ")", " — ", "Norland’s ", "\0", "\ud800", "A", "b ", "who ", "with ",
     "''", "``", "BERG: ", "— Anna Berg", "the senator", " a déclaré ", " sagte ", " dijo ", "as she put it, "]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(st.text(max_size=300), st.lists(_PIECES, max_size=60).map("".join)), st.sampled_from(["en", "fr", "de"])
)
def test_any_text_gives_exact_quotes(text: str, lang: str) -> None:
    for quote in read(text, lang):
        assert quote.spans
        assert all(0 <= start < end <= len(text) for start, end in quote.spans)
        assert quote.speaker_text in text
        assert quote.verb in text


def seconds(text: str) -> float:
    document = Document("x", "", text, "en", (Paragraph("body", 0, len(text)),), (Sentence(0, 0, len(text)),))
    taken = []
    for _ in range(3):
        start = time.process_time()
        find_quotes(document, ())
        taken.append(time.process_time() - start)
    return min(taken)


@pytest.mark.parametrize(
    "piece", ["he said ", "“a ” ", '"A b," he said. ', "“", "'a", "(a) , said ", "who ", ", he, ", "''a", "A. 'B"]
)
def test_time_grows_with_the_text_and_no_faster(piece: str) -> None:
    """Four times the text takes about four times as long; what is quadratic takes sixteen."""
    assert seconds(piece * 6_000) < 10 * seconds(piece * 1_500) + 0.05


def test_a_heap_of_words_of_speech_says_nothing_and_takes_no_time() -> None:
    assert [quote.speaker_text for quote in read("The harbour was shut, Berg said.")] == ["Berg"]
    assert read("Berg said, " * 50) == ()
    assert seconds("said, " * 20_000) < 1  # 12 seconds, when each of them looked for its subject
