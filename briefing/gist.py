"""What do several articles say of one event or story? Its summary, quotes, figures, actors.

Editions and dossiers are made of these parts. `kind` and `id_` name an event ("event") or a story ("story") throughout.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping

from msgspec import Struct
from msgspec.structs import replace

from briefing import clippings
from briefing.analysis.events import STRONG
from briefing.analysis.figures.disagreements import Evidence, find_disagreements
from briefing.analysis.limits import MOST_PASSAGES, MOST_SHOWN
from briefing.analysis.summaries.leaning import leans
from briefing.analysis.summaries.passages import Candidate, choose_passages, make_candidate
from briefing.headlines import foremost_events, place_words, tolls_by_sentence, written
from briefing.model import ActorKind, EventRule, Office, Record
from briefing.published import Claim, Disagreement, Passage, Presence, Said

CANDIDATES = 10  # sentences of an article that may speak for it in a summary of several: it says first what matters
WITHOUT_WORDS = 0.5  # factor for a sentence of the event in which no word of the event stands
FEWEST_WITH_WORDS = 2  # sentences with words of the event that are enough for a summary without the others
BEFORE = 2  # sentences printed before one that cannot be read alone, where there is no other
OWN_SHARE = 0.34  # an article is about an event when at least this part of its body is placed in events
# Of an event's weight: what is new counts as two passages more of an event of three, twenty of one of ten.
NEWNESS = 0.2
NOBODY = frozenset(("he", "she", "it", "they", "we", "i", "who", "which", "that", "this", "one", "both", "others"))


class Known(Struct, frozen=True):
    """An actor as all pages name them. No page: `href` is empty."""

    id: str
    name: str
    kind: ActorKind
    href: str
    discovered: bool = False  # no registry names them
    offices: tuple[Office, ...] = ()  # that the registry knows of


def moved_events(record: Record) -> tuple[str, ...]:
    """The events that the article moves: a passage that belongs only weakly is listed there and moves nothing."""
    return tuple(sorted({placement.event for placement in clippings.placements(record) if placement.score >= STRONG}))


def main_events(record: Record) -> tuple[str, ...]:
    """The events that the article is about, rather than touches in passing."""
    body = sum(paragraph.kind == "body" for paragraph in record.analysis.paragraphs)
    placed = clippings.placements(record)
    if len({placement.paragraph for placement in placed}) < OWN_SHARE * body:
        return ()
    return tuple(sorted({placement.event for placement in placed}))


def paragraphs_in(record: Record, id_: str, kind: str) -> dict[int, str]:
    """The paragraphs of the article that belong to an event or story, each with the reason."""
    if kind == "event":
        return {
            placement.paragraph: placement.why for placement in clippings.placements(record) if placement.event == id_
        }
    return {index: "" for index, paragraph in enumerate(record.analysis.paragraphs) if paragraph.kind == "body"}


def scores_in(record: Record, id_: str, kind: str) -> dict[int, float]:
    """How surely each of these paragraphs belongs there, 0 … 1; all of an article belong to its story."""
    if kind == "event":
        return {
            placement.paragraph: placement.score for placement in clippings.placements(record) if placement.event == id_
        }
    return dict.fromkeys(paragraphs_in(record, id_, kind), 1.0)


def passages_in(record: Record, id_: str, kind: str) -> list[Passage]:
    """What the article says of an event or story, paragraph by paragraph, up to the most that a page shows of one."""
    scores = scores_in(record, id_, kind)
    found: list[Passage] = []
    left = MOST_SHOWN
    for paragraph, why in paragraphs_in(record, id_, kind).items():
        for passage in clippings.cut_paragraph(record, paragraph, why):
            left -= passage.end - passage.start
            if left < 0 or len(found) == MOST_PASSAGES:
                return found
            found.append(replace(passage, weak=True) if scores[paragraph] < STRONG else passage)
    return found


def weigh(members: Iterable[Record], kind: str, id_: str, *, new: bool = False) -> float:
    """What orders an edition: independent origins first; among equals, the number of passages, and whether it is new.

    Copies weigh nothing. All but the origins stays below 1, so that no length makes up for another origin.
    """
    members = tuple(members)
    origins = len({record.standing.origin for record in members})
    passages = sum(len(paragraphs_in(record, id_, kind)) for record in members)
    return round(origins + (1 - NEWNESS) * passages / (passages + 10) + (NEWNESS if new else 0), 4)


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
    rule: EventRule | None = None,
) -> tuple[Passage, ...]:
    """A summary of several articles: whole sentences, several sources, nothing twice, the newest development first.

    Articles in the site's language speak where there are any. `printed` are sentences, as (article, index), that the
    reader has had already. With the event's `rule`, sentences in which none of its words stands speak only if
    hardly any other does: they are in the event because of the sentences around them.
    """
    members = tuple(members)
    members = tuple(record for record in members if record.analysis.lang == language) or members
    titles = [record.article.title for record in members if kind == "story" or id_ in foremost_events(record)]
    places: list[tuple[Record, int]] = []
    candidates: list[Candidate] = []
    spoken: list[bool] = []  # whether words of the event stand in it, and it can be read by itself
    for record in members:
        quotable = clippings.quotable_sentences(record)
        scores = scores_in(record, id_, kind)
        inside = [
            index
            for index, sentence in enumerate(record.analysis.sentences)
            if index in quotable and sentence.paragraph in scores and (record.article.id, index) not in printed
        ]
        for index in inside[:CANDIDATES]:
            score = scores[record.analysis.sentences[index].paragraph]
            speaks = rule is None or _speaks_for(record, index, rule)
            spoken.append(speaks and index in clippings.usable_sentences(record))
            places.append((record, index))
            candidates.append(_candidate(record, index, score if speaks else score * WITHOUT_WORDS))
    own = [index for index, stands in enumerate(spoken) if stands]
    chosen = [own[index] for index in choose_passages([candidates[index] for index in own], limit, titles)]
    if len(chosen) < min(limit, FEWEST_WITH_WORDS):
        chosen = list(choose_passages(candidates, limit, titles))
    return tuple(_cut_readably(*places[index]) for index in chosen)


def _candidate(record: Record, index: int, score: float) -> Candidate:
    """A sentence as one that may speak for an event or story to which it belongs so surely."""

    def make() -> Candidate:
        return make_candidate(
            clippings.cut_sentence(record, index).text,
            record.standing.day,
            record.standing.origin,
            index,
            lang=record.analysis.lang,
            dangling=index not in clippings.usable_sentences(record),
            written=written(record),
            tolls=tuple(tolls_by_sentence(record).get(index, ())),
        )

    return replace(clippings.once(record, ("candidate", index), make), score=score)


def _cut_readably(record: Record, index: int) -> Passage:
    """The sentence; where it cannot be read alone, with those before it in its paragraph."""
    if index in clippings.usable_sentences(record):
        return clippings.cut_sentence(record, index)
    first = index
    quotable = clippings.quotable_sentences(record)
    inside = clippings.sentences_of(record, record.analysis.sentences[index].paragraph)
    while first - 1 in inside and first - 1 in quotable and index - first < BEFORE:
        first -= 1
    return clippings.cut(record, first, index)


def _speaks_for(record: Record, index: int, rule: EventRule) -> bool:
    """Whether words of the event stand in the sentence itself."""

    def look() -> bool:
        sentence = record.analysis.sentences[index]
        text = record.article.text[sentence.start : sentence.end]
        return bool(place_words(text, record.analysis.lang, (rule,)))

    return clippings.once(record, ("speaks", index, rule), look)


def cut_others(summary: tuple[Passage, ...], members: tuple[Record, ...], id_: str, kind: str) -> tuple[Passage, ...]:
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
            found.append(
                clippings.cut_sentence(record, chosen[0], why=inside[record.analysis.sentences[chosen[0]].paragraph])
            )
    return tuple(found)


def choose_note(record: Record) -> int | None:
    """The sentence that an article in no event is noted with; None: its rights let us print none.

    The first of its summary that names whom it tells of; else the first that does among those that can be read alone.
    """
    quotable = clippings.quotable_sentences(record)
    summary = [index for index in record.analysis.summary if index in quotable]
    usable = sorted(clippings.usable_sentences(record) & quotable)[:CANDIDATES]
    for index in (*summary, *usable):
        if not leans(clippings.cut_sentence(record, index).text, record.analysis.lang):
            return index
    return next(iter(summary), None)


def choose_quotes(
    members: Iterable[Record], id_: str, kind: str, limit: int, printed: Container[tuple[str, int]] = ()
) -> tuple[Said, ...]:
    """The quotes of an event or story that an edition prints: at most `limit`, in the order of `quotes_in`.

    Words in marks before reported ones, and several voices: a speaker's second quote counts as one of the next kind,
    and so on; so does one whose paragraph belongs to the event only weakly. Of reported speech, what can be read alone
    goes first. No sentence is printed twice. `printed` are sentences, as (article, index).
    """
    members = tuple(members)
    scores = {id(record): scores_in(record, id_, kind) for record in members}
    ranks: list[tuple[int, bool, int]] = []
    found: list[Said] = []
    heard: Counter[str] = Counter()
    seen: set[tuple[str, int]] = set()
    for record, said in _pick_quotes(members, id_, kind):
        passage = said.passage
        place = (passage.article, passage.sentence)
        if place in printed or place in seen:
            continue
        seen.add(place)
        speaker = said.speaker or said.speaker_text.casefold()
        leans = said.kind == "reported" and passage.sentence not in clippings.usable_sentences(record)
        weak = scores[id(record)][passage.paragraph] < STRONG
        ranks.append((_KINDS.index(said.kind) + heard[speaker] + weak, leans, len(found)))
        heard[speaker] += 1
        found.append(said)
    return tuple(found[at] for at in sorted(at for _, _, at in sorted(ranks)[:limit]))


def quotes_in(members: Iterable[Record], id_: str, kind: str) -> tuple[Said, ...]:
    """Who said what in the articles' passages on an event or story; words that several outlets carry come once.

    Direct quotes come before partial ones, both before reported speech; then the order of `members`. Of words that
    stand in a longer quote of the same rank or a higher one, the longer is kept.
    """
    return tuple(said for _, said in _pick_quotes(members, id_, kind))


def _pick_quotes(members: Iterable[Record], id_: str, kind: str) -> list[tuple[Record, Said]]:
    found: list[tuple[int, int, Record, Said, str]] = []
    for record in members:
        inside = paragraphs_in(record, id_, kind)
        for said, words in clippings.cut_quotes(record):
            if _is_told(said) and said.passage.paragraph in inside:
                found.append((_KINDS.index(said.kind), len(found), record, said, words))
    kept: list[tuple[int, int, Record, Said, str]] = []
    heard = ""  # the words of those kept, a line for each
    for each in sorted(found, key=lambda quote: (quote[0], -len(quote[4]), quote[1])):
        if each[4] not in heard or not kept:
            kept.append(each)
            heard += f"{each[4]}\n"
    return [(record, said) for _, _, record, said, _ in sorted(kept, key=lambda quote: quote[:2])]


_KINDS = ("direct", "partial", "reported")


def _is_told(said: Said) -> bool:
    """Whether a quote can be read by itself: somebody is named, and it is not a lead-in to words that come after it.

    A pronoun that nobody is known for tells nothing outside its article.
    """
    if said.passage.text.endswith(":"):
        return False
    return bool(said.speaker) or said.speaker_text.casefold() not in {"", *NOBODY}


def claims_in(record: Record, id_: str, kind: str) -> list[Claim]:
    """The figures in the article's passages on an event or story."""
    inside = paragraphs_in(record, id_, kind)
    return [claim for claim in clippings.cut_figures(record) if claim.passage.paragraph in inside]


def evidence_of(record: Record, claim: Claim) -> Evidence:
    """A figure of an article as it is held against others; what is found of it is kept as long as the record."""

    def make() -> Evidence:
        return Evidence(
            article=record.article.id,
            source=record.article.source,
            origin=record.standing.origin,
            day=record.standing.day,
            event="",  # those that are held against each other are all of one
            figure=claim.figure,
            sentence=claim.passage.text,
            at=claim.figure.start - claim.passage.start,
            written=record.article.date,
        )

    return clippings.once(record, ("evidence", claim), make)


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
            evidence.append(evidence_of(record, claim))
    found = []
    for group in find_disagreements(evidence):
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
    """Who is named in the records (or in the paragraphs `inside` gives), by articles, then quotes, then id.

    Articles are counted whatever their rights, since names are shown with all; quotes as far as they can be printed.
    """
    articles: Counter[str] = Counter()
    quotes: Counter[str] = Counter()
    for record in records:
        paragraphs = inside(record) if inside else None
        named = clippings.named_in_paragraphs(record)
        articles.update(
            frozenset().union(*(actors for at, actors in named.items() if paragraphs is None or at in paragraphs))
        )
        quotes.update(
            quote.speaker
            for quote in clippings.printable_quotes(record)
            if quote.speaker and (paragraphs is None or clippings.paragraph_at(record, quote.spans[0][0]) in paragraphs)
        )
    found = [
        Presence(id_, known.name, known.kind, articles[id_], quotes[id_], known.href)
        for id_ in sorted({*articles, *quotes})
        if (known := actors.get(id_)) is not None
    ]
    return tuple(sorted(found, key=lambda p: (-p.articles - 2 * p.quotes, p.id)))
