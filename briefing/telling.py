"""`briefing explain` in words: why an article, event or actor shows what it shows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import NamedTuple

import msgspec
from msgspec.structs import replace

from briefing import clippings, links
from briefing.analysis.recipe import Tools, analyse
from briefing.apart import REPORT_IT, Apart, EndedError
from briefing.bounds import (
    LARGE,
    OutOfTimeError,
    ended_by_system,
    limit_memory,
    tell_out_of_memory,
    tell_out_of_time,
    within,
)
from briefing.building import Progress, gathered
from briefing.crew import AloneError, given
from briefing.decoding import decode
from briefing.desk import Desk
from briefing.errors import ContentError
from briefing.explaining import encode_explanation, explain
from briefing.links import slug
from briefing.model import Note, Record, Registry, Standing
from briefing.published import ActorFile, EventFile
from briefing.reading import failure, parse_article, read_text
from briefing.records import nearest
from briefing.registry import read_registry
from briefing.settings import Settings
from briefing.unseen import spell_out_unseen
from briefing.wording import speak

MARKUP = (".md", ".markdown", ".html", ".htm")

ENGLISH = speak("en")  # the command speaks English


def tell(target: str, settings: Settings, progress: Progress, *, as_json: bool) -> str:
    """Return what is to be said of `target`. Raises ContentError where there is nothing of that name."""
    path = _find_file(target, settings)
    if path is not None:
        record = read_record(path, settings)
        if as_json:
            return encode_explanation(explain(record)).decode()
        if _inside(path, settings):
            with gathered(settings, progress) as (archive, _, _):
                record = archive.record(record.article.id) or record
        return spell_out_unseen("\n".join(tell_article(record)) + "\n")  # plain text is analysed as it stands
    with gathered(settings, progress) as (archive, registry, _):
        desk = Desk(archive, settings, registry)
        if any(event.id == target for event in registry.events):
            file: EventFile | ActorFile | None = desk.event_file(target)
        elif archive.story(target):
            file = desk.story_file(target)
        elif target in desk.actors:
            file = desk.actor_file(target)
        else:
            raise _unknown(target, desk)
        assert file is not None
        if as_json:
            return msgspec.json.format(msgspec.json.encode(file), indent=1).decode() + "\n"
        told = _tell_event(file) if isinstance(file, EventFile) else _tell_actor(file)
        return "\n".join(told) + "\n"


def _unknown(target: str, desk: Desk) -> ContentError:
    if any(actor.id == target for actor in desk.registry.actors):
        return ContentError(f"No article names the actor {target}.", remedy="There is nothing to explain yet.")
    articles = [id_ for (id_,) in desk.archive.rows("select id from article")]
    ids = {*articles, *desk.actors, *(event.id for event in desk.registry.events)}
    ids.update(story.id for story in desk.archive.stories())
    near = slug(target) if slug(target) in ids else nearest(target, ids)
    remedy = "Give an article's path below the content folder, any file, or an id as in its page's address."
    what = f"“{target}” is no article, event, story or actor."
    return ContentError(what, remedy=f"Did you mean {near}?" if near else remedy)


def _find_file(target: str, settings: Settings) -> Path | None:
    places = [Path(target), settings.content / target, settings.content / f"{target}.md"]
    return next((path for path in places if path.is_file()), None)


def _inside(path: Path, settings: Settings) -> bool:
    return path.resolve().is_relative_to(settings.content.resolve())


def read_record(path: Path, settings: Settings) -> Record:
    """Analyse one file, wherever it lies, in the time that an article has. Raises ContentError where it cannot be."""
    registry = read_registry(settings.content)
    id_ = path.resolve().relative_to(settings.content.resolve()).as_posix() if _inside(path, settings) else path.name
    try:
        raw = path.read_bytes()
    except OSError as error:
        what = f"The file cannot be read ({error.strerror})."
        raise ContentError(what, remedy="Give permission to read it.", path=str(path)) from error
    if len(raw) > settings.max_bytes:
        raise ContentError(
            f"The file has {len(raw):,} bytes, more than the {settings.max_bytes:,} that are read.",
            remedy="Shorten it or raise BRIEFING_MAX_BYTES.",
            path=str(path),
        )
    found = _find(_File(raw, id_, path.suffix.lower() in MARKUP), settings, registry)
    if isinstance(found, Note):
        raise ContentError(found.what, remedy=found.remedy, path=str(path), line=found.line)
    return found


class _File(NamedTuple):
    raw: bytes
    id: str
    is_markup: bool


def _find(file: _File, settings: Settings, registry: Registry) -> Record | Note:
    """Large ones by a worker, which the system can end, as a build does."""
    if len(file.raw) > LARGE:
        with suppress(AloneError), Apart(settings, registry, _find_apart, __name__) as apart:
            try:
                return apart.do(file, file.id)
            except EndedError as error:
                if error.took_too_long:
                    return tell_out_of_time(file.id, settings.article_seconds)
                return Note(file.id, 0, f"To read it ended the process that did so, {error}.", REPORT_IT)
    return _find_within(file, settings, registry)


def _find_apart(file: _File) -> Record | Note:
    settings, registry = given()
    limit_memory(settings.max_bytes)
    with ended_by_system(settings.article_seconds):
        return _find_within(file, settings, registry)


def _find_within(file: _File, settings: Settings, registry: Registry) -> Record | Note:
    try:
        return within(settings.article_seconds, partial(_analyse, file, settings, registry))
    except OutOfTimeError:
        return tell_out_of_time(file.id, settings.article_seconds)
    except MemoryError:
        return tell_out_of_memory(file.id)
    except ContentError as error:
        return Note(file.id, error.line, error.what, error.remedy)


def _analyse(file: _File, settings: Settings, registry: Registry) -> Record | Note:
    if file.is_markup:
        zone, extensions = settings.zone, settings.markdown
        article = parse_article(file.raw, file.id, timezone=zone, registry=registry, extensions=extensions)
    else:
        article = read_text(decode(file.raw, file.id)[0], file.id)
    problem = failure(article)
    if problem is not None:
        return problem
    # Plain text has no title of its own: the words that stand for one must not count as a headline of its sentences.
    titled = article if file.is_markup else replace(article, title="")
    return Record(article, analyse(titled, Tools(registry, settings.summarizer)), Standing("used"))


# -- in words ---------------------------------------------------------------------------------------------------------


def tell_article(record: Record) -> Iterator[str]:
    article, analysis, standing = record.article, record.analysis, record.standing
    yield f"{article.title}"
    known = (article.id, article.source_name or "source unnamed", article.date or "date unknown", analysis.lang)
    yield f"  {' · '.join(known)}"
    if standing.day or standing.reason:
        where = f" in the edition of {standing.day}" if standing.day else ""
        yield f"  {standing.state}{where}. {standing.reason}"
    kinds = [paragraph.kind for paragraph in analysis.paragraphs]
    counted = (
        ENGLISH.count(kinds.count("body"), "{n} paragraph", "{n} paragraphs"),
        ENGLISH.count(kinds.count("heading"), "{n} heading", "{n} headings"),
    )
    yield f"  {', '.join(counted)}, {kinds.count('boilerplate')} left out"
    for paragraph in analysis.paragraphs:
        if paragraph.kind == "boilerplate":
            yield f"    left out ({paragraph.why}): {_shorten(article.text[paragraph.start : paragraph.end])}"
    yield ""
    yield "Summary"
    for index in analysis.summary:
        passage = clippings.cut(record, index)
        yield f"  [{passage.start}–{passage.end}] {_join(passage.text)}"
    yield ""
    yield "Events"
    placed = clippings.placements(record)
    for placement in placed:
        paragraph = analysis.paragraphs[placement.paragraph]
        yield f"  ¶{placement.paragraph + 1} {placement.event} {placement.score:.2f}: {placement.why}"
        yield f"      {_shorten(article.text[paragraph.start : paragraph.end])}"
    if not placed:
        yield "  none: no paragraph reaches an event"
    yield ""
    yield "Quotes"
    for quote in analysis.quotes:
        words = " … ".join(_join(article.text[start:end]) for start, end in quote.spans)
        who = quote.speaker or (f"“{quote.speaker_text}”" if quote.speaker_text else "nobody")
        yield f"  {quote.kind} · {who} · {quote.verb or 'no verb'} · {quote.why}"
        yield f"      {_shorten(words)}"
    yield ""
    yield "Actors"
    for mention in analysis.mentions:
        name = mention.actor or "a place"
        words = _join(article.text[mention.start : mention.end])
        yield f"  [{mention.start}–{mention.end}] {words} → {name} ({mention.via})"
    if analysis.figures:
        yield ""
        yield "Figures"
    for figure in analysis.figures:
        value = f"{figure.value:g}" if figure.value is not None else f"{figure.low:g}–{figure.high:g}"
        parts = [figure.modifier, value, figure.unit, figure.thing, figure.place and f"in {figure.place}",
                 figure.source and f"according to {figure.source}"]  # fmt: skip
        yield f"  [{figure.start}–{figure.end}] " + " ".join(part for part in parts if part)


def _tell_event(file: EventFile) -> Iterator[str]:
    yield f"{file.title} ({file.kind} {file.id})"
    counts = (
        ENGLISH.count(len(file.articles), "{n} article", "{n} articles"),
        ENGLISH.count(file.outlets, "{n} outlet", "{n} outlets"),
        ENGLISH.count(file.origins, "{n} origin", "{n} origins"),
    )
    span = f"; {file.first} to {file.last}" if file.first else ""
    yield f"  {', '.join(counts)}{span}"
    for day in file.passages:
        yield ""
        yield day.day or "Date unknown"
        for passage in day.passages:
            place = f"{passage.article} [{passage.start}–{passage.end}]"
            yield f"  {place}{': ' + passage.why if passage.why else ''}"
            yield f"      {_shorten(passage.text)}"


def _tell_actor(file: ActorFile) -> Iterator[str]:
    yield f"{file.name} ({file.kind} {file.id}){', found in the articles' if file.discovered else ''}"
    for office in file.offices:
        title = f"{office.title} ({office.of})" if office.of else office.title
        yield f"  {title}: {office.since or '?'} to {office.until or 'now'}"
    yield ""
    yield "Said"
    for said in file.said:
        yield f"  {said.passage.article} [{said.passage.start}–{said.passage.end}] {said.kind}: {said.passage.why}"
        yield f"      {_shorten(said.passage.text)}"
    yield ""
    yield "Named in"
    for passage in file.mentions:
        yield f"  {passage.article} [{passage.start}–{passage.end}] {_shorten(passage.text)}"
    yield f"  page: {links.actor_href(file.id)}"


def _join(words: str) -> str:
    return " ".join(words.split())


def _shorten(words: str, most: int = 160) -> str:
    words = _join(words)
    return words if len(words) <= most else f"{words[: most - 1]}…"
