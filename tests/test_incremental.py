"""The incremental law: whatever happened since the last build, a build leaves the bytes that a clean one leaves."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from briefing import indexing
from briefing.building import build
from briefing.links import unique_slug
from briefing.settings import check_settings, theme_folder
from briefing.site import indexes
from briefing.site.writer import Writer


@pytest.fixture(autouse=True, scope="module")
def short_lists():
    """Lists of a few rows go on in parts, so that the parts come and go as well."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("MOST_EVENTS", "MOST_STORIES", "MOST_ACTORS", "MOST_SOURCES"):
            patch.setattr(indexes, name, 1)
        yield


DAYS = [f"2025-03-{day:02}" for day in range(10, 19)]
PARAGRAPHS = [
    "Keir Starmer hosted a call of 26 nations on Saturday. “The guns must fall silent,” Starmer said after the meeting.",
    "Russian drones struck Kharkiv overnight, killing five people and injuring 32, the governor said.",
    "Russian drones struck Kharkiv overnight, killing at least seven people, according to rescuers.",
    "Emmanuel Macron told reporters that a peacekeeping force would need American support.",
    "Moscow rejected the proposal of a 30-day ceasefire. The Kremlin said it needed guarantees.",
    "Engineers closed the old harbour bridge in Malmford after finding cracks in two of its piers.",
    "Jane Oldcastle, the mayor of Malmford, said the bridge would stay closed until the summer.",
    "The British prime minister will travel to Kyiv next week, Downing Street said.",
    "Canada swore in a new prime minister. Mark Carney promised help for Ukraine worth $200 million.",
    "Anna Verlaine warned that “nobody should expect a quick deal”, and left the room.",
]
TITLES = ["Harbour bridge closed in Malmford", "Drones strike Kharkiv", "Leaders meet on ceasefire", "Talks go on"]
SOURCES = ["Harbour Post", "Northern Ledger", "Meridian Wire", ""]
FRONT = [
    "",
    "Pin: yes",
    "Exclude: not news",
    "Status: draft",
    "Events: +strikes",
    "Modified: 2025-03-16\nWas: four people",
    "Duplicate-of: b.md",
    "Rights: passages",
    "Rights: link",
    "Status: withdrawn",
    "Added: 2025-03-18",
    "Summary: In short.",
]
ACTORS = [
    "",
    "- {id: keir-starmer, name: Keir Starmer, kind: person, offices: [{title: Prime Minister, of: united-kingdom, from: 2024-07-05}]}\n",
    "- {id: keir-starmer, name: Sir Keir Starmer, kind: person, description: Head of government}\n"
    "- {id: jane-oldcastle, name: Jane Oldcastle, kind: person, aliases: [Mayor Oldcastle], related: [keir-starmer]}\n",
    "- {id: mark-carney, name: Mark Carney, kind: person}\n- {id: russia, name: Russia, kind: state, metonyms: [Lubyanka]}\n",
]
EVENTS = [
    "",
    "- {id: strikes, title: Strikes, phrases: {drone: 3, struck: 2, kill: 1}}\n",
    "- {id: strikes, title: Air strikes, phrases: {drone: 3, kill: 1}, former: [attacks]}\n"
    "- {id: talks, title: Talks, phrases: {ceasefire: 3, peacekeeping force: 3}}\n",
]
REGISTRIES = {
    "actors.yml": ACTORS,
    "events.yml": EVENTS,
    "sources.yml": [
        "",
        "- {id: harbour-post, name: Harbour Post, owner: Quay}\n- {id: northern-ledger, name: Northern Ledger, owner: Quay}\n",
    ],
}
NAMES = [f"{letter}.md" for letter in "abcdefghij"] + ["2025/a.md", "2025/Żółw.md", f"2025/{unique_slug('Żółw')}.md"]

names = st.sampled_from(NAMES)
articles = st.builds(
    lambda title, day, source, front, body: "".join(
        [
            f"Title: {title}\n",
            f"Date: {day}\n" if day else "",
            f"Source: {source}\n" if source else "",
            f"{front}\n" if front else "",
            "\n",
            "\n\n".join(body),
            "\n",
        ]
    ),
    st.sampled_from(TITLES),
    st.sampled_from([*DAYS, ""]),
    st.sampled_from(SOURCES),
    st.sampled_from([*[""] * 12, *FRONT]),
    st.lists(st.sampled_from(PARAGRAPHS), min_size=1, max_size=4, unique=True),
)


def read_tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


class Newsroom(RuleBasedStateMachine):
    """An editor's hands on a folder, with a build after each move."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp(prefix="newsroom-"))
        self.content = self.root / "content"
        self.theme = self.root / "theme"
        self.content.mkdir()
        shutil.copytree(theme_folder(), self.theme)
        self.given = {
            "PATH": str(self.content),
            "THEME": str(self.theme),
            "BRIEFING_DAY": "2025-03-20",
            "BRIEFING_WORKERS": 1,
            "SITEURL": "https://news.example",
            "BRIEFING_LIST_LENGTH": 5,
        }
        self.edits = 0

    def teardown(self) -> None:
        shutil.rmtree(self.root)

    def write(self, name: str, text: str) -> None:
        path = self.content / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    @initialize(first=st.lists(st.tuples(names, articles), min_size=3, max_size=8))
    def start(self, first: list[tuple[str, str]]) -> None:
        for name, text in first:
            self.write(name, text)
        self.write("events.yml", EVENTS[1])

    @rule(name=names, text=articles)
    def write_article(self, name: str, text: str) -> None:
        self.write(name, text)

    @rule(name=names)
    def delete_article(self, name: str) -> None:
        (self.content / name).unlink(missing_ok=True)

    @rule(old=names, new=names)
    def rename_article(self, old: str, new: str) -> None:
        if (self.content / old).exists():
            (self.content / new).parent.mkdir(parents=True, exist_ok=True)
            (self.content / old).rename(self.content / new)

    @rule(name=names)
    def break_article(self, name: str) -> None:
        self.content.joinpath(name).parent.mkdir(parents=True, exist_ok=True)
        self.content.joinpath(name).write_bytes(b"Title: Broken\n\n\xff\xfe")

    @rule(name=st.sampled_from(sorted(REGISTRIES)), which=st.integers(0, 3))
    def change_registry(self, name: str, which: int) -> None:
        versions = REGISTRIES[name]
        self.write(name, versions[which % len(versions)])

    @rule(
        change=st.sampled_from(
            [
                ("SITENAME", "The Morning"),
                ("BRIEFING_LIST_LENGTH", 6),
                ("BRIEFING_DAY", "2025-03-14"),
                ("BRIEFING_DAY", "2025-03-21"),
                ("BRIEFING_CUT", "06:00"),
                ("BRIEFING_NOTICE", "A test."),
                ("BRIEFING_ACCENT", "#1d6b3a"),
                ("BRIEFING_SECTIONS", ["coverage", "noted"]),
                ("BRIEFING_REPORT", "desk@news.example"),
                ("BRIEFING_SUMMARIZER", "lead"),
                ("TIMEZONE", "Asia/Tokyo"),
                ("SITEURL", ""),
            ]
        )
    )
    def change_setting(self, change: tuple[str, object]) -> None:
        self.given[change[0]] = change[1]

    @rule()
    def change_theme(self) -> None:
        self.edits += 1
        with (self.theme / "templates" / "base.html").open("a", encoding="utf-8") as file:
            file.write(f"<!-- {self.edits} -->\n")

    @rule(name=st.sampled_from(["index.html", "events/strikes.html", "articles/a.html"]))
    def damage_output(self, name: str) -> None:
        path = self.root / "output" / name
        if path.exists():
            path.write_text("damaged", encoding="utf-8")

    @rule()
    def lose_archive(self) -> None:
        shutil.rmtree(self.root / ".briefing", ignore_errors=True)

    @invariant()
    def leaves_the_bytes_of_a_clean_build(self) -> None:
        output, clean = self.root / "output", self.root / "clean"
        build(check_settings({**self.given, "OUTPUT_PATH": str(output)}))
        archive = self.root / "clean.sqlite3"
        build(check_settings({**self.given, "OUTPUT_PATH": str(clean), "BRIEFING_ARCHIVE": str(archive)}))
        left, wanted = read_tree(output), read_tree(clean)
        assert sorted(left) == sorted(wanted)
        assert [path for path in sorted(wanted) if left[path] != wanted[path]] == []
        shutil.rmtree(clean)
        archive.unlink()


Newsroom.TestCase.settings = settings(
    max_examples=8,
    stateful_step_count=10,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],  # a failing example prints its steps; making it smaller takes too long
    suppress_health_check=list(HealthCheck),
)
TestIncrementalLaw = Newsroom.TestCase


def test_the_law_notices_a_digest_that_is_never_renewed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Break the digests on purpose: the comparison above has to fail."""
    monkeypatch.setattr(indexing, "_add_up", lambda archive, deltas: None)
    room = Newsroom()
    try:
        room.start([("a.md", f"Title: One\nDate: {DAYS[0]}\n\n{PARAGRAPHS[1]}\n")])
        build(check_settings({**room.given, "OUTPUT_PATH": str(room.root / "output")}))
        room.write_article("b.md", f"Title: Two\nDate: {DAYS[0]}\n\n{PARAGRAPHS[2]}\n")
        build(check_settings({**room.given, "OUTPUT_PATH": str(room.root / "output")}))
        monkeypatch.undo()
        with pytest.raises(AssertionError):
            # The archive stays as the broken code left it, so this compares its pages with clean ones.
            room.leaves_the_bytes_of_a_clean_build()
    finally:
        room.teardown()


def write(name: str, body: list[int], *front: str, title: str = TITLES[0]) -> tuple[str, str]:
    """An article of some of the paragraphs."""
    return name, "\n".join([f"Title: {title}", *front]) + "\n\n" + "\n\n".join(PARAGRAPHS[n] for n in body) + "\n"


def tell(name: str, day: str, title: str, *sentences: str) -> tuple[str, str]:
    return name, f"Title: {title}\nDate: {day}\nSource: Outlet of {name}\n\n" + "\n\n".join(sentences) + "\n"


# A story of many days that is titled by its last article, so that on the days before it bears the title of its first.
CRACKS = [
    tell("b.md", "2025-03-11", "Malmford bridge closed", "Lorries wait at the closed harbour bridge in Malmford.",
         "Engineers looked at the cracks in the piers of the bridge with lamps."),
    tell("c.md", "2025-03-13", "Malmford bridge piers", "Cracks in two piers of the closed harbour bridge in Malmford "
         "have grown, engineers said.", "The bridge stays closed; engineers look at the cracks in its piers with lamps, "
         "and lorries wait."),
    tell("d.md", "2025-03-14", "Malmford lorries", "Lorries wait at the harbour bridge in Malmford, whose piers have "
         "cracks, for a ferry.", "Engineers said that the closed bridge and its piers need a month."),
    tell("e.md", "2025-03-16", "Harbour bridge of Malmford closed: engineers look at cracks in piers",
         "Engineers found cracks in all piers of the harbour bridge in Malmford, which stays closed to lorries.",
         "The harbour bridge of Malmford is closed until engineers have replaced the piers and their cracks."),
]  # fmt: skip
OTHERS = [
    tell("f.md", "2025-03-12", "A goat", "A goat escaped from the zoo at noon."),
    tell("g.md", "2025-03-15", "A comet", "The comet passed behind Saturn."),
]


HEARD = [
    "Greta Castellan, for the defence, called the charges against the treasurer a fairy tale.",
    "A verdict in the savings bank trial is expected before the autumn.",
    "The trial of the Northern Savings Bank heard its former treasurer, Ines Lombardi.",
    "“I signed what I was given,” Ines Lombardi told the court in the savings bank trial.",
]


def first_crack(title: str) -> tuple[str, str]:
    return tell("a.md", "2025-03-10", title, PARAGRAPHS[5], "The mayor was called at night to the harbour bridge of "
                "Malmford.", "Nobody was hurt when the piers of the bridge in Malmford cracked, engineers said.")  # fmt: skip


# Each of these once left other bytes than a clean build: what was first there, and what was then done.
EDITS = {
    "both articles of a story turn out to be copies of another": (
        [
            tell("b.md", "2025-03-14", "Savings bank trial", *HEARD[:2]),
            tell("c.md", "2025-03-17", "What we know of the savings bank trial", *HEARD[1:]),
        ],
        lambda room: room.write_article(*tell("a.md", "2025-03-13", "Savings bank trial hears the treasurer", *HEARD)),
    ),
    "the first article of a story that a later one titles gets another title": (
        [first_crack("Piers of the bridge cracked"), *CRACKS, *OTHERS],
        lambda room: room.write_article(*first_crack("Piers of the bridge have cracked")),
    ),
    "an event loses its last article": (
        [write("h.md", [1], "Date: 2025-03-16")],
        lambda room: room.write_article(*write("h.md", [1], "Date: 2025-03-16", "Status: withdrawn")),
    ),
    "a story loses a member": (
        [
            write("a.md", [1, 7, 4], "Date: 2025-03-16"),
            write("i.md", [5, 8], "Date: 2025-03-17"),
            write("f.md", [4, 1, 8], "Date: 2025-03-17"),
        ],
        lambda room: room.break_article("f.md"),
    ),
    "an actor whom a copy names gets a page": (
        [
            write("b.md", [7], "Date: 2025-03-10", title=TITLES[2]),
            write("f.md", [2, 4, 3], "Date: 2025-03-18", "Duplicate-of: b.md"),
        ],
        lambda room: [room.write_article(*write(f"{name}.md", [9, 3], "Date: 2025-03-17")) for name in "gh"],
    ),
    "an article joins a story of another's event": (
        [write("h.md", [3, 2], "Date: 2025-03-14", title=TITLES[2]), write("g.md", [1], "Date: 2025-03-11")],
        lambda room: room.write_article(*write("f.md", [0, 8, 2, 4], "Date: 2025-03-13", "Duplicate-of: b.md")),
    ),
    "the cut moves articles to another day": (
        [write("b.md", [5, 2], "Date: 2025-03-14 08:00"), write("j.md", [6], "Date: 2025-03-14")],
        lambda room: room.change_setting(("BRIEFING_CUT", "06:00")),
    ),
    "the day of a correction comes": (
        [write("c.md", [1], "Date: 2025-03-12", "Modified: 2025-03-21", "Was: four")],
        lambda room: room.change_setting(("BRIEFING_DAY", "2025-03-21")),
    ),
    "an undated article comes": (
        [write("c.md", [1], "Date: 2025-03-12"), write("d.md", [5])],
        lambda room: room.write_article(*write("i.md", [0, 8])),
    ),
    "the theme changes": ([write("c.md", [1], "Date: 2025-03-12")], lambda room: room.change_theme()),
}


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_that_once_left_other_bytes(name: str) -> None:
    first, edit = EDITS[name]
    room = Newsroom()
    try:
        room.start(first)
        room.leaves_the_bytes_of_a_clean_build()
        edit(room)
        room.leaves_the_bytes_of_a_clean_build()
    finally:
        room.teardown()


# -- a build costs what changed ---------------------------------------------------------------------------------------


def strike(day: str, name: str) -> tuple[str, str]:
    return write(name, [1, 0], f"Date: {day}", "Source: Harbour Post")


def composed_by(room: Newsroom, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Build, and return the paths of the pages that were composed for it."""
    found: set[str] = set()

    def publish(writer: Writer, path: str, *rest: Any) -> Any:
        found.add(path)
        return known(writer, path, *rest)

    with monkeypatch.context() as patch:
        known = Writer.publish
        patch.setattr(Writer, "publish", publish)
        build(check_settings({**room.given, "OUTPUT_PATH": str(room.root / "output")}))
    return found


def test_an_added_article_leaves_other_months_and_other_things_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    room = Newsroom()
    try:
        days = [
            f"2024-{month:02}-{day:02}" for month in (3, 6, 9) for day in (1, 10, 19, 28)
        ]  # no copies: too far apart
        room.start([strike(day, f"{day}.md") for day in days])
        room.write_article(*write("bridge.md", [5, 6], "Date: 2024-01-05", "Source: Northern Ledger"))
        composed_by(room, monkeypatch)
        room.write_article(*write("new.md", [2, 9], "Date: 2024-09-30", "Source: Harbour Post", title=TITLES[3]))
        composed = composed_by(room, monkeypatch)
        assert {
            "articles/new.html",
            "events/strikes.html",
            "events/strikes.quotes.csv",
            "events/strikes/months/2024-09.html",
            "editions/2024-09-30.html",
            "sources/harbour-post.html",
            "actors.html",
            "sitemap-2024-09.xml",
        } <= composed
        assert not {path for path in composed if "/months/2024-0" in path and "2024-09" not in path}
        assert not {path for path in composed if "ledger" in path or "oldcastle" in path}
        assert not {path for path in composed if path.startswith("editions/2024-0") and path < "editions/2024-09-1"}
        assert not {"sitemap-2024-03.xml", "articles/2024-03-01.html", "search.html", "method.html"} & composed
        assert composed_by(room, monkeypatch) == set()
        room.leaves_the_bytes_of_a_clean_build()
    finally:
        room.teardown()


@pytest.mark.parametrize("after", [0, 3, 20])
def test_a_build_that_broke_off_is_finished_by_the_next(monkeypatch: pytest.MonkeyPatch, after: int) -> None:
    """What moved stays noted until everything is published, though the archive is up to date with content/ before."""
    room = Newsroom()
    try:
        room.start([strike(day, f"{day}.md") for day in DAYS])
        room.leaves_the_bytes_of_a_clean_build()
        room.write_article(*strike(DAYS[4], "new.md"))
        room.delete_article(f"{DAYS[7]}.md")
        made = 0

        def break_off(writer: Writer, *rest: Any) -> Any:
            nonlocal made
            made += 1
            if made > after:
                raise KeyboardInterrupt
            return known(writer, *rest)

        known = Writer.publish
        given = check_settings({**room.given, "OUTPUT_PATH": str(room.root / "output")})
        with monkeypatch.context() as patch:
            patch.setattr(Writer, "publish", break_off)
            with pytest.raises(KeyboardInterrupt):
                build(given)
        room.leaves_the_bytes_of_a_clean_build()
    finally:
        room.teardown()
