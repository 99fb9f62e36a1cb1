"""How many outlets wrote of an event or story, and how many independent origins stand behind them?"""

from __future__ import annotations

from briefing.archive import Archive


def count_backing(thing: str, archive: Archive) -> tuple[int, int]:
    """Return the outlets of all articles of a thing, copies among them, and the origins of those that are no copies.

    All that it asks of is in the thing's digest.
    """
    ((outlets, origins),) = archive.rows(
        "select count(distinct a.source), count(distinct case when t.live then a.origin end)"
        " from touch t join article a on a.n = t.article where t.thing = ?",
        (thing,),
    )
    return outlets, origins
