"""Whatever comes from outside: every parser is held to what `tests/fuzzing/targets/` says of it, on any input.

`make fuzz` searches the same targets for hours. Here hypothesis tries some dozens of inputs for each, made of what the
rules look for, of real inputs that were changed, and of anything.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from random import Random
from types import CodeType, FrameType

import pytest
from fuzzing import find_seeds, list_targets, load_target
from fuzzing.mutating import mutate
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

PROJECT = Path(__file__).parent.parent
TARGETS = list_targets()
SHORTEST = 600  # bytes of an input that is tried here
DEARER = {
    "adding": 8,
    "analysis": 8,
    "escaping": 10,
    "fetched_pages": 8,
    "verbatim": 10,
    "templates": 10,
}  # examples, where each is dear
EXAMPLES = 30


@pytest.mark.parametrize("name", TARGETS)
def test_any_input_is_held_to_what_is_said_of_it(name: str) -> None:
    target = load_target(name)
    short = sorted(find_seeds(target), key=lambda seed: (len(seed), seed))[:40]
    made = st.lists(st.sampled_from(target.PIECES) | st.binary(max_size=8), max_size=30).map(b"".join)
    changed = st.builds(
        lambda seed, number: mutate(seed, SHORTEST, Random(number), target.PIECES, short),
        st.sampled_from(short),
        st.integers(0, 2**32),
    )

    @settings(max_examples=DEARER.get(name, EXAMPLES), deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(made.map(lambda data: data[:SHORTEST]) | changed)
    def hold(data: bytes) -> None:
        target.check(data)

    hold()


@pytest.mark.parametrize("name", TARGETS)
def test_what_is_written_down_as_input_is_sound_and_reaches_every_parser_named(name: str) -> None:
    """A target whose inputs were all refused at the door would find nothing."""
    target = load_target(name)
    wanted = {_code_of(parser): parser for parser in target.PARSES}
    reached: set[CodeType] = set()

    def note(frame: FrameType, event: str, _: object) -> None:
        if event == "call":
            reached.add(frame.f_code)

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        for seed in sorted(target.seeds(), key=len)[:60]:
            target.check(seed)
    finally:
        sys.setprofile(before)
    assert not [parser for code, parser in wanted.items() if code not in reached]


def _code_of(parser: str) -> CodeType:
    """The code of a function that is named with its module, and its class if it is a method."""
    module, _, name = parser.rpartition(".")
    try:
        found = getattr(import_module(module), name)
    except ModuleNotFoundError:
        module, _, class_ = module.rpartition(".")
        found = getattr(getattr(import_module(module), class_), name)
    found = getattr(found, "__wrapped__", found)
    code = found.__code__
    assert isinstance(code, CodeType)
    return code


# -- none is forgotten ------------------------------------------------------------------------------------------------

# What a module imports or calls that makes sense of bytes or of a notation.
LIBRARIES = frozenset(
    "csv email.message email.parser gzip json lxml lzma mailbox markdown marshal nh3 PIL pyromark struct trafilatura "
    "yaml zipfile".split()
)
CALLS = frozenset(
    "decode frombytes from_bytes getaddresses literal_eval loads message_from_bytes message_from_string parse_qs "
    "parsedate_to_datetime read_yaml unescape urlsplit validate_email".split()
)
# Modules with such signs that no target names, and what holds them instead.
NOT_FED = {
    "what the archive says of the folder that it describes, and what is written down of a release": (
        "opening publishing releases.place releases.withdrawing"
    ),
    "what the archive holds, which its own checksums vouch for; `archive._decode` is fed": (
        "catalogue.due catalogue.kept catalogue.materials day_desk directory indexing judging naming standings ties"
        " withdrawing"
    ),
    "what analysis found, or what Briefing wrote a moment ago": (
        "analysis.text.language proposing site.exports.citing"
        " site.exports.structured site.pictures.icons site.pictures.typesetting telling mail.readers.pages site.body"
        " mail.message.headers mail.message.signing checking"
    ),
    "names of files that the build before it wrote down": "apart",
    "addresses that were made canonical when they came in": "fetching.queueing",
    "writes alone": "site.pictures.cards",
    "code in the folder of the archive, as trusted as Python's own, behind a digest": "templating",
    "the index that Pagefind makes of our own pages": "reproducing searching",
    "the outbox's own rows": "mail.delivery.outbox mail.delivery.subscriptions",
    "reads a file and hands it to what is fed": ("folder gathering posting mail.readers.recipients"),
    "a server that misbehaves in test_mail_smtp.py": "mail.delivery.smtp",
}


def _signs(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [each.name for each in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        elif isinstance(node, ast.Call):
            called = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if called in CALLS:
                yield called
            continue
        else:
            continue
        yield from (name for name in names if name in LIBRARIES or name.partition(".")[0] in LIBRARIES)


def _modules_with_signs() -> dict[str, str]:
    folder = PROJECT / "briefing"
    found = {}
    for path in sorted(folder.rglob("*.py")):
        if signs := sorted(set(_signs(path))):
            found[path.relative_to(folder).with_suffix("").as_posix().replace("/", ".")] = ", ".join(signs)
    return found


def test_every_module_that_reads_what_comes_from_outside_is_fed() -> None:
    fed = {parser.removeprefix("briefing.") for name in TARGETS for parser in load_target(name).PARSES}
    excused = {module for modules in NOT_FED.values() for module in modules.split()}
    found = _modules_with_signs()
    forgotten = [
        f"{module} ({signs})"
        for module, signs in found.items()
        if module not in excused and not any(parser.startswith(f"{module}.") for parser in fed)
    ]
    assert not forgotten, "Name them in PARSES of a target in tests/fuzzing/targets, or in NOT_FED with the reason."
    assert not sorted(excused - {*found}), "they read nothing any more"
