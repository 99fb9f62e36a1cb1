"""Which quotes and figures of an event or actor go into its tables? All of every article, whatever a page has room for.

A page shows words that several outlets carry once; a table has them for each, since who carried them is what an analyst
may ask.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from briefing import clippings
from briefing.desk import Desk
from briefing.dossiers import claims_of
from briefing.gist import claims_in, paragraphs_in
from briefing.model import Record
from briefing.published import Claim, Extract, Said

# The newest articles of an event or actor: as many records as an archive holds decoded. Beyond them the tables would
# cost more than all its pages.
MOST = 2_000


def extract_event(desk: Desk, id_: str) -> Extract:
    """Everything that was said and counted in an event's passages."""

    def said_in(record: Record) -> list[Said]:
        inside = paragraphs_in(record, id_, "event")
        return [said for said, _ in clippings.cut_quotes(record) if said.passage.paragraph in inside]

    return _extract(desk, f"e:{id_}", said_in, lambda record: claims_in(record, id_, "event"))


def extract_actor(desk: Desk, id_: str) -> Extract:
    """Everything that an actor said or that was said of them, and the figures beside their name or in their words."""

    def said_in(record: Record) -> list[Said]:
        return [said for said, _ in clippings.cut_quotes(record) if said.speaker == id_ or id_ in said.about]

    return _extract(desk, f"a:{id_}", said_in, lambda record: claims_of(id_, record))


def _extract(
    desk: Desk, thing: str, said_in: Callable[[Record], Iterable[Said]], claims_in: Callable[[Record], Iterable[Claim]]
) -> Extract:
    newest = desk.archive.records(desk.archive.ids_of(thing)[:MOST])
    records = [record for record in newest if record.standing.state != "duplicate"]
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
