"""Which figures of an event make a series over time."""

from __future__ import annotations

import fakes
import pytest
from msgspec.structs import replace

from briefing import clippings
from briefing.model import Figure, Record
from briefing.published import Claim
from briefing.series import find_series


def report(day: str, sentence: str, number: str, *, thing: str, place: str = "", source: str = "post", **more: str):
    """An article of one sentence on a day, and its figure `number`."""
    made = fakes.record(f"{day or 'undated'}/{source}.md", f"<p>{sentence}</p>", title="Of late", source=source)
    made = replace(made, standing=replace(made.standing, day=day, origin=source))
    start, end = fakes.span(made, number)
    claim = clippings.cut_figure(made, Figure(start, end, float(number), thing=thing, place=place, **more))
    assert claim is not None
    return made, claim


def killed(day: str, number: str, source: str = "post", place: str = "Dunmore") -> tuple[Record, Claim]:
    return report(
        day, f"The flood killed {number} people in {place}.", number, thing="killed", place=place, source=source
    )


def numbers(reports: list[tuple[Record, Claim]]) -> list[list[str]]:
    return [
        [each.passage.text[each.figure.start - each.passage.start : each.figure.end - each.passage.start]
         for each in series.claims]
        for series in find_series(reports)
    ]  # fmt: skip


def test_reports_of_one_toll_are_one_series_newest_first():
    reports = [killed("2025-03-04", "31"), killed("2025-03-03", "19"), killed("2025-03-03", "17", "pier")]
    (series,) = find_series(reports)
    assert (series.thing, series.place) == ("killed", "Dunmore")
    assert numbers(reports) == [["31", "19", "17"]]


def test_a_toll_after_a_long_silence_is_of_another_happening():
    reports = [killed("2025-04-20", "3"), killed("2025-04-19", "2"), killed("2025-03-04", "31"),
               killed("2025-03-03", "19")]  # fmt: skip
    assert numbers(reports) == [["3", "2"], ["31", "19"]]


def test_tolls_of_two_places_and_of_no_place_are_no_series():
    assert numbers([killed("2025-03-04", "31"), killed("2025-03-03", "19", place="Lom")]) == []
    nowhere = [
        report(day, f"The flood killed {number} people.", number, thing="killed")
        for day, number in (("2025-03-04", "31"), ("2025-03-03", "19"))
    ]
    assert numbers(nowhere) == []


def test_what_was_launched_is_not_what_was_shot_down():
    reports = [
        report("2025-03-06", "The navy shot down 12 drones.", "12", thing="drone"),
        report("2025-03-05", "The islands launched 40 attack drones.", "40", thing="drone"),
        report("2025-03-04", "The navy shot down 9 drones.", "9", thing="drone"),
        report("2025-03-03", "The islands launched 33 drones.", "33", thing="drone"),
    ]
    assert numbers(reports) == [["12", "9"], ["40", "33"]]
    assert [(series.deed, series.noun) for series in find_series(reports)] == [
        ("downed", "drones"),
        ("launched", "drones"),
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "As many as 12 drones could be shot down in Dunmore.",  # what may be
        "The navy shot down 12 drones, up from 9 a day before, and had earlier spoken of 8.",
    ],
)
def test_what_may_be_and_what_was_before_are_in_no_series(sentence):
    number = "8" if "earlier" in sentence else "12"
    reports = [
        report("2025-03-05", sentence, number, thing="drone"),
        report("2025-03-04", "The navy shot down 9 drones.", "9", thing="drone"),
    ]
    assert numbers(reports) == []


def test_places_over_which_something_happened_are_no_series():
    reports = [
        report(day, f"The navy shot down drones over {number} regions.", number, thing="region")
        for day, number in (("2025-03-05", "6"), ("2025-03-04", "9"))
    ]
    assert numbers(reports) == []


def test_a_bare_noun_is_one_thing_where_three_reports_give_much_the_same_number():
    countries = [
        report(day, f"Up to {number} nations take part.", number, thing=thing)
        for day, number, thing in (("2025-03-06", "30", "country"), ("2025-03-05", "31", "country"),
                                   ("2025-03-04", "25", "nation"))
    ]  # fmt: skip
    assert numbers(countries) == [["30", "31", "25"]]
    assert numbers(countries[1:]) == []
    assert numbers([*countries[:2], report("2025-03-04", "The plan names 12 nations.", "12", thing="nation")]) == []


def test_a_part_of_the_dead_that_is_named_behind_a_comma_is_not_who_is_counted():
    risen = report(
        "2025-03-05", "The number of people killed in Dunmore has risen to 20, including nine children.", "20",
        thing="killed", place="Dunmore",
    )  # fmt: skip
    assert numbers([risen, killed("2025-03-04", "18")]) == [["20", "18"]]


def test_the_thing_that_most_reports_count_comes_first():
    toll = [killed("2025-03-04", "31"), killed("2025-03-03", "19"), killed("2025-03-03", "17", "pier")]
    boats = [
        report(day, f"The storm sank {number} boats in Dunmore harbour.", number, thing="boat", place="Dunmore")
        for day, number in (("2025-03-06", "8"), ("2025-03-05", "7"))
    ]
    assert [series.thing for series in find_series([*boats, *toll])] == ["killed", "boat"]


def test_one_article_alone_makes_no_series():
    record, claim = killed("2025-03-04", "31")
    assert find_series([(record, claim), (record, claim)]) == ()
