"""Which articles does a build benchmark build? Generated ones, or those of somebody's content folder.

Both hold back their newest articles, which are then the ones that come in while it is measured.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml

from benchmarks import corpus
from briefing.frontmatter import split_front_matter

REGISTRIES = ("actors.yml", "events.yml", "sources.yml")
FIELDS = ("title", "date", "source", "category")


@dataclass(frozen=True, slots=True)
class Piece:
    """An article: its file as Briefing reads it, and the values that other programs' front matter is made of."""

    path: str  # below content/
    text: str
    title: str = ""
    day: str = ""  # 2024-01-31; empty where no date was understood
    time: str = "00:00"
    source: str = ""
    section: str = ""
    persons: tuple[str, ...] = ()  # those of actors.yml whom it names
    body: str = ""

    @property
    def told(self) -> bool:
        """Whether other programs can be given it."""
        return bool(self.title and self.day and self.body.strip() and self.path.endswith(".md"))


@dataclass(frozen=True, slots=True)
class Folder:
    """The articles of one run."""

    name: str  # for the figures: what is measured
    articles: int  # that are there at first
    piece: Callable[[int], Piece]  # by number; from `articles` on those that come in later
    registries: Mapping[str, str]  # by name; actors.yml as YAML writes it, so that an entry can be changed
    alias: Callable[[int], tuple[str, str]]  # for each turn: the id of an actor, and a name to be given to them
    day: str  # the build day
    copied: Callable[[int], bool] = lambda _: False  # whether an article is a copy, and so shown with what it copies

    def __iter__(self) -> Iterator[Piece]:
        return map(self.piece, range(self.articles))


def generate(articles: int, seed: int = 1) -> Folder:
    """Generated articles, `benchmarks.corpus`. The aliases are names that articles use, of persons not registered."""
    with TemporaryDirectory() as name:
        corpus.write_registries(Path(name))
        registries = {each: (Path(name) / each).read_text(encoding="utf-8") for each in REGISTRIES}
    registered = _any_of(corpus.PEOPLE[: corpus.REGISTERED])

    def piece(number: int) -> Piece:
        made = corpus.compose(number, seed)
        text = corpus.front_matter(made) + made.body + "\n"
        path = corpus.path_of(made)
        persons = _find_persons(made.body, registered)
        return Piece(path, text, made.title, made.day, made.time, made.outlet, made.section, persons, made.body)

    def alias(turn: int) -> tuple[str, str]:
        # Persons of whom neither the most nor the fewest articles tell.
        place = 40 + turn % 100
        person = corpus.PEOPLE[place].lower().replace(" ", "-")
        return person, corpus.PEOPLE[corpus.REGISTERED + place]

    day = max("2030-01-01", corpus.last_day(articles * 2))
    return Folder("generated", articles, piece, _normalised(registries), alias, day, corpus.is_copy)


def read_folder(content: Path, articles: int, held_back: int) -> Folder:
    """The first so many articles below `content` (*.md), by date and path; 0: all but the newest, held back."""
    if (found := sum(1 for _ in content.rglob("*.md"))) <= held_back:
        raise SystemExit(f"{content} holds {found} articles (*.md); that is too few.")
    count = min(articles or found, found - held_back)
    registries = {
        name: (content / name).read_text(encoding="utf-8") for name in REGISTRIES if (content / name).is_file()
    }
    actors = yaml.safe_load(registries.get("actors.yml", "")) or []
    persons = [actor for actor in actors if actor.get("kind") == "person" and " " in str(actor.get("name", ""))]
    named = _any_of([str(person["name"]) for person in persons])
    pieces = sorted((_read(path, content, named) for path in content.rglob("*.md")), key=_order)

    def alias(turn: int) -> tuple[str, str]:
        if not persons:
            return "", ""
        person = persons[(len(persons) // 2 + turn) % len(persons)]
        first, last = str(person["name"]).split(" ", 1)
        return person["id"], f"{first[0]}. {last} {'I' * (turn // len(persons))}".strip()

    name = content.resolve().parent.name
    return Folder(name, count, pieces.__getitem__, _normalised(registries), alias, "2100-01-01")


def _order(piece: Piece) -> tuple[str, str, str]:
    return piece.day, piece.time, piece.path


def _any_of(names: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(rf"\b{re.escape(name)}\b" for name in names) or "(?!)")


def _find_persons(body: str, names: re.Pattern[str]) -> tuple[str, ...]:
    return tuple(sorted(set(names.findall(body))))


def _read(path: Path, content: Path, names: re.Pattern[str]) -> Piece:
    text = path.read_text(encoding="utf-8", errors="replace")
    front = split_front_matter(text, lambda key: key in FIELDS)
    found = {field.key: " ".join(field.values) for field in front.fields if field.key in FIELDS}
    day, _, time = found.get("date", "").replace("T", " ").partition(" ")
    if len(day) != 10 or not day.replace("-", "").isdigit():
        day = ""
    time = time[:5] if len(time) >= 5 and time[2] == ":" else "00:00"
    name = path.relative_to(content).as_posix()
    section, persons = found.get("category", ""), _find_persons(front.body, names)
    return Piece(name, text, found.get("title", ""), day, time, found.get("source", ""), section, persons, front.body)


def _normalised(registries: dict[str, str]) -> dict[str, str]:
    """With actors.yml as `add_alias` writes it: else the first change of one entry would move all the others."""
    if "actors.yml" in registries:
        actors = yaml.safe_load(registries["actors.yml"])
        registries["actors.yml"] = yaml.safe_dump(actors, sort_keys=False, allow_unicode=True)
    return registries


def add_alias(actors: str, actor: str, alias: str) -> str:
    """The text of actors.yml with one more alias in one entry."""
    entries = yaml.safe_load(actors)
    for entry in entries:
        if entry["id"] == actor:
            entry["aliases"] = [*(entry.get("aliases") or ()), alias]
    return str(yaml.safe_dump(entries, sort_keys=False, allow_unicode=True))
