"""Which actors, events and sources are configured? The bytes of four files in, one `Registry` out.

A wrong registry stops the build at once, and every problem of every file is told in one message with its line.
"""

from __future__ import annotations

import math
import os
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Literal, TypeVar, cast, get_args
from unicodedata import normalize
from urllib.parse import urlsplit

from msgspec.structs import replace

from briefing.errors import RegistryError
from briefing.folder import take_file
from briefing.links import slug
from briefing.model import Actor, ActorKind, EventRule, Note, Office, Registry, Rights, Source
from briefing.records import Record, nearest, read_records
from briefing.yamltree import Scalar, Tree

MOST_BYTES = 10_000_000  # of one file: 30,000 actors, which take ten seconds to be read and are then kept as they are
MOST_NEAR = 5_000  # ids among which a slip is looked for, at each of a hundred problems: 0.1 s
ACTORS, EVENTS, SOURCES = "actors.yml", "events.yml", "sources.yml"  # the editor's, in the content folder
STATES = "states.yml"  # ours
_STATES_PATH = Path(__file__).parent / "data" / STATES

_ACTOR = (
    "id name kind aliases surname description offices metonyms demonyms shared_demonyms capitals ambiguous "
    "leader_titles lang_names related ids code"
).split()
_STATE = (
    "id name code names demonyms shared_demonyms capital capital_names seats ambiguous leader_titles lang_names".split()
)
_OFFICE = "title of from until aliases".split()
_EVENT = "id title description phrases from until former".split()
_SOURCE = "id name aliases owner kind lang rights url feeds text words without sections delay".split()
_FETCHED = _SOURCE[_SOURCE.index("feeds") :]  # what decides nothing but how it is fetched (`fetching.subscriptions`)
_IN_LANGUAGE = "names demonyms capital".split()
T = TypeVar("T")
_KINDS: tuple[str, ...] = get_args(ActorKind)
_RIGHTS: tuple[str, ...] = get_args(Rights)


def read_registry(content_folder: Path, *, states: bool = True) -> Registry:
    """Return what the three files of `content_folder` say (each may be missing), merged into the states of the world.

    Raises RegistryError.
    """
    return parse_registry(read_files(content_folder, states=states))


def read_files(content_folder: Path, *, states: bool = True) -> dict[str, bytes]:
    """Return the bytes that `parse_registry` needs, by file name. Raises RegistryError if one cannot be read."""
    found: dict[str, bytes] = {STATES: _STATES_PATH.read_bytes()} if states else {}
    root = os.path.realpath(content_folder)
    _refuse_misnamed(root)
    for name in (ACTORS, EVENTS, SOURCES):
        path = content_folder / name
        if not os.path.realpath(path).startswith(f"{root}{os.sep}"):
            what = "This link leads out of the content folder and is not followed."
            raise RegistryError(what, remedy="Put a copy of the file in its place.", path=name)
        if _is_missing(path):
            continue
        file = take_file(str(content_folder), name, MOST_BYTES)
        if file.problem is not None:
            raise RegistryError(file.problem.what, remedy=file.problem.remedy, path=name)
        found[name] = file.raw
    return found


def _refuse_misnamed(folder: str) -> None:
    """Raise RegistryError where a file is named almost as one of the three: nobody reads it, or some systems do."""
    try:
        names = os.listdir(folder)
    except OSError:  # whoever looks for articles says so
        return
    for name in sorted(name for name in names if name.lower().endswith((".yml", ".yaml"))):
        meant = name.lower().replace(".yaml", ".yml")
        if name != meant and meant in (ACTORS, EVENTS, SOURCES):
            what = f"A file of this name is not read: its name has to be {meant}."
            raise RegistryError(what, remedy="Rename it, or move it out of the content folder.", path=name)


def _is_missing(path: Path) -> bool:
    """Whether nothing of that name is there: a link to nothing is something, and is told."""
    try:
        path.lstat()
    except OSError as error:
        return isinstance(error, FileNotFoundError)
    return False


def parse_registry(files: Mapping[str, bytes]) -> Registry:
    """Return the registry that the files hold: actors.yml, events.yml, sources.yml, states.yml, each if it is there.

    A pure function of their bytes. Raises RegistryError, whose message holds every problem with file and line.
    """
    registry, problems = check_registry(files)
    if not problems:
        return registry
    if len(problems) == 1:
        only = problems[0]
        raise RegistryError(only.what, remedy=only.remedy, path=only.path, line=only.line)
    lines = [f"{note.path}:{note.line}: {note.what} {note.remedy}" for note in problems]
    raise RegistryError("\n".join([f"The registry has {len(problems)} problems.", *lines]))


def check_registry(files: Mapping[str, bytes]) -> tuple[Registry, tuple[Note, ...]]:
    """As `parse_registry`, but return the problems, in order of file and line, beside what could be read."""
    problems: list[Note] = []
    states: tuple[Actor, ...] = ()
    if STATES in files:
        states, wrong = _read_states(files[STATES])
        problems += wrong
    actors = _read_actors(files.get(ACTORS, b""), states, problems)
    events = _read_events(files.get(EVENTS, b""), problems)
    sources = _read_sources(files.get(SOURCES, b""), problems)
    problems.sort(key=lambda note: (note.path, note.line))
    return Registry(actors, events, sources), tuple(problems)


# -- actors -----------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=2)
def _read_states(raw: bytes) -> tuple[tuple[Actor, ...], tuple[Note, ...]]:
    problems: list[Note] = []
    found: dict[str, Actor] = {}
    for record in read_records(STATES, raw, _STATE, "a state", problems):
        id_ = record.need_slug("id", "state")
        _refuse_twice(record, id_, found)
        lang_names, capitals = _in_languages(record)
        found[id_] = Actor(
            id=id_,
            name=record.need("name", "state"),
            kind="state",
            aliases=record.texts("names"),
            demonyms=record.texts("demonyms"),
            shared_demonyms=record.texts("shared_demonyms"),
            capitals=_unite(record.texts("capital"), record.texts("capital_names"), capitals),
            metonyms=record.texts("seats"),
            ambiguous=record.texts("ambiguous"),
            leader_titles=record.texts("leader_titles"),
            lang_names=lang_names,
            code=record.text("code"),
            shipped=True,
        )
    return tuple(found[id_] for id_ in sorted(found)), tuple(problems)


def _read_actors(raw: bytes, states: Iterable[Actor], problems: list[Note]) -> tuple[Actor, ...]:
    found = {state.id: state for state in states}
    records: dict[str, Record] = {}
    for record in read_records(ACTORS, raw, _ACTOR, "an actor", problems):
        id_ = record.need_slug("id", "actor", "name")
        _refuse_twice(record, id_, records)
        records.setdefault(id_, record)
        known = found.get(id_)
        actor = _read_actor(record, id_, known)
        found[id_] = _extend(known, actor) if known and known.shipped else actor
    for id_, record in records.items():
        for office, office_record in zip(found[id_].offices, record.records("offices", _OFFICE, ""), strict=False):
            if office.of and office.of not in found:
                _refuse_unknown(office_record, "of", office.of, found)
        for other in found[id_].related:
            if other not in found:
                _refuse_unknown(record, "related", other, found)
    return tuple(found[id_] for id_ in sorted(found))


def _read_actor(record: Record, id_: str, known: Actor | None) -> Actor:
    extends = known is not None and known.shipped
    if not extends:
        record.need("name", "actor")
        record.need("kind", "actor")
    lang_names, capitals = _in_languages(record)
    return Actor(
        id=id_,
        name=record.text("name"),
        kind=cast(ActorKind, record.choice("kind", _KINDS) or ("state" if extends else "person")),
        aliases=record.texts("aliases"),
        surname=record.text("surname"),
        description=record.text("description"),
        offices=tuple(_read_office(office) for office in record.records("offices", _OFFICE, "an office")),
        demonyms=record.texts("demonyms"),
        shared_demonyms=record.texts("shared_demonyms"),
        capitals=_unite(record.texts("capitals"), capitals),
        metonyms=record.texts("metonyms"),
        ambiguous=record.texts("ambiguous"),
        leader_titles=record.texts("leader_titles"),
        lang_names=lang_names,
        related=record.texts("related"),
        ids=tuple(
            sorted((record.words("ids", key), _scalar(record, "ids", value)) for key, value in record.pairs("ids"))
        ),
        code=record.text("code"),
    )


def _read_office(record: Record) -> Office:
    since, until = record.days()
    return Office(record.need("title", "office"), record.text("of"), since, until, record.texts("aliases"))


def _in_languages(record: Record) -> tuple[tuple[tuple[str, tuple[str, ...]], ...], tuple[str, ...]]:
    """(language, names and demonyms in it) of each language, and the capital's names in them."""
    found: dict[str, tuple[str, ...]] = {}
    capitals: tuple[str, ...] = ()
    for lang, part in record.parts("lang_names", _IN_LANGUAGE, "the names in a language"):
        found[lang] = _unite(part.texts("names"), part.texts("demonyms"))
        capitals = _unite(capitals, part.texts("capital"))
    return tuple(sorted(found.items())), capitals


def _extend(state: Actor, own: Actor) -> Actor:
    """A shipped state with what the editor says of it: lists are united, single values replaced."""
    changes: dict[str, object] = {"shipped": False}
    for name in Actor.__struct_fields__:
        ours, theirs = getattr(state, name), getattr(own, name)
        if name in ("lang_names", "ids"):
            merged = dict(ours)
            for key, value in theirs:
                merged[key] = _unite(merged.get(key, ()), value) if isinstance(value, tuple) else value
            changes[name] = tuple(sorted(merged.items()))
        elif isinstance(ours, tuple):
            changes[name] = _unite(ours, theirs)
        elif isinstance(theirs, str) and theirs:
            changes[name] = theirs
    if own.name and own.name != state.name:  # texts go on using the usual name
        changes["aliases"] = _unite((state.name,), state.aliases, own.aliases)
    return replace(state, **changes)


def _unite(*lists: tuple[T, ...]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(item for one in lists for item in one))


# -- events and sources -----------------------------------------------------------------------------------------------


def _read_events(raw: bytes, problems: list[Note]) -> tuple[EventRule, ...]:
    found: dict[str, EventRule] = {}
    records: dict[str, Record] = {}
    for record in read_records(EVENTS, raw, _EVENT, "an event", problems):
        id_ = record.need_slug("id", "event", "title")
        _refuse_twice(record, id_, records)
        records.setdefault(id_, record)
        since, until = record.days()
        found[id_] = EventRule(
            id=id_,
            title=record.need("title", "event"),
            description=record.text("description"),
            phrases=_read_phrases(record),
            since=since,
            until=until,
            former=record.slugs("former"),
        )
    owners: dict[str, str] = {}
    for id_, record in records.items():
        for former in found[id_].former:
            if former in found:
                what = f"The former id “{former}” is the id of an event."
                record.wrong("former", what, "Remove it, or give that event another id.")
            elif owners.setdefault(former, id_) != id_:
                what = f"“{former}” is a former id of {owners[former]} as well."
                record.wrong("former", what, "Leave it with the event to which the old address should lead.")
    return tuple(found[id_] for id_ in sorted(found))


def _read_phrases(record: Record) -> tuple[tuple[str, float], ...]:
    """Phrases in the file's order, with their weights; 1 where none is given."""
    found: dict[str, tuple[str, float]] = {}
    for key, value in record.pairs("phrases"):
        words = record.words("phrases", key)
        written = _scalar(record, "phrases", value)
        try:
            weight = float(written) if written else 1.0
        except ValueError:
            weight = math.nan
        if not math.isfinite(weight) or weight == 0:
            what = f"The weight “{written[:40]}” of “{words[:60]}” is not a number other than 0."
            record.file.wrong(value.line, what, "Write 2, 0.5 or -1, say; a negative one speaks against the event.")
            continue
        if not words:
            if not key.value.strip():  # else what is wrong with it was told
                record.file.wrong(key.line, "A phrase is empty.", "Remove it.")
        elif words.casefold() in found:
            record.file.wrong(key.line, f"The phrase “{words[:60]}” stands here twice.", "Keep one of them.")
        else:
            found[words.casefold()] = (words, weight)
    return tuple(found.values())


def _read_sources(raw: bytes, problems: list[Note]) -> tuple[Source, ...]:
    found: dict[str, Source] = {}
    called: dict[str, str] = {}
    asked: dict[str, str] = {}
    for record in read_records(SOURCES, raw, _SOURCE, "a source", problems):
        id_ = record.need_slug("id", "source", "name")
        _refuse_twice(record, id_, found)
        source = Source(
            id=id_,
            name=record.need("name", "source"),
            aliases=record.texts("aliases"),
            owner=record.text("owner"),
            kind=record.text("kind"),
            lang=record.text("lang").lower(),
            rights=cast("Rights | Literal['']", record.choice("rights", _RIGHTS)),
            url=record.text("url"),
        )
        if source.lang and not _is_language(source.lang):
            record.wrong("lang", f"“{source.lang}” is no language code.", "Write two letters, as en, fr or uk.")
        if source.url and not _domain(source.url):
            record.wrong("url", f"“{source.url}” is no web address.", "Write it with https:// in front.")
        for name in _unite((source.name,), source.aliases):
            if (other := called.setdefault(name.casefold(), id_)) != id_:
                record.wrong("aliases", f"“{name}” is a name of {other} as well.", "Leave it with one of them.")
        if any(field in record for field in _FETCHED):
            from briefing.fetching.subscriptions import read_outlet  # noqa: PLC0415 - where there is something to tell

            read_outlet(record, id_, asked)
        found.setdefault(id_, source)
    return tuple(found[id_] for id_ in sorted(found))


def _is_language(code: str) -> bool:
    """Whether ISO 639-1 has it, going by the names of languages in the CLDR: UA is a country, whose language is UK."""
    if not (len(code) == 2 and code.isascii() and code.isalpha()):
        return False
    from briefing.wording import speak  # noqa: PLC0415 - loads Babel, which is asked where a file has changed

    return speak("en").language_name(code) != code


# -- what several kinds share -----------------------------------------------------------------------------------------


def _refuse_twice(record: Record, id_: str, found: Mapping[str, object]) -> None:
    if id_ and id_ in found:
        first = found[id_]
        place = f"The first is in line {first.line}." if isinstance(first, Record) else "Rename one of them."
        record.wrong("id", f"The id “{id_}” stands here a second time.", place)


def _refuse_unknown(record: Record, key: str, id_: str, known: Collection[str]) -> None:
    if record.file.is_full:
        return
    near = nearest(id_, known) if len(known) <= MOST_NEAR else ""
    remedy = f"Did you mean {near}?" if near else "Add that actor, or remove the word."
    record.wrong(key, f"There is no actor “{id_}”.", remedy)


def _scalar(record: Record, key: str, value: Tree) -> str:
    if isinstance(value, Scalar):
        return record.words(key, value)
    record.file.wrong(value.line, "A single value has to stand here.", "Write one word or number after the colon.")
    return ""


# -- what others ask of a registry ------------------------------------------------------------------------------------


def resolve_source(name: str, url: str, registry: Registry) -> tuple[str, str, Rights | Literal[""]]:
    """Return (id, name, rights) of the source that an article names, or that its address belongs to.

    A source that the registry does not know has the slug of its name; one that nobody names is empty, as are rights
    that are nowhere given.
    """
    called = normalize("NFC", " ".join(name.split())).casefold()  # as `records` has the names
    if called:
        for source in registry.sources:
            if called == source.id or any(called == known.casefold() for known in (source.name, *source.aliases)):
                return source.id, source.name, source.rights
    domain = _domain(url)
    while "." in domain:
        for source in registry.sources:
            if domain == _domain(source.url) or any(domain == alias.casefold() for alias in source.aliases):
                return source.id, source.name, source.rights
        domain = domain.partition(".")[2]
    return (slug(name), " ".join(name.split()), "") if called else ("", "", "")


def _domain(url: str) -> str:
    try:
        parts = urlsplit(url)
        # What stands before an @ is a user's name, which may look like another host.
        host = (parts.hostname or "") if parts.scheme in ("http", "https") and "@" not in parts.netloc else ""
    except ValueError:
        return ""
    return host.removeprefix("www.")
