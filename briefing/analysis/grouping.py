"""Which articles are one story? Groups of the ties between articles, and what a change can alter of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from heapq import heapify, heappop, heappush

from briefing.analysis.stories import Tie

LINKED = 0.13  # mean similarity at which articles are one story; from .12 to .15 the measured sets differ by .01
COHESION = 0.85  # two groups stay two if their tie is weaker than this share of what holds either of them together
PRIOR_PAIRS = 3  # pairs at LINKED that a group's cohesion is counted with: that of two or three articles is chance
LEAST = round(LINKED * 1_000_000)

# A matrix takes 40 µs for each of its rows and .1 s for numpy to load, the heap 6 µs for each tie; two matrices of
# this many rows are 36 MB.
MOST_ROWS, FEWEST_TIES = 1_500, 20_000

Group = tuple[int, ...]
Ties = tuple[Sequence[int], Sequence[int], Sequence[int]]  # the one, the other, how near in millionths


def group(members: Sequence[str], ties: Sequence[Tie]) -> tuple[tuple[str, ...], ...]:
    """Return the stories: groups of at least two ids, ids sorted, groups by their first id.

    Average linkage: the two groups with the highest mean similarity are joined as long as it reaches LINKED; pairs
    without a tie count as 0. Two groups that each hang together distinctly better than with one another are two
    happenings of one kind, or two stages of one, and stay apart (COHESION). Of equal pairs the smaller ids come
    first, sums are of whole numbers, so the order of members and ties does not matter.
    """
    ids = sorted(set(members))
    places = {id_: place for place, id_ in enumerate(ids)}
    known = [tie for tie in ties if tie.a in places and tie.b in places]
    found = _agglomerate(
        len(ids),
        (
            [places[tie.a] for tie in known],
            [places[tie.b] for tie in known],
            [round(tie.similarity * 1_000_000) for tie in known],
        ),
    )
    return tuple(tuple(ids[place] for place in those) for those in found if len(those) > 1)


def regroup(
    changed: Iterable[int],
    ties_of: Callable[[Sequence[int]], Ties],
    groups_of: Callable[[Sequence[int]], Mapping[int, Group]],
    in_order: Callable[[Iterable[int]], list[int]],
) -> list[Group]:
    """Return the groups, also of one, that changed articles are in, and all others that these have altered.

    Known are the groups that `group` makes of all articles but the changed ones: `groups_of` says those of the
    articles that it is asked for, and nothing of articles that are in no story. `ties_of` gives all ties of articles,
    `in_order` sorts articles by their ids.

    Why only these need a look: whether two groups are joined depends on them alone, and the best pair is joined first.
    So while nothing of one part of the articles is joined with anything of another, each part comes out as if the
    other were not there. Let the region be the changed articles and some whole groups, its rim all other groups
    that have a tie of LINKED or more to it; a mean reaches LINKED only if one of its terms does, so nothing else can
    be joined with the region. If grouping region and rim gives the groups of the rim again, nothing of the region
    was joined with them, and would not be if the rest were there, too; the rest then comes out as it is known. If
    not, the altered groups belong to the region, and we look once more.
    """
    region = set(changed)
    region.update(_find_nearest(ties_of(sorted(region)), region, groups_of))
    while True:
        ties = ties_of(sorted(region))
        near = {other for other, millionths in zip(ties[1], ties[2], strict=True) if millionths >= LEAST}
        rim = groups_of(sorted(near - region))
        everybody = in_order(region.union(*rim.values()))
        found = [
            tuple(everybody[place] for place in those)
            for those in _agglomerate(len(everybody), _place(everybody, region, rim, ties_of(everybody)))
        ]
        altered = set(rim.values()).difference(found)
        if not altered:
            return [those for those in found if those[0] in region]
        region.update(*altered)


def _find_nearest(
    ties: Ties, region: set[int], groups_of: Callable[[Sequence[int]], Mapping[int, Group]]
) -> Iterable[int]:
    """The groups of those that articles are most nearly tied to: most articles join them, so begin with them."""
    nearest: dict[int, tuple[int, int]] = {}
    for one, other, millionths in zip(*ties, strict=True):
        if other not in region and millionths >= LEAST:
            nearest[one] = max(nearest.get(one, (0, 0)), (millionths, -other))
    groups = groups_of(sorted({-other for _, other in nearest.values()}))
    return {one for those in groups.values() for one in those}


def _place(everybody: Sequence[int], region: set[int], rim: Mapping[int, Group], ties: Ties) -> Ties:
    """The ties among these articles, each once, by the articles' places.

    Those between two groups of the rim are left out: they are joined only after something of the region was.
    """
    places = {one: place for place, one in enumerate(everybody)}
    belongs = {one: those[0] for those in rim.values() for one in those}
    found = [
        (places[one], places[other], millionths)
        for one, other, millionths in zip(*ties, strict=True)
        if one < other and other in places and (one in region or other in region or belongs[one] == belongs[other])
    ]
    a, b, near = zip(*found, strict=True) if found else ((), (), ())
    return a, b, near


def _agglomerate(count: int, ties: Ties) -> list[Group]:
    """Group the articles 0 … count - 1; each group sorted, groups by their first."""
    merge = _merge_by_matrix if count <= MOST_ROWS and len(ties[0]) > FEWEST_TIES else _merge_by_heap
    inside = merge(count, ties)
    return sorted(tuple(sorted(those)) for those in inside.values())


def _merge_by_heap(count: int, ties: Ties) -> dict[int, list[int]]:
    """A group is known by its smallest place, so that of equal pairs places alone decide."""
    inside: dict[int, list[int]] = {member: [member] for member in range(count)}
    sums: dict[int, dict[int, int]] = {member: {} for member in range(count)}
    for a, b, value in zip(*ties, strict=True):
        sums[a][b] = sums[b][a] = value
    within = dict.fromkeys(range(count), 0)  # sum of the similarities inside
    version = dict.fromkeys(range(count), 0)

    def tie(a: int, b: int) -> float:
        return sums[a][b] / (len(inside[a]) * len(inside[b]))

    def cohesion(one: int) -> float:
        pairs = len(inside[one]) * (len(inside[one]) - 1) // 2
        return (within[one] + PRIOR_PAIRS * LEAST) / (pairs + PRIOR_PAIRS)

    def are_two(a: int, b: int) -> bool:
        alone = min(len(inside[a]), len(inside[b])) == 1
        return not alone and tie(a, b) < COHESION * min(cohesion(a), cohesion(b))

    def entry(a: int, b: int) -> tuple[float, int, int, int, int]:
        return (-tie(a, b), a, b, version[a], version[b])

    heap = [entry(a, b) for a in range(count) for b in sums[a] if a < b and sums[a][b] >= LEAST]
    heapify(heap)
    while heap:
        _, a, b, version_a, version_b = heappop(heap)
        if a not in inside or b not in inside or (version[a], version[b]) != (version_a, version_b):
            continue  # one of the two has been joined with another since
        if are_two(a, b):
            continue  # and looked at again when one of them has grown
        within[a] += within.pop(b) + sums[a][b]
        inside[a] += inside.pop(b)
        version[a] += 1
        for other, total in sums.pop(b).items():
            sums[other].pop(b, None)
            if other != a:
                sums[a][other] = sums[other][a] = sums[a].get(other, 0) + total
        size = len(inside[a])
        for other, total in sums[a].items():
            if total >= LEAST * size * len(inside[other]):
                heappush(heap, entry(*sorted((a, other))))
    return inside


def _merge_by_matrix(count: int, ties: Ties) -> dict[int, list[int]]:
    """The same for many ties: a row for each group, and in `best` the nearest that it may be joined with."""
    import numpy as np  # noqa: PLC0415 - takes .1 s to load, and a build with one new article needs none

    inside: dict[int, list[int]] = {member: [member] for member in range(count)}
    sums = np.zeros((count, count), np.int64)
    sums[ties[0], ties[1]] = sums[ties[1], ties[0]] = ties[2]
    near = np.where(sums >= LEAST, sums, -1.0)  # mean similarity; -1: not to be joined
    best = near.argmax(axis=1)
    highest = near[np.arange(count), best]
    size = np.ones(count, np.int64)  # 0: it has been joined with another
    within = np.zeros(count, np.int64)
    cohesion = np.full(count, float(LEAST))
    while highest[a := int(highest.argmax())] > 0:
        b = int(best[a])  # the row is the first of the highest, so a < b
        within[a] += within[b] + sums[a, b]
        inside[a] += inside.pop(b)
        size[a], size[b] = size[a] + size[b], 0
        pairs = int(size[a]) * (int(size[a]) - 1) // 2
        cohesion[a] = (int(within[a]) + PRIOR_PAIRS * LEAST) / (pairs + PRIOR_PAIRS)
        sums[a] += sums[b]
        sums[a, a] = 0
        sums[:, a] = sums[a]
        counts = size[a] * size
        mean = sums[a] / np.maximum(counts, 1)
        are_two = (size > 1) & (mean < COHESION * np.minimum(cohesion[a], cohesion))
        mean[(sums[a] < LEAST * counts) | (counts == 0) | are_two] = -1.0
        mean[a] = -1.0
        near[a] = near[:, a] = mean
        near[b] = near[:, b] = -1.0
        lost = np.flatnonzero((best == a) | (best == b))
        best[lost] = near[lost].argmax(axis=1)
        highest[lost] = near[lost, best[lost]]
        nearer = (mean > highest) | ((mean == highest) & (best > a))
        best[nearer], highest[nearer] = a, mean[nearer]
        best[a] = mean.argmax()
        highest[a], highest[b] = mean[best[a]], -1.0
    return inside
