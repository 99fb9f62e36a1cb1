"""How is a YAML text read? By PyYAML's parser, which takes 10 ms to load: import this where a text is to be read."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from briefing.yamltree import Listing, Mapping, Scalar, Tree, YamlError

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml's events come 30 times as fast; not every wheel has it
DEEPEST = 12  # levels; our files need five. PyYAML's own composer crashes the process at some ten thousand
# What breaks lines in YAML 1.1, no longer does in 1.2 (§ 5.4), and does in no editor: lines would be counted wrongly.
_NO_BREAKS = str.maketrans("\x85\u2028\u2029", "   ")
_NULL = frozenset({"", "~", "null", "Null", "NULL"})


def read_yaml(text: str) -> Tree | None:
    """Return what `text` says; None if it says nothing. Raises YamlError; linear in the length of `text`."""
    text = text.translate(_NO_BREAKS)
    try:
        return _read_stream(yaml.parse(text, Loader=Loader))
    except yaml.MarkedYAMLError as error:
        marks = [mark.line + 1 for mark in (error.problem_mark, error.context_mark) if mark is not None]
        line = min([*marks[:1], text.count("\n") + 1])
        what = f"This is not YAML: {error.problem or error.context}."
        remedy = "Check colons, quotes and indentation; put a text that holds “: ” in quotes."
        raise YamlError(what, line, remedy, refused=False) from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise YamlError("This holds a control character, which YAML forbids.", line, "Remove it.") from error


def _read_stream(events: Iterator[yaml.Event]) -> Tree | None:
    tree: Tree | None = None
    documents = 0
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise YamlError("A second YAML document begins here.", _line(event), "Keep one list in one file.")
        elif isinstance(event, yaml.NodeEvent):
            tree = _read_node(event, events, 0)
    return None if tree == Scalar("", getattr(tree, "line", 0)) else tree


def _read_node(event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Tree:
    line = _line(event)
    if isinstance(event, yaml.AliasEvent):
        raise YamlError(
            f"The alias *{event.anchor} is not allowed.",
            line,
            "Write the value out; put one that begins with a star in quotes.",
        )
    tag = getattr(event, "tag", None)
    if tag not in (None, "!"):
        raise YamlError(f"The YAML tag {tag} is not allowed.", line, "Write the plain value.")
    if isinstance(event, yaml.ScalarEvent):
        plain = event.style in (None, "")
        return Scalar("" if plain and event.value in _NULL else event.value.strip(), line)
    if depth >= DEEPEST:
        raise YamlError("This is nested too deep.", line, f"At most {DEEPEST} levels are read.")
    if isinstance(event, yaml.SequenceStartEvent):
        items = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            items.append(_read_node(event, events, depth + 1))
        return Listing(tuple(items), line)
    pairs = []
    while not isinstance(event := next(events), yaml.MappingEndEvent):
        key = _read_node(event, events, depth + 1)
        if not isinstance(key, Scalar):
            raise YamlError("A key has to be a word.", key.line, "Put the part before the colon in quotes.")
        pairs.append((key, _read_node(next(events), events, depth + 1)))
    return Mapping(tuple(pairs), line)


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark is not None else 1
