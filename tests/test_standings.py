"""What articles are to each other in the archive: copies, origins, stories; whatever the order in which they come."""

from __future__ import annotations

import random
import shutil
from itertools import permutations
from pathlib import Path

import pytest

from briefing import placing, ties
from briefing.building import gathered
from briefing.model import Standing, Story
from briefing.settings import check_settings

PROJECT = Path(__file__).parent.parent

WIRE = """
After a night of talks in Alcora, ministers from six fishing states cut the cod quota on the Merrow Bank by a third.
Trawlers will have to carry cameras, a rule that two of the six had fought for years. “We have chosen to have fish in
ten years,” said the host, Petra Holm. The quota will be looked at again in the spring, when the stocks are counted.
"""
OWN = """
Petra Holm had ordered breakfast for six delegations before she had a deal. What they signed in Alcora at dawn leaves a
third more cod in the sea of the Merrow Bank and puts a lens above every net. Skippers in Northgate were not amused.
"""
LATER = """
Skippers blocked the harbour of Northgate with their trawlers on Sunday to protest against cameras on board and against
a cod quota for the Merrow Bank that ministers in Alcora cut by a third. Petra Holm offered to meet them.
"""
MUSEUM = """
A map of the coast that was thought to have burned in 1891 has turned up in the attic of the museum, in a drainpipe.
"""


def write(content: Path, name: str, title: str, date: str, text: str, front: str = "") -> None:
    content.mkdir(exist_ok=True)
    fields = f"Title: {title}\nDate: {date}\n{front}".rstrip("\n")
    (content / name).write_text(f"{fields}\n\n{text.strip()}\n", encoding="utf-8")


ARTICLES = {
    "wire.md": ("Fishing states cut the cod quota on the Merrow Bank", "2025-05-10", WIRE, "Source: Meridian Wire"),
    "copy.md": ("Less cod for all", "2025-05-11", WIRE, "Source: Harbour Post"),
    "own.md": ("Cameras on trawlers, and a third less cod", "2025-05-10", OWN, "Source: Northern Ledger"),
    "later.md": ("Trawlers block Northgate over cod quota", "2025-05-11", LATER, "Source: Quayside"),
    "museum.md": ("Museum finds a lost map in its attic", "2025-05-10", MUSEUM, "Source: Quayside"),
}


def settle(content: Path) -> tuple[dict[str, Standing], tuple[Story, ...]]:
    """Bring the archive beside `content` up to date, and return what it knows."""
    given = {
        "PATH": str(content),
        "BRIEFING_DAY": "2025-05-20",
        "BRIEFING_WORKERS": 1,
        "BRIEFING_ARCHIVE": str(content.parent / "archive.sqlite3"),
    }
    settings = check_settings(given)
    with gathered(settings) as (archive, _, _):
        return archive.standings(), archive.stories()


@pytest.fixture
def content(tmp_path: Path) -> Path:
    for name, article in ARTICLES.items():
        write(tmp_path / "content", name, *article)
    return tmp_path / "content"


def test_a_copy_is_no_member_of_a_story_and_no_origin(content: Path) -> None:
    standings, (story,) = settle(content)
    assert story.members == ("own.md", "wire.md", "later.md")
    assert (standings["copy.md"].state, standings["copy.md"].duplicate_of) == ("duplicate", "wire.md")
    assert standings["copy.md"].origin == standings["wire.md"].origin
    assert len({standing.origin for standing in standings.values()}) == 4 - 1  # the museum's outlet has two articles


def test_an_article_that_nothing_is_like_is_in_no_story(content: Path) -> None:
    standings, _ = settle(content)
    assert (standings["museum.md"].state, standings["museum.md"].story) == ("unassigned", "")


def test_the_title_of_a_story_is_that_of_a_member(content: Path) -> None:
    _, (story,) = settle(content)
    assert story.title == ARTICLES[story.title_from][0]


def test_one_at_a_time_in_any_order_gives_what_all_at_once_gives(content: Path, tmp_path: Path) -> None:
    at_once = settle(content)
    for number, order in enumerate(list(permutations(ARTICLES))[::41]):
        folder = tmp_path / str(number) / "content"
        folder.parent.mkdir()
        for name in order:
            write(folder, name, *ARTICLES[name])
            settle(folder)
        assert settle(folder) == at_once, order


def test_a_story_is_known_by_its_earliest_member(content: Path) -> None:
    _, (before,) = settle(content)
    write(content, "early.md", "Six fishing states talk of cod and cameras", "2025-05-09", OWN + LATER)
    standings, (after,) = settle(content)
    assert after.members[0] == "early.md"
    assert after.id != before.id
    assert {standings[name].story for name in after.members} == {after.id}


def test_a_story_of_two_ends_when_one_goes(content: Path) -> None:
    (content / "later.md").unlink()
    (content / "copy.md").unlink()
    settle(content)
    (content / "own.md").unlink()
    standings, stories = settle(content)
    assert stories == ()
    assert standings["wire.md"].story == ""


def test_when_the_original_goes_its_copy_takes_its_place(content: Path) -> None:
    settle(content)
    (content / "wire.md").unlink()
    standings, (story,) = settle(content)
    assert standings["copy.md"].state == "used"
    assert "copy.md" in story.members


def test_the_editor_may_call_an_article_a_copy(content: Path) -> None:
    title, date, text, front = ARTICLES["own.md"]
    write(content, "own.md", title, date, text, f"{front}\nDuplicate-of: wire.md")
    standings, (story,) = settle(content)
    assert standings["own.md"].duplicate_of == "wire.md"
    assert "own.md" not in story.members


def test_an_article_a_week_later_is_another_story(content: Path) -> None:
    write(content, "later.md", *ARTICLES["later.md"][:1], "2025-05-18", LATER)
    _, (story,) = settle(content)
    assert "later.md" not in story.members


TOGETHER = [
    ("2025-03/harbour-post-heathrow.md", "2025-03/northern-ledger-heathrow.md"),
    ("2025-03/meridian-wire-moscow-drones.md", "2025-03/harbour-post-moscow-drones.md"),
    ("2025-03/eastmarch-sumy-injured.md", "2025-03/quayside-sumy-injured.md"),
    ("2025-04/meridian-wire-istanbul-quake.md", "2025-04/eastmarch-istanbul-quake-injured.md"),
    ("2025-04/quayside-kryvyi-rih.md", "2025-04/harbour-post-kryvyi-rih.md"),
    ("2025-04/meridian-wire-sumy.md", "2025-04/pontine-sumy.md"),
    ("2025-04/harbour-post-kyiv-attack.md", "2025-04/meridian-wire-kyiv-attack.md"),
    ("2025-04/quayside-pope-dies.md", "2025-04/alder-pope-obituary.md"),
    ("2025-04/meridian-wire-tariffs.md", "2025-04/northern-ledger-tariffs.md"),
]
APART = [
    ("2025-04/quayside-marhanets-bus.md", "2025-04/meridian-wire-kyiv-attack.md"),
    ("2025-03/quayside-strikes-after-call.md", "2025-03/pontine-odesa-pavel.md"),
    ("2025-03/harbour-post-engels.md", "2025-03/meridian-wire-kyiv-and-riyadh.md"),
    ("2025-04/meridian-wire-istanbul-quake.md", "2025-04/quayside-marhanets-bus.md"),
    ("2025-03/eastmarch-sumy-injured.md", "2025-03/northern-ledger-black-sea.md"),
    ("2025-03/meridian-wire-jeddah.md", "2025-03/northern-ledger-paris-army-chiefs.md"),
]


def test_the_stories_of_the_sample(tmp_path: Path) -> None:
    shutil.copytree(PROJECT / "content", tmp_path / "content")
    standings, _ = settle(tmp_path / "content")
    split = [pair for pair in TOGETHER if len({standings[id_].story for id_ in pair} | {""}) != 2]
    joined = [(a, b) for a, b in APART if standings[a].story and standings[a].story == standings[b].story]
    assert (split, joined) == ([], [])


HAPPENINGS = [
    "quota cod bank fishing trawler camera net Alcora skipper harbour minister deal dawn stock",
    "quake tremor rubble rescuer Istanbul tower hospital tent bridge cable minister deal dawn night",
    "trial prosecutor verdict ledger Malmford bank judge witness court appeal camera clerk night sum",
    "flood river dyke pump Cork meadow ferry harbour bridge storm rescuer tent boat rain",
]
SAID = ["", "", ", said Petra Holm", ", said Ilse Marrow", " in Germany"]
FRONTS = ["Exclude: not news", "Status: draft", "Status: withdrawn", "Rights: link", "Modified: 2025-05-16\nWas: four"]
FRONTS += ["Added: 2025-05-17", "Duplicate-of: 03.md", "Duplicate-of: 11.md"]


def tell(chance: random.Random, happening: int) -> str:
    """Five sentences in words of a happening: some that all who tell it use, some that are their own."""
    words = HAPPENINGS[happening].split()
    return " ".join(
        f"The {' and the '.join(chance.sample(words[:6], 2))} {chance.choice(['reached', 'left', 'closed'])} the "
        f"{chance.choice(words)} of {chance.choice(words)} number {chance.randrange(10, 40)}."
        for _ in range(5)
    )


def edit(chance: random.Random, content: Path) -> None:
    """Write, repeat, correct or take away an article or a few."""
    for _ in range(chance.choice([1, 1, 2, 6])):
        name = f"{chance.randrange(32):02}.md"
        there = sorted(content.glob("*.md"))
        if there and chance.random() < 0.25:
            chance.choice(there).unlink()
            continue
        happening = chance.randrange(len(HAPPENINGS))
        text = tell(chance, happening)
        if there and chance.random() < 0.3:
            text = chance.choice(there).read_text("utf-8").partition("\n\n")[2]
            text = text if chance.random() < 0.6 else f"{text.strip()} {tell(chance, happening)[:80]}"
        date = f"2025-05-{chance.randrange(10, 19)}"
        front = chance.choice(FRONTS) if chance.random() < 0.3 else f"Source: {chance.choice(['Quay', 'Ledger', ''])}"
        title = f"{HAPPENINGS[happening].split()[0].title()} of {chance.choice(HAPPENINGS[happening].split())}"
        write(content, name, title, date, text, front)


def look(content: Path, archive: str, day: str) -> dict[str, list[tuple[object, ...]]]:
    """All that the archive holds after settling and indexing, by ids."""
    given = {"PATH": str(content), "BRIEFING_DAY": day, "BRIEFING_WORKERS": 1}
    with gathered(check_settings(given | {"BRIEFING_ARCHIVE": str(content.parent / archive)})) as (known, *_):
        ids = dict(known.rows("select n, id from article"))
        found = {
            "article": known.rows(
                "select id, moment, told, day, corrected, live, state, duplicate_of, origin, story, reason, digest,"
                " pending from article"
            ),
            "thing": known.rows("select id, digest from thing where digest != x''"),
            "touch": [(*row[:2], ids[row[2]], *row[3:]) for row in known.rows("select * from touch")],
            "presence": [(row[0], ids[row[1]], *row[2:]) for row in known.rows("select * from presence")],
            "tie": [(ids[one], ids[other], near) for one, other, near in zip(*ties.ties_of(known, ids), strict=True)],
        }
        found |= {table: known.rows(f"select * from {table}") for table in ("edge", "story", "called", "fact")}
    return {table: sorted(rows) for table, rows in found.items()}


@pytest.mark.parametrize("seed", [1, 3, 11])
def test_whatever_was_edited_the_archive_knows_what_a_new_one_knows(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    content = tmp_path / "content"
    content.mkdir()
    told: set[bool] = set()
    for step in range(10):
        edit(chance, content)
        day = chance.choice(["2025-05-20", "2025-05-20", "2025-05-16", "2025-05-14"])
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(ties, "AT_ONCE", 2)
            patch.setattr(placing, "AT_ONCE", 3)
            after = look(content, "kept.sqlite3", day)
        assert after == look(content, f"{step}.sqlite3", day), step
        told.update(len(rows) > 3 for table in ("edge", "story", "tie") for rows in [after[table]])
    assert told == {True, False}
