"""The edition of a week: the days' editions united, nothing twice, and short enough to be read."""

from __future__ import annotations

import random
from collections.abc import Iterable

import pytest
import weeks
from hypothesis import given
from msgspec.structs import replace
from weeks import LONGER, day, edition, item, passage, ref, said

from briefing import links
from briefing.mail.message.week import (
    DISAGREEMENTS,
    Week,
    compose_week,
)
from briefing.mail.message.weekly_words import ROUNDS
from briefing.model import Figure
from briefing.published import (
    ITEMS_IN_FULL,
    ArticleRef,
    Claim,
    Correction,
    Disagreement,
    Edition,
    Item,
    Passage,
    Presence,
)

LONGEST_READ = 8  # minutes
QUOTES, SUMMARY_PASSAGES = ROUNDS.count("quote"), ROUNDS.count("passage")


def one(number: int, *items: Item, refs: Iterable[ArticleRef] = (), **fields: object) -> Edition:
    """The edition of a day; its articles' outlets are the Post, unless `refs` name others."""
    named = {each.id: each for each in refs}
    ids = {id_ for each in items for id_ in each.articles} - set(named)
    return edition(day(number), items, (*named.values(), *map(ref, sorted(ids))), **fields)  # type: ignore[arg-type]


def truce(number: int, *names: str, **fields: object) -> Item:
    articles = tuple(f"{day(number)}/{name}.md" for name in names or ("a",))
    return item("truce", articles, last=day(number - 1), **fields)  # type: ignore[arg-type]


def week_of(*editions: Edition) -> Edition:
    return compose_week(editions)[0]


def told(united: Item) -> list[str]:
    """Of which articles a summary is made."""
    return [each.article for each in united.summary]


# -- which days -------------------------------------------------------------------------------------------------------


def test_a_week_is_the_seven_days_that_end_with_the_last_edition() -> None:
    days = [one(number, truce(number), previous=day(number - 1)) for number in (0, 2, 3, 8)]
    whole, week = compose_week(days)
    assert week == Week(day(2), day(8), (day(2), day(3), day(8)))
    assert (whole.day, whole.opens, whole.closes) == (day(8), days[1].opens, days[-1].closes)
    assert whole.previous == days[1].previous == day(1)
    assert week_of(*reversed(days)) == whole


def test_a_week_is_closed_when_all_its_editions_are() -> None:
    days = [one(number, truce(number)) for number in (1, 2)]
    assert week_of(*days).closed
    assert not week_of(days[0], replace(days[1], closed=False)).closed
    assert not week_of(replace(days[0], closed=False), days[1]).closed


def test_one_day_is_a_week_as_well() -> None:
    whole, week = compose_week([one(3, truce(3))])
    assert week.days == (day(3),)
    assert told(whole.items[0]) == [f"{day(3)}/a.md"]


def test_there_is_no_week_without_an_edition() -> None:
    with pytest.raises(ValueError, match="needs an edition"):
        compose_week([])


# -- an event's week --------------------------------------------------------------------------------------------------


def test_an_event_is_told_as_of_the_newest_day() -> None:
    older = truce(1, title="The old title", change="new", stories=("b",))
    newer = truce(3, description="Rest at sea.", stories=("a",))
    (united,) = week_of(one(1, older), one(2), one(3, newer)).items
    assert (united.title, united.description) == ("The truce", "Rest at sea.")
    assert (united.last, united.stories) == (day(0), ("a", "b"))
    assert united.articles == (f"{day(3)}/a.md", f"{day(1)}/a.md")
    assert united.headline_from == f"{day(3)}/a.md"


@pytest.mark.parametrize(
    ("since", "changes", "change"),
    [
        (day(0), ("new", "updated"), "new"),
        ("2025-01-01", ("corrected", "updated"), "corrected"),
        ("2025-01-01", ("updated", "updated"), "updated"),
    ],
)
def test_what_became_of_it_in_the_week(since: str, changes: tuple[str, str], change: str) -> None:
    days = [one(n, truce(n, since=since, change=each)) for n, each in enumerate(changes)]
    assert week_of(*days).items[0].change == change


def test_it_is_corrected_when_an_article_was_on_a_day_on_which_it_did_not_move() -> None:
    correction = Correction(f"{day(1)}/a.md", f"{day(2)}T10:00:00+00:00", "")
    whole = week_of(one(1, truce(1)), edition(day(2), (), (ref(correction.article),), corrections=(correction,)))
    assert whole.items[0].change == "corrected"
    assert whole.corrections == (correction,)


def test_origins_and_outlets_are_those_of_the_week() -> None:
    """The wire is behind two outlets; on the second day two more carried copies."""
    refs = [ref(f"{day(1)}/a.md", "wire"), ref(f"{day(2)}/a.md", "digue"), ref(f"{day(2)}/b.md", "post")]
    days = (one(1, truce(1), refs=refs[:1]), one(2, truce(2, "a", "b"), refs=refs[1:]))
    (united,) = week_of(*days).items
    assert (united.outlets, united.origins) == (3, 2)
    copied = replace(days[1], items=(replace(days[1].items[0], outlets=4),))
    assert week_of(days[0], copied).items[0].outlets == 4


def test_articles_that_nothing_cites_are_counted_with_their_day() -> None:
    """Rights may forbid to print anything of them; their day's edition has counted them."""
    today = one(1, truce(1))
    whole = week_of(replace(today, counts=replace(today.counts, articles=4, outlets=3, origins=2)))
    assert (whole.counts.articles, whole.counts.outlets, whole.counts.origins) == (4, 3, 2)


def test_actors_add_up() -> None:
    harrow = Presence("harrow", "Harrow", "person", 2, 1)
    quill = Presence("quill", "Quill", "person", 3, 0)
    days = (
        one(1, truce(1, actors=(harrow, quill)), actors=(harrow,)),
        one(2, truce(2, actors=(replace(harrow, name="Ines Harrow"),)), actors=(replace(harrow, name="Ines Harrow"),)),
    )
    whole = week_of(*days)
    assert whole.items[0].actors == (Presence("harrow", "Ines Harrow", "person", 4, 2), quill)
    assert whole.actors == (Presence("harrow", "Ines Harrow", "person", 4, 2),)


# -- its words --------------------------------------------------------------------------------------------------------


def test_the_newest_day_speaks_first_and_every_day_before_it_once() -> None:
    whole = week_of(*(one(number, truce(number, "a", "b")) for number in (1, 2, 3)))
    assert told(whole.items[0]) == [
        f"{day(3)}/a.md", f"{day(3)}/b.md", f"{day(2)}/a.md", f"{day(2)}/b.md", f"{day(1)}/a.md",
    ]  # fmt: skip
    whole = week_of(*(one(number, truce(number, "a", "b")) for number in range(1, 6)))
    assert told(whole.items[0]) == [f"{day(number)}/a.md" for number in range(5, 0, -1)]


def test_of_many_days_the_newest_and_those_that_weighed_most_speak() -> None:
    whole = week_of(*(one(number, truce(number, weight=0.5 if number == 4 else 1.5)) for number in range(1, 7)))
    assert told(whole.items[0]) == [f"{day(number)}/a.md" for number in (6, 5, 3, 2, 1)]


def test_no_words_stand_twice() -> None:
    """A sentence on two days and in two events, in other letters and spaces."""
    same = "The tugs on both sides of the strait will stay in port for a month."
    first = truce(1, summary=(passage(f"{day(1)}/a.md", 0, same),))
    again = truce(2, summary=(passage(f"{day(2)}/a.md", 0, same.upper().replace(" ", "\n")),))
    other = replace(again, id="fares")
    whole = week_of(one(1, first), one(2, again, other))
    assert sum(len(each.summary) for each in whole.items) == 1


def test_a_sentence_of_the_summary_is_not_quoted_again() -> None:
    (united,) = week_of(one(1, truce(1, quotes=(said(f"{day(1)}/a.md", 0), said(f"{day(1)}/a.md", 1))))).items
    assert united.quotes == (said(f"{day(1)}/a.md", 1),)


def test_what_is_too_short_speaks_for_no_day() -> None:
    article = f"{day(1)}/a.md"
    short = passage(article, 0, "A second strand was about what follows.")
    (united,) = week_of(one(1, truce(1, summary=(short, passage(article, 1))))).items
    assert united.summary == (passage(article, 1),)
    (united,) = week_of(one(1, truce(1, summary=(short,)))).items
    assert united.summary == (short,)


def test_an_event_without_a_summary_has_what_its_articles_say() -> None:
    words = (passage(f"{day(1)}/a.md", 3),)
    (united,) = week_of(one(1, truce(1, summary=(), passages=words))).items
    assert (united.summary, united.passages) == (words, ())


def test_articles_in_the_sites_language_speak_where_there_are_any() -> None:
    refs = (ref(f"{day(1)}/a.md"), ref(f"{day(2)}/a.md", lang="fr"))
    days = (one(1, truce(1), refs=refs[:1]), one(2, truce(2, quotes=(said(refs[1].id, 1),)), refs=refs[1:]))
    (united,) = week_of(*days).items
    assert told(united) == [refs[0].id]
    assert united.headline_from == refs[0].id
    (united,) = week_of(days[1]).items
    assert told(united) == [refs[1].id]
    assert united.headline_from == refs[1].id
    assert len(united.quotes) == 1


def test_several_voices_in_their_own_words() -> None:
    quotes = (
        said(f"{day(2)}/a.md", 1, "harrow", "partial"),
        said(f"{day(2)}/a.md", 2, "harrow"),
        said(f"{day(2)}/a.md", 3, "quill", "reported"),
    )
    before = (said(f"{day(1)}/a.md", 1, "tarn", "partial"),)
    (united,) = week_of(one(1, truce(1, quotes=before)), one(2, truce(2, quotes=quotes))).items
    assert united.quotes == (quotes[0], before[0])
    (united,) = week_of(one(2, truce(2, quotes=quotes))).items
    assert united.quotes == quotes[:2]
    whole = (said(f"{day(1)}/a.md", 1, "tarn"),)  # of two voices the one with a whole sentence goes first
    (united,) = week_of(one(1, truce(1, quotes=whole)), one(2, truce(2, quotes=quotes[:1]))).items
    assert united.quotes == (*whole, quotes[0])


def test_disagreements_are_those_of_the_newest_day() -> None:
    """A later account may have settled an older one."""

    def differ(number: int, times: int = 1) -> tuple[Disagreement, ...]:
        words = passage(f"{day(number)}/a.md", 7)
        return (Disagreement("hurt", "", "", (Claim(words, Figure(words.start, words.start + 2, 14)),)),) * times

    days = (one(1, truce(1, disagreements=differ(1))), one(2, truce(2, disagreements=differ(2, 5))))
    assert week_of(*days).items[0].disagreements == differ(2, DISAGREEMENTS)


def test_two_events_do_not_share_a_headline() -> None:
    both = replace(truce(2), id="fares")
    whole = week_of(one(1, truce(1)), one(2, truce(2), both))
    assert [each.headline_from for each in whole.items] == [f"{day(2)}/a.md", ""]
    assert whole.items[1].headline == whole.items[1].title


def test_the_headline_is_not_that_of_a_day_with_hardly_anything() -> None:
    """On the third day only a round-up named it; on the second it was news, if less than on the first."""
    days = [one(number, truce(number, weight=weight)) for number, weight in ((1, 4.0), (2, 2.5), (3, 1.1))]
    assert week_of(*days).items[0].headline_from == f"{day(2)}/a.md"


def test_a_story_begins_with_its_first_article() -> None:
    """On its day that article stood alone, so it was noted; the day after, a second one made a story of it."""
    first = f"{day(1)}/a.md"
    note = passage(first)
    alone = edition(day(1), (), (ref(first, "pier"),), noted=(note,))
    story = replace(truce(2), id=links.story_id(first), kind="story", href="stories/a.html", last="")
    whole = week_of(alone, one(2, story))
    assert told(whole.items[0]) == [f"{day(2)}/a.md", first]
    assert (whole.items[0].origins, whole.items[0].outlets, whole.items[0].change) == (2, 2, "updated")
    assert whole.noted == ()


# -- the whole --------------------------------------------------------------------------------------------------------


def test_the_order_is_by_independent_origins_of_the_week() -> None:
    """What one outlet told every day does not lead what two told once; what was mere background comes last."""
    often = [replace(truce(number), id="fares") for number in (1, 2, 3)]
    twice = item("mole", (f"{day(3)}/x.md", f"{day(3)}/y.md"))
    loud = tuple(f"{day(3)}/{name}.md" for name in "pqr")
    back = item("tuna", loud, weight=9.0)
    refs = (ref(twice.articles[0], "post"), ref(twice.articles[1], "wire"))
    refs += tuple(map(ref, loud, ("post", "wire", "pier")))
    whole = week_of(one(1, often[0]), one(2, often[1]), one(3, twice, often[2], back, refs=refs))
    assert [each.id for each in whole.items] == ["mole", "fares", "tuna"]
    assert whole.lead == "mole"


def test_what_the_editor_pinned_comes_first() -> None:
    mole = item("mole", (f"{day(2)}/x.md", f"{day(2)}/y.md"))
    whole = week_of(one(1, truce(1, pinned=True)), one(2, mole), one(3, truce(3)))
    assert [each.id for each in whole.items] == ["truce", "mole"]
    assert whole.items[0].pinned


def test_what_is_not_clear_is_not_said_of_the_lead() -> None:
    """It has more origins than what comes next, and fewer than what is mere background."""
    loud = tuple(f"{day(1)}/{name}.md" for name in "pqr")
    refs = (ref(f"{day(1)}/a.md", "post"), ref(f"{day(1)}/b.md", "pier"))
    refs += (*map(ref, loud, ("post", "wire", "pier")), ref(f"{day(1)}/c.md"))
    mole = item("mole", (f"{day(1)}/c.md",))
    whole = week_of(one(1, truce(1, "a", "b"), mole, item("tuna", loud, weight=9.0), refs=refs))
    assert [each.id for each in whole.items] == ["truce", "mole", "tuna"]
    assert whole.lead_why == ""
    whole = week_of(one(1, truce(1, "a", "b"), item("tuna", loud, weight=9.0), refs=refs))
    assert whole.lead_why == "Told by 2 independent origins; on all else there is only background."


@pytest.mark.parametrize(
    ("truce_origins", "fares", "why"),
    [
        (("post", "pier"), ("post",), "Told by 2 independent origins, more than anything else this week."),
        (("post", "pier"), ("post", "wire"), "Told by 2 independent origins, as many as what comes next."),
        (("post", "pier"), (), "Nothing else moved."),
    ],
)
def test_it_is_said_why_the_first_leads(truce_origins: tuple[str, ...], fares: tuple[str, ...], why: str) -> None:
    refs = [ref(f"{day(n)}/a.md", source) for n, source in enumerate(truce_origins)]
    days = [one(n, truce(n), refs=(each,)) for n, each in enumerate(refs)]
    more = tuple(ref(f"{day(3)}/{n}.md", source) for n, source in enumerate(fares))
    if more:
        days.append(one(3, item("aafares" if len(more) < 2 else "zfares", tuple(each.id for each in more)), refs=more))
    whole = week_of(*days)
    assert (whole.lead, whole.lead_why) == ("truce", why)


def test_a_pin_is_told_and_so_is_that_nothing_moved() -> None:
    days = (one(1, truce(1, pinned=True)), one(2, replace(truce(2), id="fares")))
    assert week_of(*days).lead_why == "The editor put it first."
    assert week_of(replace(days[0], language="de"), replace(days[1], language="de")).lead_why != days[0].lead_why
    assert week_of(edition(day(1))).lead_why == ""


def test_a_note_of_each_of_the_last_days_the_newest_first() -> None:
    days = [
        edition(day(n), (), (ref(f"{day(n)}/x.md"), ref(f"{day(n)}/y.md")),
                noted=(passage(f"{day(n)}/x.md"), passage(f"{day(n)}/y.md")))
        for n in range(7)
    ]  # fmt: skip
    assert [each.article for each in week_of(*days).noted] == [f"{day(n)}/y.md" for n in (6, 5, 4)]
    assert [each.article for each in week_of(*days[:4], edition(day(6))).noted] == []


def test_quiet_is_what_stood_just_before_the_week_and_did_not_move_in_it() -> None:
    whole = week_of(one(1, quiet=("mole", "truce", "fares")), one(2, truce(2)), one(3, quiet=("fares", "truce")))
    assert [(each.id, each.last) for each in whole.quiet] == [("fares", day(3)), ("mole", day(1))]


def test_the_newest_correction_of_an_article_stands() -> None:
    article = f"{day(1)}/a.md"
    old, new = (Correction(article, f"{day(n)}T10:00:00+00:00", str(n)) for n in (1, 2))
    whole = week_of(one(1, truce(1), corrections=(old,)), edition(day(2), (), (ref(article),), corrections=(new,)))
    assert whole.corrections == (new,)


def test_a_full_week_is_read_in_eight_minutes() -> None:
    """Six new events a day, each with four passages and two quotes, of thirty words."""
    text = " ".join((LONGER,) * 2)

    def event(number: int, n: int) -> Item:
        id_ = f"{day(number)}/{n}.md"
        differ = Disagreement("hurt", "", "", (Claim(passage(id_, 7, f"{id_} 14 hurt."), Figure(7000, 7002, 14)),))
        words = tuple(passage(id_, sentence, f"{number} {n} {sentence} {text}") for sentence in range(4))
        return item(
            f"event-{number}-{n}",
            (id_,),
            summary=words,
            disagreements=(differ,),
            quotes=(said(id_, 8), said(id_, 9, "tarn")),
        )

    whole = week_of(*(one(number, *(event(number, n) for n in range(6))) for number in range(7)))
    assert whole.counts.events == 42
    assert all(each.summary for each in whole.items)
    assert len(whole.items[0].summary) == 4
    assert len(whole.items[0].quotes) == QUOTES
    assert len(whole.items[-1].summary) == 1
    assert [bool(each.disagreements) for each in whole.items] == [n < ITEMS_IN_FULL for n in range(42)]
    assert 5 <= whole.counts.minutes <= LONGEST_READ


def test_what_a_mail_tells_in_a_sentence_has_one() -> None:
    """Beyond those that are told in full, though there is room."""
    days = []
    for n in range(ITEMS_IN_FULL + 2):
        id_ = f"{day(1)}/{n}.md"
        days.append(item(f"event-{n:02}", (id_,), summary=(passage(id_, 0), passage(id_, 1)), quotes=(said(id_, 2),)))
    items = week_of(one(1, *days)).items
    assert [len(each.summary) for each in items] == [2] * ITEMS_IN_FULL + [1, 1]
    assert [len(each.quotes) for each in items] == [1] * ITEMS_IN_FULL + [0, 0]


# -- whatever the days were -------------------------------------------------------------------------------------------


def collapsed(each: Passage) -> str:
    return " ".join(each.text.casefold().split())


@given(weeks.editions())
def test_any_week(days: list[Edition]) -> None:
    whole, week = compose_week(days)
    inside = [each for each in days if week.first <= each.day]
    assert week.days == tuple(each.day for each in inside)
    # Every passage is one of those days', unchanged, and of an article that is cited.
    known = {each for every in inside for one_ in every.items for each in one_.printed}
    known |= {each for every in inside for each in every.noted}
    printed_here = [each for one_ in whole.items for each in one_.printed]
    assert {*printed_here, *whole.noted} <= known
    cited = {each.id for each in whole.articles}
    assert {each.article for each in (*printed_here, *whole.noted, *whole.corrections)} <= cited
    assert {id_ for one_ in whole.items for id_ in one_.articles} <= cited
    # Nothing is read twice.
    places = [(each.article, each.start) for each in printed_here]
    assert len(places) == len(set(places))
    assert len(printed_here) == len({collapsed(each) for each in printed_here})
    # Whatever moved is there, and has words.
    assert {each.id for each in whole.items} == {each.id for every in inside for each in every.items}
    assert all(len(each.summary) <= SUMMARY_PASSAGES and len(each.quotes) <= QUOTES for each in whole.items)
    # The counts are true.
    counts = whole.counts
    assert counts.words == sum(len(each.text.split()) for each in (*printed_here, *whole.noted))
    assert counts.articles == sum(each.counts.articles for each in inside)
    assert counts.events == len(whole.items)
    refs = {each.id: each for every in inside for each in every.articles}
    for united in whole.items:
        assert united.origins == len({refs[id_].origin for id_ in united.articles})
        assert united.outlets >= len({refs[id_].source for id_ in united.articles})
    assert max([each.outlets for each in whole.items], default=0) <= counts.outlets
    assert len({each.origin for each in refs.values()}) == counts.origins
    assert not {each.id for each in whole.quiet} & {each.id for each in whole.items}


@given(weeks.editions())
def test_the_order_of_editions_does_not_matter(days: list[Edition]) -> None:
    mixed = list(days)
    random.Random(len(days)).shuffle(mixed)
    assert compose_week(mixed) == compose_week(days)
