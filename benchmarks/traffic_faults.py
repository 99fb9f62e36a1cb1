"""What if others are at work: a second build, one into the same output, a server; and editors who write meanwhile?"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from benchmarks.trials import COMMAND, EDITED, NOTHING, Given, Ground, Trial
from briefing.settings import DEFAULTS

WORD = "Zwischenhaltestelle"  # half of it is seen on no page
HALF = len(WORD) // 2


def _join(trial: Trial, status: int, said: str) -> Trial:
    """A trial of which another build was a part: the worse of the two counts."""
    other = Trial(status, said)
    return (
        trial
        if other.ended_well
        else Trial(status, said, trial.torn, trial.missing, trial.lost, trial.left, trial.looks)
    )


def build_twice(ground: Ground, times: int, other: Callable[[Ground], tuple[str, ...]]) -> Iterator[Trial]:
    """Two builds at once, a moment apart."""
    for number in range(times):
        ended: list[tuple[int, str]] = []

        def begin(
            _: object, apart: float = ground.chance.uniform(0, 0.8), ended: list[tuple[int, str]] = ended
        ) -> None:
            time.sleep(apart * ground.site.seconds)
            second = ground.site.begin(Given(), other(ground))
            said = second.communicate()[1]
            ended.append((second.returncode, said))

        trial = ground.site.suffer(start=(EDITED, NOTHING)[number % 2], during=begin, read=True)
        yield _join(trial, *ended[0])


def same(_: Ground) -> tuple[str, ...]:
    return COMMAND


def another_archive(ground: Ground) -> tuple[str, ...]:
    settings = (ground.site.folder / "pelicanconf.py").read_text(encoding="utf-8")
    path = ground.site.folder / "otherconf.py"
    archive = ground.folder / "other" / "archive.sqlite3"
    path.write_text(f"{settings}BRIEFING_ARCHIVE = {str(archive)!r}\n", encoding="utf-8")
    return tuple("otherconf.py" if word == "pelicanconf.py" else word for word in COMMAND)


def publish(_: Ground) -> tuple[str, ...]:
    return (*COMMAND[:3], "publish", "public", *COMMAND[4:])


def serve_and_build(ground: Ground, times: int) -> Iterator[Trial]:
    """`briefing serve` has built the same work and looks again while a build runs; then it is told to end."""
    for number in range(times):
        ended: list[tuple[int, str]] = []
        trial = ground.site.suffer(_served(ground, (signal.SIGINT, signal.SIGTERM)[number % 2], ended), read=True)
        yield _join(trial, *ended[0])


@contextmanager
def _served(ground: Ground, number: int, ended: list[tuple[int, str]]) -> Iterator[Given]:
    server = ground.site.begin(Given(), (*COMMAND[:3], "serve", "--port", "0", *COMMAND[-2:]))
    assert server.stdout is not None
    for line in server.stdout:
        if "http://" in line:
            break
    (ground.site.folder / "content" / "actors.yml").touch()
    yield Given()
    server.send_signal(number)
    try:
        said = server.communicate(timeout=20)[1]
    except subprocess.TimeoutExpired:
        os.killpg(server.pid, signal.SIGKILL)
        said = server.communicate()[1]
    ended.append((server.returncode, said))
    shutil.rmtree(ground.site.output / "pagefind", ignore_errors=True)  # made by serve, not by builds


# -- editors -----------------------------------------------------------------------------------------------------------


def write_slowly(ground: Ground, times: int) -> Iterator[Trial]:
    """Somebody writes an article when the build begins, or in the middle of it, and pauses: is half of it on any page?

    A pause that is longer than a build waits for nobody can tell from an end.
    """
    for number in range(times):
        path = sorted((ground.site.folder / "content").rglob("*.md"))[ground.chance.randrange(8)]
        moment = ground.chance.uniform(0, 1) * ground.site.seconds if number % 2 else 0.0
        seen: list[str] = []
        during = partial(_pause_in_writing, path, moment, ground.chance.choice(PAUSES))
        trial = ground.site.suffer(_looked_at(ground, path, seen), during=during, looked=False)
        yield Trial(trial.status, trial.said, tuple(seen), (), trial.lost, trial.left, expected=trial.expected)


@contextmanager
def _looked_at(ground: Ground, path: Path, seen: list[str]) -> Iterator[Given]:
    whole = path.read_text(encoding="utf-8")
    yield Given()
    for page in ground.site.output.rglob("*") if TOOK.pop(path) < SETTLING else ():
        if page.is_file() and page.suffix in {".html", ".json", ".xml", ".csv"}:
            text = page.read_text(encoding="utf-8")
            if WORD[:HALF] in text.replace(WORD, ""):
                seen.append(page.relative_to(ground.site.output).as_posix())
    path.write_text(whole, encoding="utf-8")  # so that a clean build knows what comes out


def _pause_in_writing(path: Path, moment: float, pause: float, child: subprocess.Popen[str]) -> None:
    time.sleep(moment)
    paragraphs = path.read_text(encoding="utf-8").rstrip("\n").split("\n\n")
    middle = len(paragraphs) // 2
    with path.open("w", encoding="utf-8") as file:
        file.write("\n\n".join([*paragraphs[:middle], f"The tram waits at the {WORD[:HALF]}"]))
        file.flush()
        begun = time.monotonic()
        time.sleep(pause)
        file.write("\n\n".join([f"{WORD[HALF:]}.", *paragraphs[middle:]]) + "\n")
    TOOK[path] = time.monotonic() - begun
    with suppress(subprocess.TimeoutExpired):
        child.wait(60)  # what it says is little enough for its pipes


PAUSES = 0.05, 0.2, 0.3, 0.4  # s
SETTLING = float(DEFAULTS["BRIEFING_SETTLING"])
TOOK: dict[Path, float] = {}  # how long the pause in an article was, where the machine had others to serve as well


def _keep_changing(change: Callable[[], None], back: Callable[[], None], child: subprocess.Popen[str]) -> None:
    """Change something over and over until the build has ended; then it is as it was."""
    ended = threading.Event()

    def go_on() -> None:
        while not ended.wait(0.01):
            with suppress(FileNotFoundError):
                change()
            time.sleep(0.02)
            back()
        back()

    thread = threading.Thread(target=go_on)
    thread.start()
    with suppress(subprocess.TimeoutExpired):
        child.wait(60)  # what it says is little enough for its pipes
    ended.set()
    thread.join()


def move_files(ground: Ground, times: int) -> Iterator[Trial]:
    """Articles go, come back, and are moved while the build runs; in the end they are where they were."""
    aside = ground.folder / "moved"
    aside.mkdir(exist_ok=True)
    for number in range(times):
        paths = sorted((ground.site.folder / "content").rglob("*.md"))[number % 4 :: 4]

        def change(paths: list[Path] = paths) -> None:
            for place, path in enumerate(paths):
                path.rename(aside / f"{place}" if place % 2 else path.with_name(f"moved-{place}.md"))

        def back(paths: list[Path] = paths) -> None:
            for place, path in enumerate(paths):
                gone = aside / f"{place}" if place % 2 else path.with_name(f"moved-{place}.md")
                with suppress(FileNotFoundError):
                    gone.rename(path)

        yield ground.site.suffer(
            start=(EDITED, NOTHING)[number % 2], during=partial(_keep_changing, change, back), looked=False
        )


def change_registries(ground: Ground, times: int) -> Iterator[Trial]:
    """actors.yml, events.yml, sources.yml: half of one is there, or other words, over and over while the build runs."""
    for number in range(times):
        name = ("actors.yml", "events.yml", "sources.yml")[number % 3]

        def change(name: str = name) -> None:
            path = ground.site.folder / "content" / name
            whole = (ground.site.folder / "kept-edited" / "content" / name).read_text(encoding="utf-8")
            path.write_text(whole[: ground.chance.randrange(len(whole))], encoding="utf-8")

        def back(name: str = name) -> None:
            path = ground.site.folder / "content" / name
            path.write_bytes((ground.site.folder / "kept-edited" / "content" / name).read_bytes())

        yield ground.site.suffer(during=partial(_keep_changing, change, back), looked=False)
