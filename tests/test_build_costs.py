"""What the programs that measure builds make of articles and figures; they themselves take too long for a test."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest
import yaml

from benchmarks import corpus, folders, limits, peers, plot, reach, scale, tables
from benchmarks.build import Site, find_ratios

PROJECT = Path(__file__).parent.parent
SVG = "{http://www.w3.org/2000/svg}"


def spread(median: float) -> dict[str, Any]:
    each = [median * 0.9, median, median * 1.1]
    return {"median": median, "lowest": each[0], "highest": each[-1], "each": each}


def make_run() -> dict[str, Any]:
    """A run of `benchmarks scale` in which everything is proportional to the articles."""

    def figures(size: int, cost: float) -> dict[str, Any]:
        seconds = {row: spread(cost * size / 1000) for row in ("clean", "same", "added", "restored")}
        sizes = {"content bytes": size * 3000, "kept bytes": size * 30_000, "bytes": size * 80_000, "files": size * 4}
        return {"seconds": seconds, "memory MB": {"clean": 100 + size / 1000}, **sizes}

    sizes = (1000, 5000)
    return {
        "briefing": {str(size): figures(size, 2.0) for size in sizes},
        "baselines": {
            "pelican": {str(size): {**figures(size, 3.0), "version": "4.12", "settings": "no feeds"} for size in sizes},
            "import pelican": {str(size): {"seconds": spread(0.3)} for size in sizes},
        },
        "ratios": {"briefing, clean, 5000 / 1000": spread(5.0)},
        "machine": {"cores": 2, "system": "Linux", "python": "3.11"},
        "rounds": {"1000": 5, "5000": 3},
        "dear rounds": {"1000": 3, "5000": 3},
        "storage": {"1000": "memory", "5000": "memory"},
    }


def test_the_picture_names_its_lines_and_tells_its_figures() -> None:
    picture = ET.fromstring(plot.draw(make_run()))
    names = [text.text for text in picture.iter(f"{SVG}text") if text.get("class") == "name"]
    assert names.count("Briefing") == names.count("Pelican") == 4
    assert names.count("import pelican") == 1
    told = picture.find(f"{SVG}desc")
    assert told is not None
    assert "Everything, from nothing, seconds, Briefing: 2 at 1,000, 10 at 5,000 articles." in str(told.text)
    width, height = map(float, str(picture.get("viewBox")).split()[2:])
    for circle in picture.iter(f"{SVG}circle"):
        assert 0 < float(str(circle.get("cx"))) < width
        assert 0 < float(str(circle.get("cy"))) < height


def test_figures_are_carried_on_in_a_straight_line() -> None:
    lines = list(tables.tell_scale(make_run()))
    assert "| everything | 2.0 ms | 33.3 min | 2.3 days |" in lines
    assert "| peak memory | 1.00 KB | 1.10 GB | 100 GB |" in lines
    assert "| output, files | 4.0 | 4.0 million | 400.0 million |" in lines
    assert lines[-1] == "Pelican 4.12: no feeds."


def test_limits_follow_from_the_run() -> None:
    lines = list(limits.tell_limits(make_run()))
    assert "| a free host: GitHub Pages takes 1 GB | 80.0 KB | 12,000 articles |" in lines  # 80,000 bytes each
    assert "| the CI's cache: GitHub keeps 10 GB | 110 KB | 91,000 articles |" in lines  # with 30,000 of the archive
    assert "| one article added, in 10 s | 2.0 ms | 5,000 articles |" in lines
    assert "| everything | 2.3 days | 33.3 min |" in lines
    assert "| the first upload, 400.0 million files at 5 dollars a million | 2,000 dollars | 2,000 dollars |" in lines
    reached = [line.split(" | ")[2] for line in lines[2:] if line.endswith("articles |")]
    assert len(reached) > 8


def make_build(items: int, cost: float) -> dict[str, Any]:
    """A run of `benchmarks build` with one peer."""
    seconds = {row: spread(cost * items / 1000) for row in ("clean", "restored", "added", "changed", "same")}
    ours = {"seconds": seconds, "memory MB": {"clean": 200.0}, "bytes": items * 80_000, "files": items * 4}
    ours |= {"version": "0", "settings": "", "content bytes": items * 3_000, "kept bytes": items * 30_000}
    counts = {"theme": {"read": 0, "articles": items, "written": 9, "pages": 9}}
    hugo = {"seconds": {"clean": spread(1.0), "added": spread(1.0)}, "version": "1", "settings": "", "memory MB": {}}
    return {
        "briefing": {**ours, "counts": counts},
        "baselines": {"hugo": hugo, "import pelican": {"seconds": spread(0.3)}},
        "ratios": {
            "clean / hugo clean": spread(2.0),
            "added / hugo added": spread(0.05),
            "same / import pelican": spread(0.3),
        },
        "items": items,
        "rounds": 5,
        "dear rounds": 3,
        "machine": {"cores": 2, "system": "Linux", "python": "3.11", "storage": "memory"},
    }


def test_runs_of_single_sizes_are_joined_and_held_against_what_was_to_be_reached() -> None:
    joined = scale.join([make_build(5_000, 2.0), scale.join([make_build(20_000, 1.0), make_build(10_000, 2.0)])])
    assert list(joined["briefing"]) == ["5000", "10000", "20000"]
    assert joined["rounds"] == dict.fromkeys(joined["briefing"], 5)
    assert joined["ratios"]["briefing, added, 20000 / 5000"]["median"] == 2.0
    assert joined["ratios"]["hugo, clean, 10000 / 5000"]["median"] == 1.0
    lines = {(line.what, line.peer): line for line in reach.find_reached(joined)}
    assert lines["everything, from nothing", "hugo"].reached is True
    assert lines["one added, 20,000 ÷ 5,000", ""].reached is False
    assert lines["everything, 20,000 ÷ 10,000", ""].reached is True
    assert lines["nothing changed ÷ `import pelican`", ""].articles == "10000"
    assert lines["peak memory (PSS) of everything, MB", ""].reached is True
    told = list(reach.tell_reach(list(lines.values()), joined["machine"]))
    assert "| everything, from nothing | 5,000 | Hugo | 2.5; 1 | 2.0 (1.80–2.2) ✓ | 3 |" in told
    list(tables.tell_scale(joined))
    assert "| articles read anew: template | 0 of 5,000 |" in tables.tell_build(make_build(5_000, 2.0))


def test_a_table_takes_its_place_in_a_page(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("before\n<!-- figures scale -->\nold\n<!-- end -->\nafter\n", encoding="utf-8")
    tables.renew(page, "scale", ["| a |", "|---|"])
    tables.renew(page, "scale", ["| b |", "|---|"])
    assert page.read_text(encoding="utf-8") == "before\n<!-- figures scale -->\n| b |\n|---|\n<!-- end -->\nafter\n"
    with pytest.raises(SystemExit, match="has no place"):
        tables.renew(page, "other", [])


def test_every_program_is_given_the_same_articles(tmp_path: Path) -> None:
    articles = folders.generate(3)
    ours = peers.set_up("briefing", tmp_path / "ours", articles)
    pelican = peers.set_up("pelican", tmp_path / "pelican", articles)
    assert ours is not None
    assert pelican is not None
    for piece in articles:
        body = corpus.compose(int(piece.path[-9:-3])).body
        for program in (ours, pelican):
            text = (program.content / piece.path).read_text(encoding="utf-8")
            assert text.endswith(f"\n\n{body}\n")
            assert f"Title: {piece.title}\n" in text


def test_articles_of_a_folder_come_by_date_and_the_newest_are_held_back(tmp_path: Path) -> None:
    articles = folders.read_folder(PROJECT / "content", 0, 4)
    days = [piece.day for piece in articles if piece.day]
    assert days == sorted(days)
    coming = [articles.piece(articles.articles + number) for number in range(4)]
    assert all(piece.told and piece.day >= days[-1] for piece in coming)
    actor, alias = articles.alias(0)
    changed = yaml.safe_load(folders.add_alias(articles.registries["actors.yml"], actor, alias))
    before = yaml.safe_load(articles.registries["actors.yml"])
    assert [new["id"] for new, old in zip(changed, before, strict=True) if new != old] == [actor]


def test_ratios_are_of_times_in_one_round(tmp_path: Path) -> None:
    articles = folders.generate(1)
    sites = []
    for name, times in (("briefing", [1.0, 4.0, 9.0]), ("pelican", [2.0, 4.0, 3.0])):
        program = peers.set_up(name, tmp_path / name, articles)
        assert program is not None
        site = Site(program, articles)
        site.seconds["clean"] = times
        sites.append(site)
    ratio = find_ratios(sites, {})["clean / pelican clean"]
    assert (ratio["lowest"], ratio["median"], ratio["highest"]) == (0.5, 1.0, 3.0)
