from __future__ import annotations

import random
import re
import time
from itertools import permutations

import pytest
from golden import Case, read_cases
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.analysis import grouping, stories
from briefing.analysis.actors.mentions import compile_lexicon, find_mentions
from briefing.analysis.stories import Member, Tie
from briefing.analysis.text.document import make_document
from briefing.analysis.text.language import tell_language
from briefing.model import Actor, Fingerprint, Registry

KNOWN = Registry(
    actors=(
        Actor("kremlin", "Kremlin", "organisation", metonyms=("Kremlin",)),
        Actor("russia", "Russia", "state", demonyms=("Russian", "Russians"), capitals=("Moscow",)),
        Actor("ukraine", "Ukraine", "state", demonyms=("Ukrainian", "Ukrainians"), capitals=("Kyiv",)),
        Actor("united-states", "United States", "state", demonyms=("American",), capitals=("Washington",)),
    )
)
_ARTICLE = re.compile(r"^=== (\S+) (\S+) (.*)\n", re.MULTILINE)


def read(text: str) -> list[Member]:
    parts = _ARTICLE.split(text)[1:]
    members = []
    for id_, day, title, body in zip(parts[::4], parts[1::4], parts[2::4], parts[3::4], strict=True):
        lang = tell_language(body)
        document = make_document(id_, title, body, lang=lang, date="" if day == "unknown" else day)
        mentions, _ = find_mentions(document, compile_lexicon(KNOWN, lang))
        dated = day != "unknown"
        members.append(
            Member(
                id_,
                day if dated else "2025-05-01",
                stories.make_fingerprint(document, mentions),
                dated=dated,
            )
        )
    return members


def group(members: list[Member]) -> tuple[tuple[str, ...], ...]:
    return grouping.group([member.id for member in members], stories.list_ties(members, []))


@pytest.mark.parametrize("case", read_cases("stories"), ids=str)
def test_golden_cases(case: Case) -> None:
    found = [" ".join(story) for story in group(read(case.given))]
    assert "\n".join(found) == case.expected, case.place


def test_there_are_cases_enough() -> None:
    assert len(read_cases("stories")) >= 20


FOUR = next(case for case in read_cases("stories") if case.title == "four articles, two stories")


def test_the_order_of_arrival_does_not_matter() -> None:
    """Ties found one article at a time, in any order, are those found at once; so are the stories."""
    members = read(FOUR.given)
    at_once = stories.list_ties(members, [])
    for order in permutations(members):
        ties: set[Tie] = set()
        for number, member in enumerate(order):
            ties |= set(stories.list_ties([member], order[:number]))
        assert tuple(sorted(ties)) == at_once
        assert grouping.group([member.id for member in order], sorted(ties, reverse=True)) == group(members)


def test_the_pool_may_hold_the_new_ones() -> None:
    members = read(FOUR.given)
    assert stories.list_ties(members[:1], members) == tuple(
        tie for tie in stories.list_ties(members, []) if members[0].id in {tie.a, tie.b}
    )


def test_similarity_is_symmetric() -> None:
    a, b, c, d = read(FOUR.given)
    for one, other in ((a, b), (c, d), (a, d)):
        assert stories.similarity(one.fingerprint, other.fingerprint, 1) == (
            stories.similarity(other.fingerprint, one.fingerprint, 1)
        )


def test_average_linkage_does_not_chain() -> None:
    """b is between a and c, which have nothing in common: the nearer neighbour wins and the other stays out."""
    ties = [Tie("a", "b", 0.3), Tie("b", "c", 0.2)]
    assert grouping.group(["a", "b", "c"], ties) == (("a", "b"),)


def test_average_linkage_joins_what_is_alike_on_average() -> None:
    ties = [Tie("a", "b", 0.3), Tie("b", "c", 0.2), Tie("a", "c", 0.12)]
    assert grouping.group(["a", "b", "c"], ties) == (("a", "b", "c"),)


def test_ties_go_to_the_smaller_ids() -> None:
    ties = [Tie("a", "b", 0.2), Tie("b", "c", 0.2)]
    for shuffled in permutations(ties):
        assert grouping.group(["c", "b", "a"], shuffled) == (("a", "b"),)


def connect(groups: list[str], inside: float, between: float) -> list[Tie]:
    """Ties among the members of each group, and weaker ones among those of different groups."""
    members = sorted("".join(groups))
    return [
        Tie(a, b, inside if any(a in group and b in group for group in groups) else between)
        for number, a in enumerate(members)
        for b in members[number + 1 :]
    ]


def test_two_groups_that_hang_together_better_than_with_each_other_stay_two() -> None:
    assert grouping.group(list("abcdef"), connect(["abc", "def"], 0.5, 0.2)) == (("a", "b", "c"), ("d", "e", "f"))


def test_two_groups_as_near_to_each_other_as_within_are_one() -> None:
    assert grouping.group(list("abcdef"), connect(["abc", "def"], 0.3, 0.25)) == (("a", "b", "c", "d", "e", "f"),)


def test_an_account_of_its_own_joins_the_rewrites_of_one_wire() -> None:
    """Rewrites are far nearer to each other than to anything else; that must not shut an article out."""
    assert grouping.group(list("abcd"), connect(["abc", "d"], 0.7, 0.2)) == (("a", "b", "c", "d"),)


def test_the_title_is_the_one_that_says_what_all_share() -> None:
    members = read(
        "=== a 2025-03-21 A day of frustration\nCranes stood still in Lindhaven after a fire in a substation.\n\n"
        "=== b 2025-03-21 Substation fire stops cranes of Lindhaven\nForty ships waited after a substation fire.\n\n"
        "=== c 2025-03-21 Harbour master: “We wait”\nThe fire at a substation stopped the cranes of Lindhaven.\n"
    )
    titles = ["A day of frustration", "Substation fire stops cranes of Lindhaven", "Harbour master: “We wait”"]
    assert stories.choose_title(titles, [member.fingerprint for member in members]) == 1


def test_a_missing_title_is_not_chosen() -> None:
    assert stories.choose_title(["", "And yet"], [Fingerprint(), Fingerprint()]) == 1
    assert stories.choose_title(["", ""], [Fingerprint(), Fingerprint()]) == 0


@given(st.text(max_size=200), st.text(max_size=40))
@settings(max_examples=100, deadline=None)
def test_any_text_has_a_fingerprint(text: str, title: str) -> None:
    document = make_document("a.md", title, text, lang="en")
    found = stories.make_fingerprint(document)
    assert sum(weight * weight for _, weight in found.terms) <= 1.001
    assert 0 <= stories.similarity(found, found) <= 1


def test_a_few_words_in_common_tell_less_in_a_text_of_few() -> None:
    short = make_document("a.md", "Bridge shut", "Cracks were found in the bridge at Malmford.", lang="en")
    found = stories.make_fingerprint(short)
    assert sum(weight * weight for _, weight in found.terms) < 0.8
    assert stories.similarity(found, found) < 0.8


def test_three_thousand_articles_take_seconds() -> None:
    drawn = random.Random(5)
    members = []
    for number in range(3000):
        words = sorted({min(int(drawn.paretovariate(0.6)), 30_000) for _ in range(70)})[:60]
        weight = round(len(words) ** -0.5, 6)
        terms = tuple((f"word{word}", weight) for word in words)
        members.append(
            Member(f"{number:05d}", f"2025-{1 + number // 300:02d}-{1 + number % 28:02d}", Fingerprint(terms))
        )
    began = time.perf_counter()
    ties = stories.list_ties(members, [])
    grouping.group([member.id for member in members], ties)
    assert time.perf_counter() - began < 15  # about 1.5 s on the machine it was written on
