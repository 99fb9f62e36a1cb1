"""What may happen to a site between two builds? Everything that editors, git and accidents do, drawn by lot.

The same seed gives the same edits on the same folder. Each edit says in words what it did, for whoever has to find out
why two builds differ.
"""

from __future__ import annotations

import random
import shutil
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from benchmarks import accidents, corpus
from benchmarks.folders import add_alias
from briefing.settings import theme_folder

SEVERAL = 0.3  # of the builds follow more than one edit,
MOST = 8  # at most so many
SETTINGS: tuple[tuple[str, tuple[Any, ...]], ...] = (
    ("SITENAME", ("The Morning", "Żółw & Söhne", "Briefing")),
    ("SITEURL", ("", "https://news.example", "https://other.example/desk")),
    ("TIMEZONE", ("UTC", "Asia/Tokyo", "America/New_York")),
    ("DEFAULT_LANG", ("en", "de")),
    ("BRIEFING_ACCENT", ("", "#1d6b3a", "#ffcc00")),
    ("BRIEFING_CUT", ("24:00", "06:00", "18:30")),
    ("BRIEFING_DESCRIPTION", ("", "What the desk reads.")),
    ("BRIEFING_FOOTER", ("", "Published by the desk.")),
    ("BRIEFING_LIST_LENGTH", (5, 12, 60)),
    ("BRIEFING_MAX_BYTES", (3_500, 1_000_000)),
    ("BRIEFING_NAVIGATION", (["front", "events"], ["front", "editions", "events", "actors", "sources", "method"])),
    ("BRIEFING_NOTICE", ("", "A test.")),
    ("BRIEFING_REPORT", ("", "desk@news.example", "https://news.example/mistake?at={place}")),
    ("BRIEFING_SECTIONS", (["coverage", "noted"], ["noted", "corrections", "quiet", "actors", "coverage", "recent"])),
    ("BRIEFING_SUMMARIZER", ("briefing", "lead")),
    ("BRIEFING_WORKERS", (0, 1, 2)),
)
OVERRIDES = (
    ("Pin", "true"),
    ("Exclude", "not news"),
    ("Exclude", "true"),
    ("Events", "+strikes"),
    ("Events", "-strikes, +budget"),
    ("Rights", "passages"),
    ("Rights", "link"),
    ("Rights", "full"),
    ("Summary", "In short, by the desk."),
    ("Lang", "de"),
    ("Date-unknown", "true"),
    ("Author", "Ines Duarte, Jonas Novak"),
    ("Sample", "true"),
    ("Reason", "asked for by the outlet"),
    ("Sumary", "a slip of the pen"),
)
FOLDERS = ("2024-01", "2024-02", "desk", "desk/late", "Żółw", "0")
MARKS = "".join(map(chr, (0x2013, 0xE9, 0x202E, 0x1F600)))  # a dash, an accent, a mark of direction, a face


class Desk:
    """An editor's hands on a project: content/, a copy of the theme, settings, output and archive below one folder."""

    def __init__(self, folder: Path, articles: int, seed: int) -> None:
        """Write `articles` generated articles and all that belongs to them below `folder`, which is to be new."""
        self.folder, self.content, self.theme = folder, folder / "content", folder / "theme"
        self.chance = random.Random(f"{seed} edits")
        self.seed, self.next = seed, articles  # the number of the next generated article
        corpus.write_corpus(self.content, articles, seed)
        shutil.copytree(theme_folder(), self.theme)
        self.last = date.fromisoformat(corpus.last_day(articles))
        self.done: Counter[str] = Counter()
        self.settings: dict[str, Any] = {
            "PATH": str(self.content),
            "THEME": str(self.theme),
            "OUTPUT_PATH": str(folder / "output"),
            "BRIEFING_ARCHIVE": str(folder / ".briefing" / "archive.sqlite3"),
            "BRIEFING_DAY": f"{self.last + timedelta(days=3)}",
            "BRIEFING_LIST_LENGTH": 12,
            "BRIEFING_WORKERS": 0,
            "SITEURL": "https://news.example",
            "TIMEZONE": "UTC",
        }
        self.edits: tuple[tuple[int, Callable[[], str]], ...] = (
            (10, self.change_body),
            (4, self.retitle),
            (4, self.redate),
            (3, self.say_added),
            (7, self.overrule),
            (4, self.change_status),
            (3, self.correct),
            (3, self.change_source),
            (2, self.repeat),
            (9, self.add),
            (5, self.delete),
            (4, self.rename),
            (3, self.move),
            (1, self.swap),
            (3, self.spoil),
            (2, self.change_unseen),
            (1, self.touch_all),
            (2, self.check_out),
            (5, self.change_actors),
            (4, self.change_events),
            (3, self.change_sources),
            (5, self.change_setting),
            (3, self.move_day),
            (4, self.pass_a_day),
            (2, self.change_theme),
            (5, self.damage_output),
            (1, self.lose_some_output),
            (1, self.lose_output),
            (3, self.lose_archive),
            (1, self.age_archive),
            (3, self.lose_beside),
        )
        # After these a build has much to do, so that it can be killed in the middle.
        self.upheavals = (self.change_theme, self.lose_output, self.lose_both, self.change_setting, self.add_many)

    def edit(self, *, built: bool = True) -> list[str]:
        """Do one thing, or several; return what was done. `built`: whether a build has ended since the last.

        An archive that is lost together with anything else takes the output with it, as docs/reference/settings.md
        asks: it alone knows which pages the output holds, so those that an edit takes away would stay.
        """
        count = self.chance.randint(2, MOST) if self.chance.random() < SEVERAL else 1
        weights = [weight for weight, _ in self.edits]
        chosen = [edit for _, edit in self.chance.choices(self.edits, weights, k=count)]
        if self.lose_archive in chosen and not (built and len(chosen) == 1):
            chosen = [edit for edit in chosen if edit != self.lose_archive] + [self.lose_both]
        return [self._do(edit) for edit in chosen]

    def stir(self) -> str:
        """Do something after which most pages have to be written."""
        return self._do(self.chance.choice(self.upheavals))

    def _do(self, edit: Callable[[], str]) -> str:
        said = edit()
        self.done[edit.__name__.replace("_", " ")] += 1
        return said

    # -- articles ------------------------------------------------------------------------------------------------------

    def _pick(self) -> Path:
        files = sorted(path for path in self.content.rglob("*.md") if path.is_file())
        return self.chance.choice(files) if files else self._write(self._compose())

    def _name(self, path: Path) -> str:
        return path.relative_to(self.content).as_posix()

    def _compose(self) -> corpus.Article:
        """A new article; of one of the last days, or of any."""
        self.next += 1
        back = self.chance.choice((0, 0, 0, 1, 2, self.chance.randrange(max((self.last - corpus.FIRST_DAY).days, 1))))
        return corpus.compose(self.next, self.seed, f"{self.last - timedelta(days=back)}")

    def _write(self, article: corpus.Article) -> Path:
        return corpus.write_article(self.content, article)

    def _split(self, path: Path) -> tuple[list[str], list[str]]:
        """The lines of the front matter, and the paragraphs."""
        front, _, body = path.read_text(encoding="utf-8", errors="surrogateescape").partition("\n\n")
        return front.splitlines(), body.rstrip("\n").split("\n\n")

    def _join(self, path: Path, front: list[str], paragraphs: list[str]) -> None:
        text = "\n".join(front) + "\n\n" + "\n\n".join(paragraphs) + "\n"
        path.write_text(text, encoding="utf-8", errors="surrogateescape")

    def _set(self, path: Path, key: str, value: str) -> str:
        """Set a field of an article; "" takes it away."""
        front, paragraphs = self._split(path)
        front = [line for line in front if not line.lower().startswith(f"{key.lower()}:")]
        self._join(path, [*front, f"{key}: {value}"] if value else front, paragraphs)
        return f"{self._name(path)}: {key}: {value or 'taken away'}"

    def _any_day(self) -> date:
        days = (self.last - corpus.FIRST_DAY).days + 4  # some are dated after the build day
        return corpus.FIRST_DAY + timedelta(days=self.chance.randrange(days))

    def change_body(self) -> str:
        path = self._pick()
        front, paragraphs = self._split(path)
        place = self.chance.randrange(len(paragraphs))
        other = corpus.compose(self.chance.randrange(self.next), self.seed).body.split("\n\n")
        how = self.chance.choice(("replaced", "inserted", "deleted", "doubled", "marked"))
        new = {
            "replaced": [self.chance.choice(other)],
            "inserted": [self.chance.choice(other), paragraphs[place]],
            "deleted": [],
            "doubled": [paragraphs[place], paragraphs[place]],
            "marked": [f"{paragraphs[place]} {self.chance.choice(MARKS)} <b>*{self.chance.randrange(99)}*</b>"],
        }[how]
        self._join(path, front, [*paragraphs[:place], *new, *paragraphs[place + 1 :]])
        return f"{self._name(path)}: paragraph {place} {how}"

    def retitle(self) -> str:
        other = corpus.compose(self.chance.randrange(self.next), self.seed).title
        return self._set(self._pick(), "Title", self.chance.choice((other, f"{other} <i>& more</i>", "")))

    def redate(self) -> str:
        day = self._any_day()
        said = self.chance.choice((f"{day}", f"{day} 23:30", f"{day}T04:00+09:00", "", "2024-05"))
        return self._set(self._pick(), "Date", said)

    def say_added(self) -> str:
        return self._set(self._pick(), "Added", self.chance.choice((f"{self._any_day()} 12:00", f"{self.last}", "")))

    def overrule(self) -> str:
        key, value = self.chance.choice(OVERRIDES)
        return self._set(self._pick(), key, value if self.chance.random() < 0.8 else "")

    def change_status(self) -> str:
        return self._set(self._pick(), "Status", self.chance.choice(("withdrawn", "draft", "published", "")))

    def correct(self) -> str:
        path = self._pick()
        self._set(path, "Was", self.chance.choice(("four people", "on Monday")))
        return self._set(path, "Modified", f"{self._any_day()}")

    def change_source(self) -> str:
        names = (*corpus.OUTLETS, *corpus.AGENCIES, "The Unheard Of", "")
        return self._set(self._pick(), "Source", self.chance.choice(names))

    def repeat(self) -> str:
        """An article as another outlet prints it, or one that the editor calls a copy."""
        path = self._pick()
        if self.chance.random() < 0.5:
            return self._set(path, "Duplicate-of", self._name(self._pick()))
        copy = path.with_name(f"copy-{self.chance.randrange(1000)}.md")
        shutil.copyfile(path, copy)
        return f"{self._name(path)} copied. " + self._set(copy, "Source", self.chance.choice(corpus.OUTLETS))

    def add(self) -> str:
        return self._add(self.chance.choice((1, 1, 1, 3)))

    def add_many(self) -> str:
        return self._add(60)

    def _add(self, count: int) -> str:
        paths = [self._write(self._compose()) for _ in range(count)]
        if self.chance.random() < 0.1:
            front, paragraphs = self._split(paths[0])
            head = f"<html><head><title>{front[0][7:]}</title></head><body>"
            text = "".join(f"<p>{paragraph}</p>\n" for paragraph in paragraphs)
            paths[0].with_suffix(".html").write_text(f"{head}{text}</body></html>\n", encoding="utf-8")
        return f"added {', '.join(map(self._name, paths[:3]))}, {count} in all"

    def delete(self) -> str:
        paths = sorted({self._pick() for _ in range(self.chance.choice((1, 1, 2)))})
        for path in paths:
            path.unlink()
        return f"deleted {', '.join(map(self._name, paths))}"

    def rename(self) -> str:
        path = self._pick()
        return self._rename(path, path.with_name(f"{self.chance.choice('azż')}-{self.chance.randrange(10_000)}.md"))

    def move(self) -> str:
        path = self._pick()
        return self._rename(path, self.content / self.chance.choice(FOLDERS) / path.name)

    def _rename(self, old: Path, new: Path) -> str:
        new.parent.mkdir(parents=True, exist_ok=True)
        old.rename(new)
        return f"{self._name(old)} is now {self._name(new)}"

    def swap(self) -> str:
        one, other, aside = self._pick(), self._pick(), self.folder / "aside"
        if one != other:
            one.rename(aside)
            other.rename(one)
            aside.rename(other)
        return f"{self._name(one)} and {self._name(other)} swapped"

    def spoil(self) -> str:
        path = self._pick()
        data = self.chance.choice(
            (b"", b"Title: Broken\n\n\xff\xfe", b"---\ntitle: [\n", b"Title: Long\n\n" + b"a " * 2000)
        )
        path.write_bytes(data)
        return f"{self._name(path)} holds {data[:20]!r}"

    def change_unseen(self) -> str:
        return accidents.change_unseen(self._pick(), self.chance)

    def touch_all(self) -> str:
        return accidents.touch_all(self.content, self.chance)

    def check_out(self) -> str:
        return accidents.check_out(self.content)

    # -- registries ----------------------------------------------------------------------------------------------------

    def _load(self, name: str) -> list[dict[str, Any]]:
        return yaml.safe_load((self.content / name).read_text(encoding="utf-8")) or []

    def _dump(self, name: str, entries: list[dict[str, Any]]) -> None:
        text = yaml.safe_dump(entries, sort_keys=False, allow_unicode=True)
        (self.content / name).write_text(text, encoding="utf-8")

    def change_actors(self) -> str:
        actors = self._load("actors.yml")
        place = self.chance.randrange(len(actors))
        actor, unknown = actors[place], self.chance.choice(corpus.PEOPLE[corpus.REGISTERED :])
        id_ = unknown.lower().replace(" ", "-")
        how = self.chance.choice(("alias", "remove", "add", "describe", "rename", "office", "related", "ambiguous"))
        if how == "add" and all(each["id"] != id_ for each in actors):
            actors.insert(place, {"id": id_, "name": unknown, "kind": "person"})
        elif how == "remove" and len(actors) > 5:
            del actors[place]
            for each in actors:  # nobody may be related to them any more
                each["related"] = [who for who in each.get("related", ()) if who != actor["id"]]
        elif how == "alias":
            self._dump("actors.yml", actors)
            path = self.content / "actors.yml"
            path.write_text(add_alias(path.read_text(encoding="utf-8"), actor["id"], unknown), encoding="utf-8")
            return f"actors.yml: {actor['id']} is called {unknown} as well"
        elif how == "rename":
            actor["name"] = f"{actor['name']} Jr"
        elif how == "office":
            state = self.chance.choice(("norway", "kenya", "japan"))
            actor["offices"] = [{"title": "Prime Minister", "of": state, "from": "2024-01-02"}]
        elif how == "related":
            actor["related"] = [actors[place - 1]["id"]] if actors[place - 1]["id"] != actor["id"] else []
        elif how == "ambiguous":
            actor["ambiguous"] = [actor["name"].split()[-1]]
        else:
            actor["description"] = f"Described {self.chance.randrange(100)} times"
        self._dump("actors.yml", actors)
        return f"actors.yml: {how} {id_ if how == 'add' else actor['id']}"

    def change_events(self) -> str:
        events = self._load("events.yml")
        place = self.chance.randrange(len(events))
        event = events[place]
        how = self.chance.choice(("title", "phrase", "dates", "id", "remove", "add", "order"))
        if how == "title":
            event["title"] = f"{event['title']} {self.chance.randrange(9)}"
        elif how == "phrase":
            event["phrases"][self.chance.choice(("bridge", "harbour", "strike", "verdict"))] = self.chance.choice(
                (-2, 1, 3)
            )
        elif how == "dates":
            event["from"] = f"{self._any_day()}"
            event.pop("until", None)
        elif how == "id" and not event.get("former"):
            event["former"], event["id"] = [event["id"]], f"{event['id']}-{self.chance.randrange(1000)}"
        elif how == "remove" and len(events) > 2:
            del events[place]
        elif how == "add":
            number = self.chance.randrange(1000)
            if all(each["id"] != f"harbour-{number}" for each in events):
                new = {"id": f"harbour-{number}", "title": f"Harbour {number}", "phrases": {"harbour": 3, "ferry": 2}}
                events.insert(place, new)
        else:
            events.reverse()
        self._dump("events.yml", events)
        return f"events.yml: {how} {event['id']}"

    def change_sources(self) -> str:
        sources = self._load("sources.yml")
        place = self.chance.randrange(len(sources))
        source = sources[place]
        how = self.chance.choice(("owner", "rights", "alias", "remove", "name"))
        if how == "owner":
            source["owner"] = self.chance.choice(("Quay Group", "Harbour Group"))
        elif how == "rights":
            source["rights"] = self.chance.choice(("full", "passages", "link"))
        elif how == "alias":
            source["aliases"] = [f"{source['id']}-{self.chance.randrange(1000)}.example"]
        elif how == "remove" and len(sources) > 5:
            del sources[place]
        else:
            source["name"] = f"{source['name']} {self.chance.randrange(1000)}"
        self._dump("sources.yml", sources)
        return f"sources.yml: {how} {source['id']}"

    # -- settings, theme, output, archive ------------------------------------------------------------------------------

    def change_setting(self) -> str:
        key, values = self.chance.choice(SETTINGS)
        self.settings[key] = self.chance.choice(values)
        self.done[key] += 1
        return f"{key} = {self.settings[key]!r}"

    def move_day(self) -> str:
        return self._say_day(self.last + timedelta(days=self.chance.choice((-9, -1, 0, 1, 3, 4, 5, 90))))

    def pass_a_day(self) -> str:
        """The clock goes on."""
        return self._say_day(date.fromisoformat(self.settings["BRIEFING_DAY"]) + timedelta(days=1))

    def _say_day(self, day: date) -> str:
        self.settings["BRIEFING_DAY"] = f"{day}"
        return f"BRIEFING_DAY = {day}"

    def change_theme(self) -> str:
        files = sorted([*self.theme.rglob("*.html"), *self.theme.rglob("*.css")])
        path = self.chance.choice(files)
        number = self.chance.randrange(1000)
        with path.open("a", encoding="utf-8") as file:
            note = self.chance.choice((f"{{# {number} #}}", f"<!-- {number} -->"))
            file.write(f"/* {number} */\n" if path.suffix == ".css" else f"{note}\n")
        return f"the theme's {path.name}"

    @property
    def output(self) -> Path:
        return Path(self.settings["OUTPUT_PATH"])

    @property
    def archive(self) -> Path:
        return Path(self.settings["BRIEFING_ARCHIVE"])

    def _apart(self) -> random.Random:
        """For what is drawn among files that builds leave: how many there are moves no other draw."""
        return random.Random(self.chance.getrandbits(64))

    def damage_output(self) -> str:
        return accidents.damage_output(self.output, self._apart())

    def lose_some_output(self) -> str:
        return accidents.lose_some(self.output, self._apart())

    def lose_output(self) -> str:
        shutil.rmtree(self.output, ignore_errors=True)
        return "output deleted"

    def lose_archive(self) -> str:
        return accidents.lose_archive(self.archive, self._apart())

    def age_archive(self) -> str:
        return accidents.age_archive(self.archive)

    def lose_beside(self) -> str:
        return accidents.lose_beside(self.archive, self._apart())

    def lose_both(self) -> str:
        return f"{self.lose_output()}, {self.lose_archive()}"
