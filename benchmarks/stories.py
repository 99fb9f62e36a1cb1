"""Are articles on one happening, and no others, one story? BCubed F1 on ECB+, AllSides with dates, or Giveme5W1H.

    python -m benchmarks.stories --data dev.jsonl [--limit N]

Data: JSON Lines of one of two shapes: a story a line with its `articles` and their common `date`; or an article a line
with `event`, the true story, and perhaps `title`. In the second shape all articles are held against all, since what is
collected over years is dated by its publishers and not by what it tells of. `--limit` counts stories. The known actors
are the shipped states alone.

Baselines are TF-IDF over the set itself, by average linkage and by a single pass in order of dates, each at its best
threshold for the set. Ours has one threshold for all sets, and frequencies from no set.
BCubed: Amigó, Gonzalo, Artiles and Verdejo, "A comparison of extrinsic clustering evaluation metrics", 2009.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import log
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from numpy.typing import NDArray

from briefing.analysis import stories
from briefing.analysis.actors.lexicon import compile_lexicon
from briefing.analysis.actors.mentions import find_mentions
from briefing.analysis.grouping import group
from briefing.analysis.text.document import make_document
from briefing.analysis.text.frequencies import find_terms
from briefing.registry import read_registry

ONE_DAY = "2000-01-01"
THRESHOLDS = tuple(number / 50 for number in range(2, 26))


@dataclass(frozen=True)
class Item:
    id: str
    gold: str
    title: str
    text: str
    day: str


def read_items(path: Path, limit: int | None) -> list[Item]:
    """The articles of the first `limit` stories, by id."""
    items: list[Item] = []
    with path.open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            items.extend(_read_row(row))
    wanted = sorted({item.gold for item in items})[:limit]
    return sorted((item for item in items if item.gold in set(wanted)), key=lambda item: item.id)


def _read_row(row: dict[str, Any]) -> Iterator[Item]:
    if "articles" in row:
        for number, article in enumerate(row["articles"]):
            yield Item(f"{row['id']}-{number}", row["id"], article["title"], article["text"], row["date"][:10])
    else:
        yield Item(row["id"], row["event"], row.get("title", ""), row["text"], ONE_DAY)


def bcubed(found: Sequence[str], gold: Sequence[str]) -> dict[str, float]:
    """Precision, recall and F1, the mean over items."""
    of_found, of_gold, of_both = Counter(found), Counter(gold), Counter(zip(found, gold, strict=True))
    pairs = list(zip(found, gold, strict=True))
    precision = sum(of_both[pair] / of_found[pair[0]] for pair in pairs) / len(pairs)
    recall = sum(of_both[pair] / of_gold[pair[1]] for pair in pairs) / len(pairs)
    return {
        "p": round(precision, 4),
        "r": round(recall, 4),
        "f1": round(2 * precision * recall / (precision + recall), 4),
    }


def read_members(items: Sequence[Item]) -> list[stories.Member]:
    with TemporaryDirectory() as empty:  # a folder without an editor's files leaves the shipped states
        lexicon = compile_lexicon(read_registry(Path(empty)), "en")
    members = []
    for item in items:
        document = make_document(item.id, item.title, item.text, lang="en", date=item.day)
        mentions, _ = find_mentions(document, lexicon)
        members.append(stories.Member(item.id, item.day, stories.make_fingerprint(document, mentions)))
    return members


def group_ours(members: Sequence[stories.Member], ties: Sequence[stories.Tie]) -> list[str]:
    labels = {member.id: member.id for member in members}
    for number, story in enumerate(group([member.id for member in members], ties)):
        labels.update(dict.fromkeys(story, f"story {number}"))
    return [labels[member.id] for member in members]


def _reach(id_: str, ties: Sequence[stories.Tie]) -> list[str]:
    """The article and all that ties lead to from it."""
    near: dict[str, list[str]] = {}
    for tie in ties:
        near.setdefault(tie.a, []).append(tie.b)
        near.setdefault(tie.b, []).append(tie.a)
    found, rest = {id_}, [id_]
    while rest:
        reached = set(near.get(rest.pop(), ())) - found
        found |= reached
        rest += sorted(reached)
    return sorted(found)


def measure_regrouping(members: Sequence[stories.Member], ties: Sequence[stories.Tie]) -> dict[str, float]:
    """Add the articles one at a time, by day and id: how often does one change what the older ones are to each other?

    `additions`: the share that merge, split or otherwise regroup older articles; to join a story is none of these.
    `touched`: the mean share of the older articles that are with others than before. `renamed`: the mean share
    whose story has another first member than before, on which its address rests.
    """
    place = {m.id: (m.day, m.id) for m in members}
    near: dict[str, list[stories.Tie]] = {member.id: [] for member in members}
    for tie in ties:
        near[max(tie.a, tie.b, key=place.__getitem__)].append(tie)
    told: dict[str, frozenset[str]] = {}
    known: list[stories.Tie] = []
    changes, touched, renamed = 0, 0.0, 0.0
    for count, id_ in enumerate(sorted(place, key=place.__getitem__)):
        known.extend(near[id_])
        older = dict(told)
        told[id_] = frozenset([id_])
        reached = _reach(id_, known)
        told.update((one, frozenset([one])) for one in reached)
        for story in group(reached, known):
            told.update(dict.fromkeys(story, frozenset(story)))
        moved = [one for one in older if told[one] - {id_} != older[one]]
        changes += bool(moved)
        touched += len(moved) / max(1, count)
        renamed += sum(
            min(told[one], key=place.__getitem__) != min(older[one], key=place.__getitem__) for one in moved
        ) / max(1, count)
    shares = {"additions": changes, "touched": touched, "renamed": renamed}
    return {name: round(share / len(members), 4) for name, share in shares.items()}


def compare(items: Sequence[Item]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """TF-IDF cosines over the set, and which pairs are within the window."""
    counts = [Counter(find_terms(f"{item.title}. {item.text}")) for item in items]
    frequency = Counter(word for count in counts for word in count)
    place = {word: index for index, word in enumerate(sorted(frequency))}
    matrix = np.zeros((len(items), len(place)))
    for row, count in enumerate(counts):
        for word, times in count.items():
            matrix[row, place[word]] = (1 + log(times)) * log((1 + len(items)) / (1 + frequency[word]))
    matrix /= np.linalg.norm(matrix, axis=1, keepdims=True) + 1e-12
    days = np.array([date.fromisoformat(item.day).toordinal() for item in items])
    return matrix @ matrix.T, np.abs(days[:, None] - days[None, :]) <= stories.WINDOW


def group_by_average(cosines: NDArray[np.float64], near: NDArray[np.bool_], threshold: float) -> list[str]:
    similarity = np.where(near, cosines, 0.0)
    np.fill_diagonal(similarity, -1)
    members = {row: [row] for row in range(len(similarity))}
    while True:
        a, b = sorted(divmod(int(np.argmax(similarity)), len(similarity)))
        if similarity[a, b] < threshold:
            break
        sizes = len(members[a]), len(members[b])
        similarity[a] = (similarity[a] * sizes[0] + similarity[b] * sizes[1]) / sum(sizes)
        similarity[:, a] = similarity[a]
        similarity[a, a] = similarity[b] = similarity[:, b] = -1
        members[a] += members.pop(b)
    labels = {row: str(first) for first, rows in members.items() for row in rows}
    return [labels[row] for row in range(len(similarity))]


def group_in_one_pass(
    cosines: NDArray[np.float64], near: NDArray[np.bool_], order: Sequence[int], threshold: float
) -> list[str]:
    groups: list[list[int]] = []
    for row in order:
        values = [float(np.mean(np.where(near[row, those], cosines[row, those], 0))) for those in groups]
        best = int(np.argmax(values)) if values else -1
        if best >= 0 and values[best] >= threshold:
            groups[best].append(row)
        else:
            groups.append([row])
    labels = {row: str(number) for number, rows in enumerate(groups) for row in rows}
    return [labels[row] for row in range(len(order))]


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.stories", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--limit", type=int)
    options = parser.parse_args(arguments)
    items = read_items(options.data, options.limit)
    gold = [item.gold for item in items]
    cosines, near = compare(items)
    order = sorted(range(len(items)), key=lambda row: (items[row].day, items[row].id))
    best = {"average link": {"f1": 0.0}, "single pass": {"f1": 0.0}}
    for threshold in THRESHOLDS:
        tried = {
            "average link": group_by_average(cosines, near, threshold),
            "single pass": group_in_one_pass(cosines, near, order, threshold),
        }
        for name, labels in tried.items():
            best[name] = max(best[name], bcubed(labels, gold), key=lambda scores: scores["f1"])
    members = read_members(items)
    ties = stories.list_ties(members, members)
    ours = bcubed(group_ours(members, ties), gold)
    regrouping = measure_regrouping(members, ties)
    for name, scores in {"briefing": ours, **best}.items():
        print(f"{name:14} {scores}")
    print(f"regrouping     {regrouping}")
    print(json.dumps({"briefing": {**ours, "regrouping": regrouping}, "baselines": best, "items": len(items)}))


if __name__ == "__main__":
    main()
