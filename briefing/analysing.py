"""What do these files say, and what is found in each? In this process or in a worker: this loads the whole analysis."""

from __future__ import annotations

import hashlib
import logging
import traceback
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from msgspec import Struct

from briefing import clippings
from briefing.analysis.recipe import Tools, analyse
from briefing.bounds import (
    OutOfTimeError,
    ended_by_system,
    limit_memory,
    tell_out_of_memory,
    tell_out_of_time,
    within,
)
from briefing.crew import given
from briefing.filing import Row, leave_out_text, make_brief, make_row
from briefing.folder import File, take_file
from briefing.model import Analysis, Note, Record, Registry, Standing
from briefing.reading import failure, parse_article
from briefing.settings import Settings

log = logging.getLogger(__name__)

_PANIC = "PanicException"  # a fault within a library in Rust: it is no Exception, and can be imported from nowhere


class Instructions(Struct, frozen=True):
    """All that decides what is found in a file, beside its bytes; little enough to travel."""

    registry: Registry
    timezone: str
    summarizer: str
    markdown: tuple[str, ...]
    seconds: float  # of processor time for one file


def instruct(settings: Settings, registry: Registry) -> Instructions:
    """Return what readers are told of a build's settings and registries."""
    return Instructions(registry, settings.timezone, settings.summarizer, settings.markdown, settings.article_seconds)


class Analyst:
    """Reads and analyses files. What it works with is made once in each process, when the first file comes."""

    def __init__(self, instructions: Instructions) -> None:
        self.instructions = instructions
        self._tools: Tools | None = None

    def __reduce__(self) -> tuple[type[Analyst], tuple[Instructions]]:
        return Analyst, (self.instructions,)  # the tools do not travel

    def __call__(self, files: Iterable[File]) -> list[Row]:
        return [self._read(file) for file in files]

    def _read(self, file: File) -> Row:
        if file.problem is not None:
            return Row(file.id, file.size, file.mtime, "", (file.problem,))
        if self._tools is None:
            self._tools = Tools(self.instructions.registry, self.instructions.summarizer)
        sha = hashlib.sha256(file.raw).hexdigest()
        seconds = self.instructions.seconds
        noted: list[Note] = []
        try:
            return within(seconds, partial(self._find, file, sha, self._tools, noted))
        except OutOfTimeError:
            note = tell_out_of_time(file.id, seconds)
        except MemoryError:
            note = tell_out_of_memory(file.id)
        except BaseException as error:  # a fault of ours in one article must not cost the edition
            if not isinstance(error, Exception) and type(error).__name__ != _PANIC:
                raise
            log.debug("%s", file.id, exc_info=True)
            note = _report_fault(file.id, error)
        self._tools = None  # which may be half changed
        return Row(file.id, file.size, file.mtime, sha, (*noted, note))

    def _find(self, file: File, sha: str, tools: Tools, noted: list[Note]) -> Row:
        """What is found in a file, and kept; notes on its front matter and markup are added to `noted`."""
        article = parse_article(
            file.raw,
            file.id,
            timezone=ZoneInfo(self.instructions.timezone),
            registry=tools.registry,
            extensions=self.instructions.markdown,
        )
        if article.status == "withdrawn":  # whatever its body is: the page that says so shall be there
            noted += (note for note in article.notes if note.severity != "failed")
            article = leave_out_text(article)
            analysis = Analysis(article.lang, (), (), (), (), (), (), ())
            brief = make_brief(article, analysis, ())
            return make_row(file.id, file.size, file.mtime, sha, tuple(noted), article, analysis, brief)
        if failure(article) is not None:
            return Row(file.id, file.size, file.mtime, sha, article.notes)
        noted += article.notes
        analysis = analyse(article, tools)
        brief = make_brief(article, analysis, clippings.events_of(Record(article, analysis, Standing("used"))))
        return make_row(file.id, file.size, file.mtime, sha, (*noted, *analysis.notes), article, analysis, brief)


def _report_fault(id_: str, error: BaseException) -> Note:
    frame = traceback.extract_tb(error.__traceback__)[-1]
    what = f"The analysis broke off: {type(error).__name__} in {Path(frame.filename).name}, line {frame.lineno}."
    remedy = "This is a fault of Briefing: please report it with the article. Until then the article is left out."
    return Note(id_, 0, what, remedy, "failed")


# -- in a worker of this machine --------------------------------------------------------------------------------------

_analyst: Analyst | None = None


def read_batch(ids: Sequence[str]) -> list[Row]:
    """Read these articles from the disk that the workers share. What cannot be stopped otherwise ends this process."""
    global _analyst  # noqa: PLW0603 - made once in each worker, when there is something to read
    settings, registry = given()
    if _analyst is None:
        limit_memory(settings.max_bytes)
        _analyst = Analyst(instruct(settings, registry))
    rows = []
    for id_ in ids:
        with ended_by_system(settings.article_seconds):
            rows += _analyst((take_file(str(settings.content), id_, settings.max_bytes),))
    return rows
