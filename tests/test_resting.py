"""Files that somebody is still writing: a half that looks whole is read again or told, and never published."""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from msgspec.structs import replace
from test_cli import CRANE, DAY, run, write_content

from briefing import building, resting
from briefing.archive import Archive
from briefing.building import build
from briefing.errors import RegistryError
from briefing.releases import publishing
from briefing.resting import find_young, let_settle
from briefing.settings import Settings, check_settings

HALF = "Title: Quay\nDate: 2025-03-14\n\nThe quay at Malmford gave way"
REST = " on Friday.\n\nNobody was hurt there.\n"
EVENT = "- {id: quay, title: The quay, phrases: [quay]}\n"
OTHER = "- {id: malmford, title: At Malmford, phrases: [Malmford]}\n"
SECOND = 10**9
LONG = 60  # s: whatever the machine has to do besides, what was just written is young


def append(path: Path, text: str) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(text)


def while_waiting(monkeypatch: pytest.MonkeyPatch, deed: Callable[[], Any] = lambda: None, now: int = 0) -> list[float]:
    """Let something be done instead of waiting; return the list of the seconds that would have been waited."""
    waited: list[float] = []

    def wait(seconds: float) -> None:
        waited.append(seconds)
        deed()

    monkeypatch.setattr(resting, "time", SimpleNamespace(sleep=wait, time_ns=lambda: now or time.time_ns()))
    return waited


@pytest.fixture
def site(tmp_path: Path) -> Settings:
    (tmp_path / "content").mkdir()
    given = {"PATH": str(tmp_path / "content"), "OUTPUT_PATH": str(tmp_path / "output"), "BRIEFING_WORKERS": 1}
    settings = check_settings({**given, "BRIEFING_DAY": "2025-03-20", "BRIEFING_SETTLING": LONG})
    (settings.content / "other.md").write_text(f"{HALF}{REST}".replace("quay", "pier"), encoding="utf-8")
    build(replace(settings, settling=0.0))
    return settings


# -- how long ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("age", "registry", "waited"),
    [
        (0.1, 3600, 0.9),
        (0.9, 3600, 0.1),
        (1.1, 3600, 0),
        (1e9, 3600, 0),
        (-0.5, 3600, 1),  # the clock of the disk is another machine's
        (-1e9, 3600, 1),  # … or somebody dated it
        (3600, 0.1, 0.9),
        (3600, -1e9, 0),
    ],
)
def test_nothing_is_waited_for_longer_than_it_has_to_be(
    site: Settings, monkeypatch: pytest.MonkeyPatch, age: float, registry: float, waited: float
) -> None:
    """`age`, `registry`: seconds since an article and a registry were written; below 0: dated ahead."""
    now = 2_000_000_000 * SECOND
    slept = while_waiting(monkeypatch, now=now)
    monkeypatch.setattr(resting, "_date_registries", lambda _: [now - int(registry * SECOND), -1])
    let_settle(replace(site, settling=1.0), {"a.md": (9, now - int(age * SECOND)), "failed.md": (-1, -1)})
    assert sum(slept) == pytest.approx(waited)


def test_without_a_settling_time_nothing_is_waited_for(site: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    slept = while_waiting(monkeypatch)
    let_settle(replace(site, settling=0.0), {"a.md": (9, time.time_ns() + 9 * SECOND)})
    assert slept == []


def test_a_build_that_reads_nothing_new_waits_for_nothing(site: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where an article is dated ahead, and has been for long."""
    os.utime(site.content / "other.md", ns=(2_000_000_000 * SECOND, 2_000_000_000 * SECOND))
    build(replace(site, settling=0.0))
    slept = while_waiting(monkeypatch)
    build(site)
    with Archive(site.archive) as archive:
        assert find_young(archive) == {}
    assert slept == []


# -- a build in place --------------------------------------------------------------------------------------------------


def test_an_article_whose_writer_pauses_is_read_again(site: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    path = site.content / "quay.md"
    path.write_text(HALF, encoding="utf-8")
    slept = while_waiting(monkeypatch, lambda: slept[1:] or append(path, REST))
    report = build(site)
    assert "Nobody was hurt there." in (site.output / "articles/quay.html").read_text(encoding="utf-8")
    assert (report.notes, report.articles, len(slept)) == ((), 2, 2)
    assert build(site).read == 0


def test_a_registry_whose_writer_pauses_is_read_again(site: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    path = site.content / "events.yml"
    path.write_text(EVENT, encoding="utf-8")
    slept = while_waiting(monkeypatch, lambda: slept[1:] or append(path, OTHER))
    assert build(site).notes == ()
    assert (site.output / "events/malmford.html").is_file()
    assert build(site).written == 0


def test_half_a_registry_that_is_none_is_told(site: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    path = site.content / "events.yml"
    path.write_text(EVENT, encoding="utf-8")
    while_waiting(monkeypatch, lambda: append(path, OTHER[:20]))
    with pytest.raises(RegistryError, match=r"^events\.yml:2: "):
        build(site)


def test_what_never_comes_to_rest_is_told_and_not_published(site: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    path = site.content / "quay.md"
    path.write_text(f"{HALF}{REST}", encoding="utf-8")
    build(replace(site, settling=0.0))
    append(path, "It rained.\n")
    with monkeypatch.context() as changing:
        slept = while_waiting(changing, lambda: append(path, "And it rained.\n"))
        report = build(site)
    assert len(slept) == resting.ROUNDS
    assert [(note.path, note.what, note.severity) for note in report.notes] == [
        ("quay.md", "This file is being written.", "failed")
    ]
    assert not (site.output / "articles/quay.html").exists()
    assert (report.unread, report.articles) == (True, 1)
    assert build(replace(site, settling=0.0)).articles == 2


# -- a release ---------------------------------------------------------------------------------------------------------

SITE = ("--day", DAY, "--settings", "conf.py", "--quiet")


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    write_content(tmp_path)
    (tmp_path / "conf.py").write_text("BRIEFING_WORKERS = 1\nBRIEFING_SETTLING = 0.2\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    yield tmp_path / "content/2025-03/crane.md"
    sys.modules.pop("pelicanconf", None)


def during(monkeypatch: pytest.MonkeyPatch, step: str, deed: Callable[[], Any]) -> list[int]:
    """Let something be done at that step of publishing; return a list that grows with each time."""
    times: list[int] = []
    take = getattr(publishing, step)

    def do(*arguments: Any) -> Any:
        times.append(len(times))
        deed()
        return take(*arguments)

    monkeypatch.setattr(publishing, step, do)
    return times


def find_page() -> str:
    (page,) = Path("server/current/articles").rglob("crane.html")
    return page.read_text(encoding="utf-8")


@pytest.mark.parametrize("step", ["survey", "Making"])
def test_an_article_that_changes_while_it_is_published_is_built_again(
    desk: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    times = during(monkeypatch, step, lambda: times[1:] or desk.write_text(f"{CRANE}\nWhole at last.\n", "utf-8"))
    done = run("publish", "server", *SITE)
    assert (done.exit_code, done.stderr, len(times)) == (0, "", 2)
    assert "Whole at last." in find_page()


def test_what_changes_with_each_attempt_is_not_published(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("conf.py").write_text("BRIEFING_WORKERS = 1\n", encoding="utf-8")  # none waits: the test would for seconds
    run("publish", "server", *SITE)
    desk.write_text(f"{CRANE}\nHalf\n", encoding="utf-8")
    times = during(monkeypatch, "Making", lambda: append(desk, "and half.\n"))
    done = run("publish", "server", *SITE)
    assert (done.exit_code, len(times)) == (2, resting.ROUNDS)
    assert re.fullmatch(
        r"briefing: 2025-03/crane\.md: The file changed while it was published, 3 times in a row\. "
        r"Run this again when it is whole\.\n",
        done.stderr,
    )
    assert "Half" not in find_page()


def test_what_a_build_in_place_believed_a_moment_ago_is_not_published_yet(
    desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing changed since that build, so none is made: yet an article may be half written still."""
    Path("conf.py").write_text("BRIEFING_WORKERS = 1\nBRIEFING_SETTLING = 20\n", encoding="utf-8")
    while_waiting(monkeypatch)
    desk.write_text(f"{CRANE}\nWhole ", encoding="utf-8")
    assert run("build", *SITE).exit_code == 0
    slept = while_waiting(monkeypatch, lambda: slept[1:] or append(desk, "at last.\n"))
    assert run("publish", "server", *SITE).exit_code == 0
    assert "Whole at last." in find_page()
    assert max(slept) > 20, "three times as long as in place, but for what has gone by"


def test_how_long_is_waited_makes_no_other_build(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(2):
        run("build", *SITE)
    monkeypatch.setattr(building, "build", lambda *_: pytest.fail("built"))
    assert run("publish", "server", *SITE).exit_code == 0


@pytest.mark.parametrize("value", ["soon", "-1", "61", "True", "nan"])
def test_a_settling_time_is_a_number_of_seconds(desk: Path, value: str) -> None:
    Path("conf.py").write_text(f"BRIEFING_SETTLING = {value if value == 'True' else repr(value)}\n", encoding="utf-8")
    done = run("build", *SITE)
    assert (done.exit_code, "It takes seconds, from 0 to 60." in done.stderr) == (2, True)
