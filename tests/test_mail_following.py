"""What a reader gets who follows some events and actors: theirs and nothing else, counted anew."""

from __future__ import annotations

import fakes
import pytest
import weeks
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from weeks import PEOPLE, day, edition, item, passage, ref, said

from briefing.mail.message.following import follow
from briefing.published import Correction, Counts, Edition, Presence, QuietItem

TODAY = day(2)
REFS = (ref("a.md"), ref("b.md", "pier"), ref("c.md", "wire"), ref("d.md", "digue"), ref("e.md"))
TRUCE = item("truce", ("a.md", "b.md"), stories=("long-night",))
FARES = item("fares", ("c.md",), quotes=(said("c.md", 1, "tarn"), replace(said("c.md", 2, None), about=("quill",))))
MOLE = item("mole", ("d.md",), actors=(Presence("harrow", "Harrow", "person", 1, 0),))
EDITION = edition(
    TODAY,
    (TRUCE, FARES, MOLE),
    REFS,
    noted=(passage("e.md"),),
    quiet=("tuna",),
    corrections=(Correction("b.md", TODAY, "for 20 days"), Correction("e.md", TODAY, "")),
    actors=(Presence("tarn", "Oleg Tarn", "person", 3, 2), Presence("harrow", "Harrow", "person", 2, 0)),
)


def ids(cut: Edition | None) -> list[str]:
    return [each.id for each in cut.items] if cut else []


def test_who_follows_nothing_gets_everything() -> None:
    assert follow(EDITION, (), ()) is EDITION


@pytest.mark.parametrize(
    ("events", "actors", "kept"),
    [
        (("fares",), (), ["fares"]),
        (("mole", "truce"), (), ["truce", "mole"]),  # in the edition's order, not in the reader's
        (("long-night",), (), ["truce"]),  # a story inside it
        ((), ("harrow",), ["mole"]),  # among its actors
        ((), ("tarn",), ["fares"]),  # who speaks
        ((), ("quill",), ["fares"]),  # who is named in what is said
        (("truce",), ("tarn",), ["truce", "fares"]),
    ],
)
def test_what_is_followed_is_kept(events: tuple[str, ...], actors: tuple[str, ...], kept: list[str]) -> None:
    assert ids(follow(EDITION, events, actors)) == kept


@pytest.mark.parametrize(("events", "actors"), [(("tuna",), ()), (("unknown",), ("nobody",))])
def test_a_quiet_event_is_no_movement(events: tuple[str, ...], actors: tuple[str, ...]) -> None:
    assert follow(EDITION, events, actors) is None


def test_the_cut_is_an_edition_of_its_own() -> None:
    cut = follow(EDITION, ("truce", "tuna"), ())
    assert cut is not None
    assert cut.counts == Counts(2, 2, 2, 1, TRUCE.summary[0].text.count(" ") * 2 + 2, 1)
    assert (cut.lead, cut.noted, cut.ledger) == ("truce", (), ())
    assert cut.quiet == (QuietItem("tuna", "The tuna", "events/tuna.html", TODAY),)
    assert cut.corrections == (Correction("b.md", TODAY, "for 20 days"),)
    assert [each.id for each in cut.articles] == ["a.md", "b.md"]
    assert (cut.day, cut.opens, cut.closes) == (EDITION.day, EDITION.opens, EDITION.closes)


def test_copies_are_counted_as_far_as_the_edition_tells_of_them() -> None:
    """Five outlets wrote of it, two of them are cited: three more articles came in at least."""
    copied = replace(EDITION, items=(replace(TRUCE, outlets=5, origins=2), FARES))
    cut = follow(copied, ("truce",), ())
    assert cut is not None
    assert (cut.counts.articles, cut.counts.outlets, cut.counts.origins) == (5, 5, 2)


@pytest.mark.parametrize(
    ("events", "why"),
    [(("truce", "fares"), EDITION.lead_why), (("truce",), ""), (("truce", "mole"), ""), (("fares",), "")],
)
def test_why_it_leads_is_kept_where_it_is_still_true(events: tuple[str, ...], why: str) -> None:
    """It is said by comparison with what comes next."""
    cut = follow(EDITION, events, ())
    assert cut is not None
    assert cut.lead_why == why


def test_who_speaks_keeps_the_name() -> None:
    cut = follow(EDITION, ("fares",), ())
    assert cut is not None
    assert cut.actors == (Presence("tarn", "Oleg Tarn", "person", 1, 1),)


def test_an_actor_in_two_events_is_counted_in_the_larger() -> None:
    """The two may rest on the same articles."""
    often, once = (Presence("harrow", "Harrow", "person", n, n) for n in (3, 1))
    both = (replace(TRUCE, actors=(often,)), replace(MOLE, actors=(once,)), FARES)
    cut = follow(replace(EDITION, items=both), (), ("harrow",))
    assert cut is not None
    assert cut.actors == (often,)


def test_a_correction_of_something_followed_is_movement() -> None:
    """The day tells of nothing but a correction; what the corrected article was about, an edition before it says."""
    about = {"e.md": (item("tuna", ("e.md",)),)}
    bare = edition(TODAY, (), (ref("e.md"),), corrections=(Correction("e.md", TODAY, ""),), noted=(passage("e.md"),))
    cut = follow(bare, ("tuna",), (), about)
    assert cut is not None
    assert (cut.items, cut.noted, cut.lead, cut.counts) == ((), (), "", Counts(0, 0, 0, 0, 0, 0))
    assert cut.corrections == bare.corrections
    assert cut.articles == bare.articles
    assert follow(bare, ("truce",), (), about) is None
    assert follow(bare, ("tuna",), ()) is None


def test_a_whole_edition_is_left_as_it_is_counted() -> None:
    """Copies of what moved are counted; where all moved and all is followed nothing has to be counted anew."""
    whole = replace(EDITION, noted=(), counts=replace(EDITION.counts, articles=40))
    cut = follow(whole, ("truce", "fares", "mole"), ())
    assert cut is not None
    assert cut.counts == whole.counts


def test_an_event_whose_rights_allow_no_passage_still_has_its_headline() -> None:
    cut = follow(fakes.EDITION, ("ferry-fares",), ())
    assert cut is not None
    assert ids(cut) == ["ferry-fares"]
    assert [each.id for each in cut.articles] == [cut.items[0].headline_from]


following = st.lists(st.sampled_from(("truce", "fares", "mole", "tuna")), unique=True, max_size=3)
actors = st.lists(st.sampled_from(PEOPLE), unique=True, max_size=2)


@given(weeks.editions(most=1), following, actors)
def test_any_cut(days: list[Edition], events: list[str], people: list[str]) -> None:
    whole = days[-1]
    cut = follow(whole, tuple(events), tuple(people))
    assert cut == follow(whole, tuple(reversed(events)), tuple(reversed(people)))
    if cut is None:
        assert events or people
        assert not {each.id for each in whole.items} & set(events)
        return
    assert [each for each in whole.items if each in cut.items] == list(cut.items)
    assert {each.id for each in whole.items} & set(events) <= {each.id for each in cut.items}
    known = {each.id for each in cut.articles}
    assert {each.article for one in cut.items for each in one.printed} <= known
    assert {each.article for each in cut.corrections} <= known <= {each.id for each in whole.articles}
    assert cut.counts.events == len(cut.items)
    assert cut.counts.articles <= whole.counts.articles
    assert max([each.outlets for each in cut.items], default=0) <= cut.counts.outlets <= whole.counts.outlets
    assert max([each.origins for each in cut.items], default=0) <= cut.counts.origins <= whole.counts.origins
    assert cut.counts.origins <= cut.counts.outlets <= cut.counts.articles
    assert cut.lead == (cut.items[0].id if cut.items else "")


@given(weeks.editions(most=1))
def test_who_follows_every_event_misses_none(days: list[Edition]) -> None:
    whole = days[-1]
    events = tuple(each.id for each in whole.items)
    cut = follow(whole, (*events, "unknown"), ())
    assert ids(cut) == list(events)
    assert cut is None or cut.items == whole.items
