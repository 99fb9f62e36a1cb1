"""Which quotes and figures of an event or actor go into its tables? All of every article that its page is about.

A page shows words that several outlets carry once; a table has them for each, since who carried them is what an analyst
may ask. A page of the newest articles and each of those by month have tables of their own: one table of all that was
ever told would be written anew, megabytes of it, with every article.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from briefing import clippings
from briefing.desk import Desk
from briefing.dossiers import claims_of
from briefing.gist import claims_in, paragraphs_in
from briefing.model import Quote, Record
from briefing.published import Claim, Extract, Said


def extract_event(desk: Desk, id_: str, month: str = "") -> Extract:
    """Everything that was said and counted in an event's passages, among its newest articles or those of a month."""

    def said_in(record: Record) -> list[Said]:
        inside = paragraphs_in(record, id_, "event")
        return [said for said, _ in clippings.cut_quotes(record) if said.passage.paragraph in inside]

    return _extract(desk, f"e:{id_}", month, said_in, lambda record: claims_in(record, id_, "event"))


def extract_actor(desk: Desk, id_: str, month: str = "") -> Extract:
    """Everything that an actor said or that was said of them, and the figures beside their name or in their words.

    Among the newest articles that name them, or those of a month.
    """

    def concerns(quote: Quote, about: frozenset[str]) -> bool:
        return quote.speaker == id_ or id_ in about

    def said_in(record: Record) -> list[Said]:
        return [said for said, _ in clippings.cut_quotes(record, concerns)]

    return _extract(desk, f"a:{id_}", month, said_in, lambda record: claims_of(id_, record))


def _extract(
    desk: Desk,
    thing: str,
    month: str,
    said_in: Callable[[Record], Iterable[Said]],
    claims_in: Callable[[Record], Iterable[Claim]],
) -> Extract:
    records = desk.shown(thing, month)
    quotes = tuple(said for record in records for said in said_in(record))
    figures = tuple(claim for record in records for claim in claims_in(record))
    cited = {said.passage.article for said in quotes} | {claim.passage.article for claim in figures}
    named = {id_ for said in quotes for id_ in (said.speaker, *said.about) if id_}
    return Extract(
        quotes=quotes,
        figures=figures,
        articles=tuple(clippings.cite(record) for record in records if record.article.id in cited),
        names=tuple((id_, known.name) for id_ in sorted(named) if (known := desk.actors.get(id_)) is not None),
    )
