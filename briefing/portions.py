"""In which portions are owners handed to the crew that makes their pages? The dearest first, small ones at the end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from briefing.archive import Archive
from briefing.catalogue.articles import OWNER as ARTICLE

# What an owner costs against what it shows: an article's page is a unit, its share in another thing's page a third.
_ARTICLE, _THING, _SHARE = 3, 6, 1
MOST = 120  # units in a portion, about a quarter of a second: what a build that is killed makes again
_LEAST = 9
_DEAR = MOST // 2


def share_out(owners: Iterable[str], archive: Archive, workers: int) -> Iterator[list[str]]:
    """Cut into portions: the dearest owners first, and little at a time at the end, so that all end together.

    The others go day by day, story by story: they show the same articles, of which a worker holds some.
    """
    ordered = _order(owners, archive)
    rest = sum(cost for cost, _ in ordered)
    portion: list[str] = []
    size = 0
    for cost, owner in ordered:
        portion.append(owner)
        size += cost
        if size >= max(_LEAST, min(MOST, rest // (4 * workers))):
            yield portion
            rest -= size
            portion, size = [], 0
    if portion:
        yield portion


def _order(owners: Iterable[str], archive: Archive) -> list[tuple[int, str]]:
    """What each owner costs, and its name; those first that are to be published first."""
    found = []
    same: dict[str, str] = {}  # one string for all articles of a day or a story
    for owner in owners:  # asked one by one, which takes 5 µs: a table of all would be 10 MB for 20,000 articles
        if owner.startswith(ARTICLE):
            rows = archive.rows("select day, story from article where id = ?", (owner.removeprefix(ARTICLE),))
            cost, (day, story) = _ARTICLE, rows[0] if rows else ("", "")
        else:
            ((shown, day),) = archive.rows("select count(*), max(day) from touch where thing = ?", (owner,))
            cost, story = _THING + _SHARE * shown, owner.removeprefix("y:")
        day, story = (same.setdefault(each, each) for each in (day or "", story))
        found.append((-cost if cost > _DEAR else 0, day, story, owner, cost))
    return [(cost, owner) for *_, owner, cost in sorted(found)]
