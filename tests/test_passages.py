from __future__ import annotations

import re
from itertools import combinations

import pytest
from golden import Case, read_cases
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from briefing.analysis.recipe import Tools, analyse
from briefing.analysis.summaries.leaning import leans
from briefing.analysis.summaries.passages import (
    SAME,
    Candidate,
    Choice,
    choose_passages,
    find_outdated,
    make_candidate,
    weigh_words,
)
from briefing.analysis.text.document import split_text
from briefing.edition import SUMMARY_PASSAGES
from briefing.gist import summarise
from briefing.model import Article, Record, Registry, Standing

_HEADER = re.compile(
    r"^# (?P<source>[^,(]+)(?: \((?P<lang>\w\w)\))?, (?P<date>[\d-]+ [\d:]+): (?P<title>.*)$", re.MULTILINE
)
TOOLS = Tools(Registry())


def read_articles(text: str) -> list[Record]:
    records = []
    headers = list(_HEADER.finditer(text))
    for header, following in zip(headers, [*headers[1:], None], strict=True):
        body = text[header.end() : following.start() if following else len(text)].strip()
        slug = header["source"].lower().replace(" ", "-")
        article = Article(
            id=f"{slug}.md",
            title=header["title"],
            text=body,
            blocks=split_text(body),
            date=header["date"].replace(" ", "T") + ":00+00:00",
            source=slug,
            source_name=header["source"],
            lang=header["lang"] or "en",
        )
        standing = Standing("used", day=header["date"][:10], origin=article.id)
        records.append(Record(article, analyse(article, TOOLS), standing))
    return records


@pytest.mark.parametrize("case", read_cases("event-summaries"), ids=str)
def test_summaries_of_events(case: Case) -> None:
    summary = summarise(read_articles(case.given), "", "story", SUMMARY_PASSAGES)
    told = [" ".join(passage.text.split()) for passage in summary]
    assert told == case.expected.splitlines(), case.place


def test_there_are_cases_enough() -> None:
    assert len(read_cases("event-summaries")) >= 20


SHUT = "A fire in a substation shut the port of Lindhaven on Friday, and forty ships waited in the estuary."
SHUT_TOO = "Forty ships waited in the estuary on Friday after a substation fire shut the port of Lindhaven."
OPEN = "Cranes began to move again on Saturday morning when engineers had replaced a burnt transformer."
COFFEE = "Roasters have coffee in store for three weeks, their association told members in a letter."
MUSEUM = "The museum of Lindhaven sold twice as many tickets as on any other Friday of the year."


def candidates(*rows: tuple[str, str, str, int]) -> list[Candidate]:
    return [make_candidate(text, day, origin, position) for text, day, origin, position in rows]


def test_a_word_that_more_outlets_use_has_a_better_chance() -> None:
    chance = weigh_words(candidates((SHUT, "", "a", 0), (SHUT_TOO, "", "b", 0), (COFFEE, "", "c", 0)))
    assert chance["estuary"] > chance["coffee"]
    titled = weigh_words(candidates((SHUT, "", "a", 0), (COFFEE, "", "b", 0)), ["Coffee runs out"])
    assert titled["coffee"] > titled["estuary"]
    assert weigh_words(candidates((SHUT, "", "a", 0)))["port"] > weigh_words(candidates((SHUT, "", "a", 3)))["port"]


def test_titles_say_what_an_event_is_about() -> None:
    rows = candidates((SHUT, "2025-03-21", "a", 0), (COFFEE, "2025-03-21", "b", 0))
    assert choose_passages(rows, 1, ["Roasters have coffee in store", "Coffee for three weeks"]) == (1,)
    assert choose_passages(rows, 1, ["Fire shuts the port of Lindhaven", "Ships wait in the estuary"]) == (0,)


def test_the_newest_day_always_has_its_say() -> None:
    rows = candidates(
        (SHUT, "2025-03-20", "a", 0), (SHUT_TOO, "2025-03-20", "b", 0), (OPEN, "2025-03-19", "a", 1),
        (COFFEE, "2025-03-20", "c", 0), (MUSEUM, "2025-03-22", "c", 9),
    )  # fmt: skip
    for limit in (1, 2, 3):
        assert choose_passages(rows, limit)[0] == 4


def test_what_leans_on_the_sentence_before_comes_last() -> None:
    rows = candidates(
        (SHUT, "2025-03-21", "a", 0),
        ("The rest go to mills in the valley and to bakeries that the army of Alcora runs.", "2025-03-21", "b", 0),
        (COFFEE, "2025-03-21", "c", 0),
    )
    assert rows[1].leaning
    assert choose_passages(rows, 2) == (0, 2)


@pytest.mark.parametrize(
    "text",
    [
        "Brandt, its spokesman, declined to say when lorries would be let through.",
        "Marrow received him in the palace on Friday evening.",
        "Eighteen were killed by the missile, a new one, the army said.",
        "The force said that it was not treating the fire as suspicious.",
        "Nobody in the hall expected a truce from it.",
        "Marrow also raised the price of bread in Alcora.",
        "Here is what we know of the fire in Lindhaven.",
        "There are nine of them in the valley, most of them old.",
        "None of these mills falls under the halt that Alcora says it is observing.",
        "All the same, the governor of Tarn wants the bridge to be repaired in May.",
        "The strikes fell within hours of Alcora’s announcement in Tarn that it would sign.",
        "The strike killed nine people in Tarn on Friday, the governor said.",
        "In Lindhaven there was a fire there, too, officials said on Friday.",
        "A second missile fell on a school in Lindhaven, the governor said.",
        "Early the same morning a drone fell on a mill in Lindhaven, Alcora said.",
        "What follows is a list of the ships that Lindhaven turned away in March.",
        "The day before, Tarn University had annulled the degree of Ilse Marrow.",
        "The leaders called on Alcora to show real political will and end the war.",
        "The fire that followed lit up the sky over the towns of Tarn and Malmford.",
        "Marrow, who addressed them by video from Tarn, urged them to sign.",
        "One person was killed and dozens were injured, the mayor, Ihor Brandt, said.",
        "Hours later the army of Alcora said that it had shot down ten drones.",
        "The Alcoran prime minister spent his last full day in office on Thursday.",
    ],
)
def test_sentences_that_lean(text: str) -> None:
    assert leans(text)
    assert not leans(text, "fr")


@pytest.mark.parametrize(
    "text",
    [
        SHUT,
        COFFEE,
        "The number of people killed in the fire has risen to twelve, officials said.",
        "The prime minister of Alcora, Ilse Marrow, said that she would travel to Tarn.",
        "“We also closed the border,” Ilse Marrow told reporters in Alcora.",
        "Two hundred people were killed in the US on Friday, officials said.",
        "Police said at that time of the year the river was low.",
        "Marrow, the prime minister, declined to say more.",
        "The 2024 harvest was poor, farmers said.",
        "The strikes on Lindhaven killed nine people on Friday, the governor said.",
        "The Alcoran prime minister, Ilse Marrow, spent her last day in office.",
        "The president of Alcora spoke to Ilse Marrow on Friday.",
        "Nineteen people were killed when a missile hit Tarn, officials said.",
        "Three people were injured in Tarn, officials said.",
        "The day after Alcora signed, Tarn opened its border.",
        "A second term of office is not allowed in Alcora.",
        "Nineteen people are dead after Friday’s attack on Tarn and a raid that followed it, officials said.",
    ],
)
def test_sentences_that_do_not(text: str) -> None:
    assert not leans(text)


NINE, TWELVE = ("killed", "Malmford", 9.0), ("killed", "Malmford", 12.0)


@pytest.mark.parametrize(
    ("accounts", "outdated"),
    [
        ([("2025-04-02T08:00", [NINE]), ("2025-04-02T17:00", [TWELVE])], {0}),
        ([("2025-04-02T08:00", [NINE]), ("2025-04-03", [TWELVE])], {0}),
        ([("2025-04-02", [NINE]), ("2025-04-05", [TWELVE])], set()),
        ([("2025-04-02T08:00", [NINE]), ("2025-04-02T17:00", [NINE])], set()),
        ([("2025-04-02T08:00", [NINE]), ("2025-04-02T08:00", [TWELVE])], set()),
        ([("2025-04-02T08:00", [NINE]), ("2025-04-02T17:00", [("killed", "Tarn", 12.0)])], set()),
        ([("2025-04-02T08:00", [NINE]), ("2025-04-02T17:00", [("injured", "Malmford", 12.0)])], set()),
        ([("", [NINE]), ("2025-04-02T17:00", [TWELVE])], set()),
        ([("some day", [NINE]), ("soon", [TWELVE])], set()),
        ([], set()),
    ],
)
def test_a_later_toll_outdates_an_earlier_one(
    accounts: list[tuple[str, list[tuple[str, str, float]]]], outdated: set[int]
) -> None:
    assert find_outdated(accounts) == outdated


ROWS = candidates(
    (SHUT, "2025-03-21", "a", 0), (SHUT_TOO, "2025-03-21", "b", 0), (OPEN, "2025-03-22", "b", 1),
    (COFFEE, "2025-03-21", "c", 3), (MUSEUM, "2025-03-21", "a", 4), (MUSEUM, "2025-03-22", "d", 0),
)  # fmt: skip
TITLES = ("Fire shuts port", "Roasters fear", "Cranes move")


@given(st.permutations(ROWS), st.permutations(TITLES), st.integers(0, 6))
@settings(max_examples=60, deadline=None)
def test_the_order_of_what_comes_in_decides_nothing(rows: list[Candidate], titles: list[str], limit: int) -> None:
    expected = [(ROWS[index].text, ROWS[index].origin) for index in choose_passages(ROWS, limit, TITLES)]
    assert [(rows[index].text, rows[index].origin) for index in choose_passages(rows, limit, titles)] == expected


WORDS = st.sampled_from(
    "port fire ship Lindhaven the of said museum coffee transformer nine engineers on Friday".split()
)
SENTENCES = st.lists(WORDS, min_size=1, max_size=14).map(lambda words: " ".join(words).capitalize() + ".")


@given(
    st.lists(st.tuples(SENTENCES, st.sampled_from(("", "2025-03-21", "2025-03-22")), st.sampled_from("abc"),
                       st.integers(0, 9)), max_size=14),
    st.integers(0, 5),
)  # fmt: skip
@settings(max_examples=150, deadline=None)
def test_no_two_tell_the_same_and_all_stand_alone(rows: list[tuple[str, str, str, int]], limit: int) -> None:
    passages = candidates(*rows)
    chosen = [passages[index] for index in choose_passages(passages, limit)]
    assert len(chosen) <= limit
    assert [each.day for each in chosen] == sorted((each.day for each in chosen), reverse=True)
    for one, other in combinations(chosen, 2):
        shared = len({*one.terms} & {*other.terms})
        assert shared < SAME * (len(one.terms) * len(other.terms)) ** 0.5
    if any(not passage.dangling and passage.terms for passage in passages):
        assert not any(each.dangling for each in chosen)
    assert bool(chosen) == bool(limit and any(passage.terms for passage in passages))


@given(
    st.lists(st.tuples(SENTENCES, st.just(""), st.sampled_from("abc"), st.integers(0, 4)), min_size=1, max_size=14),
    st.sets(st.integers(0, 13), max_size=4),
    st.sampled_from((SAME, 1.1)),
)
@settings(max_examples=150, deadline=None)
def test_what_is_passed_over_unread_is_never_the_best(
    rows: list[tuple[str, str, str, int]], taken: set[int], alike: float
) -> None:
    passages = candidates(*rows)
    choice = Choice(passages, [index for index, each in enumerate(passages) if each.terms], ["Fire in the port"], 4)
    chosen = tuple(index for index in choice.best_first if index in taken)
    fitting = [
        index
        for index in choice.best_first
        if index not in chosen
        and all(
            len({*passages[index].terms} & {*passages[other].terms})
            < alike * (len(passages[index].terms) * len(passages[other].terms)) ** 0.5
            for other in chosen
        )
    ]
    best = max((choice.value((*chosen, index)) for index in fitting), default=0.0)
    worth, index = choice.find_better(chosen, choice.best_first, alike, 0.0)
    assert (index in fitting) == bool(fitting)
    assert worth == pytest.approx(best, abs=1e-12)
    assert choice.find_better(chosen, choice.best_first, alike, best + 1e-9) == (best + 1e-9, -1)


@given(st.text(max_size=200), st.text(max_size=40), st.sampled_from(("en", "fr", "xx", "")))
@settings(max_examples=150, deadline=None)
def test_any_text(text: str, title: str, lang: str) -> None:
    passage = make_candidate(text, "2025-03-21", "a", 0, lang=lang)
    assert choose_passages([passage], 3, [title]) in ((), (0,))


def test_a_placement_of_which_nothing_is_sure_tells_nothing() -> None:
    rows = [replace(row, score=0.0) for row in ROWS[:1]] + ROWS[3:4]
    assert choose_passages(rows, 1) == (1,)


def test_a_hundred_articles_are_summarised_at_once() -> None:
    rows = candidates(
        *(
            (
                f"Ship {number} of {number % 7} left Lindhaven on Friday with {number % 11} crates for Tarn.",
                "",
                f"o{number}",
                at,
            )
            for number in range(100)
            for at in range(10)
        )
    )
    assert len(choose_passages(rows, 6)) == 1  # they all tell the same


def test_hostile_texts_are_read_in_linear_time() -> None:
    for text in ("A " * 500_000, "(" * 100_000, "A, " * 100_000, "“" * 100_000, "Ab " * 100_000 + "him", "\x00" * 9999):
        make_candidate(text, "", "a", 0)
        leans(text)
