"""Stories against the plainest way of finding them, and what a change alters against finding all anew."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.analysis import grouping, stories
from briefing.analysis.grouping import COHESION, LEAST, PRIOR_PAIRS, Group, Ties
from briefing.analysis.stories import TIED, Member
from briefing.model import Fingerprint

Pairs = dict[tuple[int, int], int]  # (smaller, larger): millionths


def group_plainly(members: Iterable[int], ties: Pairs) -> list[Group]:
    """Of all pairs of groups that may be joined the nearest is joined, until there is none."""
    groups = {member: [member] for member in members}

    def total(one: Sequence[int], other: Sequence[int]) -> int:
        return sum(ties.get((min(a, b), max(a, b)), 0) for a in one for b in other)

    def hold(those: Sequence[int]) -> float:
        pairs = len(those) * (len(those) - 1) // 2
        return (total(those, those) // 2 + PRIOR_PAIRS * LEAST) / (pairs + PRIOR_PAIRS)

    while True:
        found = []
        for a, one in groups.items():
            for b, other in groups.items():
                if a < b:
                    shared, pairs = total(one, other), len(one) * len(other)
                    two = min(len(one), len(other)) > 1 and shared / pairs < COHESION * min(hold(one), hold(other))
                    if shared >= LEAST * pairs and not two:
                        found.append((-shared / pairs, a, b))
        if not found:
            return sorted(tuple(sorted(those)) for those in groups.values())
        _, a, b = min(found)
        groups[a] += groups.pop(b)


@st.composite
def newsrooms(draw: st.DrawFn) -> tuple[int, Pairs]:
    """Some articles, and ties of which many are equal and many lie just below or above what makes a story."""
    count = draw(st.integers(2, 14))
    chance = draw(st.randoms(use_true_random=False))
    share = draw(st.sampled_from([0.15, 0.4, 0.8]))
    near = draw(st.sampled_from([[110_000, 131_000, 150_000, 200_000], list(range(105_000, 500_000, 7_001))]))
    pairs = {(a, b): chance.choice(near) for a in range(count) for b in range(a + 1, count) if chance.random() < share}
    return count, pairs


def place(ties: Pairs) -> Ties:
    return [a for a, _ in ties], [b for _, b in ties], list(ties.values())


@given(newsrooms())
@settings(max_examples=200, deadline=None)
def test_heap_and_matrix_join_what_the_plain_way_joins(newsroom: tuple[int, Pairs]) -> None:
    count, ties = newsroom
    plain = group_plainly(range(count), ties)
    for merge in (grouping._merge_by_heap, grouping._merge_by_matrix):
        assert sorted(tuple(sorted(those)) for those in merge(count, place(ties)).values()) == plain


@given(newsrooms(), st.data())
@settings(max_examples=300, deadline=None)
def test_regrouping_gives_what_grouping_all_gives(newsroom: tuple[int, Pairs], data: st.DataObject) -> None:
    count, ties = newsroom
    changed = data.draw(st.sets(st.integers(0, count - 1), min_size=1, max_size=4))
    rest = set(range(count)) - changed
    known = {one: those for those in group_plainly(rest, ties) for one in those}
    asked: set[int] = set()

    def ties_of(articles: Sequence[int]) -> Ties:
        asked.update(articles)
        both = [(a, b, near) for (one, other), near in ties.items() for a, b in ((one, other), (other, one))]
        a, b, near = ([tie[at] for tie in both if tie[0] in articles] for at in range(3))
        return a, b, near

    def groups_of(articles: Sequence[int]) -> dict[int, Group]:
        return {one: known[one] for one in articles if one in known}

    again = grouping.regroup(changed, ties_of, groups_of, sorted)
    looked_at = {one for those in again for one in those}
    assert changed <= looked_at <= asked
    kept = {those for those in known.values() if looked_at.isdisjoint(those)}
    assert sorted({*again, *kept}) == group_plainly(range(count), ties)


def test_what_is_not_near_is_not_looked_at() -> None:
    """A chain of groups through the whole archive, each tied to the next by less than makes a story."""
    ties = {(at, at + 1): 300_000 if at % 2 == 0 else 120_000 for at in range(99)}
    known: dict[int, Group] = {one: (one - one % 2, one - one % 2 + 1) for one in range(100) if one != 50}
    asked: set[int] = set()

    def ties_of(articles: Sequence[int]) -> Ties:
        asked.update(articles)
        both = {(one, other): near for (a, b), near in ties.items() for one, other in ((a, b), (b, a))}
        return place({pair: near for pair, near in both.items() if pair[0] in articles})

    known[51] = (51,)
    found = grouping.regroup({50}, ties_of, lambda articles: {one: known[one] for one in articles if one != 50}, sorted)
    assert found == [(50, 51)]
    assert asked <= {49, 50, 51, 52}


def test_many_ties_are_put_into_a_matrix(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> dict[int, list[int]]:
        raise AssertionError

    monkeypatch.setattr(grouping, "_merge_by_heap", fail)
    monkeypatch.setattr(grouping, "FEWEST_TIES", 700)
    dense = {(a, b): 200_000 for a in range(40) for b in range(a + 1, 40)}
    assert len(grouping._agglomerate(40, place(dense))) == 1
    with pytest.raises(AssertionError):
        grouping._agglomerate(40, place({(0, 1): 200_000}))


# -- ties -------------------------------------------------------------------------------------------------------------

WORDS = [f"{view}{word}" for word in ("quota", "cod", "bank", "spring", "fleet") for view in ("", "title:", "lead:")]


@st.composite
def members(draw: st.DrawFn) -> list[Member]:
    """Articles of few words, so that many share some, and one word can give more than it may."""
    chance = draw(st.randoms(use_true_random=False))
    found = []
    for number in range(draw(st.integers(1, 12))):
        terms = chance.sample(WORDS, chance.randint(0, 9))
        drawn = [chance.choice([0.05, 0.2, 0.3, 0.35, chance.random()]) for _ in terms]
        length = max(1.0, sum(weight * weight for weight in drawn) ** 0.5)
        weights = sorted(zip(terms, (round(weight / length, 6) for weight in drawn), strict=True))
        day = chance.choice(["2025-03-01", "2025-03-02", "2025-03-04", "2025-03-05", "2025-03-09"])
        found.append(Member(f"{number:02}", day, Fingerprint(tuple(weights)), chance.random() < 0.7))
    return found


@given(members(), st.integers(0, 12), st.sampled_from([0, 1_000]))
@settings(max_examples=200, deadline=None)
def test_ties_are_those_of_comparing_all_pairs(everybody: list[Member], new: int, few: int) -> None:
    plain = []
    for number, one in enumerate(everybody):
        for other in everybody[number + 1 :]:
            apart = abs(int(one.day[-2:]) - int(other.day[-2:]))
            if number < new and apart <= stories.WINDOW:
                dated = one.dated and other.dated
                value = stories.similarity(one.fingerprint, other.fingerprint, apart, dated=dated)
                if value >= TIED:
                    plain.append(stories.Tie(one.id, other.id, value))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stories, "FEW_PAIRS", few)
        assert stories.list_ties(everybody[:new], everybody) == tuple(sorted(plain))


def test_blocks_of_articles_leave_no_pair_out(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(1)
    everybody = [
        Member(
            f"{number:03}",
            f"2025-03-{chance.randrange(1, 20):02}",
            Fingerprint(tuple((word, 0.3) for word in sorted(chance.sample(WORDS, 6)))),
        )
        for number in range(80)
    ]
    at_once = stories.list_ties(everybody, [])
    monkeypatch.setattr(stories, "FEW_PAIRS", 0)
    for rows, columns, together in ((1, 7, 1), (3, 1, 40), (80, 80, 9), (7, 11, 1_000_000)):
        monkeypatch.setattr(stories, "MOST_ROWS", rows)
        monkeypatch.setattr(stories, "MOST_COLUMNS", columns)
        monkeypatch.setattr(stories, "ONE_THREAD", together)
        assert stories.list_ties(everybody, []) == at_once
    assert len(at_once) > 200


def test_what_rounding_decides_is_computed_word_by_word(monkeypatch: pytest.MonkeyPatch) -> None:
    """0.1050005: of a half the last bit of a sum decides, and sums in another order have another one."""
    pair = [Member("a", "2025-03-01", Fingerprint((("cod", 0.5),)))]
    pair.append(Member("b", "2025-03-01", Fingerprint((("cod", 0.210001),))))
    value = stories.similarity(pair[0].fingerprint, pair[1].fingerprint)
    monkeypatch.setattr(stories, "FEW_PAIRS", 0)
    assert [tie.similarity for tie in stories.list_ties(pair, [])] == [value]
    monkeypatch.setattr(stories, "similarity", lambda *_, **__: 0.2)
    assert [tie.similarity for tie in stories.list_ties(pair, [])] == [0.2]
