from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from golden import Case, read_cases
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.analysis.actors.discovered import make_id, unite
from briefing.analysis.actors.lexicon import find_surnames, fold
from briefing.analysis.actors.mentions import compile_lexicon, find_mentions
from briefing.analysis.text.document import make_document
from briefing.links import slug
from briefing.model import Actor, ActorKind, Document, Mention, Office, Registry


def person(id_: str, name: str, *offices: Office, aliases: tuple[str, ...] = ()) -> Actor:
    return Actor(id_, name, "person", aliases=aliases, offices=offices)


STATES = (
    Actor("belgium", "Belgium", "state", demonyms=("Belgian",), capitals=("Brussels",), ambiguous=("Brussels",)),
    Actor(
        "canada", "Canada", "state", demonyms=("Canadian",), capitals=("Ottawa",), leader_titles=("Prime Minister",)
    ),
    Actor(
        "france",
        "France",
        "state",
        demonyms=("French",),
        capitals=("Paris",),
        leader_titles=("President",),
        lang_names=(("fr", ("France", "français")),),
    ),
    Actor("georgia", "Georgia", "state", demonyms=("Georgian",), capitals=("Tbilisi",), ambiguous=("Georgia",)),
    Actor("jordan", "Jordan", "state", demonyms=("Jordanian",), capitals=("Amman",), ambiguous=("Jordan",)),
    Actor(
        "north-korea", "North Korea", "state", demonyms=("North Korean",), shared_demonyms=("Korean",),
        capitals=("Pyongyang",),
    ),
    Actor(
        "russia",
        "Russia",
        "state",
        demonyms=("Russian", "Russians"),
        capitals=("Moscow", "Moscou"),
        metonyms=("Kremlin",),
        leader_titles=("President", "Prime Minister"),
        lang_names=(("fr", ("Russie", "russe")),),
    ),
    Actor(
        "south-korea", "South Korea", "state", demonyms=("South Korean",), shared_demonyms=("Korean",),
        capitals=("Seoul",),
    ),
    Actor("ukraine", "Ukraine", "state", demonyms=("Ukrainian",), capitals=("Kyiv",), leader_titles=("President",)),
    Actor(
        "united-kingdom",
        "United Kingdom",
        "state",
        aliases=("UK", "U.K.", "Britain"),
        demonyms=("British",),
        capitals=("London",),
        metonyms=("Downing Street",),
        leader_titles=("Prime Minister",),
    ),
    Actor(
        "united-states",
        "United States",
        "state",
        aliases=("US", "U.S.", "America"),
        demonyms=("American",),
        capitals=("Washington",),
        metonyms=("White House",),
        ambiguous=("Washington",),
        leader_titles=("President",),
    ),
)  # fmt: skip
OTHERS = (
    Actor("european-union", "European Union", "organisation", aliases=("EU",), metonyms=("Brussels",)),
    Actor("g7", "G7", "organisation"),
    Actor("nato", "NATO", "organisation"),
    person("brigitte-macron", "Brigitte Macron"),
    person(
        "dmitry-peskov",
        "Dmitry Peskov",
        Office("Press Secretary", "russia", "2012-05-22", aliases=("Kremlin spokesman",)),
    ),
    person("dmytro-kuleba", "Dmytro Kuleba"),
    person("oleksii-kuleba", "Oleksii Kuleba"),
    person("donald-trump", "Donald Trump", Office("President", "united-states", "2025-01-20")),
    person("emmanuel-macron", "Emmanuel Macron", Office("President", "france", "2017-05-14")),
    person("jonas-gahr-store", "Jonas Gahr Støre"),
    person("justin-trudeau", "Justin Trudeau", Office("Prime Minister", "canada", "2015-11-04", "2025-03-14")),
    person(
        "keir-starmer",
        "Keir Starmer",
        Office("Prime Minister", "united-kingdom", "2024-07-05"),
        aliases=("Sir Keir", "Sir Keir Starmer"),
    ),
    person("mark-carney", "Mark Carney", Office("Prime Minister", "canada", "2025-03-14")),
    person("mark-rutte", "Mark Rutte", Office("Secretary General", "nato", "2024-10-01")),
    person("nora-hastings", "Nora Hastings", Office("Foreign Secretary", "united-kingdom", "2024-07-05", "2025-09-05")),
    person("ursula-von-der-leyen", "Ursula von der Leyen"),
    person("vladimir-putin", "Vladimir Putin", Office("President", "russia", "2012-05-07")),
    person(
        "volodymyr-zelensky",
        "Volodymyr Zelensky",
        Office("President", "ukraine", "2019-05-20"),
        aliases=("Volodymyr Zelenskyy", "Zelenskyy"),
    ),
)
REGISTRY = Registry(actors=tuple(sorted(STATES + OTHERS, key=lambda actor: actor.id)))
LEXICON = compile_lexicon(REGISTRY)


def read(given: str, lang: str = "en") -> Document:
    day = "2025-03-15"
    if given.startswith("["):
        day, _, given = given[1:].partition("] ")
    return make_document("case", "Case", given, lang=lang, date=day)


def tell(document: Document, mentions: tuple[Mention, ...], *, kinds: bool = False) -> str:
    def kind(mention: Mention) -> str:
        return f" {mention.kind}" if kinds and mention.via == "discovered" else ""

    return "\n".join(f"{document.text[m.start : m.end]} = {m.actor or '-'} ({m.via}{kind(m)})" for m in mentions)


@pytest.mark.parametrize("case", read_cases("actors"), ids=str)
def test_actors_of_the_registry(case: Case) -> None:
    document = read(case.given)
    mentions, _ = find_mentions(document, LEXICON)
    assert tell(document, mentions) == case.expected, case.place


@pytest.mark.parametrize("case", read_cases("discovered"), ids=str)
def test_discovered_actors(case: Case) -> None:
    document = read(case.given)
    mentions, discovered = find_mentions(document, LEXICON)
    assert tell(document, mentions, kinds=True) == case.expected, case.place
    assert {actor.id for actor in discovered} == {m.actor for m in mentions if m.via == "discovered"}


@pytest.mark.parametrize("text", ["L’Ukraine a dit oui.", "Le roi de l'Ukraine.", "Lettre d’Ukraine.", "all’Ukraine"])
def test_a_state_is_found_behind_a_shortened_article(text: str) -> None:
    document = read(text, "fr")
    mentions, _ = find_mentions(document, compile_lexicon(REGISTRY, "fr"))
    assert tell(document, mentions) == "Ukraine = ukraine (name)"


def test_a_discovered_actor_knows_its_names_and_its_title() -> None:
    document = read("Foreign Minister Rune Aasland spoke. Aasland left.")
    _, (actor,) = find_mentions(document, LEXICON)
    assert actor == Actor(
        "rune-aasland", "Rune Aasland", "person", aliases=("Aasland",), description="Foreign Minister"
    )


def test_boilerplate_names_nobody() -> None:
    document = read("Emmanuel Macron spoke to reporters about the plan for hours.\n\n© Vladimir Putin / Handout")
    assert [p.kind for p in document.paragraphs] == ["body", "boilerplate"]
    mentions, _ = find_mentions(document, LEXICON)
    assert [m.actor for m in mentions] == ["emmanuel-macron"]


def test_a_heading_names_somebody() -> None:
    document = read("Putin waits\n\nNothing more was said about it on that long and quiet day.")
    assert document.paragraphs[0].kind == "heading"
    mentions, _ = find_mentions(document, LEXICON)
    assert [m.actor for m in mentions] == ["vladimir-putin"]


def test_other_languages_use_their_own_names_and_discover_nobody() -> None:
    document = read("Emmanuel Macron a reçu Zoé Lambert à Moscou. Moscou, dit le président français, déçoit.", "fr")
    mentions, discovered = find_mentions(document, compile_lexicon(REGISTRY, "fr"))
    assert tell(document, mentions) == (
        "Emmanuel Macron = emmanuel-macron (name)\nMoscou = - (place)\nMoscou = russia (metonym)\n"
        "français = france (demonym)"
    )
    assert discovered == ()


def discover(*names: str, kind: ActorKind = "person") -> list[Actor]:
    return [Actor(make_id(name), name, kind) for name in names]


def test_across_articles_a_surname_is_the_only_one_who_bears_it() -> None:
    actors = discover("Vrell", "Tomos Vrell", "Tomos Idris Vrell", "Aune", "Ingrid Aune", "Lise Aune", "Lise")
    assert unite(actors) == {"vrell": "tomos-idris-vrell", "tomos-vrell": "tomos-idris-vrell", "lise": "lise-aune"}


@pytest.mark.parametrize(
    ("one", "two"),
    [
        *(("Joe Vrell", "Joseph Vrell"), ("Bettie Vrell", "Betty Vrell"), ("Jon Vrell", "John Vrell")),
        *(("Sergei Vrellov", "Sergey Vrellov"), ("Oleksiy Vrell", "Oleksii Vrell")),
        *(("Olena Vrellskyy", "Olena Vrellski"), ("Heidar Alishvanti", "Heydar Alishbanti")),
        *(("J. D. Vrell", "JD Vrell"), ("JD Vrell", "James David Vrell"), ("W. Tomos Vrell", "Tomos Vrell")),
        *(("Tomos Vrell Jr.", "Tomos I. Vrell"), ("Bashar al-Vrell", "Bashar Vrell")),
        *(("Tomos Vrell", "Convicted Arsonist Tomos Vrell"), ("Tomos Vrell", "Tomos Vrell Arrested")),
        ("Jermayne Vrell", "Jerymayne Vrell"),
    ],
)
def test_across_articles_one_person_has_many_spellings(one: str, two: str) -> None:
    assert len(unite(discover(one, two))) == 1


@pytest.mark.parametrize(
    ("one", "two"),
    [
        *(("Maria Vrell", "Mario Vrell"), ("Daniel Vrell", "Daniela Vrell"), ("Martin Vrell", "Marvin Vrell")),
        *(("George W. Vrell", "George H. W. Vrell"), ("Tomos Vrell Jr.", "Tomos Vrell Sr."), ("Ann Holt", "Ann Hill")),
        *(("Ann Johnson", "Ann Jackson"), ("Ingrid Vrell", "Lise Vrell"), ("Lise Aune", "Lise Holm")),
        ("Rose Hale", "Rose Hill"),
    ],
)
def test_across_articles_two_people_stay_two(one: str, two: str) -> None:
    assert unite(discover(one, two)) == {}


def test_a_name_that_two_could_bear_is_neither() -> None:
    assert unite(discover("George Vrell", "George W. Vrell", "George H. Vrell")) == {}


def test_whom_one_article_keeps_apart_is_two_people() -> None:
    actors = discover("Tomos Vrell", "Tomos Vrell Jr.")
    assert unite(actors) == {"tomos-vrell": "tomos-vrell-jr"}
    assert unite(actors, apart=[["tomos-vrell", "tomos-vrell-jr"]]) == {}


def test_the_more_frequent_of_two_spellings_stays() -> None:
    assert unite(discover("Bettie Vrell", "Betty Vrell", "Betty Vrell")) == {"bettie-vrell": "betty-vrell"}


def test_across_articles_an_acronym_is_the_only_body_with_its_initials() -> None:
    actors = discover("Harbour Workers Union", "HWU", "H.W.U.", "Hill Walkers Union", "HW", kind="organisation")
    assert unite(actors) == {"hwu": "h-w-u"}
    assert unite(discover("Harbour Workers Union", "HWU", kind="organisation")) == {"hwu": "harbour-workers-union"}
    told = Actor("hill-walkers-union", "Hill Walkers Union", "organisation", aliases=("HWU",))
    assert unite([*discover("HWU", "Fell League", kind="organisation"), told]) == {"hwu": "hill-walkers-union"}


def test_across_articles_a_body_is_spelt_in_two_ways() -> None:
    actors = discover("World Harbour Organisation", "World Harbour Organization", kind="organisation")
    assert unite(actors) == {"world-harbour-organization": "world-harbour-organisation"}


@settings(max_examples=200, deadline=None)
@given(st.lists(st.one_of(st.text(max_size=20), st.sampled_from(["Jr.", "al-", "J. D.", ". Vrell", "’"])), max_size=8))
def test_any_names_are_united_with_names_that_are_there(names: list[str]) -> None:
    actors = [Actor(make_id(name), name, "person") for name in names]
    ids = {actor.id for actor in actors}
    whose = unite(actors)
    assert set(whose) | set(whose.values()) <= ids
    assert not set(whose) & set(whose.values())


def test_ids_are_the_slugs_of_addresses() -> None:
    for name in ("Jonas Gahr Støre", "Sinead O’Brien", "Łukasz Żal", "S&P", "—", "x" * 200):
        assert make_id(name) == slug(name)


def test_surnames_with_particles_and_generations() -> None:
    assert find_surnames("Ursula von der Leyen") == ("von der Leyen", "Von der Leyen", "Leyen")
    assert find_surnames("Robert Kennedy Jr.") == ("Kennedy",)
    assert find_surnames("Pelé") == ()


def test_folding_moves_no_character() -> None:
    text = "Støre’s Łódź – \u00a0„Ünder“ \ud800 \x00 e\u0301 ß"
    assert len(fold(text)) == len(text)
    assert fold(text).startswith("Store's Lodz")


WORDS = st.sampled_from(
    [
        *("Putin", "Vladimir", "the", "President", "of", "Ukraine", "’s", "Moscow", "in", "Sir", "Keir", "Starmer"),
        *("and", ",", ".", "“", "”", "-", "(", ")", "IAEA", "Ministry", "van", "der", "II", "Jr.", "former", "KYIV"),
        *("x", "U.S.", "al-Assad", "'", "Kuleba", "&", "Maria", "Lindqvist", "Trump", "Brussels", "Korean", "Georgia"),
        *("prime minister", "Defence Ministry", "\n\n", "Kim Jong-un", "-un", ", or HWP,", ", known as", "KC", "May"),
        *("Mr", "Mrs", "River", "Securities", "Commission", "Skybridge Airlines", "Skybridge", "“Heron”", "R-Tex"),
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=40).map(" ".join)))
def test_any_text_gives_mentions_in_order_that_do_not_overlap(text: str) -> None:
    document = make_document("any", "", text, lang="en", date="2025-03-15")
    mentions, discovered = find_mentions(document, LEXICON)
    known = {actor.id for actor in (*REGISTRY.actors, *discovered)}
    end = 0
    for mention in mentions:
        assert end <= mention.start < mention.end <= len(text)
        assert (mention.actor is None) == (mention.via == "place")
        assert mention.actor is None or mention.actor in known
        assert any(p.start <= mention.start and mention.end <= p.end for p in document.paragraphs)
        end = mention.end


@pytest.mark.parametrize("text", ["Putin " * 40_000, "[" * 100_000, "A" * 500_000, "Ann Bo, " * 20_000, "a-B" * 60_000])
def test_hostile_text_takes_linear_time(text: str) -> None:
    document = make_document("long", "", text, lang="en")
    find_mentions(document, LEXICON)


def test_the_hash_seed_changes_nothing() -> None:
    program = (
        "import sys; sys.path.insert(0, 'tests')\n"
        "from test_actors import *\n"
        "text = ' '.join(case.given for case in read_cases('actors') + read_cases('discovered'))\n"
        "print(find_mentions(make_document('a', '', text, lang='en', date='2025-03-15'), LEXICON))"
    )
    root = Path(__file__).parent.parent
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(root)},
            cwd=root,
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(outputs) == 1
