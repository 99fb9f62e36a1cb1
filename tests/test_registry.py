"""The editor's three files in, one registry out, or every problem with its file and line."""

from __future__ import annotations

import os
import textwrap
from errno import EACCES
from pathlib import Path
from stat import S_IFSOCK

import pytest
from golden import read_cases
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.errors import RegistryError
from briefing.links import slug
from briefing.model import Actor, EventRule, Office, Registry, Source
from briefing.registry import check_registry, parse_registry, read_registry, resolve_source

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


@pytest.mark.parametrize("case", read_cases("registry"), ids=str)
def test_what_is_wrong_is_told_with_its_line(case):
    name = case.given.splitlines()[0].removeprefix("# ")
    _, problems = check_registry({"states.yml": STATES, name: case.given.encode()})
    assert {note.path for note in problems} == {name}
    assert "\n".join(f"{note.line}: {note.what} {note.remedy}" for note in problems) == case.expected, case.place


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


LONG = {
    "actors.yml": "- {{id: a, name: {0}, kind: person, aliases: [B, {0}], offices: [{{title: {0}}}], ids: {{x: {0}}}}}",
    "events.yml": "- {{id: a, title: {0}, phrases: {{{0}: 2, c: {0}}}}}",
    "sources.yml": "- {{id: a, name: {0}, owner: {0}, aliases: {0}}}",
}


@pytest.mark.parametrize("name", LONG)
def test_a_text_has_an_end(name):
    """A name stands on each page that names its bearer: one of 5 MB made an output of 100 MB."""
    problems = check_registry({name: LONG[name].format("N" * 301).encode()})[1]
    assert {note.what.partition(" has ")[2] for note in problems} == {
        "301 characters, more than the 300 that are read."
    }
    assert not check_registry({name: LONG[name].format("N" * 300).encode()})[1] or "phrases" in LONG[name]
    described = {name: LONG[name].format("N").replace("id: a", f"id: a, description: {'d' * 2_001}").encode()}
    assert "sources" in name or "2,001 characters, more than the 2,000" in check_registry(described)[1][0].what


COMPOSED, DECOMPOSED = "Caf\u00e9", "Cafe\u0301"


def test_names_are_compared_as_they_look():
    """One letter may be written as one character or as two: no reader sees which."""
    twins = f"- {{id: a, name: {COMPOSED}}}\n- {{id: b, name: {DECOMPOSED}}}\n"
    assert "is a name of a as well" in check_registry({"sources.yml": twins.encode()})[1][0].what
    twins = f"- {{id: a, title: A, phrases: [{COMPOSED}, {DECOMPOSED}]}}"
    assert "stands here twice" in check_registry({"events.yml": twins.encode()})[1][0].what
    one = f"- {{id: a, name: {DECOMPOSED}, kind: person, aliases: [{DECOMPOSED} X, {COMPOSED} X]}}"
    actor = parse_registry({"actors.yml": one.encode()}).actors[0]
    assert (actor.name, actor.aliases) == (COMPOSED, (f"{COMPOSED} X",))
    for written, asked in ((COMPOSED, DECOMPOSED), (DECOMPOSED, COMPOSED)):
        registry = parse_registry({"sources.yml": f"- {{id: a, name: {written}, rights: link}}".encode()})
        assert resolve_source(asked, "", registry) == ("a", COMPOSED, "link")


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
        names = (actor.aliases, actor.demonyms, actor.shared_demonyms, actor.capitals, actor.metonyms)
        every = {actor.name}.union(*names, *(names for _, names in actor.lang_names))
        assert {word.casefold() for word in actor.ambiguous} <= {word.casefold() for word in every}
    assert read_registry(tmp_path, states=False) == Registry()


def test_a_registry_that_leads_out_of_the_folder_is_refused(tmp_path):
    content = tmp_path / "content"
    content.mkdir()
    (tmp_path / "secret").write_text("root:x")
    (content / "actors.yml").symlink_to(tmp_path / "secret")
    with pytest.raises(RegistryError, match="leads out of the content folder"):
        read_registry(content)


@pytest.mark.parametrize("name", ["Actors.yml", "events.yaml", "SOURCES.YAML"])
def test_a_registry_of_another_name_is_told(tmp_path, name):
    """A Mac reads it, or nobody does: all that it says would be missing without a word."""
    (tmp_path / name).write_text("- id: quay\n")
    (tmp_path / "tides.yaml").write_text("mine")
    meant = name.lower().replace("yaml", "yml")
    with pytest.raises(RegistryError, match=f"{name}: .*its name has to be {meant}. Rename it"):
        read_registry(tmp_path)


IN_ITS_PLACE = {
    "a folder": (Path.mkdir, "This is not a plain file. Put a file in its place."),
    "a named pipe": (os.mkfifo, "This is not a plain file. Put a file in its place."),
    "a socket": (lambda path: os.mknod(path, S_IFSOCK | 0o600), "This is not a plain file. Put a file in its place."),
    "a link to nothing": (
        lambda path: path.symlink_to("nowhere.yml"),
        "This link leads to no file, or the file has just gone. Remove the link, or mend it.",
    ),
    "a link to itself": (
        lambda path: path.symlink_to(path.name),
        "This link leads back to itself. Remove the link, or mend it.",
    ),
}


@pytest.mark.parametrize("name", ["actors.yml", "events.yml", "sources.yml"])
@pytest.mark.parametrize("what", IN_ITS_PLACE)
def test_what_is_no_file_in_a_registrys_place_is_told(tmp_path, name, what):
    put, told = IN_ITS_PLACE[what]
    put(tmp_path / name)
    with pytest.raises(RegistryError) as raised:
        read_registry(tmp_path)
    assert str(raised.value) == f"{name}: {told}"


def test_a_registry_that_may_not_be_read_is_told(tmp_path, monkeypatch):
    """Whoever runs the tests may read everything, so the system is made to refuse."""
    (tmp_path / "actors.yml").write_text("[]")

    def refuse(*_):
        raise PermissionError(EACCES, "Permission denied")

    monkeypatch.setattr("briefing.folder.os.open", refuse)
    with pytest.raises(RegistryError, match=r"actors\.yml: The file cannot be read \(Permission denied\)\. Give the"):
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
