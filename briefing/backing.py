"""How many outlets wrote of an event or story, and how many independent origins stand behind them?"""

from __future__ import annotations

from briefing.archive import Archive


def count_backing(thing: str, archive: Archive) -> tuple[int, int]:
    """Return the outlets of all articles of a thing, copies among them, and the origins of those that are no copies.

    All that it asks of is in the thing's digest.
    """
    ((outlets,),) = archive.rows(
        "select count(distinct s.thing) from touch t join touch s on s.article = t.article"
        " where t.thing = ? and s.thing between 's:' and 's;'",
        (thing,),
    )
    ((origins,),) = archive.rows(
        "select count(distinct a.origin) from touch t join article a on a.n = t.article where t.thing = ? and a.live",
        (thing,),
    )
    return outlets, origins
