"""How is a day's briefing made? From the day's records, as one list of steps.

A pure function of `Morning`: what the archive knows on the day, and nothing that came later, so that an edition does
not change once its day is over (unless its own articles do).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

from briefing import clippings, links
from briefing.analysis.disagreements import Evidence, find_disagreements
from briefing.analysis.passages import Candidate, choose_passages, make_candidate
from briefing.analysis.stories import choose_title
from briefing.model import ActorKind, EventRule, Record, Story
from briefing.published import (
    Change,
    Claim,
    Correction,
    Counts,
    Disagreement,
    Edition,
    Item,
    LedgerRow,
    Passage,
    Presence,
    QuietItem,
    Said,
)

SUMMARY_PASSAGES = 4  # of an event in an edition: what is read in half a minute
CANDIDATES = 10  # sentences of an article that may speak for it in a summary of several: it says first what matters
ITEM_QUOTES = 4  # an edition is finite; the event's page has all of them
ITEM_ACTORS = 8
EDITION_ACTORS = 20
WORDS_PER_MINUTE = 238  # silent reading of English non-fiction: Brysbaert 2019, doi 10.1016/j.jml.2019.104047
INSIDE = 0.5  # a story lies inside an event when at least this part of its articles has passages in it
OWN_SHARE = 0.34  # … and such an article when at least this part of its body has


@dataclass(frozen=True, slots=True)
class Known:
    """An actor as all pages name them. No page: `href` is empty."""

    id: str
    name: str
    kind: ActorKind
    href: str
    discovered: bool = False  # no registry names them


@dataclass(frozen=True, slots=True)
class Morning:
    """What an edition is made from."""

    day: str
    opens: str
    closes: str
    closed: bool
    previous: str  # the edition before; empty: this is the first
    language: str
    records: tuple[Record, ...]  # the day's articles that pages may show, copies included, earliest first
    corrected: tuple[Record, ...]  # articles whose correction falls on the day
    before: tuple[Record, ...]  # those of the previous edition
    around: tuple[Record, ...]  # those of the last few days, for disagreements
    events: tuple[EventRule, ...]
    stories: Mapping[str, Story]  # as far as their articles had come by this day
    history: Mapping[str, tuple[str, str]]  # event or story: its first day, and its last day before this one
    actors: Mapping[str, Known]
    ledger: tuple[LedgerRow, ...]


def compose_edition(morning: Morning) -> Edition:
    """Return the edition of a day. Same morning, same edition, to the byte."""
    fresh = tuple(record for record in morning.records if record.standing.state != "duplicate")
    groups = find_movers(fresh, morning.events, morning.stories)
    items: list[Item] = []
    printed: set[tuple[str, int]] = set()  # a sentence that stands in one item is not read again in the next
    for mover, members in sorted(groups.items(), key=lambda group: _rank(*group)):
        item = _compose_item(mover, members, morning, printed)
        printed.update((passage.article, passage.start) for passage in _printed(item))
        items.append(item)
    inside = {id_ for item in items for id_ in item.articles}
    noted = tuple(
        clippings.cut(record, quotable[0])
        for record in fresh
        if record.article.id not in inside
        and (quotable := [i for i in record.analysis.summary if i in clippings.quotable_sentences(record)])
    )
    quiet = _find_quiet(morning, {item.id for item in items})
    cited = _cited(items, noted, morning)
    words = sum(len(passage.text.split()) for item in items for passage in _printed(item)) + sum(
        len(passage.text.split()) for passage in noted
    )
    return Edition(
        day=morning.day,
        opens=morning.opens,
        closes=morning.closes,
        closed=morning.closed,
        previous=morning.previous,
        counts=Counts(
            articles=len(morning.records),
            outlets=count_outlets(morning.records),
            origins=len({record.standing.origin for record in fresh}),
            events=len(items),
            words=words,
            minutes=max(1, round(words / WORDS_PER_MINUTE)) if words else 0,
        ),
        lead=items[0].id if items else "",
        items=tuple(items),
        noted=noted,
        quiet=quiet,
        corrections=tuple(
            Correction(record.article.id, record.article.modified, record.article.was) for record in morning.corrected
        ),
        actors=count_presence(fresh, morning.actors)[:EDITION_ACTORS],
        articles=tuple(clippings.cite(record) for record in cited),
        ledger=morning.ledger,
        language=morning.language,
    )


def find_movers(
    records: Iterable[Record], events: Iterable[EventRule], stories: Mapping[str, Story]
) -> dict[tuple[str, str], tuple[Record, ...]]:
    """What moved: ("event", id) or ("story", id) → its records. A story inside an event is not listed beside it."""
    records = tuple(records)
    by_event: dict[str, list[Record]] = {}
    by_story: dict[str, list[Record]] = {}
    for record in records:
        for event in clippings.events_of(record):
            by_event.setdefault(event, []).append(record)
        if record.standing.story in stories:
            by_story.setdefault(record.standing.story, []).append(record)
    known = {event.id for event in events}
    movers = {("event", id_): tuple(members) for id_, members in sorted(by_event.items()) if id_ in known}
    for id_, members in sorted(by_story.items()):
        if not _events_around(members):
            movers["story", id_] = tuple(members)
    return movers


def _events_around(members: list[Record]) -> tuple[str, ...]:
    """The events that a story lies inside."""
    counts = Counter(event for record in members for event in main_events(record))
    return tuple(sorted(event for event, count in counts.items() if count >= INSIDE * len(members)))


def main_events(record: Record) -> tuple[str, ...]:
    """The events that the article is about, rather than touches in passing."""
    body = sum(paragraph.kind == "body" for paragraph in record.analysis.paragraphs)
    placed = clippings.placements(record)
    if len({placement.paragraph for placement in placed}) < OWN_SHARE * body:
        return ()
    return tuple(sorted({placement.event for placement in placed}))


def _rank(mover: tuple[str, str], members: tuple[Record, ...]) -> tuple[bool, float, str]:
    """What the editor pinned comes first, then what weighs most."""
    pinned = any(record.article.override.pin for record in members)
    return (not pinned, -weigh(members, *mover), mover[1])


def _compose_item(
    mover: tuple[str, str], members: tuple[Record, ...], morning: Morning, printed: Container[tuple[str, int]]
) -> Item:
    kind, id_ = mover
    summary = summarise(members, id_, kind, SUMMARY_PASSAGES, morning.language, printed)
    shown = {(passage.article, passage.start) for passage in summary}
    quotes = tuple(
        said
        for said in quotes_in(members, id_, kind)
        if (place := (said.passage.article, said.passage.start)) not in printed and place not in shown
    )
    first, last = morning.history.get(id_, (morning.day, ""))
    change: Change = "new" if first >= morning.day else "updated"
    if any(record.article.id in {r.article.id for r in morning.corrected} for record in members):
        change = "corrected"
    rule = next((event for event in morning.events if event.id == id_), None)
    headline = choose_headline(members, id_, kind, morning.language)
    stories = sorted({r.standing.story for r in members if r.standing.story in morning.stories})
    return Item(
        id=id_,
        kind="event" if kind == "event" else "story",
        title=rule.title if rule else morning.stories[id_].title,
        headline=headline.article.title,
        headline_from=headline.article.id,
        description=rule.description if rule else "",
        href=links.item_href(kind, id_),
        change=change,
        since=first,
        last=last,
        weight=weigh(members, kind, id_),
        outlets=count_outlets(
            record
            for record in morning.records
            if record in members or record.standing.duplicate_of in {member.article.id for member in members}
        ),
        origins=len({record.standing.origin for record in members}),
        summary=summary,
        passages=_beyond(summary, members, id_, kind),
        quotes=quotes[:ITEM_QUOTES],
        disagreements=disagreements_in(
            [record for record in morning.around if record.standing.state != "duplicate"],
            id_,
            kind,
            with_article={record.article.id for record in members},
        ),
        actors=count_presence(members, morning.actors, lambda record: paragraphs_in(record, id_, kind))[:ITEM_ACTORS],
        articles=tuple(
            record.article.id
            for record in sorted(
                members, key=lambda record: (-len(paragraphs_in(record, id_, kind)), record.article.id)
            )
        ),
        stories=tuple(stories) if kind == "event" else (),
        pinned=any(record.article.override.pin for record in members),
    )


# -- parts that event files are made of as well ------------------------------------------------------------------------


def paragraphs_in(record: Record, id_: str, kind: str) -> dict[int, str]:
    """The paragraphs of the article that belong to an event or story, each with the reason."""
    if kind == "event":
        return {
            placement.paragraph: placement.why for placement in clippings.placements(record) if placement.event == id_
        }
    return {index: "" for index, paragraph in enumerate(record.analysis.paragraphs) if paragraph.kind == "body"}


def choose_headline(members: Sequence[Record], id_: str, kind: str, language: str) -> Record:
    """The article whose title says best what moved: one that is about it, in the site's language where there is one."""
    told = [record for record in members if kind == "story" or id_ in main_events(record)] or list(members)
    told = [record for record in told if record.analysis.lang == language] or told
    titles = [record.article.title for record in told]
    return told[choose_title(titles, [record.analysis.fingerprint for record in told], told[0].analysis.lang)]


def scores_in(record: Record, id_: str, kind: str) -> dict[int, float]:
    """How surely each of these paragraphs belongs there, 0 … 1; all of an article belong to its story."""
    if kind == "event":
        return {
            placement.paragraph: placement.score for placement in clippings.placements(record) if placement.event == id_
        }
    return dict.fromkeys(paragraphs_in(record, id_, kind), 1.0)


def passages_in(record: Record, id_: str, kind: str) -> list[Passage]:
    """What the article says of an event or story, paragraph by paragraph."""
    return [
        passage
        for paragraph, why in paragraphs_in(record, id_, kind).items()
        for passage in clippings.cut_paragraph(record, paragraph, why)
    ]


def weigh(members: Iterable[Record], kind: str, id_: str) -> float:
    """What orders an edition: independent origins first; among equals, the number of passages. Copies weigh nothing."""
    members = tuple(members)
    origins = len({record.standing.origin for record in members})
    passages = sum(len(paragraphs_in(record, id_, kind)) for record in members)
    return round(origins + passages / (passages + 10), 4)


def count_outlets(records: Iterable[Record]) -> int:
    """Named outlets, and one for all that are unnamed."""
    return len({record.article.source for record in records})


def summarise(
    members: Iterable[Record],
    id_: str,
    kind: str,
    limit: int,
    language: str = "en",
    printed: Container[tuple[str, int]] = (),
) -> tuple[Passage, ...]:
    """A summary of several articles: whole sentences, several sources, nothing twice, the newest development first.

    Articles in the site's language speak where there are any. `printed` are sentences, as (article, start), that the
    reader has had already.
    """
    members = tuple(members)
    members = tuple(record for record in members if record.analysis.lang == language) or members
    places: list[tuple[Record, int]] = []
    candidates: list[Candidate] = []
    for record in members:
        quotable = clippings.quotable_sentences(record)
        scores = scores_in(record, id_, kind)
        inside = [
            index
            for index, sentence in enumerate(record.analysis.sentences)
            if index in quotable and sentence.paragraph in scores and (record.article.id, sentence.start) not in printed
        ]
        for index in inside[:CANDIDATES]:
            places.append((record, index))
            candidates.append(_candidate(record, index, scores[record.analysis.sentences[index].paragraph]))
    return tuple(clippings.cut(*places[index]) for index in choose_passages(candidates, limit))


def _candidate(record: Record, index: int, score: float) -> Candidate:
    sentence = record.analysis.sentences[index]
    return make_candidate(
        record.article.text[sentence.start : sentence.end],
        record.standing.day,
        record.standing.origin,
        index,
        score,
        record.analysis.lang,
    )


def _beyond(summary: tuple[Passage, ...], members: tuple[Record, ...], id_: str, kind: str) -> tuple[Passage, ...]:
    """One passage from each article that the summary does not quote, so that no account is missing."""
    heard = {passage.article for passage in summary}
    found = []
    for record in members:
        if record.article.id in heard:
            continue
        quotable = clippings.quotable_sentences(record)
        inside = paragraphs_in(record, id_, kind)
        sentences = [i for i, s in enumerate(record.analysis.sentences) if s.paragraph in inside and i in quotable]
        chosen = [i for i in sentences if i in record.analysis.summary] or sentences
        if chosen:
            found.append(clippings.cut(record, chosen[0], why=inside[record.analysis.sentences[chosen[0]].paragraph]))
    return tuple(found)


def quotes_in(members: Iterable[Record], id_: str, kind: str) -> tuple[Said, ...]:
    """Who said what in the articles' passages on an event or story; words that several outlets carry come once.

    Direct quotes come before partial ones, both before reported speech; then the order of `members`.
    """
    found: list[tuple[int, Said]] = []
    seen: set[str] = set()
    for record in members:
        inside = paragraphs_in(record, id_, kind)
        for said, words in clippings.cut_quotes(record):
            if not (said.speaker or said.speaker_text) or said.passage.paragraph not in inside:
                continue
            if any(words in other or other in words for other in seen):
                continue
            seen.add(words)
            found.append((("direct", "partial", "reported").index(said.kind), said))
    return tuple(said for _, said in sorted(found, key=lambda pair: pair[0]))


def claims_in(record: Record, id_: str, kind: str) -> list[Claim]:
    """The figures in the article's passages on an event or story."""
    inside = paragraphs_in(record, id_, kind)
    return [
        claim
        for figure in record.analysis.figures
        if clippings.paragraph_at(record, figure.start) in inside and (claim := clippings.cut_figure(record, figure))
    ]


def disagreements_in(
    members: Iterable[Record], id_: str, kind: str, with_article: set[str] | None = None
) -> tuple[Disagreement, ...]:
    """Where the articles' figures on an event or story cannot all be right.

    `with_article`: only disagreements that one of these articles takes part in.
    """
    claims: list[Claim] = []
    evidence: list[Evidence] = []
    for record in members:
        for claim in claims_in(record, id_, kind):
            claims.append(claim)
            evidence.append(
                Evidence(
                    article=record.article.id,
                    source=record.article.source,
                    origin=record.standing.origin,
                    day=record.standing.day,
                    event=id_,
                    figure=claim.figure,
                    sentence=claim.passage.text,
                    at=claim.figure.start - claim.passage.start,
                )
            )
    found = []
    for group in find_disagreements(tuple(evidence)):
        parties = [claims[index] for index in group]
        if with_article is None or any(claim.passage.article in with_article for claim in parties):
            figure = parties[0].figure
            place = next((claim.figure.place for claim in parties if claim.figure.place), "")
            found.append(Disagreement(figure.thing, figure.unit, place, tuple(parties)))
    return tuple(found)


def count_presence(
    records: Iterable[Record],
    actors: Mapping[str, Known],
    inside: Callable[[Record], Mapping[int, str]] | None = None,
) -> tuple[Presence, ...]:
    """Who is named in the records (or in the paragraphs `inside` gives), by articles, then quotes, then id."""
    articles: Counter[str] = Counter()
    quotes: Counter[str] = Counter()
    for record in records:
        paragraphs = inside(record) if inside else None
        articles.update(
            {
                mention.actor
                for mention in record.analysis.mentions
                if mention.actor and (paragraphs is None or clippings.paragraph_at(record, mention.start) in paragraphs)
            }
        )
        quotes.update(
            quote.speaker
            for quote in record.analysis.quotes
            if quote.speaker and (paragraphs is None or clippings.paragraph_at(record, quote.spans[0][0]) in paragraphs)
        )
    found = [
        Presence(id_, known.name, known.kind, articles[id_], quotes[id_], known.href)
        for id_ in sorted({*articles, *quotes})
        if (known := actors.get(id_)) is not None
    ]
    return tuple(sorted(found, key=lambda p: (-p.articles - 2 * p.quotes, p.id)))


# -- the rest of the edition -------------------------------------------------------------------------------------------


def _find_quiet(morning: Morning, moved: set[str]) -> tuple[QuietItem, ...]:
    """What stood in the previous edition and did not move in this one."""
    before = find_movers(
        [record for record in morning.before if record.standing.state != "duplicate"], morning.events, morning.stories
    )
    titles = {event.id: event.title for event in morning.events} | {s.id: s.title for s in morning.stories.values()}
    return tuple(
        QuietItem(id_, titles[id_], links.item_href(kind, id_), morning.previous)
        for kind, id_ in sorted(before, key=lambda mover: (mover[0], mover[1]))
        if id_ not in moved
    )


def _printed(item: Item) -> Iterable[Passage]:
    yield from item.summary
    yield from item.passages
    for said in item.quotes:
        yield said.passage
    for disagreement in item.disagreements:
        for claim in disagreement.claims:
            yield claim.passage


def _cited(items: Iterable[Item], noted: Iterable[Passage], morning: Morning) -> list[Record]:
    ids = {passage.article for passage in noted} | {record.article.id for record in morning.corrected}
    for item in items:
        ids.update(item.articles)
        ids.update(passage.article for passage in _printed(item))
    everything = {record.article.id: record for record in (*morning.around, *morning.records, *morning.corrected)}
    return [everything[id_] for id_ in sorted(ids)]
