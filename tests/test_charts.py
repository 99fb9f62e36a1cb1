"""Charts: what they show, that it fits, and that the same stands beside them in words."""

from __future__ import annotations

import re
from itertools import combinations, pairwise
from pathlib import Path

import fakes
import pytest
from lxml import html as lxml_html
from msgspec.structs import replace

from briefing.published import ActorFile, DayCount, Pair, Presence
from briefing.site.charts import timeline
from briefing.site.network import FEWEST, LETTER, LINE, LINES, WIDTH, draw_network
from briefing.site.render import make_environment
from briefing.site.views.charts import Chart, Network
from briefing.wording import speak

ENGLISH = speak("en")
TEMPLATES = Path(__file__).parent.parent / "themes" / "briefing" / "templates"
LARGEST_SVG = 10 * 1024  # bytes
NUMBER = r"-?\d+(?:\.\d+)?"


def drawn(days: list[DayCount], language: str = "en") -> Chart:
    chart = timeline(days, speak(language))
    assert chart is not None
    return chart


def every_day(number: int) -> list[DayCount]:
    return [DayCount(f"2025-{1 + day // 28:02}-{1 + day % 28:02}", 1 + day % 9) for day in range(number)]


# -- articles over time -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "last", "column", "bars"),
    [
        ("2025-03-01", "2025-03-31", "Day", 31),
        ("2025-01-01", "2025-12-31", "Week from", 53),
        ("2015-01-01", "2019-12-31", "Month", 60),
        ("1900-01-01", "2025-01-01", "Year", 126),
    ],
)
def test_a_bar_stands_for_as_long_as_the_width_needs(first: str, last: str, column: str, bars: int) -> None:
    chart = drawn([DayCount(first, 1), DayCount(last, 3)])
    assert chart.column == column
    assert chart.width == str(bars)
    assert [bar.shape for bar in chart.bars] == ["M0.1 100v-33h0.8V100", f"M{bars - 1}.1 100v-100h0.8V100"]
    assert sum(int(number) for _, number in chart.rows) == 4


def test_a_chart_says_in_words_what_it_shows() -> None:
    chart = drawn(list(fakes.EVENT.days))
    assert chart.title == "Articles per day, 3–19 Mar 2025"
    assert chart.description == "8 articles in all; most, 4, on 4 Mar 2025."
    assert [bar.label for bar in chart.bars][:2] == ["3 Mar 2025: 1 article", "4 Mar 2025: 4 articles"]
    assert chart.most == "4"
    assert [(tick.x, tick.text, tick.anchor) for tick in chart.ticks] == [
        ("0%", "3 Mar", "start"),
        ("100%", "19 Mar", "end"),
    ]


def test_a_week_a_month_and_a_year_are_named_as_such() -> None:
    days = [DayCount("2025-01-01", 2), DayCount("2025-12-31", 1)]
    assert drawn(days).description == "3 articles in all; most, 2, in the week from 30 Dec 2024."
    assert drawn([DayCount("2017-01-01", 2), days[1]]).description == "3 articles in all; most, 2, in January 2017."
    assert drawn([DayCount("1900-01-01", 2), days[1]]).description == "3 articles in all; most, 2, in 1900."


def test_months_between_first_and_last_are_named_where_there_is_room() -> None:
    ticks = drawn([DayCount("2025-03-11", 1), DayCount("2025-05-20", 1)]).ticks
    assert [tick.text for tick in ticks] == ["11 Mar", "1 Apr", "1 May", "20 May"]
    ticks = drawn([DayCount("2025-03-30", 1), DayCount("2025-05-20", 1)]).ticks
    assert [tick.text for tick in ticks] == ["30 Mar", "1 May", "20 May"]  # no room beside the first
    places = [float(tick.x[:-1]) for tick in ticks]
    assert all(after - before >= 20 for before, after in pairwise(places))


def test_weekends_are_those_of_the_reader() -> None:
    days = [DayCount("2025-03-03", 1), DayCount("2025-03-09", 1)]  # Monday to Sunday
    assert drawn(days).weekends == "M5 0h1v100h-1zM6 0h1v100h-1z"
    assert drawn(days, "ar-EG").weekends == "M1 0h1v100h-1zM2 0h1v100h-1z"  # Friday, Saturday, leftwards
    assert drawn([days[0], DayCount("2025-12-31", 1)]).weekends == ""  # no bar is a day


def test_time_runs_as_the_script_does() -> None:
    chart = drawn(list(fakes.EVENT.days), "ar")
    assert chart.side == "100%"
    assert [tick.x for tick in chart.ticks] == ["100%", "0%"]
    assert [bar.shape.split()[0] for bar in chart.bars] == ["M16.1", "M15.1", "M1.1", "M0.1"]
    assert next(name for name, _ in chart.rows) == speak("ar").short_day("2025-03-03")  # the table stays in order


def test_one_day_or_two_are_no_chart() -> None:
    assert timeline([DayCount("2025-03-01", 9), DayCount("2025-03-02", 3)], ENGLISH) is None
    assert timeline([DayCount("2025-03-01", 9)], ENGLISH) is None
    assert timeline([], ENGLISH) is None


# -- who appears with whom --------------------------------------------------------------------------------------------

LONG = (
    "International Committee of the Red Cross and Red Crescent",
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk",
    "上海合作组织地区反恐怖机构执行委员会",
    "منظمة التحرير الفلسطينية والمجلس الوطني",
    "Volodymyr Oleksandr Zelensky",
    "X",
)


def company(number: int, names: tuple[str, ...] = LONG) -> ActorFile:
    beside = tuple(
        Presence(f"a{place:02}", names[place % len(names)], "person", 20 - place, 0) for place in range(number)
    )
    pairs = [Pair(one.id, other.id, 1 + (place * 7) % 5) for place, (one, other) in enumerate(combinations(beside, 2))]
    pairs.sort(key=lambda pair: (-pair.articles, pair.one, pair.other))
    return replace(fakes.ACTOR, name=LONG[0], beside=beside, among=tuple(pairs))


def network_of(file: ActorFile) -> Network:
    network = draw_network(file, ENGLISH)
    assert network is not None
    return network


@pytest.mark.parametrize("number", range(FEWEST, 13))
def test_no_name_leaves_the_picture_or_touches_another(number: int) -> None:
    network = network_of(company(number))
    height = float(network.height)
    boxes = []
    for node in network.nodes:
        width = max(LETTER * sum(2 if ord(letter) > 0x2E80 else 1 for letter in row.text) for row in node.label)
        left = float(node.label_x) - (width if node.anchor == "end" else 0)
        bottoms = [float(row.y) for row in node.label]
        boxes.append((left, bottoms[0] - LINE, left + width, bottoms[-1]))
        assert 1 <= len(node.label) <= LINES
    for left, top, right, bottom in boxes:
        assert left >= 0
        assert right <= WIDTH
        assert top >= -1
        assert bottom <= height
    for one, other in combinations(boxes, 2):
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def test_two_others_are_no_network() -> None:
    assert draw_network(company(FEWEST - 1), ENGLISH) is None


def test_a_name_without_room_ends_in_an_ellipsis_and_no_other_does() -> None:
    labels = [" ".join(row.text for row in node.label) for node in network_of(company(12)).nodes]
    whole = {label for label in labels if "…" not in label}
    assert {"Volodymyr Oleksandr Zelensky", "X"} <= whole
    assert any(label.startswith("International Committee of the") and label.endswith("…") for label in labels)


def test_the_network_in_words() -> None:
    network = network_of(fakes.ACTOR)
    assert network.title == "Who appears with Ines Harrow"
    assert network.description.startswith(
        "Ines Harrow in the middle; round them 3 others, Eastmark most often, in 2 art"
    )
    assert network.rows == ("Eastmark and Oleg Tarn: 1 article",)
    assert len(network.spokes) == 3


def test_those_who_meet_stand_beside_one_another() -> None:
    file = company(6, tuple("ABCDEF"))
    file = replace(file, among=(Pair("a00", "a05", 4), Pair("a03", "a05", 2)))
    names = [node.label[0].text for node in network_of(file).nodes]
    assert names[:3] == ["A", "F", "D"]


def test_the_same_company_is_drawn_the_same() -> None:
    assert network_of(company(12)) == network_of(company(12))


# -- as SVG -----------------------------------------------------------------------------------------------------------


def written(macro: str, value: object) -> str:
    environment = make_environment([str(TEMPLATES)])
    source = f"{{% import 'parts/charts.html' as charts with context %}}{{{{ charts.{macro}(value) }}}}"
    return environment.from_string(source).render(value=value)


@pytest.mark.parametrize(
    ("macro", "value"),
    [
        ("timeline", drawn(every_day(92))),
        ("timeline", drawn([DayCount(f"20{23 + week // 52}-{1 + week % 12:02}-07", 900) for week in range(104)])),
        ("sparkline", drawn(every_day(92))),
        ("network", network_of(company(12))),
    ],
)
def test_a_picture_is_small_and_told_to_those_who_do_not_see_it(macro: str, value: Chart | Network) -> None:
    markup = written(macro, value)
    (svg,) = re.findall(r"<svg.*</svg>", markup, flags=re.DOTALL)
    assert len(svg.encode()) <= LARGEST_SVG
    picture = lxml_html.fromstring(svg)
    assert picture.get("role") == "img"
    labels = [picture.xpath(f"./*[@id='{id_}']")[0].text for id_ in picture.get("aria-labelledby").split()]
    assert labels == [value.title, value.description]
    assert not picture.xpath(".//@style | .//a")
    assert set(picture.xpath("@fill | .//@fill | .//@stroke")) <= {
        "currentColor",
        "none",
    }  # the stylesheet's, or the text's
    shapes = " ".join(picture.xpath(".//@d"))
    assert re.fullmatch(rf"(?:[MLQhHvVz ]|{NUMBER})+", shapes)


def test_the_numbers_of_a_chart_stand_in_a_table() -> None:
    chart = drawn(list(fakes.EVENT.days))
    rows = lxml_html.fromstring(written("timeline", chart)).xpath("//tbody/tr")
    assert [tuple(cell.text for cell in row) for row in rows] == list(chart.rows)
