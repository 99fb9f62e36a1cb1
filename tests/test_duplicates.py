from __future__ import annotations

import random
import re
from itertools import permutations

import pytest
from golden import Case, read_cases
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.analysis import duplicates
from briefing.analysis.duplicates import SKETCH, Candidate, Copy
from briefing.analysis.stories import make_fingerprint
from briefing.analysis.text.document import make_document
from briefing.model import Document, Fingerprint

WIRE = [
    "The parliament met for the first time since the winter holidays on Monday and elected a new speaker.",
    "Deputies of four parties voted for Ilse Marrow, a judge from the north who has never held a seat before.",
    "She promised to let the opposition speak first in every debate on money, which no speaker had done.",
    "Her predecessor resigned in January after a report on the rebuilding of the assembly's east wing.",
    "The report said that eleven million crowns had gone to a company without a telephone or an address.",
    "Two former officials are to stand trial in the autumn; both say that they followed orders from above.",
    "The assembly will now turn to the budget, which was due before Christmas and has been put off twice.",
    "Teachers and nurses have said that they will march on the building if it is put off a third time.",
    "The government holds a majority of one vote, and that one belongs to a deputy who lives abroad.",
    "Ministers hope that the new speaker will find a date on which nobody in the house is ill or away.",
]
OWN = [
    "At the tram stop opposite the gates nobody had heard of the vote, and few wanted to hear of it now.",
    "Marta Quill, who sells tea from a cart there, said that speakers come and go and that the queue stays.",
    "She remembered the night when the east wing burned and the deputies sat in her brother's cinema instead.",
    "A student with a cello on his back asked whether the new one was the judge who had sent his uncle home.",
    "By noon the square was empty but for the pigeons and a man who was taking down the flags of the old year.",
]


def make(sentences: list[str], id_: str = "a.md", head: str = "") -> Document:
    text = "\n\n".join(" ".join(sentences[at : at + 2]) for at in range(0, len(sentences), 2))
    return make_document(id_, "Parliament meets", head + text, lang="en")


TEXTS = {
    "wire": make(WIRE, "wire", "KYIV, March 3 (Meridian Wire) – "),
    "whole": make(WIRE, "whole"),
    "cut": make(WIRE[:6], "cut"),
    "cut of the cut": make(WIRE[:4], "cut of the cut"),
    "two changed": make([*WIRE[:8], OWN[0]], "two changed"),
    "half own": make([*WIRE[:5], *OWN], "half own"),
    "with a frame": make([*WIRE, *OWN], "with a frame"),
    "own": make(OWN, "own"),
    "short": make(["The parliament met on Monday."], "short"),
    "empty": make([], "empty"),
}
DAYS = {name: f"2025-03-03T{8 + number:02d}:00:00+00:00" for number, name in enumerate(TEXTS)}


def candidate(name: str, day: str = "", source: str = "", owner: str = "") -> Candidate:
    return Candidate(name, day or DAYS[name], make_fingerprint(TEXTS[name]), source, owner)


def shingles_of(name: str) -> tuple[int, ...]:
    return duplicates.find_shingles(TEXTS[name])


def resolve(names: list[str], days: dict[str, str] | None = None) -> dict[str, str]:
    days = days or DAYS
    everybody = [candidate(name, days[name]) for name in names]
    copies = duplicates.find_copies(everybody, [], shingles_of)
    return duplicates.resolve_copies(copies, lambda id_: (days[id_], id_))


@pytest.mark.parametrize("case", read_cases("duplicates"), ids=str)
def test_credits(case: Case) -> None:
    document = make_document("a.md", "", case.given, lang="fr" if "French" in case.title else "en")
    assert duplicates.find_credit(document) == case.expected, case.place


def test_there_are_cases_enough() -> None:
    assert len(read_cases("duplicates")) >= 20
    assert len(read_cases("copies")) >= 20


_ARTICLE = re.compile(r"^=== (\S+) (\S+)\n", re.MULTILINE)


@pytest.mark.parametrize("case", read_cases("copies"), ids=str)
def test_copies(case: Case) -> None:
    parts = _ARTICLE.split(case.given)[1:]
    documents = {id_: make_document(id_, "", body, lang="en") for id_, _, body in zip(*[iter(parts)] * 3, strict=True)}
    days = dict(zip(parts[::3], parts[1::3], strict=True))
    everybody = [Candidate(id_, days[id_], make_fingerprint(document)) for id_, document in documents.items()]
    copies = duplicates.find_copies(everybody, [], lambda id_: duplicates.find_shingles(documents[id_]))
    repeats = duplicates.resolve_copies(copies, lambda id_: (days[id_], id_))
    assert "\n".join(f"{id_} repeats {of}" for id_, of in sorted(repeats.items())) == case.expected, case.place


@pytest.mark.parametrize(
    ("name", "original"),
    [
        ("whole", "wire"),
        ("cut", "wire"),
        ("cut of the cut", "wire"),
        ("two changed", "wire"),
        ("half own", None),
        ("with a frame", None),
        ("own", None),
        ("short", None),
        ("empty", None),
    ],
)
def test_what_is_a_copy_of_the_wire(name: str, original: str | None) -> None:
    assert resolve(["wire", name]).get(name) == original


def test_all_copies_go_back_to_the_earliest() -> None:
    found = resolve(["wire", "whole", "cut", "cut of the cut", "own"])
    assert found == {"whole": "wire", "cut": "wire", "cut of the cut": "wire"}


def test_the_earliest_by_day_is_the_original_whatever_its_name() -> None:
    assert resolve(["wire", "whole"], {"wire": "2025-03-04", "whole": "2025-03-03"}) == {"wire": "whole"}


def test_of_equal_days_the_smaller_id_is_the_original() -> None:
    assert resolve(["wire", "whole"], {"wire": "2025-03-03", "whole": "2025-03-03"}) == {"wire": "whole"}


def test_a_longer_article_that_came_later_is_no_copy_and_makes_none_of_the_wire() -> None:
    assert resolve(["wire", "with a frame"]) == {}


def test_the_order_of_arrival_does_not_matter() -> None:
    names = ["wire", "whole", "cut", "cut of the cut", "half own"]
    found = set()
    for order in permutations(names):
        seen: list[Candidate] = []
        copies: set[Copy] = set()
        for name in order:
            copies |= set(duplicates.find_copies([candidate(name)], seen, shingles_of))
            seen.append(candidate(name))
        found.add(tuple(sorted(duplicates.resolve_copies(sorted(copies), lambda id_: (DAYS[id_], id_)).items())))
    assert found == {tuple(sorted(resolve(names).items()))}


def test_a_rewrite_shares_no_runs_of_words() -> None:
    assert duplicates.measure_copied(shingles_of("own"), shingles_of("wire")) == 0.0


def test_what_is_copied_is_counted_by_words() -> None:
    """A changed word costs itself and not the five runs that it stands in."""
    assert duplicates.measure_copied(range(16), range(16)) == 1.0
    assert duplicates.measure_copied(range(16), [*range(6), *range(11, 16)]) == 19 / 20
    assert duplicates.measure_copied(range(16), [0, 15]) == 10 / 20
    assert duplicates.measure_copied((), range(16)) == 0.0


def test_the_sketch_estimates_what_the_texts_hold() -> None:
    for name in ("whole", "cut", "cut of the cut", "half own"):
        estimated = duplicates.estimate_containment(candidate(name).fingerprint, candidate("wire").fingerprint)
        runs = set(shingles_of(name))
        assert abs(estimated - len(runs & set(shingles_of("wire"))) / len(runs)) < 0.25, name


@given(st.lists(st.lists(st.integers(0, 2), min_size=SKETCH, max_size=SKETCH), max_size=9), st.randoms())
@settings(max_examples=100, deadline=None)
def test_many_sketches_are_compared_as_each_is(sketches: list[list[int]], chance: random.Random) -> None:
    ordered = [
        Candidate(f"{place}", "2025-03-03", Fingerprint(shingles=(chance.randint(1, 40), *sketch)))
        for place, sketch in enumerate(sketches)
    ]
    rows = sorted(chance.sample(range(len(ordered)), len(ordered) // 2))
    assert rows == [] or set(duplicates._estimate_all(ordered, rows)) == set(duplicates._estimate_each(ordered, rows))


def test_texts_are_read_only_where_sketches_are_alike() -> None:
    asked: list[str] = []

    def note(name: str) -> tuple[int, ...]:
        asked.append(name)
        return shingles_of(name)

    duplicates.find_copies([candidate("own")], [candidate("wire"), candidate("cut")], note)
    assert asked == []


def test_copies_share_the_agency_that_one_of_them_credits() -> None:
    articles = [candidate("wire"), candidate("whole"), candidate("own")]
    origins = duplicates.find_origins(articles, {"whole": "wire"})
    assert origins == {"wire": "Meridian Wire", "whole": "Meridian Wire", "own": "own"}


def test_copies_without_a_credit_share_the_earliest() -> None:
    articles = [candidate("whole"), candidate("cut")]
    assert duplicates.find_origins(articles, {"cut": "whole"}) == {"whole": "whole", "cut": "whole"}


def test_articles_of_one_story_and_day_that_credit_one_agency_share_it() -> None:
    rewrite = Candidate("own", "2025-03-03", candidate("wire").fingerprint, "other")
    articles = [candidate("wire", "2025-03-03"), rewrite]
    assert duplicates.find_origins(articles, {}, [("own", "wire")])["own"] == "Meridian Wire"
    later = Candidate("own", "2025-03-05", candidate("own").fingerprint, "other")
    assert duplicates.find_origins([articles[0], later], {}, [("own", "wire")])["own"] == "own"


def test_one_agency_credited_in_two_ways_is_one_origin() -> None:
    short, full = (Candidate(name, "2025-03-03", Fingerprint(credit=name)) for name in ("AP", "The Associated Press"))
    origins = duplicates.find_origins([short, full], {}, [(short.id, full.id)])
    assert len(set(origins.values())) == 1


def test_outlets_of_one_owner_are_one_origin_in_one_story() -> None:
    articles = [candidate("half own", owner="Meadow Media"), candidate("own", owner="Meadow Media")]
    assert duplicates.find_origins(articles, {}, [("half own", "own")])["own"] == "half own"
    assert duplicates.find_origins(articles, {})["own"] == "own"


@given(st.text(max_size=300))
@settings(max_examples=100, deadline=None)
def test_any_text(text: str) -> None:
    document = make_document("a.md", "", text, lang="en")
    assert len(duplicates.make_sketch(document)) in {0, 1 + duplicates.SKETCH}
    duplicates.find_credit(document)
    runs = duplicates.find_shingles(document)
    assert duplicates.measure_copied(runs, runs) in {0.0, 1.0}


def test_the_sketch_is_the_same_in_every_process() -> None:
    sketch = duplicates.make_sketch(make_document("a.md", "", "One two three four five six seven.", lang="en"))
    assert sketch[:3] == SKETCH_OF_SEVEN_WORDS


SKETCH_OF_SEVEN_WORDS = (3, 3388063877, 3263270874)
