"""YAML: what is read is what PyYAML composes of it, and what is called broken PyYAML calls so as well."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from briefing.yamlparser import DEEPEST, Loader, read_yaml
from briefing.yamltree import Listing, Mapping, Scalar, Tree, YamlError
from fuzzing.material import ODD, SAMPLE, encode
from fuzzing.targets.registry import PIECES as REGISTRY

PARSES = ("briefing.yamlparser.read_yaml",)
PIECES = (
    *REGISTRY,
    *encode("- - ", "? a\n: b\n", "'it''s'", '"\\u00e9\\x00\\n"', "|+\n a\n\n", ">-\n a\n b\n", "!!str 1"),
    *ODD,
)
NULL = {"", "~", "null", "Null", "NULL"}


def seeds() -> Iterator[bytes]:
    for path in sorted(SAMPLE.glob("*.yml")):
        yield path.read_bytes()[:3000]
    yield from encode(
        "a: b\nc: [d, e, {f: g}]\n",
        "- a\n- b: c\n  d: |\n    e\n    f\n",
        "'a': \"b\\n\"\n? c\n: d\n",
        "--- a\n",
        "~",
        "# c\n",
    )


def check(data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    lines = text.count("\n") + text.count("\r") + 2
    try:
        tree = read_yaml(text)
    except YamlError as error:
        assert error.what and error.remedy and 1 <= error.line <= lines, error
        if not error.refused:
            try:
                _compose(text)
            except yaml.YAMLError:
                return
            raise AssertionError("PyYAML reads what is called broken") from error
        return
    try:
        node = _compose(text)
    except yaml.composer.ComposerError as error:
        assert "duplicate anchor" in str(error), error  # YAML 1.2 allows it, and without aliases it means nothing
        return
    if tree is None:
        assert node is None or (isinstance(node, yaml.ScalarNode) and _plain(node) == "")
    else:
        _compare(tree, node, lines, 0)


def _compose(text: str) -> yaml.Node | None:
    for no_break in "\x85\u2028\u2029":  # in YAML 1.2; PyYAML reads 1.1
        text = text.replace(no_break, " ")
    return yaml.compose(text, Loader=Loader)  # type: ignore[no-any-return]


def _plain(node: yaml.ScalarNode) -> str:
    return "" if node.style in (None, "") and node.value in NULL else node.value.strip()


def _compare(tree: Tree, node: yaml.Node | None, lines: int, depth: int) -> None:
    assert depth <= DEEPEST
    assert node is not None
    assert 1 <= tree.line == node.start_mark.line + 1 <= lines
    if isinstance(tree, Scalar):
        assert isinstance(node, yaml.ScalarNode)
        assert tree.value == _plain(node)
    elif isinstance(tree, Listing):
        assert isinstance(node, yaml.SequenceNode)
        assert len(tree.items) == len(node.value)
        for item, each in zip(tree.items, node.value, strict=True):
            _compare(item, each, lines, depth + 1)
    else:
        assert isinstance(tree, Mapping)
        assert isinstance(node, yaml.MappingNode)
        assert len(tree.pairs) == len(node.value)
        for (key, value), (its_key, its_value) in zip(tree.pairs, node.value, strict=True):
            _compare(key, its_key, lines, depth + 1)
            _compare(value, its_value, lines, depth + 1)
