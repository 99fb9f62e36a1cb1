"""What can a reader search for? Every published article, quote, event, story and actor as an entry of the index.

An entry holds nothing but what the page that it leads to shows: an article's sentences within its rights, the editor's
own titles and descriptions. Copies have none of their own, since their original has one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Literal

from msgspec import Struct

from briefing import clippings, links
from briefing.desk import Desk
from briefing.gist import NOBODY
from briefing.model import Record
from briefing.wording import day_of

Kind = Literal["article", "quote", "event", "story", "actor"]


class Line(Struct, frozen=True):
    """A sentence that can be found. `fragment` is where on the entry's page it stands; empty: nowhere to point at."""

    text: str
    fragment: str = ""


class Entry(Struct, frozen=True):
    """One thing that can be found. `filters` holds what it can be chosen by: (name of the filter, its values)."""

    kind: Kind
    href: str  # from the site's root; of a quote: its sentence
    title: str  # of a quote: who speaks; empty: nobody is named
    lines: tuple[Line, ...]
    filters: tuple[tuple[str, tuple[str, ...]], ...]
    day: str = ""  # when it was published or last moved; empty: unknown
    lang: str = ""
    lead: str = ""  # fragment of the line that speaks for it where none was hit
    about: str = ""  # of a quote: the title of its article


def list_entries(desk: Desk) -> Iterator[Entry]:
    """Every entry of the pages that the last build left, articles with their quotes first, ties by id."""
    return _List(desk).entries()


class _List:
    def __init__(self, desk: Desk) -> None:
        self.desk, self.archive = desk, desk.archive
        # A page that is not there yet (the archive is ahead of a build that was killed) shall not be found.
        self._pages = frozenset(path for (path,) in self.archive.rows("select path from page"))

    def entries(self) -> Iterator[Entry]:
        for (id_,) in self.archive.rows("select id from article where live order by id"):
            record = self.archive.record(id_)
            if record is not None and links.article_href(id_) in self._pages:
                yield from self._of_article(record)
        for entry in (*self._events(), *self._stories(), *self._actors()):
            if entry.href in self._pages:
                yield entry

    # -- names: what a filter offers, each once -----------------------------------------------------------------------

    @cached_property
    def _event_names(self) -> dict[str, str]:
        return _distinct({event.id: event.title for event in self.desk.registry.events})

    @cached_property
    def _source_names(self) -> dict[str, str]:
        ids = sorted(
            thing[2:]
            for (thing,) in self.archive.rows("select distinct thing from touch where thing between 's:' and 's;'")
        )
        return _distinct({id_: self.desk.source(id_).name for id_ in ids if id_})

    @cached_property
    def _actor_names(self) -> dict[str, str]:
        return _distinct({id_: known.name for id_, known in self.desk.actors.items() if known.href})

    # -- articles and quotes ------------------------------------------------------------------------------------------

    def _of_article(self, record: Record) -> Iterator[Entry]:
        article, analysis = record.article, record.analysis
        ref = clippings.cite(record)
        zone = self.desk.settings.timezone
        day = day_of(article.date or article.added, zone)
        quotable = clippings.quotable_sentences(record)
        events = [self._event_names[id_] for id_ in clippings.events_of(record) if id_ in self._event_names]
        source = self._source_names.get(article.source, "")
        named = {mention.actor for mention in analysis.mentions if mention.actor}
        named |= {quote.speaker for quote in analysis.quotes if quote.speaker}
        shared = (
            ("event", tuple(events)),
            ("source", (source,) if source else ()),
            ("month", _months([day])),
            ("lang", (ref.lang,)),
        )
        lead = next((index for index in analysis.summary if index in quotable), -1)
        yield Entry(
            "article",
            ref.href,
            article.title,
            tuple(
                Line(article.text[sentence.start : sentence.end], links.sentence_fragment(index))
                for index, sentence in enumerate(analysis.sentences)
                if index in quotable
            ),
            (*shared, ("actor", self._names(named))),
            day=day,
            lang=ref.lang,
            lead=links.sentence_fragment(lead) if lead >= 0 else "",
        )
        done = set()
        for said, _ in clippings.cut_quotes(record):
            passage = said.passage
            known = self.desk.actors.get(said.speaker or "")
            pronoun = said.speaker_text.casefold() in NOBODY
            speaker = known.name if known else "" if pronoun else said.speaker_text
            if (passage.text, speaker) in done:  # several quotes of one speaker in one sentence are one on pages, too
                continue
            done.add((passage.text, speaker))
            fragment = links.sentence_fragment(passage.sentence)
            yield Entry(
                "quote",
                f"{ref.href}#{fragment}",
                speaker,
                (Line(passage.text, fragment),),
                (*shared, ("actor", self._names({said.speaker or ""}))),
                day=day,
                lang=ref.lang,
                about=article.title,
            )

    def _names(self, actors: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted({self._actor_names[id_] for id_ in actors if id_ in self._actor_names}))

    # -- events, stories, actors --------------------------------------------------------------------------------------

    def _events(self) -> Iterator[Entry]:
        for event in self.desk.registry.events:
            days, sources = self._reach(f"e:{event.id}")
            actors = self.archive.rows(
                "select distinct thing from touch where thing between 'p:' and 'p;'"
                " and substr(thing, instr(thing, '/') + 1) = ? order by 1",
                (event.id,),
            )
            yield Entry(
                "event",
                links.event_href(event.id),
                event.title,
                _lines(event.description),
                (
                    ("event", (self._event_names[event.id],)),
                    ("source", sources),
                    ("month", _months(days)),
                    ("actor", self._names(thing[2:].partition("/")[0] for (thing,) in actors)),
                ),
                day=max(days, default=""),
            )

    def _stories(self) -> Iterator[Entry]:
        for story in self.archive.stories():
            days, sources = self._reach(f"y:{story.id}")
            actors = self.archive.rows(
                "select distinct p.actor from presence p join article a on a.n = p.article where a.story = ?"
                " order by 1",
                (story.id,),
            )
            others = [brief.title for brief in self.archive.briefs(story.members) if brief.title != story.title]
            yield Entry(
                "story",
                links.story_href(story.id),
                story.title,
                _lines(*dict.fromkeys(others)),
                (("source", sources), ("month", _months(days)), ("actor", self._names(a for (a,) in actors))),
                day=max(days, default=""),
            )

    def _actors(self) -> Iterator[Entry]:
        for id_ in self._actor_names:
            actor = self.desk.actor(id_)
            days, sources = self._reach(f"a:{id_}")
            yield Entry(
                "actor",
                links.actor_href(id_),
                self.desk.actors[id_].name,
                _lines(actor.description, *dict.fromkeys(office.title for office in actor.offices), *actor.aliases),
                (("actor", (self._actor_names[id_],)), ("source", sources), ("month", _months(days))),
                day=max(days, default=""),
            )

    def _reach(self, thing: str) -> tuple[list[str], tuple[str, ...]]:
        """The days on which articles tell of a thing, and the sources that do."""
        days = self.archive.rows(
            "select distinct a.day from touch t join article a on a.n = t.article"
            " where t.thing = ? and a.live and a.day != '' order by 1",
            (thing,),
        )
        sources = self.archive.rows(
            "select distinct s.thing from touch t join article a on a.n = t.article join touch s on s.article = a.n"
            " where t.thing = ? and a.live and s.thing between 's:' and 's;'",
            (thing,),
        )
        names = {self._source_names[source[2:]] for (source,) in sources if source[2:] in self._source_names}
        return [day for (day,) in days], tuple(sorted(names))


def _distinct(names: Mapping[str, str]) -> dict[str, str]:
    """Names as filters offer them, by id: those that several share are followed by their ids."""
    shared = Counter(names.values())
    return {id_: name if shared[name] == 1 else f"{name} ({id_})" for id_, name in sorted(names.items())}


def _months(days: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({day[:7] for day in days if day}))


def _lines(*texts: str) -> tuple[Line, ...]:
    return tuple(Line(text) for text in texts if text)
