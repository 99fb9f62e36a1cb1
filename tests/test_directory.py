"""What the lists say of each thing, in a small site as it is built: counts, offices, and the parts of long lists."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import html as lxml_html

from briefing import directory
from briefing.archive import Archive
from briefing.building import build
from briefing.links import slug
from briefing.settings import check_settings, theme_folder
from briefing.site import indexes

ARTICLES = {
    "a.md": ("Drones strike Kharkiv", "2025-03-12", "Harbour Post", "Mark Carney said that drones struck Kharkiv."),
    "b.md": (
        "More drones over Kharkiv",
        "2025-03-13",
        "Northern Ledger",
        "Drones struck Kharkiv, Jane Oldcastle said.",
    ),
    "c.md": ("Bridge closed", "2024-12-30", "Harbour Post", "Engineers in Malmford closed the old harbour bridge."),
}
ACTORS = (
    "- {id: mark-carney, name: Mark Carney, kind: person, offices: [{title: Governor, until: 2020-03-15},"
    " {title: Prime Minister, of: canada, from: 2025-03-01}]}\n"
    "- {id: jane-oldcastle, name: Jane Oldcastle, kind: person, description: Mayor of Malmford}\n"
)
EVENTS = (
    "- {id: strikes, title: Strikes, phrases: {drone: 3, struck: 2}}\n"
    "- {id: bridges, title: Bridges, phrases: {viaduct: 3}}\n"
)


def build_site(folder: Path) -> Path:
    content = folder / "content"
    content.mkdir()
    for name, (title, date, source, text) in ARTICLES.items():
        (content / name).write_text(f"Title: {title}\nDate: {date}\nSource: {source}\n\n{text}\n", encoding="utf-8")
    (content / "actors.yml").write_text(ACTORS, encoding="utf-8")
    (content / "events.yml").write_text(EVENTS, encoding="utf-8")
    output = folder / "output"
    given = {
        "PATH": str(content),
        "OUTPUT_PATH": str(output),
        "THEME": str(theme_folder()),
        "BRIEFING_DAY": "2025-03-20",
        "BRIEFING_ARCHIVE": str(folder / "archive.sqlite3"),
        "SITENAME": "Briefing",
        "SITEURL": "",
        "TIMEZONE": "UTC",
        "DEFAULT_LANG": "en",
    }
    build(check_settings(given))
    return output


def rows(page: Path) -> dict[str, str]:
    document = lxml_html.parse(str(page))
    return {
        " ".join(row.find(".//a").text_content().split()): " ".join(row.text_content().split())
        for row in document.xpath("//ul[@class='rows']/li")
    }


def test_lists_say_what_is_known_of_each(tmp_path):
    output = build_site(tmp_path)
    events = rows(output / "events.html")
    assert list(events)[:2] == ["Strikes", "Bridges"]
    assert "Newest: More drones over Kharkiv" in events["Strikes"]
    assert events["Strikes"].endswith("●● 2 independent outlets · 2 articles · 13 Mar 2025")
    assert events["Bridges"].endswith("0 articles")
    actors = rows(output / "actors.html")
    assert "Prime Minister, Canada" in actors["Mark Carney"]
    assert "Governor" not in actors["Mark Carney"]
    assert "Mayor of Malmford" in actors["Jane Oldcastle"]
    assert rows(output / "sources.html")["Harbour Post"] == "Harbour Post 2 articles · 12 Mar 2025"
    years = [path.name for path in sorted((output / "editions").glob("20??.html"))]
    assert years == ["2024.html", "2025.html"]


def test_long_lists_have_their_parts_beside_them(tmp_path, monkeypatch):
    for name in ("MOST_EVENTS", "MOST_ACTORS", "MOST_SOURCES"):
        monkeypatch.setattr(indexes, name, 1)
    output = build_site(tmp_path)
    parts = {path.name for path in output.glob("*-*.html")}
    assert {"events-b.html", "events-s.html", "actors-m.html", "actors-j.html", "sources-h.html"} <= parts
    assert list(rows(output / "events.html"))[:1] == ["Strikes"]
    assert list(rows(output / "events-b.html")) == ["Bridges"]
    assert list(rows(output / "sources-n.html")) == ["Northern Ledger"]


@pytest.mark.parametrize(
    ("page", "words"), [("events", "events.yml"), ("actors", "actors.yml"), ("sources", "add FILE")]
)
def test_an_empty_site_says_how_to_begin(tmp_path, page, words):
    (tmp_path / "content").mkdir()
    given = {
        "PATH": str(tmp_path / "content"), "OUTPUT_PATH": str(tmp_path / "output"), "THEME": str(theme_folder()),
        "BRIEFING_DAY": "2025-03-20", "BRIEFING_ARCHIVE": str(tmp_path / "a.sqlite3"), "SITENAME": "Briefing",
        "SITEURL": "", "TIMEZONE": "UTC", "DEFAULT_LANG": "en",
    }  # fmt: skip
    build(check_settings(given))
    document = lxml_html.parse(str(tmp_path / "output" / f"{page}.html"))
    (nothing,) = document.xpath("//p[@class='nothing']")
    assert words in nothing.text_content()
    front = lxml_html.parse(str(tmp_path / "output" / "index.html")).getroot().text_content()
    assert "briefing add FILE" in front


def divide(folder: Path, names: list[str], most: int) -> dict[str, list[str]]:
    """The parts of a list of actors of these names."""
    with Archive(folder / "lines.sqlite3") as archive:
        archive.do_many(
            "insert into line values (?, 'a', ?, '', 0, 0, 0, ?)",
            ((f"a:{number}", slug(name), name.encode()) for number, name in enumerate(names)),
        )
        parts = directory.divide(archive, "a", most)
        found = {
            part: [value.decode() for value in directory.lines_of_part(archive, "a", parts, part)]
            for part in parts.sizes
        }
    assert {part: len(listed) for part, listed in found.items()} == parts.sizes
    return found


def test_a_long_list_goes_on_by_letters_and_none_is_lost(tmp_path):
    names = ["Łukasz Novak", "Luca", "Émile", "Eva", "李明", "??", *(f"Sam {number}" for number in range(30))]
    parts = divide(tmp_path, names, 8)
    assert sorted(name for listed in parts.values() for name in listed) == sorted(names)
    assert set(parts["l"]) == {"Łukasz Novak", "Luca", "李明"}
    assert max(map(len, parts.values())) <= 11  # Sam 1, Sam 10 … Sam 19 share all letters of the shortest
    assert all(part and part.replace("-", "").isalnum() for part in parts)


def test_names_that_no_letter_tells_apart_stay_together(tmp_path):
    assert list(divide(tmp_path, ["Anna Novak"] * 9, 4)) == ["anna-novak"]


def test_a_short_list_has_no_parts(tmp_path):
    assert divide(tmp_path, ["Sam", "Tom"], 2) == {}
