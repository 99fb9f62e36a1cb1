"""What is kept between builds is kept under all that it depends on: each part of a key has a case that needs it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from briefing import edition
from briefing.building import build
from briefing.catalogue import things
from briefing.desk import Desk
from briefing.settings import check_settings

EVENTS = """- {id: strikes, title: Strikes, phrases: {drone: 3, missile: 3, struck: 2}}
- {id: talks, title: Talks, phrases: {ceasefire: 3, negotiator: 2}}
"""
KHARKIV = "Russian drones struck a house in Kharkiv on Thursday night, killing {} people, the governor said."
RUINS = "Rescuers searched the ruins of the house until morning. Neighbours carried blankets and water to the families."
BRIDGE = (
    "Engineers closed the harbour bridge of Malmford on Monday after they had found cracks in two of its piers. "
    "Traffic over the Malmford bridge was sent through the old tunnel, and buses were an hour late."
)
BRIDGE_AGAIN = (
    "The harbour bridge in Malmford, closed since Monday for cracks in its piers, will not open before the summer. "
    "Engineers want to replace both piers of the bridge; the tunnel has to carry the traffic of Malmford until then."
)
DAY = "2025-03-14"


def write(day: str, source: str, *paragraphs: str, title: str = "Drones strike Kharkiv", **front: str) -> str:
    lines = [
        f"Title: {title}",
        f"Date: {day}",
        f"Source: {source}",
        *(f"{key}: {value}" for key, value in front.items()),
    ]
    return "\n".join(lines) + "\n\n" + "\n\n".join(paragraphs) + "\n"


def put(content: Path, files: Mapping[str, str | None]) -> None:
    for name, text in files.items():
        if text is None:
            (content / name).unlink()
        else:
            (content / name).write_text(text, encoding="utf-8")


def read_tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


DRONES_AND_BRIDGE = write(
    f"{DAY} 10:00",
    "Harbour Post",
    BRIDGE,
    "The tunnel of Malmford had been built for horses. It has two lanes and no light.",
    "Bus drivers in Malmford asked for lamps in the tunnel. The town has promised them before the winter.",
    "Ferries will cross the harbour of Malmford every ten minutes while the bridge is closed.",
    "“The drones struck our house while we slept,” said Olga Kovalenko, a teacher in Kharkiv.",
    title="Drones struck Kharkiv as Malmford closed its harbour bridge",
)
BRIDGE_ALONE = write(f"{DAY} 11:00", "Northern Ledger", BRIDGE_AGAIN, title="Why is the harbour bridge closed?")
BRIDGE_ONCE_MORE = write(
    f"{DAY} 12:00",
    "Quayside News",
    "Malmford’s harbour bridge stays closed after engineers found cracks in two piers. Traffic takes the tunnel.",
    "Both piers of the harbour bridge are to be replaced by the summer, the engineers of Malmford said.",
    title="What we know of the harbour bridge",
)
PINNED = write(f"{DAY} 07:00", "Meridian Wire", KHARKIV.format(7), RUINS, title="At night", Pin="yes")
BESIDE_A_STORY = {
    "x.md": DRONES_AND_BRIDGE,
    "b.md": BRIDGE_ALONE,
    "c.md": BRIDGE_ONCE_MORE,
    "pinned.md": PINNED,
    "events.yml": EVENTS,
}
SAID = (
    "“A missile struck the bakery before dawn and two ovens were lost,” said Anna Verlaine, who owns the bakery.",
    "“We counted eleven drones over the station that evening,” Boris Hartmann, a railwayman, told reporters.",
    "“Every missile that fell on the port was old,” said Clara Lombardi, an officer of the harbour guard.",
    "“No drone came near the hospital, thank God,” said Dmitri Novak, its chief surgeon.",
    "“They struck the library twice; the books are wet,” said Emma Lindgren, who has run it since the missile of May.",
)
MORE_QUOTES = {
    f"said-{at}.md": write(f"{DAY} 0{at}:00", f"Outlet {at}", said, title=f"Missile or drone struck, number {at}")
    for at, said in enumerate(SAID)
}
STRUCK = {"a.md": write(DAY, "Harbour Post", KHARKIV.format(7), RUINS), "events.yml": EVENTS}

# What the item is made from → the files there are, and those that then change without its members.
CASES: dict[str, tuple[dict[str, str], dict[str, str | None]]] = {
    "printed headlines": (BESIDE_A_STORY, {**MORE_QUOTES}),  # sentences and a title that the event leaves to the story
    "near": (
        {**STRUCK, "before.md": write("2025-03-13", "Northern Ledger", KHARKIV.format(9), title="Nine killed")},
        {"before.md": write("2025-03-13", "Northern Ledger", KHARKIV.format(7), title="Nine killed")},
    ),
    "first": (
        {
            **STRUCK,
            "old.md": write("2025-03-02", "Northern Ledger", KHARKIV.format(3)),
            "later.md": write("2025-03-07", "Northern Ledger", KHARKIV.format(4)),
        },
        {"old.md": None},
    ),
    "last": (
        {
            **STRUCK,
            "old.md": write("2025-03-02", "Northern Ledger", KHARKIV.format(3)),
            "later.md": write("2025-03-07", "Northern Ledger", KHARKIV.format(4)),
        },
        {"later.md": None},
    ),
    "outlets": (
        STRUCK,
        {"copy.md": write(f"{DAY} 20:00", "Northern Ledger", KHARKIV.format(7), RUINS, **{"Duplicate-of": "a.md"})},
    ),
    "title": (
        {
            "one.md": write(f"{DAY} 08:00", "Harbour Post", BRIDGE, title="Cracks found"),
            "two.md": write(f"{DAY} 09:00", "Northern Ledger", BRIDGE_AGAIN, title="Harbour bridge in Malmford closed"),
            "events.yml": EVENTS,
        },
        {
            "three.md": write("2025-03-15", "Meridian Wire", BRIDGE, BRIDGE_AGAIN,
                              title="Harbour bridge of Malmford closed for cracks in its piers")
        },
    ),
    "stories": (
        {
            "one.md": write(f"{DAY} 08:00", "Harbour Post", BRIDGE, KHARKIV.format(7), title="Bridge closed"),
            "events.yml": EVENTS,
        },
        {"two.md": write(f"{DAY} 09:00", "Northern Ledger", BRIDGE, BRIDGE_AGAIN, title="Malmford bridge")},
    ),
}  # fmt: skip


@pytest.fixture
def desk(tmp_path: Path) -> Callable[[str], dict[str, bytes]]:
    """Build the folder's content into an output, with an archive, of this name."""

    def build_into(name: str) -> dict[str, bytes]:
        given: dict[str, Any] = {
            "PATH": str(tmp_path / "content"),
            "OUTPUT_PATH": str(tmp_path / name),
            "BRIEFING_ARCHIVE": str(tmp_path / f"{name}.sqlite3"),
            "BRIEFING_DAY": "2025-04-30",
            "BRIEFING_WORKERS": 1,
            "BRIEFING_LIST_LENGTH": 5,
        }
        build(check_settings(given))
        return read_tree(tmp_path / name)

    (tmp_path / "content").mkdir()
    return build_into


def differing(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    return sorted(path for path in {*one, *other} if one.get(path) != other.get(path))


ANNA = "“The piers are older than the town,” said Anna Verlaine, an engineer, beside the wreck of a drone."
ANNAS = {
    f"anna-{at}.md": write(
        f"2025-03-{at + 2:02}", f"Outlet {at}", f"“{words},” said Anna Verlaine of the drones.", title=words
    )
    for at, words in enumerate(("Hold on", "We shall see", "It was loud", "Nobody slept", "Come home", "Not again"))
}
# What an actor's file is made from but for its stories → as above.
FILES: dict[str, tuple[dict[str, str], dict[str, str | None]]] = {
    "own": (
        {"a.md": write(DAY, "Harbour Post", ANNA), "events.yml": EVENTS},
        {"a.md": write(DAY, "Harbour Post", ANNA.replace("older", "younger"))},
    ),
    "story": (
        {
            "one.md": write(f"{DAY} 08:00", "Harbour Post", BRIDGE, ANNA, KHARKIV.format(7), title="Bridge closed"),
            "events.yml": EVENTS,
        },
        {"two.md": write(f"{DAY} 09:00", "Northern Ledger", BRIDGE, BRIDGE_AGAIN, title="Malmford bridge")},
    ),
    "listed": (
        {**ANNAS, "events.yml": EVENTS},
        {"older.md": write("2025-02-20", "Harbour Post", "“Once more,” said Anna Verlaine.", title="Once more")},
    ),
}


@pytest.mark.parametrize("part", CASES)
def test_an_item_is_composed_anew_where_a_part_of_what_it_is_made_from_moved(
    part: str, tmp_path: Path, desk: Callable[[str], dict[str, bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def leave_out(patch: pytest.MonkeyPatch) -> None:
        key_of = edition._key_of

        def make_key(mover: Any, beside: Any, day: str) -> bytes:
            blank = {name: type(getattr(beside, name))() for name in part.split()}
            return key_of(mover, structs.replace(beside, **blank), day)

        patch.setattr(edition, "_key_of", make_key)

    needs_it(f"editions/{DAY}.json", CASES[part], leave_out, tmp_path, desk, monkeypatch)


@pytest.mark.parametrize("part", FILES)
def test_an_actors_file_is_composed_anew_where_a_part_of_what_it_is_made_from_moved(
    part: str, tmp_path: Path, desk: Callable[[str], dict[str, bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def leave_out(patch: pytest.MonkeyPatch) -> None:
        make_part = things._part

        def make_blank(href: str, month: str, listed: bytes, always: bytes, shown: Any) -> Any:
            blank = [
                (whole, b"" if part == "own" else own, "" if part == "story" else story) for whole, own, story in shown
            ]
            without = make_part(href, month, b"" if part == "listed" else listed, always, blank)
            return structs.replace(make_part(href, month, listed, always, shown), but_stories=without.but_stories)

        patch.setattr(things, "_part", make_blank)

    needs_it("actors/anna-verlaine.html", FILES[part], leave_out, tmp_path, desk, monkeypatch)


def test_a_kept_file_of_an_actor_says_how_far_its_stories_are(
    tmp_path: Path, desk: Callable[[str], dict[str, bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, then = FILES["story"]
    put(tmp_path / "content", {**first, **then})
    before = desk("whole")
    put(tmp_path / "content", {"three.md": BRIDGE_ONCE_MORE})
    with monkeypatch.context() as patch:
        patch.setattr(Desk, "actor_file", refuse)  # nothing of it is composed
        patch.setattr(Desk, "event_file", refuse)
        after = desk("whole")
    assert not differing(after, desk("clean"))
    assert "actors/anna-verlaine.html" in differing(before, after)


def refuse(*_: object) -> None:
    raise AssertionError


def needs_it(
    page: str,
    case: tuple[dict[str, str], dict[str, str | None]],
    leave_out: Callable[[pytest.MonkeyPatch], None],
    tmp_path: Path,
    desk: Callable[[str], dict[str, bytes]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Without a part of the key the page is stale after a change, with all of it nothing is."""
    first, then = case
    put(tmp_path / "content", first)
    desk("whole")
    with monkeypatch.context() as patch:
        leave_out(patch)
        desk("partial")
        put(tmp_path / "content", then)
        stale = differing(desk("partial"), desk("clean"))
    assert not differing(desk("whole"), desk("clean"))
    assert page in stale, "the case does not need this part"
