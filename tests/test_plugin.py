"""Briefing as Pelican's plugin: the same site as the command makes, and a good guest in somebody else's."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from briefing.settings import theme_folder

SETTINGS = """SITENAME = "Skarholm Notes"
SITEURL = "https://notes.example"
TIMEZONE = "Europe/Oslo"
PATH = "content"
PLUGINS = ["briefing"]
BRIEFING_DAY = "2025-03-20"
LOCALE = "C"
"""
FOREIGN = SETTINGS + 'THEME = "simple"\nARTICLE_URL = ARTICLE_SAVE_AS = "notes/{slug}.html"\n'
QUAY = (
    "The quay wall at Malmford gave way on Friday, injuring at least 12 dockers & a pilot. "
    "“Nobody may go near the quay wall,” said Jane Oldcastle, the harbour master of Malmford."
)
FERRY = "The ferry between Lindhamn and Skarholm will not sail before Thursday, its owner said on Monday."
CRANE = "Jane Oldcastle said on Sunday that a crane would be brought to Malmford to lift the broken stones."


class Site:
    def __init__(self, root: Path) -> None:
        self.root, self.output = root, root / "output"
        (root / "content/pages").mkdir(parents=True)
        self.settings(SETTINGS)
        self.write("quay.md", f"Title: Quay wall gives way\nDate: 2025-03-14\nSource: Harbour Post\n\n{QUAY}\n")
        self.write(
            "deep/ferry.md",
            "Title: Ferry stopped\nDate: 2025-03-15\nSource: Lindhamn Courier\nSummary: My own few words.\n"
            f"Url: https://courier.example/ferry\n\n{FERRY}\n",
        )
        self.write("crane.md", f"Title: A crane for Malmford <script>alert(1)</script>\nDate: 2025-03-16\n\n{CRANE}\n")
        self.write("events.yml", "- {id: quay, title: The quay & its wall, phrases: {quay wall: 3}}\n")
        self.write("pages/about.md", "Title: About us\n\nWe write notes.\n")

    def settings(self, text: str) -> None:
        (self.root / "pelicanconf.py").write_text(text, encoding="utf-8")

    def write(self, name: str, text: str | bytes) -> None:
        path = self.root / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())

    def pelican(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return self._run("pelican", "content", "-s", "pelicanconf.py", *arguments)

    def briefing(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return self._run("briefing.cli", *arguments)

    def _run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", *arguments]
        environment = {**os.environ, "COLUMNS": "400", "SOURCE_DATE_EPOCH": "1742428800"}
        return subprocess.run(command, cwd=self.root, env=environment, capture_output=True, text=True, check=False)

    def read(self, name: str) -> str:
        return (self.output / name).read_text(encoding="utf-8")

    def tree(self, folder: str = "output") -> dict[str, bytes]:
        root = self.root / folder
        return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


@pytest.fixture(scope="module")
def foreign(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site with Pelican's simple theme, built; tests only read it."""
    site = Site(tmp_path_factory.mktemp("foreign"))
    site.settings(FOREIGN)
    done = site.pelican()
    assert done.returncode == 0, done.stdout + done.stderr
    return site


# -- with Briefing's theme --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("theme", ["", f'THEME = "{theme_folder()}"\n'], ids=["no theme named", "named"])
def test_pelican_makes_what_the_command_makes(site: Site, theme: str) -> None:
    site.settings(SETTINGS + theme)
    built = site.briefing("build", "--output", "one", "--content", "content")
    assert built.returncode == 0, built.stderr
    (site.root / ".briefing/archive.sqlite3").unlink()
    done = site.pelican("-o", "two")
    assert done.returncode == 0, done.stdout + done.stderr
    one, two = site.tree("one"), site.tree("two")
    assert sorted(one) == sorted(two)
    assert [path for path in one if one[path] != two[path]] == []
    assert "articles/quay.html" in one
    assert "archives.html" not in one  # nothing of Pelican's own flow
    again = site.pelican("-o", "two")
    assert again.returncode == 0
    assert site.tree("two") == two


def test_the_notes_reach_who_runs_pelican(site: Site) -> None:
    site.write("broken.md", b"\xff")
    done = site.pelican()
    assert done.returncode == 0
    assert "broken.md:1: Byte 1 of the file is not UTF-8" in done.stdout + done.stderr
    strict = site.pelican("-e", "BRIEFING_STRICT=true")
    assert strict.returncode == 1
    assert "2 problems found." in strict.stdout + strict.stderr


# -- in somebody else's site ------------------------------------------------------------------------------------------


def test_articles_and_pages_stay_where_the_site_has_them(foreign: Site) -> None:
    assert {
        "notes/quay-wall-gives-way.html",
        "notes/ferry-stopped.html",
        "pages/about-us.html",
    } <= foreign.tree().keys()
    assert "quay wall at Malmford gave way" in foreign.read("notes/quay-wall-gives-way.html")
    assert not (foreign.output / "articles").exists()
    assert (foreign.output / "index.html").is_file()
    assert (foreign.output / "archives.html").is_file()


def test_summaries_are_put_where_there_are_none(foreign: Site) -> None:
    index = foreign.read("index.html")
    assert "<p>The quay wall at Malmford gave way on Friday, injuring at least 12 dockers &amp; a pilot." in index
    assert "My own few words." in index
    assert FERRY not in index


def test_the_original_address_does_not_become_the_pages(foreign: Site) -> None:
    assert 'href="https://notes.example/notes/ferry-stopped.html"' in foreign.read("index.html")
    assert "https://courier.example/ferry" not in foreign.read("index.html")


def test_event_actor_and_edition_pages_are_added_in_the_sites_look(foreign: Site) -> None:
    tree = foreign.tree()
    for name in (
        "events.html",
        "events/quay.html",
        "actors.html",
        "actors/jane-oldcastle.html",
        "editions/2025-03-14.html",
    ):
        assert name in tree, name
        page = foreign.read(name)
        assert "Skarholm Notes" in page
        assert 'href="https://notes.example/pages/about-us.html"' in page  # the theme's own menu
    event = foreign.read("events/quay.html")
    assert "injuring at least 12 dockers &amp; a pilot." in event
    assert "../notes/quay-wall-gives-way.html" in event
    assert "The quay &amp; its wall" in event
    actor = re.sub(r"</?mark[^>]*>", "", foreign.read("actors/jane-oldcastle.html"))
    assert "“Nobody may go near the quay wall,”" in actor


def test_an_added_page_has_its_title_once(foreign: Site) -> None:
    page = foreign.read("events/quay.html")
    assert page.count("The quay &amp; its wall</h") == 1


def test_links_of_added_pages_lead_somewhere(foreign: Site) -> None:
    tree = foreign.tree()
    for name in tree:
        if not re.match(r"(events|actors|editions|sources)(/.*)?\.html$", name):
            continue
        main = re.search(r"<main>.*</main>", foreign.read(name), re.DOTALL)
        for href in re.findall(r'href="([^"#]+)', main.group() if main else foreign.read(name)):
            if "://" not in href:
                target = os.path.normpath(os.path.join(os.path.dirname(name), href))
                assert target in tree, f"{name}: {href}"


def test_titles_are_escaped_though_the_theme_does_not(foreign: Site) -> None:
    """What the site's own pages do with an article's title is the site's affair; ours show it as text."""
    shown = 0
    for name, page in foreign.tree().items():
        if name.startswith(("events", "actors", "editions", "sources")) and name.endswith(".html"):
            assert b"<script>alert" not in page, name
            shown += b"&lt;script&gt;alert" in page
    assert shown


def test_the_editions_are_handed_over_as_json(foreign: Site) -> None:
    edition = json.loads(foreign.read("editions/2025-03-14.json"))
    assert [item["id"] for item in edition["items"]] == ["quay"]
    assert (foreign.output / "schemas/edition.schema.json").is_file()
    newest = json.loads(foreign.read("editions/2025-03-16.json"))
    assert {row["path"] for row in newest["ledger"]} == {"crane.md"}


def test_a_second_run_leaves_the_same_pages(site: Site) -> None:
    site.settings(FOREIGN)
    assert site.pelican().returncode == 0
    first = site.tree()
    assert site.pelican().returncode == 0
    assert site.tree() == first
    assert site.briefing("build").returncode == 0
    assert site.tree() == first


def test_the_command_says_what_pelican_did(site: Site) -> None:
    site.settings(FOREIGN)
    site.write("status.md", f"Title: Embargoed\nDate: 2025-03-14\nStatus: embargo\n\n{FERRY}\n")
    done = site.briefing("build")
    assert done.returncode == 0
    assert "status.md:3: Status “embargo” is unknown" in done.stderr
    assert "Done: Processed" in done.stdout
    assert "Traceback" not in done.stderr
    quiet = site.briefing("build", "--quiet")
    assert (quiet.returncode, quiet.stdout) == (0, "")
    assert site.briefing("build", "--strict").returncode == 1


def test_a_theme_without_escaping_and_with_a_frame_of_its_own(site: Site) -> None:
    templates = site.root / "bare/templates"
    templates.mkdir(parents=True)
    frame = "<!DOCTYPE html><title>{{ page.title }}</title><main>{{ page.content }}</main>"
    (templates / "page.html").write_text(frame, encoding="utf-8")
    for name in (
        "article",
        "index",
        "archives",
        "author",
        "authors",
        "category",
        "categories",
        "tag",
        "tags",
        "period_archives",
    ):
        (templates / f"{name}.html").write_text("<!DOCTYPE html>", encoding="utf-8")
    (templates / "article.html").write_text("<!DOCTYPE html>{{ article.summary }}", encoding="utf-8")
    site.settings(SETTINGS + 'THEME = "bare"\n')
    done = site.pelican()
    assert done.returncode == 0, done.stdout + done.stderr
    event = site.read("events/quay.html")
    assert event.startswith("<!DOCTYPE html><title>The quay &amp; its wall</title>")
    assert "12 dockers &amp; a pilot" in event
    assert "12 dockers &amp; a pilot" in site.read("quay-wall-gives-way.html")


# -- what stops it ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("settings", [SETTINGS, FOREIGN], ids=["archive", "foreign"])
@pytest.mark.parametrize(
    ("setting", "files", "told"),
    [
        ('BRIEFING_LIST_LENGTH = "many"\n', {}, "BRIEFING_LIST_LENGTH is 'many'. It takes a whole number"),
        ("BRIEFING_DAI = '2025-03-14'\n", {}, "Did you mean BRIEFING_DAY?"),
        ("", {"actors.yml": "- {id: jo, name: Jo, kind: robot}\n"}, "actors.yml:1: “robot” is not known as kind"),
    ],
    ids=["setting", "typo", "registry"],
)
def test_what_is_wrong_ends_pelican_with_an_exit_status(
    site: Site, settings: str, setting: str, files: dict[str, str], told: str
) -> None:
    site.settings(settings + setting)
    for name, text in files.items():
        site.write(name, text)
    done = site.pelican()
    assert done.returncode == 2
    assert told in " ".join((done.stdout + done.stderr).split())
    assert not (site.output / "index.html").exists()


def test_two_articles_with_one_address_are_named(site: Site) -> None:
    """Pelican makes addresses of titles; with Briefing's own theme two equal titles are no trouble."""
    site.write("again.md", f"Title: Quay wall gives way\nDate: 2025-03-15\n\n{CRANE}\n")
    assert site.briefing("build").returncode == 0
    site.settings(FOREIGN)
    done = site.briefing("build")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert re.search(r"(quay|again)\.md: Another article is written to notes/quay-wall-gives-way\.html", done.stderr)
    assert "Slug: …" in done.stderr


def test_a_passage_that_is_not_verbatim_ends_pelican(site: Site) -> None:
    site.settings(SETTINGS)
    breaker = (
        "from msgspec.structs import replace\n"
        "from briefing import clippings\n"
        "cut = clippings.cut\n"
        "def register():\n"
        "    clippings.cut = lambda *a, **k: replace(p := cut(*a, **k), text=p.text.upper())\n"
    )
    (site.root / "breaker.py").write_text(breaker, encoding="utf-8")
    for settings in (SETTINGS, FOREIGN):
        site.settings(settings.replace('["briefing"]', '["breaker", "briefing"]\nPLUGIN_PATHS = ["."]'))
        done = site.pelican()
        assert done.returncode == 2
        assert "VerbatimError" in done.stdout + done.stderr
        assert "is not what" in done.stdout + done.stderr
