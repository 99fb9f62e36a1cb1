"""What changed in content/ is read, once, and what was read is kept, however a build ends."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from briefing import batches, crew, gathering
from briefing.batches import flow, make_batches
from briefing.building import build, gathered
from briefing.errors import RegistryError
from briefing.folder import Sighting
from briefing.model import Registry
from briefing.settings import Settings, check_settings

ARTICLE = "Title: Quay {number}\nDate: 2025-03-14\n\nThe quay at Malmford gave way, and {number} boats sank.\n"
ACTORS = "- {id: malmford, name: Malmford, kind: place}\n"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setattr(batches, "MOST_FILES", 1)
    (tmp_path / "content").mkdir()
    for number in range(6):
        (tmp_path / f"content/{number}.md").write_text(ARTICLE.format(number=number), encoding="utf-8")
    given = {"PATH": str(tmp_path / "content"), "OUTPUT_PATH": str(tmp_path / "output"), "BRIEFING_WORKERS": 1}
    return check_settings({**given, "BRIEFING_DAY": "2025-03-20"})


def read_again(site: Settings) -> list[str]:
    with gathered(site) as (_, _, found):
        return list(found.changed)


class Killed(BaseException):
    """Nobody catches it, as nobody catches the end of the process."""


def kill_after_two(step: str, done: int, of: int) -> None:
    if done == 2:
        raise Killed


# -- what is read -----------------------------------------------------------------------------------------------------


def test_files_that_only_look_new_are_not_read_again(site: Settings) -> None:
    """As after a checkout, which gives every file the time of its own."""
    build(site)
    for path in site.content.iterdir():
        os.utime(path, ns=(1, 1))
    (site.content / "3.md").write_text(ARTICLE.format(number=33), encoding="utf-8")
    assert read_again(site) == ["3.md"]
    assert read_again(site) == []


def test_a_build_that_is_killed_while_reading_goes_on_where_it_was(site: Settings) -> None:
    with pytest.raises(Killed), gathered(site, kill_after_two):
        pass
    assert read_again(site) == ["2.md", "3.md", "4.md", "5.md"]


def test_one_that_is_killed_after_the_registry_changed_does_so_as_well(site: Settings) -> None:
    assert len(read_again(site)) == 6
    (site.content / "actors.yml").write_text(ACTORS, encoding="utf-8")
    with pytest.raises(Killed), gathered(site, kill_after_two):
        pass
    assert read_again(site) == ["2.md", "3.md", "4.md", "5.md"]
    with gathered(site) as (archive, _, _):
        for number in range(6):
            record = archive.record(f"{number}.md")
            assert record is not None
            assert {mention.actor for mention in record.analysis.mentions} == {"malmford"}


class Dying(Executor):
    """Workers of whom one reads a batch, and then all are gone."""

    def __init__(self) -> None:
        self.asked = 0

    def submit(self, function: Callable[..., Any], /, *arguments: Any, **_: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self.asked += 1
        if self.asked == 1:
            future.set_result(function(*arguments))
        else:
            future.set_exception(BrokenProcessPool("killed"))
        return future


def test_workers_that_are_killed_cost_nothing_but_time(site: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    dying = Dying()
    monkeypatch.setattr(gathering, "ALONE", 0)
    monkeypatch.setattr(crew, "_given", (site, Registry()))
    monkeypatch.setattr(crew.Crew, "_begin_pool", lambda _: dying)
    with gathered(replace(site, workers=2)) as (archive, _, found):
        assert len(found.changed) == 6
        assert [id_ for (id_,) in archive.rows("select id from article where readable order by id")] == [*found.changed]
    assert dying.asked == 6, "the crew goes on"


def test_the_registry_is_read_when_its_files_changed(site: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    actors = site.content / "actors.yml"
    actors.write_text(ACTORS, encoding="utf-8")
    with gathered(site) as (_, first, _):
        pass
    with monkeypatch.context() as patch:
        patch.setattr(gathering, "parse_registry", None)
        with gathered(site) as (_, second, _):
            assert second == first
    actors.write_text(ACTORS.replace("kind: place", "kind: boat"), encoding="utf-8")
    with pytest.raises(RegistryError, match="boat"), gathered(site):
        pass
    actors.unlink()
    with gathered(site) as (_, third, _):
        assert third != first


# -- batches ----------------------------------------------------------------------------------------------------------


def test_batches_are_bounded_by_files_and_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "MOST_FILES", 3)
    monkeypatch.setattr(batches, "MOST_BYTES", 100)
    sizes = [10, 10, 10, 10, 90, 20, 500, 1, -1]
    made = make_batches(Sighting(str(number), size, 0) for number, size in enumerate(sizes))
    assert [[each.size for each in batch] for batch in made] == [[10, 10, 10], [10, 90], [20], [500], [1, -1]]


def test_no_more_is_handed_out_than_allowed() -> None:
    out: list[int] = []
    most = 0

    def submit(number: int) -> Future[int]:
        nonlocal most
        out.append(number)
        most = max(most, len(out))
        return pool.submit(lambda: number)

    with ThreadPoolExecutor(2) as pool:
        for number in flow(submit, range(50), lambda: 3):
            out.remove(number)
    assert (most, out) == (3, [])


def test_an_error_ends_the_flow_and_what_waits_is_cancelled() -> None:
    made: list[Future[int]] = []

    def submit(number: int) -> Future[int]:
        made.append(Future())
        if number == 1:
            made[-1].set_exception(ValueError("wrong"))
        return made[-1]

    with pytest.raises(ValueError, match="wrong"):
        list(flow(submit, range(9), lambda: 4))
    assert [future.cancelled() for future in made] == [True, False, True, True]


def test_whoever_waits_is_asked_to_look() -> None:
    looked: list[bool] = []
    future: Future[int] = Future()

    def look() -> None:
        looked.append(True)
        if len(looked) == 2:
            future.set_result(7)

    assert list(flow(lambda _: future, [0], lambda: 1, watch=look, every=0.01)) == [7]
    assert len(looked) == 2
