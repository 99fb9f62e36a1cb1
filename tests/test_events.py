from __future__ import annotations

import pytest
from golden import Case, read_cases
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.analysis.events import STRONG, compile_rules, place_paragraphs
from briefing.analysis.text.document import make_document
from briefing.model import Document, EventRule

CEASEFIRE = EventRule(
    "ceasefire",
    "Ceasefire",
    phrases=(
        ("ceasefire proposal", 3.0),
        ("30-day ceasefire", 3.0),
        ("ceasefire", 2.0),
        ("truce", 2.0),
        ("negotiations", 1.0),
        ("envoy", 1.0),
        ("terms", 2.0),
        ("compromise", 2.0),
        ("trade truce", -4.0),
        ("Gaza", -3.0),
    ),
)
COALITION = EventRule(
    "coalition",
    "Coalition",
    phrases=(("coalition of the willing", 3.0), ("peacekeeping force", 3.0), ("peacekeeper", 3.0)),
)
STRIKES = EventRule(
    "strikes",
    "Strikes",
    phrases=(
        ("drone attack", 3.0),
        ("missile strike", 3.0),
        ("ballistic missile", 3.0),
        ("missile", 2.0),
        ("drone", 2.0),
        ("struck", 1.0),
        ("killed", 1.0),
        ("wounded", 1.0),
        ("refinery", 1.0),
        ("attack", 1.0),
        ("strike action", -4.0),
        ("strike a deal", -3.0),
    ),
)
RULES = compile_rules((STRIKES, CEASEFIRE, COALITION))


def read(text: str, date: str = "") -> Document:
    title = ""
    if text.startswith("Title: "):
        first, _, text = text.partition("\n")
        title = first.removeprefix("Title: ")
    return make_document("a.md", title, text, lang="en", date=date)


@pytest.mark.parametrize("case", read_cases("events"), ids=str)
def test_golden_cases(case: Case) -> None:
    found: dict[int, list[str]] = {}
    for placement in place_paragraphs(read(case.given), RULES):
        name = placement.event if placement.score >= STRONG else f"[{placement.event}]"
        found.setdefault(placement.paragraph + 1, []).append(name)
    lines = [f"{number}: {', '.join(names)}" for number, names in sorted(found.items())]
    assert "\n".join(lines) == case.expected, case.place


def test_there_are_cases_enough() -> None:
    assert len(read_cases("events")) >= 20


def test_the_reason_names_the_words_that_spoke() -> None:
    text = "Night of missile strikes\n\nDrones struck the port and killed two people, the mayor wrote."
    (placement,) = place_paragraphs(read(text), RULES)
    assert placement.why == (
        "“Drones” (2), “struck” (1), “killed” (1); around it: heading “Night of missile strikes” (1.2)"
    )
    assert placement.score == round(5.2 / 7.2, 3)  # the heading's 3 count for a part


def test_what_context_alone_places_says_so_and_is_weak() -> None:
    text = "He called the full ceasefire proposal the best chance in years.\n\nIt would begin at midnight, he said."
    _, placement = place_paragraphs(read(text), RULES)
    assert placement.why == (
        "context alone: the paragraph before (1.5), first paragraph (4.2), the rest of the article (2), counted as 2.5"
    )
    assert placement.score < STRONG


def test_an_article_that_has_none_of_an_events_names_needs_more_evidence() -> None:
    rules = compile_rules((EventRule("strikes", "Strikes", "What Ukraine and Russia bomb.", STRIKES.phrases),))
    filling = " The road was closed until the evening, and the police asked drivers to take the old bridge." * 6
    elsewhere = "Nine people were killed and eleven wounded when a coach left the road near the lake." + filling
    assert place_paragraphs(read(elsewhere), rules) == ()
    assert len(place_paragraphs(read(elsewhere.replace("the lake", "a Ukrainian lake")), rules)) == 1
    shorter = elsewhere[:400]  # too short to say where it is
    assert len(place_paragraphs(read(shorter), rules)) == 1


def test_the_title_of_an_event_needs_none_of_its_names() -> None:
    rules = compile_rules(
        (EventRule("coalition", "Coalition of the willing", "The plan of Britain for Ukraine.", COALITION.phrases),)
    )
    filling = " The road was closed until the evening, and the police asked drivers to take the old bridge." * 6
    (named,) = place_paragraphs(
        read("Their latest attempt to rally the ‘coalition of the willing’ failed." + filling), rules
    )
    assert named.score == STRONG
    assert named.why.endswith("all but the event’s title times 0.4, as the article has none of its names")
    assert place_paragraphs(read("Their latest attempt to send a peacekeeping force failed." + filling), rules) == ()


def test_a_hint_alone_is_weak_unless_the_article_is_on_the_event() -> None:
    rest = "Their envoy said that the missile strike would be forgotten.\n\nNobody forgets a missile strike here."
    (hint, *_) = place_paragraphs(read("Title: A week in the capital\n\nTwo were killed on the way.\n\n" + rest), RULES)
    assert hint.why.startswith("a hint alone: “killed” (1); around it: the paragraph after (1.2)")
    assert hint.score < STRONG
    (hint, *_) = place_paragraphs(read("Title: A missile strike\n\nTwo were killed on the way.\n\n" + rest), RULES)
    assert hint.score > STRONG


def test_an_event_has_its_days() -> None:
    rules = compile_rules((EventRule("strikes", "Strikes", "", STRIKES.phrases, "2025-03-11", "2025-03-20"),))
    text = "A ballistic missile hit a block of flats in the port, wounding four people."
    placed = {
        day: len(place_paragraphs(read(text, day), rules))
        for day in ("2025-03-10", "2025-03-11", "2025-03-20", "2025-03-21", "")
    }
    assert placed == {"2025-03-10": 0, "2025-03-11": 1, "2025-03-20": 1, "2025-03-21": 0, "": 1}


def test_common_words_alone_place_nothing() -> None:
    rules = compile_rules((EventRule("world", "World", phrases=(("the world", 3.0),)),))
    assert place_paragraphs(read("The world was watching, and half of the world did not care at all."), rules) == ()


def test_the_order_of_rules_does_not_matter() -> None:
    text = "The peacekeeping force would watch over a ceasefire proposal while drones strike."
    assert place_paragraphs(read(text), RULES) == place_paragraphs(
        read(text), compile_rules((COALITION, STRIKES, CEASEFIRE))
    )


def test_phrases_in_the_language_of_the_article() -> None:
    rules = compile_rules((EventRule("force", "Force", phrases=(("garanties de sécurité", 3.0),)),))
    text = "La question des garanties de sécurité reste ouverte, a dit le ministre à Paris."
    document = make_document("a.md", "", text, lang="fr")
    assert [placement.event for placement in place_paragraphs(document, rules)] == ["force"]


@given(st.text(max_size=400), st.text(max_size=60))
@settings(max_examples=100, deadline=None)
def test_any_text(text: str, title: str) -> None:
    document = make_document("a.md", title, text + " ceasefire proposal", lang="en")
    for placement in place_paragraphs(document, RULES):
        assert document.paragraphs[placement.paragraph].kind == "body"
        assert 0.5 <= placement.score <= 1


@given(st.lists(st.tuples(st.text(max_size=20), st.floats(-5, 5)), max_size=8))
@settings(max_examples=60, deadline=None)
def test_any_phrases(phrases: list[tuple[str, float]]) -> None:
    rules = compile_rules((EventRule("e", "E", phrases=tuple(phrases)),))
    document = read("Drones struck the port and killed two people, the mayor wrote.")
    assert all(placement.event == "e" for placement in place_paragraphs(document, rules))


@pytest.mark.parametrize("piece", ["Talks on the drone ceasefire.\n\n", "Ceasefire:\n\n", "# \n\n", "drone-", "[-"])
def test_many_of_anything_take_no_longer_than_their_number(piece: str) -> None:
    document = read(piece * 20_000)
    assert all(placement.event for placement in place_paragraphs(document, RULES))


def test_a_long_text_takes_no_longer_than_its_length() -> None:
    words = "ceasefire drone missile struck truce " * 40_000
    assert place_paragraphs(read(words), RULES)[0].score > STRONG
