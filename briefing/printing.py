"""How are the pages of one owner made, by this process or by a worker, and what ends it where that takes too much?

An owner has a page, or several: an article, an event, an actor, an edition (`catalogue.page`). To make them
takes milliseconds. Nothing in an article should make it take much more, and what does shall cost its own pages alone.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any, Self

from msgspec import Struct

from briefing import links
from briefing.apart import REPORT_IT, Apart, EndedError
from briefing.archive import Archive
from briefing.bounds import NOT_MADE, TOOK_TOO_LONG, OutOfTimeError, ended_by_system, limit_memory, within
from briefing.catalogue.articles import OWNER as ARTICLE
from briefing.catalogue.plan import Catalogue
from briefing.crew import given
from briefing.model import Note, Registry
from briefing.opening import Role
from briefing.settings import Settings
from briefing.site.render import make_environment
from briefing.site.writer import Writer
from briefing.templating import keep_compiled
from briefing.verbatim import check_file

log = logging.getLogger(__name__)

KEPT_TEXTS = 300  # articles’ texts that pages were checked against, some 4 KB each
# Articles that a thing shows for whose sake its pages have as much time again as an article's: they take 20 s at most.
MANY = 1_000

ERROR, TIME, MEMORY = "error", "time", "memory"  # why pages were not made


class Assignment(Struct, frozen=True):
    """An owner whose pages are to be made where they differ from the published ones."""

    owner: str
    known: dict[str, tuple[bytes, bytes]]  # path → (inputs, view) of its pages; both empty: not as it was left


class Printed(Struct, frozen=True):
    """What became of an owner's pages."""

    owner: str
    pages: list[tuple[str, str, bytes, bytes, int, int]]  # rows of the table `page`
    same: list[tuple[bytes, str]]  # (inputs, path) of those whose view is the published one
    gone: list[str]  # paths that it has no more
    written: int  # files that were not there with the same bytes
    put_off: list[tuple[str, Sequence[Any]]]  # what else the archive shall remember


class Spoilt(Struct, frozen=True):
    """An owner whose pages a worker did not make, since an error came up or they took too much."""

    owner: str
    why: str  # ERROR, TIME or MEMORY


class Press:
    """Makes pages, in this process or in a worker."""

    def __init__(self, archive: Archive, settings: Settings, registry: Registry) -> None:
        self._archive = archive
        self.catalogue = Catalogue(archive, settings, registry)
        keep_compiled(settings.beside_archive("templates"))
        environment = make_environment([str(settings.theme / "templates")], settings.language)
        check = partial(check_file, text_of=self._text_of)
        rendered_by = self.catalogue.made_from.rendered_by
        self.writer = Writer(settings.output, environment, check, rendered_by, settings.beside_archive("coming"))
        self._texts: dict[str, str | None] = {}
        self.kept_texts = KEPT_TEXTS

    def _text_of(self, id_: str) -> str | None:
        if id_ not in self._texts:
            if len(self._texts) >= self.kept_texts:
                self._texts.clear()
            article = self._archive.article(id_)
            self._texts[id_] = article.text if article else None
        return self._texts[id_]

    def make(self, assignment: Assignment) -> Printed:
        """Compose, render, check and write an owner's pages. Raises BriefingError, and what templates raise."""
        owner, known, before = assignment.owner, assignment.known, self.writer.written
        pages, same, wanted = [], [], set()
        planned = self.catalogue.pages_of(owner)
        self.writer.announce(page.path for page in planned if page.path not in known)
        for page in planned:
            wanted.add(page.path)
            inputs, view = known.get(page.path, (b"", b""))
            if inputs == page.inputs:
                continue
            outcome = self.writer.publish(page.path, page.template, page.make(), page.root, view)
            if outcome is None:
                same.append((page.inputs, page.path))
            else:
                pages.append((page.path, owner, page.inputs, *outcome))
        gone = [path for path in known if path not in wanted]
        return Printed(owner, pages, same, gone, self.writer.written - before, self._archive.take_put_off())


# -- what cannot be made ----------------------------------------------------------------------------------------------


class Unmade(Struct, frozen=True):
    """An owner whose pages cannot be made within bounds; there are none of it then."""

    owner: str
    what: str
    remedy: str
    passing: bool = False  # whether the next build shall try again, though nothing changed
    seconds: float = 0  # … or the first with more BRIEFING_ARTICLE_SECONDS than these; 0: none

    def tell(self) -> Note:
        """Return the note on it, by the article or the page that there is not."""
        return Note(_name(self.owner), 0, self.what, self.remedy, "failed")


def tell_unmade(owner: str, why: str, seconds: float, times: int = 1) -> Unmade:
    """Say of an owner that its pages took too much memory (MEMORY), or so many times these seconds (TIME)."""
    if why == TIME:
        remedy = "Shorten it, or raise BRIEFING_ARTICLE_SECONDS; if many say so, look at the theme's templates."
        return Unmade(owner, f"{NOT_MADE}took more than {seconds * times:g} {TOOK_TOO_LONG}.", remedy, seconds=seconds)
    return Unmade(owner, f"{NOT_MADE}took more memory than there is for one.", "Shorten it, or split it.")


def _tell_ended(owner: str, error: EndedError) -> Unmade:
    what = f"{NOT_MADE}ended the process that did so, {error}."
    return Unmade(owner, what, "Free some memory and build again." if error.was_killed else REPORT_IT, error.was_killed)


def _name(owner: str) -> str:
    """The article's id; of anything else, where its page would be."""
    if owner.startswith(ARTICLE):
        return owner.removeprefix(ARTICLE)
    kind, id_ = owner[0], owner[2:]
    if kind == "p":
        return links.actor_event_href(*id_.split("/", 1))
    find = {"d": links.edition_href, "e": links.event_href, "y": links.story_href, "a": links.actor_href}
    return find.get(kind, links.source_href)(id_)


# -- apart ------------------------------------------------------------------------------------------------------------


class Proofs:
    """Has pages made by a worker that may be ended, one owner after the other. A context manager, which ends it."""

    def __init__(self, settings: Settings, registry: Registry) -> None:
        self._seconds = settings.article_seconds
        self._apart: Apart[tuple[Assignment, float], Printed | Spoilt]
        self._apart = Apart(settings, registry, _print_one, __name__)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.relieve()

    def relieve(self) -> None:
        """Let the worker go: another is begun when there is something to make."""
        self._apart.relieve()

    def make(self, assignment: Assignment, shown: int) -> Printed | Spoilt | Unmade:
        """The pages of an owner that shows so many articles; Spoilt: an error came up, which is not told here.

        Raises AloneError where no worker can be begun.
        """
        times = 1 + shown // MANY
        try:
            made = self._apart.do((assignment, self._seconds * times), _name(assignment.owner))
        except EndedError as error:
            if error.took_too_long:
                return tell_unmade(assignment.owner, TIME, self._seconds, times)
            return _tell_ended(assignment.owner, error)
        if isinstance(made, Spoilt) and made.why != ERROR:
            return tell_unmade(made.owner, made.why, self._seconds, times)
        return made


# -- in a worker ------------------------------------------------------------------------------------------------------

_archive: Archive | None = None
_press: Press | None = None


def print_chunk(number: int, chunk: Sequence[Assignment]) -> tuple[int, list[Printed], list[Spoilt]]:
    """Make the pages of these owners; return them, and the owners of those that were not made.

    What takes too long of all of them counts as the owner's that is in hand then.
    """
    made = _print(chunk, given()[0].article_seconds)
    printed = [each for each in made if isinstance(each, Printed)]
    return number, printed, [each for each in made if isinstance(each, Spoilt)]


def _print_one(task: tuple[Assignment, float]) -> Printed | Spoilt:
    assignment, seconds = task
    return _print([assignment], seconds)[0]


def _print(chunk: Iterable[Assignment], seconds: float) -> list[Printed | Spoilt]:
    """`seconds`: of processor time for all. What cannot be stopped otherwise ends this process."""
    global _archive  # noqa: PLW0603 - opened once in each worker, when there is something to print
    settings, _ = given()
    if _archive is None:
        limit_memory(settings.max_bytes)
        _archive = Archive(settings.archive, Role.READER)
    made: list[Printed | Spoilt] = []
    left = list(chunk)
    with _archive.change():  # one moment of it, however much is recorded meanwhile
        while left:
            # To set the bounds for each owner took 1 % of the time.
            if why := _print_within(seconds, left, made, _archive):
                made.append(Spoilt(left.pop(0).owner, why))
    return made


def _print_within(seconds: float, left: list[Assignment], made: list[Printed | Spoilt], archive: Archive) -> str:
    """Make the pages of those that are `left`, one after the other; say why not of the first that is left then."""
    global _press  # noqa: PLW0603 - made once, and again where it may be half changed
    try:
        with ended_by_system(seconds):
            _press = _press or Press(archive, *given())
            within(seconds, partial(_make_each, _press, left, made))
            return ""
    except (OutOfTimeError, MemoryError) as error:
        why = MEMORY if isinstance(error, MemoryError) else TIME
        _press = None
        archive.forget_records()
    except Exception:  # it is made again where errors are told
        log.debug("%s", left[0].owner, exc_info=True)
        why = ERROR
    archive.take_put_off()
    return why if left else ""


def _make_each(press: Press, left: list[Assignment], made: list[Printed | Spoilt]) -> None:
    while left:
        made.append(press.make(left[0]))
        del left[0]
