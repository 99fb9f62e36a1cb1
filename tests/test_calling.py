"""The offices by which articles call a person."""

from __future__ import annotations

import fakes
import pytest

from briefing.analysis.actors.titles import find_title, is_conflict, read_post
from briefing.calling import find_calls


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Norland’s Foreign Secretary Ann Bo said no.", "Foreign Secretary"),
        ("Ann Bo, Norland’s foreign secretary, said no.", "foreign secretary"),
        ("Ann Bo, the country’s long-serving defence minister, left.", "defence minister"),
        ("The US Secretary of State Ann Bo flew home.", "Secretary of State"),
        ("They met former president Ann Bo.", "former president"),
        ("Ann Bo, the mayor of Lindhaven, said no.", "mayor of Lindhaven"),
        ("Attorney General Ann Bo said no.", "Attorney General"),
        ("Minister of Defence Ann Bo said no.", "Minister of Defence"),
        ("Ann Bo, who met the president, said no.", None),
        ("Ann Bo, Tom Hay, the mayor of Lund, and others came.", None),
        ("Ann Bo said the minister was late.", None),
        ("Mr Ann Bo, 54, is a baker.", None),
        ("Talks with Tom Hay, a president, Ann Bo and others", None),
        ("The mayor, Ann Bo, said no.", "mayor"),
        ("The chief executive of Lindhaven Grid, Ann Bo, left.", "chief executive of Lindhaven Grid"),
        ("Ann Bo, the chief of the general staff, left.", "chief of the general staff"),
        ("Ann Bo, the American secretary of defense, left.", "secretary of defense"),
        ("Ann Bo, the leader of the council, left.", "leader of the council"),
        ("She came with Ann Bo, President Tom Hay and others.", None),
        ("Ann Bo, governor of the Lund region, left.", "governor of the Lund region"),
        ("Ann Bo, US secretary of state, left.", "secretary of state"),
        ("Ann Bo, the president’s envoy, left.", "envoy"),
    ],
)
def test_the_office_is_found_at_its_place(text: str, title: str | None) -> None:
    start = text.index("Ann Bo")
    span = find_title(text, start, start + 6, 0, len(text))
    assert (text[slice(*span)] if span else None) == title


@pytest.mark.parametrize(
    ("one", "other", "conflict"),
    [
        ("Foreign Minister", "defence minister", True),
        ("Defense Minister", "defence minister", False),
        ("minister", "foreign minister", False),
        ("President", "former president", False),
        ("spokesman", "Spokeswoman", False),
        ("prime minister", "president", True),
    ],
)
def test_what_cannot_both_be_right(one: str, other: str, conflict: bool) -> None:
    assert is_conflict(read_post(one), read_post(other)) is conflict


def article(id_: str, text: str, day: str):
    record = fakes.record(id_, f"<p>{text}</p>", title="t", date=f"{day}T08:00:00+00:00")
    standing = fakes.replace(record.standing, day=day)
    return fakes.with_mentions(fakes.replace(record, standing=standing), ("ann-bo", "Ann Bo"))


def calls(*records):
    return [(c.passage.text, c.articles, c.first, c.last, c.differs) for c in find_calls("ann-bo", records)]


def test_articles_of_one_week_that_differ_are_shown_to():
    newest = article("c.md", "Finance Minister Ann Bo came. It rained.", "2025-03-09")
    middle = article("b.md", "Ann Bo, the foreign minister, came.", "2025-03-07")
    oldest = article("a.md", "Foreign Minister Ann Bo came.", "2025-03-02")
    assert calls(newest, middle, oldest) == [
        ("Finance Minister", 1, "2025-03-09", "2025-03-09", True),
        ("foreign minister", 2, "2025-03-02", "2025-03-07", True),
    ]


def test_who_changed_office_months_ago_is_no_matter_of_dispute():
    after = article("b.md", "Prime Minister Ann Bo came.", "2025-03-09")
    before = article("a.md", "Foreign Minister Ann Bo came.", "2024-11-02")
    assert [call[4] for call in calls(after, before)] == [False, False]


def test_one_article_may_know_of_two_offices():
    text = "Foreign Minister Ann Bo came."
    both = article("b.md", text, "2025-03-09")
    more = fakes.record("b.md", "<p>Foreign Minister Ann Bo came.</p><p>Ann Bo, the party leader, left.</p>", title="t")
    start = more.article.text.rindex("Ann Bo")
    mentions = (
        *fakes.with_mentions(more, ("ann-bo", "Ann Bo")).analysis.mentions,
        fakes.replace(both.analysis.mentions[0], start=start, end=start + 6),
    )
    more = fakes.replace(more, analysis=fakes.replace(more.analysis, mentions=mentions))
    assert [call[4] for call in calls(more)] == [False, False]


def test_rights_hold_for_an_office_too():
    record = article("a.md", "Foreign Minister Ann Bo came.", "2025-03-02")
    assert calls(fakes.replace(record, article=fakes.replace(record.article, rights="link"))) == []
