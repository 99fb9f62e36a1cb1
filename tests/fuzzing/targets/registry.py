"""Registries: any bytes are values, or problems with file, line and remedy; nothing else is raised."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

import fuzzing
from briefing.errors import RegistryError
from briefing.fetching.subscriptions import LONGEST_DELAY, find_closed, is_address, read_outlets
from briefing.links import slug
from briefing.model import Registry
from briefing.registry import ACTORS, EVENTS, SOURCES, STATES, check_registry, parse_registry, resolve_source
from fuzzing.material import INVALID, ODD, SAMPLE, cases, encode

PARSES = (
    "briefing.registry.check_registry",
    "briefing.registry.parse_registry",
    "briefing.records.read_records",
    "briefing.fetching.subscriptions.find_closed",
    "briefing.fetching.subscriptions.read_outlets",
    "briefing.yamlparser.read_yaml",
)
FILES = (ACTORS, EVENTS, SOURCES, STATES)
FIELDS = (
    "id name kind aliases surname description offices metonyms demonyms shared_demonyms capitals ambiguous "
    "leader_titles lang_names related ids code title of from until phrases former owner lang rights url names capital "
    "capital_names seats feeds text words without sections delay"
).split()
PIECES = (
    *(f"{name}: ".encode() for name in FIELDS),
    *encode(
        "- ", "\n- id: ", "\n  ", "\n    ", "\n", ": ", ", ", "[", "]", "{", "}", "person", "state", "organisation",
        "place", "2025-03-14", "2025-02-30", "full", "link", "-1", "0", "0.5", "nan", "inf", "1e999", "null", "~",
        "no", "true", "&a ", "*a", "<<: ", "!!python/object:os.system ", "!", "|\n", ">\n", "#", "---\n", "...\n",
        "%YAML 1.1\n", "'", '"', "\\", "? ", "[[[[[[[[[[[[[", "{a: {a: {a: ", "norland", "Norland", "Anna Berg",
        "wikidata: Q1", "en: {names: [a]}", "@", "`",
    ),
    *ODD,
    *INVALID,
)  # fmt: skip
_LINE_END = re.compile("\r\n|[\r\n\x85\u2028\u2029]")  # as YAML 1.1 counts lines
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


def seeds() -> Iterator[bytes]:
    for number, name in enumerate(FILES):
        path = SAMPLE / name
        if path.is_file():
            raw = path.read_bytes()
            yield bytes((number,)) + raw[:3000]
        yield bytes((number,)) + b"- id: norland\n  name: Norland\n  kind: state\n  aliases: [Nor, 'The North']\n"
        for case in cases("registry"):
            yield bytes((number,)) + case
    yield (
        b"\0- {id: a, name: A, kind: person, offices: [{title: Mayor, of: b, from: 2024-01-01}]}\n"
        b"- {id: b, name: B, kind: state}"
    )
    yield (
        b"\1- {id: a, title: A, phrases: [one, {two words: 2}, {three: -1.5}], former: [b], from: 2024-01-01,"
        b" until: 2025-01-01}"
    )
    yield b"\2- {id: a, name: A, owner: B, kind: agency, rights: link, url: 'https://a.example', aliases: [a.example]}"
    yield (
        b"\2- {id: a, name: A, feeds: ['https://a.example/feed'], text: page, words: [b], without: c, sections: [d],"
        b" delay: 2.5}\n- {id: b, name: B, feeds: 'http://b.example:8080/x?y=1'}"
    )
    yield b"\3- {id: a, name: A, code: AA, capital: [C], lang_names: {de: {names: [X], demonyms: [Y], capital: [Z]}}}"


def check(data: bytes) -> None:
    (number,), raw = fuzzing.take(data, 1)
    name = FILES[number % len(FILES)]
    registry, problems = check_registry({name: raw})
    lines = len(_LINE_END.split(raw.decode("utf-8", "replace")))
    for problem in problems:
        assert 1 <= problem.line <= lines, problem
        assert problem.path == name and problem.what and problem.remedy, problem
    try:
        assert parse_registry({name: raw}) == registry
        assert not problems
    except RegistryError as error:
        assert problems
        assert str(error)
        return
    assert msgspec.json.decode(msgspec.json.encode(registry), type=Registry) == registry
    for group in (registry.actors, registry.events, registry.sources):
        ids = [each.id for each in group]
        assert ids == sorted(set(ids))
        assert all(id_ and slug(id_) == id_ for id_ in ids)
    for words in _texts(msgspec.to_builtins(registry)):
        assert not _CONTROL.search(words), repr(words)
    for event in registry.events:
        assert all(weight and abs(weight) < float("inf") for _, weight in event.phrases)
        assert not (event.since and event.until and event.since > event.until)
    for source in registry.sources:
        assert resolve_source(source.id, "", registry)[0]
    if name == SOURCES:
        for outlet in read_outlets(raw):
            assert outlet.id in {source.id for source in registry.sources}
            assert outlet.feeds and all(map(is_address, outlet.feeds))
            assert 0 <= outlet.delay <= LONGEST_DELAY and 1 <= outlet.line <= lines
            assert not _CONTROL.search("".join(_texts(msgspec.to_builtins(outlet))))
        for note in find_closed(raw, frozenset()):
            assert 1 <= note.line <= lines and note.path == name and not _CONTROL.search(note.what), note


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _texts(each)
