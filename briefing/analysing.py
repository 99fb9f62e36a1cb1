"""What do these files say, and what is found in each? In this process or in a worker: this loads the whole analysis."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from briefing import clippings
from briefing.analysis.recipe import Tools, analyse
from briefing.filing import Row, make_brief, make_row
from briefing.folder import digest_file
from briefing.model import Note, Record, Registry, Standing
from briefing.reading import failure, read_article
from briefing.settings import Settings

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Task:
    """A file that is to be read anew."""

    id: str
    path: str


class Analyst:
    """Reads and analyses batches. Its tools are made once in each process."""

    def __init__(self, settings: Settings, registry: Registry) -> None:
        self.settings, self.registry = settings, registry
        self._tools: Tools | None = None

    def __getstate__(self) -> tuple[Settings, Registry]:
        return self.settings, self.registry

    def __setstate__(self, state: tuple[Settings, Registry]) -> None:
        self.__init__(*state)  # type: ignore[misc] # the tools do not travel

    def __call__(self, batch: Iterable[Task]) -> list[Row]:
        if self._tools is None:
            self._tools = Tools(self.registry, self.settings.summarizer)
        return [self._read(task) for task in batch]

    def _read(self, task: Task) -> Row:
        path = Path(task.path)
        assert self._tools is not None
        try:
            before = path.stat()
            sha = digest_file(path, before, self.settings.max_bytes)
        except OSError:
            before, sha = None, ""
        size, mtime = (before.st_size, before.st_mtime_ns) if before else (-1, -1)
        article = read_article(
            path,
            self.settings.content,
            timezone=self.settings.zone,
            registry=self.registry,
            max_bytes=self.settings.max_bytes,
            extensions=self.settings.markdown,
        )
        notes = article.notes
        if failure(article) is not None:
            return Row(task.id, size, mtime, sha, notes)
        try:
            analysis = analyse(article, self._tools)
        except Exception as error:  # a fault of ours in one article must not cost the edition
            log.debug("%s", task.id, exc_info=True)
            return Row(task.id, size, mtime, sha, (*notes, _report_fault(task.id, error)))
        record = Record(article, analysis, Standing("used"))
        brief = make_brief(article, analysis, clippings.events_of(record))
        return make_row(task.id, size, mtime, sha, (*notes, *analysis.notes), article, analysis, brief)


def _report_fault(id_: str, error: Exception) -> Note:
    frame = traceback.extract_tb(error.__traceback__)[-1]
    what = f"The analysis broke off: {type(error).__name__} in {Path(frame.filename).name}, line {frame.lineno}."
    remedy = "This is a fault of Briefing: please report it with the article. Until then the article is left out."
    return Note(id_, 0, what, remedy, "failed")


_analyst: Analyst | None = None


def start(settings: Settings, registry: Registry) -> None:
    global _analyst  # noqa: PLW0603 # a pool's initializer has no other way to leave something behind
    _analyst = Analyst(settings, registry)


def read_batch(batch: list[Task]) -> list[Row]:
    assert _analyst is not None
    return _analyst(batch)
