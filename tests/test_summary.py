from __future__ import annotations

import re

import pytest
from golden import Case, read_cases
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from sumy.models.dom import ObjectDocumentModel
from sumy.models.dom import Paragraph as SumyParagraph
from sumy.models.dom import Sentence as SumySentence

from briefing.analysis.quotes.finding import find_quotes
from briefing.analysis.summaries.standalone import find_dateline, find_usable, has_its_speaker, is_usable, stands_alone
from briefing.analysis.summaries.summary import (
    METHODS,
    Candidate,
    choose_passages,
    choose_sentences,
    choose_sentences_by,
    make_candidate,
    rank_sentences,
)
from briefing.analysis.summaries.sumy_methods import BriefingSummarizer, Words
from briefing.analysis.text.document import make_document
from briefing.model import Document, Mention, Paragraph, Sentence

_BRACKETED = re.compile(r"\[([^\]]*)\]")


def read(text: str, lang: str) -> Document:
    """A document whose sentences are given, so that these cases do not depend on how text is split."""
    plain, sentences = "", []
    for match in _BRACKETED.finditer(text):
        sentences.append(Sentence(0, len(plain), len(plain) + len(match[1])))
        plain += match[1] + " "
    return Document("a.md", "", plain, lang, (Paragraph("body", 0, len(plain) - 1),), tuple(sentences))


@pytest.mark.parametrize("case", read_cases("summaries"), ids=str)
def test_sentences_that_can_stand_alone(case: Case) -> None:
    lang = {"in French": "fr", "in German": "de", "in Russian": "ru", "in Ukrainian": "uk"}.get(case.title, "en")
    document = read(case.given, lang)
    found = find_usable(document, find_quotes(document, ()))
    assert " ".join(str(index + 1) for index in found) == case.expected, case.place


def test_there_are_cases_enough() -> None:
    assert len(read_cases("summaries")) >= 20


ARTICLE = """A fire in a substation shut the port of Lindhaven for eleven hours on Friday, the harbour master said.

However, no ship was lost. It was the worst day that anybody could remember since the flood of 1953.

Forty ships waited in the estuary while engineers brought power back to the cranes of the port one by one.

"We will look at every cable in this port before summer," the harbour master, Jonna Reed, told reporters on Friday.

He was the first to arrive. The museum next to the port stayed open and sold twice as many tickets as usual.

Lindhaven handles a third of the country's coffee, and roasters said that their stores would last three weeks.
"""


def article(text: str = ARTICLE, title: str = "Fire shuts the port of Lindhaven") -> Document:
    return make_document("a.md", title, text, lang="en")


def texts(document: Document, chosen: tuple[int, ...]) -> list[str]:
    return [document.text[document.sentences[index].start : document.sentences[index].end] for index in chosen]


def test_a_summary_opens_with_the_lead_and_leaves_out_what_dangles() -> None:
    document = article()
    chosen = choose_sentences(document, (), find_quotes(document, ()))
    assert chosen[0] == 0
    assert all(stands_alone(text) for text in texts(document, chosen))


def test_its_length_goes_by_the_article_s() -> None:
    def write(sentences: int) -> str:
        return "\n\n".join(
            "The " + " ".join(f"word{chr(97 + number // 26)}{chr(97 + number % 26)}{at}x" for at in range(19)) + "."
            for number in range(sentences)
        )

    counts = {sentences: len(choose_sentences(article(write(sentences)))) for sentences in (0, 1, 4, 12, 40)}
    assert counts == {0: 0, 1: 1, 4: 2, 12: 3, 40: 4}


def test_a_limit_counts() -> None:
    assert [len(choose_sentences(article(), limit=limit)) for limit in (0, 1, 2)] == [0, 1, 2]


def test_nothing_is_said_twice() -> None:
    lead = "A fire in a substation shut the port of Lindhaven for eleven hours on Friday, the harbour master said."
    again = "The harbour master said that a fire in a substation shut the port of Lindhaven on Friday for hours."
    document = article(f"{lead}\n\n{again}\n\nForty ships waited in the estuary while engineers worked on the cranes.")
    assert choose_sentences(document, limit=2) == (0, 2)


def test_where_nothing_can_stand_alone_the_first_sentence_does() -> None:
    assert choose_sentences(article("He came back to the house in the evening. She was not there any more then.")) == (
        0,
    )


def test_headings_and_boilerplate_are_never_chosen() -> None:
    document = article("The fire\n\n" + ARTICLE + "\n\nSign up for our newsletter on the port of Lindhaven.\n")
    for index in choose_sentences(document):
        assert document.paragraphs[document.sentences[index].paragraph].kind == "body"


def test_the_headline_repeated_in_the_body_is_not_chosen() -> None:
    title = "Fire at one substation shuts the port of Lindhaven"
    document = article(f"{title}.\n\n{ARTICLE}", title)
    assert title + "." in texts(document, tuple(range(len(document.sentences))))
    assert title + "." not in texts(document, choose_sentences(document, limit=4))


def test_a_headline_and_a_deck_in_a_text_without_a_title_are_not_chosen() -> None:
    document = article(
        f"Fire shuts port of Lindhaven.\n\nEngineers work through night; ships wait.\n\n{ARTICLE}", title=""
    )
    chosen = texts(document, choose_sentences(document, limit=4))
    assert chosen[0].startswith("A fire in a substation")
    assert not any("Engineers work" in text for text in chosen)


def test_a_short_lead_of_a_text_without_a_title_is_no_headline() -> None:
    document = article(f"The museum had its busiest Friday in years.\n\n{ARTICLE}", title="")
    assert choose_sentences(document, limit=4)[0] == 0


def test_a_sentence_about_somebody_whom_the_summary_does_not_name_comes_late() -> None:
    lead = "Lindhaven will build a bridge across the bay for nine million crowns, its council said on Monday."
    about = "The council of Lindhaven had asked Torben Askew, an engineer, for a plan of the bridge in the bay."
    said = "Askew wants the new bridge of Lindhaven to be built of stone from the quarries that the town has left."
    other = "Fishermen of the bay fear for the ferry of Lindhaven, on which four hundred people cross every day."

    def choose(lead: str) -> tuple[int, ...]:
        return choose_sentences(article(f"{lead}\n\n{about}\n\n{other}\n\n{said}", title=""), limit=2)

    assert choose(lead) == (0, 2)
    assert choose(lead.replace("its council", "Torben Askew of its council")) == (0, 3)


def test_somebody_called_by_surname_has_been_named_in_full_if_possible() -> None:
    lead = "Lindhaven will build a bridge across the bay for nine million crowns, its council said on Monday."
    about = "The council of Lindhaven had asked Torben Askew, an engineer, for a plan of the bridge in the bay."
    other = "Fishermen of the bay fear for the ferry of Lindhaven, on which four hundred people cross every day."
    said = "Stone from old quarries is what the town should use for a bridge, according to Askew."
    document = article(f"{lead}\n\n{about}\n\n{other}\n\n{said}", title="")
    places = [match.span() for match in re.finditer("(?:Torben )?Askew", document.text)]
    mentions = [Mention(start, end, "torben-askew", "person", "name") for start, end in places]
    assert choose_sentences(document, limit=2) == (0, 3)
    assert choose_sentences(document, mentions, limit=2) == (0, 2)
    titled = replace(document, title="Askew has a plan")
    assert choose_sentences(titled, mentions, limit=2) == choose_sentences(titled, limit=2)


def test_each_sentence_adds_to_those_before_it() -> None:
    lead = "A fire in a substation shut the port of Lindhaven on Friday and left forty ships in the estuary."
    alike = "The fire in the substation left the port of Lindhaven dark and its ships without a pilot on Friday."
    new = "Roasters across the country have coffee from the port of Lindhaven in store for three more weeks."
    assert choose_sentences(article(f"{lead}\n\n{alike}\n\n{new}", title=""), limit=2) == (0, 2)


@pytest.mark.parametrize(
    ("dateline", "rest"),
    [
        ("KYIV, March 3 (Meridian Wire) – ", "The parliament elected a speaker."),
        ("BEDFORD, N.H. (AP) — ", "Marrow won the vote."),
        ("LINDHAVEN, 12 March (Pontine) - ", "The port is shut."),
        ("New York (AFP) – ", "The port is shut."),
        ("Kyiv, March 3 (Reuters) - ", "The port is shut."),
        ("(CNN) -- ", "The port is shut."),
        ("(Meridian Wire) ", "The port is shut."),
        ("", "The port is shut – again."),
        ("", "GCHQ – the agency that listens – said nothing."),
        ("", "Ilse Marrow (Liberals) – who won the vote – is glad."),
        ("", "KYIV, March 3 (Meridian Wire) – "),
    ],
)
def test_a_dateline_is_no_part_of_its_sentence(dateline: str, rest: str) -> None:
    assert find_dateline(dateline + rest) == len(dateline)


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("The port of Lindhaven was shut on Friday.", True),
        ("The port of Lindhaven was shut on Friday", False),
        ("The port of Lindhaven was shut on Friday...", False),
        ("Порт Линдхавена был закрыт в пятницу вечером.", True),
        ("ท่าเรือลินด์ฮาเวนปิดในวันศุกร์ตอนเย็น", True),
        ("林德港周五因变电站起火关闭了十一个小时，港务局长说。", True),
        ("बंदरगाह शुक्रवार को शाम तक बंद रहा था।", True),
        ("هل أغلق الميناء يوم الجمعة في المساء؟", False),
    ],
)
def test_a_sentence_ends_as_its_script_ends_sentences(text: str, ends: bool) -> None:
    assert is_usable(text) is ends


def test_inches_are_no_mark() -> None:
    assert has_its_speaker('The deputy, who is 6ft 2" tall, had to bend in the doorway.')
    assert not has_its_speaker('The deputy, who is tall, had to bend in the "doorway.')


def test_all_sentences_are_ranked_once() -> None:
    document = article()
    assert sorted(rank_sentences(document)) == list(range(len(document.sentences)))
    assert set(choose_sentences(document, limit=2)) == set(rank_sentences(document)[:2])


@pytest.mark.parametrize("method", METHODS)
def test_methods_by_name(method: str) -> None:
    document = article()
    chosen = choose_sentences_by(method, document, 2)
    assert len(chosen) == 2
    assert chosen == tuple(sorted(chosen)) == choose_sentences_by(method, document, 2)
    assert choose_sentences_by(method, article(""), 2) == ()


def test_an_unknown_method_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match=r"lexrang.*lexrank"):
        choose_sentences_by("lexrang", article(), 2)


def test_the_lead_is_the_lead() -> None:
    assert choose_sentences_by("lead", article(), 3) == (0, 1, 2)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("text", ["?!", "1 2 3.", "Again and again. Again and again. Again and again."])
def test_methods_take_odd_texts(method: str, text: str) -> None:
    document = article(text, title="")
    assert len(choose_sentences_by(method, document, 2)) <= 2


def test_ours_is_a_summarizer_of_sumy_s() -> None:

    document = article()
    sentences = texts(document, tuple(range(len(document.sentences))))
    parsed = ObjectDocumentModel([SumyParagraph([SumySentence(text, Words()) for text in sentences])])
    assert [str(sentence) for sentence in BriefingSummarizer()(parsed, 2)] == texts(
        document, choose_sentences(replace(document, title=""), limit=2)
    )
    assert len(BriefingSummarizer()(parsed, "50%")) == len(sentences) // 2


@given(st.text(max_size=400), st.text(max_size=40))
@settings(max_examples=100, deadline=None)
def test_any_text(text: str, title: str) -> None:
    document = article(text, title)
    chosen = choose_sentences(document, (), find_quotes(document, ()))
    assert list(chosen) == sorted(set(chosen))
    assert all(0 <= index < len(document.sentences) for index in chosen)
    assert bool(chosen) == bool(document.sentences)


def test_a_long_text_takes_no_longer_than_its_length() -> None:
    document = article("\n\n".join(f"Ship {number} left the port of Lindhaven on Friday." for number in range(20_000)))
    assert len(choose_sentences(document)) <= 4


# -- an event's summary -----------------------------------------------------------------------------------------------


def candidates(*rows: tuple[str, str, str, int]) -> list[Candidate]:
    return [make_candidate(text, day, origin, position) for text, day, origin, position in rows]


SHUT = "A fire in a substation shut the port of Lindhaven on Friday, and forty ships waited in the estuary."
SHUT_TOO = "Forty ships waited in the estuary on Friday after a substation fire shut the port of Lindhaven."
OPEN = "Cranes began to move again on Saturday morning when engineers had replaced a burnt transformer."
COFFEE = "Roasters have coffee in store for three weeks, their association told members in a letter."


def test_a_development_is_told_once() -> None:
    chosen = choose_passages(
        candidates((SHUT, "2025-03-21", "a", 0), (SHUT_TOO, "2025-03-21", "b", 0), (COFFEE, "2025-03-21", "a", 4)), 3
    )
    assert len(chosen) == 2
    assert 2 in chosen


def test_the_newest_development_comes_first() -> None:
    rows = candidates((SHUT, "2025-03-21", "a", 0), (OPEN, "2025-03-22", "b", 0), (COFFEE, "2025-03-20", "c", 0))
    assert choose_passages(rows, 3) == (1, 0, 2)


def test_what_several_origins_tell_goes_before_what_one_tells() -> None:
    rows = candidates((COFFEE, "2025-03-21", "a", 0), (SHUT, "2025-03-21", "b", 0), (SHUT_TOO, "2025-03-21", "c", 0))
    assert choose_passages(rows, 1)[0] in {1, 2}


def test_weak_placements_come_last() -> None:
    rows = [
        replace(row, score=score)
        for row, score in zip(candidates((SHUT, "", "a", 0), (OPEN, "", "b", 0)), (0.5, 0.9), strict=True)
    ]
    assert choose_passages(rows, 1) == (1,)


def test_what_dangles_is_left_out() -> None:
    rows = candidates(
        (SHUT, "2025-03-21", "a", 0), ("He had to wait for it until the evening of that day.", "", "b", 0)
    )
    assert choose_passages(rows, 3) == (0,)


def test_nothing_gives_nothing() -> None:
    assert choose_passages([], 3) == ()
    assert choose_passages(candidates(("… !", "", "a", 0)), 3) == ()


def test_the_order_of_candidates_decides_nothing() -> None:
    rows = candidates(
        (SHUT, "2025-03-21", "a", 0),
        (SHUT_TOO, "2025-03-21", "b", 0),
        (OPEN, "2025-03-22", "b", 1),
        (COFFEE, "2025-03-21", "c", 3),
    )
    forward = [rows[index].text for index in choose_passages(rows, 3)]
    backward = rows[::-1]
    assert [backward[index].text for index in choose_passages(backward, 3)] == forward
