"""Is one person one actor? On the person chains of ECB+, within an article and across the articles of a topic.

    python -m benchmarks.aliases --data dev.jsonl [--limit N]

Data: JSON Lines with `id`, `topic`, `text`, `mentions` (type, text, coref). Of these the mentions of single persons
that are names (capital words, no pronoun and no single dictionary word) and belong to a chain count; they have no
offsets, so each takes the actor that most often stands where its words stand in the article. A mention that gets no
actor is a cluster of its own. Across articles, actors are united as `discovered.unite` says, topic by topic.

B-cubed (Bagga and Baldwin 1998) over mentions. With no registry at all: what is measured is discovery.

Baselines: `surname`, the last word of the mention as it stands; `surname-bare`, the same without a possessive and
"Jr."; `string`, the mention as it stands. `ceiling`: all is right but the mentions that share no word with the
commonest name of their chain or a fuller form of it ("Party Girl", "LiLo", "Deputy's"), which stand alone.
`gain`: F1 above `surname`, with the 95 % interval of 1,000 paired samples of the topics with replacement.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.names import PRONOUNS, read_items
from briefing.analysis.actors.discovered import unite
from briefing.analysis.actors.mentions import compile_lexicon, find_mentions
from briefing.analysis.actors.tokens import is_word
from briefing.analysis.text.document import make_document
from briefing.model import Actor, Registry

_TITLES = re.compile(r"^(?:Mr|Mrs|Ms|Dr|Sir|President|Sen|Rep|Gov|Judge|Sgt|Lt|Capt|Officer|Detective)\.? ")
SCOPES = ("article", "topic")
_SAMPLES, _SEED = 1000, 7
_BARE = re.compile(r"['’]s?$|,? [JS]r\.?$")
_LOOSE_APOSTROPHE = re.compile(r" ?(['’]) (?=s\b)")


class Named(NamedTuple):
    article: str
    topic: str
    chain: str
    text: str
    actor: str  # empty: none was given


def read_names(item: dict[str, Any], actors: Mapping[str, str]) -> Iterator[Named]:
    for mention in item["mentions"]:
        text = mention["text"]
        if mention["type"] != "HUMAN_PART_PER" or not mention["coref"] or text in PRONOUNS:
            continue
        if all(word[:1].isupper() for word in text.split()) and not (" " not in text and is_word(text)):
            yield Named(item["id"], item["topic"], mention["coref"], text, actors.get(text, ""))


def find_actors(item: dict[str, Any], seen: dict[str, Actor]) -> dict[str, str]:
    """The actor that most often stands where a mention's words stand, by those; `seen` gets who is new."""
    text = _LOOSE_APOSTROPHE.sub(r"\1", item["text"])
    mentions, discovered = find_mentions(make_document(item["id"], "", text, lang="en"), compile_lexicon(Registry()))
    seen.update((actor.id, actor) for actor in discovered)
    actors: dict[str, str] = {}
    for words in {m["text"] for m in item["mentions"]}:
        votes: Counter[str] = Counter()
        for place in re.finditer(rf"(?<!\w){re.escape(_TITLES.sub('', words))}(?!\w)", text):
            for mention in mentions:
                if mention.actor and mention.start < place.end() and place.start() < mention.end:
                    votes[mention.actor] += (mention.start == place.start() and mention.end == place.end()) or 0
                    votes[mention.actor] += 1
        if votes:
            actors[words] = min(votes, key=lambda actor: (-votes[actor], actor))
    return actors


def weigh(clusters: list[object], chains: list[object]) -> list[tuple[float, float]]:
    """Precision and recall of each mention."""
    members: dict[object, set[int]] = defaultdict(set)
    true: dict[object, set[int]] = defaultdict(set)
    for index, (cluster, chain) in enumerate(zip(clusters, chains, strict=True)):
        members[cluster].add(index)
        true[chain].add(index)
    return [
        (len(both := members[cluster] & true[chain]) / len(members[cluster]), len(both) / len(true[chain]))
        for cluster, chain in zip(clusters, chains, strict=True)
    ]


def score(weights: list[tuple[float, float]]) -> dict[str, float]:
    p, r = (sum(column) / len(column) for column in zip(*weights, strict=True)) if weights else (0.0, 0.0)
    return {"p": round(p, 4), "r": round(r, 4), "f1": round(2 * p * r / max(p + r, 1e-9), 4)}


def find_chains(names: list[Named], scope: str) -> list[object]:
    return [(getattr(name, scope), name.chain) for name in names]


def cluster(names: list[Named], scope: str, labels: list[str]) -> list[object]:
    return [
        (getattr(name, scope), label) if label else index
        for index, (name, label) in enumerate(zip(names, labels, strict=True))
    ]


def label_ceiling(names: list[Named], scope: str) -> list[str]:
    """The chain where the mention shares a word with its chain's commonest name, or a fuller form of that."""
    chains = find_chains(names, scope)
    texts: dict[object, Counter[str]] = defaultdict(Counter)
    for chain, name in zip(chains, names, strict=True):
        texts[chain][_BARE.sub("", name.text).lower()] += 1
    labels = []
    for chain, name in zip(chains, names, strict=True):
        commonest = min(texts[chain], key=lambda text: (-texts[chain][text], text))
        words = set(commonest.split())
        words |= {word for text in texts[chain] if words & set(text.split()) for word in text.split()}
        labels.append(name.chain if words & set(_BARE.sub("", name.text).lower().split()) else "")
    return labels


def measure_gain(
    names: list[Named], ours: list[tuple[float, float]], theirs: list[tuple[float, float]]
) -> dict[str, float]:
    topics: dict[str, list[int]] = defaultdict(list)
    for index, name in enumerate(names):
        topics[name.topic].append(index)
    draw = random.Random(_SEED)
    gains = []
    for _ in range(_SAMPLES):
        sample = [index for topic in draw.choices(sorted(topics), k=len(topics)) for index in topics[topic]]
        gains.append(score([ours[i] for i in sample])["f1"] - score([theirs[i] for i in sample])["f1"])
    gains.sort()
    return {
        "f1": round(score(ours)["f1"] - score(theirs)["f1"], 4),
        "low": round(gains[int(0.025 * _SAMPLES)], 4),
        "high": round(gains[int(0.975 * _SAMPLES) - 1], 4),
    }


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--limit", type=int)
    options = parser.parse_args(arguments)
    names: list[Named] = []
    seen: dict[str, dict[str, Actor]] = defaultdict(dict)
    apart: dict[str, list[list[str]]] = defaultdict(list)
    items = 0
    for item in read_items(options.data, options.limit):
        items += 1
        found: dict[str, Actor] = {}
        names += read_names(item, find_actors(item, found))
        seen[item["topic"]] |= found
        apart[item["topic"]].append(sorted(found))
    whose = {topic: unite(actors.values(), apart[topic]) for topic, actors in seen.items()}
    methods: dict[str, dict[str, list[str]]] = {
        "briefing": {
            "article": [name.actor for name in names],
            "topic": [whose[name.topic].get(name.actor, name.actor) for name in names],
        },
        "surname": {scope: [name.text.split()[-1] for name in names] for scope in SCOPES},
        "surname-bare": {scope: [(_BARE.sub("", name.text).split() or [""])[-1] for name in names] for scope in SCOPES},
        "string": {scope: [name.text for name in names] for scope in SCOPES},
        "ceiling": {scope: label_ceiling(names, scope) for scope in SCOPES},
    }
    weights = {
        (method, scope): weigh(cluster(names, scope, labels), find_chains(names, scope))
        for method, scopes in methods.items()
        for scope, labels in scopes.items()
    }
    scores = {method: {f"within_{scope}": score(weights[method, scope]) for scope in SCOPES} for method in methods}
    gain = {
        f"within_{scope}": measure_gain(names, weights["briefing", scope], weights["surname", scope])
        for scope in SCOPES
    }
    named = sum(bool(name.actor) for name in names) / max(len(names), 1)
    result = {
        "briefing": scores.pop("briefing") | {"named": round(named, 4), "gain": gain},
        "baselines": scores,
        "mentions": len(names),
        "items": items,
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
