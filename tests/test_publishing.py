"""Pages made by several processes: the same bytes, the same errors, and no end but a whole one."""

from __future__ import annotations

import logging
import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from jinja2 import Environment
from test_incremental import DAYS, PARAGRAPHS, SOURCES, TITLES, read_tree

from benchmarks.measures.links import find_dead_links
from briefing import building, crew, gathering, portions, publishing
from briefing.archive import Archive
from briefing.building import build
from briefing.errors import BriefingError, VerbatimError
from briefing.model import Registry
from briefing.printing import Press, Printed, Proofs
from briefing.settings import Settings, check_settings, theme_folder
from briefing.site.writer import Writer

ARTICLES = 24
EVENTS = "- {id: strikes, title: Strikes, phrases: {drone: 3, struck: 2, kill: 1}}\n"
ACTORS = "- {id: keir-starmer, name: Keir Starmer, kind: person}\n- {id: russia, name: Russia, kind: state}\n"


def write_article(content: Path, number: int, *, extra: str = "") -> None:
    body = "\n\n".join(PARAGRAPHS[(number * 3 + place) % len(PARAGRAPHS)] for place in range(3))
    (content / f"{number:03}.md").write_text(
        f"Title: {TITLES[number % 4]} {number}\nDate: {DAYS[number % len(DAYS)]}\nSource: {SOURCES[number % 4]}\n\n"
        f"{body}\n\n{extra}\n",
        encoding="utf-8",
    )


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return write_content(tmp_path / "content")


def write_content(folder: Path) -> Path:
    folder.mkdir()
    for number in range(ARTICLES):
        write_article(folder, number)
    (folder / "events.yml").write_text(EVENTS, encoding="utf-8")
    (folder / "actors.yml").write_text(ACTORS, encoding="utf-8")
    return folder


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is in these tests is many enough for a crew."""
    monkeypatch.setattr(gathering, "ALONE", 1)
    monkeypatch.setattr(building, "ALONE", 1)
    monkeypatch.setattr(publishing, "ALONE", 1)
    monkeypatch.setattr(portions, "MOST", 12)


def settings_of(content: Path, name: str, workers: int, **given: object) -> Settings:
    return check_settings(
        {
            "PATH": str(content),
            "OUTPUT_PATH": str(content.parent / name),
            "THEME": str(theme_folder()),
            "SITENAME": "Briefing",
            "BRIEFING_DAY": "2025-03-20",
            "BRIEFING_ARCHIVE": str(content.parent / f"{name}.sqlite3"),
            "BRIEFING_WORKERS": workers,
            **given,
        }
    )


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """What one process made."""
    settings = settings_of(write_content(tmp_path_factory.mktemp("alone") / "content"), "alone", 1)
    build(settings)
    return settings


@pytest.fixture(scope="module")
def wanted(alone: Settings) -> dict[str, bytes]:
    return read_tree(alone.output)


def pages_in(settings: Settings) -> list[tuple[object, ...]]:
    with Archive(settings.archive) as archive:
        return archive.rows("select path, owner, inputs, view, size from page order by path")


def kept_in(settings: Settings) -> list[tuple[object, ...]]:
    with Archive(settings.archive) as archive:
        return archive.rows("select * from edition order by day")


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize(("workers", "methods"), [(2, ("forkserver", "spawn")), (3, ("spawn",))])
def test_however_many_make_them_pages_are_the_same(
    content: Path,
    alone: Settings,
    wanted: dict[str, bytes],
    workers: int,
    methods: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(crew, "START_METHODS", methods)
    settings = settings_of(content, "crew", workers)
    report = build(settings)
    assert read_tree(settings.output) == wanted
    assert (report.written, report.pages) == (len(wanted), len(wanted))
    assert pages_in(settings) == pages_in(alone)
    assert build(settings).written == 0
    assert kept_in(settings) == kept_in(alone), "what the crew composed is remembered"


@pytest.mark.usefixtures("many")
def test_edits_leave_what_a_clean_build_leaves(content: Path) -> None:
    settings = settings_of(content, "crew", 2)
    build(settings)
    for number in range(0, ARTICLES, 5):
        (content / f"{number:03}.md").unlink()
    for number in range(1, ARTICLES, 5):
        write_article(content, number, extra="Mark Carney said: “We will help where we can, and soon.”")
    (content / "events.yml").write_text(EVENTS.replace("id: strikes", "id: raids, former: [strikes]"), encoding="utf-8")
    shutil.rmtree(settings.output / "articles")
    report = build(settings)
    clean = settings_of(content, "clean", 1)
    build(clean)
    assert read_tree(settings.output) == read_tree(clean.output)
    assert report.removed >= len(range(0, ARTICLES, 5))
    assert pages_in(settings) == pages_in(clean)


@pytest.mark.usefixtures("many")
def test_a_worker_that_fails_while_articles_are_held_against_each_other_costs_nothing_but_time(
    content: Path, alone: Settings, wanted: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = settings_of(content, "crew", 2)
    monkeypatch.setattr(building, "_hold_apart", hold_and_fail)
    build(settings)
    assert read_tree(settings.output) == wanted
    assert pages_in(settings) == pages_in(alone)


def hold_and_fail(removed: tuple[str, ...]) -> None:
    """Ends before the archive keeps anything of it."""
    archive = Archive(crew.given()[0].archive)
    with archive.change():
        archive.take_pending()
        os.kill(os.getpid(), signal.SIGKILL)


# -- what goes wrong --------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize(
    "fault", ["{{ page.nonsense }}", "{% if %}", '<p data-place="000.md:0-4">Nobody wrote this</p>']
)
def test_a_fault_is_told_as_it_is_without_a_crew(content: Path, fault: str) -> None:
    theme = content.parent / "theme"
    shutil.copytree(theme_folder(), theme)
    template = theme / "templates/body/article.html"
    template.write_text(f"{template.read_text(encoding='utf-8')}{fault}", encoding="utf-8")
    told = []
    for workers in (1, 2):
        with pytest.raises(Exception) as raised:  # whatever it is, it is the same
            build(settings_of(content, f"with-{workers}", workers, THEME=str(theme)))
        told.append((type(raised.value), str(raised.value).partition(":")[2]))
        assert any(frame.name in {"make", "publish"} for frame in raised.traceback)
    assert told[0] == told[1]
    assert issubclass(told[0][0], BriefingError) == fault.startswith("<p")


@pytest.mark.usefixtures("many")
def test_a_page_that_is_not_verbatim_stops_a_crew(content: Path) -> None:
    theme = content.parent / "theme"
    shutil.copytree(theme_folder(), theme)
    template = theme / "templates/body/event.html"
    template.write_text(f'{template.read_text(encoding="utf-8")}<p data-place="000.md:0-4">Oh</p>', encoding="utf-8")
    settings = settings_of(content, "crew", 2, THEME=str(theme))
    with pytest.raises(VerbatimError, match=r"(events|stories)/.*: the passage “Oh” is not what 000\.md says"):
        build(settings)
    assert "events/strikes.html" not in read_tree(settings.output)


@pytest.mark.usefixtures("many")
def test_a_worker_that_is_killed_costs_nothing_but_time(
    content: Path, wanted: dict[str, bytes], caplog: pytest.LogCaptureFixture
) -> None:
    killed = []

    def kill_one(step: str, done: int, of: int) -> None:
        if step == "Writing pages" and not killed:
            killed.append(multiprocessing.active_children()[0].pid)
            os.kill(killed[0] or 0, signal.SIGKILL)

    settings = settings_of(content, "crew", 2)
    with caplog.at_level(logging.WARNING):
        build(settings, kill_one)
    assert killed
    assert "A worker process ended while it made pages." in caplog.text
    assert read_tree(settings.output) == wanted


# -- builds that are killed -------------------------------------------------------------------------------------------

BUILDER = """
if __name__ == "__main__":  # workers load this file as well
    import sys
    from pathlib import Path
    sys.path.insert(0, sys.argv[2])
    from test_publishing import settings_of
    from briefing import gathering, portions, publishing
    from briefing.building import build
    gathering.ALONE = publishing.ALONE = 1
    portions.MOST = 12
    build(settings_of(Path(sys.argv[1]), "crew", 2), lambda step, *done: print(step, *done, flush=True))
"""


def begin(content: Path) -> subprocess.Popen[str]:
    builder = content.parent / "builder.py"
    builder.write_text(BUILDER, encoding="utf-8")
    command = [sys.executable, str(builder), str(content), str(Path(__file__).parent)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)


def wait_until(done: Callable[[], bool], seconds: float = 30) -> None:
    for _ in range(int(seconds / 0.005)):
        if done():
            return
        time.sleep(0.005)
    raise AssertionError("it did not happen")


def files_in(folder: Path) -> int:
    return sum(len(names) for _, _, names in os.walk(folder))


def group_of(leader: int) -> list[int]:
    """The processes of a session, but for those that have ended and wait to be asked how."""
    listed = subprocess.run(["ps", "-A", "-o", "pid=,sess=,stat="], capture_output=True, text=True, check=True).stdout
    rows = [line.split() for line in listed.splitlines()]
    return [int(pid) for pid, session, state in rows if int(session) == leader and not state.startswith("Z")]


@pytest.mark.parametrize("pages", [1, 60])
def test_a_build_that_is_killed_is_finished_by_the_next(
    content: Path, alone: Settings, wanted: dict[str, bytes], pages: int
) -> None:
    settings = settings_of(content, "crew", 1)
    with begin(content) as process:
        wait_until(lambda: files_in(settings.output) >= pages)
        os.killpg(process.pid, signal.SIGKILL)
    assert files_in(settings.output) < len(wanted)
    (settings.output / ".briefing-1-1").write_text("half a pa", encoding="utf-8")
    build(settings)
    assert read_tree(settings.output) == wanted
    assert pages_in(settings) == pages_in(alone)


def test_what_a_build_that_ended_early_had_written_goes_where_nobody_wants_it(
    content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = settings_of(content, "alone", 1)
    build(settings)
    before, put = read_tree(settings.output), Writer._put

    def put_and_end(writer: Writer, path: str, data: bytes) -> os.stat_result:
        stat = put(writer, path, data)
        if path == "articles/099.html":
            raise KeyboardInterrupt
        return stat

    write_article(content, 99)
    monkeypatch.setattr(Writer, "_put", put_and_end)
    with pytest.raises(KeyboardInterrupt):
        build(settings)
    monkeypatch.undo()
    assert "articles/099.html" in read_tree(settings.output)
    assert "articles/099.html" not in [row[0] for row in pages_in(settings)]
    foreign = settings.output / "articles" / "mine.html"
    foreign.write_text("not Briefing's", encoding="utf-8")
    (content / "099.md").unlink()
    build(settings)
    assert foreign.is_file()
    foreign.unlink()
    assert read_tree(settings.output) == before
    assert not settings.archive.with_name(f"{settings.archive.name}.coming").exists()


def test_workers_end_with_the_build_that_began_them(content: Path) -> None:
    with begin(content) as process:
        wait_until(lambda: files_in(content.parent / "crew") > 10)
        assert len(group_of(process.pid)) > 2
        process.kill()
        process.wait()
        wait_until(lambda: group_of(process.pid) == [])


def test_an_interruption_ends_all_and_says_so_once(content: Path) -> None:
    with begin(content) as process:
        wait_until(lambda: files_in(content.parent / "crew") > 10)
        os.killpg(process.pid, signal.SIGINT)
        _, told = process.communicate(timeout=30)
        wait_until(lambda: group_of(process.pid) == [])
    assert told.count("KeyboardInterrupt") == told.count("Traceback") == 1


def test_little_is_published_by_this_process_alone(content: Path) -> None:
    """Beginning a crew would cost more than it saves."""
    begun = []

    def look(*_: object) -> None:
        begun.append(len(multiprocessing.active_children()))

    before = len(multiprocessing.active_children())
    build(settings_of(content, "crew", 2), look)
    assert set(begun) == {before}


# -- sharing out ------------------------------------------------------------------------------------------------------


def test_the_dearest_come_first_and_the_last_chunks_are_small(tmp_path: Path) -> None:
    owners = ["e:long", *(f"article:{number:03}.md" for number in range(400)), "s:short"]
    with Archive(tmp_path / "archive.sqlite3") as archive:
        archive.do_many(
            "insert into touch values (?, '', ?, 1, x'')",
            [*(("e:long", n) for n in range(300)), ("s:short", 1)],
        )
        chunks = list(portions.share_out(owners, archive, 2))
    assert sorted(owner for chunk in chunks for owner in chunk) == sorted(owners)
    assert chunks[0] == ["e:long"]
    sizes = [len(chunk) for chunk in chunks[1:]]
    assert sizes[0] > 5 * sizes[-1]
    assert sizes[1:] == sorted(sizes[1:], reverse=True)


def test_a_page_that_went_to_another_owner_stays(content: Path) -> None:
    """Its old owner may be looked at after its new one."""
    settings = settings_of(content, "alone", 1)
    build(settings)
    with Archive(settings.archive) as archive:
        work = publishing._Work(archive, settings, Proofs(settings, Registry()), lambda *_: None)
        work.begin(fake_press(settings), frozenset())
        path = "articles/000.html"
        (row,) = archive.rows("select * from page where owner = 'article:000.md'")
        path = str(row[0])
        work._record([Printed("y:new", [(path, "y:new", *row[2:])], [], [], 0, [])])  # type: ignore[list-item]
        work._record([Printed("article:000.md", [], [], [path], 0, [])])
        work._begin()
        assert work.finish().removed == 0
        assert (settings.output / path).is_file()
        assert archive.rows("select owner from page where path = ?", (path,)) == [("y:new",)]


def fake_press(settings: Settings) -> Press:
    class Done:
        def finish(self) -> None:
            """Nothing is left to note."""

    class FakePress:
        catalogue = Done()
        writer = Writer(settings.output, Environment(autoescape=True), lambda data, path: None)

    return FakePress()  # type: ignore[return-value]


def test_the_page_of_a_long_story_leads_to_all_its_articles(tmp_path: Path) -> None:
    """As an event's does: the newest stand there, all of them on the pages of its months, or of a day that is full."""
    content, places = write_content(tmp_path / "content"), ("quay", "pier", "mole", "dock", "crane", "wharf", "berth")
    for number, place in enumerate(places):
        text = (
            f"Title: Fire on the ferry Tern stops the traffic to Skarholm, {place} closed\n"
            f"Date: 2025-03-{'09' if number else '07'} {8 + number:02}:30\nSource: The {place.title()} Post\n\n"
            f"The ferry Tern burned off Skarholm on Sunday, {place} crews said, after a fire in its engine room.\n\n"
            f"Some {20 + number} of its passengers came ashore at the {place}, {place} boats towed the Tern away.\n\n"
            f"Karin Aas of the {place} guild told Skarholm that repairs of the ferry would take {3 + number} weeks.\n\n"
            f"“{place.title()} hands saw the fire of the Tern, {place} by {place},” said Nils Dahl, {place} warden.\n"
        )
        (content / f"{place}.md").write_text(text, encoding="utf-8")
    settings = settings_of(content, "output", 1, BRIEFING_LIST_LENGTH=5)
    build(settings)
    (months,) = (settings.output / "stories").glob("*/months")
    pages = {page.stem: page.read_text(encoding="utf-8") for page in months.iterdir()}
    assert sorted(pages) == ["2025-03-07", "2025-03-09"]
    assert [place for place in places if f"articles/{place}.html" not in "".join(pages.values())] == []
    assert [link for link in find_dead_links(settings.output)[0] if link.startswith("stories/")] == []
    for place in places[4:]:
        (content / f"{place}.md").unlink()
    build(settings)
    assert not months.exists(), "a short list has none"
