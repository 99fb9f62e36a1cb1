"""The editor's three files in, one registry out, or every problem with its file and line."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.errors import RegistryError
from briefing.links import slug
from briefing.model import Actor, EventRule, Office, Registry, Source
from briefing.registry import check_registry, parse_registry, read_registry, resolve_source, wordings

STATES = b"""
- id: odrin
  name: Odrin
  code: OD
  names: [Republic of Odrin]
  demonyms: [Odrinian, Odrinians]
  capital: Eastmarch
  capital_names: [East March]
  seats: [Harbour House]
  ambiguous: [Eastmarch]
  leader_titles: [Prime Minister]
  lang_names:
    fr:
      names: [Odrine]
      demonyms: [odrinien]
      capital: Marche-de-l'Est
"""


def _yaml(text: str) -> bytes:
    return textwrap.dedent(text).encode()


def _problems(name: str, text: str) -> list[str]:
    _, found = check_registry({"states.yml": STATES, name: _yaml(text)})
    return [f"{note.path}:{note.line}: {note.what} {note.remedy}" for note in found]


# -- what is read -----------------------------------------------------------------------------------------------------


def test_an_actor_is_read_with_every_field():
    registry = parse_registry(
        {
            "states.yml": STATES,
            "actors.yml": _yaml(
                """
                - id: ada-finch
                  name: Ada Finch
                  kind: person
                  aliases: Ada Mary Finch
                  surname: Finch
                  description: Leads
                    the government.
                  offices:
                    - title: Prime Minister
                      of: odrin
                      from: 2024-07-05
                      aliases: [Odrinian leader]
                    - {title: Mayor, from: 2016-01-01, until: 2024-07-04}
                  metonyms: []
                  related: [odrin]
                  ids: {wikidata: Q1, gnd: "005"}
                """
            ),
        }
    )
    assert registry.actors[0] == Actor(
        id="ada-finch",
        name="Ada Finch",
        kind="person",
        aliases=("Ada Mary Finch",),
        surname="Finch",
        description="Leads the government.",
        offices=(
            Office("Prime Minister", "odrin", "2024-07-05", "", ("Odrinian leader",)),
            Office("Mayor", "", "2016-01-01", "2024-07-04"),
        ),
        related=("odrin",),
        ids=(("gnd", "005"), ("wikidata", "Q1")),
    )


def test_a_state_is_read():
    assert parse_registry({"states.yml": STATES}).actors == (
        Actor(
            id="odrin",
            name="Odrin",
            kind="state",
            aliases=("Republic of Odrin",),
            demonyms=("Odrinian", "Odrinians"),
            capitals=("Eastmarch", "East March", "Marche-de-l'Est"),
            metonyms=("Harbour House",),
            ambiguous=("Eastmarch",),
            leader_titles=("Prime Minister",),
            lang_names=(("fr", ("Odrine", "odrinien")),),
            code="OD",
            shipped=True,
        ),
    )


def test_the_editor_extends_a_state():
    own = _yaml(
        """
        - id: odrin
          name: Odrinia
          aliases: [The Republic]
          demonyms: [Odrinian, Odriner]
          lang_names: {fr: {names: [Odrinie]}, de: {names: [Odrin]}}
        """
    )
    state = parse_registry({"states.yml": STATES, "actors.yml": own}).actors[0]
    assert (state.name, state.kind, state.code, state.shipped) == ("Odrinia", "state", "OD", False)
    assert state.aliases == ("Odrin", "Republic of Odrin", "The Republic")
    assert state.demonyms == ("Odrinian", "Odrinians", "Odriner")
    assert state.lang_names == (("de", ("Odrin",)), ("fr", ("Odrine", "odrinien", "Odrinie")))


def test_events_and_sources_are_read_and_sorted():
    registry = parse_registry(
        {
            "events.yml": _yaml(
                """
                - id: strikes
                  title: Strikes
                  phrases: {shot down: 2, price of oil: -1.5, "no": 1}
                  former: [air-war]
                - id: grain-talks
                  title: Grain talks
                  from: 2025-01-01
                  phrases: [grain talks, {corridor: 0.5}, export deal]
                """
            ),
            "sources.yml": _yaml(
                """
                - {id: harbour-post, name: Harbour Post, aliases: [harbourpost.example], owner: Quay Group, lang: EN}
                - {id: agency, name: The Agency, rights: link, url: "https://agency.example/"}
                """
            ),
        }
    )
    assert registry.events == (
        EventRule(
            "grain-talks",
            "Grain talks",
            phrases=(("grain talks", 1.0), ("corridor", 0.5), ("export deal", 1.0)),
            since="2025-01-01",
        ),
        EventRule(
            "strikes", "Strikes", phrases=(("shot down", 2.0), ("price of oil", -1.5), ("no", 1.0)), former=("air-war",)
        ),
    )
    assert registry.sources == (
        Source("agency", "The Agency", rights="link", url="https://agency.example/"),
        Source("harbour-post", "Harbour Post", ("harbourpost.example",), "Quay Group", lang="en"),
    )


@pytest.mark.parametrize("raw", [b"", b"\n# nothing yet\n", b"---\n", b"[]", b"\xef\xbb\xbf"])
def test_a_file_may_be_empty(raw):
    assert parse_registry({"actors.yml": raw, "events.yml": raw, "sources.yml": raw}) == Registry()


# -- what is wrong ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("- {id: a, name: A, kind: person, alias: [B]}", "1: “alias” is not a field of an actor. Did you mean aliases?"),
        ("- id: a\n  kind: person", "1: This actor has no name. Add a line name: …."),
        ("- name: Bo Ruiz\n  kind: person", "1: This actor has no id. Add a line id: …."),
        ("- name: Bo\n  id: bo", "1: This actor has no kind. Add a line kind: …."),
        ("- {id: Bo Ruíz, name: Bo, kind: person}", "1: The id “Bo Ruíz” is not a slug. Write id: bo-ruiz."),
        ("- id: a\n  name: A\n  kind: persn", "3: “persn” is not a kind that is known. Did you mean person?"),
        ("- id: a\n  name: [A]\n  kind: person", "2: “name” has to be a text. Write name: and one value."),
        ("- id: a\n  name: A\n  kind: person\n  aliases: {b: c}", "4: “aliases” has to be a text. Write aliases: and one value."),
        ("- id: a\n  name: A\n  kind: person\n  related: [odrim]", "4: There is no actor “odrim”. Did you mean odrin?"),
        (
            "- id: a\n  name: A\n  kind: person\n  offices:\n    - title: Mayor\n      of: nowhere-land",
            "6: There is no actor “nowhere-land”. Add that actor, or remove the word.",
        ),
        (
            "- id: a\n  name: A\n  kind: person\n  offices:\n    - {title: Mayor, from: 2025-02-01, until: 2025-01-01}",
            "5: from (2025-02-01) is after until (2025-01-01). Put the earlier day in from.",
        ),
        (
            "- id: a\n  name: A\n  kind: person\n  offices:\n    - title: Mayor\n      from: 2025",
            "6: from: “2025” is not a day. Write it as 2025-03-14.",
        ),
        (
            "- {id: a, name: A, kind: person, offices: [{title: M, until: 2025-02-30}]}",
            "1: until: There is no such day as “2025-02-30”. Write it as 2025-03-14 or 2025-03-14 09:30.",
        ),
        ("- {id: a, name: A, kind: person, offices: [{of: odrin}]}", "1: This office has no title. Add a line title: …."),
        (
            "- {id: a, name: A, kind: person}\n- {id: a, name: B, kind: person}",
            "2: The id “a” stands here a second time. The first is in line 1.",
        ),
        ("- id: a\n  name: A\n  name: B\n  kind: person", "3: “name” stands here a second time. The first is in line 2."),
        ("id: a\nname: A", "1: “the file” has to be a list. Begin each entry with a dash."),
        ("- A\n", "1: This is not an actor. Begin it with a dash and write its fields as “key: value”."),
        ("- {id: a, name: A, kind: person, ids: {x: [1]}}", "1: A single value has to stand here. Write one word or number after the colon."),
        ("- &x {id: a, name: A, kind: person}\n- *x", "2: The alias *x is not allowed. Write the value out."),
        ("- !!python/object/apply:os.system [ls]", "1: The YAML tag tag:yaml.org,2002:python/object/apply:os.system is not allowed. Write the plain value."),
        ("- []\n---\n- []", "2: A second YAML document begins here. Keep one list in one file."),
        ('- {id: a, name: "A\\u202e", kind: person}', "1: “name” holds a control character. Remove it."),
    ],
)  # fmt: skip
def test_a_wrong_actor_is_told_with_its_line(text, told):
    assert _problems("actors.yml", text) == [f"actors.yml:{told}"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("- id: a\n  phrases: [b]", "1: This event has no title. Add a line title: …."),
        ("- {id: a, title: A, phrases: {b: heavy}}", "1: The weight “heavy” of “b” is not a number other than 0. Write 2, 0.5 or -1, say; a negative one speaks against the event."),
        ("- id: a\n  title: A\n  phrases:\n    b: 1\n    c: 0", "5: The weight “0” of “c” is not a number other than 0. Write 2, 0.5 or -1, say; a negative one speaks against the event."),
        ("- {id: a, title: A, phrases: {b: .inf}}", "1: The weight “.inf” of “b” is not a number other than 0. Write 2, 0.5 or -1, say; a negative one speaks against the event."),
        ("- id: a\n  title: A\n  phrases:\n  - b\n  - B", "5: The phrase “B” stands here twice. Keep one of them."),
        ("- {id: a, title: A}\n- id: b\n  title: B\n  former: [a]", "4: The former id “a” is the id of an event. Remove it, or give that event another id."),
        ("- {id: a, title: A, former: [c]}\n- id: b\n  title: B\n  former: [c]", "4: “c” is a former id of a as well. Leave it with the event to which the old address should lead."),
        ("- {id: a, title: A, former: [Old Id]}", "1: “Old Id” in former is not a slug. Write old-id."),
        ("- {id: a, title: A, from: 2025-02-01, until: 2025-01-31}", "1: from (2025-02-01) is after until (2025-01-31). Put the earlier day in from."),
    ],
)  # fmt: skip
def test_a_wrong_event_is_told_with_its_line(text, told):
    assert _problems("events.yml", text) == [f"events.yml:{told}"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("- {id: a, name: A, rights: ful}", "1: “ful” is not a rights that is known. Did you mean full?"),
        ("- {id: a, name: A, lang: English}", "1: “english” is no language code. Write two letters, as en, fr or uk."),
        ("- {id: a, name: A, url: a.example}", "1: “a.example” is no web address. Write it with https:// in front."),
        ("- {id: a, name: A}\n- id: b\n  name: B\n  aliases: [a]", "4: “a” is a name of a as well. Leave it with one of them."),
    ],
)  # fmt: skip
def test_a_wrong_source_is_told_with_its_line(text, told):
    assert _problems("sources.yml", text) == [f"sources.yml:{told}"]


def test_all_problems_of_all_files_are_told_at_once():
    files = {
        "actors.yml": b"- {id: a, name: A, kind: robot}\n- {id: b, name: B, kind: person, related: [c]}",
        "events.yml": b"- id: [",
        "sources.yml": b"- {id: caf\xe9}",
    }
    with pytest.raises(RegistryError) as told:
        parse_registry(files)
    lines = str(told.value).splitlines()
    assert lines[0] == "The registry has 4 problems."
    assert [line.rsplit(": ", 1)[0].split(": ")[0] for line in lines[1:]] == [
        "actors.yml:1",
        "actors.yml:2",
        "events.yml:1",
        "sources.yml:1",
    ]


def test_one_problem_names_its_place():
    with pytest.raises(RegistryError) as told:
        parse_registry({"events.yml": b"- {id: a}"})
    assert (told.value.path, told.value.line) == ("events.yml", 1)
    assert str(told.value) == "events.yml:1: This event has no title. Add a line title: …."


@pytest.mark.parametrize(
    "text", ["[" * 100_000, "{" * 50_000, "- " * 50_000, "\n".join(" " * n + "a:" for n in range(900))]
)
def test_a_file_nested_too_deep_is_told(text):
    assert "nested too deep" in check_registry({"actors.yml": text.encode()})[1][0].what


@given(st.binary(max_size=120) | st.text("-: {}[]\n&*!\"'aidnmek", max_size=60).map(str.encode))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_a_registry_or_problems(raw):
    for name in ("actors.yml", "events.yml", "sources.yml", "states.yml"):
        registry, problems = check_registry({name: raw})
        assert all(note.line >= 1 and note.remedy and note.path == name for note in problems)
        assert problems or all(
            slug(one.id) == one.id for one in (*registry.actors, *registry.events, *registry.sources)
        )


# -- the folder and what is shipped -----------------------------------------------------------------------------------


def test_the_shipped_states_are_in_order(tmp_path):
    registry = read_registry(tmp_path)
    states = {actor.id: actor for actor in registry.actors}
    assert len(states) > 190
    assert all(actor.kind == "state" and actor.shipped and len(actor.code) == 2 for actor in registry.actors)
    assert len({actor.code for actor in registry.actors}) == len(states)
    assert "Kremlin" in states["russia"].metonyms
    assert states["norway"].code == "NO"
    for actor in registry.actors:
        assert {word.casefold() for word in actor.ambiguous} <= wordings(actor)
    assert read_registry(tmp_path, states=False) == Registry()


def test_a_registry_that_leads_out_of_the_folder_is_refused(tmp_path):
    content = tmp_path / "content"
    content.mkdir()
    (tmp_path / "secret").write_text("root:x")
    (content / "actors.yml").symlink_to(tmp_path / "secret")
    with pytest.raises(RegistryError, match="leads out of the content folder"):
        read_registry(content)


def test_a_registry_that_cannot_be_read_is_told(tmp_path):
    (tmp_path / "events.yml").mkdir()
    with pytest.raises(RegistryError, match="events.yml: The file cannot be read"):
        read_registry(tmp_path)


# -- what others ask --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "url", "source"),
    [
        ("Harbour Post", "", ("harbour-post", "Harbour Post", "passages")),
        ("harbour  POST", "", ("harbour-post", "Harbour Post", "passages")),
        ("HP", "https://other.example", ("harbour-post", "Harbour Post", "passages")),
        ("harbour-post", "", ("harbour-post", "Harbour Post", "passages")),
        ("", "https://news.harbourpost.example/a", ("harbour-post", "Harbour Post", "passages")),
        ("The Post", "https://www.harbourpost.example/a", ("harbour-post", "Harbour Post", "passages")),
        ("Quay Søndag", "https://quay.example", ("quay-sondag", "Quay Søndag", "")),
        ("", "https://quay.example", ("", "", "")),
        ("", "https://[", ("", "", "")),
        ("", "", ("", "", "")),
    ],
)
def test_a_source_is_known_by_its_names_and_addresses(name, url, source):
    registry = Registry(
        sources=(
            Source("agency", "The Agency", url="https://agency.example"),
            Source("harbour-post", "Harbour Post", ("HP",), rights="passages", url="https://harbourpost.example/"),
        )
    )
    assert resolve_source(name, url, registry) == source


def test_wordings_hold_every_way_to_name_an_actor():
    person = Actor(
        "ada-finch",
        "Ada Finch",
        "person",
        aliases=("Ada Mary Finch", "A. Finch-Hale"),
        offices=(Office("Prime Minister", "odrin", aliases=("Odrinian leader",)),),
    )
    assert wordings(person) == {
        "ada finch", "finch", "ada mary finch", "a. finch-hale", "finch-hale", "prime minister", "odrinian leader",
    }  # fmt: skip
    state = parse_registry({"states.yml": STATES}).actors[0]
    assert wordings(state) == {
        "odrin", "republic of odrin", "odrinian", "odrinians", "eastmarch", "east march", "marche-de-l'est",
        "harbour house", "prime minister", "odrine", "odrinien",
    }  # fmt: skip
