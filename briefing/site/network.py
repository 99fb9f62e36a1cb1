"""Who appears with an actor as numbers for an SVG template: the actor in the middle, the others round them.

The others stand in two columns bent into an oval, so that each name has a line of its own, on a phone as well. Of 97
pictures of the sample's actors, 320 units wide, names ran into one another or out of the picture in 93 laid out by
Fruchterman and Reingold's forces (networkx 3.6), in 89 on a circle and in none here.
"""

from __future__ import annotations

from collections.abc import Sequence
from unicodedata import east_asian_width

from briefing.published import ActorFile, Pair, Presence
from briefing.site.views.charts import Network, Node, Row, Tie
from briefing.wording import Words

FEWEST = 3  # others: fewer are said in the list beside it
MOST_TIES = 20  # among the others: more are a tangle
WIDTH = 320.0  # units, about the pixels of a phone
LETTER = 7.7  # units that a letter of 12 takes: "Emmanuel Macron" in DejaVu Sans, as wide as the usual faces get
LINE = 13.0  # units from one line of a name to the next
ROW = 44.0  # units: three lines of a name and air
REACH = 50.0  # from the middle to the widest of the oval
EDGE = 8.0  # between a dot and its name
LINES = 3  # of a name
SMALLEST, LARGEST = 3.0, 7.0  # radius of a dot
CENTRE = 8.0

_Point = tuple[float, float]


def draw_network(file: ActorFile, words: Words) -> Network | None:
    """Return who appears with the actor and with one another; None where they are too few for a picture."""
    if len(file.beside) < FEWEST:
        return None
    ring = _order(file.beside, file.among)
    half = (len(ring) + 1) // 2
    height = ROW * half
    middle = (WIDTH / 2, height / 2)
    most = max(presence.articles for presence in ring)
    nodes: dict[str, Node] = {}
    at: dict[str, _Point] = {}
    for place, presence in enumerate(ring):
        right = place < half
        row = place if right else len(ring) - 1 - place  # down the right, up the left
        inset = (half - (len(ring) - half)) / 2 if not right else 0  # the shorter column stands in the middle
        y = ROW * (row + inset + 0.5)
        lean = 1 - ((y - middle[1]) / (height / 2 + ROW)) ** 2
        x = middle[0] + (REACH if right else -REACH) * lean**0.5
        at[presence.id] = (x, y)
        size = SMALLEST + (LARGEST - SMALLEST) * (presence.articles / most) ** 0.5
        label_x = x + EDGE + 2 if right else x - EDGE - 2
        room = int((WIDTH - label_x if right else label_x) / LETTER)
        nodes[presence.id] = Node(
            x=_short(x),
            y=_short(y),
            size=_short(size),
            label_x=_short(label_x),
            anchor="start" if right else "end",
            label=_label(presence.name, room, y),
        )
    shown = [pair for pair in file.among if pair.one in at and pair.other in at][:MOST_TIES]
    strongest = max((pair.articles for pair in shown), default=1)
    names = {presence.id: presence.name for presence in ring}
    first = file.beside[0]
    return Network(
        title=words.say("Who appears with {name}", name=file.name),
        description=words.say(
            "{name} in the middle; round them {n} others, {most} most often, in {articles}. Lines join those who are"
            " named in the same paragraph, thicker ones in more articles.",
            name=file.name,
            n=words.number(len(ring)),
            most=first.name,
            articles=words.count(first.articles, "{n} article", "{n} articles"),
        ),
        width=f"{WIDTH:g}",
        height=f"{height:g}",
        centre=Node(
            _short(middle[0]),
            _short(middle[1]),
            f"{CENTRE:g}",
            _short(middle[0]),
            "middle",
            _label(file.name, int((2 * REACH - 24) / LETTER), middle[1] + CENTRE + LINE * LINES / 2),
        ),
        nodes=tuple(nodes.values()),
        spokes=tuple(
            Tie(_line(middle, at[presence.id]), _strength(presence.articles, most)) for presence in file.beside
        ),
        ties=tuple(Tie(_curve(at[pair.one], at[pair.other]), _strength(pair.articles, strongest)) for pair in shown),
        rows=tuple(
            words.say(
                "{one} and {other}: {articles}",
                one=names[pair.one],
                other=names[pair.other],
                articles=words.count(pair.articles, "{n} article", "{n} articles"),
            )
            for pair in shown
        ),
    )


def _order(beside: Sequence[Presence], among: Sequence[Pair]) -> list[Presence]:
    """Return the others as they stand round the actor: after each the one whom they meet most, so few lines cross."""
    shared = {frozenset((pair.one, pair.other)): pair.articles for pair in among}
    left = list(beside)
    ring = [left.pop(0)]
    while left:
        near = max(left, key=lambda each: (shared.get(frozenset((ring[-1].id, each.id)), 0), each.articles, each.id))
        left.remove(near)
        ring.append(near)
    return ring


def _label(name: str, room: int, y: float) -> tuple[Row, ...]:
    """Return a name in at most `LINES` lines of `room` letters round the height `y`; an ellipsis for what is left."""
    lines: list[str] = []
    for word in name.split():
        if lines and _length(lines[-1]) + 1 + _length(word) <= room:
            lines[-1] += " " + word
        else:
            lines.append(word)
    if len(lines) > LINES:
        lines = [*lines[: LINES - 1], " ".join(lines[LINES - 1 :])]
    lines = [_cut(line, room) for line in lines]
    top = y - LINE * (len(lines) - 1) / 2 + LINE / 3
    return tuple(Row(_short(top + LINE * number), line) for number, line in enumerate(lines))


def _length(text: str) -> int:
    """Return how many letters' room a text takes: a Chinese one is as wide as two."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def _cut(line: str, room: int) -> str:
    if _length(line) <= room:
        return line
    while line and _length(line) >= room:
        line = line[:-1]
    return line.rstrip() + "…"


def _strength(articles: int, most: int) -> str:
    return "strong" if 3 * articles > 2 * most else "middling" if 3 * articles > most else "weak"


def _line(start: _Point, end: _Point) -> str:
    return f"M{_short(start[0])} {_short(start[1])}L{_short(end[0])} {_short(end[1])}"


def _curve(start: _Point, end: _Point) -> str:
    """Return a line, within one column bent inwards: the longer, the further, so that several can be told apart."""
    if (start[0] < WIDTH / 2) != (end[0] < WIDTH / 2):
        return _line(start, end)
    bend = min(1.6 * REACH, 12 + abs(start[1] - end[1]) / 2)
    x = (start[0] + end[0]) / 2 + (bend if start[0] < WIDTH / 2 else -bend)
    y = (start[1] + end[1]) / 2
    return f"M{_short(start[0])} {_short(start[1])}Q{_short(x)} {_short(y)} {_short(end[0])} {_short(end[1])}"


def _short(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
